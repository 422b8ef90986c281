/* Votes of the pleno. A new one replaces the old, which stays on record. */
#include "store.h"

bool ballot_add(struct db *db, int64_t edition, const struct ballot *ballot, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO ballot (edition_id, list, placing, votes_for, votes_against, abstained,"
		" reason, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_TEXT(ballot->list), ARG_TEXT(ballot->order),
			    ARG_INT(ballot->votes_for), ARG_INT(ballot->votes_against),
			    ARG_INT(ballot->abstained), ARG_TEXT(ballot->reason),
			    ARG_TEXT(ballot->by), ARG_INT(ballot->at)),
		       NULL, err);
}

bool ballot_withdraw(struct db *db, int64_t id, const char *reason, int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE ballot SET withdrawn_at = $2, withdrawn_reason = $3"
				  " WHERE id = $1 AND withdrawn_at = 0";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(at), ARG_TEXT(reason)), NULL, err);
}

bool ballot_list(struct db *db, int64_t edition, struct arena *arena, struct ballot **ret,
		 size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT id, at, withdrawn_at, list, placing, votes_for, votes_against, abstained,"
		" reason, by, withdrawn_reason FROM ballot WHERE edition_id = $1 ORDER BY id";
	struct ballot *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct ballot){
			.id = db_int(&rows, 0),
			.at = db_int(&rows, 1),
			.withdrawn_at = db_int(&rows, 2),
			.list = db_text(&rows, 3, arena),
			.order = db_text(&rows, 4, arena),
			.votes_for = db_int(&rows, 5),
			.votes_against = db_int(&rows, 6),
			.abstained = db_int(&rows, 7),
			.reason = db_text(&rows, 8, arena),
			.by = db_text(&rows, 9, arena),
			.withdrawn_reason = db_text(&rows, 10, arena),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
