#include "unit.h"

#include "app/app.h"

/* Line numbers of the cases count from here. */
static const char BASE[] =
	"edition: uji-1\n"					      /* 1 */
	"title: {id: Uji, en: Test}\n"				      /* 2 */
	"level: provinsi\n"					      /* 3 */
	"region: Uji\n"						      /* 4 */
	"assessment_year: 2024\n"				      /* 5 */
	"event_year: 2025\n"					      /* 6 */
	"quorum: 3\n"						      /* 7 */
	"aggregation: {method: mean}\n"				      /* 8 */
	"tie_break: [aspect:data, criterion:d1, vote]\n"	      /* 9 */
	"categories:\n"						      /* 10 */
	"- key: satu\n"						      /* 11 */
	"  name: {id: Satu}\n"					      /* 12 */
	"  winners: 3\n"					      /* 13 */
	"  titles: [{id: Terbaik I}]\n"				      /* 14 */
	"  gate: [{evidence: pds, equals: tidak, reason: {id: x}}]\n" /* 15 */
	"  aspects:\n"						      /* 16 */
	"  - key: data\n"					      /* 17 */
	"    name: {id: Data}\n"				      /* 18 */
	"    criteria:\n"					      /* 19 */
	"    - {key: d1, name: {id: D}, weight: 20.5, kind: level, levels: {ya: 100, none: 0}}\n" /* 20 */
	"    - {key: d2, name: {id: E}, weight: 29.5, kind: ratio, numerator: n_x, denominator: d-x, target: 45.5}\n" /* 21 */
	"  - key: juri\n"	 /* 22 */
	"    name: {id: Juri}\n" /* 23 */
	"    criteria:\n"	 /* 24 */
	"    - {key: j1, name: {id: J}, weight: 50, kind: jury, min: -5, max: 5, step: 0.5, rubric: {\"2.5\": {id: baik}}}\n" /* 25 */
	"- key: dua\n"		  /* 26 */
	"  name: {id: Dua}\n"	  /* 27 */
	"  winners: 1\n"	  /* 28 */
	"  tie_break: [spread]\n" /* 29 */
	"  aspects:\n"		  /* 30 */
	"  - key: wawancara\n"	  /* 31 */
	"    name: {id: W}\n"	  /* 32 */
	"    criteria: [{key: w1, name: {id: W}, weight: 100, kind: jury, min: 0, max: 10, step: 1}]\n" /* 33 */
	"overall: [{key: semua, name: {id: S}, from: [satu, dua], take: 1, winners: 2}]\n"; /* 34 */

static char *complaints_of(struct arena *arena, const char *text, struct scheme *ret)
{
	struct complaints list;
	struct buf out;
	bool good;

	complaints_init(&list, arena);
	good = scheme_read("f", text, strlen(text), arena, ret, &list);
	assert_int_equal(good, list.total == 0);
	buf_init(&out, arena);
	complaints_print(&list, LANG_EN, &out);
	return out.data;
}

/* The base with one piece of it replaced. */
static char *changed(struct arena *arena, const char *from, const char *to)
{
	const char *at = strstr(BASE, from);
	struct buf buf;

	assert_non_null(at);
	buf_init(&buf, arena);
	buf_add(&buf, BASE, (size_t)(at - BASE));
	buf_puts(&buf, to);
	buf_puts(&buf, at + strlen(from));
	return buf.data;
}

