/* The values of a layout's keys: each is read or complained of. */
#include <string.h>

#include "paper/layout.h"

struct place reading_place(const struct reading *reading, const struct yaml_node *node)
{
	return yaml_place(reading->yaml, node);
}

bool reading_is_new(const struct reading *reading, const struct yaml_node *node)
{
	const struct complaints *list = reading->complaints;
	struct place place = reading_place(reading, node);

	if (yaml_is_alias(node))
		return false; /* said already */
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].place.line == place.line &&
		    list->items[i].place.column == place.column)
			return false;
	return true;
}

static const char *text_of(const struct reading *reading, const struct yaml_node *node)
{
	return yaml_kind(node) == YAML_SCALAR ? yaml_text(reading->yaml, node) : NULL;
}

static const char *shown(const struct reading *reading, const struct yaml_node *node)
{
	const char *text = text_of(reading, node);

	return text ? text_shown(reading->arena, text) : "";
}

static bool is_in(const char *key, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(key, *list) == 0)
			return true;
	return false;
}

bool keys_check(struct reading *reading, const struct yaml_node *node,
		const char *const *const *lists, size_t list_count)
{
	if (yaml_kind(node) != YAML_MAPPING) {
		COMPLAIN(reading, node, "di sini harus ada kunci dan nilai",
			 "keys and values belong here");
		return false;
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		const char *key = yaml_key(reading->yaml, node, i);
		bool known = false;

		for (size_t j = 0; key && j < list_count; j++)
			known = known || is_in(key, lists[j]);
		if (key && !known)
			COMPLAIN(reading, yaml_key_node(node, i), "kunci tidak dikenal: \"%s\"",
				 "unknown key: \"%s\"", text_shown(reading->arena, key));
	}
	return true;
}

const struct yaml_node *element_key(const struct element *element, const char *key)
{
	const struct yaml_node *node = yaml_find(element->node, key);

	if (node || !element->style)
		return node;
	return yaml_find(element->style, key);
}

/* Thousandths, so that a message can say the bounds as they are written. */
static bool number_of(const struct reading *reading, const struct yaml_node *node, double *ret)
{
	const char *text = text_of(reading, node);
	int64_t thousandths;

	if (!text || !decimal_parse(text, strlen(text), 3, '.', &thousandths))
		return false;
	*ret = (double)thousandths / 1000;
	return true;
}

void read_number(struct reading *reading, const struct yaml_node *node, double least, double most,
		 double *ret)
{
	double number;

	if (!node)
		return;
	if (!number_of(reading, node, &number))
		COMPLAIN(reading, node, "\"%s\" bukan angka", "\"%s\" is not a number",
			 shown(reading, node));
	else if (number < least || number > most)
		COMPLAIN(reading, node, "%g di luar batas: dari %g sampai %g",
			 "%g is out of range: from %g to %g", number, least, most);
	else
		*ret = number;
}

void read_mm(struct reading *reading, const struct yaml_node *node, double *ret)
{
	double mm = *ret / MM;

	read_number(reading, node, 0, 2000, &mm);
	*ret = mm * MM;
}

void read_count(struct reading *reading, const struct yaml_node *node, size_t most, size_t *ret)
{
	const char *text = node ? text_of(reading, node) : NULL;
	int64_t number;

	if (!node)
		return;
	if (!text || !decimal_parse(text, strlen(text), 0, '.', &number) || number < 1 ||
	    number > (int64_t)most)
		COMPLAIN(reading, node, "harus berupa bilangan bulat dari 1 sampai %zu",
			 "must be a whole number from 1 to %zu", most);
	else
		*ret = (size_t)number;
}

void read_bool(struct reading *reading, const struct yaml_node *node, bool *ret)
{
	const char *text = node ? text_of(reading, node) : NULL;

	if (!node)
		return;
	if (text_equal(text, "true") || text_equal(text, "false"))
		*ret = *text == 't';
	else
		COMPLAIN(reading, node, "harus true atau false", "must be true or false");
}

static bool is_hex_colour(const char *text, struct colour *ret)
{
	uint8_t bytes[3];

	if (strlen(text) != 7 || *text != '#' || !hex_decode(text + 1, 6, bytes))
		return false;
	*ret = (struct colour){ bytes[0] / 255.0, bytes[1] / 255.0, bytes[2] / 255.0 };
	return true;
}

void read_colour(struct reading *reading, const struct yaml_node *node, struct colour *ret)
{
	const char *text = node ? text_of(reading, node) : NULL;

	if (!node)
		return;
	for (size_t i = 0; text && i < reading->colour_count; i++)
		if (strcmp(reading->colours[i].name, text) == 0) {
			*ret = reading->colours[i].colour;
			return;
		}
	if (text && is_hex_colour(text, ret))
		return;
	COMPLAIN(reading, node,
		 "warna tidak dikenal: \"%s\"; nama dari document: colours, atau \"#rrggbb\" di "
		 "dalam tanda kutip",
		 "unknown colour: \"%s\"; a name of document: colours, or \"#rrggbb\" in quotes",
		 shown(reading, node));
}

