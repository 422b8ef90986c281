/* scores.csv, recusals.csv and votes.csv: what jurors did. */
#include <string.h>

#include "app/input.h"

/* ---- Sheets ---- */

/* A mark whose cell was empty: seen once, so that a second row for it is a repetition. */
#define MARK_EMPTY (INT64_MIN + 1)

struct sheet_reader {
	struct nominee_list *nominees;
	struct names *jurors;
	size_t nominee_guess, juror_guess;
	size_t criterion_guess; /* where the search in the category begins */
	bool empty_seen;
};

/* The juror's index, or NAME_NONE after a complaint. */
static size_t juror_of(struct input *in, const struct csv_row *row, size_t column)
{
	struct sheet_reader *r = in->own;
	const struct csv_field *cell = input_cell(in, row, column);
	size_t known;

	/* Rows mostly come in order: the same juror as before, or the next one. */
	for (int next = 0; next < 2 && r->jurors->count; next++) {
		size_t guess = (r->juror_guess + (size_t)next) % r->jurors->count;

		if (strcmp(r->jurors->texts[guess], cell->text) == 0)
			return r->juror_guess = guess;
	}
	known = names_find(r->jurors, cell->text, cell->len);
	if (known != NAME_NONE)
		return r->juror_guess = known;
	if (!input_key(in, row, column))
		return NAME_NONE;
	if (r->jurors->count == JURORS_MAX) {
		BAD_ROW(in, row, "lebih dari %d juri", "more than %d jurors", JURORS_MAX);
		return NAME_NONE;
	}
	return names_put(r->jurors, cell->text, cell->len);
}

static struct sheet *sheet_of(struct input *in, struct nominee *nominee, size_t juror)
{
	const struct sheet_reader *r = in->own;
	size_t marks = in->scheme->categories[nominee->category].jury_count;
	struct sheet *sheet;

	if (juror >= nominee->sheet_count) {
		size_t count = r->jurors->count > juror ? r->jurors->count : juror + 1;
		struct sheet **sheets = NEW(in->arena, struct sheet *, count);

		if (nominee->sheet_count)
			memcpy(sheets, nominee->sheets, nominee->sheet_count * sizeof(*sheets));
		nominee->sheets = sheets;
		nominee->sheet_count = count;
	}
	sheet = nominee->sheets[juror];
	if (sheet)
		return sheet;
	/* One piece of memory: there are as many sheets as nominees times jurors. */
	sheet = arena_alloc(in->arena, 1, sizeof(*sheet) + marks * sizeof(int64_t));
	sheet->marks_c = (int64_t *)(sheet + 1);
	for (size_t i = 0; i < marks; i++)
		sheet->marks_c[i] = MARK_NONE;
	return nominee->sheets[juror] = sheet;
}

/* ---- Scores ---- */

enum { SCORE_NOMINEE, SCORE_JUROR, SCORE_CRITERION, SCORE_SCORE };
static const char *const SCORE_COLUMNS[] = { "nominee", "juror", "criterion", "score", NULL };

static const struct criterion *criterion_of(struct input *in, const struct csv_row *row,
					    const struct category *category)
{
	struct sheet_reader *r = in->own;
	const struct csv_field *cell = input_cell(in, row, SCORE_CRITERION);
	size_t count = category->criterion_count;

	/* Rows mostly come in the order of the scheme: look first behind the last one. */
	for (size_t i = 0, at = r->criterion_guess; i < count; i++, at++) {
		const struct criterion *criterion = &category->criteria[at % count];

		if (strcmp(criterion->key, cell->text) != 0)
			continue;
		r->criterion_guess = at % count + 1;
		if (criterion->kind == CRITERION_JURY)
			return criterion;
		BAD_ROW(in, row, "kriteria \"%s\" tidak dinilai juri",
			"criterion \"%s\" is not the jury's", criterion->key);
		return NULL;
	}
	BAD_ROW(in, row, "tidak ada kriteria \"%s\" dalam kategori \"%s\"",
		"no criterion \"%s\" in category \"%s\"", text_shown(in->arena, cell->text),
		category->key);
	return NULL;
}

