#include <string.h>

#include "view/view.h"

/* Each function makes every name that its partial reads, so that a page need only add what it
 * has to say. Paths are below the root, without a leading slash: "editions/ntt-2024". */

static void put_null(struct val *map, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		val_put_text(map, names[i], NULL);
}

static struct val *inside(struct val *map, const char *key)
{
	struct val *list = val_find(map, key);

	return list ? list : val_put_list(map, key);
}

struct val *part_page(struct arena *arena, const char *title)
{
	static const char *const NONE[] = { "lead",	    "after",   "edition",     "person",
					    "sign_in_path", "release", "title_state", "form_token",
					    "keeps",	    "within" };
	struct val *page = val_map(arena);

	val_put_text(page, "title", title);
	put_null(page, NONE, COUNT(NONE));
	val_put_text(page, "home", "");
	val_put_text(page, "sign_out_path", "sign-out");
	val_put_text(page, "lang_query", "");
	val_put_bool(page, "sample", false);
	val_put_bool(page, "bare", false);
	val_put_bool(page, "hall", false);
	(void)val_put_list(page, "nav");
	(void)val_put_list(page, "nav_links");
	(void)val_put_map(page, "nav_named");
	(void)val_put_list(page, "crumbs");
	(void)val_put_list(page, "flash");
	(void)val_put_list(page, "foot");
	(void)val_put_list(page, "errors");
	val_put_bool(page, "has_nav", false);
	val_put_bool(page, "nav_flat", true);
	val_put_text(page, "nav_here", NULL);
	val_put_bool(page, "has_crumbs", false);
	val_put_bool(page, "has_foot", false);
	val_put_bool(page, "has_errors", false);
	return page;
}

static void link_add(struct val *page, const char *list, const char *has, const char *path,
		     const char *label, bool current)
{
	struct val *item = val_push_map(inside(page, list));

	val_put_text(item, "path", path);
	val_put_text(item, "label", label);
	val_put_bool(item, "current", current);
	val_put_bool(page, has, true);
}

#define NAV_FLAT_MAX 4 /* links that a phone shows without a menu */

static struct val *nav_group(struct val *page, const char *label)
{
	struct val *named = val_find(page, "nav_named");
	struct val *group = val_find(named, label);

	if (group)
		return group;
	group = val_put(named, label, val_push_map(inside(page, "nav")));
	val_put_text(group, "label", label);
	(void)val_put_list(group, "links");
	val_put_bool(group, "many", false);
	val_put_bool(group, "here", false);
	return group;
}

void part_nav(struct val *page, const char *group, const char *path, const char *label,
	      bool current)
{
	struct val *in = nav_group(page, group);
	bool first = !val_count(inside(in, "links"));

	link_add(page, "nav_links", "has_nav", path, label, current);
	link_add(in, "links", "many", path, label, current);
	val_put_bool(in, "many", !first);
	if (first) /* the group leads to its first page; alone, it is that page */
		val_put_text(in, "first", path);
	val_put_text(in, "shown", first ? label : group);
	val_put_bool(page, "nav_flat", val_count(inside(page, "nav_links")) <= NAV_FLAT_MAX);
	if (!current)
		return;
	val_put_bool(in, "here", true);
	val_put_text(page, "nav_here", label);
}

void part_crumb(struct val *page, const char *path, const char *label)
{
	link_add(page, "crumbs", "has_crumbs", path, label, false);
	val_put_text(page, "within", label); /* two pages about one nominee differ in it */
}

void part_foot(struct val *page, const char *path, const char *label)
{
	link_add(page, "foot", "has_foot", path, label, false);
}

void part_flash(struct val *page, const char *tone, const char *text)
{
	part_flash_link(page, tone, text, NULL, NULL);
}

void part_flash_link(struct val *page, const char *tone, const char *text, const char *path,
		     const char *action)
{
	struct val *item = val_push_map(inside(page, "flash"));

	val_put_text(item, "tone", tone);
	val_put_text(item, "text", text);
	val_put_text(item, "path", path);
	val_put_text(item, "action", action);
}

/* ---- Forms ---- */

/* "mark.d2" -> "f-mark-d2": dots and the like are no friends of style sheets. */
static void put_id(struct val *field, const char *prefix, const char *name, struct arena *arena)
{
	char *id = arena_printf(arena, "%s%s", prefix, name);

	for (char *c = id; *c; c++)
		if (*c == '.' || *c == '_')
			*c = '-';
	val_put_text(field, "id", id);
}

struct val *part_field(struct arena *arena, struct val *fields, const char *name, const char *label,
		       const char *value)
{
	static const char *const NONE[] = { "hint", "error",  "max",  "autocomplete",
					    "unit", "accept", "scale" };
	struct val *field = val_map(arena);

	val_put_text(field, "name", name);
	put_id(field, "f-", name, arena);
	val_put_text(field, "label", label);
	val_put_text(field, "value", value);
	put_null(field, NONE, COUNT(NONE));
	val_put_int(field, "rows", 4);
	val_put_bool(field, "required", false);
	val_put_bool(field, "readonly", false);
	val_put_bool(field, "plain", false);
	val_put_bool(field, "checked", value && *value);
	(void)val_put_list(field, "options");
	(void)val_put_list(field, "rubric");
	val_put_bool(field, "has_rubric", false);
	if (val_type(fields) == VAL_LIST)
		return val_push(fields, field);
	return val_put(fields, name, field);
}

