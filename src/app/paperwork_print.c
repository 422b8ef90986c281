/* Facts and layout become a file. */
#include "layouts.h"
#include "paperwork.h"
#include "studio.h"

bool paperwork_print(struct paperwork *p, const struct layouts *layouts, const struct paper *paper,
		     const struct paperwork_kind *kind, const char *item, struct buf *ret,
		     struct err *err)
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

	if (!studio_layout(layouts, paper, p->db, p->edition.id, kind->name, p->arena, &layout,
			   err))
		return false;
	if (!layout)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
				 "there is no such document");
	return paperwork_data(p, kind, item, &data, err) &&
	       paper_print(paper, layout, &document, data, ret, err);
}
