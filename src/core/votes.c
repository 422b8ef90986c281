/* Votes of the pleno: each decides one group of tied nominees, and counts only while exactly that
 * group reaches the `vote` step. */
#include "core/core.h"

#include <stdlib.h>
#include <string.h>

/* Which groups reach a step depends on no vote within the same list, but an overall list depends on
 * the votes of its categories: two rounds settle it, a third one finds nothing to change. */
#define ROUNDS_MAX 4

static int by_index(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

struct sorted {
	struct vote_record *record;
	size_t *nominees; /* ascending */
};

static struct sorted sort_record(struct vote_record *record, struct arena *arena)
{
	struct sorted ret = { record, NEW(arena, size_t, record->count + 1) };

	if (record->count)
		memcpy(ret.nominees, record->nominees, record->count * sizeof(size_t));
	qsort(ret.nominees, record->count, sizeof(size_t), by_index);
	return ret;
}

static bool is_group(const struct ranking *ranking, const struct vote_group *group,
		     const struct sorted *vote)
{
	if (group->count != vote->record->count)
		return false;
	for (size_t i = 0; i < group->count; i++)
		if (!bsearch(&ranking->rows[group->rows[i]].nominee, vote->nominees, group->count,
			     sizeof(size_t), by_index))
			return false;
	return true;
}

static const struct ranking *ranking_find(const struct tally *tally, const char *key)
{
	for (size_t i = 0; i < tally->category_count; i++)
		if (strcmp(tally->categories[i].key, key) == 0)
			return &tally->categories[i];
	for (size_t i = 0; i < tally->overall_count; i++)
		if (strcmp(tally->overalls[i].key, key) == 0)
			return &tally->overalls[i];
	return NULL;
}

static bool reaches_vote(const struct tally *tally, const struct sorted *vote)
{
	const struct ranking *ranking = ranking_find(tally, vote->record->list);

	for (size_t i = 0; ranking && i < ranking->vote_group_count; i++)
		if (is_group(ranking, &ranking->vote_groups[i], vote))
			return true;
	return false;
}

static bool same_group(const struct sorted *a, const struct sorted *b)
{
	size_t count = a->record->count;

	return count == b->record->count && strcmp(a->record->list, b->record->list) == 0 &&
	       memcmp(a->nominees, b->nominees, count * sizeof(size_t)) == 0;
}

/* Says which records count by this tally; true when that is news. A later record on the same group
 * stands instead of an older one also when it was withdrawn: no old decision comes back unseen. */
static bool settle(const struct tally *tally, const struct sorted *votes, size_t count)
{
	bool news = false;

	for (size_t i = 0; i < count; i++) {
		struct vote_record *record = votes[i].record;
		bool counts = !record->withdrawn && reaches_vote(tally, &votes[i]);

		for (size_t later = i + 1; counts && later < count; later++)
			counts = !same_group(&votes[i], &votes[later]);
		news = news || counts != record->counts;
		record->counts = counts;
	}
	return news;
}

static void take_votes(struct tally_input *input, const struct vote_record *records, size_t count,
		       struct arena *arena)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += records[i].counts ? records[i].count : 0;
	input->votes = NEW(arena, struct vote, total + 1);
	input->vote_count = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; records[i].counts && k < records[i].count; k++)
			input->votes[input->vote_count++] = (struct vote){
				.list = records[i].list,
				.nominee = records[i].nominees[k],
				.order = records[i].places[k],
			};
}

bool tally_with_votes(const struct tally_input *input, struct vote_record *records, size_t count,
		      struct arena *arena, struct tally *ret, struct complaints *complaints)
{
	struct tally_input now = *input;
	struct complaints again; /* no vote makes or mends an error: one round tells them all */
	struct sorted *votes = NEW(arena, struct sorted, count + 1);
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		records[i].counts = false;
		votes[i] = sort_record(&records[i], arena);
	}
	complaints_init(&again, arena);
	for (unsigned round = 0; round < ROUNDS_MAX; round++) {
		take_votes(&now, records, count, arena);
		good = tally_run(&now, arena, ret, round ? &again : complaints);
		if (!settle(ret, votes, count))
			break;
	}
	return good;
}
