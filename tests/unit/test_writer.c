/* The writer: group commit from many threads, and the lock. Runs under TSan too. */
#include "db/db.h"
#include "folder.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char SCHEMA[] = "CREATE TABLE act(id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT;"
			     "CREATE TABLE part(act INTEGER NOT NULL REFERENCES act(id) "
			     "  DEFERRABLE INITIALLY DEFERRED) STRICT";

static bool make_schema(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, SCHEMA, err);
}

static struct db_writer *start(struct folder *folder)
{
	struct db_writer *writer;
	struct err err;

	assert_true(db_writer_start(folder_path(folder, "a.db"), &writer, &err));
	assert_true(db_writer_run(writer, make_schema, NULL, &err));
	return writer;
}

/* How many ids of from … to are stored? */
static size_t count_stored(struct folder *folder, int64_t from, int64_t to)
{
	static const char SQL[] = "SELECT count(*) FROM act WHERE id BETWEEN $1 AND $2";
	struct db *db;
	struct db_rows rows;
	struct err err;
	size_t count;

	assert_true(db_open(folder_path(folder, "a.db"), DB_READ, &db, &err));
	assert_true(db_query(db, SQL, ARGS(ARG_INT(from), ARG_INT(to)), &rows, &err));
	assert_true(db_next(&rows));
	count = (size_t)db_int(&rows, 0);
	assert_true(db_done(&rows, &err));
	db_close(db);
	return count;
}

/* ---- Acts: jobs that insert one row, and remember what they were told ---- */

struct act {
	struct db_job job;
	int64_t id;
	const char *name; /* or NULL */
	sem_t *gate;	  /* waited for while running, or NULL */
	sem_t *told;
	bool ok;
	enum err_kind kind;
	unsigned runs, answers;
};

static bool run_act(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO act VALUES ($1, $2)";
	struct act *act = arg;

	act->runs++;
	if (act->gate && act->runs == 1) /* not when it is tried again */
		assert_int_equal(sem_wait(act->gate), 0);
	return db_exec(db, SQL, ARGS(ARG_INT(act->id), ARG_TEXT(act->name)), NULL, err);
}

static void tell_act(void *arg, bool ok, const struct err *err)
{
	struct act *act = arg;

	act->ok = ok;
	act->kind = ok ? ERR_NONE : err->kind;
	act->answers++;
	if (act->told)
		(void)sem_post(act->told);
}

static void put(struct db_writer *writer, struct act *act)
{
	act->job = (struct db_job){ .run = run_act, .done = tell_act, .arg = act };
	db_writer_put(writer, &act->job);
}

/* Runs all of them in one shared transaction: they queue while a first job waits. */
static void put_together(struct db_writer *writer, struct act *acts, size_t count)
{
	sem_t gate, told;
	struct act first = { .id = 1000000, .gate = &gate, .told = &told };

	assert_int_equal(sem_init(&gate, 0, 0) | sem_init(&told, 0, 0), 0);
	put(writer, &first);
	for (size_t i = 0; i < count; i++) {
		acts[i].told = &told;
		put(writer, &acts[i]);
	}
	assert_int_equal(sem_post(&gate), 0);
	for (size_t i = 0; i < count + 1; i++)
		assert_int_equal(sem_wait(&told), 0);
	(void)sem_destroy(&gate);
	(void)sem_destroy(&told);
}

/* ---- Promises ---- */

#define THREADS 8
#define PER_THREAD 100

struct crowd {
	struct db_writer *writer;
	int64_t first;
	unsigned stored;
};

static bool insert(struct db *db, void *arg, struct err *err)
{
	struct act act = { .id = *(int64_t *)arg };

	return run_act(db, &act, err);
}

static void *insert_many(void *arg)
{
	struct crowd *crowd = arg;

	for (int64_t id = crowd->first; id < crowd->first + PER_THREAD; id++) {
		struct err err;

		crowd->stored += db_writer_run(crowd->writer, insert, &id, &err);
	}
	return NULL;
}

