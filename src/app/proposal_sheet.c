/* Proposals on one sheet or one piece of evidence: reopened, lifted, admitted; and taken back. */
#include "declare.h"
#include "deed_sheet.h"
#include "paper_entry.h"

#include <string.h>

bool pair_find(struct proposing *p)
{
	const char *juror = val_get_text(p->about, "juror");
	const char *nominee = val_get_text(p->about, "nominee");

	p->juror = edition_state_juror(&p->state, juror ? juror : "");
	p->nominee = edition_state_nominee(&p->state, nominee ? nominee : "");
	if (p->nominee == NAME_NONE)
		return !REFUSE(p->refusal, 422, "invalid", "tidak ada nominee %s", "no nominee %s",
			       nominee ? nominee : "");
	if (p->juror == NAME_NONE)
		return !REFUSE(p->refusal, 422, "invalid", "tidak ada juri %s", "no juror %s",
			       juror ? juror : "");
	return true;
}

static enum sheet_state state_now(const struct proposing *p)
{
	const struct sheet_event *sheet = edition_state_sheet(&p->state, p->nominee, p->juror);

	return sheet ? sheet->state : SHEET_EMPTY;
}

static void pair_put(const struct proposing *p, struct val *about)
{
	val_put_text(about, "juror", p->state.jurors[p->juror].key);
	val_put_text(about, "nominee", p->state.candidates[p->nominee].key);
	val_put_text(about, "reason", p->reason);
}

static bool told(struct proposing *p, const char *deed, struct err *err)
{
	struct val *about = val_map(p->req->arena);

	pair_put(p, about);
	return act_log(p->req, &p->state.edition, deed, about, p->now, err);
}

/* The marks of an event that the rules in force allow. */
static void marks_fit(struct proposing *p, struct sheet_event *event)
{
	size_t c = p->state.input.nominees[p->nominee].category, kept = 0;
	struct sheet_mark *marks = NEW(p->req->arena, struct sheet_mark, event->mark_count + 1);

	for (size_t m = 0; m < event->mark_count; m++) {
		const struct criterion *criterion = category_criterion(
			&p->state.scheme->categories[c], event->marks[m].criterion);

		if (criterion && criterion->kind == CRITERION_JURY &&
		    mark_fits(criterion, event->marks[m].mark_c))
			marks[kept++] = event->marks[m];
	}
	event->marks = marks;
	event->mark_count = kept;
}

static bool append(struct proposing *p, enum sheet_kind kind, struct sheet_event *ret,
		   struct err *err)
{
	sheet_next(p->req, &p->state, p->nominee, p->juror, kind, p->now, ret);
	ret->reason = p->reason;
	ret->state = ret->mark_count ? SHEET_DRAFT : SHEET_EMPTY;
	return sheet_append(p->db, ret, err);
}

static bool refused_owed(struct proposing *p)
{
	return !edition_state_owes(&p->state, p->nominee, p->juror) &&
	       REFUSE(p->refusal, 409, "not_owed", "juri ini tidak lagi menilai nominee ini",
		      "this juror no longer judges this nominee");
}

/* ---- A sheet reopened ---- */

bool reopen_sheet_check(struct proposing *p, struct err *err)
{
	(void)err;
	if (!pair_find(p))
		return true;
	if (!edition_state_owes(&p->state, p->nominee, p->juror))
		return REFUSE(p->refusal, 422, "invalid", "juri ini tidak menilai nominee ini",
			      "this juror does not judge this nominee");
	switch (state_now(p)) {
	case SHEET_SUBMITTED:
	case SHEET_ABSENT: return true;
	case SHEET_RECUSED:
		return REFUSE(p->refusal, 409, "recused",
			      "juri ini tercatat berhalangan menilai nominee ini",
			      "this juror is recused from this nominee");
	case SHEET_EMPTY:
	case SHEET_DRAFT: break;
	}
	return REFUSE(p->refusal, 409, "already_open", "lembar ini sudah terbuka",
		      "this sheet is open already");
}

bool reopen_sheet_apply(struct proposing *p, struct err *err)
{
	struct sheet_event event;

	return append(p, SHEET_REOPEN_LOCKED, &event, err) && told(p, "sheet_unlocked", err) &&
	       paper_reopened(p, &event, err);
}

/* Where the last reopening that was not taken back stands in the history, or `count`. */
static size_t reopening_at(const struct sheet_event *history, size_t count)
{
	for (size_t at = count; at-- > 0;) {
		if (history[at].kind == SHEET_REOPEN_LOCKED)
			return at;
		if (history[at].kind == SHEET_WITHDRAW || history[at].kind == SHEET_MEND)
			break;
	}
	return count;
}

