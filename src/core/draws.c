/* Random weights: who would have won if the weights had been others?
 *
 * A draw is rounded to whole millionths, so that what it gives rank 1 is an exact question again:
 * lab_rank with these weights. Asked 10,000 times that costs seconds, so most of it is worked out
 * before: all methods but two are linear in the weights, F = Σ w·x / Σ w with x the value of the
 * method on one criterion alone, as the tally computes it; for the trimmed mean and the median of
 * juror totals the totals are linear. A draw is then a few thousand products of doubles. Where two
 * published scores could be equal, or a score lies nearer to a rounding boundary than the error
 * bound of these sums, fractions and the tie-break of the tally decide. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "core/report_internal.h"

struct drawer {
	struct lab *lab;
	struct scheme scheme;	  /* the lab's; the mean where that is the additive method */
	struct tally_input input; /* the lab's without the sheets that do not count */
	size_t criteria;
	size_t count; /* nominees that can have a rank … */
	size_t *who;  /* … by key */
	bool linear;
	double *x;	     /* [criterion * count + i]: value of the method, or of the data */
	struct ratio *exact; /* the same numbers */
	size_t sheets;	     /* not linear: all valid ones of these nominees, … */
	size_t *first;	     /* … where those of nominee i begin; count + 1 of them */
	double *v;	     /* [jury_index * sheets + sheet] */
	double *totals, *score;
	double *weights;
	int64_t *published;
	double places; /* 10^decimals */
	double error;  /* of a score, in units of the last published place */
	struct run run;
	struct arena keep, scratch; /* of one draw */
};

void draw_weights(struct chance *chance, const struct lab *lab, unsigned concentration,
		  int64_t *weights)
{
	const struct category *rules = &lab->whole->scheme->categories[lab->index];
	double sum = 0, parts[64];
	size_t n = rules->criterion_count;
	struct arena arena = { 0 };
	double *gammas = n <= COUNT(parts) ? parts : NEW(&arena, double, n);

	for (size_t c = 0; c < n; c++) {
		gammas[c] = chance_gamma(
			chance, concentration * (double)rules->criteria[c].weight_c / 10000);
		sum += gammas[c];
	}
	for (size_t c = 0; c < n; c++) {
		weights[c] = sum > 0 ? (int64_t)(gammas[c] / sum * DRAW_UNIT + 0.5) : 1;
		if (!weights[c])
			weights[c] = 1;
	}
	arena_release(&arena);
}

/* ---- What is worked out once ---- */

static void weights_set(struct drawer *drawer, const int64_t *weights)
{
	struct arena *keep = &drawer->keep;

	for (size_t c = 0; c < drawer->criteria; c++)
		drawer->lab->criteria[c].weight_c = weights[c];
	gauge_init(&drawer->run.gauges[0], &drawer->lab->category, drawer->input.juror_count, keep);
}

static void weights_put_back(struct lab *lab)
{
	const struct category *rules = &lab->whole->scheme->categories[lab->index];

	for (size_t c = 0; c < rules->criterion_count; c++)
		lab->criteria[c].weight_c = rules->criteria[c].weight_c;
}

static const struct panel *panel_of(struct drawer *drawer, size_t i)
{
	struct panel *panel = &drawer->run.panels[0];

	panel_read(panel, &drawer->run.gauges[0], &drawer->input.nominees[drawer->who[i]],
		   drawer->input.juror_count, NULL);
	return panel;
}

static void nominees_take(struct drawer *drawer, struct arena *arena)
{
	struct lab *lab = drawer->lab;
	struct nominee *nominees = NEW(arena, struct nominee, lab->count);

	drawer->who = NEW(arena, size_t, lab->count);
	for (size_t i = 0; i < lab->count; i++) {
		bool eligible = true;

		nominees[i] = lab->nominees[i];
		nominees[i].sheets = NEW(arena, struct sheet *, lab->juror_count);
		for (size_t j = 0; j < lab->juror_count; j++)
			if (lab->valid[i * lab->juror_count + j])
				nominees[i].sheets[j] = lab->nominees[i].sheets[j];
		for (size_t g = 0; g < lab->category.gate_count; g++)
			eligible = eligible && nominees[i].gates_given[g];
		if (eligible && (!lab->gauge.jury_weight_c || lab_valid(lab, i)))
			drawer->who[drawer->count++] = i;
	}
	drawer->input = lab->input;
	drawer->input.scheme = &drawer->scheme;
	drawer->input.nominees = nominees;
}

