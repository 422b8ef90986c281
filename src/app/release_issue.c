/* Certificates of a release: one for each winner, and for each ranked nominee with a title. */
#include "code.h"
#include "paper_form.h"
#include "pleno.h"
#include "token.h"

#include <inttypes.h>
#include <string.h>

/* What the certificate says of the award, and nothing that a setting or a new bundle changes. */
static char *facts_text(struct arena *arena, const struct tally_input *input,
			const struct ranking *list, const struct row *row)
{
	const struct scheme *scheme = input->scheme;
	const struct nominee *nominee = &input->nominees[row->nominee];

	return arena_printf(arena,
			    "paritrana-certificate 1\nedition %s\naward %s\nassessment_year %d\n"
			    "event_year %d\nlist %s\nlist_name %s\nnominee %s\nname %s\nregion %s\n"
			    "rank %u\ntitle %s\n",
			    scheme->edition, scheme->title.text[LANG_ID], scheme->assessment_year,
			    scheme->event_year, list->key, list->name.text[LANG_ID], nominee->key,
			    nominee->name, nominee->region ? nominee->region : "", row->rank,
			    row->title ? row->title->text[LANG_ID] : "");
}

struct issue {
	struct req *req;
	const struct edition *edition;
	const struct released *released;
	const struct token_signer *signer;
	const char *reason;
	int64_t now;
	int64_t form;	    /* what they are printed with */
	struct issued *old; /* certificates so far */
	size_t old_count;
	bool *kept; /* by old: still true */
};

static bool already_said(struct issue *issue, const char *facts)
{
	for (size_t i = 0; i < issue->old_count; i++)
		if (!issue->old[i].revoked && !issue->kept[i] &&
		    text_equal(issue->old[i].facts, facts)) {
			issue->kept[i] = true;
			return true;
		}
	return false;
}

static bool list_issue(struct issue *issue, const struct ranking *list, struct err *err)
{
	struct arena *arena = issue->req->arena;
	const struct bundle *bundle = issue->released->bundle;

	for (size_t i = 0; i < list->count; i++) {
		const struct row *row = &list->rows[i];
		const char *facts;
		struct issued issued;

		if (row->status != STANDING_RANKED || (!row->winner && !row->title))
			continue;
		facts = facts_text(arena, &bundle->input, list, row);
		if (already_said(issue, facts))
			continue;
		issued = (struct issued){
			.serial = code_make(arena),
			.release = issue->released->release.id,
			.nominee = bundle->input.nominees[row->nominee].key,
			.list = list->key,
			.rank = row->rank,
			.facts = facts,
			.issued_at = issue->now,
			.form = issue->form,
		};
		if (!certificate_issue(issue->signer, issue->edition, &issued,
				       issue->released->release.sha256, arena, err))
			return false;
	}
	return true;
}

static bool rest_revoke(struct issue *issue, struct err *err)
{
	for (size_t i = 0; i < issue->old_count; i++) {
		if (issue->old[i].revoked || issue->kept[i])
			continue;
		if (!certificate_revoke(db_of(issue->req), issue->old[i].serial,
					issue->released->release.number,
					issue->reason ? issue->reason : "", err))
			return false;
	}
	return true;
}

static bool lists_issue(struct issue *issue, struct err *err)
{
	const struct tally *tally = &issue->released->bundle->tally;

	for (size_t i = 0; i < tally->category_count; i++)
		if (!list_issue(issue, &tally->categories[i], err))
			return false;
	for (size_t i = 0; i < tally->overall_count; i++)
		if (!list_issue(issue, &tally->overalls[i], err))
			return false;
	return true;
}

bool release_issue(struct req *req, const struct edition *edition, const struct released *released,
		   int64_t now, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct token_signer signer;
	struct ledger_look look;
	struct issue issue = { .req = req,
			       .edition = edition,
			       .released = released,
			       .signer = &signer,
			       .reason = released->bundle->correction,
			       .now = now };
	bool done;

	if (!act_look(req, edition, ISSUE_TABLES, &look, err) ||
	    !certificate_list(db_of(req), edition->id, req->arena, &issue.old, &issue.old_count,
			      err) ||
	    !paper_form_now(req, edition, now, &issue.form, err) ||
	    !token_signer_open(db_of(req), edition->id, now, &signer, err))
		return false;
	issue.kept = NEW(req->arena, bool, issue.old_count + 1);
	val_put_int(about, "release", released->release.number);
	done = lists_issue(&issue, err) && rest_revoke(&issue, err) &&
	       act_tell(req, edition, &look, "certificates", about, now, err);
	token_signer_close(&signer);
	return done;
}

/* ---- The same, only counted ---- */

static void list_count(struct issue *issue, const struct tally_input *input,
		       const struct ranking *list, struct paper_count *ret)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct row *row = &list->rows[i];

		if (row->status != STANDING_RANKED || (!row->winner && !row->title))
			continue;
		if (already_said(issue, facts_text(issue->req->arena, input, list, row)))
			ret->kept++;
		else
			ret->added++;
	}
}

bool release_papers(struct req *req, const struct edition *edition, const struct tally_input *input,
		    const struct tally *tally, struct paper_count *ret, struct err *err)
{
	struct issue issue = { .req = req, .edition = edition };

	*ret = (struct paper_count){ 0 };
	if (!certificate_list(db_of(req), edition->id, req->arena, &issue.old, &issue.old_count,
			      err))
		return false;
	issue.kept = NEW(req->arena, bool, issue.old_count + 1);
	for (size_t i = 0; i < tally->category_count; i++)
		list_count(&issue, input, &tally->categories[i], ret);
	for (size_t i = 0; i < tally->overall_count; i++)
		list_count(&issue, input, &tally->overalls[i], ret);
	for (size_t i = 0; i < issue.old_count; i++)
		ret->revoked += !issue.old[i].revoked && !issue.kept[i];
	return true;
}
