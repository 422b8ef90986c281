/* The web room over real sockets: a toy service in this process, a client that speaks bytes. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "toy.h"

#define PATIENCE 20 /* seconds after which a silent server is a failure */

/* ---- The client ---- */

static int dial(const struct toy *toy)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)web_port(toy->web)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = PATIENCE };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	assert_true(fd >= 0);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void say_bytes(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

		if (n <= 0)
			return; /* closed on us: the answer will tell */
		data += n;
		len -= (size_t)n;
	}
}

static void say(int fd, const char *text)
{
	say_bytes(fd, text, strlen(text));
}

struct reply {
	unsigned status; /* 0: closed without an answer */
	char head[4096];
	char body[400000];
	size_t body_len;
};

static bool has(const struct reply *reply, const char *line)
{
	return strcasestr(reply->head, line) != NULL;
}

/* One answer, no byte more. `head_only`: of a HEAD request. */
static void hear(int fd, struct reply *ret, bool head_only)
{
	size_t len = 0;
	const char *length;

	memset(ret, 0, offsetof(struct reply, body));
	ret->body_len = 0;
	while (len < sizeof(ret->head) - 1 && !strstr(ret->head, "\r\n\r\n")) {
		ssize_t n = recv(fd, ret->head + len, 1, 0);

		if (n <= 0)
			return;
		len++;
	}
	assert_int_equal(sscanf(ret->head, "HTTP/1.1 %u ", &ret->status), 1);
	length = strcasestr(ret->head, "\r\nContent-Length: ");
	if (!length || head_only)
		return;
	len = strtoul(length + 18, NULL, 10);
	assert_true(len < sizeof(ret->body));
	while (ret->body_len < len) {
		ssize_t n = recv(fd, ret->body + ret->body_len, len - ret->body_len, 0);

		assert_true(n > 0);
		ret->body_len += (size_t)n;
	}
	ret->body[len] = '\0';
}

/* Whether the server closes, and says nothing of what stood behind the refused request. */
static bool is_closed(int fd)
{
	char rest[4096] = "";
	ssize_t n, len = 0;

	do {
		n = recv(fd, rest + len, sizeof(rest) - 1 - (size_t)len, 0);
		len += n > 0 ? n : 0;
	} while (n > 0);
	assert_null(strstr(rest, "smuggled"));
	return n == 0 || errno == ECONNRESET;
}

/* A request of its own connection. */
static void ask_bytes(const struct toy *toy, const char *data, size_t len, struct reply *ret)
{
	int fd = dial(toy);

	say_bytes(fd, data, len);
	hear(fd, ret, strncmp(data, "HEAD", 4) == 0);
	(void)close(fd);
}

static void ask(const struct toy *toy, const char *request, struct reply *ret)
{
	ask_bytes(toy, request, strlen(request), ret);
}

/* ---- One server for most tests ---- */

struct world {
	struct toy toy;
	struct reply reply;
};

static int setup(void **state)
{
	static const struct web_options OPTIONS = { .listen = "127.0.0.1:0" };
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	toy_start(&world->toy, &OPTIONS);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;

	web_stop(world->toy.web);
	toy_end(&world->toy);
	free(world);
	return 0;
}

static void every_answer_carries_the_security_headers(void **state)
{
	static const char *const REQUESTS[] = {
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /file.css HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /secret HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
		"GET / HTTP/1.1\r\n\r\n",
	};
	struct world *world = *state;
	struct reply *reply = &world->reply;
	struct err err;

	assert_true(web_file(world->toy.web, "/file.css", "text/css", "a{}", 3, false, &err));
	for (size_t i = 0; i < COUNT(REQUESTS); i++) {
		ask(&world->toy, REQUESTS[i], reply);
		assert_true(has(
			reply, "Content-Security-Policy: default-src 'self'; img-src 'self' data:; "
			       "frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n"));
		assert_true(has(reply, "X-Content-Type-Options: nosniff\r\n"));
		assert_true(has(reply, "Referrer-Policy: same-origin\r\n"));
		assert_true(has(reply, "Cross-Origin-Opener-Policy: same-origin\r\n"));
		assert_true(has(reply, "Permissions-Policy: "));
		assert_true(has(reply, "Cache-Control: no-store\r\n") == (i != 2));
		assert_false(has(reply, "Strict-Transport-Security"));
	}
}

