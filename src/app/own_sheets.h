/* The sheets that a juror owes, in the order in which every page and list shows them. Private to
 * app. */
#ifndef OWN_SHEETS_H
#define OWN_SHEETS_H

#include "app/service.h"

struct own_sheet {
	struct candidate nominee;
	const struct category *category;
	enum sheet_state state;
	int64_t version;
	const char *day; /* of the interview; NULL: it has no place in the schedule, or is closed */
	int64_t starts;
	const char *moment, *first; /* its own, and the first of its category: to sort by */
};

/* Categories and nominees in the order of their interviews; without one, or recused, last,
 * categories as in the scheme and nominees by key. */
struct own_sheets {
	struct own_sheet *items;
	size_t count;
};

/* Those of the categories that he judges and that have jury criteria; of a removed juror none. */
bool own_sheets_load(struct req *req, const struct edition *edition, const struct scheme *scheme,
		     const struct juror *juror, struct own_sheets *ret, struct err *err) MUST_CHECK;
size_t own_sheets_find(const struct own_sheets *sheets, const char *nominee); /* or NAME_NONE */
/* Empty or draft: still to be done. */
bool own_sheet_open(const struct own_sheet *sheet);
/* The next open one after index `after` (NAME_NONE: from the start), going round; or NAME_NONE. */
size_t own_sheets_next(const struct own_sheets *sheets, size_t after);

struct own_counts {
	size_t owed; /* neither recused nor absent */
	size_t submitted, draft, empty;
};
/* Of one category, or of all (NULL). */
struct own_counts own_sheets_count(const struct own_sheets *sheets,
				   const struct category *category);

#endif
