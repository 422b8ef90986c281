/* From published scores to ranks (rule 9): nominees with equal scores form a group, each step of
 * the tie-break splits it, what is left shares a rank. */
#include "core/tally_internal.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	struct ratio value;
	struct row *row;
	const char *key;
};

/* More is better; equal ones stay in the order of their keys. */
static int by_value(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = ratio_cmp(y->value, x->value);

	return order ? order : strcmp(x->key, y->key);
}

struct placed {
	const char *key;
	size_t index; /* into the ranking */
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct placed *)a)->key, ((const struct placed *)b)->key);
}

static const char *key_of(const struct contest *contest, const struct row *row)
{
	return contest->run->input->nominees[row->nominee].key;
}

/* The rows at `start` are still tied at a `vote` step: these places are at stake. Their indexes
 * come when all is settled, until then only the first is known. */
static void group_add(struct contest *contest, size_t start, size_t count)
{
	struct vote_group *group;
	size_t voted = 0;

	for (size_t i = 0; i < count; i++)
		voted += contest->votes && contest->votes[contest->order[start + i]->nominee];
	GROW(contest->run->arena, contest->groups, contest->group_count, &contest->group_cap);
	group = &contest->groups[contest->group_count++];
	*group = (struct vote_group){ .count = count,
				      .first_rank = (unsigned)(start + 1),
				      .last_rank = (unsigned)(start + count),
				      .voted = voted == count,
				      .partly = voted > 0 && voted < count };
	group->spans_last_winner =
		group->first_rank <= contest->winners && contest->winners < group->last_rank;
}

/* A group keeps its places while it is split, so its rows are those now at these places. */
static void groups_name(struct contest *contest)
{
	for (size_t g = 0; g < contest->group_count; g++) {
		struct vote_group *group = &contest->groups[g];
		struct placed *places = NEW(contest->run->scratch, struct placed, group->count);

		for (size_t i = 0; i < group->count; i++) {
			size_t index = group->first_rank - 1 + i;

			places[i] =
				(struct placed){ key_of(contest, contest->order[index]), index };
		}
		qsort(places, group->count, sizeof(*places), by_key);
		group->rows = NEW(contest->run->arena, size_t, group->count);
		for (size_t i = 0; i < group->count; i++)
			group->rows[i] = places[i].index;
	}
}

static void share(struct contest *contest, size_t start, size_t count)
{
	for (size_t i = start; i < start + count; i++) {
		contest->order[i]->rank = (unsigned)(start + 1);
		contest->order[i]->tied = true;
		contest->order[i]->decided_by = "none";
	}
}

static void stand_alone(struct contest *contest, size_t at, const char *decided_by)
{
	contest->order[at]->rank = (unsigned)(at + 1);
	contest->order[at]->decided_by = decided_by;
}

/* `count` > 1 rows at `start` are tied before step `at` of the chain. */
static void split(struct contest *contest, size_t start, size_t count, size_t at)
{
	struct arena *scratch = contest->run->scratch;
	const struct tie_step *step = &contest->chain->steps[at];
	struct entry *entries;
	struct ratio *values;

	if (at == contest->chain->count) {
		share(contest, start, count);
		return;
	}
	if (step->kind == TIE_VOTE)
		group_add(contest, start, count);
	values = NEW(scratch, struct ratio, count);
	if (!tie_values(contest, step, &contest->order[start], count, values)) {
		split(contest, start, count, at + 1);
		return;
	}
	entries = NEW(scratch, struct entry, count);
	for (size_t i = 0; i < count; i++) {
		struct row *row = contest->order[start + i];

		entries[i] = (struct entry){ values[i], row, key_of(contest, row) };
	}
	qsort(entries, count, sizeof(*entries), by_value);
	for (size_t i = 0; i < count; i++)
		contest->order[start + i] = entries[i].row;
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count; next++)
			if (ratio_cmp(entries[i].value, entries[next].value) != 0)
				break;
		if (next - i == 1)
			stand_alone(contest, start + i, step->text);
		else
			split(contest, start + i, next - i, at + 1);
	}
}

void contest_settle(struct contest *contest)
{
	for (size_t i = 0, next; i < contest->count; i = next) {
		struct ratio score = contest->order[i]->published;

		for (next = i + 1; next < contest->count; next++)
			if (ratio_cmp(score, contest->order[next]->published) != 0)
				break;
		if (next - i == 1)
			stand_alone(contest, i, "score");
		else
			split(contest, i, next - i, 0);
		arena_reset(contest->run->scratch);
	}
	groups_name(contest);
}
