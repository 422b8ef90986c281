/* Releases: the bytes that two people let out. */
#include "store.h"

bool release_add(struct db *db, int64_t edition, const char *bundle, size_t len, const char *sha256,
		 int64_t approved_by, int64_t at, int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO release (edition_id, number, bundle, sha256, state, approved_by, approved_at,"
		" winners_only)"
		" VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM release WHERE edition_id = $1),"
		" $2, $3, 'approved', $4, $5, (SELECT count(*) FROM setting WHERE edition_id = $1"
		" AND name = 'publish' AND value = 'winners'))";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_BLOB(bundle, len), ARG_TEXT(sha256),
			  ARG_INT(approved_by), ARG_INT(at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool release_list(struct db *db, int64_t edition, struct arena *arena, struct release **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT r.id, r.number, r.sha256, r.state, r.approved_at, r.decided_at, r.approved_by,"
		" r.decided_by, a.name, d.name, r.reason, r.winners_only FROM release r"
		" JOIN account a ON a.id = r.approved_by LEFT JOIN account d ON d.id = r.decided_by"
		" WHERE r.edition_id = $1 ORDER BY r.number DESC";
	struct release *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct release){
			.id = db_int(&rows, 0),
			.number = db_int(&rows, 1),
			.sha256 = db_text(&rows, 2, arena),
			.state = db_text(&rows, 3, arena),
			.approved_at = db_int(&rows, 4),
			.decided_at = db_int(&rows, 5),
			.approved_by = db_int(&rows, 6),
			.decided_by = db_int(&rows, 7),
			.approved_name = db_text(&rows, 8, arena),
			.decided_name = db_text(&rows, 9, arena),
			.reason = db_text(&rows, 10, arena),
			.winners_only = db_int(&rows, 11),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool release_bundle(struct db *db, int64_t release, struct arena *arena, char **ret,
		    size_t *ret_len, struct err *err)
{
	static const char SQL[] = "SELECT bundle FROM release WHERE id = $1";
	struct db_rows rows;

	*ret = NULL;
	if (!db_query(db, SQL, ARGS(ARG_INT(release)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_blob(&rows, 0, arena, ret_len);
	if (!db_done(&rows, err))
		return false;
	if (!*ret)
		return FAIL(err, ERR_NOT_FOUND, "rilis tidak ada", "no such release");
	return true;
}

bool release_put_state(struct db *db, int64_t release, const char *state, int64_t by, int64_t at,
		       const char *reason, struct err *err)
{
	static const char SQL[] = "UPDATE release SET state = $2, decided_by = $3, decided_at = $4,"
				  " reason = $5 WHERE id = $1";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(release), ARG_TEXT(state), by ? ARG_INT(by) : ARG_NULL,
			    ARG_INT(at), ARG_TEXT(reason ? reason : "")),
		       NULL, err);
}
