/* The sheet of a juror: the dossier beside his marks. */
#include "app/page_sheet.h"

#include <inttypes.h>
#include <string.h>

const char *sheet_closed_text(const struct req *req, enum phase phase)
{
	return word(req, arena_printf(req->arena, "sheet_closed.%s", phase_text(phase)));
}

bool sheet_time(struct req *req, const struct sheet_ground *ground, int64_t at, const char **ret,
		struct err *err)
{
	struct settings settings;

	if (!settings_load(db_of(req), ground->edition.id, req->arena, &settings, err))
		return false;
	*ret = show_time(req->arena, at, settings.zone_hours, req->lang);
	return true;
}

struct val *sheet_frame(struct req *req, const struct sheet_ground *ground, const char *title,
			bool back)
{
	const char *edition = ground->edition.key, *state = sheet_state_text(ground->sheet.state);
	struct val *page = page_of_edition(req, &ground->edition, ground->scheme, "sheets", title);
	const char *list = arena_printf(req->arena, "editions/%s/sheets", edition);

	part_crumb(page, list, word(req, "sheet.nav"));
	if (back)
		part_crumb(page, arena_printf(req->arena, "%s/%s", list, ground->nominee.key),
			   ground->nominee.name);
	val_put_text(page, "nominee_key", ground->nominee.key);
	val_put_text(page, "nominee_name", ground->nominee.name);
	val_put_text(page, "edition_key", edition);
	(void)part_state(page, "title_state", state,
			 word(req, arena_printf(req->arena, "state.%s", state)));
	return page;
}

static void link_put(struct val *page, const char *name, const struct own_sheets *own, size_t at)
{
	struct val *link;

	if (at >= own->count) {
		val_put_text(page, name, NULL);
		return;
	}
	link = val_put_map(page, name);
	val_put_text(link, "key", own->items[at].nominee.key);
	val_put_text(link, "name", own->items[at].nominee.name);
}

/* "3 dari 22": where he stands among those of his category, in the order of the interviews. */
static void place_put(struct req *req, struct val *page, const struct own_sheets *own, size_t at)
{
	struct val *facts = val_map(req->arena);
	int64_t place = 0, places = 0;

	val_put_text(page, "place", NULL);
	if (at == NAME_NONE)
		return;
	for (size_t i = 0; i < own->count; i++)
		if (own->items[i].category == own->items[at].category) {
			places++;
			place += i <= at;
		}
	val_put_int(facts, "place", place);
	val_put_int(facts, "places", places);
	val_put_text(page, "place",
		     words_fill(service_templates(service_of(req)), req->lang, "sheet.place", facts,
				req->arena));
}

bool sheet_links_put(struct req *req, const struct sheet_ground *ground, struct val *page,
		     struct err *err)
{
	struct own_sheets own;
	size_t at;

	if (!own_sheets_load(req, &ground->edition, ground->scheme, &ground->juror, &own, err))
		return false;
	at = own_sheets_find(&own, ground->nominee.key);
	place_put(req, page, &own, at);
	link_put(page, "previous", &own, at == 0 ? NAME_NONE : at - 1);
	link_put(page, "next", &own, at == NAME_NONE ? NAME_NONE : at + 1);
	link_put(page, "open", &own, own_sheets_next(&own, at));
	return true;
}

/* ---- Evidence that changed after he had submitted ---- */

/* Value and status before ("old") or after ("new"), as acts and imports tell them. */
static const char *value_then(struct req *req, const struct sheet_ground *ground,
			      const struct val *change, const char *when)
{
	const struct val *told = val_get(change, when);
	bool map = val_type(told) == VAL_MAP;
	const char *value = map ? val_get_text(told, "value") : val_chars(told);
	const char *status =
		map ? val_get_text(told, "status")
		    : val_get_text(change, arena_printf(req->arena, "%s_status", when));

	if (!value || !*value)
		return word(req, "state.missing");
	value = evidence_shown(req, ground->category, val_get_text(change, "evidence"), value);
	if (!status)
		return value;
	if (strcmp(status, proof_text(PROOF_ENTERED)) == 0)
		status = "open";
	return arena_printf(req->arena, "%s (%s)", value,
			    word(req, arena_printf(req->arena, "state.%s", status)));
}

