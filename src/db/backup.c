/* Whole files: a copy while the source is in use, and what is wrong with a database. */
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_PAGES 4096

/* ---- Copying ---- */

static bool copy_pages(struct db *from, struct db *to, struct err *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
	int code;

	if (!backup)
		return db_fail(to, err);
	do
		code = sqlite3_backup_step(backup, STEP_PAGES);
	while (code == SQLITE_OK);
	(void)sqlite3_backup_finish(backup);
	return code == SQLITE_DONE || db_fail(to, err);
}

/* All steps read one transaction: what commits meanwhile neither enters the copy nor makes it
 * begin again. */
static bool copy_snapshot(struct db *from, struct db *to, struct err *err)
{
	static const char SQL[] = "SELECT count(*) FROM sqlite_schema"; /* it starts with a read */
	struct db_tx tx DB_TX = { 0 };

	return db_begin(from, &tx, err) && db_exec(from, SQL, NO_ARGS, NULL, err) &&
	       copy_pages(from, to, err) && db_commit(&tx, err);
}

/* The source's head says "with a log"; the last statement makes the copy a file of its own. */
static bool fill(struct db *from, const char *path, struct err *err)
{
	static const char BEFORE[] = "PRAGMA synchronous = OFF"; /* synced as a whole afterwards */
	static const char AFTER[] = "PRAGMA journal_mode = DELETE";
	struct db to = { .mode = DB_WRITE, .lock = { .fd = -1 } };
	bool good;

	if (sqlite3_open_v2(path, &to.handle,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK)
		good = db_fail(&to, err);
	else
		good = db_script(&to, BEFORE, err) && copy_snapshot(from, &to, err) &&
		       db_script(&to, AFTER, err);
	(void)sqlite3_close(to.handle);
	return good;
}

static bool check_copy(const char *path, struct err *err)
{
	struct arena arena = { 0 };
	struct complaints complaints;
	struct db *db;
	bool good;

	if (!db_open(path, DB_READ, &db, err))
		return false;
	complaints_init(&complaints, &arena);
	good = db_integrity(db, &complaints, err);
	db_close(db);
	if (good && complaints.total)
		good = FAIL(err, ERR_IO, "salinan tidak utuh: %s", "the copy is not sound: %s",
			    complaints.items[0].text.text[LANG_ID]);
	arena_release(&arena);
	return good;
}

/* ---- Files ---- */

static bool sync_file(const char *path, int flags, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	/* Some file systems cannot sync a folder and say so: there is nothing to be done. */
	bool good = fd >= 0 && (fsync(fd) == 0 || (flags && errno == EINVAL));

	if (!good)
		(void)db_fail_errno(err, path, errno);
	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* An old log or journal beside the new file would be read as its own. */
static bool check_absent(struct arena *arena, const char *path, struct err *err)
{
	static const char *const BESIDE[] = { "", "-wal", "-shm", "-journal" };
	struct stat stat;

	for (size_t i = 0; i < COUNT(BESIDE); i++) {
		const char *name = arena_printf(arena, "%s%s", path, BESIDE[i]);

		if (lstat(name, &stat) == 0)
			return FAIL(err, ERR_CONFLICT, "%s: sudah ada", "%s: exists already", name);
		if (errno != ENOENT)
			return db_fail_errno(err, name, errno);
	}
	return true;
}

/* Not over a file that has come meanwhile, where the file system can promise that. */
static bool give_name(const char *from, const char *to, struct err *err)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if ((errno == EINVAL || errno == ENOSYS) && rename(from, to) == 0)
		return true;
	if (errno == EEXIST)
		return FAIL(err, ERR_CONFLICT, "%s: sudah ada", "%s: exists already", to);
	return db_fail_errno(err, to, errno);
}

static bool make_copy(struct arena *arena, struct db *from, const char *to, struct err *err)
{
	char *part = arena_printf(arena, "%s.XXXXXX", to);
	const char *folder = arena_copy(arena, to, (size_t)(strrchr(to, '/') - to) + 1);
	int fd = mkostemp(part, O_CLOEXEC);
	bool named;

	if (fd < 0)
		return db_fail_errno(err, to, errno);
	(void)close(fd); /* before the engine opens it: closing drops the engine's locks */
	named = fill(from, part, err) && check_copy(part, err) && sync_file(part, 0, err) &&
		give_name(part, to, err);
	if (!named) {
		(void)unlink(part);
		(void)unlink(arena_printf(arena, "%s-journal", part)); /* a full disk leaves it */
	}
	return named && sync_file(folder, O_DIRECTORY, err);
}

bool db_backup(const char *from, const char *to, struct err *err)
{
	struct arena arena = { 0 };
	struct db *db = NULL;
	char *whole;
	bool good = db_open(from, DB_READ, &db, err) && db_resolve(to, &arena, &whole, err) &&
		    check_absent(&arena, whole, err) && make_copy(&arena, db, whole, err);

	db_close(db);
	arena_release(&arena);
	return good;
}

/* ---- Soundness ---- */

static bool check_pages(struct db *db, struct arena *arena, struct complaints *complaints,
			struct err *err)
{
	static const char SQL[] = "PRAGMA integrity_check";
	const struct place place = { .file = db->path };
	struct db_rows rows;

	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		const char *finding = db_text(&rows, 0, arena);

		if (!text_equal(finding, "ok"))
			complain(complaints, place, "basis data rusak: %s",
				 "the database is damaged: %s", finding);
	}
	return db_done(&rows, err);
}

static bool check_references(struct db *db, struct arena *arena, struct complaints *complaints,
			     struct err *err)
{
	static const char SQL[] = "PRAGMA foreign_key_check";
	const struct place place = { .file = db->path };
	struct db_rows rows;

	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		const char *table = db_text(&rows, 0, arena), *parent = db_text(&rows, 2, arena);

		complain(complaints, place, "tabel %s baris %lld merujuk ke %s yang tidak ada",
			 "table %s row %lld refers to a row of %s that does not exist", table,
			 (long long)db_int(&rows, 1), parent);
	}
	return db_done(&rows, err);
}

bool db_integrity(struct db *db, struct complaints *complaints, struct err *err)
{
	struct arena arena = { 0 };
	bool good = check_pages(db, &arena, complaints, err) &&
		    check_references(db, &arena, complaints, err);

	arena_release(&arena);
	return good;
}
