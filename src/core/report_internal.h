/* report_internal: what the files of the report share. Not a door. */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "core/tally_internal.h"

struct figure figure_of(double value);
struct figure figure_none(const char *id, const char *en); /* literals */

/* ---- agreement.c: how far jurors agree ---- */

/* n nominees × m jurors, with holes. Agreement does not change when all values are shifted or
 * multiplied by one positive number, so they may be in any unit. */
struct ratings {
	size_t n, m;
	struct ratio *values; /* [i * m + j] */
	bool *given;
};

enum scale { SCALE_NOMINAL, SCALE_ORDINAL, SCALE_INTERVAL, SCALE_RATIO };

void ratings_init(struct ratings *ratings, size_t n, size_t m, struct arena *arena);
void agreement_of(const struct ratings *ratings, struct agreement *ret);
struct figure krippendorff_alpha(const struct ratings *ratings, enum scale scale);
/* Doubled mid-ranks, the smallest value first: without ties 2, 4, 6, … */
void mid_ranks(const struct ratio *values, size_t n, struct arena *arena, int64_t *ret);
/* Spearman's rho: Pearson's r of the mid-ranks. */
struct figure spearman_rho(const struct ratio *x, const struct ratio *y, size_t n);

/* ---- lab.c: one category alone, to be tallied again and again ----
 * Nominees are those of the category, by key; jurors those who have a valid sheet there; evidence
 * is read once. Quorum 1, no votes. What `lab->scheme`, `category` and `criteria` say may be
 * changed between runs, and is put back by whoever changed it. */

struct lab {
	const struct tally_input *whole;
	size_t index; /* of the category in the whole scheme */
	size_t count;
	size_t *members; /* by nominee of the lab: index in the whole */
	size_t juror_count;
	size_t *jurors; /* by juror of the lab: index in the whole */
	struct scheme scheme;
	struct category category;
	struct criterion *criteria;
	struct nominee *nominees;
	struct tally_input input; /* of the lab */
	struct gauge gauge;	  /* of the rules as they are */
	bool *valid;		  /* [nominee * juror_count + juror] */
	bool full;		  /* all of them: then the additive method is the mean */
};

void lab_init(struct lab *lab, const struct tally_input *whole, size_t category,
	      struct arena *arena);
/* The ranking under what the lab says now. False when it cannot be computed or ranks nobody; `why`
 * (may be NULL) then has the reason, in `arena`. */
bool lab_rank(const struct lab *lab, const bool *mask, struct arena *arena, struct arena *scratch,
	      struct ranking *ret, struct words *why) MUST_CHECK;
size_t lab_valid(const struct lab *lab, size_t nominee); /* how many valid sheets */
/* Totals (points, 0 … 100), or marks of one criterion (hundredths), of the valid sheets. */
void lab_totals(const struct lab *lab, struct arena *arena, struct ratings *ret);
void lab_marks(const struct lab *lab, size_t criterion, struct arena *arena, struct ratings *ret);
double lab_value(const struct lab *lab, size_t nominee, size_t juror, size_t jury_index);

/* ---- juror_stats.c ---- */

void juror_stats(const struct lab *lab, const struct ratings *totals, struct arena *arena,
		 struct category_report *ret);

/* ---- ballots.c: Borda and Copeland ---- */

/* Points by nominee, more is better; those without a comparison have known = false. Ballots are
 * scores[i * m + j] where given. */
struct points {
	bool known;
	struct ratio value;
};
void borda_points(const struct ratings *ballots, struct arena *arena, struct points *ret);
void copeland_points(const struct ratings *ballots, struct points *ret);
/* What each juror alone would publish: (Wj·T + Wd·D) / 100, of the eligible. */
void lab_ballots(const struct lab *lab, struct arena *arena, struct ratings *ret);

/* ---- robustness.c ---- */

/* Fills all runs but the random ones, and the spans. `official` is what changes are compared
 * with. */
void robustness_run(struct lab *lab, struct arena *arena, struct category_report *ret);
/* The nominees of rank 1, as indexes of the whole, by key. */
void outcome_set(const struct lab *lab, const struct ranking *ranking,
		 const struct category_report *report, struct arena *arena, struct outcome *ret);
bool winners_differ(const struct category_report *report, const size_t *winners, size_t count);

/* ---- chance.c: doubles from a seed ---- */

struct chance {
	uint8_t seed[REPORT_SEED_SIZE];
	uint64_t chunk;
	uint8_t *bytes;
	size_t at, len;
	bool has_normal;
	double normal;
};

void chance_init(struct chance *chance, const uint8_t seed[REPORT_SEED_SIZE], const char *what,
		 struct arena *arena);
double chance_uniform(struct chance *chance); /* 0 < x < 1 */
double chance_normal(struct chance *chance);
double chance_gamma(struct chance *chance, double shape); /* shape > 0, scale 1 */

/* ---- draws.c: random weights ---- */

#define DRAW_UNIT 1000000 /* drawn weights are whole millionths of their sum, at least one */

/* One draw into `weights` (by criterion). */
void draw_weights(struct chance *chance, const struct lab *lab, unsigned concentration,
		  int64_t *weights);
struct drawer; /* what is worked out once for all draws */
struct drawer *drawer_new(struct lab *lab, struct arena *arena);
void drawer_release(struct drawer *drawer);
/* Whom these weights give rank 1: sets `wins` by nominee, returns how many. Exactly what lab_rank
 * says with these weights. */
size_t drawer_winners(struct drawer *drawer, const int64_t *weights, bool *wins);
void random_weights_run(struct lab *lab, const struct report_options *options, struct arena *arena,
			struct category_report *ret);

/* ---- flip.c ---- */

void flips_find(struct lab *lab, struct arena *arena, struct category_report *ret);

/* ---- warnings.c ---- */

void warnings_find(const struct lab *lab, const struct ratings *totals,
		   const struct report_options *options, struct arena *arena,
		   struct category_report *ret);

#endif
