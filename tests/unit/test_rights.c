/* The tables of product's life of an edition, once more and written differently: what differs is a
 * mistake in one of them. */
#include "core/core.h"
#include "unit.h"

/* One letter per phase, from setup to published: "." nobody, else who may.
 *	s secretariat, c chair, k keeper, j juror; several roles have an alias:
 *	p juror or chair, v chair or keeper, b secretariat or chair, o secretariat, chair or keeper,
 *a all */
struct line {
	enum deed deed;
	const char *usual, *reopened, *mended;
};

static const struct line LINES[] = {
	{ DEED_NONE, "......", "......", "......" },
	{ DEED_EDIT_SCHEME, "s.....", "s.....", "s....." },
	{ DEED_EDIT_SETTINGS, "ssss..", "ssss..", "ssss.." },
	{ DEED_EDIT_NOMINEES, "ss....", "ss....", "ss...." },
	{ DEED_EDIT_PANEL, "ss....", "ss....", "......" },
	{ DEED_EDIT_EVIDENCE, ".ss...", ".sss..", ".ss..." },
	{ DEED_EDIT_DOCUMENTS, ".ss...", ".sss..", ".ss..." },
	{ DEED_EDIT_SCHEDULE, "sss...", "sss...", "sss..." },
	{ DEED_RECORD_ATTENDANCE, ".sss..", ".sss..", ".sss.." },
	{ DEED_SCORE, "..p...", "..pp..", "......" },
	{ DEED_REOPEN_OWN, "..p...", "..p...", "......" },
	{ DEED_RECUSE, "..p...", "..p...", "..p..." },
	{ DEED_MARK_ABSENT, "..c...", "..cc..", "......" },
	{ DEED_LATE_RECUSAL, "...c..", "...c..", "...c.." },
	{ DEED_LIFT_RECUSAL, "..cc..", "..cc..", "..cc.." },
	{ DEED_VOTE, "...c..", "...c..", "...c.." },
	{ DEED_NOTE_ASSEMBLY, "...b..", "...b..", "...b.." },
	{ DEED_REOPEN_SHEET, "...c..", "...c..", "...c.." },
	{ DEED_REOPEN_EVIDENCE, "...c..", "...c..", "...c.." },
	{ DEED_CHANGE_PANEL, "..cc..", "..cc..", "cccc.." },
	{ DEED_PROPOSE_DEPUTY, "ssssss", "ssssss", "ssssss" },
	{ DEED_MEND_SCHEME, "..cc..", "..cc..", "..cc.." },
	{ DEED_CONFIRM, "kkkkkk", "kkkkkk", "kkkkkk" },
	{ DEED_CONFIRM_KEEPER, "cccccc", "cccccc", "cccccc" },
	{ DEED_DECLARE, "pppppp", "pppppp", "pppppp" },
	{ DEED_SEE_DECLARED, "oooooo", "oooooo", "oooooo" },
	{ DEED_SEE_CONFLICTS, "vvvvvv", "vvvvvv", "vvvvvv" },
	{ DEED_SEE_PROGRESS, "oooooo", "oooooo", "oooooo" },
	{ DEED_SEE_RANKING, "...aaa", "...aaa", "...aaa" },
	{ DEED_SEE_LOG, "kkkkkk", "kkkkkk", "kkkkkk" },
	{ DEED_MAKE_CARD, "ssssss", "ssssss", "ssssss" },
	{ DEED_MAKE_LETTER, ".....s", ".....s", ".....s" },
	{ DEED_SEE_OBJECTIONS, "oooooo", "oooooo", "oooooo" },
	{ DEED_ANSWER_OBJECTION, "...ccc", "...ccc", "...ccc" },
	{ DEED_PRINT_SCHEDULE, "aaaaaa", "aaaaaa", "aaaaaa" },
	{ DEED_PRINT_ATTENDANCE, "oooooo", "oooooo", "oooooo" },
	{ DEED_PRINT_DECLARATIONS, "vvvvvv", "vvvvvv", "vvvvvv" },
	{ DEED_PRINT_OWN_DECLARATION, "pppppp", "pppppp", "pppppp" },
	{ DEED_PRINT_BLANK_SHEETS, ".bbb..", ".bbb..", ".bbb.." },
	{ DEED_PRINT_NOMINATION, "..bbbb", "..bbbb", "..bbbb" },
	{ DEED_PRINT_THANKS, "...bbb", "...bbb", "...bbb" },
	{ DEED_PRINT_MINUTES, "...ooo", "...ooo", "...ooo" },
	{ DEED_PRINT_RECAP, "...ooo", "...ooo", "...ooo" },
	{ DEED_PRINT_SHEETS, "...kkk", "...kkk", "...kkk" },
	{ DEED_PRINT_OWN_SHEETS, "...ppp", "...ppp", "...ppp" },
	{ DEED_PRINT_DECREE, "....oo", "....oo", "....oo" },
	{ DEED_PRINT_NATIONAL, ".....b", ".....b", ".....b" },
	{ DEED_TYPE_PAPER, "...s..", "...s..", "...s.." },
	{ DEED_REVOKE_CERTIFICATE, ".....c", ".....c", ".....c" },
	{ DEED_EDIT_LAYOUT, "ssss.s", "ssss.s", "ssss.s" },
	{ DEED_EDIT_PICTURES, "ssss.s", "ssss.s", "ssss.s" },
	{ DEED_PRINT_SAMPLE, "ssssss", "ssssss", "ssssss" },
};

