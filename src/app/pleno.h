/* The deeds that move an edition and decide in it: one set of rules for API and pages. Private to
 * app. All of them run on the writer. They return false only when something breaks; a refusal is a
 * result, and wrote nothing. */
#ifndef PLENO_H
#define PLENO_H

#include "ledger.h"
#include "ranking_view.h"
#include "release.h"

/* ---- Refusals (refusal.c) ---- */

struct refusal {
	unsigned status; /* 0 = not refused */
	struct err why;	 /* its code and words */
	struct blockers blockers;
};

#define REFUSE(refusal, the_status, the_code, ...) /* id, en, arguments */ \
	((refusal)->status = (the_status),                                 \
	 (void)FAIL_CODE(&(refusal)->why, ERR_CONFLICT, (the_code), __VA_ARGS__), true)
/* 409: the code of the one blocker, or "blocked". */
bool refuse_blocked(struct refusal *refusal, const struct blockers *blockers);
/* 422: none was given, or none that can be kept (body_text). */
bool refuse_reason(struct refusal *refusal);
bool answer_refusal(struct req *req, const struct refusal *refusal);

/* ---- What calls share (refusal.c) ---- */

/* The body as a JSON object in req->work: a `prepare`. */
handler api_prepare_object;
/* A text of the body as it is kept (NFC, no spaces around it); "" when it is missing. False: it is
 * no text, or too long. */
bool body_text(struct req *req, const struct val *body, const char *name,
	       const char **ret) MUST_CHECK;
#define REASON_MAX 2000 /* characters */
bool act_log(struct req *req, const struct edition *edition, const char *deed,
	     const struct val *about, int64_t now, struct err *err) MUST_CHECK;
/* The same with the rows that have changed since `look`. */
bool act_tell(struct req *req, const struct edition *edition, const struct ledger_look *look,
	      const char *deed, struct val *about, int64_t now, struct err *err) MUST_CHECK;
/* All rows of these tables, before a deed on this edition. */
bool act_look(struct req *req, const struct edition *edition, unsigned tables,
	      struct ledger_look *ret, struct err *err) MUST_CHECK;
/* The present event of a sheet with everything an event of `kind` needs: only state, reason and
 * what the caller changes remain. */
void sheet_next(struct req *req, const struct edition_state *state, size_t nominee, size_t juror,
		enum sheet_kind kind, int64_t now, struct sheet_event *ret);

/* ---- Facts of an edition for the table of blockers (phase_facts.c) ---- */

/* Loads the edition and gathers what a move to `to` asks about. `ret_state` stays loaded; its tally
 * (with votes) is in `ret_tally` when the facts say `tallied`. */
bool phase_facts(struct req *req, const struct edition *edition, enum phase to,
		 struct edition_state *ret_state, struct tally *ret_tally, struct move_facts *ret,
		 struct err *err) MUST_CHECK;

/* ---- Moves (deed_phase.c) ---- */

struct phase_call {
	const char *to, *reason, *sha256; /* NULL or "" = not given */
};

struct phase_result {
	struct refusal refusal;
	enum phase phase;
	const char *sha256; /* of the bundle: moves to approved and published */
	int64_t proposal;   /* waits for the keeper; else 0 */
};

bool phase_move(struct req *req, const struct edition *edition, const struct phase_call *call,
		int64_t now, struct phase_result *ret, struct err *err) MUST_CHECK;
/* The keeper confirms a mend: back to setup. */
bool phase_mend(struct req *req, const struct edition *edition, const struct proposal *proposal,
		int64_t now, struct err *err) MUST_CHECK;

/* The page's step before a move: what it will do (phase_confirm.c). `edition` as it was before;
 * `trial`: before the first key, else NULL. Always false. */
struct trial;
bool phase_confirm(struct req *req, const struct edition *before, enum phase to,
		   const struct phase_call *call, const struct trial *trial,
		   struct err *err) MUST_CHECK;

/* ---- Entering scoring (scoring_enter.c) ---- */

/* Pseudonyms for whoever has none yet, in random order behind those given. */
bool pseudonyms_clear(struct db *db, int64_t edition, struct arena *arena,
		      struct err *err) MUST_CHECK;
