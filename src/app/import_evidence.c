/* Evidence out of a file: what is new, what a file decides, and what it leaves alone. */
#include "import.h"
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

static bool check_phase(const struct importer *by, const struct edition *edition, struct err *err)
{
	if (may(DEED_EDIT_EVIDENCE, ROLE_SECRETARIAT, edition->phase, (struct circumstances){ 0 }))
		return true;
	if (!by->actor->account && edition->phase == PHASE_SETUP)
		return true;
	return FAIL_CODE(err, ERR_CONFLICT, "wrong_phase",
			 "edisi %s: bukti tidak dapat diubah dalam tahap ini",
			 "edition %s: evidence cannot be changed in this phase", edition->key);
}

static bool check_rules(const struct scheme *scheme, const struct nominee_list *list,
			struct complaints *complaints, struct err *err)
{
	size_t before = complaints->total;

	for (size_t i = 0; i < list->count; i++) {
		const struct nominee *nominee = &list->items[i];

		for (size_t k = 0; k < nominee->evidence_count; k++)
			if (nominee->evidence[k].verified && nominee->category != NAME_NONE)
				evidence_check(&scheme->categories[nominee->category],
					       &nominee->evidence[k], complaints);
	}
	if (complaints->total == before)
		return true;
	return FAIL_CODE(err, ERR_INPUT, "bad_rows", "berkas bukti memuat baris yang salah",
			 "the file of evidence holds bad rows");
}

static enum proof status_of(const struct evidence *evidence)
{
	return evidence->verified   ? PROOF_VERIFIED
	       : evidence->rejected ? PROOF_REJECTED
				    : PROOF_ENTERED;
}

/* ---- What is there already ---- */

static int by_nominee_and_name(const void *a, const void *b)
{
	const struct proof_item *x = a, *y = b;

	if (x->nominee != y->nominee)
		return x->nominee < y->nominee ? -1 : 1;
	return strcmp(x->name, y->name);
}

struct merge {
	const struct importer *by;
	const struct edition *edition;
	struct proof_item *old;
	size_t old_count;
	struct import_count *count;
	struct val *changes;
};

static const struct proof_item *old_of(const struct merge *m, int64_t nominee, const char *name)
{
	struct proof_item wanted = { .nominee = nominee, .name = name };

	return m->old_count ? bsearch(&wanted, m->old, m->old_count, sizeof(*m->old),
				      by_nominee_and_name)
			    : NULL;
}

static void state_put(struct val *map, const char *prefix, struct arena *arena, const char *value,
		      enum proof status)
{
	val_put_text(map, prefix, value);
	val_put_text(map, arena_printf(arena, "%s_status", prefix),
		     value ? proof_text(status) : NULL);
}

/* `old` NULL: there was none. The log tells every value, so that it can be checked against it. */
static void note_change(struct merge *m, const char *nominee, const char *name,
			const struct proof_item *old, const char *value, enum proof status)
{
	struct val *item = val_push_map(m->changes);

	val_put_text(item, "nominee", nominee);
	val_put_text(item, "evidence", name);
	if (old)
		state_put(item, "old", m->by->arena, old->value, old->status);
	state_put(item, "new", m->by->arena, value, status);
}

/* ---- One item ---- */

static bool remove_item(struct merge *m, const struct proof_item *old, struct err *err)
{
	if (!old)
		return true;
	note_change(m, old->nominee_key, old->name, old, NULL, PROOF_ENTERED);
	m->count->removed++;
	return proof_delete(m->by->db, old->id, err);
}

/* Value and status stay; only where the value comes from may differ. */
static bool keep_decision(struct merge *m, const struct proof_item *old, struct proof_item *item,
			  struct err *err)
{
	int64_t id;

	if (text_equal(old->source, item->source) && text_equal(old->cutoff, item->cutoff)) {
		m->count->same++;
		return true;
	}
	item->status = old->status;
	m->count->changed++;
	note_change(m, old->nominee_key, old->name, old, item->value, item->status);
	if (!proof_put(m->by->db, m->edition->id, item, &id, err))
		return false;
	return old->status == PROOF_ENTERED || proof_decide(m->by->db, id, old->status, old->reason,
							    old->decided_by, old->decided_at, err);
}

static bool merge_item(struct merge *m, int64_t nominee, const char *nominee_key,
		       const struct evidence *evidence, struct err *err)
{
	const struct proof_item *old = old_of(m, nominee, evidence->name);
	const char *who = m->by->actor->username;
	struct proof_item item = {
		.nominee = nominee,
		.name = evidence->name,
		.value = evidence->value,
		.source = evidence->source ? evidence->source : "",
		.cutoff = evidence->cutoff ? evidence->cutoff : "",
		.status = status_of(evidence),
		.entered_by = who,
		.entered_at = m->by->at,
	};
	int64_t id;

	if (!evidence->value || !*evidence->value)
		return remove_item(m, old, err);
	if (old && text_equal(old->value, item.value) &&
	    (item.status == PROOF_ENTERED || item.status == old->status))
		return keep_decision(m, old, &item, err);
	if (item.status != PROOF_ENTERED) {
		item.decided_by = who;
		item.decided_at = m->by->at;
	}
	note_change(m, nominee_key, item.name, old, item.value, item.status);
	m->count->added += !old;
	m->count->changed += old != NULL;
	return proof_put(m->by->db, m->edition->id, &item, &id, err);
}

static bool merge_all(struct merge *m, const struct nominee_list *list, struct err *err)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct nominee *nominee = &list->items[i];
		struct candidate candidate;

		if (!nominee->evidence_count)
			continue;
		if (!nominee_find(m->by->db, m->edition->id, nominee->key, m->by->arena, &candidate,
				  err))
			return false;
		if (!candidate.id)
			return FAIL(err, ERR_NOT_FOUND, "tidak ada nominee %s", "no nominee %s",
				    nominee->key);
		for (size_t k = 0; k < nominee->evidence_count; k++)
			if (!merge_item(m, candidate.id, nominee->key, &nominee->evidence[k], err))
				return false;
	}
	return true;
}

bool import_evidence(const struct importer *by, const struct edition *edition,
		     const struct scheme *scheme, const struct nominee_list *list,
		     struct import_count *ret, struct complaints *complaints, struct err *err)
{
	struct val *about = val_map(by->arena);
	struct merge m = { .by = by, .edition = edition, .count = ret };
	struct ledger_look look;
	struct buf text;

	*ret = (struct import_count){ 0 };
	m.changes = val_put_list(about, "changed");
	if (!check_rules(scheme, list, complaints, err) ||
	    !ledger_look(by->db, edition->id, VOUCHED_EVIDENCE, NULL, by->arena, &look, err) ||
	    !proof_list(by->db, edition->id, 0, by->arena, &m.old, &m.old_count, err))
		return false;
	if (m.old_count)
		qsort(m.old, m.old_count, sizeof(*m.old), by_nominee_and_name);
	if (!merge_all(&m, list, err))
		return false;
	if (!(ret->added + ret->changed + ret->removed))
		return true;
	if (!check_phase(by, edition, err))
		return false;
	val_put_int(about, "added", (int64_t)ret->added);
	if (!ledger_tell(&look, about, err))
		return false;
	buf_init(&text, by->arena);
	json_write(&text, about);
	return act_add(by->db, edition->id, by->actor, "evidence_imported", text.data, by->at, err);
}
