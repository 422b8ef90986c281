/* What acts tell of the rows they change. */
#include <string.h>

#include "admin.h"
#include "ledger.h"
#include "token.h"

bool ledger_look(struct db *db, int64_t edition, unsigned tables, const char *key,
		 struct arena *arena, struct ledger_look *ret, struct err *err)
{
	const struct vouched_table *table;

	*ret = (struct ledger_look){
		.db = db, .edition = edition, .tables = tables, .key = key, .arena = arena
	};
	for (size_t t = 0; (table = vouched_at(t)); t++)
		if ((tables & table->bit) &&
		    !vouched_list(db, table, edition, key, arena, &ret->before[t].rows,
				  &ret->before[t].count, err))
			return false;
	return true;
}

static struct val *row_begin(const struct ledger_look *look, struct val *rows,
			     const struct vouched_table *table, const char *key)
{
	struct val *item = val_map(look->arena);

	val_put_text(item, "table", table->name);
	val_put_text(item, "key", key);
	return val_push(rows, item);
}

static void row_put(struct val *item, const char *side, const struct vouched_table *table,
		    const struct vouched_row *row)
{
	struct val *columns = val_put_map(item, side);

	for (size_t c = 0; c < VOUCHED_COLUMNS_MAX && table->columns[c]; c++)
		if (row->values[c])
			val_put_text(columns, table->columns[c], row->values[c]);
}

static void row_compare(const struct ledger_look *look, struct val *rows,
			const struct vouched_table *table, const struct vouched_row *old,
			const struct vouched_row *new)
{
	struct val *item = NULL, *was = NULL, *is = NULL;

	for (size_t c = 0; c < VOUCHED_COLUMNS_MAX && table->columns[c]; c++) {
		if (text_equal(old->values[c], new->values[c]))
			continue;
		if (!item) {
			item = row_begin(look, rows, table, new->key);
			was = val_put_map(item, "old");
			is = val_put_map(item, "new");
		}
		val_put_text(was, table->columns[c], old->values[c]);
		val_put_text(is, table->columns[c], new->values[c]);
	}
}

static bool table_tell(const struct ledger_look *look, size_t t, struct val *rows, struct err *err)
{
	const struct vouched_table *table = vouched_at(t);
	const struct vouched_row *before = look->before[t].rows;
	size_t before_count = look->before[t].count, count;
	struct vouched_row *after;
	struct names keys;
	bool *seen = NEW(look->arena, bool, before_count + 1);

	if (!vouched_list(look->db, table, look->edition, look->key, look->arena, &after, &count,
			  err))
		return false;
	names_init(&keys, look->arena);
	for (size_t i = 0; i < before_count; i++)
		(void)names_put(&keys, before[i].key, strlen(before[i].key));
	for (size_t i = 0; i < count; i++) {
		size_t old = names_find(&keys, after[i].key, strlen(after[i].key));

		if (old != NAME_NONE) {
			seen[old] = true;
			row_compare(look, rows, table, &before[old], &after[i]);
			continue;
		}
		row_put(row_begin(look, rows, table, after[i].key), "new", table, &after[i]);
	}
	for (size_t i = 0; i < before_count; i++)
		if (!seen[i])
			row_put(row_begin(look, rows, table, before[i].key), "old", table,
				&before[i]);
	return true;
}

bool ledger_tell(const struct ledger_look *look, struct val *about, struct err *err)
{
	const struct vouched_table *table;
	struct val *rows = val_list(look->arena);

	for (size_t t = 0; (table = vouched_at(t)); t++)
		if ((look->tables & table->bit) && !table_tell(look, t, rows, err))
			return false;
	if (val_count(rows))
		(void)val_put(about, "rows", rows);
	return true;
}

/* ---- Databases from before ---- */

static bool adopt(struct db *db, const struct edition *edition, struct arena *arena,
		  struct err *err)
{
	struct val *about = val_map(arena);
	struct ledger_look nothing = {
		.db = db, .edition = edition->id, .tables = ~0U, .arena = arena
	};
	struct buf text;
	bool begun;

	if (!vouched_begun(db, edition->id, &begun, err))
		return false;
	if (begun)
		return true;
	if (!vouched_begin(db, edition->id, err) || !ledger_tell(&nothing, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(db, edition->id, &COMMAND_LINE, "ledger_adopted", text.data, time_now(),
		       err);
}

/* Certificates from before there were tokens get theirs, and an act says so. */
static bool tokens_adopt(struct db *db, const struct edition *edition, struct arena *arena,
			 struct err *err)
{
	struct val *about = val_map(arena);
	struct ledger_look look;
	struct buf text;
	bool missing;

	if (!tokens_missing(db, edition, arena, &missing, err))
		return false;
	if (!missing)
		return true;
	if (!ledger_look(db, edition->id, ISSUE_TABLES, NULL, arena, &look, err) ||
	    !tokens_complete(db, edition, time_now(), arena, err) ||
	    !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(db, edition->id, &COMMAND_LINE, "certificates_signed", text.data, time_now(),
		       err);
}

bool database_migrate(struct db *db, const char *path, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };
	struct arena arena = { 0 };
	struct edition *editions;
	size_t count;
	bool done = store_migrate(db, path, err) && db_begin(db, &tx, err) &&
		    edition_list(db, &arena, &editions, &count, err);

	for (size_t i = 0; done && i < count; i++)
		done = adopt(db, &editions[i], &arena, err) &&
		       tokens_adopt(db, &editions[i], &arena, err);
	arena_release(&arena);
	return done && db_commit(&tx, err);
}
