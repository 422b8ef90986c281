/* What the chair does alone: absences, and recusals found after the lock. */
#include "pleno.h"

#include <string.h>

struct acting {
	struct req *req;
	struct db *db;
	struct edition_state state;
	size_t nominee, juror;
	const char *reason;
	int64_t now;
	struct refusal *refusal;
};

static enum sheet_state state_now(const struct acting *a)
{
	const struct sheet_event *sheet = edition_state_sheet(&a->state, a->nominee, a->juror);

	return sheet ? sheet->state : SHEET_EMPTY;
}

static struct val *about_of(const struct acting *a)
{
	struct val *about = val_map(a->req->arena);

	val_put_text(about, "juror", a->state.jurors[a->juror].key);
	val_put_text(about, "nominee", a->state.candidates[a->nominee].key);
	val_put_text(about, "reason", a->reason);
	return about;
}

/* ---- Absent, and back ---- */

static bool mark_absent(struct acting *a, struct err *err)
{
	struct sheet_event event;

	if (!edition_state_owes(&a->state, a->nominee, a->juror))
		return REFUSE(a->refusal, 422, "invalid", "juri ini tidak menilai nominee ini",
			      "this juror does not judge this nominee");
	if (state_now(a) > SHEET_DRAFT)
		return REFUSE(a->refusal, 409, "not_open", "lembar ini tidak terbuka",
			      "this sheet is not open");
	sheet_next(a->req, &a->state, a->nominee, a->juror, SHEET_MARK_ABSENT, a->now, &event);
	event.state = SHEET_ABSENT;
	event.mark_count = 0; /* absent has no marks; a draft comes back with `present` */
	event.reason = a->reason;
	return sheet_append(a->db, &event, err) &&
	       act_log(a->req, &a->state.edition, "absent", about_of(a), a->now, err);
}

static bool mark_present(struct acting *a, struct err *err)
{
	struct sheet_event *history, event;
	size_t count;

	if (state_now(a) != SHEET_ABSENT)
		return REFUSE(a->refusal, 409, "not_absent", "juri ini tidak tercatat tidak hadir",
			      "this juror is not recorded as absent");
	if (!sheet_history(a->db, a->state.jurors[a->juror].id, a->state.candidates[a->nominee].id,
			   a->req->arena, &history, &count, err))
		return false;
	sheet_next(a->req, &a->state, a->nominee, a->juror, SHEET_MARK_PRESENT, a->now, &event);
	event.state = SHEET_EMPTY;
	if (count >= 2 && history[count - 1].kind == SHEET_MARK_ABSENT) {
		event.state = history[count - 2].state;
		if (!marks_mend(a->req, &a->state, a->nominee, &history[count - 2], &event, err))
			return false;
	}
	event.reason = a->reason;
	return sheet_append(a->db, &event, err) &&
	       act_log(a->req, &a->state.edition, "present", about_of(a), a->now, err);
}

/* ---- A recusal found after the lock ---- */

static struct val *winners_val(struct arena *arena, const struct edition_state *state,
			       const struct ranking *list)
{
	struct val *ret = val_list(arena);

	for (size_t i = 0; i < list->count; i++)
		if (list->rows[i].status == STANDING_RANKED && list->rows[i].winner)
			(void)val_push(
				ret,
				val_text(arena, state->input.nominees[list->rows[i].nominee].key));
	return ret;
}

static bool draws_on(const struct overall *overall, size_t category)
{
	for (size_t f = 0; f < overall->from_count; f++)
		if (overall->from[f] == category)
			return true;
	return false;
}

/* The winners of each list that the nominee belongs to, before and after. */
static struct val *lists_val(const struct acting *a, const struct tally *before,
			     const struct edition_state *later, const struct tally *after)
{
	struct arena *arena = a->req->arena;
	struct val *ret = val_list(arena);
	size_t category = a->state.input.nominees[a->nominee].category;

	for (size_t l = 0; l < before->category_count + before->overall_count; l++) {
		bool overall = l >= before->category_count;
		size_t o = l - before->category_count;
		const struct ranking *was = overall ? &before->overalls[o] : &before->categories[l];
		const struct ranking *is = overall ? &after->overalls[o] : &after->categories[l];
		struct val *list;

		if (overall ? !draws_on(&a->state.scheme->overalls[o], category) : l != category)
			continue;
		list = val_push_map(ret);
		val_put_text(list, "list", was->key);
		(void)val_put(list, "before", winners_val(arena, &a->state, was));
		(void)val_put(list, "after", winners_val(arena, later, is));
	}
	return ret;
}

