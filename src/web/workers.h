/* The pool: a few threads that run straight-line handlers. Bounded: what does not fit in the
 * queue is refused at once. Slow requests may hold at most half of the threads. */
#ifndef WEB_WORKERS_H
#define WEB_WORKERS_H

#include <pthread.h>

#include "base/base.h"

#define WORKERS_MAX 64
#define QUEUE_MAX 1024
#define SLOW_MAX 128

struct exchange;

struct work_queue {
	struct exchange *first, **last;
	size_t count;
};

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t threads[WORKERS_MAX];
	unsigned count, idle, slow_busy;
	struct work_queue quick, slow;
	bool stop;
};

bool workers_start(struct workers *workers, unsigned count, struct err *err) MUST_CHECK;
/* Takes a list of requests; returns the list of those that found no room. */
struct exchange *workers_put(struct workers *workers, struct exchange *list);
void workers_stop(struct workers *workers); /* runs what is queued, then ends the threads */

#endif
