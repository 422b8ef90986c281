/* What the public sees: editions, results. Results come from the bundle of a release alone. */
#include <inttypes.h>
#include <string.h>

#include "app/ranking_view.h"
#include "app/release.h"

/* ---- The front page ---- */

static bool published_of(struct req *req, const struct edition *edition, bool *ret, struct err *err)
{
	struct release *list;
	size_t count;

	*ret = false;
	if (!release_list(db_of(req), edition->id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || text_equal(list[i].state, "published");
	return true;
}

static bool edition_item(struct req *req, const struct edition *edition, struct val *list,
			 struct err *err)
{
	const struct templates *templates = service_templates(service_of(req));
	struct val *item = val_push_map(list);
	struct val *names = val_map(req->arena);
	const struct scheme *scheme;
	bool published;

	if (!service_scheme(service_of(req), db_of(req), edition->rule_id, &scheme, err) ||
	    !published_of(req, edition, &published, err))
		return false;
	val_put_int(names, "assessment", scheme->assessment_year);
	val_put_int(names, "event", scheme->event_year);
	val_put_text(item, "key", edition->key);
	val_put_text(item, "title", words_in(&scheme->title, req->lang));
	val_put_text(item, "region", scheme->region);
	val_put_text(item, "years",
		     words_fill(templates, req->lang, "public.years", names, req->arena));
	val_put_bool(item, "published", published);
	(void)part_state(
		item, "state", "phase",
		word(req, arena_printf(req->arena, "phase.%s", phase_text(edition->phase))));
	return true;
}

bool page_editions(struct req *req, struct err *err)
{
	struct val *page = page_new(req, word(req, "public.editions"));
	struct val *list = val_put_list(page, "editions");
	struct edition *editions;
	size_t count;

	if (!edition_list(db_of(req), req->arena, &editions, &count, err))
		return false;
	val_put_text(page, "lead", word(req, "public.editions_lead"));
	for (size_t i = 0; i < count; i++)
		if (!edition_item(req, &editions[i], list, err))
			return false;
	return page_show(req, 200, "public/editions", page, err);
}

/* ---- One edition ---- */

static void stepper_put(struct req *req, struct val *page, enum phase now)
{
	for (unsigned i = 0; i < PHASE_COUNT; i++) {
		const char *name = phase_text((enum phase)i);

		part_phase(page, word(req, arena_printf(req->arena, "phase.%s", name)), i < now,
			   i == now);
	}
}

bool page_edition(struct req *req, struct err *err)
{
	const struct scheme *scheme;
	struct edition edition;
	struct val *page, *list;
	bool published;

	if (!req_edition(req, false, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !published_of(req, &edition, &published, err))
		return false;
	page = page_of_edition(req, &edition, scheme, "", words_in(&scheme->title, req->lang));
	stepper_put(req, page, edition.phase);
	val_put_bool(page, "published", published);
	part_fact(page, word(req, "public.region"), scheme->region);
	part_fact(page, word(req, "public.assessment_year"),
		  arena_printf(req->arena, "%d", scheme->assessment_year));
	part_fact(page, word(req, "public.event_year"),
		  arena_printf(req->arena, "%d", scheme->event_year));
	list = val_put_list(page, "categories");
	for (size_t i = 0; i < scheme->category_count; i++)
		val_put_text(val_push_map(list), "name",
			     words_in(&scheme->categories[i].name, req->lang));
	return page_show(req, 200, "public/edition", page, err);
}

/* ---- Results ---- */

static void release_facts(struct req *req, const struct edition *edition,
			  const struct released *released, int zone_hours, struct val *page)
{
	const struct release *release = &released->release;
	bool old = !text_equal(release->state, "published");

	val_put_text(val_put_map(page, "release"), "sha256", release->sha256);
	part_fact(page, word(req, "results.release"),
		  arena_printf(req->arena, "%" PRId64, release->number));
	part_fact(page, word(req, "results.published_at"),
		  show_time(req->arena, release->decided_at, zone_hours, req->lang));
	val_put_int(page, "number", release->number);
	if (old)
		part_flash(page, "warn", word(req, "results.superseded"));
	else if (edition->phase != PHASE_PUBLISHED)
		part_flash(page, "warn", word(req, "results.in_correction"));
	if (released->bundle->corrects) {
		struct val *names = val_map(req->arena);

		val_put_text(names, "reason", released->bundle->correction);
		part_flash(page, "info",
			   words_fill(service_templates(service_of(req)), req->lang,
				      "results.corrects", names, req->arena));
	}
}

bool page_results(struct req *req, struct err *err)
{
	const char *asked = req_query(req, "release");
	struct released released;
	struct settings settings;
	struct edition edition;
	struct val *page, *lists;
	struct tally tally;
	int64_t number = 0;
	const char *path;

	if (asked && !decimal_parse(asked, strlen(asked), 0, '.', &number))
		number = -1;
	if (!req_edition(req, false, &edition, err) ||
	    !release_open(service_of(req), db_of(req), &edition, number, req->arena, &released,
			  err) ||
	    !settings_load(db_of(req), edition.id, req->arena, &settings, err) ||
	    !released_tally(req, &released, &tally, err))
		return false;
	page = page_of_edition(req, &edition, released.bundle->input.scheme, "results",
			       word(req, "results.title"));
	path = arena_printf(req->arena, "editions/%s/results", edition.key);
	release_facts(req, &edition, &released, settings.zone_hours, page);
	lists = val_put_list(page, "lists");
	for (size_t i = 0; i < tally.category_count; i++)
		ranking_put(req, &released.bundle->input, &tally.categories[i], path,
			    val_push_map(lists));
	for (size_t i = 0; i < tally.overall_count; i++)
		ranking_put(req, &released.bundle->input, &tally.overalls[i], path,
			    val_push_map(lists));
	return page_show(req, 200, "public/results", page, err);
}
