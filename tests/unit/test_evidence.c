/* What evidence and marks may look like. */
#include "edition.h"

static void evidence_numbers_are_read_exactly_or_refused(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t value_e4;
	} CASES[] = {
		{ "0", true, 0 },
		{ "12.5", true, 125000 },
		{ "12.3456", true, 123456 },
		{ "12.34560", true, 123456 },
		{ "007", true, 70000 },
		{ "999999999999999.9999", true, UINT64_C(9999999999999999999) },
		{ "1000000000000000", false, 0 },
		{ "12.34567", false, 0 },
		{ "-1", false, 0 },
		{ "-0", false, 0 },
		{ "+1", false, 0 },
		{ "1e3", false, 0 },
		{ "1,5", false, 0 },
		{ ".5", false, 0 },
		{ "5.", false, 0 },
		{ "1.2.3", false, 0 },
		{ " 1", false, 0 },
		{ "", false, 0 },
		{ "99999999999999999999999999", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		uint64_t value = 0;

		assert_int_equal(evidence_number(CASES[i].text, &value), CASES[i].good);
		assert_true(!CASES[i].good || value == CASES[i].value_e4);
	}
	assert_false(evidence_number(NULL, &(uint64_t){ 0 }));
}

static void a_mark_lies_on_a_step_between_min_and_max(void **state)
{
	static const struct criterion HALF = { .min_c = -300, .max_c = 300, .step_c = 50 };
	static const struct criterion HUGE_ONE = { .min_c = -999999999999999999,
						   .max_c = 999999999999999999,
						   .step_c = 999999999999999999 };
	static const struct {
		int64_t mark_c;
		bool fits;
	} CASES[] = { { -300, true }, { 0, true },    { 250, true },	    { 300, true },
		      { 301, false }, { 275, false }, { -350, false },	    { -25, false },
		      { 350, false }, { 1, false },   { MARK_NONE, false }, { INT64_MAX, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++)
		assert_int_equal(mark_fits(&HALF, CASES[i].mark_c), CASES[i].fits);
	assert_true(mark_fits(&HUGE_ONE, 0));
	assert_true(mark_fits(&HUGE_ONE, 999999999999999999));
	assert_false(mark_fits(&HUGE_ONE, 1));
}

#define RULES                                                                                \
	"category k 1; ratio a.r 50 n d 100; level a.l 50 ya=100 tidak=0; gate g at_most 5;" \
	"gate w equals ya; gate n at_least 1"

static void evidence_is_checked_against_every_rule_that_reads_it(void **state)
{
	static const struct {
		const char *name, *value;
		size_t complaints;
	} CASES[] = {
		{ "n", "5", 0 },       { "n", "lima", 2 }, { "n", "0", 0 },	 { "d", "0", 1 },
		{ "d", "0.0001", 0 },  { "l", "ya", 0 },   { "l", "Ya", 1 },	 { "g", "x", 1 },
		{ "w", "apa pun", 0 }, { "l", "", 0 },	   { "lain", "apa", 0 }, { "g", "5.0", 0 },
	};
	struct edition e;

	(void)state;
	edition_init(&e, RULES);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct evidence evidence = { .name = CASES[i].name, .value = CASES[i].value };
		struct complaints list;

		complaints_init(&list, &e.arena);
		evidence_check(&e.scheme.categories[0], &evidence, &list);
		assert_int_equal(list.total, CASES[i].complaints);
	}
	arena_release(&e.arena);
}

static void a_category_knows_which_evidence_it_reads(void **state)
{
	static const char *const READ[] = { "n", "d", "l", "g", "w" };
	struct edition e;

	(void)state;
	edition_init(&e, RULES);
	for (size_t i = 0; i < COUNT(READ); i++)
		assert_true(category_reads(&e.scheme.categories[0], READ[i]));
	assert_false(category_reads(&e.scheme.categories[0], "r"));
	assert_null(scheme_category(&e.scheme, "x"));
	assert_string_equal(category_criterion(&e.scheme.categories[0], "l")->key, "l");
	arena_release(&e.arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(evidence_numbers_are_read_exactly_or_refused),
		cmocka_unit_test(a_mark_lies_on_a_step_between_min_and_max),
		cmocka_unit_test(evidence_is_checked_against_every_rule_that_reads_it),
		cmocka_unit_test(a_category_knows_which_evidence_it_reads),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
