#include "shelf.h"

#include <string.h>

#include "layouts.h"
#include "paperwork.h"
#include "studio.h"
#include "vault.h"

struct shelf shelf_of(struct req *req, int64_t edition)
{
	struct service *service = service_of(req);

	return (struct shelf){
		.db = db_of(req),
		.edition = edition,
		.layouts = service_layouts(service),
		.paper = service_paper(service),
		.templates = service_templates(service),
		.vault = service_vault(service),
		.arena = req->arena,
	};
}

/* ---- Names ---- */

static const char *design_of(const char *name)
{
	size_t len = strlen(DESIGN_PREFIX);

	return strncmp(name, DESIGN_PREFIX, len) == 0 ? name + len : NULL;
}

const char *shelf_name(const struct shelf *shelf, const char *name, enum lang lang)
{
	const char *design = design_of(name);

	if (!shelf->templates)
		return name;
	for (size_t i = 0; design && i < DESIGN_COUNT; i++)
		if (text_equal(DESIGNS[i].key, design))
			return arena_printf(shelf->arena, "%s – %s",
					    words_get(shelf->templates, lang, "studio.certificate"),
					    words_in(&DESIGNS[i].name, lang));
	/* Access cards have a page of their own, and their name there. */
	if (text_equal(name, "cards"))
		return words_get(shelf->templates, lang, "papers.cards");
	return words_get(shelf->templates, lang,
			 arena_printf(shelf->arena, "papers.kind.%s", name));
}

/* ---- Texts ---- */

/* A picture that nobody sent lies beside the file that comes with the program. */
static const char *path_of(const struct shelf *shelf, const char *name)
{
	return arena_printf(shelf->arena, "%s/%s.yaml", paper_layouts(shelf->paper), name);
}

bool shelf_shipped(const struct shelf *shelf, const char *name, const char **ret, struct err *err)
{
	char *text;
	size_t len;

	if (!file_read(path_of(shelf, name), LAYOUT_TEXT_MAX * 4, shelf->arena, &text, &len, err))
		return false;
	*ret = text;
	return true;
}

bool shelf_text(const struct shelf *shelf, const char *name, const char **ret, int64_t *ret_version,
		struct err *err)
{
	struct layout_version kept;

	if (!layout_get(shelf->db, shelf->edition, name, shelf->arena, &kept, err))
		return false;
	*ret_version = kept.version;
	*ret = kept.text;
	return *kept.text || shelf_shipped(shelf, name, ret, err);
}

/* Certificates are filled with what certificate_data makes, all else with the facts of paperwork.
 */
bool shelf_read(const struct shelf *shelf, const char *name, const char *text,
		const struct kept_pictures *pictures, struct layout **ret,
		struct complaints *complaints)
{
	const struct val *example = design_of(name)
					    ? certificate_data(&CERTIFICATE_EXAMPLE, shelf->arena)
					    : layouts_example(shelf->layouts, name);

	return layout_read(shelf->arena, path_of(shelf, name), text, strlen(text), example,
			   pictures, shelf->paper, ret, complaints);
}

/* " (dan 2 kesalahan lain)" */
static const char *and_others(const struct complaints *complaints, enum lang lang)
{
	return complaints->total < 2 ? ""
	       : lang == LANG_EN
		       ? arena_printf(complaints->arena, " (and %zu more)", complaints->total - 1)
		       : arena_printf(complaints->arena, " (dan %zu kesalahan lain)",
				      complaints->total - 1);
}

bool shelf_unreadable(const struct shelf *shelf, const char *name,
		      const struct complaints *complaints, struct err *err)
{
	const struct complaint *first = &complaints->items[0];

	return FAIL_CODE(
		err, ERR_CONFLICT, LAYOUT_UNREADABLE,
		"tata letak \"%s\"%.0s tidak dapat dibaca oleh program ini: baris %u: %s%.0s%s%.0s",
		"%.0sthe layout \"%s\" cannot be read by this program: line %u: %.0s%s%.0s%s",
		shelf_name(shelf, name, LANG_ID), shelf_name(shelf, name, LANG_EN),
		first->place.line, words_in(&first->text, LANG_ID), words_in(&first->text, LANG_EN),
		and_others(complaints, LANG_ID), and_others(complaints, LANG_EN));
}

/* ".../minutes.yaml:64: why" or with a serial before it: line and why. */
static const char *place_of(const char *text, unsigned *ret_line)
{
	const char *at = strstr(text, ".yaml:");

	*ret_line = 0;
	if (!at)
		return text;
	for (at += strlen(".yaml:"); *at >= '0' && *at <= '9' && *ret_line < 100000; at++)
		*ret_line = *ret_line * 10 + (unsigned)(*at - '0');
	return *at == ':' && at[1] == ' ' ? at + 2 : at;
}

bool shelf_refuses(const struct shelf *shelf, const char *name, bool brief, struct err *err)
{
	const struct err why = *err;
	const char *id, *en;
	unsigned line;

	if (err->kind != ERR_INPUT)
		return false;
	id = place_of(why.msg[LANG_ID], &line);
	en = place_of(why.msg[LANG_EN], &line);
	if (brief)
		return FAIL_CODE(err, ERR_CONFLICT, LAYOUT_REFUSES,
				 "tata letak \"%s\"%.0s tidak memuat isi dokumen ini: baris %u",
				 "%.0sthe layout \"%s\" does not hold this document: line %u",
				 shelf_name(shelf, name, LANG_ID), shelf_name(shelf, name, LANG_EN),
				 line);
	return FAIL_CODE(err, ERR_CONFLICT, LAYOUT_REFUSES,
			 "tata letak \"%s\"%.0s tidak memuat isi dokumen ini: baris %u: %s%.0s",
			 "%.0sthe layout \"%s\" does not hold this document: line %u: %.0s%s",
			 shelf_name(shelf, name, LANG_ID), shelf_name(shelf, name, LANG_EN), line,
			 id, en);
}

