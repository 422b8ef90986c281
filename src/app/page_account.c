/* One's own account: password and sessions. */
#include <inttypes.h>
#include <string.h>

#include "app/deed_account.h"
#include "app/ledger.h"
#include "app/notices.h"
#include "app/sign_in.h"

static void fact(struct req *req, struct val *page, const char *key, const char *text)
{
	part_fact(page, word(req, key), text);
}

/* When a session was begun and last used; nothing else is kept of it. */
static void session_put(struct req *req, struct val *list, const struct session *session, int zone)
{
	struct val *row = val_push_map(list);

	val_put_int(row, "id", session->id);
	val_put_bool(row, "own", session->id == who_of(req)->session);
	val_put_text(row, "created", show_time(req->arena, session->created_at, zone, req->lang));
	val_put_text(row, "seen", show_time(req->arena, session->seen_at, zone, req->lang));
}

static struct val *password_fields(struct req *req, struct val *page)
{
	static const struct {
		const char *name, *label, *autocomplete;
	} FIELDS[] = {
		{ "old", "account.old", "current-password" },
		{ "new", "account.new", "new-password" },
		{ "again", "account.again", "new-password" },
	};
	struct val *fields = val_put_map(page, "field");

	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		struct val *field = part_field(req->arena, fields, FIELDS[i].name,
					       word(req, FIELDS[i].label), NULL);

		val_put_bool(field, "required", true);
		val_put_text(field, "autocomplete", FIELDS[i].autocomplete);
	}
	val_put_text(val_find(fields, "new"), "hint", word(req, "account.new_hint"));
	return fields;
}

static bool show(struct req *req, unsigned status, struct err *err)
{
	const struct account *account = &who_of(req)->account;
	struct val *page = page_new(req, word(req, "account.title")), *fields, *list;
	const struct scheme *scheme;
	struct session *sessions;
	struct edition edition;
	struct settings settings;
	size_t count;

	if (!edition_get(db_of(req), account->edition_key, req->arena, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !settings_load(db_of(req), account->edition, req->arena, &settings, err) ||
	    !session_list(db_of(req), account->id, req->arena, &sessions, &count, err))
		return false;
	fact(req, page, "account.name", account->name);
	fact(req, page, "account.username", account->username);
	fact(req, page, "account.role", val_get_text(val_get(page, "person"), "role"));
	fact(req, page, "account.edition", words_in(&scheme->title, req->lang));
	val_put_text(page, "home_path", home_path(req, account));
	val_put_bool(page, "several", count > 1);
	list = val_put_list(page, "sessions");
	for (size_t i = 0; i < count; i++)
		session_put(req, list, &sessions[i], settings.zone_hours);
	if (!notices_put(req, false, settings.zone_hours, page, err))
		return false;
	fields = password_fields(req, page);
	for (size_t i = 0; i < req->field_count; i++) {
		struct val *field = val_find(fields, req->fields[i].name);

		if (field && req->fields[i].complaint[LANG_ID])
			part_error(page, field, req->fields[i].complaint[req->lang]);
	}
	if (status == 200 && req_query(req, "done"))
		part_flash(page, "good", word(req, "account.done"));
	return page_show(req, status, "account", page, err);
}

bool page_account(struct req *req, struct err *err)
{
	return show(req, 200, err);
}

/* ---- Password ---- */

struct change {
	char hash[PASSWORD_HASH_SIZE];
};

bool do_password_prepare(struct req *req, struct err *err)
{
	struct change *change = NEW(req->arena, struct change, 1);
	const char *new = NULL;
	unsigned wait;

	req->work = change;
	if (req->fields_ok)
		password_new_check(req, &new);
	if (!req->fields_ok)
		return true;
	switch (password_ask(req, req_field(req, "old"), &wait)) {
	case SIGN_IN_RIGHT: return service_password_hash(service_of(req), new, change->hash, err);
	case SIGN_IN_WRONG: req_complain(req, "old", "Kata sandi salah.", "Wrong password."); break;
	case SIGN_IN_LATER:
		req_complain(req, "old", "Terlalu banyak percobaan; coba lagi dalam %u detik.",
			     "Too many attempts; try again in %u seconds.", wait);
		break;
	}
	return true;
}

/* Ends the other sessions: whoever knew the old password is out. */
bool do_password(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	const struct change *change = req->work;
	struct account account = who->account;
	struct val *about = val_map(req->arena);
	struct ledger_look look;
	int64_t now = time_now();
	struct buf text;

	if (!req->fields_ok)
		return show(req, 422, err);
	if (!ledger_look(db_of(req), account.edition, VOUCHED_ACCOUNT, account.username, req->arena,
			 &look, err) ||
	    !account_put_password(db_of(req), account.id, change->hash, err) ||
	    !session_remove_others(db_of(req), account.id, who->session, err) ||
	    !session_put_password(db_of(req), who->session, now, err) ||
	    !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, req->arena);
	json_write(&text, about);
	if (!act_add(db_of(req), account.edition, &who->actor, "password_changed", text.data, now,
		     err))
		return false;
	account.password_hash = change->hash;
	device_cookie(req, &account);
	return res_redirect(req, "/account?done=1");
}

/* ---- Sessions ---- */

/* Somebody who found the device unlocked cannot shut its owner out elsewhere. */
static const struct words ENDING = { { "Mengakhiri sesi lain", "Ending other sessions" } };

bool do_session_end(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	struct session *sessions;
	size_t count;

	if (!fresh_check(req, &ENDING, err) ||
	    !session_list(db_of(req), who->account.id, req->arena, &sessions, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (sessions[i].id == req_number(req, 0) && sessions[i].id != who->session &&
		    !session_remove(db_of(req), sessions[i].id, err))
			return false;
	return res_redirect(req, "/account?done=1");
}

bool do_sessions_end(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);

	return fresh_check(req, &ENDING, err) &&
	       session_remove_others(db_of(req), who->account.id, who->session, err) &&
	       res_redirect(req, "/account?done=1");
}
