/* Who asks: a session token from the cookie or the Authorization header. */
#include "service.h"
#include "who_cache.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HOUR INT64_C(3600)
#define FRESH_SECONDS INT64_C(600)
#define LANG_SECONDS (365 * 24 * HOUR)
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

int64_t who_life(enum role role)
{
	return LIFE[role].whole;
}

int64_t who_life_max(void)
{
	return LIFE[ROLE_JUROR].whole;
}

const struct who *who_of(const struct req *req)
{
	return req->who;
}

static const char *token_of(struct req *req, bool *ret_by_cookie)
{
	const char *header = req_header(req, "Authorization");

	*ret_by_cookie = false;
	if (header && strncasecmp(header, "Bearer ", 7) == 0)
		return header + 7;
	if (header)
		return NULL;
	*ret_by_cookie = true;
	return req_cookie(req, SESSION_COOKIE);
}

/* Indonesian, until the reader switches; the language chosen last stays with the browser. */
static enum lang lang_of(struct req *req)
{
	const char *said = req_query(req, "lang"), *kept = req_cookie(req, LANG_COOKIE);

	if (said && (strcmp(said, "en") == 0 || strcmp(said, "id") == 0)) {
		if (!text_equal(said, kept))
			res_cookie(req, LANG_COOKIE, said, LANG_SECONDS);
		return strcmp(said, "en") == 0 ? LANG_EN : LANG_ID;
	}
	return text_equal(kept, "en") ? LANG_EN : LANG_ID;
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

static void enter(struct req *req, const struct person *person)
{
	struct who *who = NEW(req->arena, struct who, 1);

	who->account = person->account;
	who->session = person->session.id;
	who->fresh = time_now() - person->session.password_at < FRESH_SECONDS;
	memcpy(who->form_token, person->form_token, sizeof(who->form_token));
	who->device_owner = arena_text(req->arena, person->device_owner);
	who->actor = (struct actor){ .account = who->account.id,
				     .username = who->account.username,
				     .role = role_text(who->account.role) };
	req->who = who;
	req->roles = who->account.role;
}

void who_enter(struct req *req, const struct account *account, const struct session *session,
	       const char *token)
{
	struct person person = { .session = *session, .account = *account };

	form_token(token, person.form_token);
	enter(req, &person);
}

/* Is the session still alive? Then he is let in. */
static bool admit(struct req *req, const struct person *person, bool by_cookie)
{
	const struct session *session = &person->session;
	const struct account *account = &person->account;
	int64_t now = time_now();

	if (!account->active || now - session->seen_at > LIFE[account->role].idle ||
	    now - session->created_at > LIFE[account->role].whole)
		return false;
	if (now - session->seen_at >= SEEN_SECONDS && !req->route->idle)
		visit_note(service_of(req), session->id, now);
	enter(req, person);
	req->by_cookie = by_cookie;
	return true;
}

static const char *whole_token_of(struct req *req, bool *ret_by_cookie)
{
	const char *token = token_of(req, ret_by_cookie);

	return token && strlen(token) == TOKEN_SIZE - 1 ? token : NULL;
}

bool who_recall(struct req *req)
{
	struct service *service = service_of(req);
	uint64_t version = db_writer_version(service_writer(service));
	uint8_t digest[SHA256_SIZE];
	struct person person;
	const char *token;
	bool by_cookie;

	req->lang = lang_of(req);
	token = whole_token_of(req, &by_cookie);
	if (!token)
		return false;
	sha256(token, strlen(token), digest);
	return who_cache_find(service_people(service), version, digest, req->arena, &person) &&
	       admit(req, &person, by_cookie);
}

/* The snapshot begins with the first statement: after the version was asked for. */
bool who_identify(struct req *req, struct err *err)
{
	struct service *service = service_of(req);
	uint64_t version = db_writer_version(service_writer(service));
	struct person person = { 0 };
	const char *token;
	bool by_cookie;

	token = whole_token_of(req, &by_cookie);
	if (!token)
		return true;
	if (!session_find(db_of(req), token, &person.session, err))
		return false;
	if (!person.session.id)
		return true;
	if (!account_get(db_of(req), person.session.account, req->arena, &person.account, err))
		return false;
	sha256(token, strlen(token), person.token_sha256);
	form_token(token, person.form_token);
	if (!device_owner(db_of(req), &person.account, person.device_owner, err))
		return false;
	if (admit(req, &person, by_cookie))
		who_cache_put(service_people(service), version, &person);
	return true;
}

bool who_stands(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	bool stands;

	if (!who)
		return true;
	if (!session_stands(db_of(req), who->session, who->account.id, who->account.role, &stands,
			    err))
		return false;
	if (stands)
		return true;
	req->who = NULL;
	req->roles = 0;
	return req->route->who & WEB_ANYONE ||
	       FAIL_CODE(err, ERR_DENIED, "not_signed_in", "Silakan masuk lebih dahulu.",
			 "Please sign in first.");
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

int64_t req_number(const struct req *req, size_t param)
{
	int64_t number = strtoll(req->params[param], NULL, 10);
	char plain[24];

	(void)snprintf(plain, sizeof(plain), "%" PRId64, number);
	return text_equal(plain, req->params[param]) ? number : 0;
}
