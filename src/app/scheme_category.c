/* One category of a scheme: gates, aspects, criteria. */
#include "app/scheme_read.h"

#include <string.h>

/* ---- Criteria ---- */

static const char *const KIND_WORDS[] = { "jury", "ratio", "level", NULL };

/* Which keys a kind has beyond these of every criterion. */
static const char *const COMMON[] = { "key", "name", "weight", "kind", NULL };
static const struct {
	const char *key;
	unsigned kinds; /* bit = kind */
} EXTRA[] = {
	{ "min", 1u << CRITERION_JURY },
	{ "max", 1u << CRITERION_JURY },
	{ "step", 1u << CRITERION_JURY },
	{ "rubric", 1u << CRITERION_JURY },
	{ "numerator", 1u << CRITERION_RATIO },
	{ "denominator", 1u << CRITERION_RATIO },
	{ "target", 1u << CRITERION_RATIO },
	{ "levels", 1u << CRITERION_LEVEL },
	{ "evidence", 1u << CRITERION_LEVEL },
	{ "confidential", 1u << CRITERION_RATIO | 1u << CRITERION_LEVEL },
};

static bool read_rubric_item(struct typed *t, const struct yaml_node *map, size_t i, bool bounds,
			     const struct criterion *criterion, struct rubric *ret)
{
	const char *mark = yaml_key(t->yaml, map, i);
	const struct yaml_node *key = yaml_key_node(map, i);

	if (!typed_words(t, yaml_value(map, i), &ret->text))
		return false;
	if (!decimal_parse(mark, strlen(mark), 2, '.', &ret->at_c)) {
		WRONG(t, key, "rubrik \"%s\": diharapkan sebuah nilai, misalnya \"90\"",
		      "rubric \"%s\": expected a mark, such as \"90\"", text_shown(t->arena, mark));
		return false;
	}
	if (bounds && mark_fits(criterion, ret->at_c))
		return true;
	if (bounds)
		WRONG(t, key, "rubrik \"%s\": diharapkan nilai dari min sampai max menurut step",
		      "rubric \"%s\": expected a mark from min to max in steps", mark);
	return false;
}

/* `bounds`: min, max and step are known. */
static void read_rubric(struct typed *t, const struct yaml_node *node, bool bounds,
			struct criterion *ret)
{
	if (!node || yaml_is_alias(node))
		return;
	if (yaml_kind(node) != YAML_MAPPING) {
		WRONG(t, node, "diharapkan peta nilai: {id: teks}",
		      "expected a mapping mark: {id: text}");
		return;
	}
	ret->rubric = NEW(t->arena, struct rubric, yaml_count(node));
	for (size_t i = 0; i < yaml_count(node); i++) {
		struct rubric *item = &ret->rubric[ret->rubric_count];

		if (!read_rubric_item(t, node, i, bounds, ret, item))
			continue;
		for (size_t k = 0; k < ret->rubric_count; k++)
			if (ret->rubric[k].at_c == item->at_c)
				WRONG(t, yaml_key_node(node, i),
				      "rubrik untuk nilai %s ada dua kali",
				      "rubric for mark %s given twice", yaml_key(t->yaml, node, i));
		ret->rubric_count++;
	}
}

static void read_jury(struct typed *t, const struct yaml_node *node, struct criterion *ret)
{
	const struct yaml_node *min = typed_find(t, node, "min", true);
	const struct yaml_node *max = typed_find(t, node, "max", true);
	const struct yaml_node *step = typed_find(t, node, "step", true);
	bool good = typed_decimal(t, min, -TYPED_DECIMAL_MAX, TYPED_DECIMAL_MAX, &ret->min_c);

	good &= typed_decimal(t, max, -TYPED_DECIMAL_MAX, TYPED_DECIMAL_MAX, &ret->max_c);
	good &= typed_decimal(t, step, 1, TYPED_DECIMAL_MAX, &ret->step_c);
	if (good && ret->max_c <= ret->min_c) {
		WRONG(t, max, "max harus lebih besar dari min", "max must be greater than min");
		good = false;
	}
	if (good && (ret->max_c - ret->min_c) % ret->step_c != 0) {
		WRONG(t, step, "max - min harus kelipatan step",
		      "max - min must be a multiple of step");
		good = false;
	}
	read_rubric(t, typed_find(t, node, "rubric", false), good, ret);
}

