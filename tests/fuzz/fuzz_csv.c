/* The readers of all CSV files, on any bytes: the first byte chooses the file. What they accept is
 * tallied and printed. */

#include "app/app.h"
#include "fuzz.h"
#include "view/view.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static const char SCHEME[] =
	"edition: u\ntitle: {id: U}\nlevel: desa\nregion: U\nassessment_year: 2024\n"
	"event_year: 2025\nquorum: 1\naggregation: {method: mean}\ntie_break: [spread, vote]\n"
	"categories:\n- key: a\n  name: {id: A}\n  winners: 1\n"
	"  gate: [{evidence: g, at_most: 5, reason: {id: x}}]\n"
	"  aspects: [{key: x, name: {id: X}, criteria: [{key: j, name: {id: J}, weight: 50, kind: jury,"
	" min: 0, max: 10, step: 0.5}, {key: l, name: {id: L}, weight: 20, kind: level, levels: {ya: "
	"100}}, {key: r, name: {id: R}, weight: 30, kind: ratio, numerator: n, denominator: d, target: "
	"50}]}]\n"
	"overall: [{key: o, name: {id: O}, from: [a], take: 2, winners: 1}]\n";

static const char *const BASE[SOURCE_COUNT] = {
	[SOURCE_SCHEME] = SCHEME,
	[SOURCE_NOMINEES] = "nominee,name,category,region\nn1,Satu,a,\nn2,Dua,a,\n",
	[SOURCE_SCORES] = "nominee,juror,criterion,score\nn1,j1,j,7\nn2,j1,j,9\n",
	[SOURCE_EVIDENCE] = "nominee,evidence,value\nn1,g,1\nn2,g,1\n",
	[SOURCE_RECUSALS] = "nominee,juror,reason\nn1,j2,x\n",
	[SOURCE_VOTES] = "category,nominee,order\na,n1,1\n",
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	crypto_init();
	return 0;
}

static void check(const struct complaints *list, bool good)
{
	struct buf out;

	HOLDS(good == (list->total == 0));
	buf_init(&out, list->arena);
	complaints_print(list, LANG_ID, &out);
	HOLDS(text_is_utf8(out.data, out.len));
}

static void check_jurors(const struct source *source, const struct scheme *scheme,
			 struct arena *arena)
{
	struct complaints list;
	struct juror_row *rows;
	size_t count;
	bool good;

	complaints_init(&list, arena);
	good = juror_file_read(source, scheme, arena, &rows, &count, &list);
	check(&list, good);
}

static void check_output(const struct tally_input *input, struct arena *arena)
{
	struct complaints list;
	struct tally tally;
	struct val *val;
	struct buf out;
	struct err err;

	complaints_init(&list, arena);
	check(&list, true);
	(void)!tally_run(input, arena, &tally, &list);
	buf_init(&out, arena);
	results_csv(input, &tally, &out, NULL);
	results_table(input, &tally, LANG_EN, &out, NULL);
	buf_init(&out, arena);
	results_json(input, &tally, &out, NULL);
	HOLDS(json_parse(arena, out.data, out.len, &val, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source sources[SOURCE_COUNT];
	struct arena arena = { 0 };
	struct complaints list;
	struct tally_input input;
	struct scheme scheme;
	size_t chosen = size ? data[0] % SOURCE_COUNT : 0;
	bool good;

	for (size_t i = 0; i < SOURCE_COUNT; i++)
		sources[i] = (struct source){ "f", BASE[i], strlen(BASE[i]) };
	if (chosen != SOURCE_SCHEME)
		sources[chosen] = (struct source){ "f", (const char *)data + 1, size - 1 };
	complaints_init(&list, &arena);
	good = tally_input_read(sources, &arena, &scheme, &input, &list);
	check(&list, good);
	if (good)
		check_output(&input, &arena);
	if (chosen == SOURCE_SCHEME && size) {
		struct source jurors = { "f", (const char *)data + 1, size - 1 };

		check_jurors(&jurors, &scheme, &arena);
	}
	arena_release(&arena);
	return 0;
}
