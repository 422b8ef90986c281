/* A small edition written as text, and its result as text: so that a test of the tally is a table.
 *
 *	decimals 2			method trimmed_mean 1 7		over criterion
 *	quorum 1			round criterion			jurors j1 j2 j3
 *	ties aspect:a spread vote	(before any category: the edition's; after one: its own)
 *	category k 3 Terbaik-I		key, winners, titles
 *	jury a.c1 60 0 100 1		aspect.key, weight, min, max, step
 *	ratio a.r 20 n d 100		numerator, denominator, target
 *	level b.l 20 word=100 none=0
 *	gate age at_least 5
 *	overall best 1 3 k l		take, winners, from
 *	nominee belu k
 *	evidence belu n 12.5 [no]	"no" = not verified
 *	sheet belu j1 80 - 90 [recused|absent]
 *	vote k belu 1 */
#ifndef EDITION_H
#define EDITION_H

#include <stdlib.h>

#include "core/core.h"
#include "unit.h"

#define EDITION_WORDS 40

struct edition {
	struct arena arena;
	struct scheme scheme;
	struct tally_input input;
	struct complaints complaints;
	struct tally tally;
	bool good;
};

struct edition_line {
	char *words[EDITION_WORDS];
	size_t count;
};

#define EDITION_MORE(edition, items, count)                                               \
	((items) = edition_more(&(edition)->arena, (items), (count)++, sizeof(*(items))), \
	 &(items)[(count)-1])

static inline void *edition_more(struct arena *arena, void *items, size_t count, size_t size)
{
	char *ret = arena_alloc(arena, count + 1, size);

	if (count)
		memcpy(ret, items, count * size);
	return ret;
}

static inline int64_t edition_c(const char *text)
{
	int64_t ret = 0;

	assert_true(decimal_parse(text, strlen(text), 2, '.', &ret));
	return ret;
}

static inline struct nominee *edition_nominee(struct edition *e, const char *key)
{
	for (size_t i = 0; i < e->input.nominee_count; i++)
		if (text_equal(e->input.nominees[i].key, key))
			return &e->input.nominees[i];
	fail_msg("no nominee %s", key);
	return NULL;
}

static inline size_t edition_category(struct edition *e, const char *key)
{
	const struct category *category = scheme_category(&e->scheme, key);

	assert_non_null(category);
	return (size_t)(category - e->scheme.categories);
}

static inline void edition_ties(struct edition *e, struct tie_chain *chain, struct edition_line *l)
{
	static const char *const KINDS[] = { "aspect", "criterion", "head_to_head", "spread",
					     "vote" };

	*chain = (struct tie_chain){ 0 };
	for (size_t i = 1; i < l->count; i++) {
		struct tie_step *step = EDITION_MORE(e, chain->steps, chain->count);
		const char *key = text_after(l->words[i], ':');
		size_t len = key ? (size_t)(key - l->words[i]) - 1 : strlen(l->words[i]);

		step->text = l->words[i];
		step->key = key;
		for (size_t k = 0; k < COUNT(KINDS); k++)
			if (strlen(KINDS[k]) == len && !strncmp(KINDS[k], l->words[i], len))
				step->kind = (enum tie_kind)k;
	}
}

static inline void edition_criterion(struct edition *e, struct category *category,
				     struct edition_line *l)
{
	struct criterion *c = EDITION_MORE(e, category->criteria, category->criterion_count);
	const char *key = text_after(l->words[1], '.');
	char *aspect = arena_copy(&e->arena, l->words[1], (size_t)(key - l->words[1]) - 1);

	if (!category->aspect_count ||
	    !text_equal(category->aspects[category->aspect_count - 1].key, aspect)) {
		struct aspect *a = EDITION_MORE(e, category->aspects, category->aspect_count);

		*a = (struct aspect){ .key = aspect, .first = category->criterion_count - 1 };
	}
	category->aspects[category->aspect_count - 1].count++;
	*c = (struct criterion){ .key = key,
				 .aspect = category->aspect_count - 1,
				 .weight_c = edition_c(l->words[2]) };
	if (text_equal(l->words[0], "jury")) {
		c->kind = CRITERION_JURY;
		c->min_c = edition_c(l->words[3]);
		c->max_c = edition_c(l->words[4]);
		c->step_c = edition_c(l->words[5]);
		c->jury_index = category->jury_count++;
		category->jury_weight_c += c->weight_c;
		return;
	}
	category->data_weight_c += c->weight_c;
	if (text_equal(l->words[0], "ratio")) {
		c->kind = CRITERION_RATIO;
		c->numerator = l->words[3];
		c->denominator = l->words[4];
		c->target_c = edition_c(l->words[5]);
		return;
	}
	c->kind = CRITERION_LEVEL;
	c->evidence = key;
	for (size_t i = 3; i < l->count; i++) {
		struct level *level = EDITION_MORE(e, c->levels, c->level_count);
		const char *points = text_after(l->words[i], '=');

		level->word =
			arena_copy(&e->arena, l->words[i], (size_t)(points - l->words[i]) - 1);
		level->points_c = edition_c(points);
	}
}

