#include "web/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PASSED_FD 3 /* the first that systemd passes */
#define BACKLOG 1024

/* systemd names us by our pid: a child that inherits the variables must not take the socket. */
static bool is_passed(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	socklen_t size = sizeof(int);
	int listening = 0;

	return pid && count && strtol(pid, NULL, 10) == (long)getpid() &&
	       strtol(count, NULL, 10) >= 1 &&
	       getsockopt(PASSED_FD, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
	       listening;
}

static unsigned port_of(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port);
	if (address.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
	return 0;
}

/* Accepted sockets inherit it: no answer waits for an acknowledgement of the one before, nor does
 * a TLS handshake. */
static void set_nodelay(int fd)
{
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* Host and port, apart; an IPv6 address stands in brackets. */
static bool split(const char *address, char host[256], char port[8])
{
	const char *colon = strrchr(address, ':');
	size_t len = colon ? (size_t)(colon - address) : 0;
	size_t digits = colon ? strlen(colon + 1) : 0;

	if (!colon || len >= 256 || digits < 1 || digits > 5 ||
	    strspn(colon + 1, "0123456789") != digits || strtol(colon + 1, NULL, 10) > 65535)
		return false;
	if (len >= 2 && address[0] == '[' && colon[-1] == ']') {
		address++;
		len -= 2;
	} else if (memchr(address, ':', len)) {
		return false;
	}
	memcpy(host, address, len);
	host[len] = '\0';
	memcpy(port, colon + 1, digits + 1);
	return true;
}

static int open_one(const struct addrinfo *info)
{
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	on = errno;
	(void)close(fd);
	errno = on;
	return -1;
}

bool listen_open(const char *address, int *ret_fd, unsigned *ret_port, struct err *err)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
				  .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *list;
	char host[256], port[8];
	int fd = -1, failure;

	if (is_passed()) {
		(void)fcntl(PASSED_FD, F_SETFD, FD_CLOEXEC);
		(void)fcntl(PASSED_FD, F_SETFL, O_NONBLOCK);
		set_nodelay(PASSED_FD);
		*ret_fd = PASSED_FD;
		*ret_port = port_of(PASSED_FD);
		return true;
	}
	if (!split(address, host, port) ||
	    getaddrinfo(host[0] ? host : NULL, port, &hints, &list) != 0)
		return FAIL(err, ERR_INPUT,
			    "alamat %s tidak dapat dibaca; contoh: 127.0.0.1:8080, [::1]:8080",
			    "cannot read the address %s; for example 127.0.0.1:8080, [::1]:8080",
			    address);
	for (const struct addrinfo *one = list; one && fd < 0; one = one->ai_next)
		fd = open_one(one);
	failure = errno;
	freeaddrinfo(list);
	errno = failure;
	if (fd < 0 && errno == EADDRINUSE)
		return FAIL_CODE(err, ERR_CONFLICT, "address_taken",
				 "%s: sudah dipakai program lain; pilih yang lain dengan --listen",
				 "%s: in use by another program; choose another with --listen",
				 address);
	if (fd < 0)
		return FAIL(err, ERR_IO, "tidak dapat mendengarkan di %s: %s",
			    "cannot listen on %s: %s", address, strerror(errno));
	set_nodelay(fd);
	*ret_fd = fd;
	*ret_port = port_of(fd);
	return true;
}

void manager_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;
	int fd;

	if (len < 2 || len >= sizeof(to.sun_path) || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@') /* the abstract namespace */
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
		     (const struct sockaddr *)&to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	(void)close(fd);
}

int64_t manager_watchdog(void)
{
	const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
	long long value = usec ? strtoll(usec, NULL, 10) : 0;

	if (value < 2000 || (pid && strtol(pid, NULL, 10) != (long)getpid()))
		return 0;
	return value / 1000 / 2; /* twice in each span */
}
