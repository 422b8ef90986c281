/* A category as a workbook that an auditor can follow with the formulas of a spreadsheet: marks and
 * juror totals on one sheet, scores on the next, agreement on a third. Every formula carries the
 * value that the program has; a program that computes it again must find the same. */
#include <string.h>

#include "app/report_book.h"

#define HEAD 3	/* row of the column names */
#define FIRST 8 /* row of the first sheet or nominee */
#define FORMULA_MAX 8000

const char *leaf_say(const struct leaf *p, const char *id, const char *en)
{
	return p->lang == LANG_EN ? en : id;
}

void leaf_begin(struct leaf *p, const char *name, const char *note)
{
	book_sheet(p->book, name);
	book_text(p->book, 0, 0, CELL_HEAD,
		  arena_printf(p->arena, "%s – %s%s", words_in(&p->input->scheme->title, p->lang),
			       words_in(&p->category->name, p->lang),
			       p->input->scheme->sample ? " – CONTOH" : ""));
	book_text(p->book, 1, 0, CELL_NOTE, note);
}

static const char *range(struct leaf *p, size_t from_row, size_t from, size_t to_row, size_t to)
{
	return arena_printf(p->arena, "%s:%s", book_place(p->arena, from_row, from),
			    book_place(p->arena, to_row, to));
}

/* The same on the sheet of marks, seen from another one. */
static const char *marks_range(struct leaf *p, const struct member *m, size_t column)
{
	return arena_printf(p->arena, "'%s'!%s", p->marks_name,
			    range(p, m->first, column, m->first + m->valid - 1, column));
}

static size_t total_column(const struct leaf *p)
{
	return MARKS_COLUMN + p->category->jury_count;
}

/* ---- Marks ---- */

static const char *sheet_state(const struct leaf *p, const struct sheet *sheet, bool valid)
{
	if (valid)
		return leaf_say(p, "sah", "valid");
	if (sheet->recused)
		return leaf_say(p, "berhalangan", "recused");
	if (sheet->absent)
		return leaf_say(p, "tidak hadir", "absent");
	return leaf_say(p, "tidak lengkap", "incomplete");
}

static void marks_head(struct leaf *p)
{
	const char *const names[] = { "nominee", leaf_say(p, "nama", "name"),
				      leaf_say(p, "juri", "juror"),
				      leaf_say(p, "lembar", "sheet") };
	size_t total = total_column(p), k = MARKS_COLUMN;

	for (size_t i = 0; i < COUNT(names); i++)
		book_text(p->book, HEAD, i, CELL_HEAD, names[i]);
	book_text(p->book, HEAD + 1, 0, CELL_NOTE, leaf_say(p, "bobot", "weight"));
	book_text(p->book, HEAD + 2, 0, CELL_NOTE, leaf_say(p, "nilai terendah", "lowest mark"));
	book_text(p->book, HEAD + 3, 0, CELL_NOTE, leaf_say(p, "nilai tertinggi", "highest mark"));
	for (size_t c = 0; c < p->category->criterion_count; c++) {
		const struct criterion *criterion = &p->category->criteria[c];

		if (criterion->kind != CRITERION_JURY)
			continue;
		book_text(p->book, HEAD, k, CELL_HEAD, criterion->key);
		book_number(p->book, HEAD + 1, k, CELL_PLAIN, (double)criterion->weight_c / 100);
		book_number(p->book, HEAD + 2, k, CELL_PLAIN, (double)criterion->min_c / 100);
		book_number(p->book, HEAD + 3, k, CELL_PLAIN, (double)criterion->max_c / 100);
		k++;
	}
	book_text(p->book, HEAD, total, CELL_HEAD, leaf_say(p, "jumlah nilai T", "total T"));
	if (p->additive)
		book_text(p->book, HEAD, total + 1, CELL_HEAD,
			  leaf_say(p, "pengaruh juri b", "juror effect b"));
	book_width(p->book, 1, 36);
	book_freeze(p->book, HEAD + 1, MARKS_COLUMN);
}

/* T = Σ w·100·(s − min)/(max − min) / Wj */
static void total_formula(struct leaf *p, size_t row, double value)
{
	size_t first = MARKS_COLUMN, last = total_column(p) - 1;
	const char *weights = range(p, HEAD + 1, first, HEAD + 1, last);
	const char *low = range(p, HEAD + 2, first, HEAD + 2, last);
	const char *high = range(p, HEAD + 3, first, HEAD + 3, last);

	book_formula(p->book, row, last + 1,
		     arena_printf(p->arena, "=SUMPRODUCT(%s,(%s-%s)/(%s-%s))*100/SUM(%s)", weights,
				  range(p, row, first, row, last), low, high, low, weights),
		     value);
}

