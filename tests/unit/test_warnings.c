/* Warnings: what is planted is found, and an honest panel is left alone. */
#include <math.h>

#include "core/report_internal.h"
#include "edition.h"

#define PANELS 1000

static const uint8_t SEED[REPORT_SEED_SIZE] = "honest panels are drawn of this";

/* ---- Panels as text ---- */

struct panel_shape {
	unsigned nominees, jurors, criteria;
	double low, high, step;		 /* of every criterion */
	double quality, severity, noise; /* standard deviations, in points of 100 */
	double level;			 /* where the field lies */
};

static double on_scale(const struct panel_shape *s, double points)
{
	double mark = s->low + points / 100 * (s->high - s->low);

	mark = s->low + floor((mark - s->low) / s->step + 0.5) * s->step;
	return mark < s->low ? s->low : mark > s->high ? s->high : mark;
}

static void shape_write(const struct panel_shape *s, struct buf *text)
{
	buf_puts(text, "jurors");
	for (unsigned j = 0; j < s->jurors; j++)
		buf_printf(text, " j%u", j + 1);
	buf_puts(text, "\ncategory k 1\n");
	for (unsigned c = 0; c < s->criteria; c++)
		buf_printf(text, "jury a.c%u %.2f %.2f %.2f %.2f\n", c + 1,
			   c + 1 < s->criteria ? 10.0 : 100 - 10.0 * (s->criteria - 1), s->low,
			   s->high, s->step);
	for (unsigned n = 0; n < s->nominees; n++)
		buf_printf(text, "nominee n%u k\n", n + 1);
}

/* A mark is the nominee's quality, the juror's severity, and a slip. */
static void honest_write(const struct panel_shape *s, struct chance *chance, struct buf *text)
{
	double severity[16];

	shape_write(s, text);
	for (unsigned j = 0; j < s->jurors; j++)
		severity[j] = s->severity * chance_normal(chance);
	for (unsigned n = 0; n < s->nominees; n++) {
		double quality = s->level + s->quality * chance_normal(chance);

		for (unsigned j = 0; j < s->jurors; j++) {
			if (chance_uniform(chance) < 0.04)
				continue; /* recused, absent */
			buf_printf(text, "sheet n%u j%u", n + 1, j + 1);
			for (unsigned c = 0; c < s->criteria; c++)
				buf_printf(text, " %.2f",
					   on_scale(s, quality + severity[j] +
							       s->noise * chance_normal(chance)));
			buf_char(text, '\n');
		}
	}
}

/* ---- Warnings of an edition ---- */

struct found {
	struct edition e;
	struct lab lab;
	struct category_report report;
};

static void find(struct found *f, const char *text, const int64_t *seconds)
{
	struct report_options options = { .seconds = seconds };
	struct ratings totals;

	*f = (struct found){ 0 };
	edition_init(&f->e, text);
	lab_init(&f->lab, &f->e.input, 0, &f->e.arena);
	lab_totals(&f->lab, &f->e.arena, &totals);
	juror_stats(&f->lab, &totals, &f->e.arena, &f->report);
	warnings_find(&f->lab, &totals, &options, &f->e.arena, &f->report);
	for (size_t i = 0; i < f->report.warning_count; i++) {
		assert_non_null(f->report.warnings[i].seen.text[LANG_ID]);
		assert_non_null(f->report.warnings[i].seen.text[LANG_EN]);
		assert_non_null(f->report.warnings[i].advice.text[LANG_ID]);
		assert_non_null(f->report.warnings[i].advice.text[LANG_EN]);
	}
}

/* "outlier j3 n2; extremes j1" */
static const char *said(struct found *f)
{
	struct buf out;

	buf_init(&out, &f->e.arena);
	for (size_t i = 0; i < f->report.warning_count; i++) {
		const struct warning *w = &f->report.warnings[i];

		buf_printf(&out, "%s%s", i ? "; " : "", warning_code(w->kind));
		if (w->juror != WARNING_OF_NONE)
			buf_printf(&out, " %s", f->e.input.jurors[w->juror]);
		if (w->nominee != WARNING_OF_NONE)
			buf_printf(&out, " %s", f->e.input.nominees[w->nominee].key);
		if (w->criterion != WARNING_OF_NONE)
			buf_printf(&out, " %s",
				   f->e.scheme.categories[0].criteria[w->criterion].key);
	}
	return out.data;
}

static void assert_said(const char *text, const char *expected)
{
	struct found f;

	find(&f, text, NULL);
	assert_string_equal(said(&f), expected);
	arena_release(&f.e.arena);
}

