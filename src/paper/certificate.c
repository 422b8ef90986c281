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

static const struct words W_HEADING = { { "PIAGAM PENGHARGAAN", "CERTIFICATE OF AWARD" } };
static const struct words W_GIVEN = { { "diberikan kepada", "presented to" } };
static const struct words W_AS = { { "sebagai", "as" } };
static const struct words W_WINNER = { { "Pemenang", "Winner" } };
static const struct words W_CATEGORY = { { "Kategori", "Category:" } };
static const struct words W_ASSESSED = { { "Tahun penilaian", "Assessment year" } };
static const struct words W_HELD = { { "Tahun penyelenggaraan", "Event year" } };
static const struct words W_BASIS = { { "berdasarkan", "pursuant to" } };
static const struct words W_CHECK = { { "Periksa keaslian:", "Check authenticity:" } };
static const struct words W_SERIAL = { { "Nomor seri:", "Serial number:" } };
static const struct words W_HASH = { { "SHA-256 berkas hasil:", "SHA-256 of the results:" } };
static const struct words W_DOCUMENT = { { "Piagam penghargaan", "Certificate of award" } };

static const struct {
	const char *key;
	struct words words;
} LEVELS[] = {
	{ "desa", { { "Tingkat desa/kelurahan", "Village level" } } },
	{ "kabkota", { { "Tingkat kabupaten/kota", "Regency and city level" } } },
	{ "provinsi", { { "Tingkat provinsi", "Provincial level" } } },
	{ "nasional", { { "Tingkat nasional", "National level" } } },
};

#define MIDDLE (A4_LONG / 2)
#define TOP 479.0    /* below the emblem */
#define BOTTOM 222.0 /* above place and date */

#define BLANK "________________________________________" /* a line to fill */
#define SHORT_BLANK "____________________"

/* How the texts of the column look: face and sizes, colour, space between letters, and the wished
 * distance to the row before. */
struct style {
	struct fit fit;
	const struct colour *colour;
	double tracking, above;
};

#define STYLE static const struct style
STYLE AWARD = { { FACE_SANS, 470, { { 11.5, 9 }, { 9, 6 } } }, &GREY, 1.2, 0 };
STYLE HEADING = { { FACE_BOLD, 540, { { 30, 20 } } }, &NAVY, 4, 10 };
STYLE GIVEN = { { FACE_ITALIC, 620, { { 13, 8 } } }, &INK, 0, 12 };
STYLE NAME = { { FACE_BOLD, 620, { { 36, 26 }, { 27, 18 }, { 20, 8 } } }, &NAVY, 0, 8 };
STYLE REGION = { { FACE_SERIF, 620, { { 14, 10 }, { 11.5, 6 } } }, &INK, 0, 4 };
STYLE AS = { { FACE_ITALIC, 620, { { 13, 8 } } }, &INK, 0, 10 };
STYLE TITLE = { { FACE_BOLD, 620, { { 24, 15 }, { 17, 8 } } }, &GOLD, 0, 4 };
STYLE CATEGORY = { { FACE_SERIF, 620, { { 14, 10 }, { 11.5, 6 } } }, &INK, 0, 6 };
STYLE FACTS = { { FACE_SERIF, 620, { { 11.5, 9.5 }, { 10.5, 6 } } }, &INK, 0, 6 };
STYLE BASIS = { { FACE_ITALIC, 620, { { 10.5, 9.5 }, { 10, 8 }, { 8, 5 } } }, &INK, 0, 4 };
#undef STYLE

struct row {
	const struct style *style;
	struct block block;
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

static bool add_row(struct sheet *sheet, const struct style *style, const char *text,
		    struct err *err)
{
	struct row *row = &sheet->rows[sheet->row_count++];

