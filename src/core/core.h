/* core: what an award *is*: schemes, sheets, tally, ranks, ties, rights, phases.
 * Pure: no clock, files, database, sockets or globals. Exact: no floating point decides anything.
 * Links alone (core + base) as libparitrana.a. */
#ifndef CORE_H
#define CORE_H

#include "base/base.h"

/* ---- Exact numbers (ratio.c) ----
 * A rational number, always reduced, den > 0. Small ones are two int64; where these do not
 * suffice the number is kept as GMP limbs in the arena, so that nothing ever wraps. */

struct ratio {
	int64_t num, den;	     /* valid when !big; {0, 0} is not a number: use ratio_int(0) */
	const struct ratio_big *big; /* in the arena; NULL for almost all */
};

struct ratio ratio_int(int64_t value);
struct ratio ratio_of(struct arena *arena, int64_t num, int64_t den); /* den != 0 */
struct ratio ratio_add(struct arena *arena, struct ratio a, struct ratio b);
struct ratio ratio_sub(struct arena *arena, struct ratio a, struct ratio b);
struct ratio ratio_mul(struct arena *arena, struct ratio a, struct ratio b);
struct ratio ratio_div(struct arena *arena, struct ratio a, struct ratio b); /* b != 0 */
int ratio_cmp(struct ratio a, struct ratio b);				     /* -1, 0, 1 */
/* Half up, also below zero: floor(x·10^places + ½) / 10^places. */
struct ratio ratio_round(struct arena *arena, struct ratio x, unsigned places);
/* Rounded half up, with exactly `places` decimals ("7.13", "-0.5"; never "-0.00"). */
char *ratio_decimal(struct arena *arena, struct ratio x, unsigned places, char point);
char *ratio_fraction(struct arena *arena, struct ratio x); /* "1741/20", "87" */
double ratio_double(struct ratio x);			   /* statistics only */

/* ---- Schemes ---- Units: _c hundredths, _e4 ten-thousandths. */

enum method { METHOD_MEAN, METHOD_TRIMMED_MEAN, METHOD_MEDIAN, METHOD_ADDITIVE, METHOD_COUNT };
enum over { OVER_SHEET, OVER_CRITERION };
enum rounding { ROUND_FINAL, ROUND_CRITERION };

enum tie_kind { TIE_ASPECT, TIE_CRITERION, TIE_HEAD_TO_HEAD, TIE_SPREAD, TIE_VOTE };

struct tie_step {
	enum tie_kind kind;
	const char *key;  /* of the aspect or criterion, else NULL */
	const char *text; /* as written: "aspect:kinerja" */
};

struct tie_chain {
	struct tie_step *steps;
	size_t count;
};

enum criterion_kind { CRITERION_JURY, CRITERION_RATIO, CRITERION_LEVEL };

struct level {
	const char *word;
	int64_t points_c;
};

struct rubric { /* the words for a mark of `at_c` */
	int64_t at_c;
	struct words text;
};

struct criterion {
	const char *key;
	struct words name;
	size_t aspect; /* index into the category's aspects */
	int64_t weight_c;
	enum criterion_kind kind;
	bool confidential;
	int64_t min_c, max_c, step_c; /* jury */
	struct rubric *rubric;
	size_t rubric_count;
	size_t jury_index;		     /* jury: which place its mark has in a sheet */
	const char *numerator, *denominator; /* ratio: names of evidence */
	int64_t target_c;
	const char *evidence; /* level: name of evidence */
	struct level *levels;
	size_t level_count;
};

enum gate_test { GATE_AT_LEAST, GATE_AT_MOST, GATE_EQUALS };

struct gate {
	const char *evidence;
	enum gate_test test;
	const char *text; /* the bound as written: "12.5", "ya" */
	bool is_number;
	uint64_t value_e4; /* when is_number */
	struct words reason;
};

struct aspect {
	const char *key;
	struct words name;
	size_t first, count; /* its criteria: category->criteria[first …] */
};

