/* The interview schedule: who sits where, when each nominee comes, and who came. Private to app.
 * A sitting is one panel in one room on one day. Times are minutes since midnight of the edition's
 * clock; nothing goes past midnight. Of a nominee that a juror is recused from he sees the name
 * and the word, and no time (schedule_sees). */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "app/service.h"
#include "pleno.h"

#define DAY_MINUTES 1440
#define SEATS_MAX 256 /* jurors; further ones never sit */

struct seats { /* a set of jurors, by index in the schedule */
	uint64_t bits[SEATS_MAX / 64];
};
bool seats_has(const struct seats *seats, size_t juror);
size_t seats_count(const struct seats *seats);

struct meeting {	     /* the interview of one nominee, placed or not */
	struct interview at; /* at.sitting 0: not placed */
	const struct candidate *nominee;
	const struct category *category; /* NULL: the scheme has it no longer */
	const struct sitting *sitting;	 /* NULL: not placed */
	struct seats barred;		 /* recused from it, or with a conflict declared */
	struct seats panel;		 /* who sits: of the sitting, of the category, not barred */
	bool changed;			 /* in memory; to be kept */
	const struct sitting *was;	 /* where it stood before that */
	struct interview before;
};

struct schedule {
	struct db *db;
	struct arena *arena;
	struct edition edition;
	const struct scheme *scheme;
	int zone_hours;
	struct juror *jurors;
	size_t juror_count;
	struct candidate *candidates;
	struct sitting *sittings; /* by day and room */
	struct seats *seats;	  /* by sitting: who may sit in it */
	size_t sitting_count;
	struct seat *attendance;
	size_t attendance_count;
	struct meeting *items; /* one per nominee: placed ones first, by day, time and room */
	size_t count, placed;
	struct state_row *states; /* of all sheets; by juror and nominee */
	size_t state_count;
};

bool schedule_load(struct service *service, struct db *db, const struct edition *edition,
		   const struct scheme *scheme, struct arena *arena, struct schedule *ret,
		   struct err *err) MUST_CHECK;
/* For the command line, whose scheme is read already. */
struct meeting *schedule_find(struct schedule *s, const char *nominee); /* or NULL */
size_t schedule_sitting(const struct schedule *s, int64_t number);	/* or NAME_NONE */
size_t schedule_juror(const struct schedule *s, int64_t juror);		/* or NAME_NONE */
enum sheet_state schedule_state(const struct schedule *s, size_t juror, const struct meeting *m);
int64_t schedule_version(const struct schedule *s, size_t juror, const struct meeting *m);
const char *schedule_attendance(const struct schedule *s, int64_t sitting, size_t juror,
				int64_t *ret_left); /* or NULL */
/* He owes a sheet on it that is still open, and did not hear it: not seated, absent, gone before.
 */
bool schedule_away(const struct schedule *s, size_t juror, const struct meeting *m);
/* The moment of a day and minute, UTC; 0 for no day. */
int64_t schedule_moment(const struct schedule *s, const char *day, int64_t minute);

/* What somebody may see of it. `juror` NAME_NONE: everything (secretariat, keeper). */
enum sight { SIGHT_NONE, SIGHT_RECUSED, SIGHT_WHOLE };
enum sight schedule_sees(const struct schedule *s, size_t juror, const struct meeting *m);
/* Those that he is recused from, once a schedule exists, in the order of their keys, which tells
 * nothing of when or where. */
const struct candidate **schedule_closed(const struct schedule *s, size_t juror, size_t *ret_count);
/* Recused from it, or with a conflict declared. */
bool schedule_bars(const struct schedule *s, size_t juror, const struct meeting *m);
/* The chair is offered to mark this juror absent: not where the interview is closed to the chair.
 */
bool schedule_offers(const struct schedule *s, size_t chair, size_t juror, const struct meeting *m);
/* Is a sitting there for him: not when all that is heard in it is closed to him, nor when nothing
 * is heard in it and something is closed to him: it would vanish with that. */
bool schedule_holds(const struct schedule *s, size_t juror, const struct sitting *sitting);
/* The index of whoever asks: a juror or the chair; else NAME_NONE. */
size_t schedule_viewer(const struct req *req, const struct schedule *s);

/* ---- Rules (schedule_rules.c), in memory only ---- */

struct clash {
	enum { CLASH_NONE, CLASH_MIDNIGHT, CLASH_ROOM, CLASH_JUROR } kind;
	const struct meeting *with;
	size_t juror;
};
/* Does this interview fit beside all others as they stand in memory? */
struct clash schedule_clash(const struct schedule *s, const struct meeting *m);
/* Puts it there (in memory), and works out who sits. Sitting NAME_NONE takes it out. */
void schedule_place(struct schedule *s, struct meeting *m, size_t sitting, int64_t starts,
		    int64_t minutes, const char *link);
