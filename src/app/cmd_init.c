/* paritrana init --db F --scheme F [--settings F] [--nominees F] [--jurors F] [--evidence F] */
#include "admin.h"

#define FILE_SIZE_MAX ((size_t)16 << 20)

int cmd_init(int argc, char **argv, enum lang lang)
{
	static const char *const NAMES[] = { "scheme", "settings", "nominees", "jurors",
					     "evidence" };
	const char *db = NULL, *files[COUNT(NAMES)] = { NULL };
	const struct option_spec specs[] = {
		{ "db", &db, false, true },
		{ NAMES[0], &files[0], false, true },
		{ NAMES[1], &files[1], false, false },
		{ NAMES[2], &files[2], false, false },
		{ NAMES[3], &files[3], false, false },
		{ NAMES[4], &files[4], false, false },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("init"), specs, NULL, 0, lang);
	struct admin_call call = { 0 };
	struct arena arena = { 0 };
	struct err err;

	if (code >= 0)
		return code;
	admin_put_text(&call, "verb", "init");
	for (size_t i = 0; code < 0 && i < COUNT(NAMES); i++) {
		char *text;
		size_t len;

		if (!files[i])
			continue;
		if (!file_read(files[i], FILE_SIZE_MAX, &arena, &text, &len, &err)) {
			code = fail_print(&err, lang);
			break;
		}
		admin_put(&call, NAMES[i], text, len);
		admin_put_text(&call, arena_printf(&arena, "%s_file", NAMES[i]), files[i]);
	}
	if (code < 0)
		code = admin_command(db, true, &call, lang);
	arena_release(&arena);
	return code;
}