struct category {
	const char *key;
	struct words name;
	unsigned winners;
	struct words *titles; /* by rank; may be fewer or more than the winners */
	size_t title_count;
	struct tie_chain ties; /* already the edition's when the category has none */
	struct gate *gates;
	size_t gate_count;
	struct aspect *aspects;
	size_t aspect_count;
	struct criterion *criteria; /* in the order of the file */
	size_t criterion_count;
	size_t jury_count;		      /* criteria of kind jury */
	int64_t jury_weight_c, data_weight_c; /* together 10000 */
};

struct overall {
	const char *key;
	struct words name;
	size_t *from; /* indexes of categories */
	size_t from_count;
	unsigned take, winners;
};

struct scheme {
	const char *edition;
	struct words title;
	const char *level, *region; /* level: desa, kabkota, provinsi, nasional */
	int assessment_year, event_year;
	bool sample;
	unsigned decimals, quorum;
	enum method method;
	enum over over;
	enum rounding round;
	unsigned trim, trim_from;
	struct tie_chain ties; /* the edition's; `overall` lists use it */
	struct category *categories;
	size_t category_count;
	struct overall *overalls;
	size_t overall_count;
	char sha256[SHA256_HEX_SIZE];
};

const struct category *scheme_category(const struct scheme *scheme, const char *key);
const struct criterion *category_criterion(const struct category *category, const char *key);
/* Does a rule of the category (criterion or gate) read this evidence? */
bool category_reads(const struct category *category, const char *evidence);

/* ---- What is tallied ---- */

#define MARK_NONE INT64_MIN

struct sheet {
	bool recused;
	int64_t *marks_c; /* by jury_index, category->jury_count of them; MARK_NONE = no mark */
	bool absent;	  /* like recused: its marks do not count */
};

struct evidence {
	const char *name;
	const char *value; /* as entered, decimal point; NULL or "" = missing */
	bool verified;
	bool rejected;		     /* looked at and refused; to every rule like missing */
	struct place place;	     /* for complaints; zero when it came from no file */
	const char *source, *cutoff; /* as entered, or NULL; no rule reads them */
	const uint8_t *seal;	     /* of confidential evidence: bundle_seal(), else NULL */
};

#define GIVEN_NONE INT64_MIN

struct nominee {
	const char *key, *name, *region;
	size_t category; /* index into the scheme */
	struct evidence *evidence;
	size_t evidence_count;
	struct sheet **sheets; /* by juror index; NULL = none */
	size_t sheet_count;    /* length of `sheets`; may be less than juror_count */
	struct place place;
	/* What a bundle states in place of confidential evidence: where it is not GIVEN_NONE it
	 * stands, whatever the evidence says. NULL (nearly always) = nothing is given. */
	const int64_t *given_e4;    /* by criterion: its value v, 0 … 100 */
	const int64_t *gates_given; /* by gate: 1 passed, 0 failed */
};

struct vote {
	const char *list; /* key of the category or overall list */
	size_t nominee;
	unsigned order; /* >= 1; less is better; equal ones stay tied */
};

struct tally_input {
	const struct scheme *scheme;
	struct nominee *nominees;
	size_t nominee_count;
	const char **jurors; /* keys */
	size_t juror_count;
	struct vote *votes;
	size_t vote_count;
};

/* The number on a sheet of paper (sheet_id.c): "012-0345-01-6", its last digit a check that finds
 * every single wrong digit and every swap of neighbours. */
struct sheet_id {
	int64_t juror, nominee, rules; /* of the rows; the number of the rule version */
};
char *sheet_id_format(struct arena *arena, const struct sheet_id *id);
/* As it is typed, with spaces or hyphens between its parts. False: not such a number. */
bool sheet_id_parse(const char *text, struct sheet_id *ret) MUST_CHECK;

/* ---- What comes out ---- */

enum standing { STANDING_RANKED, STANDING_BELOW_QUORUM, STANDING_INELIGIBLE };
const char *standing_text(enum standing standing); /* "ranked", "below_quorum", "ineligible" */

struct row {
	size_t nominee;	 /* index into the input */
	size_t category; /* index into the scheme */
	enum standing status;
	size_t sheets; /* valid ones */
	bool has_jury, has_data;
	struct ratio jury, data; /* J and D, unrounded; jury only when ranked */
	struct ratio final;	 /* F, unrounded; when ranked, as are all below */
	struct ratio published;	 /* F rounded to the scheme's decimals */
	unsigned rank;
	bool tied, winner;
	const struct words *title;  /* or NULL */
	const char *decided_by;	    /* "score", the text of a tie step, or "none" */
	const struct gate **failed; /* ineligible: every gate that it fails */
	size_t failed_count;
};

