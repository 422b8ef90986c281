/* A stored release as a struct: parsed once, because its bytes never change. */
#include "release.h"

#include <pthread.h>
#include <string.h>

struct kept {
	const char *sha256;
	const char *text;
	size_t len;
	struct bundle bundle;
	struct kept *next;
};

/* Releases are few (one to three an edition), so they stay. By their hash: an id may be used again
 * when the transaction that made it is undone. */
struct release_cache {
	pthread_mutex_t lock;
	struct arena arena;
	struct kept *first;
	struct other *first_other;
};

struct other {		    /* release_cache_keep */
	struct arena arena; /* it lies there itself */
	const char *sha256;
	void *what;
	struct other *next;
};

struct release_cache *release_cache_new(struct arena *arena)
{
	struct release_cache *cache = NEW(arena, struct release_cache, 1);

	(void)pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void release_cache_free(struct release_cache *cache)
{
	struct other *at = cache->first_other;

	while (at) {
		struct arena own = at->arena;

		at = at->next;
		arena_release(&own);
	}
	(void)pthread_mutex_destroy(&cache->lock);
	arena_release(&cache->arena);
}

static const struct kept *cache_find(struct release_cache *cache, const char *sha256)
{
	for (const struct kept *at = cache->first; at; at = at->next)
		if (text_equal(at->sha256, sha256))
			return at;
	return NULL;
}

static bool kept_read(struct release_cache *cache, struct db *db, const struct release *release,
		      struct kept **ret, struct err *err)
{
	struct kept *kept = NEW(&cache->arena, struct kept, 1);
	struct complaints complaints;
	struct buf words;
	char *text;

	if (!release_bundle(db, release->id, &cache->arena, &text, &kept->len, err))
		return false;
	complaints_init(&complaints, &cache->arena);
	if (!bundle_load("bundle.txt", text, kept->len, &cache->arena, &kept->bundle,
			 &complaints)) {
		buf_init(&words, &cache->arena);
		complaints_print(&complaints, LANG_EN, &words);
		(void)FAIL(err, ERR_IO, "berkas hasil yang tersimpan rusak",
			   "the stored bundle is broken");
		err_detail(err, "%s", words.data);
		return false;
	}
	kept->sha256 = arena_text(&cache->arena, release->sha256);
	kept->text = text;
	*ret = kept;
	return true;
}

bool release_cache_parse(struct release_cache *cache, struct db *db, const struct release *release,
			 struct released *ret, struct err *err)
{
	const struct kept *found;
	struct kept *read = NULL;

	(void)pthread_mutex_lock(&cache->lock);
	found = cache_find(cache, release->sha256);
	if (!found && kept_read(cache, db, release, &read, err)) {
		read->next = cache->first;
		cache->first = read;
		found = read;
	}
	(void)pthread_mutex_unlock(&cache->lock);
	if (!found)
		return false;
	*ret = (struct released){ *release, found->text, found->len, &found->bundle };
	return true;
}

/* What cannot be made leaves nothing behind. */
static bool other_make(struct release_cache *cache, const char *sha256, release_maker *make,
		       void *arg, struct other **ret, struct err *err)
{
	struct arena arena = { 0 };
	struct other *other = NEW(&arena, struct other, 1);

	if (!make(arg, &arena, &other->what, err)) {
		arena_release(&arena);
		return false;
	}
	other->sha256 = arena_text(&arena, sha256);
	other->next = cache->first_other;
	other->arena = arena;
	cache->first_other = other;
	*ret = other;
	return true;
}

bool release_cache_keep(struct release_cache *cache, const char *sha256, release_maker *make,
			void *arg, void **ret, struct err *err)
{
	struct other *at;
	bool done = true;

	(void)pthread_mutex_lock(&cache->lock);
	for (at = cache->first_other; at && !text_equal(at->sha256, sha256);)
		at = at->next;
	if (!at)
		done = other_make(cache, sha256, make, arg, &at, err);
	if (done)
		*ret = at->what;
	(void)pthread_mutex_unlock(&cache->lock);
	return done;
}

bool release_parse(struct service *service, struct db *db, const struct release *release,
		   struct released *ret, struct err *err)
{
	return release_cache_parse(service_releases(service), db, release, ret, err);
}

static bool is_public(const struct release *release)
{
	return text_equal(release->state, "published") || text_equal(release->state, "superseded");
}

bool release_open(struct service *service, struct db *db, const struct edition *edition,
		  int64_t number, struct arena *arena, struct released *ret, struct err *err)
{
	struct release *list;
	size_t count;

	if (!release_list(db, edition->id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (number ? list[i].number == number && is_public(&list[i])
			   : text_equal(list[i].state, "published"))
			return release_parse(service, db, &list[i], ret, err);
	return FAIL_CODE(err, ERR_NOT_FOUND, "not_published", "hasil edisi %s belum diumumkan",
			 "the results of edition %s are not published", edition->key);
}
