/* Moving an edition: who, in which order refusals are found, and what each move does. */
#include "assembly.h"
#include "declare.h"
#include "screen.h"
#include "shelf.h"
#include "token.h"

struct moving {
	struct req *req;
	struct db *db;
	const struct edition *edition;
	const struct who *who;
	const struct phase_call *call;
	const struct move *move;
	enum phase to;
	int64_t now;
	struct move_facts facts;
	struct edition_state state; /* when the facts were gathered */
	struct tally tally;
	struct phase_result *ret;
};

static bool given(const char *text)
{
	return text && *text;
}

/* ---- Refusals that need no look at the edition's content: before and after the password ---- */

static bool role_moves_to(enum role role, bool any, enum phase to)
{
	for (unsigned from = 0; from < PHASE_COUNT; from++)
		for (unsigned at = 0; at < PHASE_COUNT; at++) {
			const struct move *move = move_find((enum phase)from, (enum phase)at);

			if (move && (any || at == to) && (move->roles & role))
				return true;
		}
	return false;
}

static bool needs_password(const struct moving *m)
{
	return m->move ? m->move->needs_password
		       : m->to != PHASE_VERIFICATION && m->to != PHASE_SCORING;
}

static bool refused_early(struct moving *m, bool known)
{
	struct refusal *refusal = &m->ret->refusal;
	enum role role = m->who->account.role;

	if (m->move ? !(m->move->roles & role) : !role_moves_to(role, !known, m->to))
		return REFUSE(refusal, 403, "denied", "langkah ini bukan wewenang Anda",
			      "this move is not yours to make");
	if (!known)
		return REFUSE(refusal, 422, "invalid", "tahap tujuan tidak dikenal",
			      "there is no such phase to move to");
	return false;
}

static bool refused_late(struct moving *m)
{
	struct refusal *refusal = &m->ret->refusal;

	if (!m->move)
		return REFUSE(refusal, 409, "wrong_phase",
			      "dari tahap %s edisi tidak dapat beralih ke tahap %s",
			      "from phase %s the edition cannot move to phase %s",
			      phase_text(m->edition->phase), phase_text(m->to));
	if (m->move->needs_reason && !given(m->call->reason))
		return refuse_reason(refusal);
	if (m->to == PHASE_PUBLISHED && !given(m->call->sha256))
		return REFUSE(refusal, 422, "invalid",
			      "sebutkan SHA-256 berkas hasil (bundle_sha256)",
			      "name the SHA-256 of the bundle (bundle_sha256)");
	return false;
}

/* ---- Back to setup ---- */

static bool mend_open(struct moving *m, struct proposal *ret, struct err *err)
{
	struct proposal *list;
	size_t count;

	*ret = (struct proposal){ 0 };
	if (!proposal_list(m->db, m->edition->id, "open", m->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i].kind, "mend_scheme"))
			*ret = list[i];
	return true;
}

static bool mend_propose(struct moving *m, struct err *err)
{
	struct val *about = val_map(m->req->arena);
	struct ledger_look look;
	struct proposal proposal;

	m->ret->phase = m->edition->phase;
	if (!mend_open(m, &proposal, err))
		return false;
	if (proposal.id) {
		m->ret->proposal = proposal.id;
		return true;
	}
	proposal = (struct proposal){ .kind = "mend_scheme",
				      .about = "{}",
				      .reason = m->call->reason,
				      .by = m->who->account.username,
				      .by_role = role_text(m->who->account.role),
				      .at = m->now };
	if (!act_look(m->req, m->edition, VOUCHED_PROPOSAL, &look, err) ||
	    !proposal_add(m->db, m->edition->id, &proposal, &m->ret->proposal, err))
		return false;
	val_put_text(about, "kind", proposal.kind);
	val_put_int(about, "proposal", m->ret->proposal);
	val_put_text(about, "reason", proposal.reason);
	return act_tell(m->req, m->edition, &look, "proposed", about, m->now, err);
}

