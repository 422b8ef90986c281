/* Who may do what, when: the tables of acts and of moves, and nothing else. Zero = nobody. */
#include "core/core.h"

#define AT(phase) (1u << (phase))
#define SETUP AT(PHASE_SETUP)
#define VERIFICATION AT(PHASE_VERIFICATION)
#define SCORING AT(PHASE_SCORING)
#define DELIBERATION AT(PHASE_DELIBERATION)
#define APPROVED AT(PHASE_APPROVED)
#define PUBLISHED AT(PHASE_PUBLISHED)
#define ALWAYS (AT(PHASE_COUNT) - 1)

#define JUROR ROLE_JUROR
#define CHAIR ROLE_CHAIR
#define KEEPER ROLE_KEEPER
#define SECRETARIAT ROLE_SECRETARIAT

struct right {
	unsigned roles;
	unsigned phases;
	unsigned reopened; /* also in these, when the sheet or item was reopened */
	unsigned mended;   /* also in these, after a mend of the scheme */
	bool own;	   /* only on the own sheet */
	bool frozen;	   /* after a mend only what the mend reopened */
};

/* clang-format off */
static const struct right RIGHTS[DEED_COUNT] = {
	[DEED_EDIT_SCHEME]     = { SECRETARIAT, SETUP },
	[DEED_EDIT_SETTINGS]   = { SECRETARIAT, SETUP | VERIFICATION | SCORING | DELIBERATION },
	[DEED_EDIT_NOMINEES]   = { SECRETARIAT, SETUP | VERIFICATION },
	[DEED_EDIT_PANEL]      = { SECRETARIAT, SETUP | VERIFICATION, .frozen = true },
	[DEED_EDIT_EVIDENCE]   = { SECRETARIAT, VERIFICATION | SCORING, .reopened = DELIBERATION },
	[DEED_EDIT_SCHEDULE]   = { SECRETARIAT, SETUP | VERIFICATION | SCORING },
	[DEED_RECORD_ATTENDANCE] = { SECRETARIAT, VERIFICATION | SCORING | DELIBERATION },
	[DEED_EDIT_DOCUMENTS]  = { SECRETARIAT, VERIFICATION | SCORING, .reopened = DELIBERATION },
	[DEED_SCORE]           = { JUROR | CHAIR, SCORING, .reopened = DELIBERATION,
	                           .own = true, .frozen = true },
	[DEED_REOPEN_OWN]      = { JUROR | CHAIR, SCORING, .own = true, .frozen = true },
	/* A conflict of interest may be found on a frozen sheet, too. */
	[DEED_RECUSE]          = { JUROR | CHAIR, SCORING, .own = true },
	[DEED_MARK_ABSENT]     = { CHAIR, SCORING, .reopened = DELIBERATION, .frozen = true },
	[DEED_LATE_RECUSAL]    = { CHAIR, DELIBERATION },
	[DEED_LIFT_RECUSAL]    = { CHAIR, SCORING | DELIBERATION },
	[DEED_VOTE]            = { CHAIR, DELIBERATION },
	/* Whoever holds the list notes it; the first key is the chair's word on it. */
	[DEED_NOTE_ASSEMBLY]   = { SECRETARIAT | CHAIR, DELIBERATION },
	[DEED_REOPEN_SHEET]    = { CHAIR, DELIBERATION },
	[DEED_REOPEN_EVIDENCE] = { CHAIR, DELIBERATION },
	[DEED_CHANGE_PANEL]    = { CHAIR, SCORING | DELIBERATION, .mended = SETUP | VERIFICATION },
	[DEED_PROPOSE_DEPUTY]  = { SECRETARIAT, ALWAYS },
	[DEED_MEND_SCHEME]     = { CHAIR, SCORING | DELIBERATION },
	[DEED_CONFIRM]         = { KEEPER, ALWAYS },
	[DEED_CONFIRM_KEEPER]  = { CHAIR, ALWAYS },
	/* A conflict may be found at any time; what follows from it depends on the phase. */
	[DEED_DECLARE]         = { JUROR | CHAIR, ALWAYS, .own = true },
	[DEED_SEE_DECLARED]    = { SECRETARIAT | CHAIR | KEEPER, ALWAYS },
	[DEED_SEE_CONFLICTS]   = { CHAIR | KEEPER, ALWAYS },
	[DEED_SEE_PROGRESS]    = { SECRETARIAT | CHAIR | KEEPER, ALWAYS },
	[DEED_SEE_RANKING]     = { ROLE_ALL, DELIBERATION | APPROVED | PUBLISHED },
	[DEED_SEE_LOG]         = { KEEPER, ALWAYS },
	[DEED_MAKE_CARD]       = { SECRETARIAT, ALWAYS },
	[DEED_MAKE_LETTER]     = { SECRETARIAT, PUBLISHED },
	[DEED_SEE_OBJECTIONS]  = { SECRETARIAT | CHAIR | KEEPER, ALWAYS },
	[DEED_REVOKE_CERTIFICATE] = { CHAIR, PUBLISHED },
	/* Not between the two keys: the second issues what the first has seen. */
	[DEED_EDIT_LAYOUT]     = { SECRETARIAT, ALWAYS & ~APPROVED },
	[DEED_EDIT_PICTURES]   = { SECRETARIAT, ALWAYS & ~APPROVED },
	[DEED_PRINT_SAMPLE]    = { SECRETARIAT, ALWAYS },
	/* Also while a correction is under way. */
	[DEED_ANSWER_OBJECTION] = { CHAIR, DELIBERATION | APPROVED | PUBLISHED },
	/* No mark and no score on paper before the lock. */
	[DEED_PRINT_SCHEDULE]  = { ROLE_ALL, ALWAYS },
	[DEED_PRINT_ATTENDANCE] = { SECRETARIAT | CHAIR | KEEPER, ALWAYS },
	[DEED_PRINT_DECLARATIONS] = { CHAIR | KEEPER, ALWAYS },
	[DEED_PRINT_OWN_DECLARATION] = { JUROR | CHAIR, ALWAYS, .own = true },
	[DEED_PRINT_BLANK_SHEETS] = { SECRETARIAT | CHAIR, VERIFICATION | SCORING | DELIBERATION },
	[DEED_PRINT_NOMINATION] = { SECRETARIAT | CHAIR,
	                            SCORING | DELIBERATION | APPROVED | PUBLISHED },
	[DEED_PRINT_THANKS]    = { SECRETARIAT | CHAIR, DELIBERATION | APPROVED | PUBLISHED },
	[DEED_PRINT_MINUTES]   = { SECRETARIAT | CHAIR | KEEPER, DELIBERATION | APPROVED | PUBLISHED },
	[DEED_PRINT_RECAP]     = { SECRETARIAT | CHAIR | KEEPER, DELIBERATION | APPROVED | PUBLISHED },
	/* Pages show marks under pseudonyms; who they are, chair and keeper may ask, and marks of
	 * others by name are for the one who judges nobody. */
	[DEED_PRINT_SHEETS]    = { KEEPER, DELIBERATION | APPROVED | PUBLISHED },
	[DEED_PRINT_OWN_SHEETS] = { JUROR | CHAIR, DELIBERATION | APPROVED | PUBLISHED, .own = true },
	[DEED_PRINT_DECREE]    = { SECRETARIAT | CHAIR | KEEPER, APPROVED | PUBLISHED },
	[DEED_PRINT_NATIONAL]  = { SECRETARIAT | CHAIR, PUBLISHED },
	[DEED_TYPE_PAPER]      = { SECRETARIAT, DELIBERATION },
};

