/* How the schedule is said: days, times, where, who; and "now" and "next". */
#include "schedule_show.h"

#include <string.h>

const char *day_show(const struct req *req, const char *day)
{
	struct civil civil;

	if (!time_parse_date(day, &civil))
		return day;
	return arena_printf(req->arena, "%s, %s", show_weekday(&civil, req->lang),
			    show_date(req->arena, &civil, req->lang));
}

const char *date_show(const struct req *req, const char *day)
{
	struct civil civil;

	return time_parse_date(day, &civil) ? show_date(req->arena, &civil, req->lang) : day;
}

const char *span_show(const struct req *req, const struct meeting *m)
{
	return arena_printf(req->arena, "%s–%s", clock_show(req->arena, m->at.starts, req->lang),
			    clock_show(req->arena, m->at.starts + m->at.minutes, req->lang));
}

bool link_parse(const char *text)
{
	static const char START[] = "https://";
	size_t len = strlen(text);

	if (!len)
		return true;
	if (len > 300 || len <= strlen(START) || strncmp(text, START, strlen(START)) != 0)
		return false;
	for (const char *c = text; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || strchr("\"'<>\\`", *c))
			return false;
	return true;
}

const char *panel_show(const struct schedule *s, const struct seats *panel, struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t j = 0; j < s->juror_count; j++)
		if (seats_has(panel, j))
			buf_printf(&text, "%s%s", text.len ? ", " : "", s->jurors[j].name);
	return text.len ? text.data : "–";
}

const char *came_show(const struct req *req, const struct meeting *m)
{
	if (!*m->at.attended)
		return NULL;
	if (!*m->at.attended_name)
		return word(req, "schedule.nobody_came");
	return *m->at.attended_office ? arena_printf(req->arena, "%s, %s", m->at.attended_name,
						     m->at.attended_office)
				      : m->at.attended_name;
}

/* ---- One row ---- */

bool meeting_listed(const struct req *req, const struct schedule *s, size_t juror,
		    const struct meeting *m)
{
	return schedule_sees(s, juror, m) == SIGHT_WHOLE ||
	       (who_of(req)->account.role == ROLE_CHAIR && !schedule_bars(s, juror, m));
}

void meeting_put(const struct req *req, const struct schedule *s, const struct meeting *m,
		 size_t juror, struct val *row)
{
	bool judges = juror != NAME_NONE && schedule_sees(s, juror, m) == SIGHT_WHOLE;
	int64_t now = time_now(), from = schedule_moment(s, m->at.day, m->at.starts);

	val_put_text(row, "key", m->nominee->key);
	val_put_text(row, "name", m->nominee->name);
	val_put_text(row, "time", span_show(req, m));
	val_put_text(row, "category", m->category ? words_in(&m->category->name, req->lang) : NULL);
	val_put_text(row, "room", m->sitting->room);
	val_put_text(row, "mode",
		     word(req, *m->at.link ? "schedule.online" : "schedule.in_person"));
	val_put_text(row, "link", *m->at.link ? m->at.link + strlen("https://") : NULL);
	val_put_text(row, "came", came_show(req, m));
	val_put_bool(row, "running", from <= now && now < from + m->at.minutes * 60);
	val_put_bool(row, "away", judges && !seats_has(&m->panel, juror));
	val_put_bool(row, "sheet", judges);
	val_put_text(row, "few", NULL);
	if (m->category && m->category->jury_count && seats_count(&m->panel) < s->scheme->quorum) {
		struct val *values = val_map(req->arena);

		val_put_int(values, "n", (int64_t)seats_count(&m->panel));
		val_put_int(values, "quorum", s->scheme->quorum);
		val_put_text(row, "few",
			     words_fill(service_templates(service_of(req)), req->lang,
					"schedule.few", values, req->arena));
	}
}

void closed_put(const struct req *req, const struct schedule *s, size_t juror, struct val *page)
{
	struct val *closed = val_put_list(page, "closed");
	size_t count;
	const struct candidate **nominees = schedule_closed(s, juror, &count);

	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(closed);

		val_put_text(row, "name", nominees[i]->name);
		(void)part_state(row, "state", "recused", word(req, "state.recused"));
	}
	val_put_bool(page, "has_closed", count > 0);
}

const char *category_once(const struct val *rows)
{
	const char *first = NULL;

	for (size_t i = 0; i < val_count(rows); i++) {
		const char *category = val_get_text(val_at(rows, i), "category");

		if (!category)
			continue;
		if (first && !text_equal(first, category))
			return NULL;
		first = category;
	}
	return first;
}

