#include "unit.h"

#include <dirent.h>
#include <stdlib.h>

#include "view/files.h"
#include "view/template.h"

#define SPEC "../shared/data/mustache-spec"

struct bench {
	struct arena arena;
	struct templates templates;
	struct complaints complaints;
};

static void bench_init(struct bench *bench)
{
	*bench = (struct bench){ 0 };
	complaints_init(&bench->complaints, &bench->arena);
	templates_init(&bench->templates, &bench->arena);
}

static void add(struct bench *bench, const char *name, const char *source)
{
	template_parse(&bench->templates, name, name, source, strlen(source), &bench->complaints);
}

static struct val *json(struct bench *bench, const char *text)
{
	struct val *val;
	struct err err;

	if (!json_parse(&bench->arena, text, strlen(text), &val, &err))
		fail_msg("%s", err.msg[LANG_EN]);
	return val;
}

/* What a template makes of the data, or the English words of the first mistake. */
static const char *shown(struct bench *bench, const char *source, const char *data)
{
	struct buf buf;
	struct err err;

	add(bench, "page", source);
	templates_close(&bench->templates, &bench->complaints);
	buf_init(&buf, &bench->arena);
	if (bench->complaints.count) {
		complaints_print(&bench->complaints, LANG_EN, &buf);
		return buf.data;
	}
	if (!template_render(&bench->templates, NULL, "page", LANG_ID, json(bench, data), &buf,
			     &err))
		return arena_text(&bench->arena, err.msg[LANG_EN]);
	return buf.data;
}

static void what_is_shown_is_what_the_language_says(void **state)
{
	static const struct {
		const char *source, *data, *want;
	} CASES[] = {
		{ "a {{x}} b", "{\"x\":\"<&>\\\"'\"}", "a &lt;&amp;&gt;&quot;&#39; b" },
		{ "{{{x}}}{{&x}}", "{\"x\":\"<b>\"}", "<b><b>" },
		{ "{{x}}", "{\"x\":85.5}", "85.5" },
		{ "[{{x}}]", "{\"x\":null}", "[]" },
		{ "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":1}}}", "1" },
		{ "[{{a.b.c}}]", "{\"a\":{\"b\":null}}", "[]" },
		{ "{{#l}}{{.}},{{/l}}", "{\"l\":[1,\"<\",3]}", "1,&lt;,3," },
		{ "{{#l}}{{n}}{{o}} {{/l}}", "{\"o\":9,\"l\":[{\"n\":1},{\"n\":2,\"o\":3}]}",
		  "19 23 " },
		{ "{{^l}}none{{/l}}", "{\"l\":[]}", "none" },
		{ "{{^l}}none{{/l}}", "{\"l\":0}", "" },
		{ "{{#s}}some{{/s}}", "{\"s\":\"\"}", "" },
		{ "a\n  {{#x}}\nb\n  {{/x}}\nc\n", "{\"x\":true}", "a\nb\nc\n" },
		{ "a {{! not shown }}b", "{}", "a b" },
		{ "a\n{{! not shown\n at all }}\nb", "{}", "a\nb" },
		{ "{{=<% %>=}}(<%x%>){{x}}", "{\"x\":1}", "(1){{x}}" },
		{ "{{lang}}", "{}", "id" },
		{ "{{#x}}\n{{y}}\n{{/x}}", "{\"x\":{\"y\":2}}", "2\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct bench bench;

		bench_init(&bench);
		assert_string_equal(shown(&bench, CASES[i].source, CASES[i].data), CASES[i].want);
		arena_release(&bench.arena);
	}
}