/* The method on criterion c alone: the tally with no weight but its own. */
static void column_of_jury(struct drawer *drawer, size_t c, int64_t *only, struct arena *arena)
{
	struct complaints complaints;

	only[c] = 10000;
	weights_set(drawer, only);
	only[c] = 0;
	complaints_init(&complaints, &drawer->keep);
	if (drawer->scheme.method == METHOD_ADDITIVE && !additive_fit(&drawer->run, 0, &complaints))
		return; /* the caller has seen to it that it can be fitted */
	for (size_t i = 0; i < drawer->count; i++)
		drawer->exact[c * drawer->count + i] = ratio_keep(
			arena, jury_score(&drawer->run, 0, panel_of(drawer, i), &drawer->scratch));
	arena_reset(&drawer->scratch);
}

static void columns_fill(struct drawer *drawer, struct arena *arena)
{
	const struct lab *lab = drawer->lab;
	int64_t *only = NEW(arena, int64_t, drawer->criteria);

	for (size_t c = 0; c < drawer->criteria; c++) {
		if (lab->criteria[c].kind == CRITERION_JURY && drawer->linear)
			column_of_jury(drawer, c, only, arena);
		for (size_t i = 0; i < drawer->count; i++) {
			struct ratio *exact = &drawer->exact[c * drawer->count + i];

			if (lab->criteria[c].kind != CRITERION_JURY)
				*exact = ratio_of(arena, lab->nominees[drawer->who[i]].given_e4[c],
						  10000);
			else if (!drawer->linear)
				*exact = ratio_int(0);
			drawer->x[c * drawer->count + i] = ratio_double(*exact);
		}
	}
	weights_put_back(drawer->lab);
}

static void sheets_fill(struct drawer *drawer, struct arena *arena)
{
	const struct lab *lab = drawer->lab;
	size_t at = 0;

	drawer->first = NEW(arena, size_t, drawer->count + 1);
	for (size_t i = 0; i < drawer->count; i++) {
		drawer->first[i] = drawer->sheets;
		drawer->sheets += lab_valid(lab, drawer->who[i]);
	}
	drawer->first[drawer->count] = drawer->sheets;
	drawer->totals = NEW(arena, double, drawer->sheets);
	drawer->v = NEW(arena, double, lab->category.jury_count * drawer->sheets);
	for (size_t i = 0; i < drawer->count; i++)
		for (size_t j = 0; j < lab->juror_count; j++) {
			if (!lab->valid[drawer->who[i] * lab->juror_count + j])
				continue;
			for (size_t k = 0; k < lab->category.jury_count; k++)
				drawer->v[k * drawer->sheets + at] =
					lab_value(lab, drawer->who[i], j, k);
			at++;
		}
}

/* Each product and sum of a score adds at most half a unit in its last place, each x a few. */
static double error_bound(const struct drawer *drawer)
{
	double largest = 100;

	for (size_t at = 0; at < drawer->criteria * drawer->count; at++)
		if (fabs(drawer->x[at]) > largest)
			largest = fabs(drawer->x[at]);
	return (double)(drawer->criteria + drawer->lab->juror_count + 16) * DBL_EPSILON * largest *
	       drawer->places;
}

struct drawer *drawer_new(struct lab *lab, struct arena *arena)
{
	struct drawer *ret = NEW(arena, struct drawer, 1);
	bool window =
		lab->gauge.jury_weight_c && lab->scheme.over == OVER_SHEET &&
		(lab->scheme.method == METHOD_TRIMMED_MEAN || lab->scheme.method == METHOD_MEDIAN);

	*ret = (struct drawer){ .lab = lab,
				.criteria = lab->category.criterion_count,
				.scheme = lab->scheme,
				.linear = !window,
				.places = pow(10, lab->scheme.decimals) };
	if (lab->scheme.method == METHOD_ADDITIVE && lab->full)
		ret->scheme.method = METHOD_MEAN;
	nominees_take(ret, arena);
	run_init(&ret->run, &ret->input, NULL, arena, &ret->scratch);
	ret->exact = NEW(arena, struct ratio, ret->criteria * ret->count);
	ret->x = NEW(arena, double, ret->criteria * ret->count);
	ret->score = NEW(arena, double, ret->count);
	ret->published = NEW(arena, int64_t, ret->count);
	ret->weights = NEW(arena, double, ret->criteria);
	columns_fill(ret, arena);
	if (!ret->linear)
		sheets_fill(ret, arena);
	ret->error = error_bound(ret);
	ret->run.arena = &ret->keep;
	return ret;
}

