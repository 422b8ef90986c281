/* The writer beside the disk: durable jobs per second and the time of a lone one, as ratios to a
 * bare fdatasync and a bare commit of the same run. The folder is the first argument. */
#include "db/db.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RUNS 3
#define LONE 2000
#define WAITERS_MAX 256
#define JOBS 64000 /* of a crowd */
#define ROWS 90000

static const char SCHEMA[] =
	"CREATE TABLE score(nominee INTEGER, juror INTEGER, criterion INTEGER, value INTEGER, "
	"at INTEGER, PRIMARY KEY (nominee, juror, criterion)) WITHOUT ROWID, STRICT";
static const char FILL[] =
	"WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 89999) "
	"INSERT INTO score SELECT n / 90, n / 10 % 9, n % 10, 80, 0 FROM i";
static const char UPSERT[] = "INSERT INTO score VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE "
			     "SET value = excluded.value, at = excluded.at";

static int64_t now_ns(void)
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

static double percentile_us(int64_t *times, size_t n, double share)
{
	qsort(times, n, sizeof(*times), by_size);
	return (double)times[(size_t)((double)(n - 1) * share)] / 1000;
}

static void must(bool good, const char *what)
{
	if (good)
		return;
	(void)fprintf(stderr, "bench: %s failed\n", what);
	exit(1);
}

/* ---- The yardsticks ---- */

struct bare {
	int fd;
	sqlite3 *db;
	sqlite3_stmt *upsert;
};

static void bare_open(struct bare *bare, const char *file, const char *path)
{
	bare->fd = open(file, O_RDWR | O_CREAT, 0600);
	must(bare->fd >= 0, file);
	must(sqlite3_open(path, &bare->db) == SQLITE_OK &&
		     sqlite3_exec(bare->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
				  NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_exec(bare->db, SCHEMA, NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_exec(bare->db, FILL, NULL, NULL, NULL) == SQLITE_OK &&
		     sqlite3_prepare_v2(bare->db, UPSERT, -1, &bare->upsert, NULL) == SQLITE_OK,
	     path);
}

static void bare_close(struct bare *bare)
{
	(void)close(bare->fd);
	(void)sqlite3_finalize(bare->upsert);
	(void)sqlite3_close(bare->db);
}

static int64_t time_sync(struct bare *bare)
{
	char page[4096];
	int64_t at = now_ns();

	memset(page, (int)at, sizeof(page));
	must(pwrite(bare->fd, page, sizeof(page), 0) == sizeof(page) && fdatasync(bare->fd) == 0,
	     "sync");
	return now_ns() - at;
}

static int64_t time_commit(struct bare *bare)
{
	int row = (int)random_below(ROWS);
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

/* ---- The writer ---- */

static bool upsert(struct db *db, void *arg, struct err *err)
{
	int64_t row = random_below(ROWS), tick = now_ns();

	(void)arg;
	return db_exec(db, UPSERT,
		       ARGS(ARG_INT(row / 90), ARG_INT(row / 10 % 9), ARG_INT(row % 10),
			    ARG_INT(tick % 100), ARG_INT(tick)),
		       NULL, err);
}

static bool fill(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, SCHEMA, err) && db_script(db, FILL, err);
}

static int64_t time_job(struct db_writer *writer)
{
	int64_t at = now_ns();
	struct err err;

	must(db_writer_run(writer, upsert, NULL, &err), "lone job");
	return now_ns() - at;
}

/* By turns, so that all meet the same weather. Returns the p50 of a sync. */
static double lone_jobs(struct db_writer *writer, struct bare *bare)
{
	static int64_t syncs[LONE], commits[LONE], jobs[LONE];
	double sync_us, commit_us, job_us;

	for (size_t i = 0; i < LONE; i++) {
		syncs[i] = time_sync(bare);
		commits[i] = time_commit(bare);
		jobs[i] = time_job(writer);
	}
	sync_us = percentile_us(syncs, LONE, 0.5);
	commit_us = percentile_us(commits, LONE, 0.5);
	job_us = percentile_us(jobs, LONE, 0.5);
	printf("fdatasync %.0f us  bare commit %.0f us  lone job %.0f us = %.2f commits\n", sync_us,
	       commit_us, job_us, job_us / commit_us);
	return sync_us;
}

struct waiter {
	pthread_t thread;
	struct db_writer *writer;
	int64_t *times;
	size_t jobs;
};

static void *wait_often(void *arg)
{
	struct waiter *waiter = arg;
	struct err err;

	for (size_t i = 0; i < waiter->jobs; i++) {
		int64_t at = now_ns();

		must(db_writer_run(waiter->writer, upsert, NULL, &err), "job");
		waiter->times[i] = now_ns() - at;
	}
	return NULL;
}

static void crowd(struct db_writer *writer, size_t count, double sync_us)
{
	static struct waiter waiters[WAITERS_MAX];
	static int64_t all[JOBS];
	size_t jobs = JOBS / count;
	int64_t at = now_ns();
	double rate;

	for (size_t i = 0; i < count; i++) {
		waiters[i] =
			(struct waiter){ .writer = writer, .jobs = jobs, .times = all + i * jobs };
		must(pthread_create(&waiters[i].thread, NULL, wait_often, &waiters[i]) == 0,
		     "thread");
	}
	for (size_t i = 0; i < count; i++)
		(void)pthread_join(waiters[i].thread, NULL);
	rate = (double)(jobs * count) * 1e9 / (double)(now_ns() - at);
	printf("  %3zu waiters %8.0f jobs/s %5.1f x fdatasync/s  p50 %6.0f p99 %6.0f max %6.0f us\n",
	       count, rate, rate * sync_us / 1e6, percentile_us(all, jobs * count, 0.5),
	       percentile_us(all, jobs * count, 0.99), percentile_us(all, jobs * count, 1));
}

int main(int argc, char **argv)
{
	static const char *const NAMES[] = { "bench-writer.db", "bench-bare.db", "bench-sync" };
	char paths[COUNT(NAMES)][4096];

	crypto_init();
	for (size_t i = 0; i < COUNT(NAMES); i++)
		(void)snprintf(paths[i], sizeof(paths[i]), "%s/%s", argc > 1 ? argv[1] : "build",
			       NAMES[i]);
	for (int run = 0; run < RUNS; run++) {
		struct db_writer *writer;
		struct bare bare;
		struct err err;
		double sync_us;

		must(db_writer_start(paths[0], &writer, &err) &&
			     db_writer_run(writer, fill, NULL, &err),
		     paths[0]);
		bare_open(&bare, paths[2], paths[1]);
		sync_us = lone_jobs(writer, &bare);
		for (size_t count = 8; count <= WAITERS_MAX; count = count == 8 ? 64 : count * 4)
			crowd(writer, count, sync_us);
		bare_close(&bare);
		db_writer_stop(writer);
		for (size_t i = 0; i < COUNT(NAMES); i++)
			(void)unlink(paths[i]);
	}
	return 0;
}
