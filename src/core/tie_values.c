/* What tied nominees are compared by at a step of the tie-break (rule 9): exact values, more is
 * better; where less is better the value is negative. */
#include "core/tally_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct nominee *nominee_of(const struct contest *contest, const struct row *row)
{
	return &contest->run->input->nominees[row->nominee];
}

static const struct panel *panel_of(const struct contest *contest, const struct row *row)
{
	const struct run *run = contest->run;
	struct panel *panel = &run->panels[row->category];

	panel_read(panel, &run->gauges[row->category], nominee_of(contest, row),
		   run->input->juror_count, run->mask);
	return panel;
}

/* ---- aspect:<key>, criterion:<key> ---- */

/* Which criteria of the category are meant; false when it has no such key. */
static bool criteria_meant(const struct category *category, const struct tie_step *step,
			   size_t *ret_from, size_t *ret_to)
{
	if (step->kind == TIE_CRITERION) {
		const struct criterion *criterion = category_criterion(category, step->key);

		if (!criterion)
			return false;
		*ret_from = (size_t)(criterion - category->criteria);
		*ret_to = *ret_from + 1;
		return true;
	}
	for (size_t i = 0; i < category->aspect_count; i++)
		if (text_equal(category->aspects[i].key, step->key)) {
			*ret_from = category->aspects[i].first;
			*ret_to = *ret_from + category->aspects[i].count;
			return true;
		}
	return false;
}

/* Σ w·c in hundredths of weight: plain means of the jury's values, and v of the data. */
static struct ratio points(const struct contest *contest, const struct tie_step *step,
			   const struct row *row)
{
	const struct run *run = contest->run;
	const struct gauge *gauge = &run->gauges[row->category];
	const struct category *category = gauge->category;
	struct ratio ret = ratio_int(0);
	size_t from, to;
	int64_t data = 0;

	if (!criteria_meant(category, step, &from, &to))
		return ret;
	for (size_t i = from; i < to; i++)
		if (category->criteria[i].kind != CRITERION_JURY)
			data += category->criteria[i].weight_c *
				evidence_read(nominee_of(contest, row), category, i, NULL).value_e4;
	if (row->sheets) {
		const struct panel *panel = panel_of(contest, row);

		ret = gauge_weigh(gauge, run->scratch, panel->sums, panel->count, from, to, 1);
	}
	return ratio_add(run->scratch, ret, ratio_of(run->scratch, data, 10000));
}

static bool points_values(const struct contest *contest, const struct tie_step *step,
			  struct row *const *rows, size_t count, struct ratio *ret)
{
	size_t from, to;

	if (!contest->overall &&
	    !criteria_meant(contest->run->gauges[rows[0]->category].category, step, &from, &to))
		return false;
	for (size_t i = 0; i < count; i++)
		ret[i] = points(contest, step, rows[i]);
	return true;
}

/* ---- head_to_head ---- */

struct total {
	struct ratio total;
	size_t at; /* which of the tied rows */
};

static int by_total(const void *a, const void *b)
{
	return ratio_cmp(((const struct total *)a)->total, ((const struct total *)b)->total);
}

/* The order in which juror j sees the tied rows, as small numbers: 0 = no valid sheet, else equal
 * totals have equal numbers and more is better. `totals` by row and juror, den 0 where none. */
static void juror_order(const struct ratio *totals, size_t count, size_t jurors, size_t j,
			struct total *sorted, uint32_t *ret)
{
	size_t judged = 0;
	uint32_t place = 0;

	for (size_t i = 0; i < count; i++)
		if (totals[i * jurors + j].big || totals[i * jurors + j].den)
			sorted[judged++] = (struct total){ totals[i * jurors + j], i };
	qsort(sorted, judged, sizeof(*sorted), by_total);
	for (size_t i = 0; i < judged; i++) {
		if (i == 0 || ratio_cmp(sorted[i - 1].total, sorted[i].total) != 0)
			place++;
		ret[sorted[i].at * jurors + j] = place;
	}
}

