#include "paper/part.h"

#include <stdlib.h>
#include <string.h>

/* A finished PDF as libharu writes it: objects in the order of their numbers. */
struct source {
	const char *data;
	size_t len;
	size_t *at; /* at[i] = where object i begins; at[count] = where the last one ends */
	unsigned count;
	unsigned to_unicode; /* replaces every reference of that name; 0 = none */
	unsigned left_out;   /* an object that gets a number and is not taken; 0 = none */
	unsigned *renamed;   /* old number -> new one, 0 = not wanted */
	char tag;	     /* what distinguishes the subset's name from others */
};

static void doc_free(HPDF_Doc *doc)
{
	if (*doc)
		HPDF_Free(*doc);
}
#define AUTO_DOC __attribute__((cleanup(doc_free))) HPDF_Doc

static bool fail_haru(HPDF_Doc doc, const char *what, struct err *err)
{
	(void)FAIL(err, ERR_IO, "dokumen dasar PDF tidak dapat dibuat dari %s",
		   "cannot make the base of PDF documents from %s", what);
	if (doc)
		err_detail(err, "libharu error 0x%04lX, %lu", HPDF_GetError(doc),
			   HPDF_GetErrorDetail(doc));
	return false;
}

static bool find_objects(struct source *source, struct arena *arena)
{
	static const char START[] = "startxref\n", TABLE[] = "xref\n0 ";
	const char *start = NULL, *at = source->data, *table;
	size_t xref;

	while ((at = memmem(at, source->len - (size_t)(at - source->data), START,
			    sizeof(START) - 1)))
		start = at++;
	if (!start)
		return false;
	xref = strtoul(start + sizeof(START) - 1, NULL, 10);
	if (xref >= source->len || strncmp(source->data + xref, TABLE, sizeof(TABLE) - 1) != 0)
		return false;
	table = source->data + xref + sizeof(TABLE) - 1;
	source->count = (unsigned)strtoul(table, NULL, 10);
	table = strchr(table, '\n') + 1;
	if (source->count > 1000 ||
	    (size_t)(table - source->data) + 20 * source->count > source->len)
		return false;
	source->at = NEW(arena, size_t, source->count + 1);
	source->renamed = NEW(arena, unsigned, source->count);
	for (unsigned i = 1; i < source->count; i++) {
		source->at[i] = strtoul(table + 20 * (size_t)i, NULL, 10);
		if (source->at[i] <= source->at[i - 1] || source->at[i] >= xref)
			return false;
	}
	source->at[source->count] = xref;
	return source->count > 1;
}

static bool save(HPDF_Doc doc, struct arena *arena, struct source *ret)
{
	HPDF_UINT32 size;
	char *data;

	HPDF_SaveToStream(doc);
	if (HPDF_GetError(doc) != HPDF_OK)
		return false;
	size = HPDF_GetStreamSize(doc);
	data = NEW(arena, char, (size_t)size + 1);
	HPDF_ResetStream(doc);
	HPDF_ReadFromStream(doc, (HPDF_BYTE *)data, &size);
	if (HPDF_GetError(doc) != HPDF_OK)
		return false;
	*ret = (struct source){ .data = data, .len = size };
	return find_objects(ret, arena);
}

/* The dictionary of an object ends where its stream begins. */
static size_t head_len(const struct source *source, unsigned number)
{
	const char *object = source->data + source->at[number];
	size_t len = source->at[number + 1] - source->at[number];
	const char *stream = memmem(object, len, "stream", 6);

	return stream ? (size_t)(stream - object) : len;
}

/* Reads "12 0 R" at `text`; returns what follows it, or NULL when it is something else. */
static const char *reference(const char *text, unsigned *ret)
{
	char *end;
	unsigned long number;

	if (*text < '1' || *text > '9')
		return NULL;
	number = strtoul(text, &end, 10);
	if (number > 1000 || strncmp(end, " 0 R", 4) != 0)
		return NULL;
	*ret = (unsigned)number;
	return end + 4;
}

