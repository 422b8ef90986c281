/* A sheet as a form: fields to a call, and what is stored or was typed back to fields. Private to
 * app. */
#ifndef SHEET_FORM_H
#define SHEET_FORM_H

#include "app/deed_sheet.h"

enum sheet_button { BUTTON_SAVE, BUTTON_REVIEW, BUTTON_SUBMIT, BUTTON_RECUSE, BUTTON_REOPEN };

/* The call that the fields make. Submitting takes the marks as they are stored: the juror has just
 * reviewed them. The key of the form and the content together are the idempotency key, so that a
 * form that went back in the browser and was changed is another request. */
bool sheet_form_read(struct req *req, const struct sheet_ground *ground, enum sheet_button *ret,
		     struct sheet_call *ret_call, struct err *err) MUST_CHECK;

/* Puts "aspects" with a field and a note per jury criterion, "overall", "feedback", "version" and
 * a fresh "key" on the page. `call`: what was typed, with its complaints; NULL: what is stored. */
void sheet_form_put(struct req *req, const struct sheet_ground *ground,
		    const struct sheet_call *call, struct val *page);

/* A list of rows: each jury criterion with its mark in figures and words, and the note. A row that
 * has no mark says so. */
void sheet_rows_put(struct req *req, const struct sheet_ground *ground,
		    const struct sheet_event *sheet, struct val *parent);

/* As the reader writes numbers: 850 is "8,5". */
const char *mark_text(struct req *req, int64_t mark_c);
const struct sheet_mark *mark_find(const struct sheet_mark *marks, size_t count,
				   const char *criterion);		       /* or NULL */
const char *note_find(const struct sheet_event *sheet, const char *criterion); /* "" = none */

#endif
