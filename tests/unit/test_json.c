#include "unit.h"

#include "view/view.h"

static bool rewrite(struct arena *arena, const char *text, char **ret)
{
	struct val *val;
	struct buf out;
	struct err err;

	if (!json_parse(arena, text, strlen(text), &val, &err)) {
		*ret = arena_text(arena, err.msg[LANG_EN]);
		return false;
	}
	buf_init(&out, arena);
	json_write(&out, val);
	*ret = out.data;
	return true;
}

static void what_is_read_is_written_again(void **state)
{
	static const char *const CASES[][2] = {
		{ "{}", "{}" },
		{ " { \"b\" : [ 1 , true, null ], \"a\" : \"x\" } ",
		  "{\"b\":[1,true,null],\"a\":\"x\"}" },
		{ "[\"\\u0041\\n\\\"\\\\/\\u001f\\u00e9\"]",
		  "[\"A\\u000a\\\"\\\\/\\u001f\xc3\xa9\"]" },
	};
	struct arena arena = { 0 };
	char *out;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_true(rewrite(&arena, CASES[i][0], &out));
		assert_string_equal(out, CASES[i][1]);
	}
	arena_release(&arena);
}

static void numbers_keep_their_decimals_and_lose_their_exponents(void **state)
{
	static const char *const CASES[][2] = {
		{ "[85.5]", "[85.5]" },
		{ "[85.50]", "[85.5]" },
		{ "[0.1]", "[0.1]" },
		{ "[1e2]", "[100]" },
		{ "[85.50, -7.25, 0.0001, 5.0]", "[85.5,-7.25,0.0001,5]" },
		{ "[99999999999.9999, 0.00012, 0.30000000000000004]",
		  "[99999999999.9999,0.00012,0.30000000000000004]" },
		{ "[1.5e-3]", "[0.0015]" },
		{ "[-2.5]", "[-2.5]" },
		{ "[-0.0]", "[0]" },
		{ "[7.125]", "[7.125]" },
		{ "[100.0]", "[100]" },
		{ "[123456789012.345]", "[123456789012.345]" },
		{ "[1e20]", "[100000000000000000000]" },
		{ "[9007199254740993]", "[9007199254740993]" },
		{ "[0.30000000000000004]", "[0.30000000000000004]" },
	};
	struct arena arena = { 0 };
	char *out;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_true(rewrite(&arena, CASES[i][0], &out));
		assert_string_equal(out, CASES[i][1]);
	}
	assert_true(rewrite(&arena, "[1e-300, 1.7976931348623157e308]", &out));
	assert_null(strchr(out, 'e'));
	arena_release(&arena);
}

static void what_is_not_plain_json_is_refused(void **state)
{
	static const char *const CASES[] = {
		"",	      "{",
		"[1,]",	      "{\"a\":1,\"a\":2}",
		"[1] x",      "[1e999]",
		"[01]",	      "{a:1}",
		"[NaN]",      "[\"\\u0000\"]",
		"[\"\xff\"]", "[99999999999999999999]",
		"[\"\n\"]",   "'a'",
	};
	struct arena arena = { 0 };
	char deep[80];
	char *out;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++)
		assert_false(rewrite(&arena, CASES[i], &out));
	memset(deep, '[', 32);
	memset(deep + 32, ']', 32);
	deep[64] = '\0';
	assert_true(rewrite(&arena, deep, &out));
	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	deep[66] = '\0';
	assert_false(rewrite(&arena, deep, &out));
	assert_string_equal(out, "JSON nested more than 32 levels");
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(what_is_read_is_written_again),
		cmocka_unit_test(numbers_keep_their_decimals_and_lose_their_exponents),
		cmocka_unit_test(what_is_not_plain_json_is_refused),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
