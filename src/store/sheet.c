/* Sheets as events: appended, chained, folded. */
#include "sheet_body.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SALT_SIZE 16
#define BODY_ROOM 2048 /* of most bodies */

struct chain_end {
	int64_t seq;		   /* of the whole table */
	int64_t events;		   /* of the edition */
	uint8_t link[SHA256_SIZE]; /* of the edition */
};

static bool chain_end_get(struct db *db, int64_t edition, struct chain_end *ret, struct err *err)
{
	static const char SQL[] = "SELECT (SELECT coalesce(max(seq), 0) FROM score_event),"
				  " (SELECT events FROM chain WHERE edition_id = $1),"
				  " (SELECT link FROM chain WHERE edition_id = $1)";
	struct db_rows rows;

	*ret = (struct chain_end){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		ret->seq = db_int(&rows, 0);
		ret->events = db_int(&rows, 1);
		(void)db_bytes(&rows, 2, ret->link, SHA256_SIZE);
	}
	return db_done(&rows, err);
}

static bool chain_end_put(struct db *db, int64_t edition, const struct chain_end *end,
			  struct err *err)
{
	static const char SQL[] =
		"INSERT INTO chain (edition_id, seq, events, link) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (edition_id) DO UPDATE SET seq = $2, events = $3, link = $4";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_INT(end->seq), ARG_INT(end->events),
			    ARG_BLOB(end->link, SHA256_SIZE)),
		       NULL, err);
}

static int by_mark(const void *a, const void *b)
{
	return strcmp(((const struct sheet_mark *)a)->criterion,
		      ((const struct sheet_mark *)b)->criterion);
}

static int by_note(const void *a, const void *b)
{
	return strcmp(((const struct sheet_note *)a)->criterion,
		      ((const struct sheet_note *)b)->criterion);
}

void sheet_sort(struct sheet_event *event)
{
	if (event->mark_count)
		qsort(event->marks, event->mark_count, sizeof(*event->marks), by_mark);
	if (event->note_count)
		qsort(event->notes, event->note_count, sizeof(*event->notes), by_note);
}

bool sheet_append(struct db *db, struct sheet_event *event, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO score_event (seq, edition_id, juror_id, nominee_id, version, kind, state,"
		" body, salt, leaf, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
	struct arena arena = { 0 };
	uint8_t salt[SALT_SIZE];
	char room[BODY_ROOM];
	struct chain_end end;
	struct buf body;
	bool done;

	if (!chain_end_get(db, event->edition, &end, err))
		return false;
	event->seq = ++end.seq;
	end.events++;
	buf_init_in(&body, &arena, room, sizeof(room));
	sheet_body_write(event, &body);
	random_bytes(salt, sizeof(salt));
	sha256_two(salt, sizeof(salt), body.data, body.len, event->leaf);
	sha256_two(end.link, SHA256_SIZE, event->leaf, SHA256_SIZE, end.link);
	done = db_exec(db, SQL,
		       ARGS(ARG_INT(event->seq), ARG_INT(event->edition), ARG_INT(event->juror),
			    ARG_INT(event->nominee), ARG_INT(event->version),
			    ARG_TEXT(sheet_kind_text(event->kind)),
			    ARG_TEXT(sheet_state_text(event->state)), ARG_TEXT(body.data),
			    ARG_BLOB(salt, sizeof(salt)), ARG_BLOB(event->leaf, SHA256_SIZE),
			    ARG_BLOB(end.link, SHA256_SIZE)),
		       NULL, err) &&
	       chain_end_put(db, event->edition, &end, err);
	arena_release(&arena);
	return done;
}

/* Columns: edition_id, juror_id, nominee_id, leaf, body. */
static bool event_of_row(struct db_rows *rows, struct arena *arena, struct sheet_event *ret,
			 struct err *err)
{
	const char *body = db_text(rows, 4, arena);

	if (!sheet_body_read(body ? body : "", arena, ret, err))
		return false;
	ret->edition = db_int(rows, 0);
	ret->juror = db_int(rows, 1);
	ret->nominee = db_int(rows, 2);
	(void)db_bytes(rows, 3, ret->leaf, SHA256_SIZE);
	return true;
}

/* All rows of a query with the columns of event_of_row. */
static bool events_read(struct db_rows *rows, struct arena *arena, struct sheet_event **ret,
			size_t *ret_count, struct err *err)
{
	struct sheet_event *events = NULL;
	size_t count = 0, cap = 0;
	struct err broken;
	bool good = true;

	while (db_next(rows)) {
		GROW(arena, events, count, &cap);
		if (good && event_of_row(rows, arena, &events[count], &broken))
			count++;
		else
			good = false;
	}
	if (!db_done(rows, err))
		return false;
	if (!good) {
		*err = broken;
		return false;
	}
	*ret = events;
	*ret_count = count;
	return true;
}

bool sheet_find_at(struct db *db, int64_t juror, int64_t nominee, int64_t seq, struct arena *arena,
		   struct sheet_event *ret, struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, juror_id, nominee_id, leaf, body FROM score_event"
		" WHERE juror_id = $1 AND nominee_id = $2 AND seq <= $3 ORDER BY version DESC LIMIT 1";
	struct sheet_event *events;
	struct db_rows rows;
	size_t count;

	if (!db_query(db, SQL, ARGS(ARG_INT(juror), ARG_INT(nominee), ARG_INT(seq)), &rows, err) ||
	    !events_read(&rows, arena, &events, &count, err))
		return false;
	*ret = count ? events[0] : (struct sheet_event){ .juror = juror, .nominee = nominee };
	return true;
}

bool sheet_find(struct db *db, int64_t juror, int64_t nominee, struct arena *arena,
		struct sheet_event *ret, struct err *err)
{
	return sheet_find_at(db, juror, nominee, INT64_MAX, arena, ret, err);
}

bool sheet_list(struct db *db, int64_t edition, int64_t seq, struct arena *arena,
		struct sheet_event **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, juror_id, nominee_id, leaf, body FROM score_event WHERE seq IN"
		" (SELECT max(s.seq) FROM juror j JOIN score_event s ON s.juror_id = j.id"
		" WHERE j.edition_id = $1 AND s.seq <= $2 GROUP BY s.juror_id, s.nominee_id)"
		" ORDER BY seq";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(seq)), &rows, err) &&
	       events_read(&rows, arena, ret, ret_count, err);
}

