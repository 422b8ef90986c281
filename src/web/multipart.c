#include <string.h>
#include <strings.h>

#include "web/form.h"

/* multipart/form-data as browsers and curl send it (RFC 7578): no preamble, no nesting, names in
 * double quotes without escapes. Whatever else is sent is refused, not guessed at. */

#define BOUNDARY_MAX 70
#define VALUE_MAX ((size_t)1024 * 1024) /* of what is no file */

static bool broken(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "bad_form", "Isi formulir multipart rusak.",
			 "The multipart body is malformed.");
}

/* "--" and the boundary of the Content-Type, or NULL. */
static const char *read_boundary(struct arena *arena, const char *type)
{
	const char *at = strchr(type, ';');
	size_t len;

	while (at && strncasecmp(at + 1 + strspn(at + 1, " \t"), "boundary=", 9) != 0)
		at = strchr(at + 1, ';');
	if (!at)
		return NULL;
	at += 1 + strspn(at + 1, " \t") + 9;
	if (*at == '"') {
		at++;
		len = strcspn(at, "\"");
		if (at[len] != '"')
			return NULL;
	} else {
		len = strcspn(at, "; \t");
	}
	if (len < 1 || len > BOUNDARY_MAX)
		return NULL;
	return arena_printf(arena, "--%.*s", (int)len, at);
}

/* name="…" of a Content-Disposition; NULL when it is not there. */
static char *parameter(struct arena *arena, const char *line, size_t len, const char *name)
{
	size_t name_len = strlen(name);

	for (size_t i = 0; i + name_len + 3 < len; i++) {
		const char *start = line + i + name_len + 3;
		const char *end;

		if (line[i] == '"') { /* skip a quoted string */
			const char *close = memchr(line + i + 1, '"', len - i - 1);

			if (!close)
				return NULL;
			i = (size_t)(close - line);
			continue;
		}
		if ((line[i] != ' ' && line[i] != ';') ||
		    strncasecmp(line + i + 1, name, name_len) != 0 || start[-2] != '=' ||
		    start[-1] != '"')
			continue;
		end = memchr(start, '"', len - (size_t)(start - line));
		return end ? arena_copy(arena, start, (size_t)(end - start)) : NULL;
	}
	return NULL;
}

/* The head of a part: one line each, then an empty one. Returns what is behind it, or NULL. */
static const char *read_head(struct arena *arena, const char *at, const char *end, struct pair *ret)
{
	static const char KEY[] = "Content-Disposition:";

	*ret = (struct pair){ 0 };
	for (int lines = 0; lines < 8; lines++) {
		const char *eol = memmem(at, (size_t)(end - at), "\r\n", 2);
		size_t len = eol ? (size_t)(eol - at) : 0;

		if (!eol || len > 1024 || memchr(at, '\0', len))
			return NULL;
		if (len == 0)
			return ret->name ? at + 2 : NULL;
		if (len > sizeof(KEY) && strncasecmp(at, KEY, sizeof(KEY) - 1) == 0) {
			if (ret->name || !memmem(at, len, "form-data", 9))
				return NULL;
			ret->name = parameter(arena, at, len, "name");
			ret->file = parameter(arena, at, len, "filename");
		}
		at = eol + 2;
	}
	return NULL;
}

bool multipart_parse(struct arena *arena, const char *type, const char *body, size_t len,
		     bool in_place, struct pairs *ret, struct err *err)
{
	const char *end = body + len, *at = body;
	const char *mark = read_boundary(arena, type);
	size_t mark_len = mark ? strlen(mark) : 0;

	*ret = (struct pairs){ 0 };
	if (!mark || len < mark_len || memcmp(at, mark, mark_len) != 0)
		return broken(err);
	mark = arena_printf(arena, "\r\n%s", mark);
	at += mark_len;
	mark_len += 2;
	while (end - at >= 2 && memcmp(at, "\r\n", 2) == 0) {
		struct pair pair;
		const char *next;

		at = read_head(arena, at + 2, end, &pair);
		next = at ? memmem(at, (size_t)(end - at), mark, mark_len) : NULL;
		if (!next || ret->count == PAIRS_MAX)
			return broken(err);
		pair.len = (size_t)(next - at);
		if (!pair.file && pair.len > VALUE_MAX)
			return broken(err);
		pair.value = pair.file && in_place ? at : arena_copy(arena, at, pair.len);
		GROW(arena, ret->items, ret->count, &ret->cap);
		ret->items[ret->count++] = pair;
		at = next + mark_len;
	}
	if (end - at < 2 || memcmp(at, "--", 2) != 0)
		return broken(err);
	at += 2;
	if (end != at && !(end - at == 2 && memcmp(at, "\r\n", 2) == 0))
		return broken(err);
	return true;
}
