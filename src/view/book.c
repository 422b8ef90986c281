/* Workbooks. libxlsxwriter keeps its own heap; book_close gives it back. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <xlsxwriter.h>

#include "view/view.h"

#define TEXT_MAX 32767 /* characters in a cell; bytes are enough to be sure */

struct book {
	lxw_workbook *workbook;
	lxw_worksheet *sheet;
	lxw_format *formats[CELL_COUNT];
	lxw_format *result;
	const char *path, *part;
	struct arena *arena;
};

struct book *book_new(const char *path, const char *title, int64_t made_at, struct arena *arena)
{
	struct book *ret = NEW(arena, struct book, 1);
	lxw_doc_properties about = { .created = (time_t)made_at };

	about.title = arena_text(arena, title);
	ret->arena = arena;
	ret->path = arena_text(arena, path);
	ret->part = arena_printf(arena, "%s.part", path);
	ret->workbook = workbook_new(ret->part);
	(void)workbook_set_properties(ret->workbook, &about);
	for (size_t i = 0; i < CELL_COUNT; i++)
		ret->formats[i] = workbook_add_format(ret->workbook);
	format_set_bold(ret->formats[CELL_HEAD]);
	format_set_bottom(ret->formats[CELL_HEAD], LXW_BORDER_THIN);
	format_set_text_wrap(ret->formats[CELL_HEAD]);
	format_set_align(ret->formats[CELL_HEAD], LXW_ALIGN_VERTICAL_TOP);
	format_set_italic(ret->formats[CELL_NOTE]);
	format_set_num_format(ret->formats[CELL_NUMBER], "0.0000");
	ret->result = ret->formats[CELL_NUMBER];
	return ret;
}

void book_sheet(struct book *book, const char *name)
{
	char cut[LXW_SHEETNAME_MAX + 1];
	size_t len = 0;

	for (; name[len] && len < LXW_SHEETNAME_MAX; len++)
		cut[len] = strchr("[]:*?/\\'", name[len]) ? '-' : name[len];
	cut[len] = '\0';
	book->sheet = workbook_add_worksheet(book->workbook, cut);
}

static lxw_row_t row_of(size_t row)
{
	return (lxw_row_t)row;
}

static lxw_col_t column_of(size_t column)
{
	return (lxw_col_t)column;
}

void book_width(struct book *book, size_t column, double characters)
{
	(void)worksheet_set_column(book->sheet, column_of(column), column_of(column), characters,
				   NULL);
}

void book_freeze(struct book *book, size_t rows, size_t columns)
{
	worksheet_freeze_panes(book->sheet, row_of(rows), column_of(columns));
}

/* At the end of a character. */
static const char *cut_off(struct arena *arena, const char *text)
{
	size_t len = TEXT_MAX;

	if (strlen(text) <= len)
		return text;
	while (((unsigned char)text[len] & 0xC0) == 0x80)
		len--;
	return arena_copy(arena, text, len);
}

void book_text(struct book *book, size_t row, size_t column, enum cell cell, const char *text)
{
	if (text && *text)
		(void)worksheet_write_string(book->sheet, row_of(row), column_of(column),
					     cut_off(book->arena, text), book->formats[cell]);
}

void book_number(struct book *book, size_t row, size_t column, enum cell cell, double value)
{
	(void)worksheet_write_number(book->sheet, row_of(row), column_of(column), value,
				     book->formats[cell]);
}

void book_formula(struct book *book, size_t row, size_t column, const char *formula, double value)
{
	(void)worksheet_write_formula_num(book->sheet, row_of(row), column_of(column), formula,
					  book->result, value);
}

char *book_place(struct arena *arena, size_t row, size_t column)
{
	char text[LXW_MAX_CELL_NAME_LENGTH];

	lxw_rowcol_to_cell_abs(text, row_of(row), column_of(column), true, true);
	return arena_text(arena, text);
}

/* Beside the file and then in its place: whole or not at all, and what is no file stays as it is.
 * The library prints of its own when it cannot open the file: look first. */
static lxw_error write_all(struct book *book)
{
	struct stat there;
	FILE *file = NULL;
	lxw_error code;

	if (stat(book->path, &there) != 0 || S_ISREG(there.st_mode))
		file = fopen(book->part, "wb");
	if (!file || fclose(file) != 0) {
		lxw_workbook_free(book->workbook);
		return LXW_ERROR_CREATING_XLSX_FILE;
	}
	code = workbook_close(book->workbook);
	if (code == LXW_NO_ERROR && rename(book->part, book->path) != 0)
		code = LXW_ERROR_CREATING_XLSX_FILE;
	if (code != LXW_NO_ERROR)
		(void)remove(book->part);
	return code;
}

bool book_close(struct book *book, struct err *err)
{
	lxw_error code = write_all(book);

	if (code == LXW_NO_ERROR)
		return true;
	(void)FAIL(err, ERR_IO, "buku kerja tidak dapat ditulis", "the workbook cannot be written");
	err_detail(err, "%s", lxw_strerror(code));
	return false;
}
