/* What is looked at beside the recount: line by line against the text as it should be, and facts
 * that two lines must agree on. */
#include "core/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Line by line ---- */

#define LOOK_AHEAD 50 /* lines that may be lost or too many before the rest is called different */
#define SHOWN_MAX 160 /* bytes of a line in a message */

struct lines {
	const char *at, *end;
	unsigned number; /* of the line at `at` */
};

struct line {
	const char *text;
	size_t len;
};

static struct line line_at(const struct lines *lines)
{
	const char *stop = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));

	return (struct line){ lines->at, (size_t)((stop ? stop : lines->end) - lines->at) };
}

static bool line_next(struct lines *lines)
{
	struct line line = line_at(lines);

	if (lines->at == lines->end)
		return false;
	lines->at = line.text + line.len + (line.text + line.len < lines->end);
	lines->number++;
	return lines->at < lines->end;
}

static bool lines_same(struct line a, struct line b)
{
	return a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
}

/* How many lines behind `from` is `wanted`? 0 = not near. */
static unsigned distance(struct lines from, struct line wanted)
{
	for (unsigned i = 1; i <= LOOK_AHEAD && line_next(&from); i++)
		if (lines_same(line_at(&from), wanted))
			return i;
	return 0;
}

static const char *shown(struct arena *arena, struct line line)
{
	size_t len = line.len < SHOWN_MAX ? line.len : SHOWN_MAX;
	char *ret;

	while (len < line.len && len && ((unsigned char)line.text[len] & 0xc0) == 0x80)
		len--; /* not through the middle of a letter */
	ret = arena_copy(arena, line.text, len);
	for (char *at = ret; *at; at++)
		if ((unsigned char)*at < 0x20)
			*at = ' ';
	return ret;
}

static void say_missing(const char *file, struct lines found, struct lines *expected,
			unsigned count, struct complaints *complaints)
{
	struct place place = { .file = file, .line = found.number };

	for (; count; count--) {
		complain(complaints, place, "sebelum baris ini hilang: %s",
			 "missing before this line: %s",
			 shown(complaints->arena, line_at(expected)));
		(void)line_next(expected);
	}
}

static void say_extra(const char *file, struct lines *found, unsigned count,
		      struct complaints *complaints)
{
	for (; count; count--) {
		complain(complaints, (struct place){ .file = file, .line = found->number },
			 "baris ini tidak seharusnya ada di sini: %s",
			 "this line should not be here: %s",
			 shown(complaints->arena, line_at(found)));
		(void)line_next(found);
	}
}

void bundle_compare(const char *file, const char *found, size_t found_len, const char *expected,
		    size_t expected_len, struct complaints *complaints)
{
	struct lines f = { found, found + found_len, 1 };
	struct lines e = { expected, expected + expected_len, 1 };

	while ((f.at < f.end || e.at < e.end) && complaints->total < COMPLAINTS_MAX) {
		struct line is = line_at(&f), should = line_at(&e);
		unsigned skip;

		if (f.at == f.end) {
			say_missing(file, f, &e, 1, complaints);
		} else if (e.at == e.end) {
			say_extra(file, &f, 1, complaints);
		} else if (lines_same(is, should)) {
			(void)line_next(&f);
			(void)line_next(&e);
		} else if ((skip = distance(f, should)) != 0) {
			say_extra(file, &f, skip, complaints);
		} else if ((skip = distance(e, is)) != 0) {
			say_missing(file, f, &e, skip, complaints);
		} else {
			complain(complaints, (struct place){ .file = file, .line = f.number },
				 "tertulis: %s; seharusnya: %s", "is: %s; should be: %s",
				 shown(complaints->arena, is), shown(complaints->arena, should));
			(void)line_next(&f);
			(void)line_next(&e);
		}
	}
}

/* ---- Facts that must agree ---- */

