/* Reads a release bundle line by line into the struct that the writer takes. What only follows
 * from the rest (rules, totals, values, ranking, chain head) is passed over here: the text is
 * written anew from what was read, and every byte must be the same. */
#include "core/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 16

struct reader {
	const char *file, *at, *end; /* `end`: where the closing line begins */
	unsigned line;
	struct arena *arena;
	struct complaints *complaints;
	struct scheme_parser parser;
	struct buf scheme_text;
	unsigned scheme_lines;
	struct scheme *scheme; /* NULL until the first line behind its text */
	struct names nominees;
	struct nominee *nominee; /* the current one */
	int64_t *given_e4, *gates_given;
	struct sheet *sheet; /* the current one: marks are missing from `next_mark` on */
	size_t sheet_juror, next_mark;
	size_t cells; /* of tables that may still be made, in proportion to the file */
	size_t nominee_cap, version_cap, evidence_cap, vote_cap, reopening_cap, change_cap,
		late_cap, leaf_cap;
	char *fields[FIELDS_MAX];
	size_t lens[FIELDS_MAX];
	size_t field_count;
	struct bundle *ret;
};

static struct place here(const struct reader *r)
{
	return (struct place){ .file = r->file, .line = r->line };
}

#define REFUSE(r, ...) (complain((r)->complaints, here(r), __VA_ARGS__), false)

/* ---- Fields ---- */

static bool read_count(struct reader *r, size_t field, uint64_t max, uint64_t *ret)
{
	const char *text = r->fields[field];
	uint64_t value = 0;
	size_t len = r->lens[field];

	for (size_t i = 0; i < len && i < 19; i++) {
		if (text[i] < '0' || text[i] > '9')
			len = 0;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	if (len == 0 || len > 19 || value > max)
		return REFUSE(r, "\"%s\" bukan bilangan bulat 0 sampai %" PRIu64,
			      "\"%s\" is not a whole number from 0 to %" PRIu64, text, max);
	*ret = value;
	return true;
}

static bool read_unsigned(struct reader *r, size_t field, unsigned *ret)
{
	uint64_t value;

	if (!read_count(r, field, 1000000000, &value))
		return false;
	*ret = (unsigned)value;
	return true;
}

/* Every event of a kind carries its number: a line that is lost or doubled shows. */
static bool read_number(struct reader *r, size_t count)
{
	uint64_t number;

	if (!read_count(r, 1, BUNDLE_EVENTS_MAX, &number))
		return false;
	if (number != count + 1)
		return REFUSE(r, "nomor %" PRIu64 "; seharusnya %zu",
			      "number %" PRIu64 "; expected %zu", number, count + 1);
	return true;
}

static bool read_time(struct reader *r, size_t field, int64_t *ret)
{
	if (time_parse_iso(r->fields[field], ret))
		return true;
	return REFUSE(r, "\"%s\" bukan waktu UTC seperti 2025-07-21T03:04:05Z",
		      "\"%s\" is not a UTC time like 2025-07-21T03:04:05Z", r->fields[field]);
}

/* One of some words; `ret` is its index. */
static bool read_word(struct reader *r, size_t field, const char *const *words, size_t count,
		      size_t *ret)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], r->fields[field]) == 0) {
			*ret = i;
			return true;
		}
	return REFUSE(r, "kata \"%s\" tidak dikenal di kolom %zu",
		      "unknown word \"%s\" in field %zu", r->fields[field], field + 1);
}

static bool read_hash(struct reader *r, size_t field, uint8_t ret[SHA256_SIZE])
{
	if (r->lens[field] == SHA256_SIZE * 2 && hex_decode(r->fields[field], SHA256_SIZE * 2, ret))
		return true;
	return REFUSE(r, "\"%s\" bukan SHA-256", "\"%s\" is not a SHA-256", r->fields[field]);
}

static bool read_juror(struct reader *r, size_t field, size_t *ret)
{
	const char *text = r->fields[field];

	for (size_t j = 0; j < r->ret->input.juror_count; j++)
		if (strcmp(r->ret->input.jurors[j], text) == 0) {
			*ret = j;
			return true;
		}
	return REFUSE(r, "tidak ada juri \"%s\"", "there is no juror \"%s\"", text);
}

