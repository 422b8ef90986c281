/* Opening and closing, and what the engine's errors mean. */
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000

static const char IN_MEMORY[] = ":memory:";

/* ---- Errors ---- */

bool db_fail_errno(struct err *err, const char *path, int error)
{
	if (errno_is_full(error))
		(void)FAIL(err, ERR_FULL, "%s: ruang penyimpanan penuh", "%s: the disk is full",
			   path);
	else if (error == ENOENT || error == ENOTDIR)
		(void)FAIL(err, ERR_NOT_FOUND, "%s: berkas atau folder tidak ada",
			   "%s: no such file or folder", path);
	else if (error == EACCES || error == EPERM || error == EROFS)
		(void)FAIL(err, ERR_IO, "%s: tidak ada izin", "%s: permission denied", path);
	else
		(void)FAIL(err, ERR_IO, "%s: tidak dapat dibuka atau ditulis",
			   "%s: cannot be opened or written", path);
	err_detail(err, "%s: errno %d", path, error);
	return false;
}

static bool fail_code(int code, int error, struct err *err)
{
	switch (code & 0xFF) {
	case SQLITE_CONSTRAINT:
		return FAIL(err, ERR_CONFLICT, "bertentangan dengan data yang sudah tersimpan",
			    "this contradicts what is already stored");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAIL(err, ERR_BUSY, "basis data sedang sibuk; silakan coba lagi",
			    "the database is busy; please try again");
	case SQLITE_NOTADB:
		return FAIL(err, ERR_IO, "berkas ini bukan basis data Paritrana",
			    "this file is not a Paritrana database");
	case SQLITE_CORRUPT:
		return FAIL(err, ERR_IO, "basis data rusak", "the database is damaged");
	case SQLITE_READONLY:
		return FAIL(err, ERR_IO, "basis data tidak dapat ditulis",
			    "the database cannot be written");
	case SQLITE_CANTOPEN:
		return FAIL(err, ERR_IO, "basis data tidak dapat dibuka",
			    "the database cannot be opened");
	case SQLITE_ERROR:
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
		return FAIL(err, ERR_BUG, "kesalahan program pada basis data",
			    "a program error in the database");
	case SQLITE_FULL: break;
	default:
		if (code != SQLITE_IOERR_SHMSIZE && !errno_is_full(error))
			return FAIL(err, ERR_IO, "disk tidak dapat dibaca atau ditulis",
				    "the disk cannot be read or written");
	}
	return FAIL(err, ERR_FULL, "ruang penyimpanan penuh; perubahan tidak tersimpan",
		    "the disk is full; the change was not stored");
}

/* Each file of the engine remembers the errno of its last failure; sqlite3_system_errno does not
 * learn of those of a commit. */
static int last_errno(struct db *db)
{
	static const int FILES[] = { SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER };
	int error = 0;

	for (size_t i = 0; i < COUNT(FILES) && !error; i++) {
		sqlite3_file *file = NULL;

		if (sqlite3_file_control(db->handle, "main", FILES[i], &file) == SQLITE_OK &&
		    file && file->pMethods)
			(void)file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
	}
	return error;
}

bool db_fail(struct db *db, struct err *err)
{
	const char *words = "no connection";

	db->code = SQLITE_CANTOPEN;
	db->error = 0;
	if (db->handle) {
		db->code = sqlite3_extended_errcode(db->handle);
		words = sqlite3_errmsg(db->handle);
	}
	if ((db->code & 0xFF) == SQLITE_IOERR)
		db->error = last_errno(db);
	else if (db->handle && (db->code & 0xFF) == SQLITE_CANTOPEN)
		db->error = sqlite3_system_errno(db->handle);
	(void)fail_code(db->code, db->error, err);
	err_detail(err, "%s (sqlite %d, errno %d)", words, db->code, db->error);
	return false;
}

/* ---- Settings ---- */

