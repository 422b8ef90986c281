/* Proposals, and what the chair does alone: shown, made and decided. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pleno.h"
#include "screen.h"
#include "secretariat.h"

struct view {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct val *page;
	struct edition_state state;
	struct screen screen;
	int zone_hours;
	size_t forms;	    /* so far: ids are numbered by it */
	const char *posted; /* the kind of the form that comes back with what was typed, or NULL */
};

/* ---- What a proposal says, in words ---- */

static const char *nominee_words(const struct view *v, const char *key)
{
	size_t i = edition_state_nominee(&v->state, key ? key : "");

	return i == NAME_NONE ? (key ? key : "") : v->state.candidates[i].name;
}

static const char *juror_words(const struct view *v, const char *key)
{
	size_t j = edition_state_juror(&v->state, key ? key : "");

	return j == NAME_NONE ? (key ? key : "") : v->state.jurors[j].name;
}

static void said(struct buf *text, const char *part)
{
	if (part && *part)
		buf_printf(text, "%s%s", text->len ? " · " : "", part);
}

/* Is it about a nominee that is closed to the reader? Then it says the two names and no more. */
static bool closed(const struct view *v, const struct val *about)
{
	return screened_key(&v->screen, &v->state, val_get_text(about, "nominee"));
}

static const char *about_words(const struct view *v, const struct val *about)
{
	const struct val *add = val_get(about, "add");
	struct buf text;
	int64_t id;

	buf_init(&text, v->req->arena);
	if (val_get_text(about, "juror"))
		said(&text, juror_words(v, val_get_text(about, "juror")));
	if (val_get_text(about, "nominee"))
		said(&text, nominee_words(v, val_get_text(about, "nominee")));
	said(&text,
	     closed(v, about) ? word(v->req, "state.recused") : val_get_text(about, "evidence"));
	if (val_get_text(about, "remove"))
		said(&text, arena_printf(v->req->arena, "− %s",
					 juror_words(v, val_get_text(about, "remove"))));
	if (add)
		said(&text, arena_printf(v->req->arena, "+ %s", val_get_text(add, "name")));
	said(&text, val_get_text(about, "name"));
	said(&text, val_get_text(about, "decree"));
	said(&text, val_get_text(about, "serial"));
	if (val_get_text(about, "replace"))
		said(&text, word(v->req, text_equal(val_get_text(about, "replace"), "yes")
						 ? "proposals.with_replacement"
						 : "proposals.without_replacement"));
	if (val_get_int(about, "id", &id))
		said(&text, arena_printf(v->req->arena, "no. %" PRId64, id));
	return text.data;
}

/* ---- The list ---- */

static bool is_other_key(const struct view *v, const struct proposal *proposal,
			 const struct val *about)
{
	bool keeper = text_equal(proposal->kind, "deputy") &&
		      text_equal(val_get_text(about, "role"), "keeper");

	return may(keeper ? DEED_CONFIRM_KEEPER : DEED_CONFIRM, who_of(v->req)->account.role,
		   v->edition.phase, (struct circumstances){ 0 });
}

/* "deputy" is two kinds in the words. */
static const char *kind_words(struct req *req, const char *kind, const struct val *about)
{
	return text_equal(kind, "deputy")
		       ? arena_printf(req->arena, "deputy_%s", val_get_text(about, "role"))
		       : kind;
}

static void proposal_put(const struct view *v, const struct proposal *proposal, struct val *list)
{
	struct arena *arena = v->req->arena;
	struct val *item = val_push_map(list), *about;
	bool open = text_equal(proposal->state, "open");
	bool own = text_equal(proposal->by_role, role_text(who_of(v->req)->account.role));
	bool reopened = text_equal(proposal->kind, "reopen_sheet") &&
			text_equal(proposal->state, "confirmed") &&
			v->edition.phase == PHASE_DELIBERATION;
	struct err ignored;

	if (!json_parse(arena, proposal->about, strlen(proposal->about), &about, &ignored))
		about = val_map(arena);
	val_put_int(item, "id", proposal->id);
	val_put_text(item, "kind",
		     word(v->req, arena_printf(arena, "proposals.kind.%s",
					       kind_words(v->req, proposal->kind, about))));
	val_put_text(item, "about", about_words(v, about));
	val_put_text(item, "why", closed(v, about) ? NULL : proposal->reason);
	val_put_text(item, "by", proposal->by);
	val_put_text(item, "at", show_time(arena, proposal->at, v->zone_hours, v->req->lang));
	val_put_text(item, "decided", *proposal->decided_by ? proposal->decided_by : NULL);
	val_put_text(item, "state",
		     word(v->req, arena_printf(arena, "proposals.state.%s", proposal->state)));
	val_put_bool(item, "decides", open && is_other_key(v, proposal, about));
	val_put_bool(item, "withdraws", own && (open || reopened));
	val_put_bool(item, "acts", open && (own || is_other_key(v, proposal, about)));
}

