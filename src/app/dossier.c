#include "app/dossier.h"

#include "app/documents.h"
#include "app/previous.h"
#include "app/schedule_show.h"

#include <string.h>

#define E4 4 /* decimals of a data value */

const char *evidence_label(struct arena *arena, const char *name)
{
	char *label = arena_text(arena, name);

	for (char *c = label; *c; c++)
		if (*c == '_' || *c == '-')
			*c = ' ';
	if (*label >= 'a' && *label <= 'z')
		*label = (char)(*label - 'a' + 'A');
	return label;
}

const char *profile_label(const struct req *req, const char *name)
{
	const char *key = arena_printf(req->arena, "profile.%s", name), *label = word(req, key);

	return text_equal(label, key) ? evidence_label(req->arena, name) : label;
}

/* ---- What the core makes of it: the nominee alone, with no juror or with this one only. ---- */

/* By the mean: the method is about many jurors, and what is asked here does not depend on it. */
static struct tally_input alone(const struct sheet_ground *ground, struct nominee *nominee,
				size_t jurors, struct arena *arena)
{
	struct scheme *scheme = NEW(arena, struct scheme, 1);

	*scheme = *ground->scheme;
	scheme->method = METHOD_MEAN;
	*nominee = (struct nominee){
		.key = ground->nominee.key,
		.name = ground->nominee.name,
		.category = (size_t)(ground->category - ground->scheme->categories),
	};
	return (struct tally_input){ .scheme = scheme,
				     .nominees = nominee,
				     .nominee_count = 1,
				     .jurors = NEW(arena, const char *, jurors + 1),
				     .juror_count = jurors };
}

bool sheet_total(const struct sheet_ground *ground, const struct sheet_mark *marks, size_t count,
		 struct arena *arena, struct ratio *ret)
{
	struct sheet sheet = { .marks_c = NEW(arena, int64_t, ground->category->jury_count + 1) };
	struct sheet *sheets[] = { &sheet };
	struct complaints complaints;
	struct nominee nominee;
	struct tally_input input = alone(ground, &nominee, 1, arena);
	struct detail detail;

	for (size_t i = 0; i < ground->category->jury_count; i++)
		sheet.marks_c[i] = MARK_NONE;
	for (size_t i = 0; i < count; i++) {
		const struct criterion *criterion =
			category_criterion(ground->category, marks[i].criterion);

		if (criterion && criterion->kind == CRITERION_JURY)
			sheet.marks_c[criterion->jury_index] = marks[i].mark_c;
	}
	nominee.sheets = sheets;
	nominee.sheet_count = 1;
	complaints_init(&complaints, arena);
	if (!tally_detail(&input, 0, arena, &detail, &complaints) || !detail.valid[0])
		return false;
	*ret = detail.totals[0];
	return true;
}

bool sheet_submission(struct req *req, const struct sheet_ground *ground, struct sheet_event *ret,
		      struct err *err)
{
	struct sheet_event *events;
	size_t count;

	*ret = ground->sheet;
	if (!ret->seq || ret->kind == SHEET_SUBMIT)
		return true;
	if (!sheet_history(db_of(req), ground->juror.id, ground->nominee.id, req->arena, &events,
			   &count, err))
		return false;
	while (count && events[count - 1].kind != SHEET_SUBMIT)
		count--;
	*ret = count ? events[count - 1] : (struct sheet_event){ 0 };
	return true;
}

/* ---- Numbers ---- */

/* A fraction with at most `places` decimals and no zeros behind them. */
static const char *short_decimal(struct req *req, struct ratio x, unsigned places)
{
	char *text = ratio_decimal(req->arena, x, places, '.');
	char number[32];
	int64_t value;

	if (!decimal_parse(text, strlen(text), places, '.', &value))
		return show_decimal(req->arena, text, req->lang);
	decimal_format(value, places, '.', number);
	return show_decimal(req->arena, number, req->lang);
}

static const char *hundredths(struct req *req, int64_t value_c)
{
	char number[32];

	decimal_format(value_c, 2, '.', number);
	return show_decimal(req->arena, number, req->lang);
}

static bool counts_as_number(const struct category *category, const char *name)
{
	for (size_t i = 0; i < category->criterion_count; i++)
		if (text_equal(category->criteria[i].numerator, name) ||
		    text_equal(category->criteria[i].denominator, name))
			return true;
	return false;
}

