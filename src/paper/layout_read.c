/* A layout's file: its document, its styles, and the blocks common to all kinds. */
#include <stdio.h>
#include <string.h>

#include "paper/layout.h"

static const struct element_kind *const KINDS[] = {
	&TEXT_KIND,  &TABLE_KIND,      &GROUP_KIND,	 &ROW_KIND,   &BOX_KIND,
	&LINE_KIND,  &SIGNATURES_KIND, &QR_KIND,	 &IMAGE_KIND, &REPEAT_KIND,
	&CHART_KIND, &SPACE_KIND,      &PAGE_BREAK_KIND,
};

static const char *const COMMON[] = { "at",	"width_mm", "height_mm", "above_mm", "when",
				      "unless", "keep",	    "bookmark",	 "style",    NULL };

/* ---- Blocks ---- */

static void read_place(struct reading *reading, const struct yaml_node *node, double *ret_x,
		       double *ret_y)
{
	static const char *const KEYS[] = { "x_mm", "y_mm", NULL };
	static const char *const *const LISTS[] = { KEYS };

	if (!keys_check(reading, node, LISTS, 1))
		return;
	for (size_t i = 0; KEYS[i]; i++)
		if (!yaml_find(node, KEYS[i]))
			COMPLAIN(reading, node, "%s tidak ada", "%s is missing", KEYS[i]);
	read_mm(reading, yaml_find(node, "x_mm"), ret_x);
	read_mm(reading, yaml_find(node, "y_mm"), ret_y);
}

static void read_common(struct reading *reading, struct element *element)
{
	const struct yaml_node *at = element_key(element, "at");
	const struct yaml_node *when = element_key(element, "when");
	const struct yaml_node *unless = element_key(element, "unless");

	if (at) {
		element->is_placed = true;
		read_place(reading, at, &element->x, &element->y);
	}
	read_mm(reading, element_key(element, "width_mm"), &element->width);
	read_mm(reading, element_key(element, "height_mm"), &element->height);
	read_mm(reading, element_key(element, "above_mm"), &element->above);
	read_bool(reading, element_key(element, "keep"), &element->keep);
	read_phrase(reading, element_key(element, "bookmark"), &element->bookmark);
	if (when && unless)
		COMPLAIN(reading, unless, "when dan unless tidak bersamaan",
			 "not when and unless together");
	element->has_condition = when || unless;
	element->unless = !when;
	read_name(reading, when ? when : unless, &element->condition);
	read_default_lettering(reading, &element->lettering);
	read_lettering(reading, element, &element->lettering);
	read_align(reading, element_key(element, "align"), &element->align);
}

static const char *kind_list(struct arena *arena)
{
	struct buf list;

	buf_init(&list, arena);
	for (size_t i = 0; i < COUNT(KINDS); i++)
		buf_printf(&list, "%s%s", i ? ", " : "", KINDS[i]->name);
	return list.data;
}

static const struct element_kind *kind_of(struct reading *reading, const struct yaml_node *node)
{
	const struct element_kind *kind = NULL;

	if (yaml_kind(node) == YAML_MAPPING)
		for (size_t i = 0; i < COUNT(KINDS); i++) {
			if (!yaml_find(node, KINDS[i]->name))
				continue;
			if (kind)
				COMPLAIN(reading, node, "dua jenis blok sekaligus: %s dan %s",
					 "two kinds of block at once: %s and %s", kind->name,
					 KINDS[i]->name);
			kind = kind ? kind : KINDS[i];
		}
	if (!kind)
		COMPLAIN(reading, node, "di sini harus ada blok dengan salah satu kunci %s",
			 "a block with one of the keys %s belongs here", kind_list(reading->arena));
	return kind;
}

static const struct yaml_node *style_of(struct reading *reading, const struct yaml_node *node)
{
	const struct yaml_node *name = yaml_find(node, "style"), *style;
	const char *text;

	if (!name)
		return NULL;
	text = yaml_kind(name) == YAML_SCALAR ? yaml_text(reading->yaml, name) : NULL;
	style = text && reading->styles ? yaml_find(reading->styles, text) : NULL;
	if (style && yaml_kind(style) == YAML_MAPPING)
		return style;
	COMPLAIN(reading, name, "gaya tidak dikenal: \"%s\"", "unknown style: \"%s\"",
		 text ? text_shown(reading->arena, text) : "");
	return NULL;
}

static const struct element *read_element(struct reading *reading, const struct yaml_node *node)
{
	const struct element_kind *kind = kind_of(reading, node);
	struct element *element;

	if (!kind)
		return NULL;
	element = NEW(reading->arena, struct element, 1);
	element->kind = kind;
	element->node = node;
	element->value = yaml_find(node, kind->name);
	element->place = reading_place(reading, node);
	element->style = style_of(reading, node);
	(void)keys_check(reading, node,
			 (const char *const *const[]){ COMMON, kind->keys,
						       (const char *const[]){ kind->name, NULL } },
			 3);
	read_common(reading, element);
	kind->read(reading, element);
	return element;
}

