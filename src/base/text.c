#include "base.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* How many bytes at the beginning are ASCII, in whole words: most of what is read is nothing else.
 */
static size_t ascii_words(const uint8_t *at, size_t len)
{
	size_t n = 0;

	for (uint64_t word; len - n >= sizeof(word); n += sizeof(word)) {
		memcpy(&word, at + n, sizeof(word));
		if (word & 0x8080808080808080u)
			break;
	}
	return n;
}

bool text_is_utf8(const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	const uint8_t *end = at + len;

	while (at < end) {
		utf8proc_int32_t point;
		utf8proc_ssize_t n;

		if (*at < 0x80) {
			size_t words = ascii_words(at, (size_t)(end - at));

			at += words ? words : 1;
			continue;
		}
		n = utf8proc_iterate(at, (utf8proc_ssize_t)(end - at), &point);
		if (n <= 0)
			return false;
		at += n;
	}
	return true;
}

/* Unicode's directional embeddings, overrides and isolates reorder what a reader sees. */
static bool is_bidi_control(utf8proc_int32_t point)
{
	return point == 0x061C || point == 0x200E || point == 0x200F ||
	       (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_control(utf8proc_int32_t point, bool lines)
{
	if (lines && (point == '\t' || point == '\n' || point == '\r'))
		return false;
	return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 ||
	       point == 0x2029 || point == 0xFEFF || is_bidi_control(point);
}

bool text_nfc(struct arena *arena, const char *text, size_t len, bool lines, char **ret,
	      struct err *err)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t left = len;
	utf8proc_uint8_t *normal = NULL;
	utf8proc_ssize_t n;
	bool ascii = true;

	while (left) {
		utf8proc_int32_t point;

		point = *at;
		n = 1;
		if (point >= 0x80)
			n = utf8proc_iterate(at, (utf8proc_ssize_t)left, &point);
		if (n <= 0)
			return FAIL(err, ERR_INPUT, "teks bukan UTF-8 (bita ke-%zu)",
				    "text is not UTF-8 (byte %zu)", len - left + 1);
		if (is_control(point, lines))
			return FAIL(err, ERR_INPUT, "karakter kendali U+%04X tidak diizinkan",
				    "control character U+%04X is not allowed", (unsigned)point);
		ascii = ascii && point < 0x80;
		at += n;
		left -= (size_t)n;
	}
	if (ascii) {
		*ret = arena_copy(arena, text, len);
		return true;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &normal,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0) {
		free(normal);
		return FAIL(err, ERR_INPUT, "teks tidak dapat dinormalkan (NFC)",
			    "text cannot be normalized (NFC)");
	}
	*ret = arena_copy(arena, (const char *)normal, (size_t)n);
	free(normal);
	return true;
}

size_t text_length(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

static bool is_name(const char *text, size_t len, size_t max, bool underscore)
{
	if (len < 1 || len > max)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
		      (underscore && c == '_')))
			return false;
	}
	return true;
}

bool text_is_key(const char *text, size_t len)
{
	return is_name(text, len, 32, false);
}

bool text_is_evidence(const char *text, size_t len)
{
	return is_name(text, len, 64, true);
}

char *text_shown(struct arena *arena, const char *text)
{
	size_t left = strnlen(text, 400);
	struct buf buf;

	buf_init(&buf, arena);
	for (size_t shown = 0; left; shown++) {
		utf8proc_int32_t point;
		utf8proc_ssize_t n =
			utf8proc_iterate((const uint8_t *)text, (utf8proc_ssize_t)left, &point);

		if (shown == 60) {
			buf_puts(&buf, "…");
			break;
		}
		if (n <= 0 || is_control(point, false))
			buf_char(&buf, '?');
		else
			buf_add(&buf, text, (size_t)n);
		n = n > 0 ? n : 1;
		text += n;
		left -= (size_t)n;
	}
	return buf.data;
}

bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

const char *text_after(const char *text, char c)
{
	const char *at = strchr(text, c);

	return at ? at + 1 : NULL;
}

char *text_query(struct arena *arena, const char *text)
{
	static const char PLAIN[] = "-._~/";
	struct buf out;

	buf_init(&out, arena);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr(PLAIN, (char)c))
			buf_char(&out, (char)c);
		else
			buf_printf(&out, "%%%02X", c);
	}
	return out.data;
}
