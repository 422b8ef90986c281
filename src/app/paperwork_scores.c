/* The recapitulation of a category, and what each juror gave: the papers full of figures. */
#include <stdlib.h>
#include <string.h>

#include "paperwork.h"
#include "paperwork_result.h"

#define VALUE_PLACES 2
#define COLUMNS 10 /* of criteria, beside name, total and state on a page */

/* ---- Recapitulation ---- */

/* Codes of the criteria as heads of narrow columns, and what they mean below the table. `part` of
 * the jury's alone; NULL: all. */
static void criteria_put(const struct paperwork *p, const struct category *category,
			 const struct paperwork_part *part, struct val *into)
{
	struct val *heads = val_put_list(into, "criteria");

	for (size_t c = 0, judged = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		struct val *head;

		if (part && !paperwork_part_has(part, criterion, &judged))
			continue;
		head = val_push_map(heads);
		val_put_text(head, "code", criterion->key);
		val_put_text(head, "name", words_in(&criterion->name, p->lang));
		val_put_text(head, "aspect",
			     words_in(&category->aspects[criterion->aspect].name, p->lang));
		val_put_text(head, "weight", paperwork_c(p, criterion->weight_c));
		val_put_text(head, "of",
			     paperwork_word(p, criterion->kind == CRITERION_JURY
						       ? "ranking.of_jury"
						       : "ranking.of_data"));
		val_put_text(head, "scale",
			     criterion->kind != CRITERION_JURY
				     ? NULL
				     : arena_printf(p->arena, "%s–%s",
						    paperwork_c(p, criterion->min_c),
						    paperwork_c(p, criterion->max_c)));
		val_put_text(head, "step", paperwork_c(p, criterion->step_c));
	}
}

static void number_put(struct val *map, const char *key, struct arena *arena, struct ratio x)
{
	(void)val_put(map, key, val_number(arena, ratio_decimal(arena, x, 4, '.')));
}

/* The lowest and the highest total of a juror, for the chart; nulls without one. */
static void totals_put(const struct paperwork *p, const struct detail *detail, struct val *item)
{
	const struct ratio *low = NULL, *high = NULL;

	for (size_t j = 0; j < p->bundle->input.juror_count; j++) {
		const struct ratio *total = &detail->totals[j];

		if (!detail->valid[j])
			continue;
		if (!low || ratio_cmp(*total, *low) < 0)
			low = total;
		if (!high || ratio_cmp(*total, *high) > 0)
			high = total;
	}
	val_put_text(item, "low", NULL);
	val_put_text(item, "high", NULL);
	val_put_text(item, "span", "–");
	if (!low)
		return;
	number_put(item, "low", p->arena, *low);
	number_put(item, "high", p->arena, *high);
	val_put_text(item, "span",
		     arena_printf(p->arena, "%s–%s", paperwork_decimal(p, *low, VALUE_PLACES),
				  paperwork_decimal(p, *high, VALUE_PLACES)));
}

static void values_put(const struct paperwork *p, const struct category *category,
		       const struct detail *detail, bool closed, struct val *item)
{
	struct val *cells = val_put_list(item, "cells");

	for (size_t c = 0; c < category->criterion_count; c++) {
		const struct criterion_value *value = &detail->criteria[c];

		val_put_text(val_push_map(cells), "value",
			     closed || !value->known
				     ? "–"
				     : paperwork_decimal(p, value->value, VALUE_PLACES));
	}
}

