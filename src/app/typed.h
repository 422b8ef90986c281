/* Typed values out of a YAML file: what is wrong is a complaint at its place that says what was
 * expected. All take a NULL node (missing, complained of already) and answer no. */
#ifndef APP_TYPED_H
#define APP_TYPED_H

#include "app/app.h"
#include "view/view.h"

struct typed {
	const struct yaml *yaml;
	struct arena *arena;
	struct complaints *complaints;
};

#define TYPED_TEXT_MAX 1000 /* bytes */
#define TYPED_COUNT_MAX 1000000

/* Once the list of complaints is full, its arguments are not even made. */
#define WRONG(typed, node, ...) /* id, en, arguments */                                  \
	do {                                                                             \
		if ((typed)->complaints->count < COMPLAINTS_MAX)                         \
			complain((typed)->complaints, yaml_place((typed)->yaml, (node)), \
				 __VA_ARGS__);                                           \
		else                                                                     \
			(typed)->complaints->total++;                                    \
	} while (0)

/* A mapping without other keys than `keys` (NULL ends them)? */
bool typed_map(struct typed *typed, const struct yaml_node *node, const char *const *keys);
#define TYPED_LIST_MAX 1000
/* A list of at least `least` items and at most TYPED_LIST_MAX? */
bool typed_list(struct typed *typed, const struct yaml_node *node, size_t least);
/* The value of a key; NULL when it is missing, with a complaint when it `must` be there. */
const struct yaml_node *typed_find(struct typed *typed, const struct yaml_node *map,
				   const char *key, bool must);

/* One line of text, not empty; NULL after a complaint. */
const char *typed_text(struct typed *typed, const struct yaml_node *node);
const char *typed_key(struct typed *typed, const struct yaml_node *node);      /* [a-z0-9-]{1,32} */
const char *typed_evidence(struct typed *typed, const struct yaml_node *node); /* …_… {1,64} */
bool typed_words(struct typed *typed, const struct yaml_node *node, struct words *ret);
bool typed_bool(struct typed *typed, const struct yaml_node *node, bool *ret);
bool typed_whole(struct typed *typed, const struct yaml_node *node, unsigned least, unsigned most,
		 unsigned *ret);
/* Hundredths. */
bool typed_decimal(struct typed *typed, const struct yaml_node *node, int64_t least, int64_t most,
		   int64_t *ret);
#define TYPED_DECIMAL_MAX INT64_C(100000000000) /* 10^9, in hundredths */
/* One of `words` (NULL ends them): its index. */
bool typed_choice(struct typed *typed, const struct yaml_node *node, const char *const *words,
		  unsigned *ret);

/* The candidate nearest to a mistyped word, or NULL when none is near. */
const char *nearest(const char *word, const char *const *candidates);

#endif
