#include "admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "deed_account.h"
#include "ledger.h"
#include "token.h"

const struct actor COMMAND_LINE = { 0, "cli", "cli" };

/* ---- Parts ---- */

void admin_put(struct admin_call *call, const char *name, const char *data, size_t len)
{
	if (call->count < ADMIN_PARTS_MAX)
		call->parts[call->count++] = (struct admin_part){ name, data, len };
}

void admin_put_text(struct admin_call *call, const char *name, const char *text)
{
	if (text)
		admin_put(call, name, text, strlen(text));
}

const struct admin_part *admin_part(const struct admin_call *call, const char *name)
{
	for (size_t i = 0; i < call->count; i++)
		if (strcmp(call->parts[i].name, name) == 0)
			return &call->parts[i];
	return NULL;
}

const char *admin_text(const struct admin_call *call, const char *name)
{
	const struct admin_part *part = admin_part(call, name);

	return part ? part->data : NULL;
}

/* "name length\n", the bytes, "\n"; nothing else. */
void admin_encode(const struct admin_call *call, struct buf *ret)
{
	for (size_t i = 0; i < call->count; i++) {
		buf_printf(ret, "%s %zu\n", call->parts[i].name, call->parts[i].len);
		buf_add(ret, call->parts[i].data, call->parts[i].len);
		buf_char(ret, '\n');
	}
}

bool admin_decode(const char *text, size_t len, struct arena *arena, struct admin_call *ret,
		  struct err *err)
{
	*ret = (struct admin_call){ 0 };
	for (size_t at = 0; at < len;) {
		char name[33];
		size_t size;
		int head = 0;

		if (ret->count == ADMIN_PARTS_MAX ||
		    sscanf(text + at, "%32[a-z_] %10zu%n", name, &size, &head) != 2 ||
		    len - at < (size_t)head + 2 || size > len - at - (size_t)head - 2 ||
		    text[at + (size_t)head] != '\n' || text[at + (size_t)head + 1 + size] != '\n')
			return FAIL(err, ERR_INPUT, "perintah yang diterima rusak",
				    "the command received is malformed");
		at += (size_t)head + 1;
		admin_put(ret, arena_text(arena, name), arena_copy(arena, text + at, size), size);
		at += size + 1;
	}
	return true;
}

/* ---- Accounts ---- */

static bool order_of(struct admin *admin, struct account_order *ret, struct err *err)
{
	const char *role = admin_text(admin->call, "role");

	*ret = (struct account_order){
		.edition = admin_text(admin->call, "edition"),
		.username = admin_text(admin->call, "username"),
		.juror = admin_text(admin->call, "juror"),
		.password_hash = admin_text(admin->call, "password_hash"),
	};
	if (!ret->username || !username_clean(admin->arena, ret->username, &ret->username, err) ||
	    (role && !role_parse(role, &ret->role)))
		return FAIL(err, ERR_INPUT, "perintah yang diterima rusak",
			    "the command received is malformed");
	return true;
}

static bool user_add(struct admin *admin, struct err *err)
{
	struct account_order order;

	return order_of(admin, &order, err) && order.edition && order.role && order.password_hash &&
	       account_make(admin->db, &COMMAND_LINE, &order, time_now(), admin->arena, err);
}

static bool user_reset(struct admin *admin, struct err *err)
{
	struct account_order order;

	return order_of(admin, &order, err) && order.password_hash &&
	       account_reset(admin->db, &COMMAND_LINE, &order, time_now(), admin->arena, err);
}

static bool user_disable(struct admin *admin, struct err *err)
{
	struct account_order order;

	return order_of(admin, &order, err) &&
	       account_disable(admin->db, &COMMAND_LINE, &order, time_now(), admin->arena, err);
}

/* ---- The key of certificates ---- */

static bool key_replace(struct admin *admin, struct err *err)
{
	const char *key = admin_text(admin->call, "edition");
	const char *state = admin_text(admin->call, "state");
	const char *reason = admin_text(admin->call, "reason");
	struct edition edition;
	char *clean;

	return key && state && reason &&
	       text_nfc(admin->arena, reason, strlen(reason), false, &clean, err) &&
	       edition_get(admin->db, key, admin->arena, &edition, err) &&
	       token_key_replace(admin->db, &edition, state, clean, time_now(), admin->arena, err);
}

/* ---- Running ---- */

static const struct {
	const char *verb;
	bool (*run)(struct admin *admin, struct err *err);
} VERBS[] = {
	{ "init", admin_init },
	{ "user add", user_add },
	{ "user reset", user_reset },
	{ "user disable", user_disable },
	{ "certificate key", key_replace },
};

bool admin_run(struct admin *admin, struct err *err)
{
	const char *verb = admin_text(admin->call, "verb");
	const char *lang = admin_text(admin->call, "lang");

	admin->lang = text_equal(lang, "en") ? LANG_EN : LANG_ID;
	complaints_init(&admin->complaints, admin->arena);
	buf_init(&admin->out, admin->arena);
	(void)FAIL(err, ERR_INPUT, "perintah yang diterima rusak",
		   "the command received is malformed");
	for (size_t i = 0; verb && i < COUNT(VERBS); i++)
		if (strcmp(VERBS[i].verb, verb) == 0)
			return VERBS[i].run(admin, err);
	return false;
}

static bool run_in(const char *path, struct admin *admin, struct err *err)
{
	struct db_tx tx DB_TX = { 0 };
	bool done;

	if (!db_open(path, DB_WRITE, &admin->db, err))
		return false;
	done = database_migrate(admin->db, path, err) && db_begin(admin->db, &tx, err) &&
	       admin_run(admin, err) && db_commit(&tx, err);
	db_rollback(&tx);
	tx.db = NULL;
	db_close(admin->db);
	return done;
}

static int print(bool done, const struct admin *admin, const struct err *err, enum lang lang)
{
	if (done) {
		(void)fputs(admin->out.data, stdout);
		return 0;
	}
	if (admin->complaints.total)
		return complaints_fail(&admin->complaints, lang);
	return fail_print(err, lang);
}

static int print_reply(const struct admin_call *reply)
{
	bool done = admin_part(reply, "done") != NULL;
	const char *text = admin_text(reply, "text");

	(void)fputs(text ? text : "", done ? stdout : stderr);
	return done ? 0 : 1;
}

int admin_command(const char *db_path, bool make, struct admin_call *call, enum lang lang)
{
	struct arena arena = { 0 };
	struct admin admin = { .call = call, .arena = &arena };
	struct admin_call reply;
	struct err err, other;
	bool there = access(db_path, F_OK) == 0, done = true;
	int code;

	admin_put_text(call, "lang", lang == LANG_EN ? "en" : "id");
	complaints_init(&admin.complaints, &arena);
	if (!there && !make)
		done = FAIL(&err, ERR_NOT_FOUND, "%s: tidak ada berkas ini", "%s: no such file",
			    db_path);
	else if (!there) /* first in memory, so that a refused call leaves no file behind */
		done = run_in(":memory:", &admin, &err);
	done = done && run_in(db_path, &admin, &err);
	if (done || err.kind != ERR_BUSY)
		code = print(done, &admin, &err, lang);
	else if (admin_send(db_path, call, &arena, &reply, &other))
		code = print_reply(&reply);
	else /* no service: another command has the lock; else what the service did wrong */
		code = fail_print(other.kind == ERR_NOT_FOUND ? &err : &other, lang);
	arena_release(&arena);
	return code;
}
