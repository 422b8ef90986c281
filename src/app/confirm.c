/* Acts that cannot be undone: said in words on a page of their own before they are done. */
#include "service.h"

#include <string.h>

bool confirm_due(const struct req *req)
{
	const struct field *field = req->api ? NULL : req->route->fields;

	while (field && field->name && strcmp(field->name, CONFIRM_NAME) != 0)
		field++;
	return field && field->name && !*req_field(req, CONFIRM_NAME);
}

void confirm_new(struct req *req, struct val *page, const char *button, const char *back,
		 struct confirm *ret)
{
	*ret = (struct confirm){ .req = req, .page = page };
	ret->points = val_put_list(page, "points");
	val_put_text(page, "button", button);
	val_put_text(page, "back", back);
	val_put_text(page, "unfit", NULL);
}

void confirm_point(const struct confirm *confirm, const char *text)
{
	if (text && *text)
		val_put_text(val_push_map(confirm->points), "text", text);
}

void confirm_words(const struct confirm *confirm, const char *key, const struct val *values)
{
	const struct req *req = confirm->req;
	const char *text =
		words_fill(service_templates(service_of(req)), req->lang, key, values, req->arena);

	for (const char *end; text; text = end ? end + 1 : NULL) {
		end = strchr(text, '\n');
		confirm_point(confirm,
			      end ? arena_copy(req->arena, text, (size_t)(end - text)) : text);
	}
}

bool confirm_ask(const struct confirm *confirm, struct err *err)
{
	struct req *req = confirm->req;
	struct who *who = req->who;
	struct val *field = part_field(req->arena, val_put_map(confirm->page, "field"), "password",
				       word(req, "word.password"), NULL);

	val_put_bool(field, "required", true);
	val_put_text(field, "autocomplete", "current-password");
	val_put_bool(confirm->page, "ask_password", confirm->password && !who->fresh);
	val_put_text(confirm->page, "to", req->target + 1);
	carried_put(req, confirm->page, "");
	val_put_bool(confirm->page, "said", *req_field(req, CONFIRM_NAME)); /* carried already */
	who->confirm = confirm->page;
	return FAIL_CODE(err, ERR_DENIED, CONFIRM_CODE, "Tindakan ini menunggu kepastian Anda.",
			 "This act waits for your confirmation.");
}

bool page_confirm(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);

	if (!who || !who->confirm)
		return FAIL(err, ERR_BUG, "tidak ada yang perlu dipastikan",
			    "there is nothing to confirm");
	return page_show(req, 200, "confirm", who->confirm, err);
}

/* The net below: nothing that was not confirmed may have been done. */
bool confirm_kept(const struct req *req, struct err *err)
{
	return !confirm_due(req) || req->res.status >= 400 ||
	       FAIL(err, ERR_BUG, "tindakan tanpa langkah kepastian",
		    "an act without its step of confirmation");
}