static void requests_find_their_route(void **state)
{
	static const struct {
		const char *line;
		unsigned status;
		const char *body, *header;
	} CASES[] = {
		{ "GET / HTTP/1.1", 200, "halo", "text/html; charset=utf-8" },
		{ "GET /?x=1 HTTP/1.1", 200, "halo", "" },
		{ "HEAD / HTTP/1.1", 200, NULL, "Content-Length: 4\r\n" },
		{ "GET / HTTP/1.0", 200, "halo", "" },
		{ "GET /things/a HTTP/1.1", 200, "[a]", "ETag: \"v1\"" },
		{ "GET /things/caf%C3%A9 HTTP/1.1", 200, "[caf\xc3\xa9]", "public, no-cache" },
		{ "GET /things/a.pdf HTTP/1.1", 200, "pdf of a", "application/pdf" },
		{ "GET /things/none HTTP/1.1", 404, "-: tidak ada", "" },
		{ "GET /things/ HTTP/1.1", 404, NULL, "" },
		{ "GET /things/a/ HTTP/1.1", 404, NULL, "" },
		{ "GET //things/a HTTP/1.1", 404, NULL, "" },
		{ "GET /things/../things/a HTTP/1.1", 404, NULL, "" },
		{ "GET /nothing HTTP/1.1", 404, NULL, "" },
		{ "DELETE / HTTP/1.1", 405, NULL, "Allow: GET, HEAD, OPTIONS\r\n" },
		{ "PATCH / HTTP/1.1", 405, NULL, "Allow: GET, HEAD, OPTIONS\r\n" },
		{ "TRACE / HTTP/1.1", 405, NULL, "Allow: " },
		{ "PATCH /nothing HTTP/1.1", 404, NULL, "" },
		{ "BREW / HTTP/1.1", 501, NULL, "Connection: close" },
		{ "OPTIONS /api/v1/save HTTP/1.1", 204, NULL, "Allow: POST, PUT, DELETE, OPTIONS" },
		{ "OPTIONS /nothing HTTP/1.1", 404, NULL, "" },
		{ "GET /api/v1/save HTTP/1.1", 405, NULL, "application/problem+json" },
		{ "GET /secret HTTP/1.1", 303, NULL, "Location: /sign-in?next=/secret\r\n" },
		{ "GET /secret?a=b&c HTTP/1.1", 303, NULL, "next=/secret%3Fa%3Db%26c\r\n" },
		{ "DELETE /api/v1/save HTTP/1.1", 401, NULL, "WWW-Authenticate: Bearer" },
		{ "GET /nobody HTTP/1.1", 403, NULL, "" },
	};
	struct world *world = *state;
	struct reply *reply = &world->reply;

	for (size_t i = 0; i < COUNT(CASES); i++) {
		char request[256];

		(void)snprintf(request, sizeof(request), "%s\r\nHost: a\r\n\r\n", CASES[i].line);
		ask(&world->toy, request, reply);
		if (reply->status != CASES[i].status || !has(reply, CASES[i].header) ||
		    (CASES[i].body && strcmp(reply->body, CASES[i].body) != 0))
			fail_msg("%s: %s%s", CASES[i].line, reply->head, reply->body);
	}
}

static void heads_that_can_be_read_in_two_ways_are_refused_and_closed(void **state)
{
	static const struct {
		const char *what, *request;
		size_t len;
	} CASES[] = {
#define TRY(what, request) { what, request, sizeof(request) - 1 }
		TRY("length and coding",
		    "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
		    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		TRY("two lengths", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
				   "Content-Length: 4\r\n\r\nabcd"),
		TRY("coding twice",
		    "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
		    "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		TRY("space before colon", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n"
					  "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
		TRY("unknown coding", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n"
				      "Transfer-Encoding: x\r\n\r\n"),
		TRY("bare LF", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
		TRY("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
		TRY("bare LF after the line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
		TRY("bare CR", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb: c\r\n\r\n"),
		TRY("folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
		TRY("folded into a name", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nContent: 3\r\n"
					  " -Length\r\n\r\nabc"),
		TRY("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\nY: c\r\n\r\n"),
		TRY("NUL in the last value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
		TRY("NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0Z: a\r\n\r\n"),
		TRY("NUL in the target", "GET /\0a HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
		TRY("no host", "GET / HTTP/1.1\r\nX: a\r\n\r\n"),
		TRY("encoded NUL", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("bad escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
		TRY("no name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
		TRY("no colon", "GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n"),
		TRY("old and changing", "POST /api/v1/echo HTTP/1.0\r\nHost: a\r\n"
					"Content-Length: 0\r\n\r\n"),
		TRY("length of letters", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n"
					 "Content-Length: 3x\r\n\r\nabc"),
		TRY("length too long", "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n"
				       "Content-Length: 00000000003\r\n\r\nabc"),
		TRY("GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
		TRY("bad chunk",
		    "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
		    "\r\n\r\nzz\r\n"),
#undef TRY
	};
	struct world *world = *state;
	struct reply *reply = &world->reply;

	for (size_t i = 0; i < COUNT(CASES); i++) {
		int fd = dial(&world->toy);

		say_bytes(fd, CASES[i].request, CASES[i].len);
		say(fd, "GET /things/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
		hear(fd, reply, false);
		if (reply->status != 400)
			fail_msg("%s: %s", CASES[i].what, reply->head);
		assert_true(has(reply, "Connection: close"));
		if (!is_closed(fd))
			fail_msg("%s: still open", CASES[i].what);
		(void)close(fd);
	}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_answer_carries_the_security_headers),
		cmocka_unit_test(requests_find_their_route),
		cmocka_unit_test(heads_that_can_be_read_in_two_ways_are_refused_and_closed),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, setup, teardown);
}
