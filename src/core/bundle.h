/* What the files of the bundle share; docs/bundle-format.md describes every line. */
#ifndef CORE_BUNDLE_H
#define CORE_BUNDLE_H

#include "core/core.h"

#define BUNDLE_VERSION "1"
#define BUNDLE_EVENTS_MAX 10000 /* votes, reopenings, changes, late recusals, versions: of each */

/* Everything that is written goes through here. */
struct bundle_out {
	const struct bundle *bundle;
	const struct tally_input *input;
	const struct scheme *scheme;
	const struct tally *tally;
	const struct vote_record *votes;
	const struct row **rows; /* by nominee: its row in the ranking of its category */
	struct arena *arena;	 /* for the fields of a line */
	struct buf *to;
};

/* One line: fields with a tab between them, a NULL is an empty one. */
void bundle_line(struct buf *to, const char *const *fields, size_t count);
#define LINE(to, ...)                                           \
	bundle_line((to), (const char *const[]){ __VA_ARGS__ }, \
		    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))
/* A field with its bytes made harmless; what undoes it is in bundle_read.c. */
void bundle_field(struct buf *to, const char *text, size_t len);
const char *bundle_count(struct arena *arena, uint64_t number);
const char *bundle_decimal(struct arena *arena, int64_t value, unsigned places);
const char *bundle_juror(struct arena *arena, size_t juror); /* "J1" is juror 0 */

/* The parts of the text. */
void bundle_put_rules(struct bundle_out *out);
void bundle_put_nominees(struct bundle_out *out, struct complaints *complaints);
void bundle_put_events(struct bundle_out *out);
void bundle_put_ranking(struct bundle_out *out);

/* The whole text without looking at it again. `ret_tally` is what it was made from, and lies in
 * `arena`. */
bool bundle_compose(const struct bundle *bundle, struct buf *ret, struct arena *arena,
		    struct tally *ret_tally, struct complaints *complaints) MUST_CHECK;

/* Does the text of a fraction look as ratio_fraction() writes it? */
bool bundle_is_fraction(const char *text);
/* What no line says alone: totals of reopened sheets, changed evidence, given values, … */
void bundle_check(const struct bundle *bundle, struct complaints *complaints);
/* Names the lines in which two texts differ. */
void bundle_compare(const char *file, const char *found, size_t found_len, const char *expected,
		    size_t expected_len, struct complaints *complaints);

/* Fields that are words. */
extern const char *const PANEL_WORDS[];

#endif
