#include "app/device.h"

#include <stdio.h>
#include <string.h>

#include "app/service.h"

static bool secret_of(struct db *db, const struct account *account, const char *purpose,
		      uint8_t ret[SHA256_SIZE], struct err *err)
{
	char id[32];
	uint8_t secret[SHA256_SIZE];

	if (!edition_secret(db, account->edition, purpose, secret, err))
		return false;
	(void)snprintf(id, sizeof(id), "%lld", (long long)account->id);
	hmac_sha256(secret, sizeof(secret), id, strlen(id), ret);
	return true;
}

bool device_owner(struct db *db, const struct account *account, char ret[DEVICE_OWNER_SIZE],
		  struct err *err)
{
	uint8_t digest[SHA256_SIZE];

	ret[0] = '\0';
	if (!(account->role & (ROLE_JUROR | ROLE_CHAIR)))
		return true;
	if (!secret_of(db, account, "device owner", digest, err))
		return false;
	hex_encode(digest, (DEVICE_OWNER_SIZE - 1) / 2, ret);
	return true;
}

bool device_key(struct db *db, const struct account *account, char ret[SHA256_HEX_SIZE],
		struct err *err)
{
	uint8_t digest[SHA256_SIZE];

	if (!secret_of(db, account, "device key", digest, err))
		return false;
	hex_encode(digest, sizeof(digest), ret);
	return true;
}

bool api_device_key(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	const char *kept = req_cookie(req, DEVICE_KEPT);
	struct val *body = val_map(req->arena);
	char key[SHA256_HEX_SIZE];

	if (!device_key(db_of(req), &who->account, key, err))
		return false;
	val_put_text(body, "owner", who->device_owner);
	val_put_text(body, "key", key);
	/* Asked for once more by who had it: his browser has emptied its storage, and cookies last.
	 */
	val_put_bool(body, "before", kept && text_equal(kept, who->device_owner));
	if (req_query(req, "kept"))
		res_cookie(req, DEVICE_KEPT, who->device_owner, who_life(who->account.role));
	return answer_json(req, 200, body);
}

void device_forget(struct req *req)
{
	if (req_cookie(req, DEVICE_KEPT))
		res_cookie(req, DEVICE_KEPT, "", 0);
}

bool device_own(struct req *req, struct err *err)
{
	const char *said = req_header(req, DEVICE_OWNER);

	if (!said || text_equal(said, who_of(req)->device_owner))
		return true;
	return FAIL_CODE(err, ERR_DENIED, "other_account",
			 "akun lain yang sedang masuk di peramban ini",
			 "another account is signed in on this browser");
}

/* What a browser shows when it has neither the network nor the page that is asked for. */
bool page_offline(struct req *req, struct err *err)
{
	return page_show(req, 200, "offline", page_new(req, word(req, "offline.title")), err);
}
