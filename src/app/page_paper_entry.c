/* Typing sheets from paper, and comparing what another has typed. */
#include <string.h>

#include "paper_entry.h"
#include "secretariat.h"

static bool desk_load(struct req *req, struct desk *ret, struct paper_desk *ret_paper,
		      struct err *err)
{
	return desk_open(req, "paper", "paper.title", ret, err) &&
	       paper_desk_load(req, &ret->edition, ret_paper, err);
}

static void state_put(const struct req *req, const struct paper_due *due, struct val *row)
{
	const char *kind = !due->entry				    ? "empty"
			   : text_equal(due->entry->state, "typed") ? "draft"
								    : "submitted";
	const char *name = !due->entry				    ? "paper.to_type"
			   : text_equal(due->entry->state, "typed") ? "paper.to_compare"
								    : "paper.to_confirm";

	(void)part_state(row, "state", kind, word(req, name));
}

bool page_paper(struct req *req, struct err *err)
{
	struct paper_desk paper;
	struct desk d;
	struct val *rows;

	if (!desk_load(req, &d, &paper, err))
		return false;
	val_put_text(d.page, "lead", word(req, "paper.lead"));
	rows = val_put_list(d.page, "rows");
	for (size_t i = 0; i < paper.due_count; i++) {
		const struct paper_due *due = &paper.dues[i];
		struct val *row = val_push_map(rows);

		val_put_text(row, "juror_key", paper.state.jurors[due->juror].key);
		val_put_text(row, "juror", paper.state.jurors[due->juror].name);
		val_put_text(row, "nominee_key", paper.state.candidates[due->nominee].key);
		val_put_text(row, "nominee", paper.state.candidates[due->nominee].name);
		state_put(req, due, row);
	}
	val_put_bool(d.page, "has_rows", val_count(rows) > 0);
	return page_show(req, 200, "secretariat/paper", d.page, err);
}

/* ---- One sheet ---- */

