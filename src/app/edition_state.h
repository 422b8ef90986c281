/* An edition as the tally sees it, loaded from the live tables. Private to app. */
#ifndef EDITION_STATE_H
#define EDITION_STATE_H

#include "service.h"

struct edition_state {
	struct edition edition;
	const struct scheme *scheme;
	struct candidate *candidates; /* input.nominees[i] is candidates[i] */
	size_t candidate_count;
	struct juror *jurors; /* input.jurors[j] is jurors[j]; by pseudonym once given */
	size_t juror_count;
	struct proof_item *proofs;
	size_t proof_count;
	struct sheet_event **sheets; /* [i * juror_count + j]: last event, or NULL */
	struct ballot *ballots;	     /* records[v] is ballots[v] */
	struct vote_record *records;
	size_t ballot_count;
	struct tally_input input; /* submitted sheets count, recused and absent ones do not */
};

/* The whole edition, under the scheme given (NULL: the one in force). */
bool edition_state_load(struct service *service, struct db *db, const struct edition *edition,
			const struct scheme *scheme, struct arena *arena, struct edition_state *ret,
			struct err *err) MUST_CHECK;
/* The tally of the loaded edition, votes included. False only when nothing could be computed at
 * all: what is wrong stands in `complaints` and in the lists' own errors. */
bool edition_state_tally(struct edition_state *state, struct arena *arena, struct tally *ret,
			 struct complaints *complaints);

/* An event's marks by the criteria of a category. */
struct sheet *edition_sheet(const struct category *category, const struct sheet_event *event,
			    struct arena *arena);
struct sheet_event *edition_state_sheet(const struct edition_state *state, size_t nominee,
					size_t juror);
size_t edition_state_nominee(const struct edition_state *state, const char *key); /* NAME_NONE */
size_t edition_state_juror(const struct edition_state *state, const char *key);	  /* NAME_NONE */
/* Does this juror owe a sheet on this nominee? (His categories, jury criteria; not when removed.)
 */
bool edition_state_owes(const struct edition_state *state, size_t nominee, size_t juror);
/* What a pair shows in lists of progress: its state, also when nothing was ever written. False: the
 * juror has nothing to do with this nominee. */
bool edition_state_pair(const struct edition_state *state, size_t nominee, size_t juror,
			enum sheet_state *ret);
/* The jurors' indexes by key. Names are listed in this order: that of the indexes gives the secret
 * pseudonyms away. */
size_t *edition_state_by_key(const struct edition_state *state, struct arena *arena);

#endif
