/* Where the edition stands, what is open, and the next move: for secretariat, chair and keeper. */
#include <string.h>

#include "app/ranking_view.h"
#include "deed_objection.h"
#include "schedule.h"
#include "screen.h"
#include "trial.h"

struct view {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct val *page;
};

#define WORD_OF(v, fmt, name) word((v)->req, arena_printf((v)->req->arena, (fmt), (name)))

bool pleno_open(struct req *req, const char *path, const char *title, struct edition *ret_edition,
		const struct scheme **ret_scheme, struct val **ret_page, struct err *err)
{
	if (!req_edition(req, true, ret_edition, err) ||
	    !service_scheme(service_of(req), db_of(req), ret_edition->rule_id, ret_scheme, err))
		return false;
	*ret_page = page_of_edition(req, ret_edition, *ret_scheme, path, word(req, title));
	return true;
}

static const char *roles_words(const struct view *v, unsigned roles)
{
	static const enum role ROLES[] = { ROLE_SECRETARIAT, ROLE_CHAIR, ROLE_KEEPER };

	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (roles & ROLES[i])
			return WORD_OF(v, "role.%s", role_text(ROLES[i]));
	return "";
}

/* ---- The next move ---- */

/* Before the first key, of the edition as it stands. */
static bool preview_put(const struct view *v, struct edition_state *state, struct tally *tally,
			struct val *next, struct err *err)
{
	struct settings settings;
	struct screen screen;

	if (!screen_load(v->req, &v->edition, &screen, err) ||
	    !settings_load(db_of(v->req), v->edition.id, v->req->arena, &settings, err))
		return false;
	screen_tally(&screen, state, tally);
	return release_preview_put(v->req, &v->edition, &state->input, tally, settings.winners_only,
				   val_put_map(next, "preview"), err);
}

/* The first tie that needs a vote, as the ranking's page calls its form; "" when there is none. */
static const char *tie_on_page(const struct view *v, const struct tally *tally)
{
	size_t lists = tally->category_count + tally->overall_count;

	for (size_t i = 0; i < lists; i++) {
		const struct ranking *list = i < tally->category_count
						     ? &tally->categories[i]
						     : &tally->overalls[i - tally->category_count];

		for (size_t g = 0; g < list->vote_group_count; g++)
			if (list->vote_groups[g].spans_last_winner && !list->vote_groups[g].voted)
				return arena_printf(v->req->arena, "#tie-%s-%u", list->key,
						    list->vote_groups[g].first_rank);
	}
	return "";
}

/* Where what stands in the way is mended: only pages that this reader may open. */
static void blocker_put(const struct view *v, struct val *next, const struct blocker *blocker,
			const char *tie)
{
	static const struct {
		const char *code, *path, *action;
		unsigned roles;
	} MENDS[] = {
		{ "sheet_open", "progress", "desk.mend_progress", ROLE_ALL },
		{ "evidence_open", "evidence", "desk.mend_evidence", ROLE_SECRETARIAT },
		{ "tie_on_winning_rank", "ranking", "moves.mend_vote", ROLE_CHAIR },
		{ "vote_stale", "ranking", "moves.mend_vote", ROLE_CHAIR },
	};
	const char *path = NULL, *action = NULL;

	for (size_t i = 0; i < COUNT(MENDS); i++)
		if (text_equal(MENDS[i].code, blocker->code) &&
		    (MENDS[i].roles & who_of(v->req)->account.role)) {
			path = arena_printf(v->req->arena, "editions/%s/%s%s", v->edition.key,
					    MENDS[i].path,
					    text_equal(MENDS[i].path, "ranking") ? tie : "");
			action = word(v->req, MENDS[i].action);
		}
	part_blocker(next, blocker->code,
		     as_sentence(v->req->arena, words_in(&blocker->text, v->req->lang)), path,
		     action);
}

