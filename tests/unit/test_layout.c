#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "paper/page.h"

/* Set by tests/paper: where to leave the documents, so that other tools can look at them. */
#define FOLDER_ENV "PAPER_PDFS"

static struct paper *paper;

static int open_paper(void **state)
{
	struct err err;

	(void)state;
	return paper_open("build/fonts", "templates/paper", &paper, &err) ? 0 : -1;
}

static int close_paper(void **state)
{
	(void)state;
	paper_close(paper);
	return 0;
}

/* What the layouts of these tests are filled with. */
static struct val *sample_data(struct arena *arena)
{
	static const char TEXT[] =
		"{\"name\": \"Kabupaten Belu\", \"missing\": null, \"shown\": true, \"hidden\": false,"
		" \"place\": {\"name\": \"Kupang\"}, \"none\": [],"
		" \"heads\": [{\"code\": \"J1\"}, {\"code\": \"J2\"}],"
		" \"people\": [{\"name\": \"Nama Contoh\", \"office\": \"Ketua\"},"
		"              {\"name\": \"Nama Lain\", \"office\": \"Anggota\", \"note\": \"x\"}],"
		" \"rows\": [{\"name\": \"Belu\", \"score\": \"87,05\", \"low\": \"84.1\","
		"            \"high\": \"90\", \"winner\": true, \"best\": 1, \"middle\": 1.5,"
		"            \"worst\": 2, \"official\": 1,"
		"            \"marks\": [{\"value\": \"80\"}, {\"value\": \"85,5\"}]},"
		"           {\"name\": \"Ende\", \"score\": \"8,5\", \"marks\": []}],"
		" \"places\": 2.5, \"words\": [\"satu\", \"dua\"]}";
	struct val *data;
	struct err err;

	assert_true(json_parse(arena, TEXT, strlen(TEXT), &data, &err));
	return data;
}

static bool read_layout(struct arena *arena, const char *name, const char *text,
			struct layout **ret, struct complaints *complaints)
{
	complaints_init(complaints, arena);
	return layout_read(arena, name, text, strlen(text), sample_data(arena), NULL, paper, ret,
			   complaints);
}

static bool print_text(struct arena *arena, const char *text, struct val *data, struct buf *ret,
		       struct err *err)
{
	const struct document document = { .title = "Uji", .at = 1753066800 };
	struct complaints complaints;
	struct layout *layout;
	struct buf said;

	buf_init(&said, arena);
	if (!read_layout(arena, "uji.yaml", text, &layout, &complaints)) {
		complaints_print(&complaints, LANG_EN, &said);
		fail_msg("%s", said.data);
	}
	buf_init(ret, arena);
	return paper_print(paper, layout, &document, data ? data : sample_data(arena), ret, err);
}

/* ---- Reading ---- */

#define DOCUMENT "document: {kind: uji}\n"

