/* A small release with something of everything, built as a caller of bundle_write builds it. */
#ifndef BUNDLE_SAMPLE_H
#define BUNDLE_SAMPLE_H

#include "app/app.h"
#include "core/core.h"
#include "unit.h"

static const char SAMPLE_SCHEME[] =
	"edition: uji-2024\n"
	"title: {id: \"Uji \\\\ bundel\"}\n"
	"level: provinsi\n"
	"region: Nusa Tenggara Timur\n"
	"assessment_year: 2024\n"
	"event_year: 2025\n"
	"sample: true\n"
	"decimals: 2\n"
	"quorum: 2\n"
	"aggregation: {method: mean}\n"
	"tie_break: [\"criterion:d2\", vote]\n"
	"categories:\n"
	"  - key: kabkota\n"
	"    name: {id: Kabupaten/kota}\n"
	"    winners: 1\n"
	"    titles: [{id: Terbaik I, en: First}, {id: Harapan I}]\n"
	"    gate:\n"
	"      - {evidence: izin, equals: ya, reason: {id: Berizin, en: Licensed}}\n"
	"      - {evidence: tunggakan, at_most: 12.5, reason: {id: Tanpa tunggakan}}\n"
	"    aspects:\n"
	"      - key: data\n"
	"        name: {id: Data}\n"
	"        criteria:\n"
	"          - {key: a1, name: {id: Regulasi}, weight: 12.5, kind: level, levels: {perda: 100, "
	"edaran: 33.33}}\n"
	"          - {key: a2, name: {id: Iuran}, weight: 27.5, kind: ratio, numerator: tunggakan, "
	"denominator: iuran, target: 150, confidential: true}\n"
	"          - {key: a3, name: {id: Cakupan}, weight: 10, kind: ratio, numerator: peserta, "
	"denominator: pekerja, target: 100}\n"
	"      - key: wawancara\n"
	"        name: {id: Wawancara}\n"
	"        criteria:\n"
	"          - {key: d1, name: {id: Paparan}, weight: 20, kind: jury, min: 0, max: 100, step: 0.5}\n"
	"          - {key: d2, name: {id: Komitmen}, weight: 30, kind: jury, min: -5, max: 5, step: 1}\n"
	"  - key: desa\n"
	"    name: {id: Desa}\n"
	"    winners: 2\n"
	"    aspects:\n"
	"      - key: semua\n"
	"        name: {id: Semua}\n"
	"        criteria:\n"
	"          - {key: e1, name: {id: Nilai}, weight: 100, kind: jury, min: 1, max: 4, step: 1}\n"
	"overall:\n"
	"  - {key: semua, name: {id: Semua}, from: [desa, kabkota], take: 1, winners: 1}\n";

struct sample {
	struct arena arena;
	struct scheme scheme;
	struct complaints complaints;
	struct bundle bundle;
	struct buf text;
	/* what the fields of the bundle point to */
	struct nominee nominees[7];
	struct evidence evidence[7][8];
	struct sheet *sheets[7][4];
	struct bundle_juror panel[4];
	bool owes[4][2];
	struct bundle_version versions[2];
	struct vote_record votes[3];
	size_t groups[3][2];
	unsigned places[3][2];
	struct bundle_reopening reopenings[3];
	struct bundle_change changes[1];
	struct bundle_late lates[1];
	size_t winners[2][2];
	struct bundle_leaf leaves[3];
	uint8_t seals[7][2][SHA256_SIZE];
};

enum { ALOR, BELU, ENDE, SIKKA, OEPULI, NAIMATA, TARUS }; /* not in the order of the file */

/* Two marks of a kabkota, or one of a desa; hundredths. */
static inline void sample_sheet(struct sample *s, size_t nominee, size_t juror, int64_t first,
				int64_t second)
{
	struct sheet *sheet = NEW(&s->arena, struct sheet, 1);

	sheet->marks_c = NEW(&s->arena, int64_t, 2);
	sheet->marks_c[0] = first;
	sheet->marks_c[1] = second;
	s->sheets[nominee][juror] = sheet;
}

