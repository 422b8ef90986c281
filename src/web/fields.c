#include <string.h>

#include "web/form.h"

#define TEXT_MAX_DEFAULT 200
#define DECIMAL_MAX_LEN 32
#define WHOLE_MAX_LEN 18
#define NAME_MAX_LEN 64

/* ---- Which pair belongs to which declared field ---- */

static bool is_family(const struct field *field)
{
	size_t len = strlen(field->name);

	return len && field->name[len - 1] == '*';
}

static bool belongs(const struct field *field, const char *name)
{
	size_t len = strlen(field->name);

	if (!is_family(field))
		return strcmp(field->name, name) == 0;
	return strncmp(field->name, name, len - 1) == 0 && name[len - 1] != '\0';
}

static bool is_declared(const struct field *fields, const char *name)
{
	for (const struct field *field = fields; field && field->name; field++)
		if (belongs(field, name))
			return true;
	return false;
}

/* Takes the token out and refuses what no form of ours sends. */
static bool check_names(const struct field *fields, const struct pairs *pairs,
			const char **ret_token, struct err *err)
{
	*ret_token = NULL;
	for (size_t i = 0; i < pairs->count; i++) {
		const char *name = pairs->items[i].name;

		for (size_t k = 0; k < i; k++)
			if (strcmp(pairs->items[k].name, name) == 0)
				return FAIL_CODE(err, ERR_INPUT, "repeated_field",
						 "Isian %.64s dikirim dua kali.",
						 "The field %.64s was sent twice.", name);
		if (strcmp(name, "_token") == 0)
			*ret_token = pairs->items[i].file ? NULL : pairs->items[i].value;
		else if (strlen(name) > NAME_MAX_LEN || !is_declared(fields, name))
			return FAIL_CODE(err, ERR_INPUT, "unknown_field",
					 "Isian %.64s tidak dikenal.",
					 "The field %.64s is not known.", name);
	}
	return true;
}

/* ---- Values ---- */

static void complain_beside(struct arena *arena, struct field_value *value, const char *id,
			    const char *en)
{
	value->complaint[LANG_ID] = arena_text(arena, id);
	value->complaint[LANG_EN] = arena_text(arena, en);
}

/* Line ends of every system become '\n'. */
static size_t unify_lines(char *text, size_t len)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		text[out++] = text[i] == '\r' ? '\n' : text[i];
	}
	text[out] = '\0';
	return out;
}

static bool is_digits(const char *text, size_t len)
{
	return len && strspn(text, "0123456789") == len;
}

/* "8,5" and "8.5" become "8.5"; no exponent, no sign +, no thousands separator. */
static bool normal_decimal(char *text, size_t len)
{
	size_t sign = text[0] == '-';
	size_t whole = strspn(text + sign, "0123456789");
	char *point = text + sign + whole;

	if (!whole || len > DECIMAL_MAX_LEN)
		return false;
	if (!*point)
		return true;
	if (*point != ',' && *point != '.')
		return false;
	*point = '.';
	return is_digits(point + 1, len - sign - whole - 1);
}

static void check_type(struct arena *arena, enum field_type type, char *text,
		       struct field_value *value)
{
	size_t len = strlen(text);
	struct civil day;

	switch (type) {
	case WEB_KEY:
		if (!text_is_key(text, len))
			complain_beside(arena, value,
					"Hanya huruf kecil a–z, angka, dan tanda hubung, paling "
					"banyak 32.",
					"Only small letters a–z, digits and hyphens, at most 32.");
		return;
	case WEB_DECIMAL:
		if (!normal_decimal(text, len))
			complain_beside(arena, value, "Tuliskan angka, misalnya 8,5.",
					"Enter a number, for example 8.5.");
		return;
	case WEB_WHOLE:
		if (!is_digits(text, len) || len > WHOLE_MAX_LEN)
			complain_beside(arena, value, "Tuliskan bilangan bulat, misalnya 3.",
					"Enter a whole number, for example 3.");
		return;
	case WEB_DATE:
		if (!date_read(text, &day))
			complain_beside(arena, value,
					"Tuliskan tanggal yang ada, misalnya 21 Juli 2025.",
					"Enter a real date, for example 21 July 2025.");
		else
			value->text =
				arena_printf(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
		return;
	case WEB_CHECK:
		if (strcmp(text, "on") != 0)
			complain_beside(arena, value, "Pilihan ini tidak dikenal.",
					"This choice is not known.");
		return;
	case WEB_TEXT:
	case WEB_LINES:
	case WEB_SECRET:
	case WEB_FILE: return;
	}
}

static void read_text(struct arena *arena, const struct field *field, const struct pair *pair,
		      struct field_value *value)
{
	bool secret = field->type == WEB_SECRET, lines = field->type == WEB_LINES;
	unsigned max = field->max ? field->max : TEXT_MAX_DEFAULT;
	const char *from = pair->value;
	size_t len = pair->len;
	struct err err;
	char *text;

