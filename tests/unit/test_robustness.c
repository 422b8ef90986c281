/* Robustness against published rankings, and the invariants that must hold whatever the marks. */
#include <math.h>

#include "core/report_internal.h"
#include "random_edition.h"

/* ---- Ballots: OECD and JRC, Handbook on Constructing Composite Indicators (2008) ---- */

struct ballot {
	unsigned voters;
	const char *order; /* "acbd", the best first */
};

struct vote_table {
	const char *name;
	struct ballot ballots[8];
	int64_t borda[4], copeland[4];
};

static const struct vote_table TABLES[] = {
	{ "Moulin, Tables 25 to 27",
	  { { 3, "abcd" }, { 5, "acbd" }, { 7, "bdca" }, { 6, "cbda" } },
	  { 24, 44, 38, 20 },
	  { -3, 1, 3, -1 } },
	{ "Condorcet, Tables 28 to 30: a circle",
	  { { 23, "abc" }, { 17, "bca" }, { 2, "bac" }, { 10, "cab" }, { 8, "cba" } },
	  { 58, 69, 53 },
	  { 0, 0, 0 } },
	{ "Fishburn, Tables 31 to 33",
	  { { 3, "cbad" }, { 2, "badc" }, { 2, "adcb" } },
	  { 13, 12, 11, 6 },
	  { 1, 1, -1, -1 } },
	{ "Fishburn without d: the order is reversed",
	  { { 3, "cba" }, { 2, "bac" }, { 2, "acb" } },
	  { 6, 7, 8 },
	  { 0, 0, 0 } },
	{ "Table 34", { { 1, "abc" }, { 1, "cab" }, { 1, "bca" } }, { 3, 3, 3 }, { 0, 0, 0 } },
};

static void ballots_fill(const struct vote_table *table, struct arena *arena, struct ratings *ret)
{
	size_t n = strlen(table->ballots[0].order), m = 0, at = 0;

	for (size_t b = 0; b < COUNT(table->ballots); b++)
		m += table->ballots[b].voters;
	ratings_init(ret, n, m, arena);
	for (size_t b = 0; b < COUNT(table->ballots); b++)
		for (unsigned v = 0; v < table->ballots[b].voters; v++, at++)
			for (size_t k = 0; k < n; k++) {
				size_t who = (size_t)(table->ballots[b].order[k] - 'a');

				ret->given[who * m + at] = true;
				ret->values[who * m + at] = ratio_int((int64_t)(n - k));
			}
}

static void borda_and_copeland_of_published_ballots(void **state)
{
	(void)state;
	for (size_t t = 0; t < COUNT(TABLES); t++) {
		struct arena arena = { 0 };
		struct ratings ballots;
		struct points points[4];

		ballots_fill(&TABLES[t], &arena, &ballots);
		borda_points(&ballots, &arena, points);
		for (size_t i = 0; i < ballots.n; i++) { /* a share of m·(n − 1) */
			struct ratio all = ratio_int((int64_t)(ballots.m * (ballots.n - 1)));

			all = ratio_mul(&arena, all, points[i].value);
			if (ratio_cmp(all, ratio_int(TABLES[t].borda[i])) != 0)
				fail_msg("%s: Borda of %c is %s", TABLES[t].name, 'a' + (int)i,
					 ratio_fraction(&arena, all));
		}
		copeland_points(&ballots, points);
		for (size_t i = 0; i < ballots.n; i++)
			if (points[i].value.num != TABLES[t].copeland[i])
				fail_msg("%s: Copeland of %c is %s", TABLES[t].name, 'a' + (int)i,
					 ratio_fraction(&arena, points[i].value));
		arena_release(&arena);
	}
}

