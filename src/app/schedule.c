/* Loading the schedule, and asking it. */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

bool seats_has(const struct seats *seats, size_t juror)
{
	return juror < SEATS_MAX && (seats->bits[juror / 64] >> (juror % 64) & 1);
}

size_t seats_count(const struct seats *seats)
{
	size_t ret = 0;

	for (size_t i = 0; i < COUNT(seats->bits); i++)
		ret += (size_t)__builtin_popcountll(seats->bits[i]);
	return ret;
}

/* ---- Order: placed ones first, as they follow each other ---- */

static int by_time(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;
	int order;

	if (!x->sitting != !y->sitting)
		return x->sitting ? -1 : 1;
	if (!x->sitting)
		return x->nominee->id < y->nominee->id ? -1 : x->nominee->id > y->nominee->id;
	order = strcmp(x->at.day, y->at.day);
	if (!order && x->at.starts != y->at.starts)
		return x->at.starts < y->at.starts ? -1 : 1;
	if (!order)
		order = strcmp(x->sitting->room_key, y->sitting->room_key);
	return order ? order : strcmp(x->nominee->key, y->nominee->key);
}

static int by_pair(const void *a, const void *b)
{
	const struct state_row *x = a, *y = b;

	if (x->juror != y->juror)
		return x->juror < y->juror ? -1 : 1;
	return x->nominee < y->nominee ? -1 : x->nominee > y->nominee;
}

static int by_nominee(const void *a, const void *b)
{
	const struct interview *x = a, *y = b;

	return x->nominee < y->nominee ? -1 : x->nominee > y->nominee;
}

/* ---- Loading ---- */

static bool sittings_load(struct schedule *s, struct err *err)
{
	struct seat *own;
	size_t count;

	if (!sitting_list(s->db, s->edition.id, s->arena, &s->sittings, &s->sitting_count, err) ||
	    !seat_list(s->db, s->edition.id, s->arena, &own, &count, err) ||
	    !attendance_list(s->db, s->edition.id, s->arena, &s->attendance, &s->attendance_count,
			     err))
		return false;
	s->seats = NEW(s->arena, struct seats, s->sitting_count + 1);
	for (size_t i = 0; i < s->sitting_count; i++)
		for (size_t j = 0; j < s->juror_count && j < SEATS_MAX; j++) {
			bool sits = !s->sittings[i].own_panel;

			for (size_t o = 0; o < count && !sits; o++)
				sits = own[o].sitting == s->sittings[i].id &&
				       own[o].juror == s->jurors[j].id;
			if (sits && !s->jurors[j].removed)
				s->seats[i].bits[j / 64] |= UINT64_C(1) << (j % 64);
		}
	return true;
}

/* Before anybody is seated. */
static bool barred_load(struct schedule *s, struct err *err)
{
	for (size_t j = 0; j < s->juror_count && j < SEATS_MAX; j++) {
		int64_t *nominees;
		size_t count;

		if (!barred_list(s->db, s->edition.id, s->jurors[j].id, s->arena, &nominees, &count,
				 err))
			return false;
		for (size_t n = 0; n < count; n++)
			for (size_t i = 0; i < s->count; i++)
				if (s->candidates[i].id == nominees[n])
					s->items[i].barred.bits[j / 64] |= UINT64_C(1) << (j % 64);
	}
	return true;
}

static const struct sitting *sitting_of(const struct schedule *s, int64_t id)
{
	for (size_t i = 0; i < s->sitting_count; i++)
		if (s->sittings[i].id == id)
			return &s->sittings[i];
	return NULL;
}

static void meetings_make(struct schedule *s, struct interview *rows, size_t row_count)
{
	if (row_count)
		qsort(rows, row_count, sizeof(*rows), by_nominee);
	for (size_t i = 0; i < s->count; i++) {
		const struct interview wanted = { .nominee = s->candidates[i].id };
		struct meeting *m = &s->items[i];
		const struct interview *row =
			row_count ? bsearch(&wanted, rows, row_count, sizeof(*rows), by_nominee)
				  : NULL;

		m->nominee = &s->candidates[i];
		m->category = scheme_category(s->scheme, m->nominee->category);
		m->at = row ? *row
			    : (struct interview){ .nominee = m->nominee->id,
						  .day = "",
						  .link = "",
						  .attended = "",
						  .attended_name = "",
						  .attended_office = "" };
		m->sitting = m->at.sitting ? sitting_of(s, m->at.sitting) : NULL;
		schedule_seat(s, m);
		s->placed += m->sitting != NULL;
	}
	if (s->count)
		qsort(s->items, s->count, sizeof(*s->items), by_time);
}

bool schedule_load(struct service *service, struct db *db, const struct edition *edition,
		   const struct scheme *scheme, struct arena *arena, struct schedule *ret,
		   struct err *err)
{
	struct interview *rows;
	struct settings settings;
	size_t count;

	*ret = (struct schedule){ .db = db, .arena = arena, .edition = *edition, .scheme = scheme };
	if (!scheme && !service_scheme(service, db, edition->rule_id, &ret->scheme, err))
		return false;
	if (!settings_load(db, edition->id, arena, &settings, err) ||
	    !juror_list(db, edition->id, arena, &ret->jurors, &ret->juror_count, err) ||
	    !nominee_list(db, edition->id, arena, &ret->candidates, &ret->count, err) ||
	    !barred_states(db, edition->id, arena, &ret->states, &ret->state_count, err) ||
	    !interview_list(db, edition->id, arena, &rows, &count, err) || !sittings_load(ret, err))
		return false;
	ret->zone_hours = settings.zone_hours;
	if (ret->state_count)
		qsort(ret->states, ret->state_count, sizeof(*ret->states), by_pair);
	ret->items = NEW(arena, struct meeting, ret->count + 1);
	if (!barred_load(ret, err))
		return false;
	meetings_make(ret, rows, count);
	return true;
}