/* One line for each piece of evidence: what he saw, and what it is now. */
static void change_put(struct req *req, const struct sheet_ground *ground, const struct val *change,
		       const char *at, struct val *changes)
{
	const char *name = val_get_text(change, "evidence");
	struct val *row;

	if (!name || !val_get(change, "new") ||
	    !text_equal(val_get_text(change, "nominee"), ground->nominee.key))
		return;
	row = val_find(changes, name);
	if (!row) {
		row = val_put_map(changes, name);
		val_put_text(row, "label", evidence_label(req->arena, name));
		val_put_text(row, "old", value_then(req, ground, change, "old"));
	}
	val_put_text(row, "new", value_then(req, ground, change, "new"));
	val_put_text(row, "at", at);
}

/* A document that came or went. */
static void document_change_put(struct req *req, const struct sheet_ground *ground,
				const struct act *act, const struct val *about, const char *at,
				struct val *changes)
{
	bool came = text_equal(act->deed, "document_added");
	const char *id = val_chars(val_get(about, "document")), *key;
	struct val *row;

	if (!id || !text_equal(val_get_text(about, "nominee"), ground->nominee.key))
		return;
	key = arena_printf(req->arena, "document/%s", id);
	row = val_find(changes, key);
	if (!row) {
		row = val_put_map(changes, key);
		val_put_text(row, "label", val_get_text(about, "title"));
		val_put_text(row, "old",
			     word(req, came ? "documents.none_then" : "documents.then"));
	}
	val_put_text(row, "new", word(req, came ? "documents.now" : "documents.no_more"));
	val_put_text(row, "at", at);
}

static void act_take(struct req *req, const struct sheet_ground *ground, const struct act *act,
		     int zone_hours, struct val **changes)
{
	const char *at = show_time(req->arena, act->at, zone_hours, req->lang);
	const struct val *imported;
	struct val *about;
	struct err ignored;

	if (!json_parse(req->arena, act->about, strlen(act->about), &about, &ignored))
		return;
	if (strcmp(act->deed, "sheet_submitted") == 0) {
		if (text_equal(val_get_text(about, "nominee"), ground->nominee.key))
			*changes = val_map(req->arena); /* what was before he knew */
		return;
	}
	if (strncmp(act->deed, "document_", strlen("document_")) == 0) {
		document_change_put(req, ground, act, about, at, *changes);
		return;
	}
	imported = val_get(about, "changed");
	for (size_t i = 0; val_type(imported) == VAL_LIST && i < val_count(imported); i++)
		change_put(req, ground, val_at(imported, i), at, *changes);
	change_put(req, ground, about, at, *changes);
}

/* The log says in which order things happened, also within one second. */
static bool changes_put(struct req *req, const struct sheet_ground *ground, struct val *page,
			struct err *err)
{
	struct val *list = val_put_list(page, "changes"), *changes = val_map(req->arena);
	struct sheet_event submission;
	struct settings settings;
	struct act *acts;
	size_t count;