/* Tables 35 to 37: five countries, eight indicators as voters of equal weight. */
static void eight_indicators_vote_on_five_countries(void **state)
{
	static const double VALUES[5][8] = {
		{ 187, 125.6, 200.2, 50.7, 3.080, 4.150, 10, 27.4 },   /* Finland */
		{ 289, 130, 179.1, 66.2, 2.997, 4.073, 12, 13.9 },     /* USA */
		{ 271, 156.6, 125.8, 59.7, 3.096, 4.145, 11.4, 15.3 }, /* Sweden */
		{ 994, 64.6, 49, 80.8, 3.003, 3.865, 9.5, 10 },	       /* Japan */
		{ 779, 9.8, 4.8, 66.7, 2.972, 3.653, 10.8, 23.2 },     /* Korea */
	};
	/* Support: Fin–USA 4:4, Fin–Swe 3:5, Fin–Jap 6:2, Fin–Kor 5:3, USA–Swe 4:4, USA–Jap 5:3,
	 * USA–Kor 5:3, Swe–Jap 6:2, Swe–Kor 5:3, Jap–Kor 6:2. */
	static const int64_t EXPECTED[] = { 1, 2, 3, -2, -4 };
	struct arena arena = { 0 };
	struct ratings ballots;
	struct points points[5];

	(void)state;
	ratings_init(&ballots, 5, 8, &arena);
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 8; j++) {
			ballots.given[i * 8 + j] = true;
			ballots.values[i * 8 + j] =
				ratio_of(&arena, (int64_t)lround(VALUES[i][j] * 1000), 1000);
		}
	copeland_points(&ballots, points);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(points[i].value.num, EXPECTED[i]);
	arena_release(&arena);
}

/* ---- The technology achievement index: OECD Table A.2 with the goalposts of UNDP 2001 ---- */

#define COUNTRIES 23
#define INDICATORS 8

/* patents, royalties, internet, exports, log telephones, log electricity, schooling, university */
static const double TAI[COUNTRIES][INDICATORS] = {
	{ 187, 125.6, 200.2, 50.7, 3.08, 4.15, 10, 27.4 },   /* Finland */
	{ 289, 130, 179.1, 66.2, 3.00, 4.07, 12, 13.9 },     /* United States */
	{ 271, 156.6, 125.8, 59.7, 3.10, 4.14, 11.4, 15.3 }, /* Sweden */
	{ 994, 64.6, 49, 80.8, 3.00, 3.86, 9.5, 10 },	     /* Japan */
	{ 779, 9.8, 4.8, 66.7, 2.97, 3.65, 10.8, 23.2 },     /* Korea */
	{ 189, 151.2, 136, 50.9, 3.02, 3.77, 9.4, 9.5 },     /* Netherlands */
	{ 82, 134, 57.4, 61.9, 3.02, 3.73, 9.4, 14.9 },	     /* United Kingdom */
	{ 31, 38.6, 108, 48.7, 2.94, 4.18, 11.6, 14.2 },     /* Canada */
	{ 75, 18.2, 125.9, 16.2, 2.94, 3.94, 10.9, 25.3 },   /* Australia */
	{ 8, 25.5, 72.3, 74.9, 2.95, 3.83, 7.1, 24.2 },	     /* Singapore */
	{ 235, 36.8, 41.2, 64.2, 2.94, 3.75, 10.2, 14.4 },   /* Germany */
	{ 103, 20.2, 193.6, 19, 3.12, 4.39, 11.9, 11.2 },    /* Norway */
	{ 106, 110.3, 48.6, 53.6, 2.97, 3.68, 9.4, 12.3 },   /* Ireland */
	{ 72, 73.9, 58.9, 47.6, 2.91, 3.86, 9.3, 13.6 },     /* Belgium */
	{ 103, 13, 146.7, 15.4, 2.86, 3.91, 11.7, 13.1 },    /* New Zealand */
	{ 165, 14.8, 84.2, 50.3, 2.99, 3.79, 8.4, 13.6 },    /* Austria */
	{ 205, 33.6, 36.4, 58.9, 2.97, 3.80, 7.9, 12.6 },    /* France */
	{ 74, 43.6, 43.2, 45, 2.96, 3.74, 9.6, 11 },	     /* Israel */
	{ 42, 8.6, 21, 53.4, 2.86, 3.62, 7.3, 15.6 },	     /* Spain */
	{ 13, 9.8, 30.4, 51, 3.00, 3.65, 7.2, 13 },	     /* Italy */
	{ 28, 4.2, 25, 51.7, 2.75, 3.68, 9.5, 8.2 },	     /* Czech Republic */
	{ 26, 6.2, 21.6, 63.5, 2.73, 3.46, 9.1, 7.7 },	     /* Hungary */
	{ 105, 4, 20.3, 49.5, 2.84, 3.71, 7.1, 10.6 },	     /* Slovenia */
};

