/* The writer: one thread takes what has queued up, runs each job in a savepoint of one shared
 * transaction, and tells them after the commit. One sync serves them all. */
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

/* Under load the log is moved into the file in pieces of about 120 MiB. A save of a crowd adds some
 * three frames to the log: so fewer than one in a hundred of 64 people waits while it is moved. At
 * rest it is moved wholly. */
#define CHECKPOINT_FRAMES 31000u
#define IDLE_SECONDS 1

/* One batch of everybody would let network and writer take turns; of parts, one works while the
 * other waits for its disk. With 64 connections 24 to 64 are much the same; with 256 and 384 a
 * batch of all is a tenth slower. */
#define BATCH_MAX 40u

struct db_writer {
	struct arena arena; /* the writer's own */
	struct arena batch; /* errors of the jobs of one batch */
	struct db *db;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	struct db_job *head, **tail;
	unsigned jobs_max; /* in one batch */
	bool stopping;
	struct db_writer_counts counts;
	_Atomic uint64_t version; /* of the watched tables */
	/* the thread's own: frames in the log at the last checkpoint, and whether any came since */
	unsigned moved;
	bool grown;
};

/* ---- One batch ---- */

enum outcome {
	OUTCOME_STORED,
	OUTCOME_UNDONE, /* nothing is stored: each job may be tried alone */
	OUTCOME_FAILED	/* nothing is known, or nothing works: all jobs get the error */
};

static bool run_job(struct db *db, struct db_job *job, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };

	if (!db_begin(db, &tx, err) || !job->run(db, job->arg, err))
		return false;
	return db_commit(&tx, err);
}

/* A job's own refusal is its own affair; a broken disk or transaction is everybody's. */
static bool spoils_batch(const struct db *db, const struct err *err)
{
	return err->kind == ERR_IO || err->kind == ERR_FULL || !db_in_transaction(db);
}

static enum outcome run_jobs(struct db_writer *writer, struct db_job *jobs, struct err *err)
{
	struct db *db = writer->db;
	struct db_tx tx DB_TX = { 0 };

	if (!db->handle && !db_reopen(db, err))
		return OUTCOME_FAILED;
	if (!db_begin(db, &tx, err))
		return OUTCOME_UNDONE;
	for (struct db_job *job = jobs; job; job = job->next) {
		job->failure = NULL;
		if (run_job(db, job, err))
			continue;
		job->failure = NEW(&writer->batch, struct err, 1);
		*job->failure = *err;
		if (spoils_batch(db, err))
			return OUTCOME_UNDONE;
	}
	if (db_commit(&tx, err))
		return OUTCOME_STORED;
	return db->unclear ? OUTCOME_FAILED : OUTCOME_UNDONE;
}

/* After a failed write or sync the engine's picture of the file may be wrong: a new connection
 * reads it anew. An emptied log gives room on a full disk, and forgets a commit that failed. */
static enum outcome try_jobs(struct db_writer *writer, struct db_job *jobs, struct err *err)
{
	enum outcome outcome = run_jobs(writer, jobs, err);
	struct err ignored;

	if (writer->db->touched) /* also when undone, or when nobody knows */
		atomic_fetch_add(&writer->version, 1);
	writer->db->touched = false;
	if (outcome != OUTCOME_STORED) {
		writer->moved = 0;
		if (db_reopen(writer->db, &ignored))
			db_checkpoint(writer->db, true);
	}
	return outcome;
}

static void count_told(struct db_writer *writer, const struct db_job *jobs, bool failed)
{
	(void)pthread_mutex_lock(&writer->mutex);
	writer->counts.batches++;
	for (const struct db_job *job = jobs; job; job = job->next) {
		if (failed || job->failure)
			writer->counts.refused++;
		else
			writer->counts.jobs++;
	}
	(void)pthread_mutex_unlock(&writer->mutex);
}

/* `err`: what all of them failed with. */
static void tell(struct db_writer *writer, struct db_job *jobs, const struct err *err)
{
	count_told(writer, jobs, err != NULL);
	for (struct db_job *job = jobs, *next; job; job = next) {
		const struct err *why = err ? err : job->failure;

		next = job->next; /* `done` may free the job */
		job->done(job->arg, !why, why);
	}
}

static void run_batch(struct db_writer *writer, struct db_job *jobs)
{
	struct err err;
	enum outcome outcome = try_jobs(writer, jobs, &err);

	if (outcome != OUTCOME_UNDONE) {
		tell(writer, jobs, outcome == OUTCOME_STORED ? NULL : &err);
		return;
	}
	for (struct db_job *job = jobs, *next; job; job = next) {
		next = job->next;
		job->next = NULL;
		outcome = try_jobs(writer, job, &err);
		tell(writer, job, outcome == OUTCOME_STORED ? NULL : &err);
	}
}

/* ---- The thread ---- */

/* The log is not cut, but written over from its start: on many disks that is faster than to make
 * it grow again, and its room is ours when the disk is full. */
static void checkpoint(struct db_writer *writer, unsigned frames_min)
{
	unsigned frames = writer->db->wal_frames;

	if (frames < writer->moved)
		writer->moved = 0; /* it began anew */
	if (!writer->db->handle || !writer->grown || frames - writer->moved < frames_min)
		return;
	db_checkpoint(writer->db, false);
	writer->moved = frames;
	writer->grown = false;
}

/* With the mutex held. False after a while without a job. */
static bool wait_for_change(struct db_writer *writer)
{
	struct timespec until;

	if (!writer->grown)
		return pthread_cond_wait(&writer->changed, &writer->mutex) == 0;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += IDLE_SECONDS;
	return pthread_cond_timedwait(&writer->changed, &writer->mutex, &until) != ETIMEDOUT;
}

