/* The nominee's own page: opened by the code in its letter, without an account. */
#include <inttypes.h>
#include <string.h>

#include "app/budget.h"
#include "app/code.h"
#include "app/deed_objection.h"
#include "app/result_view.h"
#include "app/score_view.h"
#include "app/sign_in.h"

#define CODE_MAX 60
/* Holds the code itself for an hour: it opens this page and nothing else, and a copy of the
 * database opens nothing. */
#define LETTER_COOKIE "letter"
#define LETTER_SECONDS 3600

/* ---- Asking for the code ---- */

static bool ask_show(struct req *req, unsigned status, const char *message, struct err *err)
{
	struct val *page = page_new(req, word(req, "letter.title")), *field;
	const char *typed = req_field(req, "code"), *carried = code_carried(req);

	val_put_text(page, "lead", word(req, "letter.lead"));
	val_put_text(page, "message", NULL);
	if (message) {
		struct val *said = val_put_map(page, "message");

		val_put_text(said, "tone", "bad");
		val_put_text(said, "heading", NULL);
		val_put_text(said, "text", message);
	}
	field = part_field(req->arena, val_put_map(page, "field"), "code", word(req, "letter.code"),
			   *typed ? typed : carried);
	val_put_text(field, "hint", word(req, "card.code_hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	val_put_bool(field, "plain", true);
	val_put_int(field, "max", CODE_MAX);
	if (req->field_count && req->fields[0].complaint[LANG_ID])
		part_error(page, field, req->fields[0].complaint[req->lang]);
	return page_show(req, status, "letter_ask", page, err);
}

/* The code of the request opens a page: *ret->id is 0 when it does not. */
static bool code_open(struct req *req, const char *code, struct result_code *ret, struct err *err)
{
	*ret = (struct result_code){ 0 };
	return !code || result_code_find(db_of(req), code, req->arena, ret, err);
}

static bool code_of_cookie(struct req *req, struct result_code *ret, struct err *err)
{
	const char *kept = req_cookie(req, LETTER_COOKIE);

	if (!code_open(req, kept ? code_parse(req->arena, kept) : NULL, ret, err))
		return false;
	if (!ret->newest)
		ret->id = 0;
	return true;
}

/* A code that opens never asks the budget (docs/decisions/0020). */
static bool refuse(struct req *req, const struct result_code *code, struct err *err)
{
	struct budgets *budgets = service_budgets(service_of(req));
	uint64_t key = budget_of_code(0);
	unsigned wait = budget_take(budgets, key, time_mono_ms());

	if (wait) {
		req->res.retry_after = wait;
		return ask_show(req, 429, wait_words(req, wait), err);
	}
	budget_settle(budgets, key, false, time_mono_ms());
	return code->id ? ask_show(req, 410, word(req, "letter.replaced"), err)
			: ask_show(req, 404, word(req, "letter.unknown"), err);
}

bool do_letter_open(struct req *req, struct err *err)
{
	const char *code = code_parse(req->arena, req_field(req, "code"));
	struct result_code found;

	if (req->fields_ok && !code)
		req_complain(req, "code", "Diharapkan 28 huruf dan angka, seperti pada surat.",
			     "Expected 28 letters and digits, as in the letter.");
	if (!code)
		return ask_show(req, 422, NULL, err);
	if (!code_open(req, code, &found, err))
		return false;
	if (!found.newest)
		return refuse(req, &found, err);
	code_drop(req);
	res_cookie(req, LETTER_COOKIE, code, LETTER_SECONDS);
	return res_redirect(req, "/nominee");
}

bool do_letter_close(struct req *req, struct err *err)
{
	(void)err;
	res_cookie(req, LETTER_COOKIE, "", 0);
	return res_redirect(req, "/nominee");
}

/* ---- What stands on the page ---- */

static void gates_put(struct req *req, const struct own_result *own, struct val *page)
{
	static const char *const TESTS[] = {
		[GATE_AT_LEAST] = "≥", [GATE_AT_MOST] = "≤", [GATE_EQUALS] = "="
	};
	const struct category *category = &own->input.scheme->categories[own->row->category];
	struct val *gates = val_put_list(page, "gates");

	for (size_t i = 0; i < category->gate_count; i++) {
		const struct gate *gate = &category->gates[i];
		struct val *item = val_push_map(gates);
		bool failed = false;

		for (size_t f = 0; f < own->row->failed_count; f++)
			failed = failed || own->row->failed[f] == gate;
		score_evidence(req, own->nominee, gate->evidence, val_put_list(item, "evidence"));
		val_put_text(item, "bound",
			     arena_printf(req->arena, "%s %s", TESTS[gate->test],
					  gate->is_number
						  ? show_decimal(req->arena, gate->text, req->lang)
						  : gate->text));
		val_put_text(item, "reason", failed ? words_in(&gate->reason, req->lang) : NULL);
		(void)part_state(item, "verdict", failed ? "ineligible" : "valid",
				 word(req, failed ? "letter.failed" : "letter.passed"));
	}
	val_put_bool(page, "has_gates", val_count(gates) > 0);
}

static bool feedback_put(struct req *req, const struct own_result *own, struct val *page,
			 struct err *err)
{
	struct val *list = val_put_list(page, "feedback");
	const char **texts;
	size_t count;

	if (!own_result_feedback(req, own, &texts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		val_put_text(val_push_map(list), "text", texts[i]);
	val_put_bool(page, "has_feedback", count > 0);
	return true;
}

static bool certificates_put(struct req *req, const struct own_result *own, struct val *page,
			     struct err *err)
{
	struct val *list = val_put_list(page, "certificates");
	struct issued *issued;
	size_t count;

	if (!certificate_list(db_of(req), own->edition.id, req->arena, &issued, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool valid = !issued[i].revoked;
		struct val *item;

		if (!text_equal(issued[i].nominee, own->nominee->key))
			continue;
		item = val_push_map(list);
		val_put_text(item, "serial", issued[i].serial);
		val_put_bool(item, "valid", valid);
		(void)part_state(item, "state", valid ? "valid" : "revoked",
				 word(req, valid ? "state.valid" : "state.revoked"));
	}
	val_put_bool(page, "has_certificates", val_count(list) > 0);
	return true;
}

/* Where it stands in lists over several categories. */
static void overalls_put(struct req *req, const struct own_result *own, struct val *page)
{
	const struct tally *tally = &own->released.bundle->tally;

	for (size_t i = 0; i < tally->overall_count; i++)
		for (size_t k = 0; k < tally->overalls[i].count; k++) {
			const struct row *row = &tally->overalls[i].rows[k];

			if (row->nominee != own->row->nominee || row->status != STANDING_RANKED)
				continue;
			part_fact(page, words_in(&tally->overalls[i].name, req->lang),
				  arena_printf(req->arena, "%s %u", word(req, "score.rank"),
					       row->rank));
		}
}

/* ---- Objections ---- */

static const char *criterion_name(struct req *req, const struct own_result *own, const char *key)
{
	const struct category *category = &own->input.scheme->categories[own->row->category];
	const struct criterion *criterion = category_criterion(category, key);

	if (!*key)
		return word(req, "letter.whole");
	return criterion ? words_in(&criterion->name, req->lang) : key;
}

static void objection_fields(struct req *req, const struct own_result *own, struct val *page)
{
	const struct category *category = &own->input.scheme->categories[own->row->category];
	struct val *fields = val_put_map(page, "field"), *field;

	field = part_field(req->arena, fields, "criterion", word(req, "letter.about"),
			   req_field(req, "criterion"));
	part_option(req->arena, field, "", word(req, "letter.whole"));
	for (size_t i = 0; i < category->criterion_count; i++)
		part_option(req->arena, field, category->criteria[i].key,
			    words_in(&category->criteria[i].name, req->lang));
	val_put_bool(field, "required", true);
	field = part_field(req->arena, fields, "text", word(req, "letter.text"),
			   req_field(req, "text"));
	val_put_text(field, "hint", word(req, "letter.text_hint"));
	val_put_bool(field, "required", true);
	val_put_int(field, "max", OBJECTION_TEXT_MAX);
	val_put_int(field, "rows", 6);
	field = part_field(req->arena, fields, "contact", word(req, "letter.contact"),
			   req_field(req, "contact"));
	val_put_text(field, "hint", word(req, "letter.contact_hint"));
	val_put_bool(field, "required", true);
	val_put_int(field, "max", OBJECTION_CONTACT_MAX);
	for (size_t i = 0; i < req->field_count; i++)
		if ((field = val_find(fields, req->fields[i].name)) &&
		    req->fields[i].complaint[LANG_ID])
			part_error(page, field, req->fields[i].complaint[req->lang]);
}

static void objection_put(struct req *req, const struct own_result *own,
			  const struct settings *settings, const struct objection *objection,
			  struct val *list)
{
	struct val *item = val_push_map(list);
	bool open = !objection->answered_at;

	val_put_text(item, "at",
		     show_time(req->arena, objection->at, settings->zone_hours, req->lang));
	val_put_text(item, "about", criterion_name(req, own, objection->criterion));
	val_put_text(item, "text", objection->text);
	val_put_text(item, "answer", open ? NULL : objection->answer);
	val_put_text(item, "answered",
		     open ? NULL
			  : show_time(req->arena, objection->answered_at, settings->zone_hours,
				      req->lang));
	val_put_text(item, "correction",
		     objection->correction
			     ? arena_printf(req->arena, "%" PRId64, objection->correction)
			     : NULL);
	(void)part_state(item, "state", open ? "open" : "submitted",
			 word(req, open			   ? "objections.open"
				   : objection->correction ? "objections.corrected"
							   : "objections.answered"));
}

static bool objections_put(struct req *req, const struct own_result *own,
			   const struct settings *settings, struct val *page, struct err *err)
{
	static const char *const WHY[] = { [OBJECTING_WAITS] = "letter.waits",
					   [OBJECTING_LATE] = "letter.late",
					   [OBJECTING_FULL] = "letter.full" };
	struct val *list = val_put_list(page, "objections");
	struct objection *objections;
	enum objecting state;
	struct civil day;
	size_t count;

	if (!objection_list(db_of(req), own->edition.id, own->nominee->key, req->arena, &objections,
			    &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		objection_put(req, own, settings, &objections[i], list);
	state = objecting(settings, objections, count, time_now());
	val_put_bool(page, "has_objections", count > 0);
	val_put_bool(page, "objecting", state == OBJECTING_OPEN);
	val_put_text(page, "why_not", state == OBJECTING_OPEN ? NULL : word(req, WHY[state]));
	val_put_text(page, "deadline",
		     settings->objection_deadline &&
				     time_parse_date(settings->objection_deadline, &day)
			     ? show_date(req->arena, &day, req->lang)
			     : NULL);
	objection_fields(req, own, page);
	return true;
}

/* ---- The page ---- */

static bool own_show(struct req *req, unsigned status, const struct own_result *own,
		     const struct refusal *refusal, struct err *err)
{
	const struct release *release = &own->released.release;
	struct settings settings;
	struct val *page;

	if (!settings_load(db_of(req), own->edition.id, req->arena, &settings, err))
		return false;
	page = page_of_edition(req, &own->edition, own->input.scheme, NULL, own->nominee->name);
	val_put_text(page, "lead", result_lead(req, &own->input, own->row));
	val_put_text(val_put_map(page, "release"), "sha256", release->sha256);
	val_put_text(page, "category", own->input.scheme->categories[own->row->category].key);
	val_put_text(page, "why", result_reasons(req, own->row));
	overalls_put(req, own, page);
	part_fact(page, word(req, "results.release"),
		  arena_printf(req->arena, "%" PRId64, release->number));
	part_fact(page, word(req, "results.published_at"),
		  show_time(req->arena, release->decided_at, settings.zone_hours, req->lang));
	result_banners(req, &own->edition, &own->released, page);
	if (refusal && refusal->status)
		part_flash(page, "bad", as_sentence(req->arena, refusal->why.msg[req->lang]));
	else if (status == 200 && req_query(req, "sent"))
		part_flash(page, "good", word(req, "letter.sent"));
	result_standing(req, &own->released, own->row, page);
	gates_put(req, own, page);
	return score_put(req, &own->input, own->row, NULL, val_put_map(page, "detail"), err) &&
	       feedback_put(req, own, page, err) && certificates_put(req, own, page, err) &&
	       objections_put(req, own, &settings, page, err) &&
	       page_show(req, status, "letter", page, err);
}

bool page_letter(struct req *req, struct err *err)
{
	struct result_code code;
	struct own_result own;

	if (code_take(req, "/nominee"))
		return true;
	if (!code_of_cookie(req, &code, err))
		return false;
	if (!code.id)
		return ask_show(req, 200, NULL, err);
	return own_result_open(req, &code, &own, err) && own_show(req, 200, &own, NULL, err);
}

static bool is_criterion(const struct own_result *own, const char *key)
{
	const struct category *category = &own->input.scheme->categories[own->row->category];

	return !*key || category_criterion(category, key);
}

bool do_objection(struct req *req, struct err *err)
{
	const struct objection_call call = { .criterion = req_field(req, "criterion"),
					     .contact = req_field(req, "contact"),
					     .text = req_field(req, "text") };
	struct refusal refusal = { 0 };
	struct result_code code;
	struct own_result own;
	struct settings settings;

	if (!code_of_cookie(req, &code, err))
		return false;
	if (!code.id)
		return ask_show(req, 401, word(req, "letter.ended"), err);
	if (!own_result_open(req, &code, &own, err) ||
	    !settings_load(db_of(req), own.edition.id, req->arena, &settings, err))
		return false;
	if (req->fields_ok && !is_criterion(&own, call.criterion))
		req_complain(req, "criterion", "Pilih kriteria dari daftar.",
			     "Choose a criterion of the list.");
	if (!req->fields_ok)
		return own_show(req, 422, &own, NULL, err);
	if (!objection_make(req, &own, &settings, &call, time_now(), &refusal, err))
		return false;
	return refusal.status ? own_show(req, refusal.status, &own, &refusal, err)
			      : res_redirect(req, "/nominee?sent=1#keberatan");
}
