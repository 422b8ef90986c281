/* The documents of an edition that its reader may print, and those that come later; and each as a
 * PDF. Looking changes nothing. */
#include <string.h>

#include "layouts.h"
#include "paperwork.h"
#include "trial.h"

static const char *kind_word(const struct req *req, const char *prefix,
			     const struct paperwork_kind *kind)
{
	return word(req, arena_printf(req->arena, "papers.%s.%s", prefix, kind->name));
}

/* ---- A layout that refuses, because it cannot be read or does not hold the facts: which, why, and
 * what to do ---- */

static void remedy_put(struct req *req, const struct paperwork *p, const char *layout, bool frozen,
		       const struct err *why, struct val *item)
{
	bool edits = !frozen && may(DEED_EDIT_LAYOUT, who_of(req)->account.role, p->edition.phase,
				    (struct circumstances){ 0 });
	struct val *broken, *values = val_map(req->arena);

	val_put_text(item, "ask", why ? "?layout=shipped" : "");
	val_put_text(item, "ask_english", why ? "?lang=en&layout=shipped" : "?lang=en");
	if (!why) {
		val_put_text(item, "broken", NULL);
		return;
	}
	broken = val_put_map(item, "broken");
	val_put_int(values, "number", p->release.number);
	val_put_text(broken, "tone", "warn");
	val_put_text(broken, "heading", NULL);
	val_put_text(broken, "text", as_sentence(req->arena, why->msg[req->lang]));
	val_put_text(broken, "then",
		     frozen  ? words_fill(p->templates, req->lang, "papers.broken_frozen", values,
					  req->arena)
		     : edits ? NULL
			     : word(req, "papers.broken_tell"));
	val_put_text(
		broken, "edit_path",
		edits ? arena_printf(req->arena, "editions/%s/layouts/%s", p->edition.key, layout)
		      : NULL);
}

/* False when something else than the layout is wrong. */
static bool layout_try(struct req *req, struct paperwork *p, const struct paperwork_kind *kind,
		       struct val *item, struct err *err)
{
	enum lang lang = p->lang;
	bool fits;

	p->lang = LANG_ID;
	fits = paperwork_fits(p, kind, err);
	p->lang = lang;
	if (!fits && !paperwork_refused(err))
		return false;
	remedy_put(req, p, kind->name, paperwork_frozen(p, kind), fits ? NULL : err, item);
	if (!fits)
		val_put_text(item, "label", word(req, "papers.broken_shipped"));
	return true;
}

/* ---- Samples: what one of a kind will look like ---- */

static bool prints_samples(const struct req *req, const struct paperwork *p)
{
	return p->edition.phase < PHASE_PUBLISHED &&
	       may(DEED_PRINT_SAMPLE, who_of(req)->account.role, p->edition.phase,
		   (struct circumstances){ 0 });
}

/* `name` NULL: certificates, one for each title. What cannot be read has no sample. */
static bool sample_put(struct req *req, const struct paperwork *p, const char *name,
		       struct val *item, struct err *err)
{
	const struct layout *layout;
	bool prints = prints_samples(req, p);

	if (prints && name && !shelf_layout(&p->shelf, name, &layout, err)) {
		if (!text_equal(err->code, LAYOUT_UNREADABLE))
			return false;
		prints = false;
	}
	val_put_text(item, "sample_path",
		     prints ? arena_printf(req->arena, "editions/%s/layouts%s%s/sample",
					   p->edition.key, name ? "/" : "", name ? name : "")
			    : NULL);
	return true;
}

/* ---- What can be printed ---- */

static bool item_put(struct req *req, struct paperwork *p, const struct paperwork_kind *kind,
		     struct val *list, struct err *err)
{
	struct val *item = val_push_map(list), *items = val_put_list(item, "items");
	const char *path =
		arena_printf(req->arena, "editions/%s/documents/%s", p->edition.key, kind->name);
	struct paperwork_item *of;
	size_t count;

	if (!paperwork_items(p, kind, &of, &count, err))
		return false;
	val_put_text(item, "kind", kind->name);
	val_put_text(item, "name", kind_word(req, "kind", kind));
	val_put_text(item, "what", kind_word(req, "what", kind));
	val_put_text(item, "path", kind->items && !count ? NULL : path);
	val_put_text(item, "page_path", NULL);
	val_put_text(item, "label", word(req, count > 1 ? "papers.all_of" : "papers.all"));
	val_put_bool(item, "has_items", count > 1);
	for (size_t i = 0; count > 1 && i < count; i++) {
		struct val *one = val_push_map(items);

		val_put_text(one, "item_name", of[i].name);
		val_put_text(one, "item_path", arena_printf(req->arena, "%s/%s", path, of[i].key));
	}
	return layout_try(req, p, kind, item, err) && sample_put(req, p, kind->name, item, err);
}

/* Documents that have a page of their own. */
static struct val *page_put(struct req *req, const struct paperwork *p, const char *kind,
			    const char *page, const char *name, const char *what, struct val *list)
{
	struct val *item = val_push_map(list);

	val_put_text(item, "kind", kind);
	val_put_text(item, "name", word(req, name));
	val_put_text(item, "what", word(req, what));
	val_put_text(item, "path", NULL);
	val_put_text(item, "label", NULL);
	val_put_text(item, "page_path",
		     arena_printf(req->arena, "editions/%s/%s", p->edition.key, page));
	(void)val_put_list(item, "items");
	val_put_bool(item, "has_items", false);
	val_put_text(item, "sample_path", NULL);
	remedy_put(req, p, kind, false, NULL, item);
	return item;
}

