#include "unit.h"

#include <pthread.h>
#include <stdlib.h>

#include "paper/page.h"

/* Set by tests/paper: where to leave the certificates, so that other tools can look at them. */
#define FOLDER_ENV "PAPER_PDFS"

static struct paper *paper;

static int open_paper(void **state)
{
	struct err err;

	(void)state;
	crypto_init();
	return paper_open("build/fonts", "templates/paper", &paper, &err) ? 0 : -1;
}

static int close_paper(void **state)
{
	(void)state;
	paper_close(paper);
	return 0;
}

static const struct certificate FULL = {
	.serial = "7H2K-9QPM-4XTR-W8CD",
	.nominee = "Kabupaten Belu (CONTOH)",
	.region = "Provinsi Nusa Tenggara Timur",
	.title = "Terbaik I",
	.category = "Pemerintah kabupaten/kota",
	.award = "Paritrana Award Provinsi Nusa Tenggara Timur",
	.level = "provinsi",
	.edition_region = "Nusa Tenggara Timur",
	.assessment_year = 2024,
	.event_year = 2025,
	.legal_basis = "Keputusan Gubernur Nomor 1 Tahun 2025",
	.place = "Kupang",
	.date = "21 Juli 2025",
	.signatories = { { "Nama Contoh Pertama", "Gubernur" }, { NULL, "Kepala Dinas" } },
	.signatory_count = 2,
	.check_url = "https://contoh.example/certificates/7H2K9QPM4XTRW8CD",
	.bundle_sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	.released_at = 1753066800,
};

static bool print_one(const struct certificate *certificate, struct arena *arena, struct buf *ret,
		      struct err *err)
{
	buf_init(ret, arena);
	return paper_certificate(paper, certificate, ret, err);
}

