/* nominees.csv and jurors.csv. */
#include <string.h>

#include "app/input.h"

/* ---- Nominees ---- */

enum { NOMINEE_KEY, NOMINEE_NAME, NOMINEE_CATEGORY, NOMINEE_REGION };
const char *const NOMINEE_COLUMNS[] = { "nominee", "name", "category", "region", NULL };

struct nominee_reader {
	struct nominee_list *list;
	size_t cap, profile_cap;
	size_t *extra; /* where the further columns stand */
};

/* The further columns, once the header is known. */
static void find_extra(struct input *in, struct nominee_reader *r)
{
	struct nominee_list *list = r->list;

	r->extra = NEW(in->arena, size_t, in->header->count);
	list->columns = NEW(in->arena, const char *, in->header->count);
	for (size_t i = 0; i < in->header->count; i++) {
		const char *name = in->header->names[i];
		struct err err;
		char *text;

		if (input_takes(in, i))
			continue;
		if (!text_nfc(in->arena, name, strlen(name), false, &text, &err)) {
			complain(in->complaints,
				 (struct place){ in->source->file, in->header->line, 0 },
				 "kolom %zu: %s%.0s", "column %zu: %.0s%s", i + 1, err.msg[LANG_ID],
				 err.msg[LANG_EN]);
			continue;
		}
		r->extra[list->column_count] = i;
		list->columns[list->column_count++] = text;
	}
}

static void keep_profile(struct input *in, struct nominee_reader *r, const struct csv_row *row)
{
	struct nominee_list *list = r->list;

	for (size_t i = 0; i < list->column_count; i++) {
		const struct csv_field *cell = &row->fields[r->extra[i]];
		struct err err;
		const char *kept = "";
		char *text;

		GROW(in->arena, list->profile, list->count * list->column_count + i,
		     &r->profile_cap);
		if (text_nfc(in->arena, cell->text, cell->len, true, &text, &err))
			kept = text;
		else
			BAD_ROW(in, row, "%s: %s%.0s", "%s: %.0s%s", list->columns[i],
				err.msg[LANG_ID], err.msg[LANG_EN]);
		list->profile[list->count * list->column_count + i] = kept;
	}
}

/* What may stand there. */
static const char *categories_text(const struct input *in)
{
	struct buf keys;

	buf_init(&keys, in->arena);
	for (size_t i = 0; i < in->scheme->category_count; i++)
		buf_printf(&keys, "%s%s", i ? ", " : "", in->scheme->categories[i].key);
	return keys.data;
}

static size_t category_of(struct input *in, const struct csv_row *row, size_t column)
{
	const struct csv_field *cell = input_cell(in, row, column);
	const struct category *category = scheme_category(in->scheme, cell->text);

	for (size_t i = 0; !category && i < in->scheme->category_count; i++)
		if (input_called(in, cell, in->scheme->categories[i].key) ||
		    input_called(in, cell, in->scheme->categories[i].name.text[LANG_ID]) ||
		    input_called(in, cell, in->scheme->categories[i].name.text[LANG_EN]))
			category = &in->scheme->categories[i];
	if (category)
		return (size_t)(category - in->scheme->categories);
	BAD_ROW(in, row, "tidak ada kategori \"%s\" dalam aturan; diharapkan salah satu dari: %s",
		"no category \"%s\" in the scheme; expected one of: %s",
		text_shown(in->arena, cell->text), categories_text(in));
	return NAME_NONE;
}

static void nominee_row(struct input *in, const struct csv_row *row)
{
	struct nominee_reader *r = in->own;
	struct nominee_list *list = r->list;
	const char *key = input_key(in, row, NOMINEE_KEY);
	size_t known;
	struct nominee *nominee;

	if (!r->extra)
		find_extra(in, r);
	if (!key)
		return;
	known = names_find(&list->keys, key, strlen(key));
	if (known != NAME_NONE) {
		BAD_ROW(in, row, "nominee \"%s\" sudah ada di baris %u",
			"nominee \"%s\" is already on line %u", key, list->items[known].place.line);
		return;
	}
	GROW(in->arena, list->items, list->count, &r->cap);
	nominee = &list->items[list->count];
	(void)names_put(&list->keys, key, strlen(key));
	nominee->key = list->keys.texts[list->count];
	nominee->place = (struct place){ in->source->file, row->line, 0 };
	nominee->name = input_text(in, row, NOMINEE_NAME, false);
	nominee->region = input_text(in, row, NOMINEE_REGION, false);
	nominee->category = category_of(in, row, NOMINEE_CATEGORY);
	if (nominee->name && !nominee->name[0])
		BAD_ROW(in, row, "nominee \"%s\" tidak bernama", "nominee \"%s\" has no name", key);
	keep_profile(in, r, row);
	list->count++;
}

