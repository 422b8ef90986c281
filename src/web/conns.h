/* Connections and their deadlines. The library knows idle time only; a client that sends a byte
 * a second would keep its socket for ever. Each phase has a deadline of its own, and what is late
 * is shut down; the library then notices an ended connection. Loop thread only. */
#ifndef WEB_CONNS_H
#define WEB_CONNS_H

#include <stdatomic.h>

#include "base/base.h"

enum phase { PHASE_HEADER, PHASE_BODY, PHASE_ANSWER, PHASE_IDLE, PHASE_COUNT };

struct conn {
	struct conn *prev, *next; /* in the list of its phase, by deadline */
	int fd;
	enum phase phase;
	int64_t deadline; /* monotonic ms */
	int64_t since;	  /* when it became idle */
	bool linger;	  /* the client may still be sending: drain before closing */
	bool late;	  /* has been shut down */
	void *exchange;	  /* of the request under way, or NULL */
};

#define LINGERING_MAX 64
#define BYTES_PER_SECOND 16384 /* the slowest rate at which a large body is worth waiting for */

struct conns {
	struct conn lists[PHASE_COUNT]; /* heads of rings */
	int64_t span[PHASE_COUNT];	/* ms */
	int64_t now;			/* of this turn of the loop */
	uint64_t room;			/* connections above which idle ones have to go */
	_Atomic uint64_t count, late;
	struct {
		int fd;
		int64_t deadline;
	} lingering[LINGERING_MAX];
	size_t lingering_count;
};

struct web_options;
void conns_init(struct conns *conns, const struct web_options *options);
struct conn *conn_open(struct conns *conns, int fd);
void conn_close(struct conns *conns, struct conn *conn);
/* Starts the deadline of a phase; `bytes` is how much has to pass through the network. */
void conn_enter(struct conns *conns, struct conn *conn, enum phase phase, size_t bytes);
/* More of the body came: honest senders get time for the rest. */
void conn_grant(struct conns *conns, struct conn *conn, size_t bytes);
/* To be called when a turn of the loop begins: all deadlines are counted from there. */
void conns_tick(struct conns *conns);
/* Shuts down what is late, and the oldest idle ones when room grows scarce: who is at work must
 * always be let in. Returns the milliseconds until the next deadline, or -1. */
int64_t conns_expire(struct conns *conns);
/* Shuts down all idle ones; `all` also those under way. */
void conns_shutdown(struct conns *conns, bool all);
void conns_release(struct conns *conns); /* closes what lingers */

#endif
