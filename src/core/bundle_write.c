/* Writes a release bundle: header, scheme, rules, panel, nominees, events, chain, ranking. */
#include "core/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *const PANEL_WORDS[] = {
	[PANEL_MEMBER] = "member",
	[PANEL_ADDED] = "added",
	[PANEL_REMOVED] = "removed",
};

/* ---- Lines ---- */

void bundle_field(struct buf *to, const char *text, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x20 && c != 0x7f && c != '\\')
			continue;
		buf_add(to, text + from, i - from);
		buf_printf(to, "\\x%02x", c);
		from = i + 1;
	}
	buf_add(to, text + from, len - from);
}

void bundle_line(struct buf *to, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_char(to, '\t');
		if (fields[i])
			bundle_field(to, fields[i], strlen(fields[i]));
	}
	buf_char(to, '\n');
}

const char *bundle_count(struct arena *arena, uint64_t number)
{
	return arena_printf(arena, "%" PRIu64, number);
}

const char *bundle_decimal(struct arena *arena, int64_t value, unsigned places)
{
	char *ret = arena_alloc(arena, 32, 1);

	decimal_format(value, places, '.', ret);
	return ret;
}

const char *bundle_juror(struct arena *arena, size_t juror)
{
	return arena_printf(arena, "J%zu", juror + 1);
}

static const char *time_text(struct arena *arena, int64_t at)
{
	char *ret = arena_alloc(arena, TIME_ISO_SIZE, 1);

	time_iso(at, ret);
	return ret;
}

/* ---- Parts ---- */

static void put_scheme_text(struct bundle_out *out)
{
	const char *at = out->bundle->scheme_text;
	const char *end = at + out->bundle->scheme_len;
	char hex[SHA256_HEX_SIZE];

	sha256_hex(at, out->bundle->scheme_len, hex);
	LINE(out->to, "scheme-sha256", hex);
	for (;;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		buf_puts(out->to, "scheme\t");
		bundle_field(out->to, at, (size_t)((stop ? stop : end) - at));
		buf_char(out->to, '\n');
		if (!stop)
			return;
		at = stop + 1;
	}
}

static void put_header(struct bundle_out *out)
{
	const struct bundle *b = out->bundle;

	LINE(out->to, "paritrana-bundle", BUNDLE_VERSION);
	if (out->scheme->sample)
		LINE(out->to, "sample", "CONTOH");
	LINE(out->to, "edition", out->scheme->edition);
	LINE(out->to, "release", bundle_count(out->arena, b->release));
	if (b->corrects)
		LINE(out->to, "corrects", bundle_count(out->arena, b->corrects), b->correction);
	if (b->release)
		LINE(out->to, "approved", time_text(out->arena, b->approved_at),
		     b->by_deputy ? "deputy-chair" : "chair");
	for (size_t i = 0; i < b->version_count; i++)
		LINE(out->to, "rule-version", bundle_count(out->arena, i + 1),
		     b->versions[i].sha256, time_text(out->arena, b->versions[i].at),
		     b->versions[i].reason);
	put_scheme_text(out);
}

static void put_panel(struct bundle_out *out)
{
	for (size_t j = 0; j < out->input->juror_count; j++) {
		const struct bundle_juror *juror = &out->bundle->panel[j];
		struct buf keys;

		buf_init(&keys, out->arena);
		for (size_t c = 0; c < out->scheme->category_count; c++)
			if (juror->owes && juror->owes[c])
				buf_printf(&keys, "%s%s", keys.len ? "," : "",
					   out->scheme->categories[c].key);
		LINE(out->to, "juror", bundle_juror(out->arena, j), PANEL_WORDS[juror->standing],
		     keys.data);
	}
}

/* ---- The whole ---- */

