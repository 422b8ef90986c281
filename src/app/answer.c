/* Answers: JSON, problems, pages, bytes; and the line of log. */
#include "service.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "vault.h"

static void body_start(struct req *req, unsigned status, const char *type)
{
	req->res.status = status;
	req->res.type = type;
	buf_init(&req->res.body, req->arena);
}

bool answer_json(struct req *req, unsigned status, const struct val *body)
{
	body_start(req, status, "application/json; charset=utf-8");
	json_write(&req->res.body, body);
	return true;
}

bool answer_text(struct req *req, unsigned status, const char *type, const char *text)
{
	body_start(req, status, type);
	buf_puts(&req->res.body, text);
	return true;
}

bool answer_empty(struct req *req, unsigned status)
{
	body_start(req, status, NULL);
	return true;
}

bool answer_bytes(struct req *req, const char *type, const char *file_name, const char *data,
		  size_t len)
{
	body_start(req, 200, type);
	buf_add(&req->res.body, data, len);
	if (file_name)
		req->res.disposition =
			arena_printf(req->arena, "attachment; filename=\"%s\"", file_name);
	return true;
}

bool answer_part(struct req *req, const char *type, const char *file_name, struct vault_part *part,
		 struct err *err)
{
	size_t size;
	int fd;

	if (!vault_take(part, &fd, &size, err))
		return false;
	body_start(req, 200, type);
	req->res.disposition = arena_printf(req->arena, "attachment; filename=\"%s\"", file_name);
	res_file(req, fd, size);
	return true;
}

static const char *title_of(unsigned status, enum lang lang)
{
	static const struct {
		unsigned status;
		struct words text;
	} TITLES[] = {
		{ 400, { { "Permintaan tidak dapat dibaca", "The request cannot be read" } } },
		{ 401, { { "Perlu masuk", "Sign-in needed" } } },
		{ 403, { { "Tidak diizinkan", "Not allowed" } } },
		{ 404, { { "Tidak ditemukan", "Not found" } } },
		{ 405, { { "Cara ini tidak tersedia", "Method not allowed" } } },
		{ 409,
		  { { "Bertentangan dengan keadaan sekarang",
		      "In conflict with the present state" } } },
		{ 410, { { "Tidak berlaku lagi", "No longer valid" } } },
		{ 413, { { "Terlalu besar", "Too large" } } },
		{ 415, { { "Jenis isi tidak didukung", "Unsupported media type" } } },
		{ 422, { { "Ada isian yang perlu diperbaiki", "Something needs to be mended" } } },
		{ 423, { { "Penilaian ditutup", "Scoring is closed" } } },
		{ 429, { { "Terlalu banyak percobaan", "Too many attempts" } } },
		{ 503, { { "Layanan sedang sibuk", "The service is busy" } } },
		{ 507, { { "Ruang simpan penuh", "No space left" } } },
	};

	for (size_t i = 0; i < COUNT(TITLES); i++)
		if (TITLES[i].status == status)
			return words_in(&TITLES[i].text, lang);
	return lang == LANG_EN ? "Something went wrong" : "Terjadi kesalahan";
}

static const char *code_of(unsigned status)
{
	static const struct {
		unsigned status;
		const char *code;
	} CODES[] = {
		{ 400, "bad_request" }, { 401, "sign_in" },   { 403, "denied" },
		{ 404, "not_found" },	{ 405, "method" },    { 409, "conflict" },
		{ 410, "revoked" },	{ 413, "too_large" }, { 415, "media_type" },
		{ 422, "invalid" },	{ 423, "closed" },    { 429, "too_many" },
		{ 503, "busy" },	{ 507, DISK_FULL },
	};

	for (size_t i = 0; i < COUNT(CODES); i++)
		if (CODES[i].status == status)
			return CODES[i].code;
	return "failed";
}

static bool problem_write(struct req *req, unsigned status, const char *code, struct val *extra,
			  const char *detail)
{
	struct val *body = extra ? extra : val_map(req->arena);

	val_put_text(body, "type", "about:blank");
	val_put_text(body, "title", title_of(status, req->lang));
	val_put_int(body, "status", status);
	val_put_text(body, "code", code ? code : code_of(status));
	val_put_text(body, "detail", detail);
	body_start(req, status, "application/problem+json");
	json_write(&req->res.body, body);
	return true;
}

bool answer_problem(struct req *req, unsigned status, const char *code, struct val *extra,
		    const char *id, const char *en, ...)
{
	char detail[1024];
	va_list args;

	va_start(args, en);
	(void)vsnprintf(detail, sizeof(detail), req->lang == LANG_EN ? en : id, args);
	va_end(args);
	return problem_write(req, status, code, extra, detail);
}

static void page_plain(struct req *req, unsigned status, const char *detail)
{
	body_start(req, status, "text/plain; charset=utf-8");
	buf_printf(&req->res.body, "%s\n%s\n", title_of(status, req->lang), detail);
}

/* What its reader can do about it, where there are words for that. */
static void what_put(struct req *req, struct val *page, unsigned status)
{
	struct val *details = val_put_list(page, "details");
	const char *key = arena_printf(req->arena, "problem.what.%u", status);
	const char *what = word(req, key);

	if (!text_equal(what, key))
		(void)val_push(details, val_text(req->arena, what));
}

void answer_error(struct req *req, const struct err *err, unsigned status)
{
	struct val *page;
	struct err again;

	if (req->api) {
		(void)problem_write(req, status, err->code, NULL, err->msg[req->lang]);
		return;
	}
	if (req->route && text_equal(err->code, CONFIRM_CODE) && page_confirm(req, &again))
		return;
	if (req->route && text_equal(err->code, "reauthenticate") && page_fresh(req, err, &again))
		return;
	if (req->route && text_equal(err->code, "not_signed_in") &&
	    page_sign_in_first(req, err, &again))
		return;
	page = page_new(req, title_of(status, req->lang));
	val_put_bool(page, "bare", true);
	val_put_text(page, "message", as_sentence(req->arena, err->msg[req->lang]));
	val_put_int(page, "status", status);
	what_put(req, page, status);
	if (!page_show(req, status, "problem", page, &again))
		page_plain(req, status, err->msg[req->lang]);
}
