/* view: what goes in and out as text: values, JSON, HTML templates, YAML, CSV.
 * The only room that knows jansson, libfyaml, libcsv, libxlsxwriter and libzip. */
#ifndef VIEW_H
#define VIEW_H

#include "base/base.h"

/* ---- Values: one tree, shown as a page or as JSON. In an arena; never freed by hand. ---- */

enum val_type { VAL_NULL, VAL_BOOL, VAL_NUMBER, VAL_TEXT, VAL_LIST, VAL_MAP };

struct val;

struct val *val_null(struct arena *arena);
struct val *val_bool(struct arena *arena, bool value);
struct val *val_int(struct arena *arena, int64_t value);
/* A JSON number from its text, e.g. "85.5"; the text is kept, no double is involved. */
struct val *val_number(struct arena *arena, const char *text);
struct val *val_text(struct arena *arena, const char *text); /* NULL makes a null */
struct val *val_list(struct arena *arena);
struct val *val_map(struct arena *arena);

/* Add to a list or a map; a map keeps its order, a key put twice replaces. Return `item`. */
struct val *val_push(struct val *list, struct val *item);
struct val *val_put(struct val *map, const char *key, struct val *item);
void val_put_text(struct val *map, const char *key, const char *text);
void val_put_int(struct val *map, const char *key, int64_t value);
void val_put_bool(struct val *map, const char *key, bool value);
struct val *val_put_list(struct val *map, const char *key); /* a new empty one */
struct val *val_put_map(struct val *map, const char *key);
struct val *val_push_map(struct val *list);

enum val_type val_type(const struct val *val);			   /* NULL is VAL_NULL */
const struct val *val_get(const struct val *map, const char *key); /* or NULL */
struct val *val_find(struct val *map, const char *key);		   /* the same, to be changed */
const char *val_get_text(const struct val *map, const char *key);  /* TEXT only, or NULL */
/* The text of a TEXT or NUMBER, else NULL. */
const char *val_chars(const struct val *val);
/* False: null, false, "", the empty list. A number is true, also zero: a mark of 0 is a mark. */
bool val_is_true(const struct val *val);
bool val_get_int(const struct val *map, const char *key,
		 int64_t *ret);				   /* a whole number in range */
size_t val_count(const struct val *val);		   /* of a list or map */
const struct val *val_at(const struct val *val, size_t i); /* item of a list or map */
const char *val_key_at(const struct val *map, size_t i);

/* ---- JSON (json.c) ---- Reading: UTF-8, no duplicate keys, nesting <= 32, no trailing text.
 * Numbers keep a decimal text ("85.5"), never in exponent form. */
bool json_parse(struct arena *arena, const char *text, size_t len, struct val **ret,
		struct err *err) MUST_CHECK;
void json_write(struct buf *buf, const struct val *val); /* compact, keys in order */
void json_write_text(struct buf *buf, const char *text); /* a string with its quotes */

/* ---- CSV (csv.c) ---- UTF-8, BOM tolerated, ',' or ';' by the header row, quoted fields. */

struct csv_field {
	const char *text; /* NUL-terminated; NFC is the caller's affair */
	size_t len;
	bool quoted;
};

struct csv_row {
	unsigned line; /* the physical line on which it begins */
	const struct csv_field *fields;
	size_t count;
};

struct csv_header {
	unsigned line;
	const char **names;
	size_t count;
	char separator;
};

/* Reads a whole file that is in memory; `row` returns false to stop. Complaints: not UTF-8, an
 * unclosed quote, a row with another number of fields, a column named twice, a NUL byte; rows that
 * are broken are not handed over. False when there was any complaint, also of the callbacks. */
bool csv_read(const char *file, const char *text, size_t len, struct arena *arena,
	      bool (*header)(void *arg, const struct csv_header *header),
	      bool (*row)(void *arg, const struct csv_row *row), void *arg,
	      struct complaints *complaints) MUST_CHECK;
