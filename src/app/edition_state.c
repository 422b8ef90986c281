#include "edition_state.h"

#include <stdlib.h>
#include <string.h>

static int by_pseudonym(const void *a, const void *b)
{
	const struct juror *x = a, *y = b;

	if (x->pseudonym != y->pseudonym)
		return x->pseudonym < y->pseudonym ? -1 : 1;
	return strcmp(x->key, y->key);
}

static const struct category *category_of(const struct edition_state *state, size_t nominee)
{
	return &state->scheme->categories[state->input.nominees[nominee].category];
}

size_t edition_state_nominee(const struct edition_state *state, const char *key)
{
	for (size_t i = 0; i < state->candidate_count; i++)
		if (text_equal(state->candidates[i].key, key))
			return i;
	return NAME_NONE;
}

size_t edition_state_juror(const struct edition_state *state, const char *key)
{
	for (size_t j = 0; j < state->juror_count; j++)
		if (text_equal(state->jurors[j].key, key))
			return j;
	return NAME_NONE;
}

struct sheet_event *edition_state_sheet(const struct edition_state *state, size_t nominee,
					size_t juror)
{
	return state->sheets[nominee * state->juror_count + juror];
}

bool edition_state_owes(const struct edition_state *state, size_t nominee, size_t juror)
{
	const struct category *category = category_of(state, nominee);

	return !state->jurors[juror].removed && category->jury_count > 0 &&
	       juror_judges(&state->jurors[juror], category->key);
}

bool edition_state_pair(const struct edition_state *state, size_t nominee, size_t juror,
			enum sheet_state *ret)
{
	const struct sheet_event *sheet = edition_state_sheet(state, nominee, juror);

	*ret = sheet ? sheet->state : SHEET_EMPTY;
	return edition_state_owes(state, nominee, juror) || *ret >= SHEET_SUBMITTED;
}

size_t *edition_state_by_key(const struct edition_state *state, struct arena *arena)
{
	size_t *ret = NEW(arena, size_t, state->juror_count + 1);

	for (size_t n = 0; n < state->juror_count; n++) {
		size_t at = n;

		while (at && strcmp(state->jurors[ret[at - 1]].key, state->jurors[n].key) > 0) {
			ret[at] = ret[at - 1];
			at--;
		}
		ret[at] = n;
	}
	return ret;
}

/* ---- Nominees and evidence ---- */

/* A nominee of a category that the scheme no longer has is left out; the pages name it. */
static void nominees_fill(struct edition_state *state, struct arena *arena)
{
	size_t kept = 0;

	state->input.nominees = NEW(arena, struct nominee, state->candidate_count + 1);
	for (size_t i = 0; i < state->candidate_count; i++) {
		const struct candidate *candidate = &state->candidates[i];
		const struct category *category =
			scheme_category(state->scheme, candidate->category);

		if (!category)
			continue;
		state->input.nominees[kept] = (struct nominee){
			.key = candidate->key,
			.name = candidate->name,
			.region = candidate->region,
			.category = (size_t)(category - state->scheme->categories),
		};
		state->candidates[kept++] = *candidate;
	}
	state->candidate_count = state->input.nominee_count = kept;
}

static size_t candidate_by_id(const struct edition_state *state, int64_t id)
{
	for (size_t i = 0; i < state->candidate_count; i++)
		if (state->candidates[i].id == id)
			return i;
	return NAME_NONE;
}

/* Proofs come ordered by nominee, so each nominee's are one run. */
static void evidence_fill(struct edition_state *state, struct arena *arena)
{
	struct evidence *all = NEW(arena, struct evidence, state->proof_count + 1);
	size_t owner = NAME_NONE;

	for (size_t i = 0; i < state->proof_count; i++) {
		const struct proof_item *proof = &state->proofs[i];
		struct nominee *nominee;

		if (owner == NAME_NONE || state->candidates[owner].id != proof->nominee)
			owner = candidate_by_id(state, proof->nominee);
		if (owner == NAME_NONE)
			continue;
		nominee = &state->input.nominees[owner];
		if (!nominee->evidence)
			nominee->evidence = &all[i];
		nominee->evidence[nominee->evidence_count++] = (struct evidence){
			.name = proof->name,
			.value = proof->value,
			.verified = proof->status == PROOF_VERIFIED,
			.rejected = proof->status == PROOF_REJECTED,
			.source = proof->source,
			.cutoff = proof->cutoff,
		};
	}
}

/* ---- Sheets ---- */

struct sheet *edition_sheet(const struct category *category, const struct sheet_event *event,
			    struct arena *arena)
{
	struct sheet *sheet = NEW(arena, struct sheet, 1);

	sheet->recused = event->state == SHEET_RECUSED;
	sheet->absent = event->state == SHEET_ABSENT;
	sheet->marks_c = NEW(arena, int64_t, category->jury_count + 1);
	for (size_t k = 0; k < category->jury_count; k++)
		sheet->marks_c[k] = MARK_NONE;
	for (size_t m = 0; m < event->mark_count; m++) {
		const struct criterion *criterion =
			category_criterion(category, event->marks[m].criterion);

		if (criterion && criterion->kind == CRITERION_JURY)
			sheet->marks_c[criterion->jury_index] = event->marks[m].mark_c;
	}
	return sheet;
}

