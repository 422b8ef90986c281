/* One category taken out of its edition, so that it can be tallied again and again: with other
 * jurors, rules or weights, always by the code of the tally itself. */
#include <stdlib.h>
#include <string.h>

#include "core/report_internal.h"

/* The sheet, when it may count: a recused or absent juror's never does. */
static struct sheet *counted(const struct nominee *nominee, size_t juror)
{
	struct sheet *sheet = juror < nominee->sheet_count ? nominee->sheets[juror] : NULL;

	return sheet && !sheet->recused && !sheet->absent ? sheet : NULL;
}

static int by_key(const void *a, const void *b, void *arg)
{
	const struct nominee *nominees = arg;

	return strcmp(nominees[*(const size_t *)a].key, nominees[*(const size_t *)b].key);
}

static void members_find(struct lab *lab, struct arena *arena)
{
	const struct tally_input *whole = lab->whole;

	lab->members = NEW(arena, size_t, whole->nominee_count);
	for (size_t i = 0; i < whole->nominee_count; i++)
		if (whole->nominees[i].category == lab->index)
			lab->members[lab->count++] = i;
	qsort_r(lab->members, lab->count, sizeof(size_t), by_key, whole->nominees);
}

static void jurors_find(struct lab *lab, struct arena *arena)
{
	const struct tally_input *whole = lab->whole;

	lab->jurors = NEW(arena, size_t, whole->juror_count);
	for (size_t j = 0; j < whole->juror_count && lab->gauge.jury_weight_c; j++)
		for (size_t i = 0; i < lab->count; i++) {
			struct sheet *sheet = counted(&whole->nominees[lab->members[i]], j);

			if (sheet && gauge_complete(&lab->gauge, sheet)) {
				lab->jurors[lab->juror_count++] = j;
				break;
			}
		}
}

/* Evidence and gates are read here and nowhere else. */
static void nominee_take(struct lab *lab, size_t at, struct arena *arena)
{
	const struct nominee *from = &lab->whole->nominees[lab->members[at]];
	const struct category *category = &lab->whole->scheme->categories[lab->index];
	int64_t *given = NEW(arena, int64_t, category->criterion_count);
	int64_t *gates = NEW(arena, int64_t, category->gate_count);
	struct nominee *to = &lab->nominees[at];

	for (size_t c = 0; c < category->criterion_count; c++)
		given[c] = category->criteria[c].kind == CRITERION_JURY
				   ? 0
				   : evidence_read(from, category, c, NULL).value_e4;
	for (size_t g = 0; g < category->gate_count; g++)
		gates[g] = gate_passes(from, category, g, NULL);
	*to = *from;
	to->category = 0;
	to->given_e4 = given;
	to->gates_given = gates;
	to->sheet_count = lab->juror_count;
	to->sheets = NEW(arena, struct sheet *, lab->juror_count);
	for (size_t j = 0; j < lab->juror_count; j++) {
		bool *valid = &lab->valid[at * lab->juror_count + j];

		to->sheets[j] = counted(from, lab->jurors[j]);
		*valid = to->sheets[j] && gauge_complete(&lab->gauge, to->sheets[j]);
		lab->full = lab->full && *valid;
	}
}

void lab_init(struct lab *lab, const struct tally_input *whole, size_t index, struct arena *arena)
{
	const struct category *rules = &whole->scheme->categories[index];
	const char **keys;

	*lab = (struct lab){ .whole = whole, .index = index, .full = true };
	lab->criteria = NEW(arena, struct criterion, rules->criterion_count);
	for (size_t c = 0; c < rules->criterion_count; c++)
		lab->criteria[c] = rules->criteria[c];
	lab->category = *rules;
	lab->category.criteria = lab->criteria;
	lab->scheme = *whole->scheme;
	lab->scheme.quorum = 1;
	lab->scheme.categories = &lab->category;
	lab->scheme.category_count = 1;
	lab->scheme.overall_count = 0;
	gauge_init(&lab->gauge, rules, whole->juror_count, arena);
	members_find(lab, arena);
	jurors_find(lab, arena);
	lab->nominees = NEW(arena, struct nominee, lab->count);
	lab->valid = NEW(arena, bool, lab->count * lab->juror_count);
	for (size_t i = 0; i < lab->count; i++)
		nominee_take(lab, i, arena);
	keys = NEW(arena, const char *, lab->juror_count);
	for (size_t j = 0; j < lab->juror_count; j++)
		keys[j] = whole->jurors[lab->jurors[j]];
	lab->input = (struct tally_input){ .scheme = &lab->scheme,
					   .nominees = lab->nominees,
					   .nominee_count = lab->count,
					   .jurors = keys,
					   .juror_count = lab->juror_count };
}

bool lab_rank(const struct lab *lab, const bool *mask, struct arena *arena, struct arena *scratch,
	      struct ranking *ret, struct words *why)
{
	struct scheme scheme = lab->scheme;
	struct tally_input input = lab->input;
	struct complaints complaints;
	struct run run;

	if (why)
		*why = (struct words){ { "tidak ada nominee yang dapat diperingkat",
					 "no nominee can be ranked" } };
	if (scheme.method == METHOD_ADDITIVE && lab->full)
		scheme.method = METHOD_MEAN; /* on a complete panel they are the same */
	input.scheme = &scheme;
	complaints_init(&complaints, arena);
	run_init(&run, &input, mask, arena, scratch);
	if (!run.gauges[0].jury_weight_c && !run.gauges[0].data_weight_c)
		return false;
	if (run_category(&run, 0, ret, &complaints))
		return ret->ranked_count > 0;
	if (why)
		*why = ret->error;
	return false;
}

size_t lab_valid(const struct lab *lab, size_t nominee)
{
	size_t ret = 0;

	for (size_t j = 0; j < lab->juror_count; j++)
		ret += lab->valid[nominee * lab->juror_count + j];
	return ret;
}

void lab_totals(const struct lab *lab, struct arena *arena, struct ratings *ret)
{
	ratings_init(ret, lab->count, lab->juror_count, arena);
	for (size_t at = 0; at < lab->count * lab->juror_count; at++) {
		const struct sheet *sheet =
			lab->nominees[at / lab->juror_count].sheets[at % lab->juror_count];

		ret->given[at] = lab->valid[at];
		ret->values[at] =
			ret->given[at] ? gauge_total(&lab->gauge, arena, sheet) : ratio_int(0);
	}
}

void lab_marks(const struct lab *lab, size_t criterion, struct arena *arena, struct ratings *ret)
{
	size_t k = lab->criteria[criterion].jury_index;

	ratings_init(ret, lab->count, lab->juror_count, arena);
	for (size_t at = 0; at < lab->count * lab->juror_count; at++) {
		const struct sheet *sheet =
			lab->nominees[at / lab->juror_count].sheets[at % lab->juror_count];

		ret->given[at] = lab->valid[at];
		ret->values[at] = ratio_int(lab->valid[at] ? sheet->marks_c[k] : 0);
	}
}

double lab_value(const struct lab *lab, size_t nominee, size_t juror, size_t jury_index)
{
	const struct criterion *criterion = lab->gauge.jury[jury_index];
	int64_t mark = lab->nominees[nominee].sheets[juror]->marks_c[jury_index];

	return 100 * (double)(mark - criterion->min_c) /
	       (double)(criterion->max_c - criterion->min_c);
}
