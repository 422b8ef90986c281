/* What a file that somebody sent is: PDF, JPEG or PNG, by its bytes. A name is never asked. */
#include <string.h>

#include "paper/paper.h"

#define TAIL 2048	      /* in which a PDF ends */
#define ZIP_TAIL (65535 + 22) /* in which an archive says that it is one */
#define HEAD 1024	      /* in which a page would say that it is one */

struct bytes {
	const unsigned char *data;
	size_t len;
};

static bool damaged(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "damaged", "Berkas ini rusak atau terpotong.",
			 "This file is damaged or cut off.");
}

static uint32_t number_at(const unsigned char *at, size_t len)
{
	uint32_t ret = 0;

	for (size_t i = 0; i < len; i++)
		ret = ret << 8 | at[i];
	return ret;
}

static bool starts(struct bytes file, const char *with, size_t len)
{
	return file.len >= len && memcmp(file.data, with, len) == 0;
}

static bool check_size(const struct sent_file *file, struct err *err)
{
	if (!file->width || !file->height)
		return damaged(err);
	if (file->width <= PICTURE_SIDE_MAX && file->height <= PICTURE_SIDE_MAX &&
	    (uint64_t)file->width * file->height <= PICTURE_PIXELS_MAX)
		return true;
	return FAIL_CODE(err, ERR_INPUT, "too_many_pixels",
			 "Gambar ini berukuran %u × %u piksel; paling banyak %u juta piksel dan "
			 "%u piksel per sisi.",
			 "This picture has %u × %u pixels; at most %u million pixels and %u pixels "
			 "on a side.",
			 file->width, file->height, PICTURE_PIXELS_MAX / 1000000, PICTURE_SIDE_MAX);
}

/* ---- JPEG ---- */

/* Of the frames only those that everybody draws: baseline, extended and progressive Huffman. */
static bool is_frame(unsigned char marker)
{
	return marker >= 0xc0 && marker <= 0xc2;
}

static bool is_other_frame(unsigned char marker)
{
	return marker >= 0xc3 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

/* The size stands in the frame header, before any coefficient. */
static bool sniff_jpeg(struct bytes file, struct sent_file *ret, struct err *err)
{
	size_t at = 2;

	while (at + 4 <= file.len && file.data[at] == 0xff) {
		unsigned char marker = file.data[at + 1];
		size_t len;

		if (marker == 0xff) { /* filling */
			at++;
			continue;
		}
		len = number_at(file.data + at + 2, 2);
		if (len < 2 || len > file.len - at - 2 || marker == 0xda || marker == 0xd9 ||
		    is_other_frame(marker))
			return damaged(err);
		if (is_frame(marker)) {
			if (len < 8)
				return damaged(err);
			ret->height = number_at(file.data + at + 5, 2);
			ret->width = number_at(file.data + at + 7, 2);
			return check_size(ret, err);
		}
		at += 2 + len;
	}
	return damaged(err);
}

/* ---- PNG ---- */

static bool sniff_png(struct bytes file, struct sent_file *ret, struct err *err)
{
	const unsigned char *head = file.data + 8;

	if (file.len < 33 || number_at(head, 4) != 13 || memcmp(head + 4, "IHDR", 4) != 0)
		return damaged(err);
	ret->width = number_at(head + 8, 4);
	ret->height = number_at(head + 12, 4);
	return check_size(ret, err);
}

/* ---- PDF ---- */

static bool two_kinds(struct err *err)
{
	return FAIL_CODE(
		err, ERR_INPUT, "two_kinds",
		"PDF ini memuat sesuatu yang bukan PDF di awal atau di akhirnya. Simpan "
		"ulang sebagai PDF, lalu unggah lagi.",
		"This PDF holds something that is not PDF at its beginning or end. Save it "
		"as PDF again, then upload it once more.");
}

static bool holds_page(struct bytes file)
{
	static const char *const SIGNS[] = { "<html", "<script", "<!doctype", "<svg", "<body" };
	char head[HEAD + 1];
	size_t len = file.len < HEAD ? file.len : HEAD;

	for (size_t i = 0; i < len; i++)
		head[i] = file.data[i] ? (char)file.data[i] : ' ';
	head[len] = '\0';
	for (size_t i = 0; i < COUNT(SIGNS); i++)
		if (strcasestr(head, SIGNS[i]))
			return true;
	return false;
}

static bool holds_archive(struct bytes file)
{
	size_t len = file.len < ZIP_TAIL ? file.len : ZIP_TAIL;

	return memmem(file.data + file.len - len, len, "PK\5\6", 4) != NULL;
}

static const unsigned char *last_of(struct bytes tail, const char *text)
{
	const unsigned char *found = NULL, *at = tail.data;
	size_t len = strlen(text);

	while ((at = memmem(at, tail.len - (size_t)(at - tail.data), text, len)) != NULL)
		found = at++;
	return found;
}

/* Some programs fill up the last block with zeros. */
static bool is_blank(const unsigned char *at, const unsigned char *end)
{
	while (at < end && (*at == '\0' || *at == '\r' || *at == '\n' || *at == ' ' || *at == '\t'))
		at++;
	return at == end;
}

static bool sniff_pdf(struct bytes file, struct err *err)
{
	size_t len = file.len < TAIL ? file.len : TAIL;
	struct bytes tail = { file.data + file.len - len, len };
	const unsigned char *end = last_of(tail, "%%EOF");

	if (file.len < 32 || (file.data[5] != '1' && file.data[5] != '2') || file.data[6] != '.')
		return damaged(err);
	if (holds_page(file) || holds_archive(file))
		return two_kinds(err);
	if (!end || !last_of(tail, "startxref"))
		return damaged(err);
	return is_blank(end + 5, file.data + file.len) || two_kinds(err);
}

/* ---- All ---- */

bool sent_sniff(const void *data, size_t len, struct sent_file *ret, struct err *err)
{
	struct bytes file = { data, len };

	*ret = (struct sent_file){ 0 };
	if (starts(file, "\xff\xd8\xff", 3)) {
		ret->kind = SENT_JPEG;
		return sniff_jpeg(file, ret, err);
	}
	if (starts(file, "\x89PNG\r\n\x1a\n", 8)) {
		ret->kind = SENT_PNG;
		return sniff_png(file, ret, err);
	}
	if (starts(file, "%PDF-", 5)) {
		ret->kind = SENT_PDF;
		return sniff_pdf(file, err);
	}
	return FAIL_CODE(err, ERR_INPUT, "unknown_kind",
			 "Isi berkas ini bukan PDF, JPEG, atau PNG, apa pun namanya.",
			 "The content of this file is no PDF, JPEG or PNG, whatever its name is.");
}