size_t csv_column(const struct csv_header *header, const char *name); /* or NAME_NONE */
/* The decimal point that a cell would use: ',' in a quoted field or a ';' file, else '.'; or '\0'
 * when it is ambiguous: a ',' elsewhere, or in a ';' file a point with exactly three digits after
 * it. */
char csv_point(const struct csv_header *header, const struct csv_field *field);
/* A number of a CSV cell: decimal point; decimal comma in a quoted field or a ';' file; thousands
 * separators refused, and in a ';' file a point with exactly three digits after it. */
bool csv_number(const struct csv_header *header, const struct csv_field *field, unsigned places,
		int64_t *ret) MUST_CHECK;
/* Writes a field: quoted as needed, and a leading = + - @ or tab of a text gets a '. */
void csv_write_text(struct buf *buf, const char *text);
void csv_write_number(struct buf *buf, const char *number);

/* ---- Workbooks (book.c): XLSX, what spreadsheet programs open. ----
 * A text is always a text, whatever it begins with; only book_formula makes a formula. Rows and
 * columns count from 0. What a program does not allow (long texts, names of sheets) is cut off. */

struct book;
enum cell { CELL_PLAIN, CELL_HEAD, CELL_NOTE, CELL_NUMBER, CELL_COUNT };

struct book *book_new(const char *path, const char *title, int64_t made_at, struct arena *arena);
/* A new sheet, on which the cells that follow are; its name must be unlike the others. */
void book_sheet(struct book *book, const char *name);
void book_width(struct book *book, size_t column, double characters);
void book_freeze(struct book *book, size_t rows, size_t columns);
void book_text(struct book *book, size_t row, size_t column, enum cell cell, const char *text);
void book_number(struct book *book, size_t row, size_t column, enum cell cell, double value);
/* With the value that it had when the book was made. */
void book_formula(struct book *book, size_t row, size_t column, const char *formula, double value);
/* "$C$5" */
char *book_place(struct arena *arena, size_t row, size_t column);
/* Writes the file, which then is whole, and must be one or not yet there; needed to get rid of the
 * book in any case. */
bool book_close(struct book *book, struct err *err) MUST_CHECK;

/* ---- ZIP (zip.c): many files as one. ----
 * Each is made when its turn to be written comes: memory is that of the largest, and a few hundred
 * bytes for each. They are stored as they are. The same files at the same time are the same bytes.
 */

struct zip_plan {
	size_t count;
	int64_t made_at; /* of all of them; seconds UTC */
	/* Of file `i`: relative, with '/', unlike all others; lives until zip_write returns. */
	const char *(*name)(void *arg, size_t i);
	/* In the order of `i`; the arena is gone when the next one is made. */
	bool (*make)(void *arg, size_t i, struct arena *arena, struct buf *ret, struct err *err);
	/* Before each, `done` of them being written; true: stop. May be NULL. */
	bool (*stop)(void *arg, size_t done);
	void *arg;
};

/* Writes beside `path` and puts it there when it is whole. ERR_FULL; ERR_CONFLICT "cancelled" when
 * it was stopped; what `make` failed with. Nothing is left behind then. */
bool zip_write(const char *path, const struct zip_plan *plan, struct err *err) MUST_CHECK;
/* A name for a file from words of people, at most 60 letters, digits and single hyphens:
 * "Terbaik I" -> "terbaik-i"; "-" when nothing remains. */
const char *zip_name(struct arena *arena, const char *text);

/* ---- YAML (yaml.c): one typed reader for schemes, settings, layouts and words. ----
 * Refuses anchors, aliases, tags, duplicate keys, several documents, depth > 32, > 1 MiB. Every
 * mistake is a complaint with file, line and column; reading goes on after it: even when it answers
 * false, `*ret` is the tree, or NULL when the text cannot be read to its end (syntax, depth, size).
 * An empty file is a null
 * scalar. The tree lies in the arena. Scalars are NFC and free of control characters but line
 * breaks. */

