#include "unit.h"

#include "view/view.h"

static void numbers_are_written_as_people_write_them(void **state)
{
	static const struct {
		const char *number, *id, *en;
	} CASES[] = {
		{ "87.05", "87,05", "87.05" },
		{ "0", "0", "0" },
		{ "-0.5", "-0,5", "-0.5" },
		{ "1676573", "1.676.573", "1,676,573" },
		{ "-12345.6789", "-12.345,6789", "-12,345.6789" },
		{ "100", "100", "100" },
		{ "1000", "1.000", "1,000" },
		{ NULL, "–", "–" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_string_equal(show_decimal(&arena, CASES[i].number, LANG_ID), CASES[i].id);
		assert_string_equal(show_decimal(&arena, CASES[i].number, LANG_EN), CASES[i].en);
	}
	assert_string_equal(show_plain(&arena, "1676573.5", LANG_ID), "1676573,5");
	assert_string_equal(show_plain(&arena, "1676573.5", LANG_EN), "1676573.5");
	assert_string_equal(show_count(&arena, 1676573, LANG_ID), "1.676.573");
	assert_string_equal(show_count(&arena, INT64_MIN, LANG_EN), "-9,223,372,036,854,775,808");
	arena_release(&arena);
}

static void days_and_hours_carry_month_names_and_the_zone(void **state)
{
	struct arena arena = { 0 };
	struct civil day;
	int64_t at = 1753095900; /* 2025-07-21 11:05 UTC */

	(void)state;
	assert_true(time_parse_date("2025-07-21", &day));
	assert_string_equal(show_date(&arena, &day, LANG_ID), "21 Juli 2025");
	assert_string_equal(show_date(&arena, &day, LANG_EN), "21 July 2025");
	assert_string_equal(show_weekday(&day, LANG_ID), "Senin");
	assert_string_equal(show_time(&arena, at, 8, LANG_ID), "21 Juli 2025 19.05 WITA");
	assert_string_equal(show_time(&arena, at, 7, LANG_EN), "21 July 2025 18:05 WIB");
	assert_string_equal(show_time(&arena, at, 9, LANG_ID), "21 Juli 2025 20.05 WIT");
	arena_release(&arena);
}

static void numbers_are_said_in_words(void **state)
{
	static const struct {
		const char *number, *id, *en;
	} CASES[] = {
		{ "0", "nol", "zero" },
		{ "10", "sepuluh", "ten" },
		{ "11", "sebelas", "eleven" },
		{ "12", "dua belas", "twelve" },
		{ "19", "sembilan belas", "nineteen" },
		{ "20", "dua puluh", "twenty" },
		{ "85.5", "delapan puluh lima koma lima", "eighty-five point five" },
		{ "7.05", "tujuh koma nol lima", "seven point zero five" },
		{ "100", "seratus", "one hundred" },
		{ "111", "seratus sebelas", "one hundred eleven" },
		{ "-250", "minus dua ratus lima puluh", "minus two hundred fifty" },
		{ "21", "dua puluh satu", "twenty-one" },
		{ "101", "seratus satu", "one hundred one" },
		{ "1000", "seribu", "one thousand" },
		{ "1100", "seribu seratus", "one thousand one hundred" },
		{ "2025", "dua ribu dua puluh lima", "two thousand twenty-five" },
		{ "1001", "seribu satu", "one thousand one" },
		{ "21017", "dua puluh satu ribu tujuh belas", "twenty-one thousand seventeen" },
		{ "3000000", "tiga juta", "three million" },
		{ "1234567890123456", "1.234.567.890.123.456", "1,234,567,890,123,456" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_string_equal(show_words(&arena, CASES[i].number, LANG_ID), CASES[i].id);
		assert_string_equal(show_words(&arena, CASES[i].number, LANG_EN), CASES[i].en);
	}
	arena_release(&arena);
}

static void a_day_is_said_as_minutes_begin(void **state)
{
	static const struct {
		const char *day, *id, *en;
	} CASES[] = {
		{ "2025-07-21",
		  "Senin, tanggal dua puluh satu bulan Juli tahun dua ribu dua puluh lima",
		  "Monday, the twenty-first day of July of the year two thousand twenty-five" },
		{ "2000-02-29", "Selasa, tanggal dua puluh sembilan bulan Februari tahun dua ribu",
		  "Tuesday, the twenty-ninth day of February of the year two thousand" },
		{ "2026-11-20",
		  "Jumat, tanggal dua puluh bulan November tahun dua ribu dua puluh enam",
		  "Friday, the twentieth day of November of the year two thousand twenty-six" },
		{ "2025-05-11", "Minggu, tanggal sebelas bulan Mei tahun dua ribu dua puluh lima",
		  "Sunday, the eleventh day of May of the year two thousand twenty-five" },
		{ "2025-10-01", "Rabu, tanggal satu bulan Oktober tahun dua ribu dua puluh lima",
		  "Wednesday, the first day of October of the year two thousand twenty-five" },
		{ "2025-06-12", "Kamis, tanggal dua belas bulan Juni tahun dua ribu dua puluh lima",
		  "Thursday, the twelfth day of June of the year two thousand twenty-five" },
		{ "2025-08-30",
		  "Sabtu, tanggal tiga puluh bulan Agustus tahun dua ribu dua puluh lima",
		  "Saturday, the thirtieth day of August of the year two thousand twenty-five" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct civil day;

		assert_true(time_parse_date(CASES[i].day, &day));
		assert_string_equal(show_day_words(&arena, &day, LANG_ID), CASES[i].id);
		assert_string_equal(show_day_words(&arena, &day, LANG_EN), CASES[i].en);
	}
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(numbers_are_said_in_words),
		cmocka_unit_test(a_day_is_said_as_minutes_begin),
		cmocka_unit_test(numbers_are_written_as_people_write_them),
		cmocka_unit_test(days_and_hours_carry_month_names_and_the_zone),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
