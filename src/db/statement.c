/* Statements: compiled once per connection, found by the address of their literal. */
#include "db/engine.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_SIZE 64 /* at first */

struct db_arg db_arg_text(const char *text)
{
	return (struct db_arg){ .type = text ? DB_TEXT : DB_NULL, .data = text };
}

/* ---- The cache ---- */

static struct statement **slot_of(struct db *db, const char *sql)
{
	size_t mask = db->cache_size - 1;
	/* Literals lie apart by their length: the low bits of the address say little. */
	size_t i = (size_t)(((uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;

	while (db->cache[i] && db->cache[i]->sql != sql)
		i = (i + 1) & mask;
	return &db->cache[i];
}

static void cache_grow(struct db *db)
{
	struct statement **old = db->cache;
	size_t size = db->cache_size;

	db->cache_size = size ? size * 2 : CACHE_SIZE;
	db->cache = NEW(&db->arena, struct statement *, db->cache_size);
	for (size_t i = 0; i < size; i++)
		if (old[i])
			*slot_of(db, old[i]->sql) = old[i];
}

/* The engine numbers $1, $2, … by their first appearance, we by their name. */
static void number_arguments(struct statement *statement)
{
	int count = sqlite3_bind_parameter_count(statement->handle);

	assert(count <= DB_ARGS_MAX);
	statement->count = (unsigned)count;
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->handle, i + 1);
		long number = name && name[0] == '$' ? strtol(name + 1, NULL, 10) : 0;

		assert(number >= 1 && number <= count);
		statement->argument[i] = (uint8_t)(number - 1);
	}
}

static bool compile(struct db *db, const char *sql, unsigned flags, struct statement *ret,
		    struct err *err)
{
	const char *rest;

	if (sqlite3_prepare_v3(db->handle, sql, -1, flags, &ret->handle, &rest) != SQLITE_OK)
		return db_fail(db, err);
	assert(ret->handle && !*rest); /* one statement, not none, not two */
	ret->sql = sql;
	number_arguments(ret);
	return true;
}

/* Finds or compiles. A literal whose rows are still being read (recursion) gets a second
 * statement of its own, for this once. */
static bool statement_get(struct db *db, const char *sql, struct statement **ret, struct err *err)
{
	struct statement **slot, *statement;

	if (!db->handle)
		return db_fail(db, err);
	if (db->cache_count * 4 >= db->cache_size * 3)
		cache_grow(db);
	slot = slot_of(db, sql);
	if (*slot && !(*slot)->opened) {
		assert(strcmp(sqlite3_sql((*slot)->handle), sql) == 0);
		*ret = *slot;
		return true;
	}
	statement = db->spare ? db->spare : NEW(&db->arena, struct statement, 1);
	if (!compile(db, sql, *slot ? 0 : SQLITE_PREPARE_PERSISTENT, statement, err))
		return false;
	if (statement == db->spare)
		db->spare = NULL;
	if (!*slot) {
		*slot = statement;
		db->cache_count++;
	}
	*ret = statement;
	return true;
}

/* ---- Statements whose rows are being read: db->open, the newest first ---- */

static void statement_open(struct db *db, struct statement *statement)
{
	statement->opened = ++db->serial;
	statement->older = db->open;
	db->open = statement;
}

static void statement_rest(struct db *db, struct statement *statement)
{
	struct statement **at = &db->open;

	while (*at != statement)
		at = &(*at)->older;
	*at = statement->older;
	statement->opened = 0;
	if (*slot_of(db, statement->sql) == statement) {
		(void)sqlite3_reset(statement->handle);
		(void)sqlite3_clear_bindings(statement->handle);
		return;
	}
	(void)sqlite3_finalize(statement->handle);
	db->spare = statement;
}

void statements_reset(struct db *db, uint64_t serial)
{
	while (db->open && db->open->opened > serial)
		statement_rest(db, db->open);
}

void statements_release(struct db *db)
{
	statements_reset(db, 0);
	for (size_t i = 0; i < db->cache_size; i++)
		if (db->cache[i])
			(void)sqlite3_finalize(db->cache[i]->handle);
	db->cache = NULL;
	db->cache_count = db->cache_size = 0;
}

/* ---- Running ---- */

static bool bind(struct db *db, struct statement *statement, struct db_args args,
		 sqlite3_destructor_type keep, struct err *err)
{
	assert(args.count == statement->count);
	for (int i = 0; i < (int)statement->count; i++) {
		const struct db_arg *arg = &args.items[statement->argument[i]];
		int code = SQLITE_OK;

		switch (arg->type) {
		case DB_NULL: break; /* unbound is NULL */
		case DB_INT:
			code = sqlite3_bind_int64(statement->handle, i + 1, arg->number);
			break;
		case DB_TEXT:
			code = sqlite3_bind_text64(statement->handle, i + 1, arg->data,
						   strlen(arg->data), keep, SQLITE_UTF8);
			break;
		case DB_BLOB:
			code = sqlite3_bind_blob64(statement->handle, i + 1, arg->data, arg->len,
						   keep);
			break;
		}
		if (code != SQLITE_OK)
			return db_fail(db, err);
	}
	return true;
}

/* `keep`: SQLITE_STATIC when the arguments outlive the rows, else SQLITE_TRANSIENT. */
static bool start(struct db *db, const char *sql, struct db_args args, sqlite3_destructor_type keep,
		  struct statement **ret, struct err *err)
{
	if (db->depth && !db_in_transaction(db))
		return FAIL(err, ERR_IO, "perubahan sudah dibatalkan",
			    "the change has been undone");
	if (!statement_get(db, sql, ret, err))
		return false;
	statement_open(db, *ret);
	if (bind(db, *ret, args, keep, err))
		return true;
	statement_rest(db, *ret);
	return false;
}

bool db_exec(struct db *db, const char *sql, struct db_args args, int64_t *ret_changed,
	     struct err *err)
{
	struct statement *statement;
	int code;
	bool good;

