#include "own_result.h"

#include <stdlib.h>
#include <string.h>

#include "result_view.h"

/* ---- Confidential evidence ---- */

static bool is_sealed_from(const struct evidence *evidence, const struct proof_item *proof,
			   const char *nominee, struct arena *arena)
{
	uint8_t digest[SHA256_SIZE];

	bundle_seal(proof->salt, sizeof(proof->salt), nominee, evidence, arena, digest);
	return bytes_equal(digest, evidence->seal, SHA256_SIZE);
}

/* Tells the value beside the seal when it is what was sealed. */
static void open_sealed(struct evidence *evidence, const struct proof_item *proofs, size_t count,
			const char *nominee, struct arena *arena)
{
	for (size_t p = 0; p < count; p++) {
		struct evidence opened = *evidence;

		if (!text_equal(proofs[p].name, evidence->name))
			continue;
		opened.value = proofs[p].value;
		opened.source = proofs[p].source;
		opened.cutoff = proofs[p].cutoff;
		opened.verified = proofs[p].status == PROOF_VERIFIED;
		if (is_sealed_from(&opened, &proofs[p], nominee, arena))
			*evidence = opened;
	}
}

static bool evidence_open(struct req *req, struct own_result *own, struct nominee *nominee,
			  struct err *err)
{
	struct evidence *evidence = NEW(req->arena, struct evidence, nominee->evidence_count + 1);
	struct candidate candidate;
	struct proof_item *proofs;
	size_t count = 0;

	if (!nominee_find(db_of(req), own->edition.id, nominee->key, req->arena, &candidate, err))
		return false;
	if (candidate.id && !proof_list(db_of(req), own->edition.id, candidate.id, req->arena,
					&proofs, &count, err))
		return false;
	for (size_t i = 0; i < nominee->evidence_count; i++) {
		evidence[i] = nominee->evidence[i];
		if (evidence[i].seal)
			open_sealed(&evidence[i], proofs, count, nominee->key, req->arena);
	}
	nominee->evidence = evidence;
	return true;
}

/* ---- The result ---- */

bool own_result_open(struct req *req, const struct result_code *code, struct own_result *ret,
		     struct err *err)
{
	struct nominee *nominees;
	const struct bundle *bundle;

	*ret = (struct own_result){ 0 };
	if (!edition_get(db_of(req), code->edition_key, req->arena, &ret->edition, err) ||
	    !release_open(service_of(req), db_of(req), &ret->edition, 0, req->arena, &ret->released,
			  err))
		return false;
	bundle = ret->released.bundle;
	ret->row = result_find(&bundle->tally, &bundle->input, NULL, code->nominee);
	if (!ret->row)
		return FAIL_CODE(err, ERR_NOT_FOUND, "not_in_release",
				 "nominee ini tidak ada dalam rilis yang terakhir",
				 "this nominee is not in the last release");
	ret->input = bundle->input;
	nominees = NEW(req->arena, struct nominee, bundle->input.nominee_count);
	memcpy(nominees, bundle->input.nominees, bundle->input.nominee_count * sizeof(*nominees));
	ret->input.nominees = nominees;
	ret->nominee = &nominees[ret->row->nominee];
	return evidence_open(req, ret, &nominees[ret->row->nominee], err);
}

/* ---- Feedback ---- */

static const struct bundle_leaf *leaf_find(const struct bundle *bundle, int64_t seq)
{
	for (size_t i = 0; i < bundle->leaf_count; i++)
		if (bundle->leaves[i].seq == seq)
			return &bundle->leaves[i];
	return NULL;
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

bool own_result_feedback(struct req *req, const struct own_result *own, const char ***ret,
			 size_t *ret_count, struct err *err)
{
	const struct bundle *bundle = own->released.bundle;
	int64_t last = bundle->leaf_count ? bundle->leaves[bundle->leaf_count - 1].seq : 0;
	struct sheet_event *sheets;
	const char **texts;
	size_t count, n = 0;

	if (!sheet_list(db_of(req), own->edition.id, last, req->arena, &sheets, &count, err))
		return false;
	texts = NEW(req->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct bundle_leaf *leaf = leaf_find(bundle, sheets[i].seq);

		if (text_equal(sheets[i].nominee_key, own->nominee->key) &&
		    sheets[i].state == SHEET_SUBMITTED && sheets[i].feedback &&
		    *sheets[i].feedback && leaf &&
		    bytes_equal(leaf->hash, sheets[i].leaf, SHA256_SIZE))
			texts[n++] = sheets[i].feedback;
	}
	qsort(texts, n, sizeof(*texts), by_text);
	*ret = texts;
	*ret_count = n;
	return true;
}