static void read_ratio(struct typed *t, const struct yaml_node *node, struct criterion *ret)
{
	ret->numerator = typed_evidence(t, typed_find(t, node, "numerator", true));
	ret->denominator = typed_evidence(t, typed_find(t, node, "denominator", true));
	(void)typed_decimal(t, typed_find(t, node, "target", true), 1, TYPED_DECIMAL_MAX,
			    &ret->target_c);
}

static void read_level(struct typed *t, const struct yaml_node *node, struct criterion *ret)
{
	const struct yaml_node *evidence = typed_find(t, node, "evidence", false);
	const struct yaml_node *levels = typed_find(t, node, "levels", true);

	ret->evidence = evidence ? typed_evidence(t, evidence) : ret->key;
	if (!levels || yaml_is_alias(levels))
		return;
	if (yaml_kind(levels) != YAML_MAPPING || yaml_count(levels) == 0) {
		WRONG(t, levels, "diharapkan peta kata: poin, misalnya {perda: 100, none: 0}",
		      "expected a mapping word: points, such as {perda: 100, none: 0}");
		return;
	}
	ret->levels = NEW(t->arena, struct level, yaml_count(levels));
	for (size_t i = 0; i < yaml_count(levels); i++) {
		struct level *level = &ret->levels[ret->level_count];

		level->word = typed_text(t, yaml_key_node(levels, i));
		if (typed_decimal(t, yaml_value(levels, i), 0, 10000, &level->points_c) &&
		    level->word)
			ret->level_count++;
	}
}

/* Refuses the keys of other kinds by name, and what is no key of any kind. */
static bool criterion_keys(struct typed *t, const struct yaml_node *node, bool kind_known,
			   enum criterion_kind kind)
{
	const char *all[COUNT(COMMON) + COUNT(EXTRA)];
	size_t count = 0;
	const struct yaml_node *value;

	for (size_t i = 0; COMMON[i]; i++)
		all[count++] = COMMON[i];
	for (size_t i = 0; i < COUNT(EXTRA); i++)
		all[count++] = EXTRA[i].key;
	all[count] = NULL;
	if (!typed_map(t, node, all))
		return false;
	for (size_t i = 0; kind_known && i < yaml_count(node); i++)
		for (size_t k = 0; k < COUNT(EXTRA); k++) {
			if (strcmp(yaml_key(t->yaml, node, i), EXTRA[k].key) != 0 ||
			    (EXTRA[k].kinds & 1u << kind))
				continue;
			value = yaml_key_node(node, i);
			WRONG(t, value, "kunci \"%s\" tidak berlaku untuk kind: %s",
			      "key \"%s\" does not belong to kind: %s", EXTRA[k].key,
			      KIND_WORDS[kind]);
		}
	return true;
}

static void read_criterion(struct typed *t, const struct yaml_node *node, struct criterion *ret,
			   bool *weighed)
{
	const struct yaml_node *kind = yaml_find(node, "kind");
	unsigned choice = CRITERION_JURY;
	bool kind_known = typed_choice(t, kind, KIND_WORDS, &choice);

	*weighed = false;
	if (!criterion_keys(t, node, kind_known, (enum criterion_kind)choice))
		return;
	(void)typed_find(t, node, "kind", true);
	ret->key = typed_key(t, typed_find(t, node, "key", true));
	(void)typed_words(t, typed_find(t, node, "name", true), &ret->name);
	*weighed = typed_decimal(t, typed_find(t, node, "weight", true), 1, 10000, &ret->weight_c);
	(void)typed_bool(t, typed_find(t, node, "confidential", false), &ret->confidential);
	ret->kind = (enum criterion_kind)choice;
	if (!kind_known)
		return;
	switch (ret->kind) {
	case CRITERION_JURY: read_jury(t, node, ret); break;
	case CRITERION_RATIO: read_ratio(t, node, ret); break;
	case CRITERION_LEVEL: read_level(t, node, ret); break;
	}
}