static bool is_to_unicode(const struct source *source, const char *text)
{
	static const char KEY[] = "/ToUnicode ";
	size_t len = sizeof(KEY) - 1;

	return source->to_unicode && (size_t)(text - source->data) >= len &&
	       memcmp(text - len, KEY, len) == 0;
}

/* Marks everything that `root` leads to, in `order`; returns how many. */
static unsigned mark(struct source *source, unsigned root, unsigned first, unsigned *order)
{
	unsigned count = 0, number;

	order[count++] = root;
	source->renamed[root] = first;
	for (unsigned i = 0; i < count; i++) {
		const char *at = source->data + source->at[order[i]];
		const char *end = at + head_len(source, order[i]);

		if (order[i] == source->left_out)
			continue;
		for (at = strchr(at, '\n'); at < end; at++) {
			const char *after = at[-1] == ' ' ? reference(at, &number) : NULL;

			if (!after || is_to_unicode(source, at) || number >= source->count)
				continue;
			if (!source->renamed[number]) {
				source->renamed[number] = first + count;
				order[count++] = number;
			}
			at = after - 1;
		}
	}
	return count;
}

/* Subsets of one face must differ in their tag: libharu calls each of them HPDFAA. */
static void rename_tags(char *text, size_t len, char letter)
{
	static const char TAG[] = "/HPDFAA+", OURS[] = "/PARIT";
	char *tag;

	while ((tag = memmem(text, len, TAG, sizeof(TAG) - 1))) {
		memcpy(tag, OURS, sizeof(OURS) - 1);
		tag[sizeof(OURS) - 1] = letter;
	}
}

static void copy_object(const struct source *source, unsigned number, struct buf *to)
{
	const char *object = source->data + source->at[number];
	const char *end = object + head_len(source, number);
	const char *rest = source->data + source->at[number + 1];
	size_t start = to->len;
	unsigned old;

	buf_printf(to, "%u 0 obj", source->renamed[number]);
	for (const char *at = strchr(object, '\n'); at < end; at++) {
		const char *after = at[-1] == ' ' ? reference(at, &old) : NULL;

		if (!after) {
			buf_char(to, *at);
			continue;
		}
		buf_printf(to, "%u 0 R",
			   is_to_unicode(source, at) ? source->to_unicode : source->renamed[old]);
		at = after - 1;
	}
	rename_tags(to->data + start, to->len - start, source->tag);
	buf_add(to, end, (size_t)(rest - end));
}

static void take(struct source *source, struct arena *arena, unsigned root, unsigned first,
		 struct part *ret)
{
	unsigned *order = NEW(arena, unsigned, source->count);
	unsigned count = mark(source, root, first, order);
	size_t *at = NEW(arena, size_t, count);
	struct buf bytes;

	buf_init(&bytes, arena);
	for (unsigned i = 0; i < count; i++) {
		at[i] = bytes.len;
		if (order[i] != source->left_out)
			copy_object(source, order[i], &bytes);
	}
	*ret = (struct part){ .first = first,
			      .count = count,
			      .root = first,
			      .file = source->left_out ? source->renamed[source->left_out] : 0,
			      .bytes = bytes.data,
			      .len = bytes.len,
			      .at = at };
}

/* The first object whose dictionary holds `key`, or, when `key` ends in a space, the object that
 * the first such key refers to. 0 = none. */
static unsigned find_object(const struct source *source, const char *key)
{
	for (unsigned i = 1; i < source->count; i++) {
		const char *object = source->data + source->at[i];
		const char *found = memmem(object, head_len(source, i), key, strlen(key));
		unsigned number = 0;

		if (!found)
			continue;
		if (key[strlen(key) - 1] != ' ')
			return i;
		return reference(found + strlen(key), &number) && number < source->count ? number
											 : 0;
	}
	return 0;
}

