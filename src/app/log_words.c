/* The log of acts in plain words. */
#include "log_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "dossier.h"
#include "schedule.h"

/* ---- Deeds ---- */

const struct log_kind LOG_KINDS[] = {
	{ "moves", "phase_setup" },
	{ "moves", "phase_verification" },
	{ "moves", "phase_scoring" },
	{ "moves", "phase_deliberation" },
	{ "moves", "phase_approved" },
	{ "moves", "phase_published" },
	{ "moves", "certificates" },
	{ "moves", "certificates_signed" },
	{ "moves", "certificate_key" },
	{ "moves", "certificate_revoked" },
	{ "moves", "certificate_replaced" },
	{ "proposals", "proposed" },
	{ "proposals", "proposal_confirmed" },
	{ "proposals", "proposal_refused" },
	{ "proposals", "proposal_withdrawn" },
	{ "proposals", "vote" },
	{ "proposals", "vote_withdrawn" },
	{ "proposals", "assembly_noted" },
	{ "sheets", "sheet_submitted" },
	{ "sheets", "sheet_reopened" },
	{ "sheets", "sheet_unlocked" },
	{ "sheets", "reopening_withdrawn" },
	{ "sheets", "recused" },
	{ "sheets", "late_recusal" },
	{ "sheets", "recusal_lifted" },
	{ "sheets", "conflicts_declared" },
	{ "sheets", "conflict_lifted" },
	{ "sheets", "absent" },
	{ "sheets", "present" },
	{ "sheets", "sheet_quarantined" },
	{ "sheets", "quarantine_admitted" },
	{ "sheets", "paper_typed" },
	{ "sheets", "paper_confirmed" },
	{ "sheets", "paper_refused" },
	{ "sheets", "paper_used" },
	{ "evidence", "evidence_entered" },
	{ "evidence", "evidence_changed" },
	{ "evidence", "evidence_verified" },
	{ "evidence", "evidence_rejected" },
	{ "evidence", "evidence_reopened" },
	{ "evidence", "evidence_imported" },
	{ "evidence", "document_added" },
	{ "evidence", "document_withdrawn" },
	{ "setup", "scheme_imported" },
	{ "setup", "settings_changed" },
	{ "setup", "layout_changed" },
	{ "setup", "design_chosen" },
	{ "setup", "picture_added" },
	{ "setup", "picture_removed" },
	{ "setup", "nominees_imported" },
	{ "setup", "nominee_removed" },
	{ "setup", "ledger_adopted" },
	{ "schedule", "sitting_added" },
	{ "schedule", "sitting_removed" },
	{ "schedule", "session_panel" },
	{ "schedule", "interviews_filled" },
	{ "schedule", "interview_moved" },
	{ "schedule", "interviews_swapped" },
	{ "schedule", "interviews_cleared" },
	{ "schedule", "delayed" },
	{ "schedule", "delay_undone" },
	{ "schedule", "interview_attended" },
	{ "schedule", "juror_attendance" },
	{ "letters", "letters_made" },
	{ "letters", "letter_remade" },
	{ "letters", "objection" },
	{ "letters", "objection_answered" },
	{ "people", "jurors_imported" },
	{ "people", "juror_removed" },
	{ "people", "panel_changed" },
	{ "people", "deputy" },
	{ "people", "account_added" },
	{ "people", "account_reset" },
	{ "people", "account_disabled" },
	{ "people", "password_changed" },
	{ "people", "card_made" },
	{ "people", "card_used" },
	{ "people", "card_refused" },
	{ "people", "notices_read" },
	{ "visits", "signed_in" },
	{ "visits", "sign_in_failed" },
};
const size_t LOG_KIND_COUNT = COUNT(LOG_KINDS);

/* A name of the program's own for which there is no word: readable at least. */
static const char *spaced(struct arena *arena, const char *name)
{
	char *ret = arena_text(arena, name);

	for (char *c = ret; *c; c++)
		if (*c == '_')
			*c = ' ';
	return ret;
}

