#include "folder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "view/view.h"

struct files {
	struct arena arena;
	size_t size;	       /* of each */
	size_t stop_at;	       /* SIZE_MAX: never */
	size_t bad;	       /* cannot be made; SIZE_MAX: none */
	size_t made, done;     /* how often, how many */
	const char *only_name; /* NULL: a name for each */
};

static const char *file_name(void *arg, size_t i)
{
	struct files *files = arg;

	return files->only_name ? files->only_name
				: arena_printf(&files->arena, "kabkota/%05zu.pdf", i + 1);
}

static bool file_make(void *arg, size_t i, struct arena *arena, struct buf *ret, struct err *err)
{
	struct files *files = arg;

	(void)arena;
	files->made++;
	if (i == files->bad)
		return FAIL(err, ERR_INPUT, "berkas %zu", "file %zu", i);
	while (ret->len < files->size)
		buf_printf(ret, "berkas %zu\n", i);
	return true;
}

static bool file_stop(void *arg, size_t done)
{
	struct files *files = arg;

	files->done = done;
	return done == files->stop_at;
}

static bool written(struct files *files, size_t count, const char *path, struct err *err)
{
	const struct zip_plan plan = { .count = count,
				       .made_at = 1753066800,
				       .name = file_name,
				       .make = file_make,
				       .stop = file_stop,
				       .arg = files };
	bool done = zip_write(path, &plan, err);

	arena_release(&files->arena);
	return done;
}

static bool whole(const char *path)
{
	struct arena arena = { 0 };
	int code = system(arena_printf(&arena, "unzip -tqq '%s' >/dev/null", path));

	arena_release(&arena);
	return code == 0;
}

static size_t size_of(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 ? (size_t)facts.st_size : SIZE_MAX;
}

static void each_file_is_made_once_and_unzip_finds_them_whole(void **state)
{
	struct files files = { .size = 5000, .stop_at = SIZE_MAX, .bad = SIZE_MAX };
	const char *path = folder_path(*state, "a.zip");
	struct err err;

	assert_true(written(&files, 300, path, &err));
	assert_int_equal(files.made, 300);
	assert_true(whole(path));
	assert_in_range(size_of(path), 300 * 5000, 300 * 5500);
}

static void the_same_files_are_the_same_bytes(void **state)
{
	struct arena arena = { 0 };
	const char *a = folder_path(*state, "a.zip"), *b = folder_path(*state, "b.zip");
	struct err err;

	for (int i = 0; i < 2; i++) {
		struct files files = { .size = 100, .stop_at = SIZE_MAX, .bad = SIZE_MAX };

		assert_true(written(&files, 20, i ? b : a, &err));
	}
	assert_int_equal(system(arena_printf(&arena, "cmp -s '%s' '%s'", a, b)), 0);
	arena_release(&arena);
}

static void what_is_stopped_leaves_nothing_behind(void **state)
{
	struct files files = { .size = 5000, .stop_at = 7, .bad = SIZE_MAX };
	const char *path = folder_path(*state, "a.zip");
	struct err err;

	assert_false(written(&files, 300, path, &err));
	assert_string_equal(err.code, "cancelled");
	assert_int_equal(files.made, 7);
	assert_int_equal(size_of(path), SIZE_MAX);
	assert_int_equal(rmdir(((struct folder *)*state)->name), 0);
}

static void a_file_that_cannot_be_made_says_why_and_leaves_nothing(void **state)
{
	struct files files = { .size = 10, .stop_at = SIZE_MAX, .bad = 3 };
	const char *path = folder_path(*state, "a.zip");
	struct err err;

	assert_false(written(&files, 5, path, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.msg[LANG_ID], "berkas 3");
	assert_int_equal(size_of(path), SIZE_MAX);
}

/* A limit on the size of files stands for a disk: both stop a write in the middle. */
static void a_full_disk_is_said_to_be_full(void **state)
{
	struct files files = { .size = 50000, .stop_at = SIZE_MAX, .bad = SIZE_MAX };
	const char *path = folder_path(*state, "a.zip");
	struct rlimit was, small;
	struct err err;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = (struct rlimit){ 100000, was.rlim_max };
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(written(&files, 20, path, &err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(err.kind, ERR_FULL);
	assert_string_equal(err.code, "disk_full");
	assert_int_equal(size_of(path), SIZE_MAX);
	assert_int_equal(rmdir(((struct folder *)*state)->name), 0);
}

static void two_files_of_one_name_are_refused(void **state)
{
	struct files files = {
		.size = 10, .stop_at = SIZE_MAX, .bad = SIZE_MAX, .only_name = "a.pdf"
	};
	struct err err;

	assert_false(written(&files, 2, folder_path(*state, "a.zip"), &err));
	assert_int_equal(err.kind, ERR_IO);
}

static void names_are_safe_and_readable(void **state)
{
	static const struct {
		const char *text, *name;
	} NAMES[] = {
		{ "Terbaik I", "terbaik-i" },
		{ "  Harapan / II  ", "harapan-ii" },
		{ "../../etc/passwd", "etc-passwd" },
		{ "CON:\\x\n", "con-x" },
		{ "Ñandú", "and" },
		{ "🏆", "-" },
		{ "", "-" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(NAMES); i++)
		assert_string_equal(zip_name(&arena, NAMES[i].text), NAMES[i].name);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(each_file_is_made_once_and_unzip_finds_them_whole),
		IN_FOLDER(the_same_files_are_the_same_bytes),
		IN_FOLDER(what_is_stopped_leaves_nothing_behind),
		IN_FOLDER(a_file_that_cannot_be_made_says_why_and_leaves_nothing),
		IN_FOLDER(a_full_disk_is_said_to_be_full),
		IN_FOLDER(two_files_of_one_name_are_refused),
		cmocka_unit_test(names_are_safe_and_readable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
