/* GET and PUT of one's own sheet. */
#include <inttypes.h>
#include <string.h>

#include "app/deed_sheet.h"

/* ---- A sheet as JSON ---- */

static struct val *sheet_val(struct arena *arena, const struct sheet_event *sheet)
{
	/* Of a nominee from whom he has recused himself a juror gets the word, nothing else. */
	bool hidden = sheet->state == SHEET_RECUSED;
	struct val *ret = val_map(arena), *marks, *notes;
	char number[32];

	val_put_int(ret, "version", sheet->version);
	val_put_text(ret, "state", sheet_state_text(sheet->state));
	marks = val_put_map(ret, "marks");
	for (size_t i = 0; i < sheet->mark_count && !hidden; i++) {
		decimal_format(sheet->marks[i].mark_c, 2, '.', number);
		(void)val_put(marks, sheet->marks[i].criterion, val_number(arena, number));
	}
	notes = val_put_map(ret, "notes");
	for (size_t i = 0; i < sheet->note_count && !hidden; i++)
		val_put_text(notes, sheet->notes[i].criterion, sheet->notes[i].text);
	val_put_text(ret, "feedback", sheet->feedback && !hidden ? sheet->feedback : "");
	return ret;
}

bool api_sheet_get(struct req *req, struct err *err)
{
	struct sheet_ground ground;

	if (!sheet_ground(req, req->params[0], req->params[1], &ground, err))
		return false;
	req->res.etag = arena_printf(req->arena, "\"%" PRId64 "\"", ground.sheet.version);
	return answer_json(req, 200, sheet_val(req->arena, &ground.sheet));
}

/* ---- Reading a call ---- */

static bool key_of(const struct req *req, const char **ret)
{
	const char *key = req_header(req, "Idempotency-Key");
	size_t len = key ? strlen(key) : 0;

	for (size_t i = 0; i < len; i++)
		if (key[i] < 0x20 || key[i] > 0x7E)
			return false;
	*ret = key;
	return len >= 1 && len <= 128;
}

/* A text as it is kept: NFC, lines allowed; NULL after a complaint. */
static const char *text_take(struct req *req, struct sheet_call *call, const char *field,
			     const struct val *val)
{
	const char *text = val_type(val) == VAL_TEXT ? val_chars(val) : NULL, *kept;
	struct err err;

	if (val_type(val) == VAL_NULL)
		return NULL;
	if (!text) {
		sheet_call_complain(call, req->arena, field, "harus berupa teks", "must be a text");
		return NULL;
	}
	if (sheet_text(req->arena, text, &kept, &err))
		return kept;
	sheet_call_complain(call, req->arena, field, "%s%.0s", "%.0s%s", err.msg[LANG_ID],
			    err.msg[LANG_EN]);
	return NULL;
}

static void marks_take(struct req *req, struct sheet_call *call, const struct val *marks)
{
	if (val_type(marks) != VAL_MAP) {
		if (val_type(marks) != VAL_NULL || call->action <= SHEET_ACT_SUBMIT) {
			call->unreadable_marks = true;
			sheet_call_complain(call, req->arena, "marks",
					    "harus berupa objek kriteria dan nilai",
					    "must be an object of criteria and marks");
		}
		return;
	}
	call->marks = NEW(req->arena, struct sheet_mark, val_count(marks) + 1);
	for (size_t i = 0; i < val_count(marks); i++) {
		const char *criterion = val_key_at(marks, i);
		const struct val *mark = val_at(marks, i);
		const char *text = val_type(mark) == VAL_NUMBER ? val_chars(mark) : NULL;
		int64_t mark_c;

		if (val_type(mark) == VAL_NULL)
			continue; /* no mark */
		if (text && decimal_parse(text, strlen(text), 2, '.', &mark_c)) {
			call->marks[call->mark_count++] = (struct sheet_mark){ criterion, mark_c };
			continue;
		}
		call->unreadable_marks = true;
		sheet_call_complain(call, req->arena,
				    arena_printf(req->arena, "marks.%s", criterion),
				    "harus berupa angka dengan paling banyak dua desimal",
				    "must be a number with at most two decimals");
	}
}

