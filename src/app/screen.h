/* What is closed to the one who asks. A juror who is recused from a nominee, or has declared a
 * conflict with it, gets its key, its name and the word `recused`, nothing else: every page, list
 * and call that shows something of a nominee to jurors or chair asks here. Private to app. */
#ifndef SCREEN_H
#define SCREEN_H

#include "app/edition_state.h"

struct screen {
	const int64_t *nominees;
	size_t count;
};

/* Of somebody who judges nothing it is empty. */
bool screen_load(struct req *req, const struct edition *edition, struct screen *ret,
		 struct err *err) MUST_CHECK;
/* The one decision. */
bool screened(const struct screen *screen, int64_t nominee);
/* By key, for lists that name nominees so. */
bool screened_key(const struct screen *screen, const struct edition_state *state, const char *key);

/* The same for the same nominees: a file that was made before is not handed out after a recusal. */
const char *screen_text(const struct screen *screen, struct arena *arena);

/* What is left of a nominee: key and name. */
void screen_candidate(struct candidate *nominee);
/* What is left of a sheet: its version and the state `recused`. */
void screen_sheet(struct sheet_event *sheet);

/* What is left of a tally for the chair, who leads the pleno: ranks and scores stay, what stands
 * behind those of a closed nominee goes, and so do messages that could quote its evidence. */
void screen_tally(const struct screen *screen, struct edition_state *state, struct tally *tally);
void screen_complaints(const struct screen *screen, struct complaints *complaints);

#endif
