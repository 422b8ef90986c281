/* What others did to one's account (page_notices.c). Private to app. */
#ifndef NOTICES_H
#define NOTICES_H

#include "service.h"

/* "notices" and "has_notices"; with `unread` only those that their owner has not read. */
bool notices_put(struct req *req, bool unread, int zone_hours, struct val *page,
		 struct err *err) MUST_CHECK;
bool notices_wait(struct req *req, int64_t account, bool *ret, struct err *err) MUST_CHECK;

#endif
