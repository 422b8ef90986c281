/* A tally as parts of a page; for the public results and the chair's ranking. Private to app. */
#ifndef RANKING_VIEW_H
#define RANKING_VIEW_H

#include "service.h"

/* Fills `into` (a map) with `name`, `winners`, `rows`, `unranked`, `has_unranked`, `error` for one
 * list. A row links to <path>/<category>/<nominee>; a query behind the path goes behind each link.
 * NULL: no links. */
void ranking_put(struct req *req, const struct tally_input *input, const struct ranking *ranking,
		 const char *path, struct val *into);
/* What decided a rank, in words. */
const char *decided_words(struct req *req, const struct category *category, const char *decided_by);
/* The same without a request. */
const char *decided_text(const struct templates *templates, enum lang lang, struct arena *arena,
			 const struct category *category, const char *decided_by);

/* A tie step as a rule; NULL when the category lacks its aspect or criterion. */
const char *tie_step_words(struct req *req, const struct category *category,
			   const struct tie_step *step);

/* A scheme in plain words: what public/how shows (page_how.c). */
void how_put(struct req *req, const struct scheme *scheme, struct val *page);

#endif
