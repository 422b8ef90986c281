/* A crowd of clients on keep-alive connections: each sends its next request when it has the answer
 * to the last. One thread, epoll. */
#ifndef LOAD_H
#define LOAD_H

#include "bench.h"

#define LOAD_CONNECTIONS_MAX 384

struct load_conn {
	int fd;
	size_t number; /* from 0 */
	char *out;     /* the request under way */
	size_t out_len, out_sent;
	char *in; /* what has come of its answer */
	size_t in_len, in_cap;
	int64_t began;
};

/* Writes the next request of a connection; looks at its answer (a whole head and body). */
struct load_script {
	void (*request)(void *arg, struct load_conn *conn);
	void (*answer)(void *arg, struct load_conn *conn, unsigned status, const char *body);
	void *arg;
};

void load_say(struct load_conn *conn, const char *fmt, ...) PRINTF(2, 3); /* the request's text */
void load_open(struct load_conn *conns, size_t count, unsigned port);
void load_close(struct load_conn *conns, size_t count);
/* One request and its answer; returns its time in ns. */
int64_t load_one(struct load_conn *conn, const struct load_script *script);
/* All connections until `requests` have been answered, whose times (ns) are written to `times`.
 * Returns how long it took, in ns. */
int64_t load_run(struct load_conn *conns, size_t count, const struct load_script *script,
		 size_t requests, int64_t *times);

#endif
