/* Accounts of an edition: made, given a new password, shut. A password is shown once. */
#include <inttypes.h>
#include <string.h>

#include "deed_account.h"
#include "secretariat.h"

struct made {
	char password[32], hash[PASSWORD_HASH_SIZE];
};

static const struct words ACCOUNTS_ACT = { { "Mengubah akun", "Changing accounts" } };

/* ---- The page ---- */

static void account_put(const struct desk *d, struct val *rows, const struct account *account)
{
	struct val *row = val_push_map(rows);
	bool own = account->id == who_of(d->req)->account.id;

	val_put_int(row, "id", account->id);
	val_put_text(row, "username", account->username);
	val_put_text(row, "name", account->name);
	val_put_text(row, "role", word_of(d->req, "role.", role_text(account->role)));
	val_put_bool(row, "active", account->active);
	(void)part_state(row, "state", account->active ? "valid" : "revoked",
			 word(d->req, account->active ? "accounts.active" : "accounts.shut"));
	val_put_bool(row, "changes", !own && !account_key_closed(&d->edition, account->role));
}

static bool has_account(const struct account *list, size_t count, int64_t juror)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].active && list[i].juror == juror)
			return true;
	return false;
}

static const char *typed(const struct req *req, const char *name)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (text_equal(req->fields[i].name, name))
			return req->fields[i].text;
	return "";
}

static bool fields_put(struct desk *d, const struct account *accounts, size_t count,
		       struct err *err)
{
	static const enum role ROLES[] = { ROLE_JUROR, ROLE_CHAIR, ROLE_KEEPER, ROLE_SECRETARIAT };
	struct arena *arena = d->req->arena;
	struct val *fields = val_put_map(d->page, "field"), *field;
	struct juror *jurors;
	size_t juror_count;

	if (!juror_list(db_of(d->req), d->edition.id, arena, &jurors, &juror_count, err))
		return false;
	field = part_field(arena, fields, "username", word(d->req, "accounts.username"),
			   typed(d->req, "username"));
	val_put_bool(field, "required", true);
	val_put_bool(field, "plain", true);
	val_put_int(field, "max", USERNAME_MAX);
	field = part_field(arena, fields, "role", word(d->req, "accounts.role"),
			   typed(d->req, "role"));
	val_put_bool(field, "required", true);
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (!account_key_closed(&d->edition, ROLES[i]))
			part_option(arena, field, role_text(ROLES[i]),
				    word_of(d->req, "role.", role_text(ROLES[i])));
	field = part_field(arena, fields, "juror", word(d->req, "word.juror"),
			   typed(d->req, "juror"));
	val_put_text(field, "hint", word(d->req, "accounts.juror_hint"));
	part_option(arena, field, "", "–");
	for (size_t j = 0; j < juror_count; j++)
		if (!jurors[j].removed && !has_account(accounts, count, jurors[j].id))
			part_option(arena, field, jurors[j].key, jurors[j].name);
	field_errors(d->req, d->page, fields);
	return true;
}

static bool accounts_show(struct req *req, unsigned status, const struct err *why,
			  const char *username, const char *password, struct err *err)
{
	struct account *accounts;
	struct val *rows;
	struct desk d;
	size_t count;

	if (!desk_open(req, "accounts", "accounts.title", &d, err) ||
	    !account_list(db_of(req), d.edition.id, req->arena, &accounts, &count, err) ||
	    !fields_put(&d, accounts, count, err))
		return false;
	val_put_text(d.page, "lead", word(req, "accounts.lead"));
	rows = val_put_list(d.page, "rows");
	for (size_t i = 0; i < count; i++)
		account_put(&d, rows, &accounts[i]);
	val_put_bool(d.page, "keys_closed", account_key_closed(&d.edition, ROLE_KEEPER));
	val_put_text(d.page, "password", password);
	val_put_text(d.page, "username", username);
	if (why)
		part_flash(d.page, "bad", why->msg[req->lang]);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "sec.saved"));
	return page_show(req, status, "secretariat/accounts", d.page, err);
}

bool page_accounts(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return accounts_show(req, 200, NULL, NULL, NULL, err);
}

/* ---- Making and changing ---- */

bool do_account_prepare(struct req *req, struct err *err)
{
	struct made *made = NEW(req->arena, struct made, 1);

	req->work = made;
	password_make(made->password);
	return fresh_prepare(req, err) &&
	       (!req->fields_ok ||
		service_password_hash(service_of(req), made->password, made->hash, err));
}

/* The deed inside a transaction of its own: a refusal leaves nothing behind. */
static bool attempt(struct req *req, const struct account_order *order,
		    bool (*deed)(struct db *, const struct actor *, const struct account_order *,
				 int64_t, struct arena *, struct err *),
		    struct err *ret_why, bool *ret_done, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };

	*ret_why = (struct err){ 0 };
	*ret_done = false;
	if (!db_begin(db_of(req), &tx, err))
		return false;
	if (deed(db_of(req), &who_of(req)->actor, order, time_now(), req->arena, ret_why)) {
		*ret_done = true;
		return db_commit(&tx, err);
	}
	if (ret_why->kind == ERR_CONFLICT || ret_why->kind == ERR_INPUT ||
	    ret_why->kind == ERR_NOT_FOUND)
		return true;
	*err = *ret_why;
	return false;
}

