/* Signing in: the deed below the API and the page, and the budget of wrong passwords. The password
 * is checked on a worker (`prepare`), the session made on the writer (`run`). Private to app. */
#ifndef SIGN_IN_H
#define SIGN_IN_H

#include "service.h"

enum sign_in_outcome { SIGN_IN_WRONG, SIGN_IN_LATER, SIGN_IN_RIGHT };

struct sign_in {
	enum sign_in_outcome outcome;
	unsigned wait;		/* LATER: seconds */
	int64_t failed_account; /* WRONG: whose password it was not; 0 = nobody's */
	struct account account;
	bool known_device;
	char token[TOKEN_SIZE]; /* of the new session */
};

/* As slow and as silent for a name that does not exist. */
bool sign_in_check(struct req *req, const char *username, const char *password, struct sign_in *ret,
		   struct err *err) MUST_CHECK;
/* RIGHT: makes the session and sets its cookies; from here on req's who is the new one. WRONG: has
 * it noted in the log. May turn RIGHT into WRONG, when the account has changed meanwhile. */
bool sign_in_finish(struct req *req, struct sign_in *sign_in, struct err *err) MUST_CHECK;
/* The same for who has proved otherwise that the account is his. */
bool sign_in_enter(struct req *req, const struct account *account, struct err *err) MUST_CHECK;
bool sign_out(struct req *req, struct err *err) MUST_CHECK;

/* The same question about somebody who is signed in (also for the old password, at a change). */
enum sign_in_outcome password_ask(struct req *req, const char *password, unsigned *ret_wait);
/* A cookie by which this device is known to the account later. Its key is the stored hash of the
 * password: a new password makes all devices strange again. */
void device_cookie(struct req *req, const struct account *account);
/* What was tried on an account into the log, without waiting for it. `deed` and `about` are
 * literals. */
void account_note(struct service *service, const struct account *account, const char *deed,
		  const char *about);

/* "Too many attempts; try again in … seconds", in the language of the page (page_sign_in.c). */
const char *wait_words(struct req *req, unsigned seconds);

/* A path of ours that one may be led to after signing in. */
bool local_path(const char *text);
/* Where the day of a role begins: "editions/ntt-2024/sheets". */
const char *home_path(const struct req *req, const struct account *account);

#endif
