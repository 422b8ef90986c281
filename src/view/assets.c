#include <string.h>

#include "view/files.h"
#include "view/view.h"

static const struct {
	const char *ending, *type;
} TYPES[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".woff2", "font/woff2" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".txt", "text/plain; charset=utf-8" },
};

static const char *type_of(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && i < COUNT(TYPES); i++)
		if (strcmp(dot, TYPES[i].ending) == 0)
			return TYPES[i].type;
	return "application/octet-stream";
}

/* "theme.css theme.3fa2c1.css" */
static bool line_read(const char *folder, char *line, struct arena *arena, struct asset *ret,
		      struct err *err)
{
	char *file = strchr(line, ' ');
	struct err gone;

	if (!file || strchr(file + 1, ' ') || strchr(file + 1, '/'))
		return FAIL(err, ERR_INPUT, "%s/manifest rusak", "%s/manifest is damaged", folder);
	*file++ = '\0';
	for (char *c = line; *c; c++)
		if (*c == '.' || *c == '-')
			*c = '_';
	*ret = (struct asset){ .name = line,
			       .path = arena_printf(arena, "/static/%s", file),
			       .type = type_of(file) };
	if (!file_whole(arena_printf(arena, "%s/%s", folder, file), arena, &ret->data, &ret->len,
			err))
		return false;
	if (!file_whole(arena_printf(arena, "%s/%s.gz", folder, file), arena, &ret->gzip,
			&ret->gzip_len, &gone))
		ret->gzip = NULL;
	return true;
}

bool assets_load(const char *folder, struct arena *arena, struct assets *ret, struct err *err)
{
	const char *manifest;
	size_t len, cap = 0;

	*ret = (struct assets){ 0 };
	if (!file_whole(arena_printf(arena, "%s/manifest", folder), arena, &manifest, &len, err))
		return false;
	for (char *line = arena_copy(arena, manifest, len); *line;) {
		char *end = strchr(line, '\n');

		if (end)
			*end = '\0';
		GROW(arena, ret->items, ret->count, &cap);
		if (!line_read(folder, line, arena, &ret->items[ret->count], err))
			return false;
		ret->count++;
		if (!end)
			break;
		line = end + 1;
	}
	return true;
}

const char *asset_path(const struct assets *assets, const char *name, size_t len)
{
	for (size_t i = 0; i < assets->count; i++)
		if (strncmp(assets->items[i].name, name, len) == 0 &&
		    assets->items[i].name[len] == '\0')
			return assets->items[i].path;
	return NULL;
}
