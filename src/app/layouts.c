#include "layouts.h"

#include <unistd.h>

#include "paperwork.h"

#define EXAMPLE_MAX ((size_t)1 << 20)

struct entry {
	const struct layout *layout;
	const struct val *example;
};

struct layouts {
	const char *folder;
	struct entry *items; /* as in PAPERWORK */
};

static bool example_load(const char *folder, const char *kind, struct arena *arena,
			 const struct val **ret, struct err *err)
{
	const char *path = arena_printf(arena, "%s/example/%s.json", folder, kind);
	struct val *example;
	char *text;
	size_t len;

	if (!file_read(path, EXAMPLE_MAX, arena, &text, &len, err))
		return false;
	if (!json_parse(arena, text, len, &example, err)) {
		err_prefix(err, "%s", path);
		return false;
	}
	val_put_bool(example, "sample", true);
	*ret = example;
	return true;
}

bool layouts_load(const char *folder, const struct paper *paper, struct arena *arena,
		  struct layouts **ret, struct complaints *complaints, struct err *err)
{
	struct layouts *layouts = NEW(arena, struct layouts, 1);

	layouts->folder = arena_text(arena, folder);
	layouts->items = NEW(arena, struct entry, PAPERWORK_COUNT);
	for (size_t i = 0; i < PAPERWORK_COUNT; i++) {
		const char *kind = PAPERWORK[i].name;
		const char *path = arena_printf(arena, "%s/%s.yaml", folder, kind);
		struct layout *layout = NULL;

		if (access(path, F_OK) != 0)
			continue; /* is not offered */
		if (!example_load(folder, kind, arena, &layouts->items[i].example, err))
			return false;
		/* What is wrong stands in the complaints. */
		if (layout_load(arena, path, layouts->items[i].example, paper, &layout, complaints))
			layouts->items[i].layout = layout;
	}
	*ret = layouts;
	return complaints->total == 0 ||
	       FAIL(err, ERR_INPUT, "tata letak dokumen tidak dapat dipakai",
		    "the layouts of documents cannot be used");
}

static size_t index_of(const char *kind)
{
	const struct paperwork_kind *found = paperwork_find(kind);

	return found ? (size_t)(found - PAPERWORK) : PAPERWORK_COUNT;
}

const char *layouts_folder(const struct layouts *layouts)
{
	return layouts->folder;
}

const struct layout *layouts_find(const struct layouts *layouts, const char *kind)
{
	size_t i = index_of(kind);

	return i < PAPERWORK_COUNT ? layouts->items[i].layout : NULL;
}

const struct val *layouts_example(const struct layouts *layouts, const char *kind)
{
	size_t i = index_of(kind);

	return i < PAPERWORK_COUNT ? layouts->items[i].example : NULL;
}