static void put_utf8(unsigned code, char ret[4])
{
	size_t len = 0;

	if (code < 0x80) {
		ret[len++] = (char)code;
	} else if (code < 0x800) {
		ret[len++] = (char)(0xC0 | code >> 6);
		ret[len++] = (char)(0x80 | (code & 0x3F));
	} else {
		ret[len++] = (char)(0xE0 | code >> 12);
		ret[len++] = (char)(0x80 | (code >> 6 & 0x3F));
		ret[len++] = (char)(0x80 | (code & 0x3F));
	}
	ret[len] = '\0';
}

bool part_font(struct arena *arena, const char *path, const struct font *font, unsigned nth,
	       unsigned first, unsigned to_unicode, struct part *ret, struct err *err)
{
	AUTO_DOC doc = HPDF_New(NULL, NULL);
	struct source source;
	const char *name;
	HPDF_Page page;
	unsigned root;

	if (!doc)
		return fail_haru(NULL, path, err);
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	HPDF_UseUTFEncodings(doc);
	name = HPDF_LoadTTFontFromFile(doc, path, HPDF_TRUE);
	if (!name)
		return fail_haru(doc, path, err);
	page = HPDF_AddPage(doc);
	HPDF_Page_BeginText(page);
	HPDF_Page_SetFontAndSize(page, HPDF_GetFont(doc, name, "UTF-8"), 1);
	for (size_t i = 0; i < font->letter_count; i++) {
		char letter[4];

		put_utf8(font->letters[i].code, letter);
		HPDF_Page_ShowText(page, letter); /* only what was shown is embedded */
	}
	HPDF_Page_EndText(page);
	if (HPDF_GetError(doc) != HPDF_OK || !save(doc, arena, &source))
		return fail_haru(doc, path, err);
	source.to_unicode = to_unicode;
	source.tag = (char)('A' + nth % 26);
	source.left_out = find_object(&source, "/FontFile2 ");
	root = find_object(&source, "/Subtype /Type0");
	if (!root || !source.left_out)
		return fail_haru(doc, path, err);
	take(&source, arena, root, first, ret);
	return true;
}

/* The bytes of an object's stream; its length is an object of its own. */
static bool find_stream(const struct source *source, unsigned number, struct stream *ret)
{
	static const char KEY[] = "/Length ", BEGIN[] = "stream";
	const char *object = source->data + source->at[number];
	size_t head = head_len(source, number);
	const char *key = memmem(object, head, KEY, sizeof(KEY) - 1);
	unsigned length;

	if (!key || !reference(key + sizeof(KEY) - 1, &length) || length >= source->count)
		return false;
	object += head + sizeof(BEGIN) - 1;
	object += strspn(object, "\r\n");
	key = memmem(source->data + source->at[length], source->at[length + 1] - source->at[length],
		     "obj", 3);
	ret->data = object;
	ret->len = key ? strtoul(key + 3, NULL, 10) : 0;
	return ret->len && object + ret->len <= source->data + source->at[number + 1];
}

bool part_drawing(struct arena *arena, void (*draw)(HPDF_Page page, const void *what),
		  const void *what, double width, double height, struct stream *ret,
		  struct err *err)
{
	AUTO_DOC doc = HPDF_New(NULL, NULL);
	struct source source;
	HPDF_Page page;
	unsigned root;

	if (!doc)
		return fail_haru(NULL, "drawing", err);
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	page = HPDF_AddPage(doc);
	HPDF_Page_SetWidth(page, (float)width);
	HPDF_Page_SetHeight(page, (float)height);
	draw(page, what);
	if (HPDF_GetError(doc) != HPDF_OK || !save(doc, arena, &source))
		return fail_haru(doc, "drawing", err);
	root = find_object(&source, "/Contents ");
	return (root && find_stream(&source, root, ret)) || fail_haru(doc, "drawing", err);
}
