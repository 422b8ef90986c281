/* How far the jurors are: the state of every sheet, who owes what. Never a mark. */
#include "app/edition_state.h"
#include "secretariat.h"

#define STATES (SHEET_ABSENT + 1)

struct progress {
	struct desk d;
	struct edition_state state;
	const size_t *by_key;
	struct state_row *rows; /* for how often a sheet was reopened */
	size_t row_count;
	size_t (*by_juror)[STATES];
	size_t all[STATES];
};

static const char *state_word(const struct progress *p, enum sheet_state state)
{
	return word_of(p->d.req, "state.", sheet_state_text(state));
}

/* ---- The matrix of one category ---- */

static bool judges(const struct progress *p, size_t category, size_t juror)
{
	enum sheet_state ignored;

	for (size_t i = 0; i < p->state.candidate_count; i++)
		if (p->state.input.nominees[i].category == category &&
		    edition_state_pair(&p->state, i, juror, &ignored))
			return true;
	return false;
}

static void nominee_row(struct progress *p, size_t category, size_t nominee, struct val *rows)
{
	struct val *row = val_push_map(rows), *cells = val_put_list(row, "cells");
	size_t done = 0, owed = 0;

	for (size_t n = 0; n < p->state.juror_count; n++) {
		size_t j = p->by_key[n];
		enum sheet_state state;
		struct val *cell;

		if (!judges(p, category, j))
			continue;
		cell = val_push_map(cells);
		if (!edition_state_pair(&p->state, nominee, j, &state)) {
			val_put_text(cell, "state", NULL);
			continue;
		}
		(void)part_state(cell, "state", sheet_state_text(state), state_word(p, state));
		p->by_juror[j][state]++;
		p->all[state]++;
		owed++;
		done += state >= SHEET_SUBMITTED;
	}
	val_put_text(row, "name", p->state.candidates[nominee].name);
	val_put_text(row, "done", arena_printf(p->d.req->arena, "%zu / %zu", done, owed));
}

static void category_put(struct progress *p, size_t category, struct val *into)
{
	const struct category *c = &p->d.scheme->categories[category];
	struct val *rows = val_list(p->d.req->arena), *list, *jurors;

	if (!c->jury_count)
		return;
	for (size_t i = 0; i < p->state.candidate_count; i++)
		if (p->state.input.nominees[i].category == category)
			nominee_row(p, category, i, rows);
	if (!val_count(rows))
		return;
	list = val_push_map(into);
	val_put_text(list, "heading", words_in(&c->name, p->d.req->lang));
	(void)val_put(list, "rows", rows);
	jurors = val_put_list(list, "jurors");
	for (size_t n = 0; n < p->state.juror_count; n++) {
		const struct juror *juror = &p->state.jurors[p->by_key[n]];
		struct val *column;

		if (!judges(p, category, p->by_key[n]))
			continue;
		column = val_push_map(jurors);
		val_put_text(column, "key", juror->key);
		val_put_text(column, "name", juror->name);
	}
}

/* ---- Who owes what ---- */

static size_t reopened(const struct progress *p, int64_t juror)
{
	size_t sum = 0;

	for (size_t i = 0; i < p->row_count; i++)
		if (p->rows[i].juror == juror)
			sum += (size_t)p->rows[i].reopened;
	return sum;
}

static void owes_put(const struct progress *p, size_t j, struct val *row)
{
	struct val *owes = val_put_list(row, "owes");

	for (size_t i = 0; i < p->state.candidate_count; i++) {
		enum sheet_state state;
		struct val *item;

		if (!edition_state_pair(&p->state, i, j, &state) || state >= SHEET_SUBMITTED)
			continue;
		item = val_push_map(owes);
		val_put_text(item, "name", p->state.candidates[i].name);
		(void)part_state(item, "state", sheet_state_text(state), state_word(p, state));
	}
	val_put_bool(row, "has_owes", val_count(owes) > 0);
	val_put_text(row, "open",
		     word_n(p->d.req, "progress.open_n", show_n(p->d.req, val_count(owes))));
}

