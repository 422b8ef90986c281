/* POST and DELETE of the session. */
#include <string.h>

#include "app/sign_in.h"

bool api_sign_in_prepare(struct req *req, struct err *err)
{
	struct sign_in *sign_in = NEW(req->arena, struct sign_in, 1);
	const char *username, *password;
	struct val *body;

	if (!json_parse(req->arena, req->body, req->body_len, &body, err))
		return false;
	username = val_get_text(body, "username");
	password = val_get_text(body, "password");
	if (!username || !password)
		return FAIL_CODE(err, ERR_INPUT, "bad_request",
				 "isi harus berupa objek JSON dengan username dan password",
				 "the body must be a JSON object with username and password");
	req->work = sign_in;
	return sign_in_check(req, username, password, sign_in, err);
}

bool api_sign_in(struct req *req, struct err *err)
{
	struct sign_in *sign_in = req->work;
	struct val *body = val_map(req->arena);

	if (!sign_in_finish(req, sign_in, err))
		return false;
	if (sign_in->outcome == SIGN_IN_LATER) {
		(void)answer_problem(req, 429, "too_many", NULL,
				     "terlalu banyak percobaan; coba lagi dalam %u detik",
				     "too many attempts; try again in %u seconds", sign_in->wait);
		req->res.retry_after = sign_in->wait;
		return true;
	}
	if (sign_in->outcome == SIGN_IN_WRONG) {
		req->res.challenge = "Bearer";
		return answer_problem(req, 401, "wrong_password", NULL,
				      "nama pengguna atau kata sandi salah",
				      "wrong username or password");
	}
	val_put_text(body, "token", sign_in->token);
	val_put_text(body, "role", role_text(sign_in->account.role));
	val_put_text(body, "name", sign_in->account.name);
	return answer_json(req, 200, body);
}

bool api_sign_out(struct req *req, struct err *err)
{
	return sign_out(req, err) && answer_empty(req, 204);
}
