/* Results of a published release, and how one score is made. All of it from the bundle alone. */
#include <inttypes.h>
#include <string.h>

#include "app/publish.h"
#include "app/ranking_view.h"
#include "app/release.h"
#include "app/result_view.h"
#include "app/score_view.h"

/* ---- Which release ---- */

struct shown_release {
	struct edition edition;
	struct released released;
	struct settings settings;
	struct tally tally;
	bool old;	   /* a correction has replaced it */
	const char *query; /* "?release=1" of an old one, else "" */
};

static bool release_load(struct req *req, struct shown_release *ret, struct err *err)
{
	if (!release_asked(req, &ret->edition, &ret->released, err) ||
	    !settings_load(db_of(req), ret->edition.id, req->arena, &ret->settings, err))
		return false;
	released_tally(req, &ret->released, &ret->tally);
	ret->old = !text_equal(ret->released.release.state, "published");
	ret->query = ret->old ? arena_printf(req->arena, "?release=%" PRId64,
					     ret->released.release.number)
			      : "";
	return true;
}

/* The other releases that were public, newest first. */
static bool others_put(struct req *req, const struct shown_release *shown, struct val *page,
		       struct err *err)
{
	struct val *others = val_put_list(page, "others");
	struct release *list;
	size_t count;

	if (!release_list(db_of(req), shown->edition.id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool newest = text_equal(list[i].state, "published");
		struct val *item;

		if (list[i].id == shown->released.release.id ||
		    (!newest && !text_equal(list[i].state, "superseded")))
			continue;
		item = val_push_map(others);
		val_put_int(item, "number", list[i].number);
		val_put_bool(item, "newest", newest);
		val_put_text(item, "at",
			     show_time(req->arena, list[i].decided_at, shown->settings.zone_hours,
				       req->lang));
	}
	val_put_bool(page, "has_others", val_count(others) > 0);
	return true;
}

static void facts_put(struct req *req, const struct shown_release *shown, struct val *page)
{
	const struct release *release = &shown->released.release;

	val_put_text(val_put_map(page, "release"), "sha256", release->sha256);
	part_fact(page, word(req, "results.release"),
		  arena_printf(req->arena, "%" PRId64, release->number));
	part_fact(
		page, word(req, "results.published_at"),
		show_time(req->arena, release->decided_at, shown->settings.zone_hours, req->lang));
	val_put_int(page, "number", release->number);
	val_put_bool(page, "winners_only", release->winners_only);
	result_banners(req, &shown->edition, &shown->released, page);
}

/* ---- Results ---- */

static void lists_put(struct req *req, const struct shown_release *shown, struct val *page)
{
	const struct tally_input *input = &shown->released.bundle->input;
	const struct tally *tally = &shown->tally;
	struct val *lists = val_put_list(page, "lists");
	const char *path =
		arena_printf(req->arena, "editions/%s/results%s", shown->edition.key, shown->query);

	for (size_t i = 0; i < tally->category_count; i++)
		ranking_put(req, input, &tally->categories[i], path, val_push_map(lists));
	for (size_t i = 0; i < tally->overall_count; i++)
		ranking_put(req, input, &tally->overalls[i], path, val_push_map(lists));
}

bool page_results(struct req *req, struct err *err)
{
	struct shown_release shown;
	struct val *page;

	if (!release_load(req, &shown, err))
		return false;
	page = page_of_edition(req, &shown.edition, shown.released.bundle->input.scheme, "results",
			       word(req, "results.title"));
	val_put_text(page, "lead",
		     words_in(&shown.released.bundle->input.scheme->title, req->lang));
	facts_put(req, &shown, page);
	lists_put(req, &shown, page);
	return others_put(req, &shown, page, err) &&
	       page_show(req, 200, "public/results", page, err) &&
	       publish_answer(req,
			      arena_printf(req->arena, "/editions/%s/results", shown.edition.key));
}

/* ---- How one score is made ---- */

bool page_result(struct req *req, struct err *err)
{
	const struct tally_input *input;
	struct shown_release shown;
	const struct row *row;
	struct val *page;

	if (!release_load(req, &shown, err))
		return false;
	input = &shown.released.bundle->input;
	row = result_find(&shown.tally, input, req->params[1], req->params[2]);
	if (!row)
		return FAIL(err, ERR_NOT_FOUND, "nominee ini tidak ada dalam hasil yang diumumkan",
			    "this nominee is not in the published results");
	page = page_of_edition(req, &shown.edition, input->scheme, NULL,
			       input->nominees[row->nominee].name);
	part_crumb(
		page,
		arena_printf(req->arena, "editions/%s/results%s", shown.edition.key, shown.query),
		word(req, "results.title"));
	val_put_text(val_put_map(page, "release"), "sha256", shown.released.release.sha256);
	val_put_text(page, "lead", result_lead(req, input, row));
	val_put_text(page, "category", input->scheme->categories[row->category].key);
	val_put_text(page, "why", result_reasons(req, row));
	result_banners(req, &shown.edition, &shown.released, page);
	result_standing(req, &shown.released, row, page);
	return score_put(req, input, row, NULL, val_put_map(page, "detail"), err) &&
	       page_show(req, 200, "public/nominee", page, err) &&
	       publish_answer(req, arena_printf(req->arena, "/editions/%s/results/%s/%s",
						shown.edition.key, req->params[1], req->params[2]));
}
