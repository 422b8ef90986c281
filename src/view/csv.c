/* CSV by libcsv in its strict mode, fed line by line. The library says neither on which line a row
 * begins nor whether a field was quoted: feeding it single physical lines gives the first, and
 * where a row holds a quotation mark at all, its text is walked once more for the second. A line
 * without a quotation mark needs no parser: it is cut at its separators, which takes half the time
 * and is what a file of millions of scores consists of. */

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "view/view.h"

struct reader {
	const char *file;
	struct arena *arena;
	struct complaints *complaints;
	bool (*header)(void *arg, const struct csv_header *header);
	bool (*row)(void *arg, const struct csv_row *row);
	void *arg;
	struct csv_parser parser;
	struct csv_header columns; /* names NULL until the header row was read */
	struct csv_field *fields;  /* of the row in hand */
	size_t count, cap;
	char *text; /* of those fields */
	size_t len, text_cap;
	const char *begin; /* where the row in hand begins in the file */
	const char *end;   /* of the line in hand */
	unsigned line;	   /* physical line of `begin` */
	bool quotes;	   /* the row in hand holds a quotation mark */
	bool bad;	   /* the row in hand was complained of */
	unsigned ended;	   /* rows that ended on the line in hand */
	bool stopped;
	bool any_quotes, utf8; /* of the whole file */
};

static struct place at_line(const struct reader *r, unsigned line)
{
	return (struct place){ r->file, line, 0 };
}

static void text_grow(struct reader *r, size_t more)
{
	size_t cap = r->text_cap ? r->text_cap : 1024;
	char *text;

	while (cap - r->len <= more)
		cap *= 2;
	text = arena_alloc(r->arena, cap, 1);
	if (r->len)
		memcpy(text, r->text, r->len);
	for (size_t i = 0; i < r->count; i++)
		r->fields[i].text = text + (r->fields[i].text - r->text);
	r->text = text;
	r->text_cap = cap;
}

static void keep_field(struct reader *r, const char *data, size_t len)
{
	char *text;

	if (r->text_cap - r->len <= len)
		text_grow(r, len);
	if (r->count == r->cap)
		GROW(r->arena, r->fields, r->count, &r->cap);
	text = r->text + r->len;
	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	r->fields[r->count++] = (struct csv_field){ .text = text, .len = len };
	r->len += len + 1;
}

static void add_field(void *data, size_t len, void *arg)
{
	keep_field(arg, data, len);
}

/* Which fields of a row that libcsv accepted stood in quotation marks. */
static void mark_quoted(struct reader *r)
{
	const char *at = r->begin;
	char separator = r->columns.separator;

	for (size_t i = 0; i < r->count && at; i++) {
		while (at < r->end && (*at == ' ' || *at == '\t') && *at != separator)
			at++;
		if (at < r->end && *at == '"') {
			r->fields[i].quoted = true;
			at++;
			while ((at = memchr(at, '"', (size_t)(r->end - at))) && at + 1 < r->end &&
			       at[1] == '"')
				at += 2;
		}
		at = at ? memchr(at, separator, (size_t)(r->end - at)) : NULL;
		at = at ? at + 1 : NULL;
	}
}

static void take_header(struct reader *r)
{
	const char **names = NEW(r->arena, const char *, r->count);

	for (size_t i = 0; i < r->count; i++) {
		names[i] = arena_copy(r->arena, r->fields[i].text, r->fields[i].len);
		if (!names[i][0])
			complain(r->complaints, at_line(r, r->line), "kolom %zu tidak bernama",
				 "column %zu has no name", i + 1);
		for (size_t k = 0; names[i][0] && k < i; k++)
			if (strcmp(names[k], names[i]) == 0) {
				complain(r->complaints, at_line(r, r->line),
					 "kolom \"%s\" disebut dua kali",
					 "column \"%s\" named twice", names[i]);
				break;
			}
	}
	r->columns.names = names;
	r->columns.count = r->count;
	r->columns.line = r->line;
	r->stopped = !r->header(r->arg, &r->columns);
}