/* Nominees still tied when a list reached its `vote` step. */
struct vote_group {
	size_t *rows; /* indexes into ranking->rows, ordered by nominee key */
	size_t count;
	unsigned first_rank, last_rank; /* the places at stake */
	bool spans_last_winner;		/* first_rank <= winners < last_rank … decides who wins */
	bool voted;			/* every one of them had a vote, so it counted */
	bool partly;			/* some had a vote, not all: stale, it did not count */
};

struct ranking {
	const char *key;
	struct words name;
	unsigned winners;
	struct row *rows; /* by rank, then by bytes of the key; unranked last */
	size_t count, ranked_count;
	struct vote_group *vote_groups;
	size_t vote_group_count;
	struct words error; /* text NULL = none; else the list could not be computed */
};

struct tally {
	struct ranking *categories; /* as in the scheme */
	size_t category_count;
	struct ranking *overalls;
	size_t overall_count;
};

/* The ten rules of docs/methods.md. Complaints (evidence that is an input error, a category that
 * cannot be computed) are added to `complaints`, with the place of what caused them; the other
 * categories are computed all the same. False when there was any complaint. */
bool tally_run(const struct tally_input *input, struct arena *arena, struct tally *ret,
	       struct complaints *complaints) MUST_CHECK;

/* A decision of the pleno on one group of tied nominees. */
struct vote_record {
	const char *list; /* key of the category or overall list */
	size_t *nominees; /* the group … */
	unsigned *places; /* … and the place of each, >= 1; equal ones stay tied */
	size_t count;
	bool withdrawn;
	bool has_ballots;
	unsigned in_favour, against, abstained;
	const char *reason;
	bool counts; /* out: its nominees are exactly a group that reaches the `vote` step */
};

/* tally_run with those records that count; `input->votes` is not read. Of two records on the same
 * group the earlier one never counts, also when the later one was withdrawn. Sets `counts` of each
 * record. */
bool tally_with_votes(const struct tally_input *input, struct vote_record *records, size_t count,
		      struct arena *arena, struct tally *ret,
		      struct complaints *complaints) MUST_CHECK;

/* How one score is made: for a result page and for whoever redoes the sum. */
struct criterion_value {
	bool known;	     /* false: a jury criterion without a valid sheet */
	struct ratio value;  /* jury: plain unrounded mean over valid sheets; data: v */
	struct ratio points; /* w·value/100: what it adds to the final score under the mean */
	const char *numerator, *denominator,
		*word; /* evidence that was read, NULL when it was not */
};

struct detail {
	struct criterion_value *criteria; /* by criterion of the category */
	struct ratio *totals;		  /* by juror: T of its valid sheet */
	bool *valid;			  /* by juror */
};

bool tally_detail(const struct tally_input *input, size_t nominee, struct arena *arena,
		  struct detail *ret, struct complaints *complaints) MUST_CHECK;

/* Can this evidence value be read by the rules of the category, once it is verified? Complains
 * with every rule that could not use it: a word where a number is needed, an unknown level, 0 as a
 * denominator. For forms: stricter than the tally, which reads a pair only when both halves are
 * verified, so it must not refuse the rows of a file. */
void evidence_check(const struct category *category, const struct evidence *evidence,
		    struct complaints *complaints);
/* 0 <= x < 10^15, at most 4 decimals. */
bool evidence_number(const char *value, uint64_t *ret_e4) MUST_CHECK;
/* min + k·step within min … max? */
bool mark_fits(const struct criterion *criterion, int64_t mark_c);

/* ---- The release bundle: everything that a stranger needs to recount (docs/bundle-format.md).
 * Text in, text out. The ranking is not a part of the struct: the writer computes it, the reader
 * computes it again and compares. ---- */

#define BUNDLE_SIZE_MAX (64u << 20)
#define BUNDLE_JURORS_MAX 99
#define BUNDLE_NOMINEES_MAX 100000

