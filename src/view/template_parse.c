#include <stdio.h>
#include <string.h>

#include "view/template.h"
#include "view/val.h"

#define DELIMITER_MAX 16

/* Where a section was opened and not yet closed. */
struct open {
	size_t node;
	const char *name;
	size_t name_len;
};

struct parser {
	struct templates *templates;
	struct template *template;
	struct complaints *complaints;
	const char *file;
	const char *source, *end;
	const char *at; /* what is not yet read */
	const char *counted;
	unsigned line; /* of `counted` */
	char open[DELIMITER_MAX + 1], close[DELIMITER_MAX + 1];
	struct open sections[TEMPLATE_DEPTH];
	size_t depth;
};

struct tag {
	char sigil; /* one of # ^ / > ! = & {, or 0 for a plain value */
	const char *begin, *after;
	const char *name; /* trimmed */
	size_t len;
	unsigned line;
};

static unsigned line_at(struct parser *p, const char *where)
{
	for (; p->counted < where; p->counted++)
		p->line += *p->counted == '\n';
	return p->line;
}

static struct place place_of(const struct parser *p, unsigned line)
{
	return (struct place){ p->file, line, 0 };
}

static struct node *node_add(struct arena *arena, struct nodes *nodes, enum node_type type,
			     unsigned line)
{
	struct node *node;

	GROW(arena, nodes->items, nodes->count, &nodes->cap);
	node = &nodes->items[nodes->count++];
	*node = (struct node){ .type = type, .line = line };
	return node;
}

