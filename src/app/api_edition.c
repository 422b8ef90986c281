/* Phases, ranking, votes and progress of an edition over the API. */
#include <string.h>

#include "pleno.h"
#include "screen.h"

/* ---- POST /phase ---- */

bool api_phase_post(struct req *req, struct err *err)
{
	const struct val *body = req->work;
	struct phase_call call;
	struct phase_result result;
	struct edition edition;
	struct val *answer;

	if (!req_edition(req, true, &edition, err))
		return false;
	call.to = val_get_text(body, "to");
	call.sha256 = val_get_text(body, "bundle_sha256");
	if (!body_text(req, body, "reason", &call.reason))
		call.reason = "";
	if (!phase_move(req, &edition, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return answer_refusal(req, &result.refusal);
	answer = val_map(req->arena);
	val_put_text(answer, "phase", phase_text(result.phase));
	if (result.sha256)
		val_put_text(answer, "bundle_sha256", result.sha256);
	if (result.proposal) {
		val_put_text(answer, "pending", "keeper");
		val_put_int(answer, "proposal", result.proposal);
	}
	return answer_json(req, 200, answer);
}

/* ---- GET /ranking ---- */

/* A juror sees no list that a nominee he is recused from stands in. */
static bool category_hidden(const struct edition_state *state, const struct screen *screen,
			    size_t category)
{
	for (size_t i = 0; i < state->candidate_count; i++)
		if (state->input.nominees[i].category == category &&
		    screened(screen, state->candidates[i].id))
			return true;
	return false;
}

static void ranking_hide(const struct edition_state *state, const struct screen *screen,
			 struct tally *tally)
{
	const struct scheme *scheme = state->scheme;
	size_t kept = 0;

	for (size_t o = 0; o < tally->overall_count; o++) {
		const struct overall *overall = &scheme->overalls[o];
		bool hidden = false;

		for (size_t f = 0; f < overall->from_count; f++)
			hidden = hidden || category_hidden(state, screen, overall->from[f]);
		if (!hidden)
			tally->overalls[kept++] = tally->overalls[o];
	}
	tally->overall_count = kept;
	kept = 0;
	for (size_t c = 0; c < tally->category_count; c++)
		if (!category_hidden(state, screen, c))
			tally->categories[kept++] = tally->categories[c];
	tally->category_count = kept;
}

/* Why a list cannot be computed is said with keys of jurors, who are pseudonyms to each other. */
static void errors_hide(struct ranking *lists, size_t count)
{
	static const struct words HIDDEN = { { "daftar ini belum dapat dihitung; ketua dan "
					       "pengawas dapat membaca sebabnya",
					       "this list cannot be computed; chair and keeper can "
					       "read why" } };

	for (size_t i = 0; i < count; i++)
		if (lists[i].error.text[LANG_ID])
			lists[i].error = HIDDEN;
}

bool ranking_screen(struct req *req, const struct screen *screen, struct edition_state *state,
		    struct tally *tally)
{
	if (who_of(req)->account.role == ROLE_JUROR) {
		ranking_hide(state, screen, tally);
		errors_hide(tally->categories, tally->category_count);
		errors_hide(tally->overalls, tally->overall_count);
	}
	screen_tally(screen, state, tally);
	return tally->category_count < state->scheme->category_count;
}

bool api_ranking_get(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	struct edition_state state;
	struct complaints complaints;
	struct edition edition;
	struct screen screen;
	struct tally tally;

	if (!req_edition(req, true, &edition, err) || !screen_load(req, &edition, &screen, err))
		return false;
	if (!may(DEED_SEE_RANKING, who->account.role, edition.phase, (struct circumstances){ 0 }))
		return FAIL_CODE(err, ERR_DENIED, "before_lock",
				 "peringkat baru terlihat setelah penilaian dikunci",
				 "the ranking is shown after scoring is locked");
	if (!edition_state_load(service_of(req), db_of(req), &edition, NULL, req->arena, &state,
				err))
		return false;
	complaints_init(&complaints, req->arena);
	(void)edition_state_tally(&state, req->arena, &tally, &complaints);
	(void)ranking_screen(req, &screen, &state, &tally);
	return answer_json(req, 200, results_val(req->arena, &state.input, &tally));
}

/* ---- PUT /votes ---- */

static int64_t ballots_of(const struct val *ballots, const char *name)
{
	int64_t ret;

	return val_get_int(ballots, name, &ret) && ret >= 0 && ret <= 100000 ? ret : -1;
}

bool api_votes_put(struct req *req, struct err *err)
{
	const struct val *body = req->work, *ballots = val_get(body, "ballots");
	const struct val *withdraw = val_get(body, "withdraw");
	struct vote_call call = { .list = val_get_text(body, "category"),
				  .order = val_get(body, "order"),
				  .withdraw = val_type(withdraw) == VAL_NULL ? NULL : withdraw,
				  .in_favour = ballots_of(ballots, "for"),
				  .against = ballots_of(ballots, "against"),
				  .abstained = ballots_of(ballots, "abstained") };
	struct vote_result result;
	struct edition edition;
	struct val *answer;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!body_text(req, body, "reason", &call.reason))
		call.reason = "";
	if (!vote_put(req, &edition, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return answer_refusal(req, &result.refusal);
	answer = val_map(req->arena);
	val_put_text(answer, "category", call.list);
	val_put_text(answer, "state", call.withdraw ? "withdrawn" : "counted");
	return answer_json(req, 200, answer);
}

/* ---- GET /progress: states and counts, never a mark ---- */

struct counts {
	int64_t by_state[SHEET_ABSENT + 1];
	int64_t owed;
};

static void counts_put(struct val *map, const struct counts *counts)
{
	val_put_int(map, "owed", counts->owed);
	for (enum sheet_state state = SHEET_EMPTY; state <= SHEET_ABSENT; state++)
		val_put_int(map, sheet_state_text(state), counts->by_state[state]);
}

static void count_pair(struct counts *counts, enum sheet_state state)
{
	counts->by_state[state]++;
	counts->owed++;
}

static void progress_sheets(struct req *req, const struct edition_state *state,
			    const struct screen *screen, struct val *ret)
{
	struct counts all = { 0 };
	struct counts *by_juror = NEW(req->arena, struct counts, state->juror_count + 1);
	struct val *sheets = val_list(req->arena), *nominees, *jurors;
	const size_t *by_key = edition_state_by_key(state, req->arena);

	nominees = val_put_list(ret, "nominees");
	for (size_t i = 0; i < state->candidate_count; i++) {
		struct counts of = { 0 };
		struct val *row = val_push_map(nominees);

		for (size_t n = 0; n < state->juror_count; n++) {
			size_t j = by_key[n];
			enum sheet_state is;
			struct val *sheet;

			if (!edition_state_pair(state, i, j, &is))
				continue;
			count_pair(&of, is);
			count_pair(&by_juror[j], is);
			count_pair(&all, is);
			sheet = val_push_map(sheets);
			val_put_text(sheet, "juror", state->jurors[j].key);
			val_put_text(sheet, "nominee", state->candidates[i].key);
			val_put_text(sheet, "state", sheet_state_text(is));
		}
		val_put_text(row, "nominee", state->candidates[i].key);
		val_put_text(row, "name", state->candidates[i].name);
		if (!screened(screen, state->candidates[i].id))
			val_put_text(row, "category", state->candidates[i].category);
		counts_put(row, &of);
	}
	jurors = val_put_list(ret, "jurors");
	for (size_t n = 0; n < state->juror_count; n++) {
		size_t j = by_key[n];
		struct val *row = val_push_map(jurors);

		val_put_text(row, "juror", state->jurors[j].key);
		val_put_text(row, "name", state->jurors[j].name);
		val_put_bool(row, "removed", state->jurors[j].removed);
		counts_put(row, &by_juror[j]);
	}
	counts_put(val_put_map(ret, "total"), &all);
	(void)val_put(ret, "sheets", sheets);
}

bool api_progress_get(struct req *req, struct err *err)
{
	int64_t proofs[PROOF_REJECTED + 1] = { 0 };
	struct edition_state state;
	struct edition edition;
	struct screen screen;
	struct val *ret = val_map(req->arena), *evidence;

	if (!req_edition(req, true, &edition, err) || !screen_load(req, &edition, &screen, err))
		return false;
	if (!may(DEED_SEE_PROGRESS, who_of(req)->account.role, edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL_CODE(err, ERR_DENIED, "denied",
				 "kemajuan hanya untuk sekretariat, ketua, dan pengawas",
				 "progress is for secretariat, chair and keeper");
	if (!edition_state_load(service_of(req), db_of(req), &edition, NULL, req->arena, &state,
				err))
		return false;
	val_put_text(ret, "edition", edition.key);
	val_put_text(ret, "phase", phase_text(edition.phase));
	progress_sheets(req, &state, &screen, ret);
	for (size_t p = 0; p < state.proof_count; p++)
		proofs[state.proofs[p].status]++;
	evidence = val_put_map(ret, "evidence");
	for (enum proof proof = PROOF_ENTERED; proof <= PROOF_REJECTED; proof++)
		val_put_int(evidence, proof_text(proof), proofs[proof]);
	return answer_json(req, 200, ret);
}
