/* Results as CSV and as a table for a terminal. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "view/view.h"

bool format_parse(const char *text, enum format *ret)
{
	static const char *const WORDS[] = { "table", "json", "csv" };

	*ret = FORMAT_TABLE;
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (!text || strcmp(text, WORDS[i]) == 0) {
			*ret = (enum format)i;
			return true;
		}
	return false;
}

/* ---- CSV ---- */

static const char CSV_HEADER[] = "list,category,rank,nominee,name,score,exact,jury,data,sheets,"
				 "status,tied,decided_by,winner,title,reasons";
/* Of a sample edition every export says so. */
static const char CSV_SAMPLE_HEADER[] = ",sample";
static const char CSV_SAMPLE[] = ",CONTOH";

static void csv_decimal(struct buf *ret, struct arena *scratch, bool known, struct ratio x,
			unsigned decimals)
{
	if (known)
		csv_write_number(ret, ratio_decimal(scratch, x, decimals, '.'));
	buf_char(ret, ',');
}

static void csv_reasons(struct buf *ret, struct arena *scratch, const struct row *row)
{
	struct buf text;

	buf_init(&text, scratch);
	for (size_t i = 0; i < row->failed_count; i++)
		buf_printf(&text, "%s%s", i ? "; " : "", row->failed[i]->reason.text[LANG_ID]);
	csv_write_text(ret, text.data);
}

static void csv_row_write(struct buf *ret, struct arena *scratch, const struct tally_input *input,
			  const struct ranking *ranking, const struct row *row)
{
	const struct nominee *nominee = &input->nominees[row->nominee];
	unsigned decimals = input->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;

	buf_printf(ret, "%s,%s,", ranking->key, input->scheme->categories[row->category].key);
	if (ranked)
		buf_printf(ret, "%u", row->rank);
	buf_char(ret, ',');
	csv_write_text(ret, nominee->key);
	buf_char(ret, ',');
	csv_write_text(ret, nominee->name);
	buf_char(ret, ',');
	csv_decimal(ret, scratch, ranked, row->published, decimals);
	if (ranked)
		csv_write_number(ret, ratio_fraction(scratch, row->final));
	buf_char(ret, ',');
	csv_decimal(ret, scratch, ranked && row->has_jury, row->jury, decimals);
	csv_decimal(ret, scratch, row->has_data, row->data, decimals);
	buf_printf(ret, "%zu,%s,%s,%s,%s,", row->sheets, standing_text(row->status),
		   ranked && row->tied ? "true" : "false", ranked ? row->decided_by : "",
		   ranked && row->winner ? "true" : "false");
	csv_write_text(ret, ranked && row->title ? row->title->text[LANG_ID] : "");
	buf_char(ret, ',');
	csv_reasons(ret, scratch, row);
	buf_puts(ret, input->scheme->sample ? CSV_SAMPLE : "");
	buf_char(ret, '\n');
}

static void csv_lists(struct buf *ret, FILE *to, const struct tally_input *input,
		      const struct ranking *rankings, size_t count)
{
	struct arena scratch = { 0 };

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < rankings[i].count; k++) {
			csv_row_write(ret, &scratch, input, &rankings[i], &rankings[i].rows[k]);
			arena_reset(&scratch);
			buf_drain(ret, DRAIN_AT, to);
		}
	arena_release(&scratch);
}

void results_csv(const struct tally_input *input, const struct tally *tally, struct buf *ret,
		 FILE *to)
{
	buf_puts(ret, CSV_HEADER);
	buf_puts(ret, input->scheme->sample ? CSV_SAMPLE_HEADER : "");
	buf_char(ret, '\n');
	csv_lists(ret, to, input, tally->categories, tally->category_count);
	csv_lists(ret, to, input, tally->overalls, tally->overall_count);
	buf_drain(ret, 0, to);
}

/* ---- Table ---- */

enum column {
	COLUMN_RANK,
	COLUMN_NAME,
	COLUMN_SCORE,
	COLUMN_JURY,
	COLUMN_DATA,
	COLUMN_SHEETS,
	COLUMN_DECIDED,
	COLUMN_TITLE,
	COLUMN_COUNT
};

static const struct {
	struct words head;
	bool right;
} COLUMNS[COLUMN_COUNT] = {
	[COLUMN_RANK] = { { { "No.", "Rank" } }, true },
	[COLUMN_NAME] = { { { "Nominee", "Nominee" } }, false },
	[COLUMN_SCORE] = { { { "Nilai", "Score" } }, true },
	[COLUMN_JURY] = { { { "Juri", "Jury" } }, true },
	[COLUMN_DATA] = { { { "Data", "Data" } }, true },
	[COLUMN_SHEETS] = { { { "Lembar", "Sheets" } }, true },
	[COLUMN_DECIDED] = { { { "Penentu", "Decided by" } }, false },
	[COLUMN_TITLE] = { { { "Gelar", "Title" } }, false },
};

static const struct words NO_ROWS = { { "(tidak ada nominee)", "(no nominees)" } };
static const struct words NOT_COMPUTED = { { "tidak dapat dihitung", "cannot be computed" } };
static const struct words BELOW_QUORUM = { { "belum dapat ditetapkan: lembar kurang dari kuorum",
					     "not determined: fewer sheets than the quorum" } };
static const struct words INELIGIBLE = { { "tidak memenuhi syarat", "not eligible" } };