/* With the mutex held. */
static struct db_job *take_some(struct db_writer *writer)
{
	struct db_job *jobs = writer->head, *last = jobs;

	for (unsigned i = 1; last && i != writer->jobs_max; i++)
		last = last->next;
	writer->head = last ? last->next : NULL;
	if (last)
		last->next = NULL;
	if (!writer->head)
		writer->tail = &writer->head;
	return jobs;
}

/* The next batch; NULL when there is nothing and never will be. */
static struct db_job *take(struct db_writer *writer)
{
	struct db_job *jobs;

	(void)pthread_mutex_lock(&writer->mutex);
	while (!writer->head && !writer->stopping) {
		if (wait_for_change(writer))
			continue;
		(void)pthread_mutex_unlock(&writer->mutex);
		checkpoint(writer, 0);
		(void)pthread_mutex_lock(&writer->mutex);
	}
	jobs = take_some(writer);
	(void)pthread_mutex_unlock(&writer->mutex);
	return jobs;
}

static void *work(void *arg)
{
	struct db_writer *writer = arg;
	struct db_job *jobs;

	while ((jobs = take(writer))) {
		bool lone = !jobs->next;

		run_batch(writer, jobs);
		if (lone) /* a crowd would wait for it */
			log_ahead(writer->db);
		arena_reset(&writer->batch);
		writer->grown = true;
		checkpoint(writer, CHECKPOINT_FRAMES);
	}
	return NULL;
}

/* ---- The door ---- */

/* Signals are the main thread's. */
static bool start_thread(struct db_writer *writer)
{
	sigset_t all, before;
	int failed;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&writer->thread, NULL, work, writer);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !failed;
}

static void release(struct db_writer *writer)
{
	struct arena arena = writer->arena;

	(void)pthread_cond_destroy(&writer->changed);
	(void)pthread_mutex_destroy(&writer->mutex);
	db_close(writer->db);
	arena_release(&writer->batch);
	arena_release(&arena);
}

bool db_writer_start(const char *path, struct db_writer **ret, struct err *err)
{
	struct arena arena = { 0 };
	struct db_writer *writer = NEW(&arena, struct db_writer, 1);
	pthread_condattr_t attr;

	writer->arena = arena;
	writer->tail = &writer->head;
	writer->jobs_max = BATCH_MAX;
	(void)pthread_mutex_init(&writer->mutex, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&writer->changed, &attr);
	(void)pthread_condattr_destroy(&attr);
	if (!db_open(path, DB_WRITE, &writer->db, err)) {
		release(writer);
		return false;
	}
	if (!start_thread(writer)) {
		release(writer);
		return FAIL(err, ERR_IO, "utas penulis tidak dapat dimulai",
			    "the writer's thread cannot be started");
	}
	*ret = writer;
	return true;
}

void db_writer_watch(struct db_writer *writer, const char *const *tables)
{
	db_watch(writer->db, tables);
}

uint64_t db_writer_version(const struct db_writer *writer)
{
	return atomic_load(&writer->version);
}

void db_writer_limit(struct db_writer *writer, unsigned jobs)
{
	(void)pthread_mutex_lock(&writer->mutex);
	writer->jobs_max = jobs ? jobs : BATCH_MAX;
	(void)pthread_mutex_unlock(&writer->mutex);
}

void db_writer_put(struct db_writer *writer, struct db_job *job)
{
	job->next = NULL;
	(void)pthread_mutex_lock(&writer->mutex);
	assert(!writer->stopping);
	*writer->tail = job;
	writer->tail = &job->next;
	(void)pthread_mutex_unlock(&writer->mutex);
	(void)pthread_cond_signal(&writer->changed);
}

void db_writer_counts(struct db_writer *writer, struct db_writer_counts *ret)
{
	(void)pthread_mutex_lock(&writer->mutex);
	*ret = writer->counts;
	for (const struct db_job *job = writer->head; job; job = job->next)
		ret->queued++;
	(void)pthread_mutex_unlock(&writer->mutex);
}

void db_writer_stop(struct db_writer *writer)
{
	if (!writer)
		return;
	(void)pthread_mutex_lock(&writer->mutex);
	writer->stopping = true;
	(void)pthread_mutex_unlock(&writer->mutex);
	(void)pthread_cond_signal(&writer->changed);
	(void)pthread_join(writer->thread, NULL);
	release(writer);
}

/* ---- Waiting for one's own job ---- */

struct waiter {
	bool (*run)(struct db *db, void *arg, struct err *err);
	void *arg;
	struct err *err;
	bool ok;
	sem_t done;
};

static bool run_waiter(struct db *db, void *arg, struct err *err)
{
	struct waiter *waiter = arg;

	return waiter->run(db, waiter->arg, err);
}

static void wake_waiter(void *arg, bool ok, const struct err *err)
{
	struct waiter *waiter = arg;

	waiter->ok = ok;
	if (!ok)
		*waiter->err = *err;
	(void)sem_post(&waiter->done);
}

bool db_writer_run(struct db_writer *writer, bool (*run)(struct db *, void *, struct err *),
		   void *arg, struct err *err)
{
	struct waiter waiter = { .run = run, .arg = arg, .err = err };
	struct db_job job = { .run = run_waiter, .done = wake_waiter, .arg = &waiter };

	assert(!pthread_equal(pthread_self(), writer->thread)); /* it would wait for itself */
	(void)sem_init(&waiter.done, 0, 0);
	db_writer_put(writer, &job);
	while (sem_wait(&waiter.done) != 0)
		; /* a signal came */
	(void)sem_destroy(&waiter.done);
	return waiter.ok;
}