const char *log_deed(const struct req *req, const char *deed)
{
	const char *key = arena_printf(req->arena, "log.deed.%s", deed);
	const char *text = word(req, key);

	return text_equal(text, key) ? spaced(req->arena, deed) : text;
}

const char *log_actor(const struct req *req, const char *actor)
{
	return text_equal(actor, "cli") ? word(req, "log.cli") : actor;
}

/* ---- Names ---- */

bool log_words_init(struct req *req, const struct edition *edition, const struct scheme *scheme,
		    struct log_words *ret, struct err *err)
{
	*ret = (struct log_words){ .req = req, .edition = edition, .scheme = scheme };
	return nominee_list(db_of(req), edition->id, req->arena, &ret->nominees,
			    &ret->nominee_count, err) &&
	       juror_list(db_of(req), edition->id, req->arena, &ret->jurors, &ret->juror_count,
			  err);
}

static const char *nominee_name(const struct log_words *w, const char *key)
{
	for (size_t i = 0; i < w->nominee_count; i++)
		if (text_equal(w->nominees[i].key, key))
			return w->nominees[i].name;
	return key;
}

static const char *juror_name(const struct log_words *w, const char *key)
{
	for (size_t j = 0; j < w->juror_count; j++)
		if (text_equal(w->jurors[j].key, key))
			return w->jurors[j].name;
	return key;
}

static const char *list_name(const struct log_words *w, const char *key)
{
	const struct category *category = scheme_category(w->scheme, key);

	if (category)
		return words_in(&category->name, w->req->lang);
	for (size_t i = 0; i < w->scheme->overall_count; i++)
		if (text_equal(w->scheme->overalls[i].key, key))
			return words_in(&w->scheme->overalls[i].name, w->req->lang);
	return key;
}

/* A word of the dictionary by a prefix and a name; the name when there is none. */
static const char *named(const struct log_words *w, const char *prefix, const char *name)
{
	const char *key = arena_printf(w->req->arena, "%s%s", prefix, name);
	const char *text = word(w->req, key);

	return text_equal(text, key) ? spaced(w->req->arena, name) : text;
}

static const char *yes_or_no(const struct log_words *w, const char *text)
{
	return word(w->req, text_equal(text, "1") ? "log.yes" : "log.no");
}

/* "5484 d1e1 0f4a 9268 …": enough to compare by eye. */
static const char *hash_short(const struct log_words *w, const char *hex)
{
	if (strlen(hex) < 16)
		return hex;
	return arena_printf(w->req->arena, "%.4s %.4s %.4s %.4s …", hex, hex + 4, hex + 8,
			    hex + 12);
}

/* ---- Lines ---- */

struct lines {
	const struct log_words *w;
	struct val *list;
	const char *told; /* the table whose rows say who and what: "evidence", or NULL */
};

/* Facts that the line of a row says again. */
static bool said_by_row(const struct lines *l, const char *key)
{
	static const struct {
		const char *table, *key;
	} SAID[] = {
		{ "evidence", "nominee" }, { "evidence", "evidence" }, { "account", "username" },
		{ "account", "role" },	   { "account", "juror" },     { "nominee", "nominee" },
		{ "nominee", "name" },	   { "nominee", "added" },     { "juror", "added" },
		{ "juror", "of" },	   { "evidence", "added" },    { "juror", "name" },
		{ "juror", "juror" },
	};

	for (size_t i = 0; l->told && i < COUNT(SAID); i++)
		if (text_equal(SAID[i].table, l->told) && text_equal(SAID[i].key, key))
			return true;
	return false;
}

static void line(const struct lines *l, const char *text)
{
	val_put_text(val_push_map(l->list), "text", text);
}

static void fact(const struct lines *l, const char *label, const char *text)
{
	line(l, arena_printf(l->w->req->arena, "%s: %s", named(l->w, "log.fact.", label), text));
}

/* ---- Facts of an act by their key ---- */

