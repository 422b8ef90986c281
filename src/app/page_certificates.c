/* The certificates of an edition, for whoever prints them: chair and secretariat. */
#include <inttypes.h>

#include "app/batch.h"
#include "app/vault.h"

/* Two papers of the same award are told apart by their numbers. */
static bool beside_put(struct req *req, const struct issued *issued, struct val *row,
		       struct err *err)
{
	const char *replaces, *replaced_by;
	struct val *values = val_map(req->arena);

	val_put_text(row, "beside", NULL);
	if (!certificate_beside(db_of(req), issued->serial, req->arena, &replaces, &replaced_by,
				err))
		return false;
	if (!*replaces && !*replaced_by)
		return true;
	val_put_text(values, "serial", issued->serial);
	val_put_text(values, "other", *replaced_by ? replaced_by : replaces);
	val_put_text(row, "beside",
		     words_fill(service_templates(service_of(req)), req->lang,
				*replaced_by ? "certificates.replaced_by" : "certificates.replaces",
				values, req->arena));
	return true;
}

static bool row_put(struct req *req, const struct awarded *awarded, bool revokes, struct val *rows,
		    struct err *err)
{
	bool revoked = awarded->issued.revoked;
	struct val *row = val_push_map(rows);

	val_put_int(row, "rank", awarded->issued.rank);
	val_put_text(row, "name", awarded->nominee->name);
	val_put_text(row, "award_title",
		     awarded->row->title ? words_in(awarded->row->title, req->lang) : NULL);
	val_put_text(row, "serial", awarded->issued.serial);
	val_put_bool(row, "valid", !revoked);
	val_put_bool(row, "revokes", revokes && !revoked);
	(void)part_state(row, "state", revoked ? "revoked" : "valid",
			 word(req, revoked ? "state.revoked" : "state.valid"));
	return beside_put(req, &awarded->issued, row, err);
}

static bool groups_put(struct req *req, const struct awarded *list, size_t count, bool revokes,
		       struct val *page, struct err *err)
{
	struct val *groups = val_put_list(page, "groups"), *rows = NULL, *some = NULL;
	int64_t valid = 0;

	for (size_t i = 0; i < count; i++) {
		valid += !list[i].issued.revoked;
		if (!i || !text_equal(list[i].issued.list, list[i - 1].issued.list)) {
			struct val *group = val_push_map(groups);

			val_put_text(group, "name", words_in(&list[i].list->name, req->lang));
			val_put_text(group, "list", list[i].list->key);
			some = val_put_list(group, "some");
			rows = val_put_list(group, "rows");
		}
		if (!row_put(req, &list[i], revokes, rows, err))
			return false;
		if (!list[i].issued.revoked && !val_count(some))
			val_put_text(val_push_map(some), "list", list[i].list->key);
	}
	val_put_bool(page, "any_valid", valid > 0);
	return true;
}

bool page_certificates(struct req *req, struct err *err)
{
	const struct award_source from = awards_said(req);
	const struct scheme *scheme;
	struct settings settings;
	struct awarded *list;
	struct edition edition;
	struct val *page;
	size_t count;

	if (!req_edition(req, true, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !settings_load(db_of(req), edition.id, req->arena, &settings, err) ||
	    !awarded_list(&from, edition.id, &list, &count, err))
		return false;
	page = page_of_edition(req, &edition, scheme, "certificates",
			       word(req, "certificates.title"));
	val_put_text(page, "lead", word(req, "certificates.lead"));
	if (count && !settings.public_address_given)
		part_flash(page, "warn", word(req, "certificates.no_address"));
	return groups_put(req, list, count,
			  may(DEED_REVOKE_CERTIFICATE, who_of(req)->account.role, edition.phase,
			      (struct circumstances){ 0 }),
			  page, err) &&
	       page_show(req, 200, "certificates", page, err);
}

/* ---- All of them, or those of one list ---- */

static bool asked_batch(struct req *req, struct batch *ret, const char **ret_name, struct err *err)
{
	const struct award_source from = awards_of(req);
	const char *list = req->params[1];
	struct settings settings;
	struct edition edition;

	if (!req_edition(req, true, &edition, err) ||
	    !settings_load(db_of(req), edition.id, req->arena, &settings, err) ||
	    !batch_certificates(&from, edition.id, &settings, list, ret, err))
		return false;
	if (!ret->count)
		return FAIL_CODE(err, ERR_NOT_FOUND, "not_published",
				 "edisi %s belum mempunyai piagam",
				 "edition %s has no certificates yet", edition.key);
	*ret_name = list ? arena_printf(req->arena, "piagam-%s-%s", edition.key, list)
			 : arena_printf(req->arena, "piagam-%s", edition.key);
	return true;
}

bool pdf_certificates(struct req *req, struct err *err)
{
	struct batch batch;
	const char *name;
	struct buf pdf;

	if (!asked_batch(req, &batch, &name, err))
		return false;
	buf_init(&pdf, req->arena);
	return batch_pdf(&batch, &pdf, err) &&
	       answer_bytes(req, "application/pdf", arena_printf(req->arena, "%s.pdf", name),
			    pdf.data, pdf.len);
}

bool zip_certificates(struct req *req, struct err *err)
{
	const char *folder = service_vault(service_of(req));
	struct vault_part part VAULT_PART = { .fd = -1 };
	struct batch batch;
	const char *name;

	return asked_batch(req, &batch, &name, err) &&
	       vault_begin(folder, req->arena, &part, err) &&
	       batch_zip(&batch, part.path, NULL, err) &&
	       answer_part(req, "application/zip", arena_printf(req->arena, "%s.zip", name), &part,
			   err);
}
