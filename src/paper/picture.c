/* A picture decoded and written anew. What it carried beside its pixels (place, camera, comments,
 * another file behind its end) does not come along. */
#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>
#include <png.h>

#include "paper/paper.h"

#define MEMORY_MAX ((uint64_t)56 << 20) /* of pixels or coefficients held at once */
#define JPEG_PIXELS_MAX ((uint64_t)16000000)
#define QUALITY 88
#define WARNINGS_MAX 1000
#define CHUNK_MAX ((size_t)1 << 20)

static bool damaged(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "damaged", "Gambar ini rusak atau terpotong.",
			 "This picture is damaged or cut off.");
}

static bool too_complex(struct err *err)
{
	return FAIL_CODE(err, ERR_INPUT, "too_complex",
			 "Gambar ini terlalu rumit untuk diolah. Simpan ulang dengan ukuran lebih "
			 "kecil, sebagai JPEG biasa atau PNG biasa.",
			 "This picture takes too much to process. Save it again, smaller, as a "
			 "plain JPEG or PNG.");
}

static bool not_written(struct err *err)
{
	if (errno == EFBIG)
		return too_complex(err);
	if (errno_is_full(errno))
		return FAIL_FULL(err);
	return FAIL(err, ERR_IO, "Gambar tidak dapat ditulis.", "The picture cannot be written.");
}

/* ---- JPEG ---- */

struct jpeg {
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	jmp_buf stop;
	int orientation; /* of EXIF, 1 … 8 */
	size_t row;	 /* bytes of a decoded row */
	JSAMPLE *pixels; /* of the decoded picture, or of one row */
	JSAMPLE *line;	 /* a row to write */
};

static void __attribute__((noreturn)) jpeg_stop(j_common_ptr any)
{
	struct jpeg *jpeg = any->client_data;

	longjmp(jpeg->stop, 1);
}

/* What the library would go on without, and fill with grey. */
static void jpeg_warn(j_common_ptr any, int level)
{
	int code = any->err->msg_code;

	if (level >= 0)
		return;
	any->err->num_warnings++;
	if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE ||
	    any->err->num_warnings > WARNINGS_MAX)
		jpeg_stop(any);
}

static unsigned tiff_number(const JOCTET *at, size_t len, bool big)
{
	unsigned ret = 0;

	for (size_t i = 0; i < len; i++)
		ret |= (unsigned)at[i] << 8 * (big ? len - 1 - i : i);
	return ret;
}

/* Tag 0x0112 of the first directory: how the camera was held. */
static int exif_orientation(const JOCTET *data, size_t len)
{
	const JOCTET *tiff = data + 6;
	size_t at, entries;
	bool big;

	if (len < 6 + 8 || memcmp(data, "Exif\0", 6) != 0)
		return 1;
	len -= 6;
	big = tiff[0] == 'M';
	at = tiff_number(tiff + 4, 4, big);
	if (at > len - 2)
		return 1;
	entries = tiff_number(tiff + at, 2, big);
	for (at += 2; entries && len - at >= 12; entries--, at += 12)
		if (tiff_number(tiff + at, 2, big) == 0x0112) {
			unsigned value = tiff_number(tiff + at + 8, 2, big);

			return value >= 1 && value <= 8 ? (int)value : 1;
		}
	return 1;
}

static uint64_t coefficients_size(struct jpeg_decompress_struct *in)
{
	uint64_t size = 0;

	if (!jpeg_has_multiple_scans(in))
		return 0;
	for (int i = 0; i < in->num_components; i++) {
		const jpeg_component_info *c = &in->comp_info[i];

		size += ((uint64_t)c->width_in_blocks + 16) * (c->height_in_blocks + 16) *
			sizeof(JBLOCK);
	}
	return size;
}