enum how {
	PLAIN,
	SKIP, /* said by another fact */
	NOMINEE,
	JUROR,
	LIST,
	EVIDENCE,
	PHASE,
	HASH,
	KIND,
	TIE,
	ROLE,
	DEVICE,
	INSIDE, /* a map: its facts */
	NAMED,	/* a map: its name */
	EACH,	/* a list of maps */
	NOMINEES,
	SERIALS,
	BALLOTS,
	STATE,
	DATE,
	ATTENDANCE,
	CAME,
	ORDERING,
};

static const struct {
	const char *key;
	enum how how;
} FACTS[] = {
	{ "nominee", NOMINEE },	 { "juror", JUROR },	   { "remove", JUROR },
	{ "list", LIST },	 { "category", LIST },	   { "evidence", EVIDENCE },
	{ "from", PHASE },	 { "sha256", HASH },	   { "bundle_sha256", HASH },
	{ "kind", KIND },	 { "role", ROLE },	   { "device", DEVICE },
	{ "of", INSIDE },	 { "add", NAMED },	   { "lists", EACH },
	{ "before", NOMINEES },	 { "after", NOMINEES },	   { "order", NOMINEES },
	{ "group", NOMINEES },	 { "issued", SERIALS },	   { "revoked", SERIALS },
	{ "ballots", BALLOTS },	 { "status", STATE },	   { "old", SKIP },
	{ "old_status", SKIP },	 { "new", SKIP },	   { "new_status", SKIP },
	{ "old_source", SKIP },	 { "old_cutoff", SKIP },   { "rows", SKIP },
	{ "with", NOMINEE },	 { "day", DATE },	   { "attendance", ATTENDANCE },
	{ "attended", CAME },	 { "ordering", ORDERING }, { "changed", SKIP },
	{ "conflicts", EACH },	 { "tie", TIE },	   { "reason", SKIP },
	{ "categories", PLAIN },
};

static enum how how_of(const char *key)
{
	for (size_t i = 0; i < COUNT(FACTS); i++)
		if (text_equal(FACTS[i].key, key))
			return FACTS[i].how;
	return PLAIN;
}

/* "1. Desa Melati, 2. Desa Kenanga = Desa Cempaka": equal places are lists in the list. */
static const char *nominees_text(const struct log_words *w, const struct val *list)
{
	struct buf text;

	buf_init(&text, w->req->arena);
	for (size_t i = 0; i < val_count(list); i++) {
		const struct val *item = val_at(list, i);

		if (i)
			buf_puts(&text, ", ");
		if (val_type(item) != VAL_LIST) {
			buf_puts(&text, nominee_name(w, val_chars(item)));
			continue;
		}
		for (size_t k = 0; k < val_count(item); k++)
			buf_printf(&text, "%s%s", k ? " = " : "",
				   nominee_name(w, val_chars(val_at(item, k))));
	}
	return text.len ? text.data : "–";
}

static void facts_of(const struct lines *l, const struct val *about);

static void fact_put(const struct lines *l, const char *key, const struct val *val)
{
	const struct log_words *w = l->w;
	const char *text = val_chars(val);

	if (val_type(val) == VAL_NULL || (text && !*text) || said_by_row(l, key))
		return;
	switch (how_of(key)) {
	case SKIP: return;
	case INSIDE: facts_of(l, val); return;
	case NAMED:
		if (val_get_text(val, "name"))
			fact(l, key, val_get_text(val, "name"));
		return;
	case EACH:
		for (size_t i = 0; i < val_count(val); i++)
			facts_of(l, val_at(val, i));
		return;
	case NOMINEES: fact(l, key, nominees_text(w, val)); return;
	case SERIALS:
		if (val_count(val))
			fact(l, key,
			     show_count(w->req->arena, (int64_t)val_count(val), w->req->lang));
		return;
	case BALLOTS:
		line(l, words_fill(service_templates(service_of(w->req)), w->req->lang,
				   "log.ballots", val, w->req->arena));
		return;
	case NOMINEE: text = text ? nominee_name(w, text) : NULL; break;
	case JUROR: text = text ? juror_name(w, text) : NULL; break;
	case LIST: text = text ? list_name(w, text) : NULL; break;
	case EVIDENCE: text = text ? evidence_label(w->req->arena, text) : NULL; break;
	case PHASE: text = text ? named(w, "phase.", text) : NULL; break;
	case HASH: text = text ? hash_short(w, text) : NULL; break;
	case KIND: text = text ? named(w, "proposals.kind.", text) : NULL; break;
	case TIE: text = text ? named(w, "conflicts.kind.", text) : NULL; break;
	case ROLE: text = text ? named(w, "role.", text) : NULL; break;
	case DEVICE: text = text ? named(w, "log.device.", text) : NULL; break;
	case STATE: text = text ? named(w, "log.state.", text) : NULL; break;
	case DATE: text = text ? evidence_date(w->req, text) : NULL; break;
	case ATTENDANCE: text = text ? named(w, "schedule.attendance.", text) : NULL; break;
	case CAME: text = text ? named(w, "schedule.came_as.", text) : NULL; break;
	case ORDERING: text = text ? named(w, "schedule.order.", text) : NULL; break;
	case PLAIN: break;
	}
	if (text)
		fact(l, key, text);
}

