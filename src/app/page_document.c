/* One document: its page, its bytes, and the forms that attach and withdraw it. */
#include <inttypes.h>
#include <string.h>

#include "documents.h"
#include "secretariat.h"
#include "vault.h"

/* ---- The way back, for each who comes here ---- */

static const char *home_of(const struct req *req, const struct documents *documents)
{
	static const struct {
		enum role role;
		const char *list;
	} HOMES[] = {
		{ ROLE_SECRETARIAT, "nominees" },
		{ ROLE_CHAIR, "dossiers" },
		{ ROLE_KEEPER, "dossiers" },
		{ ROLE_JUROR, "sheets" },
	};
	const char *list = "";

	for (size_t i = 0; i < COUNT(HOMES); i++)
		if (HOMES[i].role == who_of(req)->account.role)
			list = HOMES[i].list;
	return arena_printf(req->arena, "editions/%s/%s/%s", documents->edition.key, list,
			    documents->nominee.key);
}

/* A juror has a sheet, and with it a page, of categories with jury criteria only. */
static bool has_home(const struct req *req, const struct documents *documents)
{
	return who_of(req)->account.role != ROLE_JUROR ||
	       (documents->category && documents->category->jury_count);
}

/* ---- The page ---- */

static void facts_put(struct req *req, struct val *page, const struct documents *documents,
		      const struct attachment *document, int zone_hours)
{
	const char *at = show_time(req->arena, document->at, zone_hours, req->lang);

	part_fact(page, word(req, "word.nominee"), documents->nominee.name);
	if (*document->evidence)
		part_fact(page, word(req, "documents.evidence"),
			  evidence_label(req->arena, document->evidence));
	part_fact(page, word(req, "documents.size"), document_size(req, document->size));
	if (document->width)
		part_fact(page, word(req, "documents.pixels"),
			  arena_printf(req->arena, "%" PRId64 " × %" PRId64, document->width,
				       document->height));
	part_fact(page, word(req, "documents.added"),
		  arena_printf(req->arena, "%s, %s", document->by, at));
	if (!document_stands(document))
		part_fact(page, word(req, "documents.withdrawn_by"),
			  arena_printf(req->arena, "%s, %s", document->withdrawn_by,
				       show_time(req->arena, document->withdrawn_at, zone_hours,
						 req->lang)));
	val_put_text(page, "sha256", document->sha256);
}

static void withdrawal_put(struct req *req, struct val *page, bool open,
			   const struct document_result *result)
{
	const char *said = result && result->field
				   ? as_sentence(req->arena, result->refusal.why.msg[req->lang])
				   : NULL;
	struct val *field;

	val_put_text(page, "withdraw", NULL);
	if (!open)
		return;
	field = part_field(req->arena, val_map(req->arena), "reason",
			   word(req, "documents.withdraw_reason"),
			   said ? req_field(req, "reason") : "");
	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	val_put_int(field, "rows", 2);
	val_put_bool(field, "open", said != NULL);
	if (said)
		part_error(page, field, said);
	(void)val_put(page, "withdraw", field);
}

static bool document_show(struct req *req, const struct documents *documents,
			  const struct attachment *document, const struct document_result *result,
			  struct err *err)
{
	struct settings settings;
	struct val *page;
	bool open;

	if (!settings_load(db_of(req), documents->edition.id, req->arena, &settings, err) ||
	    !documents_may(req, documents, document->evidence, &open, err))
		return false;
	page = page_of_edition(req, &documents->edition, documents->scheme, NULL, document->title);
	if (has_home(req, documents))
		part_crumb(page, home_of(req, documents), documents->nominee.name);
	val_put_text(page, "nominee_key", documents->nominee.key);
	val_put_int(page, "document", document->id);
	val_put_bool(page, "pdf", text_equal(document->kind, "pdf"));
	val_put_bool(page, "jpeg", text_equal(document->kind, "jpg"));
	val_put_bool(page, "png", text_equal(document->kind, "png"));
	val_put_bool(page, "opens", document_opens(req, document));
	val_put_text(page, "size", document_size(req, document->size));
	val_put_int(page, "width", document->width);
	val_put_int(page, "height", document->height);
	val_put_text(page, "withdrawn", document->withdrawn_reason);
	facts_put(req, page, documents, document, settings.zone_hours);
	withdrawal_put(req, page, open && document_stands(document), result);
	if (result && !result->field)
		refusal_flash(req, page, &result->refusal);
	return page_show(req, result ? result->refusal.status : 200, "documents/one", page, err);
}

