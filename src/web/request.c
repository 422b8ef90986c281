#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web/exchange.h"

static const struct exchange *exchange_of(const struct req *req)
{
	return (const struct exchange *)(const void *)req; /* req is its first member */
}

const char *req_header(const struct req *req, const char *name)
{
	const struct exchange *ex = exchange_of(req);

	for (size_t i = 0; i < ex->header_count; i++)
		if (strcasecmp(ex->headers[i].name, name) == 0)
			return ex->headers[i].value;
	return NULL;
}

const char *req_cookie(const struct req *req, const char *name)
{
	const char *at = req_header(req, "Cookie");
	size_t len = strlen(name);

	while (at && *at) {
		size_t size = strcspn(at, ";");

		if (size > len && strncmp(at, name, len) == 0 && at[len] == '=')
			return arena_copy(req->arena, at + len + 1, size - len - 1);
		at += size;
		at += strspn(at, "; ");
	}
	return NULL;
}

const char *req_query(const struct req *req, const char *name)
{
	const char *at = exchange_of(req)->query;
	struct err err;

	while (at && *at) {
		size_t size = strcspn(at, "&");
		const char *equals = memchr(at, '=', size);
		size_t name_len = equals ? (size_t)(equals - at) : size;
		size_t len = equals ? size - name_len - 1 : 0;
		char *text = arena_alloc(req->arena, size + 1, 1);

		if (percent_decode(at, name_len, true, text, &name_len) &&
		    strcmp(text, name) == 0) {
			if (equals && !percent_decode(equals + 1, len, true, text, &len))
				return NULL;
			if (!text_nfc(req->arena, text, equals ? len : 0, false, &text, &err))
				return NULL;
			return text;
		}
		at += size;
		at += *at == '&';
	}
	return NULL;
}

static struct field_value *find_field(const struct req *req, const char *name)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (strcmp(req->fields[i].name, name) == 0)
			return &req->fields[i];
	return NULL;
}

const char *req_field(const struct req *req, const char *name)
{
	const struct field_value *value = find_field(req, name);

	return value ? value->text : "";
}

const struct upload *req_upload(const struct req *req, const char *name)
{
	for (size_t i = 0; i < req->upload_count; i++)
		if (strcmp(req->uploads[i].name, name) == 0)
			return &req->uploads[i];
	return NULL;
}

void req_complain(struct req *req, const char *field, const char *id, const char *en, ...)
{
	struct field_value *value = find_field(req, field);
	char text[LANG_COUNT][512];
	va_list args, again;

	va_start(args, en);
	va_copy(again, args);
	(void)vsnprintf(text[LANG_ID], sizeof(text[LANG_ID]), id, args);
	(void)vsnprintf(text[LANG_EN], sizeof(text[LANG_EN]), en, again);
	va_end(again);
	va_end(args);
	req->fields_ok = false;
	for (int lang = 0; value && lang < LANG_COUNT; lang++)
		value->complaint[lang] = arena_text(req->arena, text[lang]);
}

/* Indonesian, unless the reader has switched. */
enum lang lang_of_request(const struct req *req)
{
	const char *cookie = req_cookie(req, "lang");

	return cookie && strcmp(cookie, "en") == 0 ? LANG_EN : LANG_ID;
}

/* Weak comparison (RFC 9110, 13.1.2) of a list of tags with one. */
bool etag_matches(const char *if_none_match, const char *etag)
{
	size_t len = strlen(etag);
	const char *at = if_none_match;

	if (strcmp(at, "*") == 0)
		return true;
	while (*at) {
		at += strspn(at, " \t,");
		if (strncmp(at, "W/", 2) == 0)
			at += 2;
		if (strncmp(at, etag, len) == 0 && strchr(" \t,", at[len]))
			return true; /* strchr finds the NUL too */
		at += strcspn(at, ",");
	}
	return false;
}

bool accepts_gzip(const char *accept_encoding)
{
	const char *at = accept_encoding;

	while (*at) {
		size_t size, name;

		at += strspn(at, " \t,");
		size = strcspn(at, ",");
		name = strcspn(at, " \t,;");
		if (name == 4 && strncasecmp(at, "gzip", 4) == 0) {
			const char *q = memmem(at, size, "q=", 2);

			return !q || strtod(q + 2, NULL) > 0;
		}
		at += size;
	}
	return false;
}
