/* The smallest change that swaps two neighbours: of one mark in its steps, or of one evidence value
 * (flip_evidence.c), of one of the two. Exact: the published scores are compared as fractions, and
 * where they are equal the tie-break of the tally itself is asked. Quorum as in the rules, no
 * votes: the pleno would vote anew.
 *
 * The more a mark is moved in one direction, the more the published scores move apart, so for each
 * mark two borders are found by halving: from `equal` steps on the scores are equal, from `past` on
 * they are swapped. Only the steps between the two must be tried one by one. Where the scores are
 * equal as things are, the other direction is tried too, as long as they stay so: a mark that
 * raises the better one's score may also raise its spread. */
#include <string.h>

#include "core/flip_internal.h"

struct try_mark {
	size_t nominee, juror, k; /* k: jury_index */
	int direction;		  /* +1 up */
	size_t max;		  /* steps to the end of the scale, or as far as is tried */
	size_t equal, past;	  /* max + 1 = never */
	struct ratio slope[2];	  /* refit: what one step adds to F of lower and upper */
};

/* ---- The two, now ---- */

void rivals_reset(struct rivals *r)
{
	arena_reset(&r->keep);
	arena_reset(&r->scratch);
}

struct ratio rivals_final(struct rivals *r, size_t i)
{
	const struct lab *lab = r->lab;
	const struct gauge *gauge = &r->run.gauges[0];
	struct panel *panel = &r->run.panels[0];
	struct ratio sum = ratio_int(0);

	for (size_t c = 0; c < lab->category.criterion_count; c++)
		if (lab->criteria[c].kind != CRITERION_JURY)
			sum = ratio_add(&r->scratch, sum,
					ratio_of_wide(&r->scratch,
						      (wide)lab->criteria[c].weight_c *
							      lab->nominees[i].given_e4[c],
						      10000));
	if (gauge->jury_weight_c) {
		panel_read(panel, gauge, &lab->nominees[i], lab->juror_count, NULL);
		sum = ratio_add(&r->scratch, sum,
				ratio_mul(&r->scratch, jury_score(&r->run, 0, panel, &r->scratch),
					  ratio_int(gauge->jury_weight_c)));
	}
	return ratio_div(&r->scratch, sum, ratio_int(gauge->jury_weight_c + gauge->data_weight_c));
}

struct ratio rivals_published(struct rivals *r, struct ratio final)
{
	return ratio_round(&r->scratch, final, r->lab->scheme.decimals);
}

static bool is_number(struct ratio x)
{
	return x.big || x.den;
}

bool rivals_swapped(struct rivals *r, struct ratio published)
{
	size_t *kept = r->run.members[0], kept_count = r->run.member_counts[0], count = 0;
	size_t *some = NEW(&r->keep, size_t, r->lab->count);
	unsigned ranks[2] = { 0 };
	struct additive fit = r->run.additives[0]; /* a run fits anew */
	struct complaints complaints;
	struct ranking ranking;
	bool good;

	for (size_t i = 0; i < r->lab->count; i++)
		if (i == r->upper || i == r->lower || r->refit ||
		    (is_number(r->published[i]) && ratio_cmp(r->published[i], published) == 0))
			some[count++] = i;
	complaints_init(&complaints, &r->keep);
	r->run.members[0] = some;
	r->run.member_counts[0] = count;
	good = run_category(&r->run, 0, &ranking, &complaints);
	r->run.additives[0] = fit;
	r->run.members[0] = kept;
	r->run.member_counts[0] = kept_count;
	for (size_t i = 0; good && i < ranking.ranked_count; i++)
		if (ranking.rows[i].nominee == r->lower)
			ranks[0] = ranking.rows[i].rank;
		else if (ranking.rows[i].nominee == r->upper)
			ranks[1] = ranking.rows[i].rank;
	return ranks[0] && ranks[1] && ranks[0] < ranks[1];
}

/* Own copies of the sheets of one nominee: the input is not ours to change. */
static void sheets_own(struct lab *lab, size_t i, struct arena *arena)
{
	struct nominee *nominee = &lab->nominees[i];
	struct sheet **sheets = NEW(arena, struct sheet *, lab->juror_count);

	for (size_t j = 0; j < lab->juror_count; j++) {
		if (!nominee->sheets[j])
			continue;
		sheets[j] = NEW(arena, struct sheet, 1);
		*sheets[j] = *nominee->sheets[j];
		sheets[j]->marks_c = NEW(arena, int64_t, lab->category.jury_count);
		for (size_t k = 0; k < lab->category.jury_count; k++)
			sheets[j]->marks_c[k] = nominee->sheets[j]->marks_c[k];
	}
	nominee->sheets = sheets;
}

