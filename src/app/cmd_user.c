/* paritrana user add|reset|disable|list: accounts. */
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "deed_account.h"

struct user_options {
	const char *db, *edition, *username, *role, *juror, *from_stdin, *format;
};

/* ---- Passwords ---- */

/* One line of standard input, or one that is made. */
static bool password_take(bool from_stdin, struct arena *arena, const char **ret, struct err *err)
{
	char made[32], *text;
	size_t len;

	if (!from_stdin) {
		password_make(made);
		*ret = arena_text(arena, made);
		return true;
	}
	if (!file_read("-", 4096, arena, &text, &len, err))
		return false;
	if (len && text[len - 1] == '\n')
		len--;
	if (len && text[len - 1] == '\r')
		len--;
	if (memchr(text, '\0', len))
		len = 0; /* refused like any other that is too short */
	return password_clean(arena, arena_copy(arena, text, len), ret, err);
}

static void account_print(const struct user_options *options, const char *password, enum lang lang)
{
	(void)printf(lang == LANG_EN ? "username: %s\n" : "nama pengguna: %s\n", options->username);
	if (!options->from_stdin)
		(void)printf(lang == LANG_EN ? "password: %s\n" : "kata sandi: %s\n", password);
}

/* Add and reset: the password never leaves this process, only its hash. */
static int password_command(const char *verb, struct user_options *options, enum lang lang)
{
	struct admin_call call = { 0 };
	struct arena arena = { 0 };
	char hash[PASSWORD_HASH_SIZE];
	const char *password;
	struct err err;
	int code;

	if (!username_clean(&arena, options->username, &options->username, &err) ||
	    !password_take(options->from_stdin != NULL, &arena, &password, &err) ||
	    !password_hash(password, hash, &err)) {
		code = fail_print(&err, lang);
	} else {
		admin_put_text(&call, "verb", verb);
		admin_put_text(&call, "edition", options->edition);
		admin_put_text(&call, "username", options->username);
		admin_put_text(&call, "role", options->role);
		admin_put_text(&call, "juror", options->juror);
		admin_put_text(&call, "password_hash", hash);
		code = admin_command(options->db, false, &call, lang);
		if (code == 0)
			account_print(options, password, lang);
	}
	arena_release(&arena);
	return code;
}

/* ---- Commands ---- */

int cmd_user_add(int argc, char **argv, enum lang lang)
{
	struct user_options o = { 0 };
	const struct option_spec specs[] = {
		{ "db", &o.db, false, true },
		{ "edition", &o.edition, false, true },
		{ "username", &o.username, false, true },
		{ "role", &o.role, false, true },
		{ "juror", &o.juror, false, false },
		{ "password-stdin", &o.from_stdin, true, false },
		{ NULL, NULL, false, false },
	};
	const struct command *command = command_find("user add");
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);
	enum role role;

	if (code >= 0)
		return code;
	if (!role_parse(o.role, &role))
		return wrong_call(command, lang, "tidak ada peran ", "no role ", o.role);
	return password_command("user add", &o, lang);
}

int cmd_user_reset(int argc, char **argv, enum lang lang)
{
	struct user_options o = { 0 };
	const struct option_spec specs[] = {
		{ "db", &o.db, false, true },
		{ "edition", &o.edition, false, false },
		{ "username", &o.username, false, true },
		{ "password-stdin", &o.from_stdin, true, false },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("user reset"), specs, NULL, 0, lang);

	return code >= 0 ? code : password_command("user reset", &o, lang);
}