static void every_mistake_is_said_with_its_place(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column;
		const char *says; /* in English */
	} CASES[] = {
		{ "blocks: []\n", 1, 1, "document is missing" },
		{ "document: {}\nblocks: []\n", 1, 11, "kind is missing" },
		{ DOCUMENT, 1, 1, "blocks is missing" },
		{ "- a\n", 1, 1, "keys and values" },
		{ DOCUMENT "blocks: []\nsizes: 1\n", 3, 1, "unknown key: \"sizes\"" },
		{ DOCUMENT "blocks: {text: a}\n", 2, 9, "list of blocks" },
		{ DOCUMENT "blocks:\n  - txt: a\n", 3, 5, "one of the keys text, table" },
		{ DOCUMENT "blocks:\n  - {text: a, qr: b}\n", 3, 5, "two kinds of block" },
		{ DOCUMENT "blocks:\n  - {text: a, colr: b}\n", 3, 15, "unknown key: \"colr\"" },
		{ DOCUMENT "blocks:\n  - {text: a, font: times}\n", 3, 21, "serif-italic, sans" },
		{ DOCUMENT "blocks:\n  - {text: a, size_pt: 12pt}\n", 3, 24, "not a number" },
		{ DOCUMENT "blocks:\n  - {text: a, size_pt: 900}\n", 3, 24, "from 3 to 200" },
		{ DOCUMENT "blocks:\n  - {text: a, size_pt: 1e2}\n", 3, 24, "not a number" },
		{ DOCUMENT "blocks:\n  - {text: a, width_mm: -1}\n", 3, 25, "out of range" },
		{ DOCUMENT "blocks:\n  - {text: a, smallest_pt: 20}\n", 3, 28, "larger than" },
		{ DOCUMENT "blocks:\n  - {text: a, lines: 7}\n", 3, 22, "from 1 to 6" },
		{ DOCUMENT "blocks:\n  - {text: a, align: middle}\n", 3, 22, "one of left" },
		{ DOCUMENT "blocks:\n  - {text: a, colour: navy}\n", 3, 23, "unknown colour" },
		{ DOCUMENT "blocks:\n  - {text: a, colour: \"#12\"}\n", 3, 23, "unknown colour" },
		{ DOCUMENT "blocks:\n  - {text: a, style: big}\n", 3, 22, "unknown style" },
		{ DOCUMENT "blocks:\n  - {text: a, keep: yes}\n", 3, 21, "true or false" },
		{ DOCUMENT "blocks:\n  - {text: a, at: {x_mm: 3}}\n", 3, 19, "y_mm is missing" },
		{ DOCUMENT "blocks:\n  - text: \"{{nme}}\"\n", 3, 11, "placeholder: {{nme}}" },
		{ DOCUMENT "blocks:\n  - text: \"{{place.nme}}\"\n", 3, 11, "{{place.nme}}" },
		{ DOCUMENT "blocks:\n  - text: \"{{place}}\"\n", 3, 11, "is not a text" },
		{ DOCUMENT "blocks:\n  - text: \"{{Na me}}\"\n", 3, 11, "is not a name" },
		{ DOCUMENT "blocks:\n  - text: \"{{name\"\n", 3, 11, "not closed" },
		{ DOCUMENT "blocks:\n  - text: \"{{row}}\"\n", 3, 11, "unknown placeholder" },
		{ DOCUMENT "blocks:\n  - text: \"{{page}}\"\n", 3, 11, "unknown placeholder" },
		{ DOCUMENT "blocks:\n  - text: {en: a}\n", 3, 11, "(id) is missing" },
		{ DOCUMENT "blocks:\n  - {text: a, when: nme}\n", 3, 21, "unknown value" },
		{ DOCUMENT "blocks:\n  - {signatures: rows}\n", 3, 18, "has no office" },
		{ DOCUMENT "blocks:\n  - {signatures: name}\n", 3, 18, "is not a list" },
		{ DOCUMENT "blocks:\n  - {table: rows}\n", 3, 5, "columns is missing" },
		{ DOCUMENT "blocks:\n  - {table: rows, columns: [{txt: a}]}\n", 3, 30, "txt" },
		{ DOCUMENT "blocks:\n  - {table: rows, columns: [{text: a, when: name}]}\n", 3, 28,
		  "every column has a when" },
		{ DOCUMENT "blocks:\n  - {table: rows, columns: [{text: \"{{x}}\"}]}\n", 3, 36,
		  "{{x}}" },
		{ DOCUMENT "blocks:\n  - {repeat: rows}\n", 3, 5, "blocks is missing" },
		{ DOCUMENT "blocks:\n  - {chart: rows}\n", 3, 5, "value, or low and high" },
		{ DOCUMENT "blocks:\n  - {image: none.png}\n", 3, 13, "no such picture" },
		{ DOCUMENT "blocks:\n  - {image: ../secret.png}\n", 3, 13, "name of a picture" },
		{ "document: {kind: a, page: a9}\nblocks: []\n", 1, 27, "one of a3" },
		{ "document: {kind: a, margins_mm: 110}\nblocks: []\n", 1, 33, "no room between" },
		{ "document: {kind: a, bleed_mm: 30}\nblocks: []\n", 1, 31, "from 0 to 10" },
		{ "document: {kind: a, background: {border: wavy}}\nblocks: []\n", 1, 42,
		  "one of none" },
		{ "document: &a {kind: a}\nblocks: []\n", 1, 11, "anchors" },
		{ DOCUMENT "blocks: [\n", 0, 0, "YAML syntax" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct complaints complaints;
		struct layout *layout;

		assert_false(read_layout(&arena, "uji.yaml", CASES[i].text, &layout, &complaints));
		assert_true(complaints.count >= 1);
		if (!strstr(complaints.items[0].text.text[LANG_EN], CASES[i].says))
			fail_msg("%zu: %s", i, complaints.items[0].text.text[LANG_EN]);
		if (CASES[i].line && (complaints.items[0].place.line != CASES[i].line ||
				      complaints.items[0].place.column != CASES[i].column))
			fail_msg("%zu: %u:%u", i, complaints.items[0].place.line,
				 complaints.items[0].place.column);
	}
	arena_release(&arena);
}

