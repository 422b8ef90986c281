#include "deed_account.h"

#include <string.h>

#include "ledger.h"

bool username_clean(struct arena *arena, const char *text, const char **ret, struct err *err)
{
	size_t len = strlen(text);
	char *clean;

	while (len && text[len - 1] == ' ')
		len--;
	for (; len && *text == ' '; len--)
		text++;
	if (len > 4 * (size_t)USERNAME_MAX || !text_nfc(arena, text, len, false, &clean, err) ||
	    !*clean || text_length(clean) > USERNAME_MAX)
		return FAIL_CODE(err, ERR_INPUT, "bad_username",
				 "nama pengguna: diharapkan satu baris berisi 1–%d karakter",
				 "username: expected one line of 1–%d characters", USERNAME_MAX);
	*ret = clean;
	return true;
}

bool password_clean(struct arena *arena, const char *text, const char **ret, struct err *err)
{
	size_t len = strlen(text);
	char *clean;

	if (len <= 4 * (size_t)PASSWORD_MAX && text_nfc(arena, text, len, false, &clean, err) &&
	    text_length(clean) >= PASSWORD_MIN && text_length(clean) <= PASSWORD_MAX) {
		*ret = clean;
		return true;
	}
	return FAIL_CODE(err, ERR_INPUT, "bad_password",
			 "kata sandi: diharapkan satu baris berisi %d–%d karakter",
			 "password: expected one line of %d–%d characters", PASSWORD_MIN,
			 PASSWORD_MAX);
}

void password_new_check(struct req *req, const char **ret)
{
	struct err why;

	if (!password_clean(req->arena, req_field(req, "new"), ret, &why))
		req_complain(req, "new", "Diharapkan %d sampai %d karakter.",
			     "Expected %d to %d characters.", PASSWORD_MIN, PASSWORD_MAX);
	else if (strcmp(req_field(req, "new"), req_field(req, "again")) != 0)
		req_complain(req, "again", "Tidak sama dengan kata sandi baru.",
			     "This differs from the new password.");
}

bool account_key_closed(const struct edition *edition, enum role role)
{
	return (role == ROLE_CHAIR || role == ROLE_KEEPER) &&
	       (edition->phase >= PHASE_SCORING || edition->has_marks);
}

static bool note(const struct ledger_look *look, const struct actor *actor, const char *deed,
		 const char *username, enum role role, const char *juror, int64_t at,
		 struct err *err)
{
	struct arena *arena = look->arena;
	struct val *about = val_map(arena);
	struct buf text;