static inline void edition_gate(struct edition *e, struct category *category,
				struct edition_line *l)
{
	struct gate *gate = EDITION_MORE(e, category->gates, category->gate_count);

	gate->evidence = l->words[1];
	gate->test = text_equal(l->words[2], "equals")	  ? GATE_EQUALS
		     : text_equal(l->words[2], "at_most") ? GATE_AT_MOST
							  : GATE_AT_LEAST;
	gate->text = l->words[3];
	gate->is_number = evidence_number(l->words[3], &gate->value_e4);
}

static inline void edition_sheet(struct edition *e, struct edition_line *l)
{
	struct nominee *nominee = edition_nominee(e, l->words[1]);
	const struct category *category = &e->scheme.categories[nominee->category];
	struct sheet *sheet = NEW(&e->arena, struct sheet, 1);
	size_t juror = 0;

	while (!text_equal(e->input.jurors[juror], l->words[2]))
		juror++;
	sheet->marks_c = NEW(&e->arena, int64_t, category->jury_count);
	for (size_t i = 0; i < category->jury_count; i++)
		sheet->marks_c[i] =
			text_equal(l->words[3 + i], "-") ? MARK_NONE : edition_c(l->words[3 + i]);
	sheet->recused = text_equal(l->words[l->count - 1], "recused");
	sheet->absent = text_equal(l->words[l->count - 1], "absent");
	if (!nominee->sheets) {
		nominee->sheets = NEW(&e->arena, struct sheet *, e->input.juror_count);
		nominee->sheet_count = e->input.juror_count;
	}
	nominee->sheets[juror] = sheet;
}

static inline void edition_aggregation(struct edition *e, struct edition_line *l)
{
	static const char *const METHODS[] = { "mean", "trimmed_mean", "median", "additive" };

	for (size_t i = 0; i < COUNT(METHODS); i++)
		if (text_equal(METHODS[i], l->words[1]))
			e->scheme.method = (enum method)i;
	e->scheme.trim = l->count > 2 ? (unsigned)strtoul(l->words[2], NULL, 10) : 1;
	e->scheme.trim_from = l->count > 3 ? (unsigned)strtoul(l->words[3], NULL, 10) : 7;
}

static inline void edition_overall(struct edition *e, struct edition_line *l)
{
	struct overall *o = EDITION_MORE(e, e->scheme.overalls, e->scheme.overall_count);

	o->key = l->words[1];
	o->take = (unsigned)strtoul(l->words[2], NULL, 10);
	o->winners = (unsigned)strtoul(l->words[3], NULL, 10);
	for (size_t i = 4; i < l->count; i++)
		*EDITION_MORE(e, o->from, o->from_count) = edition_category(e, l->words[i]);
}

static inline void edition_list(struct edition *e, struct edition_line *l)
{
	struct category *c = EDITION_MORE(e, e->scheme.categories, e->scheme.category_count);

	*c = (struct category){ .key = l->words[1],
				.winners = (unsigned)strtoul(l->words[2], NULL, 10),
				.ties = e->scheme.ties };
	for (size_t i = 3; i < l->count; i++)
		EDITION_MORE(e, c->titles, c->title_count)->text[LANG_ID] = l->words[i];
}

static inline void edition_line_read(struct edition *e, struct edition_line *l)
{
	struct category *category = e->scheme.category_count
					    ? &e->scheme.categories[e->scheme.category_count - 1]
					    : NULL;
	const char *what = l->words[0];

	if (text_equal(what, "decimals"))
		e->scheme.decimals = (unsigned)strtoul(l->words[1], NULL, 10);
	else if (text_equal(what, "quorum"))
		e->scheme.quorum = (unsigned)strtoul(l->words[1], NULL, 10);
	else if (text_equal(what, "method"))
		edition_aggregation(e, l);
	else if (text_equal(what, "over"))
		e->scheme.over = text_equal(l->words[1], "sheet") ? OVER_SHEET : OVER_CRITERION;
	else if (text_equal(what, "round"))
		e->scheme.round = text_equal(l->words[1], "final") ? ROUND_FINAL : ROUND_CRITERION;
	else if (text_equal(what, "jurors"))
		for (size_t i = 1; i < l->count; i++)
			*EDITION_MORE(e, e->input.jurors, e->input.juror_count) = l->words[i];
	else if (text_equal(what, "ties"))
		edition_ties(e, category ? &category->ties : &e->scheme.ties, l);
	else if (text_equal(what, "category"))
		edition_list(e, l);
	else if (text_equal(what, "jury") || text_equal(what, "ratio") || text_equal(what, "level"))
		edition_criterion(e, category, l);
	else if (text_equal(what, "gate"))
		edition_gate(e, category, l);
	else if (text_equal(what, "overall"))
		edition_overall(e, l);
	else if (text_equal(what, "nominee"))
		*EDITION_MORE(e, e->input.nominees, e->input.nominee_count) =
			(struct nominee){ .key = l->words[1],
					  .category = edition_category(e, l->words[2]) };
	else if (text_equal(what, "evidence")) {
		struct nominee *nominee = edition_nominee(e, l->words[1]);

		*EDITION_MORE(e, nominee->evidence, nominee->evidence_count) =
			(struct evidence){ .name = l->words[2],
					   .value = text_equal(l->words[3], "-") ? "" : l->words[3],
					   .verified = l->count < 5 };
	} else if (text_equal(what, "sheet"))
		edition_sheet(e, l);
	else if (text_equal(what, "vote"))
		*EDITION_MORE(e, e->input.votes, e->input.vote_count) = (struct vote){
			.list = l->words[1],
			.nominee = (size_t)(edition_nominee(e, l->words[2]) - e->input.nominees),
			.order = (unsigned)strtoul(l->words[3], NULL, 10),
		};
	else
		fail_msg("line %s", what);
}

