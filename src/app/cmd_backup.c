/* paritrana backup --db F --to F, and restore --from F --to F */
#include <stdio.h>

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

/* Under the lock of the target: a service that still runs there holds the file that was moved
 * aside, and would go on writing into it. */
static bool restore(const char *from, const char *to, struct arena *arena,
		    struct complaints *complaints, struct err *err)
{
	struct db_lock lock;
	bool good;

	if (!db_lock(to, &lock, err))
		return false;
	good = check(from, arena, complaints, err) && db_backup(from, to, err) &&
	       check(to, arena, complaints, err);
	db_unlock(&lock);
	return good;
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
