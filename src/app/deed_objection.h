/* Objections (keberatan): a nominee's word against its result, and the chair's answer. Neither
 * blocks a move. Private to app. */
#ifndef DEED_OBJECTION_H
#define DEED_OBJECTION_H

#include "own_result.h"
#include "pleno.h"

#define OBJECTION_TEXT_MAX 4000 /* characters */
#define OBJECTION_CONTACT_MAX 200
#define OBJECTIONS_MAX 10 /* of one nominee in one edition */

enum objecting { /* may the nominee object now? */
		 OBJECTING_OPEN,
		 OBJECTING_WAITS, /* one is unanswered */
		 OBJECTING_LATE,  /* after the deadline */
		 OBJECTING_FULL
};
enum objecting objecting(const struct settings *settings, const struct objection *list,
			 size_t count, int64_t now);

struct objection_call {
	const char *criterion; /* key; "" = the result as a whole */
	const char *contact, *text;
};
/* On the writer; the nominee is whoever holds its code. */
bool objection_make(struct req *req, const struct own_result *own, const struct settings *settings,
		    const struct objection_call *call, int64_t now, struct refusal *ret,
		    struct err *err) MUST_CHECK;
/* On the writer. `correction`: number of the published correction that answers it, 0 = the reason
 * alone does. A chair to whom the nominee is closed cannot answer. */
bool objection_answer(struct req *req, const struct edition *edition, int64_t id,
		      const char *reason, int64_t correction, int64_t now, struct refusal *ret,
		      struct err *err) MUST_CHECK;
/* Is the nominee closed to the reader, a chair who is recused from it? Then nothing of its
 * objection is shown but that there is one. */
bool objection_is_closed(struct req *req, const struct edition *edition, const char *nominee,
			 bool *ret, struct err *err) MUST_CHECK;
/* A line at the head of a page when some are open. */
bool objections_remind(struct req *req, const struct edition *edition, struct val *page,
		       struct err *err) MUST_CHECK;
/* Published corrections that came after release `after`, newest first. */
bool corrections_list(struct req *req, const struct edition *edition, int64_t after, int64_t **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK;

#endif