static void a_good_scheme_is_read_whole(void **state)
{
	struct arena arena = { 0 };
	const struct category *one;
	struct scheme s;

	(void)state;
	assert_string_equal(complaints_of(&arena, BASE, &s), "");
	assert_string_equal(s.edition, "uji-1");
	assert_string_equal(s.title.text[LANG_EN], "Test");
	assert_false(s.sample);
	assert_int_equal(s.decimals, 2);
	assert_int_equal(s.over, OVER_SHEET);
	assert_int_equal(s.trim, 1);
	assert_int_equal(s.trim_from, 7);
	assert_int_equal(strlen(s.sha256), 64);
	assert_int_equal(s.category_count, 2);
	one = &s.categories[0];
	assert_int_equal(one->jury_weight_c, 5000);
	assert_int_equal(one->data_weight_c, 5000);
	assert_int_equal(one->jury_count, 1);
	assert_int_equal(one->aspects[1].first, 2);
	assert_int_equal(one->criteria[2].aspect, 1);
	assert_int_equal(one->criteria[2].min_c, -500);
	assert_int_equal(one->criteria[2].rubric[0].at_c, 250);
	assert_string_equal(one->criteria[0].evidence, "d1");
	assert_string_equal(one->criteria[0].levels[1].word, "none");
	assert_int_equal(one->criteria[1].target_c, 4550);
	assert_false(one->gates[0].is_number);
	assert_int_equal(one->ties.count, 3);
	assert_string_equal(one->ties.steps[0].key, "data");
	assert_string_equal(one->ties.steps[0].text, "aspect:data");
	assert_int_equal(s.categories[1].ties.count, 1);
	assert_int_equal(s.overalls[0].from[1], 1);
	arena_release(&arena);
}

