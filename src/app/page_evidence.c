/* One piece of evidence with its forms, and the queue of all that waits for a decision. */
#include <stdlib.h>
#include <string.h>

#include "secretariat.h"

/* ---- One item ---- */

/* The level criterion that reads this name: its words are what may be chosen. */
static const struct criterion *level_of(const struct category *category, const char *name)
{
	for (size_t i = 0; category && i < category->criterion_count; i++)
		if (text_equal(category->criteria[i].evidence, name))
			return &category->criteria[i];
	return NULL;
}

static void words_put(struct desk *d, struct val *field, const struct criterion *level,
		      const char *value)
{
	bool known = !*value;

	part_option(d->req->arena, field, "", "–");
	for (size_t i = 0; i < level->level_count; i++) {
		char points[32];

		decimal_format(level->levels[i].points_c, 2, d->req->lang == LANG_EN ? '.' : ',',
			       points);
		part_option(d->req->arena, field, level->levels[i].word,
			    arena_printf(d->req->arena, "%s (%s)", level->levels[i].word, points));
		known = known || text_equal(level->levels[i].word, value);
	}
	if (!known)
		part_option(d->req->arena, field, value, value);
}

/* What was typed, or else what is kept. */
static const char *typed(const struct req *req, const char *field, const char *kept)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (text_equal(req->fields[i].name, field))
			return req->fields[i].text;
	return kept;
}

static struct val *text_field(struct desk *d, struct val *fields, const char *name,
			      const char *label, const char *kept)
{
	return part_field(d->req->arena, fields, name, word(d->req, label),
			  typed(d->req, name, kept ? kept : ""));
}

/* A number as it would be typed: with the decimal mark of the language, without groups. */
static const char *as_typed(struct desk *d, const struct evidence_item *item, const char *value)
{
	const bool number = evidence_shown(d->req, item->category, item->name, value) != value;

	return number ? show_plain(d->req->arena, value, d->req->lang) : value;
}

static struct val *fields_put(struct desk *d, const struct evidence_item *item)
{
	const struct criterion *level = level_of(item->category, item->name);
	struct val *fields = val_put_map(d->page, "field"), *field;

	field = text_field(d, fields, "value", "sec.value", as_typed(d, item, item->proof.value));
	val_put_bool(field, "required", true);
	val_put_text(field, "hint", evidence_use(d->req, item->category, item->name));
	val_put_bool(d->page, "chosen", level != NULL);
	val_put_int(field, "max", 200);
	if (level)
		words_put(d, field, level, val_get_text(field, "value"));
	field = text_field(d, fields, "source", "sec.source", item->proof.source);
	val_put_text(field, "hint", word(d->req, "sec.source_hint"));
	val_put_int(field, "max", 200);
	field = text_field(d, fields, "cutoff", "sec.cutoff", item->proof.cutoff);
	val_put_text(field, "value", evidence_date(d->req, val_get_text(field, "value")));
	val_put_text(field, "hint", word(d->req, "sec.cutoff_hint"));
	field = text_field(d, fields, "reason", "sec.reject_reason", item->proof.reason);
	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	val_put_int(field, "rows", 3);
	return fields;
}

static void when_put(struct desk *d, const char *label, const char *who, int64_t at)
{
	part_fact(d->page, word(d->req, label), who_and_when(d, who, at));
}

static void item_facts(struct desk *d, const struct evidence_item *item)
{
	const struct proof_item *proof = &item->proof;

	part_fact(d->page, word(d->req, "word.nominee"), item->nominee.name);
	part_fact(d->page, word(d->req, "sec.use"),
		  evidence_use(d->req, item->category, item->name));
	part_fact(d->page, word(d->req, "sec.name_in_files"), item->name);
	if (!proof->id)
		return;
	part_fact(d->page, word(d->req, "sec.value"),
		  evidence_shown(d->req, item->category, item->name, proof->value));
	part_fact(d->page, word(d->req, "sec.source"), *proof->source ? proof->source : "–");
	part_fact(d->page, word(d->req, "sec.cutoff"),
		  *proof->cutoff ? evidence_date(d->req, proof->cutoff) : "–");
	when_put(d, "sec.entered_by", proof->entered_by, proof->entered_at);
	if (proof->decided_at)
		when_put(d, "sec.decided_by", proof->decided_by, proof->decided_at);
	if (*proof->reason)
		part_fact(d->page, word(d->req, "sec.reject_reason"), proof->reason);
}

