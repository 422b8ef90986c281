/* The log of acts, for the keeper: newest first, in words, with the state of the chain. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "pleno.h"

#define PAGE_SIZE 50

/* Deeds that the log can be narrowed to; the others are shown under their own name. */
static const char *const DEEDS[] = {
	"phase_verification",
	"phase_scoring",
	"phase_deliberation",
	"phase_approved",
	"phase_published",
	"certificates",
	"phase_setup",
	"proposed",
	"proposal_confirmed",
	"proposal_refused",
	"proposal_withdrawn",
	"sheet_submitted",
	"sheet_reopened",
	"sheet_unlocked",
	"reopening_withdrawn",
	"recused",
	"late_recusal",
	"recusal_lifted",
	"absent",
	"present",
	"sheet_quarantined",
	"quarantine_admitted",
	"evidence_entered",
	"evidence_changed",
	"evidence_verified",
	"evidence_rejected",
	"evidence_reopened",
	"evidence_imported",
	"nominees_imported",
	"nominee_removed",
	"jurors_imported",
	"juror_removed",
	"scheme_imported",
	"settings_changed",
	"panel_changed",
	"deputy",
	"vote",
	"vote_withdrawn",
	"signed_in",
	"sign_in_failed",
	"password_changed",
	"card_made",
	"card_used",
	"card_refused",
	"notices_read",
	"account_added",
	"account_reset",
	"account_disabled",
	"ledger_adopted",
};

static const char *deed_words(struct req *req, const char *deed)
{
	for (size_t i = 0; i < COUNT(DEEDS); i++)
		if (text_equal(DEEDS[i], deed))
			return word(req, arena_printf(req->arena, "log.deed.%s", deed));
	return deed;
}

/* ---- What was done: the JSON of an act as "key: value · key: value" ---- */

#define LIST_MAX 20 /* items shown; an import may name hundreds */

static void rows_put(struct buf *text, const struct val *rows);

static void flat_put(struct buf *text, const char *key, const struct val *val)
{
	if (text_equal(key, "rows")) {
		rows_put(text, val);
		return;
	}
	switch (val_type(val)) {
	case VAL_NULL: return;
	case VAL_MAP:
		for (size_t i = 0; i < val_count(val); i++)
			flat_put(text, val_key_at(val, i), val_at(val, i));
		return;
	case VAL_LIST:
		for (size_t i = 0; i < val_count(val) && i < LIST_MAX; i++)
			flat_put(text, key, val_at(val, i));
		if (val_count(val) > LIST_MAX)
			buf_printf(text, " · … (+%zu)", val_count(val) - LIST_MAX);
		return;
	case VAL_BOOL: buf_printf(text, "%s%s", text->len ? " · " : "", key); return;
	case VAL_NUMBER:
	case VAL_TEXT:
		buf_printf(text, "%s%s: %s", text->len ? " · " : "", key, val_chars(val));
		return;
	}
}

/* Of the other tables the facts of the act say the same in fewer words. */
static bool row_told(const char *table)
{
	static const char *const SHOWN[] = { "setting", "nominee", "juror", "account",
					     "certificate" };

	for (size_t i = 0; i < COUNT(SHOWN); i++)
		if (text_equal(SHOWN[i], table))
			return true;
	return false;
}

static bool is_sealed(const char *table, const char *column)
{
	const struct vouched_table *of;

	for (size_t t = 0; (of = vouched_at(t)); t++)
		for (size_t c = 0; text_equal(of->name, table) && c < VOUCHED_COLUMNS_MAX; c++)
			if (text_equal(of->columns[c], column))
				return of->sealed >> c & 1;
	return true;
}

static const char *or_dash(const char *text)
{
	return text && *text ? text : "–";
}

/* "+ nominee belu", "− juror j3", "juror j2, name: A → B". */
static void row_put(struct buf *text, const struct val *row)
{
	const char *table = val_get_text(row, "table"), *key = val_get_text(row, "key");
	const struct val *old = val_get(row, "old"), *new = val_get(row, "new");

	buf_printf(text, "%s%s%s %s", text->len ? " · " : "",
		   !old	  ? "+ "
		   : !new ? "− "
			  : "",
		   table, key);
	for (size_t c = 0; old && new &&c < val_count(new); c++) {
		const char *column = val_key_at(new, c);

		if (is_sealed(table, column))
			buf_printf(text, ", %s", column);
		else
			buf_printf(text, ", %s: %s → %s", column,
				   or_dash(val_get_text(old, column)),
				   or_dash(val_get_text(new, column)));
	}
	if (!old && text_equal(table, "setting"))
		buf_printf(text, ": %s", or_dash(val_get_text(new, "value")));
}

