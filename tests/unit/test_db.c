/* Statements, errors and transactions on one connection. */
#include "db/db.h"
#include "folder.h"

#include <sys/stat.h>

static const char SCHEMA[] = "CREATE TABLE juror(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "
			     "  photo BLOB) STRICT;"
			     "CREATE TABLE mark(id INTEGER PRIMARY KEY, "
			     "  juror INTEGER NOT NULL REFERENCES juror(id), "
			     "  value_c INTEGER, CHECK (value_c BETWEEN 0 AND 10000)) STRICT;"
			     "CREATE TRIGGER frozen BEFORE DELETE ON juror "
			     "BEGIN SELECT RAISE(ABORT, 'jurors stay'); END;";

static struct db *open_memory(void)
{
	struct db *db;
	struct err err;

	assert_true(db_open(":memory:", DB_WRITE, &db, &err));
	assert_true(db_script(db, SCHEMA, &err));
	return db;
}

static bool add_juror(struct db *db, int64_t id, const char *key, struct err *err)
{
	static const char SQL[] = "INSERT INTO juror(key, id) VALUES ($2, $1)";

	return db_exec(db, SQL, ARGS(ARG_INT(id), ARG_TEXT(key)), NULL, err);
}

static int64_t count_jurors(struct db *db)
{
	static const char SQL[] = "SELECT count(*) FROM juror";
	struct db_rows rows;
	struct err err;
	int64_t count;

	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	assert_true(db_next(&rows));
	count = db_int(&rows, 0);
	assert_true(db_done(&rows, &err));
	return count;
}

static void values_come_back_as_they_went_in(void **state)
{
	static const char SQL[] = "SELECT $3, $1, $2, $4, $5, $6";
	static const unsigned char BYTES[] = { 0, 255, 0, 1 };
	struct db *db = open_memory();
	struct arena arena = { 0 };
	struct db_rows rows;
	struct err err;
	size_t len;

	(void)state;
	assert_true(db_query(db, SQL,
			     ARGS(ARG_INT(INT64_MIN), ARG_TEXT("Nagekeo é"), ARG_NULL,
				  ARG_BLOB(BYTES, sizeof(BYTES)), ARG_BLOB("", 0), ARG_TEXT(NULL)),
			     &rows, &err));
	assert_true(db_next(&rows));
	assert_true(db_is_null(&rows, 0));
	assert_int_equal(db_int(&rows, 0), 0);
	assert_null(db_text(&rows, 0, &arena));
	assert_null(db_blob(&rows, 0, &arena, &len));
	assert_true(db_int(&rows, 1) == INT64_MIN);
	assert_string_equal(db_text(&rows, 2, &arena), "Nagekeo é");
	assert_memory_equal(db_blob(&rows, 3, &arena, &len), BYTES, sizeof(BYTES));
	assert_int_equal(len, sizeof(BYTES));
	assert_non_null(db_blob(&rows, 4, &arena, &len)); /* empty is not NULL */
	assert_int_equal(len, 0);
	assert_true(db_is_null(&rows, 5));
	assert_false(db_next(&rows));
	assert_true(db_done(&rows, &err));
	arena_release(&arena);
	db_close(db);
}

static void texts_may_change_after_a_query_was_begun(void **state)
{
	static const char SQL[] = "SELECT $1";
	struct db *db = open_memory();
	struct arena arena = { 0 };
	struct db_rows rows;
	struct err err;
	char text[] = "before";

	(void)state;
	assert_true(db_query(db, SQL, ARGS(ARG_TEXT(text)), &rows, &err));
	memset(text, 'x', 6);
	assert_true(db_next(&rows));
	assert_string_equal(db_text(&rows, 0, &arena), "before");
	assert_true(db_done(&rows, &err));
	arena_release(&arena);
	db_close(db);
}

