/* One interview: where and when, moved or swapped singly, and who came for the nominee. */
#include <inttypes.h>

#include "schedule_show.h"

struct view {
	struct desk d;
	struct schedule s;
	struct meeting *m;
	struct val *fields;
};

static bool view_open(struct req *req, struct view *ret, struct err *err)
{
	if (!desk_open(req, NULL, "schedule.interview", &ret->d, err) ||
	    !schedule_load(service_of(req), db_of(req), &ret->d.edition, ret->d.scheme, req->arena,
			   &ret->s, err))
		return false;
	ret->m = schedule_find(&ret->s, req->params[1]);
	return ret->m || FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
}

/* ---- Facts ---- */

static void facts_put(struct view *v)
{
	const struct meeting *m = v->m;
	struct req *req = v->d.req;

	if (m->category)
		part_fact(v->d.page, word(req, "word.category"),
			  words_in(&m->category->name, req->lang));
	if (!m->sitting) {
		part_fact(v->d.page, word(req, "schedule.when"), word(req, "schedule.not_placed"));
		return;
	}
	part_fact(v->d.page, word(req, "schedule.when"),
		  arena_printf(req->arena, "%s, %s", day_show(req, m->at.day), span_show(req, m)));
	part_fact(v->d.page, word(req, "schedule.room"),
		  arena_printf(req->arena, "%s · %s", m->sitting->room, m->sitting->name));
	part_fact(v->d.page, word(req, "schedule.mode"),
		  word(req, *m->at.link ? "schedule.online" : "schedule.in_person"));
	if (*m->at.link)
		part_fact(v->d.page, word(req, "schedule.link"), m->at.link);
	part_fact(v->d.page, word(req, "schedule.panel"), panel_show(&v->s, &m->panel, req->arena));
	if (*m->at.attended)
		part_fact(v->d.page, word(req, "schedule.came"), came_show(req, m));
}

/* ---- Forms ---- */

static struct val *text_field(struct view *v, const char *name, const char *label, const char *kept,
			      bool required)
{
	struct val *field = part_field(v->d.req->arena, v->fields, name, word(v->d.req, label),
				       typed_or(v->d.req, name, kept));

	val_put_bool(field, "required", required);
	return field;
}

static void move_put(struct view *v)
{
	const struct meeting *m = v->m;
	struct arena *arena = v->d.req->arena;
	struct val *field;

	field = text_field(v, "session", "schedule.session",
			   m->sitting ? arena_printf(arena, "%" PRId64, m->sitting->number) : "",
			   true);
	for (size_t i = 0; i < v->s.sitting_count; i++)
		part_option(arena, field, arena_printf(arena, "%" PRId64, v->s.sittings[i].number),
			    arena_printf(arena, "%s · %s · %s",
					 date_show(v->d.req, v->s.sittings[i].day),
					 v->s.sittings[i].name, v->s.sittings[i].room));
	(void)text_field(v, "at", "schedule.at",
			 m->sitting ? clock_show(arena, m->at.starts, v->d.req->lang) : "", true);
	(void)text_field(v, "minutes", "schedule.fill.minutes",
			 arena_printf(arena, "%" PRId64, m->at.minutes ? m->at.minutes : 20), true);
	field = text_field(v, "link", "schedule.link", m->at.link, false);
	val_put_text(field, "hint", word(v->d.req, "schedule.link_hint"));
	val_put_int(field, "max", 300);
	val_put_bool(v->d.page, "has_sessions", v->s.sitting_count > 0);
}

static void swap_put(struct view *v)
{
	struct val *field = text_field(v, "other", "schedule.swap_with", "", true);
	size_t n = 0;

	part_option(v->d.req->arena, field, "", "–");
	for (size_t i = 0; i < v->s.placed && v->m->sitting; i++) {
		const struct meeting *other = &v->s.items[i];

		if (other == v->m || *other->at.attended)
			continue;
		n++;
		part_option(v->d.req->arena, field, other->nominee->key,
			    arena_printf(
				    v->d.req->arena, "%s (%s, %s)", other->nominee->name,
				    day_show(v->d.req, other->at.day),
				    clock_show(v->d.req->arena, other->at.starts, v->d.req->lang)));
	}
	val_put_bool(v->d.page, "can_swap", n > 0);
}

/* Evidence that the act can enter: "kehadiran=kepala". First what stands in an aspect which the
 * jury marks too (the interview), then what else of the category reads a word. */
