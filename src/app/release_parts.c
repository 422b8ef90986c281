/* The parts of a bundle that tell what happened: versions of the rules, reopened sheets, changed
 * evidence, late recusals. They come from score events and from the log of acts. */
#include "pleno.h"

#include <string.h>

#define ACTS_MAX 100000

/* Acts of one kind, oldest first, with what they say. */
struct told {
	const struct act *act;
	const struct val *about;
};

static bool acts_told(struct req *req, int64_t edition, const char *deed, struct told **ret,
		      size_t *ret_count, struct err *err)
{
	struct act *acts;
	size_t count;

	if (!act_list(db_of(req), edition, deed, 0, ACTS_MAX, req->arena, &acts, &count, err))
		return false;
	*ret = NEW(req->arena, struct told, count + 1);
	*ret_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct act *act = &acts[count - 1 - i];
		struct val *about;

		if (!json_parse(req->arena, act->about, strlen(act->about), &about, err))
			return false;
		(*ret)[i] = (struct told){ act, about };
	}
	return true;
}

static const char *deed_of(struct req *req, enum phase to)
{
	return arena_printf(req->arena, "phase_%s", phase_text(to));
}

bool move_reason(struct req *req, const struct edition *edition, enum phase from, enum phase to,
		 const char **ret, struct err *err)
{
	struct told *told;
	size_t count;

	*ret = NULL;
	if (!acts_told(req, edition->id, deed_of(req, to), &told, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(val_get_text(told[i].about, "from"), phase_text(from)))
			*ret = val_get_text(told[i].about, "reason");
	return true;
}

/* ---- Versions of the rules ---- */

static const char *mend_reason(const struct told *told, size_t count, int64_t at)
{
	const char *reason = NULL;

	for (size_t i = 0; i < count; i++)
		if (told[i].act->at <= at &&
		    !text_equal(val_get_text(told[i].about, "from"), "verification"))
			reason = val_get_text(told[i].about, "reason");
	return reason;
}

bool release_versions(struct req *req, const struct edition *edition, struct bundle *ret,
		      struct err *err)
{
	struct rule_version *versions;
	struct told *told;
	size_t count;

	if (!rule_list(db_of(req), edition->id, req->arena, &versions, &ret->version_count, err) ||
	    !acts_told(req, edition->id, deed_of(req, PHASE_SETUP), &told, &count, err))
		return false;
	ret->versions = NEW(req->arena, struct bundle_version, ret->version_count + 1);
	for (size_t i = 0; i < ret->version_count; i++)
		ret->versions[i] = (struct bundle_version){
			.sha256 = versions[i].sha256,
			.at = versions[i].at,
			.reason = i ? mend_reason(told, count, versions[i].at) : NULL,
		};
	return true;
}

/* ---- Reopened sheets ---- */

/* The juror total of a submitted sheet under some rules; NULL when it has none. */
static bool total_of(struct req *req, const struct scheme *scheme, const char *category,
		     const struct sheet_event *event, const char **ret, struct err *err)
{
	const struct category *judged = scheme_category(scheme, category);
	struct sheet sheet = { 0 }, *sheets = &sheet;
	struct nominee nominee = { .key = event->nominee_key, .sheets = &sheets, .sheet_count = 1 };
	struct tally_input input = {
		.scheme = scheme, .nominees = &nominee, .nominee_count = 1, .juror_count = 1
	};
	struct complaints complaints;
	struct detail detail;

	*ret = NULL;
	if (event->state != SHEET_SUBMITTED || !judged || !judged->jury_count)
		return true;
	input.jurors = NEW(req->arena, const char *, 1);
	input.jurors[0] = event->juror_key;
	nominee.category = (size_t)(judged - scheme->categories);
	sheet = *edition_sheet(judged, event, req->arena);
	complaints_init(&complaints, req->arena);
	if (!tally_detail(&input, 0, req->arena, &detail, &complaints))
		return FAIL(err, ERR_BUG, "jumlah lembar tidak dapat dihitung",
			    "the total of a sheet cannot be computed");
	if (detail.valid[0])
		*ret = ratio_fraction(req->arena, detail.totals[0]);
	return true;
}

/* Which version was in force then, from 1? */
static unsigned version_of(const struct bundle *bundle, const struct sheet_event *event)
{
	unsigned found = 0;

	for (size_t i = 0; i < bundle->version_count; i++)
		if (text_equal(bundle->versions[i].sha256, event->rule_sha256) &&
		    (!found || bundle->versions[i].at <= event->at))
			found = (unsigned)i + 1;
	return found;
}

/* One reopening: `history[at]` opened the sheet; it ends before the next opening or mend. */
static bool reopening_read(struct req *req, struct edition_state *state,
			   const struct sheet_event *history, size_t count, size_t at,
			   struct bundle *bundle, struct err *err)
{
	const struct sheet_event *opened = &history[at];
	struct bundle_reopening *r = &bundle->reopenings[bundle->reopening_count];
	const char *category;
	const struct scheme *scheme = state->scheme;
	struct rule_version *versions;
	size_t version_count, last = at;

	*r = (struct bundle_reopening){
		.juror = edition_state_juror(state, opened->juror_key),
		.nominee = edition_state_nominee(state, opened->nominee_key),
		.version = version_of(bundle, opened),
	};
	if (r->juror == NAME_NONE || r->nominee == NAME_NONE || !r->version)
		return true;
	while (last + 1 < count && history[last + 1].kind != SHEET_REOPEN_LOCKED &&
	       history[last + 1].kind != SHEET_MEND)
		r->withdrawn = history[++last].kind == SHEET_WITHDRAW || r->withdrawn;
	if (!rule_list(db_of(req), state->edition.id, req->arena, &versions, &version_count, err) ||
	    !service_scheme(service_of(req), db_of(req), versions[r->version - 1].id, &scheme, err))
		return false;
	category = state->candidates[r->nominee].category;
	if (at && !total_of(req, scheme, category, &history[at - 1], &r->old_total, err))
		return false;
	if (!total_of(req, scheme, category, &history[last], &r->new_total, err))
		return false;
	if (r->withdrawn)
		r->new_total = r->old_total;
	bundle->reopening_count++;
	return true;
}

bool release_reopenings(struct req *req, struct edition_state *state, struct bundle *ret,
			struct err *err)
{
	struct sheet_event *opened, *history;
	size_t count, length;

	if (!sheet_list_kind(db_of(req), state->edition.id, SHEET_REOPEN_LOCKED, req->arena,
			     &opened, &count, err))
		return false;
	ret->reopenings = NEW(req->arena, struct bundle_reopening, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!sheet_history(db_of(req), opened[i].juror, opened[i].nominee, req->arena,
				   &history, &length, err))
			return false;
		for (size_t at = 0; at < length; at++)
			if (history[at].seq == opened[i].seq &&
			    !reopening_read(req, state, history, length, at, ret, err))
				return false;
	}
	return true;
}