enum panel_standing { PANEL_MEMBER, PANEL_ADDED, PANEL_REMOVED };

struct bundle_juror {
	enum panel_standing standing;
	bool *owes; /* by category */
};

struct bundle_version { /* of the rules; the last one is in force */
	const char *sha256;
	int64_t at;
	const char *reason; /* of the mend; NULL for the first */
};

struct bundle_reopening { /* of a sheet after the lock */
	size_t juror, nominee;
	unsigned version; /* of the rules then in force, from 1 */
	bool withdrawn;
	/* The juror total T before and after under those rules, as ratio_fraction() writes it;
	 * NULL: there was none (recused, absent, not yet owed). */
	const char *old_total, *new_total;
	struct place place; /* for complaints; zero when it came from no file */
};

struct bundle_change { /* of evidence after the lock; words are those of struct evidence */
	size_t nominee;
	struct evidence before, after; /* `name` of both; value NULL = missing */
};

struct bundle_late { /* a recusal found after the lock, and what it did to one list */
	size_t juror, nominee;
	const char *list;
	size_t *before, *after; /* its winners, in the order of the ranking */
	size_t before_count, after_count;
	struct place place;
};

struct bundle_leaf {
	int64_t seq;
	uint8_t hash[SHA256_SIZE];
};

struct bundle {
	unsigned release;	 /* from 1; 0 = worked out from files: no lock, no approval */
	unsigned corrects;	 /* the published release that this one replaces, or 0 */
	const char *correction;	 /* why */
	int64_t approved_at;	 /* first key */
	bool by_deputy;		 /* the first key was a deputy's */
	const char *scheme_text; /* the bytes of the scheme file */
	size_t scheme_len;
	struct bundle_version *versions;
	size_t version_count;
	/* Nominees in any order. Juror i is written as J<i+1>, `jurors` is not read: the caller
	 * puts the panel in its secret order. `votes` is not read. */
	struct tally_input input;
	struct bundle_juror *panel; /* by juror index */
	struct vote_record *votes;  /* in the order of the decisions, as are the lists below */
	size_t vote_count;
	struct bundle_reopening *reopenings;
	size_t reopening_count;
	struct bundle_change *changes;
	size_t change_count;
	struct bundle_late *lates;
	size_t late_count;
	struct bundle_leaf *leaves; /* all score events of the edition, by sequence */
	size_t leaf_count;
	/* Out, of the reader only: */
	struct tally tally;	    /* recomputed, and as the file says */
	uint8_t chain[SHA256_SIZE]; /* the last link */
};

/* Is the evidence read by a confidential criterion of the category? Then it is sealed, and so is
 * every rule that reads it: the bundle gives only what the rule makes of it. */
bool evidence_is_sealed(const struct category *category, const char *evidence);
/* SHA-256(salt ‖ the line that the bundle would hold if the evidence were open). The salt (16
 * random bytes of that piece of evidence) stays secret. */
void bundle_seal(const uint8_t *salt, size_t salt_len, const char *nominee,
		 const struct evidence *evidence, struct arena *arena, uint8_t ret[SHA256_SIZE]);
/* link = SHA-256(previous link ‖ leaf); the first previous link is 32 zero bytes. */
void bundle_link(const uint8_t previous[SHA256_SIZE], const uint8_t leaf[SHA256_SIZE],
		 uint8_t ret[SHA256_SIZE]);

/* Writes the text and reads it again: what is written can be verified. Texts must be UTF-8.
 * Complains when the tally cannot be computed, or about whatever bundle_read would refuse. */
bool bundle_write(const struct bundle *bundle, struct buf *ret,
		  struct complaints *complaints) MUST_CHECK;

/* How a reader gets at the rules: core knows no YAML. `text` are the bytes of the scheme. */
struct scheme_parser {
	bool (*parse)(void *arg, const char *text, size_t len, struct arena *arena,
		      struct scheme *ret, struct complaints *complaints);
	void *arg;
};

/* Reads a bundle, recomputes everything in it and compares. Every difference is a complaint with
 * its line (`file` is for its place); what is returned is verified. */
bool bundle_read(const char *file, const char *text, size_t len, struct scheme_parser parser,
		 struct arena *arena, struct bundle *ret, struct complaints *complaints) MUST_CHECK;

