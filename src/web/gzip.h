/* Only public content is packed: what holds a secret beside foreign text would leak it by its
 * length (BREACH). */
#ifndef WEB_GZIP_H
#define WEB_GZIP_H

#include "base/base.h"

/* False when it would not help. */
bool gzip_pack(struct arena *arena, const void *data, size_t len, const void **ret,
	       size_t *ret_len) MUST_CHECK;

#endif
