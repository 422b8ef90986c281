/* The ranking of the pleno: lists, what decided each tie, votes, and how one score is made. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/ranking_view.h"
#include "pleno.h"
#include "screen.h"

struct view {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct val *page;
	struct edition_state state;
	struct screen screen;
	struct tally tally;
	bool hidden;		 /* a category was taken away */
	bool again;		 /* a vote was refused: what was typed is shown once more */
	const char *wrong, *why; /* the field of the refusal, and its words */
};

static bool view_open(struct req *req, struct view *v, struct err *err)
{
	const struct who *who = who_of(req);
	struct complaints ignored;

	*v = (struct view){ .req = req };
	if (!pleno_open(req, "ranking", "ranking.title", &v->edition, &v->scheme, &v->page, err))
		return false;
	if (!may(DEED_SEE_RANKING, who->account.role, v->edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL_CODE(err, ERR_DENIED, "before_lock",
				 "peringkat baru terlihat setelah penilaian dikunci",
				 "the ranking is shown after scoring is locked");
	if (!edition_state_load(service_of(req), db_of(req), &v->edition, NULL, req->arena,
				&v->state, err) ||
	    !screen_load(req, &v->edition, &v->screen, err))
		return false;
	complaints_init(&ignored, req->arena);
	(void)edition_state_tally(&v->state, req->arena, &v->tally, &ignored);
	v->hidden = ranking_screen(req, &v->screen, &v->state, &v->tally);
	return true;
}

/* ---- Votes ---- */

static const char *nominee_name(const struct view *v, size_t nominee)
{
	return v->state.input.nominees[nominee].name;
}

static const struct field_value *posted_field(const struct view *v, const char *name)
{
	for (size_t i = 0; i < v->req->field_count; i++)
		if (text_equal(v->req->fields[i].name, name))
			return &v->req->fields[i];
	return NULL;
}

/* Was it this form that was refused? A group is known by its list and its first nominee. */
static bool posted_group(const struct view *v, const char *list, const char *first)
{
	return v->again && text_equal(req_field(v->req, "category"), list) &&
	       !*req_field(v->req, "withdraw") &&
	       posted_field(v, arena_printf(v->req->arena, "place.%s", first));
}

static bool posted_withdrawal(const struct view *v, const char *list, const char *keys)
{
	return v->again && text_equal(req_field(v->req, "category"), list) &&
	       text_equal(req_field(v->req, "withdraw"), keys);
}

/* What was typed stands in the field again, and what is wrong with it beside it. */
static void typed_put(const struct view *v, struct val *field, const char *name, bool wrong)
{
	const struct field_value *typed = posted_field(v, name);

	val_put_text(field, "value", typed ? typed->text : "");
	if (typed && typed->complaint[LANG_ID])
		part_error(v->page, field, typed->complaint[v->req->lang]);
	else if (wrong && v->why)
		part_error(v->page, field, v->why);
}

static struct val *whole_field(const struct view *v, struct val *fields, const char *name,
			       const char *label, bool again, bool wrong)
{
	struct val *field = part_field(v->req->arena, fields, name, label, "");

	val_put_bool(field, "required", true);
	if (again)
		typed_put(v, field, name, wrong);
	return field;
}

/* Several groups have the same fields on one page. */
static void id_put(const struct view *v, struct val *field, const char *list, unsigned rank)
{
	val_put_text(
		field, "id",
		arena_printf(v->req->arena, "%s-%s-%u", val_get_text(field, "id"), list, rank));
}

static void ids_put(const struct view *v, struct val *group, const char *list, unsigned rank)
{
	static const char *const BALLOTS[] = { "for", "against", "abstained" };
	struct val *fields = val_find(group, "ballots");

	for (size_t i = 0; i < COUNT(BALLOTS); i++)
		id_put(v, val_find(fields, BALLOTS[i]), list, rank);
	id_put(v, val_find(val_find(group, "field"), "reason"), list, rank);
}

static void vote_form_put(const struct view *v, const struct ranking *list,
			  const struct vote_group *tied, struct val *group)
{
	struct arena *arena = v->req->arena;
	struct val *places = val_put_list(group, "places"), *ballots, *reason;
	bool again = posted_group(v, list->key,
				  v->state.input.nominees[list->rows[tied->rows[0]].nominee].key);

	val_put_bool(group, "again", again);
	for (size_t k = 0; k < tied->count; k++) {
		size_t nominee = list->rows[tied->rows[k]].nominee;

		(void)whole_field(
			v, places,
			arena_printf(arena, "place.%s", v->state.input.nominees[nominee].key),
			nominee_name(v, nominee), again, !k && text_equal(v->wrong, "order"));
	}
	ballots = val_put_map(group, "ballots");
	(void)whole_field(v, ballots, "for", word(v->req, "ranking.for"), again,
			  text_equal(v->wrong, "ballots"));
	(void)whole_field(v, ballots, "against", word(v->req, "ranking.against"), again, false);
	(void)whole_field(v, ballots, "abstained", word(v->req, "ranking.abstained"), again, false);
	reason = part_field(arena, val_put_map(group, "field"), "reason",
			    word(v->req, "word.reason"), "");
	val_put_bool(reason, "required", true);
	val_put_int(reason, "rows", 2);
	ids_put(v, group, list->key, tied->first_rank);
	if (again)
		typed_put(v, reason, "reason", text_equal(v->wrong, "reason"));
}

static void groups_put(const struct view *v, const struct ranking *list, struct val *into)
{
	struct arena *arena = v->req->arena;
	struct val *groups = val_put_list(into, "groups");
	bool votes = may(DEED_VOTE, who_of(v->req)->account.role, v->edition.phase,
			 (struct circumstances){ 0 });

	for (size_t g = 0; g < list->vote_group_count; g++) {
		const struct vote_group *tied = &list->vote_groups[g];
		struct val *group = val_push_map(groups);
		struct val *names = val_put_list(group, "names");

		for (size_t k = 0; k < tied->count; k++)
			val_put_text(val_push_map(names), "name",
				     nominee_name(v, list->rows[tied->rows[k]].nominee));
		val_put_text(group, "list", list->key);
		val_put_text(group, "first", arena_printf(arena, "%u", tied->first_rank));
		val_put_text(group, "last", arena_printf(arena, "%u", tied->last_rank));
		val_put_bool(group, "voted", tied->voted);
		val_put_bool(group, "needed", tied->spans_last_winner && !tied->voted);
		val_put_bool(group, "votes", votes);
		vote_form_put(v, list, tied, group);
		val_put_bool(group, "open",
			     val_is_true(val_get(group, "again")) ||
				     (tied->spans_last_winner && !tied->voted));
	}
	val_put_bool(into, "has_groups", val_count(groups) > 0);
}

/* "Ende > Alor = Belu" */
static const char *order_words(const struct view *v, const struct vote_record *vote)
{
	struct buf text;
	unsigned last = 0;

	for (size_t k = 0; k < vote->count; k++)
		last = vote->places[k] > last ? vote->places[k] : last;
	buf_init(&text, v->req->arena);
	for (unsigned place = 1; place <= last; place++) {
		bool first = true;

		for (size_t k = 0; k < vote->count; k++) {
			if (vote->places[k] != place)
				continue;
			buf_printf(&text, "%s%s",
				   !first      ? " = "
				   : place > 1 ? " > "
					       : "",
				   nominee_name(v, vote->nominees[k]));
			first = false;
		}
	}
	return text.data;
}

static const char *keys_of(const struct view *v, const struct vote_record *vote)
{
	struct buf text;

	buf_init(&text, v->req->arena);
	for (size_t k = 0; k < vote->count; k++)
		buf_printf(&text, "%s%s", k ? " " : "",
			   v->state.input.nominees[vote->nominees[k]].key);
	return text.data;
}

static void votes_put(const struct view *v, const char *list, struct val *into)
{
	struct arena *arena = v->req->arena;
	struct val *votes = val_put_list(into, "votes");
	bool may_vote = may(DEED_VOTE, who_of(v->req)->account.role, v->edition.phase,
			    (struct circumstances){ 0 });

	for (size_t i = 0; i < v->state.ballot_count; i++) {
		const struct vote_record *vote = &v->state.records[i];
		const struct ballot *ballot = &v->state.ballots[i];
		const char *state = vote->withdrawn ? "withdrawn"
				    : vote->counts  ? "counted"
						    : "stale";
		struct val *item, *reason;

		if (!text_equal(vote->list, list))
			continue;
		item = val_push_map(votes);
		val_put_text(item, "order", order_words(v, vote));
		val_put_text(item, "state",
			     word(v->req, arena_printf(arena, "ranking.vote_state.%s", state)));
		val_put_text(item, "ballots",
			     arena_printf(arena, "%" PRId64 " / %" PRId64 " / %" PRId64,
					  ballot->votes_for, ballot->votes_against,
					  ballot->abstained));
		val_put_text(item, "why", ballot->reason);
		val_put_text(item, "list", list);
		val_put_text(item, "keys", keys_of(v, vote));
		val_put_bool(item, "open", may_vote && !vote->withdrawn);
		reason = part_field(arena, val_put_map(item, "field"), "reason",
				    word(v->req, "word.reason"), "");
		val_put_bool(reason, "required", true);
		val_put_text(reason, "id", arena_printf(arena, "f-withdraw-%zu", i));
		val_put_bool(item, "again", posted_withdrawal(v, list, val_get_text(item, "keys")));
		if (val_is_true(val_get(item, "again")))
			typed_put(v, reason, "reason", text_equal(v->wrong, "reason"));
	}
	val_put_bool(into, "has_votes", val_count(votes) > 0);
}

/* ---- Lists ---- */

static void lists_put(const struct view *v)
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
		groups_put(v, list, into);
		votes_put(v, list->key, into);
	}
}

