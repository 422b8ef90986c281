/* A juror's own page of his conflicts of interest: category by category, what he has said, what may
 * concern him, and the forms to say it. */
#include <stdlib.h>
#include <string.h>

#include "app/declare.h"
#include "app/secretariat.h"

struct view {
	struct req *req;
	struct declaring d;
	struct val *page;
	int zone_hours;
	const struct declare_call *call; /* that was refused; or NULL */
	const struct declare_result *result;
};

static const char *filled(const struct view *v, const char *key, const char *name,
			  const char *value)
{
	struct val *values = val_map(v->req->arena);

	val_put_text(values, name, value);
	return words_fill(service_templates(service_of(v->req)), v->req->lang, key, values,
			  v->req->arena);
}

/* ---- What stands ---- */

static void stance_state(const struct view *v, const struct stance *stance, struct val *group)
{
	const char *kind = "submitted", *name = "none";

	if (!stance->said) {
		kind = "empty";
		name = "missing";
	} else if (stance->uncovered) {
		kind = "draft";
		name = "incomplete";
	} else if (stance->conflicts) {
		kind = "recused";
		name = "some";
	}
	(void)part_state(group, "state", kind, word_of(v->req, "conflicts.given.", name));
}

/* What follows from a conflict that is declared, in this phase. */
static void conflict_put(const struct view *v, const struct own_sheet *sheet, bool declared,
			 struct val *rows)
{
	bool recused = declared_recused(&v->d, sheet->nominee.id);
	bool late = v->d.edition.phase >= PHASE_SCORING;
	struct val *row = val_push_map(rows);

	val_put_text(row, "nominee", sheet->nominee.key);
	val_put_text(row, "name", sheet->nominee.name);
	(void)part_state(row, "state", recused ? "recused" : "draft",
			 word(v->req, recused ? "state.recused" : "conflicts.declared"));
	val_put_text(
		row, "follows",
		recused ? NULL
			: word(v->req, late ? "conflicts.waits_chair" : "conflicts.waits_scoring"));
	val_put_bool(row, "withdraws", declared && !recused);
}

static void conflicts_put(const struct view *v, const struct stance *stance, struct val *group)
{
	struct val *rows = val_put_list(group, "rows");

	for (size_t i = 0; i < v->d.own.count; i++) {
		const struct own_sheet *sheet = &v->d.own.items[i];
		bool declared = conflict_find(stance->said, sheet->nominee.key) != NULL;

		if (sheet->category == stance->category &&
		    (declared || sheet->state == SHEET_RECUSED))
			conflict_put(v, sheet, declared, rows);
	}
	val_put_bool(group, "has_rows", val_count(rows) > 0);
}

/* ---- What may concern him ---- */

static void hints_put(const struct view *v, const struct stance *stance, struct val *group)
{
	struct val *hints = val_put_list(group, "hints");

	for (size_t i = 0; i < v->d.own.count; i++) {
		const struct own_sheet *sheet = &v->d.own.items[i];
		const char *words;
		struct val *hint;

		if (sheet->category != stance->category || sheet->state == SHEET_RECUSED)
			continue;
		words = hint_find(&v->d.juror, &sheet->nominee, v->d.scheme->region, v->req->arena);
		if (!words)
			continue;
		hint = val_push_map(hints);
		val_put_text(hint, "name", sheet->nominee.name);
		val_put_text(hint, "words", words);
	}
	val_put_bool(group, "has_hints", val_count(hints) > 0);
}

/* ---- The form ---- */

static struct val *field_put(const struct view *v, const struct stance *stance, struct val *fields,
			     const char *name, const char *label, bool typed)
{
	struct val *field = part_field(v->req->arena, fields, name, word(v->req, label),
				       typed ? req_field(v->req, name) : "");

	val_put_text(field, "id",
		     arena_printf(v->req->arena, "f-%s-%s", stance->category->key, name));
	return field;
}

