/* Results of a published release, and how one score is made. All of it from the bundle alone. */
#include <inttypes.h>
#include <string.h>

#include "app/publish.h"
#include "app/ranking_view.h"
#include "app/release.h"
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

/* The banners: superseded, in correction, a correction. */
static void standing_say(struct req *req, const struct shown_release *shown, struct val *page)
{
	const struct bundle *bundle = shown->released.bundle;
	struct val *names;

	if (shown->old)
		part_flash(page, "warn", word(req, "results.superseded"));
	else if (shown->edition.phase != PHASE_PUBLISHED)
		part_flash(page, "warn", word(req, "results.in_correction"));
	if (!bundle->corrects)
		return;
	names = val_map(req->arena);
	val_put_int(names, "number", bundle->corrects);
	val_put_text(names, "reason", bundle->correction);
	part_flash(page, "info",
		   words_fill(service_templates(service_of(req)), req->lang, "results.corrects",
			      names, req->arena));
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
	standing_say(req, shown, page);
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
	const char *score, *title;

	if (row->status != STANDING_RANKED) {
		part_figure(standing, word(req, "score.rank"), "–",
			    word(req,
				 arena_printf(req->arena, "state.%s", standing_text(row->status))));
		return;
	}
	score = ratio_decimal(req->arena, row->final, input->scheme->decimals, '.');
	title = row->title ? words_in(row->title, req->lang) : NULL;
	part_figure(standing, word(req, "score.rank"), arena_printf(req->arena, "%u", row->rank),
		    title);
	part_figure(standing, word(req, "score.score"), show_decimal(req->arena, score, req->lang),
		    NULL);
	if (row->has_jury)
		part_figure(standing, word(req, "score.valid_sheets"),
			    arena_printf(req->arena, "%zu", row->sheets), NULL);
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

static const char *lead_of(struct req *req, const struct tally_input *input, const struct row *row)
{
	const char *region = input->nominees[row->nominee].region;
	const char *category = words_in(&input->scheme->categories[row->category].name, req->lang);

	return region && *region ? arena_printf(req->arena, "%s · %s", category, region) : category;
}

bool page_result(struct req *req, struct err *err)
{
	const struct tally_input *input;
	struct shown_release shown;
	const struct row *row;
	struct val *page;

	if (!release_load(req, &shown, err))
		return false;
	input = &shown.released.bundle->input;
	row = row_find(&shown.tally, input, req->params[1], req->params[2]);
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
	val_put_text(page, "lead", lead_of(req, input, row));
	val_put_text(page, "category", input->scheme->categories[row->category].key);
	val_put_text(page, "why", reasons_of(req, row));
	standing_say(req, &shown, page);
	standing_put(req, input, row, page);
	return score_put(req, input, row, NULL, val_put_map(page, "detail"), err) &&
	       page_show(req, 200, "public/nominee", page, err) &&
	       publish_answer(req, arena_printf(req->arena, "/editions/%s/results/%s/%s",
						shown.edition.key, req->params[1], req->params[2]));
}
