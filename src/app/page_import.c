/* Files of nominees, jurors and evidence: all mistakes at once, then what would happen, then it. */
#include <string.h>

#include "import.h"
#include "secretariat.h"

#define FILE_MAX ((size_t)5 << 20)
/* So much is carried in the form that confirms. A larger file is chosen once more and must be the
 * same: a page of megabytes would not come through the Wi-Fi of a hotel. */
#define CARRIED_MAX ((size_t)256 << 10)

enum kind { KIND_NOMINEES, KIND_JURORS, KIND_EVIDENCE, KIND_COUNT };

static const struct {
	const char *name, *columns;
	enum deed deed;
} KINDS[KIND_COUNT] = {
	[KIND_NOMINEES] = { "nominees", "nominee,name,category,region\n", DEED_EDIT_NOMINEES },
	[KIND_JURORS] = { "jurors", "juror,name,role,element,institution,categories\n",
			  DEED_EDIT_PANEL },
	[KIND_EVIDENCE] = { "evidence", "nominee,evidence,value,status,source,cutoff\n",
			    DEED_EDIT_EVIDENCE },
};

static bool kind_parse(const char *name, enum kind *ret)
{
	for (unsigned k = 0; k < KIND_COUNT; k++)
		if (text_equal(KINDS[k].name, name)) {
			*ret = (enum kind)k;
			return true;
		}
	return false;
}

static bool kind_may(const struct edition *edition, enum kind kind)
{
	return may(KINDS[kind].deed, ROLE_SECRETARIAT, edition->phase,
		   (struct circumstances){ .mended = edition->mended });
}

/* Where there is one choice only it is made. */
static const char *only_kind(const struct edition *edition)
{
	const char *ret = "";

	for (unsigned k = 0; k < KIND_COUNT; k++) {
		if (!kind_may(edition, (enum kind)k))
			continue;
		if (*ret)
			return "";
		ret = KINDS[k].name;
	}
	return ret;
}

/* ---- The page ---- */

static void kinds_put(struct desk *d, struct val *page, const char *chosen)
{
	struct val *fields = val_put_map(page, "field"), *field;
	struct val *list = val_put_list(page, "kinds");
	size_t open = 0;

	field = part_field(d->req->arena, fields, "kind", word(d->req, "import.kind"),
			   *chosen ? chosen : only_kind(&d->edition));
	val_put_bool(field, "required", true);
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		struct val *row = val_push_map(list);
		const char *label = word_of(d->req, "import_kind.", KINDS[k].name);
		bool may_now = kind_may(&d->edition, (enum kind)k);

		val_put_text(row, "kind", KINDS[k].name);
		val_put_text(row, "label", label);
		val_put_text(row, "columns", word_of(d->req, "import_columns.", KINDS[k].name));
		val_put_bool(row, "open", may_now);
		if (may_now)
			part_option(d->req->arena, field, KINDS[k].name, label);
		open += may_now;
	}
	field = part_field(d->req->arena, fields, "file", word(d->req, "import.file"), NULL);
	val_put_bool(field, "required", true);
	val_put_text(field, "accept", ".csv,text/csv");
	val_put_text(field, "hint", word(d->req, "import.file_hint"));
	val_put_bool(page, "open", open > 0);
}

static bool import_open(struct req *req, const char *chosen, struct desk *d, struct err *err)
{
	if (!desk_open(req, "import", "import.title", d, err))
		return false;
	val_put_text(d->page, "lead", word(req, "import.lead"));
	kinds_put(d, d->page, chosen);
	val_put_bool(d->page, "has_mistakes", false);
	val_put_text(d->page, "preview", NULL);
	return true;
}

bool page_import(struct req *req, struct err *err)
{
	struct desk d;

	if (!import_open(req, "", &d, err))
		return false;
	if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "import.done"));
	return page_show(req, 200, "secretariat/import", d.page, err);
}

/* ---- The files to begin with ---- */

static bool answer_template(struct req *req, enum kind kind, struct err *err)
{
	struct edition edition;
	struct buf text;

	if (!req_edition(req, true, &edition, err))
		return false;
	buf_init(&text, req->arena);
	buf_puts(&text, KINDS[kind].columns);
	return answer_bytes(req, "text/csv; charset=utf-8",
			    arena_printf(req->arena, "%s.csv", KINDS[kind].name), text.data,
			    text.len);
}

/* What the rules read and what is missing: one line for each, the value to be filled in. */
static void evidence_lines(struct buf *text, const struct candidate *nominee,
			   const struct category *category, const struct proof_item *proofs,
			   size_t count, struct arena *arena)
{
	struct names names;

	evidence_names(category, arena, &names);
	for (size_t n = 0; n < names.count; n++) {
		bool there = false;

		for (size_t p = 0; p < count; p++)
			there = there || (proofs[p].nominee == nominee->id &&
					  text_equal(proofs[p].name, names.texts[n]));
		if (!there)
			buf_printf(text, "%s,%s,,,,\n", nominee->key, names.texts[n]);
	}
}

