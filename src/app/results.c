/* A tally as `tally --format json` prints it and GET …/results answers it. What a row says is
 * listed once, as fields; a tree and a text are made of them. */
#include "app/app.h"
#include "view/view.h"

enum field_kind { FIELD_TEXT, FIELD_NUMBER, FIELD_BOOL, FIELD_REASONS };

struct field {
	const char *key;
	enum field_kind kind;
	const char *text; /* TEXT, NUMBER; NULL = null */
	bool truth;	  /* BOOL */
};

#define FIELDS_MAX 16

/* ---- What a row says ---- */

static const char *decimal(struct arena *arena, bool known, struct ratio x, unsigned decimals)
{
	return known ? ratio_decimal(arena, x, decimals, '.') : NULL;
}

static size_t fields_of(struct arena *arena, const struct tally_input *input, const struct row *row,
			bool overall, struct field ret[FIELDS_MAX])
{
	const struct nominee *nominee = &input->nominees[row->nominee];
	unsigned decimals = input->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;
	size_t n = 0;

#define TEXT(key, text) ret[n++] = (struct field){ key, FIELD_TEXT, text, false }
#define NUMBER(key, text)                      \
	ret[n++] = (struct field)              \
	{                                      \
		key, FIELD_NUMBER, text, false \
	}
#define BOOL(key, truth)                     \
	ret[n++] = (struct field)            \
	{                                    \
		key, FIELD_BOOL, NULL, truth \
	}
	NUMBER("rank", ranked ? arena_printf(arena, "%u", row->rank) : NULL);
	TEXT("nominee", nominee->key);
	TEXT("name", nominee->name);
	if (overall)
		TEXT("category", input->scheme->categories[row->category].key);
	TEXT("score", decimal(arena, ranked, row->published, decimals));
	TEXT("exact", ranked ? ratio_fraction(arena, row->final) : NULL);
	TEXT("jury", decimal(arena, ranked && row->has_jury, row->jury, decimals));
	TEXT("data", decimal(arena, row->has_data, row->data, decimals));
	NUMBER("sheets", arena_printf(arena, "%zu", row->sheets));
	TEXT("status", standing_text(row->status));
	BOOL("tied", ranked && row->tied);
	TEXT("decided_by", ranked ? row->decided_by : NULL);
	BOOL("winner", ranked && row->winner);
	TEXT("title", ranked && row->title ? row->title->text[LANG_ID] : NULL);
	if (row->status == STANDING_INELIGIBLE)
		ret[n++] = (struct field){ "reasons", FIELD_REASONS, NULL, false };
#undef TEXT
#undef NUMBER
#undef BOOL
	return n;
}

static struct val *words_val(struct arena *arena, const struct words *words)
{
	struct val *ret = val_map(arena);

	val_put_text(ret, "id", words->text[LANG_ID]);
	if (words->text[LANG_EN])
		val_put_text(ret, "en", words->text[LANG_EN]);
	return ret;
}

static struct val *reasons(struct arena *arena, const struct row *row)
{
	struct val *ret = val_list(arena);

	for (size_t i = 0; i < row->failed_count; i++)
		(void)val_push(ret, words_val(arena, &row->failed[i]->reason));
	return ret;
}

/* ---- As a tree ---- */

static struct val *field_val(struct arena *arena, const struct field *field, const struct row *row)
{
	switch (field->kind) {
	case FIELD_TEXT: return val_text(arena, field->text);
	case FIELD_NUMBER: return field->text ? val_number(arena, field->text) : val_null(arena);
	case FIELD_BOOL: return val_bool(arena, field->truth);
	case FIELD_REASONS: return reasons(arena, row);
	}
	return val_null(arena);
}

struct val *result_row(struct arena *arena, const struct tally_input *input, const struct row *row,
		       bool overall)
{
	struct field fields[FIELDS_MAX];
	size_t count = fields_of(arena, input, row, overall, fields);
	struct val *ret = val_map(arena);

	for (size_t i = 0; i < count; i++)
		(void)val_put(ret, fields[i].key, field_val(arena, &fields[i], row));
	return ret;
}

