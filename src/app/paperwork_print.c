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

bool paperwork_refused(const struct err *err)
{
	return text_equal(err->code, LAYOUT_UNREADABLE) || text_equal(err->code, LAYOUT_REFUSES);
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

const struct layout *paperwork_instead(const struct paperwork *p, const struct paperwork_kind *kind)
{
	return p->shipped ? layouts_find(p->shelf.layouts, kind->name) : NULL;
}

/* ---- The file ---- */

static bool print(struct paperwork *p, const struct paperwork_kind *kind,
		  const struct layout *layout, const struct val *data, struct buf *ret,
		  struct err *err)
{
	const struct document document = {
		.lang = p->lang,
		.sample = p->scheme->sample,
		.title = paperwork_word(p, arena_printf(p->arena, "papers.kind.%s", kind->name)),
		.author = words_in(&p->scheme->title, p->lang),
		.at = p->edition.phase == PHASE_PUBLISHED && p->release.number
			      ? p->release.decided_at
			      : p->now,
	};
	const struct filled filled = { .layout = layout,
				       .instead = paperwork_instead(p, kind),
				       .data = data,
				       .lang = p->lang };

	return paper_print_all(p->shelf.paper, &filled, 1, &document, ret, err) ||
	       shelf_refuses(&p->shelf, kind->name, p->brief, err);
}

bool paperwork_print(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		     struct buf *ret, struct err *err)
{
	const struct layout *layout;
	const struct val *data;

	if (!layouts_find(p->shelf.layouts, kind->name))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
				 "there is no such document");
	return paperwork_data(p, kind, item, &data, err) && /* who may, first */
	       paperwork_layout(p, kind, &layout, err) && print(p, kind, layout, data, ret, err);
}

/* Is this text, which was read anew, that of the program? */
static bool is_shipped(const struct paperwork *p, const struct paperwork_kind *kind,
		       const struct layout *layout, bool *ret, struct err *err)
{
	const char *text;

	*ret = layout == layouts_find(p->shelf.layouts, kind->name);
	if (*ret || !paperwork_frozen(p, kind))
		return true;
	if (!shelf_shipped(&p->shelf, kind->name, &text, err))
		return false;
	for (size_t i = 0; i < p->frozen_count; i++)
		if (text_equal(p->frozen[i].name, kind->name))
			*ret = text_equal(p->frozen[i].text, text);
	return true;
}

bool paperwork_fits(struct paperwork *p, const struct paperwork_kind *kind, struct err *err)
{
	struct arena arena = { 0 };
	const struct layout *layout;
	const struct val *data;
	struct err ignored;
	struct buf pdf;
	bool shipped, done;

	if (!paperwork_layout(p, kind, &layout, err) || !is_shipped(p, kind, layout, &shipped, err))
		return false;
	if (shipped || !paperwork_data(p, kind, NULL, &data, &ignored)) /* not the layout's fault */
		return true;
	buf_init(&pdf, &arena);
	done = print(p, kind, layout, data, &pdf, err);
	arena_release(&arena);
	return done;
}
