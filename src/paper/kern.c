/* Kerned pairs from a font's GPOS table (OpenType 1.9, lookup type 2): the build keeps only the
 * feature "kern" in our subsets, so every pair lookup that is there is kerning. And from the "kern"
 * table (format 0) of fonts from before there was a GPOS. */
#include "paper/font.h"

enum { LOOKUP_PAIR = 2, LOOKUP_EXTENSION = 9 };
enum { VALUE_X_PLACEMENT = 1, VALUE_Y_PLACEMENT = 2, VALUE_X_ADVANCE = 4 };

static void add_subtable(struct font *font, unsigned type, size_t at)
{
	if (type == LOOKUP_EXTENSION) {
		type = font_u16(font, at + 2);
		at += (size_t)font_u16(font, at + 4) << 16 | font_u16(font, at + 6);
	}
	if (type == LOOKUP_PAIR && font->pair_count < FONT_PAIRS_MAX)
		font->pairs[font->pair_count++] = at;
}

/* The first horizontal list of pairs; further ones are for layouts that nobody uses. */
static void find_old_pairs(struct font *font)
{
	size_t kern = font_table(font, "kern"), at = kern + 4;

	if (!kern || font_u16(font, kern) != 0 || !font_u16(font, kern + 2) ||
	    font_u16(font, at + 4) != 1)
		return;
	font->old_pairs = at + 14;
	font->old_pair_count = font_u16(font, at + 6);
}

/* Sorted by left and right glyph. */
static int old_pair(const struct font *font, uint16_t left, uint16_t right)
{
	size_t wanted = (size_t)left << 16 | right;
	unsigned low = 0, high = font->old_pair_count;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		size_t at = font->old_pairs + 6 * (size_t)middle, found = font_u32(font, at);

		if (found == wanted)
			return (int16_t)font_u16(font, at + 4);
		if (found < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

void font_find_pairs(struct font *font)
{
	size_t gpos = font_table(font, "GPOS");
	size_t list = gpos + font_u16(font, gpos + 8);

	find_old_pairs(font);
	for (unsigned i = 0; gpos && i < font_u16(font, list); i++) {
		size_t lookup = list + font_u16(font, list + 2 + 2 * (size_t)i);

		for (unsigned j = 0; j < font_u16(font, lookup + 4); j++)
			add_subtable(font, font_u16(font, lookup),
				     lookup + font_u16(font, lookup + 6 + 2 * (size_t)j));
	}
}

/* A list of `count` records of `size` bytes from `at`, each beginning with first and last glyph
 * (the same field when `last` is 0): the record that holds `glyph`, or 0. */
static size_t find_record(const struct font *font, size_t at, unsigned count, unsigned size,
			  unsigned last, unsigned glyph)
{
	unsigned low = 0, high = count;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		size_t record = at + (size_t)size * middle;

		if (glyph < font_u16(font, record))
			high = middle;
		else if (glyph > font_u16(font, record + last))
			low = middle + 1;
		else
			return record;
	}
	return 0;
}

static bool coverage_index(const struct font *font, size_t at, unsigned glyph, unsigned *ret)
{
	bool ranges = font_u16(font, at) == 2;
	size_t record = find_record(font, at + 4, font_u16(font, at + 2), ranges ? 6 : 2,
				    ranges ? 2 : 0, glyph);

	if (!record)
		return false;
	*ret = ranges ? font_u16(font, record + 4) + glyph - font_u16(font, record)
		      : (unsigned)((record - at - 4) / 2);
	return true;
}

static unsigned class_of(const struct font *font, size_t at, unsigned glyph)
{
	size_t record;

	if (font_u16(font, at) == 1) {
		unsigned first = font_u16(font, at + 2);

		if (glyph < first || glyph - first >= font_u16(font, at + 4))
			return 0;
		return font_u16(font, at + 6 + 2 * (size_t)(glyph - first));
	}
	record = find_record(font, at + 4, font_u16(font, at + 2), 6, 2, glyph);
	return record ? font_u16(font, record + 4) : 0;
}

static unsigned value_size(unsigned format)
{
	return 2 * (unsigned)__builtin_popcount(format);
}

static int advance_in(const struct font *font, size_t value, unsigned format)
{
	if (!(format & VALUE_X_ADVANCE))
		return 0;
	return (int16_t)font_u16(
		font, value + value_size(format & (VALUE_X_PLACEMENT | VALUE_Y_PLACEMENT)));
}

/* Whether this table decides the pair, and how. */
static bool pair_in(const struct font *font, size_t at, uint16_t left, uint16_t right, int *ret)
{
	unsigned first = font_u16(font, at + 4), second = font_u16(font, at + 6), index;
	unsigned size = value_size(first) + value_size(second);
	size_t record;

	if (!coverage_index(font, at + font_u16(font, at + 2), left, &index))
		return false;
	if (font_u16(font, at) == 1) {
		size_t set = at + font_u16(font, at + 10 + 2 * (size_t)index);

		record = find_record(font, set + 2, font_u16(font, set), 2 + size, 0, right);
		if (!record)
			return false;
		*ret = advance_in(font, record + 2, first);
		return true;
	}
	record = (size_t)class_of(font, at + font_u16(font, at + 8), left) *
			 font_u16(font, at + 14) +
		 class_of(font, at + font_u16(font, at + 10), right);
	*ret = advance_in(font, at + 16 + record * size, first);
	return true;
}

int font_kern(const struct font *font, uint16_t left, uint16_t right)
{
	int kern = 0;

	for (size_t i = 0; i < font->pair_count; i++)
		if (pair_in(font, font->pairs[i], left, right, &kern))
			return kern * 1000 / (int)font->units;
	return old_pair(font, left, right) * 1000 / (int)font->units;
}
