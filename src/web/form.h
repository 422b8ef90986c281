/* Bodies of forms, taken apart. The whole body is in memory, so the result cannot depend on how
 * the network cut it. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/web.h"

#define PAIRS_MAX 256

struct pair {
	const char *name;  /* NUL-terminated; holds no NUL itself */
	const char *value; /* NUL-terminated, may hold NULs */
	size_t len;
	const char *file; /* the client's name of a file; NULL = a plain value */
};

struct pairs {
	struct pair *items;
	size_t count, cap;
};

/* application/x-www-form-urlencoded. ERR_INPUT, code "bad_form", for broken percent-encoding,
 * more than PAIRS_MAX fields, NUL in a name. */
bool form_parse(struct arena *arena, const char *body, size_t len, struct pairs *ret,
		struct err *err) MUST_CHECK;

/* multipart/form-data; `type` is the whole Content-Type. The same errors, also for a plain value of
 * more than 1 MiB. With `in_place` files are not copied: they point into the body, without a NUL.
 */
bool multipart_parse(struct arena *arena, const char *type, const char *body, size_t len,
		     bool in_place, struct pairs *ret, struct err *err) MUST_CHECK;

/* Types the pairs by the route's table into req->fields and req->uploads; `ret_token` is the
 * value of the field "_token" or NULL. ERR_INPUT for a field that is unknown ("unknown_field") or
 * sent twice ("repeated_field"). What a person can mend becomes a complaint beside the field. */
bool fields_read(struct req *req, const struct pairs *pairs, const char **ret_token,
		 struct err *err) MUST_CHECK;

#endif
