#include "web/exchange.h"

#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "web/gzip.h"

#define SPARE_MAX 256 /* exchanges kept for the next requests, each with a block of memory */

struct exchange *exchange_new(struct web *web)
{
	struct exchange *ex = web->spare;
	struct arena arena = { 0 };

	if (ex) {
		web->spare = ex->next;
		web->spare_count--;
		arena = ex->arena;
	} else {
		ex = malloc(sizeof(*ex));
		if (!ex)
			abort();
	}
	memset(ex, 0, sizeof(*ex));
	ex->arena = arena;
	ex->web = web;
	ex->req.arena = &ex->arena;
	ex->req.app = web->app;
	ex->req.tls = web->tls;
	ex->req.body = "";
	ex->req.path = ex->req.target = "";
	ex->req.fields_ok = true;
	ex->spool.fd = -1;
	return ex;
}

void exchange_free(struct exchange *ex)
{
	struct web *web = ex->web;

	spool_close(&ex->spool);
	answer_drop(&ex->req.res);
	if (web->spare_count == SPARE_MAX) {
		arena_release(&ex->arena);
		free(ex);
		return;
	}
	arena_reset(&ex->arena);
	ex->next = web->spare;
	web->spare = ex;
	web->spare_count++;
}

static void answer_clear(struct req *req)
{
	answer_drop(&req->res);
	req->res = (struct response){ 0 };
	buf_init(&req->res.body, req->arena);
}

void exchange_problem(struct exchange *ex, const struct err *err, unsigned status)
{
	struct req *req = &ex->req;
	const char *allow = req->res.allow;

	answer_clear(req);
	req->res.status = status;
	req->res.allow = allow;
	if (status == 503)
		req->res.retry_after = 1;
	if (status == 401 && req->api)
		req->res.challenge = "Bearer";
	ex->web->hooks.problem(req, err, status);
}

/* ---- On a worker ---- */

enum outcome { ANSWERED, SUBMITTED, FAILED };

static enum outcome run(struct exchange *ex, struct err *err)
{
	struct req *req = &ex->req;

	if (!ex->web->hooks.identify(req, err))
		return FAILED;
	if (ex->spool.fd >= 0 && !spool_map(&ex->spool, &req->body, err))
		return FAILED;
	if (ex->spool.fd >= 0)
		req->body_len = ex->spool.len;
	switch (gate_check(ex, err)) {
	case GATE_ANSWERED: return ANSWERED;
	case GATE_REFUSED: return FAILED;
	case GATE_OPEN: break;
	}
	if (req->route->prepare && !req->route->prepare(req, err))
		return FAILED;
	if (req->route->writes)
		return SUBMITTED;
	return req->route->run(req, err) ? ANSWERED : FAILED;
}

/* A page of one person. With a query in its address a stranger may have chosen words of it. */
static bool is_packed(const struct exchange *ex)
{
	const struct response *res = &ex->req.res;
	const char *codings = req_header(&ex->req, "Accept-Encoding");

	return ex->req.method == WEB_GET && !ex->query && !res->file && !res->cacheable &&
	       !res->etag && (!res->status || res->status == 200) && res->type &&
	       strncmp(res->type, "text/html", 9) == 0 && codings && accepts_gzip(codings);
}

static void pack(struct exchange *ex)
{
	struct response *res = &ex->req.res;
	const void *packed;
	size_t len;

	if (!is_packed(ex) ||
	    !gzip_pack_once(&ex->arena, res->body.data, res->body.len, &packed, &len))
		return;
	buf_init(&res->body, &ex->arena);
	buf_add(&res->body, packed, len);
	res->coding = "gzip";
}

void exchange_work(struct exchange *ex, unsigned worker)
{
	struct req *req = &ex->req;
	enum outcome outcome;
	struct err err;

	req->worker = worker;
	answer_clear(req);
	outcome = run(ex, &err);
	if (outcome == FAILED)
		exchange_problem(ex, &err, web_status(&err));
	ex->web->hooks.release(req);
	if (outcome == SUBMITTED) {
		ex->web->hooks.submit(req);
		return;
	}
	pack(ex);
	web_finish(req, NULL);
}

bool web_run(struct req *req, struct err *err)
{
	answer_clear(req);
	if (req->route->run(req, err))
		return true;
	exchange_problem((struct exchange *)(void *)req, err, web_status(err));
	return false;
}

void web_finish(struct req *req, const struct err *err)
{
	struct exchange *ex = (struct exchange *)(void *)req; /* req is its first member */
	struct web *web = ex->web;
	struct exchange *top;

	if (err)
		exchange_problem(ex, err, web_status(err));
	atomic_fetch_add(&web->finishing, 1);
	top = atomic_load_explicit(&web->finished, memory_order_relaxed);
	do
		ex->next = top;
	while (!atomic_compare_exchange_weak_explicit(&web->finished, &top, ex,
						      memory_order_release, memory_order_relaxed));
	if (!top) /* who finds the stack empty wakes the loop; the others are taken with it */
		(void)eventfd_write(web->wake_fd, 1);
	atomic_fetch_sub(&web->finishing, 1); /* from here on `web` may be gone */
}
