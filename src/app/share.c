/* Where the program's own files are: found from where the program itself lies, so that neither
 * the working directory nor a setting can point it elsewhere. */
#include "app.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM_PATH_MAX 4096
#define LEVELS_MAX 4 /* build/address/unit/test_x lies four below the source tree */

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void share_set(struct arena *arena, const char *sources, const char *made, struct share *ret)
{
	ret->templates = arena_printf(arena, "%s/templates", sources);
	ret->layouts = arena_printf(arena, "%s/templates/paper", sources);
	ret->criteria = arena_printf(arena, "%s/criteria", sources);
	ret->statics = arena_printf(arena, "%s/static", made);
	ret->fonts = arena_printf(arena, "%s/fonts", made);
}

static bool share_complete(const struct share *share)
{
	return is_folder(share->templates) && is_folder(share->criteria) &&
	       is_folder(share->statics) && is_folder(share->fonts);
}

/* Cuts the last part of a path off; false when nothing is left to cut. */
static bool path_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return false;
	*slash = '\0';
	return true;
}

bool share_find_from(struct arena *arena, const char *program, struct share *ret, struct err *err)
{
	char *folder = arena_text(arena, program);
	const char *installed;

	if (!path_up(folder))
		return FAIL(err, ERR_IO, "letak program %s tidak dikenali",
			    "the program's place %s makes no sense", program);
	installed = arena_printf(arena, "%s/../share/paritrana", folder);
	share_set(arena, installed, installed, ret);
	if (share_complete(ret))
		return true;
	for (int level = 0; level < LEVELS_MAX && path_up(folder); level++) {
		share_set(arena, folder, arena_printf(arena, "%s/build", folder), ret);
		if (share_complete(ret))
			return true;
	}
	return FAIL(
		err, ERR_IO,
		"berkas pendamping program tidak ditemukan di %s maupun di atas %s; pasang dengan "
		"make install, atau bangun dengan make",
		"the program's own files are neither in %s nor above %s; install with make "
		"install, or build with make",
		installed, program);
}

bool share_find(struct arena *arena, struct share *ret, struct err *err)
{
	char program[PROGRAM_PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (len <= 0)
		return FAIL(err, ERR_IO, "letak program tidak diketahui: %s",
			    "the program's place is unknown: %s", strerror(errno));
	program[len] = '\0';
	return share_find_from(arena, program, ret, err);
}
