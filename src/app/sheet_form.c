#include "app/sheet_form.h"

#include <inttypes.h>
#include <string.h>

#define KEY_MAX 64

const char *mark_text(struct req *req, int64_t mark_c)
{
	char number[32];

	decimal_format(mark_c, 2, req->lang == LANG_EN ? '.' : ',', number);
	return arena_text(req->arena, number);
}

const struct sheet_mark *mark_find(const struct sheet_mark *marks, size_t count,
				   const char *criterion)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(marks[i].criterion, criterion))
			return &marks[i];
	return NULL;
}

const char *note_find(const struct sheet_event *sheet, const char *criterion)
{
	for (size_t i = 0; i < sheet->note_count; i++)
		if (text_equal(sheet->notes[i].criterion, criterion))
			return sheet->notes[i].text;
	return "";
}

/* ---- Fields to a call ---- */

static const char *after(const char *name, const char *family)
{
	size_t len = strlen(family);

	return strncmp(name, family, len) == 0 ? name + len : NULL;
}

/* Comma or point, at most two decimals; no sign but minus, no thousands separator. */
static bool mark_parse(const char *text, int64_t *ret)
{
	return decimal_parse(text, strlen(text), 2, strchr(text, ',') ? ',' : '.', ret);
}

static void mark_take(struct req *req, struct sheet_call *call, const struct field_value *value,
		      const char *criterion)
{
	const char *field = arena_printf(req->arena, "marks.%s", criterion);
	int64_t mark_c;

	if (value->complaint[LANG_ID]) {
		call->unreadable_marks = true;
		sheet_call_complain(call, req->arena, field, "%s%.0s", "%.0s%s",
				    value->complaint[LANG_ID], value->complaint[LANG_EN]);
		return;
	}
	if (!*value->text)
		return; /* no mark */
	if (mark_parse(value->text, &mark_c)) {
		call->marks[call->mark_count++] = (struct sheet_mark){ criterion, mark_c };
		return;
	}
	call->unreadable_marks = true;
	sheet_call_complain(call, req->arena, field,
			    "tuliskan angka dengan paling banyak dua desimal, misalnya 8,5",
			    "enter a number with at most two decimals, for example 8.5");
}

static void text_check(struct req *req, struct sheet_call *call, const struct field_value *value,
		       const char *field)
{
	if (value->complaint[LANG_ID])
		sheet_call_complain(call, req->arena, field, "%s%.0s", "%.0s%s",
				    value->complaint[LANG_ID], value->complaint[LANG_EN]);
}

static void fields_take(struct req *req, struct sheet_call *call)
{
	call->marks = NEW(req->arena, struct sheet_mark, req->field_count + 1);
	call->notes = NEW(req->arena, struct sheet_note, req->field_count + 1);
	for (size_t i = 0; i < req->field_count; i++) {
		const struct field_value *value = &req->fields[i];
		const char *mark = after(value->name, "mark."), *note = after(value->name, "note.");

		if (mark)
			mark_take(req, call, value, mark);
		if (note)
			text_check(req, call, value, arena_printf(req->arena, "notes.%s", note));
		if (note && *value->text)
			call->notes[call->note_count++] = (struct sheet_note){ note, value->text };
		if (strcmp(value->name, "feedback") == 0) {
			text_check(req, call, value, "feedback");
			call->feedback = *value->text ? value->text : NULL;
		}
	}
}

static void stored_take(struct sheet_call *call, const struct sheet_event *sheet)
{
	call->marks = sheet->marks;
	call->mark_count = sheet->mark_count;
	call->notes = sheet->notes;
	call->note_count = sheet->note_count;
	call->feedback = sheet->feedback;
}

static void reason_take(struct req *req, struct sheet_call *call)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (strcmp(req->fields[i].name, "reason") == 0) {
			text_check(req, call, &req->fields[i], "reason");
			call->reason = req->fields[i].text;
		}
}

/* The body that a call of the API would have: what is hashed, and what quarantine keeps. */
static const char *body_write(struct req *req, const struct sheet_call *call)
{
	static const char *const ACTIONS[] = { "save", "submit", "recuse", "reopen" };
	struct val *body = val_map(req->arena), *map;
	char number[32];
	struct buf buf;

	val_put_int(body, "version", call->version);
	map = val_put_map(body, "marks");
	for (size_t i = 0; i < call->mark_count; i++) {
		decimal_format(call->marks[i].mark_c, 2, '.', number);
		(void)val_put(map, call->marks[i].criterion, val_number(req->arena, number));
	}
	map = val_put_map(body, "notes");
	for (size_t i = 0; i < call->note_count; i++)
		val_put_text(map, call->notes[i].criterion, call->notes[i].text);
	val_put_text(body, "feedback", call->feedback);
	val_put_text(body, "action", ACTIONS[call->action]);
	if (call->reason)
		val_put_text(body, "reason", call->reason);
	buf_init(&buf, req->arena);
	json_write(&buf, body);
	return buf.data;
}

