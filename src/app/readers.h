/* Reading connections that are idle: opening one costs more than most requests. Private to app. Any
 * thread. */
#ifndef READERS_H
#define READERS_H

#include "db/db.h"

struct readers;
struct readers *readers_new(const char *db_path); /* lives longer */
void readers_free(struct readers *readers);	  /* closes those that were given back */
bool readers_take(struct readers *readers, struct db **ret, struct err *err) MUST_CHECK;
void readers_give(struct readers *readers, struct db *db); /* outside of a transaction */

#endif
