/* app: pages, API, commands: glue between the rooms and nothing else. */
#ifndef APP_H
#define APP_H

#include <stdio.h>

#include "base/base.h"
#include "core/core.h"
#include "paper/paper.h"

/* ---- Commands (commands.c holds the table) ----
 * A command parses its own options with options_parse and returns the exit code: 0, 1 for a
 * refused input, 2 for a wrong call. */

struct command {
	const char *name;  /* "tally", "user add" */
	const char *usage; /* after the name */
	struct words help; /* one line */
	int (*run)(int argc, char **argv, enum lang lang);
};

extern const struct command COMMANDS[];
extern const size_t COMMAND_COUNT;

/* Options of a command: "--name value" or "--name=value", flags without a value. */
struct option_spec {
	const char *name;   /* without the dashes; NULL ends the list */
	const char **value; /* set to the text given; for a flag to "" */
	bool flag, required;
};

/* Fills the values; what is no option goes to `rest` (at most `rest_max`, else it is a wrong
 * call). Prints what is wrong, or the help for --help. Returns -1 to go on, else an exit code. */
int options_parse(int argc, char **argv, const struct command *command,
		  const struct option_spec *specs, const char **rest, size_t rest_max,
		  enum lang lang);

const struct command *command_find(const char *name);
int fail_print(const struct err *err, enum lang lang); /* to standard error; returns 1 */
int complaints_fail(const struct complaints *list, enum lang lang); /* likewise */
/* Says what is wrong with the call, and how it goes; returns 2. */
int wrong_call(const struct command *command, enum lang lang, const char *id, const char *en,
	       const char *what);

int cmd_serve(int argc, char **argv, enum lang lang);
int cmd_check(int argc, char **argv, enum lang lang);
int cmd_tally(int argc, char **argv, enum lang lang);
int cmd_report(int argc, char **argv, enum lang lang);
int cmd_init(int argc, char **argv, enum lang lang);
int cmd_demo(int argc, char **argv, enum lang lang);
int cmd_backup(int argc, char **argv, enum lang lang);
int cmd_restore(int argc, char **argv, enum lang lang);
int cmd_user_add(int argc, char **argv, enum lang lang);
int cmd_user_reset(int argc, char **argv, enum lang lang);
int cmd_user_disable(int argc, char **argv, enum lang lang);
int cmd_user_list(int argc, char **argv, enum lang lang);
int cmd_documents(int argc, char **argv, enum lang lang);
int cmd_certificates(int argc, char **argv, enum lang lang);
int cmd_verify_certificate(int argc, char **argv, enum lang lang);
int cmd_certificate_key(int argc, char **argv, enum lang lang);
int cmd_verify(int argc, char **argv, enum lang lang);
int cmd_bundle(int argc, char **argv, enum lang lang);

/* The whole of a file, at most `max` bytes. "-" is standard input. */
bool file_read(const char *path, size_t max, struct arena *arena, char **ret, size_t *ret_len,
	       struct err *err) MUST_CHECK;
/* The whole of a file or nothing of it: written beside it, synced, renamed. "-" is standard output;
 * into a pipe or a device it is written as it comes. */
bool file_write(const char *path, const char *text, size_t len, struct err *err) MUST_CHECK;

/* One of many files in a folder: whole or not at all, and safe on the disk after files_settle. */
bool file_write_many(const char *path, const char *text, size_t len, struct err *err) MUST_CHECK;
bool files_settle(const char *path, struct err *err) MUST_CHECK;

/* ---- Schemes and settings: docs/criteria-format.md (scheme_read.c, settings_read.c) ---- */

/* Every mistake is a complaint with file, line and column, all of them in one run. What is read
 * lives in the arena, whatever becomes of `text`. */
bool scheme_read(const char *file, const char *text, size_t len, struct arena *arena,
		 struct scheme *ret, struct complaints *complaints) MUST_CHECK;

/* A release bundle: reads its scheme, recomputes everything and compares (cmd_verify.c). */
bool bundle_load(const char *file, const char *text, size_t len, struct arena *arena,
		 struct bundle *ret, struct complaints *complaints) MUST_CHECK;

