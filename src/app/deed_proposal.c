/* Proposals: one person proposes, another decides. The table says who and what. */
#include "pleno.h"

#include <inttypes.h>
#include <string.h>

static const struct proposal_kind KINDS[] = {
	{ "reopen_sheet", DEED_REOPEN_SHEET, reopen_sheet_check, reopen_sheet_apply },
	{ "reopen_evidence", DEED_REOPEN_EVIDENCE, reopen_evidence_check, reopen_evidence_apply },
	{ "lift_recusal", DEED_LIFT_RECUSAL, lift_recusal_check, lift_recusal_apply },
	{ "admit_quarantine", DEED_REOPEN_SHEET, admit_check, admit_apply },
	{ "change_panel", DEED_CHANGE_PANEL, change_panel_check, change_panel_apply },
	{ "deputy", DEED_PROPOSE_DEPUTY, deputy_check, deputy_apply },
	{ "revoke_certificate", DEED_REVOKE_CERTIFICATE, revoke_certificate_check,
	  revoke_certificate_apply },
	{ "replace_certificate", DEED_REVOKE_CERTIFICATE, replace_certificate_check,
	  replace_certificate_apply },
};

static const struct proposal_kind *kind_find(const char *name)
{
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (text_equal(KINDS[i].name, name))
			return &KINDS[i];
	return NULL;
}

static struct circumstances circumstances(const struct edition *edition)
{
	return (struct circumstances){ .mended = edition->mended };
}

/* Somebody may in some phase: then it is the phase that is wrong, not the role. */
static bool refused_right(enum deed deed, enum role role, const struct edition *edition,
			  struct refusal *refusal)
{
	struct circumstances at = circumstances(edition);

	if (may(deed, role, edition->phase, at))
		return false;
	for (unsigned phase = 0; phase < PHASE_COUNT; phase++)
		if (may(deed, role, (enum phase)phase, at))
			return REFUSE(refusal, 409, "wrong_phase",
				      "hal ini tidak dapat dilakukan pada tahap %s",
				      "this cannot be done in phase %s",
				      phase_text(edition->phase));
	return REFUSE(refusal, 403, "denied", "hal ini bukan wewenang Anda",
		      "this is not yours to do");
}

static bool prepare(struct req *req, const struct edition *edition, struct val *about,
		    const char *reason, int64_t now, struct refusal *refusal, struct proposing *ret,
		    struct err *err)
{
	*ret = (struct proposing){ .req = req,
				   .db = db_of(req),
				   .about = about,
				   .reason = reason,
				   .now = now,
				   .refusal = refusal,
				   .nominee = NAME_NONE,
				   .juror = NAME_NONE };
	return edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena,
				  &ret->state, err);
}

/* ---- Proposing ---- */

#define ABOUT_MAX 1000 /* characters of a text */
#define ABOUT_ITEMS_MAX 16
#define ABOUT_DEPTH_MAX 2

static struct val *line_clean(struct arena *arena, const char *text)
{
	size_t len = strlen(text);
	struct err ignored;
	char *clean;

	while (len && text[len - 1] == ' ')
		len--;
	for (; len && *text == ' '; len--)
		text++;
	if (!text_nfc(arena, text, len, false, &clean, &ignored) || text_length(clean) > ABOUT_MAX)
		return NULL;
	return val_text(arena, clean);
}

/* What is proposed as it is kept and acted upon: texts are one line in NFC, without spaces around
 * them. NULL: there is one that is not, or that is too long. */
static struct val *about_clean(struct arena *arena, const struct val *about, unsigned depth)
{
	struct val *ret = val_map(arena);

	if (depth > ABOUT_DEPTH_MAX || val_count(about) > ABOUT_ITEMS_MAX)
		return NULL;
	for (size_t i = 0; i < val_count(about); i++) {
		const struct val *from = val_at(about, i);
		const char *name = val_key_at(about, i);
		struct val *kept = NULL;
		int64_t number;

		switch (val_type(from)) {
		case VAL_TEXT: kept = line_clean(arena, val_chars(from)); break;
		case VAL_MAP: kept = about_clean(arena, from, depth + 1); break;
		case VAL_NUMBER:
			kept = val_get_int(about, name, &number) ? val_int(arena, number) : NULL;
			break;
		case VAL_NULL: continue;
		case VAL_BOOL:
		case VAL_LIST: break;
		}
		if (!kept || !text_is_evidence(name, strlen(name)))
			return NULL;
		(void)val_put(ret, name, kept);
	}
	return ret;
}

