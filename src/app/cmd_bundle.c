/* paritrana bundle --db F --edition E --out F: the newest published release, byte for byte. */
#include "app/app.h"
#include "store/store.h"

static bool bundle_find(struct db *db, const char *key, struct arena *arena, char **ret,
			size_t *ret_len, struct err *err)
{
	struct edition edition;
	struct release *list;
	size_t count;

	if (!edition_get(db, key, arena, &edition, err) ||
	    !release_list(db, edition.id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i].state, "published"))
			return release_bundle(db, list[i].id, arena, ret, ret_len, err);
	return FAIL_CODE(err, ERR_NOT_FOUND, "not_published", "hasil edisi %s belum diumumkan",
			 "the results of edition %s are not published", key);
}

int cmd_bundle(int argc, char **argv, enum lang lang)
{
	const char *path = NULL, *edition = NULL, *out = NULL;
	const struct option_spec specs[] = {
		{ "db", &path, false, true },
		{ "edition", &edition, false, true },
		{ "out", &out, false, true },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("bundle"), specs, NULL, 0, lang);
	struct arena arena = { 0 };
	struct db *db;
	struct err err;
	char *text;
	size_t len;
	bool done;

	if (code >= 0)
		return code;
	if (!store_open(path, false, &db, &err))
		return fail_print(&err, lang);
	done = bundle_find(db, edition, &arena, &text, &len, &err) &&
	       file_write(out, text, len, &err);
	db_close(db);
	arena_release(&arena);
	return done ? 0 : fail_print(&err, lang);
}
