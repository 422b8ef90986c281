/* Certificates that were issued, with everything that is printed on them. Private to app. */
#ifndef AWARDED_H
#define AWARDED_H

#include "release.h"

/* What a certificate says stands in the bundle of the release that issued it, and nowhere else. */
struct awarded {
	struct issued issued;
	struct release release; /* that issued it */
	const struct bundle *bundle;
	const struct ranking *list;
	const struct row *row;
	const struct nominee *nominee;
	const struct kept_form *form; /* what it is printed with; NULL = what is in force */
};

struct award_source { /* where to look; the cache keeps the bundles */
	struct db *db;
	struct release_cache *cache;
	struct arena *arena;
	/* Where something is printed: */
	const struct paper *paper;
	const struct templates *templates;
	const char *vault; /* the folder of pictures */
};
struct award_source awards_of(struct req *req);	  /* to print */
struct award_source awards_said(struct req *req); /* what they say, and nothing to print with */

/* By serial, also a revoked one; ERR_NOT_FOUND. */
bool awarded_get(const struct award_source *from, const char *serial, struct edition *ret_edition,
		 struct awarded *ret, struct err *err) MUST_CHECK;
/* All of an edition by list, rank and nominee, revoked ones too. */
bool awarded_list(const struct award_source *from, int64_t edition, struct awarded **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK;

/* Those of an edition that hold, in the same order, one at a time: of ten thousand their numbers
 * alone are in memory. Inside a read transaction, so that they are those of one moment. */
struct award_walk {
	const struct award_source *from; /* its arena takes the numbers */
	int64_t edition;
	const char **serials;
	size_t count;
	struct release *releases;
	size_t release_count, row; /* of the certificate before */
	int64_t form_number;
	const struct kept_form *form;
};
bool award_walk_open(const struct award_source *from, int64_t edition, struct award_walk *ret,
		     struct err *err) MUST_CHECK;
/* What it says lies in `arena` and in the bundle; of `issued` what certificate_print_get has. */
bool award_walk_at(struct award_walk *walk, size_t i, struct arena *arena, struct awarded *ret,
		   struct err *err) MUST_CHECK;

/* As paper prints it. Settings that are missing stay blank lines. */
void awarded_print(const struct awarded *awarded, const struct settings *settings, enum lang lang,
		   struct arena *arena, struct certificate *ret);
/* <category>-<rank>-<nominee>.pdf */
const char *awarded_file(const struct awarded *awarded, struct arena *arena);
/* The same with the token, which the QR code holds; NULL when there is none. */
const char *awarded_code(const struct awarded *awarded, const struct settings *settings,
			 struct arena *arena);
/* Its check page, as it is printed. */
const char *awarded_address(const struct awarded *awarded, const struct settings *settings,
			    struct arena *arena);

#endif
