/* The reader of bundles, on any bytes: it refuses, or what it accepts is written again the same. */
#include "app/app.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__lsan_default_suppressions(void);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	crypto_init();
	return 0;
}

/* libfyaml 0.7 forgets 4 KiB for some texts that are not YAML. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml";
}

/* The closing hash is made to fit: else nothing behind it would ever be accepted. */
static char *closed(struct arena *arena, const uint8_t *data, size_t size, size_t *ret_len)
{
	char hex[SHA256_HEX_SIZE];
	struct buf text;

	buf_init(&text, arena);
	buf_add(&text, data, size);
	if (size > SHA256_HEX_SIZE && data[size - SHA256_HEX_SIZE - 1] == '\n') {
		text.len = size - SHA256_HEX_SIZE;
		sha256_hex(text.data, text.len, hex);
		buf_printf(&text, "%s\n", hex);
	}
	*ret_len = text.len;
	return text.data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct complaints complaints;
	struct bundle bundle;
	struct buf again;
	size_t len;
	char *text = closed(&arena, data, size, &len);

	complaints_init(&complaints, &arena);
	if (bundle_load("bundle", text, len, &arena, &bundle, &complaints)) {
		buf_init(&again, &arena);
		HOLDS(bundle_write(&bundle, &again, &complaints));
		HOLDS(again.len == len && memcmp(again.data, text, len) == 0);
	}
	arena_release(&arena);
	return 0;
}
