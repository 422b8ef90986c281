/* What the HTTP bench stands on: an edition in scoring made through the store's own functions, and
 * the service in a process of its own. */
#ifndef STAND_H
#define STAND_H

#include <sys/types.h>

#include "bench.h"

#define STAND_JURORS 9
#define STAND_NOMINEES 43 /* 9 × 43 sheets: each of 384 connections owns one */
#define STAND_MARKS 10

struct stand {
	const char *db_path;
	char tokens[STAND_JURORS][TOKEN_SIZE]; /* of juror j1 … j9 */
};

/* A new database with the edition `bench`: category `a`, criteria w0 … w9 (0–100, step 0.5),
 * nominees n0 … n42, nine signed-in jurors. */
void stand_make(struct stand *stand, const char *db_path);

struct child {
	pid_t pid;
	unsigned port;
};
/* `batch_max`: as in service_options. Its log goes to `log_path`. */
void child_start(struct child *child, const char *db_path, unsigned batch_max,
		 const char *log_path);
void child_stop(struct child *child);
double child_cpu_s(const struct child *child);		/* user and system, so far */
unsigned long child_rss_kib(const struct child *child); /* resident memory */

#endif