static bool item_show(struct req *req, const struct evidence_item *item,
		      const struct evidence_result *result, struct err *err)
{
	const struct refusal *refusal = result ? &result->refusal : NULL;
	struct attachment *documents;
	const char *nominees;
	size_t count;
	struct val *fields;
	struct desk d;

	if (!desk_open(req, NULL, "sec.evidence_one", &d, err))
		return false;
	nominees = arena_printf(req->arena, "editions/%s/nominees", d.edition.key);
	val_put_text(d.page, "title", evidence_label(req->arena, item->name));
	part_crumb(d.page, nominees, word(req, "sec.nominees"));
	part_crumb(d.page, arena_printf(req->arena, "%s/%s", nominees, item->nominee.key),
		   item->nominee.name);
	val_put_text(d.page, "nominee_key", item->nominee.key);
	val_put_text(d.page, "evidence", item->name);
	val_put_text(d.page, "seen", item->proof.id ? item->proof.value : NULL);
	val_put_text(d.page, "seen_status", proof_text(item->proof.status));
	val_put_bool(d.page, "open", evidence_may(item));
	val_put_bool(d.page, "can_verify", item->proof.id && item->proof.status != PROOF_VERIFIED);
	val_put_bool(d.page, "can_reject", item->proof.id && item->proof.status != PROOF_REJECTED);
	val_put_bool(d.page, "rejecting", result && text_equal(result->field, "reason"));
	proof_state(req, d.page, "title_state", item->proof.id ? &item->proof : NULL);
	item_facts(&d, item);
	if (!attachment_list(db_of(req), d.edition.id, item->nominee.id, req->arena, &documents,
			     &count, err))
		return false;
	documents_put(req, d.page, documents, count, item->name);
	evidence_effect_put(req, item, item->all, item->all_count, d.page);
	fields = fields_put(&d, item);
	field_errors(req, d.page, fields);
	if (refusal && result->field)
		part_error(d.page, val_find(fields, result->field),
			   as_sentence(req->arena, refusal->why.msg[req->lang]));
	else if (refusal)
		refusal_flash(req, d.page, refusal);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "sec.saved"));
	return page_show(req,
			 refusal	  ? refusal->status
			 : req->fields_ok ? 200
					  : 422,
			 "secretariat/evidence", d.page, err);
}

bool page_evidence(struct req *req, struct err *err)
{
	struct evidence_item item;

	req->fields_ok = true;
	return evidence_item_get(req, req->params[1], req->params[2], &item, err) &&
	       item_show(req, &item, NULL, err);
}

