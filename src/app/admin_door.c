/* The Unix socket beside the database, <db>.sock: how a command hands its change to the service
 * that has the lock. One call at a time, from the same user only. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "admin.h"

#define SILENCE_SECONDS 10 /* between two pieces of a call */
#define REPLY_SECONDS 60

struct admin_door {
	struct arena arena;
	struct db_writer *writer;
	struct admin_watch watch;
	pthread_t thread;
	int listen_fd, stop_fd, folder_fd;
	const char *name; /* in the folder */
};

/* ---- The address. The folder is held open and named through /proc, because a socket's path may
 * have 107 bytes only. ---- */

static bool fail_here(const char *what, struct err *err)
{
	(void)FAIL(err, ERR_IO, "%s: soket perintah tidak dapat dibuka",
		   "%s: the socket for commands cannot be opened", what);
	err_detail(err, "%s", strerror(errno));
	return false;
}

static bool address_of(const char *db_path, struct arena *arena, int *ret_folder,
		       const char **ret_name, struct sockaddr_un *ret, struct err *err)
{
	char *whole = realpath(db_path, NULL), *slash;
	int len;

	if (!whole)
		return fail_here(db_path, err);
	slash = strrchr(whole, '/');
	*ret_name = arena_printf(arena, "%s.sock", slash + 1);
	slash[1] = '\0';
	*ret_folder = open(whole, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(whole);
	if (*ret_folder < 0)
		return fail_here(db_path, err);
	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	len = snprintf(ret->sun_path, sizeof(ret->sun_path), "/proc/self/fd/%d/%s", *ret_folder,
		       *ret_name);
	if (len > 0 && (size_t)len < sizeof(ret->sun_path))
		return true;
	(void)close(*ret_folder);
	errno = ENAMETOOLONG;
	return fail_here(db_path, err);
}

/* ---- Bytes ---- */

static void silence_limit(int fd, time_t seconds)
{
	struct timeval limit = { .tv_sec = seconds };

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static bool send_all(int fd, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		ssize_t n = send(fd, text->data + at, text->len - at, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

/* Until the other side has said all. */
static bool receive_all(int fd, struct buf *ret)
{
	char piece[16384];

	while (ret->len <= ADMIN_SIZE_MAX) {
		ssize_t n = recv(fd, piece, sizeof(piece), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		buf_add(ret, piece, (size_t)n);
	}
	return false;
}

/* ---- The service's side ---- */

static bool is_our_user(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
	       (peer.uid == geteuid() || peer.uid == 0);
}

static bool job_run(struct db *db, void *arg, struct err *err)
{
	struct admin *admin = arg;

	admin->db = db;
	return admin_run(admin, err);
}

/* What the command would have printed, had it done the work itself. */
static void reply_make(bool done, const struct admin *admin, const struct err *err,
		       struct admin_call *ret)
{
	struct buf text;

	buf_init(&text, admin->arena);
	if (done)
		buf_puts(&text, admin->out.data);
	else if (admin->complaints.total)
		complaints_print(&admin->complaints, admin->lang, &text);
	else
		buf_printf(&text, "%s\n", err->msg[admin->lang]);
	*ret = (struct admin_call){ 0 };
	admin_put_text(ret, done ? "done" : "refused", "");
	admin_put_text(ret, "text", text.data);
}

static void serve_one(struct admin_door *door, int fd)
{
	struct arena arena = { 0 };
	struct admin_call call, reply;
	struct admin admin = { .call = &call, .arena = &arena };
	struct buf text;
	struct err err;
	bool done;

	silence_limit(fd, SILENCE_SECONDS);
	buf_init(&text, &arena);
	if (is_our_user(fd) && receive_all(fd, &text)) {
		complaints_init(&admin.complaints, &arena);
		buf_init(&admin.out, &arena);
		done = admin_decode(text.data, text.len, &arena, &call, &err) &&
		       db_writer_run(door->writer, job_run, &admin, &err);
		if (done)
			door->watch.changed(door->watch.arg);
		reply_make(done, &admin, &err, &reply);
		buf_init(&text, &arena);
		admin_encode(&reply, &text);
		(void)send_all(fd, &text);
	}
	(void)close(fd);
	arena_release(&arena);
}

static void *serve(void *arg)
{
	struct admin_door *door = arg;
	struct pollfd fds[] = { { .fd = door->listen_fd, .events = POLLIN },
				{ .fd = door->stop_fd, .events = POLLIN } };

	for (;;) {
		int fd;

		if (poll(fds, COUNT(fds), -1) < 0 && errno != EINTR)
			break;
		if (fds[1].revents)
			break;
		fd = accept4(door->listen_fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve_one(door, fd);
		else if (errno == EMFILE || errno == ENFILE) /* the caller still waits: later */
			(void)poll(&fds[1], 1, 100);
	}
	return NULL;
}

/* Its mode is set before it has a name. We have the lock, so an old socket is a dead one's. */
static bool listen_at(struct admin_door *door, const struct sockaddr_un *address)
{
	door->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return door->listen_fd >= 0 && fchmod(door->listen_fd, 0600) == 0 &&
	       (unlinkat(door->folder_fd, door->name, 0) == 0 || errno == ENOENT) &&
	       bind(door->listen_fd, (const struct sockaddr *)address, sizeof(*address)) == 0 &&
	       listen(door->listen_fd, 8) == 0;
}

static bool thread_start(struct admin_door *door)
{
	sigset_t all, before;
	int failed;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&door->thread, NULL, serve, door);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed == 0;
}

static void door_free(struct admin_door *door)
{
	struct arena arena = door->arena;

	if (door->listen_fd >= 0)
		(void)close(door->listen_fd);
	if (door->stop_fd >= 0)
		(void)close(door->stop_fd);
	if (door->folder_fd >= 0)
		(void)close(door->folder_fd);
	arena_release(&arena);
}

bool admin_open(const char *db_path, struct db_writer *writer, const struct admin_watch *watch,
		struct admin_door **ret, struct err *err)
{
	struct arena arena = { 0 };
	struct admin_door *door = NEW(&arena, struct admin_door, 1);
	struct sockaddr_un address;

	door->writer = writer;
	door->watch = *watch;
	door->listen_fd = door->folder_fd = -1;
	door->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (!address_of(db_path, &arena, &door->folder_fd, &door->name, &address, err)) {
		door->arena = arena;
		door_free(door);
		return false;
	}
	door->arena = arena;
	if (door->stop_fd < 0 || !listen_at(door, &address) || !thread_start(door)) {
		(void)fail_here(db_path, err);
		door_free(door);
		return false;
	}
	*ret = door;
	return true;
}

void admin_close(struct admin_door *door)
{
	uint64_t one = 1;

	if (!door)
		return;
	(void)!write(door->stop_fd, &one, sizeof(one));
	(void)pthread_join(door->thread, NULL);
	(void)unlinkat(door->folder_fd, door->name, 0);
	door_free(door);
}

/* ---- The command's side ---- */

static bool talk(int fd, const struct admin_call *call, struct arena *arena,
		 struct admin_call *ret_reply, struct err *err)
{
	struct buf text;

	silence_limit(fd, REPLY_SECONDS);
	buf_init(&text, arena);
	admin_encode(call, &text);
	if (!send_all(fd, &text) || shutdown(fd, SHUT_WR) != 0)
		return FAIL(err, ERR_IO, "layanan tidak menerima perintah",
			    "the service did not take the command");
	buf_init(&text, arena);
	if (!receive_all(fd, &text) || !text.len)
		return FAIL(err, ERR_IO,
			    "layanan tidak menjawab; periksa apakah perintah sudah dijalankan",
			    "the service gave no answer; look whether the command was carried out");
	return admin_decode(text.data, text.len, arena, ret_reply, err);
}

bool admin_send(const char *db_path, const struct admin_call *call, struct arena *arena,
		struct admin_call *ret_reply, struct err *err)
{
	int folder, fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address;
	const char *name;
	bool good;

	if (fd < 0)
		return fail_here(db_path, err);
	if (!address_of(db_path, arena, &folder, &name, &address, err)) {
		(void)close(fd);
		return false;
	}
	good = connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
	(void)close(folder);
	if (good)
		good = talk(fd, call, arena, ret_reply, err);
	else
		(void)FAIL(err, ERR_NOT_FOUND, "%s: tidak ada layanan", "%s: no service", db_path);
	(void)close(fd);
	return good;
}
