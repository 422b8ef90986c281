/* The certificate (piagam penghargaan): its facts as data. What it looks like is a layout's. */
#include <assert.h>
#include <string.h>

#include "paper/page.h"

static const struct words W_WINNER = { { "Pemenang", "Winner" } };
static const struct words W_ASSESSED = { { "Tahun penilaian", "Assessment year" } };
static const struct words W_HELD = { { "Tahun penyelenggaraan", "Event year" } };
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

static bool is_set(const char *text)
{
	return text && *text;
}

static const char *level_of(const struct certificate *certificate)
{
	if (!is_set(certificate->level))
		return NULL;
	for (size_t i = 0; i < COUNT(LEVELS); i++)
		if (strcmp(LEVELS[i].key, certificate->level) == 0)
			return words_in(&LEVELS[i].words, certificate->lang);
	return certificate->level;
}

/* "Tingkat provinsi · Nusa Tenggara Timur · Tahun penilaian 2024 · …" */
static const char *facts_of(const struct certificate *certificate, struct arena *arena)
{
	struct buf facts;

	buf_init(&facts, arena);
	if (is_set(certificate->level))
		buf_printf(&facts, " · %s", level_of(certificate));
	if (is_set(certificate->edition_region))
		buf_printf(&facts, " · %s", certificate->edition_region);
	if (certificate->assessment_year)
		buf_printf(&facts, " · %s %d", words_in(&W_ASSESSED, certificate->lang),
			   certificate->assessment_year);
	if (certificate->event_year)
		buf_printf(&facts, " · %s %d", words_in(&W_HELD, certificate->lang),
			   certificate->event_year);
	return facts.len ? facts.data + strlen(" · ") : "";
}

static const char *title_of(const struct certificate *certificate)
{
	return is_set(certificate->title) ? certificate->title
					  : words_in(&W_WINNER, certificate->lang);
}

/* 0 is no year. */
static const char *year_of(int year, struct arena *arena)
{
	return year ? arena_printf(arena, "%d", year) : "";
}

struct val *certificate_data(const struct certificate *certificate, struct arena *arena)
{
	const struct {
		const char *key, *text;
	} TEXTS[] = {
		{ "serial", certificate->serial },
		{ "nominee", certificate->nominee },
		{ "region", certificate->region },
		{ "title", title_of(certificate) },
		{ "category", certificate->category },
		{ "award", certificate->award },
		{ "level", level_of(certificate) },
		{ "edition_region", certificate->edition_region },
		{ "assessment_year", year_of(certificate->assessment_year, arena) },
		{ "event_year", year_of(certificate->event_year, arena) },
		{ "facts", facts_of(certificate, arena) },
		{ "legal_basis", certificate->legal_basis },
		{ "place", certificate->place },
		{ "date", certificate->date },
		{ "check_url", certificate->check_url },
		{ "check_code", is_set(certificate->check_code) ? certificate->check_code
								: certificate->check_url },
		{ "bundle_sha256", certificate->bundle_sha256 },
	};
	struct val *data = val_map(arena), *people;

	for (size_t i = 0; i < COUNT(TEXTS); i++)
		val_put_text(data, TEXTS[i].key, is_set(TEXTS[i].text) ? TEXTS[i].text : NULL);
	people = val_put_list(data, "signatories");
	for (size_t i = 0; i < certificate->signatory_count; i++) {
		struct val *person = val_push_map(people);

		val_put_text(person, "name", certificate->signatories[i].name);
		val_put_text(person, "office", certificate->signatories[i].office);
	}
	return data;
}

const struct certificate CERTIFICATE_EXAMPLE = {
	.sample = true,
	.serial = "7H2K-9QPM-4XTR-W8CD",
	.nominee = "Kabupaten Contoh",
	.region = "Provinsi Contoh",
	.title = "Terbaik I",
	.category = "Pemerintah kabupaten/kota",
	.award = "Paritrana Award Provinsi Contoh",
	.level = "provinsi",
	.edition_region = "Provinsi Contoh",
	.assessment_year = 2024,
	.event_year = 2025,
	.legal_basis = "Keputusan Gubernur Nomor 1 Tahun 2025",
	.place = "Kota Contoh",
	.date = "21 Juli 2025",
	.signatories = { { "Nama Contoh Pertama", "Gubernur" },
			 { "Nama Contoh Kedua", "Kepala Dinas" } },
	.signatory_count = 2,
	.check_url = "https://contoh.example/certificates/7H2K9QPM4XTRW8CD",
	.check_code = "https://contoh.example/certificates/7H2K9QPM4XTRW8CD?t="
		      "GP1XF3A7QYFR6F0DTHBRA48W8800DDAAJMCDBCRK1QTA9G4NK0N4KPKYMB"
		      "YYB3G1PS1TQR0W2BC7FXPPGX6QJ2V5DNQ9NH5KMKB59KYA35S2FPGXT932"
		      "ZND88T6AVQ93TJ9XAXZMYHJYS97RBZNB5ZHQ4P2KQHZGJNB0YGMHXJPPHP"
		      "TPBWQN9ACQYJ5TATKH1CAWBEB2YEA387MBYC2TXPR4DFQ0PSHT7Q2K6JNJ",
	.bundle_sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	.released_at = 1753066800,
};

