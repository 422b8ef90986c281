/* Charts: a horizontal bar, point or interval for each item of a list, over one scale. */
#include <string.h>

#include "paper/layout.h"

struct chart {
	struct name rows, value, low, high, strong;
	bool has_value, has_interval, has_strong, points;
	struct phrase label, note;
	double from, to;
	size_t ticks;
	double label_width, note_width, row_height;
	struct colour colour, second;
};

static const char *const CHART_KEYS[] = {
	"label",  "note",     "value",	 "low",		  "high",   "from",   "to",
	"ticks",  "label_mm", "note_mm", "row_height_mm", "colour", "second", "strong",
	"points", "font",     "size_pt", "text_colour",	  NULL
};

static void read_scale(struct reading *reading, const struct element *element, struct chart *chart)
{
	const struct yaml_node *to = element_key(element, "to");

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
	const struct yaml_node *strong = element_key(element, "strong");

	chart->has_value = value != NULL;
	chart->has_interval = low && high;
	chart->has_strong = strong != NULL;
	if (!value && !chart->has_interval)
		COMPLAIN(reading, element->node, "value, atau low dan high, tidak ada",
			 "value, or low and high, is missing");
	read_name(reading, value, &chart->value);
	read_name(reading, low, &chart->low);
	read_name(reading, high, &chart->high);
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

struct chart_row {
	struct block label, note;
	bool has_value, has_interval, is_strong;
	double value, low, high;
};

static double place_of(const struct chart *chart, const struct strip *strip, double number)
{
	double width = strip->width - chart->label_width - chart->note_width;
	double part = (number - chart->from) / (chart->to - chart->from);

	return chart->label_width + width * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static void draw_ticks(struct press *press, const struct strip *strip, double left, double top)
{
	static const struct pen PEN = { { 0.82, 0.83, 0.85 }, 0.3, 0 };
	const struct chart *chart = strip->element->own;

	for (size_t i = 0; i <= chart->ticks; i++) {
		double x = left + place_of(chart, strip,
					   chart->from + (chart->to - chart->from) * (double)i /
								 (double)chart->ticks);

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
	double middle = top - strip->height / 2, half = chart->points ? 1.9 : strip->height * 0.29;

	(void)err;
	draw_ticks(press, strip, left, top);
	page_colour(press->page, &lettering->colour);
	draw_words(press, &row->label, left, middle, ALIGN_LEFT);
	draw_words(press, &row->note, left + strip->width, middle, ALIGN_RIGHT);
	if (row->has_value) {
		double x = left + place_of(chart, strip, row->value);
		double from = chart->points ? x - half : left + place_of(chart, strip, chart->from);

		page_fill(press->page,
			  &(const struct box){ from, chart->points ? x + half : x, middle + half,
					       middle - half },
			  row->is_strong ? &chart->second : &chart->colour);
	}
	if (row->has_interval)
		draw_interval(press->page, left + place_of(chart, strip, row->low),
			      left + place_of(chart, strip, row->high), middle);
	return true;
}

static bool axis_draw(struct press *press, const struct strip *strip, double left, double top,
		      struct err *err)
{
	const struct chart *chart = strip->element->own;
	const struct lettering *lettering = &strip->element->lettering;

	page_colour(press->page, &lettering->colour);
	for (size_t i = 0; i <= chart->ticks; i++) {
		double number =
			chart->from + (chart->to - chart->from) * (double)i / (double)chart->ticks;
		char *words = arena_printf(press->arena, "%.6g", number);
		struct line line;

		for (char *c = words; *c; c++)
			*c = *c == '.' && press->lang == LANG_ID ? ',' : *c;
		if (!text_line(press->paper, lettering->face, press->arena, words, &line, err))
			return false;
		page_line(press->page, &line, lettering->size * 0.85,
			  left + place_of(chart, strip, number), top - lettering->size,
			  ALIGN_CENTRE);
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

static bool lay_row(struct press *press, const struct element *element, const struct scope *scope,
		    double width, struct strips *ret, struct err *err)
{
	const struct chart *chart = element->own;
	struct chart_row *row = NEW(press->arena, struct chart_row, 1);
	struct strip *strip = strips_add(press, ret, element, chart->row_height);

	strip->width = width;
	strip->keep = true;
	strip->draw = chart_draw;
	strip->what = row;
	row->has_value = number_in(scope, chart->has_value, &chart->value, &row->value);
	row->has_interval = number_in(scope, chart->has_interval, &chart->low, &row->low) &&
			    number_in(scope, chart->has_interval, &chart->high, &row->high);
	row->is_strong = chart->has_strong && val_is_true(scope_find(scope, &chart->strong));
	return fit_words(press, element, &chart->label, scope, chart->label_width - 2 * MM,
			 &row->label, err) &&
	       fit_words(press, element, &chart->note, scope, chart->note_width - 2 * MM,
			 &row->note, err);
}

static bool chart_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	const struct chart *chart = element->own;
	const struct val *rows = scope_find(scope, &chart->rows);
	struct strip *axis;

	if (width < chart->label_width + chart->note_width + 20 * MM)
		return FAIL(err, ERR_INPUT, "tempat untuk bagan terlalu sempit",
			    "the room for the chart is too narrow");
	for (size_t i = 0; i < val_count(rows); i++)
		if (!lay_row(press, element, scope_item(press->arena, scope, rows, i), width, ret,
			     err))
			return false;
	if (!val_count(rows))
		return true;
	axis = strips_add(press, ret, element, element->lettering.size * 1.4);
	axis->width = width;
	axis->draw = axis_draw;
	return true;
}

const struct element_kind CHART_KIND = { "chart", CHART_KEYS, chart_read, chart_lay };
