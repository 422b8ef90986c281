/* What several documents say of results. Of p->bundle, which must be loaded. Private to app. */
#ifndef PAPERWORK_RESULT_H
#define PAPERWORK_RESULT_H

#include "paperwork.h"

const char *result_name(const struct paperwork *p, size_t nominee);
/* Of a category or an overall list, by its key. */
const char *result_list_name(const struct paperwork *p, const char *key);
/* "name", "key", "rows" {rank, name, region, title, score, decided, winner}, "unranked" {name,
 * state, why}, "error". `overall`: rows say their category too. */
void result_list_put(const struct paperwork *p, const struct ranking *list, bool overall,
		     struct val *into);
/* "winners": rows of the winners alone, in all lists that have one. */
void result_winners_put(const struct paperwork *p, struct val *into);

#endif