/* ---- How sure is a result? Agreement, would the winner change, smallest change, warnings ----
 * docs/methods.md, "Statistics", holds every formula. Ranks of re-runs come from the tally itself;
 * doubles are statistics only. Indexes are those of the input: juror, nominee; of the category:
 * criterion. Nothing is ever NaN: what cannot be computed says why. */

struct figure {
	bool known;
	double value;
	struct words why; /* when it is not known */
};

struct agreement {
	size_t jurors;	 /* who have a valid sheet in the category */
	size_t complete; /* nominees with the sheets of all of them: those W and ICC look at */
	struct figure kendall_w, chi_square;
	struct figure icc_1_1, icc_1_k, icc_2_1, icc_2_k, icc_3_1, icc_3_k;
	struct figure alpha_interval, alpha_ordinal; /* all nominees, with holes */
};

struct juror_figures {
	size_t juror;
	size_t sheets;		/* valid ones */
	struct figure mean, sd; /* of his totals; n - 1 */
	struct figure severity; /* b_j of the additive fit */
	struct figure spearman; /* with the mean of the others … */
	size_t compared;	/* … on so many nominees */
	size_t marks, extremes; /* on valid sheets; of these at an end of their scale */
};

/* Who has rank 1 in a re-run. */
struct outcome {
	bool known; /* false: the run could not be computed, `why` */
	struct words why;
	size_t *winners; /* nominees in the order of their keys */
	size_t count;
	bool changed; /* differs from the official rank 1; see report_category.comparable */
};

struct rerun { /* what was done is in the field that its list is about */
	size_t jurors[2];
	size_t criterion;
	int percent;
	struct outcome outcome;
};

struct rerun_list {
	struct rerun *items;
	size_t count;
};

struct subsets { /* many runs of one kind */
	size_t runs, changed;
	struct rerun_list cases; /* those that changed; of leave-two-out only */
	struct words why;	 /* text when not a single one was run, or not all are made */
};

enum side { /* methods side by side */
	    SIDE_MEAN,
	    SIDE_TRIMMED_MEAN,
	    SIDE_MEDIAN,
	    SIDE_ADDITIVE,
	    SIDE_BORDA,
	    SIDE_COPELAND,
	    SIDE_COUNT
};
const char *side_text(enum side side); /* "mean" … */

struct side_result {
	struct outcome outcome;
	unsigned *ranks; /* by member of the category; 0 = not ranked; NULL when not known */
};

struct random_weights {
	bool known;
	struct words why;
	size_t draws;
	unsigned concentration; /* k: Dirichlet parameters k·w/100 */
	size_t changed;
	size_t *wins; /* by member: draws in which it has rank 1 */
};

enum flip_kind { FLIP_NONE, FLIP_MARK, FLIP_EVIDENCE };

struct flip {
	size_t upper, lower; /* neighbours in the official ranking */
	enum flip_kind kind;
	struct words why; /* FLIP_NONE */
	size_t nominee, criterion;
	size_t juror;	       /* of a mark */
	const char *evidence;  /* name of the evidence */
	const char *from, *to; /* with a decimal point, or words */
	size_t steps;	       /* of a mark: how many of its steps */
};

struct span {	       /* of one member over all runs but the random weights */
	size_t runs;   /* that could be computed */
	size_t ranked; /* in which it has a rank; 0: the figures are not known */
	unsigned rank_min, rank_max;
	double rank_median;
	double share_winner; /* rank 1, of `runs` */
};

enum warning_kind {
	WARNING_OUTLIER,
	WARNING_REVERSED,
	WARNING_STRAIGHT,
	WARNING_HASTY,
	WARNING_EXTREMES,
	WARNING_DISAGREEMENT,
	WARNING_COUNT
};
const char *warning_code(enum warning_kind kind); /* "outlier" … */

#define WARNING_OF_NONE SIZE_MAX

struct warning {
	enum warning_kind kind;
	size_t juror, nominee, criterion; /* WARNING_OF_NONE where it is not about one */
	struct words seen;		  /* what was seen; names no juror */
	struct words advice;		  /* what one may do */
};

