/* The request guard, the router and the getters, on any head. Parts of the input are separated
 * by 0xFF: method, target, version, then names and values of headers in turn. */
#include "fuzz.h"
#include "web/exchange.h"

static bool nothing(struct req *req, struct err *err)
{
	(void)req;
	(void)err;
	return true;
}

static const struct web_route ROUTES[] = {
	{ WEB_GET, "/", WEB_ANYONE, .run = nothing },
	{ WEB_GET | WEB_POST, "/a/:b/c/:d", WEB_ANYONE, .run = nothing },
	{ WEB_GET, "/certificates/:serial.pdf", WEB_ANYONE, .run = nothing },
	{ WEB_GET, "/certificates/:serial", WEB_ANYONE, .run = nothing },
};

static struct header next_part(struct arena *arena, const uint8_t **data, size_t *size)
{
	const uint8_t *end = memchr(*data, 0xFF, *size);
	size_t len = end ? (size_t)(end - *data) : *size;
	struct header part = { .value = arena_copy(arena, (const char *)*data, len),
			       .value_len = len };

	*data += len + (end != NULL);
	*size -= len + (end != NULL);
	return part;
}

static void check_path(struct exchange *ex, const struct head *head)
{
	char *path = arena_alloc(&ex->arena, head->target_len + 1, 1);
	struct match match;
	size_t len;

	HOLDS(percent_decode(head->target, ex->guard.path_len, false, path, &len));
	HOLDS(strlen(path) == len && path[0] == '/' && text_is_utf8(path, len));
	router_match(ROUTES, COUNT(ROUTES), path, WEB_GET, &ex->arena, &match);
	HOLDS(!match.route || match.methods & WEB_GET);
	for (size_t i = 0; i < COUNT(match.params) && match.params[i]; i++)
		HOLDS(match.params[i][0] && !strchr(match.params[i], '/'));
}

static void check_getters(struct exchange *ex)
{
	static const char *const NAMES[] = { "a", "next", "" };
	const char *tags = req_header(&ex->req, "If-None-Match");
	const char *codings = req_header(&ex->req, "Accept-Encoding");

	for (size_t i = 0; i < COUNT(NAMES); i++) {
		const char *value = req_query(&ex->req, NAMES[i]);

		HOLDS(!value || text_is_utf8(value, strlen(value)));
		(void)req_cookie(&ex->req, NAMES[i]);
	}
	(void)lang_of_request(&ex->req);
	if (tags)
		(void)etag_matches(tags, "\"a\"");
	if (codings)
		(void)accepts_gzip(codings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exchange ex = { 0 };
	struct arena *arena = &ex.arena;
	struct header headers[HEADERS_MAX];
	struct head head = { .headers = headers };
	struct header target;

	ex.req.arena = arena;
	head.method = next_part(arena, &data, &size).value;
	target = next_part(arena, &data, &size);
	head.target = target.value;
	head.target_len = target.value_len;
	head.version = next_part(arena, &data, &size).value;
	while (size && head.header_count < HEADERS_MAX) {
		struct header name = next_part(arena, &data, &size);
		struct header *header = &headers[head.header_count++];

		*header = next_part(arena, &data, &size);
		header->name = name.value;
		header->name_len = name.value_len;
	}
	if (guard_check(&head, &ex.guard)) {
		HOLDS(!ex.guard.status && ex.guard.length >= 0);
		HOLDS(!ex.guard.chunked || !ex.guard.length);
		HOLDS(ex.guard.host || strcmp(head.version, "HTTP/1.0") == 0);
		ex.headers = headers;
		ex.header_count = head.header_count;
		ex.query = ex.guard.query;
		check_path(&ex, &head);
		check_getters(&ex);
	} else {
		HOLDS(ex.guard.status >= 400 && ex.guard.words.text[LANG_EN]);
	}
	arena_release(arena);
	return 0;
}
