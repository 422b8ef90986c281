/* The smallest change of one evidence value that swaps two neighbours. A number moves in units of
 * its last written decimal, a word to another word of the level. Smallest is what changes a value
 * of a criterion (0 … 100) least. */
#include <inttypes.h>
#include <string.h>

#include "core/flip_internal.h"

#define NUMBER_END_E4 UINT64_C(10000000000000000000) /* 10^15, exclusive */

struct try_evidence {
	size_t nominee; /* of the lab */
	const struct evidence *evidence;
	size_t criterion; /* the first that reads it */
	int direction;	  /* of a number, towards the swap */
	uint64_t from_e4, unit_e4;
	unsigned places;
};

struct best_evidence {
	const char *to; /* NULL = none yet */
	const struct evidence *evidence;
	size_t nominee, criterion;
	int64_t moved_e4;
};

/* ---- With another value ---- */

/* Puts the value in, fills in what the rules make of it; how far a criterion's value moved, or -1
 * when the nominee would not be eligible any more. */
static int64_t value_set(struct rivals *r, size_t i, const struct evidence *evidence,
			 const char *value, int64_t *given)
{
	const struct lab *lab = r->lab;
	const struct nominee *from = &lab->whole->nominees[lab->members[i]];
	const struct category *rules = &lab->whole->scheme->categories[lab->index];
	struct nominee changed = *from;
	int64_t moved = 0;

	changed.evidence = NEW(&r->keep, struct evidence, from->evidence_count);
	for (size_t e = 0; e < from->evidence_count; e++) {
		changed.evidence[e] = from->evidence[e];
		if (&from->evidence[e] == evidence)
			changed.evidence[e].value = value;
	}
	for (size_t c = 0; c < rules->criterion_count; c++) {
		int64_t off;

		given[c] = 0;
		if (rules->criteria[c].kind == CRITERION_JURY)
			continue;
		given[c] = evidence_read(&changed, rules, c, NULL).value_e4;
		off = given[c] - lab->nominees[i].given_e4[c];
		off = off < 0 ? -off : off;
		moved = off > moved ? off : moved;
	}
	for (size_t g = 0; g < rules->gate_count; g++)
		if (!gate_passes(&changed, rules, g, NULL))
			return -1;
	return moved;
}

/* With that value: the order of the published scores, and whether the two are swapped (asked of
 * the tie-break only when they are equal). */
static int order_with(struct rivals *r, size_t i, const struct evidence *evidence,
		      const char *value, bool *ret_swapped, int64_t *ret_moved)
{
	const int64_t *kept = r->lab->nominees[i].given_e4;
	int64_t *given = NEW(&r->keep, int64_t, r->lab->category.criterion_count);
	size_t other = i == r->lower ? r->upper : r->lower;
	struct ratio own;
	int order;

	*ret_moved = value_set(r, i, evidence, value, given);
	r->lab->nominees[i].given_e4 = given;
	own = rivals_published(r, rivals_final(r, i));
	order = ratio_cmp(own, r->published[other]) * (i == r->lower ? 1 : -1);
	*ret_swapped = order > 0 || (order == 0 && rivals_swapped(r, r->published[other]));
	*ret_swapped = *ret_swapped && *ret_moved >= 0;
	r->lab->nominees[i].given_e4 = kept;
	rivals_reset(r);
	return order;
}

static void best_take(struct best_evidence *best, const struct try_evidence *t, const char *to,
		      int64_t moved)
{
	if (!best->to || moved < best->moved_e4)
		*best = (struct best_evidence){ to, t->evidence, t->nominee, t->criterion, moved };
}

/* ---- Words ---- */

static void words_try(struct rivals *r, const struct try_evidence *t, struct best_evidence *best)
{
	const struct criterion *c = &r->lab->criteria[t->criterion];

	for (size_t w = 0; w < c->level_count; w++) {
		int64_t moved;
		bool swapped;

		if (text_equal(c->levels[w].word, t->evidence->value))
			continue;
		(void)order_with(r, t->nominee, t->evidence, c->levels[w].word, &swapped, &moved);
		if (swapped)
			best_take(best, t, c->levels[w].word, moved);
	}
}

/* ---- Numbers ---- */

static const char *number_text(struct arena *arena, uint64_t e4, unsigned places)
{
	uint64_t whole = e4 / 10000, rest = e4 % 10000;

	if (!places)
		return arena_printf(arena, "%" PRIu64, whole);
	for (unsigned p = places; p < 4; p++)
		rest /= 10;
	return arena_printf(arena, "%" PRIu64 ".%0*" PRIu64, whole, (int)places, rest);
}