static bool list_put(const struct view *v, struct err *err)
{
	struct val *open = val_put_list(v->page, "open"), *old = val_put_list(v->page, "old");
	struct proposal *proposals;
	size_t count;

	if (!proposal_list(db_of(v->req), v->edition.id, NULL, v->req->arena, &proposals, &count,
			   err))
		return false;
	for (size_t i = count; i-- > 0;)
		proposal_put(v, &proposals[i], text_equal(proposals[i].state, "open") ? open : old);
	val_put_bool(v->page, "has_open", val_count(open) > 0);
	val_put_bool(v->page, "has_old", val_count(old) > 0);
	return true;
}

/* ---- Forms: only those that may be sent now ---- */

static bool right(const struct view *v, enum deed deed)
{
	struct circumstances at = { .mended = v->edition.mended };

	return may(deed, who_of(v->req)->account.role, v->edition.phase, at);
}

/* What was typed in this form, and what is wrong with it. */
static const char *typed(const struct view *v, const struct val *form, const char *name)
{
	return text_equal(v->posted, val_get_text(form, "kind")) ? req_field(v->req, name) : "";
}

static void complaint_put(const struct view *v, const struct val *form, struct val *field,
			  const char *name)
{
	if (text_equal(v->posted, val_get_text(form, "kind")))
		field_error(v->req, v->page, field, name);
}

static struct val *form_put(struct view *v, const char *kind, bool proposes)
{
	struct arena *arena = v->req->arena;
	struct val *form = val_push_map(val_find(v->page, "forms")), *reason;

	v->forms++;
	val_put_text(form, "kind", kind);
	val_put_text(form, "heading", word(v->req, arena_printf(arena, "proposals.kind.%s", kind)));
	val_put_text(form, "what", word(v->req, arena_printf(arena, "proposals.what.%s", kind)));
	val_put_text(form, "to", proposes ? "proposals" : "acts");
	val_put_text(form, "button",
		     word(v->req, proposes ? "proposals.propose" : "proposals.record"));
	/* What the chair can take back himself needs no step of confirmation. */
	val_put_bool(form, "undoable",
		     text_equal(kind, "mark_absent") || text_equal(kind, "mark_present"));
	val_put_bool(form, "chooses", false);
	val_put_bool(form, "open", text_equal(v->posted, kind));
	val_put_text(form, "chosen", NULL);
	(void)val_put_list(form, "selects");
	(void)val_put_list(form, "texts");
	reason = part_field(arena, val_put_map(form, "field"), "reason",
			    word(v->req, "word.reason"), typed(v, form, "reason"));
	val_put_text(reason, "id", arena_printf(arena, "f%zu-reason", v->forms));
	val_put_bool(reason, "required", true);
	val_put_int(reason, "rows", 2);
	val_put_int(reason, "max", REASON_MAX);
	complaint_put(v, form, reason, "reason");
	return form;
}

static struct val *field_put(struct view *v, struct val *form, const char *list, const char *name,
			     const char *label, bool required)
{
	struct val *field = part_field(v->req->arena, val_find(form, list), name,
				       word(v->req, label), typed(v, form, name));

	val_put_text(field, "id", arena_printf(v->req->arena, "f%zu-%s", v->forms, name));
	val_put_bool(field, "required", required);
	complaint_put(v, form, field, name);
	if (text_equal(list, "selects"))
		part_option(v->req->arena, field, "", word(v->req, "proposals.choose"));
	return field;
}

