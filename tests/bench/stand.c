#include "stand.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/service.h"
#include "sheets.h"

/* ---- The edition ---- */

static void people_add(struct stand *stand, struct db *db, int64_t edition, struct arena *arena)
{
	int64_t now = time_now();
	struct err err;

	for (int i = 0; i < STAND_JURORS; i++) {
		const char *key = arena_printf(arena, "j%d", i + 1);
		struct juror juror = { .key = key, .name = key };
		int64_t id, account;

		random_token(stand->tokens[i]);
		must(juror_put(db, edition, &juror, &id, &err) &&
			     account_add(db, edition, key, ROLE_JUROR, id, key, "-", now, &account,
					 &err) &&
			     session_add(db, stand->tokens[i], account, now, &err),
		     "juror");
	}
	for (int i = 0; i < STAND_NOMINEES; i++) {
		const char *key = arena_printf(arena, "n%d", i);
		struct candidate candidate = { .key = key, .name = key, .category = "a" };
		int64_t id;

		must(nominee_put(db, edition, &candidate, &id, &err), "nominee");
	}
}

void stand_make(struct stand *stand, const char *db_path)
{
	struct arena arena = { 0 };
	struct source sources[SOURCE_COUNT], scheme;
	struct db_tx tx = { 0 };
	int64_t edition, number;
	struct err err;
	struct db *db;

	bench_remove(db_path);
	stand->db_path = db_path;
	sheets_make(&arena, STAND_NOMINEES, STAND_MARKS, sources);
	scheme = sources[SOURCE_SCHEME];
	must(db_open(db_path, DB_WRITE, &db, &err) && store_migrate(db, NULL, &err) &&
		     db_begin(db, &tx, &err) &&
		     edition_add(db, "bench", true, time_now(), &edition, &err) &&
		     rule_add(db, edition, scheme.text, scheme.len, true, time_now(), &number,
			      &err) &&
		     edition_put_phase(db, edition, PHASE_SCORING, &err),
	     db_path);
	people_add(stand, db, edition, &arena);
	must(db_commit(&tx, &err), "commit");
	db_close(db);
	arena_release(&arena);
}

/* ---- The service ---- */

static _Noreturn void serve(const char *db_path, unsigned batch_max, const char *log_path, int tell)
{
	struct service_options options = { .db_path = db_path,
					   .web.listen = "127.0.0.1:0",
					   .batch_max = batch_max };
	struct service *service;
	unsigned port;
	struct err err;

	must(freopen(log_path, "w", stderr) != NULL, log_path);
	web_signals();
	must(service_start(&options, &service, &err), err.msg[LANG_EN]);
	port = web_port(service_web(service));
	must(write(tell, &port, sizeof(port)) == sizeof(port), "pipe");
	service_wait(service);
	exit(0);
}

void child_start(struct child *child, const char *db_path, unsigned batch_max, const char *log_path)
{
	int pair[2];

	must(pipe2(pair, O_CLOEXEC) == 0, "pipe");
	(void)fflush(NULL);
	child->pid = fork();
	must(child->pid >= 0, "fork");
	if (child->pid == 0)
		serve(db_path, batch_max, log_path, pair[1]);
	(void)close(pair[1]);
	must(read(pair[0], &child->port, sizeof(child->port)) == sizeof(child->port), "service");
	(void)close(pair[0]);
}

void child_stop(struct child *child)
{
	int status;

	(void)kill(child->pid, SIGTERM);
	must(waitpid(child->pid, &status, 0) == child->pid && status == 0, "end of the service");
}

static FILE *proc_open(const struct child *child, const char *name)
{
	char path[64];
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)child->pid, name);
	file = fopen(path, "r");
	must(file != NULL, path);
	return file;
}

double child_cpu_s(const struct child *child)
{
	FILE *file = proc_open(child, "stat");
	char line[1024];
	int64_t ticks = 0;

	if (fgets(line, sizeof(line), file)) {
		char *at = strrchr(line, ')');

		for (int field = 2; at && field < 14; field++)
			at = strchr(at + 1, ' ');
		if (at)
			ticks = strtoll(at, &at, 10);
		if (at)
			ticks += strtoll(at, NULL, 10);
	}
	(void)fclose(file);
	return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

unsigned long child_rss_kib(const struct child *child)
{
	FILE *file = proc_open(child, "status");
	unsigned long kib = 0;
	char line[256];

	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtoul(line + 6, NULL, 10);
	(void)fclose(file);
	return kib;
}
