/* A PDF file as it is written: objects, pages, bookmarks, the table of where each object lies.
 * Fonts and drawings are taken over from the parts made at the start. The same input gives the
 * same bytes. No actions, scripts, links, forms or attachments: there is no function for them. */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include <stdio.h>

#include "paper/image.h"

/* Fixed object numbers; those of the parts come next, those of a document after them. */
enum pdf_object {
	PDF_CATALOG = 1,
	PDF_PAGES,
	PDF_INFO,
	PDF_RESOURCES,
	PDF_TO_UNICODE,
	PDF_FIRST_PART
};

struct pdf_info {
	const char *title, *author, *subject;
	enum lang lang;
	int64_t at; /* creation and modification, seconds UTC */
};

struct pdf_bookmark {
	unsigned page; /* object */
	unsigned level;
	const char *title;
	double top;
};

/* One page to be: what lies below (streams), and its content. */
struct pdf_page {
	double width, height; /* as it is cut */
	double bleed, slug;   /* beyond it on each side, and what is left beside that for marks */
	const struct stream *below[3]; /* NULL at the end */
	const struct buf *content;
	const char *code; /* what its QR says, once more for programs (PDF_CODE_KEY), or NULL */
};

struct pdf {
	struct buf *out;
	struct arena *arena;
	struct arena *scratch; /* for what is used at once */
	size_t start; /* where in `out` the file begins; counts on below 0 once it was flushed */
	size_t *at;   /* of each object, from `start`; 0 = not in this file */
	size_t count, cap;
	const struct part **parts; /* that this file needs */
	size_t part_count, part_cap;
	unsigned *pages; /* objects */
	size_t page_count, page_cap;
	const struct stream **streams; /* that are written, and as which object */
	unsigned *stream_numbers;
	size_t stream_count, stream_cap, stream_number_cap;
	const struct image **images;
	unsigned *image_numbers;
	size_t image_count, image_cap, image_number_cap;
	struct pdf_bookmark *bookmarks;
	size_t bookmark_count, bookmark_cap;
};

/* `first` is the first number that no part has. */
void pdf_begin(struct pdf *pdf, struct buf *out, unsigned first);
#define PDF_CODE_KEY "/PRTN_Check"
void pdf_page(struct pdf *pdf, const struct pdf_page *page);
/* What there is so far goes to the file; `out` is empty then. */
bool pdf_flush(struct pdf *pdf, FILE *to, struct err *err) MUST_CHECK;
void pdf_image(struct pdf *pdf, const struct image *image); /* that a page shows */
/* A place on the last page, points from below; of level 0, or below the one before at level 1. */
void pdf_bookmark(struct pdf *pdf, const char *title, unsigned level, double top);
/* Page content calls them /F0, /F1 … */
struct pdf_font {
	const struct part *part;
	const struct font *font;
	uint32_t *used; /* glyphs, as font_subset takes them; NULL: the pages use none */
};
void pdf_end(struct pdf *pdf, const struct pdf_font *fonts, size_t font_count,
	     const struct part *to_unicode, const struct pdf_info *info);
/* The object that says which character each code means; all fonts of all documents share it. */
void pdf_to_unicode(struct arena *arena, struct part *ret);

/* For pdf_outline.c: objects and texts as they are written. */
unsigned pdf_new_object(struct pdf *pdf);
void pdf_begin_object(struct pdf *pdf, unsigned number);
void pdf_end_object(struct pdf *pdf);
void pdf_put_text(struct pdf *pdf, const char *text);
unsigned pdf_outline(struct pdf *pdf); /* its object, 0 without bookmarks */

#endif
