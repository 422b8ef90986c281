/* Certificates that thank: for every nominee, and for every juror. */
#include <string.h>

#include "paperwork.h"

/* What both carry: where and when they are handed over. */
static void occasion_put(const struct paperwork *p, struct val *into)
{
	const struct occasion *ceremony = &p->settings.ceremony, *decree = &p->settings.decree;

	val_put_text(into, "place", ceremony->place ? ceremony->place : decree->place);
	val_put_text(into, "date",
		     paperwork_day(p, ceremony->date ? ceremony->date : decree->date));
	paperwork_signatories(p, "signatories", into);
}

bool nomination_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	struct candidate *list;
	size_t count;

	if (!nominee_list(p->db, p->edition.id, p->arena, &list, &count, err))
		return false;
	occasion_put(p, into);
	for (size_t c = 0; c < p->scheme->category_count; c++) {
		const struct category *category = &p->scheme->categories[c];

		for (size_t i = 0; i < count; i++) {
			bool closed = paperwork_closed(p, list[i].key);
			struct val *page;

			if (!text_equal(list[i].category, category->key) ||
			    (item && !text_equal(item, category->key)))
				continue;
			page = val_push_map(pages);
			val_put_text(page, "name", list[i].name);
			val_put_text(page, "region",
				     *list[i].region && !closed ? list[i].region : NULL);
			val_put_text(page, "category", words_in(&category->name, p->lang));
		}
	}
	return true;
}

bool thanks_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	struct val *pages = val_put_list(into, "pages");
	struct juror *jurors;
	size_t count;

	if (!paperwork_jurors(p, &jurors, &count, err))
		return false;
	occasion_put(p, into);
	for (size_t j = 0; j < count; j++) {
		struct val *page;

		if (jurors[j].removed || (item && !text_equal(item, jurors[j].key)))
			continue;
		page = val_push_map(pages);
		val_put_text(page, "name", jurors[j].name);
		val_put_text(page, "office",
			     paperwork_word(p, jurors[j].chair ? "papers.chair_of_panel"
							       : "papers.member_of_panel"));
		val_put_text(page, "element", *jurors[j].element ? jurors[j].element : NULL);
	}
	return true;
}
