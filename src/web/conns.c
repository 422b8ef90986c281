#include "web/conns.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/web.h"

#define LINGER_MS 2000
#define SLACK_MS 50 /* of the kernel's clock ticks */

void conns_init(struct conns *conns, const struct web_options *options)
{
	*conns = (struct conns){
		.span = { [PHASE_HEADER] = (int64_t)options->header_seconds * 1000,
			  [PHASE_BODY] = (int64_t)options->body_seconds * 1000,
			  [PHASE_ANSWER] = (int64_t)options->response_seconds * 1000,
			  [PHASE_IDLE] = (int64_t)options->idle_seconds * 1000 },
		.room = options->connections - options->connections / 8,
		.now = time_mono_ms(),
	};
	for (int i = 0; i < PHASE_COUNT; i++)
		conns->lists[i].prev = conns->lists[i].next = &conns->lists[i];
}

static void unlink_conn(struct conn *conn)
{
	conn->prev->next = conn->next;
	conn->next->prev = conn->prev;
}

/* Deadlines of one phase mostly come in order: looking from the end finds the place at once. */
static void arm(struct conns *conns, struct conn *conn, int64_t deadline)
{
	struct conn *list = &conns->lists[conn->phase], *after = list->prev;

	conn->deadline = deadline;
	while (after != list && after->deadline > deadline)
		after = after->prev;
	conn->prev = after;
	conn->next = after->next;
	after->next->prev = conn;
	after->next = conn;
}

struct conn *conn_open(struct conns *conns, int fd)
{
	struct conn *conn = calloc(1, sizeof(*conn));

	if (!conn)
		abort();
	conn->fd = fd;
	conn->phase = PHASE_HEADER;
	arm(conns, conn, conns->now + conns->span[PHASE_HEADER]);
	atomic_fetch_add_explicit(&conns->count, 1, memory_order_relaxed);
	return conn;
}

/* Closing a socket with unread bytes resets it, and the reset may overtake our answer. A copy of
 * the descriptor keeps it open while those bytes are read away. */
static void linger(struct conns *conns, int fd)
{
	size_t i = conns->lingering_count;
	int copy;

	if (i == LINGERING_MAX)
		return;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	(void)shutdown(copy, SHUT_WR);
	conns->lingering[i].fd = copy;
	conns->lingering[i].deadline = conns->now + LINGER_MS;
	conns->lingering_count++;
}

void conn_close(struct conns *conns, struct conn *conn)
{
	if (conn->linger)
		linger(conns, conn->fd);
	unlink_conn(conn);
	free(conn);
	atomic_fetch_sub_explicit(&conns->count, 1, memory_order_relaxed);
}

void conn_enter(struct conns *conns, struct conn *conn, enum phase phase, size_t bytes)
{
	int64_t now = conns->now;
	int64_t span = conns->span[phase];

	/* An idle connection is looked at once after the time that a head may take. */
	if (phase == PHASE_IDLE && span > conns->span[PHASE_HEADER])
		span = conns->span[PHASE_HEADER];
	unlink_conn(conn);
	conn->phase = phase;
	conn->since = now;
	arm(conns, conn, now + span + (int64_t)(bytes / BYTES_PER_SECOND) * 1000);
}

void conn_grant(struct conns *conns, struct conn *conn, size_t bytes)
{
	int64_t more = (int64_t)(bytes * 1000 / BYTES_PER_SECOND);

	if (!more)
		return;
	unlink_conn(conn);
	arm(conns, conn, conn->deadline + more);
}

/* Whether bytes have come since the connection became idle: then a head is on its way, and it
 * drips. The library says nothing before the whole request line is there; the kernel knows. */
static bool has_stirred(const struct conn *conn, int64_t now)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	if (getsockopt(conn->fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
		return false;
	return (int64_t)info.tcpi_last_data_recv + SLACK_MS < now - conn->since;
}

static void expire(struct conns *conns, struct conn *conn, int64_t now)
{
	if (conn->phase == PHASE_IDLE && now < conn->since + conns->span[PHASE_IDLE]) {
		int64_t end = conn->since + conns->span[PHASE_IDLE];

		unlink_conn(conn);
		if (has_stirred(conn, now)) {
			conn->phase = PHASE_HEADER;
			arm(conns, conn, now + conns->span[PHASE_HEADER]);
			return;
		}
		now += conns->span[PHASE_HEADER];
		arm(conns, conn, now < end ? now : end);
		return;
	}
	if (conn->phase != PHASE_IDLE && !conn->late)
		atomic_fetch_add_explicit(&conns->late, 1, memory_order_relaxed);
	conn->late = true;
	conn->linger = false;
	(void)shutdown(conn->fd, SHUT_RDWR);
	unlink_conn(conn);
	/* Should the library not let go of it, it is shut down again. */
	arm(conns, conn, now + conns->span[conn->phase]);
}

/* Reads away what still comes; true when the other side is done or out of time. */
static bool is_drained(int fd, int64_t deadline, int64_t now)
{
	char waste[16384];
	ssize_t n = 1;

	if (now >= deadline)
		return true;
	for (int i = 0; i < 16 && n > 0; i++)
		n = recv(fd, waste, sizeof(waste), MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

static int64_t expire_lingering(struct conns *conns, int64_t now)
{
	for (size_t i = 0; i < conns->lingering_count;) {
		if (!is_drained(conns->lingering[i].fd, conns->lingering[i].deadline, now)) {
			i++;
			continue;
		}
		(void)close(conns->lingering[i].fd);
		conns->lingering[i] = conns->lingering[--conns->lingering_count];
	}
	return conns->lingering_count ? 20 : -1;
}

void conns_tick(struct conns *conns)
{
	conns->now = time_mono_ms();
}

static void shed(struct conns *conns)
{
	struct conn *list = &conns->lists[PHASE_IDLE];
	uint64_t excess = conns->count > conns->room ? conns->count - conns->room : 0;

	for (struct conn *conn = list->next; excess && conn != list; conn = conn->next, excess--)
		if (!conn->late) {
			conn->late = true;
			(void)shutdown(conn->fd, SHUT_RDWR);
		}
}

int64_t conns_expire(struct conns *conns)
{
	int64_t now = conns->now;
	int64_t wait = expire_lingering(conns, now);

	shed(conns);

	for (int i = 0; i < PHASE_COUNT; i++) {
		struct conn *list = &conns->lists[i];

		while (list->next != list && list->next->deadline <= now)
			expire(conns, list->next, now);
		if (list->next != list && (wait < 0 || list->next->deadline - now < wait))
			wait = list->next->deadline - now;
	}
	return wait;
}

void conns_shutdown(struct conns *conns, bool all)
{
	for (int i = 0; i < PHASE_COUNT; i++)
		for (struct conn *conn = conns->lists[i].next;
		     (all || i == PHASE_IDLE) && conn != &conns->lists[i]; conn = conn->next) {
			conn->linger = false;
			(void)shutdown(conn->fd, SHUT_RDWR);
		}
}

void conns_release(struct conns *conns)
{
	for (size_t i = 0; i < conns->lingering_count; i++)
		(void)close(conns->lingering[i].fd);
	conns->lingering_count = 0;
}
