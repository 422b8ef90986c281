/* db: one SQL engine behind a small door. The only room that includes sqlite3.h.
 * Statements are literals with $1 … $n parameters; a violated constraint is an answer
 * (ERR_CONFLICT), a full disk is ERR_FULL, a locked database ERR_BUSY, the rest ERR_IO with the
 * engine's words in err->detail, never in err->msg. */
#ifndef DB_H
#define DB_H

#include "base/base.h"

struct db;

enum db_mode {
	DB_READ, /* read only; one read transaction per request */
	DB_WRITE /* the one writing connection of the one writing process */
};

/* Opens with the settings of docs/decisions/0010: WAL, synchronous=FULL, foreign keys, no trusted
 * schema, defensive. ERR_NOT_FOUND when there is no file; DB_WRITE makes it, and holds the lock of
 * the one writing process until it is closed (ERR_BUSY when another process, or this one, writes
 * already). One thread at a time may use a connection. ":memory:" for tests. */
bool db_open(const char *path, enum db_mode mode, struct db **ret, struct err *err) MUST_CHECK;
void db_close(struct db *db); /* NULL is nothing */

/* ---- Values ---- */

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };

struct db_arg {
	enum db_type type;
	int64_t number;
	const void *data; /* TEXT (NUL-terminated) or BLOB; NULL is SQL NULL; outlives the call */
	size_t len;	  /* of a BLOB */
};

#define ARG_INT(n) ((struct db_arg){ .type = DB_INT, .number = (n) })
#define ARG_TEXT(s) db_arg_text(s) /* NULL is SQL NULL */
#define ARG_BLOB(p, n) ((struct db_arg){ .type = DB_BLOB, .data = (p), .len = (n) })
#define ARG_NULL ((struct db_arg){ .type = DB_NULL })
struct db_arg db_arg_text(const char *text);

struct db_args {
	const struct db_arg *items;
	size_t count;
};
#define ARGS(...)                                                           \
	((struct db_args){ (const struct db_arg[]){ __VA_ARGS__ },          \
			   sizeof((const struct db_arg[]){ __VA_ARGS__ }) / \
				   sizeof(struct db_arg) })
#define NO_ARGS ((struct db_args){ 0 })

/* ---- Statements (compiled once per connection and literal) ----
 * A literal is known by its address: it must live as long as the connection. At most 32
 * parameters; each of $1 … $n appears in the text, and `args` has exactly n items. */

/* Runs a statement that answers no rows; `ret_changed` (may be NULL) is the number of rows. */
bool db_exec(struct db *db, const char *sql, struct db_args args, int64_t *ret_changed,
	     struct err *err) MUST_CHECK;

struct db_rows {
	struct db *db;
	void *stmt;
	bool failed;
	struct err err;
};

/*	if (!db_query(db, SQL, ARGS(ARG_INT(id)), &rows, err)) return false;
 *	while (db_next(&rows)) …columns…
 *	if (!db_done(&rows, err)) return false;
 * Columns count from 0; texts and blobs are copied into the arena; SQL NULL is NULL or 0.
 * Rows that were left half read (a `return false` in the loop) end with the outermost transaction
 * in which they were opened; outside of one, db_done must be reached on every path. */
bool db_query(struct db *db, const char *sql, struct db_args args, struct db_rows *ret,
	      struct err *err) MUST_CHECK;
bool db_next(struct db_rows *rows);
bool db_done(struct db_rows *rows, struct err *err) MUST_CHECK;
bool db_is_null(struct db_rows *rows, int column);
int64_t db_int(struct db_rows *rows, int column);
char *db_text(struct db_rows *rows, int column, struct arena *arena);
void *db_blob(struct db_rows *rows, int column, struct arena *arena, size_t *ret_len);

/* A BLOB of exactly `len` bytes; any other leaves zeros. */
bool db_bytes(struct db_rows *rows, int column, void *ret, size_t len);

int64_t db_last_id(struct db *db);

/* Runs a script of several statements (schema steps only). */
bool db_script(struct db *db, const char *sql, struct err *err) MUST_CHECK;

