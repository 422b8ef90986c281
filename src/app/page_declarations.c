/* What jurors have declared: for chair and keeper the whole matrix with kinds and words, for the
 * secretariat who has declared and who has not. */
#include <inttypes.h>
#include <string.h>

#include "app/declare.h"
#include "app/screen.h"
#include "app/secretariat.h"

struct view {
	struct desk d;
	struct edition_state state;
	const size_t *by_key;
	struct declaration *said; /* the standing ones of all */
	size_t said_count;
	struct screen screen;
	bool full; /* may see what was declared, and why */
};

static bool view_load(struct req *req, const char *title, struct view *ret, struct err *err)
{
	const struct circumstances none = { 0 };
	enum role role = who_of(req)->account.role;

	*ret = (struct view){ 0 };
	if (!desk_open(req, "declarations", title, &ret->d, err))
		return false;
	if (!may(DEED_SEE_DECLARED, role, ret->d.edition.phase, none))
		return FAIL_CODE(err, ERR_DENIED, "denied",
				 "pernyataan hanya untuk sekretariat, ketua, dan pengawas",
				 "declarations are for secretariat, chair and keeper");
	ret->full = may(DEED_SEE_CONFLICTS, role, ret->d.edition.phase, none);
	if (!edition_state_load(service_of(req), db_of(req), &ret->d.edition, NULL, req->arena,
				&ret->state, err) ||
	    !declaration_list(db_of(req), ret->d.edition.id, 0, true, req->arena, &ret->said,
			      &ret->said_count, err) ||
	    !screen_load(req, &ret->d.edition, &ret->screen, err))
		return false;
	ret->by_key = edition_state_by_key(&ret->state, req->arena);
	return true;
}

/* ---- One juror and one category, one juror and one nominee ---- */

static const struct declaration *said_of(const struct view *v, size_t juror, const char *category)
{
	for (size_t i = 0; i < v->said_count; i++)
		if (v->said[i].juror == v->state.jurors[juror].id &&
		    text_equal(v->said[i].category, category))
			return &v->said[i];
	return NULL;
}

/* Nominees of the category that he judges; `ret_uncovered`: of these he has said nothing. */
static size_t owed_of(const struct view *v, size_t juror, size_t category, size_t *ret_uncovered)
{
	const struct declaration *said = said_of(v, juror, v->d.scheme->categories[category].key);
	size_t ret = 0;

	*ret_uncovered = 0;
	for (size_t i = 0; i < v->state.candidate_count; i++) {
		if (v->state.input.nominees[i].category != category ||
		    !edition_state_owes(&v->state, i, juror))
			continue;
		ret++;
		*ret_uncovered += !said || !declaration_covers(said, v->state.candidates[i].key);
	}
	return ret;
}

enum stand { STAND_NONE, STAND_MISSING, STAND_DECLARED, STAND_RECUSED, STAND_COUNT };

static const struct {
	const char *name, *kind; /* of the dictionary; of part_state */
} STANDS[STAND_COUNT] = {
	[STAND_NONE] = { "conflicts.given.none", "submitted" },
	[STAND_MISSING] = { "conflicts.given.missing", "empty" },
	[STAND_DECLARED] = { "conflicts.declared", "draft" },
	[STAND_RECUSED] = { "state.recused", "recused" },
};

/* False: he has nothing to do with this nominee. */
static bool stand_of(const struct view *v, size_t nominee, size_t juror, enum stand *ret,
		     const struct conflict **ret_conflict)
{
	const char *key = v->state.candidates[nominee].key;
	const struct declaration *said = said_of(v, juror, v->state.candidates[nominee].category);
	enum sheet_state sheet;
	bool his = edition_state_pair(&v->state, nominee, juror, &sheet);

	*ret_conflict = conflict_find(said, key);
	*ret = sheet == SHEET_RECUSED		       ? STAND_RECUSED
	       : *ret_conflict			       ? STAND_DECLARED
	       : said && declaration_covers(said, key) ? STAND_NONE
						       : STAND_MISSING;
	return his;
}

/* Of a nominee that is closed to the reader only what he knows himself. */
static bool closed(const struct view *v, size_t nominee, size_t juror)
{
	return screened(&v->screen, v->state.candidates[nominee].id) &&
	       v->state.jurors[juror].id != who_of(v->d.req)->account.juror;
}

