/* What is done to one session: its panel, its filling, who came. */
#include "schedule_show.h"

static bool act_open(struct req *req, struct planner *p, size_t *ret_sitting, struct err *err)
{
	if (!planner_open(req, p, err))
		return false;
	*ret_sitting = schedule_sitting(&p->s, req_number(req, 1));
	return *ret_sitting != NAME_NONE ||
	       FAIL(err, ERR_NOT_FOUND, "Tidak ada sesi ini.", "No such session.");
}

static bool act_done(struct req *req, const struct planner *p, struct err *err)
{
	if (p->refusal.status || !req->fields_ok)
		return session_show(req, p, err);
	return res_redirect(req, "/editions/%s/schedule/sessions/%s?done=1", p->s.edition.key,
			    req->params[1]);
}

bool do_session_panel(struct req *req, struct err *err)
{
	struct seats seats = { 0 };
	struct planner p;
	size_t sitting;
	bool own;

	if (!act_open(req, &p, &sitting, err))
		return false;
	own = text_equal(req_field(req, "panel"), "own");
	if (!own && !text_equal(req_field(req, "panel"), "all"))
		req_complain(req, "panel", "Pilihan ini tidak dikenal.",
			     "This choice is not known.");
	for (size_t j = 0; j < p.s.juror_count && j < SEATS_MAX; j++)
		if (*req_field(req, arena_printf(req->arena, "seat.%s", p.s.jurors[j].key)))
			seats.bits[j / 64] |= UINT64_C(1) << (j % 64);
	if (req->fields_ok && !plan_panel(&p, sitting, own, &seats, err))
		return false;
	return act_done(req, &p, err);
}

bool do_session_fill(struct req *req, struct err *err)
{
	struct fill_plan plan = { 0 };
	struct planner p;
	size_t placed, left;

	if (!act_open(req, &p, &plan.sitting, err))
		return false;
	plan.category = scheme_category(p.s.scheme, req_field(req, "category"));
	if (!plan.category)
		req_complain(req, "category", "Pilih kategori.", "Choose a category.");
	plan.first = clock_field(req, "first", -1);
	plan.minutes = whole_field(req, "minutes");
	plan.pause = whole_field(req, "pause");
	plan.break_from = clock_field(req, "break_from", 0);
	plan.break_to = clock_field(req, "break_to", plan.break_from);
	if (!*req_field(req, "break_from"))
		plan.break_to = plan.break_from; /* half a break is none */
	plan.until = clock_field(req, "until", DAY_MINUTES);
	plan.order = req_field(req, "order");
	plan.seed = req_field(req, "seed");
	plan.link = link_field(req, "link");
	if (!text_equal(plan.order, "import") && !text_equal(plan.order, "name") &&
	    !text_equal(plan.order, "shuffle"))
		req_complain(req, "order", "Pilihan ini tidak dikenal.",
			     "This choice is not known.");
	if (!req->fields_ok)
		return session_show(req, &p, err);
	if (!plan_fill(&p, &plan, &placed, &left, err))
		return false;
	if (p.refusal.status)
		return session_show(req, &p, err);
	return res_redirect(req, "/editions/%s/schedule/sessions/%s?placed=%zu&left=%zu",
			    p.s.edition.key, req->params[1], placed, left);
}

/* Each of them would have to be placed again. */
static bool clear_confirm(struct req *req, const struct sitting *is, size_t count, struct err *err)
{
	struct val *values = val_map(req->arena);
	struct confirm confirm;
	struct desk d;

	if (!desk_open(req, "schedule", "schedule.clear_sure", &d, err))
		return false;
	val_put_text(values, "n", show_n(req, count));
	val_put_text(values, "room", is->room);
	val_put_text(values, "session", is->name);
	val_put_text(values, "day", day_show(req, is->day));
	confirm_new(req, d.page, word(req, "schedule.clear"),
		    arena_printf(req->arena, "editions/%s/schedule/sessions/%s", d.edition.key,
				 req->params[1]),
		    &confirm);
	confirm_words(&confirm, "schedule.clear_will", values);
	return confirm_ask(&confirm, err);
}

