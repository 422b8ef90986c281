/* Evidence as it is kept: entered, then verified or rejected. */
#include "store.h"

static const char *const PROOFS[] = { "entered", "verified", "rejected" };

const char *proof_text(enum proof proof)
{
	return PROOFS[proof];
}

static enum proof proof_of(const char *text)
{
	for (size_t i = 0; i < COUNT(PROOFS); i++)
		if (text_equal(PROOFS[i], text))
			return (enum proof)i;
	return PROOF_ENTERED;
}

bool proof_list(struct db *db, int64_t edition, int64_t nominee, struct arena *arena,
		struct proof_item **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT e.id, e.nominee_id, n.key, e.name, e.value, e.status, e.source, e.cutoff,"
		" e.reopened, e.reason, e.entered_by, e.entered_at, e.decided_by, e.decided_at,"
		" e.changed_at, e.salt FROM evidence e JOIN nominee n ON n.id = e.nominee_id"
		" WHERE e.edition_id = $1 AND ($2 = 0 OR e.nominee_id = $2) ORDER BY n.key, e.name";
	struct proof_item *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(nominee)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count] = (struct proof_item){
			.id = db_int(&rows, 0),
			.nominee = db_int(&rows, 1),
			.nominee_key = db_text(&rows, 2, arena),
			.name = db_text(&rows, 3, arena),
			.value = db_text(&rows, 4, arena),
			.status = proof_of(db_text(&rows, 5, arena)),
			.source = db_text(&rows, 6, arena),
			.cutoff = db_text(&rows, 7, arena),
			.reopened = db_int(&rows, 8),
			.reason = db_text(&rows, 9, arena),
			.entered_by = db_text(&rows, 10, arena),
			.entered_at = db_int(&rows, 11),
			.decided_by = db_text(&rows, 12, arena),
			.decided_at = db_int(&rows, 13),
			.changed_at = db_int(&rows, 14),
		};
		(void)db_bytes(&rows, 15, items[count].salt, sizeof(items[count].salt));
		count++;
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

bool proof_put(struct db *db, int64_t edition, const struct proof_item *item, int64_t *ret_id,
	       struct err *err)
{
	static const char SQL[] =
		"INSERT INTO evidence (edition_id, nominee_id, name, value, status, source, cutoff,"
		" entered_by, entered_at, decided_by, decided_at, changed_at, salt)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $9, $12)"
		" ON CONFLICT (nominee_id, name) DO UPDATE SET value = $4, status = $5, source = $6,"
		" cutoff = $7, entered_by = $8, entered_at = $9, decided_by = $10, decided_at = $11,"
		" reason = '', changed_at = $9, salt = $12 RETURNING id";
	uint8_t salt[16];
	struct db_rows rows;

	random_bytes(salt, sizeof(salt));
	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_INT(item->nominee), ARG_TEXT(item->name),
			   ARG_TEXT(item->value), ARG_TEXT(proof_text(item->status)),
			   ARG_TEXT(item->source ? item->source : ""),
			   ARG_TEXT(item->cutoff ? item->cutoff : ""), ARG_TEXT(item->entered_by),
			   ARG_INT(item->entered_at),
			   ARG_TEXT(item->decided_by ? item->decided_by : ""),
			   ARG_INT(item->decided_at), ARG_BLOB(salt, sizeof(salt))),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool proof_decide(struct db *db, int64_t id, enum proof status, const char *reason, const char *by,
		  int64_t at, struct err *err)
{
	static const char SQL[] = "UPDATE evidence SET status = $2, reason = $3, decided_by = $4,"
				  " decided_at = $5, changed_at = $5 WHERE id = $1";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(id), ARG_TEXT(proof_text(status)),
			    ARG_TEXT(reason ? reason : ""), ARG_TEXT(by), ARG_INT(at)),
		       NULL, err);
}

bool proof_reopen(struct db *db, int64_t id, bool reopened, struct err *err)
{
	static const char SQL[] = "UPDATE evidence SET reopened = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(reopened)), NULL, err);
}

bool proof_delete(struct db *db, int64_t id, struct err *err)
{
	static const char SQL[] = "DELETE FROM evidence WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id)), NULL, err);
}
