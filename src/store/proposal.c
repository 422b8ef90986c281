/* What takes effect when another person has confirmed it. */
#include "store.h"

#include <inttypes.h>

#define PROPOSAL_COLUMNS \
	"SELECT id, at, decided_at, kind, about, reason, by, by_role, decided_by, state FROM proposal"

static struct proposal proposal_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct proposal){
		.id = db_int(rows, 0),
		.at = db_int(rows, 1),
		.decided_at = db_int(rows, 2),
		.kind = db_text(rows, 3, arena),
		.about = db_text(rows, 4, arena),
		.reason = db_text(rows, 5, arena),
		.by = db_text(rows, 6, arena),
		.by_role = db_text(rows, 7, arena),
		.decided_by = db_text(rows, 8, arena),
		.state = db_text(rows, 9, arena),
	};
}

bool proposal_add(struct db *db, int64_t edition, const struct proposal *proposal, int64_t *ret_id,
		  struct err *err)
{
	static const char SQL[] =
		"INSERT INTO proposal (edition_id, kind, about, reason, by, by_role, at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)";

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_TEXT(proposal->kind), ARG_TEXT(proposal->about),
			  ARG_TEXT(proposal->reason), ARG_TEXT(proposal->by),
			  ARG_TEXT(proposal->by_role), ARG_INT(proposal->at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool proposal_get(struct db *db, int64_t edition, int64_t id, struct arena *arena,
		  struct proposal *ret, struct err *err)
{
	static const char SQL[] = PROPOSAL_COLUMNS " WHERE edition_id = $1 AND id = $2";
	struct db_rows rows;

	*ret = (struct proposal){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(id)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = proposal_of_row(&rows, arena);
	if (!db_done(&rows, err))
		return false;
	if (!ret->id)
		return FAIL(err, ERR_NOT_FOUND, "usulan %" PRId64 " tidak ada",
			    "no proposal %" PRId64, id);
	return true;
}

bool proposal_list(struct db *db, int64_t edition, const char *state, struct arena *arena,
		   struct proposal **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] = PROPOSAL_COLUMNS
		" WHERE edition_id = $1 AND ($2 IS NULL OR state = $2) ORDER BY id";
	struct proposal *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(state)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = proposal_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool proposal_decide(struct db *db, int64_t id, const char *state, const char *by, int64_t at,
		     struct err *err)
{
	static const char SQL[] = "UPDATE proposal SET state = $2, decided_by = $3, decided_at = $4"
				  " WHERE id = $1 AND state = 'open'";
	int64_t changed;

	if (!db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(state), ARG_TEXT(by), ARG_INT(at)),
		     &changed, err))
		return false;
	if (changed != 1)
		return FAIL_CODE(err, ERR_CONFLICT, "already_decided",
				 "usulan ini sudah diputuskan atau ditarik",
				 "this proposal was decided or withdrawn before");
	return true;
}