static void sheet_write(struct leaf *p, const struct member *m, size_t juror, size_t row)
{
	const struct nominee *nominee = &p->input->nominees[m->nominee];
	const struct sheet *sheet = nominee->sheets[juror];
	size_t column = MARKS_COLUMN;

	book_text(p->book, row, 0, CELL_PLAIN, nominee->key);
	book_text(p->book, row, 1, CELL_PLAIN, nominee->name);
	book_text(p->book, row, 2, CELL_PLAIN, p->jurors[juror]);
	book_text(p->book, row, 3, CELL_PLAIN, sheet_state(p, sheet, m->detail.valid[juror]));
	for (size_t c = 0; c < p->category->criterion_count; c++) {
		const struct criterion *criterion = &p->category->criteria[c];
		int64_t mark;

		if (criterion->kind != CRITERION_JURY)
			continue;
		mark = sheet->marks_c[criterion->jury_index];
		if (mark != MARK_NONE)
			book_number(p->book, row, column, CELL_PLAIN, (double)mark / 100);
		column++;
	}
	if (!m->detail.valid[juror])
		return;
	total_formula(p, row, ratio_double(m->detail.totals[juror]));
	for (size_t i = 0; p->additive && i < p->report->juror_count; i++)
		if (p->report->jurors[i].juror == juror)
			book_formula(
				p->book, row, column + 1,
				arena_printf(p->arena, "='%s'!%s", p->jurors_name,
					     book_place(p->arena, JURORS_ROW + i, JURORS_EFFECT)),
				p->report->jurors[i].severity.value);
}

/* The valid sheets of a nominee stand together, those that do not count behind them. */
static void marks_write(struct leaf *p)
{
	size_t row = FIRST;

	leaf_begin(p, p->marks_name,
		   p->additive
			   ? leaf_say(p,
				      "Setiap lembar juri; T dihitung ulang dengan rumus. b adalah "
				      "hasil program dan tidak ikut berubah bila nilai diubah.",
				      "Every juror's sheet; T is recomputed by formula. b is the "
				      "program's figure and stays when a mark is changed.")
			   : leaf_say(p, "Setiap lembar juri; T dihitung ulang dengan rumus.",
				      "Every juror's sheet; T is recomputed by formula."));
	marks_head(p);
	for (size_t i = 0; i < p->member_count; i++) {
		struct member *m = &p->members[i];
		const struct nominee *nominee = &p->input->nominees[m->nominee];

		m->first = row;
		for (int valid = 1; valid >= 0; valid--)
			for (size_t j = 0; j < nominee->sheet_count && j < p->input->juror_count;
			     j++) {
				if (!nominee->sheets[j] || m->detail.valid[j] != valid)
					continue;
				m->valid += (size_t)valid;
				sheet_write(p, m, j, row++);
			}
	}
}

/* ---- Results ---- */

/* What the method makes of the numbers in a range. */
static const char *method_of(struct leaf *p, const char *cells, size_t count)
{
	const struct scheme *scheme = p->input->scheme;
	struct buf drop;

	if (scheme->method == METHOD_MEDIAN)
		return arena_printf(p->arena, "MEDIAN(%s)", cells);
	if (scheme->method != METHOD_TRIMMED_MEAN || count < scheme->trim_from || !scheme->trim)
		return arena_printf(p->arena, "AVERAGE(%s)", cells);
	buf_init(&drop, p->arena);
	for (unsigned k = 1; k <= scheme->trim; k++)
		buf_printf(&drop, "-SMALL(%s,%u)-LARGE(%s,%u)", cells, k, cells, k);
	return arena_printf(p->arena, "(SUM(%s)%s)/%zu", cells, drop.data,
			    count - 2 * (size_t)scheme->trim);
}

static const char *rounded(struct leaf *p, const char *x)
{
	static const char *const TENS[] = { "1", "10", "100", "1000", "10000" };
	const char *ten = TENS[p->input->scheme->decimals];

	return arena_printf(p->arena, "INT(ROUND((%s)*%s,8)+0.5)/%s", x, ten, ten);
}

