#include "trial.h"

#include <string.h>

#include "awarded.h"
#include "paperwork.h"
#include "studio.h"

/* What stands for facts that the first key makes: as long as they will be. */
#define SHA256_LATER "0000000000000000000000000000000000000000000000000000000000000000"
#define SERIAL_LATER "0000-0000-0000-0000"

struct run {
	struct req *req;
	struct paperwork p;
	struct trial *trial;
};

/* A layout that refuses is what is looked for; false when something else is wrong. */
static bool refusal_add(struct run *run, const char *layout, const struct err *err)
{
	struct trial *trial = run->trial;
	struct arena *arena = run->req->arena;

	if (!paperwork_refused(err))
		return false;
	GROW(arena, trial->items, trial->count, &trial->cap);
	trial->items[trial->count++] = (struct trial_refusal){
		layout,
		{ { as_sentence(arena, err->msg[LANG_ID]), as_sentence(arena, err->msg[LANG_EN]) } }
	};
	return true;
}

/* ---- Documents ---- */

/* May this reader see what stands in it, now or once it is approved? */
static bool is_open(const struct paperwork *p, const struct paperwork_kind *kind)
{
	enum phase from;
	bool own;
	enum paperwork_when when = paperwork_may(p, kind, &from, &own);

	return when == PAPERWORK_LATER || (when == PAPERWORK_NOW && !own);
}

static bool kind_try(struct run *run, const struct paperwork_kind *kind, bool open, struct err *err)
{
	struct arena arena = { 0 };
	struct buf pdf;
	bool done;

	buf_init(&pdf, &arena);
	run->p.brief = !open;
	done = paperwork_print(&run->p, kind, NULL, &pdf, err);
	arena_release(&arena);
	return done || refusal_add(run, kind->name, err);
}

/* As it will be printed: approved and published, for everybody. */
static void release_assume(struct paperwork *p)
{
	int64_t me = who_of(p->req)->account.id;

	p->release = (struct release){ .number = p->bundle->release,
				       .sha256 = SHA256_LATER,
				       .approved_by = me,
				       .decided_by = me,
				       .approved_at = p->now,
				       .decided_at = p->now };
	p->edition.phase = PHASE_PUBLISHED;
	p->role = 0;
	p->juror = 0;
}

/* ---- Certificates ---- */

static bool certificate_try(const struct run *run, const struct ranking *list,
			    const struct row *row, const struct layout *layout, struct err *err)
{
	const struct paperwork *p = &run->p;
	const struct nominee *nominee = &p->bundle->input.nominees[row->nominee];
	const struct awarded awarded = { .issued = { .serial = SERIAL_LATER,
						     .rank = row->rank,
						     .list = list->key,
						     .nominee = nominee->key },
					 .release = p->release,
					 .bundle = p->bundle,
					 .list = list,
					 .row = row,
					 .nominee = nominee };
	struct certificate certificate;
	struct arena arena = { 0 };
	struct buf pdf;
	bool done;

	if (paperwork_closed(p, nominee->key))
		return true;
	buf_init(&pdf, &arena);
	awarded_print(&awarded, &p->settings, LANG_ID, &arena, &certificate);
	certificate.layout = layout;
	done = paper_certificate(p->shelf.paper, &certificate, &pdf, err);
	arena_release(&arena);
	return done;
}

static bool list_try(const struct run *run, const struct ranking *list, const struct layout *layout,
		     struct err *err)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct row *row = &list->rows[i];

		if (row->status == STANDING_RANKED && (row->winner || row->title) &&
		    !certificate_try(run, list, row, layout, err))
			return false;
	}
	return true;
}

/* The first that refuses stands for all: they have one layout. */
static bool certificates_try(struct run *run, struct err *err)
{
	const struct shelf *shelf = &run->p.shelf;
	const struct tally *tally = &run->p.bundle->tally;
	const struct layout *layout;
	const char *design, *name;
	bool done;

	if (!studio_design(shelf->db, shelf->edition, shelf->arena, &design, err))
		return false;
	name = arena_printf(shelf->arena, DESIGN_PREFIX "%s", design);
	if (!shelf_layout(shelf, name, &layout, err))
		return refusal_add(run, name, err);
	done = true;
	for (size_t i = 0; done && i < tally->category_count; i++)
		done = list_try(run, &tally->categories[i], layout, err);
	for (size_t i = 0; done && i < tally->overall_count; i++)
		done = list_try(run, &tally->overalls[i], layout, err);
	if (done)
		return true;
	(void)shelf_refuses(shelf, name, false, err);
	return refusal_add(run, name, err);
}

bool release_trial(struct req *req, struct trial *ret, struct err *err)
{
	struct run run = { .req = req, .trial = ret };
	struct paperwork *p = &run.p, reader;
	struct err ignored;

	*ret = (struct trial){ 0 };
	if (!paperwork_open(req, p, err))
		return false;
	if (p->edition.phase != PHASE_DELIBERATION || !paperwork_bundle(p, &ignored))
		return true;
	if (!paperwork_state(p, err) || !paperwork_assembly(p, err))
		return false;
	p->lang = LANG_ID;
	p->shipped = false;
	reader = *p;
	release_assume(p);
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (PAPERWORK[i].released &&
		    !kind_try(&run, &PAPERWORK[i], is_open(&reader, &PAPERWORK[i]), err))
			return false;
	return certificates_try(&run, err);
}
