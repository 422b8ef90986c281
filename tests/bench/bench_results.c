/* The published results page beside nginx, which serves the same bytes, headers and encoding from a
 * file and writes no access log. The folder is the first argument; without nginx nothing is done.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"
#include "sheets.h"
#include "stand.h"
#include "store/store.h"

#define RUNS 5
#define CONNECTIONS 64
#define GETS 60000
#define TARGET "/editions/bench/results"

/* ---- A release ---- */

static void publish(const char *db_path)
{
	struct arena arena = { 0 };
	struct source sources[SOURCE_COUNT];
	struct complaints complaints;
	struct tally_input input;
	struct account account;
	struct edition edition;
	struct scheme scheme;
	struct tally tally;
	struct db_tx tx = { 0 };
	struct buf bundle;
	char sha[SHA256_HEX_SIZE];
	struct err err;
	struct db *db;
	int64_t id;

	sheets_make(&arena, STAND_NOMINEES, STAND_MARKS, sources);
	complaints_init(&complaints, &arena);
	buf_init(&bundle, &arena);
	must(tally_input_read(sources, &arena, &scheme, &input, &complaints) &&
		     tally_run(&input, &arena, &tally, &complaints) &&
		     bundle_of_files(&sources[SOURCE_SCHEME], &input, &tally, &bundle, &complaints),
	     "bundle");
	sha256_hex(bundle.data, bundle.len, sha);
	must(db_open(db_path, DB_WRITE, &db, &err) && db_begin(db, &tx, &err) &&
		     edition_get(db, "bench", &arena, &edition, &err) &&
		     account_find(db, "j1", &arena, &account, &err) &&
		     release_add(db, edition.id, bundle.data, bundle.len, sha, account.id,
				 time_now(), &id, &err) &&
		     release_put_state(db, id, "published", account.id, time_now(), "", &err) &&
		     edition_put_phase(db, edition.id, PHASE_PUBLISHED, &err) &&
		     db_commit(&tx, &err),
	     "release");
	db_close(db);
	arena_release(&arena);
}

/* ---- Asking ---- */

static void say_get(void *arg, struct load_conn *conn)
{
	(void)arg;
	load_say(conn, "GET " TARGET " HTTP/1.1\r\nHost: localhost\r\n"
		       "Accept-Encoding: gzip\r\n\r\n");
}

static void hear_page(void *arg, struct load_conn *conn, unsigned status, const char *body)
{
	size_t *size = arg;

	*size = conn->in_len - (size_t)(body - conn->in);
	if (status == 200)
		return;
	(void)fprintf(stderr, "%.2000s\n", conn->in);
	must(false, "page");
}

/* Per second; `size` is left as that of the body. */
static double gets(unsigned port, size_t *size)
{
	static int64_t times[GETS];
	struct load_conn conns[CONNECTIONS];
	struct load_script script = { .request = say_get, .answer = hear_page, .arg = size };
	int64_t ns;

	load_open(conns, CONNECTIONS, port);
	ns = load_run(conns, CONNECTIONS, &script, GETS, times);
	load_close(conns, CONNECTIONS);
	return (double)GETS * 1e9 / (double)ns;
}

/* ---- nginx with the very same answer ---- */

struct nginx {
	char folder[64], path[128];
	unsigned port;
	pid_t pid;
};

static void path_in(struct nginx *nginx, const char *name)
{
	(void)snprintf(nginx->path, sizeof(nginx->path), "%s/%s", nginx->folder, name);
}

static unsigned free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(fd >= 0 && bind(fd, (struct sockaddr *)&at, size) == 0 &&
		     getsockname(fd, (struct sockaddr *)&at, &size) == 0,
	     "port");
	(void)close(fd);
	return ntohs(at.sin_port);
}

/* Each header of our answer that nginx does not make itself becomes an add_header. */
static void headers_copy(FILE *conf, char *head)
{
	static const char *const OWN[] = { "HTTP/", "Content-Length", "Date", "Connection",
					   "Content-Type" };

	for (char *rest, *line = strtok_r(head, "\r\n", &rest); line;
	     line = strtok_r(NULL, "\r\n", &rest)) {
		char *colon = strchr(line, ':');
		bool own = !colon;

		for (size_t i = 0; i < COUNT(OWN); i++)
			own = own || strncasecmp(line, OWN[i], strlen(OWN[i])) == 0;
		if (own)
			continue;
		*colon = '\0';
		(void)fprintf(conf, "add_header %s '", line);
		for (const char *c = colon + 2; *c; c++) {
			if (*c == '\'')
				(void)fputc('\\', conf);
			(void)fputc(*c, conf);
		}
		(void)fputs("';\n", conf);
	}
}

