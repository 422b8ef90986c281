/* The keeper's day: what waits for the second key, and whether what is stored is what was done. */
#include <string.h>

#include "deed_objection.h"
#include "ledger.h"
#include "schedule.h"

struct watch {
	struct req *req;
	struct edition edition;
	struct settings settings;
	struct val *page;
};

/* ---- What waits ---- */

static bool waits_for_keeper(const struct watch *w, const struct proposal *proposal)
{
	struct val *about;
	struct err ignored;

	return !text_equal(proposal->kind, "deputy") ||
	       !json_parse(w->req->arena, proposal->about, strlen(proposal->about), &about,
			   &ignored) ||
	       !text_equal(val_get_text(about, "role"), "keeper");
}

static bool proposals_put(struct watch *w, struct val *tasks, struct err *err)
{
	struct val *values = val_map(w->req->arena), *task;
	struct proposal *list;
	size_t count, waiting = 0;

	if (!proposal_list(db_of(w->req), w->edition.id, "open", w->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		waiting += waits_for_keeper(w, &list[i]);
	if (!waiting)
		return true;
	val_put_text(values, "n", show_count(w->req->arena, (int64_t)waiting, w->req->lang));
	task = val_push_map(tasks);
	val_put_text(task, "text",
		     words_fill(service_templates(service_of(w->req)), w->req->lang,
				"watch.proposals", values, w->req->arena));
	val_put_text(task, "path", "proposals");
	val_put_text(task, "action", word(w->req, "watch.decide"));
	return true;
}

static bool release_put(struct watch *w, struct val *tasks, struct err *err)
{
	struct release *list;
	struct val *task;
	size_t count;

	if (!release_list(db_of(w->req), w->edition.id, w->req->arena, &list, &count, err))
		return false;
	if (!count)
		return true;
	release_hash_put(w->req, &list[0], w->settings.zone_hours, val_put_map(w->page, "newest"));
	if (w->edition.phase != PHASE_APPROVED)
		return true;
	task = val_push_map(tasks);
	val_put_text(task, "text", word(w->req, "watch.release"));
	val_put_text(task, "path", "release");
	val_put_text(task, "action", word(w->req, "watch.compare"));
	return true;
}

/* ---- Is everything as it was done? ---- */

static void verdict_put(struct watch *w, const char *name, const struct complaints *complaints)
{
	struct val *into = val_put_map(w->page, name), *list = val_put_list(into, "faults");
	bool good = !complaints->total;

	val_put_text(into, "tone", good ? "good" : "bad");
	val_put_text(into, "heading", NULL);
	val_put_text(into, "text",
		     word(w->req,
			  arena_printf(w->req->arena, "watch.%s_%s", name, good ? "good" : "bad")));
	for (size_t i = 0; i < complaints->count; i++)
		val_put_text(val_push_map(list), "text",
			     words_in(&complaints->items[i].text, w->req->lang));
	val_put_bool(into, "has_faults", !good);
}

static bool checks_put(struct watch *w, struct err *err)
{
	struct complaints chain, ledger;
	struct buf summary;

	complaints_init(&chain, w->req->arena);
	complaints_init(&ledger, w->req->arena);
	buf_init(&summary, w->req->arena);
	if (!store_check(db_of(w->req), &chain, &summary, err) ||
	    !ledger_check(db_of(w->req), &ledger, err))
		return false;
	verdict_put(w, "chain", &chain);
	verdict_put(w, "ledger", &ledger);
	val_put_text(w->page, "heads", summary.data);
	return true;
}

bool page_watch(struct req *req, struct err *err)
{
	struct watch w = { .req = req };
	const struct scheme *scheme;
	struct val *tasks;

	if (!pleno_open(req, "watch", "watch.title", &w.edition, &scheme, &w.page, err) ||
	    !settings_load(db_of(req), w.edition.id, req->arena, &w.settings, err))
		return false;
	val_put_text(w.page, "lead", word(req, "watch.lead"));
	val_put_text(w.page, "newest", NULL);
	page_phases(req, w.page, w.edition.phase);
	tasks = val_put_list(w.page, "tasks");
	if (!proposals_put(&w, tasks, err) || !release_put(&w, tasks, err) || !checks_put(&w, err))
		return false;
	val_put_bool(w.page, "has_tasks", val_count(tasks) > 0);
	val_put_text(
		w.page, "what",
		word(req, arena_printf(req->arena, "watch.phase.%s", phase_text(w.edition.phase))));
	return objections_remind(req, &w.edition, w.page, err) &&
	       schedule_now_put(req, &w.edition, scheme, w.page, err) &&
	       page_show(req, 200, "pleno/watch", w.page, err);
}
