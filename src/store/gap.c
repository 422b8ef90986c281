/* Evidence that is missing and may be entered in deliberation all the same. */
#include "store.h"

bool gap_open(struct db *db, int64_t nominee, const char *name, struct err *err)
{
	static const char SQL[] = "INSERT INTO gap (nominee_id, name) VALUES ($1, $2)";

	return db_exec(db, SQL, ARGS(ARG_INT(nominee), ARG_TEXT(name)), NULL, err);
}

bool gap_find(struct db *db, int64_t nominee, const char *name, bool *ret, struct err *err)
{
	static const char SQL[] = "SELECT 1 FROM gap WHERE nominee_id = $1 AND name = $2";
	struct db_rows rows;

	*ret = false;
	if (!db_query(db, SQL, ARGS(ARG_INT(nominee), ARG_TEXT(name)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = true;
	return db_done(&rows, err);
}

bool gap_close(struct db *db, int64_t nominee, const char *name, struct err *err)
{
	static const char SQL[] = "DELETE FROM gap WHERE nominee_id = $1 AND name = $2";

	return db_exec(db, SQL, ARGS(ARG_INT(nominee), ARG_TEXT(name)), NULL, err);
}

bool gap_close_all(struct db *db, int64_t edition, struct err *err)
{
	static const char SQL[] = "DELETE FROM gap WHERE nominee_id IN"
				  " (SELECT id FROM nominee WHERE edition_id = $1)";

	return db_exec(db, SQL, ARGS(ARG_INT(edition)), NULL, err);
}
