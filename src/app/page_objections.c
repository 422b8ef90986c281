/* Objections of nominees: what is open, who said what, and the chair's answer. */
#include <inttypes.h>
#include <stdlib.h>

#include "deed_objection.h"
#include "secretariat.h"

struct objections {
	struct desk d;
	struct candidate *nominees;
	size_t nominee_count;
	bool answers; /* the reader may answer */
};

static const struct candidate *nominee_of(const struct objections *o, const char *key)
{
	for (size_t i = 0; i < o->nominee_count; i++)
		if (text_equal(o->nominees[i].key, key))
			return &o->nominees[i];
	return NULL;
}

static const char *criterion_of(const struct objections *o, const struct candidate *nominee,
				const char *key)
{
	const struct category *category =
		nominee ? scheme_category(o->d.scheme, nominee->category) : NULL;
	const struct criterion *criterion = category ? category_criterion(category, key) : NULL;

	if (!*key)
		return word(o->d.req, "letter.whole");
	return criterion ? words_in(&criterion->name, o->d.req->lang) : key;
}

bool objections_remind(struct req *req, const struct edition *edition, struct val *page,
		       struct err *err)
{
	int64_t open;

	if (!objection_count_open(db_of(req), edition->id, &open, err))
		return false;
	if (open)
		part_flash_link(page, "info",
				word_n(req, "objections.waiting", show_n(req, (size_t)open)),
				arena_printf(req->arena, "editions/%s/objections", edition->key),
				word(req, "objections.title"));
	return true;
}

/* ---- One objection ---- */

/* The fields of the answer, with what was typed into this one. */
static bool answer_fields(struct objections *o, const struct objection *objection, bool typed,
			  struct val *item, struct err *err)
{
	struct req *req = o->d.req;
	struct val *fields = val_put_map(item, "field"), *field;
	int64_t *corrections;
	size_t count;

	if (!corrections_list(req, &o->d.edition, objection->release, &corrections, &count, err))
		return false;
	field = part_field(req->arena, fields, "reason", word(req, "objections.answer"),
			   typed ? req_field(req, "reason") : "");
	val_put_text(field, "id", arena_printf(req->arena, "reason-%" PRId64, objection->id));
	val_put_text(field, "hint", word(req, "objections.answer_hint"));
	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	if (typed && req->field_count && req->fields[0].complaint[LANG_ID])
		part_error(o->d.page, field, req->fields[0].complaint[req->lang]);
	field = part_field(req->arena, fields, "correction", word(req, "objections.correction"),
			   typed ? req_field(req, "correction") : "");
	val_put_text(field, "id", arena_printf(req->arena, "correction-%" PRId64, objection->id));
	val_put_bool(field, "required", true);
	part_option(req->arena, field, "", word(req, "objections.no_correction"));
	for (size_t i = 0; i < count; i++) {
		const char *number = arena_printf(req->arena, "%" PRId64, corrections[i]);

		part_option(req->arena, field, number, word_n(req, "objections.ralat", number));
	}
	return true;
}

/* Of a nominee that is closed to the reader: its name and the word. */
static void closed_put(struct objections *o, struct val *item)
{
	val_put_bool(item, "closed", true);
	(void)part_state(item, "state", "recused", word(o->d.req, "state.recused"));
	val_put_bool(item, "answers", false);
}

static void said_put(struct objections *o, const struct objection *objection,
		     const struct candidate *nominee, struct val *item)
{
	struct req *req = o->d.req;
	bool open = !objection->answered_at;

	val_put_bool(item, "closed", false);
	val_put_text(item, "about", criterion_of(o, nominee, objection->criterion));
	val_put_text(item, "at",
		     show_time(req->arena, objection->at, o->d.settings.zone_hours, req->lang));
	val_put_int(item, "release_number", objection->release);
	val_put_text(item, "contact", objection->contact);
	val_put_text(item, "text", objection->text);
	val_put_text(item, "answer", open ? NULL : objection->answer);
	val_put_text(item, "answered",
		     open ? NULL
			  : who_and_when(&o->d, objection->answered_by, objection->answered_at));
	val_put_text(item, "correction",
		     objection->correction
			     ? arena_printf(req->arena, "%" PRId64, objection->correction)
			     : NULL);
	val_put_bool(item, "answers", open && o->answers);
	(void)part_state(item, "state", open ? "open" : "submitted",
			 word(req, open			   ? "objections.open"
				   : objection->correction ? "objections.corrected"
							   : "objections.answered"));
}

