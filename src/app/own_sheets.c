#include "app/own_sheets.h"

#include "app/screen.h"

#include <stdlib.h>
#include <string.h>

static int by_nominee(const void *a, const void *b)
{
	int64_t x = ((const struct state_row *)a)->nominee;
	int64_t y = ((const struct state_row *)b)->nominee;

	return x < y ? -1 : x > y;
}

static struct own_sheet sheet_of(const struct candidate *nominee, const struct category *category,
				 const struct state_row *states, size_t count,
				 const struct screen *screen)
{
	struct own_sheet sheet = { .nominee = *nominee, .category = category };
	const struct state_row wanted = { .nominee = nominee->id };
	const struct state_row *found = NULL;

	if (count)
		found = bsearch(&wanted, states, count, sizeof(*states), by_nominee);
	if (found) {
		sheet.state = found->state;
		sheet.version = found->version;
	}
	if (screened(screen, nominee->id)) {
		sheet.state = SHEET_RECUSED;
		screen_candidate(&sheet.nominee);
	}
	return sheet;
}

/* ---- In the order of the interviews ---- */

static int by_row(const void *a, const void *b)
{
	int64_t x = ((const struct interview *)a)->nominee;
	int64_t y = ((const struct interview *)b)->nominee;

	return x < y ? -1 : x > y;
}

static int by_interview(const void *a, const void *b)
{
	const struct own_sheet *x = a, *y = b;
	int order = strcmp(x->first, y->first);

	if (!order && x->category != y->category)
		return x->category < y->category ? -1 : 1;
	if (!order)
		order = strcmp(x->moment, y->moment);
	return order ? order : strcmp(x->nominee.key, y->nominee.key);
}

/* They stand by category still. */
static void firsts_put(struct own_sheets *own)
{
	for (size_t from = 0, to; from < own->count; from = to) {
		const char *first = own->items[from].moment;

		for (to = from;
		     to < own->count && own->items[to].category == own->items[from].category; to++)
			if (strcmp(own->items[to].moment, first) < 0)
				first = own->items[to].moment;
		for (size_t i = from; i < to; i++)
			own->items[i].first = first;
	}
}

static bool interviews_put(struct req *req, const struct edition *edition, struct own_sheets *own,
			   struct err *err)
{
	struct interview *rows;
	size_t count;

	if (!interview_list(db_of(req), edition->id, req->arena, &rows, &count, err))
		return false;
	if (!count || !own->count)
		return true;
	qsort(rows, count, sizeof(*rows), by_row);
	for (size_t k = 0; k < own->count; k++) {
		struct own_sheet *sheet = &own->items[k];
		const struct interview wanted = { .nominee = sheet->nominee.id };
		const struct interview *row = bsearch(&wanted, rows, count, sizeof(*rows), by_row);

		sheet->moment = "~"; /* behind every day, as is what is closed to him */
		if (!row || !row->sitting || sheet->state == SHEET_RECUSED)
			continue;
		sheet->day = row->day;
		sheet->starts = row->starts;
		sheet->moment = arena_printf(req->arena, "%s %04d", row->day, (int)row->starts);
	}
	firsts_put(own);
	qsort(own->items, own->count, sizeof(*own->items), by_interview);
	return true;
}

bool own_sheets_load(struct req *req, const struct edition *edition, const struct scheme *scheme,
		     const struct juror *juror, struct own_sheets *ret, struct err *err)
{
	struct candidate *nominees;
	struct state_row *states;
	size_t count, state_count;
	struct screen screen;

	*ret = (struct own_sheets){ 0 };
	if (juror->removed)
		return true;
	if (!nominee_list(db_of(req), edition->id, req->arena, &nominees, &count, err) ||
	    !sheet_states(db_of(req), edition->id, juror->id, req->arena, &states, &state_count,
			  err) ||
	    !screen_load(req, edition, &screen, err))
		return false;
	if (state_count)
		qsort(states, state_count, sizeof(*states), by_nominee);
	ret->items = NEW(req->arena, struct own_sheet, count + 1);
	for (size_t c = 0; c < scheme->category_count; c++) {
		const struct category *category = &scheme->categories[c];

		if (!category->jury_count || !juror_judges(juror, category->key))
			continue;
		for (size_t i = 0; i < count; i++)
			if (text_equal(nominees[i].category, category->key))
				ret->items[ret->count++] = sheet_of(&nominees[i], category, states,
								    state_count, &screen);
	}
	return interviews_put(req, edition, ret, err);
}

size_t own_sheets_find(const struct own_sheets *sheets, const char *nominee)
{
	for (size_t i = 0; i < sheets->count; i++)
		if (text_equal(sheets->items[i].nominee.key, nominee))
			return i;
	return NAME_NONE;
}

bool own_sheet_open(const struct own_sheet *sheet)
{
	return sheet->state == SHEET_EMPTY || sheet->state == SHEET_DRAFT;
}

size_t own_sheets_next(const struct own_sheets *sheets, size_t after)
{
	for (size_t i = 0; i < sheets->count; i++) {
		size_t at = after == NAME_NONE ? i : (after + 1 + i) % sheets->count;

		if (at != after && own_sheet_open(&sheets->items[at]))
			return at;
	}
	return NAME_NONE;
}

struct own_counts own_sheets_count(const struct own_sheets *sheets, const struct category *category)
{
	struct own_counts ret = { 0 };

	for (size_t i = 0; i < sheets->count; i++) {
		enum sheet_state state = sheets->items[i].state;

		if (category && sheets->items[i].category != category)
			continue;
		ret.submitted += state == SHEET_SUBMITTED;
		ret.draft += state == SHEET_DRAFT;
		ret.empty += state == SHEET_EMPTY;
	}
	ret.owed = ret.submitted + ret.draft + ret.empty;
	return ret;
}