static void rivals_init(struct rivals *r, struct lab *lab, size_t upper, size_t lower,
			struct arena *arena)
{
	*r = (struct rivals){ .lab = lab, .upper = upper, .lower = lower };
	r->refit = lab->scheme.method == METHOD_ADDITIVE;
	r->published = NEW(arena, struct ratio, lab->count);
	sheets_own(lab, upper, arena);
	sheets_own(lab, lower, arena);
	run_init(&r->run, &lab->input, NULL, arena, &r->scratch);
	if (r->refit) {
		struct complaints complaints;

		complaints_init(&complaints, arena);
		if (!additive_fit(&r->run, 0, &complaints))
			return; /* it could be fitted for the official result */
	}
	r->run.arena = &r->keep;
	for (size_t i = 0; i < lab->count; i++)
		if (!r->run.gauges[0].jury_weight_c || lab_valid(lab, i))
			r->published[i] =
				ratio_keep(arena, rivals_published(r, rivals_final(r, i)));
	rivals_reset(r);
}

/* ---- One mark ---- */

static int64_t *mark_of(const struct rivals *r, const struct try_mark *t)
{
	return &r->lab->nominees[t->nominee].sheets[t->juror]->marks_c[t->k];
}

/* Where the lower one stands against the upper one when the mark is moved by so many steps. */
static int order_at(struct rivals *r, const struct try_mark *t, size_t steps)
{
	int64_t *mark = mark_of(r, t), kept = *mark;
	struct ratio lower = r->published[r->lower], upper = r->published[r->upper];
	int ret;

	if (r->refit) {
		struct ratio by = ratio_int((int64_t)steps);

		lower = ratio_add(&r->scratch, rivals_final(r, r->lower),
				  ratio_mul(&r->scratch, by, t->slope[0]));
		upper = ratio_add(&r->scratch, rivals_final(r, r->upper),
				  ratio_mul(&r->scratch, by, t->slope[1]));
		lower = rivals_published(r, lower);
		upper = rivals_published(r, upper);
	} else {
		*mark += t->direction * (int64_t)steps * r->run.gauges[0].jury[t->k]->step_c;
		if (t->nominee == r->lower)
			lower = rivals_published(r, rivals_final(r, r->lower));
		else
			upper = rivals_published(r, rivals_final(r, r->upper));
		*mark = kept;
	}
	ret = ratio_cmp(lower, upper);
	rivals_reset(r);
	return ret;
}

/* The fewest steps, 1 … max, from which on the order is at least `least`; else max + 1. */
static size_t border(struct rivals *r, const struct try_mark *t, int least)
{
	size_t from = 1, to = t->max + 1;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (order_at(r, t, middle) >= least)
			to = middle;
		else
			from = middle + 1;
	}
	return from;
}

static bool swapped_at(struct rivals *r, const struct try_mark *t, size_t steps)
{
	int64_t *mark = mark_of(r, t), kept = *mark;
	struct ratio published = r->published[t->nominee == r->lower ? r->upper : r->lower];
	bool ret;

	*mark += t->direction * (int64_t)steps * r->run.gauges[0].jury[t->k]->step_c;
	ret = rivals_swapped(r, published);
	*mark = kept;
	rivals_reset(r);
	return ret;
}

/* Moved as part of its scale: more for the coarser one of two marks moved by as many steps. */
static struct ratio part_of_scale(const struct rivals *r, const struct try_mark *t, size_t steps,
				  struct arena *arena)
{
	const struct criterion *c = r->run.gauges[0].jury[t->k];

	return ratio_of_wide(arena, (wide)steps * c->step_c, c->max_c - c->min_c);
}

struct best_mark {
	const struct try_mark *mark; /* NULL = none yet */
	size_t steps;
};

static void best_take(struct rivals *r, struct best_mark *best, const struct try_mark *t,
		      size_t steps)
{
	bool better = !best->mark || steps < best->steps;

	if (!better && steps == best->steps)
		better = ratio_cmp(part_of_scale(r, t, steps, &r->scratch),
				   part_of_scale(r, best->mark, steps, &r->scratch)) < 0;
	if (better)
		*best = (struct best_mark){ t, steps };
}

