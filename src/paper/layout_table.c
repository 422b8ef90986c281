/* Tables: columns with widths or shares, a head on every page, rows that are never divided. */
#include <string.h>

#include "paper/layout_table.h"

static const char *const TABLE_KEYS[] = {
	"columns",     "font",		"size_pt",     "colour",   "line_height", "head_font",
	"head_fill",   "head_size_pt",	"head_colour", "rules",	   "rule_colour", "thickness_pt",
	"padding_mm",  "row_height_mm", "valign",      "group_by", "group_font",  "strong",
	"strong_font", "strong_fill",	"empty",       "align",	   NULL
};

/* ---- Reading ---- */

static const char *const COLUMN_KEYS[] = { "head",	  "text",	 "width_mm",	"share",
					   "align",	  "head_align",	 "font",	"size_pt",
					   "smallest_pt", "lines",	 "colour",	"each",
					   "cells",	  "line_height", "tracking_pt", "when",
					   NULL };

static void read_cell_align(struct reading *reading, const struct yaml_node *node,
			    enum cell_align *ret)
{
	static const char *const WORDS[] = { "left", "centre", "right", "decimal", NULL };
	int at = (int)*ret;

	read_word(reading, node, WORDS, &at);
	*ret = (enum cell_align)at;
}

/* The head is filled from outside the rows, or from the items that make the columns. */
static void read_texts(struct reading *reading, const struct yaml_node *node,
		       const struct shape *rows, struct column *ret)
{
	const struct shape *outside = reading->shape;
	const struct yaml_node *each = yaml_find(node, "each"), *cells = yaml_find(node, "cells");
	struct shape heads, items;

	ret->is_each = each != NULL;
	if (each && !cells)
		COMPLAIN(reading, each, "each tanpa cells", "each without cells");
	read_list(reading, each, &ret->each, &heads);
	reading->shape = each ? &heads : outside;
	read_phrase(reading, yaml_find(node, "head"), &ret->head);
	reading->shape = rows;
	ret->has_when = yaml_find(node, "when") != NULL;
	read_name(reading, yaml_find(node, "when"), &ret->when);
	read_list(reading, cells, &ret->cells, &items);
	reading->shape = each ? &items : rows;
	read_phrase(reading, yaml_find(node, "text"), &ret->text);
	reading->shape = outside;
}

static void read_column(struct reading *reading, const struct yaml_node *node,
			const struct table *table, const struct shape *rows, struct column *ret)
{
	static const char *const *const LISTS[] = { COLUMN_KEYS };
	const struct element own = { .node = node };

	ret->share = 1;
	ret->lettering = table->lettering;
	ret->lettering.smallest = ret->lettering.size;
	if (!keys_check(reading, node, LISTS, 1))
		return;
	read_texts(reading, node, rows, ret);
	read_mm(reading, yaml_find(node, "width_mm"), &ret->width);
	read_number(reading, yaml_find(node, "share"), 0.01, 100, &ret->share);
	read_cell_align(reading, yaml_find(node, "align"), &ret->align);
	ret->head_align = ret->align;
	read_cell_align(reading, yaml_find(node, "head_align"), &ret->head_align);
	read_lettering(reading, &own, &ret->lettering);
	ret->has_font = yaml_find(node, "font") != NULL;
	ret->lines = 3;
	read_count(reading, yaml_find(node, "lines"), LINES_MAX, &ret->lines);
}

static void read_columns(struct reading *reading, const struct element *element,
			 const struct shape *rows, struct table *table)
{
	const struct yaml_node *node = element_key(element, "columns");
	bool stays = false;

	if (!node || yaml_kind(node) != YAML_SEQUENCE || !yaml_count(node)) {
		COMPLAIN(reading, node ? node : element->node,
			 "columns tidak ada: daftar kolom tabel",
			 "columns is missing: the list of the table's columns");
		return;
	}
	table->columns = NEW(reading->arena, struct column, yaml_count(node));
	table->column_count = yaml_count(node);
	for (size_t i = 0; i < table->column_count; i++) {
		read_column(reading, yaml_item(node, i), table, rows, &table->columns[i]);
		table->has_head = table->has_head || table->columns[i].head.is_set;
		stays = stays || !table->columns[i].has_when;
	}
	if (!stays)
		COMPLAIN(reading, node, "semua kolom memakai when: satu kolom harus tetap ada",
			 "every column has a when: one has to stay");
}

