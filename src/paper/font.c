#include "paper/font.h"

#include <stdio.h>
#include <string.h>

#define FILE_MAX (4 << 20)

unsigned font_u16(const struct font *font, size_t at)
{
	if (at > font->len || font->len - at < 2)
		return 0;
	return (unsigned)font->data[at] << 8 | font->data[at + 1];
}

size_t font_u32(const struct font *font, size_t at)
{
	return (size_t)font_u16(font, at) << 16 | font_u16(font, at + 2);
}

size_t font_table_len(const struct font *font, const char *tag, size_t *ret_len)
{
	unsigned count = font_u16(font, 4);

	*ret_len = 0;
	for (unsigned i = 0; i < count; i++) {
		size_t entry = 12 + 16 * (size_t)i, at;

		if (entry + 16 > font->len || memcmp(font->data + entry, tag, 4) != 0)
			continue;
		at = font_u32(font, entry + 8);
		*ret_len = font_u32(font, entry + 12);
		if (at > font->len || *ret_len > font->len - at)
			*ret_len = 0;
		return *ret_len ? at : 0;
	}
	return 0;
}

size_t font_table(const struct font *font, const char *tag)
{
	size_t len;

	return font_table_len(font, tag, &len);
}

static bool read_file(const char *path, struct arena *arena, struct font *font, struct err *err)
{
	FILE *file = fopen(path, "rb");
	size_t cap = 1 << 16, len = 0, got;
	uint8_t *data;

	if (!file)
		return FAIL(err, ERR_IO, "huruf %s tidak dapat dibuka", "cannot open the font %s",
			    path);
	data = arena_alloc(arena, cap, 1);
	while ((got = fread(data + len, 1, cap - len, file)) > 0) {
		len += got;
		if (len < cap)
			continue;
		if (cap >= FILE_MAX)
			break;
		data = memcpy(arena_alloc(arena, cap * 2, 1), data, len);
		cap *= 2;
	}
	(void)fclose(file);
	font->data = data;
	font->len = len;
	return true;
}

/* The subtable of the basic plane: Windows or Unicode platform, format 4. */
static size_t find_cmap(const struct font *font)
{
	size_t cmap = font_table(font, "cmap");
	unsigned count = font_u16(font, cmap + 2);

	for (unsigned i = 0; cmap && i < count; i++) {
		size_t entry = cmap + 4 + 8 * (size_t)i;
		unsigned platform = font_u16(font, entry);
		size_t at = cmap + font_u32(font, entry + 4);

		if ((platform == 0 || platform == 3) && font_u16(font, at) == 4)
			return at;
	}
	return 0;
}

static unsigned segment_glyph(const struct font *font, size_t cmap, unsigned segment, unsigned code)
{
	size_t half = font_u16(font, cmap + 6); /* segments, times two */
	size_t start = cmap + 16 + half + 2 * (size_t)segment;
	unsigned delta = font_u16(font, start + half);
	unsigned offset = font_u16(font, start + 2 * half);
	unsigned glyph;

	if (!offset)
		return (code + delta) & 0xFFFF;
	glyph = font_u16(font,
			 start + 2 * half + offset + 2 * (size_t)(code - font_u16(font, start)));
	return glyph ? (glyph + delta) & 0xFFFF : 0;
}

static unsigned advance_of(const struct font *font, size_t hmtx, unsigned metrics, unsigned glyph)
{
	unsigned at = glyph < metrics ? glyph : metrics - 1;
	unsigned advance = font_u16(font, hmtx + 4 * (size_t)at);

	return (advance * 1000 + font->units / 2) / font->units;
}

static int bearing_of(const struct font *font, size_t hmtx, unsigned metrics, unsigned glyph)
{
	size_t at = glyph < metrics ? hmtx + 4 * (size_t)glyph + 2
				    : hmtx + 4 * (size_t)metrics + 2 * (size_t)(glyph - metrics);

	return (int16_t)font_u16(font, at) * 1000 / (int)font->units;
}

/* Without metrics (`hmtx` 0) letters have no width. */
static void read_letters(struct font *font, size_t cmap, size_t hmtx, unsigned metrics,
			 struct arena *arena)
{
	struct letter *letters = NULL;
	size_t cap = 0;

	for (unsigned i = 0; i < font_u16(font, cmap + 6) / 2; i++) {
		unsigned last = font_u16(font, cmap + 14 + 2 * (size_t)i);
		unsigned first =
			font_u16(font, cmap + 16 + font_u16(font, cmap + 6) + 2 * (size_t)i);

		for (unsigned code = first; code <= last && code < 0xFFFF; code++) {
			unsigned glyph = segment_glyph(font, cmap, i, code);
			struct letter *letter;

			if (!glyph)
				continue;
			GROW(arena, letters, font->letter_count, &cap);
			letter = &letters[font->letter_count++];
			*letter =
				(struct letter){ .code = (uint16_t)code, .glyph = (uint16_t)glyph };
			if (!hmtx)
				continue;
			letter->advance = (uint16_t)advance_of(font, hmtx, metrics, glyph);
			letter->bearing = (int16_t)bearing_of(font, hmtx, metrics, glyph);
		}
	}
	font->letters = letters;
}

static bool fail_font(const char *path, struct err *err)
{
	return FAIL(err, ERR_IO, "%s bukan huruf TrueType yang utuh",
		    "%s is not a complete TrueType font", path);
}

bool font_load(const char *path, struct arena *arena, struct font *ret, struct err *err)
{
	struct font font = { 0 };
	size_t cmap, hmtx, hhea;
	unsigned metrics;

	if (!read_file(path, arena, &font, err))
		return false;
	cmap = find_cmap(&font);
	hmtx = font_table(&font, "hmtx");
	hhea = font_table(&font, "hhea");
	metrics = font_u16(&font, hhea + 34);
	font.units = font_u16(&font, font_table(&font, "head") + 18);
	font.has_long_offsets = font_u16(&font, font_table(&font, "head") + 50);
	font.glyph_count = font_u16(&font, font_table(&font, "maxp") + 4);
	font.glyf = font_table(&font, "glyf");
	font.loca = font_table(&font, "loca");
	if (!cmap || !hmtx || !hhea || !metrics || !font.units || !font.glyf || !font.loca ||
	    !font.glyph_count || !font_glyphs_fit(&font))
		return fail_font(path, err);
	read_letters(&font, cmap, hmtx, metrics, arena);
	font_find_pairs(&font);
	*ret = font;
	return true;
}

bool font_load_pairs(const char *path, struct arena *arena, struct font *ret, struct err *err)
{
	struct font font = { 0 };
	size_t cmap;

	if (!read_file(path, arena, &font, err))
		return false;
	cmap = find_cmap(&font);
	font.units = font_u16(&font, font_table(&font, "head") + 18);
	font_find_pairs(&font);
	if (!cmap || !font.units || !(font.pair_count || font.old_pair_count))
		return fail_font(path, err);
	read_letters(&font, cmap, 0, 0, arena);
	*ret = font;
	return true;
}

const struct letter *font_find(const struct font *font, uint32_t code)
{
	size_t low = 0, high = font->letter_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (font->letters[middle].code == code)
			return &font->letters[middle];
		if (font->letters[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
