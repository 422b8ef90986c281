/* Tokens of certificates: what was signed is read back, and nothing else is believed. */
#include "unit.h"

#include "core/core.h"

static const uint8_t SEED[SIGN_SEED_SIZE] = { 1, 2, 3 }, OTHER_SEED[SIGN_SEED_SIZE] = { 4 };

/* The first vector of docs/certificate-token.md. */
static struct certificate_token sample_token(void)
{
	struct certificate_token token = {
		.serial = "0123-4567-89ab-cdef-ghjk-mnpq-rstv",
		.edition = "contoh",
		.list = "desa",
		.rank = 2,
		.title = "Terbaik II",
		.name = "Desa Melati (CONTOH)",
		.sample = true,
	};
	uint8_t digest[SHA256_SIZE];

	sha256("", 0, digest);
	memcpy(token.bundle, digest, sizeof(token.bundle));
	return token;
}

static struct certificate_key key_of(const uint8_t seed[SIGN_SEED_SIZE], const char *edition)
{
	struct certificate_key key = { .edition = edition, .made_at = 1753066800 };

	sign_public(seed, key.public);
	return key;
}

static const char *signed_text(struct certificate_token token, struct arena *arena)
{
	certificate_token_sign(&token, SEED, arena);
	return certificate_token_format(&token, arena);
}

static enum certificate_verdict judged(const char *text, const struct certificate_key *keys,
				       size_t count, struct arena *arena)
{
	struct certificate_token token;
	struct err err;

	if (!certificate_token_parse(text, arena, &token, &err))
		return CERTIFICATE_FORGED;
	return certificate_token_judge(&token, keys, count, arena);
}

static void what_was_signed_is_read_back(void **state)
{
	struct certificate_token said = sample_token(), token;
	struct certificate_key key = key_of(SEED, "contoh");
	struct arena arena = { 0 };
	const char *text = signed_text(said, &arena);
	struct err err;

	(void)state;
	assert_true(certificate_token_parse(text, &arena, &token, &err));
	assert_string_equal(token.serial, said.serial);
	assert_string_equal(token.edition, said.edition);
	assert_string_equal(token.list, said.list);
	assert_string_equal(token.title, said.title);
	assert_string_equal(token.name, said.name);
	assert_int_equal(token.rank, 2);
	assert_true(token.sample);
	assert_memory_equal(token.bundle, said.bundle, sizeof(said.bundle));
	assert_int_equal(certificate_token_judge(&token, &key, 1, &arena), CERTIFICATE_VALID);
	assert_string_equal(certificate_token_format(&token, &arena), text);
	arena_release(&arena);
}

/* So that what was printed once is read for ever. */
static void the_first_form_stays_what_it_is(void **state)
{
	static const char TEXT[] =
		"0123456789ABCDEFGHJKMNPQRSTV040MRMYCT7HV1H22K3Y1R54TZFTCH6BFQ4J041K3DX"
		"Q78VV80HJ6AWV119A6AWK2C5MPP82994A48SBKC4G4TSBCC5T6J8188D7MWN2F90MYS2ME"
		"CWG64Z3331WX6Z39V1SGA5JY9G8KXPNC05SXVWW2WFXJZDZW0DTKG2C15GS76ZKRRBTST1"
		"CAB9NQDFQ8R28ZXZMF57Q758VQ1R";
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(signed_text(sample_token(), &arena), TEXT);
	arena_release(&arena);
}

static void a_token_is_read_however_it_was_typed(void **state)
{
	struct certificate_key key = key_of(SEED, "contoh");
	struct arena arena = { 0 };
	const char *text = signed_text(sample_token(), &arena);
	const char *forms[] = {
		text,
		arena_printf(&arena, "  %.28s\n%.9s -%s\r\n", text, text + 28, text + 37),
		arena_printf(
			&arena,
			"https://a.example/certificates/0123-4567-89ab-cdef-ghjk-mnpq-rstv?t=%s",
			text + 28),
		arena_printf(&arena,
			     "http://h/x/certificates/0123456789ABCDEFGHJKMNPQRSTV?lang=en&t=%s#x",
			     text + 28),
	};
	char *small = arena_text(&arena, text);

	(void)state;
	for (char *c = small; *c; c++)
		*c = *c == '0'		      ? 'o'
		     : *c == '1'	      ? 'l'
		     : *c >= 'A' && *c <= 'Z' ? (char)(*c + 32)
					      : *c;
	for (size_t i = 0; i < COUNT(forms); i++)
		assert_int_equal(judged(forms[i], &key, 1, &arena), CERTIFICATE_VALID);
	assert_int_equal(judged(small, &key, 1, &arena), CERTIFICATE_VALID);
	arena_release(&arena);
}

static void every_changed_letter_is_noticed(void **state)
{
	struct certificate_key key = key_of(SEED, "contoh");
	struct arena arena = { 0 };
	char *text = arena_text(&arena, signed_text(sample_token(), &arena));

	(void)state;
	for (char *c = text; *c; c++) {
		char was = *c;

		*c = was == '7' ? '8' : '7';
		assert_int_not_equal(judged(text, &key, 1, &arena), CERTIFICATE_VALID);
		*c = '\0'; /* and every token that ends early */
		assert_int_not_equal(judged(text, &key, 1, &arena), CERTIFICATE_VALID);
		*c = was;
	}
	assert_int_not_equal(judged(arena_printf(&arena, "%s0", text), &key, 1, &arena),
			     CERTIFICATE_VALID);
	arena_release(&arena);
}

