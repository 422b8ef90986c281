/* What a juror reads beside his marks: the nominee, its evidence, what the data criteria make of
 * it. Nothing of any other juror. Private to app. */
#ifndef DOSSIER_H
#define DOSSIER_H

#include "app/deed_sheet.h"

/* Puts "dossier" on the page (templates/juror/_dossier.html shows it). */
bool dossier_put(struct req *req, const struct sheet_ground *ground, struct val *page,
		 struct err *err) MUST_CHECK;

/* The juror's own total T of these marks, exact; false when a mark is missing. */
bool sheet_total(const struct sheet_ground *ground, const struct sheet_mark *marks, size_t count,
		 struct arena *arena, struct ratio *ret) MUST_CHECK;

/* The last submission of the sheet; ret->seq 0 = never submitted. */
bool sheet_submission(struct req *req, const struct sheet_ground *ground, struct sheet_event *ret,
		      struct err *err) MUST_CHECK;

/* "anggaran_realisasi" as people read it: "Anggaran realisasi". */
const char *evidence_label(struct arena *arena, const char *name);

/* A further column of the nominees' file: "scale" as "Skala"; one that nobody has words for, as it
 * is. */
const char *profile_label(const struct req *req, const char *name);

/* A value as people read it, "2195400000" as "2.195.400.000"; words, and values that a level
 * criterion of the category reads, stay as they are. `category` may be NULL. */
const char *evidence_shown(const struct req *req, const struct category *category, const char *name,
			   const char *value);

/* A cut-off day in words; another text as it is. */
const char *evidence_date(const struct req *req, const char *text);

#endif
