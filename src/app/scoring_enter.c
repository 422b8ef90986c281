/* What happens when an edition enters scoring: pseudonyms, and after a mend the sheets that no
 * longer fit. */
#include "pleno.h"

#include <string.h>

/* While no mark exists nothing knows the pseudonyms, and a juror who has left with a number would
 * leave a gap: they begin anew. */
bool pseudonyms_clear(struct db *db, int64_t edition, struct arena *arena, struct err *err)
{
	struct juror *jurors;
	size_t count;

	if (!juror_list(db, edition, arena, &jurors, &count, err))
		return false;
	for (size_t j = 0; j < count; j++)
		if (jurors[j].pseudonym && !juror_put_pseudonym(db, jurors[j].id, 0, err))
			return false;
	return true;
}

bool pseudonyms_give(struct db *db, int64_t edition, struct arena *arena, struct err *err)
{
	struct juror *jurors, **waiting;
	size_t count, left = 0;
	int next = 0;

	if (!juror_list(db, edition, arena, &jurors, &count, err))
		return false;
	waiting = NEW(arena, struct juror *, count + 1);
	for (size_t j = 0; j < count; j++) {
		if (jurors[j].pseudonym > next)
			next = jurors[j].pseudonym;
		if (!jurors[j].pseudonym)
			waiting[left++] = &jurors[j];
	}
	while (left) {
		size_t pick = random_below((uint32_t)left);

		if (!juror_put_pseudonym(db, waiting[pick]->id, ++next, err))
			return false;
		waiting[pick] = waiting[--left];
	}
	return true;
}

/* ---- After a mend ---- */

static bool same_scale(const struct criterion *a, const struct criterion *b)
{
	return a && b && a->kind == CRITERION_JURY && b->kind == CRITERION_JURY &&
	       a->min_c == b->min_c && a->max_c == b->max_c && a->step_c == b->step_c;
}

size_t marks_keep(const struct sheet_event *event, const struct category *then,
		  const struct category *now, struct sheet_mark *ret)
{
	size_t kept = 0;

	for (size_t m = 0; then && m < event->mark_count; m++)
		if (same_scale(category_criterion(then, event->marks[m].criterion),
			       category_criterion(now, event->marks[m].criterion)))
			ret[kept++] = event->marks[m];
	return kept;
}

static bool scheme_of(struct req *req, const struct rule_version *versions, size_t count,
		      const char *sha256, const struct scheme **ret, struct err *err)
{
	*ret = NULL;
	for (size_t i = 0; i < count; i++)
		if (text_equal(versions[i].sha256, sha256))
			return service_scheme(service_of(req), db_of(req), versions[i].id, ret,
					      err);
	return true;
}

bool marks_mend(struct req *req, const struct edition_state *state, size_t nominee,
		const struct sheet_event *from, struct sheet_event *to, struct err *err)
{
	const struct category *category =
		&state->scheme->categories[state->input.nominees[nominee].category];
	struct sheet_mark *marks = NEW(req->arena, struct sheet_mark, from->mark_count + 1);
	struct rule_version *versions;
	const struct scheme *then;
	size_t count;

	if (!rule_list(db_of(req), state->edition.id, req->arena, &versions, &count, err) ||
	    !scheme_of(req, versions, count, from->rule_sha256, &then, err))
		return false;
	to->mark_count = marks_keep(from, then ? scheme_category(then, category->key) : NULL,
				    category, marks);
	to->marks = marks;
	return true;
}

/* Does the sheet have to be looked at again? `kept` holds what stays of it. */
static bool must_mend(const struct sheet_event *event, const struct category *now, size_t kept)
{
	if (event->state == SHEET_DRAFT)
		return kept < event->mark_count;
	return event->state == SHEET_SUBMITTED && kept < now->jury_count;
}

static bool sheet_mend(struct req *req, const struct edition_state *state, size_t i, size_t j,
		       const struct scheme *then, int64_t now, struct err *err)
{
	const struct sheet_event *last = edition_state_sheet(state, i, j);
	const struct category *category =
		&state->scheme->categories[state->input.nominees[i].category];
	struct sheet_mark *marks = NEW(req->arena, struct sheet_mark, last->mark_count + 1);
	size_t kept = marks_keep(last, then ? scheme_category(then, category->key) : NULL, category,
				 marks);
	struct sheet_event event;

	if (!must_mend(last, category, kept))
		return true;
	sheet_next(req, state, i, j, SHEET_MEND, now, &event);
	event.state = SHEET_DRAFT;
	event.marks = marks;
	event.mark_count = kept;
	return sheet_append(db_of(req), &event, err);
}

bool sheets_mend(struct req *req, const struct edition *edition, int64_t now, struct err *err)
{
	struct rule_version *versions;
	struct edition_state state;
	const struct scheme *then;
	size_t count;

	if (!edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena, &state,
				err) ||
	    !rule_list(db_of(req), edition->id, req->arena, &versions, &count, err))
		return false;
	for (size_t i = 0; i < state.candidate_count; i++)
		for (size_t j = 0; j < state.juror_count; j++) {
			const struct sheet_event *last = edition_state_sheet(&state, i, j);

			if (!last || text_equal(last->rule_sha256, edition->rule_sha256))
				continue;
			if (!scheme_of(req, versions, count, last->rule_sha256, &then, err) ||
			    !sheet_mend(req, &state, i, j, then, now, err))
				return false;
		}
	return true;
}
