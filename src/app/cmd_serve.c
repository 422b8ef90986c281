/* paritrana serve --db F [--listen ADDR:PORT] [--tls-cert F --tls-key F] */
#include <stdio.h>

#include "app/service.h"

int cmd_serve(int argc, char **argv, enum lang lang)
{
	const char *db = NULL, *listen = NULL, *cert = NULL, *key = NULL;
	const struct option_spec specs[] = {
		{ "db", &db, false, true },	     { "listen", &listen, false, false },
		{ "tls-cert", &cert, false, false }, { "tls-key", &key, false, false },
		{ NULL, NULL, false, false },
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
	options.db_path = db;
	options.web.listen = listen ? listen : "127.0.0.1:8080";
	options.web.tls_cert = cert;
	options.web.tls_key = key;
	web_signals();
	if (!service_start(&options, &service, &err))
		return fail_print(&err, lang);
	(void)printf(lang == LANG_EN ? "listening on %s\n" : "melayani di %s\n",
		     service_address(service));
	(void)fflush(stdout);
	service_wait(service);
	return 0;
}