struct occasion { /* of the minutes, the decree, the ceremony; each may be NULL */
	const char *number, *place;
	const char *date; /* "2025-07-21", a real day */
};

/* What lies outside the rule hash. All is optional: NULL prints as a blank line to fill. */
struct settings {
	const char *public_address; /* without a slash at the end; never NULL */
	bool public_address_given;  /* false: the default, of which people are warned */
	int zone_hours;		    /* 7 WIB, 8 WITA, 9 WIT */
	bool winners_only;	    /* publish: winners */
	const char *legal_basis;
	struct signatory signatories[SIGNATORIES_MAX]; /* in the order of the row */
	size_t signatory_count;
	struct occasion minutes, decree, ceremony;
	const char *objection_deadline; /* "2025-08-04": the last day, in its time zone */
};

void settings_init(struct settings *ret); /* the defaults */
/* The first second after the last day for objections; 0 = there is no such day. */
int64_t settings_objections_end(const struct settings *settings);
bool settings_read(const char *file, const char *text, size_t len, struct arena *arena,
		   struct settings *ret, struct complaints *complaints) MUST_CHECK;
/* The rules of single values, also for forms: an http or https address, the slashes at its
 * end cut off. */
bool settings_address(struct arena *arena, const char *text, const char **ret) MUST_CHECK;
const char *zone_text(int zone_hours); /* "WITA" */
bool zone_parse(const char *text, int *ret_hours) MUST_CHECK;

/* ---- CSV inputs: docs/criteria-format.md (input_*.c) ----
 * A bad row is a complaint with file and line; nothing of a file with a bad row is to be used. */

/* Which column of a file stands for which of ours (columns.c): what people export from a
 * spreadsheet names its columns in its own way. Cells are read as people write them too: a category
 * and a nominee also by name, "ketua" for chair, "terverifikasi" for verified. */
#define COLUMNS_MAX 8
struct column_map {
	const char *theirs[COLUMNS_MAX]; /* in the order of ours; NULL = the file has none */
	bool key_of_name;		 /* the first column is made from the name */
};

struct source {		  /* a file in memory */
	const char *file; /* as the user called it; NULL = not given */
	const char *text;
	size_t len;
	const struct column_map *map; /* NULL: the columns are called as documented */
};

struct nominee_list {
	struct nominee *items;
	size_t count;
	struct names keys;    /* index into items */
	const char **columns; /* further columns of nominees.csv */
	size_t column_count;
	const char **profile; /* their cells: [nominee * column_count + column], "" = empty */
};

/* The release bundle of what `tally` made of files (bundle_files.c): number 0, not approved. */
bool bundle_of_files(const struct source *scheme, const struct tally_input *input,
		     const struct tally *tally, struct buf *ret,
		     struct complaints *complaints) MUST_CHECK;

/* Our columns, ended by NULL; the first *_MUST are mandatory. */
extern const char *const NOMINEE_COLUMNS[], *const JUROR_COLUMNS[], *const EVIDENCE_COLUMNS[];
enum { NOMINEE_MUST = 4, JUROR_MUST = 5, EVIDENCE_MUST = 3 };

#define JURORS_MAX 1000

struct juror_row {
	const char *key, *name, *element, *institution; /* the latter two may be "" */
	bool chair;
	const char *categories; /* keys separated by single spaces; "" = all */
	struct place place;
};

/* Each reads one file. */
bool nominee_file_read(const struct source *source, const struct scheme *scheme,
		       struct arena *arena, struct nominee_list *ret,
		       struct complaints *complaints) MUST_CHECK;
/* Fills `evidence` of the nominees; only their keys and categories are looked at. */
bool evidence_file_read(const struct source *source, const struct scheme *scheme,
			struct nominee_list *nominees, struct arena *arena,
			struct complaints *complaints) MUST_CHECK;
bool juror_file_read(const struct source *source, const struct scheme *scheme, struct arena *arena,
		     struct juror_row **ret, size_t *ret_count,
		     struct complaints *complaints) MUST_CHECK;

