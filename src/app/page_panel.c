/* The jurors of an edition, while the panel is open. */
#include <string.h>

#include "import.h"
#include "secretariat.h"

static bool panel_open(const struct edition *edition)
{
	return may(DEED_EDIT_PANEL, ROLE_SECRETARIAT, edition->phase,
		   (struct circumstances){ .mended = edition->mended });
}

/* ---- The list ---- */

static const char *categories_words(const struct desk *d, const struct juror *juror)
{
	struct buf text;

	if (!*juror->categories)
		return word(d->req, "panel.all");
	buf_init(&text, d->req->arena);
	for (size_t c = 0; c < d->scheme->category_count; c++)
		if (juror_judges(juror, d->scheme->categories[c].key))
			buf_printf(&text, "%s%s", text.len ? ", " : "",
				   words_in(&d->scheme->categories[c].name, d->req->lang));
	return text.len ? text.data : "–";
}

static const struct account *account_of(const struct account *list, size_t count, int64_t juror)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].juror == juror && list[i].active)
			return &list[i];
	return NULL;
}

static void juror_row_put(const struct desk *d, struct val *rows, const struct juror *juror,
			  const struct account *account)
{
	struct val *row = val_push_map(rows);

	val_put_text(row, "key", juror->key);
	val_put_text(row, "name", juror->name);
	val_put_text(row, "element", *juror->element ? juror->element : "–");
	val_put_text(row, "institution", *juror->institution ? juror->institution : "–");
	val_put_text(row, "categories", categories_words(d, juror));
	val_put_bool(row, "chair", juror->chair);
	val_put_bool(row, "removed", juror->removed);
	val_put_text(row, "username", account ? account->username : NULL);
}

/* Fewer jurors than the quorum would stop the edition later: said while it can be mended. */
static void warnings_put(struct desk *d, const struct juror *jurors, size_t count)
{
	struct val *list = val_put_list(d->page, "warnings");

	for (size_t c = 0; c < d->scheme->category_count; c++) {
		const struct category *category = &d->scheme->categories[c];
		size_t n = 0;

		for (size_t j = 0; j < count; j++)
			n += !jurors[j].removed && juror_judges(&jurors[j], category->key);
		if (category->jury_count && n < d->scheme->quorum) {
			struct val *values = val_map(d->req->arena);
			struct val *row = val_push_map(list);

			val_put_text(values, "category", words_in(&category->name, d->req->lang));
			val_put_text(values, "n", show_n(d->req, n));
			val_put_text(values, "quorum", show_n(d->req, d->scheme->quorum));
			val_put_text(row, "tone", "warn");
			val_put_text(row, "heading", NULL);
			val_put_text(row, "text",
				     words_fill(service_templates(service_of(d->req)), d->req->lang,
						"panel.few", values, d->req->arena));
		}
	}
}

static bool panel_show(struct req *req, const struct refusal *refusal, struct err *err)
{
	struct account *accounts;
	struct juror *jurors;
	size_t count, account_count;
	struct val *rows;
	struct desk d;

	if (!desk_open(req, "panel", "panel.title", &d, err) ||
	    !juror_list(db_of(req), d.edition.id, req->arena, &jurors, &count, err) ||
	    !account_list(db_of(req), d.edition.id, req->arena, &accounts, &account_count, err))
		return false;
	val_put_bool(d.page, "open", panel_open(&d.edition));
	rows = val_put_list(d.page, "rows");
	for (size_t j = 0; j < count; j++)
		juror_row_put(&d, rows, &jurors[j],
			      account_of(accounts, account_count, jurors[j].id));
	val_put_bool(d.page, "has_rows", count > 0);
	warnings_put(&d, jurors, count);
	if (refusal)
		refusal_flash(req, d.page, refusal);
	else if (req_query(req, "done"))
		part_flash(d.page, "good", word(req, "sec.saved"));
	return page_show(req, refusal ? refusal->status : 200, "secretariat/panel", d.page, err);
}

bool page_panel(struct req *req, struct err *err)
{
	return panel_show(req, NULL, err);
}

/* ---- One juror ---- */

static bool juror_by_key(struct req *req, const struct edition *edition, const char *key,
			 struct juror *ret, struct err *err)
{
	struct juror *list;
	size_t count;

	*ret = (struct juror){ 0 };
	if (!juror_list(db_of(req), edition->id, req->arena, &list, &count, err))
		return false;
	for (size_t j = 0; j < count; j++)
		if (text_equal(list[j].key, key))
			*ret = list[j];
	return true;
}