static bool digits(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return len > 0 && (len == 1 || text[0] != '0');
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

bool bundle_is_fraction(const char *text)
{
	const char *num = text + (*text == '-');
	const char *den = text_after(num, '/');
	size_t num_len = den ? (size_t)(den - 1 - num) : strlen(num);

	if (!digits(num, num_len) || (*text == '-' && *num == '0'))
		return false;
	if (!den)
		return true;
	if (!digits(den, strlen(den)) || strcmp(den, "0") == 0 || strcmp(den, "1") == 0)
		return false;
	/* Reduced, where that can be seen without long numbers. */
	return num_len > 18 || strlen(den) > 18 ||
	       gcd(strtoull(num, NULL, 10), strtoull(den, NULL, 10)) == 1;
}

static void check_header(const struct bundle *b, struct complaints *complaints)
{
	const struct place nowhere = { 0 };
	char hex[SHA256_HEX_SIZE];

	if (!b->release) {
		if (b->version_count)
			complain(complaints, nowhere, "bukan rilis, tetapi menyebut versi aturan",
				 "not a release, but names versions of the rules");
		if (b->leaf_count)
			complain(complaints, nowhere, "bukan rilis, tetapi memuat catatan nilai",
				 "not a release, but has leaves of the score log");
		return;
	}
	sha256_hex(b->scheme_text, b->scheme_len, hex);
	if (!b->version_count || !text_equal(b->versions[b->version_count - 1].sha256, hex))
		complain(complaints, nowhere,
			 "versi aturan yang terakhir bukan skema di berkas ini",
			 "the last version of the rules is not the scheme in this file");
	/* A later release corrects nothing when the earlier ones were refused by the second key. */
	if (b->corrects && !b->correction)
		complain(complaints, nowhere, "ralat tanpa alasan",
			 "a correction without its reason");
}

/* Text of the total of a sheet that counts, else NULL. */
static const char *total_now(const struct bundle *b, size_t juror, size_t nominee,
			     struct arena *arena, struct complaints *complaints)
{
	struct detail detail;

	if (!tally_detail(&b->input, nominee, arena, &detail, complaints) || !detail.valid[juror])
		return NULL;
	return ratio_fraction(arena, detail.totals[juror]);
}

/* The reopenings of one sheet follow each other; the last one leads to what is counted. */
static void check_reopening(const struct bundle *b, size_t index, struct complaints *complaints)
{
	const struct bundle_reopening *r = &b->reopenings[index];
	const struct bundle_reopening *next = NULL;
	const char *now;

	if (r->version < 1 || r->version > b->version_count)
		complain(complaints, r->place, "tidak ada versi aturan %u",
			 "there is no version %u of the rules", r->version);
	if (r->withdrawn && !text_equal(r->old_total, r->new_total))
		complain(complaints, r->place, "pembukaan ditarik, tetapi jumlahnya berubah",
			 "a reopening was withdrawn, but the total changed");
	for (size_t i = index + 1; i < b->reopening_count && !next; i++)
		if (b->reopenings[i].juror == r->juror && b->reopenings[i].nominee == r->nominee)
			next = &b->reopenings[i];
	if (next && next->version == r->version && !text_equal(next->old_total, r->new_total))
		complain(complaints, next->place,
			 "jumlah lama bukan jumlah baru dari pembukaan sebelumnya",
			 "the old total is not the new one of the reopening before");
	if (next || r->version != b->version_count)
		return;
	now = total_now(b, r->juror, r->nominee, complaints->arena, complaints);
	if (now && !text_equal(now, r->new_total))
		complain(complaints, r->place, "jumlah baru bukan jumlah yang dihitung: %s",
			 "the new total is not the one that is counted: %s", now);
}

static const struct evidence *evidence_of(const struct nominee *n, const char *name)
{
	for (size_t i = 0; i < n->evidence_count; i++)
		if (text_equal(n->evidence[i].name, name))
			return &n->evidence[i];
	return NULL;
}

static void check_change(const struct bundle *b, size_t index, struct complaints *complaints)
{
	const struct bundle_change *change = &b->changes[index];
	const struct nominee *n = &b->input.nominees[change->nominee];
	const struct evidence *now = evidence_of(n, change->after.name);
	const char *value = now && now->value && *now->value ? now->value : NULL;

	if (evidence_is_sealed(&b->input.scheme->categories[n->category], change->after.name))
		return;
	for (size_t i = index + 1; i < b->change_count; i++)
		if (b->changes[i].nominee == change->nominee &&
		    text_equal(b->changes[i].after.name, change->after.name))
			return;
	if (!text_equal(value, change->after.value) ||
	    (value && now->verified != change->after.verified))
		complain(complaints, change->after.place, "bukti baru bukan bukti yang dihitung",
			 "the new evidence is not the one that is counted");
}

static void check_late(const struct bundle *b, const struct bundle_late *late,
		       struct complaints *complaints)
{
	const struct nominee *n = &b->input.nominees[late->nominee];
	const struct sheet *sheet = late->juror < n->sheet_count ? n->sheets[late->juror] : NULL;

	if (!sheet || !sheet->recused)
		complain(complaints, late->place, "%s tidak tercatat mengundurkan diri untuk %s",
			 "%s is not listed as recused from %s",
			 bundle_juror(complaints->arena, late->juror), n->key);
}

/* Sealed, or open and verified: what a value or gate on trust can rest on. */
static bool may_be_read(const struct nominee *n, const char *name)
{
	const struct evidence *e = evidence_of(n, name);

	return e && (e->seal || (e->verified && e->value && *e->value));
}

/* A value above nothing needs evidence: each piece that it is made of. */
static void check_given_values(const struct nominee *n, const struct category *category,
			       struct complaints *complaints)
{
	for (size_t i = 0; n->given_e4 && i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];
		bool level = c->kind == CRITERION_LEVEL;
		const char *names[2] = { level ? c->evidence : c->numerator, c->denominator };

		if (n->given_e4[i] == GIVEN_NONE || n->given_e4[i] == 0)
			continue;
		for (size_t k = 0; k < (level ? 1 : 2); k++)
			if (!may_be_read(n, names[k]))
				complain(complaints, n->place,
					 "%s: nilai kriteria %s tanpa segel atau bukti "
					 "terverifikasi %s",
					 "%s: a value of criterion %s without a seal or verified "
					 "evidence %s",
					 n->key, c->key, names[k]);
	}
}

