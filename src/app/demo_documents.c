/* Two documents of the sample edition, so that nobody has to look for one to see how they are
 * shown. */
#include "demo.h"

#include "ledger.h"
#include "vault.h"

#define SAMPLE_SIZE_MAX ((size_t)1 << 20)

static const struct {
	const char *nominee, *evidence, *title, *file, *kind;
	int64_t width, height;
} DOCUMENTS[] = {
	{ "belu", "regulasi", "Peraturan bupati (CONTOH)", "perbup-contoh.pdf", "pdf", 0, 0 },
	{ "belu", "", "Foto kantor (CONTOH)", "foto-contoh.png", "png", 480, 320 },
};

static bool keep(const char *folder, const char *data, size_t len, struct arena *arena,
		 struct attachment *ret, struct err *err)
{
	struct vault_part part VAULT_PART = { .fd = -1 };
	char sha256[SHA256_HEX_SIZE];
	size_t size;

	if (!vault_begin(folder, arena, &part, err) || !vault_write(&part, data, len, err) ||
	    !vault_keep(folder, &part, sha256, &size, err))
		return false;
	ret->sha256 = ret->sent_sha256 = arena_text(arena, sha256);
	ret->size = (int64_t)size;
	return true;
}

static bool add(struct db *db, const struct edition *edition, const struct account *by,
		const struct attachment *document, int64_t now, struct arena *arena,
		struct err *err)
{
	struct actor actor = { by->id, by->username, role_text(by->role) };
	struct val *about = val_map(arena);
	struct ledger_look look;
	struct buf text;
	int64_t id;

	if (!ledger_look(db, edition->id, VOUCHED_ATTACHMENT, NULL, arena, &look, err) ||
	    !attachment_add(db, edition->id, document, &id, err))
		return false;
	val_put_text(about, "nominee", document->nominee_key);
	val_put_int(about, "document", id);
	val_put_text(about, "title", document->title);
	val_put_text(about, "sha256", document->sha256);
	if (!ledger_tell(&look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(db, edition->id, &actor, "document_added", text.data, now, err);
}

bool demo_documents_make(struct db *db, const struct edition *edition, const char *db_path,
			 const char *criteria, int64_t now, struct arena *arena, struct err *err)
{
	const char *folder = vault_folder(arena, db_path);
	struct account by;

	if (!account_find(db, "sekretariat", arena, &by, err) || !vault_make(folder, err))
		return false;
	for (size_t i = 0; i < COUNT(DOCUMENTS); i++) {
		struct attachment next = { .nominee_key = DOCUMENTS[i].nominee,
					   .evidence = DOCUMENTS[i].evidence,
					   .title = DOCUMENTS[i].title,
					   .kind = DOCUMENTS[i].kind,
					   .width = DOCUMENTS[i].width,
					   .height = DOCUMENTS[i].height,
					   .by = by.username,
					   .at = now };
		struct candidate nominee;
		char *data;
		size_t len;

		if (!nominee_find(db, edition->id, next.nominee_key, arena, &nominee, err) ||
		    !file_read(arena_printf(arena, "%s/%s/documents/%s", criteria, edition->key,
					    DOCUMENTS[i].file),
			       SAMPLE_SIZE_MAX, arena, &data, &len, err) ||
		    !keep(folder, data, len, arena, &next, err))
			return false;
		next.nominee = nominee.id;
		if (!add(db, edition, &by, &next, now, arena, err))
			return false;
	}
	return true;
}
