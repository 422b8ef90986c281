#include "deed_card.h"

#include <assert.h>
#include <string.h>

#include "code.h"
#include "deed_account.h"
#include "ledger.h"

/* ---- Looking ---- */

enum card_state card_state(const struct card *card, const struct account *account,
			   const struct edition *edition, int64_t now)
{
	uint8_t password[SHA256_SIZE];

	if (card->used_at)
		return CARD_USED;
	sha256(account->password_hash, strlen(account->password_hash), password);
	if (!card->newest || !account->active ||
	    !bytes_equal(card->password_sha256, password, SHA256_SIZE) ||
	    !text_equal(card->role, role_text(account->role)) ||
	    account_key_closed(edition, account->role))
		return CARD_ENDED;
	return now < card->expires_at ? CARD_OPEN : CARD_LATE;
}

bool card_look(struct db *db, const char *code, int64_t now, struct arena *arena,
	       struct card_look *ret, struct err *err)
{
	*ret = (struct card_look){ .state = CARD_UNKNOWN };
	if (!card_find(db, code, arena, &ret->card, err))
		return false;
	if (!ret->card.id)
		return true;
	if (!account_get(db, ret->card.account, arena, &ret->account, err) ||
	    !edition_get(db, ret->account.edition_key, arena, &ret->edition, err))
		return false;
	ret->state = card_state(&ret->card, &ret->account, &ret->edition, now);
	return true;
}

/* ---- Making ---- */

bool card_may(const struct req *req, const struct edition *edition, const struct account *account)
{
	const struct who *who = who_of(req);

	return account->active && account->id != who->account.id &&
	       account->edition == edition->id && !account_key_closed(edition, account->role) &&
	       may(DEED_MAKE_CARD, who->account.role, edition->phase, (struct circumstances){ 0 });
}

static bool look_at(struct req *req, const struct account *account, unsigned tables,
		    struct ledger_look *ret, struct err *err)
{
	return ledger_look(db_of(req), account->edition, tables, NULL, req->arena, ret, err);
}

static bool told(struct req *req, const struct account *account, const struct ledger_look *look,
		 const struct actor *actor, const char *deed, int64_t card, int64_t now,
		 struct err *err)
{
	struct val *about = val_map(req->arena);
	struct buf text;

	val_put_text(about, "username", account->username);
	val_put_int(about, "card", card);
	if (!ledger_tell(look, about, err))
		return false;
	buf_init(&text, req->arena);
	json_write(&text, about);
	return act_add(db_of(req), account->edition, actor, deed, text.data, now, err);
}

bool card_make(struct req *req, const struct edition *edition, const struct account *account,
	       int64_t now, const char **ret_code, struct err *err)
{
	const struct who *who = who_of(req);
	const char *code = code_make(req->arena), *by = who->account.username;
	struct ledger_look look;
	int64_t id;

	assert(card_may(req, edition, account));
	*ret_code = code;
	return look_at(req, account, VOUCHED_CARD, &look, err) &&
	       card_add(db_of(req), account, code, by, now, &id, err) &&
	       notice_add(db_of(req), account->id, "card_made", by, now, err) &&
	       told(req, account, &look, &who->actor, "card_made", id, now, err);
}

/* ---- Using ---- */

bool card_use(struct req *req, const struct card_look *found, const char *password_hash,
	      int64_t now, struct err *err)
{
	const struct account *account = &found->account;
	const struct actor actor = { account->id, account->username, role_text(account->role) };
	struct db *db = db_of(req);
	struct ledger_look look;

	assert(found->state == CARD_OPEN);
	return look_at(req, account, VOUCHED_CARD | VOUCHED_ACCOUNT, &look, err) &&
	       card_put_used(db, found->card.id, now, err) &&
	       account_put_password(db, account->id, password_hash, err) &&
	       session_remove_of(db, account->id, err) &&
	       notice_add(db, account->id, "card_used", account->username, now, err) &&
	       told(req, account, &look, &actor, "card_used", found->card.id, now, err);
}
