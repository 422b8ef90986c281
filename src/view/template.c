#include "view/template.h"

#include <string.h>

#include "view/files.h"
#include "view/val.h"

/* One rendering. */
struct run {
	const struct templates *templates;
	const struct template *at;   /* being shown: for messages */
	const struct template *page; /* what {{{content}}} of a layout stands for */
	enum lang lang;
	const struct val *stack[TEMPLATE_DEPTH]; /* of contexts; the innermost is last */
	size_t depth;
	size_t partials; /* inside each other */
	const char *indent;
	size_t indent_len;
	bool line_start; /* the indentation is due before the next piece */
	struct buf *buf;
	struct err *err;
};

void html_escape(struct buf *buf, const char *text, size_t len)
{
	const char *plain = text, *end = text + len;

	for (; text < end; text++) {
		const char *entity;

		switch (*text) {
		case '&': entity = "&amp;"; break;
		case '<': entity = "&lt;"; break;
		case '>': entity = "&gt;"; break;
		case '"': entity = "&quot;"; break;
		case '\'': entity = "&#39;"; break;
		default: continue;
		}
		buf_add(buf, plain, (size_t)(text - plain));
		buf_puts(buf, entity);
		plain = text + 1;
	}
	buf_add(buf, plain, (size_t)(end - plain));
}

void templates_init(struct templates *templates, struct arena *arena)
{
	*templates = (struct templates){ .arena = arena };
	names_init(&templates->names, arena);
	dictionary_init(&templates->words, arena);
}

struct template *templates_slot(struct templates *templates, const char *name, size_t len)
{
	size_t count = templates->names.count;
	size_t at = names_put(&templates->names, name, len);

	if (at == count) {
		struct template *template = NEW(templates->arena, struct template, 1);

		template->name = templates->names.texts[at];
		GROW(templates->arena, templates->items, count, &templates->cap);
		templates->items[at] = template;
	}
	return templates->items[at];
}

void templates_close(const struct templates *templates, struct complaints *complaints)
{
	for (size_t i = 0; i < templates->names.count; i++)
		if (!templates->items[i]->parsed)
			complain(complaints, templates->items[i]->wanted, "tidak ada templat %s",
				 "no template %s", templates->items[i]->name);
}

/* ---- Looking up ---- */

static bool missing(struct run *run, const struct node *node)
{
	return FAIL(run->err, ERR_BUG, "templat %s.html:%u: nama \"%s\" tidak ada dalam data",
		    "template %s.html:%u: name \"%s\" is nowhere in the data", run->at->name,
		    node->line, node->path.text);
}

/* The first key is sought from the innermost context outwards, the others only in what it names.
 * Below a null all is null. */
static bool lookup(struct run *run, const struct node *node, const struct val **ret)
{
	const struct path *path = &node->path;
	const struct val *val = NULL;

	if (!path->count) {
		*ret = run->stack[run->depth - 1];
		return true;
	}
	for (size_t i = run->depth; i-- && !val;)
		val = val_get_hashed(run->stack[i], path->keys[0], path->hashes[0]);
	for (size_t k = 1; k < path->count && val_type(val) != VAL_NULL; k++)
		val = val_get_hashed(val, path->keys[k], path->hashes[k]);
	if (!val)
		return missing(run, node);
	*ret = val;
	return true;
}

/* ---- Showing ---- */

static bool nodes_render(struct run *run, const struct node *nodes, size_t from, size_t to);

static void indent_due(struct run *run)
{
	if (!run->line_start)
		return;
	run->line_start = false;
	buf_add(run->buf, run->indent, run->indent_len);
}

static void text_render(struct run *run, const char *text, size_t len)
{
	if (!run->indent_len) {
		buf_add(run->buf, text, len);
		return;
	}
	while (len) {
		const char *newline = memchr(text, '\n', len);
		size_t piece = newline ? (size_t)(newline - text) + 1 : len;

		indent_due(run);
		buf_add(run->buf, text, piece);
		run->line_start = newline != NULL;
		text += piece;
		len -= piece;
	}
}

static bool value_render(struct run *run, const struct node *node)
{
	const struct val *val;
	const char *text;

	if (!lookup(run, node, &val))
		return false;
	if (val_type(val) == VAL_NULL)
		return true;
	text = val_chars(val);
	if (!text)
		return FAIL(run->err, ERR_BUG, "templat %s.html:%u: \"%s\" bukan teks atau angka",
			    "template %s.html:%u: \"%s\" is neither text nor number", run->at->name,
			    node->line, node->path.text);
	indent_due(run);
	if (node->type == NODE_RAW)
		buf_puts(run->buf, text);
	else
		html_escape(run->buf, text, strlen(text));
	return true;
}

static bool too_deep(struct run *run, const struct node *node)
{
	return FAIL(run->err, ERR_BUG, "templat %s.html:%u: terlalu dalam",
		    "template %s.html:%u: too deep", run->at->name, node->line);
}

static bool section_render(struct run *run, const struct node *nodes, size_t at)
{
	const struct node *node = &nodes[at];
	const struct val *val;
	size_t count;

	if (!lookup(run, node, &val))
		return false;
	if (val_is_true(val) == (node->type == NODE_INVERTED))
		return true;
	if (node->type == NODE_INVERTED)
		return nodes_render(run, nodes, at + 1, node->end);
	if (run->depth == TEMPLATE_DEPTH)
		return too_deep(run, node);
	count = val_type(val) == VAL_LIST ? val_count(val) : 1;
	run->depth++;
	for (size_t i = 0; i < count; i++) {
		run->stack[run->depth - 1] = val_type(val) == VAL_LIST ? val_at(val, i) : val;
		if (!nodes_render(run, nodes, at + 1, node->end))
			return false;
	}
	run->depth--;
	return true;
}