static bool same_val(const struct val *a, const struct val *b)
{
	if (val_type(a) != VAL_MAP || val_type(b) != VAL_MAP)
		return val_type(a) == val_type(b) && text_equal(val_chars(a), val_chars(b));
	for (size_t i = 0; i < val_count(a); i++)
		if (!same_val(val_at(a, i), val_get(b, val_key_at(a, i))))
			return false;
	return val_count(a) == val_count(b);
}

/* The same thing waits already: two confirmations would do it twice. */
static bool refused_twice(const struct proposing *p, const struct proposal_kind *kind,
			  struct err *err)
{
	struct proposal *list;
	struct val *about;
	size_t count;

	if (!proposal_list(p->db, p->state.edition.id, "open", p->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(list[i].kind, kind->name))
			continue;
		if (!json_parse(p->req->arena, list[i].about, strlen(list[i].about), &about, err))
			return false;
		if (same_val(about, p->about))
			return REFUSE(
				p->refusal, 409, "already_proposed",
				"usulan yang sama sudah menunggu keputusan (nomor %" PRId64 ")",
				"the same proposal waits for a decision already (number %" PRId64
				")",
				list[i].id);
	}
	return true;
}

bool proposal_make(struct req *req, const struct edition *edition, const char *kind_name,
		   struct val *about, const char *reason, int64_t now, struct proposal_result *ret,
		   struct err *err)
{
	const struct proposal_kind *kind = kind_find(kind_name);
	const struct who *who = who_of(req);
	struct val *told = val_map(req->arena);
	struct ledger_look look;
	struct proposing p;
	struct buf text;

	*ret = (struct proposal_result){ .state = "open" };
	if (!kind)
		return REFUSE(&ret->refusal, 422, "invalid", "jenis usulan ini tidak ada",
			      "there is no such kind of proposal");
	if (refused_right(kind->deed, who->account.role, edition, &ret->refusal))
		return true;
	if (!*reason)
		return refuse_reason(&ret->refusal);
	about = about_clean(req->arena, about, 1);
	if (!about)
		return REFUSE(&ret->refusal, 422, "invalid",
			      "isian usulan harus satu baris, paling panjang %d karakter, tanpa "
			      "karakter kendali",
			      "what is proposed must be lines of at most %d characters, without "
			      "control characters",
			      ABOUT_MAX);
	if (!prepare(req, edition, about, reason, now, &ret->refusal, &p, err) ||
	    !kind->check(&p, err) || (!ret->refusal.status && !refused_twice(&p, kind, err)))
		return false;
	if (ret->refusal.status)
		return true;
	buf_init(&text, req->arena);
	json_write(&text, about);
	if (!act_look(req, edition, VOUCHED_PROPOSAL, &look, err) ||
	    !proposal_add(p.db, edition->id,
			  &(struct proposal){ .kind = kind->name,
					      .about = text.data,
					      .reason = reason,
					      .by = who->account.username,
					      .by_role = role_text(who->account.role),
					      .at = now },
			  &ret->id, err))
		return false;
	val_put_int(told, "proposal", ret->id);
	val_put_text(told, "kind", kind->name);
	(void)val_put(told, "of", about);
	val_put_text(told, "reason", reason);
	return act_tell(req, edition, &look, "proposed", told, now, err);
}

/* ---- Deciding ---- */

struct settling {
	struct req *req;
	const struct edition *edition;
	struct proposal proposal;
	const struct proposal_kind *kind; /* NULL: a mend */
	struct val *about;
	int64_t now;
	struct proposal_result *ret;
};

/* The other key: a deputy keeper is confirmed by the chair, all else by the keeper. */
static enum deed confirming(const struct settling *s)
{
	return text_equal(s->proposal.kind, "deputy") &&
			       text_equal(val_get_text(s->about, "role"), "keeper")
		       ? DEED_CONFIRM_KEEPER
		       : DEED_CONFIRM;
}

/* A sheet that came after the lock and is not admitted stays where it is, as refused. */
static bool sheet_refuse(const struct settling *s, struct err *err)
{
	int64_t id;

	return !text_equal(s->proposal.kind, "admit_quarantine") ||
	       !val_get_int(s->about, "id", &id) ||
	       quarantine_put_state(db_of(s->req), id, "refused", err);
}

static bool decide(struct settling *s, const char *state, struct err *err)
{
	struct val *told = val_map(s->req->arena);
	struct ledger_look look;

	s->ret->state = state;
	val_put_int(told, "proposal", s->proposal.id);
	val_put_text(told, "kind", s->proposal.kind);
	(void)val_put(told, "of", s->about);
	return act_look(s->req, s->edition, VOUCHED_PROPOSAL | VOUCHED_QUARANTINE, &look, err) &&
	       (!text_equal(state, "refused") || sheet_refuse(s, err)) &&
	       proposal_decide(db_of(s->req), s->proposal.id, state,
			       who_of(s->req)->account.username, s->now, err) &&
	       act_tell(s->req, s->edition, &look,
			arena_printf(s->req->arena, "proposal_%s", state), told, s->now, err);
}

