/* The public keys of certificates, as a file: docs/certificate-token.md. */
#include <string.h>

#include "core/core.h"

const char CERTIFICATE_KEYS_HEAD[] = "paritrana certificate keys 1";

#define KEYS_MAX 10000
#define PRINT_BYTES 16

static const char *const STATES[] = {
	[CERTIFICATE_KEY_USED] = "used",
	[CERTIFICATE_KEY_RETIRED] = "retired",
	[CERTIFICATE_KEY_WITHDRAWN] = "withdrawn",
};

const char *certificate_key_state_text(enum certificate_key_state state)
{
	return STATES[state];
}

bool certificate_key_state_parse(const char *text, enum certificate_key_state *ret)
{
	for (size_t i = 0; i < COUNT(STATES); i++)
		if (text_equal(STATES[i], text)) {
			*ret = (enum certificate_key_state)i;
			return true;
		}
	return false;
}

char *certificate_key_print(const uint8_t public[SIGN_PUBLIC_SIZE], struct arena *arena)
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;

	sha256_hex(public, SIGN_PUBLIC_SIZE, hex);
	buf_init(&text, arena);
	for (size_t i = 0; i < 2 * (size_t)PRINT_BYTES; i++) {
		if (i && i % 4 == 0)
			buf_char(&text, ' ');
		buf_char(&text, hex[i]);
	}
	return text.data;
}

static const char *time_field(int64_t at, char room[TIME_ISO_SIZE])
{
	if (!at)
		return "-";
	time_iso(at, room);
	return room;
}

void certificate_key_write(const struct certificate_key *key, struct buf *ret)
{
	char hex[2 * SIGN_PUBLIC_SIZE + 1], made[TIME_ISO_SIZE], ended[TIME_ISO_SIZE];

	hex_encode(key->public, SIGN_PUBLIC_SIZE, hex);
	buf_printf(ret, "key %s %s %s %s %s\n", key->edition, hex, time_field(key->made_at, made),
		   certificate_key_state_text(key->state), time_field(key->ended_at, ended));
}

/* ---- Reading ---- */

enum { WORD_KEY, WORD_EDITION, WORD_PUBLIC, WORD_MADE, WORD_STATE, WORD_ENDED, WORD_COUNT };

static bool words_split(char *line, const char *words[WORD_COUNT])
{
	for (size_t i = 0; i < WORD_COUNT; i++) {
		char *space = strchr(line, ' ');

		if (!*line || (i + 1 < WORD_COUNT) != (space != NULL))
			return false;
		words[i] = line;
		if (space) {
			*space = '\0';
			line = space + 1;
		}
	}
	return true;
}

static bool time_take(const char *text, int64_t *ret)
{
	*ret = 0;
	return text_equal(text, "-") || time_parse_iso(text, ret);
}

static bool key_take(char *line, struct certificate_key *ret)
{
	const char *words[WORD_COUNT];

	if (!words_split(line, words) || !text_equal(words[WORD_KEY], "key") ||
	    !text_is_key(words[WORD_EDITION], strlen(words[WORD_EDITION])) ||
	    strlen(words[WORD_PUBLIC]) != 2 * (size_t)SIGN_PUBLIC_SIZE ||
	    !hex_decode(words[WORD_PUBLIC], 2 * (size_t)SIGN_PUBLIC_SIZE, ret->public) ||
	    !time_take(words[WORD_MADE], &ret->made_at) ||
	    !certificate_key_state_parse(words[WORD_STATE], &ret->state))
		return false;
	ret->edition = words[WORD_EDITION];
	return time_take(words[WORD_ENDED], &ret->ended_at);
}

bool certificate_keys_read(const char *file, const char *text, size_t len, struct arena *arena,
			   struct certificate_key **ret, size_t *ret_count,
			   struct complaints *complaints)
{
	char *rest = arena_copy(arena, text, len), *line;
	struct place place = { .file = file };
	size_t before = complaints->total, cap = 0;

	*ret = NULL;
	*ret_count = 0;
	while ((line = strsep(&rest, "\n"))) {
		size_t end = strlen(line);
		struct certificate_key key;

		place.line++;
		if (end && line[end - 1] == '\r')
			line[end - 1] = '\0';
		if (place.line == 1 && !text_equal(line, CERTIFICATE_KEYS_HEAD)) {
			complain(complaints, place,
				 "bukan berkas kunci piagam: baris pertama harus \"%s\"",
				 "no file of certificate keys: its first line must be \"%s\"",
				 CERTIFICATE_KEYS_HEAD);
			return false;
		}
		if (place.line == 1 || !*line || *line == '#')
			continue;
		if (*ret_count == KEYS_MAX || !key_take(line, &key)) {
			complain(
				complaints, place,
				"harus berbunyi: key EDISI KUNCI DIBUAT used|retired|withdrawn BERAKHIR",
				"must read: key EDITION KEY MADE used|retired|withdrawn ENDED");
			continue;
		}
		GROW(arena, *ret, *ret_count, &cap);
		(*ret)[(*ret_count)++] = key;
	}
	return complaints->total == before;
}
