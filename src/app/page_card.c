/* The holder's side of an access card: the code, then whose card it is, then a password. */
#include <string.h>

#include "app/budget.h"
#include "app/code.h"
#include "app/deed_account.h"
#include "app/deed_card.h"
#include "app/sign_in.h"

#define CODE_MAX 60 /* characters typed */

struct using
{
	const char *code; /* NULL: what was typed is none */
	struct card_look look;
	unsigned wait; /* seconds, when too many codes did not open */
	char hash[PASSWORD_HASH_SIZE];
};

/* ---- Looking, on a worker ---- */

/* What is over is noted; what is unknown belongs to nobody's log. */
static void refused_note(struct req *req, const struct card_look *look)
{
	static const char *const WHY[] = {
		[CARD_USED] = "{\"why\":\"used\"}",
		[CARD_LATE] = "{\"why\":\"late\"}",
		[CARD_ENDED] = "{\"why\":\"ended\"}",
	};

	if (look->state != CARD_UNKNOWN)
		account_note(service_of(req), &look->account, "card_refused", WHY[look->state]);
}

/* A code that opens is never kept waiting: the budget is asked by those that do not. */
static bool look(struct req *req, struct using *ret, struct err *err)
{
	struct budgets *budgets = service_budgets(service_of(req));
	uint64_t key;

	*ret = (struct using){ .code = code_parse(req->arena, req_field(req, "code")) };
	if (req->fields_ok && !ret->code)
		req_complain(req, "code", "Diharapkan 28 huruf dan angka, seperti pada kartu.",
			     "Expected 28 letters and digits, as on the card.");
	if (!ret->code)
		return true;
	if (!card_look(db_of(req), ret->code, time_now(), req->arena, &ret->look, err))
		return false;
	if (ret->look.state == CARD_OPEN)
		return true;
	key = budget_of_code(ret->look.card.id);
	ret->wait = budget_take(budgets, key, time_mono_ms());
	if (ret->wait)
		return true;
	budget_settle(budgets, key, false, time_mono_ms());
	refused_note(req, &ret->look);
	return true;
}

/* ---- Asking for the code ---- */

static void message_put(struct val *page, const char *heading, const char *text)
{
	struct val *message = val_put_map(page, "message");

	val_put_text(message, "tone", "bad");
	val_put_text(message, "heading", heading);
	val_put_text(message, "text", text);
}

static bool ask_show(struct req *req, unsigned status, const char *heading, const char *text,
		     struct err *err)
{
	struct val *page = page_new(req, word(req, "card.title")), *field;
	const char *typed = req_field(req, "code"), *carried = code_carried(req);