static const char *moved_text(const struct try_evidence *t, uint64_t steps, struct arena *arena)
{
	uint64_t by = steps * t->unit_e4;

	return number_text(arena, t->direction > 0 ? t->from_e4 + by : t->from_e4 - by, t->places);
}

/* A number swaps from some step on, for everything that it moves moves one way: halving. */
static void numbers_try(struct rivals *r, const struct try_evidence *t, bool below,
			struct arena *arena, struct best_evidence *best)
{
	uint64_t room = t->direction > 0 ? NUMBER_END_E4 - 1 - t->from_e4
					 : t->from_e4 - (below ? t->unit_e4 : 0);
	uint64_t from = 1, to;
	bool swapped = false;
	int64_t moved = -1;

	if (t->direction < 0 && below && t->from_e4 <= t->unit_e4)
		return;
	to = room / t->unit_e4 + 1;
	while (from < to) {
		uint64_t middle = from + (to - from) / 2;
		const char *text = moved_text(t, middle, arena);

		(void)order_with(r, t->nominee, t->evidence, text, &swapped, &moved);
		if (swapped || moved < 0)
			to = middle;
		else
			from = middle + 1;
	}
	if (from > room / t->unit_e4)
		return;
	(void)order_with(r, t->nominee, t->evidence, moved_text(t, from, arena), &swapped, &moved);
	if (swapped)
		best_take(best, t, moved_text(t, from, arena), moved);
}

/* ---- Which evidence ---- */

struct uses {
	size_t above, below, levels, first;
};

static struct uses uses_of(const struct category *rules, const char *name)
{
	struct uses ret = { .first = SIZE_MAX };

	for (size_t c = rules->criterion_count; c-- > 0;) {
		const struct criterion *criterion = &rules->criteria[c];
		bool above = criterion->kind == CRITERION_RATIO &&
			     text_equal(criterion->numerator, name);
		bool below = criterion->kind == CRITERION_RATIO &&
			     text_equal(criterion->denominator, name);
		bool level =
			criterion->kind == CRITERION_LEVEL && text_equal(criterion->evidence, name);

		ret.above += above;
		ret.below += below;
		ret.levels += level;
		if (above || below || level)
			ret.first = c;
	}
	return ret;
}

static unsigned places_of(const char *value)
{
	const char *point = text_after(value, '.');
	size_t places = point ? strlen(point) : 0;

	return places > 4 ? 4 : (unsigned)places;
}

static void evidence_try(struct rivals *r, size_t i, const struct evidence *evidence,
			 struct arena *arena, struct best_evidence *best)
{
	const struct category *rules = &r->lab->whole->scheme->categories[r->lab->index];
	struct uses uses = uses_of(rules, evidence->name);
	struct try_evidence t = { .nominee = i, .evidence = evidence, .criterion = uses.first };

	if (uses.first == SIZE_MAX || !evidence->verified || !evidence->value || !*evidence->value)
		return;
	if (uses.levels && !uses.above && !uses.below) {
		words_try(r, &t, best);
		return;
	}
	if (uses.levels || (uses.above && uses.below)) /* pulls both ways */
		return;
	if (!evidence_number(evidence->value, &t.from_e4))
		return;
	t.places = places_of(evidence->value);
	t.unit_e4 = 1;
	for (unsigned p = t.places; p < 4; p++)
		t.unit_e4 *= 10;
	t.direction = (i == r->lower) == (uses.above > 0) ? 1 : -1;
	numbers_try(r, &t, uses.below > 0, arena, best);
}

bool evidence_flip(struct rivals *r, struct arena *arena, struct flip *ret)
{
	const size_t both[] = { r->lower, r->upper };
	struct best_evidence best = { 0 };
	struct arena own = { 0 };

	for (size_t x = 0; x < 2; x++) {
		const struct nominee *nominee = &r->lab->whole->nominees[r->lab->members[both[x]]];

		for (size_t e = 0; e < nominee->evidence_count && !nominee->given_e4; e++)
			evidence_try(r, both[x], &nominee->evidence[e], &own, &best);
	}
	if (best.to) {
		ret->kind = FLIP_EVIDENCE;
		ret->nominee = r->lab->members[best.nominee];
		ret->criterion = best.criterion;
		ret->evidence = best.evidence->name;
		ret->from = best.evidence->value;
		ret->to = arena_text(arena, best.to);
	}
	arena_release(&own);
	return best.to;
}
