/* Nominees of an edition, and the dossier of each: what is known, and what the rules make of it. */
#include <string.h>

#include "secretariat.h"

/* ---- What is there of the evidence that the rules read ---- */

struct tallying {
	size_t needed, verified, entered, rejected;
};

static const struct proof_item *proof_in(const struct proof_item *proofs, size_t count,
					 int64_t nominee, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (proofs[i].nominee == nominee && text_equal(proofs[i].name, name))
			return &proofs[i];
	return NULL;
}

static struct tallying tallying_of(const struct names *names, const struct proof_item *proofs,
				   size_t count)
{
	struct tallying ret = { .needed = names->count };

	for (size_t i = 0; i < count; i++) {
		if (names_find(names, proofs[i].name, strlen(proofs[i].name)) == NAME_NONE)
			continue;
		ret.verified += proofs[i].status == PROOF_VERIFIED;
		ret.entered += proofs[i].status == PROOF_ENTERED;
		ret.rejected += proofs[i].status == PROOF_REJECTED;
	}
	return ret;
}

/* ---- The list ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool holds(const char *text, const char *part)
{
	size_t len = strlen(part);

	for (; *text; text++) {
		size_t i = 0;

		while (i < len && text[i] && lower(text[i]) == lower(part[i]))
			i++;
		if (i == len)
			return true;
	}
	return !len;
}

static bool sought(const struct candidate *candidate, const char *q)
{
	return holds(candidate->name, q) || holds(candidate->key, q) || holds(candidate->region, q);
}

/* The rows of one nominee in a list that is ordered by nominee. */
static const struct proof_item *slice(const struct proof_item *proofs, size_t count,
				      int64_t nominee, size_t *ret)
{
	size_t first = 0, end;

	while (first < count && proofs[first].nominee != nominee)
		first++;
	for (end = first; end < count && proofs[end].nominee == nominee;)
		end++;
	*ret = end - first;
	return proofs + first;
}

static void row_put(struct desk *d, struct val *rows, const struct candidate *candidate,
		    const struct names *names, const struct proof_item *proofs, size_t count)
{
	struct val *row = val_push_map(rows);
	struct tallying has;
	size_t own;

	proofs = slice(proofs, count, candidate->id, &own);
	has = tallying_of(names, proofs, own);
	val_put_text(row, "key", candidate->key);
	val_put_text(row, "name", candidate->name);
	val_put_text(row, "region", *candidate->region ? candidate->region : "–");
	val_put_text(row, "verified",
		     arena_printf(d->req->arena, "%zu / %zu", has.verified, has.needed));
	val_put_int(row, "entered", (int64_t)has.entered);
	val_put_int(row, "rejected", (int64_t)has.rejected);
	val_put_int(row, "missing",
		    (int64_t)(has.needed - has.verified - has.entered - has.rejected));
	val_put_bool(row, "waits", has.entered > 0);
}

struct lists {
	struct candidate *candidates;
	size_t candidate_count;
	struct proof_item *proofs;
	size_t proof_count;
	const char *q;
};

/* `category` NULL: nominees whose category the scheme no longer has. */
static size_t category_put(struct desk *d, const struct lists *l, const struct category *category,
			   struct val *into)
{
	struct val *rows = val_list(d->req->arena), *list;
	struct names names;
	size_t shown;

	names_init(&names, d->req->arena);
	if (category)
		evidence_names(category, d->req->arena, &names);
	for (size_t i = 0; i < l->candidate_count; i++) {
		const struct candidate *candidate = &l->candidates[i];

		if (scheme_category(d->scheme, candidate->category) == category &&
		    sought(candidate, l->q))
			row_put(d, rows, candidate, &names, l->proofs, l->proof_count);
	}
	shown = val_count(rows);
	if (!shown)
		return 0;
	list = val_push_map(into);
	val_put_text(list, "heading",
		     category ? words_in(&category->name, d->req->lang)
			      : word(d->req, "sec.no_category"));
	val_put_text(list, "count", word_n(d->req, "sec.nominees_n", show_n(d->req, shown)));
	(void)val_put(list, "rows", rows);
	return shown;
}

bool page_nominees(struct req *req, struct err *err)
{
	struct lists l = { .q = req_query(req, "q") ? req_query(req, "q") : "" };
	struct val *lists, *field;
	struct desk d;
	size_t shown = 0;

	if (!desk_open(req, "nominees", "sec.nominees", &d, err) ||
	    !nominee_list(db_of(req), d.edition.id, req->arena, &l.candidates, &l.candidate_count,
			  err) ||
	    !proof_list(db_of(req), d.edition.id, 0, req->arena, &l.proofs, &l.proof_count, err))
		return false;
	lists = val_put_list(d.page, "lists");
	for (size_t c = 0; c < d.scheme->category_count; c++)
		shown += category_put(&d, &l, &d.scheme->categories[c], lists);
	shown += category_put(&d, &l, NULL, lists);
	field = part_field(req->arena, val_put_map(d.page, "field"), "q", word(req, "sec.search"),
			   l.q);
	val_put_bool(field, "required", true); /* so that it is not called optional */
	val_put_bool(d.page, "searched", *l.q != '\0');
	val_put_bool(d.page, "has_rows", shown > 0);
	val_put_bool(d.page, "empty", l.candidate_count == 0);
	if (req_query(req, "removed"))
		part_flash(d.page, "good", word(req, "sec.removed"));
	return page_show(req, 200, "secretariat/nominees", d.page, err);
}

