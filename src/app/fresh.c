/* Acts that need the password anew: asked for in place, only after the act was chosen. */
#include <string.h>

#include "app/sign_in.h"

bool fresh_prepare(struct req *req, struct err *err)
{
	struct who *who = req->who;
	const char *password = req_field(req, "password");

	(void)err;
	if (!who || who->fresh || !*password)
		return true;
	switch (password_ask(req, password, &who->wait)) {
	case SIGN_IN_RIGHT: who->said = PASSWORD_RIGHT; break;
	case SIGN_IN_WRONG: who->said = PASSWORD_WRONG; break;
	case SIGN_IN_LATER: who->said = PASSWORD_LATER; break;
	}
	return true;
}

bool fresh_check(struct req *req, const struct words *act, struct err *err)
{
	static const struct words NOTHING = { { "Tindakan ini", "This act" } };
	const struct who *who = who_of(req);

	if (who->fresh || confirm_due(req)) /* nothing is kept before it is confirmed */
		return true;
	if (who->said == PASSWORD_RIGHT) /* not noted in `who`: the writer may run this twice */
		return session_put_password(db_of(req), who->session, time_now(), err);
	act = act ? act : &NOTHING;
	return FAIL_CODE(err, ERR_DENIED, "reauthenticate",
			 "%s%.0s memerlukan kata sandi Anda sekali lagi.",
			 "%.0s%s needs your password once more.", words_in(act, LANG_ID),
			 words_in(act, LANG_EN));
}

bool page_fresh(struct req *req, const struct err *why, struct err *err)
{
	const struct who *who = who_of(req);
	struct val *page = page_new(req, word(req, "account.confirm"));
	struct val *field = part_field(req->arena, val_put_map(page, "field"), "password",
				       word(req, "word.password"), NULL);

	val_put_text(page, "why", why->msg[req->lang]);
	val_put_text(page, "to", req->target + 1);
	val_put_text(page, "home_path", home_path(req, &who->account));
	val_put_bool(field, "required", true);
	val_put_text(field, "autocomplete", "current-password");
	if (who->said == PASSWORD_WRONG)
		part_error(page, field, word(req, "account.wrong_password"));
	if (who->said == PASSWORD_LATER)
		part_error(page, field, wait_words(req, who->wait));
	carried_put(req, page, "");
	return page_show(req, who->said == PASSWORD_LATER ? 429 : 401, "fresh", page, err);
}
