/* The service: opened once, shared by all handlers. Workers read through pooled connections, each
 * request in one read transaction; what writes runs on the writer's thread inside its batch. */
#include "service.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "budget.h"
#include "jobs.h"
#include "layouts.h"
#include "ledger.h"
#include "publish.h"
#include "readers.h"
#include "request_log.h"
#include "scheme_cache.h"
#include "sheet_ground.h"
#include "studio.h"
#include "vault.h"
#include "who_cache.h"

#define PASSWORDS_AT_ONCE 2

struct service {
	struct arena arena;
	const char *db_path;
	const char *address; /* "http://127.0.0.1:8080" */
	const char *vault;   /* folder of documents */
	struct share share;
	struct assets assets;
	struct templates *templates;
	struct paper *paper;
	struct layouts *layouts;
	_Atomic(struct web *) web; /* NULL before the start and after the end */
	struct db_writer *writer;
	struct budgets *budgets;
	struct publisher *publisher;
	bool health_open;
	struct drafts *drafts;
	struct jobs *jobs; /* NULL before the vault is open */
	struct who_cache *people;
	struct sheet_grounds *grounds;
	struct request_log log;
	struct admin_door *door; /* NULL: commands must wait until the service has stopped */
	struct release_cache *releases;
	struct readers *readers;
	struct scheme_cache *schemes;
	pthread_mutex_t password_lock;
	pthread_cond_t password_turn;
	int passwords_running;
	atomic_bool any_sample; /* as last seen, for pages that are made without the database */
};

struct service *service_of(const struct req *req)
{
	return req->app;
}

struct web *service_web(struct service *service)
{
	return service->web;
}

const char *service_address(const struct service *service)
{
	return service->address;
}

static void service_free(struct service *service);

void service_wait(struct service *service)
{
	web_wait(service->web);
	service_free(service);
}

struct db_writer *service_writer(struct service *service)
{
	return service->writer;
}

const char *service_db_path(const struct service *service)
{
	return service->db_path;
}

const struct paper *service_paper(struct service *service)
{
	return service->paper;
}

const char *service_vault(const struct service *service)
{
	return service->vault;
}

const struct layouts *service_layouts(struct service *service)
{
	return service->layouts;
}

const struct share *service_share(const struct service *service)
{
	return &service->share;
}

struct drafts *service_drafts(struct service *service)
{
	return service->drafts;
}

struct jobs *service_jobs(struct service *service)
{
	return service->jobs;
}

const struct templates *service_templates(struct service *service)
{
	return service->templates;
}

struct publisher *service_publisher(struct service *service)
{
	return service->publisher;
}

bool service_health_open(const struct service *service)
{
	return service->health_open;
}

struct release_cache *service_releases(struct service *service)
{
	return service->releases;
}

struct db *db_of(const struct req *req)
{
	return req->db;
}

/* ---- Reading ---- */

static void hook_release(struct req *req)
{
	struct db_tx tx = { .db = req->db, .depth = 1 };

	if (!req->db)
		return;
	db_rollback(&tx);
	readers_give(service_of(req)->readers, req->db);
	req->db = NULL;
}

static bool hook_identify(struct req *req, struct err *err)
{
	struct service *service = service_of(req);
	bool known = who_recall(req);
	struct db_tx tx = { 0 };
	struct db *db;

	if (known && req->route->writes && !req->route->slow)
		return true; /* the writer's connection is all that it needs */
	publish_sweep(service->publisher, service->web);
	publish_since(service->publisher, req);
	if (!readers_take(service->readers, &db, err))
		return false;
	if (!db_begin(db, &tx, err)) {
		db_close(db);
		return false;
	}
	req->db = db;
	return known || who_identify(req, err);
}

/* Who is known may upload at once. */
static void hook_recall(struct req *req)
{
	(void)who_recall(req);
}

/* ---- Writing ---- */

/* A request for the writer; it may be run twice, and is the same person's then. */
struct write {
	struct db_job job;
	struct req *req;
	void *who;
	unsigned roles;
};

static bool job_run(struct db *db, void *arg, struct err *err)
{
	const struct write *write = arg;
	struct req *req = write->req;
	bool done;

	req->db = db;
	req->who = write->who;
	req->roles = write->roles;
	done = who_stands(req, err) && web_run(req, err) && confirm_kept(req, err);
	req->db = NULL;
	return done;
}

static void job_done(void *arg, bool ok, const struct err *err)
{
	struct req *req = ((const struct write *)arg)->req;
	struct service *service = service_of(req);

	/* What may have been stored all the same is no longer shown as it was, either. */
	if ((ok || text_equal(err->code, "unclear")) && !publish_ignores(req->route)) {
		publish_changed(service->publisher);
		publish_sweep(service->publisher, service->web);
	}
	web_finish(req, ok ? NULL : err);
}

