/* What the browser of a juror keeps for the time without a network. Private to app.
 *
 * It is sealed there with a key of the account, which only its signed-in session is given, and
 * which is always the same: what was left unsent by a person who signed out can be read when that
 * person signs in again. Nothing is stored for it here (edition_secret). */
#ifndef DEVICE_H
#define DEVICE_H

#include "store/store.h"

#define DEVICE_OWNER_SIZE 33
#define DEVICE_OWNER "Device-Owner" /* header: of a page, for whom; of a call, by whom */
#define DEVICE_NOBODY "-"	    /* for nobody whose pages are kept */
#define DEVICE_KEPT "kept" /* cookie: for whom this browser has kept the key since the sign-in */

/* Who may keep pages is named on his device by this, which says nothing to anybody else; "" for
 * who may not. */
bool device_owner(struct db *db, const struct account *account, char ret[DEVICE_OWNER_SIZE],
		  struct err *err) MUST_CHECK;
bool device_key(struct db *db, const struct account *account, char ret[SHA256_HEX_SIZE],
		struct err *err) MUST_CHECK;
struct req;
/* Who signs in or out begins anew. */
void device_forget(struct req *req);

#endif
