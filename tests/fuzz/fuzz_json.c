/* The reader of JSON, on any bytes: what it accepts is written and read again the same. */

#include "fuzz.h"
#include "view/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct buf once, twice;
	struct val *val;
	struct err err;

	if (json_parse(&arena, (const char *)data, size, &val, &err)) {
		buf_init(&once, &arena);
		json_write(&once, val);
		HOLDS(text_is_utf8(once.data, once.len));
		/* Whole numbers beyond 64 bits come from exponents, and are not read again. */
		if (json_parse(&arena, once.data, once.len, &val, &err)) {
			buf_init(&twice, &arena);
			json_write(&twice, val);
			HOLDS(strcmp(once.data, twice.data) == 0);
		}
	}
	arena_release(&arena);
	return 0;
}
