/* Our own reading of a subset font: which characters it has, how wide they are, how pairs are
 * kerned. libharu draws what a font lacks as an empty box without a word, so every character is
 * looked up here before anything is drawn. */
#ifndef PAPER_FONT_H
#define PAPER_FONT_H

#include "base/base.h"

struct letter {
	uint16_t code;	  /* Unicode; the PDF's character codes are the same numbers */
	uint16_t glyph;	  /* in this font */
	uint16_t advance; /* thousandths of an em */
	int16_t bearing;  /* of white before its ink, thousandths too */
};

#define FONT_PAIRS_MAX 32

struct font {
	const uint8_t *data;
	size_t len;
	const struct letter *letters; /* by code */
	size_t letter_count;
	unsigned units;		      /* per em */
	size_t pairs[FONT_PAIRS_MAX]; /* where the tables of kerned pairs are, in their order */
	size_t pair_count;
	size_t old_pairs; /* those of an old "kern" table, and how many */
	unsigned old_pair_count;
	unsigned glyph_count;
	size_t glyf, loca; /* where the outlines are, and where each begins in them */
	bool has_long_offsets;
};

/* Reads the file whole into the arena. Only TrueType outlines and the basic plane. */
bool font_load(const char *path, struct arena *arena, struct font *ret, struct err *err) MUST_CHECK;
/* One that only says how pairs of a typeface are kerned: it has letters, and no outlines. */
bool font_load_pairs(const char *path, struct arena *arena, struct font *ret,
		     struct err *err) MUST_CHECK;
const struct letter *font_find(const struct font *font, uint32_t code); /* or NULL */
/* What to add to the advance of `left` before `right`, in thousandths of an em. */
int font_kern(const struct font *font, uint16_t left, uint16_t right);

/* A bit for each glyph of a font. */
#define FONT_BITS(font) (((font)->glyph_count + 31) / 32)
/* Appends the file of a font that has only the glyphs of `used`, and those that they are put
 * together from (which are added to `used`). The same glyphs give the same bytes. */
void font_subset(const struct font *font, uint32_t *used, struct buf *to);

/* For kern.c and subset.c: big-endian numbers; 0 beyond the end of the file. */
unsigned font_u16(const struct font *font, size_t at);
size_t font_u32(const struct font *font, size_t at);
size_t font_table(const struct font *font, const char *tag); /* its offset, 0 when missing */
size_t font_table_len(const struct font *font, const char *tag, size_t *ret_len);
void font_find_pairs(struct font *font);
bool font_glyphs_fit(const struct font *font); /* each lies within the file */

#endif
