#include "unit.h"

#include <string.h>

#include "core/core.h"

static void a_number_says_whose_sheet_it_is(void **state)
{
	static const struct sheet_id IDS[] = { { 1, 1, 1 }, { 12, 345, 1 }, { 1234, 100000, 12 } };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(IDS); i++) {
		struct sheet_id back;

		assert_true(sheet_id_parse(sheet_id_format(&arena, &IDS[i]), &back));
		assert_int_equal(back.juror, IDS[i].juror);
		assert_int_equal(back.nominee, IDS[i].nominee);
		assert_int_equal(back.rules, IDS[i].rules);
	}
	arena_release(&arena);
}

static void every_wrong_digit_and_every_swap_is_found(void **state)
{
	const struct sheet_id id = { 12, 345, 1 };
	struct arena arena = { 0 };
	char *good = sheet_id_format(&arena, &id);
	struct sheet_id back;

	(void)state;
	for (size_t i = 0; good[i]; i++) {
		char *bad = arena_text(&arena, good);
		size_t next = good[i + 1] == '-' ? i + 2 : i + 1;

		if (good[i] == '-')
			continue;
		for (char d = '0'; d <= '9'; d++) {
			bad[i] = d;
			assert_true(sheet_id_parse(bad, &back) == (d == good[i]));
		}
		bad[i] = good[i];
		if (!good[i + 1] || good[next] == good[i])
			continue;
		bad[i] = good[next];
		bad[next] = good[i];
		assert_false(sheet_id_parse(bad, &back));
	}
	arena_release(&arena);
}

static void it_is_read_as_people_type_it(void **state)
{
	const struct sheet_id id = { 12, 345, 1 };
	struct arena arena = { 0 };
	char *text = sheet_id_format(&arena, &id);
	struct sheet_id back;

	(void)state;
	for (char *c = text; *c; c++)
		if (*c == '-')
			*c = ' ';
	assert_true(sheet_id_parse(arena_printf(&arena, " %s ", text), &back));
	assert_int_equal(back.nominee, 345);
	static const char *const BAD[] = { "",
					   "12",
					   "abc",
					   "012-0345-01",
					   "012-0345-01-",
					   "---",
					   "-1",
					   "012-0345-01-12",
					   "9999999999-0345-01-1" };
	for (size_t i = 0; i < COUNT(BAD); i++)
		assert_false(sheet_id_parse(BAD[i], &back));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_says_whose_sheet_it_is),
		cmocka_unit_test(every_wrong_digit_and_every_swap_is_found),
		cmocka_unit_test(it_is_read_as_people_type_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
