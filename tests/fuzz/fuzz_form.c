/* Forms: the first byte chooses the encoding, the rest is the body. What is accepted must survive
 * being written and read again. */
#include "fuzz.h"
#include "web/form.h"

static const struct field FIELDS[] = {
	{ "a", WEB_TEXT, true, 10 },
	{ "b", WEB_LINES, false, 0 },
	{ "c", WEB_KEY, false, 0 },
	{ "d", WEB_DECIMAL, false, 0 },
	{ "e", WEB_WHOLE, false, 0 },
	{ "f", WEB_DATE, false, 0 },
	{ "g", WEB_CHECK, false, 0 },
	{ "h", WEB_SECRET, false, 0 },
	{ "m.*", WEB_DECIMAL, false, 0 },
	{ "u", WEB_FILE, false, 100 },
	{ 0 },
};
static const struct web_route ROUTE = { .path = "/", .fields = FIELDS };

static void escape(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_printf(out, "%%%02x", (unsigned char)text[i]);
}

static void check_again(struct arena *arena, const struct pairs *pairs)
{
	struct pairs again;
	struct err err;
	struct buf out;

	buf_init(&out, arena);
	for (size_t i = 0; i < pairs->count; i++) {
		escape(&out, pairs->items[i].name, strlen(pairs->items[i].name));
		buf_char(&out, '=');
		escape(&out, pairs->items[i].value, pairs->items[i].len);
		buf_char(&out, '&');
	}
	HOLDS(form_parse(arena, out.data, out.len, &again, &err));
	HOLDS(again.count == pairs->count);
	for (size_t i = 0; i < pairs->count; i++)
		HOLDS(strcmp(again.items[i].name, pairs->items[i].name) == 0 &&
		      again.items[i].len == pairs->items[i].len &&
		      memcmp(again.items[i].value, pairs->items[i].value, again.items[i].len) == 0);
}

static void check_fields(struct arena *arena, const struct pairs *pairs)
{
	struct req req = { .arena = arena, .route = &ROUTE };
	const char *token;
	struct err err;

	if (!fields_read(&req, pairs, &token, &err))
		return;
	for (size_t i = 0; i < req.field_count; i++) {
		const struct field_value *value = &req.fields[i];
		int64_t number;

		HOLDS(text_is_utf8(value->text, strlen(value->text)));
		HOLDS(!value->complaint[LANG_ID] == !value->complaint[LANG_EN]);
		HOLDS(!value->complaint[LANG_ID] || !req.fields_ok);
		if (strcmp(value->name, "d") == 0 && *value->text && !value->complaint[LANG_ID] &&
		    strlen(value->text) < 10)
			HOLDS(decimal_parse(value->text, strlen(value->text), 9, '.', &number));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct pairs pairs;
	struct err err;
	const char *body = (const char *)data + 1;
	bool good;

	if (!size)
		return 0;
	size--;
	good = data[0] == 'm' ? multipart_parse(&arena, "multipart/form-data; boundary=B", body,
						size, data[size] & 1, &pairs, &err)
			      : form_parse(&arena, body, size, &pairs, &err);
	if (good) {
		check_again(&arena, &pairs);
		check_fields(&arena, &pairs);
	}
	arena_release(&arena);
	return 0;
}