static const enum role ROLES[] = { ROLE_JUROR, ROLE_CHAIR, ROLE_KEEPER, ROLE_SECRETARIAT };

static unsigned roles_of(char letter)
{
	switch (letter) {
	case 's': return ROLE_SECRETARIAT;
	case 'c': return ROLE_CHAIR;
	case 'k': return ROLE_KEEPER;
	case 'j': return ROLE_JUROR;
	case 'p': return ROLE_JUROR | ROLE_CHAIR;
	case 'v': return ROLE_CHAIR | ROLE_KEEPER;
	case 'b': return ROLE_SECRETARIAT | ROLE_CHAIR;
	case 'o': return ROLE_SECRETARIAT | ROLE_CHAIR | ROLE_KEEPER;
	case 'a': return ROLE_ALL;
	default: return 0;
	}
}

static void check(enum deed deed, const char *phases, struct circumstances at)
{
	for (unsigned phase = 0; phase < PHASE_COUNT; phase++)
		for (size_t r = 0; r < COUNT(ROLES); r++) {
			bool expected = roles_of(phases[phase]) & ROLES[r];
			bool is = may(deed, ROLES[r], (enum phase)phase, at);

			if (is != expected)
				print_message("# deed %d role %s phase %s\n", deed,
					      role_text(ROLES[r]), phase_text((enum phase)phase));
			assert_int_equal(is, expected);
		}
}

static void every_act_is_allowed_to_whom_and_when_the_table_says(void **state)
{
	(void)state;
	assert_int_equal(COUNT(LINES), DEED_COUNT);
	for (size_t i = 0; i < COUNT(LINES); i++) {
		assert_int_equal(LINES[i].deed, i);
		check(LINES[i].deed, LINES[i].usual, (struct circumstances){ .own = true });
		check(LINES[i].deed, LINES[i].reopened,
		      (struct circumstances){ .own = true, .reopened = true });
		check(LINES[i].deed, LINES[i].mended,
		      (struct circumstances){ .own = true, .mended = true });
	}
}

static void nobody_touches_the_sheet_of_another(void **state)
{
	static const enum deed OWN[] = { DEED_SCORE,
					 DEED_REOPEN_OWN,
					 DEED_RECUSE,
					 DEED_DECLARE,
					 DEED_PRINT_OWN_DECLARATION,
					 DEED_PRINT_OWN_SHEETS };

	(void)state;
	for (size_t i = 0; i < COUNT(OWN); i++)
		check(OWN[i], "......", (struct circumstances){ .reopened = true });
}