	if (!start(db, sql, args, SQLITE_STATIC, &statement, err))
		return false;
	do
		code = sqlite3_step(statement->handle);
	while (code == SQLITE_ROW);
	good = code == SQLITE_DONE || db_fail(db, err);
	if (good && ret_changed)
		*ret_changed = sqlite3_changes64(db->handle);
	statement_rest(db, statement);
	return good;
}

bool db_query(struct db *db, const char *sql, struct db_args args, struct db_rows *ret,
	      struct err *err)
{
	struct statement *statement;

	if (!start(db, sql, args, SQLITE_TRANSIENT, &statement, err))
		return false;
	ret->db = db;
	ret->stmt = statement;
	ret->failed = false;
	return true;
}

bool db_next(struct db_rows *rows)
{
	struct statement *statement = rows->stmt;
	int code;

	if (rows->failed)
		return false;
	code = sqlite3_step(statement->handle);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE) {
		rows->failed = true;
		(void)db_fail(rows->db, &rows->err);
	}
	return false;
}

bool db_done(struct db_rows *rows, struct err *err)
{
	statement_rest(rows->db, rows->stmt);
	if (rows->failed)
		*err = rows->err;
	return !rows->failed;
}

/* ---- Columns ---- */

static sqlite3_stmt *handle_of(const struct db_rows *rows)
{
	return ((struct statement *)rows->stmt)->handle;
}

bool db_is_null(struct db_rows *rows, int column)
{
	return sqlite3_column_type(handle_of(rows), column) == SQLITE_NULL;
}

int64_t db_int(struct db_rows *rows, int column)
{
	return sqlite3_column_int64(handle_of(rows), column);
}

char *db_text(struct db_rows *rows, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(handle_of(rows), column);
	int len = sqlite3_column_bytes(handle_of(rows), column);

	return text ? arena_copy(arena, (const char *)text, (size_t)len) : NULL;
}

void *db_blob(struct db_rows *rows, int column, struct arena *arena, size_t *ret_len)
{
	const void *data = sqlite3_column_blob(handle_of(rows), column);
	size_t len = (size_t)sqlite3_column_bytes(handle_of(rows), column);

	*ret_len = len;
	if (db_is_null(rows, column))
		return NULL;
	return arena_copy(arena, data ? data : "", len);
}

bool db_bytes(struct db_rows *rows, int column, void *ret, size_t len)
{
	const void *data = sqlite3_column_blob(handle_of(rows), column);
	bool fits = data && (size_t)sqlite3_column_bytes(handle_of(rows), column) == len;

	memset(ret, 0, len);
	if (fits)
		memcpy(ret, data, len);
	return fits;
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || db_fail(db, err);
}
