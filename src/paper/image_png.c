/* A PNG that our own child wrote, taken apart: without transparency its data go into a PDF as they
 * are; else colours and opacity are parted, because a PDF keeps them in two pictures. */
#include "paper/image.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct png_parts {
	unsigned width, height, depth, colour;
	const uint8_t *palette, *alpha;
	size_t palette_len, alpha_len;
	struct buf data; /* still compressed */
};

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

static unsigned samples_of(unsigned colour)
{
	return colour == RGB ? 3 : colour == GREY_ALPHA ? 2 : colour == RGB_ALPHA ? 4 : 1;
}

static unsigned u32(const uint8_t *at)
{
	return (unsigned)at[0] << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
}

static bool take_chunk(struct png_parts *png, const uint8_t *at, unsigned len)
{
	const uint8_t *body = at + 8;

	if (memcmp(at + 4, "IHDR", 4) == 0 && len == 13) {
		png->width = u32(body);
		png->height = u32(body + 4);
		png->depth = body[8];
		png->colour = body[9];
	} else if (memcmp(at + 4, "PLTE", 4) == 0) {
		png->palette = body;
		png->palette_len = len / 3;
	} else if (memcmp(at + 4, "tRNS", 4) == 0) {
		png->alpha = body;
		png->alpha_len = len;
	} else if (memcmp(at + 4, "IDAT", 4) == 0) {
		buf_add(&png->data, body, len);
	}
	return memcmp(at + 4, "IEND", 4) != 0;
}

static bool split(struct arena *arena, const uint8_t *data, size_t len, struct png_parts *png)
{
	size_t at = 8;
	bool more = true;

	buf_init(&png->data, arena);
	while (more && at + 12 <= len) {
		unsigned size = u32(data + at);

		if (size > len - at - 12)
			return false;
		more = take_chunk(png, data + at, size);
		at += 12 + (size_t)size;
	}
	return png->width && png->height && png->width <= 20000 && png->height <= 20000 &&
	       png->depth && png->depth <= 16 && png->data.len &&
	       (png->colour != PALETTE || png->palette_len);
}

static void as_it_is(struct arena *arena, const struct png_parts *png, struct image *ret)
{
	struct buf entries;

	buf_init(&entries, arena);
	if (png->colour == PALETTE) {
		buf_printf(&entries, "/ColorSpace [/Indexed /DeviceRGB %zu <",
			   png->palette_len - 1);
		for (size_t i = 0; i < 3 * png->palette_len; i++)
			buf_printf(&entries, "%02X", png->palette[i]);
		buf_puts(&entries, ">]");
	} else {
		buf_printf(&entries, "/ColorSpace /%s",
			   png->colour == RGB ? "DeviceRGB" : "DeviceGray");
	}
	buf_printf(&entries,
		   " /BitsPerComponent %u /Filter /FlateDecode /DecodeParms << /Predictor 15 "
		   "/Colors %u /BitsPerComponent %u /Columns %u >>",
		   png->depth, samples_of(png->colour), png->depth, png->width);
	ret->entries = entries.data;
	ret->data = (struct stream){ png->data.data, png->data.len };
}

/* ---- Transparency ---- */

static uint8_t paeth(int left, int up, int corner)
{
	int guess = left + up - corner;
	int a = abs(guess - left), b = abs(guess - up), c = abs(guess - corner);

	return (uint8_t)(a <= b && a <= c ? left : b <= c ? up : corner);
}

/* Undoes the filter of a row in place; `up` is the row above. */
static void unfilter(unsigned filter, uint8_t *row, const uint8_t *up, size_t len, size_t step)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t left = i >= step ? row[i - step] : 0, corner = i >= step ? up[i - step] : 0;

		switch (filter) {
		case 1: row[i] = (uint8_t)(row[i] + left); break;
		case 2: row[i] = (uint8_t)(row[i] + up[i]); break;
		case 3: row[i] = (uint8_t)(row[i] + (left + up[i]) / 2); break;
		case 4: row[i] = (uint8_t)(row[i] + paeth(left, up[i], corner)); break;
		default: break;
		}
	}
}

