/* How pages and files say the schedule. Private to app. */
#ifndef SCHEDULE_SHOW_H
#define SCHEDULE_SHOW_H

#include "schedule.h"
#include "secretariat.h"

/* "" (in person) or https://…, at most 300 characters, nothing that could break out of a link. */
bool link_parse(const char *text);
const char *panel_show(const struct schedule *s, const struct seats *panel, struct arena *arena);
/* Who came for the nominee; NULL: not recorded. */
const char *came_show(const struct req *req, const struct meeting *m);
/* Whether a page lists it: the chair leads, and finds there also what he does not judge. */
bool meeting_listed(const struct req *req, const struct schedule *s, size_t juror,
		    const struct meeting *m);
/* One placed interview that is listed for `juror` (NAME_NONE: all). */
void meeting_put(const struct req *req, const struct schedule *s, const struct meeting *m,
		 size_t juror, struct val *row);

/* "closed": name and the word of each nominee that he is recused from, wherever its interview
 * stands. */
void closed_put(const struct req *req, const struct schedule *s, size_t juror, struct val *page);

/* The category, when all rows are of one: said once, above them. Else NULL. */
const char *category_once(const struct val *rows);

/* "Selasa, 24 Juni 2025, 08.00–08.15 · Ruang A" for whoever may see it whole; NULL: no place. */
bool interview_words(struct req *req, int64_t edition, int64_t nominee, const char **ret,
		     struct err *err) MUST_CHECK;

/* The page of the session of the route; `p` NULL: nothing was done. */
bool session_show(struct req *req, const struct planner *p, struct err *err) MUST_CHECK;

/* ---- Forms ---- */

/* The edition of the route (of whoever asks) and its schedule, for an act. */
bool planner_open(struct req *req, struct planner *ret, struct err *err) MUST_CHECK;
/* What was typed; on a page that was only opened, what is kept. */
const char *typed_or(const struct req *req, const char *name, const char *kept);
/* A time of day, or a complaint beside the field; "" is `otherwise` (-1: it is needed). */
int64_t clock_field(struct req *req, const char *name, int64_t otherwise);
const char *link_field(struct req *req, const char *name);
int64_t whole_field(const struct req *req, const char *name);
/* The refusal beside its field or at the head; without one, "saved" after an act. `p` may be NULL.
 */
void planned_flash(struct desk *d, const struct planner *p, struct val *fields);
unsigned planned_status(const struct req *req, const struct planner *p);

#endif
