/* The running order: every interview by day and room, as its reader may see it; also as a file. */
#include <inttypes.h>

#include "schedule_show.h"
#include "secretariat.h"

/* ---- The order ---- */

static void rows_put(struct req *req, const struct schedule *s, const struct sitting *sitting,
		     size_t juror, struct val *rows)
{
	for (size_t i = 0; i < s->placed; i++) {
		const struct meeting *m = &s->items[i];

		if (m->sitting == sitting && meeting_listed(req, s, juror, m))
			meeting_put(req, s, m, juror, val_push_map(rows));
	}
}

/* Is there something in it for the chair to decide? */
static bool waits(const struct req *req, const struct schedule *s, const struct sitting *is,
		  size_t chair)
{
	if (who_of(req)->account.role != ROLE_CHAIR || s->edition.phase != PHASE_SCORING)
		return false;
	for (size_t i = 0; i < s->placed; i++)
		for (size_t j = 0; j < s->juror_count; j++)
			if (s->items[i].sitting == is && schedule_offers(s, chair, j, &s->items[i]))
				return true;
	return false;
}

/* Of the session: who of them is recused from whom is not in it. */
static const char *panel_of(const struct req *req, const struct schedule *s,
			    const struct sitting *is)
{
	return is->own_panel ? panel_show(s, &s->seats[is - s->sittings], req->arena)
			     : word(req, "schedule.whole_panel");
}

static bool sitting_put(struct req *req, const struct schedule *s, size_t index, size_t juror,
			bool new_day, struct val *sittings)
{
	const struct sitting *is = &s->sittings[index];
	struct val *rows = val_list(req->arena), *map;

	rows_put(req, s, is, juror, rows);
	if (juror != NAME_NONE && !val_count(rows))
		return false;
	map = val_push_map(sittings);
	val_put_text(map, "label", new_day ? day_show(req, is->day) : NULL);
	val_put_text(map, "day", is->day);
	val_put_int(map, "number", is->number);
	val_put_text(map, "heading", arena_printf(req->arena, "%s · %s", is->room, is->name));
	val_put_text(map, "room_key", is->room_key);
	val_put_text(map, "panel", panel_of(req, s, is));
	val_put_text(map, "once", category_once(rows));
	val_put_bool(map, "waiting", waits(req, s, is, juror));
	val_put_bool(map, "has_rows", val_count(rows) > 0);
	(void)val_put(map, "rows", rows);
	return true;
}

static void sittings_put(struct desk *d, const struct schedule *s, size_t juror)
{
	struct val *sittings = val_put_list(d->page, "sittings");
	struct val *days = val_put_list(d->page, "days");
	const char *day = NULL;

	for (size_t i = 0; i < s->sitting_count; i++) {
		bool new_day = !text_equal(s->sittings[i].day, day);
		struct val *link;

		if (!sitting_put(d->req, s, i, juror, new_day, sittings))
			continue;
		day = s->sittings[i].day;
		if (!new_day)
			continue;
		link = val_push_map(days);
		val_put_text(link, "day", day);
		val_put_text(link, "label", day_show(d->req, day));
	}
	val_put_bool(d->page, "has_sittings", val_count(sittings) > 0);
	val_put_bool(d->page, "has_days", val_count(days) > 1);
}

/* ---- What only the secretariat needs ---- */

/* Whoever has no place yet, by category. */
static void unplaced_put(struct desk *d, const struct schedule *s)
{
	struct val *list = val_put_list(d->page, "unplaced");

	for (size_t c = 0; c < d->scheme->category_count; c++) {
		const struct category *category = &d->scheme->categories[c];
		struct val *names = val_list(d->req->arena), *map;

		for (size_t i = s->placed; i < s->count; i++)
			if (s->items[i].category == category) {
				struct val *item = val_push_map(names);

				val_put_text(item, "key", s->items[i].nominee->key);
				val_put_text(item, "name", s->items[i].nominee->name);
			}
		if (!val_count(names))
			continue;
		map = val_push_map(list);
		val_put_text(map, "name", words_in(&category->name, d->req->lang));
		val_put_text(
			map, "n",
			word_n(d->req, "schedule.unplaced_n", show_n(d->req, val_count(names))));
		(void)val_put(map, "nominees", names);
	}
	val_put_bool(d->page, "has_unplaced", val_count(list) > 0);
}