/* Sheets that a warning is about: of one juror on one nominee, of one juror, of one nominee. */
static size_t sheets_warned(const struct found *f)
{
	size_t ret = 0;

	for (size_t at = 0; at < f->lab.count * f->lab.juror_count; at++) {
		size_t nominee = f->lab.members[at / f->lab.juror_count];
		size_t juror = f->lab.jurors[at % f->lab.juror_count];
		bool warned = false;

		for (size_t i = 0; i < f->report.warning_count; i++) {
			const struct warning *w = &f->report.warnings[i];

			warned = warned ||
				 ((w->juror == WARNING_OF_NONE || w->juror == juror) &&
				  (w->nominee == WARNING_OF_NONE || w->nominee == nominee));
		}
		ret += f->lab.valid[at] && warned;
	}
	return ret;
}

static size_t sheets_valid(const struct found *f)
{
	size_t ret = 0;

	for (size_t at = 0; at < f->lab.count * f->lab.juror_count; at++)
		ret += f->lab.valid[at];
	return ret;
}

/* ---- The honest panel that is kept: nine jurors, ten nominees, three criteria ---- */

#define RULES                                                                     \
	"jurors j1 j2 j3 j4 j5 j6 j7 j8 j9\ncategory k 3\njury a.c1 50 0 100 1\n" \
	"jury a.c2 30 0 100 1\njury a.c3 20 0 100 1\n"

static const int HONEST[10][9][3] = {
	{ { 82, 79, 84 },
	  { 85, 83, 80 },
	  { 78, 80, 77 },
	  { 84, 86, 83 },
	  { 80, 82, 85 },
	  { 81, 78, 80 },
	  { 87, 84, 86 },
	  { 76, 79, 75 },
	  { 83, 81, 82 } },
	{ { 74, 70, 77 },
	  { 76, 78, 73 },
	  { 69, 72, 70 },
	  { 77, 74, 79 },
	  { 73, 75, 71 },
	  { 72, 70, 74 },
	  { 80, 76, 78 },
	  { 68, 71, 69 },
	  { 75, 73, 76 } },
	{ { 88, 85, 90 },
	  { 91, 89, 87 },
	  { 84, 86, 82 },
	  { 90, 88, 91 },
	  { 86, 89, 85 },
	  { 85, 83, 88 },
	  { 93, 90, 92 },
	  { 83, 81, 84 },
	  { 88, 90, 86 } },
	{ { 66, 70, 64 },
	  { 69, 67, 71 },
	  { 62, 65, 61 },
	  { 70, 68, 66 },
	  { 67, 64, 69 },
	  { 64, 66, 62 },
	  { 72, 70, 73 },
	  { 60, 63, 61 },
	  { 68, 66, 67 } },
	{ { 79, 77, 75 },
	  { 81, 80, 83 },
	  { 74, 76, 78 },
	  { 80, 82, 79 },
	  { 78, 75, 77 },
	  { 76, 79, 74 },
	  { 84, 81, 83 },
	  { 73, 75, 72 },
	  { 79, 77, 80 } },
	{ { 71, 73, 69 },
	  { 74, 72, 75 },
	  { 67, 69, 66 },
	  { 73, 75, 72 },
	  { 70, 68, 73 },
	  { 69, 71, 67 },
	  { 77, 74, 76 },
	  { 65, 68, 64 },
	  { 72, 74, 71 } },
	{ { 85, 87, 83 },
	  { 88, 86, 89 },
	  { 81, 79, 84 },
	  { 87, 84, 86 },
	  { 84, 86, 82 },
	  { 83, 81, 85 },
	  { 90, 88, 91 },
	  { 80, 82, 79 },
	  { 86, 84, 87 } },
	{ { 77, 75, 79 },
	  { 79, 81, 76 },
	  { 72, 74, 71 },
	  { 78, 80, 77 },
	  { 75, 77, 74 },
	  { 74, 76, 72 },
	  { 82, 79, 81 },
	  { 71, 69, 73 },
	  { 77, 78, 75 } },
	{ { 69, 67, 71 },
	  { 72, 70, 68 },
	  { 65, 63, 67 },
	  { 71, 73, 70 },
	  { 68, 66, 70 },
	  { 66, 69, 65 },
	  { 74, 72, 75 },
	  { 63, 66, 62 },
	  { 70, 68, 72 } },
	{ { 81, 83, 80 },
	  { 83, 85, 82 },
	  { 77, 75, 79 },
	  { 82, 80, 84 },
	  { 79, 81, 78 },
	  { 78, 80, 76 },
	  { 86, 83, 85 },
	  { 75, 77, 74 },
	  { 81, 79, 83 } },
};

typedef int sheets_of_ten[10][9][3];

