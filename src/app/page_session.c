/* One session: its panel, its interviews, who came. (A session of interviews is a `sitting` here;
 * `session` is who is signed in.) */
#include <stdlib.h>

#include "schedule_show.h"

struct view { /* one session, as somebody sees it */
	struct desk d;
	struct schedule s;
	size_t sitting, juror; /* juror NAME_NONE: secretariat or keeper */
	struct val *fields;
};

static bool view_open(struct req *req, struct view *ret, struct err *err)
{
	if (!desk_open(req, NULL, "schedule.session", &ret->d, err) ||
	    !schedule_load(service_of(req), db_of(req), &ret->d.edition, ret->d.scheme, req->arena,
			   &ret->s, err))
		return false;
	ret->juror = schedule_viewer(req, &ret->s);
	ret->sitting = schedule_sitting(&ret->s, req_number(req, 1));
	return (ret->sitting != NAME_NONE &&
		schedule_holds(&ret->s, ret->juror, &ret->s.sittings[ret->sitting])) ||
	       FAIL(err, ERR_NOT_FOUND, "Tidak ada sesi ini.", "No such session.");
}

static bool is_here(const struct view *v, const struct meeting *m)
{
	return m->sitting == &v->s.sittings[v->sitting];
}

static bool may_here(const struct view *v, enum deed deed)
{
	return who_of(v->d.req)->account.role == ROLE_SECRETARIAT &&
	       may(deed, ROLE_SECRETARIAT, v->d.edition.phase, (struct circumstances){ 0 });
}

/* ---- What is shown to all ---- */

static void meetings_put(struct view *v)
{
	struct val *rows = val_put_list(v->d.page, "rows");
	struct val *options = part_field(v->d.req->arena, v->fields, "from",
					 word(v->d.req, "schedule.delay_from"), "");

	val_put_bool(options, "required", true);

	for (size_t i = 0; i < v->s.placed; i++) {
		const struct meeting *m = &v->s.items[i];
		struct val *row;

		if (!is_here(v, m) || !meeting_listed(v->d.req, &v->s, v->juror, m))
			continue;
		row = val_push_map(rows);
		meeting_put(v->d.req, &v->s, m, v->juror, row);
		if (!*m->at.attended)
			part_option(v->d.req->arena, options, m->nominee->key,
				    arena_printf(v->d.req->arena, "%s %s",
						 clock_show(v->d.req->arena, m->at.starts,
							    v->d.req->lang),
						 m->nominee->name));
	}
	val_put_bool(v->d.page, "has_rows", val_count(rows) > 0);
}

static const char *attendance_word(const struct view *v, const char *state, int64_t left)
{
	const char *text = word_of(v->d.req, "schedule.attendance.", state);

	return left ? arena_printf(v->d.req->arena, "%s (%s)", text,
				   clock_show(v->d.req->arena, left, v->d.req->lang))
		    : text;
}

static void attendance_field(struct view *v, size_t j, const char *state, int64_t left,
			     struct val *row)
{
	struct arena *arena = v->d.req->arena;
	const char *key = v->s.jurors[j].key;
	const char *name = arena_printf(arena, "state.%s", key);
	struct val *choice = val_list(arena), *late = val_list(arena);
	struct val *field = part_field(arena, choice, name, v->s.jurors[j].name,
				       typed_or(v->d.req, name, state ? state : ""));

	val_put_bool(field, "required", true);
	field_error(v->d.req, v->d.page, field, name);
	static const char *const STATES[] = { "present", "left", "absent" };

	part_option(arena, field, "", word(v->d.req, "schedule.attendance.unknown"));
	for (size_t i = 0; i < COUNT(STATES); i++)
		part_option(arena, field, STATES[i],
			    word_of(v->d.req, "schedule.attendance.", STATES[i]));
	name = arena_printf(arena, "left.%s", key);
	field = part_field(
		arena, late, name, word(v->d.req, "schedule.left_at"),
		typed_or(v->d.req, name, left ? clock_show(arena, left, v->d.req->lang) : ""));
	val_put_int(field, "max", 5);
	val_put_text(field, "of", v->s.jurors[j].name);
	field_error(v->d.req, v->d.page, field, name);
	(void)val_put(row, "choice", choice);
	(void)val_put(row, "left", late);
}

/* The panel, each with his attendance; the secretariat's form has the same rows. */
static void panel_put(struct view *v)
{
	struct val *rows = val_put_list(v->d.page, "panel");
	const struct sitting *is = &v->s.sittings[v->sitting];

	for (size_t j = 0; j < v->s.juror_count; j++) {
		struct val *row;
		const char *state;
		int64_t left;

		if (!seats_has(&v->s.seats[v->sitting], j))
			continue;
		row = val_push_map(rows);
		state = schedule_attendance(&v->s, is->id, j, &left);
		val_put_text(row, "key", v->s.jurors[j].key);
		val_put_text(row, "name", v->s.jurors[j].name);
		(void)part_state(row, "state",
				 !state				? "empty"
				 : text_equal(state, "present") ? "verified"
				 : text_equal(state, "left")	? "draft"
								: "absent",
				 state ? attendance_word(v, state, left)
				       : word(v->d.req, "schedule.attendance.unknown"));
		attendance_field(v, j, state, left, row);
	}
}

