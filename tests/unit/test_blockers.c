/* Each blocker by itself: facts in, codes out, and that the words count and name. */
#include "edition.h"

static const char *codes(struct arena *arena, enum phase to, const struct move_facts *facts,
			 struct blockers *ret)
{
	struct buf text;

	buf_init(&text, arena);
	blockers_find(to, facts, arena, ret);
	for (size_t i = 0; i < ret->count; i++)
		buf_printf(&text, "%s%s", i ? " " : "", ret->items[i].code);
	return text.data;
}

static void moves_without_hindrance_have_no_blocker(void **state)
{
	struct arena arena = { 0 };
	struct category_fact category = { "Kabupaten", true, 3, 5 };
	struct move_facts facts = {
		.categories = &category,
		.category_count = 1,
		.nominee_count = 3,
		.quorum = 5,
		.has_chair = true,
		.has_keeper = true,
	};
	struct blockers found;

	(void)state;
	for (unsigned to = 0; to < PHASE_COUNT; to++)
		assert_string_equal(codes(&arena, (enum phase)to, &facts, &found), "");
	arena_release(&arena);
}

static void a_panel_is_short_only_where_there_is_something_to_judge(void **state)
{
	static const struct {
		struct category_fact category;
		const char *verification, *scoring;
	} CASES[] = {
		{ { "K", true, 1, 4 }, "panel_below_quorum", "" },
		{ { "K", true, 1, 0 }, "panel_below_quorum", "category_without_panel" },
		{ { "K", true, 0, 0 }, "", "" },
		{ { "K", false, 9, 0 }, "", "" },
		{ { "K", true, 9, 5 }, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct category_fact category = CASES[i].category;
		struct move_facts facts = {
			.categories = &category,
			.category_count = 1,
			.nominee_count = 9,
			.quorum = 5,
			.has_chair = true,
			.has_keeper = true,
		};
		struct blockers found;

		assert_string_equal(codes(&arena, PHASE_VERIFICATION, &facts, &found),
				    CASES[i].verification);
		assert_string_equal(codes(&arena, PHASE_SCORING, &facts, &found), CASES[i].scoring);
		arena_release(&arena);
	}
}

static void an_empty_edition_hears_everything_at_once(void **state)
{
	struct arena arena = { 0 };
	struct move_facts facts = { .quorum = 5 };
	struct blockers found;

	(void)state;
	assert_string_equal(codes(&arena, PHASE_VERIFICATION, &facts, &found),
			    "no_nominees no_chair no_keeper");
	arena_release(&arena);
}

static void what_is_open_is_counted_and_the_first_are_named(void **state)
{
	struct arena arena = { 0 };
	struct named_pair pairs[7];
	struct move_facts facts = { .sheets = pairs, .sheet_count = 7, .evidence = pairs };
	struct blockers found;

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++)
		pairs[i] = (struct named_pair){ arena_printf(&arena, "j%zu", i + 1), "belu" };
	assert_string_equal(codes(&arena, PHASE_DELIBERATION, &facts, &found), "sheet_open");
	assert_string_equal(found.items[0].text.text[LANG_ID],
			    "7 lembar masih terbuka: j1 – belu; j2 – belu; j3 – belu; … (+4)");
	facts.evidence_count = 1;
	assert_string_equal(codes(&arena, PHASE_APPROVED, &facts, &found),
			    "sheet_open evidence_open");
	arena_release(&arena);
}

#define TIED                                                                                      \
	"jurors j1; category k 1; jury a.c1 100 0 100 1; nominee x k; nominee y k; nominee z k; " \
	"sheet x j1 50; sheet y j1 50; sheet z j1 40"

