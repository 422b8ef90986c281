/* Calendars (RFC 5545): of the juror who asks, and of one room. Times are UTC; a UID stays with its
 * nominee, SEQUENCE grows whenever the interview, its panel, the juror's own sheet or his
 * declaration changes, and what no longer takes place for him stands as cancelled;
 * what is closed to him does not stand there. */
#include <inttypes.h>
#include <string.h>

#include "schedule_show.h"

#define LINE_MAX_OCTETS 75

/* One content line, folded between characters. */
static void line_put(struct buf *ics, const char *text)
{
	size_t len = strlen(text), at = 0, room = LINE_MAX_OCTETS;

	while (len - at > room) {
		size_t cut = at + room;

		while (cut > at && ((unsigned char)text[cut] & 0xC0) == 0x80)
			cut--;
		buf_add(ics, text + at, cut - at);
		buf_puts(ics, "\r\n ");
		at = cut;
		room = LINE_MAX_OCTETS - 1;
	}
	buf_puts(ics, text + at);
	buf_puts(ics, "\r\n");
}

static const char *escaped(struct arena *arena, const char *text)
{
	struct buf out;

	buf_init(&out, arena);
	for (const char *c = text; *c; c++) {
		if (strchr("\\;,", *c))
			buf_char(&out, '\\');
		if (*c == '\n')
			buf_puts(&out, "\\n");
		else
			buf_char(&out, *c);
	}
	return out.data;
}

static const char *stamp(struct arena *arena, int64_t at)
{
	struct civil c;

	time_civil(at, 0, &c);
	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour,
			    c.minute, c.second);
}

struct calendar {
	struct req *req;
	struct schedule s;
	struct buf ics;
	int64_t now;
};

static void begin(struct calendar *c, const char *name)
{
	struct arena *arena = c->req->arena;
	const char *title = words_in(&c->s.scheme->title, c->req->lang);

	buf_init(&c->ics, arena);
	line_put(&c->ics, "BEGIN:VCALENDAR");
	line_put(&c->ics, "VERSION:2.0");
	line_put(&c->ics, "PRODID:-//Paritrana//Jadwal wawancara//ID");
	line_put(&c->ics, "CALSCALE:GREGORIAN");
	line_put(&c->ics, arena_printf(arena, "X-WR-CALNAME:%s%s – %s",
				       c->s.edition.sample ? "CONTOH · " : "", escaped(arena, name),
				       escaped(arena, title)));
}

static void event_put(struct calendar *c, const struct meeting *m, bool cancelled, int64_t sequence)
{
	struct arena *arena = c->req->arena;
	int64_t from = schedule_moment(&c->s, m->at.day, m->at.starts);
	struct buf *ics = &c->ics;

	line_put(ics, "BEGIN:VEVENT");
	line_put(ics, arena_printf(arena, "UID:wawancara-%s@%s.paritrana", m->nominee->key,
				   c->s.edition.key));
	line_put(ics, arena_printf(arena, "DTSTAMP:%s", stamp(arena, c->now)));
	line_put(ics, arena_printf(arena, "SEQUENCE:%" PRId64, sequence));
	line_put(ics, arena_printf(arena, "DTSTART:%s", stamp(arena, from)));
	line_put(ics, arena_printf(arena, "DTEND:%s", stamp(arena, from + m->at.minutes * 60)));
	line_put(ics, arena_printf(arena, "SUMMARY:%s%s", c->s.edition.sample ? "CONTOH · " : "",
				   escaped(arena, m->nominee->name)));
	if (m->sitting) {
		line_put(ics, arena_printf(arena, "LOCATION:%s", escaped(arena, m->sitting->room)));
		line_put(ics,
			 arena_printf(
				 arena, "DESCRIPTION:%s · %s", escaped(arena, m->sitting->name),
				 escaped(arena, word(c->req, *m->at.link ? "schedule.online"
									 : "schedule.in_person"))));
		if (*m->at.link)
			line_put(ics, arena_printf(arena, "URL:%s", m->at.link));
	}
	line_put(ics, cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	line_put(ics, "END:VEVENT");
}

static bool calendar_open(struct req *req, struct calendar *ret, struct err *err)
{
	struct edition edition;

	*ret = (struct calendar){ .req = req, .now = time_now() };
	return req_edition(req, true, &edition, err) &&
	       schedule_load(service_of(req), db_of(req), &edition, NULL, req->arena, &ret->s, err);
}

static bool calendar_answer(struct calendar *c, const char *file)
{
	line_put(&c->ics, "END:VCALENDAR");
	return answer_bytes(c->req, "text/calendar; charset=utf-8",
			    arena_printf(c->req->arena, "%s%s-%s.ics",
					 c->s.edition.sample ? "CONTOH-" : "", c->s.edition.key,
					 file),
			    c->ics.data, c->ics.len);
}

/* What he declared of this category: it may have taken him out of an interview, or put him back. */
static int64_t declared(const struct declaration *list, size_t count, const struct meeting *m)
{
	int64_t ret = 0;

	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i].category, m->nominee->category) && list[i].version > ret)
			ret = list[i].version;
	return ret;
}

bool page_schedule_mine(struct req *req, struct err *err)
{
	struct declaration *list;
	struct calendar c;
	size_t juror, count;

	if (!calendar_open(req, &c, err))
		return false;
	juror = schedule_viewer(req, &c.s);
	if (juror == NAME_NONE)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada juri ini.", "No such juror.");
	if (!declaration_list(db_of(req), c.s.edition.id, c.s.jurors[juror].id, true, req->arena,
			      &list, &count, err))
		return false;
	begin(&c, word(req, "schedule.title"));
	for (size_t i = 0; i < c.s.count; i++) {
		const struct meeting *m = &c.s.items[i];
		bool sits = m->sitting && seats_has(&m->panel, juror);

		if (!m->at.id || schedule_sees(&c.s, juror, m) != SIGHT_WHOLE)
			continue;
		event_put(&c, m, !sits,
			  m->at.sequence + schedule_version(&c.s, juror, m) +
				  declared(list, count, m));
	}
	return calendar_answer(&c, c.s.jurors[juror].key);
}

/* Of a room; whoever is recused from a nominee does not find it there: it would say where. */
bool page_schedule_room(struct req *req, struct err *err)
{
	const char *key = req->params[1], *name = NULL;
	struct calendar c;
	size_t juror;

	if (!calendar_open(req, &c, err))
		return false;
	juror = schedule_viewer(req, &c.s);
	for (size_t i = 0; juror == NAME_NONE && i < c.s.sitting_count; i++)
		if (text_equal(c.s.sittings[i].room_key, key))
			name = c.s.sittings[i].room;
	for (size_t i = 0; i < c.s.placed; i++)
		if (text_equal(c.s.items[i].sitting->room_key, key) &&
		    meeting_listed(req, &c.s, juror, &c.s.items[i]))
			name = c.s.items[i].sitting->room;
	if (!name)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada ruang ini.", "No such room.");
	begin(&c, name);
	for (size_t i = 0; i < c.s.placed; i++) {
		const struct meeting *m = &c.s.items[i];

		if (text_equal(m->sitting->room_key, key) && meeting_listed(req, &c.s, juror, m))
			event_put(&c, m, false, m->at.sequence);
	}
	return calendar_answer(&c, key);
}
