/* The certificate (piagam penghargaan): A4 landscape, a border and an emblem drawn once, and a
 * column of centred texts that share what height there is. */
#include <assert.h>
#include <string.h>

#include "paper/page.h"

static const struct colour INK = { 0.13, 0.15, 0.18 };
static const struct colour NAVY = { 0.08, 0.18, 0.31 };
static const struct colour GOLD = { 0.58, 0.43, 0.13 };
static const struct colour GREY = { 0.36, 0.38, 0.41 };
static const struct colour FAINT = { 0.95, 0.86, 0.85 };

static const struct words HEADING = { { "PIAGAM PENGHARGAAN", "CERTIFICATE OF AWARD" } };
static const struct words GIVEN_TO = { { "diberikan kepada", "presented to" } };
static const struct words AS = { { "sebagai", "as" } };
static const struct words WINNER = { { "Pemenang", "Winner" } };
static const struct words CATEGORY = { { "Kategori", "Category:" } };
static const struct words LEVEL = { { "Tingkat", "Level:" } };
static const struct words ASSESSED = { { "Tahun penilaian", "Assessment year" } };
static const struct words HELD = { { "Tahun penyelenggaraan", "Event year" } };
static const struct words BASIS = { { "berdasarkan", "pursuant to" } };
static const struct words CHECK = { { "Periksa keaslian:", "Check authenticity:" } };
static const struct words SERIAL = { { "Nomor seri:", "Serial number:" } };
static const struct words HASH = { { "SHA-256 berkas hasil:", "SHA-256 of the results:" } };
static const struct words TITLE = { { "Piagam penghargaan", "Certificate of award" } };

static const struct {
	const char *key;
	struct words words;
} LEVELS[] = {
	{ "desa", { { "desa/kelurahan", "village" } } },
	{ "kabkota", { { "kabupaten/kota", "regency/city" } } },
	{ "provinsi", { { "provinsi", "province" } } },
	{ "nasional", { { "nasional", "national" } } },
};

#define MIDDLE (A4_LONG / 2)
#define TEXT_WIDTH 620.0
#define TOP 479.0    /* below the emblem */
#define BOTTOM 222.0 /* above the signatories */

/* One text of the column. */
struct row {
	struct block block;
	const struct colour *colour;
	double tracking;
	double above; /* wished distance to the row before */
};

#define ROWS_MAX 12

struct sheet {
	const struct paper *paper;
	const struct certificate *certificate;
	struct arena *arena;
	struct page page;
	struct row rows[ROWS_MAX];
	size_t row_count;
};

static bool is_set(const char *text)
{
	return text && *text;
}

static const char *word(const struct sheet *sheet, const struct words *words)
{
	return words_in(words, sheet->certificate->lang);
}

static bool add_row(struct sheet *sheet, const struct fit *fit, const struct colour *colour,
		    double tracking, double above, const char *text, struct err *err)
{
	struct row *row = &sheet->rows[sheet->row_count++];

	*row = (struct row){ .colour = colour, .tracking = tracking, .above = above };
	return text_fit(sheet->paper, fit, sheet->arena, text, &row->block, err);
}

static const struct fit AWARD_FIT = { FACE_SANS, TEXT_WIDTH - 60, { { 11.5, 8 }, { 9, 6 } } };
static const struct fit HEADING_FIT = { FACE_BOLD, TEXT_WIDTH, { { 30, 20 } } };
static const struct fit WORDS_FIT = { FACE_ITALIC, TEXT_WIDTH, { { 13, 8 } } };
static const struct fit NAME_FIT = { FACE_BOLD, TEXT_WIDTH, { { 36, 26 }, { 27, 18 }, { 20, 8 } } };
static const struct fit REGION_FIT = { FACE_SERIF, TEXT_WIDTH, { { 14, 10 }, { 11.5, 6 } } };
static const struct fit TITLE_FIT = { FACE_BOLD, TEXT_WIDTH, { { 24, 15 }, { 17, 8 } } };
static const struct fit FACTS_FIT = { FACE_SERIF, TEXT_WIDTH, { { 11.5, 9.5 }, { 10.5, 6 } } };
static const struct fit BASIS_FIT = { FACE_ITALIC, TEXT_WIDTH, { { 10.5, 9.5 }, { 10, 6 } } };

static const char *level_of(const struct sheet *sheet, const char *key)
{
	for (size_t i = 0; i < COUNT(LEVELS); i++)
		if (strcmp(LEVELS[i].key, key) == 0)
			return word(sheet, &LEVELS[i].words);
	return key;
}