static void a_statement_says_how_many_rows_it_changed(void **state)
{
	static const char SQL[] = "UPDATE juror SET photo = $1 WHERE id > $2";
	struct db *db = open_memory();
	struct err err;
	int64_t changed = -1;

	(void)state;
	for (int i = 1; i <= 3; i++)
		assert_true(add_juror(db, i, (const char[]){ (char)('a' + i), 0 }, &err));
	assert_int_equal(db_last_id(db), 3);
	assert_true(db_exec(db, SQL, ARGS(ARG_BLOB("p", 1), ARG_INT(1)), &changed, &err));
	assert_int_equal(changed, 2);
	assert_true(db_exec(db, SQL, ARGS(ARG_NULL, ARG_INT(9)), &changed, &err));
	assert_int_equal(changed, 0);
	db_close(db);
}

static void every_constraint_is_a_conflict_that_names_it(void **state)
{
	static const struct {
		const char *sql, *name;
	} CASES[] = {
		{ "INSERT INTO juror(id, key) VALUES (2, 'j1')",
		  "UNIQUE constraint failed: juror.key" },
		{ "INSERT INTO juror(id, key) VALUES (1, 'j2')",
		  "UNIQUE constraint failed: juror.id" },
		{ "INSERT INTO juror(id, key) VALUES (2, NULL)",
		  "NOT NULL constraint failed: juror.key" },
		{ "INSERT INTO juror(id, key) VALUES (2, x'00')", "cannot store BLOB value" },
		{ "INSERT INTO mark(juror, value_c) VALUES (1, 10001)",
		  "CHECK constraint failed: value_c" },
		{ "INSERT INTO mark(juror) VALUES (7)", "FOREIGN KEY constraint failed" },
		{ "DELETE FROM juror", "jurors stay" },
	};
	struct db *db = open_memory();
	struct err err;

	(void)state;
	assert_true(add_juror(db, 1, "j1", &err));
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_false(db_exec(db, CASES[i].sql, NO_ARGS, NULL, &err));
		assert_int_equal(err.kind, ERR_CONFLICT);
		assert_non_null(strstr(err.detail, CASES[i].name));
		assert_null(strstr(err.msg[LANG_EN], "constraint"));
	}
	db_close(db);
}

static void a_broken_row_ends_the_loop_and_is_told_at_its_end(void **state)
{
	static const char SQL[] = "SELECT abs(value) FROM (SELECT 1 AS value UNION ALL "
				  "SELECT -9223372036854775807 - 1)"; /* overflows */
	struct db *db = open_memory();
	struct db_rows rows;
	struct err err;
	int count = 0;

	(void)state;
	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	while (db_next(&rows))
		count++;
	assert_int_equal(count, 1);
	assert_false(db_next(&rows));
	assert_false(db_done(&rows, &err));
	assert_int_equal(err.kind, ERR_BUG);
	assert_non_null(strstr(err.detail, "integer overflow"));
	db_close(db);
}

static void a_wrong_statement_is_our_mistake(void **state)
{
	static const char SQL[] = "SELECT key FROM nowhere";
	struct db *db = open_memory();
	struct db_rows rows;
	struct err err;

	(void)state;
	assert_false(db_query(db, SQL, NO_ARGS, &rows, &err));
	assert_int_equal(err.kind, ERR_BUG);
	assert_non_null(strstr(err.detail, "no such table: nowhere"));
	assert_false(db_query(db, SQL, NO_ARGS, &rows, &err));
	db_close(db);
}

/* The same literal read at several depths at once. */
static int64_t descend(struct db *db, int64_t depth)
{
	static const char SQL[] = "SELECT id FROM juror ORDER BY id";
	struct db_rows rows;
	struct err err;
	int64_t sum = 0;

	if (depth == 0)
		return 1;
	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	while (db_next(&rows))
		sum += descend(db, depth - 1);
	assert_true(db_done(&rows, &err));
	return sum;
}

static void a_statement_may_run_within_itself(void **state)
{
	struct db *db = open_memory();
	struct err err;

	(void)state;
	for (int64_t i = 1; i <= 3; i++)
		assert_true(add_juror(db, i, (const char[]){ (char)('a' + i), 0 }, &err));
	for (int round = 0; round < 3; round++)
		assert_int_equal(descend(db, 4), 81);
	db_close(db);
}