/* What one point of the juror's total for `nominee` adds to F of both, by fitting anew. */
static void slopes_find(struct rivals *r, size_t nominee, size_t juror, struct arena *arena,
			struct ratio ret[2])
{
	struct try_mark t = { .nominee = nominee, .juror = juror };
	const struct gauge *gauge = &r->run.gauges[0];
	const struct criterion *c = gauge->jury[0];
	int64_t *mark = mark_of(r, &t), kept = *mark;
	struct additive fit = r->run.additives[0];
	struct ratio before[2], after[2], points;
	struct complaints complaints;

	*mark = kept == c->max_c ? c->min_c : c->max_c;
	points = ratio_of_wide(&r->scratch, (wide)(*mark - kept) * 100 * c->weight_c,
			       (wide)(c->max_c - c->min_c) * gauge->jury_weight_c);
	complaints_init(&complaints, &r->keep);
	if (additive_fit(&r->run, 0, &complaints)) {
		after[0] = rivals_final(r, r->lower);
		after[1] = rivals_final(r, r->upper);
		r->run.additives[0] = fit;
		*mark = kept;
		before[0] = rivals_final(r, r->lower);
		before[1] = rivals_final(r, r->upper);
		for (size_t i = 0; i < 2; i++)
			ret[i] = ratio_keep(arena,
					    ratio_div(&r->scratch,
						      ratio_sub(&r->scratch, after[i], before[i]),
						      points));
	}
	r->run.additives[0] = fit;
	*mark = kept;
	rivals_reset(r);
}

/* Is there a step, but the vote, that can tell equal scores apart? */
static bool tie_break_splits(const struct rivals *r)
{
	const struct tie_chain *chain = &r->lab->category.ties;

	for (size_t i = 0; i < chain->count; i++)
		if (chain->steps[i].kind != TIE_VOTE)
			return true;
	return false;
}