static bool with_jury(const struct category *category, const struct criterion *criterion)
{
	for (size_t i = 0; i < category->criterion_count; i++)
		if (category->criteria[i].kind == CRITERION_JURY &&
		    category->criteria[i].aspect == criterion->aspect)
			return true;
	return false;
}

static void level_options(struct view *v, struct val *field, bool of_interview)
{
	const struct category *category = v->m->category;

	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];

		if (c->kind != CRITERION_LEVEL || with_jury(category, c) != of_interview)
			continue;
		for (size_t l = 0; l < c->level_count; l++) {
			char points[32];

			decimal_format(c->levels[l].points_c, 2,
				       v->d.req->lang == LANG_EN ? '.' : ',', points);
			part_option(v->d.req->arena, field,
				    arena_printf(v->d.req->arena, "%s=%s", c->evidence,
						 c->levels[l].word),
				    arena_printf(v->d.req->arena, "%s: %s (%s)",
						 words_in(&c->name, v->d.req->lang),
						 c->levels[l].word, points));
		}
	}
}

static void attended_put(struct view *v)
{
	static const char *const STATES[] = { "present", "nobody" };
	struct arena *arena = v->d.req->arena;
	struct val *field;

	field = text_field(v, "attended", "schedule.came_state", v->m->at.attended, true);
	for (size_t i = 0; i < COUNT(STATES); i++)
		part_option(arena, field, STATES[i],
			    word_of(v->d.req, "schedule.came_as.", STATES[i]));
	part_option(arena, field, "", word(v->d.req, "schedule.came_as.unknown"));
	field = text_field(v, "name", "schedule.came_name", v->m->at.attended_name, false);
	val_put_int(field, "max", 120);
	field = text_field(v, "office", "schedule.came_office", v->m->at.attended_office, false);
	val_put_int(field, "max", 120);
	field = text_field(v, "evidence", "schedule.as_evidence", "", false);
	val_put_text(field, "hint", word(v->d.req, "schedule.as_evidence_hint"));
	part_option(arena, field, "", word(v->d.req, "schedule.no_evidence"));
	if (v->m->category) {
		level_options(v, field, true);
		level_options(v, field, false);
	}
}

/* ---- The page ---- */

static bool has_right(const struct view *v, enum deed deed)
{
	return may(deed, ROLE_SECRETARIAT, v->d.edition.phase, (struct circumstances){ 0 });
}

static bool interview_show(struct req *req, const struct planner *p, struct err *err)
{
	struct view v = { 0 };

	if (!view_open(req, &v, err))
		return false;
	part_crumb(v.d.page, arena_printf(req->arena, "editions/%s/schedule", v.d.edition.key),
		   word(req, "schedule.title"));
	if (v.m->sitting)
		part_crumb(v.d.page,
			   arena_printf(req->arena, "editions/%s/schedule/sessions/%" PRId64,
					v.d.edition.key, v.m->sitting->number),
			   arena_printf(req->arena, "%s · %s", v.m->sitting->room,
					v.m->sitting->name));
	val_put_text(v.d.page, "title", v.m->nominee->name);
	val_put_text(v.d.page, "key", v.m->nominee->key);
	val_put_bool(v.d.page, "open", has_right(&v, DEED_EDIT_SCHEDULE));
	val_put_bool(v.d.page, "noting",
		     has_right(&v, DEED_RECORD_ATTENDANCE) && v.m->sitting != NULL);
	val_put_bool(v.d.page, "placed", v.m->sitting != NULL);
	val_put_bool(v.d.page, "held", *v.m->at.attended != '\0');
	v.fields = val_put_map(v.d.page, "field");
	facts_put(&v);
	move_put(&v);
	swap_put(&v);
	attended_put(&v);
	planned_flash(&v.d, p, v.fields);
	return page_show(req, planned_status(req, p), "schedule/interview", v.d.page, err);
}

bool page_interview(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return interview_show(req, NULL, err);
}

/* ---- Acts ---- */

static bool act_open(struct req *req, struct planner *p, struct meeting **ret, struct err *err)
{
	if (!planner_open(req, p, err))
		return false;
	*ret = schedule_find(&p->s, req->params[1]);
	return *ret || FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
}