/* The index as an edition: each indicator is a criterion whose value is its place between the
 * goalposts. `order`: the countries by their row in TAI. */
static void tai_init(struct edition *e, const size_t order[COUNTRIES])
{
	const double low[] = { 0, 0, 0, 0, 0, log10(22), 0.8, 0.1 };
	const double high[] = { 994, 272.6, 232.4, 80.8, log10(901), log10(6969), 12, 27.4 };
	struct arena arena = { 0 };
	struct buf text;

	buf_init(&text, &arena);
	buf_puts(&text, "decimals 4\njurors\ncategory k 3\n");
	for (int c = 0; c < INDICATORS; c++)
		buf_printf(&text, "level a.c%d 12.5 ya=100\n", c + 1);
	for (int i = 0; i < COUNTRIES; i++)
		buf_printf(&text, "nominee n%02d k\n", i + 1);
	edition_init(e, text.data);
	for (size_t i = 0; i < COUNTRIES; i++) {
		int64_t *given = NEW(&e->arena, int64_t, INDICATORS);

		for (size_t c = 0; c < INDICATORS; c++) {
			double share = (TAI[order[i]][c] - low[c]) / (high[c] - low[c]);

			given[c] = (int64_t)lround(1000000 * (share > 1 ? 1 : share));
		}
		e->input.nominees[i].given_e4 = given;
	}
	arena_release(&arena);
}

static void assert_ranks(struct lab *lab, const unsigned expected[COUNTRIES], const char *what)
{
	struct arena arena = { 0 }, scratch = { 0 };
	struct ranking ranking;

	assert_true(lab_rank(lab, NULL, &arena, &scratch, &ranking, NULL));
	assert_int_equal(ranking.ranked_count, COUNTRIES);
	for (size_t i = 0; i < COUNTRIES; i++)
		if (expected[ranking.rows[i].nominee] != ranking.rows[i].rank)
			fail_msg("%s: country %zu has rank %u, published is %u", what,
				 ranking.rows[i].nominee + 1, ranking.rows[i].rank,
				 expected[ranking.rows[i].nominee]);
	arena_release(&scratch);
	arena_release(&arena);
}

static void other_weights_and_fewer_criteria_give_the_published_ranks(void **state)
{
	/* Finland, USA, Sweden, Japan, Korea, Netherlands, UK, Singapore, Canada, Australia, … */
	static const size_t BY_INDEX[] = { 0,  1,  2,  3,  4,  5,  6,  9,  7,  8,  10, 11,
					   12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 };
	/* … and with Canada and Australia before Singapore */
	static const size_t BY_TABLE[] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,
					   12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 };
	static const int64_t BUDGET[] = { 11, 11, 11, 18, 10, 6, 15, 18 }; /* Table 22 */
	static const unsigned BY_BUDGET[] = { 1,  2,  3,  5,  4,  8,  7,  6,  10, 11, 9, 13,
					      12, 14, 17, 15, 16, 18, 19, 21, 22, 20, 23 };
	static const unsigned DROPPED[] = { 1,	2,  3,	4,  5,	6,  7,	9,  10, 8,  11,
					    12, /* Table 41 */
					    13, 14, 15, 16, 17, 18, 19, 22, 21, 20, 23 };
	unsigned equal[COUNTRIES];
	struct edition e;
	struct lab lab;

	(void)state;
	for (unsigned i = 0; i < COUNTRIES; i++)
		equal[i] = i + 1;
	tai_init(&e, BY_INDEX);
	lab_init(&lab, &e.input, 0, &e.arena);
	assert_ranks(&lab, equal, "equal weights");
	for (size_t c = 0; c < INDICATORS; c++)
		lab.criteria[c].weight_c = BUDGET[c];
	assert_ranks(&lab, BY_BUDGET, "weights of a budget");
	arena_release(&e.arena);
	tai_init(&e, BY_TABLE);
	lab_init(&lab, &e.input, 0, &e.arena);
	lab.criteria[4].weight_c = lab.criteria[5].weight_c = 0;
	assert_ranks(&lab, DROPPED, "without telephones and electricity");
	arena_release(&e.arena);
}