static void notes_take(struct req *req, struct sheet_call *call, const struct val *notes)
{
	if (val_type(notes) == VAL_NULL)
		return;
	if (val_type(notes) != VAL_MAP) {
		sheet_call_complain(call, req->arena, "notes",
				    "harus berupa objek kriteria dan teks",
				    "must be an object of criteria and texts");
		return;
	}
	call->notes = NEW(req->arena, struct sheet_note, val_count(notes) + 1);
	for (size_t i = 0; i < val_count(notes); i++) {
		const char *criterion = val_key_at(notes, i);
		const char *text =
			text_take(req, call, arena_printf(req->arena, "notes.%s", criterion),
				  val_at(notes, i));

		if (text && *text)
			call->notes[call->note_count++] = (struct sheet_note){ criterion, text };
	}
}

/* Runs on a worker: what needs no database. */
bool api_sheet_prepare(struct req *req, struct err *err)
{
	struct sheet_call *call = NEW(req->arena, struct sheet_call, 1);
	struct val *body;

	if (!json_parse(req->arena, req->body, req->body_len, &body, err)) {
		err->code = "bad_request";
		return false;
	}
	if (val_type(body) != VAL_MAP)
		return FAIL_CODE(err, ERR_INPUT, "bad_request", "isi harus berupa objek JSON",
				 "the body must be a JSON object");
	if (!key_of(req, &call->key))
		return FAIL_CODE(err, ERR_INPUT, "bad_request",
				 "kepala Idempotency-Key harus berisi 1–128 karakter ASCII",
				 "the header Idempotency-Key must hold 1–128 ASCII characters");
	call->body = req->body;
	sha256(req->body, req->body_len, call->sha256);
	if (!sheet_action_parse(val_get_text(body, "action"), &call->action)) {
		call->unreadable_marks = true;
		sheet_call_complain(call, req->arena, "action",
				    "harus save, submit, recuse, atau reopen",
				    "must be save, submit, recuse or reopen");
	}
	if (!val_get_int(body, "version", &call->version) || call->version < 0)
		sheet_call_complain(call, req->arena, "version",
				    "harus bilangan bulat mulai dari 0",
				    "must be a whole number from 0");
	if (call->action <= SHEET_ACT_SUBMIT) {
		marks_take(req, call, val_get(body, "marks"));
		notes_take(req, call, val_get(body, "notes"));
		call->feedback = text_take(req, call, "feedback", val_get(body, "feedback"));
	}
	call->reason = text_take(req, call, "reason", val_get(body, "reason"));
	req->work = call;
	return true;
}

/* ---- Answering ---- */

static struct val *errors_val(struct req *req, const struct sheet_call *call)
{
	struct val *extra = val_map(req->arena);
	struct val *errors = val_put_list(extra, "errors");

	for (size_t i = 0; i < call->error_count; i++) {
		struct val *error = val_push_map(errors);

		val_put_text(error, "field", call->errors[i].field);
		val_put_text(error, "message", words_in(&call->errors[i].text, req->lang));
	}
	return extra;
}

static bool answer_result(struct req *req, const struct sheet_call *call,
			  const struct sheet_result *result)
{
	const char *code = result->why.code, *msg = result->why.msg[req->lang];
	struct val *extra = val_map(req->arena);

	switch (result->what) {
	case SHEET_DONE:
	case SHEET_REPEATED:
		return answer_text(req, 200, "application/json; charset=utf-8", result->response);
	case SHEET_DENIED: return answer_problem(req, 403, code, NULL, "%s", "%s", msg);
	case SHEET_CLOSED:
		if (result->quarantined)
			val_put_bool(extra, "quarantined", true);
		return answer_problem(req, 423, code, extra, "%s", "%s", msg);
	case SHEET_CONFLICTING:
		(void)val_put(extra, "sheet", sheet_val(req->arena, &result->event));
		return answer_problem(req, 409, code, extra, "%s", "%s", msg);
	case SHEET_INVALID:
		if (!call->error_count)
			return answer_problem(req, 422, code, NULL, "%s", "%s", msg);
		return answer_problem(req, 422, "invalid", errors_val(req, call),
				      "ada isian yang perlu diperbaiki",
				      "something needs to be mended");
	}
	return false;
}

bool api_sheet_put(struct req *req, struct err *err)
{
	struct sheet_call *call = req->work;
	struct sheet_ground ground;
	struct sheet_result result;

	if (!device_own(req, err) ||
	    !sheet_ground(req, req->params[0], req->params[1], &ground, err) ||
	    !sheet_do(req, &ground, call, time_now(), &result, err))
		return false;
	return answer_result(req, call, &result);
}
