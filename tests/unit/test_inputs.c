#include "unit.h"

#include "app/app.h"

static const char SCHEME[] =
	"edition: uji\ntitle: {id: Uji}\nlevel: desa\nregion: Uji\nassessment_year: 2024\n"
	"event_year: 2025\nquorum: 1\naggregation: {method: mean}\ncategories:\n"
	"- key: a\n  name: {id: A}\n  winners: 1\n"
	"  gate: [{evidence: tanggal, equals: 31.12.2024, reason: {id: x}}]\n"
	"  aspects: [{key: x, name: {id: X}, criteria: [{key: r, name: {id: R}, weight: 60, kind: "
	"ratio, numerator: n, denominator: d, target: 50}, {key: l, name: {id: L}, weight: 40, kind: "
	"level, levels: {kelas 1.5: 100, 1.5: 50}}]}]\n"
	"- key: b\n  name: {id: B}\n  winners: 1\n"
	"  aspects: [{key: x, name: {id: X}, criteria: [{key: j, name: {id: J}, weight: 100, kind: "
	"jury, min: 0, max: 10, step: 1}]}]\n";

static struct source source_of(const char *text)
{
	return (struct source){ .file = "f", .text = text, .len = strlen(text) };
}

static void read_scheme(struct arena *arena, struct scheme *ret)
{
	struct complaints list;

	complaints_init(&list, arena);
	assert_true(scheme_read("s", SCHEME, strlen(SCHEME), arena, ret, &list));
}

static char *text_of(struct arena *arena, const struct complaints *list)
{
	struct buf out;

	buf_init(&out, arena);
	complaints_print(list, LANG_EN, &out);
	return out.data;
}

static void further_columns_of_nominees_are_kept_as_profile(void **state)
{
	struct source source = source_of("kode,nominee,name,category,region,alamat\n"
					 "01,n1,  Z\xcc\x87ory ,a,Uji,\"Jalan 1\nKota\"\n"
					 ",n2,\"Dua\r\nBaris\",b,,\n");
	struct arena arena = { 0 };
	struct nominee_list list;
	struct complaints complaints;
	struct scheme scheme;

	(void)state;
	read_scheme(&arena, &scheme);
	complaints_init(&complaints, &arena);
	assert_true(nominee_file_read(&source, &scheme, &arena, &list, &complaints));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.column_count, 2);
	assert_string_equal(list.columns[1], "alamat");
	assert_string_equal(list.profile[0], "01");
	assert_string_equal(list.profile[1], "Jalan 1\nKota");
	assert_string_equal(list.profile[2], "");
	assert_string_equal(list.items[0].name, "\xc5\xbbory");
	assert_string_equal(list.items[1].name, "Dua Baris");
	assert_int_equal(list.items[1].category, 1);
	assert_int_equal(list.items[1].place.line, 4);
	arena_release(&arena);
}

static void a_profile_hides_nothing(void **state)
{
	struct source source = source_of("nominee,name,category,region,no\x01te\n"
					 "n1,A\xe2\x80\xae,a,Uji,x\n"
					 "n2,B,a,Uji,\x1b[1m\n");
	struct arena arena = { 0 };
	struct nominee_list list;
	struct complaints complaints;
	struct scheme scheme;

	(void)state;
	read_scheme(&arena, &scheme);
	complaints_init(&complaints, &arena);
	assert_false(nominee_file_read(&source, &scheme, &arena, &list, &complaints));
	assert_string_equal(text_of(&arena, &complaints),
			    "f:1: column 5: control character U+0001 is not allowed\n"
			    "f:2: name: control character U+202E is not allowed\n");
	arena_release(&arena);
}

static void evidence_is_a_number_where_it_looks_like_one_and_a_rule_reads_it(void **state)
{
	static const struct {
		const char *row, *value; /* NULL: refused */
	} CASES[] = {
		{ "n1;n;1,5", "1.5" },
		{ "n1;n;1.5", "1.5" },
		{ "n1;n;1.234", NULL },
		{ "n1;n;1.234.567", NULL },
		{ "n1;n;\"1 234\"", NULL },
		{ "n1;n;999999999999999", "999999999999999" },
		{ "n1;n;1000000000000000", NULL },
		{ "n1;n;0,12345", NULL },
		{ "n1;n;banyak", "banyak" }, /* the tally's to refuse */
		{ "n1;n;", "" },
		{ "n1;l;1.5", "1.5" },
		{ "n1;l;kelas 1.5", "kelas 1.5" },
		{ "n1;tanggal;31.12.2024", "31.12.2024" },
		{ "n1;tanggal;30.12.2024", NULL },
		{ "n1;bebas;1.234.567", "1.234.567" },
		{ "n2;n;1.234.567", "1.234.567" }, /* its category does not read it */
	};
	struct source people = source_of("nominee,name,category,region\nn1,A,a,\nn2,B,b,\n");

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct nominee_list list;
		struct complaints complaints;
		struct scheme scheme;
		const struct nominee *nominee;
		struct source source;
		bool good;

		read_scheme(&arena, &scheme);
		complaints_init(&complaints, &arena);
		assert_true(nominee_file_read(&people, &scheme, &arena, &list, &complaints));
		source = source_of(
			arena_printf(&arena, "nominee;evidence;value\n%s\n", CASES[i].row));
		good = evidence_file_read(&source, &scheme, &list, &arena, &complaints);
		assert_int_equal(good, CASES[i].value != NULL);
		nominee = &list.items[CASES[i].row[1] - '1'];
		assert_int_equal(nominee->evidence_count, 1);
		assert_true(nominee->evidence[0].verified);
		if (CASES[i].value)
			assert_string_equal(nominee->evidence[0].value, CASES[i].value);
		arena_release(&arena);
	}
}