/* Table 15: schooling of the 23 countries, standardised with n − 1. */
static void a_jurors_mean_and_spread_are_those_of_the_handbook(void **state)
{
	static const double SCHOOLING[] = { 10,	  12,  11.4, 9.5,  10.8, 9.4, 9.4,  11.6,
					    10.9, 7.1, 10.2, 11.9, 9.4,	 9.3, 11.7, 8.4,
					    7.9,  9.6, 7.3,  7.2,  9.5,	 9.1, 7.1 };
	static const double Z[] = { 0.26,  1.52,  1.14,	 -0.06, 0.76,  -0.12, -0.12, 1.27,
				    0.83,  -1.58, 0.38,	 1.46,	-0.12, -0.19, 1.33,  -0.76,
				    -1.08, 0.00,  -1.46, -1.52, -0.06, -0.31, -1.58 };
	struct category_report report = { 0 };
	struct arena arena = { 0 };
	struct ratings totals;
	struct edition e;
	struct lab lab;
	struct buf text;

	(void)state;
	buf_init(&text, &arena);
	buf_puts(&text, "jurors j\ncategory k 1\njury a.c 100 0 100 0.1\n");
	for (size_t i = 0; i < COUNTRIES; i++)
		buf_printf(&text, "nominee n%02zu k\nsheet n%02zu j %.1f\n", i, i, SCHOOLING[i]);
	edition_init(&e, text.data);
	lab_init(&lab, &e.input, 0, &e.arena);
	lab_totals(&lab, &e.arena, &totals);
	juror_stats(&lab, &totals, &e.arena, &report);
	assert_true(fabs(report.jurors[0].mean.value - 9.5957) < 5e-5);
	assert_true(fabs(report.jurors[0].sd.value - 1.5770) < 5e-5);
	for (size_t i = 0; i < COUNTRIES; i++)
		assert_true(fabs((SCHOOLING[i] - report.jurors[0].mean.value) /
					 report.jurors[0].sd.value -
				 Z[i]) < 0.00501);
	arena_release(&e.arena);
	arena_release(&arena);
}

/* ---- Whatever the marks ---- */

static void report_of(struct edition *e, struct report *ret)
{
	struct report_options options = { .draws = 200 };
	bool good = report_run(&e->input, &options, &e->arena, ret, &e->complaints);

	assert_true(good == (e->complaints.total == 0));
}

static const struct span *span_of(const struct edition *e, const struct report *report,
				  const char *nominee)
{
	const struct category_report *c = &report->categories[0];

	for (size_t i = 0; i < c->member_count; i++)
		if (text_equal(e->input.nominees[c->members[i]].key, nominee))
			return &c->spans[i];
	fail_msg("no %s", nominee);
	return NULL;
}

