/* The additive method: T = m + a + b by least squares, in exact fractions. */
#include "core/tally_internal.h"
#include "edition.h"

static const char *score_of(struct edition *e, const char *nominee)
{
	const struct ranking *list = &e->tally.categories[0];

	for (size_t i = 0; i < list->count; i++)
		if (text_equal(e->input.nominees[list->rows[i].nominee].key, nominee))
			return ratio_fraction(&e->arena, list->rows[i].jury);
	fail_msg("no row %s", nominee);
	return NULL;
}

static struct additive fit_of(struct edition *e)
{
	struct arena scratch = { 0 };
	struct run run;

	run_init(&run, &e->input, NULL, &e->arena, &scratch);
	assert_true(additive_fit(&run, 0, &e->complaints));
	arena_release(&scratch);
	return run.additives[0];
}

/* Shrout and Fleiss 1979, table 2: 6 targets, 4 judges. */
#define SHROUT                                                                                 \
	"method additive; decimals 4; jurors j1 j2 j3 j4; category k 1; jury a.c 100 0 100 1;" \
	"nominee a k; nominee b k; nominee c k; nominee d k; nominee e k; nominee f k;"        \
	"sheet a j1 9; sheet a j2 2; sheet a j3 5; sheet a j4 8;"                              \
	"sheet b j1 6; sheet b j2 1; sheet b j3 3; sheet b j4 2;"                              \
	"sheet c j1 8; sheet c j2 4; sheet c j3 6; sheet c j4 8;"                              \
	"sheet d j1 7; sheet d j2 1; sheet d j3 2; sheet d j4 6;"                              \
	"sheet e j1 10; sheet e j2 5; sheet e j3 6; sheet e j4 9;"                             \
	"sheet f j1 6; sheet f j2 2; sheet f j3 4;"

static void on_a_complete_panel_it_is_the_mean(void **state)
{
	static const char *const MEANS[][2] = { { "a", "6" }, { "b", "3" },    { "c", "13/2" },
						{ "d", "4" }, { "e", "15/2" }, { "f", "19/4" } };
	static const char *const EFFECTS[] = { "19/8", "-67/24", "-23/24", "11/8" };
	struct edition e;
	struct additive fit;

	(void)state;
	edition_init(&e, SHROUT "sheet f j4 7");
	edition_run(&e);
	assert_true(e.good);
	for (size_t i = 0; i < COUNT(MEANS); i++)
		assert_string_equal(score_of(&e, MEANS[i][0]), MEANS[i][1]);
	fit = fit_of(&e); /* judge means 23/3, 5/2, 13/3, 20/3 less the grand mean 127/24 */
	for (size_t j = 0; j < COUNT(EFFECTS); j++)
		assert_string_equal(ratio_fraction(&e.arena, fit.effect[j]), EFFECTS[j]);
	arena_release(&e.arena);
}

static void a_constant_added_by_one_juror_changes_nothing_on_a_complete_panel(void **state)
{
	struct edition e, shifted;
	const struct ranking *list;

	(void)state;
	edition_init(&e, SHROUT "sheet f j4 7");
	edition_init(&shifted, SHROUT "sheet f j4 7");
	for (size_t i = 0; i < 6; i++)
		shifted.input.nominees[i].sheets[1]->marks_c[0] += 2000;
	edition_run(&e);
	edition_run(&shifted);
	list = &e.tally.categories[0];
	for (size_t i = 0; i < list->count; i++) {
		const struct row *row = &shifted.tally.categories[0].rows[i];

		assert_int_equal(row->nominee, list->rows[i].nominee);
		assert_string_equal(ratio_fraction(&e.arena, row->jury),
				    ratio_fraction(&e.arena, ratio_add(&e.arena, list->rows[i].jury,
								       ratio_int(5))));
	}
	arena_release(&e.arena);
	arena_release(&shifted.arena);
}

