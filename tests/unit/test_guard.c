#include "unit.h"
#include "web/guard.h"

static struct header header(const char *name, const char *value)
{
	return (struct header){ name, value, strlen(name), strlen(value) };
}

static unsigned status_of(const char *method, const char *target, const char *version,
			  const struct header *headers, size_t count)
{
	struct head head = { .method = method,
			     .version = version,
			     .target = target,
			     .target_len = strlen(target),
			     .headers = headers,
			     .header_count = count };
	struct guard guard;
	bool good = guard_check(&head, &guard);

	assert_int_equal(good, guard.status == 0);
	assert_int_equal(guard.words.text[LANG_EN] != NULL, !good);
	return guard.status;
}

static void request_lines_are_read_in_one_way(void **state)
{
	static const struct {
		const char *method, *target, *version;
		unsigned status;
	} CASES[] = {
		{ "GET", "/", "HTTP/1.1", 0 },
		{ "GET", "/a?b=c&d", "HTTP/1.1", 0 },
		{ "GET", "/caf%C3%A9", "HTTP/1.1", 0 },
		{ "PATCH", "/", "HTTP/1.1", 0 }, /* known, the router says 405 */
		{ "get", "/", "HTTP/1.1", 501 },
		{ "BREW", "/", "HTTP/1.1", 501 },
		{ "G(T", "/", "HTTP/1.1", 400 },
		{ "", "/", "HTTP/1.1", 400 },
		{ "GET", "/", "HTTP/1.2", 505 },
		{ "GET", "/", "HTTP/2.0", 505 },
		{ "GET", "/", "", 505 },
		{ "GET", "/", "HTTP/1.0", 0 },
		{ "POST", "/", "HTTP/1.0", 400 },
		{ "GET", "", "HTTP/1.1", 400 },
		{ "GET", "*", "HTTP/1.1", 400 },
		{ "GET", "http://a/", "HTTP/1.1", 400 },
		{ "GET", "/a b", "HTTP/1.1", 400 },
		{ "GET", "/a#b", "HTTP/1.1", 400 },
		{ "GET", "/a\\b", "HTTP/1.1", 400 },
		{ "GET", "/\xc3\xa9", "HTTP/1.1", 400 },
		{ "GET", "/%00", "HTTP/1.1", 400 },
		{ "GET", "/%0A", "HTTP/1.1", 400 },
		{ "GET", "/%7f", "HTTP/1.1", 400 },
		{ "GET", "/%2e%2e%2fetc", "HTTP/1.1", 400 },
		{ "GET", "/..%5c", "HTTP/1.1", 400 },
		{ "GET", "/%c0%af", "HTTP/1.1", 400 },
		{ "GET", "/%4", "HTTP/1.1", 400 },
		{ "GET", "/%", "HTTP/1.1", 400 },
		{ "GET", "/%zz", "HTTP/1.1", 400 },
		{ "GET", "/?a=%zz", "HTTP/1.1", 400 },
		{ "GET", "/?a=%00", "HTTP/1.1", 400 },
		{ "GET", "/?a=%ff", "HTTP/1.1", 400 },
		{ "GET", "/?next=%2Fa%0A", "HTTP/1.1", 0 },
	};
	const struct header host = header("Host", "a");

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		unsigned status =
			status_of(CASES[i].method, CASES[i].target, CASES[i].version, &host, 1);

		if (status != CASES[i].status)
			fail_msg("%s %s %s: %u", CASES[i].method, CASES[i].target, CASES[i].version,
				 status);
	}
}

static void what_decides_comes_once(void **state)
{
	static const char *const NAMES[] = {
		"Host",	    "Content-Length", "Cookie",		 "Origin",	   "Authorization",
		"If-Match", "Content-Type",   "Idempotency-Key", "Sec-Fetch-Site",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		const struct header twice[] = { header("host", "a"), header(NAMES[i], "1"),
						header(NAMES[i], "1") };

		assert_int_equal(status_of("POST", "/", "HTTP/1.1", twice, 2) != 0,
				 strcmp(NAMES[i], "Host") == 0);
		assert_int_equal(status_of("POST", "/", "HTTP/1.1", twice, 3), 400);
	}
}