static void a_mistake_names_template_line_and_name(void **state)
{
	static const struct {
		const char *source, *data, *want;
	} CASES[] = {
		{ "a\nb {{nmae}}", "{\"name\":1}",
		  "template page.html:2: name \"nmae\" is nowhere in the data" },
		{ "{{#a.x}}{{/a.x}}", "{\"a\":{\"b\":1},\"x\":2}",
		  "template page.html:1: name \"a.x\" is nowhere in the data" },
		{ "{{^x}}{{/x}}", "{}", "template page.html:1: name \"x\" is nowhere in the data" },
		{ "{{x}}", "{\"x\":[1]}",
		  "template page.html:1: \"x\" is neither text nor number" },
		{ "{{x}}", "{\"x\":true}",
		  "template page.html:1: \"x\" is neither text nor number" },
		{ "\n{{#x}}", "{}", "page:2: section {{#x}} is never closed\n" },
		{ "{{/x}}", "{}", "page:1: {{/x}} closes no open section\n" },
		{ "{{#a}}{{#b}}{{/a}}{{/b}}{{/a}}", "{}",
		  "page:1: {{/a}} closes no open section\n" },
		{ "\n\n{{x", "{}", "page:3: tag without its closing }}\n" },
		{ "{{a b}}", "{}", "page:1: name \"a b\" is not one\n" },
		{ "{{}}", "{}", "page:1: name \"\" is not one\n" },
		{ "{{>part/_x}}", "{}", "page:1: no template part/_x\n" },
		{ "\n{{t.area.key}}", "{}", "page:2: no word area.key in locale\n" },
		{ "{{asset.theme_css}}", "{}", "page:1: no asset theme_css\n" },
		{ "{{>page}}", "{}", "template page.html:1: too deep" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct bench bench;

		bench_init(&bench);
		assert_string_equal(shown(&bench, CASES[i].source, CASES[i].data), CASES[i].want);
		arena_release(&bench.arena);
	}
}

static void a_page_stands_inside_its_layout_and_words_in_their_language(void **state)
{
	struct asset theme = { .name = "theme_css", .path = "/static/theme.12.css" };
	struct assets assets = { &theme, 1 };
	static const char *const WANT[LANG_COUNT] = {
		"<html lang=\"id\" /static/theme.12.css><p>Tersisa 3 dari &lt;9&gt; &amp; "
		"{lain}</p></html>",
		"<html lang=\"en\" /static/theme.12.css><p>3 of &lt;9&gt; left &amp; "
		"{lain}</p></html>",
	};
	struct place here = { "locale", 1, 1 };
	struct bench bench;
	struct err err;

	(void)state;
	bench_init(&bench);
	bench.templates.assets = &assets;
	dictionary_add(&bench.templates.words, LANG_ID, "jury.left",
		       "Tersisa {left} dari {of.all} & {lain}", here, &bench.complaints);
	dictionary_add(&bench.templates.words, LANG_EN, "jury.left",
		       "{left} of {of.all} left & {lain}", here, &bench.complaints);
	add(&bench, "page", "<p>{{t.jury.left}}</p>");
	add(&bench, "layout", "<html lang=\"{{lang}}\" {{asset.theme_css}}>{{{content}}}</html>");
	assert_int_equal(bench.complaints.total, 0);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		struct val *data = json(&bench, "{\"left\":3,\"of\":{\"all\":\"<9>\"},"
						"\"lain\":\"{lain}\"}");
		struct buf buf;

		buf_init(&buf, &bench.arena);
		assert_true(template_render(&bench.templates, "layout", "page", (enum lang)lang,
					    data, &buf, &err));
		assert_string_equal(buf.data, WANT[lang]);
		assert_string_equal(words_fill(&bench.templates, (enum lang)lang, "jury.left", data,
					       &bench.arena),
				    lang == LANG_ID ? "Tersisa 3 dari {of.all} & {lain}"
						    : "3 of {of.all} left & {lain}");
	}
	arena_release(&bench.arena);
}

