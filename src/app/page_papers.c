/* The documents of an edition that its reader may print, and those that come later; and each as a
 * PDF. Looking changes nothing. */
#include <string.h>

#include "layouts.h"
#include "paperwork.h"

static const char *kind_word(const struct req *req, const char *prefix,
			     const struct paperwork_kind *kind)
{
	return word(req, arena_printf(req->arena, "papers.%s.%s", prefix, kind->name));
}

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
	return true;
}

/* Documents that have a page of their own. */
static void page_put(struct req *req, const struct paperwork *p, const char *kind, const char *page,
		     const char *name, const char *what, struct val *list)
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
}

static void pages_put(struct req *req, const struct paperwork *p, struct val *list)
{
	enum role role = who_of(req)->account.role;

	if ((role & (ROLE_CHAIR | ROLE_SECRETARIAT)) && p->edition.phase >= PHASE_PUBLISHED)
		page_put(req, p, "certificates", "certificates", "papers.certificates",
			 "papers.certificates_what", list);
	if (may(DEED_MAKE_CARD, role, p->edition.phase, (struct circumstances){ 0 }))
		page_put(req, p, "cards", "cards", "papers.cards", "papers.cards_what", list);
}

static void later_put(struct req *req, const struct paperwork_kind *kind, enum paperwork_when when,
		      enum phase from, struct val *list)
{
	struct val *item = val_push_map(list), *values = val_map(req->arena);

	val_put_text(values, "phase",
		     word(req, arena_printf(req->arena, "phase.%s", phase_text(from))));
	val_put_text(item, "name", kind_word(req, "kind", kind));
	val_put_text(item, "when",
		     when == PAPERWORK_OVER
			     ? word(req, "papers.over")
			     : words_fill(service_templates(service_of(req)), req->lang,
					  "papers.later", values, req->arena));
}

bool page_papers(struct req *req, struct err *err)
{
	const struct layouts *layouts = service_layouts(service_of(req));
	struct val *page, *now, *later;
	struct paperwork p;

	if (!paperwork_open(req, &p, err))
		return false;
	p.lang = req->lang; /* of the list; the papers themselves are in Bahasa Indonesia */
	page = page_of_edition(req, &p.edition, p.scheme, "documents", word(req, "papers.title"));
	val_put_text(page, "lead", word(req, "papers.lead"));
	now = val_put_list(page, "now");
	later = val_put_list(page, "later");
	for (size_t i = 0; i < PAPERWORK_COUNT; i++) {
		const struct paperwork_kind *kind = &PAPERWORK[i];
		enum paperwork_when when;
		enum phase from;
		bool own;

		if (!layouts_find(layouts, kind->name))
			continue;
		when = paperwork_may(&p, kind, &from, &own);
		if (when == PAPERWORK_NOW && !item_put(req, &p, kind, now, err))
			return false;
		if (when == PAPERWORK_LATER || when == PAPERWORK_OVER)
			later_put(req, kind, when, from, later);
	}
	pages_put(req, &p, now);
	val_put_bool(page, "has_now", val_count(now) > 0);
	val_put_bool(page, "collects", val_count(now) > 1);
	if (req_query(req, "done"))
		part_flash(page, "info", word(req, "jobs.cancelled"));
	val_put_bool(page, "has_later", val_count(later) > 0);
	return page_show(req, 200, "papers", page, err);
}

bool pdf_papers(struct req *req, struct err *err)
{
	const struct paperwork_kind *kind = paperwork_find(req->params[1]);
	const char *item = req->params[2];
	struct service *service = service_of(req);
	struct paperwork p;
	struct buf pdf;

	if (!paperwork_open(req, &p, err))
		return false;
	if (!kind)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
				 "there is no such document");
	buf_init(&pdf, req->arena);
	return paperwork_print(&p, service_layouts(service), service_paper(service), kind, item,
			       &pdf, err) &&
	       answer_bytes(req, "application/pdf", paperwork_file(&p, kind, item), pdf.data,
			    pdf.len);
}