static bool is_key(const char *key)
{
	size_t len = strlen(key);

	return len >= 1 && len <= KEY_MAX &&
	       strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
		       len;
}

bool sheet_form_read(struct req *req, const struct sheet_ground *ground, enum sheet_button *ret,
		     struct sheet_call *ret_call, struct err *err)
{
	static const struct {
		const char *name;
		enum sheet_action action;
	} BUTTONS[] = {
		[BUTTON_SAVE] = { "save", SHEET_ACT_SAVE },
		[BUTTON_REVIEW] = { "review", SHEET_ACT_SAVE },
		[BUTTON_SUBMIT] = { "submit", SHEET_ACT_SUBMIT },
		[BUTTON_RECUSE] = { "recuse", SHEET_ACT_RECUSE },
		[BUTTON_REOPEN] = { "reopen", SHEET_ACT_REOPEN },
	};
	const char *version = req_field(req, "version"), *key = req_field(req, "key");
	size_t button = 0;
	char digest[SHA256_HEX_SIZE];

	*ret_call = (struct sheet_call){ 0 };
	while (button < COUNT(BUTTONS) &&
	       strcmp(BUTTONS[button].name, req_field(req, "action")) != 0)
		button++;
	if (button == COUNT(BUTTONS) || !is_key(key) ||
	    !decimal_parse(version, strlen(version), 0, '.', &ret_call->version))
		return FAIL_CODE(err, ERR_INPUT, "bad_form",
				 "formulir tidak lengkap; muat ulang halaman lembar nilai",
				 "the form is incomplete; load the page of the sheet again");
	*ret = (enum sheet_button)button;
	ret_call->action = BUTTONS[button].action;
	if (*ret == BUTTON_SAVE || *ret == BUTTON_REVIEW)
		fields_take(req, ret_call);
	if (*ret == BUTTON_SUBMIT)
		stored_take(ret_call, &ground->sheet);
	if (*ret == BUTTON_RECUSE || *ret == BUTTON_REOPEN)
		reason_take(req, ret_call);
	ret_call->body = body_write(req, ret_call);
	sha256(ret_call->body, strlen(ret_call->body), ret_call->sha256);
	hex_encode(ret_call->sha256, SHA256_SIZE, digest);
	ret_call->key = arena_printf(req->arena, "%s.%.32s", key, digest);
	return true;
}

/* ---- What is stored, or was typed, to fields ---- */

static const char *complaint_of(const struct req *req, const struct sheet_call *call,
				const char *field)
{
	for (size_t i = 0; call && i < call->error_count; i++)
		if (strcmp(call->errors[i].field, field) == 0)
			return as_sentence(req->arena, words_in(&call->errors[i].text, req->lang));
	return NULL;
}

static void complain_field(struct req *req, const struct sheet_call *call, struct val *page,
			   struct val *field, const char *name)
{
	const char *complaint = complaint_of(req, call, name);

	if (complaint)
		part_error(page, field, complaint);
}

static const char *mark_hint(struct req *req, const struct criterion *criterion)
{
	struct val *facts = val_map(req->arena);

	val_put_text(facts, "min", mark_text(req, criterion->min_c));
	val_put_text(facts, "max", mark_text(req, criterion->max_c));
	val_put_text(facts, "step", mark_text(req, criterion->step_c));
	val_put_text(facts, "weight", mark_text(req, criterion->weight_c));
	return words_fill(service_templates(service_of(req)), req->lang, "sheet.mark_hint", facts,
			  req->arena);
}

/* For sheet.js, in hundredths. */
static void scale_put(struct val *field, const struct criterion *criterion)
{
	struct val *scale = val_put_map(field, "scale");

	val_put_int(scale, "min", criterion->min_c);
	val_put_int(scale, "max", criterion->max_c);
	val_put_int(scale, "step", criterion->step_c);
	val_put_int(scale, "weight", criterion->weight_c);
}

