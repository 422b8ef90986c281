#include "app/readers.h"

#include <pthread.h>
#include <stdlib.h>

#define IDLE_MAX 64

struct readers {
	const char *db_path;
	pthread_mutex_t lock; /* over what follows */
	struct db *idle[IDLE_MAX];
	size_t count;
};

struct readers *readers_new(const char *db_path)
{
	struct readers *readers = calloc(1, sizeof(*readers));

	if (!readers)
		abort();
	readers->db_path = db_path;
	(void)pthread_mutex_init(&readers->lock, NULL);
	return readers;
}

void readers_free(struct readers *readers)
{
	while (readers->count)
		db_close(readers->idle[--readers->count]);
	(void)pthread_mutex_destroy(&readers->lock);
	free(readers);
}

bool readers_take(struct readers *readers, struct db **ret, struct err *err)
{
	struct db *db = NULL;

	(void)pthread_mutex_lock(&readers->lock);
	if (readers->count)
		db = readers->idle[--readers->count];
	(void)pthread_mutex_unlock(&readers->lock);
	if (!db)
		return db_open(readers->db_path, DB_READ, ret, err);
	*ret = db;
	return true;
}

void readers_give(struct readers *readers, struct db *db)
{
	(void)pthread_mutex_lock(&readers->lock);
	if (readers->count < IDLE_MAX) {
		readers->idle[readers->count++] = db;
		db = NULL;
	}
	(void)pthread_mutex_unlock(&readers->lock);
	db_close(db); /* NULL is nothing */
}
