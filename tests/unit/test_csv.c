#include "unit.h"

#include "view/view.h"

struct seen {
	struct buf out;
	size_t stop_after, rows;
};

static bool see_header(void *arg, const struct csv_header *header)
{
	struct seen *seen = arg;

	buf_char(&seen->out, header->separator);
	for (size_t i = 0; i < header->count; i++)
		buf_printf(&seen->out, "[%s]", header->names[i]);
	buf_char(&seen->out, '\n');
	return true;
}

/* Each row as "line: [field]"; quoted ones as ["field"]. */
static bool see_row(void *arg, const struct csv_row *row)
{
	struct seen *seen = arg;

	buf_printf(&seen->out, "%u:", row->line);
	for (size_t i = 0; i < row->count; i++) {
		const char *quote = row->fields[i].quoted ? "\"" : "";

		assert_int_equal(strlen(row->fields[i].text), row->fields[i].len);
		buf_printf(&seen->out, "[%s%s%s]", quote, row->fields[i].text, quote);
	}
	buf_char(&seen->out, '\n');
	return ++seen->rows != seen->stop_after;
}

static char *read_all(struct arena *arena, const char *text, size_t len, size_t stop_after)
{
	struct complaints list;
	struct seen seen = { .stop_after = stop_after };
	bool good;

	complaints_init(&list, arena);
	buf_init(&seen.out, arena);
	good = csv_read("f", text, len, arena, see_header, see_row, &seen, &list);
	assert_int_equal(good, list.total == 0);
	complaints_print(&list, LANG_EN, &seen.out);
	return seen.out.data;
}

