#include "bundle_sample.h"

static const char *words_of(struct sample *s, const struct complaints *complaints)
{
	struct buf out;

	buf_init(&out, &s->arena);
	complaints_print(complaints, LANG_EN, &out);
	return out.data;
}

static void write_sample(struct sample *s)
{
	bool good;

	sample_init(s);
	good = bundle_write(&s->bundle, &s->text, &s->complaints);
	if (!good)
		fail_msg("%s", words_of(s, &s->complaints));
}

/* Reads; what is wrong comes back as text, "" when all is well. */
static const char *read_text(struct sample *s, const char *text, size_t len, struct bundle *ret)
{
	struct complaints complaints;

	complaints_init(&complaints, &s->arena);
	if (bundle_read("b", text, len, sample_parser(s), &s->arena, ret, &complaints))
		return "";
	assert_true(complaints.total > 0);
	return words_of(s, &complaints);
}

static void what_was_written_is_read_and_written_the_same(void **state)
{
	struct sample s;
	struct bundle again;
	struct buf text;

	(void)state;
	write_sample(&s);
	assert_string_equal(read_text(&s, s.text.data, s.text.len, &again), "");
	assert_int_equal(again.release, 2);
	assert_string_equal(again.correction, "Nilai J1 keliru disalin");
	assert_string_equal(again.votes[0].reason, "Musyawarah\nmufakat");
	assert_int_equal(again.scheme_len, strlen(SAMPLE_SCHEME));
	assert_memory_equal(again.scheme_text, SAMPLE_SCHEME, again.scheme_len);
	buf_init(&text, &s.arena);
	assert_true(bundle_write(&again, &text, &s.complaints));
	assert_string_equal(text.data, s.text.data);
	arena_release(&s.arena);
}

static void the_order_of_the_input_does_not_matter(void **state)
{
	struct sample s;
	struct nominee turned[7];
	struct buf text;

	(void)state;
	write_sample(&s);
	s.bundle.vote_count = s.bundle.reopening_count = s.bundle.change_count = 0;
	s.bundle.late_count = 0; /* they point to nominees by their index */
	buf_init(&s.text, &s.arena);
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	for (size_t i = 0; i < 7; i++)
		turned[i] = s.nominees[6 - i];
	s.bundle.input.nominees = turned;
	buf_init(&text, &s.arena);
	assert_true(bundle_write(&s.bundle, &text, &s.complaints));
	assert_string_equal(text.data, s.text.data);
	arena_release(&s.arena);
}

static void no_juror_and_no_confidential_evidence_is_named(void **state)
{
	static const char *const SECRETS[] = { "juri-rahasia", "rahasia dapur", "\t90\t",
					       "iuran\t10" };
	static const char *JURORS[] = { "juri-rahasia-1", "juri-rahasia-2", "juri-rahasia-3",
					"juri-rahasia-4" };
	struct sample s;

	(void)state;
	sample_init(&s);
	s.bundle.input.jurors = JURORS;
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	for (size_t i = 0; i < COUNT(SECRETS); i++)
		assert_null(strstr(s.text.data, SECRETS[i]));
	assert_non_null(strstr(s.text.data, "value\talor\ta2\t40.0000\tgiven\n"));
	assert_non_null(strstr(s.text.data, "gate-result\tsikka\t2\tfailed\tgiven\n"));
	arena_release(&s.arena);
}

static void a_seal_is_the_hash_of_salt_and_line(void **state)
{
	static const char LINE[] = "garam rahasia 16"
				   "evidence\talor\tiuran\t10\tverified\tBPJS\\x09KC "
				   "Kupang\t2024-12-31\n";
	char hex[SHA256_HEX_SIZE];
	struct sample s;

	(void)state;
	write_sample(&s);
	sha256_hex(LINE, strlen(LINE), hex);
	assert_non_null(
		strstr(s.text.data, arena_printf(&s.arena, "sealed\talor\tiuran\t%s\n", hex)));
	arena_release(&s.arena);
}

