#include "jobs.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "vault.h"

struct job {
	char id[TOKEN_SIZE]; /* "" = a free place */
	struct job_call call;
	struct arena arena; /* what call.batch lies in */
	enum job_state state;
	atomic_size_t done;
	atomic_bool stop;
	uint64_t turn;
	int64_t over_at; /* monotonic */
	int fd;
	size_t size;
	struct err err;
};

struct jobs {
	pthread_mutex_t lock; /* over all but the batch of the job that runs */
	pthread_cond_t some;
	pthread_t thread;
	bool ending, started;
	uint64_t turn;
	struct arena arena;
	const char *folder;
	struct job items[JOBS_MAX];
};

static bool is_over(const struct job *job)
{
	return job->state >= JOB_DONE;
}

static void job_clear(struct job *job)
{
	if (job->fd >= 0)
		(void)close(job->fd);
	job->fd = -1;
	job->id[0] = '\0';
	arena_release(&job->arena);
}

/* ---- The thread ---- */

static bool on_stop(void *arg, size_t done, size_t bytes)
{
	struct job *job = arg;

	atomic_store(&job->done, done);
	return atomic_load(&job->stop) || bytes > JOB_BYTES_MAX;
}

static bool job_make(const char *folder, struct job *job, int *ret_fd, size_t *ret_size,
		     struct err *err)
{
	const struct batch_stop stop = { on_stop, job };
	struct vault_part part VAULT_PART = { .fd = -1 };
	struct arena arena = { 0 };
	bool made;

	made = vault_begin(folder, &arena, &part, err) &&
	       (job->call.pdf ? batch_pdf_write(&job->call.batch, part.fd, &stop, err)
			      : batch_zip(&job->call.batch, part.path, &stop, err)) &&
	       vault_take(&part, ret_fd, ret_size, err);
	if (!made)
		vault_drop(&part);
	arena_release(&arena);
	return made;
}

static struct job *next_job(struct jobs *jobs)
{
	struct job *next = NULL;

	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct job *job = &jobs->items[i];

		if (*job->id && job->state == JOB_WAITING && (!next || job->turn < next->turn))
			next = job;
	}
	return next;
}

static void job_end(struct job *job, bool made, int fd, size_t size, const struct err *err)
{
	job->over_at = time_mono_ms();
	if (made) {
		job->state = JOB_DONE;
		job->fd = fd;
		job->size = size;
		atomic_store(&job->done, job->call.batch.count);
	} else if (atomic_load(&job->stop)) {
		job->state = JOB_CANCELLED;
	} else if (text_equal(err->code, "cancelled")) {
		job->state = JOB_FAILED;
		(void)FAIL_CODE(&job->err, ERR_FULL, "too_large",
				"Berkasnya lebih dari 384 MB; unduhlah per kategori.",
				"The file has more than 384 MB; download category by category.");
	} else {
		job->state = JOB_FAILED;
		job->err = *err;
	}
}

static void *work(void *arg)
{
	struct jobs *jobs = arg;
	struct job *job;

	(void)pthread_mutex_lock(&jobs->lock);
	while (!jobs->ending) {
		struct err err = { 0 };
		size_t size = 0;
		int fd = -1;
		bool made;

		job = next_job(jobs);
		if (!job) {
			(void)pthread_cond_wait(&jobs->some, &jobs->lock);
			continue;
		}
		job->state = JOB_RUNNING;
		(void)pthread_mutex_unlock(&jobs->lock);
		made = job_make(jobs->folder, job, &fd, &size, &err);
		(void)pthread_mutex_lock(&jobs->lock);
		job_end(job, made, fd, size, &err);
	}
	(void)pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* ---- Start and end ---- */

struct jobs *jobs_new(const char *folder)
{
	struct jobs *jobs = calloc(1, sizeof(*jobs));

	if (!jobs)
		abort();
	(void)pthread_mutex_init(&jobs->lock, NULL);
	(void)pthread_cond_init(&jobs->some, NULL);
	jobs->folder = arena_text(&jobs->arena, folder);
	for (size_t i = 0; i < JOBS_MAX; i++)
		jobs->items[i].fd = -1;
	return jobs;
}

void jobs_free(struct jobs *jobs)
{
	(void)pthread_mutex_lock(&jobs->lock);
	jobs->ending = true;
	for (size_t i = 0; i < JOBS_MAX; i++)
		atomic_store(&jobs->items[i].stop, true);
	(void)pthread_cond_signal(&jobs->some);
	(void)pthread_mutex_unlock(&jobs->lock);
	if (jobs->started)
		(void)pthread_join(jobs->thread, NULL);
	for (size_t i = 0; i < JOBS_MAX; i++)
		job_clear(&jobs->items[i]);
	(void)pthread_cond_destroy(&jobs->some);
	(void)pthread_mutex_destroy(&jobs->lock);
	arena_release(&jobs->arena);
	free(jobs);
}

/* ---- Asking ---- */

static void sweep(struct jobs *jobs)
{
	int64_t now = time_mono_ms();

	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct job *job = &jobs->items[i];

		if (*job->id && is_over(job) && now - job->over_at > JOB_KEPT_MS)
			job_clear(job);
	}
}

