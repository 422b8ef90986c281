/* Transactions: the outermost is one of the engine's, those within are savepoints. */
#include "db/engine.h"

#include <assert.h>
#include <sqlite3.h>

bool db_begin(struct db *db, struct db_tx *ret, struct err *err)
{
	static const char READ[] = "BEGIN", WRITE[] = "BEGIN IMMEDIATE", WITHIN[] = "SAVEPOINT s";
	uint64_t serial = db->serial;

	assert(!ret->db);
	if (!db_exec(db,
		     db->depth		   ? WITHIN
		     : db->mode == DB_READ ? READ
					   : WRITE,
		     NO_ARGS, NULL, err))
		return false;
	if (db->depth == 0)
		db->serial_at_begin = serial;
	ret->db = db;
	ret->depth = ++db->depth;
	return true;
}

/* A failed commit may have stored everything all the same: when the last frame of the log was
 * written and only its sync went wrong, or what comes after. */
static bool is_unclear(const struct db *db)
{
	switch (db->code & 0xFF) {
	case SQLITE_OK: /* there was no transaction any more */
	case SQLITE_FULL:
	case SQLITE_BUSY:
	case SQLITE_READONLY:
	case SQLITE_CONSTRAINT: return false;
	default: return db->code != SQLITE_IOERR_WRITE || !errno_is_full(db->error);
	}
}

static bool fail_commit(struct db *db, struct err *err)
{
	struct err cause = *err;

	db->unclear = is_unclear(db);
	if (!db->unclear)
		return false;
	(void)FAIL_CODE(err, ERR_IO, "unclear",
			"belum pasti apakah perubahan tersimpan; silakan kirim ulang",
			"it is not certain whether the change was stored; please send it again");
	err_detail(err, "%s", cause.detail);
	return false;
}

bool db_commit(struct db_tx *tx, struct err *err)
{
	static const char COMMIT[] = "COMMIT", RELEASE[] = "RELEASE s";
	struct db *db = tx->db;

	assert(db && db->depth == tx->depth);
	if (tx->depth == 1)
		statements_reset(db, db->serial_at_begin);
	db->code = SQLITE_OK;
	db->unclear = false;
	if (!db_exec(db, tx->depth == 1 ? COMMIT : RELEASE, NO_ARGS, NULL, err)) {
		if (tx->depth == 1)
			(void)fail_commit(db, err);
		db_rollback(tx);
		return false;
	}
	db->depth--;
	tx->db = NULL;
	return true;
}

/* Nobody can act on a failure here, and the engine undoes what is left when it closes. */
void db_rollback(struct db_tx *tx)
{
	static const char ROLLBACK[] = "ROLLBACK", BACK[] = "ROLLBACK TO s",
			  RELEASE[] = "RELEASE s";
	struct db *db = tx->db;
	struct err err;

	if (!db)
		return;
	assert(db->depth == tx->depth);
	tx->db = NULL;
	if (db->changes)
		db->changes++;
	if (tx->depth == 1)
		statements_reset(db, db->serial_at_begin);
	if (db_in_transaction(db)) {
		if (tx->depth == 1)
			(void)!db_exec(db, ROLLBACK, NO_ARGS, NULL, &err);
		else if (db_exec(db, BACK, NO_ARGS, NULL, &err))
			(void)!db_exec(db, RELEASE, NO_ARGS, NULL, &err);
	}
	db->depth--;
}
