/* Layouts, on any bytes: refused with places, or printed, or refused with the block's place. */

#include "fuzz.h"
#include "paper/paper.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7 forgets 4 KiB for some texts that are not YAML. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

static struct arena all; /* of the whole run */
static struct paper *paper;
static const struct val *data;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char ROWS[] =
		"[{\"name\": \"Kabupaten Belu\", \"score\": \"87,05\", \"winner\": true, \"marks\":"
		" [{\"value\": \"85.5\"}]}, {\"name\": \"PT \\u0141\\u00f3d\\u017a\", \"office\":"
		" \"Ketua\", \"score\": \"9\", \"marks\": []}]";
	struct val *rows, *map;
	struct err err;

	(void)argc;
	(void)argv;
	crypto_init();
	HOLDS(paper_open("build/fonts", "templates/paper", &paper, &err));
	HOLDS(json_parse(&all, ROWS, strlen(ROWS), &rows, &err));
	map = certificate_data(&CERTIFICATE_EXAMPLE, &all);
	(void)val_put(map, "rows", rows);
	data = map;
	return 0;
}

static void check(const struct complaints *list)
{
	struct buf out;

	for (size_t i = 0; i < list->count; i++)
		HOLDS(list->items[i].place.file);
	buf_init(&out, list->arena);
	complaints_print(list, LANG_EN, &out);
	HOLDS(text_is_utf8(out.data, out.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	const struct document document = { .lang = size % 2 ? LANG_EN : LANG_ID,
					   .sample = size % 3 == 0,
					   .at = 1753066800 };
	struct arena arena = { 0 };
	struct complaints list;
	struct layout *layout = NULL;
	struct buf pdf;
	struct err err;
	bool good;

	complaints_init(&list, &arena);
	good = layout_read(&arena, "f", input, size, data, NULL, paper, &layout, &list);
	HOLDS(good == (list.total == 0));
	check(&list);
	buf_init(&pdf, &arena);
	if (good && paper_print(paper, layout, &document, data, &pdf, &err))
		HOLDS(pdf.len > 500 && memcmp(pdf.data, "%PDF-1.4", 8) == 0);
	else if (good)
		HOLDS(err.kind == ERR_INPUT &&
		      text_is_utf8(err.msg[LANG_EN], strlen(err.msg[LANG_EN])));
	arena_release(&arena);
	return 0;
}