static void many_statements_are_remembered(void **state)
{
	static char sql[300][32];
	struct db *db = open_memory();
	struct db_rows rows;
	struct err err;

	(void)state;
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(sql); i++) {
			(void)snprintf(sql[i], sizeof(sql[i]), "SELECT %zu", i);
			assert_true(db_query(db, sql[i], NO_ARGS, &rows, &err));
			assert_true(db_next(&rows));
			assert_int_equal(db_int(&rows, 0), i);
			assert_true(db_done(&rows, &err));
		}
	db_close(db);
}

/* ---- Transactions ---- */

static bool add_two(struct db *db, bool good, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };

	if (!db_begin(db, &tx, err) || !add_juror(db, 10, "ten", err) ||
	    !add_juror(db, good ? 11 : 10, "eleven", err))
		return false;
	return db_commit(&tx, err);
}

static void a_transaction_that_is_left_undoes_itself(void **state)
{
	struct db *db = open_memory();
	struct err err;

	(void)state;
	assert_false(add_two(db, false, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_int_equal(count_jurors(db), 0);
	assert_true(add_two(db, true, &err));
	assert_int_equal(count_jurors(db), 2);
	db_close(db);
}

static bool nest(struct db *db, int depth, int bad, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };
	char key[16];

	(void)snprintf(key, sizeof(key), "j%d", depth);
	if (!db_begin(db, &tx, err) || !add_juror(db, depth, key, err))
		return false;
	if (depth < 5 && !nest(db, depth + 1, bad, err) && depth + 1 != bad)
		return false;
	if (depth == bad)
		return FAIL(err, ERR_INPUT, "tidak", "no");
	return db_commit(&tx, err);
}

static void a_nested_transaction_rolls_back_alone(void **state)
{
	(void)state;
	for (int bad = 1; bad <= 6; bad++) {
		struct db *db = open_memory();
		struct err err;

		assert_int_equal(nest(db, 1, bad, &err), bad != 1);
		assert_int_equal(count_jurors(db), bad - 1);
		db_close(db);
	}
}

static bool leave_half_read(struct db *db, struct err *err)
{
	static const char SQL[] = "SELECT id FROM juror ORDER BY id";
	struct db_tx tx DB_TX = { 0 };
	struct db_rows rows;

	if (!db_begin(db, &tx, err) || !db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows))
		return FAIL(err, ERR_INPUT, "cukup", "enough");
	return db_done(&rows, err) && db_commit(&tx, err);
}

static void rows_left_half_read_end_with_their_transaction(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct db *db, *reader;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err));
	assert_true(db_script(db, SCHEMA, &err) && add_two(db, true, &err));
	assert_true(db_open(path, DB_READ, &reader, &err));
	assert_false(leave_half_read(reader, &err));
	assert_true(add_juror(db, 12, "twelve", &err));
	assert_int_equal(count_jurors(reader), 3); /* not what it saw then */
	db_close(reader);
	db_close(db);
}

static void rows_of_outside_survive_a_transaction_within(void **state)
{
	static const char SQL[] = "SELECT id FROM juror ORDER BY id";
	struct db *db = open_memory();
	struct db_rows rows;
	struct err err;
	int64_t expected = 10;

	(void)state;
	assert_true(add_two(db, true, &err));
	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	while (db_next(&rows)) {
		assert_int_equal(db_int(&rows, 0), expected++);
		assert_false(leave_half_read(db, &err));
	}
	assert_true(db_done(&rows, &err));
	assert_int_equal(expected, 12);
	db_close(db);
}

/* ---- Files ---- */

