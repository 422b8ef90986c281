/* tally_internal: what the files of the tally share, and what statistics run again. Not a door.
 *
 * To tally the same edition otherwise, copy what differs and leave the rest: a mask of jurors, a
 * copy of the scheme with another quorum or method, copies of a category and its criteria with
 * other weights, copies of the nominees with `given_e4` and `gates_given` filled in so that
 * evidence is read once. Weights need not sum to 100 here, and a criterion of weight 0 is as if it
 * were not there, also for the question whether a sheet is complete. */
#ifndef TALLY_INTERNAL_H
#define TALLY_INTERNAL_H

#include "core/core.h"
#include "core/ratio_internal.h"

/* ---- evidence.c: what the data say (rule 2 and the gates) ---- */

struct reading {
	int64_t value_e4;			    /* v of the criterion, 0 … 10^6 */
	const char *numerator, *denominator, *word; /* what was read, else NULL */
};

/* `complaints` may be NULL where the evidence has been read before. */
struct reading evidence_read(const struct nominee *nominee, const struct category *category,
			     size_t criterion, struct complaints *complaints);
bool gate_passes(const struct nominee *nominee, const struct category *category, size_t gate,
		 struct complaints *complaints);

/* ---- gauge.c: the marks of a category on one scale (rules 1 and 5) ----
 * With x = mark − min and R = max − min a value is 100·x/R. When the ranges have a small common
 * multiple L, a weighted sum of values is 100·Σ coef·x / L with whole coef = w·L/R; else each
 * summand is a ratio of its own. */

struct gauge {
	const struct category *category;
	const struct criterion **jury; /* by jury_index */
	size_t jury_count;
	int64_t jury_weight_c, data_weight_c; /* Wj and Wd of these criteria */
	bool narrow;			      /* L is small: no sum below leaves 128 bits */
	int64_t common;			      /* L */
	int64_t *coefs;			      /* by jury_index */
};

void gauge_init(struct gauge *gauge, const struct category *category, size_t juror_count,
		struct arena *arena);
/* Does the sheet have a mark for all that weighs? A mark out of its range is none. */
bool gauge_complete(const struct gauge *gauge, const struct sheet *sheet);
/* x of one mark; 0 where there is none (then it weighs nothing). */
int64_t gauge_offset(const struct gauge *gauge, const struct sheet *sheet, size_t jury_index);
/* Σ w·c / weight over the jury criteria among category->criteria[from … to), where c is the value
 * that belongs to sums[jury_index] / count, a mean of x. */
struct ratio gauge_weigh(const struct gauge *gauge, struct arena *arena, const wide *sums,
			 size_t count, size_t from, size_t to, int64_t weight);
/* The same over all criteria with weight Wj: points of the jury. */
struct ratio gauge_score(const struct gauge *gauge, struct arena *arena, const wide *sums,
			 size_t count);
/* The juror total T of a complete sheet: as a number, or (narrow only) as T·Wj·L/100. */
struct ratio gauge_total(const struct gauge *gauge, struct arena *arena, const struct sheet *sheet);
int64_t gauge_total_narrow(const struct gauge *gauge, const struct sheet *sheet);

/* ---- panel.c: the valid sheets of one nominee (rule 4) ---- */

struct panel {
	size_t count;
	const struct sheet **sheets; /* `count` of them */
	size_t *jurors;		     /* whose they are, ascending */
	wide *sums;		     /* Σ x by jury_index */
};

void panel_init(struct panel *panel, const struct gauge *gauge, size_t juror_count,
		struct arena *arena);
/* `mask` by juror, NULL = all. Without jury criteria no sheet is valid. */
void panel_read(struct panel *panel, const struct gauge *gauge, const struct nominee *nominee,
		size_t juror_count, const bool *mask);

/* ---- additive.c: T_ij = m + a_i + b_j by least squares (rule 6) ---- */

struct additive {
	bool *present;	      /* by juror: has a valid sheet in the category */
	struct ratio *effect; /* by juror: b_j; their sum is 0 */
};

/* ---- One run over an edition ---- */

struct run {
	const struct tally_input *input;
	const bool *mask;	    /* jurors that count; NULL = all */
	struct arena *arena;	    /* of what is returned */
	struct arena *scratch;	    /* emptied all the time; keep nothing in it */
	struct gauge *gauges;	    /* by category */
	size_t **members;	    /* by category: indexes of its nominees … */
	size_t *member_counts;	    /* … and how many */
	struct panel *panels;	    /* by category: room for one nominee at a time */
	struct additive *additives; /* by category; filled by additive_fit */
};

void run_init(struct run *run, const struct tally_input *input, const bool *mask,
	      struct arena *arena, struct arena *scratch);
/* One category. False, with complaints, when it could not be computed: then the ranking has an
 * error and no rows. */
bool run_category(struct run *run, size_t category, struct ranking *ret,
		  struct complaints *complaints) MUST_CHECK;
/* One overall list from the rankings of all categories; an error in one of them is its error. */
void run_overall(struct run *run, const struct overall *overall, const struct ranking *categories,
		 struct ranking *ret);
/* Fits the category into run->additives. False when the graph of nominees and jurors is not
 * connected: the complaint names its parts. */
bool additive_fit(struct run *run, size_t category, struct complaints *complaints) MUST_CHECK;

/* ---- aggregate.c: J of one nominee from its panel (rules 5 and 6) ---- */

struct window {
	size_t skip, count; /* of the ordered numbers */
};

/* What the scheme's method keeps of n numbers in order. */
struct window window_of(const struct scheme *scheme, size_t n);
struct ratio jury_score(const struct run *run, size_t category, const struct panel *panel,
			struct arena *arena);

/* ---- ranking.c: rows in their order ---- */

/* Puts the rows of the list in order and settles ranks, winners and vote groups; its key, winners,
 * rows and count are set. */
void ranking_settle(struct run *run, struct ranking *ranking, const struct tie_chain *chain,
		    bool overall);

/* ---- ties.c, tie_values.c: what decides between equal published scores (rule 9) ---- */

struct contest {
	struct run *run;
	const struct tie_chain *chain;
	bool overall; /* an aspect that a category lacks counts 0 instead of being skipped */
	unsigned winners;
	struct row **order; /* ranked rows by published score, then by key */
	size_t count;
	const struct vote **votes; /* by nominee; NULL = there are none */
	struct vote_group *groups; /* out, in run->arena */
	size_t group_count, group_cap;
};

/* Orders `order`, sets rank, tied and decided_by of its rows and lists the vote groups. */
void contest_settle(struct contest *contest);
/* The values of the tied rows at one step; more is better. False when it splits nothing. */
bool tie_values(const struct contest *contest, const struct tie_step *step, struct row *const *rows,
		size_t count, struct ratio *ret);

#endif