static bool limits_hold(const struct bundle *b, struct complaints *complaints)
{
	const struct place nowhere = { 0 };

	if (b->input.juror_count > BUNDLE_JURORS_MAX)
		complain(complaints, nowhere, "%zu juri; paling banyak %d dalam satu berkas hasil",
			 "%zu jurors; at most %d fit into a bundle", b->input.juror_count,
			 BUNDLE_JURORS_MAX);
	else if (b->input.nominee_count > BUNDLE_NOMINEES_MAX)
		complain(complaints, nowhere,
			 "%zu nominee; paling banyak %d dalam satu berkas hasil",
			 "%zu nominees; at most %d fit into a bundle", b->input.nominee_count,
			 BUNDLE_NOMINEES_MAX);
	else
		return true;
	return false;
}

/* The real keys of jurors never reach the text, not even through a message of the tally. */
static void hide_jurors(struct tally_input *input, struct arena *arena)
{
	input->jurors = NEW(arena, const char *, input->juror_count + 1);
	for (size_t j = 0; j < input->juror_count; j++)
		input->jurors[j] = bundle_juror(arena, j);
}

static const struct row **rows_of(const struct tally *tally, size_t nominees, struct arena *arena)
{
	const struct row **ret = NEW(arena, const struct row *, nominees + 1);

	for (size_t c = 0; c < tally->category_count; c++)
		for (size_t i = 0; i < tally->categories[c].count; i++)
			ret[tally->categories[c].rows[i].nominee] = &tally->categories[c].rows[i];
	return ret;
}

bool bundle_compose(const struct bundle *bundle, struct buf *ret, struct arena *arena,
		    struct tally *ret_tally, struct complaints *complaints)
{
	struct tally_input input = bundle->input;
	struct vote_record *votes = NEW(arena, struct vote_record, bundle->vote_count + 1);
	size_t before = complaints->total;
	struct arena scratch = { 0 };
	char hex[SHA256_HEX_SIZE];

	if (!limits_hold(bundle, complaints))
		return false;
	hide_jurors(&input, arena);
	if (bundle->vote_count)
		memcpy(votes, bundle->votes, bundle->vote_count * sizeof(*votes));
	if (!tally_with_votes(&input, votes, bundle->vote_count, arena, ret_tally, complaints))
		return false;

	struct bundle_out out = {
		.bundle = bundle,
		.input = &input,
		.scheme = input.scheme,
		.tally = ret_tally,
		.votes = votes,
		.rows = rows_of(ret_tally, input.nominee_count, ret->arena),
		.arena = &scratch,
		.to = ret,
	};
	size_t start = ret->len;

	put_header(&out);
	bundle_put_rules(&out);
	put_panel(&out);
	bundle_put_nominees(&out, complaints);
	bundle_put_events(&out);
	bundle_put_ranking(&out);
	sha256_hex(ret->data + start, ret->len - start, hex);
	LINE(ret, hex);
	arena_release(&scratch);
	return complaints->total == before;
}

/* The scheme is known: reading again what was just written needs no parser. */
static bool parse_known(void *arg, const char *text, size_t len, struct arena *arena,
			struct scheme *ret, struct complaints *complaints)
{
	const struct bundle *bundle = arg;

	(void)arena;
	if (len != bundle->scheme_len || memcmp(text, bundle->scheme_text, len) != 0) {
		complain(complaints, (struct place){ 0 }, "skema berubah saat ditulis",
			 "the scheme changed while it was written");
		return false;
	}
	*ret = *bundle->input.scheme;
	return true;
}

bool bundle_write(const struct bundle *bundle, struct buf *ret, struct complaints *complaints)
{
	struct tally tally;
	struct bundle again;
	struct bundle copy = *bundle;
	struct buf text;

	buf_init(&text, ret->arena);
	if (!bundle_compose(bundle, &text, ret->arena, &tally, complaints))
		return false;
	if (!bundle_read("bundle.txt", text.data, text.len,
			 (struct scheme_parser){ .parse = parse_known, .arg = &copy }, ret->arena,
			 &again, complaints))
		return false;
	buf_add(ret, text.data, text.len);
	return true;
}