static const struct move MOVES[] = {
	/* from, to, roles, reason, password, keeper */
	{ PHASE_SETUP,        PHASE_VERIFICATION, SECRETARIAT, false, false, false },
	{ PHASE_VERIFICATION, PHASE_SCORING,      SECRETARIAT, false, false, false },
	{ PHASE_SCORING,      PHASE_DELIBERATION, CHAIR,       false, true,  false },
	{ PHASE_DELIBERATION, PHASE_APPROVED,     CHAIR,       false, true,  false },
	{ PHASE_APPROVED,     PHASE_PUBLISHED,    KEEPER,      false, true,  false },
	/* Back, each with a reason and a fresh password. The first only while no mark exists. */
	{ PHASE_VERIFICATION, PHASE_SETUP,        SECRETARIAT, true,  true,  false },
	{ PHASE_SCORING,      PHASE_SETUP,        CHAIR,       true,  true,  true },
	{ PHASE_DELIBERATION, PHASE_SETUP,        CHAIR,       true,  true,  true },
	{ PHASE_APPROVED,     PHASE_DELIBERATION, KEEPER,      true,  true,  false },
	{ PHASE_PUBLISHED,    PHASE_DELIBERATION, CHAIR,       true,  true,  false },
};

static const struct { enum role role; const char *text; } ROLES[] = {
	{ ROLE_JUROR, "juror" },
	{ ROLE_CHAIR, "chair" },
	{ ROLE_KEEPER, "keeper" },
	{ ROLE_SECRETARIAT, "secretariat" },
};

static const char *const PHASES[PHASE_COUNT] = {
	[PHASE_SETUP] = "setup",
	[PHASE_VERIFICATION] = "verification",
	[PHASE_SCORING] = "scoring",
	[PHASE_DELIBERATION] = "deliberation",
	[PHASE_APPROVED] = "approved",
	[PHASE_PUBLISHED] = "published",
};
/* clang-format on */

const char *role_text(enum role role)
{
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (ROLES[i].role == role)
			return ROLES[i].text;
	return "";
}

bool role_parse(const char *text, enum role *ret)
{
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (text_equal(ROLES[i].text, text)) {
			*ret = ROLES[i].role;
			return true;
		}
	return false;
}

const char *phase_text(enum phase phase)
{
	return (unsigned)phase < PHASE_COUNT ? PHASES[phase] : "";
}

bool phase_parse(const char *text, enum phase *ret)
{
	for (unsigned i = 0; i < PHASE_COUNT; i++)
		if (text_equal(PHASES[i], text)) {
			*ret = (enum phase)i;
			return true;
		}
	return false;
}

bool may(enum deed deed, enum role role, enum phase phase, struct circumstances at)
{
	const struct right *right;
	unsigned phases;

	if ((unsigned)deed >= DEED_COUNT || (unsigned)phase >= PHASE_COUNT)
		return false;
	right = &RIGHTS[deed];
	phases = right->phases;
	if (at.reopened)
		phases |= right->reopened;
	if (at.mended)
		phases |= right->mended;
	if (!(right->roles & role) || !(phases & AT(phase)))
		return false;
	if (right->own && !at.own)
		return false;
	return !(right->frozen && at.mended && !at.reopened);
}

const struct move *move_find(enum phase from, enum phase to)
{
	for (size_t i = 0; i < COUNT(MOVES); i++)
		if (MOVES[i].from == from && MOVES[i].to == to)
			return &MOVES[i];
	return NULL;
}
