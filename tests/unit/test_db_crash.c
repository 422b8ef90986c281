/* kill -9 in the midst of writing: whatever was acknowledged is there afterwards. */
#include "db/db.h"
#include "folder.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#define ROUNDS 20
#define THREADS 9
#define IDS_MAX 1000000

static const char SCHEMA[] = "CREATE TABLE IF NOT EXISTS act(id INTEGER PRIMARY KEY, body TEXT) "
			     "STRICT";

static bool make_schema(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, SCHEMA, err);
}

static bool insert(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO act VALUES ($1, hex(zeroblob(200)))";

	return db_exec(db, SQL, ARGS(ARG_INT(*(int64_t *)arg)), NULL, err);
}

/* ---- The child: nine threads that write, and say what was acknowledged ---- */

struct scribe {
	struct db_writer *writer;
	int64_t next;
	int pipe;
};

static void *scribble(void *arg)
{
	struct scribe *scribe = arg;
	struct err err;

	for (;; scribe->next += THREADS)
		if (!db_writer_run(scribe->writer, insert, &scribe->next, &err) ||
		    write(scribe->pipe, &scribe->next, sizeof(scribe->next)) !=
			    (ssize_t)sizeof(scribe->next))
			_exit(1);
}

static void be_child(const char *path, int64_t first, int pipe)
{
	struct scribe scribes[THREADS];
	struct db_writer *writer;
	pthread_t thread;
	struct err err;

	if (!db_writer_start(path, &writer, &err) ||
	    !db_writer_run(writer, make_schema, NULL, &err))
		_exit(1);
	for (int i = 0; i < THREADS; i++) {
		scribes[i] = (struct scribe){ .writer = writer, .next = first + i, .pipe = pipe };
		if (pthread_create(&thread, NULL, scribble, &scribes[i]) != 0)
			_exit(1);
	}
	for (;;)
		(void)pause();
}

/* ---- The parent ---- */

/* Kills the child once it has acknowledged `enough`; how many more there were is in the pipe. */
static void run_round(const char *path, bool *acknowledged, int64_t first, size_t enough,
		      int64_t *ret_last)
{
	int ends[2], status;
	int64_t id;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		(void)close(ends[0]);
		be_child(path, first, ends[1]);
	}
	assert_true(child > 0);
	assert_int_equal(close(ends[1]), 0);
	for (size_t i = 0; read(ends[0], &id, sizeof(id)) == (ssize_t)sizeof(id); i++) {
		if (i == enough)
			assert_int_equal(kill(child, SIGKILL), 0);
		assert_in_range(id, first, IDS_MAX - 1);
		acknowledged[id] = true;
		if (id > *ret_last)
			*ret_last = id;
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(close(ends[0]), 0);
}

/* Every acknowledged row is there; of the others at most one of each thread and round. */
static void check_rows(const char *path, const bool *acknowledged, int64_t last, int rounds)
{
	static const char SQL[] = "SELECT id FROM act ORDER BY id";
	struct arena arena = { 0 };
	struct complaints complaints;
	struct db_rows rows;
	struct db *db;
	struct err err;
	int64_t expected = 0;
	int more = 0;

	assert_true(db_open(path, DB_READ, &db, &err));
	assert_true(db_query(db, SQL, NO_ARGS, &rows, &err));
	while (db_next(&rows)) {
		int64_t id = db_int(&rows, 0);

		while (expected < id)
			assert_false(acknowledged[expected++]);
		more += !acknowledged[expected++];
	}
	assert_true(db_done(&rows, &err));
	while (expected <= last)
		assert_false(acknowledged[expected++]);
	assert_in_range(more, 0, THREADS * rounds);
	complaints_init(&complaints, &arena);
	assert_true(db_integrity(db, &complaints, &err));
	assert_int_equal(complaints.total, 0);
	arena_release(&arena);
	db_close(db);
}

static void what_was_acknowledged_survives_kill_9(void **state)
{
	static bool acknowledged[IDS_MAX];
	struct folder *folder = *state;
	const char *path = folder_path(folder, "a.db");
	int64_t last = -1;

	for (int round = 1; round <= ROUNDS; round++) {
		run_round(path, acknowledged, last + 1 + 2 * THREADS, 1 + random_below(400), &last);
		check_rows(path, acknowledged, last, round);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_was_acknowledged_survives_kill_9),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
