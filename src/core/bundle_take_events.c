/* The lines of a bundle on what the pleno decided and what changed after the lock. */
#include "core/bundle_reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- Events ---- */

static int by_index(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool all_differ(struct reader *r, const size_t *nominees, size_t count)
{
	size_t *sorted = NEW(r->arena, size_t, count + 1);

	if (count)
		memcpy(sorted, nominees, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_index);
	for (size_t i = 1; i < count; i++)
		if (sorted[i] == sorted[i - 1])
			return REFUSE(r, "nominee \"%s\" dua kali", "nominee \"%s\" twice",
				      r->nominees.texts[sorted[i]]);
	return true;
}

/* "a,b,c", or with `places` "a=b>c". */
static bool read_keys(struct reader *r, size_t field, const char *separators, size_t **ret,
		      unsigned **places, size_t *count)
{
	size_t cap = 0, place_cap = 0;
	unsigned place = 1;

	*ret = NULL;
	*count = 0;
	for (const char *at = r->fields[field]; *at;) {
		size_t len = strcspn(at, separators);
		size_t place_count = *count;

		GROW(r->arena, *ret, *count, &cap);
		if (!reader_nominee(r, arena_copy(r->arena, at, len), len, &(*ret)[*count]))
			return false;
		if (places) {
			GROW(r->arena, *places, place_count, &place_cap);
			(*places)[*count] = place;
		}
		(*count)++;
		at += len;
		place += *at == '>';
		at += *at != '\0';
	}
	return all_differ(r, *ret, *count);
}

bool take_vote(struct reader *r)
{
	static const char *const STATES[] = { "counted", "stale", "withdrawn" };
	struct vote_record vote = { .reason = field_optional(r, 8), .has_ballots = r->lens[5] > 0 };
	size_t word;

	if (!field_number(r, r->ret->vote_count) || !field_list(r, 2, &vote.list) ||
	    !field_word(r, 3, STATES, COUNT(STATES), &word) ||
	    !read_keys(r, 4, "=>", &vote.nominees, &vote.places, &vote.count))
		return false;
	if (vote.has_ballots &&
	    (!field_unsigned(r, 5, &vote.in_favour) || !field_unsigned(r, 6, &vote.against) ||
	     !field_unsigned(r, 7, &vote.abstained)))
		return false;
	vote.withdrawn = word == 2;
	GROW(r->arena, r->ret->votes, r->ret->vote_count, &r->vote_cap);
	r->ret->votes[r->ret->vote_count++] = vote;
	return true;
}

static bool read_total(struct reader *r, size_t field, const char **ret)
{
	*ret = field_optional(r, field);
	if (!*ret || bundle_is_fraction(*ret))
		return true;
	return REFUSE(r, "\"%s\" bukan pecahan", "\"%s\" is not a fraction", *ret);
}

bool take_reopened(struct reader *r)
{
	static const char *const STATES[] = { "done", "withdrawn" };
	struct bundle_reopening reopening = { .place = reader_here(r) };
	size_t word;

	if (!field_number(r, r->ret->reopening_count) || !field_juror(r, 2, &reopening.juror) ||
	    !field_nominee(r, 3, &reopening.nominee) || !field_unsigned(r, 4, &reopening.version) ||
	    !field_word(r, 5, STATES, COUNT(STATES), &word) ||
	    !read_total(r, 6, &reopening.old_total) || !read_total(r, 7, &reopening.new_total))
		return false;
	reopening.withdrawn = word == 1;
	GROW(r->arena, r->ret->reopenings, r->ret->reopening_count, &r->reopening_cap);
	r->ret->reopenings[r->ret->reopening_count++] = reopening;
	return true;
}

bool take_changed(struct reader *r)
{
	struct bundle_change change = { .before.name = r->fields[3], .after.name = r->fields[3] };
	static const char *const STATUS[] = { "verified", "unverified", "missing", "sealed" };
	size_t before, after;

	if (!field_number(r, r->ret->change_count) || !field_nominee(r, 2, &change.nominee) ||
	    !field_word(r, 4, STATUS, 4, &before) || !field_word(r, 6, STATUS, 4, &after))
		return false;
	change.before.value = field_optional(r, 5);
	change.before.verified = before == 0;
	change.after.value = field_optional(r, 7);
	change.after.verified = after == 0;
	change.after.place = reader_here(r);
	GROW(r->arena, r->ret->changes, r->ret->change_count, &r->change_cap);
	r->ret->changes[r->ret->change_count++] = change;
	return true;
}

bool take_late(struct reader *r)
{
	struct bundle_late late = { .place = reader_here(r) };

	if (!field_number(r, r->ret->late_count) || !field_juror(r, 2, &late.juror) ||
	    !field_nominee(r, 3, &late.nominee) || !field_list(r, 4, &late.list) ||
	    !read_keys(r, 5, ",", &late.before, NULL, &late.before_count) ||
	    !read_keys(r, 6, ",", &late.after, NULL, &late.after_count))
		return false;
	GROW(r->arena, r->ret->lates, r->ret->late_count, &r->late_cap);
	r->ret->lates[r->ret->late_count++] = late;
	return true;
}

bool take_leaf(struct reader *r)
{
	struct bundle *b = r->ret;
	struct bundle_leaf *leaf;
	uint64_t seq;

	if (!field_whole(r, 1, INT64_MAX, &seq))
		return false;
	if (b->leaf_count && (int64_t)seq <= b->leaves[b->leaf_count - 1].seq)
		return REFUSE(r, "urutan catatan tidak menaik",
			      "the sequence of the log does not rise");
	GROW(r->arena, b->leaves, b->leaf_count, &r->leaf_cap);
	leaf = &b->leaves[b->leaf_count++];
	leaf->seq = (int64_t)seq;
	if (!field_hash(r, 2, leaf->hash))
		return false;
	bundle_link(b->chain, leaf->hash, b->chain);
	return true;
}
