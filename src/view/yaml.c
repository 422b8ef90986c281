/* YAML by libfyaml's events, gathered into a tree of our own in the arena: so the library's memory
 * ends with yaml_parse, and what is refused (anchors, aliases, tags, duplicate keys, depth) is seen
 * where it stands. No value is ever typed here: 010, 40abc, 1e2 and yes are texts. */

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "view/view.h"

#define YAML_SIZE_MAX ((size_t)1024 * 1024)
#define YAML_DEPTH_MAX 32

struct yaml_node {
	enum yaml_kind kind;
	bool plain, alias;
	unsigned line, column;
	const char *text;	  /* scalar; NULL = null */
	struct yaml_node **items; /* sequence: its items; mapping: key, value, key, value, … */
	size_t count, cap;
	struct names keys; /* mapping: text of key i */
};

struct yaml {
	const char *file;
	struct yaml_node *root;
};

struct reader {
	struct yaml *yaml;
	struct arena *arena;
	struct complaints *complaints;
	struct yaml_node *open[YAML_DEPTH_MAX];
	struct yaml_node *key[YAML_DEPTH_MAX]; /* of the open mapping, waiting for its value */
	bool dropping[YAML_DEPTH_MAX];	       /* that key is refused, so is what follows it */
	size_t depth;
	unsigned line, column; /* of the latest event that has a place */
	size_t documents;
};

static struct place here(const struct reader *r, unsigned line, unsigned column)
{
	return (struct place){ r->yaml->file, line, column };
}

/* libfyaml counts from 0 and puts the mark behind an opening quote or a star. */
static void set_mark(struct reader *r, const struct fy_mark *mark, bool behind)
{
	if (!mark || mark->line < 0 || mark->column < 0)
		return;
	r->line = (unsigned)mark->line + 1;
	r->column = (unsigned)mark->column + 1;
	if (behind && r->column > 1)
		r->column--;
}