static void text_add(struct arena *arena, struct nodes *nodes, const char *text, size_t len,
		     unsigned line)
{
	struct node *node;

	if (!len)
		return;
	node = node_add(arena, nodes, NODE_TEXT, line);
	node->text = arena_copy(arena, text, len);
	node->len = len;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void path_parse(struct arena *arena, const char *text, size_t len, struct path *ret)
{
	char *copy = arena_copy(arena, text, len);
	size_t count = 1, i = 0;

	*ret = (struct path){ .text = arena_copy(arena, text, len) };
	if (strcmp(copy, ".") == 0)
		return;
	for (const char *dot = copy; (dot = strchr(dot, '.')); dot++)
		count++;
	ret->keys = NEW(arena, const char *, count);
	ret->hashes = NEW(arena, uint32_t, count);
	for (char *key = copy; key; i++) {
		char *dot = strchr(key, '.');

		if (dot)
			*dot = '\0';
		ret->keys[i] = key;
		ret->hashes[i] = val_hash(key);
		key = dot ? dot + 1 : NULL;
	}
	ret->count = count;
}

/* A text with {placeholders} becomes nodes; the text between them is escaped here, once. */
static void phrase_parse(struct arena *arena, const char *text, unsigned line, struct nodes *ret)
{
	const char *begin, *name, *end;
	struct buf buf;
	size_t len;

	for (; placeholder_next(text, &begin, &name, &len, &end); text = end) {
		buf_init(&buf, arena);
		html_escape(&buf, text, (size_t)(begin - text));
		text_add(arena, ret, buf.data, buf.len, line);
		path_parse(arena, name, len, &node_add(arena, ret, NODE_VALUE, line)->path);
	}
	buf_init(&buf, arena);
	html_escape(&buf, text, strlen(text));
	text_add(arena, ret, buf.data, buf.len, line);
}

static void words_add(struct parser *p, const struct tag *tag, const char *const text[LANG_COUNT])
{
	struct arena *arena = p->templates->arena;
	struct node *node = node_add(arena, &p->template->nodes, NODE_WORDS, tag->line);
	struct nodes *words = NEW(arena, struct nodes, LANG_COUNT);

	for (size_t lang = 0; lang < LANG_COUNT; lang++)
		phrase_parse(arena, text[lang] ? text[lang] : "", tag->line, &words[lang]);
	node->words = words;
}

/* `t.x`, `asset.x` and `lang` are known before any data. */
static bool known_add(struct parser *p, const struct tag *tag)
{
	static const char *const CODES[LANG_COUNT] = { "id", "en" };
	const char *name = tag->name;

	if (tag->len > 2 && memcmp(name, "t.", 2) == 0) {
		struct word *word = dictionary_find(&p->templates->words, name + 2, tag->len - 2);

		if (word) {
			word->used = true;
			words_add(p, tag, word->text);
			return true;
		}
		complain(p->complaints, place_of(p, tag->line), "tidak ada kata %.*s di locale",
			 "no word %.*s in locale", (int)tag->len - 2, name + 2);
		return true;
	}
	if (tag->len == 4 && memcmp(name, "lang", 4) == 0) {
		words_add(p, tag, CODES);
		return true;
	}
	if (tag->len > 6 && memcmp(name, "asset.", 6) == 0) {
		const char *path = p->templates->assets ? asset_path(p->templates->assets, name + 6,
								     tag->len - 6)
							: NULL;

		if (path)
			text_add(p->templates->arena, &p->template->nodes, path, strlen(path),
				 tag->line);
		else
			complain(p->complaints, place_of(p, tag->line),
				 "tidak ada berkas aset %.*s", "no asset %.*s", (int)tag->len - 6,
				 name + 6);
		return true;
	}
	return false;
}

static void section_open(struct parser *p, const struct tag *tag)
{
	struct node *node;

	if (p->depth == TEMPLATE_DEPTH) {
		complain(p->complaints, place_of(p, tag->line), "bagian bersarang terlalu dalam",
			 "sections are nested too deeply");
		return;
	}
	p->sections[p->depth++] = (struct open){ p->template->nodes.count, tag->name, tag->len };
	node = node_add(p->templates->arena, &p->template->nodes,
			tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED, tag->line);
	path_parse(p->templates->arena, tag->name, tag->len, &node->path);
}

static void section_close(struct parser *p, const struct tag *tag)
{
	const struct open *open = p->depth ? &p->sections[p->depth - 1] : NULL;

	if (!open || open->name_len != tag->len || memcmp(open->name, tag->name, tag->len) != 0) {
		complain(p->complaints, place_of(p, tag->line),
			 "{{/%.*s}} tidak menutup bagian yang terbuka",
			 "{{/%.*s}} closes no open section", (int)tag->len, tag->name);
		return;
	}
	p->template->nodes.items[open->node].end = p->template->nodes.count;
	p->depth--;
}

static void partial_add(struct parser *p, const struct tag *tag, const char *indent, size_t len)
{
	struct template *partial = templates_slot(p->templates, tag->name, tag->len);
	struct node *node =
		node_add(p->templates->arena, &p->template->nodes, NODE_PARTIAL, tag->line);

	if (!partial->wanted.file)
		partial->wanted = place_of(p, tag->line);
	node->partial = partial;
	node->text = arena_copy(p->templates->arena, indent, len);
	node->len = len;
}

static void delimiters_set(struct parser *p, const struct tag *tag)
{
	const char *gap = tag->name, *second, *end = tag->name + tag->len;
	size_t first_len, second_len;

	while (gap < end && !is_space(*gap))
		gap++;
	first_len = (size_t)(gap - tag->name);
	for (second = gap; second < end && is_space(*second);)
		second++;
	second_len = (size_t)(end - second);
	if (!first_len || !second_len || first_len > DELIMITER_MAX || second_len > DELIMITER_MAX) {
		complain(p->complaints, place_of(p, tag->line), "pembatas tidak dapat dibaca",
			 "delimiters cannot be read");
		return;
	}
	memcpy(p->open, tag->name, first_len);
	p->open[first_len] = '\0';
	memcpy(p->close, second, second_len);
	p->close[second_len] = '\0';
}

static const char *find(const char *at, const char *end, const char *what)
{
	return at < end ? memmem(at, (size_t)(end - at), what, strlen(what)) : NULL;
}

/* Reads the tag that begins at `begin`. False: it has no end or no name; reading stops. */
static bool tag_read(struct parser *p, const char *begin, struct tag *ret)
{
	const char *at = begin + strlen(p->open), *close;
	char end[DELIMITER_MAX + 2];

	*ret = (struct tag){ .begin = begin, .line = line_at(p, begin) };
	while (at < p->end && is_space(*at))
		at++;
	if (at < p->end && *at && strchr("#^/>!=&{", *at))
		ret->sigil = *at++;
	(void)snprintf(end, sizeof(end), "%s%s",
		       ret->sigil == '{'   ? "}"
		       : ret->sigil == '=' ? "="
					   : "",
		       p->close);
	close = find(at, p->end, end);
	if (!close) {
		complain(p->complaints, place_of(p, ret->line), "tanda tanpa penutup %s",
			 "tag without its closing %s", end);
		return false;
	}
	ret->after = close + strlen(end);
	while (at < close && is_space(*at))
		at++;
	while (close > at && is_space(close[-1]))
		close--;
	ret->name = at;
	ret->len = (size_t)(close - at);
	return true;
}

static bool name_is_good(const struct tag *tag)
{
	if (tag->sigil == '!' || tag->sigil == '=')
		return true;
	if (!tag->len || tag->len > 200)
		return false;
	if (tag->len == 1 && tag->name[0] == '.')
		return tag->sigil != '>';
	for (size_t i = 0; i < tag->len; i++)
		if (is_space(tag->name[i]) ||
		    (tag->name[i] == '.' &&
		     (i == 0 || i + 1 == tag->len || tag->name[i - 1] == '.')))
			return false;
	return true;
}

/* A tag that shows nothing and stands alone takes its whole line with it. `ret_from` is where the
 * line begins, `ret_to` where the next one does. */
static bool stands_alone(const struct parser *p, const struct tag *tag, const char **ret_from,
			 const char **ret_to)
{
	const char *from = tag->begin, *to = tag->after;

	if (!tag->sigil || tag->sigil == '&' || tag->sigil == '{')
		return false;
	while (from > p->source && (from[-1] == ' ' || from[-1] == '\t'))
		from--;
	if (from > p->source && from[-1] != '\n')
		return false;
	while (to < p->end && (*to == ' ' || *to == '\t'))
		to++;
	if (to < p->end && *to == '\r')
		to++;
	if (to < p->end && *to++ != '\n')
		return false;
	*ret_from = from;
	*ret_to = to;
	return true;
}

static void value_add(struct parser *p, const struct tag *tag)
{
	struct node *node;

	if (!tag->sigil && known_add(p, tag))
		return;
	node = node_add(p->templates->arena, &p->template->nodes,
			tag->sigil ? NODE_RAW : NODE_VALUE, tag->line);
	path_parse(p->templates->arena, tag->name, tag->len, &node->path);
}

static void tag_add(struct parser *p, const struct tag *tag, const char *indent, size_t indent_len)
{
	if (!name_is_good(tag)) {
		complain(p->complaints, place_of(p, tag->line), "nama \"%.*s\" tidak sah",
			 "name \"%.*s\" is not one", (int)(tag->len > 60 ? 60 : tag->len),
			 tag->name);
		return;
	}
	switch (tag->sigil) {
	case '#':
	case '^': section_open(p, tag); return;
	case '/': section_close(p, tag); return;
	case '>': partial_add(p, tag, indent, indent_len); return;
	case '=': delimiters_set(p, tag); return;
	case '!': return;
	default: value_add(p, tag);
	}
}

static void source_parse(struct parser *p)
{
	struct arena *arena = p->templates->arena;
	struct nodes *nodes = &p->template->nodes;
	const char *begin, *from, *to;
	struct tag tag;

	while ((begin = find(p->at, p->end, p->open))) {
		unsigned line = line_at(p, p->at);

		if (!tag_read(p, begin, &tag))
			return;
		if (stands_alone(p, &tag, &from, &to)) {
			text_add(arena, nodes, p->at, (size_t)(from - p->at), line);
			tag_add(p, &tag, from, (size_t)(begin - from));
			p->at = to;
		} else {
			text_add(arena, nodes, p->at, (size_t)(begin - p->at), line);
			tag_add(p, &tag, "", 0);
			p->at = tag.after;
		}
	}
	text_add(arena, nodes, p->at, (size_t)(p->end - p->at), line_at(p, p->at));
	while (p->depth) {
		const struct open *open = &p->sections[--p->depth];

		complain(p->complaints, place_of(p, nodes->items[open->node].line),
			 "bagian {{#%.*s}} tidak ditutup", "section {{#%.*s}} is never closed",
			 (int)open->name_len, open->name);
	}
}

void template_parse(struct templates *templates, const char *name, const char *file,
		    const char *source, size_t len, struct complaints *complaints)
{
	struct parser parser = {
		.templates = templates,
		.template = templates_slot(templates, name, strlen(name)),
		.complaints = complaints,
		.file = arena_text(templates->arena, file),
		.source = source,
		.end = source + len,
		.at = source,
		.counted = source,
		.line = 1,
		.open = "{{",
		.close = "}}",
	};

	parser.template->parsed = true;
	source_parse(&parser);
}
