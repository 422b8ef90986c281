/* A PDF file as it is written: objects, pages, bookmarks, the table of where each object lies.
 * Fonts and drawings are taken over from the parts made at the start. The same input gives the
 * same bytes. No actions, scripts, links, forms or attachments: there is no function for them. */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include "paper/part.h"

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

struct pdf_page {
	unsigned number;
	const char *bookmark;
};

struct pdf {
	struct buf *out;
	struct arena *arena;
	size_t start; /* where in `out` the file begins */
	size_t *at;   /* of each object, from `start`; 0 = not in this file */
	size_t count, cap;
	const struct part **parts; /* that this file needs */
	size_t part_count, part_cap;
	struct pdf_page *pages;
	size_t page_count, page_cap;
};

/* `first` is the first number that no part has. */
void pdf_begin(struct pdf *pdf, struct buf *out, unsigned first);
/* A page with the drawing (may be NULL) below the content. The bookmark may be NULL. `code` is what
 * the page's QR says, once more for programs (PDF_CODE_KEY of the page), or NULL. */
#define PDF_CODE_KEY "/PRTN_Check"
void pdf_page(struct pdf *pdf, double width, double height, const struct part *drawing,
	      const struct buf *content, const char *bookmark, const char *code);
/* `fonts` are those that the pages use, NULL for the others; page content calls them /F0, /F1 … */
void pdf_end(struct pdf *pdf, const struct part *const *fonts, size_t font_count,
	     const struct part *to_unicode, const struct pdf_info *info);
/* The object that says which character each code means; all fonts of all documents share it. */
void pdf_to_unicode(struct arena *arena, struct part *ret);

#endif
