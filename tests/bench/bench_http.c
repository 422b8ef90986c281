/* Durable saves of sheets over HTTP, beside a bare fdatasync and a bare commit of the same run, and
 * beside the same service committing each request alone. The folder is the first argument. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"
#include "stand.h"

#define RUNS 3
#define LONE 1000
#define SAVES 30000
#define SAVES_ALONE 6000
#define SYNCS 500
#define IDLE 1000 /* connections */

struct bench {
	struct stand stand;
	struct child child;
	struct bare bare;
	int64_t versions[LOAD_CONNECTIONS_MAX];
	int64_t times[SAVES];
	double commit_us, sync_rate, rate_64;
};

/* ---- A save: each connection has a sheet of its own, and changes a mark of it ---- */

static void say_save(void *arg, struct load_conn *conn)
{
	struct bench *bench = arg;
	size_t juror = conn->number % STAND_JURORS, nominee = conn->number / STAND_JURORS;
	int64_t version = bench->versions[conn->number];
	char body[512];
	int len = snprintf(body, sizeof(body),
			   "{\"version\":%" PRId64 ",\"action\":\"save\",\"marks\":{", version);

	for (int i = 0; i < STAND_MARKS; i++)
		len += snprintf(body + len, sizeof(body) - (size_t)len, "\"w%d\":%" PRId64 ".5%s",
				i, (version + i) % 100, i < STAND_MARKS - 1 ? "," : "}}");
	load_say(conn,
		 "PUT /api/v1/editions/bench/nominees/n%zu/sheet HTTP/1.1\r\nHost: localhost\r\n"
		 "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
		 "Idempotency-Key: %08" PRIx32 "%08" PRIx32 "-%" PRId64
		 "\r\nContent-Length: %d\r\n\r\n%s",
		 nominee, bench->stand.tokens[juror], random_below(UINT32_MAX),
		 random_below(UINT32_MAX), version, len, body);
}

static void hear_save(void *arg, struct load_conn *conn, unsigned status, const char *body)
{
	struct bench *bench = arg;
	char want[64];

	(void)snprintf(want, sizeof(want), "{\"version\":%" PRId64 ",\"state\":\"draft\"",
		       ++bench->versions[conn->number]);
	if (status == 200 && strncmp(body, want, strlen(want)) == 0)
		return;
	(void)fprintf(stderr, "%s\n", conn->in);
	must(false, "save");
}

static struct load_script save_script(struct bench *bench)
{
	return (struct load_script){ .request = say_save, .answer = hear_save, .arg = bench };
}

/* ---- Measures ---- */

/* By turns, so that all meet the same weather. */
static void lone_saves(struct bench *bench)
{
	static int64_t commits[LONE], saves[LONE], syncs[LONE];
	struct load_script script = save_script(bench);
	struct load_conn conn;
	double save_us, sync_us;

	load_open(&conn, 1, bench->child.port);
	for (size_t i = 0; i < LONE; i++) {
		syncs[i] = time_sync(&bench->bare);
		commits[i] = time_commit(&bench->bare);
		saves[i] = load_one(&conn, &script);
	}
	load_close(&conn, 1);
	sync_us = percentile_us(syncs, LONE, 0.5);
	bench->commit_us = percentile_us(commits, LONE, 0.5);
	save_us = percentile_us(saves, LONE, 0.5);
	printf("  fdatasync %.0f us  bare commit %.0f us  lone save %.0f us = %.2f commits (<= 3)\n",
	       sync_us, bench->commit_us, save_us, save_us / bench->commit_us);
}

static double sync_time_s(struct bench *bench)
{
	int64_t at = now_ns();

	for (int i = 0; i < SYNCS; i++)
		(void)time_sync(&bench->bare);
	return (double)(now_ns() - at) / 1e9;
}

/* Saves per second. The syncs are measured just before and just after. */
static double crowd(struct bench *bench, size_t count, size_t saves)
{
	struct load_script script = save_script(bench);
	struct load_conn conns[LOAD_CONNECTIONS_MAX];
	double syncs = sync_time_s(bench), cpu, rate;
	int64_t ns;

	load_open(conns, count, bench->child.port);
	cpu = child_cpu_s(&bench->child);
	ns = load_run(conns, count, &script, saves, bench->times);
	cpu = child_cpu_s(&bench->child) - cpu;
	load_close(conns, count);
	syncs += sync_time_s(bench);
	bench->sync_rate = 2 * SYNCS / syncs;
	rate = (double)saves * 1e9 / (double)ns;
	printf("  %3zu connections %7.0f saves/s  p50 %6.0f p99 %6.0f max %6.0f us  cpu %3.0f us",
	       count, rate, percentile_us(bench->times, saves, 0.5),
	       percentile_us(bench->times, saves, 0.99), percentile_us(bench->times, saves, 1),
	       cpu * 1e6 / (double)saves);
	return rate;
}

static void crowds(struct bench *bench)
{
	static const size_t MORE[] = { 128, 256, 384 };
	double p99;

	bench->rate_64 = crowd(bench, 64, SAVES);
	p99 = percentile_us(bench->times, SAVES, 0.99);
	printf(" = %.2f fdatasync/s (>= 1.3), p99 = %.1f commits (<= 30)\n",
	       bench->rate_64 / bench->sync_rate, p99 / bench->commit_us);
	for (size_t i = 0; i < COUNT(MORE); i++) {
		double rate = crowd(bench, MORE[i], SAVES);

		printf(" = %.2f of 64 (>= 0.8)\n", rate / bench->rate_64);
	}
}

/* The memory of a service that has just started, and with a thousand connections that wait. */
static void idle_memory(struct bench *bench)
{
	static struct load_conn conns[IDLE];
	unsigned long alone = child_rss_kib(&bench->child), crowded;
	struct load_script script = save_script(bench);

	load_open(conns, IDLE, bench->child.port);
	(void)load_one(&conns[0], &script); /* when it is answered, all have been accepted */
	crowded = child_rss_kib(&bench->child);
	load_close(conns, IDLE);
	printf("  idle %.1f MiB (< 30), %.1f KiB for each idle connection (<= 40)\n",
	       (double)alone / 1024, (double)(crowded - alone) / IDLE);
}

static void run(struct bench *bench, const char *db, const char *log)
{
	memset(bench->versions, 0, sizeof(bench->versions));
	stand_make(&bench->stand, db);
	child_start(&bench->child, db, 0, log);
	idle_memory(bench);
	lone_saves(bench);
	crowds(bench);
	child_stop(&bench->child);
	child_start(&bench->child, db, 1, log);
	printf(" = 1/%.1f of committing together (>= 5)\n",
	       bench->rate_64 / crowd(bench, 64, SAVES_ALONE));
	child_stop(&bench->child);
	bench_remove(db);
	(void)unlink(log);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *db = bench_path(argc, argv, "bench-http.db");
	const char *log = bench_path(argc, argv, "bench-http.log");
	const char *bare_path = bench_path(argc, argv, "bench-bare.db");
	const char *file = bench_path(argc, argv, "bench-sync");

	crypto_init();
	stand_make(&bench.stand,
		   db); /* the engine as the service sets it up, before its first use */
	bare_open(&bench.bare, file, bare_path);
	for (int i = 0; i < RUNS; i++)
		run(&bench, db, log);
	bare_close(&bench.bare);
	bench_remove(bare_path);
	(void)unlink(file);
	return 0;
}
