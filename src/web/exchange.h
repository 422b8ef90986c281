/* What the files of this room share: one request under way, and the server. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include <pthread.h>
#include <stdatomic.h>

#include "web/conns.h"
#include "web/files.h"
#include "web/guard.h"
#include "web/spool.h"
#include "web/web.h"
#include "web/workers.h"

struct MHD_Connection;
struct MHD_Daemon;

enum stage { STAGE_HEAD, STAGE_BODY, STAGE_DONE };

/* A request and its answer: made by the loop when the request line is there, freed by the loop
 * when the answer is sent or given up. In between it belongs to one thread at a time. */
struct exchange {
	struct req req; /* first: a handler's req is an exchange's */
	struct web *web;
	struct conn *conn;
	struct MHD_Connection *mhd;
	struct arena arena;
	struct header *headers;
	size_t header_count;
	const char *line_target; /* the library's copy of the target: a place, not a text */
	const char *query;	 /* raw, or NULL */
	struct guard guard;
	enum stage stage;
	unsigned refusal; /* status of what is refused once the request is complete, or 0 */
	struct err *why;  /* of the refusal */
	bool is_file;
	struct buf body;
	size_t body_seen;
	struct spool spool; /* of a spooled body; fd -1 = none */
	int64_t began;	    /* microseconds */
	struct exchange *next;
};

struct web {
	struct web_options options;
	const struct web_route *routes;
	size_t route_count;
	struct web_hooks hooks;
	void *app;
	bool tls;
	struct MHD_Daemon *daemon;
	int epoll_fd, wake_fd, signal_fd, listen_fd;
	unsigned port;
	bool sees_lines; /* torn heads can be told from whole ones */
	pthread_t loop;
	struct files files;
	struct workers workers;
	struct conns conns;
	_Atomic(struct exchange *) finished;  /* a stack; any thread pushes, the loop takes all */
	_Atomic unsigned finishing;	      /* threads within web_finish */
	struct exchange *ready, **ready_tail; /* complete requests of this turn of the loop */
	size_t ready_count;
	struct exchange *spare;
	size_t spare_count;
	size_t waiting;		  /* exchanges with a worker or the writer */
	size_t spools, strangers; /* open ones, and those of people not known; loop thread */
	atomic_bool stop;
	_Atomic uint64_t requests, refused, server_errors, answers[6];
	char said[256]; /* the library's last words */
};

/* ---- exchange.c ---- */
struct exchange *exchange_new(struct web *web);
void exchange_free(struct exchange *ex);
/* Replaces whatever answer there is. */
void exchange_problem(struct exchange *ex, const struct err *err, unsigned status);
/* On a worker: from identify to the finished answer, or to the writer. */
void exchange_work(struct exchange *ex, unsigned worker);

/* ---- gate.c ---- */
enum gate { GATE_OPEN, GATE_ANSWERED, GATE_REFUSED };
/* Who, origin, token, fields: in this order, for every request. */
enum gate gate_check(struct exchange *ex, struct err *err);

/* ---- router.c ---- */
struct match {
	const struct web_route *route; /* NULL when none has this path and method */
	unsigned methods;	       /* of all routes with this path; 0 = no such path */
	const char *params[8];
};
void router_match(const struct web_route *routes, size_t count, const char *path, unsigned method,
		  struct arena *arena, struct match *ret);
/* "GET, HEAD, OPTIONS" */
const char *router_allow(struct arena *arena, unsigned methods);
bool router_check(const struct web_route *routes, size_t count, struct err *err) MUST_CHECK;

/* ---- request.c ---- */
enum lang lang_of_request(const struct req *req);
bool etag_matches(const char *if_none_match, const char *etag);
bool accepts_gzip(const char *accept_encoding);

/* ---- answer.c ---- */
struct MHD_Response;
/* The library's form of ex->req.res; never NULL. `ret_status` is what to send it with. */
struct MHD_Response *answer_make(struct exchange *ex, unsigned *ret_status);
/* Adds what every answer carries. */
bool answer_secure(struct MHD_Response *response, bool tls, const char *policy);
/* Closes the file of an answer that is not sent. */
void answer_drop(struct response *res);

/* ---- intake.c: the library's callbacks, all on the loop thread ---- */
struct MHD_Daemon *intake_start(struct web *web, const char *cert, const char *key);
/* Sends ex->req.res; the connection may be suspended. */
void intake_answer(struct exchange *ex);

#endif
