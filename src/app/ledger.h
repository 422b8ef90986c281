/* What decides a result against the log of acts. Private to app. */
#ifndef LEDGER_H
#define LEDGER_H

#include "app/app.h"
#include "store/store.h"

/* Walks the log of every edition and complains where the tables hold something else than the log
 * says was done: phase, rules, evidence, votes, releases and roles. The chain of the log itself is
 * store_check's. False only when the database fails. */
bool ledger_check(struct db *db, struct complaints *complaints, struct err *err) MUST_CHECK;

/* Both: the chains of a database, and what they must agree with. */
bool database_check(struct db *db, struct complaints *complaints, struct buf *summary,
		    struct err *err) MUST_CHECK;

#endif
