#include "unit.h"

#include "app/app.h"

#include <stdlib.h>
#include <sys/stat.h>

static const char *const MARKS[] = { "templates", "criteria", "static", "fonts" };

/* Makes a folder and all above it that lie below `root`. */
static void make(struct arena *arena, const char *root, const char *path)
{
	char *whole = arena_printf(arena, "%s/%s/", root, path);

	for (char *c = whole + strlen(root) + 1; *c; c++)
		if (*c == '/') {
			*c = '\0';
			(void)mkdir(whole, 0700);
			*c = '/';
		}
}

static const char *scratch(struct arena *arena)
{
	char *folder = arena_text(arena, "/tmp/paritrana-share-XXXXXX");

	assert_non_null(mkdtemp(folder));
	return folder;
}

static void clear(struct arena *arena, const char *folder)
{
	assert_int_equal(system(arena_printf(arena, "rm -r '%s'", folder)), 0);
	arena_release(arena);
}

static void an_installed_program_finds_its_share(void **state)
{
	struct arena arena = { 0 };
	const char *root = scratch(&arena);
	struct share share;
	struct err err = { 0 };
	struct stat a, b;

	(void)state;
	for (size_t i = 0; i < COUNT(MARKS); i++)
		make(&arena, root, arena_printf(&arena, "usr/share/paritrana/%s", MARKS[i]));
	make(&arena, root, "usr/bin");
	assert_true(share_find_from(&arena, arena_printf(&arena, "%s/usr/bin/paritrana", root),
				    &share, &err));
	assert_int_equal(stat(share.fonts, &a), 0);
	assert_int_equal(stat(arena_printf(&arena, "%s/usr/share/paritrana/fonts", root), &b), 0);
	assert_int_equal(a.st_ino, b.st_ino);
	clear(&arena, root);
}

static void every_build_of_a_source_tree_finds_the_tree(void **state)
{
	static const char *const PROGRAMS[] = { "build/paritrana", "build/address/paritrana",
						"build/address/unit/test_share" };
	struct arena arena = { 0 };
	const char *root = scratch(&arena);
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(MARKS); i++)
		make(&arena, root, arena_printf(&arena, i < 2 ? "%s" : "build/%s", MARKS[i]));
	for (size_t i = 0; i < COUNT(PROGRAMS); i++) {
		struct share share;

		assert_true(share_find_from(
			&arena, arena_printf(&arena, "%s/%s", root, PROGRAMS[i]), &share, &err));
		assert_string_equal(share.templates, arena_printf(&arena, "%s/templates", root));
		assert_string_equal(share.statics, arena_printf(&arena, "%s/build/static", root));
	}
	clear(&arena, root);
}

static void a_program_without_its_files_says_where_it_looked(void **state)
{
	struct arena arena = { 0 };
	const char *root = scratch(&arena);
	struct share share;
	struct err err = { 0 };

	(void)state;
	make(&arena, root, "usr/share/paritrana/templates"); /* a part is not enough */
	assert_false(share_find_from(&arena, arena_printf(&arena, "%s/usr/bin/paritrana", root),
				     &share, &err));
	assert_int_equal(err.kind, ERR_IO);
	assert_non_null(strstr(err.msg[LANG_ID], root));
	assert_non_null(strstr(err.msg[LANG_EN], root));
	clear(&arena, root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_installed_program_finds_its_share),
		cmocka_unit_test(every_build_of_a_source_tree_finds_the_tree),
		cmocka_unit_test(a_program_without_its_files_says_where_it_looked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