void schedule_seat(const struct schedule *s, struct meeting *m);

struct fill_plan {
	size_t sitting;
	const struct category *category;
	int64_t first, minutes, pause; /* of a slot; between two */
	int64_t break_from, break_to;  /* equal: no break */
	int64_t until;		       /* no slot ends later */
	const char *order;	       /* import, name, shuffle */
	const char *seed, *link;
};
/* Nominees of the category that have no place yet, one after another; what is taken already, in the
 * room or by a juror, is stepped over. Answers how many were placed; the others are in `ret_left`.
 */
size_t schedule_fill(struct schedule *s, const struct fill_plan *plan, size_t *ret_left);

bool clock_parse(const char *text, int64_t *ret) MUST_CHECK; /* "8.30", "08:30"; up to 24.00 */
const char *clock_show(struct arena *arena, int64_t minute, enum lang lang); /* "08.30", "08:30" */

/* ---- Acts (deed_sitting.c, deed_schedule.c, deed_delay.c,
 * deed_attendance.c) ---- They run on the writer; false
 * only when something breaks; a refusal is a result, and wrote nothing. */

struct planner {
	struct db *db;
	const struct actor *actor;
	struct arena *arena;
	int64_t now;
	struct schedule s;
	struct refusal refusal;
	const char *field; /* of a 422: beside which field */
	struct ledger_look look;
};

/* What the acts share (deed_schedule.c). */
bool refused_phase(struct planner *p, enum deed deed);
/* No juror of the category sits in it, or fewer than the quorum. */
bool refused_panel(struct planner *p, size_t sitting, const struct category *category);
bool refuse_clash(struct planner *p, const struct meeting *m, struct clash clash);
void planned_where(struct val *about, const struct sitting *sitting); /* for the log */
bool planned_look(struct planner *p, unsigned tables, struct err *err) MUST_CHECK;
bool planned_put(struct planner *p, struct err *err) MUST_CHECK; /* what was changed in memory */
bool planned_tell(struct planner *p, const char *deed, struct val *about,
		  struct err *err) MUST_CHECK;

bool plan_sitting_add(struct planner *p, const char *day, const char *room, const char *name,
		      int64_t *ret_number, struct err *err) MUST_CHECK;
bool plan_sitting_remove(struct planner *p, size_t sitting, struct err *err) MUST_CHECK;
/* `own` false: every juror of the category. */
bool plan_panel(struct planner *p, size_t sitting, bool own, const struct seats *seats,
		struct err *err) MUST_CHECK;
bool plan_fill(struct planner *p, const struct fill_plan *plan, size_t *ret_placed,
	       size_t *ret_left, struct err *err) MUST_CHECK;
/* All that were not held yet. */
bool plan_clear(struct planner *p, size_t sitting, size_t *ret_count, struct err *err) MUST_CHECK;
bool plan_move(struct planner *p, struct meeting *m, size_t sitting, int64_t starts,
	       int64_t minutes, const char *link, struct err *err) MUST_CHECK;
bool plan_swap(struct planner *p, struct meeting *m, struct meeting *other,
	       struct err *err) MUST_CHECK;
bool plan_take_out(struct planner *p, struct meeting *m, struct err *err) MUST_CHECK;
/* Everything from `m` on in its room and on its day, by so many minutes: first in memory, refused
 * or not; then kept. `seen` is what schedule_digest said when it was shown. */
void plan_delay_try(struct planner *p, const struct meeting *m, int64_t minutes);
bool plan_delay(struct planner *p, struct meeting *m, int64_t minutes, const char *seen,
		struct err *err) MUST_CHECK;
bool plan_delay_undo(struct planner *p, int64_t id, struct err *err) MUST_CHECK;
const char *schedule_digest(const struct schedule *s, const char *room_key, const char *day);

/* state NULL: not recorded. */
bool plan_juror_attendance(struct planner *p, size_t sitting, size_t juror, const char *state,
			   int64_t left_at, struct err *err) MUST_CHECK;
bool plan_attended(struct planner *p, struct meeting *m, const char *attended, const char *name,
		   const char *office, struct err *err) MUST_CHECK;

/* ---- What pages share (page_schedule.c, schedule_now.c) ---- */

/* Puts "now" on a page: what runs, what is next, for whoever asks; null without a schedule. The
 * templates of first pages show it with part/_now. */
bool schedule_now_put(struct req *req, const struct edition *edition, const struct scheme *scheme,
		      struct val *page, struct err *err) MUST_CHECK;
/* "Selasa, 24 Juni 2025" */
const char *day_show(const struct req *req, const char *day);
const char *date_show(const struct req *req, const char *day);	       /* "24 Juni 2025" */
const char *span_show(const struct req *req, const struct meeting *m); /* "08.30–08.50" */

#endif
