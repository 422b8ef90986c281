#include "web/guard.h"

#include <string.h>
#include <strings.h>

#define HOST_MAX 255

static bool refuse(struct guard *ret, unsigned status, const char *id, const char *en)
{
	ret->status = status;
	ret->words = (struct words){ { id, en } };
	return false;
}

/* ---- Bytes ---- */

static bool is_token(const char *text, size_t len)
{
	static const char MARKS[] = "!#$%&'*+-.^_`|~"; /* RFC 9110, 5.6.2 */

	if (!len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c && strchr(MARKS, c))))
			return false;
	}
	return true;
}

static bool has_control(const char *text, size_t len, bool tab)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == 0x7F || (c < 0x20 && !(tab && c == '\t')))
			return true;
	}
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool percent_decode(const char *text, size_t len, bool plus, char *ret, size_t *ret_len)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int high = i + 2 < len ? hex_digit(text[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text[i + 2]) : -1;

			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (plus && c == '+') {
			c = ' ';
		}
		ret[out++] = c;
	}
	ret[out] = '\0';
	*ret_len = out;
	return true;
}

/* ---- The request line ---- */

static bool check_line(const struct head *head, struct guard *ret)
{
	static const struct {
		const char *method;
		enum verb verb;
	} VERBS[] = {
		{ "GET", VERB_GET },	{ "HEAD", VERB_HEAD },	   { "POST", VERB_POST },
		{ "PUT", VERB_PUT },	{ "DELETE", VERB_DELETE }, { "OPTIONS", VERB_OPTIONS },
		{ "PATCH", VERB_NONE }, { "TRACE", VERB_NONE },	   { "CONNECT", VERB_NONE },
	};
	bool known = false;

	if (!is_token(head->method, strlen(head->method)))
		return refuse(ret, 400, "Baris permintaan rusak.",
			      "The request line is malformed.");
	if (strcmp(head->version, "HTTP/1.1") != 0 && strcmp(head->version, "HTTP/1.0") != 0)
		return refuse(ret, 505, "Hanya HTTP/1.1 yang dilayani.",
			      "Only HTTP/1.1 is served.");
	for (size_t i = 0; i < COUNT(VERBS); i++)
		if (strcmp(head->method, VERBS[i].method) == 0) {
			ret->verb = VERBS[i].verb;
			known = true;
		}
	if (!known)
		return refuse(ret, 501, "Metode tidak dikenal.", "The method is not known.");
	if (head->version[7] == '0' && ret->verb != VERB_GET && ret->verb != VERB_HEAD &&
	    ret->verb != VERB_OPTIONS)
		return refuse(ret, 400, "HTTP/1.0 tidak boleh mengubah apa pun.",
			      "HTTP/1.0 may not change anything.");
	return true;
}

/* One half of the target, decoded: real UTF-8 without control characters; in the path also no
 * encoded separators, so that what stands between two slashes stays there. */
static bool decodes(const char *text, size_t len, bool path)
{
	char plain[TARGET_MAX + 1];
	size_t n;

	if (!memchr(text, '%', len))
		return true;
	if (!percent_decode(text, len, !path, plain, &n))
		return false;
	for (size_t i = 0; path && i + 2 < len; i++)
		if (strncasecmp(text + i, "%2F", 3) == 0 || strncasecmp(text + i, "%5C", 3) == 0)
			return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)plain[i];

		if (c == 0x7F || (c < 0x20 && (path || !strchr("\t\n\r", c) || !c)))
			return false;
	}
	return text_is_utf8(plain, n);
}

static bool check_target(const struct head *head, struct guard *ret)
{
	const char *target = head->target;
	const char *mark = memchr(target, '?', head->target_len);
	size_t path_len = mark ? (size_t)(mark - target) : head->target_len;

	if (head->target_len > TARGET_MAX)
		return refuse(ret, 414, "Alamat terlalu panjang.", "The address is too long.");
	if (!head->target_len || target[0] != '/')
		return refuse(ret, 400, "Alamat harus diawali garis miring.",
			      "The address must begin with a slash.");
	for (size_t i = 0; i < head->target_len; i++) {
		unsigned char c = (unsigned char)target[i];

		if (c <= 0x20 || c >= 0x7F || strchr("#\\\"<>", (char)c))
			return refuse(ret, 400, "Alamat memuat karakter yang tidak diizinkan.",
				      "The address holds characters that are not allowed.");
	}
	if (!decodes(target, path_len, true) ||
	    (mark && !decodes(mark + 1, head->target_len - path_len - 1, false)))
		return refuse(ret, 400, "Penyandian persen dalam alamat rusak.",
			      "The percent-encoding of the address is malformed.");
	ret->path_len = path_len;
	ret->query = mark ? mark + 1 : NULL;
	return true;
}

/* ---- Headers ---- */

enum single { IS_HOST, IS_LENGTH, IS_CODING, IS_EXPECT, IS_OTHER };

