#include "base.h"

#include <string.h>

static uint64_t hash(const char *text, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return h ^ (h >> 29);
}

void names_init(struct names *names, struct arena *arena)
{
	*names = (struct names){ .arena = arena };
}

/* The slot that holds the name, or the free one where it belongs. */
static size_t slot_of(const struct names *names, const char *text, size_t len)
{
	size_t mask = names->slot_count - 1;
	size_t at = (size_t)hash(text, len) & mask;

	for (; names->slots[at]; at = (at + 1) & mask) {
		const char *have = names->texts[names->slots[at] - 1];

		if (strncmp(have, text, len) == 0 && have[len] == '\0')
			break;
	}
	return at;
}

size_t names_find(const struct names *names, const char *text, size_t len)
{
	uint32_t slot;

	if (!names->slot_count)
		return NAME_NONE;
	slot = names->slots[slot_of(names, text, len)];
	return slot ? slot - 1 : NAME_NONE;
}

static void rehash(struct names *names)
{
	names->slot_count = names->slot_count ? names->slot_count * 2 : 64;
	names->slots = NEW(names->arena, uint32_t, names->slot_count);
	for (size_t i = 0; i < names->count; i++)
		names->slots[slot_of(names, names->texts[i], strlen(names->texts[i]))] =
			(uint32_t)(i + 1);
}

size_t names_put(struct names *names, const char *text, size_t len)
{
	size_t found = names_find(names, text, len);

	if (found != NAME_NONE)
		return found;
	if ((names->count + 1) * 2 > names->slot_count)
		rehash(names);
	GROW(names->arena, names->texts, names->count, &names->cap);
	names->texts[names->count] = arena_copy(names->arena, text, len);
	names->slots[slot_of(names, text, len)] = (uint32_t)(names->count + 1);
	return names->count++;
}