bool pseudonyms_give(struct db *db, int64_t edition, struct arena *arena,
		     struct err *err) MUST_CHECK;
/* After a mend: what no longer fits becomes a draft that keeps the marks which do. */
bool sheets_mend(struct req *req, const struct edition *edition, int64_t now,
		 struct err *err) MUST_CHECK;
/* Marks of the event that the criteria of `category` (of the rules now in force) can keep: both
 * versions of the rules have the criterion with the same min, max and step. */
size_t marks_keep(const struct sheet_event *event, const struct category *then,
		  const struct category *now, struct sheet_mark *ret);

/* `to` gets the marks of `from`, an earlier event of the sheet, as far as a mend would have kept
 * them. */
bool marks_mend(struct req *req, const struct edition_state *state, size_t nominee,
		const struct sheet_event *from, struct sheet_event *to, struct err *err) MUST_CHECK;

/* ---- Releases ---- */

struct release_head {
	unsigned number, corrects; /* 0 = corrects nothing */
	const char *correction;
	int64_t at;
	bool by_deputy;
};

/* The bundle of the loaded edition (release_build.c). Complaints: why there can be none. */
bool release_build(struct req *req, struct edition_state *state, const struct release_head *head,
		   struct buf *ret, struct complaints *complaints, struct err *err) MUST_CHECK;
/* Its parts (release_parts.c). */
bool release_versions(struct req *req, const struct edition *edition, struct bundle *ret,
		      struct err *err) MUST_CHECK;
bool release_reopenings(struct req *req, struct edition_state *state, struct bundle *ret,
			struct err *err) MUST_CHECK;
bool release_changes(struct req *req, const struct edition_state *state, struct bundle *ret,
		     struct err *err) MUST_CHECK;
bool release_lates(struct req *req, const struct edition_state *state, struct bundle *ret,
		   struct err *err) MUST_CHECK;
/* The reason of the last move from `from` to `to`, or NULL. */
bool move_reason(struct req *req, const struct edition *edition, enum phase from, enum phase to,
		 const char **ret, struct err *err) MUST_CHECK;

/* Certificates of a release that is being published (release_issue.c): what is said already stays
 * valid, what is no longer true is revoked. */
bool release_issue(struct req *req, const struct edition *edition, const struct released *released,
		   int64_t now, struct err *err) MUST_CHECK;
/* How many certificates it adds, keeps and revokes, before it does. */
struct paper_count {
	size_t added, kept, revoked;
};
bool release_papers(struct req *req, const struct edition *edition, const struct tally_input *input,
		    const struct tally *tally, struct paper_count *ret, struct err *err) MUST_CHECK;
/* The chain of the edition is whole, and is that of the bundle. */
bool release_chain_ok(struct req *req, const struct edition *edition, const struct bundle *bundle,
		      bool *ret, struct err *err) MUST_CHECK;

/* The tally as the one who asks may see it: a juror loses the lists in which a nominee stands that
 * is closed to him; the chair, who leads the pleno, what stands behind its score (screen_tally).
 * True when a category was taken away. */
struct screen;
bool ranking_screen(struct req *req, const struct screen *screen, struct edition_state *state,
		    struct tally *tally);

/* ---- Votes (deed_vote.c) ---- */

struct vote_call {
	const char *list;
	const struct val *order; /* list of keys or lists of keys; NULL = withdraw */
	const struct val *withdraw;
	int64_t in_favour, against, abstained; /* -1 = not given */
	const char *reason;
};

struct vote_result {
	struct refusal refusal;
	const char *field; /* of a 422 */
};

bool vote_put(struct req *req, const struct edition *edition, const struct vote_call *call,
	      int64_t now, struct vote_result *ret, struct err *err) MUST_CHECK;

/* ---- Proposals (deed_proposal.c) ---- What takes effect when another person confirms it. */

