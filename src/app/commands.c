/* The command table. A new command is a line here and a cmd_*.c. */
#include "app.h"

#include <string.h>

#include <stdio.h>

static int cmd_version(int argc, char **argv, enum lang lang)
{
	static const struct option_spec SPECS[] = { { NULL, NULL, false, false } };
	int code = options_parse(argc, argv, command_find("version"), SPECS, NULL, 0, lang);

	if (code >= 0)
		return code;
	(void)puts("paritrana 0.1");
	return 0;
}

const struct command COMMANDS[] = {
	{ "check",
	  "SCHEME.yaml",
	  { { "memeriksa berkas aturan; semua kesalahan disebut sekaligus",
	      "validates a scheme; every mistake at once" } },
	  cmd_check },
	{ "tally",
	  "--scheme F --nominees F.csv [--scores F.csv] [--evidence F.csv] [--recusals F.csv] [--votes F.csv] [--format table|json|csv]",
	  { { "menghitung peringkat dari berkas CSV", "ranks nominees from CSV files" } },
	  cmd_tally },
	{ "verify",
	  "FILE",
	  { { "menghitung ulang dan memeriksa berkas hasil",
	      "recomputes and checks a release bundle" } },
	  cmd_verify },
	{ "serve",
	  "--db F [--listen ADDR:PORT] [--tls-cert F --tls-key F]",
	  { { "menjalankan layanan web", "the web service" } },
	  cmd_serve },
	{ "version", "", { { "versi program", "the program's version" } }, cmd_version },
};
const size_t COMMAND_COUNT = COUNT(COMMANDS);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(COMMANDS[i].name, name) == 0)
			return &COMMANDS[i];
	return NULL;
}
