#include <math.h>
#include <qrencode.h>
#include <string.h>

#include "paper/page.h"

enum { QUIET = 4 }; /* modules of white on each side, as the standard asks */

static void code_free(QRcode **code)
{
	QRcode_free(*code);
}

static bool code_make(const char *text, QRcode **ret, struct err *err)
{
	*ret = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	return *ret || FAIL(err, ERR_INPUT, "kode QR tidak dapat memuat “%.200s”",
			    "a QR code cannot hold “%.200s”", text);
}

/* The next run of dark modules in a row, from `*from` on. */
static bool run_next(const QRcode *code, int row, int *from, int *ret_len)
{
	const unsigned char *modules = code->data + row * code->width;
	int to;

	while (*from < code->width && !(modules[*from] & 1))
		++*from;
	for (to = *from; to < code->width && modules[to] & 1; to++)
		;
	*ret_len = to - *from;
	return *ret_len > 0;
}

/* Each run of dark modules in a row is one rectangle; all are filled as one path, so that no
 * hairlines show between rows. */
bool page_qr(struct page *page, const char *text, double x, double y, double side, struct err *err)
{
	__attribute__((cleanup(code_free))) QRcode *code = NULL;
	double module, margin;

	if (!code_make(text, &code, err))
		return false;
	module = floor(side * 100 / (code->width + 2 * QUIET)) / 100; /* as it will be written */
	margin = (side - module * code->width) / 2;
	page->code = page->code_count++ ? NULL : text;
	page_fill(page, &(const struct box){ x, x + side, y + side, y },
		  &(const struct colour){ 1, 1, 1 });
	buf_puts(&page->content, "q ");
	page_number(page, module);
	buf_puts(&page->content, "0 0 ");
	page_number(page, -module);
	page_number(page, x + margin);
	page_number(page, y + side - margin);
	buf_puts(&page->content, "cm 0 g\n");
	for (int row = 0; row < code->width; row++)
		for (int from = 0, len; run_next(code, row, &from, &len); from += len) {
			page_number(page, from);
			page_number(page, row);
			page_number(page, len);
			buf_puts(&page->content, "1 re\n");
		}
	buf_puts(&page->content, "f Q\n");
	return true;
}

bool paper_qr(const char *text, struct arena *arena, unsigned *ret_side, char **ret,
	      struct err *err)
{
	__attribute__((cleanup(code_free))) QRcode *code = NULL;
	struct buf path;

	if (!code_make(text, &code, err))
		return false;
	buf_init(&path, arena);
	for (int row = 0; row < code->width; row++)
		for (int from = 0, len; run_next(code, row, &from, &len); from += len)
			buf_printf(&path, "M%d %dh%dv1h-%dz", from + QUIET, row + QUIET, len, len);
	*ret_side = (unsigned)(code->width + 2 * QUIET);
	*ret = path.data;
	return true;
}

char *paper_code_next(const char **at, const char *end, struct arena *arena)
{
	static const char KEY[] = PDF_CODE_KEY " (";
	const char *from = memmem(*at, (size_t)(end - *at), KEY, sizeof(KEY) - 1), *to;

	if (!from)
		return NULL;
	from += sizeof(KEY) - 1;
	to = memchr(from, ')', (size_t)(end - from));
	*at = to ? to : end;
	return to ? arena_copy(arena, from, (size_t)(to - from)) : NULL;
}