/* As it is written on the door; a room whose sessions are gone has its key left. */
static const char *room_name(const struct schedule *s, const char *key)
{
	for (size_t i = 0; i < s->sitting_count; i++)
		if (text_equal(s->sittings[i].room_key, key))
			return s->sittings[i].room;
	return key;
}

static bool delays_put(struct desk *d, const struct schedule *s, struct err *err)
{
	struct val *list = val_put_list(d->page, "delays");
	struct delay *delays;
	size_t count;

	if (!delay_list(db_of(d->req), d->edition.id, d->req->arena, &delays, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct val *map;

		if (delays[i].undone_at)
			continue;
		map = val_push_map(list);
		val_put_int(map, "id", delays[i].id);
		val_put_int(map, "n", delays[i].minutes);
		val_put_text(map, "day", day_show(d->req, delays[i].day));
		val_put_text(map, "room", room_name(s, delays[i].room_key));
		val_put_text(map, "who", who_and_when(d, delays[i].by, delays[i].at));
	}
	val_put_bool(d->page, "has_delays", val_count(list) > 0);
	return true;
}

/* From the seed of a draw and the keys anybody finds the place of each nominee. */
static bool tells_place(const struct schedule *s, size_t juror, const char *category)
{
	size_t count;
	const struct candidate **closed = schedule_closed(s, juror, &count);

	for (size_t i = 0; i < count; i++)
		if (text_equal(closed[i]->category, category))
			return true;
	return false;
}

/* How the order came about: whoever doubts a draw can repeat it. */
static bool orders_put(struct desk *d, const struct schedule *s, size_t juror, struct err *err)
{
	struct val *list = val_put_list(d->page, "orders");
	struct filling *fillings;
	size_t count;

	if (!filling_list(db_of(d->req), d->edition.id, d->req->arena, &fillings, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct category *category = scheme_category(d->scheme, fillings[i].category);
		struct val *map;

		if (!category || !*fillings[i].seed || tells_place(s, juror, category->key))
			continue;
		map = val_push_map(list);
		val_put_text(map, "category", words_in(&category->name, d->req->lang));
		val_put_text(map, "seed", fillings[i].seed);
		val_put_text(map, "when",
			     show_time(d->req->arena, fillings[i].at, d->settings.zone_hours,
				       d->req->lang));
	}
	val_put_bool(d->page, "has_orders", val_count(list) > 0);
	return true;
}

static struct val *add_form_put(struct desk *d, const struct schedule *s)
{
	struct val *fields = val_put_map(d->page, "field"), *field;
	struct arena *arena = d->req->arena;
	const struct sitting *last = s->sitting_count ? &s->sittings[s->sitting_count - 1] : NULL;

	field = part_field(arena, fields, "day", word(d->req, "word.date"),
			   typed_or(d->req, "day", last ? date_show(d->req, last->day) : ""));
	val_put_bool(field, "required", true);
	field = part_field(arena, fields, "room", word(d->req, "schedule.room"),
			   typed_or(d->req, "room", last ? last->room : ""));
	val_put_bool(field, "required", true);
	val_put_text(field, "hint", word(d->req, "schedule.room_hint"));
	val_put_int(field, "max", 100);
	field = part_field(arena, fields, "name", word(d->req, "schedule.session_name"),
			   typed_or(d->req, "name", ""));
	val_put_text(field, "hint", word(d->req, "schedule.session_hint"));
	val_put_int(field, "max", 60);
	return fields;
}

/* ---- The page ---- */

static bool order_show(struct req *req, const struct planner *p, struct err *err)
{
	struct schedule s;
	struct val *fields;
	struct desk d;
	size_t juror;
	bool plans;

	if (!desk_open(req, "schedule", "schedule.title", &d, err) ||
	    !schedule_load(service_of(req), db_of(req), &d.edition, d.scheme, req->arena, &s, err))
		return false;
	juror = schedule_viewer(req, &s);
	plans = who_of(req)->account.role == ROLE_SECRETARIAT;
	val_put_text(d.page, "lead", word(req, "schedule.lead"));
	val_put_bool(d.page, "secretariat", plans);
	val_put_bool(d.page, "own", juror != NAME_NONE);
	val_put_bool(d.page, "detailed", who_of(req)->account.role != ROLE_JUROR);
	val_put_bool(d.page, "open",
		     plans && may(DEED_EDIT_SCHEDULE, ROLE_SECRETARIAT, d.edition.phase,
				  (struct circumstances){ 0 }));
	sittings_put(&d, &s, juror);
	closed_put(req, &s, juror, d.page);
	fields = add_form_put(&d, &s);
	if (plans)
		unplaced_put(&d, &s);
	if (!delays_put(&d, &s, err) || !orders_put(&d, &s, juror, err) ||
	    !schedule_now_put(req, &d.edition, d.scheme, d.page, err))
		return false;
	if (val_is_true(val_get(d.page, "now")))
		val_put_bool(val_find(d.page, "now"), "inside", true);
	planned_flash(&d, p, fields);
	return page_show(req, planned_status(req, p), "schedule/order", d.page, err);
}

bool page_schedule(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return order_show(req, NULL, err);
}

bool do_sitting_add(struct req *req, struct err *err)
{
	struct planner p;
	int64_t number;

	if (!planner_open(req, &p, err))
		return false;
	if (!req->fields_ok)
		return order_show(req, NULL, err);
	if (!plan_sitting_add(&p, req_field(req, "day"), req_field(req, "room"),
			      req_field(req, "name"), &number, err))
		return false;
	if (p.refusal.status)
		return order_show(req, &p, err);
	return res_redirect(req, "/editions/%s/schedule/sessions/%" PRId64 "?done=1",
			    p.s.edition.key, number);
}

/* Undoing a delay has no page of its own: what is refused is said on the order. */
bool do_delay_undo(struct req *req, struct err *err)
{
	struct planner p;

	if (!planner_open(req, &p, err))
		return false;
	if (!plan_delay_undo(&p, req_number(req, 1), err))
		return false;
	req->fields_ok = true;
	if (p.refusal.status)
		return order_show(req, &p, err);
	return res_redirect(req, "/editions/%s/schedule?done=1", p.s.edition.key);
}

/* ---- As a table ---- */

#define CELLS 15

static void csv_row(const struct schedule *s, const char *const cells[CELLS], struct buf *csv)
{
	for (size_t i = 0; i < CELLS; i++) {
		csv_write_text(csv, cells[i] ? cells[i] : "");
		buf_char(csv, ',');
	}
	buf_printf(csv, "%s\r\n", s->edition.sample ? "CONTOH" : "");
}

static void csv_meeting(const struct req *req, const struct schedule *s, const struct meeting *m,
			struct buf *csv)
{
	const char *const cells[CELLS] = {
		m->at.day,
		clock_show(req->arena, m->at.starts, LANG_EN),
		clock_show(req->arena, m->at.starts + m->at.minutes, LANG_EN),
		m->nominee->key,
		m->nominee->name,
		"",
		m->category ? m->category->key : "",
		m->sitting->room,
		m->sitting->name,
		*m->at.link ? "daring" : "luring",
		m->at.link,
		who_of(req)->account.role == ROLE_JUROR ? panel_of(req, s, m->sitting)
							: panel_show(s, &m->panel, req->arena),
		m->at.attended,
		m->at.attended_name,
		m->at.attended_office,
	};

	csv_row(s, cells, csv);
}

bool page_schedule_csv(struct req *req, struct err *err)
{
	const struct candidate **closed;
	struct edition edition;
	struct schedule s;
	struct buf csv;
	size_t juror, count;

	if (!req_edition(req, true, &edition, err) ||
	    !schedule_load(service_of(req), db_of(req), &edition, NULL, req->arena, &s, err))
		return false;
	juror = schedule_viewer(req, &s);
	buf_init(&csv, req->arena);
	buf_puts(&csv, "day,from,to,nominee,name,recused,category,room,session,mode,link,panel,"
		       "attended,attended_name,attended_office,sample\r\n");
	for (size_t i = 0; i < s.placed; i++)
		if (schedule_sees(&s, juror, &s.items[i]) == SIGHT_WHOLE)
			csv_meeting(req, &s, &s.items[i], &csv);
	closed = schedule_closed(&s, juror, &count);
	for (size_t i = 0; i < count; i++) {
		const char *const cells[CELLS] = { [3] = closed[i]->key,
						   closed[i]->name,
						   word(req, "state.recused") };

		csv_row(&s, cells, &csv);
	}
	return answer_bytes(req, "text/csv; charset=utf-8",
			    arena_printf(req->arena, "%s%s-%s.csv", edition.sample ? "CONTOH-" : "",
					 edition.key, word(req, "schedule.file")),
			    csv.data, csv.len);
}