/* How many times smaller it has to become: 1, 2, 4, 8; 0 = it cannot be held. */
static unsigned divisor_of(struct jpeg *jpeg)
{
	uint64_t held = coefficients_size(&jpeg->in);
	uint64_t samples = jpeg->in.num_components == 1 ? 1 : 3;

	for (unsigned d = 1; d <= 8; d *= 2) {
		uint64_t pixels = (uint64_t)((jpeg->in.image_width + d - 1) / d) *
				  ((jpeg->in.image_height + d - 1) / d);
		uint64_t turned = jpeg->orientation > 2 ? pixels * samples : 0;

		if (pixels <= JPEG_PIXELS_MAX && held + turned <= MEMORY_MAX)
			return d;
	}
	return 0;
}

/* Where the pixel at (x, y) of what is written comes from. */
static size_t source_of(const struct jpeg *jpeg, size_t x, size_t y)
{
	size_t right = jpeg->in.output_width - 1, bottom = jpeg->in.output_height - 1;
	size_t from_x = x, from_y = y;

	if (jpeg->orientation >= 5) {
		from_x = y;
		from_y = x;
	}
	switch (jpeg->orientation) {
	case 2: from_x = right - x; break;
	case 3:
		from_x = right - x;
		from_y = bottom - y;
		break;
	case 4: from_y = bottom - y; break;
	case 6: from_y = bottom - x; break;
	case 7:
		from_x = right - y;
		from_y = bottom - x;
		break;
	case 8: from_x = right - y; break;
	default: break;
	}
	/* Of a mirrored picture one row is held at a time. */
	return (jpeg->orientation == 2 ? 0 : from_y) * jpeg->row +
	       from_x * (size_t)jpeg->in.output_components;
}

static void turned_write(struct jpeg *jpeg, size_t y)
{
	size_t samples = (size_t)jpeg->in.output_components;

	for (size_t x = 0; x < jpeg->out.image_width; x++)
		memcpy(jpeg->line + x * samples, jpeg->pixels + source_of(jpeg, x, y), samples);
	(void)jpeg_write_scanlines(&jpeg->out, &jpeg->line, 1);
}

static void rows_copy(struct jpeg *jpeg)
{
	bool whole = jpeg->orientation > 2;

	while (jpeg->in.output_scanline < jpeg->in.output_height) {
		JSAMPLE *row = jpeg->pixels + (whole ? jpeg->in.output_scanline * jpeg->row : 0);

		(void)jpeg_read_scanlines(&jpeg->in, &row, 1);
		if (jpeg->orientation == 2)
			turned_write(jpeg, 0);
		else if (!whole)
			(void)jpeg_write_scanlines(&jpeg->out, &row, 1);
	}
	for (size_t y = 0; whole && y < jpeg->out.image_height; y++)
		turned_write(jpeg, y);
}

static void *hold(struct jpeg *jpeg, size_t len)
{
	void *ret = malloc(len);

	if (!ret)
		longjmp(jpeg->stop, 2);
	return ret;
}

static void jpeg_copy(struct jpeg *jpeg, unsigned divisor, FILE *to)
{
	bool across = jpeg->orientation >= 5;
	struct jpeg_decompress_struct *in = &jpeg->in;
	struct jpeg_compress_struct *out = &jpeg->out;

	in->scale_num = 1;
	in->scale_denom = divisor;
	in->out_color_space = in->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
	(void)jpeg_start_decompress(in);
	jpeg->row = (size_t)in->output_width * (size_t)in->output_components;
	jpeg->pixels = hold(jpeg, jpeg->row * (jpeg->orientation > 2 ? in->output_height : 1));
	jpeg_create_compress(out);
	jpeg_stdio_dest(out, to);
	out->image_width = across ? in->output_height : in->output_width;
	out->image_height = across ? in->output_width : in->output_height;
	out->input_components = in->output_components;
	out->in_color_space = in->out_color_space;
	jpeg_set_defaults(out);
	jpeg_set_quality(out, QUALITY, TRUE);
	jpeg->line = hold(jpeg, (size_t)out->image_width * (size_t)out->input_components);
	jpeg_start_compress(out, TRUE);
	rows_copy(jpeg);
	jpeg_finish_compress(out);
	(void)jpeg_finish_decompress(in);
}

