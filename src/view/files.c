#include "view/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)4 * 1024 * 1024)
#define FOLDER_DEPTH 8

static bool cannot_read(const char *path, struct err *err)
{
	int why = errno;

	(void)FAIL(err, why == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s tidak dapat dibaca",
		   "cannot read %s", path);
	err_detail(err, "%s: %s", path, strerror(why));
	return false;
}

bool file_whole(const char *path, struct arena *arena, const char **ret, size_t *ret_len,
		struct err *err)
{
	FILE *file = fopen(path, "rbe");
	struct stat st;
	size_t size;
	char *text;
	bool good;

	if (!file)
		return cannot_read(path, err);
	if (fstat(fileno(file), &st) != 0 || st.st_size < 0 || (size_t)st.st_size > FILE_MAX) {
		(void)fclose(file);
		errno = EFBIG;
		return cannot_read(path, err);
	}
	size = (size_t)st.st_size;
	text = arena_alloc(arena, size + 1, 1);
	good = fread(text, 1, size, file) == size;
	(void)fclose(file);
	if (!good) {
		errno = EIO;
		return cannot_read(path, err);
	}
	*ret = text;
	*ret_len = size;
	return true;
}

static bool ends_with(const char *text, const char *ending)
{
	size_t len = strlen(text), end = strlen(ending);

	return len > end && strcmp(text + len - end, ending) == 0;
}

struct walk {
	const char *root, *ending;
	struct arena *arena;
	struct file_list *list;
	struct err *err;
};

static bool folder_walk(struct walk *walk, const char *below, unsigned depth);

static bool entry_take(struct walk *walk, const char *name, unsigned depth)
{
	const char *path = arena_printf(walk->arena, "%s/%s", walk->root, name);
	struct file *file;
	struct stat st;

	if (stat(path, &st) != 0)
		return cannot_read(path, walk->err);
	if (S_ISDIR(st.st_mode))
		return folder_walk(walk, name, depth + 1);
	if (!S_ISREG(st.st_mode) || !ends_with(name, walk->ending))
		return true;
	GROW(walk->arena, walk->list->items, walk->list->count, &walk->list->cap);
	file = &walk->list->items[walk->list->count];
	*file = (struct file){ .name = name, .path = path };
	if (!file_whole(path, walk->arena, &file->text, &file->len, walk->err))
		return false;
	walk->list->count++;
	return true;
}

static bool folder_walk(struct walk *walk, const char *below, unsigned depth)
{
	const char *path =
		*below ? arena_printf(walk->arena, "%s/%s", walk->root, below) : walk->root;
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool good = true;

	if (!dir)
		return cannot_read(path, walk->err);
	while (good && (entry = readdir(dir))) {
		const char *name = *below ? arena_printf(walk->arena, "%s/%s", below, entry->d_name)
					  : arena_text(walk->arena, entry->d_name);

		if (entry->d_name[0] != '.' && depth < FOLDER_DEPTH)
			good = entry_take(walk, name, depth);
	}
	(void)closedir(dir);
	return good;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

bool files_read(const char *folder, const char *ending, struct arena *arena, struct file_list *ret,
		struct err *err)
{
	struct walk walk = { folder, ending, arena, ret, err };

	*ret = (struct file_list){ 0 };
	if (!folder_walk(&walk, "", 0))
		return false;
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items), by_name);
	return true;
}