static void bad_mark(struct input *in, const struct csv_row *row, const struct criterion *c)
{
	const char *shown = text_shown(in->arena, input_cell(in, row, SCORE_SCORE)->text);
	char min[32], max[32], step[32];

	decimal_format(c->min_c, 2, '.', min);
	decimal_format(c->max_c, 2, '.', max);
	decimal_format(c->step_c, 2, '.', step);
	BAD_ROW(in, row, "nilai \"%s\" untuk %s; diharapkan %s sampai %s dengan langkah %s",
		"score \"%s\" for %s; expected %s to %s in steps of %s", shown, c->key, min, max,
		step);
}

/* The mark, MARK_EMPTY also after a complaint. */
static int64_t mark_of(struct input *in, const struct csv_row *row, const struct criterion *c)
{
	const struct csv_field *cell = input_cell(in, row, SCORE_SCORE);
	int64_t mark;

	if (!cell->len)
		return MARK_EMPTY;
	if (!csv_number(in->header, cell, 2, &mark)) {
		input_bad_number(in, row, SCORE_SCORE, "angka dengan paling banyak 2 desimal",
				 "a number with at most 2 decimals");
		return MARK_EMPTY;
	}
	if (mark_fits(c, mark))
		return mark;
	bad_mark(in, row, c);
	return MARK_EMPTY;
}

static void score_row(struct input *in, const struct csv_row *row)
{
	struct sheet_reader *r = in->own;
	struct nominee *nominee =
		input_nominee(in, row, SCORE_NOMINEE, r->nominees, &r->nominee_guess);
	size_t juror = juror_of(in, row, SCORE_JUROR);
	const struct criterion *criterion;
	int64_t *mark;

	if (!nominee || nominee->category == NAME_NONE)
		return;
	criterion = criterion_of(in, row, &in->scheme->categories[nominee->category]);
	if (!criterion || juror == NAME_NONE)
		return;
	mark = &sheet_of(in, nominee, juror)->marks_c[criterion->jury_index];
	if (*mark != MARK_NONE) {
		BAD_ROW(in, row,
			"nilai juri \"%s\" untuk nominee \"%s\", kriteria \"%s\" sudah ada",
			"the score of juror \"%s\" for nominee \"%s\", criterion \"%s\" is already there",
			r->jurors->texts[juror], nominee->key, criterion->key);
		return;
	}
	*mark = mark_of(in, row, criterion);
	r->empty_seen |= *mark == MARK_EMPTY;
}

static void forget_empty(const struct scheme *scheme, struct nominee_list *nominees)
{
	for (size_t i = 0; i < nominees->count; i++) {
		struct nominee *nominee = &nominees->items[i];

		for (size_t k = 0; k < nominee->sheet_count; k++) {
			struct sheet *sheet = nominee->sheets[k];
			size_t marks = scheme->categories[nominee->category].jury_count;

			for (size_t m = 0; sheet && m < marks; m++)
				if (sheet->marks_c[m] == MARK_EMPTY)
					sheet->marks_c[m] = MARK_NONE;
		}
	}
}

bool score_file_read(const struct source *source, const struct scheme *scheme,
		     struct nominee_list *nominees, struct names *jurors, struct arena *arena,
		     struct complaints *complaints)
{
	struct sheet_reader r = { .nominees = nominees, .jurors = jurors };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = SCORE_COLUMNS,
			    .must = 4,
			    .row = score_row,
			    .own = &r };
	bool good = input_read(&in);

	if (r.empty_seen)
		forget_empty(scheme, nominees);
	return good;
}

/* ---- Recusals ---- */

enum { RECUSAL_NOMINEE, RECUSAL_JUROR };
static const char *const RECUSAL_COLUMNS[] = { "nominee", "juror", "reason", NULL };

static void recusal_row(struct input *in, const struct csv_row *row)
{
	struct sheet_reader *r = in->own;
	struct nominee *nominee =
		input_nominee(in, row, RECUSAL_NOMINEE, r->nominees, &r->nominee_guess);
	size_t juror = juror_of(in, row, RECUSAL_JUROR);

	if (nominee && nominee->category != NAME_NONE && juror != NAME_NONE)
		sheet_of(in, nominee, juror)->recused = true;
}