/* The tables that moves change, beside those of the certificates. */
#define MOVED                                                                                      \
	(VOUCHED_EDITION | VOUCHED_JUROR | VOUCHED_EVIDENCE | VOUCHED_RELEASE | VOUCHED_PROPOSAL | \
	 VOUCHED_GAP | VOUCHED_ASSEMBLY | VOUCHED_CERTIFICATE_KEY)

static bool move_log(struct req *req, const struct edition *edition, const struct ledger_look *look,
		     enum phase to, const char *reason, struct val *about, int64_t now,
		     struct err *err)
{
	val_put_text(about, "from", phase_text(edition->phase));
	if (given(reason))
		val_put_text(about, "reason", reason);
	return act_tell(req, edition, look, arena_printf(req->arena, "phase_%s", phase_text(to)),
			about, now, err);
}

bool phase_mend(struct req *req, const struct edition *edition, const struct proposal *proposal,
		int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct db *db = db_of(req);
	struct ledger_look look;

	val_put_int(about, "proposal", proposal->id);
	return act_look(req, edition, MOVED, &look, err) &&
	       proposal_decide(db, proposal->id, "confirmed", who_of(req)->account.username, now,
			       err) &&
	       edition_put_phase(db, edition->id, PHASE_SETUP, err) &&
	       edition_put_mended(db, edition->id, edition->has_marks, err) &&
	       move_log(req, edition, &look, PHASE_SETUP, proposal->reason, about, now, err);
}

/* The keeper's word on the chair's proposal comes as the same call. */
static bool is_confirmation(struct moving *m, struct proposal *ret, bool *ret_is, struct err *err)
{
	*ret_is = false;
	if (m->to != PHASE_SETUP || m->who->account.role != ROLE_KEEPER || !m->move ||
	    !m->move->needs_keeper)
		return true;
	if (!mend_open(m, ret, err))
		return false;
	*ret_is = ret->id != 0;
	return true;
}

static bool marks_exist(struct moving *m)
{
	return m->edition->phase == PHASE_VERIFICATION && m->to == PHASE_SETUP &&
	       m->edition->has_marks;
}

/* ---- What a move does beside changing the phase ---- */

static bool scoring_enter(struct moving *m, struct err *err)
{
	if ((!m->edition->has_marks &&
	     !pseudonyms_clear(m->db, m->edition->id, m->req->arena, err)) ||
	    !pseudonyms_give(m->db, m->edition->id, m->req->arena, err))
		return false;
	return (!m->edition->mended || sheets_mend(m->req, m->edition, m->now, err)) &&
	       declarations_enter(m->req, m->edition, m->now, err);
}

static bool scoring_lock(struct moving *m, struct err *err)
{
	struct chain_leaf *leaves;
	uint8_t head[SHA256_SIZE];
	size_t count;

	return chain_leaves(m->db, m->edition->id, m->req->arena, &leaves, &count, head, err) &&
	       edition_put_lock(m->db, m->edition->id, count ? leaves[count - 1].seq : 0, err);
}

/* The release in this state, ret->id 0 = none. */
static bool release_in(struct moving *m, const char *state, struct release *ret, int64_t *ret_last,
		       struct err *err)
{
	struct release *list;
	size_t count;