/* ---- The secretariat's forms ---- */

static void seats_field(struct view *v)
{
	struct val *seats = val_put_list(v->d.page, "seats"), *field;
	struct arena *arena = v->d.req->arena;
	bool own = v->s.sittings[v->sitting].own_panel;

	field = part_field(arena, v->fields, "panel", word(v->d.req, "schedule.panel"),
			   typed_or(v->d.req, "panel", own ? "own" : "all"));
	part_option(arena, field, "all", word(v->d.req, "schedule.whole_panel"));
	part_option(arena, field, "own", word(v->d.req, "schedule.own_panel"));
	val_put_bool(field, "required", true);
	for (size_t j = 0; j < v->s.juror_count; j++) {
		const char *name = arena_printf(arena, "seat.%s", v->s.jurors[j].key);

		if (v->s.jurors[j].removed)
			continue;
		(void)part_field(arena, seats, name, v->s.jurors[j].name,
				 typed_or(v->d.req, name,
					  seats_has(&v->s.seats[v->sitting], j) ? "on" : NULL));
	}
}

static struct val *fill_text(struct view *v, const char *name, const char *kept, bool required)
{
	struct val *field = part_field(v->d.req->arena, v->fields, name,
				       word_of(v->d.req, "schedule.fill.", name),
				       typed_or(v->d.req, name, kept));

	val_put_bool(field, "required", required);
	return field;
}

static void category_options(struct view *v)
{
	struct val *field = fill_text(v, "category", "", true);

	for (size_t c = 0; c < v->d.scheme->category_count; c++) {
		const struct category *category = &v->d.scheme->categories[c];
		size_t left = 0;

		for (size_t i = v->s.placed; i < v->s.count; i++)
			left += v->s.items[i].category == category;
		if (left)
			part_option(v->d.req->arena, field, category->key,
				    arena_printf(v->d.req->arena, "%s (%zu)",
						 words_in(&category->name, v->d.req->lang), left));
	}
	val_put_bool(v->d.page, "has_categories", val_count(val_get(field, "options")) > 0);
}

/* Where the next slot would begin: after the last one here. */
static const char *next_free(const struct view *v)
{
	int64_t at = 8 * 60;

	for (size_t i = 0; i < v->s.placed; i++)
		if (is_here(v, &v->s.items[i]))
			at = v->s.items[i].at.starts + v->s.items[i].at.minutes;
	return clock_show(v->d.req->arena, at < DAY_MINUTES ? at : 8 * 60, v->d.req->lang);
}

static void fill_put(struct view *v)
{
	static const char *const ORDERS[] = { "import", "name", "shuffle" };
	struct arena *arena = v->d.req->arena;
	bool english = v->d.req->lang == LANG_EN;
	struct val *field;
	char seed[17];
	uint8_t random[8];

	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), seed);
	category_options(v);
	(void)fill_text(v, "first", next_free(v), true);
	(void)fill_text(v, "minutes", "20", true);
	(void)fill_text(v, "pause", "5", true);
	(void)fill_text(v, "break_from", english ? "12:00" : "12.00", false);
	(void)fill_text(v, "break_to", english ? "13:00" : "13.00", false);
	(void)fill_text(v, "until", english ? "17:00" : "17.00", true);
	field = fill_text(v, "link", "", false);
	val_put_text(field, "hint", word(v->d.req, "schedule.link_hint"));
	val_put_int(field, "max", 300);
	field = fill_text(v, "order", "import", true);
	for (size_t i = 0; i < COUNT(ORDERS); i++)
		part_option(arena, field, ORDERS[i],
			    word_of(v->d.req, "schedule.order.", ORDERS[i]));
	field = fill_text(v, "seed", arena_text(arena, seed), false);
	val_put_text(field, "hint", word(v->d.req, "schedule.seed_hint"));
	val_put_int(field, "max", 64);
}

/* ---- What the chair is offered: those who were not there, ready to be marked ---- */

static const char *away_reason(const struct view *v, size_t j)
{
	const struct sitting *is = &v->s.sittings[v->sitting];
	struct val *values = val_map(v->d.req->arena);
	const char *key = "schedule.reason_absent";
	int64_t left;
	const char *state = schedule_attendance(&v->s, is->id, j, &left);

	val_put_text(values, "session", is->name);
	val_put_text(values, "room", is->room);
	val_put_text(values, "day", day_show(v->d.req, is->day));
	val_put_text(values, "left", clock_show(v->d.req->arena, left, v->d.req->lang));
	if (!seats_has(&v->s.seats[v->sitting], j))
		key = "schedule.reason_unseated";
	else if (text_equal(state, "left"))
		key = "schedule.reason_left";
	return words_fill(service_templates(service_of(v->d.req)), v->d.req->lang, key, values,
			  v->d.req->arena);
}

