/* What a juror declares of his conflicts of interest, category by category. A declaration is a
 * whole statement: no conflicts but the ones that it lists. A later one replaces it; all are kept.
 *
 * A declared conflict closes the nominee's dossier at once (screen.h). What else it does depends on
 * the phase: before scoring it becomes a recusal when scoring begins, and may be withdrawn until
 * then; in scoring it recuses at once, by the deed of the sheet; later it asks the chair for a late
 * recusal. Private to app. */
#ifndef DECLARE_H
#define DECLARE_H

#include "app/edition_state.h"
#include "app/own_sheets.h"
#include "app/pleno.h"

struct declaring { /* one juror, and what he has said so far */
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct juror juror;
	struct own_sheets own;	  /* what he may be asked about */
	struct declaration *said; /* the standing ones, at most one per category */
	size_t said_count;
	struct state_row *states; /* of his sheets, as the events say */
	size_t state_count;
};

/* Of the juror that the asking account acts as. */
bool declaring_load(struct req *req, const struct edition *edition, struct declaring *ret,
		    struct err *err) MUST_CHECK;
/* How one category stands. */
struct stance {
	const struct category *category;
	const struct declaration *said; /* NULL = nothing yet */
	size_t nominees;
	size_t uncovered; /* nominees that came after he spoke */
	size_t conflicts;
};
/* Categories that he judges and that have jury criteria and nominees, in the scheme's order. */
struct stance *stances(const struct declaring *d, size_t *ret_count);
bool stance_given(const struct stance *stance);
/* Was this nominee there when he spoke? */
bool declaration_covers(const struct declaration *said, const char *nominee);
/* What he said of this nominee; NULL = no conflict, or nothing at all. */
const struct conflict *conflict_find(const struct declaration *said, const char *nominee);
/* Did this conflict take effect: is his sheet recused? */
bool declared_recused(const struct declaring *d, int64_t nominee);

/* ---- The deed ---- */

#define CONFLICT_WORDS_MAX 1000 /* characters */

struct declare_call {
	const char *category, *act; /* none, conflict, withdraw */
	int64_t version;	    /* of the statement that he saw; 0 = none */
	const char *phase;	    /* that his page was made for: it says what will follow */
	const char *nominee, *kind, *words;
};

struct declare_result {
	struct refusal refusal;
	const char *field; /* of a 422 */
};

/* On the writer. `none` says: no conflict but those already declared. */
bool declare(struct req *req, const struct edition *edition, const struct declare_call *call,
	     int64_t now, struct declare_result *ret, struct err *err) MUST_CHECK;
/* Stores a version, and tells the log in words and row by row. */
bool declaration_store(struct db *db, int64_t edition, const struct actor *actor,
		       const struct declaration *said, struct arena *arena,
		       struct err *err) MUST_CHECK;
/* Conflicts of these declarations that are no recusals (yet). */
size_t declarations_waiting(const struct edition_state *state, const struct declaration *said,
			    size_t count);
/* Scoring begins: what was declared before takes effect. */
bool declarations_enter(struct req *req, const struct edition *edition, int64_t now,
			struct err *err) MUST_CHECK;
/* Chair and keeper have lifted a recusal: the conflict is not declared any more. */
bool declaration_lift(struct req *req, const struct edition *edition, const struct juror *juror,
		      const struct candidate *nominee, int64_t now, struct err *err) MUST_CHECK;
/* "Keluarga: istri bekerja di sana", as a reason is kept. */
const char *conflict_words(struct req *req, const struct conflict *conflict);

/* ---- The reminder ---- */

/* Does the one who asks still owe a declaration? False also when it cannot be known. */
bool declaration_owed(struct req *req, const struct edition *edition);

/* ---- Hints (hints.c) ---- */

/* Significant words of the juror's institution or name that stand in the nominee's name, region or
 * profile, as "kupang, cendana"; NULL = none. Words of `region` (the edition's) count for nothing:
 * every nominee is from there. */
const char *hint_find(const struct juror *juror, const struct candidate *nominee,
		      const char *region, struct arena *arena);

#endif