static void every_changed_byte_is_noticed(void **state)
{
	static const char OTHERS[] = { '0', '\n', '\t', 'x', '\0', (char)0xff };
	struct sample s;
	char *text;

	(void)state;
	write_sample(&s);
	text = arena_copy(&s.arena, s.text.data, s.text.len);
	for (size_t i = 0; i < 2 * s.text.len; i++) {
		char *at = &text[i / 2], was = *at;
		struct sample scratch = { .scheme = s.scheme };
		struct bundle bundle;

		*at = i % 2 ? (char)(was ^ 1) : OTHERS[i / 2 % COUNT(OTHERS)];
		if (*at == was)
			*at = (char)(was ^ 2);
		if (!*read_text(&scratch, text, s.text.len, &bundle))
			fail_msg("byte %zu", i / 2);
		*at = was;
		arena_release(&scratch.arena);
	}
	arena_release(&s.arena);
}

static void every_cut_is_noticed(void **state)
{
	struct sample s;

	(void)state;
	write_sample(&s);
	for (size_t len = 0; len < s.text.len; len += 1 + len / 64) {
		struct sample scratch = { .scheme = s.scheme };
		struct bundle bundle;

		assert_true(*read_text(&scratch, s.text.data, len, &bundle));
		arena_release(&scratch.arena);
	}
	arena_release(&s.arena);
}

/* Puts `to` for the first `from`, and closes the text with the hash that then fits. */
static void forge(struct sample *s, const char *from, const char *to, struct buf *ret)
{
	const char *at = strstr(s->text.data, from);
	const char *end = s->text.data + s->text.len - SHA256_HEX_SIZE;
	char hex[SHA256_HEX_SIZE];

	if (!at)
		fail_msg("not in the sample: %s", from);
	buf_init(ret, &s->arena);
	buf_add(ret, s->text.data, (size_t)(at - s->text.data));
	buf_puts(ret, to);
	buf_add(ret, at + strlen(from), (size_t)(end - at) - strlen(from));
	sha256_hex(ret->data, ret->len, hex);
	buf_printf(ret, "%s\n", hex);
}

