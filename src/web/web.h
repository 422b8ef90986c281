/* web: HTTP. The only room that includes microhttpd.h. Knows no award and no database: the app
 * hands it a route table and hooks.
 *
 * The loop thread does only the network: connections, deadlines, limits, the request guard, files
 * from memory. A complete request goes to a worker, which runs `prepare` and `run`; a route with
 * `writes` has its `run` executed by the app's writer instead (hook `submit`), inside the
 * transaction of a batch, and is answered when the batch is on disk. Straight-line code either way.
 */
#ifndef WEB_H
#define WEB_H

#include "base/base.h"

enum web_method { WEB_GET = 1, WEB_POST = 2, WEB_PUT = 4, WEB_DELETE = 8 };

/* ---- Requests ---- */

struct field_value {
	const char *name;
	const char *text; /* UTF-8, NFC, no control characters (newlines in WEB_LINES) */
	const char *complaint[LANG_COUNT]; /* set by web or handler: shown beside the field, 422 */
};

struct upload {
	const char *name; /* of the field; the client's file name is not kept */
	const char *data;
	size_t len;
};

struct web;
struct req;

struct response {
	unsigned status;
	const char *type; /* literal or in the request's arena */
	struct buf body;
	const char *location;	 /* 303 */
	const char *cookies[4];	 /* whole Set-Cookie values */
	unsigned retry_after;	 /* seconds; 0 = none */
	const char *etag;	 /* with quotes; answers If-None-Match */
	const char *disposition; /* Content-Disposition */
	bool cacheable;		 /* public and unchanging: released pages, hashed files */
	const char *challenge;	 /* WWW-Authenticate of a 401 */
};

struct req {
	struct arena *arena; /* lives until the answer is sent */
	enum web_method method;
	const char *path;      /* decoded, without query */
	const char *target;    /* as sent, for `next` links */
	const char *params[8]; /* what matched the `:x` parts of the route, in order */
	const struct web_route *route;
	enum lang lang;
	bool api; /* below /api/: problems are JSON */
	bool tls;
	const char *body; /* complete; "" when none */
	size_t body_len;
	struct field_value *fields; /* the route's declared fields, in its order, all present */
	size_t field_count;
	bool fields_ok; /* no field has a complaint */
	struct upload *uploads;
	size_t upload_count;
	struct response res; /* the handler fills it */
	void *who;	     /* the app's: who is asking (hook `identify`) */
	unsigned roles;	     /* the app's: bits to compare with route->who */
	bool by_cookie;	     /* identified by cookie, so a change must be same-origin */
	void *app;	     /* the app's own pointer, from web_start */
	void *db;	     /* the app's: its connection while prepare or run is active */
};

const char *req_header(const struct req *req, const char *name); /* or NULL */
const char *req_cookie(const struct req *req, const char *name); /* or NULL */
const char *req_query(const struct req *req, const char *name);	 /* decoded, or NULL */
const char *req_field(const struct req *req, const char *name);	 /* text of a declared field */
const struct upload *req_upload(const struct req *req, const char *name);
/* Puts a complaint beside a field and clears fields_ok. */
void req_complain(struct req *req, const char *field, const char *id, const char *en, ...)
	PRINTF(3, 5) PRINTF(4, 5);

/* ---- Routes ---- */

enum field_type {
	WEB_TEXT,    /* one line */
	WEB_LINES,   /* several */
	WEB_KEY,     /* [a-z0-9-]{1,32} */
	WEB_DECIMAL, /* comma or point; text is normalized to a point */
	WEB_WHOLE,   /* a whole number >= 0 */
	WEB_DATE,    /* 2025-07-21 */
	WEB_CHECK,   /* a box: "on" or absent */
	WEB_SECRET,  /* a password: kept as sent */
	WEB_FILE     /* multipart upload */
};

struct field {
	const char *name; /* NULL ends the list; a trailing '*' declares a family: "mark.*" */
	enum field_type type;
	bool required;
	unsigned max; /* characters, or bytes of a file; 0 = 200 */
};

#define WEB_ANYONE (1u << 31) /* in `who`: no account needed */

typedef bool handler(struct req *req, struct err *err);

struct web_route {
	unsigned methods;	    /* WEB_GET … */
	const char *path;	    /* "/editions/:e/nominees/:n"; no trailing slash but in "/" */
	unsigned who;		    /* role bits, or WEB_ANYONE; 0 = nobody: 403 */
	const struct field *fields; /* of a form; NULL = none are accepted */
	bool writes;		    /* `run` is executed by the writer */
	bool keep_form_errors;	    /* run even when !fields_ok: the handler shows the form again */
	size_t body_max;	    /* bytes; 0 = 1 MiB */
	handler *prepare;	    /* on a worker, before run; slow and pure things; may be NULL */
	handler *run;
};

/* ---- What the app supplies ---- */

struct web_hooks {
	/* Worker thread. Finds out who asks (cookie or bearer token): fills who, roles, by_cookie,
	 * lang. Nobody is not an error. Also opens req->db for reading. */
	bool (*identify)(struct req *req, struct err *err);
	/* Worker thread, after prepare/run of a request that does not write, and after a refusal.
	 */
	void (*release)(struct req *req);
	/* Hands a writing request over: the app calls web_run(req) on its writer, then
	 * web_finish(req, …) when it is on disk. */
	void (*submit)(struct req *req);
	/* Turns an error into req->res: a problem for the API, a page for people. */
	void (*problem)(struct req *req, const struct err *err, unsigned status);
	/* Is this form token right for this session? (Only asked of cookie requests.) */
	bool (*token_ok)(struct req *req, const char *token);
	/* One line per request: after the answer is complete. */
	void (*log)(const struct req *req, unsigned status, int64_t microseconds);
};

struct web_options {
	const char *listen;					 /* "127.0.0.1:8080", "[::1]:0" */
	const char *tls_cert, *tls_key;				 /* PEM files, or NULL */
	unsigned workers;					 /* 0 = 4 */
	unsigned header_seconds, body_seconds, response_seconds; /* 0 = 10, 15, 60 */
	unsigned connections;					 /* 0 = 4096 */
};

/* Runs a matched request's `run` and fills req->res, also on failure (then false). */
bool web_run(struct req *req, struct err *err) MUST_CHECK;
/* The answer is complete and, if it wrote, on disk: send it. `err` not NULL replaces the answer
 * with a problem. Any thread. */
void web_finish(struct req *req, const struct err *err);

bool web_start(const struct web_options *options, const struct web_route *routes,
	       size_t route_count, const struct web_hooks *hooks, void *app, struct web **ret,
	       struct err *err) MUST_CHECK;
unsigned web_port(const struct web *web);
void web_wait(struct web *web); /* until web_stop, or SIGINT or SIGTERM */
void web_stop(struct web *web); /* finishes what is under way */

/* ---- Files from memory ---- Served by the loop itself, with ETag and Cache-Control. */
bool web_file(struct web *web, const char *path, const char *type, const void *data, size_t len,
	      bool forever, struct err *err) MUST_CHECK;
/* Replaces or adds a public, released page (same rules); NULL data removes it. Any thread. */
void web_publish(struct web *web, const char *path, enum lang lang, const char *type,
		 const void *data, size_t len);

/* ---- Answers ---- */

/* 400, 403, … by the kind of the error. */
unsigned web_status(const struct err *err);
bool res_redirect(struct req *req, const char *fmt, ...) PRINTF(2, 3); /* 303; true */
/* A session or language cookie: HttpOnly; SameSite=Lax; Path=/; Secure under TLS. */
void res_cookie(struct req *req, const char *name, const char *value, int64_t max_age);

#endif
