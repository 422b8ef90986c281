/* What certificates are printed with besides what they say: the design and its layout, and what of
 * the settings stands on paper. Kept when they are issued, so that a serial is one paper for ever
 * (docs/decisions). Private to app. */
#ifndef PAPER_FORM_H
#define PAPER_FORM_H

#include "service.h"

struct kept_form {
	const struct layout *layout;
	struct settings settings; /* public address, legal basis, ceremony, signatories */
};

/* On the writer: the number of the form that is in force now. */
bool paper_form_now(struct req *req, const struct edition *edition, int64_t now,
		    int64_t *ret_number, struct err *err) MUST_CHECK;
/* A form that was kept, read once: what is returned lives as long as the cache. ERR_CONFLICT
 * LAYOUT_UNREADABLE names line and mistake. */
struct award_source;
bool paper_form_open(const struct award_source *from, int64_t edition, int64_t number,
		     const struct kept_form **ret, struct err *err) MUST_CHECK;

#endif