static bool evidence_csv(struct req *req, struct err *err)
{
	const struct scheme *scheme;
	struct candidate *list;
	struct proof_item *proofs;
	struct edition edition;
	size_t count, proof_count;
	struct buf text;

	if (!req_edition(req, true, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !nominee_list(db_of(req), edition.id, req->arena, &list, &count, err) ||
	    !proof_list(db_of(req), edition.id, 0, req->arena, &proofs, &proof_count, err))
		return false;
	buf_init(&text, req->arena);
	buf_puts(&text, KINDS[KIND_EVIDENCE].columns);
	for (size_t i = 0; i < count; i++) {
		const struct category *category = scheme_category(scheme, list[i].category);

		if (category)
			evidence_lines(&text, &list[i], category, proofs, proof_count, req->arena);
	}
	return answer_bytes(req, "text/csv; charset=utf-8", "evidence.csv", text.data, text.len);
}

bool page_import_template(struct req *req, struct err *err)
{
	enum kind kind;

	if (!kind_parse(req->params[1], &kind))
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada berkas ini.", "No such file.");
	switch (kind) {
	case KIND_EVIDENCE: return evidence_csv(req, err);
	case KIND_NOMINEES:
	case KIND_JURORS:
	case KIND_COUNT: break;
	}
	return answer_template(req, kind, err);
}

/* ---- Reading and storing ---- */

struct run {
	struct desk *d;
	struct importer by;
	enum kind kind;
	struct source source;
	struct complaints complaints;
	struct import_count count;
	struct err why; /* refused: the phase, a category that may not change */
};

static bool run_nominees(struct run *r, struct err *err)
{
	struct nominee_list list;

	return nominee_file_read(&r->source, r->d->scheme, r->by.arena, &list, &r->complaints) &&
	       import_nominees(&r->by, &r->d->edition, r->d->scheme, &list, &r->count, err);
}

static bool run_jurors(struct run *r, struct err *err)
{
	struct juror_row *rows;
	size_t count;

	return juror_file_read(&r->source, r->d->scheme, r->by.arena, &rows, &count,
			       &r->complaints) &&
	       import_jurors(&r->by, &r->d->edition, rows, count, &r->count, err);
}

static bool run_evidence(struct run *r, struct err *err)
{
	struct nominee_list list;

	if (!import_nominee_list(r->by.db, &r->d->edition, r->d->scheme, r->by.arena, &list, err))
		return false;
	return evidence_file_read(&r->source, r->d->scheme, &list, r->by.arena, &r->complaints) &&
	       import_evidence(&r->by, &r->d->edition, r->d->scheme, &list, &r->count,
			       &r->complaints, err);
}

/* False only when something breaks. What is wrong with the file is in `complaints` or `why`; then
 * nothing is to be kept. */
static bool run_import(struct run *r, struct err *err)
{
	static bool (*const RUNS[KIND_COUNT])(struct run *, struct err *) = {
		[KIND_NOMINEES] = run_nominees,
		[KIND_JURORS] = run_jurors,
		[KIND_EVIDENCE] = run_evidence,
	};

	complaints_init(&r->complaints, r->by.arena);
	*err = (struct err){ 0 };
	if (RUNS[r->kind](r, err) || r->complaints.total)
		return true;
	if (err->kind != ERR_CONFLICT && err->kind != ERR_INPUT && err->kind != ERR_NOT_FOUND)
		return false;
	r->why = *err;
	return true;
}

/* ---- What would happen ---- */

static void change_put(struct desk *d, struct val *rows, const struct val *item)
{
	struct val *row = val_push_map(rows);
	const char *old = val_get_text(item, "old"), *new = val_get_text(item, "new");

	if (val_type(item) == VAL_TEXT) {
		val_put_text(row, "what", val_chars(item));
		val_put_text(row, "old", NULL);
		val_put_text(row, "new", NULL);
		return;
	}
	val_put_text(row, "what",
		     arena_printf(d->req->arena, "%s, %s", val_get_text(item, "nominee"),
				  val_get_text(item, "evidence")));
	val_put_text(row, "old", old ? old : "–");
	val_put_text(row, "new", new ? new : word(d->req, "import.removed"));
}

/* The line of the log that this import would leave names what it changes. */
static bool changes_put(struct run *r, struct val *preview, struct err *err)
{
	static const char *const DEEDS[KIND_COUNT] = { "nominees_imported", "jurors_imported",
						       "evidence_imported" };
	struct val *rows = val_put_list(preview, "rows"), *about;
	const struct val *changed;
	struct act *acts;
	size_t count;

	val_put_bool(preview, "has_rows", false);
	if (!(r->count.changed + r->count.removed))
		return true;
	if (!act_list(r->by.db, r->d->edition.id, DEEDS[r->kind], 0, 1, r->by.arena, &acts, &count,
		      err))
		return false;
	if (!count || !json_parse(r->by.arena, acts[0].about, strlen(acts[0].about), &about, err))
		return count == 0;
	changed = val_get(about, "changed");
	for (size_t i = 0; i < val_count(changed) && i < 200; i++)
		change_put(r->d, rows, val_at(changed, i));
	val_put_bool(preview, "has_rows", val_count(rows) > 0);
	return true;
}

/* As a form can bring it back, or NULL. */
static const char *carried(const struct run *r)
{
	static const char BOM[] = "\xef\xbb\xbf";
	size_t skip = r->source.len >= 3 && memcmp(r->source.text, BOM, 3) == 0 ? 3 : 0;
	struct err ignored;
	char *text;

	if (r->source.len > CARRIED_MAX || !text_nfc(r->by.arena, r->source.text + skip,
						     r->source.len - skip, true, &text, &ignored))
		return NULL;
	return text;
}

static bool preview_put(struct run *r, const char *digest, struct err *err)
{
	struct req *req = r->d->req;
	struct val *preview = val_put_map(r->d->page, "preview");
	bool nothing = !(r->count.added + r->count.changed + r->count.removed);

	part_figure(preview, word(req, "import.added"), show_n(req, r->count.added), NULL);
	part_figure(preview, word(req, "import.changed"), show_n(req, r->count.changed), NULL);
	part_figure(preview, word(req, "import.deleted"), show_n(req, r->count.removed), NULL);
	part_figure(preview, word(req, "import.same"), show_n(req, r->count.same), NULL);
	val_put_text(preview, "kind", KINDS[r->kind].name);
	val_put_text(preview, "heading", word_of(req, "import_kind.", KINDS[r->kind].name));
	val_put_text(preview, "text", carried(r));
	val_put_text(preview, "sha256", digest);
	val_put_bool(preview, "nothing", nothing);
	return changes_put(r, preview, err);
}

/* ---- The form ---- */

static void complain_file(struct req *req, struct desk *d, const char *words)
{
	part_error(d->page, val_find(val_find(d->page, "field"), "file"), word(req, words));
}

/* The upload, or what the form that confirms carries. */
static bool source_take(struct req *req, struct source *ret)
{
	const struct upload *upload = req_upload(req, "file");
	const char *text = req_field(req, "text");

	*ret = (struct source){ .file = "csv" };
	if (upload) {
		ret->text = arena_copy(req->arena, upload->data, upload->len);
		ret->len = upload->len;
	} else if (*text) {
		ret->text = text;
		ret->len = strlen(text);
	}
	return ret->text != NULL;
}

static bool refused(struct req *req, struct run *r, struct err *err)
{
	mistakes_put(req, r->d->page, &r->complaints);
	if (r->why.kind)
		part_flash(r->d->page, "bad", r->why.msg[req->lang]);
	return page_show(req, r->why.kind == ERR_CONFLICT ? 409 : 422, "secretariat/import",
			 r->d->page, err);
}

static bool import_file(struct req *req, struct run *r, bool confirmed, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };
	char digest[SHA256_HEX_SIZE];

	sha256_hex(r->source.text, r->source.len, digest);
	if (confirmed && req_upload(req, "file") && !text_equal(digest, req_field(req, "sha256"))) {
		complain_file(req, r->d, "import.other_file");
		return page_show(req, 422, "secretariat/import", r->d->page, err);
	}
	if (!db_begin(db_of(req), &tx, err) || !run_import(r, err))
		return false;
	if (r->complaints.total || r->why.kind)
		return refused(req, r, err);
	if (confirmed)
		return db_commit(&tx, err) &&
		       res_redirect(req, "/editions/%s/import?done=1", r->d->edition.key);
	/* Shown is what was done, and then undone. */
	return preview_put(r, digest, err) &&
	       page_show(req, 200, "secretariat/import", r->d->page, err);
}

bool do_import(struct req *req, struct err *err)
{
	bool confirmed = *req_field(req, "confirm") != '\0';
	struct run r = { .by = { db_of(req), &who_of(req)->actor, time_now(), req->arena } };
	struct desk d;

	if (!import_open(req, req_field(req, "kind"), &d, err))
		return false;
	r.d = &d;
	field_errors(req, d.page, val_find(d.page, "field"));
	if (!req->fields_ok) {
		if (!val_is_true(val_get(d.page, "has_errors")))
			complain_file(req, &d, "import.no_file");
		return page_show(req, 422, "secretariat/import", d.page, err);
	}
	if (!kind_parse(req_field(req, "kind"), &r.kind)) {
		part_error(d.page, val_find(val_find(d.page, "field"), "kind"),
			   word(req, "import.choose"));
		return page_show(req, 422, "secretariat/import", d.page, err);
	}
	if (!source_take(req, &r.source)) {
		complain_file(req, &d, "import.no_file");
		return page_show(req, 422, "secretariat/import", d.page, err);
	}
	return import_file(req, &r, confirmed, err);
}
