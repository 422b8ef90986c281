/* What pages of one nominee in a published release share: the public one and its own. Private to
 * app. */
#ifndef RESULT_VIEW_H
#define RESULT_VIEW_H

#include "release.h"

/* Of the category's ranking; `category` NULL = whichever the nominee is in. Or NULL. */
const struct row *result_find(const struct tally *tally, const struct tally_input *input,
			      const char *category, const char *nominee);
/* "standing" for part/_figures: rank, score, valid sheets. Of how many is said only where all of
 * them are published. */
void result_standing(struct req *req, const struct released *released, const struct row *row,
		     struct val *page);
/* The reasons of all gates that it fails, or NULL. */
const char *result_reasons(struct req *req, const struct row *row);
/* "Pemerintah desa · Kecamatan Contoh" */
const char *result_lead(struct req *req, const struct tally_input *input, const struct row *row);
/* Superseded, in correction, a correction. */
void result_banners(struct req *req, const struct edition *edition, const struct released *released,
		    struct val *page);

#endif