static void errors_put(const struct view *v, struct val *fields)
{
	struct val *field;

	field_errors(v->req, v->page, fields);
	field = v->result && v->result->field ? val_find(fields, v->result->field) : NULL;
	if (field)
		part_error(v->page, field,
			   as_sentence(v->req->arena, v->result->refusal.why.msg[v->req->lang]));
}

static void form_put(const struct view *v, const struct stance *stance, struct val *group)
{
	struct arena *arena = v->req->arena;
	bool typed = v->call && text_equal(v->call->category, stance->category->key) &&
		     text_equal(v->call->act, "conflict");
	struct val *fields = val_put_map(group, "field"), *field;

	field = field_put(v, stance, fields, "nominee", "word.nominee", typed);
	val_put_bool(field, "required", true);
	part_option(arena, field, "", word(v->req, "proposals.choose"));
	for (size_t i = 0; i < v->d.own.count; i++) {
		const struct own_sheet *sheet = &v->d.own.items[i];

		if (sheet->category == stance->category && sheet->state != SHEET_RECUSED)
			part_option(arena, field, sheet->nominee.key, sheet->nominee.name);
	}
	field = field_put(v, stance, fields, "kind", "conflicts.kind_label", typed);
	val_put_bool(field, "required", true);
	for (enum conflict_kind k = CONFLICT_FAMILY; k < CONFLICT_KINDS; k++)
		part_option(arena, field, conflict_kind_text(k),
			    word_of(v->req, "conflicts.kind_long.", conflict_kind_text(k)));
	field = field_put(v, stance, fields, "words", "conflicts.words", typed);
	val_put_text(field, "hint", word(v->req, "conflicts.words_hint"));
	val_put_int(field, "rows", 2);
	val_put_int(field, "max", CONFLICT_WORDS_MAX);
	if (typed)
		errors_put(v, fields);
	val_put_bool(group, "typed", typed);
	val_put_bool(group, "names_some", stance->conflicts < stance->nominees);
}

/* ---- The page ---- */

/* What was just done, where it was done. */
static void done_put(const struct view *v, const struct stance *stance, struct val *group)
{
	static const char *const DONE[] = { "none", "conflict", "withdraw" };
	const char *done = req_query(v->req, "done");

	val_put_text(group, "done", NULL);
	if (v->call || !text_equal(req_query(v->req, "in"), stance->category->key))
		return;
	for (size_t i = 0; done && i < COUNT(DONE); i++)
		if (text_equal(DONE[i], done))
			val_put_text(group, "done", word_of(v->req, "conflicts.done.", DONE[i]));
}

static void group_put(const struct view *v, const struct stance *stance, struct val *groups)
{
	struct val *group = val_push_map(groups);

	val_put_text(group, "key", stance->category->key);
	val_put_text(group, "heading", words_in(&stance->category->name, v->req->lang));
	val_put_int(group, "version", stance->said ? stance->said->version : 0);
	val_put_text(group, "nominees",
		     filled(v, "conflicts.nominees_n", "n", show_n(v->req, stance->nominees)));
	val_put_text(group, "at",
		     stance->said ? filled(v, "conflicts.said_at", "at",
					   show_time(v->req->arena, stance->said->at, v->zone_hours,
						     v->req->lang))
				  : NULL);
	val_put_bool(group, "given", stance_given(stance));
	val_put_text(group, "new",
		     stance->uncovered
			     ? filled(v, "conflicts.new_n", "n", show_n(v->req, stance->uncovered))
			     : NULL);
	stance_state(v, stance, group);
	done_put(v, stance, group);
	conflicts_put(v, stance, group);
	val_put_text(group, "none", NULL);
	if (!stance_given(stance))
		val_put_text(group, "none",
			     word(v->req, val_is_true(val_get(group, "has_rows"))
						  ? "conflicts.no_other"
						  : "conflicts.none"));
	hints_put(v, stance, group);
	form_put(v, stance, group);
}

