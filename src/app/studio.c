#include "studio.h"

#include <inttypes.h>
#include <string.h>

#include "paperwork.h"

/* ---- Which there are ---- */

bool studio_items(struct req *req, struct studio_item **ret, size_t *ret_count, struct err *err)
{
	const struct shelf shelf = shelf_of(req, 0);
	struct studio_item *list =
		NEW(req->arena, struct studio_item, DESIGN_COUNT + PAPERWORK_COUNT);
	size_t count = 0;

	(void)err;
	for (size_t i = 0; i < DESIGN_COUNT; i++)
		list[count++] = (struct studio_item){
			.name = arena_printf(req->arena, DESIGN_PREFIX "%s", DESIGNS[i].key),
			.design = DESIGNS[i].key,
		};
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (layouts_find(shelf.layouts, PAPERWORK[i].name))
			list[count++] = (struct studio_item){ .name = PAPERWORK[i].name };
	for (size_t i = 0; i < count; i++)
		list[i].title = shelf_name(&shelf, list[i].name, req->lang);
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
