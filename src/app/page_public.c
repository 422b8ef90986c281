/* What the public sees of editions: which there are, and how far each is. */
#include <inttypes.h>
#include <string.h>

#include "app/publish.h"
#include "app/service.h"

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
	return page_show(req, 200, "public/editions", page, err) && publish_answer(req, "/");
}

/* ---- One edition ---- */

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
	page_phases(req, page, edition.phase);
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
	return page_show(req, 200, "public/edition", page, err) &&
	       publish_answer(req, arena_printf(req->arena, "/editions/%s", edition.key));
}