static inline void sample_evidence(struct sample *s, size_t nominee, const char *name,
				   const char *value, bool verified)
{
	static const uint8_t SALT[16] = "garam rahasia 16";
	struct nominee *n = &s->nominees[nominee];
	struct evidence *e = &s->evidence[nominee][n->evidence_count++];

	*e = (struct evidence){ .name = name,
				.value = value,
				.verified = verified,
				.source = "BPJS\tKC Kupang",
				.cutoff = "2024-12-31" };
	if (evidence_is_sealed(&s->scheme.categories[n->category], name)) {
		uint8_t *seal = s->seals[nominee][strcmp(name, "iuran") == 0];

		bundle_seal(SALT, sizeof(SALT), n->key, e, &s->arena, seal);
		e->seal = seal;
	}
}

static inline void sample_nominees(struct sample *s)
{
	static const struct {
		size_t index, category;
		const char *key, *name, *region;
	} NOMINEES[] = {
		{ SIKKA, 0, "sikka", "Kabupaten Sikka (CONTOH)", "Flores" },
		{ ALOR, 0, "alor", "Kabupaten Alor (CONTOH)", NULL },
		{ BELU, 0, "belu", "Kabupaten Bełu \"Ñ\" (CONTOH)", "Timor" },
		{ ENDE, 0, "ende", "Kabupaten Ende (CONTOH)", "Flores" },
		{ OEPULI, 1, "oepuli", "Desa Oepuli (CONTOH)", "Timor" },
		{ NAIMATA, 1, "naimata", "Desa Naimata (CONTOH)", "Timor" },
		{ TARUS, 1, "tarus", "Desa Tarus (CONTOH)", "Timor" },
	};

	for (size_t i = 0; i < COUNT(NOMINEES); i++) {
		size_t at = NOMINEES[i].index;

		s->nominees[at] = (struct nominee){ .key = NOMINEES[i].key,
						    .name = NOMINEES[i].name,
						    .region = NOMINEES[i].region,
						    .category = NOMINEES[i].category,
						    .evidence = s->evidence[at],
						    .sheets = s->sheets[at],
						    .sheet_count = 4 };
		if (NOMINEES[i].category == 1)
			continue;
		sample_evidence(s, at, "tunggakan", at == SIKKA ? "90" : "6", true);
		sample_evidence(s, at, "iuran", "10", true);
		sample_evidence(s, at, "izin", "ya", true);
		sample_evidence(s, at, "a1", at == ENDE ? "edaran" : "perda", at != ALOR);
		sample_evidence(s, at, "peserta", "1", true);
		sample_evidence(s, at, "pekerja", "3.0", true);
		sample_evidence(s, at, "tak_dibaca", "rahasia dapur", true);
	}
}

/* J1 to J3 judge all, J4 the villages; J2 was removed, J4 added. */
static inline void sample_panel(struct sample *s)
{
	static const enum panel_standing STANDINGS[] = { PANEL_MEMBER, PANEL_REMOVED, PANEL_MEMBER,
							 PANEL_ADDED };

	for (size_t j = 0; j < 4; j++) {
		s->panel[j] = (struct bundle_juror){ STANDINGS[j], s->owes[j] };
		s->owes[j][0] = j < 3;
		s->owes[j][1] = true;
	}
	for (size_t n = ALOR; n <= SIKKA; n++)
		for (size_t j = 0; j < 3; j++)
			sample_sheet(s, n, j, 8050 + (n == ENDE ? 500 : 0), j == 0 ? -100 : 300);
	for (size_t n = OEPULI; n <= TARUS; n++)
		for (size_t j = 0; j < 4; j++)
			sample_sheet(s, n, j, n == TARUS ? 100 : 300, 0);
	s->sheets[BELU][2]->recused = true;
	s->sheets[TARUS][3]->absent = true;
	s->sheets[OEPULI][1] = NULL; /* of the removed juror: not owed any more */
}

