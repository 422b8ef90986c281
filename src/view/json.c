/* JSON: read by jansson, written by hand (a tree of ours, keys in their order, numbers as they
 * are). */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/view.h"

#define JSON_DEPTH_MAX 32
#define REAL_SIZE                                                                       \
	800 /* the longest plain decimal of a double has 767 digits; ours 17, and zeros \
	     */

/* Most reals are marks: at most four places. When the nearest double of that decimal is `x`, it is
 * the shortest one: two decimals of up to 15 digits never share a double. */
static bool real_format_short(double x, char *ret)
{
	double scaled = round(x * 10000), back = scaled / 10000;

	if (!(fabs(scaled) < 1e15) || back < x || back > x || !(fabs(scaled) > 0))
		return false;
	decimal_format((int64_t)scaled, 4, '.', ret);
	return true;
}

/* The plain decimal of the shortest of 15 or 17 digits that reads back as `x`: never an exponent.
 * `ret` holds REAL_SIZE bytes. */
static void real_format(double x, char *ret)
{
	char digits[40], mantissa[24] = { 0 };
	size_t at = 0, count = 0;
	double back;
	long point;
	char *e;

	(void)snprintf(digits, sizeof(digits), "%.14e", x);
	back = strtod(digits, NULL);
	if (back < x || back > x)
		(void)snprintf(digits, sizeof(digits), "%.16e", x);
	e = strchr(digits, 'e');
	point = strtol(e + 1, NULL, 10) + 1; /* digits before the point */
	for (const char *c = digits; c < e; c++)
		if (*c >= '0' && *c <= '9')
			mantissa[count++] = *c;
	while (count > 1 && mantissa[count - 1] == '0')
		count--;
	if (digits[0] == '-' && !(count == 1 && mantissa[0] == '0'))
		ret[at++] = '-';
	if (point <= 0)
		ret[at++] = '0';
	for (long i = 0; i < point; i++)
		ret[at++] = i < (long)count ? mantissa[i] : '0';
	if (point < (long)count)
		ret[at++] = '.';
	for (long i = point; i < 0; i++)
		ret[at++] = '0';
	for (long i = point > 0 ? point : 0; i < (long)count; i++)
		ret[at++] = mantissa[i];
	ret[at] = '\0';
}

static struct val *convert(struct arena *arena, const json_t *json, unsigned depth);

static struct val *convert_array(struct arena *arena, const json_t *json, unsigned depth)
{
	struct val *list = val_list(arena);

	for (size_t i = 0; i < json_array_size(json); i++) {
		struct val *item = convert(arena, json_array_get(json, i), depth + 1);

		if (!item)
			return NULL;
		(void)val_push(list, item);
	}
	return list;
}

static struct val *convert_object(struct arena *arena, json_t *json, unsigned depth)
{
	struct val *map = val_map(arena);
	const char *key;
	json_t *value;

	json_object_foreach(json, key, value)
	{
		struct val *item = convert(arena, value, depth + 1);

		if (!item)
			return NULL;
		(void)val_put(map, key, item);
	}
	return map;
}

/* NULL when it is nested too deeply. */
static struct val *convert(struct arena *arena, const json_t *json, unsigned depth)
{
	char real[REAL_SIZE];

	if (depth > JSON_DEPTH_MAX)
		return NULL;
	switch (json_typeof(json)) {
	case JSON_NULL: return val_null(arena);
	case JSON_TRUE: return val_bool(arena, true);
	case JSON_FALSE: return val_bool(arena, false);
	case JSON_STRING: return val_text(arena, json_string_value(json));
	case JSON_INTEGER: return val_int(arena, (int64_t)json_integer_value(json));
	case JSON_REAL:
		if (!real_format_short(json_real_value(json), real))
			real_format(json_real_value(json), real);
		return val_number(arena, real);
	case JSON_ARRAY: return convert_array(arena, json, depth);
	case JSON_OBJECT: return convert_object(arena, (json_t *)(uintptr_t)json, depth);
	}
	return NULL;
}

bool json_parse(struct arena *arena, const char *text, size_t len, struct val **ret,
		struct err *err)
{
	json_error_t error;
	json_t *json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);

	if (!json) {
		(void)FAIL(err, ERR_INPUT, "JSON tidak sah di baris %d, kolom %d",
			   "not valid JSON at line %d, column %d", error.line, error.column);
		err_detail(err, "%s", error.text);
		return false;
	}
	*ret = convert(arena, json, 1);
	json_decref(json);
	if (!*ret)
		return FAIL(err, ERR_INPUT, "JSON bersarang lebih dari %d tingkat",
			    "JSON nested more than %d levels", JSON_DEPTH_MAX);
	return true;
}

void json_write_text(struct buf *buf, const char *text)
{
	buf_char(buf, '"');
	for (const char *plain = text;; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(buf, plain, (size_t)(text - plain));
		if (!c)
			break;
		if (c == '"' || c == '\\')
			buf_printf(buf, "\\%c", c);
		else
			buf_printf(buf, "\\u%04x", c);
		plain = text + 1;
	}
	buf_char(buf, '"');
}

static void write_items(struct buf *buf, const struct val *val, bool keys)
{
	buf_char(buf, keys ? '{' : '[');
	for (size_t i = 0; i < val_count(val); i++) {
		if (i)
			buf_char(buf, ',');
		if (keys) {
			json_write_text(buf, val_key_at(val, i));
			buf_char(buf, ':');
		}
		json_write(buf, val_at(val, i));
	}
	buf_char(buf, keys ? '}' : ']');
}

void json_write(struct buf *buf, const struct val *val)
{
	switch (val_type(val)) {
	case VAL_NULL: buf_add(buf, "null", 4); break;
	case VAL_BOOL: buf_puts(buf, val_is_true(val) ? "true" : "false"); break;
	case VAL_NUMBER: buf_puts(buf, val_chars(val)); break;
	case VAL_TEXT: json_write_text(buf, val_chars(val)); break;
	case VAL_LIST: write_items(buf, val, false); break;
	case VAL_MAP: write_items(buf, val, true); break;
	}
}
