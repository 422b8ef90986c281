#include "web/files.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/exchange.h"
#include "web/gzip.h"

void files_init(struct files *files, bool tls)
{
	*files = (struct files){ .tls = tls };
	names_init(&files->names, &files->arena);
	(void)pthread_rwlock_init(&files->lock, NULL);
}

static void file_free(struct file *file)
{
	if (!file)
		return;
	MHD_destroy_response(file->plain);
	MHD_destroy_response(file->unchanged);
	if (file->gzip)
		MHD_destroy_response(file->gzip);
	free(file);
}

void files_release(struct files *files)
{
	for (size_t i = 0; i < files->names.count * LANG_COUNT; i++)
		file_free(files->items[i]);
	arena_release(&files->arena);
	(void)pthread_rwlock_destroy(&files->lock);
}

/* ---- Making ---- */

struct shape {
	const char *type, *etag, *cache, *coding, *vary;
	bool tls;
};

static struct MHD_Response *make(const void *data, size_t len, const struct shape *shape)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		len, (void *)(uintptr_t)data, MHD_RESPMEM_MUST_COPY);
	const char *headers[][2] = {
		{ "Content-Type", shape->type },   { "ETag", shape->etag },
		{ "Cache-Control", shape->cache }, { "Content-Encoding", shape->coding },
		{ "Vary", shape->vary },
	};

	if (!response)
		abort(); /* out of memory */
	for (size_t i = 0; i < COUNT(headers); i++)
		if (headers[i][1] &&
		    MHD_add_response_header(response, headers[i][0], headers[i][1]) != MHD_YES)
			abort(); /* names and values are ours */
	if (!answer_secure(response, shape->tls, NULL))
		abort();
	return response;
}

static bool is_text(const char *type)
{
	return strncmp(type, "text/", 5) == 0 || strstr(type, "json") ||
	       strstr(type, "javascript") || strstr(type, "svg");
}

static struct file *file_new(const char *type, const void *data, size_t len, const char *cache,
			     const char *vary, bool tls)
{
	struct file *file = calloc(1, sizeof(*file));
	struct shape shape = { .type = type, .cache = cache, .vary = vary, .tls = tls };
	struct arena arena = { 0 };
	char hash[SHA256_HEX_SIZE];
	const void *packed;
	size_t packed_len;

	if (!file)
		abort();
	file->len = len;
	sha256_hex(data, len, hash);
	(void)snprintf(file->etag, sizeof(file->etag), "\"%.24s\"", hash);
	(void)snprintf(file->etag_gzip, sizeof(file->etag_gzip), "\"%.24s-gz\"", hash);
	shape.etag = file->etag;
	file->plain = make(data, len, &shape);
	if (is_text(type) && gzip_pack(&arena, data, len, &packed, &packed_len)) {
		shape.etag = file->etag_gzip;
		shape.coding = "gzip";
		file->gzip = make(packed, packed_len, &shape);
	}
	/* RFC 9110, 15.4.5: what a 200 would have said about caching. */
	shape = (struct shape){ .etag = file->etag, .cache = cache, .vary = vary, .tls = tls };
	file->unchanged = make("", 0, &shape);
	arena_release(&arena);
	return file;
}

/* ---- The table ---- */

static struct file **slot(struct files *files, const char *path)
{
	size_t before = files->names.count;
	size_t i = names_put(&files->names, path, strlen(path));

	if (files->names.count > before) {
		size_t count = i * LANG_COUNT;

		for (int lang = 0; lang < LANG_COUNT; lang++) {
			GROW(&files->arena, files->items, count + (size_t)lang, &files->cap);
			files->items[count + (size_t)lang] = NULL;
		}
	}
	return &files->items[i * LANG_COUNT];
}

bool files_put(struct files *files, const char *path, const enum lang *lang, const char *type,
	       const void *data, size_t len, bool forever, struct err *err)
{
	const char *cache = forever ? "public, max-age=31536000, immutable" : "public, no-cache";
	const char *vary = lang ? "Accept-Encoding, Cookie" : "Accept-Encoding";
	struct file *file = NULL, *old, **at;

	if (path[0] != '/')
		return FAIL(err, ERR_BUG, "nama berkas %s harus diawali garis miring",
			    "file name %s must begin with a slash", path);
	if (data) {
		file = file_new(type, data, len, cache, vary, files->tls);
		file->page = lang != NULL;
	}
	(void)pthread_rwlock_wrlock(&files->lock);
	at = slot(files, path) + (lang ? *lang : LANG_ID);
	old = *at;
	*at = file;
	(void)pthread_rwlock_unlock(&files->lock);
	file_free(old);
	return true;
}

static const struct file *find(const struct files *files, const char *target, enum lang lang)
{
	size_t i = names_find(&files->names, target, strlen(target));
	struct file *const *at;

	if (i == NAME_NONE)
		return NULL;
	at = &files->items[i * LANG_COUNT];
	return at[lang] || !at[LANG_ID] || at[LANG_ID]->page ? at[lang] : at[LANG_ID];
}

bool files_has(struct files *files, const struct req *req, bool personal)
{
	const struct file *file;
	bool found;

	(void)pthread_rwlock_rdlock(&files->lock);
	file = find(files, req->target, lang_of_request(req));
	found = file && !(file->page && personal);
	(void)pthread_rwlock_unlock(&files->lock);
	return found;
}

static struct MHD_Response *choose(const struct file *file, const struct req *req,
				   unsigned *ret_status)
{
	const char *known = req_header(req, "If-None-Match");
	const char *codings = file->gzip ? req_header(req, "Accept-Encoding") : NULL;

	*ret_status = 304;
	if (known && (etag_matches(known, file->etag) || etag_matches(known, file->etag_gzip)))
		return file->unchanged;
	*ret_status = 200;
	return codings && accepts_gzip(codings) ? file->gzip : file->plain;
}

bool files_answer(struct files *files, const struct req *req, struct MHD_Connection *mhd,
		  size_t *ret_len)
{
	const struct file *file;
	bool sent = false;

	(void)pthread_rwlock_rdlock(&files->lock);
	file = find(files, req->target, lang_of_request(req));
	if (file) {
		unsigned status;
		struct MHD_Response *response = choose(file, req, &status);

		sent = MHD_queue_response(mhd, status, response) == MHD_YES;
		*ret_len = file->len;
	}
	(void)pthread_rwlock_unlock(&files->lock);
	if (sent)
		atomic_fetch_add_explicit(&files->served, 1, memory_order_relaxed);
	return sent;
}