static void all_mistakes_are_said_at_once(void **state)
{
	static const char TEXT[] =
		"document: {kind: uji, page: a9}\n"
		"styles: {h: {font: times}, i: {sze: 3}}\n"
		"blocks:\n"
		"  - {text: \"{{nme}}\", style: h, size_pt: x}\n"
		"  - {text: \"{{name}}\", style: h}\n"
		"  - {table: rows, columns: [{text: \"{{nothing}}\", width: 3}]}\n";
	struct arena arena = { 0 };
	struct complaints complaints;
	struct layout *layout;

	(void)state;
	assert_false(read_layout(&arena, "uji.yaml", TEXT, &layout, &complaints));
	assert_int_equal(complaints.total, 7); /* the style's font only once */
	arena_release(&arena);
}

static void names_are_looked_for_in_the_item_and_then_outside(void **state)
{
	static const char TEXT[] =
		DOCUMENT "blocks:\n"
			 "  - {repeat: people, blocks: [{text: \"{{row}} {{name}} {{note}} "
			 "{{place.name}}\"}]}\n"
			 "  - {repeat: words, blocks: [{text: \"{{.}} {{name}}\"}]}\n"
			 "  - {repeat: none, blocks: [{text: \"{{anything}}\"}]}\n"
			 "  - {text: \"{{missing}}{{name}}\", when: shown}\n"
			 "  - {text: tidak, unless: shown}\n";
	struct arena arena = { 0 };
	struct buf pdf;
	struct err err;

	(void)state;
	assert_true(print_text(&arena, TEXT, NULL, &pdf, &err));
	arena_release(&arena);
}

/* ---- Refusals of data ---- */

#define LONG_WORDS                                                                          \
	"Koperasi Simpan Pinjam Serba Usaha Kasih Setia Nelayan Tradisional Pulau Adonara " \
	"dan Lembata dan Solor dan Alor dan Pantar dan Rote dan Sabu dan Semau dan Sumba"

static void what_does_not_fit_is_said_with_block_and_measure(void **state)
{
	static const struct {
		const char *block, *says;
	} CASES[] = {
		{ "{text: \"" LONG_WORDS "\", size_pt: 40, lines: 1}", "uji.yaml:3: the text is" },
		{ "{group: [{text: \"" LONG_WORDS "\", size_pt: 40}], height_mm: 10}",
		  "uji.yaml:3: this block is " },
		{ "{space_mm: 300}", "uji.yaml:3: this block is 43.0 mm higher" },
		{ "{text: a, at: {x_mm: 10, y_mm: 296}}", "uji.yaml:3: this block is 3.9 mm" },
		{ "{row: [{width_mm: 100, blocks: []}, {width_mm: 90, blocks: []}]}",
		  "uji.yaml:3: the cells are 24.0 mm wider" },
		{ "{table: rows, columns: [{text: a, width_mm: 180}]}",
		  "uji.yaml:3: the table's columns are 10.0 mm wider" },
		{ "{signatures: people, most: 1}", "there are 2 signatories, and 1 fit" },
		{ "{repeat: rows, across: 2, down: 2, cell_width_mm: 90, cell_height_mm: 9, blocks: "
		  "[{text: a}]}",
		  "uji.yaml:3: the grid is 10.0 mm wider" },
		{ "{repeat: rows, across: 2, down: 2, cell_width_mm: 80, cell_height_mm: 10, "
		  "blocks: [{text: a, size_pt: 20}]}",
		  "uji.yaml:3: this block is 6.8 mm higher" },
		{ "{qr: \"{{name}}\", size_mm: 400}", "uji.yaml:3: this block is" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct buf pdf;
		struct err err;

		if (print_text(&arena,
			       arena_printf(&arena, DOCUMENT "blocks:\n  - %s\n", CASES[i].block),
			       NULL, &pdf, &err))
			fail_msg("%zu was printed", i);
		assert_int_equal(err.kind, ERR_INPUT);
		if (!strstr(err.msg[LANG_EN], CASES[i].says))
			fail_msg("%zu: %s", i, err.msg[LANG_EN]);
	}
	arena_release(&arena);
}

static void a_character_that_no_font_has_is_named_with_its_block(void **state)
{
	static const struct {
		const char *name, *says;
	} CASES[] = {
		{ "PT Maju 😀", "U+1F600" },	  { "شركة", "U+0634" },
		{ "PT Z\xcc\x83", "U+0303" },	  { "Belu\x01", "U+0001" },
		{ "Belu\xe2\x80\xae", "U+202E" },
	};
	static const char *const BLOCKS[] = {
		"{text: \"{{name}}\"}",
		"{text: \"{{name}}\", lines: 2}",
		"{table: rows, columns: [{head: \"{{name}}\", text: a}]}",
		"{chart: rows, label: \"{{place.name}}{{name}}\", value: score}",
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES) * COUNT(BLOCKS); i++) {
		const char *block = BLOCKS[i % COUNT(BLOCKS)];
		struct val *data = sample_data(&arena);
		struct buf pdf;
		struct err err;

		val_put_text(data, "name", CASES[i / COUNT(BLOCKS)].name);
		val_put_text(val_find(data, "place"), "name", CASES[i / COUNT(BLOCKS)].name);
		assert_false(print_text(&arena,
					arena_printf(&arena, DOCUMENT "blocks:\n  - %s\n", block),
					data, &pdf, &err));
		assert_int_equal(err.kind, ERR_INPUT);
		assert_non_null(strstr(err.msg[LANG_ID], CASES[i / COUNT(BLOCKS)].says));
		assert_non_null(strstr(err.msg[LANG_EN], "uji.yaml:3: "));
	}
	arena_release(&arena);
}

