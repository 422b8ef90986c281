/* What commands write: one call, run by whichever process has the lock. When a service runs, the
 * call goes through the Unix socket beside the database and its writer runs it; otherwise the
 * command takes the lock and runs it itself. The same function either way. Private to app. */
#ifndef ADMIN_H
#define ADMIN_H

#include "service.h"

#define ADMIN_PARTS_MAX 24
#define ADMIN_SIZE_MAX ((size_t)64 << 20)

struct admin_part {
	const char *name; /* [a-z_]{1,32} */
	const char *data; /* NUL-terminated; may hold any bytes */
	size_t len;
};

struct admin_call { /* parts: "verb" and what the verb reads */
	struct admin_part parts[ADMIN_PARTS_MAX];
	size_t count;
};

void admin_put(struct admin_call *call, const char *name, const char *data, size_t len);
void admin_put_text(struct admin_call *call, const char *name, const char *text); /* NULL: not */
const struct admin_part *admin_part(const struct admin_call *call, const char *name); /* or NULL */
const char *admin_text(const struct admin_call *call, const char *name);	      /* or NULL */

/* Under way: what a verb reads and fills. */
struct admin {
	struct db *db;
	const struct admin_call *call;
	enum lang lang;
	struct arena *arena;
	struct complaints complaints; /* bad rows: then false with the code `bad_rows` */
	struct buf out;		      /* what the command prints when all is stored */
};

extern const struct actor COMMAND_LINE;

/* Runs the call inside the transaction of `db`. */
bool admin_run(struct admin *admin, struct err *err) MUST_CHECK;

/* From a command: has the call run, prints what came of it, answers the exit code. `make`: the file
 * is made when there is none, unless the call fails. */
int admin_command(const char *db_path, bool make, struct admin_call *call, enum lang lang);

/* The text of a call or a reply on the wire. */
void admin_encode(const struct admin_call *call, struct buf *ret);
bool admin_decode(const char *text, size_t len, struct arena *arena, struct admin_call *ret,
		  struct err *err) MUST_CHECK;

/* ---- The socket (admin_door.c) ---- */

struct admin_door;
struct admin_watch { /* is told after each change */
	void (*changed)(void *arg);
	void *arg;
};
/* Takes calls until admin_close; the lock of the database must be ours. */
bool admin_open(const char *db_path, struct db_writer *writer, const struct admin_watch *watch,
		struct admin_door **ret, struct err *err) MUST_CHECK;
void admin_close(struct admin_door *door); /* before the writer stops; NULL is nothing */

/* Sends a call to the service that has the database; ERR_NOT_FOUND when none listens. */
bool admin_send(const char *db_path, const struct admin_call *call, struct arena *arena,
		struct admin_call *ret_reply, struct err *err) MUST_CHECK;

/* ---- Verbs ---- */

bool admin_init(struct admin *admin, struct err *err) MUST_CHECK; /* admin_init.c */

#endif
