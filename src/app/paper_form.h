/* What certificates are printed with besides what they say: the design and its layout, and what of
 * the settings stands on paper. Kept with the certificate when it is issued, so that a serial is
 * one paper for ever. Private to app. */
#ifndef PAPER_FORM_H
#define PAPER_FORM_H

#include "service.h"

/* On the writer: the number of the form that is in force now. */
bool paper_form_now(struct req *req, const struct edition *edition, int64_t now,
		    int64_t *ret_number, struct err *err) MUST_CHECK;

#endif
