/* What is known of an edition when it is to be moved, as core's table of blockers wants it. */
#include "dossier.h"
#include "pleno.h"
#include "screen.h"

static void categories_fill(const struct req *req, const struct edition_state *state,
			    struct move_facts *ret)
{
	const struct scheme *scheme = state->scheme;

	ret->category_count = scheme->category_count;
	ret->categories = NEW(req->arena, struct category_fact, scheme->category_count);
	for (size_t c = 0; c < scheme->category_count; c++) {
		const struct category *category = &scheme->categories[c];
		struct category_fact *fact = &ret->categories[c];

		fact->name = words_in(&category->name, req->lang);
		fact->judged = category->jury_count > 0;
		for (size_t i = 0; i < state->input.nominee_count; i++)
			fact->nominees += state->input.nominees[i].category == c;
		for (size_t j = 0; j < state->juror_count; j++)
			fact->jurors += !state->jurors[j].removed &&
					juror_judges(&state->jurors[j], category->key);
	}
	ret->nominee_count = state->input.nominee_count;
	ret->quorum = scheme->quorum;
}

static bool is_open(const struct edition_state *state, size_t nominee, size_t juror)
{
	const struct sheet_event *sheet = edition_state_sheet(state, nominee, juror);

	return edition_state_owes(state, nominee, juror) &&
	       (!sheet || sheet->state == SHEET_EMPTY || sheet->state == SHEET_DRAFT);
}

static void sheets_fill(const struct edition_state *state, struct arena *arena,
			struct move_facts *ret)
{
	const size_t *by_key = edition_state_by_key(state, arena);
	size_t cap = 0;

	for (size_t i = 0; i < state->candidate_count; i++)
		for (size_t n = 0; n < state->juror_count; n++) {
			size_t j = by_key[n];

			if (!is_open(state, i, j))
				continue;
			GROW(arena, ret->sheets, ret->sheet_count, &cap);
			ret->sheets[ret->sheet_count++] =
				(struct named_pair){ state->jurors[j].name,
						     state->candidates[i].name };
		}
}

/* Of a nominee from whom the reader is recused its name, and why there is no more. */
static void evidence_fill(struct req *req, const struct screen *screen,
			  const struct edition_state *state, struct move_facts *ret)
{
	size_t cap = 0;

	for (size_t p = 0; p < state->proof_count; p++) {
		size_t i = edition_state_nominee(state, state->proofs[p].nominee_key);
		const char *what = evidence_label(req->arena, state->proofs[p].name);

		if (state->proofs[p].status != PROOF_ENTERED || i == NAME_NONE)
			continue;
		if (screened(screen, state->candidates[i].id))
			what = word(req, "state.recused");
		GROW(req->arena, ret->evidence, ret->evidence_count, &cap);
		ret->evidence[ret->evidence_count++] =
			(struct named_pair){ state->candidates[i].name, what };
	}
}

static bool accounts_fill(struct req *req, const struct edition *edition, struct move_facts *ret,
			  struct err *err)
{
	struct account *accounts;
	size_t count;

	if (!account_list(db_of(req), edition->id, req->arena, &accounts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		ret->has_chair |= accounts[i].active && accounts[i].role == ROLE_CHAIR;
		ret->has_keeper |= accounts[i].active && accounts[i].role == ROLE_KEEPER;
	}
	return true;
}

bool phase_facts(struct req *req, const struct edition *edition, enum phase to,
		 struct edition_state *ret_state, struct tally *ret_tally, struct move_facts *ret,
		 struct err *err)
{
	struct complaints *errors = NEW(req->arena, struct complaints, 1);
	struct screen screen;

	*ret = (struct move_facts){ 0 };
	if (!edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena, ret_state,
				err) ||
	    !accounts_fill(req, edition, ret, err) || !screen_load(req, edition, &screen, err))
		return false;
	categories_fill(req, ret_state, ret);
	sheets_fill(ret_state, req->arena, ret);
	evidence_fill(req, &screen, ret_state, ret);
	if (to != PHASE_APPROVED)
		return true;
	complaints_init(errors, req->arena);
	(void)edition_state_tally(ret_state, req->arena, ret_tally, errors);
	screen_complaints(&screen, errors);
	ret->tallied = true;
	ret->input = &ret_state->input;
	ret->tally = ret_tally;
	ret->errors = errors;
	ret->votes = ret_state->records;
	ret->vote_count = ret_state->ballot_count;
	return true;
}
