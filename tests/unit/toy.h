/* A toy service for tests and benchmarks of the web room: a route table, hooks, and a writer
 * thread that finishes its requests in batches, as the real one does. */
#ifndef TOY_H
#define TOY_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"
#include "web/web.h"

struct toy {
	struct web *web;
	pthread_t writer;
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct toy_job *queue, **last;
	bool stop;
	int sync_fd;	  /* synced once per batch when >= 0 */
	sem_t entered;	  /* posted by a handler of /slow */
	sem_t leave;	  /* awaited by it */
	atomic_bool hold; /* the log hook, and with it the loop, waits while it is set */
	atomic_int logged, batches, saved, released, problems;
};

struct toy_job {
	struct req *req;
	struct toy_job *next;
};

static bool toy_hello(struct req *req, struct err *err)
{
	(void)err;
	req->res.type = "text/html; charset=utf-8";
	buf_puts(&req->res.body, req->lang == LANG_EN ? "hello" : "halo");
	return true;
}

static bool toy_param(struct req *req, struct err *err)
{
	if (strcmp(req->params[0], "none") == 0)
		return FAIL(err, ERR_NOT_FOUND, "tidak ada", "none such");
	req->res.etag = "\"v1\"";
	req->res.cacheable = true;
	buf_printf(&req->res.body, "[%s]", req->params[0]);
	return true;
}

static bool toy_pdf(struct req *req, struct err *err)
{
	(void)err;
	req->res.type = "application/pdf";
	buf_printf(&req->res.body, "pdf of %s", req->params[0]);
	return true;
}

static bool toy_echo(struct req *req, struct err *err)
{
	(void)err;
	req->res.type = "application/json";
	buf_add(&req->res.body, req->body, req->body_len);
	return true;
}

static bool toy_save(struct req *req, struct err *err)
{
	struct toy *toy = req->app;

	if (strstr(req->body, "conflict"))
		return FAIL(err, ERR_CONFLICT, "bentrok", "conflict");
	atomic_fetch_add(&toy->saved, 1);
	req->res.type = "application/json";
	buf_puts(&req->res.body, "{\"version\":1}");
	return true;
}

static bool toy_form(struct req *req, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < req->field_count; i++)
		buf_printf(&req->res.body, "%s=%s%s;", req->fields[i].name, req->fields[i].text,
			   req->fields[i].complaint[LANG_EN] ? "!" : "");
	if (!req->fields_ok)
		req->res.status = 422;
	return true;
}

static bool toy_slow(struct req *req, struct err *err)
{
	struct toy *toy = req->app;

	(void)err;
	(void)sem_post(&toy->entered);
	while (sem_wait(&toy->leave) != 0)
		;
	buf_puts(&req->res.body, "slow");
	return true;
}

static bool toy_cookie(struct req *req, struct err *err)
{
	(void)err;
	res_cookie(req, "sid", "1", 60);
	return res_redirect(req, "/after?x=%d", 1);
}

static bool toy_upload(struct req *req, struct err *err)
{
	const struct upload *file = req_upload(req, "file");
	char hex[SHA256_HEX_SIZE];

	(void)err;
	sha256_hex(file ? file->data : "", file ? file->len : 0, hex);
	buf_printf(&req->res.body, "%s %zu %s %s", req_field(req, "name"), file ? file->len : 0,
		   file ? file->file_name : "-", hex);
	return true;
}

static bool toy_file(struct req *req, struct err *err)
{
	FILE *file = tmpfile();

	(void)err;
	assert_non_null(file);
	(void)fputs("of a file", file);
	(void)fflush(file);
	req->res.policy = "default-src 'none'";
	req->res.etag = "\"v1\"";
	res_file(req, dup(fileno(file)), 9);
	(void)fclose(file);
	return true;
}

static const struct field TOY_UPLOAD[] = {
	{ "name", WEB_TEXT, true, 20 },
	{ "file", WEB_FILE, false, 3u << 20 },
	{ 0 },
};
static const struct field TOY_FIELDS[] = {
	{ "name", WEB_TEXT, true, 20 },
	{ "mark.*", WEB_DECIMAL, false, 0 },
	{ 0 },
};
static const struct web_route TOY_ROUTES[] = {
	{ WEB_GET, "/", WEB_ANYONE, .run = toy_hello },
	{ WEB_GET, "/things/:name.pdf", WEB_ANYONE, .run = toy_pdf },
	{ WEB_GET, "/things/:name", WEB_ANYONE, .run = toy_param },
	{ WEB_GET, "/secret", 1, .run = toy_hello },
	{ WEB_GET, "/other", 2, .run = toy_hello },
	{ WEB_GET, "/nobody", 0, .run = toy_hello },
	{ WEB_POST, "/form", 1, .fields = TOY_FIELDS, .run = toy_form },
	{ WEB_POST, "/again", 1, .fields = TOY_FIELDS, .keep_form_errors = true, .run = toy_form },
	{ WEB_POST, "/enter", WEB_ANYONE, .fields = TOY_FIELDS, .run = toy_cookie },
	{ WEB_GET, "/slow", WEB_ANYONE, .slow = true, .run = toy_slow },
	{ WEB_POST, "/api/v1/echo", WEB_ANYONE, .body_max = 200000, .run = toy_echo },
	{ WEB_PUT | WEB_POST, "/api/v1/save", 1, .writes = true, .run = toy_save },
	{ WEB_DELETE, "/api/v1/save", 1, .run = toy_hello },
	{ WEB_GET, "/file", WEB_ANYONE, .run = toy_file },
	{ WEB_POST, "/upload", 1, .fields = TOY_UPLOAD, .slow = true, .spooled = true,
	  .body_max = (size_t)3 << 20, .run = toy_upload },
};

