#include "app/scheme_cache.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/app.h"
#include "store/store.h"

#define SCHEMES_MAX 64 /* then they are read anew; who holds one of the old keeps it */

struct kept {
	int64_t rule_id;
	struct scheme scheme;
};

struct scheme_cache {
	pthread_mutex_t lock;
	struct arena arena; /* what the schemes lie in */
	struct kept *items[SCHEMES_MAX];
	size_t count;
};

struct scheme_cache *scheme_cache_new(void)
{
	struct scheme_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		abort();
	(void)pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void scheme_cache_free(struct scheme_cache *cache)
{
	(void)pthread_mutex_destroy(&cache->lock);
	arena_release(&cache->arena);
	free(cache);
}

static const struct scheme *find(struct scheme_cache *cache, int64_t rule_id)
{
	const struct scheme *found = NULL;

	(void)pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < cache->count; i++)
		if (cache->items[i]->rule_id == rule_id)
			found = &cache->items[i]->scheme;
	(void)pthread_mutex_unlock(&cache->lock);
	return found;
}

/* NULL: it cannot be read. */
static const struct scheme *keep(struct scheme_cache *cache, int64_t rule_id, const char *text,
				 size_t len)
{
	const struct scheme *kept = NULL;
	struct complaints complaints;
	struct kept *item;

	(void)pthread_mutex_lock(&cache->lock);
	complaints_init(&complaints, &cache->arena);
	item = NEW(&cache->arena, struct kept, 1);
	item->rule_id = rule_id;
	if (scheme_read("scheme.yaml", text, len, &cache->arena, &item->scheme, &complaints)) {
		if (cache->count == SCHEMES_MAX)
			cache->count = 0;
		cache->items[cache->count++] = item;
		kept = &item->scheme;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	return kept;
}

bool scheme_cache_get(struct scheme_cache *cache, struct db *db, int64_t rule_id,
		      const struct scheme **ret, struct err *err)
{
	struct arena arena = { 0 };
	char *text;
	size_t len;

	*ret = find(cache, rule_id);
	if (*ret)
		return true;
	if (!rule_get(db, rule_id, &arena, &text, &len, err)) {
		arena_release(&arena);
		return false;
	}
	*ret = keep(cache, rule_id, text, len);
	arena_release(&arena);
	return *ret || FAIL(err, ERR_IO, "skema yang tersimpan tidak dapat dibaca",
			    "the stored scheme cannot be read");
}
