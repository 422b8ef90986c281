/* Sessions: only the SHA-256 of a token is kept. */
#include "store.h"

#include <string.h>

bool session_add(struct db *db, const char *token, int64_t account, int64_t at, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO session (token_sha256, account_id, created_at, seen_at, password_at)"
		" VALUES ($1, $2, $3, $3, $3)";
	uint8_t digest[SHA256_SIZE];

	sha256(token, strlen(token), digest);
	return db_exec(db, SQL, ARGS(ARG_BLOB(digest, SHA256_SIZE), ARG_INT(account), ARG_INT(at)),
		       NULL, err);
}

static struct session session_of_row(struct db_rows *rows)
{
	return (struct session){
		.id = db_int(rows, 0),
		.account = db_int(rows, 1),
		.created_at = db_int(rows, 2),
		.seen_at = db_int(rows, 3),
		.password_at = db_int(rows, 4),
	};
}

bool session_find(struct db *db, const char *token, struct session *ret, struct err *err)
{
	static const char SQL[] = "SELECT id, account_id, created_at, seen_at, password_at"
				  " FROM session WHERE token_sha256 = $1";
	uint8_t digest[SHA256_SIZE];
	struct db_rows rows;

	*ret = (struct session){ 0 };
	sha256(token, strlen(token), digest);
	if (!db_query(db, SQL, ARGS(ARG_BLOB(digest, SHA256_SIZE)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = session_of_row(&rows);
	return db_done(&rows, err);
}

bool session_stands(struct db *db, int64_t id, int64_t account, enum role role, bool *ret,
		    struct err *err)
{
	static const char SQL[] = "SELECT 1 FROM session s JOIN account a ON a.id = s.account_id"
				  " WHERE s.id = $1 AND a.id = $2 AND a.role = $3 AND a.active = 1";
	struct db_rows rows;

	*ret = false;
	if (!db_query(db, SQL, ARGS(ARG_INT(id), ARG_INT(account), ARG_TEXT(role_text(role))),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret = true;
	return db_done(&rows, err);
}

bool session_put_seen(struct db *db, int64_t id, int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(at)), NULL, err);
}

bool session_put_password(struct db *db, int64_t id, int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE session SET password_at = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(at)), NULL, err);
}

bool session_remove(struct db *db, int64_t id, struct err *err)
{
	static const char SQL[] = "DELETE FROM session WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id)), NULL, err);
}

bool session_remove_of(struct db *db, int64_t account, struct err *err)
{
	static const char SQL[] = "DELETE FROM session WHERE account_id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(account)), NULL, err);
}

bool session_sweep(struct db *db, int64_t created_before, struct err *err)
{
	static const char SQL[] = "DELETE FROM session WHERE created_at < $1";

	return db_exec(db, SQL, ARGS(ARG_INT(created_before)), NULL, err);
}

bool session_remove_others(struct db *db, int64_t account, int64_t except, struct err *err)
{
	static const char SQL[] = "DELETE FROM session WHERE account_id = $1 AND id <> $2";

	return db_exec(db, SQL, ARGS(ARG_INT(account), ARG_INT(except)), NULL, err);
}

bool session_list(struct db *db, int64_t account, struct arena *arena, struct session **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT id, account_id, created_at, seen_at, password_at"
				  " FROM session WHERE account_id = $1"
				  " ORDER BY seen_at DESC, id DESC LIMIT 100";
	struct session *sessions = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(account)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, sessions, count, &cap);
		sessions[count++] = session_of_row(&rows);
	}
	*ret = sessions;
	*ret_count = count;
	return db_done(&rows, err);
}