bool reopening_withdraw(struct proposing *p, struct err *err)
{
	struct sheet_event *history, event;
	size_t count, at;

	if (!pair_find(p))
		return true;
	if (state_now(p) > SHEET_DRAFT)
		return REFUSE(p->refusal, 409, "not_open",
			      "lembar ini sudah tidak terbuka; pembukaannya tidak dapat ditarik",
			      "this sheet is no longer open; its reopening cannot be withdrawn");
	if (!sheet_history(p->db, p->state.jurors[p->juror].id, p->state.candidates[p->nominee].id,
			   p->req->arena, &history, &count, err))
		return false;
	at = reopening_at(history, count);
	if (at == count || at == 0)
		return REFUSE(p->refusal, 409, "not_open", "tidak ada pembukaan untuk ditarik",
			      "there is no reopening to withdraw");
	sheet_next(p->req, &p->state, p->nominee, p->juror, SHEET_WITHDRAW, p->now, &event);
	event.state = history[at - 1].state;
	event.marks = history[at - 1].marks;
	event.mark_count = history[at - 1].mark_count;
	event.notes = history[at - 1].notes;
	event.note_count = history[at - 1].note_count;
	event.feedback = history[at - 1].feedback;
	event.reason = p->reason;
	return sheet_append(p->db, &event, err) && told(p, "reopening_withdrawn", err);
}

/* ---- Evidence reopened ---- */

/* What a rule of the nominee's category reads can be entered late as well. */
static bool gap_check(struct proposing *p, const char *name, struct err *err)
{
	bool open;

	if (p->nominee == NAME_NONE || !name ||
	    !category_reads(
		    &p->state.scheme->categories[p->state.input.nominees[p->nominee].category],
		    name))
		return REFUSE(p->refusal, 422, "invalid", "bukti ini tidak ada",
			      "there is no such evidence");
	if (!gap_find(p->db, p->state.candidates[p->nominee].id, name, &open, err))
		return false;
	return !open || REFUSE(p->refusal, 409, "already_open", "bukti ini sudah terbuka",
			       "this evidence is open already");
}

bool reopen_evidence_check(struct proposing *p, struct err *err)
{
	const char *nominee = val_get_text(p->about, "nominee");
	const char *name = val_get_text(p->about, "evidence");

	for (size_t i = 0; i < p->state.proof_count; i++)
		if (text_equal(p->state.proofs[i].nominee_key, nominee) &&
		    text_equal(p->state.proofs[i].name, name))
			p->proof = &p->state.proofs[i];
	p->nominee = edition_state_nominee(&p->state, nominee ? nominee : "");
	if (!p->proof)
		return gap_check(p, name, err);
	return !p->proof->reopened ||
	       REFUSE(p->refusal, 409, "already_open", "bukti ini sudah terbuka",
		      "this evidence is open already");
}

/* The act keeps what the evidence was: the bundle compares it with what it becomes. */
bool reopen_evidence_apply(struct proposing *p, struct err *err)
{
	const char *name = val_get_text(p->about, "evidence");
	struct val *about = val_map(p->req->arena);
	struct ledger_look look;

	val_put_text(about, "nominee", val_get_text(p->about, "nominee"));
	val_put_text(about, "evidence", name);
	val_put_text(about, "value", p->proof ? p->proof->value : NULL);
	val_put_text(about, "status", p->proof ? proof_text(p->proof->status) : NULL);
	val_put_text(about, "reason", p->reason);
	return act_look(p->req, &p->state.edition, VOUCHED_EVIDENCE | VOUCHED_GAP, &look, err) &&
	       (p->proof ? proof_reopen(p->db, p->proof->id, true, err)
			 : gap_open(p->db, p->state.candidates[p->nominee].id, name, err)) &&
	       act_tell(p->req, &p->state.edition, &look, "evidence_reopened", about, p->now, err);
}

/* ---- A recusal lifted ---- */

bool lift_recusal_check(struct proposing *p, struct err *err)
{
	(void)err;
	if (!pair_find(p))
		return true;
	if (state_now(p) != SHEET_RECUSED)
		return REFUSE(p->refusal, 409, "not_recused",
			      "juri ini tidak tercatat berhalangan menilai nominee ini",
			      "this juror is not recused from this nominee");
	return refused_owed(p) || true; /* nobody could submit the draft that it would become */
}

/* After the lock a lifted recusal is also a reopening: the bundle lists it as one. */
bool lift_recusal_apply(struct proposing *p, struct err *err)
{
	struct sheet_event event;

	sheet_next(p->req, &p->state, p->nominee, p->juror, SHEET_LIFT, p->now, &event);
	if (!marks_mend(p->req, &p->state, p->nominee,
			edition_state_sheet(&p->state, p->nominee, p->juror), &event, err))
		return false;
	event.state = event.mark_count ? SHEET_DRAFT : SHEET_EMPTY;
	event.reason = p->reason;
	if (!sheet_append(p->db, &event, err) || !told(p, "recusal_lifted", err) ||
	    !declaration_lift(p->req, &p->state.edition, &p->state.jurors[p->juror],
			      &p->state.candidates[p->nominee], p->now, err))
		return false;
	if (p->state.edition.phase != PHASE_DELIBERATION)
		return true;
	event.version++;
	event.kind = SHEET_REOPEN_LOCKED;
	return sheet_append(p->db, &event, err);
}