static void hook_submit(struct req *req)
{
	struct write *write = NEW(req->arena, struct write, 1);

	*write = (struct write){ .job = { .run = job_run, .done = job_done, .arg = write },
				 .req = req,
				 .who = req->who,
				 .roles = req->roles };
	db_writer_put(service_of(req)->writer, &write->job);
}

/* ---- The log ---- */

uint64_t service_log_dropped(const struct service *service)
{
	return atomic_load(&service->log.dropped);
}

static void hook_log(const struct req *req, unsigned status, int64_t microseconds)
{
	request_log_add(&service_of(req)->log, req, status, microseconds);
}

static void hook_turned(void *app)
{
	struct service *service = app;

	if (service->log.len)
		request_log_flush(&service->log);
}

/* ---- Passwords: each costs 64 MiB and 70 ms, so two at a time ---- */

static void password_enter(struct service *service)
{
	(void)pthread_mutex_lock(&service->password_lock);
	while (service->passwords_running == PASSWORDS_AT_ONCE)
		(void)pthread_cond_wait(&service->password_turn, &service->password_lock);
	service->passwords_running++;
	(void)pthread_mutex_unlock(&service->password_lock);
}

static void password_leave(struct service *service)
{
	(void)pthread_mutex_lock(&service->password_lock);
	service->passwords_running--;
	(void)pthread_cond_signal(&service->password_turn);
	(void)pthread_mutex_unlock(&service->password_lock);
}

bool service_password_hash(struct service *service, const char *password,
			   char ret[PASSWORD_HASH_SIZE], struct err *err)
{
	bool done;

	password_enter(service);
	done = password_hash(password, ret, err);
	password_leave(service);
	return done;
}

bool service_password_matches(struct service *service, const char *hash, const char *password)
{
	bool same;

	password_enter(service);
	same = password_matches(hash, password);
	password_leave(service);
	return same;
}

struct budgets *service_budgets(struct service *service)
{
	return service->budgets;
}

struct who_cache *service_people(struct service *service)
{
	return service->people;
}

struct sheet_grounds *service_grounds(struct service *service)
{
	return service->grounds;
}

bool service_scheme(struct service *service, struct db *db, int64_t rule_id,
		    const struct scheme **ret, struct err *err)
{
	return scheme_cache_get(service->schemes, db, rule_id, ret, err);
}

bool service_sample(struct service *service, struct db *db)
{
	struct err ignored;
	bool sample;

	if (db && edition_any_sample(db, &sample, &ignored))
		atomic_store(&service->any_sample, sample);
	return atomic_load(&service->any_sample);
}

const struct asset *service_asset(const struct service *service, const char *name)
{
	for (size_t i = 0; i < service->assets.count; i++)
		if (text_equal(service->assets.items[i].name, name))
			return &service->assets.items[i];
	return NULL;
}

/* ---- Start and stop ---- */

static bool views_open(struct service *service, struct err *err)
{
	struct complaints complaints;
	struct buf text;

	complaints_init(&complaints, &service->arena);
	if (!share_find(&service->arena, &service->share, err) ||
	    !assets_load(service->share.statics, &service->arena, &service->assets, err) ||
	    !paper_open(service->share.fonts, service->share.layouts, &service->paper, err))
		return false;
	if (templates_load(service->share.templates, &service->assets, &service->arena,
			   &service->templates, &complaints, err) &&
	    layouts_load(service->share.layouts, service->paper, &service->arena, &service->layouts,
			 &complaints, err))
		return true;
	if (!complaints.total)
		return false;
	buf_init(&text, &service->arena);
	complaints_print(&complaints, LANG_ID, &text);
	return FAIL(err, ERR_INPUT, "%s", "%s", text.data);
}

/* The writer opens (and first makes) the file; the steps of the schema are a job like any other. */
static bool job_migrate(struct db *db, void *arg, struct err *err)
{
	struct service *service = arg;

	if (!database_migrate(db, service->db_path, err))
		return false;
	(void)service_sample(service, db);
	return true;
}

/* What is remembered of them stands until one of their rows changes: people (who_cache.h), and what
 * a sheet stands on (sheet_ground.h; a conflict comes with its declaration). */
static const char *const WATCHED_TABLES[] = { "session",      "account", "juror",	"edition",
					      "rule_version", "nominee", "declaration", NULL };

static bool writer_start(struct service *service, struct err *err)
{
	if (!db_writer_start(service->db_path, &service->writer, err))
		return false;
	db_writer_watch(service->writer, WATCHED_TABLES);
	return true;
}

/* What no row names, of an upload that was cut off between file and row, goes. */
static bool vault_start(struct service *service, struct err *err)
{
	struct db *db;
	bool swept;

	service->vault = vault_folder(&service->arena, service->db_path);
	if (!vault_make(service->vault, err) || !db_open(service->db_path, DB_READ, &db, err))
		return false;
	swept = vault_sweep(service->vault, db, err);
	db_close(db);
	return swept;
}

