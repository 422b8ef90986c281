/* Proposals and the chair's acts on single sheets over the API. */
#include <string.h>

#include "pleno.h"
#include "screen.h"

/* About a nominee that is closed to the reader it says juror, nominee and the word. */
static struct val *about_val(struct req *req, const struct val *about)
{
	struct val *ret = val_map(req->arena);

	if (val_get_text(about, "juror"))
		val_put_text(ret, "juror", val_get_text(about, "juror"));
	val_put_text(ret, "nominee", val_get_text(about, "nominee"));
	val_put_text(ret, "state", sheet_state_text(SHEET_RECUSED));
	return ret;
}

static bool is_closed(const struct names *closed, const struct val *about)
{
	const char *nominee = val_get_text(about, "nominee");

	return nominee && names_find(closed, nominee, strlen(nominee)) != NAME_NONE;
}

static struct val *proposal_val(struct req *req, const struct names *closed,
				const struct proposal *proposal)
{
	struct val *ret = val_map(req->arena), *about;
	struct err ignored;
	char at[TIME_ISO_SIZE];
	bool hidden;

	val_put_int(ret, "id", proposal->id);
	val_put_text(ret, "kind", proposal->kind);
	val_put_text(ret, "state", proposal->state);
	if (!json_parse(req->arena, proposal->about, strlen(proposal->about), &about, &ignored))
		about = val_map(req->arena);
	hidden = is_closed(closed, about);
	(void)val_put(ret, "about", hidden ? about_val(req, about) : about);
	val_put_text(ret, "reason", hidden ? NULL : proposal->reason);
	val_put_text(ret, "by", proposal->by);
	time_iso(proposal->at, at);
	val_put_text(ret, "at", arena_text(req->arena, at));
	val_put_text(ret, "decided_by", *proposal->decided_by ? proposal->decided_by : NULL);
	return ret;
}

/* The keys of the nominees that are closed to the reader. */
static bool closed_load(struct req *req, const struct edition *edition, struct names *ret,
			struct err *err)
{
	struct candidate *nominees;
	struct screen screen;
	size_t count;

	names_init(ret, req->arena);
	if (!screen_load(req, edition, &screen, err))
		return false;
	if (!screen.count)
		return true;
	if (!nominee_list(db_of(req), edition->id, req->arena, &nominees, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (screened(&screen, nominees[i].id))
			(void)names_put(ret, nominees[i].key, strlen(nominees[i].key));
	return true;
}

bool api_proposals_get(struct req *req, struct err *err)
{
	struct val *ret = val_map(req->arena), *list;
	struct proposal *proposals;
	struct edition edition;
	struct names closed;
	size_t count;

	if (!req_edition(req, true, &edition, err) || !closed_load(req, &edition, &closed, err) ||
	    !proposal_list(db_of(req), edition.id, NULL, req->arena, &proposals, &count, err))
		return false;
	list = val_put_list(ret, "proposals");
	for (size_t i = 0; i < count; i++)
		(void)val_push(list, proposal_val(req, &closed, &proposals[i]));
	return answer_json(req, 200, ret);
}

static bool answer_proposal(struct req *req, const struct proposal_result *result)
{
	struct val *ret = val_map(req->arena);

	if (result->refusal.status)
		return answer_refusal(req, &result->refusal);
	val_put_int(ret, "id", result->id);
	val_put_text(ret, "state", result->state);
	return answer_json(req, 200, ret);
}

bool api_proposals_post(struct req *req, struct err *err)
{
	struct val *body = req->work, *about = val_find(body, "about");
	struct proposal_result result;
	struct edition edition;
	const char *reason;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!body_text(req, body, "reason", &reason))
		reason = "";
	if (!proposal_make(req, &edition, val_get_text(body, "kind"),
			   val_type(about) == VAL_MAP ? about : val_map(req->arena), reason,
			   time_now(), &result, err))
		return false;
	return answer_proposal(req, &result);
}

bool api_proposal_post(struct req *req, struct err *err)
{
	const struct val *body = req->work;
	struct proposal_result result;
	struct edition edition;

	if (!req_edition(req, true, &edition, err) ||
	    !proposal_settle(req, &edition, req_number(req, 1), val_get_text(body, "decision"),
			     time_now(), &result, err))
		return false;
	return answer_proposal(req, &result);
}

bool api_chair_act_post(struct req *req, struct err *err)
{
	const struct val *body = req->work;
	struct refusal refusal;
	struct edition edition;
	const char *reason, *act = val_get_text(body, "act");
	struct val *ret = val_map(req->arena);

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!body_text(req, body, "reason", &reason))
		reason = "";
	if (!chair_act(req, &edition, act ? act : "", req->params[1], req->params[2], reason,
		       time_now(), &refusal, err))
		return false;
	if (refusal.status)
		return answer_refusal(req, &refusal);
	val_put_text(ret, "act", act);
	return answer_json(req, 200, ret);
}
