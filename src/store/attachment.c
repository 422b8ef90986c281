/* Documents of a nominee: who added what, when, and why it was taken back. */
#include "store.h"

#include <stdlib.h>
#include <string.h>

bool attachment_add(struct db *db, int64_t edition, const struct attachment *attachment,
		    int64_t *ret_id, struct err *err)
{
	static const char SQL[] =
		"INSERT INTO attachment (edition_id, nominee_id, evidence, title, kind, sha256, size,"
		" width, height, sent_sha256, by, at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
	struct db_rows rows;

	if (!db_query(db, SQL,
		      ARGS(ARG_INT(edition), ARG_INT(attachment->nominee),
			   ARG_TEXT(attachment->evidence), ARG_TEXT(attachment->title),
			   ARG_TEXT(attachment->kind), ARG_TEXT(attachment->sha256),
			   ARG_INT(attachment->size), ARG_INT(attachment->width),
			   ARG_INT(attachment->height), ARG_TEXT(attachment->sent_sha256),
			   ARG_TEXT(attachment->by), ARG_INT(attachment->at)),
		      &rows, err))
		return false;
	while (db_next(&rows))
		*ret_id = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool attachment_withdraw(struct db *db, int64_t id, const char *reason, const char *by, int64_t at,
			 struct err *err)
{
	static const char SQL[] =
		"INSERT INTO attachment_withdrawal (attachment_id, reason, by, at)"
		" VALUES ($1, $2, $3, $4)";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(reason), ARG_TEXT(by), ARG_INT(at)),
		       NULL, err);
}

bool attachment_list(struct db *db, int64_t edition, int64_t nominee, struct arena *arena,
		     struct attachment **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT a.id, a.nominee_id, n.key, a.evidence, a.title, a.kind, a.sha256, a.size,"
		" a.width, a.height, a.sent_sha256, a.by, a.at, w.reason, w.by, w.at FROM attachment a"
		" JOIN nominee n ON n.id = a.nominee_id"
		" LEFT JOIN attachment_withdrawal w ON w.attachment_id = a.id"
		" WHERE a.edition_id = $1 AND ($2 = 0 OR a.nominee_id = $2) ORDER BY a.id";
	struct attachment *items = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(nominee)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, items, count, &cap);
		items[count++] = (struct attachment){
			.id = db_int(&rows, 0),
			.nominee = db_int(&rows, 1),
			.nominee_key = db_text(&rows, 2, arena),
			.evidence = db_text(&rows, 3, arena),
			.title = db_text(&rows, 4, arena),
			.kind = db_text(&rows, 5, arena),
			.sha256 = db_text(&rows, 6, arena),
			.size = db_int(&rows, 7),
			.width = db_int(&rows, 8),
			.height = db_int(&rows, 9),
			.sent_sha256 = db_text(&rows, 10, arena),
			.by = db_text(&rows, 11, arena),
			.at = db_int(&rows, 12),
			.withdrawn_reason = db_text(&rows, 13, arena),
			.withdrawn_by = db_text(&rows, 14, arena),
			.withdrawn_at = db_int(&rows, 15),
		};
	}
	*ret = items;
	*ret_count = count;
	return db_done(&rows, err);
}

/* A copy that an older program made may have none of them. */
static bool is_known(struct db *db, const char *table, bool *ret, struct err *err)
{
	static const char SQL[] = "SELECT count(*) FROM sqlite_schema WHERE name = $1";
	struct db_rows rows;

	*ret = false;
	if (!db_query(db, SQL, ARGS(ARG_TEXT(table)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_int(&rows, 0) > 0;
	return db_done(&rows, err);
}

struct files {
	struct attached_file *items;
	size_t count, cap;
};

static bool files_add(struct db *db, const char *table, const char *sql, struct arena *arena,
		      struct files *files, struct err *err)
{
	struct db_rows rows;
	bool known;

	if (!is_known(db, table, &known, err))
		return false;
	if (!known)
		return true;
	if (!db_query(db, sql, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, files->items, files->count, &files->cap);
		files->items[files->count++] = (struct attached_file){
			.sha256 = db_text(&rows, 0, arena),
			.size = db_int(&rows, 1),
			.edition = db_text(&rows, 2, arena),
			.nominee = db_text(&rows, 3, arena),
			.title = db_text(&rows, 4, arena),
		};
	}
	return db_done(&rows, err);
}

static int by_hash(const void *a, const void *b)
{
	return strcmp(((const struct attached_file *)a)->sha256,
		      ((const struct attached_file *)b)->sha256);
}

/* Sorted, each once. */
static void files_sort(struct files *files)
{
	size_t count = 0;

	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), by_hash);
	for (size_t i = 0; i < files->count; i++)
		if (!count || by_hash(&files->items[count - 1], &files->items[i]) != 0)
			files->items[count++] = files->items[i];
	files->count = count;
}

bool attachment_files(struct db *db, struct arena *arena, struct attached_file **ret,
		      size_t *ret_count, struct err *err)
{
	static const char DOCUMENTS[] =
		"SELECT a.sha256, a.size, e.key, n.key, a.title FROM attachment a"
		" JOIN edition e ON e.id = a.edition_id JOIN nominee n ON n.id = a.nominee_id"
		" WHERE a.id = (SELECT min(o.id) FROM attachment o WHERE o.sha256 = a.sha256)";
	static const char PICTURES[] =
		"SELECT p.sha256, p.size, e.key, '', p.name FROM picture p"
		" JOIN edition e ON e.id = p.edition_id"
		" WHERE p.id = (SELECT min(o.id) FROM picture o WHERE o.sha256 = p.sha256)";
	struct files files = { .count = 0 };

	if (!files_add(db, "attachment", DOCUMENTS, arena, &files, err) ||
	    !files_add(db, "picture", PICTURES, arena, &files, err))
		return false;
	files_sort(&files);
	*ret = files.items;
	*ret_count = files.count;
	return true;
}
