/* paritrana backup --db F --to F, and restore --from F --to F */
#include <stdio.h>
#include <unistd.h>

#include "app/ledger.h"
#include "app/service.h"

static int done_print(const char *to, enum lang lang)
{
	(void)printf(lang == LANG_EN ? "%s: written and checked\n" : "%s: tertulis dan diperiksa\n",
		     to);
	return 0;
}

int cmd_backup(int argc, char **argv, enum lang lang)
{
	const char *db = NULL, *to = NULL;
	const struct option_spec specs[] = {
		{ "db", &db, false, true },
		{ "to", &to, false, true },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("backup"), specs, NULL, 0, lang);
	struct err err;

	if (code >= 0)
		return code;
	return db_backup(db, to, &err) ? done_print(to, lang) : fail_print(&err, lang);
}

/* Is it a database of ours, whole, its chains and folds right? */
static bool check(const char *path, struct arena *arena, struct complaints *complaints,
		  struct err *err)
{
	struct buf summary;
	struct db *db;
	bool good;

	if (!db_open(path, DB_READ, &db, err))
		return false;
	buf_init(&summary, arena);
	good = store_check(db, complaints, &summary, err);
	db_close(db);
	return good && !complaints->total;
}

/* A copy of an older program is brought up to this one's schema. Whoever was signed in when the
 * copy was made signs in again: since then a session may have been ended, a password changed. */
static bool refresh(const char *path, struct err *err)
{
	struct db *db;
	bool done;

	if (!db_open(path, DB_WRITE, &db, err))
		return false;
	done = database_migrate(db, NULL, err) && session_sweep(db, INT64_MAX, err);
	db_close(db);
	return done;
}

/* Under the lock of the target: a service that still runs there holds the file that was moved
 * aside, and would go on writing into it. */
static bool copy(const char *from, const char *to, struct err *err)
{
	struct db_lock lock;
	bool done;

	if (!db_lock(to, &lock, err))
		return false;
	done = db_backup(from, to, err);
	db_unlock(&lock);
	return done;
}

static bool restore(const char *from, const char *to, struct arena *arena,
		    struct complaints *complaints, struct err *err)
{
	if (!copy(from, to, err))
		return false;
	if (refresh(to, err) && check(to, arena, complaints, err))
		return true;
	(void)unlink(to); /* ours, and made just now */
	return false;
}

int cmd_restore(int argc, char **argv, enum lang lang)
{
	const char *from = NULL, *to = NULL;
	const struct option_spec specs[] = {
		{ "from", &from, false, true },
		{ "to", &to, false, true },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("restore"), specs, NULL, 0, lang);
	struct arena arena = { 0 };
	struct complaints complaints;
	struct err err;

	if (code >= 0)
		return code;
	complaints_init(&complaints, &arena);
	if (restore(from, to, &arena, &complaints, &err))
		code = done_print(to, lang);
	else if (complaints.total)
		code = complaints_fail(&complaints, lang);
	else
		code = fail_print(&err, lang);
	arena_release(&arena);
	return code;
}
