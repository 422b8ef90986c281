/* What is still open, and who can close it: for chair, secretariat and keeper. */
#include "declare.h"
#include "screen.h"

#include <string.h>

#define PAIRS_MAX 30 /* single sheets that are named; more are counted */
#define STATES (SHEET_ABSENT + 1)

struct open {
	struct req *req;
	const struct edition_state *state;
	const struct move_facts *facts;
	enum phase phase;
	enum role role;
	struct val *into, *points;
};

static const char *count_words(const struct open *o, const char *key, size_t n)
{
	struct val *values = val_map(o->req->arena);

	val_put_text(values, "n", show_count(o->req->arena, (int64_t)n, o->req->lang));
	return words_fill(service_templates(service_of(o->req)), o->req->lang, key, values,
			  o->req->arena);
}

/* One line: what, who closes it, and for those who may, where. */
static void point(const struct open *o, const char *name, size_t n, const char *who, unsigned roles,
		  const char *path)
{
	struct val *item;

	if (!n)
		return;
	item = val_push_map(o->points);
	val_put_text(item, "text",
		     count_words(o, arena_printf(o->req->arena, "open.point.%s", name), n));
	val_put_text(item, "who", word(o->req, arena_printf(o->req->arena, "open.by.%s", who)));
	val_put_text(item, "path", (roles & o->role) ? path : NULL);
	val_put_text(item, "action", word(o->req, "action.open"));
}

/* ---- Proposals and votes ---- */

