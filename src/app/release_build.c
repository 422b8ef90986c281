/* The bundle of an edition as it stands: what the first key approves, byte for byte. */
#include "ledger.h"
#include "pleno.h"

#include <string.h>

/* ---- Panel ---- Jurors come ordered by pseudonym, so juror i is J<i+1>. */

static bool panel_fill(struct edition_state *state, struct arena *arena, struct bundle *ret,
		       struct err *err)
{
	const struct scheme *scheme = state->scheme;

	ret->panel = NEW(arena, struct bundle_juror, state->juror_count + 1);
	for (size_t j = 0; j < state->juror_count; j++) {
		const struct juror *juror = &state->jurors[j];

		if (juror->pseudonym != (int)j + 1)
			return FAIL(err, ERR_BUG, "juri tanpa nama samaran",
				    "a juror without a pseudonym");
		ret->panel[j].standing = juror->removed ? PANEL_REMOVED
					 : juror->added ? PANEL_ADDED
							: PANEL_MEMBER;
		ret->panel[j].owes = NEW(arena, bool, scheme->category_count + 1);
		for (size_t c = 0; c < scheme->category_count; c++)
			ret->panel[j].owes[c] = juror_judges(juror, scheme->categories[c].key);
	}
	return true;
}

/* ---- Confidential evidence ---- */

static void seal(const struct edition_state *state, const struct proof_item *proof,
		 struct arena *arena)
{
	size_t i = edition_state_nominee(state, proof->nominee_key);
	struct nominee *nominee;
	uint8_t *digest;

	if (i == NAME_NONE)
		return;
	nominee = &state->input.nominees[i];
	if (!evidence_is_sealed(&state->scheme->categories[nominee->category], proof->name))
		return;
	digest = NEW(arena, uint8_t, SHA256_SIZE);
	for (size_t k = 0; k < nominee->evidence_count; k++)
		if (text_equal(nominee->evidence[k].name, proof->name)) {
			bundle_seal(proof->salt, sizeof(proof->salt), nominee->key,
				    &nominee->evidence[k], arena, digest);
			nominee->evidence[k].seal = digest;
		}
}

/* ---- The chain ---- */

static bool leaves_fill(struct req *req, const struct edition *edition, struct bundle *ret,
			struct err *err)
{
	struct chain_leaf *leaves;
	uint8_t head[SHA256_SIZE];

	if (!chain_leaves(db_of(req), edition->id, req->arena, &leaves, &ret->leaf_count, head,
			  err))
		return false;
	ret->leaves = NEW(req->arena, struct bundle_leaf, ret->leaf_count + 1);
	for (size_t i = 0; i < ret->leaf_count; i++) {
		ret->leaves[i].seq = leaves[i].seq;
		memcpy(ret->leaves[i].hash, leaves[i].leaf, SHA256_SIZE);
	}
	return true;
}

bool release_chain_ok(struct req *req, const struct edition *edition, const struct bundle *bundle,
		      bool *ret, struct err *err)
{
	struct chain_leaf *leaves;
	uint8_t head[SHA256_SIZE], link[SHA256_SIZE] = { 0 };
	struct complaints complaints;
	struct buf summary;
	size_t count;

	complaints_init(&complaints, req->arena);
	buf_init(&summary, req->arena);
	if (!database_check(db_of(req), &complaints, &summary, err) ||
	    !chain_leaves(db_of(req), edition->id, req->arena, &leaves, &count, head, err))
		return false;
	for (size_t i = 0; i < count; i++)
		bundle_link(link, leaves[i].leaf, link);
	*ret = !complaints.total && count == bundle->leaf_count &&
	       memcmp(link, head, SHA256_SIZE) == 0 &&
	       memcmp(link, bundle->chain, SHA256_SIZE) == 0;
	return true;
}

/* ---- The whole ---- */

static bool scheme_fill(struct req *req, const struct edition *edition, struct bundle *ret,
			struct err *err)
{
	char *text;

	if (!rule_get(db_of(req), edition->rule_id, req->arena, &text, &ret->scheme_len, err))
		return false;
	ret->scheme_text = text;
	return true;
}

bool release_build(struct req *req, struct edition_state *state, const struct release_head *head,
		   struct buf *ret, struct complaints *complaints, struct err *err)
{
	struct bundle bundle = {
		.release = head->number,
		.corrects = head->corrects,
		.correction = head->correction,
		.approved_at = head->at,
		.by_deputy = head->by_deputy,
		.input = state->input,
		.votes = state->records,
		.vote_count = state->ballot_count,
	};

	for (size_t p = 0; p < state->proof_count; p++)
		seal(state, &state->proofs[p], req->arena);
	if (!scheme_fill(req, &state->edition, &bundle, err) ||
	    !panel_fill(state, req->arena, &bundle, err) ||
	    !release_versions(req, &state->edition, &bundle, err) ||
	    !release_reopenings(req, state, &bundle, err) ||
	    !release_changes(req, state, &bundle, err) ||
	    !release_lates(req, state, &bundle, err) ||
	    !leaves_fill(req, &state->edition, &bundle, err))
		return false;
	return bundle_write(&bundle, ret, complaints) ||
	       complaints->total > 0; /* then the caller refuses */
}