/* ---- Designs: layouts that come with the program ---- */

const struct design DESIGNS[DESIGN_COUNT] = {
	{ "formal", { { "Resmi", "Formal" } } },
	{ "modern", { { "Modern", "Modern" } } },
	{ "plain", { { "Sederhana", "Plain" } } },
};

/* The complaints are ours to mend, so the first is enough. */
static bool fail_design(const struct complaints *complaints, struct err *err)
{
	const struct complaint *first = &complaints->items[0];

	(void)FAIL(err, ERR_IO, "%s%.0s", "%.0s%s", first->text.text[LANG_ID],
		   first->text.text[LANG_EN]);
	err_prefix(err, "%s:%u", first->place.file, first->place.line);
	return false;
}

bool designs_load(struct paper *paper, const char *folder, struct err *err)
{
	struct arena *arena = &paper->arena;
	const struct val *example = certificate_data(&CERTIFICATE_EXAMPLE, arena);

	paper->layouts = arena_text(arena, folder);
	for (size_t i = 0; i < DESIGN_COUNT; i++) {
		const char *path =
			arena_printf(arena, "%s/certificate-%s.yaml", folder, DESIGNS[i].key);
		struct complaints complaints;
		struct layout *layout;

		complaints_init(&complaints, arena);
		if (!layout_load(arena, path, example, paper, &layout, &complaints))
			return fail_design(&complaints, err);
		paper->designs[i] = layout;
	}
	return true;
}

const char *paper_layouts(const struct paper *paper)
{
	return paper->layouts;
}

const struct layout *paper_design(const struct paper *paper, const char *key)
{
	for (size_t i = 0; key && i < DESIGN_COUNT; i++)
		if (strcmp(DESIGNS[i].key, key) == 0)
			return paper->designs[i];
	return NULL;
}

/* ---- Printing ---- */

/* What one certificate is called in bookmarks and titles. */
static const char *label_of(const struct certificate *certificate, struct arena *arena)
{
	return arena_printf(arena, "%s – %s", certificate->nominee, title_of(certificate));
}

struct batch {
	const struct paper *paper;
	const struct certificates *certificates;
};

struct filled certificate_filled(const struct paper *paper, const struct certificate *certificate,
				 struct arena *arena)
{
	assert(certificate->nominee && certificate->award && certificate->check_url);
	return (struct filled){
		.layout = certificate->layout ? certificate->layout : paper->designs[0],
		.data = certificate_data(certificate, arena),
		.name = certificate->serial,
		.sample = certificate->sample,
		.lang = certificate->lang,
	};
}

static bool filled_at(void *arg, size_t i, struct arena *arena, struct filled *ret, struct err *err)
{
	const struct batch *batch = arg;
	const struct certificates *all = batch->certificates;
	struct certificate certificate;

	if (!all->at(all->arg, i, arena, &certificate, err))
		return false;
	*ret = certificate_filled(batch->paper, &certificate, arena);
	return true;
}

static bool print_all(const struct paper *paper, const struct certificates *certificates, FILE *to,
		      struct buf *out, struct err *err)
{
	struct batch batch = { paper, certificates };
	size_t count = certificates->count;
	const struct filled_list filling = { .count = count, .at = filled_at, .arg = &batch };
	struct document document;
	struct certificate first;

	if (!certificates->at(certificates->arg, 0, out->arena, &first, err))
		return false;
	document = (struct document){ .lang = first.lang,
				      .sample = first.sample,
				      .author = first.award,
				      .subject = count > 1 ? first.award : first.category,
				      .at = first.released_at };
	document.title = arena_printf(out->arena, "%s – %s", words_in(&W_DOCUMENT, first.lang),
				      count > 1 ? first.award : label_of(&first, out->arena));
	return print_filling(paper, &filling, &document, to, out, err);
}

struct list {
	const struct certificate *items;
};

static bool one_at(void *arg, size_t i, struct arena *arena, struct certificate *ret,
		   struct err *err)
{
	(void)arena;
	(void)err;
	*ret = ((const struct list *)arg)->items[i];
	return true;
}

bool paper_certificate(const struct paper *paper, const struct certificate *certificate,
		       struct buf *ret, struct err *err)
{
	struct list list = { certificate };
	const struct certificates one = { .count = 1, .at = one_at, .arg = &list };

	return print_all(paper, &one, NULL, ret, err);
}

static bool fail_none(struct err *err)
{
	return FAIL(err, ERR_NOT_FOUND, "tidak ada piagam untuk dicetak",
		    "there are no certificates to print");
}

bool paper_certificates(const struct paper *paper, const struct certificate *certificates,
			size_t count, struct buf *ret, struct err *err)
{
	struct list list = { certificates };
	const struct certificates all = { .count = count, .at = one_at, .arg = &list };

	return count ? print_all(paper, &all, NULL, ret, err) : fail_none(err);
}

bool paper_certificates_write(const struct paper *paper, const struct certificates *certificates,
			      FILE *to, struct err *err)
{
	struct arena arena = { 0 };
	struct buf out;
	bool done;

	if (!certificates->count)
		return fail_none(err);
	buf_init(&out, &arena);
	done = print_all(paper, certificates, to, &out, err);
	arena_release(&arena);
	return done;
}
