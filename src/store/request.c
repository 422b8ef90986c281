/* Remembered answers, and what came after the lock. */
#include "store.h"

bool request_key_find(struct db *db, int64_t account, int64_t nominee, const char *key,
		      struct arena *arena, struct remembered *ret, struct err *err)
{
	static const char SQL[] = "SELECT body_sha256, response FROM request_key"
				  " WHERE account_id = $1 AND nominee_id = $2 AND key = $3";
	struct db_rows rows;

	*ret = (struct remembered){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(account), ARG_INT(nominee), ARG_TEXT(key)), &rows, err))
		return false;
	while (db_next(&rows)) {
		ret->found = db_bytes(&rows, 0, ret->body_sha256, SHA256_SIZE);
		ret->response = db_text(&rows, 1, arena);
	}
	return db_done(&rows, err);
}

bool request_key_add(struct db *db, int64_t account, int64_t nominee, const char *key,
		     const uint8_t body_sha256[SHA256_SIZE], const char *response, int64_t at,
		     struct err *err)
{
	static const char SQL[] =
		"INSERT INTO request_key (account_id, nominee_id, key, body_sha256, response, at)"
		" VALUES ($1, $2, $3, $4, $5, $6)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(account), ARG_INT(nominee), ARG_TEXT(key),
			    ARG_BLOB(body_sha256, SHA256_SIZE), ARG_TEXT(response), ARG_INT(at)),
		       NULL, err);
}

bool quarantine_add(struct db *db, int64_t edition, int64_t account, int64_t juror, int64_t nominee,
		    const char *key, const char *body, int64_t at, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO quarantine (edition_id, account_id, juror_id, nominee_id, key, body, at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (account_id, nominee_id, key) DO NOTHING";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_INT(account), ARG_INT(juror), ARG_INT(nominee),
			    ARG_TEXT(key), ARG_TEXT(body), ARG_INT(at)),
		       NULL, err);
}

bool quarantine_count(struct db *db, int64_t account, int64_t nominee, const char *key,
		      int64_t *ret, bool *ret_known, struct err *err)
{
	static const char SQL[] = "SELECT count(*), coalesce(sum(key = $3), 0) FROM quarantine"
				  " WHERE account_id = $1 AND nominee_id = $2";
	struct db_rows rows;

	*ret = 0;
	*ret_known = false;
	if (!db_query(db, SQL, ARGS(ARG_INT(account), ARG_INT(nominee), ARG_TEXT(key)), &rows, err))
		return false;
	while (db_next(&rows)) {
		*ret = db_int(&rows, 0);
		*ret_known = db_int(&rows, 1) > 0;
	}
	return db_done(&rows, err);
}

bool quarantine_list(struct db *db, int64_t edition, struct arena *arena, struct quarantined **ret,
		     size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT q.id, q.account_id, q.juror_id, q.nominee_id, q.at, j.key, n.key, q.body,"
		" q.state FROM quarantine q JOIN juror j ON j.id = q.juror_id"
		" JOIN nominee n ON n.id = q.nominee_id WHERE q.edition_id = $1 ORDER BY q.id";
	struct quarantined *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct quarantined){
			.id = db_int(&rows, 0),
			.account = db_int(&rows, 1),
			.juror = db_int(&rows, 2),
			.nominee = db_int(&rows, 3),
			.at = db_int(&rows, 4),
			.juror_key = db_text(&rows, 5, arena),
			.nominee_key = db_text(&rows, 6, arena),
			.body = db_text(&rows, 7, arena),
			.state = db_text(&rows, 8, arena),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool quarantine_put_state(struct db *db, int64_t id, const char *state, struct err *err)
{
	static const char SQL[] =
		"UPDATE quarantine SET state = $2 WHERE id = $1 AND state = 'open'";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(state)), NULL, err);
}