void read_elements(struct reading *reading, const struct yaml_node *node, struct elements *ret)
{
	*ret = (struct elements){ .count = 0 };
	if (!node)
		return;
	if (yaml_kind(node) != YAML_SEQUENCE) {
		COMPLAIN(reading, node, "di sini harus ada daftar blok",
			 "a list of blocks belongs here");
		return;
	}
	ret->items = NEW(reading->arena, const struct element *, yaml_count(node) + 1);
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct element *element = read_element(reading, yaml_item(node, i));

		if (element)
			ret->items[ret->count++] = element;
	}
}

/* ---- The document ---- */

static const struct {
	const char *name;
	double width, height; /* mm */
} SIZES[] = {
	{ "a3", 297, 420 }, { "a4", 210, 297 }, { "a5", 148, 210 },
	{ "a6", 105, 148 }, { "f4", 215, 330 }, { "letter", 215.9, 279.4 },
};

static void read_size(struct reading *reading, const struct yaml_node *node)
{
	static const char *const KEYS[] = { "width_mm", "height_mm", NULL };
	static const char *const *const LISTS[] = { KEYS };
	const char *const words[] = { "a3", "a4", "a5", "a6", "f4", "letter", NULL };
	struct layout *layout = reading->layout;
	double width = SIZES[1].width, height = SIZES[1].height;
	int at = 1;

	if (node && yaml_kind(node) == YAML_MAPPING) {
		(void)keys_check(reading, node, LISTS, 1);
		read_number(reading, yaml_find(node, "width_mm"), 40, 1200, &width);
		read_number(reading, yaml_find(node, "height_mm"), 40, 1200, &height);
	} else {
		read_word(reading, node, words, &at);
		width = SIZES[at].width;
		height = SIZES[at].height;
	}
	layout->width = width * MM;
	layout->height = height * MM;
}

static void read_orientation(struct reading *reading, const struct yaml_node *node)
{
	static const char *const WORDS[] = { "portrait", "landscape", NULL };
	struct layout *layout = reading->layout;
	double width = layout->width;
	int at = 0;

	read_word(reading, node, WORDS, &at);
	if (!at)
		return;
	layout->width = layout->height;
	layout->height = width;
}

static void read_margins(struct reading *reading, const struct yaml_node *node)
{
	static const char *const KEYS[] = { "top", "right", "bottom", "left", NULL };
	static const char *const *const LISTS[] = { KEYS };
	struct layout *layout = reading->layout;
	double *const margins[] = { &layout->top, &layout->right, &layout->bottom, &layout->left };
	bool each = node && yaml_kind(node) == YAML_MAPPING && keys_check(reading, node, LISTS, 1);

	for (size_t i = 0; i < COUNT(margins); i++) {
		double mm = 20;

		read_number(reading, each ? yaml_find(node, KEYS[i]) : node, 0, 500, &mm);
		*margins[i] = mm * MM;
	}
	if (node && (layout->left + layout->right > layout->width - 10 * MM ||
		     layout->top + layout->bottom > layout->height - 10 * MM))
		COMPLAIN(reading, node, "di antara batas tepi tidak ada tempat",
			 "there is no room between the margins");
}

static void add_colour(struct reading *reading, const char *name, struct colour colour)
{
	GROW(reading->arena, reading->colours, reading->colour_count, &reading->colour_cap);
	reading->colours[reading->colour_count++] = (struct palette_colour){ name, colour };
}

static void read_colours(struct reading *reading, const struct yaml_node *node)
{
	add_colour(reading, "black", (struct colour){ 0.08, 0.08, 0.09 });
	add_colour(reading, "grey", (struct colour){ 0.36, 0.38, 0.41 });
	add_colour(reading, "pale", (struct colour){ 0.92, 0.93, 0.94 });
	add_colour(reading, "white", (struct colour){ 1, 1, 1 });
	if (!node)
		return;
	if (yaml_kind(node) != YAML_MAPPING) {
		COMPLAIN(reading, node, "di sini harus ada nama dan warna",
			 "names and colours belong here");
		return;
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		struct colour colour = { 0, 0, 0 };
		const char *name = yaml_key(reading->yaml, node, i);

		read_colour(reading, yaml_value(node, i), &colour);
		add_colour(reading, name ? name : "", colour);
	}
}

static void read_margin_area(struct reading *reading, const struct yaml_node *node,
			     struct margin_area *ret)
{
	static const char *const KEYS[] = { "from_edge_mm", "skip_first", "blocks", NULL };
	static const char *const *const LISTS[] = { KEYS };
	struct val *numbers = val_map(reading->arena);
	struct shape outer = *reading->shape, shape = { .outer = &outer, .count = 1 };
	const struct shape *before = reading->shape;

	ret->from_edge = 10 * MM;
	if (!node || !keys_check(reading, node, LISTS, 1))
		return;
	val_put_text(numbers, "page", "1");
	val_put_text(numbers, "pages", "1");
	shape.vals = &(const struct val *){ numbers };
	read_mm(reading, yaml_find(node, "from_edge_mm"), &ret->from_edge);
	read_bool(reading, yaml_find(node, "skip_first"), &ret->skip_first);
	reading->shape = &shape;
	read_elements(reading, yaml_find(node, "blocks"), &ret->elements);
	reading->shape = before;
}

