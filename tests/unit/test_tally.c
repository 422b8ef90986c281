/* Worked cases of every rule of docs/methods.md: an edition as text, its lists as text. */
#include "core/tally_internal.h"
#include "edition.h"

struct work {
	const char *what, *edition, *result;
};

static void check(const struct work *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct edition e;
		const char *result;

		edition_init(&e, cases[i].edition);
		result = edition_result(&e);
		if (strcmp(result, cases[i].result) != 0)
			print_message("# %s\n%s", cases[i].what, result);
		assert_string_equal(result, cases[i].result);
		arena_release(&e.arena);
	}
}

#define THREE "jurors j1 j2 j3\ncategory k 1\njury a.c1 100 0 100 1\n"

static void marks_become_points(void **state)
{
	static const struct work CASES[] = {
		{ "57/8 is 7.125 and prints as 7.13",
		  "jurors j1 j2 j3 j4 j5 j6 j7 j8; category k 1; jury a.c1 100 0 100 0.5;"
		  "nominee x k; sheet x j1 7; sheet x j2 7; sheet x j3 7; sheet x j4 7;"
		  "sheet x j5 7; sheet x j6 7; sheet x j7 7; sheet x j8 8",
		  "k:\n1 x 7.13 57/8 J7.13 n8 score winner\n" },
		{ "a scale of 1 to 5 in halves",
		  "jurors j1; category k 1; jury a.c1 100 1 5 0.5; nominee x k; sheet x j1 3.5",
		  "k:\n1 x 62.50 125/2 J62.50 n1 score winner\n" },
		{ "a scale below zero",
		  "jurors j1 j2; category k 1; jury a.c1 100 -3 3 1; nominee x k; nominee y k;"
		  "nominee z k; sheet x j1 -3; sheet y j1 0; sheet y j2 1; sheet z j1 3",
		  "k:\n1 z 100.00 100 J100.00 n1 score winner\n2 y 58.33 175/3 J58.33 n2 score\n"
		  "3 x 0.00 0 J0.00 n1 score\n" },
		{ "weights and different scales: (60·75 + 40·30)/100",
		  "jurors j1; category k 1; jury a.c1 60 1 5 1; jury a.c2 40 0 10 1; nominee x k;"
		  "sheet x j1 4 3",
		  "k:\n1 x 57.00 57 J57.00 n1 score winner\n" },
		{ "thirds and sevenths stay exact",
		  "jurors j1 j2 j3; category k 1; jury a.c1 33.33 0 3 1; jury a.c2 66.67 0 7 1;"
		  "nominee x k; sheet x j1 1 1; sheet x j2 2 2; sheet x j3 0 3",
		  "k:\n1 x 30.16 21111/700 J30.16 n3 score winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void data_become_points(void **state)
{
#define RATIO "category k 1; ratio a.r 100 n d 100; nominee x k;"
#define LEVEL "category k 1; level a.l 100 perda=100 edaran=30.5 none=10; nominee x k;"
	static const struct work CASES[] = {
		{ "a ratio is rounded to 4 places at once", RATIO "evidence x n 1; evidence x d 3",
		  "k:\n1 x 33.33 333333/10000 D33.33 n0 score winner\n" },
		{ "two thirds round up", RATIO "evidence x n 2; evidence x d 3",
		  "k:\n1 x 66.67 666667/10000 D66.67 n0 score winner\n" },
		{ "a ratio is capped", RATIO "evidence x n 7; evidence x d 3",
		  "k:\n1 x 100.00 100 D100.00 n0 score winner\n" },
		{ "a target of 80 %",
		  "category k 1; ratio a.r 100 n d 80; nominee x k; evidence x n 1; evidence x d 2",
		  "k:\n1 x 62.50 125/2 D62.50 n0 score winner\n" },
		{ "the largest numbers there are",
		  RATIO "evidence x n 999999999999998.9999; evidence x d 999999999999999.9999",
		  "k:\n1 x 100.00 100 D100.00 n0 score winner\n" },
		{ "missing evidence is 0", RATIO "evidence x n -; evidence x d 3",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "evidence that is not there is 0", RATIO "evidence x n 5",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "unverified evidence is 0 and is not read",
		  RATIO "evidence x n 1; evidence x d 0 no",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "half a pair is not read", RATIO "evidence x n belum no; evidence x d banyak",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "a level", LEVEL "evidence x l edaran",
		  "k:\n1 x 30.50 61/2 D30.50 n0 score winner\n" },
		{ "a level that says none has the points of none", LEVEL "evidence x l none",
		  "k:\n1 x 10.00 10 D10.00 n0 score winner\n" },
		{ "a missing level is 0, whatever none is worth", LEVEL "evidence x l -",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "an unverified level is 0 and is not read", LEVEL "evidence x l entah no",
		  "k:\n1 x 0.00 0 D0.00 n0 score winner\n" },
		{ "jury and data: (40·80 + 60·50)/100",
		  "jurors j1; category k 1; jury a.c1 40 0 100 1; ratio b.r 60 n d 100; nominee x k;"
		  "evidence x n 1; evidence x d 2; sheet x j1 80",
		  "k:\n1 x 62.00 62 J80.00 D50.00 n1 score winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void evidence_that_cannot_be_read_is_an_input_error(void **state)
{
	static const struct {
		const char *evidence, *complaint;
	} CASES[] = {
		{ "evidence x n 5; evidence x d 0", "x, r: evidence d is \"0\"; as a denominator" },
		{ "evidence x n lima; evidence x d 3", "x, r: evidence n is \"lima\"; expected a" },
		{ "evidence x n 1.00001; evidence x d 3", "x, r: evidence n is \"1.00001\"" },
		{ "evidence x l perbup", "x, l: evidence l is \"perbup\"; expected one of: perda" },
		{ "evidence x g tua", "x, gate: evidence g is \"tua\"; expected a number" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edition e;
		struct buf text;

		edition_init(&e, "category ok 1; ratio a.r 100 n d 100; category k 1;"
				 "ratio a.r 60 n d 100; level a.l 40 perda=100; gate g at_least 5;"
				 "overall best 1 1 ok; overall all 1 1 ok k;"
				 "nominee x k; nominee y k; nominee z ok");
		edition_read(&e, CASES[i].evidence);
		assert_string_equal(edition_result(&e),
				    "ok:\n1 z 0.00 0 D0.00 n0 score winner\nk:\nerror\n"
				    "best:\n1 z 0.00 0 D0.00 n0 score winner\nall:\nerror\n");
		assert_int_equal(e.complaints.total, 1);
		buf_init(&text, &e.arena);
		complaints_print(&e.complaints, LANG_EN, &text);
		assert_ptr_equal(strstr(text.data, CASES[i].complaint), text.data);
		arena_release(&e.arena);
	}
}

static void a_sheet_counts_when_it_is_whole_and_nobody_recused(void **state)
{
	static const struct work CASES[] = {
		{ "recused, absent, half a sheet, no sheet: not scored is never zero",
		  "jurors j1 j2 j3 j4 j5; category k 1; jury a.c1 50 0 100 1; jury a.c2 50 0 100 1;"
		  "nominee x k; sheet x j1 80 90; sheet x j2 10 10 recused;"
		  "sheet x j3 10 10 absent; sheet x j4 10 -",
		  "k:\n1 x 85.00 85 J85.00 n1 score winner\n" },
		{ "a mark of 0 is a mark", THREE "nominee x k; sheet x j1 0; sheet x j2 50",
		  "k:\n1 x 25.00 25 J25.00 n2 score winner\n" },
		{ "below the quorum: no rank, but the data",
		  "quorum 2; jurors j1 j2; category k 1 Terbaik; jury a.c1 50 0 100 1;"
		  "ratio b.r 50 n d 100; nominee y k; nominee x k; nominee w k;"
		  "evidence x n 1; evidence x d 2; sheet x j1 99;"
		  "sheet y j1 10; sheet y j2 10; sheet w j1 70 recused",
		  "k:\n1 y 5.00 5 J10.00 D0.00 n2 score winner Terbaik\n"
		  "- w below_quorum D0.00 n0\n- x below_quorum D50.00 n1\n" },
		{ "without jury criteria there is no quorum and sheets are 0",
		  "quorum 5; jurors j1; category k 1; level a.l 100 ya=100; nominee x k;"
		  "evidence x l ya; sheet x j1",
		  "k:\n1 x 100.00 100 D100.00 n0 score winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void gates_come_first(void **state)
{
#define GATES                                                                            \
	"quorum 1; jurors j1; category k 1; jury a.c1 100 0 100 1; nominee x k;"         \
	"gate a at_least 5; gate b at_most 10.5; gate c equals ya; gate d equals 12.50;" \
	"sheet x j1 50;"
#define PASSED "k:\n1 x 50.00 50 J50.00 n1 score winner\n"
	static const struct work CASES[] = {
		{ "all pass, numbers by value",
		  GATES "evidence x a 5.0; evidence x b 10.5; evidence x c ya; evidence x d 12.5",
		  PASSED },
		{ "missing and unverified fail, each is named",
		  GATES "evidence x b 1 no; evidence x c ya; evidence x d 12.5",
		  "k:\n- x ineligible !a !b n1\n" },
		{ "just outside, another word, another number",
		  GATES
		  "evidence x a 4.9999; evidence x b 10.5001; evidence x c Ya; evidence x d 12",
		  "k:\n- x ineligible !a !b !c !d n1\n" },
		{ "equals compares a word with a number as words",
		  GATES "evidence x a 9; evidence x b 9; evidence x c 7; evidence x d dua",
		  "k:\n- x ineligible !c !d n1\n" },
		{ "ineligible before below quorum",
		  "quorum 2; jurors j1; category k 1; jury a.c1 100 0 100 1; gate a at_least 5;"
		  "nominee x k; sheet x j1 50",
		  "k:\n- x ineligible !a n1\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void each_method_has_its_own_middle(void **state)
{
#define FIVE                                                                                   \
	"jurors j1 j2 j3 j4 j5; category k 1; jury a.c1 50 0 100 1; jury a.c2 50 0 100 1;"     \
	"nominee x k; sheet x j1 10 90; sheet x j2 20 30; sheet x j3 50 40; sheet x j4 70 20;" \
	"sheet x j5 100 100"
	/* totals 50 25 45 45 100; c1 10 20 50 70 100, c2 20 30 40 90 100 */
	static const struct work CASES[] = {
		{ "mean", "method mean;" FIVE, "k:\n1 x 53.00 53 J53.00 n5 score winner\n" },
		{ "mean over criterion is the same", "method mean; over criterion;" FIVE,
		  "k:\n1 x 53.00 53 J53.00 n5 score winner\n" },
		{ "median", "method median;" FIVE, "k:\n1 x 45.00 45 J45.00 n5 score winner\n" },
		{ "median over criterion", "method median; over criterion;" FIVE,
		  "k:\n1 x 45.00 45 J45.00 n5 score winner\n" },
		{ "trimmed", "method trimmed_mean 1 5;" FIVE,
		  "k:\n1 x 46.67 140/3 J46.67 n5 score winner\n" },
		{ "trimmed over criterion", "method trimmed_mean 1 5; over criterion;" FIVE,
		  "k:\n1 x 50.00 50 J50.00 n5 score winner\n" },
		{ "trimmed by two", "method trimmed_mean 2 5;" FIVE,
		  "k:\n1 x 45.00 45 J45.00 n5 score winner\n" },
		{ "too few to trim", "method trimmed_mean 1 6;" FIVE,
		  "k:\n1 x 53.00 53 J53.00 n5 score winner\n" },
		{ "median of an even number",
		  "method median;" THREE "nominee x k; sheet x j1 10; sheet x j2 15",
		  "k:\n1 x 12.50 25/2 J12.50 n2 score winner\n" },
		{ "rounded per criterion: 33.33 and 66.67 instead of thirds",
		  "over criterion; round criterion; jurors j1 j2 j3; category k 1;"
		  "jury a.c1 25 0 1 1; jury a.c2 75 0 1 1; nominee x k;"
		  "sheet x j1 1 1; sheet x j2 0 1; sheet x j3 0 0",
		  "k:\n1 x 58.34 11667/200 J58.34 n3 score winner\n" },
		{ "not rounded per criterion",
		  "over criterion; jurors j1 j2 j3; category k 1;"
		  "jury a.c1 25 0 1 1; jury a.c2 75 0 1 1; nominee x k;"
		  "sheet x j1 1 1; sheet x j2 0 1; sheet x j3 0 0",
		  "k:\n1 x 58.33 175/3 J58.33 n3 score winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void equal_scores_share_a_rank_and_the_next_one_skips(void **state)
{
	static const struct work CASES[] = {
		{ "1, 2, 2, 4, ordered by key; a tie on the last winning rank gives more winners",
		  "jurors j1; category k 2 A B C D; jury a.c1 100 0 100 1; nominee w k; nominee d k;"
		  "nominee c k; nominee b k; sheet w j1 90; sheet d j1 80; sheet c j1 80;"
		  "sheet b j1 70",
		  "k:\n1 w 90.00 90 J90.00 n1 score winner A\n2 c 80.00 80 J80.00 n1 none tied winner B\n"
		  "2 d 80.00 80 J80.00 n1 none tied winner B\n4 b 70.00 70 J70.00 n1 score D\n" },
		{ "published scores decide, not what is behind them",
		  "decimals 0; jurors j1 j2 j3; category k 1; jury a.c1 100 0 100 1; nominee y k;"
		  "nominee x k; sheet x j1 80; sheet y j1 80; sheet y j2 80; sheet y j3 81",
		  "k:\n1 x 80 80 J80 n1 none tied winner\n1 y 80 241/3 J80 n3 none tied winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

#define TWO_ASPECTS                                                                           \
	"category k 1; jury a.c1 50 0 100 1; jury b.c2 50 0 100 1; nominee x k; nominee y k;" \
	"nominee z k;"

static void each_step_of_the_tie_break_splits(void **state)
{
	static const struct work CASES[] = {
		{ "an aspect",
		  "ties aspect:b; jurors j1;" TWO_ASPECTS
		  "sheet x j1 70 50; sheet y j1 50 70; sheet z j1 60 60",
		  "k:\n1 y 60.00 60 J60.00 n1 aspect:b winner\n2 z 60.00 60 J60.00 n1 aspect:b\n"
		  "3 x 60.00 60 J60.00 n1 aspect:b\n" },
		{ "an aspect is the plain mean, whatever the method",
		  "method median; ties aspect:b; jurors j1 j2 j3;" TWO_ASPECTS
		  "sheet x j1 50 50; sheet x j2 50 50; sheet x j3 0 90;"
		  "sheet y j1 50 50; sheet y j2 50 50; sheet y j3 0 80;"
		  "sheet z j1 50 50; sheet z j2 50 50; sheet z j3 50 50",
		  "k:\n1 x 50.00 50 J50.00 n3 aspect:b winner\n2 y 50.00 50 J50.00 n3 aspect:b\n"
		  "3 z 50.00 50 J50.00 n3 aspect:b\n" },
		{ "an aspect with data, and one that the category lacks is skipped",
		  "ties aspect:none criterion:r; jurors j1; category k 1; jury a.c1 50 0 100 1;"
		  "ratio a.r 50 n d 100; nominee x k; nominee y k; sheet x j1 50; sheet y j1 0;"
		  "evidence y n 1; evidence y d 2",
		  "k:\n1 y 25.00 25 J0.00 D50.00 n1 criterion:r winner\n"
		  "2 x 25.00 25 J50.00 D0.00 n1 criterion:r\n" },
		{ "what one step leaves tied goes on as a group of its own",
		  "ties criterion:c1 criterion:c3; jurors j1; category k 1; jury a.c1 50 0 100 1;"
		  "jury a.c2 25 0 100 1; jury a.c3 25 0 100 1; nominee x k; nominee y k; nominee z k;"
		  "sheet x j1 40 40 80; sheet y j1 40 80 40; sheet z j1 50 50 50",
		  "k:\n1 z 50.00 50 J50.00 n1 criterion:c1 winner\n"
		  "2 x 50.00 50 J50.00 n1 criterion:c3\n3 y 50.00 50 J50.00 n1 criterion:c3\n" },
		{ "head to head: x beats y and z, y beats z",
		  "ties head_to_head; jurors j1 j2 j3;" TWO_ASPECTS
		  "sheet x j1 60 60; sheet x j2 60 60; sheet x j3 30 30;"
		  "sheet y j1 50 50; sheet y j2 50 50; sheet y j3 50 50;"
		  "sheet z j1 40 40; sheet z j2 40 40; sheet z j3 70 70",
		  "k:\n1 x 50.00 50 J50.00 n3 head_to_head winner\n2 y 50.00 50 J50.00 n3 head_to_head\n"
		  "3 z 50.00 50 J50.00 n3 head_to_head\n" },
		{ "head to head in a circle splits nothing",
		  "ties head_to_head; jurors j1 j2 j3;" TWO_ASPECTS
		  "sheet x j1 60 60; sheet x j2 40 40; sheet x j3 50 50;"
		  "sheet y j1 50 50; sheet y j2 60 60; sheet y j3 40 40;"
		  "sheet z j1 40 40; sheet z j2 50 50; sheet z j3 60 60",
		  "k:\n1 x 50.00 50 J50.00 n3 none tied winner\n1 y 50.00 50 J50.00 n3 none tied winner\n"
		  "1 z 50.00 50 J50.00 n3 none tied winner\n" },
		{ "head to head runs once, and asks only jurors of both",
		  "ties head_to_head; jurors j1 j2 j3; category k 1; jury a.c1 100 0 100 1;"
		  "nominee w k; nominee x k; nominee y k; sheet w j1 50; sheet w j2 50;"
		  "sheet x j1 40; sheet x j3 60; sheet y j2 70; sheet y j3 30",
		  /* w:x 1-0, x:y 1-0, y:w 1-0 */
		  "k:\n1 w 50.00 50 J50.00 n2 none tied winner\n1 x 50.00 50 J50.00 n2 none tied winner\n"
		  "1 y 50.00 50 J50.00 n2 none tied winner\n" },
		{ "a smaller spread is better",
		  "ties spread; jurors j1 j2 j3;" TWO_ASPECTS
		  "sheet x j1 40 40; sheet x j2 60 60; sheet y j1 45 45; sheet y j2 55 55;"
		  "sheet z j1 40 40; sheet z j2 60 60; sheet z j3 50 50",
		  "k:\n1 y 50.00 50 J50.00 n2 spread winner\n2 z 50.00 50 J50.00 n3 spread\n"
		  "3 x 50.00 50 J50.00 n2 spread\n" },
		{ "without a jury the jurors' steps split nothing",
		  "ties head_to_head spread; jurors j1; category k 1; level a.l 100 ya=50;"
		  "nominee x k; nominee y k",
		  "k:\n1 x 0.00 0 D0.00 n0 none tied winner\n1 y 0.00 0 D0.00 n0 none tied winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void a_vote_decides_when_all_who_are_tied_have_one(void **state)
{
#define TIED                                                                                  \
	"ties spread vote; jurors j1 j2; category k 1; jury a.c1 100 0 100 1; nominee w k;"   \
	"nominee x k; nominee y k; nominee z k; sheet w j1 50; sheet x j1 50; sheet y j1 50;" \
	"sheet z j1 90;"
	static const struct work CASES[] = {
		{ "no vote: the group is named with its places", TIED,
		  "k:\n1 z 90.00 90 J90.00 n1 score winner\n2 w 50.00 50 J50.00 n1 none tied\n"
		  "2 x 50.00 50 J50.00 n1 none tied\n2 y 50.00 50 J50.00 n1 none tied\n"
		  "vote 2-4 w x y\n" },
		{ "all voted", TIED "vote k y 1; vote k w 2; vote k x 3",
		  "k:\n1 z 90.00 90 J90.00 n1 score winner\n2 y 50.00 50 J50.00 n1 vote\n"
		  "3 w 50.00 50 J50.00 n1 vote\n4 x 50.00 50 J50.00 n1 vote\nvote 2-4 w x y voted\n" },
		{ "partly voted counts for nothing", TIED "vote k y 1; vote k w 2",
		  "k:\n1 z 90.00 90 J90.00 n1 score winner\n2 w 50.00 50 J50.00 n1 none tied\n"
		  "2 x 50.00 50 J50.00 n1 none tied\n2 y 50.00 50 J50.00 n1 none tied\n"
		  "vote 2-4 w x y partly\n" },
		{ "equal places stay tied", TIED "vote k y 2; vote k w 1; vote k x 2; vote k z 9",
		  "k:\n1 z 90.00 90 J90.00 n1 score winner\n2 w 50.00 50 J50.00 n1 vote\n"
		  "3 x 50.00 50 J50.00 n1 none tied\n3 y 50.00 50 J50.00 n1 none tied\n"
		  "vote 2-4 w x y voted\n" },
		{ "a vote on another list is none",
		  TIED "vote other y 1; vote other w 2; vote other x 3",
		  "k:\n1 z 90.00 90 J90.00 n1 score winner\n2 w 50.00 50 J50.00 n1 none tied\n"
		  "2 x 50.00 50 J50.00 n1 none tied\n2 y 50.00 50 J50.00 n1 none tied\n"
		  "vote 2-4 w x y\n" },
		{ "a group across the last winning rank, then split by the vote",
		  "ties vote; jurors j1; category k 1; jury a.c1 100 0 100 1; nominee x k;"
		  "nominee y k; sheet x j1 50; sheet y j1 50; vote k y 1; vote k x 2",
		  "k:\n1 y 50.00 50 J50.00 n1 vote winner\n2 x 50.00 50 J50.00 n1 vote\n"
		  "vote 1-2 x y last voted\n" },
		{ "a step after the vote takes what the vote left",
		  "ties vote criterion:c1; jurors j1; category k 1; jury a.c1 50 0 100 1;"
		  "jury a.c2 50 0 100 1; nominee x k; nominee y k; sheet x j1 40 60; sheet y j1 60 40",
		  "k:\n1 y 50.00 50 J50.00 n1 criterion:c1 winner\n2 x 50.00 50 J50.00 n1 criterion:c1\n"
		  "vote 1-2 x y last\n" },
		{ "no vote step, no group",
		  "jurors j1; category k 1; jury a.c1 100 0 100 1; nominee x k; nominee y k;"
		  "sheet x j1 50; sheet y j1 50; vote k y 1; vote k x 2",
		  "k:\n1 x 50.00 50 J50.00 n1 none tied winner\n1 y 50.00 50 J50.00 n1 none tied winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void overall_lists_rank_the_best_of_several_categories(void **state)
{
#define CATEGORIES                                                                            \
	"jurors j1 j2; category k 1 Terbaik; jury a.c1 100 0 100 1; category l 1;"            \
	"jury a.c1 50 0 10 1; jury b.c2 50 0 10 1; nominee k1 k; nominee k2 k; nominee k3 k;" \
	"nominee l1 l; nominee l2 l;"
#define LISTS                                                                               \
	"k:\n1 k1 90.00 90 J90.00 n1 score winner Terbaik\n2 k2 80.00 80 J80.00 n1 score\n" \
	"3 k3 10.00 10 J10.00 n1 score\nl:\n1 l1 80.00 80 J80.00 n1 score winner\n"         \
	"2 l2 0.00 0 J0.00 n1 score\n"
#define SHEETS "sheet k1 j1 90; sheet k2 j1 80; sheet k3 j1 10; sheet l1 j1 7 9; sheet l2 j1 0 0;"
	static const struct work CASES[] = {
		{ "take two of each, tied scores stay tied without steps",
		  CATEGORIES "overall best 2 2 k l;" SHEETS,
		  LISTS "best:\n1 k1 90.00 90 J90.00 n1 score winner\n"
			"2 k2 80.00 80 J80.00 n1 none tied winner\n"
			"2 l1 80.00 80 J80.00 n1 none tied winner\n4 l2 0.00 0 J0.00 n1 score\n" },
		{ "an aspect that a category lacks counts 0",
		  "ties aspect:b;" CATEGORIES "overall best 2 1 k l;" SHEETS,
		  LISTS "best:\n1 k1 90.00 90 J90.00 n1 score winner\n"
			"2 l1 80.00 80 J80.00 n1 aspect:b\n3 k2 80.00 80 J80.00 n1 aspect:b\n"
			"4 l2 0.00 0 J0.00 n1 score\n" },
		{ "its own votes, under its own key",
		  "ties vote;" CATEGORIES "overall best 2 2 k l;" SHEETS
		  "vote best l1 1; vote best k2 2",
		  LISTS "best:\n1 k1 90.00 90 J90.00 n1 score winner\n"
			"2 l1 80.00 80 J80.00 n1 vote winner\n3 k2 80.00 80 J80.00 n1 vote\n"
			"4 l2 0.00 0 J0.00 n1 score\nvote 2-3 k2 l1 last voted\n" },
		{ "everybody of rank 1 enters; the list's own winners",
		  "jurors j1; category k 1; jury a.c1 100 0 100 1; category l 1; jury a.c1 100 0 50 1;"
		  "overall best 1 1 l k; nominee y k; nominee x k; nominee z l;"
		  "sheet y j1 70; sheet x j1 70; sheet z j1 36",
		  "k:\n1 x 70.00 70 J70.00 n1 none tied winner\n1 y 70.00 70 J70.00 n1 none tied winner\n"
		  "l:\n1 z 72.00 72 J72.00 n1 score winner\nbest:\n1 z 72.00 72 J72.00 n1 score winner\n"
		  "2 x 70.00 70 J70.00 n1 none tied\n2 y 70.00 70 J70.00 n1 none tied\n" },
		{ "jurors who judged both decide across categories",
		  "ties head_to_head; jurors j1 j2 j3; category k 1; jury a.c1 100 0 100 1; category l 1;"
		  "jury a.c1 100 0 10 1; overall best 1 1 k l; nominee x k; nominee z l;"
		  "sheet x j1 60; sheet x j2 60; sheet x j3 30; sheet z j1 5; sheet z j2 5; sheet z j3 5",
		  "k:\n1 x 50.00 50 J50.00 n3 score winner\nl:\n1 z 50.00 50 J50.00 n3 score winner\n"
		  "best:\n1 x 50.00 50 J50.00 n3 head_to_head winner\n"
		  "2 z 50.00 50 J50.00 n3 head_to_head\n" },
		{ "a nominee without a jury: the jurors' steps say nothing about the group",
		  "ties head_to_head spread; jurors j1 j2; category k 1; jury a.c1 100 0 100 1;"
		  "category l 1; level a.l 100 ya=50; overall best 1 1 k l; nominee x k; nominee z l;"
		  "sheet x j1 40; sheet x j2 60; evidence z l ya",
		  "k:\n1 x 50.00 50 J50.00 n2 score winner\nl:\n1 z 50.00 50 D50.00 n0 score winner\n"
		  "best:\n1 x 50.00 50 J50.00 n2 none tied winner\n"
		  "1 z 50.00 50 D50.00 n0 none tied winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void numbers_beyond_64_bits_stay_exact(void **state)
{
	static const struct work CASES[] = {
		{ "ranges that share nothing",
		  "jurors j1; category k 1; jury a.c1 50 0 999999999999989 1;"
		  "jury a.c2 50 0 999999999999947 1; nominee x k; sheet x j1 333333333333333 1",
		  "k:\n1 x 16.67 16666666666665816666666666667000/999999999999936000000000000583"
		  " J16.67 n1 score winner\n" },
	};

	(void)state;
	check(CASES, COUNT(CASES));
}

static void a_mark_out_of_range_is_an_error_and_never_a_wrap(void **state)
{
	struct edition e;

	(void)state;
	edition_init(&e, THREE "nominee x k; sheet x j1 50; sheet x j2 100.01");
	e.input.nominees[0].sheets[0]->marks_c[0] = INT64_MAX;
	assert_string_equal(edition_result(&e), "k:\nerror\n");
	assert_int_equal(e.complaints.total, 2);
	arena_release(&e.arena);
}

static void what_a_bundle_gives_stands_in_place_of_evidence(void **state)
{
	int64_t values[] = { GIVEN_NONE, 333333, GIVEN_NONE }, gates[] = { 1, GIVEN_NONE };
	struct edition e;

	(void)state;
	edition_init(&e, "category k 1; level a.l 20 ya=50; ratio a.r 30 n d 100;"
			 "ratio a.q 50 n d 100; gate g at_least 5; gate h equals ya; nominee x k;"
			 "evidence x l ya; evidence x n 1; evidence x d 2; evidence x h ya");
	e.input.nominees[0].given_e4 = values;
	e.input.nominees[0].gates_given = gates;
	/* 0.2·50 + 0.3·33.3333 + 0.5·50 */
	assert_string_equal(edition_result(&e),
			    "k:\n1 x 45.00 4499999/100000 D45.00 n0 score winner\n");
	gates[1] = 0;
	assert_string_equal(edition_result(&e), "k:\n- x ineligible !h D45.00 n0\n");
	arena_release(&e.arena);
}

static void a_decision_counts_for_exactly_its_group_whatever_fails_elsewhere(void **state)
{
#define DECIDED                                                                         \
	"ties vote; jurors j1; category k 1; jury a.c1 100 0 100 1; category broken 1;" \
	"level a.l 100 ya=1; nominee x k; nominee y k; nominee z k; nominee b broken;"  \
	"evidence b l entah; sheet x j1 50; sheet y j1 50; sheet z j1"
	struct vote_record record = { .list = "k",
				      .nominees = (size_t[]){ 1, 0 },
				      .places = (unsigned[]){ 1, 2 },
				      .count = 2 };
	struct edition e;

	(void)state;
	edition_init(&e, DECIDED " 40");
	assert_false(tally_with_votes(&e.input, &record, 1, &e.arena, &e.tally, &e.complaints));
	assert_true(record.counts);
	assert_int_equal(e.complaints.total, 1);
	assert_int_equal(e.tally.categories[0].rows[0].nominee, 1);
	assert_string_equal(e.tally.categories[0].rows[0].decided_by, "vote");
	arena_release(&e.arena);
	edition_init(&e, DECIDED " 50"); /* z is tied with them: another group */
	assert_false(tally_with_votes(&e.input, &record, 1, &e.arena, &e.tally, &e.complaints));
	assert_false(record.counts);
	assert_string_equal(e.tally.categories[0].rows[0].decided_by, "none");
	arena_release(&e.arena);
}

/* ---- What statistics build on ---- */

static const char *masked_result(struct edition *e, const bool *mask)
{
	struct arena scratch = { 0 };
	struct ranking ranking;
	struct run run;
	struct buf out;

	run_init(&run, &e->input, mask, &e->arena, &scratch);
	assert_true(run_category(&run, 0, &ranking, &e->complaints));
	arena_release(&scratch);
	buf_init(&out, &e->arena);
	edition_list_print(e, &ranking, &out);
	return out.data;
}

#define NINE                                                                                 \
	"quorum 2; ties aspect:a head_to_head spread; jurors j1 j2 j3; category k 1;"        \
	"jury a.c1 50 0 100 1; jury b.c2 25 0 10 1; jury b.c3 25 0 7 1; nominee x k;"        \
	"nominee y k; nominee z k; sheet x j1 50 5 3; sheet x j2 60 4 1; sheet y j1 50 5 3;" \
	"sheet y j2 60 4 1; sheet z j1 70 1 1; sheet z j2 9 9 1;"

static void a_masked_juror_is_as_if_he_had_never_scored(void **state)
{
	static const bool MASK[] = { true, true, false };
	struct edition with, without;

	(void)state;
	for (int method = 0; method < METHOD_COUNT; method++) {
		edition_init(&with, NINE "sheet x j3 99 9 7; sheet y j3 1 1 1; sheet z j3 5 5 5");
		edition_init(&without, NINE);
		with.scheme.method = without.scheme.method = (enum method)method;
		assert_string_equal(masked_result(&with, MASK), masked_result(&without, NULL));
		arena_release(&with.arena);
		arena_release(&without.arena);
	}
}

static void a_criterion_of_weight_0_is_as_if_it_were_not_there(void **state)
{
	struct edition e;

	(void)state;
	edition_init(&e, "jurors j1 j2; category k 1; jury a.c1 60 0 100 1; jury a.c2 20 0 100 1;"
			 "level b.l 20 ya=50; nominee x k; evidence x l ya; sheet x j1 80 10;"
			 "sheet x j2 60 -");
	e.scheme.categories[0].criteria[1].weight_c = 0;
	/* (60·70 + 20·50) / 80, and the second sheet is whole without c2 */
	assert_string_equal(masked_result(&e, NULL),
			    "k:\n1 x 65.00 65 J70.00 D50.00 n2 score winner\n");
	arena_release(&e.arena);
}

static void a_score_can_be_taken_apart(void **state)
{
	struct edition e;
	struct detail detail;

	(void)state;
	edition_init(&e,
		     "jurors j1 j2 j3; category k 1; jury a.c1 40 0 10 1; ratio b.r 30 n d 100;"
		     "level b.l 30 ya=50; nominee x k; nominee y k; sheet x j1 7; sheet x j3 8;"
		     "sheet x j2 1 recused; evidence x n 3; evidence x d 4; evidence x l ya no");
	assert_true(tally_detail(&e.input, 0, &e.arena, &detail, &e.complaints));
	assert_string_equal(ratio_fraction(&e.arena, detail.criteria[0].value), "75");
	assert_string_equal(ratio_fraction(&e.arena, detail.criteria[0].points), "30");
	assert_string_equal(ratio_fraction(&e.arena, detail.criteria[1].points), "45/2");
	assert_string_equal(detail.criteria[1].denominator, "4");
	assert_true(detail.criteria[2].known && !detail.criteria[2].word);
	assert_string_equal(ratio_fraction(&e.arena, detail.totals[2]), "80");
	assert_true(detail.valid[0] && !detail.valid[1] && detail.valid[2]);
	assert_true(tally_detail(&e.input, 1, &e.arena, &detail, &e.complaints));
	assert_false(detail.criteria[0].known);
	arena_release(&e.arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(marks_become_points),
		cmocka_unit_test(data_become_points),
		cmocka_unit_test(evidence_that_cannot_be_read_is_an_input_error),
		cmocka_unit_test(a_sheet_counts_when_it_is_whole_and_nobody_recused),
		cmocka_unit_test(gates_come_first),
		cmocka_unit_test(each_method_has_its_own_middle),
		cmocka_unit_test(equal_scores_share_a_rank_and_the_next_one_skips),
		cmocka_unit_test(each_step_of_the_tie_break_splits),
		cmocka_unit_test(a_vote_decides_when_all_who_are_tied_have_one),
		cmocka_unit_test(overall_lists_rank_the_best_of_several_categories),
		cmocka_unit_test(numbers_beyond_64_bits_stay_exact),
		cmocka_unit_test(a_mark_out_of_range_is_an_error_and_never_a_wrap),
		cmocka_unit_test(what_a_bundle_gives_stands_in_place_of_evidence),
		cmocka_unit_test(a_decision_counts_for_exactly_its_group_whatever_fails_elsewhere),
		cmocka_unit_test(a_masked_juror_is_as_if_he_had_never_scored),
		cmocka_unit_test(a_criterion_of_weight_0_is_as_if_it_were_not_there),
		cmocka_unit_test(a_score_can_be_taken_apart),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
