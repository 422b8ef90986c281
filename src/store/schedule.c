/* Interviews: sittings, who sits, when each nominee comes, and who came. */
#include "store.h"

/* ---- Sittings ---- */

bool sitting_list(struct db *db, int64_t edition, struct arena *arena, struct sitting **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT id, number, day, room_key, room, name, own_panel"
				  " FROM sitting WHERE edition_id = $1"
				  " ORDER BY day, room_key, number";
	struct sitting *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct sitting){
			.id = db_int(&rows, 0),
			.number = db_int(&rows, 1),
			.day = db_text(&rows, 2, arena),
			.room_key = db_text(&rows, 3, arena),
			.room = db_text(&rows, 4, arena),
			.name = db_text(&rows, 5, arena),
			.own_panel = db_int(&rows, 6),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool sitting_add(struct db *db, int64_t edition, const struct sitting *sitting, int64_t *ret_number,
		 struct err *err)
{
	static const char SQL[] =
		"INSERT INTO sitting (edition_id, number, day, room_key, room, name)"
		" SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM sitting"
		" WHERE edition_id = $1 RETURNING number";
	struct db_rows rows;

	*ret_number = 0;
	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_TEXT(sitting->day), ARG_TEXT(sitting->room_key),
			   ARG_TEXT(sitting->room), ARG_TEXT(sitting->name)),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_number = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool sitting_delete(struct db *db, int64_t id, struct err *err)
{
	static const char SQL[] = "DELETE FROM sitting WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id)), NULL, err);
}

bool sitting_put_own_panel(struct db *db, int64_t id, bool own, struct err *err)
{
	static const char SQL[] = "UPDATE sitting SET own_panel = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(own)), NULL, err);
}

/* ---- Who sits, who came ---- */

static bool seats_read(struct db_rows *rows, struct arena *arena, struct seat **ret,
		       size_t *ret_count, struct err *err)
{
	struct seat *items = NULL;
	size_t count = 0, cap = 0;

	while (db_next(rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct seat){
			.sitting = db_int(rows, 0),
			.juror = db_int(rows, 1),
			.state = db_text(rows, 2, arena),
			.left_at = db_int(rows, 3),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(rows, err);
}

bool seat_list(struct db *db, int64_t edition, struct arena *arena, struct seat **ret,
	       size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT j.sitting_id, j.juror_id, NULL, 0 FROM sitting_juror j"
				  " JOIN sitting s ON s.id = j.sitting_id WHERE s.edition_id = $1";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err) &&
	       seats_read(&rows, arena, ret, ret_count, err);
}

bool seat_add(struct db *db, int64_t sitting, int64_t juror, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO sitting_juror (sitting_id, juror_id) VALUES ($1, $2)";

	return db_exec(db, SQL, ARGS(ARG_INT(sitting), ARG_INT(juror)), NULL, err);
}

bool seat_clear(struct db *db, int64_t sitting, struct err *err)
{
	static const char SQL[] = "DELETE FROM sitting_juror WHERE sitting_id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(sitting)), NULL, err);
}

bool attendance_list(struct db *db, int64_t edition, struct arena *arena, struct seat **ret,
		     size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT a.sitting_id, a.juror_id, a.state, a.left_at FROM juror_attendance a"
		" JOIN sitting s ON s.id = a.sitting_id WHERE s.edition_id = $1";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err) &&
	       seats_read(&rows, arena, ret, ret_count, err);
}

bool attendance_put(struct db *db, const struct seat *seat, struct err *err)
{
	static const char GONE[] =
		"DELETE FROM juror_attendance WHERE sitting_id = $1 AND juror_id = $2";
	static const char SQL[] =
		"INSERT INTO juror_attendance (sitting_id, juror_id, state, left_at)"
		" VALUES ($1, $2, $3, $4) ON CONFLICT (sitting_id, juror_id)"
		" DO UPDATE SET state = $3, left_at = $4";

	if (!seat->state)
		return db_exec(db, GONE, ARGS(ARG_INT(seat->sitting), ARG_INT(seat->juror)), NULL,
			       err);
	return db_exec(db, SQL,
		       ARGS(ARG_INT(seat->sitting), ARG_INT(seat->juror), ARG_TEXT(seat->state),
			    ARG_INT(seat->left_at)),
		       NULL, err);
}

/* ---- Interviews ---- */

bool interview_list(struct db *db, int64_t edition, struct arena *arena, struct interview **ret,
		    size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT id, nominee_id, sitting_id, day, starts, minutes, link, sequence, attended,"
		" attended_name, attended_office FROM interview WHERE edition_id = $1";
	struct interview *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct interview){
			.id = db_int(&rows, 0),
			.nominee = db_int(&rows, 1),
			.sitting = db_int(&rows, 2),
			.day = db_text(&rows, 3, arena),
			.starts = db_int(&rows, 4),
			.minutes = db_int(&rows, 5),
			.link = db_text(&rows, 6, arena),
			.sequence = db_int(&rows, 7),
			.attended = db_text(&rows, 8, arena),
			.attended_name = db_text(&rows, 9, arena),
			.attended_office = db_text(&rows, 10, arena),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool interview_put(struct db *db, int64_t edition, const struct interview *interview,
		   struct err *err)
{
	static const char SQL[] =
		"INSERT INTO interview (edition_id, nominee_id, sitting_id, day, starts, minutes, link)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (nominee_id) DO UPDATE SET"
		" sitting_id = $3, day = $4, starts = $5, minutes = $6, link = $7,"
		" sequence = sequence + 1";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_INT(interview->nominee),
			    interview->sitting ? ARG_INT(interview->sitting) : ARG_NULL,
			    ARG_TEXT(interview->day), ARG_INT(interview->starts),
			    ARG_INT(interview->minutes), ARG_TEXT(interview->link)),
		       NULL, err);
}

