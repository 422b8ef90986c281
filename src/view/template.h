/* Inside the view room: a parsed template is a flat array of nodes; a section knows where it
 * ends. Words of the dictionary, the language and the names of assets are put in when parsing, so
 * that a wrong one stops the start and costs nothing later. */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include "view/view.h"
#include "view/words.h"

#define TEMPLATE_DEPTH 48 /* of sections and partials inside each other, when rendering */

enum node_type {
	NODE_TEXT,
	NODE_VALUE,    /* {{x}} */
	NODE_RAW,      /* {{{x}}}, {{&x}} */
	NODE_SECTION,  /* {{#x}} … `end` */
	NODE_INVERTED, /* {{^x}} … `end` */
	NODE_PARTIAL,
	NODE_WORDS, /* {{t.x}}: a text in each language, perhaps with values in it */
};

struct path {
	const char *text; /* "nominee.name", for messages */
	const char **keys;
	uint32_t *hashes;
	size_t count; /* 0: the item itself, "." */
};

struct nodes {
	struct node *items;
	size_t count, cap;
};

struct node {
	enum node_type type;
	unsigned line;
	const char *text; /* TEXT; PARTIAL: the indentation of its line */
	size_t len;
	struct path path;		/* VALUE, RAW, SECTION, INVERTED */
	size_t end;			/* sections: index of the node after them */
	const struct template *partial; /* PARTIAL */
	struct nodes *words;		/* WORDS: by language */
};

struct template
{
	const char *name;
	bool parsed;
	struct place wanted; /* where a partial first asked for it */
	struct nodes nodes;
};

struct templates {
	struct arena *arena;
	struct names names;
	struct template **items; /* by name index */
	size_t cap;
	struct dictionary words;
	const struct assets *assets; /* or NULL */
};

void templates_init(struct templates *templates, struct arena *arena);
/* The template of that name; made, empty, when there is none yet. */
struct template *templates_slot(struct templates *templates, const char *name, size_t len);
/* Parses `source`; mistakes are complaints about `file`. */
void template_parse(struct templates *templates, const char *name, const char *file,
		    const char *source, size_t len, struct complaints *complaints);
/* Complains about partials that nobody supplied. */
void templates_close(const struct templates *templates, struct complaints *complaints);

void html_escape(struct buf *buf, const char *text, size_t len);

#endif
