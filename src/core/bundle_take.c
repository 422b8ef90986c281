/* The lines of a bundle up to the sheets: header, scheme, panel, nominees. */
#include "core/bundle_reader.h"

#include <inttypes.h>
#include <string.h>

/* ---- Header ---- */

bool take_format(struct reader *r)
{
	if (strcmp(r->fields[1], BUNDLE_VERSION) == 0)
		return true;
	return REFUSE(r, "versi bentuk %s; program ini membaca versi %s",
		      "format version %s; this program reads version %s", r->fields[1],
		      BUNDLE_VERSION);
}

bool take_release(struct reader *r)
{
	return field_unsigned(r, 1, &r->ret->release);
}

bool take_corrects(struct reader *r)
{
	r->ret->correction = field_optional(r, 2);
	if (!field_unsigned(r, 1, &r->ret->corrects))
		return false;
	if (r->ret->corrects < 1 || r->ret->corrects >= r->ret->release)
		return REFUSE(r, "ralat harus menunjuk rilis sebelumnya",
			      "a correction must name an earlier release");
	return true;
}

bool take_approved(struct reader *r)
{
	static const char *const WORDS[] = { "chair", "deputy-chair" };
	size_t word;

	if (!field_time(r, 1, &r->ret->approved_at) ||
	    !field_word(r, 2, WORDS, COUNT(WORDS), &word))
		return false;
	r->ret->by_deputy = word == 1;
	return true;
}

bool take_version(struct reader *r)
{
	struct bundle_version *version;
	uint8_t hash[SHA256_SIZE];

	if (!field_number(r, r->ret->version_count) || !field_hash(r, 2, hash))
		return false;
	GROW(r->arena, r->ret->versions, r->ret->version_count, &r->version_cap);
	version = &r->ret->versions[r->ret->version_count++];
	version->sha256 = r->fields[2];
	version->reason = field_optional(r, 4);
	return field_time(r, 3, &version->at);
}

bool take_scheme(struct reader *r)
{
	if (r->scheme_lines++)
		buf_char(&r->scheme_text, '\n');
	buf_add(&r->scheme_text, r->fields[1], r->lens[1]);
	return true;
}

bool reader_scheme(struct reader *r)
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

bool take_juror(struct reader *r)
{
	struct tally_input *input = &r->ret->input;
	size_t word;
	struct bundle_juror *juror;

	if (input->juror_count == BUNDLE_JURORS_MAX || r->nominee)
		return REFUSE(r, "terlalu banyak juri, atau juri sesudah nominee",
			      "too many jurors, or a juror behind the nominees");
	if (!field_word(r, 2, PANEL_WORDS, 3, &word))
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
	const struct category *category = reader_category(r);

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

bool take_nominee(struct reader *r)
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
		.place = reader_here(r),
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
	evidence.place = reader_here(r);
	n->evidence[n->evidence_count++] = evidence;
	return true;
}

static const char *const STATUS[] = { "verified", "unverified" };

bool take_evidence(struct reader *r)
{
	size_t word;

	return field_is_current(r, 1) && field_word(r, 4, STATUS, 2, &word) &&
	       add_evidence(r, (struct evidence){
				       .name = r->fields[2],
				       .value = r->fields[3],
				       .verified = word == 0,
				       .source = field_optional(r, 5),
				       .cutoff = field_optional(r, 6),
			       });
}

bool take_sealed(struct reader *r)
{
	uint8_t *seal = NEW(r->arena, uint8_t, SHA256_SIZE);

	return field_is_current(r, 1) && field_hash(r, 3, seal) &&
	       add_evidence(r, (struct evidence){ .name = r->fields[2], .seal = seal });
}

static const char *const SOURCES[] = { "given", "computed" };

/* A value that is computed is compared later; one that is given must be one that could be. */
bool take_value(struct reader *r)
{
	const struct criterion *c;
	size_t word;
	int64_t value;
	bool fits;

	if (!field_is_current(r, 1) || !field_word(r, 4, SOURCES, 2, &word))
		return false;
	if (word == 1)
		return true;
	c = category_criterion(reader_category(r), r->fields[2]);
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
	r->given_e4[c - reader_category(r)->criteria] = value;
	return true;
}

bool take_gate(struct reader *r)
{
	static const char *const RESULTS[] = { "failed", "passed" };
	size_t result, word;
	uint64_t number;

	if (!field_is_current(r, 1) || !field_word(r, 3, RESULTS, 2, &result) ||
	    !field_word(r, 4, SOURCES, 2, &word) ||
	    !field_whole(r, 2, reader_category(r)->gate_count, &number))
		return false;
	if (number > 0 && word == 0)
		r->gates_given[number - 1] = (int64_t)result;
	return true;
}

/* ---- Sheets ---- */

static bool new_sheet(struct reader *r, size_t juror)
{
	struct nominee *n = r->nominee;

	if (!r->ret->panel[juror].owes[n->category])
		return REFUSE(r, "%s tidak menilai kategori %s", "%s does not judge category %s",
			      r->ret->input.jurors[juror], reader_category(r)->key);
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
	return new_cells(r, reader_category(r)->jury_count, MARK_NONE, &r->sheet->marks_c);
}

/* A whole sheet or none: marks follow each other in the order of the criteria. */
bool reader_sheet_done(struct reader *r)
{
	if (!r->next_mark)
		return true;
	return REFUSE(r, "lembar sebelumnya tidak lengkap", "the sheet before is not complete");
}

bool take_mark(struct reader *r)
{
	const struct criterion *c;
	size_t juror;
	int64_t mark;

	if (!field_is_current(r, 2) || !field_juror(r, 1, &juror))
		return false;
	c = category_criterion(reader_category(r), r->fields[3]);
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
	r->next_mark = c->jury_index + 1 == reader_category(r)->jury_count ? 0 : c->jury_index + 1;
	return true;
}

bool take_recused(struct reader *r)
{
	size_t juror;

	if (!field_is_current(r, 2) || !field_juror(r, 1, &juror) || !new_sheet(r, juror))
		return false;
	r->sheet->recused = true;
	return true;
}

bool take_absent(struct reader *r)
{
	size_t juror;

	if (!field_is_current(r, 2) || !field_juror(r, 1, &juror) || !new_sheet(r, juror))
		return false;
	r->sheet->absent = true;
	return true;
}

bool take_open(struct reader *r)
{
	if (!r->ret->release)
		return true;
	return REFUSE(r, "lembar terbuka dalam sebuah rilis", "an open sheet in a release");
}