static bool template_show(struct run *run, const struct template *template)
{
	const struct template *outer = run->at;

	run->at = template;
	if (!nodes_render(run, template->nodes.items, 0, template->nodes.count))
		return false;
	run->at = outer;
	return true;
}

static bool partial_render(struct run *run, const struct node *node)
{
	const char *indent = run->indent;
	size_t indent_len = run->indent_len;

	if (run->partials == TEMPLATE_DEPTH)
		return too_deep(run, node);
	if (node->len) {
		run->indent = arena_printf(run->buf->arena, "%.*s%.*s", (int)indent_len,
					   indent ? indent : "", (int)node->len, node->text);
		run->indent_len = indent_len + node->len;
		run->line_start = true;
	}
	run->partials++;
	if (!template_show(run, node->partial))
		return false;
	run->partials--;
	run->indent = indent;
	run->indent_len = indent_len;
	run->line_start = run->line_start && indent_len;
	return true;
}

static bool raw_render(struct run *run, const struct node *node)
{
	const struct template *page = run->page;

	if (!page || strcmp(node->path.text, "content") != 0)
		return value_render(run, node);
	run->page = NULL;
	return template_show(run, page);
}

static bool nodes_render(struct run *run, const struct node *nodes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct node *node = &nodes[i];
		bool good = true;

		switch (node->type) {
		case NODE_TEXT: text_render(run, node->text, node->len); break;
		case NODE_VALUE: good = value_render(run, node); break;
		case NODE_RAW: good = raw_render(run, node); break;
		case NODE_SECTION:
		case NODE_INVERTED:
			good = section_render(run, nodes, i);
			i = node->end - 1;
			break;
		case NODE_PARTIAL: good = partial_render(run, node); break;
		case NODE_WORDS:
			good = nodes_render(run, node->words[run->lang].items, 0,
					    node->words[run->lang].count);
			break;
		}
		if (!good)
			return false;
	}
	return true;
}

static bool template_get(const struct templates *templates, const char *name,
			 const struct template **ret, struct err *err)
{
	size_t at = names_find(&templates->names, name, strlen(name));

	if (at == NAME_NONE || !templates->items[at]->parsed)
		return FAIL(err, ERR_BUG, "tidak ada templat %s", "no template %s", name);
	*ret = templates->items[at];
	return true;
}

bool template_render(const struct templates *templates, const char *layout, const char *name,
		     enum lang lang, const struct val *data, struct buf *ret, struct err *err)
{
	const struct template *first, *page;
	struct run run = {
		.templates = templates, .lang = lang, .depth = 1, .buf = ret, .err = err
	};

	if (!template_get(templates, name, &page, err))
		return false;
	first = page;
	if (layout) {
		if (!template_get(templates, layout, &first, err))
			return false;
		run.page = page;
	}
	run.stack[0] = data;
	return template_show(&run, first);
}

/* ---- Loading ---- */

/* locale/id.juror.yaml holds words in Indonesian: the name begins with the language. */
static void words_load(struct templates *templates, const struct file_list *files,
		       struct complaints *complaints)
{
	static const char *const PREFIX[LANG_COUNT] = { "locale/id.", "locale/en." };

	for (size_t i = 0; i < files->count; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (strncmp(files->items[i].name, PREFIX[lang], strlen(PREFIX[lang])) == 0)
				dictionary_read(&templates->words, (enum lang)lang,
						files->items[i].path, files->items[i].text,
						files->items[i].len, complaints);
	dictionary_check(&templates->words, complaints);
}

bool templates_load(const char *folder, const struct assets *assets, struct arena *arena,
		    struct templates **ret, struct complaints *complaints, struct err *err)
{
	struct templates *templates = NEW(arena, struct templates, 1);
	size_t before = complaints->total;
	struct file_list pages, words;

	templates_init(templates, arena);
	templates->assets = assets;
	if (!files_read(folder, ".yaml", arena, &words, err) ||
	    !files_read(folder, ".html", arena, &pages, err))
		return false;
	words_load(templates, &words, complaints);
	for (size_t i = 0; i < pages.count; i++) {
		const struct file *file = &pages.items[i];
		const char *name = arena_copy(arena, file->name, strlen(file->name) - 5);

		template_parse(templates, name, file->path, file->text, file->len, complaints);
	}
	templates_close(templates, complaints);
	if (complaints->total != before)
		return FAIL(err, ERR_INPUT, "templat di %s tidak dapat dipakai",
			    "templates in %s cannot be used", folder);
	*ret = templates;
	return true;
}

const char *words_get(const struct templates *templates, enum lang lang, const char *key)
{
	const struct word *word = dictionary_find(&templates->words, key, strlen(key));

	return word && word->text[lang] ? word->text[lang] : key;
}

const char *words_fill(const struct templates *templates, enum lang lang, const char *key,
		       const struct val *values, struct arena *arena)
{
	const char *text = words_get(templates, lang, key);
	const char *begin, *name, *end;
	struct buf buf;
	size_t len;

	buf_init(&buf, arena);
	for (; placeholder_next(text, &begin, &name, &len, &end); text = end) {
		const char *value = val_chars(val_get(values, arena_copy(arena, name, len)));

		buf_add(&buf, text, (size_t)(begin - text));
		if (value)
			buf_puts(&buf, value);
		else
			buf_add(&buf, begin, (size_t)(end - begin));
	}
	buf_puts(&buf, text);
	return buf.data;
}
