/* Objections of nominees (keberatan), and their answers. */
#include "store.h"

bool objection_add(struct db *db, int64_t edition, const struct objection *objection,
		   int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO objection (edition_id, nominee, release_number, at, criterion, contact, text)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_TEXT(objection->nominee),
			  ARG_INT(objection->release), ARG_INT(objection->at),
			  ARG_TEXT(objection->criterion), ARG_TEXT(objection->contact),
			  ARG_TEXT(objection->text)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool objection_put_answer(struct db *db, const struct objection *objection, struct err *err)
{
	static const char SQL[] = "UPDATE objection SET answer = $2, correction = $3,"
				  " answered_by = $4, answered_at = $5 WHERE id = $1";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(objection->id), ARG_TEXT(objection->answer),
			    ARG_INT(objection->correction), ARG_TEXT(objection->answered_by),
			    ARG_INT(objection->answered_at)),
		       NULL, err);
}

bool objection_list(struct db *db, int64_t edition, const char *nominee, struct arena *arena,
		    struct objection **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT id, at, nominee, release_number, criterion, contact, text, answer,"
		" answered_by, answered_at, correction FROM objection WHERE edition_id = $1"
		" AND ($2 IS NULL OR nominee = $2) ORDER BY id DESC";
	struct objection *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(nominee)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct objection){
			.id = db_int(&rows, 0),
			.at = db_int(&rows, 1),
			.nominee = db_text(&rows, 2, arena),
			.release = db_int(&rows, 3),
			.criterion = db_text(&rows, 4, arena),
			.contact = db_text(&rows, 5, arena),
			.text = db_text(&rows, 6, arena),
			.answer = db_text(&rows, 7, arena),
			.answered_by = db_text(&rows, 8, arena),
			.answered_at = db_int(&rows, 9),
			.correction = db_int(&rows, 10),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool objection_count_open(struct db *db, int64_t edition, int64_t *ret, struct err *err)
{
	static const char SQL[] =
		"SELECT count(*) FROM objection WHERE edition_id = $1 AND answered_at = 0";
	struct db_rows rows;

	*ret = 0;
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_int(&rows, 0);
	return db_done(&rows, err);
}
