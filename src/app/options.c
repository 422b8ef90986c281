#include "app.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void help_print(const struct command *command, enum lang lang)
{
	(void)printf("%s: paritrana %s %s\n\n%s\n", lang == LANG_EN ? "usage" : "cara pakai",
		     command->name, command->usage, words_in(&command->help, lang));
}

int wrong_call(const struct command *command, enum lang lang, const char *id, const char *en,
	       const char *what)
{
	(void)fprintf(stderr, "paritrana %s: %s%s\n", command->name, lang == LANG_EN ? en : id,
		      what);
	(void)fprintf(stderr, "%s: paritrana %s %s\n", lang == LANG_EN ? "usage" : "cara pakai",
		      command->name, command->usage);
	return 2;
}

static const struct option_spec *option_find(const struct option_spec *specs, const char *arg,
					     size_t len)
{
	for (; specs->name; specs++)
		if (strlen(specs->name) == len && strncmp(specs->name, arg, len) == 0)
			return specs;
	return NULL;
}

int options_parse(int argc, char **argv, const struct command *command,
		  const struct option_spec *specs, const char **rest, size_t rest_max,
		  enum lang lang)
{
	size_t rest_count = 0;

	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];
		const struct option_spec *spec;
		const char *equals;

		if (strcmp(arg, "--help") == 0) {
			help_print(command, lang);
			return 0;
		}
		if (strncmp(arg, "--", 2) != 0) {
			if (rest_count == rest_max)
				return wrong_call(command, lang, "terlalu banyak argumen: ",
						  "one argument too many: ", arg);
			rest[rest_count++] = arg;
			continue;
		}
		equals = strchr(arg, '=');
		spec = option_find(specs, arg + 2,
				   equals ? (size_t)(equals - arg) - 2 : strlen(arg) - 2);
		if (!spec)
			return wrong_call(command, lang, "tidak ada opsi ", "no option ", arg);
		if (*spec->value)
			return wrong_call(command, lang,
					  "opsi diberikan dua kali: ", "option given twice: ", arg);
		if (spec->flag && equals)
			return wrong_call(command, lang, "opsi ini tanpa nilai: ",
					  "this option takes no value: ", arg);
		if (spec->flag)
			*spec->value = "";
		else if (equals)
			*spec->value = equals + 1;
		else if (i + 1 < argc)
			*spec->value = argv[++i];
		else
			return wrong_call(command, lang,
					  "opsi tanpa nilai: ", "option without a value: ", arg);
	}
	for (const struct option_spec *spec = specs; spec->name; spec++)
		if (spec->required && !*spec->value)
			return wrong_call(command, lang, "opsi wajib: --", "missing option: --",
					  spec->name);
	for (; rest_count < rest_max; rest_count++)
		rest[rest_count] = NULL;
	return -1;
}

int fail_print(const struct err *err, enum lang lang)
{
	(void)fprintf(stderr, "%s\n", err->msg[lang]);
	return 1;
}

int complaints_fail(const struct complaints *list, enum lang lang)
{
	struct arena arena = { 0 };
	struct buf out;

	buf_init(&out, &arena);
	complaints_print(list, lang, &out);
	(void)fputs(out.data, stderr);
	arena_release(&arena);
	return 1;
}

/* Reads on while there is something, into one piece as large as a regular file says it is. */
static bool read_all(FILE *file, size_t max, struct arena *arena, char **ret, size_t *ret_len)
{
	size_t cap = 65536, len = 0, n;
	struct stat about;
	char *data;

	if (fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
		cap = (size_t)about.st_size < max ? (size_t)about.st_size + 2 : max + 2;
	data = arena_alloc(arena, cap, 1);
	while ((n = fread(data + len, 1, cap - 1 - len, file)) > 0) {
		len += n;
		if (len > max)
			break;
		if (len + 1 == cap) {
			char *more = arena_alloc(arena, cap * 2, 1);

			memcpy(more, data, len);
			data = more;
			cap *= 2;
		}
	}
	*ret = data;
	*ret_len = len;
	return !ferror(file);
}

bool file_read(const char *path, size_t max, struct arena *arena, char **ret, size_t *ret_len,
	       struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "rb");
	bool good;

	if (!file)
		return FAIL(err, ERR_INPUT, "%s: %s", "%s: %s", path, strerror(errno));
	good = read_all(file, max, arena, ret, ret_len);
	if (!standard)
		(void)fclose(file);
	if (!good)
		return FAIL(err, ERR_INPUT, "%s: tidak dapat dibaca", "%s: cannot be read", path);
	if (*ret_len > max)
		return FAIL(err, ERR_INPUT, "%s: lebih besar dari %zu bita",
			    "%s: larger than %zu bytes", path, max);
	return true;
}

static bool cannot_write(const char *path, int why, struct err *err)
{
	return FAIL(err, errno_is_full(why) ? ERR_FULL : ERR_IO, "%s: %s", "%s: %s", path,
		    strerror(why));
}

/* Beside the file and then in its place: whole or not at all. */
static bool file_replace(const char *path, const char *text, size_t len, bool sync, struct err *err)
{
	char part[PATH_MAX];
	FILE *file;
	bool good;
	int why;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return FAIL(err, ERR_INPUT, "%s: nama terlalu panjang", "%s: name too long", path);
	file = fopen(part, "wb");
	if (!file)
		return FAIL(err, ERR_INPUT, "%s: %s", "%s: %s", part, strerror(errno));
	good = fwrite(text, 1, len, file) == len && fflush(file) == 0 &&
	       (!sync || fsync(fileno(file)) == 0);
	why = errno;
	if (fclose(file) != 0 && good) {
		why = errno;
		good = false;
	}
	if (good && rename(part, path) == 0)
		return true;
	why = good ? errno : why;
	(void)remove(part);
	return cannot_write(path, why, err);
}

/* Into what is no file: a pipe that nobody reads any more is an error, not a signal. */
static bool stream_write(int fd, const char *path, const char *text, size_t len, struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct pollfd ready = { .fd = fd, .events = POLLOUT };

	(void)sigaction(SIGPIPE, &ignore, NULL);
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EAGAIN)
			(void)poll(&ready, 1, -1);
		else if (n < 0 && errno != EINTR)
			return cannot_write(path, errno, err);
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

bool file_write(const char *path, const char *text, size_t len, struct err *err)
{
	char whole[PATH_MAX];
	struct stat st;
	bool done;
	int fd;

	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
		return stream_write(STDOUT_FILENO, path, text, len, err);
	if (stat(path, &st) != 0 || S_ISREG(st.st_mode)) /* through a link: the file it names */
		return file_replace(realpath(path, whole) ? whole : path, text, len, true, err);
	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return cannot_write(path, errno, err);
	done = stream_write(fd, path, text, len, err);
	if (close(fd) != 0 && done)
		return cannot_write(path, errno, err);
	return done;
}

bool file_write_many(const char *path, const char *text, size_t len, struct err *err)
{
	return file_replace(path, text, len, false, err);
}

bool files_settle(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && syncfs(fd) == 0;
	int why = errno;

	if (fd >= 0)
		(void)close(fd);
	return done || cannot_write(path, why, err);
}
