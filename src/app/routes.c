/* The route table: method, path, who may, fields, handler. Zero in `who` is nobody. A new page is
 * one line here and a handler of the same file family (docs/adding-a-page.md). */
#include "service.h"

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