static void facts_of(const struct lines *l, const struct val *about)
{
	if (val_type(about) != VAL_MAP)
		return;
	for (size_t i = 0; i < val_count(about); i++)
		fact_put(l, val_key_at(about, i), val_at(about, i));
}

/* ---- Rows that the act changed ---- */

enum shown { TEXT, FLAG, STATUS, ROLE_NAME, DAY, CATEGORY, SECRET, CLOCK, NUMBER };

static const struct {
	const char *table, *column;
	enum shown how;
} COLUMNS[] = {
	{ "setting", "value", DAY },	     { "nominee", "name", TEXT },
	{ "nominee", "category", CATEGORY }, { "nominee", "region", TEXT },
	{ "nominee", "profile", SECRET },    { "juror", "name", TEXT },
	{ "juror", "element", TEXT },	     { "juror", "institution", TEXT },
	{ "juror", "chair", FLAG },	     { "juror", "categories", TEXT },
	{ "juror", "removed", FLAG },	     { "juror", "pseudonym", SECRET },
	{ "account", "role", ROLE_NAME },    { "account", "active", FLAG },
	{ "account", "password", SECRET },   { "evidence", "value", NUMBER },
	{ "evidence", "status", STATUS },    { "evidence", "source", TEXT },
	{ "evidence", "cutoff", DAY },	     { "interview", "day", DAY },
	{ "interview", "starts", CLOCK },    { "interview", "minutes", TEXT },
};

static const char *cell(const struct log_words *w, enum shown how, const struct val *val)
{
	const char *text = val_chars(val);
	uint64_t number;

	if (!text || !*text)
		return "–";
	switch (how) {
	case TEXT: return text;
	case FLAG: return yes_or_no(w, text);
	case STATUS: return named(w, "log.state.", text);
	case ROLE_NAME: return named(w, "role.", text);
	case DAY: return evidence_date(w->req, text);
	case CATEGORY: return list_name(w, text);
	case SECRET: return "";
	case NUMBER:
		return evidence_number(text, &number)
			       ? show_plain(w->req->arena, text, w->req->lang)
			       : text;
	case CLOCK: return clock_show(w->req->arena, strtoll(text, NULL, 10), w->req->lang);
	}
	return text;
}

/* What a row is called: "Bukti Pekerja, Desa Melati". */
static const char *subject(const struct log_words *w, const char *table, const char *key)
{
	struct arena *arena = w->req->arena;
	const char *rest = text_after(key, '/');

	if (text_equal(table, "evidence") && rest)
		return arena_printf(
			arena, "%s, %s", evidence_label(arena, rest),
			nominee_name(w, arena_copy(arena, key, (size_t)(rest - key) - 1)));
	if (text_equal(table, "nominee") || text_equal(table, "interview"))
		return nominee_name(w, key);
	if (text_equal(table, "juror"))
		return juror_name(w, key);
	if (text_equal(table, "setting")) {
		char *name = arena_text(arena, key);

		for (char *c = name; *c; c++)
			if (*c == '.')
				*c = '_';
		return named(w, "log.setting.", name);
	}
	return key;
}

