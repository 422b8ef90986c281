/* paritrana documents --db F --edition E --out DIR [--kind K]: the documents of an edition that its
 * phase allows. Without --kind those that the secretariat may read; what carries names beside marks
 * or conflicts must be asked for. What refuses is named with the reason, all others are printed,
 * and the command fails at its end; with --shipped the program's own layout stands in for one that
 * cannot be read or does not hold its facts. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "layouts.h"
#include "paperwork.h"
#include "vault.h"

struct printing {
	struct paperwork p;
	struct paper *paper;
	struct layouts *layouts;
	struct templates *templates;
	const char *folder;
	const char *vault; /* of pictures */
	bool shipped;
	enum lang lang;
	size_t count, refused;
};

static bool one_write(struct printing *printing, const struct paperwork_kind *kind, struct err *err)
{
	struct paperwork *p = &printing->p;
	struct arena arena = { 0 };
	struct buf pdf;
	bool done;

	buf_init(&pdf, &arena);
	done = paperwork_print(p, kind, NULL, &pdf, err) &&
	       file_write(arena_printf(p->arena, "%s/%s", printing->folder,
				       paperwork_file(p, kind, NULL)),
			  pdf.data, pdf.len, err);
	arena_release(&arena);
	printing->count += done;
	return done;
}

/* A full disk stops everything; what one document says of itself does not stop the others. */
static bool one_try(struct printing *printing, const struct paperwork_kind *kind, struct err *err)
{
	const struct words name = { { shelf_name(&printing->p.shelf, kind->name, LANG_ID),
				      shelf_name(&printing->p.shelf, kind->name, LANG_EN) } };

	if (one_write(printing, kind, err))
		return true;
	if (err->kind == ERR_IO || err->kind == ERR_FULL || err->kind == ERR_BUG)
		return false;
	(void)fprintf(stderr, "%s: %s\n", words_in(&name, printing->lang),
		      err->msg[printing->lang]);
	printing->refused++;
	return true;
}

static bool all_write(struct printing *printing, const char *wanted, struct err *err)
{
	const struct paperwork *p = &printing->p;

	for (size_t i = 0; i < PAPERWORK_COUNT; i++) {
		const struct paperwork_kind *kind = &PAPERWORK[i];
		enum phase from;
		bool own, results;

		if (wanted ? !text_equal(kind->name, wanted) : kind->records)
			continue;
		/* Before the first key there is no bundle without the service. */
		results = kind->results && !p->release.number;
		if (!wanted && (!layouts_find(printing->layouts, kind->name) || results ||
				paperwork_may(p, kind, &from, &own) != PAPERWORK_NOW))
			continue;
		if (wanted ? !one_write(printing, kind, err) : !one_try(printing, kind, err))
			return false;
	}
	return !printing->refused ||
	       FAIL(err, ERR_CONFLICT, "%zu dokumen tercetak di %s, %zu tidak",
		    "%zu documents in %s, %zu not printed", printing->count, printing->folder,
		    printing->refused);
}

static bool folder_make(const char *path, struct err *err)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	return FAIL(err, ERR_INPUT, "%s: folder tidak dapat dibuat: %s",
		    "%s: cannot make the folder: %s", path, strerror(errno));
}

static bool views_load(struct printing *printing, struct arena *arena, struct err *err)
{
	struct complaints complaints;
	struct assets assets;
	struct share share;
	struct buf text;

	complaints_init(&complaints, arena);
	if (!share_find(arena, &share, err) || !assets_load(share.statics, arena, &assets, err) ||
	    !paper_open(share.fonts, share.layouts, &printing->paper, err))
		return false;
	if (templates_load(share.templates, &assets, arena, &printing->templates, &complaints,
			   err) &&
	    layouts_load(share.layouts, printing->paper, arena, &printing->layouts, &complaints,
			 err))
		return true;
	if (!complaints.total)
		return false;
	buf_init(&text, arena);
	complaints_print(&complaints, LANG_ID, &text);
	return FAIL(err, ERR_INPUT, "%s", "%s", text.data);
}

static bool documents_print(struct db *db, const char *edition, const char *kind,
			    struct printing *printing, struct arena *arena, struct err *err)
{
	const struct shelf shelf = { .db = db,
				     .layouts = printing->layouts,
				     .paper = printing->paper,
				     .templates = printing->templates,
				     .vault = printing->vault,
				     .arena = arena };
	struct release_cache *cache = release_cache_new(arena);
	bool done = paperwork_open_command(&shelf, edition, cache, LANG_ID, &printing->p, err) &&
		    folder_make(printing->folder, err);

	printing->p.shipped = printing->shipped;
	done = done && all_write(printing, kind, err);

	release_cache_free(cache);
	return done;
}

static bool run(const char *path, const char *edition, const char *kind, struct printing *printing,
		struct arena *arena, struct err *err)
{
	struct db *db;
	bool done;

	if (kind && !paperwork_find(kind))
		return FAIL(err, ERR_INPUT, "tidak ada jenis dokumen %s", "no kind of document %s",
			    kind);
	if (!store_open(path, false, &db, err))
		return false;
	printing->vault = vault_folder(arena, path);
	done = views_load(printing, arena, err) &&
	       documents_print(db, edition, kind, printing, arena, err);
	db_close(db);
	return done;
}

int cmd_documents(int argc, char **argv, enum lang lang)
{
	const char *path = NULL, *edition = NULL, *out = NULL, *kind = NULL, *shipped = NULL;
	const struct option_spec specs[] = {
		{ "db", &path, false, true },	      { "edition", &edition, false, true },
		{ "out", &out, false, true },	      { "kind", &kind, false, false },
		{ "shipped", &shipped, true, false }, { NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("documents"), specs, NULL, 0, lang);
	struct printing printing = { 0 };
	struct arena arena = { 0 };
	struct err err;
	bool done;

	if (code >= 0)
		return code;
	printing.folder = out;
	printing.shipped = shipped != NULL;
	printing.lang = lang;
	done = run(path, edition, kind, &printing, &arena, &err);
	if (printing.paper)
		paper_close(printing.paper);
	arena_release(&arena);
	if (!done)
		return fail_print(&err, lang);
	(void)printf(lang == LANG_EN ? "%zu documents in %s\n" : "%zu dokumen di %s\n",
		     printing.count, out);
	return 0;
}