static void read_looks(struct reading *reading, const struct element *element, struct table *table)
{
	static const char *const RULES[] = { "rows", "grid", "none", NULL };
	const struct yaml_node *head_fill = element_key(element, "head_fill");
	const struct yaml_node *strong_fill = element_key(element, "strong_fill");
	int rules = 0;

	table->lettering = element->lettering;
	table->head = element->lettering;
	table->head.face = table->strong_face = table->group_face = FACE_SANS_BOLD;
	read_face(reading, element_key(element, "head_font"), &table->head.face);
	read_number(reading, element_key(element, "head_size_pt"), 3, 60, &table->head.size);
	read_colour(reading, element_key(element, "head_colour"), &table->head.colour);
	read_face(reading, element_key(element, "strong_font"), &table->strong_face);
	read_face(reading, element_key(element, "group_font"), &table->group_face);
	table->has_head_fill = head_fill != NULL;
	read_colour(reading, head_fill, &table->head_fill);
	table->has_strong_fill = strong_fill != NULL;
	read_colour(reading, strong_fill, &table->strong_fill);
	table->pen = (struct pen){ .colour = { 0.62, 0.64, 0.67 }, .thickness = 0.4 };
	read_colour(reading, element_key(element, "rule_colour"), &table->pen.colour);
	read_number(reading, element_key(element, "thickness_pt"), 0.1, 10, &table->pen.thickness);
	read_word(reading, element_key(element, "rules"), RULES, &rules);
	table->rules = (enum rules)rules;
	table->padding = 1.2 * MM;
	read_mm(reading, element_key(element, "padding_mm"), &table->padding);
	read_mm(reading, element_key(element, "row_height_mm"), &table->row_height);
	read_valign(reading, element_key(element, "valign"), &table->valign);
}

static void table_read(struct reading *reading, struct element *element)
{
	struct table *table = NEW(reading->arena, struct table, 1);
	const struct yaml_node *strong = element_key(element, "strong");
	const struct shape *outside = reading->shape;
	struct shape rows;

	element->own = table;
	read_list(reading, element->value, &table->rows, &rows);
	read_looks(reading, element, table);
	read_columns(reading, element, &rows, table);
	read_phrase(reading, element_key(element, "empty"), &table->empty);
	reading->shape = &rows;
	read_phrase(reading, element_key(element, "group_by"), &table->group);
	table->has_strong = strong != NULL;
	read_name(reading, strong, &table->strong);
	reading->shape = outside;
}

/* ---- Columns for this room ---- */

static bool is_wanted(struct press *press, const struct column *column, const struct scope *scope,
		      const struct val *rows)
{
	bool ret = !column->has_when;

	for (size_t i = 0; !ret && i < val_count(rows); i++)
		ret = val_is_true(
			scope_find(scope_item(press->arena, scope, rows, i), &column->when));
	return ret;
}

/* As many places as the lists say. */
static void place_columns(struct press *press, const struct table *table, const struct scope *scope,
			  struct table_laid *laid)
{
	const struct val *rows = scope_find(scope, &table->rows);
	size_t cap = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		const struct val *each = column->is_each ? scope_find(scope, &column->each) : NULL;

		if (!is_wanted(press, column, scope, rows))
			continue;
		for (size_t j = 0; j < (column->is_each ? val_count(each) : 1); j++) {
			GROW(press->arena, laid->places, laid->place_count, &cap);
			laid->places[laid->place_count++] = (struct column_place){
				.column = column, .item = val_at(each, j), .index = j
			};
		}
	}
}

#define COLUMN_LEAST (4 * MM)
#define EACH_LEAST (6 * MM)
#define NAME_LEAST (30 * MM)

/* The columns of a list are as many as the data say: where their width leaves no room for the text
 * beside them, they give way. Answers the part of their width that they keep. */
static double each_part(const struct table_laid *laid, double width)
{
	double each = 0, others = 0, part;
	bool is_least = true;

	for (size_t i = 0; i < laid->place_count; i++) {
		const struct column *column = laid->places[i].column;

		if (column->is_each && column->width > 0)
			each += column->width;
		else
			others += column->width > 0 ? column->width : NAME_LEAST;
	}
	if (each <= 0 || each + others <= width)
		return 1;
	part = (width - others) / each;
	for (size_t i = 0; i < laid->place_count; i++) {
		const struct column *column = laid->places[i].column;

		is_least = is_least && (!column->is_each || column->width * part >= EACH_LEAST);
	}
	return is_least ? part : 1;
}

