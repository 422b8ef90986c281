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

#endif
