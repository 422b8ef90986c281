/* Copies of a database in use, and what is found in a damaged one. */
#include "db/db.h"
#include "folder.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/stat.h>

static const char SCHEMA[] = "CREATE TABLE entry(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, "
			     "  body TEXT) STRICT;"
			     "CREATE INDEX entry_body ON entry(body);"
			     "CREATE TABLE note(entry INTEGER REFERENCES entry(id)) STRICT";

static bool make_schema(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, SCHEMA, err);
}

/* Two rows whose amounts cancel out: a copy that cut a transaction would show it. */
static bool add_pair(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO entry(amount, body) VALUES ($1, hex(zeroblob(100)))";
	int64_t *amount = arg;

	++*amount;
	return db_exec(db, SQL, ARGS(ARG_INT(*amount)), NULL, err) &&
	       db_exec(db, SQL, ARGS(ARG_INT(-*amount)), NULL, err);
}

static int64_t ask(struct db *db, const char *sql)
{
	struct db_rows rows;
	struct err err;
	int64_t answer;

	assert_true(db_query(db, sql, NO_ARGS, &rows, &err));
	assert_true(db_next(&rows));
	answer = db_int(&rows, 0);
	assert_true(db_done(&rows, &err));
	return answer;
}

static size_t count_findings(const char *path)
{
	struct arena arena = { 0 };
	struct complaints complaints;
	struct db *db;
	struct err err;
	size_t count;

	assert_true(db_open(path, DB_READ, &db, &err));
	complaints_init(&complaints, &arena);
	assert_true(db_integrity(db, &complaints, &err));
	count = complaints.total;
	db_close(db);
	arena_release(&arena);
	return count;
}

/* ---- Under load ---- */

struct load {
	struct db_writer *writer;
	atomic_bool enough;
	sem_t begun;
};

static void *write_on(void *arg)
{
	struct load *load = arg;
	int64_t amount = 0;
	struct err err;

	while (!load->enough) {
		assert_true(db_writer_run(load->writer, add_pair, &amount, &err));
		(void)sem_post(&load->begun);
	}
	return NULL;
}

static void check_copy(const char *path)
{
	static const char SUM[] = "SELECT sum(amount) FROM entry";
	static const char COUNT_ALL[] = "SELECT count(*) FROM entry";
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_READ, &db, &err));
	assert_int_equal(ask(db, SUM), 0);
	assert_true(ask(db, COUNT_ALL) >= 2);
	db_close(db);
	assert_int_equal(count_findings(path), 0);
}

static void copies_made_under_load_are_whole_and_stand_alone(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct load load = { 0 };
	pthread_t thread;
	struct err err;

	assert_true(db_writer_start(path, &load.writer, &err));
	assert_true(db_writer_run(load.writer, make_schema, NULL, &err));
	assert_int_equal(sem_init(&load.begun, 0, 0), 0);
	assert_int_equal(pthread_create(&thread, NULL, write_on, &load), 0);
	for (int i = 0; i < 5; i++) {
		const char *to = folder_path(folder, (const char[]){ 'c', (char)('0' + i), 0 });
		unsigned char head[20];
		struct stat beside;
		int fd;

		assert_int_equal(sem_wait(&load.begun), 0);
		assert_true(db_backup(path, to, &err));
		fd = open(to, O_RDONLY);
		assert_int_equal(read(fd, head, sizeof(head)), sizeof(head));
		assert_int_equal(close(fd), 0);
		assert_int_equal(head[18], 1); /* the format without a log */
		assert_int_equal(head[19], 1);
		check_copy(to);
		assert_int_equal(stat(arena_printf(&folder->arena, "%s-wal", to), &beside), -1);
		assert_int_equal(stat(to, &beside), 0);
		assert_int_equal(beside.st_mode & 0777, 0600);
	}
	load.enough = true;
	assert_int_equal(pthread_join(thread, NULL), 0);
	db_writer_stop(load.writer);
	(void)sem_destroy(&load.begun);
}

static void a_copy_can_be_written_to_again(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db"), *to = folder_path(folder, "b.db");
	int64_t amount = 0;
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err));
	assert_true(make_schema(db, NULL, &err) && add_pair(db, &amount, &err));
	assert_true(db_backup(path, to, &err)); /* what is only in the log is copied too */
	db_close(db);
	assert_true(db_open(to, DB_WRITE, &db, &err));
	assert_true(add_pair(db, &amount, &err));
	db_close(db);
	check_copy(to);
}

/* ---- Refusals ---- */

static void touch(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600);

	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
}

static void nothing_is_overwritten_and_nothing_left_behind(void **state)
{
	static const char *const TAKEN[] = { "b.db", "c.db-wal", "d.db-journal" };
	static const char *const TO[] = { "b.db", "c.db", "d.db", "none/e.db" };
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct dirent *entry;
	struct db *db;
	struct err err;
	size_t files = 0;
	DIR *dir;

	assert_true(db_open(path, DB_WRITE, &db, &err) && make_schema(db, NULL, &err));
	db_close(db);
	for (size_t i = 0; i < COUNT(TAKEN); i++)
		touch(folder_path(folder, TAKEN[i]));
	for (size_t i = 0; i < COUNT(TO); i++) {
		assert_false(db_backup(path, folder_path(folder, TO[i]), &err));
		assert_int_equal(err.kind, i < COUNT(TAKEN) ? ERR_CONFLICT : ERR_NOT_FOUND);
		assert_non_null(strstr(err.msg[LANG_EN], TO[i]));
	}
	assert_false(db_backup(folder_path(folder, "none.db"), folder_path(folder, "f.db"), &err));
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	dir = opendir(folder->name);
	while ((entry = readdir(dir)))
		files += entry->d_name[0] != '.' && entry->d_name[0] != 'a';
	(void)closedir(dir);
	assert_int_equal(files, COUNT(TAKEN));
}

/* ---- Damage ---- */

/* Overwrites the second half of a page. */
static void spoil_page(const char *path, int page)
{
	static const char NOISE[2048] = { 1, 2, 3 };
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, NOISE, sizeof(NOISE), page * 4096 - 2048), sizeof(NOISE));
	assert_int_equal(close(fd), 0);
}

static void damage_is_found_and_not_copied(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db"), *to = folder_path(folder, "b.db");
	int64_t amount = 0;
	struct stat stat_of;
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err) && make_schema(db, NULL, &err));
	for (int i = 0; i < 100; i++)
		assert_true(add_pair(db, &amount, &err));
	db_close(db);
	assert_int_equal(count_findings(path), 0);
	spoil_page(path, 5);
	assert_true(count_findings(path) > 0);
	assert_false(db_backup(path, to, &err));
	assert_int_equal(err.kind, ERR_IO);
	assert_non_null(strstr(err.msg[LANG_ID], "tidak utuh"));
	assert_int_equal(stat(to, &stat_of), -1);
}

static void a_reference_to_nothing_is_found(void **state)
{
	static const char SQL[] = "PRAGMA foreign_keys = OFF; INSERT INTO note VALUES (7), (8)";
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_WRITE, &db, &err) && make_schema(db, NULL, &err));
	assert_true(db_script(db, SQL, &err));
	db_close(db);
	assert_int_equal(count_findings(path), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(copies_made_under_load_are_whole_and_stand_alone),
		IN_FOLDER(a_copy_can_be_written_to_again),
		IN_FOLDER(nothing_is_overwritten_and_nothing_left_behind),
		IN_FOLDER(damage_is_found_and_not_copied),
		IN_FOLDER(a_reference_to_nothing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
