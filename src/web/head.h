/* The head of a request as libmicrohttpd hands it out, and what it leaves out. */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

#include "web/guard.h"

struct MHD_Connection;

/* Where the library keeps the target: it is known only while the request line is being read. */
struct target_place {
	const char *start;
	size_t len;
};

/* The headers into an array of the arena; the texts stay the library's until the request is over.
 * `torn` is set when `see_lines` and bytes are missing. */
void head_read(struct MHD_Connection *mhd, const char *method, const char *version,
	       struct target_place target, bool see_lines, struct arena *arena, struct head *ret);

/* Whether torn heads can be told from whole ones with the library that is installed. */
bool head_probe(void);

#endif
