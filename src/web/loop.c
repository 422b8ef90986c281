/* The loop: one thread that owns the network. It waits on libmicrohttpd's epoll descriptor and on
 * a wake-up of its own, and runs the library without letting it wait: its own wait stalls for
 * seconds when exactly 128·k sockets become ready. Suspended connections are resumed here only,
 * because a resume from another thread can lose its wake-up. */
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/exchange.h"
#include "web/head.h"
#include "web/listen.h"

#define STOP_POLL_MS 50
#define PEM_MAX ((size_t)1024 * 1024)

void web_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t set;

	(void)sigaction(SIGPIPE, &ignore, NULL);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* ---- One turn ---- */

/* Answers what workers and writer have finished, oldest first. */
static void answer_finished(struct web *web)
{
	struct exchange *list =
		atomic_exchange_explicit(&web->finished, NULL, memory_order_acquire);
	struct exchange *first = NULL, *next;

	for (; list; list = next) {
		next = list->next;
		list->next = first;
		first = list;
	}
	for (; first; first = next) {
		next = first->next;
		intake_answer(first);
	}
}

/* Hands the turn's requests to the workers; true when some were answered here instead. */
static bool hand_over(struct web *web)
{
	struct exchange *refused, *next;
	struct err err;

	if (!web->ready)
		return false;
	refused = workers_put(&web->workers, web->ready);
	web->ready = NULL;
	web->ready_tail = &web->ready;
	if (!refused)
		return false;
	(void)FAIL_CODE(&err, ERR_BUSY, "overloaded",
			"Layanan sedang sibuk; coba lagi sebentar lagi.",
			"The service is busy; please try again in a moment.");
	for (; refused; refused = next) {
		next = refused->next;
		exchange_problem(refused, &err, 503);
		intake_answer(refused);
	}
	return true;
}

static void drain(int fd)
{
	struct signalfd_siginfo info[4];

	while (read(fd, info, sizeof(info)) > 0)
		;
}

static void hear_events(struct web *web, int64_t wait)
{
	struct epoll_event events[4];
	int n = epoll_wait(web->epoll_fd, events, 4, (int)wait);
	eventfd_t ignored;

	for (int i = 0; i < n; i++) {
		if (events[i].data.fd == web->wake_fd)
			(void)eventfd_read(web->wake_fd, &ignored);
		if (events[i].data.fd == web->signal_fd) {
			drain(web->signal_fd);
			atomic_store(&web->stop, true);
		}
	}
}

static int64_t sooner(int64_t a, int64_t b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* Until when the next turn may wait, in ms; -1 = for ever. */
static int64_t turn(struct web *web, int64_t wait)
{
	MHD_UNSIGNED_LONG_LONG pending;
	bool again;

	hear_events(web, wait);
	conns_tick(&web->conns);
	answer_finished(web);
	(void)MHD_run(web->daemon);
	again = hand_over(web);
	if (web->hooks.turned)
		web->hooks.turned(web->app);
	if (again)
		return 0;
	wait = conns_expire(&web->conns);
	if (MHD_get_timeout(web->daemon, &pending) == MHD_YES)
		wait = sooner(wait, pending > 1000 ? 1000 : (int64_t)pending);
	return wait > 1000 * 1000 ? 1000 * 1000 : wait;
}

static void *loop(void *arg)
{
	struct web *web = arg;
	int64_t watchdog = manager_watchdog(), beat = 0, wait = 0, stop_by = 0;

	for (;;) {
		wait = turn(web, wait);
		if (watchdog && time_mono_ms() >= beat) {
			manager_notify("WATCHDOG=1");
			beat = time_mono_ms() + watchdog;
		}
		wait = watchdog ? sooner(wait, watchdog) : wait;
		if (!atomic_load(&web->stop))
			continue;
		if (!stop_by) {
			stop_by = time_mono_ms() + (int64_t)web->options.stop_seconds * 1000;
			manager_notify("STOPPING=1");
			(void)close(MHD_quiesce_daemon(web->daemon));
		}
		conns_shutdown(&web->conns, time_mono_ms() >= stop_by);
		if (!web->waiting && (!web->conns.count || time_mono_ms() >= stop_by))
			return NULL;
		wait = sooner(wait, STOP_POLL_MS);
	}
}

/* ---- Start and stop ---- */

static bool read_pem(struct arena *arena, const char *path, const char **ret, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat facts;
	size_t len = 0;
	char *text;

	if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode) ||
	    (size_t)facts.st_size > PEM_MAX) {
		int why = fd < 0 ? errno : EINVAL;

		if (fd >= 0)
			(void)close(fd);
		return FAIL(err, ERR_INPUT, "%s tidak dapat dibaca: %s", "cannot read %s: %s", path,
			    strerror(why));
	}
	text = arena_alloc(arena, (size_t)facts.st_size + 1, 1);
	for (ssize_t n = 1; n > 0 && len<(size_t)facts.st_size; len += n> 0 ? (size_t)n : 0)
		n = read(fd, text + len, (size_t)facts.st_size - len);
	(void)close(fd);
	*ret = text;
	return true;
}

static bool refuse_start(const struct web *web, struct err *err)
{
	if (web->tls)
		return FAIL(err, ERR_INPUT,
			    "sertifikat %s dan kunci %s rusak atau tidak cocok satu sama lain (%s)",
			    "certificate %s and key %s are malformed or do not fit each other (%s)",
			    web->options.tls_cert, web->options.tls_key, web->said);
	return FAIL(err, ERR_IO, "layanan web tidak dapat dimulai: %s",
		    "cannot start the web service: %s", web->said);
}