	*ret = (struct release){ 0 };
	if (!release_list(m->db, m->edition->id, m->req->arena, &list, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		if (text_equal(list[i].state, state))
			*ret = list[i];
	*ret_last = count ? list[0].number : 0;
	return true;
}

static bool is_deputy(const struct moving *m)
{
	for (size_t j = 0; j < m->state.juror_count; j++)
		if (m->state.jurors[j].id == m->who->account.juror)
			return !m->state.jurors[j].chair;
	return true;
}

static bool evidence_close(struct moving *m, struct err *err)
{
	if (!gap_close_all(m->db, m->edition->id, err))
		return false;
	for (size_t p = 0; p < m->state.proof_count; p++)
		if (m->state.proofs[p].reopened &&
		    !proof_reopen(m->db, m->state.proofs[p].id, false, err))
			return false;
	return true;
}

/* The key of certificates is made with the first release, so that the minutes that are signed then
 * can say how it is known. */
static bool key_make(struct moving *m, struct err *err)
{
	struct token_signer signer;
	bool done = token_signer_open(m->db, m->edition->id, m->now, &signer, err);

	token_signer_close(&signer);
	return done;
}

static bool release_store(struct moving *m, const struct buf *bundle, struct err *err)
{
	const struct shelf shelf = shelf_of(m->req, m->edition->id);
	char *sha256 = arena_alloc(m->req->arena, SHA256_HEX_SIZE, 1);
	int64_t id;

	sha256_hex(bundle->data, bundle->len, sha256);
	m->ret->sha256 = sha256;
	return release_add(m->db, m->edition->id, bundle->data, bundle->len, sha256,
			   m->who->account.id, m->now, &id, err) &&
	       shelf_freeze(&shelf, id, err) &&
	       assembly_freeze(m->db, m->edition, id, m->req->arena, err) && key_make(m, err) &&
	       evidence_close(m, err);
}

/* First key. */
static bool release_approve(struct moving *m, struct err *err)
{
	struct complaints complaints;
	struct move_facts facts = { .errors = &complaints };
	struct blockers blockers;
	struct release_head head = { .at = m->now, .by_deputy = is_deputy(m) };
	struct release published;
	struct screen screen;
	struct buf bundle;
	int64_t last;

	if (!release_in(m, "published", &published, &last, err))
		return false;
	head.number = (unsigned)last + 1;
	head.corrects = (unsigned)published.number;
	if (head.corrects && !move_reason(m->req, m->edition, PHASE_PUBLISHED, PHASE_DELIBERATION,
					  &head.correction, err))
		return false;
	buf_init(&bundle, m->req->arena);
	complaints_init(&complaints, m->req->arena);
	if (!release_build(m->req, &m->state, &head, &bundle, &complaints, err))
		return false;
	if (!complaints.total)
		return release_store(m, &bundle, err);
	if (!screen_load(m->req, m->edition, &screen, err))
		return false;
	screen_complaints(&screen, &complaints);
	blockers_find(PHASE_APPROVED, &facts, m->req->arena, &blockers);
	return refuse_blocked(&m->ret->refusal, &blockers);
}

/* Second key: everything was asked before. */
static bool release_publish(struct moving *m, struct err *err)
{
	struct release release, old;
	struct released released;
	int64_t last;

	if (!release_in(m, "approved", &release, &last, err) ||
	    !release_in(m, "published", &old, &last, err) ||
	    !release_parse(service_of(m->req), m->db, &release, &released, err))
		return false;
	if (old.id && !release_put_state(m->db, old.id, "superseded", old.decided_by,
					 old.decided_at, old.reason, err))
		return false;
	m->ret->sha256 = release.sha256;
	return release_put_state(m->db, release.id, "published", m->who->account.id, m->now, NULL,
				 err) &&
	       edition_put_mended(m->db, m->edition->id, false, err) &&
	       release_issue(m->req, m->edition, &released, m->now, err);
}

static bool release_refuse(struct moving *m, struct err *err)
{
	struct release release;
	int64_t last;

	if (m->edition->phase != PHASE_APPROVED)
		return true; /* a correction: what is public stays public */
	return release_in(m, "approved", &release, &last, err) &&
	       release_put_state(m->db, release.id, "refused", m->who->account.id, m->now,
				 m->call->reason, err);
}

/* Facts of the second key. */
static bool keys_compare(struct moving *m, struct err *err)
{
	struct release release;
	struct released released;
	char sha256[SHA256_HEX_SIZE];
	bool whole;
	int64_t last;

	if (!release_in(m, "approved", &release, &last, err) ||
	    !release_parse(service_of(m->req), m->db, &release, &released, err) ||
	    !release_chain_ok(m->req, m->edition, released.bundle, &whole, err))
		return false;
	sha256_hex(released.text, released.len, sha256);
	m->facts.same_person = release.approved_by == m->who->account.id;
	m->facts.bundle_changed =
		!text_equal(m->call->sha256, release.sha256) || !text_equal(sha256, release.sha256);
	m->facts.chain_broken = !whole;
	return true;
}

/* A mend was proposed for the edition as it then stood: once it has moved on, it is no longer what
 * the keeper would confirm. */
static bool mend_lapse(struct moving *m, struct val *about, struct err *err)
{
	struct proposal proposal;

	if (!mend_open(m, &proposal, err))
		return false;
	if (!proposal.id)
		return true;
	val_put_int(about, "withdrawn", proposal.id);
	return proposal_decide(m->db, proposal.id, "withdrawn", m->who->account.username, m->now,
			       err);
}

static bool effect(struct moving *m, struct err *err)
{
	switch (m->to) {
	case PHASE_SETUP:
	case PHASE_VERIFICATION: return true;
	case PHASE_SCORING: return scoring_enter(m, err);
	case PHASE_DELIBERATION:
		return m->edition->phase == PHASE_SCORING ? scoring_lock(m, err)
							  : release_refuse(m, err);
	case PHASE_APPROVED: return release_approve(m, err);
	case PHASE_PUBLISHED: return release_publish(m, err);
	case PHASE_COUNT: break;
	}
	return true;
}

/* ---- The whole ---- */

static bool blocked(struct moving *m, struct err *err)
{
	bool forward = m->to > m->edition->phase;
	struct blockers blockers = { 0 };

	if (marks_exist(m)) {
		blockers.items[blockers.count++] = (struct blocker){
			"marks_exist",
			{ { "nilai sudah ada; kembali hanya melalui ketua dan pengawas",
			    "there are marks; only chair and keeper can go back" } }
		};
		return refuse_blocked(&m->ret->refusal, &blockers);
	}
	if (!forward)
		return true;
	if (m->to == PHASE_PUBLISHED
		    ? !keys_compare(m, err)
		    : !phase_facts(m->req, m->edition, m->to, &m->state, &m->tally, &m->facts, err))
		return false;
	blockers_find(m->to, &m->facts, m->req->arena, &blockers);
	return !blockers.count || refuse_blocked(&m->ret->refusal, &blockers);
}

static bool move_do(struct moving *m, struct err *err)
{
	struct val *about = val_map(m->req->arena);
	struct ledger_look look;

	if (!blocked(m, err))
		return false;
	if (m->ret->refusal.status)
		return true;
	if (m->move->needs_keeper)
		return mend_propose(m, err);
	if (!act_look(m->req, m->edition, MOVED, &look, err) || !effect(m, err))
		return false;
	if (m->ret->refusal.status)
		return true;
	if (!mend_lapse(m, about, err))
		return false;
	m->ret->phase = m->to;
	if (m->ret->sha256)
		val_put_text(about, "bundle_sha256", m->ret->sha256);
	return edition_put_phase(m->db, m->edition->id, m->to, err) &&
	       move_log(m->req, m->edition, &look, m->to, m->call->reason, about, m->now, err);
}

static const struct words MOVE_WORDS = { { "Langkah ini", "This move" } };

bool phase_move(struct req *req, const struct edition *edition, const struct phase_call *call,
		int64_t now, struct phase_result *ret, struct err *err)
{
	struct moving m = { .req = req,
			    .db = db_of(req),
			    .edition = edition,
			    .who = who_of(req),
			    .call = call,
			    .now = now,
			    .ret = ret };
	bool known = given(call->to) && phase_parse(call->to, &m.to), confirms;
	struct proposal proposal;

	*ret = (struct phase_result){ .phase = edition->phase };
	m.move = known ? move_find(edition->phase, m.to) : NULL;
	if (!is_confirmation(&m, &proposal, &confirms, err))
		return false;
	if (!confirms && refused_early(&m, known))
		return true;
	if (needs_password(&m) && !fresh_check(req, &MOVE_WORDS, err))
		return false;
	if (!confirms)
		return refused_late(&m) || move_do(&m, err);
	ret->phase = PHASE_SETUP;
	return phase_mend(req, edition, &proposal, now, err);
}
