/* Would the winner change? The tally again with one juror less, with two, with any five, without a
 * criterion, with other weights, by other methods. Every rank here is the tally's own. */
#include <stdlib.h>
#include <string.h>

#include "core/report_internal.h"

#define SUBSETS_MAX 5000 /* runs of one kind: pairs of 100 jurors, fives of 16 */

static const int SHAKES[] = { 10, -10, 25, -25 }; /* per cent */

const char *side_text(enum side side)
{
	switch (side) {
	case SIDE_MEAN: return "mean";
	case SIDE_TRIMMED_MEAN: return "trimmed_mean";
	case SIDE_MEDIAN: return "median";
	case SIDE_ADDITIVE: return "additive";
	case SIDE_BORDA: return "borda";
	case SIDE_COPELAND: return "copeland";
	case SIDE_COUNT: break;
	}
	return "";
}

/* ---- What comes of a run ---- */

struct trial {
	struct lab *lab;
	struct arena *arena; /* of the report */
	struct arena run;    /* of one run */
	struct arena scratch;
	struct category_report *report;
	unsigned *ranks; /* [run * count + nominee], 0 = not ranked */
	size_t runs, cap;
};

bool winners_differ(const struct category_report *report, const size_t *winners, size_t count)
{
	const struct ranking *official = report->official;
	size_t first = 0;

	while (first < official->ranked_count && official->rows[first].rank == 1)
		first++;
	if (first != count)
		return true;
	for (size_t i = 0; i < count; i++)
		if (official->rows[i].nominee != winners[i])
			return true;
	return false;
}

void outcome_set(const struct lab *lab, const struct ranking *ranking,
		 const struct category_report *report, struct arena *arena, struct outcome *ret)
{
	while (ret->count < ranking->ranked_count && ranking->rows[ret->count].rank == 1)
		ret->count++;
	ret->known = true;
	ret->winners = NEW(arena, size_t, ret->count);
	for (size_t i = 0; i < ret->count; i++)
		ret->winners[i] = lab->members[ranking->rows[i].nominee];
	ret->changed = report->comparable && winners_differ(report, ret->winners, ret->count);
}

static unsigned *ranks_add(struct trial *trial)
{
	size_t n = trial->lab->count;

	if (trial->runs == trial->cap) {
		unsigned *more;

		trial->cap = trial->cap ? 2 * trial->cap : 512;
		more = NEW(trial->arena, unsigned, trial->cap *n);
		if (trial->runs)
			memcpy(more, trial->ranks, trial->runs * n * sizeof(unsigned));
		trial->ranks = more;
	}
	return &trial->ranks[trial->runs++ * n];
}

/* One run of the tally under what the lab says now. */
static struct outcome run_once(struct trial *trial, const bool *mask)
{
	struct outcome ret = { 0 };
	struct ranking ranking;
	struct words why;

	if (lab_rank(trial->lab, mask, &trial->run, &trial->scratch, &ranking, &why)) {
		unsigned *ranks = ranks_add(trial);

		for (size_t i = 0; i < ranking.ranked_count; i++)
			ranks[ranking.rows[i].nominee] = ranking.rows[i].rank;
		outcome_set(trial->lab, &ranking, trial->report, trial->arena, &ret);
	} else {
		for (size_t lang = 0; lang < LANG_COUNT; lang++)
			ret.why.text[lang] = arena_text(trial->arena, why.text[lang]);
	}
	arena_reset(&trial->run);
	arena_reset(&trial->scratch);
	return ret;
}

/* ---- Fewer jurors ---- */

static bool *everybody(const struct trial *trial, bool in)
{
	bool *mask = NEW(trial->arena, bool, trial->lab->juror_count);

	for (size_t j = 0; j < trial->lab->juror_count; j++)
		mask[j] = in;
	return mask;
}

static void one_out(struct trial *trial)
{
	struct rerun_list *list = &trial->report->one_out;
	bool *mask = everybody(trial, true);

	list->count = trial->lab->juror_count;
	list->items = NEW(trial->arena, struct rerun, list->count);
	for (size_t j = 0; j < list->count; j++) {
		mask[j] = false;
		list->items[j].jurors[0] = trial->lab->jurors[j];
		list->items[j].outcome = run_once(trial, mask);
		mask[j] = true;
	}
}

static void subset_count(struct subsets *subsets, const struct outcome *outcome)
{
	subsets->runs += outcome->known;
	subsets->changed += outcome->known && outcome->changed;
}

static const struct words NOT_ONE = { { "tidak satu pun dapat dihitung",
					"not a single one can be computed" } };
static const struct words TOO_MANY = { { "terlalu banyak susunan juri untuk dihitung semuanya",
					 "too many panels to compute them all" } };

