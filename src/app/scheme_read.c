/* scheme.yaml -> struct scheme. Every mistake is listed in one run; what a rule needs of another is
 * asked only when that could be read, so that one mistake is one message. */
#include "app/scheme_read.h"

#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2999

/* ---- tie_break ---- */

static const struct {
	const char *text;
	enum tie_kind kind;
	bool keyed; /* ends in the key of an aspect or criterion */
} STEPS[] = {
	{ "aspect:", TIE_ASPECT, true },
	{ "criterion:", TIE_CRITERION, true },
	{ "head_to_head", TIE_HEAD_TO_HEAD, false },
	{ "spread", TIE_SPREAD, false },
	{ "vote", TIE_VOTE, false },
};

static void unknown_step(struct typed *t, const struct yaml_node *node, const char *text)
{
	static const char *const WORDS[] = { "head_to_head", "spread", "vote", NULL };
	const char *meant = nearest(text, WORDS);

	text = text_shown(t->arena, text);
	if (meant)
		WRONG(t, node, "langkah \"%s\" tidak dikenal; maksud Anda \"%s\"?",
		      "unknown step \"%s\"; did you mean \"%s\"?", text, meant);
	else
		WRONG(t, node,
		      "langkah \"%s\" tidak dikenal; diharapkan aspect:<kunci>, criterion:<kunci>, head_to_head, spread atau vote",
		      "unknown step \"%s\"; expected aspect:<key>, criterion:<key>, head_to_head, spread or vote",
		      text);
}

static bool read_step(struct typed *t, const struct yaml_node *node, struct tie_step *ret)
{
	const char *text;

	if (yaml_kind(node) == YAML_MAPPING) {
		WRONG(t, yaml_count(node) ? yaml_key_node(node, 0) : node,
		      "langkah ditulis tanpa spasi setelah titik dua, misalnya aspect:kinerja",
		      "a step is written without a space after the colon, such as aspect:kinerja");
		return false;
	}
	text = typed_text(t, node);
	if (!text)
		return false;
	for (size_t i = 0; i < COUNT(STEPS); i++) {
		size_t len = strlen(STEPS[i].text);

		if (STEPS[i].keyed ? strncmp(text, STEPS[i].text, len) != 0
				   : strcmp(text, STEPS[i].text) != 0)
			continue;
		*ret = (struct tie_step){ STEPS[i].kind, STEPS[i].keyed ? text + len : NULL, text };
		if (!ret->key || text_is_key(ret->key, strlen(ret->key)))
			return true;
		break;
	}
	unknown_step(t, node, text);
	return false;
}

/* The keys that a step may name: of any category. */
struct known {
	struct names aspects, criteria;
};

static void know(struct known *known, const struct scheme *scheme)
{
	for (size_t i = 0; i < scheme->category_count; i++) {
		const struct category *category = &scheme->categories[i];

		for (size_t k = 0; k < category->aspect_count; k++)
			if (category->aspects[k].key)
				(void)names_put(&known->aspects, category->aspects[k].key,
						strlen(category->aspects[k].key));
		for (size_t k = 0; k < category->criterion_count; k++)
			if (category->criteria[k].key)
				(void)names_put(&known->criteria, category->criteria[k].key,
						strlen(category->criteria[k].key));
	}
}

/* A key that no category has is a mistake; one that some category lacks is skipped there. */
static void check_step(struct typed *t, const struct yaml_node *node, const struct known *known,
		       const struct tie_chain *before, const struct tie_step *step)
{
	const struct names *keys = step->kind == TIE_ASPECT ? &known->aspects : &known->criteria;

	if (step->key && names_find(keys, step->key, strlen(step->key)) == NAME_NONE)
		WRONG(t, node, "tidak ada kategori yang memiliki \"%s\"", "no category has \"%s\"",
		      step->text);
	for (size_t i = 0; i < before->count; i++)
		if (strcmp(before->steps[i].text, step->text) == 0) {
			WRONG(t, node, "langkah \"%s\" disebut dua kali", "step \"%s\" given twice",
			      step->text);
			break;
		}
}

static void read_chain(struct typed *t, const struct yaml_node *node, const struct known *known,
		       struct tie_chain *ret)
{
	if (!typed_list(t, node, 0))
		return;
	ret->steps = NEW(t->arena, struct tie_step, yaml_count(node) + 1);
	for (size_t i = 0; i < yaml_count(node); i++) {
		struct tie_step *step = &ret->steps[ret->count];

		if (!read_step(t, yaml_item(node, i), step))
			continue;
		check_step(t, yaml_item(node, i), known, ret, step);
		ret->count++;
	}
}

