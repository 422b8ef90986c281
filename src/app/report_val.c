/* A report as `report --format json` prints it. Numbers are JSON numbers; where one is null, the
 * name with _reason says why. */
#include <string.h>

#include "app/app.h"
#include "view/view.h"

struct writer {
	struct arena *arena;
	const struct tally_input *input;
	const struct category *category;
	const struct category_report *report;
	enum lang lang;
};

char *figure_text(struct arena *arena, double value, unsigned places)
{
	char *ret = arena_printf(arena, "%.*f", (int)places, value);
	size_t len = strlen(ret);

	if (!strchr(ret, '.'))
		return ret;
	while (ret[len - 1] == '0')
		ret[--len] = '\0';
	if (ret[len - 1] == '.')
		ret[--len] = '\0';
	if (strcmp(ret, "-0") == 0)
		return ret + 1;
	return ret;
}

static void put_double(struct writer *w, struct val *map, const char *key, double value)
{
	(void)val_put(map, key, val_number(w->arena, figure_text(w->arena, value, 12)));
}

static void put_null(struct writer *w, struct val *map, const char *key, const struct words *why)
{
	(void)val_put(map, key, val_null(w->arena));
	val_put_text(map, arena_printf(w->arena, "%s_reason", key), words_in(why, w->lang));
}

static void put_figure(struct writer *w, struct val *map, const char *key,
		       const struct figure *figure)
{
	if (figure->known)
		put_double(w, map, key, figure->value);
	else
		put_null(w, map, key, &figure->why);
}

static const char *nominee_key(const struct writer *w, size_t nominee)
{
	return w->input->nominees[nominee].key;
}

static const char *criterion_key(const struct writer *w, size_t criterion)
{
	return w->category->criteria[criterion].key;
}

/* ---- Agreement and jurors ---- */

static void put_agreement(struct writer *w, struct val *map, const struct agreement *a)
{
	put_figure(w, map, "kendall_w", &a->kendall_w);
	put_figure(w, map, "chi_square", &a->chi_square);
	put_figure(w, map, "icc_2_1", &a->icc_2_1);
	put_figure(w, map, "icc_2_k", &a->icc_2_k);
	put_figure(w, map, "icc_3_k", &a->icc_3_k);
	put_figure(w, map, "alpha_interval", &a->alpha_interval);
	put_figure(w, map, "alpha_ordinal", &a->alpha_ordinal);
}

static void put_agreements(struct writer *w, struct val *map)
{
	struct val *list;

	put_agreement(w, val_put_map(map, "agreement"), &w->report->agreement);
	list = val_put_list(map, "agreement_by_criterion");
	for (size_t i = 0; i < w->report->jury_count; i++) {
		struct val *one = val_push_map(list);

		val_put_text(one, "criterion", criterion_key(w, w->report->jury_criteria[i]));
		put_agreement(w, one, &w->report->by_criterion[i]);
	}
}

static void put_jurors(struct writer *w, struct val *map)
{
	struct val *list = val_put_list(map, "jurors");

	for (size_t i = 0; i < w->report->juror_count; i++) {
		const struct juror_figures *juror = &w->report->jurors[i];
		struct val *one = val_push_map(list);

		val_put_text(one, "juror", w->input->jurors[juror->juror]);
		val_put_int(one, "sheets", (int64_t)juror->sheets);
		put_figure(w, one, "mean", &juror->mean);
		put_figure(w, one, "sd", &juror->sd);
		put_figure(w, one, "severity", &juror->severity);
		put_figure(w, one, "spearman", &juror->spearman);
		val_put_int(one, "extremes", (int64_t)juror->extremes);
	}
}

/* ---- Runs ---- */

static const struct words NO_OFFICIAL = { { "belum ada peringkat 1 resmi untuk dibandingkan",
					    "there is no official rank 1 to compare with" } };

static void put_winners(struct writer *w, struct val *map, const char *key,
			const struct outcome *outcome)
{
	struct val *list;

	if (!outcome->known) {
		put_null(w, map, key, &outcome->why);
		return;
	}
	list = val_put_list(map, key);
	for (size_t i = 0; i < outcome->count; i++)
		(void)val_push(list, val_text(w->arena, nominee_key(w, outcome->winners[i])));
}

static void put_outcome(struct writer *w, struct val *map, const struct outcome *outcome)
{
	put_winners(w, map, "winners", outcome);
	if (!outcome->known)
		put_null(w, map, "changed", &outcome->why);
	else if (!w->report->comparable)
		put_null(w, map, "changed", &NO_OFFICIAL);
	else
		val_put_bool(map, "changed", outcome->changed);
}

