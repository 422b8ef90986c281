/* The certificate that bench_paper times, drawn by cairo: each a document of its own, in memory.
 * Two faces, eight lines, an emblem, a code. `peer_cairo N` prints documents a second. */
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include FT_FREETYPE_H

struct out {
	char *data;
	size_t len, cap;
};

static cairo_status_t keep(void *arg, const unsigned char *data, unsigned len)
{
	struct out *out = arg;

	if (out->len + len > out->cap) {
		out->cap = 2 * (out->len + len);
		out->data = realloc(out->data, out->cap);
		if (!out->data)
			abort();
	}
	memcpy(out->data + out->len, data, len);
	out->len += len;
	return CAIRO_STATUS_SUCCESS;
}

static void line(cairo_t *cr, cairo_font_face_t *face, double size, double y, const char *text)
{
	cairo_text_extents_t extents;

	cairo_set_font_face(cr, face);
	cairo_set_font_size(cr, size);
	cairo_text_extents(cr, text, &extents);
	cairo_move_to(cr, (841.89 - extents.x_advance) / 2, y);
	cairo_show_text(cr, text);
}

static void code(cairo_t *cr, const char *text, double left, double top, double side)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	double module = side / (code->width + 8);

	for (int row = 0; row < code->width; row++)
		for (int from = 0, to; from < code->width; from = to) {
			const unsigned char *modules = code->data + row * code->width;

			for (to = from;
			     to < code->width && (modules[to] & 1) == (modules[from] & 1);)
				to++;
			if (modules[from] & 1)
				cairo_rectangle(cr, left + module * (from + 4),
						top + module * (row + 4), module * (to - from),
						module);
		}
	cairo_fill(cr);
	QRcode_free(code);
}

/* A rosette of as many points as ours. */
static void emblem(cairo_t *cr)
{
	for (int i = 0; i < 9; i++) {
		cairo_save(cr);
		cairo_translate(cr, 420.9, 82);
		cairo_rotate(cr, i * 2 * M_PI / 9);
		cairo_move_to(cr, 0, -18);
		cairo_curve_to(cr, 8, -22, 6, -28, 0, -30);
		cairo_curve_to(cr, -6, -28, -8, -22, 0, -18);
		cairo_fill(cr);
		cairo_restore(cr);
	}
	cairo_arc(cr, 420.9, 82, 16, 0, 2 * M_PI);
	cairo_fill(cr);
	cairo_set_line_width(cr, 2);
	cairo_rectangle(cr, 28, 28, 785.89, 539.28);
	cairo_stroke(cr);
}

static void draw(struct out *out, cairo_font_face_t *faces[2], unsigned n)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, 841.89, 595.28);
	cairo_t *cr = cairo_create(surface);
	char name[80], address[400];

	(void)snprintf(name, sizeof(name), "Perusahaan Contoh Żółć %u", n);
	(void)snprintf(address, sizeof(address),
		       "https://contoh.example/certificates/0123-4567-89ab-cdef-ghjk-mnpq-%04u?t="
		       "%0210u",
		       n % 10000, n);
	emblem(cr);
	line(cr, faces[0], 11.5, 130, "Paritrana Award Provinsi Contoh");
	line(cr, faces[1], 30, 175, "PIAGAM PENGHARGAAN");
	line(cr, faces[0], 13, 210, "diberikan kepada");
	line(cr, faces[1], 36, 255, name);
	line(cr, faces[1], 24, 310, "Terbaik I");
	line(cr, faces[0], 14, 340, "Kategori Pemerintah kabupaten/kota");
	line(cr, faces[0], 11.5, 365, "Tingkat provinsi · Tahun penilaian 2024");
	line(cr, faces[0], 8, 520,
	     "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
	code(cr, address, 50, 455, 90);
	cairo_show_page(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
}

static cairo_font_face_t *face_of(FT_Library library, const char *path)
{
	FT_Face face;

	if (FT_New_Face(library, path, 0, &face))
		exit(1);
	return cairo_ft_font_face_create_for_ft_face(face, 0);
}

int main(int argc, char **argv)
{
	unsigned count = argc > 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
	struct out out = { 0 };
	cairo_font_face_t *faces[2];
	FT_Library library;
	clock_t at;

	if (!count || FT_Init_FreeType(&library))
		return 1;
	faces[0] = face_of(library, argv[2]);
	faces[1] = face_of(library, argv[3]);
	at = clock();
	for (unsigned i = 0; i < count; i++) {
		out.len = 0;
		draw(&out, faces, i);
	}
	printf("%.1f %zu\n", count / ((double)(clock() - at) / CLOCKS_PER_SEC), out.len);
	return 0;
}
