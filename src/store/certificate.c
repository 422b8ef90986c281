/* Certificates: serials are never used twice, facts never change, only revocation is written. */
#include "store.h"

#define CERTIFICATE_COLUMNS                                                                   \
	"SELECT c.serial, c.release_id, r.number, e.key, c.nominee, c.list, c.rank, c.facts," \
	" c.issued_at, c.revoked_by, c.revoked_reason,"                                       \
	" (SELECT t.text FROM certificate_token t WHERE t.serial = c.serial"                  \
	" ORDER BY t.key_id DESC LIMIT 1), r.sha256,"                                         \
	" c.form, c.revoked_at, c.proposal FROM certificate c"                                \
	" JOIN release r ON r.id = c.release_id JOIN edition e ON e.id = c.edition_id"

static struct issued issued_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct issued){
		.serial = db_text(rows, 0, arena),
		.release = db_int(rows, 1),
		.release_number = db_int(rows, 2),
		.edition_key = db_text(rows, 3, arena),
		.nominee = db_text(rows, 4, arena),
		.list = db_text(rows, 5, arena),
		.rank = db_int(rows, 6),
		.facts = db_text(rows, 7, arena),
		.issued_at = db_int(rows, 8),
		.revoked_by = db_int(rows, 9),
		.revoked_reason = db_text(rows, 10, arena),
		.token = db_text(rows, 11, arena),
		.bundle_sha256 = db_text(rows, 12, arena),
		.form = db_int(rows, 13),
		.revoked_at = db_int(rows, 14),
		.proposal = db_int(rows, 15),
		.revoked = db_int(rows, 9) != 0 || db_int(rows, 14) != 0,
	};
}

bool certificate_add(struct db *db, int64_t edition, const struct issued *issued, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO certificate (serial, edition_id, release_id, nominee, list, rank, facts,"
		" issued_at, form) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

	return db_exec(db, SQL,
		       ARGS(ARG_TEXT(issued->serial), ARG_INT(edition), ARG_INT(issued->release),
			    ARG_TEXT(issued->nominee), ARG_TEXT(issued->list),
			    ARG_INT(issued->rank), ARG_TEXT(issued->facts),
			    ARG_INT(issued->issued_at), ARG_INT(issued->form)),
		       NULL, err);
}

bool certificate_find(struct db *db, const char *serial, struct arena *arena, struct issued *ret,
		      struct err *err)
{
	static const char SQL[] = CERTIFICATE_COLUMNS " WHERE c.serial = $1";
	struct db_rows rows;

	*ret = (struct issued){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_TEXT(serial)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = issued_of_row(&rows, arena);
	return db_done(&rows, err);
}

bool certificate_beside(struct db *db, const char *serial, struct arena *arena,
			const char **ret_replaces, const char **ret_replaced_by, struct err *err)
{
	/* Within one second the order of the proposals tells. */
	static const char SQL[] =
		"SELECT coalesce((SELECT o.serial FROM certificate o WHERE"
		" o.edition_id = c.edition_id AND o.nominee = c.nominee AND o.facts = c.facts"
		" AND o.revoked_at <> 0 AND o.revoked_at <= c.issued_at"
		" AND (c.proposal = 0 OR o.proposal < c.proposal)"
		" ORDER BY o.proposal DESC LIMIT 1), ''),"
		" coalesce((SELECT n.serial FROM certificate n WHERE c.revoked_at <> 0"
		" AND n.edition_id = c.edition_id AND n.nominee = c.nominee AND n.facts = c.facts"
		" AND n.serial <> c.serial AND n.issued_at >= c.revoked_at"
		" AND (n.proposal = 0 OR n.proposal > c.proposal)"
		" ORDER BY n.issued_at, n.proposal = 0, n.proposal LIMIT 1), '')"
		" FROM certificate c WHERE c.serial = $1";
	struct db_rows rows;

	*ret_replaces = *ret_replaced_by = "";
	if (!db_query(db, SQL, ARGS(ARG_TEXT(serial)), &rows, err))
		return false;
	while (db_next(&rows)) {
		*ret_replaces = db_text(&rows, 0, arena);
		*ret_replaced_by = db_text(&rows, 1, arena);
	}
	return db_done(&rows, err);
}

bool certificate_list(struct db *db, int64_t edition, struct arena *arena, struct issued **ret,
		      size_t *ret_count, struct err *err)
{
	static const char SQL[] = CERTIFICATE_COLUMNS
		" WHERE c.edition_id = $1 ORDER BY c.list, c.rank, c.nominee, c.serial";
	struct issued *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = issued_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool certificate_serials(struct db *db, int64_t edition, struct arena *arena, const char ***ret,
			 size_t *ret_count, struct err *err)
{
	static const char SQL[] = "SELECT serial FROM certificate WHERE edition_id = $1"
				  " AND revoked_by = 0 AND revoked_at = 0"
				  " ORDER BY list, rank, nominee, serial";
	const char **list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = db_text(&rows, 0, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool certificate_print_get(struct db *db, const char *serial, struct arena *arena,
			   struct issued *ret, struct err *err)
{
	static const char SQL[] =
		"SELECT c.serial, c.release_id, c.nominee, c.list, c.rank, c.form,"
		" (SELECT t.text FROM certificate_token t WHERE t.serial = c.serial"
		" ORDER BY t.key_id DESC LIMIT 1) FROM certificate c WHERE c.serial = $1";
	struct db_rows rows;

	*ret = (struct issued){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_TEXT(serial)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = (struct issued){
			.serial = db_text(&rows, 0, arena),
			.release = db_int(&rows, 1),
			.nominee = db_text(&rows, 2, arena),
			.list = db_text(&rows, 3, arena),
			.rank = db_int(&rows, 4),
			.form = db_int(&rows, 5),
			.token = db_text(&rows, 6, arena),
		};
	if (!db_done(&rows, err))
		return false;
	return ret->serial || FAIL(err, ERR_NOT_FOUND, "piagam %s tidak ada",
				   "there is no certificate %s", serial);
}

bool certificate_revoke(struct db *db, const char *serial, int64_t release_number,
			const char *reason, struct err *err)
{
	static const char SQL[] = "UPDATE certificate SET revoked_by = $2, revoked_reason = $3"
				  " WHERE serial = $1 AND revoked_by = 0 AND revoked_at = 0";

	return db_exec(db, SQL, ARGS(ARG_TEXT(serial), ARG_INT(release_number), ARG_TEXT(reason)),
		       NULL, err);
}

bool certificate_revoke_alone(struct db *db, const char *serial, int64_t proposal,
			      const char *reason, int64_t at, struct err *err)
{
	static const char SQL[] =
		"UPDATE certificate SET proposal = $2, revoked_reason = $3, revoked_at = $4"
		" WHERE serial = $1 AND revoked_by = 0 AND revoked_at = 0";

	return db_exec(db, SQL,
		       ARGS(ARG_TEXT(serial), ARG_INT(proposal), ARG_TEXT(reason), ARG_INT(at)),
		       NULL, err);
}
