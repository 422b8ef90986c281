/* Access cards: a one-time code that lets its holder choose the password of an account. Private to
 * app. */
#ifndef DEED_CARD_H
#define DEED_CARD_H

#include "service.h"

enum card_state {
	CARD_OPEN,
	CARD_UNKNOWN,
	CARD_USED,
	CARD_LATE,
	CARD_ENDED, /* replaced; or the account was changed, or is a key that is closed by now */
};

struct card_look {
	enum card_state state;
	struct card card;
	struct account account; /* not when unknown */
	struct edition edition;
};

/* What a code opens now. */
bool card_look(struct db *db, const char *code, int64_t now, struct arena *arena,
	       struct card_look *ret, struct err *err) MUST_CHECK;
enum card_state card_state(const struct card *card, const struct account *account,
			   const struct edition *edition, int64_t now);

/* May the secretariat make a card of this account? Not of its own, nor of one that is shut, nor
 * (account_key_closed) of the two keys once marks can be given. */
bool card_may(const struct req *req, const struct edition *edition, const struct account *account);
/* On the writer: a new card; the account's open one ends. The code is returned this once. */
bool card_make(struct req *req, const struct edition *edition, const struct account *account,
	       int64_t now, const char **ret_code, struct err *err) MUST_CHECK;
/* On the writer: the card is used up, the password set, all sessions of the account ended. The look
 * must be of this transaction, and open. */
bool card_use(struct req *req, const struct card_look *found, const char *password_hash,
	      int64_t now, struct err *err) MUST_CHECK;

#endif
