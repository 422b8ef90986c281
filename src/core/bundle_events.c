/* What happened after the lock, the chain of the score log, and the ranking. */
#include "core/bundle.h"

#include <stdlib.h>
#include <string.h>

static const char *nominee_key(const struct bundle_out *out, size_t index)
{
	return out->input->nominees[index].key;
}

static const char *keys_of(struct bundle_out *out, const size_t *nominees, size_t count)
{
	struct buf keys;

	buf_init(&keys, out->arena);
	for (size_t i = 0; i < count; i++)
		buf_printf(&keys, "%s%s", i ? "," : "", nominee_key(out, nominees[i]));
	return keys.data;
}

/* ---- Votes: "ende=belu>alor": equal places by key, less is better ---- */

struct placed {
	unsigned place;
	const char *key;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->key, y->key);
}

static const char *order_of(struct bundle_out *out, const struct vote_record *vote)
{
	struct placed *placed = NEW(out->arena, struct placed, vote->count + 1);
	struct buf text;

	for (size_t i = 0; i < vote->count; i++)
		placed[i] = (struct placed){ vote->places[i], nominee_key(out, vote->nominees[i]) };
	qsort(placed, vote->count, sizeof(*placed), by_place);
	buf_init(&text, out->arena);
	for (size_t i = 0; i < vote->count; i++)
		buf_printf(&text, "%s%s",
			   i == 0				    ? ""
			   : placed[i].place == placed[i - 1].place ? "="
								    : ">",
			   placed[i].key);
	return text.data;
}

static void put_votes(struct bundle_out *out)
{
	for (size_t i = 0; i < out->bundle->vote_count; i++) {
		const struct vote_record *vote = &out->votes[i];
		const char *ballots[3] = { NULL, NULL, NULL };

		if (vote->has_ballots) {
			ballots[0] = bundle_count(out->arena, vote->in_favour);
			ballots[1] = bundle_count(out->arena, vote->against);
			ballots[2] = bundle_count(out->arena, vote->abstained);
		}
		LINE(out->to, "vote", bundle_count(out->arena, i + 1), vote->list,
		     vote->withdrawn ? "withdrawn"
		     : vote->counts  ? "counted"
				     : "stale",
		     order_of(out, vote), ballots[0], ballots[1], ballots[2], vote->reason);
	}
}

/* ---- Reopened sheets and evidence, late recusals ---- */

static const char *status_of(const struct evidence *e)
{
	if (!e->value || !*e->value)
		return "missing";
	return e->verified ? "verified" : "unverified";
}

static void put_changes(struct bundle_out *out)
{
	size_t number = 0;

	for (size_t i = 0; i < out->bundle->change_count; i++) {
		const struct bundle_change *change = &out->bundle->changes[i];
		const struct nominee *n = &out->input->nominees[change->nominee];
		const struct category *category = &out->scheme->categories[n->category];
		const char *name = change->before.name;

		if (!category_reads(category, name))
			continue;
		if (evidence_is_sealed(category, name))
			LINE(out->to, "changed", bundle_count(out->arena, ++number), n->key, name,
			     "sealed", NULL, "sealed", NULL);
		else
			LINE(out->to, "changed", bundle_count(out->arena, ++number), n->key, name,
			     status_of(&change->before), change->before.value,
			     status_of(&change->after), change->after.value);
	}
}

static void put_reopenings(struct bundle_out *out)
{
	for (size_t i = 0; i < out->bundle->reopening_count; i++) {
		const struct bundle_reopening *r = &out->bundle->reopenings[i];

		LINE(out->to, "reopened", bundle_count(out->arena, i + 1),
		     bundle_juror(out->arena, r->juror), nominee_key(out, r->nominee),
		     bundle_count(out->arena, r->version), r->withdrawn ? "withdrawn" : "done",
		     r->old_total, r->new_total);
	}
}

static void put_lates(struct bundle_out *out)
{
	for (size_t i = 0; i < out->bundle->late_count; i++) {
		const struct bundle_late *late = &out->bundle->lates[i];

		LINE(out->to, "late-recusal", bundle_count(out->arena, i + 1),
		     bundle_juror(out->arena, late->juror), nominee_key(out, late->nominee),
		     late->list, keys_of(out, late->before, late->before_count),
		     keys_of(out, late->after, late->after_count));
	}
}

/* ---- The chain ---- */

void bundle_link(const uint8_t previous[SHA256_SIZE], const uint8_t leaf[SHA256_SIZE],
		 uint8_t ret[SHA256_SIZE])
{
	sha256_two(previous, SHA256_SIZE, leaf, SHA256_SIZE, ret);
}

static void put_chain(struct bundle_out *out)
{
	uint8_t link[SHA256_SIZE] = { 0 };
	char hex[SHA256_HEX_SIZE];

	for (size_t i = 0; i < out->bundle->leaf_count; i++) {
		const struct bundle_leaf *leaf = &out->bundle->leaves[i];

		bundle_link(link, leaf->hash, link);
		hex_encode(leaf->hash, SHA256_SIZE, hex);
		LINE(out->to, "leaf", bundle_count(out->arena, (uint64_t)leaf->seq), hex);
	}
	hex_encode(link, SHA256_SIZE, hex);
	LINE(out->to, "chain", bundle_count(out->arena, out->bundle->leaf_count), hex);
}

void bundle_put_events(struct bundle_out *out)
{
	put_votes(out);
	put_reopenings(out);
	put_changes(out);
	put_lates(out);
	put_chain(out);
}

/* ---- The ranking ---- */

static const char *yes(bool value)
{
	return value ? "yes" : "no";
}

static void put_row(struct bundle_out *out, const char *tag, const char *list,
		    const struct row *row, const char *category)
{
	unsigned places = out->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;
	const char *fields[] = {
		tag,
		list,
		ranked ? bundle_count(out->arena, row->rank) : NULL,
		nominee_key(out, row->nominee),
		ranked ? ratio_decimal(out->arena, row->published, places, '.') : NULL,
		ranked ? ratio_fraction(out->arena, row->final) : NULL,
		ranked && row->has_jury ? ratio_decimal(out->arena, row->jury, places, '.') : NULL,
		row->has_data ? ratio_decimal(out->arena, row->data, places, '.') : NULL,
		bundle_count(out->arena, row->sheets),
		standing_text(row->status),
		yes(ranked && row->tied),
		ranked ? row->decided_by : NULL,
		yes(ranked && row->winner),
		row->title ? row->title->text[LANG_ID] : NULL,
		row->title ? row->title->text[LANG_EN] : NULL,
		category,
	};

	bundle_line(out->to, fields, COUNT(fields) - (category ? 0 : 1));
}

void bundle_put_ranking(struct bundle_out *out)
{
	for (size_t c = 0; c < out->tally->category_count; c++) {
		const struct ranking *list = &out->tally->categories[c];

		for (size_t i = 0; i < list->count; i++)
			put_row(out, "rank", list->key, &list->rows[i], NULL);
	}
	for (size_t o = 0; o < out->tally->overall_count; o++) {
		const struct ranking *list = &out->tally->overalls[o];

		for (size_t i = 0; i < list->count; i++)
			put_row(out, "overall-rank", list->key, &list->rows[i],
				out->scheme->categories[list->rows[i].category].key);
	}
}
