/* What jurors have declared of their conflicts of interest, to be signed. Who has said nothing yet
 * gets lines to fill in. */
#include <string.h>

#include "declare.h"
#include "paperwork.h"

/* Of a nominee that is closed to the reader: of others nothing, of himself the word alone, as his
 * own page has it. */
static void conflicts_put(const struct paperwork *p, const struct juror *juror,
			  const struct declaration *said, struct val *rows)
{
	for (size_t i = 0; i < said->conflict_count; i++) {
		const struct conflict *conflict = &said->conflicts[i];
		size_t nominee = edition_state_nominee(p->state, conflict->nominee);
		bool closed = paperwork_closed(p, conflict->nominee);
		const char *kind = arena_printf(p->arena, "conflicts.kind.%s",
						conflict_kind_text(conflict->kind));
		struct val *row;

		if (closed && juror->id != p->juror)
			continue;
		row = val_push_map(rows);
		val_put_text(row, "nominee",
			     nominee == NAME_NONE ? conflict->nominee
						  : p->state->candidates[nominee].name);
		val_put_text(row, "kind", paperwork_word(p, closed ? "state.recused" : kind));
		val_put_text(row, "words", *conflict->words && !closed ? conflict->words : NULL);
	}
}

static bool owed(const struct paperwork *p, size_t category, size_t juror)
{
	for (size_t i = 0; i < p->state->candidate_count; i++)
		if (p->state->input.nominees[i].category == category &&
		    edition_state_owes(p->state, i, juror))
			return true;
	return false;
}

static const struct declaration *said_of(const struct declaration *said, size_t count,
					 const struct juror *juror, const char *category)
{
	for (size_t i = 0; i < count; i++)
		if (said[i].juror == juror->id && text_equal(said[i].category, category))
			return &said[i];
	return NULL;
}

static void page_put(const struct paperwork *p, size_t j, const struct declaration *said,
		     size_t count, struct val *pages)
{
	const struct juror *juror = &p->state->jurors[j];
	struct val *page = val_push_map(pages), *lists, *signer;

	val_put_text(page, "name", juror->name);
	val_put_text(page, "office",
		     paperwork_word(p, juror->chair ? "papers.chair_of_panel"
						    : "papers.member_of_panel"));
	val_put_text(page, "element", *juror->element ? juror->element : NULL);
	val_put_text(page, "institution", *juror->institution ? juror->institution : NULL);
	lists = val_put_list(page, "lists");
	for (size_t c = 0; c < p->scheme->category_count; c++) {
		const struct category *category = &p->scheme->categories[c];
		const struct declaration *of = said_of(said, count, juror, category->key);
		struct val *list, *rows;
		const char *at;

		if (!owed(p, c, j))
			continue;
		list = val_push_map(lists);
		val_put_text(list, "name", words_in(&category->name, p->lang));
		at = of ? paperwork_time(p, of->at) : NULL;
		val_put_text(list, "at", of && of->conflict_count ? at : NULL);
		val_put_text(list, "none_at", of && !of->conflict_count ? at : NULL);
		val_put_bool(list, "missing", !of);
		rows = val_put_list(list, "rows");
		if (of)
			conflicts_put(p, juror, of, rows);
	}
	signer = val_push_map(val_put_list(page, "signers"));
	val_put_text(signer, "name", juror->name);
	val_put_text(signer, "office",
		     paperwork_word(p, juror->chair ? "papers.chair_of_panel"
						    : "papers.member_of_panel"));
}

bool declarations_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	struct declaration *said;
	const size_t *by_key;
	size_t count;

	if (!paperwork_state(p, err) ||
	    !declaration_list(p->db, p->edition.id, 0, true, p->arena, &said, &count, err))
		return false;
	by_key = edition_state_by_key(p->state, p->arena);
	for (size_t n = 0; n < p->state->juror_count; n++) {
		const struct juror *juror = &p->state->jurors[by_key[n]];

		if (!juror->removed && (!item || text_equal(juror->key, item)))
			page_put(p, by_key[n], said, count, pages);
	}
	return true;
}
