/* Tokens of certificates: the bytes that are signed, and the text that a QR holds. */
#include <string.h>

#include "core/core.h"

#define SERIAL_LETTERS 28
#define VERSION 1
#define FLAG_SAMPLE 1u
#define NAME_MAX_BYTES 120 /* longer ones are cut: the QR must stay readable on a photocopy */
#define TEXT_MAX_BYTES 100
#define TOKEN_LETTERS_MAX 4096

static const char CONTEXT[] = "paritrana certificate token\n"; /* nothing else begins so */
static const char LETTERS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char CUT[] = "…";

/* ---- Letters: five bits each, as the serials have them ---- */

static void letters_put(struct buf *to, const uint8_t *bytes, size_t len)
{
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < len; i++) {
		held = held << 8 | bytes[i];
		for (bits += 8; bits >= 5; bits -= 5)
			buf_char(to, LETTERS[held >> (bits - 5) & 31]);
		held &= 0xFF;
	}
	if (bits)
		buf_char(to, LETTERS[held << (5 - bits) & 31]);
}

static int letter_value(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
	at = c ? strchr(LETTERS, c) : NULL;
	return at ? (int)(at - LETTERS) : -1;
}

/* False when a bit is left over that no letter_put would have set. */
static bool letters_take(const char *letters, size_t count, struct buf *to)
{
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < count; i++) {
		held = held << 5 | (unsigned)letter_value(letters[i]);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			buf_char(to, (char)(held >> bits & 0xFF));
		}
		held &= 0xFFF;
	}
	return bits < 5 && !(held & ((1u << bits) - 1));
}

/* Spaces, hyphens and ends of lines are passed over; ends at the first character that is none of
 * ours and answers whether that is the end of the text or of its part of an address. */
static bool letters_clean(const char *text, struct buf *to)
{
	for (; *text && !strchr("?&#", *text); text++) {
		if (strchr(" -\t\r\n", *text))
			continue;
		if (letter_value(*text) < 0 || to->len >= TOKEN_LETTERS_MAX)
			return false;
		buf_char(to, LETTERS[letter_value(*text)]);
	}
	return true;
}

/* ---- Bytes ---- */

static void count_put(struct buf *to, uint64_t count)
{
	for (; count >= 0x80; count >>= 7)
		buf_char(to, (char)((count & 0x7F) | 0x80));
	buf_char(to, (char)count);
}

static void text_put(struct buf *to, const char *text)
{
	count_put(to, strlen(text));
	buf_puts(to, text);
}

/* Everything but the signature. */
static void facts_put(const struct certificate_token *token, struct buf *to)
{
	buf_char(to, VERSION);
	buf_char(to, token->sample ? FLAG_SAMPLE : 0);
	buf_add(to, token->key_id, sizeof(token->key_id));
	buf_add(to, token->bundle, sizeof(token->bundle));
	count_put(to, (uint64_t)token->rank);
	text_put(to, token->edition);
	text_put(to, token->list);
	text_put(to, token->title);
	text_put(to, token->name);
}

static void serial_put(const char *serial, struct buf *to)
{
	for (; *serial; serial++)
		if (letter_value(*serial) >= 0)
			buf_char(to, LETTERS[letter_value(*serial)]);
}

static void message_put(const struct certificate_token *token, struct buf *to)
{
	buf_puts(to, CONTEXT);
	serial_put(token->serial, to);
	facts_put(token, to);
}

/* ---- Signing and writing ---- */

static const char *cut(const char *text, size_t max, struct arena *arena)
{
	size_t len = text ? strlen(text) : 0;

	if (len <= max)
		return text ? text : "";
	for (len = max - strlen(CUT); len && (text[len] & 0xC0) == 0x80; len--)
		;
	return arena_printf(arena, "%.*s%s", (int)len, text, CUT);
}

void certificate_key_id(const uint8_t public[SIGN_PUBLIC_SIZE],
			uint8_t ret[CERTIFICATE_KEY_ID_SIZE])
{
	uint8_t digest[SHA256_SIZE];

	sha256(public, SIGN_PUBLIC_SIZE, digest);
	memcpy(ret, digest, CERTIFICATE_KEY_ID_SIZE);
}

void certificate_token_sign(struct certificate_token *token, const uint8_t seed[SIGN_SEED_SIZE],
			    struct arena *arena)
{
	uint8_t public[SIGN_PUBLIC_SIZE];
	struct buf message;

	token->edition = cut(token->edition, TEXT_MAX_BYTES, arena);
	token->list = cut(token->list, TEXT_MAX_BYTES, arena);
	token->title = cut(token->title, TEXT_MAX_BYTES, arena);
	token->name = cut(token->name, NAME_MAX_BYTES, arena);
	sign_public(seed, public);
	certificate_key_id(public, token->key_id);
	buf_init(&message, arena);
	message_put(token, &message);
	sign_bytes(seed, message.data, message.len, token->signature);
}

char *certificate_token_format(const struct certificate_token *token, struct arena *arena)
{
	struct buf text, bytes;

	buf_init(&bytes, arena);
	facts_put(token, &bytes);
	buf_add(&bytes, token->signature, sizeof(token->signature));
	buf_init(&text, arena);
	serial_put(token->serial, &text);
	letters_put(&text, (const uint8_t *)bytes.data, bytes.len);
	return text.data;
}

const char *certificate_token_rest(const char *text)
{
	return text + SERIAL_LETTERS;
}

/* ---- Reading ---- */

struct bytes {
	const uint8_t *at, *end;
	struct arena *arena;
};

static bool bytes_take(struct bytes *b, void *ret, size_t len)
{
	if ((size_t)(b->end - b->at) < len)
		return false;
	memcpy(ret, b->at, len);
	b->at += len;
	return true;
}