static const char *jury_by_criterion(struct leaf *p, const struct member *m)
{
	size_t column = MARKS_COLUMN;
	struct buf ret;

	buf_init(&ret, p->arena);
	buf_char(&ret, '(');
	for (size_t c = 0; c < p->category->criterion_count; c++) {
		const struct criterion *criterion = &p->category->criteria[c];
		const char *value, *weight, *low, *high;

		if (criterion->kind != CRITERION_JURY)
			continue;
		weight = book_place(p->arena, HEAD + 1, column);
		low = book_place(p->arena, HEAD + 2, column);
		high = book_place(p->arena, HEAD + 3, column);
		value = arena_printf(p->arena, "100*(%s-'%s'!%s)/('%s'!%s-'%s'!%s)",
				     method_of(p, marks_range(p, m, column), m->valid),
				     p->marks_name, low, p->marks_name, high, p->marks_name, low);
		if (p->input->scheme->round == ROUND_CRITERION)
			value = rounded(p, value);
		buf_printf(&ret, "%s'%s'!%s*(%s)", ret.len > 1 ? "+" : "", p->marks_name, weight,
			   value);
		column++;
	}
	buf_printf(&ret, ")/SUM('%s'!%s)", p->marks_name,
		   range(p, HEAD + 1, MARKS_COLUMN, HEAD + 1, column - 1));
	return ret.data;
}

static const char *jury_formula(struct leaf *p, const struct member *m)
{
	size_t total = total_column(p);

	if (p->input->scheme->over == OVER_CRITERION)
		return jury_by_criterion(p, m);
	if (p->additive)
		return arena_printf(p->arena, "AVERAGE(%s)-AVERAGE(%s)", marks_range(p, m, total),
				    marks_range(p, m, total + 1));
	return method_of(p, marks_range(p, m, total), m->valid);
}

static void formula(struct leaf *p, size_t row, size_t column, const char *text, double value)
{
	if (strlen(text) < FORMULA_MAX)
		book_formula(p->book, row, column, arena_printf(p->arena, "=%s", text), value);
	else
		book_number(p->book, row, column, CELL_NUMBER, value);
}

/* Where the columns behind the data criteria stand. */
enum {
	COLUMN_JURY,
	COLUMN_DATA,
	COLUMN_FINAL,
	COLUMN_SCORE,
	COLUMN_OFFICIAL,
	COLUMN_PLACE,
	COLUMN_DECIDED
};

static void results_head(struct leaf *p)
{
	const char *const names[] = { leaf_say(p, "peringkat", "rank"), "nominee",
				      leaf_say(p, "nama", "name"),
				      leaf_say(p, "lembar sah", "valid sheets") };
	const char *const more[] = { "J",
				     "D",
				     "F",
				     leaf_say(p, "nilai (rumus)", "score (formula)"),
				     leaf_say(p, "nilai resmi", "official score"),
				     leaf_say(p, "urut menurut nilai", "place by score"),
				     leaf_say(p, "penentu", "decided by") };
	size_t column = RESULTS_COLUMN;

	for (size_t i = 0; i < COUNT(names); i++)
		book_text(p->book, HEAD, i, CELL_HEAD, names[i]);
	book_text(p->book, HEAD + 1, 0, CELL_NOTE, leaf_say(p, "bobot", "weight"));
	for (size_t c = 0; c < p->category->criterion_count; c++) {
		const struct criterion *criterion = &p->category->criteria[c];

		if (criterion->kind == CRITERION_JURY)
			continue;
		book_text(p->book, HEAD, column, CELL_HEAD, criterion->key);
		book_number(p->book, HEAD + 1, column++, CELL_PLAIN,
			    (double)criterion->weight_c / 100);
	}
	for (size_t i = 0; i < COUNT(more); i++)
		book_text(p->book, HEAD, column + i, CELL_HEAD, more[i]);
	book_width(p->book, 2, 36);
	book_freeze(p->book, HEAD + 1, 3);
}

static void scores_write(struct leaf *p, const struct member *m, const struct row *row, size_t at,
			 size_t column)
{
	struct arena *a = p->arena;
	double wj = (double)p->category->jury_weight_c / 100;
	double wd = (double)p->category->data_weight_c / 100;
	const char *jury = book_place(a, at, column + COLUMN_JURY);
	const char *data = book_place(a, at, column + COLUMN_DATA);
	const char *final = book_place(a, at, column + COLUMN_FINAL);
	const char *scores = range(p, FIRST, column + COLUMN_SCORE, FIRST + p->ranked - 1,
				   column + COLUMN_SCORE);

	if (row->has_jury)
		formula(p, at, column + COLUMN_JURY, jury_formula(p, m), ratio_double(row->jury));
	formula(p, at, column + COLUMN_FINAL,
		!row->has_data	 ? jury
		: !row->has_jury ? data
				 : arena_printf(a, "(%s*%s+%s*%s)/100", figure_text(a, wj, 2), jury,
						figure_text(a, wd, 2), data),
		ratio_double(row->final));
	formula(p, at, column + COLUMN_SCORE, rounded(p, final), ratio_double(row->published));
	book_number(p->book, at, column + COLUMN_OFFICIAL, CELL_NUMBER,
		    ratio_double(row->published));
	formula(p, at, column + COLUMN_PLACE,
		arena_printf(a, "SUMPRODUCT(--(%s>%s+0.000001))+1", scores,
			     book_place(a, at, column + COLUMN_SCORE)),
		(double)m->place);
	book_text(p->book, at, column + COLUMN_DECIDED, CELL_PLAIN, row->decided_by);
}