/* ---- The dossier ---- */

/* The points of the data criteria alone: there are no sheets in this input. `all`: as if what waits
 * were verified. */
static bool points(struct desk *d, const struct category *category, const struct proof_item *proofs,
		   size_t count, bool all, struct detail *ret)
{
	struct evidence *evidence = NEW(d->req->arena, struct evidence, count + 1);
	struct nominee nominee = { .key = "", .name = "", .region = "" };
	struct tally_input input = { .scheme = d->scheme,
				     .nominees = &nominee,
				     .nominee_count = 1 };
	struct complaints complaints;

	complaints_init(&complaints, d->req->arena);
	for (size_t i = 0; i < count; i++)
		evidence[i] = (struct evidence){
			.name = proofs[i].name,
			.value = proofs[i].value,
			.verified = proofs[i].status == PROOF_VERIFIED ||
				    (all && proofs[i].status == PROOF_ENTERED),
		};
	nominee.category = (size_t)(category - d->scheme->categories);
	nominee.evidence = evidence;
	nominee.evidence_count = count;
	return tally_detail(&input, 0, d->req->arena, ret, &complaints);
}

static const char *points_text(const struct desk *d, bool good, const struct ratio points_of)
{
	return good ? show_decimal(
			      d->req->arena,
			      ratio_decimal(d->req->arena, points_of, d->scheme->decimals, '.'),
			      d->req->lang)
		    : "–";
}

static void criteria_put(struct desk *d, const struct category *category,
			 const struct proof_item *proofs, size_t count)
{
	struct arena *arena = d->req->arena;
	struct val *rows = val_put_list(d->page, "criteria");
	struct ratio sum_now = ratio_int(0), sum_then = ratio_int(0);
	struct detail now, then;
	bool good_now = points(d, category, proofs, count, false, &now);
	bool good_then = points(d, category, proofs, count, true, &then);

	for (size_t k = 0; k < category->criterion_count; k++) {
		const struct criterion *c = &category->criteria[k];
		char weight[32];
		struct val *row;

		if (c->kind == CRITERION_JURY)
			continue;
		decimal_format(c->weight_c, 2, '.', weight);
		row = val_push_map(rows);
		val_put_text(row, "name", words_in(&c->name, d->req->lang));
		val_put_text(row, "weight", show_decimal(arena, weight, d->req->lang));
		val_put_text(row, "now", points_text(d, good_now, now.criteria[k].points));
		val_put_text(row, "then", points_text(d, good_then, then.criteria[k].points));
		sum_now = ratio_add(arena, sum_now, now.criteria[k].points);
		sum_then = ratio_add(arena, sum_then, then.criteria[k].points);
	}
	val_put_bool(d->page, "has_criteria", val_count(rows) > 0);
	val_put_text(d->page, "sum_now", points_text(d, good_now, sum_now));
	val_put_text(d->page, "sum_then", points_text(d, good_then, sum_then));
}

static void proof_put_row(struct desk *d, struct val *rows, const struct category *category,
			  const char *name, const struct proof_item *proof, bool gap)
{
	struct val *row = val_push_map(rows);
	bool given = proof != NULL;

	val_put_text(row, "evidence", name);
	val_put_text(row, "label", evidence_label(d->req->arena, name));
	val_put_text(row, "use", evidence_use(d->req, category, name));
	val_put_text(row, "value",
		     given ? evidence_shown(d->req, category, name, proof->value) : "–");
	val_put_text(row, "source", given && *proof->source ? proof->source : NULL);
	val_put_text(row, "cutoff",
		     given && *proof->cutoff ? evidence_date(d->req, proof->cutoff) : NULL);
	val_put_text(row, "refusal", given && *proof->reason ? proof->reason : NULL);
	val_put_text(row, "who",
		     !given		 ? NULL
		     : proof->decided_at ? who_and_when(d, proof->decided_by, proof->decided_at)
					 : who_and_when(d, proof->entered_by, proof->entered_at));
	val_put_bool(row, "reopened", given ? proof->reopened : gap);
	proof_state(d->req, row, "state", proof);
}

