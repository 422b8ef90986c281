/* What holds a secret beside text that a stranger chooses would leak it by its length (BREACH). So
 * an answer to one person is packed only when nothing of the request stands in it, and with padding
 * of a random length, so that a length that is overheard says little of what was typed. */
#ifndef WEB_GZIP_H
#define WEB_GZIP_H

#include "base/base.h"

/* False when it would not help. */
bool gzip_pack(struct arena *arena, const void *data, size_t len, const void **ret,
	       size_t *ret_len) MUST_CHECK;
/* The same for an answer that is made once for one person: quicker, and padded. */
bool gzip_pack_once(struct arena *arena, const void *data, size_t len, const void **ret,
		    size_t *ret_len) MUST_CHECK;

#endif