static bool start_daemon(struct web *web, struct err *err)
{
	struct arena arena = { 0 };
	const char *cert = NULL, *key = NULL;
	bool ok = true;

	if (web->tls)
		ok = read_pem(&arena, web->options.tls_cert, &cert, err) &&
		     read_pem(&arena, web->options.tls_key, &key, err);
	if (ok) {
		web->daemon = intake_start(web, cert, key);
		ok = web->daemon || refuse_start(web, err);
	}
	if (key)
		explicit_bzero((char *)(uintptr_t)key, strlen(key));
	arena_release(&arena);
	return ok;
}

static bool watch(int epoll_fd, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	return fd >= 0 && epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool open_events(struct web *web, struct err *err)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(web->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	web->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	web->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	web->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (!info || !watch(web->epoll_fd, info->epoll_fd) || !watch(web->epoll_fd, web->wake_fd) ||
	    !watch(web->epoll_fd, web->signal_fd))
		return FAIL(err, ERR_IO, "layanan web tidak dapat dimulai: %s",
			    "cannot start the web service: %s", strerror(errno));
	return true;
}

static void set_options(struct web *web, const struct web_options *from)
{
	struct web_options *to = &web->options;

	*to = *from;
	to->workers = to->workers ? to->workers : 4;
	to->workers = to->workers > WORKERS_MAX ? WORKERS_MAX : to->workers;
	to->header_seconds = to->header_seconds ? to->header_seconds : 10;
	to->body_seconds = to->body_seconds ? to->body_seconds : 15;
	to->response_seconds = to->response_seconds ? to->response_seconds : 60;
	to->idle_seconds = to->idle_seconds ? to->idle_seconds : 75;
	to->stop_seconds = to->stop_seconds ? to->stop_seconds : 10;
	to->connections = to->connections ? to->connections : 4096;
	to->sign_in = to->sign_in ? to->sign_in : "/sign-in";
	web->tls = to->tls_cert && to->tls_key;
}

/* Each connection is a file, and a thousand, the usual limit, are fewer than we promise. */
static void allow_files(unsigned connections)
{
	rlim_t want = (rlim_t)connections + 256;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= want)
		return;
	limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

/* What is left when no thread of ours runs any more. */
void web_free(struct web *web)
{
	if (web->daemon)
		MHD_stop_daemon(web->daemon);
	else
		close_fd(web->listen_fd);
	conns_release(&web->conns);
	files_release(&web->files);
	while (web->spare) {
		struct exchange *next = web->spare->next;

		arena_release(&web->spare->arena);
		free(web->spare);
		web->spare = next;
	}
	close_fd(web->epoll_fd);
	close_fd(web->wake_fd);
	close_fd(web->signal_fd);
	free(web);
}

static bool start(struct web *web, struct err *err)
{
	if (!router_check(web->routes, web->route_count, err) ||
	    !listen_open(web->options.listen, &web->listen_fd, &web->port, err) ||
	    !start_daemon(web, err) || !open_events(web, err) ||
	    !workers_start(&web->workers, web->options.workers, err))
		return false;
	web->sees_lines = head_probe();
	if (pthread_create(&web->loop, NULL, loop, web) == 0)
		return true;
	workers_stop(&web->workers);
	return FAIL(err, ERR_IO, "utas jaringan tidak dapat dibuat",
		    "cannot start the network thread");
}

bool web_start(const struct web_options *options, const struct web_route *routes,
	       size_t route_count, const struct web_hooks *hooks, void *app, struct web **ret,
	       struct err *err)
{
	struct web *web = calloc(1, sizeof(*web));

	if (!web)
		abort();
	web_signals();
	set_options(web, options);
	allow_files(web->options.connections);
	web->routes = routes;
	web->route_count = route_count;
	web->hooks = *hooks;
	web->app = app;
	web->epoll_fd = web->wake_fd = web->signal_fd = web->listen_fd = -1;
	web->ready_tail = &web->ready;
	conns_init(&web->conns, &web->options);
	files_init(&web->files, web->tls);
	*ret = web; /* handlers may run before this returns */
	if (!start(web, err)) {
		*ret = NULL;
		web_free(web);
		return false;
	}
	manager_notify("READY=1");
	return true;
}

unsigned web_port(const struct web *web)
{
	return web->port;
}

void web_stop(struct web *web)
{
	atomic_store(&web->stop, true);
	(void)eventfd_write(web->wake_fd, 1);
}

void web_wait(struct web *web)
{
	(void)pthread_join(web->loop, NULL);
	workers_stop(&web->workers);
	while (atomic_load(&web->finishing))
		(void)sched_yield();
}

void web_counts(const struct web *web, struct web_counts *ret)
{
	*ret = (struct web_counts){
		.requests = atomic_load(&web->requests),
		.files = atomic_load(&web->files.served),
		.refused = atomic_load(&web->refused),
		.server_errors = atomic_load(&web->server_errors),
		.connections = atomic_load(&web->conns.count),
		.late = atomic_load(&web->conns.late),
	};
	for (size_t i = 0; i < COUNT(ret->answers); i++)
		ret->answers[i] = atomic_load(&web->answers[i]);
}

bool web_file(struct web *web, const char *path, const char *type, const void *data, size_t len,
	      bool forever, struct err *err)
{
	return files_put(&web->files, path, NULL, type, data, len, forever, err);
}

void web_publish(struct web *web, const char *path, enum lang lang, const char *type,
		 const void *data, size_t len)
{
	struct err err;

	if (!files_put(&web->files, path, &lang, type, data, len, false, &err))
		abort(); /* a path of ours without its slash */
}