static const char *panel_text(struct arena *arena, sheets_of_ten marks)
{
	struct buf text;

	buf_init(&text, arena);
	buf_puts(&text, RULES);
	for (int n = 0; n < 10; n++) {
		buf_printf(&text, "nominee n%d k\n", n + 1);
		for (int j = 0; j < 9; j++)
			buf_printf(&text, "sheet n%d j%d %d %d %d\n", n + 1, j + 1, marks[n][j][0],
				   marks[n][j][1], marks[n][j][2]);
	}
	return text.data;
}

static void the_honest_panel_raises_no_warning(void **state)
{
	struct arena arena = { 0 };
	sheets_of_ten marks;

	(void)state;
	memcpy(marks, HONEST, sizeof(marks));
	assert_said(panel_text(&arena, marks), "");
	arena_release(&arena);
}

static void planted_marks_are_found(void **state)
{
	struct arena arena = { 0 };
	sheets_of_ten marks;

	(void)state;
	memcpy(marks, HONEST, sizeof(marks)); /* a kingmaker: his favourite is the fourth */
	marks[3][4][0] = 98;
	marks[3][4][1] = 97;
	marks[3][4][2] = 99;
	assert_said(panel_text(&arena, marks), "outlier j5 n4");
	for (int n = 0; n < 10; n++) /* and presses down all others */
		for (int c = 0; n != 3 && c < 3; c++)
			marks[n][4][c] -= 15;
	assert_said(panel_text(&arena, marks), "outlier j5 n4");
	memcpy(marks, HONEST, sizeof(marks)); /* a single mark typed wrongly */
	marks[6][1][2] = 9;
	assert_said(panel_text(&arena, marks), "outlier j2 n7");
	marks[6][1][2] = 55;
	assert_said(panel_text(&arena, marks), "outlier j2 n7 c3");
	arena_release(&arena);
}

static void planted_habits_are_found(void **state)
{
	struct arena arena = { 0 };
	sheets_of_ten marks;
	struct found f;

	(void)state;
	memcpy(marks, HONEST, sizeof(marks));
	for (int n = 0; n < 10; n++) /* 100 is worst, he thought */
		for (int c = 0; c < 3; c++)
			marks[n][5][c] = 150 - HONEST[n][5][c];
	find(&f, panel_text(&arena, marks), NULL);
	assert_non_null(strstr(said(&f), "reversed_scale j6"));
	assert_null(strstr(said(&f), "reversed_scale j1"));
	arena_release(&f.e.arena);

	for (int n = 0; n < 10; n++) /* the same sheet for everybody */
		for (int c = 0; c < 3; c++)
			marks[n][5][c] = 78 + c;
	find(&f, panel_text(&arena, marks), NULL);
	assert_non_null(strstr(said(&f), "straight_lining j6"));
	arena_release(&f.e.arena);

	for (int n = 0; n < 10; n++) /* one mark for all criteria */
		for (int c = 0; c < 3; c++)
			marks[n][5][c] = HONEST[n][5][0];
	find(&f, panel_text(&arena, marks), NULL);
	assert_string_equal(said(&f), "straight_lining j6");
	arena_release(&f.e.arena);

	for (int n = 0; n < 10; n++) /* all or nothing */
		for (int c = 0; c < 3; c++)
			marks[n][5][c] = HONEST[n][5][c] > 75 ? 100 : 0;
	find(&f, panel_text(&arena, marks), NULL);
	assert_non_null(strstr(said(&f), "extremes j6"));
	arena_release(&f.e.arena);
	arena_release(&arena);
}

/* Of his eight sheets only two can be compared: that their order is the other one says nothing. */
static void an_order_is_reversed_only_where_others_have_one(void **state)
{
	struct arena arena = { 0 };
	struct buf text;
	struct found f;

	(void)state;
	buf_init(&text, &arena);
	buf_puts(&text, "jurors j1 j2 j3\ncategory k 1\njury a.c1 100 0 100 1\n");
	for (int n = 0; n < 8; n++)
		buf_printf(&text, "nominee n%d k\nsheet n%d j1 %d\n", n, n, 60 + 3 * n);
	buf_puts(&text, "sheet n0 j2 80\nsheet n0 j3 82\nsheet n1 j2 70\nsheet n1 j3 71\n");
	find(&f, text.data, NULL);
	assert_int_equal(f.report.jurors[0].sheets, 8);
	assert_int_equal(f.report.jurors[0].compared, 2);
	assert_true(f.report.jurors[0].spearman.value < -0.99);
	assert_string_equal(said(&f), "");
	arena_release(&f.e.arena);
	arena_release(&arena);
}

static void a_divided_panel_is_named(void **state)
{
	struct arena arena = { 0 };
	sheets_of_ten marks;
	struct found f;

	(void)state;
	memcpy(marks, HONEST, sizeof(marks));
	for (int j = 0; j < 9; j++)
		for (int c = 0; c < 3; c++)
			marks[1][j][c] += j % 2 ? 18 : -18;
	find(&f, panel_text(&arena, marks), NULL);
	assert_non_null(strstr(said(&f), "disagreement n2"));
	assert_null(strstr(said(&f), "disagreement n3"));
	arena_release(&f.e.arena);
	arena_release(&arena);
}

