/* Schemes of rule versions, each parsed once: a rule version never changes, and they are few, so
 * they stay. Private to app. Any thread. */
#ifndef SCHEME_CACHE_H
#define SCHEME_CACHE_H

#include "core/core.h"
#include "db/db.h"

struct scheme_cache;
struct scheme_cache *scheme_cache_new(void);
void scheme_cache_free(struct scheme_cache *cache);
/* The scheme lives as long as the cache. */
bool scheme_cache_get(struct scheme_cache *cache, struct db *db, int64_t rule_id,
		      const struct scheme **ret, struct err *err) MUST_CHECK;

#endif