static void offer_put(struct view *v, size_t j, struct val *offers)
{
	struct val *offer = NULL, *list = NULL;
	struct val *field;

	for (size_t i = 0; i < v->s.placed; i++) {
		const struct meeting *m = &v->s.items[i];

		if (!is_here(v, m) || !schedule_offers(&v->s, v->juror, j, m))
			continue;
		if (!offer) {
			offer = val_push_map(offers);
			val_put_text(offer, "juror", v->s.jurors[j].key);
			val_put_text(offer, "name", v->s.jurors[j].name);
			list = val_put_list(offer, "nominees");
		}
		field = part_field(v->d.req->arena, list,
				   arena_printf(v->d.req->arena, "nominee.%s", m->nominee->key),
				   m->nominee->name, "on");
		val_put_text(field, "id",
			     arena_printf(v->d.req->arena, "away-%s-%s", v->s.jurors[j].key,
					  m->nominee->key));
	}
	if (!offer)
		return;
	field = part_field(v->d.req->arena, val_put_map(offer, "reason"), "reason",
			   word(v->d.req, "word.reason"), away_reason(v, j));
	val_put_text(field, "id", arena_printf(v->d.req->arena, "reason-%s", v->s.jurors[j].key));
	val_put_bool(field, "required", true);
	val_put_int(field, "max", REASON_MAX);
	val_put_int(field, "rows", 2);
}

static void offers_put(struct view *v)
{
	struct val *offers = val_put_list(v->d.page, "offers");
	bool chair = who_of(v->d.req)->account.role == ROLE_CHAIR &&
		     may(DEED_MARK_ABSENT, ROLE_CHAIR, v->d.edition.phase,
			 (struct circumstances){ .mended = v->d.edition.mended, .reopened = true });

	for (size_t j = 0; chair && j < v->s.juror_count; j++)
		offer_put(v, j, offers);
	val_put_bool(v->d.page, "has_offers", val_count(offers) > 0);
}

/* ---- The page ---- */

static void head_put(struct view *v)
{
	const struct sitting *is = &v->s.sittings[v->sitting];
	struct req *req = v->d.req;

	part_crumb(v->d.page, arena_printf(req->arena, "editions/%s/schedule", v->d.edition.key),
		   word(req, "schedule.title"));
	val_put_text(v->d.page, "title", arena_printf(req->arena, "%s · %s", is->room, is->name));
	val_put_text(v->d.page, "once", category_once(val_get(v->d.page, "rows")));
	val_put_text(v->d.page, "heading", is->name);
	val_put_text(v->d.page, "lead", day_show(req, is->day));
	val_put_int(v->d.page, "number", is->number);
	val_put_text(v->d.page, "room_key",
		     v->juror == NAME_NONE || val_is_true(val_get(v->d.page, "has_rows"))
			     ? is->room_key
			     : NULL);
	val_put_bool(v->d.page, "open", may_here(v, DEED_EDIT_SCHEDULE));
	val_put_bool(v->d.page, "noting", may_here(v, DEED_RECORD_ATTENDANCE));
	val_put_bool(v->d.page, "secretariat", who_of(req)->account.role == ROLE_SECRETARIAT);
}

/* After a filling: how many have a place now, and how many have not. */
static void filled_flash(struct view *v, const struct planner *p)
{
	const char *placed = req_query(v->d.req, "placed"), *left = req_query(v->d.req, "left");
	struct val *values = val_map(v->d.req->arena);

	if (p || v->d.req->method != WEB_GET || !placed || !left)
		return;
	val_put_int(values, "n", strtoll(placed, NULL, 10));
	val_put_int(values, "left", strtoll(left, NULL, 10));
	part_flash(v->d.page, text_equal(left, "0") ? "good" : "warn",
		   words_fill(service_templates(service_of(v->d.req)), v->d.req->lang,
			      text_equal(left, "0") ? "schedule.filled" : "schedule.filled_left",
			      values, v->d.req->arena));
}

bool session_show(struct req *req, const struct planner *p, struct err *err)
{
	struct view v = { 0 };
	struct val *field;

	if (!view_open(req, &v, err))
		return false;
	v.fields = val_put_map(v.d.page, "field");
	meetings_put(&v);
	head_put(&v);
	panel_put(&v);
	seats_field(&v);
	fill_put(&v);
	offers_put(&v);
	field = part_field(req->arena, v.fields, "by", word(req, "schedule.delay_by"), "");
	val_put_bool(field, "required", true);
	val_put_int(field, "max", 4);
	planned_flash(&v.d, p, v.fields);
	filled_flash(&v, p);
	return page_show(req, planned_status(req, p), "schedule/session", v.d.page, err);
}

bool page_session(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return session_show(req, NULL, err);
}