static bool late_recusal(struct acting *a, struct err *err)
{
	struct complaints ignored;
	struct edition_state later;
	struct tally before, after;
	struct sheet_event event;
	struct val *about;

	if (state_now(a) == SHEET_RECUSED)
		return REFUSE(a->refusal, 409, "recused", "juri ini sudah tercatat berhalangan",
			      "this juror is recused already");
	if (!edition_state_owes(&a->state, a->nominee, a->juror) && state_now(a) < SHEET_SUBMITTED)
		return REFUSE(a->refusal, 422, "invalid", "juri ini tidak menilai nominee ini",
			      "this juror does not judge this nominee");
	complaints_init(&ignored, a->req->arena);
	(void)edition_state_tally(&a->state, a->req->arena, &before, &ignored);
	sheet_next(a->req, &a->state, a->nominee, a->juror, SHEET_LATE_RECUSE, a->now, &event);
	event.state = SHEET_RECUSED;
	event.reason = a->reason;
	if (!sheet_append(a->db, &event, err) ||
	    !edition_state_load(service_of(a->req), a->db, &a->state.edition, NULL, a->req->arena,
				&later, err))
		return false;
	(void)edition_state_tally(&later, a->req->arena, &after, &ignored);
	about = about_of(a);
	(void)val_put(about, "lists", lists_val(a, &before, &later, &after));
	return act_log(a->req, &a->state.edition, "late_recusal", about, a->now, err);
}

/* ---- The table ---- */

static const struct {
	const char *name;
	enum deed deed;
	bool (*run)(struct acting *a, struct err *err);
} ACTS[] = {
	{ "mark_absent", DEED_MARK_ABSENT, mark_absent },
	{ "mark_present", DEED_MARK_ABSENT, mark_present },
	{ "late_recusal", DEED_LATE_RECUSAL, late_recusal },
};

static bool refused_right(const struct acting *a, enum deed deed)
{
	const struct edition *edition = &a->state.edition;
	enum role role = who_of(a->req)->account.role;
	const struct sheet_event *sheet = edition_state_sheet(&a->state, a->nominee, a->juror);
	/* After the lock only what is open again: or an absence noted since then, to take it back.
	 * An older one is a closed sheet, which needs the keeper. */
	struct circumstances at = {
		.mended = edition->mended,
		.reopened = state_now(a) <= SHEET_DRAFT ||
			    (sheet->state == SHEET_ABSENT && sheet->seq > edition->locked_seq),
	};

	if (may(deed, role, edition->phase, at))
		return false;
	if (may(deed, role, PHASE_SCORING, at) || may(deed, role, PHASE_DELIBERATION, at))
		return REFUSE(a->refusal, 409, "wrong_phase",
			      "hal ini tidak dapat dilakukan pada tahap %s",
			      "this cannot be done in phase %s", phase_text(edition->phase));
	return REFUSE(a->refusal, 403, "denied", "hanya ketua yang dapat melakukan ini",
		      "only the chair can do this");
}

bool chair_act(struct req *req, const struct edition *edition, const char *act, const char *nominee,
	       const char *juror, const char *reason, int64_t now, struct refusal *ret,
	       struct err *err)
{
	struct acting a = {
		.req = req, .db = db_of(req), .reason = reason, .now = now, .refusal = ret
	};
	size_t i = 0;

	*ret = (struct refusal){ 0 };
	while (i < COUNT(ACTS) && !text_equal(ACTS[i].name, act))
		i++;
	if (!edition_state_load(service_of(req), a.db, edition, NULL, req->arena, &a.state, err))
		return false;
	a.nominee = edition_state_nominee(&a.state, nominee);
	a.juror = edition_state_juror(&a.state, juror);
	if (a.nominee == NAME_NONE || a.juror == NAME_NONE)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_sheet", "lembar ini tidak ada",
				 "there is no such sheet");
	if (i == COUNT(ACTS))
		return REFUSE(ret, 422, "invalid", "tindakan ini tidak dikenal",
			      "there is no such act");
	if (refused_right(&a, ACTS[i].deed))
		return true;
	if (!*reason)
		return refuse_reason(ret);
	return ACTS[i].run(&a, err);
}
