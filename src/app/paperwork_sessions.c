/* The running order of the interviews, and the lists in which people sign that they were there. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "paperwork.h"
#include "schedule.h"

#define PLENO "pleno" /* the list for the meeting of the panel */

static bool load(const struct paperwork *p, struct schedule *ret, size_t *ret_viewer,
		 struct err *err)
{
	if (!schedule_load(NULL, p->db, &p->edition, p->scheme, p->arena, ret, err))
		return false;
	*ret_viewer = p->juror ? schedule_juror(ret, p->juror) : NAME_NONE;
	return true;
}

static const char *day_of(const struct paperwork *p, const char *day)
{
	struct civil civil;

	if (!time_parse_date(day, &civil))
		return day;
	return arena_printf(p->arena, "%s, %s", show_weekday(&civil, p->lang),
			    show_date(p->arena, &civil, p->lang));
}

static const char *span_of(const struct paperwork *p, const struct meeting *m)
{
	return arena_printf(p->arena, "%s–%s", clock_show(p->arena, m->at.starts, p->lang),
			    clock_show(p->arena, m->at.starts + m->at.minutes, p->lang));
}

static const char *names_of(const struct schedule *s, const struct seats *seats,
			    struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t j = 0; j < s->juror_count; j++)
		if (seats_has(seats, j))
			buf_printf(&text, "%s%s", text.len ? ", " : "", s->jurors[j].name);
	return text.data;
}

/* ---- The running order ---- */

static void meeting_row(const struct paperwork *p, const struct meeting *m, struct val *rows)
{
	struct val *row = val_push_map(rows);

	val_put_text(row, "time", span_of(p, m));
	val_put_text(row, "name", m->nominee->name);
	val_put_text(row, "category", m->category ? words_in(&m->category->name, p->lang) : NULL);
	val_put_text(row, "mode",
		     paperwork_word(p, *m->at.link ? "schedule.online" : "schedule.in_person"));
}

static void sitting_put(const struct paperwork *p, const struct schedule *s, size_t index,
			size_t viewer, struct val *sittings)
{
	const struct sitting *is = &s->sittings[index];
	struct val *rows = val_list(p->arena), *item;

	for (size_t i = 0; i < s->placed; i++) {
		const struct meeting *m = &s->items[i];

		if (m->sitting == is && schedule_sees(s, viewer, m) == SIGHT_WHOLE)
			meeting_row(p, m, rows);
	}
	if (viewer != NAME_NONE && !val_count(rows))
		return;
	item = val_push_map(sittings);
	val_put_text(item, "day", day_of(p, is->day));
	val_put_text(item, "name", *is->name ? is->name : NULL);
	val_put_text(item, "room", is->room);
	val_put_text(item, "panel",
		     is->own_panel ? names_of(s, &s->seats[index], p->arena)
				   : paperwork_word(p, "schedule.whole_panel"));
	(void)val_put(item, "rows", rows);
}

static void closed_put(const struct paperwork *p, const struct schedule *s, size_t viewer,
		       struct val *into)
{
	struct val *closed = val_put_list(into, "closed");
	size_t count;
	const struct candidate **nominees = schedule_closed(s, viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(closed);

		val_put_text(row, "name", nominees[i]->name);
		val_put_text(row, "state", paperwork_word(p, "state.recused"));
	}
}

bool running_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *sittings = val_put_list(into, "sittings");
	struct schedule s;
	size_t viewer;

	(void)item;
	if (!load(p, &s, &viewer, err))
		return false;
	for (size_t i = 0; i < s.sitting_count; i++)
		sitting_put(p, &s, i, viewer, sittings);
	closed_put(p, &s, viewer, into);
	val_put_bool(into, "none_placed", !s.placed);
	return true;
}

/* ---- Attendance ---- */

bool sessions_items(struct paperwork *p, struct paperwork_item **ret, size_t *ret_count,
		    struct err *err)
{
	struct schedule s;
	size_t viewer, count = 0;

	if (!load(p, &s, &viewer, err))
		return false;
	*ret = NEW(p->arena, struct paperwork_item, s.sitting_count + 1);
	for (size_t i = 0; i < s.sitting_count; i++) {
		const struct sitting *is = &s.sittings[i];

		if (schedule_holds(&s, viewer, is))
			(*ret)[count++] = (struct paperwork_item){
				arena_printf(p->arena, "%" PRId64, is->number),
				arena_printf(p->arena, "%s · %s%s%s", day_of(p, is->day), is->room,
					     *is->name ? " · " : "", is->name),
			};
	}
	(*ret)[count++] =
		(struct paperwork_item){ PLENO, paperwork_word(p, "papers.pleno_meeting") };
	*ret_count = count;
	return true;
}

static void seated_put(const struct paperwork *p, const struct juror *juror, const char *note,
		       struct val *list)
{
	struct val *item = val_push_map(list);