static void permuted_jurors_and_nominees_permute_the_output(void **state)
{
	struct dice dice = { 0x9E3779B97F4A7C15u };

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct random_rules rules = { 2 + dice_below(&dice, 5), 3 + dice_below(&dice, 4), 7,
					      dice_below(&dice, 2) };
		struct edition e;
		struct report before, after;
		struct category_report *b, *a;
		size_t n, m;

		random_edition(&e, &dice, &rules);
		report_of(&e, &before);
		n = e.input.nominee_count;
		m = e.input.juror_count;
		for (size_t k = 0; k < n; k++) { /* the sheets of the jurors the other way round */
			struct nominee *nominee = &e.input.nominees[k];

			if (!nominee->sheets)
				continue;
			for (size_t j = 0; j < m / 2; j++) {
				struct sheet *sheet = nominee->sheets[j];

				nominee->sheets[j] = nominee->sheets[m - 1 - j];
				nominee->sheets[m - 1 - j] = sheet;
			}
		}
		for (size_t k = 0; k < n / 2; k++) {
			struct nominee nominee = e.input.nominees[k];

			e.input.nominees[k] = e.input.nominees[n - 1 - k];
			e.input.nominees[n - 1 - k] = nominee;
		}
		report_of(&e, &after);
		b = &before.categories[0];
		a = &after.categories[0];
		assert_int_equal(a->agreement.kendall_w.known, b->agreement.kendall_w.known);
		assert_true(fabs(a->agreement.kendall_w.value - b->agreement.kendall_w.value) <
			    1e-12);
		assert_true(fabs(a->agreement.icc_2_k.value - b->agreement.icc_2_k.value) < 1e-12);
		assert_int_equal(a->five.changed, b->five.changed);
		assert_int_equal(a->two_out.runs, b->two_out.runs);
		assert_int_equal(a->flip_count, b->flip_count);
		for (size_t k = 0; k < b->flip_count; k++) {
			assert_int_equal(a->flips[k].kind, b->flips[k].kind);
			assert_int_equal(a->flips[k].steps, b->flips[k].steps);
		}
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(a->spans[k].rank_min, b->spans[k].rank_min);
			assert_int_equal(a->spans[k].rank_max, b->spans[k].rank_max);
			assert_true(fabs(a->spans[k].share_winner - b->spans[k].share_winner) <
				    1e-12);
		}
		for (size_t j = 0; j < b->juror_count; j++)
			assert_true(fabs(a->jurors[b->juror_count - 1 - j].severity.value -
					 b->jurors[j].severity.value) < 1e-12);
		arena_release(&e.arena);
	}
}

static void a_strict_juror_changes_no_rank_under_additive(void **state)
{
	struct dice dice = { 0xD1B54A32D192ED03u };

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct random_rules rules = { 3 + dice_below(&dice, 5), 3 + dice_below(&dice, 4), 6,
					      false };
		struct edition e;
		struct tally before;
		size_t strict = dice_below(&dice, 3);

		random_edition(&e, &dice, &rules);
		e.scheme.method = METHOD_ADDITIVE;
		e.scheme.over = OVER_SHEET;
		e.scheme.round = ROUND_FINAL;
		e.scheme.categories[0].ties.count = 0;
		e.scheme.decimals = 4;
		for (size_t c = 0; c < e.scheme.categories[0].criterion_count; c++)
			e.scheme.categories[0].criteria[c].min_c -= 100; /* room below */
		edition_run(&e);
		if (!e.good) {
			arena_release(&e.arena);
			continue;
		}
		before = e.tally;
		for (size_t n = 0; n < e.input.nominee_count; n++)
			for (size_t c = 0; c < e.scheme.categories[0].criterion_count; c++)
				if (e.input.nominees[n].sheets &&
				    e.input.nominees[n].sheets[strict])
					e.input.nominees[n].sheets[strict]->marks_c[c] -= 100;
		edition_run(&e);
		assert_true(e.good);
		for (size_t r = 0; r < before.categories[0].ranked_count; r++)
			for (size_t k = 0; k < before.categories[0].ranked_count; k++)
				if (e.tally.categories[0].rows[k].nominee ==
				    before.categories[0].rows[r].nominee)
					assert_int_equal(e.tally.categories[0].rows[k].rank,
							 before.categories[0].rows[r].rank);
		arena_release(&e.arena);
	}
}

