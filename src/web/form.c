#include "web/form.h"

#include <string.h>

#include "web/guard.h"

static bool broken(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "bad_form", "Isi formulir rusak.",
			 "The form's body is malformed.");
}

/* One "name=value"; a value may be missing. */
static bool add_pair(struct arena *arena, const char *text, size_t len, struct pairs *ret,
		     struct err *err)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals ? (size_t)(equals - text) : len;
	size_t value_len = equals ? len - name_len - 1 : 0;
	char *name = arena_alloc(arena, name_len + 1, 1);
	char *value = arena_alloc(arena, value_len + 1, 1);
	struct pair *pair;
	size_t n;

	if (ret->count == PAIRS_MAX)
		return FAIL_CODE(err, ERR_INPUT, "bad_form", "Formulir memuat lebih dari %d isian.",
				 "The form holds more than %d fields.", PAIRS_MAX);
	GROW(arena, ret->items, ret->count, &ret->cap);
	pair = &ret->items[ret->count++];
	if (!percent_decode(text, name_len, true, name, &n) || strlen(name) != n)
		return broken(err);
	if (equals && !percent_decode(equals + 1, value_len, true, value, &value_len))
		return broken(err);
	*pair = (struct pair){ .name = name, .value = value, .len = value_len };
	return true;
}

bool form_parse(struct arena *arena, const char *body, size_t len, struct pairs *ret,
		struct err *err)
{
	*ret = (struct pairs){ 0 };
	for (size_t at = 0; at < len;) {
		const char *end = memchr(body + at, '&', len - at);
		size_t n = end ? (size_t)(end - (body + at)) : len - at;

		if (n && !add_pair(arena, body + at, n, ret, err))
			return false;
		at += n + 1;
	}
	return true;
}
