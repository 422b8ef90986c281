/* Who was at the pleno: noted again and again, the last one counts, all are kept. */
#include "store.h"

bool assembly_add(struct db *db, int64_t edition, const struct assembly *assembly, int64_t *ret_id,
		  struct err *err)
{
	static const char SQL[] =
		"INSERT INTO assembly (edition_id, number, release_id, began, ended, past_midnight,"
		" by, by_role, at) VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM assembly"
		" WHERE edition_id = $1), nullif($2, 0), $3, min($4, 1440), max($4 - 1440, 0),"
		" $5, $6, $7)";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_INT(assembly->release), ARG_INT(assembly->began),
			  ARG_INT(assembly->ended), ARG_TEXT(assembly->by),
			  ARG_TEXT(assembly->by_role), ARG_INT(assembly->at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool assembly_add_member(struct db *db, int64_t assembly, int64_t seat,
			 const struct assembly_member *member, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO assembly_member (assembly_id, seat, office, key, name, element, state,"
		" note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(assembly), ARG_INT(seat), ARG_TEXT(member->office),
			    ARG_TEXT(member->key), ARG_TEXT(member->name),
			    ARG_TEXT(member->element), ARG_TEXT(member->state),
			    ARG_TEXT(member->note)),
		       NULL, err);
}

bool assembly_find(struct db *db, int64_t edition, int64_t release, struct arena *arena,
		   struct assembly *ret, struct err *err)
{
	static const char SQL[] =
		"SELECT id, number, coalesce(release_id, 0), began,"
		" ended + past_midnight, by, by_role, at"
		" FROM assembly WHERE edition_id = $1 AND ($2 = 0 OR release_id = $2)"
		" ORDER BY number DESC LIMIT 1";
	struct db_rows rows;

	*ret = (struct assembly){ .began = -1, .ended = -1, .by = "", .by_role = "" };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(release)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = (struct assembly){
			.id = db_int(&rows, 0),
			.number = db_int(&rows, 1),
			.release = db_int(&rows, 2),
			.began = db_int(&rows, 3),
			.ended = db_int(&rows, 4),
			.by = db_text(&rows, 5, arena),
			.by_role = db_text(&rows, 6, arena),
			.at = db_int(&rows, 7),
		};
	return db_done(&rows, err);
}

bool assembly_members(struct db *db, int64_t assembly, struct arena *arena,
		      struct assembly_member **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT office, key, name, element, state, note"
				  " FROM assembly_member WHERE assembly_id = $1 ORDER BY seat";
	struct assembly_member *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(assembly)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct assembly_member){
			.office = db_text(&rows, 0, arena),
			.key = db_text(&rows, 1, arena),
			.name = db_text(&rows, 2, arena),
			.element = db_text(&rows, 3, arena),
			.state = db_text(&rows, 4, arena),
			.note = db_text(&rows, 5, arena),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