struct category_report {
	size_t category;
	size_t *members; /* nominees of the category, by bytes of their keys */
	size_t member_count;
	const struct ranking *official;
	struct agreement agreement;
	size_t *jury_criteria;		/* criterion of each of by_criterion */
	struct agreement *by_criterion; /* of their values */
	size_t jury_count;
	struct juror_figures *jurors; /* who have a valid sheet, in the order of the input */
	size_t juror_count;
	/* Everything below needs a category that can be tallied: else official->error says why,
	 * and lists are empty. */
	bool comparable; /* there is an official rank 1 */
	struct rerun_list one_out, criterion_out, shaken;
	struct subsets two_out, five;
	struct random_weights random;
	struct side_result sides[SIDE_COUNT];
	struct flip *flips;
	size_t flip_count;
	struct span *spans; /* by member */
	struct warning *warnings;
	size_t warning_count;
	struct words sentence; /* "Juara 1 tetap pada 9 dari 9 …" */
};

#define REPORT_SEED_SIZE 32
#define REPORT_DRAWS 10000
#define REPORT_CONCENTRATION 100

enum report_part {		    /* agreement, jurors and warnings are always there, and cheap */
		   REPORT_RUNS = 1, /* all re-runs but the random weights, sides, spans, sentence */
		   REPORT_RANDOM = 2,
		   REPORT_FLIPS = 4,
};

struct report_options {
	uint8_t seed[REPORT_SEED_SIZE];
	size_t draws;	  /* 0 = REPORT_DRAWS */
	unsigned skip;	  /* parts that are not wanted: report_part; 0 = the whole report */
	const char *only; /* key of the one category that is wanted, or NULL */
	const struct tally *tally; /* official, e.g. with votes; NULL = tally_run */
	/* How long each sheet was open until it was submitted, [nominee * juror_count + juror]
	 * in seconds, negative = not known; NULL = nobody knows. */
	const int64_t *seconds;
};

struct report {
	const struct tally *tally;
	struct category_report *categories; /* those wanted, in the order of the scheme */
	size_t category_count;
};

/* False, with complaints, when a category cannot be tallied; the others are there all the same,
 * and of that one the agreement. */
bool report_run(const struct tally_input *input, const struct report_options *options,
		struct arena *arena, struct report *ret, struct complaints *complaints) MUST_CHECK;

/* ---- Roles, phases, deeds ---- */

enum role { ROLE_JUROR = 1, ROLE_CHAIR = 2, ROLE_KEEPER = 4, ROLE_SECRETARIAT = 8 };
#define ROLE_ALL (ROLE_JUROR | ROLE_CHAIR | ROLE_KEEPER | ROLE_SECRETARIAT)

enum phase {
	PHASE_SETUP,
	PHASE_VERIFICATION,
	PHASE_SCORING,
	PHASE_DELIBERATION,
	PHASE_APPROVED,
	PHASE_PUBLISHED,
	PHASE_COUNT
};

const char *role_text(enum role role); /* "juror" … */
bool role_parse(const char *text, enum role *ret) MUST_CHECK;
const char *phase_text(enum phase phase); /* "setup" … */
bool phase_parse(const char *text, enum phase *ret) MUST_CHECK;

/* Whatever a signed-in person may do to an edition. One line each in rights.c; what is not there
 * nobody may do. */