static bool act_done(struct req *req, const struct planner *p, struct err *err)
{
	if (p->refusal.status || !req->fields_ok)
		return interview_show(req, p, err);
	return res_redirect(req, "/editions/%s/schedule/interviews/%s?done=1", p->s.edition.key,
			    req->params[1]);
}

bool do_interview(struct req *req, struct err *err)
{
	struct meeting *m;
	struct planner p;
	const char *link;
	size_t sitting;
	int64_t at;

	if (!act_open(req, &p, &m, err))
		return false;
	sitting = schedule_sitting(&p.s, whole_field(req, "session"));
	if (sitting == NAME_NONE)
		req_complain(req, "session", "Pilih sesi.", "Choose a session.");
	at = clock_field(req, "at", -1);
	link = link_field(req, "link");
	if (req->fields_ok &&
	    !plan_move(&p, m, sitting, at, whole_field(req, "minutes"), link, err))
		return false;
	return act_done(req, &p, err);
}

bool do_interview_swap(struct req *req, struct err *err)
{
	struct meeting *m, *other;
	struct planner p;

	if (!act_open(req, &p, &m, err))
		return false;
	other = schedule_find(&p.s, req_field(req, "other"));
	if (!other)
		req_complain(req, "other", "Pilih wawancara yang lain.",
			     "Choose the other interview.");
	if (other && !plan_swap(&p, m, other, err))
		return false;
	return act_done(req, &p, err);
}

bool do_interview_clear(struct req *req, struct err *err)
{
	struct meeting *m;
	struct planner p;

	return act_open(req, &p, &m, err) && plan_take_out(&p, m, err) && act_done(req, &p, err);
}

/* Where the evidence comes from: the session, and who signed its list. */
static const char *source_text(struct req *req, const struct meeting *m, const char *attended,
			       const char *name, const char *office)
{
	const char *where = arena_printf(req->arena, "Wawancara %s %s, %s, %s", m->at.day,
					 clock_show(req->arena, m->at.starts, LANG_ID),
					 m->sitting->room, m->sitting->name);

	if (!text_equal(attended, "present"))
		return arena_printf(req->arena, "%s: tidak ada yang hadir", where);
	return arena_printf(req->arena, "%s: %s%s%s", where, name, *office ? ", " : "", office);
}

static bool evidence_put(struct req *req, struct planner *p, const struct meeting *m,
			 const char *choice, const char *source, struct err *err)
{
	const char *value = text_after(choice, '=');
	struct evidence_result result;
	struct evidence_item item;

	if (!value ||
	    !evidence_item_get(req, m->nominee->key,
			       arena_copy(req->arena, choice, (size_t)(value - choice) - 1), &item,
			       err))
		return value != NULL
			       ? false
			       : REFUSE(&p->refusal, 422, "invalid", "Pilihan ini tidak dikenal.",
					"This choice is not known.");
	if (!evidence_enter(req, &item,
			    &(struct evidence_call){
				    .value = value, .source = source, .cutoff = m->at.day },
			    p->now, &result, err))
		return false;
	p->refusal = result.refusal;
	p->field = "evidence";
	return true;
}

bool do_interview_attendance(struct req *req, struct err *err)
{
	const char *attended = req_field(req, "attended"), *name = req_field(req, "name");
	const char *office = req_field(req, "office"), *evidence = req_field(req, "evidence");
	struct meeting *m;
	struct planner p;

	if (!act_open(req, &p, &m, err))
		return false;
	if (*attended && !text_equal(attended, "present") && !text_equal(attended, "nobody"))
		req_complain(req, "attended", "Pilihan ini tidak dikenal.",
			     "This choice is not known.");
	if (text_equal(attended, "present") && !*name)
		req_complain(req, "name", "Tuliskan nama yang hadir.",
			     "Enter the name of who came.");
	if (!*attended && *evidence)
		req_complain(req, "evidence",
			     "Catat dahulu siapa yang hadir; baru kehadiran itu menjadi bukti.",
			     "Record first who came; only then it is evidence.");
	if (!req->fields_ok)
		return interview_show(req, &p, err);
	/* The evidence first: when it is refused, nothing is recorded. */
	if (*evidence && m->sitting &&
	    !evidence_put(req, &p, m, evidence, source_text(req, m, attended, name, office), err))
		return false;
	if (!p.refusal.status && !plan_attended(&p, m, attended, name, office, err))
		return false;
	return act_done(req, &p, err);
}
