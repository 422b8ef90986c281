/* The rule card of an edition, its versions, and in setup a new one. */
#include <inttypes.h>
#include <string.h>

#include "app/ranking_view.h"
#include "import.h"
#include "secretariat.h"

static bool scheme_open(const struct req *req, const struct edition *edition)
{
	return may(DEED_EDIT_SCHEME, who_of(req)->account.role, edition->phase,
		   (struct circumstances){ .mended = edition->mended });
}

static bool versions_put(struct desk *d, struct err *err)
{
	struct val *rows = val_put_list(d->page, "versions");
	struct rule_version *versions;
	size_t count;

	if (!rule_list(db_of(d->req), d->edition.id, d->req->arena, &versions, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(rows);

		val_put_int(row, "number", versions[i].number);
		val_put_text(row, "at",
			     show_time(d->req->arena, versions[i].at, d->settings.zone_hours,
				       d->req->lang));
		val_put_text(row, "sha256", versions[i].sha256);
		val_put_bool(row, "now", versions[i].id == d->edition.rule_id);
	}
	return true;
}

static bool scheme_show(struct req *req, const struct complaints *complaints,
			const struct refusal *refusal, struct err *err)
{
	struct val *fields, *field;
	struct desk d;
	unsigned status = refusal ? refusal->status : complaints ? 422 : 200;

	if (!desk_open(req, "scheme", "scheme.title", &d, err) || !versions_put(&d, err))
		return false;
	val_put_text(d.page, "lead", word(req, "scheme.lead"));
	how_put(req, d.scheme, d.page);
	fields = val_put_map(d.page, "field");
	field = part_field(req->arena, fields, "file", word(req, "scheme.file"), NULL);
	val_put_bool(field, "required", true);
	val_put_text(field, "accept", ".yaml,.yml");
	val_put_text(field, "hint", word(req, "scheme.file_hint"));
	val_put_bool(d.page, "open", scheme_open(req, &d.edition));
	val_put_bool(d.page, "has_mistakes", false);
	if (complaints && complaints->count)
		mistakes_put(req, d.page, complaints);
	field_errors(req, d.page, fields); /* none, or too large */
	if (refusal)
		refusal_flash(req, d.page, refusal);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "scheme.done"));
	return page_show(req, status, "secretariat/scheme", d.page, err);
}

bool page_scheme(struct req *req, struct err *err)
{
	return scheme_show(req, NULL, NULL, err);
}

/* The bytes of the version in force. */
bool page_scheme_file(struct req *req, struct err *err)
{
	struct edition edition;
	size_t len;
	char *text;

	return req_edition(req, true, &edition, err) &&
	       rule_get(db_of(req), edition.rule_id, req->arena, &text, &len, err) &&
	       answer_bytes(req, "text/plain; charset=utf-8",
			    arena_printf(req->arena, "%s-%" PRId64 ".yaml.txt", edition.key,
					 edition.rule_number),
			    text, len);
}

/* ---- A new version ---- */

/* Whatever names another edition would make one. */
static bool same_edition(const struct edition *edition, const struct scheme *scheme,
			 struct complaints *complaints)
{
	if (!text_equal(scheme->edition, edition->key))
		complain(complaints, (struct place){ 0 },
			 "edition: diharapkan \"%s\", bukan \"%s\"",
			 "edition: expected \"%s\", not \"%s\"", edition->key, scheme->edition);
	if (scheme->sample != edition->sample)
		complain(complaints, (struct place){ 0 },
			 "sample: edisi ini tidak dapat berganti antara contoh dan sungguhan",
			 "sample: this edition cannot change between sample and real");
	return complaints->count == 0;
}

bool do_scheme(struct req *req, struct err *err)
{
	const struct importer by = { db_of(req), &who_of(req)->actor, time_now(), req->arena };
	const struct upload *file = req_upload(req, "file");
	struct refusal refusal = { .status = 409 };
	struct complaints complaints;
	struct edition edition, after;
	struct scheme scheme;

	complaints_init(&complaints, req->arena);
	if (!req_edition(req, true, &edition, err))
		return false;
	if (!file)
		return scheme_show(req, &complaints, NULL, err);
	if (scheme_read("scheme.yaml", file->data, file->len, req->arena, &scheme, &complaints) &&
	    same_edition(&edition, &scheme, &complaints) &&
	    !import_categories(db_of(req), &edition, &scheme, NULL, req->arena, &complaints, err))
		return false;
	if (complaints.count)
		return scheme_show(req, &complaints, NULL, err);
	if (!import_scheme(&by, &scheme, file->data, file->len, &after, &refusal.why)) {
		if (refusal.why.kind == ERR_CONFLICT) /* the phase: nothing was written */
			return scheme_show(req, NULL, &refusal, err);
		*err = refusal.why;
		return false;
	}
	return res_redirect(req, "/editions/%s/scheme?done=1", edition.key);
}