static struct val *lists_val(struct arena *arena, const struct tally_input *input,
			     const struct ranking *rankings, size_t count, bool overall)
{
	struct val *ret = val_list(arena);

	for (size_t i = 0; i < count; i++) {
		struct val *list = val_push_map(ret);
		struct val *rows;

		val_put_text(list, "key", rankings[i].key);
		rows = val_put_list(list, "ranking");
		for (size_t k = 0; k < rankings[i].count; k++)
			(void)val_push(rows,
				       result_row(arena, input, &rankings[i].rows[k], overall));
		if (rankings[i].error.text[LANG_ID])
			(void)val_put(list, "error", words_val(arena, &rankings[i].error));
	}
	return ret;
}

struct val *results_val(struct arena *arena, const struct tally_input *input,
			const struct tally *tally)
{
	struct val *ret = val_map(arena);

	val_put_text(ret, "edition", input->scheme->edition);
	val_put_text(ret, "scheme_sha256", input->scheme->sha256);
	(void)val_put(ret, "categories",
		      lists_val(arena, input, tally->categories, tally->category_count, false));
	(void)val_put(ret, "overall",
		      lists_val(arena, input, tally->overalls, tally->overall_count, true));
	return ret;
}

/* ---- As text, row by row: for lists too long to be held as a tree ---- */

static void write_row(struct buf *ret, struct arena *scratch, const struct tally_input *input,
		      const struct row *row, bool overall)
{
	struct field fields[FIELDS_MAX];
	size_t count = fields_of(scratch, input, row, overall, fields);

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		buf_puts(ret, i ? ",\"" : "{\"");
		buf_puts(ret, field->key); /* ours: nothing in it to escape */
		buf_puts(ret, "\":");
		if (field->kind == FIELD_REASONS)
			json_write(ret, reasons(scratch, row));
		else if (field->kind == FIELD_BOOL)
			buf_puts(ret, field->truth ? "true" : "false");
		else if (!field->text)
			buf_puts(ret, "null");
		else if (field->kind == FIELD_NUMBER)
			buf_puts(ret, field->text);
		else
			json_write_text(ret, field->text);
	}
	buf_char(ret, '}');
	arena_reset(scratch);
}

static void write_lists(struct buf *ret, FILE *to, struct arena *scratch,
			const struct tally_input *input, const struct ranking *rankings,
			size_t count, bool overall)
{
	buf_char(ret, '[');
	for (size_t i = 0; i < count; i++) {
		buf_puts(ret, i ? ",{\"key\":" : "{\"key\":");
		json_write_text(ret, rankings[i].key);
		buf_puts(ret, ",\"ranking\":[");
		for (size_t k = 0; k < rankings[i].count; k++) {
			if (k)
				buf_char(ret, ',');
			write_row(ret, scratch, input, &rankings[i].rows[k], overall);
			buf_drain(ret, DRAIN_AT, to);
		}
		buf_char(ret, ']');
		if (rankings[i].error.text[LANG_ID]) {
			buf_puts(ret, ",\"error\":");
			json_write(ret, words_val(scratch, &rankings[i].error));
			arena_reset(scratch);
		}
		buf_char(ret, '}');
	}
	buf_char(ret, ']');
}

void buf_drain(struct buf *buf, size_t least, FILE *to)
{
	if (!to || buf->len < least)
		return;
	(void)fwrite(buf->data, 1, buf->len, to); /* the caller asks ferror at the end */
	buf->len = 0;
}

void results_json(const struct tally_input *input, const struct tally *tally, struct buf *ret,
		  FILE *to)
{
	struct arena scratch = { 0 };

	buf_puts(ret, "{\"edition\":");
	json_write_text(ret, input->scheme->edition);
	buf_puts(ret, ",\"scheme_sha256\":");
	json_write_text(ret, input->scheme->sha256);
	buf_puts(ret, ",\"categories\":");
	write_lists(ret, to, &scratch, input, tally->categories, tally->category_count, false);
	buf_puts(ret, ",\"overall\":");
	write_lists(ret, to, &scratch, input, tally->overalls, tally->overall_count, true);
	buf_char(ret, '}');
	buf_drain(ret, 0, to);
	arena_release(&scratch);
}
