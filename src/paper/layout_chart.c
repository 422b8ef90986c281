/* Charts: a horizontal bar, point or interval for each item of a list, over one scale. */
#include <math.h>
#include <string.h>

#include "paper/layout.h"

struct chart {
	struct name rows, value, low, high, middle, mark, strong, last;
	bool has_value, has_interval, has_middle, has_mark, has_strong, has_last, points, whole;
	struct phrase label, note;
	double from, to;
	size_t ticks;
	double label_width, note_width, row_height;
	struct colour colour, second;
};

static const char *const CHART_KEYS[] = {
	"label",  "note",     "value",	 "low",		  "high",   "from",   "to",
	"ticks",  "label_mm", "note_mm", "row_height_mm", "colour", "second", "strong",
	"points", "font",     "size_pt", "text_colour",	  "middle", "mark",   "to_value",
	"whole",  NULL
};

static void read_scale(struct reading *reading, const struct element *element, struct chart *chart)
{
	const struct yaml_node *to = element_key(element, "to");
	const struct yaml_node *last = element_key(element, "to_value");

	chart->has_last = last != NULL;
	read_name(reading, last, &chart->last);
	read_bool(reading, element_key(element, "whole"), &chart->whole);
	chart->to = 100;
	chart->ticks = 5;
	read_number(reading, element_key(element, "from"), -1e9, 1e9, &chart->from);
	read_number(reading, to, -1e9, 1e9, &chart->to);
	read_count(reading, element_key(element, "ticks"), 50, &chart->ticks);
	if (chart->to <= chart->from) {
		COMPLAIN(reading, to ? to : element->node, "to harus lebih besar daripada from",
			 "to must be larger than from");
		chart->to = chart->from + 1;
	}
}

static void read_values(struct reading *reading, const struct element *element, struct chart *chart)
{
	const struct yaml_node *value = element_key(element, "value");
	const struct yaml_node *low = element_key(element, "low");
	const struct yaml_node *high = element_key(element, "high");
	const struct yaml_node *middle = element_key(element, "middle");
	const struct yaml_node *mark = element_key(element, "mark");
	const struct yaml_node *strong = element_key(element, "strong");

	chart->has_value = value != NULL;
	chart->has_interval = low && high;
	chart->has_middle = middle != NULL;
	chart->has_mark = mark != NULL;
	chart->has_strong = strong != NULL;
	if (!value && !chart->has_interval)
		COMPLAIN(reading, element->node, "value, atau low dan high, tidak ada",
			 "value, or low and high, is missing");
	read_name(reading, value, &chart->value);
	read_name(reading, low, &chart->low);
	read_name(reading, high, &chart->high);
	read_name(reading, middle, &chart->middle);
	read_name(reading, mark, &chart->mark);
	read_name(reading, strong, &chart->strong);
	read_phrase(reading, element_key(element, "label"), &chart->label);
	read_phrase(reading, element_key(element, "note"), &chart->note);
}

static void chart_read(struct reading *reading, struct element *element)
{
	struct chart *chart = NEW(reading->arena, struct chart, 1);
	const struct shape *outside = reading->shape;
	struct shape rows;

	element->own = chart;
	chart->label_width = 45 * MM;
	chart->note_width = 15 * MM;
	chart->row_height = 6 * MM;
	chart->colour = chart->second = (struct colour){ 0.45, 0.52, 0.6 };
	element->lettering.colour = (struct colour){ 0.08, 0.08, 0.09 };
	read_colour(reading, element_key(element, "text_colour"), &element->lettering.colour);
	read_mm(reading, element_key(element, "label_mm"), &chart->label_width);
	read_mm(reading, element_key(element, "note_mm"), &chart->note_width);
	read_mm(reading, element_key(element, "row_height_mm"), &chart->row_height);
	read_colour(reading, element_key(element, "colour"), &chart->colour);
	chart->second = chart->colour;
	read_colour(reading, element_key(element, "second"), &chart->second);
	read_bool(reading, element_key(element, "points"), &chart->points);
	read_scale(reading, element, chart);
	read_list(reading, element->value, &chart->rows, &rows);
	reading->shape = &rows;
	read_values(reading, element, chart);
	reading->shape = outside;
}

/* ---- Drawing ---- */

#define TICKS_MAX 60

struct scale { /* of one chart, as its data make it */
	double from, to;
	double ticks[TICKS_MAX];
	size_t tick_count;
};

struct chart_row {
	const struct scale *scale;
	struct block label, note;
	bool has_value, has_interval, has_middle, has_mark, is_strong;
	double value, low, high, middle, mark;
};