static bool next_put(struct view *v, struct err *err)
{
	enum phase to = (enum phase)(v->edition.phase + 1);
	const struct move *move = to < PHASE_COUNT ? move_find(v->edition.phase, to) : NULL;
	struct edition_state state;
	struct move_facts facts;
	struct blockers blockers;
	struct tally tally;
	struct val *next;
	bool mine;

	val_put_text(v->page, "open", NULL);
	if (!move || to == PHASE_PUBLISHED) { /* the keeper's own page */
		val_put_text(v->page, "next", NULL);
		return true;
	}
	if (!phase_facts(v->req, &v->edition, to, &state, &tally, &facts, err))
		return false;
	blockers_find(to, &facts, v->req->arena, &blockers);
	mine = move->roles & who_of(v->req)->account.role;
	next = val_put_map(v->page, "next");
	val_put_text(next, "to", phase_text(to));
	val_put_text(next, "heading", WORD_OF(v, "moves.act.%s", phase_text(to)));
	val_put_text(next, "what", WORD_OF(v, "moves.what.%s", phase_text(to)));
	val_put_text(next, "who", roles_words(v, move->roles));
	val_put_bool(next, "mine", mine);
	val_put_bool(next, "ready", mine && !blockers.count);
	part_blockers(next);
	for (size_t i = 0; i < blockers.count; i++)
		blocker_put(v, next, &blockers.items[i],
			    facts.tallied ? tie_on_page(v, facts.tally) : "");
	val_put_text(next, "preview", NULL);
	return open_points_put(v->req, &state, &facts, val_put_map(v->page, "open"), err) &&
	       (to != PHASE_APPROVED || preview_put(v, &state, &tally, next, err));
}

/* ---- Ways back ---- */

static struct val *reason_field(struct req *req, struct val *into)
{
	struct val *field = part_field(req->arena, val_put_map(into, "field"), "reason",
				       word(req, "word.reason"), "");

	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	val_put_int(field, "rows", 3);
	return field;
}

static void back_put(struct view *v)
{
	struct val *list = val_put_list(v->page, "back");

	for (unsigned to = 0; to < (unsigned)v->edition.phase; to++) {
		const struct move *move = move_find(v->edition.phase, (enum phase)to);
		struct val *item;
		const char *name;

		if (!move || !(move->roles & who_of(v->req)->account.role) ||
		    v->edition.phase == PHASE_APPROVED)
			continue;
		if (v->edition.phase == PHASE_VERIFICATION && v->edition.has_marks)
			continue;
		name = v->edition.phase == PHASE_PUBLISHED ? "correction"
		       : move->needs_keeper		   ? "mend"
							   : "setup";
		item = val_push_map(list);
		val_put_text(item, "to", phase_text((enum phase)to));
		val_put_text(item, "heading", WORD_OF(v, "moves.back_act.%s", name));
		val_put_text(item, "what", WORD_OF(v, "moves.back_what.%s", name));
		(void)reason_field(v->req, item);
	}
	val_put_bool(v->page, "has_back", val_count(list) > 0);
}

/* What waits for the keeper is said where the chair has proposed it. */
static bool waiting_put(struct view *v, struct err *err)
{
	struct proposal *proposals;
	size_t count;

	if (!proposal_list(db_of(v->req), v->edition.id, "open", v->req->arena, &proposals, &count,
			   err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(proposals[i].kind, "mend_scheme"))
			part_flash(v->page, "info", word(v->req, "moves.mend_waits"));
	return true;
}

/* Why the keeper refused the newest release. */
static bool refused_put(struct view *v, struct err *err)
{
	struct val *names = val_map(v->req->arena);
	struct release *list;
	size_t count;

	if (v->edition.phase != PHASE_DELIBERATION)
		return true;
	if (!release_list(db_of(v->req), v->edition.id, v->req->arena, &list, &count, err))
		return false;
	if (!count || !text_equal(list[0].state, "refused"))
		return true;
	val_put_int(names, "number", list[0].number);
	val_put_text(names, "reason", list[0].reason);
	part_flash(v->page, "warn",
		   words_fill(service_templates(service_of(v->req)), v->req->lang,
			      "moves.keeper_refused", names, v->req->arena));
	return true;
}

/* Where the work of this phase is done. */
static void ways_put(const struct view *v)
{
	static const struct {
		enum phase phase;
		unsigned roles;
		const char *path, *label;
	} WAYS[] = {
		{ PHASE_SCORING, ROLE_ALL, "progress", "progress.title" },
		{ PHASE_DELIBERATION, ROLE_ALL, "ranking", "nav_ranking.title" },
		{ PHASE_DELIBERATION, ROLE_ALL, "board", "board.title" },
		{ PHASE_DELIBERATION, ROLE_ALL, "pleno/attendance", "assembly.title" },
		{ PHASE_DELIBERATION, ROLE_ALL, "proposals", "nav_proposals.title" },
		{ PHASE_APPROVED, ROLE_CHAIR | ROLE_KEEPER, "release", "nav_moves.release" },
		{ PHASE_PUBLISHED, ROLE_ALL, "results", "moves.see_results" },
	};
	struct val *ways = val_put_list(v->page, "ways");

	for (size_t i = 0; i < COUNT(WAYS); i++) {
		struct val *way;

		if (WAYS[i].phase != v->edition.phase ||
		    !(WAYS[i].roles & who_of(v->req)->account.role))
			continue;
		way = val_push_map(ways);
		val_put_text(way, "path", WAYS[i].path);
		val_put_text(way, "label", word(v->req, WAYS[i].label));
	}
	val_put_bool(v->page, "has_ways", val_count(ways) > 0);
}

static bool pleno_show(struct req *req, const struct refusal *refusal, struct err *err)
{
	struct view v = { .req = req };

	if (!pleno_open(req, "pleno", "moves.title", &v.edition, &v.scheme, &v.page, err))
		return false;
	val_put_text(v.page, "lead", WORD_OF(&v, "moves.lead.%s", phase_text(v.edition.phase)));
	page_phases(req, v.page, v.edition.phase);
	if (refusal)
		part_flash(v.page, "bad", as_sentence(req->arena, refusal->why.msg[req->lang]));
	back_put(&v);
	ways_put(&v);
	return waiting_put(&v, err) && refused_put(&v, err) && next_put(&v, err) &&
	       schedule_now_put(req, &v.edition, v.scheme, v.page, err) &&
	       objections_remind(req, &v.edition, v.page, err) &&
	       page_show(req, refusal ? refusal->status : 200, "pleno/phase", v.page, err);
}

bool page_pleno(struct req *req, struct err *err)
{
	return pleno_show(req, NULL, err);
}

/* ---- The second key ---- */

static const char *grouped(struct arena *arena, const char *hex)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t i = 0; hex[i]; i++) {
		if (i && i % 4 == 0)
			buf_char(&text, ' ');
		buf_char(&text, hex[i]);
	}
	return text.data;
}

