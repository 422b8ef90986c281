/* Checking tokens of certificates: in the visitor's browser, from a file on his disk, or, where the
 * browser cannot, here. And the public keys. */
#include <string.h>

#include "app/service.h"
#include "app/token.h"
#include "app/vault.h"

/* ---- The page ---- */

static bool form_put(struct req *req, const char *typed, struct val *page, struct err *err)
{
	struct val *field = part_field(req->arena, val_put_map(page, "field"), "t",
				       word(req, "check.field"), typed);
	struct buf keys;

	buf_init(&keys, req->arena);
	if (!token_keys_file(db_of(req), NULL, req->arena, &keys, err))
		return false;
	val_put_text(field, "hint", word(req, "check.field_hint"));
	val_put_int(field, "rows", 5);
	val_put_bool(field, "required", true);
	val_put_bool(field, "plain", true);
	val_put_text(page, "keys", keys.data);
	val_put_text(page, "count", word(req, "check.count"));
	return true;
}

/* Without a script the first token is looked up by its number, where its facts are stored. */
bool page_check(struct req *req, struct err *err)
{
	const char *typed = req_query(req, "t");
	struct val *page = page_new(req, word(req, "check.title"));
	struct certificate_token token;
	struct err ignored;
	char *first;

	if (typed && *typed) {
		first = arena_copy(req->arena, typed, strcspn(typed, "\r\n"));
		if (certificate_token_parse(first, req->arena, &token, &ignored))
			return res_redirect(req, "/certificates/%s?t=%s", token.serial,
					    certificate_token_rest(
						    certificate_token_format(&token, req->arena)));
	}
	val_put_text(page, "lead", word(req, "check.lead"));
	val_put_bool(page, "refused", typed && *typed);
	return form_put(req, typed ? typed : "", page, err) &&
	       page_show(req, 200, "public/check", page, err);
}

/* ---- The page as one file ---- */

struct alone {
	struct buf page, keys;
};

/* Style and script stand in the file itself: on a disk there is no server, and no policy, that
 * could bring them. */
static bool alone_make(struct req *req, struct alone *ret, struct err *err)
{
	const struct asset *script = service_asset(service_of(req), "check_js");
	const struct asset *style = service_asset(service_of(req), "check_css");
	struct val *page = val_map(req->arena);
	struct buf inner;

	if (!script || !style)
		return FAIL(err, ERR_BUG, "halaman pemeriksaan tidak lengkap",
			    "the check page is incomplete");
	buf_init(&ret->page, req->arena);
	buf_init(&ret->keys, req->arena);
	buf_init(&inner, req->arena);
	if (!form_put(req, "", page, err) ||
	    !token_keys_file(db_of(req), NULL, req->arena, &ret->keys, err) ||
	    !template_render(service_templates(service_of(req)), NULL, "public/check_alone",
			     req->lang, page, &inner, err))
		return false;
	buf_printf(&ret->page,
		   "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<title>%s</title>\n<style>\n",
		   req->lang == LANG_EN ? "en" : "id", word(req, "check.title"));
	buf_add(&ret->page, style->data, style->len);
	buf_puts(&ret->page, "</style>\n</head>\n<body>\n");
	buf_add(&ret->page, inner.data, inner.len);
	buf_puts(&ret->page, "<script>\n");
	buf_add(&ret->page, script->data, script->len);
	buf_puts(&ret->page, "</script>\n</body>\n</html>\n");
	return true;
}

static const char *alone_name(void *arg, size_t i)
{
	(void)arg;
	return i ? "certificate-key.txt" : "periksa-piagam.html";
}

static bool alone_give(void *arg, size_t i, struct arena *arena, struct buf *ret, struct err *err)
{
	const struct alone *alone = arg;
	const struct buf *file = i ? &alone->keys : &alone->page;

	(void)arena;
	(void)err;
	buf_add(ret, file->data, file->len);
	return true;
}

bool zip_check(struct req *req, struct err *err)
{
	const char *folder = service_vault(service_of(req));
	struct vault_part part VAULT_PART = { .fd = -1 };
	struct alone alone;
	const struct zip_plan plan = { .count = 2,
				       .made_at = 0, /* the same bytes whenever it is fetched */
				       .name = alone_name,
				       .make = alone_give,
				       .arg = &alone };

	return alone_make(req, &alone, err) && vault_begin(folder, req->arena, &part, err) &&
	       zip_write(part.path, &plan, err) &&
	       answer_part(req, "application/zip", "periksa-piagam.zip", &part, err);
}

/* ---- Keys ---- */

bool file_certificate_keys(struct req *req, struct err *err)
{
	const char *key = req->params[0];
	struct edition edition;
	struct buf file;

	buf_init(&file, req->arena);
	if ((key && !req_edition(req, false, &edition, err)) ||
	    !token_keys_file(db_of(req), key, req->arena, &file, err))
		return false;
	return answer_text(req, 200, "text/plain; charset=utf-8", file.data);
}