static void a_table_without_noise_is_recovered_from_what_is_left_of_it(void **state)
{
	/* T = 50 + a + b with a = -10, 0, 5, 20 and b = 6, -8, 2; 6 of 12 cells are missing. */
	static const char *const TEXT = "method additive; jurors j1 j2 j3; category k 1;"
					"jury a.c 100 0 100 1; nominee p k; nominee q k;"
					"nominee r k; nominee s k; sheet p j1 46; sheet p j2 32;"
					"sheet q j2 42; sheet r j2 47; sheet r j3 57;"
					"sheet s j1 76; sheet s j3 70 recused";
	static const char *const SCORES[][2] = {
		{ "p", "40" }, { "q", "50" }, { "r", "55" }, { "s", "70" }
	};
	struct edition e;
	struct additive fit;

	(void)state;
	edition_init(&e, TEXT);
	edition_run(&e);
	assert_true(e.good);
	for (size_t i = 0; i < COUNT(SCORES); i++)
		assert_string_equal(score_of(&e, SCORES[i][0]), SCORES[i][1]);
	fit = fit_of(&e);
	assert_string_equal(ratio_fraction(&e.arena, fit.effect[0]), "6");
	assert_string_equal(ratio_fraction(&e.arena, fit.effect[1]), "-8");
	assert_string_equal(ratio_fraction(&e.arena, fit.effect[2]), "2");
	arena_release(&e.arena);
}

static void who_is_ineligible_or_below_quorum_still_helps_to_compare_the_jurors(void **state)
{
	/* x and y share no juror; only i (ineligible) and b (below the quorum) connect them. */
	static const char *const TEXT =
		"method additive; quorum 2; jurors j1 j2 j3 j4 j5; category k 1;"
		"jury a.c 100 0 100 1; gate g at_least 1; nominee x k; nominee y k; nominee i k;"
		"nominee b k; nominee n k; evidence x g 1; evidence y g 1; evidence b g 1;"
		"evidence n g 1; sheet x j1 50; sheet x j2 52; sheet y j3 40; sheet y j4 42;"
		"sheet i j2 62; sheet i j3 60; sheet b j1 90";
	struct edition e;

	(void)state;
	edition_init(&e, TEXT);
	/* j2 − j1 = 2, j3 − j2 = -2, j4 − j3 = 2: b = -1, 1, -1, 1 */
	assert_string_equal(
		edition_result(&e),
		"k:\n1 x 51.00 51 J51.00 n2 score winner\n2 y 41.00 41 J41.00 n2 score\n"
		"- b below_quorum n1\n- i ineligible !g n2\n- n below_quorum n0\n");
	arena_release(&e.arena);
}

static void parts_that_nobody_connects_are_named_and_the_rest_is_computed(void **state)
{
	struct edition e;
	struct buf text;

	(void)state;
	edition_init(&e,
		     "method additive; jurors j1 j2 j3 j4; category k 1; jury a.c 100 0 100 1;"
		     "category l 1; jury a.c 100 0 100 1; nominee a k; nominee b k; nominee c k;"
		     "nominee d l; sheet a j1 50; sheet a j2 60; sheet b j3 10; sheet c j2 70;"
		     "sheet d j1 80");
	assert_string_equal(edition_result(&e),
			    "k:\nerror\nl:\n1 d 80.00 80 J80.00 n1 score winner\n");
	buf_init(&text, &e.arena);
	complaints_print(&e.complaints, LANG_EN, &text);
	assert_string_equal(text.data,
			    "category k: the additive method cannot compare all nominees, because "
			    "no juror connects these parts: [a, c – j1, j2]; [b – j3]\n");
	arena_release(&e.arena);
}

static void a_category_without_a_jury_or_without_sheets_needs_no_fit(void **state)
{
	struct edition e;

	(void)state;
	edition_init(&e,
		     "method additive; jurors j1; category k 1; level a.l 100 ya=1; category l 1;"
		     "jury a.c 100 0 100 1; nominee x k; nominee y l; evidence x l ya");
	assert_string_equal(edition_result(&e), "k:\n1 x 1.00 1 D1.00 n0 score winner\n"
						"l:\n- y below_quorum n0\n");
	arena_release(&e.arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(on_a_complete_panel_it_is_the_mean),
		cmocka_unit_test(a_constant_added_by_one_juror_changes_nothing_on_a_complete_panel),
		cmocka_unit_test(a_table_without_noise_is_recovered_from_what_is_left_of_it),
		cmocka_unit_test(
			who_is_ineligible_or_below_quorum_still_helps_to_compare_the_jurors),
		cmocka_unit_test(parts_that_nobody_connects_are_named_and_the_rest_is_computed),
		cmocka_unit_test(a_category_without_a_jury_or_without_sheets_needs_no_fit),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