static void two_out(struct trial *trial)
{
	struct subsets *ret = &trial->report->two_out;
	size_t m = trial->lab->juror_count, cap = 0;
	bool *mask = everybody(trial, true);

	if (m * (m - (m > 0)) / 2 > SUBSETS_MAX) {
		ret->why = TOO_MANY;
		return;
	}
	for (size_t a = 0; a < m; a++)
		for (size_t b = a + 1; b < m; b++) {
			struct rerun one = { .jurors = { trial->lab->jurors[a],
							 trial->lab->jurors[b] } };

			mask[a] = mask[b] = false;
			one.outcome = run_once(trial, mask);
			mask[a] = mask[b] = true;
			subset_count(ret, &one.outcome);
			if (!one.outcome.known || !one.outcome.changed)
				continue;
			GROW(trial->arena, ret->cases.items, ret->cases.count, &cap);
			ret->cases.items[ret->cases.count++] = one;
		}
	if (!ret->runs)
		ret->why = m < 3 ? (struct words){ { "perlu sedikitnya tiga juri",
						     "needs at least three jurors" } }
				 : NOT_ONE;
}

/* All ways to choose five, in order. */
static void five_of(struct trial *trial)
{
	struct subsets *ret = &trial->report->five;
	size_t m = trial->lab->juror_count, at[5] = { 0, 1, 2, 3, 4 }, ways = 1;

	for (size_t i = 0; i < 5 && m >= 5; i++)
		ways = ways > SUBSETS_MAX * 120 ? ways : ways * (m - i);
	if (ways / 120 > SUBSETS_MAX)
		ret->why = TOO_MANY;
	if (m < 5)
		ret->why = (struct words){ { "perlu sedikitnya lima juri",
					     "needs at least five jurors" } };
	while (!ret->why.text[LANG_ID]) {
		bool *mask = everybody(trial, false);
		struct outcome outcome;
		size_t i = 5;

		for (size_t k = 0; k < 5; k++)
			mask[at[k]] = true;
		outcome = run_once(trial, mask);
		subset_count(ret, &outcome);
		while (i && at[i - 1] == m - 6 + i)
			i--;
		if (!i)
			break;
		at[i - 1]++;
		for (; i < 5; i++)
			at[i] = at[i - 1] + 1;
	}
	if (!ret->runs && !ret->why.text[LANG_ID])
		ret->why = NOT_ONE;
}

/* ---- Other weights ---- */

static void weights_put_back(struct lab *lab)
{
	const struct category *rules = &lab->whole->scheme->categories[lab->index];

	for (size_t c = 0; c < rules->criterion_count; c++)
		lab->criteria[c].weight_c = rules->criteria[c].weight_c;
}

static void criterion_out(struct trial *trial)
{
	struct rerun_list *list = &trial->report->criterion_out;

	list->count = trial->lab->category.criterion_count;
	list->items = NEW(trial->arena, struct rerun, list->count);
	for (size_t c = 0; c < list->count; c++) {
		trial->lab->criteria[c].weight_c = 0; /* as if it were not there */
		list->items[c].criterion = c;
		list->items[c].outcome = run_once(trial, NULL);
		weights_put_back(trial->lab);
		if (list->count == 1)
			list->items[c].outcome.why =
				(struct words){ { "hanya ada satu kriteria",
						  "there is only one criterion" } };
	}
}

/* A weight and what it is after the shake; all are then taken relative to their new sum. */
static void shaken(struct trial *trial)
{
	struct rerun_list *list = &trial->report->shaken;
	size_t criteria = trial->lab->category.criterion_count;

	list->items = NEW(trial->arena, struct rerun, criteria * COUNT(SHAKES));
	for (size_t c = 0; c < criteria; c++)
		for (size_t s = 0; s < COUNT(SHAKES); s++) {
			struct rerun *one = &list->items[list->count++];

			for (size_t k = 0; k < criteria; k++)
				trial->lab->criteria[k].weight_c *= k == c ? 100 + SHAKES[s] : 100;
			one->criterion = c;
			one->percent = SHAKES[s];
			one->outcome = run_once(trial, NULL);
			weights_put_back(trial->lab);
		}
}

/* ---- Other methods ---- */

static void by_method(struct trial *trial, enum side side, enum method method)
{
	struct scheme kept = trial->lab->scheme;
	size_t before = trial->runs;

	trial->lab->scheme.method = method;
	if (method == METHOD_ADDITIVE) { /* it knows juror totals only */
		trial->lab->scheme.over = OVER_SHEET;
		trial->lab->scheme.round = ROUND_FINAL;
	}
	trial->report->sides[side].outcome = run_once(trial, NULL);
	trial->lab->scheme = kept;
	if (trial->runs > before)
		trial->report->sides[side].ranks = &trial->ranks[before * trial->lab->count];
}

