/* The reader of schemes and settings, on any bytes: it refuses with a place or it accepts. */

#include "app/app.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7 forgets 4 KiB for some texts that are not YAML. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	crypto_init();
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct complaints list;
	struct settings settings;
	struct scheme scheme;
	bool good;

	complaints_init(&list, &arena);
	good = scheme_read("f", (const char *)data, size, &arena, &scheme, &list);
	HOLDS(good == (list.total == 0));
	HOLDS(!good || (scheme.category_count && scheme.edition && scheme.quorum));
	check(&list);
	complaints_init(&list, &arena);
	good = settings_read("f", (const char *)data, size, &arena, &settings, &list);
	HOLDS(good == (list.total == 0));
	check(&list);
	arena_release(&arena);
	return 0;
}
