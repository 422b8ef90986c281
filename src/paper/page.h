/* What is printed, before it is a file: faces, lines of text, and a page to draw them on.
 * Lengths are points (1/72 inch) from the lower left corner. */
#ifndef PAPER_PAGE_H
#define PAPER_PAGE_H

#include "paper/image.h"
#include "paper/paper.h"
#include "paper/pdf.h"

/* ---- Faces: a list of fonts, the first that has a character prints it. ---- */

enum face { FACE_SERIF, FACE_BOLD, FACE_ITALIC, FACE_SANS, FACE_SANS_BOLD, FACE_COUNT };
enum { FONT_COUNT = 20 };

struct paper {
	struct arena arena;
	struct font fonts[FONT_COUNT];
	struct font
		pairs[FACE_COUNT]; /* kerning of a typeface over all its parts, where it has that */
	struct part font_parts[FONT_COUNT], to_unicode;
	unsigned first_free; /* the first object number of a document's own */
	const struct layout *designs[DESIGN_COUNT];
	const char *layouts; /* the folder of the designs */
};

bool designs_load(struct paper *paper, const char *folder,
		  struct err *err) MUST_CHECK; /* certificate.c */

/* ---- Text (text.c): looked up, kerned and measured, not yet anywhere. ---- */

struct sign {
	uint16_t code, glyph;
	uint8_t font;
	int16_t advance, kern; /* thousandths of an em; kern = before the next sign */
	int32_t at;	       /* where it begins in its line, thousandths of an em */
};

struct line {
	const struct sign *signs;
	size_t count;
	int32_t width; /* thousandths of an em, kerned */
};

#define LINES_MAX 6

/* A text broken into lines of one size. */
struct block {
	struct line lines[LINES_MAX];
	size_t count;
	double size;
};

/* ERR_INPUT when the text is not UTF-8 or has a character that no font of the face has. */
bool text_line(const struct paper *paper, enum face face, struct arena *arena, const char *text,
	       struct line *ret, struct err *err) MUST_CHECK;
double line_width(const struct line *line, double size);
/* How a text gives way when it is too long for its width: first it shrinks on one line, then it
 * takes a second and a third, each with its own largest and smallest size. Breaks at spaces only,
 * so that the longest line is as short as can be. */
struct fit {
	enum face face;
	double width;
	struct {
		double largest, smallest;
	} sizes[LINES_MAX]; /* for one line, two, three; largest 0 = not allowed */
};
/* False when the smallest does not do. */
bool line_fit(const struct line *line, const struct fit *fit, struct block *ret) MUST_CHECK;
/* The same from the text; then ERR_INPUT. */
bool text_fit(const struct paper *paper, const struct fit *fit, struct arena *arena,
	      const char *text, struct block *ret, struct err *err) MUST_CHECK;

/* As many lines as it takes, one after another. */
struct lines {
	struct line *items;
	size_t count, cap;
};
void line_wrap(const struct line *line, double width, double size, struct arena *arena,
	       struct lines *ret);

/* ---- Page (page.c) ---- */

struct colour {
	double red, green, blue; /* 0..1 */
};

/* Which glyphs of which fonts the pages of a document show. */
struct usage {
	const struct paper *paper;
	struct arena *arena;
	uint32_t *glyphs[FONT_COUNT]; /* FONT_BITS of each, NULL while there are none */
};

struct page {
	const struct paper *paper;
	struct usage *usage; /* of its document */
	struct buf content;
	const char *code; /* what its QR says, if it has exactly one */
	size_t code_count;
	const struct image **images;
	size_t image_count, image_cap;
};

void page_begin(struct page *page, struct usage *usage, struct arena *arena);
void page_colour(struct page *page, const struct colour *colour);
/* `x` is the left end of the line, its middle, or its right end. */
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_JUSTIFY };
void page_line(struct page *page, const struct line *line, double size, double x, double y,
	       enum align align);
/* The same with `tracking` points of space after each sign. */
void page_spaced(struct page *page, const struct line *line, double size, double tracking, double x,
		 double y, enum align align);
/* Its spaces widened until it is `width` wide, from `x` on. */
void page_justified(struct page *page, const struct line *line, double size, double width, double x,
		    double y);
/* Centred on `x`, `y` and turned by `degrees` against the clock. */
void page_turned(struct page *page, const struct line *line, double size, double x, double y,
		 double degrees);
void page_rule(struct page *page, double x, double y, double length, double thickness);

struct box {
	double left, right, top, bottom;
};

struct pen {
	struct colour colour;
	double thickness;
	double dash; /* 0 = none */
};

void page_shift(struct page *page, double x, double y); /* all that follows */
void page_image(struct page *page, const struct image *image, const struct box *box);
void page_fill(struct page *page, const struct box *box, const struct colour *colour);
void page_stroke(struct page *page, double x1, double y1, double x2, double y2,
		 const struct pen *pen);
/* Filled, around x, y. */
void page_dot(struct page *page, double x, double y, double across, const struct colour *colour);
void page_frame(struct page *page, const struct box *box, const struct pen *pen);

/* signatories.c: up to SIGNATORIES_MAX in a row, all in the same size; without any, one place for
 * somebody. What is missing is a rule to write on. Offices begin at the top, names stand on rules
 * at the bottom. */
struct signing {
	enum face office, name;
	double office_most, name_most; /* sizes, in points */
	struct colour colour;
	bool rules;
	enum align align; /* left, or in the middle */
};
bool page_signatories(struct page *page, struct arena *arena, const struct signatory *people,
		      size_t count, const struct signing *how, const struct box *box,
		      struct err *err) MUST_CHECK;

/* ---- Printing (print.c) ---- */

/* With `to` the file goes there as it comes, and `out` holds what has not gone yet. */
bool print_filling(const struct paper *paper, const struct filled_list *filling,
		   const struct document *document, FILE *to, struct buf *out,
		   struct err *err) MUST_CHECK;

/* ---- QR code (qr.c) ---- A way to check, never a signature. ---- */

/* Fills a square of `side` points, quiet zone included, whose lower left corner is x, y. */
bool page_qr(struct page *page, const char *text, double x, double y, double side,
	     struct err *err) MUST_CHECK;

/* For qr.c and page.c: a number with at most two decimals and a space. */
void page_number(struct page *page, double number);

#endif