/* Once all categories are known. */
static void read_ties(struct typed *t, const struct yaml_node *root, struct scheme *ret)
{
	const struct yaml_node *categories = yaml_find(root, "categories");
	struct known known;

	names_init(&known.aspects, t->arena);
	names_init(&known.criteria, t->arena);
	know(&known, ret);
	read_chain(t, typed_find(t, root, "tie_break", false), &known, &ret->ties);
	for (size_t i = 0; i < ret->category_count; i++) {
		const struct yaml_node *own = yaml_find(yaml_item(categories, i), "tie_break");

		if (own)
			read_chain(t, own, &known, &ret->categories[i].ties);
		else
			ret->categories[i].ties = ret->ties;
	}
}

/* ---- aggregation ---- */

static const char *const METHODS[] = {
	[METHOD_MEAN] = "mean",	    [METHOD_TRIMMED_MEAN] = "trimmed_mean",
	[METHOD_MEDIAN] = "median", [METHOD_ADDITIVE] = "additive",
	[METHOD_COUNT] = NULL,
};

static void read_trim(struct typed *t, const struct yaml_node *node, bool trimmed,
		      struct scheme *ret)
{
	static const char *const NAMES[] = { "trim", "trim_from" };
	static const unsigned LEAST[] = { 0, 1 };
	unsigned *values[] = { &ret->trim, &ret->trim_from };
	bool good = trimmed;

	for (size_t i = 0; i < COUNT(NAMES); i++) {
		const struct yaml_node *value = yaml_find(node, NAMES[i]);

		if (!value)
			continue;
		if (!trimmed)
			WRONG(t, value, "\"%s\" hanya berlaku untuk method: trimmed_mean",
			      "\"%s\" belongs to method: trimmed_mean only", NAMES[i]);
		good &= typed_whole(t, value, LEAST[i], TYPED_COUNT_MAX, values[i]);
	}
	if (good && ret->trim_from <= 2 * ret->trim)
		WRONG(t, yaml_find(node, "trim_from") ? yaml_find(node, "trim_from") : node,
		      "trim_from (%u) harus lebih besar dari dua kali trim (%u)",
		      "trim_from (%u) must be greater than twice trim (%u)", ret->trim_from,
		      ret->trim);
}

static void read_aggregation(struct typed *t, const struct yaml_node *node, struct scheme *ret)
{
	static const char *const KEYS[] = { "method", "over", "trim", "trim_from", "round", NULL };
	static const char *const OVERS[] = {
		[OVER_SHEET] = "sheet", [OVER_CRITERION] = "criterion", NULL
	};
	static const char *const ROUNDS[] = {
		[ROUND_FINAL] = "final", [ROUND_CRITERION] = "criterion", NULL
	};
	const struct yaml_node *over, *round;
	unsigned method = 0, over_choice = OVER_SHEET, round_choice = ROUND_FINAL;
	bool method_known, over_known;

	ret->trim = 1;
	ret->trim_from = 7;
	if (!typed_map(t, node, KEYS))
		return;
	method_known = typed_choice(t, typed_find(t, node, "method", true), METHODS, &method);
	over = typed_find(t, node, "over", false);
	over_known = !over || typed_choice(t, over, OVERS, &over_choice);
	round = typed_find(t, node, "round", false);
	(void)typed_choice(t, round, ROUNDS, &round_choice);
	ret->method = (enum method)method;
	ret->over = (enum over)over_choice;
	ret->round = (enum rounding)round_choice;
	if (over_known && ret->over == OVER_SHEET && ret->round == ROUND_CRITERION)
		WRONG(t, round, "round: criterion hanya berlaku bersama over: criterion",
		      "round: criterion goes with over: criterion only");
	if (method_known && ret->method == METHOD_ADDITIVE && ret->over == OVER_CRITERION)
		WRONG(t, over, "method: additive hanya berlaku bersama over: sheet",
		      "method: additive goes with over: sheet only");
	if (method_known)
		read_trim(t, node, ret->method == METHOD_TRIMMED_MEAN, ret);
}

/* ---- overall ---- */

static size_t category_index(const struct scheme *scheme, const char *key)
{
	for (size_t i = 0; i < scheme->category_count; i++)
		if (text_equal(scheme->categories[i].key, key))
			return i;
	return NAME_NONE;
}

static void read_from(struct typed *t, const struct yaml_node *node, const struct scheme *scheme,
		      struct overall *ret)
{
	if (!typed_list(t, node, 1))
		return;
	ret->from = NEW(t->arena, size_t, yaml_count(node));
	for (size_t i = 0; i < yaml_count(node); i++) {
		const struct yaml_node *item = yaml_item(node, i);
		const char *key = typed_key(t, item);
		size_t index = key ? category_index(scheme, key) : NAME_NONE;

		if (key && index == NAME_NONE)
			WRONG(t, item, "tidak ada kategori \"%s\"", "no category \"%s\"", key);
		if (index == NAME_NONE)
			continue;
		for (size_t k = 0; k < ret->from_count; k++)
			if (ret->from[k] == index) {
				WRONG(t, item, "kategori \"%s\" disebut dua kali",
				      "category \"%s\" named twice", key);
				break;
			}
		ret->from[ret->from_count++] = index;
	}
}

