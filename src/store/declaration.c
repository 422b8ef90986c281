/* What jurors declare of their conflicts of interest, and what is closed to them by it. */
#include "store.h"

static const char *const KINDS[CONFLICT_KINDS] = {
	[CONFLICT_FAMILY] = "family",	    [CONFLICT_EMPLOYMENT] = "employment",
	[CONFLICT_FINANCIAL] = "financial", [CONFLICT_INSTITUTIONAL] = "institutional",
	[CONFLICT_OTHER] = "other",
};

const char *conflict_kind_text(enum conflict_kind kind)
{
	return (unsigned)kind < CONFLICT_KINDS ? KINDS[kind] : "";
}

bool conflict_kind_parse(const char *text, enum conflict_kind *ret)
{
	for (unsigned i = 0; i < CONFLICT_KINDS; i++)
		if (text_equal(KINDS[i], text)) {
			*ret = (enum conflict_kind)i;
			return true;
		}
	return false;
}

static bool conflict_add(struct db *db, int64_t declaration, const struct conflict *conflict,
			 struct err *err)
{
	static const char SQL[] = "INSERT INTO conflict (declaration_id, nominee, kind, words)"
				  " VALUES ($1, $2, $3, $4)";

	return db_exec(db, SQL,
		       ARGS(ARG_INT(declaration), ARG_TEXT(conflict->nominee),
			    ARG_TEXT(conflict_kind_text(conflict->kind)),
			    ARG_TEXT(conflict->words)),
		       NULL, err);
}

bool declaration_add(struct db *db, int64_t edition, const struct declaration *declaration,
		     struct err *err)
{
	static const char SQL[] =
		"INSERT INTO declaration (edition_id, juror_id, category, version, lifted, covers,"
		" by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
	int64_t id;

	if (!db_exec(db, SQL,
		     ARGS(ARG_INT(edition), ARG_INT(declaration->juror),
			  ARG_TEXT(declaration->category), ARG_INT(declaration->version),
			  ARG_INT(declaration->lifted), ARG_TEXT(declaration->covers),
			  ARG_TEXT(declaration->by), ARG_INT(declaration->at)),
		     NULL, err))
		return false;
	id = db_last_id(db);
	for (size_t i = 0; i < declaration->conflict_count; i++)
		if (!conflict_add(db, id, &declaration->conflicts[i], err))
			return false;
	return true;
}

/* Both lists come by id: each declaration's conflicts are one run. */
static bool conflicts_fill(struct db *db, int64_t edition, struct arena *arena,
			   struct declaration *list, size_t count, struct err *err)
{
	static const char SQL[] =
		"SELECT c.declaration_id, c.nominee, c.kind, c.words FROM conflict c"
		" JOIN declaration d ON d.id = c.declaration_id WHERE d.edition_id = $1"
		" ORDER BY c.declaration_id, c.nominee";
	size_t at = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows)) {
		int64_t id = db_int(&rows, 0);
		struct conflict conflict = { .nominee = db_text(&rows, 1, arena),
					     .words = db_text(&rows, 3, arena) };

		while (at < count && list[at].id < id) {
			at++;
			cap = 0;
		}
		if (at == count || list[at].id != id)
			continue;
		if (!conflict_kind_parse(db_text(&rows, 2, arena), &conflict.kind))
			conflict.kind = CONFLICT_OTHER;
		GROW(arena, list[at].conflicts, list[at].conflict_count, &cap);
		list[at].conflicts[list[at].conflict_count++] = conflict;
	}
	return db_done(&rows, err);
}

bool declaration_list(struct db *db, int64_t edition, int64_t juror, bool standing,
		      struct arena *arena, struct declaration **ret, size_t *ret_count,
		      struct err *err)
{
	static const char SQL[] =
		"SELECT d.id, d.juror_id, d.version, d.at, j.key, d.category, d.lifted, d.covers, d.by"
		" FROM declaration d JOIN juror j ON j.id = d.juror_id"
		" WHERE d.edition_id = $1 AND ($2 = 0 OR d.juror_id = $2)"
		" AND ($3 = 0 OR d.version = (SELECT max(version) FROM declaration l"
		" WHERE l.juror_id = d.juror_id AND l.category = d.category)) ORDER BY d.id";
	struct declaration *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(juror), ARG_INT(standing)), &rows,
		      err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct declaration){
			.id = db_int(&rows, 0),
			.juror = db_int(&rows, 1),
			.version = db_int(&rows, 2),
			.at = db_int(&rows, 3),
			.juror_key = db_text(&rows, 4, arena),
			.category = db_text(&rows, 5, arena),
			.lifted = db_int(&rows, 6),
			.covers = db_text(&rows, 7, arena),
			.by = db_text(&rows, 8, arena),
		};
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err) && conflicts_fill(db, edition, arena, list, count, err);
}

/* Of juror $2. */
#define CONFLICTS                                                                        \
	"SELECT c.nominee FROM declaration d JOIN conflict c ON c.declaration_id = d.id" \
	" WHERE d.juror_id = $2 AND d.version = (SELECT max(version) FROM declaration l" \
	" WHERE l.juror_id = d.juror_id AND l.category = d.category)"

bool barred_list(struct db *db, int64_t edition, int64_t juror, struct arena *arena, int64_t **ret,
		 size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT n.id FROM nominee n WHERE n.edition_id = $1"
		" AND ((SELECT s.state FROM score_event s WHERE s.juror_id = $2"
		" AND s.nominee_id = n.id ORDER BY s.version DESC LIMIT 1) = 'recused'"
		" OR n.key IN (" CONFLICTS "))";
	int64_t *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, ARGS(ARG_INT(edition), ARG_INT(juror)), &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = db_int(&rows, 0);
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

bool conflict_stands(struct db *db, int64_t nominee, int64_t juror, bool *ret, struct err *err)
{
	static const char SQL[] = "SELECT 1 FROM nominee n WHERE n.id = $1"
				  " AND EXISTS (" CONFLICTS " AND c.nominee = n.key)";
	struct db_rows rows;

	*ret = false;
	if (!db_query(db, SQL, ARGS(ARG_INT(nominee), ARG_INT(juror)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = true;
	return db_done(&rows, err);
}

/* One more row, or the row that there is. */
static void state_bar(struct state_row *list, size_t *count, int64_t juror, int64_t nominee)
{
	size_t i = 0;

	while (i < *count && (list[i].juror != juror || list[i].nominee != nominee))
		i++;
	if (i == *count)
		list[(*count)++] = (struct state_row){ .juror = juror, .nominee = nominee };
	list[i].state = SHEET_RECUSED;
}

bool barred_states(struct db *db, int64_t edition, struct arena *arena, struct state_row **ret,
		   size_t *ret_count, struct err *err)
{
	static const char SQL[] =
		"SELECT d.juror_id, n.id FROM declaration d JOIN conflict c ON c.declaration_id = d.id"
		" JOIN nominee n ON n.edition_id = d.edition_id AND n.key = c.nominee"
		" WHERE d.edition_id = $1 AND d.version = (SELECT max(version) FROM declaration l"
		" WHERE l.juror_id = d.juror_id AND l.category = d.category)";
	struct state_row *list;
	struct db_rows rows;
	size_t count, cap;

	if (!sheet_states(db, edition, 0, arena, &list, &count, err) ||
	    !db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	cap = count;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		state_bar(list, &count, db_int(&rows, 0), db_int(&rows, 1));
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