static void result_write(struct leaf *p, const struct member *m, const struct row *row, size_t at)
{
	const struct nominee *nominee = &p->input->nominees[m->nominee];
	size_t column = RESULTS_COLUMN, first = RESULTS_COLUMN;

	if (row->status == STANDING_RANKED)
		book_number(p->book, at, 0, CELL_PLAIN, row->rank);
	else
		book_text(p->book, at, 0, CELL_PLAIN, standing_text(row->status));
	book_text(p->book, at, 1, CELL_PLAIN, nominee->key);
	book_text(p->book, at, 2, CELL_PLAIN, nominee->name);
	book_number(p->book, at, 3, CELL_PLAIN, (double)row->sheets);
	for (size_t c = 0; c < p->category->criterion_count; c++)
		if (p->category->criteria[c].kind != CRITERION_JURY)
			book_number(p->book, at, column++, CELL_NUMBER,
				    ratio_double(m->detail.criteria[c].value));
	if (row->has_data)
		formula(p, at, column + COLUMN_DATA,
			arena_printf(p->arena, "SUMPRODUCT(%s,%s)/SUM(%s)",
				     range(p, HEAD + 1, first, HEAD + 1, column - 1),
				     range(p, at, first, at, column - 1),
				     range(p, HEAD + 1, first, HEAD + 1, column - 1)),
			ratio_double(row->data));
	if (row->status == STANDING_RANKED)
		scores_write(p, m, row, at, column);
}

static void results_write(struct leaf *p)
{
	const struct ranking *official = p->report->official;

	leaf_begin(p, p->results_name,
		   leaf_say(p,
			    "J, D, F dan nilai dihitung ulang dengan rumus; peringkat dengan nilai "
			    "yang sama diputuskan oleh langkah penentu.",
			    "J, D, F and the score are recomputed by formula; equal scores are "
			    "settled by the tie-break."));
	results_head(p);
	if (official->error.text[LANG_ID])
		book_text(p->book, FIRST, 0, CELL_PLAIN, words_in(&official->error, p->lang));
	for (size_t i = 0; i < official->count; i++) {
		struct member *m = &p->members[i];

		m->place = 1;
		for (size_t k = 0; k < official->ranked_count; k++)
			m->place += official->rows[i].status == STANDING_RANKED &&
				    ratio_cmp(official->rows[k].published,
					      official->rows[i].published) > 0;
		result_write(p, m, &official->rows[i], FIRST + i);
	}
}

/* ---- All ---- */

static void members_find(struct leaf *p)
{
	struct complaints complaints; /* told already, by the tally */
	const struct ranking *official = p->report->official;

	complaints_init(&complaints, p->arena);
	p->member_count = p->report->member_count;
	p->members = NEW(p->arena, struct member, p->member_count);
	p->ranked = official->ranked_count;
	for (size_t i = 0; i < p->member_count; i++) {
		p->members[i].nominee =
			i < official->count ? official->rows[i].nominee : p->report->members[i];
		if (!tally_detail(p->input, p->members[i].nominee, p->arena, &p->members[i].detail,
				  &complaints))
			continue;
	}
}

static void category_write(struct leaf *p, size_t number)
{
	p->marks_name = arena_printf(p->arena, "%zu %.18s %s", number, p->category->key,
				     leaf_say(p, "nilai", "marks"));
	p->results_name = arena_printf(p->arena, "%zu %.18s %s", number, p->category->key,
				       leaf_say(p, "hasil", "results"));
	p->jurors_name = arena_printf(p->arena, "%zu %.18s %s", number, p->category->key,
				      leaf_say(p, "juri", "jurors"));
	members_find(p);
	marks_write(p);
	results_write(p);
	report_book_jurors(p);
}

bool report_book(const struct tally_input *input, const struct report *report,
		 const char *const *jurors, enum lang lang, const char *path, int64_t made_at,
		 struct err *err)
{
	struct arena arena = { 0 };
	struct leaf p = { .input = input, .jurors = jurors, .lang = lang, .arena = &arena };
	bool good;

	p.book = book_new(path, words_in(&input->scheme->title, lang), made_at, &arena);
	for (size_t i = 0; i < report->category_count; i++) {
		p.report = &report->categories[i];
		p.category = &input->scheme->categories[p.report->category];
		p.additive = input->scheme->method == METHOD_ADDITIVE;
		category_write(&p, i + 1);
	}
	good = book_close(p.book, err);
	arena_release(&arena);
	if (!good)
		err_prefix(err, "%s", path);
	return good;
}
