/* Hints: which words of a juror count, and where they are found. */
#include "app/declare.h"
#include "unit.h"

static void a_hint_is_a_whole_significant_word_and_nothing_else(void **state)
{
	static const struct {
		const char *institution, *person, *nominee, *profile, *found;
	} CASES[] = {
		/* institution, juror, nominee, profile, hint */
		{ "Universitas Cendana Wangi", "Budi", "Universitas Cendana", "{}", "cendana" },
		{ "UNIVERSITAS CENDANA", "Budi", "PT Lain", "{\"induk\": \"binaan cendana\"}",
		  "cendana" },
		{ "PT PLN Wilayah", "Budi", "Koperasi Pegawai PLN", "{}", "pln" },
		{ "Dinas Tenaga Kerja", "Budi", "Dinas Tenaga Kerja Lain", "{}", NULL },
		{ "Kantor Pemerintah Provinsi", "Budi", "Pemerintah Kabupaten", "{}", NULL },
		{ "Universitas Nusa Cendana", "Budi", "PT Nusa Jaya", "{}", NULL }, /* region */
		{ "Yayasan Kupang Sejahtera", "Budi", "Kota Kupang", "{}", "kupang" },
		{ "Yayasan Kupang", "Budi", "PT Kupangjaya", "{}", NULL }, /* a part of a word */
		{ "Yayasan Ada", "Ibu Ada", "PT Ada", "{}", NULL },	   /* too short */
		{ "", "Melati Sukma", "CV Sukma Abadi", "{}", "sukma" },
		{ "Serikat 2024", "Budi", "PT 2024", "{\"kode\": \"2024\"}", NULL },
		{ "Sukma Abadi", "Sukma", "CV Sukma Abadi", "{}", "sukma, abadi" },
		{ "Sukma", "Budi", "CV Sukma", "bukan JSON", "sukma" },
		{ "", "", "", "{}", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct juror juror = { .institution = CASES[i].institution,
				       .name = CASES[i].person };
		struct candidate nominee = { .name = CASES[i].nominee,
					     .region = "",
					     .profile = CASES[i].profile };
		const char *found = hint_find(&juror, &nominee, "Nusa Tenggara Timur", &arena);

		if (!text_equal(found, CASES[i].found))
			print_message("# %s / %s: %s\n", CASES[i].institution, CASES[i].nominee,
				      found ? found : "nothing");
		assert_true(text_equal(found, CASES[i].found));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hint_is_a_whole_significant_word_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