enum deed {
	DEED_NONE,
	DEED_EDIT_SCHEME,   /* scheme, settings of the rule card */
	DEED_EDIT_SETTINGS, /* edition settings outside the rule hash */
	DEED_EDIT_NOMINEES,
	DEED_EDIT_PANEL,
	DEED_EDIT_EVIDENCE,	/* enter, verify, reject */
	DEED_EDIT_DOCUMENTS,	/* attach, withdraw */
	DEED_EDIT_SCHEDULE,	/* sittings, panels, times of interviews, delays */
	DEED_RECORD_ATTENDANCE, /* who came to an interview, jurors and nominees */
	DEED_SCORE,		/* save and submit the own sheet */
	DEED_REOPEN_OWN,
	DEED_RECUSE,
	DEED_MARK_ABSENT, /* and take it back */
	DEED_LATE_RECUSAL,
	DEED_LIFT_RECUSAL,
	DEED_VOTE,
	DEED_NOTE_ASSEMBLY, /* who is at the pleno, from when to when */
	DEED_REOPEN_SHEET,  /* propose; and withdraw */
	DEED_REOPEN_EVIDENCE,
	DEED_CHANGE_PANEL, /* after the freeze: propose */
	DEED_PROPOSE_DEPUTY,
	DEED_MEND_SCHEME,    /* propose going back to setup */
	DEED_CONFIRM,	     /* the keeper's word on a proposal, also on a deputy chair */
	DEED_CONFIRM_KEEPER, /* the chair's word on a deputy keeper: the other key */
	DEED_DECLARE,	     /* conflicts of interest, one's own */
	DEED_SEE_DECLARED,   /* who has declared, and who has not yet */
	DEED_SEE_CONFLICTS,  /* what was declared, and why */
	DEED_SEE_PROGRESS,
	DEED_SEE_RANKING,
	DEED_SEE_LOG,
	DEED_MAKE_CARD,	  /* an access card: its holder chooses the password */
	DEED_MAKE_LETTER, /* the code of a nominee, in its letter */
	DEED_SEE_OBJECTIONS,
	DEED_ANSWER_OBJECTION,
	/* Printing: what may not be read on a page may not be read on paper either. */
	DEED_PRINT_SCHEDULE,   /* the running order, as the page shows it to the reader */
	DEED_PRINT_ATTENDANCE, /* lists to sign */
	DEED_PRINT_DECLARATIONS,
	DEED_PRINT_OWN_DECLARATION,
	DEED_PRINT_BLANK_SHEETS, /* for when the network is gone */
	DEED_PRINT_NOMINATION,
	DEED_PRINT_THANKS, /* certificates for jurors */
	DEED_PRINT_MINUTES,
	DEED_PRINT_RECAP,
	DEED_PRINT_SHEETS, /* the marks of every juror, by name */
	DEED_PRINT_OWN_SHEETS,
	DEED_PRINT_DECREE,   /* the annex to the decree */
	DEED_PRINT_NATIONAL, /* the letter to the national level */
	DEED_TYPE_PAPER,     /* a sheet filled in by hand, and comparing what another has typed */
	DEED_REVOKE_CERTIFICATE, /* proposed; by the keeper confirmed */
	DEED_EDIT_LAYOUT,
	DEED_EDIT_PICTURES, /* that layouts name */
	DEED_PRINT_SAMPLE,
	DEED_COUNT
};

/* What narrows a right beyond role and phase. */
struct circumstances {
	bool own;      /* the sheet is his own */
	bool reopened; /* the sheet or item was reopened, or is owed by an added juror */
	bool mended;   /* back in setup or scoring by a mend: only what it opened is open */
};

/* The one question. Denies whatever the table does not name. */
bool may(enum deed deed, enum role role, enum phase phase, struct circumstances at);

/* Moves. */
struct move {
	enum phase from, to;
	unsigned roles;
	bool needs_reason;
	bool needs_password; /* given less than 10 minutes ago */
	bool needs_keeper;   /* takes effect when the keeper confirms */
};
/* NULL when there is no such move (409 wrong_phase). */
const struct move *move_find(enum phase from, enum phase to);

/* What stands in the way of a move (blockers.c). */
struct named_pair {
	const char *first, *second; /* juror and nominee, nominee and evidence: what is open */
};

struct category_fact {
	const char *name;
	bool judged; /* has jury criteria */
	size_t nominees, jurors;
};

struct move_facts {
	struct category_fact *categories;
	size_t category_count, nominee_count;
	unsigned quorum;
	bool has_chair, has_keeper;
	struct named_pair *sheets; /* owed, neither submitted nor recused nor absent */
	size_t sheet_count;
	struct named_pair *evidence; /* entered, neither verified nor rejected */
	size_t evidence_count;
	bool tallied; /* what follows is known */
	const struct tally_input *input;
	const struct tally *tally;
	const struct complaints *errors; /* of the tally */
	const struct vote_record *votes; /* after tally_with_votes */
	size_t vote_count;
	bool same_person, bundle_changed, chain_broken;
};

struct blocker {
	const char *code; /* "sheet_open" */
	struct words text;
};

#define BLOCKERS_MAX 8