static bool same_call(const struct job *job, const struct job_call *call)
{
	return job->call.account == call->account && job->call.edition == call->edition &&
	       job->call.pdf == call->pdf && text_equal(job->call.file, call->file) &&
	       text_equal(job->call.closed, call->closed);
}

static bool goes_before(const struct job *job, const struct job *other, int64_t account)
{
	bool own = job->call.account == account, others = other->call.account == account;

	return own != others ? own : job->over_at < other->over_at;
}

/* A place: a free one, else that of the same person's oldest result, else of the oldest result. */
static struct job *place_for(struct jobs *jobs, const struct job_call *call)
{
	struct job *found = NULL;

	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct job *job = &jobs->items[i];

		if (!*job->id)
			return job;
		if (is_over(job) && (!found || goes_before(job, found, call->account)))
			found = job;
	}
	if (found)
		job_clear(found);
	return found;
}

static struct job *place_find(struct jobs *jobs, const struct job_call *call, struct job **ret_same)
{
	size_t under_way = 0;

	*ret_same = NULL;
	sweep(jobs);
	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct job *job = &jobs->items[i];

		if (!*job->id || is_over(job) || job->call.account != call->account)
			continue;
		under_way++;
		if (same_call(job, call))
			*ret_same = job;
	}
	return *ret_same || under_way >= JOBS_OF_ONE ? NULL : place_for(jobs, call);
}

static void place_take(struct jobs *jobs, struct job *job, const struct job_call *call)
{
	random_token(job->id);
	job->call = *call;
	job->arena = *call->arena;
	*call->arena = (struct arena){ 0 };
	job->call.arena = &job->arena;
	job->call.batch.arena = &job->arena;
	job->state = JOB_WAITING;
	atomic_store(&job->done, 0);
	atomic_store(&job->stop, false);
	job->turn = ++jobs->turn;
	job->size = 0;
	if (!jobs->started)
		jobs->started = pthread_create(&jobs->thread, NULL, work, jobs) == 0;
	(void)pthread_cond_signal(&jobs->some);
}

bool job_add(struct jobs *jobs, const struct job_call *call, struct arena *arena,
	     const char **ret_id, struct err *err)
{
	struct job *job, *same;

	(void)pthread_mutex_lock(&jobs->lock);
	job = place_find(jobs, call, &same);
	if (job)
		place_take(jobs, job, call);
	else
		job = same;
	if (job)
		*ret_id = arena_text(arena, job->id);
	(void)pthread_mutex_unlock(&jobs->lock);
	arena_release(call->arena);
	return job || FAIL_CODE(err, ERR_BUSY, "too_many_jobs",
				"Sedang ada berkas lain yang dibuat. Cobalah setelah selesai.",
				"Other files are being made. Try again when they are done.");
}

static struct job *job_of(struct jobs *jobs, int64_t account, int64_t edition, const char *id)
{
	sweep(jobs);
	for (size_t i = 0; i < JOBS_MAX; i++) {
		struct job *job = &jobs->items[i];

		if (*job->id && job->call.account == account && job->call.edition == edition &&
		    text_equal(job->id, id))
			return job;
	}
	return NULL;
}

static bool gone(struct err *err)
{
	return FAIL_CODE(err, ERR_NOT_FOUND, "no_job",
			 "berkas ini sudah tidak ada; buat sekali lagi",
			 "this file is gone; make it once more");
}

bool job_look(struct jobs *jobs, int64_t account, int64_t edition, const char *id,
	      struct arena *arena, struct job_view *ret, struct err *err)
{
	const struct job *job;

	(void)pthread_mutex_lock(&jobs->lock);
	job = job_of(jobs, account, edition, id);
	if (job)
		*ret = (struct job_view){ .state = job->state,
					  .done = atomic_load(&job->done),
					  .total = job->call.batch.count,
					  .size = job->size,
					  .file = arena_text(arena, job->call.file),
					  .closed = arena_text(arena, job->call.closed),
					  .pdf = job->call.pdf,
					  .err = job->err };
	(void)pthread_mutex_unlock(&jobs->lock);
	return job || gone(err);
}

bool job_cancel(struct jobs *jobs, int64_t account, int64_t edition, const char *id,
		struct err *err)
{
	struct job *job;

	(void)pthread_mutex_lock(&jobs->lock);
	job = job_of(jobs, account, edition, id);
	if (job && job->state == JOB_WAITING) {
		job->state = JOB_CANCELLED;
		job->over_at = time_mono_ms();
	} else if (job && job->state == JOB_DONE) {
		job_clear(job); /* the result is thrown away */
	} else if (job) {
		atomic_store(&job->stop, true);
	}
	(void)pthread_mutex_unlock(&jobs->lock);
	return job || gone(err);
}

bool job_file(struct jobs *jobs, int64_t account, int64_t edition, const char *id, int *ret_fd,
	      size_t *ret_size, struct err *err)
{
	const struct job *job;

	*ret_fd = -1;
	(void)pthread_mutex_lock(&jobs->lock);
	job = job_of(jobs, account, edition, id);
	if (job && job->state == JOB_DONE) {
		*ret_fd = fcntl(job->fd, F_DUPFD_CLOEXEC, 0);
		*ret_size = job->size;
	}
	(void)pthread_mutex_unlock(&jobs->lock);
	return *ret_fd >= 0 || gone(err);
}