/* ---- One draw ---- */

static void add_products(double *restrict to, const double *restrict x, double weight, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] += weight * x[i];
}

/* Puts them in order without a branch that depends on them: neighbours change places, n times. */
static void put_in_order(double *x, size_t n)
{
	for (size_t round = 0; round < n; round++)
		for (size_t i = round & 1; i + 1 < n; i += 2) {
			double a = x[i], b = x[i + 1];

			x[i] = a < b ? a : b;
			x[i + 1] = a < b ? b : a;
		}
}

/* The mean of what the method keeps of these totals. */
static double window_mean(const struct drawer *drawer, double *x, size_t n)
{
	struct window window = window_of(&drawer->scheme, n);
	double sum = 0, least = x[0], most = x[0];

	if (window.skip == 1 && window.count + 2 == n) { /* nearly always, of trimmed means */
		for (size_t i = 0; i < n; i++) {
			sum += x[i];
			least = x[i] < least ? x[i] : least;
			most = x[i] > most ? x[i] : most;
		}
		return (sum - least - most) / (double)window.count;
	}
	if (window.count < n)
		put_in_order(x, n);
	for (size_t i = 0; i < window.count; i++)
		sum += x[window.skip + i];
	return sum / (double)window.count;
}

/* F in units of the last published place, near enough. */
static void scores_near(struct drawer *drawer, const int64_t *weights)
{
	const struct lab *lab = drawer->lab;
	double all = 0;

	memset(drawer->score, 0, drawer->count * sizeof(double));
	if (!drawer->linear)
		memset(drawer->totals, 0, drawer->sheets * sizeof(double));
	for (size_t c = 0; c < drawer->criteria; c++)
		all += (double)weights[c];
	for (size_t c = 0; c < drawer->criteria; c++) {
		double weight = (double)weights[c] / all * drawer->places;

		if (lab->criteria[c].kind == CRITERION_JURY && !drawer->linear)
			add_products(drawer->totals,
				     &drawer->v[lab->criteria[c].jury_index * drawer->sheets],
				     weight, drawer->sheets);
		else
			add_products(drawer->score, &drawer->x[c * drawer->count], weight,
				     drawer->count);
	}
	for (size_t i = 0; !drawer->linear && i < drawer->count; i++)
		drawer->score[i] += window_mean(drawer, &drawer->totals[drawer->first[i]],
						drawer->first[i + 1] - drawer->first[i]);
}

/* F of nominee i as the tally has it. */
static struct ratio score_exact(struct drawer *drawer, const int64_t *weights, size_t i)
{
	struct arena *arena = &drawer->scratch;
	struct ratio sum = ratio_int(0);
	int64_t all = 0;

	for (size_t c = 0; c < drawer->criteria; c++) {
		struct ratio x = drawer->exact[c * drawer->count + i];

		sum = ratio_add(arena, sum, ratio_mul(arena, x, ratio_int(weights[c])));
		all += weights[c];
	}
	if (!drawer->linear && drawer->sheets) {
		struct ratio jury = jury_score(&drawer->run, 0, panel_of(drawer, i), arena);

		sum = ratio_add(
			arena, sum,
			ratio_mul(arena, jury, ratio_int(drawer->run.gauges[0].jury_weight_c)));
	}
	return ratio_div(arena, sum, ratio_int(all));
}

/* The published score in units of its last place. */
static int64_t published_exact(struct drawer *drawer, const int64_t *weights, size_t i)
{
	struct ratio x;

	weights_set(drawer, weights);
	x = ratio_round(&drawer->scratch, score_exact(drawer, weights, i),
			drawer->lab->scheme.decimals);
	x = ratio_mul(&drawer->scratch, x, ratio_int((int64_t)drawer->places));
	arena_reset(&drawer->scratch);
	arena_reset(&drawer->keep);
	return x.num; /* whole, and far from 2^63 */
}

