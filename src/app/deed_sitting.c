/* Sessions of interviews, and who sits in them. */
#include "schedule.h"

/* ---- Sittings ---- */

static const char *room_slug(struct arena *arena, const char *room)
{
	char *slug = arena_printf(arena, "%s", room);
	size_t n = 0;

	for (const char *c = room; *c && n < 32; c++) {
		char low = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;

		if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9'))
			slug[n++] = low;
		else if (n && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n && slug[n - 1] == '-')
		n--;
	slug[n] = '\0';
	return n ? slug : "ruang";
}

static const char *day_in(struct arena *arena, const char *day, enum lang lang)
{
	struct civil civil;

	return time_parse_date(day, &civil) ? show_date(arena, &civil, lang) : day;
}

static bool refused_sitting(struct planner *p, const struct sitting *wanted)
{
	for (size_t i = 0; i < p->s.sitting_count; i++) {
		const struct sitting *is = &p->s.sittings[i];

		if (!text_equal(is->room_key, wanted->room_key))
			continue;
		p->field = "room";
		if (!text_equal(is->room, wanted->room))
			return REFUSE(
				&p->refusal, 422, "invalid",
				"Nama ini terlalu mirip dengan ruang \"%s\". Pakai nama itu, "
				"atau nama yang lain sama sekali.",
				"This name is too close to the room \"%s\". Use that name, or "
				"quite another one.",
				is->room);
		p->field = "name";
		if (text_equal(is->day, wanted->day) && text_equal(is->name, wanted->name))
			return REFUSE(&p->refusal, 409, "exists",
				      "Sesi ini sudah ada: %s%.0s, %s, %s.",
				      "This session is there already: %.0s%s, %s, %s.",
				      day_in(p->arena, is->day, LANG_ID),
				      day_in(p->arena, is->day, LANG_EN), is->room, is->name);
	}
	p->field = NULL;
	return false;
}

bool plan_sitting_add(struct planner *p, const char *day, const char *room, const char *name,
		      int64_t *ret_number, struct err *err)
{
	struct sitting wanted = {
		.day = day, .room = room, .room_key = room_slug(p->arena, room), .name = name
	};
	struct val *about = val_map(p->arena);
	size_t nth = 1;

	if (refused_phase(p, DEED_EDIT_SCHEDULE))
		return true;
	for (size_t i = 0; i < p->s.sitting_count; i++)
		nth += text_equal(p->s.sittings[i].day, day);
	if (!*name)
		wanted.name = arena_printf(p->arena, "Sesi %zu", nth);
	if (refused_sitting(p, &wanted))
		return true;
	if (!planned_look(p, VOUCHED_SITTING, err) ||
	    !sitting_add(p->db, p->s.edition.id, &wanted, ret_number, err))
		return false;
	planned_where(about, &wanted);
	return planned_tell(p, "sitting_added", about, err);
}

static bool is_empty(const struct schedule *s, const struct sitting *sitting)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].sitting == sitting)
			return false;
	for (size_t i = 0; i < s->attendance_count; i++)
		if (s->attendance[i].sitting == sitting->id)
			return false;
	return true;
}

bool plan_sitting_remove(struct planner *p, size_t sitting, struct err *err)
{
	const struct sitting *is = &p->s.sittings[sitting];
	struct val *about = val_map(p->arena);

	if (refused_phase(p, DEED_EDIT_SCHEDULE))
		return true;
	if (!is_empty(&p->s, is))
		return REFUSE(&p->refusal, 409, "not_empty",
			      "Sesi ini masih berisi wawancara atau catatan kehadiran. Kosongkan "
			      "dahulu.",
			      "This session still holds interviews or attendance. Empty it first.");
	planned_where(about, is);
	return planned_look(p, VOUCHED_SITTING | VOUCHED_SEAT, err) &&
	       sitting_delete(p->db, is->id, err) && planned_tell(p, "sitting_removed", about, err);
}

/* ---- Panels ---- */

static bool refused_seats(struct planner *p, size_t sitting)
{
	struct schedule *s = &p->s;

	if (!seats_count(&s->seats[sitting])) {
		p->field = "panel";
		return REFUSE(&p->refusal, 422, "session_without_panel",
			      "Pilih juri yang duduk dalam sesi ini.",
			      "Choose the jurors who sit in this session.");
	}
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].sitting == &s->sittings[sitting])
			schedule_seat(s, &s->items[i]);
	for (size_t i = 0; i < s->count; i++) {
		const struct meeting *m = &s->items[i];
		struct clash clash;

		if (m->sitting != &s->sittings[sitting])
			continue;
		if (refused_panel(p, sitting, m->category))
			return true;
		clash = schedule_clash(s, m);
		if (clash.kind != CLASH_NONE)
			return refuse_clash(p, m, clash);
	}
	return false;
}

bool plan_panel(struct planner *p, size_t sitting, bool own, const struct seats *seats,
		struct err *err)
{
	const struct sitting *is = &p->s.sittings[sitting];
	struct val *about = val_map(p->arena);
	struct seats wanted = { 0 };
	struct buf names;

	if (refused_phase(p, DEED_EDIT_SCHEDULE))
		return true;
	for (size_t j = 0; j < p->s.juror_count && j < SEATS_MAX; j++)
		if (!p->s.jurors[j].removed && (!own || seats_has(seats, j)))
			wanted.bits[j / 64] |= UINT64_C(1) << (j % 64);
	p->s.seats[sitting] = wanted;
	if (refused_seats(p, sitting))
		return true;
	if (!planned_look(p, VOUCHED_SITTING | VOUCHED_SEAT, err) ||
	    !sitting_put_own_panel(p->db, is->id, own, err) || !seat_clear(p->db, is->id, err))
		return false;
	planned_where(about, is);
	buf_init(&names, p->arena);
	for (size_t j = 0; own && j < p->s.juror_count; j++) {
		if (!seats_has(&wanted, j))
			continue;
		buf_printf(&names, "%s%s", names.len ? ", " : "", p->s.jurors[j].name);
		if (!seat_add(p->db, is->id, p->s.jurors[j].id, err))
			return false;
	}
	if (own)
		val_put_text(about, "panel", names.data);
	return interview_touch(p->db, is->id, err) && planned_tell(p, "session_panel", about, err);
}
