#include <string.h>

#include "paper/page.h"

#define TEXT_MAX 10000 /* bytes of one line before it is broken */

/* In the order of the files in paper.c. */
enum {
	SERIF,
	BOLD,
	ITALIC,
	SANS,
	SANS_BOLD,
	SERIF_MORE,
	BOLD_MORE,
	ITALIC_MORE,
	SANS_MORE,
	SANS_BOLD_MORE,
	SERIF_WIDE, /* five: Vietnamese, Latin, Greek, Cyrillic, signs */
	BOLD_WIDE = SERIF_WIDE + 5,
	END = BOLD_WIDE + 5
};

_Static_assert((int)END == (int)FONT_COUNT, "every font has a number");

#define ALL_WIDE(first) first, (first) + 1, (first) + 2, (first) + 3, (first) + 4

/* Further fonts are looked into when the one before lacks a character. */
static const uint8_t FACES[FACE_COUNT][16] = {
	[FACE_SERIF] = { SERIF, SERIF_MORE, ALL_WIDE(SERIF_WIDE), SANS, SANS_MORE, END },
	[FACE_BOLD] = { BOLD, BOLD_MORE, ALL_WIDE(BOLD_WIDE), ALL_WIDE(SERIF_WIDE), SANS_BOLD,
			SANS_BOLD_MORE, END },
	[FACE_ITALIC] = { ITALIC, ITALIC_MORE, ALL_WIDE(SERIF_WIDE), SANS, SANS_MORE, END },
	[FACE_SANS] = { SANS, SANS_MORE, SERIF, SERIF_MORE, ALL_WIDE(SERIF_WIDE), END },
	[FACE_SANS_BOLD] = { SANS_BOLD, SANS_BOLD_MORE, BOLD, BOLD_MORE, ALL_WIDE(BOLD_WIDE),
			     ALL_WIDE(SERIF_WIDE), END },
};

static enum face face_of(unsigned font)
{
	return (enum face)(font >= BOLD_WIDE	? FACE_BOLD
			   : font >= SERIF_WIDE ? FACE_SERIF
						: font % SERIF_MORE);
}

_Static_assert((int)SERIF_MORE == (int)FACE_COUNT, "a face has the number of its first font");

/* Whoever copies text out of a document gets a space where letters stand a tenth of an em apart,
 * and a code with a space in it opens nothing. So kerning widens by less; in Open Sans that is A
 * before J. */
#define WIDEST_KERN 80

/* Parts of a typeface are kerned with each other where it says how. Gentium has such pairs within
 * its parts only; letters of two typefaces were not drawn for each other. */
static int kern_of(const struct paper *paper, const struct sign *left, const struct sign *right)
{
	enum face face = face_of(left->font);
	const struct font *pairs = &paper->pairs[face];
	const struct letter *a, *b;
	int kern = 0;

	if (face_of(right->font) != face)
		return 0;
	if (pairs->letter_count) {
		a = font_find(pairs, left->code);
		b = font_find(pairs, right->code);
		if (a && b)
			kern = font_kern(pairs, a->glyph, b->glyph);
	} else if (left->font == right->font) {
		kern = font_kern(&paper->fonts[left->font], left->glyph, right->glyph);
	}
	return kern < WIDEST_KERN ? kern : WIDEST_KERN;
}

/* One character of valid UTF-8. */
static uint32_t next_code(const char **text)
{
	const uint8_t *at = (const uint8_t *)*text;
	unsigned more = *at < 0x80 ? 0 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : 3;
	uint32_t code = more ? *at & (0x3Fu >> more) : *at;

	for (at++; more; more--)
		code = code << 6 | (*at++ & 0x3F);
	*text = (const char *)at;
	return code;
}

/* Characters that would show as nothing, or sit on the letter before them, in a message. */
static bool is_invisible(uint32_t code)
{
	return code == 0xAD || (code >= 0x300 && code < 0x370) ||
	       (code >= 0x2000 && code < 0x2010) || (code >= 0x2028 && code < 0x2030) ||
	       (code >= 0x205F && code < 0x2070) || (code >= 0xE000 && code < 0xF900) ||
	       (code >= 0xFE00 && code < 0xFE10);
}

/* How many bytes of a text to show in a message: whole characters only. */
static int shown_of(const char *text, size_t max)
{
	size_t len = strnlen(text, max);

	while (len && (text[len] & 0xC0) == 0x80)
		len--;
	return (int)len;
}

static bool fail_missing(uint32_t code, const char *at, int len, const char *text, struct err *err)
{
	int shown = shown_of(text, 200);

	if (is_invisible(code))
		return FAIL(
			err, ERR_INPUT, "karakter U+%04X pada “%.*s” tidak ada dalam huruf cetak",
			"no font has the character U+%04X of “%.*s”", (unsigned)code, shown, text);
	return FAIL(err, ERR_INPUT,
		    "karakter U+%04X (%.*s) pada “%.*s” tidak ada dalam huruf cetak",
		    "no font has the character U+%04X (%.*s) of “%.*s”", (unsigned)code, len, at,
		    shown, text);
}

static bool fail_long(const char *text, struct err *err)
{
	return FAIL(err, ERR_INPUT, "teks terlalu panjang untuk tempatnya: “%.*s…”",
		    "the text is too long for its place: “%.*s…”", shown_of(text, 80), text);
}

