/* What the public sees: editions, results. Results come from the bundle of a release alone. */
#include <inttypes.h>
#include <string.h>

#include "app/ranking_view.h"
#include "app/release.h"
#include "app/score_view.h"

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

/* ---- How one score is made ---- */

static const struct row *row_find(const struct tally *tally, const struct tally_input *input,
				  const char *category, const char *nominee)
{
	for (size_t i = 0; i < tally->category_count; i++) {
		const struct ranking *ranking = &tally->categories[i];

		if (!text_equal(ranking->key, category))
			continue;
		for (size_t k = 0; k < ranking->count; k++)
			if (text_equal(input->nominees[ranking->rows[k].nominee].key, nominee))
				return &ranking->rows[k];
	}
	return NULL;
}

static void standing_put(struct req *req, const struct tally_input *input, const struct row *row,
			 struct val *page)
{
	struct val *standing = val_put_map(page, "standing");
	const char *score;

	if (row->status != STANDING_RANKED) {
		part_fact(standing, word(req, "score.rank"),
			  word(req,
			       arena_printf(req->arena, "state.%s", standing_text(row->status))));
		return;
	}
	score = ratio_decimal(req->arena, row->final, input->scheme->decimals, '.');
	part_fact(standing, word(req, "score.rank"), arena_printf(req->arena, "%u", row->rank));
	part_fact(standing, word(req, "score.score"), show_decimal(req->arena, score, req->lang));
	if (row->title)
		part_fact(standing, word(req, "score.title"), words_in(row->title, req->lang));
}

static const char *reasons_of(struct req *req, const struct row *row)
{
	struct buf text;

	buf_init(&text, req->arena);
	for (size_t i = 0; i < row->failed_count; i++) {
		if (i)
			buf_puts(&text, "; ");
		buf_puts(&text, words_in(&row->failed[i]->reason, req->lang));
	}
	return text.len ? text.data : NULL;
}

bool page_result(struct req *req, struct err *err)
{
	const struct tally_input *input;
	struct released released;
	struct edition edition;
	const struct row *row;
	struct val *page;
	struct tally tally;

	if (!req_edition(req, false, &edition, err) ||
	    !release_open(service_of(req), db_of(req), &edition, 0, req->arena, &released, err) ||
	    !released_tally(req, &released, &tally, err))
		return false;
	input = &released.bundle->input;
	row = row_find(&tally, input, req->params[1], req->params[2]);
	if (!row)
		return FAIL(err, ERR_NOT_FOUND, "nominee ini tidak ada dalam hasil yang diumumkan",
			    "this nominee is not in the published results");
	page = page_of_edition(req, &edition, input->scheme, NULL,
			       words_in(&input->scheme->categories[row->category].name, req->lang));
	part_crumb(page, arena_printf(req->arena, "editions/%s/results", edition.key),
		   word(req, "results.title"));
	val_put_text(val_put_map(page, "release"), "sha256", released.release.sha256);
	val_put_text(page, "name", input->nominees[row->nominee].name);
	val_put_text(page, "region", input->nominees[row->nominee].region);
	val_put_text(page, "why", reasons_of(req, row));
	standing_put(req, input, row, page);
	return score_put(req, input, row, NULL, val_put_map(page, "detail"), err) &&
	       page_show(req, 200, "public/nominee", page, err);
}
