/* Where a juror's institution or name appears in what is known of a nominee. A hint only: it makes
 * him look, and decides nothing. */
#include <string.h>

#include "app/declare.h"

#define WORD_MIN 4    /* letters of a word that says something */
#define ACRONYM_MIN 3 /* "PLN" */

/* Words that say what kind of body it is, not which; and those of titles and places in general. */
static const char *const STOP[] = {
	"academy",     "agency",      "akademi",
	"anggota",     "asosiasi",    "association",
	"badan",       "bagian",      "bank",
	"barat",       "bidang",      "biro",
	"board",       "bpjs",	      "bupati",
	"buruh",       "cabang",      "company",
	"contoh",      "council",     "daerah",
	"dari",	       "dengan",      "department",
	"desa",	       "dewan",	      "dinas",
	"direktorat",  "fakultas",    "federasi",
	"forum",       "general",     "government",
	"gubernur",    "hotel",	      "indonesia",
	"industri",    "institut",    "institute",
	"jaminan",     "jenderal",    "juri",
	"kabupaten",   "kamar",	      "kantor",
	"kecamatan",   "kelurahan",   "kementerian",
	"kepala",      "kerja",	      "ketenagakerjaan",
	"ketua",       "komisi",      "konfederasi",
	"koperasi",    "kota",	      "lembaga",
	"national",    "nasional",    "negara",
	"negeri",      "office",      "organisasi",
	"pekerja",     "pemerintah",  "pemerintahan",
	"pengurus",    "pengusaha",   "perlindungan",
	"persatuan",   "persero",     "perusahaan",
	"pimpinan",    "politeknik",  "prof",
	"province",    "provinsi",    "pusat",
	"regency",     "republik",    "rumah",
	"sakit",       "sample",      "sekolah",
	"sekretariat", "selatan",     "seksi",
	"serikat",     "social",      "sosial",
	"swasta",      "tenaga",      "tengah",
	"timur",       "tinggi",      "umum",
	"union",       "universitas", "university",
	"untuk",       "usaha",	      "utara",
	"wilayah",     "yang",	      "yayasan",
};

static bool is_stop(const char *word)
{
	for (size_t i = 0; i < COUNT(STOP); i++)
		if (strcmp(STOP[i], word) == 0)
			return true;
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_upper(const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (word[i] < 'A' || word[i] > 'Z')
			return false;
	return true;
}

/* The significant words of a text, in lower case, whole. */
static void words_take(struct names *ret, const char *text)
{
	while (text && *text) {
		size_t len = 0;
		char *word;

		while (is_letter(text[len]))
			len++;
		if (len >= WORD_MIN || (len >= ACRONYM_MIN && is_upper(text, len))) {
			word = arena_copy(ret->arena, text, len);
			for (char *c = word; *c; c++)
				if (*c >= 'A' && *c <= 'Z')
					*c = (char)(*c - 'A' + 'a');
			if (!is_stop(word))
				(void)names_put(ret, word, len);
		}
		text += len;
		while (*text && !is_letter(*text))
			text++;
	}
}

static void nominee_take(struct names *ret, const struct candidate *nominee, struct arena *arena)
{
	struct err ignored;
	struct val *profile;

	words_take(ret, nominee->name);
	words_take(ret, nominee->region);
	if (!json_parse(arena, nominee->profile, strlen(nominee->profile), &profile, &ignored))
		return;
	for (size_t i = 0; i < val_count(profile); i++)
		words_take(ret, val_chars(val_at(profile, i)));
}

const char *hint_find(const struct juror *juror, const struct candidate *nominee,
		      const char *region, struct arena *arena)
{
	struct names his, its, common;
	struct buf found;

	names_init(&his, arena);
	names_init(&its, arena);
	names_init(&common, arena);
	words_take(&his, juror->institution);
	words_take(&his, juror->name);
	words_take(&common, region);
	nominee_take(&its, nominee, arena);
	buf_init(&found, arena);
	for (size_t i = 0; i < his.count; i++) {
		size_t len = strlen(his.texts[i]);

		if (names_find(&its, his.texts[i], len) != NAME_NONE &&
		    names_find(&common, his.texts[i], len) == NAME_NONE)
			buf_printf(&found, "%s%s", found.len ? ", " : "", his.texts[i]);
	}
	return found.len ? found.data : NULL;
}