static bool row_put(const struct paperwork *p, const struct category *category,
		    const struct row *row, struct val *rows, struct val *chart, struct err *err)
{
	const struct nominee *nominee = &p->bundle->input.nominees[row->nominee];
	unsigned places = p->bundle->input.scheme->decimals;
	bool closed = paperwork_closed(p, nominee->key), ranked = row->status == STANDING_RANKED;
	struct val *item = val_push_map(rows);
	struct complaints ignored;
	struct detail detail;

	complaints_init(&ignored, p->arena);
	if (!tally_detail(&p->bundle->input, row->nominee, p->arena, &detail, &ignored))
		return FAIL(err, ERR_IO, "rekapitulasi tidak dapat dihitung",
			    "the recapitulation cannot be computed");
	val_put_text(item, "rank", ranked ? show_count(p->arena, row->rank, p->lang) : "–");
	val_put_text(item, "name", nominee->name);
	val_put_text(item, "score", ranked ? paperwork_decimal(p, row->published, places) : "–");
	val_put_text(item, "jury",
		     ranked && row->has_jury && !closed ? paperwork_decimal(p, row->jury, places)
							: "–");
	val_put_text(item, "data",
		     row->has_data && !closed ? paperwork_decimal(p, row->data, places) : "–");
	val_put_text(item, "sheets", show_count(p->arena, (int64_t)row->sheets, p->lang));
	val_put_text(item, "title", row->title ? words_in(row->title, p->lang) : NULL);
	val_put_bool(item, "winner", row->winner);
	val_put_text(item, "state",
		     closed   ? paperwork_word(p, "state.recused")
		     : ranked ? NULL
			      : paperwork_word(p, arena_printf(p->arena, "state.%s",
							       standing_text(row->status))));
	values_put(p, category, &detail, closed, item);
	if (!ranked)
		return true;
	item = val_push_map(chart);
	val_put_text(item, "name", nominee->name);
	val_put_text(item, "rank", show_count(p->arena, row->rank, p->lang));
	number_put(item, "value", p->arena, row->published);
	val_put_text(item, "note", paperwork_decimal(p, row->published, places));
	val_put_bool(item, "winner", row->winner);
	if (closed)
		detail.valid = NEW(p->arena, bool, p->bundle->input.juror_count + 1);
	totals_put(p, &detail, item);
	return true;
}

/* ---- Intervals of ranks: what the report says of the release, as on the pleno's board ---- */

static const struct span *span_of(const struct category_report *r, size_t nominee)
{
	for (size_t i = 0; r && i < r->member_count; i++)
		if (r->members[i] == nominee && r->spans[i].ranked)
			return &r->spans[i];
	return NULL;
}

static void double_put(const struct paperwork *p, struct val *item, const char *key, double x)
{
	(void)val_put(item, key, val_number(p->arena, arena_printf(p->arena, "%.1f", x)));
}

static const char *double_show(const struct paperwork *p, double x)
{
	return show_decimal(p->arena, arena_printf(p->arena, "%.1f", x), p->lang);
}

static void span_put(const struct paperwork *p, const struct row *row, const struct span *span,
		     struct val *rows)
{
	struct val *item = val_push_map(rows), *values = val_map(p->arena);

	val_put_text(item, "rank", show_count(p->arena, row->rank, p->lang));
	val_put_text(item, "name", result_name(p, row->nominee));
	double_put(p, item, "official", row->rank);
	double_put(p, item, "best", span->rank_min);
	double_put(p, item, "middle", span->rank_median);
	double_put(p, item, "worst", span->rank_max);
	val_put_text(values, "range",
		     span->rank_min == span->rank_max
			     ? arena_printf(p->arena, "%u", span->rank_min)
			     : arena_printf(p->arena, "%u–%u", span->rank_min, span->rank_max));
	val_put_text(values, "middle", double_show(p, span->rank_median));
	val_put_text(values, "share", double_show(p, 100 * span->share_winner));
	val_put_text(item, "note", paperwork_fill(p, "papers.recap_span", values));
}

static void spans_put(const struct paperwork *p, const struct category_report *r,
		      const struct ranking *list, struct val *page)
{
	struct val *rows = val_put_list(page, "ranks");

	for (size_t i = 0; i < list->ranked_count; i++) {
		const struct row *row = &list->rows[i];
		const struct span *span = span_of(r, row->nominee);

		if (span && !paperwork_closed(p, p->bundle->input.nominees[row->nominee].key))
			span_put(p, row, span, rows);
	}
	/* Each rank in the middle of its place. */
	double_put(p, page, "ranks_to", (double)(r ? r->member_count : 1) + 0.5);
}

static const struct category_report *report_of(const struct report *report, size_t category)
{
	for (size_t c = 0; c < report->category_count; c++)
		if (report->categories[c].category == category)
			return &report->categories[c];
	return NULL;
}

