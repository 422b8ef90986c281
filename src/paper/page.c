#include "paper/page.h"

#include <math.h>
#include <stdlib.h>

void page_begin(struct page *page, struct usage *usage, struct arena *arena)
{
	*page = (struct page){ .paper = usage->paper, .usage = usage };
	buf_init(&page->content, arena);
}

/* printf would cost more than all the rest of a page. */
void page_number(struct page *page, double number)
{
	long hundredths = lround(number * 100);
	unsigned long rest = (unsigned long)labs(hundredths);
	char text[24];
	size_t at = sizeof(text);

	text[--at] = ' ';
	if (rest % 100) {
		if (rest % 10)
			text[--at] = (char)('0' + rest % 10);
		text[--at] = (char)('0' + rest / 10 % 10);
		text[--at] = '.';
	}
	rest /= 100;
	do
		text[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (hundredths < 0)
		text[--at] = '-';
	buf_add(&page->content, text + at, sizeof(text) - at);
}

static void put_colour(struct page *page, const struct colour *colour, const char *operator)
{
	page_number(page, colour->red);
	page_number(page, colour->green);
	page_number(page, colour->blue);
	buf_puts(&page->content, operator);
}

void page_colour(struct page *page, const struct colour *colour)
{
	put_colour(page, colour, "rg\n");
}

static void put_code(struct page *page, unsigned code)
{
	static const char HEX[] = "0123456789ABCDEF";
	const char text[4] = { HEX[code >> 12], HEX[code >> 8 & 15], HEX[code >> 4 & 15],
			       HEX[code & 15] };

	buf_add(&page->content, text, sizeof(text));
}

static uint32_t *glyphs_of(struct usage *usage, unsigned font)
{
	if (!usage->glyphs[font])
		usage->glyphs[font] =
			NEW(usage->arena, uint32_t, FONT_BITS(&usage->paper->fonts[font]));
	return usage->glyphs[font];
}

/* Texts are numbers of characters in hexadecimal: nothing in a name can end a string. */
static void put_signs(struct page *page, const struct line *line, double size, double stretch)
{
	for (size_t i = 0; i < line->count;) {
		unsigned font = line->signs[i].font;
		uint32_t *glyphs = glyphs_of(page->usage, font);

		buf_printf(&page->content, "/F%u ", font);
		page_number(page, size);
		buf_puts(&page->content, "Tf [<");
		for (; i < line->count && line->signs[i].font == font; i++) {
			double kern = line->signs[i].kern;
			unsigned glyph = line->signs[i].glyph;

			glyphs[glyph / 32] |= (uint32_t)1 << glyph % 32;
			kern += line->signs[i].code == ' ' ? stretch : 0;
			put_code(page, line->signs[i].code);
			if (fabs(kern) >= 0.5 && i + 1 < line->count) {
				buf_puts(&page->content, "> ");
				page_number(page, -round(kern));
				buf_puts(&page->content, "<");
			}
		}
		buf_puts(&page->content, ">] TJ\n");
	}
}

/* Says what the signs up to `end_reading` read as: readers take wide gaps for spaces. */
static void begin_reading(struct page *page, const struct line *line)
{
	buf_puts(&page->content, "/Span << /ActualText <FEFF");
	for (size_t i = 0; i < line->count; i++)
		put_code(page, line->signs[i].code);
	buf_puts(&page->content, "> >> BDC\n");
}

static void end_reading(struct page *page)
{
	buf_puts(&page->content, "EMC\n");
}

#define OPTICAL_FROM 14.0 /* points */

/* The ink of large type begins at the margin, not the white before it: so that lines of several
 * sizes seem to stand on one edge. */
static double overhang(const struct page *page, const struct line *line, double size)
{
	const struct letter *first;

	if (size < OPTICAL_FROM || !line->count)
		return 0;
	first = font_find(&page->paper->fonts[line->signs[0].font], line->signs[0].code);
	return first ? first->bearing * size / 1000 : 0;
}

static void put_line(struct page *page, const struct line *line, double size, double tracking,
		     double stretch, double x, double y, enum align align)
{
	double gaps = line->count ? (double)(line->count - 1) : 0;
	double width = line_width(line, size) + tracking * gaps;

	buf_puts(&page->content, "BT ");
	if (tracking > 0) {
		page_number(page, tracking);
		buf_puts(&page->content, "Tc ");
	}
	page_number(page, x - (align == ALIGN_CENTRE  ? width / 2
			       : align == ALIGN_RIGHT ? width
						      : overhang(page, line, size)));
	page_number(page, y);
	buf_puts(&page->content, "Td\n");
	put_signs(page, line, size, stretch);
	buf_puts(&page->content, tracking > 0 ? "0 Tc ET\n" : "ET\n");
}

void page_spaced(struct page *page, const struct line *line, double size, double tracking, double x,
		 double y, enum align align)
{
	begin_reading(page, line);
	put_line(page, line, size, tracking, 0, x, y, align);
	end_reading(page);
}

void page_line(struct page *page, const struct line *line, double size, double x, double y,
	       enum align align)
{
	put_line(page, line, size, 0, 0, x, y, align);
}

void page_justified(struct page *page, const struct line *line, double size, double width, double x,
		    double y)
{
	size_t spaces = 0;

	for (size_t i = 0; i < line->count; i++)
		spaces += line->signs[i].code == ' ';
	put_line(page, line, size, 0,
		 spaces ? (width - line_width(line, size)) / size * 1000 / (double)spaces : 0, x, y,
		 ALIGN_LEFT);
}

void page_turned(struct page *page, const struct line *line, double size, double x, double y,
		 double degrees)
{
	double angle = degrees * 3.14159265358979323846 / 180;
	double along = line_width(line, size) / 2, across = size * 0.35; /* half a capital */
	const double matrix[] = { cos(angle), sin(angle), -sin(angle), cos(angle) };

	begin_reading(page, line);
	buf_puts(&page->content, "BT ");
	for (size_t i = 0; i < COUNT(matrix); i++)
		page_number(page, matrix[i]);
	page_number(page, x - along * matrix[0] - across * matrix[2]);
	page_number(page, y - along * matrix[1] - across * matrix[3]);
	buf_puts(&page->content, "Tm\n");
	put_signs(page, line, size, 0);
	buf_puts(&page->content, "ET\n");
	end_reading(page);
}

void page_rule(struct page *page, double x, double y, double length, double thickness)
{
	page_number(page, x);
	page_number(page, y - thickness / 2);
	page_number(page, length);
	page_number(page, thickness);
	buf_puts(&page->content, "re f\n");
}

void page_fill(struct page *page, const struct box *box, const struct colour *colour)
{
	put_colour(page, colour, "rg ");
	page_number(page, box->left);
	page_number(page, box->bottom);
	page_number(page, box->right - box->left);
	page_number(page, box->top - box->bottom);
	buf_puts(&page->content, "re f\n");
}

static void put_pen(struct page *page, const struct pen *pen)
{
	put_colour(page, &pen->colour, "RG ");
	page_number(page, pen->thickness);
	buf_puts(&page->content, "w ");
	if (pen->dash <= 0)
		return;
	buf_puts(&page->content, "[");
	page_number(page, pen->dash);
	buf_puts(&page->content, "] 0 d ");
}

static void end_pen(struct page *page, const struct pen *pen)
{
	buf_puts(&page->content, pen->dash > 0 ? "S [] 0 d\n" : "S\n");
}

void page_stroke(struct page *page, double x1, double y1, double x2, double y2,
		 const struct pen *pen)
{
	put_pen(page, pen);
	page_number(page, x1);
	page_number(page, y1);
	buf_puts(&page->content, "m ");
	page_number(page, x2);
	page_number(page, y2);
	buf_puts(&page->content, "l ");
	end_pen(page, pen);
}

/* A line of no length with round ends. */
void page_dot(struct page *page, double x, double y, double across, const struct colour *colour)
{
	buf_puts(&page->content, "1 J ");
	page_stroke(page, x, y, x, y, &(const struct pen){ *colour, across, 0 });
	buf_puts(&page->content, "0 J\n");
}

void page_frame(struct page *page, const struct box *box, const struct pen *pen)
{
	put_pen(page, pen);
	page_number(page, box->left);
	page_number(page, box->bottom);
	page_number(page, box->right - box->left);
	page_number(page, box->top - box->bottom);
	buf_puts(&page->content, "re ");
	end_pen(page, pen);
}

void page_image(struct page *page, const struct image *image, const struct box *box)
{
	GROW(page->content.arena, page->images, page->image_count, &page->image_cap);
	page->images[page->image_count++] = image;
	buf_puts(&page->content, "q ");
	page_number(page, box->right - box->left);
	buf_puts(&page->content, "0 0 ");
	page_number(page, box->top - box->bottom);
	page_number(page, box->left);
	page_number(page, box->bottom);
	buf_printf(&page->content, "cm /%s Do Q\n", image->name);
}

void page_shift(struct page *page, double x, double y)
{
	buf_puts(&page->content, "1 0 0 1 ");
	page_number(page, x);
	page_number(page, y);
	buf_puts(&page->content, "cm\n");
}
