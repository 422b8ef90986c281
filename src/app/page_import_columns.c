/* Which column of the file is which: guessed, shown beside what stands in it, and chosen. */
#include <string.h>

#include "page_import.h"

/* What a choice says: nothing, the key made of the name, or ":" and the name of a column. */
#define OF_NAME "@"

static const char *field_of(const struct import_run *r, size_t ours)
{
	return arena_printf(r->by.arena, "map.%s", IMPORT_FORMS[r->kind].columns[ours]);
}

static bool key_of_name(const struct import_run *r, size_t ours)
{
	return ours == 0 && r->kind != IMPORT_EVIDENCE;
}

bool import_map_take(struct import_run *r)
{
	const struct import_form *form = &IMPORT_FORMS[r->kind];
	bool good = true;

	r->mapped = true;
	for (size_t i = 0; form->columns[i]; i++) {
		const char *chosen = req_field(r->d->req, field_of(r, i));
		size_t k = 0;

		if (key_of_name(r, i) && text_equal(chosen, OF_NAME)) {
			r->map.key_of_name = true;
			continue;
		}
		while (*chosen && k < r->columns.count &&
		       !text_equal(r->columns.names[k], chosen + 1))
			k++;
		if (*chosen && k < r->columns.count)
			r->map.theirs[i] = r->columns.names[k];
		good = good && (i >= form->must || r->map.theirs[i]);
	}
	return good;
}

/* "Belu; Ende; Sikka": what stands in it tells a column better than its name. */
static const char *option_of(const struct import_run *r, size_t column)
{
	struct buf text;

	buf_init(&text, r->by.arena);
	buf_puts(&text, r->columns.names[column]);
	for (size_t s = 0; s < COLUMNS_SAMPLES && r->columns.samples[s]; s++)
		if (*r->columns.samples[s][column])
			buf_printf(&text, "%s%s", s ? "; " : ": ", r->columns.samples[s][column]);
	return text.data;
}

static void choice_put(struct import_run *r, size_t ours, struct val *fields)
{
	const struct import_form *form = &IMPORT_FORMS[r->kind];
	struct req *req = r->d->req;
	const char *guess = columns_guess(&r->columns, form->columns[ours]);
	const char *chosen = guess		    ? arena_printf(r->by.arena, ":%s", guess)
			     : key_of_name(r, ours) ? OF_NAME
						    : "";
	struct val *field;

	if (r->mapped)
		chosen = req_field(req, field_of(r, ours));
	field = part_field(r->by.arena, fields, field_of(r, ours),
			   word_of(req, "import_column.", form->columns[ours]), chosen);
	val_put_bool(field, "required", ours < form->must);
	part_option(r->by.arena, field, "", word(req, "import.no_column"));
	if (key_of_name(r, ours))
		part_option(r->by.arena, field, OF_NAME, word(req, "import.of_name"));
	for (size_t k = 0; k < r->columns.count; k++)
		if (*r->columns.names[k])
			part_option(r->by.arena, field,
				    arena_printf(r->by.arena, ":%s", r->columns.names[k]),
				    option_of(r, k));
	if (r->mapped && ours < form->must && !r->map.theirs[ours] &&
	    !(ours == 0 && r->map.key_of_name))
		part_error(r->d->page, field, word(req, "import.column_missing"));
}

void import_map_put(struct import_run *r)
{
	const struct import_form *form = &IMPORT_FORMS[r->kind];
	struct val *columns = val_put_map(r->d->page, "columns");
	struct val *choices = val_put_list(columns, "choices");
	struct val *fields = val_map(r->by.arena);

	for (size_t i = 0; form->columns[i]; i++)
		choice_put(r, i, fields);
	for (size_t i = 0; i < val_count(fields); i++)
		(void)val_push(choices, val_find(fields, val_key_at(fields, i)));
	val_put_text(columns, "kind", form->name);
	val_put_text(columns, "heading", word_of(r->d->req, "import_kind.", form->name));
	val_put_text(columns, "text", import_carried(r));
	val_put_bool(columns, "kept", form->open);
}

void import_map_carry(struct import_run *r, struct val *preview)
{
	struct val *list = val_put_list(preview, "carried");
	const struct import_form *form = &IMPORT_FORMS[r->kind];

	for (size_t i = 0; r->mapped && form->columns[i]; i++) {
		struct val *row = val_push_map(list);

		val_put_text(row, "name", field_of(r, i));
		val_put_text(row, "value", req_field(r->d->req, field_of(r, i)));
	}
	if (r->mapped) {
		struct val *row = val_push_map(list);

		val_put_text(row, "name", "mapped");
		val_put_text(row, "value", "on");
	}
}