/* The steps away from the swap after which the scores are still equal. */
static size_t still_equal(struct rivals *r, const struct try_mark *t)
{
	size_t from = 1, to = t->max + 1;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (order_at(r, t, middle) < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return from - 1;
}

/* Which way, how far, and where the borders are; `away`: the other way. */
static bool try_init(struct rivals *r, size_t nominee, size_t juror, size_t k,
		     const struct ratio slopes[2], bool away, struct arena *arena,
		     struct try_mark *t)
{
	const struct gauge *gauge = &r->run.gauges[0];
	const struct criterion *c = gauge->jury[k];
	int64_t mark;

	*t = (struct try_mark){ .nominee = nominee, .juror = juror, .k = k };
	t->direction = r->refit ? ratio_cmp(slopes[0], slopes[1]) : nominee == r->lower ? 1 : -1;
	if (away)
		t->direction = -t->direction;
	if (r->refit) {
		struct ratio step = ratio_of_wide(
			&r->scratch, (wide)t->direction * c->step_c * 100 * c->weight_c,
			(wide)(c->max_c - c->min_c) * gauge->jury_weight_c);
		for (size_t i = 0; i < 2; i++)
			t->slope[i] = ratio_keep(arena, ratio_mul(&r->scratch, slopes[i], step));
	}
	mark = *mark_of(r, t);
	t->max = (size_t)((t->direction > 0 ? c->max_c - mark : mark - c->min_c) / c->step_c);
	if (!t->direction || !t->max)
		return false;
	if (away) {
		t->max = still_equal(r, t);
		t->equal = 1;
		t->past = t->max + 1;
		return t->max > 0;
	}
	t->equal = border(r, t, 0);
	t->past = t->equal > t->max ? t->equal : border(r, t, 1);
	return t->equal <= t->max;
}

static size_t tries_make(struct rivals *r, struct arena *arena, struct try_mark **ret)
{
	const size_t both[] = { r->lower, r->upper };
	struct lab *lab = r->lab;
	size_t count = 0, cap = 0;
	int ways = ratio_cmp(r->published[r->lower], r->published[r->upper]) == 0 &&
				   tie_break_splits(r)
			   ? 2
			   : 1;

	for (size_t x = 0; x < 2; x++)
		for (size_t j = 0; j < lab->juror_count; j++) {
			struct ratio slopes[2] = { ratio_int(0), ratio_int(0) };

			if (!lab->valid[both[x] * lab->juror_count + j])
				continue;
			if (r->refit)
				slopes_find(r, both[x], j, arena, slopes);
			for (size_t k = 0; k < lab->category.jury_count; k++)
				for (int way = 0; way < ways; way++) {
					GROW(arena, *ret, count, &cap);
					count += try_init(r, both[x], j, k, slopes, way == 1, arena,
							  &(*ret)[count]);
				}
		}
	return count;
}

static const char *mark_text(struct arena *arena, int64_t mark_c)
{
	char text[32];

	decimal_format(mark_c, 2, '.', text);
	return arena_text(arena, text);
}

static bool mark_flip(struct rivals *r, struct arena *arena, struct flip *ret)
{
	struct try_mark *tries = NULL;
	size_t count = tries_make(r, arena, &tries);
	struct best_mark best = { 0 };
	const struct criterion *c;
	int64_t mark;

	for (size_t i = 0; i < count; i++)
		if (tries[i].past <= tries[i].max)
			best_take(r, &best, &tries[i], tries[i].past);
	for (size_t i = 0; i < count && tie_break_splits(r); i++) {
		const struct try_mark *t = &tries[i];

		for (size_t s = t->equal; s < t->past && s <= t->max; s++) {
			if (best.mark && s > best.steps)
				break;
			if (!swapped_at(r, t, s))
				continue;
			best_take(r, &best, t, s);
			break;
		}
	}
	if (!best.mark)
		return false;
	c = r->run.gauges[0].jury[best.mark->k];
	mark = *mark_of(r, best.mark);
	ret->kind = FLIP_MARK;
	ret->nominee = r->lab->members[best.mark->nominee];
	ret->juror = r->lab->jurors[best.mark->juror];
	ret->criterion = (size_t)(c - r->lab->criteria);
	ret->steps = best.steps;
	ret->from = mark_text(arena, mark);
	ret->to = mark_text(arena, mark + best.mark->direction * (int64_t)best.steps * c->step_c);
	return true;
}

/* ---- Which neighbours ---- */

static size_t in_lab(const struct lab *lab, size_t nominee)
{
	for (size_t i = 0; i < lab->count; i++)
		if (lab->members[i] == nominee)
			return i;
	return 0;
}

/* The last row of rank <= `rank`, when another ranked one follows. */
static bool neighbours(const struct ranking *official, unsigned rank, size_t *ret)
{
	size_t last = 0;

	while (last < official->ranked_count && official->rows[last].rank <= rank)
		last++;
	*ret = last - 1;
	return last > 0 && last < official->ranked_count;
}

static void flips_of(struct lab *lab, size_t row, struct arena *arena, struct category_report *ret)
{
	struct flip base = { .upper = ret->official->rows[row].nominee,
			     .lower = ret->official->rows[row + 1].nominee };
	size_t upper = in_lab(lab, base.upper), lower = in_lab(lab, base.lower);
	struct nominee kept[] = { lab->nominees[upper], lab->nominees[lower] };
	struct flip mark = base, evidence = base;
	struct arena own = { 0 };
	struct rivals rivals;

	rivals_init(&rivals, lab, upper, lower, &own);
	if (lab->juror_count && mark_flip(&rivals, &own, &mark)) {
		mark.from = arena_text(arena, mark.from);
		mark.to = arena_text(arena, mark.to);
		ret->flips[ret->flip_count++] = mark;
	}
	if (evidence_flip(&rivals, arena, &evidence))
		ret->flips[ret->flip_count++] = evidence;
	if (mark.kind == FLIP_NONE && evidence.kind == FLIP_NONE) {
		base.why = (struct words){
			{ "tidak ada satu nilai atau satu bukti yang cukup untuk menukar keduanya",
			  "no single mark or piece of evidence is enough to swap the two" }
		};
		ret->flips[ret->flip_count++] = base;
	}
	lab->nominees[upper] = kept[0]; /* with its own sheets */
	lab->nominees[lower] = kept[1];
	arena_release(&rivals.keep);
	arena_release(&rivals.scratch);
	arena_release(&own);
}

void flips_find(struct lab *lab, struct arena *arena, struct category_report *ret)
{
	enum method method = lab->scheme.method;
	size_t first, last;
	bool has_first = neighbours(ret->official, 1, &first);

	ret->flips = NEW(arena, struct flip, 4);
	lab->scheme.quorum = lab->whole->scheme->quorum;
	if (method == METHOD_ADDITIVE && lab->full)
		lab->scheme.method = METHOD_MEAN;
	if (has_first)
		flips_of(lab, first, arena, ret);
	if (neighbours(ret->official, lab->category.winners, &last) &&
	    !(has_first && last == first))
		flips_of(lab, last, arena, ret);
	lab->scheme.quorum = 1;
	lab->scheme.method = method;
}
