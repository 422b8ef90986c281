/* How scores are made: the rules of a published release in plain words. */
#include <inttypes.h>
#include <string.h>

#include "app/dossier.h"
#include "app/publish.h"
#include "app/ranking_view.h"
#include "app/release.h"
#include "app/score_view.h"

static const char *shown_c(struct req *req, int64_t value_c)
{
	char text[32];

	decimal_format(value_c, 2, '.', text);
	return show_decimal(req->arena, text, req->lang);
}

static const char *filled(struct req *req, const char *key, const struct val *names)
{
	return words_fill(service_templates(service_of(req)), req->lang, key, names, req->arena);
}

/* ---- The rules in sentences ---- */

static void rules_put(struct req *req, const struct scheme *scheme, struct val *page)
{
	static const char *const METHODS[METHOD_COUNT] = {
		[METHOD_MEAN] = "how.mean",
		[METHOD_TRIMMED_MEAN] = "how.trimmed_mean",
		[METHOD_MEDIAN] = "how.median",
		[METHOD_ADDITIVE] = "how.additive",
	};
	struct val *names = val_map(req->arena);
	struct val *rules = val_put_list(page, "rules");
	const char *keys[] = {
		scheme->over == OVER_SHEET ? "how.over_sheet" : "how.over_criterion",
		METHODS[scheme->method],
		"how.quorum",
		"how.data",
		"how.sum",
		scheme->round == ROUND_CRITERION ? "how.round_criterion" : "how.round_final",
		"how.ranks",
	};

	val_put_int(names, "trim", scheme->trim);
	val_put_int(names, "trim_from", scheme->trim_from);
	val_put_int(names, "quorum", scheme->quorum);
	val_put_int(names, "decimals", scheme->decimals);
	for (size_t i = 0; i < COUNT(keys); i++)
		val_put_text(val_push_map(rules), "text", filled(req, keys[i], names));
}

/* ---- One category ---- */

/* What a mark means, or what a word is worth. */
static void steps_put(struct req *req, const struct criterion *criterion, struct val *item)
{
	struct val *steps = val_put_list(item, "steps");

	for (size_t i = 0; i < criterion->level_count; i++) {
		struct val *step = val_push_map(steps);

		val_put_text(step, "at", criterion->levels[i].word);
		val_put_text(step, "text", shown_c(req, criterion->levels[i].points_c));
	}
	for (size_t i = 0; i < criterion->rubric_count; i++) {
		struct val *step = val_push_map(steps);

		val_put_text(step, "at", shown_c(req, criterion->rubric[i].at_c));
		val_put_text(step, "text", words_in(&criterion->rubric[i].text, req->lang));
	}
	val_put_bool(item, "has_steps", val_count(steps) > 0);
}

static void aspects_put(struct req *req, const struct category *category, struct val *into)
{
	struct val *aspects = val_put_list(into, "aspects");

	for (size_t a = 0; a < category->aspect_count; a++) {
		const struct aspect *aspect = &category->aspects[a];
		struct val *map = val_push_map(aspects);
		struct val *criteria = val_put_list(map, "criteria");
		int64_t weight_c = 0;

		val_put_text(map, "name", words_in(&aspect->name, req->lang));
		for (size_t c = aspect->first; c < aspect->first + aspect->count; c++) {
			const struct criterion *criterion = &category->criteria[c];
			struct val *item = val_push_map(criteria);

			weight_c += criterion->weight_c;
			val_put_text(item, "name", words_in(&criterion->name, req->lang));
			val_put_text(item, "weight", shown_c(req, criterion->weight_c));
			val_put_text(item, "kind", score_rule(req, criterion));
			val_put_bool(item, "confidential", criterion->confidential);
			steps_put(req, criterion, item);
		}
		val_put_text(map, "weight", shown_c(req, weight_c));
	}
}

static void ties_put(struct req *req, const struct category *category, struct val *into)
{
	struct val *ties = val_put_list(into, "ties");

	for (size_t i = 0; i < category->ties.count; i++) {
		const struct tie_step *step = &category->ties.steps[i];
		const char *words = tie_step_words(req, category, step);

		if (words)
			val_put_text(val_push_map(ties), "text", words);
	}
	val_put_bool(into, "has_ties", val_count(ties) > 0);
}

