/* Sheets that were filled in on paper and typed later, by two people. */
#include "store.h"

bool paper_entry_add(struct db *db, int64_t edition, const struct paper_entry *entry,
		     int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO paper_entry (edition_id, juror_id, nominee_id, number, marks, typed_by,"
		" typed_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'typed') RETURNING id";
	struct db_rows rows;

	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_INT(entry->juror), ARG_INT(entry->nominee),
			   ARG_TEXT(entry->number), ARG_TEXT(entry->marks),
			   ARG_TEXT(entry->typed_by), ARG_INT(entry->typed_at)),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool paper_entry_put_state(struct db *db, int64_t id, const char *state, const char *by, int64_t at,
			   struct err *err)
{
	static const char SQL[] = "UPDATE paper_entry SET state = $2,"
				  " decided_by = coalesce($3, decided_by), decided_at = $4"
				  " WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(state), ARG_TEXT(by), ARG_INT(at)), NULL,
		       err);
}

bool paper_entry_list(struct db *db, int64_t edition, struct arena *arena, struct paper_entry **ret,
		      size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT id, juror_id, nominee_id, number, marks, typed_by, typed_at, state,"
		" decided_by, decided_at FROM paper_entry WHERE edition_id = $1 ORDER BY id";
	struct db_rows rows;
	size_t cap = 0;

	*ret = NULL;
	*ret_count = 0;
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, *ret, *ret_count, &cap);
		(*ret)[(*ret_count)++] = (struct paper_entry){
			.id = db_int(&rows, 0),
			.juror = db_int(&rows, 1),
			.nominee = db_int(&rows, 2),
			.number = db_text(&rows, 3, arena),
			.marks = db_text(&rows, 4, arena),
			.typed_by = db_text(&rows, 5, arena),
			.typed_at = db_int(&rows, 6),
			.state = db_text(&rows, 7, arena),
			.decided_by = db_text(&rows, 8, arena),
			.decided_at = db_int(&rows, 9),
		};
	}
	return db_done(&rows, err);
}
