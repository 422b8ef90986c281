/* paritrana check SCHEME.yaml */
#include <stdio.h>

#include "app/app.h"

#define SCHEME_SIZE_MAX ((size_t)1024 * 1024)

static void praise(const char *path, const struct scheme *scheme, enum lang lang)
{
	(void)printf(lang == LANG_EN ? "%s: good (edition %s, %zu categories)\n"
				     : "%s: benar (edisi %s, %zu kategori)\n",
		     path, scheme->edition, scheme->category_count);
	(void)printf("SHA-256 %s\n", scheme->sha256);
}

int cmd_check(int argc, char **argv, enum lang lang)
{
	static const struct option_spec SPECS[] = { { NULL, NULL, false, false } };
	const struct command *command = command_find("check");
	struct arena arena = { 0 };
	struct complaints complaints;
	struct scheme scheme;
	struct err err;
	const char *path;
	char *text;
	size_t len;
	int code = options_parse(argc, argv, command, SPECS, &path, 1, lang);

	if (code >= 0)
		return code;
	if (!path)
		return wrong_call(command, lang, "berkas aturan tidak disebut", "no scheme named",
				  "");
	complaints_init(&complaints, &arena);
	if (!file_read(path, SCHEME_SIZE_MAX, &arena, &text, &len, &err))
		code = fail_print(&err, lang);
	else if (!scheme_read(path, text, len, &arena, &scheme, &complaints))
		code = complaints_fail(&complaints, lang);
	else
		code = 0;
	if (code == 0)
		praise(path, &scheme, lang);
	arena_release(&arena);
	return code;
}
