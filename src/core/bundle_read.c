/* Reads a release bundle line by line into the struct that the writer takes. What only follows
 * from the rest (rules, totals, values, ranking, chain head) is passed over here: the text is
 * written anew from what was read, and every byte must be the same. */
#include "core/bundle_reader.h"

#include <string.h>

/* ---- The table of lines ---- `fields` counts the tag; 0 = not looked at, compared later. Of most
 * lines nothing is kept but numbers: a bundle of ten thousand nominees has a million of them. */

static const struct {
	const char *tag;
	size_t fields;
	bool (*take)(struct reader *r);
	bool rules; /* needs the scheme */
	bool kept;  /* what is read points into its fields */
} LINES[] = {
	{ "paritrana-bundle", 2, take_format, false, false },
	{ "sample", 0, NULL, false, false },
	{ "edition", 0, NULL, false, false },
	{ "release", 2, take_release, false, false },
	{ "corrects", 3, take_corrects, false, true },
	{ "approved", 3, take_approved, false, false },
	{ "rule-version", 5, take_version, false, true },
	{ "scheme-sha256", 0, NULL, false, false },
	{ "scheme", 2, take_scheme, false, false },
	{ "decimals", 0, NULL, true, false },
	{ "quorum", 0, NULL, true, false },
	{ "aggregation", 0, NULL, true, false },
	{ "category", 0, NULL, true, false },
	{ "title", 0, NULL, true, false },
	{ "tie-step", 0, NULL, true, false },
	{ "gate", 0, NULL, true, false },
	{ "criterion", 0, NULL, true, false },
	{ "level", 0, NULL, true, false },
	{ "overall", 0, NULL, true, false },
	{ "overall-tie-step", 0, NULL, true, false },
	{ "juror", 4, take_juror, true, false },
	{ "nominee", 5, take_nominee, true, true },
	{ "evidence", 7, take_evidence, true, true },
	{ "sealed", 4, take_sealed, true, true },
	{ "value", 5, take_value, true, false },
	{ "gate-result", 5, take_gate, true, false },
	{ "mark", 5, take_mark, true, false },
	{ "total", 0, NULL, true, false },
	{ "recused", 3, take_recused, true, false },
	{ "absent", 3, take_absent, true, false },
	{ "open", 3, take_open, true, false },
	{ "vote", 9, take_vote, true, true },
	{ "reopened", 8, take_reopened, true, true },
	{ "changed", 8, take_changed, true, true },
	{ "late-recusal", 7, take_late, true, true },
	{ "leaf", 3, take_leaf, true, false },
	{ "chain", 0, NULL, true, false },
	{ "rank", 0, NULL, true, false },
	{ "overall-rank", 0, NULL, true, false },
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undoes bundle_field(); what that would not have written is left and differs later. */
static size_t unescape(char *text, size_t len)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++) {
		bool escape = text[i] == '\\' && i + 3 < len && text[i + 1] == 'x' &&
			      hex_digit(text[i + 2]) >= 0 && hex_digit(text[i + 3]) >= 0;

		text[to++] = escape ? (char)(hex_digit(text[i + 2]) * 16 + hex_digit(text[i + 3]))
				    : text[i];
		i += escape ? 3 : 0;
	}
	text[to] = '\0';
	return to;
}

static bool split_fields(struct reader *r, const char *text, size_t len, bool kept)
{
	char *at;

	r->room.len = 0;
	buf_add(&r->room, text, len);
	at = kept ? arena_copy(r->arena, text, len) : r->room.data;
	for (r->field_count = 0;;) {
		char *stop = memchr(at, '\t', len);
		size_t n = stop ? (size_t)(stop - at) : len;

		if (r->field_count == FIELDS_MAX)
			return REFUSE(r, "terlalu banyak kolom", "too many fields");
		r->fields[r->field_count] = at;
		r->lens[r->field_count++] = unescape(at, n);
		if (!stop)
			return true;
		at += n + 1;
		len -= n + 1;
	}
}