static void evidence_keeps_status_source_and_date(void **state)
{
	struct source people = source_of("nominee,name,category,region\nn1,A,a,\nn2,B,b,\n");
	struct source source = source_of("nominee,evidence,value,source,status,cutoff\n"
					 "n2,x,1,,verified,\nn1,n,5,DPA,Verified,2024-12-31\n"
					 "n1,d,6,,,\nn1,l,,,verified,\n");
	struct arena arena = { 0 };
	const struct evidence *evidence;
	struct nominee_list list;
	struct complaints complaints;
	struct scheme scheme;

	(void)state;
	read_scheme(&arena, &scheme);
	complaints_init(&complaints, &arena);
	assert_true(nominee_file_read(&people, &scheme, &arena, &list, &complaints));
	assert_true(evidence_file_read(&source, &scheme, &list, &arena, &complaints));
	assert_int_equal(list.items[0].evidence_count, 3);
	evidence = list.items[0].evidence;
	assert_string_equal(evidence[0].source, "DPA");
	assert_string_equal(evidence[0].cutoff, "2024-12-31");
	assert_false(evidence[0].verified);
	assert_int_equal(evidence[0].place.line, 3);
	assert_null(evidence[1].source);
	assert_false(evidence[1].verified);
	assert_true(evidence[2].verified);
	assert_string_equal(evidence[2].value, "");
	assert_true(list.items[1].evidence[0].verified);
	arena_release(&arena);
}

static void jurors_are_read_or_refused(void **state)
{
	static const struct {
		const char *rows, *complaints;
	} CASES[] = {
		{ "j1,Satu,chair,Setda,Pemprov,\nj2,Dua,member,,, b  a \n", "" },
		{ "j1,Satu,chair,,,\nj1,Dua,member,,,\n",
		  "f:3: juror \"j1\" is already on line 2\n" },
		{ "j1,Satu,chair,,,\nj2,Dua,chair,,,\n", "f:3: the chair is already on line 2\n" },
		{ "j1,Satu,ketua,,,\n", "f:2: role \"ketua\"; expected chair or member\n" },
		{ "j1,,member,,,\n", "f:2: juror \"j1\" has no name\n" },
		{ "J1,Satu,member,,,\n",
		  "f:2: juror \"J1\" is no key; expected 1–32 of a–z, 0–9 and hyphen\n" },
		{ "j1,Satu,member,,,a c\n",
		  "f:2: no category \"c\" in the scheme; expected one of: a, b\n" },
		{ "j1,Satu,member,,,a a\n", "f:2: category \"a\" named twice\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct complaints complaints;
		struct juror_row *rows;
		struct scheme scheme;
		struct source source;
		size_t count;

		read_scheme(&arena, &scheme);
		complaints_init(&complaints, &arena);
		source = source_of(
			arena_printf(&arena, "juror,name,role,element,institution,categories\n%s",
				     CASES[i].rows));
		assert_int_equal(
			juror_file_read(&source, &scheme, &arena, &rows, &count, &complaints),
			CASES[i].complaints[0] == '\0');
		assert_string_equal(text_of(&arena, &complaints), CASES[i].complaints);
		if (i == 0) {
			assert_int_equal(count, 2);
			assert_true(rows[0].chair);
			assert_string_equal(rows[0].categories, "");
			assert_string_equal(rows[1].categories, "b a");
		}
		arena_release(&arena);
	}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(further_columns_of_nominees_are_kept_as_profile),
		cmocka_unit_test(a_profile_hides_nothing),
		cmocka_unit_test(evidence_is_a_number_where_it_looks_like_one_and_a_rule_reads_it),
		cmocka_unit_test(evidence_keeps_status_source_and_date),
		cmocka_unit_test(jurors_are_read_or_refused),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