static void nginx_write(struct nginx *nginx, struct load_conn *answer, size_t size)
{
	char *body = answer->in + answer->in_len - size;
	struct err err;
	FILE *conf;

	path_in(nginx, "page");
	must(file_write(nginx->path, body, size, &err), nginx->path);
	path_in(nginx, "conf");
	conf = fopen(nginx->path, "w");
	must(conf != NULL, nginx->path);
	(void)fprintf(conf,
		      "worker_processes 2;\npid %s/pid;\nerror_log %s/log;\ndaemon off;\n"
		      "events { worker_connections 1024; }\nhttp {\naccess_log off;\nsendfile on;\n"
		      "tcp_nopush on;\nserver_tokens off;\netag off;\nif_modified_since off;\n"
		      "keepalive_requests 100000000;\nopen_file_cache max=10;\n"
		      "server {\nlisten 127.0.0.1:%u;\nlocation = " TARGET " {\nalias %s/page;\n"
		      "types { }\ndefault_type 'text/html; charset=utf-8';\nmax_ranges 0;\n",
		      nginx->folder, nginx->folder, nginx->port, nginx->folder);
	body[-4] = '\0';
	headers_copy(conf, answer->in);
	(void)fputs("} } }\n", conf);
	must(fclose(conf) == 0, nginx->path);
}

static bool nginx_start(struct nginx *nginx, struct load_conn *answer, size_t size)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	(void)snprintf(nginx->folder, sizeof(nginx->folder), "/tmp/bench-nginx-XXXXXX");
	must(mkdtemp(nginx->folder) != NULL && chmod(nginx->folder, 0755) == 0, nginx->folder);
	nginx->port = free_port();
	nginx_write(nginx, answer, size);
	nginx->pid = fork();
	if (nginx->pid == 0) {
		path_in(nginx, "conf");
		(void)execlp("nginx", "nginx", "-c", nginx->path, (char *)NULL);
		_exit(127);
	}
	at.sin_port = htons((uint16_t)nginx->port);
	for (int i = 0; i < 500 && waitpid(nginx->pid, NULL, WNOHANG) == 0; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool there = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

		(void)close(fd);
		if (there)
			return true;
		(void)usleep(10000);
	}
	return false;
}

static void nginx_stop(struct nginx *nginx)
{
	static const char *const FILES[] = { "page", "conf", "pid", "log" };

	if (kill(nginx->pid, SIGTERM) == 0)
		(void)waitpid(nginx->pid, NULL, 0);
	for (size_t i = 0; i < COUNT(FILES); i++) {
		path_in(nginx, FILES[i]);
		(void)unlink(nginx->path);
	}
	(void)rmdir(nginx->folder);
}

/* ---- Both by turns ---- */

static void compare(unsigned port)
{
	size_t size = 0, other = 0;
	struct load_script script = { .request = say_get, .answer = hear_page, .arg = &size };
	struct load_conn conn;
	struct nginx nginx;

	load_open(&conn, 1, port);
	(void)load_one(&conn, &script); /* is made, and kept */
	(void)load_one(&conn, &script); /* from memory */
	if (!nginx_start(&nginx, &conn, size)) {
		printf("  skipped: nginx is not to be had here\n");
		load_close(&conn, 1);
		nginx_stop(&nginx);
		return;
	}
	load_close(&conn, 1);
	for (int i = 0; i < RUNS; i++) {
		double ours = gets(port, &size), theirs = gets(nginx.port, &other);

		must(size == other, "the same page of nginx");
		printf("  results page of %zu bytes (gzip): %.0f/s, nginx %.0f/s = %.2f (>= 1.0)\n",
		       size, ours, theirs, ours / theirs);
	}
	nginx_stop(&nginx);
}

int main(int argc, char **argv)
{
	const char *db = bench_path(argc, argv, "bench-results.db");
	const char *log = bench_path(argc, argv, "bench-results.log");
	struct stand stand;
	struct child child;

	crypto_init();
	stand_make(&stand, db);
	publish(db);
	child_start(&child, db, 0, log);
	compare(child.port);
	child_stop(&child);
	bench_remove(db);
	(void)unlink(log);
	return 0;
}