static const struct {
	int option, value;
} OPTIONS[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	/* A plan never depends on a bound value; else a statement that could use a partial index
	 * is compiled anew with each value. */
	{ SQLITE_DBCONFIG_ENABLE_QPSG, 1 },
};

static const struct {
	int limit, value;
} LIMITS[] = {
	{ SQLITE_LIMIT_LENGTH, 256 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 20 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, DB_ARGS_MAX },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

/* Checkpoints are the writer's alone, and never a part of a commit: a failing one would report
 * a commit as failed that is on disk. */
static const char SETTINGS[] = "PRAGMA cell_size_check = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA wal_autocheckpoint = 0;";
static const char SETTINGS_READ[] = "PRAGMA query_only = ON;"
				    "PRAGMA schema_version;"; /* reads the file's head */
/* Memory for pages, in KiB: what a crowd of hundreds comes back to. */
static const char SETTINGS_WRITE[] =
	"PRAGMA synchronous = FULL;"
	"PRAGMA cache_size = -16000;"
	"PRAGMA journal_size_limit = 134217728;"; /* after a long read */

static int after_commit(void *arg, struct sqlite3 *handle, const char *name, int frames)
{
	struct db *db = arg;

	(void)handle;
	(void)name;
	db->wal_frames = (unsigned)frames;
	log_gather(db);
	return SQLITE_OK;
}

/* The log needs shared memory, which some network file systems do not have; then the mode stays
 * what it was, without an error. */
static bool start_log(struct db *db, struct err *err)
{
	static const char SQL[] = "PRAGMA journal_mode = WAL";
	struct arena arena = { 0 };
	struct db_rows rows;
	bool good = false;

	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	if (db_next(&rows)) {
		const char *mode = db_text(&rows, 0, &arena);

		good = text_equal(mode, "wal") || text_equal(mode, "memory");
		arena_release(&arena);
	}
	if (!db_done(&rows, err))
		return false;
	if (!good)
		return FAIL(err, ERR_IO, "sistem berkas ini tidak mendukung log basis data (WAL)",
			    "this file system does not support the database log (WAL)");
	(void)sqlite3_wal_hook(db->handle, after_commit, db);
	return true;
}

static bool configure(struct db *db, struct err *err)
{
	for (size_t i = 0; i < COUNT(OPTIONS); i++)
		if (sqlite3_db_config(db->handle, OPTIONS[i].option, OPTIONS[i].value, NULL))
			return db_fail(db, err);
	for (size_t i = 0; i < COUNT(LIMITS); i++)
		(void)sqlite3_limit(db->handle, LIMITS[i].limit, LIMITS[i].value);
	if (!db_script(db, SETTINGS, err))
		return false;
	if (db->mode == DB_WRITE)
		return start_log(db, err) && db_script(db, SETTINGS_WRITE, err);
	if (sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL))
		return db_fail(db, err);
	return db_script(db, SETTINGS_READ, err);
}

/* ---- Watching tables ---- */

static void on_change(void *arg, int operation, const char *schema, const char *table,
		      sqlite3_int64 row)
{
	struct db *db = arg;

	(void)operation;
	(void)schema;
	(void)row;
	for (const char *const *watched = db->watched; *watched; watched++)
		if (strcmp(*watched, table) == 0) {
			db->touched = true;
			db->changes++;
		}
}

static void start_watch(struct db *db)
{
	if (db->watched)
		(void)sqlite3_update_hook(db->handle, on_change, db);
}

void db_watch(struct db *db, const char *const *tables)
{
	db->watched = tables;
	db->changes = 1;
	start_watch(db);
}

uint64_t db_changes(const struct db *db)
{
	return db->changes;
}

/* ---- Connections ---- */

static void disconnect(struct db *db)
{
	int code;

	statements_release(db);
	code = sqlite3_close(db->handle);
	assert(code == SQLITE_OK);
	(void)code;
	db->handle = NULL;
	db->depth = 0;
	db->wal_frames = 0;
}