	val_put_text(about, "username", username);
	val_put_text(about, "role", role_text(role));
	if (juror)
		val_put_text(about, "juror", juror);
	if (!ledger_tell(look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(look->db, look->edition, actor, deed, text.data, at, err);
}

/* ---- Adding ---- */

/* Jurors and chair act as a juror of the panel, the others as nobody. */
static bool juror_of(struct db *db, const struct edition *edition,
		     const struct account_order *order, struct arena *arena, struct juror *ret,
		     struct err *err)
{
	bool needed = order->role == ROLE_JUROR || order->role == ROLE_CHAIR;
	struct juror *jurors;
	size_t count;

	*ret = (struct juror){ 0 };
	if (!needed && order->juror)
		return FAIL(err, ERR_INPUT, "--juror hanya untuk juri dan ketua",
			    "--juror is for jurors and the chair only");
	if (!needed)
		return true;
	if (!order->juror)
		return FAIL(err, ERR_INPUT, "juri dan ketua memerlukan --juror KUNCI",
			    "jurors and the chair need --juror KEY");
	if (!juror_list(db, edition->id, arena, &jurors, &count, err))
		return false;
	for (size_t j = 0; j < count; j++)
		if (text_equal(jurors[j].key, order->juror) && !jurors[j].removed) {
			*ret = jurors[j];
			return true;
		}
	return FAIL(err, ERR_NOT_FOUND, "edisi %s: tidak ada juri %s", "edition %s: no juror %s",
		    edition->key, text_shown(arena, order->juror));
}

/* Says in words what the database's constraints would only refuse. */
static bool check_free(struct db *db, const struct edition *edition, enum role role, int64_t juror,
		       int64_t except, struct arena *arena, struct err *err)
{
	struct account *accounts;
	size_t count;

	if (!account_list(db, edition->id, arena, &accounts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct account *other = &accounts[i];

		if (!other->active || other->id == except)
			continue;
		if (role == ROLE_CHAIR && other->role == ROLE_CHAIR)
			return FAIL_CODE(err, ERR_CONFLICT, "second_chair",
					 "edisi %s sudah mempunyai ketua: %s",
					 "edition %s already has a chair: %s", edition->key,
					 other->username);
		if (role == ROLE_KEEPER && other->role == ROLE_KEEPER)
			return FAIL_CODE(err, ERR_CONFLICT, "second_keeper",
					 "edisi %s sudah mempunyai pengawas: %s",
					 "edition %s already has a keeper: %s", edition->key,
					 other->username);
		if (juror && other->juror == juror)
			return FAIL_CODE(err, ERR_CONFLICT, "second_account",
					 "juri %s sudah mempunyai akun: %s",
					 "juror %s already has an account: %s", other->juror_key,
					 other->username);
	}
	return true;
}

bool account_make(struct db *db, const struct actor *actor, const struct account_order *order,
		  int64_t at, struct arena *arena, struct err *err)
{
	struct ledger_look look;
	struct account known;
	struct edition edition;
	struct juror juror;
	int64_t id;

	if (!edition_get(db, order->edition, arena, &edition, err) ||
	    !juror_of(db, &edition, order, arena, &juror, err) ||
	    !account_find(db, order->username, arena, &known, err))
		return false;
	if (known.id)
		return FAIL_CODE(err, ERR_CONFLICT, "username_taken",
				 "nama pengguna %s sudah ada (edisi %s)",
				 "the username %s exists already (edition %s)", order->username,
				 known.edition_key);
	return check_free(db, &edition, order->role, juror.id, 0, arena, err) &&
	       ledger_look(db, edition.id, VOUCHED_ACCOUNT, order->username, arena, &look, err) &&
	       account_add(db, edition.id, order->username, order->role, juror.id,
			   juror.id ? juror.name : order->username, order->password_hash, at, &id,
			   err) &&
	       note(&look, actor, "account_added", order->username, order->role, order->juror, at,
		    err);
}

/* ---- Changing ---- */

static bool account_of(struct db *db, const struct account_order *order, struct arena *arena,
		       struct account *ret, struct err *err)
{
	if (!account_find(db, order->username, arena, ret, err))
		return false;
	if (!ret->id || (order->edition && !text_equal(order->edition, ret->edition_key)))
		return FAIL(err, ERR_NOT_FOUND, "tidak ada akun %s", "no account %s",
			    order->username);
	return true;
}

bool account_reset(struct db *db, const struct actor *actor, const struct account_order *order,
		   int64_t at, struct arena *arena, struct err *err)
{
	struct ledger_look look;
	struct account account;
	struct edition edition;

	if (!account_of(db, order, arena, &account, err) ||
	    !edition_get(db, account.edition_key, arena, &edition, err) ||
	    !check_free(db, &edition, account.role, account.juror, account.id, arena, err))
		return false;
	return ledger_look(db, edition.id, VOUCHED_ACCOUNT, account.username, arena, &look, err) &&
	       account_put_password(db, account.id, order->password_hash, err) &&
	       account_put_active(db, account.id, true, err) &&
	       session_remove_of(db, account.id, err) &&
	       notice_add(db, account.id, "reset", actor->username, at, err) &&
	       note(&look, actor, "account_reset", account.username, account.role,
		    account.juror_key, at, err);
}

bool account_disable(struct db *db, const struct actor *actor, const struct account_order *order,
		     int64_t at, struct arena *arena, struct err *err)
{
	struct ledger_look look;
	struct account account;

	if (!account_of(db, order, arena, &account, err))
		return false;
	if (!account.active)
		return true;
	return ledger_look(db, account.edition, VOUCHED_ACCOUNT, account.username, arena, &look,
			   err) &&
	       account_put_active(db, account.id, false, err) &&
	       session_remove_of(db, account.id, err) &&
	       note(&look, actor, "account_disabled", account.username, account.role,
		    account.juror_key, at, err);
}