static void take_row(struct reader *r)
{
	struct csv_row row = { .line = r->line, .fields = r->fields, .count = r->count };

	if (r->quotes)
		mark_quoted(r);
	if (!r->columns.names) {
		take_header(r);
		return;
	}
	if (r->count != r->columns.count) {
		complain(r->complaints, at_line(r, r->line),
			 "%zu kolom, seharusnya %zu seperti baris judul",
			 "%zu columns, expected %zu as in the header row", r->count,
			 r->columns.count);
		return;
	}
	r->stopped = !r->row(r->arg, &row);
}

/* Without a header row nothing else can be read. */
static void drop_row(struct reader *r)
{
	if (!r->columns.names)
		r->stopped = true;
	r->count = 0;
	r->len = 0;
	r->quotes = false;
	r->bad = false;
}

static void end_row(int c, void *arg)
{
	struct reader *r = arg;

	(void)c;
	if (r->ended++ && !r->bad) {
		complain(r->complaints, at_line(r, r->line), "ganti baris (CR) di tengah baris",
			 "a carriage return inside the line");
		r->bad = true;
	}
	if (!r->bad && !r->stopped)
		take_row(r);
	drop_row(r);
}

static void parser_start(struct reader *r)
{
	if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		abort();
	csv_set_delim(&r->parser, (unsigned char)r->columns.separator);
}

/* What libcsv refuses: begin anew with the next line. */
static void refuse_quote(struct reader *r, unsigned line)
{
	complain(
		r->complaints, at_line(r, r->line),
		"tanda kutip di tengah kolom (terbaca di baris %u); kolom berkutip diapit \", dan \" di dalamnya ditulis \"\"",
		"a quotation mark inside a field (met on line %u); a quoted field stands between \" and a \" in it is written \"\"",
		line);
	csv_free(&r->parser);
	parser_start(r);
	drop_row(r);
}

/* A row on one line without quotation marks; spaces around a field do not belong to it. */
static void split(struct reader *r, const char *text, const char *end)
{
	char separator = r->columns.separator;

	for (const char *next; text <= end; text = next + 1) {
		const char *to;

		next = memchr(text, separator, (size_t)(end - text));
		to = next = next ? next : end;
		while (text < to && (*text == ' ' || *text == '\t'))
			text++;
		while (to > text && (to[-1] == ' ' || to[-1] == '\t'))
			to--;
		keep_field(r, text, (size_t)(to - text));
	}
	end_row('\n', r);
}

/* Where a line ends that `split` may cut: NULL when it is for libcsv. */
static const char *plain_end(const struct reader *r, const char *text, const char *end)
{
	const char *stray;

	if (r->quotes || r->count)
		return NULL;
	if (end > text && end[-1] == '\n')
		end--;
	if (end > text && end[-1] == '\r')
		end--;
	stray = memchr(text, '\r', (size_t)(end - text));
	return stray ? NULL : end;
}

static bool is_blank(const char *text, const char *end)
{
	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	return text == end;
}

static void feed(struct reader *r, const char *text, const char *end, char line_end)
{
	unsigned line = 1;

	for (const char *next, *plain; text < end && !r->stopped; text = next, line++) {
		size_t len;

		next = memchr(text, line_end, (size_t)(end - text));
		next = next ? next + 1 : end;
		len = (size_t)(next - text);
		if (!r->count && !r->quotes) { /* not within a row */
			r->begin = text;
			r->line = line;
		}
		r->end = next;
		r->ended = 0;
		if (r->any_quotes && memchr(text, '"', len))
			r->quotes = true;
		if (!r->utf8 && !text_is_utf8(text, len)) {
			complain(r->complaints, at_line(r, line),
				 "bukan UTF-8; simpanlah sebagai CSV UTF-8",
				 "not UTF-8; save it as CSV UTF-8");
			r->bad = true;
		}
		plain = plain_end(r, text, next);
		if (!plain && csv_parse(&r->parser, text, len, add_field, end_row, r) != len)
			refuse_quote(r, line);
		else if (plain && !is_blank(text, plain))
			split(r, text, plain);
	}
}