static void rows_come_with_their_line_and_quoting(void **state)
{
	static const char *const CASES[][2] = {
		{ "a,b\n1,2\n", ",[a][b]\n2:[1][2]\n" },
		{ "a,b\n1,2", ",[a][b]\n2:[1][2]\n" },
		{ "a,b\r\n1,2\r\n3,\r\n", ",[a][b]\n2:[1][2]\n3:[3][]\n" },
		{ "a,b\r1,2\r3,4", ",[a][b]\n2:[1][2]\n3:[3][4]\n" },
		{ "\xef\xbb\xbf"
		  "a,b\n",
		  ",[a][b]\n" },
		{ "a;b\n1,5;2\n", ";[a][b]\n2:[1,5][2]\n" },
		{ "\"a,x\",\"b;;;;y\"\n1,2\n", ",[a,x][b;;;;y]\n2:[1][2]\n" },
		{ "\n\na,b\n\n1,2\n  \n3,4\n", ",[a][b]\n5:[1][2]\n7:[3][4]\n" },
		{ "a,b\n\"1\n2\",x\ny,\"z\"\n", ",[a][b]\n2:[\"1\n2\"][x]\n4:[y][\"z\"]\n" },
		{ "a,b\n\"\",\"say \"\"hi\"\", all\"\n",
		  ",[a][b]\n2:[\"\"][\"say \"hi\", all\"]\n" },
		{ "a,b\n x , \"y\" \n", ",[a][b]\n2:[x][\"y\"]\n" },
		{ "a;b\n\tx;\" y \"\n", ";[a][b]\n2:[x][\" y \"]\n" },
		{ "a\n\"\n\n\"\nx\n", ",[a]\n2:[\"\n\n\"]\n5:[x]\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };

		assert_string_equal(read_all(&arena, CASES[i][0], strlen(CASES[i][0]), 0),
				    CASES[i][1]);
		arena_release(&arena);
	}
}

#define QUOTE_INSIDE(line, met)                                         \
	"f:" line ": a quotation mark inside a field (met on line " met \
	"); a quoted field stands "                                     \
	"between \" and a \" in it is written \"\"\n"

/* A line without quotation marks is cut by hand, one with them by libcsv: as if by one. */
static void plain_and_parsed_rows_agree(void **state)
{
	static const char *const LINES[] = {
		"1,2,3\n",	  " 1 ,\t2\t, 3 \n", ",,\n",	     "a b,c  d,e\n", "1,2,3\r\n",
		"\xc3\xa9,\t,\n", "1;2,3;,;\n",	     "  x,y  ,\r\n", "1,2\n",	     "1,2,3,4\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(LINES); i++) {
		struct arena arena = { 0 };
		char *plain = arena_printf(&arena, "a,b,c\n%s", LINES[i]);
		/* The same with one more field, whose quotation marks send the row to libcsv. */
		char *parsed = arena_printf(&arena, "a,b,c,d\n%.*s,\"\"\n",
					    (int)strcspn(LINES[i], "\r\n"), LINES[i]);
		char *expected = read_all(&arena, plain, strlen(plain), 0);
		char *found = read_all(&arena, parsed, strlen(parsed), 0);

		if (strstr(expected, "\n2:")) { /* the same but for the field more */
			size_t len = strlen(strstr(expected, "\n2:")) - 1;

			assert_memory_equal(strstr(expected, "\n2:"), strstr(found, "\n2:"), len);
			assert_string_equal(strstr(found, "\n2:") + len, "[\"\"]\n");
		} else {
			assert_null(strstr(found, "\n2:"));
		}
		arena_release(&arena);
	}
}

static void broken_rows_are_named_and_the_others_read(void **state)
{
	static const char *const CASES[][2] = {
		{ "", "f:1: the file is empty: it has no header row\n" },
		{ "\n\n", "f:1: the file is empty: it has no header row\n" },
		{ "a,b\n1\n2,3\n4,5,6\n",
		  ",[a][b]\n3:[2][3]\nf:2: 1 columns, expected 2 as in the header row\n"
		  "f:4: 3 columns, expected 2 as in the header row\n" },
		{ "a,a,\n1,2,3\n", ",[a][a][]\n2:[1][2][3]\nf:1: column \"a\" named twice\n"
				   "f:1: column 3 has no name\n" },
		{ "a,b\n1,\"2\n3,4\n", ",[a][b]\nf:2: a quotation mark is never closed\n" },
		{ "a,b\n1,x\"y\n3,4\n", ",[a][b]\n3:[3][4]\n" QUOTE_INSIDE("2", "2") },
		{ "a,b\n1,\"2\n\"3,4\n5,6\n", ",[a][b]\n4:[5][6]\n" QUOTE_INSIDE("2", "3") },
		{ "a,b\n1,\xff\n3,4\n",
		  ",[a][b]\n3:[3][4]\nf:2: not UTF-8; save it as CSV UTF-8\n" },
		{ "a,b\xff\n1,2\n3,4\n", "f:1: not UTF-8; save it as CSV UTF-8\n" },
		{ "a,b\"c\n1,2\n", QUOTE_INSIDE("1", "1") },
		{ "a,b\n1,2\r3,4\n5,6\n",
		  ",[a][b]\n2:[1][2]\n3:[5][6]\nf:2: a carriage return inside the line\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };

		assert_string_equal(read_all(&arena, CASES[i][0], strlen(CASES[i][0]), 0),
				    CASES[i][1]);
		arena_release(&arena);
	}
}

static void a_zero_byte_is_refused_with_its_line(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(read_all(&arena, "a,b\n1,\0\n", 8, 0),
			    "f:2: not UTF-8 text (a zero byte); save it as CSV UTF-8\n");
	arena_release(&arena);
}

static void a_reader_may_stop(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(read_all(&arena, "a\n1\n2\n3", 7, 2), ",[a]\n2:[1]\n3:[2]\n");
	arena_release(&arena);
}

static void long_fields_and_many_columns_are_kept_whole(void **state)
{
	struct arena arena = { 0 };
	struct buf text, expected;

	(void)state;
	buf_init(&text, &arena);
	buf_init(&expected, &arena);
	buf_char(&expected, ',');
	for (int i = 0; i < 300; i++) {
		buf_printf(&text, "%sc%d", i ? "," : "", i);
		buf_printf(&expected, "[c%d]", i);
	}
	buf_puts(&text, "\n");
	buf_puts(&expected, "\n2:");
	for (int i = 0; i < 300; i++) {
		buf_printf(&text, "%s%0100d", i ? "," : "", i);
		buf_printf(&expected, "[%0100d]", i);
	}
	buf_puts(&expected, "\n");
	assert_string_equal(read_all(&arena, text.data, text.len, 0), expected.data);
	arena_release(&arena);
}

static void numbers_follow_the_separator_of_the_file(void **state)
{
	static const struct {
		char separator;
		const char *text;
		bool quoted, good;
		int64_t value;
	} CASES[] = {
		{ ',', "85.5", false, true, 8550 },    { ',', "85.5", true, true, 8550 },
		{ ',', "85,5", true, true, 8550 },     { ';', "85,5", false, true, 8550 },
		{ ';', "85.5", false, true, 8550 },    { ';', "1.234", false, false, 0 },
		{ ';', "1.230", true, false, 0 },      { ',', "1.230", false, true, 123 },
		{ ',', "1,234.5", true, false, 0 },    { ';', "1.234,5", false, false, 0 },
		{ ';', "1.234.567", false, false, 0 }, { ',', "1,234,567", true, false, 0 },
		{ ',', "85.555", false, false, 0 },    { ',', "", false, false, 0 },
		{ ',', "-3", false, true, -300 },      { ',', "1e2", false, false, 0 },
		{ ',', "1 234", false, false, 0 },     { ',', "85.", false, false, 0 },
		{ ';', "-1.234", false, false, 0 },    { ',', "+1", false, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct csv_header header = { .separator = CASES[i].separator };
		struct csv_field field = { CASES[i].text, strlen(CASES[i].text), CASES[i].quoted };
		int64_t value = 0;

		assert_int_equal(csv_number(&header, &field, 2, &value), CASES[i].good);
		if (CASES[i].good)
			assert_int_equal(value, CASES[i].value);
	}
}

static void a_written_text_is_no_formula_and_reads_back(void **state)
{
	static const char *const CASES[][2] = {
		{ "Belu", "Belu" },	   { "a,b", "\"a,b\"" },
		{ "a;b", "\"a;b\"" },	   { "a\"b", "\"a\"\"b\"" },
		{ "=1+1", "'=1+1" },	   { "-", "'-" },
		{ "+62,1", "\"'+62,1\"" }, { "@x", "'@x" },
		{ "\tx", "'\tx" },	   { "", "" },
		{ " x", "\" x\"" },	   { "a\nb", "\"a\nb\"" },
	};
	struct arena arena = { 0 };
	struct buf out;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		buf_init(&out, &arena);
		csv_write_text(&out, CASES[i][0]);
		assert_string_equal(out.data, CASES[i][1]);
	}
	buf_init(&out, &arena);
	csv_write_number(&out, "-8.5");
	assert_string_equal(out.data, "-8.5");
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(rows_come_with_their_line_and_quoting),
		cmocka_unit_test(plain_and_parsed_rows_agree),
		cmocka_unit_test(broken_rows_are_named_and_the_others_read),
		cmocka_unit_test(a_zero_byte_is_refused_with_its_line),
		cmocka_unit_test(a_reader_may_stop),
		cmocka_unit_test(long_fields_and_many_columns_are_kept_whole),
		cmocka_unit_test(numbers_follow_the_separator_of_the_file),
		cmocka_unit_test(a_written_text_is_no_formula_and_reads_back),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
