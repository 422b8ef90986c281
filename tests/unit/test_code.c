#include "app/code.h"

#include <string.h>

#include "unit.h"

static void a_code_is_seven_groups_without_look_alikes_and_new_each_time(void **state)
{
	struct arena arena = { 0 };
	const char *code = code_make(&arena);

	(void)state;
	assert_int_equal(strlen(code), 28 + 6);
	assert_int_equal(strspn(code, "0123456789abcdefghjkmnpqrstvwxyz-"), strlen(code));
	for (size_t i = 4; i < strlen(code); i += 5)
		assert_int_equal(code[i], '-');
	assert_string_not_equal(code, code_make(&arena));
	arena_release(&arena);
}

static void a_code_is_read_as_people_type_it(void **state)
{
	static const char CODE[] = "0123-4567-89ab-cdef-ghjk-mnpq-rstv";
	static const char *const TYPED[] = { "0123-4567-89ab-cdef-ghjk-mnpq-rstv",
					     "0123456789ABCDEFGHJKMNPQRSTV",
					     " oi23 4567 89AB cdef ghjk mnpq rstv ",
					     "OL23-4567-89ab-cdef-ghjk-mnpq-rstv" };
	static const char *const NOT[] = { "",
					   "0123",
					   "0123-4567-89ab-cdef-ghjk-mnpq-rst",
					   "0123-4567-89ab-cdef-ghjk-mnpq-rstv0",
					   "0123-4567-89ab-cdef-ghjk-mnpq-rst*",
					   "0123-4567-89ab-cdef-ghjk-mnpq-rs\xC3\xA9" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(TYPED); i++)
		assert_string_equal(code_parse(&arena, TYPED[i]), CODE);
	for (size_t i = 0; i < COUNT(NOT); i++)
		assert_null(code_parse(&arena, NOT[i]));
	arena_release(&arena);
}

static void text_for_a_query_holds_nothing_that_ends_it(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(text_query(&arena, "/a?b=c&d e\n%\xC3\xA9\"#~"),
			    "/a%3Fb%3Dc%26d%20e%0A%25%C3%A9%22%23~");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_seven_groups_without_look_alikes_and_new_each_time),
		cmocka_unit_test(a_code_is_read_as_people_type_it),
		cmocka_unit_test(text_for_a_query_holds_nothing_that_ends_it),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
