#include "app.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Whoever starts us with a closed standard stream must not find its words in the next file that is
 * opened: the place is taken by what nobody can write to. */
static void streams_hold(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			abort();
}

/* What was not printed was not done: a password that a full disk swallowed, half a ranking. */
static int finish(int code, enum lang lang)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	(void)fprintf(stderr, "%s\n",
		      lang == LANG_EN ? "paritrana: standard output cannot be written"
				      : "paritrana: keluaran standar tidak dapat ditulis");
	return code ? code : 1;
}

static bool in_group(const struct command *command, const char *group)
{
	size_t len = strlen(group);

	return strncmp(command->name, group, len) == 0 && command->name[len] == ' ';
}

/* `group`: "user" of "user add"; NULL: all. */
static void usage(FILE *to, const char *group, enum lang lang)
{
	(void)fprintf(to, lang == LANG_EN ? "usage: paritrana <command> [options]\n\n"
					  : "cara pakai: paritrana <perintah> [opsi]\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (!group || in_group(&COMMANDS[i], group))
			(void)fprintf(to, "  %-14s %s\n", COMMANDS[i].name,
				      words_in(&COMMANDS[i].help, lang));
}

static bool is_group(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (in_group(&COMMANDS[i], name))
			return true;
	return false;
}

static bool is_help(const char *arg)
{
	return strcmp(arg, "--help") == 0 || strcmp(arg, "help") == 0;
}

static int run(int argc, char **argv, enum lang lang)
{
	const char *name = argc < 2 ? NULL : argv[1];
	const struct command *command;
	char two[64];

	if (!name) {
		usage(stderr, NULL, lang);
		return 2;
	}
	if (is_help(name) || (argc == 3 && is_group(name) && is_help(argv[2]))) {
		usage(stdout, is_help(name) ? NULL : name, lang);
		return 0;
	}
	if (argc > 2) { /* "user add" */
		(void)snprintf(two, sizeof(two), "%s %s", name, argv[2]);
		command = command_find(two);
		if (command)
			return command->run(argc - 2, argv + 2, lang);
	}
	command = command_find(name);
	if (command)
		return command->run(argc - 1, argv + 1, lang);
	(void)fprintf(stderr,
		      lang == LANG_EN ? "paritrana: no command %s\n"
				      : "paritrana: tidak ada perintah %s\n",
		      argc > 2 && is_group(name) ? two : name);
	usage(stderr, is_group(name) ? name : NULL, lang);
	return 2;
}

int main(int argc, char **argv)
{
	enum lang lang = lang_of_environment();

	streams_hold();
	if (argc == 2 && strcmp(argv[1], "--picture") == 0)
		picture_child(); /* the service calls itself; no command for people */
	crypto_init();
	return finish(run(argc, argv, lang), lang);
}