static bool assets_publish(struct service *service, struct err *err)
{
	for (size_t i = 0; i < service->assets.count; i++) {
		const struct asset *asset = &service->assets.items[i];

		if (!web_file(service->web, asset->path, asset->type, asset->data, asset->len, true,
			      err))
			return false;
		/* Where it lies says over which pages it may stand. */
		if (strcmp(asset->name, "sw_js") == 0 &&
		    !web_file(service->web, "/sw.js", asset->type, asset->data, asset->len, false,
			      err))
			return false;
	}
	return true;
}

/* As a browser on this machine wants it, with the port that was really taken. */
static const char *address_of(struct service *service, const struct web_options *options)
{
	static const char *const ALL[] = { "", "0.0.0.0", "[::]" };
	const char *colon = strrchr(options->listen, ':');
	size_t len = colon ? (size_t)(colon - options->listen) : strlen(options->listen);
	const char *host = arena_printf(&service->arena, "%.*s", (int)len, options->listen);

	for (size_t i = 0; i < COUNT(ALL); i++)
		if (text_equal(host, ALL[i]))
			host = "localhost";
	return arena_printf(&service->arena, "%s://%s:%u", options->tls_cert ? "https" : "http",
			    host, web_port(service->web));
}

static void on_command(void *arg)
{
	struct service *service = arg;

	publish_changed(service->publisher);
	publish_sweep(service->publisher, service->web);
}

static void door_open(struct service *service)
{
	const struct admin_watch watch = { on_command, service };
	struct err err;

	if (!admin_open(service->db_path, service->writer, &watch, &service->door, &err))
		(void)fprintf(stderr, "%s (%s)\n", err.msg[LANG_ID], err.detail);
}

bool service_start(const struct service_options *options, struct service **ret, struct err *err)
{
	const struct web_hooks hooks = {
		.identify = hook_identify,
		.release = hook_release,
		.recall = hook_recall,
		.submit = hook_submit,
		.problem = answer_error,
		.token_ok = who_token_ok,
		.log = options->quiet ? NULL : hook_log,
		.turned = hook_turned,
	};
	struct service *service = calloc(1, sizeof(*service));
	struct web_options web_options = options->web;
	struct web *web;

	if (!service)
		abort();
	web_options.personal_cookie = SESSION_COOKIE;
	service->db_path = arena_text(&service->arena, options->db_path);
	service->releases = release_cache_new(&service->arena);
	service->readers = readers_new(service->db_path);
	service->schemes = scheme_cache_new();
	(void)pthread_mutex_init(&service->password_lock, NULL);
	(void)pthread_cond_init(&service->password_turn, NULL);
	service->budgets = budgets_new();
	service->publisher = publisher_new();
	service->health_open = options->health_open;
	service->people = who_cache_new();
	service->drafts = drafts_new();
	service->grounds = sheet_grounds_new();
	*ret = service;
	if (!views_open(service, err) || !writer_start(service, err) ||
	    !db_writer_run(service->writer, job_migrate, service, err) ||
	    !vault_start(service, err)) {
		service_stop(service);
		return false;
	}
	web_options.spool = service->vault;
	service->jobs = jobs_new(service->vault);
	if (!web_start(&web_options, ROUTES, ROUTE_COUNT, &hooks, service, &web, err)) {
		service_stop(service);
		return false;
	}
	service->web = web;
	if (!assets_publish(service, err)) {
		service_stop(service);
		return false;
	}
	db_writer_limit(service->writer, options->batch_max);
	service->address = address_of(service, &options->web);
	door_open(service);
	return true;
}

/* Nothing is under way any more, but what comes through the door for commands: it closes before
 * `web` goes, whose pages a command may withdraw. */
static void service_free(struct service *service)
{
	request_log_flush(&service->log);
	admin_close(service->door);
	drafts_free(service->drafts);
	if (service->jobs)
		jobs_free(service->jobs);
	if (service->web)
		web_free(service->web);
	/* The writer closes last, so that the log is moved into the file and removed: after a clean
	 * stop one file is the whole database. */
	readers_free(service->readers);
	if (service->writer)
		db_writer_stop(service->writer);
	if (service->paper)
		paper_close(service->paper);
	release_cache_free(service->releases);
	budgets_free(service->budgets);
	publisher_free(service->publisher);
	who_cache_free(service->people);
	sheet_grounds_free(service->grounds);
	scheme_cache_free(service->schemes);
	if (service->vault)
		vault_tidy(service->vault);
	(void)pthread_cond_destroy(&service->password_turn);
	(void)pthread_mutex_destroy(&service->password_lock);
	arena_release(&service->arena);
	free(service);
}

void service_stop(struct service *service)
{
	if (service->web) {
		web_stop(service->web);
		web_wait(service->web);
	}
	service_free(service);
}