static const struct letter *find_letter(const struct paper *paper, enum face face, uint32_t code,
					uint8_t *ret_font)
{
	for (const uint8_t *font = FACES[face]; *font != END; font++) {
		const struct letter *letter = font_find(&paper->fonts[*font], code);

		if (!letter)
			continue;
		*ret_font = *font;
		return letter;
	}
	return NULL;
}

bool text_line(const struct paper *paper, enum face face, struct arena *arena, const char *text,
	       struct line *ret, struct err *err)
{
	struct line line = { 0 };
	struct sign *signs, *before = NULL;
	char *normal;

	if (!text_nfc(arena, text, strlen(text), false, &normal, err))
		return false;
	if (strlen(normal) > TEXT_MAX)
		return fail_long(normal, err);
	signs = NEW(arena, struct sign, strlen(normal) + 1);
	for (const char *at = normal; *at;) {
		const char *start = at;
		uint32_t code = next_code(&at);
		struct sign *sign = &signs[line.count];
		const struct letter *letter = find_letter(paper, face, code, &sign->font);

		if (!letter)
			return fail_missing(code, start, (int)(at - start), normal, err);
		sign->code = letter->code;
		sign->glyph = letter->glyph;
		sign->advance = (int16_t)letter->advance;
		if (before) {
			before->kern = (int16_t)kern_of(paper, before, sign);
			line.width += before->kern;
		}
		sign->at = line.width;
		line.width += sign->advance;
		line.count++;
		before = sign;
	}
	line.signs = signs;
	*ret = line;
	return true;
}

double line_width(const struct line *line, double size)
{
	return (double)line->width * size / 1000;
}

/* The signs from `from` up to `to`, without spaces at either end. */
static struct line part_of(const struct line *line, size_t from, size_t to)
{
	struct line part = { 0 };

	while (from < to && line->signs[from].code == ' ')
		from++;
	while (to > from && line->signs[to - 1].code == ' ')
		to--;
	part.signs = line->signs + from;
	part.count = to - from;
	if (part.count)
		part.width =
			line->signs[to - 1].at + line->signs[to - 1].advance - line->signs[from].at;
	return part;
}

/* Up to where whole words from `from` on fit into `width` thousandths of an em; `from` itself when
 * the first is wider. `ret_next`: where the word ends that did not fit. */
static size_t words_end(const struct line *line, size_t from, int32_t width, size_t *ret_next)
{
	size_t to = from, word = from;

	while (word < line->count) {
		while (word < line->count && line->signs[word].code == ' ')
			word++;
		while (word < line->count && line->signs[word].code != ' ')
			word++;
		if (part_of(line, from, word).width > width)
			break;
		to = word;
	}
	*ret_next = word;
	return to;
}

/* Puts as much on each of `count` lines as `width` thousandths of an em hold. */
static bool fill_lines(const struct line *line, int32_t width, size_t count, struct block *ret)
{
	size_t from = 0, next;

	ret->count = 0;
	while (from < line->count) {
		size_t to = words_end(line, from, width, &next);

		if (ret->count == count || to == from)
			return false;
		ret->lines[ret->count++] = part_of(line, from, to);
		from = to;
	}
	return true;
}

/* The narrowest lines that hold the text: the fewest points by which it must shrink. */
static int32_t break_evenly(const struct line *line, size_t count, struct block *ret)
{
	int32_t low = 0, high = line->width;

	if (count == 1) {
		ret->lines[0] = part_of(line, 0, line->count);
		ret->count = line->count ? 1 : 0;
		return ret->lines[0].width;
	}
	while (low < high) {
		int32_t middle = low + (high - low) / 2;

		if (fill_lines(line, middle, count, ret))
			high = middle;
		else
			low = middle + 1;
	}
	(void)fill_lines(line, high, count, ret);
	return high;
}

bool line_fit(const struct line *line, const struct fit *fit, struct block *ret)
{
	for (size_t count = 1; count <= LINES_MAX && fit->sizes[count - 1].largest > 0; count++) {
		double largest = fit->sizes[count - 1].largest, size = largest;
		struct block block = { 0 };
		int32_t width = break_evenly(line, count, &block);

		if (width > 0 && fit->width * 1000 / width < size)
			size = fit->width * 1000 / width;
		if (size < fit->sizes[count - 1].smallest)
			continue;
		block.size = size;
		*ret = block;
		return true;
	}
	return false;
}

bool text_fit(const struct paper *paper, const struct fit *fit, struct arena *arena,
	      const char *text, struct block *ret, struct err *err)
{
	struct line line;

	if (!text_line(paper, fit->face, arena, text, &line, err))
		return false;
	if (!line_fit(&line, fit, ret))
		return fail_long(text, err);
	return true;
}

/* Where a line that begins at `from` and holds `width` ends; a word that is wider than a whole line
 * is cut, for want of anything better. */
static size_t line_end(const struct line *line, size_t from, int32_t width)
{
	size_t next, to = words_end(line, from, width, &next);

	if (to > from)
		return to;
	for (to = from + 1; to < next; to++)
		if (part_of(line, from, to + 1).width > width)
			break;
	return to;
}

void line_wrap(const struct line *line, double width, double size, struct arena *arena,
	       struct lines *ret)
{
	int32_t most = (int32_t)(width * 1000 / size) + 1;

	for (size_t from = 0; from < line->count;) {
		size_t to = line_end(line, from, most);
		struct line part = part_of(line, from, to);

		from = to;
		if (!part.count)
			continue;
		GROW(arena, ret->items, ret->count, &ret->cap);
		ret->items[ret->count++] = part;
	}
}
