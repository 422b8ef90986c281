#include "publish.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct publisher {
	atomic_uint_fast64_t epoch; /* grows with each change */
	pthread_mutex_t lock;	    /* over what follows */
	uint64_t swept;		    /* the epoch of what is kept */
	struct arena arena;
	struct names paths; /* what is kept */
};

struct publisher *publisher_new(void)
{
	struct publisher *publisher = calloc(1, sizeof(*publisher));

	if (!publisher)
		abort();
	(void)pthread_mutex_init(&publisher->lock, NULL);
	names_init(&publisher->paths, &publisher->arena);
	return publisher;
}

void publisher_free(struct publisher *publisher)
{
	(void)pthread_mutex_destroy(&publisher->lock);
	arena_release(&publisher->arena);
	free(publisher);
}

void publish_changed(struct publisher *publisher)
{
	(void)atomic_fetch_add(&publisher->epoch, 1);
}

bool publish_ignores(const struct web_route *route)
{
	static handler *const QUIET[] = { api_sheet_put, do_sheet,    api_sign_in, api_sign_out,
					  do_sign_in,	 do_sign_out, api_readyz };

	for (size_t i = 0; i < COUNT(QUIET); i++)
		if (route->run == QUIET[i])
			return true;
	return false;
}

void publish_sweep(struct publisher *publisher, struct web *web)
{
	uint64_t epoch = atomic_load(&publisher->epoch);

	(void)pthread_mutex_lock(&publisher->lock);
	if (publisher->swept != epoch && web) {
		for (size_t i = 0; i < publisher->paths.count; i++)
			for (int lang = 0; lang < LANG_COUNT; lang++)
				web_publish(web, publisher->paths.texts[i], (enum lang)lang, NULL,
					    NULL, 0);
		publisher->swept = epoch;
	}
	(void)pthread_mutex_unlock(&publisher->lock);
}

void publish_since(struct publisher *publisher, struct req *req)
{
	req->since = atomic_load(&publisher->epoch);
}

static void keep(struct publisher *publisher, struct web *web, const struct req *req,
		 const char *path)
{
	const struct response *res = &req->res;

	(void)pthread_mutex_lock(&publisher->lock);
	if (atomic_load(&publisher->epoch) == req->since && publisher->swept == req->since) {
		(void)names_put(&publisher->paths, path, strlen(path));
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (req->api || lang == (int)req->lang)
				web_publish(web, path, (enum lang)lang, res->type, res->body.data,
					    res->body.len);
	}
	(void)pthread_mutex_unlock(&publisher->lock);
}

bool publish_answer(struct req *req, const char *path)
{
	struct service *service = service_of(req);
	struct web *web = service_web(service);
	char hash[SHA256_HEX_SIZE];

	if (who_of(req) && !req->api)
		return true;
	sha256_hex(req->res.body.data, req->res.body.len, hash);
	req->res.etag = arena_printf(req->arena, "\"%.24s\"", hash);
	req->res.cacheable = true;
	if (web && text_equal(req->target, path) && !req->res.cookies[0])
		keep(service_publisher(service), web, req, path);
	return true;
}
