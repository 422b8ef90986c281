#include "sign_in.h"

#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "deed_account.h"
#include "device.h"

#define DEVICE_SECONDS (INT64_C(400) * 86400) /* browsers keep no cookie for longer */
#define DEVICE_ID_SIZE 16
#define DEVICE_HEX (2 * (DEVICE_ID_SIZE + SHA256_SIZE))

/* A hash of nothing that anybody typed, with the cost of a real one (password_hash). */
static const char NOBODY[] =
	"$argon2id$v=19$m=65536,t=3,p=1$U9TTZ4Uo7O5BY2UA2NOLpw$JfQXTmPtfUA/N8qhZ8fCOZJ4IYB/mxIYyVI9f6Kp31o";

/* ---- Devices: a random id and its seal under the account's secret ---- */

static const char *device_name(struct req *req, const struct account *account)
{
	return arena_printf(req->arena, "device-%lld", (long long)account->id);
}

static void device_seal(const struct account *account, const uint8_t id[DEVICE_ID_SIZE],
			uint8_t ret[SHA256_SIZE])
{
	hmac_sha256(account->password_hash, strlen(account->password_hash), id, DEVICE_ID_SIZE,
		    ret);
}

static bool device_known(struct req *req, const struct account *account, uint8_t ret[SHA256_SIZE])
{
	const char *said = req_cookie(req, device_name(req, account));
	uint8_t bytes[DEVICE_ID_SIZE + SHA256_SIZE];

	if (!said || strlen(said) != DEVICE_HEX || !hex_decode(said, DEVICE_HEX, bytes))
		return false;
	device_seal(account, bytes, ret);
	return bytes_equal(ret, bytes + DEVICE_ID_SIZE, SHA256_SIZE);
}

void device_cookie(struct req *req, const struct account *account)
{
	uint8_t bytes[DEVICE_ID_SIZE + SHA256_SIZE];
	char text[DEVICE_HEX + 1];

	random_bytes(bytes, DEVICE_ID_SIZE);
	device_seal(account, bytes, bytes + DEVICE_ID_SIZE);
	hex_encode(bytes, sizeof(bytes), text);
	res_cookie(req, device_name(req, account), text, DEVICE_SECONDS);
}

/* ---- The log ---- */

struct note {
	struct db_job job;
	int64_t edition, at;
	struct actor actor;
	const char *deed, *about;
	char username[4 * USERNAME_MAX + 1];
};

static bool note_run(struct db *db, void *arg, struct err *err)
{
	struct note *note = arg;

	return act_add(db, note->edition, &note->actor, note->deed, note->about, note->at, err);
}

static void note_done(void *arg, bool ok, const struct err *err)
{
	(void)ok;
	(void)err;
	free(arg);
}

void account_note(struct service *service, const struct account *account, const char *deed,
		  const char *about)
{
	struct note *note = calloc(1, sizeof(*note));

	if (!note)
		abort();
	memcpy(note->username, account->username, strlen(account->username) + 1);
	note->edition = account->edition;
	note->at = time_now();
	note->actor = (struct actor){ account->id, note->username, role_text(account->role) };
	note->deed = deed;
	note->about = about;
	note->job = (struct db_job){ note_run, note_done, note, NULL, NULL };
	db_writer_put(service_writer(service), &note->job);
}

static void failure_note(struct service *service, const struct account *account)
{
	account_note(service, account, "sign_in_failed", "{}");
}

static bool success_note(struct req *req, const struct sign_in *sign_in, struct err *err)
{
	struct actor actor = { sign_in->account.id, sign_in->account.username,
			       role_text(sign_in->account.role) };

	return act_add(db_of(req), sign_in->account.edition, &actor, "signed_in",
		       sign_in->known_device ? "{\"device\":\"known\"}" : "{\"device\":\"new\"}",
		       time_now(), err);
}

/* ---- Checking, on a worker ---- */

/* Whose failures these are. Who is signed in as the same person counts by that session. */
static uint64_t budget_key(struct req *req, const char *username, struct sign_in *sign_in)
{
	const struct who *who = who_of(req);
	uint8_t device[SHA256_SIZE];

	if (!sign_in->account.id)
		return budget_of_stranger(service_budgets(service_of(req)), username);
	if (who && who->account.id == sign_in->account.id) {
		sign_in->known_device = true;
		return budget_of_session(who->session);
	}
	sign_in->known_device = device_known(req, &sign_in->account, device);
	return sign_in->known_device ? budget_of_device(device)
				     : budget_of_account(sign_in->account.id);
}

bool sign_in_check(struct req *req, const char *username, const char *password, struct sign_in *ret,
		   struct err *err)
{
	struct service *service = service_of(req);
	struct err ignored;
	bool right;
	uint64_t key;

	*ret = (struct sign_in){ 0 };
	if (!username_clean(req->arena, username, &username, &ignored))
		return true;
	if (!account_find(db_of(req), username, req->arena, &ret->account, err))
		return false;
	key = budget_key(req, username, ret);
	ret->wait = budget_take(service_budgets(service), key, time_mono_ms());
	if (ret->wait) {
		ret->outcome = SIGN_IN_LATER;
		return true;
	}
	if (!password_clean(req->arena, password, &password, &ignored))
		password = "";
	right = service_password_matches(
		service, ret->account.id ? ret->account.password_hash : NOBODY, password);
	right = right && ret->account.id && ret->account.active;
	budget_settle(service_budgets(service), key, right, time_mono_ms());
	ret->outcome = right ? SIGN_IN_RIGHT : SIGN_IN_WRONG;
	ret->failed_account = right ? 0 : ret->account.id;
	return true;
}

