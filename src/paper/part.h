/* What libharu makes once at the start, an embedded font or a drawing, cut into PDF objects which
 * every document then takes over as they are. libharu would spend milliseconds on each font in
 * each document; copying the finished objects takes microseconds. */
#ifndef PAPER_PART_H
#define PAPER_PART_H

#include <hpdf.h>

#include "paper/font.h"

struct part {
	unsigned first, count; /* its objects bear the numbers first .. first + count - 1 */
	unsigned root;	       /* the object to refer to: a font, or a content stream */
	unsigned file;	       /* of a font: one of them, which each document writes itself */
	const char *bytes;     /* all objects, one after another */
	size_t len;
	const size_t *at; /* where each begins in `bytes` */
};

/* The font of `path` with all its letters, but for the file of their outlines: of that a document
 * embeds what it uses (font_subset). `nth` makes its subset tag unique;
 * `to_unicode` is the object that all fonts share, see pdf.h. */
bool part_font(struct arena *arena, const char *path, const struct font *font, unsigned nth,
	       unsigned first, unsigned to_unicode, struct part *ret, struct err *err) MUST_CHECK;

/* Content of a page, compressed. */
struct stream {
	const char *data;
	size_t len;
};

/* What `draw` puts on a page of this size. */
bool part_drawing(struct arena *arena, void (*draw)(HPDF_Page page, const void *what),
		  const void *what, double width, double height, struct stream *ret,
		  struct err *err) MUST_CHECK;

#endif
