/* The result of one nominee as it may see it itself: from the release that is public, and beside it
 * only what can be proved to belong to that release. Private to app. */
#ifndef OWN_RESULT_H
#define OWN_RESULT_H

#include "release.h"

struct own_result {
	struct edition edition;
	struct released released; /* the newest published one */
	struct tally_input input; /* of the bundle, with the nominee's sealed evidence opened */
	const struct row *row;
	const struct nominee *nominee; /* of `input` */
};

/* The nominee of a code. The tally is that of the bundle, whatever `publish` says to others.
 * Confidential evidence: the bundle holds SHA-256(salt ‖ line) only. The value kept in the tables
 * is shown when it gives exactly that hash, that is, when it is what the release was made from;
 * while a correction changes it, it stays sealed. ERR_NOT_FOUND when nothing is published, or the
 * nominee is not in it. */
bool own_result_open(struct req *req, const struct result_code *code, struct own_result *ret,
		     struct err *err) MUST_CHECK;

/* What jurors wrote to the nominee on sheets that counted: each sheet as it stood when the release
 * was made, its leaf proved to be one of the release's chain. Ordered by the text alone, so that
 * the order tells nobody. */
bool own_result_feedback(struct req *req, const struct own_result *own, const char ***ret,
			 size_t *ret_count, struct err *err) MUST_CHECK;

#endif
