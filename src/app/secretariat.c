/* What the secretariat's pages share. */
#include "secretariat.h"

#include <string.h>

const char *word_of(const struct req *req, const char *prefix, const char *name)
{
	return word(req, arena_printf(req->arena, "%s%s", prefix, name));
}

const char *word_n(const struct req *req, const char *key, const char *n)
{
	struct val *values = val_map(req->arena);

	val_put_text(values, "n", n);
	return words_fill(service_templates(service_of(req)), req->lang, key, values, req->arena);
}

const char *show_n(const struct req *req, size_t n)
{
	return show_count(req->arena, (int64_t)n, req->lang);
}

bool desk_open(struct req *req, const char *path, const char *title, struct desk *ret,
	       struct err *err)
{
	*ret = (struct desk){ .req = req };
	if (!req_edition(req, true, &ret->edition, err) ||
	    !service_scheme(service_of(req), db_of(req), ret->edition.rule_id, &ret->scheme, err) ||
	    !settings_load(db_of(req), ret->edition.id, req->arena, &ret->settings, err))
		return false;
	ret->page = page_of_edition(req, &ret->edition, ret->scheme, path, word(req, title));
	return true;
}

void proof_state(const struct req *req, struct val *parent, const char *key,
		 const struct proof_item *proof)
{
	static const char *const KINDS[] = {
		[PROOF_ENTERED] = "open",
		[PROOF_VERIFIED] = "verified",
		[PROOF_REJECTED] = "rejected",
	};
	const char *kind = proof ? KINDS[proof->status] : "missing";

	(void)part_state(parent, key, kind, word_of(req, "state.", kind));
}

void mistakes_put(struct req *req, struct val *page, const struct complaints *complaints)
{
	struct val *list = val_put_list(page, "mistakes");

	for (size_t i = 0; i < complaints->count; i++) {
		const struct complaint *one = &complaints->items[i];
		struct val *item = val_push_map(list);

		val_put_text(item, "line",
			     one->place.line ? arena_printf(req->arena, "%u", one->place.line)
					     : "–");
		val_put_text(item, "column",
			     one->place.column ? arena_printf(req->arena, "%u", one->place.column)
					       : NULL);
		val_put_text(item, "text", words_in(&one->text, req->lang));
	}
	val_put_text(page, "mistakes_n",
		     word_n(req, "sec.mistakes_n", show_n(req, complaints->total)));
	val_put_text(page, "mistakes_more",
		     complaints->total > complaints->count
			     ? word_n(req, "sec.mistakes_more",
				      show_n(req, complaints->total - complaints->count))
			     : NULL);
	val_put_bool(page, "has_mistakes", complaints->count > 0);
}

void refusal_flash(struct req *req, struct val *page, const struct refusal *refusal)
{
	if (refusal->status)
		part_flash(page, "bad", as_sentence(req->arena, refusal->why.msg[req->lang]));
}

void field_errors(struct req *req, struct val *page, struct val *fields)
{
	for (size_t i = 0; i < req->field_count; i++) {
		struct val *field = val_find(fields, req->fields[i].name);

		if (field && req->fields[i].complaint[LANG_ID])
			part_error(page, field, req->fields[i].complaint[req->lang]);
	}
}

/* Of this field (NULL: of the first that has one), or NULL. */
static const char *complaint_of(const struct req *req, const char *name)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (req->fields[i].complaint[LANG_ID] &&
		    (!name || text_equal(req->fields[i].name, name)))
			return req->fields[i].complaint[req->lang];
	return NULL;
}

void field_error(const struct req *req, struct val *page, struct val *field, const char *name)
{
	const char *complaint = complaint_of(req, name);

	if (complaint)
		part_error(page, field, complaint);
}

void complaint_flash(const struct req *req, struct val *page)
{
	const char *complaint = req->fields_ok ? NULL : complaint_of(req, NULL);

	if (complaint && !val_is_true(val_get(page, "has_errors")))
		part_flash(page, "bad", complaint);
}

const char *who_and_when(const struct desk *d, const char *who, int64_t at)
{
	if (text_equal(who, "cli"))
		who = word(d->req, "sec.by_command");
	return arena_printf(d->req->arena, "%s, %s", who,
			    show_time(d->req->arena, at, d->settings.zone_hours, d->req->lang));
}

/* ---- What a name of evidence is for ---- */

static void use_add(const struct req *req, struct buf *text, const char *what, const char *role)
{
	buf_printf(text, "%s%s: %s", text->len ? " · " : "", what,
		   word_of(req, "sec.read_as.", role));
}

static void gate_add(const struct req *req, struct buf *text, const struct gate *gate)
{
	static const char *const TESTS[] = {
		[GATE_AT_LEAST] = "≥", [GATE_AT_MOST] = "≤", [GATE_EQUALS] = "="
	};

	buf_printf(text, "%s%s: %s %s", text->len ? " · " : "", word(req, "sec.use_gate"),
		   TESTS[gate->test], gate->text);
}

const char *evidence_use(const struct req *req, const struct category *category, const char *name)
{
	struct buf text;

	buf_init(&text, req->arena);
	for (size_t i = 0; category && i < category->gate_count; i++)
		if (text_equal(category->gates[i].evidence, name))
			gate_add(req, &text, &category->gates[i]);
	for (size_t i = 0; category && i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];
		const char *what = words_in(&c->name, req->lang);

		if (text_equal(c->numerator, name))
			use_add(req, &text, what, "numerator");
		if (text_equal(c->denominator, name))
			use_add(req, &text, what, "denominator");
		if (text_equal(c->evidence, name))
			use_add(req, &text, what, "level");
	}
	return text.len ? text.data : word(req, "sec.use_none");
}