static bool pages_put(struct req *req, struct paperwork *p, struct val *list, struct err *err)
{
	enum role role = who_of(req)->account.role;
	struct val *item;

	if ((role & (ROLE_CHAIR | ROLE_SECRETARIAT)) && p->edition.phase >= PHASE_PUBLISHED)
		(void)page_put(req, p, "certificates", "certificates", "papers.certificates",
			       "papers.certificates_what", list);
	if (!may(DEED_MAKE_CARD, role, p->edition.phase, (struct circumstances){ 0 }))
		return true;
	item = page_put(req, p, "cards", "cards", "papers.cards", "papers.cards_what", list);
	return layout_try(req, p, paperwork_find("cards"), item, err) &&
	       sample_put(req, p, "cards", item, err);
}

static bool later_put(struct req *req, const struct paperwork *p, const char *name,
		      const char *sample, enum phase from, struct val *list, struct err *err)
{
	struct val *item = val_push_map(list), *values = val_map(req->arena);

	val_put_text(item, "name", name);
	val_put_text(values, "phase",
		     word(req, arena_printf(req->arena, "phase.%s", phase_text(from))));
	val_put_text(item, "when",
		     words_fill(p->templates, req->lang, "papers.later", values, req->arena));
	return sample_put(req, p, sample, item, err);
}

static void over_put(struct req *req, const struct paperwork_kind *kind, struct val *list)
{
	struct val *item = val_push_map(list);

	val_put_text(item, "name", kind_word(req, "kind", kind));
	val_put_text(item, "when", word(req, "papers.over"));
	val_put_text(item, "sample_path", NULL);
}

/* One kind, where it belongs. */
static bool kind_put(struct req *req, struct paperwork *p, const struct paperwork_kind *kind,
		     struct val *now, struct val *later, struct err *err)
{
	enum phase from;
	bool own;

	switch (paperwork_may(p, kind, &from, &own)) {
	case PAPERWORK_NOW: return item_put(req, p, kind, now, err);
	case PAPERWORK_LATER:
		return later_put(req, p, kind_word(req, "kind", kind), kind->name, from, later,
				 err);
	case PAPERWORK_OVER: over_put(req, kind, later); break;
	case PAPERWORK_NEVER: break;
	}
	return true;
}

/* Certificates of winners come with the release. */
static bool certificates_later(struct req *req, const struct paperwork *p, struct val *list,
			       struct err *err)
{
	if (!(who_of(req)->account.role & (ROLE_CHAIR | ROLE_SECRETARIAT)) ||
	    p->edition.phase == PHASE_PUBLISHED)
		return true;
	return later_put(req, p, word(req, "papers.certificates"), NULL, PHASE_PUBLISHED, list,
			 err);
}

/* What the first key would freeze and cannot be printed, while it can still be mended. */
static bool unfit_put(struct req *req, const struct paperwork *p, struct val *page, struct err *err)
{
	struct trial trial = { 0 };
	struct val *list;

	val_put_text(page, "unfit", NULL);
	if (p->edition.phase != PHASE_DELIBERATION ||
	    !may(DEED_EDIT_LAYOUT, who_of(req)->account.role, p->edition.phase,
		 (struct circumstances){ 0 }))
		return true;
	if (!release_trial(req, &trial, err))
		return false;
	if (!trial.count)
		return true;
	list = val_put_list(val_put_map(page, "unfit"), "items");
	for (size_t i = 0; i < trial.count; i++) {
		struct val *item = val_push_map(list);

		val_put_text(item, "text", words_in(&trial.items[i].why, req->lang));
		val_put_text(item, "edit_path",
			     arena_printf(req->arena, "editions/%s/layouts/%s", p->edition.key,
					  trial.items[i].layout));
	}
	return true;
}

static bool any_broken(const struct val *now)
{
	for (size_t i = 0; i < val_count(now); i++)
		if (val_is_true(val_get(val_at(now, i), "broken")))
			return true;
	return false;
}

bool page_papers(struct req *req, struct err *err)
{
	struct val *page, *now, *later;
	struct paperwork p;

	if (!paperwork_open(req, &p, err))
		return false;
	p.lang = req->lang; /* of the list; the papers themselves are in Bahasa Indonesia */
	p.shipped = false;
	page = page_of_edition(req, &p.edition, p.scheme, "documents", word(req, "papers.title"));
	val_put_text(page, "lead", word(req, "papers.lead"));
	now = val_put_list(page, "now");
	later = val_put_list(page, "later");
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (layouts_find(p.shelf.layouts, PAPERWORK[i].name) &&
		    !kind_put(req, &p, &PAPERWORK[i], now, later, err))
			return false;
	if (!pages_put(req, &p, now, err) || !certificates_later(req, &p, later, err) ||
	    !unfit_put(req, &p, page, err))
		return false;
	val_put_bool(page, "has_now", val_count(now) > 0);
	val_put_bool(page, "any_broken", any_broken(now));
	val_put_bool(page, "collects", val_count(now) > 1);
	if (req_query(req, "done"))
		part_flash(page, "info", word(req, "jobs.cancelled"));
	val_put_bool(page, "has_later", val_count(later) > 0);
	val_put_bool(page, "samples", prints_samples(req, &p));
	return page_show(req, 200, "papers", page, err);
}

bool pdf_papers(struct req *req, struct err *err)
{
	const struct paperwork_kind *kind = paperwork_find(req->params[1]);
	const char *item = req->params[2];
	struct paperwork p;
	struct buf pdf;

	if (!paperwork_open(req, &p, err))
		return false;
	if (!kind)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
				 "there is no such document");
	buf_init(&pdf, req->arena);
	return paperwork_print(&p, kind, item, &pdf, err) &&
	       answer_bytes(req, "application/pdf", paperwork_file(&p, kind, item), pdf.data,
			    pdf.len);
}
