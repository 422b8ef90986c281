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
	const char *name;      /* of the field */
	const char *file_name; /* as the client calls it: any bytes but NUL, for a title at most */
	const char *data;      /* with a NUL behind it, unless the route is spooled */
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
	const char *coding;	 /* Content-Encoding; this room sets it */
	bool cacheable;		 /* public: a cache may keep it and asks again by its etag */
	const char *challenge;	 /* WWW-Authenticate of a 401 */
	const char *policy;	 /* Content-Security-Policy instead of that of pages */
	const char *extra[2][2]; /* further headers: name and value */
	int file;		 /* see res_file; descriptor + 1, 0 = none */
	size_t file_len;
	const char *allow; /* methods, of a 405; set by web */
};

struct req {
	struct arena *arena; /* lives until the answer is sent */
	unsigned worker;     /* which worker has it: 0 … workers - 1 (for one connection each) */
	enum web_method method;
	const char *path;      /* decoded, without query */
	const char *target;    /* as sent, for `next` links */
	const char *params[8]; /* what matched the `:x` parts of the route, in order */
	const struct web_route *route;
	enum lang lang;
	bool api;   /* below /api/: problems are JSON */
	bool local; /* from this machine, and no proxy says that it is passed on */
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
	unsigned roles;	     /* the app's: bits to compare with route->who; 0 = nobody signed in */
	bool by_cookie;	     /* identified by cookie, so a change must be same-origin */
	void *work;	     /* the handler's: what prepare leaves for run */
	void *app;	     /* the app's own pointer, from web_start */
	void *db;	     /* the app's: its connection while prepare or run is active */
	uint64_t since;	     /* the app's: set by identify */
};

/* What a request says in `Request-Nonce` (1–64 of 0-9 a-f) comes back in the same header of its
 * answer: so a client tells our answers from those of a network that answers for everybody. */
const char *req_header(const struct req *req, const char *name); /* or NULL */
const char *req_cookie(const struct req *req, const char *name); /* or NULL */
const char *req_query(const struct req *req, const char *name);	 /* decoded, or NULL */
const char *req_field(const struct req *req, const char *name);	 /* text of a declared field; "" */
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
	WEB_DATE,    /* "21 Juli 2025", "21/7/2025"; text becomes 2025-07-21 */
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
	const char *path;	    /* "/editions/:e/nominees/:n", "/certificates/:serial.pdf" (put
				     * it before "/certificates/:serial": the first match wins);
				     * no trailing slash but in "/" */
	unsigned who;		    /* role bits, or WEB_ANYONE; 0 = nobody: 403 */
	const struct field *fields; /* of a form; NULL = none are accepted */
	bool writes;		    /* `run` is executed by the writer */
	bool slow;		    /* passwords, documents, every juror by every nominee: at
				     * most half of the workers at once */
	bool idle;		    /* a page asks by itself: it keeps no session alive */
	bool keep_form_errors;	    /* run even when !fields_ok: the handler shows the form again */
	size_t body_max;	    /* bytes; 0 = 1 MiB */
	bool spooled;		    /* the body goes to a file as it comes, not to memory: for large
				     * uploads, with `slow` and a `body_max` of their own */
	handler *prepare;	    /* on a worker, before run; slow and pure things; may be NULL;
				     * leaves req->res alone */
	handler *run;
};

/* ---- What the app supplies ---- */

struct web_hooks {
	/* Worker thread. Finds out who asks (cookie or bearer token): fills who, roles, by_cookie,
	 * lang. Nobody is not an error. Also opens req->db for reading. */
	bool (*identify)(struct req *req, struct err *err);
	/* Worker thread, exactly once after each identify: after run or a refusal; for a request
	 * that writes after prepare, before submit. */
	void (*release)(struct req *req);
	/* Hands a writing request over: the app calls web_run(req) on its writer, then
	 * web_finish(req, …) when it is on disk. */
	void (*submit)(struct req *req);
	/* Turns an error into req->res: a problem for the API, a page for people. res.status is
	 * already `status` and may be changed. What is wrong with the request itself (400, 404,
	 * 405, 413, 503, …) is answered on the loop thread, without identify: who and db are then
	 * NULL, and it must not block. A 401 of a form (page, same origin) has its fields read, so
	 * that the answer can carry what was typed. */
	void (*problem)(struct req *req, const struct err *err, unsigned status);
	/* Is this form token right for this session? (Only asked of cookie requests.) */
	bool (*token_ok)(struct req *req, const char *token);
	/* Loop thread, before a spooled body is let in: fills roles if it knows at once who asks,
	 * and must not block. Who is not known waits behind those who are. May be NULL. */
	void (*recall)(struct req *req);
	/* One line per request, on the loop thread, when the answer is sent or given up: must not
	 * block. Files and published pages are counted (web_counts), not logged. May be NULL. */
	void (*log)(const struct req *req, unsigned status, int64_t microseconds);
	/* Loop thread, after each turn, before it waits: the place to write what `log` collected.
	 * May be NULL. */
	void (*turned)(void *app);
};