static bool declare_show(struct req *req, const struct declare_call *call,
			 const struct declare_result *result, unsigned status, struct err *err)
{
	struct view v = { .req = req, .call = call, .result = result };
	struct settings settings;
	struct edition edition;
	struct stance *list;
	struct val *groups;
	size_t count;
	bool scoring;

	if (!req_edition(req, true, &edition, err) || !declaring_load(req, &edition, &v.d, err) ||
	    !settings_load(db_of(req), edition.id, req->arena, &settings, err))
		return false;
	v.zone_hours = settings.zone_hours;
	v.page = page_of_edition(req, &edition, v.d.scheme, "conflicts",
				 word(req, "conflicts.title"));
	val_put_text(v.page, "lead", word(req, "conflicts.lead"));
	if (result && result->refusal.status && !result->field)
		refusal_flash(req, v.page, &result->refusal);
	scoring = edition.phase == PHASE_SCORING;
	val_put_text(v.page, "follows",
		     word(req, edition.phase < PHASE_SCORING ? "conflicts.before"
			       : scoring		     ? "conflicts.now"
							     : "conflicts.after"));
	groups = val_put_list(v.page, "groups");
	list = stances(&v.d, &count);
	for (size_t i = 0; i < count; i++)
		group_put(&v, &list[i], groups);
	val_put_bool(v.page, "has_groups", count > 0);
	val_put_text(v.page, "phase", phase_text(edition.phase));
	return page_show(req, status, "juror/conflicts", v.page, err);
}

bool page_conflicts(struct req *req, struct err *err)
{
	return declare_show(req, NULL, NULL, 200, err);
}

/* ---- Declaring ---- */

/* What will follow from it, before it is done. */
static bool conflict_confirm(struct req *req, const struct edition *edition,
			     const struct declare_call *call, struct err *err)
{
	struct val *values = val_map(req->arena), *page;
	struct confirm confirm;
	struct declaring d;
	size_t at;

	if (!declaring_load(req, edition, &d, err))
		return false;
	at = own_sheets_find(&d.own, call->nominee);
	page = page_of_edition(req, edition, d.scheme, "conflicts", word(req, "conflicts.sure"));
	part_crumb(page, arena_printf(req->arena, "editions/%s/conflicts", edition->key),
		   word(req, "conflicts.title"));
	confirm_new(req, page, word(req, "conflicts.sure_now"),
		    arena_printf(req->arena, "editions/%s/conflicts#k-%s", edition->key,
				 call->category),
		    &confirm);
	confirm_point(&confirm,
		      arena_printf(req->arena, "%s: %s",
				   at == NAME_NONE ? call->nominee : d.own.items[at].nominee.name,
				   word_of(req, "conflicts.kind_long.", call->kind)));
	val_put_text(values, "reason", call->words);
	if (*call->words)
		confirm_words(&confirm, "confirm.reason", values);
	confirm_words(&confirm,
		      edition->phase < PHASE_SCORING	? "conflicts.will_before"
		      : edition->phase == PHASE_SCORING ? "conflicts.will_now"
							: "conflicts.will_after",
		      values);
	return confirm_ask(&confirm, err);
}

bool do_conflicts(struct req *req, struct err *err)
{
	struct declare_call call = { .category = req->params[1],
				     .act = req_field(req, "act"),
				     .version = strtoll(req_field(req, "version"), NULL, 10),
				     .nominee = req_field(req, "nominee"),
				     .kind = req_field(req, "kind"),
				     .phase = req_field(req, "phase"),
				     .words = req_field(req, "words") };
	struct declare_result result = { 0 };
	struct edition edition;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!req->fields_ok)
		return declare_show(req, &call, &result, 422, err);
	if (!declare(req, &edition, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return declare_show(req, &call, &result, result.refusal.status, err);
	if (confirm_due(req))
		return conflict_confirm(req, &edition, &call, err);
	return res_redirect(req, "/editions/%s/conflicts?done=%s&in=%s#k-%s", edition.key, call.act,
			    call.category, call.category);
}