static void stand_put(const struct view *v, struct val *parent, const char *key, enum stand stand)
{
	(void)part_state(parent, key, STANDS[stand].kind, word(v->d.req, STANDS[stand].name));
}

/* ---- Who has declared ---- */

static void category_state(const struct view *v, size_t juror, size_t category, struct val *list,
			   size_t *missing)
{
	const struct category *c = &v->d.scheme->categories[category];
	size_t uncovered, owed = owed_of(v, juror, category, &uncovered);
	bool begun = said_of(v, juror, c->key) != NULL;
	struct val *item;

	if (!owed)
		return;
	item = val_push_map(list);
	val_put_text(item, "name", words_in(&c->name, v->d.req->lang));
	(void)part_state(item, "state",
			 !uncovered ? "submitted"
			 : begun    ? "draft"
				    : "empty",
			 word(v->d.req, !uncovered ? "conflicts.given.done"
					: begun	   ? "conflicts.given.incomplete"
						   : "conflicts.given.missing"));
	*missing += uncovered > 0;
}

static void juror_row(const struct view *v, size_t j, struct val *rows, size_t *waiting)
{
	struct val *list = val_list(v->d.req->arena), *row;
	size_t missing = 0;

	for (size_t c = 0; c < v->d.scheme->category_count; c++)
		category_state(v, j, c, list, &missing);
	if (!val_count(list))
		return;
	row = val_push_map(rows);
	val_put_text(row, "key", v->state.jurors[j].key);
	val_put_text(row, "name", v->state.jurors[j].name);
	val_put_text(row, "given",
		     arena_printf(v->d.req->arena, "%zu / %zu", val_count(list) - missing,
				  val_count(list)));
	(void)part_state(row, "state",
			 !missing		      ? "submitted"
			 : missing == val_count(list) ? "empty"
						      : "draft",
			 word(v->d.req, !missing ? "conflicts.given.done"
					: missing == val_count(list)
						? "conflicts.given.missing"
						: "conflicts.given.incomplete"));
	(void)val_put(row, "categories", list);
	*waiting += missing > 0;
}

static void jurors_put(const struct view *v)
{
	struct val *rows = val_put_list(v->d.page, "jurors");
	size_t waiting = 0;

	for (size_t n = 0; n < v->state.juror_count; n++)
		juror_row(v, v->by_key[n], rows, &waiting);
	val_put_bool(v->d.page, "has_jurors", val_count(rows) > 0);
	val_put_text(v->d.page, "waiting",
		     waiting ? word_n(v->d.req, "declarations.waiting_n", show_n(v->d.req, waiting))
			     : NULL);
	val_put_bool(v->d.page, "all_given", val_count(rows) > 0 && !waiting);
}

/* ---- The matrix of one category ---- */

static bool judges(const struct view *v, size_t category, size_t juror)
{
	for (size_t i = 0; i < v->state.candidate_count; i++) {
		enum sheet_state ignored;

		if (v->state.input.nominees[i].category == category &&
		    edition_state_pair(&v->state, i, juror, &ignored))
			return true;
	}
	return false;
}

static void cell_put(const struct view *v, size_t nominee, size_t juror, struct val *cells)
{
	struct val *cell = val_push_map(cells);
	const struct conflict *conflict;
	enum stand stand;

	if (!stand_of(v, nominee, juror, &stand, &conflict) || closed(v, nominee, juror))
		val_put_text(cell, "state", NULL);
	else
		stand_put(v, cell, "state", stand);
}