static void a_tie_on_the_last_winning_rank_wants_its_own_vote(void **state)
{
	static size_t XY[] = { 0, 1 }, XZ[] = { 0, 2 }, Z[] = { 2 };
	static unsigned PLACES[] = { 1, 2 }, EQUAL[] = { 1, 1 };
	static const struct {
		const char *what, *edition;
		struct vote_record vote;
		const char *codes;
	} CASES[] = {
		{ "no vote", "ties vote; " TIED, { .list = "other" }, "tie_on_winning_rank" },
		{ "no such step", TIED, { .list = "other" }, "" },
		{ "a tie that does not reach the last winning rank",
		  "ties vote; jurors j1; category k 2; jury a.c1 100 0 100 1; nominee x k; "
		  "nominee y k; sheet x j1 50; sheet y j1 50",
		  { .list = "other" },
		  "" },
		{ "voted",
		  "ties vote; " TIED,
		  { .list = "k", .nominees = XY, .places = PLACES, .count = 2 },
		  "" },
		{ "voted to be equal",
		  "ties vote; " TIED,
		  { .list = "k", .nominees = XY, .places = EQUAL, .count = 2 },
		  "" },
		{ "withdrawn",
		  "ties vote; " TIED,
		  { .list = "k", .nominees = XY, .places = PLACES, .count = 2, .withdrawn = true },
		  "tie_on_winning_rank" },
		{ "a vote of another group with one of them",
		  "ties vote; " TIED,
		  { .list = "k", .nominees = XZ, .places = PLACES, .count = 2 },
		  "vote_stale" },
		{ "a vote of a group that is gone",
		  "ties vote; " TIED,
		  { .list = "k", .nominees = Z, .places = PLACES, .count = 1 },
		  "tie_on_winning_rank" },
		{ "a vote on another list",
		  "ties vote; " TIED,
		  { .list = "l", .nominees = XY, .places = PLACES, .count = 2 },
		  "tie_on_winning_rank" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct vote_record vote = CASES[i].vote;
		struct blockers found;
		struct edition e;
		struct move_facts facts;

		edition_init(&e, CASES[i].edition);
		assert_true(
			tally_with_votes(&e.input, &vote, 1, &e.arena, &e.tally, &e.complaints));
		facts = (struct move_facts){
			.tallied = true,
			.input = &e.input,
			.tally = &e.tally,
			.errors = &e.complaints,
			.votes = &vote,
			.vote_count = 1,
		};
		if (strcmp(codes(&e.arena, PHASE_APPROVED, &facts, &found), CASES[i].codes) != 0)
			print_message("# %s\n", CASES[i].what);
		assert_string_equal(codes(&e.arena, PHASE_APPROVED, &facts, &found),
				    CASES[i].codes);
		arena_release(&e.arena);
	}
}

static void what_cannot_be_computed_cannot_be_approved(void **state)
{
	struct arena arena = { 0 };
	struct complaints errors;
	struct blockers found;
	struct move_facts facts = { .errors = &errors };

	(void)state;
	complaints_init(&errors, &arena);
	complain(&errors, (struct place){ 0 }, "penyebut %s", "denominator %s", "nol");
	assert_string_equal(codes(&arena, PHASE_APPROVED, &facts, &found), "tally_error");
	assert_non_null(strstr(found.items[0].text.text[LANG_EN], "denominator nol"));
	arena_release(&arena);
}

static void the_second_key_wants_another_person_these_bytes_and_a_whole_chain(void **state)
{
	struct arena arena = { 0 };
	struct move_facts facts = { .same_person = true };
	struct blockers found;

	(void)state;
	assert_string_equal(codes(&arena, PHASE_PUBLISHED, &facts, &found), "same_person");
	facts = (struct move_facts){ .bundle_changed = true, .chain_broken = true };
	assert_string_equal(codes(&arena, PHASE_PUBLISHED, &facts, &found),
			    "bundle_changed chain_broken");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_without_hindrance_have_no_blocker),
		cmocka_unit_test(a_panel_is_short_only_where_there_is_something_to_judge),
		cmocka_unit_test(an_empty_edition_hears_everything_at_once),
		cmocka_unit_test(what_is_open_is_counted_and_the_first_are_named),
		cmocka_unit_test(a_tie_on_the_last_winning_rank_wants_its_own_vote),
		cmocka_unit_test(what_cannot_be_computed_cannot_be_approved),
		cmocka_unit_test(the_second_key_wants_another_person_these_bytes_and_a_whole_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