static void jurors_put(struct view *v, struct val *form, const char *name, bool required)
{
	struct val *field = field_put(v, form, "selects", name, "word.juror", required);
	const size_t *by_key = edition_state_by_key(&v->state, v->req->arena);

	for (size_t n = 0; n < v->state.juror_count; n++) {
		const struct juror *juror = &v->state.jurors[by_key[n]];

		if (!juror->removed)
			part_option(v->req->arena, field, juror->key, juror->name);
	}
}

static void nominees_put(struct view *v, struct val *form)
{
	struct val *field = field_put(v, form, "selects", "nominee", "word.nominee", true);

	for (size_t i = 0; i < v->state.candidate_count; i++)
		part_option(v->req->arena, field, v->state.candidates[i].key,
			    v->state.candidates[i].name);
}

static void sheet_form(struct view *v, const char *kind, bool proposes)
{
	struct val *form = form_put(v, kind, proposes);

	jurors_put(v, form, "juror", true);
	nominees_put(v, form);
}

/* What the rules read and nobody has entered. */
static void missing_put(struct view *v, struct val *field, size_t nominee)
{
	struct arena *arena = v->req->arena;
	const struct candidate *candidate = &v->state.candidates[nominee];
	struct names names;

	evidence_names(&v->scheme->categories[v->state.input.nominees[nominee].category], arena,
		       &names);
	for (size_t i = 0; i < names.count; i++) {
		bool given = false;

		for (size_t p = 0; p < v->state.proof_count; p++)
			given |= v->state.proofs[p].nominee == candidate->id &&
				 text_equal(v->state.proofs[p].name, names.texts[i]);
		if (!given)
			part_option(arena, field,
				    arena_printf(arena, "%s/%s", candidate->key, names.texts[i]),
				    arena_printf(arena, "%s (%s)",
						 evidence_label(arena, names.texts[i]),
						 word(v->req, "state.missing")));
	}
}

/* There may be a thousand pieces: the nominee is chosen first, by a link of this page. */
static size_t nominee_chosen(const struct view *v)
{
	const char *asked = req_query(v->req, "evidence_of");
	const char *posted = req_field(v->req, "item"), *end = strchr(posted, '/');
	size_t i;

	if (!asked && end)
		asked = arena_copy(v->req->arena, posted, (size_t)(end - posted));
	i = edition_state_nominee(&v->state, asked ? asked : "");
	return i == NAME_NONE || screened_key(&v->screen, &v->state, v->state.candidates[i].key)
		       ? NAME_NONE
		       : i;
}

static void evidence_form(struct view *v)
{
	struct arena *arena = v->req->arena;
	struct val *form = form_put(v, "reopen_evidence", true), *field;
	size_t nominee = nominee_chosen(v);

	if (nominee == NAME_NONE) {
		val_put_bool(form, "chooses", true);
		val_put_text(form, "button", word(v->req, "proposals.choose_evidence"));
		field = field_put(v, form, "selects", "evidence_of", "word.nominee", true);
		for (size_t i = 0; i < v->state.candidate_count; i++)
			if (!screened_key(&v->screen, &v->state, v->state.candidates[i].key))
				part_option(arena, field, v->state.candidates[i].key,
					    v->state.candidates[i].name);
		return;
	}
	val_put_bool(form, "open", true);
	val_put_text(form, "chosen", v->state.candidates[nominee].name);
	field = field_put(v, form, "selects", "item", "proposals.evidence", true);
	for (size_t p = 0; p < v->state.proof_count; p++) {
		const struct proof_item *proof = &v->state.proofs[p];

		if (!proof->reopened && proof->nominee == v->state.candidates[nominee].id)
			part_option(arena, field,
				    arena_printf(arena, "%s/%s", proof->nominee_key, proof->name),
				    evidence_label(arena, proof->name));
	}
	missing_put(v, field, nominee);
}

static bool quarantine_form(struct view *v, struct err *err)
{
	struct arena *arena = v->req->arena;
	struct quarantined *list;
	struct val *field = NULL;
	size_t count;

	if (!quarantine_list(db_of(v->req), v->edition.id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(list[i].state, "open"))
			continue;
		if (!field)
			field = field_put(v, form_put(v, "admit_quarantine", true), "selects", "id",
					  "proposals.sheet", true);
		part_option(
			arena, field, arena_printf(arena, "%" PRId64, list[i].id),
			arena_printf(arena, "%s · %s · %s", juror_words(v, list[i].juror_key),
				     nominee_words(v, list[i].nominee_key),
				     show_time(arena, list[i].at, v->zone_hours, v->req->lang)));
	}
	return true;
}