static void matrix_put(const struct view *v, size_t category, struct val *lists)
{
	struct val *rows = val_list(v->d.req->arena), *jurors = val_list(v->d.req->arena), *list;

	for (size_t i = 0; i < v->state.candidate_count; i++) {
		struct val *row, *cells;

		if (v->state.input.nominees[i].category != category)
			continue;
		row = val_push_map(rows);
		val_put_text(row, "name", v->state.candidates[i].name);
		cells = val_put_list(row, "cells");
		for (size_t n = 0; n < v->state.juror_count; n++)
			if (judges(v, category, v->by_key[n]))
				cell_put(v, i, v->by_key[n], cells);
	}
	for (size_t n = 0; n < v->state.juror_count; n++)
		if (judges(v, category, v->by_key[n])) {
			struct val *column = val_push_map(jurors);

			val_put_text(column, "key", v->state.jurors[v->by_key[n]].key);
			val_put_text(column, "name", v->state.jurors[v->by_key[n]].name);
		}
	if (!val_count(rows) || !val_count(jurors))
		return;
	list = val_push_map(lists);
	val_put_text(list, "heading",
		     words_in(&v->d.scheme->categories[category].name, v->d.req->lang));
	(void)val_put(list, "rows", rows);
	(void)val_put(list, "columns", jurors);
}

/* ---- Conflicts one by one, requests, hints ---- */

/* Why, in words: what was declared, or the reason on the sheet. */
static const char *why_of(const struct view *v, size_t nominee, size_t juror,
			  const struct conflict *conflict)
{
	const struct sheet_event *sheet = edition_state_sheet(&v->state, nominee, juror);
	const char *kind;

	if (!conflict)
		return sheet && sheet->reason ? sheet->reason : "";
	kind = word_of(v->d.req, "conflicts.kind.", conflict_kind_text(conflict->kind));
	return *conflict->words ? arena_printf(v->d.req->arena, "%s: %s", kind, conflict->words)
				: kind;
}

static void conflict_put(const struct view *v, size_t nominee, size_t juror, enum stand stand,
			 const struct conflict *conflict, struct val *list)
{
	const struct declaration *said = said_of(v, juror, v->state.candidates[nominee].category);
	bool hidden = screened(&v->screen, v->state.candidates[nominee].id);
	enum phase phase = v->d.edition.phase;
	struct val *item = val_push_map(list);

	val_put_text(item, "juror", v->state.jurors[juror].name);
	val_put_text(item, "juror_key", v->state.jurors[juror].key);
	val_put_text(item, "nominee", v->state.candidates[nominee].name);
	val_put_text(item, "nominee_key", v->state.candidates[nominee].key);
	stand_put(v, item, "state", stand);
	val_put_text(item, "why", hidden ? NULL : why_of(v, nominee, juror, conflict));
	val_put_text(item, "at",
		     conflict && said ? show_time(v->d.req->arena, said->at,
						  v->d.settings.zone_hours, v->d.req->lang)
				      : NULL);
	val_put_bool(item, "asks", stand == STAND_DECLARED && phase >= PHASE_DELIBERATION);
	val_put_bool(item, "records",
		     stand == STAND_DECLARED &&
			     may(DEED_LATE_RECUSAL, who_of(v->d.req)->account.role, phase,
				 (struct circumstances){ 0 }));
}

static void hint_put(const struct view *v, size_t nominee, size_t juror, struct val *hints)
{
	const char *words = hint_find(&v->state.jurors[juror], &v->state.candidates[nominee],
				      v->d.scheme->region, v->d.req->arena);
	struct val *hint;

	if (!words)
		return;
	hint = val_push_map(hints);
	val_put_text(hint, "juror", v->state.jurors[juror].name);
	val_put_text(hint, "nominee", v->state.candidates[nominee].name);
	val_put_text(hint, "words", words);
}

static void pairs_put(const struct view *v)
{
	struct val *list = val_put_list(v->d.page, "conflicts");
	struct val *hints = val_put_list(v->d.page, "hints");
	size_t asked = 0;

	for (size_t n = 0; n < v->state.juror_count; n++)
		for (size_t i = 0; i < v->state.candidate_count; i++) {
			const struct conflict *conflict;
			size_t j = v->by_key[n];
			enum stand stand;

			if (!stand_of(v, i, j, &stand, &conflict) || closed(v, i, j))
				continue;
			if (stand >= STAND_DECLARED)
				conflict_put(v, i, j, stand, conflict, list);
			else if (!screened(&v->screen, v->state.candidates[i].id))
				hint_put(v, i, j, hints);
			asked +=
				stand == STAND_DECLARED && v->d.edition.phase >= PHASE_DELIBERATION;
		}
	val_put_bool(v->d.page, "has_conflicts", val_count(list) > 0);
	val_put_bool(v->d.page, "has_hints", val_count(hints) > 0);
	val_put_text(v->d.page, "asked",
		     asked ? word_n(v->d.req, "declarations.asked_n", show_n(v->d.req, asked))
			   : NULL);
}

