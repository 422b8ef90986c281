/* Blocks that hold others: below one another, side by side, in a box. And lines. */
#include "paper/layout.h"

/* One place with blocks in it. */
struct slot {
	struct elements elements;
	double width, share; /* of a row; width 0: a share of what is left */
	enum valign valign;
};

/* The same, laid out. */
struct laid {
	struct strips strips;
	double width, x;
	const struct slot *cell;
};

static bool draw_laid(struct press *press, const struct laid *laid, double left, double top,
		      double height, const struct element *element, struct err *err)
{
	return !laid->strips.count || strips_draw(press, &laid->strips, left + laid->x, top, height,
						  laid->cell->valign, element, err);
}

/* ---- Groups ---- */

static const char *const GROUP_KEYS[] = { "valign", "align", NULL };

static void group_read(struct reading *reading, struct element *element)
{
	struct slot *cell = NEW(reading->arena, struct slot, 1);

	element->own = cell;
	read_elements(reading, element->value, &cell->elements);
	read_valign(reading, element_key(element, "valign"), &cell->valign);
}

static bool group_draw(struct press *press, const struct strip *strip, double left, double top,
		       struct err *err)
{
	return draw_laid(press, strip->what, left, top, strip->element->height, strip->element,
			 err);
}

static bool group_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	struct laid *laid = NEW(press->arena, struct laid, 1);
	struct strip *strip;

	laid->cell = element->own;
	if (!lay_elements(press, &laid->cell->elements, scope, width, &laid->strips, err))
		return false;
	if (!laid->strips.count && element->height <= 0)
		return true;
	strip = strips_add(press, ret, element,
			   element->height > 0 ? element->height : strips_height(&laid->strips));
	strip->draw = group_draw;
	strip->what = laid;
	return true;
}

const struct element_kind GROUP_KIND = { "group", GROUP_KEYS, group_read, group_lay };

/* ---- Side by side ---- */

struct row {
	struct slot *cells;
	size_t count;
	double gap;
};

static const char *const ROW_KEYS[] = { "gap_mm", NULL };

static void read_cell(struct reading *reading, const struct yaml_node *node, struct slot *ret)
{
	static const char *const KEYS[] = { "width_mm", "share", "valign", "blocks", NULL };
	static const char *const *const LISTS[] = { KEYS };

	ret->share = 1;
	if (!keys_check(reading, node, LISTS, 1))
		return;
	read_mm(reading, yaml_find(node, "width_mm"), &ret->width);
	read_number(reading, yaml_find(node, "share"), 0.01, 100, &ret->share);
	read_valign(reading, yaml_find(node, "valign"), &ret->valign);
	read_elements(reading, yaml_find(node, "blocks"), &ret->elements);
}

static void row_read(struct reading *reading, struct element *element)
{
	struct row *row = NEW(reading->arena, struct row, 1);
	const struct yaml_node *node = element->value;

	element->own = row;
	row->gap = 4 * MM;
	read_mm(reading, element_key(element, "gap_mm"), &row->gap);
	if (yaml_kind(node) != YAML_SEQUENCE || !yaml_count(node)) {
		COMPLAIN(reading, node, "di sini harus ada daftar {share: …, blocks: …}",
			 "a list of {share: …, blocks: …} belongs here");
		return;
	}
	row->count = yaml_count(node);
	row->cells = NEW(reading->arena, struct slot, row->count);
	for (size_t i = 0; i < row->count; i++)
		read_cell(reading, yaml_item(node, i), &row->cells[i]);
}

static bool row_draw(struct press *press, const struct strip *strip, double left, double top,
		     struct err *err)
{
	const struct row *row = strip->element->own;
	const struct laid *laid = strip->what;

	for (size_t i = 0; i < row->count; i++)
		if (!draw_laid(press, &laid[i], left, top, strip->height, strip->element, err))
			return false;
	return true;
}

static bool widths_find(const struct row *row, double width, struct laid *laid, struct err *err)
{
	double fixed = row->gap * (double)(row->count - 1), shares = 0, x = 0;

	for (size_t i = 0; i < row->count; i++) {
		fixed += row->cells[i].width;
		shares += row->cells[i].width > 0 ? 0 : row->cells[i].share;
	}
	if (fixed > width + 0.1 || (shares > 0 && width - fixed < MM))
		return FAIL(err, ERR_INPUT, "isi baris %.1f mm lebih lebar daripada tempatnya",
			    "the cells are %.1f mm wider than their room", (fixed - width) / MM);
	for (size_t i = 0; i < row->count; i++) {
		const struct slot *cell = &row->cells[i];

		laid[i].cell = cell;
		laid[i].x = x;
		laid[i].width =
			cell->width > 0 ? cell->width : (width - fixed) * cell->share / shares;
		x += laid[i].width + row->gap;
	}
	return true;
}

