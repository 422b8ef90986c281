/* A list in its order: by rank, then by the bytes of the key, the unranked last. */
#include "core/tally_internal.h"

#include <stdlib.h>
#include <string.h>

static int by_score(const void *a, const void *b, void *arg)
{
	const struct nominee *nominees = arg;
	const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;
	bool x_ranked = x->status == STANDING_RANKED, y_ranked = y->status == STANDING_RANKED;
	int order = 0;

	if (x_ranked != y_ranked)
		return x_ranked ? -1 : 1;
	if (x_ranked)
		order = ratio_cmp(y->published, x->published);
	return order ? order : strcmp(nominees[x->nominee].key, nominees[y->nominee].key);
}

/* Moves the rows to where `order` has them, in place: each cycle of the permutation once. */
static void permute(struct row *rows, struct row **order, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct row first = rows[i];
		size_t at = i;

		while (order[at] != &rows[at]) {
			size_t from = (size_t)(order[at] - rows);

			order[at] = &rows[at];
			rows[at] = from == i ? first : rows[from];
			at = from;
		}
	}
}

/* The vote of each nominee on this list, or NULL when the list has no votes. */
static const struct vote **votes_on(const struct run *run, const char *list, struct arena *arena)
{
	const struct tally_input *input = run->input;
	const struct vote **ret = NULL;

	for (size_t i = 0; i < input->vote_count; i++) {
		if (!text_equal(input->votes[i].list, list))
			continue;
		if (!ret)
			ret = NEW(arena, const struct vote *, input->nominee_count);
		ret[input->votes[i].nominee] = &input->votes[i];
	}
	return ret;
}

void ranking_settle(struct run *run, struct ranking *ranking, const struct tie_chain *chain,
		    bool overall)
{
	struct arena own = { 0 }; /* what must outlive the steps, which empty run->scratch */
	struct row **order = NEW(&own, struct row *, ranking->count);
	struct contest contest = { .run = run,
				   .chain = chain,
				   .overall = overall,
				   .winners = ranking->winners,
				   .order = order,
				   .votes = votes_on(run, ranking->key, &own) };

	for (size_t i = 0; i < ranking->count; i++) {
		order[i] = &ranking->rows[i];
		contest.count += order[i]->status == STANDING_RANKED;
	}
	qsort_r(order, ranking->count, sizeof(struct row *), by_score, run->input->nominees);
	contest_settle(&contest);
	permute(ranking->rows, order, ranking->count);
	ranking->ranked_count = contest.count;
	ranking->vote_groups = contest.groups;
	ranking->vote_group_count = contest.group_count;
	for (size_t i = 0; i < contest.count; i++)
		ranking->rows[i].winner = ranking->rows[i].rank <= ranking->winners;
	arena_release(&own);
}