bool page_document(struct req *req, struct err *err)
{
	const struct attachment *document;
	struct documents documents;

	return documents_get(req, req->params[1], &documents, NULL, err) &&
	       document_find(&documents, req->params[2], &document, err) &&
	       document_show(req, &documents, document, NULL, err);
}

/* ---- The bytes ---- */

/* Nothing may run in it, whatever it is and wherever it is opened. */
static const char POLICY[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

static bool file_answer(struct req *req, const char *kind, struct err *err)
{
	const char *folder = service_vault(service_of(req));
	const struct attachment *document;
	struct documents documents;
	int fd;

	if (!documents_get(req, req->params[1], &documents, NULL, err) ||
	    !document_find(&documents, req->params[2], &document, err))
		return false;
	if (!text_equal(document->kind, kind))
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada dokumen ini.", "No such document.");
	if (!document_opens(req, document))
		return FAIL_CODE(err, ERR_DENIED, "withdrawn", "Dokumen ini sudah ditarik.",
				 "This document has been withdrawn.");
	if (!vault_open(folder, document->sha256, (size_t)document->size, &fd, err))
		return false;
	req->res.status = 200;
	req->res.type = text_equal(kind, "pdf")	  ? "application/pdf"
			: text_equal(kind, "jpg") ? "image/jpeg"
						  : "image/png";
	req->res.policy = POLICY;
	req->res.etag = arena_printf(req->arena, "\"%.32s\"", document->sha256);
	req->res.disposition = document_disposition(req->arena, document, text_equal(kind, "pdf"));
	res_file(req, fd, (size_t)document->size);
	return true;
}

bool file_document_pdf(struct req *req, struct err *err)
{
	return file_answer(req, "pdf", err);
}

bool file_document_jpg(struct req *req, struct err *err)
{
	return file_answer(req, "jpg", err);
}

bool file_document_png(struct req *req, struct err *err)
{
	return file_answer(req, "png", err);
}

/* ---- The nominee's page of the secretariat: the list, and the form ---- */

static void evidence_options(struct desk *d, struct val *field, const struct category *category,
			     const struct proof_item *proofs, size_t count)
{
	struct names names;

	names_init(&names, d->req->arena);
	if (category)
		evidence_names(category, d->req->arena, &names);
	for (size_t i = 0; i < count; i++)
		(void)names_put(&names, proofs[i].name, strlen(proofs[i].name));
	part_option(d->req->arena, field, "", word(d->req, "documents.no_evidence"));
	for (size_t i = 0; i < names.count; i++)
		part_option(d->req->arena, field, names.texts[i],
			    evidence_label(d->req->arena, names.texts[i]));
}

static void form_put(struct desk *d, const struct category *category,
		     const struct proof_item *proofs, size_t count)
{
	struct req *req = d->req;
	const char *asked = req_query(req, "evidence");
	struct val *fields = val_put_map(d->page, "field"), *field;

	field = part_field(req->arena, fields, "file", word(req, "documents.file"), "");
	val_put_text(field, "hint", word(req, "documents.file_hint"));
	val_put_text(field, "accept", ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png");
	val_put_bool(field, "required", true);
	field = part_field(req->arena, fields, "title", word(req, "documents.title"),
			   req_field(req, "title"));
	val_put_text(field, "hint", word(req, "documents.title_hint"));
	val_put_int(field, "max", DOCUMENT_TITLE_MAX);
	field = part_field(req->arena, fields, "evidence", word(req, "documents.evidence"),
			   *req_field(req, "evidence") ? req_field(req, "evidence")
			   : asked		       ? asked
						       : "");
	evidence_options(d, field, category, proofs, count);
	field_errors(req, d->page, fields);
}

bool documents_section(struct desk *d, const struct candidate *nominee,
		       const struct proof_item *proofs, size_t count,
		       const struct document_result *result, struct err *err)
{
	const struct category *category = scheme_category(d->scheme, nominee->category);
	struct documents documents = { .edition = d->edition,
				       .scheme = d->scheme,
				       .category = category,
				       .nominee = *nominee };
	bool open;

	if (!attachment_list(db_of(d->req), d->edition.id, nominee->id, d->req->arena,
			     &documents.items, &documents.count, err) ||
	    !documents_may(d->req, &documents, "", &open, err))
		return false;
	for (size_t i = 0; !open && i < count; i++)
		open = proofs[i].reopened && d->edition.phase == PHASE_DELIBERATION;
	documents_put(d->req, d->page, documents.items, documents.count, NULL);
	val_put_bool(d->page, "attach", open);
	val_put_bool(d->page, "attach_open",
		     result || !d->req->fields_ok || req_query(d->req, "evidence"));
	form_put(d, category, proofs, count);
	if (result && result->field)
		part_error(d->page, val_find(val_find(d->page, "field"), result->field),
			   as_sentence(d->req->arena, result->refusal.why.msg[d->req->lang]));
	else if (result)
		refusal_flash(d->req, d->page, &result->refusal);
	return true;
}

/* ---- Attaching ---- */

/* What the worker leaves for the writer. */
struct taking {
	struct attachment file;
	struct document_result result;
};

static struct document_call call_of(const struct req *req)
{
	return (struct document_call){ .title = req_field(req, "title"),
				       .evidence = req_field(req, "evidence"),
				       .file = req_upload(req, "file") };
}

bool do_document_prepare(struct req *req, struct err *err)
{
	struct taking *taking = NEW(req->arena, struct taking, 1);
	const struct document_call call = call_of(req);
	struct documents documents;

	req->work = taking;
	if (!req->fields_ok || !call.file)
		return true;
	return documents_get(req, req->params[1], &documents, NULL, err) &&
	       document_take(req, &documents, &call, &taking->file, &taking->result, err);
}

bool do_document(struct req *req, struct err *err)
{
	const struct document_call call = call_of(req);
	struct taking *taking = req->work;
	struct documents documents;

	if (!documents_get(req, req->params[1], &documents, NULL, err))
		return false;
	if (!req->fields_ok || !call.file)
		return nominee_show(req, NULL, 422, err);
	if (!taking->result.refusal.status &&
	    !document_add(req, &documents, &call, &taking->file, time_now(), &taking->result, err))
		return false;
	if (taking->result.refusal.status)
		return nominee_show(req, &taking->result, taking->result.refusal.status, err);
	return res_redirect(req, "/editions/%s/nominees/%s?attached=1#documents",
			    documents.edition.key, documents.nominee.key);
}

bool do_document_withdraw(struct req *req, struct err *err)
{
	const struct attachment *document;
	struct document_result result;
	struct documents documents;

	if (!documents_get(req, req->params[1], &documents, NULL, err) ||
	    !document_find(&documents, req->params[2], &document, err))
		return false;
	if (!req->fields_ok) {
		result = (struct document_result){ .field = "reason" };
		for (size_t i = 0; i < req->field_count; i++)
			if (req->fields[i].complaint[LANG_ID])
				(void)REFUSE(&result.refusal, 422, "invalid", "%s%.0s", "%.0s%s",
					     req->fields[i].complaint[LANG_ID],
					     req->fields[i].complaint[LANG_EN]);
		return document_show(req, &documents, document, &result, err);
	}
	if (!document_withdraw(req, &documents, document, req_field(req, "reason"), time_now(),
			       &result, err))
		return false;
	if (result.refusal.status)
		return document_show(req, &documents, document, &result, err);
	return res_redirect(req, "/editions/%s/nominees/%s?withdrawn=1#documents",
			    documents.edition.key, documents.nominee.key);
}