/* Which of the nominees with the best published score the tie-break puts first. */
static size_t ties_break(struct drawer *drawer, const int64_t *weights, int64_t best, size_t tied,
			 bool *wins)
{
	struct row *rows = NEW(&drawer->keep, struct row, tied);
	struct row **order = NEW(&drawer->keep, struct row *, tied);
	struct contest contest = { .run = &drawer->run,
				   .chain = &drawer->lab->category.ties,
				   .winners = drawer->lab->category.winners,
				   .order = order,
				   .count = tied };
	size_t at = 0, ret = 0;

	weights_set(drawer, weights);
	for (size_t i = 0; i < drawer->count; i++) {
		if (drawer->published[i] != best)
			continue;
		order[at] = &rows[at];
		rows[at++] = (struct row){ .nominee = drawer->who[i],
					   .status = STANDING_RANKED,
					   .sheets = lab_valid(drawer->lab, drawer->who[i]),
					   .published = ratio_int(0) };
	}
	contest_settle(&contest);
	for (size_t i = 0; i < tied; i++)
		if (rows[i].rank == 1) {
			wins[rows[i].nominee] = true;
			ret++;
		}
	arena_reset(&drawer->scratch);
	arena_reset(&drawer->keep);
	return ret;
}

size_t drawer_winners(struct drawer *drawer, const int64_t *weights, bool *wins)
{
	double top = -HUGE_VAL;
	int64_t best = INT64_MIN;
	size_t tied = 0, first = 0;
	bool changed = false;

	scores_near(drawer, weights);
	for (size_t i = 0; i < drawer->count; i++)
		if (drawer->score[i] > top)
			top = drawer->score[i];
	for (size_t i = 0; i < drawer->count; i++) {
		double up = drawer->score[i] + 0.5, whole = floor(up);

		drawer->published[i] = INT64_MIN;
		if (drawer->score[i] < top - 1 - 2 * drawer->error)
			continue; /* a whole place below the best: rounding cannot make them equal
				   */
		drawer->published[i] = (int64_t)whole;
		if (up - whole < drawer->error || whole + 1 - up < drawer->error) {
			drawer->published[i] = published_exact(drawer, weights, i);
			changed = true;
		}
		if (drawer->published[i] > best) {
			best = drawer->published[i];
			first = i;
			tied = 0;
		}
		tied += drawer->published[i] == best;
	}
	memset(wins, 0, drawer->lab->count * sizeof(bool));
	if (tied > 1) {
		tied = ties_break(drawer, weights, best, tied, wins);
		changed = true;
	} else if (tied) {
		wins[drawer->who[first]] = true;
	}
	if (changed)
		weights_put_back(drawer->lab);
	return tied;
}

void drawer_release(struct drawer *drawer)
{
	arena_release(&drawer->keep);
	arena_release(&drawer->scratch);
}

/* Who has rank 1 officially, by nominee of the lab. */
static void official_first(const struct lab *lab, const struct category_report *report, bool *ret)
{
	for (size_t r = 0; r < report->official->ranked_count; r++)
		for (size_t i = 0; i < lab->count && report->official->rows[r].rank == 1; i++)
			if (lab->members[i] == report->official->rows[r].nominee)
				ret[i] = true;
}

void random_weights_run(struct lab *lab, const struct report_options *options, struct arena *arena,
			struct category_report *ret)
{
	struct random_weights *random = &ret->random;
	struct arena own = { 0 };
	int64_t *weights = NEW(&own, int64_t, lab->category.criterion_count);
	bool *wins = NEW(&own, bool, lab->count), *first = NEW(&own, bool, lab->count);
	struct drawer *drawer = drawer_new(lab, &own);
	struct chance chance;

	random->draws = options->draws ? options->draws : REPORT_DRAWS;
	random->concentration = REPORT_CONCENTRATION;
	random->wins = NEW(arena, size_t, lab->count);
	random->known = drawer->count > 0;
	random->why = (struct words){ { "tidak ada nominee yang dapat diperingkat",
					"no nominee can be ranked" } };
	chance_init(&chance, options->seed, lab->category.key, &own);
	official_first(lab, ret, first);
	for (size_t draw = 0; random->known && draw < random->draws; draw++) {
		bool changed = false;

		draw_weights(&chance, lab, random->concentration, weights);
		(void)drawer_winners(drawer, weights, wins);
		for (size_t i = 0; i < lab->count; i++) {
			random->wins[i] += wins[i];
			changed = changed || wins[i] != first[i];
		}
		random->changed += ret->comparable && changed;
	}
	drawer_release(drawer);
	arena_release(&own);
}
