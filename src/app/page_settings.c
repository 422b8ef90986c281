/* The settings outside the rules: what documents and pages say beside the result. */
#include <stdio.h>
#include <string.h>

#include "import.h"
#include "secretariat.h"

/* Names as they are kept (settings_keep.c). */
static const struct {
	const char *name, *label;
	bool date;
} FIELDS[] = {
	{ "minutes.number", "settings.number", false },
	{ "minutes.place", "settings.place", false },
	{ "minutes.date", "settings.date", true },
	{ "decree.number", "settings.number", false },
	{ "decree.place", "settings.place", false },
	{ "decree.date", "settings.date", true },
	{ "ceremony.number", "settings.number", false },
	{ "ceremony.place", "settings.place", false },
	{ "ceremony.date", "settings.date", true },
};

#define ADDRESS_MAX 200
#define BASIS_MAX 4000

/* What was typed, or else what is kept. */
static const char *given(const struct req *req, const char *name, const char *kept)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (text_equal(req->fields[i].name, name))
			return req->fields[i].text;
	return kept ? kept : "";
}

static struct val *field_put(struct desk *d, struct val *into, const char *name, const char *label,
			     const char *kept, int64_t max)
{
	struct val *field = part_field(d->req->arena, into, name, word(d->req, label),
				       given(d->req, name, kept));

	val_put_int(field, "max", max);
	for (size_t i = 0; i < d->req->field_count; i++)
		if (text_equal(d->req->fields[i].name, name) &&
		    d->req->fields[i].complaint[LANG_ID])
			part_error(d->page, field, d->req->fields[i].complaint[d->req->lang]);
	return field;
}

static void address_put(struct desk *d, struct val *fields)
{
	struct val *field = field_put(
		d, fields, "public_address", "settings.address",
		d->settings.public_address_given ? d->settings.public_address : "", ADDRESS_MAX);

	val_put_text(field, "hint", word(d->req, "settings.address_hint"));
	val_put_bool(field, "plain", true);
	val_put_text(d->page, "warning", NULL);
	if (!d->settings.public_address_given) {
		struct val *warning = val_put_map(d->page, "warning");

		val_put_text(warning, "tone", "warn");
		val_put_text(warning, "heading", NULL);
		val_put_text(warning, "text", word(d->req, "settings.address_default"));
	}
}

static void choices_put(struct desk *d, struct val *fields)
{
	static const struct {
		const char *zone, *key;
	} ZONES[] = { { "WIB", "wib" }, { "WITA", "wita" }, { "WIT", "wit" } };
	struct val *field = field_put(d, fields, "timezone", "settings.zone",
				      zone_text(d->settings.zone_hours), 4);

	val_put_bool(field, "required", true);
	for (size_t i = 0; i < COUNT(ZONES); i++)
		part_option(d->req->arena, field, ZONES[i].zone,
			    word_of(d->req, "settings.zones.", ZONES[i].key));
	field = field_put(d, fields, "publish", "settings.publish",
			  d->settings.winners_only ? "winners" : "all", 10);
	val_put_bool(field, "required", true);
	val_put_text(field, "hint", word(d->req, "settings.publish_hint"));
	part_option(d->req->arena, field, "all", word(d->req, "settings.publish_all"));
	part_option(d->req->arena, field, "winners", word(d->req, "settings.publish_winners"));
}

static void signatories_put(struct desk *d)
{
	struct val *rows = val_put_list(d->page, "signatories");

	for (size_t i = 0; i < SIGNATORIES_MAX; i++) {
		struct val *row = val_push_map(rows), *fields = val_put_list(row, "fields");
		struct signatory kept = { 0 };

		if (i < d->settings.signatory_count)
			kept = d->settings.signatories[i];
		val_put_text(row, "heading",
			     word_n(d->req, "settings.signatory_n", show_n(d->req, i + 1)));
		(void)field_put(d, fields, arena_printf(d->req->arena, "signatory.%zu.name", i + 1),
				"settings.name", kept.name, 200);
		(void)field_put(d, fields,
				arena_printf(d->req->arena, "signatory.%zu.office", i + 1),
				"settings.office", kept.office, 200);
	}
}

static const char *occasion_kept(const struct settings *s, const char *name)
{
	const struct occasion *of = *name == 'm'   ? &s->minutes
				    : *name == 'd' ? &s->decree
						   : &s->ceremony;
	const char *part = text_after(name, '.');

	return text_equal(part, "number")  ? of->number
	       : text_equal(part, "place") ? of->place
					   : of->date;
}

