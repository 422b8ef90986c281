/* evidence.csv. */
#include <string.h>

#include "app/input.h"

enum {
	EVIDENCE_NOMINEE,
	EVIDENCE_NAME,
	EVIDENCE_VALUE,
	EVIDENCE_STATUS,
	EVIDENCE_SOURCE,
	EVIDENCE_CUTOFF
};
const char *const EVIDENCE_COLUMNS[] = { "nominee", "evidence", "value", "status",
					 "source",  "cutoff",	NULL };

struct evidence_row {
	size_t nominee;
	struct evidence evidence;
};

struct reader {
	struct nominee_list *nominees;
	size_t guess;
	struct names seen; /* "nominee evidence" */
	struct evidence_row *rows;
	size_t count, cap;
};

/* Does a rule take exactly this word? Then it is no number, whatever it looks like. */
static bool is_word_of(const struct category *category, const char *name, const char *value)
{
	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];

		if (c->kind != CRITERION_LEVEL || !text_equal(c->evidence, name))
			continue;
		for (size_t k = 0; k < c->level_count; k++)
			if (strcmp(c->levels[k].word, value) == 0)
				return true;
	}
	for (size_t i = 0; i < category->gate_count; i++)
		if (text_equal(category->gates[i].evidence, name) &&
		    text_equal(category->gates[i].text, value))
			return true;
	return false;
}

/* A value that looks like a number is kept with a decimal point. What no rule reads is kept as it
 * is. NULL after a complaint. */
static const char *take_value(struct input *in, const struct csv_row *row,
			      const struct category *category, const char *name)
{
	const struct csv_field *cell = input_cell(in, row, EVIDENCE_VALUE);
	const char *value = input_text(in, row, EVIDENCE_VALUE, false);
	struct csv_field trimmed = { .quoted = cell->quoted };
	uint64_t number;
	char *plain;
	char point;

	if (!value || !category || strspn(value, "0123456789., ") != strlen(value) ||
	    !strpbrk(value, "0123456789") || !category_reads(category, name) ||
	    is_word_of(category, name, value))
		return value;
	trimmed.text = value;
	trimmed.len = strlen(value);
	point = csv_point(in->header, &trimmed);
	plain = arena_text(in->arena, value);
	for (char *c = plain; point == ',' && *c; c++)
		*c = *c == ',' ? '.' : *c == '.' ? ',' : *c;
	if (point && evidence_number(plain, &number))
		return plain;
	input_bad_number(in, row, EVIDENCE_VALUE,
			 "angka dari 0 sampai di bawah 10^15 dengan paling banyak 4 desimal",
			 "a number from 0 to below 10^15 with at most 4 decimals");
	return NULL;
}

static const char *text_or_null(const char *text)
{
	return text && *text ? text : NULL;
}

static void take_status(struct input *in, const struct csv_row *row, struct evidence *evidence)
{
	const struct csv_field *cell = input_cell(in, row, EVIDENCE_STATUS);
	const char *status = cell->text;

	evidence->verified = in->at[EVIDENCE_STATUS] == NAME_NONE ||
			     strcmp(status, "verified") == 0 ||
			     input_called(in, cell, "terverifikasi");
	evidence->rejected = strcmp(status, "rejected") == 0 || strcmp(status, "ditolak") == 0;
}

static void evidence_row(struct input *in, const struct csv_row *row)
{
	struct reader *r = in->own;
	struct nominee *nominee = input_nominee(in, row, EVIDENCE_NOMINEE, r->nominees, &r->guess);
	const struct csv_field *name = input_cell(in, row, EVIDENCE_NAME);
	const struct category *category = NULL;
	struct evidence *evidence;
	const char *pair;
	size_t pairs = r->seen.count;

	if (!text_is_evidence(name->text, name->len)) {
		BAD_ROW(in, row,
			"\"%s\" bukan nama bukti; diharapkan 1–64 huruf kecil a–z, angka, _ atau -",
			"\"%s\" is no name of evidence; expected 1–64 of a–z, 0–9, _ and -",
			text_shown(in->arena, name->text));
		return;
	}
	if (!nominee)
		return;
	pair = arena_printf(in->arena, "%s %s", nominee->key, name->text);
	if (names_put(&r->seen, pair, strlen(pair)) != pairs) {
		BAD_ROW(in, row, "bukti \"%s\" untuk nominee \"%s\" sudah ada",
			"evidence \"%s\" of nominee \"%s\" is already there", name->text,
			nominee->key);
		return;
	}
	if (nominee->category != NAME_NONE)
		category = &in->scheme->categories[nominee->category];
	GROW(in->arena, r->rows, r->count, &r->cap);
	r->rows[r->count].nominee = (size_t)(nominee - r->nominees->items);
	evidence = &r->rows[r->count++].evidence;
	evidence->name = arena_copy(in->arena, name->text, name->len);
	evidence->value = take_value(in, row, category, evidence->name);
	take_status(in, row, evidence);
	evidence->place = (struct place){ in->source->file, row->line, 0 };
	evidence->source = text_or_null(input_text(in, row, EVIDENCE_SOURCE, true));
	evidence->cutoff = text_or_null(input_text(in, row, EVIDENCE_CUTOFF, true));
}

/* Hands each nominee its own, in the order of the file. */
static void distribute(struct reader *r, struct arena *arena)
{
	struct evidence *all = NEW(arena, struct evidence, r->count + 1);
	size_t at = 0;

	for (size_t i = 0; i < r->nominees->count; i++)
		r->nominees->items[i].evidence_count = 0;
	for (size_t i = 0; i < r->count; i++)
		r->nominees->items[r->rows[i].nominee].evidence_count++;
	for (size_t i = 0; i < r->nominees->count; i++) {
		struct nominee *nominee = &r->nominees->items[i];

		nominee->evidence = all + at;
		at += nominee->evidence_count;
		nominee->evidence_count = 0;
	}
	for (size_t i = 0; i < r->count; i++) {
		struct nominee *nominee = &r->nominees->items[r->rows[i].nominee];

		nominee->evidence[nominee->evidence_count++] = r->rows[i].evidence;
	}
}

bool evidence_file_read(const struct source *source, const struct scheme *scheme,
			struct nominee_list *nominees, struct arena *arena,
			struct complaints *complaints)
{
	struct reader r = { .nominees = nominees };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = EVIDENCE_COLUMNS,
			    .must = EVIDENCE_MUST,
			    .row = evidence_row,
			    .own = &r };
	bool good;

	names_init(&r.seen, arena);
	good = input_read(&in);
	distribute(&r, arena);
	return good;
}