bool do_session_clear(struct req *req, struct err *err)
{
	struct planner p;
	size_t sitting, count;

	if (!act_open(req, &p, &sitting, err) || !plan_clear(&p, sitting, &count, err))
		return false;
	if (!p.refusal.status && confirm_due(req))
		return clear_confirm(req, &p.s.sittings[sitting], count, err);
	return act_done(req, &p, err);
}

bool do_session_remove(struct req *req, struct err *err)
{
	struct planner p;
	size_t sitting;

	if (!act_open(req, &p, &sitting, err) || !plan_sitting_remove(&p, sitting, err))
		return false;
	if (p.refusal.status)
		return session_show(req, &p, err);
	return res_redirect(req, "/editions/%s/schedule?done=1", p.s.edition.key);
}

/* All of the form or nothing of it. */
bool do_session_attendance(struct req *req, struct err *err)
{
	struct planner p;
	size_t sitting;

	if (!act_open(req, &p, &sitting, err))
		return false;
	for (int pass = 0; pass < 2 && req->fields_ok; pass++)
		for (size_t j = 0; j < p.s.juror_count; j++) {
			const char *key = p.s.jurors[j].key;
			const char *name = arena_printf(req->arena, "state.%s", key);
			const char *state = typed_or(req, name, NULL);
			int64_t left = 0;

			if (!state)
				continue;
			if (*state && !text_equal(state, "present") && !text_equal(state, "left") &&
			    !text_equal(state, "absent"))
				req_complain(req, name, "Pilihan ini tidak dikenal.",
					     "This choice is not known.");
			if (*state && !seats_has(&p.s.seats[sitting], j))
				req_complain(req, name, "%s tidak duduk dalam panel sesi ini.",
					     "%s does not sit on the panel of this session.",
					     p.s.jurors[j].name);
			if (text_equal(state, "left"))
				left = clock_field(req, arena_printf(req->arena, "left.%s", key),
						   -1);
			if (pass && !p.refusal.status &&
			    !plan_juror_attendance(&p, sitting, j, *state ? state : NULL, left,
						   err))
				return false;
		}
	return act_done(req, &p, err);
}

/* A ticked nominee that the page offered: of this session, and not closed to the chair. */
static bool offered(const struct planner *p, size_t chair, size_t sitting, const struct meeting *m)
{
	return m->sitting == &p->s.sittings[sitting] && !schedule_bars(&p->s, chair, m);
}

static bool ticked(struct req *req, const struct planner *p, const struct meeting *m)
{
	return *req_field(req, arena_printf(p->arena, "nominee.%s", m->nominee->key));
}

/* The chair's own act, once for each nominee that stayed ticked; all of them or none. */
bool do_session_absent(struct req *req, struct err *err)
{
	const char *juror = req_field(req, "juror");
	size_t sitting, chair, j = 0;
	struct planner p;

	if (!act_open(req, &p, &sitting, err))
		return false;
	chair = schedule_viewer(req, &p.s);
	if (!schedule_holds(&p.s, chair, &p.s.sittings[sitting]))
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada sesi ini.", "No such session.");
	while (j < p.s.juror_count && !text_equal(p.s.jurors[j].key, juror))
		j++;
	for (size_t i = 0; i < p.s.count; i++)
		if (j == p.s.juror_count ||
		    (ticked(req, &p, &p.s.items[i]) &&
		     (!offered(&p, chair, sitting, &p.s.items[i]) ||
		      schedule_state(&p.s, j, &p.s.items[i]) > SHEET_DRAFT)))
			(void)REFUSE(&p.refusal, 409, "not_open",
				     "Lembar yang dipilih tidak terbuka lagi. Tidak ada yang "
				     "dicatat.",
				     "A sheet that was chosen is no longer open. Nothing was "
				     "recorded.");
	for (size_t i = 0; i < p.s.placed && !p.refusal.status; i++) {
		const struct meeting *m = &p.s.items[i];

		if (!ticked(req, &p, m))
			continue;
		if (!chair_act(req, &p.s.edition, "mark_absent", m->nominee->key, juror,
			       req_field(req, "reason"), p.now, &p.refusal, err))
			return false;
	}
	return act_done(req, &p, err);
}