static void a_sheet_that_a_mend_opened_can_be_scored_and_no_other(void **state)
{
	struct circumstances open = { .own = true, .mended = true, .reopened = true };
	struct circumstances frozen = { .own = true, .mended = true };

	(void)state;
	assert_true(may(DEED_SCORE, ROLE_JUROR, PHASE_SCORING, open));
	assert_false(may(DEED_SCORE, ROLE_JUROR, PHASE_SCORING, frozen));
}

static void what_the_table_does_not_name_is_denied(void **state)
{
	struct circumstances at = { true, true, true };

	(void)state;
	assert_false(may(DEED_COUNT, ROLE_CHAIR, PHASE_SCORING, at));
	assert_false(may(DEED_SCORE, ROLE_CHAIR, PHASE_COUNT, at));
	assert_false(may(DEED_SCORE, (enum role)0, PHASE_SCORING, at));
}

static void every_move_is_in_the_table_and_no_other_exists(void **state)
{
	static const struct {
		const char *move;
		unsigned roles;
		const char *needs; /* r reason, p password, k keeper */
	} MOVES[] = {
		{ "setup>verification", ROLE_SECRETARIAT, "" },
		{ "verification>scoring", ROLE_SECRETARIAT, "" },
		{ "scoring>deliberation", ROLE_CHAIR, "p" },
		{ "deliberation>approved", ROLE_CHAIR, "p" },
		{ "approved>published", ROLE_KEEPER, "p" },
		{ "verification>setup", ROLE_SECRETARIAT, "rp" },
		{ "scoring>setup", ROLE_CHAIR, "rpk" },
		{ "deliberation>setup", ROLE_CHAIR, "rpk" },
		{ "approved>deliberation", ROLE_KEEPER, "rp" },
		{ "published>deliberation", ROLE_CHAIR, "rp" },
	};
	size_t found = 0;

	(void)state;
	for (unsigned from = 0; from < PHASE_COUNT; from++)
		for (unsigned to = 0; to < PHASE_COUNT; to++) {
			const struct move *move = move_find((enum phase)from, (enum phase)to);
			char name[64];
			size_t i = 0;

			if (!move)
				continue;
			found++;
			(void)snprintf(name, sizeof(name), "%s>%s", phase_text(move->from),
				       phase_text(move->to));
			while (i < COUNT(MOVES) && strcmp(MOVES[i].move, name) != 0)
				i++;
			assert_true(i < COUNT(MOVES));
			assert_int_equal(move->roles, MOVES[i].roles);
			assert_int_equal(move->needs_reason, strchr(MOVES[i].needs, 'r') != NULL);
			assert_int_equal(move->needs_password, strchr(MOVES[i].needs, 'p') != NULL);
			assert_int_equal(move->needs_keeper, strchr(MOVES[i].needs, 'k') != NULL);
		}
	assert_int_equal(found, COUNT(MOVES));
}

static void roles_and_phases_are_read_as_they_are_written(void **state)
{
	enum phase phase;
	enum role role;

	(void)state;
	for (size_t i = 0; i < COUNT(ROLES); i++) {
		assert_true(role_parse(role_text(ROLES[i]), &role));
		assert_int_equal(role, ROLES[i]);
	}
	for (unsigned i = 0; i < PHASE_COUNT; i++) {
		assert_true(phase_parse(phase_text((enum phase)i), &phase));
		assert_int_equal(phase, i);
	}
	assert_false(role_parse("Chair", &role));
	assert_false(role_parse(NULL, &role));
	assert_false(phase_parse("", &phase));
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_act_is_allowed_to_whom_and_when_the_table_says),
		cmocka_unit_test(nobody_touches_the_sheet_of_another),
		cmocka_unit_test(a_sheet_that_a_mend_opened_can_be_scored_and_no_other),
		cmocka_unit_test(what_the_table_does_not_name_is_denied),
		cmocka_unit_test(every_move_is_in_the_table_and_no_other_exists),
		cmocka_unit_test(roles_and_phases_are_read_as_they_are_written),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