void release_hash_put(struct req *req, const struct release *release, int zone_hours,
		      struct val *into)
{
	struct val *values = val_map(req->arena), *groups = val_put_list(into, "groups");

	val_put_int(values, "number", release->number);
	val_put_text(values, "state",
		     word(req, arena_printf(req->arena, "moves.release_state.%s", release->state)));
	val_put_text(values, "at",
		     show_time(req->arena, release->approved_at, zone_hours, req->lang));
	val_put_text(values, "by", release->approved_name);
	val_put_text(into, "text",
		     words_fill(service_templates(service_of(req)), req->lang, "watch.newest_is",
				values, req->arena));
	for (const char *hex = release->sha256; strlen(hex) >= 4; hex += 4)
		val_put_text(val_push_map(groups), "group", arena_copy(req->arena, hex, 4));
}

static void release_row(const struct view *v, const struct release *release, int zone,
			struct val *rows)
{
	struct arena *arena = v->req->arena;
	struct val *row = val_push_map(rows);

	val_put_int(row, "number", release->number);
	val_put_text(row, "state", WORD_OF(v, "moves.release_state.%s", release->state));
	val_put_text(row, "sha256", grouped(arena, release->sha256));
	val_put_text(row, "approved_by", release->approved_name);
	val_put_text(row, "approved_at",
		     show_time(arena, release->approved_at, zone, v->req->lang));
	val_put_text(row, "decided_by", release->decided_name);
	val_put_text(row, "decided_at",
		     release->decided_at ? show_time(arena, release->decided_at, zone, v->req->lang)
					 : NULL);
	val_put_text(row, "reason", release->reason && *release->reason ? release->reason : NULL);
}

static bool keys_put(const struct view *v, const struct release *waiting, bool readable,
		     int zone_hours, struct err *err)
{
	struct released released;
	struct val *key;

	if (!waiting) {
		val_put_text(v->page, "waiting", NULL);
		return true;
	}
	key = val_put_map(v->page, "waiting");
	release_hash_put(v->req, waiting, zone_hours, key);
	val_put_text(key, "sha256", waiting->sha256);
	val_put_bool(key, "readable", readable);
	val_put_bool(key, "mine", who_of(v->req)->account.role == ROLE_KEEPER);
	(void)reason_field(v->req, key);
	val_put_text(key, "preview", NULL);
	return !readable ||
	       (release_parse(service_of(v->req), db_of(v->req), waiting, &released, err) &&
		release_preview_put(v->req, &v->edition, &released.bundle->input,
				    &released.bundle->tally, waiting->winners_only,
				    val_put_map(key, "preview"), err));
}

