/* A report as CSV, one figure per line. */
#include <string.h>

#include "app/app.h"
#include "view/view.h"

struct text {
	struct buf *out;
	struct arena arena;
	const struct tally_input *input;
	const struct category *category;
	const struct category_report *report;
	enum lang lang;
};

static const char *nominee_of(const struct text *t, size_t nominee)
{
	return t->input->nominees[nominee].key;
}

static const char *criterion_of(const struct text *t, size_t criterion)
{
	return t->category->criteria[criterion].key;
}

static const char *juror_of(const struct text *t, size_t juror)
{
	return t->input->jurors[juror];
}

/* "belu ende" */
static const char *keys_of(struct text *t, const struct outcome *outcome)
{
	struct buf ret;

	buf_init(&ret, &t->arena);
	for (size_t i = 0; i < outcome->count; i++)
		buf_printf(&ret, "%s%s", i ? " " : "", nominee_of(t, outcome->winners[i]));
	return ret.data;
}

static const char *count_of(struct text *t, size_t n)
{
	return arena_printf(&t->arena, "%zu", n);
}

/* ---- CSV ---- */

struct line { /* NULL = empty */
	const char *section, *juror, *nominee, *criterion, *item, *value, *note;
};

static void write_line(struct text *t, struct line line)
{
	const char *const cells[] = { line.section, line.juror, line.nominee, line.criterion,
				      line.item };

	buf_puts(t->out, t->category->key);
	for (size_t i = 0; i < COUNT(cells); i++) {
		buf_char(t->out, ',');
		csv_write_text(t->out, cells[i] ? cells[i] : "");
	}
	buf_char(t->out, ',');
	if (line.value)
		csv_write_number(t->out, line.value);
	buf_char(t->out, ',');
	csv_write_text(t->out, line.note ? line.note : "");
	buf_puts(t->out, t->input->scheme->sample ? ",CONTOH\n" : "\n");
}

static void csv_figure(struct text *t, struct line line, const char *item,
		       const struct figure *figure)
{
	line.item = item;
	line.value = figure->known ? figure_text(&t->arena, figure->value, 12) : NULL;
	line.note = figure->known ? NULL : words_in(&figure->why, t->lang);
	write_line(t, line);
}

static void csv_agreement(struct text *t, struct line line, const struct agreement *a)
{
	csv_figure(t, line, "kendall_w", &a->kendall_w);
	csv_figure(t, line, "chi_square", &a->chi_square);
	csv_figure(t, line, "icc_2_1", &a->icc_2_1);
	csv_figure(t, line, "icc_2_k", &a->icc_2_k);
	csv_figure(t, line, "icc_3_k", &a->icc_3_k);
	csv_figure(t, line, "alpha_interval", &a->alpha_interval);
	csv_figure(t, line, "alpha_ordinal", &a->alpha_ordinal);
}

static void csv_jurors(struct text *t)
{
	for (size_t i = 0; i < t->report->juror_count; i++) {
		const struct juror_figures *f = &t->report->jurors[i];
		struct line line = { .section = "jurors", .juror = juror_of(t, f->juror) };

		line.item = "sheets";
		line.value = count_of(t, f->sheets);
		write_line(t, line);
		csv_figure(t, line, "mean", &f->mean);
		csv_figure(t, line, "sd", &f->sd);
		csv_figure(t, line, "severity", &f->severity);
		csv_figure(t, line, "spearman", &f->spearman);
		line.item = "extremes";
		line.value = count_of(t, f->extremes);
		write_line(t, line);
	}
}

/* value: 1 when rank 1 changed, 0 when it did not; note: who has it, or why nobody. */
static void csv_outcome(struct text *t, struct line line, const struct outcome *outcome)
{
	line.value = outcome->known && t->report->comparable ? outcome->changed ? "1" : "0" : NULL;
	line.note = outcome->known ? keys_of(t, outcome) : words_in(&outcome->why, t->lang);
	write_line(t, line);
}

static void csv_runs(struct text *t, const char *section, const struct rerun_list *list)
{
	bool by_juror = list == &t->report->one_out, by_two = list == &t->report->two_out.cases;

	for (size_t i = 0; i < list->count; i++) {
		const struct rerun *run = &list->items[i];
		struct line line = { .section = section };

		if (by_two)
			line.juror = arena_printf(&t->arena, "%s %s", juror_of(t, run->jurors[0]),
						  juror_of(t, run->jurors[1]));
		else if (by_juror)
			line.juror = juror_of(t, run->jurors[0]);
		else
			line.criterion = criterion_of(t, run->criterion);
		if (run->percent)
			line.item = arena_printf(&t->arena, "%d%%", run->percent);
		csv_outcome(t, line, &run->outcome);
	}
}

