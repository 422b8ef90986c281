/* Letters to nominees: a code for each that opens its own page. Private to app. */
#ifndef DEED_LETTER_H
#define DEED_LETTER_H

#include "pleno.h"

struct letter { /* as it is printed, once */
	const struct nominee *nominee;
	const struct category *category;
	const char *code;
};

/* On the writer. For every nominee of the published release that has none yet; refused when all
 * have one. */
bool letters_make(struct req *req, const struct edition *edition, const struct released *released,
		  int64_t now, struct letter **ret, size_t *ret_count, struct refusal *ret_refusal,
		  struct err *err) MUST_CHECK;
/* On the writer. A new code instead of a lost one: the old one ends. */
bool letter_remake(struct req *req, const struct edition *edition, const struct released *released,
		   const char *nominee, const char *reason, int64_t now, struct letter *ret,
		   struct refusal *ret_refusal, struct err *err) MUST_CHECK;

#endif
