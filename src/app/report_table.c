/* A report for a terminal: one block per category, what matters to a jury first. */
#include <string.h>

#include "app/app.h"
#include "view/view.h"

#define COLUMNS_MAX 8

struct table {
	struct buf *out;
	struct arena arena;
	const struct tally_input *input;
	const struct category *category;
	const struct category_report *report;
	enum lang lang;
};

static const char *number(struct table *t, double value, unsigned places)
{
	char *ret = arena_printf(&t->arena, "%.*f", (int)places, value);
	char *point = strchr(ret, '.');

	if (point && t->lang == LANG_ID)
		*point = ',';
	return ret;
}

/* Why there are dashes, each reason once. */
struct notes {
	const char *whys[4];
	size_t count;
};

static const char *figure(struct table *t, const struct figure *figure, unsigned places,
			  struct notes *notes)
{
	const char *why = words_in(&figure->why, t->lang);
	size_t at = 0;

	if (figure->known)
		return number(t, figure->value, places);
	while (at < notes->count && !text_equal(notes->whys[at], why))
		at++;
	if (at == notes->count && notes->count < COUNT(notes->whys))
		notes->whys[notes->count++] = why;
	return "–";
}

static void notes_write(struct table *t, const struct notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		buf_printf(t->out, "    – = %s\n", notes->whys[i]);
}

static const char *say(const struct table *t, const char *id, const char *en)
{
	return t->lang == LANG_EN ? en : id;
}

static const char *name_of(const struct table *t, size_t nominee)
{
	return t->input->nominees[nominee].name;
}

/* ---- Cells in columns, the first to the left, the others to the right ---- */

static size_t width_of(const char *text)
{
	size_t ret = 0;

	for (; *text; text++)
		ret += (*text & 0xC0) != 0x80;
	return ret;
}

static void rows_write(struct table *t, const char **cells, size_t rows, size_t columns)
{
	size_t widths[COLUMNS_MAX] = { 0 };

	for (size_t at = 0; at < rows * columns; at++)
		if (width_of(cells[at]) > widths[at % columns])
			widths[at % columns] = width_of(cells[at]);
	for (size_t at = 0; at < rows * columns; at++) {
		size_t column = at % columns, pad = widths[column] - width_of(cells[at]);

		buf_puts(t->out, column ? "  " : "    ");
		for (size_t i = 0; column && i < pad; i++)
			buf_char(t->out, ' ');
		buf_puts(t->out, cells[at]);
		for (size_t i = 0; !column && i < pad; i++)
			buf_char(t->out, ' ');
		if (column + 1 == columns)
			buf_char(t->out, '\n');
	}
}

/* ---- Parts of a category ---- */

static void agreements(struct table *t)
{
	const struct category_report *r = t->report;
	size_t rows = r->jury_count + 2, columns = 8;
	const char **cells = NEW(&t->arena, const char *, rows *columns);
	static const char *const HEAD[] = { "",		"W",	    "χ²",     "ICC(2,1)",
					    "ICC(2,k)", "ICC(3,k)", "α int.", "α ord." };
	struct notes notes = { 0 };

	for (size_t i = 0; i < columns; i++)
		cells[i] = HEAD[i];
	for (size_t row = 1; row < rows; row++) {
		const struct agreement *a = row == 1 ? &r->agreement : &r->by_criterion[row - 2];
		const char **at = &cells[row * columns];

		at[0] = row == 1 ? say(t, "jumlah nilai juri", "juror totals")
				 : t->category->criteria[r->jury_criteria[row - 2]].key;
		at[1] = figure(t, &a->kendall_w, 3, &notes);
		at[2] = figure(t, &a->chi_square, 2, &notes);
		at[3] = figure(t, &a->icc_2_1, 3, &notes);
		at[4] = figure(t, &a->icc_2_k, 3, &notes);
		at[5] = figure(t, &a->icc_3_k, 3, &notes);
		at[6] = figure(t, &a->alpha_interval, 3, &notes);
		at[7] = figure(t, &a->alpha_ordinal, 3, &notes);
	}
	buf_printf(t->out, "  %s: %zu %s, %zu %s\n", say(t, "Kesepakatan", "Agreement"),
		   r->agreement.jurors, say(t, "juri", "jurors"), r->agreement.complete,
		   say(t, "nominee dinilai semuanya", "nominees judged by all"));
	rows_write(t, cells, rows, columns);
	notes_write(t, &notes);
}