static bool share_width(struct table_laid *laid, double width, struct err *err)
{
	double fixed = 0, shares = 0, unit, x = 0, part = each_part(laid, width);

	for (size_t i = 0; i < laid->place_count; i++) {
		const struct column *column = laid->places[i].column;

		fixed += column->width * (column->is_each ? part : 1);
		shares += column->width > 0 ? 0 : column->share;
	}
	unit = shares > 0 ? (width - fixed) / shares : 0;
	if (fixed > width + 0.1 || (shares > 0 && unit < COLUMN_LEAST))
		return FAIL(err, ERR_INPUT, "kolom tabel %.1f mm lebih lebar daripada tempatnya",
			    "the table's columns are %.1f mm wider than their room",
			    (fixed + shares * COLUMN_LEAST - width) / MM);
	for (size_t i = 0; i < laid->place_count; i++) {
		const struct column *column = laid->places[i].column;

		laid->places[i].x = x;
		laid->places[i].width = column->width > 0
						? column->width * (column->is_each ? part : 1)
						: unit * column->share;
		x += laid->places[i].width;
	}
	laid->width = x;
	return true;
}

/* ---- Cells ---- */

static bool lay_cell(struct press *press, const struct table *table, enum face face,
		     const struct column_place *place, const struct lettering *lettering,
		     const char *words, struct cell_laid *ret, struct err *err)
{
	double width = place->width - 2 * table->padding;
	struct fit fit = { .face = face, .width = width };
	struct block block;
	struct line line;

	ret->size = lettering->size;
	if (!text_line(press->paper, face, press->arena, words, &line, err))
		return false;
	if (lettering->smallest < lettering->size) {
		for (size_t i = 0; i < place->column->lines; i++) {
			fit.sizes[i].largest = lettering->size;
			fit.sizes[i].smallest = lettering->smallest;
		}
		ret->size = line_fit(&line, &fit, &block) ? block.size : lettering->smallest;
		width += 0.05; /* what fits just so */
	}
	line_wrap(&line, width, ret->size, press->arena, &ret->lines);
	return true;
}

/* How much of a number lies behind its decimal sign. */
static double fraction_of(const struct cell_laid *cell)
{
	const struct line *line = cell->lines.count ? &cell->lines.items[0] : NULL;

	for (size_t i = line ? line->count : 0; i-- > 0;) {
		uint16_t code = line->signs[i].code;

		if (code == ',' || code == '.')
			return (double)(line->width + line->signs[0].at - line->signs[i].at) *
			       cell->size / 1000;
		if (code < '0' || code > '9')
			break;
	}
	return 0;
}

static struct row_laid *add_row(struct press *press, const struct element *element,
				struct table_laid *laid, enum row_kind kind, struct strips *ret)
{
	struct row_laid *row = NEW(press->arena, struct row_laid, 1);
	struct strip *strip = strips_add(press, ret, element, 0);

	row->kind = kind;
	row->laid = laid;
	row->cells = NEW(press->arena, struct cell_laid, laid->place_count + 1);
	strip->draw = table_row_draw;
	strip->width = laid->width;
	strip->what = row;
	strip->head = laid->head.count ? &laid->head : NULL;
	return row;
}

/* First lines of a row stand on one baseline, whatever their sizes. */
static void measure_row(const struct table *table, struct row_laid *row, struct strip *strip)
{
	double height = row->kind == ROW_PLAIN ? table->row_height : 0;

	for (size_t i = 0; i < row->laid->place_count; i++)
		if (row->cells[i].lines.count && row->cells[i].size > row->size)
			row->size = row->cells[i].size;

	for (size_t i = 0; i < row->laid->place_count; i++) {
		const struct cell_laid *cell = &row->cells[i];
		double needed =
			(double)cell->lines.count * cell->size * table->lettering.line_height +
			2 * table->padding;

		height = needed > height ? needed : height;
	}
	strip->height = height;
}

static bool lay_head(struct press *press, const struct element *element, const struct table *table,
		     const struct scope *scope, struct table_laid *laid, struct err *err)
{
	struct row_laid *row;

	if (!table->has_head)
		return true;
	row = add_row(press, element, laid, ROW_HEAD, &laid->head);
	for (size_t i = 0; i < laid->place_count; i++) {
		const struct column_place *place = &laid->places[i];
		const struct scope item = { .data = place->item,
					    .outer = scope,
					    .row = place->index + 1 };
		struct lettering lettering = table->head;

		lettering.smallest = place->column->lettering.smallest < lettering.size
					     ? place->column->lettering.smallest
					     : lettering.size;
		if (!lay_cell(press, table, table->head.face, place, &lettering,
			      phrase_fill(&place->column->head, press->lang,
					  place->item ? &item : scope, 0, press->arena),
			      &row->cells[i], err))
			return false;
	}
	measure_row(table, row, &laid->head.items[0]);
	laid->head.items[0].keep = true;
	laid->head.items[0].head = NULL;
	return true;
}

static bool lay_group(struct press *press, const struct element *element, const struct table *table,
		      const char *words, struct table_laid *laid, struct strips *ret,
		      struct err *err)
{
	struct row_laid *row = add_row(press, element, laid, ROW_GROUP, ret);
	struct column_place whole = { .column = laid->places[0].column, .width = laid->width };
	struct lettering lettering = table->lettering;