static void panel_form(struct view *v)
{
	struct val *form = form_put(v, "change_panel", true);

	jurors_put(v, form, "remove", false);
	(void)field_put(v, form, "texts", "add_juror", "proposals.add_juror", false);
	(void)field_put(v, form, "texts", "add_name", "proposals.add_name", false);
	(void)field_put(v, form, "texts", "add_element", "proposals.add_element", false);
	(void)field_put(v, form, "texts", "add_institution", "proposals.add_institution", false);
	(void)field_put(v, form, "texts", "add_categories", "proposals.add_categories", false);
}

static void deputy_forms(struct view *v)
{
	struct val *form = form_put(v, "deputy_chair", true);

	jurors_put(v, form, "juror", true);
	(void)field_put(v, form, "texts", "decree", "proposals.decree", true);
	form = form_put(v, "deputy_keeper", true);
	(void)field_put(v, form, "texts", "username", "proposals.username", true);
	(void)field_put(v, form, "texts", "name", "proposals.name", true);
	(void)field_put(v, form, "texts", "decree", "proposals.decree", true);
}

/* The certificates that were issued: `revoked`, those that chair and keeper took back. */
static void serials_put(struct view *v, struct val *form, const struct issued *list, size_t count,
			bool revoked)
{
	struct val *field = field_put(v, form, "selects", "serial", "certificate.serial", true);
	const char *asked = req_query(v->req, "serial");

	if (asked)
		val_put_text(field, "value", asked);
	for (size_t i = 0; i < count; i++) {
		if (revoked ? !list[i].revoked_at : list[i].revoked)
			continue;
		part_option(v->req->arena, field, list[i].serial,
			    arena_printf(v->req->arena, "%s · %s · %s",
					 nominee_words(v, list[i].nominee), list[i].list,
					 list[i].serial));
		if (text_equal(asked, list[i].serial))
			val_put_bool(form, "open", true);
	}
}