/* ---- Asking ---- */

struct meeting *schedule_find(struct schedule *s, const char *nominee)
{
	for (size_t i = 0; i < s->count; i++)
		if (text_equal(s->items[i].nominee->key, nominee))
			return &s->items[i];
	return NULL;
}

size_t schedule_sitting(const struct schedule *s, int64_t number)
{
	for (size_t i = 0; i < s->sitting_count; i++)
		if (s->sittings[i].number == number)
			return i;
	return NAME_NONE;
}

size_t schedule_juror(const struct schedule *s, int64_t juror)
{
	for (size_t j = 0; j < s->juror_count; j++)
		if (s->jurors[j].id == juror)
			return j;
	return NAME_NONE;
}

static const struct state_row *state_find(const struct schedule *s, size_t juror,
					  const struct meeting *m)
{
	const struct state_row wanted = { .juror = s->jurors[juror].id, .nominee = m->nominee->id };

	return s->state_count ? bsearch(&wanted, s->states, s->state_count, sizeof(wanted), by_pair)
			      : NULL;
}

enum sheet_state schedule_state(const struct schedule *s, size_t juror, const struct meeting *m)
{
	const struct state_row *row = state_find(s, juror, m);

	return row ? row->state : SHEET_EMPTY;
}

int64_t schedule_version(const struct schedule *s, size_t juror, const struct meeting *m)
{
	const struct state_row *row = state_find(s, juror, m);

	return row ? row->version : 0;
}

const char *schedule_attendance(const struct schedule *s, int64_t sitting, size_t juror,
				int64_t *ret_left)
{
	for (size_t i = 0; i < s->attendance_count; i++)
		if (s->attendance[i].sitting == sitting &&
		    s->attendance[i].juror == s->jurors[juror].id) {
			*ret_left = s->attendance[i].left_at;
			return s->attendance[i].state;
		}
	*ret_left = 0;
	return NULL;
}

bool schedule_away(const struct schedule *s, size_t juror, const struct meeting *m)
{
	const char *state;
	int64_t left;

	if (!m->sitting || !m->category || !m->category->jury_count || s->jurors[juror].removed ||
	    !juror_judges(&s->jurors[juror], m->category->key) || seats_has(&m->barred, juror) ||
	    schedule_state(s, juror, m) > SHEET_DRAFT)
		return false;
	if (!seats_has(&s->seats[m->sitting - s->sittings], juror))
		return true; /* he does not sit here at all */
	state = schedule_attendance(s, m->sitting->id, juror, &left);
	return text_equal(state, "absent") ||
	       (text_equal(state, "left") && m->at.starts + m->at.minutes > left);
}

int64_t schedule_moment(const struct schedule *s, const char *day, int64_t minute)
{
	int64_t ret;

	if (!time_parse_iso(arena_printf(s->arena, "%sT00:00:00Z", day), &ret))
		return 0;
	return ret + minute * 60 - (int64_t)s->zone_hours * 3600;
}

/* ---- Who sees what ---- */

enum sight schedule_sees(const struct schedule *s, size_t juror, const struct meeting *m)
{
	if (juror == NAME_NONE)
		return SIGHT_WHOLE;
	if (juror >= SEATS_MAX) /* of whom it is not known what is closed to him */
		return SIGHT_NONE;
	if (seats_has(&m->barred, juror))
		return SIGHT_RECUSED;
	if (s->jurors[juror].removed || !m->category ||
	    !juror_judges(&s->jurors[juror], m->category->key))
		return SIGHT_NONE;
	return SIGHT_WHOLE;
}

static int by_nominee_key(const void *a, const void *b)
{
	const struct candidate *x = *(const struct candidate *const *)a;
	const struct candidate *y = *(const struct candidate *const *)b;

	return strcmp(x->key, y->key);
}

const struct candidate **schedule_closed(const struct schedule *s, size_t juror, size_t *ret_count)
{
	const struct candidate **ret = NEW(s->arena, const struct candidate *, s->count + 1);

	*ret_count = 0;
	for (size_t i = 0; s->placed && i < s->count; i++)
		if (schedule_bars(s, juror, &s->items[i]))
			ret[(*ret_count)++] = s->items[i].nominee;
	if (*ret_count)
		qsort(ret, *ret_count, sizeof(*ret), by_nominee_key);
	return ret;
}

bool schedule_bars(const struct schedule *s, size_t juror, const struct meeting *m)
{
	return schedule_sees(s, juror, m) == SIGHT_RECUSED;
}

bool schedule_offers(const struct schedule *s, size_t chair, size_t juror, const struct meeting *m)
{
	return !schedule_bars(s, chair, m) && schedule_away(s, juror, m);
}

bool schedule_holds(const struct schedule *s, size_t juror, const struct sitting *sitting)
{
	size_t closed;

	for (size_t i = 0; i < s->placed; i++)
		if (s->items[i].sitting == sitting && !schedule_bars(s, juror, &s->items[i]))
			return true;
	(void)schedule_closed(s, juror, &closed);
	return !closed;
}

size_t schedule_viewer(const struct req *req, const struct schedule *s)
{
	const struct who *who = who_of(req);

	return who && who->account.juror ? schedule_juror(s, who->account.juror) : NAME_NONE;
}
