/* paritrana certificates --db F --edition E --out DIR: a PDF for each certificate that is valid,
 * and semua.pdf with all of them. --out FILE.zip: one ZIP of them instead. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/batch.h"
#include "app/vault.h"

struct printing {
	const struct paper *paper;
	const char *folder;
	const char *vault; /* of pictures */
	struct arena *arena;
	struct award_walk walk;
	const struct settings *settings;
	size_t count;
};

/* The same bytes as the service serves. */
static bool one_write(const struct printing *p, const char *name,
		      const struct certificate *certificate, struct arena *arena, struct err *err)
{
	struct buf pdf;

	buf_init(&pdf, arena);
	return paper_certificate(p->paper, certificate, &pdf, err) &&
	       file_write_many(arena_printf(arena, "%s/%s", p->folder, name), pdf.data, pdf.len,
			       err);
}

static bool paper_at(void *arg, size_t i, struct arena *arena, struct certificate *ret,
		     struct err *err)
{
	struct printing *p = arg;
	struct awarded awarded;

	if (!award_walk_at(&p->walk, i, arena, &awarded, err))
		return false;
	awarded_print(&awarded, p->settings, LANG_ID, arena, ret);
	return true;
}

static bool each_write(struct printing *p, struct err *err)
{
	struct arena arena = { 0 }; /* of one file */
	bool done = true;

	for (size_t i = 0; done && i < p->count; i++) {
		struct certificate certificate;
		struct awarded awarded;

		done = award_walk_at(&p->walk, i, &arena, &awarded, err);
		if (done) {
			awarded_print(&awarded, p->settings, LANG_ID, &arena, &certificate);
			done = one_write(p, awarded_file(&awarded, &arena), &certificate, &arena,
					 err);
		}
		arena_reset(&arena);
	}
	arena_release(&arena);
	return done;
}

static bool fail_file(const char *path, struct err *err)
{
	int why = errno;

	return FAIL(err, errno_is_full(why) ? ERR_FULL : ERR_IO, "%s: %s", "%s: %s", path,
		    strerror(why));
}

/* As it comes: of ten thousand pages none is kept. */
static bool together_write(struct printing *p, struct err *err)
{
	const char *path = arena_printf(p->arena, "%s/semua.pdf", p->folder);
	const char *part = arena_printf(p->arena, "%s.part", path);
	const struct certificates all = { .count = p->count, .at = paper_at, .arg = p };
	FILE *file = fopen(part, "wb");
	bool done;

	if (!file)
		return fail_file(part, err);
	done = paper_certificates_write(p->paper, &all, file, err);
	if (fclose(file) != 0 && done)
		done = fail_file(part, err);
	if (done && rename(part, path) == 0)
		return true;
	if (done)
		done = fail_file(path, err);
	(void)remove(part);
	return false;
}

static bool folder_make(const char *path, struct err *err)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return true;
	return FAIL(err, ERR_INPUT, "%s: folder tidak dapat dibuat: %s",
		    "%s: cannot make the folder: %s", path, strerror(errno));
}

static bool all_write(struct printing *p, const struct award_source *from, int64_t edition,
		      const struct settings *settings, struct err *err)
{
	p->settings = settings;
	if (!award_walk_open(from, edition, &p->walk, err) || !folder_make(p->folder, err))
		return false;
	p->count = p->walk.count;
	return !p->count ||
	       (each_write(p, err) && together_write(p, err) && files_settle(p->folder, err));
}

static bool zip_all(struct printing *p, const struct award_source *from, int64_t edition,
		    const struct settings *settings, struct err *err)
{
	struct batch batch;

	if (!batch_certificates(from, edition, settings, NULL, &batch, err))
		return false;
	p->count = batch.count;
	return !batch.count || batch_zip(&batch, p->folder, NULL, err);
}

static bool is_zip(const char *path)
{
	size_t len = strlen(path);

	return len > 4 && text_equal(path + len - 4, ".zip");
}

static bool certificates_print(struct db *db, const char *key, struct printing *p, enum lang lang,
			       struct err *err)
{
	struct release_cache *cache = release_cache_new(p->arena);
	const struct award_source from = {
		.db = db, .cache = cache, .arena = p->arena, .paper = p->paper, .vault = p->vault
	};
	struct settings settings;
	struct edition edition;
	struct db_tx tx DB_TX = { 0 };
	bool done;

	done = db_begin(db, &tx, err) && edition_get(db, key, p->arena, &edition, err) &&
	       settings_load(db, edition.id, p->arena, &settings, err) &&
	       (is_zip(p->folder) ? zip_all(p, &from, edition.id, &settings, err)
				  : all_write(p, &from, edition.id, &settings, err)) &&
	       db_commit(&tx, err);
	release_cache_free(cache);
	if (!done)
		return false;
	if (!p->count)
		return FAIL_CODE(err, ERR_NOT_FOUND, "not_published",
				 "hasil edisi %s belum diumumkan, jadi belum ada piagam",
				 "the results of edition %s are not published, so there are no "
				 "certificates yet",
				 key);
	if (!settings.public_address_given)
		(void)fprintf(stderr, "paritrana: %s%s\n",
			      lang == LANG_EN
				      ? "warning: no public address is set; the codes lead to "
				      : "peringatan: alamat publik belum diatur; kode QR "
					"menuju ",
			      settings.public_address);
	return true;
}

static bool run(const char *path, const char *edition, struct printing *p, enum lang lang,
		struct err *err)
{
	struct paper *paper = NULL;
	struct share share;
	struct db *db;
	bool done;

	if (!store_open(path, false, &db, err))
		return false;
	done = share_find(p->arena, &share, err) &&
	       paper_open(share.fonts, share.layouts, &paper, err);
	p->paper = paper;
	p->vault = vault_folder(p->arena, path);
	done = done && certificates_print(db, edition, p, lang, err);
	if (paper)
		paper_close(paper);
	db_close(db);
	return done;
}

int cmd_certificates(int argc, char **argv, enum lang lang)
{
	const char *path = NULL, *edition = NULL, *out = NULL;
	const struct option_spec specs[] = {
		{ "db", &path, false, true },
		{ "edition", &edition, false, true },
		{ "out", &out, false, true },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("certificates"), specs, NULL, 0, lang);
	struct arena arena = { 0 };
	struct printing printing = { .arena = &arena };
	struct err err;

	if (code >= 0)
		return code;
	printing.folder = out;
	if (!run(path, edition, &printing, lang, &err)) {
		arena_release(&arena);
		return fail_print(&err, lang);
	}
	(void)printf(lang == LANG_EN ? "%zu certificates in %s\n" : "%zu piagam di %s\n",
		     printing.count, out);
	arena_release(&arena);
	return 0;
}