static bool find_nominee(struct reader *r, const char *key, size_t len, size_t *ret)
{
	*ret = names_find(&r->nominees, key, len);
	if (*ret != NAME_NONE)
		return true;
	return REFUSE(r, "tidak ada nominee \"%s\"", "there is no nominee \"%s\"", key);
}

static bool read_nominee(struct reader *r, size_t field, size_t *ret)
{
	return find_nominee(r, r->fields[field], r->lens[field], ret);
}

/* Lines of a nominee stand below his own. */
static bool is_current(struct reader *r, size_t field)
{
	if (r->nominee && strcmp(r->nominee->key, r->fields[field]) == 0)
		return true;
	return REFUSE(r, "baris untuk \"%s\" tidak berada di bawah nominee itu",
		      "a line on \"%s\" that does not stand below that nominee", r->fields[field]);
}

static const struct category *category_now(const struct reader *r)
{
	return &r->scheme->categories[r->nominee->category];
}

static char *optional(struct reader *r, size_t field)
{
	return r->lens[field] ? r->fields[field] : NULL;
}

static bool is_list(const struct scheme *scheme, const char *key)
{
	if (scheme_category(scheme, key))
		return true;
	for (size_t i = 0; i < scheme->overall_count; i++)
		if (strcmp(scheme->overalls[i].key, key) == 0)
			return true;
	return false;
}

static bool read_list(struct reader *r, size_t field, const char **ret)
{
	*ret = r->fields[field];
	if (is_list(r->scheme, *ret))
		return true;
	return REFUSE(r, "tidak ada kategori atau daftar \"%s\"",
		      "there is no category or list \"%s\"", *ret);
}

/* ---- Header ---- */

static bool line_format(struct reader *r)
{
	if (strcmp(r->fields[1], BUNDLE_VERSION) == 0)
		return true;
	return REFUSE(r, "versi bentuk %s; program ini membaca versi %s",
		      "format version %s; this program reads version %s", r->fields[1],
		      BUNDLE_VERSION);
}

static bool line_release(struct reader *r)
{
	return read_unsigned(r, 1, &r->ret->release);
}

static bool line_corrects(struct reader *r)
{
	r->ret->correction = optional(r, 2);
	if (!read_unsigned(r, 1, &r->ret->corrects))
		return false;
	if (r->ret->corrects < 1 || r->ret->corrects >= r->ret->release)
		return REFUSE(r, "ralat harus menunjuk rilis sebelumnya",
			      "a correction must name an earlier release");
	return true;
}

static bool line_approved(struct reader *r)
{
	static const char *const WORDS[] = { "chair", "deputy-chair" };
	size_t word;

	if (!read_time(r, 1, &r->ret->approved_at) || !read_word(r, 2, WORDS, COUNT(WORDS), &word))
		return false;
	r->ret->by_deputy = word == 1;
	return true;
}

static bool line_version(struct reader *r)
{
	struct bundle_version *version;
	uint8_t hash[SHA256_SIZE];

	if (!read_number(r, r->ret->version_count) || !read_hash(r, 2, hash))
		return false;
	GROW(r->arena, r->ret->versions, r->ret->version_count, &r->version_cap);
	version = &r->ret->versions[r->ret->version_count++];
	version->sha256 = r->fields[2];
	version->reason = optional(r, 4);
	return read_time(r, 3, &version->at);
}

static bool line_scheme(struct reader *r)
{
	if (r->scheme_lines++)
		buf_char(&r->scheme_text, '\n');
	buf_add(&r->scheme_text, r->fields[1], r->lens[1]);
	return true;
}

static bool parse_scheme(struct reader *r)
{
	struct scheme *scheme = NEW(r->arena, struct scheme, 1);

	if (!r->scheme_lines)
		return REFUSE(r, "baris skema belum ada", "the lines of the scheme are missing");
	if (!r->parser.parse(r->parser.arg, r->scheme_text.data, r->scheme_text.len, r->arena,
			     scheme, r->complaints))
		return false;
	sha256_hex(r->scheme_text.data, r->scheme_text.len, scheme->sha256);
	r->scheme = scheme;
	r->ret->input.scheme = scheme;
	r->ret->scheme_text = r->scheme_text.data;
	r->ret->scheme_len = r->scheme_text.len;
	return true;
}

