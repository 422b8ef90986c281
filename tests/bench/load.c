#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUT_SIZE 4096
#define IN_SIZE 16384

void load_say(struct load_conn *conn, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(conn->out, OUT_SIZE, fmt, args);
	va_end(args);
	must(len > 0 && len < OUT_SIZE, "request");
	conn->out_len = (size_t)len;
}

void load_open(struct load_conn *conns, size_t count, unsigned port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	for (size_t i = 0; i < count; i++) {
		int one = 1;

		conns[i] = (struct load_conn){ .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
					       .number = i,
					       .out = malloc(OUT_SIZE),
					       .in = malloc(IN_SIZE),
					       .in_cap = IN_SIZE };
		must(conns[i].fd >= 0 && conns[i].out && conns[i].in &&
			     connect(conns[i].fd, (struct sockaddr *)&to, sizeof(to)) == 0,
		     "connect");
		(void)setsockopt(conns[i].fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	}
}

void load_close(struct load_conn *conns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		(void)close(conns[i].fd);
		free(conns[i].out);
		free(conns[i].in);
	}
}

/* A request fits into the socket's buffer: it goes out at once. */
static void begin(struct load_conn *conn, const struct load_script *script)
{
	conn->in_len = 0;
	script->request(script->arg, conn);
	conn->began = now_ns();
	must(send(conn->fd, conn->out, conn->out_len, MSG_NOSIGNAL) == (ssize_t)conn->out_len,
	     "send");
}

static bool is_whole(const struct load_conn *conn, const char **ret_body)
{
	const char *body = strstr(conn->in, "\r\n\r\n");
	const char *length = strcasestr(conn->in, "\r\nContent-Length:");

	if (!body)
		return false;
	must(length && length < body, "answer without Content-Length");
	*ret_body = body + 4;
	return conn->in_len >= (size_t)(body + 4 - conn->in) +
				       strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
}

/* Reads what is there; true when the answer is whole. */
static bool hear(struct load_conn *conn, const struct load_script *script)
{
	const char *body;
	ssize_t n;

	if (conn->in_cap - conn->in_len < IN_SIZE / 2) {
		conn->in_cap *= 2;
		conn->in = realloc(conn->in, conn->in_cap);
		must(conn->in, "memory");
	}
	n = recv(conn->fd, conn->in + conn->in_len, conn->in_cap - conn->in_len - 1, 0);
	must(n > 0, "recv");
	conn->in_len += (size_t)n;
	conn->in[conn->in_len] = '\0';
	if (!is_whole(conn, &body))
		return false;
	script->answer(script->arg, conn,
		       (unsigned)strtoul(conn->in + strlen("HTTP/1.1 "), NULL, 10), body);
	return true;
}

int64_t load_one(struct load_conn *conn, const struct load_script *script)
{
	begin(conn, script);
	while (!hear(conn, script))
		;
	return now_ns() - conn->began;
}

static int watch(struct load_conn *conns, size_t count)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	must(epoll >= 0, "epoll");
	for (size_t i = 0; i < count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = &conns[i] };

		must(epoll_ctl(epoll, EPOLL_CTL_ADD, conns[i].fd, &event) == 0, "epoll");
	}
	return epoll;
}

int64_t load_run(struct load_conn *conns, size_t count, const struct load_script *script,
		 size_t requests, int64_t *times)
{
	struct epoll_event events[LOAD_CONNECTIONS_MAX];
	int epoll = watch(conns, count);
	size_t sent = 0, done = 0;
	int64_t at = now_ns();

	for (; sent < count; sent++)
		begin(&conns[sent], script);
	while (done < requests) {
		int n = epoll_wait(epoll, events, COUNT(events), 60000);

		must(n > 0 || (n < 0 && errno == EINTR), "answer within a minute");
		for (int i = 0; i < n; i++) {
			struct load_conn *conn = events[i].data.ptr;

			if (!hear(conn, script))
				continue;
			times[done++] = now_ns() - conn->began;
			if (sent++ < requests)
				begin(conn, script);
		}
	}
	(void)close(epoll);
	return now_ns() - at;
}
