/* docs/openapi.yaml and the route table say the same. */
#include "unit.h"

#include "app/service.h"

static struct arena arena;
static struct yaml *yaml;
static const struct yaml_node *paths;

static int load(void **state)
{
	struct complaints complaints;
	struct buf why;
	struct err err;
	char *text;
	size_t len;

	(void)state;
	complaints_init(&complaints, &arena);
	assert_true(file_read("docs/openapi.yaml", 1 << 20, &arena, &text, &len, &err));
	if (!yaml_parse("docs/openapi.yaml", text, len, &arena, &yaml, &complaints)) {
		buf_init(&why, &arena);
		complaints_print(&complaints, LANG_EN, &why);
		print_error("%s", why.data);
		return -1;
	}
	paths = yaml_find(yaml_root(yaml), "paths");
	return paths ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct {
	enum web_method method;
	const char *name;
} METHODS[] = {
	{ WEB_GET, "get" },
	{ WEB_POST, "post" },
	{ WEB_PUT, "put" },
	{ WEB_DELETE, "delete" },
};

/* "/editions/:e/results" -> "/editions/{e}/results"; ":serial.pdf" -> "{serial}.pdf". */
static const char *documented_path(const char *path)
{
	struct buf text;

	buf_init(&text, &arena);
	for (bool named = false; *path; path++) {
		if (named && (*path == '/' || *path == '.')) {
			buf_char(&text, '}');
			named = false;
		}
		named = named || *path == ':';
		buf_char(&text, *path == ':' ? '{' : *path);
		if (named && !path[1])
			buf_char(&text, '}');
	}
	return text.data;
}

static bool for_programs(const struct web_route *route)
{
	static const char *const OTHERS[] = { "/healthz", "/readyz", "/metrics" };

	for (size_t i = 0; i < COUNT(OTHERS); i++)
		if (strcmp(route->path, OTHERS[i]) == 0)
			return true;
	return strncmp(route->path, "/api/", 5) == 0;
}

static const struct yaml_node *operation(const char *path, const char *method)
{
	const struct yaml_node *item = yaml_find(paths, path);

	return item ? yaml_find(item, method) : NULL;
}

static void every_route_for_programs_is_documented(void **state)
{
	unsigned missing = 0;

	(void)state;
	for (size_t r = 0; r < ROUTE_COUNT; r++)
		for (size_t m = 0; m < COUNT(METHODS); m++) {
			const char *path = documented_path(ROUTES[r].path);

			if (!for_programs(&ROUTES[r]) || !(ROUTES[r].methods & METHODS[m].method) ||
			    operation(path, METHODS[m].name))
				continue;
			print_error("docs/openapi.yaml lacks %s %s\n", METHODS[m].name, path);
			missing++;
		}
	assert_int_equal(missing, 0);
}

static const struct web_route *route_of(const char *path, enum web_method method)
{
	for (size_t r = 0; r < ROUTE_COUNT; r++)
		if ((ROUTES[r].methods & method) &&
		    strcmp(documented_path(ROUTES[r].path), path) == 0)
			return &ROUTES[r];
	return NULL;
}

static void everything_documented_is_a_route(void **state)
{
	(void)state;
	for (size_t p = 0; p < yaml_count(paths); p++)
		for (size_t m = 0; m < COUNT(METHODS); m++) {
			const char *path = yaml_key(yaml, paths, p);

			if (!yaml_find(yaml_value(paths, p), METHODS[m].name))
				continue;
			if (!route_of(path, METHODS[m].method))
				fail_msg("no route %s %s", METHODS[m].name, path);
		}
}

/* What the route table alone refuses must be told. */
static void refusals_of_the_route_table_are_documented(void **state)
{
	(void)state;
	for (size_t p = 0; p < yaml_count(paths); p++)
		for (size_t m = 0; m < COUNT(METHODS); m++) {
			const char *path = yaml_key(yaml, paths, p);
			const struct yaml_node *call =
				yaml_find(yaml_value(paths, p), METHODS[m].name);
			const struct web_route *route = route_of(path, METHODS[m].method);
			const struct yaml_node *answers;

			if (!call || !route)
				continue;
			answers = yaml_find(call, "responses");
			assert_non_null(answers);
			if (route->who != WEB_ANYONE) {
				assert_non_null(yaml_find(answers, "401"));
				assert_non_null(yaml_find(answers, "403"));
				assert_non_null(yaml_find(call, "security"));
			}
			if (strchr(path, '{'))
				assert_non_null(yaml_find(answers, "404"));
			if (METHODS[m].method != WEB_GET && METHODS[m].method != WEB_DELETE)
				assert_non_null(yaml_find(answers, "400"));
		}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_route_for_programs_is_documented),
		cmocka_unit_test(everything_documented_is_a_route),
		cmocka_unit_test(refusals_of_the_route_table_are_documented),
	};

	return cmocka_run_group_tests(TESTS, load, unload);
}