static bool recap_put(const struct paperwork *p, const struct report *report, size_t index,
		      struct val *pages, struct err *err)
{
	const struct scheme *scheme = p->bundle->input.scheme;
	const struct category *category = &scheme->categories[index];
	const struct ranking *list = &p->bundle->tally.categories[index];
	struct val *page = val_push_map(pages), *rows, *chart, *values = val_map(p->arena);

	val_put_text(page, "name", words_in(&list->name, p->lang));
	val_put_int(values, "winners", list->winners);
	val_put_int(values, "quorum", scheme->quorum);
	val_put_text(values, "jury", paperwork_c(p, category->jury_weight_c));
	val_put_text(values, "data", paperwork_c(p, category->data_weight_c));
	val_put_text(page, "rule", paperwork_fill(p, "papers.recap_rule", values));
	val_put_text(page, "error",
		     list->error.text[LANG_ID] ? words_in(&list->error, p->lang) : NULL);
	val_put_bool(page, "judged", category->jury_count > 0);
	criteria_put(p, category, NULL, page);
	rows = val_put_list(page, "rows");
	chart = val_put_list(page, "chart");
	for (size_t i = 0; i < list->count; i++)
		if (!row_put(p, category, &list->rows[i], rows, chart, err))
			return false;
	spans_put(p, report_of(report, index), list, page);
	return true;
}

static bool signers_put(struct paperwork *p, struct val *into, struct err *err)
{
	struct val *list = val_put_list(into, "signers"), *item;
	const char *chair, *secretariat;

	if (!paperwork_person(p, ROLE_CHAIR, &chair, err) ||
	    !paperwork_person(p, ROLE_SECRETARIAT, &secretariat, err))
		return false;
	item = val_push_map(list);
	val_put_text(item, "name", secretariat);
	val_put_text(item, "office", paperwork_word(p, "role.secretariat"));
	item = val_push_map(list);
	val_put_text(item, "name", chair);
	val_put_text(item, "office", paperwork_word(p, "papers.chair_of_panel"));
	return true;
}

bool recap_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	struct report_options options = { .skip = REPORT_RANDOM | REPORT_FLIPS, .only = item };
	struct complaints ignored;
	struct report report;

	if (!paperwork_bundle(p, err))
		return false;
	options.tally = &p->bundle->tally;
	complaints_init(&ignored, p->arena);
	/* A category that cannot be tallied says so in its ranking. */
	(void)!report_run(&p->bundle->input, &options, p->arena, &report, &ignored);
	for (size_t c = 0; c < p->bundle->tally.category_count; c++)
		if (item ? text_equal(p->bundle->tally.categories[c].key, item)
			 : p->bundle->tally.categories[c].count > 0)
			if (!recap_put(p, &report, c, pages, err))
				return false;
	val_put_text(into, "place", p->settings.minutes.place);
	val_put_text(into, "date", paperwork_day(p, p->settings.minutes.date));
	return signers_put(p, into, err);
}

/* ---- The marks of one juror ---- From the log of score events: the bundle has no names. */

static int64_t mark_of(const struct sheet_event *sheet, const char *criterion)
{
	for (size_t m = 0; m < sheet->mark_count; m++)
		if (text_equal(sheet->marks[m].criterion, criterion))
			return sheet->marks[m].mark_c;
	return MARK_NONE;
}

/* T of a submitted sheet, as rule 5 makes it. */
static const char *total_of(const struct paperwork *p, const struct category *category,
			    const struct sheet_event *sheet)
{
	struct sheet *marks = edition_sheet(category, sheet, p->arena);
	struct nominee nominee = { .key = sheet->nominee_key,
				   .category = (size_t)(category - p->scheme->categories),
				   .sheets = &marks,
				   .sheet_count = 1 };
	const char *juror = sheet->juror_key;
	struct tally_input input = { .scheme = p->scheme,
				     .nominees = &nominee,
				     .nominee_count = 1,
				     .jurors = &juror,
				     .juror_count = 1 };
	struct complaints ignored;
	struct detail detail;

	complaints_init(&ignored, p->arena);
	if (!tally_detail(&input, 0, p->arena, &detail, &ignored) || !detail.valid[0])
		return "–";
	return paperwork_decimal(p, detail.totals[0], 4);
}