	lettering.smallest = lettering.size;
	if (!lay_cell(press, table, table->group_face, &whole, &lettering, words, &row->cells[0],
		      err))
		return false;
	measure_row(table, row, &ret->items[ret->count - 1]);
	ret->items[ret->count - 1].keep = true;
	return true;
}

static const char *cell_words(struct press *press, const struct column_place *place,
			      const struct scope *scope)
{
	const struct column *column = place->column;
	struct scope cell = { .outer = scope };

	if (!column->is_each)
		return phrase_fill(&column->text, press->lang, scope, 0, press->arena);
	cell.data = val_at(scope_find(scope, &column->cells), place->index);
	return cell.data ? phrase_fill(&column->text, press->lang, &cell, 0, press->arena) : "";
}

static bool lay_row(struct press *press, const struct element *element, const struct table *table,
		    const struct scope *scope, struct table_laid *laid, struct strips *ret,
		    struct err *err)
{
	struct row_laid *row = add_row(press, element, laid, ROW_PLAIN, ret);

	row->is_strong = table->has_strong && val_is_true(scope_find(scope, &table->strong));
	for (size_t i = 0; i < laid->place_count; i++) {
		struct column_place *place = &laid->places[i];
		const struct lettering *lettering = &place->column->lettering;
		double fraction;

		if (!lay_cell(press, table,
			      row->is_strong && !place->column->has_font ? table->strong_face
									 : lettering->face,
			      place, lettering, cell_words(press, place, scope), &row->cells[i],
			      err))
			return false;
		fraction = fraction_of(&row->cells[i]);
		place->fraction = fraction > place->fraction ? fraction : place->fraction;
	}
	measure_row(table, row, &ret->items[ret->count - 1]);
	return true;
}

/* No page begins or ends with one row alone; `before` is the last row but one. */
static void keep_rows(struct strips *strips, size_t first, size_t before, size_t rows)
{
	if (rows < 2)
		return;
	strips->items[first].keep = true;
	strips->items[before].keep = true;
}

static bool lay_rows(struct press *press, const struct element *element, const struct scope *scope,
		     const struct val *rows, struct table_laid *laid, struct strips *ret,
		     struct err *err)
{
	const struct table *table = element->own;
	size_t first = 0, before = 0;
	const char *group = "";

	for (size_t i = 0; i < val_count(rows); i++) {
		const struct scope *item = scope_item(press->arena, scope, rows, i);
		const char *words = phrase_fill(&table->group, press->lang, item, 0, press->arena);

		if (*words && strcmp(words, group) != 0 &&
		    !lay_group(press, element, table, words, laid, ret, err))
			return false;
		group = words;
		if (!lay_row(press, element, table, item, laid, ret, err))
			return false;
		first = i == 0 ? ret->count - 1 : first;
		before = i + 2 == val_count(rows) ? ret->count - 1 : before;
	}
	keep_rows(ret, first, before, val_count(rows));
	return true;
}

static bool lay_empty(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	const struct table *table = element->own;
	const char *words = phrase_fill(&table->empty, press->lang, scope, 0, press->arena);
	struct column *column = NEW(press->arena, struct column, 1);
	struct column_place *place = NEW(press->arena, struct column_place, 1);
	struct table_laid *laid = NEW(press->arena, struct table_laid, 1);
	struct row_laid *row;

	if (!*words)
		return true;
	column->lines = 1;
	*place = (struct column_place){ .column = column, .width = width };
	*laid = (struct table_laid){
		.table = table, .places = place, .place_count = 1, .width = width
	};
	row = add_row(press, element, laid, ROW_EMPTY, ret);
	if (!lay_cell(press, table, table->lettering.face, place, &table->lettering, words,
		      &row->cells[0], err))
		return false;
	measure_row(table, row, &ret->items[ret->count - 1]);
	return true;
}

static bool table_lay(struct press *press, const struct element *element, const struct scope *scope,
		      double width, struct strips *ret, struct err *err)
{
	const struct table *table = element->own;
	const struct val *rows = scope_find(scope, &table->rows);
	struct table_laid *laid = NEW(press->arena, struct table_laid, 1);

	if (!val_count(rows))
		return lay_empty(press, element, scope, width, ret, err);
	laid->table = table;
	place_columns(press, table, scope, laid);
	if (!share_width(laid, width, err) || !lay_head(press, element, table, scope, laid, err))
		return false;
	if (laid->head.count)
		*strips_add(press, ret, element, 0) = laid->head.items[0];
	return lay_rows(press, element, scope, rows, laid, ret, err);
}

const struct element_kind TABLE_KIND = { "table", TABLE_KEYS, table_read, table_lay };
