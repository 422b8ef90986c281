/* Every part of a page with the data that its function makes. What comes out is also written to
 * build/test/look, where tests/browser/look.test.js looks at it. */
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "view/files.h"
#include "view/template.h"

#define OUT "build/test/look"

static struct arena arena;
static struct templates *templates;

static int load(void **state)
{
	struct complaints complaints;
	struct assets *assets = NEW(&arena, struct assets, 1);
	struct file_list style;
	struct buf buf;
	struct err err;

	(void)state;
	complaints_init(&complaints, &arena);
	buf_init(&buf, &arena);
	if (!assets_load("build/static", &arena, assets, &err) ||
	    !templates_load("templates", assets, &arena, &templates, &complaints, &err) ||
	    !files_read("tests/look", ".html", &arena, &style, &err)) {
		complaints_print(&complaints, LANG_EN, &buf);
		print_error("%s\n%s", err.msg[LANG_EN], buf.data);
		return -1;
	}
	for (size_t i = 0; i < style.count; i++)
		template_parse(templates,
			       arena_copy(&arena, style.items[i].name,
					  strlen(style.items[i].name) - strlen(".html")),
			       style.items[i].path, style.items[i].text, style.items[i].len,
			       &complaints);
	templates_close(templates, &complaints);
	return complaints.total ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void frame(struct val *page)
{
	struct val *person = val_put_map(page, "person");

	val_put_text(person, "name", "Dr. Maria Goreti Nahak-Seran, S.H., M.Si.");
	val_put_text(person, "role", "Ketua Tim 9");
	val_put_text(val_put_map(page, "edition"), "title",
		     "Paritrana Award Provinsi Nusa Tenggara Timur 2024");
	val_put_bool(page, "sample", true);
	val_put_text(page, "form_token", "abc");
	val_put_text(page, "lang_query", "lang=en");
	part_nav(page, "Penilaian", "editions/ntt-2024", "Nominee saya", true);
	part_nav(page, "Penilaian", "editions/ntt-2024/progress", "Kemajuan", false);
	part_nav(page, "Pleno", "editions/ntt-2024/board", "Papan pleno", false);
	part_nav(page, "Pleno", "editions/ntt-2024/release", "Penetapan", false);
	part_nav(page, "Pengawasan", "editions/ntt-2024/log", "Catatan", false);
	part_crumb(page, "", "Edisi");
	part_crumb(page, "editions/ntt-2024", "NTT 2024");
	part_foot(page, "how", "Cara nilai dibuat");
	part_foot(page, "check", "Periksa piagam");
}

static void ranking(struct val *page)
{
	static const struct {
		const char *rank, *name, *region, *score, *percent, *title, *more;
	} ROWS[] = {
		{ "1",
		  "PT Contoh Samudra Abadi Sejahtera Nusantara Timur Raya (Persero) Tbk (CONTOH)",
		  "Kota Kupang", "87,05", "87.05", "Terbaik I",
		  "Juri 86,10 · Data 87,29 · 9 lembar" },
		{ "2", "Kabupaten Belu (CONTOH)", "Atambua", "85,40", "85.40", "Terbaik II",
		  "Ditentukan oleh aspek Kinerja" },
		{ "2", "Kabupaten Ende (CONTOH)", "Ende", "85,40", "85.40", "Terbaik II",
		  "Nilai sama; berbagi peringkat" },
		{ "4", "Kabupaten Timor Tengah Selatan (CONTOH)", "Soe", "71,13", "71.13", NULL,
		  "Juri 70,00 · Data 71,51 · 8 lembar" },
		{ "5", "Kabupaten Sabu Raijua (CONTOH)", "Seba", "8,50", "8.50", NULL,
		  "Juri 9,00 · Data 8,00 · 9 lembar" },
	};
	struct val *rows = val_put_list(page, "rows");
	struct val *winners = val_put_list(page, "winners");
	struct val *row;

	for (size_t i = 0; i < COUNT(ROWS); i++) {
		row = part_rank(rows, ROWS[i].rank, ROWS[i].name, ROWS[i].score, ROWS[i].percent);
		val_put_text(row, "region", ROWS[i].region);
		val_put_text(row, "title", ROWS[i].title);
		val_put_text(row, "more", ROWS[i].more);
		val_put_text(row, "path", i == 1 ? "editions/ntt-2024/nominees/belu" : NULL);
		val_put_bool(row, "winner", i < 3);
		if (i < 3)
			(void)val_push(winners, row);
	}
	rows = val_put_list(page, "unranked");
	row = part_unranked(rows, "PT Contoh Cahaya (CONTOH)", "ineligible",
			    "Tidak memenuhi syarat");
	val_put_text(row, "more", "Kepesertaan pekerja di bawah 50 persen");
	row = part_unranked(rows, "PT Contoh Laut (CONTOH)", "below_quorum",
			    "Belum dapat ditetapkan");
	val_put_text(row, "more", "4 lembar sah, paling sedikit 5");
}

static void form(struct val *page)
{
	struct val *fields = val_put_map(page, "field");
	struct val *marks = val_put_list(page, "marks");
	struct val *f;

	f = part_field(&arena, fields, "name", "Nama nominee", "Kabupaten <Belu> & \"Malaka\"");
	val_put_bool(f, "required", true);
	f = part_field(&arena, marks, "mark.d2", "Komitmen pimpinan daerah", "8,5,1");
	val_put_text(f, "hint", "0 sampai 100, kelipatan 1. Bobot 6.");
	val_put_text(f, "unit", "dari 100");
	val_put_bool(f, "required", true);
	part_error(page, f, "\"8,5,1\" bukan bilangan. Tulis misalnya 85 atau 85,5.");
	f = part_field(&arena, marks, "mark.d3", "Wawancara", "90");
	val_put_text(f, "hint", "90: jawaban lengkap dengan bukti. 70: sebagian tanpa bukti.");
	val_put_text(f, "unit", "dari 100");
	val_put_bool(f, "required", true);
	part_rubric(f, "90", "Jawaban lengkap, setiap pernyataan didukung bukti");
	part_rubric(f, "70", "Sebagian besar terjawab, bukti tidak lengkap");
	part_rubric(f, "50", "Jawaban umum tanpa bukti");
	(void)part_field(&arena, fields, "cutoff", "Tanggal batas data", "2025-07-21");
	f = part_field(&arena, fields, "category", "Kategori", "kabkota");
	part_option(&arena, f, "desa", "Desa dan kelurahan");
	part_option(&arena, f, "kabkota", "Pemerintah kabupaten/kota");
	f = part_field(&arena, fields, "method", "Sumber bukti", "b");
	part_option(&arena, f, "a", "Laporan tertulis");
	part_option(&arena, f, "b", "Wawancara");
	f = part_field(&arena, fields, "note", "Catatan Anda", "Baris pertama\nbaris kedua");
	val_put_text(f, "hint", "Hanya Anda yang membaca catatan ini.");
	f = part_field(&arena, fields, "password", "Kata sandi", NULL);
	val_put_text(f, "autocomplete", "current-password");
	val_put_bool(f, "required", true);
	f = part_field(&arena, fields, "file", "Daftar nominee", NULL);
	val_put_text(f, "accept", ".csv,text/csv");
	(void)part_field(&arena, fields, "sure", "Saya sudah memeriksa semua nilai", "on");
}

static void lists(struct val *page)
{
	static const struct {
		const char *kind, *word;
	} STATES[] = {
		{ "empty", "Belum dinilai" },	 { "draft", "Draf" },
		{ "submitted", "Terkirim" },	 { "recused", "Berhalangan" },
		{ "absent", "Tidak hadir" },	 { "open", "Menunggu" },
		{ "verified", "Terverifikasi" }, { "rejected", "Ditolak" },
		{ "missing", "Tidak ada" },	 { "valid", "Berlaku" },
		{ "revoked", "Dicabut" },	 { "phase", "Penilaian" },
	};
	static const char *const PHASES[] = { "Persiapan", "Verifikasi", "Penilaian",
					      "Pleno",	   "Ditetapkan", "Diumumkan" };
	static const char *const TONES[] = { "good", "info", "warn", "bad" };
	struct val *sheets = val_put_list(page, "sheets");
	struct val *messages = val_put_list(page, "messages");

	for (size_t i = 0; i < COUNT(STATES); i++) {
		struct val *row = val_push_map(sheets);

		val_put_text(row, "name",
			     i % 3 ? "Kabupaten Belu (CONTOH)"
				   : "Kabupaten Timor Tengah Selatan (CONTOH)");
		val_put_text(row, "category", "Pemerintah kabupaten/kota");
		val_put_text(row, "weight", "24");
		(void)part_state(row, "state", STATES[i].kind, STATES[i].word);
	}
	for (size_t i = 0; i < COUNT(PHASES); i++)
		part_phase(page, PHASES[i], i < 2, i == 2);
	for (size_t i = 0; i < COUNT(TONES); i++) {
		struct val *message = val_push_map(messages);

		val_put_text(message, "tone", TONES[i]);
		val_put_text(message, "heading", "Ralat 1");
		val_put_text(message, "text", "Hasil ini diperbarui pada 21 Juli 2025 19.05 WITA.");
	}
	part_pages(page, "Halaman 2 dari 5", "page=1", "page=3");
	part_figure(page, "Lembar terkirim", "148", "dari 198");
	part_figure(page, "Nominee", "22", NULL);
	part_figure(page, "Bukti terverifikasi", "96%", "352 dari 366");
	part_figure(page, "Juri hadir", "9", "dari 9");
	part_fact(page, "Wilayah", "Provinsi Nusa Tenggara Timur");
	part_fact(page, "Pekerja terlindungi", "1.676.573 dari 2.541.209");
	part_fact(page, "Regulasi",
		  "Peraturan daerah nomor 4 tahun 2023 tentang penyelenggaraan "
		  "jaminan sosial ketenagakerjaan");
	(void)part_state(page, "state", "phase", "Penilaian");
	part_blockers(page);
	part_blocker(page, "sheet_open", "3 lembar nilai belum terkirim.",
		     "editions/ntt-2024/progress", "Lihat lembar");
	part_blocker(page, "evidence_open", "1 bukti belum diverifikasi atau ditolak.", NULL, NULL);
}

static void matrix(struct val *page)
{
	static const char *const KINDS[] = { "submitted", "draft", "empty", "recused", "absent" };
	static const char *const WORDS[] = { "Terkirim", "Draf", "Belum dinilai", "Berhalangan",
					     "Tidak hadir" };
	struct val *legend = val_put_list(page, "legend");
	struct val *nominees = val_put_list(page, "nominees");

	for (size_t i = 0; i < COUNT(KINDS); i++)
		(void)part_state(legend, NULL, KINDS[i], WORDS[i]);
	for (size_t n = 0; n < 6; n++) {
		struct val *row = val_push_map(nominees);
		struct val *marks = val_put_list(row, "states");

		val_put_text(row, "name",
			     n % 2 ? "Kabupaten Timor Tengah Selatan (CONTOH)"
				   : "Kota Kupang (CONTOH)");
		for (size_t j = 0; j < 9; j++) {
			size_t k = (n * j + j / 3) % COUNT(KINDS);

			(void)part_state(marks, NULL, KINDS[k], WORDS[k]);
		}
	}
}

static const char *written(const char *name, const char *template, enum lang lang,
			   const struct val *page)
{
	struct buf buf;
	struct err err;
	FILE *file;

	buf_init(&buf, &arena);
	if (!template_render(templates, "layout", template, lang, page, &buf, &err))
		fail_msg("%s", err.msg[LANG_EN]);
	(void)mkdir("build/test", 0755);
	(void)mkdir(OUT, 0755);
	file = fopen(arena_printf(&arena, OUT "/%s.html", name), "wbe");
	assert_non_null(file);
	assert_int_equal(fwrite(buf.data, 1, buf.len, file), buf.len);
	assert_int_equal(fclose(file), 0);
	return buf.data;
}

static void every_part_renders_with_the_data_of_its_function(void **state)
{
	struct val *page = part_page(&arena, "Papan pleno");
	const char *html;

	(void)state;
	frame(page);
	val_put_text(page, "lead",
		     "Peringkat dihitung dari lembar yang sah dan bukti yang "
		     "terverifikasi. Tidak ada yang tampil kepada publik sebelum "
		     "penetapan.");
	part_flash(page, "good", "Tersimpan 21 Juli 2025 19.05 WITA.");
	ranking(page);
	form(page);
	lists(page);
	matrix(page);
	html = written("style", "style", LANG_ID, page);
	assert_non_null(strstr(html, "value=\"Kabupaten &lt;Belu&gt; &amp; &quot;Malaka&quot;\""));
	assert_non_null(strstr(html, "<a href=\"#f-mark-d2\">"));
	assert_non_null(strstr(html, ">CONTOH<"));
	assert_non_null(strstr(html, "<option value=\"kabkota\" selected>"));
	(void)written("style.en", "style", LANG_EN, page);
}

static void a_problem_page_needs_nothing_but_its_message(void **state)
{
	struct val *page = part_page(&arena, "Halaman tidak ditemukan");
	struct val *details;

	(void)state;
	val_put_bool(page, "bare", true);
	val_put_int(page, "status", 404);
	val_put_text(page, "message", "Alamat ini tidak ada, atau belum dibuka untuk umum.");
	details = val_put_list(page, "details");
	assert_int_equal(val_count(details), 0);
	val_put_text(page, "lang_query", "lang=en");
	assert_non_null(strstr(written("problem", "problem", LANG_ID, page), "Kode 404"));
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_part_renders_with_the_data_of_its_function),
		cmocka_unit_test(a_problem_page_needs_nothing_but_its_message),
	};

	return cmocka_run_group_tests(TESTS, load, unload);
}
