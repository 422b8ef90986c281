/* The log: one JSON line a request on standard error; never a body, a query, a token or a size. The
 * lines of one turn of the network loop are written together. Whoever reads them slowly or not at
 * all does not hold up the loop: lines that cannot be written at once are dropped, and a line says
 * how many. Private to app; the loop's thread only. */
#ifndef REQUEST_LOG_H
#define REQUEST_LOG_H

#include <stdatomic.h>

#include "web/web.h"

struct request_log {
	_Atomic uint64_t dropped; /* lines, since the start */
	uint64_t untold;	  /* of them */
	size_t len;
	char data[16384];
};

void request_log_add(struct request_log *log, const struct req *req, unsigned status,
		     int64_t microseconds);
void request_log_flush(struct request_log *log);

#endif
