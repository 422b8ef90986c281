/* The marks of a category on one scale. The sums that every method needs are linear in the marks,
 * so they are made of whole numbers, and one fraction is reduced at the end. */
#include "core/tally_internal.h"

#include <assert.h>

/* With Wj·L below 2^40 and at most 2^10 jurors the largest intermediate, 100·Σ coef·x, is below
 * 2^57 and its products with a count and a weight are far below 2^127. */
#define NARROW_UNIT ((wide)1 << 40)
#define NARROW_JURORS 1024

static int64_t range(const struct criterion *criterion)
{
	return criterion->max_c - criterion->min_c;
}

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* L and the coefficients, when L is small enough. */
static void narrow_init(struct gauge *gauge, struct arena *arena)
{
	wide common = 1;

	for (size_t i = 0; i < gauge->jury_count; i++) {
		int64_t r = range(gauge->jury[i]);

		common *= r / gcd((int64_t)common, r);
		if (common * gauge->jury_weight_c >= NARROW_UNIT)
			return;
	}
	gauge->common = (int64_t)common;
	gauge->coefs = NEW(arena, int64_t, gauge->jury_count);
	for (size_t i = 0; i < gauge->jury_count; i++)
		gauge->coefs[i] =
			gauge->jury[i]->weight_c * (gauge->common / range(gauge->jury[i]));
	gauge->narrow = true;
}

void gauge_init(struct gauge *gauge, const struct category *category, size_t juror_count,
		struct arena *arena)
{
	*gauge = (struct gauge){ .category = category, .jury_count = category->jury_count };
	gauge->jury = NEW(arena, const struct criterion *, category->jury_count);
	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *criterion = &category->criteria[i];

		if (criterion->kind != CRITERION_JURY) {
			gauge->data_weight_c += criterion->weight_c;
			continue;
		}
		assert(criterion->jury_index < gauge->jury_count && range(criterion) > 0);
		gauge->jury[criterion->jury_index] = criterion;
		gauge->jury_weight_c += criterion->weight_c;
	}
	if (juror_count <= NARROW_JURORS && gauge->jury_weight_c > 0)
		narrow_init(gauge, arena);
}

bool gauge_complete(const struct gauge *gauge, const struct sheet *sheet)
{
	for (size_t i = 0; i < gauge->jury_count; i++) {
		const struct criterion *criterion = gauge->jury[i];
		int64_t mark = sheet->marks_c[i];

		if ((mark < criterion->min_c || mark > criterion->max_c) && criterion->weight_c)
			return false;
	}
	return true;
}

int64_t gauge_offset(const struct gauge *gauge, const struct sheet *sheet, size_t jury_index)
{
	const struct criterion *criterion = gauge->jury[jury_index];

	return criterion->weight_c ? sheet->marks_c[jury_index] - criterion->min_c : 0;
}

struct ratio gauge_weigh(const struct gauge *gauge, struct arena *arena, const wide *sums,
			 size_t count, size_t from, size_t to, int64_t weight)
{
	const struct criterion *criteria = gauge->category->criteria;
	wide den = (wide)count * weight;
	struct ratio ret = ratio_int(0);
	wide sum = 0;

	for (size_t i = from; i < to; i++) {
		const struct criterion *criterion = &criteria[i];
		wide part;

		if (criterion->kind != CRITERION_JURY || !criterion->weight_c)
			continue;
		part = sums[criterion->jury_index];
		if (gauge->narrow)
			sum += gauge->coefs[criterion->jury_index] * part;
		else
			ret = ratio_add(arena, ret,
					ratio_of_wide(arena, part * 100 * criterion->weight_c,
						      den * range(criterion)));
	}
	return gauge->narrow ? ratio_of_wide(arena, 100 * sum, den * gauge->common) : ret;
}

struct ratio gauge_score(const struct gauge *gauge, struct arena *arena, const wide *sums,
			 size_t count)
{
	return gauge_weigh(gauge, arena, sums, count, 0, gauge->category->criterion_count,
			   gauge->jury_weight_c);
}

struct ratio gauge_total(const struct gauge *gauge, struct arena *arena, const struct sheet *sheet)
{
	wide *sums = NEW(arena, wide, gauge->jury_count);

	for (size_t i = 0; i < gauge->jury_count; i++)
		sums[i] = gauge_offset(gauge, sheet, i);
	return gauge_score(gauge, arena, sums, 1);
}

int64_t gauge_total_narrow(const struct gauge *gauge, const struct sheet *sheet)
{
	int64_t ret = 0;

	for (size_t i = 0; i < gauge->jury_count; i++)
		ret += gauge->coefs[i] * gauge_offset(gauge, sheet, i);
	return ret;
}
