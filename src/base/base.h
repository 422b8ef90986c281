/* base: errors, memory, text, decimals, time, random, hashes. Every room may look in here.
 * The only room that knows libc's corners, libsodium and utf8proc. Nothing here keeps state. */
#ifndef BASE_H
#define BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Languages. What people read exists in both; Indonesian is first and the fallback. ---- */

enum lang { LANG_ID, LANG_EN, LANG_COUNT };

/* A text in both languages; text[LANG_EN] may be NULL, then the Indonesian one stands. */
struct words {
	const char *text[LANG_COUNT];
};

const char *words_in(const struct words *words, enum lang lang);

/* ---- Errors. `bool f(inputs…, T *ret, struct err *err) MUST_CHECK`. ----
 * The struct lies on the stack of whoever can act. Who detects writes the message in both
 * languages; who passes it on may prefix a place. After a failure nobody looks at `ret`. */

enum err_kind {
	ERR_NONE,
	ERR_INPUT,     /* what came in is wrong: exit 1, 400 or 422 */
	ERR_NOT_FOUND, /* 404 */
	ERR_CONFLICT,  /* a constraint or the present state says no: 409 */
	ERR_DENIED,    /* 403 */
	ERR_FULL,      /* no space left: 507 */
	ERR_BUSY,      /* later: 503 */
	ERR_IO,	       /* disk, database, library: 500 */
	ERR_BUG	       /* ours: 500 */
};

struct err {
	enum err_kind kind;
	const char *code; /* stable word for machines ("wrong_phase"), literal, or NULL */
	const char *file; /* where in our source it was detected */
	int line;
	char msg[LANG_COUNT][1024]; /* for people */
	char detail[512];	    /* for the log only: database words, errno, … */
};

/* Each returns false, so that a caller can `return FAIL(…)`. `id` and `en` are printf formats
 * which take the same arguments; both are checked by the compiler. */
#define FAIL(err, kind, id, ...) /* id, en, arguments */ \
	err_set((err), (kind), NULL, __FILE__, __LINE__, (id), __VA_ARGS__)
#define FAIL_CODE(err, kind, code, id, ...) \
	err_set((err), (kind), (code), __FILE__, __LINE__, (id), __VA_ARGS__)

/* Has a system call failed for want of room: of the disk, a quota, a limit of the process? */
bool errno_is_full(int error);
/* Then everybody says the same: ERR_FULL. */
#define DISK_FULL "disk_full"
#define DISK_FULL_ID "Ruang simpan penuh."
#define DISK_FULL_EN "No space is left."
#define FAIL_FULL(err) FAIL_CODE((err), ERR_FULL, DISK_FULL, DISK_FULL_ID, DISK_FULL_EN)

bool err_set(struct err *err, enum err_kind kind, const char *code, const char *file, int line,
	     const char *id, const char *en, ...) PRINTF(6, 8) PRINTF(7, 8);
void err_detail(struct err *err, const char *fmt, ...) PRINTF(2, 3);
/* Puts "place: " before the message in both languages. */
void err_prefix(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* ---- Arenas. One per request, one per command, one for the process. ----
 * Allocation never returns NULL: out of memory logs and aborts; input is limited first.
 * Memory is zeroed and 16-byte aligned. Not for use by two threads at once. */

struct arena_block;
struct arena {
	struct arena_block *head;
	size_t taken; /* bytes handed out so far */
};

void *arena_alloc(struct arena *arena, size_t count, size_t size);
#define NEW(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))
/* Makes room for one more element: `items` (of any pointer type) has `count` used of `*cap`. */
#define GROW(arena, items, count, cap) \
	((items) = arena_grow((arena), (items), (count), (cap), sizeof(*(items))))
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t len); /* adds a NUL */
char *arena_text(struct arena *arena, const char *text);	     /* NULL stays NULL */
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3);
void arena_release(struct arena *arena); /* frees all; may be reused */
/* Like release, but keeps one block for the next user. */
void arena_reset(struct arena *arena);

/* ---- Growing text in an arena; always NUL-terminated once something was added. ---- */

struct buf {
	struct arena *arena;
	char *data; /* never NULL after buf_init */
	size_t len, cap;
};

