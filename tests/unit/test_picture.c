/* Files that people send: told apart by their bytes, and pictures written anew. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>

#include "paper/paper.h"
#include "unit.h"

#define WIDE 48
#define HIGH 32

struct file {
	char *data;
	size_t len;
};

/* ---- Samples ---- */

/* Four corners in four colours: what a turned picture shows says how it was turned. */
static const unsigned char CORNERS[4][3] = {
	{ 250, 10, 10 }, { 10, 250, 10 }, { 10, 10, 250 }, { 240, 240, 240 }
};

static const unsigned char *colour_at(unsigned x, unsigned y)
{
	return CORNERS[(x >= WIDE / 2) + 2 * (y >= HIGH / 2)];
}

static void exif_make(int orientation, unsigned char ret[64])
{
	static const unsigned char HEAD[] = { 'E', 'x', 'i', 'f', 0, 0,	   'M', 'M', 0, 42, 0, 0,
					      0,   8,	0,   1,	  1, 0x12, 0,	3,   0, 0,  0, 1 };

	memset(ret, 0, 64);
	memcpy(ret, HEAD, sizeof(HEAD));
	ret[25] = (unsigned char)orientation;
	memcpy(ret + 32, "GPSLatitude -10.1772", 20);
}

static struct file jpeg_make(int orientation, bool progressive)
{
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	unsigned char exif[64], *data = NULL, row[WIDE * 3], *rows = row;
	unsigned long len = 0;

	out.err = jpeg_std_error(&errors);
	jpeg_create_compress(&out);
	jpeg_mem_dest(&out, &data, &len);
	out.image_width = WIDE;
	out.image_height = HIGH;
	out.input_components = 3;
	out.in_color_space = JCS_RGB;
	jpeg_set_defaults(&out);
	if (progressive)
		jpeg_simple_progression(&out);
	jpeg_start_compress(&out, TRUE);
	exif_make(orientation, exif);
	if (orientation)
		jpeg_write_marker(&out, JPEG_APP0 + 1, exif, sizeof(exif));
	jpeg_write_marker(&out, JPEG_COM, (const unsigned char *)"<script>alert(1)</script>", 25);
	for (unsigned y = 0; y < HIGH; y++) {
		for (unsigned x = 0; x < WIDE; x++)
			memcpy(row + 3 * x, colour_at(x, y), 3);
		(void)jpeg_write_scanlines(&out, &rows, 1);
	}
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);
	return (struct file){ (char *)data, len };
}

static struct file png_make(int interlace, uint32_t width, uint32_t height)
{
	png_structp out = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(out);
	png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE,
			  .key = (char[]){ "Location" },
			  .text = (char[]){ "GPSLatitude" } };
	png_byte **rows = calloc(height, sizeof(*rows));
	struct file ret = { 0 };
	FILE *to = open_memstream(&ret.data, &ret.len);

	assert_non_null(to);
	assert_non_null(rows);
	for (uint32_t y = 0; y < height; y++) {
		rows[y] = calloc(width, 3);
		assert_non_null(rows[y]);
	}
	png_init_io(out, to);
	png_set_IHDR(out, info, width, height, 8, PNG_COLOR_TYPE_RGB, interlace,
		     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_text(out, info, &text, 1);
	png_set_rows(out, info, rows);
	png_write_png(out, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&out, &info);
	(void)fclose(to);
	for (uint32_t y = 0; y < height; y++)
		free(rows[y]);
	free(rows);
	return ret;
}

static bool renew(struct file from, struct file *ret, struct err *err)
{
	FILE *to = open_memstream(&ret->data, &ret->len);
	bool good;

	assert_non_null(to);
	good = picture_renew(from.data, from.len, to, err);
	(void)fclose(to);
	return good;
}

static bool holds(struct file file, const char *text)
{
	return memmem(file.data, file.len, text, strlen(text)) != NULL;
}

/* ---- What a file is ---- */

#define PDF_BODY "1 0 obj <</Type/Catalog>> endobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n"

