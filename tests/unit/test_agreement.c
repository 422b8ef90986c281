/* Agreement between jurors against published figures: each as an exact fraction. Data and sources:
 * docs/methods.md, "Statistics". */
#include <math.h>

#include "core/report_internal.h"
#include "edition.h"

#define NEAR 1e-12

static void assert_near(struct figure figure, double expected)
{
	if (!figure.known)
		fail_msg("not known: %s", figure.why.text[LANG_EN]);
	if (!(fabs(figure.value - expected) < NEAR))
		fail_msg("%.15f instead of %.15f", figure.value, expected);
}

/* A row per nominee, a column per juror, "." for none; rows end with a semicolon. `across`: a row
 * per juror instead. */
static void read_table(struct arena *arena, const char *text, bool across, struct ratings *ret)
{
	size_t rows = 1, cells = 0, columns, at = 0;

	for (const char *c = text; *c; c++) {
		rows += *c == ';';
		cells += *c != ' ' && *c != ';' && (c == text || c[-1] == ' ' || c[-1] == ';');
	}
	columns = cells / rows;
	ratings_init(ret, across ? columns : rows, across ? rows : columns, arena);
	for (const char *c = text; *c; c++) {
		size_t row = at / columns, column = at % columns, to;
		char word[16];
		size_t len = strcspn(c, " ;");

		if (!len)
			continue;
		memcpy(word, c, len);
		word[len] = '\0';
		to = across ? column * rows + row : row * columns + column;
		ret->given[to] = strcmp(word, ".") != 0;
		ret->values[to] =
			ret->given[to] ? ratio_of(arena, edition_c(word), 100) : ratio_int(0);
		c += len - 1;
		at++;
	}
	assert_int_equal(at, rows * columns);
}

static struct agreement agreement_in(const char *text, bool across)
{
	struct arena arena = { 0 };
	struct ratings ratings;
	struct agreement ret;

	read_table(&arena, text, across, &ratings);
	agreement_of(&ratings, &ret);
	arena_release(&arena);
	return ret;
}

static const char SHROUT_FLEISS[] = "9 2 5 8;6 1 3 2;8 4 6 8;7 1 2 6;10 5 6 9;6 2 4 7";

static void kendalls_w_of_published_tables(void **state)
{
	static const char TEN[] =
		"1 2 3 4;3 1 2 2;4 4 1 3;5 5 5 1;2 6 7 6;8 3 4 7;6 8 6 5;7 7 8 9;10 10 9 8;9 9 10 10";
	static const char ANXIETY[] = "3 3 3 4 5 5 2 3 5 2 2 6 1 5 2 2 1 2 4 3;"
				      "3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4;"
				      "2 1 4 4 3 2 1 6 1 1 1 2 3 3 1 1 3 3 2 2";
	struct agreement a = agreement_in("1 1 2 3;3 2 3 1;2 3 1 2", false);

	(void)state;
	assert_near(a.kendall_w, 1.0 / 16);
	a = agreement_in(TEN, false);
	assert_near(a.kendall_w, 131.0 / 165);
	assert_near(a.chi_square, 4 * 9 * 131.0 / 165);
	a = agreement_in(ANXIETY, true);
	assert_near(a.kendall_w, 6008.0 / 11133); /* with ties */
	assert_true(fabs(a.chi_square.value - 30.7604) < 5e-5);
	assert_near(agreement_in(SHROUT_FLEISS, false).kendall_w, 479.0 / 540);
}

static void the_six_coefficients_of_shrout_and_fleiss(void **state)
{
	struct agreement a = agreement_in(SHROUT_FLEISS, false);

	(void)state;
	assert_near(a.icc_1_1, 448.0 / 2703);
	assert_near(a.icc_2_1, 184.0 / 635);
	assert_near(a.icc_3_1, 920.0 / 1287);
	assert_near(a.icc_1_k, 1792.0 / 4047);
	assert_near(a.icc_2_k, 736.0 / 1187);
	assert_near(a.icc_3_k, 3680.0 / 4047);
}