static struct val *text_put(struct desk *d, struct val *fields, const char *name, const char *kept)
{
	const char *text = kept ? kept : "";
	struct val *field;

	for (size_t i = 0; i < d->req->field_count; i++)
		if (text_equal(d->req->fields[i].name, name))
			text = d->req->fields[i].text;
	field = part_field(d->req->arena, fields, name, word_of(d->req, "panel.field.", name),
			   text);
	val_put_int(field, "max", 200);
	return field;
}

static bool ticked(const struct desk *d, const struct juror *juror, const char *category)
{
	const char *name = arena_printf(d->req->arena, "category.%s", category);

	if (d->req->field_count)
		return *req_field(d->req, name) != '\0';
	return juror->id && *juror->categories && juror_judges(juror, category);
}

static void categories_put(struct desk *d, const struct juror *juror)
{
	struct val *list = val_put_list(d->page, "categories");

	for (size_t c = 0; c < d->scheme->category_count; c++) {
		const struct category *category = &d->scheme->categories[c];

		if (!category->jury_count)
			continue;
		(void)part_field(d->req->arena, list,
				 arena_printf(d->req->arena, "category.%s", category->key),
				 words_in(&category->name, d->req->lang),
				 ticked(d, juror, category->key) ? "on" : NULL);
	}
	val_put_bool(d->page, "has_categories", val_count(list) > 1);
}

static bool juror_show(struct req *req, const struct juror *juror, struct err *err)
{
	struct val *fields, *field;
	struct desk d;
	bool adds = !juror->id;

	if (!desk_open(req, NULL, adds ? "panel.add" : "panel.juror", &d, err))
		return false;
	part_crumb(d.page, arena_printf(req->arena, "editions/%s/panel", d.edition.key),
		   word(req, "panel.title"));
	if (!adds)
		val_put_text(d.page, "title", juror->name);
	val_put_text(d.page, "juror", adds ? NULL : juror->key);
	fields = val_put_map(d.page, "field");
	field = text_put(&d, fields, "juror", juror->key);
	val_put_bool(field, "required", true);
	val_put_text(field, "hint", word(req, "panel.key_hint"));
	val_put_bool(field, "plain", true);
	field = text_put(&d, fields, "name", juror->name);
	val_put_bool(field, "required", true);
	(void)text_put(&d, fields, "element", juror->element);
	(void)text_put(&d, fields, "institution", juror->institution);
	field = part_field(
		req->arena, fields, "chair", word(req, "panel.chair_place"),
		(req->field_count ? *req_field(req, "chair") != '\0' : juror->chair) ? "on" : NULL);
	val_put_text(field, "hint", word(req, "panel.chair_hint"));
	categories_put(&d, juror);
	field_errors(req, d.page, fields);
	val_put_bool(d.page, "open", panel_open(&d.edition));
	return page_show(req, req->fields_ok ? 200 : 422, "secretariat/juror", d.page, err);
}

bool page_juror_add(struct req *req, struct err *err)
{
	const struct juror none = { 0 };

	req->fields_ok = true;
	return juror_show(req, &none, err);
}