static void a_file_is_what_its_bytes_say(void **state)
{
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *name, *data;
		size_t len;
		enum sent_kind kind;
		const char *code; /* NULL: taken */
	} CASES[] = {
		{ "pdf", BYTES("%PDF-1.7\n" PDF_BODY "%%EOF\n"), SENT_PDF, NULL },
		{ "pdf 2", BYTES("%PDF-2.0\n" PDF_BODY "%%EOF"), SENT_PDF, NULL },
		{ "padded pdf", BYTES("%PDF-1.4\n" PDF_BODY "%%EOF\r\n\0\0\0\0"), SENT_PDF, NULL },
		{ "pdf cut off", BYTES("%PDF-1.7\n" PDF_BODY), SENT_PDF, "damaged" },
		{ "pdf of one line", BYTES("%PDF-1.7"), SENT_PDF, "damaged" },
		{ "no version", BYTES("%PDF-x.7\n" PDF_BODY "%%EOF\n"), SENT_PDF, "damaged" },
		{ "pdf and page", BYTES("%PDF-1.7\n<HTML><Script>1</script>\n" PDF_BODY "%%EOF\n"),
		  SENT_PDF, "two_kinds" },
		{ "pdf and archive", BYTES("%PDF-1.7\n" PDF_BODY "%%EOF\nPK\5\6\0\0\0\0"), SENT_PDF,
		  "two_kinds" },
		{ "archive within", BYTES("%PDF-1.7\n" PDF_BODY "PK\5\6\0\0%%EOF\n"), SENT_PDF,
		  "two_kinds" },
		{ "pdf and more", BYTES("%PDF-1.7\n" PDF_BODY "%%EOF\nMZ"), SENT_PDF, "two_kinds" },
		{ "pdf later on", BYTES("\n%PDF-1.7\n" PDF_BODY "%%EOF\n"), SENT_NONE,
		  "unknown_kind" },
		{ "page", BYTES("<!DOCTYPE html><p>x"), SENT_NONE, "unknown_kind" },
		{ "svg", BYTES("<svg xmlns='http://www.w3.org/2000/svg'/>"), SENT_NONE,
		  "unknown_kind" },
		{ "gif", BYTES("GIF89a\1\0\1\0\0\0\0PK\5\6"), SENT_NONE, "unknown_kind" },
		{ "archive", BYTES("PK\3\4"), SENT_NONE, "unknown_kind" },
		{ "nothing", BYTES(""), SENT_NONE, "unknown_kind" },
		{ "two bytes", BYTES("\xff\xd8"), SENT_NONE, "unknown_kind" },
		{ "jpeg head", BYTES("\xff\xd8\xff\xe0\0\4ab"), SENT_JPEG, "damaged" },
		{ "jpeg without frame", BYTES("\xff\xd8\xff\xda\0\4ab"), SENT_JPEG, "damaged" },
		{ "jpeg, large", BYTES("\xff\xd8\xff\xff\xc0\0\x0b\x08\x75\x30\x75\x30\1\1\x11\0"),
		  SENT_JPEG, "too_many_pixels" },
		{ "jpeg, flat", BYTES("\xff\xd8\xff\xc0\0\x0b\x08\0\0\x75\x30\1\1\x11\0"),
		  SENT_JPEG, "damaged" },
		{ "jpeg, odd", BYTES("\xff\xd8\xff\xc3\0\x0b\x08\0\1\0\1\1\1\x11\0"), SENT_JPEG,
		  "damaged" },
		{ "png, large",
		  BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\2\0\0\0crc."),
		  SENT_PNG, "too_many_pixels" },
		{ "png, wide",
		  BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\0\0\0\1\x08\2\0\0\0crc."),
		  SENT_PNG, "too_many_pixels" },
		{ "png of nothing",
		  BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\1\x08\2\0\0\0crc."), SENT_PNG,
		  "damaged" },
		{ "page named png", BYTES("\x89PNG\r\n\x1a\n<html><script>x</script></html>xx"),
		  SENT_PNG, "damaged" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		char *exact = malloc(CASES[i].len + 1); /* so that a byte too far is noticed */
		struct sent_file file;
		struct err err = { 0 };

		assert_non_null(exact);
		memcpy(exact, CASES[i].data, CASES[i].len);
		if (sent_sniff(exact, CASES[i].len, &file, &err) != !CASES[i].code ||
		    file.kind != CASES[i].kind ||
		    (CASES[i].code && !text_equal(err.code, CASES[i].code)))
			fail_msg("%s: kind %d, %s", CASES[i].name, file.kind, err.code);
		free(exact);
	}
}

