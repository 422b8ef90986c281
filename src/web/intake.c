/* libmicrohttpd's callbacks: a request comes in piece by piece, and leaves as an answer. All of
 * it on the loop thread.
 *
 * What is refused before its body is read must be answered in the handler's first call; the
 * library then closes the connection. What is answered in the last call keeps it open. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "web/exchange.h"
#include "web/head.h"

#define BODY_MAX_DEFAULT ((size_t)1024 * 1024)
#define SURPLUS_MAX ((size_t)1024 * 1024) /* read away before a chunked sender is cut off */
#define SPOOLS_MAX 16			  /* bodies on their way to disk */
#define STRANGERS_MAX 4			  /* of which so many of people who are not known */

static int64_t micros(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- Out ---- */

static bool queue_answer(struct exchange *ex)
{
	struct web *web = ex->web;
	unsigned status;
	struct MHD_Response *response = answer_make(ex, &status);
	bool ok = MHD_queue_response(ex->mhd, status, response) == MHD_YES;

	MHD_destroy_response(response);
	ex->stage = STAGE_DONE;
	conn_enter(&web->conns, ex->conn, PHASE_ANSWER, ex->req.res.body.len);
	if (status / 100 < COUNT(web->answers))
		atomic_fetch_add_explicit(&web->answers[status / 100], 1, memory_order_relaxed);
	if (status >= 500)
		atomic_fetch_add_explicit(&web->server_errors, 1, memory_order_relaxed);
	return ok;
}

void intake_answer(struct exchange *ex)
{
	struct MHD_Connection *mhd = ex->mhd;

	ex->web->waiting--;
	/* When it cannot be queued, the handler is called again and closes the connection. */
	(void)queue_answer(ex);
	MHD_resume_connection(mhd);
}

static enum MHD_Result refuse_now(struct exchange *ex, unsigned status, const struct err *err)
{
	atomic_fetch_add_explicit(&ex->web->refused, 1, memory_order_relaxed);
	ex->conn->linger = true;
	exchange_problem(ex, err, status);
	return queue_answer(ex) ? MHD_YES : MHD_NO;
}

/* ---- In: the request line ---- */

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

static void *on_line(void *arg, const char *target, struct MHD_Connection *mhd)
{
	struct web *web = arg;
	struct exchange *ex = exchange_new(web);
	size_t len = target ? strlen(target) : 0;

	ex->mhd = mhd;
	ex->conn = conn_of(mhd);
	ex->conn->exchange = ex;
	ex->began = micros();
	ex->line_target = target;
	ex->req.target = arena_copy(&ex->arena, target ? target : "", len);
	if (ex->conn->phase == PHASE_IDLE)
		conn_enter(&web->conns, ex->conn, PHASE_HEADER, 0);
	atomic_fetch_add_explicit(&web->requests, 1, memory_order_relaxed);
	return ex;
}

static size_t keep_escapes(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	return strlen(text); /* we decode ourselves, strictly, and only once */
}

/* ---- In: the head ---- */

static unsigned method_of(enum verb verb)
{
	switch (verb) {
	case VERB_GET:
	case VERB_HEAD: return WEB_GET;
	case VERB_POST: return WEB_POST;
	case VERB_PUT: return WEB_PUT;
	case VERB_DELETE: return WEB_DELETE;
	case VERB_OPTIONS:
	case VERB_NONE: return 0;
	}
	return 0;
}

/* The library's texts end with the request; a worker and the log may look later. */
static void keep_headers(struct exchange *ex)
{
	size_t size = 1;
	char *at;

	for (size_t i = 0; i < ex->header_count; i++)
		size += ex->headers[i].name_len + ex->headers[i].value_len + 2;
	at = arena_alloc(&ex->arena, size, 1);
	for (size_t i = 0; i < ex->header_count; i++) {
		struct header *header = &ex->headers[i];

		memcpy(at, header->name, header->name_len);
		header->name = at;
		at += header->name_len + 1;
		memcpy(at, header->value, header->value_len);
		header->value = at;
		at += header->value_len + 1;
	}
}

static bool is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;

	if (!address)
		return false;
	if (address->sa_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	if (address->sa_family != AF_INET6)
		return false;
	return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) ||
	       (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) && v6->sin6_addr.s6_addr[12] == 127);
}

