/* A delay moves the rest of a room's day with one act, and is taken back with one. */
#include <inttypes.h>

#include "schedule.h"

const char *schedule_digest(const struct schedule *s, const char *room_key, const char *day)
{
	char *hex = NEW(s->arena, char, SHA256_HEX_SIZE);
	struct buf text;

	buf_init(&text, s->arena);
	for (size_t i = 0; i < s->count; i++) {
		const struct meeting *m = &s->items[i];

		if (m->sitting && text_equal(m->sitting->room_key, room_key) &&
		    text_equal(m->at.day, day))
			buf_printf(&text, "%s %" PRId64 " %" PRId64 "\n", m->nominee->key,
				   m->at.starts, m->at.minutes);
	}
	sha256_hex(text.data, text.len, hex);
	return hex;
}

static bool follows(const struct meeting *m, const struct meeting *from)
{
	return m->sitting && text_equal(m->sitting->room_key, from->sitting->room_key) &&
	       text_equal(m->at.day, from->at.day) && m->at.starts >= from->at.starts &&
	       !*m->at.attended;
}

static bool refused_midnight(struct planner *p, const struct meeting *from, int64_t minutes)
{
	const struct meeting *last = from;
	int64_t ends, spare;

	for (size_t i = 0; i < p->s.count; i++)
		if (follows(&p->s.items[i], from) && p->s.items[i].at.starts >= last->at.starts)
			last = &p->s.items[i];
	ends = last->at.starts + last->at.minutes;
	spare = DAY_MINUTES - ends;
	if (minutes <= spare)
		return false;
	p->field = "minutes";
	return REFUSE(
		&p->refusal, 422, "past_midnight",
		"Dengan penundaan ini wawancara terakhir, %s, melewati tengah malam. Hari ini "
		"paling banyak dapat ditunda %" PRId64
		" menit. Pindahkan wawancara itu ke hari lain dahulu.",
		"With this delay the last interview, %s, would go past midnight. Today can be "
		"delayed by %" PRId64 " minutes at most. Move that interview to another day "
		"first.",
		last->nominee->name, spare);
}

void plan_delay_try(struct planner *p, const struct meeting *m, int64_t minutes)
{
	const struct meeting from = *m;

	if (refused_phase(p, DEED_EDIT_SCHEDULE))
		return;
	p->field = "minutes";
	if (!from.sitting || minutes < 1 || minutes > DAY_MINUTES) {
		(void)REFUSE(&p->refusal, 422, "invalid", "Tuliskan berapa menit, mulai dari 1.",
			     "Enter how many minutes, from 1.");
		return;
	}
	if (refused_midnight(p, &from, minutes))
		return;
	p->field = NULL;
	for (size_t i = 0; i < p->s.count; i++) {
		struct meeting *each = &p->s.items[i];

		if (!each->changed && follows(each, &from))
			schedule_place(&p->s, each, (size_t)(each->sitting - p->s.sittings),
				       each->at.starts + minutes, each->at.minutes, each->at.link);
	}
	for (size_t i = 0; i < p->s.count; i++) {
		struct clash clash;

		if (!p->s.items[i].changed)
			continue;
		clash = schedule_clash(&p->s, &p->s.items[i]);
		if (clash.kind != CLASH_NONE) {
			(void)refuse_clash(p, &p->s.items[i], clash);
			return;
		}
	}
}

static bool delay_keep(struct planner *p, const struct delay *delay, struct err *err)
{
	struct val *about = val_map(p->arena);
	int64_t id;

	if (!planned_look(p, VOUCHED_INTERVIEW, err) ||
	    !delay_add(p->db, p->s.edition.id, delay, &id, err))
		return false;
	for (size_t i = 0; i < p->s.count; i++) {
		const struct meeting *m = &p->s.items[i];

		if (m->changed &&
		    !delay_item_add(
			    p->db, id,
			    &(struct delay_item){ m->nominee->id, m->before.starts, m->at.starts },
			    err))
			return false;
	}
	val_put_int(about, "delay", id);
	val_put_text(about, "room", delay->room_key);
	val_put_text(about, "day", delay->day);
	val_put_int(about, "minutes", delay->minutes);
	return planned_put(p, err) && planned_tell(p, "delayed", about, err);
}

bool plan_delay(struct planner *p, struct meeting *m, int64_t minutes, const char *seen,
		struct err *err)
{
	const struct delay delay = {
		.room_key = m->sitting ? m->sitting->room_key : "",
		.day = m->at.day,
		.minutes = minutes,
		.by = p->actor->username,
		.at = p->now,
	};
	bool same = text_equal(schedule_digest(&p->s, delay.room_key, delay.day), seen);

	plan_delay_try(p, m, minutes);
	if (p->refusal.status)
		return true;
	if (!same)
		return REFUSE(&p->refusal, 409, "changed",
			      "Jadwal ruang ini telah berubah sejak Anda melihat waktu yang baru. "
			      "Mohon periksa lagi.",
			      "The schedule of this room has changed since you saw the new times. "
			      "Please look again.");
	return delay_keep(p, &delay, err);
}

static const struct delay *delay_find(const struct delay *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

static bool refused_undo(struct planner *p, const struct delay *delay,
			 const struct delay_item *items, size_t count)
{
	struct schedule *s = &p->s;

	for (size_t i = 0; i < count; i++) {
		struct meeting *m = NULL;

		for (size_t k = 0; k < s->count; k++)
			if (s->items[k].nominee->id == items[i].nominee)
				m = &s->items[k];
		if (!m || !m->sitting || !text_equal(m->at.day, delay->day) ||
		    !text_equal(m->sitting->room_key, delay->room_key) ||
		    m->at.starts != items[i].became || *m->at.attended)
			return REFUSE(
				&p->refusal, 409, "changed",
				"Penundaan ini tidak dapat dibatalkan lagi: jadwal ruang itu "
				"sudah berubah sesudahnya.",
				"This delay can no longer be undone: the schedule of that room "
				"has changed since.");
		schedule_place(s, m, (size_t)(m->sitting - s->sittings), items[i].was,
			       m->at.minutes, m->at.link);
	}
	for (size_t i = 0; i < s->count; i++) {
		struct clash clash = { .kind = CLASH_NONE };

		if (s->items[i].changed)
			clash = schedule_clash(s, &s->items[i]);
		if (clash.kind != CLASH_NONE)
			return refuse_clash(p, &s->items[i], clash);
	}
	return false;
}

bool plan_delay_undo(struct planner *p, int64_t id, struct err *err)
{
	struct val *about = val_map(p->arena);
	const struct delay *delay;
	struct delay_item *items;
	struct delay *list;
	size_t count, item_count;

	if (!delay_list(p->db, p->s.edition.id, p->arena, &list, &count, err))
		return false;
	delay = delay_find(list, count, id);
	if (!delay)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada penundaan ini.", "No such delay.");
	if (refused_phase(p, DEED_EDIT_SCHEDULE) || delay->undone_at)
		return true;
	if (!delay_items(p->db, id, p->arena, &items, &item_count, err))
		return false;
	if (refused_undo(p, delay, items, item_count))
		return true;
	val_put_int(about, "delay", id);
	return planned_look(p, VOUCHED_INTERVIEW, err) && delay_undo(p->db, id, p->now, err) &&
	       planned_put(p, err) && planned_tell(p, "delay_undone", about, err);
}
