/* The receipt check: is this sheet in the release, unchanged? Never a score. */
#include <inttypes.h>
#include <string.h>

#include "app/release.h"

#define PREFIX_MIN 16 /* hex digits: 64 bits, not to be hit by chance */

/* The code as it is typed: spaces and dashes are for the eye. NULL when it is none. */
static const char *code_of(struct req *req, const char *typed)
{
	char *code = NEW(req->arena, char, strlen(typed) + 1);
	size_t len = 0;

	for (; *typed; typed++) {
		char c = *typed;

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return NULL;
		code[len++] = c;
	}
	return len >= PREFIX_MIN && len < SHA256_HEX_SIZE ? code : NULL;
}

static size_t leaf_find(const struct bundle *bundle, const char *code)
{
	char hex[SHA256_HEX_SIZE];

	for (size_t i = 0; i < bundle->leaf_count; i++) {
		hex_encode(bundle->leaves[i].hash, SHA256_SIZE, hex);
		if (strncmp(hex, code, strlen(code)) == 0)
			return i;
	}
	return NAME_NONE;
}

static bool release_search(struct req *req, const struct release *release, const char *code,
			   struct val *found, struct err *err)
{
	const struct templates *templates = service_templates(service_of(req));
	struct released released;
	struct val *names;
	size_t at;

	if (!text_equal(release->state, "published") && !text_equal(release->state, "superseded"))
		return true;
	if (!release_parse(service_of(req), db_of(req), release, &released, err))
		return false;
	at = leaf_find(released.bundle, code);
	if (at == NAME_NONE)
		return true;
	names = val_map(req->arena);
	val_put_text(names, "edition", words_in(&released.bundle->input.scheme->title, req->lang));
	val_put_int(names, "release", release->number);
	val_put_int(names, "place", (int64_t)at + 1);
	val_put_int(names, "leaves", (int64_t)released.bundle->leaf_count);
	val_put_text(val_push_map(found), "text",
		     words_fill(templates, req->lang, "receipt.found", names, req->arena));
	return true;
}

static bool search(struct req *req, const char *code, struct val *found, struct err *err)
{
	struct edition *editions;
	struct release *releases;
	size_t edition_count, release_count;

	if (!edition_list(db_of(req), req->arena, &editions, &edition_count, err))
		return false;
	for (size_t i = 0; i < edition_count; i++) {
		if (!release_list(db_of(req), editions[i].id, req->arena, &releases, &release_count,
				  err))
			return false;
		for (size_t k = 0; k < release_count; k++)
			if (!release_search(req, &releases[k], code, found, err))
				return false;
	}
	return true;
}

bool page_receipt(struct req *req, struct err *err)
{
	const char *typed = req_query(req, "code");
	struct val *page = page_new(req, word(req, "receipt.title"));
	struct val *found = val_put_list(page, "found");
	struct val *field = part_field(req->arena, val_put_map(page, "field"), "code",
				       word(req, "receipt.code"), typed ? typed : "");
	const char *code = typed && *typed ? code_of(req, typed) : NULL;

	val_put_text(page, "lead", word(req, "receipt.lead"));
	val_put_text(field, "hint", word(req, "receipt.hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	val_put_bool(page, "asked", code != NULL);
	if (typed && *typed && !code)
		part_error(page, field, word(req, "receipt.no_code"));
	if (code && !search(req, code, found, err))
		return false;
	return page_show(req, 200, "public/receipt", page, err);
}