bool page_juror(struct req *req, struct err *err)
{
	struct edition edition;
	struct juror juror;

	req->fields_ok = true;
	if (!req_edition(req, true, &edition, err) ||
	    !juror_by_key(req, &edition, req->params[1], &juror, err))
		return false;
	if (!juror.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada juri ini.", "No such juror.");
	return juror_show(req, &juror, err);
}

/* ---- Changing ---- */

/* None ticked = all of them, also those that a later version of the rules adds. */
static const char *categories_take(struct req *req, const struct scheme *scheme)
{
	struct buf text;

	buf_init(&text, req->arena);
	for (size_t c = 0; c < scheme->category_count; c++) {
		const char *key = scheme->categories[c].key;

		if (*req_field(req, arena_printf(req->arena, "category.%s", key)))
			buf_printf(&text, "%s%s", text.len ? " " : "", key);
	}
	return text.data;
}

static bool juror_save(struct req *req, const struct edition *edition, const struct juror *known,
		       struct err *err)
{
	const struct importer by = { db_of(req), &who_of(req)->actor, time_now(), req->arena };
	const char *key = known->id ? known->key : req_field(req, "juror");
	const struct scheme *scheme;
	struct import_count count;
	struct juror_row row;
	struct err why;

	if (!service_scheme(service_of(req), db_of(req), edition->rule_id, &scheme, err))
		return false;
	row = (struct juror_row){ .key = key,
				  .name = req_field(req, "name"),
				  .element = req_field(req, "element"),
				  .institution = req_field(req, "institution"),
				  .chair = *req_field(req, "chair") != '\0',
				  .categories = categories_take(req, scheme) };
	if (!import_jurors(&by, edition, &row, 1, &count, &why)) {
		struct refusal refusal = { .status = 409, .why = why };

		if (why.kind == ERR_CONFLICT) /* the phase: nothing was written */
			return panel_show(req, &refusal, err);
		*err = why;
		return false;
	}
	return res_redirect(req, "/editions/%s/panel?done=1", edition->key);
}

bool do_juror_add(struct req *req, struct err *err)
{
	const struct juror none = { 0 };
	struct edition edition;
	struct juror known;

	if (!req_edition(req, true, &edition, err) ||
	    !juror_by_key(req, &edition, req_field(req, "juror"), &known, err))
		return false;
	if (known.id && !known.removed)
		req_complain(req, "juror", "Kunci ini sudah dipakai.", "This key is taken.");
	if (!req->fields_ok)
		return juror_show(req, &none, err);
	return juror_save(req, &edition, &none, err);
}

bool do_juror(struct req *req, struct err *err)
{
	struct edition edition;
	struct juror juror;

	if (!req_edition(req, true, &edition, err) ||
	    !juror_by_key(req, &edition, req->params[1], &juror, err))
		return false;
	if (!juror.id)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada juri ini.", "No such juror.");
	if (!req->fields_ok)
		return juror_show(req, &juror, err);
	return juror_save(req, &edition, &juror, err);
}

/* Accounts keep a juror's row; then he is marked as removed, and his accounts are shut. */
static bool juror_take_out(struct req *req, const struct edition *edition,
			   const struct juror *juror, struct err *err)
{
	struct account *accounts;
	size_t count, own = 0;

	if (!account_list(db_of(req), edition->id, req->arena, &accounts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (accounts[i].juror != juror->id)
			continue;
		own++;
		if (!account_put_active(db_of(req), accounts[i].id, false, err) ||
		    !session_remove_of(db_of(req), accounts[i].id, err))
			return false;
	}
	return own ? juror_remove(db_of(req), juror->id, err)
		   : juror_delete(db_of(req), juror->id, err);
}

static bool remove_confirm(struct req *req, const struct juror *juror, struct err *err)
{
	struct val *values = val_map(req->arena);
	struct confirm confirm;
	struct desk d;

	if (!desk_open(req, "panel", "panel.remove_sure", &d, err))
		return false;
	val_put_text(values, "name", juror->name);
	confirm_new(req, d.page, word(req, "panel.remove"),
		    arena_printf(req->arena, "editions/%s/panel/%s", d.edition.key, juror->key),
		    &confirm);
	confirm_words(&confirm, "panel.remove_will", values);
	return confirm_ask(&confirm, err);
}

bool do_juror_remove(struct req *req, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct refusal refusal = { 0 };
	struct ledger_look look;
	struct edition edition;
	struct juror juror;

	if (!req_edition(req, true, &edition, err) ||
	    !juror_by_key(req, &edition, req->params[1], &juror, err))
		return false;
	if (!juror.id || juror.removed)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada juri ini.", "No such juror.");
	if (!panel_open(&edition)) {
		(void)REFUSE(&refusal, 409, "wrong_phase",
			     "Tim juri tidak dapat diubah lagi dalam tahap ini.",
			     "The panel can no longer be changed in this phase.");
		return panel_show(req, &refusal, err);
	}
	val_put_text(about, "juror", juror.key);
	val_put_text(about, "name", juror.name);
	if (!act_look(req, &edition,
		      VOUCHED_JUROR | VOUCHED_ACCOUNT | VOUCHED_SEAT | VOUCHED_ATTENDANCE, &look,
		      err) ||
	    !juror_take_out(req, &edition, &juror, err) ||
	    !act_tell(req, &edition, &look, "juror_removed", about, time_now(), err))
		return false;
	if (confirm_due(req))
		return remove_confirm(req, &juror, err);
	return res_redirect(req, "/editions/%s/panel?done=1", edition.key);
}
