#include <string.h>

#include "web/exchange.h"

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* One ":name" of a pattern, with the literal that may follow it in its segment (".pdf"), against
 * one segment of the path. Both are moved behind it. */
static bool match_param(const char **pattern, const char **path, struct arena *arena,
			const char **ret)
{
	const char *suffix = *pattern + 1, *from = *path;
	size_t segment = strcspn(from, "/"), suffix_len;

	while (is_name(*suffix))
		suffix++;
	suffix_len = strcspn(suffix, "/");
	if (segment <= suffix_len || memcmp(from + segment - suffix_len, suffix, suffix_len) != 0)
		return false;
	*ret = arena_copy(arena, from, segment - suffix_len);
	*pattern = suffix + suffix_len;
	*path = from + segment;
	return true;
}

static bool match_path(const char *pattern, const char *path, struct arena *arena,
		       const char *params[8])
{
	size_t count = 0;

	while (*pattern) {
		if (*pattern == ':') {
			if (count == 8 || !match_param(&pattern, &path, arena, &params[count++]))
				return false;
			continue;
		}
		if (*pattern++ != *path++)
			return false;
	}
	return *path == '\0';
}

void router_match(const struct web_route *routes, size_t count, const char *path, unsigned method,
		  struct arena *arena, struct match *ret)
{
	*ret = (struct match){ 0 };
	for (size_t i = 0; i < count; i++) {
		const char *params[8] = { 0 };

		if (!match_path(routes[i].path, path, arena, params))
			continue;
		ret->methods |= routes[i].methods;
		if (!ret->route && routes[i].methods & method) {
			ret->route = &routes[i];
			memcpy(ret->params, params, sizeof(params));
		}
	}
}

const char *router_allow(struct arena *arena, unsigned methods)
{
	return arena_printf(arena, "%s%s%s%sOPTIONS", methods & WEB_GET ? "GET, HEAD, " : "",
			    methods & WEB_POST ? "POST, " : "", methods & WEB_PUT ? "PUT, " : "",
			    methods & WEB_DELETE ? "DELETE, " : "");
}

/* Our own mistakes in the table, found at start. */
bool router_check(const struct web_route *routes, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const char *path = routes[i].path;
		size_t len = strlen(path);

		if (path[0] != '/' || (len > 1 && path[len - 1] == '/') || strstr(path, "//") ||
		    !routes[i].methods || !routes[i].run)
			return FAIL(err, ERR_BUG, "rute %s salah tulis", "route %s is malformed",
				    path);
	}
	return true;
}
