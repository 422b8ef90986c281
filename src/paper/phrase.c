/* Texts with placeholders, and where their values are found. */
#include <string.h>

#include "paper/layout.h"

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool name_parse(struct arena *arena, const char *text, size_t len, struct name *ret)
{
	*ret = (struct name){ .count = 0 };
	if (len == 1 && *text == '.')
		return true;
	for (size_t from = 0; from <= len;) {
		size_t to = from;

		while (to < len && is_name_char(text[to]))
			to++;
		if (to == from || (to < len && text[to] != '.') || ret->count == NAME_KEYS_MAX)
			return false;
		ret->keys[ret->count++] = arena_copy(arena, text + from, to - from);
		from = to + 1;
	}
	return true;
}

const struct scope *scope_item(struct arena *arena, const struct scope *outer,
			       const struct val *list, size_t i)
{
	struct scope *scope = NEW(arena, struct scope, 1);

	*scope = (struct scope){ .data = val_at(list, i), .outer = outer, .row = i + 1 };
	return scope;
}

static const struct val *val_find_in(const struct val *data, const struct name *name, size_t from)
{
	for (size_t i = from; i < name->count && data; i++)
		data = val_get(data, name->keys[i]);
	return data;
}

const struct val *scope_find(const struct scope *scope, const struct name *name)
{
	if (!name->count)
		return scope->data;
	for (; scope; scope = scope->outer)
		if (val_get(scope->data, name->keys[0]))
			return val_find_in(scope->data, name, 0);
	return NULL;
}

static bool is_row(const struct name *name)
{
	return name->count == 1 && strcmp(name->keys[0], "row") == 0;
}

static size_t scope_row(const struct scope *scope)
{
	while (scope && !scope->row)
		scope = scope->outer;
	return scope ? scope->row : 0;
}

const char *scope_text(const struct scope *scope, const struct name *name, struct arena *arena)
{
	const struct val *val = scope_find(scope, name);
	const char *text = val_chars(val);

	if (text)
		return text;
	if (!val && is_row(name) && scope_row(scope))
		return arena_printf(arena, "%zu", scope_row(scope));
	return "";
}

const char *phrase_fill(const struct phrase *phrase, enum lang lang, const struct scope *scope,
			size_t fill_in, struct arena *arena)
{
	const struct phrase_piece *pieces = phrase->pieces[lang];
	size_t count = phrase->count[lang];
	struct buf text;

	if (!count)
		return "";
	if (count == 1)
		if (pieces->text)
			return pieces->text;
	buf_init(&text, arena);
	for (size_t i = 0; i < count; i++) {
		const char *value =
			pieces[i].text ? pieces[i].text : scope_text(scope, &pieces[i].name, arena);

		buf_puts(&text, value);
		for (size_t j = 0; !*value && j < fill_in; j++)
			buf_char(&text, '_');
	}
	return text.data;
}

/* ---- What the example has ---- */

static void shape_add(struct shape *shape, size_t *cap, const struct val *val, struct arena *arena)
{
	GROW(arena, shape->vals, shape->count, cap);
	shape->vals[shape->count++] = val;
}

/* Where the first key is known, all of the name has to be. */
static bool find_here(const struct shape *shape, const struct name *name, struct arena *arena,
		      struct shape *ret, bool *ret_known)
{
	size_t cap = 0;

	*ret = (struct shape){ .is_open = shape->is_open };
	for (size_t i = 0; i < shape->count; i++) {
		const struct val *val = val_find_in(shape->vals[i], name, 0);

		if (name->count && val_get(shape->vals[i], name->keys[0]))
			*ret_known = true;
		if (val)
			shape_add(ret, &cap, val, arena);
	}
	return ret->count || shape->is_open;
}

bool shape_find(const struct shape *shape, const struct name *name, struct arena *arena,
		struct shape *ret)
{
	bool has_row = false, known = false;

	for (; shape && !known; shape = shape->outer) {
		has_row = has_row || shape->has_row;
		if (find_here(shape, name, arena, ret, &known))
			return true;
		if (!name->count)
			return false;
	}
	*ret = (struct shape){ .count = 0 };
	return has_row && is_row(name);
}

void shape_items(const struct shape *lists, const struct shape *outer, struct arena *arena,
		 struct shape *ret)
{
	size_t cap = 0;

	*ret = (struct shape){ .outer = outer, .has_row = true };
	for (size_t i = 0; i < lists->count; i++)
		for (size_t j = 0; j < val_count(lists->vals[i]); j++)
			shape_add(ret, &cap, val_at(lists->vals[i], j), arena);
	ret->is_open = !ret->count;
}