	assert(sheet->row_count <= ROWS_MAX);
	row->style = style;
	return text_fit(sheet->paper, &style->fit, sheet->arena, text, &row->block, err);
}

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
		buf_printf(&facts, " · %s", level_of(sheet, certificate->level));
	if (is_set(certificate->edition_region))
		buf_printf(&facts, " · %s", certificate->edition_region);
	if (certificate->assessment_year)
		buf_printf(&facts, " · %s %d", word(sheet, &W_ASSESSED),
			   certificate->assessment_year);
	if (certificate->event_year)
		buf_printf(&facts, " · %s %d", word(sheet, &W_HELD), certificate->event_year);
	return facts.len ? facts.data + strlen(" · ") : "";
}

/* "kata text", or the word and a line to fill. */
static const char *phrase(const struct sheet *sheet, const struct words *words, const char *text)
{
	return arena_printf(sheet->arena, "%s %s", word(sheet, words), is_set(text) ? text : BLANK);
}

static const char *title_of(const struct sheet *sheet)
{
	const char *title = sheet->certificate->title;

	return is_set(title) ? title : word(sheet, &W_WINNER);
}

static bool fill_rows(struct sheet *sheet, struct err *err)
{
	const struct certificate *certificate = sheet->certificate;

	sheet->row_count = 0;
	if (!add_row(sheet, &AWARD, certificate->award, err) ||
	    !add_row(sheet, &HEADING, word(sheet, &W_HEADING), err) ||
	    !add_row(sheet, &GIVEN, word(sheet, &W_GIVEN), err) ||
	    !add_row(sheet, &NAME, certificate->nominee, err))
		return false;
	if (is_set(certificate->region) && !add_row(sheet, &REGION, certificate->region, err))
		return false;
	if (!add_row(sheet, &AS, word(sheet, &W_AS), err) ||
	    !add_row(sheet, &TITLE, title_of(sheet), err))
		return false;
	if (is_set(certificate->category) &&
	    !add_row(sheet, &CATEGORY, phrase(sheet, &W_CATEGORY, certificate->category), err))
		return false;
	return add_row(sheet, &FACTS, edition_facts(sheet), err) &&
	       add_row(sheet, &BASIS, phrase(sheet, &W_BASIS, certificate->legal_basis), err);
}

/* A code of some 300 characters, to be read from a photocopy at 150 dots per inch. */
#define CODE_LEFT 50.0
#define CODE_SIDE 90.0

#define LEADING 1.22

static void draw_line(struct sheet *sheet, const struct row *row, size_t i, double y)
{
	const struct block *block = &row->block;

	if (row->style->tracking > 0)
		page_spaced(&sheet->page, &block->lines[i], block->size, row->style->tracking,
			    MIDDLE, y, ALIGN_CENTRE);
	else
		page_line(&sheet->page, &block->lines[i], block->size, MIDDLE, y, ALIGN_CENTRE);
}

static double height_of(const struct sheet *sheet)
{
	double height = 0;

	for (size_t i = 0; i < sheet->row_count; i++)
		height += sheet->rows[i].block.size * LEADING * (double)sheet->rows[i].block.count;
	return height;
}

/* All rows share the height: first the distances give way, down to a third, then the sizes. */
static void draw_rows(struct sheet *sheet)
{
	double space = TOP - BOTTOM, height = height_of(sheet), gaps = 0, stretch, shrink = 1, y;

	for (size_t i = 1; i < sheet->row_count; i++)
		gaps += sheet->rows[i].style->above;
	stretch = (space - height) / gaps;
	if (stretch < 0.33) {
		stretch = 0.33;
		shrink = (space - gaps * stretch) / height;
	}
	stretch = stretch > 1.6 ? 1.6 : stretch;
	y = TOP - (space - height * shrink - gaps * stretch) / 2;
	for (size_t i = 0; i < sheet->row_count; i++) {
		struct row *row = &sheet->rows[i];

		y -= i ? row->style->above * stretch : 0;
		row->block.size *= shrink;
		page_colour(&sheet->page, row->style->colour);
		for (size_t j = 0; j < row->block.count; j++) {
			draw_line(sheet, row, j, y - row->block.size * 0.95);
			y -= row->block.size * LEADING;
		}
	}
}