bool interview_words(struct req *req, int64_t edition, int64_t nominee, const char **ret,
		     struct err *err)
{
	struct interview *rows;
	struct sitting *sittings;
	size_t count, sitting_count;

	*ret = NULL;
	if (!interview_list(db_of(req), edition, req->arena, &rows, &count, err) ||
	    !sitting_list(db_of(req), edition, req->arena, &sittings, &sitting_count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; rows[i].nominee == nominee && k < sitting_count; k++) {
			const struct meeting m = { .at = rows[i] };

			if (sittings[k].id == rows[i].sitting)
				*ret = arena_printf(req->arena, "%s, %s · %s",
						    day_show(req, m.at.day), span_show(req, &m),
						    sittings[k].room);
		}
	return true;
}

/* ---- Now and next ---- */

/* Is it his? */
static bool concerns(const struct schedule *s, size_t juror, const struct meeting *m)
{
	return m->sitting && schedule_sees(s, juror, m) == SIGHT_WHOLE &&
	       (juror == NAME_NONE || seats_has(&m->panel, juror));
}

static void now_row(struct req *req, const struct schedule *s, size_t juror,
		    const struct meeting *m, bool with_day, struct val *list)
{
	struct val *row = val_push_map(list);

	meeting_put(req, s, m, juror, row);
	val_put_text(row, "day", with_day ? day_show(req, m->at.day) : NULL);
	val_put_bool(row, "noting", who_of(req)->account.role == ROLE_SECRETARIAT);
}

static const char *today(const struct schedule *s, int64_t now)
{
	struct civil day;

	time_civil(now, s->zone_hours, &day);
	return arena_printf(s->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void now_fill(struct req *req, const struct schedule *s, size_t juror, int64_t now,
		     struct val *box)
{
	struct val *running = val_put_list(box, "running"), *next = val_put_list(box, "next");
	const char *day = today(s, now);
	int64_t first = 0;

	for (size_t i = 0; i < s->placed; i++) {
		const struct meeting *m = &s->items[i];
		int64_t from = schedule_moment(s, m->at.day, m->at.starts);

		if (!concerns(s, juror, m))
			continue;
		if (from <= now && now < from + m->at.minutes * 60)
			now_row(req, s, juror, m, false, running);
		if (from > now && (!first || from == first)) {
			first = from;
			now_row(req, s, juror, m, !text_equal(m->at.day, day), next);
		}
	}
	val_put_bool(box, "has_running", val_count(running) > 0);
	val_put_bool(box, "has_next", val_count(next) > 0);
	val_put_bool(box, "over", !val_count(running) && !val_count(next));
}

/* What waits for the chair: sheets of jurors who were not there. */
static void away_put(struct req *req, const struct schedule *s, struct val *box)
{
	size_t n = 0, chair = schedule_viewer(req, s);

	val_put_text(box, "waiting", NULL);
	if (who_of(req)->account.role != ROLE_CHAIR || s->edition.phase != PHASE_SCORING)
		return;
	for (size_t i = 0; i < s->placed; i++)
		for (size_t j = 0; j < s->juror_count; j++)
			n += schedule_offers(s, chair, j, &s->items[i]);
	if (n)
		val_put_text(box, "waiting", word_n(req, "schedule.waiting", show_n(req, n)));
}

bool schedule_now_put(struct req *req, const struct edition *edition, const struct scheme *scheme,
		      struct val *page, struct err *err)
{
	struct sitting *sittings;
	struct schedule s;
	struct civil clock;
	size_t count, juror;
	struct val *box;
	int64_t now = time_now();

	val_put_text(page, "now", NULL);
	if (edition->phase > PHASE_SCORING)
		return true;
	if (!sitting_list(db_of(req), edition->id, req->arena, &sittings, &count, err))
		return false;
	if (!count)
		return true;
	if (!schedule_load(service_of(req), db_of(req), edition, scheme, req->arena, &s, err))
		return false;
	if (!s.placed)
		return true;
	juror = schedule_viewer(req, &s);
	box = val_put_map(page, "now");
	time_civil(now, s.zone_hours, &clock);
	val_put_text(box, "moment",
		     arena_printf(req->arena, "%s %s",
				  clock_show(req->arena, clock.hour * 60 + clock.minute, req->lang),
				  zone_text(s.zone_hours)));
	val_put_bool(box, "own", juror != NAME_NONE);
	now_fill(req, &s, juror, now, box);
	away_put(req, &s, box);
	val_put_text(box, "edition_key", edition->key);
	val_put_bool(box, "inside", false);
	return true;
}