/* "Tingkat provinsi · Nusa Tenggara Timur · Tahun penilaian 2024 · …" */
static const char *edition_facts(const struct sheet *sheet)
{
	const struct certificate *certificate = sheet->certificate;
	struct buf facts;

	buf_init(&facts, sheet->arena);
	if (is_set(certificate->level))
		buf_printf(&facts, " · %s %s", word(sheet, &LEVEL),
			   level_of(sheet, certificate->level));
	if (is_set(certificate->edition_region))
		buf_printf(&facts, " · %s", certificate->edition_region);
	if (certificate->assessment_year)
		buf_printf(&facts, " · %s %d", word(sheet, &ASSESSED),
			   certificate->assessment_year);
	if (certificate->event_year)
		buf_printf(&facts, " · %s %d", word(sheet, &HELD), certificate->event_year);
	return facts.len ? facts.data + strlen(" · ") : "";
}

static bool fill_rows(struct sheet *sheet, struct err *err)
{
	const struct certificate *certificate = sheet->certificate;
	struct arena *arena = sheet->arena;
	const char *title = is_set(certificate->title) ? certificate->title : word(sheet, &WINNER);

	if (is_set(certificate->award) &&
	    !add_row(sheet, &AWARD_FIT, &GREY, 1.2, 0, certificate->award, err))
		return false;
	if (!add_row(sheet, &HEADING_FIT, &NAVY, 4, 10, word(sheet, &HEADING), err) ||
	    !add_row(sheet, &WORDS_FIT, &INK, 0, 12, word(sheet, &GIVEN_TO), err) ||
	    !add_row(sheet, &NAME_FIT, &NAVY, 0, 8, certificate->nominee, err))
		return false;
	if (is_set(certificate->region) &&
	    !add_row(sheet, &REGION_FIT, &INK, 0, 4, certificate->region, err))
		return false;
	if (!add_row(sheet, &WORDS_FIT, &INK, 0, 10, word(sheet, &AS), err) ||
	    !add_row(sheet, &TITLE_FIT, &GOLD, 0, 4, title, err))
		return false;
	if (is_set(certificate->category) &&
	    !add_row(sheet, &REGION_FIT, &INK, 0, 6,
		     arena_printf(arena, "%s %s", word(sheet, &CATEGORY), certificate->category),
		     err))
		return false;
	if (!add_row(sheet, &FACTS_FIT, &INK, 0, 6, edition_facts(sheet), err))
		return false;
	return add_row(sheet, &BASIS_FIT, &INK, 0, 4,
		       arena_printf(arena, "%s %s", word(sheet, &BASIS),
				    is_set(certificate->legal_basis)
					    ? certificate->legal_basis
					    : "________________________________________"),
		       err);
}

#define LEADING 1.22

static void draw_line(struct sheet *sheet, const struct row *row, size_t i, double y)
{
	const struct block *block = &row->block;

	if (row->tracking > 0)
		page_spaced(&sheet->page, &block->lines[i], block->size, row->tracking, MIDDLE, y,
			    ALIGN_CENTRE);
	else
		page_line(&sheet->page, &block->lines[i], block->size, MIDDLE, y, ALIGN_CENTRE);
}

static void draw_rows(struct sheet *sheet)
{
	double texts = 0, gaps = 0, stretch, y = TOP;

	for (size_t i = 0; i < sheet->row_count; i++) {
		texts += sheet->rows[i].block.size * LEADING * (double)sheet->rows[i].block.count;
		gaps += i ? sheet->rows[i].above : 0;
	}
	stretch = gaps > 0 ? (TOP - BOTTOM - texts) / gaps : 1;
	stretch = stretch > 1.6 ? 1.6 : stretch < 0 ? 0 : stretch;
	y -= (TOP - BOTTOM - texts - gaps * stretch) / 2;
	for (size_t i = 0; i < sheet->row_count; i++) {
		const struct row *row = &sheet->rows[i];

		y -= i ? row->above * stretch : 0;
		page_colour(&sheet->page, row->colour);
		for (size_t j = 0; j < row->block.count; j++) {
			draw_line(sheet, row, j, y - row->block.size * 0.95);
			y -= row->block.size * LEADING;
		}
	}
}

/* ---- The row of signatories: offices above, room to sign, names on a rule. ---- */

#define OFFICE_TOP 195.0
#define RULE_MAX 200.0
#define COLUMN_GAP 16.0
#define NAME_RULE 113.0

/* Sizes are tried from the largest on until all texts of the row fit in as many lines. */
struct trial {
	size_t lines;
	double size;
};

