/* Files of nominees, jurors and evidence: which column is which, all mistakes at once, then what
 * would happen, then it. */
#include <string.h>

#include "page_import.h"

#define BAD_ROWS_MAX 5000 /* on a page all of them are shown */

const struct import_form IMPORT_FORMS[IMPORT_KINDS] = {
	[IMPORT_NOMINEES] = { "nominees", NOMINEE_COLUMNS, NOMINEE_MUST, true, DEED_EDIT_NOMINEES,
			      "nominees_imported" },
	[IMPORT_JURORS] = { "jurors", JUROR_COLUMNS, JUROR_MUST, false, DEED_EDIT_PANEL,
			    "jurors_imported" },
	[IMPORT_EVIDENCE] = { "evidence", EVIDENCE_COLUMNS, EVIDENCE_MUST, false,
			      DEED_EDIT_EVIDENCE, "evidence_imported" },
};

bool import_kind_parse(const char *name, enum import_kind *ret)
{
	for (unsigned k = 0; k < IMPORT_KINDS; k++)
		if (text_equal(IMPORT_FORMS[k].name, name)) {
			*ret = (enum import_kind)k;
			return true;
		}
	return false;
}

static bool kind_may(const struct edition *edition, enum import_kind kind)
{
	return may(IMPORT_FORMS[kind].deed, ROLE_SECRETARIAT, edition->phase,
		   (struct circumstances){ .mended = edition->mended });
}

