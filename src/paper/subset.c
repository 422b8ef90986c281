/* The file of a font with only some of its glyphs, as a document embeds it (TrueType; what a PDF
 * asks of a font whose codes it maps itself: ISO 32000-1, 9.9). Glyphs keep their numbers, so
 * whatever else a document says of the font is the same in all of them. It is not compressed: the
 * curves of few letters hardly get smaller, and it would take longer than all the rest. */
#include <string.h>

#include "paper/font.h"

enum {
	COMPONENT_WORDS = 0x1,
	COMPONENT_SCALE = 0x8,
	COMPONENT_MORE = 0x20,
	COMPONENT_TWO_SCALES = 0x40,
	COMPONENT_MATRIX = 0x80
};

static bool has(const uint32_t *used, unsigned glyph)
{
	return used[glyph / 32] >> glyph % 32 & 1;
}

static size_t glyph_from(const struct font *font, unsigned glyph)
{
	return font->has_long_offsets ? font_u32(font, font->loca + 4 * (size_t)glyph)
				      : 2 * (size_t)font_u16(font, font->loca + 2 * (size_t)glyph);
}

static size_t glyph_len(const struct font *font, unsigned glyph)
{
	return glyph_from(font, glyph + 1) - glyph_from(font, glyph);
}

bool font_glyphs_fit(const struct font *font)
{
	for (unsigned i = 0; i < font->glyph_count; i++)
		if (glyph_from(font, i) > glyph_from(font, i + 1))
			return false;
	return font->glyf < font->len &&
	       glyph_from(font, font->glyph_count) <= font->len - font->glyf;
}

/* The glyph, and those that it is put together from: "ễ" is e, circumflex, tilde. */
static void need(const struct font *font, unsigned glyph, uint32_t *used)
{
	size_t at = font->glyf + glyph_from(font, glyph);
	unsigned flags = COMPONENT_MORE;

	used[glyph / 32] |= (uint32_t)1 << glyph % 32;
	if (!glyph_len(font, glyph) || (int16_t)font_u16(font, at) >= 0)
		return;
	for (at += 10; flags & COMPONENT_MORE;) {
		unsigned component = font_u16(font, at + 2);

		flags = font_u16(font, at);
		at += flags & COMPONENT_WORDS ? 8 : 6;
		at += flags & COMPONENT_SCALE	     ? 2
		      : flags & COMPONENT_TWO_SCALES ? 4
		      : flags & COMPONENT_MATRIX     ? 8
						     : 0;
		if (component < font->glyph_count && !has(used, component))
			need(font, component, used);
	}
}

/* ---- Writing ---- */

static const char TAGS[][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, TABLE_COUNT };
#define HEAD_ADJUSTMENT 8 /* where in the table */
#define HEAD_LOCA_FORMAT 50
#define DIRECTORY_SIZE (12 + 16 * TABLE_COUNT)

static size_t padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

static void pad(struct buf *to, size_t start)
{
	buf_add(to, "\0\0\0", padded(to->len - start) - (to->len - start));
}

static void set_u32(struct buf *to, size_t at, size_t value)
{
	for (int i = 3; i >= 0; i--, value >>= 8)
		to->data[at + (size_t)i] = (char)(value & 0xFF);
}

static uint32_t sum_of(const struct buf *file, size_t at, size_t len)
{
	uint32_t sum = 0, word;

	for (; len; at += 4, len -= 4) {
		memcpy(&word, file->data + at, 4);
		sum += __builtin_bswap32(word);
	}
	return sum;
}

static void put_glyphs(const struct font *font, const uint32_t *used, struct buf *to)
{
	size_t start = to->len;

	for (unsigned i = 0; i < font->glyph_count; i++) {
		if (!has(used, i))
			continue;
		buf_add(to, font->data + font->glyf + glyph_from(font, i), glyph_len(font, i));
		pad(to, start);
	}
}

static void put_offsets(const struct font *font, const uint32_t *used, struct buf *to)
{
	size_t from = 0;

	for (unsigned i = 0; i <= font->glyph_count; i++) {
		buf_add(to, "\0\0\0", 4);
		set_u32(to, to->len - 4, from);
		if (i < font->glyph_count && has(used, i))
			from += padded(glyph_len(font, i));
	}
}

static void put_table(const struct font *font, size_t table, const uint32_t *used, struct buf *to)
{
	size_t start = to->len, at, len;

	if (table == GLYF) {
		put_glyphs(font, used, to);
		return;
	}
	if (table == LOCA) {
		put_offsets(font, used, to);
		return;
	}
	at = font_table_len(font, TAGS[table], &len);
	buf_add(to, font->data + at, len);
	if (table == HEAD && len > HEAD_LOCA_FORMAT + 1) {
		set_u32(to, start + HEAD_ADJUSTMENT, 0);
		to->data[start + HEAD_LOCA_FORMAT + 1] = 1; /* offsets of four bytes */
	}
}

static size_t size_of(const struct font *font, const uint32_t *used)
{
	size_t size = DIRECTORY_SIZE + 4 * ((size_t)font->glyph_count + 1) + 64;

	for (unsigned i = 0; i < font->glyph_count; i++)
		size += has(used, i) ? padded(glyph_len(font, i)) : 0;
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		size_t len = 0;

		if (i != GLYF && i != LOCA)
			(void)font_table_len(font, TAGS[i], &len);
		size += padded(len);
	}
	return size;
}

void font_subset(const struct font *font, uint32_t *used, struct buf *to)
{
	static const char HEADER[DIRECTORY_SIZE] = { 0, 1,  0, 0, 0, TABLE_COUNT,
						     0, 64, 0, 2, 0, 16 * TABLE_COUNT - 64 };
	size_t start = to->len, head = 0;
	uint32_t sum;

	need(font, 0, used); /* what a reader draws for want of anything else */
	for (unsigned i = 0; i < font->glyph_count; i++)
		if (has(used, i))
			need(font, i, used);
	buf_reserve(to, size_of(font, used));
	buf_add(to, HEADER, sizeof(HEADER));
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		size_t at = to->len, entry = start + 12 + 16 * i, len;

		put_table(font, i, used, to);
		len = to->len - at;
		pad(to, at);
		memcpy(to->data + entry, TAGS[i], 4);
		set_u32(to, entry + 4, sum_of(to, at, to->len - at));
		set_u32(to, entry + 8, at - start);
		set_u32(to, entry + 12, len);
		head = i == HEAD ? at : head;
	}
	sum = sum_of(to, start, to->len - start);
	set_u32(to, head + HEAD_ADJUSTMENT, (uint32_t)(0xB1B0AFBA - sum));
}