static bool objection_put(struct objections *o, const struct objection *objection, bool typed,
			  struct val *list, struct err *err)
{
	const struct candidate *nominee = nominee_of(o, objection->nominee);
	struct val *item = val_push_map(list);
	bool closed;

	val_put_int(item, "id", objection->id);
	val_put_text(item, "name", nominee ? nominee->name : objection->nominee);
	val_put_text(item, "key", objection->nominee);
	if (!objection_is_closed(o->d.req, &o->d.edition, objection->nominee, &closed, err))
		return false;
	if (closed) {
		closed_put(o, item);
		return true;
	}
	said_put(o, objection, nominee, item);
	return !val_is_true(val_get(item, "answers")) ||
	       answer_fields(o, objection, typed, item, err);
}

/* ---- The page ---- */

/* `typed`: of which objection the form was; 0 = none. */
static bool objections_show(struct req *req, unsigned status, int64_t typed,
			    const struct refusal *refusal, struct err *err)
{
	struct objection *list;
	struct objections o = { 0 };
	struct val *rows;
	size_t count;

	if (!desk_open(req, "objections", "objections.title", &o.d, err) ||
	    !nominee_list(db_of(req), o.d.edition.id, req->arena, &o.nominees, &o.nominee_count,
			  err) ||
	    !objection_list(db_of(req), o.d.edition.id, NULL, req->arena, &list, &count, err))
		return false;
	o.answers = may(DEED_ANSWER_OBJECTION, who_of(req)->account.role, o.d.edition.phase,
			(struct circumstances){ 0 });
	val_put_text(o.d.page, "lead", word(req, "objections.lead"));
	if (refusal)
		refusal_flash(req, o.d.page, refusal);
	else if (status == 200 && req_query(req, "done"))
		part_flash(o.d.page, "good", word(req, "objections.done"));
	rows = val_put_list(o.d.page, "rows");
	for (size_t i = 0; i < count; i++)
		if (!objection_put(&o, &list[i], list[i].id == typed, rows, err))
			return false;
	val_put_bool(o.d.page, "has_rows", count > 0);
	return page_show(req, status, "pleno/objections", o.d.page, err);
}

bool page_objections(struct req *req, struct err *err)
{
	return objections_show(req, 200, 0, NULL, err);
}

/* An answer is final: it is read once more before it goes. */
static bool answer_confirm(struct req *req, int64_t correction, struct err *err)
{
	struct val *values = val_map(req->arena);
	struct confirm confirm;
	struct desk d;

	if (!desk_open(req, "objections", "objections.sure", &d, err))
		return false;
	val_put_text(values, "answer", req_field(req, "reason"));
	val_put_int(values, "n", correction);
	confirm_new(req, d.page, word(req, "objections.send"),
		    arena_printf(req->arena, "editions/%s/objections", d.edition.key), &confirm);
	confirm_words(&confirm, "objections.will", values);
	if (correction)
		confirm_words(&confirm, "objections.will_correction", values);
	return confirm_ask(&confirm, err);
}

bool do_objection_answer(struct req *req, struct err *err)
{
	int64_t id = req_number(req, 1);
	int64_t correction = strtoll(req_field(req, "correction"), NULL, 10);
	struct refusal refusal = { 0 };
	struct edition edition;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!req->fields_ok)
		return objections_show(req, 422, id, NULL, err);
	if (!objection_answer(req, &edition, id, req_field(req, "reason"), correction, time_now(),
			      &refusal, err))
		return false;
	if (!refusal.status && confirm_due(req))
		return answer_confirm(req, correction, err);
	return refusal.status ? objections_show(req, refusal.status, id, &refusal, err)
			      : res_redirect(req, "/editions/%s/objections?done=1", edition.key);
}