static void csv_changes(struct text *t, const char *section, size_t runs, size_t changed,
			const struct words *why)
{
	struct line line = { .section = section, .item = "runs", .value = count_of(t, runs) };

	line.note = why && why->text[LANG_ID] ? words_in(why, t->lang) : NULL;
	write_line(t, line);
	line.item = "changed";
	line.note = NULL;
	line.value = t->report->comparable ? count_of(t, changed) : NULL;
	write_line(t, line);
}

static void csv_flips(struct text *t)
{
	for (size_t i = 0; i < t->report->flip_count; i++) {
		const struct flip *f = &t->report->flips[i];
		struct line line = { .section = "flip" };

		line.item = arena_printf(&t->arena, "%s %s", nominee_of(t, f->upper),
					 nominee_of(t, f->lower));
		if (f->kind == FLIP_NONE) {
			line.note = words_in(&f->why, t->lang);
		} else {
			line.nominee = nominee_of(t, f->nominee);
			line.criterion = criterion_of(t, f->criterion);
			line.juror = f->kind == FLIP_MARK ? juror_of(t, f->juror) : NULL;
			line.note = arena_printf(&t->arena, "%s%s%s > %s",
						 f->kind == FLIP_MARK ? "" : f->evidence,
						 f->kind == FLIP_MARK ? "" : ": ", f->from, f->to);
		}
		write_line(t, line);
	}
}

static void csv_spans(struct text *t)
{
	for (size_t i = 0; i < t->report->member_count; i++) {
		const struct span *span = &t->report->spans[i];
		struct line line = { .section = "nominees",
				     .nominee = nominee_of(t, t->report->members[i]) };
		const double figures[] = { span->rank_min, span->rank_median, span->rank_max,
					   span->share_winner };
		static const char *const NAMES[] = { "rank_min", "rank_median", "rank_max",
						     "share_winner" };
		static const struct words NEVER = { { "tidak diperingkat", "not ranked" } };

		for (size_t k = 0; k < COUNT(NAMES); k++) {
			struct figure figure = { span->ranked > 0, figures[k], NEVER };

			csv_figure(t, line, NAMES[k], &figure);
		}
	}
}

static void csv_warnings(struct text *t)
{
	for (size_t i = 0; i < t->report->warning_count; i++) {
		const struct warning *w = &t->report->warnings[i];
		struct line line = { .section = "warnings", .item = warning_code(w->kind) };

		line.juror = w->juror == WARNING_OF_NONE ? NULL : juror_of(t, w->juror);
		line.nominee = w->nominee == WARNING_OF_NONE ? NULL : nominee_of(t, w->nominee);
		line.criterion =
			w->criterion == WARNING_OF_NONE ? NULL : criterion_of(t, w->criterion);
		line.note = arena_printf(&t->arena, "%s. %s", words_in(&w->seen, t->lang),
					 words_in(&w->advice, t->lang));
		write_line(t, line);
	}
}

static void csv_category(struct text *t)
{
	const struct category_report *r = t->report;

	if (r->official->error.text[LANG_ID])
		write_line(t, (struct line){ .section = "error",
					     .note = words_in(&r->official->error, t->lang) });
	csv_agreement(t, (struct line){ .section = "agreement" }, &r->agreement);
	for (size_t i = 0; i < r->jury_count; i++)
		csv_agreement(t,
			      (struct line){ .section = "agreement_by_criterion",
					     .criterion = criterion_of(t, r->jury_criteria[i]) },
			      &r->by_criterion[i]);
	csv_jurors(t);
	if (!r->official->error.text[LANG_ID]) {
		csv_runs(t, "leave_one_juror_out", &r->one_out);
		csv_changes(t, "leave_two_jurors_out", r->two_out.runs, r->two_out.changed,
			    &r->two_out.why);
		csv_runs(t, "leave_two_jurors_out", &r->two_out.cases);
		csv_changes(t, "five_of_nine", r->five.runs, r->five.changed, &r->five.why);
		csv_runs(t, "leave_one_criterion_out", &r->criterion_out);
		csv_runs(t, "weights_shaken", &r->shaken);
		csv_changes(t, "weights_random", r->random.known ? r->random.draws : 0,
			    r->random.changed, r->random.known ? NULL : &r->random.why);
		for (int side = 0; side < SIDE_COUNT; side++)
			csv_outcome(t,
				    (struct line){ .section = "methods",
						   .item = side_text((enum side)side) },
				    &r->sides[side].outcome);
		csv_flips(t);
	}
	csv_spans(t);
	csv_warnings(t);
	arena_reset(&t->arena);
}

void report_csv(const struct tally_input *input, const struct report *report, enum lang lang,
		struct buf *ret)
{
	struct text t = { .out = ret, .input = input, .lang = lang };

	buf_puts(ret, "category,section,juror,nominee,criterion,item,value,note");
	buf_puts(ret, input->scheme->sample ? ",sample\n" : "\n");
	for (size_t i = 0; i < report->category_count; i++) {
		t.report = &report->categories[i];
		t.category = &input->scheme->categories[t.report->category];
		csv_category(&t);
	}
	arena_release(&t.arena);
}