/* 0 = done; what is wrong otherwise: 1 the file, 2 memory. */
static int jpeg_run(struct jpeg *jpeg, const void *data, size_t len, FILE *to)
{
	int why = setjmp(jpeg->stop);
	unsigned divisor;

	if (why)
		return why;
	jpeg_create_decompress(&jpeg->in);
	jpeg_mem_src(&jpeg->in, data, len);
	jpeg_save_markers(&jpeg->in, JPEG_APP0 + 1, 0xffff);
	(void)jpeg_read_header(&jpeg->in, TRUE);
	if (jpeg->in.num_components != 1 && jpeg->in.num_components != 3)
		return 2; /* four inks, for a press */
	if (jpeg->in.marker_list)
		jpeg->orientation = exif_orientation(jpeg->in.marker_list->data,
						     jpeg->in.marker_list->data_length);
	divisor = divisor_of(jpeg);
	if (!divisor)
		return 2;
	jpeg_copy(jpeg, divisor, to);
	return 0;
}

static bool jpeg_renew(const void *data, size_t len, FILE *to, struct err *err)
{
	struct jpeg *jpeg = calloc(1, sizeof(*jpeg));
	int code, why;

	if (!jpeg)
		return too_complex(err);
	jpeg->in.err = jpeg->out.err = jpeg_std_error(&jpeg->errors);
	jpeg->errors.error_exit = jpeg_stop;
	jpeg->errors.emit_message = jpeg_warn;
	jpeg->in.client_data = jpeg->out.client_data = jpeg;
	jpeg->orientation = 1;
	errno = 0;
	why = jpeg_run(jpeg, data, len, to);
	code = why == 1 ? jpeg->errors.msg_code : 0;
	jpeg_destroy_compress(&jpeg->out);
	jpeg_destroy_decompress(&jpeg->in);
	free(jpeg->pixels);
	free(jpeg->line);
	free(jpeg);
	if (code == JERR_FILE_WRITE)
		return not_written(err);
	if (why == 2 || code == JERR_OUT_OF_MEMORY)
		return too_complex(err);
	return !why || damaged(err);
}

/* ---- PNG ---- */

struct png {
	png_structp in, out;
	png_infop in_info, out_info;
	const png_byte *data;
	size_t len, at;
	FILE *to;
	png_byte *pixels; /* of the picture, or of one row */
	png_byte **rows;
	bool big, wrong_write;
};

static void png_take(png_structp in, png_bytep ret, size_t len)
{
	struct png *png = png_get_io_ptr(in);

	if (len > png->len - png->at)
		png_error(in, "cut off");
	memcpy(ret, png->data + png->at, len);
	png->at += len;
}

static void png_give(png_structp out, png_bytep data, size_t len)
{
	struct png *png = png_get_io_ptr(out);

	if (fwrite(data, 1, len, png->to) == len)
		return;
	png->wrong_write = true;
	png_error(out, "cannot write");
}

static void png_flush_none(png_structp out)
{
	(void)out;
}

static void __attribute__((noreturn)) png_stop(png_structp any, png_const_charp text)
{
	(void)text;
	png_longjmp(any, 1);
}

static void png_mute(png_structp any, png_const_charp text)
{
	(void)any;
	(void)text;
}

static void palette_copy(struct png *png, int colour)
{
	png_colorp palette;
	png_bytep alpha;
	png_color_16p clear;
	int count;

	if (colour == PNG_COLOR_TYPE_PALETTE &&
	    png_get_PLTE(png->in, png->in_info, &palette, &count))
		png_set_PLTE(png->out, png->out_info, palette, count);
	if (png_get_tRNS(png->in, png->in_info, &alpha, &count, &clear))
		png_set_tRNS(png->out, png->out_info, alpha, count, clear);
}

