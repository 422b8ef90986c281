/* A disk that fails when told to: an engine VFS over the usual one. */
#ifndef FAULTY_H
#define FAULTY_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

#include "unit.h"

enum fault { FAULT_NONE, FAULT_FULL, FAULT_WRITE, FAULT_SYNC };

/* Counts down with each write (or sync) and fails the one that reaches zero, or all from then on.
 */
static _Atomic enum fault faulty_kind;
static atomic_int faulty_left;
static atomic_bool faulty_sticky, faulty_met;

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

static inline void faulty_set(enum fault kind, int left, bool sticky)
{
	faulty_left = left;
	faulty_sticky = sticky;
	faulty_met = false;
	faulty_kind = kind;
}

static inline bool faulty_now(bool is_sync)
{
	enum fault kind = faulty_kind;

	if (kind == FAULT_NONE || is_sync != (kind == FAULT_SYNC))
		return false;
	if (atomic_fetch_sub(&faulty_left, 1) > 1)
		return false;
	faulty_met = true;
	if (!faulty_sticky)
		faulty_kind = FAULT_NONE;
	return true;
}

#define REAL(file) (((struct faulty_file *)(file))->real)
#define PASS(name, args, ...)                                   \
	static int faulty_##name args                           \
	{                                                       \
		return REAL(file)->pMethods->name(__VA_ARGS__); \
	}

PASS(xRead, (sqlite3_file * file, void *data, int n, sqlite3_int64 at), REAL(file), data, n, at)
PASS(xFileSize, (sqlite3_file * file, sqlite3_int64 *size), REAL(file), size)
PASS(xLock, (sqlite3_file * file, int kind), REAL(file), kind)
PASS(xUnlock, (sqlite3_file * file, int kind), REAL(file), kind)
PASS(xCheckReservedLock, (sqlite3_file * file, int *ret), REAL(file), ret)
PASS(xFileControl, (sqlite3_file * file, int op, void *arg), REAL(file), op, arg)
PASS(xSectorSize, (sqlite3_file * file), REAL(file))
PASS(xDeviceCharacteristics, (sqlite3_file * file), REAL(file))
PASS(xShmMap, (sqlite3_file * file, int page, int size, int extend, void volatile **ret),
     REAL(file), page, size, extend, ret)
PASS(xShmLock, (sqlite3_file * file, int at, int n, int flags), REAL(file), at, n, flags)
PASS(xShmUnmap, (sqlite3_file * file, int drop), REAL(file), drop)

static void faulty_xShmBarrier(sqlite3_file *file)
{
	REAL(file)->pMethods->xShmBarrier(REAL(file));
}

static int faulty_xClose(sqlite3_file *file)
{
	return REAL(file)->pMethods->xClose(REAL(file));
}

static int faulty_xWrite(sqlite3_file *file, const void *data, int n, sqlite3_int64 at)
{
	enum fault kind = faulty_kind;

	if (faulty_now(false))
		return kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	return REAL(file)->pMethods->xWrite(REAL(file), data, n, at);
}

static int faulty_xTruncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (faulty_now(true))
		return SQLITE_IOERR_TRUNCATE;
	return REAL(file)->pMethods->xTruncate(REAL(file), size);
}

static int faulty_xSync(sqlite3_file *file, int flags)
{
	if (faulty_now(true))
		return SQLITE_IOERR_FSYNC;
	return REAL(file)->pMethods->xSync(REAL(file), flags);
}

static const sqlite3_io_methods FAULTY_METHODS = {
	.iVersion = 2,
	.xClose = faulty_xClose,
	.xRead = faulty_xRead,
	.xWrite = faulty_xWrite,
	.xTruncate = faulty_xTruncate,
	.xSync = faulty_xSync,
	.xFileSize = faulty_xFileSize,
	.xLock = faulty_xLock,
	.xUnlock = faulty_xUnlock,
	.xCheckReservedLock = faulty_xCheckReservedLock,
	.xFileControl = faulty_xFileControl,
	.xSectorSize = faulty_xSectorSize,
	.xDeviceCharacteristics = faulty_xDeviceCharacteristics,
	.xShmMap = faulty_xShmMap,
	.xShmLock = faulty_xShmLock,
	.xShmBarrier = faulty_xShmBarrier,
	.xShmUnmap = faulty_xShmUnmap,
};

static int faulty_xOpen(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret)
{
	struct faulty_file *own = (struct faulty_file *)file;
	sqlite3_vfs *real = vfs->pAppData;
	int code;

	own->real = (sqlite3_file *)(own + 1);
	code = real->xOpen(real, name, own->real, flags, ret);
	own->base.pMethods = own->real->pMethods ? &FAULTY_METHODS : NULL;
	return code;
}

/* From now on every connection of the process uses it. */
static inline void faulty_install(void)
{
	static sqlite3_vfs vfs;

	vfs = *sqlite3_vfs_find(NULL);
	vfs.pAppData = sqlite3_vfs_find(NULL);
	vfs.zName = "faulty";
	vfs.szOsFile += (int)sizeof(struct faulty_file);
	vfs.xOpen = faulty_xOpen;
	vfs.pNext = NULL;
	assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

#endif
