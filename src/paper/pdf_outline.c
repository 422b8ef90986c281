/* The list of contents of a PDF: bookmarks on two levels. */
#include "paper/pdf.h"

#include <math.h>

void pdf_bookmark(struct pdf *pdf, const char *title, unsigned level, double top)
{
	GROW(pdf->arena, pdf->bookmarks, pdf->bookmark_count, &pdf->bookmark_cap);
	pdf->bookmarks[pdf->bookmark_count] = (struct pdf_bookmark){
		.page = pdf->pages[pdf->page_count - 1],
		.level = pdf->bookmark_count ? level : 0,
		.title = arena_text(pdf->arena, title),
		.top = top,
	};
	pdf->bookmark_count++;
}

/* The next of the same level under the same parent, in either direction; or none. */
static size_t beside(const struct pdf *pdf, size_t at, bool forward)
{
	unsigned level = pdf->bookmarks[at].level;

	while (forward ? ++at < pdf->bookmark_count : at-- > 0)
		if (pdf->bookmarks[at].level <= level)
			return pdf->bookmarks[at].level == level ? at : NAME_NONE;
	return NAME_NONE;
}

static size_t children(const struct pdf *pdf, size_t at)
{
	size_t count = 0;

	while (at + count + 1 < pdf->bookmark_count && pdf->bookmarks[at + count + 1].level)
		count++;
	return count;
}

static void put_bookmark(struct pdf *pdf, size_t at, unsigned outlines)
{
	const struct pdf_bookmark *mark = &pdf->bookmarks[at];
	unsigned number = outlines + 1 + (unsigned)at;
	size_t before = beside(pdf, at, false), after = beside(pdf, at, true);
	size_t below = mark->level ? 0 : children(pdf, at), parent = at;

	while (mark->level && pdf->bookmarks[parent].level)
		parent--;
	pdf_begin_object(pdf, number);
	buf_puts(pdf->out, "<< /Title ");
	pdf_put_text(pdf, mark->title);
	buf_printf(pdf->out, " /Parent %u 0 R /Dest [%u 0 R /XYZ null %ld null]",
		   mark->level ? outlines + 1 + (unsigned)parent : outlines, mark->page,
		   lround(mark->top));
	if (before != NAME_NONE)
		buf_printf(pdf->out, " /Prev %zu 0 R", outlines + 1 + before);
	if (after != NAME_NONE)
		buf_printf(pdf->out, " /Next %zu 0 R", outlines + 1 + after);
	if (below)
		buf_printf(pdf->out, " /First %u 0 R /Last %zu 0 R /Count -%zu", number + 1,
			   number + below, below);
	buf_puts(pdf->out, " >>");
	pdf_end_object(pdf);
}

unsigned pdf_outline(struct pdf *pdf)
{
	size_t last = 0, tops = 0;
	unsigned outlines;

	if (!pdf->bookmark_count)
		return 0;
	outlines = pdf_new_object(pdf);
	for (size_t i = 0; i < pdf->bookmark_count; i++) {
		(void)pdf_new_object(pdf);
		if (pdf->bookmarks[i].level)
			continue;
		last = i;
		tops++;
	}
	pdf_begin_object(pdf, outlines);
	buf_printf(pdf->out, "<< /Type /Outlines /First %u 0 R /Last %zu 0 R /Count %zu >>",
		   outlines + 1, outlines + 1 + last, tops);
	pdf_end_object(pdf);
	for (size_t i = 0; i < pdf->bookmark_count; i++)
		put_bookmark(pdf, i, outlines);
	return outlines;
}