/* ---- Transactions: undo themselves. ----
 *	struct db_tx tx DB_TX = { 0 };
 *	if (!db_begin(db, &tx, err)) return false;
 *	…any return false rolls back…
 *	return db_commit(&tx, err);
 * Nest as savepoints. A DB_READ connection begins a read transaction. */
struct db_tx {
	struct db *db;
	int depth;
};
#define DB_TX __attribute__((cleanup(db_rollback)))
bool db_begin(struct db *db, struct db_tx *ret, struct err *err) MUST_CHECK;
bool db_commit(struct db_tx *tx, struct err *err) MUST_CHECK;
void db_rollback(struct db_tx *tx); /* nothing when committed */

/* ---- The writer: one thread, one connection, group commit. ----
 * A job runs inside a savepoint of a shared transaction. False undoes that job alone. After the
 * batch is on disk, `done` is called for each job (in the writer's thread; must be short; the job
 * may be freed or put again): `ok` true means stored and synced.
 * When the disk, or one job, spoils the shared transaction, all of it is rolled back, the
 * connection is closed and opened again, and each job is run once more, alone: `run` may run
 * twice and must change nothing but the database and what it answers.
 * When a commit fails in such a way that it may have been stored all the same, its jobs fail with
 * the code "unclear": only sending them again with the same idempotency key tells. */
struct db_job {
	bool (*run)(struct db *db, void *arg, struct err *err);
	void (*done)(void *arg, bool ok, const struct err *err);
	void *arg;
	struct db_job *next; /* these two are the writer's */
	struct err *failure;
};
struct db_writer;
/* Opens with DB_WRITE, lock and all. The writer alone checkpoints: under load every 120 MiB of log,
 * and wholly after a second of rest and when it stops. */
bool db_writer_start(const char *path, struct db_writer **ret, struct err *err) MUST_CHECK;
/* For caches of what was read. `tables` (of ordinary rowid tables, ended by NULL, living as long as
 * the writer) are watched from here on; to be called before anything is put. */
void db_writer_watch(struct db_writer *writer, const char *const *tables);
/* Grows with each batch that touched a watched table, after its commit and before its `done`s. What
 * was read in a snapshot that began after this was asked is true for as long as it stays the same.
 * Any thread. */
uint64_t db_writer_version(const struct db_writer *writer);
/* The same within a job, on its own thread: grows at once with each changed row of a watched table,
 * and when changes are undone. 0 on a connection that is not a writer's. */
uint64_t db_changes(const struct db *db);
/* At most so many jobs in one commit; 0 = BATCH_MAX of writer.c. To measure what that brings. */
void db_writer_limit(struct db_writer *writer, unsigned jobs);
void db_writer_put(struct db_writer *writer, struct db_job *job); /* from any thread */
struct db_writer_counts {
	uint64_t jobs, refused; /* told that they are stored; and that they are not */
	uint64_t batches;
	size_t queued;
};
void db_writer_counts(struct db_writer *writer, struct db_writer_counts *ret);
/* For callers that wait (commands, tests): true when the job is on disk. Never from a job. */
bool db_writer_run(struct db_writer *writer, bool (*run)(struct db *, void *, struct err *),
		   void *arg, struct err *err) MUST_CHECK;
/* Finishes what is queued; nothing may be put any more. NULL is nothing. */
void db_writer_stop(struct db_writer *writer);

/* The lock alone, for who replaces the file itself (restore) or only asks whether a service runs.
 * A child process that is forked while it is held holds it too, until it execs or ends. */
struct db_lock {
	int fd;
};
bool db_lock(const char *path, struct db_lock *ret, struct err *err) MUST_CHECK;
void db_unlock(struct db_lock *lock);

/* ---- Whole files ---- */

/* Online copy into a new file; the source may be in use by a writer in any process. The copy is
 * one whole file without a log, checked, synced, and appears under its name only then.
 * ERR_CONFLICT when `to` exists, or a log or journal of that name. */
bool db_backup(const char *from, const char *to, struct err *err) MUST_CHECK;
/* integrity_check and foreign_key_check; each finding is a complaint. */
bool db_integrity(struct db *db, struct complaints *complaints, struct err *err) MUST_CHECK;

#endif