static bool row_lay(struct press *press, const struct element *element, const struct scope *scope,
		    double width, struct strips *ret, struct err *err)
{
	const struct row *row = element->own;
	struct laid *laid = NEW(press->arena, struct laid, row->count);
	double height = element->height;
	struct strip *strip;

	if (!widths_find(row, width, laid, err))
		return false;
	for (size_t i = 0; i < row->count; i++) {
		if (!lay_elements(press, &row->cells[i].elements, scope, laid[i].width,
				  &laid[i].strips, err))
			return false;
		if (element->height <= 0 && strips_height(&laid[i].strips) > height)
			height = strips_height(&laid[i].strips);
	}
	strip = strips_add(press, ret, element, height);
	strip->draw = row_draw;
	strip->what = laid;
	return true;
}

const struct element_kind ROW_KIND = { "row", ROW_KEYS, row_read, row_lay };

/* ---- Boxes ---- */

struct boxed {
	struct slot cell;
	bool has_fill, has_stroke;
	struct colour fill;
	struct pen pen;
	double padding;
};

static const char *const BOX_KEYS[] = { "padding_mm", "fill",	"stroke", "thickness_pt",
					"dash_mm",    "valign", "align",  NULL };

static void box_read(struct reading *reading, struct element *element)
{
	struct boxed *box = NEW(reading->arena, struct boxed, 1);
	const struct yaml_node *fill = element_key(element, "fill");
	const struct yaml_node *stroke = element_key(element, "stroke");

	element->own = box;
	box->padding = 3 * MM;
	box->pen.thickness = 0.5;
	box->has_fill = fill != NULL;
	box->has_stroke = stroke != NULL;
	read_colour(reading, fill, &box->fill);
	read_colour(reading, stroke, &box->pen.colour);
	read_number(reading, element_key(element, "thickness_pt"), 0.1, 20, &box->pen.thickness);
	read_mm(reading, element_key(element, "dash_mm"), &box->pen.dash);
	read_mm(reading, element_key(element, "padding_mm"), &box->padding);
	read_valign(reading, element_key(element, "valign"), &box->cell.valign);
	read_elements(reading, element->value, &box->cell.elements);
}

static bool box_draw(struct press *press, const struct strip *strip, double left, double top,
		     struct err *err)
{
	const struct boxed *box = strip->element->own;
	const struct laid *laid = strip->what;
	const struct box edge = { left, left + strip->width, top, top - strip->height };

	if (box->has_fill)
		page_fill(press->page, &edge, &box->fill);
	if (box->has_stroke)
		page_frame(press->page, &edge, &box->pen);
	return draw_laid(press, laid, left + box->padding, top - box->padding,
			 strip->height - 2 * box->padding, strip->element, err);
}

static bool box_lay(struct press *press, const struct element *element, const struct scope *scope,
		    double width, struct strips *ret, struct err *err)
{
	const struct boxed *box = element->own;
	struct laid *laid = NEW(press->arena, struct laid, 1);
	double height = element->height;
	struct strip *strip;

	laid->cell = &box->cell;
	if (!lay_elements(press, &box->cell.elements, scope, width - 2 * box->padding,
			  &laid->strips, err))
		return false;
	if (height <= 0)
		height = strips_height(&laid->strips) + 2 * box->padding;
	strip = strips_add(press, ret, element, height);
	strip->width = width;
	strip->draw = box_draw;
	strip->what = laid;
	return true;
}

const struct element_kind BOX_KIND = { "box", BOX_KEYS, box_read, box_lay };

/* ---- Lines ---- */

struct ruled {
	int is_vertical;
	struct pen pen;
};

static const char *const LINE_KEYS[] = { "thickness_pt", "colour", "dash_mm", "align", NULL };

static void line_read(struct reading *reading, struct element *element)
{
	static const char *const WORDS[] = { "horizontal", "vertical", NULL };
	struct ruled *line = NEW(reading->arena, struct ruled, 1);

	element->own = line;
	line->pen.thickness = 0.5;
	line->pen.colour = element->lettering.colour;
	read_word(reading, element->value, WORDS, &line->is_vertical);
	read_number(reading, element_key(element, "thickness_pt"), 0.1, 60, &line->pen.thickness);
	read_mm(reading, element_key(element, "dash_mm"), &line->pen.dash);
	if (line->is_vertical && element->height <= 0)
		COMPLAIN(reading, element->node, "height_mm tidak ada", "height_mm is missing");
}

static bool line_draw(struct press *press, const struct strip *strip, double left, double top,
		      struct err *err)
{
	const struct ruled *line = strip->element->own;
	double half = line->pen.thickness / 2;

	(void)err;
	if (line->is_vertical)
		page_stroke(press->page, left + half, top, left + half, top - strip->height,
			    &line->pen);
	else
		page_stroke(press->page, left, top - half, left + strip->width, top - half,
			    &line->pen);
	return true;
}

static bool line_lay(struct press *press, const struct element *element, const struct scope *scope,
		     double width, struct strips *ret, struct err *err)
{
	const struct ruled *line = element->own;
	struct strip *strip = strips_add(press, ret, element,
					 line->is_vertical ? element->height : line->pen.thickness);

	(void)scope;
	(void)err;
	strip->width = width;
	strip->draw = line_draw;
	return true;
}

const struct element_kind LINE_KIND = { "line", LINE_KEYS, line_read, line_lay };