struct web_options {
	const char *listen;					 /* "127.0.0.1:8080", "[::1]:0" */
	const char *tls_cert, *tls_key;				 /* PEM files, or NULL */
	unsigned workers;					 /* 0 = 4 */
	unsigned header_seconds, body_seconds, response_seconds; /* 0 = 10, 15, 60 */
	unsigned idle_seconds;					 /* between two requests; 0 = 75 */
	unsigned stop_seconds; /* for what is under way at a stop; 0 = 10 */
	unsigned connections;  /* 0 = 4096 */
	/* Who carries this cookie gets pages from the routes, not from web_publish. NULL: nobody.
	 */
	const char *personal_cookie;
	const char *sign_in; /* path of the sign-in page; NULL = "/sign-in" */
	const char *spool;   /* folder for spooled bodies; they have no name there */
};

/* Blocks SIGINT and SIGTERM, which web_wait then waits for, and ignores SIGPIPE. To be called
 * before the first thread is started. */
void web_signals(void);

/* Runs a matched request's `run` and fills req->res, also on failure (then false). */
bool web_run(struct req *req, struct err *err) MUST_CHECK;
/* The answer is complete and, if it wrote, on disk: send it. `err` not NULL replaces the answer
 * with a problem. Any thread. */
void web_finish(struct req *req, const struct err *err);

bool web_start(const struct web_options *options, const struct web_route *routes,
	       size_t route_count, const struct web_hooks *hooks, void *app, struct web **ret,
	       struct err *err) MUST_CHECK;
unsigned web_port(const struct web *web);
void web_stop(struct web *web); /* any thread; returns at once */
/* Until web_stop, SIGINT or SIGTERM: then accepts nothing more and finishes what is under way. All
 * that was submitted has been finished when it returns. */
void web_wait(struct web *web);
void web_free(struct web *web); /* after web_wait */

struct web_counts {
	uint64_t requests, files, refused, server_errors; /* refused: 4xx answered by web itself */
	uint64_t connections;				  /* open now */
	uint64_t late;					  /* sockets closed by a deadline */
	uint64_t answers[6];				  /* by class: [2] = 2xx; without files */
};
void web_counts(const struct web *web, struct web_counts *ret);

/* ---- Files from memory ---- Served by the loop itself, under their exact name, with ETag,
 * Cache-Control and, where it helps, gzip. `forever` is for names that change with the content.
 * The data is copied. */
bool web_file(struct web *web, const char *path, const char *type, const void *data, size_t len,
	      bool forever, struct err *err) MUST_CHECK;
/* Replaces or adds a public, released page in one language; NULL data removes it. `path` is as
 * links write it (percent-encoded); with a query it answers exactly that. Goes before the routes.
 * Any thread. */
void web_publish(struct web *web, const char *path, enum lang lang, const char *type,
		 const void *data, size_t len);

/* ---- Answers ---- */

/* 400, 403, … by the code of the error if it is one of ours, else by its kind. */
unsigned web_status(const struct err *err);
bool res_redirect(struct req *req, const char *fmt, ...) PRINTF(2, 3); /* 303; true */
/* The body is `len` bytes of this open file, which web closes. */
void res_file(struct req *req, int fd, size_t len);
/* A session or language cookie: HttpOnly; SameSite=Lax; Path=/; Secure under TLS. */
void res_cookie(struct req *req, const char *name, const char *value, int64_t max_age);

#endif
