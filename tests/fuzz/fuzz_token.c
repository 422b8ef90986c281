/* Tokens of certificates, their keys, their serials and the codes in PDFs, on any bytes: what a
 * visitor may put into an address, scan, or hand to the command. */

#include "app/code.h"
#include "app/token.h"
#include "core/core.h"
#include "fuzz.h"
#include "paper/paper.h"

#define SERIAL "0123-4567-89ab-cdef-ghjk-mnpq-rstv"

static const uint8_t SEED[SIGN_SEED_SIZE] = { 1, 2, 3 };

static const struct issued ISSUED = {
	.serial = SERIAL,
	.rank = 2,
	.facts = "paritrana-certificate 1\nedition contoh\nlist desa\nname Desa Melati (CONTOH)\n"
		 "title Terbaik II\n",
	.bundle_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
};
static const struct edition EDITION = { .key = "contoh", .sample = true };

static struct certificate_key key_ours(void)
{
	struct certificate_key key = { .edition = "contoh", .made_at = 1753066800 };

	sign_public(SEED, key.public);
	return key;
}

static char *token_ours(struct arena *arena)
{
	struct certificate_token token;

	token_of_facts(&ISSUED, EDITION.sample, arena, &token);
	certificate_token_sign(&token, SEED, arena);
	return certificate_token_format(&token, arena);
}

static void is_text(const char *text, size_t max)
{
	HOLDS(text && strlen(text) <= max && text_is_utf8(text, strlen(text)));
	for (; *text; text++)
		HOLDS((unsigned char)*text >= ' ' && *text != 0x7F);
}

/* What is read is written in one way, and read again the same; and only ours is ours. */
static void token_look(const char *text, struct arena *arena)
{
	const struct certificate_key key = key_ours();
	struct certificate_token token, again;
	const char *once;
	struct err err;
	bool ours;

	if (!certificate_token_parse(text, arena, &token, &err)) {
		HOLDS(err.kind == ERR_INPUT);
		HOLDS(!token_fits(&ISSUED, &EDITION, text, &key, 1, arena));
		return;
	}
	HOLDS(strlen(token.serial) == sizeof(SERIAL) - 1 && token.rank >= 0);
	HOLDS(code_parse(arena, token.serial) &&
	      text_equal(code_parse(arena, token.serial), token.serial));
	is_text(token.edition, 100);
	is_text(token.list, 100);
	is_text(token.title, 100);
	is_text(token.name, 120);
	once = certificate_token_format(&token, arena);
	HOLDS(certificate_token_parse(once, arena, &again, &err));
	HOLDS(text_equal(certificate_token_format(&again, arena), once));
	ours = text_equal(once, token_ours(arena));
	HOLDS((certificate_token_judge(&token, &key, 1, arena) == CERTIFICATE_VALID) == ours);
	HOLDS(token_fits(&ISSUED, &EDITION, text, &key, 1, arena) == ours);
}

static void keys_look(const char *text, size_t len, struct arena *arena)
{
	struct certificate_key *keys;
	struct complaints complaints;
	struct buf once, twice;
	size_t count;
	bool good;

	complaints_init(&complaints, arena);
	good = certificate_keys_read("keys", text, len, arena, &keys, &count, &complaints);
	HOLDS(good == (complaints.total == 0));
	if (!good)
		return;
	buf_init(&once, arena);
	buf_init(&twice, arena);
	buf_printf(&once, "%s\n", CERTIFICATE_KEYS_HEAD);
	for (size_t i = 0; i < count; i++)
		certificate_key_write(&keys[i], &once);
	HOLDS(certificate_keys_read("keys", once.data, once.len, arena, &keys, &count,
				    &complaints));
	buf_printf(&twice, "%s\n", CERTIFICATE_KEYS_HEAD);
	for (size_t i = 0; i < count; i++)
		certificate_key_write(&keys[i], &twice);
	HOLDS(text_equal(once.data, twice.data));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size, *text;
	struct arena arena = { 0 };
	char *code;

	crypto_init();
	text = arena_copy(&arena, at, size);
	token_look(text, &arena);
	/* As a page reads ?t= of an address that names the serial. */
	token_look(arena_printf(&arena, "%s%s", SERIAL, text), &arena);
	keys_look(at, size, &arena);
	(void)code_parse(&arena, text);
	while ((code = paper_code_next(&at, end, &arena)))
		token_look(code, &arena);
	arena_release(&arena);
	return 0;
}
