/* paritrana backup --db F --to F, and restore --from F --to F */
#include <stdio.h>
#include <unistd.h>

#include "app/ledger.h"
#include "app/service.h"
#include "app/vault.h"

static int done_print(const char *to, enum lang lang)
{
	(void)printf(lang == LANG_EN ? "%s: written and checked\n" : "%s: tertulis dan diperiksa\n",
		     to);
	return 0;
}

/* The documents that the copy names; they never change, so they may be copied after it. */
static bool files_copy(const char *from, const char *to, struct complaints *complaints,
		       struct err *err)
{
	struct arena *arena = complaints->arena;
	struct db *db;
	bool done;

	if (!db_open(to, DB_READ, &db, err))
		return false;
	done = vault_copy(vault_folder(arena, from), vault_folder(arena, to), db, complaints, err);
	db_close(db);
	return done;
}

/* A copy of nothing, made every night, would be found out on the day it is needed. */
static bool ours_check(const char *path, struct err *err)
{
	struct db *db;

	if (!store_open(path, true, &db, err))
		return false;
	db_close(db);
	return true;
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
	struct arena arena = { 0 };
	struct complaints complaints;
	struct err err;

	if (code >= 0)
		return code;
	complaints_init(&complaints, &arena);
	if (!ours_check(db, &err) || !db_backup(db, to, &err) ||
	    !files_copy(db, to, &complaints, &err))
		code = fail_print(&err, lang);
	else if (complaints.total) /* what there was is in the copy */
		code = complaints_fail(&complaints, lang);
	else
		code = done_print(to, lang);
	arena_release(&arena);
	return code;
}

/* Is it a database of ours, whole, its chains and folds right? */
static bool check(const char *path, struct arena *arena, struct complaints *complaints,
		  struct err *err)
{
	struct buf summary;
	struct db *db;
	size_t documents;
	bool good;

	if (!db_open(path, DB_READ, &db, err))
		return false;
	buf_init(&summary, arena);
	good = store_check(db, complaints, &summary, err) &&
	       vault_check(vault_folder(arena, path), db, complaints, &documents, err);
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
static bool copy(const char *from, const char *to, const char *files, struct err *err)
{
	struct db_lock lock;
	bool done;

	if (!db_lock(to, &lock, err))
		return false;
	vault_tidy(files);
	if (access(files, F_OK) == 0)
		done = FAIL(err, ERR_CONFLICT, "%s: sudah ada", "%s: exists already", files);
	else
		done = db_backup(from, to, err);
	db_unlock(&lock);
	return done;
}

static bool restore(const char *from, const char *to, struct arena *arena,
		    struct complaints *complaints, struct err *err)
{
	const char *files = vault_folder(arena, to);

	if (!ours_check(from, err) || !copy(from, to, files, err))
		return false;
	if (refresh(to, err) && files_copy(from, to, complaints, err) &&
	    check(to, arena, complaints, err))
		return true;
	(void)unlink(to); /* ours, and made just now */
	vault_remove(files);
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
