#include "app/columns.h"

#include <string.h>

#include "view/view.h"

/* ---- Words ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes beyond ASCII count as letters: a name in UTF-8 is compared as it is written. */
static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next letter of a text, in lower case; one ' ' for all that stands between two words. */
static char next_of(const char **at, bool first)
{
	bool gap = false;

	while (**at && !is_word(lower(**at))) {
		gap = true;
		(*at)++;
	}
	if (!**at)
		return '\0';
	if (gap && !first)
		return ' ';
	return lower(*(*at)++);
}

bool columns_same(const char *a, const char *b)
{
	bool first = true;
	char x, y;

	do {
		x = next_of(&a, first);
		y = next_of(&b, first);
		first = false;
	} while (x == y && x);
	return x == y;
}

const char *columns_key(struct arena *arena, const char *name)
{
	struct buf key;
	bool first = true;
	char c;

	buf_init(&key, arena);
	while (key.len < 32 && (c = next_of(&name, first))) {
		first = false;
		if (c == ' ' || (unsigned char)c >= 0x80)
			c = '-';
		if (c != '-' || (key.len && key.data[key.len - 1] != '-'))
			buf_char(&key, c);
	}
	while (key.len && key.data[key.len - 1] == '-')
		key.data[--key.len] = '\0';
	return key.len ? key.data : "tanpa-nama";
}

/* ---- The header ---- */

struct look {
	struct arena *arena;
	struct columns *columns;
	size_t rows;
};

static bool take_header(void *arg, const struct csv_header *header)
{
	struct look *look = arg;

	look->columns->names = header->names;
	look->columns->count = header->count;
	return true;
}

static bool take_row(void *arg, const struct csv_row *row)
{
	struct look *look = arg;
	const char **cells = NEW(look->arena, const char *, row->count);

	for (size_t i = 0; i < row->count; i++)
		cells[i] = text_shown(look->arena, row->fields[i].text);
	look->columns->samples[look->rows++] = cells;
	return look->rows < COLUMNS_SAMPLES;
}

bool columns_look(const struct source *source, struct arena *arena, struct columns *ret)
{
	struct look look = { .arena = arena, .columns = ret };
	struct complaints complaints;

	*ret = (struct columns){ 0 };
	complaints_init(&complaints, arena);
	return csv_read(source->file, source->text, source->len, arena, take_header, take_row,
			&look, &complaints) &&
	       ret->count > 0;
}

static bool has(const struct columns *columns, const char *name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (text_equal(columns->names[i], name))
			return true;
	return false;
}

bool columns_known(const struct columns *columns, const char *const *ours, size_t must, bool open)
{
	size_t known = 0;

	for (size_t i = 0; ours[i]; i++) {
		bool there = has(columns, ours[i]);

		if (!there && i < must)
			return false;
		known += there;
	}
	return open || known == columns->count;
}

/* ---- Guesses ---- The likeliest word first. */

static const struct {
	const char *ours, *words[10];
} ALSO[] = {
	{ "nominee",
	  { "kode nominee", "kode", "kunci", "id", "kode wilayah", "nama nominee", "nama" } },
	{ "name",
	  { "nama", "nama nominee", "nama lengkap", "nama juri", "nama kabupaten kota",
	    "nama perusahaan", "kabupaten kota", "perusahaan" } },
	{ "category", { "kategori", "sektor", "kelompok", "jenis" } },
	{ "region", { "wilayah", "daerah", "kabupaten", "kota", "kabupaten kota", "provinsi" } },
	{ "juror", { "kode juri", "kode", "kunci", "id", "juri" } },
	{ "role", { "peran", "jabatan dalam tim", "kedudukan", "jabatan" } },
	{ "element", { "unsur", "perwakilan" } },
	{ "institution", { "instansi", "lembaga", "asal", "asal instansi", "organisasi" } },
	{ "categories", { "kategori", "menilai kategori", "kategori yang dinilai" } },
	{ "evidence", { "bukti", "nama bukti", "kode bukti", "data", "indikator" } },
	{ "value", { "nilai", "isi", "angka", "jumlah" } },
	{ "status", { "keadaan", "status verifikasi" } },
	{ "source", { "sumber", "sumber data", "asal data" } },
	{ "cutoff", { "per tanggal", "tanggal", "batas data", "cut off" } },
};

static const char *called(const struct columns *columns, const char *word)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns_same(columns->names[i], word))
			return columns->names[i];
	return NULL;
}

const char *columns_guess(const struct columns *columns, const char *ours)
{
	const char *ret = called(columns, ours);

	for (size_t i = 0; i < COUNT(ALSO) && !ret; i++)
		for (size_t k = 0; text_equal(ALSO[i].ours, ours) && !ret &&
				   k < COUNT(ALSO[i].words) && ALSO[i].words[k];
		     k++)
			ret = called(columns, ALSO[i].words[k]);
	return ret;
}
