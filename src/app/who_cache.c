#include "app/who_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 256	      /* a person whose slot is taken by another is read anew */
#define BYTES_MAX (64 * 1024) /* then it begins empty again */

struct who_cache {
	pthread_mutex_t lock;
	uint64_t version; /* of all that is in it */
	struct arena arena;
	struct person *slots[SLOTS];
};

struct who_cache *who_cache_new(void)
{
	struct who_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		abort();
	(void)pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void who_cache_free(struct who_cache *cache)
{
	arena_release(&cache->arena);
	(void)pthread_mutex_destroy(&cache->lock);
	free(cache);
}

static struct person **slot_of(struct who_cache *cache, const uint8_t token_sha256[SHA256_SIZE])
{
	return &cache->slots[token_sha256[0] % SLOTS];
}

static void person_copy(const struct person *from, struct arena *arena, struct person *ret)
{
	*ret = *from;
	ret->account.edition_key = arena_text(arena, from->account.edition_key);
	ret->account.username = arena_text(arena, from->account.username);
	ret->account.juror_key = arena_text(arena, from->account.juror_key);
	ret->account.name = arena_text(arena, from->account.name);
	ret->account.password_hash = arena_text(arena, from->account.password_hash);
}

bool who_cache_find(struct who_cache *cache, uint64_t version,
		    const uint8_t token_sha256[SHA256_SIZE], struct arena *arena,
		    struct person *ret)
{
	const struct person *person;
	bool found;

	(void)pthread_mutex_lock(&cache->lock);
	person = *slot_of(cache, token_sha256);
	found = person && cache->version == version &&
		bytes_equal(person->token_sha256, token_sha256, SHA256_SIZE);
	if (found)
		person_copy(person, arena, ret);
	(void)pthread_mutex_unlock(&cache->lock);
	return found;
}

void who_cache_put(struct who_cache *cache, uint64_t version, const struct person *person)
{
	(void)pthread_mutex_lock(&cache->lock);
	if (version > cache->version || cache->arena.taken > BYTES_MAX) {
		arena_release(&cache->arena);
		memset(cache->slots, 0, sizeof(cache->slots));
		cache->version = version > cache->version ? version : cache->version;
	}
	if (version == cache->version) {
		struct person **slot = slot_of(cache, person->token_sha256);

		*slot = NEW(&cache->arena, struct person, 1);
		person_copy(person, &cache->arena, *slot);
	}
	(void)pthread_mutex_unlock(&cache->lock);
}
