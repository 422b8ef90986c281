#include "unit.h"
#include "web/form.h"

static const struct field FIELDS[] = {
	{ "name", WEB_TEXT, true, 10 },
	{ "note", WEB_LINES, false, 0 },
	{ "key", WEB_KEY, false, 0 },
	{ "score", WEB_DECIMAL, false, 0 },
	{ "count", WEB_WHOLE, false, 0 },
	{ "day", WEB_DATE, false, 0 },
	{ "agree", WEB_CHECK, false, 0 },
	{ "secret", WEB_SECRET, false, 0 },
	{ "mark.*", WEB_DECIMAL, false, 0 },
	{ "file", WEB_FILE, false, 8 },
	{ 0 },
};
static const struct web_route ROUTE = { .path = "/", .fields = FIELDS };

struct form {
	struct arena arena;
	struct req req;
	const char *token;
	struct err err;
};

static bool read_form(struct form *form, const char *body)
{
	struct pairs pairs;

	*form = (struct form){ .req = { .route = &ROUTE } };
	form->req.arena = &form->arena;
	return form_parse(&form->arena, body, strlen(body), &pairs, &form->err) &&
	       fields_read(&form->req, &pairs, &form->token, &form->err);
}

static const struct field_value *field(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->req.field_count; i++)
		if (strcmp(form->req.fields[i].name, name) == 0)
			return &form->req.fields[i];
	return NULL;
}