static void what_many_threads_were_promised_is_there_after_reopening(void **state)
{
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	struct crowd crowds[THREADS];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		crowds[i] = (struct crowd){ .writer = writer, .first = i * PER_THREAD };
		assert_int_equal(pthread_create(&threads[i], NULL, insert_many, &crowds[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(crowds[i].stored, PER_THREAD);
	}
	db_writer_stop(writer);
	assert_int_equal(count_stored(folder, 0, THREADS * PER_THREAD - 1), THREADS * PER_THREAD);
}

static void a_refused_job_does_not_undo_its_neighbours(void **state)
{
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	struct act acts[] = {
		{ .id = 1, .name = "a" }, { .id = 2, .name = "a" }, { .id = 3, .name = "b" },
		{ .id = 1, .name = "c" }, { .id = 4, .name = "c" },
	};

	put_together(writer, acts, COUNT(acts));
	db_writer_stop(writer);
	for (size_t i = 0; i < COUNT(acts); i++) {
		assert_int_equal(acts[i].ok, i != 1 && i != 3);
		assert_int_equal(acts[i].kind, acts[i].ok ? ERR_NONE : ERR_CONFLICT);
		assert_int_equal(acts[i].answers, 1);
		assert_int_equal(acts[i].runs, 1);
	}
	assert_int_equal(count_stored(folder, 1, 4), 3);
}

/* A reference that is checked at the commit only. */
static bool insert_orphan(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO part VALUES (77)";

	(void)arg;
	return db_exec(db, SQL, NO_ARGS, NULL, err);
}

static void a_job_that_spoils_the_commit_fails_alone(void **state)
{
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	sem_t gate, told;
	struct act acts[] = {
		{ .id = 1, .gate = &gate, .told = &told },
		{ .id = 2, .told = &told },
		{ .told = &told }, /* the orphan */
		{ .id = 4, .told = &told },
	};

	assert_int_equal(sem_init(&gate, 0, 0) | sem_init(&told, 0, 0), 0);
	for (size_t i = 0; i < COUNT(acts); i++) {
		acts[i].job = (struct db_job){ .run = i == 2 ? insert_orphan : run_act,
					       .done = tell_act,
					       .arg = &acts[i] };
		db_writer_put(writer, &acts[i].job);
	}
	assert_int_equal(sem_post(&gate), 0);
	for (size_t i = 0; i < COUNT(acts); i++)
		assert_int_equal(sem_wait(&told), 0);
	db_writer_stop(writer);
	for (size_t i = 0; i < COUNT(acts); i++) {
		assert_int_equal(acts[i].ok, i != 2);
		assert_int_equal(acts[i].answers, 1);
	}
	assert_int_equal(acts[2].kind, ERR_CONFLICT);
	assert_int_equal(count_stored(folder, 1, 4), 3);
}

static void stopping_finishes_what_is_queued(void **state)
{
	static struct act acts[500];
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);

	for (size_t i = 0; i < COUNT(acts); i++) {
		acts[i].id = (int64_t)i;
		put(writer, &acts[i]);
	}
	db_writer_stop(writer);
	for (size_t i = 0; i < COUNT(acts); i++)
		assert_true(acts[i].ok && acts[i].answers == 1);
	assert_int_equal(count_stored(folder, 0, COUNT(acts)), COUNT(acts));
}

static void jobs_run_in_the_order_in_which_they_came(void **state)
{
	static const char SQL[] = "SELECT count(*) FROM act a JOIN act b ON b.id = a.id + 1 "
				  "WHERE CAST(a.name AS INTEGER) > CAST(b.name AS INTEGER)";
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	struct act acts[50] = { 0 };
	char names[COUNT(acts)][8];
	struct db *db;
	struct db_rows rows;
	struct err err;

	for (size_t i = 0; i < COUNT(acts); i++) {
		(void)snprintf(names[i], sizeof(names[i]), "%zu", i);
		acts[i] = (struct act){ .id = (int64_t)i, .name = names[i] };
	}
	put_together(writer, acts, COUNT(acts));
	db_writer_stop(writer);
	assert_true(db_open(folder_path(folder, "a.db"), DB_READ, &db, &err));
	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	assert_true(db_next(&rows));
	assert_int_equal(db_int(&rows, 0), 0);
	assert_true(db_done(&rows, &err));
	db_close(db);
}

/* ---- One writer ---- */

static bool insert_part(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO part VALUES (1)";

	(void)arg;
	return db_exec(db, SQL, NO_ARGS, NULL, err);
}

static bool rename_acts(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "UPDATE act SET name = 'x' WHERE id = 1";

	if (!db_exec(db, SQL, NO_ARGS, NULL, err))
		return false;
	return !arg || FAIL(err, ERR_IO, "rusak", "broken"); /* makes the writer reopen */
}

static void the_version_grows_when_a_watched_table_was_touched_and_only_then(void **state)
{
	static const char *const WATCHED[] = { "act", NULL };
	struct folder *folder = *state;
	struct db_writer *writer;
	int64_t id = 1;
	uint64_t version;
	struct err err;

	assert_true(db_writer_start(folder_path(folder, "a.db"), &writer, &err));
	db_writer_watch(writer, WATCHED);
	assert_true(db_writer_run(writer, make_schema, NULL, &err));
	version = db_writer_version(writer);
	assert_true(db_writer_run(writer, insert, &id, &err));
	assert_true(db_writer_version(writer) > version);
	version = db_writer_version(writer);
	assert_true(db_writer_run(writer, insert_part, NULL, &err));
	assert_true(db_writer_version(writer) == version);
	assert_true(db_writer_run(writer, rename_acts, NULL, &err));
	assert_true(db_writer_version(writer) > version);
	assert_false(db_writer_run(writer, rename_acts, &id, &err));
	version = db_writer_version(writer);
	assert_true(db_writer_run(writer, rename_acts, NULL, &err));
	assert_true(db_writer_version(writer) > version);
	db_writer_stop(writer);
}

struct glance {
	bool refuse;
	int64_t id;
	uint64_t before, after;
};

static bool glance(struct db *db, void *arg, struct err *err)
{
	struct glance *glance = arg;

	glance->before = db_changes(db);
	if (glance->id && !insert(db, &glance->id, err))
		return false;
	glance->after = db_changes(db);
	return !glance->refuse || FAIL(err, ERR_CONFLICT, "ditolak", "refused");
}

static void changes_are_counted_at_once_and_again_when_they_are_undone(void **state)
{
	static const char *const TABLES[] = { "act", NULL };
	struct folder *folder = *state;
	struct db_writer *writer;
	struct glance look = { 0 }, add = { .id = 1 }, undo = { .id = 2, .refuse = true };
	struct glance again = { 0 };
	struct db *reader;
	struct err err;

	assert_true(db_writer_start(folder_path(folder, "a.db"), &writer, &err));
	db_writer_watch(writer, TABLES);
	assert_true(db_writer_run(writer, make_schema, NULL, &err));
	assert_true(db_writer_run(writer, glance, &look, &err));
	assert_true(db_writer_run(writer, glance, &add, &err));
	assert_false(db_writer_run(writer, glance, &undo, &err));
	assert_true(db_writer_run(writer, glance, &again, &err));
	assert_true(look.before > 0 && look.after == look.before && add.before == look.after);
	assert_true(add.after > add.before && undo.before == add.after);
	assert_true(undo.after > undo.before && again.before > undo.after);
	assert_true(db_open(folder_path(folder, "a.db"), DB_READ, &reader, &err));
	assert_int_equal(db_changes(reader), 0);
	db_close(reader);
	db_writer_stop(writer);
}

static void a_limited_writer_answers_one_job_before_it_runs_the_next(void **state)
{
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	sem_t hold, gate, told;
	struct act first = { .id = 1, .gate = &hold, .told = &told };
	struct act second = { .id = 2, .told = &told };
	struct act third = { .id = 3, .gate = &gate, .told = &told };

	db_writer_limit(writer, 1);
	assert_int_equal(sem_init(&hold, 0, 0) | sem_init(&gate, 0, 0) | sem_init(&told, 0, 0), 0);
	put(writer, &first); /* holds the writer until the others have queued up */
	put(writer, &second);
	put(writer, &third);
	assert_int_equal(sem_post(&hold), 0);
	assert_int_equal(sem_wait(&told), 0);
	assert_int_equal(sem_wait(&told), 0);
	assert_true(first.ok && second.ok);
	assert_int_equal(third.answers, 0);
	assert_int_equal(sem_post(&gate), 0);
	assert_int_equal(sem_wait(&told), 0);
	db_writer_stop(writer);
	assert_int_equal(count_stored(folder, 1, 3), 3);
	(void)sem_destroy(&hold);
	(void)sem_destroy(&gate);
	(void)sem_destroy(&told);
}

static void a_crowd_is_written_in_parts_and_in_its_order(void **state)
{
	enum { CROWD = 100 };
	struct folder *folder = *state;
	struct db_writer *writer = start(folder);
	struct db_writer_counts before, after;
	struct act acts[CROWD] = { 0 };

	for (int i = 0; i < CROWD; i++)
		acts[i].id = i + 1;
	db_writer_limit(writer, 0);
	db_writer_counts(writer, &before);
	put_together(writer, acts, CROWD);
	db_writer_counts(writer, &after);
	for (int i = 0; i < CROWD; i++)
		assert_true(acts[i].ok && acts[i].runs == 1 && acts[i].answers == 1);
	/* Forty at a time, with whoever held it among the first or alone. */
	assert_in_range(after.batches - before.batches, 3, 4);
	assert_int_equal(after.jobs - before.jobs, 1 + CROWD);
	db_writer_stop(writer);
	assert_int_equal(count_stored(folder, 1, CROWD), CROWD);
}

static off_t log_size(struct folder *folder)
{
	struct stat stat_of;

	assert_int_equal(stat(folder_path(folder, "a.db-wal"), &stat_of), 0);
	return stat_of.st_size;
}

/* As after a power cut: what lies on the disk, read anew. */
static void copy(struct folder *folder, const char *from, const char *to)
{
	assert_int_equal(system(arena_printf(&folder->arena, "cp %s %s", folder_path(folder, from),
					     folder_path(folder, to))),
			 0);
}

static void the_log_has_room_before_it_is_needed_and_zeros_end_it(void **state)
{
	struct folder *folder = *state;
	struct db_writer *writer = start(folder), *second;
	struct err err;
	int64_t id = 1;
	off_t size;

	while (log_size(folder) < 1 << 20) /* made when nobody waits */
		(void)sched_yield();
	assert_true(db_writer_run(writer, insert, &id, &err));
	size = log_size(folder);
	while (id++ < 40)
		assert_true(db_writer_run(writer, insert, &id, &err));
	assert_int_equal(log_size(folder), size);
	copy(folder, "a.db", "b.db");
	copy(folder, "a.db-wal", "b.db-wal");
	db_writer_stop(writer);
	assert_int_equal(rename(folder_path(folder, "b.db"), folder_path(folder, "a.db")), 0);
	assert_int_equal(rename(folder_path(folder, "b.db-wal"), folder_path(folder, "a.db-wal")),
			 0);
	assert_true(db_writer_start(folder_path(folder, "a.db"), &second, &err));
	assert_int_equal(count_stored(folder, 1, 40), 40);
	db_writer_stop(second);
}

static void a_second_writer_is_refused_in_this_process(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db"), *link = folder_path(folder, "b.db");
	struct db_writer *writer = start(folder), *second;
	struct db_lock lock;
	struct db *db;
	struct err err;

	assert_int_equal(symlink(path, link), 0);
	assert_false(db_writer_start(path, &second, &err));
	assert_int_equal(err.kind, ERR_BUSY);
	assert_non_null(strstr(err.msg[LANG_EN], "a.db: in use by another process"));
	assert_false(db_open(link, DB_WRITE, &db, &err)); /* by another name */
	assert_int_equal(err.kind, ERR_BUSY);
	assert_false(db_lock(path, &lock, &err));
	assert_true(db_open(link, DB_READ, &db, &err)); /* who only reads is welcome */
	db_close(db);
	db_writer_stop(writer);
	assert_true(db_writer_start(path, &second, &err));
	db_writer_stop(second);
}

static void a_second_writer_is_refused_in_another_process(void **state)
{
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	struct db_lock lock;
	struct err err;
	char number[32];
	int status;
	pid_t child;

	assert_true(db_lock(path, &lock, &err));
	(void)snprintf(number, sizeof(number), "(process number %ld)", (long)getpid());
	child = fork();
	if (child == 0) {
		struct db_writer *writer;
		bool refused = !db_writer_start(path, &writer, &err) && err.kind == ERR_BUSY &&
			       strstr(err.msg[LANG_EN], number);

		_exit(refused ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	db_unlock(&lock);
	db_writer_stop(start(folder));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_second_writer_is_refused_in_another_process),
		IN_FOLDER(a_second_writer_is_refused_in_this_process),
		IN_FOLDER(what_many_threads_were_promised_is_there_after_reopening),
		IN_FOLDER(a_refused_job_does_not_undo_its_neighbours),
		IN_FOLDER(a_job_that_spoils_the_commit_fails_alone),
		IN_FOLDER(stopping_finishes_what_is_queued),
		IN_FOLDER(jobs_run_in_the_order_in_which_they_came),
		IN_FOLDER(the_version_grows_when_a_watched_table_was_touched_and_only_then),
		IN_FOLDER(changes_are_counted_at_once_and_again_when_they_are_undone),
		IN_FOLDER(the_log_has_room_before_it_is_needed_and_zeros_end_it),
		IN_FOLDER(a_limited_writer_answers_one_job_before_it_runs_the_next),
		IN_FOLDER(a_crowd_is_written_in_parts_and_in_its_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
