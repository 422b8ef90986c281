#include "app/score_view.h"

#include <string.h>

#include "app/dossier.h"

#define VALUE_PLACES 4 /* of a value: what rule 2 rounds to */

static const char *shown(struct req *req, struct ratio x, unsigned places)
{
	return show_decimal(req->arena, ratio_decimal(req->arena, x, places, '.'), req->lang);
}

static const char *hundredths(struct req *req, int64_t value_c)
{
	char text[32];

	decimal_format(value_c, 2, '.', text);
	return show_decimal(req->arena, text, req->lang);
}

static const struct evidence *evidence_of(const struct nominee *nominee, const char *name)
{
	for (size_t i = 0; i < nominee->evidence_count; i++)
		if (text_equal(nominee->evidence[i].name, name))
			return &nominee->evidence[i];
	return NULL;
}

/* A cut-off as a date where it is one, else as it was entered. */
static const char *day_of(struct req *req, const char *cutoff)
{
	struct civil day;

	return cutoff && time_parse_date(cutoff, &day) ? show_date(req->arena, &day, req->lang)
						       : cutoff;
}

/* One piece of evidence in words: value, source and cut-off, or why it was not read. */
void score_evidence(struct req *req, const struct nominee *nominee, const char *name,
		    struct val *list)
{
	const struct evidence *evidence = evidence_of(nominee, name);
	struct val *item = val_push_map(list);
	uint64_t number;

	val_put_text(item, "name", evidence_label(req->arena, name));
	val_put_text(item, "value", NULL);
	val_put_bool(item, "secret", evidence && evidence->seal && evidence->value);
	val_put_text(item, "source", evidence ? evidence->source : NULL);
	val_put_text(item, "cutoff", evidence ? day_of(req, evidence->cutoff) : NULL);
	if (!evidence || (!evidence->seal && (!evidence->value || !*evidence->value))) {
		(void)part_state(item, "state", "missing", word(req, "state.missing"));
		return;
	}
	if (evidence->seal &&
	    !evidence->value) { /* whether it was verified shows in the criterion's value alone */
		val_put_text(item, "value", word(req, "score.confidential"));
		(void)part_state(item, "state", "sealed", word(req, "score.sealed"));
		return;
	}
	val_put_text(item, "value",
		     evidence_number(evidence->value, &number)
			     ? show_decimal(req->arena, evidence->value, req->lang)
			     : evidence->value);
	(void)part_state(item, "state", evidence->verified ? "verified" : "open",
			 word(req, evidence->verified ? "state.verified" : "score.unverified"));
}

/* ---- The rule of a criterion ---- */

static const char *rule_words(struct req *req, const char *key, const struct val *names)
{
	return words_fill(service_templates(service_of(req)), req->lang, key, names, req->arena);
}

const char *score_rule(struct req *req, const struct criterion *criterion)
{
	struct val *names = val_map(req->arena);

	switch (criterion->kind) {
	case CRITERION_JURY:
		val_put_text(names, "min", hundredths(req, criterion->min_c));
		val_put_text(names, "max", hundredths(req, criterion->max_c));
		val_put_text(names, "step", hundredths(req, criterion->step_c));
		return rule_words(req, "how.jury", names);
	case CRITERION_RATIO:
		val_put_text(names, "numerator", evidence_label(req->arena, criterion->numerator));
		val_put_text(names, "denominator",
			     evidence_label(req->arena, criterion->denominator));
		val_put_text(names, "target", hundredths(req, criterion->target_c));
		return rule_words(req, "how.ratio", names);
	case CRITERION_LEVEL:
		val_put_text(names, "evidence", evidence_label(req->arena, criterion->evidence));
		return rule_words(req, "how.level", names);
	}
	return "";
}

/* "Data: tingkat menurut bukti Regulasi. perda = 100, perbup = 80": whoever reads it counts the
 * points again. */
static const char *rule_whole(struct req *req, const struct criterion *criterion)
{
	struct buf text;

	buf_init(&text, req->arena);
	buf_puts(&text, score_rule(req, criterion));
	for (size_t i = 0; i < criterion->level_count; i++)
		buf_printf(&text, "%s%s = %s", i ? ", " : " ", criterion->levels[i].word,
			   hundredths(req, criterion->levels[i].points_c));
	return text.data;
}

/* ---- The score ---- */

static void criterion_put(struct req *req, const struct nominee *nominee,
			  const struct criterion *criterion, const struct criterion_value *value,
			  struct val *list)
{
	struct val *item = val_push_map(list), *evidence;