static void a_sheet_filled_in_seconds_is_named(void **state)
{
	struct arena arena = { 0 };
	sheets_of_ten marks;
	int64_t seconds[90];
	struct found f;

	(void)state;
	memcpy(marks, HONEST, sizeof(marks));
	for (size_t i = 0; i < COUNT(seconds); i++)
		seconds[i] = i % 7 ? 120 : -1;
	seconds[2 * 9 + 4] = 5; /* three criteria: six seconds are the limit */
	seconds[2 * 9 + 5] = 6;
	find(&f, panel_text(&arena, marks), seconds);
	assert_string_equal(said(&f), "hasty j5 n3");
	arena_release(&f.e.arena);
	arena_release(&arena);
}

static void a_coarse_scale_or_a_strong_field_warns_of_nobody(void **state)
{
	struct arena arena = { 0 };
	struct buf text;

	(void)state;
	buf_init(&text, &arena);
	buf_puts(&text,
		 "jurors j1 j2 j3 j4 j5\ncategory k 1\njury a.c1 60 1 5 1\njury a.c2 40 1 5 1\n");
	for (int n = 0; n < 8; n++) { /* everybody is good: fives and fours */
		buf_printf(&text, "nominee n%d k\n", n);
		for (int j = 1; j <= 5; j++)
			buf_printf(&text, "sheet n%d j%d %d %d\n", n, j, 5 - (n + j) % 4 / 3,
				   5 - (n * j) % 5 / 4);
	}
	assert_said(text.data, "");
	arena_release(&arena);
}

static struct panel_shape shape_draw(struct chance *chance)
{
	static const double SCALES[][3] = {
		{ 0, 100, 1 }, { 0, 100, 0.5 }, { 0, 100, 5 }, { 0, 10, 0.5 }, { 1, 5, 1 }
	};
	const double *scale = SCALES[(size_t)(chance_uniform(chance) * COUNT(SCALES))];

	return (struct panel_shape){
		.nominees = 3 + (unsigned)(chance_uniform(chance) * 20),
		.jurors = 5 + (unsigned)(chance_uniform(chance) * 5),
		.criteria = 1 + (unsigned)(chance_uniform(chance) * 5),
		.low = scale[0],
		.high = scale[1],
		.step = scale[2],
		.quality = 3 + 9 * chance_uniform(chance),
		.severity = 5 * chance_uniform(chance),
		.noise = 2 + 6 * chance_uniform(chance),
		.level = 60 + 30 * chance_uniform(chance),
	};
}

static void at_most_one_honest_sheet_in_a_hundred_is_warned_about(void **state)
{
	size_t sheets = 0, warned = 0, kinds[WARNING_COUNT] = { 0 };
	struct arena arena = { 0 };
	struct chance chance;

	(void)state;
	chance_init(&chance, SEED, "honest", &arena);
	for (size_t i = 0; i < PANELS; i++) {
		struct panel_shape shape = shape_draw(&chance);
		struct arena own = { 0 };
		struct found f;
		struct buf text;

		buf_init(&text, &own);
		honest_write(&shape, &chance, &text);
		find(&f, text.data, NULL);
		sheets += sheets_valid(&f);
		warned += sheets_warned(&f);
		for (size_t w = 0; w < f.report.warning_count; w++)
			kinds[f.report.warnings[w].kind]++;
		arena_release(&f.e.arena);
		arena_release(&own);
	}
	print_message(
		"# seed \"%s\": %zu of %zu honest sheets warned about; outlier %zu, reversed %zu, "
		"straight %zu, extremes %zu, disagreement %zu\n",
		(const char *)SEED, warned, sheets, kinds[WARNING_OUTLIER], kinds[WARNING_REVERSED],
		kinds[WARNING_STRAIGHT], kinds[WARNING_EXTREMES], kinds[WARNING_DISAGREEMENT]);
	assert_true(sheets > 50000);
	assert_true(warned * 100 <= sheets);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(the_honest_panel_raises_no_warning),
		cmocka_unit_test(planted_marks_are_found),
		cmocka_unit_test(planted_habits_are_found),
		cmocka_unit_test(an_order_is_reversed_only_where_others_have_one),
		cmocka_unit_test(a_divided_panel_is_named),
		cmocka_unit_test(a_sheet_filled_in_seconds_is_named),
		cmocka_unit_test(a_coarse_scale_or_a_strong_field_warns_of_nobody),
		cmocka_unit_test(at_most_one_honest_sheet_in_a_hundred_is_warned_about),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