static void jurors(struct table *t)
{
	const struct category_report *r = t->report;
	size_t columns = 7;
	const char **cells = NEW(&t->arena, const char *, (r->juror_count + 1) * columns);
	const char *head[] = { say(t, "Juri", "Juror"),	     say(t, "Lembar", "Sheets"),
			       say(t, "Rerata", "Mean"),     say(t, "Simpangan", "SD"),
			       say(t, "Pengaruh", "Effect"), "Spearman",
			       say(t, "Ujung", "Ends") };
	struct notes notes = { 0 };

	if (!r->juror_count)
		return;
	memcpy(cells, head, sizeof(head));
	for (size_t i = 0; i < r->juror_count; i++) {
		const struct juror_figures *f = &r->jurors[i];
		const char **at = &cells[(i + 1) * columns];

		at[0] = t->input->jurors[f->juror];
		at[1] = arena_printf(&t->arena, "%zu", f->sheets);
		at[2] = figure(t, &f->mean, 2, &notes);
		at[3] = figure(t, &f->sd, 2, &notes);
		at[4] = figure(t, &f->severity, 2, &notes);
		at[5] = figure(t, &f->spearman, 2, &notes);
		at[6] = arena_printf(&t->arena, "%zu", f->extremes);
	}
	rows_write(t, cells, r->juror_count + 1, columns);
	notes_write(t, &notes);
}

static void spans(struct table *t)
{
	const struct category_report *r = t->report;
	size_t columns = 6, rows = r->official->count + 1;
	const char **cells = NEW(&t->arena, const char *, rows *columns);
	const char *head[] = { "Nominee", say(t, "Resmi", "Official"), say(t, "Terbaik", "Best"),
			       "Median",  say(t, "Terburuk", "Worst"), say(t, "Juara 1", "First") };

	if (!r->official->count)
		return;
	memcpy(cells, head, sizeof(head));
	for (size_t row = 1; row < rows; row++) {
		const struct row *official = &r->official->rows[row - 1];
		const char **at = &cells[row * columns];
		const struct span *span = NULL;

		for (size_t i = 0; i < r->member_count; i++)
			if (r->members[i] == official->nominee)
				span = &r->spans[i];
		at[0] = name_of(t, official->nominee);
		at[1] = official->status == STANDING_RANKED
				? arena_printf(&t->arena, "%u", official->rank)
				: "–";
		at[2] = at[3] = at[4] = at[5] = "–";
		if (!span || !span->ranked)
			continue;
		at[2] = arena_printf(&t->arena, "%u", span->rank_min);
		at[3] = number(t, span->rank_median, 1);
		at[4] = arena_printf(&t->arena, "%u", span->rank_max);
		at[5] = arena_printf(&t->arena, "%s %%", number(t, 100 * span->share_winner, 1));
	}
	rows_write(t, cells, rows, columns);
}

static void winners(struct table *t, const struct outcome *outcome)
{
	if (!outcome->known)
		buf_puts(t->out, words_in(&outcome->why, t->lang));
	for (size_t i = 0; i < outcome->count; i++)
		buf_printf(t->out, "%s%s", i ? "; " : "", name_of(t, outcome->winners[i]));
	buf_char(t->out, '\n');
}

