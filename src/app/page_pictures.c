/* Pictures on the page of layouts: the list, the form, and each as it is kept. */
#include <inttypes.h>

#include "pictures.h"
#include "vault.h"

/* ---- On the page of layouts ---- */

static bool row_put(struct desk *d, const struct layout_picture *picture, bool changes,
		    struct val *rows, struct err *err)
{
	struct req *req = d->req;
	struct val *row = val_push_map(rows);
	const char *users;

	if (!picture_users(req, &d->edition, picture->name, &users, err))
		return false;
	val_put_int(row, "id", picture->id);
	val_put_text(row, "name", picture->name);
	val_put_text(row, "path",
		     arena_printf(req->arena, "editions/%s/layouts/pictures/%s", d->edition.key,
				  picture->name));
	val_put_text(row, "pixels",
		     arena_printf(req->arena, "%" PRId64 " × %" PRId64, picture->width,
				  picture->height));
	val_put_text(row, "size", document_size(req, picture->size));
	val_put_text(row, "who", who_and_when(d, picture->by, picture->at));
	val_put_text(row, "users", *users ? users : NULL);
	val_put_bool(row, "removes", changes && !*users);
	return true;
}

static void form_put(struct desk *d, const struct picture_result *result)
{
	struct req *req = d->req;
	struct val *fields = val_find(d->page, "field"), *field;

	field = part_field(req->arena, fields, "file", word(req, "pictures.file"), "");
	val_put_text(field, "hint", word(req, "pictures.file_hint"));
	val_put_text(field, "accept", ".png,.jpg,.jpeg,image/png,image/jpeg");
	val_put_bool(field, "required", true);
	field = part_field(req->arena, fields, "name", word(req, "pictures.name"),
			   result ? req_field(req, "name") : "");
	val_put_text(field, "hint", word(req, "pictures.name_hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_int(field, "max", PICTURE_NAME_MAX);
	if (!result)
		return;
	field_errors(req, d->page, fields);
	if (result->field)
		part_error(d->page, val_find(fields, result->field),
			   as_sentence(req->arena, result->refusal.why.msg[req->lang]));
	else if (result->refusal.status)
		refusal_flash(req, d->page, &result->refusal);
}

bool pictures_put(struct desk *d, const struct picture_result *result, struct err *err)
{
	bool changes = may(DEED_EDIT_PICTURES, who_of(d->req)->account.role, d->edition.phase,
			   (struct circumstances){ 0 });
	struct val *rows = val_put_list(d->page, "pictures");
	struct layout_picture *list;
	size_t count;

	if (!layout_picture_list(db_of(d->req), d->edition.id, d->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!list[i].removed_by && !row_put(d, &list[i], changes, rows, err))
			return false;
	val_put_bool(d->page, "has_pictures", val_count(rows) > 0);
	val_put_bool(d->page, "adds_pictures", changes);
	form_put(d, result);
	return true;
}

/* ---- Sending one ---- */

struct taking { /* what the worker leaves for the writer */
	struct layout_picture picture;
	struct picture_result result;
};

bool do_picture_prepare(struct req *req, struct err *err)
{
	struct taking *taking = NEW(req->arena, struct taking, 1);
	const struct picture_call call = { req_field(req, "name"), req_upload(req, "file") };
	struct edition edition;

	req->work = taking;
	if (!req->fields_ok || !call.file)
		return true;
	return req_edition(req, true, &edition, err) &&
	       picture_take(req, &edition, &call, &taking->picture, &taking->result, err);
}

bool do_picture(struct req *req, struct err *err)
{
	struct taking *taking = req->work;
	struct edition edition;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!req->fields_ok || !req_upload(req, "file")) {
		taking->result.refusal.status = 422;
		return layouts_show(req, NULL, &taking->result, err);
	}
	if (!taking->result.refusal.status &&
	    !picture_add(req, &edition, &taking->picture, time_now(), &taking->result, err))
		return false;
	if (taking->result.refusal.status)
		return layouts_show(req, NULL, &taking->result, err);
	return res_redirect(req, "/editions/%s/layouts?done=picture#pictures", edition.key);
}

bool do_picture_remove(struct req *req, struct err *err)
{
	struct refusal refusal = { 0 };
	struct edition edition;

	if (!req_edition(req, true, &edition, err) ||
	    !picture_remove(req, &edition, req->params[1], time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return layouts_show(req, &refusal, NULL, err);
	return res_redirect(req, "/editions/%s/layouts?done=removed#pictures", edition.key);
}

/* ---- The bytes ---- */

/* Nothing may run in it, wherever it is opened. */
static const char POLICY[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

static bool file_answer(struct req *req, const char *kind, struct err *err)
{
	const char *name = arena_printf(req->arena, "%s.%s", req->params[1], kind);
	const struct layout_picture *found = NULL;
	struct layout_picture *list;
	struct edition edition;
	size_t count;
	int fd;

	if (!req_edition(req, true, &edition, err) ||
	    !layout_picture_list(db_of(req), edition.id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!list[i].removed_by && text_equal(list[i].name, name))
			found = &list[i];
	if (!found)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada gambar ini.", "No such picture.");
	if (!vault_open(service_vault(service_of(req)), found->sha256, (size_t)found->size, &fd,
			err))
		return false;
	req->res.status = 200;
	req->res.type = text_equal(kind, "png") ? "image/png" : "image/jpeg";
	req->res.policy = POLICY;
	req->res.etag = arena_printf(req->arena, "\"%.32s\"", found->sha256);
	req->res.disposition = arena_printf(req->arena, "inline; filename=\"%s\"", found->name);
	res_file(req, fd, (size_t)found->size);
	return true;
}

bool file_picture_png(struct req *req, struct err *err)
{
	return file_answer(req, "png", err);
}

bool file_picture_jpg(struct req *req, struct err *err)
{
	return file_answer(req, "jpg", err);
}
