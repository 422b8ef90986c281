/* The report: each category in turn, agreement first, then everything that asks what would have
 * been. */
#include <string.h>

#include "core/report_internal.h"

/* ---- One sentence for people ---- */

static const struct words STAYS = { { "tetap pada", "stays in" } };

/* 10000 -> 10.000, in English 10,000 */
static void count_put(struct buf *ret, size_t n, enum lang lang)
{
	if (n >= 1000) {
		count_put(ret, n / 1000, lang);
		buf_printf(ret, "%c%03zu", lang == LANG_EN ? ',' : '.', n % 1000);
	} else {
		buf_printf(ret, "%zu", n);
	}
}

static void part(struct buf *ret, bool first, size_t changed, size_t runs, const char *what,
		 enum lang lang)
{
	if (!runs)
		return;
	buf_puts(ret, first ? " " : ", ");
	count_put(ret, runs - changed, lang);
	buf_puts(ret, lang == LANG_EN ? " of " : " dari ");
	count_put(ret, runs, lang);
	buf_printf(ret, " %s", what);
}

static void count_list(const struct rerun_list *list, size_t *ret_runs, size_t *ret_changed)
{
	*ret_runs = *ret_changed = 0;
	for (size_t i = 0; i < list->count; i++) {
		*ret_runs += list->items[i].outcome.known;
		*ret_changed += list->items[i].outcome.known && list->items[i].outcome.changed;
	}
}

static const char *sentence_in(const struct category_report *report, enum lang lang,
			       struct arena *arena)
{
	static const struct words WHAT[] = {
		{ { "panel tanpa satu juri", "panels without one juror" } },
		{ { "panel tanpa dua juri", "panels without two jurors" } },
		{ { "panel lima juri", "panels of five" } },
		{ { "perhitungan tanpa satu kriteria", "tallies without one criterion" } },
		{ { "bobot yang digeser", "shifted weights" } },
		{ { "bobot acak", "random weights" } },
	};
	size_t runs[COUNT(WHAT)], changed[COUNT(WHAT)], at = 0;
	struct buf ret;

	if (!report->comparable)
		return lang == LANG_EN ? "There is no official rank 1."
				       : "Belum ada Juara 1 resmi.";
	count_list(&report->one_out, &runs[0], &changed[0]);
	runs[1] = report->two_out.runs;
	changed[1] = report->two_out.changed;
	runs[2] = report->five.runs;
	changed[2] = report->five.changed;
	count_list(&report->criterion_out, &runs[3], &changed[3]);
	count_list(&report->shaken, &runs[4], &changed[4]);
	runs[5] = report->random.known ? report->random.draws : 0;
	changed[5] = report->random.changed;
	buf_init(&ret, arena);
	buf_puts(&ret, lang == LANG_EN ? "Rank 1" : "Juara 1");
	buf_printf(&ret, " %s", words_in(&STAYS, lang));
	for (size_t i = 0; i < COUNT(WHAT); i++) {
		part(&ret, at == 0, changed[i], runs[i], words_in(&WHAT[i], lang), lang);
		at += runs[i] > 0;
	}
	buf_char(&ret, '.');
	return ret.data;
}

/* ---- One category ---- */

static void agreement_fill(const struct lab *lab, const struct ratings *totals, struct arena *arena,
			   struct category_report *ret)
{
	ret->jury_criteria = NEW(arena, size_t, lab->category.jury_count);
	ret->by_criterion = NEW(arena, struct agreement, lab->category.jury_count);
	agreement_of(totals, &ret->agreement);
	for (size_t c = 0; c < lab->category.criterion_count; c++) {
		struct arena own = { 0 };
		struct ratings marks;

		if (lab->criteria[c].kind != CRITERION_JURY)
			continue;
		lab_marks(lab, c, &own, &marks);
		ret->jury_criteria[ret->jury_count] = c;
		agreement_of(&marks, &ret->by_criterion[ret->jury_count++]);
		arena_release(&own);
	}
}

static void runs_fill(struct lab *lab, const struct report_options *options, struct arena *arena,
		      struct category_report *ret)
{
	ret->comparable = ret->official->ranked_count > 0;
	if (!(options->skip & REPORT_RUNS))
		robustness_run(lab, arena, ret);
	if (!(options->skip & REPORT_RANDOM))
		random_weights_run(lab, options, arena, ret);
	if (!(options->skip & REPORT_FLIPS))
		flips_find(lab, arena, ret);
	for (size_t lang = 0; lang < LANG_COUNT && !(options->skip & REPORT_RUNS); lang++)
		ret->sentence.text[lang] = sentence_in(ret, (enum lang)lang, arena);
}

static void category_run(const struct tally_input *input, const struct report_options *options,
			 size_t category, const struct ranking *official, struct arena *arena,
			 struct category_report *ret)
{
	struct arena own = { 0 };
	struct ratings totals;
	struct lab lab;

	lab_init(&lab, input, category, arena);
	*ret = (struct category_report){ .category = category,
					 .members = lab.members,
					 .member_count = lab.count,
					 .official = official };
	lab_totals(&lab, &own, &totals);
	agreement_fill(&lab, &totals, arena, ret);
	juror_stats(&lab, &totals, arena, ret);
	ret->spans = NEW(arena, struct span, lab.count);
	if (!official->error.text[LANG_ID])
		runs_fill(&lab, options, arena, ret);
	warnings_find(&lab, &totals, options, arena, ret);
	arena_release(&own);
}

bool report_run(const struct tally_input *input, const struct report_options *options,
		struct arena *arena, struct report *ret, struct complaints *complaints)
{
	const struct scheme *scheme = input->scheme;
	struct tally *tally = NEW(arena, struct tally, 1);
	bool good = true;

	*ret = (struct report){ .tally = options->tally };
	if (!ret->tally) {
		good = tally_run(input, arena, tally, complaints);
		ret->tally = tally;
	}
	ret->categories = NEW(arena, struct category_report, scheme->category_count);
	for (size_t c = 0; c < scheme->category_count; c++)
		if (!options->only || text_equal(options->only, scheme->categories[c].key))
			category_run(input, options, c, &ret->tally->categories[c], arena,
				     &ret->categories[ret->category_count++]);
	return good;
}
