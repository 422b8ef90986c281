/* Keys of editions, and the tokens that they signed. */
#include "store.h"

bool certificate_key_add(struct db *db, int64_t edition, const uint8_t seed[SIGN_SEED_SIZE],
			 int64_t at, int64_t *ret_id, struct err *err)
{
	static const char SQL[] = "INSERT INTO certificate_key (edition_id, public, seed, made_at)"
				  " VALUES ($1, $2, $3, $4)";
	uint8_t public[SIGN_PUBLIC_SIZE];

	sign_public(seed, public);
	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_BLOB(public, sizeof(public)),
			  ARG_BLOB(seed, SIGN_SEED_SIZE), ARG_INT(at)),
		     NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return true;
}

bool certificate_key_find(struct db *db, int64_t edition, int64_t *ret_id,
			  uint8_t ret_seed[SIGN_SEED_SIZE], struct err *err)
{
	static const char SQL[] =
		"SELECT id, seed FROM certificate_key WHERE edition_id = $1 AND state = 'used'";
	struct db_rows rows;
	bool whole = true;

	*ret_id = 0;
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		*ret_id = db_int(&rows, 0);
		whole = db_bytes(&rows, 1, ret_seed, SIGN_SEED_SIZE);
	}
	return db_done(&rows, err) && (whole || FAIL(err, ERR_IO, "kunci piagam rusak",
						     "the key of certificates is damaged"));
}

bool certificate_key_list(struct db *db, const char *edition, struct arena *arena,
			  struct certificate_key **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT e.key, k.public, k.made_at, k.state, k.ended_at FROM certificate_key k"
		" JOIN edition e ON e.id = k.edition_id WHERE $1 IS NULL OR e.key = $1"
		" ORDER BY e.key, k.id";
	struct certificate_key *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;
	bool whole = true;

	if (!db_query(db, SQL, ARGS(ARG_TEXT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		struct certificate_key key = { .edition = db_text(&rows, 0, arena),
					       .made_at = db_int(&rows, 2),
					       .ended_at = db_int(&rows, 4) };

		whole = db_bytes(&rows, 1, key.public, sizeof(key.public)) &&
			certificate_key_state_parse(db_text(&rows, 3, arena), &key.state) && whole;
		GROW(arena, list, count, &cap);
		list[count++] = key;
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err) && (whole || FAIL(err, ERR_IO, "kunci piagam rusak",
						     "a key of certificates is damaged"));
}

bool certificate_key_end(struct db *db, int64_t edition, const char *state, const char *reason,
			 int64_t at, struct err *err)
{
	static const char SQL[] =
		"UPDATE certificate_key SET state = $2, reason = $3, ended_at = $4, seed = x''"
		" WHERE edition_id = $1 AND (state = 'used' OR ($2 = 'withdrawn' AND state = 'retired'))";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_TEXT(state), ARG_TEXT(reason), ARG_INT(at)), NULL,
		       err);
}

bool certificate_token_add(struct db *db, const char *serial, int64_t key, const char *text,
			   struct err *err)
{
	static const char SQL[] =
		"INSERT INTO certificate_token (serial, key_id, text) VALUES ($1, $2, $3)";

	return db_exec(db, SQL, ARGS(ARG_TEXT(serial), ARG_INT(key), ARG_TEXT(text)), NULL, err);
}
