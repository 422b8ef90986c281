/* The dossiers for those who do not score them: what the jurors read, nominee by nominee. */
#include <string.h>

#include "documents.h"
#include "dossier.h"
#include "secretariat.h"

/* ---- The list ---- */

struct lists {
	struct desk d;
	struct screen screen;
	struct candidate *nominees;
	size_t nominee_count;
	struct attachment *items;
	size_t item_count;
};

static int64_t documents_of(const struct lists *l, int64_t nominee)
{
	int64_t ret = 0;

	for (size_t i = 0; i < l->item_count; i++)
		ret += l->items[i].nominee == nominee && document_stands(&l->items[i]);
	return ret;
}

static void row_put(const struct lists *l, struct val *rows, const struct candidate *nominee)
{
	struct val *row = val_push_map(rows);
	bool closed = screened(&l->screen, nominee->id);

	val_put_text(row, "key", nominee->key);
	val_put_text(row, "name", nominee->name);
	val_put_text(row, "recused", NULL);
	if (closed)
		(void)part_state(row, "recused", "recused", word(l->d.req, "state.recused"));
	val_put_text(row, "region", closed ? NULL : *nominee->region ? nominee->region : "–");
	val_put_text(row, "documents",
		     closed ? NULL : show_n(l->d.req, (size_t)documents_of(l, nominee->id)));
}

bool page_dossiers(struct req *req, struct err *err)
{
	struct lists l = { 0 };
	struct val *lists;

	if (!desk_open(req, "dossiers", "documents.dossiers", &l.d, err) ||
	    !screen_load(req, &l.d.edition, &l.screen, err) ||
	    !nominee_list(db_of(req), l.d.edition.id, req->arena, &l.nominees, &l.nominee_count,
			  err) ||
	    !attachment_list(db_of(req), l.d.edition.id, 0, req->arena, &l.items, &l.item_count,
			     err))
		return false;
	lists = val_put_list(l.d.page, "lists");
	for (size_t c = 0; c < l.d.scheme->category_count; c++) {
		const struct category *category = &l.d.scheme->categories[c];
		struct val *rows = val_list(req->arena), *list;

		for (size_t i = 0; i < l.nominee_count; i++)
			if (text_equal(l.nominees[i].category, category->key))
				row_put(&l, rows, &l.nominees[i]);
		if (!val_count(rows))
			continue;
		list = val_push_map(lists);
		val_put_text(list, "heading", words_in(&category->name, req->lang));
		(void)val_put(list, "rows", rows);
	}
	val_put_bool(l.d.page, "has_lists", val_count(lists) > 0);
	return page_show(req, 200, "documents/dossiers", l.d.page, err);
}

/* ---- One ---- */

bool page_dossier_read(struct req *req, struct err *err)
{
	bool desk = who_of(req)->account.role == ROLE_SECRETARIAT, closed;
	struct sheet_ground ground = { 0 };
	struct documents documents;
	struct val *page;

	if (!documents_get(req, req->params[1], &documents, &closed, err))
		return false;
	page = page_of_edition(req, &documents.edition, documents.scheme,
			       desk ? "nominees" : "dossiers", documents.nominee.name);
	part_crumb(page,
		   arena_printf(req->arena, "editions/%s/%s", documents.edition.key,
				desk ? "nominees" : "dossiers"),
		   word(req, desk ? "sec.nominees" : "documents.dossiers"));
	if (desk)
		part_crumb(page,
			   arena_printf(req->arena, "editions/%s/nominees/%s",
					documents.edition.key, documents.nominee.key),
			   documents.nominee.name);
	val_put_text(page, "nominee_key", documents.nominee.key);
	if (closed) {
		(void)part_state(page, "title_state", "recused", word(req, "state.recused"));
		return page_show(req, 200, "documents/closed", page, err);
	}
	if (!documents.category)
		return FAIL(err, ERR_NOT_FOUND, "Aturan tidak lagi memuat kategori nominee ini.",
			    "The rules no longer have the category of this nominee.");
	ground.edition = documents.edition;
	ground.scheme = documents.scheme;
	ground.category = documents.category;
	ground.nominee = documents.nominee;
	return dossier_put(req, &ground, page, err) &&
	       page_show(req, 200, "documents/dossier", page, err);
}
