#include <math.h>
#include <qrencode.h>

#include "paper/page.h"

enum { QUIET = 4 }; /* modules of white on each side, as the standard asks */

static void code_free(QRcode **code)
{
	QRcode_free(*code);
}

/* Each run of dark modules in a row is one rectangle; all are filled as one path, so that no
 * hairlines show between rows. */
bool page_qr(struct page *page, const char *text, double x, double y, double side, struct err *err)
{
	__attribute__((cleanup(code_free))) QRcode *code =
		QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	double module, margin;

	if (!code)
		return FAIL(err, ERR_INPUT, "kode QR tidak dapat memuat “%.200s”",
			    "a QR code cannot hold “%.200s”", text);
	module = floor(side * 100 / (code->width + 2 * QUIET)) / 100; /* as it will be written */
	margin = (side - module * code->width) / 2;
	buf_puts(&page->content, "q ");
	page_number(page, module);
	buf_puts(&page->content, "0 0 ");
	page_number(page, -module);
	page_number(page, x + margin);
	page_number(page, y + side - margin);
	buf_puts(&page->content, "cm 0 g\n");
	for (int row = 0; row < code->width; row++) {
		const unsigned char *modules = code->data + row * code->width;

		for (int from = 0, to; from < code->width; from = to + 1) {
			for (to = from; to < code->width && modules[to] & 1; to++)
				;
			if (to == from)
				continue;
			page_number(page, from);
			page_number(page, row);
			page_number(page, to - from);
			buf_puts(&page->content, "1 re\n");
		}
	}
	buf_puts(&page->content, "f Q\n");
	return true;
}