static void cells_put(const struct log_words *w, const char *table, const struct val *row,
		      struct buf *text)
{
	const struct val *old = val_get(row, "old"), *new = val_get(row, "new");
	const struct val *of = new ? new : old;

	for (size_t i = 0; i < COUNT(COLUMNS); i++) {
		const char *name = COLUMNS[i].column;
		const struct val *was = old ? val_get(old, name) : NULL;
		const struct val *is = new ? val_get(new, name) : NULL;

		if (!text_equal(COLUMNS[i].table, table) || !val_get(of, name))
			continue;
		if (!old && text_equal(cell(w, COLUMNS[i].how, is), "–"))
			continue;
		buf_printf(text, "%s%s", text->len ? "; " : "", named(w, "log.column.", name));
		if (COLUMNS[i].how == SECRET)
			continue;
		buf_puts(text, " ");
		if (old)
			buf_printf(text, "%s → ", cell(w, COLUMNS[i].how, was));
		buf_puts(text, cell(w, COLUMNS[i].how, is));
	}
}

static void row_put(const struct lines *l, const struct val *row)
{
	const struct log_words *w = l->w;
	const char *table = val_get_text(row, "table"), *key = val_get_text(row, "key");
	struct arena *arena = w->req->arena;
	struct buf text;
	bool known = false;

	for (size_t i = 0; table && key && i < COUNT(COLUMNS); i++)
		known |= text_equal(COLUMNS[i].table, table);
	if (!known) /* what it means is said by the act itself */
		return;
	buf_init(&text, arena);
	if (val_get(row, "new"))
		cells_put(w, table, row, &text);
	else
		buf_puts(&text, word(w->req, "log.gone"));
	if (text.len)
		line(l, arena_printf(arena, "%s %s: %s", named(w, "log.table.", table),
				     subject(w, table, key), text.data));
}

/* ---- The whole ---- */

/* Before the log told every row, an act said the old and the new value itself. */
static void change_put(const struct lines *l, const struct val *about)
{
	const char *old = val_get_text(about, "old"), *new = val_get_text(about, "new");
	const char *status = val_get_text(about, "new_status");

	if (!new)
		return;
	line(l, arena_printf(l->w->req->arena, "%s → %s%s%s%s", old && *old ? old : "–", new,
			     status ? " (" : "", status ? named(l->w, "log.state.", status) : "",
			     status ? ")" : ""));
}

void log_facts(const struct log_words *words, const struct act *act, struct val *list)
{
	struct arena *arena = words->req->arena;
	struct lines facts = { .w = words, .list = list };
	struct lines rows = { .w = words, .list = val_list(arena) };
	const struct val *changed;
	const char *reason;
	struct val *about;
	struct err ignored;

	if (!json_parse(arena, act->about, strlen(act->about), &about, &ignored))
		return;
	changed = val_get(about, "rows");
	for (size_t i = 0; i < val_count(changed); i++)
		row_put(&rows, val_at(changed, i));
	if (val_count(rows.list))
		facts.told = val_get_text(val_at(changed, val_count(changed) - 1), "table");
	facts_of(&facts, about);
	if (!changed)
		change_put(&facts, about);
	for (size_t i = 0; i < val_count(rows.list); i++)
		line(&facts, val_get_text(val_at(rows.list, i), "text"));
	reason = val_get_text(about, "reason");
	if (reason && *reason)
		fact(&facts, "reason", reason);
}

bool log_names(const struct act *act, const char *what, const char *key, struct arena *arena)
{
	return strstr(act->about, arena_printf(arena, "\"%s\":\"%s\"", what, key)) ||
	       strstr(act->about,
		      arena_printf(arena, "\"table\":\"%s\",\"key\":\"%s\"", what, key)) ||
	       (text_equal(what, "nominee") &&
		strstr(act->about,
		       arena_printf(arena, "\"table\":\"evidence\",\"key\":\"%s/", key))) ||
	       (text_equal(what, "juror") &&
		strstr(act->about, arena_printf(arena, "\"remove\":\"%s\"", key)));
}
