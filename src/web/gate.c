/* What stands between a matched request and its handler, in the same order for every one. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/exchange.h"
#include "web/form.h"

#define NEXT_MAX 2048 /* bytes of an address that are carried through the sign-in */

static bool changes(const struct req *req)
{
	return req->method != WEB_GET;
}

static bool is_type(const char *type, const char *want)
{
	size_t len = strlen(want);

	return type && strncasecmp(type, want, len) == 0 && strchr("; \t", type[len]);
}

/* ---- Who ---- */

static enum gate check_who(struct exchange *ex, struct err *err)
{
	struct req *req = &ex->req;
	const char *sign_in = ex->web->options.sign_in;

	if (req->route->who & (req->roles | WEB_ANYONE))
		return GATE_OPEN;
	if (req->roles || !req->route->who) {
		(void)FAIL_CODE(err, ERR_DENIED, "forbidden", "Anda tidak berwenang untuk ini.",
				"You are not entitled to this.");
		return GATE_REFUSED;
	}
	if (!req->api && !changes(req)) {
		const char *next = text_query(req->arena, req->target);
		bool fits = strlen(next) <= NEXT_MAX;

		(void)res_redirect(req, "%s%s%s", sign_in, fits ? "?next=" : "", fits ? next : "");
		return GATE_ANSWERED;
	}
	(void)FAIL_CODE(err, ERR_DENIED, "not_signed_in", "Silakan masuk lebih dahulu.",
			"Please sign in first.");
	return GATE_REFUSED;
}

/* ---- Origin ---- */

/* The authority of an Origin is the Host's. Behind a proxy the scheme is not ours to know; with
 * our own TLS it must be https. */
static bool is_own_origin(const struct exchange *ex, const char *origin)
{
	const char *rest = origin;

	if (strncmp(origin, "https://", 8) == 0)
		rest += 8;
	else if (!ex->web->tls && strncmp(origin, "http://", 7) == 0)
		rest += 7;
	else
		return false;
	return ex->guard.host && strcasecmp(rest, ex->guard.host) == 0;
}

/* Browsers say where a change comes from. Who says nothing is no browser of today: with a cookie
 * that is not enough, with a token or a password of its own it is. */
static bool is_same_origin(const struct exchange *ex)
{
	const struct req *req = &ex->req;
	const char *site = req_header(req, "Sec-Fetch-Site");
	const char *origin = req_header(req, "Origin");

	if (site)
		return strcmp(site, "same-origin") == 0 || (!req->api && strcmp(site, "none") == 0);
	if (origin)
		return is_own_origin(ex, origin);
	return !req->by_cookie;
}

static bool check_origin(const struct exchange *ex, struct err *err)
{
	const struct req *req = &ex->req;

	/* A call with a token of its own cannot be made by another site; nor can a sign-in by
	 * JSON, which a foreign page may not send. */
	if (req->api && (!req->by_cookie || req->route->who & WEB_ANYONE))
		return true;
	if (!is_same_origin(ex))
		return FAIL_CODE(err, ERR_DENIED, "cross_origin",
				 "Permintaan ini tidak datang dari halaman kami.",
				 "This request does not come from a page of ours.");
	if (req->api && (req->body_len || req->method != WEB_DELETE) &&
	    !is_type(req_header(req, "Content-Type"), "application/json"))
		return FAIL_CODE(err, ERR_DENIED, "cross_origin",
				 "Content-Type harus application/json.",
				 "Content-Type must be application/json.");
	return true;
}

/* ---- Body ---- */

static bool unserved(const char *want, struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "media_type", "Jenis isi tidak dilayani; kirim %s.",
			 "The type of the body is not served; send %s.", want);
}

static bool read_form(struct exchange *ex, const char **ret_token, struct err *err)
{
	struct req *req = &ex->req;
	const char *type = req_header(req, "Content-Type");
	struct pairs pairs = { 0 };
	bool form = is_type(type, "application/x-www-form-urlencoded");
	bool parts = is_type(type, "multipart/form-data");

	if (req->body_len && !form && !parts)
		return unserved("application/x-www-form-urlencoded", err);
	if (form && !form_parse(req->arena, req->body, req->body_len, &pairs, err))
		return false;
	if (parts && req->body_len &&
	    !multipart_parse(req->arena, type, req->body, req->body_len, req->route->spooled,
			     &pairs, err))
		return false;
	return fields_read(req, &pairs, ret_token, err);
}

static bool read_body(struct exchange *ex, const char **ret_token, struct err *err)
{
	struct req *req = &ex->req;
	const char *coding = req_header(req, "Content-Encoding");
	const char *type = req_header(req, "Content-Type");

	*ret_token = NULL;
	if (!changes(req))
		return true;
	if (coding && strcasecmp(coding, "identity") != 0)
		return unserved("identity", err);
	if (!req->api || req->route->fields)
		return read_form(ex, ret_token, err);
	/* A cookie's type was asked for with its origin, a token needs none. */
	if (req->route->who & WEB_ANYONE && req->body_len && !is_type(type, "application/json"))
		return unserved("application/json", err);
	return true;
}

static bool check_token(struct exchange *ex, const char *token, struct err *err)
{
	struct req *req = &ex->req;

	/* Where anyone may, a token of the session would prove nothing more than the origin. */
	if (req->api || !req->by_cookie || !changes(req) || req->route->who & WEB_ANYONE)
		return true;
	if (token && ex->web->hooks.token_ok(req, token))
		return true;
	return FAIL_CODE(
		err, ERR_DENIED, "form_token",
		"Formulir ini sudah tidak berlaku; muat ulang halaman, lalu kirim lagi.",
		"This form is no longer valid; load the page again and send it once more.");
}

/* A form that nobody shows again with its complaints beside the fields: then the first is said. */
static void fields_fail(const struct req *req, struct err *err)
{
	const struct field_value *value = req->fields;

	while (!value->complaint[LANG_ID])
		value++;
	(void)FAIL_CODE(err, ERR_INPUT, "invalid_fields", "Isian %s: %s", "Field %s: %s",
			value->name, value->complaint[LANG_ID]);
	(void)snprintf(err->msg[LANG_EN], sizeof(err->msg[LANG_EN]), "Field %s: %s", value->name,
		       value->complaint[LANG_EN]);
}

enum gate gate_check(struct exchange *ex, struct err *err)
{
	struct req *req = &ex->req;
	enum gate who = check_who(ex, err);
	const char *token;
	struct err other;

	if (who == GATE_REFUSED && !req->api && !req->roles && changes(req) &&
	    check_origin(ex, &other) && !read_body(ex, &token, &other))
		req->field_count = req->upload_count = 0; /* nothing to hand back */
	if (who != GATE_OPEN)
		return who;
	if (changes(req) && !check_origin(ex, err))
		return GATE_REFUSED;
	if (!read_body(ex, &token, err) || !check_token(ex, token, err))
		return GATE_REFUSED;
	if (!req->fields_ok && !req->route->keep_form_errors) {
		fields_fail(req, err);
		return GATE_REFUSED;
	}
	return GATE_OPEN;
}