/* ---- Pictures ---- */

static void put_u32(struct buf *buf, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(buf, (char)(number >> shift));
}

static void put_chunk(struct buf *png, const char *type, const void *data, size_t len)
{
	size_t start = png->len + 4;

	put_u32(png, (uint32_t)len);
	buf_puts(png, type);
	buf_add(png, data, len);
	put_u32(png, (uint32_t)crc32(0, (const Bytef *)png->data + start, (uInt)(len + 4)));
}

/* 4 x 4 pixels of this colour type, all bytes the same. */
static void make_png(struct arena *arena, uint8_t colour, uint8_t depth, struct buf *ret)
{
	static const unsigned SAMPLES[] = { 1, 0, 3, 1, 2, 0, 4 };
	const uint8_t head[13] = { 0, 0, 0, 4, 0, 0, 0, 4, depth, colour };
	size_t row = (SAMPLES[colour] * depth * 4 + 7) / 8 + 1;
	uint8_t raw[256], packed[512];
	uLongf size = sizeof(packed);

	for (size_t i = 0; i < row * 4; i++)
		raw[i] = i % row ? 0x11 : 0;
	assert_int_equal(compress(packed, &size, raw, row * 4), Z_OK);
	buf_init(ret, arena);
	buf_add(ret, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(ret, "IHDR", head, sizeof(head));
	if (colour == 3)
		put_chunk(ret, "PLTE", raw, 51);
	if (colour == 3 && depth == 8)
		put_chunk(ret, "tRNS", raw, 10);
	put_chunk(ret, "IDAT", packed, size);
	put_chunk(ret, "IEND", NULL, 0);
}

static void write_file(const char *path, const void *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static bool read_pictured(struct arena *arena, const char *folder, const char *file,
			  struct complaints *complaints, struct layout **ret)
{
	return read_layout(
		arena, arena_printf(arena, "%s/uji.yaml", folder),
		arena_printf(arena, DOCUMENT "blocks:\n  - {image: %s, width_mm: 20}\n", file), ret,
		complaints);
}

static void pictures_of_every_kind_are_taken_over(void **state)
{
	static const struct {
		uint8_t colour, depth;
		const char *has;
	} CASES[] = {
		{ 0, 8, "/DeviceGray /BitsPerComponent 8" },
		{ 0, 1, "/DeviceGray /BitsPerComponent 1" },
		{ 2, 8, "/DeviceRGB /BitsPerComponent 8" },
		{ 2, 16, "/SMask" },
		{ 3, 4, "/Indexed" },
		{ 3, 8, "/SMask" },
		{ 4, 8, "/SMask" },
		{ 6, 8, "/SMask" },
	};
	const struct document document = { .at = 1 };
	char folder[] = "/tmp/layout-XXXXXX";
	struct arena arena = { 0 };
	const char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&arena, "%s/logo.png", folder);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct complaints complaints;
		struct layout *layout;
		struct buf png, pdf;
		struct err err;

		make_png(&arena, CASES[i].colour, CASES[i].depth, &png);
		write_file(path, png.data, png.len);
		if (!read_pictured(&arena, folder, "logo.png", &complaints, &layout))
			fail_msg("%zu: %s", i, complaints.items[0].text.text[LANG_EN]);
		buf_init(&pdf, &arena);
		assert_true(paper_print(paper, layout, &document, sample_data(&arena), &pdf, &err));
		if (!memmem(pdf.data, pdf.len, CASES[i].has, strlen(CASES[i].has)))
			fail_msg("%zu: no %s", i, CASES[i].has);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	arena_release(&arena);
}

static void what_is_no_picture_is_refused_where_it_stands(void **state)
{
	char folder[] = "/tmp/layout-XXXXXX";
	struct arena arena = { 0 };
	struct buf png;
	const char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&arena, "%s/logo.png", folder);
	make_png(&arena, 2, 8, &png);
	for (int i = 0; i < 4; i++) {
		struct complaints complaints;
		struct layout *layout;

		if (i == 0)
			write_file(path, "%PDF-1.4 not a picture", 22);
		if (i == 1)
			write_file(path, png.data, png.len - 30);
		if (i == 2)
			write_file(path, "", 0);
		if (i == 3) {
			png.data[60] ^= 0x55;
			write_file(path, png.data, png.len);
		}
		assert_false(read_pictured(&arena, folder, "logo.png", &complaints, &layout));
		assert_int_equal(complaints.items[0].place.line, 3);
		assert_int_equal(complaints.items[0].place.column, 13);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	arena_release(&arena);
}

/* ---- Printing ---- */

static void leave(const char *name, const struct buf *pdf)
{
	const char *folder = getenv(FOLDER_ENV);
	char path[512];

	if (!folder)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s.pdf", folder, name);
	write_file(path, pdf->data, pdf->len);
}

/* A list of `count` rows, for tables of every length. */
static struct val *long_data(struct arena *arena, size_t count)
{
	static const char *const NAMES[] = { "Kabupaten Belu", "PT Ñandú Łódź O'Brien", LONG_WORDS,
					     "Kabupaten Ende" };
	struct val *data = sample_data(arena), *rows = val_put_list(data, "rows");

	for (size_t i = 0; i < count; i++) {
		struct val *row = val_push_map(rows), *marks;

		val_put_text(row, "name", NAMES[i % COUNT(NAMES)]);
		val_put_text(row, "score", arena_printf(arena, "%zu,%02zu", 99 - i % 60, i % 100));
		val_put_text(row, "low", arena_printf(arena, "%zu", 90 - i % 60));
		val_put_text(row, "high", arena_printf(arena, "%zu", 100 - i % 60));
		val_put_bool(row, "winner", i < 3);
		marks = val_put_list(row, "marks");
		for (int j = 0; j < 2; j++)
			val_put_text(val_push_map(marks), "value", j ? "85,5" : "9");
	}
	return data;
}

static const char LONG_LAYOUT[] =
	"document:\n"
	"  kind: uji\n"
	"  text: {font: sans, size_pt: 9}\n"
	"  header: {skip_first: true, blocks: [{text: \"Kepala {{page}}\"}]}\n"
	"  footer: {blocks: [{text: \"Halaman {{page}} dari {{pages}}\", align: right}]}\n"
	"  bookmark: \"{{name}}\"\n"
	"blocks:\n"
	"  - {text: Rekapitulasi, font: serif-bold, size_pt: 16, align: centre, bookmark: Rekap}\n"
	"  - {table: rows, head_fill: pale, strong: winner, columns: [{head: No., text: "
	"\"{{row}}\", width_mm: 10, align: right}, {head: Nama, text: \"{{name}}\"}, {head: Nilai, "
	"text: \"{{score}}\", width_mm: 20, align: decimal}, {each: heads, head: \"{{code}}\", "
	"cells: marks, text: \"{{value}}\", width_mm: 14, align: decimal}]}\n"
	"  - {text: Bagan, font: sans-bold, above_mm: 6, keep: true, bookmark: Bagan}\n"
	"  - {chart: rows, label: \"{{name}}\", note: \"{{score}}\", value: score, low: low, high: "
	"high, strong: winner, second: grey}\n"
	"  - {signatures: people, above_mm: 10}\n";

/* Of ranks: whole ticks, and an end of the scale that the data know. */
static const char RANKS_LAYOUT[] =
	"document:\n"
	"  kind: uji\n"
	"  text: {font: sans, size_pt: 8}\n"
	"blocks:\n"
	"  - {text: Peringkat, font: sans-bold, keep: true}\n"
	"  - {chart: rows, label: \"Baris {{row}}\", low: best, high: worst, middle: middle, mark: "
	"official, from: 0.5, to_value: places, whole: true, ticks: 12}\n"
	"  - {text: Selesai}\n";

static struct val *ranks_data(struct arena *arena, size_t count)
{
	struct val *data = sample_data(arena), *rows = val_put_list(data, "rows");

	for (size_t i = 1; i <= count; i++) {
		struct val *row = val_push_map(rows);

		val_put_int(row, "best", (int64_t)(i > 3 ? i - 3 : 1));
		val_put_int(row, "worst", (int64_t)(i + 4 < count ? i + 4 : count));
		val_put_text(row, "middle", arena_printf(arena, "%zu.5", i < count ? i : i - 1));
		val_put_int(row, "official", (int64_t)i);
	}
	val_put_text(data, "places", arena_printf(arena, "%zu.5", count));
	return data;
}

static const char CARDS_LAYOUT[] =
	"document: {kind: uji, margins_mm: 15}\n"
	"blocks:\n"
	"  - repeat: rows\n"
	"    across: 2\n"
	"    down: 4\n"
	"    cell_width_mm: 85\n"
	"    cell_height_mm: 60\n"
	"    cut_marks: true\n"
	"    blocks:\n"
	"      - {text: \"{{name}}\", font: sans-bold, size_pt: 12, smallest_pt: 6, lines: 3}\n"
	"      - {qr: \"https://contoh.example/{{row}}\", at: {x_mm: 58, y_mm: 33}, size_mm: 24}\n"
	"      - {box: [{text: \"Kartu {{row}}\"}], at: {x_mm: 4, y_mm: 40}, width_mm: 40, fill: "
	"pale, stroke: grey}\n";

static void documents_are_left_for_other_tools(void **state)
{
	static const struct {
		const char *name, *layout;
		size_t rows;
	} CASES[] = {
		{ "cards", CARDS_LAYOUT, 9 },	{ "rows-1", LONG_LAYOUT, 1 },
		{ "rows-2", LONG_LAYOUT, 2 },	{ "rows-30", LONG_LAYOUT, 30 },
		{ "rows-31", LONG_LAYOUT, 31 }, { "rows-32", LONG_LAYOUT, 32 },
		{ "rows-33", LONG_LAYOUT, 33 }, { "rows-34", LONG_LAYOUT, 34 },
		{ "rows-35", LONG_LAYOUT, 35 }, { "rows-80", LONG_LAYOUT, 80 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct buf pdf, again;
		struct err err;

		if (!print_text(&arena, CASES[i].layout, long_data(&arena, CASES[i].rows), &pdf,
				&err))
			fail_msg("%s", err.msg[LANG_EN]);
		assert_true(print_text(&arena, CASES[i].layout, long_data(&arena, CASES[i].rows),
				       &again, &err));
		assert_int_equal(pdf.len, again.len);
		assert_memory_equal(pdf.data, again.data, pdf.len);
		leave(CASES[i].name, &pdf);
	}
	arena_release(&arena);
}

static void a_chart_of_ranks_is_left_for_other_tools(void **state)
{
	static const size_t CASES[] = { 1, 2, 8, 22, 60, 200 };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct buf pdf;
		struct err err;

		if (!print_text(&arena, RANKS_LAYOUT, ranks_data(&arena, CASES[i]), &pdf, &err))
			fail_msg("%s", err.msg[LANG_EN]);
		leave(arena_printf(&arena, "ranks-%zu", CASES[i]), &pdf);
	}
	arena_release(&arena);
}

static void bleed_and_marks_lie_outside_the_cut(void **state)
{
	static const char TEXT[] =
		"document: {kind: uji, page: a5, bleed_mm: 3, crop_marks: true, background: {colour: "
		"\"#e8eef4\", border: corners, emblem: {size_mm: 30}}}\n"
		"blocks: [{text: \"{{name}}\", above_mm: 3}]\n";
	struct arena arena = { 0 };
	struct buf pdf;
	struct err err;

	(void)state;
	assert_true(print_text(&arena, TEXT, NULL, &pdf, &err));
	assert_non_null(memmem(pdf.data, pdf.len, "/TrimBox [25.50 25.50 445.03 620.78]", 36));
	assert_non_null(memmem(pdf.data, pdf.len, "/BleedBox [17.00 17.00 ", 23));
	leave("bleed", &pdf);
	arena_release(&arena);
}

static void several_layouts_become_one_file_with_bookmarks(void **state)
{
	const struct document document = { .title = "Semua", .at = 1753066800, .sample = true };
	struct arena arena = { 0 };
	struct complaints complaints;
	struct layout *rows, *cards;
	struct buf pdf;
	struct err err;

	(void)state;
	assert_true(read_layout(&arena, "uji.yaml", LONG_LAYOUT, &rows, &complaints));
	assert_true(read_layout(&arena, "kartu.yaml", CARDS_LAYOUT, &cards, &complaints));
	buf_init(&pdf, &arena);
	assert_true(paper_print_all(
		paper,
		(const struct filled[]){
			{ .layout = rows, .data = long_data(&arena, 40) },
			{ .layout = cards, .data = long_data(&arena, 3) },
			{ .layout = rows, .data = long_data(&arena, 2), .lang = LANG_EN } },
		3, &document, &pdf, &err));
	leave("several", &pdf);
	assert_false(paper_print_all(paper, NULL, 0, &document, &pdf, &err));
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	arena_release(&arena);
}

static void the_designs_hold_short_and_long_names(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < DESIGN_COUNT * 2; i++) {
		const struct design *design = &DESIGNS[i / 2];
		struct certificate certificate = CERTIFICATE_EXAMPLE;
		struct buf pdf;
		struct err err;

		certificate.layout = paper_design(paper, design->key);
		certificate.sample = false;
		certificate.nominee = i % 2 ? LONG_WORDS : "Kabupaten Ñandú Łódź O'Brien";
		assert_non_null(certificate.layout);
		buf_init(&pdf, &arena);
		if (!paper_certificate(paper, &certificate, &pdf, &err))
			fail_msg("%s", err.msg[LANG_EN]);
		leave(arena_printf(&arena, "%s-%s", design->key, i % 2 ? "long" : "short"), &pdf);
	}
	assert_null(paper_design(paper, "gilded"));
	assert_null(paper_design(paper, NULL));
	arena_release(&arena);
}

