/* A folder of its own for each test of a program: setup and teardown, and paths in it. */
#ifndef FOLDER_H
#define FOLDER_H

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

struct folder {
	struct arena arena;
	char *name;
};

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

/* Lives as long as the folder. */
static inline const char *folder_path(struct folder *folder, const char *file)
{
	return arena_printf(&folder->arena, "%s/%s", folder->name, file);
}

static inline int folder_make(void **state)
{
	struct arena arena = { 0 };
	struct folder *folder = NEW(&arena, struct folder, 1);

	folder->name = mkdtemp(arena_text(&arena, "/tmp/paritrana-XXXXXX"));
	folder->arena = arena;
	*state = folder;
	return folder->name ? 0 : -1;
}

static inline int folder_remove(void **state)
{
	struct folder *folder = *state;
	struct arena arena = folder->arena;
	DIR *dir = opendir(folder->name);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		(void)closedir(dir);
	(void)rmdir(folder->name);
	arena_release(&arena);
	return 0;
}

#endif
