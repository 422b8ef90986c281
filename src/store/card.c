/* Access cards, and what the owner of an account is told about it. */
#include "store.h"

#include <string.h>

#define CARD_COLUMNS                                                                        \
	"SELECT c.id, c.account_id, c.role, c.made_by, c.made_at, c.expires_at, c.used_at," \
	" c.id = (SELECT max(n.id) FROM card n WHERE n.account_id = c.account_id),"         \
	" c.password_sha256 FROM card c"

bool card_add(struct db *db, const struct account *account, const char *code, const char *by,
	      int64_t at, int64_t *ret_id, struct err *err)
{
	static const char SQL[] = "INSERT INTO card (account_id, role, code_sha256,"
				  " password_sha256, made_by, made_at, expires_at)"
				  " VALUES ($1, $2, $3, $4, $5, $6, $7)";
	uint8_t digest[SHA256_SIZE], password[SHA256_SIZE];

	sha256(code, strlen(code), digest);
	sha256(account->password_hash, strlen(account->password_hash), password);
	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(account->id), ARG_TEXT(role_text(account->role)),
			  ARG_BLOB(digest, SHA256_SIZE), ARG_BLOB(password, SHA256_SIZE),
			  ARG_TEXT(by), ARG_INT(at), ARG_INT(at + CARD_SECONDS)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

static struct card card_of_row(struct db_rows *rows, struct arena *arena)
{
	struct card ret = {
		.id = db_int(rows, 0),
		.account = db_int(rows, 1),
		.role = db_text(rows, 2, arena),
		.made_by = db_text(rows, 3, arena),
		.made_at = db_int(rows, 4),
		.expires_at = db_int(rows, 5),
		.used_at = db_int(rows, 6),
		.newest = db_int(rows, 7),
	};

	(void)db_bytes(rows, 8, ret.password_sha256, SHA256_SIZE);
	return ret;
}

bool card_find(struct db *db, const char *code, struct arena *arena, struct card *ret,
	       struct err *err)
{
	static const char SQL[] = CARD_COLUMNS " WHERE c.code_sha256 = $1";
	uint8_t digest[SHA256_SIZE];
	struct db_rows rows;

	*ret = (struct card){ 0 };
	sha256(code, strlen(code), digest);
	if (!db_query(db, SQL, ARGS(ARG_BLOB(digest, SHA256_SIZE)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = card_of_row(&rows, arena);
	return db_done(&rows, err);
}

bool card_put_used(struct db *db, int64_t id, int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE card SET used_at = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(at)), NULL, err);
}

bool card_list(struct db *db, int64_t edition, struct arena *arena, struct card **ret,
	       size_t *ret_count, struct err *err)
{
	static const char SQL[] = CARD_COLUMNS " JOIN account a ON a.id = c.account_id"
					       " WHERE a.edition_id = $1 ORDER BY c.id";
	struct card *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = card_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

/* ---- Notices ---- */

bool notice_add(struct db *db, int64_t account, const char *kind, const char *by, int64_t at,
		struct err *err)
{
	static const char SQL[] =
		"INSERT INTO account_notice (account_id, kind, at, by) VALUES ($1, $2, $3, $4)";

	return db_exec(db, SQL, ARGS(ARG_INT(account), ARG_TEXT(kind), ARG_INT(at), ARG_TEXT(by)),
		       NULL, err);
}

bool notice_list(struct db *db, int64_t account, size_t limit, struct arena *arena,
		 struct notice **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT kind, by, at, read_at FROM account_notice"
				  " WHERE account_id = $1 ORDER BY id DESC LIMIT $2";
	struct notice *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(account), ARG_INT((int64_t)limit)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct notice){
			.kind = db_text(&rows, 0, arena),
			.by = db_text(&rows, 1, arena),
			.at = db_int(&rows, 2),
			.read_at = db_int(&rows, 3),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool notice_put_read(struct db *db, int64_t account, int64_t at, struct err *err)
{
	static const char SQL[] =
		"UPDATE account_notice SET read_at = $2 WHERE account_id = $1 AND read_at = 0";

	return db_exec(db, SQL, ARGS(ARG_INT(account), ARG_INT(at)), NULL, err);
}
