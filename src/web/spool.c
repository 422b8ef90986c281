#include "web/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool failed(struct err *err, int code)
{
	if (errno_is_full(code))
		(void)FAIL_FULL(err);
	else
		(void)FAIL(err, ERR_IO, "Kiriman tidak dapat disimpan sementara.",
			   "What was sent cannot be kept for the moment.");
	err_detail(err, "spool: %s", strerror(code));
	return false;
}

/* Not every file system has files without a name. */
static int open_unnamed(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct arena arena = { 0 };
	char *name;

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	name = arena_printf(&arena, "%s/tmp.XXXXXX", folder);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(name);
	arena_release(&arena);
	return fd;
}

bool spool_open(struct spool *spool, const char *folder, struct err *err)
{
	spool->fd = folder ? open_unnamed(folder) : -1;
	return spool->fd >= 0 || failed(err, folder ? errno : ENOENT);
}

void spool_add(struct spool *spool, const void *data, size_t len)
{
	const char *at = data;

	while (len && !spool->failure) {
		ssize_t n = write(spool->fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			spool->failure = n < 0 ? errno : ENOSPC;
			return;
		}
		at += n;
		len -= (size_t)n;
		spool->len += (size_t)n;
	}
}

bool spool_check(const struct spool *spool, struct err *err)
{
	return !spool->failure || failed(err, spool->failure);
}

bool spool_map(struct spool *spool, const char **ret, struct err *err)
{
	*ret = spool->map ? spool->map : "";
	if (!spool->len || spool->map)
		return true;
	spool->map = mmap(NULL, spool->len, PROT_READ, MAP_PRIVATE, spool->fd, 0);
	if (spool->map == MAP_FAILED) {
		spool->map = NULL;
		return failed(err, errno);
	}
	*ret = spool->map;
	return true;
}

void spool_close(struct spool *spool)
{
	if (spool->map)
		(void)munmap(spool->map, spool->len);
	if (spool->fd >= 0)
		(void)close(spool->fd);
	spool->map = NULL;
	spool->fd = -1;
}
