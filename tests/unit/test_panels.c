/* Panels whose results were published by others. Figures are facts of the events named. */
#include "edition.h"

#define JURORS 9

struct panel {
	const char *what, *marks; /* "-" = the judge was absent */
	const char *published;
	const char *exact; /* of the average, or NULL */
};

/* A trimmed mean of one to nine marks on a scale of 0 to 10 in quarters, as a scheme of ours: the
 * value of a mark is ten times the mark, so a published 9.68 is a mean that rounds to 9.68. */
static const char *trimmed(struct edition *e, const char *marks, const char *scale,
			   const char **ret_exact)
{
	struct tally_input *input = &e->input;
	struct ratio mean;
	char *rest = NULL, *text;
	char line[64];
	size_t j = 0;

	edition_init(e, "method trimmed_mean 1 3; jurors 1 2 3 4 5 6 7 8 9; category k 1;");
	edition_read(e, scale);
	edition_read(e, "nominee x k");
	text = arena_text(&e->arena, marks);
	for (char *mark = strtok_r(text, " ", &rest); mark; mark = strtok_r(NULL, " ", &rest)) {
		(void)snprintf(line, sizeof(line), "sheet x %zu %s", ++j, mark);
		edition_read(e, line);
	}
	edition_run(e);
	assert_true(e->good);
	assert_int_equal(input->nominee_count, 1);
	/* back from points to the scale: x = min + (max − min)·v/100 */
	mean = ratio_mul(&e->arena, e->tally.categories[0].rows[0].final,
			 ratio_of(&e->arena, e->scheme.categories[0].criteria[0].max_c, 10000));
	*ret_exact = ratio_fraction(&e->arena, mean);
	return ratio_decimal(&e->arena, mean, 2, '.');
}

