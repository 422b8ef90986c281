/* Pictures of layouts: who added which, when, and who took it away. */
#include "store.h"

bool layout_picture_add(struct db *db, int64_t edition, const struct layout_picture *picture,
			int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO picture (edition_id, name, kind, sha256, size, width, height, sent_sha256,"
		" by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
	struct db_rows rows;

	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_TEXT(picture->name), ARG_TEXT(picture->kind),
			   ARG_TEXT(picture->sha256), ARG_INT(picture->size),
			   ARG_INT(picture->width), ARG_INT(picture->height),
			   ARG_TEXT(picture->sent_sha256), ARG_TEXT(picture->by),
			   ARG_INT(picture->at)),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool layout_picture_remove(struct db *db, int64_t id, const char *by, int64_t at, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO picture_removal (picture_id, by, at) VALUES ($1, $2, $3)";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(by), ARG_INT(at)), NULL, err);
}

bool layout_picture_list(struct db *db, int64_t edition, struct arena *arena,
			 struct layout_picture **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT p.id, p.name, p.kind, p.sha256, p.size, p.width, p.height, p.sent_sha256, p.by,"
		" p.at, r.by FROM picture p LEFT JOIN picture_removal r ON r.picture_id = p.id"
		" WHERE p.edition_id = $1 ORDER BY p.name, p.id";
	struct layout_picture *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct layout_picture){
			.id = db_int(&rows, 0),
			.name = db_text(&rows, 1, arena),
			.kind = db_text(&rows, 2, arena),
			.sha256 = db_text(&rows, 3, arena),
			.size = db_int(&rows, 4),
			.width = db_int(&rows, 5),
			.height = db_int(&rows, 6),
			.sent_sha256 = db_text(&rows, 7, arena),
			.by = db_text(&rows, 8, arena),
			.at = db_int(&rows, 9),
			.removed_by = db_text(&rows, 10, arena),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
