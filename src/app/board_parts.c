/* What a report says, as parts of a page: figures with words, never a figure alone. */
#include <string.h>

#include "board.h"
#include "dossier.h"

static const char *figure_or_why(const struct board *b, const struct figure *figure,
				 unsigned places)
{
	return figure->known ? board_number(b, figure->value, places)
			     : words_in(&figure->why, b->req->lang);
}

/* ---- Agreement ---- */

static void agreement_row(const struct board *b, const char *name, const struct agreement *a,
			  struct val *rows)
{
	struct val *row = val_push_map(rows);

	val_put_text(row, "name", name);
	val_put_text(row, "w", figure_or_why(b, &a->kendall_w, 2));
	val_put_text(row, "strength", a->kendall_w.known ? board_strength(b, &a->kendall_w) : NULL);
	val_put_text(row, "icc_one", a->icc_2_1.known ? board_number(b, a->icc_2_1.value, 2) : "–");
	val_put_text(row, "icc_all", a->icc_2_k.known ? board_number(b, a->icc_2_k.value, 2) : "–");
	val_put_text(row, "alpha",
		     a->alpha_interval.known ? board_number(b, a->alpha_interval.value, 2) : "–");
}

void board_agreement_put(const struct board *b, const struct category_report *r, struct val *into)
{
	const struct category *category = &b->scheme->categories[r->category];
	struct val *rows = val_put_list(into, "agreement"), *facts = val_map(b->req->arena);

	agreement_row(b, word(b->req, "board.totals"), &r->agreement, rows);
	for (size_t i = 0; i < r->jury_count; i++)
		agreement_row(b,
			      words_in(&category->criteria[r->jury_criteria[i]].name, b->req->lang),
			      &r->by_criterion[i], rows);
	val_put_text(facts, "jurors", arena_printf(b->req->arena, "%zu", r->agreement.jurors));
	val_put_text(facts, "complete", arena_printf(b->req->arena, "%zu", r->agreement.complete));
	val_put_text(facts, "strength", board_strength(b, &r->agreement.kendall_w));
	val_put_text(into, "agreement_words",
		     words_fill(service_templates(service_of(b->req)), b->req->lang,
				r->agreement.kendall_w.known ? "board.agreement_words"
							     : "board.agreement_none",
				facts, b->req->arena));
	val_put_bool(into, "has_agreement", r->jury_count > 0);
}

/* ---- Methods side by side ---- */

void board_sides_put(const struct board *b, const struct category_report *r, struct val *into)
{
	struct val *heads = val_put_list(into, "side_heads"), *rows = val_put_list(into, "sides");

	for (unsigned s = 0; s < SIDE_COUNT; s++)
		val_put_text(val_push_map(heads), "name",
			     word(b->req, arena_printf(b->req->arena, "board.side.%s",
						       side_text((enum side)s))));
	for (size_t i = 0; i < r->official->ranked_count; i++) {
		const struct row *official = &r->official->rows[i];
		struct val *row = val_push_map(rows), *cells = val_put_list(row, "cells");
		size_t m = 0;

		while (m < r->member_count && r->members[m] != official->nominee)
			m++;
		val_put_text(row, "name", board_nominee(b, official->nominee));
		val_put_text(row, "rank", arena_printf(b->req->arena, "%u", official->rank));
		for (unsigned s = 0; s < SIDE_COUNT; s++) {
			const unsigned *ranks = r->sides[s].ranks;
			unsigned rank = ranks && m < r->member_count ? ranks[m] : 0;
			struct val *cell = val_push_map(cells);

			val_put_text(cell, "label", val_get_text(val_at(heads, s), "name"));
			val_put_text(cell, "rank",
				     rank ? arena_printf(b->req->arena, "%u", rank) : "–");
			val_put_bool(cell, "other", rank && rank != official->rank);
		}
	}
	val_put_bool(into, "has_sides", val_count(rows) > 0);
}

/* ---- Runs that end otherwise ---- */

