/* What the benches share: the clock, percentiles, and the two yardsticks that every figure stands
 * beside: a bare fdatasync and a bare commit, of the same run on the same file system. */
#ifndef BENCH_H
#define BENCH_H

#include "base/base.h"

struct sqlite3;
struct sqlite3_stmt;

int64_t now_ns(void);
/* Sorts `times` (nanoseconds); the answer is in microseconds. */
double percentile_us(int64_t *times, size_t n, double share);
/* Ends the program when it is not so. */
void must(bool good, const char *what);
/* "<first argument, or build>/<name>", for a file that the bench makes; an old one is removed. */
const char *bench_path(int argc, char **argv, const char *name);
void bench_remove(const char *db_path); /* with its log and its lock */

/* A table of 90,000 marks, and a file to sync. */
struct bare {
	int fd;
	struct sqlite3 *db;
	struct sqlite3_stmt *upsert;
};
#define BARE_ROWS 90000
extern const char BARE_SCHEMA[], BARE_FILL[], BARE_UPSERT[];

void bare_open(struct bare *bare, const char *file, const char *path);
void bare_close(struct bare *bare);
int64_t time_sync(struct bare *bare);	/* pwrite of 4 KiB over existing data, fdatasync; ns */
int64_t time_commit(struct bare *bare); /* one changed mark; ns */

#endif