static void jurors_put(struct progress *p)
{
	struct val *rows = val_put_list(p->d.page, "jurors");

	for (size_t n = 0; n < p->state.juror_count; n++) {
		size_t j = p->by_key[n], owed = 0;
		const size_t *by_state = p->by_juror[j];
		const struct juror *juror = &p->state.jurors[j];
		struct val *row;

		for (size_t s = 0; s < STATES; s++)
			owed += by_state[s];
		if (!owed && juror->removed)
			continue;
		row = val_push_map(rows);
		val_put_text(row, "key", juror->key);
		val_put_text(row, "name", juror->name);
		val_put_bool(row, "removed", juror->removed);
		val_put_text(row, "submitted",
			     arena_printf(p->d.req->arena, "%zu / %zu", by_state[SHEET_SUBMITTED],
					  owed));
		val_put_int(row, "draft", (int64_t)by_state[SHEET_DRAFT]);
		val_put_int(row, "empty", (int64_t)by_state[SHEET_EMPTY]);
		val_put_int(row, "recused", (int64_t)by_state[SHEET_RECUSED]);
		val_put_int(row, "absent", (int64_t)by_state[SHEET_ABSENT]);
		val_put_int(row, "reopened", (int64_t)reopened(p, juror->id));
		owes_put(p, j, row);
	}
}

static void figures_put(struct progress *p)
{
	size_t owed = 0;

	for (size_t s = 0; s < STATES; s++)
		owed += p->all[s];
	part_figure(p->d.page, state_word(p, SHEET_SUBMITTED),
		    show_n(p->d.req, p->all[SHEET_SUBMITTED]),
		    word_n(p->d.req, "progress.of_n", show_n(p->d.req, owed)));
	part_figure(p->d.page, word(p->d.req, "progress.left"),
		    show_n(p->d.req, p->all[SHEET_EMPTY] + p->all[SHEET_DRAFT]), NULL);
	part_figure(p->d.page, state_word(p, SHEET_RECUSED),
		    show_n(p->d.req, p->all[SHEET_RECUSED]), NULL);
	part_figure(p->d.page, state_word(p, SHEET_ABSENT), show_n(p->d.req, p->all[SHEET_ABSENT]),
		    NULL);
}

bool page_progress(struct req *req, struct err *err)
{
	struct progress p = { 0 };
	struct val *lists, *legend;

	if (!desk_open(req, "progress", "progress.title", &p.d, err) ||
	    !edition_state_load(service_of(req), db_of(req), &p.d.edition, NULL, req->arena,
				&p.state, err) ||
	    !sheet_states(db_of(req), p.d.edition.id, 0, req->arena, &p.rows, &p.row_count, err))
		return false;
	p.by_key = edition_state_by_key(&p.state, req->arena);
	p.by_juror = arena_alloc(req->arena, p.state.juror_count + 1, sizeof(*p.by_juror));
	val_put_text(p.d.page, "lead", word(req, "progress.lead"));
	lists = val_put_list(p.d.page, "lists");
	for (size_t c = 0; c < p.d.scheme->category_count; c++)
		category_put(&p, c, lists);
	val_put_bool(p.d.page, "has_lists", val_count(lists) > 0);
	figures_put(&p);
	jurors_put(&p);
	legend = val_put_list(p.d.page, "legend");
	for (enum sheet_state s = SHEET_EMPTY; s <= SHEET_ABSENT; s++)
		(void)part_state(legend, NULL, sheet_state_text(s), state_word(&p, s));
	val_put_bool(p.d.page, "secretariat", who_of(req)->account.role == ROLE_SECRETARIAT);
	val_put_bool(p.d.page, "reminds", who_of(req)->account.role != ROLE_KEEPER);
	val_put_bool(p.d.page, "chair", who_of(req)->account.role == ROLE_CHAIR);
	return page_show(req, 200, "secretariat/progress", p.d.page, err);
}
