/* Votes of the pleno: the groups they are about, those on record, and recording one. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

/* ---- Groups that a vote can decide ---- */

static const struct field_value *posted_field(const struct board *v, const char *name)
{
	for (size_t i = 0; i < v->req->field_count; i++)
		if (text_equal(v->req->fields[i].name, name))
			return &v->req->fields[i];
	return NULL;
}

/* Was it this form that was refused? A group is known by its list and its first nominee. */
static bool posted_group(const struct board *v, const char *list, const char *first)
{
	return v->again && text_equal(req_field(v->req, "category"), list) &&
	       !*req_field(v->req, "withdraw") &&
	       posted_field(v, arena_printf(v->req->arena, "place.%s", first));
}

static bool posted_withdrawal(const struct board *v, const char *list, const char *keys)
{
	return v->again && text_equal(req_field(v->req, "category"), list) &&
	       text_equal(req_field(v->req, "withdraw"), keys);
}

/* What was typed stands in the field again, and what is wrong with it beside it. */
static void typed_put(const struct board *v, struct val *field, const char *name, bool wrong)
{
	const struct field_value *typed = posted_field(v, name);

	val_put_text(field, "value", typed ? typed->text : "");
	if (typed && typed->complaint[LANG_ID])
		part_error(v->page, field, typed->complaint[v->req->lang]);
	else if (wrong && v->why)
		part_error(v->page, field, v->why);
}

static struct val *whole_field(const struct board *v, struct val *fields, const char *name,
			       const char *label, bool again, bool wrong)
{
	struct val *field = part_field(v->req->arena, fields, name, label, "");

	val_put_bool(field, "required", true);
	if (again)
		typed_put(v, field, name, wrong);
	return field;
}

/* Several groups have the same fields on one page. */
static void id_put(const struct board *v, struct val *field, const char *list, unsigned rank)
{
	val_put_text(
		field, "id",
		arena_printf(v->req->arena, "%s-%s-%u", val_get_text(field, "id"), list, rank));
}

static void ids_put(const struct board *v, struct val *group, const char *list, unsigned rank)
{
	static const char *const BALLOTS[] = { "for", "against", "abstained" };
	struct val *fields = val_find(group, "ballots");

	for (size_t i = 0; i < COUNT(BALLOTS); i++)
		id_put(v, val_find(fields, BALLOTS[i]), list, rank);
	id_put(v, val_find(val_find(group, "field"), "reason"), list, rank);
}

static void vote_form_put(const struct board *v, const struct ranking *list,
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
			board_nominee(v, nominee), again, !k && text_equal(v->wrong, "order"));
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

void board_groups_put(const struct board *v, const struct ranking *list, struct val *into)
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
				     board_nominee(v, list->rows[tied->rows[k]].nominee));
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
static const char *order_words(const struct board *v, const struct vote_record *vote)
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
				   board_nominee(v, vote->nominees[k]));
			first = false;
		}
	}
	return text.data;
}

static const char *keys_of(const struct board *v, const struct vote_record *vote)
{
	struct buf text;

	buf_init(&text, v->req->arena);
	for (size_t k = 0; k < vote->count; k++)
		buf_printf(&text, "%s%s", k ? " " : "",
			   v->state.input.nominees[vote->nominees[k]].key);
	return text.data;
}

void board_votes_put(const struct board *v, const char *list, struct val *into)
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