/* ---- Panel and nominees ---- */

static bool line_juror(struct reader *r)
{
	struct tally_input *input = &r->ret->input;
	size_t word;
	struct bundle_juror *juror;

	if (input->juror_count == BUNDLE_JURORS_MAX || r->nominee)
		return REFUSE(r, "terlalu banyak juri, atau juri sesudah nominee",
			      "too many jurors, or a juror behind the nominees");
	if (!read_word(r, 2, PANEL_WORDS, 3, &word))
		return false;
	if (!input->jurors) {
		input->jurors = NEW(r->arena, const char *, BUNDLE_JURORS_MAX);
		r->ret->panel = NEW(r->arena, struct bundle_juror, BUNDLE_JURORS_MAX);
	}
	input->jurors[input->juror_count] = bundle_juror(r->arena, input->juror_count);
	juror = &r->ret->panel[input->juror_count++];
	juror->standing = (enum panel_standing)word;
	juror->owes = NEW(r->arena, bool, r->scheme->category_count + 1);
	for (const char *key = r->fields[3]; key && *key; key = text_after(key, ',')) {
		const char *text = arena_copy(r->arena, key, strcspn(key, ","));
		const struct category *category = scheme_category(r->scheme, text);

		if (!category)
			return REFUSE(r, "tidak ada kategori \"%s\"", "there is no category \"%s\"",
				      text);
		juror->owes[category - r->scheme->categories] = true;
	}
	return true;
}