/* What we or a proxy decide by must be there once or not at all. */
static const struct {
	const char *name;
	enum single which;
} SINGLES[] = {
	{ "host", IS_HOST },
	{ "content-length", IS_LENGTH },
	{ "transfer-encoding", IS_CODING },
	{ "expect", IS_EXPECT },
	{ "cookie", IS_OTHER },
	{ "origin", IS_OTHER },
	{ "authorization", IS_OTHER },
	{ "content-type", IS_OTHER },
	{ "content-encoding", IS_OTHER },
	{ "idempotency-key", IS_OTHER },
	{ "if-match", IS_OTHER },
	{ "if-none-match", IS_OTHER },
	{ "sec-fetch-site", IS_OTHER },
};

static size_t single_of(const struct header *header)
{
	size_t i = 0;

	while (i < COUNT(SINGLES) && strcasecmp(header->name, SINGLES[i].name) != 0)
		i++;
	return i;
}

static bool is_host(const struct header *host)
{
	if (!host->value_len || host->value_len > HOST_MAX)
		return false;
	for (size_t i = 0; i < host->value_len; i++) {
		char c = host->value[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c && strchr(".-_:[]", c))))
			return false;
	}
	return true;
}

static bool is_length(const struct header *length, int64_t *ret)
{
	*ret = 0;
	if (!length->value_len || length->value_len > 10)
		return false;
	for (size_t i = 0; i < length->value_len; i++) {
		if (length->value[i] < '0' || length->value[i] > '9')
			return false;
		*ret = *ret * 10 + (length->value[i] - '0');
	}
	return true;
}

static bool read_single(const struct header *header, enum single which, struct guard *ret)
{
	switch (which) {
	case IS_HOST:
		ret->host = header->value;
		return is_host(header) ||
		       refuse(ret, 400, "Kepala Host rusak.", "The Host header is malformed.");
	case IS_LENGTH:
		return is_length(header, &ret->length) ||
		       refuse(ret, 400, "Kepala Content-Length rusak.",
			      "The Content-Length header is malformed.");
	case IS_CODING:
		ret->chunked = true;
		return strcasecmp(header->value, "chunked") == 0 ||
		       refuse(ret, 400, "Kepala Transfer-Encoding tidak dilayani.",
			      "The Transfer-Encoding is not served.");
	case IS_EXPECT:
		return strcasecmp(header->value, "100-continue") == 0 ||
		       refuse(ret, 417, "Kepala Expect tidak dilayani.",
			      "The Expect header is not served.");
	case IS_OTHER: return true;
	}
	return true;
}

static bool check_headers(const struct head *head, struct guard *ret)
{
	size_t size = head->target_len;
	unsigned seen = 0;

	for (size_t i = 0; i < head->header_count; i++) {
		const struct header *header = &head->headers[i];
		size_t single;

		size += header->name_len + header->value_len + 4; /* ": " and the line end */
		if (size > HEAD_MAX)
			return refuse(ret, 431, "Kepala permintaan terlalu besar.",
				      "The request head is too large.");
		if (!is_token(header->name, header->name_len))
			return refuse(ret, 400, "Nama kepala permintaan rusak.",
				      "A header name is malformed.");
		if (has_control(header->value, header->value_len, true))
			return refuse(ret, 400, "Kepala permintaan memuat karakter kendali.",
				      "A header holds control characters.");
		single = single_of(header);
		if (single == COUNT(SINGLES))
			continue;
		if (seen & 1u << single)
			return refuse(ret, 400, "Kepala permintaan yang sama dikirim dua kali.",
				      "A header that may come once came twice.");
		seen |= 1u << single;
		if (!read_single(header, SINGLES[single].which, ret))
			return false;
	}
	if (seen & 1u << 1 && seen & 1u << 2)
		return refuse(ret, 400, "Content-Length dan Transfer-Encoding tidak boleh bersama.",
			      "Content-Length and Transfer-Encoding may not come together.");
	return true;
}

static bool check_body(const struct head *head, struct guard *ret)
{
	bool old = head->version[7] == '0';

	if (!ret->host && !old)
		return refuse(ret, 400, "Kepala Host tidak ada.", "The Host header is missing.");
	if (ret->chunked && old)
		return refuse(ret, 400, "HTTP/1.0 tidak mengenal Transfer-Encoding.",
			      "HTTP/1.0 knows no Transfer-Encoding.");
	if ((ret->chunked || ret->length) &&
	    (ret->verb == VERB_GET || ret->verb == VERB_HEAD || ret->verb == VERB_OPTIONS))
		return refuse(ret, 400, "Metode ini tidak membawa isi.",
			      "This method carries no body.");
	return true;
}

bool guard_check(const struct head *head, struct guard *ret)
{
	*ret = (struct guard){ 0 };
	if (head->torn)
		return refuse(ret, 400, "Kepala permintaan rusak.",
			      "The request head is malformed.");
	if (head->too_many)
		return refuse(ret, 431, "Terlalu banyak kepala permintaan.",
			      "There are too many headers.");
	return check_line(head, ret) && check_target(head, ret) && check_headers(head, ret) &&
	       check_body(head, ret);
}