static int by_points(const void *a, const void *b, void *arg)
{
	const struct points *points = arg;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = ratio_cmp(points[y].value, points[x].value);

	return order ? order : (x > y) - (x < y);
}

static const struct words NO_PAIR = { { "tidak ada dua nominee yang dinilai juri yang sama",
					"no two nominees were judged by the same juror" } };
static const struct words NO_SHEET = { { "tidak ada lembar juri", "there are no jury sheets" } };
static const struct words NOBODY = { { "tidak ada nominee yang dapat diperingkat",
				       "no nominee can be ranked" } };

/* Ranks by points alone: equal points share a rank, no step of the tie-break is asked. */
static void by_ballots(struct trial *trial, enum side side, struct points *points, size_t voted)
{
	struct side_result *ret = &trial->report->sides[side];
	size_t n = trial->lab->count, count = 0;
	size_t *order = NEW(trial->arena, size_t, n);
	unsigned *ranks;

	for (size_t i = 0; i < n; i++)
		if (points[i].known)
			order[count++] = i;
	ret->outcome.known = count > 0;
	if (!count) {
		ret->outcome.why = voted ? NO_PAIR : trial->lab->juror_count ? NOBODY : NO_SHEET;
		return;
	}
	qsort_r(order, count, sizeof(*order), by_points, points);
	ranks = ranks_add(trial);
	ret->outcome.winners = NEW(trial->arena, size_t, count);
	for (size_t i = 0; i < count; i++) {
		bool shares = i && !ratio_cmp(points[order[i - 1]].value, points[order[i]].value);

		ranks[order[i]] = shares ? ranks[order[i - 1]] : (unsigned)i + 1;
		if (ranks[order[i]] == 1)
			ret->outcome.winners[ret->outcome.count++] = trial->lab->members[order[i]];
	}
	ret->ranks = ranks;
	ret->outcome.changed =
		trial->report->comparable &&
		winners_differ(trial->report, ret->outcome.winners, ret->outcome.count);
}

static void sides(struct trial *trial)
{
	struct points *points = NEW(trial->arena, struct points, trial->lab->count);
	struct ratings ballots;
	size_t voted = 0, last = 0;

	by_method(trial, SIDE_MEAN, METHOD_MEAN);
	by_method(trial, SIDE_TRIMMED_MEAN, METHOD_TRIMMED_MEAN);
	by_method(trial, SIDE_MEDIAN, METHOD_MEDIAN);
	by_method(trial, SIDE_ADDITIVE, METHOD_ADDITIVE);
	lab_ballots(trial->lab, trial->arena, &ballots);
	for (size_t i = 0; i < ballots.n; i++)
		for (size_t j = 0; j < ballots.m; j++)
			if (ballots.given[i * ballots.m + j]) {
				voted++;
				last = i;
				break;
			}
	borda_points(&ballots, trial->arena, points);
	if (voted == 1) /* nobody to compare it with */
		points[last].known = true;
	by_ballots(trial, SIDE_BORDA, points, voted);
	copeland_points(&ballots, points);
	if (voted == 1)
		points[last].known = true;
	by_ballots(trial, SIDE_COPELAND, points, voted);
}

/* ---- Over all runs ---- */

static int by_rank(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static void spans_fill(struct trial *trial)
{
	size_t n = trial->lab->count;
	unsigned *ranks = NEW(&trial->run, unsigned, trial->runs);

	trial->report->spans = NEW(trial->arena, struct span, n);
	for (size_t i = 0; i < n; i++) {
		struct span *span = &trial->report->spans[i];
		size_t won = 0;

		span->runs = trial->runs;
		for (size_t r = 0; r < trial->runs; r++)
			if (trial->ranks[r * n + i]) {
				ranks[span->ranked++] = trial->ranks[r * n + i];
				won += trial->ranks[r * n + i] == 1;
			}
		if (!span->ranked)
			continue;
		qsort(ranks, span->ranked, sizeof(*ranks), by_rank);
		span->rank_min = ranks[0];
		span->rank_max = ranks[span->ranked - 1];
		span->rank_median = (ranks[(span->ranked - 1) / 2] + ranks[span->ranked / 2]) / 2.0;
		span->share_winner = (double)won / (double)span->runs;
	}
}

void robustness_run(struct lab *lab, struct arena *arena, struct category_report *ret)
{
	struct trial trial = { .lab = lab, .arena = arena, .report = ret };

	one_out(&trial);
	two_out(&trial);
	five_of(&trial);
	criterion_out(&trial);
	shaken(&trial);
	sides(&trial);
	spans_fill(&trial);
	arena_release(&trial.run);
	arena_release(&trial.scratch);
}
