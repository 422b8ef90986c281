#include "unit.h"

#include "core/core.h"

static void rounding_is_half_up_also_below_zero(void **state)
{
	static const struct {
		int64_t num, den;
		unsigned places;
		const char *text;
	} CASES[] = {
		{ 57, 8, 2, "7.13" },
		{ 67, 8, 2, "8.38" },
		{ 59, 8, 2, "7.38" },
		{ 55, 8, 2, "6.88" },
		{ 1, 2, 0, "1" },
		{ -1, 2, 0, "0" },
		{ -3, 2, 0, "-1" },
		{ -57, 8, 2, "-7.12" },
		{ -1, 200, 2, "0.00" },
		{ -1, 199, 2, "-0.01" },
		{ -1, 1000, 2, "0.00" },
		{ 0, 1, 4, "0.0000" },
		{ -1, 2, 1, "-0.5" },
		{ 1, 3, 4, "0.3333" },
		{ 2, 3, 4, "0.6667" },
		{ 100, 1, 2, "100.00" },
		{ 1, 1000, 2, "0.00" },
		{ 7, 1000, 2, "0.01" },
		{ INT64_MIN, 1, 1, "-9223372036854775808.0" },
		{ INT64_MAX, 2, 0, "4611686018427387904" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct ratio x = ratio_of(&arena, CASES[i].num, CASES[i].den);
		struct ratio rounded = ratio_round(&arena, x, CASES[i].places);

		assert_string_equal(ratio_decimal(&arena, x, CASES[i].places, '.'), CASES[i].text);
		assert_string_equal(ratio_decimal(&arena, rounded, CASES[i].places, '.'),
				    CASES[i].text);
	}
	assert_string_equal(ratio_decimal(&arena, ratio_of(&arena, 57, 8), 2, ','), "7,13");
	arena_release(&arena);
}

static void fractions_are_shown_reduced(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, 8705, 100)), "1741/20");
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, 174, 2)), "87");
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, 3, -6)), "-1/2");
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, 0, -6)), "0");
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, INT64_MIN, INT64_MIN)), "1");
	assert_string_equal(ratio_fraction(&arena, ratio_of(&arena, INT64_MIN, -1)),
			    "9223372036854775808");
	arena_release(&arena);
}

static void what_outgrows_64_bits_never_wraps_and_comes_back(void **state)
{
	static const int64_t EDGES[] = { INT64_MIN, INT64_MIN + 1, -1, 1, 3, INT64_MAX };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(EDGES); i++)
		for (size_t j = 0; j < COUNT(EDGES); j++) {
			struct ratio a = ratio_of(&arena, EDGES[i], 7);
			struct ratio b = ratio_of(&arena, EDGES[j], INT64_MAX - 1);
			struct ratio sum = ratio_add(&arena, a, b);
			struct ratio product = ratio_mul(&arena, a, b);

			assert_int_equal(ratio_cmp(ratio_sub(&arena, sum, b), a), 0);
			assert_int_equal(ratio_cmp(ratio_sub(&arena, sum, a), b), 0);
			assert_int_equal(ratio_cmp(ratio_div(&arena, product, b), a), 0);
			assert_int_equal(ratio_cmp(ratio_div(&arena, product, a), b), 0);
			assert_null(ratio_div(&arena, product, b).big);
			assert_true((ratio_cmp(a, b) < 0) == (ratio_cmp(b, a) > 0));
		}
	arena_release(&arena);
}

static void a_long_sum_is_exact(void **state)
{
	struct arena arena = { 0 };
	struct ratio sum = ratio_int(0), product = ratio_int(1);

	(void)state;
	for (int64_t i = 1; i <= 60; i++)
		sum = ratio_add(&arena, sum, ratio_of(&arena, 1, i));
	assert_string_equal(ratio_fraction(&arena, sum),
			    "15117092380124150817026911/3230237388259077233637600");
	assert_string_equal(ratio_decimal(&arena, sum, 20, '.'), "4.67987041295173781719");
	assert_string_equal(ratio_fraction(&arena, ratio_round(&arena, sum, 2)), "117/25");
	assert_true(ratio_double(sum) > 4.6798 && ratio_double(sum) < 4.6799);
	for (int64_t i = 1; i <= 60; i++)
		sum = ratio_sub(&arena, sum, ratio_of(&arena, 1, i));
	assert_null(sum.big);
	assert_int_equal(sum.num, 0);
	assert_int_equal(sum.den, 1);
	for (int64_t i = 1; i <= 30; i++)
		product = ratio_mul(&arena, product, ratio_int(i));
	assert_string_equal(ratio_fraction(&arena, product), "265252859812191058636308480000000");
	assert_string_equal(ratio_decimal(&arena, ratio_sub(&arena, ratio_int(0), product), 1, '.'),
			    "-265252859812191058636308480000000.0");
	arena_release(&arena);
}

static void order_is_that_of_the_numbers(void **state)
{
	struct arena arena = { 0 };
	struct ratio third = ratio_of(&arena, 1, 3);
	struct ratio huge = ratio_mul(&arena, ratio_int(INT64_MAX), ratio_int(INT64_MAX));
	struct ratio tiny = ratio_div(&arena, ratio_int(1), huge);

	(void)state;
	assert_true(ratio_cmp(third, ratio_of(&arena, 333333333333333333, 1000000000000000000)) >
		    0);
	assert_true(ratio_cmp(ratio_int(-1), ratio_of(&arena, -1, 2)) < 0);
	assert_int_equal(ratio_cmp(third, ratio_of(&arena, 2, 6)), 0);
	assert_true(ratio_cmp(huge, ratio_int(INT64_MAX)) > 0);
	assert_true(ratio_cmp(tiny, ratio_int(0)) > 0);
	assert_true(ratio_cmp(ratio_sub(&arena, ratio_int(0), tiny), ratio_int(0)) < 0);
	assert_string_equal(ratio_decimal(&arena, ratio_sub(&arena, ratio_int(0), tiny), 2, '.'),
			    "0.00");
	arena_release(&arena);
}

/* Who multiplies by an order counts on it: GMP itself says how many words longer a number is. */
static void an_order_is_one_of_three_numbers(void **state)
{
	struct arena arena = { 0 };
	struct ratio huge = ratio_int(INT64_MAX), small = ratio_of(&arena, 1, 3);

	(void)state;
	for (int i = 0; i < 5; i++)
		huge = ratio_mul(&arena, huge, ratio_int(INT64_MAX));
	assert_int_equal(ratio_cmp(huge, small), 1);
	assert_int_equal(ratio_cmp(small, huge), -1);
	assert_int_equal(ratio_cmp(huge, huge), 0);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(an_order_is_one_of_three_numbers),
		cmocka_unit_test(rounding_is_half_up_also_below_zero),
		cmocka_unit_test(fractions_are_shown_reduced),
		cmocka_unit_test(what_outgrows_64_bits_never_wraps_and_comes_back),
		cmocka_unit_test(a_long_sum_is_exact),
		cmocka_unit_test(order_is_that_of_the_numbers),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