	val_put_text(item, "name", juror->name);
	val_put_text(item, "office",
		     paperwork_word(p, juror->chair ? "papers.chair" : "papers.member"));
	val_put_text(item, "element", *juror->element ? juror->element : NULL);
	val_put_text(item, "note", note);
}

/* What was noted of him, in words; NULL: nothing. */
static const char *attended_words(const struct paperwork *p, const struct schedule *s,
				  const struct sitting *is, size_t juror)
{
	struct val *values = val_map(p->arena);
	int64_t left;
	const char *state = schedule_attendance(s, is->id, juror, &left);

	if (!state)
		return NULL;
	val_put_text(values, "time", clock_show(p->arena, left, p->lang));
	return paperwork_fill(p, arena_printf(p->arena, "papers.seat.%s", state), values);
}

static const char *came_of(const struct paperwork *p, const struct meeting *m)
{
	if (!*m->at.attended)
		return NULL;
	if (!*m->at.attended_name)
		return paperwork_word(p, "schedule.nobody_came");
	return *m->at.attended_office ? arena_printf(p->arena, "%s, %s", m->at.attended_name,
						     m->at.attended_office)
				      : m->at.attended_name;
}

static void session_put(const struct paperwork *p, const struct schedule *s, size_t index,
			size_t viewer, struct val *pages)
{
	const struct sitting *is = &s->sittings[index];
	struct val *page = val_push_map(pages), *jurors, *guests;

	val_put_text(page, "title",
		     *is->name ? is->name : paperwork_word(p, "papers.interview_session"));
	val_put_text(page, "day", day_of(p, is->day));
	val_put_text(page, "place", is->room);
	jurors = val_put_list(page, "jurors");
	for (size_t j = 0; j < s->juror_count; j++)
		if (seats_has(&s->seats[index], j))
			seated_put(p, &s->jurors[j], attended_words(p, s, is, j), jurors);
	guests = val_put_list(page, "guests");
	for (size_t i = 0; i < s->placed; i++) {
		const struct meeting *m = &s->items[i];
		struct val *guest;

		if (m->sitting != is || schedule_bars(s, viewer, m))
			continue;
		guest = val_push_map(guests);
		val_put_text(guest, "time", span_of(p, m));
		val_put_text(guest, "name", m->nominee->name);
		val_put_text(guest, "came", came_of(p, m));
	}
}

/* NULL: not both are noted. */
static const char *hours_of(const struct paperwork *p, const struct assembly *assembly)
{
	struct val *values = val_map(p->arena);

	if (assembly->began < 0 || assembly->ended < 0)
		return NULL;
	val_put_text(values, "began",
		     assembly_clock(p->templates, p->lang, assembly->began, p->arena));
	val_put_text(values, "ended",
		     assembly_clock(p->templates, p->lang, assembly->ended, p->arena));
	val_put_text(values, "zone", zone_text(p->settings.zone_hours));
	return paperwork_fill(p, "papers.hours", values);
}

static bool pleno_put(struct paperwork *p, struct val *pages, struct err *err)
{
	const struct occasion *minutes = &p->settings.minutes;
	struct val *page = val_push_map(pages), *jurors = val_put_list(page, "jurors");
	struct civil day;
	bool dated = minutes->date && time_parse_date(minutes->date, &day);

	if (!paperwork_assembly(p, err))
		return false;
	val_put_text(page, "title", paperwork_word(p, "papers.pleno_meeting"));
	val_put_text(page, "day", dated ? day_of(p, minutes->date) : NULL);
	val_put_text(page, "place", minutes->place);
	val_put_text(page, "hours", hours_of(p, p->assembly));
	for (size_t i = 0; i < p->assembly->member_count; i++) {
		const struct assembly_member *member = &p->assembly->members[i];
		bool represented = text_equal(member->state, "represented");
		struct val *item;

		if (!assembly_is_juror(member))
			continue;
		item = val_push_map(jurors);
		val_put_text(item, "name", member->name);
		val_put_text(
			item, "office",
			paperwork_word(p, arena_printf(p->arena, "papers.%s", member->office)));
		val_put_text(item, "element", *member->element ? member->element : NULL);
		val_put_text(item, "note",
			     represented
				     ? arena_printf(p->arena, "%s: %s",
						    paperwork_attendance(p, member), member->note)
				     : paperwork_attendance(p, member));
	}
	(void)val_put_list(page, "guests");
	return true;
}

bool attendance_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	struct schedule s;
	size_t viewer;

	if (!load(p, &s, &viewer, err))
		return false;
	for (size_t i = 0; i < s.sitting_count; i++)
		if (schedule_holds(&s, viewer, &s.sittings[i]) &&
		    (!item ||
		     text_equal(item, arena_printf(p->arena, "%" PRId64, s.sittings[i].number))))
			session_put(p, &s, i, viewer, pages);
	return (item && !text_equal(item, PLENO)) || pleno_put(p, pages, err);
}