/* ---- The page ---- */

bool page_declarations(struct req *req, struct err *err)
{
	struct val *lists, *legend;
	struct view v;

	if (!view_load(req, "declarations.title", &v, err))
		return false;
	val_put_text(v.d.page, "lead",
		     word(req, v.full ? "declarations.lead" : "declarations.lead_states"));
	val_put_bool(v.d.page, "full", v.full);
	jurors_put(&v);
	lists = val_put_list(v.d.page, "lists");
	legend = val_put_list(v.d.page, "legend");
	for (enum stand s = STAND_NONE; s < STAND_COUNT; s++)
		stand_put(&v, legend, NULL, s);
	for (size_t c = 0; v.full && c < v.d.scheme->category_count; c++)
		if (v.d.scheme->categories[c].jury_count)
			matrix_put(&v, c, lists);
	if (v.full)
		pairs_put(&v);
	return page_show(req, 200, "secretariat/declarations", v.d.page, err);
}

/* ---- CSV: one line for each category without conflict, and one for each conflict ---- */

static void csv_row(struct buf *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_char(out, ',');
		csv_write_text(out, cells[i] ? cells[i] : "");
	}
	buf_puts(out, "\r\n");
}

static const char *const STAND_NAMES[STAND_COUNT] = {
	[STAND_NONE] = "none",
	[STAND_MISSING] = "missing",
	[STAND_DECLARED] = "declared",
	[STAND_RECUSED] = "recused",
};

/* A juror and a nominee; false when there is nothing between them. */
static bool csv_pair(const struct view *v, size_t nominee, size_t juror, struct buf *out)
{
	const struct candidate *candidate = &v->state.candidates[nominee];
	const struct juror *who = &v->state.jurors[juror];
	const struct conflict *conflict;
	bool hidden = screened(&v->screen, candidate->id);
	enum stand stand;

	if (!stand_of(v, nominee, juror, &stand, &conflict) || stand < STAND_DECLARED ||
	    closed(v, nominee, juror))
		return false;
	csv_row(out,
		(const char *const[]){ who->key, who->name, candidate->category, candidate->key,
				       candidate->name, STAND_NAMES[stand],
				       conflict && !hidden ? conflict_kind_text(conflict->kind)
							   : "",
				       hidden	  ? ""
				       : conflict ? conflict->words
						  : why_of(v, nominee, juror, NULL) },
		8);
	return true;
}

static void csv_category(const struct view *v, size_t category, size_t juror, struct buf *out)
{
	const struct category *c = &v->d.scheme->categories[category];
	const struct juror *who = &v->state.jurors[juror];
	size_t uncovered, owed = owed_of(v, juror, category, &uncovered);
	bool any = false;

	for (size_t i = 0; i < v->state.candidate_count; i++)
		if (v->state.input.nominees[i].category == category)
			any |= csv_pair(v, i, juror, out);
	if (owed && (!any || uncovered))
		csv_row(out,
			(const char *const[]){ who->key, who->name, c->key, "", "",
					       STAND_NAMES[uncovered ? STAND_MISSING : STAND_NONE],
					       "", "" },
			8);
}

bool page_declarations_csv(struct req *req, struct err *err)
{
	struct view v;
	struct buf out;

	if (!view_load(req, "declarations.title", &v, err))
		return false;
	if (!v.full)
		return FAIL_CODE(err, ERR_DENIED, "denied",
				 "isi pernyataan hanya untuk ketua dan pengawas",
				 "what was declared is for chair and keeper");
	buf_init(&out, req->arena);
	buf_puts(&out, "juror,name,category,nominee,nominee_name,state,kind,words\r\n");
	for (size_t n = 0; n < v.state.juror_count; n++)
		for (size_t c = 0; c < v.d.scheme->category_count; c++)
			csv_category(&v, c, v.by_key[n], &out);
	return answer_bytes(req, "text/csv; charset=utf-8",
			    arena_printf(req->arena, "%s-declarations.csv", v.d.edition.key),
			    out.data, out.len);
}