static void occasions_put(struct desk *d)
{
	static const char *const NAMES[] = { "minutes", "decree", "ceremony" };
	struct val *rows = val_put_list(d->page, "occasions");

	for (size_t n = 0; n < COUNT(NAMES); n++) {
		struct val *row = val_push_map(rows), *fields = val_put_list(row, "fields");

		val_put_text(row, "heading", word_of(d->req, "settings.occasion.", NAMES[n]));
		for (size_t i = n * 3; i < n * 3 + 3; i++) {
			struct val *field =
				field_put(d, fields, FIELDS[i].name, FIELDS[i].label,
					  occasion_kept(&d->settings, FIELDS[i].name), 200);

			if (!FIELDS[i].date)
				continue;
			val_put_text(field, "hint", word(d->req, "settings.date_hint"));
			val_put_text(field, "value",
				     evidence_date(d->req, val_get_text(field, "value")));
		}
	}
}

static bool settings_show(struct req *req, const struct err *why, struct err *err)
{
	struct val *fields, *field;
	struct desk d;
	unsigned status = why ? 409 : req->fields_ok ? 200 : 422;

	if (!desk_open(req, "settings", "settings.title", &d, err))
		return false;
	val_put_text(d.page, "lead", word(req, "settings.lead"));
	fields = val_put_map(d.page, "field");
	address_put(&d, fields);
	choices_put(&d, fields);
	field = field_put(&d, fields, "legal_basis", "settings.legal_basis", d.settings.legal_basis,
			  BASIS_MAX);
	val_put_text(field, "hint", word(req, "settings.legal_basis_hint"));
	field = field_put(&d, fields, "objection_deadline", "settings.objection_deadline",
			  d.settings.objection_deadline, 200);
	val_put_text(field, "hint", word(req, "settings.objection_hint"));
	val_put_text(field, "value", evidence_date(req, val_get_text(field, "value")));
	signatories_put(&d);
	occasions_put(&d);
	val_put_bool(d.page, "open",
		     may(DEED_EDIT_SETTINGS, ROLE_SECRETARIAT, d.edition.phase,
			 (struct circumstances){ 0 }));
	if (why)
		part_flash(d.page, "bad", why->msg[req->lang]);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "settings.done"));
	return page_show(req, status, "secretariat/settings", d.page, err);
}

bool page_settings(struct req *req, struct err *err)
{
	req->fields_ok = true;
	return settings_show(req, NULL, err);
}

/* ---- Saving ---- */

static const char *filled(const struct req *req, const char *name)
{
	const char *text = req_field(req, name);

	return *text ? text : NULL;
}

static void choices_take(struct req *req, struct settings *ret)
{
	const char *address = req_field(req, "public_address");
	const char *publish = req_field(req, "publish");

	if (*address) {
		ret->public_address_given =
			settings_address(req->arena, address, &ret->public_address);
		if (!ret->public_address_given)
			req_complain(req, "public_address",
				     "Tuliskan alamat yang diawali https:// atau http://.",
				     "Enter an address that begins with https:// or http://.");
	}
	if (!zone_parse(req_field(req, "timezone"), &ret->zone_hours))
		req_complain(req, "timezone", "Pilih WIB, WITA, atau WIT.",
			     "Choose WIB, WITA or WIT.");
	ret->winners_only = text_equal(publish, "winners");
	if (!ret->winners_only && !text_equal(publish, "all"))
		req_complain(req, "publish", "Pilih yang diumumkan.", "Choose what is published.");
}

static void signatories_take(struct req *req, struct settings *ret)
{
	char name[32], office[32];

	for (unsigned i = 1; i <= SIGNATORIES_MAX; i++) {
		struct signatory one;

		(void)snprintf(name, sizeof(name), "signatory.%u.name", i);
		(void)snprintf(office, sizeof(office), "signatory.%u.office", i);
		one.name = filled(req, name);
		one.office = filled(req, office);
		if (one.name || one.office)
			ret->signatories[ret->signatory_count++] = one;
	}
}

static struct occasion occasion_take(struct req *req, const char *name)
{
	struct arena *a = req->arena;

	return (struct occasion){ .number = filled(req, arena_printf(a, "%s.number", name)),
				  .place = filled(req, arena_printf(a, "%s.place", name)),
				  .date = filled(req, arena_printf(a, "%s.date", name)) };
}

bool do_settings(struct req *req, struct err *err)
{
	const struct importer by = { db_of(req), &who_of(req)->actor, time_now(), req->arena };
	struct settings settings;
	struct edition edition;
	struct err why;

	if (!req_edition(req, true, &edition, err))
		return false;
	settings_init(&settings);
	choices_take(req, &settings);
	settings.legal_basis = filled(req, "legal_basis");
	signatories_take(req, &settings);
	settings.minutes = occasion_take(req, "minutes");
	settings.decree = occasion_take(req, "decree");
	settings.ceremony = occasion_take(req, "ceremony");
	settings.objection_deadline = filled(req, "objection_deadline");
	if (!req->fields_ok)
		return settings_show(req, NULL, err);
	if (!import_settings(&by, &edition, &settings, &why)) {
		if (why.kind == ERR_CONFLICT) /* the phase: nothing was written */
			return settings_show(req, &why, err);
		*err = why;
		return false;
	}
	return res_redirect(req, "/editions/%s/settings?done=1", edition.key);
}