static void a_character_that_no_font_has_is_named(void **state)
{
	static const struct {
		const char *nominee, *says;
	} CASES[] = {
		{ "PT Maju 😀", "U+1F600 (😀)" },
		{ "شركة", "U+0634 (ش)" },
		{ "中文", "U+4E2D (中)" },
		{ "PT Z\xcc\x83", "U+0303" },	       /* has no composed form */
		{ "Desa\xe2\x80\x8b", "U+200B" },      /* nothing to be seen */
		{ "Desa\xe2\x80\xae Belu", "U+202E" }, /* turns the rest around */
		{ "Desa\nBelu", "U+000A" },
		{ "\xc0\xaf", "UTF-8" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct certificate certificate = FULL;
		struct err err;
		struct buf pdf;

		certificate.nominee = CASES[i].nominee;
		assert_false(print_one(&certificate, &arena, &pdf, &err));
		assert_int_equal(err.kind, ERR_INPUT);
		assert_non_null(strstr(err.msg[LANG_ID], CASES[i].says));
		assert_non_null(strstr(err.msg[LANG_EN], CASES[i].says));
	}
	arena_release(&arena);
}

static void the_letters_of_names_are_there(void **state)
{
	static const struct {
		uint32_t first, last;
	} RANGES[] = {
		{ 0x20, 0x7E },	    { 0xA0, 0xAC },	{ 0xAE, 0x24F },  { 0x1E00, 0x1EFF },
		{ 0x2010, 0x2015 }, { 0x2018, 0x201E }, { 0x2BB, 0x2BC },
	};
	struct arena arena = { 0 };

	(void)state;
	for (int face = 0; face < FACE_COUNT; face++)
		for (size_t i = 0; i < COUNT(RANGES); i++)
			for (uint32_t code = RANGES[i].first; code <= RANGES[i].last; code++) {
				const char text[] = { (char)(0xE0 | code >> 12),
						      (char)(0x80 | (code >> 6 & 0x3F)),
						      (char)(0x80 | (code & 0x3F)), '\0' };
				const char two[] = { (char)(0xC0 | code >> 6),
						     (char)(0x80 | (code & 0x3F)), '\0' };
				const char one[] = { (char)code, '\0' };
				struct line line;
				struct err err;

				if (!text_line(paper, (enum face)face, &arena,
					       code < 0x80    ? one
					       : code < 0x800 ? two
							      : text,
					       &line, &err))
					fail_msg("%s", err.msg[LANG_EN]);
			}
	arena_release(&arena);
}

static void pairs_are_kerned(void **state)
{
	struct arena arena = { 0 };
	struct line pair, first, second;
	struct err err;

	(void)state;
	assert_true(text_line(paper, FACE_BOLD, &arena, "To", &pair, &err));
	assert_true(text_line(paper, FACE_BOLD, &arena, "T", &first, &err));
	assert_true(text_line(paper, FACE_BOLD, &arena, "o", &second, &err));
	assert_true(pair.width < first.width + second.width);
	arena_release(&arena);
}

/* Measured with hb-shape of the whole font, its feature "kern" on and off. */
static void parts_of_a_typeface_are_kerned_with_each_other(void **state)
{
	static const struct {
		enum face face;
		const char *left, *right;
		int units; /* of 2048 to an em */
	} PAIRS[] = {
		{ FACE_SANS, "T", "o", -143 },	{ FACE_SANS, "A", "V", -82 },
		{ FACE_SANS, "\"", "À", -143 }, { FACE_SANS, "\"", "á", -82 },
		{ FACE_SANS, "\"", "Ý", 20 },	{ FACE_SANS_BOLD, "\"", "Ä", -143 },
		{ FACE_SANS, "1", "1", 0 },	{ FACE_SANS, "7", ",", 0 },
		{ FACE_SERIF, "T", "o", -80 },	{ FACE_SERIF, "T", "ö", 0 },
		{ FACE_SANS, "T", "Ω", 0 }, /* of another typeface */
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(PAIRS); i++) {
		struct line pair, left, right;
		struct err err;
		int kern;

		assert_true(text_line(paper, PAIRS[i].face, &arena,
				      arena_printf(&arena, "%s%s", PAIRS[i].left, PAIRS[i].right),
				      &pair, &err));
		assert_true(text_line(paper, PAIRS[i].face, &arena, PAIRS[i].left, &left, &err));
		assert_true(text_line(paper, PAIRS[i].face, &arena, PAIRS[i].right, &right, &err));
		kern = pair.width - left.width - right.width;
		if (abs(kern - PAIRS[i].units * 1000 / 2048) > 1)
			fail_msg("%s%s: %d", PAIRS[i].left, PAIRS[i].right, kern);
	}
	arena_release(&arena);
}

static void kerning_never_opens_a_gap_that_reads_as_a_space(void **state)
{
	static const char LETTERS[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
	static const enum face FACES[] = { FACE_SANS, FACE_SANS_BOLD, FACE_SERIF, FACE_BOLD };
	struct line line;
	struct err err;

	(void)state;
	for (size_t f = 0; f < COUNT(FACES); f++)
		for (const char *a = LETTERS; *a; a++)
			for (const char *b = LETTERS; *b; b++) {
				struct arena arena = { 0 };

				assert_true(text_line(paper, FACES[f], &arena,
						      arena_printf(&arena, "%c%c", *a, *b), &line,
						      &err));
				if (line.signs[0].kern >= 100)
					fail_msg("%c%c", *a, *b);
				arena_release(&arena);
			}
}

static void long_texts_shrink_then_break_between_words(void **state)
{
	static const struct fit FIT = { FACE_SERIF, 200, { { 20, 15 }, { 15, 10 }, { 10, 8 } } };
	static const struct {
		const char *text;
		size_t lines; /* 0 = refused */
	} CASES[] = {
		{ "Belu", 1 },
		{ "Kabupaten Belu Utara", 1 },
		{ "Kabupaten Timor Tengah Selatan", 2 },
		{ "Koperasi Simpan Pinjam Serba Usaha Kasih Setia Nelayan Pulau Solor, Adonara, "
		  "Lembata dan Alor di Nusa Tenggara Timur",
		  3 },
		{ "Koperasi Simpan Pinjam Serba Usaha Kasih Setia Nelayan Pulau Solor, Adonara, "
		  "Lembata, Alor, Pantar, Rote, Sabu, Semau dan semua pulau kecil di sekitarnya, di "
		  "utara dan di selatan, di timur dan di barat, dekat dan jauh",
		  0 },
		{ "KabupatenTimorTengahSelatanKabupatenTimorTengahUtara", 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct block block = { 0 };
		struct err err;
		bool good = text_fit(paper, &FIT, &arena, CASES[i].text, &block, &err);

		assert_int_equal(good ? block.count : 0, CASES[i].lines);
		for (size_t j = 0; good && j < block.count; j++) {
			assert_true(line_width(&block.lines[j], block.size) <= FIT.width + 0.01);
			assert_true(block.lines[j].signs[0].code != ' ');
		}
	}
	arena_release(&arena);
}

static void nothing_set_prints_lines_to_fill(void **state)
{
	struct certificate certificate = FULL;
	struct arena arena = { 0 };
	struct buf pdf;
	struct err err;

	(void)state;
	certificate.signatory_count = 0;
	certificate.region = certificate.legal_basis = certificate.place = certificate.date = NULL;
	assert_true(print_one(&certificate, &arena, &pdf, &err));
	arena_release(&arena);
}

struct job {
	pthread_t thread;
	char digest[SHA256_HEX_SIZE];
};

static void *print_often(void *arg)
{
	struct arena arena = { 0 };
	struct job *job = arg;

	for (int i = 0; i < 20; i++) {
		struct buf pdf;
		struct err err;

		if (!print_one(&FULL, &arena, &pdf, &err))
			break;
		sha256_hex(pdf.data, pdf.len, job->digest);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return NULL;
}

static void the_same_facts_give_the_same_bytes_in_every_thread(void **state)
{
	struct job jobs[3] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(jobs); i++)
		assert_int_equal(pthread_create(&jobs[i].thread, NULL, print_often, &jobs[i]), 0);
	for (size_t i = 0; i < COUNT(jobs); i++)
		assert_int_equal(pthread_join(jobs[i].thread, NULL), 0);
	assert_int_equal(strlen(jobs[0].digest), 64);
	for (size_t i = 1; i < COUNT(jobs); i++)
		assert_string_equal(jobs[i].digest, jobs[0].digest);
}

static void fonts_that_are_not_there_are_an_error(void **state)
{
	struct paper *none;
	struct err err;

	(void)state;
	assert_false(paper_open("build/no-such-folder", "templates/paper", &none, &err));
	assert_int_equal(err.kind, ERR_IO);
}

static void leave(const char *name, const struct buf *pdf)
{
	const char *folder = getenv(FOLDER_ENV);
	char path[512];
	FILE *file;

	if (!folder)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s.pdf", folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(pdf->data, 1, pdf->len, file), pdf->len);
	assert_int_equal(fclose(file), 0);
}

/* The names of tests/paper/certificate.test.sh. */
static const struct {
	const char *file, *nominee;
	enum lang lang;
	bool sample;
	size_t signatories;
	bool crowded; /* everything else is long, too */
} PRINTED[] = {
	{ "plain", "Kabupaten Belu", LANG_ID, false, 1, false },
	{ "sample", "Kabupaten Kupang (CONTOH)", LANG_ID, true, 2, false },
	{ "english", "PT José Ñandú Żółć’s – Usaha‑Jaya", LANG_EN, false, 3, false },
	{ "hostile", ") Tj /JS (app.alert(1)) \\) ET >> endobj <script>", LANG_ID, false, 4,
	  false },
	{ "long",
	  "Perusahaan Umum Daerah Air Minum Tirta Lontar Kabupaten Kupang dan Badan Usaha Milik Desa",
	  LANG_ID, false, 4, false },
	{ "three",
	  "Koperasi Simpan Pinjam Serba Usaha Kasih Setia Nelayan Tradisional Pulau Adonara, Lembata "
	  "dan Solor bersama Gabungan Kelompok Tani Ladang Kering Sejahtera Mandiri Kecamatan Amarasi "
	  "Kabupaten Kupang",
	  LANG_ID, false, 2, false },
	{ "crowded",
	  "Koperasi Simpan Pinjam Serba Usaha Kasih Setia Nelayan Tradisional Pulau Adonara, Lembata "
	  "dan Solor bersama Gabungan Kelompok Tani Ladang Kering Sejahtera Mandiri Kecamatan Amarasi",
	  LANG_ID, false, 4, true },
	{ "wide", "Ỵ Ⱥ Ω Жук ẞ №", LANG_ID, false, 0, false },
};

static void crowd(struct certificate *certificate)
{
	certificate->award =
		"Penganugerahan Penghargaan Pelindungan Jaminan Sosial Ketenagakerjaan "
		"Paritrana Award Tingkat Provinsi Nusa Tenggara Timur";
	certificate->region =
		"Kecamatan Amarasi Barat dan Kecamatan Amarasi Selatan, Kabupaten Kupang, "
		"Provinsi Nusa Tenggara Timur, Republik Indonesia";
	certificate->title = "Terbaik Pertama dalam Pelindungan Pekerja Rentan dan Pekerja Bukan "
			     "Penerima Upah";
	certificate->category =
		"Badan usaha besar dan menengah sektor pertanian, peternakan, perkebunan, "
		"kehutanan dan perikanan serta jasa penunjangnya";
	certificate->legal_basis =
		"Keputusan Gubernur Nusa Tenggara Timur Nomor 251/KEP/HK/2025 tentang "
		"Penetapan Pemenang Paritrana Award dan Keputusan Ketua Tim Penilai "
		"Nomor 12/TIM9/VII/2025 tentang Berita Acara Rapat Pleno";
	for (size_t i = 0; i < SIGNATORIES_MAX; i++)
		certificate->signatories[i] = (struct signatory){
			"Prof. Dr. Ir. Nama Contoh yang Panjang Sekali, S.E., M.Si., Ph.D.",
			"Deputi Direktur Wilayah Bali, Nusa Tenggara dan Papua selaku Wakil Ketua",
		};
}

static void certificates_are_printed_alone_and_together(void **state)
{
	struct certificate all[COUNT(PRINTED)];
	struct arena arena = { 0 };
	struct buf pdf;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(PRINTED); i++) {
		all[i] = FULL;
		all[i].nominee = PRINTED[i].nominee;
		all[i].lang = PRINTED[i].lang;
		all[i].sample = PRINTED[i].sample;
		all[i].signatory_count = PRINTED[i].signatories;
		if (PRINTED[i].crowded)
			crowd(&all[i]);
		if (!print_one(&all[i], &arena, &pdf, &err))
			fail_msg("%s", err.msg[LANG_EN]);
		leave(PRINTED[i].file, &pdf);
	}
	buf_init(&pdf, &arena);
	assert_true(paper_certificates(paper, all, COUNT(all), &pdf, &err));
	leave("all", &pdf);
	assert_false(paper_certificates(paper, all, 0, &pdf, &err));
	arena_release(&arena);
}

/* How many bytes of outline a font's file has for a glyph. */
static size_t outline_len(const struct font *file, unsigned glyph)
{
	size_t loca = font_table(file, "loca") + 4 * (size_t)glyph;

	return font_u32(file, loca + 4) - font_u32(file, loca);
}

static void a_letter_brings_its_parts_and_nothing_else(void **state)
{
	size_t composed = 0;

	(void)state;
	for (size_t i = 0; i < FONT_COUNT; i++) {
		const struct font *font = &paper->fonts[i];
		const struct letter *letter = &font->letters[font->letter_count - 1];
		struct arena arena = { 0 };
		uint32_t *used = NEW(&arena, uint32_t, FONT_BITS(font));
		struct font file = { 0 };
		struct buf bytes;
		size_t at, drawn = 0;

		used[letter->glyph / 32] |= (uint32_t)1 << letter->glyph % 32;
		buf_init(&bytes, &arena);
		font_subset(font, used, &bytes);
		file.data = (const uint8_t *)bytes.data;
		file.len = bytes.len;
		for (unsigned g = 0; g < font->glyph_count; g++)
			drawn += outline_len(&file, g) > 0;
		assert_in_range(drawn, 1, 5); /* with the one for want of a letter */
		assert_true(bytes.len < font->len);
		at = font_table(&file, "glyf") +
		     font_u32(&file, font_table(&file, "loca") + 4 * (size_t)letter->glyph);
		if (outline_len(&file, letter->glyph) && (int16_t)font_u16(&file, at) < 0) {
			assert_true(outline_len(&file, font_u16(&file, at + 12)) > 0);
			composed++;
		}
		arena_release(&arena);
	}
	assert_true(composed > 0);
}

#define SIZE_MAX_KIB ((size_t)80)

/* Plain, accented, of 120 characters. */
static const char *const NAMES[] = {
	"Kabupaten Belu",
	"PT Ñandú Łódź – Nguyễn Thị Ánh Dương",
	"Koperasi Simpan Pinjam Ñandú Łódź Nguyễn Văn Quyền, Zażółć Gęślą Jaźń, Đặng Thùy Trâm dan "
	"Ýmir Þór Čapek-Škoda O'Brien XYZ",
};

static void print_sized(const char *design, const char *name, bool crowded)
{
	struct certificate certificate = FULL;
	struct arena arena = { 0 };
	struct buf pdf;
	struct err err;

	certificate.layout = paper_design(paper, design);
	certificate.nominee = name;
	certificate.check_code = CERTIFICATE_EXAMPLE.check_code;
	certificate.sample = true;
	certificate.region = "Thành phố Hồ Chí Minh, Łódź, Ñuñoa";
	certificate.signatories[0].name = "Nguyễn Thị Ánh Łódź-Ñandú, S.E., M.Si.";
	if (crowded)
		crowd(&certificate);
	assert_non_null(certificate.layout);
	if (!print_one(&certificate, &arena, &pdf, &err))
		fail_msg("%s: %s", design, err.msg[LANG_EN]);
	if (pdf.len > SIZE_MAX_KIB * 1024)
		fail_msg("%s, %s: %zu bytes", design, name, pdf.len);
	arena_release(&arena);
}

static void a_certificate_is_at_most_80_KiB_whatever_the_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < DESIGN_COUNT; i++)
		for (size_t j = 0; j < COUNT(NAMES); j++) {
			print_sized(DESIGNS[i].key, NAMES[j], false);
			print_sized(DESIGNS[i].key, NAMES[j], true);
		}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_character_that_no_font_has_is_named),
		cmocka_unit_test(the_letters_of_names_are_there),
		cmocka_unit_test(pairs_are_kerned),
		cmocka_unit_test(parts_of_a_typeface_are_kerned_with_each_other),
		cmocka_unit_test(kerning_never_opens_a_gap_that_reads_as_a_space),
		cmocka_unit_test(long_texts_shrink_then_break_between_words),
		cmocka_unit_test(nothing_set_prints_lines_to_fill),
		cmocka_unit_test(the_same_facts_give_the_same_bytes_in_every_thread),
		cmocka_unit_test(fonts_that_are_not_there_are_an_error),
		cmocka_unit_test(certificates_are_printed_alone_and_together),
		cmocka_unit_test(a_letter_brings_its_parts_and_nothing_else),
		cmocka_unit_test(a_certificate_is_at_most_80_KiB_whatever_the_name),
	};

	return cmocka_run_group_tests(TESTS, open_paper, close_paper);
}