static void category_put(struct req *req, const struct category *category, struct val *list)
{
	struct val *map = val_push_map(list);
	struct val *gates = val_put_list(map, "gates");
	struct val *names = val_map(req->arena);

	val_put_text(map, "key", category->key);
	val_put_text(map, "name", words_in(&category->name, req->lang));
	val_put_int(names, "winners", category->winners);
	val_put_text(names, "jury", shown_c(req, category->jury_weight_c));
	val_put_text(names, "data", shown_c(req, category->data_weight_c));
	val_put_text(map, "text", filled(req, "how.category", names));
	aspects_put(req, category, map);
	for (size_t i = 0; i < category->gate_count; i++)
		val_put_text(val_push_map(gates), "text",
			     words_in(&category->gates[i].reason, req->lang));
	val_put_bool(map, "has_gates", category->gate_count > 0);
	ties_put(req, category, map);
}

static void overalls_put(struct req *req, const struct scheme *scheme, struct val *page)
{
	struct val *list = val_put_list(page, "overalls");

	for (size_t i = 0; i < scheme->overall_count; i++) {
		const struct overall *overall = &scheme->overalls[i];
		struct val *names = val_map(req->arena), *map = val_push_map(list);
		struct buf from;

		buf_init(&from, req->arena);
		for (size_t k = 0; k < overall->from_count; k++)
			buf_printf(&from, "%s%s", k ? ", " : "",
				   words_in(&scheme->categories[overall->from[k]].name, req->lang));
		val_put_text(names, "from", from.data);
		val_put_int(names, "take", overall->take);
		val_put_int(names, "winners", overall->winners);
		val_put_text(map, "key", overall->key);
		val_put_text(map, "name", words_in(&overall->name, req->lang));
		val_put_text(map, "text", filled(req, "how.overall", names));
	}
}

void how_put(struct req *req, const struct scheme *scheme, struct val *page)
{
	struct val *list = val_put_list(page, "categories");

	val_put_text(page, "scheme_sha256", scheme->sha256);
	rules_put(req, scheme, page);
	for (size_t i = 0; i < scheme->category_count; i++)
		category_put(req, &scheme->categories[i], list);
	overalls_put(req, scheme, page);
}

/* Before there is a release: the rules in force, which is what the scores will be made by. */
static bool how_will_be(struct req *req, const struct edition *edition, struct err *err)
{
	const struct scheme *scheme;
	struct val *page;

	if (!service_scheme(service_of(req), db_of(req), edition->rule_id, &scheme, err))
		return false;
	page = page_of_edition(req, edition, scheme, "how", word(req, "how.will_be_title"));
	part_crumb(page, arena_printf(req->arena, "editions/%s", edition->key),
		   words_in(&scheme->title, req->lang));
	val_put_text(page, "lead",
		     word(req, edition->has_marks ? "how.frozen_lead" : "how.will_be_lead"));
	how_put(req, scheme, page);
	return page_show(req, 200, "public/how", page, err);
}

bool page_how(struct req *req, struct err *err)
{
	const struct scheme *scheme;
	struct released released;
	struct edition edition;
	struct err none;
	struct val *page;

	if (!req_edition(req, false, &edition, err))
		return false;
	if (!release_open(service_of(req), db_of(req), &edition, 0, req->arena, &released, &none)) {
		if (none.kind == ERR_NOT_FOUND)
			return how_will_be(req, &edition, err);
		*err = none;
		return false;
	}
	scheme = released.bundle->input.scheme;
	page = page_of_edition(req, &edition, scheme, "how", word(req, "how.title"));
	part_crumb(page, arena_printf(req->arena, "editions/%s/results", edition.key),
		   word(req, "results.title"));
	val_put_text(page, "lead", word(req, "how.lead"));
	val_put_text(val_put_map(page, "release"), "sha256", released.release.sha256);
	how_put(req, scheme, page);
	return page_show(req, 200, "public/how", page, err) &&
	       publish_answer(req, arena_printf(req->arena, "/editions/%s/how", edition.key));
}
