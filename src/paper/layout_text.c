/* Texts: fitted into a few lines, or paragraphs of any length. And room without any. */
#include <string.h>

#include "paper/layout.h"

struct text {
	struct phrase text, label;
	double hang;
	size_t fill_in;
	struct fit fit; /* its first size is 0 for a paragraph */
};

static const char *const TEXT_KEYS[] = { "font",	"size_pt", "smallest_pt", "lines",
					 "fit",		"align",   "tracking_pt", "colour",
					 "line_height", "label",   "hang_mm",	  "fill_in",
					 NULL };

static void read_fit(struct reading *reading, const struct yaml_node *node, struct fit *ret)
{
	static const char *const KEYS[] = { "size_pt", "smallest_pt", NULL };
	static const char *const *const LISTS[] = { KEYS };

	if (yaml_kind(node) != YAML_SEQUENCE || !yaml_count(node) || yaml_count(node) > LINES_MAX) {
		COMPLAIN(reading, node, "di sini harus ada daftar ukuran untuk 1 sampai %d baris",
			 "a list of sizes for 1 to %d lines belongs here", LINES_MAX);
		return;
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct yaml_node *item = yaml_item(node, i);
		double size = 11;

		if (!keys_check(reading, item, LISTS, 1))
			return;
		read_number(reading, yaml_find(item, "size_pt"), 3, 200, &size);
		ret->sizes[i].largest = ret->sizes[i].smallest = size;
		read_number(reading, yaml_find(item, "smallest_pt"), 2, size,
			    &ret->sizes[i].smallest);
	}
}

static void text_read(struct reading *reading, struct element *element)
{
	struct text *text = NEW(reading->arena, struct text, 1);
	const struct yaml_node *lines = element_key(element, "lines");
	const struct yaml_node *fit = element_key(element, "fit");
	const struct lettering *lettering = &element->lettering;
	size_t count = lettering->smallest < lettering->size ? 1 : 0;

	element->own = text;
	text->fit.face = lettering->face;
	read_phrase(reading, element->value, &text->text);
	read_phrase(reading, element_key(element, "label"), &text->label);
	read_mm(reading, element_key(element, "hang_mm"), &text->hang);
	read_count(reading, element_key(element, "fill_in"), 200, &text->fill_in);
	read_count(reading, lines, LINES_MAX, &count);
	if (fit) {
		read_fit(reading, fit, &text->fit);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		text->fit.sizes[i].largest = lettering->size;
		text->fit.sizes[i].smallest = lettering->smallest;
	}
}

/* ---- A line as a strip ---- */

struct printed {
	struct line line;
	const struct line *label; /* beside the first */
	double size, hang;
	bool is_last; /* of its paragraph: not justified */
};

double lettering_baseline(double size, double line_height)
{
	return size * (line_height / 2 + 0.34); /* capitals in the middle of the line */
}

static bool text_draw(struct press *press, const struct strip *strip, double left, double top,
		      struct err *err)
{
	const struct printed *printed = strip->what;
	const struct lettering *lettering = &strip->element->lettering;
	double size = printed->size * strip->scale, width = strip->width - printed->hang;
	double x = left + printed->hang, y = top - lettering_baseline(size, lettering->line_height);
	enum align align = strip->element->align;

	(void)err;
	page_colour(press->page, &lettering->colour);
	if (printed->label)
		page_line(press->page, printed->label, size, left, y, ALIGN_LEFT);
	if (align == ALIGN_JUSTIFY && !printed->is_last) {
		page_justified(press->page, &printed->line, size, width, x, y);
		return true;
	}
	x += align == ALIGN_CENTRE ? width / 2 : align == ALIGN_RIGHT ? width : 0;
	if (lettering->tracking > 0)
		page_spaced(press->page, &printed->line, size, lettering->tracking * strip->scale,
			    x, y, align);
	else
		page_line(press->page, &printed->line, size, x, y, align);
	return true;
}

static struct printed *add_line(struct press *press, struct strips *strips,
				const struct element *element, const struct line *line, double size,
				double width)
{
	struct strip *strip =
		strips_add(press, strips, element, size * element->lettering.line_height);
	struct printed *printed = NEW(press->arena, struct printed, 1);
	const struct text *text = element->own;

	*printed = (struct printed){ .line = *line, .size = size, .hang = text->hang };
	strip->width = width;
	strip->draw = text_draw;
	strip->what = printed;
	return printed;
}