/* A proxy on this machine is no visitor from this machine. */
static bool is_local(const struct exchange *ex)
{
	static const char *const PASSED_ON[] = { "Forwarded", "X-Forwarded-For", "X-Real-IP",
						 "Via" };
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(ex->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	for (size_t i = 0; i < COUNT(PASSED_ON); i++)
		if (req_header(&ex->req, PASSED_ON[i]))
			return false;
	return info && is_loopback(info->client_addr);
}

/* Finds out what is asked for. Sets ex->refusal when it is nothing of ours. */
static void route(struct exchange *ex)
{
	struct req *req = &ex->req;
	size_t len = ex->guard.path_len;
	char *path = arena_alloc(&ex->arena, len + 1, 1);
	struct match match;

	if (!percent_decode(req->target, len, false, path, &len))
		path[0] = '\0'; /* cannot be: the guard has looked */
	req->path = path;
	req->api = strncmp(path, "/api/", 5) == 0;
	req->method = method_of(ex->guard.verb);
	req->lang = lang_of_request(req);
	req->local = is_local(ex);
	router_match(ex->web->routes, ex->web->route_count, path, req->method, &ex->arena, &match);
	req->route = match.route;
	memcpy(req->params, match.params, sizeof(req->params));
	if (match.route)
		return;
	ex->why = NEW(&ex->arena, struct err, 1);
	if (!match.methods && files_has(&ex->web->files, req, false))
		match.methods = WEB_GET;
	if (!match.methods) {
		(void)FAIL_CODE(ex->why, ERR_NOT_FOUND, "not_found", "Halaman tidak ditemukan.",
				"There is no such page.");
		ex->refusal = 404;
		return;
	}
	req->res.allow = router_allow(&ex->arena, match.methods);
	(void)FAIL_CODE(ex->why, ERR_INPUT, "method_not_allowed",
			"Alamat ini tidak melayani metode tersebut.",
			"This address does not serve that method.");
	ex->refusal = ex->guard.verb == VERB_OPTIONS ? 204 : 405;
}

static enum MHD_Result too_large(struct exchange *ex)
{
	struct err err;

	(void)FAIL_CODE(&err, ERR_INPUT, "too_large", "Kiriman terlalu besar.",
			"What was sent is too large.");
	return refuse_now(ex, 413, &err);
}

static size_t body_max(const struct exchange *ex)
{
	const struct web_route *of = ex->req.route;

	return of && of->body_max ? of->body_max : BODY_MAX_DEFAULT;
}

/* Pages are published for everybody; who has signed in gets his own form of them. */
static bool is_personal(const struct exchange *ex)
{
	const char *cookie = ex->web->options.personal_cookie;

	return cookie && req_cookie(&ex->req, cookie);
}

/* A body that goes to disk is let in only for who may send it, as far as that is known before the
 * database is asked; so that nobody takes the place of those who may. */
static bool spool_begin(struct exchange *ex, struct err *err)
{
	struct web *web = ex->web;
	struct req *req = &ex->req;
	unsigned roles;

	if (web->hooks.recall)
		web->hooks.recall(req);
	roles = req->roles;
	req->roles = 0; /* a worker asks again */
	req->who = NULL;
	req->by_cookie = false;
	if (roles && !(req->route->who & (roles | WEB_ANYONE)))
		return FAIL_CODE(err, ERR_DENIED, "forbidden", "Anda tidak berwenang untuk ini.",
				 "You are not entitled to this.");
	if (web->spools == SPOOLS_MAX || (!roles && web->strangers == STRANGERS_MAX))
		return FAIL_CODE(err, ERR_BUSY, "overloaded",
				 "Terlalu banyak unggahan sekaligus; coba lagi sebentar lagi.",
				 "Too many uploads at once; please try again in a moment.");
	if (!spool_open(&ex->spool, web->options.spool, err))
		return false;
	ex->spool.stranger = !roles;
	web->spools++;
	web->strangers += !roles;
	return true;
}

static enum MHD_Result take_head(struct exchange *ex, const char *method, const char *version)
{
	struct target_place place = { ex->line_target, strlen(ex->req.target) };
	struct web *web = ex->web;
	struct head head;
	struct err err;

	head_read(ex->mhd, method, version, place, web->sees_lines, &ex->arena, &head);
	head.target = ex->req.target;
	head.target_len = place.len;
	ex->stage = STAGE_BODY;
	ex->headers = (struct header *)(uintptr_t)head.headers; /* ours, in the arena */
	ex->header_count = head.header_count;
	if (!guard_check(&head, &ex->guard)) {
		(void)FAIL_CODE(&err, ERR_INPUT, "bad_request", "%s%.0s", "%.0s%s",
				ex->guard.words.text[LANG_ID], ex->guard.words.text[LANG_EN]);
		keep_headers(ex);
		ex->req.api = strncmp(ex->req.target, "/api/", 5) == 0;
		return refuse_now(ex, ex->guard.status, &err);
	}
	ex->query = ex->guard.query ? ex->req.target + ex->guard.path_len + 1 : NULL;
	if (atomic_load(&web->stop)) {
		keep_headers(ex);
		(void)FAIL_CODE(&err, ERR_BUSY, "stopping", "Layanan sedang berhenti.",
				"The service is stopping.");
		return refuse_now(ex, 503, &err);
	}
	if (method_of(ex->guard.verb) == WEB_GET &&
	    files_has(&web->files, &ex->req, is_personal(ex))) {
		ex->is_file = true;
		return MHD_YES;
	}
	keep_headers(ex);
	route(ex);
	if (!ex->guard.chunked && !ex->guard.length)
		return MHD_YES;
	if (ex->refusal)
		return refuse_now(ex, ex->refusal, ex->why);
	if ((uint64_t)ex->guard.length > body_max(ex))
		return too_large(ex);
	if (ex->req.route->spooled && !spool_begin(ex, &err))
		return refuse_now(ex, web_status(&err), &err);
	buf_init(&ex->body, &ex->arena);
	conn_enter(&web->conns, ex->conn, PHASE_BODY, 0);
	return MHD_YES;
}

/* ---- In: the body, and its end ---- */

static enum MHD_Result take_body(struct exchange *ex, const char *data, size_t len)
{
	size_t max = body_max(ex);

	ex->body_seen += len;
	if (ex->body_seen <= max && ex->spool.fd >= 0)
		spool_add(&ex->spool, data, len);
	else if (ex->body_seen <= max)
		buf_add(&ex->body, data, len);
	conn_grant(&ex->web->conns, ex->conn, len);
	return ex->body_seen > max + SURPLUS_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result refuse_complete(struct exchange *ex)
{
	atomic_fetch_add_explicit(&ex->web->refused, 1, memory_order_relaxed);
	if (ex->refusal == 204) {
		const char *allow = ex->req.res.allow;

		ex->req.res = (struct response){ .status = 204, .allow = allow };
		buf_init(&ex->req.res.body, &ex->arena);
	} else {
		exchange_problem(ex, ex->why, ex->refusal);
	}
	return queue_answer(ex) ? MHD_YES : MHD_NO;
}

static enum MHD_Result take_end(struct exchange *ex)
{
	struct web *web = ex->web;
	struct err err;

	if (ex->is_file) {
		size_t len = 0;

		if (files_answer(&web->files, &ex->req, ex->mhd, &len)) {
			ex->stage = STAGE_DONE;
			conn_enter(&web->conns, ex->conn, PHASE_ANSWER, len);
			return MHD_YES;
		}
		ex->is_file = false; /* withdrawn just now: a route knows better */
		keep_headers(ex);
		route(ex);
	}
	if (ex->refusal)
		return refuse_complete(ex);
	if (ex->body_seen > body_max(ex)) {
		enum MHD_Result result = too_large(ex);

		ex->conn->linger = false; /* all of it has been read */
		return result;
	}
	if (!spool_check(&ex->spool, &err)) {
		ex->why = &err;
		ex->refusal = web_status(&err);
		return refuse_complete(ex);
	}
	if (ex->body.data) {
		ex->req.body = ex->body.data;
		ex->req.body_len = ex->body.len;
	}
	ex->stage = STAGE_DONE;
	conn_enter(&web->conns, ex->conn, PHASE_ANSWER, 0);
	MHD_suspend_connection(ex->mhd);
	web->waiting++;
	ex->next = NULL;
	*web->ready_tail = ex;
	web->ready_tail = &ex->next;
	web->ready_count++;
	return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *mhd, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *data_len, void **context)
{
	struct exchange *ex = *context;
	enum MHD_Result result;

	(void)arg;
	(void)mhd;
	(void)url;
	if (ex->stage == STAGE_HEAD)
		return take_head(ex, method, version);
	if (ex->stage == STAGE_DONE)
		return MHD_NO;
	if (!*data_len)
		return take_end(ex);
	result = take_body(ex, data, *data_len);
	*data_len = 0;
	return result;
}

/* ---- The end ---- */

static void forget(struct exchange *ex)
{
	struct web *web = ex->web;

	ex->conn->exchange = NULL;
	if (ex->spool.fd >= 0) {
		web->spools--;
		web->strangers -= ex->spool.stranger;
	}
	if (web->hooks.log && !ex->is_file && ex->req.res.status)
		web->hooks.log(&ex->req, ex->req.res.status, micros() - ex->began);
	exchange_free(ex);
}

static void on_completed(void *arg, struct MHD_Connection *mhd, void **context,
			 enum MHD_RequestTerminationCode code)
{
	struct web *web = arg;
	struct exchange *ex = *context;

	(void)mhd;
	(void)code;
	if (!ex)
		return;
	*context = NULL;
	conn_enter(&web->conns, ex->conn, PHASE_IDLE, 0);
	forget(ex);
}

static void on_connection(void *arg, struct MHD_Connection *mhd, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct web *web = arg;
	struct conn *conn = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = conn_open(&web->conns,
				     MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
					     ->connect_fd);
		return;
	}
	if (conn->exchange)
		forget(conn->exchange);
	conn_close(&web->conns, conn);
	*context = NULL;
}

/* ---- Start ---- */

/* What the library has to say is kept for the error of a failed start. While it runs it reports
 * what clients do wrong, which the counters tell better. */
static void __attribute__((format(printf, 2, 0))) hear(void *arg, const char *fmt, va_list args)
{
	struct web *web = arg;

	(void)vsnprintf(web->said, sizeof(web->said), fmt, args);
	web->said[strcspn(web->said, "\n")] = '\0';
}

struct MHD_Daemon *intake_start(struct web *web, const char *cert, const char *key)
{
	const struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		  (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;

	if (web->tls)
		flags |= MHD_USE_TLS;
	return MHD_start_daemon(
		flags, 0, NULL, NULL, on_request, web, MHD_OPTION_EXTERNAL_LOGGER, hear, web,
		MHD_OPTION_LISTEN_SOCKET, web->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
		web->options.connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT, 0,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_URI_LOG_CALLBACK, on_line, web,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, web, MHD_OPTION_NOTIFY_CONNECTION, on_connection, web,
		MHD_OPTION_ARRAY, tls + (web->tls ? 0 : 3), MHD_OPTION_END);
}