const char *evidence_shown(const struct req *req, const struct category *category, const char *name,
			   const char *value)
{
	uint64_t number;

	return category && counts_as_number(category, name) && evidence_number(value, &number)
		       ? show_decimal(req->arena, value, req->lang)
		       : value;
}

/* ---- Evidence ---- */

struct dossier {
	struct req *req;
	const struct sheet_ground *ground;
	struct proof_item *proofs;
	size_t proof_count;
	bool *shown; /* by proof: some criterion has it */
	struct attachment *documents;
	size_t document_count;
};

static void state_put(struct req *req, struct val *row, enum proof status)
{
	static const char *const KINDS[] = { "open", "verified", "rejected" };
	const char *kind = KINDS[status];

	(void)part_state(row, "state", kind, word(req, arena_printf(req->arena, "state.%s", kind)));
}

const char *evidence_date(const struct req *req, const char *text)
{
	struct civil day;

	return time_parse_date(text, &day) ? show_date(req->arena, &day, req->lang) : text;
}

/* One line of evidence: also one that should be there and is not. */
static void proof_put_line(struct dossier *dossier, struct val *list, const char *name)
{
	struct req *req = dossier->req;
	struct val *row = val_push_map(list), *facts = val_map(req->arena);
	const char *from = NULL;
	size_t at = 0;

	while (at < dossier->proof_count && strcmp(dossier->proofs[at].name, name) != 0)
		at++;
	val_put_text(row, "label", evidence_label(req->arena, name));
	documents_put(req, row, dossier->documents, dossier->document_count, name);
	if (at == dossier->proof_count) {
		val_put_text(row, "value", NULL);
		val_put_text(row, "from", NULL);
		val_put_text(row, "reason", NULL);
		(void)part_state(row, "state", "missing", word(req, "state.missing"));
		return;
	}
	dossier->shown[at] = true;
	val_put_text(
		row, "value",
		evidence_shown(req, dossier->ground->category, name, dossier->proofs[at].value));
	state_put(req, row, dossier->proofs[at].status);
	val_put_text(facts, "source", dossier->proofs[at].source);
	val_put_text(facts, "cutoff", evidence_date(req, dossier->proofs[at].cutoff));
	if (*dossier->proofs[at].source && *dossier->proofs[at].cutoff)
		from = words_fill(service_templates(service_of(req)), req->lang,
				  "dossier.source_cutoff", facts, req->arena);
	else if (*dossier->proofs[at].source)
		from = dossier->proofs[at].source;
	else if (*dossier->proofs[at].cutoff)
		from = words_fill(service_templates(service_of(req)), req->lang, "dossier.cutoff",
				  facts, req->arena);
	val_put_text(row, "from", from);
	val_put_text(row, "reason",
		     *dossier->proofs[at].reason ? dossier->proofs[at].reason : NULL);
}

/* ---- Data criteria: how each came to its points ---- */

__extension__ typedef unsigned __int128 wide;

/* More than the target counts no more than the target. */
static bool is_capped(const struct criterion *criterion, const struct criterion_value *value)
{
	uint64_t above, below;

	return evidence_number(value->numerator, &above) &&
	       evidence_number(value->denominator, &below) &&
	       (wide)above * 10000 > (wide)below * (uint64_t)criterion->target_c;
}

static const char *sum_of(struct dossier *dossier, const struct criterion *criterion,
			  const struct criterion_value *value)
{
	struct req *req = dossier->req;
	const struct templates *templates = service_templates(service_of(req));
	struct val *facts = val_map(req->arena);

	val_put_text(facts, "value", short_decimal(req, value->value, E4));
	if (criterion->kind == CRITERION_LEVEL) {
		val_put_text(facts, "word", value->word);
		return words_fill(templates, req->lang,
				  value->word ? "dossier.level" : "dossier.nothing", facts,
				  req->arena);
	}
	val_put_text(facts, "above", show_decimal(req->arena, value->numerator, req->lang));
	val_put_text(facts, "below", show_decimal(req->arena, value->denominator, req->lang));
	val_put_text(facts, "target", hundredths(req, criterion->target_c));
	val_put_text(facts, "above_name", evidence_label(req->arena, criterion->numerator));
	val_put_text(facts, "below_name", evidence_label(req->arena, criterion->denominator));
	if (!value->numerator)
		return words_fill(templates, req->lang, "dossier.nothing", facts, req->arena);
	return words_fill(templates, req->lang,
			  is_capped(criterion, value) ? "dossier.ratio_capped" : "dossier.ratio",
			  facts, req->arena);
}

