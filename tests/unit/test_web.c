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
	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0)
		fail_msg("connect: %s", strerror(errno));
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
	static const struct web_options OPTIONS = { .listen = "127.0.0.1:0", .spool = "/tmp" };
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	toy_start(&world->toy, &OPTIONS);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;

	(void)kill(getpid(), SIGTERM); /* as good as web_stop */
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
	char large[16000];

	for (size_t i = 0; i < COUNT(CASES); i++) {
		char request[256];

		(void)snprintf(request, sizeof(request), "%s\r\nHost: a\r\n\r\n", CASES[i].line);
		ask(&world->toy, request, reply);
		if (reply->status != CASES[i].status || !has(reply, CASES[i].header) ||
		    (CASES[i].body && strcmp(reply->body, CASES[i].body) != 0))
			fail_msg("%s: %s%s", CASES[i].line, reply->head, reply->body);
	}
	(void)snprintf(large, sizeof(large), "GET / HTTP/1.1\r\nHost: a\r\nX: %013000d\r\n\r\n", 0);
	ask(&world->toy, large, reply);
	assert_int_equal(reply->status, 431);
	(void)snprintf(large, sizeof(large), "GET /secret?%03000d HTTP/1.1\r\nHost: a\r\n\r\n", 0);
	ask(&world->toy, large, reply);
	assert_true(has(reply, "Location: /sign-in\r\n"));
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

/* A byte more, less, other or twice, here and there. The same ones in every run. */
static size_t mutate(uint32_t *seed, char *text, size_t len, size_t room)
{
	static const char BYTES[] = "\r\n\0 :\t%/,;x\x7f\xff";

	for (int times = 0; times < 3; times++) {
		size_t at, n;

		*seed = *seed * 1664525u + 1013904223u;
		at = (*seed >> 8) % len;
		n = len - at;
		if (n > (*seed >> 28) + 1)
			n = (*seed >> 28) + 1;
		switch (*seed >> 6 & 3) {
		case 0: text[at] = BYTES[(*seed >> 16) % (sizeof(BYTES) - 1)]; break;
		case 1:
			memmove(text + at, text + at + n, len - at - n);
			len -= n < len ? n : 0;
			break;
		default:
			if (len + n > room)
				break;
			memmove(text + at + n, text + at, len - at);
			len += n;
		}
	}
	return len;
}

