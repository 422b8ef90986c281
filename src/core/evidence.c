/* What the data say: rule 2 of the tally and the gates. Evidence that is missing or not verified is
 * never read further. */
#include "core/tally_internal.h"

#include <inttypes.h>
#include <string.h>

#define E4 10000
#define NUMBER_MAX_E4 UINT64_C(10000000000000000000) /* 10^15, exclusive */
#define FULL_E4 (100 * E4)

bool evidence_number(const char *value, uint64_t *ret_e4)
{
	uint64_t number = 0;
	unsigned decimals = 0;
	bool point = false;

	if (!value || value[0] < '0' || value[0] > '9')
		return false;
	for (const char *c = value; *c; c++) {
		if (*c == '.' && !point && c[1]) {
			point = true;
			continue;
		}
		if (*c < '0' || *c > '9')
			return false;
		if (point && decimals == 4) {
			if (*c != '0') /* 85.50000 is 85.5 */
				return false;
			continue;
		}
		decimals += point;
		if (number >= NUMBER_MAX_E4 / 10)
			return false;
		number = number * 10 + (uint64_t)(*c - '0');
	}
	for (; decimals < 4; decimals++) {
		if (number >= NUMBER_MAX_E4 / 10)
			return false;
		number *= 10;
	}
	*ret_e4 = number;
	return true;
}

/* ---- Complaints: each begins with the rule that cannot use the evidence. ---- */

struct rule {
	const struct nominee *nominee; /* NULL when the evidence is looked at alone */
	const char *key;	       /* of the criterion, or "gate" */
};

/* "belu, a2": keys, the same in both languages. */
static const char *rule_text(struct arena *arena, struct rule rule)
{
	if (!rule.nominee)
		return rule.key;
	return arena_printf(arena, "%s, %s", rule.nominee->key, rule.key);
}

static void complain_number(struct complaints *list, struct rule rule,
			    const struct evidence *evidence)
{
	if (list)
		complain(list, evidence->place,
			 "%s: bukti %s bernilai \"%s\"; seharusnya angka, 0 atau lebih dan di "
			 "bawah 10^15, dengan paling banyak 4 desimal",
			 "%s: evidence %s is \"%s\"; expected a number, 0 or more and below "
			 "10^15, with at most 4 decimals",
			 rule_text(list->arena, rule), evidence->name, evidence->value);
}

static void complain_zero(struct complaints *list, struct rule rule,
			  const struct evidence *evidence)
{
	if (list)
		complain(list, evidence->place,
			 "%s: bukti %s bernilai \"%s\"; sebagai penyebut seharusnya lebih dari 0",
			 "%s: evidence %s is \"%s\"; as a denominator it must be more than 0",
			 rule_text(list->arena, rule), evidence->name, evidence->value);
}

static void complain_word(struct complaints *list, struct rule rule,
			  const struct criterion *criterion, const struct evidence *evidence)
{
	struct buf words;

	if (!list)
		return;
	buf_init(&words, list->arena);
	for (size_t i = 0; i < criterion->level_count; i++)
		buf_printf(&words, "%s%s", i ? ", " : "", criterion->levels[i].word);
	complain(list, evidence->place,
		 "%s: bukti %s bernilai \"%s\"; seharusnya salah satu dari: %s",
		 "%s: evidence %s is \"%s\"; expected one of: %s", rule_text(list->arena, rule),
		 evidence->name, evidence->value, words.data);
}

/* ---- Reading ---- */

/* The verified evidence of that name that has a value, or NULL. */
static const struct evidence *verified(const struct nominee *nominee, const char *name)
{
	for (size_t i = 0; i < nominee->evidence_count; i++) {
		const struct evidence *evidence = &nominee->evidence[i];

		if (strcmp(evidence->name, name) != 0)
			continue;
		return evidence->verified && evidence->value && *evidence->value ? evidence : NULL;
	}
	return NULL;
}

static bool level_points(const struct criterion *criterion, const char *word, int64_t *ret_e4)
{
	for (size_t i = 0; i < criterion->level_count; i++)
		if (strcmp(criterion->levels[i].word, word) == 0) {
			*ret_e4 = criterion->levels[i].points_c * (E4 / 100);
			return true;
		}
	return false;
}

/* min(100, 100·100·(n/d)/target), rounded half up to 4 places. n, d < 10^19 and target < 10^18:
 * the largest number here is below 3·10^37. */
static int64_t ratio_value_e4(uint64_t n, uint64_t d, int64_t target_c)
{
	wide num = (wide)n * 100 * 100 * 100 * E4;
	wide den = (wide)d * target_c;
	wide value = (2 * num + den) / (2 * den);

	return value > FULL_E4 ? FULL_E4 : (int64_t)value;
}

