/* What a nominee reached in an earlier edition. Private to app. */
#ifndef PREVIOUS_H
#define PREVIOUS_H

#include "service.h"

/* Puts "previous" into the map: null, or what the newest earlier release in this database makes
 * public of the nominee of the same key in the category of the same key. */
bool previous_put(struct req *req, const struct edition *edition, const struct scheme *scheme,
		  const struct candidate *nominee, struct val *into, struct err *err) MUST_CHECK;

#endif