void read_word(struct reading *reading, const struct yaml_node *node, const char *const *words,
	       int *ret)
{
	const char *text = node ? text_of(reading, node) : NULL;
	struct buf list;

	if (!node)
		return;
	for (int i = 0; text && words[i]; i++)
		if (strcmp(words[i], text) == 0) {
			*ret = i;
			return;
		}
	buf_init(&list, reading->arena);
	for (size_t i = 0; words[i]; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", words[i]);
	COMPLAIN(reading, node, "\"%s\" tidak dikenal; pilihan: %s", "unknown: \"%s\"; one of %s",
		 shown(reading, node), list.data);
}

void read_face(struct reading *reading, const struct yaml_node *node, enum face *ret)
{
	static const char *const FACES[] = { "serif", "serif-bold", "serif-italic",
					     "sans",  "sans-bold",  NULL };
	int face = (int)*ret;

	read_word(reading, node, FACES, &face);
	*ret = (enum face)face;
}

void read_align(struct reading *reading, const struct yaml_node *node, enum align *ret)
{
	static const char *const WORDS[] = { "left", "centre", "right", "justify", NULL };
	int align = (int)*ret;

	read_word(reading, node, WORDS, &align);
	*ret = (enum align)align;
}

void read_valign(struct reading *reading, const struct yaml_node *node, enum valign *ret)
{
	static const char *const WORDS[] = { "top", "middle", "bottom", "spread", NULL };
	int valign = (int)*ret;

	read_word(reading, node, WORDS, &valign);
	*ret = (enum valign)valign;
}

/* ---- Names and phrases ---- */

static void check_name(struct reading *reading, const struct yaml_node *node,
		       const struct name *name, const char *text, size_t len)
{
	struct shape found;

	if (!shape_find(reading->shape, name, reading->arena, &found)) {
		COMPLAIN(reading, node, "isian tidak dikenal: {{%.*s}}",
			 "unknown placeholder: {{%.*s}}", (int)len, text);
		return;
	}
	for (size_t i = 0; i < found.count; i++)
		if (val_type(found.vals[i]) == VAL_LIST || val_type(found.vals[i]) == VAL_MAP) {
			COMPLAIN(reading, node, "isian {{%.*s}} bukan teks",
				 "placeholder {{%.*s}} is not a text", (int)len, text);
			return;
		}
}

struct pieces {
	struct phrase_piece *items;
	size_t count, cap;
};

static struct phrase_piece *add_piece(struct pieces *pieces, struct arena *arena)
{
	GROW(arena, pieces->items, pieces->count, &pieces->cap);
	pieces->items[pieces->count] = (struct phrase_piece){ .text = NULL };
	return &pieces->items[pieces->count++];
}

static bool add_name(struct reading *reading, const struct yaml_node *node, struct pieces *pieces,
		     const char *begin, const char *end)
{
	struct phrase_piece *piece;
	struct name name;

	while (begin < end && *begin == ' ')
		begin++;
	while (end > begin && end[-1] == ' ')
		end--;
	if (!name_parse(reading->arena, begin, (size_t)(end - begin), &name)) {
		COMPLAIN(reading, node, "isian {{%.*s}} bukan nama",
			 "placeholder {{%.*s}} is not a name", (int)(end - begin), begin);
		return false;
	}
	check_name(reading, node, &name, begin, (size_t)(end - begin));
	piece = add_piece(pieces, reading->arena);
	piece->name = name;
	return true;
}

static void split_phrase(struct reading *reading, const struct yaml_node *node, const char *text,
			 struct pieces *ret)
{
	while (*text) {
		const char *open = strstr(text, "{{");
		const char *close = open ? strstr(open, "}}") : NULL;
		size_t len = open ? (size_t)(open - text) : strlen(text);

		if (len)
			add_piece(ret, reading->arena)->text =
				arena_copy(reading->arena, text, len);
		if (!open)
			return;
		if (!close) {
			COMPLAIN(reading, node, "{{ tidak ditutup dengan }}",
				 "{{ is not closed by }}");
			return;
		}
		if (!add_name(reading, node, ret, open + 2, close))
			return;
		text = close + 2;
	}
}

static void read_language(struct reading *reading, const struct yaml_node *node, enum lang lang,
			  struct phrase *ret)
{
	const char *text = text_of(reading, node);
	struct pieces pieces = { 0 };
	size_t len;

	if (!text) {
		COMPLAIN(reading, node, "di sini harus ada teks, atau {id: …, en: …}",
			 "a text belongs here, or {id: …, en: …}");
		return;
	}
	len = strlen(text);
	while (len && text[len - 1] == '\n')
		len--;
	split_phrase(reading, node, arena_copy(reading->arena, text, len), &pieces);
	ret->pieces[lang] = pieces.items;
	ret->count[lang] = pieces.count;
	for (size_t i = 0; i < pieces.count; i++)
		ret->is_fixed = ret->is_fixed && pieces.items[i].text;
}

void read_phrase(struct reading *reading, const struct yaml_node *node, struct phrase *ret)
{
	static const char *const LANGUAGES[] = { "id", "en", NULL };
	static const char *const *const LISTS[] = { LANGUAGES };
	const struct yaml_node *id = node, *en = NULL;

	if (!node)
		return;
	ret->is_set = ret->is_fixed = true;
	if (yaml_kind(node) == YAML_MAPPING) {
		if (!keys_check(reading, node, LISTS, 1))
			return;
		id = yaml_find(node, "id");
		en = yaml_find(node, "en");
		if (!id) {
			COMPLAIN(reading, node, "teks bahasa Indonesia (id) tidak ada",
				 "the Indonesian text (id) is missing");
			return;
		}
	}
	read_language(reading, id, LANG_ID, ret);
	if (en) {
		read_language(reading, en, LANG_EN, ret);
		return;
	}
	ret->pieces[LANG_EN] = ret->pieces[LANG_ID];
	ret->count[LANG_EN] = ret->count[LANG_ID];
}

static bool parse_name(struct reading *reading, const struct yaml_node *node, struct name *ret,
		       struct shape *ret_found)
{
	const char *text = text_of(reading, node);

	if (!text || !name_parse(reading->arena, text, strlen(text), ret)) {
		COMPLAIN(reading, node, "di sini harus ada nama sebuah nilai",
			 "the name of a value belongs here");
		return false;
	}
	if (shape_find(reading->shape, ret, reading->arena, ret_found))
		return true;
	COMPLAIN(reading, node, "nilai tidak dikenal: \"%s\"", "unknown value: \"%s\"",
		 text_shown(reading->arena, text));
	return false;
}

void read_name(struct reading *reading, const struct yaml_node *node, struct name *ret)
{
	struct shape found;

	if (node)
		(void)parse_name(reading, node, ret, &found);
}

void read_list(struct reading *reading, const struct yaml_node *node, struct name *ret,
	       struct shape *ret_items)
{
	struct shape found = { 0 };

	*ret_items = (struct shape){ .is_open = true, .has_row = true, .outer = reading->shape };
	if (!node || !parse_name(reading, node, ret, &found))
		return;
	for (size_t i = 0; i < found.count; i++)
		if (val_type(found.vals[i]) != VAL_LIST) {
			COMPLAIN(reading, node, "\"%s\" bukan daftar", "\"%s\" is not a list",
				 shown(reading, node));
			return;
		}
	shape_items(&found, reading->shape, reading->arena, ret_items);
	ret_items->is_open = ret_items->is_open || found.is_open;
}

/* ---- How texts look ---- */

static void lettering_from(struct reading *reading, const struct yaml_node *const nodes[6],
			   struct lettering *ret)
{
	read_face(reading, nodes[0], &ret->face);
	read_number(reading, nodes[1], 3, 200, &ret->size);
	ret->smallest = ret->size;
	read_number(reading, nodes[2], 2, 200, &ret->smallest);
	read_colour(reading, nodes[3], &ret->colour);
	read_number(reading, nodes[4], 0.8, 4, &ret->line_height);
	read_number(reading, nodes[5], 0, 50, &ret->tracking);
	if (nodes[2] && ret->smallest > ret->size)
		COMPLAIN(reading, nodes[2], "lebih besar daripada size_pt", "larger than size_pt");
}

void read_lettering(struct reading *reading, const struct element *element, struct lettering *ret)
{
	const struct yaml_node *const NODES[] = {
		element_key(element, "font"),	     element_key(element, "size_pt"),
		element_key(element, "smallest_pt"), element_key(element, "colour"),
		element_key(element, "line_height"), element_key(element, "tracking_pt"),
	};

	lettering_from(reading, NODES, ret);
}

void read_default_lettering(struct reading *reading, struct lettering *ret)
{
	static const char *const KEYS[] = { "font", "size_pt", "colour", "line_height", NULL };
	static const char *const *const LISTS[] = { KEYS };

	*ret = (struct lettering){
		.face = FACE_SERIF, .size = 11, .smallest = 11, .line_height = 1.25
	};
	if (!reading->text || !keys_check(reading, reading->text, LISTS, 1))
		return;
	lettering_from(
		reading,
		(const struct yaml_node *const[6]){ yaml_find(reading->text, "font"),
						    yaml_find(reading->text, "size_pt"), NULL,
						    yaml_find(reading->text, "colour"),
						    yaml_find(reading->text, "line_height") },
		ret);
}
