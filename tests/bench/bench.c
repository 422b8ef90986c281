#include "bench.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char BARE_SCHEMA[] =
	"CREATE TABLE score(nominee INTEGER, juror INTEGER, criterion INTEGER, value INTEGER, "
	"at INTEGER, PRIMARY KEY (nominee, juror, criterion)) WITHOUT ROWID, STRICT";
const char BARE_FILL[] =
	"WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 89999) "
	"INSERT INTO score SELECT n / 90, n / 10 % 9, n % 10, 80, 0 FROM i";
const char BARE_UPSERT[] = "INSERT INTO score VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE "
			   "SET value = excluded.value, at = excluded.at";

int64_t now_ns(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

double percentile_us(int64_t *times, size_t n, double share)
{
	if (!n)
		return 0;
	qsort(times, n, sizeof(*times), by_size);
	return (double)times[(size_t)((double)(n - 1) * share)] / 1000;
}

void must(bool good, const char *what)
{
	if (good)
		return;
	(void)fprintf(stderr, "bench: %s failed\n", what);
	exit(1);
}

void bench_remove(const char *db_path)
{
	static const char *const TAILS[] = { "", "-wal", "-shm", ".lock" };
	char path[4096];

	for (size_t i = 0; i < COUNT(TAILS); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", db_path, TAILS[i]);
		(void)unlink(path);
	}
}

const char *bench_path(int argc, char **argv, const char *name)
{
	static struct arena arena;
	const char *path;

	path = arena_printf(&arena, "%s/%s", argc > 1 ? argv[1] : "build", name);
	bench_remove(path);
	return path;
}

/* ---- The yardsticks ---- */

void bare_open(struct bare *bare, const char *file, const char *path)
{
	bare->fd = open(file, O_RDWR | O_CREAT, 0600);
	must(bare->fd >= 0, file);
	must(sqlite3_open(path, &bare->db) == SQLITE_OK &&
		     sqlite3_exec(bare->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
				  NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_exec(bare->db, BARE_SCHEMA, NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_exec(bare->db, BARE_FILL, NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_prepare_v2(bare->db, BARE_UPSERT, -1, &bare->upsert, NULL) ==
			     SQLITE_OK,
	     path);
	(void)time_sync(bare);
}

void bare_close(struct bare *bare)
{
	(void)close(bare->fd);
	(void)sqlite3_finalize(bare->upsert);
	(void)sqlite3_close(bare->db);
}

int64_t time_sync(struct bare *bare)
{
	char page[4096];
	int64_t at = now_ns();

	memset(page, (int)at, sizeof(page));
	must(pwrite(bare->fd, page, sizeof(page), 0) == sizeof(page) && fdatasync(bare->fd) == 0,
	     "sync");
	return now_ns() - at;
}

int64_t time_commit(struct bare *bare)
{
	int row = (int)random_below(BARE_ROWS);
	int64_t at = now_ns();

	(void)sqlite3_bind_int(bare->upsert, 1, row / 90);
	(void)sqlite3_bind_int(bare->upsert, 2, row / 10 % 9);
	(void)sqlite3_bind_int(bare->upsert, 3, row % 10);
	(void)sqlite3_bind_int64(bare->upsert, 4, at % 100);
	(void)sqlite3_bind_int64(bare->upsert, 5, at);
	must(sqlite3_step(bare->upsert) == SQLITE_DONE, "commit");
	(void)sqlite3_reset(bare->upsert);
	return now_ns() - at;
}