static double place_of(const struct chart *chart, const struct scale *scale,
		       const struct strip *strip, double number)
{
	double width = strip->width - chart->label_width - chart->note_width;
	double part = (number - scale->from) / (scale->to - scale->from);

	return chart->label_width + width * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static void draw_ticks(struct press *press, const struct strip *strip, const struct scale *scale,
		       double left, double top)
{
	static const struct pen PEN = { { 0.82, 0.83, 0.85 }, 0.3, 0 };

	for (size_t i = 0; i < scale->tick_count; i++) {
		double x = left + place_of(strip->element->own, scale, strip, scale->ticks[i]);

		page_stroke(press->page, x, top, x, top - strip->height, &PEN);
	}
}

/* Dark over white, so that it is seen on any bar, in grey too. */
static void draw_interval(struct page *page, double low, double high, double middle)
{
	static const struct pen PENS[] = { { { 1, 1, 1 }, 2.4, 0 },
					   { { 0.15, 0.16, 0.18 }, 0.9, 0 } };
	const double end = 1.8;

	for (size_t i = 0; i < COUNT(PENS); i++) {
		page_stroke(page, low, middle, high, middle, &PENS[i]);
		page_stroke(page, low, middle - end, low, middle + end, &PENS[i]);
		page_stroke(page, high, middle - end, high, middle + end, &PENS[i]);
	}
}

/* The middle as a ring, what is in force as an upright stroke: told apart by their shapes. */
static void draw_marks(struct page *page, const struct chart_row *row, double middle, double mark,
		       double y, double half)
{
	static const struct colour DARK = { 0.15, 0.16, 0.18 }, LIGHT = { 1, 1, 1 };
	static const struct pen PEN = { { 0.15, 0.16, 0.18 }, 1.5, 0 };

	if (row->has_middle) {
		page_dot(page, middle, y, 6, &DARK);
		page_dot(page, middle, y, 4, &LIGHT);
	}
	if (row->has_mark)
		page_stroke(page, mark, y - half, mark, y + half, &PEN);
}

static void draw_words(struct press *press, const struct block *block, double x, double middle,
		       enum align align)
{
	double leading = block->size * 1.12;
	double y = middle + leading * (double)(block->count - 1) / 2 - block->size * 0.34;

	for (size_t i = 0; i < block->count; i++)
		page_line(press->page, &block->lines[i], block->size, x, y - leading * (double)i,
			  align);
}

static bool chart_draw(struct press *press, const struct strip *strip, double left, double top,
		       struct err *err)
{
	const struct chart *chart = strip->element->own;
	const struct lettering *lettering = &strip->element->lettering;
	const struct chart_row *row = strip->what;
	double middle = top - strip->height / 2;
	double half = chart->points ? 1.9 : chart->row_height * 0.29;

	(void)err;
	draw_ticks(press, strip, row->scale, left, top);
	page_colour(press->page, &lettering->colour);
	draw_words(press, &row->label, left, middle, ALIGN_LEFT);
	draw_words(press, &row->note, left + strip->width, middle, ALIGN_RIGHT);
	if (row->has_value) {
		double x = left + place_of(chart, row->scale, strip, row->value);
		double from = chart->points
				      ? x - half
				      : left + place_of(chart, row->scale, strip, row->scale->from);

		page_fill(press->page,
			  &(const struct box){ from, chart->points ? x + half : x, middle + half,
					       middle - half },
			  row->is_strong ? &chart->second : &chart->colour);
	}
	if (row->has_interval)
		draw_interval(press->page, left + place_of(chart, row->scale, strip, row->low),
			      left + place_of(chart, row->scale, strip, row->high), middle);
	draw_marks(press->page, row, left + place_of(chart, row->scale, strip, row->middle),
		   left + place_of(chart, row->scale, strip, row->mark), middle,
		   chart->row_height * 0.42);
	return true;
}

static bool axis_draw(struct press *press, const struct strip *strip, double left, double top,
		      struct err *err)
{
	const struct lettering *lettering = &strip->element->lettering;
	const struct scale *scale = strip->what;

	page_colour(press->page, &lettering->colour);
	for (size_t i = 0; i < scale->tick_count; i++) {
		char *words = arena_printf(press->arena, "%.6g", scale->ticks[i]);
		struct line line;

		for (char *c = words; *c; c++)
			*c = *c == '.' && press->lang == LANG_ID ? ',' : *c;
		if (!text_line(press->paper, lettering->face, press->arena, words, &line, err))
			return false;
		page_line(press->page, &line, lettering->size * 0.85,
			  left + place_of(strip->element->own, scale, strip, scale->ticks[i]),
			  top - lettering->size, ALIGN_CENTRE);
	}
	return true;
}

/* ---- Laying out ---- */

static bool number_in(const struct scope *scope, bool is_wanted, const struct name *name,
		      double *ret)
{
	const char *text = is_wanted ? val_chars(scope_find(scope, name)) : NULL;
	int64_t millionths;

	if (!text)
		return false;
	for (unsigned i = 0; i < 2; i++)
		if (decimal_parse(text, strlen(text), 6, i ? ',' : '.', &millionths)) {
			*ret = (double)millionths / 1e6;
			return true;
		}
	return false;
}

/* Parts of one length; with `whole` on whole numbers, one or as many apart as their number asks
 * for, and on the first one. */
static void scale_make(const struct chart *chart, const struct scope *scope, struct scale *ret)
{
	double step = 1, first;

	ret->from = chart->from;
	ret->to = chart->to;
	if (chart->has_last &&
	    (!number_in(scope, true, &chart->last, &ret->to) || ret->to <= ret->from))
		ret->to = ret->from + 1;
	if (!chart->whole) {
		for (size_t i = 0; i <= chart->ticks; i++)
			ret->ticks[ret->tick_count++] = ret->from + (ret->to - ret->from) *
									    (double)i /
									    (double)chart->ticks;
		return;
	}
	while ((ret->to - ret->from) / step > (double)chart->ticks + 1)
		step = step < 5 ? 5 : step * 2;
	first = ceil(ret->from);
	for (double at = first; at <= ret->to && ret->tick_count < TICKS_MAX;
	     at = (floor(at / step) + 1) * step)
		ret->ticks[ret->tick_count++] = at;
}

static bool fit_words(struct press *press, const struct element *element,
		      const struct phrase *phrase, const struct scope *scope, double width,
		      struct block *ret, struct err *err)
{
	const char *words = phrase_fill(phrase, press->lang, scope, 0, press->arena);
	double size = element->lettering.size;
	const struct fit fit = { .face = element->lettering.face,
				 .width = width,
				 .sizes = { { size, size * 0.85 },
					    { size * 0.85, size * 0.7 },
					    { size * 0.7, size * 0.3 } } };

	return !*words || text_fit(press->paper, &fit, press->arena, words, ret, err);
}

/* A name of several lines makes its own row higher, so that it does not run into the next. */
static double height_of(const struct chart *chart, const struct chart_row *row)
{
	double label = (double)row->label.count * row->label.size * 1.12 + 1.2 * MM;
	double note = (double)row->note.count * row->note.size * 1.12 + 1.2 * MM;
	double words = label > note ? label : note;
	bool is_one = row->label.count <= 1 && row->note.count <= 1;

	return is_one || words < chart->row_height ? chart->row_height : words;
}

static bool lay_row(struct press *press, const struct element *element, const struct scope *scope,
		    const struct scale *scale, double width, struct strips *ret, struct err *err)
{
	const struct chart *chart = element->own;
	struct chart_row *row = NEW(press->arena, struct chart_row, 1);
	struct strip *strip = strips_add(press, ret, element, chart->row_height);

	strip->width = width;
	strip->draw = chart_draw;
	strip->what = row;
	row->scale = scale;
	row->has_value = number_in(scope, chart->has_value, &chart->value, &row->value);
	row->has_interval = number_in(scope, chart->has_interval, &chart->low, &row->low) &&
			    number_in(scope, chart->has_interval, &chart->high, &row->high);
	row->has_middle = number_in(scope, chart->has_middle, &chart->middle, &row->middle);
	row->has_mark = number_in(scope, chart->has_mark, &chart->mark, &row->mark);
	row->is_strong = chart->has_strong && val_is_true(scope_find(scope, &chart->strong));
	if (!fit_words(press, element, &chart->label, scope, chart->label_width - 2 * MM,
		       &row->label, err) ||
	    !fit_words(press, element, &chart->note, scope, chart->note_width - 2 * MM, &row->note,
		       err))
		return false;
	strip->height = height_of(chart, row);
	return true;
}

/* The scale stands above the rows, on each page where they go on. */
static void lay_axis(struct press *press, const struct element *element, const struct scale *scale,
		     double width, struct strips *ret)
{
	struct strip *axis = strips_add(press, ret, element, element->lettering.size * 1.4);

	axis->width = width;
	axis->keep = true;
	axis->draw = axis_draw;
	axis->what = scale;
}

/* What a page can hold stays together. Else it begins where it stands, and no row stands alone. */
static void keep_rows(const struct press *press, struct strips *strips, size_t first)
{
	const struct layout *layout = press->layout;
	double room = (layout->height - layout->top - layout->bottom) * 0.8;
	size_t rows = strips->count - first;
	double height = 0;
	bool whole;

	for (size_t i = first; i < strips->count; i++)
		height += strips->items[i].height;
	whole = height <= room;
	for (size_t i = 0; i + 1 < rows; i++)
		strips->items[first + i].keep = whole || i == 0 || i + 2 == rows;
}

static bool chart_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	const struct chart *chart = element->own;
	const struct val *rows = scope_find(scope, &chart->rows);
	struct scale *scale = NEW(press->arena, struct scale, 1);
	struct strips *head = NEW(press->arena, struct strips, 1);
	size_t first;

	if (width < chart->label_width + chart->note_width + 20 * MM)
		return FAIL(err, ERR_INPUT, "tempat untuk bagan terlalu sempit",
			    "the room for the chart is too narrow");
	if (!val_count(rows))
		return true;
	scale_make(chart, scope, scale);
	lay_axis(press, element, scale, width, head);
	lay_axis(press, element, scale, width, ret);
	first = ret->count;
	for (size_t i = 0; i < val_count(rows); i++) {
		if (!lay_row(press, element, scope_item(press->arena, scope, rows, i), scale, width,
			     ret, err))
			return false;
		ret->items[ret->count - 1].head = head;
	}
	keep_rows(press, ret, first);
	return true;
}

const struct element_kind CHART_KIND = { "chart", CHART_KEYS, chart_read, chart_lay };
