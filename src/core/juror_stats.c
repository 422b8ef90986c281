/* What each juror did: mean and spread of his totals, how mild or strict he is, how far he goes
 * with the others, how often he used the ends of a scale. */
#include <math.h>

#include "core/report_internal.h"

static void mean_and_sd(const struct lab *lab, const struct ratings *totals, size_t j,
			struct juror_figures *ret)
{
	double sum = 0, squares = 0, mean;

	for (size_t i = 0; i < lab->count; i++)
		if (totals->given[i * totals->m + j])
			sum += ratio_double(totals->values[i * totals->m + j]);
	mean = sum / (double)ret->sheets;
	for (size_t i = 0; i < lab->count; i++)
		if (totals->given[i * totals->m + j]) {
			double off = ratio_double(totals->values[i * totals->m + j]) - mean;

			squares += off * off;
		}
	ret->mean = figure_of(mean);
	ret->sd = ret->sheets < 2 ? figure_none("hanya satu lembar", "one sheet only")
				  : figure_of(sqrt(squares / (double)(ret->sheets - 1)));
}

/* The others' plain mean of nominee i, when at least one other judged it. */
static bool others_mean(const struct ratings *totals, size_t i, size_t juror, struct arena *arena,
			struct ratio *ret)
{
	struct ratio sum = ratio_int(0);
	int64_t count = 0;

	for (size_t j = 0; j < totals->m; j++)
		if (j != juror && totals->given[i * totals->m + j]) {
			sum = ratio_add(arena, sum, totals->values[i * totals->m + j]);
			count++;
		}
	if (count)
		*ret = ratio_div(arena, sum, ratio_int(count));
	return count > 0;
}

static struct figure with_the_others(const struct ratings *totals, size_t juror, size_t *ret_count)
{
	struct arena arena = { 0 };
	struct ratio *own = NEW(&arena, struct ratio, totals->n);
	struct ratio *others = NEW(&arena, struct ratio, totals->n);
	struct figure ret;
	size_t n = 0;

	for (size_t i = 0; i < totals->n; i++)
		if (totals->given[i * totals->m + juror] &&
		    others_mean(totals, i, juror, &arena, &others[n]))
			own[n++] = totals->values[i * totals->m + juror];
	if (totals->m < 2)
		ret = figure_none("tidak ada juri lain", "there is no other juror");
	else if (n < 2)
		ret = figure_none("perlu sedikitnya dua nominee yang juga dinilai juri lain",
				  "needs at least two nominees that others judged too");
	else
		ret = spearman_rho(own, others, n);
	*ret_count = n;
	arena_release(&arena);
	return ret;
}

static void ends_count(const struct lab *lab, size_t j, struct juror_figures *ret)
{
	for (size_t i = 0; i < lab->count; i++) {
		if (!lab->valid[i * lab->juror_count + j])
			continue;
		ret->sheets++;
		for (size_t k = 0; k < lab->gauge.jury_count; k++) {
			int64_t mark = lab->nominees[i].sheets[j]->marks_c[k];

			ret->marks++;
			ret->extremes += mark == lab->gauge.jury[k]->min_c ||
					 mark == lab->gauge.jury[k]->max_c;
		}
	}
}

/* b_j of the additive fit over all valid sheets, whatever the method. */
static void severities(const struct lab *lab, struct arena *arena, struct category_report *ret)
{
	struct arena own = { 0 }, scratch = { 0 };
	struct complaints complaints;
	struct run run;
	bool good;

	complaints_init(&complaints, arena);
	run_init(&run, &lab->input, NULL, &own, &scratch);
	good = additive_fit(&run, 0, &complaints);
	for (size_t j = 0; j < lab->juror_count; j++)
		ret->jurors[j].severity =
			good ? figure_of(ratio_double(run.additives[0].effect[j]))
			     : figure_none(complaints.items[0].text.text[LANG_ID],
					   complaints.items[0].text.text[LANG_EN]);
	arena_release(&scratch);
	arena_release(&own);
}

void juror_stats(const struct lab *lab, const struct ratings *totals, struct arena *arena,
		 struct category_report *ret)
{
	ret->juror_count = lab->juror_count;
	ret->jurors = NEW(arena, struct juror_figures, lab->juror_count);
	for (size_t j = 0; j < lab->juror_count; j++) {
		ret->jurors[j].juror = lab->jurors[j];
		ends_count(lab, j, &ret->jurors[j]);
		mean_and_sd(lab, totals, j, &ret->jurors[j]);
		ret->jurors[j].spearman = with_the_others(totals, j, &ret->jurors[j].compared);
	}
	if (lab->juror_count)
		severities(lab, arena, ret);
}
