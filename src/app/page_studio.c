/* The layouts of an edition: which there are, one to change with the paper beside it, and that
 * paper as a PDF. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pictures.h"
#include "secretariat.h"
#include "studio.h"

#define NAME_MAX_CHARS 200

struct sketch { /* a layout as somebody has it before him */
	struct desk d;
	struct shelf shelf;
	struct studio_item item;
	const char *text, *name; /* name: who gets the sample */
	const char *shipped;
	int64_t version;
	bool changes;		       /* he may save */
	struct layout *layout;	       /* NULL: it cannot be read */
	struct kept_pictures pictures; /* with which it was read */
	struct complaints complaints;
	struct err overflow; /* kind ERR_NONE: it prints */
};

/* ---- The list ---- */

static bool row_put(struct desk *d, const struct studio_item *item,
		    const struct layout_version *kept, struct val *list, struct err *err)
{
	const struct shelf shelf = shelf_of(d->req, d->edition.id);
	struct val *row = val_push_map(list);
	const struct layout *layout;
	bool readable = shelf_layout(&shelf, item->name, &layout, err);

	if (!readable && !text_equal(err->code, LAYOUT_UNREADABLE))
		return false;
	val_put_text(row, "broken", readable ? NULL : word(d->req, "studio.broken"));
	val_put_text(row, "name", item->title);
	val_put_text(
		row, "path",
		arena_printf(d->req->arena, "editions/%s/layouts/%s", d->edition.key, item->name));
	val_put_text(row, "changed",
		     kept->version && *kept->text ? who_and_when(d, kept->by, kept->at) : NULL);
	return true;
}

static bool designs_put(struct desk *d, bool changes, struct err *err)
{
	struct val *field = part_field(d->req->arena, val_put_map(d->page, "field"), "design",
				       word(d->req, "studio.design"), NULL);
	const char *chosen;

	if (!studio_design(db_of(d->req), d->edition.id, d->req->arena, &chosen, err))
		return false;
	val_put_text(field, "value", chosen);
	val_put_bool(field, "required", true);
	for (size_t i = 0; i < DESIGN_COUNT; i++)
		part_option(d->req->arena, field, DESIGNS[i].key,
			    words_in(&DESIGNS[i].name, d->req->lang));
	val_put_bool(d->page, "changes", changes);
	return true;
}

static bool may_change(const struct desk *d)
{
	return may(DEED_EDIT_LAYOUT, who_of(d->req)->account.role, d->edition.phase,
		   (struct circumstances){ 0 });
}

/* What was done, by what the address says. */
static void done_flash(struct req *req, struct val *page)
{
	static const struct {
		const char *done, *word;
	} DONE[] = {
		{ "design", "studio.saved" },
		{ "picture", "pictures.added" },
		{ "removed", "pictures.removed" },
	};
	const char *done = req_query(req, "done");

	for (size_t i = 0; done && i < COUNT(DONE); i++)
		if (text_equal(DONE[i].done, done))
			part_flash(page, "good", word(req, DONE[i].word));
}

bool layouts_show(struct req *req, const struct refusal *refusal,
		  const struct picture_result *picture, struct err *err)
{
	unsigned status = refusal ? refusal->status : picture ? picture->refusal.status : 200;
	struct val *designs, *others;
	struct studio_item *items;
	struct desk d;
	size_t count;

	if (!desk_open(req, "layouts", "studio.title", &d, err) ||
	    !studio_items(req, &items, &count, err) || !designs_put(&d, may_change(&d), err))
		return false;
	val_put_text(d.page, "lead", word(req, "studio.lead"));
	if (refusal)
		refusal_flash(req, d.page, refusal);
	else if (!picture)
		done_flash(req, d.page);
	designs = val_put_list(d.page, "designs");
	others = val_put_list(d.page, "others");
	for (size_t i = 0; i < count; i++) {
		struct layout_version kept;

		if (!layout_get(db_of(req), d.edition.id, items[i].name, req->arena, &kept, err) ||
		    !row_put(&d, &items[i], &kept, items[i].design ? designs : others, err))
			return false;
	}
	val_put_bool(d.page, "has_others", val_count(others) > 0);
	return pictures_put(&d, picture, err) && page_show(req, status, "studio/list", d.page, err);
}

