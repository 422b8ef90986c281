#include "unit.h"

static void decimals_are_read_exactly_or_refused(void **state)
{
	static const struct {
		const char *text;
		unsigned places;
		bool good;
		int64_t value;
	} CASES[] = {
		{ "85", 2, true, 8500 },   { "8.5", 2, true, 850 },
		{ "-0.25", 2, true, -25 }, { "85.500", 2, true, 8550 },
		{ "85.505", 2, false, 0 }, { "1e2", 2, false, 0 },
		{ "+1", 2, false, 0 },	   { "", 2, false, 0 },
		{ ".5", 2, false, 0 },	   { "5.", 2, false, 0 },
		{ "1,5", 2, false, 0 },	   { "0x10", 2, false, 0 },
		{ " 1", 2, false, 0 },	   { "99999999999999999999", 0, false, 0 },
		{ "-", 2, false, 0 },	   { "1.2.3", 2, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t value = 0;
		bool good = decimal_parse(CASES[i].text, strlen(CASES[i].text), CASES[i].places,
					  '.', &value);

		assert_int_equal(good, CASES[i].good);
		if (good)
			assert_int_equal(value, CASES[i].value);
	}
}

static void decimals_are_shown_in_their_shortest_form(void **state)
{
	char text[32];

	(void)state;
	decimal_format(850, 2, ',', text);
	assert_string_equal(text, "8,5");
	decimal_format(-25, 2, '.', text);
	assert_string_equal(text, "-0.25");
	decimal_format(100, 2, '.', text);
	assert_string_equal(text, "1");
	decimal_format(5, 4, '.', text);
	assert_string_equal(text, "0.0005");
}

static void names_keep_their_order(void **state)
{
	struct arena arena = { 0 };
	struct names names;
	char text[16];

	(void)state;
	names_init(&names, &arena);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 1000; i++) {
			(void)snprintf(text, sizeof(text), "n-%zu", i);
			assert_int_equal(names_put(&names, text, strlen(text)), i);
		}
	assert_int_equal(names_find(&names, "n-1", 3), 1);
	assert_true(names_find(&names, "n-", 2) == NAME_NONE);
	arena_release(&arena);
}

static void texts_become_nfc_and_hide_nothing(void **state)
{
	struct arena arena = { 0 };
	struct err err;
	char *text;

	(void)state;
	assert_true(text_nfc(&arena, "Z\xcc\x87", 3, false, &text, &err));
	assert_string_equal(text, "\xc5\xbb");
	assert_false(text_nfc(&arena,
			      "a\xe2\x80\xae"
			      "b",
			      5, false, &text, &err));
	assert_false(text_nfc(&arena, "\xc0\xaf", 2, false, &text, &err));
	assert_false(text_nfc(&arena, "a\nb", 3, false, &text, &err));
	assert_true(text_nfc(&arena, "a\nb", 3, true, &text, &err));
	arena_release(&arena);
}

static void a_text_in_a_message_is_one_short_line(void **state)
{
	struct arena arena = { 0 };
	char text[200];

	(void)state;
	assert_string_equal(text_shown(&arena, "Ende"), "Ende");
	assert_string_equal(text_shown(&arena, "a\n\x1b[1m\xff\xc5\xbb"), "a??[1m?\xc5\xbb");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(strlen(text_shown(&arena, text)), 60 + strlen("…"));
	assert_string_equal(text_shown(&arena, text + sizeof(text) - 61), text + sizeof(text) - 61);
	arena_release(&arena);
}

static void an_error_has_both_languages_and_a_place(void **state)
{
	struct err err;

	(void)state;
	assert_false(FAIL(&err, ERR_NOT_FOUND, "tidak ada nominee %s", "no nominee %s", "belu"));
	err_prefix(&err, "%s:%d", "a.csv", 3);
	assert_string_equal(err.msg[LANG_ID], "a.csv:3: tidak ada nominee belu");
	assert_string_equal(err.msg[LANG_EN], "a.csv:3: no nominee belu");
}

