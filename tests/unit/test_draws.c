/* Random weights: the short way must say what the tally says, draw by draw; and what is drawn must
 * be a Dirichlet distribution. */
#include <math.h>

#include "core/report_internal.h"
#include "random_edition.h"

#define EDITIONS 400
#define DRAWS 12

static const uint8_t SEED[REPORT_SEED_SIZE] = "a seed for the tests of draws...";

/* By the tally itself, with the weights put into the category. */
static size_t winners_by_tally(struct lab *lab, const int64_t *weights, bool *wins)
{
	struct arena arena = { 0 }, scratch = { 0 };
	struct ranking ranking;
	size_t ret = 0;

	for (size_t c = 0; c < lab->category.criterion_count; c++)
		lab->criteria[c].weight_c = weights[c];
	memset(wins, 0, lab->count * sizeof(bool));
	if (lab_rank(lab, NULL, &arena, &scratch, &ranking, NULL))
		for (size_t i = 0; i < ranking.ranked_count; i++)
			if (ranking.rows[i].rank == 1) {
				wins[ranking.rows[i].nominee] = true;
				ret++;
			}
	for (size_t c = 0; c < lab->category.criterion_count; c++)
		lab->criteria[c].weight_c = lab->whole->scheme->categories[0].criteria[c].weight_c;
	arena_release(&scratch);
	arena_release(&arena);
	return ret;
}

static void compare(struct edition *e, struct dice *dice, size_t *ties)
{
	struct lab lab;
	struct drawer *drawer;
	struct chance chance;
	int64_t weights[8];
	bool fast[16], slow[16];

	lab_init(&lab, &e->input, 0, &e->arena);
	drawer = drawer_new(&lab, &e->arena);
	chance_init(&chance, SEED, "k", &e->arena);
	for (size_t draw = 0; draw < DRAWS; draw++) {
		size_t by_short, by_tally;

		if (draw % 3 == 0) /* round weights: ties and boundaries */
			for (size_t c = 0; c < lab.category.criterion_count; c++)
				weights[c] = 250000 * (1 + (int64_t)dice_below(dice, 3));
		else
			draw_weights(&chance, &lab, draw % 2 ? 1 : 100, weights);
		by_short = drawer_winners(drawer, weights, fast);
		by_tally = winners_by_tally(&lab, weights, slow);
		assert_int_equal(by_short, by_tally);
		assert_memory_equal(fast, slow, lab.count * sizeof(bool));
		*ties += by_tally > 1;
	}
	drawer_release(drawer);
}

static void each_draw_has_the_winners_of_the_tally(void **state)
{
	struct dice dice = { 88172645463325252u };
	size_t compared = 0, ties = 0;

	(void)state;
	for (size_t i = 0; i < EDITIONS; i++) {
		struct random_rules rules = { .nominees = 1 + dice_below(&dice, 8),
					      .jurors = 1 + dice_below(&dice, 6),
					      .holes = dice_below(&dice, 3) ? 0 : 6,
					      .data = dice_below(&dice, 2) };
		struct edition e;

		random_edition(&e, &dice, &rules);
		edition_run(&e);
		if (e.good) { /* an additive method that compares nothing is refused before */
			compare(&e, &dice, &ties);
			compared++;
		}
		arena_release(&e.arena);
	}
	assert_true(compared > EDITIONS * 3 / 4);
	assert_true(ties > 100); /* else it was too easy */
}

static void weights_are_drawn_from_the_dirichlet_distribution(void **state)
{
	static const char RULES[] = "jurors j\ncategory k 1\njury a.x 50 0 9 1\njury a.y 30 0 9 1\n"
				    "jury a.z 19.5 0 9 1\njury a.t 0.5 0 9 1\nnominee n k\n"
				    "sheet n j 1 2 3 4\n";
	double means[4] = { 0 }, squares[4] = { 0 };
	struct chance chance;
	struct edition e;
	struct lab lab;

	(void)state;
	edition_init(&e, RULES);
	lab_init(&lab, &e.input, 0, &e.arena);
	chance_init(&chance, SEED, "k", &e.arena);
	for (size_t draw = 0; draw < 20000; draw++) {
		int64_t weights[4], sum = 0;

		draw_weights(&chance, &lab, 100, weights);
		for (size_t c = 0; c < 4; c++) {
			double share = (double)weights[c] / DRAW_UNIT;

			assert_true(weights[c] >= 1);
			sum += weights[c];
			means[c] += share / 20000;
			squares[c] += share * share / 20000;
		}
		assert_true(sum > DRAW_UNIT - 4 && sum < DRAW_UNIT + 8);
	}
	for (size_t c = 0; c < 4; c++) { /* mean p, variance p(1 − p)/(k + 1) */
		double p = (double)e.scheme.categories[0].criteria[c].weight_c / 10000;
		double variance = squares[c] - means[c] * means[c];

		assert_true(fabs(means[c] - p) < 5 * sqrt(p * (1 - p) / 101 / 20000));
		assert_true(fabs(variance / (p * (1 - p) / 101) - 1) < 0.15);
	}
	arena_release(&e.arena);
}

static void the_same_seed_draws_the_same_numbers(void **state)
{
	struct arena arena = { 0 };
	struct chance a, b, other;
	bool differs = false;

	(void)state;
	chance_init(&a, SEED, "k", &arena);
	chance_init(&b, SEED, "k", &arena);
	chance_init(&other, SEED, "l", &arena);
	for (size_t i = 0; i < 10000; i++) {
		double x = chance_uniform(&a), y = chance_uniform(&b);

		assert_memory_equal(&x, &y, sizeof(x));
		assert_true(x > 0 && x < 1);
		y = chance_uniform(&other);
		differs = differs || memcmp(&x, &y, sizeof(x)) != 0;
	}
	assert_true(differs);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(each_draw_has_the_winners_of_the_tally),
		cmocka_unit_test(weights_are_drawn_from_the_dirichlet_distribution),
		cmocka_unit_test(the_same_seed_draws_the_same_numbers),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
