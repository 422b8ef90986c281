/* Questions to a scheme. Linear searches: a scheme has dozens of keys, not thousands. */
#include "core/core.h"

#include <string.h>

const struct category *scheme_category(const struct scheme *scheme, const char *key)
{
	for (size_t i = 0; i < scheme->category_count; i++)
		if (text_equal(scheme->categories[i].key, key))
			return &scheme->categories[i];
	return NULL;
}

const struct criterion *category_criterion(const struct category *category, const char *key)
{
	for (size_t i = 0; i < category->criterion_count; i++)
		if (text_equal(category->criteria[i].key, key))
			return &category->criteria[i];
	return NULL;
}

static bool criterion_reads(const struct criterion *criterion, const char *evidence)
{
	switch (criterion->kind) {
	case CRITERION_JURY: return false;
	case CRITERION_LEVEL: return text_equal(criterion->evidence, evidence);
	case CRITERION_RATIO:
		return text_equal(criterion->numerator, evidence) ||
		       text_equal(criterion->denominator, evidence);
	}
	return false;
}

bool category_reads(const struct category *category, const char *evidence)
{
	for (size_t i = 0; i < category->criterion_count; i++)
		if (criterion_reads(&category->criteria[i], evidence))
			return true;
	for (size_t i = 0; i < category->gate_count; i++)
		if (text_equal(category->gates[i].evidence, evidence))
			return true;
	return false;
}

bool mark_fits(const struct criterion *criterion, int64_t mark_c)
{
	if (mark_c < criterion->min_c || mark_c > criterion->max_c)
		return false;
	return (mark_c - criterion->min_c) % criterion->step_c == 0;
}