static void a_reader_sees_one_moment_during_its_transaction(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct db_tx tx = { 0 };
	struct db *db, *reader;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err));
	assert_true(db_script(db, SCHEMA, &err));
	assert_true(db_open(path, DB_READ, &reader, &err));
	assert_true(db_begin(reader, &tx, &err));
	assert_int_equal(count_jurors(reader), 0);
	assert_true(add_two(db, true, &err));
	assert_int_equal(count_jurors(reader), 0);
	assert_true(db_commit(&tx, &err));
	assert_int_equal(count_jurors(reader), 2);
	assert_false(add_juror(reader, 1, "j1", &err)); /* and never writes */
	assert_int_equal(err.kind, ERR_IO);
	db_close(reader);
	db_close(db);
}

static void the_last_reader_leaves_the_log_to_the_writer(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db"), *log = folder_path(folder, "a.db-wal");
	struct db *db, *reader;
	struct stat before, after;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err));
	assert_true(db_script(db, SCHEMA, &err));
	assert_true(db_open(path, DB_READ, &reader, &err));
	assert_int_equal(count_jurors(reader), 0);
	db_close(db);
	assert_int_equal(stat(log, &before), 0);
	db_close(reader);
	assert_int_equal(stat(log, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
	assert_true(db_open(path, DB_WRITE, &db, &err));
	db_close(db);
	assert_int_equal(stat(log, &after), -1);
}

static void files_that_cannot_be_opened_are_named(void **state)
{
	struct folder *folder = *state;
	static const char NOISE[] = "nominee,name,category\nbelu,Kabupaten Belu,kabkota\n";
	const char *noise = folder_path(folder, "noise.csv");
	const struct {
		const char *path;
		enum db_mode mode;
		enum err_kind kind;
		const char *words;
	} cases[] = {
		{ folder_path(folder, "none.db"), DB_READ, ERR_NOT_FOUND, "no such database" },
		{ "/nowhere/a.db", DB_READ, ERR_NOT_FOUND, "/nowhere/a.db" },
		{ "/nowhere/a.db", DB_WRITE, ERR_NOT_FOUND, "/nowhere/a.db" },
		{ folder->name, DB_READ, ERR_IO, "not a regular file" },
		{ noise, DB_READ, ERR_IO, "noise.csv: this file is not a Paritrana database" },
		{ noise, DB_WRITE, ERR_IO, "noise.csv: this file is not a Paritrana database" },
	};
	FILE *file = fopen(noise, "w");

	assert_non_null(file);
	assert_int_equal(fputs(NOISE, file) >= 0 && fclose(file) == 0, true);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct db *db;
		struct err err;

		assert_false(db_open(cases[i].path, cases[i].mode, &db, &err));
		assert_int_equal(err.kind, cases[i].kind);
		assert_non_null(strstr(err.msg[LANG_EN], cases[i].words));
	}
}

static void the_file_is_for_its_owner_only(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db"), *log = folder_path(folder, "a.db-wal");
	struct stat stat_of;
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err));
	assert_true(db_script(db, SCHEMA, &err));
	assert_int_equal(stat(path, &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	assert_int_equal(stat(log, &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_went_in),
		cmocka_unit_test(texts_may_change_after_a_query_was_begun),
		cmocka_unit_test(a_statement_says_how_many_rows_it_changed),
		cmocka_unit_test(every_constraint_is_a_conflict_that_names_it),
		cmocka_unit_test(a_broken_row_ends_the_loop_and_is_told_at_its_end),
		cmocka_unit_test(a_wrong_statement_is_our_mistake),
		cmocka_unit_test(a_statement_may_run_within_itself),
		cmocka_unit_test(many_statements_are_remembered),
		cmocka_unit_test(a_transaction_that_is_left_undoes_itself),
		cmocka_unit_test(a_nested_transaction_rolls_back_alone),
		cmocka_unit_test(rows_of_outside_survive_a_transaction_within),
		IN_FOLDER(rows_left_half_read_end_with_their_transaction),
		IN_FOLDER(a_reader_sees_one_moment_during_its_transaction),
		IN_FOLDER(the_last_reader_leaves_the_log_to_the_writer),
		IN_FOLDER(files_that_cannot_be_opened_are_named),
		IN_FOLDER(the_file_is_for_its_owner_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