/* ---- Laying out ---- */

static bool lay_fitted(struct press *press, const struct element *element, const char *words,
		       double width, struct strips *ret, struct err *err)
{
	const struct text *text = element->own;
	struct fit fit = text->fit;
	struct block block;

	fit.width = width - text->hang;
	if (element->lettering.tracking > 0) /* what it adds to a line, at most */
		fit.width -= element->lettering.tracking * (double)text_length(words);
	if (!text_fit(press->paper, &fit, press->arena, words, &block, err))
		return false;
	for (size_t i = 0; i < block.count; i++) {
		(void)add_line(press, ret, element, &block.lines[i], block.size, width);
		ret->items[ret->count - 1].keep = i + 1 < block.count;
	}
	return true;
}

/* At least two lines of a paragraph stay together. */
static void keep_lines(struct strips *strips, size_t first)
{
	size_t count = strips->count - first;

	if (count < 2)
		return;
	strips->items[first].keep = true;
	strips->items[strips->count - 2].keep = true;
}

static bool lay_paragraph(struct press *press, const struct element *element, const char *words,
			  double width, struct strips *ret, struct err *err)
{
	const struct text *text = element->own;
	double size = element->lettering.size;
	size_t first = ret->count;
	struct lines lines = { 0 };
	struct line line;

	if (!text_line(press->paper, element->lettering.face, press->arena, words, &line, err))
		return false;
	line_wrap(&line, width - text->hang, size, press->arena, &lines);
	for (size_t i = 0; i < lines.count; i++)
		add_line(press, ret, element, &lines.items[i], size, width)->is_last =
			i + 1 == lines.count;
	keep_lines(ret, first);
	return true;
}

static bool lay_label(struct press *press, const struct element *element, const struct scope *scope,
		      struct strip *strip, struct err *err)
{
	const struct text *text = element->own;
	const char *words = phrase_fill(&text->label, press->lang, scope, 0, press->arena);
	struct line *line = NEW(press->arena, struct line, 1);
	struct printed *printed = NEW(press->arena, struct printed, 1);

	if (!text_line(press->paper, element->lettering.face, press->arena, words, line, err))
		return false;
	*printed = *(const struct printed *)strip->what;
	printed->label = line;
	strip->what = printed;
	return true;
}

static bool text_lay(struct press *press, const struct element *element, const struct scope *scope,
		     double width, struct strips *ret, struct err *err)
{
	const struct text *text = element->own;
	char *words = arena_text(press->arena, phrase_fill(&text->text, press->lang, scope,
							   text->fill_in, press->arena));
	size_t first = ret->count;

	if (!*words)
		return true;
	if (text->fit.sizes[0].largest > 0)
		if (!lay_fitted(press, element, words, width, ret, err))
			return false;
	while (words && !(text->fit.sizes[0].largest > 0)) {
		char *next = strchr(words, '\n');

		if (next)
			*next++ = '\0';
		if (*words && !lay_paragraph(press, element, words, width, ret, err))
			return false;
		words = next;
	}
	return !text->label.is_set || ret->count == first ||
	       lay_label(press, element, scope, &ret->items[first], err);
}

const struct element_kind TEXT_KIND = { "text", TEXT_KEYS, text_read, text_lay };

/* ---- Room, and the end of a page ---- */

static const char *const NO_KEYS[] = { NULL };

static void space_read(struct reading *reading, struct element *element)
{
	read_mm(reading, element->value, &element->height);
}

static bool space_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	(void)scope;
	(void)width;
	(void)err;
	(void)strips_add(press, ret, element, element->height);
	return true;
}

const struct element_kind SPACE_KIND = { "space_mm", NO_KEYS, space_read, space_lay };

static void page_break_read(struct reading *reading, struct element *element)
{
	bool always = true;

	read_bool(reading, element->value, &always);
}

static bool page_break_lay(struct press *press, const struct element *element,
			   const struct scope *scope, double width, struct strips *ret,
			   struct err *err)
{
	(void)scope;
	(void)width;
	(void)err;
	strips_add(press, ret, element, 0)->new_page = true;
	return true;
}

const struct element_kind PAGE_BREAK_KIND = { "page_break", NO_KEYS, page_break_read,
					      page_break_lay };
