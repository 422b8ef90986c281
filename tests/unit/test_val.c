#include "unit.h"

#include "view/view.h"

static void a_map_keeps_its_order_and_replaces(void **state)
{
	struct arena arena = { 0 };
	struct val *map = val_map(&arena);

	(void)state;
	val_put_text(map, "nominee", "belu");
	val_put_int(map, "rank", 2);
	val_put_bool(map, "winner", true);
	val_put_int(map, "rank", 1);
	assert_int_equal(val_count(map), 3);
	assert_string_equal(val_key_at(map, 1), "rank");
	assert_string_equal(val_chars(val_at(map, 1)), "1");
	assert_string_equal(val_get_text(map, "nominee"), "belu");
	assert_null(val_get_text(map, "rank"));
	assert_null(val_get(map, "score"));
	assert_true(val_is_true(val_get(map, "winner")));
	arena_release(&arena);
}

static void a_map_of_many_keys_finds_each(void **state)
{
	struct arena arena = { 0 };
	struct val *map = val_map(&arena);
	char key[16];
	int64_t got;

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int64_t i = 0; i < 5000; i++) {
			(void)snprintf(key, sizeof(key), "k%d", (int)i);
			val_put_int(map, key, i * 3 + round);
		}
	assert_int_equal(val_count(map), 5000);
	for (int64_t i = 0; i < 5000; i++) {
		(void)snprintf(key, sizeof(key), "k%d", (int)i);
		assert_true(val_get_int(map, key, &got));
		assert_int_equal(got, i * 3 + 1);
		assert_string_equal(val_key_at(map, (size_t)i), key);
	}
	assert_null(val_get(map, "k5000"));
	arena_release(&arena);
}

static void only_whole_numbers_in_range_are_ints(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} CASES[] = {
		{ "0", true, 0 },     { "-12", true, -12 },
		{ "85.5", false, 0 }, { "99999999999999999999", false, 0 },
		{ "1e3", false, 0 },  { "999999999999999999", true, 999999999999999999 },
	};
	struct arena arena = { 0 };
	struct val *map = val_map(&arena);

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t got = 0;

		(void)val_put(map, "n", val_number(&arena, CASES[i].text));
		assert_int_equal(val_get_int(map, "n", &got), CASES[i].good);
		if (CASES[i].good)
			assert_int_equal(got, CASES[i].value);
	}
	val_put_text(map, "n", "5");
	assert_false(val_get_int(map, "n", &(int64_t){ 0 }));
	arena_release(&arena);
}

static void a_mark_of_zero_is_true_and_emptiness_is_not(void **state)
{
	struct arena arena = { 0 };
	struct val *list = val_list(&arena);

	(void)state;
	assert_true(val_is_true(val_int(&arena, 0)));
	assert_true(val_is_true(val_map(&arena)));
	assert_false(val_is_true(list));
	assert_false(val_is_true(NULL));
	assert_false(val_is_true(val_text(&arena, "")));
	assert_false(val_is_true(val_text(&arena, NULL)));
	assert_false(val_is_true(val_bool(&arena, false)));
	(void)val_push(list, NULL);
	assert_int_equal(val_type(val_at(list, 0)), VAL_NULL);
	assert_null(val_at(list, 1));
	val_put_text(val_push_map(list), "a", "b");
	assert_string_equal(val_get_text(val_at(list, 1), "a"), "b");
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_map_keeps_its_order_and_replaces),
		cmocka_unit_test(a_map_of_many_keys_finds_each),
		cmocka_unit_test(only_whole_numbers_in_range_are_ints),
		cmocka_unit_test(a_mark_of_zero_is_true_and_emptiness_is_not),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
