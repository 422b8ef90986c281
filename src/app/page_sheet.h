/* The pages of one sheet share these. Private to app. */
#ifndef PAGE_SHEET_H
#define PAGE_SHEET_H

#include "app/dossier.h"
#include "app/own_sheets.h"
#include "app/sheet_form.h"

/* What a page of the sheet says beside what is stored. */
struct sheet_shown {
	unsigned status;
	const struct sheet_call *typed; /* shown instead of what is stored; or NULL */
	const char *tone, *text;	/* a message, or NULL */
	const char *reason_wrong;	/* beside the reason of a recusal or reopening; or NULL */
	enum sheet_button button;	/* which of the two */
};

/* A page about this sheet: frame, way to it, name and state of the nominee, edition_key,
 * nominee_key. `back`: it stands below the page of the sheet. */
struct val *sheet_frame(struct req *req, const struct sheet_ground *ground, const char *title,
			bool back);
/* The page of the sheet: dossier and form, or why there is no form. */
bool sheet_show(struct req *req, const struct sheet_ground *ground, const struct sheet_shown *shown,
		struct err *err) MUST_CHECK;
/* Stored and typed side by side: somebody (the same juror elsewhere) was faster. */
bool sheet_conflict_show(struct req *req, const struct sheet_ground *ground,
			 const struct sheet_call *typed, struct err *err) MUST_CHECK;
bool sheet_review_show(struct req *req, const struct sheet_ground *ground,
		       const struct sheet_shown *shown, struct err *err) MUST_CHECK;

/* Links "previous", "next" (in list order) and "open" (next unfinished), each null or a map with
 * key and name. */
bool sheet_links_put(struct req *req, const struct sheet_ground *ground, struct val *page,
		     struct err *err) MUST_CHECK;
/* A time in the edition's zone. */
bool sheet_time(struct req *req, const struct sheet_ground *ground, int64_t at, const char **ret,
		struct err *err) MUST_CHECK;
/* Why nothing can be written now: a message of the dictionary. */
const char *sheet_closed_text(const struct req *req, enum phase phase);

#endif