static void each_mistake_says_where_and_what_was_expected(void **state)
{
	static const struct {
		const char *from, *to, *complaints;
	} CASES[] = {
		/* keys */
		{ "region: Uji\n", "", "f:1:1: mandatory key \"region\" is missing\n" },
		{ "region: Uji", "regoin: Uji",
		  "f:1:1: mandatory key \"region\" is missing\n"
		  "f:4:1: unknown key \"regoin\"; did you mean \"region\"?\n" },
		{ "quorum: 3", "quorum: 3\nquorum: 4",
		  "f:8:1: duplicate key \"quorum\"; the first is on line 7\n" },
		{ "title: {id: Uji, en: Test}", "title: Uji",
		  "f:2:8: expected a mapping \"key: value\" with the keys: id, en\n" },
		{ "title: {id: Uji, en: Test}", "title: {en: Test}",
		  "f:2:8: mandatory key \"id\" is missing\n" },
		{ "title: {id: Uji, en: Test}", "title: {id: '  '}",
		  "f:2:13: the text is empty\n" },
		{ "title: {id: Uji, en: Test}", "title: {id: [a]}",
		  "f:2:13: expected a text, not a list\n" },
		{ "title: {id: Uji, en: Test}", "title: {id: }",
		  "f:2:9: no value; expected a text\n" },
		{ "title: {id: Uji, en: Test}", "title: {id: \"a\\nb\"}",
		  "f:2:13: expected a text of one line without tabs\n" },
		{ "edition: uji-1", "edition: Uji 1",
		  "f:1:10: \"Uji 1\" is no key; expected 1–32 of a–z, 0–9 and hyphen\n" },
		{ "level: provinsi", "level: provinci",
		  "f:3:8: unknown \"provinci\"; did you mean provinsi? (one of: desa, kabkota, "
		  "provinsi, nasional)\n" },
		/* numbers */
		{ "assessment_year: 2024", "assessment_year: 24",
		  "f:5:18: expected a whole number from 1900 to 2999, not 24\n" },
		{ "quorum: 3", "quorum: 0",
		  "f:7:9: expected a whole number from 1 to 1000000, not 0\n" },
		{ "quorum: 3", "quorum: \"3\"",
		  "f:7:9: expected a number without quotation marks, not the text \"3\"\n" },
		{ "quorum: 3", "quorum: 03",
		  "f:7:9: expected a number without leading zeros, not \"03\"\n" },
		{ "quorum: 3", "quorum: 3\ndecimals: 5",
		  "f:8:11: expected a whole number from 0 to 4, not 5\n" },
		{ "quorum: 3", "quorum: 3\nsample: yes",
		  "f:8:9: expected true or false, not \"yes\"\n" },
		/* aggregation */
		{ "{method: mean}", "{method: maen}",
		  "f:8:23: unknown \"maen\"; did you mean mean? (one of: mean, trimmed_mean, "
		  "median, additive)\n" },
		{ "{method: mean}", "{}", "f:8:14: mandatory key \"method\" is missing\n" },
		{ "{method: mean}", "{method: mean, round: criterion}",
		  "f:8:36: round: criterion goes with over: criterion only\n" },
		{ "{method: mean}", "{method: additive, over: criterion}",
		  "f:8:39: method: additive goes with over: sheet only\n" },
		{ "{method: mean}", "{method: median, trim: 1}",
		  "f:8:37: \"trim\" belongs to method: trimmed_mean only\n" },
		{ "{method: mean}", "{method: trimmed_mean, trim: 3, trim_from: 6}",
		  "f:8:57: trim_from (6) must be greater than twice trim (3)\n" },
		{ "{method: mean}", "{method: trimmed_mean, trim: 4}",
		  "f:8:14: trim_from (7) must be greater than twice trim (4)\n" },
		{ "{method: mean}", "{method: trimmed_mean, trim: 3, trim_from: 7}", "" },
		{ "{method: mean}", "{method: median, over: criterion, round: criterion}", "" },
		/* tie steps */
		{ "criterion:d1", "criterion:data",
		  "f:9:26: no category has \"criterion:data\"\n" },
		{ "aspect:data", "aspect:wawancara", "" },
		{ "criterion:d1", "votes",
		  "f:9:26: unknown step \"votes\"; did you mean \"vote\"?\n" },
		{ "criterion:d1", "criterion: d1",
		  "f:9:26: a step is written without a space after the colon, such as "
		  "aspect:kinerja\n" },
		{ "criterion:d1", "'aspect:'",
		  "f:9:26: unknown step \"aspect:\"; expected aspect:<key>, criterion:<key>, "
		  "head_to_head, spread or vote\n" },
		{ "criterion:d1", "vote", "f:9:32: step \"vote\" given twice\n" },
		{ "tie_break: [spread]", "tie_break: [criterion:d9]",
		  "f:29:15: no category has \"criterion:d9\"\n" },
		{ "tie_break: [spread]", "tie_break: [criterion:d1]", "" },
		/* categories */
		{ "winners: 3", "winners: 0",
		  "f:13:12: expected a whole number from 1 to 1000000, not 0\n" },
		{ "key: dua", "key: satu",
		  "f:26:8: category \"satu\" is already there\n"
		  "f:34:52: no category \"dua\"\n" },
		{ "key: juri", "key: data",
		  "f:22:10: aspect \"data\" is already in this category\n" },
		{ "key: j1", "key: d1", "f:25:13: criterion \"d1\" is already in this category\n" },
		{ "weight: 50", "weight: 49.99",
		  "f:16:3: the weights of the criteria sum to 99.99; expected exactly 100\n" },
		{ "weight: 50", "weight: 0",
		  "f:25:40: expected a number from 0.01 to 100, not 0\n" },
		{ "weight: 50", "weight: 50.001",
		  "f:25:40: expected a number with at most 2 decimals and a decimal point, not "
		  "\"50.001\"\n" },
		{ "weight: 50", "weight: 5e1",
		  "f:25:40: expected a number with at most 2 decimals and a decimal point, not "
		  "\"5e1\"\n" },
		{ "weight: 50, ", "", "f:25:7: mandatory key \"weight\" is missing\n" },
		/* gates */
		{ "equals: tidak", "at_least: tidak",
		  "f:15:36: expected a number from 0 with at most 4 decimals, not \"tidak\"\n" },
		{ "equals: tidak", "at_least: 1, at_most: 2",
		  "f:15:10: expected exactly one of at_least, at_most, equals; found 2\n" },
		{ "equals: tidak, ", "",
		  "f:15:10: expected exactly one of at_least, at_most, equals; found 0\n" },
		{ "evidence: pds", "evidence: PDS",
		  "f:15:21: \"PDS\" is no name of evidence; expected 1–64 of a–z, 0–9, _ and -\n" },
		{ ", reason: {id: x}", "", "f:15:10: mandatory key \"reason\" is missing\n" },
		/* criteria */
		{ "kind: jury, min: -5", "kind: judge, min: -5",
		  "f:25:50: unknown \"judge\"; expected one of: jury, ratio, level\n" },
		{ "kind: jury, min: -5", "min: -5", "f:25:7: mandatory key \"kind\" is missing\n" },
		{ "min: -5, ", "", "f:25:7: mandatory key \"min\" is missing\n" },
		{ "max: 5, step: 0.5", "max: -5, step: 0.5",
		  "f:25:70: max must be greater than min\n" },
		{ "step: 0.5", "step: 0.3", "f:25:79: max - min must be a multiple of step\n" },
		{ "step: 0.5", "step: 0",
		  "f:25:79: expected a number from 0.01 to 1000000000, not 0\n" },
		{ "step: 0.5", "step: 0.5, target: 3",
		  "f:25:84: key \"target\" does not belong to kind: jury\n" },
		{ "step: 0.5", "step: 0.5, confidential: true",
		  "f:25:84: key \"confidential\" does not belong to kind: jury\n" },
		{ "\"2.5\": {", "\"2.2\": {",
		  "f:25:93: rubric \"2.2\": expected a mark from min to max in steps\n" },
		{ "\"2.5\": {", "\"baik\": {",
		  "f:25:93: rubric \"baik\": expected a mark, such as \"90\"\n" },
		{ "ya: 100", "ya: 100.5", "f:20:72: expected a number from 0 to 100, not 100.5\n" },
		{ "levels: {ya: 100, none: 0}", "levels: {}",
		  "f:20:67: expected a mapping word: points, such as {perda: 100, none: 0}\n" },
		{ "target: 45.5", "target: 0",
		  "f:21:101: expected a number from 0.01 to 1000000000, not 0\n" },
		{ "denominator: d-x, ", "", "f:21:7: mandatory key \"denominator\" is missing\n" },
		/* overall */
		{ "from: [satu, dua]", "from: [satu, tiga]", "f:34:52: no category \"tiga\"\n" },
		{ "from: [satu, dua]", "from: [satu, satu]",
		  "f:34:52: category \"satu\" named twice\n" },
		{ "from: [satu, dua]", "from: []",
		  "f:34:45: the list is empty; expected at least one item\n" },
		{ "key: semua", "key: dua",
		  "f:34:17: key \"dua\" is already that of a category or another list\n" },
		{ "take: 1, ", "", "f:34:11: mandatory key \"take\" is missing\n" },
		{ "take: 1, ", "take: 1, titles: [], ",
		  "f:34:67: unknown key \"titles\"; expected one of: key, name, from, take, winners\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct scheme scheme;
		char *text = changed(&arena, CASES[i].from, CASES[i].to);

		assert_string_equal(complaints_of(&arena, text, &scheme), CASES[i].complaints);
		arena_release(&arena);
	}
}

static void all_mistakes_come_at_once(void **state)
{
	struct arena arena = { 0 };
	struct scheme scheme;

	(void)state;
	assert_string_equal(
		complaints_of(&arena, "edition: &x A\nlevel: 1\nquorum: x\nnoise: *x\n", &scheme),
		"f:1:1: mandatory key \"title\" is missing\n"
		"f:1:1: mandatory key \"region\" is missing\n"
		"f:1:1: mandatory key \"assessment_year\" is missing\n"
		"f:1:1: mandatory key \"event_year\" is missing\n"
		"f:1:1: mandatory key \"aggregation\" is missing\n"
		"f:1:1: mandatory key \"categories\" is missing\n"
		"f:1:10: anchors (&) are not allowed; write the value out\n"
		"f:1:13: \"A\" is no key; expected 1–32 of a–z, 0–9 and hyphen\n"
		"f:2:8: unknown \"1\"; expected one of: desa, kabkota, provinsi, nasional\n"
		"f:3:9: expected a whole number, not \"x\"\n"
		"f:4:1: unknown key \"noise\"; expected one of: edition, title, level, region, "
		"assessment_year, event_year, sample, decimals, quorum, aggregation, tie_break, "
		"categories, overall\n"
		"f:4:8: aliases (*) are not allowed; write the value out\n");
	arena_release(&arena);
}

static void settings_have_defaults_and_are_checked(void **state)
{
	static const struct {
		const char *text, *complaints;
	} CASES[] = {
		{ "", "" },
		{ "# nothing yet\npublic_address:\nminutes: {number: , date: }\n", "" },
		{ "public_address: http://a.go.id/\ntime_zone: WIT\npublish: winners\n"
		  "legal_basis: SK 1\nminutes: {number: 1, place: Kupang, date: 2025-06-27}\n"
		  "signatories:\n- {name: A, place: 2}\n- {office: B, place: 1}\n",
		  "" },
		{ "public_address: a.go.id\n",
		  "f:1:17: expected an address that begins with https:// or http://, not "
		  "\"a.go.id\"\n" },
		{ "time_zone: WITTA\n",
		  "f:1:12: unknown \"WITTA\"; did you mean WITA? (one of: WIB, "
		  "WITA, WIT)\n" },
		{ "decree: {date: 2025-02-29}\n",
		  "f:1:16: expected a date YYYY-MM-DD that exists, not \"2025-02-29\"\n" },
		{ "signatories: [{name: A, place: 2}, {name: B}]\n",
		  "f:1:36: place 2 is already taken\n" },
		{ "signatories: [{name: A, place: 9}]\n",
		  "f:1:32: expected a whole number from 1 to 4, not 9\n" },
		{ "objection_deadline: 2025-02-30\n",
		  "f:1:21: expected a date YYYY-MM-DD that exists, not \"2025-02-30\"\n" },
		{ "publsh: all\n", "f:1:1: unknown key \"publsh\"; did you mean \"publish\"?\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct complaints list;
		struct settings settings;
		struct buf out;

		complaints_init(&list, &arena);
		(void)!settings_read("f", CASES[i].text, strlen(CASES[i].text), &arena, &settings,
				     &list);
		buf_init(&out, &arena);
		complaints_print(&list, LANG_EN, &out);
		assert_string_equal(out.data, CASES[i].complaints);
		if (i == 0)
			assert_string_equal(settings.public_address, "http://localhost:8080");
		if (i == 2) {
			assert_string_equal(settings.public_address, "http://a.go.id");
			assert_int_equal(settings.zone_hours, 9);
			assert_true(settings.winners_only);
			assert_string_equal(settings.signatories[0].office, "B");
			assert_string_equal(settings.minutes.place, "Kupang");
		}
		arena_release(&arena);
	}
}

static void the_last_day_for_objections_ends_at_its_own_midnight(void **state)
{
	static const struct {
		const char *day, *end; /* UTC */
		int zone;
	} CASES[] = {
		{ "2025-08-04", "2025-08-04T17:00:00Z", 7 },
		{ "2025-08-04", "2025-08-04T15:00:00Z", 9 },
		{ "2024-12-31", "2024-12-31T16:00:00Z", 8 },
	};
	struct settings settings;
	char iso[TIME_ISO_SIZE];

	(void)state;
	settings_init(&settings);
	assert_int_equal(settings_objections_end(&settings), 0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		settings.objection_deadline = CASES[i].day;
		settings.zone_hours = CASES[i].zone;
		time_iso(settings_objections_end(&settings), iso);
		assert_string_equal(iso, CASES[i].end);
	}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_good_scheme_is_read_whole),
		cmocka_unit_test(each_mistake_says_where_and_what_was_expected),
		cmocka_unit_test(all_mistakes_come_at_once),
		cmocka_unit_test(settings_have_defaults_and_are_checked),
		cmocka_unit_test(the_last_day_for_objections_ends_at_its_own_midnight),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
