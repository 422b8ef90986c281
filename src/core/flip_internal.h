/* flip_internal: what flip.c and flip_evidence.c share. Not a door. */
#ifndef FLIP_INTERNAL_H
#define FLIP_INTERNAL_H

#include "core/report_internal.h"

/* Two neighbours of the official ranking, in a lab whose marks of these two may be changed. */
struct rivals {
	struct lab *lab;
	size_t upper, lower; /* nominees of the lab */
	struct run run;
	bool refit; /* the additive method on an incomplete panel: a mark moves everybody */
	struct ratio *published; /* by nominee, as things are; den 0 = not ranked */
	struct arena keep;	 /* of run.arena */
	struct arena scratch;
};

/* F of one nominee with the marks and values of now; in r->scratch. */
struct ratio rivals_final(struct rivals *r, size_t nominee);
struct ratio rivals_published(struct rivals *r, struct ratio final);
/* Does the lower one stand above the upper one, if both are ranked, with the marks and values of
 * now? By the whole tally of those that have the same published score. */
bool rivals_swapped(struct rivals *r, struct ratio published);
void rivals_reset(struct rivals *r);

/* The smallest change of evidence. True when there is one. */
bool evidence_flip(struct rivals *r, struct arena *arena, struct flip *ret);

#endif