bool nominee_file_read(const struct source *source, const struct scheme *scheme,
		       struct arena *arena, struct nominee_list *ret, struct complaints *complaints)
{
	struct nominee_reader r = { .list = ret };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = NOMINEE_COLUMNS,
			    .must = NOMINEE_MUST,
			    .open = true,
			    .row = nominee_row,
			    .own = &r };

	*ret = (struct nominee_list){ 0 };
	names_init(&ret->keys, arena);
	return input_read(&in);
}

/* ---- Jurors ---- */

enum { JUROR_KEY, JUROR_NAME, JUROR_ROLE, JUROR_ELEMENT, JUROR_INSTITUTION, JUROR_CATEGORIES };
const char *const JUROR_COLUMNS[] = { "juror",	     "name",	   "role", "element",
				      "institution", "categories", NULL };

struct juror_reader {
	struct juror_row *rows;
	size_t count, cap;
	struct names keys;
	unsigned chair_line; /* 0 = none yet */
};

/* "a  b" -> "a b", each a category of the scheme, none twice. */
static const char *categories_of(struct input *in, const struct csv_row *row)
{
	const char *text = input_text(in, row, JUROR_CATEGORIES, false);
	struct names seen;
	struct buf buf;

	names_init(&seen, in->arena);
	buf_init(&buf, in->arena);
	while (text && *text) {
		size_t len = strcspn(text, " ");
		const char *key = arena_copy(in->arena, text, len);

		text += len + strspn(text + len, " ");
		if (!scheme_category(in->scheme, key)) {
			BAD_ROW(in, row,
				"tidak ada kategori \"%s\" dalam aturan; diharapkan salah satu dari: %s",
				"no category \"%s\" in the scheme; expected one of: %s",
				text_shown(in->arena, key), categories_text(in));
			continue;
		}
		if (names_find(&seen, key, len) != NAME_NONE)
			BAD_ROW(in, row, "kategori \"%s\" disebut dua kali",
				"category \"%s\" named twice", key);
		(void)names_put(&seen, key, len);
		buf_printf(&buf, "%s%s", buf.len ? " " : "", key);
	}
	return buf.data;
}

static bool role_of(struct input *in, const struct csv_row *row)
{
	struct juror_reader *r = in->own;
	const struct csv_field *cell = input_cell(in, row, JUROR_ROLE);
	const char *role = cell->text;
	bool chair = strcmp(role, "chair") == 0 || input_called(in, cell, "ketua");

	if (!chair && strcmp(role, "member") != 0 && !input_called(in, cell, "anggota") &&
	    !(in->source->map && !*role))
		BAD_ROW(in, row, "peran \"%s\"; diharapkan chair atau member",
			"role \"%s\"; expected chair or member", text_shown(in->arena, role));
	if (!chair)
		return false;
	if (r->chair_line)
		BAD_ROW(in, row, "ketua sudah ada di baris %u", "the chair is already on line %u",
			r->chair_line);
	r->chair_line = row->line;
	return true;
}

static void juror_row(struct input *in, const struct csv_row *row)
{
	struct juror_reader *r = in->own;
	const char *key = input_key(in, row, JUROR_KEY);
	struct juror_row *juror;
	size_t known;

	if (!key)
		return;
	known = names_find(&r->keys, key, strlen(key));
	if (known != NAME_NONE) {
		BAD_ROW(in, row, "juri \"%s\" sudah ada di baris %u",
			"juror \"%s\" is already on line %u", key, r->rows[known].place.line);
		return;
	}
	if (r->count == JURORS_MAX) {
		BAD_ROW(in, row, "lebih dari %d juri", "more than %d jurors", JURORS_MAX);
		return;
	}
	GROW(in->arena, r->rows, r->count, &r->cap);
	juror = &r->rows[r->count];
	(void)names_put(&r->keys, key, strlen(key));
	juror->key = r->keys.texts[r->count++];
	juror->place = (struct place){ in->source->file, row->line, 0 };
	juror->name = input_text(in, row, JUROR_NAME, false);
	juror->element = input_text(in, row, JUROR_ELEMENT, false);
	juror->institution = input_text(in, row, JUROR_INSTITUTION, false);
	juror->chair = role_of(in, row);
	juror->categories = categories_of(in, row);
	if (juror->name && !juror->name[0])
		BAD_ROW(in, row, "juri \"%s\" tidak bernama", "juror \"%s\" has no name", key);
}

bool juror_file_read(const struct source *source, const struct scheme *scheme, struct arena *arena,
		     struct juror_row **ret, size_t *ret_count, struct complaints *complaints)
{
	struct juror_reader r = { 0 };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = JUROR_COLUMNS,
			    .must = JUROR_MUST,
			    .row = juror_row,
			    .own = &r };
	bool good;

	names_init(&r.keys, arena);
	good = input_read(&in);
	*ret = r.rows;
	*ret_count = r.count;
	return good;
}
