/* Disks that fail and disks that are full: nothing acknowledged is lost, nothing is stored that
 * was refused, reading goes on, and writing goes on afterwards. */
#include "db/db.h"
#include "faulty.h"
#include "folder.h"

#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

static const char SCHEMA[] = "CREATE TABLE act(id INTEGER PRIMARY KEY, number INTEGER NOT NULL, "
			     "  body BLOB) STRICT";

#define ACTS 16
#define WAVE 4

struct act {
	struct db_job job;
	int64_t number;
	size_t size;
	sem_t *told;
	bool ok, unclear;
	enum err_kind kind;
};

static bool run_act(struct db *db, void *arg, struct err *err)
{
	static const char SQL[] = "INSERT INTO act(number, body) VALUES ($1, zeroblob($2))";
	struct act *act = arg;

	return db_exec(db, SQL, ARGS(ARG_INT(act->number), ARG_INT((int64_t)act->size)), NULL, err);
}

static void tell_act(void *arg, bool ok, const struct err *err)
{
	struct act *act = arg;

	act->ok = ok;
	act->kind = ok ? ERR_NONE : err->kind;
	act->unclear = !ok && text_equal(err->code, "unclear");
	(void)sem_post(act->told);
}

static bool make_schema(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return db_script(db, SCHEMA, err);
}

/* Puts them at once, so that some share a commit, and waits for all. */
static void run_wave(struct db_writer *writer, struct act *acts, size_t count)
{
	sem_t told;

	assert_int_equal(sem_init(&told, 0, 0), 0);
	for (size_t i = 0; i < count; i++) {
		acts[i].told = &told;
		acts[i].job = (struct db_job){ .run = run_act, .done = tell_act, .arg = &acts[i] };
		db_writer_put(writer, &acts[i].job);
	}
	for (size_t i = 0; i < count; i++)
		assert_int_equal(sem_wait(&told), 0);
	(void)sem_destroy(&told);
}

static int64_t ask(struct db *db, const char *sql, int64_t number)
{
	struct db_rows rows;
	struct err err;
	int64_t answer;

	assert_true(db_query(db, sql, ARGS(ARG_INT(number)), &rows, &err));
	assert_true(db_next(&rows));
	answer = db_int(&rows, 0);
	assert_true(db_done(&rows, &err));
	return answer;
}

/* What was acknowledged is there once, what was refused is not, what is unclear at most once. */
static void check_stored(const char *path, const struct act *acts, size_t count)
{
	static const char SQL[] = "SELECT count(*) FROM act WHERE number = $1";
	struct arena arena = { 0 };
	struct complaints complaints;
	struct db *db;
	struct err err;

	assert_true(db_open(path, DB_READ, &db, &err));
	for (size_t i = 0; i < count; i++) {
		int64_t stored = ask(db, SQL, acts[i].number);

		if (acts[i].unclear)
			assert_in_range(stored, 0, 1);
		else
			assert_int_equal(stored, acts[i].ok);
	}
	complaints_init(&complaints, &arena);
	assert_true(db_integrity(db, &complaints, &err));
	assert_int_equal(complaints.total, 0);
	arena_release(&arena);
	db_close(db);
}

/* ---- Every write and every sync fails once, or for good until the disk is mended ---- */

struct weather {
	enum fault kind;
	bool sticky;
	bool read; /* with a reader beside it: then the log is not read anew when the writer is */
};

/* False when the work was done before the fault was met. */
static bool work_through(struct folder *folder, const struct weather *weather, int at)
{
	static const char SQL[] = "SELECT count(*) FROM act WHERE number > $1";
	const char *path = folder_path(folder, "a.db");
	struct act acts[ACTS + 1] = { 0 };
	struct db_writer *writer;
	struct db *reader = NULL;
	struct err err;
	bool met;

	(void)unlink(path);
	assert_true(db_writer_start(path, &writer, &err));
	assert_true(db_writer_run(writer, make_schema, NULL, &err));
	if (weather->read)
		assert_true(db_open(path, DB_READ, &reader, &err));
	faulty_set(weather->kind, at, weather->sticky);
	for (size_t i = 0; i < ACTS + 1; i++)
		acts[i] = (struct act){ .number = (int64_t)i, .size = i % 5 * 2000 };
	for (size_t i = 0; i < ACTS; i += WAVE) {
		run_wave(writer, acts + i, WAVE);
		if (reader)
			(void)ask(reader, SQL, -1); /* reading goes on */
	}
	met = faulty_met;
	faulty_set(FAULT_NONE, 0, false);
	run_wave(writer, acts + ACTS, 1);
	assert_true(acts[ACTS].ok); /* and writing does, once the disk is mended */
	check_stored(path, acts, ACTS + 1);
	db_close(reader);
	db_writer_stop(writer);
	check_stored(path, acts, ACTS + 1); /* from the file alone */
	return met;
}