/* A table of numbers that are not known yet. A small file cannot ask for large ones. */
static bool new_cells(struct reader *r, size_t count, int64_t fill, int64_t **ret)
{
	if (count > r->cells)
		return REFUSE(r, "terlalu banyak sel untuk berkas sekecil ini",
			      "too many cells for so small a file");
	r->cells -= count;
	*ret = NEW(r->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		(*ret)[i] = fill;
	return true;
}

static bool give_nothing(struct reader *r)
{
	const struct category *category = category_now(r);

	r->given_e4 = NULL;
	r->gates_given = NULL;
	if (category->criterion_count > category->jury_count &&
	    !new_cells(r, category->criterion_count, GIVEN_NONE, &r->given_e4))
		return false;
	if (category->gate_count &&
	    !new_cells(r, category->gate_count, GIVEN_NONE, &r->gates_given))
		return false;
	r->nominee->given_e4 = r->given_e4;
	r->nominee->gates_given = r->gates_given;
	return true;
}

static bool line_nominee(struct reader *r)
{
	struct tally_input *input = &r->ret->input;
	const struct category *category = scheme_category(r->scheme, r->fields[2]);

	if (!text_is_key(r->fields[1], r->lens[1]))
		return REFUSE(r, "\"%s\" bukan kunci nominee", "\"%s\" is not a nominee's key",
			      r->fields[1]);
	if (!category)
		return REFUSE(r, "tidak ada kategori \"%s\"", "there is no category \"%s\"",
			      r->fields[2]);
	if (input->nominee_count == BUNDLE_NOMINEES_MAX ||
	    names_put(&r->nominees, r->fields[1], r->lens[1]) != input->nominee_count)
		return REFUSE(r, "nominee \"%s\" dua kali, atau terlalu banyak nominee",
			      "nominee \"%s\" twice, or too many nominees", r->fields[1]);
	GROW(r->arena, input->nominees, input->nominee_count, &r->nominee_cap);
	r->nominee = &input->nominees[input->nominee_count++];
	*r->nominee = (struct nominee){
		.key = r->fields[1],
		.category = (size_t)(category - r->scheme->categories),
		.name = r->fields[3],
		.region = r->fields[4],
		.place = here(r),
	};
	r->evidence_cap = 0;
	return give_nothing(r);
}

static bool add_evidence(struct reader *r, struct evidence evidence)
{
	struct nominee *n = r->nominee;

	if (n->evidence_count &&
	    strcmp(n->evidence[n->evidence_count - 1].name, evidence.name) >= 0)
		return REFUSE(r, "bukti \"%s\" dua kali atau tidak urut",
			      "evidence \"%s\" twice or out of order", evidence.name);
	GROW(r->arena, n->evidence, n->evidence_count, &r->evidence_cap);
	evidence.place = here(r);
	n->evidence[n->evidence_count++] = evidence;
	return true;
}

static const char *const STATUS[] = { "verified", "unverified", "missing", "sealed" };

static bool line_evidence(struct reader *r)
{
	size_t word;

	return is_current(r, 1) && read_word(r, 4, STATUS, 2, &word) &&
	       add_evidence(r, (struct evidence){
				       .name = r->fields[2],
				       .value = r->fields[3],
				       .verified = word == 0,
				       .source = optional(r, 5),
				       .cutoff = optional(r, 6),
			       });
}

static bool line_sealed(struct reader *r)
{
	uint8_t *seal = NEW(r->arena, uint8_t, SHA256_SIZE);

	return is_current(r, 1) && read_hash(r, 3, seal) &&
	       add_evidence(r, (struct evidence){ .name = r->fields[2], .seal = seal });
}

static const char *const SOURCES[] = { "given", "computed" };

/* A value that is computed is compared later; one that is given must be one that could be. */
static bool line_value(struct reader *r)
{
	const struct criterion *c;
	size_t word;
	int64_t value;
	bool fits;

	if (!is_current(r, 1) || !read_word(r, 4, SOURCES, 2, &word))
		return false;
	if (word == 1)
		return true;
	c = category_criterion(category_now(r), r->fields[2]);
	if (!c || c->kind == CRITERION_JURY)
		return REFUSE(r, "\"%s\" bukan kriteria data", "\"%s\" is not a data criterion",
			      r->fields[2]);
	if (!decimal_parse(r->fields[3], r->lens[3], 4, '.', &value))
		return REFUSE(r, "\"%s\" bukan nilai", "\"%s\" is not a value", r->fields[3]);
	fits = value == 0 || (c->kind == CRITERION_RATIO && value > 0 && value <= 1000000);
	for (size_t i = 0; i < c->level_count && c->kind == CRITERION_LEVEL; i++)
		fits = fits || value == c->levels[i].points_c * 100;
	if (!fits)
		return REFUSE(r, "nilai %s tidak mungkin pada kriteria %s",
			      "value %s is impossible for criterion %s", r->fields[3],
			      r->fields[2]);
	r->given_e4[c - category_now(r)->criteria] = value;
	return true;
}

static bool line_gate(struct reader *r)
{
	static const char *const RESULTS[] = { "failed", "passed" };
	size_t result, word;
	uint64_t number;

	if (!is_current(r, 1) || !read_word(r, 3, RESULTS, 2, &result) ||
	    !read_word(r, 4, SOURCES, 2, &word) ||
	    !read_count(r, 2, category_now(r)->gate_count, &number))
		return false;
	if (number > 0 && word == 0)
		r->gates_given[number - 1] = (int64_t)result;
	return true;
}

/* ---- Sheets ---- */

static bool new_sheet(struct reader *r, size_t juror)
{
	struct nominee *n = r->nominee;

	if (!n->sheets) {
		if (r->ret->input.juror_count > r->cells)
			return REFUSE(r, "terlalu banyak sel untuk berkas sekecil ini",
				      "too many cells for so small a file");
		r->cells -= r->ret->input.juror_count;
		n->sheet_count = r->ret->input.juror_count;
		n->sheets = NEW(r->arena, struct sheet *, n->sheet_count + 1);
	}
	if (n->sheets[juror])
		return REFUSE(r, "lembar %s untuk %s dua kali", "the sheet of %s on %s twice",
			      r->ret->input.jurors[juror], n->key);
	r->sheet = NEW(r->arena, struct sheet, 1);
	n->sheets[juror] = r->sheet;
	r->sheet_juror = juror;
	return new_cells(r, category_now(r)->jury_count, MARK_NONE, &r->sheet->marks_c);
}

/* A whole sheet or none: marks follow each other in the order of the criteria. */
static bool sheet_is_whole(struct reader *r)
{
	if (!r->next_mark)
		return true;
	return REFUSE(r, "lembar sebelumnya tidak lengkap", "the sheet before is not complete");
}

static bool line_mark(struct reader *r)
{
	const struct criterion *c;
	size_t juror;
	int64_t mark;

	if (!is_current(r, 2) || !read_juror(r, 1, &juror))
		return false;
	c = category_criterion(category_now(r), r->fields[3]);
	if (!c || c->kind != CRITERION_JURY)
		return REFUSE(r, "\"%s\" bukan kriteria juri", "\"%s\" is not a jury criterion",
			      r->fields[3]);
	if (c->jury_index != r->next_mark || (r->next_mark && juror != r->sheet_juror))
		return REFUSE(r, "nilai dua kali, hilang atau tidak urut",
			      "a mark twice, missing or out of order");
	if (!decimal_parse(r->fields[4], r->lens[4], 2, '.', &mark) || !mark_fits(c, mark))
		return REFUSE(r, "nilai \"%s\" tidak sesuai skala kriteria %s",
			      "the mark \"%s\" does not fit the scale of criterion %s",
			      r->fields[4], c->key);
	if (r->next_mark == 0 && !new_sheet(r, juror))
		return false;
	r->sheet->marks_c[c->jury_index] = mark;
	r->next_mark = c->jury_index + 1 == category_now(r)->jury_count ? 0 : c->jury_index + 1;
	return true;
}

static bool line_recused(struct reader *r)
{
	size_t juror;

	if (!is_current(r, 2) || !read_juror(r, 1, &juror) || !new_sheet(r, juror))
		return false;
	r->sheet->recused = true;
	return true;
}

static bool line_absent(struct reader *r)
{
	size_t juror;

	if (!is_current(r, 2) || !read_juror(r, 1, &juror) || !new_sheet(r, juror))
		return false;
	r->sheet->absent = true;
	return true;
}

static bool line_open(struct reader *r)
{
	if (!r->ret->release)
		return true;
	return REFUSE(r, "lembar terbuka dalam sebuah rilis", "an open sheet in a release");
}

/* ---- Events ---- */

static int by_index(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool all_differ(struct reader *r, const size_t *nominees, size_t count)
{
	size_t *sorted = NEW(r->arena, size_t, count + 1);

	if (count)
		memcpy(sorted, nominees, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_index);
	for (size_t i = 1; i < count; i++)
		if (sorted[i] == sorted[i - 1])
			return REFUSE(r, "nominee \"%s\" dua kali", "nominee \"%s\" twice",
				      r->nominees.texts[sorted[i]]);
	return true;
}

/* "a,b,c", or with `places` "a=b>c". */
static bool read_keys(struct reader *r, size_t field, const char *separators, size_t **ret,
		      unsigned **places, size_t *count)
{
	size_t cap = 0, place_cap = 0;
	unsigned place = 1;

	*ret = NULL;
	*count = 0;
	for (const char *at = r->fields[field]; *at;) {
		size_t len = strcspn(at, separators);
		size_t place_count = *count;

		GROW(r->arena, *ret, *count, &cap);
		if (!find_nominee(r, arena_copy(r->arena, at, len), len, &(*ret)[*count]))
			return false;
		if (places) {
			GROW(r->arena, *places, place_count, &place_cap);
			(*places)[*count] = place;
		}
		(*count)++;
		at += len;
		place += *at == '>';
		at += *at != '\0';
	}
	return all_differ(r, *ret, *count);
}

static bool line_vote(struct reader *r)
{
	static const char *const STATES[] = { "counted", "stale", "withdrawn" };
	struct vote_record vote = { .reason = optional(r, 8), .has_ballots = r->lens[5] > 0 };
	size_t word;

	if (!read_number(r, r->ret->vote_count) || !read_list(r, 2, &vote.list) ||
	    !read_word(r, 3, STATES, COUNT(STATES), &word) ||
	    !read_keys(r, 4, "=>", &vote.nominees, &vote.places, &vote.count))
		return false;
	if (vote.has_ballots &&
	    (!read_unsigned(r, 5, &vote.in_favour) || !read_unsigned(r, 6, &vote.against) ||
	     !read_unsigned(r, 7, &vote.abstained)))
		return false;
	vote.withdrawn = word == 2;
	GROW(r->arena, r->ret->votes, r->ret->vote_count, &r->vote_cap);
	r->ret->votes[r->ret->vote_count++] = vote;
	return true;
}

static bool read_total(struct reader *r, size_t field, const char **ret)
{
	*ret = optional(r, field);
	if (!*ret || bundle_is_fraction(*ret))
		return true;
	return REFUSE(r, "\"%s\" bukan pecahan", "\"%s\" is not a fraction", *ret);
}

static bool line_reopened(struct reader *r)
{
	static const char *const STATES[] = { "done", "withdrawn" };
	struct bundle_reopening reopening = { .place = here(r) };
	size_t word;

	if (!read_number(r, r->ret->reopening_count) || !read_juror(r, 2, &reopening.juror) ||
	    !read_nominee(r, 3, &reopening.nominee) || !read_unsigned(r, 4, &reopening.version) ||
	    !read_word(r, 5, STATES, COUNT(STATES), &word) ||
	    !read_total(r, 6, &reopening.old_total) || !read_total(r, 7, &reopening.new_total))
		return false;
	reopening.withdrawn = word == 1;
	GROW(r->arena, r->ret->reopenings, r->ret->reopening_count, &r->reopening_cap);
	r->ret->reopenings[r->ret->reopening_count++] = reopening;
	return true;
}

static bool line_changed(struct reader *r)
{
	struct bundle_change change = { .before.name = r->fields[3], .after.name = r->fields[3] };
	size_t before, after;

	if (!read_number(r, r->ret->change_count) || !read_nominee(r, 2, &change.nominee) ||
	    !read_word(r, 4, STATUS, 4, &before) || !read_word(r, 6, STATUS, 4, &after))
		return false;
	change.before.value = optional(r, 5);
	change.before.verified = before == 0;
	change.after.value = optional(r, 7);
	change.after.verified = after == 0;
	change.after.place = here(r);
	GROW(r->arena, r->ret->changes, r->ret->change_count, &r->change_cap);
	r->ret->changes[r->ret->change_count++] = change;
	return true;
}

static bool line_late(struct reader *r)
{
	struct bundle_late late = { .place = here(r) };

	if (!read_number(r, r->ret->late_count) || !read_juror(r, 2, &late.juror) ||
	    !read_nominee(r, 3, &late.nominee) || !read_list(r, 4, &late.list) ||
	    !read_keys(r, 5, ",", &late.before, NULL, &late.before_count) ||
	    !read_keys(r, 6, ",", &late.after, NULL, &late.after_count))
		return false;
	GROW(r->arena, r->ret->lates, r->ret->late_count, &r->late_cap);
	r->ret->lates[r->ret->late_count++] = late;
	return true;
}

static bool line_leaf(struct reader *r)
{
	struct bundle *b = r->ret;
	struct bundle_leaf *leaf;
	uint64_t seq;

	if (!read_count(r, 1, INT64_MAX, &seq))
		return false;
	if (b->leaf_count && (int64_t)seq <= b->leaves[b->leaf_count - 1].seq)
		return REFUSE(r, "urutan catatan tidak menaik",
			      "the sequence of the log does not rise");
	GROW(r->arena, b->leaves, b->leaf_count, &r->leaf_cap);
	leaf = &b->leaves[b->leaf_count++];
	leaf->seq = (int64_t)seq;
	if (!read_hash(r, 2, leaf->hash))
		return false;
	bundle_link(b->chain, leaf->hash, b->chain);
	return true;
}

/* ---- The table of lines ---- `fields` counts the tag; 0 = not looked at, compared later. */

static const struct {
	const char *tag;
	size_t fields;
	bool (*read)(struct reader *r);
	bool rules; /* needs the scheme */
} LINES[] = {
	{ "paritrana-bundle", 2, line_format, false },
	{ "sample", 0, NULL, false },
	{ "edition", 0, NULL, false },
	{ "release", 2, line_release, false },
	{ "corrects", 3, line_corrects, false },
	{ "approved", 3, line_approved, false },
	{ "rule-version", 5, line_version, false },
	{ "scheme-sha256", 0, NULL, false },
	{ "scheme", 2, line_scheme, false },
	{ "decimals", 0, NULL, true },
	{ "quorum", 0, NULL, true },
	{ "aggregation", 0, NULL, true },
	{ "category", 0, NULL, true },
	{ "title", 0, NULL, true },
	{ "tie-step", 0, NULL, true },
	{ "gate", 0, NULL, true },
	{ "criterion", 0, NULL, true },
	{ "level", 0, NULL, true },
	{ "overall", 0, NULL, true },
	{ "overall-tie-step", 0, NULL, true },
	{ "juror", 4, line_juror, true },
	{ "nominee", 5, line_nominee, true },
	{ "evidence", 7, line_evidence, true },
	{ "sealed", 4, line_sealed, true },
	{ "value", 5, line_value, true },
	{ "gate-result", 5, line_gate, true },
	{ "mark", 5, line_mark, true },
	{ "total", 0, NULL, true },
	{ "recused", 3, line_recused, true },
	{ "absent", 3, line_absent, true },
	{ "open", 3, line_open, true },
	{ "vote", 9, line_vote, true },
	{ "reopened", 8, line_reopened, true },
	{ "changed", 8, line_changed, true },
	{ "late-recusal", 7, line_late, true },
	{ "leaf", 3, line_leaf, true },
	{ "chain", 0, NULL, true },
	{ "rank", 0, NULL, true },
	{ "overall-rank", 0, NULL, true },
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

static bool split_fields(struct reader *r, const char *text, size_t len)
{
	const char *end = text + len;

	for (r->field_count = 0;; text++) {
		const char *stop = memchr(text, '\t', (size_t)(end - text));
		size_t n = (size_t)((stop ? stop : end) - text);

		if (r->field_count == FIELDS_MAX)
			return REFUSE(r, "terlalu banyak kolom", "too many fields");
		r->fields[r->field_count] = arena_copy(r->arena, text, n);
		r->lens[r->field_count] = unescape(r->fields[r->field_count], n);
		r->field_count++;
		if (!stop)
			return true;
		text = stop;
	}
}

static bool read_line(struct reader *r, const char *text, size_t len)
{
	const char *tab = memchr(text, '\t', len);
	size_t tag_len = tab ? (size_t)(tab - text) : len;

	for (size_t i = 0; i < COUNT(LINES); i++) {
		if (strlen(LINES[i].tag) != tag_len || memcmp(LINES[i].tag, text, tag_len) != 0)
			continue;
		if (LINES[i].rules && !r->scheme && !parse_scheme(r))
			return false;
		if (!LINES[i].rules && r->scheme)
			return REFUSE(r, "baris %s di tempat yang salah", "line %s out of place",
				      LINES[i].tag);
		if (LINES[i].read != line_mark && !sheet_is_whole(r))
			return false;
		if (!LINES[i].read)
			return true;
		if (!split_fields(r, text, len))
			return false;
		if (r->field_count != LINES[i].fields)
			return REFUSE(r, "%s: %zu kolom; seharusnya %zu",
				      "%s: %zu fields; expected %zu", LINES[i].tag, r->field_count,
				      LINES[i].fields);
		return LINES[i].read(r);
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
	if (!sheet_is_whole(r) || (!r->scheme && !parse_scheme(r)))
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

bool bundle_read(const char *file, const char *text, size_t len, struct scheme_parser parser,
		 struct arena *arena, struct bundle *ret, struct complaints *complaints)
{
	size_t before = complaints->total;
	struct buf expected;
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
	names_init(&r.nominees, arena);
	if (!check_form(&r, text, len) || !read_lines(&r))
		return false;
	buf_init(&expected, arena);
	if (!bundle_compose(ret, &expected, &ret->tally, complaints))
		return false;
	bundle_compare(file, text, (size_t)(r.end - text), expected.data,
		       expected.len - SHA256_HEX_SIZE, complaints);
	bundle_check(ret, complaints);
	return complaints->total == before;
}
