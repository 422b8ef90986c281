/* Inside the view room: whole files of a folder, in memory. */
#ifndef VIEW_FILES_H
#define VIEW_FILES_H

#include "base/base.h"

struct file {
	const char *name; /* below the folder: "part/_field.html" */
	const char *path; /* with the folder, for messages */
	const char *text; /* NUL-terminated */
	size_t len;
};

struct file_list {
	struct file *items;
	size_t count, cap;
};

/* Every file below `folder` whose name ends in `ending`, ordered by name; hidden ones are left
 * out. ERR_IO, ERR_NOT_FOUND. */
bool files_read(const char *folder, const char *ending, struct arena *arena, struct file_list *ret,
		struct err *err) MUST_CHECK;
bool file_whole(const char *path, struct arena *arena, const char **ret, size_t *ret_len,
		struct err *err) MUST_CHECK;

#endif
