#include "base.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(SHA256_SIZE == crypto_hash_sha256_BYTES, "SHA-256 is 32 bytes");
_Static_assert(randombytes_SEEDBYTES == 32, "a seed is 32 bytes");
_Static_assert(SIGN_SEED_SIZE == crypto_sign_SEEDBYTES && SIGN_SIZE == crypto_sign_BYTES &&
		       SIGN_PUBLIC_SIZE == crypto_sign_PUBLICKEYBYTES,
	       "sizes of Ed25519");
_Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "room for the hash string");

void crypto_init(void)
{
	if (sodium_init() < 0) {
		(void)fputs("paritrana: libsodium does not start\n", stderr);
		abort();
	}
}

void random_bytes(void *ret, size_t len)
{
	randombytes_buf(ret, len);
}

uint32_t random_below(uint32_t bound)
{
	return randombytes_uniform(bound);
}

void random_seeded(const uint8_t seed[32], void *ret, size_t len)
{
	randombytes_buf_deterministic(ret, len, seed);
}

void random_token(char ret[TOKEN_SIZE])
{
	uint8_t raw[32];

	randombytes_buf(raw, sizeof(raw));
	(void)sodium_bin2base64(ret, TOKEN_SIZE, raw, sizeof(raw),
				sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(raw, sizeof(raw));
}

void sha256(const void *data, size_t len, uint8_t ret[SHA256_SIZE])
{
	sha256_two(data, len, NULL, 0, ret);
}

void sha256_two(const void *a, size_t a_len, const void *b, size_t b_len, uint8_t ret[SHA256_SIZE])
{
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	if (a_len)
		(void)crypto_hash_sha256_update(&state, a, a_len);
	if (b_len)
		(void)crypto_hash_sha256_update(&state, b, b_len);
	(void)crypto_hash_sha256_final(&state, ret);
}

void sha256_hex(const void *data, size_t len, char ret[SHA256_HEX_SIZE])
{
	uint8_t digest[SHA256_SIZE];

	sha256(data, len, digest);
	hex_encode(digest, sizeof(digest), ret);
}

void hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
		 uint8_t ret[SHA256_SIZE])
{
	crypto_auth_hmacsha256_state state;

	(void)crypto_auth_hmacsha256_init(&state, key, key_len);
	(void)crypto_auth_hmacsha256_update(&state, data, len);
	(void)crypto_auth_hmacsha256_final(&state, ret);
}

void hex_encode(const void *data, size_t len, char *ret)
{
	(void)sodium_bin2hex(ret, 2 * len + 1, data, len);
}

bool hex_decode(const char *text, size_t len, uint8_t *ret)
{
	size_t decoded;

	return len % 2 == 0 && sodium_hex2bin(ret, len / 2, text, len, NULL, &decoded, NULL) == 0 &&
	       decoded == len / 2;
}

bool bytes_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void sign_public(const uint8_t seed[SIGN_SEED_SIZE], uint8_t ret[SIGN_PUBLIC_SIZE])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	(void)crypto_sign_seed_keypair(ret, secret, seed);
	sodium_memzero(secret, sizeof(secret));
}

void sign_bytes(const uint8_t seed[SIGN_SEED_SIZE], const void *data, size_t len,
		uint8_t ret[SIGN_SIZE])
{
	uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];

	(void)crypto_sign_seed_keypair(public, secret, seed);
	(void)crypto_sign_detached(ret, NULL, data, len, secret);
	sodium_memzero(secret, sizeof(secret));
}

bool sign_fits(const uint8_t public[SIGN_PUBLIC_SIZE], const void *data, size_t len,
	       const uint8_t signature[SIGN_SIZE])
{
	return crypto_sign_verify_detached(signature, data, len, public) == 0;
}

bool password_hash(const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
{
	memset(ret, 0, PASSWORD_HASH_SIZE);
	if (crypto_pwhash_str(ret, password, strlen(password), 3, (size_t)64 << 20) != 0)
		return FAIL(err, ERR_BUSY, "memori untuk memeriksa kata sandi tidak cukup",
			    "not enough memory to hash a password");
	return true;
}

bool password_matches(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void password_make(char ret[32])
{
	/* 31 characters that are not mistaken for one another: 15 of them give 74 bits. */
	static const char ALPHABET[] = "abcdefghjkmnpqrstuvwxyz23456789";
	size_t at = 0;

	for (int i = 0; i < 15; i++) {
		if (i && i % 5 == 0)
			ret[at++] = '-';
		ret[at++] = ALPHABET[randombytes_uniform(sizeof(ALPHABET) - 1)];
	}
	ret[at] = '\0';
}