static void published_panels_of_nine_judges_are_reproduced(void **state)
{
	/* ISU World Championships 2017, men's free skating, components. */
	static const struct panel PANELS[] = {
		{ "Hanyu 1", "9.25 9.75 9.75 10 9.5 9.75 9.75 9.75 9.5", "9.68", "271/28" },
		{ "Hanyu 2", "9 9.5 9.5 9.5 9.25 9.75 9.5 9.5 9.5", "9.46", "265/28" },
		{ "Hanyu 3", "10 10 9.75 10 9.25 10 9.75 10 9.5", "9.86", "69/7" },
		{ "Hanyu 4", "10 10 9.75 9.75 9.5 9.75 9.75 9.75 9.5", "9.75", "39/4" },
		{ "Hanyu 5", "9 9.75 10 10 9.25 10 10 9.75 9.75", "9.79", "137/14" },
		{ "Uno 1", "8.75 9 9.75 9.75 9.25 9.75 9.25 10 9.5", "9.46", NULL },
		{ "Uno 2", "8.75 8.75 9.25 9.25 9.25 9.5 9.25 9.5 9.25", "9.21", NULL },
		{ "Uno 3", "9 8.75 9.75 9.5 9.75 9.75 9.25 9.75 9.75", "9.54", NULL },
		{ "Uno 4", "9.5 9 10 9.75 9.75 9.5 9.25 9.75 9.25", "9.54", NULL },
		{ "Uno 5", "8.75 8.75 9.75 9.75 9.5 9.75 9.25 10 9.5", "9.46", NULL },
		{ "Jin 1", "8 9 8.5 8.25 8 9 9 9.25 9.25", "8.71", NULL },
		{ "Jin 2", "7 8.75 8 8 7.75 8.25 8.75 9 9.5", "8.36", NULL },
		{ "Jin 3", "8.25 9.25 8.25 8.5 8.25 8.75 9 8.75 9.75", "8.68", NULL },
		{ "Jin 4", "8 9.25 8.5 8.5 8.25 8.25 8.75 9 9.25", "8.64", NULL },
		{ "Jin 5", "6.75 8.75 8.25 8.5 8 8.5 9 9.25 9.5", "8.61", NULL },
		/* Skate America 2016, pairs short programme, one judge absent. */
		{ "8 marks", "6.75 6.75 7.0 7.25 7.25 - 7.5 7.0 7.5", "7.13", "57/8" },
		{ "8 marks", "8.0 8.0 7.5 8.75 8.75 - 8.5 8.25 9.25", "8.38", "67/8" },
		{ "8 marks", "7.5 7.0 7.0 7.5 7.5 - 7.25 8.5 7.5", "7.38", "59/8" },
		{ "8 marks", "6.75 6.75 6.25 6.75 7.0 - 7.0 7.0 7.0", "6.88", "55/8" },
		{ "8 marks", "7.25 7.25 6.75 7.5 7.25 - 6.75 6.75 7.5", "7.13", "57/8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(PANELS); i++) {
		struct edition e;
		const char *exact, *mean;

		mean = trimmed(&e, PANELS[i].marks, "jury a.c 100 0 10 0.25", &exact);
		assert_string_equal(mean, PANELS[i].published);
		if (PANELS[i].exact)
			assert_string_equal(exact, PANELS[i].exact);
		arena_release(&e.arena);
	}
}

static void five_marks_without_the_best_and_the_worst(void **state)
{
	struct edition e;
	const char *exact;

	(void)state;
	/* Ski jumping publishes the sum of the three, 55.5. */
	assert_string_equal(trimmed(&e, "17 18 18.5 20 19", "jury a.c 100 0 20 0.5", &exact),
			    "18.50");
	assert_string_equal(exact, "37/2");
	arena_release(&e.arena);
	/* Rope skipping: 112 115 118 119 121 is published as 117.33. */
	assert_string_equal(trimmed(&e, "112 115 118 119 121", "jury a.c 100 0 200 1", &exact),
			    "117.33");
	assert_string_equal(exact, "352/3");
	arena_release(&e.arena);
}

/* The n-th field of a line of CSV without quotes that matter, as a copy. */
static bool field(const char *line, size_t n, char *ret, size_t size)
{
	bool quoted = false;
	size_t len = 0;

	for (; *line && n; line++) {
		quoted ^= *line == '"';
		n -= *line == ',' && !quoted;
	}
	for (; *line && *line != ',' && *line != '\n' && *line != '\r' && len + 1 < size; line++)
		ret[len++] = *line;
	ret[len] = '\0';
	return n == 0;
}

static void the_large_set_of_published_panels_is_reproduced(void **state)
{
	FILE *file = fopen("../shared/data/isu_panels.csv", "r");
	char line[1024], marks[128], mark[16], published[16];
	size_t count = 0;

	(void)state;
	if (!file)
		skip();
	assert_non_null(fgets(line, sizeof(line), file)); /* the header */
	while (fgets(line, sizeof(line), file)) {
		struct edition e;
		const char *exact, *mean;
		size_t len = 0;
		int64_t expected;

		for (size_t j = 0; j < JURORS; j++) {
			assert_true(field(line, 8 + j, mark, sizeof(mark)));
			len += (size_t)snprintf(marks + len, sizeof(marks) - len, "%s ",
						*mark ? mark : "-");
		}
		assert_true(field(line, 8 + JURORS, published, sizeof(published)));
		expected = edition_c(published);
		mean = trimmed(&e, marks, "jury a.c 100 0 10 0.25", &exact);
		if (edition_c(mean) != expected)
			print_message("# %s", line);
		assert_int_equal(edition_c(mean), expected);
		arena_release(&e.arena);
		count++;
	}
	(void)fclose(file);
	assert_int_equal(count, 2840);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(published_panels_of_nine_judges_are_reproduced),
		cmocka_unit_test(five_marks_without_the_best_and_the_worst),
		cmocka_unit_test(the_large_set_of_published_panels_is_reproduced),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
