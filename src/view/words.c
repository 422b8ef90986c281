#include "view/words.h"

#include <string.h>

void dictionary_init(struct dictionary *words, struct arena *arena)
{
	*words = (struct dictionary){ .arena = arena };
	names_init(&words->keys, arena);
}

struct word *dictionary_find(const struct dictionary *words, const char *key, size_t len)
{
	size_t at = names_find(&words->keys, key, len);

	return at == NAME_NONE ? NULL : &words->items[at];
}

void dictionary_add(struct dictionary *words, enum lang lang, const char *key, const char *text,
		    struct place place, struct complaints *complaints)
{
	size_t count = words->keys.count;
	size_t at = names_put(&words->keys, key, strlen(key));
	struct word *word;

	if (at == count)
		GROW(words->arena, words->items, count, &words->cap);
	word = &words->items[at];
	if (word->text[lang]) {
		complain(complaints, place, "kata %s sudah ada di %s:%u",
			 "word %s is already at %s:%u", key, word->place.file, word->place.line);
		return;
	}
	word->text[lang] = arena_text(words->arena, text);
	word->place = place;
}

static bool is_word_key(const char *key)
{
	return *key && key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

static void read_mapping(struct dictionary *words, enum lang lang, const struct yaml *yaml,
			 const struct yaml_node *node, const char *prefix,
			 struct complaints *complaints)
{
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct yaml_node *value = yaml_value(node, i);
		const char *key = yaml_key(yaml, node, i);
		struct place place = yaml_place(yaml, yaml_key_node(node, i));
		const char *whole;

		if (!key || !is_word_key(key)) {
			complain(complaints, place, "kunci kata hanya memuat a-z, 0-9, _ dan -",
				 "keys of words consist of a-z, 0-9, _ and -");
			continue;
		}
		whole = *prefix ? arena_printf(words->arena, "%s.%s", prefix, key) : key;
		if (yaml_kind(value) == YAML_MAPPING)
			read_mapping(words, lang, yaml, value, whole, complaints);
		else if (yaml_kind(value) == YAML_SCALAR && yaml_text(yaml, value))
			dictionary_add(words, lang, whole, yaml_text(yaml, value), place,
				       complaints);
		else
			complain(complaints, place, "kata %s harus berupa teks",
				 "word %s must be a text", whole);
	}
}

void dictionary_read(struct dictionary *words, enum lang lang, const char *file, const char *text,
		     size_t len, struct complaints *complaints)
{
	struct yaml *yaml;

	if (!yaml_parse(file, text, len, words->arena, &yaml, complaints))
		return;
	if (yaml_kind(yaml_root(yaml)) == YAML_MAPPING)
		read_mapping(words, lang, yaml, yaml_root(yaml), "", complaints);
	else
		complain(complaints, (struct place){ file, 1, 1 }, "harus berupa pemetaan",
			 "must be a mapping");
}

bool placeholder_next(const char *text, const char **ret_begin, const char **ret_name,
		      size_t *ret_len, const char **ret_end)
{
	for (; (text = strchr(text, '{')); text++) {
		size_t len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.");

		if (len && text[1 + len] == '}') {
			*ret_begin = text;
			*ret_name = text + 1;
			*ret_len = len;
			*ret_end = text + len + 2;
			return true;
		}
	}
	return false;
}

static bool has_placeholder(const char *text, const char *name, size_t len)
{
	const char *begin, *other, *end;
	size_t other_len;

	for (; placeholder_next(text, &begin, &other, &other_len, &end); text = end)
		if (other_len == len && memcmp(other, name, len) == 0)
			return true;
	return false;
}

/* Does `b` have every placeholder of `a`? */
static bool placeholders_within(const char *a, const char *b)
{
	const char *begin, *name, *end;
	size_t len;

	for (; placeholder_next(a, &begin, &name, &len, &end); a = end)
		if (!has_placeholder(b, name, len))
			return false;
	return true;
}

void dictionary_check(const struct dictionary *words, struct complaints *complaints)
{
	for (size_t i = 0; i < words->keys.count; i++) {
		const struct word *word = &words->items[i];
		const char *key = words->keys.texts[i];
		const char *id = word->text[LANG_ID], *en = word->text[LANG_EN];

		if (!id || !en)
			complain(complaints, word->place, "kata %s tidak ada dalam bahasa %s",
				 "word %s is missing in %s", key, id ? "en" : "id");
		else if (!placeholders_within(id, en) || !placeholders_within(en, id))
			complain(complaints, word->place,
				 "kata %s: isian {…} berbeda antara id dan en",
				 "word %s: placeholders {…} differ between id and en", key);
	}
}
