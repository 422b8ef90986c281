/* What the documents of a release are printed with. Only added to. */
#include "store.h"

#include <string.h>

static bool text_add(struct db *db, const char *text, char ret_sha256[SHA256_HEX_SIZE],
		     struct err *err)
{
	static const char SQL[] = "INSERT INTO layout_text (sha256, text)"
				  " SELECT $1, $2 WHERE NOT EXISTS"
				  " (SELECT 1 FROM layout_text WHERE sha256 = $1)";

	sha256_hex(text, strlen(text), ret_sha256);
	return db_exec(db, SQL, ARGS(ARG_TEXT(ret_sha256), ARG_TEXT(text)), NULL, err);
}

bool release_print_add(struct db *db, int64_t release, const struct frozen *frozen, struct err *err)
{
	static const char SQL[] = "INSERT INTO release_print (release_id, name, layout, picture_id)"
				  " VALUES ($1, $2, $3, $4)";
	char sha256[SHA256_HEX_SIZE];

	if (frozen->text && !text_add(db, frozen->text, sha256, err))
		return false;
	return db_exec(db, SQL,
		       ARGS(ARG_INT(release), ARG_TEXT(frozen->name),
			    frozen->text ? ARG_TEXT(sha256) : ARG_NULL,
			    frozen->text ? ARG_NULL : ARG_INT(frozen->picture)),
		       NULL, err);
}

bool release_print_list(struct db *db, int64_t release, struct arena *arena, struct frozen **ret,
			size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT f.name, t.text, coalesce(f.layout, p.sha256), p.id, p.size FROM release_print f"
		" LEFT JOIN layout_text t ON t.sha256 = f.layout"
		" LEFT JOIN picture p ON p.id = f.picture_id WHERE f.release_id = $1 ORDER BY f.name";
	struct frozen *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(release)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct frozen){
			.name = db_text(&rows, 0, arena),
			.text = db_text(&rows, 1, arena),
			.sha256 = db_text(&rows, 2, arena),
			.picture = db_int(&rows, 3),
			.size = db_int(&rows, 4),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