static void complaints_come_in_the_order_of_the_file(void **state)
{
	struct arena arena = { 0 };
	struct complaints list;
	struct buf out;

	(void)state;
	complaints_init(&list, &arena);
	complain(&list, (struct place){ "a", 9, 1 }, "sembilan", "nine");
	complain(&list, (struct place){ "a", 2, 5 }, "dua %d", "two %d", 2);
	buf_init(&out, &arena);
	complaints_print(&list, LANG_EN, &out);
	assert_string_equal(out.data, "a:2:5: two 2\na:9:1: nine\n");
	arena_release(&arena);
}

static void a_date_must_exist(void **state)
{
	struct civil day;

	(void)state;
	assert_true(time_parse_date("2025-07-21", &day));
	assert_int_equal(day.weekday, 1);
	assert_false(time_parse_date("2025-02-29", &day));
	assert_false(time_parse_date("2025-7-21", &day));
	assert_true(time_parse_date("2024-02-29", &day));
}

static void a_date_is_read_as_people_write_it(void **state)
{
	static const char *const GOOD[] = { "2025-07-21", "21 Juli 2025", "21/7/2025",
					    "21/07/2025", "21 july 2025", "21 Jul 2025" };
	static const char *const BAD[] = {
		"",	      "21",	      "21 Juli",       "21 Juli 25",   "31 April 2025",
		"7/21/2025",  "21 Yuli 2025", "21 Juli 2025.", "21/Juli/2025", "21 7 2025",
		"021/7/2025", "21//2025",     "0/7/2025",      "21/7/20255",   "21  Juli 2025"
	};
	struct civil day;

	(void)state;
	for (size_t i = 0; i < COUNT(GOOD); i++) {
		assert_true(date_read(GOOD[i], &day));
		assert_int_equal(day.year * 10000 + day.month * 100 + day.day, 20250721);
	}
	assert_true(date_read("1 Ags 2025", &day) || date_read("1 Agu 2025", &day));
	assert_int_equal(day.month, 8);
	for (size_t i = 0; i < COUNT(BAD); i++)
		assert_false(date_read(BAD[i], &day));
}

static void a_time_is_read_as_it_is_written(void **state)
{
	static const char *const BAD[] = { "",
					   "2025-07-21",
					   "2025-07-21T24:00:00Z",
					   "2025-07-21T03:60:00Z",
					   "2025-07-21 03:04:05Z",
					   "2025-02-29T03:04:05Z",
					   "2025-07-21T03:04:05+" };
	char text[TIME_ISO_SIZE];
	int64_t at = 0;

	(void)state;
	assert_true(time_parse_iso("2025-07-21T03:04:05Z", &at));
	time_iso(at, text);
	assert_string_equal(text, "2025-07-21T03:04:05Z");
	for (size_t i = 0; i < COUNT(BAD); i++)
		assert_false(time_parse_iso(BAD[i], &at));
}

static void a_password_matches_only_itself(void **state)
{
	char hash[PASSWORD_HASH_SIZE];
	char password[32];
	struct err err;

	(void)state;
	password_make(password);
	assert_int_equal(strlen(password), 17);
	assert_true(password_hash(password, hash, &err));
	assert_true(password_matches(hash, password));
	assert_false(password_matches(hash, "another"));
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(decimals_are_read_exactly_or_refused),
		cmocka_unit_test(decimals_are_shown_in_their_shortest_form),
		cmocka_unit_test(names_keep_their_order),
		cmocka_unit_test(texts_become_nfc_and_hide_nothing),
		cmocka_unit_test(a_text_in_a_message_is_one_short_line),
		cmocka_unit_test(an_error_has_both_languages_and_a_place),
		cmocka_unit_test(complaints_come_in_the_order_of_the_file),
		cmocka_unit_test(a_date_must_exist),
		cmocka_unit_test(a_date_is_read_as_people_write_it),
		cmocka_unit_test(a_time_is_read_as_it_is_written),
		cmocka_unit_test(a_password_matches_only_itself),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
