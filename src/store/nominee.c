/* Nominees as they are kept. */
#include "store.h"

#define NOMINEE_COLUMNS "SELECT id, key, name, category, region, profile FROM nominee"

static struct candidate candidate_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct candidate){
		.id = db_int(rows, 0),
		.key = db_text(rows, 1, arena),
		.name = db_text(rows, 2, arena),
		.category = db_text(rows, 3, arena),
		.region = db_text(rows, 4, arena),
		.profile = db_text(rows, 5, arena),
	};
}

bool nominee_list(struct db *db, int64_t edition, struct arena *arena, struct candidate **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] = NOMINEE_COLUMNS " WHERE edition_id = $1 ORDER BY key";
	struct candidate *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = candidate_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool nominee_find(struct db *db, int64_t edition, const char *key, struct arena *arena,
		  struct candidate *ret, struct err *err)
{
	static const char SQL[] = NOMINEE_COLUMNS " WHERE edition_id = $1 AND key = $2";
	struct db_rows rows;

	*ret = (struct candidate){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(key)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = candidate_of_row(&rows, arena);
	return db_done(&rows, err);
}

bool nominee_put(struct db *db, int64_t edition, const struct candidate *candidate, int64_t *ret_id,
		 struct err *err)
{
	static const char SQL[] =
		"INSERT INTO nominee (edition_id, key, name, category, region, profile)"
		" VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (edition_id, key) DO UPDATE SET"
		" name = $3, category = $4, region = $5, profile = $6 RETURNING id";
	struct db_rows rows;

	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_TEXT(candidate->key), ARG_TEXT(candidate->name),
			   ARG_TEXT(candidate->category),
			   ARG_TEXT(candidate->region ? candidate->region : ""),
			   ARG_TEXT(candidate->profile ? candidate->profile : "{}")),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool nominee_delete(struct db *db, int64_t nominee, struct err *err)
{
	static const char SQL[] = "DELETE FROM nominee WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(nominee)), NULL, err);
}
