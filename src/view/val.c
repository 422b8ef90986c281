#include <string.h>

#include "view/val.h"

/* Lists and maps are one struct: items in order, and for maps their keys. A small map is searched
 * along its keys; a larger one has an index, so that a file with many keys stays linear. */
#define INDEX_FROM 12

struct pair {
	const char *key;
	uint32_t hash;
};

struct val {
	enum val_type type;
	bool truth;
	const char *text; /* TEXT, NUMBER */
	struct arena *arena;
	struct val **items; /* LIST, MAP */
	size_t count, cap;
	struct pair *keys; /* MAP */
	size_t key_cap;
	uint32_t *slots; /* item index + 1; NULL while small */
	size_t slot_count;
};

static struct val *val_new(struct arena *arena, enum val_type type)
{
	struct val *val = NEW(arena, struct val, 1);

	val->type = type;
	val->arena = arena;
	return val;
}

struct val *val_null(struct arena *arena)
{
	return val_new(arena, VAL_NULL);
}

struct val *val_bool(struct arena *arena, bool value)
{
	struct val *val = val_new(arena, VAL_BOOL);

	val->truth = value;
	return val;
}

struct val *val_int(struct arena *arena, int64_t value)
{
	struct val *val = val_new(arena, VAL_NUMBER);
	char number[32];

	decimal_format(value, 0, '.', number);
	val->text = arena_text(arena, number);
	return val;
}

struct val *val_number(struct arena *arena, const char *text)
{
	struct val *val = val_new(arena, VAL_NUMBER);

	val->text = arena_text(arena, text);
	return val;
}

struct val *val_text(struct arena *arena, const char *text)
{
	struct val *val = val_new(arena, text ? VAL_TEXT : VAL_NULL);

	val->text = arena_text(arena, text);
	return val;
}

struct val *val_list(struct arena *arena)
{
	return val_new(arena, VAL_LIST);
}

struct val *val_map(struct arena *arena)
{
	return val_new(arena, VAL_MAP);
}

uint32_t val_hash(const char *key)
{
	uint32_t h = 0x811c9dc5u; /* FNV-1a */

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 0x01000193u;
	return h ^ (h >> 15);
}

static bool is_key(const struct val *map, size_t i, const char *key, uint32_t h)
{
	return map->keys[i].hash == h && strcmp(map->keys[i].key, key) == 0;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct val *map, const char *key, uint32_t h)
{
	size_t mask = map->slot_count - 1;
	size_t at = h & mask;

	while (map->slots[at] && !is_key(map, map->slots[at] - 1, key, h))
		at = (at + 1) & mask;
	return at;
}

static size_t key_find(const struct val *map, const char *key, uint32_t h)
{
	if (map->slots) {
		uint32_t slot = map->slots[slot_of(map, key, h)];

		return slot ? slot - 1 : NAME_NONE;
	}
	for (size_t i = 0; i < map->count; i++)
		if (is_key(map, i, key, h))
			return i;
	return NAME_NONE;
}

static void index_last(struct val *map)
{
	size_t last = map->count - 1;

	if (map->count < INDEX_FROM)
		return;
	if (map->count * 2 <= map->slot_count) {
		map->slots[slot_of(map, map->keys[last].key, map->keys[last].hash)] =
			(uint32_t)map->count;
		return;
	}
	map->slot_count = map->slot_count ? map->slot_count * 2 : 32;
	map->slots = NEW(map->arena, uint32_t, map->slot_count);
	for (size_t i = 0; i < map->count; i++)
		map->slots[slot_of(map, map->keys[i].key, map->keys[i].hash)] = (uint32_t)(i + 1);
}

static struct val *append(struct val *val, struct val *item)
{
	if (!item)
		item = val_null(val->arena);
	GROW(val->arena, val->items, val->count, &val->cap);
	val->items[val->count++] = item;
	return item;
}

struct val *val_push(struct val *list, struct val *item)
{
	return append(list, item);
}

struct val *val_put(struct val *map, const char *key, struct val *item)
{
	uint32_t h = val_hash(key);
	size_t at = key_find(map, key, h);

	if (at != NAME_NONE)
		return map->items[at] = item ? item : val_null(map->arena);
	GROW(map->arena, map->keys, map->count, &map->key_cap);
	map->keys[map->count] = (struct pair){ arena_text(map->arena, key), h };
	item = append(map, item);
	index_last(map);
	return item;
}

void val_put_text(struct val *map, const char *key, const char *text)
{
	(void)val_put(map, key, val_text(map->arena, text));
}

void val_put_int(struct val *map, const char *key, int64_t value)
{
	(void)val_put(map, key, val_int(map->arena, value));
}

void val_put_bool(struct val *map, const char *key, bool value)
{
	(void)val_put(map, key, val_bool(map->arena, value));
}

struct val *val_put_list(struct val *map, const char *key)
{
	return val_put(map, key, val_list(map->arena));
}

struct val *val_put_map(struct val *map, const char *key)
{
	return val_put(map, key, val_map(map->arena));
}

struct val *val_push_map(struct val *list)
{
	return val_push(list, val_map(list->arena));
}

enum val_type val_type(const struct val *val)
{
	return val ? val->type : VAL_NULL;
}

const struct val *val_get_hashed(const struct val *map, const char *key, uint32_t h)
{
	size_t at;

	if (val_type(map) != VAL_MAP)
		return NULL;
	at = key_find(map, key, h);
	return at == NAME_NONE ? NULL : map->items[at];
}

const struct val *val_get(const struct val *map, const char *key)
{
	return val_get_hashed(map, key, val_hash(key));
}

struct val *val_find(struct val *map, const char *key)
{
	size_t at = val_type(map) == VAL_MAP ? key_find(map, key, val_hash(key)) : NAME_NONE;

	return at == NAME_NONE ? NULL : map->items[at];
}

const char *val_get_text(const struct val *map, const char *key)
{
	const struct val *val = val_get(map, key);

	return val_type(val) == VAL_TEXT ? val->text : NULL;
}

const char *val_chars(const struct val *val)
{
	enum val_type type = val_type(val);

	return type == VAL_TEXT || type == VAL_NUMBER ? val->text : NULL;
}

bool val_is_true(const struct val *val)
{
	switch (val_type(val)) {
	case VAL_NULL: return false;
	case VAL_BOOL: return val->truth;
	case VAL_NUMBER: return true; /* zero is a mark, not the lack of one */
	case VAL_TEXT: return val->text[0] != '\0';
	case VAL_LIST: return val->count > 0;
	case VAL_MAP: return true;
	}
	return false;
}

bool val_get_int(const struct val *map, const char *key, int64_t *ret)
{
	const struct val *val = val_get(map, key);

	return val_type(val) == VAL_NUMBER &&
	       decimal_parse(val->text, strlen(val->text), 0, '.', ret);
}

size_t val_count(const struct val *val)
{
	return val ? val->count : 0;
}

const struct val *val_at(const struct val *val, size_t i)
{
	return i < val_count(val) ? val->items[i] : NULL;
}

const char *val_key_at(const struct val *map, size_t i)
{
	return val_type(map) == VAL_MAP && i < map->count ? map->keys[i].key : NULL;
}
