/* How documents are listed and named. */
#include <inttypes.h>
#include <string.h>

#include "documents.h"
#include "dossier.h"

const char *document_size(const struct req *req, int64_t size)
{
	char number[32];

	if (size < 1000000)
		return arena_printf(req->arena, "%" PRId64 " KB", (size + 999) / 1000);
	decimal_format((size + 50000) / 100000, 1, '.', number);
	return arena_printf(req->arena, "%s MB", show_decimal(req->arena, number, req->lang));
}

static void row_put(const struct req *req, struct val *rows, const struct attachment *document,
		    bool proves)
{
	struct val *row = val_push_map(rows);

	val_put_int(row, "document", document->id);
	val_put_text(row, "nominee_key", document->nominee_key);
	val_put_text(row, "title", document->title);
	val_put_text(row, "kind",
		     text_equal(document->kind, "pdf")	 ? "PDF"
		     : text_equal(document->kind, "jpg") ? "JPEG"
							 : "PNG");
	val_put_text(row, "ending", document->kind);
	val_put_int(row, "bytes", document->size);
	val_put_text(row, "size", document_size(req, document->size));
	val_put_text(row, "proves",
		     proves && *document->evidence ? evidence_label(req->arena, document->evidence)
						   : NULL);
	val_put_bool(row, "opens", document_opens(req, document));
	val_put_text(row, "withdrawn", document->withdrawn_reason);
	/* Marks that are typed and not yet saved must not go with the page. */
	val_put_bool(row, "apart", who_of(req)->account.juror != 0);
}

void documents_put(const struct req *req, struct val *into, const struct attachment *items,
		   size_t count, const char *name)
{
	struct val *rows = val_put_list(into, "documents");

	for (size_t i = 0; i < count; i++)
		if (!name || text_equal(items[i].evidence, name))
			row_put(req, rows, &items[i], !name);
	val_put_bool(into, "has_documents", val_count(rows) > 0);
}

/* ---- Names ---- */

/* Windows sends whole paths, and nobody says in what letters. What cannot be kept as a text is
 * not kept at all. */
const char *document_title(struct arena *arena, const char *file_name)
{
	const char *name = file_name, *dot;
	char *title;
	size_t len;
	struct err err;

	for (const char *at = file_name; *at; at++)
		if (*at == '/' || *at == '\\')
			name = at + 1;
	dot = strrchr(name, '.');
	len = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	if (!text_nfc(arena, name, len, false, &title, &err))
		return "Dokumen";
	title += strspn(title, " .");
	for (size_t n = 0, i = 0; title[i]; i++)
		if (((unsigned char)title[i] & 0xc0) != 0x80 && n++ == DOCUMENT_TITLE_MAX)
			title[i--] = '\0';
	return *title ? title : "Dokumen";
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

/* Both forms of the name: plain letters for old readers, UTF-8 for the others; in neither anything
 * that a system of files could take for a path. */
const char *document_disposition(struct arena *arena, const struct attachment *document,
				 bool download)
{
	struct buf plain, whole;

	buf_init(&plain, arena);
	buf_init(&whole, arena);
	for (const char *at = document->title; *at; at++) {
		unsigned char c = (unsigned char)*at;

		if (c >= 0x80)
			buf_printf(&whole, "%%%02X", c);
		else
			buf_char(&whole, is_plain(*at) ? *at : '_');
		if (c < 0x80 || c >= 0xc0)
			buf_char(&plain, is_plain(*at) ? *at : '_');
	}
	return arena_printf(arena, "%s; filename=\"%s.%s\"; filename*=UTF-8''%s.%s",
			    download ? "attachment" : "inline", plain.data, document->kind,
			    whole.data, document->kind);
}