void buf_init(struct buf *buf, struct arena *arena);
/* The same, beginning in `room` of the caller's; the arena is used only when that is too small. */
void buf_init_in(struct buf *buf, struct arena *arena, char *room, size_t size);
void buf_reserve(struct buf *buf, size_t more); /* saves copies when much is to come */
void buf_add(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF(2, 3);

/* ---- Names: text -> 0, 1, 2, … in order of first sight. ---- */

struct names {
	struct arena *arena;
	const char **texts; /* texts[i] is the i-th name, owned by the arena */
	size_t count, cap;
	uint32_t *slots; /* open addressing; 0 = free, else index + 1 */
	size_t slot_count;
};

#define NAME_NONE SIZE_MAX

void names_init(struct names *names, struct arena *arena);
size_t names_find(const struct names *names, const char *text, size_t len); /* or NAME_NONE */
size_t names_put(struct names *names, const char *text, size_t len);	    /* finds or adds */

/* ---- Complaints: what a person must mend in a file, all of it at once. ---- */

struct place {
	const char *file;      /* as the user called it; NULL = unknown */
	unsigned line, column; /* from 1; 0 = not applicable */
};

struct complaint {
	struct place place;
	struct words text;
};

#define COMPLAINTS_MAX 100

struct complaints {
	struct arena *arena;
	struct complaint *items;
	size_t count, cap; /* kept */
	size_t total;	   /* found */
	size_t max;	   /* so many are kept, further ones only counted */
};

void complaints_init(struct complaints *list, struct arena *arena);
void complain(struct complaints *list, struct place place, const char *id, const char *en, ...)
	PRINTF(3, 5) PRINTF(4, 5);
/* "file:line:column: text" and a newline for each, in the order of their places, then how many
 * were left out if any were. */
void complaints_print(const struct complaints *list, enum lang lang, struct buf *ret);

/* ---- Text ---- */

bool text_is_utf8(const char *text, size_t len);
/* Unicode NFC. ERR_INPUT when the bytes are not UTF-8, or hold a control or a bidirectional
 * control character (a tab or newline is allowed when `lines`). */
bool text_nfc(struct arena *arena, const char *text, size_t len, bool lines, char **ret,
	      struct err *err) MUST_CHECK;
size_t text_length(const char *text);		     /* characters of a UTF-8 text */
bool text_is_key(const char *text, size_t len);	     /* [a-z0-9-]{1,32} */
bool text_is_evidence(const char *text, size_t len); /* [a-z0-9_-]{1,64} */
bool text_equal(const char *a, const char *b);	     /* NULL equals NULL only */
/* For messages: one line of at most 60 characters, "…" for what is cut off, "?" for bytes that are
 * no UTF-8 and for control characters. */
char *text_shown(struct arena *arena, const char *text);
/* For the value of a query parameter: percent-encoded but for letters, digits and -._~/ */
char *text_query(struct arena *arena, const char *text);
/* Splits at the first `c`; returns NULL when there is none. */
const char *text_after(const char *text, char c);

/* ---- Decimals: a plain "-?digits[.digits]" as an integer of 10^-places. ----
 * No sign +, no exponent, no spaces, no thousands separator; more decimals than `places` or a
 * magnitude of 10^18 and more are refused (false). `point` is '.' or ','. */
bool decimal_parse(const char *text, size_t len, unsigned places, char point,
		   int64_t *ret) MUST_CHECK;
/* The shortest form, without trailing zeros: 850 at 2 places is "8.5". `ret` holds 32 bytes. */
void decimal_format(int64_t value, unsigned places, char point, char *ret);

/* ---- Time: seconds UTC since 1970; durations on the monotonic clock. ---- */

int64_t time_now(void);
int64_t time_mono_ms(void);

struct civil {
	int year, month, day, hour, minute, second; /* month and day from 1 */
	int weekday;				    /* 0 = Sunday */
};

void time_civil(int64_t at, int zone_hours, struct civil *ret);
#define TIME_ISO_SIZE 21
void time_iso(int64_t at, char ret[TIME_ISO_SIZE]);		      /* "2025-07-21T03:04:05Z" */
bool time_parse_date(const char *text, struct civil *ret) MUST_CHECK; /* "2025-07-21", a real day */
/* As people write it, in either language: "21 Juli 2025", "21/7/2025", "2025-07-21". */
bool date_read(const char *text, struct civil *ret) MUST_CHECK;
const char *month_name(int month, enum lang lang);		/* from 1; "Juli" */
bool time_parse_iso(const char *text, int64_t *ret) MUST_CHECK; /* undoes time_iso() */

/* ---- Random, hashes, passwords (libsodium) ---- */

void crypto_init(void); /* once, before anything below; aborts when it cannot */
void random_bytes(void *ret, size_t len);
uint32_t random_below(uint32_t bound);
/* The same bytes for the same seed, everywhere (randombytes_buf_deterministic). */
void random_seeded(const uint8_t seed[32], void *ret, size_t len);
#define TOKEN_SIZE 44 /* 256 random bits in base64url, and a NUL */
void random_token(char ret[TOKEN_SIZE]);

#define SHA256_SIZE 32
#define SHA256_HEX_SIZE 65
void sha256(const void *data, size_t len, uint8_t ret[SHA256_SIZE]);
void sha256_two(const void *a, size_t a_len, const void *b, size_t b_len, uint8_t ret[SHA256_SIZE]);
void sha256_hex(const void *data, size_t len, char ret[SHA256_HEX_SIZE]);
void hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
		 uint8_t ret[SHA256_SIZE]);
void hex_encode(const void *data, size_t len, char *ret); /* 2·len + 1 bytes */
bool hex_decode(const char *text, size_t len,
		uint8_t *ret) MUST_CHECK;		    /* len even, lower or upper */
bool bytes_equal(const void *a, const void *b, size_t len); /* in constant time */

/* Ed25519: who knows the seed signs, who knows the public half can tell. Deterministic. */
#define SIGN_SEED_SIZE 32
#define SIGN_PUBLIC_SIZE 32
#define SIGN_SIZE 64
void sign_public(const uint8_t seed[SIGN_SEED_SIZE], uint8_t ret[SIGN_PUBLIC_SIZE]);
void sign_bytes(const uint8_t seed[SIGN_SEED_SIZE], const void *data, size_t len,
		uint8_t ret[SIGN_SIZE]);
bool sign_fits(const uint8_t public[SIGN_PUBLIC_SIZE], const void *data, size_t len,
	       const uint8_t signature[SIGN_SIZE]);

#define PASSWORD_HASH_SIZE 128
/* Argon2id, 64 MiB, t = 3. Costs about 70 ms and 64 MiB: never on the loop, two at a time. */
bool password_hash(const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err) MUST_CHECK;
bool password_matches(const char *hash, const char *password);
/* A password to read aloud and type on a phone: ≥ 60 bits, groups of letters without look-alikes.
 */
void password_make(char ret[32]);

#endif
