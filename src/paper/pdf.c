#include "paper/pdf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

unsigned pdf_new_object(struct pdf *pdf)
{
	GROW(pdf->arena, pdf->at, pdf->count, &pdf->cap);
	pdf->at[pdf->count] = 0;
	return (unsigned)pdf->count++;
}

void pdf_begin_object(struct pdf *pdf, unsigned number)
{
	pdf->at[number] = pdf->out->len - pdf->start;
	buf_printf(pdf->out, "%u 0 obj\n", number);
}

void pdf_end_object(struct pdf *pdf)
{
	buf_puts(pdf->out, "\nendobj\n");
}

/* A stream that is compressed and has nothing to say but its length. */
static void put_stream(struct pdf *pdf, unsigned number, const char *data, size_t len)
{
	uLongf size = compressBound(len);
	Bytef *packed = NEW(pdf->scratch, Bytef, size);

	if (compress2(packed, &size, (const Bytef *)data, len, 1) != Z_OK)
		abort(); /* only for want of memory */
	pdf_begin_object(pdf, number);
	buf_printf(pdf->out, "<< /Length %lu /Filter /FlateDecode >>\nstream\n", size);
	buf_add(pdf->out, packed, size);
	buf_puts(pdf->out, "\nendstream");
	pdf_end_object(pdf);
}

static void need_part(struct pdf *pdf, const struct part *part)
{
	for (size_t i = 0; i < pdf->part_count; i++)
		if (pdf->parts[i] == part)
			return;
	GROW(pdf->arena, pdf->parts, pdf->part_count, &pdf->part_cap);
	pdf->parts[pdf->part_count++] = part;
}

static void put_parts(struct pdf *pdf)
{
	size_t len = 4096 + 20 * pdf->count; /* of what follows, about */

	for (size_t i = 0; i < pdf->part_count; i++)
		len += pdf->parts[i]->len;
	buf_reserve(pdf->out, len);
	for (size_t i = 0; i < pdf->part_count; i++) {
		const struct part *part = pdf->parts[i];

		for (unsigned j = 0; j < part->count; j++)
			pdf->at[part->first + j] = pdf->out->len - pdf->start + part->at[j];
		buf_add(pdf->out, part->bytes, part->len);
	}
}

/* What the pages use of a font. */
static void put_font_file(struct pdf *pdf, const struct pdf_font *font)
{
	struct buf file;

	buf_init(&file, pdf->scratch);
	font_subset(font->font, font->used, &file);
	pdf_begin_object(pdf, font->part->file);
	buf_printf(pdf->out, "<< /Length %zu /Length1 %zu >>\nstream\n", file.len, file.len);
	buf_add(pdf->out, file.data, file.len);
	buf_puts(pdf->out, "\nendstream");
	pdf_end_object(pdf);
}