static bool draw_place(struct sheet *sheet, struct err *err)
{
	static const struct fit FIT = { FACE_SERIF, 620, { { 11, 5 } } };
	const struct certificate *certificate = sheet->certificate;
	const char *text =
		arena_printf(sheet->arena, "%s, %s",
			     is_set(certificate->place) ? certificate->place : SHORT_BLANK,
			     is_set(certificate->date) ? certificate->date : SHORT_BLANK);
	struct block block;

	if (!text_fit(sheet->paper, &FIT, sheet->arena, text, &block, err))
		return false;
	page_colour(&sheet->page, &INK);
	page_line(&sheet->page, &block.lines[0], block.size, MIDDLE, 201, ALIGN_CENTRE);
	return true;
}

static const char *code_of(const struct certificate *certificate)
{
	return is_set(certificate->check_code) ? certificate->check_code : certificate->check_url;
}

static bool draw_check(struct sheet *sheet, struct err *err)
{
	static const struct fit FIT = { FACE_SANS, 530, { { 8, 6 }, { 6, 3 } } };
	static const struct fit SMALL = { FACE_SANS, 530, { { 6.5, 4 } } };
	const struct certificate *certificate = sheet->certificate;
	const struct {
		const struct words *words;
		const char *text;
		const struct fit *fit;
	} LINES[] = {
		{ &W_CHECK, certificate->check_url, &FIT },
		{ &W_SERIAL, certificate->serial, &FIT },
		{ &W_HASH, certificate->bundle_sha256, &SMALL },
	};
	double y = 86;

	if (!page_qr(&sheet->page, code_of(certificate), CODE_LEFT, 46, CODE_SIDE, err))
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
			page_line(&sheet->page, &block.lines[j], block.size,
				  CODE_LEFT + CODE_SIDE + 8, y, ALIGN_LEFT);
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
	static const struct box SIGNATORIES = { .left = CODE_LEFT + CODE_SIDE + 8,
						.right = A4_LONG - CODE_LEFT - CODE_SIDE - 8,
						.top = 195,
						.bottom = 113 };
	const struct certificate *certificate = sheet->certificate;

	assert(certificate->nominee && certificate->award && certificate->check_url);
	page_begin(&sheet->page, sheet->paper, sheet->arena);
	if (!draw_sample(sheet, err) || !fill_rows(sheet, err))
		return false;
	draw_rows(sheet);
	return draw_place(sheet, err) &&
	       page_signatories(&sheet->page, sheet->arena, certificate->signatories,
				certificate->signatory_count,
				&(const struct signing){ .office = FACE_SERIF,
							 .name = FACE_BOLD,
							 .colour = INK,
							 .rules = true },
				&SIGNATORIES, err) &&
	       draw_check(sheet, err);
}

/* What one certificate is called in bookmarks and titles. */
static const char *label_of(const struct sheet *sheet)
{
	return arena_printf(sheet->arena, "%s – %s", sheet->certificate->nominee, title_of(sheet));
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
		if (!draw_page(&sheet, err)) {
			err_prefix(err, "%s", certificates[i].serial);
			return false;
		}
		for (size_t j = 0; j < FONT_COUNT; j++)
			used[j] = used[j] || sheet.page.used[j];
		pdf_page(&pdf, &(struct pdf_page){ .width = A4_LONG,
						   .height = A4_SHORT,
						   .below = { &paper->certificate },
						   .content = &sheet.page.content,
						   .code = code_of(&certificates[i]) });
		if (bookmarks)
			pdf_bookmark(&pdf, label_of(&sheet), 0, A4_SHORT);
	}
	sheet.certificate = &certificates[0];
	info.lang = certificates[0].lang;
	info.at = certificates[0].released_at;
	info.author = certificates[0].award;
	info.title = arena_printf(ret->arena, "%s – %s", word(&sheet, &W_DOCUMENT),
				  bookmarks ? certificates[0].award : label_of(&sheet));
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