	val_put_bool(page, "has_changes", false);
	if (!sheet_submission(req, ground, &submission, err))
		return false;
	if (!submission.seq)
		return true;
	if (!settings_load(db_of(req), ground->edition.id, req->arena, &settings, err) ||
	    !act_list_evidence(db_of(req), ground->edition.id, submission.at, submission.actor,
			       req->arena, &acts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		act_take(req, ground, &acts[i], settings.zone_hours, &changes);
	for (size_t i = 0; i < val_count(changes); i++) {
		struct val *row = val_find(changes, val_key_at(changes, i));

		if (!text_equal(val_get_text(row, "old"), val_get_text(row, "new")))
			(void)val_push(list, row);
	}
	val_put_bool(page, "has_changes", val_count(list) > 0);
	return true;
}

/* ---- The page ---- */

static void reason_put(struct req *req, struct val *page, const char *name, const char *label,
		       const char *hint, const char *wrong)
{
	struct val *field = part_field(req->arena, val_map(req->arena), "reason", label,
				       wrong ? req_field(req, "reason") : "");

	val_put_text(field, "id", arena_printf(req->arena, "f-%s-reason", name));
	val_put_text(field, "hint", hint);
	val_put_bool(field, "required", true);
	val_put_int(field, "rows", 2);
	val_put_bool(field, "open", wrong != NULL);
	if (wrong)
		part_error(page, field, as_sentence(req->arena, wrong));
	(void)val_put(page, name, field);
}

/* What can be done: "editable", and the panels "reopen" and "recuse" or null. */
static void acts_put(struct req *req, const struct sheet_ground *ground,
		     const struct sheet_shown *shown, struct val *page)
{
	enum role role = who_of(req)->account.role;
	bool submitted = ground->sheet.state == SHEET_SUBMITTED;
	bool open = sheet_is_open(ground, SHEET_ACT_SAVE, role);
	bool reopen = submitted && sheet_is_open(ground, SHEET_ACT_REOPEN, role);

	val_put_bool(page, "editable", open && !submitted);
	val_put_bool(page, "submitted", submitted);
	val_put_text(page, "closed", NULL);
	if (!open)
		val_put_text(page, "closed", sheet_closed_text(req, ground->edition.phase));
	else if (submitted && !reopen)
		val_put_text(page, "closed", word(req, "sheet.frozen"));
	val_put_text(page, "reopen", NULL);
	val_put_text(page, "recuse", NULL);
	if (reopen)
		reason_put(req, page, "reopen", word(req, "sheet.reopen_reason"),
			   word(req, "sheet.reopen_hint"),
			   shown->button == BUTTON_REOPEN ? shown->reason_wrong : NULL);
	if (sheet_is_open(ground, SHEET_ACT_RECUSE, role))
		reason_put(req, page, "recuse", word(req, "sheet.recuse_reason"),
			   word(req, "sheet.recuse_hint"),
			   shown->button == BUTTON_RECUSE ? shown->reason_wrong : NULL);
}

static bool flash_saved(struct req *req, const struct sheet_ground *ground, struct val *page,
			struct err *err)
{
	struct val *facts = val_map(req->arena);
	const char *at;

	if (!req_query(req, "saved") || ground->sheet.state != SHEET_DRAFT)
		return true;
	if (!sheet_time(req, ground, ground->sheet.at, &at, err))
		return false;
	val_put_text(facts, "at", at);
	part_flash(page, "good",
		   words_fill(service_templates(service_of(req)), req->lang, "sheet.saved", facts,
			      req->arena));
	return true;
}

/* Of a nominee from whom he has recused himself: the name and the word, nothing else. */
static bool recused_show(struct req *req, const struct sheet_ground *ground, struct err *err)
{
	struct val *page = sheet_frame(req, ground, ground->nominee.name, false);

	return sheet_links_put(req, ground, page, err) &&
	       page_show(req, 200, "juror/recused", page, err);
}

bool sheet_show(struct req *req, const struct sheet_ground *ground, const struct sheet_shown *shown,
		struct err *err)
{
	struct val *page;

	if (ground->sheet.state == SHEET_RECUSED)
		return recused_show(req, ground, err);
	page = sheet_frame(req, ground, ground->nominee.name, false);
	(void)val_put(page, "state", val_find(page, "title_state")); /* in the bar instead */
	val_put_text(page, "title_state", NULL);
	if (shown->text)
		part_flash(page, shown->tone, as_sentence(req->arena, shown->text));
	if (!flash_saved(req, ground, page, err) || !dossier_put(req, ground, page, err) ||
	    !changes_put(req, ground, page, err) || !sheet_links_put(req, ground, page, err))
		return false;
	acts_put(req, ground, shown, page);
	sheet_form_put(req, ground, shown->typed, page);
	sheet_rows_put(req, ground, &ground->sheet, page);
	val_put_bool(page, "absent", ground->sheet.state == SHEET_ABSENT);
	if (shown->typed && shown->typed->error_count && !val_is_true(val_get(page, "has_errors")))
		part_flash(page, "bad",
			   as_sentence(req->arena,
				       words_in(&shown->typed->errors[0].text, req->lang)));
	return page_show(req, shown->status, "juror/sheet", page, err);
}

bool page_sheet(struct req *req, struct err *err)
{
	const struct sheet_shown shown = { .status = 200 };
	struct sheet_ground ground;

	return sheet_ground(req, req->params[0], req->params[1], &ground, err) &&
	       sheet_show(req, &ground, &shown, err);
}
