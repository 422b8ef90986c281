/* Inside the paper room: a table as it was read (layout_table.c) and laid out (table_draw.c). */
#ifndef PAPER_LAYOUT_TABLE_H
#define PAPER_LAYOUT_TABLE_H

#include "paper/layout.h"

enum cell_align { CELL_LEFT, CELL_CENTRE, CELL_RIGHT, CELL_DECIMAL };
enum rules { RULES_ROWS, RULES_GRID, RULES_NONE };

struct column {
	struct phrase head, text;
	double width, share; /* width 0: a share of what is left */
	enum cell_align align, head_align;
	struct lettering lettering;
	bool has_font;
	size_t lines; /* to shrink into */
	bool is_each; /* stands for one column per item of a list */
	struct name each, cells;
	bool has_when; /* left out where no row has it */
	struct name when;
};

struct table {
	struct name rows;
	struct column *columns;
	size_t column_count;
	struct lettering lettering, head;
	enum face strong_face, group_face;
	bool has_head, has_head_fill, has_strong, has_strong_fill;
	struct colour head_fill, strong_fill;
	struct pen pen;
	enum rules rules;
	enum valign valign;
	double padding, row_height;
	struct phrase group, empty;
	struct name strong;
};

struct column_place {
	const struct column *column;
	const struct val *item; /* of `each` */
	size_t index;
	double x, width;
	double fraction; /* the longest one of its numbers */
};

struct table_laid {
	const struct table *table;
	struct column_place *places;
	size_t place_count;
	double width;
	struct strips head;
};

struct cell_laid {
	struct lines lines;
	double size;
};

enum row_kind { ROW_PLAIN, ROW_HEAD, ROW_GROUP, ROW_EMPTY };

struct row_laid {
	enum row_kind kind;
	bool is_strong;
	const struct table_laid *laid;
	struct cell_laid *cells;
	double size; /* of its largest cell */
};

bool table_row_draw(struct press *press, const struct strip *strip, double left, double top,
		    struct err *err);

#endif