static void on_complete_panels_additive_is_the_mean(void **state)
{
	struct dice dice = { 0x2545F4914F6CDD1Du };

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct random_rules rules = { 2 + dice_below(&dice, 6), 2 + dice_below(&dice, 5), 0,
					      dice_below(&dice, 2) };
		const struct category_report *c;
		struct report report;
		struct edition e;

		random_edition(&e, &dice, &rules);
		e.scheme.over = OVER_SHEET;
		e.scheme.round = ROUND_FINAL;
		report_of(&e, &report);
		c = &report.categories[0];
		assert_int_equal(c->sides[SIDE_MEAN].outcome.count,
				 c->sides[SIDE_ADDITIVE].outcome.count);
		assert_memory_equal(c->sides[SIDE_MEAN].ranks, c->sides[SIDE_ADDITIVE].ranks,
				    c->member_count * sizeof(unsigned));
		arena_release(&e.arena);
	}
}

static void runs_are_counted_and_ranks_span_them(void **state)
{
	struct report report;
	struct category_report *c;
	struct edition e;

	(void)state;
	edition_init(&e, "decimals 2\nquorum 5\njurors j1 j2 j3 j4 j5 j6 j7 j8 j9\ncategory k 1\n"
			 "jury a.c1 60 0 100 1\njury a.c2 40 0 100 1\nnominee x k\nnominee y k\n"
			 "nominee z k\n"
			 "sheet x j1 90 90\nsheet y j1 20 20\nsheet z j1 10 10\n"
			 "sheet x j2 60 60\nsheet y j2 62 62\nsheet z j2 10 10\n"
			 "sheet x j3 60 60\nsheet y j3 62 62\nsheet z j3 10 10\n"
			 "sheet x j4 60 60\nsheet y j4 62 62\nsheet z j4 10 10\n"
			 "sheet x j5 60 60\nsheet y j5 62 62\nsheet z j5 10 10\n"
			 "sheet x j6 60 60\nsheet y j6 62 62\nsheet z j6 10 10\n"
			 "sheet x j7 60 60\nsheet y j7 62 62\nsheet z j7 10 10\n"
			 "sheet x j8 60 60\nsheet y j8 62 62\nsheet z j8 10 10\n"
			 "sheet x j9 60 60\nsheet y j9 62 62\nsheet z j9 10 10\n");
	report_of(&e, &report);
	c = &report.categories[0];
	/* x leads by the first juror alone: without him, and in the 56 fives without him, y does.
	 */
	assert_int_equal(c->one_out.count, 9);
	assert_true(c->one_out.items[0].outcome.changed);
	for (size_t j = 1; j < 9; j++)
		assert_false(c->one_out.items[j].outcome.changed);
	assert_int_equal(c->two_out.runs, 36);
	assert_int_equal(c->two_out.changed, 8);
	assert_int_equal(c->two_out.cases.count, 8);
	assert_int_equal(c->five.runs, 126);
	assert_int_equal(c->five.changed, 56);
	assert_int_equal(c->criterion_out.count, 2);
	assert_int_equal(c->shaken.count, 8);
	/* median, trimmed mean, Borda and Copeland put y first */
	assert_false(c->sides[SIDE_MEAN].outcome.changed);
	assert_true(c->sides[SIDE_MEDIAN].outcome.changed);
	assert_true(c->sides[SIDE_TRIMMED_MEAN].outcome.changed);
	assert_true(c->sides[SIDE_BORDA].outcome.changed);
	assert_true(c->sides[SIDE_COPELAND].outcome.changed);
	assert_int_equal(c->random.draws, 200);
	assert_int_equal(c->random.changed, 0);
	/* 9 + 36 + 126 + 2 + 8 + 6 runs */
	assert_int_equal(span_of(&e, &report, "x")->runs, 187);
	assert_int_equal(span_of(&e, &report, "x")->rank_min, 1);
	assert_int_equal(span_of(&e, &report, "x")->rank_max, 2);
	assert_true(fabs(span_of(&e, &report, "y")->share_winner - (1 + 8 + 56 + 4) / 187.0) <
		    1e-12);
	assert_int_equal(span_of(&e, &report, "z")->rank_min, 3);
	assert_string_equal(
		c->sentence.text[LANG_ID],
		"Juara 1 tetap pada 8 dari 9 panel tanpa satu juri, 28 dari 36 panel "
		"tanpa dua juri, 70 dari 126 panel lima juri, 2 dari 2 perhitungan tanpa "
		"satu kriteria, 8 dari 8 bobot yang digeser, 200 dari 200 bobot acak.");
	arena_release(&e.arena);
}