static void values_are_typed_and_normal(void **state)
{
	static const struct {
		const char *name, *sent, *text; /* text NULL: a complaint */
	} CASES[] = {
		{ "name", "Belu", "Belu" },
		{ "name", "+Belu++", "Belu" },
		{ "name", "Z%CC%87", "\xc5\xbb" },
		{ "name", "a%0Ab", NULL },
		{ "name", "%FF", NULL },
		{ "name", "12345678901", NULL },
		{ "name", "%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9",
		  "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9" },
		{ "name", "+", NULL }, /* required */
		{ "note", "a%0D%0Ab%0Dc%0Ad", "a\nb\nc\nd" },
		{ "note", "a%00b", NULL },
		{ "key", "kab-belu", "kab-belu" },
		{ "key", "Kab", NULL },
		{ "score", "8,5", "8.5" },
		{ "score", "8.50", "8.50" },
		{ "score", "-0,25", "-0.25" },
		{ "score", "8", "8" },
		{ "score", "8,", NULL },
		{ "score", ",5", NULL },
		{ "score", "1.234,5", NULL },
		{ "score", "1e3", NULL },
		{ "score", "8,5x", NULL },
		{ "score", "%2B8", NULL },
		{ "count", "12", "12" },
		{ "count", "-1", NULL },
		{ "count", "1.0", NULL },
		{ "day", "2025-07-21", "2025-07-21" },
		{ "day", "2025-02-30", NULL },
		{ "agree", "on", "on" },
		{ "agree", "yes", NULL },
		{ "secret", "+a+b+", " a b " },
		{ "mark.d2", "85,5", "85.5" },
		{ "mark.d2", "x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct field_value *value;
		struct form form;
		char body[256];

		(void)snprintf(body, sizeof(body), "%s%s=%s",
			       strcmp(CASES[i].name, "name") ? "name=a&" : "", CASES[i].name,
			       CASES[i].sent);
		assert_true(read_form(&form, body));
		value = field(&form, CASES[i].name);
		assert_non_null(value);
		if (form.req.fields_ok != (CASES[i].text != NULL) ||
		    (CASES[i].text && strcmp(value->text, CASES[i].text) != 0))
			fail_msg("%s: \"%s\"", body, value->text);
		assert_int_equal(value->complaint[LANG_ID] != NULL, !CASES[i].text);
		assert_int_equal(value->complaint[LANG_EN] != NULL, !CASES[i].text);
		arena_release(&form.arena);
	}
}

static void all_declared_fields_are_there_in_their_order(void **state)
{
	struct form form;

	(void)state;
	assert_true(read_form(&form, "mark.b=1&name=a&mark.a=2&_token=t"));
	assert_true(form.req.fields_ok);
	assert_int_equal(form.req.field_count, 11);
	assert_string_equal(form.req.fields[0].name, "name");
	assert_string_equal(form.req.fields[3].text, "");
	assert_string_equal(form.req.fields[8].name, "mark.b");
	assert_string_equal(form.req.fields[9].name, "mark.a");
	assert_string_equal(form.token, "t");
	arena_release(&form.arena);
}

static void forms_that_are_not_ours_are_refused(void **state)
{
	static const struct {
		const char *body, *code;
	} CASES[] = {
		{ "name=a&name=b", "repeated_field" },
		{ "mark.a=1&mark.a=1", "repeated_field" },
		{ "_token=a&_token=a", "repeated_field" },
		{ "name=a&other=b", "unknown_field" },
		{ "mark.=1", "unknown_field" },
		{ "name=%zz", "bad_form" },
		{ "na%00me=a", "bad_form" },
		{ "name=%4", "bad_form" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct form form;

		assert_false(read_form(&form, CASES[i].body));
		assert_string_equal(form.err.code, CASES[i].code);
		arena_release(&form.arena);
	}
}

static void a_form_has_at_most_256_fields(void **state)
{
	struct arena arena = { 0 };
	struct pairs pairs;
	struct err err;
	struct buf body;

	(void)state;
	buf_init(&body, &arena);
	for (int i = 0; i < 256; i++)
		buf_printf(&body, "a%d=1&", i);
	assert_true(form_parse(&arena, body.data, body.len, &pairs, &err));
	assert_int_equal(pairs.count, 256);
	buf_puts(&body, "b=1");
	assert_false(form_parse(&arena, body.data, body.len, &pairs, &err));
	arena_release(&arena);
}

#define PART(disposition, value) "--B\r\nContent-Disposition: " disposition "\r\n\r\n" value "\r\n"

static void multipart_bodies_are_taken_apart(void **state)
{
	static const char BODY[] = PART(
		"form-data; name=\"name\"",
		"Belu") "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;name=x.csv\"\r\n"
			"Content-Type: text/csv\r\n\r\na,\r\n--b\r\n" PART(
				"form-data; name=\"note\"", "") "--B--\r\n";
	struct form form = { .req = { .route = &ROUTE } };
	struct pairs pairs;

	(void)state;
	form.req.arena = &form.arena;
	assert_true(multipart_parse(&form.arena, "multipart/form-data; boundary=\"B\"", BODY,
				    sizeof(BODY) - 1, false, &pairs, &form.err));
	assert_int_equal(pairs.count, 3);
	assert_true(fields_read(&form.req, &pairs, &form.token, &form.err));
	assert_true(form.req.fields_ok);
	assert_string_equal(field(&form, "name")->text, "Belu");
	assert_int_equal(form.req.upload_count, 1);
	assert_string_equal(form.req.uploads[0].data, "a,\r\n--b");
	assert_int_equal(form.req.uploads[0].len, 7);
	assert_string_equal(form.req.uploads[0].file_name, "a;name=x.csv");
	arena_release(&form.arena);
}

/* A file that is left where it lies has no NUL behind it: it must not be taken for a text. */
static void a_token_that_comes_as_a_file_is_none(void **state)
{
	static const char BODY[] = PART("form-data; name=\"_token\"; filename=\"a\"", "t")
		PART("form-data; name=\"name\"; filename=\"b\"", "Belu") "--B--";
	struct form form = { .req = { .route = &ROUTE } };
	struct pairs pairs;

	(void)state;
	form.req.arena = &form.arena;
	assert_true(multipart_parse(&form.arena, "multipart/form-data; boundary=B", BODY,
				    sizeof(BODY) - 1, true, &pairs, &form.err));
	assert_true(fields_read(&form.req, &pairs, &form.token, &form.err));
	assert_null(form.token);
	assert_string_equal(field(&form, "name")->text, "Belu");
	arena_release(&form.arena);
}

static void multipart_bodies_that_are_broken_are_refused(void **state)
{
	static const struct {
		const char *type, *body;
	} CASES[] = {
		{ "multipart/form-data", PART("form-data; name=\"a\"", "1") "--B--" },
		{ "multipart/form-data; boundary=", "--B--" },
		{ "multipart/form-data; boundary=\"B", "--B--" },
		{ "multipart/form-data; boundary=B", "" },
		{ "multipart/form-data; boundary=B", "x--B--" },
		{ "multipart/form-data; boundary=B", "--B\r\n" },
		{ "multipart/form-data; boundary=B", "--B--x" },
		{ "multipart/form-data; boundary=B", PART("form-data; name=\"a\"", "1") "--B" },
		{ "multipart/form-data; boundary=B", PART("form-data; name=\"a\"", "1") "--B-" },
		{ "multipart/form-data; boundary=B", PART("form-data; name=a", "1") "--B--" },
		{ "multipart/form-data; boundary=B", PART("attachment; name=\"a\"", "1") "--B--" },
		{ "multipart/form-data; boundary=B", "--B\r\n\r\n1\r\n--B--" },
		{ "multipart/form-data; boundary=B",
		  "--B\r\nContent-Disposition: form-data; name=\"a\"\n\n1\r\n--B--" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct arena arena = { 0 };
		struct pairs pairs;
		struct err err;

		if (multipart_parse(&arena, CASES[i].type, CASES[i].body, strlen(CASES[i].body),
				    false, &pairs, &err))
			fail_msg("case %zu", i);
		assert_string_equal(err.code, "bad_form");
		arena_release(&arena);
	}
}

static void files_too_large_or_missing_get_a_complaint(void **state)
{
	static const struct field NEEDED[] = { { "file", WEB_FILE, true, 3 }, { 0 } };
	static const struct web_route NEEDS = { .path = "/", .fields = NEEDED };
	static const struct {
		const char *value;
		bool good;
	} CASES[] = { { "abc", true }, { "abcd", false }, { "", false } };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct form form = { .req = { .route = &NEEDS } };
		struct pair pair = { "file", CASES[i].value, strlen(CASES[i].value), "a.csv" };
		struct pairs pairs = { &pair, 1, 1 };

		form.req.arena = &form.arena;
		assert_true(fields_read(&form.req, &pairs, &form.token, &form.err));
		assert_int_equal(form.req.fields_ok, CASES[i].good);
		assert_int_equal(form.req.upload_count, CASES[i].good);
		arena_release(&form.arena);
	}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(values_are_typed_and_normal),
		cmocka_unit_test(all_declared_fields_are_there_in_their_order),
		cmocka_unit_test(forms_that_are_not_ours_are_refused),
		cmocka_unit_test(a_form_has_at_most_256_fields),
		cmocka_unit_test(multipart_bodies_are_taken_apart),
		cmocka_unit_test(a_token_that_comes_as_a_file_is_none),
		cmocka_unit_test(multipart_bodies_that_are_broken_are_refused),
		cmocka_unit_test(files_too_large_or_missing_get_a_complaint),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