/* Lines end with a newline or a semicolon. */
static inline void edition_read(struct edition *e, const char *text)
{
	char *copy = arena_text(&e->arena, text), *rest_line = NULL;

	for (char *line = strtok_r(copy, "\n;", &rest_line); line;
	     line = strtok_r(NULL, "\n;", &rest_line)) {
		struct edition_line words = { 0 };
		char *rest = NULL;

		for (char *word = strtok_r(line, " \t", &rest); word;
		     word = strtok_r(NULL, " \t", &rest)) {
			assert_true(words.count < EDITION_WORDS);
			words.words[words.count++] = word;
		}
		if (words.count)
			edition_line_read(e, &words);
	}
}

static inline void edition_init(struct edition *e, const char *text)
{
	*e = (struct edition){ .scheme = {
				       .decimals = 2, .quorum = 1, .trim = 1, .trim_from = 7 } };
	e->input.scheme = &e->scheme;
	complaints_init(&e->complaints, &e->arena);
	edition_read(e, text);
}

static inline void edition_run(struct edition *e)
{
	e->good = tally_run(&e->input, &e->arena, &e->tally, &e->complaints);
	assert_true(e->good == (e->complaints.total == 0));
}

static inline void edition_row(struct edition *e, const struct row *row, struct buf *out)
{
	unsigned places = e->scheme.decimals;

	if (row->rank)
		buf_printf(out, "%u %s", row->rank, e->input.nominees[row->nominee].key);
	else
		buf_printf(out, "- %s", e->input.nominees[row->nominee].key);
	if (row->status != STANDING_RANKED) {
		buf_printf(out, " %s", standing_text(row->status));
		for (size_t i = 0; i < row->failed_count; i++)
			buf_printf(out, " !%s", row->failed[i]->evidence);
	} else {
		buf_printf(out, " %s %s", ratio_decimal(&e->arena, row->published, places, '.'),
			   ratio_fraction(&e->arena, row->final));
	}
	if (row->has_jury)
		buf_printf(out, " J%s", ratio_decimal(&e->arena, row->jury, places, '.'));
	if (row->has_data)
		buf_printf(out, " D%s", ratio_decimal(&e->arena, row->data, places, '.'));
	buf_printf(out, " n%zu", row->sheets);
	if (row->decided_by)
		buf_printf(out, " %s", row->decided_by);
	buf_printf(out, "%s%s", row->tied ? " tied" : "", row->winner ? " winner" : "");
	if (row->title)
		buf_printf(out, " %s", row->title->text[LANG_ID]);
	buf_char(out, '\n');
}

/* "key: rank nominee score exact J D n decided_by tied winner title", then the vote groups. */
static inline void edition_list_print(struct edition *e, const struct ranking *list,
				      struct buf *out)
{
	buf_printf(out, "%s:\n", list->key);
	if (list->error.text[LANG_ID])
		buf_puts(out, "error\n");
	for (size_t i = 0; i < list->count; i++)
		edition_row(e, &list->rows[i], out);
	for (size_t g = 0; g < list->vote_group_count; g++) {
		const struct vote_group *group = &list->vote_groups[g];

		buf_printf(out, "vote %u-%u", group->first_rank, group->last_rank);
		for (size_t i = 0; i < group->count; i++)
			buf_printf(out, " %s",
				   e->input.nominees[list->rows[group->rows[i]].nominee].key);
		buf_printf(out, "%s%s%s\n", group->spans_last_winner ? " last" : "",
			   group->voted ? " voted" : "", group->partly ? " partly" : "");
	}
}

static inline const char *edition_result(struct edition *e)
{
	struct buf out;

	edition_run(e);
	buf_init(&out, &e->arena);
	for (size_t i = 0; i < e->tally.category_count; i++)
		edition_list_print(e, &e->tally.categories[i], &out);
	for (size_t i = 0; i < e->tally.overall_count; i++)
		edition_list_print(e, &e->tally.overalls[i], &out);
	return out.data;
}

#endif
