/* Layouts and designs of an edition, and what its certificates are printed with. Only added to. */
#include "store.h"

#include <string.h>

/* ---- Layouts ---- */

#define LAYOUT_COLUMNS "SELECT version, name, text, sha256, by, at FROM layout"

static struct layout_version layout_of_row(struct db_rows *rows, struct arena *arena)
{
	return (struct layout_version){
		.version = db_int(rows, 0),
		.name = db_text(rows, 1, arena),
		.text = db_text(rows, 2, arena),
		.sha256 = db_text(rows, 3, arena),
		.by = db_text(rows, 4, arena),
		.at = db_int(rows, 5),
	};
}

bool layout_add(struct db *db, int64_t edition, const struct layout_version *layout,
		int64_t *ret_version, struct err *err)
{
	static const char NEXT[] = "SELECT coalesce(max(version), 0) + 1 FROM layout"
				   " WHERE edition_id = $1 AND name = $2";
	static const char SQL[] =
		"INSERT INTO layout (edition_id, name, version, text, sha256, by, at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)";
	char digest[SHA256_HEX_SIZE];
	struct db_rows rows;

	sha256_hex(layout->text, strlen(layout->text), digest);
	if (!db_query(db, NEXT, ARGS(ARG_INT(edition), ARG_TEXT(layout->name)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret_version = db_int(&rows, 0);
	return db_done(&rows, err) &&
	       db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_TEXT(layout->name), ARG_INT(*ret_version),
			    ARG_TEXT(layout->text), ARG_TEXT(digest), ARG_TEXT(layout->by),
			    ARG_INT(layout->at)),
		       NULL, err);
}

bool layout_list(struct db *db, int64_t edition, const char *name, struct arena *arena,
		 struct layout_version **ret, size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		LAYOUT_COLUMNS " WHERE edition_id = $1 AND ($2 IS NULL OR name = $2)"
			       " ORDER BY id DESC";
	struct layout_version *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(name)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = layout_of_row(&rows, arena);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool layout_get(struct db *db, int64_t edition, const char *name, struct arena *arena,
		struct layout_version *ret, struct err *err)
{
	static const char SQL[] = LAYOUT_COLUMNS " WHERE edition_id = $1 AND name = $2"
						 " ORDER BY version DESC LIMIT 1";
	struct db_rows rows;

	*ret = (struct layout_version){ .name = name, .text = "" };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(name)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = layout_of_row(&rows, arena);
	return db_done(&rows, err);
}

/* ---- Designs ---- */

bool design_put(struct db *db, int64_t edition, const char *name, const char *by, int64_t at,
		struct err *err)
{
	static const char SQL[] = "INSERT INTO design (edition_id, number, name, by, at)"
				  " SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4 FROM design"
				  " WHERE edition_id = $1";

	return db_exec(db, SQL, ARGS(ARG_INT(edition), ARG_TEXT(name), ARG_TEXT(by), ARG_INT(at)),
		       NULL, err);
}

bool design_get(struct db *db, int64_t edition, struct arena *arena, const char **ret,
		struct err *err)
{
	static const char SQL[] =
		"SELECT name FROM design WHERE edition_id = $1 ORDER BY number DESC LIMIT 1";
	struct db_rows rows;

	*ret = NULL;
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_text(&rows, 0, arena);
	return db_done(&rows, err);
}

/* ---- What certificates are printed with ---- */

static bool number_of(struct db *db, const char *sql, struct db_args args, int64_t *ret,
		      struct err *err)
{
	struct db_rows rows;

	*ret = 0;
	if (!db_query(db, sql, args, &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_int(&rows, 0);
	return db_done(&rows, err);
}

bool print_form_put(struct db *db, int64_t edition, const struct print_form *form,
		    int64_t *ret_number, struct err *err)
{
	static const char SAME[] = "SELECT number FROM print_form WHERE edition_id = $1"
				   " AND name = $2 AND layout_sha256 = $3 AND settings_sha256 = $4"
				   " ORDER BY number DESC LIMIT 1";
	static const char NEXT[] =
		"SELECT coalesce(max(number), 0) + 1 FROM print_form WHERE edition_id = $1";
	static const char SQL[] =
		"INSERT INTO print_form (edition_id, number, name, layout, layout_sha256, settings,"
		" settings_sha256, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
	char layout[SHA256_HEX_SIZE], settings[SHA256_HEX_SIZE];

	sha256_hex(form->layout, strlen(form->layout), layout);
	sha256_hex(form->settings, strlen(form->settings), settings);
	if (!number_of(db, SAME,
		       ARGS(ARG_INT(edition), ARG_TEXT(form->name), ARG_TEXT(layout),
			    ARG_TEXT(settings)),
		       ret_number, err))
		return false;
	if (*ret_number)
		return true;
	return number_of(db, NEXT, ARGS(ARG_INT(edition)), ret_number, err) &&
	       db_exec(db, SQL,
		       ARGS(ARG_INT(edition), ARG_INT(*ret_number), ARG_TEXT(form->name),
			    ARG_TEXT(form->layout), ARG_TEXT(layout), ARG_TEXT(form->settings),
			    ARG_TEXT(settings), ARG_INT(form->at)),
		       NULL, err);
}

bool print_form_get(struct db *db, int64_t edition, int64_t number, struct arena *arena,
		    struct print_form *ret, struct err *err)
{
	static const char SQL[] = "SELECT number, name, layout, settings, at FROM print_form"
				  " WHERE edition_id = $1 AND number = $2";
	struct db_rows rows;

	*ret = (struct print_form){ 0 };
	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(number)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = (struct print_form){ db_int(&rows, 0), db_int(&rows, 4),
					    db_text(&rows, 1, arena), db_text(&rows, 2, arena),
					    db_text(&rows, 3, arena) };
	if (!db_done(&rows, err))
		return false;
	if (!ret->number)
		return FAIL(err, ERR_IO, "bentuk cetak piagam tidak ada",
			    "the print form of the certificate is missing");
	return true;
}