static bool certificate_forms(struct view *v, struct err *err)
{
	struct val *form, *field;
	struct issued *list;
	size_t count, alone = 0;

	if (!certificate_list(db_of(v->req), v->edition.id, v->req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		alone += list[i].revoked_at != 0;
	if (!count)
		return true;
	form = form_put(v, "revoke_certificate", true);
	serials_put(v, form, list, count, false);
	field = field_put(v, form, "selects", "replace", "proposals.replace", true);
	part_option(v->req->arena, field, "yes", word(v->req, "proposals.with_replacement"));
	part_option(v->req->arena, field, "no", word(v->req, "proposals.without_replacement"));
	if (alone)
		serials_put(v, form_put(v, "replace_certificate", true), list, count, true);
	return true;
}

static bool forms_put(struct view *v, struct err *err)
{
	enum role role = who_of(v->req)->account.role;
	struct circumstances open = { .reopened = true, .mended = v->edition.mended };

	(void)val_put_list(v->page, "forms");
	if (right(v, DEED_REOPEN_SHEET)) {
		sheet_form(v, "reopen_sheet", true);
		if (!quarantine_form(v, err))
			return false;
	}
	if (right(v, DEED_REOPEN_EVIDENCE))
		evidence_form(v);
	if (right(v, DEED_LIFT_RECUSAL))
		sheet_form(v, "lift_recusal", true);
	if (right(v, DEED_CHANGE_PANEL))
		panel_form(v);
	if (right(v, DEED_PROPOSE_DEPUTY))
		deputy_forms(v);
	if (may(DEED_MARK_ABSENT, role, v->edition.phase, open)) {
		sheet_form(v, "mark_absent", false);
		sheet_form(v, "mark_present", false);
	}
	if (right(v, DEED_LATE_RECUSAL))
		sheet_form(v, "late_recusal", false);
	if (right(v, DEED_REVOKE_CERTIFICATE) && !certificate_forms(v, err))
		return false;
	val_put_bool(v->page, "has_forms", v->forms > 0);
	return true;
}

/* What was just done, after the redirect. */
static void done_put(struct req *req, struct val *page)
{
	static const char *const DONE[] = { "proposed", "settled", "recorded" };
	const char *done = req_query(req, "done");

	for (size_t i = 0; done && i < COUNT(DONE); i++)
		if (text_equal(DONE[i], done))
			part_flash(page, "good",
				   word(req, arena_printf(req->arena, "proposals.done.%s", done)));
}

static bool proposals_show(struct req *req, const struct refusal *refusal, struct err *err)
{
	struct view v = { .req = req };
	struct settings settings;

	if (!pleno_open(req, "proposals", "proposals.title", &v.edition, &v.scheme, &v.page, err) ||
	    !edition_state_load(service_of(req), db_of(req), &v.edition, NULL, req->arena, &v.state,
				err) ||
	    !settings_load(db_of(req), v.edition.id, req->arena, &settings, err) ||
	    !screen_load(req, &v.edition, &v.screen, err))
		return false;
	v.zone_hours = settings.zone_hours;
	if (req->method == WEB_POST)
		v.posted = req_field(req, "kind");
	val_put_text(v.page, "lead", word(req, "proposals.lead"));
	if (refusal)
		part_flash(v.page, "bad", as_sentence(req->arena, refusal->why.msg[req->lang]));
	else
		done_put(req, v.page);
	if (!list_put(&v, err) || !forms_put(&v, err))
		return false;
	complaint_flash(req, v.page);
	return page_show(req,
			 refusal	  ? refusal->status
			 : req->fields_ok ? 200
					  : 422,
			 "pleno/proposals", v.page, err);
}

bool page_proposals(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return proposals_show(req, NULL, err);
}

/* ---- Made and decided ---- */

static void text_take(struct req *req, struct val *about, const char *key, const char *field)
{
	const char *text = req_field(req, field);

	if (*text)
		val_put_text(about, key, text);
}

/* The fields of a form as the API's `about`. */
static struct val *about_of(struct req *req)
{
	static const char *const SAME[] = { "juror", "nominee", "remove", "username",
					    "name",  "decree",	"serial", "replace" };
	struct val *about = val_map(req->arena), *add;
	const char *item = req_field(req, "item"), *evidence = text_after(item, '/');

	for (size_t i = 0; i < COUNT(SAME); i++)
		text_take(req, about, SAME[i], SAME[i]);
	if (evidence) {
		val_put_text(about, "nominee",
			     arena_copy(req->arena, item, (size_t)(evidence - item) - 1));
		val_put_text(about, "evidence", evidence);
	}
	if (*req_field(req, "id"))
		val_put_int(about, "id", strtoll(req_field(req, "id"), NULL, 10));
	if (*req_field(req, "add_juror") || *req_field(req, "add_name")) {
		add = val_put_map(about, "add");
		text_take(req, add, "juror", "add_juror");
		text_take(req, add, "name", "add_name");
		text_take(req, add, "element", "add_element");
		text_take(req, add, "institution", "add_institution");
		text_take(req, add, "categories", "add_categories");
	}
	return about;
}

/* What has to be chosen or typed for it: said beside the field, not as something not found. */
static bool complete(struct req *req, const char *kind)
{
	static const struct {
		const char *kind, *fields[3];
	} NEEDS[] = {
		{ "reopen_sheet", { "juror", "nominee" } },
		{ "lift_recusal", { "juror", "nominee" } },
		{ "mark_absent", { "juror", "nominee" } },
		{ "mark_present", { "juror", "nominee" } },
		{ "late_recusal", { "juror", "nominee" } },
		{ "admit_quarantine", { "id" } },
		{ "deputy_chair", { "juror", "decree" } },
		{ "deputy_keeper", { "username", "name", "decree" } },
		{ "revoke_certificate", { "serial", "replace" } },
		{ "replace_certificate", { "serial" } },
	};

	if (!req->fields_ok)
		return false;
	for (size_t i = 0; i < COUNT(NEEDS); i++)
		for (size_t f = 0; f < 3 && text_equal(NEEDS[i].kind, kind); f++)
			if (NEEDS[i].fields[f] && !*req_field(req, NEEDS[i].fields[f]))
				req_complain(req, NEEDS[i].fields[f], "Wajib diisi.", "Required.");
	if (!*req_field(req, "reason"))
		req_complain(req, "reason", "Alasan wajib diisi.", "A reason is needed.");
	return req->fields_ok;
}

/* What the decision or the act does, once more in words. */
static bool ask_first(struct req *req, const char *title, const char *button, const char *kind,
		      const struct val *about, const char *reason, bool password, struct err *err)
{
	struct view v = { .req = req };
	struct val *values = val_map(req->arena);
	struct confirm confirm;

	if (!pleno_open(req, "proposals", title, &v.edition, &v.scheme, &v.page, err) ||
	    !edition_state_load(service_of(req), db_of(req), &v.edition, NULL, req->arena, &v.state,
				err))
		return false;
	confirm_new(req, v.page, word(req, button),
		    arena_printf(req->arena, "editions/%s/proposals", v.edition.key), &confirm);
	confirm.password = password;
	confirm_point(&confirm,
		      arena_printf(req->arena, "%s: %s",
				   word(req, arena_printf(req->arena, "proposals.kind.%s", kind)),
				   about_words(&v, about)));
	confirm_words(&confirm, arena_printf(req->arena, "proposals.what.%s", kind), values);
	val_put_text(values, "reason", reason);
	if (reason && *reason)
		confirm_words(&confirm, "confirm.reason", values);
	return confirm_ask(&confirm, err);
}

static bool settle_confirm(struct req *req, const struct edition *edition, int64_t id,
			   struct err *err)
{
	bool confirms = text_equal(req_field(req, "decision"), "confirm");
	bool refuses = text_equal(req_field(req, "decision"), "refuse");
	struct proposal proposal;
	struct val *about;

	if (!proposal_get(db_of(req), edition->id, id, req->arena, &proposal, err) ||
	    !json_parse(req->arena, proposal.about, strlen(proposal.about), &about, err))
		return false;
	return ask_first(req,
			 confirms  ? "proposals.confirm_sure"
			 : refuses ? "proposals.refuse_sure"
				   : "proposals.withdraw_sure",
			 confirms  ? "action.confirm"
			 : refuses ? "action.refuse"
				   : "action.withdraw",
			 kind_words(req, proposal.kind, about), about, proposal.reason,
			 confirms && text_equal(proposal.kind, "mend_scheme"), err);
}

bool do_propose(struct req *req, struct err *err)
{
	const char *kind = req_field(req, "kind");
	struct val *about = about_of(req);
	struct proposal_result result;
	struct edition edition;

	if (!complete(req, kind))
		return proposals_show(req, NULL, err);
	if (strncmp(kind, "deputy_", 7) == 0) {
		val_put_text(about, "role", kind + 7);
		kind = "deputy";
	}
	if (!req_edition(req, true, &edition, err) ||
	    !proposal_make(req, &edition, kind, about, req_field(req, "reason"), time_now(),
			   &result, err))
		return false;
	if (result.refusal.status)
		return proposals_show(req, &result.refusal, err);
	return res_redirect(req, "/editions/%s/proposals?done=proposed", edition.key);
}

bool do_settle(struct req *req, struct err *err)
{
	struct proposal_result result;
	struct edition edition;

	if (!req_edition(req, true, &edition, err) ||
	    !proposal_settle(req, &edition, req_number(req, 1), req_field(req, "decision"),
			     time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return proposals_show(req, &result.refusal, err);
	if (confirm_due(req))
		return settle_confirm(req, &edition, req_number(req, 1), err);
	return res_redirect(req, "/editions/%s/proposals?done=settled", edition.key);
}

bool do_chair_act(struct req *req, struct err *err)
{
	struct refusal refusal;
	struct edition edition;

	if (!complete(req, req_field(req, "kind")))
		return proposals_show(req, NULL, err);
	if (!req_edition(req, true, &edition, err) ||
	    !chair_act(req, &edition, req_field(req, "kind"), req_field(req, "nominee"),
		       req_field(req, "juror"), req_field(req, "reason"), time_now(), &refusal,
		       err))
		return false;
	if (refusal.status)
		return proposals_show(req, &refusal, err);
	if (confirm_due(req))
		return ask_first(req, "proposals.record_sure", "proposals.record",
				 req_field(req, "kind"), about_of(req), req_field(req, "reason"),
				 false, err);
	return res_redirect(req, "/editions/%s/proposals?done=recorded", edition.key);
}