/* > 0 when more jurors prefer x, < 0 when more prefer y; only who has judged both is asked. */
static int preferred(const uint32_t *x, const uint32_t *y, size_t jurors)
{
	int ret = 0;

	for (size_t j = 0; j < jurors; j++)
		if (x[j] && y[j])
			ret += (x[j] > y[j]) - (x[j] < y[j]);
	return ret;
}

static void head_to_head_values(const struct contest *contest, struct row *const *rows,
				size_t count, struct ratio *ret)
{
	size_t jurors = contest->run->input->juror_count;
	struct arena *scratch = contest->run->scratch;
	struct ratio *totals = NEW(scratch, struct ratio, count * jurors);
	struct total *sorted = NEW(scratch, struct total, count);
	uint32_t *orders = NEW(scratch, uint32_t, count * jurors);

	for (size_t i = 0; i < count; i++) {
		const struct panel *panel = panel_of(contest, rows[i]);
		const struct gauge *gauge = &contest->run->gauges[rows[i]->category];

		for (size_t n = 0; n < panel->count; n++)
			totals[i * jurors + panel->jurors[n]] =
				gauge_total(gauge, scratch, panel->sheets[n]);
		ret[i] = ratio_int(0);
	}
	for (size_t j = 0; j < jurors; j++)
		juror_order(totals, count, jurors, j, sorted, orders);
	for (size_t x = 0; x < count; x++)
		for (size_t y = x + 1; y < count; y++) {
			int more = preferred(&orders[x * jurors], &orders[y * jurors], jurors);

			if (more != 0)
				ret[more > 0 ? x : y].num++;
		}
}

/* ---- spread ---- */

/* Population variance of the juror totals. */
static struct ratio variance(const struct contest *contest, const struct row *row)
{
	struct arena *scratch = contest->run->scratch;
	const struct gauge *gauge = &contest->run->gauges[row->category];
	const struct panel *panel = panel_of(contest, row);
	struct ratio count = ratio_int((int64_t)panel->count);
	struct ratio mean = ratio_div(scratch, gauge_score(gauge, scratch, panel->sums, 1), count);
	struct ratio sum = ratio_int(0);

	for (size_t n = 0; n < panel->count; n++) {
		struct ratio off =
			ratio_sub(scratch, gauge_total(gauge, scratch, panel->sheets[n]), mean);

		sum = ratio_add(scratch, sum, ratio_mul(scratch, off, off));
	}
	return ratio_div(scratch, sum, count);
}

/* Steps that look at jurors say nothing about a nominee that no juror judges. */
static bool all_judged(struct row *const *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!rows[i]->sheets)
			return false;
	return true;
}

static bool spread_values(const struct contest *contest, struct row *const *rows, size_t count,
			  struct ratio *ret)
{
	for (size_t i = 0; i < count; i++)
		ret[i] = ratio_sub(contest->run->scratch, ratio_int(0), variance(contest, rows[i]));
	return true;
}

/* ---- vote ---- */

static bool vote_values(const struct contest *contest, struct row *const *rows, size_t count,
			struct ratio *ret)
{
	for (size_t i = 0; i < count; i++) {
		const struct vote *vote = contest->votes ? contest->votes[rows[i]->nominee] : NULL;

		if (!vote)
			return false;
		ret[i] = ratio_int(-(int64_t)vote->order);
	}
	return true;
}

bool tie_values(const struct contest *contest, const struct tie_step *step, struct row *const *rows,
		size_t count, struct ratio *ret)
{
	switch (step->kind) {
	case TIE_ASPECT:
	case TIE_CRITERION: return points_values(contest, step, rows, count, ret);
	case TIE_HEAD_TO_HEAD:
		if (!all_judged(rows, count))
			return false;
		head_to_head_values(contest, rows, count, ret);
		return true;
	case TIE_SPREAD: return all_judged(rows, count) && spread_values(contest, rows, count, ret);
	case TIE_VOTE: return vote_values(contest, rows, count, ret);
	}
	return false;
}
