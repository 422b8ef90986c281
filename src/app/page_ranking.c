/* The ranking of the pleno: its lists, and those under the rules before a mend. */
#include <string.h>

#include "board.h"

static void lists_put(const struct board *v)
{
	const char *path = arena_printf(v->req->arena, "editions/%s/ranking", v->edition.key);
	struct val *lists = val_put_list(v->page, "lists");

	for (size_t i = 0; i < v->tally.category_count + v->tally.overall_count; i++) {
		const struct ranking *list =
			i < v->tally.category_count
				? &v->tally.categories[i]
				: &v->tally.overalls[i - v->tally.category_count];
		struct val *into = val_push_map(lists);

		ranking_put(v->req, &v->state.input, list, path, into);
		board_groups_put(v, list, into);
		board_votes_put(v, list->key, into);
	}
}

/* ---- After a mend: under the rules before it, too ---- */

/* The version in force when the edition went back; several may have been tried since, and only the
 * log knows the order within one second. 0 = none. */
static bool version_before(const struct board *v, int64_t *ret, struct err *err)
{
	struct arena *arena = v->req->arena;
	struct act *acts;
	struct val *about;
	size_t count;

	*ret = 0;
	if (!act_list(db_of(v->req), v->edition.id, "phase_setup", 0, 1, arena, &acts, &count, err))
		return false;
	if (!count)
		return true;
	if (!act_list(db_of(v->req), v->edition.id, "scheme_imported", acts[0].seq, 1, arena, &acts,
		      &count, err))
		return false;
	if (count && !json_parse(arena, acts[0].about, strlen(acts[0].about), &about, err))
		return false;
	if (count && !val_get_int(about, "version", ret))
		*ret = 0;
	return true;
}

static bool before_put(struct board *v, struct err *err)
{
	const struct scheme *then;
	struct rule_version *versions;
	int64_t before;
	struct edition_state state;
	struct complaints ignored;
	struct tally tally;
	struct val *lists;
	size_t count;

	lists = val_put_list(v->page, "before");
	val_put_bool(v->page, "has_before", false);
	if (!v->edition.mended || v->edition.phase != PHASE_DELIBERATION ||
	    !(who_of(v->req)->account.role & (ROLE_CHAIR | ROLE_KEEPER)))
		return true;
	if (!rule_list(db_of(v->req), v->edition.id, v->req->arena, &versions, &count, err) ||
	    !version_before(v, &before, err))
		return false;
	if (before < 1 || (size_t)before >= count) /* numbered from 1; the last is in force */
		return true;
	if (!service_scheme(service_of(v->req), db_of(v->req), versions[before - 1].id, &then,
			    err) ||
	    !edition_state_load(service_of(v->req), db_of(v->req), &v->edition, then, v->req->arena,
				&state, err))
		return false;
	complaints_init(&ignored, v->req->arena);
	(void)edition_state_tally(&state, v->req->arena, &tally, &ignored);
	screen_tally(&v->screen, &state, &tally);
	for (size_t i = 0; i < tally.category_count; i++)
		ranking_put(v->req, &state.input, &tally.categories[i], NULL, val_push_map(lists));
	for (size_t i = 0; i < tally.overall_count; i++)
		ranking_put(v->req, &state.input, &tally.overalls[i], NULL, val_push_map(lists));
	val_put_bool(v->page, "has_before", true);
	return true;
}

/* `refused` NULL: nothing was; with a status of 0 its fields were. */
/* The first complaint, whichever field it is about. */
static const char *complaint_of(const struct req *req)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (req->fields[i].complaint[LANG_ID])
			return req->fields[i].complaint[req->lang];
	return NULL;
}

bool ranking_show(struct req *req, const struct vote_result *refused, struct err *err)
{
	const struct refusal *refusal =
		refused && refused->refusal.status ? &refused->refusal : NULL;
	struct board v;
	bool hidden;

	if (!board_open(req, "ranking", "ranking.title", &v, err))
		return false;
	hidden = ranking_screen(req, &v.screen, &v.state, &v.tally);
	val_put_text(v.page, "lead", word(req, "ranking.lead"));
	v.again = refused != NULL;
	if (refusal && refusal->status == 422)
		v.wrong = refused->field;
	if (refusal)
		v.why = as_sentence(req->arena, refusal->why.msg[req->lang]);
	lists_put(&v);
	/* About no field, or about one whose form is no longer there: the tie has gone. */
	if (refused && !val_is_true(val_get(v.page, "has_errors")))
		part_flash(v.page, "bad", refusal ? v.why : complaint_of(req));
	val_put_bool(v.page, "hidden", hidden);
	return before_put(&v, err) && page_show(req,
						refusal	  ? refusal->status
						: refused ? 422
							  : 200,
						"pleno/ranking", v.page, err);
}

bool page_ranking(struct req *req, struct err *err)
{
	return ranking_show(req, NULL, err);
}
