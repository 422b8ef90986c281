/* A row of a table on its page. */
#include "paper/layout_table.h"

static const struct lettering *lettering_of(const struct row_laid *row,
					    const struct column_place *place)
{
	const struct table *table = row->laid->table;

	switch (row->kind) {
	case ROW_HEAD: return &table->head;
	case ROW_GROUP:
	case ROW_EMPTY: return &table->lettering;
	case ROW_PLAIN: return &place->column->lettering;
	}
	return &table->lettering;
}

static enum cell_align align_of(const struct row_laid *row, const struct column_place *place)
{
	if (row->kind == ROW_HEAD)
		return place->column->head_align == CELL_DECIMAL ? CELL_RIGHT
								 : place->column->head_align;
	return row->kind == ROW_PLAIN ? place->column->align : CELL_LEFT;
}

/* Decimal signs stand below one another: what a number lacks behind it is left free. */
static double lacking(const struct cell_laid *cell, const struct column_place *place)
{
	const struct line *line = &cell->lines.items[0];

	for (size_t i = line->count; i-- > 0;) {
		uint16_t code = line->signs[i].code;

		if (code == ',' || code == '.')
			return place->fraction -
			       (double)(line->width + line->signs[0].at - line->signs[i].at) *
				       cell->size / 1000;
		if (code < '0' || code > '9')
			break;
	}
	return place->fraction;
}

static void draw_cell(struct press *press, const struct row_laid *row, size_t at, double left,
		      double top, double height)
{
	const struct table *table = row->laid->table;
	const struct column_place *place = &row->laid->places[at];
	const struct cell_laid *cell = &row->cells[at];
	const struct lettering *lettering = lettering_of(row, place);
	enum cell_align align = align_of(row, place);
	double leading = cell->size * table->lettering.line_height;
	double first = lettering_baseline(row->size, table->lettering.line_height);
	double room = height - 2 * table->padding - leading * (double)(cell->lines.count - 1) -
		      row->size * table->lettering.line_height;
	double x = left + place->x + table->padding, y = top - table->padding;
	double width = place->width - 2 * table->padding;

	if (!cell->lines.count)
		return;
	if (row->kind == ROW_HEAD)
		y -= room;
	if (row->kind == ROW_PLAIN && table->valign != VALIGN_TOP)
		y -= table->valign == VALIGN_BOTTOM ? room : room / 2;
	x += align == CELL_LEFT ? 0 : align == CELL_CENTRE ? width / 2 : width;
	x -= align == CELL_DECIMAL ? lacking(cell, place) : 0;
	page_colour(press->page, &lettering->colour);
	for (size_t i = 0; i < cell->lines.count; i++)
		page_line(press->page, &cell->lines.items[i], cell->size, x,
			  y - leading * (double)i - first,
			  align == CELL_LEFT	 ? ALIGN_LEFT
			  : align == CELL_CENTRE ? ALIGN_CENTRE
						 : ALIGN_RIGHT);
}

static void draw_rules(struct press *press, const struct row_laid *row, double left, double top,
		       double bottom)
{
	const struct table *table = row->laid->table;
	double right = left + row->laid->width;
	struct pen heavy = table->pen;

	heavy.thickness *= 2;
	if (table->rules == RULES_NONE)
		return;
	if (table->rules == RULES_GRID || row->kind == ROW_HEAD)
		page_stroke(press->page, left, top, right, top,
			    row->kind == ROW_HEAD && table->rules == RULES_ROWS ? &heavy
										: &table->pen);
	page_stroke(press->page, left, bottom, right, bottom,
		    row->kind == ROW_HEAD && table->rules == RULES_ROWS ? &heavy : &table->pen);
	if (table->rules != RULES_GRID)
		return;
	page_stroke(press->page, right, top, right, bottom, &table->pen);
	for (size_t i = 0; i < (row->kind == ROW_GROUP ? 1 : row->laid->place_count); i++)
		page_stroke(press->page, left + row->laid->places[i].x, top,
			    left + row->laid->places[i].x, bottom, &table->pen);
}

bool table_row_draw(struct press *press, const struct strip *strip, double left, double top,
		    struct err *err)
{
	const struct row_laid *row = strip->what;
	const struct table *table = row->laid->table;
	const struct box box = { left, left + row->laid->width, top, top - strip->height };

	(void)err;
	if (row->kind == ROW_HEAD && table->has_head_fill)
		page_fill(press->page, &box, &table->head_fill);
	if (row->is_strong && table->has_strong_fill)
		page_fill(press->page, &box, &table->strong_fill);
	for (size_t i = 0; i < (row->kind == ROW_GROUP ? 1 : row->laid->place_count); i++)
		draw_cell(press, row, i, left, top, strip->height);
	draw_rules(press, row, left, top, box.bottom);
	return true;
}
