/* The secretariat's first page: where the edition stands, and what is to be done next. */
#include "app/edition_state.h"
#include "deed_objection.h"
#include "schedule.h"
#include "secretariat.h"

/* Where what stands in the way is mended. */
static const struct {
	const char *code, *path, *action;
} MENDS[] = {
	{ "no_nominees", "import", "desk.mend_import" },
	{ "panel_below_quorum", "panel", "desk.mend_panel" },
	{ "category_without_panel", "panel", "desk.mend_panel" },
	{ "no_chair", "accounts", "desk.mend_accounts" },
	{ "no_keeper", "accounts", "desk.mend_accounts" },
	{ "sheet_open", "progress", "desk.mend_progress" },
	{ "evidence_open", "evidence", "desk.mend_evidence" },
};

static void blocker_put(struct desk *d, struct val *next, const struct blocker *blocker)
{
	const char *path = NULL, *action = NULL;

	for (size_t i = 0; i < COUNT(MENDS); i++)
		if (text_equal(MENDS[i].code, blocker->code)) {
			path = arena_printf(d->req->arena, "editions/%s/%s", d->edition.key,
					    MENDS[i].path);
			action = word(d->req, MENDS[i].action);
		}
	part_blocker(next, blocker->code,
		     as_sentence(d->req->arena, words_in(&blocker->text, d->req->lang)), path,
		     action);
}

/* The next move until the pleno has the word; from then on its own page says more. */
static bool next_put(struct desk *d, struct edition_state *ret_state, struct err *err)
{
	enum phase to = (enum phase)(d->edition.phase + 1);
	struct blockers blockers;
	struct move_facts facts;
	struct tally tally;
	struct val *next;

	val_put_text(d->page, "next", NULL);
	val_put_bool(d->page, "has_steps", false);
	if (d->edition.phase >= PHASE_DELIBERATION)
		return edition_state_load(service_of(d->req), db_of(d->req), &d->edition, NULL,
					  d->req->arena, ret_state, err);
	if (!phase_facts(d->req, &d->edition, to, ret_state, &tally, &facts, err))
		return false;
	blockers_find(to, &facts, d->req->arena, &blockers);
	next = val_put_map(d->page, "next");
	val_put_text(next, "phase", word_of(d->req, "phase.", phase_text(to)));
	part_blockers(next);
	for (size_t i = 0; i < blockers.count; i++)
		blocker_put(d, next, &blockers.items[i]);
	return desk_steps_put(d, ret_state, &facts, err);
}

static void figures_put(struct desk *d, const struct edition_state *state)
{
	size_t proofs[PROOF_REJECTED + 1] = { 0 }, owed = 0, submitted = 0;
	struct req *req = d->req;

	for (size_t p = 0; p < state->proof_count; p++)
		proofs[state->proofs[p].status]++;
	for (size_t i = 0; i < state->candidate_count; i++)
		for (size_t j = 0; j < state->juror_count; j++) {
			enum sheet_state is;

			if (!edition_state_pair(state, i, j, &is))
				continue;
			owed++;
			submitted += is == SHEET_SUBMITTED;
		}
	part_figure(d->page, word(req, "sec.nominees"), show_n(req, state->candidate_count), NULL);
	part_figure(d->page, word(req, "state.open"), show_n(req, proofs[PROOF_ENTERED]),
		    word(req, "desk.evidence"));
	part_figure(d->page, word(req, "state.verified"), show_n(req, proofs[PROOF_VERIFIED]),
		    word(req, "desk.evidence"));
	part_figure(d->page, word(req, "state.rejected"), show_n(req, proofs[PROOF_REJECTED]),
		    word(req, "desk.evidence"));
	part_figure(d->page, word(req, "desk.sheets"), show_n(req, submitted),
		    word_n(req, "progress.of_n", show_n(req, owed)));
}

/* The rooms, each with a sentence: the navigation says where, this says what for. */
static void rooms_put(struct desk *d)
{
	static const struct {
		const char *path, *title, *what;
	} ROOMS[] = {
		{ "scheme", "scheme.title", "desk.what_scheme" },
		{ "import", "import.title", "desk.what_import" },
		{ "nominees", "sec.nominees", "desk.what_nominees" },
		{ "evidence", "sec.queue", "desk.what_evidence" },
		{ "panel", "panel.title", "desk.what_panel" },
		{ "accounts", "accounts.title", "desk.what_accounts" },
		{ "schedule", "schedule.title", "desk.what_schedule" },
		{ "progress", "progress.title", "desk.what_progress" },
		{ "settings", "settings.title", "desk.what_settings" },
		{ "cards", "cards.title", "desk.what_cards" },
		{ "reminders", "reminders.title", "desk.what_reminders" },
		{ "certificates", "nav_certificates.title", "desk.what_certificates" },
		{ "letters", "letters.title", "desk.what_letters" },
		{ "objections", "objections.title", "desk.what_objections" },
	};
	struct val *rooms = val_put_list(d->page, "rooms");

	for (size_t i = 0; i < COUNT(ROOMS); i++) {
		struct val *room = val_push_map(rooms);

		val_put_text(room, "path", ROOMS[i].path);
		val_put_text(room, "label", word(d->req, ROOMS[i].title));
		val_put_text(room, "what", word(d->req, ROOMS[i].what));
	}
}

bool page_desk(struct req *req, struct err *err)
{
	struct edition_state state;
	struct desk d;

	if (!desk_open(req, "desk", "desk.title", &d, err))
		return false;
	val_put_text(d.page, "lead", word_of(req, "desk.now.", phase_text(d.edition.phase)));
	page_phases(req, d.page, d.edition.phase);
	if (!next_put(&d, &state, err))
		return false;
	figures_put(&d, &state);
	rooms_put(&d);
	return schedule_now_put(req, &d.edition, d.scheme, d.page, err) &&
	       objections_remind(req, &d.edition, d.page, err) &&
	       page_show(req, 200, "secretariat/desk", d.page, err);
}
