#include "unit.h"

#include <stdlib.h>

#include "view/view.h"

static char *complaints_of(struct arena *arena, const char *text, struct yaml **yaml)
{
	struct complaints list;
	struct buf out;
	bool good;

	complaints_init(&list, arena);
	good = yaml_parse("f", text, strlen(text), arena, yaml, &list);
	assert_int_equal(good, list.total == 0);
	buf_init(&out, arena);
	complaints_print(&list, LANG_EN, &out);
	return out.data;
}

static void every_mistake_is_named_at_its_place(void **state)
{
	static const struct {
		const char *text, *complaints;
	} CASES[] = {
		{ "a: &x 1\n", "f:1:4: anchors (&) are not allowed; write the value out\n" },
		{ "b: 1\na: *x\n", "f:2:4: aliases (*) are not allowed; write the value out\n" },
		{ "*x : 1\n", "f:1:1: aliases (*) are not allowed; write the value out\n" },
		{ "a: !!int 1\n", "f:1:10: tags (!) are not allowed; write the value alone\n" },
		{ "a: 1\nb: 2\na: 3\nb: 4\n",
		  "f:3:1: duplicate key \"a\"; the first is on line 1\n"
		  "f:4:1: duplicate key \"b\"; the first is on line 2\n" },
		{ "k: {a: 1, \"a\": 2}\n",
		  "f:1:11: duplicate key \"a\"; the first is on line 1\n" },
		{ "? [a]\n: 1\n", "f:1:3: a key must be a text\n" },
		{ "~: 1\n", "f:1:1: a key must be a text\n" },
		{ "a: 1\n---\nb: 2\n",
		  "f:2:1: one document per file; remove this \"---\" or \"...\"\n" },
		{ "a:\n\tb: 1\n",
		  "f:2:1: YAML syntax: tab character may not be used as indentation\n" },
		{ "a: [1, 2\n", "f:2:1: YAML syntax: flow sequence without a closing bracket\n" },
		{ "a: b: c\n",
		  "f:1:5: YAML syntax: invalid nested block mapping on the same line\n" },
		{ "a: \"x\n", "f:1:5: YAML syntax: double-quoted scalar without closing quote\n" },
		{ "a: \"x\\0y\"\n", "f:1:4: control character U+0000 is not allowed\n" },
		{ "a: x\x01y\n", "f:1:4: control character U+0001 is not allowed\n" },
		{ "a: 1\nb: \xff\n", "f:2:4: not UTF-8 text\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct yaml *yaml;

		assert_string_equal(complaints_of(&arena, CASES[i].text, &yaml),
				    CASES[i].complaints);
		arena_release(&arena);
	}
}

static void values_stay_the_texts_they_are(void **state)
{
	static const char TEXT[] = "\xef\xbb\xbf"
				   "a: 010\nb: 40abc\nc: 1e2\nd: yes\ne: \"~\"\nf: ~\ng:\n"
				   "h: null\ni: ''\nj: >\n  two\n  lines\nk: Z\xcc\x87\n";
	static const char *const VALUES[] = { "010", "40abc", "1e2", "yes",	    "~",       NULL,
					      NULL,  NULL,    "",    "two lines\n", "\xc5\xbb" };
	struct arena arena = { 0 };
	const struct yaml_node *root;
	struct yaml *yaml;

	(void)state;
	assert_string_equal(complaints_of(&arena, TEXT, &yaml), "");
	root = yaml_root(yaml);
	assert_int_equal(yaml_count(root), COUNT(VALUES));
	for (size_t i = 0; i < COUNT(VALUES); i++) {
		const char *text = yaml_text(yaml, yaml_value(root, i));

		if (VALUES[i])
			assert_string_equal(text, VALUES[i]);
		else
			assert_null(text);
	}
	assert_true(yaml_is_plain(yaml_find(root, "a")));
	assert_false(yaml_is_plain(yaml_find(root, "e")));
	assert_null(yaml_find(root, "z"));
	arena_release(&arena);
}

static void a_node_knows_where_it_stands(void **state)
{
	static const char TEXT[] = "list:\n  - {\xc3\xa9: \"v\", w: x}\n  -\n  - [y]\n";
	struct arena arena = { 0 };
	const struct yaml_node *list, *map;
	struct yaml *yaml;

	(void)state;
	assert_string_equal(complaints_of(&arena, TEXT, &yaml), "");
	list = yaml_find(yaml_root(yaml), "list");
	assert_int_equal(yaml_kind(list), YAML_SEQUENCE);
	assert_int_equal(yaml_count(list), 3);
	map = yaml_item(list, 0);
	assert_int_equal(yaml_place(yaml, map).column, 5);
	assert_string_equal(yaml_key(yaml, map, 0), "\xc3\xa9");
	assert_int_equal(yaml_place(yaml, yaml_value(map, 0)).column, 9);
	assert_int_equal(yaml_place(yaml, yaml_key_node(map, 1)).column, 14);
	assert_int_equal(yaml_place(yaml, yaml_item(list, 2)).line, 4);
	assert_string_equal(yaml_place(yaml, map).file, "f");
	arena_release(&arena);
}

static void an_empty_file_is_a_null(void **state)
{
	struct arena arena = { 0 };
	struct yaml *yaml;

	(void)state;
	assert_string_equal(complaints_of(&arena, "# nothing\n", &yaml), "");
	assert_int_equal(yaml_kind(yaml_root(yaml)), YAML_SCALAR);
	assert_null(yaml_text(yaml, yaml_root(yaml)));
	arena_release(&arena);
}

static void reading_goes_on_after_a_refusal(void **state)
{
	struct arena arena = { 0 };
	struct yaml *yaml;

	(void)state;
	(void)complaints_of(&arena, "a: 1\na: 2\nb: *x\nc: !t 3\n", &yaml);
	assert_non_null(yaml);
	assert_int_equal(yaml_count(yaml_root(yaml)), 3);
	assert_true(yaml_is_alias(yaml_find(yaml_root(yaml), "b")));
	assert_string_equal(yaml_text(yaml, yaml_find(yaml_root(yaml), "c")), "3");
	arena_release(&arena);
}

static void size_and_depth_are_bounded(void **state)
{
	struct arena arena = { 0 };
	size_t len = (size_t)1024 * 1024 + 1;
	char *text = malloc(len + 1);
	struct yaml *yaml;

	(void)state;
	assert_non_null(text);
	memset(text, '#', len);
	text[len] = '\0';
	assert_string_equal(complaints_of(&arena, text, &yaml), "f: larger than 1 MiB\n");
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	text[66] = '\0';
	assert_string_equal(complaints_of(&arena, text, &yaml),
			    "f:1:33: nested more than 32 levels\n");
	assert_null(yaml);
	text[65] = '\0'; /* from the second on: 32 of each */
	assert_string_equal(complaints_of(&arena, text + 1, &yaml), "");
	free(text);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_mistake_is_named_at_its_place),
		cmocka_unit_test(values_stay_the_texts_they_are),
		cmocka_unit_test(a_node_knows_where_it_stands),
		cmocka_unit_test(an_empty_file_is_a_null),
		cmocka_unit_test(reading_goes_on_after_a_refusal),
		cmocka_unit_test(size_and_depth_are_bounded),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