static bool all_verified(const struct val *proofs)
{
	for (size_t i = 0; i < val_count(proofs); i++)
		if (!text_equal(val_get_text(val_get(val_at(proofs, i), "state"), "kind"),
				"verified"))
			return false;
	return true;
}

static void criterion_put(struct dossier *dossier, struct val *list,
			  const struct criterion *criterion, const struct criterion_value *value)
{
	struct req *req = dossier->req;
	struct val *row = val_push_map(list), *proofs;

	val_put_text(row, "name", words_in(&criterion->name, req->lang));
	val_put_text(row, "value", short_decimal(req, value->value, E4));
	val_put_text(row, "weight", hundredths(req, criterion->weight_c));
	val_put_text(row, "points", short_decimal(req, value->points, E4));
	val_put_text(row, "sum", sum_of(dossier, criterion, value));
	val_put_bool(row, "confidential", criterion->confidential);
	proofs = val_put_list(row, "proofs");
	if (criterion->kind == CRITERION_LEVEL) {
		proof_put_line(dossier, proofs, criterion->evidence);
	} else {
		proof_put_line(dossier, proofs, criterion->numerator);
		proof_put_line(dossier, proofs, criterion->denominator);
	}
	val_put_bool(row, "unproven", !all_verified(proofs)); /* then it is seen without a tap */
}

static void aspects_put(struct dossier *dossier, struct val *ret, const struct detail *detail)
{
	const struct category *category = dossier->ground->category;
	struct val *aspects = val_put_list(ret, "aspects");

	for (size_t a = 0; a < category->aspect_count; a++) {
		const struct aspect *aspect = &category->aspects[a];
		struct val *criteria = val_list(dossier->req->arena), *row;

		for (size_t i = aspect->first; i < aspect->first + aspect->count; i++)
			if (category->criteria[i].kind != CRITERION_JURY)
				criterion_put(dossier, criteria, &category->criteria[i],
					      &detail->criteria[i]);
		if (!val_count(criteria))
			continue;
		row = val_push_map(aspects);
		val_put_text(row, "name", words_in(&aspect->name, dossier->req->lang));
		(void)val_put(row, "criteria", criteria);
	}
	val_put_bool(ret, "has_aspects", val_count(aspects) > 0);
}

/* ---- Gates ---- */

static bool has_failed(const struct row *row, const struct gate *gate)
{
	for (size_t i = 0; i < row->failed_count; i++)
		if (row->failed[i] == gate)
			return true;
	return false;
}

static const struct proof_item *proof_of(const struct dossier *dossier, const char *name)
{
	for (size_t i = 0; i < dossier->proof_count; i++)
		if (text_equal(dossier->proofs[i].name, name))
			return &dossier->proofs[i];
	return NULL;
}

/* What the rule asks for, and what it found: "Disyaratkan paling sedikit 60; nilainya 40." */
static const char *gate_words(const struct dossier *dossier, const struct gate *gate, bool failed)
{
	static const char *const NEEDS[] = {
		[GATE_AT_LEAST] = "dossier.needs_at_least",
		[GATE_AT_MOST] = "dossier.needs_at_most",
		[GATE_EQUALS] = "dossier.needs_equals",
	};
	struct req *req = dossier->req;
	const struct templates *templates = service_templates(service_of(req));
	const struct proof_item *proof = proof_of(dossier, gate->evidence);
	struct val *facts = val_map(req->arena);
	const char *found = "dossier.found_other";

	val_put_text(facts, "bound",
		     gate->is_number ? show_decimal(req->arena, gate->text, req->lang)
				     : gate->text);
	val_put_text(facts, "value", proof ? proof->value : "");
	if (!proof)
		found = "dossier.found_missing";
	else if (proof->status != PROOF_VERIFIED)
		found = "dossier.found_unverified";
	return arena_printf(req->arena, "%s%s",
			    words_fill(templates, req->lang, NEEDS[gate->test], facts, req->arena),
			    failed ? words_fill(templates, req->lang, found, facts, req->arena)
				   : ".");
}