/* Only the runs that end otherwise; the sentence has counted the rest. */
static void changes(struct table *t)
{
	const struct rerun_list *const lists[] = { &t->report->one_out, &t->report->two_out.cases,
						   &t->report->criterion_out, &t->report->shaken };

	for (size_t l = 0; l < COUNT(lists); l++)
		for (size_t i = 0; i < lists[l]->count; i++) {
			const struct rerun *run = &lists[l]->items[i];

			if (!run->outcome.known || !run->outcome.changed)
				continue;
			buf_puts(t->out, "    ");
			if (l < 2)
				buf_printf(t->out, "%s %s", say(t, "tanpa", "without"),
					   t->input->jurors[run->jurors[0]]);
			else
				buf_printf(t->out, "%s %s",
					   l == 2 ? say(t, "tanpa", "without")
						  : say(t, "bobot", "weight of"),
					   t->category->criteria[run->criterion].key);
			if (l == 1)
				buf_printf(t->out, " %s %s", say(t, "dan", "and"),
					   t->input->jurors[run->jurors[1]]);
			if (l == 3)
				buf_printf(t->out, " %+d %%", run->percent);
			buf_puts(t->out, ": ");
			winners(t, &run->outcome);
		}
	for (int side = 0; side < SIDE_COUNT; side++) {
		buf_printf(t->out, "    %s: ", side_text((enum side)side));
		winners(t, &t->report->sides[side].outcome);
	}
}

/* A number as people write it; a word stays. */
static const char *amount(struct table *t, const char *text)
{
	return strspn(text, "-0123456789.") == strlen(text) ? show_decimal(&t->arena, text, t->lang)
							    : text;
}

static void flips(struct table *t)
{
	for (size_t i = 0; i < t->report->flip_count; i++) {
		const struct flip *f = &t->report->flips[i];

		buf_printf(t->out, "  %s %s %s %s: ", say(t, "Menukar", "To swap"),
			   name_of(t, f->upper), say(t, "dan", "and"), name_of(t, f->lower));
		if (f->kind == FLIP_NONE)
			buf_puts(t->out, words_in(&f->why, t->lang));
		else
			buf_printf(t->out, "%s, %s%s%s: %s → %s", name_of(t, f->nominee),
				   f->kind == FLIP_MARK ? t->input->jurors[f->juror] : f->evidence,
				   f->kind == FLIP_MARK ? " " : "",
				   f->kind == FLIP_MARK ? t->category->criteria[f->criterion].key
							: "",
				   amount(t, f->from), amount(t, f->to));
		buf_char(t->out, '\n');
	}
}

static void warnings(struct table *t)
{
	for (size_t i = 0; i < t->report->warning_count; i++) {
		const struct warning *w = &t->report->warnings[i];

		buf_printf(t->out, "  ! %s%s%s: %s. %s\n",
			   w->juror == WARNING_OF_NONE ? "" : t->input->jurors[w->juror],
			   w->juror != WARNING_OF_NONE && w->nominee != WARNING_OF_NONE ? ", " : "",
			   w->nominee == WARNING_OF_NONE ? "" : name_of(t, w->nominee),
			   words_in(&w->seen, t->lang), words_in(&w->advice, t->lang));
	}
}

static void category(struct table *t)
{
	const struct category_report *r = t->report;

	buf_printf(t->out, "%s (%s)\n", words_in(&t->category->name, t->lang), t->category->key);
	if (!r->member_count) {
		buf_printf(t->out, "  %s\n\n", say(t, "(tidak ada nominee)", "(no nominees)"));
		return;
	}
	if (r->official->error.text[LANG_ID])
		buf_printf(t->out, "  %s\n", words_in(&r->official->error, t->lang));
	else
		buf_printf(t->out, "  %s\n", words_in(&r->sentence, t->lang));
	agreements(t);
	jurors(t);
	spans(t);
	if (!r->official->error.text[LANG_ID]) {
		changes(t);
		flips(t);
	}
	warnings(t);
	buf_char(t->out, '\n');
	arena_reset(&t->arena);
}

void report_table(const struct tally_input *input, const struct report *report, enum lang lang,
		  struct buf *ret)
{
	struct table t = { .out = ret, .input = input, .lang = lang };

	buf_printf(ret, "%s%s\n\n", words_in(&input->scheme->title, lang),
		   input->scheme->sample ? " – CONTOH" : "");
	for (size_t i = 0; i < report->category_count; i++) {
		t.report = &report->categories[i];
		t.category = &input->scheme->categories[t.report->category];
		category(&t);
	}
	arena_release(&t.arena);
}