/* ---- A sheet that came after the lock ---- */

bool admit_check(struct proposing *p, struct err *err)
{
	struct quarantined *list;
	size_t count;
	int64_t id = 0;

	(void)val_get_int(p->about, "id", &id);
	if (!quarantine_list(p->db, p->state.edition.id, p->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id && text_equal(list[i].state, "open"))
			p->quarantined = &list[i];
	if (!p->quarantined)
		return REFUSE(p->refusal, 422, "invalid",
			      "tidak ada lembar tertahan dengan nomor ini",
			      "no sheet with this number is held back");
	p->juror = edition_state_juror(&p->state, p->quarantined->juror_key);
	p->nominee = edition_state_nominee(&p->state, p->quarantined->nominee_key);
	if (p->juror == NAME_NONE || p->nominee == NAME_NONE)
		return FAIL(err, ERR_BUG, "lembar tertahan tanpa juri atau nominee",
			    "a sheet held back without a juror or nominee");
	return refused_owed(p) || state_now(p) != SHEET_RECUSED ||
	       REFUSE(p->refusal, 409, "recused",
		      "juri ini tercatat berhalangan menilai nominee ini",
		      "this juror is recused from this nominee");
}

static void body_marks(struct proposing *p, const struct val *marks, struct sheet_event *event)
{
	struct sheet_mark *list = NEW(p->req->arena, struct sheet_mark, val_count(marks) + 1);

	event->mark_count = 0;
	for (size_t i = 0; val_type(marks) == VAL_MAP && i < val_count(marks); i++) {
		const char *text = val_chars(val_at(marks, i));
		int64_t mark_c;

		if (text && decimal_parse(text, strlen(text), 2, '.', &mark_c))
			list[event->mark_count++] =
				(struct sheet_mark){ val_key_at(marks, i), mark_c };
	}
	event->marks = list;
	marks_fit(p, event);
}

/* NULL: no text, or none that a sheet may hold. */
static const char *text_fit(struct proposing *p, const struct val *val)
{
	struct err ignored;
	const char *ret;

	return val_type(val) == VAL_TEXT &&
			       sheet_text(p->req->arena, val_chars(val), &ret, &ignored) && *ret
		       ? ret
		       : NULL;
}

static void body_notes(struct proposing *p, const struct category *category,
		       const struct val *notes, struct sheet_event *event)
{
	struct sheet_note *list = NEW(p->req->arena, struct sheet_note, val_count(notes) + 1);

	event->note_count = 0;
	for (size_t i = 0; val_type(notes) == VAL_MAP && i < val_count(notes); i++) {
		const char *on = val_key_at(notes, i), *text = text_fit(p, val_at(notes, i));

		if (text && (text_equal(on, "overall") || category_criterion(category, on)))
			list[event->note_count++] = (struct sheet_note){ on, text };
	}
	event->notes = list;
}

/* Everything of the body that a sheet may hold; a submission with a gap becomes a draft. What it
 * may not hold was refused while scoring was open; it stays in the quarantine. */
static bool body_read(struct proposing *p, struct sheet_event *event, struct err *err)
{
	size_t c = p->state.input.nominees[p->nominee].category;
	struct val *body;

	if (!json_parse(p->req->arena, p->quarantined->body, strlen(p->quarantined->body), &body,
			err))
		return false;
	body_marks(p, val_get(body, "marks"), event);
	body_notes(p, &p->state.scheme->categories[c], val_get(body, "notes"), event);
	event->feedback = text_fit(p, val_get(body, "feedback"));
	sheet_sort(event);
	event->state =
		text_equal(val_get_text(body, "action"), "submit") &&
				event->mark_count == p->state.scheme->categories[c].jury_count
			? SHEET_SUBMITTED
			: SHEET_DRAFT;
	event->kind = event->state == SHEET_SUBMITTED ? SHEET_SUBMIT : SHEET_SAVE;
	return true;
}

bool admit_apply(struct proposing *p, struct err *err)
{
	struct val *about = val_map(p->req->arena);
	struct ledger_look look;
	struct sheet_event event;
	struct account juror;

	if (state_now(p) <= SHEET_DRAFT)
		sheet_next(p->req, &p->state, p->nominee, p->juror, SHEET_SAVE, p->now, &event);
	else if (!append(p, SHEET_REOPEN_LOCKED, &event, err))
		return false;
	else
		event.version++;
	if (!account_get(p->db, p->quarantined->account, p->req->arena, &juror, err) ||
	    !body_read(p, &event, err))
		return false;
	event.actor = juror.username;
	event.reason = NULL;
	pair_put(p, about);
	return sheet_append(p->db, &event, err) &&
	       act_look(p->req, &p->state.edition, VOUCHED_QUARANTINE, &look, err) &&
	       quarantine_put_state(p->db, p->quarantined->id, "admitted", err) &&
	       act_tell(p->req, &p->state.edition, &look, "quarantine_admitted", about, p->now,
			err);
}
