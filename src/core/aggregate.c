/* From the valid sheets of a nominee to its jury score J (rules 5 and 6). Mean, trimmed mean and
 * median are one thing: put the numbers in order, keep a window of them, average it. */
#include "core/tally_internal.h"

#include <assert.h>
#include <string.h>

struct window window_of(const struct scheme *scheme, size_t n)
{
	switch (scheme->method) {
	case METHOD_MEDIAN: return (struct window){ (n - 1) / 2, 2 - n % 2 };
	case METHOD_TRIMMED_MEAN:
		if (n < scheme->trim_from)
			break;
		assert(n > 2 * (size_t)scheme->trim);
		return (struct window){ scheme->trim, n - 2 * (size_t)scheme->trim };
	case METHOD_MEAN:
	case METHOD_ADDITIVE:
	case METHOD_COUNT: break;
	}
	return (struct window){ 0, n };
}

/* A jury is small: insertion is the fastest way to put its numbers in order. */
static wide window_sum(int64_t *x, size_t n, struct window window)
{
	wide ret = 0;

	for (size_t i = 1; i < n; i++) {
		int64_t one = x[i];
		size_t at = i;

		for (; at && x[at - 1] > one; at--)
			x[at] = x[at - 1];
		x[at] = one;
	}
	for (size_t i = 0; i < window.count; i++)
		ret += x[window.skip + i];
	return ret;
}

static struct ratio window_mean(struct ratio *x, size_t n, struct window window,
				struct arena *arena)
{
	struct ratio sum = ratio_int(0);

	for (size_t i = 1; i < n; i++) {
		struct ratio one = x[i];
		size_t at = i;

		for (; at && ratio_cmp(x[at - 1], one) > 0; at--)
			x[at] = x[at - 1];
		x[at] = one;
	}
	for (size_t i = 0; i < window.count; i++)
		sum = ratio_add(arena, sum, x[window.skip + i]);
	return ratio_div(arena, sum, ratio_int((int64_t)window.count));
}

/* over: sheet, where the order of the totals matters. */
static struct ratio totals_score(const struct gauge *gauge, const struct panel *panel,
				 struct window window, struct arena *arena)
{
	if (gauge->narrow) {
		int64_t *totals = NEW(arena, int64_t, panel->count);
		wide sum;

		for (size_t i = 0; i < panel->count; i++)
			totals[i] = gauge_total_narrow(gauge, panel->sheets[i]);
		sum = window_sum(totals, panel->count, window);
		return ratio_of_wide(arena, 100 * sum,
				     (wide)window.count * gauge->jury_weight_c * gauge->common);
	}
	struct ratio *totals = NEW(arena, struct ratio, panel->count);

	for (size_t i = 0; i < panel->count; i++)
		totals[i] = gauge_total(gauge, arena, panel->sheets[i]);
	return window_mean(totals, panel->count, window, arena);
}

/* over: criterion: the window of each criterion's own marks, as sums. */
static const wide *window_sums(const struct gauge *gauge, const struct panel *panel,
			       struct window window, struct arena *arena)
{
	wide *sums = NEW(arena, wide, gauge->jury_count);
	int64_t *marks = NEW(arena, int64_t, panel->count);

	for (size_t k = 0; k < gauge->jury_count; k++) {
		for (size_t i = 0; i < panel->count; i++)
			marks[i] = gauge_offset(gauge, panel->sheets[i], k);
		sums[k] = window_sum(marks, panel->count, window);
	}
	return sums;
}

/* round: criterion: Σ w·c / Wj where each c is rounded to the published decimals at once. */
static struct ratio rounded_score(const struct gauge *gauge, const wide *sums, size_t count,
				  unsigned decimals, struct arena *arena)
{
	struct ratio ret = ratio_int(0);

	for (size_t k = 0; k < gauge->jury_count; k++) {
		const struct criterion *criterion = gauge->jury[k];
		wide range = (wide)(criterion->max_c - criterion->min_c) * (wide)count;
		struct ratio c = ratio_of_wide(arena, 100 * sums[k], range);

		c = ratio_mul(arena, ratio_round(arena, c, decimals),
			      ratio_int(criterion->weight_c));
		ret = ratio_add(arena, ret, c);
	}
	return ratio_div(arena, ret, ratio_int(gauge->jury_weight_c));
}

/* J = m + a_i: the nominee's mean without the mean effect of those who judged it. The effects of
 * all jurors sum to 0, so the effect of the present ones is minus that of the missing ones. */
static struct ratio additive_score(const struct run *run, size_t category,
				   const struct panel *panel, struct arena *arena)
{
	const struct additive *fit = &run->additives[category];
	struct ratio mean = gauge_score(&run->gauges[category], arena, panel->sums, panel->count);
	struct ratio missing = ratio_int(0);

	for (size_t j = 0, at = 0; j < run->input->juror_count; j++) {
		if (at < panel->count && panel->jurors[at] == j)
			at++;
		else if (fit->present[j])
			missing = ratio_add(arena, missing, fit->effect[j]);
	}
	return ratio_add(arena, mean, ratio_div(arena, missing, ratio_int((int64_t)panel->count)));
}

struct ratio jury_score(const struct run *run, size_t category, const struct panel *panel,
			struct arena *arena)
{
	const struct scheme *scheme = run->input->scheme;
	const struct gauge *gauge = &run->gauges[category];
	struct window window = window_of(scheme, panel->count);
	bool whole = window.count == panel->count; /* then the order does not matter */
	const wide *sums = panel->sums;

	if (scheme->method == METHOD_ADDITIVE)
		return additive_score(run, category, panel, arena);
	if (scheme->over == OVER_SHEET && !whole)
		return totals_score(gauge, panel, window, arena);
	if (scheme->over == OVER_CRITERION && !whole)
		sums = window_sums(gauge, panel, window, arena);
	if (scheme->round == ROUND_CRITERION)
		return rounded_score(gauge, sums, window.count, scheme->decimals, arena);
	return gauge_score(gauge, arena, sums, window.count);
}
