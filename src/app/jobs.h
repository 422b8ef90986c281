/* Long batches of documents, made by a thread of their own, one after another, while their owner
 * looks on. A result is a file without a name: it is gone when the job is, and with the process.
 * Private to app. */
#ifndef JOBS_H
#define JOBS_H

#include "batch.h"

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

/* What bounds the disk: so many results, each so large and so old at most. */
#define JOBS_MAX 6
#define JOBS_OF_ONE 2 /* of an account, that are not over yet */
#define JOB_BYTES_MAX ((size_t)384 << 20)
#define JOB_KEPT_MS ((int64_t)15 * 60 * 1000)

struct jobs;
/* `folder` is where results are made. */
struct jobs *jobs_new(const char *folder);
void jobs_free(struct jobs *jobs); /* stops what runs */
struct jobs *service_jobs(struct service *service);

struct job_call {
	int64_t account, edition;
	const char *file;   /* what the result is called, without its ending; its batch's arena */
	const char *closed; /* screen_text() of its owner when it was asked for; the same arena */
	bool pdf;	    /* else a ZIP */
	struct batch batch;
	struct arena *arena; /* holds the batch; taken over, also on failure */
};
/* The same one asked for again while it is under way is that one. ERR_BUSY "too_many_jobs". */
bool job_add(struct jobs *jobs, const struct job_call *call, struct arena *arena,
	     const char **ret_id, struct err *err) MUST_CHECK;

struct job_view {
	enum job_state state;
	size_t done, total, size;
	const char *file, *closed;
	bool pdf;
	struct err err; /* of JOB_FAILED */
};
/* ERR_NOT_FOUND: none, over for long, or somebody else's. */
bool job_look(struct jobs *jobs, int64_t account, int64_t edition, const char *id,
	      struct arena *arena, struct job_view *ret, struct err *err) MUST_CHECK;
bool job_cancel(struct jobs *jobs, int64_t account, int64_t edition, const char *id,
		struct err *err) MUST_CHECK;
/* Its result, for the caller to close. */
bool job_file(struct jobs *jobs, int64_t account, int64_t edition, const char *id, int *ret_fd,
	      size_t *ret_size, struct err *err) MUST_CHECK;

#endif
