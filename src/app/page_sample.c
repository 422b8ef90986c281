/* A trial print before there is anything to print: the edition's layouts filled with invented
 * facts, marked CONTOH. No nominee, mark or rank of the edition is in it. */
#include "batch.h"
#include "paperwork.h"
#include "studio.h"
#include "vault.h"

struct trial {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct settings settings;
	const struct layout *design;
	struct batch batch;
};

static const char *const LONG_NAME =
	"Perusahaan Umum Daerah Penerima Contoh dengan Nama yang Sangat Panjang dan Berbaris-baris "
	"di Kepulauan Contoh Bagian Timur";

/* Certificates of one list: a winner's, or one with a title, for each rank; the last has a long
 * name. */
static void list_add(struct trial *t, const char *key, const struct words *name, unsigned winners,
		     const struct words *titles, size_t title_count)
{
	struct arena *arena = t->req->arena;
	size_t count = winners > title_count ? winners : title_count;

	for (size_t i = 0; i < count; i++) {
		struct certificate *paper = NEW(arena, struct certificate, 1);
		const char *title = i < title_count ? titles[i].text[LANG_ID] : NULL;

		studio_certificate(arena, t->scheme, &t->settings, LANG_ID, paper);
		paper->layout = t->design;
		paper->category = words_in(name, LANG_ID);
		paper->title = title;
		paper->nominee = i + 1 == count && count > 1
					 ? LONG_NAME
					 : arena_printf(arena, "Penerima Contoh %zu", i + 1);
		batch_add(&t->batch, &(struct batch_item){
					     .name = arena_printf(
						     arena, "%s/%s/%02zu-%s-contoh.pdf",
						     word(t->req, "jobs.certificates"), key, i + 1,
						     title ? zip_name(arena, title) : "pemenang"),
					     .certificate = paper });
	}
}

static bool design_read(struct trial *t, struct err *err)
{
	const struct shelf shelf = shelf_of(t->req, t->edition.id);
	const char *design;

	return studio_design(shelf.db, t->edition.id, shelf.arena, &design, err) &&
	       shelf_layout(&shelf, arena_printf(shelf.arena, DESIGN_PREFIX "%s", design),
			    &t->design, err);
}

static bool certificates_add(struct trial *t, struct err *err)
{
	const struct scheme *scheme = t->scheme;

	if (!design_read(t, err))
		return false;
	for (size_t i = 0; i < scheme->category_count; i++) {
		const struct category *category = &scheme->categories[i];

		list_add(t, category->key, &category->name, category->winners, category->titles,
			 category->title_count);
	}
	for (size_t i = 0; i < scheme->overall_count; i++)
		list_add(t, scheme->overalls[i].key, &scheme->overalls[i].name,
			 scheme->overalls[i].winners, NULL, 0);
	return true;
}

static bool paperwork_add(struct trial *t, struct err *err)
{
	const struct shelf shelf = shelf_of(t->req, t->edition.id);
	struct arena *arena = t->req->arena;

	for (size_t i = 0; i < PAPERWORK_COUNT; i++) {
		const char *kind = PAPERWORK[i].name;
		const struct layout *layout;

		if (!shelf_layout(&shelf, kind, &layout, err))
			return false;
		if (!layout)
			continue;
		batch_add(&t->batch,
			  &(struct batch_item){
				  .name = arena_printf(arena, "%s-contoh.pdf", PAPERWORK[i].file),
				  .layout = layout,
				  .data = layouts_example(shelf.layouts, kind),
				  .title = shelf_name(&shelf, kind, t->req->lang),
				  .sample = true });
	}
	return true;
}

static bool trial_open(struct req *req, struct trial *ret, struct err *err)
{
	*ret = (struct trial){ .req = req };
	if (!req_edition(req, true, &ret->edition, err) ||
	    !service_scheme(service_of(req), db_of(req), ret->edition.rule_id, &ret->scheme, err) ||
	    !settings_load(db_of(req), ret->edition.id, req->arena, &ret->settings, err))
		return false;
	if (!may(DEED_PRINT_SAMPLE, who_of(req)->account.role, ret->edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL(err, ERR_DENIED, "hal ini bukan wewenang Anda",
			    "this is not yours to do");
	ret->batch = (struct batch){ .paper = service_paper(service_of(req)),
				     .arena = req->arena,
				     .author = words_in(&ret->scheme->title, LANG_ID),
				     .at = CERTIFICATE_EXAMPLE.released_at };
	return certificates_add(ret, err);
}

bool pdf_sample(struct req *req, struct err *err)
{
	struct trial t;
	struct buf pdf;

	buf_init(&pdf, req->arena);
	return trial_open(req, &t, err) && batch_pdf(&t.batch, &pdf, err) &&
	       answer_bytes(req, "application/pdf",
			    arena_printf(req->arena, "contoh-piagam-%s.pdf", t.edition.key),
			    pdf.data, pdf.len);
}

bool zip_sample(struct req *req, struct err *err)
{
	const char *folder = service_vault(service_of(req));
	struct vault_part part VAULT_PART = { .fd = -1 };
	struct trial t;

	return trial_open(req, &t, err) && paperwork_add(&t, err) &&
	       vault_begin(folder, req->arena, &part, err) &&
	       batch_zip(&t.batch, part.path, NULL, err) &&
	       answer_part(req, "application/zip",
			   arena_printf(req->arena, "contoh-dokumen-%s.zip", t.edition.key), &part,
			   err);
}
