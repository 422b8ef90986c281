/* Accounts: one person, one account, one role per edition. */
#include "store.h"

#define ACCOUNT_COLUMNS                                                                    \
	"SELECT a.id, a.edition_id, e.key, a.username, a.role, a.juror_id, j.key, a.name," \
	" a.password_hash, a.active FROM account a JOIN edition e ON e.id = a.edition_id"  \
	" LEFT JOIN juror j ON j.id = a.juror_id"

static bool account_of_row(struct db_rows *rows, struct arena *arena, struct account *ret)
{
	*ret = (struct account){
		.id = db_int(rows, 0),
		.edition = db_int(rows, 1),
		.edition_key = db_text(rows, 2, arena),
		.username = db_text(rows, 3, arena),
		.juror = db_int(rows, 5),
		.juror_key = db_text(rows, 6, arena),
		.name = db_text(rows, 7, arena),
		.password_hash = db_text(rows, 8, arena),
		.active = db_int(rows, 9),
	};
	return role_parse(db_text(rows, 4, arena), &ret->role);
}

bool account_add(struct db *db, int64_t edition, const char *username, enum role role,
		 int64_t juror, const char *name, const char *password_hash, int64_t at,
		 int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO account (edition_id, username, role, juror_id, name, password_hash,"
		" created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_TEXT(username), ARG_TEXT(role_text(role)),
			  juror ? ARG_INT(juror) : ARG_NULL, ARG_TEXT(name),
			  ARG_TEXT(password_hash), ARG_INT(at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

static bool account_read(struct db *db, const char *sql, struct db_args args, struct arena *arena,
			 struct account *ret, struct err *err)
{
	struct db_rows rows;

	*ret = (struct account){ 0 };
	if (!db_query(db, sql, args, &rows, err))
		return false;
	while (db_next(&rows))
		if (!account_of_row(&rows, arena, ret))
			ret->id = 0;
	return db_done(&rows, err);
}

bool account_get(struct db *db, int64_t id, struct arena *arena, struct account *ret,
		 struct err *err)
{
	static const char SQL[] = ACCOUNT_COLUMNS " WHERE a.id = $1";

	if (!account_read(db, SQL, ARGS(ARG_INT(id)), arena, ret, err))
		return false;
	if (!ret->id)
		return FAIL(err, ERR_NOT_FOUND, "akun tidak ada", "no such account");
	return true;
}

bool account_find(struct db *db, const char *username, struct arena *arena, struct account *ret,
		  struct err *err)
{
	static const char SQL[] = ACCOUNT_COLUMNS " WHERE a.username = $1";

	return account_read(db, SQL, ARGS(ARG_TEXT(username)), arena, ret, err);
}

bool account_list(struct db *db, int64_t edition, struct arena *arena, struct account **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		ACCOUNT_COLUMNS " WHERE $1 = 0 OR a.edition_id = $1 ORDER BY a.username";
	struct account *accounts = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, accounts, count, &cap);
		count += account_of_row(&rows, arena, &accounts[count]);
	}
	*ret = accounts;
	*ret_count = count;
	return db_done(&rows, err);
}

bool account_put_password(struct db *db, int64_t id, const char *hash, struct err *err)
{
	static const char SQL[] = "UPDATE account SET password_hash = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(hash)), NULL, err);
}

bool account_put_active(struct db *db, int64_t id, bool active, struct err *err)
{
	static const char SQL[] = "UPDATE account SET active = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(active)), NULL, err);
}

bool account_put_role(struct db *db, int64_t id, enum role role, int64_t juror, struct err *err)
{
	static const char SQL[] = "UPDATE account SET role = $2, juror_id = $3 WHERE id = $1";

	return db_exec(
		db, SQL,
		ARGS(ARG_INT(id), ARG_TEXT(role_text(role)), juror ? ARG_INT(juror) : ARG_NULL),
		NULL, err);
}
