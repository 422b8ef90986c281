/* The pleno decides a tie: one vote on one group of nominees that reaches the `vote` step. */
#include "pleno.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 1000

/* The keys of an order, or of a withdrawal, as indexes. */
struct group {
	size_t *nominees;
	size_t count, cap;
	bool broken; /* no list of keys, an unknown key, or one twice */
};

static void group_add(const struct edition_state *state, struct arena *arena, const struct val *key,
		      struct group *ret)
{
	size_t i = val_type(key) == VAL_TEXT ? edition_state_nominee(state, val_chars(key))
					     : NAME_NONE;

	for (size_t k = 0; k < ret->count; k++)
		ret->broken = ret->broken || ret->nominees[k] == i;
	if (i == NAME_NONE || ret->count == PLACES_MAX) {
		ret->broken = true;
		return;
	}
	GROW(arena, ret->nominees, ret->count, &ret->cap);
	ret->nominees[ret->count++] = i;
}

static struct group group_read(const struct edition_state *state, struct arena *arena,
			       const struct val *list)
{
	struct group ret = { .broken = val_type(list) != VAL_LIST };

	for (size_t p = 0; !ret.broken && p < val_count(list); p++) {
		const struct val *place = val_at(list, p);

		if (val_type(place) != VAL_LIST) {
			group_add(state, arena, place, &ret);
			continue;
		}
		ret.broken = ret.broken || !val_count(place);
		for (size_t k = 0; k < val_count(place); k++)
			group_add(state, arena, val_at(place, k), &ret);
	}
	ret.broken = ret.broken || !ret.count;
	return ret;
}

static bool group_has(const struct group *group, size_t nominee)
{
	for (size_t k = 0; k < group->count; k++)
		if (group->nominees[k] == nominee)
			return true;
	return false;
}

static const struct ranking *list_find(const struct tally *tally, const char *key)
{
	for (size_t c = 0; c < tally->category_count; c++)
		if (text_equal(tally->categories[c].key, key))
			return &tally->categories[c];
	for (size_t o = 0; o < tally->overall_count; o++)
		if (text_equal(tally->overalls[o].key, key))
			return &tally->overalls[o];
	return NULL;
}

static bool reaches_vote(const struct ranking *list, const struct group *group)
{
	for (size_t g = 0; g < list->vote_group_count; g++) {
		const struct vote_group *tied = &list->vote_groups[g];
		bool same = tied->count == group->count;

		for (size_t k = 0; same && k < tied->count; k++)
			same = group_has(group, list->rows[tied->rows[k]].nominee);
		if (same)
			return true;
	}
	return false;
}

/* As it is kept: every place a list, equal ones by key. */
static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct val *order_val(struct arena *arena, const struct val *order)
{
	struct val *ret = val_list(arena);

	for (size_t p = 0; p < val_count(order); p++) {
		const struct val *place = val_at(order, p);
		bool equal = val_type(place) == VAL_LIST;
		size_t count = equal ? val_count(place) : 1;
		const char **keys = NEW(arena, const char *, count + 1);
		struct val *item = val_push(ret, val_list(arena));

		for (size_t k = 0; k < count; k++)
			keys[k] = val_chars(equal ? val_at(place, k) : place);
		qsort(keys, count, sizeof(*keys), by_text);
		for (size_t k = 0; k < count; k++)
			(void)val_push(item, val_text(arena, keys[k]));
	}
	return ret;
}

#define INVALID(ret, the_field, ...) \
	((ret)->field = (the_field), REFUSE(&(ret)->refusal, 422, "invalid", __VA_ARGS__))

static bool record_add(struct req *req, const struct edition *edition, const struct vote_call *call,
		       int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena), *ballots;
	struct val *order = order_val(req->arena, call->order);
	struct ballot ballot = { .list = call->list,
				 .votes_for = call->in_favour,
				 .votes_against = call->against,
				 .abstained = call->abstained,
				 .reason = call->reason,
				 .by = who_of(req)->account.username,
				 .at = now };
	struct ledger_look look;
	struct buf text;

	buf_init(&text, req->arena);
	json_write(&text, order);
	ballot.order = text.data;
	val_put_text(about, "list", call->list);
	(void)val_put(about, "order", order);
	ballots = val_put_map(about, "ballots");
	val_put_int(ballots, "for", call->in_favour);
	val_put_int(ballots, "against", call->against);
	val_put_int(ballots, "abstained", call->abstained);
	val_put_text(about, "reason", call->reason);
	return act_look(req, edition, VOUCHED_BALLOT, &look, err) &&
	       ballot_add(db_of(req), edition->id, &ballot, err) &&
	       act_tell(req, edition, &look, "vote", about, now, err);
}

