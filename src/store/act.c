/* The log of acts. Canonical body: one fact per line. */
#include "store.h"

#include <inttypes.h>
#include <string.h>

static bool last_get(struct db *db, int64_t *ret_seq, uint8_t ret_link[SHA256_SIZE],
		     struct err *err)
{
	static const char SQL[] = "SELECT seq, link FROM act ORDER BY seq DESC LIMIT 1";
	struct db_rows rows;

	*ret_seq = 0;
	memset(ret_link, 0, SHA256_SIZE);
	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		*ret_seq = db_int(&rows, 0);
		(void)db_bytes(&rows, 1, ret_link, SHA256_SIZE);
	}
	return db_done(&rows, err);
}

bool act_add(struct db *db, int64_t edition, const struct actor *actor, const char *deed,
	     const char *about, int64_t at, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO act (seq, edition_id, at, actor, role, deed, body, link)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
	struct arena arena = { 0 };
	uint8_t link[SHA256_SIZE], digest[SHA256_SIZE];
	struct buf body;
	int64_t seq;
	bool done;

	if (!last_get(db, &seq, link, err))
		return false;
	seq++;
	buf_init(&body, &arena);
	buf_printf(&body,
		   "paritrana-act 1\nseq %" PRId64 "\nedition %" PRId64 "\nat %" PRId64
		   "\nactor %s\nrole %s\ndeed %s\nabout %s\n",
		   seq, edition, at, actor->username, actor->role, deed, about ? about : "{}");
	sha256(body.data, body.len, digest);
	sha256_two(link, SHA256_SIZE, digest, SHA256_SIZE, link);
	done = db_exec(db, SQL,
		       ARGS(ARG_INT(seq), ARG_INT(edition), ARG_INT(at), ARG_TEXT(actor->username),
			    ARG_TEXT(actor->role), ARG_TEXT(deed), ARG_TEXT(body.data),
			    ARG_BLOB(link, SHA256_SIZE)),
		       NULL, err);
	arena_release(&arena);
	return done;
}

/* The text after the line "about ", without its newline. */
static const char *about_of(struct arena *arena, const char *body)
{
	const char *at = strstr(body, "\nabout ");
	size_t len = at ? strlen(at + 7) : 0;

	return at && len ? arena_copy(arena, at + 7, len - 1) : "{}";
}

/* Columns: seq, at, actor, role, deed, body. */
static bool acts_read(struct db_rows *rows, struct arena *arena, struct act **ret,
		      size_t *ret_count, struct err *err)
{
	struct act *acts = NULL;
	size_t count = 0, cap = 0;

	while (db_next(rows)) {
		GROW(arena, acts, count, &cap);
		acts[count++] = (struct act){
			.seq = db_int(rows, 0),
			.at = db_int(rows, 1),
			.actor = db_text(rows, 2, arena),
			.role = db_text(rows, 3, arena),
			.deed = db_text(rows, 4, arena),
			.about = about_of(arena, db_text(rows, 5, arena)),
		};
	}
	*ret = acts;
	*ret_count = count;
	return db_done(rows, err);
}

bool act_list(struct db *db, int64_t edition, const char *deed, int64_t before, size_t limit,
	      struct arena *arena, struct act **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT seq, at, actor, role, deed, body FROM act WHERE edition_id = $1"
		" AND ($2 IS NULL OR deed = $2) AND ($3 = 0 OR seq < $3) ORDER BY seq DESC LIMIT $4";
	struct db_rows rows;

	return db_query(db, SQL,
			ARGS(ARG_INT(edition), ARG_TEXT(deed), ARG_INT(before),
			     ARG_INT((int64_t)limit)),
			&rows, err) &&
	       acts_read(&rows, arena, ret, ret_count, err);
}

bool act_search(struct db *db, int64_t edition, const struct act_filter *filter, size_t limit,
		struct arena *arena, struct act **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT seq, at, actor, role, deed, body FROM act WHERE edition_id = $1"
		" AND ($2 IS NULL OR actor = $2) AND ($3 = 0 OR at >= $3) AND ($4 = 0 OR at < $4)"
		" AND ($5 = 0 OR seq < $5) ORDER BY seq DESC LIMIT $6";
	struct db_rows rows;

	return db_query(db, SQL,
			ARGS(ARG_INT(edition), ARG_TEXT(filter->actor), ARG_INT(filter->from),
			     ARG_INT(filter->to), ARG_INT(filter->before), ARG_INT((int64_t)limit)),
			&rows, err) &&
	       acts_read(&rows, arena, ret, ret_count, err);
}

bool act_actors(struct db *db, int64_t edition, struct arena *arena, const char ***ret,
		size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT DISTINCT actor FROM act WHERE edition_id = $1 ORDER BY actor LIMIT 1000";
	const char **names = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, names, count, &cap);
		names[count++] = db_text(&rows, 0, arena);
	}
	*ret = names;
	*ret_count = count;
	return db_done(&rows, err);
}

bool act_list_evidence(struct db *db, int64_t edition, int64_t at, const char *actor,
		       struct arena *arena, struct act **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT seq, at, actor, role, deed, body FROM act WHERE edition_id = $1 AND at >= $2"
		" AND (substr(deed, 1, 9) IN ('evidence_', 'document_')"
		" OR (deed = 'sheet_submitted' AND actor = $3))"
		" ORDER BY seq LIMIT 10000";
	struct db_rows rows;

	return db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(at), ARG_TEXT(actor)), &rows,
			err) &&
	       acts_read(&rows, arena, ret, ret_count, err);
}