static void put_changes(struct writer *w, struct val *map, size_t changed)
{
	if (w->report->comparable)
		val_put_int(map, "changed", (int64_t)changed);
	else
		put_null(w, map, "changed", &NO_OFFICIAL);
}

static void put_one_out(struct writer *w, struct val *map)
{
	struct val *list = val_put_list(map, "leave_one_juror_out");

	for (size_t i = 0; i < w->report->one_out.count; i++) {
		const struct rerun *run = &w->report->one_out.items[i];
		struct val *one = val_push_map(list);

		val_put_text(one, "juror", w->input->jurors[run->jurors[0]]);
		put_outcome(w, one, &run->outcome);
	}
}

static struct val *put_subsets(struct writer *w, struct val *map, const char *key,
			       const struct subsets *subsets)
{
	struct val *ret = val_put_map(map, key);

	val_put_int(ret, "runs", (int64_t)subsets->runs);
	if (subsets->why.text[LANG_ID])
		val_put_text(ret, "runs_reason", words_in(&subsets->why, w->lang));
	put_changes(w, ret, subsets->changed);
	return ret;
}

static void put_two_out(struct writer *w, struct val *map)
{
	struct val *two = put_subsets(w, map, "leave_two_jurors_out", &w->report->two_out);
	struct val *cases = val_put_list(two, "cases");

	for (size_t i = 0; i < w->report->two_out.cases.count; i++) {
		const struct rerun *run = &w->report->two_out.cases.items[i];
		struct val *one = val_push_map(cases), *jurors = val_put_list(one, "jurors");

		for (size_t k = 0; k < 2; k++)
			(void)val_push(jurors,
				       val_text(w->arena, w->input->jurors[run->jurors[k]]));
		put_winners(w, one, "winners", &run->outcome);
	}
}

static void put_criteria(struct writer *w, struct val *map, const char *key,
			 const struct rerun_list *runs, bool percent)
{
	struct val *list = val_put_list(map, key);

	for (size_t i = 0; i < runs->count; i++) {
		struct val *one = val_push_map(list);

		val_put_text(one, "criterion", criterion_key(w, runs->items[i].criterion));
		if (percent)
			val_put_int(one, "percent", runs->items[i].percent);
		put_outcome(w, one, &runs->items[i].outcome);
	}
}

static void put_random(struct writer *w, struct val *map)
{
	const struct random_weights *random = &w->report->random;
	struct val *one;

	if (!random->known) {
		put_null(w, map, "weights_random", &random->why);
		return;
	}
	one = val_put_map(map, "weights_random");
	val_put_int(one, "draws", (int64_t)random->draws);
	val_put_int(one, "concentration", random->concentration);
	put_changes(w, one, random->changed);
}

static void put_methods(struct writer *w, struct val *map)
{
	struct val *methods = val_put_map(map, "methods");

	for (int side = 0; side < SIDE_COUNT; side++)
		put_winners(w, methods, side_text((enum side)side),
			    &w->report->sides[side].outcome);
}

/* ---- Flips, spans, warnings ---- */

static void put_flip(struct writer *w, struct val *list, const struct flip *flip)
{
	struct val *one = val_push_map(list), *between = val_put_list(one, "between");

	(void)val_push(between, val_text(w->arena, nominee_key(w, flip->upper)));
	(void)val_push(between, val_text(w->arena, nominee_key(w, flip->lower)));
	if (flip->kind == FLIP_NONE) {
		put_null(w, one, "kind", &flip->why);
		return;
	}
	val_put_text(one, "kind", flip->kind == FLIP_MARK ? "mark" : "evidence");
	val_put_text(one, "nominee", nominee_key(w, flip->nominee));
	if (flip->kind == FLIP_MARK)
		val_put_text(one, "juror", w->input->jurors[flip->juror]);
	else
		val_put_text(one, "evidence", flip->evidence);
	val_put_text(one, "criterion", criterion_key(w, flip->criterion));
	val_put_text(one, "from", flip->from);
	val_put_text(one, "to", flip->to);
}

static void put_flips(struct writer *w, struct val *map)
{
	static const struct words ALONE = { { "tidak ada dua peringkat yang bertetangga",
					      "there are no two neighbouring ranks" } };
	const struct words *why = w->report->flip_count ? &w->report->flips[0].why : &ALONE;
	struct val *list;
	size_t found = 0;

	for (size_t i = 0; i < w->report->flip_count; i++)
		found += w->report->flips[i].kind != FLIP_NONE;
	if (!found) {
		put_null(w, map, "flip", why);
		return;
	}
	list = val_put_list(map, "flip");
	for (size_t i = 0; i < w->report->flip_count; i++)
		put_flip(w, list, &w->report->flips[i]);
}

