/* What all CSV inputs share: columns by name, cells by column. */
#include "app/input.h"

#include <string.h>

#include "app/columns.h"
#include "app/typed.h"

/* Bytes. Pages and documents show these texts; a long one is a nuisance, a huge one a mistake. */
#define TEXT_MAX 10000

static struct place header_place(const struct input *in)
{
	return (struct place){ in->source->file, in->header ? in->header->line : 0, 0 };
}

static void unknown_column(struct input *in, const char *name)
{
	const char *meant = nearest(name, in->columns);
	struct buf known;

	name = text_shown(in->arena, name);
	if (meant) {
		complain(in->complaints, header_place(in),
			 "kolom \"%s\" tidak dikenal; maksud Anda \"%s\"?",
			 "unknown column \"%s\"; did you mean \"%s\"?", name, meant);
		return;
	}
	buf_init(&known, in->arena);
	for (size_t i = 0; in->columns[i]; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", in->columns[i]);
	complain(in->complaints, header_place(in), "kolom \"%s\" tidak dikenal; diharapkan: %s",
		 "unknown column \"%s\"; expected: %s", name, known.data);
}

static size_t column_at(const struct input *in, size_t ours)
{
	const struct column_map *map = in->source->map;

	if (!map)
		return csv_column(in->header, in->columns[ours]);
	return map->theirs[ours] ? csv_column(in->header, map->theirs[ours]) : NAME_NONE;
}

static bool take_header(void *arg, const struct csv_header *header)
{
	struct input *in = arg;
	const struct column_map *map = in->source->map;
	bool good = true;

	in->header = header;
	for (size_t i = 0; in->columns[i]; i++) {
		in->at[i] = column_at(in, i);
		if (i >= in->must || in->at[i] != NAME_NONE || (i == 0 && map && map->key_of_name))
			continue;
		complain(in->complaints, header_place(in), "kolom wajib \"%s\" tidak ada",
			 "mandatory column \"%s\" is missing", in->columns[i]);
		good = false;
	}
	/* Whoever says which column is which has seen the others. */
	for (size_t i = 0; !in->open && !map && i < header->count; i++)
		if (!input_takes(in, i) && header->names[i][0])
			unknown_column(in, header->names[i]);
	return good;
}

bool input_takes(const struct input *in, size_t i)
{
	for (size_t k = 0; in->columns[k]; k++)
		if (in->at[k] == i)
			return true;
	return false;
}

bool input_called(const struct input *in, const struct csv_field *cell, const char *name)
{
	return in->source->map && name && columns_same(cell->text, name);
}

static bool take_row(void *arg, const struct csv_row *row)
{
	struct input *in = arg;

	in->row(in, row);
	return true;
}

bool input_read(struct input *in)
{
	in->header = NULL;
	return csv_read(in->source->file, in->source->text, in->source->len, in->arena, take_header,
			take_row, in, in->complaints);
}

const struct csv_field *input_cell(const struct input *in, const struct csv_row *row, size_t column)
{
	static const struct csv_field EMPTY = { .text = "" };

	return in->at[column] == NAME_NONE ? &EMPTY : &row->fields[in->at[column]];
}

const char *input_key(struct input *in, const struct csv_row *row, size_t column)
{
	const struct csv_field *cell = input_cell(in, row, column);
	const struct column_map *map = in->source->map;

	if (column == 0 && map && map->key_of_name)
		return columns_key(in->arena, input_cell(in, row, column + 1)->text);
	if (text_is_key(cell->text, cell->len))
		return cell->text;
	BAD_ROW(in, row,
		"%s \"%s\" bukan kunci; diharapkan 1–32 huruf kecil a–z, angka atau tanda hubung",
		"%s \"%s\" is no key; expected 1–32 of a–z, 0–9 and hyphen", in->columns[column],
		text_shown(in->arena, cell->text));
	return NULL;
}

const char *input_text(struct input *in, const struct csv_row *row, size_t column, bool lines)
{
	const struct csv_field *cell = input_cell(in, row, column);
	const char *from = cell->text, *to = cell->text + cell->len;
	struct err err;
	char *ret;

	while (from < to && strchr(" \t\r\n", *from))
		from++;
	while (to > from && strchr(" \t\r\n", to[-1]))
		to--;
	if (from == to)
		return "";
	if (to - from > TEXT_MAX) {
		BAD_ROW(in, row, "%s: teks lebih panjang dari %d bita",
			"%s: text longer than %d bytes", in->columns[column], TEXT_MAX);
		return NULL;
	}
	if (!text_nfc(in->arena, from, (size_t)(to - from), true, &ret, &err)) {
		BAD_ROW(in, row, "%s: %s%.0s", "%s: %.0s%s", in->columns[column], err.msg[LANG_ID],
			err.msg[LANG_EN]);
		return NULL;
	}
	for (char *c = lines ? NULL : ret; c && (c = strpbrk(c, "\t\r\n"));) {
		bool crlf = c[0] == '\r' && c[1] == '\n';

		*c = ' ';
		if (crlf)
			memmove(c + 1, c + 2, strlen(c + 2) + 1);
	}
	return ret;
}

struct nominee *input_nominee(struct input *in, const struct csv_row *row, size_t column,
			      struct nominee_list *nominees, size_t *guess)
{
	const struct csv_field *cell = input_cell(in, row, column);
	size_t index;

	/* Rows mostly come in order: the same nominee as before, or the next one. */
	for (int next = 0; next < 2 && *guess + (size_t)next < nominees->count; next++)
		if (strcmp(nominees->items[*guess + (size_t)next].key, cell->text) == 0)
			return &nominees->items[*guess += (size_t)next];
	index = names_find(&nominees->keys, cell->text, cell->len);
	for (size_t i = 0; index == NAME_NONE && in->source->map && i < nominees->count; i++)
		if (input_called(in, cell, nominees->items[i].name))
			index = i;
	if (index == NAME_NONE) {
		BAD_ROW(in, row, "tidak ada nominee \"%s\"", "no nominee \"%s\"",
			text_shown(in->arena, cell->text));
		return NULL;
	}
	*guess = index;
	return &nominees->items[index];
}

static size_t count_of(const struct csv_field *cell, const char *set)
{
	size_t ret = 0;

	for (size_t i = 0; i < cell->len; i++)
		ret += strchr(set, cell->text[i]) != NULL;
	return ret;
}

void input_bad_number(struct input *in, const struct csv_row *row, size_t column,
		      const char *expected_id, const char *expected_en)
{
	const struct csv_field *cell = input_cell(in, row, column);
	const char *shown = text_shown(in->arena, cell->text);
	const char *name = in->columns[column];

	if (cell->len && count_of(cell, "-0123456789., ") == cell->len &&
	    (count_of(cell, ".,") > 1 || strchr(cell->text, ' ')))
		BAD_ROW(in, row, "%s \"%s\": pemisah ribuan tidak diizinkan",
			"%s \"%s\": thousands separators are not allowed", name, shown);
	else if (cell->len && !csv_point(in->header, cell) &&
		 count_of(cell, "-0123456789.") == cell->len)
		BAD_ROW(in, row,
			"%s \"%s\" bermakna ganda dalam berkas berpemisah \";\": tulislah tanpa titik ribuan, atau dengan koma desimal",
			"%s \"%s\" is ambiguous in a file with \";\": write it without a thousands point, or with a decimal comma",
			name, shown);
	else
		BAD_ROW(in, row, "%s \"%s\"; diharapkan %s%.0s", "%s \"%s\"; expected %.0s%s", name,
			shown, expected_id, expected_en);
}