bool recusal_file_read(const struct source *source, const struct scheme *scheme,
		       struct nominee_list *nominees, struct names *jurors, struct arena *arena,
		       struct complaints *complaints)
{
	struct sheet_reader r = { .nominees = nominees, .jurors = jurors };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = RECUSAL_COLUMNS,
			    .must = 3,
			    .row = recusal_row,
			    .own = &r };

	return input_read(&in);
}

/* ---- Votes ---- */

#define ORDER_MAX 1000000

enum { VOTE_LIST, VOTE_NOMINEE, VOTE_ORDER };
static const char *const VOTE_COLUMNS[] = { "category", "nominee", "order", NULL };

struct vote_reader {
	struct nominee_list *nominees;
	size_t guess;
	struct names seen; /* "list nominee" */
	struct vote *votes;
	size_t count, cap;
};

static const struct overall *overall_of(const struct scheme *scheme, const char *key)
{
	for (size_t i = 0; i < scheme->overall_count; i++)
		if (text_equal(scheme->overalls[i].key, key))
			return &scheme->overalls[i];
	return NULL;
}

/* The key of the list that a row names, and whether nominees of the category stand in it. */
static const char *list_of(const struct scheme *scheme, const char *key, size_t category,
			   bool *ret_holds)
{
	const struct category *list = scheme_category(scheme, key);
	const struct overall *overall = list ? NULL : overall_of(scheme, key);

	*ret_holds = list && (size_t)(list - scheme->categories) == category;
	for (size_t i = 0; overall && i < overall->from_count; i++)
		*ret_holds |= overall->from[i] == category;
	return list ? list->key : overall ? overall->key : NULL;
}

static void vote_row(struct input *in, const struct csv_row *row)
{
	struct vote_reader *r = in->own;
	struct nominee *nominee = input_nominee(in, row, VOTE_NOMINEE, r->nominees, &r->guess);
	const char *key = input_cell(in, row, VOTE_LIST)->text;
	const struct csv_field *cell = input_cell(in, row, VOTE_ORDER);
	size_t pairs = r->seen.count;
	bool holds = false;
	const char *list =
		list_of(in->scheme, key, nominee ? nominee->category : NAME_NONE, &holds);
	const char *pair;
	int64_t order = 0;

	if (!list)
		BAD_ROW(in, row, "tidak ada kategori atau daftar \"%s\" dalam aturan",
			"no category or overall list \"%s\" in the scheme",
			text_shown(in->arena, key));
	if (!decimal_parse(cell->text, cell->len, 0, '.', &order) || order < 1 || order > ORDER_MAX)
		BAD_ROW(in, row, "order \"%s\"; diharapkan bilangan bulat mulai dari 1",
			"order \"%s\"; expected a whole number from 1 on",
			text_shown(in->arena, cell->text));
	if (!list || !nominee || nominee->category == NAME_NONE)
		return;
	if (!holds)
		BAD_ROW(in, row, "nominee \"%s\" tidak termasuk daftar \"%s\"",
			"nominee \"%s\" does not belong to list \"%s\"", nominee->key, list);
	pair = arena_printf(in->arena, "%s %s", list, nominee->key);
	if (names_put(&r->seen, pair, strlen(pair)) != pairs)
		BAD_ROW(in, row, "suara untuk nominee \"%s\" dalam daftar \"%s\" sudah ada",
			"the vote on nominee \"%s\" in list \"%s\" is already there", nominee->key,
			list);
	GROW(in->arena, r->votes, r->count, &r->cap);
	r->votes[r->count++] = (struct vote){
		.list = list,
		.nominee = (size_t)(nominee - r->nominees->items),
		.order = (unsigned)order,
	};
}

bool vote_file_read(const struct source *source, const struct scheme *scheme,
		    struct nominee_list *nominees, struct arena *arena, struct vote **ret,
		    size_t *ret_count, struct complaints *complaints)
{
	struct vote_reader r = { .nominees = nominees };
	struct input in = { .source = source,
			    .scheme = scheme,
			    .arena = arena,
			    .complaints = complaints,
			    .columns = VOTE_COLUMNS,
			    .must = 3,
			    .row = vote_row,
			    .own = &r };
	bool good;

	names_init(&r.seen, arena);
	good = input_read(&in);
	*ret = r.votes;
	*ret_count = r.count;
	return good;
}