static void krippendorffs_alpha_with_holes(void **state)
{
	static const char FOUR[] = "1 2 3 3 2 1 4 1 2 . . .;1 2 3 3 2 2 4 1 2 5 . 3;"
				   ". 3 3 3 2 3 4 2 2 5 1 .;1 2 3 3 2 4 4 1 2 5 1 .";
	struct arena arena = { 0 };
	struct ratings ratings;

	(void)state;
	read_table(&arena, FOUR, true, &ratings);
	assert_near(krippendorff_alpha(&ratings, SCALE_NOMINAL), 113.0 / 152);
	assert_near(krippendorff_alpha(&ratings, SCALE_ORDINAL), 108577.0 / 133160);
	assert_near(krippendorff_alpha(&ratings, SCALE_INTERVAL), 951.0 / 1120);
	assert_near(krippendorff_alpha(&ratings, SCALE_RATIO), 18222619.0 / 22852465);
	arena_release(&arena);
}

static void agreement_does_not_depend_on_the_unit_or_the_order(void **state)
{
	struct agreement a = agreement_in(SHROUT_FLEISS, false);
	/* ×3 − 2, nominees and jurors the other way round */
	struct agreement b = agreement_in(
		"19 10 4 16;25 16 13 28;16 4 1 19;22 16 10 22;4 7 1 16;22 13 4 25", false);

	(void)state;
	assert_near(b.kendall_w, a.kendall_w.value);
	assert_near(b.icc_2_1, a.icc_2_1.value);
	assert_near(b.icc_2_k, a.icc_2_k.value);
	assert_near(b.icc_3_k, a.icc_3_k.value);
	assert_near(b.alpha_interval, a.alpha_interval.value);
	assert_near(b.alpha_ordinal, a.alpha_ordinal.value);
}

static void identical_rankings_have_a_w_of_one(void **state)
{
	(void)state;
	assert_near(agreement_in("1 10 4;2 20 5;3 21 90", false).kendall_w, 1);
	assert_near(agreement_in("1 10 4;1 10 4;3 21 90", false).kendall_w, 1); /* also with ties */
	assert_near(agreement_in("1 1;2 2;3 3", false).alpha_interval, 1);
}

static void what_cannot_be_computed_says_why(void **state)
{
	static const char *const TABLES[] = { "5 5 5;5 5 5", "5 6 7",	"5 6;. 7",
					      "5;6;7",	     ". 5;6 .", "1 2;2 1" };

	(void)state;
	for (size_t i = 0; i < COUNT(TABLES); i++) {
		struct agreement a = agreement_in(TABLES[i], false);
		const struct figure figures[] = { a.kendall_w,	  a.chi_square, a.icc_1_1,
						  a.icc_2_1,	  a.icc_3_1,	a.icc_1_k,
						  a.icc_2_k,	  a.icc_3_k,	a.alpha_interval,
						  a.alpha_ordinal };

		for (size_t f = 0; f < COUNT(figures); f++) {
			assert_true(figures[f].known ? isfinite(figures[f].value)
						     : figures[f].why.text[LANG_ID] &&
							       figures[f].why.text[LANG_EN]);
			if (i < 3) /* no difference, one nominee, one that two jurors judged */
				assert_false(figures[f].known);
		}
		if (figures[0].known)
			assert_true(a.kendall_w.value >= 0 && a.kendall_w.value <= 1);
	}
}

static void spearmans_rho_counts_ties_as_mid_ranks(void **state)
{
	static const int64_t X[] = { 1, 2, 3, 4, 5 }, Y[] = { 2, 1, 4, 3, 5 },
			     TIED[] = { 1, 1, 1, 2, 3 };
	struct ratio x[5], y[5], tied[5];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		x[i] = ratio_int(X[i]);
		y[i] = ratio_int(Y[i]);
		tied[i] = ratio_int(TIED[i]);
	}
	assert_near(spearman_rho(x, y, 5), 0.8);	     /* 1 − 6·4/120 */
	assert_near(spearman_rho(x, tied, 5), 8 / sqrt(80)); /* mid-ranks 2 2 2 4 5 */
	assert_false(spearman_rho(x, tied, 3).known);
	assert_false(spearman_rho(x, y, 1).known);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(kendalls_w_of_published_tables),
		cmocka_unit_test(the_six_coefficients_of_shrout_and_fleiss),
		cmocka_unit_test(krippendorffs_alpha_with_holes),
		cmocka_unit_test(agreement_does_not_depend_on_the_unit_or_the_order),
		cmocka_unit_test(identical_rankings_have_a_w_of_one),
		cmocka_unit_test(what_cannot_be_computed_says_why),
		cmocka_unit_test(spearmans_rho_counts_ties_as_mid_ranks),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
