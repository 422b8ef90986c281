/* The studio: layouts of documents as an edition has them, changed by the secretariat and looked at
 * before they are saved. What comes with the program lies in templates/paper; what an edition has
 * instead is in the database, every version of it. Private to app. */
#ifndef STUDIO_H
#define STUDIO_H

#include "layouts.h"
#include "pleno.h"
#include "shelf.h"

#define DESIGN_PREFIX "certificate-"

struct studio_item {	    /* a layout that may be changed */
	const char *name;   /* of its file, without .yaml */
	const char *design; /* "formal": a certificate's; else NULL */
	const char *title;
};

/* In the order in which a page lists them: the designs of certificates first. */
bool studio_items(struct req *req, struct studio_item **ret, size_t *ret_count,
		  struct err *err) MUST_CHECK;
bool studio_find(struct req *req, const char *name, struct studio_item *ret,
		 struct err *err) MUST_CHECK; /* ERR_NOT_FOUND */

/* Prints it filled with invented facts and marked CONTOH; `name` (or NULL) is who gets it. Nothing
 * of a mark, a rank or a nominee of the edition is in it. ERR_INPUT: what leaves its place. */
bool studio_sample(struct req *req, const struct edition *edition, const struct scheme *scheme,
		   const struct studio_item *item, const struct layout *layout, const char *name,
		   struct arena *arena, struct buf *ret, struct err *err) MUST_CHECK;
/* A certificate of the edition with invented facts. */
void studio_certificate(struct arena *arena, const struct scheme *scheme,
			const struct settings *settings, enum lang lang, struct certificate *ret);
/* The design of the edition's certificates: a key of DESIGNS. */
bool studio_design(struct db *db, int64_t edition, struct arena *arena, const char **ret,
		   struct err *err) MUST_CHECK;

/* ---- Deeds (deed_layout.c) ---- */

/* `text` as it is to be in force; "" = the program's. `seen`: the version that was looked at. */
bool layout_save(struct req *req, const struct edition *edition, const struct studio_item *item,
		 const char *text, int64_t seen, int64_t now, struct refusal *ret,
		 struct err *err) MUST_CHECK;
bool design_choose(struct req *req, const struct edition *edition, const char *design, int64_t now,
		   struct refusal *ret, struct err *err) MUST_CHECK;

/* ---- Drafts (drafts.c) ---- What somebody is typing: in memory, his alone, the last few. */

struct drafts;
struct drafts *drafts_new(void);
void drafts_free(struct drafts *drafts);
struct drafts *service_drafts(struct service *service);

struct draft {
	const char *layout, *text, *name; /* name: who gets the sample */
};
/* Returns its key, which only the account that made it can use. */
const char *draft_put(struct drafts *drafts, int64_t account, int64_t edition,
		      const struct draft *draft, struct arena *arena);
/* False: gone, or somebody else's. */
bool draft_get(struct drafts *drafts, int64_t account, int64_t edition, const char *key,
	       struct arena *arena, struct draft *ret) MUST_CHECK;

#endif