static void note_put(struct req *req, const struct sheet_ground *ground,
		     const struct sheet_call *call, struct val *page, struct val *row,
		     const char *criterion, const char *about, const char *label)
{
	const char *name = arena_printf(req->arena, "note.%s", criterion);
	const char *wrong =
		complaint_of(req, call, arena_printf(req->arena, "notes.%s", criterion));
	const char *text = call ? req_field(req, name) : note_find(&ground->sheet, criterion);
	struct val *field = part_field(req->arena, val_map(req->arena), name, label, text);

	val_put_int(field, "rows", 3);
	val_put_text(field, "about", about);
	if (wrong)
		part_error(page, field, wrong);
	val_put_bool(field, "open", *text || wrong);
	(void)val_put(row, "note", field);
}

static void mark_put(struct req *req, const struct sheet_ground *ground,
		     const struct sheet_call *call, struct val *page, struct val *marks,
		     const struct criterion *criterion)
{
	const char *name = arena_printf(req->arena, "mark.%s", criterion->key), *text = "";
	const struct sheet_mark *mark =
		mark_find(ground->sheet.marks, ground->sheet.mark_count, criterion->key);
	struct val *field;

	if (call)
		text = req_field(req, name);
	else if (mark)
		text = mark_text(req, mark->mark_c);
	field = part_field(req->arena, marks, name, words_in(&criterion->name, req->lang), text);
	val_put_text(field, "hint", mark_hint(req, criterion));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	scale_put(field, criterion);
	for (size_t i = 0; i < criterion->rubric_count; i++)
		part_rubric(field, mark_text(req, criterion->rubric[i].at_c),
			    words_in(&criterion->rubric[i].text, req->lang));
	complain_field(req, call, page, field,
		       arena_printf(req->arena, "marks.%s", criterion->key));
	note_put(req, ground, call, page, field, criterion->key,
		 words_in(&criterion->name, req->lang), word(req, "sheet.note_label"));
}

void sheet_form_put(struct req *req, const struct sheet_ground *ground,
		    const struct sheet_call *call, struct val *page)
{
	const struct category *category = ground->category;
	struct val *aspects = val_put_list(page, "aspects"), *field;
	char key[TOKEN_SIZE];

	for (size_t a = 0; a < category->aspect_count; a++) {
		const struct aspect *aspect = &category->aspects[a];
		struct val *marks = val_list(req->arena), *row;

		for (size_t i = aspect->first; i < aspect->first + aspect->count; i++)
			if (category->criteria[i].kind == CRITERION_JURY)
				mark_put(req, ground, call, page, marks, &category->criteria[i]);
		if (!val_count(marks))
			continue;
		row = val_push_map(aspects);
		val_put_text(row, "name", words_in(&aspect->name, req->lang));
		(void)val_put(row, "marks", marks);
	}
	note_put(req, ground, call, page, val_put_map(page, "overall"), "overall", NULL,
		 word(req, "sheet.overall"));
	val_put_text(val_find(val_find(page, "overall"), "note"), "hint",
		     word(req, "sheet.overall_hint"));
	field = part_field(req->arena, val_put_map(page, "field"), "feedback",
			   word(req, "sheet.feedback"),
			   call			    ? req_field(req, "feedback")
			   : ground->sheet.feedback ? ground->sheet.feedback
						    : "");
	val_put_text(field, "hint", word(req, "sheet.feedback_hint"));
	complain_field(req, call, page, field, "feedback");
	val_put_int(page, "version", ground->sheet.version);
	val_put_int(page, "decimals", ground->scheme->decimals);
	random_token(key);
	val_put_text(page, "key", key);
}

/* ---- Read only ---- */

void sheet_rows_put(struct req *req, const struct sheet_ground *ground,
		    const struct sheet_event *sheet, struct val *parent)
{
	const struct category *category = ground->category;
	struct val *rows = val_put_list(parent, "rows");
	char number[32];

	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *criterion = &category->criteria[i];
		const struct sheet_mark *mark =
			mark_find(sheet->marks, sheet->mark_count, criterion->key);
		const char *note = note_find(sheet, criterion->key);
		struct val *row;

		if (criterion->kind != CRITERION_JURY)
			continue;
		row = val_push_map(rows);
		val_put_text(row, "name", words_in(&criterion->name, req->lang));
		val_put_text(row, "weight", mark_text(req, criterion->weight_c));
		val_put_text(row, "mark", mark ? mark_text(req, mark->mark_c) : NULL);
		decimal_format(mark ? mark->mark_c : 0, 2, '.', number);
		val_put_text(row, "words", show_words(req->arena, number, req->lang));
		val_put_text(row, "note", *note ? note : NULL);
	}
	val_put_text(parent, "overall_note",
		     *note_find(sheet, "overall") ? note_find(sheet, "overall") : NULL);
	val_put_text(parent, "feedback_text",
		     sheet->feedback && *sheet->feedback ? sheet->feedback : NULL);
}
