/* Signing in and out as a page. A form that came from nobody (the session had ended) is answered
 * with the sign-in form: what was typed is carried along, and after signing in it can be sent. */
#include <string.h>

#include "app/notices.h"
#include "app/sign_in.h"

#define CARRY "c."

static const struct field *declared(const struct web_route *route, const char *name)
{
	for (const struct field *field = route->fields; field && field->name; field++) {
		size_t len = strlen(field->name);
		bool family = len && field->name[len - 1] == '*';

		if (family ? strncmp(field->name, name, len - 1) == 0
			   : strcmp(field->name, name) == 0)
			return field;
	}
	return NULL;
}

static void carry(struct val *page, const char *name, const char *value)
{
	struct val *item = val_push_map(val_find(page, "carried"));

	val_put_text(item, "name", name);
	val_put_text(item, "value", value);
}

void carried_put(struct req *req, struct val *page, const char *prefix)
{
	(void)val_put_list(page, "carried");
	for (size_t i = 0; i < req->field_count; i++) {
		const struct field_value *value = &req->fields[i];
		const struct field *field = declared(req->route, value->name);

		if (field && field->type != WEB_SECRET && field->type != WEB_FILE && *value->text)
			carry(page, arena_printf(req->arena, "%s%s", prefix, value->name),
			      value->text);
	}
}

const char *wait_words(struct req *req, unsigned seconds)
{
	struct val *values = val_map(req->arena);

	val_put_int(values, "seconds", seconds);
	return words_fill(service_templates(service_of(req)), req->lang, "account.later", values,
			  req->arena);
}

/* ---- The form ---- */

static struct val *form_new(struct req *req, const char *username, const char *next)
{
	struct val *page = page_new(req, word(req, "account.sign_in"));
	struct val *fields = val_put_map(page, "field"), *field;

	field = part_field(req->arena, fields, "username", word(req, "account.username"), username);
	val_put_bool(field, "required", true);
	val_put_bool(field, "plain", true);
	val_put_text(field, "autocomplete", "username");
	field = part_field(req->arena, fields, "password", word(req, "word.password"), NULL);
	val_put_bool(field, "required", true);
	val_put_text(field, "autocomplete", "current-password");
	val_put_text(page, "sign_in_path", NULL);
	val_put_text(page, "next", next);
	val_put_text(page, "carry_to", NULL);
	val_put_text(page, "message", NULL);
	(void)val_put_list(page, "carried");
	return page;
}

static void message_put(struct val *page, const char *tone, const char *text)
{
	struct val *message = val_put_map(page, "message");

	val_put_text(message, "tone", tone);
	val_put_text(message, "heading", NULL);
	val_put_text(message, "text", text);
}

bool page_sign_in(struct req *req, struct err *err)
{
	const char *next = req_query(req, "next");
	struct val *page = form_new(req, NULL, next && local_path(next) ? next : NULL);

	if (who_of(req))
		message_put(page, "info",
			    words_fill(service_templates(service_of(req)), req->lang,
				       "account.signed_in_as", val_get(page, "person"),
				       req->arena));
	return page_show(req, 200, "sign_in", page, err);
}

/* The session had ended when the form was sent. */
bool page_sign_in_first(struct req *req, const struct err *why, struct err *err)
{
	struct val *page = form_new(req, NULL, NULL);

	(void)why;
	val_put_text(page, "carry_to", req->target);
	carried_put(req, page, CARRY);
	message_put(page, "warn",
		    word(req, req->upload_count ? "account.ended_file" : "account.ended"));
	return page_show(req, 401, "sign_in", page, err);
}

/* ---- Signing in ---- */

bool do_sign_in_prepare(struct req *req, struct err *err)
{
	struct sign_in *sign_in = NEW(req->arena, struct sign_in, 1);

	req->work = sign_in;
	return !req->fields_ok || sign_in_check(req, req_field(req, "username"),
						req_field(req, "password"), sign_in, err);
}

/* What is carried goes on being carried; `prefix` is cut off when it is to be sent itself. */
static void carried_again(struct req *req, struct val *page, bool cut)
{
	const char *to = req_field(req, "carry_to");

	(void)val_put_list(page, "carried");
	val_put_text(page, "carry_to", local_path(to) ? to : NULL);
	for (size_t i = 0; i < req->field_count && local_path(to); i++)
		if (strncmp(req->fields[i].name, CARRY, strlen(CARRY)) == 0)
			carry(page, req->fields[i].name + (cut ? strlen(CARRY) : 0),
			      req->fields[i].text);
}

static bool show_again(struct req *req, unsigned status, const char *message, struct err *err)
{
	const char *next = req_field(req, "next");
	struct val *page =
		form_new(req, req_field(req, "username"), local_path(next) ? next : NULL);
	struct val *fields = val_find(page, "field");

	for (size_t i = 0; i < req->field_count; i++) {
		struct val *field = val_find(fields, req->fields[i].name);

		if (field && req->fields[i].complaint[LANG_ID])
			part_error(page, field, req->fields[i].complaint[req->lang]);
	}
	if (message)
		message_put(page, "bad", message);
	carried_again(req, page, false);
	return page_show(req, status, "sign_in", page, err);
}

/* The form of before, to be sent by the person who is now known. Not sent by ourselves: it may be
 * somebody else who signed in. */
static bool show_carried(struct req *req, struct err *err)
{
	struct val *page = page_new(req, word(req, "account.carried"));

	carried_again(req, page, true);
	val_put_text(page, "carry_to", req_field(req, "carry_to") + 1);
	val_put_text(page, "home_path", home_path(req, &who_of(req)->account));
	return page_show(req, 200, "carried", page, err);
}

bool do_sign_in(struct req *req, struct err *err)
{
	struct sign_in *sign_in = req->work;
	const char *next = req_field(req, "next");
	bool waits;

	if (!req->fields_ok)
		return show_again(req, 422, NULL, err);
	if (!sign_in_finish(req, sign_in, err))
		return false;
	if (sign_in->outcome == SIGN_IN_LATER) {
		req->res.retry_after = sign_in->wait;
		return show_again(req, 429, wait_words(req, sign_in->wait), err);
	}
	if (sign_in->outcome == SIGN_IN_WRONG)
		return show_again(req, 401, word(req, "account.wrong"), err);
	if (local_path(req_field(req, "carry_to")))
		return show_carried(req, err);
	if (!notices_wait(req, sign_in->account.id, &waits, err))
		return false;
	if (!local_path(next))
		next = arena_printf(req->arena, "/%s", home_path(req, &sign_in->account));
	return waits ? res_redirect(req, "/account/notices?next=%s", text_query(req->arena, next))
		     : res_redirect(req, "%s", next);
}

/* Who is out already gets what he wants, too. */
bool do_sign_out(struct req *req, struct err *err)
{
	return (!who_of(req) || sign_out(req, err)) && res_redirect(req, "/sign-in");
}