static const struct trial OFFICE_TRIALS[] = { { 2, 11 }, { 2, 10 }, { 3, 10 },	{ 3, 9 },
					      { 3, 8 },	 { 3, 7 },  { 3, 5.5 }, { 3, 4 } };
static const struct trial NAME_TRIALS[] = { { 1, 12 }, { 1, 11 }, { 1, 10 }, { 2, 11 }, { 2, 10 },
					    { 2, 9 },  { 2, 8 },  { 3, 7 },  { 3, 5.5 } };

static bool fit_all(struct sheet *sheet, enum face face, const char *const texts[], size_t count,
		    double width, const struct trial *trials, size_t trial_count,
		    struct block ret[], struct err *err)
{
	for (size_t i = 0; i < trial_count; i++) {
		struct fit fit = { .face = face, .width = width };
		size_t done = 0;

		for (size_t j = 0; j < trials[i].lines; j++)
			fit.sizes[j].largest = fit.sizes[j].smallest = trials[i].size;
		while (done < count &&
		       (!is_set(texts[done]) ||
			text_fit(sheet->paper, &fit, sheet->arena, texts[done], &ret[done], err)))
			done++;
		if (done == count)
			return true;
	}
	return false;
}

/* Each text in its column: the first line at `y`, or the last one when `upwards`. */
static void draw_all(struct sheet *sheet, const struct block blocks[], size_t count, double width,
		     double y, bool upwards)
{
	double rule = width > RULE_MAX + COLUMN_GAP ? RULE_MAX : width - COLUMN_GAP;

	for (size_t i = 0; i < count; i++) {
		const struct block *block = &blocks[i];
		double x = MIDDLE + width * ((double)i - (double)(count - 1) / 2);
		double above = upwards && block->count ? (double)(block->count - 1) : 0;

		for (size_t j = 0; j < block->count; j++)
			page_line(&sheet->page, &block->lines[j], block->size, x,
				  y + block->size * LEADING * (above - (double)j), ALIGN_CENTRE);
		if (upwards || !block->count)
			page_rule(&sheet->page, x - rule / 2, y - 5, rule, 0.5);
	}
}

static bool draw_signatories(struct sheet *sheet, struct err *err)
{
	const struct certificate *certificate = sheet->certificate;
	size_t count = certificate->signatory_count;
	const char *offices[SIGNATORIES_MAX] = { NULL }, *names[SIGNATORIES_MAX] = { NULL };
	struct block office_blocks[SIGNATORIES_MAX] = { 0 }, name_blocks[SIGNATORIES_MAX] = { 0 };
	double width;

	assert(count <= SIGNATORIES_MAX);
	for (size_t i = 0; i < count; i++) {
		offices[i] = certificate->signatories[i].office;
		names[i] = certificate->signatories[i].name;
	}
	count = count ? count : 1; /* somebody will sign */
	width = 690.0 / (double)count;
	width = width > 270 ? 270 : width;
	if (!fit_all(sheet, FACE_SERIF, offices, count, width - COLUMN_GAP, OFFICE_TRIALS,
		     COUNT(OFFICE_TRIALS), office_blocks, err) ||
	    !fit_all(sheet, FACE_BOLD, names, count, width - COLUMN_GAP, NAME_TRIALS,
		     COUNT(NAME_TRIALS), name_blocks, err))
		return false;
	page_colour(&sheet->page, &INK);
	draw_all(sheet, office_blocks, count, width, OFFICE_TOP - 11, false);
	draw_all(sheet, name_blocks, count, width, NAME_RULE + 5, true);
	return true;
}

static bool draw_place(struct sheet *sheet, struct err *err)
{
	static const char BLANK[] = "____________________";
	const struct certificate *certificate = sheet->certificate;
	const char *text = arena_printf(sheet->arena, "%s, %s",
					is_set(certificate->place) ? certificate->place : BLANK,
					is_set(certificate->date) ? certificate->date : BLANK);
	struct block block;

	if (!text_fit(sheet->paper, &FACTS_FIT, sheet->arena, text, &block, err))
		return false;
	page_colour(&sheet->page, &INK);
	page_line(&sheet->page, &block.lines[0], 11, MIDDLE, 201, ALIGN_CENTRE);
	return true;
}

