/* The ledger: the rows that decide a result or who may decide it, against the log of acts. Private
 * to app.
 *
 * A deed looks before it changes rows and tells afterwards; the difference goes into its act:
 *	struct ledger_look look;
 *	if (!ledger_look(db, edition, VOUCHED_NOMINEE, key, arena, &look, err)) return false;
 *	…nominee_put…
 *	return ledger_tell(&look, about, err) && act_log(…about…);
 * It is the difference that is told, not the row: what was changed behind the program's back
 * stays untold, also when the row is changed by a deed later. */
#ifndef LEDGER_H
#define LEDGER_H

#include "app/app.h"
#include "store/store.h"
#include "view/view.h"

struct ledger_look {
	struct db *db;
	int64_t edition;
	unsigned tables;
	const char *key;
	struct arena *arena;
	struct {
		struct vouched_row *rows;
		size_t count;
	} before[VOUCHED_TABLES_MAX];
};

/* `tables`: bits of enum vouched; `key` names the one row, NULL = all of the tables. */
bool ledger_look(struct db *db, int64_t edition, unsigned tables, const char *key,
		 struct arena *arena, struct ledger_look *ret, struct err *err) MUST_CHECK;
/* Puts `rows` into `about`: [{"table","key","old":{column: value},"new":{…}}], the columns that
 * differ; a new row has no `old`, one that is gone no `new`. Nothing when nothing differs. */
bool ledger_tell(const struct ledger_look *look, struct val *about, struct err *err) MUST_CHECK;

/* Walks the log of every edition and complains, with table, row and column, where the tables hold
 * something else than the log tells. The chain of the log itself is store_check's. False only when
 * the database fails. */
bool ledger_check(struct db *db, struct complaints *complaints, struct err *err) MUST_CHECK;

/* Both: the chains of a database, and what they must agree with. */
bool database_check(struct db *db, struct complaints *complaints, struct buf *summary,
		    struct err *err) MUST_CHECK;

/* store_migrate; an edition from before the log told every row gets an act that tells them all, as
 * they stand: from there on it vouches for them. */
bool database_migrate(struct db *db, const char *path, struct err *err) MUST_CHECK;

#endif