static void no_failing_write_or_sync_loses_or_invents_anything(void **state)
{
	static const struct weather CASES[] = {
		{ FAULT_FULL, false, true },  { FAULT_FULL, true, true },
		{ FAULT_WRITE, false, true }, { FAULT_WRITE, true, true },
		{ FAULT_SYNC, false, true },  { FAULT_SYNC, true, true },
		{ FAULT_SYNC, false, false }, { FAULT_SYNC, true, false },
	};
	struct folder *folder = *state;

	for (size_t i = 0; i < COUNT(CASES); i++) {
		int at = 1, step = CASES[i].kind == FAULT_SYNC ? 1 : 5;

		while (work_through(folder, &CASES[i], at))
			at += step;
		assert_true(at > 1);
	}
}

/* ---- A disk that is really full ---- */

struct disk {
	struct folder *folder;
	bool (*resize)(struct disk *disk, unsigned kib);
	unsigned kib; /* at first: of all files (the log takes its room ahead), or of one */
};

static bool resize_mount(struct disk *disk, unsigned kib)
{
	char size[32];

	(void)snprintf(size, sizeof(size), "size=%uk", kib);
	return mount("tmpfs", disk->folder->name, "tmpfs", MS_REMOUNT, size) == 0;
}

static bool resize_limit(struct disk *disk, unsigned kib)
{
	struct rlimit limit;

	(void)disk;
	if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
		return false;
	limit.rlim_cur = kib ? (rlim_t)kib * 1024 : limit.rlim_max;
	return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

#define MANY 200

/* Fills the disk, asks for more, makes room, and goes on; twice. */
static void fill_and_mend(struct disk *disk)
{
	static const char SQL[] = "SELECT count(*) FROM act WHERE number > $1";
	static struct act acts[MANY];
	const char *path = folder_path(disk->folder, "a.db");
	struct db_writer *writer;
	struct db *reader;
	struct err err;
	size_t next = 0, stored = 0;

	assert_true(db_writer_start(path, &writer, &err));
	assert_true(db_writer_run(writer, make_schema, NULL, &err));
	assert_true(db_open(path, DB_READ, &reader, &err));
	for (unsigned round = 1; round <= 2; round++) {
		size_t refused = 0;

		assert_true(disk->resize(disk, disk->kib * round));
		for (; next < MANY / 2 * round; next += WAVE) {
			for (size_t i = next; i < next + WAVE; i++)
				acts[i] = (struct act){ .number = (int64_t)i, .size = 20000 };
			run_wave(writer, acts + next, WAVE);
			for (size_t i = next; i < next + WAVE; i++) {
				stored += acts[i].ok;
				refused += acts[i].kind == ERR_FULL;
				assert_true(acts[i].ok || acts[i].kind == ERR_FULL);
			}
			assert_int_equal(ask(reader, SQL, -1), stored);
		}
		assert_true(stored > 0 && refused > 0);
	}
	assert_true(disk->resize(disk, 0));
	acts[0] = (struct act){ .number = 1000000, .size = 20000 };
	run_wave(writer, acts, 1);
	assert_true(acts[0].ok);
	db_close(reader);
	db_writer_stop(writer);
	check_stored(path, acts, MANY);
}

static void a_full_file_system_refuses_and_recovers(void **state)
{
	struct disk disk = { .folder = *state, .resize = resize_mount, .kib = 1536 };

	/* In a name space of our own: it is gone when we are. */
	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", disk.folder->name, "tmpfs", 0, "size=16m") != 0)
		skip();
	fill_and_mend(&disk);
	assert_int_equal(umount2(disk.folder->name, MNT_DETACH), 0);
}

static void a_full_quota_refuses_and_recovers(void **state)
{
	struct disk disk = { .folder = *state, .resize = resize_limit, .kib = 512 };

	(void)signal(SIGXFSZ, SIG_IGN);
	fill_and_mend(&disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_full_file_system_refuses_and_recovers),
		IN_FOLDER(a_full_quota_refuses_and_recovers),
		IN_FOLDER(no_failing_write_or_sync_loses_or_invents_anything),
	};

	faulty_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