/* ---- Pictures ---- */

static void decode(struct file file, unsigned *wide, unsigned *high, unsigned char ret[4][3])
{
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	unsigned char row[3 * WIDE], *rows = row;

	in.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, (const unsigned char *)file.data, file.len);
	(void)jpeg_read_header(&in, TRUE);
	(void)jpeg_start_decompress(&in);
	*wide = in.output_width;
	*high = in.output_height;
	for (unsigned y = 0; y < *high; y++) {
		(void)jpeg_read_scanlines(&in, &rows, 1);
		if (y == 4 || y == *high - 5) {
			memcpy(ret[y == 4 ? 0 : 2], row + 3 * 4, 3);
			memcpy(ret[y == 4 ? 1 : 3], row + 3 * (*wide - 5), 3);
		}
	}
	(void)jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
}

static void a_photo_stands_upright_and_tells_no_place(void **state)
{
	/* Which corner of the sample stands where: top left, top right, bottom left, bottom right.
	 */
	static const int TURNED[9][4] = {
		{ 0, 1, 2, 3 }, { 0, 1, 2, 3 }, { 1, 0, 3, 2 }, { 3, 2, 1, 0 }, { 2, 3, 0, 1 },
		{ 0, 2, 1, 3 }, { 2, 0, 3, 1 }, { 3, 1, 2, 0 }, { 1, 3, 0, 2 },
	};

	(void)state;
	for (int i = 0; i < 18; i++) {
		int orientation = i % 9;
		struct file from = jpeg_make(orientation, i >= 9), to;
		unsigned char corners[4][3];
		unsigned wide, high;
		struct err err;

		assert_true(renew(from, &to, &err));
		assert_false(holds(to, "GPS"));
		assert_false(holds(to, "Exif"));
		assert_false(holds(to, "script"));
		decode(to, &wide, &high, corners);
		assert_int_equal(wide, orientation < 5 ? WIDE : HIGH);
		assert_int_equal(high, orientation < 5 ? HIGH : WIDE);
		for (int c = 0; c < 4; c++)
			for (int k = 0; k < 3; k++)
				if (abs(corners[c][k] - CORNERS[TURNED[orientation][c]][k]) > 40)
					fail_msg("orientation %d, corner %d", orientation, c);
		free(from.data);
		free(to.data);
	}
}

static void a_png_keeps_its_pixels_only(void **state)
{
	(void)state;
	for (int interlace = 0; interlace < 2; interlace++) {
		struct file from = png_make(interlace, 33, 17), to;
		struct sent_file file;
		struct err err;

		assert_true(holds(from, "GPS"));
		from.data = realloc(from.data, from.len + 9);
		assert_non_null(from.data);
		memcpy(from.data + from.len, "<script>!", 9); /* behind its end */
		from.len += 9;
		assert_true(renew(from, &to, &err));
		assert_false(holds(to, "GPS"));
		assert_false(holds(to, "script"));
		assert_true(sent_sniff(to.data, to.len, &file, &err));
		assert_int_equal(file.width, 33);
		assert_int_equal(file.height, 17);
		free(from.data);
		free(to.data);
	}
}

static void a_damaged_picture_is_refused(void **state)
{
	struct file files[] = { jpeg_make(6, false), jpeg_make(1, true), png_make(0, 33, 17),
				png_make(1, 33, 17) };

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t whole = files[i].len;
		struct err err;
		struct file to;

		for (size_t len = 0; len < whole - 2; len += 7) {
			files[i].len = len;
			assert_false(renew(files[i], &to, &err));
			assert_int_equal(err.kind, ERR_INPUT);
			free(to.data);
		}
		files[i].len = whole;
		if (i >= 2) { /* a PNG knows when a bit has changed */
			files[i].data[whole - 20] ^= 1;
			assert_false(renew(files[i], &to, &err));
			free(to.data);
		}
		free(files[i].data);
	}
}

/* ---- In a process of its own ---- */

