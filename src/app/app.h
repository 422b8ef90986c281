/* app: pages, API, commands: glue between the rooms and nothing else. */
#ifndef APP_H
#define APP_H

#include "base/base.h"

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

/* The whole of a file, at most `max` bytes. "-" is standard input. */
bool file_read(const char *path, size_t max, struct arena *arena, char **ret, size_t *ret_len,
	       struct err *err) MUST_CHECK;

/* ---- The program's own files (share.c) ----
 * Installed: ../share/paritrana beside the folder of the program. In a source tree: templates/ and
 * criteria/ of the tree, static/ and fonts/ of its build/. Never from the working directory. */

struct share {
	const char *templates; /* pages, partials, paper layouts, locale */
	const char *criteria;  /* sample editions, one folder each */
	const char *statics;   /* what the service serves from memory */
	const char *fonts;     /* subset fonts of the documents */
};

bool share_find(struct arena *arena, struct share *ret, struct err *err) MUST_CHECK;
/* The same for a program that lies at `program` (an absolute path). */
bool share_find_from(struct arena *arena, const char *program, struct share *ret,
		     struct err *err) MUST_CHECK;

#endif