static const char *winners_of(const struct board *b, const struct outcome *outcome)
{
	struct buf names;

	buf_init(&names, b->req->arena);
	for (size_t i = 0; i < outcome->count; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", board_nominee(b, outcome->winners[i]));
	return names.data ? names.data : "–";
}

static void change_put(const struct board *b, const char *key, const char *what, const char *more,
		       const struct outcome *outcome, struct val *list)
{
	struct val *row, *facts = val_map(b->req->arena);

	if (!outcome->known || !outcome->changed)
		return;
	row = val_push_map(list);
	val_put_text(facts, "what", what);
	val_put_text(facts, "more", more);
	val_put_text(row, "what",
		     words_fill(service_templates(service_of(b->req)), b->req->lang, key, facts,
				b->req->arena));
	val_put_text(row, "winners", winners_of(b, outcome));
}

void board_changes_put(const struct board *b, const struct category_report *r, struct val *into)
{
	const struct criterion *criteria = b->scheme->categories[r->category].criteria;
	struct val *list = val_put_list(into, "changes");

	for (size_t i = 0; i < r->one_out.count; i++)
		change_put(b, "board.without_juror", board_juror(b, r->one_out.items[i].jurors[0]),
			   "", &r->one_out.items[i].outcome, list);
	for (size_t i = 0; i < r->two_out.cases.count; i++)
		change_put(b, "board.without_jurors",
			   board_juror(b, r->two_out.cases.items[i].jurors[0]),
			   board_juror(b, r->two_out.cases.items[i].jurors[1]),
			   &r->two_out.cases.items[i].outcome, list);
	for (size_t i = 0; i < r->criterion_out.count; i++)
		change_put(
			b, "board.without_criterion",
			words_in(&criteria[r->criterion_out.items[i].criterion].name, b->req->lang),
			"", &r->criterion_out.items[i].outcome, list);
	for (size_t i = 0; i < r->shaken.count; i++)
		change_put(b, "board.weight",
			   words_in(&criteria[r->shaken.items[i].criterion].name, b->req->lang),
			   arena_printf(b->req->arena, "%s%d",
					r->shaken.items[i].percent < 0 ? "−" : "+",
					r->shaken.items[i].percent < 0
						? -r->shaken.items[i].percent
						: r->shaken.items[i].percent),
			   &r->shaken.items[i].outcome, list);
	val_put_bool(into, "has_changes", val_count(list) > 0);
}

/* ---- Smallest change ---- */

static const char *value_words(const struct board *b, const char *value)
{
	bool number = *value && strspn(value, "-0123456789.") == strlen(value);

	return number ? show_decimal(b->req->arena, value, b->req->lang) : value;
}

static const char *flip_words(const struct board *b, const struct category_report *r,
			      const struct flip *f)
{
	const struct criterion *criterion =
		&b->scheme->categories[r->category].criteria[f->criterion];
	struct val *facts = val_map(b->req->arena);

	if (f->kind == FLIP_NONE)
		return words_in(&f->why, b->req->lang);
	if (board_closed(b, f->nominee))
		return word(b->req, "board.flip_closed");
	val_put_text(facts, "nominee", board_nominee(b, f->nominee));
	val_put_text(facts, "criterion", words_in(&criterion->name, b->req->lang));
	val_put_text(facts, "from", value_words(b, f->from));
	val_put_text(facts, "to", value_words(b, f->to));
	val_put_text(facts, "whose",
		     f->kind == FLIP_MARK ? board_juror(b, f->juror)
					  : evidence_label(b->req->arena, f->evidence));
	return words_fill(service_templates(service_of(b->req)), b->req->lang,
			  f->kind == FLIP_MARK ? "board.flip_mark" : "board.flip_evidence", facts,
			  b->req->arena);
}

void board_flips_put(const struct board *b, const struct category_report *r, struct val *into)
{
	struct val *list = val_put_list(into, "flips");

	for (size_t i = 0; i < r->flip_count; i++) {
		const struct flip *f = &r->flips[i];
		struct val *row = val_push_map(list);

		val_put_text(row, "upper", board_nominee(b, f->upper));
		val_put_text(row, "lower", board_nominee(b, f->lower));
		val_put_text(row, "text", flip_words(b, r, f));
	}
	val_put_bool(into, "has_flips", val_count(list) > 0);
}

/* ---- Warnings ---- */

/* The same of one juror on many nominees is one warning. */
static void warning_put(const struct board *b, const struct warning *w, bool own,
			struct val *groups)
{
	bool of_juror = w->juror != WARNING_OF_NONE;
	const char *key = arena_printf(b->req->arena, "%s %zu", warning_code(w->kind),
				       of_juror ? w->juror : val_count(groups));
	struct val *row = of_juror ? val_find(groups, key) : NULL;
	const char *name = w->nominee == WARNING_OF_NONE ? NULL : board_nominee(b, w->nominee);

	if (row && name) {
		val_put_text(val_push_map(val_find(row, "others")), "name", name);
		val_put_bool(row, "many", true);
		val_put_text(row, "n",
			     show_count(b->req->arena, (int64_t)val_count(val_get(row, "others")),
					b->req->lang));
		return;
	}
	row = val_put_map(groups, key);
	val_put_text(row, "juror", !of_juror || own ? NULL : board_juror(b, w->juror));
	val_put_text(row, "nominee", name);
	val_put_text(row, "seen", as_sentence(b->req->arena, words_in(&w->seen, b->req->lang)));
	val_put_text(row, "advice",
		     own ? word(b->req, "board.own_advice") : words_in(&w->advice, b->req->lang));
	(void)val_put_list(row, "others");
	val_put_bool(row, "many", false);
	val_put_text(row, "n", NULL);
}

void board_warnings_put(const struct board *b, const struct category_report *r, size_t juror,
			struct val *into)
{
	struct val *list = val_put_list(into, "warnings"), *groups = val_map(b->req->arena);

	for (size_t i = 0; i < r->warning_count; i++) {
		const struct warning *w = &r->warnings[i];

		if ((juror == WARNING_OF_NONE || w->juror == juror) &&
		    (w->nominee == WARNING_OF_NONE || !board_closed(b, w->nominee)))
			warning_put(b, w, juror != WARNING_OF_NONE, groups);
	}
	for (size_t i = 0; i < val_count(groups); i++)
		(void)val_push(list, val_find(groups, val_key_at(groups, i)));
	val_put_bool(into, "has_warnings", val_count(list) > 0);
}