bool page_layouts(struct req *req, struct err *err)
{
	return layouts_show(req, NULL, NULL, err);
}

bool do_design(struct req *req, struct err *err)
{
	struct refusal refusal = { 0 };
	struct edition edition;

	if (!req_edition(req, true, &edition, err) ||
	    !design_choose(req, &edition, req_field(req, "design"), time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return layouts_show(req, &refusal, NULL, err);
	return res_redirect(req, "/editions/%s/layouts?done=design", edition.key);
}

/* ---- One: read, and tried on paper ---- */

static bool sketch_open(struct req *req, struct sketch *ret, struct err *err)
{
	*ret = (struct sketch){ 0 };
	if (!desk_open(req, "layouts", "studio.title", &ret->d, err) ||
	    !studio_find(req, req->params[1], &ret->item, err))
		return false;
	ret->shelf = shelf_of(req, ret->d.edition.id);
	if (!shelf_shipped(&ret->shelf, ret->item.name, &ret->shipped, err))
		return false;
	val_put_text(ret->d.page, "title", ret->item.title);
	ret->changes = may_change(&ret->d);
	ret->name = "";
	return shelf_text(&ret->shelf, ret->item.name, &ret->text, &ret->version, err);
}

/* What is wrong with it: words and places first, then what leaves its place on paper. */
static bool sketch_try(struct sketch *s, struct buf *ret, struct err *err)
{
	struct req *req = s->d.req;

	complaints_init(&s->complaints, req->arena);
	if (!shelf_pictures(&s->shelf, &s->pictures, err))
		return false;
	if (!shelf_read(&s->shelf, s->item.name, s->text, &s->pictures, &s->layout,
			&s->complaints)) {
		s->layout = NULL;
		return true;
	}
	if (studio_sample(req, &s->d.edition, s->d.scheme, &s->item, s->layout, s->name, req->arena,
			  ret, &s->overflow)) {
		s->overflow.kind = ERR_NONE;
		return true;
	}
	if (s->overflow.kind == ERR_INPUT)
		return true;
	*err = s->overflow;
	return false;
}

static bool sketch_good(const struct sketch *s)
{
	return s->layout && s->overflow.kind == ERR_NONE;
}

/* "…/certificate-formal.yaml:31:12: why": the file is the one that is being looked at. */
static const char *without_file(const char *text, unsigned *ret_line)
{
	const char *at = strstr(text, ".yaml:");

	*ret_line = 0;
	if (!at)
		return text;
	*ret_line = (unsigned)strtoul(at + strlen(".yaml:"), NULL, 10);
	at = strstr(at, ": ");
	return at ? at + 2 : text;
}

static void mistake_put(struct req *req, struct val *list, unsigned line, unsigned column,
			const char *text)
{
	struct val *item = val_push_map(list), *values = val_map(req->arena);
	const char *key = !line ? NULL : column ? "studio.at_column" : "studio.at_line";

	val_put_text(values, "line", arena_printf(req->arena, "%u", line));
	val_put_text(values, "column", arena_printf(req->arena, "%u", column));
	val_put_text(item, "place",
		     key ? words_fill(service_templates(service_of(req)), req->lang, key, values,
				      req->arena)
			 : NULL);
	val_put_int(item, "line", line);
	val_put_text(item, "text", text);
}

static struct val *sketch_mistakes(const struct sketch *s)
{
	struct req *req = s->d.req;
	struct val *list = val_list(req->arena);
	unsigned line;

	for (size_t i = 0; i < s->complaints.count; i++) {
		const struct complaint *c = &s->complaints.items[i];

		mistake_put(req, list, c->place.line, c->place.column,
			    words_in(&c->text, req->lang));
	}
	if (s->layout && s->overflow.kind != ERR_NONE) {
		const char *text = without_file(s->overflow.msg[req->lang], &line);

		mistake_put(req, list, line, 0, text);
	}
	return list;
}

static const char *preview_path(const struct sketch *s, const char *draft)
{
	struct arena *arena = s->d.req->arena;

	return draft ? arena_printf(arena, "editions/%s/layouts/%s/preview.pdf?draft=%s",
				    s->d.edition.key, s->item.name, draft)
		     : arena_printf(arena, "editions/%s/layouts/%s/preview.pdf", s->d.edition.key,
				    s->item.name);
}

/* ---- One: its page ---- */

static bool history_put(struct sketch *s, struct err *err)
{
	struct val *rows = val_put_list(s->d.page, "history");
	struct layout_version *list;
	size_t count;

	if (!layout_list(db_of(s->d.req), s->d.edition.id, s->item.name, s->d.req->arena, &list,
			 &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(rows);

		val_put_int(row, "number", list[i].version);
		val_put_text(row, "what", *list[i].text ? NULL : word(s->d.req, "studio.shipped"));
		val_put_text(row, "who", who_and_when(&s->d, list[i].by, list[i].at));
		val_put_bool(row, "again", i > 0 && s->changes);
	}
	val_put_bool(s->d.page, "has_history", count > 0);
	val_put_bool(s->d.page, "own", count > 0 && *list[0].text);
	return true;
}

/* The longest name of the edition: the one that has to fit. */
static bool longest_put(struct sketch *s, struct err *err)
{
	struct candidate *list;
	const char *longest = "";
	size_t count;

	if (!nominee_list(db_of(s->d.req), s->d.edition.id, s->d.req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_length(list[i].name) > text_length(longest))
			longest = list[i].name;
	val_put_text(s->d.page, "longest", s->item.design && *longest ? longest : NULL);
	return true;
}

static void fields_put(struct sketch *s)
{
	struct req *req = s->d.req;
	struct val *fields = val_put_map(s->d.page, "field"), *text, *name;

	text = part_field(req->arena, fields, "text", word(req, "studio.text"), s->text);
	val_put_int(text, "rows", 24);
	val_put_bool(text, "plain", true);
	val_put_bool(text, "required", true);
	val_put_bool(text, "readonly", !s->changes);
	name = part_field(req->arena, fields, "name", word(req, "studio.sample_name"), s->name);
	val_put_text(name, "hint", word(req, "studio.sample_name_hint"));
	val_put_int(name, "max", NAME_MAX_CHARS);
	field_errors(req, s->d.page, fields);
}

static bool sketch_show(struct sketch *s, unsigned status, const char *draft, struct err *err)
{
	struct req *req = s->d.req;
	struct val *page = s->d.page;

	part_crumb(page, arena_printf(req->arena, "editions/%s/layouts", s->d.edition.key),
		   word(req, "studio.title"));
	val_put_text(page, "lead",
		     word(req, s->item.design ? "studio.lead_certificate" : "studio.lead_one"));
	val_put_text(page, "layout_name", s->item.name);
	val_put_bool(page, "is_certificate", s->item.design != NULL);
	val_put_int(page, "seen", s->version);
	val_put_bool(page, "changes", s->changes);
	(void)val_put(page, "mistakes", sketch_mistakes(s));
	val_put_bool(page, "wrong", !sketch_good(s));
	val_put_text(page, "preview", sketch_good(s) ? preview_path(s, draft) : NULL);
	fields_put(s);
	return history_put(s, err) && longest_put(s, err) &&
	       page_show(req, status, "studio/one", page, err);
}

bool page_layout(struct req *req, struct err *err)
{
	struct sketch s;
	struct buf pdf;

	if (!sketch_open(req, &s, err))
		return false;
	if (req_query(req, "done"))
		part_flash(s.d.page, "good", word(req, "studio.saved"));
	buf_init(&pdf, req->arena);
	return sketch_try(&s, &pdf, err) && sketch_show(&s, 200, NULL, err);
}

/* ---- What is being typed, shown but not kept ---- */

static bool typed_take(struct sketch *s)
{
	s->text = req_field(s->d.req, "text");
	s->name = req_field(s->d.req, "name");
	return s->d.req->fields_ok;
}

static bool answer_mistakes(struct sketch *s, const char *draft)
{
	struct val *body = val_map(s->d.req->arena);

	(void)val_put(body, "mistakes", sketch_mistakes(s));
	val_put_text(body, "preview",
		     draft ? arena_printf(s->d.req->arena, "/%s", preview_path(s, draft)) : NULL);
	return answer_json(s->d.req, 200, body);
}

bool do_layout_preview(struct req *req, struct err *err)
{
	const char *accept = req_header(req, "Accept"), *key = NULL;
	struct service *service = service_of(req);
	struct sketch s;
	struct buf pdf;

	if (!sketch_open(req, &s, err))
		return false;
	if (!typed_take(&s))
		return sketch_show(&s, 422, NULL, err);
	buf_init(&pdf, req->arena);
	if (!sketch_try(&s, &pdf, err))
		return false;
	if (sketch_good(&s))
		key = draft_put(service_drafts(service), who_of(req)->account.id, s.d.edition.id,
				&(struct draft){ s.item.name, s.text, s.name }, req->arena);
	if (accept && strstr(accept, "application/json"))
		return answer_mistakes(&s, key);
	return sketch_show(&s, sketch_good(&s) ? 200 : 422, key, err);
}

/* For the page beside it and nothing else: it may be shown in a frame of ours. */
#define PREVIEW_POLICY                                                                   \
	"default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; " \
	"base-uri 'none'; form-action 'none'"

bool pdf_layout_preview(struct req *req, struct err *err)
{
	const char *key = req_query(req, "draft");
	struct draft draft;
	struct sketch s;
	struct buf pdf;

	if (!sketch_open(req, &s, err))
		return false;
	if (key && (!draft_get(service_drafts(service_of(req)), who_of(req)->account.id,
			       s.d.edition.id, key, req->arena, &draft) ||
		    !text_equal(draft.layout, s.item.name)))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_draft",
				 "pratinjau ini sudah tidak ada; buat sekali lagi",
				 "this preview is gone; make it once more");
	if (key) {
		s.text = draft.text;
		s.name = draft.name;
	}
	buf_init(&pdf, req->arena);
	if (!sketch_try(&s, &pdf, err))
		return false;
	if (!sketch_good(&s))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_draft",
				 "tata letak ini tidak dapat dicetak",
				 "this layout cannot be printed");
	(void)answer_bytes(req, "application/pdf", NULL, pdf.data, pdf.len);
	req->res.disposition =
		arena_printf(req->arena, "inline; filename=\"contoh-%s.pdf\"", s.item.name);
	req->res.policy = PREVIEW_POLICY;
	return true;
}

/* Its trial print as a file: what is in force, not a draft. */
bool pdf_layout_sample(struct req *req, struct err *err)
{
	struct sketch s;
	struct buf pdf;

	if (!sketch_open(req, &s, err))
		return false;
	if (!may(DEED_PRINT_SAMPLE, who_of(req)->account.role, s.d.edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL(err, ERR_DENIED, "hal ini bukan wewenang Anda",
			    "this is not yours to do");
	buf_init(&pdf, req->arena);
	if (!sketch_try(&s, &pdf, err))
		return false;
	if (!s.layout)
		return shelf_unreadable(&s.shelf, s.item.name, &s.complaints, err);
	if (!sketch_good(&s)) {
		*err = s.overflow;
		return false;
	}
	return answer_bytes(
		req, "application/pdf",
		arena_printf(req->arena, "contoh-%s-%s.pdf", s.item.name, s.d.edition.key),
		pdf.data, pdf.len);
}

/* ---- Kept ---- */

/* Reading and printing it is slow and needs nothing that others change. */
bool do_layout_prepare(struct req *req, struct err *err)
{
	struct sketch *s = NEW(req->arena, struct sketch, 1);
	struct buf pdf;

	if (!sketch_open(req, s, err))
		return false;
	buf_init(&pdf, req->arena);
	req->work = s;
	return !typed_take(s) || !*s->text || sketch_try(s, &pdf, err);
}

/* Was a picture taken away since the worker read the text with it? */
static bool picture_lost(struct sketch *s, const struct sketch *tried, struct refusal *refusal,
			 struct err *err)
{
	const struct kept_picture *had = tried->pictures.items;

	if (!shelf_pictures(&s->shelf, &s->pictures, err))
		return false;
	for (size_t i = 0; i < tried->pictures.count; i++) {
		bool stands = !names_picture(tried->text, had[i].name);

		for (size_t k = 0; k < s->pictures.count && !stands; k++)
			stands = text_equal(s->pictures.items[k].name, had[i].name) &&
				 text_equal(s->pictures.items[k].sha256, had[i].sha256);
		if (!stands)
			(void)REFUSE(refusal, 409, "picture_gone", "gambar %s baru saja dihapus",
				     "the picture %s has just been removed", had[i].name);
	}
	return true;
}

/* What the worker found out about the text. */
static void sketch_found(struct sketch *s, const struct sketch *tried)
{
	s->layout = tried->layout;
	s->complaints = tried->complaints;
	s->overflow = tried->overflow;
}

/* `text` becomes the layout; "": what comes with the program. */
static bool sketch_keep(struct sketch *s, const struct sketch *tried, const char *text,
			struct err *err)
{
	struct req *req = s->d.req;
	int64_t seen = strtoll(req_field(req, "seen"), NULL, 10);
	struct refusal refusal = { 0 };

	if (!picture_lost(s, tried, &refusal, err))
		return false;
	if (!refusal.status &&
	    !layout_save(req, &s->d.edition, &s->item, text, seen, time_now(), &refusal, err))
		return false;
	if (refusal.status) {
		refusal_flash(req, s->d.page, &refusal);
		return sketch_show(s, refusal.status, NULL, err);
	}
	return res_redirect(req, "/editions/%s/layouts/%s?done=saved", s->d.edition.key,
			    s->item.name);
}

bool do_layout(struct req *req, struct err *err)
{
	const struct sketch *tried = req->work;
	struct sketch s;
	const char *text;

	if (!sketch_open(req, &s, err))
		return false;
	(void)typed_take(&s);
	sketch_found(&s, tried);
	if (req->fields_ok && !*s.text)
		req_complain(req, "text", "Tata letak ini kosong.", "This layout is empty.");
	if (!req->fields_ok || !sketch_good(&s))
		return sketch_show(&s, 422, NULL, err);
	/* A form has no last line break. */
	text = arena_printf(req->arena, "%s\n", s.text);
	if (text_equal(text, s.shipped))
		text = "";
	return sketch_keep(&s, tried, text, err);
}

/* The text of the version that is asked for; 0 = what comes with the program. */
static bool version_find(struct sketch *s, const char **ret, struct err *err)
{
	int64_t wanted = strtoll(req_field(s->d.req, "version"), NULL, 10);
	struct layout_version *list;
	size_t count;

	*ret = wanted ? NULL : "";
	if (!layout_list(db_of(s->d.req), s->d.edition.id, s->item.name, s->d.req->arena, &list,
			 &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].version == wanted)
			*ret = list[i].text;
	return *ret || FAIL_CODE(err, ERR_NOT_FOUND, "no_layout", "versi ini tidak ada",
				 "there is no such version");
}

/* An older program may have read what this one does not, and a picture may be gone since. */
bool do_layout_restore_prepare(struct req *req, struct err *err)
{
	struct sketch *s = NEW(req->arena, struct sketch, 1);
	struct buf pdf;
	const char *text;

	if (!sketch_open(req, s, err) || !version_find(s, &text, err))
		return false;
	s->text = *text ? text : s->shipped;
	buf_init(&pdf, req->arena);
	req->work = s;
	return sketch_try(s, &pdf, err);
}

bool do_layout_restore(struct req *req, struct err *err)
{
	const struct sketch *tried = req->work;
	const char *text;
	struct sketch s;

	if (!sketch_open(req, &s, err) || !version_find(&s, &text, err))
		return false;
	sketch_found(&s, tried);
	s.text = tried->text;
	if (!sketch_good(&s))
		return sketch_show(&s, 422, NULL, err);
	return sketch_keep(&s, tried, text, err);
}