/* All votes on exactly this group go, or an older one would count again. */
static bool records_withdraw(struct req *req, const struct edition_state *state,
			     const struct group *group, const struct vote_call *call, int64_t now,
			     bool *ret_any, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct ledger_look look;

	*ret_any = false;
	if (!act_look(req, &state->edition, VOUCHED_BALLOT, &look, err))
		return false;
	for (size_t v = 0; v < state->ballot_count; v++) {
		const struct vote_record *record = &state->records[v];
		bool same = !record->withdrawn && text_equal(record->list, call->list) &&
			    record->count == group->count;

		for (size_t k = 0; same && k < record->count; k++)
			same = group_has(group, record->nominees[k]);
		if (!same)
			continue;
		*ret_any = true;
		if (!ballot_withdraw(db_of(req), state->ballots[v].id, call->reason, now, err))
			return false;
	}
	if (!*ret_any)
		return true;
	val_put_text(about, "list", call->list);
	(void)val_put(about, "group", order_val(req->arena, call->withdraw));
	val_put_text(about, "reason", call->reason);
	return act_tell(req, &state->edition, &look, "vote_withdrawn", about, now, err);
}

static bool refused_shape(const struct tally *tally, const struct vote_call *call,
			  const struct group *group, struct vote_result *ret)
{
	const struct ranking *list = call->list ? list_find(tally, call->list) : NULL;

	if (!list)
		return INVALID(ret, "category", "kategori atau daftar ini tidak ada",
			       "there is no such category or list");
	if (group->broken)
		return INVALID(ret, call->withdraw ? "withdraw" : "order",
			       "susunan harus berisi kunci nominee, masing-masing satu kali",
			       "the order must hold keys of nominees, each once");
	if (!*call->reason) {
		ret->field = "reason";
		return refuse_reason(&ret->refusal);
	}
	if (call->withdraw)
		return false;
	if (!reaches_vote(list, group))
		return INVALID(
			ret, "order",
			"susunan harus memuat tepat satu kelompok nilai sama yang diputuskan pleno",
			"the order must hold exactly one tied group that the pleno decides");
	if (call->in_favour < 0 || call->against < 0 || call->abstained < 0)
		return INVALID(ret, "ballots",
			       "jumlah suara setuju, menolak, dan abstain wajib diisi",
			       "the numbers of votes for, against and abstained are needed");
	return false;
}

bool vote_put(struct req *req, const struct edition *edition, const struct vote_call *call,
	      int64_t now, struct vote_result *ret, struct err *err)
{
	enum role role = who_of(req)->account.role;
	struct edition_state state;
	struct complaints ignored;
	struct tally tally;
	struct group group;
	bool any;

	*ret = (struct vote_result){ 0 };
	if (!may(DEED_VOTE, role, PHASE_DELIBERATION, (struct circumstances){ 0 }))
		return REFUSE(&ret->refusal, 403, "denied", "hanya ketua yang mencatat keputusan",
			      "only the chair records decisions");
	if (!may(DEED_VOTE, role, edition->phase, (struct circumstances){ 0 }))
		return REFUSE(&ret->refusal, 409, "wrong_phase",
			      "keputusan pleno hanya dicatat pada tahap pleno",
			      "decisions are recorded in deliberation only");
	if (!edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena, &state,
				err))
		return false;
	complaints_init(&ignored, req->arena);
	(void)edition_state_tally(&state, req->arena, &tally, &ignored);
	group = group_read(&state, req->arena, call->withdraw ? call->withdraw : call->order);
	if (refused_shape(&tally, call, &group, ret))
		return true;
	if (!call->withdraw)
		return record_add(req, edition, call, now, err);
	if (!records_withdraw(req, &state, &group, call, now, &any, err))
		return false;
	return any || INVALID(ret, "withdraw", "kelompok ini tidak memiliki keputusan",
			      "this group has no vote");
}