static void read_overall(struct typed *t, const struct yaml_node *node, const struct scheme *scheme,
			 struct overall *ret)
{
	static const char *const KEYS[] = { "key", "name", "from", "take", "winners", NULL };
	bool taken;

	if (!typed_map(t, node, KEYS))
		return;
	ret->key = typed_key(t, typed_find(t, node, "key", true));
	(void)typed_words(t, typed_find(t, node, "name", true), &ret->name);
	read_from(t, typed_find(t, node, "from", true), scheme, ret);
	(void)typed_whole(t, typed_find(t, node, "take", true), 1, TYPED_COUNT_MAX, &ret->take);
	(void)typed_whole(t, typed_find(t, node, "winners", true), 1, TYPED_COUNT_MAX,
			  &ret->winners);
	if (!ret->key)
		return;
	/* Votes name a list by its key, whether it is a category or an overall list. */
	taken = category_index(scheme, ret->key) != NAME_NONE;
	for (size_t i = 0; i < scheme->overall_count; i++)
		taken |= text_equal(scheme->overalls[i].key, ret->key);
	if (taken)
		WRONG(t, yaml_find(node, "key"),
		      "kunci \"%s\" sudah dipakai kategori atau daftar lain",
		      "key \"%s\" is already that of a category or another list", ret->key);
}

/* ---- The whole ---- */

static void read_categories(struct typed *t, const struct yaml_node *node, struct scheme *ret)
{
	if (!typed_list(t, node, 1))
		return;
	ret->categories = NEW(t->arena, struct category, yaml_count(node));
	for (size_t i = 0; i < yaml_count(node); i++) {
		struct category *category = &ret->categories[i];

		(void)category_read(t, yaml_item(node, i), category);
		if (category->key && category_index(ret, category->key) != NAME_NONE)
			WRONG(t, yaml_find(yaml_item(node, i), "key"), "kategori \"%s\" sudah ada",
			      "category \"%s\" is already there", category->key);
		ret->category_count++;
	}
}

static void read_head(struct typed *t, const struct yaml_node *root, struct scheme *ret)
{
	static const char *const LEVELS[] = { "desa", "kabkota", "provinsi", "nasional", NULL };
	unsigned year = 0, level = 0;

	ret->edition = typed_key(t, typed_find(t, root, "edition", true));
	(void)typed_words(t, typed_find(t, root, "title", true), &ret->title);
	(void)typed_choice(t, typed_find(t, root, "level", true), LEVELS, &level);
	ret->level = LEVELS[level];
	ret->region = typed_text(t, typed_find(t, root, "region", true));
	(void)typed_whole(t, typed_find(t, root, "assessment_year", true), YEAR_MIN, YEAR_MAX,
			  &year);
	ret->assessment_year = (int)year;
	(void)typed_whole(t, typed_find(t, root, "event_year", true), YEAR_MIN, YEAR_MAX, &year);
	ret->event_year = (int)year;
	(void)typed_bool(t, typed_find(t, root, "sample", false), &ret->sample);
	ret->decimals = 2;
	(void)typed_whole(t, typed_find(t, root, "decimals", false), 0, 4, &ret->decimals);
	(void)typed_whole(t, typed_find(t, root, "quorum", true), 1, TYPED_COUNT_MAX, &ret->quorum);
}

static void read_root(struct typed *t, const struct yaml_node *root, struct scheme *ret)
{
	static const char *const KEYS[] = {
		"edition",    "title",	    "level",	"region", "assessment_year",
		"event_year", "sample",	    "decimals", "quorum", "aggregation",
		"tie_break",  "categories", "overall",	NULL,
	};
	const struct yaml_node *overall;

	if (!typed_map(t, root, KEYS))
		return;
	read_head(t, root, ret);
	read_aggregation(t, typed_find(t, root, "aggregation", true), ret);
	read_categories(t, typed_find(t, root, "categories", true), ret);
	read_ties(t, root, ret);
	overall = typed_find(t, root, "overall", false);
	if (!typed_list(t, overall, 0))
		return;
	ret->overalls = NEW(t->arena, struct overall, yaml_count(overall));
	for (size_t i = 0; i < yaml_count(overall); i++) {
		read_overall(t, yaml_item(overall, i), ret, &ret->overalls[i]);
		ret->overall_count++;
	}
}

bool scheme_read(const char *file, const char *text, size_t len, struct arena *arena,
		 struct scheme *ret, struct complaints *complaints)
{
	size_t before = complaints->total;
	struct typed t = { .arena = arena, .complaints = complaints };
	struct yaml *yaml;

	*ret = (struct scheme){ 0 };
	/* Anchors, duplicate keys and the like leave a tree: look for the other mistakes too. */
	if (!yaml_parse(file, text, len, arena, &yaml, complaints) && !yaml)
		return false;
	t.yaml = yaml;
	read_root(&t, yaml_root(yaml), ret);
	sha256_hex(text, len, ret->sha256);
	return complaints->total == before;
}