static bool mend_confirm(struct settling *s, struct err *err)
{
	const struct move *move = move_find(s->edition->phase, PHASE_SETUP);

	if (!move || !move->needs_keeper)
		return REFUSE(&s->ret->refusal, 409, "wrong_phase",
			      "pada tahap %s aturan tidak dapat diperbaiki lagi",
			      "in phase %s the rules can no longer be mended",
			      phase_text(s->edition->phase));
	if (!fresh_check(s->req, NULL, err))
		return false;
	s->ret->state = "confirmed";
	return phase_mend(s->req, s->edition, &s->proposal, s->now, err);
}

static bool confirm(struct settling *s, struct err *err)
{
	struct refusal *refusal = &s->ret->refusal;
	struct proposing p;
	enum role proposer;

	if (refused_right(confirming(s), who_of(s->req)->account.role, s->edition, refusal))
		return true;
	if (!s->kind)
		return mend_confirm(s, err);
	if (!role_parse(s->proposal.by_role, &proposer) ||
	    refused_right(s->kind->deed, proposer, s->edition, refusal))
		return REFUSE(refusal, 409, "wrong_phase",
			      "usulan ini tidak dapat lagi dilaksanakan pada tahap %s",
			      "this proposal can no longer be carried out in phase %s",
			      phase_text(s->edition->phase));
	if (!prepare(s->req, s->edition, s->about, s->proposal.reason, s->now, refusal, &p, err) ||
	    !s->kind->check(&p, err))
		return false;
	p.id = s->proposal.id;
	if (refusal->status)
		return true;
	return decide(s, "confirmed", err) && s->kind->apply(&p, err);
}

static bool refuse(struct settling *s, struct err *err)
{
	return refused_right(confirming(s), who_of(s->req)->account.role, s->edition,
			     &s->ret->refusal) ||
	       decide(s, "refused", err);
}

/* Who proposed, or now has that role, takes it back; a confirmed reopening too. */
static bool withdraw(struct settling *s, struct err *err)
{
	struct proposing p;

	if (!text_equal(s->proposal.by_role, role_text(who_of(s->req)->account.role)))
		return REFUSE(&s->ret->refusal, 403, "denied",
			      "hanya pengusul yang dapat menarik usulan",
			      "only who proposed can withdraw a proposal");
	if (text_equal(s->proposal.state, "open"))
		return decide(s, "withdrawn", err);
	if (!text_equal(s->proposal.state, "confirmed") ||
	    !text_equal(s->proposal.kind, "reopen_sheet"))
		return REFUSE(&s->ret->refusal, 409, "already_decided",
			      "usulan ini sudah diputuskan", "this proposal has been decided");
	if (refused_right(DEED_REOPEN_SHEET, who_of(s->req)->account.role, s->edition,
			  &s->ret->refusal))
		return true;
	s->ret->state = s->proposal.state;
	return prepare(s->req, s->edition, s->about, s->proposal.reason, s->now, &s->ret->refusal,
		       &p, err) &&
	       reopening_withdraw(&p, err);
}

bool proposal_settle(struct req *req, const struct edition *edition, int64_t id,
		     const char *decision, int64_t now, struct proposal_result *ret,
		     struct err *err)
{
	struct settling s = { .req = req, .edition = edition, .now = now, .ret = ret };
	bool confirms = text_equal(decision, "confirm"), refuses = text_equal(decision, "refuse");

	*ret = (struct proposal_result){ .id = id };
	if (!proposal_get(db_of(req), edition->id, id, req->arena, &s.proposal, err) ||
	    !json_parse(req->arena, s.proposal.about, strlen(s.proposal.about), &s.about, err))
		return false;
	s.kind = kind_find(s.proposal.kind);
	if (text_equal(decision, "withdraw"))
		return withdraw(&s, err);
	if (!confirms && !refuses)
		return REFUSE(&ret->refusal, 422, "invalid",
			      "keputusan harus confirm, refuse, atau withdraw",
			      "the decision must be confirm, refuse or withdraw");
	if (!text_equal(s.proposal.state, "open"))
		return REFUSE(&ret->refusal, 409, "already_decided", "usulan ini sudah diputuskan",
			      "this proposal has been decided");
	return confirms ? confirm(&s, err) : refuse(&s, err);
}
