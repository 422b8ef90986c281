/* Editions, their rule versions and settings. */
#include "store.h"

#define EDITION_COLUMNS                                                                            \
	"SELECT e.id, e.key, e.phase, e.sample, e.mended, e.locked_seq, r.id, r.number, r.sha256," \
	" EXISTS (SELECT 1 FROM chain c WHERE c.edition_id = e.id)"                                \
	" FROM edition e LEFT JOIN rule_version r ON r.edition_id = e.id"                          \
	" AND r.number = (SELECT max(number) FROM rule_version WHERE edition_id = e.id)"

static bool edition_of_row(struct db_rows *rows, struct arena *arena, struct edition *ret)
{
	*ret = (struct edition){
		.id = db_int(rows, 0),
		.key = db_text(rows, 1, arena),
		.sample = db_int(rows, 3),
		.mended = db_int(rows, 4),
		.locked_seq = db_int(rows, 5),
		.rule_id = db_int(rows, 6),
		.rule_number = db_int(rows, 7),
		.rule_sha256 = db_text(rows, 8, arena),
		.has_marks = db_int(rows, 9),
	};
	return phase_parse(db_text(rows, 2, arena), &ret->phase);
}

bool edition_get(struct db *db, const char *key, struct arena *arena, struct edition *ret,
		 struct err *err)
{
	static const char SQL[] = EDITION_COLUMNS " WHERE e.key = $1";
	struct db_rows rows;
	bool found = false;

	if (!db_query(db, SQL, ARGS(ARG_TEXT(key)), &rows, err))
		return false;
	while (db_next(&rows))
		found = edition_of_row(&rows, arena, ret);
	if (!db_done(&rows, err))
		return false;
	if (!found)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_edition", "tidak ada edisi %s",
				 "no edition %s", key);
	return true;
}

bool edition_list(struct db *db, struct arena *arena, struct edition **ret, size_t *ret_count,
		  struct err *err)
{
	static const char SQL[] = EDITION_COLUMNS " ORDER BY e.created_at DESC, e.key";
	struct edition *editions = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, editions, count, &cap);
		count += edition_of_row(&rows, arena, &editions[count]);
	}
	*ret = editions;
	*ret_count = count;
	return db_done(&rows, err);
}

bool edition_any_sample(struct db *db, bool *ret, struct err *err)
{
	static const char SQL[] = "SELECT EXISTS (SELECT 1 FROM edition WHERE sample = 1)";
	struct db_rows rows;

	*ret = false;
	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool edition_add(struct db *db, const char *key, bool sample, int64_t at, int64_t *ret_id,
		 struct err *err)
{
	static const char SQL[] =
		"INSERT INTO edition (key, phase, sample, created_at) VALUES ($1, 'setup', $2, $3)";

	if (!db_exec(db, SQL, ARGS(ARG_TEXT(key), ARG_INT(sample), ARG_INT(at)), NULL, err))
		return false;
	*ret_id = db_last_id(db);
	return vouched_begin(db, *ret_id, err);
}

bool edition_put_phase(struct db *db, int64_t id, enum phase phase, struct err *err)
{
	static const char SQL[] = "UPDATE edition SET phase = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(phase_text(phase))), NULL, err);
}

bool edition_put_lock(struct db *db, int64_t id, int64_t locked_seq, struct err *err)
{
	static const char SQL[] = "UPDATE edition SET locked_seq = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(locked_seq)), NULL, err);
}

bool edition_put_mended(struct db *db, int64_t id, bool mended, struct err *err)
{
	static const char SQL[] = "UPDATE edition SET mended = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(mended)), NULL, err);
}

static bool sample_put(struct db *db, int64_t id, bool sample, struct err *err)
{
	static const char SQL[] = "UPDATE edition SET sample = $2 WHERE id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_INT(sample)), NULL, err);
}

bool rule_add(struct db *db, int64_t edition, const char *file, size_t len, bool sample, int64_t at,
	      int64_t *ret_number, struct err *err)
{
	static const char NEXT[] =
		"SELECT coalesce(max(number), 0) + 1 FROM rule_version WHERE edition_id = $1";
	static const char SQL[] = "INSERT INTO rule_version (edition_id, number, sha256, file, at)"
				  " VALUES ($1, $2, $3, $4, $5)";
	char sha[SHA256_HEX_SIZE];
	struct db_rows rows;

	if (!db_query(db, NEXT, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret_number = db_int(&rows, 0);
	if (!db_done(&rows, err))
		return false;
	sha256_hex(file, len, sha);
	return db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_INT(*ret_number), ARG_TEXT(sha),
			    ARG_BLOB(file, len), ARG_INT(at)),
		       NULL, err) &&
	       sample_put(db, edition, sample, err);
}

bool rule_get(struct db *db, int64_t rule_id, struct arena *arena, char **ret, size_t *ret_len,
	      struct err *err)
{
	static const char SQL[] = "SELECT file FROM rule_version WHERE id = $1";
	struct db_rows rows;

	*ret = NULL;
	if (!db_query(db, SQL, ARGS(ARG_INT(rule_id)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_blob(&rows, 0, arena, ret_len);
	if (!db_done(&rows, err))
		return false;
	if (!*ret)
		return FAIL(err, ERR_NOT_FOUND, "versi aturan tidak ada", "no such rule version");
	return true;
}

bool rule_list(struct db *db, int64_t edition, struct arena *arena, struct rule_version **ret,
	       size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT id, number, at, sha256 FROM rule_version WHERE edition_id = $1 ORDER BY number";
	struct rule_version *versions = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, versions, count, &cap);
		versions[count++] =
			(struct rule_version){ db_int(&rows, 0), db_int(&rows, 1), db_int(&rows, 2),
					       db_text(&rows, 3, arena) };
	}
	*ret = versions;
	*ret_count = count;
	return db_done(&rows, err);
}

bool setting_list(struct db *db, int64_t edition, struct arena *arena, struct setting **ret,
		  size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT name, value FROM setting WHERE edition_id = $1 ORDER BY name";
	struct setting *settings = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, settings, count, &cap);
		settings[count++] =
			(struct setting){ db_text(&rows, 0, arena), db_text(&rows, 1, arena) };
	}
	*ret = settings;
	*ret_count = count;
	return db_done(&rows, err);
}

bool setting_put(struct db *db, int64_t edition, const char *name, const char *value,
		 struct err *err)
{
	static const char PUT[] =
		"INSERT INTO setting (edition_id, name, value) VALUES ($1, $2, $3)"
		" ON CONFLICT (edition_id, name) DO UPDATE SET value = $3";
	static const char REMOVE[] = "DELETE FROM setting WHERE edition_id = $1 AND name = $2";

	if (!value || !*value)
		return db_exec(db, REMOVE, ARGS(ARG_INT(edition), ARG_TEXT(name)), NULL, err);
	return db_exec(db, PUT, ARGS(ARG_INT(edition), ARG_TEXT(name), ARG_TEXT(value)), NULL, err);
}