static bool draw_check(struct sheet *sheet, struct err *err)
{
	static const struct fit FIT = { FACE_SANS, 560, { { 8, 6 }, { 6, 3 } } };
	static const struct fit SMALL = { FACE_SANS, 560, { { 6.5, 4 } } };
	const struct certificate *certificate = sheet->certificate;
	const struct {
		const struct words *words;
		const char *text;
		const struct fit *fit;
	} LINES[] = {
		{ &CHECK, certificate->check_url, &FIT },
		{ &SERIAL, certificate->serial, &FIT },
		{ &HASH, certificate->bundle_sha256, &SMALL },
	};
	double y = 86;

	if (!page_qr(&sheet->page, certificate->check_url, 54, 48, 62, err))
		return false;
	page_colour(&sheet->page, &GREY);
	for (size_t i = 0; i < COUNT(LINES); i++) {
		struct block block;

		if (!is_set(LINES[i].text))
			continue;
		if (!text_fit(sheet->paper, LINES[i].fit, sheet->arena,
			      arena_printf(sheet->arena, "%s %s", word(sheet, LINES[i].words),
					   LINES[i].text),
			      &block, err))
			return false;
		for (size_t j = 0; j < block.count; j++, y -= 12)
			page_line(&sheet->page, &block.lines[j], block.size, 122, y, ALIGN_LEFT);
	}
	return true;
}

static bool draw_sample(struct sheet *sheet, struct err *err)
{
	struct line line;

	if (!sheet->certificate->sample)
		return true;
	if (!text_line(sheet->paper, FACE_SANS, sheet->arena, "CONTOH", &line, err))
		return false;
	page_colour(&sheet->page, &FAINT);
	page_turned(&sheet->page, &line, 170, MIDDLE, A4_SHORT / 2, 30);
	return true;
}

static bool draw_page(struct sheet *sheet, struct err *err)
{
	page_begin(&sheet->page, sheet->paper, sheet->arena);
	if (!draw_sample(sheet, err) || !fill_rows(sheet, err))
		return false;
	draw_rows(sheet);
	return draw_place(sheet, err) && draw_signatories(sheet, err) && draw_check(sheet, err);
}

static const char *title_of(const struct sheet *sheet)
{
	const struct certificate *certificate = sheet->certificate;

	return arena_printf(sheet->arena, "%s – %s", certificate->nominee,
			    is_set(certificate->title) ? certificate->title : word(sheet, &WINNER));
}

static void finish(struct pdf *pdf, const struct paper *paper, const bool used[FONT_COUNT],
		   const struct pdf_info *info)
{
	const struct part *fonts[FONT_COUNT] = { 0 };

	for (size_t i = 0; i < FONT_COUNT; i++)
		fonts[i] = used[i] ? &paper->font_parts[i] : NULL;
	pdf_end(pdf, fonts, FONT_COUNT, &paper->to_unicode, info);
}

static bool put_certificates(const struct paper *paper, const struct certificate *certificates,
			     size_t count, bool bookmarks, struct buf *ret, struct err *err)
{
	struct sheet sheet = { .paper = paper, .arena = ret->arena };
	bool used[FONT_COUNT] = { false };
	struct pdf_info info = { 0 };
	struct pdf pdf;

	pdf_begin(&pdf, ret, paper->first_free);
	for (size_t i = 0; i < count; i++) {
		sheet.certificate = &certificates[i];
		sheet.row_count = 0;
		if (!draw_page(&sheet, err)) {
			err_prefix(err, "%s", certificates[i].nominee);
			return false;
		}
		for (size_t j = 0; j < FONT_COUNT; j++)
			used[j] = used[j] || sheet.page.used[j];
		pdf_page(&pdf, A4_LONG, A4_SHORT, &paper->certificate, &sheet.page.content,
			 bookmarks ? title_of(&sheet) : NULL);
	}
	sheet.certificate = &certificates[0];
	info.lang = certificates[0].lang;
	info.at = certificates[0].released_at;
	info.author = certificates[0].award;
	info.title = arena_printf(ret->arena, "%s – %s", word(&sheet, &TITLE),
				  bookmarks ? certificates[0].award : title_of(&sheet));
	info.subject = bookmarks ? certificates[0].award : certificates[0].category;
	finish(&pdf, paper, used, &info);
	return true;
}

bool paper_certificate(const struct paper *paper, const struct certificate *certificate,
		       struct buf *ret, struct err *err)
{
	return put_certificates(paper, certificate, 1, false, ret, err);
}

bool paper_certificates(const struct paper *paper, const struct certificate *certificates,
			size_t count, struct buf *ret, struct err *err)
{
	if (!count)
		return FAIL(err, ERR_NOT_FOUND, "tidak ada piagam untuk dicetak",
			    "there are no certificates to print");
	return put_certificates(paper, certificates, count, true, ret, err);
}
