/* The third sheet of a category's workbook: agreement, jurors, how sure the ranks are. */
#include "app/report_book.h"

static void put_figure(struct leaf *p, size_t row, size_t column, const struct figure *figure)
{
	if (figure->known)
		book_number(p->book, row, column, CELL_NUMBER, figure->value);
	else
		book_text(p->book, row, column, CELL_NOTE, words_in(&figure->why, p->lang));
}

static void agreement_write(struct leaf *p, size_t column, const char *name,
			    const struct agreement *a)
{
	const struct figure *const figures[] = { &a->kendall_w,	   &a->chi_square,
						 &a->icc_2_1,	   &a->icc_2_k,
						 &a->icc_3_k,	   &a->alpha_interval,
						 &a->alpha_ordinal };

	book_text(p->book, 3, column, CELL_HEAD, name);
	for (size_t i = 0; i < COUNT(figures); i++)
		put_figure(p, 4 + i, column, figures[i]);
}

static void agreements_write(struct leaf *p)
{
	static const char *const NAMES[] = { "Kendall W",
					     "χ²",
					     "ICC(2,1)",
					     "ICC(2,k)",
					     "ICC(3,k)",
					     "Krippendorff α interval",
					     "Krippendorff α ordinal" };

	for (size_t i = 0; i < COUNT(NAMES); i++)
		book_text(p->book, 4 + i, 0, CELL_PLAIN, NAMES[i]);
	agreement_write(p, 1, leaf_say(p, "jumlah nilai juri", "juror totals"),
			&p->report->agreement);
	for (size_t i = 0; i < p->report->jury_count; i++)
		agreement_write(p, 2 + i, p->category->criteria[p->report->jury_criteria[i]].key,
				&p->report->by_criterion[i]);
}

static void jurors_write(struct leaf *p)
{
	const char *const names[] = { leaf_say(p, "juri", "juror"),
				      leaf_say(p, "lembar", "sheets"),
				      leaf_say(p, "rerata", "mean"),
				      leaf_say(p, "simpangan", "sd"),
				      leaf_say(p, "pengaruh b", "effect b"),
				      "Spearman",
				      leaf_say(p, "di ujung skala", "at an end") };

	for (size_t i = 0; i < COUNT(names); i++)
		book_text(p->book, JURORS_ROW - 1, i, CELL_HEAD, names[i]);
	for (size_t i = 0; i < p->report->juror_count; i++) {
		const struct juror_figures *f = &p->report->jurors[i];
		size_t row = JURORS_ROW + i;

		book_text(p->book, row, 0, CELL_PLAIN, p->jurors[f->juror]);
		book_number(p->book, row, 1, CELL_PLAIN, (double)f->sheets);
		put_figure(p, row, 2, &f->mean);
		put_figure(p, row, 3, &f->sd);
		put_figure(p, row, JURORS_EFFECT, &f->severity);
		put_figure(p, row, 5, &f->spearman);
		book_number(p->book, row, 6, CELL_PLAIN, (double)f->extremes);
	}
}

static void spans_write(struct leaf *p)
{
	const char *const names[] = {
		leaf_say(p, "nama", "name"), leaf_say(p, "peringkat terbaik", "best rank"),
		"median", leaf_say(p, "terburuk", "worst"),
		leaf_say(p, "bagian sebagai peringkat 1", "share at rank 1")
	};
	size_t row = JURORS_ROW + p->report->juror_count + 2;

	if (p->report->sentence.text[LANG_ID])
		book_text(p->book, row++, 0, CELL_PLAIN, words_in(&p->report->sentence, p->lang));
	for (size_t i = 0; i < COUNT(names); i++)
		book_text(p->book, row, i, CELL_HEAD, names[i]);
	for (size_t i = 0; i < p->report->member_count; i++) {
		const struct span *span = &p->report->spans[i];

		if (!span->ranked)
			continue;
		row++;
		book_text(p->book, row, 0, CELL_PLAIN,
			  p->input->nominees[p->report->members[i]].name);
		book_number(p->book, row, 1, CELL_PLAIN, span->rank_min);
		book_number(p->book, row, 2, CELL_PLAIN, span->rank_median);
		book_number(p->book, row, 3, CELL_PLAIN, span->rank_max);
		book_number(p->book, row, 4, CELL_NUMBER, span->share_winner);
	}
}

void report_book_jurors(struct leaf *p)
{
	leaf_begin(
		p, p->jurors_name,
		leaf_say(p,
			 "Kesepakatan juri dan ketahanan peringkat; rumusnya ada di "
			 "docs/methods.md.",
			 "Agreement of the jurors and how sure the ranks are; the formulas stand "
			 "in docs/methods.md."));
	book_width(p->book, 0, 36);
	agreements_write(p);
	jurors_write(p);
	spans_write(p);
}