static void headers_that_smuggle_are_refused(void **state)
{
	static const struct {
		const char *method, *name, *value;
		unsigned status;
	} CASES[] = {
		{ "POST", "Content-Length", "5", 0 },
		{ "POST", "Content-Length", "+5", 400 },
		{ "POST", "Content-Length", "5, 5", 400 },
		{ "POST", "Content-Length", "", 400 },
		{ "POST", "Content-Length", "0x5", 400 },
		{ "POST", "Content-Length", "12345678901", 400 },
		{ "POST", "Transfer-Encoding", "chunked", 0 },
		{ "POST", "Transfer-Encoding", "Chunked", 0 },
		{ "POST", "Transfer-Encoding", "identity", 400 },
		{ "POST", "Transfer-Encoding", "gzip, chunked", 400 },
		{ "POST", "Transfer-Encoding", "xchunked", 400 },
		{ "POST", "Transfer-Encoding ", "chunked", 400 },
		{ "POST", "Expect", "100-continue", 0 },
		{ "POST", "Expect", "tea", 417 },
		{ "GET", "Content-Length", "0", 0 },
		{ "GET", "Content-Length", "1", 400 },
		{ "GET", "Transfer-Encoding", "chunked", 400 },
		{ "GET", "X Y", "1", 400 },
		{ "GET", "", "1", 400 },
		{ "GET", "X", "a\rb", 400 },
		{ "GET", "X", "a\nb", 400 },
		{ "GET", "X", "a\x1b", 400 },
		{ "GET", "X", "a\x7f", 400 },
		{ "GET", "X", "a\tb \xc3\xa9", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct header headers[] = { header("Host", "a.b:80"),
						  header(CASES[i].name, CASES[i].value) };
		unsigned status = status_of(CASES[i].method, "/", "HTTP/1.1", headers, 2);

		if (status != CASES[i].status)
			fail_msg("%s: %s: %u", CASES[i].name, CASES[i].value, status);
	}
}

static void length_and_coding_exclude_each_other(void **state)
{
	const struct header both[] = { header("Host", "a"), header("Content-Length", "5"),
				       header("Transfer-Encoding", "chunked") };

	(void)state;
	assert_int_equal(status_of("POST", "/", "HTTP/1.1", both, 3), 400);
	assert_int_equal(status_of("POST", "/", "HTTP/1.1", both, 2), 0);
}

static void a_host_is_needed_and_is_a_host(void **state)
{
	static const char *const BAD[] = { "", "a b", "a/b", "a@b", "a,b", "a\xc3\xa9" };

	(void)state;
	assert_int_equal(status_of("GET", "/", "HTTP/1.1", NULL, 0), 400);
	assert_int_equal(status_of("GET", "/", "HTTP/1.0", NULL, 0), 0);
	for (size_t i = 0; i < COUNT(BAD); i++) {
		const struct header host = header("Host", BAD[i]);

		assert_int_equal(status_of("GET", "/", "HTTP/1.1", &host, 1), 400);
	}
}

static void a_nul_in_a_value_is_seen(void **state)
{
	const struct header headers[] = { header("Host", "a"), { "X", "a\0b", 1, 3 } };

	(void)state;
	assert_int_equal(status_of("GET", "/", "HTTP/1.1", headers, 2), 400);
}

static void escapes_are_decoded_exactly(void **state)
{
	char text[16];
	size_t len;

	(void)state;
	assert_true(percent_decode("a%20b+c", 7, true, text, &len));
	assert_string_equal(text, "a b c");
	assert_true(percent_decode("a+%2B", 5, false, text, &len));
	assert_string_equal(text, "a++");
	assert_false(percent_decode("%4", 2, false, text, &len));
	assert_false(percent_decode("%4g", 3, false, text, &len));
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(request_lines_are_read_in_one_way),
		cmocka_unit_test(what_decides_comes_once),
		cmocka_unit_test(headers_that_smuggle_are_refused),
		cmocka_unit_test(length_and_coding_exclude_each_other),
		cmocka_unit_test(a_host_is_needed_and_is_a_host),
		cmocka_unit_test(a_nul_in_a_value_is_seen),
		cmocka_unit_test(escapes_are_decoded_exactly),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
