#include "paperwork_result.h"

#include <string.h>

#include "ranking_view.h"

const char *result_name(const struct paperwork *p, size_t nominee)
{
	return p->bundle->input.nominees[nominee].name;
}

const char *result_list_name(const struct paperwork *p, const char *key)
{
	const struct tally *tally = &p->bundle->tally;

	for (size_t c = 0; c < tally->category_count; c++)
		if (text_equal(tally->categories[c].key, key))
			return words_in(&tally->categories[c].name, p->lang);
	for (size_t o = 0; o < tally->overall_count; o++)
		if (text_equal(tally->overalls[o].key, key))
			return words_in(&tally->overalls[o].name, p->lang);
	return key;
}

static void row_put(const struct paperwork *p, const struct row *row, struct val *rows)
{
	const struct scheme *scheme = p->bundle->input.scheme;
	const struct nominee *nominee = &p->bundle->input.nominees[row->nominee];
	const struct category *category = &scheme->categories[row->category];
	struct val *item = val_push_map(rows);

	val_put_text(item, "rank", show_count(p->arena, row->rank, p->lang));
	val_put_text(item, "name", nominee->name);
	val_put_text(item, "region",
		     nominee->region && *nominee->region && !paperwork_closed(p, nominee->key)
			     ? nominee->region
			     : NULL);
	val_put_text(item, "category", words_in(&category->name, p->lang));
	val_put_text(item, "title", row->title ? words_in(row->title, p->lang) : NULL);
	val_put_text(item, "score", paperwork_decimal(p, row->published, scheme->decimals));
	val_put_text(item, "decided",
		     decided_text(p->templates, p->lang, p->arena, category, row->decided_by));
	val_put_bool(item, "by_score", text_equal(row->decided_by, "score"));
	val_put_bool(item, "winner", row->winner);
}

static void unranked_put(const struct paperwork *p, const struct row *row, struct val *list)
{
	const struct nominee *nominee = &p->bundle->input.nominees[row->nominee];
	struct val *item = val_push_map(list);
	struct buf why;

	buf_init(&why, p->arena);
	for (size_t f = 0; f < row->failed_count && !paperwork_closed(p, nominee->key); f++)
		buf_printf(&why, "%s%s", f ? "; " : "", words_in(&row->failed[f]->reason, p->lang));
	val_put_text(item, "name", nominee->name);
	val_put_text(
		item, "state",
		paperwork_word(p, arena_printf(p->arena, "state.%s", standing_text(row->status))));
	val_put_text(item, "why", why.len ? why.data : NULL);
}

void result_list_put(const struct paperwork *p, const struct ranking *list, bool overall,
		     struct val *into)
{
	struct val *rows = val_put_list(into, "rows"), *unranked = val_put_list(into, "unranked");

	val_put_text(into, "name", words_in(&list->name, p->lang));
	val_put_bool(into, "overall", overall);
	val_put_text(into, "error",
		     list->error.text[LANG_ID] ? words_in(&list->error, p->lang) : NULL);
	for (size_t i = 0; i < list->count; i++)
		if (list->rows[i].status == STANDING_RANKED)
			row_put(p, &list->rows[i], rows);
		else
			unranked_put(p, &list->rows[i], unranked);
}

static void winners_of(const struct paperwork *p, const struct ranking *list, struct val *lists)
{
	struct val *rows = val_list(p->arena), *into;

	for (size_t i = 0; i < list->count; i++)
		if (list->rows[i].status == STANDING_RANKED && list->rows[i].winner)
			row_put(p, &list->rows[i], rows);
	if (!val_count(rows))
		return;
	into = val_push_map(lists);
	val_put_text(into, "name", words_in(&list->name, p->lang));
	(void)val_put(into, "rows", rows);
}

void result_winners_put(const struct paperwork *p, struct val *into)
{
	struct val *lists = val_put_list(into, "winners");
	const struct tally *tally = &p->bundle->tally;

	for (size_t c = 0; c < tally->category_count; c++)
		winners_of(p, &tally->categories[c], lists);
	for (size_t o = 0; o < tally->overall_count; o++)
		winners_of(p, &tally->overalls[o], lists);
}