struct yaml;
struct yaml_node; /* opaque, borrowed from the document */

bool yaml_parse(const char *file, const char *text, size_t len, struct arena *arena,
		struct yaml **ret, struct complaints *complaints) MUST_CHECK;
const struct yaml_node *yaml_root(const struct yaml *yaml);
struct place yaml_place(const struct yaml *yaml, const struct yaml_node *node);

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };
enum yaml_kind yaml_kind(const struct yaml_node *node);
size_t yaml_count(const struct yaml_node *node);
const struct yaml_node *yaml_item(const struct yaml_node *sequence, size_t i);
const char *yaml_key(const struct yaml *yaml, const struct yaml_node *mapping, size_t i);
const struct yaml_node *yaml_key_node(const struct yaml_node *mapping, size_t i);
const struct yaml_node *yaml_value(const struct yaml_node *mapping, size_t i);
const struct yaml_node *yaml_find(const struct yaml_node *mapping, const char *key); /* or NULL */
/* The text of a scalar; a plain `~`, `null` or empty scalar is NULL. */
const char *yaml_text(const struct yaml *yaml, const struct yaml_node *scalar);
bool yaml_is_plain(const struct yaml_node *scalar); /* not quoted */
/* Where an alias stood: refused already, so no more need be said of it. */
bool yaml_is_alias(const struct yaml_node *node);

/* ---- What is served beside the pages (assets.c): build/static and its manifest ---- */

struct asset {
	const char *name; /* as templates say it: theme_css */
	const char *path; /* "/static/theme.3fa2c1b0.css": the name changes with the content */
	const char *type; /* Content-Type */
	const char *data, *gzip; /* gzip may be NULL */
	size_t len, gzip_len;
};

struct assets {
	struct asset *items;
	size_t count;
};

bool assets_load(const char *folder, struct arena *arena, struct assets *ret,
		 struct err *err) MUST_CHECK;
const char *asset_path(const struct assets *assets, const char *name, size_t len); /* or NULL */

/* ---- Templates (template.c): Mustache; docs/adding-a-page.md says what of it. ----
 * `{{x}}` escapes for HTML, `{{{x}}}` only in layouts (the lint sees to it); a name that is
 * nowhere in the data is an error; partials `{{>part/_x}}`. All are parsed at the start. Known
 * without data: `{{t.area.key}}`, a word of the dictionary, whose {placeholders} are names of the
 * data; `{{asset.theme_css}}`, an address; `{{lang}}`, id or en. */

struct templates;

/* Loads every *.html below `folder`, and the words of `folder`/locale (id.*.yaml, en.*.yaml).
 * What is broken is a complaint with file and line: a tag, a partial, word or asset that is not
 * there, a word that one language lacks. `assets` may be NULL when no template names one. */
bool templates_load(const char *folder, const struct assets *assets, struct arena *arena,
		    struct templates **ret, struct complaints *complaints,
		    struct err *err) MUST_CHECK;
/* Renders templates/<name>.html inside templates/<layout>.html (NULL: none), whose {{{content}}}
 * it becomes. */
bool template_render(const struct templates *templates, const char *layout, const char *name,
		     enum lang lang, const struct val *data, struct buf *ret,
		     struct err *err) MUST_CHECK;
/* A word of templates/locale by its dotted key; the key itself when there is none (a test proves
 * that there is). `{name}` in it is replaced from `values` (a map, may be NULL). */
const char *words_get(const struct templates *templates, enum lang lang, const char *key);
const char *words_fill(const struct templates *templates, enum lang lang, const char *key,
		       const struct val *values, struct arena *arena);

/* ---- Data of the layout and of templates/part (parts.c); docs/adding-a-page.md shows each. ----
 * Every function makes all the names that its partial reads; a page adds what it has. Texts are
 * what people read, in the language of the request. Paths lie below the root and begin with no
 * slash ("editions/ntt-2024"); what goes after a `?` is called a query ("page=2"). */

