#include "deed_objection.h"

#include <inttypes.h>

#include "screen.h"

#define NOMINEE_ACTOR "nominee" /* no role of an account */

/* ---- Objecting ---- */

enum objecting objecting(const struct settings *settings, const struct objection *list,
			 size_t count, int64_t now)
{
	int64_t end = settings_objections_end(settings);

	for (size_t i = 0; i < count; i++)
		if (!list[i].answered_at)
			return OBJECTING_WAITS;
	if (end && now >= end)
		return OBJECTING_LATE;
	return count < OBJECTIONS_MAX ? OBJECTING_OPEN : OBJECTING_FULL;
}

static bool refuse_objecting(enum objecting state, struct refusal *ret)
{
	switch (state) {
	case OBJECTING_OPEN: return false;
	case OBJECTING_WAITS:
		return REFUSE(ret, 409, "objection_open", "keberatan sebelumnya belum dijawab",
			      "the objection before this one is not answered yet");
	case OBJECTING_LATE:
		return REFUSE(ret, 409, "objections_closed", "batas waktu keberatan sudah lewat",
			      "the deadline for objections is over");
	case OBJECTING_FULL:
		return REFUSE(ret, 409, "objections_full",
			      "paling banyak %d keberatan untuk satu nominee",
			      "at most %d objections of one nominee", OBJECTIONS_MAX);
	}
	return true;
}

/* Who objects has no account: the log names the nominee by its key. */
static bool made_tell(struct req *req, const struct own_result *own, const struct ledger_look *look,
		      const struct objection *objection, int64_t id, struct err *err)
{
	const struct actor actor = { 0, own->nominee->key, NOMINEE_ACTOR };
	struct val *about = val_map(req->arena);
	struct buf text;

	val_put_text(about, "nominee", objection->nominee);
	val_put_int(about, "objection", id);
	val_put_int(about, "release", objection->release);
	if (*objection->criterion)
		val_put_text(about, "criterion", objection->criterion);
	if (!ledger_tell(look, about, err))
		return false;
	buf_init(&text, req->arena);
	json_write(&text, about);
	return act_add(db_of(req), own->edition.id, &actor, "objection", text.data, objection->at,
		       err);
}

bool objection_make(struct req *req, const struct own_result *own, const struct settings *settings,
		    const struct objection_call *call, int64_t now, struct refusal *ret,
		    struct err *err)
{
	struct objection objection = {
		.at = now,
		.nominee = own->nominee->key,
		.release = own->released.release.number,
		.criterion = call->criterion,
		.contact = call->contact,
		.text = call->text,
	};
	struct objection *list;
	struct ledger_look look;
	size_t count;
	int64_t id;

	if (!objection_list(db_of(req), own->edition.id, own->nominee->key, req->arena, &list,
			    &count, err))
		return false;
	if (refuse_objecting(objecting(settings, list, count, now), ret))
		return true;
	return act_look(req, &own->edition, VOUCHED_OBJECTION, &look, err) &&
	       objection_add(db_of(req), own->edition.id, &objection, &id, err) &&
	       made_tell(req, own, &look, &objection, id, err);
}

/* ---- Answering ---- */

bool corrections_list(struct req *req, const struct edition *edition, int64_t after, int64_t **ret,
		      size_t *ret_count, struct err *err)
{
	struct release *list;
	size_t count;

	*ret_count = 0;
	if (!release_list(db_of(req), edition->id, req->arena, &list, &count, err))
		return false;
	*ret = NEW(req->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++) /* whatever is published after a release corrects it */
		if (list[i].number > after && (text_equal(list[i].state, "published") ||
					       text_equal(list[i].state, "superseded")))
			(*ret)[(*ret_count)++] = list[i].number;
	return true;
}

static bool is_correction(struct req *req, const struct edition *edition,
			  const struct objection *objection, int64_t number, bool *ret,
			  struct err *err)
{
	int64_t *numbers;
	size_t count;

	*ret = false;
	if (!corrections_list(req, edition, objection->release, &numbers, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || numbers[i] == number;
	return true;
}

bool objection_is_closed(struct req *req, const struct edition *edition, const char *nominee,
			 bool *ret, struct err *err)
{
	struct candidate candidate;
	struct screen screen;

	if (!screen_load(req, edition, &screen, err) ||
	    !nominee_find(db_of(req), edition->id, nominee, req->arena, &candidate, err))
		return false;
	*ret = candidate.id && screened(&screen, candidate.id);
	return true;
}

static bool answer_check(struct req *req, const struct edition *edition,
			 const struct objection *objection, int64_t correction, struct refusal *ret,
			 struct err *err)
{
	bool closed, found = true;

	if (!objection_is_closed(req, edition, objection->nominee, &closed, err))
		return false;
	if (closed)
		return REFUSE(ret, 403, "recused",
			      "Anda berhalangan untuk nominee ini; ketua pengganti yang menjawab",
			      "you are recused from this nominee; a deputy chair answers");
	if (objection->answered_at)
		return REFUSE(ret, 409, "answered", "keberatan ini sudah dijawab",
			      "this objection has been answered");
	if (correction && !is_correction(req, edition, objection, correction, &found, err))
		return false;
	return found || REFUSE(ret, 422, "no_correction",
			       "tidak ada ralat %" PRId64 " yang diumumkan sesudah keberatan ini",
			       "there is no correction %" PRId64 " published after this objection",
			       correction);
}

bool objection_answer(struct req *req, const struct edition *edition, int64_t id,
		      const char *reason, int64_t correction, int64_t now, struct refusal *ret,
		      struct err *err)
{
	const struct who *who = who_of(req);
	struct val *about = val_map(req->arena);
	struct objection *list, answered = { 0 };
	struct ledger_look look;
	size_t count;

	if (!may(DEED_ANSWER_OBJECTION, who->account.role, edition->phase,
		 (struct circumstances){ 0 }))
		return REFUSE(ret, 403, "denied", "hanya ketua yang menjawab keberatan",
			      "only the chair answers objections");
	if (!objection_list(db_of(req), edition->id, NULL, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			answered = list[i];
	if (!answered.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada keberatan ini.", "No such objection.");
	if (!answer_check(req, edition, &answered, correction, ret, err))
		return false;
	if (ret->status)
		return true;
	answered.answer = reason;
	answered.correction = correction;
	answered.answered_by = who->account.username;
	answered.answered_at = now;
	val_put_text(about, "nominee", answered.nominee);
	val_put_int(about, "objection", id);
	val_put_text(about, "reason", reason);
	if (correction)
		val_put_int(about, "correction", correction);
	return act_look(req, edition, VOUCHED_OBJECTION, &look, err) &&
	       objection_put_answer(db_of(req), &answered, err) &&
	       act_tell(req, edition, &look, "objection_answered", about, now, err);
}
