/* paritrana certificate-key --db F [--edition E] [--out F]: the public keys of certificates.
 * With --replace retired|withdrawn --reason TEXT the edition gets a new one. */
#include <stdio.h>
#include <string.h>

#include "app/admin.h"
#include "app/token.h"

struct key_options {
	const char *db, *edition, *out, *replace, *reason;
};

static bool keys_print(const struct key_options *o, struct arena *arena, struct err *err)
{
	struct edition edition;
	struct buf file;
	struct db *db;
	bool done;

	if (!store_open(o->db, false, &db, err))
		return false;
	buf_init(&file, arena);
	done = (!o->edition || edition_get(db, o->edition, arena, &edition, err)) &&
	       token_keys_file(db, o->edition, arena, &file, err);
	db_close(db);
	return done && file_write(o->out ? o->out : "-", file.data, file.len, err);
}

static int key_replace(const struct key_options *o, enum lang lang)
{
	struct admin_call call = { 0 };

	admin_put_text(&call, "verb", "certificate key");
	admin_put_text(&call, "edition", o->edition);
	admin_put_text(&call, "state", o->replace);
	admin_put_text(&call, "reason", o->reason);
	return admin_command(o->db, false, &call, lang);
}

int cmd_certificate_key(int argc, char **argv, enum lang lang)
{
	struct key_options o = { 0 };
	const struct option_spec specs[] = {
		{ "db", &o.db, false, true },	       { "edition", &o.edition, false, false },
		{ "out", &o.out, false, false },       { "replace", &o.replace, false, false },
		{ "reason", &o.reason, false, false }, { NULL, NULL, false, false },
	};
	const struct command *command = command_find("certificate-key");
	int code = options_parse(argc, argv, command, specs, NULL, 0, lang);
	enum certificate_key_state state;
	struct arena arena = { 0 };
	struct err err;

	if (code >= 0)
		return code;
	if (o.replace && (!o.edition || !o.reason || !*o.reason))
		return wrong_call(command, lang, "--replace memerlukan --edition dan --reason",
				  "--replace needs --edition and --reason", "");
	if (o.replace &&
	    (!certificate_key_state_parse(o.replace, &state) || state == CERTIFICATE_KEY_USED))
		return wrong_call(command, lang, "--replace harus retired atau withdrawn, bukan ",
				  "--replace must be retired or withdrawn, not ", o.replace);
	if (o.replace) {
		code = key_replace(&o, lang);
		if (code)
			return code;
	}
	code = keys_print(&o, &arena, &err) ? 0 : fail_print(&err, lang);
	arena_release(&arena);
	return code;
}