	while (!secret && len && strchr(" \t\r\n", from[len - 1]))
		len--;
	while (!secret && !lines && len && (*from == ' ' || *from == '\t')) {
		from++;
		len--;
	}
	text = arena_copy(arena, from, len);
	if (lines)
		len = unify_lines(text, len);
	if (!text_nfc(arena, text, len, lines, &text, &err)) {
		complain_beside(arena, value, "Teks memuat karakter yang tidak diizinkan.",
				"The text holds characters that are not allowed.");
		return;
	}
	value->text = secret ? arena_copy(arena, from, len) : text;
	if (text_length(text) > max) {
		complain_beside(arena, value,
				arena_printf(arena, "Paling banyak %u karakter.", max),
				arena_printf(arena, "At most %u characters.", max));
		return;
	}
	if (*text)
		check_type(arena, field->type, text, value);
}

static void read_file(struct req *req, const struct field *field, const struct pair *pair,
		      struct field_value *value)
{
	struct arena *arena = req->arena;
	unsigned max = field->max ? field->max : TEXT_MAX_DEFAULT;

	if (!pair->file || !pair->len) /* what a browser sends when nothing was chosen */
		return;
	if (pair->len > max) {
		bool whole = max % (1u << 20) == 0;
		const char *size = whole ? arena_printf(arena, "%u MB", max >> 20)
					 : arena_printf(arena, "%u B", max);

		complain_beside(arena, value, arena_printf(arena, "Berkas paling besar %s.", size),
				arena_printf(arena, "The file may be at most %s.", size));
		return;
	}
	req->uploads[req->upload_count++] = (struct upload){
		.name = field->name, .file_name = pair->file, .data = pair->value, .len = pair->len
	};
}

static void add_value(struct req *req, const struct field *field, const char *name,
		      const struct pair *pair)
{
	struct field_value *value = &req->fields[req->field_count++];
	size_t uploads = req->upload_count;

	*value = (struct field_value){ .name = name, .text = "" };
	if (pair && field->type == WEB_FILE)
		read_file(req, field, pair, value);
	else if (pair)
		read_text(req->arena, field, pair, value);
	if (field->required && !value->complaint[LANG_ID] && !*value->text &&
	    uploads == req->upload_count)
		complain_beside(req->arena, value,
				field->type == WEB_FILE ? "Pilih berkas." : "Wajib diisi.",
				field->type == WEB_FILE ? "Choose a file." : "This is required.");
	if (value->complaint[LANG_ID])
		req->fields_ok = false;
}

bool fields_read(struct req *req, const struct pairs *pairs, const char **ret_token,
		 struct err *err)
{
	const struct field *fields = req->route->fields;
	size_t declared = 0;

	req->field_count = req->upload_count = 0;
	req->fields_ok = true;
	if (!check_names(fields, pairs, ret_token, err))
		return false;
	while (fields && fields[declared].name)
		declared++;
	req->fields = NEW(req->arena, struct field_value, declared + pairs->count + 1);
	req->uploads = NEW(req->arena, struct upload, pairs->count + 1);
	for (size_t i = 0; i < declared; i++) {
		bool family = is_family(&fields[i]), found = false;

		for (size_t k = 0; k < pairs->count; k++)
			if (belongs(&fields[i], pairs->items[k].name)) {
				add_value(req, &fields[i], pairs->items[k].name, &pairs->items[k]);
				found = true;
			}
		if (!found && !family)
			add_value(req, &fields[i], fields[i].name, NULL);
	}
	return true;
}
