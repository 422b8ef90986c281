/* What a juror sees before and after he submits: review, receipt; and two versions side by side. */
#include "app/page_sheet.h"

#include <string.h>

/* ---- Review ---- */

static void missing_put(struct val *page)
{
	const struct val *rows = val_get(page, "rows");
	struct val *missing = val_put_list(page, "missing");

	for (size_t i = 0; i < val_count(rows); i++)
		if (!val_is_true(val_get(val_at(rows, i), "mark")))
			val_put_text(val_push_map(missing), "name",
				     val_get_text(val_at(rows, i), "name"));
	val_put_bool(page, "complete", val_count(missing) == 0);
}

static void total_put(struct req *req, const struct sheet_ground *ground, struct val *page)
{
	struct ratio total;
	const char *decimal;

	val_put_text(page, "total", NULL);
	if (!sheet_total(ground, ground->sheet.marks, ground->sheet.mark_count, req->arena, &total))
		return;
	decimal = ratio_decimal(req->arena, total, ground->scheme->decimals, '.');
	val_put_text(page, "total", show_decimal(req->arena, decimal, req->lang));
	val_put_text(page, "total_exact", ratio_fraction(req->arena, total));
}

bool sheet_review_show(struct req *req, const struct sheet_ground *ground,
		       const struct sheet_shown *shown, struct err *err)
{
	struct val *page = sheet_frame(req, ground, word(req, "sheet.review_title"), true);
	char key[TOKEN_SIZE];

	if (shown->text)
		part_flash(page, shown->tone, as_sentence(req->arena, shown->text));
	val_put_text(page, "lead", ground->nominee.name);
	sheet_rows_put(req, ground, &ground->sheet, page);
	missing_put(page);
	total_put(req, ground, page);
	random_token(key);
	val_put_text(page, "key", key);
	val_put_int(page, "version", ground->sheet.version);
	return page_show(req, shown->status, "juror/review", page, err);
}

bool page_sheet_review(struct req *req, struct err *err)
{
	const struct sheet_shown shown = { .status = 200 };
	struct sheet_ground ground;
	enum role role = who_of(req)->account.role;

	if (!sheet_ground(req, req->params[0], req->params[1], &ground, err))
		return false;
	/* There is nothing to review in what is submitted, recused or closed. */
	if (ground.sheet.state == SHEET_SUBMITTED || ground.sheet.state == SHEET_RECUSED ||
	    !sheet_is_open(&ground, SHEET_ACT_SUBMIT, role))
		return res_redirect(req, "/editions/%s/sheets/%s", ground.edition.key,
				    ground.nominee.key);
	return sheet_review_show(req, &ground, &shown, err);
}

/* ---- Receipt ---- */

/* Sixty-four digits are read aloud and typed in groups of four. */
static const char *groups_of_four(struct arena *arena, const uint8_t leaf[SHA256_SIZE])
{
	char hex[SHA256_HEX_SIZE];
	struct buf buf;

	hex_encode(leaf, SHA256_SIZE, hex);
	buf_init(&buf, arena);
	for (size_t i = 0; i < SHA256_HEX_SIZE - 1; i += 4)
		buf_printf(&buf, "%s%.4s", i ? " " : "", hex + i);
	return buf.data;
}

bool page_sheet_receipt(struct req *req, struct err *err)
{
	struct sheet_event submission;
	struct sheet_ground ground;
	const char *at;
	struct val *page;

	if (!sheet_ground(req, req->params[0], req->params[1], &ground, err) ||
	    !sheet_submission(req, &ground, &submission, err))
		return false;
	if (ground.sheet.state != SHEET_SUBMITTED || !submission.seq)
		return res_redirect(req, "/editions/%s/sheets/%s", ground.edition.key,
				    ground.nominee.key);
	page = sheet_frame(req, &ground, word(req, "sheet.receipt_title"), true);
	if (!sheet_time(req, &ground, submission.at, &at, err) ||
	    !sheet_links_put(req, &ground, page, err))
		return false;
	(void)val_put_list(page, "facts");
	part_fact(page, word(req, "word.nominee"), ground.nominee.name);
	part_fact(page, word(req, "sheet.receipt_at"), at);
	part_fact(page, word(req, "sheet.receipt_version"),
		  show_count(req->arena, submission.version, req->lang));
	val_put_text(page, "receipt", groups_of_four(req->arena, submission.leaf));
	return page_show(req, 200, "juror/receipt", page, err);
}

