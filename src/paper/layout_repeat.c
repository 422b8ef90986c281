/* Blocks once more for each item of a list: below one another, or as cells of a grid that is cut
 * apart. */
#include "paper/layout.h"

struct repeat {
	struct name list;
	struct elements elements;
	bool new_page;
	size_t across, down; /* 0: no grid */
	double width, height, gap, padding;
	bool cut_marks;
};

static const char *const REPEAT_KEYS[] = { "blocks", "new_page",      "across",
					   "down",   "cell_width_mm", "cell_height_mm",
					   "gap_mm", "padding_mm",    "cut_marks",
					   NULL };

static void read_grid(struct reading *reading, const struct element *element, struct repeat *repeat)
{
	static const char *const KEYS[] = { "down", "cell_width_mm", "cell_height_mm" };

	read_count(reading, element_key(element, "across"), 20, &repeat->across);
	read_count(reading, element_key(element, "down"), 50, &repeat->down);
	read_mm(reading, element_key(element, "cell_width_mm"), &repeat->width);
	read_mm(reading, element_key(element, "cell_height_mm"), &repeat->height);
	read_mm(reading, element_key(element, "gap_mm"), &repeat->gap);
	repeat->padding = 4 * MM;
	read_mm(reading, element_key(element, "padding_mm"), &repeat->padding);
	read_bool(reading, element_key(element, "cut_marks"), &repeat->cut_marks);
	for (size_t i = 0; i < COUNT(KEYS); i++)
		if (repeat->across && !element_key(element, KEYS[i]))
			COMPLAIN(reading, element->node, "%s tidak ada", "%s is missing", KEYS[i]);
}

static void repeat_read(struct reading *reading, struct element *element)
{
	struct repeat *repeat = NEW(reading->arena, struct repeat, 1);
	const struct yaml_node *blocks = element_key(element, "blocks");
	const struct shape *outside = reading->shape;
	struct shape items;

	element->own = repeat;
	read_list(reading, element->value, &repeat->list, &items);
	read_bool(reading, element_key(element, "new_page"), &repeat->new_page);
	read_grid(reading, element, repeat);
	if (!blocks)
		COMPLAIN(reading, element->node, "blocks tidak ada", "blocks is missing");
	reading->shape = &items;
	read_elements(reading, blocks, &repeat->elements);
	reading->shape = outside;
}

/* ---- Below one another ---- */

static bool lay_list(struct press *press, const struct repeat *repeat, const struct scope *scope,
		     double width, struct strips *ret, struct err *err)
{
	const struct val *list = scope_find(scope, &repeat->list);

	for (size_t i = 0; i < val_count(list); i++) {
		const struct scope *item = scope_item(press->arena, scope, list, i);
		size_t first = ret->count;

		if (!lay_elements(press, &repeat->elements, item, width, ret, err))
			return false;
		if (repeat->new_page && i && ret->count > first)
			ret->items[first].new_page = true;
	}
	return true;
}

/* ---- In a grid ---- */

struct grid_row {
	struct strips *cells;
	size_t count;
};

static void draw_cross(struct page *page, double x, double y)
{
	static const struct pen PEN = { { 0.5, 0.5, 0.5 }, 0.3, 0 };
	const double arm = 2 * MM;

	page_stroke(page, x - arm, y, x + arm, y, &PEN);
	page_stroke(page, x, y - arm, x, y + arm, &PEN);
}

static void draw_cuts(struct press *press, const struct repeat *repeat, double left, double top)
{
	for (size_t i = 0; i < 4; i++)
		draw_cross(press->page, left + (i & 1 ? repeat->width : 0),
			   top - (i & 2 ? repeat->height : 0));
}

/* Inside a cell, `at` counts from its corner. */
static bool draw_cell(struct press *press, const struct strip *strip, const struct strips *cell,
		      double left, double top, struct err *err)
{
	const struct repeat *repeat = strip->element->own;
	double x = press->corner_x, y = press->corner_y, floor = press->floor;
	bool done;

	press->corner_x = left;
	press->corner_y = top;
	press->floor = top - repeat->height;
	done = strips_draw(press, cell, left + repeat->padding, top - repeat->padding,
			   repeat->height - 2 * repeat->padding, VALIGN_TOP, strip->element, err);
	press->corner_x = x;
	press->corner_y = y;
	press->floor = floor;
	return done;
}

static bool grid_draw(struct press *press, const struct strip *strip, double left, double top,
		      struct err *err)
{
	const struct repeat *repeat = strip->element->own;
	const struct grid_row *row = strip->what;

	for (size_t i = 0; i < row->count; i++) {
		double x = left + (double)i * (repeat->width + repeat->gap);

		if (repeat->cut_marks)
			draw_cuts(press, repeat, x, top);
		if (!draw_cell(press, strip, &row->cells[i], x, top, err))
			return false;
	}
	return true;
}

static bool lay_cells(struct press *press, const struct repeat *repeat, const struct scope *scope,
		      const struct val *list, size_t from, struct grid_row *ret, struct err *err)
{
	double right = press->placed_right;
	bool done = true;

	ret->cells = NEW(press->arena, struct strips, repeat->across);
	press->placed_right = repeat->width - repeat->padding;
	for (; done && ret->count < repeat->across && from + ret->count < val_count(list);
	     ret->count++)
		done = lay_elements(press, &repeat->elements,
				    scope_item(press->arena, scope, list, from + ret->count),
				    repeat->width - 2 * repeat->padding, &ret->cells[ret->count],
				    err);
	press->placed_right = right;
	return done;
}

static bool lay_grid(struct press *press, const struct element *element, const struct scope *scope,
		     double width, struct strips *ret, struct err *err)
{
	const struct repeat *repeat = element->own;
	const struct val *list = scope_find(scope, &repeat->list);
	double across = (double)repeat->across;
	double whole = across * repeat->width + (across - 1) * repeat->gap;

	if (whole > width + 0.1)
		return FAIL(err, ERR_INPUT, "kisi %.1f mm lebih lebar daripada tempatnya",
			    "the grid is %.1f mm wider than its room", (whole - width) / MM);
	for (size_t i = 0, rows = 0; i < val_count(list); i += repeat->across, rows++) {
		struct grid_row *row = NEW(press->arena, struct grid_row, 1);
		bool first = rows % repeat->down == 0;
		struct strip *strip;

		if (!lay_cells(press, repeat, scope, list, i, row, err))
			return false;
		strip = strips_add(press, ret, element, repeat->height);
		strip->above = first ? 0 : repeat->gap;
		strip->new_page = first && rows;
		strip->x = (width - whole) / 2;
		strip->draw = grid_draw;
		strip->what = row;
	}
	return true;
}

static bool repeat_lay(struct press *press, const struct element *element,
		       const struct scope *scope, double width, struct strips *ret, struct err *err)
{
	const struct repeat *repeat = element->own;

	return repeat->across ? lay_grid(press, element, scope, width, ret, err)
			      : lay_list(press, repeat, scope, width, ret, err);
}

const struct element_kind REPEAT_KIND = { "repeat", REPEAT_KEYS, repeat_read, repeat_lay };