static inline void sample_events(struct sample *s)
{
	static const struct {
		const char *list;
		size_t first, second;
		bool withdrawn;
	} VOTES[] = { { "desa", OEPULI, TARUS, false },
		      { "desa", OEPULI, NAIMATA, true },
		      { "desa", NAIMATA, OEPULI, false } };

	for (size_t i = 0; i < 3; i++) {
		s->groups[i][0] = VOTES[i].first;
		s->groups[i][1] = VOTES[i].second;
		s->places[i][0] = 1;
		s->places[i][1] = i == 1 ? 1 : 2;
		s->votes[i] = (struct vote_record){ .list = VOTES[i].list,
						    .nominees = s->groups[i],
						    .places = s->places[i],
						    .count = 2,
						    .withdrawn = VOTES[i].withdrawn,
						    .has_ballots = i != 1,
						    .in_favour = 6,
						    .abstained = 1,
						    .reason = "Musyawarah\nmufakat" };
	}
	s->reopenings[0] = (struct bundle_reopening){ 0, ENDE, 1, false, "61", "311/5", { 0 } };
	s->reopenings[1] = (struct bundle_reopening){ 0, ENDE, 2, false, "50", "291/5", { 0 } };
	s->reopenings[2] = (struct bundle_reopening){ 2, TARUS, 2, true, "0", "0", { 0 } };
	s->changes[0] = (struct bundle_change){
		ENDE, { .name = "a1" }, { .name = "a1", .value = "edaran", .verified = true }
	};
	s->winners[0][0] = ENDE;
	s->winners[1][0] = BELU;
	s->lates[0] = (struct bundle_late){ 2, BELU, "kabkota", s->winners[0], s->winners[1],
					    1, 1,    { 0 } };
	for (size_t i = 0; i < 3; i++) {
		s->leaves[i].seq = (int64_t)i * 3 + 1;
		memset(s->leaves[i].hash, (int)i + 1, SHA256_SIZE);
	}
}

static inline bool sample_parse(void *arg, const char *text, size_t len, struct arena *arena,
				struct scheme *ret, struct complaints *complaints)
{
	struct sample *s = arg;

	if (len == strlen(SAMPLE_SCHEME) && memcmp(text, SAMPLE_SCHEME, len) == 0) {
		*ret = s->scheme; /* parsed already: reading YAML is what takes the time */
		return true;
	}
	return scheme_read("skema", text, len, arena, ret, complaints);
}

static inline struct scheme_parser sample_parser(struct sample *s)
{
	return (struct scheme_parser){ .parse = sample_parse, .arg = s };
}

static inline void sample_init(struct sample *s)
{
	*s = (struct sample){ 0 };
	complaints_init(&s->complaints, &s->arena);
	assert_true(scheme_read("skema", SAMPLE_SCHEME, strlen(SAMPLE_SCHEME), &s->arena,
				&s->scheme, &s->complaints));
	sample_nominees(s);
	sample_panel(s);
	sample_events(s);
	s->versions[0] = (struct bundle_version){
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 1700000000, NULL
	};
	s->versions[1] =
		(struct bundle_version){ s->scheme.sha256, 1700100000, "Bobot salah ketik" };
	s->bundle = (struct bundle){
		.release = 2,
		.corrects = 1,
		.correction = "Nilai J1 keliru disalin",
		.approved_at = 1753067045,
		.scheme_text = SAMPLE_SCHEME,
		.scheme_len = strlen(SAMPLE_SCHEME),
		.versions = s->versions,
		.version_count = 2,
		.input = { .scheme = &s->scheme,
			   .nominees = s->nominees,
			   .nominee_count = COUNT(s->nominees),
			   .juror_count = 4 },
		.panel = s->panel,
		.votes = s->votes,
		.vote_count = 3,
		.reopenings = s->reopenings,
		.reopening_count = 3,
		.changes = s->changes,
		.change_count = 1,
		.lates = s->lates,
		.late_count = 1,
		.leaves = s->leaves,
		.leaf_count = 3,
	};
	buf_init(&s->text, &s->arena);
}

#endif
