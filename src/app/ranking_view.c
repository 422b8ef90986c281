#include "app/ranking_view.h"

#include <inttypes.h>
#include <string.h>

static const char *name_of(enum lang lang, const struct category *category, const char *step)
{
	const char *key = text_after(step, ':');
	const struct criterion *criterion;

	for (size_t i = 0; i < category->aspect_count; i++)
		if (strncmp(step, "aspect:", 7) == 0 && text_equal(category->aspects[i].key, key))
			return words_in(&category->aspects[i].name, lang);
	criterion = category_criterion(category, key);
	return criterion ? words_in(&criterion->name, lang) : key;
}

const char *decided_text(const struct templates *templates, enum lang lang, struct arena *arena,
			 const struct category *category, const char *decided_by)
{
	struct val *names = val_map(arena);
	bool keyed = strchr(decided_by, ':') != NULL;

	if (!keyed)
		return words_get(templates, lang, arena_printf(arena, "decided.%s", decided_by));
	val_put_text(names, "name", name_of(lang, category, decided_by));
	return words_fill(templates, lang,
			  strncmp(decided_by, "aspect:", 7) == 0 ? "decided.aspect"
								 : "decided.criterion",
			  names, arena);
}

const char *decided_words(struct req *req, const struct category *category, const char *decided_by)
{
	return decided_text(service_templates(service_of(req)), req->lang, req->arena, category,
			    decided_by);
}

const char *tie_step_words(struct req *req, const struct category *category,
			   const struct tie_step *step)
{
	static const char *const KEYS[] = {
		[TIE_ASPECT] = "how.tie_aspect",
		[TIE_CRITERION] = "how.tie_criterion",
		[TIE_HEAD_TO_HEAD] = "how.tie_head_to_head",
		[TIE_SPREAD] = "how.tie_spread",
		[TIE_VOTE] = "how.tie_vote",
	};
	struct val *names = val_map(req->arena);
	bool found = !step->key ||
		     (step->kind == TIE_CRITERION && category_criterion(category, step->key));

	for (size_t i = 0; step->kind == TIE_ASPECT && i < category->aspect_count; i++)
		found = found || text_equal(category->aspects[i].key, step->key);
	if (!found)
		return NULL;
	val_put_text(names, "name", step->key ? name_of(req->lang, category, step->text) : "");
	return words_fill(service_templates(service_of(req)), req->lang, KEYS[step->kind], names,
			  req->arena);
}

/* What a bar of 0 … 100 shows; scores outside of it are drawn at its ends. */
static const char *percent_of(struct req *req, struct ratio score)
{
	if (ratio_cmp(score, ratio_int(0)) < 0)
		return "0";
	if (ratio_cmp(score, ratio_int(100)) > 0)
		return "100";
	return ratio_decimal(req->arena, score, 2, '.');
}

static const char *more_of(struct req *req, const struct category *category, const struct row *row)
{
	const struct templates *templates = service_templates(service_of(req));
	struct val *names = val_map(req->arena);
	const char *how;

	val_put_text(names, "sheets", arena_printf(req->arena, "%zu", row->sheets));
	how = row->has_jury ? words_fill(templates, req->lang, "results.sheets", names, req->arena)
			    : word(req, "results.data_only");
	if (text_equal(row->decided_by, "score"))
		return how;
	return arena_printf(req->arena, "%s · %s", how,
			    decided_words(req, category, row->decided_by));
}

static const char *row_path(struct req *req, const char *path, const struct category *category,
			    const struct nominee *nominee)
{
	size_t len = strcspn(path, "?");

	return arena_printf(req->arena, "%.*s/%s/%s%s", (int)len, path, category->key, nominee->key,
			    path + len);
}

static void ranked_put(struct req *req, const struct tally_input *input, const struct row *row,
		       const char *path, struct val *rows, struct val *winners)
{
	const struct nominee *nominee = &input->nominees[row->nominee];
	const struct category *category = &input->scheme->categories[row->category];
	const char *score = ratio_decimal(req->arena, row->final, input->scheme->decimals, '.');
	struct val *item =
		part_rank(rows, arena_printf(req->arena, "%u", row->rank), nominee->name,
			  show_decimal(req->arena, score, req->lang), percent_of(req, row->final));

	if (nominee->region && *nominee->region)
		val_put_text(item, "region", nominee->region);
	if (row->title)
		val_put_text(item, "title", words_in(row->title, req->lang));
	if (path)
		val_put_text(item, "path", row_path(req, path, category, nominee));
	val_put_text(item, "more", more_of(req, category, row));
	val_put_bool(item, "winner", row->winner);
	if (row->winner)
		(void)val_push(winners, item);
}

static void unranked_put(struct req *req, const struct tally_input *input, const struct row *row,
			 const char *path, struct val *list)
{
	const struct nominee *nominee = &input->nominees[row->nominee];
	const char *kind = standing_text(row->status);
	struct val *item = part_unranked(list, nominee->name, kind,
					 word(req, arena_printf(req->arena, "state.%s", kind)));
	struct buf why;

	if (nominee->region && *nominee->region)
		val_put_text(item, "region", nominee->region);
	if (path)
		val_put_text(
			item, "path",
			row_path(req, path, &input->scheme->categories[row->category], nominee));
	buf_init(&why, req->arena);
	for (size_t i = 0; i < row->failed_count; i++) {
		if (i)
			buf_puts(&why, "; ");
		buf_puts(&why, words_in(&row->failed[i]->reason, req->lang));
	}
	if (why.len)
		val_put_text(item, "more", why.data);
}

void ranking_put(struct req *req, const struct tally_input *input, const struct ranking *ranking,
		 const char *path, struct val *into)
{
	struct val *rows = val_put_list(into, "rows");
	struct val *winners = val_put_list(into, "winners");
	struct val *unranked = val_put_list(into, "unranked");

	val_put_text(into, "name", words_in(&ranking->name, req->lang));
	val_put_text(into, "key", ranking->key);
	val_put_text(into, "error",
		     ranking->error.text[LANG_ID] ? words_in(&ranking->error, req->lang) : NULL);
	for (size_t i = 0; i < ranking->count; i++) {
		if (ranking->rows[i].status == STANDING_RANKED)
			ranked_put(req, input, &ranking->rows[i], path, rows, winners);
		else
			unranked_put(req, input, &ranking->rows[i], path, unranked);
	}
	val_put_bool(into, "has_rows", ranking->ranked_count > 0);
	val_put_bool(into, "has_winners", val_count(winners) > 0);
	val_put_bool(into, "has_unranked", val_count(unranked) > 0);
}
