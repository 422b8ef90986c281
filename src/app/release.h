/* Releases inside the service: read from their bytes, built, issued. Private to app. */
#ifndef RELEASE_H
#define RELEASE_H

#include "edition_state.h"

/* ---- Reading (release_read.c) ---- Nothing public reads anything else. */

struct released {
	struct release release;
	const char *text; /* the stored bytes, as they were approved */
	size_t len;
	const struct bundle *bundle; /* parsed and verified; its scheme is bundle->input.scheme */
};

/* Release `number` of the edition, 0 = the newest published one. Whoever has no business with what
 * is not public calls this: only published and superseded releases are found, else
 * ERR_NOT_FOUND. Parsed once: what is returned lives as long as the service. */
bool release_open(struct service *service, struct db *db, const struct edition *edition,
		  int64_t number, struct arena *arena, struct released *ret,
		  struct err *err) MUST_CHECK;
/* The edition of the route, and ?release=n of it or the newest published one. */
bool release_asked(struct req *req, struct edition *ret_edition, struct released *ret,
		   struct err *err) MUST_CHECK;
/* Any release by its row, also one that waits for the second key. */
bool release_parse(struct service *service, struct db *db, const struct release *release,
		   struct released *ret, struct err *err) MUST_CHECK;

/* The same without a service. */
bool release_cache_parse(struct release_cache *cache, struct db *db, const struct release *release,
			 struct released *ret, struct err *err) MUST_CHECK;

/* What else is read once and kept beside the releases, by a hash of what it was read from. `make`
 * runs once for a key; what it makes lies in the arena it is given, as long as the cache. */
typedef bool release_maker(void *arg, struct arena *arena, void **ret, struct err *err);
bool release_cache_keep(struct release_cache *cache, const char *sha256, release_maker *make,
			void *arg, void **ret, struct err *err) MUST_CHECK;

/* The tally of a release as it is published: with `publish: winners` at its first key of the
 * winners alone. */
void released_tally(struct req *req, const struct released *released, struct tally *ret);

#endif
