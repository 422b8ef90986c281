/* paritrana serve --db F [--listen ADDR:PORT] [--tls-cert F --tls-key F] [--health local|anyone] */
#include <stdio.h>
#include <unistd.h>

#include "app/service.h"

/* QR codes lead to the public address; without one they lead nowhere. */
static void warn_addresses(const char *path, enum lang lang)
{
	struct arena arena = { 0 };
	struct edition *editions;
	struct settings settings;
	size_t count = 0;
	struct err err;
	struct db *db;

	if (!db_open(path, DB_READ, &db, &err))
		return;
	if (!edition_list(db, &arena, &editions, &count, &err))
		count = 0;
	for (size_t i = 0; i < count; i++)
		if (settings_load(db, editions[i].id, &arena, &settings, &err) &&
		    !settings.public_address_given)
			(void)fprintf(
				stderr,
				lang == LANG_EN
					? "warning: edition %s has no public address; QR codes "
					  "would lead to %s\n"
					: "peringatan: edisi %s belum mempunyai alamat publik; kode "
					  "QR akan menuju %s\n",
				editions[i].key, settings.public_address);
	db_close(db);
	arena_release(&arena);
}

/* A mistyped path must not become an empty database. */
static int no_file(const char *path, enum lang lang)
{
	(void)fprintf(stderr,
		      lang == LANG_EN ? "%s: no such file; make it with paritrana init\n"
				      : "%s: tidak ada berkas ini; buat dengan paritrana init\n",
		      path);
	return 1;
}

int cmd_serve(int argc, char **argv, enum lang lang)
{
	const char *db = NULL, *listen = NULL, *cert = NULL, *key = NULL, *health = NULL;
	const struct option_spec specs[] = {
		{ "db", &db, false, true },	     { "listen", &listen, false, false },
		{ "tls-cert", &cert, false, false }, { "tls-key", &key, false, false },
		{ "health", &health, false, false }, { NULL, NULL, false, false },
	};
	const struct command *command = command_find("serve");
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);
	struct service_options options = { 0 };
	struct service *service;
	struct err err;

	if (code >= 0)
		return code;
	if (!cert != !key)
		return wrong_call(command, lang, "--tls-cert dan --tls-key harus bersama",
				  "--tls-cert and --tls-key go together", "");
	if (health && !text_equal(health, "local") && !text_equal(health, "anyone"))
		return wrong_call(command, lang, "--health local atau anyone, bukan ",
				  "--health local or anyone, not ", health);
	if (access(db, F_OK) != 0)
		return no_file(db, lang);
	options.db_path = db;
	options.health_open = text_equal(health, "anyone");
	options.web.listen = listen ? listen : "127.0.0.1:8080";
	options.web.tls_cert = cert;
	options.web.tls_key = key;
	web_signals();
	if (!service_start(&options, &service, &err))
		return fail_print(&err, lang);
	(void)printf(lang == LANG_EN ? "listening on %s\n" : "melayani di %s\n",
		     service_address(service));
	(void)fflush(stdout);
	warn_addresses(db, lang);
	service_wait(service);
	return 0;
}