/* How many columns of a terminal it takes, near enough: its characters. */
static size_t width_of(const char *text)
{
	size_t ret = 0;

	for (; *text; text++)
		ret += (*text & 0xC0) != 0x80;
	return ret;
}

static const char *decimal(struct arena *scratch, bool known, struct ratio x, unsigned decimals,
			   enum lang lang)
{
	return known ? ratio_decimal(scratch, x, decimals, lang == LANG_EN ? '.' : ',') : "–";
}

static const char *decided(const struct row *row, enum lang lang)
{
	static const struct words SCORE = { { "nilai", "score" } };
	static const struct words NONE = { { "seri", "tie" } };

	if (strcmp(row->decided_by, "score") == 0)
		return words_in(&SCORE, lang);
	return strcmp(row->decided_by, "none") == 0 ? words_in(&NONE, lang) : row->decided_by;
}

static const char *why_unranked(struct arena *scratch, const struct row *row, enum lang lang)
{
	struct buf buf;

	if (row->status == STANDING_BELOW_QUORUM)
		return words_in(&BELOW_QUORUM, lang);
	buf_init(&buf, scratch);
	buf_puts(&buf, words_in(&INELIGIBLE, lang));
	for (size_t i = 0; i < row->failed_count; i++)
		buf_printf(&buf, "%s%s", i ? "; " : ": ", words_in(&row->failed[i]->reason, lang));
	return buf.data;
}

static void cells_of(struct arena *scratch, const struct tally_input *input, const struct row *row,
		     enum lang lang, const char *ret[COLUMN_COUNT])
{
	unsigned decimals = input->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;

	ret[COLUMN_RANK] = ranked ? arena_printf(scratch, "%u", row->rank) : "–";
	ret[COLUMN_NAME] = input->nominees[row->nominee].name;
	ret[COLUMN_SCORE] = decimal(scratch, ranked, row->published, decimals, lang);
	ret[COLUMN_JURY] = decimal(scratch, ranked && row->has_jury, row->jury, decimals, lang);
	ret[COLUMN_DATA] = decimal(scratch, row->has_data, row->data, decimals, lang);
	ret[COLUMN_SHEETS] = arena_printf(scratch, "%zu", row->sheets);
	ret[COLUMN_DECIDED] = ranked ? decided(row, lang) : why_unranked(scratch, row, lang);
	ret[COLUMN_TITLE] = ranked && row->title ? words_in(row->title, lang) : "";
}

static void write_line(struct buf *ret, const char *const cells[COLUMN_COUNT],
		       const size_t widths[COLUMN_COUNT])
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		size_t width = width_of(cells[i]);
		size_t pad = widths[i] > width ? widths[i] - width : 0;
		bool last = i + 1 == COLUMN_COUNT || !cells[i + 1][0];

		buf_puts(ret, "  ");
		for (size_t k = 0; COLUMNS[i].right && k < pad; k++)
			buf_char(ret, ' ');
		buf_puts(ret, cells[i]);
		if (last)
			break;
		for (size_t k = 0; !COLUMNS[i].right && k < pad; k++)
			buf_char(ret, ' ');
	}
	buf_char(ret, '\n');
}

static void write_list(struct buf *ret, FILE *to, struct arena *scratch,
		       const struct tally_input *input, const struct ranking *ranking,
		       enum lang lang)
{
	const char *cells[COLUMN_COUNT];
	size_t widths[COLUMN_COUNT];

	buf_printf(ret, "%s (%s)\n", words_in(&ranking->name, lang), ranking->key);
	if (ranking->error.text[LANG_ID]) {
		buf_printf(ret, "  %s: %s\n\n", words_in(&NOT_COMPUTED, lang),
			   words_in(&ranking->error, lang));
		return;
	}
	if (!ranking->count) {
		buf_printf(ret, "  %s\n\n", words_in(&NO_ROWS, lang));
		return;
	}
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		cells[i] = words_in(&COLUMNS[i].head, lang);
		widths[i] = width_of(cells[i]);
	}
	for (size_t i = 0; i < ranking->count; i++) {
		const char *row[COLUMN_COUNT];

		cells_of(scratch, input, &ranking->rows[i], lang, row);
		for (size_t k = 0; k < COLUMN_COUNT; k++) {
			size_t width = width_of(row[k]);
			/* A reason may be long; it ends its line. */
			bool ranked = ranking->rows[i].status == STANDING_RANKED;

			if (width > widths[k] && (ranked || k != COLUMN_DECIDED))
				widths[k] = width;
		}
		arena_reset(scratch);
	}
	write_line(ret, cells, widths);
	for (size_t i = 0; i < ranking->count; i++) {
		cells_of(scratch, input, &ranking->rows[i], lang, cells);
		write_line(ret, cells, widths);
		arena_reset(scratch);
		buf_drain(ret, DRAIN_AT, to);
	}
	buf_char(ret, '\n');
}

void results_table(const struct tally_input *input, const struct tally *tally, enum lang lang,
		   struct buf *ret, FILE *to)
{
	struct arena scratch = { 0 };

	buf_printf(ret, "%s%s\n\n", words_in(&input->scheme->title, lang),
		   input->scheme->sample ? " – CONTOH" : "");
	for (size_t i = 0; i < tally->category_count; i++)
		write_list(ret, to, &scratch, input, &tally->categories[i], lang);
	for (size_t i = 0; i < tally->overall_count; i++)
		write_list(ret, to, &scratch, input, &tally->overalls[i], lang);
	buf_drain(ret, 0, to);
	arena_release(&scratch);
}
