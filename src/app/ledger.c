/* What the log of acts says of each row, and what the tables hold: whoever changes a row behind the
 * program's back would have to rewrite the chain of acts as well. */
#include "ledger.h"
#include "token.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

struct said { /* a row as the log leaves it */
	size_t table;
	const char *key;
	const char *values[VOUCHED_COLUMNS_MAX];
	bool there, found;
};

struct ledger {
	struct db *db;
	struct arena arena; /* of one edition */
	struct complaints *complaints;
	const struct edition *edition;
	struct names names; /* "table key" */
	struct said *rows;  /* by names */
	size_t cap;
};

#define WRONG(ledger, id, ...) complain((ledger)->complaints, (struct place){ 0 }, id, __VA_ARGS__)

/* ---- What the log says ---- */

static size_t table_find(const char *name)
{
	const struct vouched_table *table;

	for (size_t t = 0; (table = vouched_at(t)); t++)
		if (text_equal(table->name, name))
			return t;
	return NAME_NONE;
}

static struct said *said_put(struct ledger *l, size_t table, const char *key)
{
	const char *name = arena_printf(&l->arena, "%s %s", vouched_at(table)->name, key);
	size_t known = l->names.count, i = names_put(&l->names, name, strlen(name));

	if (i == known) {
		GROW(&l->arena, l->rows, known, &l->cap);
		l->rows[i] = (struct said){ .table = table, .key = key };
	}
	return &l->rows[i];
}

/* Columns that this program does not know are passed over. */
static void take_columns(struct said *said, const struct val *new)
{
	const struct vouched_table *table = vouched_at(said->table);

	for (size_t c = 0; c < VOUCHED_COLUMNS_MAX && table->columns[c]; c++)
		if (val_get(new, table->columns[c]))
			said->values[c] = val_get_text(new, table->columns[c]);
}

static void take_row(struct ledger *l, const struct act *act, const struct val *row)
{
	const char *name = val_get_text(row, "table"), *key = val_get_text(row, "key");
	const struct val *new = val_get(row, "new");
	size_t table = table_find(name);
	struct said *said;

	if (table == NAME_NONE || !key) {
		WRONG(l, "act baris %" PRId64 ": isi tidak dapat dibaca",
		      "act row %" PRId64 ": the body cannot be read", act->seq);
		return;
	}
	said = said_put(l, table, key);
	if (!val_get(row, "old"))
		memset(said->values, 0, sizeof(said->values));
	said->there = new != NULL;
	if (new)
		take_columns(said, new);
}

static void take_act(struct ledger *l, const struct act *act)
{
	const struct val *rows;
	struct val *about;
	struct err ignored;

	if (!strstr(act->about, "\"rows\":"))
		return;
	if (!json_parse(&l->arena, act->about, strlen(act->about), &about, &ignored)) {
		WRONG(l, "act baris %" PRId64 ": isi tidak dapat dibaca",
		      "act row %" PRId64 ": the body cannot be read", act->seq);
		return;
	}
	/* Rows are taken as they stand once, at an upgrade: never again. */
	if (l->names.count && text_equal(act->deed, "ledger_adopted"))
		WRONG(l, "act baris %" PRId64 ": isi tabel diambil apa adanya di tengah catatan",
		      "act row %" PRId64 ": the tables were taken as they stood amid the log",
		      act->seq);
	rows = val_get(about, "rows");
	for (size_t i = 0; i < val_count(rows); i++)
		take_row(l, act, val_at(rows, i));
}

/* ---- Against the tables ---- */

/* A column that the row had not got yet when it was told holds its default. */
static bool same_value(const char *said, const char *is)
{
	return text_equal(said, is) || (!said && (!*is || text_equal(is, "0")));
}

static const char *shown(struct ledger *l, const char *value)
{
	return value ? text_shown(&l->arena, value) : "";
}

static void row_check(struct ledger *l, const struct said *said, const struct vouched_row *row)
{
	const struct vouched_table *table = vouched_at(said->table);

	for (size_t c = 0; c < VOUCHED_COLUMNS_MAX && table->columns[c]; c++) {
		if (same_value(said->values[c], row->values[c] ? row->values[c] : ""))
			continue;
		if (table->sealed >> c & 1)
			WRONG(l, "edisi %s: %s %s: kolom %s tidak sesuai catatan tindakan",
			      "edition %s: %s %s: column %s is not what the log of acts says",
			      l->edition->key, table->name, row->key, table->columns[c]);
		else
			WRONG(l,
			      "edisi %s: %s %s: kolom %s berisi \"%s\", padahal menurut catatan "
			      "tindakan \"%s\"",
			      "edition %s: %s %s: column %s holds \"%s\", but the log of acts "
			      "says \"%s\"",
			      l->edition->key, table->name, row->key, table->columns[c],
			      shown(l, row->values[c]), shown(l, said->values[c]));
	}
}

static bool table_check(struct ledger *l, size_t t, struct err *err)
{
	const struct vouched_table *table = vouched_at(t);
	struct vouched_row *rows;
	size_t count;

	if (!vouched_list(l->db, table, l->edition->id, NULL, &l->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct said *said = said_put(l, t, rows[i].key);

		said->found = true;
		if (said->there)
			row_check(l, said, &rows[i]);
		else
			WRONG(l, "edisi %s: %s %s tidak ada dalam catatan tindakan",
			      "edition %s: %s %s is not in the log of acts", l->edition->key,
			      table->name, rows[i].key);
	}
	return true;
}

static bool edition_check(struct ledger *l, struct err *err)
{
	struct act *acts;
	size_t count;

	names_init(&l->names, &l->arena);
	if (!act_list(l->db, l->edition->id, NULL, 0, INT32_MAX, &l->arena, &acts, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		take_act(l, &acts[i]);
	for (size_t t = 0; vouched_at(t); t++)
		if (!table_check(l, t, err))
			return false;
	for (size_t i = 0; i < l->names.count; i++)
		if (l->rows[i].there && !l->rows[i].found)
			WRONG(l, "edisi %s: %s %s hilang dari tabelnya",
			      "edition %s: %s %s is missing from its table", l->edition->key,
			      vouched_at(l->rows[i].table)->name, l->rows[i].key);
	return true;
}

bool ledger_check(struct db *db, struct complaints *complaints, struct err *err)
{
	struct arena arena = { 0 };
	struct edition *editions;
	size_t count;
	bool done = edition_list(db, &arena, &editions, &count, err);

	for (size_t i = 0; done && i < count; i++) {
		struct ledger ledger = { .db = db,
					 .complaints = complaints,
					 .edition = &editions[i] };

		done = edition_check(&ledger, err);
		arena_release(&ledger.arena);
	}
	arena_release(&arena);
	return done;
}

bool database_check(struct db *db, struct complaints *complaints, struct buf *summary,
		    struct err *err)
{
	return store_check(db, complaints, summary, err) && ledger_check(db, complaints, err) &&
	       tokens_check(db, complaints, err);
}
