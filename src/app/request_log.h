/* The log: one JSON line a request on standard error; never a body, a query, a token or a size. The
 * lines of one turn of the network loop are written together. Private to app; the loop's thread
 * only. */
#ifndef REQUEST_LOG_H
#define REQUEST_LOG_H

#include "web/web.h"

struct request_log {
	size_t len;
	char data[16384];
};

void request_log_add(struct request_log *log, const struct req *req, unsigned status,
		     int64_t microseconds);
void request_log_flush(struct request_log *log);

#endif
