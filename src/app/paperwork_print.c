/* Facts and layout become a file. */
#include "layouts.h"
#include "paperwork.h"

/* ---- Which layout ---- */

bool paperwork_frozen(const struct paperwork *p, const struct paperwork_kind *kind)
{
	for (size_t i = 0; kind->released && i < p->frozen_count; i++)
		if (text_equal(p->frozen[i].name, kind->name))
			return true;
	return false;
}

bool paperwork_layout(const struct paperwork *p, const struct paperwork_kind *kind,
		      const struct layout **ret, struct err *err)
{
	const struct layout *own = layouts_find(p->shelf.layouts, kind->name);

	*ret = NULL;
	if (!own)
		return true;
	if (paperwork_frozen(p, kind)
		    ? shelf_frozen(&p->shelf, p->frozen, p->frozen_count, kind->name, ret, err)
		    : shelf_layout(&p->shelf, kind->name, ret, err))
		return true;
	if (!p->shipped || !text_equal(err->code, LAYOUT_UNREADABLE))
		return false;
	*ret = own;
	return true;
}

/* ---- The file ---- */

bool paperwork_print(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		     struct buf *ret, struct err *err)
{
	struct document document = {
		.lang = p->lang,
		.sample = p->scheme->sample,
		.title = paperwork_word(p, arena_printf(p->arena, "papers.kind.%s", kind->name)),
		.author = words_in(&p->scheme->title, p->lang),
		.at = p->edition.phase == PHASE_PUBLISHED && p->release.number
			      ? p->release.decided_at
			      : p->now,
	};
	const struct layout *layout;
	const struct val *data;

	if (!layouts_find(p->shelf.layouts, kind->name))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
				 "there is no such document");
	return paperwork_data(p, kind, item, &data, err) && /* who may, first */
	       paperwork_layout(p, kind, &layout, err) &&
	       paper_print(p->shelf.paper, layout, &document, data, ret, err);
}