/* Where there is one choice only it is made. */
static const char *only_kind(const struct edition *edition)
{
	const char *ret = "";

	for (unsigned k = 0; k < IMPORT_KINDS; k++) {
		if (!kind_may(edition, (enum import_kind)k))
			continue;
		if (*ret)
			return "";
		ret = IMPORT_FORMS[k].name;
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
	for (unsigned k = 0; k < IMPORT_KINDS; k++) {
		struct val *row = val_push_map(list);
		const char *label = word_of(d->req, "import_kind.", IMPORT_FORMS[k].name);
		bool may_now = kind_may(&d->edition, (enum import_kind)k);

		val_put_text(row, "kind", IMPORT_FORMS[k].name);
		val_put_text(row, "label", label);
		val_put_text(row, "columns",
			     word_of(d->req, "import_columns.", IMPORT_FORMS[k].name));
		val_put_bool(row, "open", may_now);
		if (may_now)
			part_option(d->req->arena, field, IMPORT_FORMS[k].name, label);
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
	val_put_text(d->page, "columns", NULL);
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

/* ---- Reading and storing ---- */

static bool run_nominees(struct import_run *r, struct err *err)
{
	const struct scheme *scheme = r->d->scheme;
	struct nominee_list list;

	if (!nominee_file_read(&r->source, scheme, r->by.arena, &list, &r->complaints))
		return false;
	for (size_t i = 0; i < list.count && i < COLUMNS_SAMPLES; i++) {
		const struct nominee *n = &list.items[i];
		const struct words *category = &scheme->categories[n->category].name;

		import_taken_put(r,
				 (const char *const[]){ n->key, n->name,
							words_in(category, r->d->req->lang),
							n->region },
				 4);
	}
	return import_nominees(&r->by, &r->d->edition, r->d->scheme, &list, &r->count, err);
}

static bool run_jurors(struct import_run *r, struct err *err)
{
	struct juror_row *rows;
	size_t count;

	if (!juror_file_read(&r->source, r->d->scheme, r->by.arena, &rows, &count, &r->complaints))
		return false;
	for (size_t i = 0; i < count && i < COLUMNS_SAMPLES; i++)
		import_taken_put(r,
				 (const char *const[]){
					 rows[i].key, rows[i].name,
					 word(r->d->req, rows[i].chair ? "import_role.chair"
								       : "import_role.member"),
					 rows[i].element, rows[i].institution, rows[i].categories },
				 6);
	return import_jurors(&r->by, &r->d->edition, rows, count, &r->count, err);
}

static void evidence_taken(struct import_run *r, const struct nominee_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < list->items[i].evidence_count; k++) {
			const struct evidence *e = &list->items[i].evidence[k];
			const char *state = e->verified	  ? "state.verified"
					    : e->rejected ? "state.rejected"
							  : "state.open";

			if (val_count(r->taken) == COLUMNS_SAMPLES)
				return;
			import_taken_put(r,
					 (const char *const[]){ list->items[i].name, e->name,
								e->value, word(r->d->req, state),
								e->source, e->cutoff },
					 6);
		}
}

static bool run_evidence(struct import_run *r, struct err *err)
{
	struct nominee_list list;

	if (!import_nominee_list(r->by.db, &r->d->edition, r->d->scheme, r->by.arena, &list, err))
		return false;
	if (!evidence_file_read(&r->source, r->d->scheme, &list, r->by.arena, &r->complaints))
		return false;
	evidence_taken(r, &list);
	return import_evidence(&r->by, &r->d->edition, r->d->scheme, &list, &r->count,
			       &r->complaints, err);
}

/* False only when something breaks. What is wrong with the file is in `complaints` or `why`; then
 * nothing is to be kept. */
static bool run_import(struct import_run *r, struct err *err)
{
	static bool (*const RUNS[IMPORT_KINDS])(struct import_run *, struct err *) = {
		[IMPORT_NOMINEES] = run_nominees,
		[IMPORT_JURORS] = run_jurors,
		[IMPORT_EVIDENCE] = run_evidence,
	};

	complaints_init(&r->complaints, r->by.arena);
	r->complaints.max = BAD_ROWS_MAX;
	r->taken = val_list(r->by.arena);
	*err = (struct err){ 0 };
	if (RUNS[r->kind](r, err) || r->complaints.total)
		return true;
	if (err->kind != ERR_CONFLICT && err->kind != ERR_INPUT && err->kind != ERR_NOT_FOUND)
		return false;
	r->why = *err;
	return true;
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

static bool refused(struct req *req, struct import_run *r, struct err *err)
{
	mistakes_put(req, r->d->page, &r->complaints);
	if (r->why.kind)
		part_flash(r->d->page, "bad", r->why.msg[req->lang]);
	return page_show(req, r->why.kind == ERR_CONFLICT ? 409 : 422, "secretariat/import",
			 r->d->page, err);
}

static bool import_file(struct req *req, struct import_run *r, bool confirmed, struct err *err)
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
	return import_preview_put(r, digest, err) &&
	       page_show(req, 200, "secretariat/import", r->d->page, err);
}

/* Must somebody say which column is which? */
static bool columns_asked(struct import_run *r)
{
	const struct import_form *form = &IMPORT_FORMS[r->kind];

	if (!columns_look(&r->source, r->by.arena, &r->columns))
		return false; /* reading it says why */
	if (!*req_field(r->d->req, "mapped"))
		return !columns_known(&r->columns, form->columns, form->must, form->open);
	if (!import_map_take(r))
		return true;
	r->source.map = &r->map;
	return false;
}

static bool columns_show(struct req *req, struct import_run *r, struct err *err)
{
	import_map_put(r);
	return page_show(req, *req_field(req, "mapped") ? 422 : 200, "secretariat/import",
			 r->d->page, err);
}

bool do_import(struct req *req, struct err *err)
{
	bool confirmed = *req_field(req, "confirm") != '\0';
	struct import_run r = { .by = { db_of(req), &who_of(req)->actor, time_now(), req->arena } };
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
	if (!import_kind_parse(req_field(req, "kind"), &r.kind)) {
		part_error(d.page, val_find(val_find(d.page, "field"), "kind"),
			   word(req, "import.choose"));
		return page_show(req, 422, "secretariat/import", d.page, err);
	}
	if (!source_take(req, &r.source)) {
		complain_file(req, &d, "import.no_file");
		return page_show(req, 422, "secretariat/import", d.page, err);
	}
	if (columns_asked(&r))
		return columns_show(req, &r, err);
	return import_file(req, &r, confirmed, err);
}
