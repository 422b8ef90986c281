#include <stdlib.h>

#include "paper/page.h"

/* In the order of the numbers in text.c. */
static const char *const FILES[FONT_COUNT] = {
	"serif",      "bold",	     "italic",	    "sans",	      "sans-bold",
	"serif-more", "bold-more",   "italic-more", "sans-more",      "sans-bold-more",
	"serif-viet", "serif-latin", "serif-greek", "serif-cyrillic", "serif-signs",
	"bold-viet",  "bold-latin",  "bold-greek",  "bold-cyrillic",  "bold-signs",
};

/* A face has the number of its first file. */
static const enum face PAIRS[] = { FACE_SANS, FACE_SANS_BOLD };

static bool load_fonts(struct paper *paper, const char *folder, struct err *err)
{
	unsigned next = PDF_FIRST_PART;

	for (unsigned i = 0; i < FONT_COUNT; i++) {
		const char *path = arena_printf(&paper->arena, "%s/%s.ttf", folder, FILES[i]);

		if (!font_load(path, &paper->arena, &paper->fonts[i], err))
			return false;
		if (!part_font(&paper->arena, path, &paper->fonts[i], i, next, PDF_TO_UNICODE,
			       &paper->font_parts[i], err))
			return false;
		next += paper->font_parts[i].count;
	}
	for (unsigned i = 0; i < COUNT(PAIRS); i++) {
		const char *path =
			arena_printf(&paper->arena, "%s/%s-pairs.ttf", folder, FILES[PAIRS[i]]);

		if (!font_load_pairs(path, &paper->arena, &paper->pairs[PAIRS[i]], err))
			return false;
	}
	paper->first_free = next;
	pdf_to_unicode(&paper->arena, &paper->to_unicode);
	return true;
}

bool paper_open(const char *fonts, const char *layouts, struct paper **ret, struct err *err)
{
	struct paper *paper = calloc(1, sizeof(*paper));

	if (!paper)
		abort();
	if (!load_fonts(paper, fonts, err) || !designs_load(paper, layouts, err)) {
		paper_close(paper);
		return false;
	}
	*ret = paper;
	return true;
}

void paper_close(struct paper *paper)
{
	if (!paper)
		return;
	arena_release(&paper->arena);
	free(paper);
}