static void mutated_requests_are_answered_or_closed(void **state)
{
	enum { ROUNDS = 40, AT_ONCE = 50 };
	static const char *const SEEDS[] = {
		"GET /things/a%20b?c=d HTTP/1.1\r\nHost: a:80\r\nCookie: lang=en\r\n\r\n",
		"POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
		"Content-Length: 7\r\n\r\n{\"a\":1}",
		"POST /api/v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
		"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n",
		"POST /again HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 1\r\nContent-Type: "
		"application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nname=b",
	};
	struct world *world = *state;
	uint32_t seed = 1;
	int fds[AT_ONCE];

	for (int i = 0; i < ROUNDS * AT_ONCE; i++) {
		const char *from = SEEDS[i % (int)COUNT(SEEDS)];
		size_t len = strlen(from);
		char text[1024];

		memcpy(text, from, len);
		len = mutate(&seed, text, len, sizeof(text));
		fds[i % AT_ONCE] = dial(&world->toy);
		say_bytes(fds[i % AT_ONCE], text, len);
		if ((i + 1) % AT_ONCE)
			continue;
		ask(&world->toy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
		assert_string_equal(world->reply.body, "halo");
		/* Some wait for more for ever: what has come by now is looked at. */
		for (int k = 0; k < AT_ONCE; k++) {
			char answer[64] = "";
			unsigned status = 0;

			(void)recv(fds[k], answer, sizeof(answer) - 1, MSG_DONTWAIT);
			(void)sscanf(answer, "HTTP/1.1 %u", &status);
			if (status >= 500 && status != 501 && status != 505)
				fail_msg("%s", answer);
			(void)close(fds[k]);
		}
	}
}

/* ---- Who, from where, with what ---- */

#define COOKIE "Cookie: x=2; sid=1\r\n"
#define BEARER "Authorization: Bearer 1\r\n"
#define JSON "Content-Type: application/json\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define SAME "Sec-Fetch-Site: same-origin\r\n"

static void changes_need_a_right_an_origin_and_a_token(void **state)
{
	static const struct {
		const char *line, *headers, *body;
		unsigned status;
		const char *says;
	} CASES[] = {
		/* the API: a token of its own is enough, a cookie is not */
		{ "PUT /api/v1/save", BEARER JSON, "{}", 200, "version" },
		{ "PUT /api/v1/save", BEARER "Content-Type: application/json; charset=utf-8\r\n",
		  "{}", 200, "version" },
		{ "PUT /api/v1/save", BEARER JSON "Origin: http://evil\r\n", "{}", 200, "" },
		{ "PUT /api/v1/save", JSON, "{}", 401, "not_signed_in" },
		{ "PUT /api/v1/save", "Authorization: Bearer 2\r\n" JSON, "{}", 401, "" },
		/* what the body is, its bytes say */
		{ "PUT /api/v1/save", BEARER "Content-Type: text/plain\r\n", "{}", 200, "" },
		{ "PUT /api/v1/save", BEARER FORM, "{}", 200, "" },
		{ "PUT /api/v1/save", BEARER, "{}", 200, "" },
		{ "PUT /api/v1/save", BEARER "Content-Encoding: gzip\r\n" JSON, "{}", 415, "" },
		{ "PUT /api/v1/save", COOKIE JSON, "{}", 403, "cross_origin" },
		{ "PUT /api/v1/save", COOKIE JSON SAME, "{}", 200, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Origin: http://a:80\r\n", "{}", 200, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Origin: https://a:80\r\n", "{}", 200, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Origin: http://a\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Origin: http://a:80.evil\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Origin: null\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Sec-Fetch-Site: cross-site\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Sec-Fetch-Site: same-site\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE JSON "Sec-Fetch-Site: none\r\n", "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE "Content-Type: text/plain\r\n" SAME, "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE SAME, "{}", 403, "" },
		{ "PUT /api/v1/save", COOKIE SAME, "", 403, "" },
		{ "DELETE /api/v1/save", COOKIE SAME, "", 200, "" },
		{ "DELETE /api/v1/save", COOKIE, "", 403, "" },
		{ "PUT /api/v1/save", BEARER JSON, "conflict", 409, "bentrok" },
		{ "POST /api/v1/echo", JSON, "{\"a\":1}", 200, "{\"a\":1}" },
		{ "POST /api/v1/echo", COOKIE JSON, "{}", 200, "{}" }, /* needs no account */
		{ "POST /api/v1/echo", FORM, "a=1", 415, "media_type" },
		{ "POST /api/v1/echo", "Content-Type: application/jsonx\r\n", "{}", 415, "" },
		/* pages: the form's token as well */
		{ "POST /form", COOKIE FORM SAME, "name=b&_token=good", 200, "name=b;" },
		{ "POST /form", COOKIE FORM "Sec-Fetch-Site: none\r\n", "name=b&_token=good", 200,
		  "" },
		{ "POST /form", COOKIE FORM "Origin: http://a:80\r\n", "name=b&_token=good", 200,
		  "" },
		{ "POST /form", COOKIE FORM SAME, "name=b&_token=bad", 403, "form_token" },
		{ "POST /form", COOKIE FORM SAME, "name=b", 403, "form_token" },
		{ "POST /form", COOKIE FORM, "name=b&_token=good", 403, "cross_origin" },
		{ "POST /form", COOKIE FORM "Origin: http://evil\r\n", "name=b&_token=good", 403,
		  "" },
		{ "POST /form", BEARER FORM, "name=b", 200, "" },
		{ "POST /form", FORM SAME, "name=b&mark.a=7", 401, "name=b mark.a=7" },
		{ "POST /form", FORM "Origin: http://evil\r\n", "name=b", 401, "lebih dahulu." },
		{ "POST /form", COOKIE FORM SAME, "name=&_token=good", 422, "invalid_fields" },
		{ "POST /again", COOKIE FORM SAME, "name=&_token=good", 422, "name=!" },
		{ "POST /form", COOKIE FORM SAME, "name=b&name=c&_token=good", 400,
		  "repeated_field" },
		{ "POST /form", COOKIE FORM SAME, "name=b&x=c&_token=good", 400, "unknown_field" },
		{ "POST /form", COOKIE SAME "Content-Type: text/plain\r\n", "name=b", 415, "" },
		{ "POST /enter", FORM, "name=b", 303, "" },
		{ "POST /enter", FORM "Sec-Fetch-Site: cross-site\r\n", "name=b", 403, "" },
		{ "POST /enter", FORM "Origin: http://evil\r\n", "name=b", 403, "" },
		{ "GET /other", COOKIE, "", 403, "forbidden" },
		{ "GET /secret", COOKIE "Sec-Fetch-Site: cross-site\r\n", "", 200, "halo" },
		{ "GET /", "Cookie: lang=en\r\n", "", 200, "hello" },
		{ "GET /", "Cookie: lang=xx\r\nAccept-Language: en\r\n", "", 200, "halo" },
	};
	struct world *world = *state;
	struct reply *reply = &world->reply;

	for (size_t i = 0; i < COUNT(CASES); i++) {
		char request[1024];
		bool get = strncmp(CASES[i].line, "GET", 3) == 0;

		(void)snprintf(request, sizeof(request),
			       "%s HTTP/1.1\r\nHost: a:80\r\n%sContent-Length: %zu\r\n\r\n%s",
			       CASES[i].line, CASES[i].headers, get ? 0 : strlen(CASES[i].body),
			       CASES[i].body);
		ask(&world->toy, request, reply);
		if (reply->status != CASES[i].status || !strstr(reply->body, CASES[i].says))
			fail_msg("%s: %s%s", request, reply->head, reply->body);
	}
}

static void cookies_and_redirects_are_sent_whole(void **state)
{
	struct world *world = *state;

	ask(&world->toy,
	    "POST /enter HTTP/1.1\r\nHost: a\r\n" FORM "Content-Length: 6\r\n\r\nname=b",
	    &world->reply);
	assert_true(has(&world->reply, "Set-Cookie: sid=1; Max-Age=60; Path=/; HttpOnly; "
				       "SameSite=Lax\r\n"));
	assert_true(has(&world->reply, "Location: /after?x=1\r\n"));
	assert_true(has(&world->reply, "Content-Length: 0\r\n"));
}

static void what_is_known_already_is_not_sent_again(void **state)
{
	static const struct {
		const char *tags;
		unsigned status;
	} CASES[] = {
		{ "\"v1\"", 304 },  { "W/\"v1\"", 304 }, { "*", 304 }, { "\"v0\", \"v1\"", 304 },
		{ "\"v0\"", 200 },  { "v1", 200 },	 { "", 200 },  { "\"v1", 200 },
		{ "\"v10\"", 200 },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(CASES); i++) {
		char request[256];

		(void)snprintf(request, sizeof(request),
			       "GET /things/a HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n",
			       CASES[i].tags);
		ask(&world->toy, request, &world->reply);
		assert_int_equal(world->reply.status, CASES[i].status);
		assert_true(has(&world->reply, "ETag: \"v1\"\r\n"));
		assert_int_equal(world->reply.body_len, CASES[i].status == 304 ? 0 : 3);
	}
}

/* ---- Bodies ---- */

static void a_body_does_not_depend_on_its_segments(void **state)
{
	static const char *const HEADS[] = {
		"POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Content-Length: 26\r\n\r\n",
		"POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON
		"Transfer-Encoding: chunked\r\n\r\n",
	};
	static const char *const BODIES[] = {
		"abcdefghijklmnopqrstuvwxyz",
		"1;x=y\r\na\r\n19\r\nbcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\n",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(HEADS); i++) {
		int fd = dial(&world->toy);

		for (const char *at = HEADS[i]; *at; at++)
			say_bytes(fd, at, 1);
		for (const char *at = BODIES[i]; *at; at++)
			say_bytes(fd, at, 1);
		hear(fd, &world->reply, false);
		assert_string_equal(world->reply.body, "abcdefghijklmnopqrstuvwxyz");
		say(fd, HEADS[i]);
		say(fd, BODIES[i]);
		hear(fd, &world->reply, false);
		assert_string_equal(world->reply.body, "abcdefghijklmnopqrstuvwxyz");
		(void)close(fd);
	}
}

static void a_body_that_is_too_large_is_refused_before_it_is_read(void **state)
{
	struct world *world = *state;
	int fd = dial(&world->toy);

	say(fd, "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Expect: 100-continue\r\n"
		"Content-Length: 200001\r\n\r\n");
	hear(fd, &world->reply, false);
	assert_int_equal(world->reply.status, 413);
	assert_true(is_closed(fd));
	(void)close(fd);
}

static void the_refusal_reaches_a_client_that_goes_on_sending(void **state)
{
	struct world *world = *state;
	int fd = dial(&world->toy);
	char *body = calloc(1, 600000);

	assert_non_null(body);
	say(fd, "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Content-Length: 600000\r\n\r\n");
	say_bytes(fd, body, 600000);
	hear(fd, &world->reply, false);
	assert_int_equal(world->reply.status, 413);
	free(body);
	(void)close(fd);
}

static void a_body_of_unknown_length_is_counted(void **state)
{
	struct world *world = *state;
	char *chunk = malloc(0x10000 + 16);
	int fd = dial(&world->toy);

	assert_non_null(chunk);
	memset(chunk, 'x', 0x10000 + 16);
	memcpy(chunk, "10000\r\n", 7);
	memcpy(chunk + 7 + 0x10000, "\r\n", 2);
	say(fd,
	    "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 4; i++)
		say_bytes(fd, chunk, 0x10000 + 9);
	say(fd, "0\r\n\r\n");
	hear(fd, &world->reply, false);
	assert_int_equal(world->reply.status, 413);
	free(chunk);
	(void)close(fd);
}

static void an_expectation_is_met(void **state)
{
	struct world *world = *state;
	int fd = dial(&world->toy);

	say(fd, "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Expect: 100-continue\r\n"
		"Content-Length: 2\r\n\r\n");
	hear(fd, &world->reply, false);
	assert_int_equal(world->reply.status, 100);
	say(fd, "{}");
	hear(fd, &world->reply, false);
	assert_int_equal(world->reply.status, 200);
	assert_string_equal(world->reply.body, "{}");
	(void)close(fd);
}

/* ---- Connections ---- */

static void requests_in_one_pipe_are_answered_in_their_order(void **state)
{
	struct world *world = *state;
	int fd = dial(&world->toy);

	for (int i = 0; i < 20; i++) {
		char request[128];

		(void)snprintf(request, sizeof(request),
			       "GET /things/%d HTTP/1.1\r\nHost: a\r\n\r\n", i);
		say(fd, request);
	}
	for (int i = 0; i < 20; i++) {
		char want[16];

		(void)snprintf(want, sizeof(want), "[%d]", i);
		hear(fd, &world->reply, false);
		assert_string_equal(world->reply.body, want);
	}
	(void)close(fd);
}

static void any_number_of_sockets_may_be_ready_at_once(void **state)
{
	static const size_t NUMBERS[] = { 127, 128, 129, 256, 384 };
	struct world *world = *state;
	struct toy *toy = &world->toy;
	int fds[384];

	for (size_t i = 0; i < COUNT(NUMBERS); i++) {
		int holder = dial(toy);

		for (size_t k = 0; k < NUMBERS[i]; k++) {
			fds[k] = dial(toy);
			say(fds[k], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			hear(fds[k], &world->reply, false);
		}
		/* The log hook holds the loop until all have sent. */
		atomic_store(&toy->hold, true);
		say(holder, "GET /things/hold HTTP/1.1\r\nHost: a\r\n\r\n");
		hear(holder, &world->reply, false);
		for (size_t k = 0; k < NUMBERS[i]; k++)
			say(fds[k], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		atomic_store(&toy->hold, false);
		for (size_t k = 0; k < NUMBERS[i]; k++) {
			hear(fds[k], &world->reply, false);
			assert_int_equal(world->reply.status, 200);
			(void)close(fds[k]);
		}
		(void)close(holder);
	}
}

static void slow_requests_leave_workers_to_the_others(void **state)
{
	enum { RUNNING = 2, QUEUED = 128, ALL = RUNNING + QUEUED };
	struct world *world = *state;
	struct toy *toy = &world->toy;
	int fds[ALL];

	for (int i = 0; i < ALL; i++) {
		fds[i] = dial(toy);
		say(fds[i], "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
		if (i < RUNNING)
			assert_int_equal(sem_wait(&toy->entered), 0);
		else /* what was sent before this answer has been queued */
			ask(toy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
		assert_true(i < RUNNING || world->reply.status == 200);
	}
	ask(toy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
	assert_int_equal(world->reply.status, 503);
	assert_true(has(&world->reply, "Retry-After: 1\r\n"));
	for (int i = 0; i < ALL; i++)
		assert_int_equal(sem_post(&toy->leave), 0);
	for (int i = 0; i < ALL; i++) {
		hear(fds[i], &world->reply, false);
		assert_string_equal(world->reply.body, "slow");
		(void)close(fds[i]);
	}
	for (int i = RUNNING; i < ALL; i++)
		assert_int_equal(sem_wait(&toy->entered), 0);
}

static void every_identification_is_released(void **state)
{
	struct world *world = *state;
	struct toy *toy = &world->toy;
	int before = atomic_load(&toy->released), saved = atomic_load(&toy->saved);

	ask(toy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
	ask(toy, "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
	ask(toy,
	    "PUT /api/v1/save HTTP/1.1\r\nHost: a\r\n" BEARER JSON "Content-Length: 2\r\n\r\n{}",
	    &world->reply);
	ask(toy, "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
	assert_int_equal(atomic_load(&toy->released), before + 3);
	assert_int_equal(atomic_load(&toy->saved), saved + 1);
}

/* ---- Files ---- */

static void files_and_pages_come_from_memory(void **state)
{
	struct world *world = *state;
	struct toy *toy = &world->toy;
	struct reply *reply = &world->reply;
	char *text = calloc(1, 20001), tag[64] = "", request[512];
	struct err err;

	assert_non_null(text);
	memset(text, 'a', 20000);
	assert_true(web_file(toy->web, "/s/x.1.css", "text/css", text, 20000, true, &err));
	ask(toy, "GET /s/x.1.css HTTP/1.1\r\nHost: a\r\n\r\n", reply);
	assert_int_equal(reply->body_len, 20000);
	assert_true(has(reply, "Cache-Control: public, max-age=31536000, immutable\r\n"));
	assert_true(has(reply, "Content-Type: text/css\r\n"));
	assert_int_equal(sscanf(strcasestr(reply->head, "ETag: "), "ETag: %63s", tag), 1);
	ask(toy, "GET /s/x.1.css HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\n\r\n", reply);
	assert_true(has(reply, "Content-Encoding: gzip\r\n") && reply->body_len < 1000);
	ask(toy, "GET /s/x.1.css HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\n\r\n", reply);
	assert_int_equal(reply->body_len, 20000);
	(void)snprintf(request, sizeof(request),
		       "GET /s/x.1.css HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n", tag);
	ask(toy, request, reply);
	assert_int_equal(reply->status, 304);
	ask(toy, "HEAD /s/x.1.css HTTP/1.1\r\nHost: a\r\n\r\n", reply);
	assert_true(has(reply, "Content-Length: 20000\r\n"));
	ask(toy, "PUT /s/x.1.css HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", reply);
	assert_int_equal(reply->status, 405);
	ask(toy, "GET /s/x.1.css?a HTTP/1.1\r\nHost: a\r\n\r\n", reply);
	assert_int_equal(reply->status, 404);
	ask(toy, "GET /s/../s/x.1.css HTTP/1.1\r\nHost: a\r\n\r\n", reply);
	assert_int_equal(reply->status, 404);
	free(text);
}

static void published_pages_change_as_a_whole(void **state)
{
	static const char *const ENGLISH =
		"GET /things/result HTTP/1.1\r\nHost: a\r\nCookie: lang=en\r\n\r\n";
	static const char *const PLAIN = "GET /things/result HTTP/1.1\r\nHost: a\r\n\r\n";
	struct world *world = *state;
	struct toy *toy = &world->toy;
	struct reply *reply = &world->reply;

	ask(toy, PLAIN, reply);
	assert_string_equal(reply->body, "[result]");
	web_publish(toy->web, "/things/result", LANG_ID, "text/html", "satu", 4);
	ask(toy, ENGLISH, reply);
	assert_string_equal(reply->body, "[result]");
	ask(toy, PLAIN, reply);
	assert_string_equal(reply->body, "satu");
	assert_true(has(reply, "Cache-Control: public, no-cache\r\n"));
	assert_true(has(reply, "Vary: Accept-Encoding, Cookie\r\n"));
	web_publish(toy->web, "/things/result", LANG_EN, "text/html", "one", 3);
	ask(toy, ENGLISH, reply);
	assert_string_equal(reply->body, "one");
	ask(toy, PLAIN, reply);
	assert_string_equal(reply->body, "satu");
	web_publish(toy->web, "/things/result", LANG_ID, "text/html", "dua", 3);
	ask(toy, PLAIN, reply);
	assert_string_equal(reply->body, "dua");
	web_publish(toy->web, "/things/result", LANG_ID, "text/html", NULL, 0);
	web_publish(toy->web, "/things/result", LANG_EN, "text/html", NULL, 0);
	ask(toy, PLAIN, reply);
	assert_string_equal(reply->body, "[result]");
}

static void *publish_often(void *arg)
{
	struct toy *toy = arg;

	for (int i = 0; i < 200; i++)
		web_publish(toy->web, "/swap", i & 1 ? LANG_EN : LANG_ID, "text/html",
			    i & 2 ? "aaaa" : "bbbb", 4);
	return NULL;
}

static void a_page_is_never_seen_half_changed(void **state)
{
	struct world *world = *state;
	pthread_t thread;
	int fd = dial(&world->toy);

	web_publish(world->toy.web, "/swap", LANG_ID, "text/html", "aaaa", 4);
	assert_int_equal(pthread_create(&thread, NULL, publish_often, &world->toy), 0);
	for (int i = 0; i < 200; i++) {
		say(fd, "GET /swap HTTP/1.1\r\nHost: a\r\n\r\n");
		hear(fd, &world->reply, false);
		assert_true(strcmp(world->reply.body, "aaaa") == 0 ||
			    strcmp(world->reply.body, "bbbb") == 0);
	}
	(void)pthread_join(thread, NULL);
	(void)close(fd);
}

/* ---- Deadlines: a server that is in a hurry ---- */

/* ---- Large uploads, and answers from files ---- */

#define UPLOAD_HEAD                            \
	"POST /upload HTTP/1.1\r\nHost: a\r\n" \
	"Content-Type: multipart/form-data; boundary=B\r\n"
#define UPLOAD_NAME "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nbesar\r\n"
#define UPLOAD_FILE \
	"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../x.bin\"\r\n\r\n"
#define UPLOAD_SIZE ((size_t)2 << 20)
#define KNOWN "Authorization: Bearer 1\r\n"

static void a_large_upload_arrives_whole(void **state)
{
	struct world *world = *state;
	struct reply *reply = &world->reply;
	struct arena arena = { 0 };
	char hex[SHA256_HEX_SIZE];
	struct buf body;
	char *file;

	buf_init(&body, &arena);
	file = arena_alloc(&arena, UPLOAD_SIZE, 1);
	random_bytes(file, UPLOAD_SIZE);
	sha256_hex(file, UPLOAD_SIZE, hex);
	buf_puts(&body, UPLOAD_NAME UPLOAD_FILE);
	buf_add(&body, file, UPLOAD_SIZE);
	buf_puts(&body, "\r\n--B--\r\n");
	for (size_t piece = body.len; piece; piece = piece == body.len ? 65521 : 0) {
		int fd = dial(&world->toy);

		say(fd, arena_printf(&arena, UPLOAD_HEAD KNOWN "Content-Length: %zu\r\n\r\n",
				     body.len));
		for (size_t at = 0; at < body.len; at += piece)
			say_bytes(fd, body.data + at,
				  at + piece > body.len ? body.len - at : piece);
		hear(fd, reply, false);
		assert_int_equal(reply->status, 200);
		assert_string_equal(reply->body, arena_printf(&arena, "besar %zu ../x.bin %s",
							      UPLOAD_SIZE, hex));
		(void)close(fd);
	}
	arena_release(&arena);
}

static void an_upload_is_refused_before_it_is_read(void **state)
{
	struct world *world = *state;
	struct reply *reply = &world->reply;
	int fds[6];

	ask(&world->toy, UPLOAD_HEAD KNOWN "Content-Length: 3145729\r\n\r\n", reply);
	assert_int_equal(reply->status, 413);
	ask(&world->toy, UPLOAD_HEAD KNOWN "X-Role: 2\r\nContent-Length: 9\r\n\r\n", reply);
	assert_int_equal(reply->status, 403);
	for (size_t i = 0; i < COUNT(fds); i++) { /* nobody's bodies that never end */
		fds[i] = dial(&world->toy);
		say(fds[i], UPLOAD_HEAD "Content-Length: 100000\r\n\r\nx");
		if (i < 4)
			(void)usleep(20000);
		else
			hear(fds[i], reply, false);
	}
	assert_int_equal(reply->status, 503);
	ask(&world->toy, UPLOAD_HEAD KNOWN "Content-Length: 64\r\n\r\n" UPLOAD_NAME "--B--", reply);
	assert_int_equal(reply->status, 200); /* who is known goes past them */
	for (size_t i = 0; i < COUNT(fds); i++)
		(void)close(fds[i]);
}

static void an_answer_can_be_a_file(void **state)
{
	struct world *world = *state;
	struct reply *reply = &world->reply;

	for (int i = 0; i < 3; i++) {
		ask(&world->toy, "GET /file HTTP/1.1\r\nHost: a\r\n\r\n", reply);
		assert_int_equal(reply->status, 200);
		assert_string_equal(reply->body, "of a file");
		assert_true(has(reply, "Content-Security-Policy: default-src 'none'\r\n"));
		ask(&world->toy, "HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n", reply);
		assert_int_equal(reply->status, 200);
		assert_true(has(reply, "Content-Length: 9\r\n"));
		ask(&world->toy, "GET /file HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"v1\"\r\n\r\n",
		    reply);
		assert_int_equal(reply->status, 304);
		assert_int_equal(reply->body_len, 0);
	}
}

static void slow_clients_lose_their_socket(void **state)
{
	static const struct web_options HURRY = {
		.listen = "127.0.0.1:0",
		.header_seconds = 1,
		.body_seconds = 1,
		.response_seconds = 1,
		.idle_seconds = 2,
	};
	enum { SILENT, HEAD, BODY, DRIP_LATER, IDLE, READER, COUNT_OF };
	struct world *world = *state;
	struct web_counts counts;
	int fds[COUNT_OF];
	struct toy toy;

	toy_start(&toy, &HURRY);
	for (int i = 0; i < COUNT_OF; i++)
		fds[i] = dial(&toy);
	say(fds[HEAD], "GET / HTTP/1.1\r\nHo");
	say(fds[BODY],
	    "POST /api/v1/echo HTTP/1.1\r\nHost: a\r\n" JSON "Content-Length: 100\r\n\r\nab");
	for (int i = DRIP_LATER; i <= IDLE; i++) {
		say(fds[i], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		hear(fds[i], &world->reply, false);
		assert_int_equal(world->reply.status, 200);
	}
	say(fds[READER], "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_int_equal(sem_wait(&toy.entered), 0);
	for (int i = 0; i < 3; i++) { /* bytes must not move a deadline */
		say(fds[HEAD], "s");
		say(fds[BODY], "c");
		(void)usleep(200000);
		say(fds[DRIP_LATER], "G");
	}
	for (int i = 0; i < COUNT_OF; i++) {
		assert_true(is_closed(fds[i]));
		(void)close(fds[i]);
	}
	web_counts(toy.web, &counts);
	assert_int_equal(counts.late, 5);
	assert_int_equal(sem_post(&toy.leave), 0);
	ask(&toy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", &world->reply);
	assert_int_equal(world->reply.status, 200);
	web_stop(toy.web);
	toy_end(&toy);
}

static void idle_connections_make_room(void **state)
{
	static const struct web_options SMALL = { .listen = "127.0.0.1:0", .connections = 16 };
	struct world *world = *state;
	struct toy toy;
	int fds[48];

	toy_start(&toy, &SMALL);
	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = dial(&toy);
		say(fds[i], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		hear(fds[i], &world->reply, false);
		assert_int_equal(world->reply.status, 200);
	}
	assert_true(is_closed(fds[0]));
	for (size_t i = 0; i < COUNT(fds); i++)
		(void)close(fds[i]);
	web_stop(toy.web);
	toy_end(&toy);
}

/* ---- Stopping ---- */

static void a_stop_finishes_what_is_under_way(void **state)
{
	static const struct web_options OPTIONS = { .listen = "127.0.0.1:0" };
	struct world *world = *state;
	struct toy toy;
	int slow, idle;

	toy_start(&toy, &OPTIONS);
	idle = dial(&toy);
	say(idle, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	hear(idle, &world->reply, false);
	slow = dial(&toy);
	say(slow, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_int_equal(sem_wait(&toy.entered), 0);
	web_stop(toy.web);
	assert_true(is_closed(idle));
	assert_int_equal(sem_post(&toy.leave), 0);
	hear(slow, &world->reply, false);
	assert_string_equal(world->reply.body, "slow");
	assert_true(is_closed(slow));
	(void)close(idle);
	(void)close(slow);
	toy_end(&toy);
}

static void a_server_that_cannot_start_says_why(void **state)
{
	static const char *const BAD[] = { "",
					   "x",
					   "1.2.3.4",
					   "127.0.0.1:",
					   "127.0.0.1:99999",
					   "::1:80",
					   "127.0.0.1:8x",
					   "256.0.0.1:80" };
	static const struct web_hooks HOOKS = { 0 };
	struct world *world = *state;
	struct web_options options = { 0 };
	struct web *web;
	struct err err;
	char taken[32];

	for (size_t i = 0; i < COUNT(BAD); i++) {
		options.listen = BAD[i];
		assert_false(web_start(&options, NULL, 0, &HOOKS, NULL, &web, &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	(void)snprintf(taken, sizeof(taken), "127.0.0.1:%u", web_port(world->toy.web));
	options.listen = taken;
	assert_false(web_start(&options, NULL, 0, &HOOKS, NULL, &web, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_string_equal(err.code, "address_taken");
	options.listen = "127.0.0.1:0";
	options.tls_cert = options.tls_key = "/nonexistent.pem";
	assert_false(web_start(&options, NULL, 0, &HOOKS, NULL, &web, &err));
	assert_non_null(strstr(err.msg[LANG_EN], "/nonexistent.pem"));
	options.tls_cert = options.tls_key = "/proc/self/exe"; /* no PEM */
	assert_false(web_start(&options, NULL, 0, &HOOKS, NULL, &web, &err));
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_answer_carries_the_security_headers),
		cmocka_unit_test(requests_find_their_route),
		cmocka_unit_test(heads_that_can_be_read_in_two_ways_are_refused_and_closed),
		cmocka_unit_test(mutated_requests_are_answered_or_closed),
		cmocka_unit_test(changes_need_a_right_an_origin_and_a_token),
		cmocka_unit_test(cookies_and_redirects_are_sent_whole),
		cmocka_unit_test(what_is_known_already_is_not_sent_again),
		cmocka_unit_test(a_body_does_not_depend_on_its_segments),
		cmocka_unit_test(a_body_that_is_too_large_is_refused_before_it_is_read),
		cmocka_unit_test(the_refusal_reaches_a_client_that_goes_on_sending),
		cmocka_unit_test(a_body_of_unknown_length_is_counted),
		cmocka_unit_test(an_expectation_is_met),
		cmocka_unit_test(requests_in_one_pipe_are_answered_in_their_order),
		cmocka_unit_test(any_number_of_sockets_may_be_ready_at_once),
		cmocka_unit_test(slow_requests_leave_workers_to_the_others),
		cmocka_unit_test(every_identification_is_released),
		cmocka_unit_test(files_and_pages_come_from_memory),
		cmocka_unit_test(published_pages_change_as_a_whole),
		cmocka_unit_test(a_page_is_never_seen_half_changed),
		cmocka_unit_test(a_large_upload_arrives_whole),
		cmocka_unit_test(an_upload_is_refused_before_it_is_read),
		cmocka_unit_test(an_answer_can_be_a_file),
		cmocka_unit_test(slow_clients_lose_their_socket),
		cmocka_unit_test(idle_connections_make_room),
		cmocka_unit_test(a_stop_finishes_what_is_under_way),
		cmocka_unit_test(a_server_that_cannot_start_says_why),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, setup, teardown);
}
