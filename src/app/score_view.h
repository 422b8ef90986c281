/* How one score is made, as parts of a page: for results and for the chair. Private to app. */
#ifndef SCORE_VIEW_H
#define SCORE_VIEW_H

#include "service.h"

/* Fills `into` (a map): aspects with their criteria (weight, value, points, evidence), the jurors'
 * totals under their pseudonyms (`J<i+1>`), the sums and the exact fraction. `row` is of the
 * nominee. `names`: what stands for each juror, NULL = pseudonyms. False only for a tally that
 * cannot be computed. */
bool score_put(struct req *req, const struct tally_input *input, const struct row *row,
	       const char *const *names, struct val *into, struct err *err) MUST_CHECK;

/* How a criterion comes to its value, in a sentence. */
const char *score_rule(struct req *req, const struct criterion *criterion);

/* One piece of evidence at the end of `list`: value, source and cut-off, or why it was not read.
 * Sealed evidence tells its value when it has one beside the seal: to the nominee itself. */
void score_evidence(struct req *req, const struct nominee *nominee, const char *name,
		    struct val *list);

#endif