static void put_span(struct writer *w, struct val *list, size_t member)
{
	static const char *const NAMES[] = { "rank_min", "rank_median", "rank_max",
					     "share_winner" };
	static const struct words NEVER = { { "tidak diperingkat dalam perhitungan mana pun",
					      "not ranked in any run" } };
	const struct words *why =
		w->report->official->error.text[LANG_ID] ? &w->report->official->error : &NEVER;
	const struct span *span = &w->report->spans[member];
	struct val *one = val_push_map(list);

	val_put_text(one, "nominee", nominee_key(w, w->report->members[member]));
	if (!span->ranked) {
		for (size_t i = 0; i < COUNT(NAMES); i++)
			put_null(w, one, NAMES[i], why);
		return;
	}
	val_put_int(one, NAMES[0], span->rank_min);
	put_double(w, one, NAMES[1], span->rank_median);
	val_put_int(one, NAMES[2], span->rank_max);
	put_double(w, one, NAMES[3], span->share_winner);
}

/* In the order of the official ranking where there is one. */
static void put_spans(struct writer *w, struct val *map)
{
	const struct ranking *official = w->report->official;
	struct val *list = val_put_list(map, "nominees");

	for (size_t at = 0; at < w->report->member_count; at++) {
		size_t member = at;

		for (size_t i = 0; at < official->count && i < w->report->member_count; i++)
			if (w->report->members[i] == official->rows[at].nominee)
				member = i;
		put_span(w, list, member);
	}
}

static void put_warnings(struct writer *w, struct val *map)
{
	struct val *list = val_put_list(map, "warnings");

	for (size_t i = 0; i < w->report->warning_count; i++) {
		const struct warning *warning = &w->report->warnings[i];
		struct val *one = val_push_map(list);

		val_put_text(one, "code", warning_code(warning->kind));
		if (warning->juror != WARNING_OF_NONE)
			val_put_text(one, "juror", w->input->jurors[warning->juror]);
		if (warning->nominee != WARNING_OF_NONE)
			val_put_text(one, "nominee", nominee_key(w, warning->nominee));
		if (warning->criterion != WARNING_OF_NONE)
			val_put_text(one, "criterion", criterion_key(w, warning->criterion));
		val_put_text(one, "detail", words_in(&warning->seen, w->lang));
		val_put_text(one, "advice", words_in(&warning->advice, w->lang));
	}
}

/* What cannot be asked of a category that cannot be tallied. */
static void put_nothing(struct writer *w, struct val *map)
{
	static const char *const NAMES[] = { "leave_one_juror_out",
					     "leave_two_jurors_out",
					     "five_of_nine",
					     "leave_one_criterion_out",
					     "weights_shaken",
					     "weights_random",
					     "methods",
					     "flip" };

	for (size_t i = 0; i < COUNT(NAMES); i++)
		put_null(w, map, NAMES[i], &w->report->official->error);
}

struct val *category_report_val(struct arena *arena, const struct tally_input *input,
				const struct category_report *report, enum lang lang)
{
	struct writer w = { arena, input, &input->scheme->categories[report->category], report,
			    lang };
	struct val *ret = val_map(arena);

	val_put_text(ret, "key", w.category->key);
	put_agreements(&w, ret);
	put_jurors(&w, ret);
	if (report->official->error.text[LANG_ID]) {
		put_nothing(&w, ret);
	} else {
		put_one_out(&w, ret);
		put_two_out(&w, ret);
		(void)put_subsets(&w, ret, "five_of_nine", &report->five);
		put_criteria(&w, ret, "leave_one_criterion_out", &report->criterion_out, false);
		put_criteria(&w, ret, "weights_shaken", &report->shaken, true);
		put_random(&w, ret);
		put_methods(&w, ret);
		put_flips(&w, ret);
		val_put_text(ret, "sentence", words_in(&report->sentence, lang));
	}
	put_spans(&w, ret);
	put_warnings(&w, ret);
	return ret;
}

struct val *report_val(struct arena *arena, const struct tally_input *input,
		       const struct report *report, const uint8_t seed[REPORT_SEED_SIZE],
		       enum lang lang)
{
	char *hex = arena_alloc(arena, 2 * REPORT_SEED_SIZE + 1, 1);
	struct val *ret = val_map(arena), *list;

	hex_encode(seed, REPORT_SEED_SIZE, hex);
	val_put_text(ret, "edition", input->scheme->edition);
	val_put_text(ret, "seed", hex);
	list = val_put_list(ret, "categories");
	for (size_t i = 0; i < report->category_count; i++)
		(void)val_push(list,
			       category_report_val(arena, input, &report->categories[i], lang));
	return ret;
}
