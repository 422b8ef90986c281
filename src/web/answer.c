#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/exchange.h"

unsigned web_status(const struct err *err)
{
	static const struct {
		const char *code;
		unsigned status;
	} CODES[] = {
		{ "not_signed_in", 401 }, { "reauthenticate", 401 }, { "too_large", 413 },
		{ "media_type", 415 },	  { "invalid_fields", 422 },
	};

	for (size_t i = 0; err->code && i < COUNT(CODES); i++)
		if (strcmp(err->code, CODES[i].code) == 0)
			return CODES[i].status;
	switch (err->kind) {
	case ERR_INPUT: return 400;
	case ERR_NOT_FOUND: return 404;
	case ERR_CONFLICT: return 409;
	case ERR_DENIED: return 403;
	case ERR_FULL: return 507;
	case ERR_BUSY: return 503;
	case ERR_NONE:
	case ERR_IO:
	case ERR_BUG: return 500;
	}
	return 500;
}

bool res_redirect(struct req *req, const char *fmt, ...)
{
	va_list args, again;
	char *location;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		abort();
	location = arena_alloc(req->arena, (size_t)len + 1, 1);
	(void)vsnprintf(location, (size_t)len + 1, fmt, again);
	va_end(again);
	req->res.status = 303;
	req->res.location = location;
	return true;
}

void res_cookie(struct req *req, const char *name, const char *value, int64_t max_age)
{
	size_t i = 0;

	while (i < COUNT(req->res.cookies) - 1 && req->res.cookies[i])
		i++;
	req->res.cookies[i] =
		arena_printf(req->arena, "%s=%s; Max-Age=%lld; Path=/; HttpOnly; SameSite=Lax%s",
			     name, value, (long long)max_age, req->tls ? "; Secure" : "");
}

/* ---- Into the library's form ---- */

#define POLICY                                                               \
	"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; " \
	"base-uri 'none'; form-action 'self'"

bool answer_secure(struct MHD_Response *response, bool tls, const char *policy)
{
	static const struct {
		const char *name, *value;
		bool tls;
	} HEADERS[] = {
		{ "X-Content-Type-Options", "nosniff", false },
		{ "Referrer-Policy", "same-origin", false },
		{ "Cross-Origin-Opener-Policy", "same-origin", false },
		{ "Permissions-Policy", "camera=(), geolocation=(), microphone=()", false },
		{ "Strict-Transport-Security", "max-age=31536000", true },
	};

	if (MHD_add_response_header(response, "Content-Security-Policy",
				    policy ? policy : POLICY) != MHD_YES)
		return false;
	for (size_t i = 0; i < COUNT(HEADERS); i++)
		if ((tls || !HEADERS[i].tls) &&
		    MHD_add_response_header(response, HEADERS[i].name, HEADERS[i].value) != MHD_YES)
			return false;
	return true;
}

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
	return !value || MHD_add_response_header(response, name, value) == MHD_YES;
}

/* Only what cannot be mistaken for anything else is said back. */
static const char *nonce_of(const struct req *req)
{
	const char *nonce = req_header(req, "Request-Nonce");
	size_t len = nonce ? strlen(nonce) : 0;

	return len >= 1 && len <= 64 && strspn(nonce, "0123456789abcdef") == len ? nonce : NULL;
}

static bool add_headers(struct MHD_Response *response, const struct req *req)
{
	const struct response *res = &req->res;
	char seconds[16];

	for (size_t i = 0; i < COUNT(res->cookies); i++)
		if (!add(response, "Set-Cookie", res->cookies[i]))
			return false;
	for (size_t i = 0; i < COUNT(res->extra); i++)
		if (res->extra[i][0] && !add(response, res->extra[i][0], res->extra[i][1]))
			return false;
	(void)snprintf(seconds, sizeof(seconds), "%u", res->retry_after);
	return add(response, "Request-Nonce", nonce_of(req)) &&
	       add(response, "Content-Type", res->body.len || res->file ? res->type : NULL) &&
	       add(response, "Location", res->location) &&
	       add(response, "Retry-After", res->retry_after ? seconds : NULL) &&
	       add(response, "ETag", res->etag) && add(response, "Content-Encoding", res->coding) &&
	       add(response, "Content-Disposition", res->disposition) &&
	       add(response, "WWW-Authenticate", res->challenge) &&
	       add(response, "Allow", res->allow) &&
	       add(response, "Cache-Control", res->cacheable ? "public, no-cache" : "no-store") &&
	       add(response, "Vary", res->cacheable ? "Cookie" : NULL) &&
	       answer_secure(response, req->tls, res->policy);
}

static struct MHD_Response *make(const void *data, size_t len)
{
	/* The library only reads it, but says void *. It lives until the answer is sent. */
	struct MHD_Response *response = MHD_create_response_from_buffer(
		len, (void *)(uintptr_t)data, MHD_RESPMEM_PERSISTENT);

	if (!response)
		abort(); /* out of memory */
	return response;
}

/* The library closes the file, also when it cannot be sent. */
static struct MHD_Response *make_of_file(struct response *res)
{
	struct MHD_Response *response = MHD_create_response_from_fd(res->file_len, res->file - 1);

	if (!response)
		abort();	       /* out of memory */
	res->body.len = res->file_len; /* how much has to pass through the network */
	return response;
}

void answer_drop(struct response *res)
{
	if (res->file)
		(void)close(res->file - 1);
	res->file = 0;
}

void res_file(struct req *req, int fd, size_t len)
{
	answer_drop(&req->res);
	req->res.file = fd + 1;
	req->res.file_len = len;
}

struct MHD_Response *answer_make(struct exchange *ex, unsigned *ret_status)
{
	struct req *req = &ex->req;
	struct response *res = &req->res;
	const char *known = req->method == WEB_GET ? req_header(req, "If-None-Match") : NULL;
	struct MHD_Response *response;

	if (!res->status)
		res->status = 200;
	if (res->status == 200 && res->etag && known && etag_matches(known, res->etag))
		res->status = 304;
	if (res->status == 304 || res->status == 204) {
		res->body.len = 0;
		answer_drop(res);
	}
	if (!res->type)
		res->type = "text/plain; charset=utf-8";
	response = res->file ? make_of_file(res) : make(res->body.data, res->body.len);
	if (!add_headers(response, req)) {
		/* A header of ours with a line break in it: a bug, and nothing to send. */
		MHD_destroy_response(response);
		response = make("", 0);
		res->status = 500;
		res->body.len = 0;
		(void)answer_secure(response, req->tls, NULL);
	}
	res->file = 0; /* the library's now */
	*ret_status = res->status;
	return response;
}