/* ---- Changed evidence ---- Each reopening of an item is an act with what it was then. */

static struct evidence evidence_then(const struct val *about)
{
	return (struct evidence){
		.name = val_get_text(about, "evidence"),
		.value = val_get_text(about, "value"),
		.verified = text_equal(val_get_text(about, "status"), "verified"),
	};
}

static struct evidence evidence_now(const struct edition_state *state, size_t nominee,
				    const char *name)
{
	const struct nominee *n = &state->input.nominees[nominee];

	for (size_t k = 0; k < n->evidence_count; k++)
		if (text_equal(n->evidence[k].name, name))
			return (struct evidence){ .name = name,
						  .value = n->evidence[k].value,
						  .verified = n->evidence[k].verified };
	return (struct evidence){ .name = name };
}

static bool same_item(const struct val *a, const struct val *b)
{
	return text_equal(val_get_text(a, "nominee"), val_get_text(b, "nominee")) &&
	       text_equal(val_get_text(a, "evidence"), val_get_text(b, "evidence"));
}

bool release_changes(struct req *req, const struct edition_state *state, struct bundle *ret,
		     struct err *err)
{
	struct told *told;
	size_t count;

	if (!acts_told(req, state->edition.id, "evidence_reopened", &told, &count, err))
		return false;
	ret->changes = NEW(req->arena, struct bundle_change, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct bundle_change *change = &ret->changes[ret->change_count];
		const char *key = val_get_text(told[i].about, "nominee");
		size_t nominee = edition_state_nominee(state, key ? key : "");
		size_t next = i + 1;

		if (nominee == NAME_NONE)
			continue;
		while (next < count && !same_item(told[i].about, told[next].about))
			next++;
		change->nominee = nominee;
		change->before = evidence_then(told[i].about);
		change->after = next < count ? evidence_then(told[next].about)
					     : evidence_now(state, nominee, change->before.name);
		if (!text_equal(change->before.value, change->after.value) ||
		    change->before.verified != change->after.verified)
			ret->change_count++;
	}
	return true;
}

/* ---- Late recusals ---- */

static size_t *winners_read(struct arena *arena, const struct edition_state *state,
			    const struct val *keys, size_t *ret_count)
{
	size_t *ret = NEW(arena, size_t, val_count(keys) + 1);

	*ret_count = 0;
	for (size_t i = 0; i < val_count(keys); i++) {
		size_t nominee = edition_state_nominee(state, val_chars(val_at(keys, i)));

		if (nominee != NAME_NONE)
			ret[(*ret_count)++] = nominee;
	}
	return ret;
}

static bool list_known(const struct scheme *scheme, const char *key)
{
	for (size_t o = 0; o < scheme->overall_count; o++)
		if (text_equal(scheme->overalls[o].key, key))
			return true;
	return scheme_category(scheme, key) != NULL;
}

static void late_read(struct arena *arena, const struct edition_state *state,
		      const struct val *about, struct bundle *ret, size_t *cap)
{
	const char *juror = val_get_text(about, "juror"), *nominee = val_get_text(about, "nominee");
	const struct val *lists = val_get(about, "lists");
	size_t j = edition_state_juror(state, juror ? juror : "");
	size_t i = edition_state_nominee(state, nominee ? nominee : "");
	const struct sheet_event *sheet =
		j == NAME_NONE || i == NAME_NONE ? NULL : edition_state_sheet(state, i, j);

	/* A recusal that was lifted again is told by the log. */
	for (size_t l = 0; sheet && sheet->state == SHEET_RECUSED && l < val_count(lists); l++) {
		const struct val *list = val_at(lists, l);
		struct bundle_late *late;

		if (!list_known(state->scheme, val_get_text(list, "list")))
			continue;
		GROW(arena, ret->lates, ret->late_count, cap);
		late = &ret->lates[ret->late_count++];
		*late = (struct bundle_late){ .juror = j,
					      .nominee = i,
					      .list = val_get_text(list, "list") };
		late->before =
			winners_read(arena, state, val_get(list, "before"), &late->before_count);
		late->after =
			winners_read(arena, state, val_get(list, "after"), &late->after_count);
	}
}

bool release_lates(struct req *req, const struct edition_state *state, struct bundle *ret,
		   struct err *err)
{
	struct told *told;
	size_t count, cap = 0;

	if (!acts_told(req, state->edition.id, "late_recusal", &told, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		late_read(req->arena, state, told[i].about, ret, &cap);
	return true;
}