static void a_forgery_with_a_fitting_hash_is_named(void **state)
{
	static const struct {
		const char *from, *to, *said;
	} CASES[] = {
		/* inputs */
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\talor\td1\t81\n", "total J1 alor" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\talor\td1\t80.25\n",
		  "does not fit the scale" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\talor\td1\t80.50\n", "should be: mark" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\talor\td1\t101\n",
		  "does not fit the scale" },
		{ "mark\tJ1\talor\td1\t80.5\n", "", "twice, missing or out of order" },
		{ "mark\tJ1\talor\td1\t80.5\n",
		  "mark\tJ1\talor\td1\t80.5\nmark\tJ1\talor\td1\t80.5\n",
		  "twice, missing or out of order" },
		{ "mark\tJ1\talor\td1\t80.5\nmark\tJ1\talor\td2\t-1\n",
		  "mark\tJ1\talor\td2\t-1\nmark\tJ1\talor\td1\t80.5\n",
		  "twice, missing or out of order" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ5\talor\td1\t80.5\n", "no juror" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\talor\ta1\t80.5\n",
		  "not a jury criterion" },
		{ "mark\tJ1\talor\td1\t80.5\n", "mark\tJ1\tende\td1\t80.5\n",
		  "below that nominee" },
		{ "recused\tJ3\tbelu\n", "", "open" },
		{ "recused\tJ3\tbelu\n", "recused\tJ3\tbelu\nrecused\tJ3\tbelu\n", "twice" },
		{ "recused\tJ3\tbelu\n", "absent\tJ3\tbelu\n", "not listed as recused" },
		{ "absent\tJ4\ttarus\n", "open\tJ4\ttarus\n", "open sheet" },
		{ "evidence\tende\ta1\tedaran\tverified\t",
		  "evidence\tende\ta1\tedaran\tunverified\t", "value ende a1" },
		{ "evidence\tende\ta1\tedaran", "evidence\tende\ta1\tperda", "value ende a1" },
		{ "evidence\tende\ta1\tedaran", "evidence\tende\ta1\tperbup", "expected one of" },
		{ "evidence\tende\tizin\t", "evidence\tende\tj\t",
		  "should not be here: evidence ende j" },
		{ "evidence\tende\tpekerja\t3.0\t", "evidence\tende\tpekerja\t0\t", "more than 0" },
		{ "value\talor\ta2\t40.0000\tgiven", "value\talor\ta2\t41.0000\tgiven",
		  "rank kabkota" },
		{ "value\talor\ta2\t40.0000\tgiven", "value\talor\ta2\t100.0001\tgiven",
		  "impossible" },
		{ "value\talor\ta2\t40.0000\tgiven", "value\talor\ta2\t40.0000\tcomputed",
		  "given" },
		{ "value\talor\ta3\t33.3333\tcomputed", "value\talor\ta3\t33.3334\tcomputed",
		  "should be: value alor a3 33.3333" },
		{ "value\talor\ta3\t33.3333\tcomputed", "value\talor\ta3\t33.3333\tgiven",
		  "should be: value alor a3 33.3333 computed" },
		{ "sealed\talor\tiuran", "sealed\talor\tioran", "without a seal" },
		{ "sealed\talor\ttunggakan", "sealed\talor\ttunggakam",
		  "gate 2 passed without a seal of tunggakan" },
		{ "gate-result\tende\t2\tpassed\tgiven", "gate-result\tende\t2\tfailed\tgiven",
		  "rank kabkota" },
		{ "gate-result\tende\t1\tpassed", "gate-result\tende\t1\tfailed",
		  "gate-result ende 1" },
		{ "nominee\tende\tkabkota\t", "nominee\tende\tdesa\t", "" },
		{ "nominee\tende\tkabkota\t", "nominee\tende\tkota\t", "no category" },
		{ "nominee\tende\tkabkota\t", "nominee\talor\tkabkota\t", "twice" },
		{ "juror\tJ4\tadded\t", "juror\tJ5\tadded\t", "should be: juror J4" },
		{ "juror\tJ3\tmember\tkabkota,desa", "juror\tJ3\tmember\t",
		  "J3 does not judge category kabkota" },
		{ "juror\tJ3\tmember\tkabkota,desa", "juror\tJ3\tmember\tdesa",
		  "J3 does not judge category kabkota" },
		/* rules */
		{ "scheme\tdecimals: 2", "scheme\tdecimals: 1", "last version of the rules" },
		{ "scheme\tdecimals: 2", "scheme\tdecimals: x", "expected" },
		{ "scheme-sha256\t", "scheme-sha256\t0", "scheme-sha256" },
		{ "decimals\t2\n", "decimals\t1\n", "should be: decimals 2" },
		{ "criterion\tkabkota\td1\twawancara\t20\t",
		  "criterion\tkabkota\td1\twawancara\t25\t", "should be: criterion kabkota d1" },
		{ "title\tkabkota\t1\tTerbaik I\t", "title\tkabkota\t1\tTerbaik II\t",
		  "title kabkota" },
		{ "rule-version\t2\t", "rule-version\t3\t", "expected 2" },
		/* events */
		{ "vote\t1\tdesa\tstale\t", "vote\t1\tdesa\tcounted\t",
		  "should be: vote 1 desa stale" },
		{ "vote\t3\tdesa\tcounted\tnaimata>oepuli",
		  "vote\t3\tdesa\tcounted\toepuli>naimata", "rank desa" },
		{ "vote\t3\tdesa\tcounted\tnaimata>oepuli",
		  "vote\t3\tdesa\tcounted\tnaimata>naimata", "twice" },
		{ "vote\t3\t", "vote\t4\t", "expected 3" },
		{ "reopened\t2\tJ1\tende\t2\tdone\t50\t291/5",
		  "reopened\t2\tJ1\tende\t2\tdone\t50\t58", "not the one that is counted: 291/5" },
		{ "reopened\t2\tJ1\tende\t2\tdone\t50\t291/5",
		  "reopened\t2\tJ1\tende\t2\tdone\t50\t582/10", "not a fraction" },
		{ "reopened\t3\tJ3\ttarus\t2\twithdrawn\t0",
		  "reopened\t3\tJ3\ttarus\t2\twithdrawn\t1", "withdrawn, but" },
		{ "changed\t1\tende\ta1\tmissing\t\tverified\tedaran",
		  "changed\t1\tende\ta1\tmissing\t\tverified\tperda",
		  "not the one that is counted" },
		{ "late-recusal\t1\tJ3\tbelu", "late-recusal\t1\tJ1\tbelu",
		  "not listed as recused" },
		/* chain */
		{ "leaf\t4\t02", "leaf\t4\t03", "chain 3" },
		{ "leaf\t4\t", "leaf\t1\t", "does not rise" },
		{ "leaf\t1\t0101010101010101010101010101010101010101010101010101010101010101\n", "",
		  "chain 2" },
		/* ranking */
		{ "rank\tkabkota\t1\tbelu", "rank\tkabkota\t2\tbelu",
		  "should be: rank kabkota 1 belu" },
		{ "\tyes\tTerbaik I\tFirst", "\tyes\tTerbaik X\tFirst", "Terbaik I" },
		{ "overall-rank\tsemua\t1\t", "overall-rank\tsemua\t2\t", "overall-rank semua 1" },
		/* text */
		{ "edition\tuji-2024\n", "edition\tuji-2025\n", "should be: edition uji-2024" },
		{ "edition\tuji-2024\n", "edition\tuji-2024\nedition\tuji-2024\n",
		  "should not be here" },
		{ "sample\tCONTOH\n", "", "missing before this line: sample CONTOH" },
		{ "release\t2\n", "release\t02\n", "should be: release 2" },
		{ "release\t2\n", "release\t2\r\n", "carriage returns" },
		{ "release\t2\n", "release 2\n", "unknown line" },
		{ "release\t2\n", "release\t1\n", "" },
		{ "corrects\t1\tNilai J1 keliru disalin", "corrects\t1\t", "without its reason" },
		{ "corrects\t1\t", "corrects\t2\t", "earlier release" },
		{ "approved\t2025-07-21T03:04:05Z", "approved\t2025-07-21T03:04:5Z",
		  "not a UTC time" },
		{ "BPJS\\x09KC", "BPJS\\x41KC", "should be: evidence" },
		{ "BPJS\\x09KC", "BPJS\tKC", "fields; expected" },
		{ "paritrana-bundle\t1", "paritrana-bundle\t2", "format version" },
	};
	struct sample s;

	(void)state;
	write_sample(&s);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct bundle bundle;
		struct buf text;
		const char *said;

		forge(&s, CASES[i].from, CASES[i].to, &text);
		said = read_text(&s, text.data, text.len, &bundle);
		if (!*said || !strstr(said, CASES[i].said))
			fail_msg("%s -> %s: \"%s\"", CASES[i].from, CASES[i].to, said);
	}
	arena_release(&s.arena);
}