/* Nobody passes a gate without evidence. */
static void check_given_gates(const struct nominee *n, const struct category *category,
			      struct complaints *complaints)
{
	for (size_t i = 0; n->gates_given && i < category->gate_count; i++)
		if (n->gates_given[i] == 1 && !may_be_read(n, category->gates[i].evidence))
			complain(complaints, n->place, "%s: syarat %zu lulus tanpa segel bukti %s",
				 "%s: gate %zu passed without a seal of %s", n->key, i + 1,
				 category->gates[i].evidence);
}

static void check_given(const struct bundle *b, const struct nominee *n,
			struct complaints *complaints)
{
	const struct category *category = &b->input.scheme->categories[n->category];

	check_given_values(n, category, complaints);
	check_given_gates(n, category, complaints);
}

void bundle_check(const struct bundle *bundle, struct complaints *complaints)
{
	check_header(bundle, complaints);
	for (size_t i = 0; i < bundle->input.nominee_count; i++)
		check_given(bundle, &bundle->input.nominees[i], complaints);
	for (size_t i = 0; i < bundle->reopening_count; i++)
		check_reopening(bundle, i, complaints);
	for (size_t i = 0; i < bundle->change_count; i++)
		check_change(bundle, i, complaints);
	for (size_t i = 0; i < bundle->late_count; i++)
		check_late(bundle, &bundle->lates[i], complaints);
}
