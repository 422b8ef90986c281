#include "app/result_view.h"

const struct row *result_find(const struct tally *tally, const struct tally_input *input,
			      const char *category, const char *nominee)
{
	for (size_t i = 0; i < tally->category_count; i++) {
		const struct ranking *ranking = &tally->categories[i];

		if (category && !text_equal(ranking->key, category))
			continue;
		for (size_t k = 0; k < ranking->count; k++)
			if (text_equal(input->nominees[ranking->rows[k].nominee].key, nominee))
				return &ranking->rows[k];
	}
	return NULL;
}

static size_t ranked_count(const struct ranking *ranking)
{
	size_t ret = 0;

	for (size_t i = 0; i < ranking->count; i++)
		ret += ranking->rows[i].status == STANDING_RANKED;
	return ret;
}

/* "Terbaik I · dari 22 yang berperingkat"; what of it may be said, NULL = nothing. */
static const char *rank_note(struct req *req, const struct released *released,
			     const struct row *row)
{
	const char *title = row->title ? words_in(row->title, req->lang) : NULL, *of;
	struct val *values = val_map(req->arena);

	if (released->release.winners_only)
		return title;
	val_put_text(values, "all",
		     show_count(req->arena,
				(int64_t)ranked_count(
					&released->bundle->tally.categories[row->category]),
				req->lang));
	of = words_fill(service_templates(service_of(req)), req->lang, "score.rank_of", values,
			req->arena);
	return title ? arena_printf(req->arena, "%s · %s", title, of) : of;
}

void result_standing(struct req *req, const struct released *released, const struct row *row,
		     struct val *page)
{
	const struct tally_input *input = &released->bundle->input;
	struct val *standing = val_put_map(page, "standing");
	const char *score;

	if (row->status != STANDING_RANKED) {
		part_figure(standing, word(req, "score.rank"), "–",
			    word(req,
				 arena_printf(req->arena, "state.%s", standing_text(row->status))));
		return;
	}
	score = ratio_decimal(req->arena, row->final, input->scheme->decimals, '.');
	part_figure(standing, word(req, "score.rank"), arena_printf(req->arena, "%u", row->rank),
		    rank_note(req, released, row));
	part_figure(standing, word(req, "score.score"), show_decimal(req->arena, score, req->lang),
		    NULL);
	if (row->has_jury)
		part_figure(standing, word(req, "score.valid_sheets"),
			    arena_printf(req->arena, "%zu", row->sheets), NULL);
}

const char *result_reasons(struct req *req, const struct row *row)
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

const char *result_lead(struct req *req, const struct tally_input *input, const struct row *row)
{
	const char *region = input->nominees[row->nominee].region;
	const char *category = words_in(&input->scheme->categories[row->category].name, req->lang);

	return region && *region ? arena_printf(req->arena, "%s · %s", category, region) : category;
}

void result_banners(struct req *req, const struct edition *edition, const struct released *released,
		    struct val *page)
{
	const struct bundle *bundle = released->bundle;
	struct val *names;

	if (!text_equal(released->release.state, "published"))
		part_flash(page, "warn", word(req, "results.superseded"));
	else if (edition->phase != PHASE_PUBLISHED)
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