	val_put_text(page, "lead", word(req, "card.lead"));
	val_put_text(page, "message", NULL);
	if (text)
		message_put(page, heading, text);
	field = part_field(req->arena, val_put_map(page, "field"), "code", word(req, "card.code"),
			   *typed ? typed : carried);
	val_put_text(field, "hint", word(req, "card.code_hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	val_put_bool(field, "plain", true);
	val_put_int(field, "max", CODE_MAX);
	if (req->field_count && req->fields[0].complaint[LANG_ID])
		part_error(page, field, req->fields[0].complaint[req->lang]);
	return page_show(req, status, "card_ask", page, err);
}

bool page_card(struct req *req, struct err *err)
{
	return code_take(req, "/card") || ask_show(req, 200, NULL, NULL, err);
}

/* Why the card does not open. Who holds the code may know: a card that somebody else has used is
 * what he must tell. */
static bool refuse_show(struct req *req, const struct using *using, struct err *err)
{
	static const struct {
		unsigned status;
		const char *heading, *text;
	} SAID[] = {
		[CARD_UNKNOWN] = { 404, "card.unknown", "card.unknown_means" },
		[CARD_USED] = { 410, "card.used", "card.used_means" },
		[CARD_LATE] = { 410, "card.late", "card.late_means" },
		[CARD_ENDED] = { 410, "card.ended", "card.ended_means" },
	};
	enum card_state state = using->look.state;

	if (using->wait) {
		req->res.retry_after = using->wait;
		return ask_show(req, 429, NULL, wait_words(req, using->wait), err);
	}
	if (state != CARD_UNKNOWN)
		code_drop(req);
	return ask_show(req, SAID[state].status, word(req, SAID[state].heading),
			word(req, SAID[state].text), err);
}

/* ---- Whose card it is ---- */

static void fields_put(struct req *req, struct val *page)
{
	static const struct {
		const char *name, *label, *hint;
	} FIELDS[] = {
		{ "new", "card.password", "account.new_hint" },
		{ "again", "card.again", NULL },
	};
	struct val *fields = val_put_map(page, "field");

	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		struct val *field = part_field(req->arena, fields, FIELDS[i].name,
					       word(req, FIELDS[i].label), NULL);

		val_put_bool(field, "required", true);
		val_put_text(field, "autocomplete", "new-password");
		if (FIELDS[i].hint)
			val_put_text(field, "hint", word(req, FIELDS[i].hint));
	}
	for (size_t i = 0; i < req->field_count; i++) {
		struct val *field = val_find(fields, req->fields[i].name);

		if (field && req->fields[i].complaint[LANG_ID])
			part_error(page, field, req->fields[i].complaint[req->lang]);
	}
}

static bool card_show(struct req *req, unsigned status, const struct using *using, struct err *err)
{
	const struct card_look *look = &using->look;
	const struct account *account = &look->account;
	const struct scheme *scheme;
	struct settings settings;
	struct val *page;

	if (!service_scheme(service_of(req), db_of(req), look->edition.rule_id, &scheme, err) ||
	    !settings_load(db_of(req), look->edition.id, req->arena, &settings, err))
		return false;
	page = page_of_edition(req, &look->edition, scheme, NULL, word(req, "card.yours"));
	val_put_text(page, "lead", word(req, "card.yours_lead"));
	part_fact(page, word(req, "account.name"), account->name);
	part_fact(page, word(req, "account.role"),
		  word(req, arena_printf(req->arena, "role.%s", role_text(account->role))));
	part_fact(page, word(req, "account.username"), account->username);
	part_fact(page, word(req, "card.until"),
		  show_time(req->arena, look->card.expires_at, settings.zone_hours, req->lang));
	val_put_text(page, "code", using->code);
	fields_put(req, page);
	return page_show(req, status, "card", page, err);
}

bool do_card(struct req *req, struct err *err)
{
	struct using using;

	if (!look(req, &using, err))
		return false;
	if (!using.code)
		return ask_show(req, 422, NULL, NULL, err);
	return using.look.state == CARD_OPEN ? card_show(req, 200, &using, err)
					     : refuse_show(req, &using, err);
}

/* ---- Using it ---- */

bool do_card_password_prepare(struct req *req, struct err *err)
{
	struct using *using = NEW(req->arena, struct using, 1);
	const char *new = NULL;

	req->work = using;
	if (!look(req, using, err))
		return false;
	if (!using->code || using->look.state != CARD_OPEN || !req->fields_ok)
		return true;
	password_new_check(req, &new);
	return !req->fields_ok || service_password_hash(service_of(req), new, using->hash, err);
}

/* Of two at once the second finds the card used: nothing comes between look and use here. */
bool do_card_password(struct req *req, struct err *err)
{
	struct using *using = req->work;
	int64_t now = time_now();
	struct account account;

	if (!using->code)
		return ask_show(req, 422, NULL, NULL, err);
	if (using->look.state == CARD_OPEN &&
	    !card_look(db_of(req), using->code, now, req->arena, &using->look, err))
		return false;
	if (using->look.state != CARD_OPEN)
		return refuse_show(req, using, err);
	if (!req->fields_ok)
		return card_show(req, 422, using, err);
	if (!card_use(req, &using->look, using->hash, now, err) ||
	    !account_get(db_of(req), using->look.account.id, req->arena, &account, err) ||
	    !sign_in_enter(req, &account, err))
		return false;
	code_drop(req);
	return res_redirect(req, "/%s", home_path(req, &account));
}