static bool connect(struct db *db, struct err *err)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (db->mode == DB_READ ? SQLITE_OPEN_READONLY
					 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

	/* Before any statement: two that open a fresh file at once would else meet SQLITE_BUSY. */
	if (sqlite3_open_v2(db->path, &db->handle, flags, NULL) != SQLITE_OK ||
	    sqlite3_busy_timeout(db->handle, BUSY_MS) != SQLITE_OK)
		(void)db_fail(db, err);
	else if (configure(db, err))
		return true;
	err_prefix(err, "%s", db->path);
	disconnect(db);
	return false;
}

bool db_reopen(struct db *db, struct err *err)
{
	disconnect(db);
	if (!connect(db, err))
		return false;
	start_watch(db);
	return true;
}

bool db_resolve(const char *path, struct arena *arena, char **ret, struct err *err)
{
	char *copy = arena_text(arena, path);
	char *slash = strrchr(copy, '/');
	char folder[PATH_MAX];

	if (realpath(path, folder)) {
		*ret = arena_text(arena, folder);
		return true;
	}
	if (errno != ENOENT)
		return db_fail_errno(err, path, errno);
	if (slash)
		*slash = '\0';
	if (!realpath(!slash ? "." : slash == copy ? "/" : copy, folder))
		return db_fail_errno(err, path, errno);
	*ret = arena_printf(arena, "%s/%s", folder, slash ? slash + 1 : path);
	return true;
}

/* Marks are secret: the file, and with it the log, is for its owner only. A file that exists is
 * not touched: closing a second descriptor of it would drop the engine's locks. */
static bool make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST || db_fail_errno(err, path, errno);
	(void)close(fd);
	return true;
}

static bool check_file(const char *path, struct err *err)
{
	struct stat stat;

	if (lstat(path, &stat) != 0) {
		if (errno != ENOENT)
			return db_fail_errno(err, path, errno);
		return FAIL(err, ERR_NOT_FOUND, "%s: basis data tidak ada",
			    "%s: there is no such database", path);
	}
	if (!S_ISREG(stat.st_mode))
		return FAIL(err, ERR_IO, "%s: ini bukan berkas biasa",
			    "%s: this is not a regular file", path);
	return true;
}

/* The engine would count its memory under one lock for all connections; nobody asks for it. Only
 * before its first use; later it keeps what it has. */
static void configure_engine(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool open_db(struct db *db, const char *path, struct err *err)
{
	if (strcmp(path, IN_MEMORY) == 0)
		db->path = arena_text(&db->arena, path);
	else if (!db_resolve(path, &db->arena, &db->path, err) ||
		 (db->mode == DB_WRITE &&
		  (!db_lock(db->path, &db->lock, err) || !make_file(db->path, err))) ||
		 !check_file(db->path, err))
		return false;
	return connect(db, err);
}

bool db_open(const char *path, enum db_mode mode, struct db **ret, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct arena arena = { 0 };
	struct db *db = NEW(&arena, struct db, 1);

	(void)pthread_once(&once, configure_engine);
	*db = (struct db){ .arena = arena, .mode = mode, .lock = { .fd = -1 } };
	if (!open_db(db, path, err)) {
		db_close(db);
		return false;
	}
	*ret = db;
	return true;
}

void db_close(struct db *db)
{
	struct arena arena;

	if (!db)
		return;
	assert(db->depth == 0);
	disconnect(db);
	db_unlock(&db->lock);
	arena = db->arena;
	arena_release(&arena);
}

void db_checkpoint(struct db *db, bool truncate)
{
	assert(db->depth == 0);
	(void)sqlite3_busy_timeout(db->handle, 0);
	if (sqlite3_wal_checkpoint_v2(db->handle, NULL,
				      truncate ? SQLITE_CHECKPOINT_TRUNCATE
					       : SQLITE_CHECKPOINT_PASSIVE,
				      NULL, NULL) == SQLITE_OK &&
	    truncate)
		db->wal_frames = 0;
	(void)sqlite3_busy_timeout(db->handle, BUSY_MS);
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}