bool shelf_layout(const struct shelf *shelf, const char *name, const struct layout **ret,
		  struct err *err)
{
	struct kept_pictures pictures;
	struct complaints complaints;
	struct layout_version kept;
	const char *design = design_of(name), *text;
	struct layout *layout;

	*ret = design ? paper_design(shelf->paper, design) : layouts_find(shelf->layouts, name);
	if (!*ret)
		return true;
	if (!layout_get(shelf->db, shelf->edition, name, shelf->arena, &kept, err))
		return false;
	text = kept.text;
	if (!*text)
		return true;
	complaints_init(&complaints, shelf->arena);
	if (!shelf_pictures(shelf, &pictures, err))
		return false;
	if (!shelf_read(shelf, name, text, &pictures, &layout, &complaints))
		return shelf_unreadable(shelf, name, &complaints, err);
	*ret = layout;
	return true;
}

/* ---- Pictures ---- */

struct kept_picture shelf_picture(const char *vault, const char *name, const char *sha256,
				  struct arena *arena)
{
	return (struct kept_picture){ name, arena_printf(arena, "%s/%s", vault, sha256), sha256 };
}

bool shelf_pictures(const struct shelf *shelf, struct kept_pictures *ret, struct err *err)
{
	struct layout_picture *list;
	struct kept_picture *items;
	size_t count;

	*ret = (struct kept_pictures){ .count = 0 };
	if (!layout_picture_list(shelf->db, shelf->edition, shelf->arena, &list, &count, err))
		return false;
	items = NEW(shelf->arena, struct kept_picture, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!list[i].removed_by)
			items[ret->count++] = shelf_picture(shelf->vault, list[i].name,
							    list[i].sha256, shelf->arena);
	ret->items = items;
	return true;
}

static bool in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool names_picture(const char *text, const char *picture)
{
	size_t len = strlen(picture);

	for (const char *at = text; (at = strstr(at, picture)); at++)
		if ((at == text || !in_name(at[-1])) && !in_name(at[len]))
			return true;
	return false;
}

/* ---- Releases ---- */

struct freezing {
	const struct shelf *shelf;
	int64_t release;
	struct layout_picture *pictures;
	bool *used; /* of them */
	size_t count;
};

static bool text_freeze(struct freezing *freezing, const char *name, struct err *err)
{
	struct frozen frozen = { .name = name };
	int64_t version;

	if (!layouts_find(freezing->shelf->layouts, name))
		return true;
	if (!shelf_text(freezing->shelf, name, &frozen.text, &version, err))
		return false;
	for (size_t i = 0; i < freezing->count; i++)
		freezing->used[i] = freezing->used[i] ||
				    (!freezing->pictures[i].removed_by &&
				     names_picture(frozen.text, freezing->pictures[i].name));
	return release_print_add(freezing->shelf->db, freezing->release, &frozen, err);
}

bool shelf_freeze(const struct shelf *shelf, int64_t release, struct err *err)
{
	struct freezing freezing = { .shelf = shelf, .release = release };

	if (!layout_picture_list(shelf->db, shelf->edition, shelf->arena, &freezing.pictures,
				 &freezing.count, err))
		return false;
	freezing.used = NEW(shelf->arena, bool, freezing.count + 1);
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (PAPERWORK[i].released && !text_freeze(&freezing, PAPERWORK[i].name, err))
			return false;
	for (size_t i = 0; i < freezing.count; i++) {
		const struct frozen frozen = { .name = freezing.pictures[i].name,
					       .picture = freezing.pictures[i].id };

		if (freezing.used[i] && !release_print_add(shelf->db, release, &frozen, err))
			return false;
	}
	return true;
}

static struct kept_pictures frozen_pictures(const struct shelf *shelf, const struct frozen *frozen,
					    size_t count)
{
	struct kept_picture *items = NEW(shelf->arena, struct kept_picture, count + 1);
	struct kept_pictures ret = { .items = items };

	for (size_t i = 0; i < count; i++)
		if (!frozen[i].text)
			items[ret.count++] = shelf_picture(shelf->vault, frozen[i].name,
							   frozen[i].sha256, shelf->arena);
	return ret;
}

bool shelf_frozen(const struct shelf *shelf, const struct frozen *frozen, size_t count,
		  const char *name, const struct layout **ret, struct err *err)
{
	const struct kept_pictures pictures = frozen_pictures(shelf, frozen, count);
	const char *text = NULL;
	struct complaints complaints;
	struct layout *layout;

	*ret = NULL;
	for (size_t i = 0; i < count && !text; i++)
		if (text_equal(frozen[i].name, name))
			text = frozen[i].text;
	if (!text)
		return true;
	complaints_init(&complaints, shelf->arena);
	if (!shelf_read(shelf, name, text, &pictures, &layout, &complaints))
		return shelf_unreadable(shelf, name, &complaints, err);
	*ret = layout;
	return true;
}