void pdf_begin(struct pdf *pdf, struct buf *out, unsigned first)
{
	*pdf = (struct pdf){
		.out = out, .arena = out->arena, .scratch = out->arena, .start = out->len
	};
	while (pdf->count < first)
		(void)pdf_new_object(pdf);
	/* Bytes above 127 tell transports that the file is not text. */
	buf_puts(out, "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
}

bool pdf_flush(struct pdf *pdf, FILE *to, struct err *err)
{
	size_t len = pdf->out->len;

	if (fwrite(pdf->out->data, 1, len, to) != len) {
		if (errno_is_full(errno))
			return FAIL_FULL(err);
		return FAIL(err, ERR_IO, "dokumen PDF tidak dapat ditulis: %s",
			    "the PDF document cannot be written: %s", strerror(errno));
	}
	pdf->start -= len;
	pdf->out->len = 0;
	return true;
}

/* An address: printable ASCII, and nothing that could end the string. */
static void put_code(struct pdf *pdf, const char *code)
{
	if (!code || !*code)
		return;
	buf_puts(pdf->out, " " PDF_CODE_KEY " (");
	for (; *code; code++)
		if (*code > ' ' && *code < 0x7F && !strchr("()\\", *code))
			buf_char(pdf->out, *code);
	buf_puts(pdf->out, ")");
}

/* Streams are written once in a file, however many pages show them. */
static unsigned need_stream(struct pdf *pdf, const struct stream *stream)
{
	unsigned number;

	for (size_t i = 0; i < pdf->stream_count; i++)
		if (pdf->streams[i] == stream)
			return pdf->stream_numbers[i];
	number = pdf_new_object(pdf);
	GROW(pdf->arena, pdf->streams, pdf->stream_count, &pdf->stream_cap);
	GROW(pdf->arena, pdf->stream_numbers, pdf->stream_count, &pdf->stream_number_cap);
	pdf->streams[pdf->stream_count] = stream;
	pdf->stream_numbers[pdf->stream_count++] = number;
	pdf_begin_object(pdf, number);
	buf_printf(pdf->out, "<< /Length %zu /Filter /FlateDecode >>\nstream\n", stream->len);
	buf_add(pdf->out, stream->data, stream->len);
	buf_puts(pdf->out, "\nendstream");
	pdf_end_object(pdf);
	return number;
}

static unsigned put_image(struct pdf *pdf, const struct image *image)
{
	unsigned mask = image->mask ? put_image(pdf, image->mask) : 0, number = pdf_new_object(pdf);

	pdf_begin_object(pdf, number);
	buf_printf(pdf->out, "<< /Type /XObject /Subtype /Image /Width %u /Height %u %s",
		   image->width, image->height, image->entries);
	if (mask)
		buf_printf(pdf->out, " /SMask %u 0 R", mask);
	buf_printf(pdf->out, " /Length %zu >>\nstream\n", image->data.len);
	buf_add(pdf->out, image->data.data, image->data.len);
	buf_puts(pdf->out, "\nendstream");
	pdf_end_object(pdf);
	return number;
}

void pdf_image(struct pdf *pdf, const struct image *image)
{
	for (size_t i = 0; i < pdf->image_count; i++)
		if (strcmp(pdf->images[i]->name, image->name) == 0)
			return;
	GROW(pdf->arena, pdf->images, pdf->image_count, &pdf->image_cap);
	GROW(pdf->arena, pdf->image_numbers, pdf->image_count, &pdf->image_number_cap);
	pdf->image_numbers[pdf->image_count] = put_image(pdf, image);
	pdf->images[pdf->image_count++] = image;
}

static void put_images(struct pdf *pdf)
{
	if (!pdf->image_count)
		return;
	buf_puts(pdf->out, " /XObject <<");
	for (size_t i = 0; i < pdf->image_count; i++)
		buf_printf(pdf->out, " /%s %u 0 R", pdf->images[i]->name, pdf->image_numbers[i]);
	buf_puts(pdf->out, " >>");
}

static void put_box(struct pdf *pdf, const char *name, double from, double width, double height)
{
	long low = lround(from * 100), wide = lround((from + width) * 100),
	     high = lround((from + height) * 100);

	buf_printf(pdf->out, " /%s [%ld.%02ld %ld.%02ld %ld.%02ld %ld.%02ld]", name, low / 100,
		   low % 100, low / 100, low % 100, wide / 100, wide % 100, high / 100, high % 100);
}

void pdf_page(struct pdf *pdf, const struct pdf_page *page)
{
	unsigned number = pdf_new_object(pdf), content = pdf_new_object(pdf),
		 below[COUNT(page->below)];
	double around = page->bleed + page->slug;

	for (size_t i = 0; i < COUNT(below); i++)
		below[i] = page->below[i] ? need_stream(pdf, page->below[i]) : 0;
	put_stream(pdf, content, page->content->data, page->content->len);
	pdf_begin_object(pdf, number);
	buf_printf(pdf->out, "<< /Type /Page /Parent %d 0 R /Resources %d 0 R", PDF_PAGES,
		   PDF_RESOURCES);
	put_box(pdf, "MediaBox", 0, page->width + 2 * around, page->height + 2 * around);
	if (around > 0) {
		put_box(pdf, "BleedBox", page->slug, page->width + 2 * page->bleed,
			page->height + 2 * page->bleed);
		put_box(pdf, "TrimBox", around, page->width, page->height);
	}
	buf_puts(pdf->out, " /Contents [");
	for (size_t i = 0; i < COUNT(below); i++)
		if (below[i])
			buf_printf(pdf->out, "%u 0 R ", below[i]);
	buf_printf(pdf->out, "%u 0 R]", content);
	put_code(pdf, page->code);
	buf_puts(pdf->out, " >>");
	pdf_end_object(pdf);
	GROW(pdf->arena, pdf->pages, pdf->page_count, &pdf->page_cap);
	pdf->pages[pdf->page_count++] = number;
}

/* Text for people, as UTF-16 in hexadecimal, so that nothing in it can mean anything. */
void pdf_put_text(struct pdf *pdf, const char *text)
{
	const uint8_t *at = (const uint8_t *)text;

	buf_puts(pdf->out, "<FEFF");
	while (*at) {
		unsigned more = *at < 0x80 ? 0 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : 3;
		unsigned code = more ? *at & (0x3Fu >> more) : *at;

		for (at++; more && *at; more--)
			code = code << 6 | (*at++ & 0x3F);
		if (code >= 0x10000) {
			buf_printf(pdf->out, "%04X", 0xD7C0 + (code >> 10));
			code = 0xDC00 | (code & 0x3FF);
		}
		buf_printf(pdf->out, "%04X", code);
	}
	buf_puts(pdf->out, ">");
}

static void put_info(struct pdf *pdf, const struct pdf_info *info)
{
	const struct {
		const char *key, *text;
	} TEXTS[] = {
		{ "Title", info->title },     { "Author", info->author },
		{ "Subject", info->subject }, { "Creator", "Paritrana" },
		{ "Producer", "libharu" },
	};
	struct civil day;

	time_civil(info->at, 0, &day);
	pdf_begin_object(pdf, PDF_INFO);
	buf_puts(pdf->out, "<<");
	for (size_t i = 0; i < COUNT(TEXTS); i++) {
		if (!TEXTS[i].text)
			continue;
		buf_printf(pdf->out, " /%s ", TEXTS[i].key);
		pdf_put_text(pdf, TEXTS[i].text);
	}
	for (int i = 0; i < 2; i++)
		buf_printf(pdf->out, " /%s (D:%04d%02d%02d%02d%02d%02dZ)",
			   i ? "ModDate" : "CreationDate", day.year, day.month, day.day, day.hour,
			   day.minute, day.second);
	buf_puts(pdf->out, " >>");
	pdf_end_object(pdf);
}

/* Character codes are Unicode, so one map serves all fonts. (libharu's own has the operators of
 * the opposite direction, and readers complain.) A range may not leave its high byte. */
void pdf_to_unicode(struct arena *arena, struct part *ret)
{
	static const size_t AT[] = { 0 };
	struct buf map, object;
	struct pdf pdf;

	buf_init(&map, arena);
	buf_puts(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		       "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
		       "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		       "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (unsigned high = 0; high < 256; high++) {
		if (high % 64 == 0)
			buf_puts(&map, "64 beginbfrange\n");
		buf_printf(&map, "<%02X00> <%02XFF> <%02X00>\n", high, high, high);
		if (high % 64 == 63)
			buf_puts(&map, "endbfrange\n");
	}
	buf_puts(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	buf_init(&object, arena);
	pdf_begin(&pdf, &object, PDF_FIRST_PART);
	object.len = 0; /* the object alone */
	put_stream(&pdf, PDF_TO_UNICODE, map.data, map.len);
	*ret = (struct part){ .first = PDF_TO_UNICODE,
			      .count = 1,
			      .root = PDF_TO_UNICODE,
			      .bytes = object.data,
			      .len = object.len,
			      .at = AT };
}

static void put_table(struct pdf *pdf)
{
	size_t table = pdf->out->len - pdf->start;

	buf_printf(pdf->out, "xref\n0 %zu\n", pdf->count);
	for (size_t i = 0; i < pdf->count; i++)
		if (pdf->at[i])
			buf_printf(pdf->out, "%010zu 00000 n \n", pdf->at[i]);
		else
			buf_puts(pdf->out, "0000000000 65535 f \n");
	buf_printf(pdf->out,
		   "trailer\n<< /Size %zu /Root %d 0 R /Info %d 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
		   pdf->count, PDF_CATALOG, PDF_INFO, table);
}

void pdf_end(struct pdf *pdf, const struct pdf_font *fonts, size_t font_count,
	     const struct part *to_unicode, const struct pdf_info *info)
{
	unsigned outlines = pdf_outline(pdf);

	for (size_t i = 0; i < font_count; i++)
		if (fonts[i].used)
			need_part(pdf, fonts[i].part);
	need_part(pdf, to_unicode);
	put_parts(pdf);
	for (size_t i = 0; i < font_count; i++)
		if (fonts[i].used)
			put_font_file(pdf, &fonts[i]);
	pdf_begin_object(pdf, PDF_RESOURCES);
	buf_puts(pdf->out, "<< /ProcSet [/PDF /Text /ImageB /ImageC /ImageI] /Font <<");
	for (size_t i = 0; i < font_count; i++)
		if (fonts[i].used)
			buf_printf(pdf->out, " /F%zu %u 0 R", i, fonts[i].part->root);
	buf_puts(pdf->out, " >>");
	put_images(pdf);
	buf_puts(pdf->out, " >>");
	pdf_end_object(pdf);
	pdf_begin_object(pdf, PDF_PAGES);
	buf_puts(pdf->out, "<< /Type /Pages /Kids [");
	for (size_t i = 0; i < pdf->page_count; i++)
		buf_printf(pdf->out, "%s%u 0 R", i ? " " : "", pdf->pages[i]);
	buf_printf(pdf->out, "] /Count %zu >>", pdf->page_count);
	pdf_end_object(pdf);
	pdf_begin_object(pdf, PDF_CATALOG);
	buf_printf(pdf->out, "<< /Type /Catalog /Pages %d 0 R /Lang (%s)", PDF_PAGES,
		   info->lang == LANG_EN ? "en" : "id");
	if (outlines)
		buf_printf(pdf->out, " /Outlines %u 0 R /PageMode /UseOutlines", outlines);
	buf_puts(pdf->out, " /ViewerPreferences << /DisplayDocTitle true >> >>");
	pdf_end_object(pdf);
	put_info(pdf, info);
	put_table(pdf);
}