	val_put_text(item, "name", words_in(&criterion->name, req->lang));
	val_put_text(item, "weight", hundredths(req, criterion->weight_c));
	val_put_text(item, "value", value->known ? shown(req, value->value, VALUE_PLACES) : "–");
	val_put_text(item, "points", value->known ? shown(req, value->points, VALUE_PLACES) : "–");
	val_put_bool(item, "jury", criterion->kind == CRITERION_JURY);
	val_put_text(item, "rule",
		     criterion->kind == CRITERION_JURY ? NULL : rule_whole(req, criterion));
	evidence = val_put_list(item, "evidence");
	if (criterion->kind == CRITERION_RATIO) {
		score_evidence(req, nominee, criterion->numerator, evidence);
		score_evidence(req, nominee, criterion->denominator, evidence);
	} else if (criterion->kind == CRITERION_LEVEL) {
		score_evidence(req, nominee, criterion->evidence, evidence);
	}
}

static void aspects_put(struct req *req, const struct category *category,
			const struct nominee *nominee, const struct detail *detail,
			struct val *into)
{
	struct val *aspects = val_put_list(into, "aspects");

	for (size_t a = 0; a < category->aspect_count; a++) {
		const struct aspect *aspect = &category->aspects[a];
		struct val *item = val_push_map(aspects);
		struct val *criteria = val_put_list(item, "criteria");

		val_put_text(item, "name", words_in(&aspect->name, req->lang));
		for (size_t c = aspect->first; c < aspect->first + aspect->count; c++)
			criterion_put(req, nominee, &category->criteria[c], &detail->criteria[c],
				      criteria);
	}
}

static void jurors_put(struct req *req, const struct tally_input *input,
		       const struct detail *detail, const char *const *names, struct val *into)
{
	struct val *jurors = val_put_list(into, "jurors");

	for (size_t j = 0; j < input->juror_count; j++) {
		struct val *item;

		if (!detail->valid[j])
			continue;
		item = val_push_map(jurors);
		val_put_text(item, "name",
			     names ? names[j] : arena_printf(req->arena, "J%zu", j + 1));
		val_put_text(item, "total", shown(req, detail->totals[j], VALUE_PLACES));
	}
	val_put_bool(into, "has_jurors", val_count(jurors) > 0);
}

static void sums_put(struct req *req, const struct tally_input *input, const struct row *row,
		     struct val *into)
{
	const struct category *category = &input->scheme->categories[row->category];
	bool ranked = row->status == STANDING_RANKED;
	char weight[32];

	val_put_bool(into, "ranked", ranked);
	if (row->has_jury && ranked) {
		decimal_format(category->jury_weight_c, 2, '.', weight);
		part_fact(into, word(req, "score.jury"), shown(req, row->jury, VALUE_PLACES));
		part_fact(into, word(req, "score.jury_weight"),
			  show_decimal(req->arena, weight, req->lang));
	}
	if (row->has_data) {
		decimal_format(category->data_weight_c, 2, '.', weight);
		part_fact(into, word(req, "score.data"), shown(req, row->data, VALUE_PLACES));
		part_fact(into, word(req, "score.data_weight"),
			  show_decimal(req->arena, weight, req->lang));
	}
	val_put_text(into, "exact", ranked ? ratio_fraction(req->arena, row->final) : NULL);
	val_put_text(into, "unrounded", ranked ? shown(req, row->final, 8) : NULL);
	val_put_text(into, "score",
		     ranked ? shown(req, row->final, input->scheme->decimals) : NULL);
	val_put_int(into, "decimals", input->scheme->decimals);
	val_put_int(into, "sheets", (int64_t)row->sheets);
}

bool score_put(struct req *req, const struct tally_input *input, const struct row *row,
	       const char *const *names, struct val *into, struct err *err)
{
	const struct nominee *nominee = &input->nominees[row->nominee];
	const struct category *category = &input->scheme->categories[row->category];
	struct complaints complaints;
	struct detail detail;

	complaints_init(&complaints, req->arena);
	if (!tally_detail(input, row->nominee, req->arena, &detail, &complaints))
		return FAIL(err, ERR_CONFLICT, "nilai nominee ini tidak dapat dihitung: %s",
			    "the score of this nominee cannot be computed: %s",
			    complaints.count ? words_in(&complaints.items[0].text, req->lang) : "");
	aspects_put(req, category, nominee, &detail, into);
	jurors_put(req, input, &detail, names, into);
	sums_put(req, input, row, into);
	return true;
}