static const char *const DOCUMENT[] = { "kind",	      "page",	    "orientation", "margins_mm",
					"bleed_mm",   "crop_marks", "colours",	   "text",
					"background", "header",	    "footer",	   "bookmark",
					NULL };

static void read_document(struct reading *reading, const struct yaml_node *node)
{
	static const char *const *const LISTS[] = { DOCUMENT };
	struct layout *layout = reading->layout;
	const struct yaml_node *kind;
	double bleed = 0;

	if (!keys_check(reading, node, LISTS, 1))
		return;
	kind = yaml_find(node, "kind");
	layout->kind =
		kind && yaml_kind(kind) == YAML_SCALAR ? yaml_text(reading->yaml, kind) : NULL;
	if (!layout->kind)
		COMPLAIN(reading, kind ? kind : node, "kind tidak ada: untuk apa tata letak ini",
			 "kind is missing: what this layout is for");
	read_size(reading, yaml_find(node, "page"));
	read_orientation(reading, yaml_find(node, "orientation"));
	read_margins(reading, yaml_find(node, "margins_mm"));
	read_number(reading, yaml_find(node, "bleed_mm"), 0, 10, &bleed);
	layout->bleed = bleed * MM;
	read_bool(reading, yaml_find(node, "crop_marks"), &layout->crop_marks);
	read_colours(reading, yaml_find(node, "colours"));
	read_background(reading, yaml_find(node, "background"));
	reading->text = yaml_find(node, "text");
	read_phrase(reading, yaml_find(node, "bookmark"), &layout->bookmark);
	read_margin_area(reading, yaml_find(node, "header"), &layout->header);
	read_margin_area(reading, yaml_find(node, "footer"), &layout->footer);
}

/* Keys of styles: those of any block but what makes it one. */
static void check_styles(struct reading *reading, const struct yaml_node *node)
{
	const char *const *lists[COUNT(KINDS) + 1];

	reading->styles = NULL;
	if (!node)
		return;
	if (yaml_kind(node) != YAML_MAPPING) {
		COMPLAIN(reading, node, "di sini harus ada nama dan gaya",
			 "names and styles belong here");
		return;
	}
	for (size_t i = 0; i < COUNT(KINDS); i++)
		lists[i] = KINDS[i]->keys;
	lists[COUNT(KINDS)] = COMMON;
	for (size_t i = 0; i < yaml_count(node); i++)
		(void)keys_check(reading, yaml_value(node, i), lists, COUNT(lists));
	reading->styles = node;
}

static void read_root(struct reading *reading, const struct yaml_node *root)
{
	static const char *const KEYS[] = { "document", "styles", "blocks", NULL };
	static const char *const *const LISTS[] = { KEYS };
	const struct yaml_node *document, *blocks;

	if (!keys_check(reading, root, LISTS, 1))
		return;
	document = yaml_find(root, "document");
	blocks = yaml_find(root, "blocks");
	check_styles(reading, yaml_find(root, "styles"));
	if (document)
		read_document(reading, document);
	else
		COMPLAIN(reading, root, "document tidak ada", "document is missing");
	if (!blocks)
		COMPLAIN(reading, root, "blocks tidak ada", "blocks is missing");
	read_elements(reading, blocks, &reading->layout->elements);
}

bool layout_read(struct arena *arena, const char *name, const void *text, size_t len,
		 const struct val *example, const struct kept_pictures *pictures,
		 const struct paper *paper, struct layout **ret, struct complaints *complaints)
{
	size_t before = complaints->total;
	struct shape shape = { .vals = &example, .count = 1 };
	struct reading reading = { .arena = arena,
				   .paper = paper,
				   .complaints = complaints,
				   .layout = NEW(arena, struct layout, 1),
				   .pictures = pictures,
				   .shape = &shape };

	reading.layout->name = arena_text(arena, name);
	if (!yaml_parse(name, text, len, arena, &reading.yaml, complaints) && !reading.yaml)
		return false;
	read_root(&reading, yaml_root(reading.yaml));
	*ret = reading.layout;
	return complaints->total == before;
}

/* One byte more than the reader takes, so that it can say so. */
#define FILE_MAX (((size_t)1 << 20) + 1)

bool layout_load(struct arena *arena, const char *path, const struct val *example,
		 const struct paper *paper, struct layout **ret, struct complaints *complaints)
{
	FILE *file = fopen(path, "rb");
	struct buf text;
	char part[4096];
	size_t got;

	if (!file) {
		complain(complaints, (struct place){ .file = arena_text(arena, path) },
			 "berkas tidak dapat dibuka", "cannot open the file");
		return false;
	}
	buf_init(&text, arena);
	while (text.len < FILE_MAX && (got = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&text, part, got);
	(void)fclose(file);
	return layout_read(arena, path, text.data, text.len, example, NULL, paper, ret, complaints);
}

const char *layout_kind(const struct layout *layout)
{
	return layout->kind;
}