static void rows_put(struct buf *text, const struct val *rows)
{
	size_t shown = 0;

	for (size_t i = 0; i < val_count(rows); i++)
		if (row_told(val_get_text(val_at(rows, i), "table")) && shown++ < LIST_MAX)
			row_put(text, val_at(rows, i));
	if (shown > LIST_MAX)
		buf_printf(text, " · … (+%zu)", shown - LIST_MAX);
}

static const char *about_words(struct req *req, const struct act *act)
{
	struct val *about;
	struct err ignored;
	struct buf text;

	buf_init(&text, req->arena);
	if (json_parse(req->arena, act->about, strlen(act->about), &about, &ignored))
		flat_put(&text, "", about);
	return text.data;
}

static void act_put(struct req *req, const struct act *act, int zone_hours, struct val *rows)
{
	struct val *row = val_push_map(rows);
	enum role role;

	val_put_int(row, "seq", act->seq);
	val_put_text(row, "at", show_time(req->arena, act->at, zone_hours, req->lang));
	val_put_text(row, "actor", act->actor);
	val_put_text(row, "role",
		     role_parse(act->role, &role)
			     ? word(req, arena_printf(req->arena, "role.%s", act->role))
			     : act->role);
	val_put_text(row, "deed", deed_words(req, act->deed));
	val_put_text(row, "about", about_words(req, act));
}

/* ---- The chain ---- */

static bool chain_put(struct req *req, struct val *page, struct err *err)
{
	struct complaints complaints;
	struct buf summary;
	struct val *chain = val_put_map(page, "chain");
	struct val *list;

	complaints_init(&complaints, req->arena);
	buf_init(&summary, req->arena);
	if (!database_check(db_of(req), &complaints, &summary, err))
		return false;
	val_put_text(chain, "tone", complaints.total ? "bad" : "good");
	val_put_text(chain, "heading", NULL);
	val_put_text(chain, "text",
		     word(req, complaints.total ? "log.chain_broken" : "log.chain_whole"));
	val_put_text(page, "heads", summary.data);
	list = val_put_list(page, "faults");
	for (size_t i = 0; i < complaints.count; i++)
		val_put_text(val_push_map(list), "text",
			     words_in(&complaints.items[i].text, req->lang));
	val_put_bool(page, "has_faults", complaints.count > 0);
	return true;
}

/* ---- The page ---- */

static const char *known_deed(const char *asked)
{
	for (size_t i = 0; asked && i < COUNT(DEEDS); i++)
		if (text_equal(DEEDS[i], asked))
			return DEEDS[i];
	return NULL;
}

static void filter_put(struct req *req, struct val *page, const char *deed)
{
	struct val *field = part_field(req->arena, val_put_map(page, "field"), "deed",
				       word(req, "log.only"), deed ? deed : "");

	part_option(req->arena, field, "", word(req, "log.all"));
	for (size_t i = 0; i < COUNT(DEEDS); i++)
		part_option(req->arena, field, DEEDS[i], deed_words(req, DEEDS[i]));
}

bool page_log(struct req *req, struct err *err)
{
	const char *asked = req_query(req, "before"), *deed = known_deed(req_query(req, "deed"));
	const struct scheme *scheme;
	struct settings settings;
	struct edition edition;
	struct val *page, *rows;
	struct act *acts;
	size_t count;

	if (!pleno_open(req, "log", "log.title", &edition, &scheme, &page, err) ||
	    !settings_load(db_of(req), edition.id, req->arena, &settings, err) ||
	    !act_list(db_of(req), edition.id, deed, asked ? strtoll(asked, NULL, 10) : 0,
		      PAGE_SIZE + 1, req->arena, &acts, &count, err) ||
	    !chain_put(req, page, err))
		return false;
	val_put_text(page, "lead", word(req, "log.lead"));
	filter_put(req, page, deed);
	rows = val_put_list(page, "rows");
	for (size_t i = 0; i < count && i < PAGE_SIZE; i++)
		act_put(req, &acts[i], settings.zone_hours, rows);
	val_put_bool(page, "has_rows", count > 0);
	val_put_text(page, "older",
		     count > PAGE_SIZE ? arena_printf(req->arena, "deed=%s&before=%" PRId64,
						      deed ? deed : "", acts[PAGE_SIZE - 1].seq)
				       : NULL);
	return page_show(req, 200, "pleno/log", page, err);
}
