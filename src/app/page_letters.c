/* Letters to the nominees: who has a code, and the page to print when codes are made. */
#include <string.h>

#include "deed_letter.h"
#include "print.h"
#include "secretariat.h"

static const struct words LETTERS_ACT = { { "Membuat surat nominee",
					    "Making letters to nominees" } };

struct letters {
	struct desk d;
	bool is_public; /* then `released` is the newest release */
	struct released released;
};

static bool letters_open(struct req *req, struct letters *ret, struct err *err)
{
	*ret = (struct letters){ 0 };
	if (!desk_open(req, "letters", "letters.title", &ret->d, err))
		return false;
	ret->is_public = release_open(service_of(req), db_of(req), &ret->d.edition, 0, req->arena,
				      &ret->released, err);
	return ret->is_public || err->kind == ERR_NOT_FOUND;
}

/* ---- Who has one ---- */

static void code_put(struct letters *l, const struct result_code *codes, size_t count,
		     const char *nominee, struct val *row)
{
	const struct result_code *last = NULL;
	size_t made = 0;

	for (size_t i = 0; i < count; i++)
		if (text_equal(codes[i].nominee, nominee)) {
			last = &codes[i];
			made++;
		}
	val_put_bool(row, "made", made > 0);
	(void)part_state(row, "state", made ? "submitted" : "empty",
			 word(l->d.req, made ? "letters.made" : "letters.none"));
	val_put_text(row, "by", last ? who_and_when(&l->d, last->made_by, last->made_at) : NULL);
	val_put_text(row, "reason", last && *last->reason ? last->reason : NULL);
}

static bool list_put(struct letters *l, struct val *rows, size_t *ret_missing, struct err *err)
{
	const struct tally_input *input = &l->released.bundle->input;
	struct req *req = l->d.req;
	struct result_code *codes;
	size_t count;

	*ret_missing = 0;
	if (!result_code_list(db_of(req), l->d.edition.id, req->arena, &codes, &count, err))
		return false;
	for (size_t i = 0; i < input->nominee_count; i++) {
		const struct nominee *nominee = &input->nominees[i];
		struct val *row = val_push_map(rows), *fields = val_put_list(row, "fields");
		struct val *field =
			part_field(req->arena, fields, "reason", word(req, "word.reason"), "");

		val_put_text(field, "id", arena_printf(req->arena, "reason-%zu", i));
		val_put_bool(field, "required", true);
		val_put_int(field, "max", REASON_MAX);
		val_put_text(row, "key", nominee->key);
		val_put_text(row, "name", nominee->name);
		val_put_text(
			row, "category",
			words_in(&input->scheme->categories[nominee->category].name, req->lang));
		code_put(l, codes, count, nominee->key, row);
		*ret_missing += !val_is_true(val_get(row, "made"));
	}
	return true;
}

static bool letters_show(struct letters *l, unsigned status, const char *complaint, struct err *err)
{
	struct req *req = l->d.req;
	struct val *rows = val_put_list(l->d.page, "rows");
	bool open = l->d.edition.phase == PHASE_PUBLISHED;
	size_t missing = 0;

	if (l->is_public && !list_put(l, rows, &missing, err))
		return false;
	val_put_text(l->d.page, "lead", word(req, "letters.lead"));
	val_put_bool(l->d.page, "has_rows", val_count(rows) > 0);
	val_put_bool(l->d.page, "open", open);
	val_put_text(l->d.page, "missing",
		     missing && open ? word_n(req, "letters.missing", show_n(req, missing)) : NULL);
	val_put_bool(l->d.page, "no_address", !l->d.settings.public_address_given);
	val_put_bool(l->d.page, "no_deadline", !l->d.settings.objection_deadline);
	if (complaint)
		part_flash(l->d.page, "bad", as_sentence(req->arena, complaint));
	return page_show(req, status, "secretariat/letters", l->d.page, err);
}

bool page_letters(struct req *req, struct err *err)
{
	struct letters letters;

	return letters_open(req, &letters, err) && letters_show(&letters, 200, NULL, err);
}

/* ---- The letters themselves, once ---- */

static const char *deadline_of(struct req *req, const struct settings *settings)
{
	struct civil day;

	return settings->objection_deadline && time_parse_date(settings->objection_deadline, &day)
		       ? show_date(req->arena, &day, req->lang)
		       : NULL;
}

static bool letter_put(struct letters *l, const struct letter *letter, struct val *list,
		       struct err *err)
{
	const char *address = l->d.settings.public_address, *region = letter->nominee->region;
	struct req *req = l->d.req;
	struct val *item = val_push_map(list);

	val_put_text(item, "name", letter->nominee->name);
	val_put_text(item, "region", region && *region ? region : NULL);
	val_put_text(item, "category", words_in(&letter->category->name, req->lang));
	val_put_text(item, "address", arena_printf(req->arena, "%s/nominee", address));
	print_code(req->arena, letter->code, item);
	return print_qr(req->arena,
			arena_printf(req->arena, "%s/nominee?c=%s", address, letter->code), item,
			err);
}

static bool letters_print(struct letters *l, const struct letter *made, size_t count,
			  struct err *err)
{
	const struct scheme *scheme = l->released.bundle->input.scheme;
	struct req *req = l->d.req;
	struct val *list = val_put_list(l->d.page, "letters");

	for (size_t i = 0; i < count; i++)
		if (!letter_put(l, &made[i], list, err))
			return false;
	val_put_text(l->d.page, "lead", word(req, "letters.once"));
	val_put_text(l->d.page, "award", words_in(&scheme->title, req->lang));
	val_put_int(l->d.page, "year", scheme->assessment_year);
	val_put_text(l->d.page, "deadline", deadline_of(req, &l->d.settings));
	part_crumb(l->d.page, arena_printf(req->arena, "editions/%s/letters", l->d.edition.key),
		   word(req, "letters.title"));
	return page_show(req, 200, "secretariat/letters_print", l->d.page, err);
}

bool do_letters(struct req *req, struct err *err)
{
	struct refusal refusal = { 0 };
	struct letter *made;
	struct letters l;
	size_t count;

	if (!letters_open(req, &l, err) || !fresh_check(req, &LETTERS_ACT, err))
		return false;
	if (!l.is_public)
		return letters_show(&l, 409, word(req, "letters.not_yet"), err);
	if (!letters_make(req, &l.d.edition, &l.released, time_now(), &made, &count, &refusal, err))
		return false;
	return refusal.status ? letters_show(&l, refusal.status, refusal.why.msg[req->lang], err)
			      : letters_print(&l, made, count, err);
}

bool do_letter(struct req *req, struct err *err)
{
	struct refusal refusal = { 0 };
	const char *reason = req_field(req, "reason");
	struct letter made;
	struct letters l;

	if (!letters_open(req, &l, err))
		return false;
	if (!l.is_public)
		return letters_show(&l, 409, word(req, "letters.not_yet"), err);
	if (!req->fields_ok)
		return letters_show(&l, 422, word(req, "letters.reason_needed"), err);
	if (!fresh_check(req, &LETTERS_ACT, err) ||
	    !letter_remake(req, &l.d.edition, &l.released, req->params[1], reason, time_now(),
			   &made, &refusal, err))
		return false;
	return refusal.status ? letters_show(&l, refusal.status, refusal.why.msg[req->lang], err)
			      : letters_print(&l, &made, 1, err);
}
