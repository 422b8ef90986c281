/* The route table: method, path, who may, fields, handler. Zero in `who` is nobody. A new page is
 * one line here and a handler of the same file family (docs/adding-a-page.md). */
#include "service.h"

const struct web_route ROUTES[] = {
	/* ---- Public ---- */

	/* ---- Sessions ---- */

	/* ---- Editions: phases, ranking, votes ---- */

	/* ---- Sheets ---- */

	/* ---- Nominees, evidence, panel, settings ---- */

	/* ---- Proposals, log ---- */

	/* ---- The service itself ---- */
	{ .methods = WEB_GET, .path = "/healthz", .who = WEB_ANYONE, .run = api_healthz },
	{ 0 },
};
const size_t ROUTE_COUNT = COUNT(ROUTES) - 1;