static bool is_quoted(struct fy_token *token)
{
	enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;

	return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

static struct yaml_node *node_new(struct reader *r, enum yaml_kind kind)
{
	struct yaml_node *node = NEW(r->arena, struct yaml_node, 1);

	node->kind = kind;
	node->line = r->line;
	node->column = r->column;
	if (kind == YAML_MAPPING)
		names_init(&node->keys, r->arena);
	return node;
}

static void refuse_properties(struct reader *r, struct fy_event *event)
{
	struct fy_token *anchor = fy_event_get_anchor_token(event);
	struct fy_token *tag = fy_event_get_tag_token(event);
	const struct fy_mark *mark;

	if (event->type != FYET_ALIAS && anchor) {
		mark = fy_token_start_mark(anchor);
		complain(r->complaints,
			 here(r, mark ? (unsigned)mark->line + 1 : r->line,
			      mark ? (unsigned)mark->column : r->column),
			 "jangkar (&) tidak diizinkan; tulislah nilainya",
			 "anchors (&) are not allowed; write the value out");
	}
	if (tag)
		complain(r->complaints, here(r, r->line, r->column),
			 "tag (!) tidak diizinkan; tulislah nilainya saja",
			 "tags (!) are not allowed; write the value alone");
}

static struct yaml_node *scalar_new(struct reader *r, struct fy_event *event)
{
	struct yaml_node *node = node_new(r, YAML_SCALAR);
	struct fy_token *token = event->scalar.value;
	size_t len = 0;
	const char *text = token ? fy_token_get_text(token, &len) : NULL;
	struct err err;
	char *normal;

	node->plain = !token || fy_token_scalar_style(token) == FYSS_PLAIN;
	if (!text || (node->plain && (!len || (len == 1 && *text == '~') ||
				      (len == 4 && memcmp(text, "null", 4) == 0))))
		return node;
	if (text_nfc(r->arena, text, len, true, &normal, &err)) {
		node->text = normal;
		return node;
	}
	complain(r->complaints, here(r, node->line, node->column), "%s%.0s", "%.0s%s",
		 err.msg[LANG_ID], err.msg[LANG_EN]);
	node->text = "";
	return node;
}

static bool take_key(struct reader *r, struct yaml_node *mapping, struct yaml_node *node)
{
	struct place place = here(r, node->line, node->column);
	size_t known;

	if (node->kind != YAML_SCALAR || (!node->text && !node->alias)) {
		complain(r->complaints, place, "kunci harus berupa teks", "a key must be a text");
		return false;
	}
	if (node->alias)
		return false;
	known = names_find(&mapping->keys, node->text, strlen(node->text));
	if (known == NAME_NONE)
		return true;
	complain(r->complaints, place, "kunci ganda \"%s\"; yang pertama di baris %u",
		 "duplicate key \"%s\"; the first is on line %u", text_shown(r->arena, node->text),
		 mapping->items[2 * known]->line);
	return false;
}

/* Puts a node where it belongs: the root, an item, a key or the value of the key before it. */
static void attach(struct reader *r, struct yaml_node *node)
{
	struct yaml_node *parent = r->depth ? r->open[r->depth - 1] : NULL;
	struct yaml_node *key = r->depth ? r->key[r->depth - 1] : NULL;

	if (!parent) {
		r->yaml->root = node;
		return;
	}
	if (parent->kind == YAML_SEQUENCE) {
		GROW(r->arena, parent->items, parent->count, &parent->cap);
		parent->items[parent->count++] = node;
		return;
	}
	if (!key) {
		r->key[r->depth - 1] = node;
		r->dropping[r->depth - 1] = false;
		return;
	}
	r->key[r->depth - 1] = NULL;
	if (r->dropping[r->depth - 1])
		return;
	(void)names_put(&parent->keys, key->text, strlen(key->text));
	for (int i = 0; i < 2; i++) {
		GROW(r->arena, parent->items, parent->count, &parent->cap);
		parent->items[parent->count++] = i ? node : key;
	}
}

/* A node is whole: if it is a key, ask whether it may be one. */
static void settle(struct reader *r, struct yaml_node *node)
{
	if (!r->depth || r->key[r->depth - 1] != node)
		return;
	r->dropping[r->depth - 1] = !take_key(r, r->open[r->depth - 1], node);
}

static bool open_node(struct reader *r, struct fy_event *event, enum yaml_kind kind)
{
	struct yaml_node *node;

	refuse_properties(r, event);
	if (r->depth == YAML_DEPTH_MAX) {
		complain(r->complaints, here(r, r->line, r->column),
			 "bersarang lebih dari %d tingkat", "nested more than %d levels",
			 YAML_DEPTH_MAX);
		return false;
	}
	node = node_new(r, kind);
	attach(r, node);
	r->open[r->depth] = node;
	r->key[r->depth] = NULL;
	r->dropping[r->depth++] = false;
	return true;
}

static void take_alias(struct reader *r)
{
	struct yaml_node *node = node_new(r, YAML_SCALAR);

	complain(r->complaints, here(r, r->line, r->column),
		 "alias (*) tidak diizinkan; tulislah nilainya",
		 "aliases (*) are not allowed; write the value out");
	node->alias = true;
	attach(r, node);
	settle(r, node);
}

static void take_scalar(struct reader *r, struct fy_event *event)
{
	struct yaml_node *node;

	refuse_properties(r, event);
	node = scalar_new(r, event);
	attach(r, node);
	settle(r, node);
}

/* False when reading cannot go on. */
static bool take(struct reader *r, struct fy_event *event)
{
	struct fy_token *value = event->type == FYET_SCALAR ? event->scalar.value : NULL;

	set_mark(r, fy_event_start_mark(event), event->type == FYET_ALIAS || is_quoted(value));
	switch (event->type) {
	case FYET_DOCUMENT_START:
		if (++r->documents == 1)
			return true;
		complain(r->complaints, here(r, r->line, r->column),
			 "hanya satu dokumen per berkas; hapus \"---\" atau \"...\" ini",
			 "one document per file; remove this \"---\" or \"...\"");
		return false;
	case FYET_MAPPING_START: return open_node(r, event, YAML_MAPPING);
	case FYET_SEQUENCE_START: return open_node(r, event, YAML_SEQUENCE);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END: {
		struct yaml_node *node = r->open[--r->depth];

		settle(r, node);
		return true;
	}
	case FYET_SCALAR: take_scalar(r, event); return true;
	case FYET_ALIAS: take_alias(r); return true;
	case FYET_NONE:
	case FYET_STREAM_START:
	case FYET_STREAM_END:
	case FYET_DOCUMENT_END: return true;
	}
	return true;
}

/* What libfyaml says most often, in Indonesian; the rest stays English behind "sintaks YAML". */
static const struct {
	const char *en, *id;
} SYNTAX[] = {
	{ "tab character may not be used as indentation", "tab tidak boleh menjadi indentasi" },
	{ "invalid tab used as indentation", "tab tidak boleh menjadi indentasi" },
	{ "invalid tab character as indent instead of space", "tab tidak boleh menjadi indentasi" },
	{ "double-quoted scalar without closing quote", "tanda kutip \" tidak ditutup" },
	{ "single-quoted scalar without closing quote", "tanda kutip ' tidak ditutup" },
	{ "flow sequence without a closing bracket", "kurung [ tidak ditutup" },
	{ "flow mapping without a closing brace", "kurung { tidak ditutup" },
	{ "did not find expected node content", "isi yang diharapkan tidak ada" },
	{ "invalid nested block mapping on the same line",
	  "ada dua titik dua (:) dalam satu baris" },
	{ "invalid mapping in plain multiline", "indentasi tidak cocok dengan baris di atasnya" },
	{ "invalid multiline plain key", "kunci melewati akhir baris, atau titik dua (:) kurang" },
};

static const char *syntax_id(const char *en)
{
	for (size_t i = 0; i < COUNT(SYNTAX); i++)
		if (strcmp(SYNTAX[i].en, en) == 0)
			return SYNTAX[i].id;
	return en;
}

static void complain_syntax(struct reader *r, struct fy_diag *diag)
{
	const struct fy_diag_error *error;
	void *at = NULL;
	bool any = false;

	while ((error = fy_diag_errors_iterate(diag, &at))) {
		if (error->type != FYET_ERROR || !error->msg)
			continue;
		complain(r->complaints,
			 here(r, error->line > 0 ? (unsigned)error->line : r->line,
			      error->column > 0 ? (unsigned)error->column : r->column),
			 "sintaks YAML: %.0s%s", "YAML syntax: %s%.0s", error->msg,
			 syntax_id(error->msg));
		any = true;
	}
	if (!any)
		complain(r->complaints, here(r, r->line, r->column),
			 "sintaks YAML: tidak dapat dibaca dari sini",
			 "YAML syntax: cannot be read from here on");
}

static void quiet(struct fy_diag *diag, void *user, const char *text, size_t len)
{
	(void)diag;
	(void)user;
	(void)text;
	(void)len;
}

/* False when the tree is of no use. */
static bool read_events(struct reader *r, struct fy_parser *parser, struct fy_diag *diag)
{
	struct fy_event *event;

	while ((event = fy_parser_parse(parser))) {
		bool more = take(r, event);

		fy_parser_event_free(parser, event);
		if (!more)
			return false;
	}
	if (!fy_parser_get_stream_error(parser))
		return true;
	complain_syntax(r, diag);
	return false;
}

static bool read_text(struct reader *r, const char *text, size_t len)
{
	struct fy_diag_cfg quietly;
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG |
					     FYPCF_SLOPPY_FLOW_INDENTATION };
	struct fy_parser *parser;
	bool good = false;

	fy_diag_cfg_default(&quietly);
	quietly.fp = NULL;
	quietly.output_fn = quiet;
	cfg.diag = fy_diag_create(&quietly);
	if (!cfg.diag)
		abort();
	fy_diag_set_collect_errors(cfg.diag, true);
	parser = fy_parser_create(&cfg);
	if (!parser)
		abort();
	if (fy_parser_set_string(parser, text, len) == 0)
		good = read_events(r, parser, cfg.diag);
	else
		complain_syntax(r, cfg.diag);
	fy_parser_destroy(parser);
	fy_diag_destroy(cfg.diag);
	return good;
}

