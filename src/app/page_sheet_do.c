/* What the forms of a sheet do, and what they say when it cannot be done. */
#include "app/page_sheet.h"

#include <string.h>

const struct field SHEET_FIELDS[] = {
	{ .name = "version", .type = WEB_TEXT, .max = 20 },
	{ .name = "key", .type = WEB_TEXT, .max = 64 },
	{ .name = "action", .type = WEB_TEXT, .max = 16 },
	{ .name = "mark.*", .type = WEB_TEXT, .max = 40 },
	{ .name = "note.*", .type = WEB_LINES, .max = 4000 },
	{ .name = "feedback", .type = WEB_LINES, .max = 4000 },
	{ .name = "reason", .type = WEB_LINES, .max = 4000 },
	{ 0 },
};

/* Where the juror goes when it is done. */
static bool go_on(struct req *req, const struct sheet_ground *ground, enum sheet_button button)
{
	static const char *const TO[] = {
		[BUTTON_SAVE] = "?saved=1",   [BUTTON_REVIEW] = "/review",
		[BUTTON_SUBMIT] = "/receipt", [BUTTON_RECUSE] = "",
		[BUTTON_REOPEN] = "",
	};

	return res_redirect(req, "/editions/%s/sheets/%s%s", ground->edition.key,
			    ground->nominee.key, TO[button]);
}

static bool closed_show(struct req *req, const struct sheet_ground *ground,
			const struct sheet_call *call, const struct sheet_result *result,
			struct err *err)
{
	struct val *page = sheet_frame(req, ground, word(req, "sheet.late_title"), true);
	struct sheet_event sent = ground->sheet;

	sent.marks = call->marks;
	sent.mark_count = call->mark_count;
	sent.notes = call->notes;
	sent.note_count = call->note_count;
	sent.feedback = call->feedback;
	val_put_text(page, "closed", sheet_closed_text(req, ground->edition.phase));
	val_put_bool(page, "kept", result->quarantined);
	val_put_bool(page, "has_marks", call->mark_count + call->note_count > 0);
	sheet_rows_put(req, ground, &sent, page);
	return page_show(req, 423, "juror/late", page, err);
}

static bool invalid_show(struct req *req, const struct sheet_ground *ground,
			 const struct sheet_call *call, enum sheet_button button,
			 const struct sheet_result *result, struct err *err)
{
	struct sheet_shown shown = { .status = 422, .button = button };

	if (!call->error_count) { /* the key of this form was used for something else */
		shown.tone = "bad";
		shown.text = result->why.msg[req->lang];
	}
	if (button == BUTTON_SUBMIT)
		return sheet_review_show(req, ground, &shown, err);
	if (button == BUTTON_SAVE || button == BUTTON_REVIEW)
		shown.typed = call;
	else if (call->error_count)
		shown.reason_wrong = words_in(&call->errors[0].text, req->lang);
	return sheet_show(req, ground, &shown, err);
}

static bool conflict_show(struct req *req, const struct sheet_ground *ground,
			  const struct sheet_call *call, enum sheet_button button,
			  const struct sheet_result *result, struct err *err)
{
	struct sheet_shown shown = {
		.status = 409, .tone = "bad", .text = result->why.msg[req->lang], .button = button
	};

	if (button == BUTTON_SAVE || button == BUTTON_REVIEW)
		return sheet_conflict_show(req, ground, call, err);
	if (button == BUTTON_SUBMIT)
		return sheet_review_show(req, ground, &shown, err);
	return sheet_show(req, ground, &shown, err);
}

bool do_sheet(struct req *req, struct err *err)
{
	struct sheet_ground ground;
	struct sheet_result result;
	enum sheet_button button;
	struct sheet_call call;

	if (!sheet_ground(req, req->params[0], req->params[1], &ground, err) ||
	    !sheet_form_read(req, &ground, &button, &call, err) ||
	    !sheet_do(req, &ground, &call, time_now(), &result, err))
		return false;
	switch (result.what) {
	case SHEET_DONE:
	case SHEET_REPEATED: return go_on(req, &ground, button);
	case SHEET_DENIED: *err = result.why; return false;
	case SHEET_CLOSED: return closed_show(req, &ground, &call, &result, err);
	case SHEET_INVALID: return invalid_show(req, &ground, &call, button, &result, err);
	case SHEET_CONFLICTING: return conflict_show(req, &ground, &call, button, &result, err);
	}
	return false;
}
