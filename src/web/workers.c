#include "web/workers.h"

#include <string.h>

#include "web/exchange.h"

#define STACK_SIZE ((size_t)1024 * 1024) /* documents need more than half of it */

static void queue_init(struct work_queue *queue)
{
	*queue = (struct work_queue){ 0 };
	queue->last = &queue->first;
}

static void queue_put(struct work_queue *queue, struct exchange *ex)
{
	ex->next = NULL;
	*queue->last = ex;
	queue->last = &ex->next;
	queue->count++;
}

static struct exchange *queue_take(struct work_queue *queue)
{
	struct exchange *ex = queue->first;

	queue->first = ex->next;
	if (!queue->first)
		queue->last = &queue->first;
	queue->count--;
	return ex;
}

/* The next request that may be run now, or NULL. */
static struct exchange *take(struct workers *workers)
{
	unsigned half = workers->count > 1 ? workers->count / 2 : 1;

	if (workers->quick.count)
		return queue_take(&workers->quick);
	if (workers->slow.count && workers->slow_busy < half) {
		workers->slow_busy++;
		return queue_take(&workers->slow);
	}
	return NULL;
}

static bool is_over(const struct workers *workers)
{
	return workers->stop && !workers->quick.count && !workers->slow.count;
}

static void *work(void *arg)
{
	struct workers *workers = arg;
	unsigned number = 0;

	(void)pthread_mutex_lock(&workers->lock);
	while (number < workers->count && !pthread_equal(workers->threads[number], pthread_self()))
		number++;
	for (;;) {
		struct exchange *ex = take(workers);
		bool slow;

		if (!ex && is_over(workers))
			break;
		if (!ex) {
			workers->idle++;
			(void)pthread_cond_wait(&workers->some, &workers->lock);
			workers->idle--;
			continue;
		}
		slow = ex->req.route->slow;
		(void)pthread_mutex_unlock(&workers->lock);
		exchange_work(ex, number);
		(void)pthread_mutex_lock(&workers->lock);
		if (slow)
			workers->slow_busy--;
	}
	(void)pthread_cond_broadcast(&workers->some);
	(void)pthread_mutex_unlock(&workers->lock);
	return NULL;
}

bool workers_start(struct workers *workers, unsigned count, struct err *err)
{
	pthread_attr_t attr;
	bool ok = true;

	memset(workers, 0, sizeof(*workers));
	queue_init(&workers->quick);
	queue_init(&workers->slow);
	(void)pthread_mutex_init(&workers->lock, NULL);
	(void)pthread_cond_init(&workers->some, NULL);
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	(void)pthread_mutex_lock(&workers->lock); /* nobody looks for its number before all are */
	for (unsigned i = 0; ok && i < count && i < WORKERS_MAX; i++) {
		ok = pthread_create(&workers->threads[i], &attr, work, workers) == 0;
		workers->count += ok;
	}
	(void)pthread_mutex_unlock(&workers->lock);
	(void)pthread_attr_destroy(&attr);
	if (ok)
		return true;
	workers_stop(workers);
	return FAIL(err, ERR_IO, "utas pekerja tidak dapat dibuat", "cannot start a worker thread");
}

struct exchange *workers_put(struct workers *workers, struct exchange *list)
{
	struct exchange *refused = NULL, *next;
	unsigned wake = 0;

	(void)pthread_mutex_lock(&workers->lock);
	for (; list; list = next) {
		bool slow = list->req.route->slow;
		struct work_queue *queue = slow ? &workers->slow : &workers->quick;

		next = list->next;
		if (queue->count >= (slow ? SLOW_MAX : QUEUE_MAX)) {
			list->next = refused;
			refused = list;
			continue;
		}
		queue_put(queue, list);
		wake++;
	}
	if (wake > workers->idle)
		wake = workers->idle;
	(void)pthread_mutex_unlock(&workers->lock);
	while (wake--)
		(void)pthread_cond_signal(&workers->some);
	return refused;
}

void workers_stop(struct workers *workers)
{
	(void)pthread_mutex_lock(&workers->lock);
	workers->stop = true;
	(void)pthread_cond_broadcast(&workers->some);
	(void)pthread_mutex_unlock(&workers->lock);
	for (unsigned i = 0; i < workers->count; i++)
		(void)pthread_join(workers->threads[i], NULL);
	(void)pthread_cond_destroy(&workers->some);
	(void)pthread_mutex_destroy(&workers->lock);
}
