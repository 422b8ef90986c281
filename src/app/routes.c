/* The route table: method, path, who may, fields, handler. Zero in `who` is nobody. A new page is
 * one line here and a handler of the same file family (docs/adding-a-page.md). */
#include "service.h"

static const struct field SIGN_IN_FIELDS[] = {
	{ "username", WEB_TEXT, true, 0 },  { "password", WEB_SECRET, true, 0 },
	{ "next", WEB_TEXT, false, 500 },   { "carry_to", WEB_TEXT, false, 500 },
	{ "c.*", WEB_LINES, false, 20000 }, { NULL, WEB_TEXT, false, 0 },
};

static const struct field FRESH_FIELDS[] = {
	FRESH_FIELD,
	{ NULL, WEB_TEXT, false, 0 },
};

static const struct field PASSWORD_FIELDS[] = {
	{ "old", WEB_SECRET, true, 0 },
	{ "new", WEB_SECRET, true, 0 },
	{ "again", WEB_SECRET, true, 0 },
	{ NULL, WEB_TEXT, false, 0 },
};

const struct web_route ROUTES[] = {
	/* ---- Public ---- */
	{ .methods = WEB_GET, .path = "/", .who = WEB_ANYONE, .run = page_editions },
	{ .methods = WEB_GET, .path = "/editions/:e", .who = WEB_ANYONE, .run = page_edition },
	{ .methods = WEB_GET,
	  .path = "/editions/:e/results",
	  .who = WEB_ANYONE,
	  .run = page_results },
	{ .methods = WEB_GET,
	  .path = "/editions/:e/bundle.txt",
	  .who = WEB_ANYONE,
	  .run = api_bundle },
	{ .methods = WEB_GET, .path = "/api/v1/editions", .who = WEB_ANYONE, .run = api_editions },
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e",
	  .who = WEB_ANYONE,
	  .run = api_edition },
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e/results",
	  .who = WEB_ANYONE,
	  .run = api_results },
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e/bundle",
	  .who = WEB_ANYONE,
	  .run = api_bundle },

	/* ---- Sessions ---- */
	{ .methods = WEB_POST,
	  .path = "/api/v1/session",
	  .who = WEB_ANYONE,
	  .writes = true,
	  .slow = true,
	  .body_max = 4096,
	  .prepare = api_sign_in_prepare,
	  .run = api_sign_in },
	{ .methods = WEB_DELETE,
	  .path = "/api/v1/session",
	  .who = ROLE_ALL,
	  .writes = true,
	  .run = api_sign_out },
	{ .methods = WEB_GET, .path = "/sign-in", .who = WEB_ANYONE, .run = page_sign_in },
	{ .methods = WEB_POST,
	  .path = "/sign-in",
	  .who = WEB_ANYONE,
	  .fields = SIGN_IN_FIELDS,
	  .writes = true,
	  .slow = true,
	  .keep_form_errors = true,
	  .prepare = do_sign_in_prepare,
	  .run = do_sign_in },
	{ .methods = WEB_POST,
	  .path = "/sign-out",
	  .who = ROLE_ALL,
	  .writes = true,
	  .run = do_sign_out },
	{ .methods = WEB_GET, .path = "/account", .who = ROLE_ALL, .run = page_account },
	{ .methods = WEB_POST,
	  .path = "/account/password",
	  .who = ROLE_ALL,
	  .fields = PASSWORD_FIELDS,
	  .writes = true,
	  .slow = true,
	  .keep_form_errors = true,
	  .prepare = do_password_prepare,
	  .run = do_password },
	{ .methods = WEB_POST,
	  .path = "/account/sessions/:id/end",
	  .who = ROLE_ALL,
	  .fields = FRESH_FIELDS,
	  .writes = true,
	  .slow = true,
	  .prepare = fresh_prepare,
	  .run = do_session_end },
	{ .methods = WEB_POST,
	  .path = "/account/sessions/end",
	  .who = ROLE_ALL,
	  .fields = FRESH_FIELDS,
	  .writes = true,
	  .slow = true,
	  .prepare = fresh_prepare,
	  .run = do_sessions_end },

	/* ---- Editions: phases, ranking, votes ---- */
	{ .methods = WEB_POST,
	  .path = "/api/v1/editions/:e/phase",
	  .who = ROLE_ALL,
	  .writes = true,
	  .prepare = api_prepare_object,
	  .run = api_phase_post },
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e/ranking",
	  .who = ROLE_ALL,
	  .run = api_ranking_get },
	{ .methods = WEB_PUT,
	  .path = "/api/v1/editions/:e/votes",
	  .who = ROLE_ALL,
	  .writes = true,
	  .prepare = api_prepare_object,
	  .run = api_votes_put },
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e/progress",
	  .who = ROLE_ALL,
	  .run = api_progress_get },

	/* ---- Sheets: who may is asked after 404, so that the order of refusals holds ---- */
	{ .methods = WEB_GET,
	  .path = "/api/v1/editions/:e/nominees/:n/sheet",
	  .who = ROLE_ALL,
	  .run = api_sheet_get },
	{ .methods = WEB_PUT,
	  .path = "/api/v1/editions/:e/nominees/:n/sheet",
	  .who = ROLE_ALL,
	  .writes = true,
	  .body_max = (size_t)256 * 1024,
	  .prepare = api_sheet_prepare,
	  .run = api_sheet_put },

	/* ---- Nominees, evidence, panel, settings ---- */

	/* ---- Proposals, log ---- */

	/* ---- The service itself ---- */
	{ .methods = WEB_GET, .path = "/healthz", .who = WEB_ANYONE, .run = api_healthz },
	{ 0 },
};
const size_t ROUTE_COUNT = COUNT(ROUTES) - 1;