static bool counts(const struct sheet_event *event)
{
	return event->state == SHEET_SUBMITTED || event->state == SHEET_RECUSED ||
	       event->state == SHEET_ABSENT;
}

static size_t juror_by_id(const struct edition_state *state, int64_t id)
{
	for (size_t j = 0; j < state->juror_count; j++)
		if (state->jurors[j].id == id)
			return j;
	return NAME_NONE;
}

static void sheets_fill(struct edition_state *state, struct sheet_event *events, size_t count,
			struct arena *arena)
{
	state->sheets =
		NEW(arena, struct sheet_event *, state->candidate_count * state->juror_count + 1);
	for (size_t i = 0; i < state->candidate_count; i++) {
		state->input.nominees[i].sheets =
			NEW(arena, struct sheet *, state->juror_count + 1);
		state->input.nominees[i].sheet_count = state->juror_count;
	}
	for (size_t e = 0; e < count; e++) {
		size_t i = candidate_by_id(state, events[e].nominee);
		size_t j = juror_by_id(state, events[e].juror);

		if (i == NAME_NONE || j == NAME_NONE)
			continue;
		state->sheets[i * state->juror_count + j] = &events[e];
		if (counts(&events[e]))
			state->input.nominees[i].sheets[j] =
				edition_sheet(category_of(state, i), &events[e], arena);
	}
}

/* ---- Votes ---- */

/* `order` is a list of lists: [["a"], ["b", "c"]] puts b and c on an equal second place. */
static bool record_of(const struct edition_state *state, const struct ballot *ballot,
		      struct arena *arena, struct vote_record *ret, struct err *err)
{
	struct val *order;
	size_t cap = 0, place_cap = 0;

	*ret = (struct vote_record){
		.list = ballot->list,
		.withdrawn = ballot->withdrawn_at != 0,
		.has_ballots = true,
		.in_favour = (unsigned)ballot->votes_for,
		.against = (unsigned)ballot->votes_against,
		.abstained = (unsigned)ballot->abstained,
		.reason = ballot->reason,
	};
	if (!json_parse(arena, ballot->order, strlen(ballot->order), &order, err))
		return false;
	for (size_t p = 0; p < val_count(order); p++)
		for (size_t k = 0; k < val_count(val_at(order, p)); k++) {
			size_t i = edition_state_nominee(state,
							 val_chars(val_at(val_at(order, p), k)));

			if (i == NAME_NONE)
				continue;
			GROW(arena, ret->nominees, ret->count, &cap);
			GROW(arena, ret->places, ret->count, &place_cap);
			ret->nominees[ret->count] = i;
			ret->places[ret->count++] = (unsigned)p + 1;
		}
	return true;
}

static bool records_fill(struct edition_state *state, struct arena *arena, struct err *err)
{
	state->records = NEW(arena, struct vote_record, state->ballot_count + 1);
	for (size_t v = 0; v < state->ballot_count; v++)
		if (!record_of(state, &state->ballots[v], arena, &state->records[v], err))
			return false;
	return true;
}

bool edition_state_load(struct service *service, struct db *db, const struct edition *edition,
			const struct scheme *scheme, struct arena *arena, struct edition_state *ret,
			struct err *err)
{
	struct edition_state state = { .edition = *edition, .scheme = scheme };
	struct sheet_event *events;
	size_t event_count;

	if (!scheme && !service_scheme(service, db, edition->rule_id, &state.scheme, err))
		return false;
	if (!nominee_list(db, edition->id, arena, &state.candidates, &state.candidate_count, err) ||
	    !juror_list(db, edition->id, arena, &state.jurors, &state.juror_count, err) ||
	    !proof_list(db, edition->id, 0, arena, &state.proofs, &state.proof_count, err) ||
	    !sheet_list(db, edition->id, INT64_MAX, arena, &events, &event_count, err) ||
	    !ballot_list(db, edition->id, arena, &state.ballots, &state.ballot_count, err))
		return false;
	if (state.juror_count)
		qsort(state.jurors, state.juror_count, sizeof(*state.jurors), by_pseudonym);
	state.input.scheme = state.scheme;
	nominees_fill(&state, arena);
	evidence_fill(&state, arena);
	state.input.jurors = NEW(arena, const char *, state.juror_count + 1);
	state.input.juror_count = state.juror_count;
	for (size_t j = 0; j < state.juror_count; j++)
		state.input.jurors[j] = state.jurors[j].key;
	sheets_fill(&state, events, event_count, arena);
	if (!records_fill(&state, arena, err))
		return false;
	*ret = state;
	return true;
}

bool edition_state_tally(struct edition_state *state, struct arena *arena, struct tally *ret,
			 struct complaints *complaints)
{
	return tally_with_votes(&state->input, state->records, state->ballot_count, arena, ret,
				complaints);
}