static const char *program(struct arena *arena)
{
	char *self = arena_alloc(arena, 4096, 1);
	ssize_t len = readlink("/proc/self/exe", self, 4095);
	char *end;

	assert_true(len > 0);
	end = strstr(self, "/unit/");
	assert_non_null(end);
	*end = '\0';
	return arena_printf(arena, "%s/paritrana", self);
}

static int file_of(struct file file)
{
	FILE *to = tmpfile();
	int fd;

	assert_non_null(to);
	assert_int_equal(fwrite(file.data, 1, file.len, to), file.len);
	assert_int_equal(fflush(to), 0);
	fd = dup(fileno(to));
	(void)fclose(to);
	return fd;
}

static void a_picture_is_renewed_apart(void **state)
{
	struct arena arena = { 0 };
	struct file from = jpeg_make(6, false), here;
	char there[8192];
	int in = file_of(from), out = file_of((struct file){ (char[]){ "" }, 0 });
	struct err err;

	(void)state;
	assert_true(renew(from, &here, &err));
	if (!picture_renew_apart(program(&arena), in, out, &err))
		fail_msg("%s (%s)", err.msg[LANG_EN], err.detail);
	assert_int_equal(pread(out, there, sizeof(there), 0), here.len);
	assert_memory_equal(there, here.data, here.len);
	assert_int_equal(ftruncate(in, 300), 0);
	assert_false(picture_renew_apart(program(&arena), in, out, &err));
	assert_string_equal(err.code, "damaged");
	assert_false(picture_renew_apart("/nonexistent", in, out, &err));
	assert_int_equal(err.kind, ERR_IO);
	(void)close(in);
	(void)close(out);
	free(from.data);
	free(here.data);
	arena_release(&arena);
}

/* 60,000 scans of a few bytes each, every one over 13 million pixels. */
static struct file bomb_make(void)
{
	static const char HEAD[] = "\xff\xd8"
				   "\xff\xc2\0\x0b\x08\x0a\x8c\x13\x88\1\1\x11\0"
				   "\xff\xc4\0\x14\x10\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe0"
				   "\xff\xc4\0\x14\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
	static const char SCAN[] = "\xff\xda\0\x08\1\1\0\1\x3f\0";
	struct file ret = { 0 };
	FILE *to = open_memstream(&ret.data, &ret.len);

	assert_non_null(to);
	(void)fwrite(HEAD, 1, sizeof(HEAD) - 1, to);
	(void)fwrite("\xff\xdb\0\x43\0", 1, 5, to);
	for (int i = 0; i < 64; i++)
		(void)fputc(1, to);
	(void)fwrite("\xff\xda\0\x08\1\1\0\0\0\0", 1, 10, to);
	for (int k = 0; k < 26407; k++) /* the first coefficient of each block, or it warns */
		(void)fputc(0, to);
	for (int i = 0; i < 60000; i++) {
		(void)fwrite(SCAN, 1, sizeof(SCAN) - 1, to);
		for (int k = 0; k < 25; k++)
			(void)fputc(0, to);
	}
	(void)fwrite("\xff\xd9", 1, 2, to);
	(void)fclose(to);
	return ret;
}

static void a_picture_that_takes_too_long_is_stopped(void **state)
{
	struct arena arena = { 0 };
	struct file bomb = bomb_make();
	int in = file_of(bomb), out = file_of((struct file){ (char[]){ "" }, 0 });
	int64_t began = time_mono_ms();
	struct err err;

	(void)state;
	assert_false(picture_renew_apart(program(&arena), in, out, &err));
	assert_string_equal(err.code, "too_complex");
	assert_true(time_mono_ms() - began < 60000);
	assert_non_null(strstr(err.detail, "signal"));
	(void)close(in);
	(void)close(out);
	free(bomb.data);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_file_is_what_its_bytes_say),
		cmocka_unit_test(a_photo_stands_upright_and_tells_no_place),
		cmocka_unit_test(a_png_keeps_its_pixels_only),
		cmocka_unit_test(a_damaged_picture_is_refused),
		cmocka_unit_test(a_picture_is_renewed_apart),
		cmocka_unit_test(a_picture_that_takes_too_long_is_stopped),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
