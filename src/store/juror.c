/* The panel. */
#include "store.h"

#include <string.h>

#define JUROR_COLUMNS                                                                              \
	"SELECT id, key, name, element, institution, chair, categories, pseudonym, removed, added" \
	" FROM juror"

static struct juror juror_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct juror){
		.id = db_int(rows, 0),
		.key = db_text(rows, 1, arena),
		.name = db_text(rows, 2, arena),
		.element = db_text(rows, 3, arena),
		.institution = db_text(rows, 4, arena),
		.chair = db_int(rows, 5),
		.categories = db_text(rows, 6, arena),
		.pseudonym = (int)db_int(rows, 7),
		.removed = db_int(rows, 8),
		.added = db_int(rows, 9),
	};
}

bool juror_list(struct db *db, int64_t edition, struct arena *arena, struct juror **ret,
		size_t *ret_count, struct err *err)
{
	static const char SQL[] = JUROR_COLUMNS " WHERE edition_id = $1 ORDER BY key";
	struct juror *jurors = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, jurors, count, &cap);
		jurors[count++] = juror_of_row(&rows, arena);
	}
	*ret = jurors;
	*ret_count = count;
	return db_done(&rows, err);
}

bool juror_get(struct db *db, int64_t id, struct arena *arena, struct juror *ret, struct err *err)
{
	static const char SQL[] = JUROR_COLUMNS " WHERE id = $1";
	struct db_rows rows;

	*ret = (struct juror){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(id)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = juror_of_row(&rows, arena);
	if (!db_done(&rows, err))
		return false;
	if (!ret->id)
		return FAIL(err, ERR_NOT_FOUND, "juri tidak ada", "no such juror");
	return true;
}

bool juror_put(struct db *db, int64_t edition, const struct juror *juror, int64_t *ret_id,
	       struct err *err)
{
	static const char SQL[] =
		"INSERT INTO juror (edition_id, key, name, element, institution, chair, categories)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (edition_id, key) DO UPDATE SET"
		" name = $3, element = $4, institution = $5, chair = $6, categories = $7, removed = 0"
		" RETURNING id";
	struct db_rows rows;

	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_TEXT(juror->key), ARG_TEXT(juror->name),
			   ARG_TEXT(juror->element ? juror->element : ""),
			   ARG_TEXT(juror->institution ? juror->institution : ""),
			   ARG_INT(juror->chair),
			   ARG_TEXT(juror->categories ? juror->categories : "")),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool juror_put_added(struct db *db, int64_t juror, struct err *err)
{
	static const char SQL[] = "UPDATE juror SET added = 1 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(juror)), NULL, err);
}

bool juror_remove(struct db *db, int64_t juror, struct err *err)
{
	static const char SQL[] = "UPDATE juror SET removed = 1 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(juror)), NULL, err);
}

bool juror_delete(struct db *db, int64_t juror, struct err *err)
{
	static const char SQL[] = "DELETE FROM juror WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(juror)), NULL, err);
}

bool juror_put_pseudonym(struct db *db, int64_t juror, int pseudonym, struct err *err)
{
	static const char SQL[] = "UPDATE juror SET pseudonym = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(juror), pseudonym ? ARG_INT(pseudonym) : ARG_NULL),
		       NULL, err);
}

bool juror_judges(const struct juror *juror, const char *category)
{
	size_t len = strlen(category);

	if (!juror->categories || !*juror->categories)
		return true;
	for (const char *at = juror->categories; (at = strstr(at, category)); at += len)
		if ((at == juror->categories || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}