/* Of the header row: ';' when it has more of them than commas outside quotation marks. */
static char find_separator(const char *text, const char *end)
{
	size_t commas = 0, semicolons = 0;
	bool quoted = false;

	while (text < end && (*text == '\n' || *text == '\r'))
		text++;
	for (; text < end && (quoted || (*text != '\n' && *text != '\r')); text++) {
		quoted ^= *text == '"';
		commas += !quoted && *text == ',';
		semicolons += !quoted && *text == ';';
	}
	return semicolons > commas ? ';' : ',';
}

/* Line of the byte at `at`. */
static unsigned line_of(const char *text, const char *at, char line_end)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == line_end;
	return line;
}

bool csv_read(const char *file, const char *text, size_t len, struct arena *arena,
	      bool (*header)(void *arg, const struct csv_header *header),
	      bool (*row)(void *arg, const struct csv_row *row), void *arg,
	      struct complaints *complaints)
{
	struct reader r = { .file = file,
			    .arena = arena,
			    .complaints = complaints,
			    .header = header,
			    .row = row,
			    .arg = arg };
	size_t before = complaints->total;
	const char *end = text + len;
	const char *nul = len ? memchr(text, '\0', len) : NULL;
	/* Lines end in LF or CR LF; a file without a single LF is one of lone CRs. */
	char line_end = len && !memchr(text, '\n', len) ? '\r' : '\n';

	if (nul) {
		complain(complaints, at_line(&r, line_of(text, nul, line_end)),
			 "bukan teks UTF-8 (bita nol); simpanlah sebagai CSV UTF-8",
			 "not UTF-8 text (a zero byte); save it as CSV UTF-8");
		return false;
	}
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	r.columns.separator = find_separator(text, end);
	r.any_quotes = len && memchr(text, '"', (size_t)(end - text));
	r.utf8 = text_is_utf8(text, (size_t)(end - text));
	parser_start(&r);
	feed(&r, text, end, line_end);
	r.ended = 0;
	if (!r.stopped && csv_fini(&r.parser, add_field, end_row, &r) != 0)
		complain(complaints, at_line(&r, r.line), "tanda kutip tidak ditutup",
			 "a quotation mark is never closed");
	csv_free(&r.parser);
	if (!r.columns.names && complaints->total == before)
		complain(complaints, at_line(&r, 1), "berkas kosong: baris judul tidak ada",
			 "the file is empty: it has no header row");
	return complaints->total == before;
}

size_t csv_column(const struct csv_header *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (strcmp(header->names[i], name) == 0)
			return i;
	return NAME_NONE;
}

char csv_point(const struct csv_header *header, const struct csv_field *field)
{
	const char *point;

	if (memchr(field->text, ',', field->len))
		return field->quoted || header->separator == ';' ? ',' : '\0';
	point = header->separator == ';' ? memchr(field->text, '.', field->len) : NULL;
	/* 1.234: one, or a thousand? */
	return point && field->text + field->len - point == 4 ? '\0' : '.';
}

bool csv_number(const struct csv_header *header, const struct csv_field *field, unsigned places,
		int64_t *ret)
{
	char point = csv_point(header, field);

	return point && decimal_parse(field->text, field->len, places, point, ret);
}

void csv_write_text(struct buf *buf, const char *text)
{
	size_t len = strlen(text);
	/* A spreadsheet takes these for the beginning of a formula. */
	bool formula = len && strchr("=+-@\t", text[0]);
	bool quote = strpbrk(text, ",;\"\r\n") ||
		     (len && (text[0] == ' ' || text[len - 1] == ' ' || text[len - 1] == '\t'));

	if (quote)
		buf_char(buf, '"');
	if (formula)
		buf_char(buf, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_char(buf, '"');
		buf_char(buf, *text);
	}
	if (quote)
		buf_char(buf, '"');
}

void csv_write_number(struct buf *buf, const char *number)
{
	buf_puts(buf, number);
}