static bool proofs_put(struct desk *d, const struct category *category, int64_t nominee,
		       const struct proof_item *proofs, size_t count, struct err *err)
{
	struct val *read = val_put_list(d->page, "proofs");
	struct val *rest = val_put_list(d->page, "unread");
	struct names names;

	names_init(&names, d->req->arena);
	if (category)
		evidence_names(category, d->req->arena, &names);
	for (size_t i = 0; i < names.count; i++) {
		const struct proof_item *proof = proof_in(proofs, count, nominee, names.texts[i]);
		bool gap = false;

		if (!proof && !gap_find(db_of(d->req), nominee, names.texts[i], &gap, err))
			return false;
		proof_put_row(d, read, category, names.texts[i], proof, gap);
	}
	for (size_t i = 0; i < count; i++)
		if (names_find(&names, proofs[i].name, strlen(proofs[i].name)) == NAME_NONE)
			proof_put_row(d, rest, category, proofs[i].name, &proofs[i], false);
	val_put_bool(d->page, "has_proofs", val_count(read) > 0);
	val_put_bool(d->page, "has_unread", val_count(rest) > 0);
	return true;
}

static void profile_put(struct desk *d, const struct candidate *nominee,
			const struct category *category)
{
	struct err ignored;
	struct val *profile;

	part_fact(d->page, word(d->req, "word.category"),
		  category ? words_in(&category->name, d->req->lang) : nominee->category);
	part_fact(d->page, word(d->req, "word.region"), *nominee->region ? nominee->region : "–");
	part_fact(d->page, word(d->req, "sec.key"), nominee->key);
	if (!json_parse(d->req->arena, nominee->profile, strlen(nominee->profile), &profile,
			&ignored))
		return;
	for (size_t i = 0; i < val_count(profile); i++)
		part_fact(d->page, profile_label(d->req, val_key_at(profile, i)),
			  val_chars(val_at(profile, i)));
}

static bool dossier_show(struct req *req, const struct refusal *refusal,
			 const struct document_result *result, unsigned status, struct err *err)
{
	const struct category *category;
	struct candidate nominee;
	struct proof_item *proofs;
	struct desk d;
	size_t count;

	if (!desk_open(req, NULL, "sec.dossier", &d, err) ||
	    !nominee_find(db_of(req), d.edition.id, req->params[1], req->arena, &nominee, err))
		return false;
	if (!nominee.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
	if (!proof_list(db_of(req), d.edition.id, nominee.id, req->arena, &proofs, &count, err))
		return false;
	category = scheme_category(d.scheme, nominee.category);
	val_put_text(d.page, "title", nominee.name);
	val_put_text(d.page, "nominee_key", nominee.key);
	part_crumb(d.page, arena_printf(req->arena, "editions/%s/nominees", d.edition.key),
		   word(req, "sec.nominees"));
	if (!documents_section(&d, &nominee, proofs, count, result, err))
		return false;
	profile_put(&d, &nominee, category);
	if (!proofs_put(&d, category, nominee.id, proofs, count, err))
		return false;
	val_put_bool(d.page, "has_criteria", false);
	if (category)
		criteria_put(&d, category, proofs, count);
	val_put_bool(d.page, "removable",
		     may(DEED_EDIT_NOMINEES, ROLE_SECRETARIAT, d.edition.phase,
			 (struct circumstances){ 0 }) &&
			     !d.edition.has_marks);
	if (refusal)
		refusal_flash(req, d.page, refusal);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "sec.saved"));
	else if (req_query(req, "attached"))
		part_flash(d.page, "good", word(req, "documents.attached"));
	else if (req_query(req, "withdrawn"))
		part_flash(d.page, "good", word(req, "documents.done_withdrawn"));
	return page_show(req, status, "secretariat/dossier", d.page, err);
}

bool nominee_show(struct req *req, const struct document_result *result, unsigned status,
		  struct err *err)
{
	return dossier_show(req, NULL, result, status, err);
}

bool page_dossier(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return dossier_show(req, NULL, NULL, 200, err);
}

static bool remove_confirm(struct req *req, const struct candidate *nominee, struct err *err)
{
	struct val *values = val_map(req->arena);
	struct confirm confirm;
	struct desk d;

	if (!desk_open(req, "nominees", "sec.remove_sure", &d, err))
		return false;
	val_put_text(values, "name", nominee->name);
	confirm_new(
		req, d.page, word(req, "sec.remove"),
		arena_printf(req->arena, "editions/%s/nominees/%s", d.edition.key, nominee->key),
		&confirm);
	confirm_words(&confirm, "sec.remove_will", values);
	return confirm_ask(&confirm, err);
}

bool do_nominee_remove(struct req *req, struct err *err)
{
	struct candidate nominee;
	struct edition edition;
	struct refusal refusal;

	if (!req_edition(req, true, &edition, err) ||
	    !nominee_find(db_of(req), edition.id, req->params[1], req->arena, &nominee, err))
		return false;
	if (!nominee.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada nominee ini.", "No such nominee.");
	if (!nominee_remove(req, &edition, &nominee, time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return dossier_show(req, &refusal, NULL, refusal.status, err);
	if (confirm_due(req))
		return remove_confirm(req, &nominee, err);
	return res_redirect(req, "/editions/%s/nominees?removed=1", edition.key);
}
