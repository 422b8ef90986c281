/* Who is signed in, remembered between requests: finding it out costs a read transaction, which a
 * save would not need otherwise. Private to app. Any thread. */
#ifndef WHO_CACHE_H
#define WHO_CACHE_H

#include "app/device.h"

struct person {
	uint8_t token_sha256[SHA256_SIZE];
	struct session session;
	struct account account;
	char form_token[SHA256_HEX_SIZE];
	char device_owner[DEVICE_OWNER_SIZE];
};

/* A person is remembered for as long as no row of session, account, juror or edition has changed,
 * so that a sign-out, a new password, a new role or a blocked account takes effect at once. */
struct who_cache;
struct who_cache *who_cache_new(void);
void who_cache_free(struct who_cache *cache);
/* `version` (db_writer_version): now. Texts are copied into the arena. False: not known, or no
 * longer certain. */
bool who_cache_find(struct who_cache *cache, uint64_t version,
		    const uint8_t token_sha256[SHA256_SIZE], struct arena *arena,
		    struct person *ret);
/* `version`: as it was before the person was read. */
void who_cache_put(struct who_cache *cache, uint64_t version, const struct person *person);

#endif