/* ---- Aspects ---- */

struct reading {
	struct typed *t;
	struct category *category;
	size_t criterion_cap;
	bool weighed; /* every weight could be read */
};

static void add_criterion(struct reading *r, const struct yaml_node *node)
{
	struct category *category = r->category;
	struct criterion *criterion;
	bool weighed;

	if (category->criterion_count == TYPED_LIST_MAX) {
		WRONG(r->t, node, "lebih dari %d kriteria dalam satu kategori",
		      "more than %d criteria in one category", TYPED_LIST_MAX);
		r->weighed = false;
		return;
	}
	GROW(r->t->arena, category->criteria, category->criterion_count, &r->criterion_cap);
	criterion = &category->criteria[category->criterion_count];
	criterion->aspect = category->aspect_count;
	read_criterion(r->t, node, criterion, &weighed);
	r->weighed &= weighed;
	for (size_t i = 0; criterion->key && i < category->criterion_count; i++)
		if (text_equal(category->criteria[i].key, criterion->key)) {
			WRONG(r->t, yaml_find(node, "key"),
			      "kriteria \"%s\" sudah ada dalam kategori ini",
			      "criterion \"%s\" is already in this category", criterion->key);
			break;
		}
	if (criterion->kind == CRITERION_JURY) {
		criterion->jury_index = category->jury_count++;
		category->jury_weight_c += criterion->weight_c;
	} else {
		category->data_weight_c += criterion->weight_c;
	}
	category->criterion_count++;
}

static void add_aspect(struct reading *r, const struct yaml_node *node)
{
	static const char *const KEYS[] = { "key", "name", "criteria", NULL };
	struct category *category = r->category;
	struct aspect *aspect = &category->aspects[category->aspect_count];
	const struct yaml_node *criteria;

	aspect->first = category->criterion_count;
	if (!typed_map(r->t, node, KEYS)) {
		r->weighed = false;
		return;
	}
	aspect->key = typed_key(r->t, typed_find(r->t, node, "key", true));
	(void)typed_words(r->t, typed_find(r->t, node, "name", true), &aspect->name);
	for (size_t i = 0; aspect->key && i < category->aspect_count; i++)
		if (text_equal(category->aspects[i].key, aspect->key)) {
			WRONG(r->t, yaml_find(node, "key"),
			      "aspek \"%s\" sudah ada dalam kategori ini",
			      "aspect \"%s\" is already in this category", aspect->key);
			break;
		}
	criteria = typed_find(r->t, node, "criteria", true);
	if (typed_list(r->t, criteria, 1))
		for (size_t i = 0; i < yaml_count(criteria); i++)
			add_criterion(r, yaml_item(criteria, i));
	else
		r->weighed = false;
	aspect->count = category->criterion_count - aspect->first;
	category->aspect_count++;
}

/* Where the mistake of a whole list is shown: at its key. */
static const struct yaml_node *key_node(const struct yaml *yaml, const struct yaml_node *map,
					const char *key)
{
	for (size_t i = 0; i < yaml_count(map); i++)
		if (strcmp(yaml_key(yaml, map, i), key) == 0)
			return yaml_key_node(map, i);
	return map;
}