/* Memory for all rows of an interlaced picture, else for one. */
static bool rows_hold(struct png *png, png_uint_32 height, bool whole)
{
	size_t row = png_get_rowbytes(png->in, png->in_info);

	if (whole && (uint64_t)row * height > MEMORY_MAX)
		return false;
	png->pixels = malloc(row * (whole ? height : 1));
	png->rows = whole ? malloc(height * sizeof(*png->rows)) : NULL;
	if (!png->pixels || (whole && !png->rows))
		return false;
	for (png_uint_32 y = 0; whole && y < height; y++)
		png->rows[y] = png->pixels + y * row;
	return true;
}

static void png_copy(struct png *png)
{
	png_uint_32 width, height;
	int depth, colour, interlace;
	bool whole;

	png_read_info(png->in, png->in_info);
	(void)png_get_IHDR(png->in, png->in_info, &width, &height, &depth, &colour, &interlace,
			   NULL, NULL);
	whole = interlace != PNG_INTERLACE_NONE;
	png->big = !rows_hold(png, height, whole);
	if (png->big)
		return;
	png_set_IHDR(png->out, png->out_info, width, height, depth, colour, PNG_INTERLACE_NONE,
		     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	palette_copy(png, colour);
	png_write_info(png->out, png->out_info);
	if (whole) {
		png_read_image(png->in, png->rows);
		png_write_image(png->out, png->rows);
	}
	for (png_uint_32 y = 0; !whole && y < height; y++) {
		png_read_row(png->in, png->pixels, NULL);
		png_write_row(png->out, png->pixels);
	}
	png_read_end(png->in, NULL);
	png_write_end(png->out, NULL);
}

static bool png_run(struct png *png)
{
	/* Both ends stop at the same place. */
	if (setjmp(png_jmpbuf(png->in)) || setjmp(png_jmpbuf(png->out)))
		return false;
	png_set_user_limits(png->in, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	png_set_chunk_malloc_max(png->in, CHUNK_MAX);
	png_set_chunk_cache_max(png->in, 16);
	png_set_keep_unknown_chunks(png->in, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
	png_set_read_fn(png->in, png, png_take);
	png_set_write_fn(png->out, png, png_give, png_flush_none);
	png_copy(png);
	return true;
}

static bool png_renew(const void *data, size_t len, FILE *to, struct err *err)
{
	struct png *png = calloc(1, sizeof(*png));
	bool good = false, wrong_write, big;

	if (!png)
		return too_complex(err);
	*png = (struct png){ .data = data, .len = len, .to = to };
	png->in = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_stop, png_mute);
	png->out = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_stop, png_mute);
	png->in_info = png->in ? png_create_info_struct(png->in) : NULL;
	png->out_info = png->out ? png_create_info_struct(png->out) : NULL;
	errno = 0;
	if (png->in_info && png->out_info)
		good = png_run(png);
	wrong_write = png->wrong_write;
	big = png->big;
	if (png->in)
		png_destroy_read_struct(&png->in, &png->in_info, NULL);
	if (png->out)
		png_destroy_write_struct(&png->out, &png->out_info);
	free(png->rows);
	free(png->pixels);
	free(png);
	if (wrong_write)
		return not_written(err);
	if (big)
		return too_complex(err);
	return good || damaged(err);
}

/* ---- Both ---- */

bool picture_renew(const void *data, size_t len, FILE *to, struct err *err)
{
	struct sent_file file;
	bool good = false;

	if (!sent_sniff(data, len, &file, err))
		return false;
	switch (file.kind) {
	case SENT_JPEG: good = jpeg_renew(data, len, to, err); break;
	case SENT_PNG: good = png_renew(data, len, to, err); break;
	case SENT_NONE:
	case SENT_PDF: return damaged(err);
	}
	return good && (fflush(to) == 0 || not_written(err));
}
