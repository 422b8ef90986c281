/* Borda and Copeland: jurors as voters. Not a rule of the award, only a look from another side. */
#include "core/report_internal.h"

/* Rivals beaten, a draw counting half, as a share of the rivals that the same juror judged; the
 * mean of that over the nominee's jurors. On complete ballots it is Borda's count divided by
 * m·(n − 1). */
void borda_points(const struct ratings *ballots, struct arena *arena, struct points *ret)
{
	size_t n = ballots->n, m = ballots->m;
	int64_t *counts = NEW(arena, int64_t, n);

	for (size_t i = 0; i < n; i++)
		ret[i] = (struct points){ .value = ratio_int(0) };
	for (size_t j = 0; j < m; j++)
		for (size_t i = 0; i < n; i++) {
			int64_t rivals = 0, beaten = 0; /* in halves */

			for (size_t k = 0; ballots->given[i * m + j] && k < n; k++) {
				int order;

				if (k == i || !ballots->given[k * m + j])
					continue;
				order = ratio_cmp(ballots->values[i * m + j],
						  ballots->values[k * m + j]);
				rivals++;
				beaten += order > 0 ? 2 : order == 0;
			}
			if (!rivals)
				continue;
			ret[i].known = true;
			ret[i].value =
				ratio_add(arena, ret[i].value, ratio_of(arena, beaten, 2 * rivals));
			counts[i]++;
		}
	for (size_t i = 0; i < n; i++)
		if (ret[i].known)
			ret[i].value = ratio_div(arena, ret[i].value, ratio_int(counts[i]));
}

/* > 0 when more jurors prefer x to y; only who judged both is asked. */
static int majority(const struct ratings *ballots, size_t x, size_t y, bool *ret_asked)
{
	size_t m = ballots->m;
	int ret = 0;

	*ret_asked = false;
	for (size_t j = 0; j < m; j++) {
		int order;

		if (!ballots->given[x * m + j] || !ballots->given[y * m + j])
			continue;
		*ret_asked = true;
		order = ratio_cmp(ballots->values[x * m + j], ballots->values[y * m + j]);
		ret += (order > 0) - (order < 0);
	}
	return ret;
}

/* Rivals that it beats by majority minus those that beat it. */
void copeland_points(const struct ratings *ballots, struct points *ret)
{
	for (size_t i = 0; i < ballots->n; i++)
		ret[i] = (struct points){ .value = ratio_int(0) };
	for (size_t x = 0; x < ballots->n; x++)
		for (size_t y = x + 1; y < ballots->n; y++) {
			bool asked;
			int more = majority(ballots, x, y, &asked);

			ret[x].known = ret[x].known || asked;
			ret[y].known = ret[y].known || asked;
			ret[x].value.num += (more > 0) - (more < 0);
			ret[y].value.num += (more < 0) - (more > 0);
		}
}

void lab_ballots(const struct lab *lab, struct arena *arena, struct ratings *ret)
{
	const struct gauge *gauge = &lab->gauge;

	lab_totals(lab, arena, ret);
	for (size_t i = 0; i < lab->count; i++) {
		struct ratio data = ratio_int(0);
		bool eligible = true;

		for (size_t g = 0; g < lab->category.gate_count; g++)
			eligible = eligible && lab->nominees[i].gates_given[g];
		for (size_t c = 0; c < lab->category.criterion_count; c++)
			if (lab->criteria[c].kind != CRITERION_JURY)
				data = ratio_add(arena, data,
						 ratio_of_wide(arena,
							       (wide)lab->criteria[c].weight_c *
								       lab->nominees[i].given_e4[c],
							       10000));
		for (size_t j = 0; j < lab->juror_count; j++) {
			size_t at = i * lab->juror_count + j;

			ret->given[at] = ret->given[at] && eligible;
			ret->values[at] = ratio_add(
				arena, data,
				ratio_mul(arena, ret->values[at], ratio_int(gauge->jury_weight_c)));
		}
	}
}
