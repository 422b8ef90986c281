/* A delay: first the new times, then the act. */
#include <stdlib.h>

#include "schedule_show.h"

static void times_put(struct desk *d, const struct schedule *s)
{
	struct val *rows = val_put_list(d->page, "rows");

	for (size_t i = 0; i < s->count; i++) {
		const struct meeting *m = &s->items[i];
		struct meeting was = *m;
		struct val *row;

		if (!m->changed)
			continue;
		was.at = m->before;
		row = val_push_map(rows);
		val_put_text(row, "name", m->nominee->name);
		val_put_text(row, "was", span_show(d->req, &was));
		val_put_text(row, "becomes", span_show(d->req, m));
	}
	val_put_bool(d->page, "has_rows", val_count(rows) > 0);
}

static bool delay_show(struct req *req, const struct planner *done, const char *from, int64_t by,
		       struct err *err)
{
	struct planner p;
	struct meeting *m;
	struct desk d;

	if (!desk_open(req, NULL, "schedule.delay", &d, err) || !planner_open(req, &p, err))
		return false;
	m = schedule_find(&p.s, from);
	if (!m || !m->sitting)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada wawancara ini.", "No such interview.");
	part_crumb(d.page, arena_printf(req->arena, "editions/%s/schedule", d.edition.key),
		   word(req, "schedule.title"));
	part_crumb(d.page,
		   arena_printf(req->arena, "editions/%s/schedule/sessions/%d", d.edition.key,
				(int)m->sitting->number),
		   arena_printf(req->arena, "%s · %s", m->sitting->room, m->sitting->name));
	val_put_text(
		d.page, "lead",
		arena_printf(req->arena, "%s · %s", m->sitting->room, day_show(req, m->at.day)));
	val_put_text(d.page, "seen", schedule_digest(&p.s, m->sitting->room_key, m->at.day));
	val_put_text(d.page, "from", from);
	val_put_int(d.page, "by", by);
	val_put_text(d.page, "nominee", m->nominee->name);
	val_put_int(d.page, "number", m->sitting->number);
	plan_delay_try(&p, m, by);
	val_put_bool(d.page, "fits", !p.refusal.status);
	times_put(&d, &p.s);
	if (p.refusal.status || (done && done->refusal.status))
		refusal_flash(req, d.page,
			      done && done->refusal.status ? &done->refusal : &p.refusal);
	return page_show(req,
			 done && done->refusal.status ? done->refusal.status
			 : p.refusal.status	      ? p.refusal.status
						      : 200,
			 "schedule/delay", d.page, err);
}

bool page_delay(struct req *req, struct err *err)
{
	const char *from = req_query(req, "from"), *by = req_query(req, "by");

	return delay_show(req, NULL, from ? from : "", by ? strtoll(by, NULL, 10) : 0, err);
}

bool do_delay(struct req *req, struct err *err)
{
	const char *from = req_field(req, "from");
	int64_t by = whole_field(req, "by");
	struct meeting *m;
	struct planner p;

	if (!planner_open(req, &p, err))
		return false;
	m = schedule_find(&p.s, from);
	if (!m || !m->sitting)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada wawancara ini.", "No such interview.");
	if (!plan_delay(&p, m, by, req_field(req, "seen"), err))
		return false;
	if (p.refusal.status)
		return delay_show(req, &p, from, by, err);
	return res_redirect(req, "/editions/%s/schedule?done=1", p.s.edition.key);
}