static void check_order(struct req *req, const struct edition *edition, struct account_order *order)
{
	bool acts;
	struct err why;

	if (req->fields_ok &&
	    !username_clean(req->arena, req_field(req, "username"), &order->username, &why))
		req_complain(req, "username", "Diharapkan 1–%d karakter.",
			     "Expected 1–%d characters.", USERNAME_MAX);
	if (!role_parse(req_field(req, "role"), &order->role)) {
		req_complain(req, "role", "Pilih peran.", "Choose a role.");
		return;
	}
	acts = order->role == ROLE_JUROR || order->role == ROLE_CHAIR;
	if (acts && !order->juror)
		req_complain(req, "juror", "Pilih juri untuk akun ini.",
			     "Choose the juror of this account.");
	if (!acts && order->juror)
		req_complain(req, "juror", "Hanya untuk juri dan ketua.",
			     "For jurors and the chair only.");
	if (account_key_closed(edition, order->role))
		req_complain(req, "role", "Dalam tahap ini hanya lewat usulan.",
			     "In this phase by a proposal only.");
}

bool do_account(struct req *req, struct err *err)
{
	const struct made *made = req->work;
	struct account_order order = { .password_hash = made->hash };
	struct edition edition;
	struct err why;
	size_t count;
	bool done;

	if (!req_edition(req, true, &edition, err) || !fresh_check(req, &ACCOUNTS_ACT, err))
		return false;
	order.edition = edition.key;
	order.juror = *req_field(req, "juror") ? req_field(req, "juror") : NULL;
	check_order(req, &edition, &order);
	if (!req->fields_ok)
		return accounts_show(req, 422, NULL, NULL, NULL, err);
	if (!attempt(req, &order, account_make, &why, &done, err))
		return false;
	if (!done)
		return accounts_show(req, why.kind == ERR_CONFLICT ? 409 : 422, &why, NULL, NULL,
				     err);
	count = req->field_count;
	req->field_count = 0; /* the form is empty again */
	done = accounts_show(req, 200, NULL, order.username, made->password, err);
	req->field_count = count; /* this may run once more */
	return done;
}

static bool account_named(struct req *req, struct edition *ret_edition, struct account *ret,
			  struct err *err)
{
	int64_t id = req_number(req, 1);
	struct account *list;
	size_t count;

	*ret = (struct account){ 0 };
	if (!req_edition(req, true, ret_edition, err) ||
	    !account_list(db_of(req), ret_edition->id, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			*ret = list[i];
	if (!ret->id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada akun ini.", "No such account.");
	if (ret->id == who_of(req)->account.id)
		return FAIL_CODE(err, ERR_CONFLICT, "own_account",
				 "Akun sendiri diubah di halaman Akun.",
				 "One's own account is changed on its own page.");
	return !account_key_closed(ret_edition, ret->role) ||
	       FAIL_CODE(err, ERR_DENIED, "denied",
			 "Dalam tahap ini akun ketua dan pengawas tidak dapat diubah sekretariat.",
			 "In this phase the secretariat cannot change the accounts of chair and "
			 "keeper.");
}

/* Whose account it is, by both names. */
static const char *account_words(const struct req *req, const struct account *account)
{
	return *account->name && !text_equal(account->name, account->username)
		       ? arena_printf(req->arena, "%s (%s)", account->username, account->name)
		       : account->username;
}

struct account_act {
	const char *title, *will, *button; /* keys of words */
};

static const struct account_act RESET = { "accounts.reset_sure", "accounts.reset_will",
					  "accounts.reset_now" };
static const struct account_act SHUT = { "accounts.shut_sure", "accounts.shut_will",
					 "accounts.shut_it" };

static bool account_confirm(struct req *req, const struct account_act *act,
			    const struct account *account, struct err *err)
{
	struct val *values = val_map(req->arena);
	struct confirm confirm;
	struct desk d;

	if (!desk_open(req, "accounts", act->title, &d, err))
		return false;
	val_put_text(values, "name", account_words(req, account));
	confirm_new(req, d.page, word(req, act->button),
		    arena_printf(req->arena, "editions/%s/accounts", d.edition.key), &confirm);
	confirm.password = true;
	confirm_words(&confirm, act->will, values);
	return confirm_ask(&confirm, err);
}

bool do_account_reset(struct req *req, struct err *err)
{
	const struct made *made = req->work;
	struct account_order order = { .password_hash = made->hash };
	struct edition edition;
	struct account account;
	struct err why;
	bool done;

	if (!account_named(req, &edition, &account, err) || !fresh_check(req, &ACCOUNTS_ACT, err))
		return false;
	order.edition = edition.key;
	order.username = account.username;
	if (!attempt(req, &order, account_reset, &why, &done, err))
		return false;
	if (!done)
		return accounts_show(req, 409, &why, NULL, NULL, err);
	if (confirm_due(req))
		return account_confirm(req, &RESET, &account, err);
	return accounts_show(req, 200, NULL, account.username, made->password, err);
}

bool do_account_shut(struct req *req, struct err *err)
{
	struct account_order order = { 0 };
	struct edition edition;
	struct account account;

	if (!account_named(req, &edition, &account, err) || !fresh_check(req, &ACCOUNTS_ACT, err))
		return false;
	order.edition = edition.key;
	order.username = account.username;
	if (!account_disable(db_of(req), &who_of(req)->actor, &order, time_now(), req->arena, err))
		return false;
	if (confirm_due(req))
		return account_confirm(req, &SHUT, &account, err);
	return res_redirect(req, "/editions/%s/accounts?done=1", edition.key);
}