static void read_aspects(struct typed *t, const struct yaml_node *node, struct category *ret)
{
	struct reading r = { .t = t, .category = ret, .weighed = true };
	const struct yaml_node *aspects = typed_find(t, node, "aspects", true);
	char sum[32];

	if (!typed_list(t, aspects, 1))
		return;
	ret->aspects = NEW(t->arena, struct aspect, yaml_count(aspects));
	for (size_t i = 0; i < yaml_count(aspects); i++)
		add_aspect(&r, yaml_item(aspects, i));
	if (!r.weighed || ret->jury_weight_c + ret->data_weight_c == 10000)
		return;
	decimal_format(ret->jury_weight_c + ret->data_weight_c, 2, '.', sum);
	WRONG(t, key_node(t->yaml, node, "aspects"),
	      "bobot kriteria berjumlah %s; diharapkan tepat 100",
	      "the weights of the criteria sum to %s; expected exactly 100", sum);
}

/* ---- Gates ---- */

static void read_bound(struct typed *t, const struct yaml_node *node, struct gate *ret)
{
	ret->text = typed_text(t, node);
	if (!ret->text)
		return;
	ret->is_number = evidence_number(ret->text, &ret->value_e4);
	if (ret->test != GATE_EQUALS && !ret->is_number)
		WRONG(t, node,
		      "diharapkan angka dari 0 dengan paling banyak 4 desimal, bukan \"%s\"",
		      "expected a number from 0 with at most 4 decimals, not \"%s\"",
		      text_shown(t->arena, ret->text));
}

static void read_gate(struct typed *t, const struct yaml_node *node, struct gate *ret)
{
	static const char *const KEYS[] = { "evidence", "at_least", "at_most",
					    "equals",	"reason",   NULL };
	static const char *const TESTS[] = {
		[GATE_AT_LEAST] = "at_least", [GATE_AT_MOST] = "at_most", [GATE_EQUALS] = "equals"
	};
	size_t tests = 0;

	if (!typed_map(t, node, KEYS))
		return;
	ret->evidence = typed_evidence(t, typed_find(t, node, "evidence", true));
	(void)typed_words(t, typed_find(t, node, "reason", true), &ret->reason);
	for (size_t i = 0; i < COUNT(TESTS); i++) {
		const struct yaml_node *bound = yaml_find(node, TESTS[i]);

		if (!bound || ++tests > 1)
			continue;
		ret->test = (enum gate_test)i;
		read_bound(t, bound, ret);
	}
	if (tests != 1)
		WRONG(t, node, "diharapkan tepat satu dari at_least, at_most, equals; ada %zu",
		      "expected exactly one of at_least, at_most, equals; found %zu", tests);
}

static void read_gates(struct typed *t, const struct yaml_node *node, struct category *ret)
{
	if (!typed_list(t, node, 0))
		return;
	ret->gates = NEW(t->arena, struct gate, yaml_count(node));
	for (size_t i = 0; i < yaml_count(node); i++)
		read_gate(t, yaml_item(node, i), &ret->gates[ret->gate_count++]);
}

static void read_titles(struct typed *t, const struct yaml_node *node, struct category *ret)
{
	if (!typed_list(t, node, 0))
		return;
	ret->titles = NEW(t->arena, struct words, yaml_count(node));
	for (size_t i = 0; i < yaml_count(node); i++)
		(void)typed_words(t, yaml_item(node, i), &ret->titles[ret->title_count++]);
}

bool category_read(struct typed *t, const struct yaml_node *node, struct category *ret)
{
	static const char *const KEYS[] = { "key",	 "name", "winners", "titles",
					    "tie_break", "gate", "aspects", NULL };

	if (!typed_map(t, node, KEYS))
		return false;
	ret->key = typed_key(t, typed_find(t, node, "key", true));
	(void)typed_words(t, typed_find(t, node, "name", true), &ret->name);
	(void)typed_whole(t, typed_find(t, node, "winners", true), 1, TYPED_COUNT_MAX,
			  &ret->winners);
	read_titles(t, typed_find(t, node, "titles", false), ret);
	read_gates(t, typed_find(t, node, "gate", false), ret);
	read_aspects(t, node, ret);
	return true;
}
