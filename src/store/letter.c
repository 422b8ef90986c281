/* The codes in the letters of nominees. */
#include "store.h"

#include <string.h>

#define CODE_COLUMNS                                                                   \
	"SELECT c.id, c.edition_id, e.key, c.nominee, c.made_by, c.made_at, c.reason," \
	" c.id = (SELECT max(n.id) FROM result_code n"                                 \
	" WHERE n.edition_id = c.edition_id AND n.nominee = c.nominee)"                \
	" FROM result_code c JOIN edition e ON e.id = c.edition_id"

bool result_code_add(struct db *db, int64_t edition, const char *nominee, const char *code,
		     const char *by, const char *reason, int64_t at, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO result_code (edition_id, nominee, code_sha256, made_by, made_at, reason)"
		" VALUES ($1, $2, $3, $4, $5, $6)";
	uint8_t digest[SHA256_SIZE];

	sha256(code, strlen(code), digest);
	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_TEXT(nominee), ARG_BLOB(digest, SHA256_SIZE),
			    ARG_TEXT(by), ARG_INT(at), ARG_TEXT(reason)),
		       NULL, err);
}

static struct result_code code_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct result_code){
		.id = db_int(rows, 0),
		.edition = db_int(rows, 1),
		.edition_key = db_text(rows, 2, arena),
		.nominee = db_text(rows, 3, arena),
		.made_by = db_text(rows, 4, arena),
		.made_at = db_int(rows, 5),
		.reason = db_text(rows, 6, arena),
		.newest = db_int(rows, 7),
	};
}

bool result_code_find(struct db *db, const char *code, struct arena *arena, struct result_code *ret,
		      struct err *err)
{
	static const char SQL[] = CODE_COLUMNS " WHERE c.code_sha256 = $1";
	uint8_t digest[SHA256_SIZE];
	struct db_rows rows;

	*ret = (struct result_code){ 0 };
	sha256(code, strlen(code), digest);
	if (!db_query(db, SQL, ARGS(ARG_BLOB(digest, SHA256_SIZE)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = code_of_row(&rows, arena);
	return db_done(&rows, err);
}

bool result_code_list(struct db *db, int64_t edition, struct arena *arena, struct result_code **ret,
		      size_t *ret_count, struct err *err)
{
	static const char SQL[] = CODE_COLUMNS " WHERE c.edition_id = $1 ORDER BY c.id";
	struct result_code *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = code_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