int cmd_user_disable(int argc, char **argv, enum lang lang)
{
	struct user_options o = { 0 };
	const struct option_spec specs[] = {
		{ "db", &o.db, false, true },
		{ "edition", &o.edition, false, false },
		{ "username", &o.username, false, true },
		{ NULL, NULL, false, false },
	};
	int code = options_parse(argc, argv, command_find("user disable"), specs, NULL, 0, lang);
	struct admin_call call = { 0 };
	struct arena arena = { 0 };
	struct err err;

	if (code >= 0)
		return code;
	if (!username_clean(&arena, o.username, &o.username, &err)) {
		code = fail_print(&err, lang);
	} else {
		admin_put_text(&call, "verb", "user disable");
		admin_put_text(&call, "edition", o.edition);
		admin_put_text(&call, "username", o.username);
		code = admin_command(o.db, false, &call, lang);
	}
	arena_release(&arena);
	return code;
}

/* ---- The list ---- */

static void list_table(const struct account *accounts, size_t count, enum lang lang)
{
	for (size_t i = 0; i < count; i++)
		(void)printf("%-20s %-12s %-12s %-8s %s%s\n", accounts[i].username,
			     accounts[i].edition_key, role_text(accounts[i].role),
			     accounts[i].juror_key ? accounts[i].juror_key : "-", accounts[i].name,
			     accounts[i].active ? ""
			     : lang == LANG_EN	? " (disabled)"
						: " (nonaktif)");
}

static void list_json(const struct account *accounts, size_t count, struct arena *arena)
{
	struct val *list = val_list(arena);
	struct buf text;

	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(list);

		val_put_text(row, "username", accounts[i].username);
		val_put_text(row, "edition", accounts[i].edition_key);
		val_put_text(row, "role", role_text(accounts[i].role));
		val_put_text(row, "juror", accounts[i].juror_key);
		val_put_text(row, "name", accounts[i].name);
		val_put_bool(row, "active", accounts[i].active);
	}
	buf_init(&text, arena);
	json_write(&text, list);
	(void)puts(text.data);
}

static void list_csv(const struct account *accounts, size_t count, struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena);
	buf_puts(&text, "username,edition,role,juror,name,active\n");
	for (size_t i = 0; i < count; i++) {
		const char *cells[] = { accounts[i].username,
					accounts[i].edition_key,
					role_text(accounts[i].role),
					accounts[i].juror_key,
					accounts[i].name,
					accounts[i].active ? "1" : "0" };

		for (size_t k = 0; k < COUNT(cells); k++) {
			if (k)
				buf_char(&text, ',');
			csv_write_text(&text, cells[k] ? cells[k] : "");
		}
		buf_char(&text, '\n');
	}
	(void)fputs(text.data, stdout);
}

static bool accounts_read(const struct user_options *o, struct arena *arena, struct account **ret,
			  size_t *ret_count, struct err *err)
{
	struct edition edition = { 0 };
	struct db *db;
	bool good;

	if (!store_open(o->db, false, &db, err))
		return false;
	good = (!o->edition || edition_get(db, o->edition, arena, &edition, err)) &&
	       account_list(db, edition.id, arena, ret, ret_count, err);
	db_close(db);
	return good;
}

int cmd_user_list(int argc, char **argv, enum lang lang)
{
	struct user_options o = { 0 };
	const struct option_spec specs[] = {
		{ "db", &o.db, false, true },
		{ "edition", &o.edition, false, false },
		{ "format", &o.format, false, false },
		{ NULL, NULL, false, false },
	};
	const struct command *command = command_find("user list");
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);
	struct arena arena = { 0 };
	struct account *accounts;
	enum format format;
	size_t count;
	struct err err;

	if (code >= 0)
		return code;
	if (!format_parse(o.format, &format))
		return wrong_call(command, lang, "tidak ada format ", "no format ", o.format);
	code = 0;
	if (!accounts_read(&o, &arena, &accounts, &count, &err))
		code = fail_print(&err, lang);
	else if (format == FORMAT_JSON)
		list_json(accounts, count, &arena);
	else if (format == FORMAT_CSV)
		list_csv(accounts, count, &arena);
	else
		list_table(accounts, count, lang);
	arena_release(&arena);
	return code;
}