/* What is broken stands on the keeper's own page. */
static void release_refused(const struct view *v, const struct refusal *refusal)
{
	bool leads = text_equal(refusal->why.code, "chain_broken") &&
		     who_of(v->req)->account.role == ROLE_KEEPER;

	part_flash_link(v->page, "bad", as_sentence(v->req->arena, refusal->why.msg[v->req->lang]),
			leads ? arena_printf(v->req->arena, "editions/%s/watch", v->edition.key)
			      : NULL,
			word(v->req, "moves.what_is_broken"));
}

static bool release_show(struct req *req, const struct refusal *refusal, struct err *err)
{
	struct view v = { .req = req };
	struct settings settings;
	struct release *list;
	struct screen screen;
	struct val *rows;
	size_t count;

	if (!pleno_open(req, "release", "moves.release", &v.edition, &v.scheme, &v.page, err) ||
	    !release_list(db_of(req), v.edition.id, req->arena, &list, &count, err) ||
	    !settings_load(db_of(req), v.edition.id, req->arena, &settings, err) ||
	    !screen_load(req, &v.edition, &screen, err))
		return false;
	val_put_text(v.page, "lead", word(req, "moves.release_lead"));
	if (refusal)
		release_refused(&v, refusal);
	if (!keys_put(&v, v.edition.phase == PHASE_APPROVED && count ? &list[0] : NULL,
		      !screen.count, settings.zone_hours, err))
		return false;
	rows = val_put_list(v.page, "rows");
	for (size_t i = 0; i < count; i++)
		release_row(&v, &list[i], settings.zone_hours, rows);
	val_put_bool(v.page, "has_rows", count > 0);
	return page_show(req, refusal ? refusal->status : 200, "pleno/release", v.page, err);
}

bool page_release(struct req *req, struct err *err)
{
	return release_show(req, NULL, err);
}

/* The bytes that wait for the second key. */
bool page_release_bundle(struct req *req, struct err *err)
{
	struct edition edition;
	struct release *list;
	struct screen screen;
	size_t count, len;
	char *text;

	if (!req_edition(req, true, &edition, err) || !screen_load(req, &edition, &screen, err) ||
	    !release_list(db_of(req), edition.id, req->arena, &list, &count, err))
		return false;
	if (edition.phase != PHASE_APPROVED || !count)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_release",
				 "tidak ada rilis yang menunggu kunci kedua",
				 "no release waits for the second key");
	if (screen.count)
		return FAIL_CODE(err, ERR_DENIED, "recused",
				 "berkas ini memuat nominee yang bagi Anda berhalangan",
				 "this file holds a nominee from whom you are recused");
	return release_bundle(db_of(req), list[0].id, req->arena, &text, &len, err) &&
	       answer_bytes(req, "text/plain; charset=utf-8",
			    arena_printf(req->arena, "%s-%s.txt", edition.key,
					 arena_copy(req->arena, list[0].sha256, 8)),
			    text, len);
}

/* ---- Moving ---- */

/* Printing everything is slow, and is done before the writer has it. */
bool phase_prepare(struct req *req, struct err *err)
{
	const struct move *move = move_find(PHASE_DELIBERATION, PHASE_APPROVED);
	struct trial *trial;

	if (!fresh_prepare(req, err))
		return false;
	if (!req->fields_ok || !text_equal(req_field(req, "to"), phase_text(PHASE_APPROVED)) ||
	    !(move->roles & who_of(req)->account.role))
		return true;
	req->work = trial = NEW(req->arena, struct trial, 1);
	return release_trial(req, trial, err);
}

/* Layouts that would freeze, refuse, and were not accepted. */
static bool unfit(const struct req *req)
{
	const struct trial *trial = req->work;

	return trial && trial->count && !*req_field(req, "unfit");
}

bool do_phase(struct req *req, struct err *err)
{
	const struct phase_call call = { .to = req_field(req, "to"),
					 .reason = req_field(req, "reason"),
					 .sha256 = req_field(req, "bundle_sha256") };
	bool keeper = who_of(req)->account.role == ROLE_KEEPER;
	struct phase_result result;
	struct edition edition;
	enum phase to;

	if (!req_edition(req, true, &edition, err) ||
	    !phase_move(req, &edition, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return keeper ? release_show(req, &result.refusal, err)
			      : pleno_show(req, &result.refusal, err);
	if ((confirm_due(req) || unfit(req)) && phase_parse(call.to, &to))
		return phase_confirm(req, &edition, to, &call, req->work, err);
	/* The hash of the first key is wanted at once: for the minutes, and for the keeper. */
	return res_redirect(req, "/editions/%s/%s", edition.key,
			    keeper || text_equal(call.to, phase_text(PHASE_APPROVED)) ? "release"
										      : "pleno");
}