static void *print_often(void *arg)
{
	struct arena arena = { 0 };
	char *digest = arg;

	for (int i = 0; i < 5; i++) {
		struct buf pdf;
		struct err err;

		if (print_text(&arena, LONG_LAYOUT, long_data(&arena, 40), &pdf, &err))
			sha256_hex(pdf.data, pdf.len, digest);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return NULL;
}

static void threads_print_the_same_bytes(void **state)
{
	char digests[3][SHA256_HEX_SIZE] = { "" };
	pthread_t threads[3];

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, print_often, digests[i]), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(strlen(digests[0]), 64);
	assert_string_equal(digests[0], digests[1]);
	assert_string_equal(digests[0], digests[2]);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(every_mistake_is_said_with_its_place),
		cmocka_unit_test(all_mistakes_are_said_at_once),
		cmocka_unit_test(names_are_looked_for_in_the_item_and_then_outside),
		cmocka_unit_test(what_does_not_fit_is_said_with_block_and_measure),
		cmocka_unit_test(a_character_that_no_font_has_is_named_with_its_block),
		cmocka_unit_test(pictures_of_every_kind_are_taken_over),
		cmocka_unit_test(what_is_no_picture_is_refused_where_it_stands),
		cmocka_unit_test(documents_are_left_for_other_tools),
		cmocka_unit_test(a_chart_of_ranks_is_left_for_other_tools),
		cmocka_unit_test(bleed_and_marks_lie_outside_the_cut),
		cmocka_unit_test(several_layouts_become_one_file_with_bookmarks),
		cmocka_unit_test(the_designs_hold_short_and_long_names),
		cmocka_unit_test(threads_print_the_same_bytes),
	};

	if (argc > 1 && strcmp(argv[1], "--picture") == 0)
		picture_child(); /* what renews the pictures of layouts */
	crypto_init();
	return cmocka_run_group_tests(TESTS, open_paper, close_paper);
}