static bool toy_identify(struct req *req, struct err *err)
{
	const char *bearer = req_header(req, "Authorization");
	const char *cookie = req_cookie(req, "sid");

	(void)err;
	req->by_cookie = !bearer && cookie;
	req->roles = text_equal(bearer, "Bearer 1") || text_equal(cookie, "1") ? 1 : 0;
	return true;
}

static void toy_recall(struct req *req)
{
	struct err err;

	(void)toy_identify(req, &err);
	if (req_header(req, "X-Role")) /* of somebody else */
		req->roles = 2;
}

static void toy_release(struct req *req)
{
	atomic_fetch_add(&((struct toy *)req->app)->released, 1);
}

static bool toy_token_ok(struct req *req, const char *token)
{
	(void)req;
	return strcmp(token, "good") == 0;
}

static void toy_problem(struct req *req, const struct err *err, unsigned status)
{
	(void)status;
	atomic_fetch_add(&((struct toy *)req->app)->problems, 1);
	req->res.type = req->api ? "application/problem+json" : "text/plain; charset=utf-8";
	buf_printf(&req->res.body, "%s: %s", err->code ? err->code : "-", err->msg[req->lang]);
	for (size_t i = 0; i < req->field_count; i++)
		buf_printf(&req->res.body, " %s=%s", req->fields[i].name, req->fields[i].text);
}

static void toy_log(const struct req *req, unsigned status, int64_t microseconds)
{
	struct toy *toy = req->app;

	assert_true(status >= 200 && microseconds >= 0);
	atomic_fetch_add(&toy->logged, 1);
	while (atomic_load(&toy->hold))
		(void)usleep(1000);
}

static void toy_submit(struct req *req)
{
	struct toy *toy = req->app;
	struct toy_job *job = NEW(req->arena, struct toy_job, 1);

	job->req = req;
	(void)pthread_mutex_lock(&toy->lock);
	*toy->last = job;
	toy->last = &job->next;
	(void)pthread_cond_signal(&toy->some);
	(void)pthread_mutex_unlock(&toy->lock);
}

static void *toy_write(void *arg)
{
	struct toy *toy = arg;

	(void)pthread_mutex_lock(&toy->lock);
	while (!toy->stop || toy->queue) {
		struct toy_job *batch = toy->queue, *next;
		struct err err;

		if (!batch) {
			(void)pthread_cond_wait(&toy->some, &toy->lock);
			continue;
		}
		toy->queue = NULL;
		toy->last = &toy->queue;
		(void)pthread_mutex_unlock(&toy->lock);
		for (struct toy_job *job = batch; job; job = job->next)
			if (!web_run(job->req, &err))
				atomic_fetch_add(&toy->problems, 0);
		if (toy->sync_fd >= 0 && (pwrite(toy->sync_fd, toy, sizeof(*toy), 0) < 0 ||
					  fdatasync(toy->sync_fd) != 0))
			abort();
		atomic_fetch_add(&toy->batches, 1);
		for (; batch; batch = next) {
			next = batch->next; /* it lives in the request's arena */
			web_finish(batch->req, NULL);
		}
		(void)pthread_mutex_lock(&toy->lock);
	}
	(void)pthread_mutex_unlock(&toy->lock);
	return NULL;
}

static void toy_start(struct toy *toy, const struct web_options *options)
{
	static const struct web_hooks HOOKS = {
		.identify = toy_identify,
		.release = toy_release,
		.recall = toy_recall,
		.submit = toy_submit,
		.problem = toy_problem,
		.token_ok = toy_token_ok,
		.log = toy_log,
	};
	struct err err;

	*toy = (struct toy){ .sync_fd = -1 };
	toy->last = &toy->queue;
	(void)pthread_mutex_init(&toy->lock, NULL);
	(void)pthread_cond_init(&toy->some, NULL);
	(void)sem_init(&toy->entered, 0, 0);
	(void)sem_init(&toy->leave, 0, 0);
	web_signals();
	if (!web_start(options, TOY_ROUTES, COUNT(TOY_ROUTES), &HOOKS, toy, &toy->web, &err))
		fail_msg("%s", err.msg[LANG_EN]);
	assert_int_equal(pthread_create(&toy->writer, NULL, toy_write, toy), 0);
}

/* Waits for the loop to end, then ends the writer, in the order of the real service. */
static void toy_end(struct toy *toy)
{
	web_wait(toy->web);
	web_free(toy->web);
	(void)pthread_mutex_lock(&toy->lock);
	toy->stop = true;
	(void)pthread_cond_signal(&toy->some);
	(void)pthread_mutex_unlock(&toy->lock);
	(void)pthread_join(toy->writer, NULL);
	(void)pthread_mutex_destroy(&toy->lock);
	(void)pthread_cond_destroy(&toy->some);
	(void)sem_destroy(&toy->entered);
	(void)sem_destroy(&toy->leave);
}

#endif
