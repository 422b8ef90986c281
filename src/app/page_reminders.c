/* Reminders as ready text: to copy, or to open in WhatsApp. They say how many sheets are open,
 * until when and where; no mark, and no nominee at all, so that none can be one from whom somebody
 * is recused. Nothing is sent or kept by us. */
#include <string.h>

#include "app/edition_state.h"
#include "secretariat.h"

#define UNTIL_MAX 80 /* characters */

struct reminders {
	struct desk d;
	struct edition_state state;
	const char *until; /* as typed, or "" */
};

static const char *filled(const struct reminders *r, const char *key, struct val *values)
{
	struct req *req = r->d.req;

	val_put_text(values, "award", words_in(&r->d.scheme->title, req->lang));
	val_put_text(values, "link",
		     arena_printf(req->arena, "%s/editions/%s/sheets", r->d.settings.public_address,
				  r->d.edition.key));
	val_put_text(values, "by_when",
		     *r->until ? word_n(req, "reminders.until_n", r->until)
			       : word(req, "reminders.soon"));
	return words_fill(service_templates(service_of(req)), req->lang, key, values, req->arena);
}

static void text_put(const struct reminders *r, const char *name, const char *label,
		     const char *text, struct val *rows)
{
	struct req *req = r->d.req;
	struct val *row = val_push_map(rows);
	struct val *field = part_field(req->arena, val_put_list(row, "fields"), name, label, text);

	val_put_bool(field, "required", true);
	val_put_bool(field, "readonly", true);
	val_put_int(field, "rows", 9);
	val_put_text(row, "label", label);
	val_put_text(row, "encoded", text_query(req->arena, text));
}

/* Sheets that this juror owes and has not sent; `ret_all`: those that count, sent or not. */
static size_t open_of(const struct reminders *r, size_t juror, size_t *ret_all)
{
	enum sheet_state state;
	size_t open = 0;

	for (size_t i = 0; i < r->state.candidate_count; i++) {
		if (!edition_state_pair(&r->state, i, juror, &state) || state > SHEET_SUBMITTED)
			continue;
		open += state != SHEET_SUBMITTED;
		++*ret_all;
	}
	return open;
}

static void panel_put(const struct reminders *r, size_t open, size_t all, struct val *rows)
{
	struct req *req = r->d.req;
	struct val *values = val_map(req->arena);

	val_put_text(values, "open", show_n(req, open));
	val_put_text(values, "sent", show_n(req, all - open));
	val_put_text(values, "all", show_n(req, all));
	val_put_text(values, "now",
		     show_time(req->arena, time_now(), r->d.settings.zone_hours, req->lang));
	text_put(r, "panel", word(req, "reminders.panel"), filled(r, "reminders.to_panel", values),
		 rows);
}

static void jurors_put(const struct reminders *r, struct val *rows, size_t *ret_open,
		       size_t *ret_all)
{
	const size_t *by_key = edition_state_by_key(&r->state, r->d.req->arena);
	struct req *req = r->d.req;

	*ret_open = *ret_all = 0;
	for (size_t n = 0; n < r->state.juror_count; n++) {
		const struct juror *juror = &r->state.jurors[by_key[n]];
		size_t open = juror->removed ? 0 : open_of(r, by_key[n], ret_all);
		struct val *values = val_map(req->arena);

		if (!open)
			continue;
		*ret_open += open;
		val_put_text(values, "name", juror->name);
		val_put_text(values, "n", show_n(req, open));
		text_put(r, arena_printf(req->arena, "text-%s", juror->key), juror->name,
			 filled(r, "reminders.to_juror", values), rows);
	}
}

static void until_put(struct reminders *r)
{
	struct req *req = r->d.req;
	const char *asked = req_query(req, "until");
	struct val *field;
	struct err ignored;
	char *clean = NULL;
	bool good =
		!asked || (strlen(asked) <= 4 * (size_t)UNTIL_MAX &&
			   text_nfc(req->arena, asked, strlen(asked), false, &clean, &ignored) &&
			   text_length(clean) <= UNTIL_MAX);

	r->until = good && clean ? clean : "";
	field = part_field(req->arena, val_put_map(r->d.page, "field"), "until",
			   word(req, "reminders.until"), r->until);
	val_put_text(field, "hint", word(req, "reminders.until_hint"));
	val_put_int(field, "max", UNTIL_MAX);
	if (!good)
		part_error(r->d.page, field, word_n(req, "reminders.too_long", "80"));
}

bool page_reminders(struct req *req, struct err *err)
{
	struct reminders r = { 0 };
	struct val *rows, *panel;
	size_t open, all;

	if (!desk_open(req, "reminders", "reminders.title", &r.d, err) ||
	    !edition_state_load(service_of(req), db_of(req), &r.d.edition, NULL, req->arena,
				&r.state, err))
		return false;
	val_put_text(r.d.page, "lead", word(req, "reminders.lead"));
	until_put(&r);
	rows = val_put_list(r.d.page, "rows");
	panel = val_put_list(r.d.page, "panel");
	if (r.d.edition.phase == PHASE_SCORING || r.d.edition.phase == PHASE_DELIBERATION) {
		jurors_put(&r, rows, &open, &all);
		if (open)
			panel_put(&r, open, all, panel);
	}
	val_put_bool(r.d.page, "has_rows", val_count(rows) > 0);
	val_put_bool(r.d.page, "no_address", !r.d.settings.public_address_given);
	return page_show(req, 200, "secretariat/reminders", r.d.page, err);
}
