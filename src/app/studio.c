#include "studio.h"

#include <inttypes.h>
#include <string.h>

#include "paperwork.h"

/* ---- Which there are ---- */

static struct studio_item design_item(struct req *req, const struct design *design)
{
	return (struct studio_item){
		.name = arena_printf(req->arena, DESIGN_PREFIX "%s", design->key),
		.design = design->key,
		.title = arena_printf(req->arena, "%s – %s", word(req, "studio.certificate"),
				      words_in(&design->name, req->lang)),
	};
}

/* Access cards have a page of their own, and their name there. */
const char *studio_word(const struct req *req, const char *kind)
{
	return text_equal(kind, "cards")
		       ? word(req, "papers.cards")
		       : word(req, arena_printf(req->arena, "papers.kind.%s", kind));
}

bool studio_items(struct req *req, struct studio_item **ret, size_t *ret_count, struct err *err)
{
	const struct layouts *layouts = service_layouts(service_of(req));
	struct studio_item *list =
		NEW(req->arena, struct studio_item, DESIGN_COUNT + PAPERWORK_COUNT);
	size_t count = 0;

	(void)err;
	for (size_t i = 0; i < DESIGN_COUNT; i++)
		list[count++] = design_item(req, &DESIGNS[i]);
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (layouts_find(layouts, PAPERWORK[i].name))
			list[count++] = (struct studio_item){
				.name = PAPERWORK[i].name,
				.title = studio_word(req, PAPERWORK[i].name),
			};
	*ret = list;
	*ret_count = count;
	return true;
}

bool studio_find(struct req *req, const char *name, struct studio_item *ret, struct err *err)
{
	struct studio_item *list;
	size_t count;

	if (!studio_items(req, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i].name, name)) {
			*ret = list[i];
			return true;
		}
	return FAIL_CODE(err, ERR_NOT_FOUND, "no_layout", "tata letak ini tidak ada",
			 "there is no such layout");
}

/* ---- Their texts ---- */

/* Pictures lie beside the file that comes with the program, whoever wrote the text. */
static const char *path_of(const struct layouts *layouts, const char *name, struct arena *arena)
{
	return arena_printf(arena, "%s/%s.yaml", layouts_folder(layouts), name);
}

bool studio_shipped(struct service *service, const char *name, struct arena *arena,
		    const char **ret, struct err *err)
{
	char *text;
	size_t len;

	if (!file_read(path_of(service_layouts(service), name, arena), LAYOUT_TEXT_MAX * 4, arena,
		       &text, &len, err))
		return false;
	*ret = text;
	return true;
}

bool studio_text(struct service *service, struct db *db, int64_t edition, const char *name,
		 struct arena *arena, const char **ret, int64_t *ret_version, struct err *err)
{
	struct layout_version kept;

	if (!layout_get(db, edition, name, arena, &kept, err))
		return false;
	*ret_version = kept.version;
	*ret = kept.text;
	return *kept.text || studio_shipped(service, name, arena, ret, err);
}

/* Certificates are filled with what certificate_data makes, all else with the facts of paperwork.
 */
bool studio_read(struct service *service, const struct studio_item *item, const char *text,
		 struct arena *arena, struct layout **ret, struct complaints *complaints)
{
	const struct layouts *layouts = service_layouts(service);
	const struct val *example = item->design ? certificate_data(&CERTIFICATE_EXAMPLE, arena)
						 : layouts_example(layouts, item->name);

	return layout_read(arena, path_of(layouts, item->name, arena), text, strlen(text), example,
			   service_paper(service), ret, complaints);
}

bool studio_layout(const struct layouts *layouts, const struct paper *paper, struct db *db,
		   int64_t edition, const char *kind, struct arena *arena,
		   const struct layout **ret, struct err *err)
{
	struct complaints complaints;
	struct layout_version kept;
	struct layout *layout;

	*ret = layouts_find(layouts, kind);
	if (!*ret)
		return true;
	if (!layout_get(db, edition, kind, arena, &kept, err))
		return false;
	if (!*kept.text)
		return true;
	complaints_init(&complaints, arena);
	if (!layout_read(arena, path_of(layouts, kind, arena), kept.text, strlen(kept.text),
			 layouts_example(layouts, kind), paper, &layout, &complaints))
		return FAIL(err, ERR_IO, "tata letak yang tersimpan tidak dapat dibaca",
			    "the stored layout cannot be read");
	*ret = layout;
	return true;
}

/* ---- Samples ---- */

void studio_certificate(struct arena *arena, const struct scheme *scheme,
			const struct settings *settings, enum lang lang, struct certificate *ret)
{
	const struct occasion *ceremony = &settings->ceremony, *decree = &settings->decree;
	const char *date = ceremony->date ? ceremony->date : decree->date;
	struct civil day;

	*ret = CERTIFICATE_EXAMPLE;
	ret->lang = lang;
	ret->sample = true;
	ret->serial = "CONTOH-0000-0000-0000";
	ret->nominee = "Penerima Contoh";
	ret->region = scheme->region;
	ret->award = words_in(&scheme->title, lang);
	ret->level = scheme->level;
	ret->edition_region = scheme->region;
	ret->assessment_year = scheme->assessment_year;
	ret->event_year = scheme->event_year;
	ret->legal_basis = settings->legal_basis;
	ret->place = ceremony->place ? ceremony->place : decree->place;
	ret->date = date && time_parse_date(date, &day) ? show_date(arena, &day, lang) : NULL;
	ret->check_url = arena_printf(arena, "%s/certificates/contoh", settings->public_address);
	ret->check_code = NULL;
	memcpy(ret->signatories, settings->signatories, sizeof(ret->signatories));
	ret->signatory_count = settings->signatory_count;
}

bool studio_sample(struct req *req, const struct edition *edition, const struct scheme *scheme,
		   const struct studio_item *item, const struct layout *layout, const char *name,
		   struct arena *arena, struct buf *ret, struct err *err)
{
	struct service *service = service_of(req);
	struct certificate certificate;
	struct settings settings;
	struct document document = { .lang = LANG_ID,
				     .sample = true,
				     .title = item->title,
				     .author = words_in(&scheme->title, LANG_ID),
				     .at = CERTIFICATE_EXAMPLE.released_at };

	if (!item->design)
		return paper_print(service_paper(service), layout, &document,
				   layouts_example(service_layouts(service), item->name), ret, err);
	if (!settings_load(db_of(req), edition->id, arena, &settings, err))
		return false;
	studio_certificate(arena, scheme, &settings, LANG_ID, &certificate);
	if (scheme->category_count)
		certificate.category = words_in(&scheme->categories[0].name, LANG_ID);
	if (name && *name)
		certificate.nominee = name;
	certificate.layout = layout;
	return paper_certificate(service_paper(service), &certificate, ret, err);
}

bool studio_design(struct db *db, int64_t edition, struct arena *arena, const char **ret,
		   struct err *err)
{
	if (!design_get(db, edition, arena, ret, err))
		return false;
	if (!*ret)
		*ret = DESIGNS[0].key;
	return true;
}