static void both_languages_say_the_same(void **state)
{
	static const struct {
		const char *id, *en, *want;
	} CASES[] = {
		{ "a: {b: Satu, c: \"{n} juri\"}", "a: {b: One, c: \"{n} jurors\"}", "" },
		{ "a: {b: Satu}", "a: {}", "id.yaml:1:5: word a.b is missing in en\n" },
		{ "a: {c: \"{n} juri\"}", "a: {c: jurors}",
		  "en.yaml:1:5: word a.c: placeholders {…} differ between id and en\n" },
		{ "a: [1]", "a: 1",
		  "en.yaml:1:1: word a is missing in id\n"
		  "id.yaml:1:1: word a must be a text\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct bench bench;
		struct buf buf;

		bench_init(&bench);
		dictionary_read(&bench.templates.words, LANG_ID, "id.yaml", CASES[i].id,
				strlen(CASES[i].id), &bench.complaints);
		dictionary_read(&bench.templates.words, LANG_EN, "en.yaml", CASES[i].en,
				strlen(CASES[i].en), &bench.complaints);
		dictionary_check(&bench.templates.words, &bench.complaints);
		buf_init(&buf, &bench.arena);
		complaints_print(&bench.complaints, LANG_EN, &buf);
		assert_string_equal(buf.data, CASES[i].want);
		arena_release(&bench.arena);
	}
}

/* ---- The official specification, where it lies beside the sources ---- */

/* Cases whose data lack a name: the specification shows nothing there, this engine refuses. */
static bool lacks_a_name(const char *title)
{
	return strstr(title, "Context Miss") || strstr(title, "Broken Chain") ||
	       strcmp(title, "Failed Lookup") == 0 ||
	       strcmp(title, "Dotted Names are never single keys") == 0 ||
	       strcmp(title, "Dotted Names - Context Precedence") == 0;
}

static void spec_case(const char *file, const struct val *test)
{
	const struct val *partials = val_get(test, "partials");
	const char *title = val_get_text(test, "name");
	const char *want = val_get_text(test, "expected");
	const char *source = val_get_text(test, "template");
	struct bench bench;
	struct buf buf;
	struct err err;
	bool good;

	bench_init(&bench);
	for (size_t i = 0; i < val_count(partials); i++)
		add(&bench, val_key_at(partials, i), val_chars(val_at(partials, i)));
	add(&bench, "spec case", source);
	templates_close(&bench.templates, &bench.complaints);
	buf_init(&buf, &bench.arena);
	good = !bench.complaints.total &&
	       template_render(&bench.templates, NULL, "spec case", LANG_ID, val_get(test, "data"),
			       &buf, &err);
	if (lacks_a_name(title)) {
		if (good)
			fail_msg("%s: %s: shown instead of refused", file, title);
	} else if (!good || strcmp(buf.data, want) != 0) {
		fail_msg("%s: %s:\n%s\nwanted\n%s", file, title, good ? buf.data : err.msg[LANG_EN],
			 want);
	}
	arena_release(&bench.arena);
}

static void the_official_specification_is_met(void **state)
{
	struct arena arena = { 0 };
	struct file_list files;
	struct err err;
	size_t count = 0;

	(void)state;
	if (!files_read(SPEC, ".json", &arena, &files, &err))
		skip();
	for (size_t i = 0; i < files.count; i++) {
		const struct val *tests;
		struct val *suite;

		assert_true(
			json_parse(&arena, files.items[i].text, files.items[i].len, &suite, &err));
		tests = val_get(suite, "tests");
		for (size_t k = 0; k < val_count(tests); k++, count++)
			spec_case(files.items[i].name, val_at(tests, k));
	}
	assert_true(count > 100);
	arena_release(&arena);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(what_is_shown_is_what_the_language_says),
		cmocka_unit_test(a_mistake_names_template_line_and_name),
		cmocka_unit_test(a_page_stands_inside_its_layout_and_words_in_their_language),
		cmocka_unit_test(both_languages_say_the_same),
		cmocka_unit_test(the_official_specification_is_met),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
