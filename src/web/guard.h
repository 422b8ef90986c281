/* The request guard: says no to whatever two programs could read in two ways, before anything
 * else looks at the request. Pure: reads a struct, keeps nothing, knows no socket and no library.
 * Rules: RFC 9110, RFC 9112 section 11.2 (smuggling); where those leave a choice, we refuse. */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "base/base.h"

#define HEADERS_MAX 100
#define TARGET_MAX 4096 /* bytes of path and query */
#define HEAD_MAX 12288	/* bytes of a whole head; our answer's has to fit beside it */

struct header {
	const char *name, *value; /* NUL-terminated; spaces around the value are not part of it */
	size_t name_len, value_len;
};

/* A request head as it came, taken apart but not interpreted. */
struct head {
	const char *method, *version; /* NUL-terminated */
	const char *target;	      /* as sent, not decoded */
	size_t target_len;
	const struct header *headers;
	size_t header_count;
	bool too_many; /* more headers than HEADERS_MAX; the rest is not here */
	bool torn;     /* bytes of the head are in none of the parts above (NUL, folded lines) */
};

enum verb { VERB_NONE, VERB_GET, VERB_HEAD, VERB_POST, VERB_PUT, VERB_DELETE, VERB_OPTIONS };

struct guard {
	enum verb verb;	    /* VERB_NONE: a method that we know and never offer (PATCH, TRACE) */
	const char *host;   /* or NULL (HTTP/1.0) */
	const char *query;  /* of the target, behind the '?'; or NULL */
	size_t path_len;    /* of the target */
	bool chunked;	    /* a body of unknown length follows */
	int64_t length;	    /* of the body; 0 when there is none */
	unsigned status;    /* 0 when all is well, else 400, 414, 417, 431, 501, 505 */
	struct words words; /* why, when status is not 0 */
};

/* Fills `ret`; true when the request may go on. */
bool guard_check(const struct head *head, struct guard *ret) MUST_CHECK;

/* Decodes "%41" (and '+' to a space when `plus`) into `ret`, which has room for `len` + 1 bytes.
 * False when a percent sign is not followed by two hexadecimal digits. Adds a NUL. */
bool percent_decode(const char *text, size_t len, bool plus, char *ret, size_t *ret_len) MUST_CHECK;

#endif