static bool proposals_put(const struct open *o, struct err *err)
{
	size_t count, keeper = 0, chair = 0;
	struct proposal *list;
	struct val *about;
	struct err ignored;

	if (!proposal_list(db_of(o->req), o->state->edition.id, "open", o->req->arena, &list,
			   &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool other = text_equal(list[i].kind, "deputy") &&
			     json_parse(o->req->arena, list[i].about, strlen(list[i].about), &about,
					&ignored) &&
			     text_equal(val_get_text(about, "role"), "keeper");

		keeper += !other;
		chair += other;
	}
	point(o, "proposals", keeper, "keeper", ROLE_ALL, "proposals");
	point(o, "proposals", chair, "chair", ROLE_ALL, "proposals");
	return true;
}

static void votes_put(const struct open *o)
{
	const struct tally *tally = o->facts->tallied ? o->facts->tally : NULL;
	size_t needed = 0;

	for (size_t i = 0; tally && i < tally->category_count; i++)
		for (size_t g = 0; g < tally->categories[i].vote_group_count; g++) {
			const struct vote_group *group = &tally->categories[i].vote_groups[g];

			needed += group->spans_last_winner && !group->voted;
		}
	for (size_t i = 0; tally && i < tally->overall_count; i++)
		for (size_t g = 0; g < tally->overalls[i].vote_group_count; g++) {
			const struct vote_group *group = &tally->overalls[i].vote_groups[g];

			needed += group->spans_last_winner && !group->voted;
		}
	point(o, "votes", needed, "chair", ROLE_ALL, "ranking");
}

/* ---- Conflicts declared after the lock ---- */

static bool conflicts_put(const struct open *o, struct err *err)
{
	struct declaration *said;
	size_t count;

	if (o->phase != PHASE_DELIBERATION)
		return true;
	if (!declaration_list(db_of(o->req), o->state->edition.id, 0, true, o->req->arena, &said,
			      &count, err))
		return false;
	point(o, "conflicts", declarations_waiting(o->state, said, count), "chair",
	      ROLE_CHAIR | ROLE_KEEPER, "declarations");
	return true;
}

/* ---- Sheets: per juror and per category ---- */

static void juror_row(const struct open *o, size_t j, struct val *rows)
{
	size_t by_state[STATES] = { 0 }, owed = 0;
	enum sheet_state at;
	struct val *row;

	for (size_t i = 0; i < o->state->candidate_count; i++)
		if (edition_state_pair(o->state, i, j, &at)) {
			by_state[at]++;
			owed++;
		}
	if (!owed)
		return;
	row = val_push_map(rows);
	val_put_text(row, "name", o->state->jurors[j].name);
	val_put_text(row, "done",
		     arena_printf(o->req->arena, "%zu / %zu",
				  owed - by_state[SHEET_EMPTY] - by_state[SHEET_DRAFT], owed));
	val_put_int(row, "left", (int64_t)(by_state[SHEET_EMPTY] + by_state[SHEET_DRAFT]));
	val_put_bool(row, "closed", !(by_state[SHEET_EMPTY] + by_state[SHEET_DRAFT]));
	val_put_int(row, "draft", (int64_t)by_state[SHEET_DRAFT]);
	val_put_int(row, "recused", (int64_t)by_state[SHEET_RECUSED]);
	val_put_int(row, "absent", (int64_t)by_state[SHEET_ABSENT]);
}

static void category_row(const struct open *o, size_t c, struct val *rows)
{
	const struct category *category = &o->state->scheme->categories[c];
	size_t owed = 0, left = 0;
	enum sheet_state at;
	struct val *row;

	for (size_t i = 0; i < o->state->candidate_count; i++)
		for (size_t j = 0; j < o->state->juror_count; j++)
			if (o->state->input.nominees[i].category == c &&
			    edition_state_pair(o->state, i, j, &at)) {
				owed++;
				left += at < SHEET_SUBMITTED;
			}
	if (!owed)
		return;
	row = val_push_map(rows);
	val_put_text(row, "name", words_in(&category->name, o->req->lang));
	val_put_text(row, "done", arena_printf(o->req->arena, "%zu / %zu", owed - left, owed));
	val_put_int(row, "left", (int64_t)left);
	val_put_bool(row, "closed", !left);
}

static void sheets_put(const struct open *o)
{
	struct val *jurors = val_put_list(o->into, "jurors");
	struct val *categories = val_put_list(o->into, "categories");
	const size_t *by_key = edition_state_by_key(o->state, o->req->arena);

	if (o->phase == PHASE_SCORING)
		for (size_t n = 0; n < o->state->juror_count; n++)
			juror_row(o, by_key[n], jurors);
	for (size_t c = 0; o->phase == PHASE_SCORING && c < o->state->scheme->category_count; c++)
		category_row(o, c, categories);
	val_put_bool(o->into, "has_sheets", val_count(jurors) > 0);
}

/* Of a nominee from whom the reader is recused nothing is told, and its sheets are not named. */
static bool closed_to_reader(const struct open *o, const struct screen *screen, const char *name)
{
	for (size_t i = 0; screen->count && i < o->state->candidate_count; i++)
		if (text_equal(o->state->candidates[i].name, name) &&
		    screened(screen, o->state->candidates[i].id))
			return true;
	return false;
}

/* After the lock single sheets are open: each is named. */
static void pairs_put(const struct open *o, const struct screen *screen)
{
	struct val *pairs = val_put_list(o->into, "pairs");
	size_t count = o->phase == PHASE_DELIBERATION ? o->facts->sheet_count : 0;

	for (size_t i = 0; i < count && i < PAIRS_MAX; i++)
		if (!closed_to_reader(o, screen, o->facts->sheets[i].second))
			val_put_text(val_push_map(pairs), "text",
				     arena_printf(o->req->arena, "%s – %s",
						  o->facts->sheets[i].first,
						  o->facts->sheets[i].second));
	val_put_bool(o->into, "has_pairs", count > 0);
	val_put_text(o->into, "more_pairs",
		     count > PAIRS_MAX ? count_words(o, "open.more", count - PAIRS_MAX) : NULL);
}

bool open_points_put(struct req *req, const struct edition_state *state,
		     const struct move_facts *facts, struct val *into, struct err *err)
{
	const struct open o = { .req = req,
				.state = state,
				.facts = facts,
				.phase = state->edition.phase,
				.role = who_of(req)->account.role,
				.into = into,
				.points = val_put_list(into, "points") };
	struct screen screen;

	if (o.phase >= PHASE_SCORING)
		point(&o, o.phase == PHASE_SCORING ? "sheets" : "reopened", facts->sheet_count,
		      "juror", ROLE_ALL, "progress");
	point(&o, "evidence", facts->evidence_count, "secretariat", ROLE_SECRETARIAT, "evidence");
	votes_put(&o);
	if (!proposals_put(&o, err) || !conflicts_put(&o, err) ||
	    !screen_load(req, &state->edition, &screen, err))
		return false;
	val_put_bool(into, "has_points", val_count(o.points) > 0);
	sheets_put(&o);
	pairs_put(&o, &screen);
	return true;
}