/* ---- After a mend: under the rules before it, too ---- */

/* The version in force when the edition went back; several may have been tried since, and only the
 * log knows the order within one second. 0 = none. */
static bool version_before(const struct view *v, int64_t *ret, struct err *err)
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

static bool before_put(struct view *v, struct err *err)
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

static bool ranking_show(struct req *req, const struct vote_result *refused, struct err *err)
{
	const struct refusal *refusal =
		refused && refused->refusal.status ? &refused->refusal : NULL;
	struct view v;

	if (!view_open(req, &v, err))
		return false;
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
	val_put_bool(v.page, "hidden", v.hidden);
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

/* ---- Recording a vote ---- */

/* Fields place.<nominee> become a list of places: those with the same number share one. */
static struct val *order_of(struct req *req)
{
	struct val *order = val_list(req->arena);
	int64_t last = 0;

	for (;;) {
		int64_t next = INT64_MAX;
		struct val *place;

		for (size_t i = 0; i < req->field_count; i++) {
			int64_t at = strncmp(req->fields[i].name, "place.", 6) == 0
					     ? strtoll(req->fields[i].text, NULL, 10)
					     : 0;

			if (at > last && at < next)
				next = at;
		}
		if (next == INT64_MAX)
			return order;
		place = val_push(order, val_list(req->arena));
		for (size_t i = 0; i < req->field_count; i++)
			if (strncmp(req->fields[i].name, "place.", 6) == 0 &&
			    strtoll(req->fields[i].text, NULL, 10) == next)
				(void)val_push(place,
					       val_text(req->arena, req->fields[i].name + 6));
		last = next;
	}
}

static int64_t whole(struct req *req, const char *name)
{
	const char *text = req_field(req, name);

	return *text ? strtoll(text, NULL, 10) : -1;
}

static struct val *words_val(struct arena *arena, const char *text)
{
	struct val *ret = val_list(arena);

	while (*text) {
		size_t len = strcspn(text, " ");

		if (len)
			(void)val_push(ret, val_text(arena, arena_copy(arena, text, len)));
		text += len + (text[len] == ' ');
	}
	return ret;
}

bool do_vote(struct req *req, struct err *err)
{
	const char *withdraw = req_field(req, "withdraw");
	struct vote_call call = { .list = req_field(req, "category"),
				  .in_favour = whole(req, "for"),
				  .against = whole(req, "against"),
				  .abstained = whole(req, "abstained"),
				  .reason = req_field(req, "reason") };
	struct vote_result result;
	struct edition edition;

	if (*withdraw)
		call.withdraw = words_val(req->arena, withdraw);
	else
		call.order = order_of(req);
	if (!req->fields_ok)
		return ranking_show(req, &(struct vote_result){ 0 }, err);
	if (!req_edition(req, true, &edition, err) ||
	    !vote_put(req, &edition, &call, time_now(), &result, err))
		return false;
	if (result.refusal.status)
		return ranking_show(req, &result, err);
	return res_redirect(req, "/editions/%s/ranking#%s", edition.key, call.list);
}

/* ---- How one score is made ---- */

static const char *decimal(const struct view *v, struct ratio x, unsigned places)
{
	return show_decimal(v->req->arena, ratio_decimal(v->req->arena, x, places, '.'),
			    v->req->lang);
}

static void criteria_put(const struct view *v, const struct category *category,
			 const struct detail *detail)
{
	struct val *rows = val_put_list(v->page, "criteria");
	char weight[32];

	for (size_t c = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		const struct criterion_value *value = &detail->criteria[c];
		struct val *row = val_push_map(rows);

		decimal_format(criterion->weight_c, 2, '.', weight);
		val_put_text(row, "name", words_in(&criterion->name, v->req->lang));
		val_put_text(row, "aspect",
			     words_in(&category->aspects[criterion->aspect].name, v->req->lang));
		val_put_text(row, "weight", show_decimal(v->req->arena, weight, v->req->lang));
		val_put_text(row, "value", value->known ? decimal(v, value->value, 4) : "–");
		val_put_text(row, "points", value->known ? decimal(v, value->points, 4) : "–");
		val_put_text(row, "kind",
			     word(v->req, criterion->kind == CRITERION_JURY ? "ranking.of_jury"
									    : "ranking.of_data"));
	}
}

static void totals_put(const struct view *v, size_t nominee, const struct detail *detail)
{
	struct val *rows = val_put_list(v->page, "totals");

	for (size_t j = 0; j < v->state.juror_count; j++) {
		const struct sheet_event *sheet = edition_state_sheet(&v->state, nominee, j);
		struct val *row;

		if (!sheet && !edition_state_owes(&v->state, nominee, j))
			continue;
		row = val_push_map(rows);
		val_put_text(row, "name", arena_printf(v->req->arena, "J%zu", j + 1));
		val_put_text(row, "total",
			     detail->valid[j] ? decimal(v, detail->totals[j], 4) : "–");
		(void)part_state(row, "state", sheet_state_text(sheet ? sheet->state : SHEET_EMPTY),
				 word(v->req, arena_printf(v->req->arena, "state.%s",
							   sheet_state_text(sheet ? sheet->state
										  : SHEET_EMPTY))));
	}
	val_put_bool(v->page, "has_totals", val_count(rows) > 0);
}

static const struct row *row_find(const struct view *v, size_t nominee)
{
	for (size_t c = 0; c < v->tally.category_count; c++)
		for (size_t i = 0; i < v->tally.categories[c].count; i++)
			if (v->tally.categories[c].rows[i].nominee == nominee)
				return &v->tally.categories[c].rows[i];
	return NULL;
}

static void score_put(const struct view *v, const struct row *row)
{
	unsigned places = v->scheme->decimals;
	bool ranked = row->status == STANDING_RANKED;

	if (ranked) {
		part_figure(v->page, word(v->req, "word.rank"),
			    arena_printf(v->req->arena, "%u", row->rank), NULL);
		part_figure(v->page, word(v->req, "word.score"), decimal(v, row->published, places),
			    ratio_fraction(v->req->arena, row->final));
	}
	if (ranked && row->has_jury)
		part_figure(v->page, word(v->req, "ranking.of_jury"), decimal(v, row->jury, places),
			    NULL);
	if (row->has_data)
		part_figure(v->page, word(v->req, "ranking.of_data"), decimal(v, row->data, places),
			    NULL);
}

/* Of a nominee that is closed to the chair: the name and the word, nothing else. */
static bool recused_show(const struct view *v, size_t nominee, struct err *err)
{
	val_put_text(v->page, "title", nominee_name(v, nominee));
	(void)part_state(v->page, "title_state", "recused", word(v->req, "state.recused"));
	part_crumb(v->page, arena_printf(v->req->arena, "editions/%s/ranking", v->edition.key),
		   word(v->req, "ranking.title"));
	return page_show(v->req, 200, "pleno/recused", v->page, err);
}

bool page_ranking_nominee(struct req *req, struct err *err)
{
	const struct category *category;
	struct complaints ignored;
	struct detail detail;
	const struct row *row;
	struct view v;
	size_t i;

	if (!view_open(req, &v, err))
		return false;
	i = edition_state_nominee(&v.state, req->params[2]);
	row = i == NAME_NONE ? NULL : row_find(&v, i);
	if (row && screened(&v.screen, v.state.candidates[i].id))
		return recused_show(&v, i, err);
	complaints_init(&ignored, req->arena);
	if (!row || !tally_detail(&v.state.input, i, req->arena, &detail, &ignored))
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_nominee", "tidak ada nominee %s",
				 "no nominee %s", req->params[2]);
	category = &v.scheme->categories[v.state.input.nominees[i].category];
	val_put_text(v.page, "title", nominee_name(&v, i));
	val_put_text(v.page, "lead", words_in(&category->name, req->lang));
	part_crumb(v.page, arena_printf(req->arena, "editions/%s/ranking", v.edition.key),
		   word(req, "ranking.title"));
	(void)val_put_list(v.page, "figures");
	score_put(&v, row);
	criteria_put(&v, category, &detail);
	totals_put(&v, i, &detail);
	return page_show(req, 200, "pleno/score", v.page, err);
}
