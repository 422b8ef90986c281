#include "app/budget.h"

#include "unit.h"

#define KEY budget_of_account(7)
#define SECOND INT64_C(1000)

static int open_budgets(void **state)
{
	*state = budgets_new();
	return 0;
}

static int close_budgets(void **state)
{
	budgets_free(*state);
	return 0;
}

/* Fails as often as it is let until `until`, a try each second; how often was that? */
static unsigned guess_until(struct budgets *budgets, int64_t until)
{
	unsigned tries = 0;

	for (int64_t now = 0; now < until; now += SECOND)
		if (!budget_take(budgets, KEY, now)) {
			budget_settle(budgets, KEY, false, now);
			tries++;
		}
	return tries;
}

static void waits_double_up_to_a_minute(void **state)
{
	static const unsigned WAITS[] = { 0, 0, 0, 0, 4, 8, 16, 32, 60, 60 };
	int64_t now = 0;

	for (size_t i = 0; i < COUNT(WAITS); i++) {
		assert_int_equal(budget_take(*state, KEY, now), 0);
		budget_settle(*state, KEY, false, now);
		if (WAITS[i])
			assert_int_equal(budget_take(*state, KEY, now), WAITS[i]);
		now += WAITS[i] * SECOND;
	}
}

static void an_hour_of_guessing_gets_fewer_than_a_hundred_tries(void **state)
{
	unsigned tries = guess_until(*state, 3600 * SECOND);

	assert_in_range(tries, 50, 100);
}

static void the_right_password_forgives(void **state)
{
	(void)guess_until(*state, 3 * SECOND);
	assert_int_equal(budget_take(*state, KEY, 4 * SECOND), 0);
	budget_settle(*state, KEY, true, 4 * SECOND);
	for (int i = 0; i < 5; i++)
		assert_int_equal(budget_take(*state, KEY, 5 * SECOND), 0);
	assert_int_not_equal(budget_take(*state, KEY, 5 * SECOND), 0);
}

static void so_does_a_quarter_of_an_hour(void **state)
{
	int64_t later = (60 + 15 * 60) * SECOND;

	(void)guess_until(*state, 60 * SECOND);
	for (int i = 0; i < 5; i++)
		assert_int_equal(budget_take(*state, KEY, later), 0);
}

static void many_tries_at_once_are_no_more_than_five(void **state)
{
	unsigned let = 0;

	for (int i = 0; i < 100; i++)
		let += budget_take(*state, KEY, 0) == 0;
	assert_int_equal(let, 5);
}

static void budgets_are_apart(void **state)
{
	uint8_t device[SHA256_SIZE] = { 1 };
	const uint64_t others[] = { budget_of_account(8), budget_of_session(7),
				    budget_of_device(device),
				    budget_of_stranger(*state, "juri-7") };

	(void)guess_until(*state, 60 * SECOND);
	for (size_t i = 0; i < COUNT(others); i++)
		assert_int_equal(budget_take(*state, others[i], 60 * SECOND), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(waits_double_up_to_a_minute, open_budgets,
						close_budgets),
		cmocka_unit_test_setup_teardown(an_hour_of_guessing_gets_fewer_than_a_hundred_tries,
						open_budgets, close_budgets),
		cmocka_unit_test_setup_teardown(the_right_password_forgives, open_budgets,
						close_budgets),
		cmocka_unit_test_setup_teardown(so_does_a_quarter_of_an_hour, open_budgets,
						close_budgets),
		cmocka_unit_test_setup_teardown(many_tries_at_once_are_no_more_than_five,
						open_budgets, close_budgets),
		cmocka_unit_test_setup_teardown(budgets_are_apart, open_budgets, close_budgets),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
