/* Attaching and withdrawing documents: by the secretariat, while evidence is open. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "documents.h"
#include "intake.h"
#include "secretariat.h"

/* ---- Whose documents ---- */

/* Secretariat and keeper read all of their edition; the chair all but what is closed to him; a
 * juror those of his categories. */
static bool may_read(struct req *req, const struct documents *documents, bool *ret_screened,
		     struct err *err)
{
	const struct who *who = who_of(req);
	struct screen screen;
	struct juror juror;

	*ret_screened = false;
	if (!who->account.juror)
		return true;
	if (!juror_get(db_of(req), who->account.juror, req->arena, &juror, err) ||
	    !screen_load(req, &documents->edition, &screen, err))
		return false;
	if (who->account.role == ROLE_JUROR &&
	    (juror.removed || !juror_judges(&juror, documents->nominee.category)))
		return FAIL_CODE(err, ERR_DENIED, "not_category",
				 "Anda tidak menilai kategori nominee ini.",
				 "You do not judge the category of this nominee.");
	*ret_screened = screened(&screen, documents->nominee.id);
	return true;
}

bool documents_get(struct req *req, const char *nominee, struct documents *ret, bool *ret_screened,
		   struct err *err)
{
	bool closed;

	*ret = (struct documents){ 0 };
	if (!req_edition(req, true, &ret->edition, err) ||
	    !nominee_find(db_of(req), ret->edition.id, nominee, req->arena, &ret->nominee, err))
		return false;
	if (!ret->nominee.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
	if (!service_scheme(service_of(req), db_of(req), ret->edition.rule_id, &ret->scheme, err) ||
	    !may_read(req, ret, &closed, err))
		return false;
	if (ret_screened)
		*ret_screened = closed;
	if (closed) {
		screen_candidate(&ret->nominee);
		return ret_screened || FAIL_CODE(err, ERR_DENIED, "recused",
						 "Anda berhalangan menilai nominee ini.",
						 "You are recused from this nominee.");
	}
	ret->category = scheme_category(ret->scheme, ret->nominee.category);
	return attachment_list(db_of(req), ret->edition.id, ret->nominee.id, req->arena,
			       &ret->items, &ret->count, err);
}

bool document_find(const struct documents *documents, const char *id, const struct attachment **ret,
		   struct err *err)
{
	char text[24];