void part_option(struct arena *arena, struct val *field, const char *value, const char *label)
{
	const char *chosen = val_get_text(field, "value");
	struct val *option = val_push_map(inside(field, "options"));

	put_id(option, arena_printf(arena, "%s-", val_get_text(field, "id")), value, arena);
	val_put_text(option, "value", value);
	val_put_text(option, "label", label);
	val_put_bool(option, "selected", chosen && strcmp(chosen, value) == 0);
}

void part_rubric(struct val *field, const char *at, const char *text)
{
	struct val *line = val_push_map(inside(field, "rubric"));

	val_put_text(line, "at", at);
	val_put_text(line, "text", text);
	val_put_bool(field, "has_rubric", true);
}

void part_error(struct val *page, struct val *field, const char *text)
{
	val_put_text(field, "error", text);
	(void)val_push(inside(page, "errors"), field);
	val_put_bool(page, "has_errors", true);
}

/* ---- What is shown ---- */

/* The symbol of static/icons.svg that a state carries. */
static const char *shape_of(const char *kind)
{
	static const struct {
		const char *kind, *shape;
	} SHAPES[] = {
		{ "empty", "empty" },	     { "draft", "draft" },   { "submitted", "submitted" },
		{ "recused", "recused" },    { "absent", "absent" }, { "open", "draft" },
		{ "verified", "submitted" }, { "rejected", "bad" },  { "missing", "empty" },
		{ "valid", "submitted" },    { "revoked", "bad" },   { "ineligible", "bad" },
		{ "below_quorum", "warn" },  { "phase", "next" },
	};

	for (size_t i = 0; i < COUNT(SHAPES); i++)
		if (strcmp(kind, SHAPES[i].kind) == 0)
			return SHAPES[i].shape;
	return "info";
}

struct val *part_state(struct val *parent, const char *key, const char *kind, const char *word)
{
	struct val *state =
		val_type(parent) == VAL_LIST ? val_push_map(parent) : val_put_map(parent, key);

	val_put_text(state, "kind", kind);
	val_put_text(state, "shape", shape_of(kind));
	val_put_text(state, "word", word);
	return state;
}

void part_phase(struct val *page, const char *word, bool done, bool current)
{
	struct val *phases = inside(page, "phases");
	struct val *phase = val_push_map(phases);

	val_put_int(phase, "number", (int64_t)val_count(phases));
	val_put_text(phase, "word", word);
	val_put_bool(phase, "done", done);
	val_put_bool(phase, "current", current);
}

void part_blockers(struct val *page)
{
	(void)val_put_list(page, "blockers");
	val_put_bool(page, "has_blockers", false);
}

void part_blocker(struct val *page, const char *code, const char *message, const char *path,
		  const char *action)
{
	struct val *blocker = val_push_map(inside(page, "blockers"));

	val_put_text(blocker, "code", code);
	val_put_text(blocker, "message", message);
	val_put_text(blocker, "path", path);
	val_put_text(blocker, "action", action);
	val_put_bool(page, "has_blockers", true);
}

void part_figure(struct val *page, const char *label, const char *number, const char *note)
{
	struct val *figure = val_push_map(inside(page, "figures"));

	val_put_text(figure, "label", label);
	val_put_text(figure, "number", number);
	val_put_text(figure, "note", note);
}

void part_fact(struct val *page, const char *label, const char *text)
{
	struct val *fact = val_push_map(inside(page, "facts"));

	val_put_text(fact, "label", label);
	val_put_text(fact, "text", text);
}

void part_bar(struct val *parent, const char *percent, const char *text)
{
	bool fits = percent && *percent != '-' && *percent;

	val_put_text(parent, "percent", fits ? percent : "0");
	val_put_text(parent, "text", text);
}

struct val *part_rank(struct val *rows, const char *rank, const char *name, const char *score,
		      const char *percent)
{
	static const char *const NONE[] = { "region", "title", "path", "more" };
	struct val *row = val_push_map(rows);

	val_put_text(row, "rank", rank);
	val_put_text(row, "name", name);
	val_put_text(row, "score", score);
	part_bar(row, percent, score);
	put_null(row, NONE, COUNT(NONE));
	val_put_bool(row, "winner", false);
	return row;
}

struct val *part_unranked(struct val *rows, const char *name, const char *kind, const char *word)
{
	static const char *const NONE[] = { "region", "path", "more" };
	struct val *row = val_push_map(rows);

	val_put_text(row, "name", name);
	put_null(row, NONE, COUNT(NONE));
	(void)part_state(row, "state", kind, word);
	return row;
}

void part_pages(struct val *page, const char *text, const char *previous, const char *next)
{
	struct val *pages = val_put_map(page, "pages");

	val_put_text(pages, "text", text);
	val_put_text(pages, "previous", previous);
	val_put_text(pages, "next", next);
}