/* Both have the median 50 and x the smaller spread: a mark of x two steps higher ends that, lower
 * it takes three. */
static void at_equal_scores_a_mark_is_tried_both_ways(void **state)
{
	const struct category_report *c;
	struct report report;
	struct edition e;

	(void)state;
	edition_init(&e,
		     "method median\nties spread\njurors j1 j2 j3 j4 j5\ncategory k 1\n"
		     "jury a.c1 100 0 100 1\nnominee x k\nnominee y k\n"
		     "sheet x j1 49\nsheet x j2 50\nsheet x j3 50\nsheet x j4 50\nsheet x j5 53\n"
		     "sheet y j1 47\nsheet y j2 50\nsheet y j3 50\nsheet y j4 50\nsheet y j5 53\n");
	report_of(&e, &report);
	c = &report.categories[0];
	assert_int_equal(c->flip_count, 1);
	assert_int_equal(c->flips[0].steps, 2);
	assert_string_equal(c->flips[0].from, "53");
	assert_string_equal(c->flips[0].to, "55");
	arena_release(&e.arena);
}

static void parts_that_are_not_wanted_are_not_worked_out(void **state)
{
	struct report_options options = { .skip = REPORT_RUNS | REPORT_RANDOM | REPORT_FLIPS,
					  .only = "l" };
	struct category_report *c;
	struct report report;
	struct edition e;

	(void)state;
	edition_init(&e, "jurors j1 j2\ncategory k 1\njury a.c1 100 0 9 1\ncategory l 1\n"
			 "jury a.c1 100 0 9 1\nnominee x l\nnominee y l\nsheet x j1 5\n"
			 "sheet x j2 6\nsheet y j1 3\nsheet y j2 2\n");
	assert_true(report_run(&e.input, &options, &e.arena, &report, &e.complaints));
	assert_int_equal(report.category_count, 1);
	c = &report.categories[0];
	assert_int_equal(c->category, 1);
	assert_true(c->agreement.kendall_w.known);
	assert_int_equal(c->juror_count, 2);
	assert_int_equal(c->one_out.count, 0);
	assert_int_equal(c->flip_count, 0);
	assert_false(c->random.known);
	assert_null(c->sentence.text[LANG_ID]);
	arena_release(&e.arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(borda_and_copeland_of_published_ballots),
		cmocka_unit_test(eight_indicators_vote_on_five_countries),
		cmocka_unit_test(other_weights_and_fewer_criteria_give_the_published_ranks),
		cmocka_unit_test(a_jurors_mean_and_spread_are_those_of_the_handbook),
		cmocka_unit_test(permuted_jurors_and_nominees_permute_the_output),
		cmocka_unit_test(a_strict_juror_changes_no_rank_under_additive),
		cmocka_unit_test(on_complete_panels_additive_is_the_mean),
		cmocka_unit_test(runs_are_counted_and_ranks_span_them),
		cmocka_unit_test(at_equal_scores_a_mark_is_tried_both_ways),
		cmocka_unit_test(parts_that_are_not_wanted_are_not_worked_out),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