/* Where the first byte stands that is no text; false when there is none. */
static bool bad_byte(const char *text, size_t len, unsigned *ret_line, unsigned *ret_column)
{
	*ret_line = *ret_column = 1;
	if (text_is_utf8(text, len) && (!len || !memchr(text, '\0', len)))
		return false;
	for (const char *end = text + len; text < end && *text;) {
		size_t most = end - text < 4 ? (size_t)(end - text) : 4, n = 1;

		while (n <= most && !text_is_utf8(text, n))
			n++;
		if (n > most)
			break;
		(*ret_column)++;
		if (*text == '\n') {
			(*ret_line)++;
			*ret_column = 1;
		}
		text += n;
	}
	return true;
}

bool yaml_parse(const char *file, const char *text, size_t len, struct arena *arena,
		struct yaml **ret, struct complaints *complaints)
{
	struct yaml *yaml = NEW(arena, struct yaml, 1);
	struct reader r = {
		.yaml = yaml, .arena = arena, .complaints = complaints, .line = 1, .column = 1
	};
	size_t before = complaints->total;
	unsigned line, column;

	*ret = NULL;
	yaml->file = arena_text(arena, file);
	if (len > YAML_SIZE_MAX) {
		complain(complaints, here(&r, 0, 0), "lebih besar dari 1 MiB", "larger than 1 MiB");
		return false;
	}
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	if (bad_byte(text, len, &line, &column)) {
		complain(complaints, here(&r, line, column), "bukan teks UTF-8", "not UTF-8 text");
		return false;
	}
	if (!read_text(&r, text, len))
		return false;
	if (!yaml->root) {
		yaml->root = NEW(arena, struct yaml_node, 1);
		*yaml->root = (struct yaml_node){
			.kind = YAML_SCALAR, .plain = true, .line = 1, .column = 1
		};
	}
	*ret = yaml;
	return complaints->total == before;
}

