/* paritrana demo [--db F] [--listen ADDR:PORT] [--format table|json] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/admin.h"
#include "app/demo.h"
#include "app/ledger.h"
#include "app/vault.h"

#define LISTEN "127.0.0.1:8080"

/* ---- A database of its own, for the time being ---- */

static bool folder_make(struct arena *arena, const char **ret_folder, const char **ret_db,
			struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *name = arena_printf(arena, "%s/paritrana-demo-XXXXXX", tmp && *tmp ? tmp : "/tmp");

	if (!mkdtemp(name))
		return FAIL(err, ERR_IO, "%s: tidak dapat dibuat", "%s: cannot be made", name);
	*ret_folder = name;
	*ret_db = arena_printf(arena, "%s/contoh.db", name);
	return true;
}

static void folder_remove(struct arena *arena, const char *folder, const char *db)
{
	static const char *const BESIDE[] = { "", "-wal", "-shm", ".lock", ".sock" };

	vault_remove(vault_folder(arena, db));
	for (size_t i = 0; i < COUNT(BESIDE); i++)
		(void)unlink(arena_printf(arena, "%s%s", db, BESIDE[i]));
	(void)rmdir(folder);
}

/* ---- Who can log in, and how ---- */

static void print_json(const struct demo *demo, const char *url, struct arena *arena)
{
	struct val *body = val_map(arena), *list;
	struct buf text;

	val_put_text(body, "url", url);
	val_put_text(body, "edition", demo->edition);
	list = val_put_list(body, "accounts");
	for (size_t i = 0; i < demo->count; i++) {
		struct val *row = val_push_map(list);

		val_put_text(row, "username", demo->accounts[i].username);
		val_put_text(row, "password", demo->accounts[i].password);
		val_put_text(row, "role", role_text(demo->accounts[i].role));
		val_put_text(row, "juror", demo->accounts[i].juror);
	}
	buf_init(&text, arena);
	json_write(&text, body);
	(void)puts(text.data);
}

static void print_table(const struct demo *demo, const char *url, enum lang lang)
{
	static const struct {
		enum role role;
		struct words text;
	} ROLES[] = {
		{ ROLE_CHAIR, { { "ketua", "chair" } } },
		{ ROLE_JUROR, { { "juri", "juror" } } },
		{ ROLE_KEEPER, { { "pengawas", "keeper" } } },
		{ ROLE_SECRETARIAT, { { "sekretariat", "secretariat" } } },
	};

	(void)printf(lang == LANG_EN
			     ? "\n  Sample edition (CONTOH): %s\n  Sign in at %s/sign-in\n\n"
			     : "\n  Edisi contoh: %s\n  Masuk di %s/sign-in\n\n",
		     demo->edition, url);
	(void)printf("  %-16s %-18s %-12s %s\n", lang == LANG_EN ? "username" : "nama pengguna",
		     lang == LANG_EN ? "password" : "kata sandi",
		     lang == LANG_EN ? "role" : "peran", lang == LANG_EN ? "juror" : "juri");
	for (size_t i = 0; i < demo->count; i++)
		for (size_t r = 0; r < COUNT(ROLES); r++)
			if (ROLES[r].role == demo->accounts[i].role)
				(void)printf(
					"  %-16s %-18s %-12s %s\n", demo->accounts[i].username,
					demo->accounts[i].password, words_in(&ROLES[r].text, lang),
					demo->accounts[i].juror ? demo->accounts[i].juror : "");
	(void)puts(lang == LANG_EN ? "\n  Stop with Ctrl+C.\n" : "\n  Hentikan dengan Ctrl+C.\n");
}

/* ---- Serving ---- */

/* The address that QR codes lead to is the one that is really served. */
static bool address_put(struct db *db, const char *address, struct arena *arena, struct err *err)
{
	struct val *about = val_map(arena);
	struct ledger_look look;
	struct edition edition;
	struct buf text;

	if (!edition_get(db, "ntt-2024", arena, &edition, err) ||
	    !ledger_look(db, edition.id, VOUCHED_SETTING, NULL, arena, &look, err) ||
	    !setting_put(db, edition.id, "public_address", address, err) ||
	    !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return !val_count(about) || act_add(db, edition.id, &COMMAND_LINE, "settings_changed",
					    text.data, time_now(), err);
}

static bool address_keep(struct db *db, void *arg, struct err *err)
{
	struct arena arena = { 0 };
	bool done = address_put(db, service_address(arg), &arena, err);

	arena_release(&arena);
	return done;
}

/* The usual port, unless it is taken: then any. */
static bool start(const char *db, const char *listen, struct service **ret, struct err *err)
{
	struct service_options options = { .db_path = db, .quiet = true };

	options.web.listen = listen ? listen : LISTEN;
	if (!service_start(&options, ret, err)) {
		if (listen || !text_equal(err->code, "address_taken"))
			return false;
		listen = options.web.listen = "127.0.0.1:0";
		if (!service_start(&options, ret, err))
			return false;
	}
	if (!listen) /* the settings of the sample say that one */
		return true;
	if (db_writer_run(service_writer(*ret), address_keep, *ret, err))
		return true;
	service_stop(*ret);
	return false;
}

static int serve(const char *db, const char *listen, bool json, struct arena *arena, enum lang lang)
{
	struct complaints complaints;
	struct service *service;
	struct share share;
	struct demo demo;
	struct err err;

	complaints_init(&complaints, arena);
	if (!share_find(arena, &share, &err) ||
	    !demo_make(db, share.criteria, arena, &demo, &complaints, &err))
		return complaints.total ? complaints_fail(&complaints, lang)
					: fail_print(&err, lang);
	if (!start(db, listen, &service, &err))
		return fail_print(&err, lang);
	if (json)
		print_json(&demo, service_address(service), arena);
	else
		print_table(&demo, service_address(service), lang);
	(void)fflush(stdout);
	service_wait(service);
	return 0;
}

int cmd_demo(int argc, char **argv, enum lang lang)
{
	const char *db = NULL, *listen = NULL, *format_text = NULL, *folder = NULL;
	const struct option_spec specs[] = {
		{ "db", &db, false, false },
		{ "listen", &listen, false, false },
		{ "format", &format_text, false, false },
		{ NULL, NULL, false, false },
	};
	const struct command *command = command_find("demo");
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);
	struct arena arena = { 0 };
	enum format format;
	struct err err;

	if (code >= 0)
		return code;
	if (!format_parse(format_text, &format) || format == FORMAT_CSV)
		return wrong_call(command, lang, "tidak ada format ", "no format ", format_text);
	web_signals();
	if (!db && !folder_make(&arena, &folder, &db, &err))
		code = fail_print(&err, lang);
	else
		code = serve(db, listen, format == FORMAT_JSON, &arena, lang);
	if (folder)
		folder_remove(&arena, folder, db);
	arena_release(&arena);
	return code;
}
