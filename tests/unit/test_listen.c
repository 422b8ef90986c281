#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unit.h"
#include "web/listen.h"

#define PASSED 3 /* where systemd puts a socket */

static void addresses_are_read_or_refused(void **state)
{
	static const struct {
		const char *address;
		bool good;
	} CASES[] = {
		{ "127.0.0.1:0", true }, { "[::1]", false },	   { ":0", true },
		{ "localhost:0", true }, { "0.0.0.0:0", true },	   { "", false },
		{ "8080", false },	 { "127.0.0.1", false },   { "127.0.0.1:", false },
		{ "::1:80", false },	 { "1.2.3.4:-1", false },  { "1.2.3.4:65536", false },
		{ "1.2.3:x", false },	 { "256.1.1.1:0", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		unsigned port = 0;
		struct err err;
		int fd;
		bool good = listen_open(CASES[i].address, &fd, &port, &err);

		if (good != CASES[i].good)
			fail_msg("%s", CASES[i].address);
		if (!good)
			continue;
		assert_true(port > 0);
		assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
		assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
		(void)close(fd);
	}
}

static void pass_to(pid_t pid)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", (int)pid);
	(void)setenv("LISTEN_PID", text, 1);
	(void)setenv("LISTEN_FDS", "1", 1);
}

static void a_socket_that_was_passed_is_taken(void **state)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int mine = socket(AF_INET, SOCK_STREAM, 0), fd, spare = dup(PASSED);
	socklen_t size = sizeof(any);
	unsigned port;
	struct err err;

	(void)state;
	assert_int_equal(bind(mine, (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(dup2(mine, PASSED), PASSED);
	if (mine != PASSED)
		(void)close(mine);
	pass_to(getpid());
	assert_true(listen_open("127.0.0.1:0", &fd, &port, &err)); /* it does not listen yet */
	assert_int_not_equal(fd, PASSED);
	(void)close(fd);
	assert_int_equal(listen(PASSED, 1), 0);
	pass_to(getppid());
	assert_true(listen_open("127.0.0.1:0", &fd, &port, &err)); /* meant for another */
	assert_int_not_equal(fd, PASSED);
	(void)close(fd);
	pass_to(getpid());
	assert_true(listen_open("127.0.0.1:0", &fd, &port, &err));
	assert_int_equal(fd, PASSED);
	assert_int_equal(getsockname(PASSED, (struct sockaddr *)&any, &size), 0);
	assert_int_equal(port, ntohs(any.sin_port));
	(void)unsetenv("LISTEN_PID");
	(void)unsetenv("LISTEN_FDS");
	(void)close(PASSED);
	if (spare >= 0) {
		(void)dup2(spare, PASSED);
		(void)close(spare);
	}
}

static void the_manager_is_told(void **state)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	socklen_t size = sizeof(at);
	char path[128], text[32] = "";
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	(void)state;
	/* An empty name: the kernel chooses one in the abstract namespace. */
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(sa_family_t)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	(void)snprintf(path, sizeof(path), "@%.*s", (int)(size - sizeof(sa_family_t) - 1),
		       at.sun_path + 1);
	(void)setenv("NOTIFY_SOCKET", path, 1);
	manager_notify("READY=1");
	assert_true(recv(fd, text, sizeof(text) - 1, 0) > 0);
	assert_string_equal(text, "READY=1");
	(void)unsetenv("NOTIFY_SOCKET");
	manager_notify("READY=1");
	assert_true(recv(fd, text, sizeof(text) - 1, 0) < 0);
	(void)close(fd);
}

static void a_sign_of_life_is_given_twice_as_often_as_asked(void **state)
{
	(void)state;
	(void)unsetenv("WATCHDOG_USEC");
	assert_int_equal(manager_watchdog(), 0);
	(void)setenv("WATCHDOG_USEC", "15000000", 1);
	assert_int_equal(manager_watchdog(), 7500);
	(void)setenv("WATCHDOG_PID", "1", 1);
	assert_int_equal(manager_watchdog(), 0);
	(void)unsetenv("WATCHDOG_USEC");
	(void)unsetenv("WATCHDOG_PID");
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(addresses_are_read_or_refused),
		cmocka_unit_test(a_socket_that_was_passed_is_taken),
		cmocka_unit_test(the_manager_is_told),
		cmocka_unit_test(a_sign_of_life_is_given_twice_as_often_as_asked),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