bool sheet_history(struct db *db, int64_t juror, int64_t nominee, struct arena *arena,
		   struct sheet_event **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, juror_id, nominee_id, leaf, body FROM score_event"
		" WHERE juror_id = $1 AND nominee_id = $2 ORDER BY version";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(juror), ARG_INT(nominee)), &rows, err) &&
	       events_read(&rows, arena, ret, ret_count, err);
}

bool sheet_list_first(struct db *db, int64_t edition, struct arena *arena, struct sheet_event **ret,
		      size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, juror_id, nominee_id, leaf, body FROM score_event WHERE seq IN"
		" (SELECT min(s.seq) FROM juror j JOIN score_event s ON s.juror_id = j.id"
		" WHERE j.edition_id = $1 GROUP BY s.juror_id, s.nominee_id)"
		" ORDER BY seq";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err) &&
	       events_read(&rows, arena, ret, ret_count, err);
}

bool sheet_list_kind(struct db *db, int64_t edition, enum sheet_kind kind, struct arena *arena,
		     struct sheet_event **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, juror_id, nominee_id, leaf, body FROM score_event"
		" WHERE edition_id = $1 AND kind = $2 ORDER BY seq";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(sheet_kind_text(kind))), &rows,
			err) &&
	       events_read(&rows, arena, ret, ret_count, err);
}

static enum sheet_state state_of(const char *text)
{
	for (enum sheet_state state = SHEET_EMPTY; state <= SHEET_ABSENT; state++)
		if (text_equal(sheet_state_text(state), text))
			return state;
	return SHEET_EMPTY;
}

bool sheet_states(struct db *db, int64_t edition, int64_t juror, struct arena *arena,
		  struct state_row **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT e.juror_id, e.nominee_id, e.state, e.version,"
		" (SELECT count(*) FROM score_event r WHERE r.juror_id = e.juror_id"
		"  AND r.nominee_id = e.nominee_id AND r.kind = 'reopen')"
		" FROM score_event e WHERE e.seq IN"
		" (SELECT max(s.seq) FROM juror j JOIN score_event s ON s.juror_id = j.id"
		" WHERE j.edition_id = $1 AND ($2 = 0 OR j.id = $2) GROUP BY s.juror_id, s.nominee_id)"
		" ORDER BY e.juror_id, e.nominee_id";
	struct state_row *states = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(juror)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, states, count, &cap);
		states[count++] = (struct state_row){
			.juror = db_int(&rows, 0),
			.nominee = db_int(&rows, 1),
			.state = state_of(db_text(&rows, 2, arena)),
			.version = db_int(&rows, 3),
			.reopened = db_int(&rows, 4),
		};
	}
	*ret = states;
	*ret_count = count;
	return db_done(&rows, err);
}

bool chain_leaves(struct db *db, int64_t edition, struct arena *arena, struct chain_leaf **ret,
		  size_t *ret_count, uint8_t ret_head[SHA256_SIZE], struct err *err)
{
	static const char SQL[] =
		"SELECT seq, leaf FROM score_event WHERE edition_id = $1 ORDER BY seq";
	struct chain_leaf *leaves = NULL;
	size_t count = 0, cap = 0;
	struct chain_end end;
	struct db_rows rows;

	if (!chain_end_get(db, edition, &end, err) ||
	    !db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, leaves, count, &cap);
		leaves[count].seq = db_int(&rows, 0);
		(void)db_bytes(&rows, 1, leaves[count].leaf, SHA256_SIZE);
		count++;
	}
	memcpy(ret_head, end.link, SHA256_SIZE);
	*ret = leaves;
	*ret_count = count;
	return db_done(&rows, err);
}