/* "25-06-2025 10.12" */
static const char *short_time(const struct paperwork *p, int64_t at)
{
	struct civil day;

	time_civil(at, p->settings.zone_hours, &day);
	return arena_printf(p->arena, "%02d-%02d-%04d %02d%c%02d", day.day, day.month, day.year,
			    day.hour, p->lang == LANG_EN ? ':' : '.', day.minute);
}

static void sheet_put(const struct paperwork *p, const struct category *category,
		      const struct paperwork_part *part, size_t nominee, size_t juror,
		      struct val *rows)
{
	const struct sheet_event *sheet = edition_state_sheet(p->state, nominee, juror);
	const char *key = p->state->candidates[nominee].key;
	bool closed = paperwork_closed(p, key);
	bool counts = sheet && sheet->state == SHEET_SUBMITTED && !closed;
	struct val *row = val_push_map(rows), *cells = val_put_list(row, "cells");
	const char *state = closed  ? "recused"
			    : sheet ? sheet_state_text(sheet->state)
				    : sheet_state_text(SHEET_EMPTY);

	val_put_text(row, "name", p->state->candidates[nominee].name);
	val_put_text(row, "state",
		     counts ? NULL : paperwork_word(p, arena_printf(p->arena, "state.%s", state)));
	for (size_t c = 0, judged = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		int64_t mark_c;

		if (!paperwork_part_has(part, criterion, &judged))
			continue;
		mark_c = counts ? mark_of(sheet, criterion->key) : MARK_NONE;
		val_put_text(val_push_map(cells), "value",
			     mark_c == MARK_NONE ? "–" : paperwork_c(p, mark_c));
	}
	val_put_text(row, "total", counts ? total_of(p, category, sheet) : "–");
	val_put_text(row, "at", counts ? short_time(p, sheet->at) : NULL);
}

static void part_put(const struct paperwork *p, size_t index, const struct paperwork_part *part,
		     size_t juror, struct val *lists)
{
	const struct category *category = &p->scheme->categories[index];
	struct val *rows = val_list(p->arena), *list;

	for (size_t i = 0; i < p->state->candidate_count; i++) {
		enum sheet_state ignored;

		if (p->state->input.nominees[i].category == index &&
		    edition_state_pair(p->state, i, juror, &ignored))
			sheet_put(p, category, part, i, juror, rows);
	}
	if (!val_count(rows))
		return;
	list = val_push_map(lists);
	val_put_text(list, "name", paperwork_part_name(p, category, part));
	criteria_put(p, category, part, list);
	(void)val_put(list, "rows", rows);
}

static void category_put(const struct paperwork *p, size_t index, size_t juror, struct val *lists)
{
	struct paperwork_part part = { .columns = COLUMNS };

	while (paperwork_part_next(&p->scheme->categories[index], &part))
		part_put(p, index, &part, juror, lists);
}

bool sheets_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	const size_t *by_key;

	if (!paperwork_state(p, err))
		return false;
	by_key = edition_state_by_key(p->state, p->arena);
	for (size_t n = 0; n < p->state->juror_count; n++) {
		const struct juror *juror = &p->state->jurors[by_key[n]];
		struct val *lists, *page, *signer;

		if (item && !text_equal(juror->key, item))
			continue;
		lists = val_list(p->arena);
		for (size_t c = 0; c < p->scheme->category_count; c++)
			category_put(p, c, by_key[n], lists);
		if (!item && !val_count(lists))
			continue;
		page = val_push_map(pages);
		val_put_text(page, "name", juror->name);
		val_put_text(page, "element", *juror->element ? juror->element : NULL);
		(void)val_put(page, "lists", lists);
		signer = val_push_map(val_put_list(page, "signers"));
		val_put_text(signer, "name", juror->name);
		val_put_text(signer, "office",
			     paperwork_word(p, juror->chair ? "papers.chair_of_panel"
							    : "papers.member_of_panel"));
	}
	val_put_text(into, "place", p->settings.minutes.place);
	val_put_text(into, "date", paperwork_day(p, p->settings.minutes.date));
	return true;
}