const struct yaml_node *yaml_root(const struct yaml *yaml)
{
	return yaml->root;
}

struct place yaml_place(const struct yaml *yaml, const struct yaml_node *node)
{
	return (struct place){ yaml->file, node->line, node->column };
}

enum yaml_kind yaml_kind(const struct yaml_node *node)
{
	return node->kind;
}

size_t yaml_count(const struct yaml_node *node)
{
	return node->kind == YAML_MAPPING ? node->count / 2 : node->count;
}

const struct yaml_node *yaml_item(const struct yaml_node *sequence, size_t i)
{
	return sequence->items[i];
}

const char *yaml_key(const struct yaml *yaml, const struct yaml_node *mapping, size_t i)
{
	(void)yaml;
	return mapping->items[2 * i]->text;
}

const struct yaml_node *yaml_key_node(const struct yaml_node *mapping, size_t i)
{
	return mapping->items[2 * i];
}

const struct yaml_node *yaml_value(const struct yaml_node *mapping, size_t i)
{
	return mapping->items[2 * i + 1];
}

const struct yaml_node *yaml_find(const struct yaml_node *mapping, const char *key)
{
	size_t i;

	if (mapping->kind != YAML_MAPPING)
		return NULL;
	i = names_find(&mapping->keys, key, strlen(key));
	return i == NAME_NONE ? NULL : mapping->items[2 * i + 1];
}

const char *yaml_text(const struct yaml *yaml, const struct yaml_node *scalar)
{
	(void)yaml;
	return scalar->text;
}

bool yaml_is_plain(const struct yaml_node *scalar)
{
	return scalar->plain;
}

bool yaml_is_alias(const struct yaml_node *node)
{
	return node->alias;
}
