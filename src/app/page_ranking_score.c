/* How one score of the ranking is made. */
#include <string.h>

#include "board.h"
#include "result_view.h"

static const char *decimal(const struct board *v, struct ratio x, unsigned places)
{
	return show_decimal(v->req->arena, ratio_decimal(v->req->arena, x, places, '.'),
			    v->req->lang);
}

static void criteria_put(const struct board *v, const struct category *category,
			 const struct detail *detail)
{
	struct val *rows = val_put_list(v->page, "criteria");
	char weight[32];

	for (size_t c = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		const struct criterion_value *value = &detail->criteria[c];
		struct val *row = val_push_map(rows);

		decimal_format(criterion->weight_c, 2, '.', weight);
		val_put_text(row, "name", words_in(&criterion->name, v->req->lang));
		val_put_text(row, "aspect",
			     words_in(&category->aspects[criterion->aspect].name, v->req->lang));
		val_put_text(row, "weight", show_decimal(v->req->arena, weight, v->req->lang));
		val_put_text(row, "value", value->known ? decimal(v, value->value, 4) : "–");
		val_put_text(row, "points", value->known ? decimal(v, value->points, 4) : "–");
		val_put_text(row, "kind",
			     word(v->req, criterion->kind == CRITERION_JURY ? "ranking.from_jury"
									    : "ranking.from_data"));
	}
}

static void totals_put(const struct board *v, size_t nominee, const struct detail *detail)
{
	struct val *rows = val_put_list(v->page, "totals");

	for (size_t j = 0; j < v->state.juror_count; j++) {
		const struct sheet_event *sheet = edition_state_sheet(&v->state, nominee, j);
		struct val *row;

		if (!sheet && !edition_state_owes(&v->state, nominee, j))
			continue;
		row = val_push_map(rows);
		val_put_text(row, "name", arena_printf(v->req->arena, "J%zu", j + 1));
		val_put_text(row, "total",
			     detail->valid[j] ? decimal(v, detail->totals[j], 4) : "–");
		(void)part_state(row, "state", sheet_state_text(sheet ? sheet->state : SHEET_EMPTY),
				 word(v->req, arena_printf(v->req->arena, "state.%s",
							   sheet_state_text(sheet ? sheet->state
										  : SHEET_EMPTY))));
	}
	val_put_bool(v->page, "has_totals", val_count(rows) > 0);
}

/* Long ones go over two lines at their stroke. */
static const char *fraction(struct arena *arena, struct ratio x)
{
	const char *text = ratio_fraction(arena, x), *stroke = strchr(text, '/');

	return stroke ? arena_printf(arena, "%.*s / %s", (int)(stroke - text), text, stroke + 1)
		      : text;
}

static void score_put(const struct board *v, const struct row *row)
{
	unsigned places = v->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;

	if (ranked) {
		part_figure(v->page, word(v->req, "word.rank"),
			    arena_printf(v->req->arena, "%u", row->rank), NULL);
		part_figure(v->page, word(v->req, "word.score"), decimal(v, row->published, places),
			    fraction(v->req->arena, row->final));
	}
	if (ranked && row->has_jury)
		part_figure(v->page, word(v->req, "ranking.of_jury"), decimal(v, row->jury, places),
			    NULL);
	if (row->has_data)
		part_figure(v->page, word(v->req, "ranking.of_data"), decimal(v, row->data, places),
			    NULL);
}

/* Of a nominee that is closed to the chair: the name and the word, nothing else. */
static bool recused_show(const struct board *v, size_t nominee, struct err *err)
{
	val_put_text(v->page, "title", board_nominee(v, nominee));
	(void)part_state(v->page, "title_state", "recused", word(v->req, "state.recused"));
	part_crumb(v->page, arena_printf(v->req->arena, "editions/%s/ranking", v->edition.key),
		   word(v->req, "ranking.title"));
	return page_show(v->req, 200, "pleno/recused", v->page, err);
}

bool page_ranking_nominee(struct req *req, struct err *err)
{
	const struct category *category;
	struct complaints ignored;
	struct detail detail;
	const struct row *row;
	struct board v;

	if (!board_open(req, "ranking", "ranking.title", &v, err))
		return false;
	(void)ranking_screen(req, &v.screen, &v.state, &v.tally);
	row = result_find(&v.tally, &v.state.input, req->params[1], req->params[2]);
	if (row && screened(&v.screen, v.state.candidates[row->nominee].id))
		return recused_show(&v, row->nominee, err);
	complaints_init(&ignored, req->arena);
	if (!row || !tally_detail(&v.state.input, row->nominee, req->arena, &detail, &ignored))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_nominee", "tidak ada nominee %s",
				 "no nominee %s", req->params[2]);
	category = &v.scheme->categories[v.state.input.nominees[row->nominee].category];
	val_put_text(v.page, "title", board_nominee(&v, row->nominee));
	val_put_text(v.page, "lead", words_in(&category->name, req->lang));
	part_crumb(v.page, arena_printf(req->arena, "editions/%s/ranking", v.edition.key),
		   word(req, "ranking.title"));
	(void)val_put_list(v.page, "figures");
	score_put(&v, row);
	criteria_put(&v, category, &detail);
	totals_put(&v, row->nominee, &detail);
	return page_show(req, 200, "pleno/score", v.page, err);
}