struct blockers {
	struct blocker items[BLOCKERS_MAX];
	size_t count;
};

/* Ways back have none here. */
void blockers_find(enum phase to, const struct move_facts *facts, struct arena *arena,
		   struct blockers *ret);

/* ---- Tokens of certificates (certificate_token.c): docs/certificate-token.md ----
 * What a certificate says, signed with the edition's key: whoever has the public half of it can
 * tell without asking anybody. A way to check, never called an electronic signature. */

#define CERTIFICATE_BUNDLE_SIZE 16
#define CERTIFICATE_KEY_ID_SIZE 4 /* the first bytes of the SHA-256 of the public key */

struct certificate_token {
	const char *serial;  /* "abcd-efgh-…", as code_make makes it */
	const char *edition; /* key */
	const char *list;    /* key of the category or overall list */
	int64_t rank;	     /* 0 = none */
	const char *title;   /* "Terbaik I"; "" = none */
	const char *name;    /* of whom it is given to */
	bool sample;
	/* Half of the SHA-256 of the release bundle: the code must stay small. */
	uint8_t bundle[CERTIFICATE_BUNDLE_SIZE];
	uint8_t key_id[CERTIFICATE_KEY_ID_SIZE];
	uint8_t signature[SIGN_SIZE];
};

enum certificate_key_state {
	CERTIFICATE_KEY_USED,	  /* signs */
	CERTIFICATE_KEY_RETIRED,  /* signs no more; what it signed is good */
	CERTIFICATE_KEY_WITHDRAWN /* somebody else may have had it: nothing follows from it */
};

struct certificate_key { /* the public half */
	const char *edition;
	uint8_t public[SIGN_PUBLIC_SIZE];
	int64_t made_at, ended_at; /* seconds UTC; ended_at 0 = in use */
	enum certificate_key_state state;
};

/* Fills key_id and signature. Texts that are too long for a code are cut (their end is "…"), as
 * certificate_token_parse gives them back. */
void certificate_token_sign(struct certificate_token *token, const uint8_t seed[SIGN_SEED_SIZE],
			    struct arena *arena);
/* Capitals and digits; the first 28 are the serial. */
char *certificate_token_format(const struct certificate_token *token, struct arena *arena);
/* The same without the serial, for an address that names it already. */
const char *certificate_token_rest(const char *text);
/* A token, or an address "…/certificates/<serial>?t=<rest>". Spaces, hyphens, ends of lines and
 * small letters do not matter. ERR_INPUT "not_a_token", "unknown_version". What it says is not
 * to be believed before certificate_token_judge. */
bool certificate_token_parse(const char *text, struct arena *arena, struct certificate_token *ret,
			     struct err *err) MUST_CHECK;

enum certificate_verdict {
	CERTIFICATE_FORGED, /* was not signed with the key that it names */
	CERTIFICATE_VALID,
	CERTIFICATE_UNKNOWN_KEY,   /* none of these keys */
	CERTIFICATE_OTHER_EDITION, /* signed with the key of another edition than it names */
	CERTIFICATE_KEY_GONE	   /* signed, but the key was withdrawn */
};
enum certificate_verdict certificate_token_judge(const struct certificate_token *token,
						 const struct certificate_key *keys, size_t count,
						 struct arena *arena);

void certificate_key_id(const uint8_t public[SIGN_PUBLIC_SIZE],
			uint8_t ret[CERTIFICATE_KEY_ID_SIZE]);
/* "5484 d1e1 0f4a 9268 …": the first 16 bytes of the SHA-256 of the public key, for paper. */
char *certificate_key_print(const uint8_t public[SIGN_PUBLIC_SIZE], struct arena *arena);
const char *certificate_key_state_text(enum certificate_key_state state);
bool certificate_key_state_parse(const char *text, enum certificate_key_state *ret) MUST_CHECK;
/* A file of keys: its first line, then one line for each. */
extern const char CERTIFICATE_KEYS_HEAD[];
void certificate_key_write(const struct certificate_key *key, struct buf *ret);
bool certificate_keys_read(const char *file, const char *text, size_t len, struct arena *arena,
			   struct certificate_key **ret, size_t *ret_count,
			   struct complaints *complaints) MUST_CHECK;

#endif