/* The shortest form alone. */
static bool count_take(struct bytes *b, uint64_t *ret)
{
	uint8_t byte = 0x80;

	*ret = 0;
	for (unsigned shift = 0; byte & 0x80; shift += 7) {
		if (shift > 28 || !bytes_take(b, &byte, 1))
			return false;
		*ret |= (uint64_t)(byte & 0x7F) << shift;
		if (shift && !byte)
			return false;
	}
	return true;
}

static bool text_take(struct bytes *b, size_t max, const char **ret)
{
	struct err ignored;
	uint64_t len;
	char *same;

	if (!count_take(b, &len) || len > max || (uint64_t)(b->end - b->at) < len)
		return false;
	*ret = arena_copy(b->arena, (const char *)b->at, (size_t)len);
	b->at += len;
	return text_nfc(b->arena, *ret, (size_t)len, false, &same, &ignored) &&
	       strcmp(same, *ret) == 0 && strlen(*ret) == len;
}

static bool facts_take(struct bytes *b, struct certificate_token *ret)
{
	uint8_t flags;
	uint64_t rank;

	if (!bytes_take(b, &flags, 1) || (flags & ~FLAG_SAMPLE) ||
	    !bytes_take(b, ret->key_id, sizeof(ret->key_id)) ||
	    !bytes_take(b, ret->bundle, sizeof(ret->bundle)) || !count_take(b, &rank) ||
	    !text_take(b, TEXT_MAX_BYTES, &ret->edition) ||
	    !text_take(b, TEXT_MAX_BYTES, &ret->list) ||
	    !text_take(b, TEXT_MAX_BYTES, &ret->title) ||
	    !text_take(b, NAME_MAX_BYTES, &ret->name) ||
	    !bytes_take(b, ret->signature, sizeof(ret->signature)))
		return false;
	ret->sample = flags & FLAG_SAMPLE;
	ret->rank = (int64_t)rank;
	return b->at == b->end;
}

static const char *grouped(const char *letters, struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t i = 0; i < SERIAL_LETTERS; i++) {
		char c = letters[i];

		if (i && i % 4 == 0)
			buf_char(&text, '-');
		buf_char(&text, c >= 'A' ? (char)(c - 'A' + 'a') : c);
	}
	return text.data;
}

/* All letters of a token or of an address. */
static bool letters_of(const char *text, struct buf *ret)
{
	static const char PATH[] = "/certificates/";
	const char *serial = strstr(text, PATH), *rest;

	if (!serial)
		return letters_clean(text, ret);
	rest = strstr(serial, "?t=");
	if (!rest)
		rest = strstr(serial, "&t=");
	return rest && letters_clean(serial + strlen(PATH), ret) && ret->len == SERIAL_LETTERS &&
	       letters_clean(rest + strlen("?t="), ret);
}

bool certificate_token_parse(const char *text, struct arena *arena, struct certificate_token *ret,
			     struct err *err)
{
	struct buf letters, bytes;
	struct bytes b;
	uint8_t version;

	*ret = (struct certificate_token){ 0 };
	buf_init(&letters, arena);
	buf_init(&bytes, arena);
	if (!letters_of(text, &letters) || letters.len <= SERIAL_LETTERS ||
	    !letters_take(letters.data + SERIAL_LETTERS, letters.len - SERIAL_LETTERS, &bytes))
		return FAIL_CODE(err, ERR_INPUT, "not_a_token", "ini bukan token piagam",
				 "this is no token of a certificate");
	ret->serial = grouped(letters.data, arena);
	b = (struct bytes){ .at = (const uint8_t *)bytes.data,
			    .end = (const uint8_t *)bytes.data + bytes.len,
			    .arena = arena };
	if (bytes_take(&b, &version, 1) && version != VERSION)
		return FAIL_CODE(
			err, ERR_INPUT, "unknown_version",
			"token ini dari bentuk %u, sedangkan program ini mengenal bentuk %u",
			"this token is of form %u, this program knows form %u", version, VERSION);
	if (!facts_take(&b, ret))
		return FAIL_CODE(err, ERR_INPUT, "not_a_token",
				 "token ini rusak atau tidak lengkap",
				 "this token is damaged or incomplete");
	return true;
}

/* ---- Judging ---- */

static bool key_signed(const struct certificate_key *key, const struct certificate_token *token,
		       struct arena *arena)
{
	uint8_t id[CERTIFICATE_KEY_ID_SIZE];
	struct buf message;

	certificate_key_id(key->public, id);
	if (memcmp(id, token->key_id, sizeof(id)) != 0)
		return false;
	buf_init(&message, arena);
	message_put(token, &message);
	return sign_fits(key->public, message.data, message.len, token->signature);
}

static bool key_known(const struct certificate_token *token, const struct certificate_key *keys,
		      size_t count)
{
	uint8_t id[CERTIFICATE_KEY_ID_SIZE];

	for (size_t i = 0; i < count; i++) {
		certificate_key_id(keys[i].public, id);
		if (memcmp(id, token->key_id, sizeof(id)) == 0)
			return true;
	}
	return false;
}

enum certificate_verdict certificate_token_judge(const struct certificate_token *token,
						 const struct certificate_key *keys, size_t count,
						 struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		if (!key_signed(&keys[i], token, arena))
			continue;
		if (!text_equal(keys[i].edition, token->edition))
			return CERTIFICATE_OTHER_EDITION;
		return keys[i].state == CERTIFICATE_KEY_WITHDRAWN ? CERTIFICATE_KEY_GONE
								  : CERTIFICATE_VALID;
	}
	return key_known(token, keys, count) ? CERTIFICATE_FORGED : CERTIFICATE_UNKNOWN_KEY;
}
