/* Sheets to fill in by hand, printed while there still is a network: a page for each juror and
 * category, a row for each nominee. Each row is a sheet of its own and has a number, so that it can
 * be typed later (sheet_id in core.h). */
#include <string.h>

#include "paperwork.h"

#define COLUMNS 8 /* of criteria: a figure is written into each by hand */

static void criteria_put(const struct paperwork *p, const struct category *category,
			 const struct paperwork_part *part, struct val *page)
{
	struct val *list = val_put_list(page, "criteria");

	for (size_t c = 0, judged = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		struct val *item;

		if (!paperwork_part_has(part, criterion, &judged))
			continue;
		item = val_push_map(list);
		val_put_text(item, "code", criterion->key);
		val_put_text(item, "name", words_in(&criterion->name, p->lang));
		val_put_text(item, "weight", paperwork_c(p, criterion->weight_c));
		val_put_text(item, "scale",
			     arena_printf(p->arena, "%s–%s", paperwork_c(p, criterion->min_c),
					  paperwork_c(p, criterion->max_c)));
		val_put_text(item, "step", paperwork_c(p, criterion->step_c));
	}
}

static void row_put(const struct paperwork *p, const struct paperwork_part *part, size_t nominee,
		    size_t juror, struct val *rows)
{
	const struct sheet_id id = { p->state->jurors[juror].id, p->state->candidates[nominee].id,
				     p->edition.rule_number };
	struct val *row = val_push_map(rows), *cells = val_put_list(row, "cells");
	enum sheet_state state;

	(void)edition_state_pair(p->state, nominee, juror, &state);
	val_put_text(row, "name", p->state->candidates[nominee].name);
	val_put_text(row, "id", state == SHEET_RECUSED ? "–" : sheet_id_format(p->arena, &id));
	for (size_t k = part->from; k < part->to; k++)
		val_put_text(val_push_map(cells), "value", state == SHEET_RECUSED ? "–" : " ");
	val_put_text(row, "note",
		     state == SHEET_RECUSED ? paperwork_word(p, "state.recused") : " ");
}

static void page_put(const struct paperwork *p, size_t index, const struct paperwork_part *part,
		     size_t juror, struct val *pages)
{
	const struct category *category = &p->scheme->categories[index];
	const struct juror *who = &p->state->jurors[juror];
	struct val *rows = val_list(p->arena), *page, *signer;

	for (size_t i = 0; i < p->state->candidate_count; i++)
		if (p->state->input.nominees[i].category == index &&
		    edition_state_owes(p->state, i, juror))
			row_put(p, part, i, juror, rows);
	if (!val_count(rows))
		return;
	page = val_push_map(pages);
	val_put_text(page, "juror", who->name);
	val_put_text(page, "element", *who->element ? who->element : NULL);
	val_put_text(page, "category", paperwork_part_name(p, category, part));
	criteria_put(p, category, part, page);
	(void)val_put(page, "rows", rows);
	signer = val_push_map(val_put_list(page, "signers"));
	val_put_text(signer, "name", who->name);
	val_put_text(
		signer, "office",
		paperwork_word(p, who->chair ? "papers.chair_of_panel" : "papers.member_of_panel"));
}

static void category_put(const struct paperwork *p, size_t index, size_t juror, struct val *pages)
{
	struct paperwork_part part = { .columns = COLUMNS };

	while (paperwork_part_next(&p->scheme->categories[index], &part))
		page_put(p, index, &part, juror, pages);
}

bool blank_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	const size_t *by_key;

	if (!paperwork_state(p, err))
		return false;
	by_key = edition_state_by_key(p->state, p->arena);
	for (size_t n = 0; n < p->state->juror_count; n++)
		for (size_t c = 0; c < p->scheme->category_count; c++)
			if (!item || text_equal(p->state->jurors[by_key[n]].key, item))
				category_put(p, c, by_key[n], pages);
	val_put_int(into, "rules", p->edition.rule_number);
	val_put_text(into, "rules_sha256", p->edition.rule_sha256);
	return true;
}