bool interview_put_attended(struct db *db, int64_t nominee, const char *attended, const char *name,
			    const char *office, struct err *err)
{
	static const char SQL[] = "UPDATE interview SET attended = $2, attended_name = $3,"
				  " attended_office = $4 WHERE nominee_id = $1";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(nominee), ARG_TEXT(attended), ARG_TEXT(name), ARG_TEXT(office)),
		       NULL, err);
}

bool interview_touch(struct db *db, int64_t sitting, struct err *err)
{
	static const char SQL[] =
		"UPDATE interview SET sequence = sequence + 1 WHERE sitting_id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(sitting)), NULL, err);
}

/* ---- Delays ---- */

bool delay_list(struct db *db, int64_t edition, struct arena *arena, struct delay **ret,
		size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT id, room_key, day, minutes, by, at, undone_at FROM delay"
				  " WHERE edition_id = $1 ORDER BY id DESC";
	struct delay *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct delay){
			.id = db_int(&rows, 0),
			.room_key = db_text(&rows, 1, arena),
			.day = db_text(&rows, 2, arena),
			.minutes = db_int(&rows, 3),
			.by = db_text(&rows, 4, arena),
			.at = db_int(&rows, 5),
			.undone_at = db_int(&rows, 6),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool delay_add(struct db *db, int64_t edition, const struct delay *delay, int64_t *ret_id,
	       struct err *err)
{
	static const char SQL[] = "INSERT INTO delay (edition_id, room_key, day, minutes, by, at)"
				  " VALUES ($1, $2, $3, $4, $5, $6)";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_TEXT(delay->room_key), ARG_TEXT(delay->day),
			  ARG_INT(delay->minutes), ARG_TEXT(delay->by), ARG_INT(delay->at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool delay_item_add(struct db *db, int64_t delay, const struct delay_item *item, struct err *err)
{
	static const char SQL[] = "INSERT INTO delay_item (delay_id, nominee_id, was, became)"
				  " VALUES ($1, $2, $3, $4)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(delay), ARG_INT(item->nominee), ARG_INT(item->was),
			    ARG_INT(item->became)),
		       NULL, err);
}

bool delay_items(struct db *db, int64_t delay, struct arena *arena, struct delay_item **ret,
		 size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT nominee_id, was, became FROM delay_item WHERE delay_id = $1";
	struct delay_item *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(delay)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] =
			(struct delay_item){ db_int(&rows, 0), db_int(&rows, 1), db_int(&rows, 2) };
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool delay_undo(struct db *db, int64_t delay, int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE delay SET undone_at = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(delay), ARG_INT(at)), NULL, err);
}

/* ---- Orders ---- */

bool filling_list(struct db *db, int64_t edition, struct arena *arena, struct filling **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT category, ordering, seed, placed, at FROM filling"
				  " WHERE edition_id = $1 ORDER BY id";
	struct filling *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct filling){
			.category = db_text(&rows, 0, arena),
			.ordering = db_text(&rows, 1, arena),
			.seed = db_text(&rows, 2, arena),
			.placed = db_int(&rows, 3),
			.at = db_int(&rows, 4),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool filling_add(struct db *db, int64_t edition, const struct filling *filling, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO filling (edition_id, category, ordering, seed, placed, at)"
		" VALUES ($1, $2, $3, $4, $5, $6)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_TEXT(filling->category),
			    ARG_TEXT(filling->ordering), ARG_TEXT(filling->seed),
			    ARG_INT(filling->placed), ARG_INT(filling->at)),
		       NULL, err);
}
