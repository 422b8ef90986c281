/* The writer beside the disk: durable jobs per second and the time of a lone one, as ratios to a
 * bare fdatasync and a bare commit of the same run. The folder is the first argument. */
#include "bench.h"
#include "db/db.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RUNS 3
#define LONE 2000
#define WAITERS_MAX 256
#define JOBS 64000 /* of a crowd */

static bool upsert(struct db *db, void *arg, struct err *err)
{
	int64_t row = random_below(BARE_ROWS), tick = now_ns();

	(void)arg;
	return db_exec(db, BARE_UPSERT,
		       ARGS(ARG_INT(row / 90), ARG_INT(row / 10 % 9), ARG_INT(row % 10),
			    ARG_INT(tick % 100), ARG_INT(tick)),
		       NULL, err);
}

static bool fill(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, BARE_SCHEMA, err) && db_script(db, BARE_FILL, err);
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
	const char *path = bench_path(argc, argv, "bench-writer.db");
	const char *bare_path = bench_path(argc, argv, "bench-bare.db");
	const char *file = bench_path(argc, argv, "bench-sync");

	crypto_init();
	for (int run = 0; run < RUNS; run++) {
		struct db_writer *writer;
		struct bare bare;
		struct err err;
		double sync_us;

		must(db_writer_start(path, &writer, &err) &&
			     db_writer_run(writer, fill, NULL, &err),
		     path);
		bare_open(&bare, file, bare_path);
		sync_us = lone_jobs(writer, &bare);
		for (size_t count = 8; count <= WAITERS_MAX; count = count == 8 ? 64 : count * 4)
			crowd(writer, count, sync_us);
		bare_close(&bare);
		db_writer_stop(writer);
		bench_remove(path);
		bench_remove(bare_path);
		(void)unlink(file);
	}
	return 0;
}