/* ---- Two versions ---- */

static void pair_put(struct val *list, const char *name, const char *stored, const char *typed)
{
	struct val *row = val_push_map(list);

	val_put_text(row, "name", name);
	val_put_text(row, "stored", *stored ? stored : NULL);
	val_put_text(row, "typed", *typed ? typed : NULL);
	val_put_bool(row, "differs", strcmp(stored, typed) != 0);
}

static void pairs_put(struct req *req, const struct sheet_ground *ground,
		      const struct sheet_call *typed, struct val *page)
{
	const struct category *category = ground->category;
	const struct sheet_event *stored = &ground->sheet;
	const struct sheet_event sent = { .notes = typed->notes, .note_count = typed->note_count };
	struct val *marks = val_put_list(page, "marks"), *texts = val_put_list(page, "texts");

	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *criterion = &category->criteria[i];
		const char *name = words_in(&criterion->name, req->lang);
		const struct sheet_mark *a =
			mark_find(stored->marks, stored->mark_count, criterion->key);
		const struct sheet_mark *b =
			mark_find(typed->marks, typed->mark_count, criterion->key);
		const char *note = note_find(&sent, criterion->key);

		if (criterion->kind != CRITERION_JURY)
			continue;
		pair_put(marks, name, a ? mark_text(req, a->mark_c) : "",
			 b ? mark_text(req, b->mark_c) : "");
		if (strcmp(note, note_find(stored, criterion->key)) != 0)
			pair_put(texts,
				 arena_printf(req->arena, "%s: %s", word(req, "sheet.note"), name),
				 note_find(stored, criterion->key), note);
	}
	if (strcmp(note_find(&sent, "overall"), note_find(stored, "overall")) != 0)
		pair_put(texts, word(req, "sheet.overall"), note_find(stored, "overall"),
			 note_find(&sent, "overall"));
	if (strcmp(typed->feedback ? typed->feedback : "",
		   stored->feedback ? stored->feedback : "") != 0)
		pair_put(texts, word(req, "sheet.feedback"),
			 stored->feedback ? stored->feedback : "",
			 typed->feedback ? typed->feedback : "");
	val_put_bool(page, "has_texts", val_count(texts) > 0);
}

bool sheet_conflict_show(struct req *req, const struct sheet_ground *ground,
			 const struct sheet_call *typed, struct err *err)
{
	struct val *page = sheet_frame(req, ground, word(req, "sheet.conflict_title"), true);
	struct val *hidden = val_put_list(page, "hidden");
	char key[TOKEN_SIZE];
	const char *at;

	if (!sheet_time(req, ground, ground->sheet.at, &at, err))
		return false;
	pairs_put(req, ground, typed, page);
	for (size_t i = 0; i < req->field_count; i++) {
		const struct field_value *value = &req->fields[i];
		struct val *field;

		if (strncmp(value->name, "mark.", 5) != 0 &&
		    strncmp(value->name, "note.", 5) != 0 && strcmp(value->name, "feedback") != 0)
			continue;
		field = val_push_map(hidden);
		val_put_text(field, "name", value->name);
		val_put_text(field, "value", value->text);
	}
	random_token(key);
	val_put_text(page, "key", key);
	val_put_int(page, "version", ground->sheet.version);
	val_put_text(page, "stored_at", at);
	val_put_bool(page, "submitted", ground->sheet.state == SHEET_SUBMITTED);
	return page_show(req, 409, "juror/conflict", page, err);
}
