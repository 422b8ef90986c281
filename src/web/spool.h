/* A body on disk instead of in memory: a file without a name, written as the body comes, read as
 * memory that the kernel may take back. It is gone when its descriptor is closed. */
#ifndef WEB_SPOOL_H
#define WEB_SPOOL_H

#include "base/base.h"

struct spool {
	int fd; /* -1 = none */
	size_t len;
	void *map;   /* or NULL */
	int failure; /* errno of the first write that failed; what follows is thrown away */
	bool stranger;
};

bool spool_open(struct spool *spool, const char *folder, struct err *err) MUST_CHECK;
void spool_add(struct spool *spool, const void *data, size_t len);
/* ERR_FULL or ERR_IO when something could not be written. */
bool spool_check(const struct spool *spool, struct err *err) MUST_CHECK;
/* All of it as memory; "" when it is empty. */
bool spool_map(struct spool *spool, const char **ret, struct err *err) MUST_CHECK;
void spool_close(struct spool *spool);

#endif