enum sign_in_outcome password_ask(struct req *req, const char *password, unsigned *ret_wait)
{
	struct service *service = service_of(req);
	const struct who *who = who_of(req);
	uint64_t key = budget_of_session(who->session);
	struct err ignored;
	bool right;

	*ret_wait = budget_take(service_budgets(service), key, time_mono_ms());
	if (*ret_wait)
		return SIGN_IN_LATER;
	right = password_clean(req->arena, password, &password, &ignored) &&
		service_password_matches(service, who->account.password_hash, password);
	budget_settle(service_budgets(service), key, right, time_mono_ms());
	if (!right)
		failure_note(service, &who->account);
	return right ? SIGN_IN_RIGHT : SIGN_IN_WRONG;
}

/* ---- Finishing, on the writer ---- */

/* The password was checked against a snapshot: has it been changed or the account disabled? */
static bool still_right(struct req *req, struct sign_in *sign_in, struct err *err)
{
	struct account now;

	if (!account_get(db_of(req), sign_in->account.id, req->arena, &now, err))
		return false;
	if (!now.active || !text_equal(now.password_hash, sign_in->account.password_hash))
		sign_in->outcome = SIGN_IN_WRONG;
	sign_in->account = now;
	return true;
}

/* A browser's old session ends with the new one; a program's goes on, its password given anew. */
static bool old_session(struct req *req, const struct sign_in *sign_in, int64_t at, struct err *err)
{
	const struct who *who = who_of(req);

	if (!who)
		return true;
	if (!req->api)
		return session_remove(db_of(req), who->session, err);
	return who->account.id != sign_in->account.id ||
	       session_put_password(db_of(req), who->session, at, err);
}

static bool session_begin(struct req *req, struct sign_in *sign_in, struct err *err)
{
	struct db *db = db_of(req);
	int64_t now = time_now();
	struct session session;

	random_token(sign_in->token);
	if (!old_session(req, sign_in, now, err) || !session_sweep(db, now - who_life_max(), err) ||
	    !session_add(db, sign_in->token, sign_in->account.id, now, err) ||
	    !session_find(db, sign_in->token, &session, err) || !success_note(req, sign_in, err))
		return false;
	who_enter(req, &sign_in->account, &session, sign_in->token);
	res_cookie(req, SESSION_COOKIE, sign_in->token, who_life(sign_in->account.role));
	if (!sign_in->known_device)
		device_cookie(req, &sign_in->account);
	device_forget(req);
	return true;
}

bool sign_in_enter(struct req *req, const struct account *account, struct err *err)
{
	struct sign_in sign_in = { .outcome = SIGN_IN_RIGHT, .account = *account };

	return session_begin(req, &sign_in, err);
}

bool sign_in_finish(struct req *req, struct sign_in *sign_in, struct err *err)
{
	/* Not in this transaction: waiting for the disk would tell names that exist. */
	if (sign_in->failed_account)
		failure_note(service_of(req), &sign_in->account);
	sign_in->failed_account = 0; /* once, though this may run twice */
	if (sign_in->outcome == SIGN_IN_RIGHT && !still_right(req, sign_in, err))
		return false;
	if (sign_in->outcome != SIGN_IN_RIGHT)
		return true;
	return session_begin(req, sign_in, err);
}

bool sign_out(struct req *req, struct err *err)
{
	if (!session_remove(db_of(req), who_of(req)->session, err))
		return false;
	res_cookie(req, SESSION_COOKIE, "", 0);
	device_forget(req);
	/* Not "storage": marks that are not sent yet lie there, sealed. */
	req->res.extra[1][0] = "Clear-Site-Data";
	req->res.extra[1][1] = "\"cache\"";
	return true;
}

/* ---- Where to ---- */

bool local_path(const char *text)
{
	if (text[0] != '/' || text[1] == '/' || strlen(text) > 500)
		return false;
	for (; *text; text++)
		if (*text <= 0x20 || *text >= 0x7F || strchr("\"<>\\^`{|}", *text))
			return false;
	return true;
}

static bool route_exists(const char *path)
{
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		if (ROUTES[i].methods & WEB_GET && strcmp(ROUTES[i].path, path) == 0)
			return true;
	return false;
}

const char *home_path(const struct req *req, const struct account *account)
{
	static const struct {
		unsigned roles;
		const char *path; /* of the route table; the first that is there is taken */
	} HOMES[] = {
		{ ROLE_CHAIR, "/editions/:e/pleno" },
		{ ROLE_JUROR | ROLE_CHAIR, "/editions/:e/sheets" },
		{ ROLE_SECRETARIAT, "/editions/:e/desk" },
		{ ROLE_KEEPER, "/editions/:e/watch" },
		{ ROLE_ALL, "/editions/:e" },
	};

	for (size_t i = 0; i < COUNT(HOMES); i++)
		if (HOMES[i].roles & account->role && route_exists(HOMES[i].path))
			return arena_printf(req->arena, "editions/%s%s", account->edition_key,
					    HOMES[i].path + strlen("/editions/:e"));
	return "account";
}