static void a_difference_is_told_with_its_line(void **state)
{
	struct sample s;
	struct bundle bundle;
	struct buf text;

	(void)state;
	write_sample(&s);
	forge(&s, "edition\tuji-2024\n", "edition\tuji-2025\n", &text);
	assert_string_equal(read_text(&s, text.data, text.len, &bundle),
			    "b:3: is: edition uji-2025; should be: edition uji-2024\n");
	arena_release(&s.arena);
}

static void a_release_with_an_open_sheet_is_not_written(void **state)
{
	struct sample s;

	(void)state;
	sample_init(&s);
	s.sheets[ALOR][0]->marks_c[1] = MARK_NONE;
	assert_false(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_string_equal(words_of(&s, &s.complaints), "the sheet of J1 on alor is still open\n");
	assert_int_equal(s.text.len, 0);
	arena_release(&s.arena);
}

static void a_number_may_have_been_refused_by_the_keeper(void **state)
{
	struct sample s;

	(void)state;
	sample_init(&s);
	s.bundle.corrects = 0;
	s.bundle.correction = NULL;
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_null(strstr(s.text.data, "\ncorrects\t"));
	arena_release(&s.arena);
}

static void confidential_evidence_needs_its_seal(void **state)
{
	struct sample s;

	(void)state;
	sample_init(&s);
	s.evidence[ALOR][1].seal = NULL;
	assert_false(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_string_equal(words_of(&s, &s.complaints),
			    "alor: confidential evidence iuran without a seal\n");
	arena_release(&s.arena);
}

static void a_vote_counts_only_for_its_own_group(void **state)
{
	struct sample s;
	struct bundle again;

	(void)state;
	write_sample(&s);
	(void)read_text(&s, s.text.data, s.text.len, &again);
	assert_non_null(strstr(s.text.data, "vote\t1\tdesa\tstale\toepuli>tarus\t6\t0\t1\t"
					    "Musyawarah\\x0amufakat\n"));
	assert_non_null(strstr(s.text.data, "vote\t2\tdesa\twithdrawn\tnaimata=oepuli\t\t\t\t"));
	assert_non_null(strstr(s.text.data, "vote\t3\tdesa\tcounted\tnaimata>oepuli\t6\t0\t1\t"));
	assert_string_equal(again.tally.categories[1].rows[0].decided_by, "vote");
	arena_release(&s.arena);
}

/* VOTES of the sample: the second is on the group of the third. */
static void a_withdrawn_vote_takes_the_older_ones_on_its_group_with_it(void **state)
{
	struct sample s;
	struct bundle again;

	(void)state;
	sample_init(&s);
	s.votes[1].withdrawn = false;
	s.votes[2].withdrawn = true;
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_string_equal(read_text(&s, s.text.data, s.text.len, &again), "");
	assert_non_null(strstr(s.text.data, "vote\t2\tdesa\tstale\t"));
	assert_non_null(strstr(s.text.data, "vote\t3\tdesa\twithdrawn\t"));
	assert_string_equal(again.tally.categories[1].rows[0].decided_by, "none");
	assert_true(again.tally.categories[1].rows[0].tied);
	arena_release(&s.arena);
}

/* A criterion is on trust as a whole when one of its two pieces is sealed. */
static void a_value_on_trust_needs_its_open_half_verified(void **state)
{
	struct sample s;
	struct bundle bundle;
	struct buf text;

	(void)state;
	sample_init(&s);
	s.scheme.categories[0].criteria[2].denominator = "iuran"; /* peserta is open */
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_string_equal(read_text(&s, s.text.data, s.text.len, &bundle), "");
	assert_non_null(strstr(s.text.data, "value\talor\ta3\t10.0000\tgiven\n"));
	forge(&s, "evidence\talor\tpeserta\t1\tverified", "evidence\talor\tpeserta\t1\tunverified",
	      &text);
	assert_string_equal(
		read_text(&s, text.data, text.len, &bundle),
		"b:80: alor: a value of criterion a3 without a seal or verified evidence "
		"peserta\n");
	arena_release(&s.arena);
}

static void a_juror_whose_category_is_gone_judges_none(void **state)
{
	struct sample s;
	struct bundle again;

	(void)state;
	sample_init(&s);
	s.owes[3][1] = false;
	s.sheets[OEPULI][3] = s.sheets[NAIMATA][3] = NULL;
	assert_true(bundle_write(&s.bundle, &s.text, &s.complaints));
	assert_string_equal(read_text(&s, s.text.data, s.text.len, &again), "");
	assert_non_null(strstr(s.text.data, "\njuror\tJ4\tadded\t\n"));
	assert_null(strstr(s.text.data, "\nabsent\tJ4\t"));
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read_and_written_the_same),
		cmocka_unit_test(the_order_of_the_input_does_not_matter),
		cmocka_unit_test(no_juror_and_no_confidential_evidence_is_named),
		cmocka_unit_test(a_seal_is_the_hash_of_salt_and_line),
		cmocka_unit_test(every_changed_byte_is_noticed),
		cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(a_forgery_with_a_fitting_hash_is_named),
		cmocka_unit_test(a_difference_is_told_with_its_line),
		cmocka_unit_test(a_release_with_an_open_sheet_is_not_written),
		cmocka_unit_test(a_number_may_have_been_refused_by_the_keeper),
		cmocka_unit_test(confidential_evidence_needs_its_seal),
		cmocka_unit_test(a_vote_counts_only_for_its_own_group),
		cmocka_unit_test(a_withdrawn_vote_takes_the_older_ones_on_its_group_with_it),
		cmocka_unit_test(a_value_on_trust_needs_its_open_half_verified),
		cmocka_unit_test(a_juror_whose_category_is_gone_judges_none),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