struct proposing { /* one proposal, being made or being confirmed */
	struct req *req;
	struct db *db;
	struct edition_state state;
	struct val *about;
	const char *reason;
	int64_t now;
	struct refusal *refusal;
	int64_t id; /* of the proposal, while it is applied */
	/* What `about` names, found by the check of its kind. */
	size_t nominee, juror;
	struct proof_item *proof; /* NULL: missing evidence is opened */
	struct quarantined *quarantined;
};

struct proposal_kind {
	const char *name;
	enum deed deed; /* of who proposes */
	/* Can it be done now? Refuses if not (true all the same). */
	bool (*check)(struct proposing *p, struct err *err);
	bool (*apply)(struct proposing *p, struct err *err);
};

struct proposal_result {
	struct refusal refusal;
	int64_t id;
	const char *state;
};

bool proposal_make(struct req *req, const struct edition *edition, const char *kind,
		   struct val *about, const char *reason, int64_t now, struct proposal_result *ret,
		   struct err *err) MUST_CHECK;
/* `decision`: confirm, refuse, withdraw. Withdrawing a confirmed reopening puts the sheet back. */
bool proposal_settle(struct req *req, const struct edition *edition, int64_t id,
		     const char *decision, int64_t now, struct proposal_result *ret,
		     struct err *err) MUST_CHECK;

/* The kinds: proposal_sheet.c, proposal_people.c, proposal_certificate.c. */
bool revoke_certificate_check(struct proposing *p, struct err *err) MUST_CHECK;
bool revoke_certificate_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool replace_certificate_check(struct proposing *p, struct err *err) MUST_CHECK;
bool replace_certificate_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool reopen_sheet_check(struct proposing *p, struct err *err) MUST_CHECK;
bool reopen_sheet_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool reopen_evidence_check(struct proposing *p, struct err *err) MUST_CHECK;
bool reopen_evidence_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool lift_recusal_check(struct proposing *p, struct err *err) MUST_CHECK;
bool lift_recusal_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool admit_check(struct proposing *p, struct err *err) MUST_CHECK;
bool admit_apply(struct proposing *p, struct err *err) MUST_CHECK;
/* The chair takes a reopening back: the sheet is as it was before it. */
bool reopening_withdraw(struct proposing *p, struct err *err) MUST_CHECK;
bool change_panel_check(struct proposing *p, struct err *err) MUST_CHECK;
bool change_panel_apply(struct proposing *p, struct err *err) MUST_CHECK;
bool deputy_check(struct proposing *p, struct err *err) MUST_CHECK;
bool deputy_apply(struct proposing *p, struct err *err) MUST_CHECK;
/* Finds the nominee and the juror that `about` names; refuses when there is none. */
bool pair_find(struct proposing *p);

/* ---- What the chair does alone (deed_chair.c) ---- */

/* `act`: mark_absent, mark_present, late_recusal. */
bool chair_act(struct req *req, const struct edition *edition, const char *act, const char *nominee,
	       const char *juror, const char *reason, int64_t now, struct refusal *ret,
	       struct err *err) MUST_CHECK;

/* A release in words and its hash in groups of four, to be compared with the paper: `text`,
 * `groups` [{group}] (page_pleno.c). */
void release_hash_put(struct req *req, const struct release *release, int zone_hours,
		      struct val *into);

/* What a release makes public: lists row by row, facts, `what` (part pleno/_preview;
 * release_preview.c). The tally is whole: rows that `winners_only` hides are counted. */
bool release_preview_put(struct req *req, const struct edition *edition,
			 const struct tally_input *input, const struct tally *tally,
			 bool winners_only, struct val *into, struct err *err) MUST_CHECK;
/* What is open and who closes it (part pleno/_open; open_points.c). */
bool open_points_put(struct req *req, const struct edition_state *state,
		     const struct move_facts *facts, struct val *into, struct err *err) MUST_CHECK;

/* ---- Pages (page_pleno.c, page_ranking.c, page_proposals.c) ---- */

/* The frame of a page of an edition for its own people. */
bool pleno_open(struct req *req, const char *path, const char *title, struct edition *ret_edition,
		const struct scheme **ret_scheme, struct val **ret_page,
		struct err *err) MUST_CHECK;

#endif