	for (size_t i = 0; i < documents->count; i++) {
		(void)snprintf(text, sizeof(text), "%" PRId64, documents->items[i].id);
		if (text_equal(text, id)) {
			*ret = &documents->items[i];
			return true;
		}
	}
	return FAIL(err, ERR_NOT_FOUND, "Tidak ada dokumen ini.", "No such document.");
}

bool document_stands(const struct attachment *document)
{
	return !document->withdrawn_reason;
}

bool document_opens(const struct req *req, const struct attachment *document)
{
	return document_stands(document) ||
	       (who_of(req)->account.role & (ROLE_SECRETARIAT | ROLE_KEEPER));
}

/* ---- What refuses ---- */

/* In deliberation only what belongs to an item that the chair has reopened. */
static bool is_reopened(struct req *req, const struct documents *documents, const char *evidence,
			bool *ret, struct err *err)
{
	struct proof_item *proofs;
	size_t count;

	*ret = false;
	if (!*evidence || documents->edition.phase != PHASE_DELIBERATION)
		return true;
	if (!proof_list(db_of(req), documents->edition.id, documents->nominee.id, req->arena,
			&proofs, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || (proofs[i].reopened && text_equal(proofs[i].name, evidence));
	return true;
}

bool documents_may(struct req *req, const struct documents *documents, const char *evidence,
		   bool *ret, struct err *err)
{
	struct circumstances at = { 0 };

	if (!is_reopened(req, documents, evidence, &at.reopened, err))
		return false;
	*ret = may(DEED_EDIT_DOCUMENTS, who_of(req)->account.role, documents->edition.phase, at);
	return true;
}

static bool refuse_phase(struct refusal *refusal)
{
	return REFUSE(
		refusal, 409, "wrong_phase",
		"Dokumen hanya dapat diubah dalam tahap verifikasi dan penilaian; dalam pleno "
		"hanya yang melekat pada bukti yang dibuka kembali oleh ketua.",
		"Documents can be changed during verification and scoring only; in "
		"deliberation only those of evidence that the chair has reopened.");
}

static bool is_evidence(struct req *req, const struct documents *documents, const char *name,
			bool *ret, struct err *err)
{
	struct proof_item *proofs;
	size_t count;

	*ret = !*name || (documents->category && category_reads(documents->category, name));
	if (*ret)
		return true;
	if (!proof_list(db_of(req), documents->edition.id, documents->nominee.id, req->arena,
			&proofs, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || text_equal(proofs[i].name, name);
	return true;
}

static bool refuse_quota(const struct documents *documents, const struct attachment *all,
			 size_t all_count, int64_t size, struct refusal *refusal)
{
	int64_t own = size, files = size;
	size_t standing = 0;

	for (size_t i = 0; i < documents->count; i++)
		if (document_stands(&documents->items[i])) {
			own += documents->items[i].size;
			standing++;
		}
	for (size_t i = 0; i < all_count; i++)
		files += all[i].size;
	if (standing >= DOCUMENTS_MAX || own > DOCUMENTS_SIZE_MAX)
		return REFUSE(refusal, 409, "quota",
			      "Seorang nominee dapat memiliki paling banyak %d dokumen dan %d MB. "
			      "Tarik dokumen yang tidak diperlukan.",
			      "A nominee may have at most %d documents and %d MB. Withdraw what is "
			      "not needed.",
			      DOCUMENTS_MAX, (int)(DOCUMENTS_SIZE_MAX >> 20));
	return files > EDITION_FILES_MAX &&
	       REFUSE(refusal, 409, "quota",
		      "Dokumen edisi ini sudah mencapai %d MB, batas seluruhnya.",
		      "The documents of this edition have reached %d MB, the limit of all.",
		      (int)(EDITION_FILES_MAX >> 20));
}

static bool refuse_same(const struct documents *documents, const char *sent_sha256,
			struct refusal *refusal)
{
	for (size_t i = 0; i < documents->count; i++)
		if (document_stands(&documents->items[i]) &&
		    text_equal(documents->items[i].sent_sha256, sent_sha256))
			return REFUSE(refusal, 409, "same_document",
				      "Berkas yang sama sudah terlampir pada nominee ini: %s.",
				      "The same file is attached to this nominee already: %s.",
				      documents->items[i].title);
	return false;
}

/* Asked before the file is looked at, and again when its row is written. */
static bool refused(struct req *req, const struct documents *documents,
		    const struct document_call *call, const char *sent_sha256, int64_t size,
		    struct document_result *ret, bool *ret_refused, struct err *err)
{
	struct attachment *all;
	size_t count;
	bool open, known;

	*ret_refused = true;
	ret->field = "file";
	if (!documents_may(req, documents, call->evidence, &open, err) ||
	    !is_evidence(req, documents, call->evidence, &known, err) ||
	    !attachment_list(db_of(req), documents->edition.id, 0, req->arena, &all, &count, err))
		return false;
	if (!open) {
		ret->field = NULL;
		return refuse_phase(&ret->refusal);
	}
	if (!known) {
		ret->field = "evidence";
		return REFUSE(&ret->refusal, 422, "invalid", "Pilih bukti dari daftar.",
			      "Choose evidence from the list.");
	}
	if (refuse_quota(documents, all, count, size, &ret->refusal) ||
	    refuse_same(documents, sent_sha256, &ret->refusal))
		return true;
	*ret_refused = false;
	return true;
}

/* ---- The file ---- */

static const char *const KINDS[] = {
	[SENT_NONE] = "", [SENT_PDF] = "pdf", [SENT_JPEG] = "jpg", [SENT_PNG] = "png"
};

static bool file_take(struct req *req, const struct upload *file, struct attachment *ret,
		      struct err *err)
{
	const char *folder = service_vault(service_of(req));
	struct vault_part part VAULT_PART = { .fd = -1 };
	char sha256[SHA256_HEX_SIZE];
	struct sent_file sent;
	size_t size;

	if (!sent_sniff(file->data, file->len, &sent, err) ||
	    !vault_begin(folder, req->arena, &part, err))
		return false;
	if (sent.kind == SENT_PDF) {
		if (!vault_write(&part, file->data, file->len, err))
			return false;
	} else if (!intake_picture(folder, req->arena, file, &part, &sent, err)) {
		return false;
	}
	if (!vault_keep(folder, &part, sha256, &size, err))
		return false;
	ret->kind = KINDS[sent.kind];
	ret->sha256 = arena_text(req->arena, sha256);
	ret->size = (int64_t)size;
	ret->width = sent.width;
	ret->height = sent.height;
	return true;
}

bool document_take(struct req *req, const struct documents *documents,
		   const struct document_call *call, struct attachment *ret_file,
		   struct document_result *ret, struct err *err)
{
	char sent[SHA256_HEX_SIZE];
	struct err why;
	bool no;

	*ret_file = (struct attachment){ .nominee = documents->nominee.id };
	*ret = (struct document_result){ 0 };
	sha256_hex(call->file->data, call->file->len, sent);
	ret_file->sent_sha256 = arena_text(req->arena, sent);
	if (!refused(req, documents, call, sent, (int64_t)call->file->len, ret, &no, err))
		return false;
	if (no || file_take(req, call->file, ret_file, &why))
		return true;
	if (why.kind != ERR_INPUT) {
		*err = why;
		return false;
	}
	ret->refusal = (struct refusal){ .status = 422, .why = why };
	return true;
}

/* ---- The deeds ---- */

static bool told(struct req *req, const struct documents *documents, const struct ledger_look *look,
		 const char *deed, const struct attachment *document, const char *reason,
		 int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena);

	val_put_text(about, "nominee", documents->nominee.key);
	val_put_int(about, "document", document->id);
	val_put_text(about, "title", document->title);
	if (*document->evidence)
		val_put_text(about, "evidence", document->evidence);
	val_put_text(about, "sha256", document->sha256);
	if (reason)
		val_put_text(about, "reason", reason);
	return act_tell(req, &documents->edition, look, deed, about, now, err);
}

bool document_add(struct req *req, const struct documents *documents,
		  const struct document_call *call, const struct attachment *file, int64_t now,
		  struct document_result *ret, struct err *err)
{
	struct attachment next = *file;
	struct ledger_look look;
	bool no;

	*ret = (struct document_result){ 0 };
	next.title = *call->title ? call->title : document_title(req->arena, call->file->file_name);
	next.evidence = call->evidence;
	next.by = who_of(req)->account.username;
	next.at = now;
	if (!refused(req, documents, call, file->sent_sha256, file->size, ret, &no, err))
		return false;
	if (no)
		return true;
	if (!act_look(req, &documents->edition, VOUCHED_ATTACHMENT, &look, err) ||
	    !attachment_add(db_of(req), documents->edition.id, &next, &next.id, err))
		return false;
	ret->id = next.id;
	return told(req, documents, &look, "document_added", &next, NULL, now, err);
}

bool document_withdraw(struct req *req, const struct documents *documents,
		       const struct attachment *document, const char *reason, int64_t now,
		       struct document_result *ret, struct err *err)
{
	const char *by = who_of(req)->account.username;
	struct ledger_look look;
	bool open;

	*ret = (struct document_result){ .id = document->id };
	if (!documents_may(req, documents, document->evidence, &open, err))
		return false;
	if (!open)
		return refuse_phase(&ret->refusal);
	if (!document_stands(document))
		return REFUSE(&ret->refusal, 409, "withdrawn", "Dokumen ini sudah ditarik.",
			      "This document has been withdrawn already.");
	if (!*reason) {
		ret->field = "reason";
		return REFUSE(&ret->refusal, 422, "invalid", "Alasan penarikan wajib diisi.",
			      "The reason of the withdrawal is needed.");
	}
	return act_look(req, &documents->edition, VOUCHED_ATTACHMENT, &look, err) &&
	       attachment_withdraw(db_of(req), document->id, reason, by, now, err) &&
	       told(req, documents, &look, "document_withdrawn", document, reason, now, err);
}
