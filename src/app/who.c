/* Who asks: a session token from the cookie or the Authorization header. */
#include "service.h"

#include <stdlib.h>
#include <string.h>

#define HOUR INT64_C(3600)
#define FRESH_SECONDS INT64_C(600)
#define SEEN_SECONDS INT64_C(60) /* how exactly the last visit is kept */

/* Jurors sit in a hotel for days with a phone that sleeps; the others at desks. */
static const struct {
	int64_t idle, whole;
} LIFE[] = {
	[ROLE_JUROR] = { 12 * HOUR, 96 * HOUR },
	[ROLE_CHAIR] = { 12 * HOUR, 96 * HOUR },
	[ROLE_KEEPER] = { HOUR / 2, 12 * HOUR },
	[ROLE_SECRETARIAT] = { HOUR / 2, 12 * HOUR },
};

const struct who *who_of(const struct req *req)
{
	return req->who;
}

static const char *token_of(struct req *req)
{
	const char *header = req_header(req, "Authorization");

	if (header && strncmp(header, "Bearer ", 7) == 0)
		return header + 7;
	if (header)
		return NULL;
	header = req_cookie(req, SESSION_COOKIE);
	req->by_cookie = header != NULL;
	return header;
}

static enum lang lang_of(const struct req *req)
{
	const char *said = req_query(req, "lang");

	if (!said)
		said = req_cookie(req, LANG_COOKIE);
	if (said)
		return strcmp(said, "en") == 0 ? LANG_EN : LANG_ID;
	said = req_header(req, "Accept-Language");
	return said && strncmp(said, "en", 2) == 0 ? LANG_EN : LANG_ID;
}

/* ---- The last visit is written now and then, by a job that nobody waits for ---- */

struct visit {
	struct db_job job;
	int64_t session, at;
};

static bool visit_run(struct db *db, void *arg, struct err *err)
{
	struct visit *visit = arg;

	return session_put_seen(db, visit->session, visit->at, err);
}

static void visit_done(void *arg, bool ok, const struct err *err)
{
	(void)ok;
	(void)err;
	free(arg);
}

static void visit_note(struct service *service, int64_t session, int64_t at)
{
	struct visit *visit = calloc(1, sizeof(*visit));

	if (!visit)
		abort();
	visit->session = session;
	visit->at = at;
	visit->job = (struct db_job){ .run = visit_run, .done = visit_done, .arg = visit };
	db_writer_put(service_writer(service), &visit->job);
}

/* The form token is derived from the session's, so that it needs no place in the database. */
static void form_token(const char *token, char ret[SHA256_HEX_SIZE])
{
	uint8_t digest[SHA256_SIZE];

	sha256_two("paritrana form ", 15, token, strlen(token), digest);
	hex_encode(digest, sizeof(digest), ret);
}

bool who_identify(struct req *req, struct err *err)
{
	const char *token = token_of(req);
	int64_t now = time_now();
	struct session session;
	struct who *who;

	req->lang = lang_of(req);
	if (!token || strlen(token) != TOKEN_SIZE - 1)
		return true;
	if (!session_find(db_of(req), token, &session, err))
		return false;
	if (!session.id)
		return true;
	who = NEW(req->arena, struct who, 1);
	if (!account_get(db_of(req), session.account, req->arena, &who->account, err))
		return false;
	if (!who->account.active || now - session.seen_at > LIFE[who->account.role].idle ||
	    now - session.created_at > LIFE[who->account.role].whole)
		return true;
	if (now - session.seen_at >= SEEN_SECONDS)
		visit_note(service_of(req), session.id, now);
	who->session = session.id;
	who->fresh = now - session.password_at < FRESH_SECONDS;
	form_token(token, who->form_token);
	who->actor = (struct actor){ .account = who->account.id,
				     .username = who->account.username,
				     .role = role_text(who->account.role) };
	req->who = who;
	req->roles = who->account.role;
	return true;
}

bool who_token_ok(struct req *req, const char *token)
{
	const struct who *who = who_of(req);

	return who && token && strlen(token) == SHA256_HEX_SIZE - 1 &&
	       bytes_equal(token, who->form_token, SHA256_HEX_SIZE - 1);
}

bool req_edition(struct req *req, bool own, struct edition *ret, struct err *err)
{
	const struct who *who = who_of(req);

	if (!edition_get(db_of(req), req->params[0], req->arena, ret, err))
		return false;
	if (own && (!who || who->account.edition != ret->id))
		return FAIL_CODE(err, ERR_DENIED, "other_edition", "akun Anda bukan akun edisi %s",
				 "your account is not of edition %s", ret->key);
	return true;
}