static void gates_put(struct dossier *dossier, struct val *ret, const struct tally *tally)
{
	const struct category *category = dossier->ground->category;
	const struct ranking *ranking =
		&tally->categories[category - dossier->ground->scheme->categories];
	struct req *req = dossier->req;
	struct val *gates = val_put_list(ret, "gates");

	for (size_t i = 0; i < category->gate_count; i++) {
		const struct gate *gate = &category->gates[i];
		bool failed = !ranking->count || has_failed(&ranking->rows[0], gate);
		struct val *row = val_push_map(gates);

		val_put_text(row, "reason", words_in(&gate->reason, req->lang));
		val_put_text(row, "needs", gate_words(dossier, gate, failed));
		(void)part_state(row, "state", failed ? "ineligible" : "valid",
				 word(req, failed ? "dossier.gate_fails" : "dossier.gate_passes"));
		proof_put_line(dossier, val_put_list(row, "proofs"), gate->evidence);
	}
	val_put_bool(ret, "has_gates", category->gate_count > 0);
}

/* ---- The whole ---- */

static void profile_put(struct dossier *dossier, struct val *ret)
{
	const struct candidate *nominee = &dossier->ground->nominee;
	struct req *req = dossier->req;
	struct val *profile;
	struct err ignored;

	(void)val_put_list(ret, "facts");
	part_fact(ret, word(req, "word.category"),
		  words_in(&dossier->ground->category->name, req->lang));
	if (*nominee->region)
		part_fact(ret, word(req, "word.region"), nominee->region);
	if (!json_parse(req->arena, nominee->profile, strlen(nominee->profile), &profile,
			&ignored) ||
	    val_type(profile) != VAL_MAP)
		return;
	for (size_t i = 0; i < val_count(profile); i++) {
		const char *text = val_chars(val_at(profile, i));

		if (text && *text)
			part_fact(ret, profile_label(req, val_key_at(profile, i)), text);
	}
}

static void others_put(struct dossier *dossier, struct val *ret)
{
	struct val *others = val_put_list(val_put_map(ret, "others"), "proofs");

	for (size_t i = 0; i < dossier->proof_count; i++)
		if (!dossier->shown[i])
			proof_put_line(dossier, others, dossier->proofs[i].name);
	val_put_bool(ret, "has_others", val_count(others) > 0);
}

static void evidence_fill(const struct dossier *dossier, struct nominee *nominee)
{
	nominee->evidence = NEW(dossier->req->arena, struct evidence, dossier->proof_count + 1);
	nominee->evidence_count = dossier->proof_count;
	for (size_t i = 0; i < dossier->proof_count; i++)
		nominee->evidence[i] = (struct evidence){
			.name = dossier->proofs[i].name,
			.value = dossier->proofs[i].value,
			.verified = dossier->proofs[i].status == PROOF_VERIFIED,
		};
}

bool dossier_put(struct req *req, const struct sheet_ground *ground, struct val *page,
		 struct err *err)
{
	struct dossier dossier = { .req = req, .ground = ground };
	struct val *ret = val_put_map(page, "dossier"), *wrong;
	const char *interview;
	struct complaints complaints;
	struct tally_input input;
	struct nominee nominee;
	struct detail detail;
	struct tally tally;

	if (!proof_list(db_of(req), ground->edition.id, ground->nominee.id, req->arena,
			&dossier.proofs, &dossier.proof_count, err) ||
	    !attachment_list(db_of(req), ground->edition.id, ground->nominee.id, req->arena,
			     &dossier.documents, &dossier.document_count, err) ||
	    !previous_put(req, &ground->edition, ground->scheme, &ground->nominee, ret, err) ||
	    !interview_words(req, ground->edition.id, ground->nominee.id, &interview, err))
		return false;
	dossier.shown = NEW(req->arena, bool, dossier.proof_count + 1);
	input = alone(ground, &nominee, 0, req->arena);
	evidence_fill(&dossier, &nominee);
	complaints_init(&complaints, req->arena);
	wrong = val_put_list(ret, "wrong");
	/* Evidence that no rule can read is shown as such; the rest stands. */
	if (!tally_detail(&input, 0, req->arena, &detail, &complaints))
		for (size_t i = 0; i < complaints.count; i++)
			val_put_text(val_push_map(wrong), "text",
				     words_in(&complaints.items[i].text, req->lang));
	val_put_bool(ret, "has_wrong", val_count(wrong) > 0);
	if (!tally_run(&input, req->arena, &tally, &complaints) && !complaints.total)
		return FAIL(err, ERR_BUG, "berkas tidak dapat dihitung",
			    "the dossier cannot be computed");
	profile_put(&dossier, ret);
	if (interview)
		part_fact(ret, word(req, "schedule.interview"), interview);
	aspects_put(&dossier, ret, &detail);
	gates_put(&dossier, ret, &tally);
	others_put(&dossier, ret);
	documents_put(req, ret, dossier.documents, dossier.document_count, NULL);
	return true;
}