bool do_evidence(struct req *req, struct err *err)
{
	const struct evidence_call call = { .value = req_field(req, "value"),
					    .source = req_field(req, "source"),
					    .cutoff = req_field(req, "cutoff") };
	struct evidence_result result;
	struct evidence_item item;

	if (!evidence_item_get(req, req->params[1], req->params[2], &item, err))
		return false;
	if (!req->fields_ok)
		return item_show(req, &item, NULL, err);
	if (!evidence_enter(req, &item, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status == 409)
		result.field = NULL;
	if (result.refusal.status)
		return item_show(req, &item, &result, err);
	return res_redirect(req, "/editions/%s/nominees/%s/evidence/%s?done=1", item.edition.key,
			    item.nominee.key, item.name);
}

/* ---- The queue ---- */

static int by_age(const void *a, const void *b)
{
	const struct proof_item *x = a, *y = b;

	if (x->entered_at != y->entered_at)
		return x->entered_at < y->entered_at ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

#define QUEUE_PAGE 50

struct queue {
	struct desk d;
	struct proof_item *proofs;
	size_t count;
	struct attachment *documents;
	size_t document_count;
};

/* The documents of one nominee: they come in the order in which they were added. */
static void queue_documents(struct queue *queue, struct val *row, const struct proof_item *proof)
{
	struct attachment *own =
		NEW(queue->d.req->arena, struct attachment, queue->document_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < queue->document_count; i++)
		if (queue->documents[i].nominee == proof->nominee)
			own[count++] = queue->documents[i];
	documents_put(queue->d.req, row, own, count, proof->name);
}

static void queue_row(struct queue *queue, struct val *rows, const struct proof_item *proof,
		      const struct candidate *nominee)
{
	struct desk *d = &queue->d;
	struct val *row = val_push_map(rows), *field;
	const struct category *category = scheme_category(d->scheme, nominee->category);
	struct evidence_item item = { .edition = d->edition,
				      .scheme = d->scheme,
				      .category = category,
				      .nominee = *nominee,
				      .name = proof->name,
				      .proof = *proof };

	val_put_text(row, "nominee_key", nominee->key);
	val_put_text(row, "nominee", nominee->name);
	val_put_text(row, "evidence", proof->name);
	val_put_text(row, "label", evidence_label(d->req->arena, proof->name));
	val_put_text(row, "use", evidence_use(d->req, category, proof->name));
	val_put_text(row, "seen", proof->value);
	val_put_text(row, "seen_status", proof_text(proof->status));
	val_put_text(row, "value", evidence_shown(d->req, category, proof->name, proof->value));
	val_put_text(row, "source", *proof->source ? proof->source : "–");
	val_put_text(row, "cutoff", *proof->cutoff ? evidence_date(d->req, proof->cutoff) : "–");
	val_put_text(row, "who", who_and_when(d, proof->entered_by, proof->entered_at));
	evidence_effect_put(d->req, &item, queue->proofs, queue->count, row);
	queue_documents(queue, row, proof);
	val_put_bool(row, "open", evidence_may(&item));
	field = part_field(d->req->arena, val_put_map(row, "field"), "reason",
			   word(d->req, "sec.reject_reason"), "");
	val_put_text(field, "id",
		     arena_printf(d->req->arena, "reason-%s-%s", nominee->key, proof->name));
	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	val_put_int(field, "rows", 2);
}

static const struct candidate *candidate_of(const struct candidate *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

/* Which one was decided, and the way back to it: a finger slips in a long list. */
static void decided_put(struct queue *queue, const struct candidate *candidates, size_t count)
{
	struct req *req = queue->d.req;
	const char *key = req_query(req, "nominee"), *name = req_query(req, "item");

	for (size_t i = 0; i < queue->count; i++) {
		const struct proof_item *proof = &queue->proofs[i];
		const struct candidate *nominee = candidate_of(candidates, count, proof->nominee);
		struct val *values = val_map(req->arena);
		const char *path;

		if (!nominee || proof->status == PROOF_ENTERED || !text_equal(nominee->key, key) ||
		    !text_equal(proof->name, name))
			continue;
		val_put_text(values, "state", word_of(req, "state.", proof_text(proof->status)));
		val_put_text(values, "nominee", nominee->name);
		val_put_text(values, "evidence", evidence_label(req->arena, proof->name));
		path = arena_printf(req->arena, "editions/%s/nominees/%s/evidence/%s",
				    queue->d.edition.key, nominee->key, proof->name);
		part_flash_link(queue->d.page, "good",
				words_fill(service_templates(service_of(req)), req->lang,
					   "sec.decided_one", values, req->arena),
				path, word(req, "action.open"));
		return;
	}
	part_flash(queue->d.page, "good", word(req, "sec.decided"));
}

static bool queue_show(struct req *req, const struct refusal *refusal, struct err *err)
{
	struct candidate *candidates;
	size_t candidate_count, open = 0;
	struct queue queue = { 0 };
	struct desk *d = &queue.d;
	struct val *rows;

	if (!desk_open(req, "evidence", "sec.queue", d, err) ||
	    !nominee_list(db_of(req), d->edition.id, req->arena, &candidates, &candidate_count,
			  err) ||
	    !proof_list(db_of(req), d->edition.id, 0, req->arena, &queue.proofs, &queue.count,
			err) ||
	    !attachment_list(db_of(req), d->edition.id, 0, req->arena, &queue.documents,
			     &queue.document_count, err))
		return false;
	if (queue.count)
		qsort(queue.proofs, queue.count, sizeof(*queue.proofs), by_age);
	rows = val_put_list(d->page, "rows");
	for (size_t i = 0; i < queue.count; i++) {
		const struct candidate *nominee =
			candidate_of(candidates, candidate_count, queue.proofs[i].nominee);

		if (queue.proofs[i].status != PROOF_ENTERED || !nominee)
			continue;
		if (open++ < QUEUE_PAGE)
			queue_row(&queue, rows, &queue.proofs[i], nominee);
	}
	val_put_bool(d->page, "has_rows", open > 0);
	val_put_text(d->page, "lead", open ? word_n(req, "sec.queue_n", show_n(req, open)) : NULL);
	val_put_text(d->page, "more",
		     open > QUEUE_PAGE ? word_n(req, "sec.queue_more", show_n(req, QUEUE_PAGE))
				       : NULL);
	if (refusal)
		refusal_flash(req, d->page, refusal);
	else if (req_query(req, "done"))
		decided_put(&queue, candidates, candidate_count);
	return page_show(req, refusal ? refusal->status : 200, "secretariat/queue", d->page, err);
}

bool page_queue(struct req *req, struct err *err)
{
	return queue_show(req, NULL, err);
}

static bool decide(struct req *req, enum proof status, struct err *err)
{
	bool queue = *req_field(req, "queue") != '\0';
	const struct evidence_call call = { .seen = req_field(req, "seen"),
					    .seen_status = req_field(req, "seen_status"),
					    .reason = req_field(req, "reason") };
	struct evidence_result result = { 0 };
	struct evidence_item item;

	if (!evidence_item_get(req, req->params[1], req->params[2], &item, err))
		return false;
	if (!req->fields_ok)
		return item_show(req, &item, NULL, err);
	if (!evidence_decide(req, &item, status, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return queue && result.refusal.status == 409 ? queue_show(req, &result.refusal, err)
							     : item_show(req, &item, &result, err);
	if (queue)
		return res_redirect(req, "/editions/%s/evidence?done=1&nominee=%s&item=%s",
				    item.edition.key, item.nominee.key, item.name);
	return res_redirect(req, "/editions/%s/nominees/%s/evidence/%s?done=1", item.edition.key,
			    item.nominee.key, item.name);
}

bool do_evidence_verify(struct req *req, struct err *err)
{
	return decide(req, PROOF_VERIFIED, err);
}

bool do_evidence_reject(struct req *req, struct err *err)
{
	return decide(req, PROOF_REJECTED, err);
}
