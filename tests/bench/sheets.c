#include "sheets.h"

static void scheme_make(struct buf *text, size_t criteria)
{
	buf_puts(text,
		 "edition: bench\ntitle: {id: Uji kecepatan}\nlevel: kabkota\nregion: Contoh\n"
		 "assessment_year: 2024\nevent_year: 2025\nsample: true\nquorum: 5\n"
		 "aggregation: {method: mean}\ncategories:\n  - key: a\n    name: {id: A}\n"
		 "    winners: 3\n    aspects:\n      - key: k\n        name: {id: K}\n"
		 "        criteria:\n");
	for (size_t i = 0; i < criteria; i++)
		buf_printf(
			text,
			"          - {key: w%zu, name: {id: W%zu}, weight: %zu, kind: jury, min: 0, "
			"max: 100, step: 0.5}\n",
			i, i, 100 / criteria);
}

void sheets_make(struct arena *arena, size_t nominees, size_t criteria,
		 struct source ret[SOURCE_COUNT])
{
	struct buf scheme, names, scores;

	buf_init(&scheme, arena);
	buf_init(&names, arena);
	buf_init(&scores, arena);
	scheme_make(&scheme, criteria);
	buf_puts(&names, "nominee,name,category,region\n");
	buf_puts(&scores, "nominee,juror,criterion,score\n");
	for (size_t i = 0; i < nominees; i++) {
		buf_printf(&names, "n%zu,Nominee Contoh %zu,a,Wilayah Contoh\n", i, i);
		for (size_t j = 1; j <= 9; j++)
			for (size_t c = 0; c < criteria; c++)
				buf_printf(&scores, "n%zu,j%zu,w%zu,%u.5\n", i, j, c,
					   random_below(100));
	}
	for (size_t i = 0; i < SOURCE_COUNT; i++)
		ret[i] = (struct source){ 0 };
	ret[SOURCE_SCHEME] =
		(struct source){ .file = "scheme.yaml", .text = scheme.data, .len = scheme.len };
	ret[SOURCE_NOMINEES] =
		(struct source){ .file = "nominees.csv", .text = names.data, .len = names.len };
	ret[SOURCE_SCORES] =
		(struct source){ .file = "scores.csv", .text = scores.data, .len = scores.len };
}
