#include "unit.h"

#include "app/app.h"
#include "view/view.h"

static const char SCHEME[] =
	"edition: uji\ntitle: {id: Uji}\nlevel: desa\nregion: Uji\nassessment_year: 2024\n"
	"event_year: 2025\nsample: true\nquorum: 1\naggregation: {method: mean}\ncategories:\n"
	"- key: a\n  name: {id: A}\n  winners: 1\n  titles: [{id: \"Terbaik \\\"I\\\"\"}]\n"
	"  gate: [{evidence: ok, equals: ya, reason: {id: Tidak, en: No}}, {evidence: ok, equals: ya, "
	"reason: {id: Juga}}]\n"
	"  aspects: [{key: x, name: {id: X}, criteria: [{key: j, name: {id: J}, weight: 60, kind: jury, "
	"min: 0, max: 10, step: 1}, {key: l, name: {id: L}, weight: 40, kind: level, levels: {ya: "
	"100}}]}]\n"
	"- key: b\n  name: {id: B}\n  winners: 1\n"
	"  aspects: [{key: x, name: {id: X}, criteria: [{key: l, name: {id: L}, weight: 100, kind: "
	"level, levels: {ya: 100}}]}]\n"
	"overall: [{key: o, name: {id: O}, from: [a, b], take: 2, winners: 1}]\n";

static bool read_input(struct arena *arena, struct scheme *scheme, struct tally_input *input,
		       struct complaints *complaints)
{
	static const char *const TEXTS[SOURCE_COUNT] = {
		[SOURCE_SCHEME] = SCHEME,
		[SOURCE_NOMINEES] =
			"nominee,name,category,region\nn1,\"Satu \"\"1\",a,\nn2,Dua,a,\n"
			"n3,Tiga,a,\nn4,Empat,b,\n",
		[SOURCE_SCORES] = "nominee,juror,criterion,score\nn1,j1,j,7\nn2,j1,j,9\n",
		[SOURCE_EVIDENCE] =
			"nominee,evidence,value\nn1,ok,ya\nn3,ok,ya\nn1,l,ya\nn4,l,tidak\n",
	};
	struct source sources[SOURCE_COUNT] = { 0 };

	complaints_init(complaints, arena);
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		if (TEXTS[i])
			sources[i] = (struct source){ .file = "f",
						      .text = TEXTS[i],
						      .len = strlen(TEXTS[i]) };
	return tally_input_read(sources, arena, scheme, input, complaints);
}

static void the_tree_and_the_text_of_results_are_the_same(void **state)
{
	struct arena arena = { 0 };
	struct complaints complaints;
	struct tally_input input;
	struct buf tree, text;
	struct scheme scheme;
	struct tally tally;

	(void)state;
	assert_true(read_input(&arena, &scheme, &input, &complaints));
	/* Below quorum, ineligible, ranked, and a list in error are all there. */
	assert_false(tally_run(&input, &arena, &tally, &complaints));
	buf_init(&tree, &arena);
	buf_init(&text, &arena);
	json_write(&tree, results_val(&arena, &input, &tally));
	results_json(&input, &tally, &text, NULL);
	assert_string_equal(tree.data, text.data);
	assert_non_null(strstr(text.data, "\"reasons\":[{\"id\":\"Tidak\",\"en\":\"No\"},"
					  "{\"id\":\"Juga\"}]"));
	assert_non_null(strstr(text.data, "\"below_quorum\""));
	assert_non_null(strstr(text.data, "\"ranking\":[],\"error\":{\"id\":"));
	assert_non_null(strstr(text.data, "\"title\":\"Terbaik \\\"I\\\"\""));
	arena_release(&arena);
}

static void every_export_of_a_sample_says_so(void **state)
{
	struct arena arena = { 0 };
	struct complaints complaints;
	struct tally_input input;
	struct scheme scheme;
	struct tally tally;
	struct buf out;

	(void)state;
	assert_true(read_input(&arena, &scheme, &input, &complaints));
	(void)!tally_run(&input, &arena, &tally, &complaints);
	buf_init(&out, &arena);
	results_csv(&input, &tally, &out, NULL);
	for (const char *line = out.data, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		assert_memory_equal(end - 7, line == out.data ? ",sample" : ",CONTOH", 7);
	}
	results_table(&input, &tally, LANG_ID, &out, NULL);
	assert_non_null(strstr(out.data, "Uji – CONTOH\n"));
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(the_tree_and_the_text_of_results_are_the_same),
		cmocka_unit_test(every_export_of_a_sample_says_so),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
