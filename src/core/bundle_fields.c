/* One field of a line of a bundle: numbers, times, words, hashes, names. */
#include "core/bundle_reader.h"

#include <inttypes.h>
#include <string.h>

struct place reader_here(const struct reader *r)
{
	return (struct place){ .file = r->file, .line = r->line };
}

bool field_whole(struct reader *r, size_t field, uint64_t max, uint64_t *ret)
{
	const char *text = r->fields[field];
	uint64_t value = 0;
	size_t len = r->lens[field];

	for (size_t i = 0; i < len && i < 19; i++) {
		if (text[i] < '0' || text[i] > '9')
			len = 0;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	if (len == 0 || len > 19 || value > max)
		return REFUSE(r, "\"%s\" bukan bilangan bulat 0 sampai %" PRIu64,
			      "\"%s\" is not a whole number from 0 to %" PRIu64, text, max);
	*ret = value;
	return true;
}

bool field_unsigned(struct reader *r, size_t field, unsigned *ret)
{
	uint64_t value;

	if (!field_whole(r, field, 1000000000, &value))
		return false;
	*ret = (unsigned)value;
	return true;
}

/* Every event of a kind carries its number: a line that is lost or doubled shows. */
bool field_number(struct reader *r, size_t count)
{
	uint64_t number;

	if (!field_whole(r, 1, BUNDLE_EVENTS_MAX, &number))
		return false;
	if (number != count + 1)
		return REFUSE(r, "nomor %" PRIu64 "; seharusnya %zu",
			      "number %" PRIu64 "; expected %zu", number, count + 1);
	return true;
}

bool field_time(struct reader *r, size_t field, int64_t *ret)
{
	if (time_parse_iso(r->fields[field], ret))
		return true;
	return REFUSE(r, "\"%s\" bukan waktu UTC seperti 2025-07-21T03:04:05Z",
		      "\"%s\" is not a UTC time like 2025-07-21T03:04:05Z", r->fields[field]);
}

/* One of some words; `ret` is its index. */
bool field_word(struct reader *r, size_t field, const char *const *words, size_t count, size_t *ret)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], r->fields[field]) == 0) {
			*ret = i;
			return true;
		}
	return REFUSE(r, "kata \"%s\" tidak dikenal di kolom %zu",
		      "unknown word \"%s\" in field %zu", r->fields[field], field + 1);
}

bool field_hash(struct reader *r, size_t field, uint8_t ret[SHA256_SIZE])
{
	if (r->lens[field] == SHA256_SIZE * 2 && hex_decode(r->fields[field], SHA256_SIZE * 2, ret))
		return true;
	return REFUSE(r, "\"%s\" bukan SHA-256", "\"%s\" is not a SHA-256", r->fields[field]);
}

bool field_juror(struct reader *r, size_t field, size_t *ret)
{
	const char *text = r->fields[field];

	for (size_t j = 0; j < r->ret->input.juror_count; j++)
		if (strcmp(r->ret->input.jurors[j], text) == 0) {
			*ret = j;
			return true;
		}
	return REFUSE(r, "tidak ada juri \"%s\"", "there is no juror \"%s\"", text);
}

bool reader_nominee(struct reader *r, const char *key, size_t len, size_t *ret)
{
	*ret = names_find(&r->nominees, key, len);
	if (*ret != NAME_NONE)
		return true;
	return REFUSE(r, "tidak ada nominee \"%s\"", "there is no nominee \"%s\"", key);
}

bool field_nominee(struct reader *r, size_t field, size_t *ret)
{
	return reader_nominee(r, r->fields[field], r->lens[field], ret);
}

/* Lines of a nominee stand below his own. */
bool field_is_current(struct reader *r, size_t field)
{
	if (r->nominee && strcmp(r->nominee->key, r->fields[field]) == 0)
		return true;
	return REFUSE(r, "baris untuk \"%s\" tidak berada di bawah nominee itu",
		      "a line on \"%s\" that does not stand below that nominee", r->fields[field]);
}

const struct category *reader_category(const struct reader *r)
{
	return &r->scheme->categories[r->nominee->category];
}

char *field_optional(struct reader *r, size_t field)
{
	return r->lens[field] ? r->fields[field] : NULL;
}

static bool is_list(const struct scheme *scheme, const char *key)
{
	if (scheme_category(scheme, key))
		return true;
	for (size_t i = 0; i < scheme->overall_count; i++)
		if (strcmp(scheme->overalls[i].key, key) == 0)
			return true;
	return false;
}

bool field_list(struct reader *r, size_t field, const char **ret)
{
	*ret = r->fields[field];
	if (is_list(r->scheme, *ret))
		return true;
	return REFUSE(r, "tidak ada kategori atau daftar \"%s\"",
		      "there is no category or list \"%s\"", *ret);
}
