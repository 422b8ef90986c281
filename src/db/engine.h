/* What the files of the room share. Private: other rooms look through db/db.h. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include "db/db.h"

#define DB_ARGS_MAX 32

struct sqlite3;
struct sqlite3_stmt;

/* A compiled statement, known by the address of its literal. */
struct statement {
	const char *sql;
	struct sqlite3_stmt *handle;
	uint64_t opened;	       /* when its rows were asked for (db->serial); 0 = at rest */
	struct statement *older;       /* the one opened before it */
	unsigned count;		       /* parameters */
	uint8_t argument[DB_ARGS_MAX]; /* argument[i]: which of $1… the i-th parameter is, from 0 */
};

struct db {
	struct arena arena;
	char *path; /* absolute, without symbolic links; or ":memory:" */
	enum db_mode mode;
	struct db_lock lock;	  /* fd < 0 when reading */
	struct sqlite3 *handle;	  /* NULL after a failed db_reopen */
	int depth;		  /* transactions that are open */
	uint64_t serial;	  /* counts openings of rows */
	uint64_t serial_at_begin; /* of the outermost transaction */
	int code, error;	  /* the engine's words and errno of the last failure */
	bool unclear;		  /* the last commit failed in a way that may yet have stored it */
	unsigned wal_frames;	  /* in the log after the last commit */
	struct db_log *log;	  /* or NULL */
	const char *const *watched; /* tables, ended by NULL; or NULL */
	bool touched;		    /* a row of one of them was changed, or may have been */
	uint64_t changes;	    /* as db_changes */
	struct statement *open;	    /* whose rows are being read, the newest first */
	struct statement *spare;
	struct statement **cache;	/* open addressing by sql; NULL = free */
	size_t cache_count, cache_size; /* size is a power of two */
};

/* Says what the engine's last error means; returns false. */
bool db_fail(struct db *db, struct err *err);
/* The same for a system call on a file. */
bool db_fail_errno(struct err *err, const char *path, int error);

/* The absolute path without links; of a file that does not exist its folder's, and its name. */
bool db_resolve(const char *path, struct arena *arena, char **ret, struct err *err) MUST_CHECK;

/* Closes the connection and opens it again under the same lock; nothing survives but the path. */
bool db_reopen(struct db *db, struct err *err) MUST_CHECK;
/* Moves what is in the log into the file; never waits for a reader, and leaves the rest for later.
 * `truncate` empties the log when no reader needs it. Outside of a transaction only. */
void db_checkpoint(struct db *db, bool truncate);
/* ---- The log's file (log.c) ---- */

/* From here on what a commit writes reaches the log in one piece. After each commit: the engine
 * opens the file when it likes. */
void log_gather(struct db *db);
/* Gives the log room for what comes next, when little is left. May take a millisecond; outside of
 * a transaction only. */
void log_ahead(struct db *db);

/* Sets db->touched from here on, also after a db_reopen. */
void db_watch(struct db *db, const char *const *tables);

/* Is there still a transaction? The engine undoes it by itself after some errors. */
bool db_in_transaction(const struct db *db);

/* Puts away the statements whose rows were opened after `serial` and are not done. */
void statements_reset(struct db *db, uint64_t serial);
void statements_release(struct db *db);

#endif