/* Sample i of a row, as 8 bits; of a palette, its number. */
static uint8_t sample(const struct png_parts *png, const uint8_t *row, size_t i)
{
	unsigned depth = png->depth, per = depth < 8 ? 8 / depth : 1, most = (1u << depth) - 1;
	unsigned value;

	if (depth >= 8)
		return row[i * (depth / 8)];
	value = (unsigned)row[i / per] >> (8 - depth - (unsigned)(i % per) * depth) & most;
	return (uint8_t)(png->colour == PALETTE ? value : value * 255 / most);
}

static void part_pixel(const struct png_parts *png, const uint8_t *row, size_t x, uint8_t rgb[3],
		       uint8_t *alpha)
{
	unsigned samples = samples_of(png->colour);
	uint8_t first = sample(png, row, x * samples);
	bool colours = png->colour == RGB || png->colour == RGB_ALPHA;

	*alpha = 255;
	for (size_t i = 0; i < 3; i++) {
		rgb[i] = colours ? sample(png, row, x * samples + i) : first;
		if (png->colour == PALETTE)
			rgb[i] = first < png->palette_len ? png->palette[3 * (size_t)first + i] : 0;
	}
	if (png->colour == PALETTE && first < png->alpha_len)
		*alpha = png->alpha[first];
	if (png->colour == GREY_ALPHA || png->colour == RGB_ALPHA)
		*alpha = sample(png, row, x * samples + samples - 1);
}

static struct stream pack(struct arena *arena, const uint8_t *data, size_t len)
{
	uLongf size = compressBound(len);
	Bytef *packed = NEW(arena, Bytef, size);

	if (compress2(packed, &size, data, len, 6) != Z_OK)
		abort(); /* only for want of memory */
	return (struct stream){ (const char *)packed, size };
}

static void part_rows(struct arena *arena, const struct png_parts *png, uint8_t *raw,
		      size_t row_len, struct image *ret)
{
	size_t pixels = (size_t)png->width * png->height, k = 0;
	unsigned bits = samples_of(png->colour) * png->depth;
	uint8_t *rgb = NEW(arena, uint8_t, 3 * pixels), *alpha = NEW(arena, uint8_t, pixels);
	const uint8_t *up = NEW(arena, uint8_t, row_len);
	struct image *mask = NEW(arena, struct image, 1);

	for (unsigned y = 0; y < png->height; y++) {
		uint8_t *row = raw + y * (row_len + 1) + 1;

		unfilter(row[-1], row, up, row_len, bits < 8 ? 1 : bits / 8);
		for (size_t x = 0; x < png->width; x++, k++)
			part_pixel(png, row, x, rgb + 3 * k, alpha + k);
		up = row;
	}
	ret->entries = "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode";
	ret->data = pack(arena, rgb, 3 * pixels);
	*mask = *ret;
	mask->entries = "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
	mask->data = pack(arena, alpha, pixels);
	ret->mask = mask;
}

bool image_png(struct arena *arena, const uint8_t *data, size_t len, struct image *ret)
{
	struct png_parts png = { 0 };
	size_t row_len;
	uLongf size;
	uint8_t *raw;

	if (!split(arena, data, len, &png))
		return false;
	ret->width = png.width;
	ret->height = png.height;
	if (png.depth <= 8 &&
	    (png.colour == RGB || png.colour == GREY || (png.colour == PALETTE && !png.alpha))) {
		as_it_is(arena, &png, ret);
		return true;
	}
	row_len = ((size_t)png.width * samples_of(png.colour) * png.depth + 7) / 8;
	size = (row_len + 1) * png.height;
	raw = NEW(arena, uint8_t, size);
	if (uncompress(raw, &size, (const Bytef *)png.data.data, png.data.len) != Z_OK ||
	    size != (row_len + 1) * png.height)
		return false;
	part_rows(arena, &png, raw, row_len, ret);
	return true;
}
