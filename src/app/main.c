#include "app.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Indonesian first; English for whoever has asked the machine for it. */
static enum lang lang_of_environment(void)
{
	static const char *const NAMES[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT(NAMES); i++) {
		const char *value = getenv(NAMES[i]);

		if (value && *value)
			return strncmp(value, "en", 2) == 0 ? LANG_EN : LANG_ID;
	}
	return LANG_ID;
}

static void usage(FILE *to, enum lang lang)
{
	(void)fprintf(to, lang == LANG_EN ? "usage: paritrana <command> [options]\n\n"
					  : "cara pakai: paritrana <perintah> [opsi]\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		(void)fprintf(to, "  %-14s %s\n", COMMANDS[i].name,
			      words_in(&COMMANDS[i].help, lang));
}

int main(int argc, char **argv)
{
	enum lang lang = lang_of_environment();
	const struct command *command;
	char two[64];

	if (argc == 2 && strcmp(argv[1], "--picture") == 0)
		picture_child(); /* the service calls itself; no command for people */
	crypto_init();
	if (argc < 2) {
		usage(stderr, lang);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		usage(stdout, lang);
		return 0;
	}
	if (argc > 2) { /* "user add" */
		(void)snprintf(two, sizeof(two), "%s %s", argv[1], argv[2]);
		command = command_find(two);
		if (command)
			return command->run(argc - 2, argv + 2, lang);
	}
	command = command_find(argv[1]);
	if (command)
		return command->run(argc - 1, argv + 1, lang);
	(void)fprintf(stderr,
		      lang == LANG_EN ? "paritrana: no command %s\n"
				      : "paritrana: tidak ada perintah %s\n",
		      argv[1]);
	usage(stderr, lang);
	return 2;
}