static struct reading ratio_read(const struct nominee *nominee, const struct criterion *criterion,
				 struct complaints *complaints)
{
	struct rule rule = { nominee, criterion->key };
	const struct evidence *above = verified(nominee, criterion->numerator);
	const struct evidence *below = verified(nominee, criterion->denominator);
	struct reading ret = { 0 };
	uint64_t n = 0, d = 0;
	bool good_n, good_d;

	if (!above || !below)
		return ret;
	ret.numerator = above->value;
	ret.denominator = below->value;
	good_n = evidence_number(above->value, &n);
	good_d = evidence_number(below->value, &d);
	if (!good_n)
		complain_number(complaints, rule, above);
	if (!good_d)
		complain_number(complaints, rule, below);
	else if (d == 0)
		complain_zero(complaints, rule, below);
	if (good_n && good_d && d != 0)
		ret.value_e4 = ratio_value_e4(n, d, criterion->target_c);
	return ret;
}

static struct reading level_read(const struct nominee *nominee, const struct criterion *criterion,
				 struct complaints *complaints)
{
	const struct evidence *evidence = verified(nominee, criterion->evidence);
	struct reading ret = { 0 };

	if (!evidence)
		return ret;
	ret.word = evidence->value;
	if (!level_points(criterion, evidence->value, &ret.value_e4))
		complain_word(complaints, (struct rule){ nominee, criterion->key }, criterion,
			      evidence);
	return ret;
}

struct reading evidence_read(const struct nominee *nominee, const struct category *category,
			     size_t index, struct complaints *complaints)
{
	const struct criterion *criterion = &category->criteria[index];

	if (nominee->given_e4 && nominee->given_e4[index] != GIVEN_NONE)
		return (struct reading){ .value_e4 = nominee->given_e4[index] };
	switch (criterion->kind) {
	case CRITERION_RATIO: return ratio_read(nominee, criterion, complaints);
	case CRITERION_LEVEL: return level_read(nominee, criterion, complaints);
	case CRITERION_JURY: break;
	}
	return (struct reading){ 0 };
}

/* Numbers are compared by value, else words. */
static bool gate_equals(const struct gate *gate, const char *value)
{
	uint64_t number;

	if (gate->is_number && evidence_number(value, &number))
		return number == gate->value_e4;
	return strcmp(value, gate->text) == 0;
}

bool gate_passes(const struct nominee *nominee, const struct category *category, size_t index,
		 struct complaints *complaints)
{
	const struct gate *gate = &category->gates[index];
	const struct evidence *evidence = verified(nominee, gate->evidence);
	uint64_t number;

	if (nominee->gates_given && nominee->gates_given[index] != GIVEN_NONE)
		return nominee->gates_given[index] != 0;
	if (!evidence)
		return false;
	if (gate->test == GATE_EQUALS)
		return gate_equals(gate, evidence->value);
	if (!evidence_number(evidence->value, &number)) {
		complain_number(complaints, (struct rule){ nominee, "gate" }, evidence);
		return false;
	}
	return gate->test == GATE_AT_LEAST ? number >= gate->value_e4 : number <= gate->value_e4;
}

/* ---- Looked at alone, before it is verified ---- */

static void criterion_check(const struct criterion *criterion, const struct evidence *evidence,
			    struct complaints *complaints)
{
	struct rule rule = { NULL, criterion->key };
	bool above = text_equal(criterion->numerator, evidence->name);
	bool below = text_equal(criterion->denominator, evidence->name);
	uint64_t number;
	int64_t points;

	if (criterion->kind == CRITERION_LEVEL && text_equal(criterion->evidence, evidence->name) &&
	    !level_points(criterion, evidence->value, &points))
		complain_word(complaints, rule, criterion, evidence);
	if (criterion->kind != CRITERION_RATIO || (!above && !below))
		return;
	if (!evidence_number(evidence->value, &number))
		complain_number(complaints, rule, evidence);
	else if (below && number == 0)
		complain_zero(complaints, rule, evidence);
}

void evidence_check(const struct category *category, const struct evidence *evidence,
		    struct complaints *complaints)
{
	uint64_t number;

	if (!evidence->value || !*evidence->value)
		return;
	for (size_t i = 0; i < category->criterion_count; i++)
		criterion_check(&category->criteria[i], evidence, complaints);
	for (size_t i = 0; i < category->gate_count; i++)
		if (category->gates[i].test != GATE_EQUALS &&
		    text_equal(category->gates[i].evidence, evidence->name) &&
		    !evidence_number(evidence->value, &number))
			complain_number(complaints, (struct rule){ NULL, "gate" }, evidence);
}
