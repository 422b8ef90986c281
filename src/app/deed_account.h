/* Deeds on accounts: of the secretariat and the command line, in the writer's transaction. Private
 * to app. */
#ifndef DEED_ACCOUNT_H
#define DEED_ACCOUNT_H

#include "service.h"

#define USERNAME_MAX 64
#define PASSWORD_MIN 8
#define PASSWORD_MAX 128 /* characters */

struct account_order {
	const char *edition;  /* key; for reset and disable it may be NULL */
	const char *username; /* as username_clean() gives it */
	enum role role;
	const char *juror; /* key, or NULL */
	const char *password_hash;
};

/* One line of 1 … 64 characters, NFC, without spaces around it. */
bool username_clean(struct arena *arena, const char *text, const char **ret,
		    struct err *err) MUST_CHECK;
/* NFC, so that every keyboard gives the same bytes; 8 … 128 characters, no other rule. */
bool password_clean(struct arena *arena, const char *text, const char **ret,
		    struct err *err) MUST_CHECK;

/* The fields `new` and `again` of a form: complains, or gives the new password. */
void password_new_check(struct req *req, const char **ret);

/* Once marks can be given, also while the rules are mended, the two keys are beyond the
 * secretariat: who could give the chair or the keeper a new password could turn both. A deputy
 * takes a proposal (docs/decisions/0018). */
bool account_key_closed(const struct edition *edition, enum role role);

bool account_make(struct db *db, const struct actor *actor, const struct account_order *order,
		  int64_t at, struct arena *arena, struct err *err) MUST_CHECK;
/* A new password; ends the account's sessions and its open card, and makes it active again. Its
 * owner is told when he next signs in. */
bool account_reset(struct db *db, const struct actor *actor, const struct account_order *order,
		   int64_t at, struct arena *arena, struct err *err) MUST_CHECK;
bool account_disable(struct db *db, const struct actor *actor, const struct account_order *order,
		     int64_t at, struct arena *arena, struct err *err) MUST_CHECK;

#endif
