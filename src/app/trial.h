/* The trial before the first key: everything that the release would keep a layout of, and its
 * certificates, printed with the facts of this edition and thrown away. A layout that is frozen can
 * no longer be mended. Private to app. */
#ifndef TRIAL_H
#define TRIAL_H

#include "shelf.h"

struct trial_refusal {
	const char *layout; /* "minutes", "certificate-formal" */
	struct words why;   /* names it, with the line */
};

struct trial {
	struct trial_refusal *items;
	size_t count, cap;
};

/* Only in deliberation; nothing else is tried, and nothing that cannot be worked out yet (a tie
 * waits for its vote). Prints everything: on a worker. Of what the reader may not print the place
 * alone is said. */
bool release_trial(struct req *req, struct trial *ret, struct err *err) MUST_CHECK;

#endif