static void a_key_says_who_may_sign_what(void **state)
{
	struct certificate_key other = key_of(OTHER_SEED, "contoh");
	struct certificate_key keys[] = { other, key_of(SEED, "contoh") };
	struct arena arena = { 0 };
	const char *text = signed_text(sample_token(), &arena);

	(void)state;
	assert_int_equal(judged(text, keys, 2, &arena), CERTIFICATE_VALID);
	assert_int_equal(judged(text, &other, 1, &arena), CERTIFICATE_UNKNOWN_KEY);
	assert_int_equal(judged(text, NULL, 0, &arena), CERTIFICATE_UNKNOWN_KEY);
	keys[1].state = CERTIFICATE_KEY_RETIRED;
	assert_int_equal(judged(text, keys, 2, &arena), CERTIFICATE_VALID);
	keys[1].state = CERTIFICATE_KEY_WITHDRAWN;
	assert_int_equal(judged(text, keys, 2, &arena), CERTIFICATE_KEY_GONE);
	keys[1] = key_of(SEED, "ntt-2024");
	assert_int_equal(judged(text, keys, 2, &arena), CERTIFICATE_OTHER_EDITION);
	arena_release(&arena);
}

static void long_texts_are_cut_between_characters(void **state)
{
	struct certificate_token token = sample_token();
	struct certificate_key key = key_of(SEED, "contoh");
	struct arena arena = { 0 };
	struct buf name;
	struct err err;

	(void)state;
	buf_init(&name, &arena);
	buf_puts(&name, "P");
	for (int i = 0; i < 60; i++)
		buf_puts(&name, "Ñ");
	token.name = name.data; /* 121 bytes */
	certificate_token_sign(&token, SEED, &arena);
	assert_true(certificate_token_parse(certificate_token_format(&token, &arena), &arena,
					    &token, &err));
	assert_true(strlen(token.name) <= 120 && strlen(token.name) > 115);
	assert_string_equal(token.name + strlen(token.name) - strlen("Ñ…"), "Ñ…");
	assert_int_equal(certificate_token_judge(&token, &key, 1, &arena), CERTIFICATE_VALID);
	name.data[119] = '\0'; /* 119 bytes stay whole */
	token.name = name.data;
	certificate_token_sign(&token, SEED, &arena);
	assert_string_equal(token.name, name.data);
	arena_release(&arena);
}

static void what_is_no_token_is_refused(void **state)
{
	static const struct {
		const char *text, *code;
	} CASES[] = {
		{ "", "not_a_token" },
		{ "halo", "not_a_token" },
		{ "0123456789ABCDEFGHJKMNPQRSTV", "not_a_token" },
		{ "0123456789ABCDEFGHJKMNPQRSTV04", "not_a_token" },
		{ "0123456789ABCDEFGHJKMNPQRSTV08", "unknown_version" },
		{ "https://a.example/certificates/0123-4567-89ab-cdef-ghjk-mnpq-rstv",
		  "not_a_token" },
		{ "https://a.example/certificates/0123?t=04", "not_a_token" },
	};
	struct arena arena = { 0 };
	struct certificate_token token;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		assert_false(certificate_token_parse(CASES[i].text, &arena, &token, &err));
		assert_string_equal(err.code, CASES[i].code);
	}
	arena_release(&arena);
}

static void a_file_of_keys_is_read_back(void **state)
{
	struct certificate_key keys[] = { key_of(SEED, "contoh"), key_of(OTHER_SEED, "ntt-2024") };
	struct certificate_key *read;
	struct complaints complaints;
	struct arena arena = { 0 };
	struct buf file;
	size_t count;

	(void)state;
	keys[1].state = CERTIFICATE_KEY_WITHDRAWN;
	keys[1].ended_at = 1753070400;
	buf_init(&file, &arena);
	buf_printf(&file, "%s\n# catatan\n", CERTIFICATE_KEYS_HEAD);
	for (size_t i = 0; i < COUNT(keys); i++)
		certificate_key_write(&keys[i], &file);
	complaints_init(&complaints, &arena);
	assert_true(certificate_keys_read("k", file.data, file.len, &arena, &read, &count,
					  &complaints));
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(read[i].edition, keys[i].edition);
		assert_memory_equal(read[i].public, keys[i].public, SIGN_PUBLIC_SIZE);
		assert_int_equal(read[i].state, keys[i].state);
		assert_int_equal(read[i].made_at, keys[i].made_at);
		assert_int_equal(read[i].ended_at, keys[i].ended_at);
	}
	arena_release(&arena);
}

static void a_bad_line_of_keys_is_named(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} CASES[] = {
		{ "", 1 },
		{ "paritrana certificate keys 2\n", 1 },
		{ "paritrana certificate keys 1\nkey contoh zz 2025-07-21T03:00:00Z used -\n", 2 },
		{ "paritrana certificate keys 1\n\nkey contoh\n", 3 },
		{ "paritrana certificate keys 1\nkey contoh "
		  "0000000000000000000000000000000000000000000000000000000000000000 "
		  "2025-07-21T03:00:00Z lost -\n",
		  2 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct complaints complaints;
		struct certificate_key *keys;
		size_t count;

		complaints_init(&complaints, &arena);
		assert_false(certificate_keys_read("k", CASES[i].text, strlen(CASES[i].text),
						   &arena, &keys, &count, &complaints));
		assert_int_equal(complaints.items[0].place.line, CASES[i].line);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(what_was_signed_is_read_back),
		cmocka_unit_test(the_first_form_stays_what_it_is),
		cmocka_unit_test(a_token_is_read_however_it_was_typed),
		cmocka_unit_test(every_changed_letter_is_noticed),
		cmocka_unit_test(a_key_says_who_may_sign_what),
		cmocka_unit_test(long_texts_are_cut_between_characters),
		cmocka_unit_test(what_is_no_token_is_refused),
		cmocka_unit_test(a_file_of_keys_is_read_back),
		cmocka_unit_test(a_bad_line_of_keys_is_named),
	};

	crypto_init();
	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
