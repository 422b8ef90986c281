/* Inside the view room: the words of pages, by dotted key, in both languages. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "view/view.h"

struct word {
	const char *text[LANG_COUNT]; /* NULL until that language was read */
	struct place place;
	bool used; /* by a template */
};

struct dictionary {
	struct arena *arena;
	struct names keys;
	struct word *items; /* by key index */
	size_t cap;
};

void dictionary_init(struct dictionary *words, struct arena *arena);
/* Reads one file of words: nested mappings whose leaves are texts. */
void dictionary_read(struct dictionary *words, enum lang lang, const char *file, const char *text,
		     size_t len, struct complaints *complaints);
void dictionary_add(struct dictionary *words, enum lang lang, const char *key, const char *text,
		    struct place place, struct complaints *complaints);
/* Complains about keys that one language lacks and about placeholders that differ. */
void dictionary_check(const struct dictionary *words, struct complaints *complaints);
struct word *dictionary_find(const struct dictionary *words, const char *key, size_t len);

/* The next `{name}` at or after `text`: where it begins, its name and where it ends; or false. */
bool placeholder_next(const char *text, const char **ret_begin, const char **ret_name,
		      size_t *ret_len, const char **ret_end);

#endif