/* The data of a page: all that the layout reads, still empty. The app's shell fills in who asks. */
struct val *part_page(struct arena *arena, const char *title);
/* A link of the navigation, in the group of that label; groups stand in the order of their first
 * links. Up to four links in all are shown as a row; more become groups, and a menu on a phone. */
void part_nav(struct val *page, const char *group, const char *path, const char *label,
	      bool current);
void part_crumb(struct val *page, const char *path, const char *label);
void part_foot(struct val *page, const char *path, const char *label);
void part_flash(struct val *page, const char *tone, const char *text); /* good warn bad info */
/* The same with a link to where it is mended. */
void part_flash_link(struct val *page, const char *tone, const char *text, const char *path,
		     const char *action);

/* A form field with its defaults; a map gets it under `name`, a list at its end. To be changed
 * with val_put_…: hint, error, max, rows, required, readonly, checked, autocomplete, unit, accept,
 * plain (a phone changes nothing of what is typed).
 */
struct val *part_field(struct arena *arena, struct val *fields, const char *name, const char *label,
		       const char *value);
void part_option(struct arena *arena, struct val *field, const char *value, const char *label);
/* What a mark of `at` means (part/_decimal). */
void part_rubric(struct val *field, const char *at, const char *text);
/* Words beside the field, and its line in the list at the head of the form (part/_errors). */
void part_error(struct val *page, struct val *field, const char *text);

/* kind: empty draft submitted recused absent · open verified rejected missing · valid revoked ·
 * ineligible below_quorum · phase. A list gets it at its end. */
struct val *part_state(struct val *parent, const char *key, const char *kind, const char *word);
void part_phase(struct val *page, const char *word, bool done, bool current);
void part_blockers(struct val *page); /* none so far: part/_blockers says so */
void part_blocker(struct val *page, const char *code, const char *message, const char *path,
		  const char *action); /* path may be NULL */
void part_figure(struct val *page, const char *label, const char *number, const char *note);
void part_fact(struct val *page, const char *label, const char *text);
/* percent: "87.05", with a point. */
void part_bar(struct val *parent, const char *percent, const char *text);
/* To be changed: region, title, path, more, winner. */
struct val *part_rank(struct val *rows, const char *rank, const char *name, const char *score,
		      const char *percent);
struct val *part_unranked(struct val *rows, const char *name, const char *kind, const char *word);
/* `previous` and `next` are queries, NULL at the ends. */
void part_pages(struct val *page, const char *text, const char *previous, const char *next);

/* ---- Numbers and dates as people write them (forms.c) ---- */

/* "87.05" -> "87,05"; "1676573.5" -> "1.676.573,5"; NULL or "" -> "–". */
char *show_decimal(struct arena *arena, const char *number, enum lang lang);
/* As it is typed, without groups: "1676573.5" -> "1676573,5". */
char *show_plain(struct arena *arena, const char *number, enum lang lang);
/* "-85.5" -> "minus delapan puluh lima koma lima" (number_words.c); below 10^15, else the figures.
 */
char *show_words(struct arena *arena, const char *number, enum lang lang);
char *show_count(struct arena *arena, int64_t n, enum lang lang); /* 1.676.573 */
/* As minutes begin: "Senin, tanggal dua puluh satu bulan Juli tahun dua ribu dua puluh lima". */
char *show_day_words(struct arena *arena, const struct civil *day, enum lang lang);
char *show_date(struct arena *arena, const struct civil *day, enum lang lang); /* 21 Juli 2025 */
const char *show_weekday(const struct civil *day, enum lang lang);	       /* Senin */
/* "21 Juli 2025 19.05 WITA"; zone: 7 WIB, 8 WITA, 9 WIT. */
char *show_time(struct arena *arena, int64_t at, int zone_hours, enum lang lang);

#endif
