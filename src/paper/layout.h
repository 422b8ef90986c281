/* Inside the paper room: a layout as it was read, and how it becomes pages.
 *
 *   text ──layout_read──► elements ──lay──► strips ──flow──► pages ──print──► PDF
 *
 * An element is one block of the file. Laid out for its width it becomes strips: pieces of a known
 * height which are never divided. The flow puts strips below one another and breaks pages between
 * them. Lengths are points; y counts from the lower edge, as in page.h. */
#ifndef PAPER_LAYOUT_H
#define PAPER_LAYOUT_H

#include "paper/page.h"

#define MM (72 / 25.4)

/* ---- Phrases (phrase.c): texts with {{placeholders}}, in both languages ---- */

#define NAME_KEYS_MAX 4

/* `a.b` of the data. */
struct name {
	const char *keys[NAME_KEYS_MAX];
	size_t count; /* 0: the item itself, written as a point */
};

struct phrase_piece {
	const char *text; /* NULL: the name's value */
	struct name name;
};

struct phrase {
	struct phrase_piece *pieces[LANG_COUNT];
	size_t count[LANG_COUNT];
	bool is_set, is_fixed; /* fixed: nothing of it is data */
};

/* Where names are looked up: the item first, then outside of it. */
struct scope {
	const struct val *data;
	const struct scope *outer;
	size_t row; /* of the item, from 1; 0 = no item */
};

bool name_parse(struct arena *arena, const char *text, size_t len, struct name *ret) MUST_CHECK;
/* That of the i-th item of a list. */
const struct scope *scope_item(struct arena *arena, const struct scope *outer,
			       const struct val *list, size_t i);
const struct val *scope_find(const struct scope *scope, const struct name *name); /* or NULL */
/* The value as text, "" when there is none. */
const char *scope_text(const struct scope *scope, const struct name *name, struct arena *arena);
/* `fill_in` strokes stand for a value that is missing. */
const char *phrase_fill(const struct phrase *phrase, enum lang lang, const struct scope *scope,
			size_t fill_in, struct arena *arena);

/* What the example has: several trees at once, because items of a list count together. */
struct shape {
	const struct val **vals;
	size_t count;
	bool is_open; /* an empty list: nothing is known of its items */
	bool has_row; /* inside a list: {{row}} */
	const struct shape *outer;
};

/* False when no such name is there. */
bool shape_find(const struct shape *shape, const struct name *name, struct arena *arena,
		struct shape *ret) MUST_CHECK;
/* All items of the lists that are in it. */
void shape_items(const struct shape *lists, const struct shape *outer, struct arena *arena,
		 struct shape *ret);

/* ---- Elements ---- */

struct lettering {
	enum face face;
	double size, smallest, line_height; /* line height in sizes */
	double tracking;
	struct colour colour;
};

struct element;
struct elements {
	const struct element **items;
	size_t count;
};

enum valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM, VALIGN_SPREAD };

struct strips;
struct press;
struct strip;
struct reading;

/* What a kind of block is: its name, its own keys, how it is read and laid out. */
struct element_kind {
	const char *name;
	const char *const *keys; /* NULL at the end */
	void (*read)(struct reading *reading, struct element *element);
	bool (*lay)(struct press *press, const struct element *element, const struct scope *scope,
		    double width, struct strips *ret, struct err *err);
};

struct element {
	const struct element_kind *kind;
	struct place place;			      /* in the layout's file */
	const struct yaml_node *node, *style, *value; /* while it is read */
	bool has_condition, unless;
	struct name condition;
	bool is_placed;
	double x, y;	      /* from the upper left corner */
	double width, height; /* 0: as the room is; as needed */
	double above;
	bool keep;
	struct phrase bookmark;
	enum align align;
	struct lettering lettering;
	void *own; /* what its kind read */
};

/* ---- Strips ---- */

struct strip {
	double height, above, scale;
	double width;
	bool keep;     /* no page break after it */
	bool new_page; /* before it */
	bool is_placed;
	double x, y; /* then: from the upper left corner */
	const char *bookmark;
	const struct strips *head; /* goes before it where it begins a page */
	const struct element *element;
	/* Draws at the left end of its room, downwards from `top`. */
	bool (*draw)(struct press *press, const struct strip *strip, double left, double top,
		     struct err *err);
	const void *what;
};

struct strips {
	struct strip *items;
	size_t count, cap;
};

/* ---- Layout ---- */

struct margin_area { /* header or footer */
	struct elements elements;
	double from_edge;
	bool skip_first;
};

struct layout {
	const char *name, *kind;
	double width, height;		 /* of the paper as it is cut */
	double top, right, bottom, left; /* margins */
	double bleed;
	bool crop_marks;
	bool has_background;
	struct stream background;
	const struct image *image; /* as large as the page, above the background */
	struct margin_area header, footer;
	struct elements elements;
	struct phrase bookmark;
};

/* ---- Reading (layout_read.c, layout_keys.c) ---- */

