/* The rules as the program has read them, so that whoever recounts needs no YAML. */
#include "core/bundle.h"

#include <string.h>

static const char *const METHODS[] = {
	[METHOD_MEAN] = "mean",
	[METHOD_TRIMMED_MEAN] = "trimmed_mean",
	[METHOD_MEDIAN] = "median",
	[METHOD_ADDITIVE] = "additive",
};
static const char *const OVERS[] = { [OVER_SHEET] = "sheet", [OVER_CRITERION] = "criterion" };
static const char *const ROUNDINGS[] = {
	[ROUND_FINAL] = "final",
	[ROUND_CRITERION] = "criterion",
};
static const char *const GATE_TESTS[] = {
	[GATE_AT_LEAST] = "at_least",
	[GATE_AT_MOST] = "at_most",
	[GATE_EQUALS] = "equals",
};

static void put_criterion(struct bundle_out *out, const struct category *category,
			  const struct criterion *c)
{
	const char *aspect = category->aspects[c->aspect].key;
	const char *weight = bundle_decimal(out->arena, c->weight_c, 2);
	const char *open = c->confidential ? "confidential" : "open";

	switch (c->kind) {
	case CRITERION_JURY:
		LINE(out->to, "criterion", category->key, c->key, aspect, weight, "jury",
		     bundle_decimal(out->arena, c->min_c, 2),
		     bundle_decimal(out->arena, c->max_c, 2),
		     bundle_decimal(out->arena, c->step_c, 2));
		return;
	case CRITERION_RATIO:
		LINE(out->to, "criterion", category->key, c->key, aspect, weight, "ratio", open,
		     c->numerator, c->denominator, bundle_decimal(out->arena, c->target_c, 2));
		return;
	case CRITERION_LEVEL:
		LINE(out->to, "criterion", category->key, c->key, aspect, weight, "level", open,
		     c->evidence);
		for (size_t i = 0; i < c->level_count; i++)
			LINE(out->to, "level", category->key, c->key, c->levels[i].word,
			     bundle_decimal(out->arena, c->levels[i].points_c, 2));
		return;
	}
}

static void put_category(struct bundle_out *out, const struct category *category)
{
	LINE(out->to, "category", category->key, bundle_count(out->arena, category->winners));
	for (size_t i = 0; i < category->title_count; i++)
		LINE(out->to, "title", category->key, bundle_count(out->arena, i + 1),
		     category->titles[i].text[LANG_ID], category->titles[i].text[LANG_EN]);
	for (size_t i = 0; i < category->ties.count; i++)
		LINE(out->to, "tie-step", category->key, bundle_count(out->arena, i + 1),
		     category->ties.steps[i].text);
	for (size_t i = 0; i < category->gate_count; i++) {
		const struct gate *gate = &category->gates[i];

		LINE(out->to, "gate", category->key, bundle_count(out->arena, i + 1),
		     gate->evidence, GATE_TESTS[gate->test], gate->is_number ? "number" : "word",
		     gate->text, gate->reason.text[LANG_ID], gate->reason.text[LANG_EN]);
	}
	for (size_t i = 0; i < category->criterion_count; i++)
		put_criterion(out, category, &category->criteria[i]);
}

static const char *keys_of(struct bundle_out *out, const struct overall *overall)
{
	struct buf keys;

	buf_init(&keys, out->arena);
	for (size_t i = 0; i < overall->from_count; i++)
		buf_printf(&keys, "%s%s", i ? "," : "",
			   out->scheme->categories[overall->from[i]].key);
	return keys.data;
}

void bundle_put_rules(struct bundle_out *out)
{
	const struct scheme *scheme = out->scheme;

	LINE(out->to, "decimals", bundle_count(out->arena, scheme->decimals));
	LINE(out->to, "quorum", bundle_count(out->arena, scheme->quorum));
	LINE(out->to, "aggregation", METHODS[scheme->method], OVERS[scheme->over],
	     ROUNDINGS[scheme->round], bundle_count(out->arena, scheme->trim),
	     bundle_count(out->arena, scheme->trim_from));
	for (size_t i = 0; i < scheme->category_count; i++)
		put_category(out, &scheme->categories[i]);
	for (size_t i = 0; i < scheme->overall_count; i++)
		LINE(out->to, "overall", scheme->overalls[i].key,
		     bundle_count(out->arena, scheme->overalls[i].take),
		     bundle_count(out->arena, scheme->overalls[i].winners),
		     keys_of(out, &scheme->overalls[i]));
	if (scheme->overall_count)
		for (size_t i = 0; i < scheme->ties.count; i++)
			LINE(out->to, "overall-tie-step", bundle_count(out->arena, i + 1),
			     scheme->ties.steps[i].text);
}
