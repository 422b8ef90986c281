/* The lock of the one writing process: <path>.lock, held by an open file description, so that it
 * ends with the process however that ends, and refuses a second writer in the same process too.
 * The file stays: removing it would let two processes hold locks of two files of one name. */
#include "db/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

/* The file holds the number of the process, for the words below only. */
static bool fail_held(int fd, const char *path, struct err *err)
{
	char text[24] = { 0 };

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0)
		text[0] = '\0';
	return FAIL(err, ERR_BUSY,
		    "%s: sedang dipakai oleh proses lain yang menulis (nomor proses %ld)",
		    "%s: in use by another process that writes (process number %ld)", path,
		    strtol(text, NULL, 10));
}

static bool take(const char *path, const char *name, struct db_lock *ret, struct err *err)
{
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool held;

	if (fd < 0)
		return db_fail_errno(err, name, errno);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		/* On a full disk the number is missing, the lock is not. */
		if (ftruncate(fd, 0) == 0)
			(void)!dprintf(fd, "%ld\n", (long)getpid());
		ret->fd = fd;
		return true;
	}
	held = errno == EWOULDBLOCK;
	if (held)
		(void)fail_held(fd, path, err);
	else
		(void)db_fail_errno(err, name, errno);
	(void)close(fd);
	return false;
}

bool db_lock(const char *path, struct db_lock *ret, struct err *err)
{
	struct arena arena = { 0 };
	char *whole;
	bool good;

	ret->fd = -1;
	good = db_resolve(path, &arena, &whole, err) &&
	       take(path, arena_printf(&arena, "%s.lock", whole), ret, err);
	arena_release(&arena);
	return good;
}

void db_unlock(struct db_lock *lock)
{
	if (lock->fd >= 0)
		(void)close(lock->fd);
	lock->fd = -1;
}