struct palette_colour {
	const char *name;
	struct colour colour;
};

struct reading {
	struct arena *arena;
	const struct paper *paper;
	struct yaml *yaml;
	struct complaints *complaints;
	struct layout *layout;
	const struct kept_pictures *pictures; /* or NULL */
	const struct shape *shape;
	const struct yaml_node *styles, *text; /* may be NULL */
	struct palette_colour *colours;
	size_t colour_count, colour_cap;
};

struct place reading_place(const struct reading *reading, const struct yaml_node *node);
/* Once for each place: a style may be used by many. */
#define COMPLAIN(reading, node, ...)                                                      \
	do {                                                                              \
		if (reading_is_new((reading), (node)))                                    \
			complain((reading)->complaints, reading_place((reading), (node)), \
				 __VA_ARGS__);                                            \
	} while (0)
bool reading_is_new(const struct reading *reading, const struct yaml_node *node);
/* Complains of each key of the mapping that is in no list; false when it is no mapping. */
bool keys_check(struct reading *reading, const struct yaml_node *node,
		const char *const *const *lists, size_t list_count);

/* The value of an element's own key, of its style's, or NULL. */
const struct yaml_node *element_key(const struct element *element, const char *key);
/* Each leaves `ret` as it is when there is no node, or when it is wrong (and complains). */
void read_number(struct reading *reading, const struct yaml_node *node, double least, double most,
		 double *ret);
void read_mm(struct reading *reading, const struct yaml_node *node, double *ret); /* in points */
void read_count(struct reading *reading, const struct yaml_node *node, size_t most, size_t *ret);
void read_bool(struct reading *reading, const struct yaml_node *node, bool *ret);
void read_colour(struct reading *reading, const struct yaml_node *node, struct colour *ret);
void read_face(struct reading *reading, const struct yaml_node *node, enum face *ret);
/* One of `words`, NULL at the end: its index. */
void read_word(struct reading *reading, const struct yaml_node *node, const char *const *words,
	       int *ret);
void read_align(struct reading *reading, const struct yaml_node *node, enum align *ret);
void read_valign(struct reading *reading, const struct yaml_node *node, enum valign *ret);
void read_phrase(struct reading *reading, const struct yaml_node *node, struct phrase *ret);
void read_name(struct reading *reading, const struct yaml_node *node, struct name *ret);
/* A name of a list: what its items have. */
void read_list(struct reading *reading, const struct yaml_node *node, struct name *ret,
	       struct shape *ret_items);
/* font, size_pt, … of an element, over what `ret` holds. */
void read_lettering(struct reading *reading, const struct element *element, struct lettering *ret);
/* How the layout's texts look that say nothing else. */
void read_default_lettering(struct reading *reading, struct lettering *ret);
void read_image(struct reading *reading, const struct yaml_node *node, const struct image **ret);
void read_background(struct reading *reading, const struct yaml_node *node);
void read_elements(struct reading *reading, const struct yaml_node *node, struct elements *ret);

/* ---- Laying out and drawing (flow.c, print.c) ---- */

struct press_mark {
	size_t page;
	const char *title;
	double top;
};

struct press {
	const struct paper *paper;
	struct usage *usage; /* of the document's fonts */
	const struct layout *layout;
	enum lang lang;
	bool sample;
	struct arena *arena;
	struct page *page;	   /* that is drawn on */
	double corner_x, corner_y; /* upper left, of the paper or a cell: where `at` counts from */
	double floor;		   /* how far down a block with `at` may reach */
	double placed_right;	   /* and how far to the right, from the corner */
	struct page **pages;
	size_t page_count, page_cap;
	struct press_mark *marks;
	size_t mark_count, mark_cap;
};

struct strip *strips_add(struct press *press, struct strips *strips, const struct element *element,
			 double height);
bool lay_elements(struct press *press, const struct elements *elements, const struct scope *scope,
		  double width, struct strips *ret, struct err *err) MUST_CHECK;
double strips_height(const struct strips *strips);
/* Where there is one place for all: ERR_INPUT when they need more than `height` (0: any). */
bool strips_draw(struct press *press, const struct strips *strips, double left, double top,
		 double height, enum valign valign, const struct element *element,
		 struct err *err) MUST_CHECK;
/* Over as many pages as it takes. */
bool flow(struct press *press, const struct strips *strips, struct err *err) MUST_CHECK;
void press_new_page(struct press *press);
bool fail_at(const struct element *element, struct err *err); /* puts file:line before it */

/* ---- Kinds ---- */

/* From the top of a line to its baseline. */
double lettering_baseline(double size, double line_height);

extern const struct element_kind TEXT_KIND, SPACE_KIND, PAGE_BREAK_KIND, GROUP_KIND, BOX_KIND,
	ROW_KIND, LINE_KIND, TABLE_KIND, QR_KIND, SIGNATURES_KIND, REPEAT_KIND, CHART_KIND,
	IMAGE_KIND;

#endif