/* The files of `tally` and `report`, in the order of their options. */
enum tally_source {
	SOURCE_SCHEME,
	SOURCE_NOMINEES,
	SOURCE_SCORES,
	SOURCE_EVIDENCE,
	SOURCE_RECUSALS,
	SOURCE_VOTES,
	SOURCE_COUNT
};

/* Loads the files that are named (NULL = not given). */
bool sources_load(const char *const paths[SOURCE_COUNT], struct arena *arena,
		  struct source ret[SOURCE_COUNT], struct err *err) MUST_CHECK;
bool tally_input_read(const struct source sources[SOURCE_COUNT], struct arena *arena,
		      struct scheme *ret_scheme, struct tally_input *ret,
		      struct complaints *complaints) MUST_CHECK;

/* ---- Results: of `tally` and of GET …/results (results.c, results_text.c) ----
 * A list that could not be computed has an empty ranking and an `error` {id, en}. */

struct val;

struct val *results_val(struct arena *arena, const struct tally_input *input,
			const struct tally *tally);
/* One row of a ranking; `overall`: of an overall list. */
struct val *result_row(struct arena *arena, const struct tally_input *input, const struct row *row,
		       bool overall);
/* As text: the bytes of results_val without its tree; CSV; a table for a terminal. Into `ret`, or
 * when `to` is given through `ret` to that file. */
void results_json(const struct tally_input *input, const struct tally *tally, struct buf *ret,
		  FILE *to);
void results_csv(const struct tally_input *input, const struct tally *tally, struct buf *ret,
		 FILE *to);
void results_table(const struct tally_input *input, const struct tally *tally, enum lang lang,
		   struct buf *ret, FILE *to);
void buf_drain(struct buf *buf, size_t least, FILE *to); /* when it holds `least` bytes or more */
#define DRAIN_AT ((size_t)64 * 1024)

/* ---- Reports: how sure a result is (report_val.c, report_csv.c, report_table.c,
 * report_book.c) ---- */

/* The shape of `report --format json`; reasons and details are texts in `lang`. */
struct val *report_val(struct arena *arena, const struct tally_input *input,
		       const struct report *report, const uint8_t seed[REPORT_SEED_SIZE],
		       enum lang lang);
/* One category of it. */
struct val *category_report_val(struct arena *arena, const struct tally_input *input,
				const struct category_report *report, enum lang lang);
void report_csv(const struct tally_input *input, const struct report *report, enum lang lang,
		struct buf *ret);
void report_table(const struct tally_input *input, const struct report *report, enum lang lang,
		  struct buf *ret);
/* A workbook: marks, results with formulas that recompute them, agreement. `jurors` names them, by
 * index of the input (keys, or pseudonyms). Any error leaves no file behind. */
bool report_book(const struct tally_input *input, const struct report *report,
		 const char *const *jurors, enum lang lang, const char *path, int64_t made_at,
		 struct err *err) MUST_CHECK;
/* A statistic as text: at most `places` decimals, no zeros at the end, never an exponent. */
char *figure_text(struct arena *arena, double value, unsigned places);

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };
/* --format; NULL is the table. */
bool format_parse(const char *text, enum format *ret) MUST_CHECK;

/* ---- The program's own files (share.c) ----
 * Installed: ../share/paritrana beside the folder of the program. In a source tree: templates/ and
 * criteria/ of the tree, static/ and fonts/ of its build/. Never from the working directory. */

struct share {
	const char *templates; /* pages, partials, locale */
	const char *layouts;   /* templates/paper */
	const char *criteria;  /* sample editions, one folder each */
	const char *statics;   /* what the service serves from memory */
	const char *fonts;     /* subset fonts of the documents */
};

bool share_find(struct arena *arena, struct share *ret, struct err *err) MUST_CHECK;
/* The same for a program that lies at `program` (an absolute path). */
bool share_find_from(struct arena *arena, const char *program, struct share *ret,
		     struct err *err) MUST_CHECK;

#endif