static bool read_line(struct reader *r, const char *text, size_t len)
{
	const char *tab = memchr(text, '\t', len);
	size_t tag_len = tab ? (size_t)(tab - text) : len;

	for (size_t i = 0; i < COUNT(LINES); i++) {
		if (strlen(LINES[i].tag) != tag_len || memcmp(LINES[i].tag, text, tag_len) != 0)
			continue;
		if (LINES[i].rules && !r->scheme && !reader_scheme(r))
			return false;
		if (!LINES[i].rules && r->scheme)
			return REFUSE(r, "baris %s di tempat yang salah", "line %s out of place",
				      LINES[i].tag);
		if (LINES[i].take != take_mark && !reader_sheet_done(r))
			return false;
		if (!LINES[i].take)
			return true;
		if (!split_fields(r, text, len, LINES[i].kept))
			return false;
		if (r->field_count != LINES[i].fields)
			return REFUSE(r, "%s: %zu kolom; seharusnya %zu",
				      "%s: %zu fields; expected %zu", LINES[i].tag, r->field_count,
				      LINES[i].fields);
		return LINES[i].take(r);
	}
	return REFUSE(r, "baris tidak dikenal", "unknown line");
}

static bool read_lines(struct reader *r)
{
	while (r->at < r->end) {
		const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));

		r->line++;
		if (!read_line(r, r->at, (size_t)(stop - r->at)))
			return false;
		r->at = stop + 1;
	}
	if (!reader_sheet_done(r) || (!r->scheme && !reader_scheme(r)))
		return false;
	return true;
}

/* ---- The whole ---- */

/* Finds the closing line and checks what it says. */
static bool check_form(struct reader *r, const char *text, size_t len)
{
	char hex[SHA256_HEX_SIZE];
	unsigned lines = 1;

	if (len > BUNDLE_SIZE_MAX)
		return REFUSE(r, "lebih besar dari %u bita", "larger than %u bytes",
			      BUNDLE_SIZE_MAX);
	if (memchr(text, '\r', len))
		return REFUSE(r, "ada karakter CR: berkas diubah oleh sebuah penyunting teks",
			      "has carriage returns: some editor has changed the file");
	if (len < SHA256_HEX_SIZE + 1 || text[len - 1] != '\n' ||
	    text[len - SHA256_HEX_SIZE - 1] != '\n')
		return REFUSE(r, "tidak berakhir dengan baris SHA-256",
			      "does not end with the line of its SHA-256");
	if (!text_is_utf8(text, len))
		return REFUSE(r, "bukan UTF-8", "is not UTF-8");
	r->at = text;
	r->end = text + len - SHA256_HEX_SIZE;
	for (const char *at = text; at < r->end; at++)
		lines += *at == '\n';
	sha256_hex(text, (size_t)(r->end - text), hex);
	if (memcmp(hex, r->end, SHA256_HEX_SIZE - 1) != 0) {
		r->line = lines;
		(void)REFUSE(r, "SHA-256 penutup tidak cocok: isi berkas berubah",
			     "the closing SHA-256 does not fit: the file has been changed");
		r->line = 0;
	}
	return true;
}

/* Written anew from what was read. */
static void compared(struct reader *r, const char *text, size_t len, struct arena *scratch)
{
	struct buf expected;

	buf_init(&expected, scratch);
	buf_reserve(&expected, len);
	if (!bundle_compose(r->ret, &expected, r->arena, &r->ret->tally, r->complaints))
		return;
	bundle_compare(r->file, text, (size_t)(r->end - text), expected.data,
		       expected.len - SHA256_HEX_SIZE, r->complaints);
	bundle_check(r->ret, r->complaints);
}

bool bundle_read(const char *file, const char *text, size_t len, struct scheme_parser parser,
		 struct arena *arena, struct bundle *ret, struct complaints *complaints)
{
	size_t before = complaints->total;
	struct arena scratch = { 0 };
	struct reader r = {
		.file = file,
		.arena = arena,
		.complaints = complaints,
		.parser = parser,
		.cells = len + ((size_t)1 << 20),
		.ret = ret,
	};

	*ret = (struct bundle){ 0 };
	buf_init(&r.scheme_text, arena);
	buf_init(&r.room, arena);
	names_init(&r.nominees, arena);
	if (!check_form(&r, text, len) || !read_lines(&r))
		return false;
	compared(&r, text, len, &scratch);
	arena_release(&scratch);
	return complaints->total == before;
}