static void number_field(struct desk *d, struct val *into)
{
	struct val *field = part_field(d->req->arena, into, "number", word(d->req, "paper.number"),
				       req_field(d->req, "number"));

	val_put_text(field, "hint", word(d->req, "paper.number_hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	val_put_int(field, "max", 40);
}

/* What is wrong with a mark; one that was not sent at all is missing. */
static const char *mark_complaint(const struct req *req, const char *name)
{
	for (size_t f = 0; f < req->field_count; f++)
		if (text_equal(req->fields[f].name, name))
			return req->fields[f].complaint[req->lang];
	return word(req, "paper.mark_missing");
}

static void mark_fields(struct desk *d, const struct category *category, bool refused,
			struct val *list)
{
	struct arena *arena = d->req->arena;

	for (size_t c = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		const char *name = arena_printf(arena, "mark.%s", criterion->key);
		const char *complaint;
		char low[32], high[32];
		struct val *field;

		if (criterion->kind != CRITERION_JURY)
			continue;
		decimal_format(criterion->min_c, 2, '.', low);
		decimal_format(criterion->max_c, 2, '.', high);
		field = part_field(arena, list, name,
				   arena_printf(arena, "%s %s", criterion->key,
						words_in(&criterion->name, d->req->lang)),
				   req_field(d->req, name));
		val_put_text(field, "hint",
			     arena_printf(arena, "%s–%s", show_decimal(arena, low, d->req->lang),
					  show_decimal(arena, high, d->req->lang)));
		val_put_bool(field, "required", true);
		val_put_text(field, "autocomplete", "off");
		complaint = refused ? mark_complaint(d->req, name) : NULL;
		if (complaint)
			part_error(d->page, field, complaint);
	}
}

/* What was typed, to be compared with the paper line by line. */
static bool typed_put(struct desk *d, const struct category *category,
		      const struct paper_entry *entry, struct err *err)
{
	struct val *marks, *list = val_put_list(d->page, "typed");

	if (!json_parse(d->req->arena, entry->marks, strlen(entry->marks), &marks, err))
		return false;
	for (size_t i = 0; i < val_count(marks); i++) {
		const struct criterion *criterion =
			category_criterion(category, val_key_at(marks, i));
		const char *mark = val_chars(val_at(marks, i));
		struct val *row = val_push_map(list);

		val_put_text(row, "code", val_key_at(marks, i));
		val_put_text(row, "name",
			     criterion ? words_in(&criterion->name, d->req->lang) : "");
		val_put_text(row, "mark", show_decimal(d->req->arena, mark, d->req->lang));
		val_put_text(row, "in_words", show_words(d->req->arena, mark, d->req->lang));
	}
	val_put_text(d->page, "who", who_and_when(d, entry->typed_by, entry->typed_at));
	return true;
}

static bool one_show(struct req *req, struct desk *d, struct paper_desk *paper,
		     const struct paper_due *due, const struct refusal *refusal, struct err *err)
{
	const struct category *category = paper_category(paper, due);
	const struct paper_entry *entry = due->entry;
	bool typed = entry && text_equal(entry->state, "typed");

	val_put_text(d->page, "title", paper->state.candidates[due->nominee].name);
	val_put_text(d->page, "lead", paper->state.jurors[due->juror].name);
	val_put_text(d->page, "juror_key", paper->state.jurors[due->juror].key);
	val_put_text(d->page, "nominee_key", paper->state.candidates[due->nominee].key);
	val_put_bool(d->page, "typing", !entry);
	val_put_bool(d->page, "comparing",
		     typed && !text_equal(entry->typed_by, who_of(req)->account.username));
	val_put_bool(d->page, "own",
		     typed && text_equal(entry->typed_by, who_of(req)->account.username));
	val_put_bool(d->page, "waiting", entry && !typed);
	number_field(d, val_put_map(d->page, "field"));
	mark_fields(d, category, refusal && refusal->status == 422 && !entry,
		    val_put_list(d->page, "marks"));
	if (refusal)
		part_flash(d->page, "bad", as_sentence(req->arena, refusal->why.msg[req->lang]));
	field_errors(req, d->page, val_find(d->page, "field"));
	(void)val_put_list(d->page, "typed");
	val_put_text(d->page, "who", NULL);
	if (typed && !typed_put(d, category, entry, err))
		return false;
	part_crumb(d->page, arena_printf(req->arena, "editions/%s/paper", d->edition.key),
		   word(req, "paper.title"));
	return page_show(req, refusal ? refusal->status : 200, "secretariat/paper_one", d->page,
			 err);
}

static bool one_load(struct req *req, struct desk *d, struct paper_desk *paper,
		     struct paper_due **ret, struct err *err)
{
	if (!desk_load(req, d, paper, err))
		return false;
	*ret = paper_due_find(paper, req->params[1], req->params[2]);
	return *ret || FAIL_CODE(err, ERR_NOT_FOUND, "not_due",
				 "lembar ini tidak menunggu diketik dari kertas",
				 "this sheet does not wait to be typed from paper");
}

bool page_paper_one(struct req *req, struct err *err)
{
	struct paper_desk paper;
	struct paper_due *due;
	struct desk d;

	return one_load(req, &d, &paper, &due, err) && one_show(req, &d, &paper, due, NULL, err);
}

bool do_paper(struct req *req, struct err *err)
{
	struct paper_desk paper;
	struct paper_due *due;
	struct refusal refusal;
	struct desk d;

	if (!one_load(req, &d, &paper, &due, err) ||
	    !paper_type(&paper, due, time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return one_show(req, &d, &paper, due, &refusal, err);
	return res_redirect(req, "/editions/%s/paper", d.edition.key);
}

bool do_paper_settle(struct req *req, struct err *err)
{
	struct paper_desk paper;
	struct paper_due *due;
	struct refusal refusal;
	struct desk d;

	if (!one_load(req, &d, &paper, &due, err) ||
	    !paper_settle(&paper, due, req_field(req, "decision"), time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return one_show(req, &d, &paper, due, &refusal, err);
	return res_redirect(req, "/editions/%s/paper", d.edition.key);
}
