/* What a move will do, in words and numbers, before it is made. */
#include "assembly.h"
#include "trial.h"

#include <string.h>

struct asking {
	struct req *req;
	struct edition edition;
	struct confirm confirm;
	struct val *values; /* {names} of the words */
};

/* How many sheets lie in which state. */
static bool count_sheets(struct asking *a, struct err *err)
{
	static const char *const NAMES[] = { "empty", "draft", "submitted", "recused", "absent" };
	struct edition_state state;
	size_t counts[COUNT(NAMES)] = { 0 }, jurors = 0;
	enum sheet_state at;

	if (!edition_state_load(service_of(a->req), db_of(a->req), &a->edition, NULL, a->req->arena,
				&state, err))
		return false;
	for (size_t i = 0; i < state.candidate_count; i++)
		for (size_t j = 0; j < state.juror_count; j++)
			if (edition_state_pair(&state, i, j, &at) && (size_t)at < COUNT(counts))
				counts[at]++;
	for (size_t i = 0; i < COUNT(NAMES); i++)
		val_put_text(a->values, NAMES[i],
			     show_count(a->req->arena, (int64_t)counts[i], a->req->lang));
	val_put_text(a->values, "nominees",
		     show_count(a->req->arena, (int64_t)state.candidate_count, a->req->lang));
	for (size_t j = 0; j < state.juror_count; j++)
		jurors += !state.jurors[j].removed;
	val_put_text(a->values, "jurors", show_count(a->req->arena, (int64_t)jurors, a->req->lang));
	return true;
}

/* The certificates that the publication just tried has made, and its hash to look at once more. */
static bool publication_put(struct asking *a, const char *sha256, struct err *err)
{
	struct arena *arena = a->req->arena;
	size_t count, releases, added = 0, revoked = 0;
	struct release *list;
	struct issued *papers;
	struct buf groups;

	if (!release_list(db_of(a->req), a->edition.id, arena, &list, &releases, err) ||
	    !certificate_list(db_of(a->req), a->edition.id, arena, &papers, &count, err))
		return false;
	for (size_t i = 0; releases && i < count; i++) {
		added += papers[i].release == list[0].id;
		revoked += papers[i].revoked_by == list[0].number;
	}
	buf_init(&groups, arena);
	for (const char *hex = sha256; strlen(hex) >= 4; hex += 4)
		buf_printf(&groups, "%s%.4s", groups.len ? " " : "", hex);
	val_put_text(a->values, "papers", show_count(arena, (int64_t)added, a->req->lang));
	val_put_text(a->values, "revoked", show_count(arena, (int64_t)revoked, a->req->lang));
	val_put_text(a->values, "hash", groups.data);
	return true;
}

/* Who was there, as the approval just tried has frozen it. */
static bool assembly_put(struct asking *a, struct err *err)
{
	struct arena *arena = a->req->arena;
	struct assembly assembly;
	struct assembly_count count;

	if (!assembly_now(db_of(a->req), &a->edition, arena, &assembly, err))
		return false;
	count = assembly_count(&assembly);
	val_put_text(a->values, "present", show_count(arena, (int64_t)count.present, a->req->lang));
	val_put_text(a->values, "all", show_count(arena, (int64_t)count.all, a->req->lang));
	val_put_text(a->values, "represented",
		     show_count(arena, (int64_t)count.represented, a->req->lang));
	val_put_text(a->values, "absent", show_count(arena, (int64_t)count.absent, a->req->lang));
	confirm_words(&a->confirm,
		      assembly_is_noted(&assembly) ? "confirm.assembly" : "confirm.assembly_none",
		      a->values);
	return true;
}

/* Layouts that are frozen now and refuse what they would have to hold: to be accepted in words. */
static void unfit_put(struct asking *a, const struct trial *trial)
{
	struct req *req = a->req;
	struct val *page = a->confirm.page, *unfit = val_put_map(page, "unfit");
	struct val *items = val_put_list(unfit, "items"), *field;

	val_put_text(unfit, "tone", "warn");
	val_put_text(unfit, "heading", word(req, "confirm.unfit.heading"));
	val_put_text(unfit, "text", word(req, "confirm.unfit.text"));
	for (size_t i = 0; i < trial->count; i++)
		val_put_text(val_push_map(items), "text",
			     words_in(&trial->items[i].why, req->lang));
	field = part_field(req->arena, val_put_map(unfit, "field"), "unfit",
			   word(req, "confirm.unfit.accept"), NULL);
	if (!confirm_due(req))
		part_error(page, field, word(req, "confirm.unfit.needed"));
}

/* The name of the act in the words: where the edition is decides what a phase means. */
static const char *act_of(enum phase from, enum phase to)
{
	switch (to) {
	case PHASE_SETUP: return from == PHASE_VERIFICATION ? "setup" : "mend";
	case PHASE_VERIFICATION: return "verification";
	case PHASE_SCORING: return "scoring";
	case PHASE_DELIBERATION:
		return from == PHASE_SCORING	? "lock"
		       : from == PHASE_APPROVED ? "refusal"
						: "correction";
	case PHASE_APPROVED: return "approval";
	case PHASE_PUBLISHED: return "publication";
	case PHASE_COUNT: break;
	}
	return "setup";
}

bool phase_confirm(struct req *req, const struct edition *before, enum phase to,
		   const struct phase_call *call, const struct trial *trial, struct err *err)
{
	const struct move *move = move_find(before->phase, to);
	const char *act = act_of(before->phase, to);
	const char *back =
		text_equal(act, "publication") || text_equal(act, "refusal") ? "release" : "pleno";
	struct asking a = { .req = req, .edition = *before, .values = val_map(req->arena) };
	const struct scheme *scheme;
	struct val *page;

	/* The frame as the edition was: the move is only tried. */
	if (!service_scheme(service_of(req), db_of(req), before->rule_id, &scheme, err))
		return false;
	page = page_of_edition(req, before, scheme, back,
			       word(req, arena_printf(req->arena, "confirm.title.%s", act)));
	confirm_new(req, page, word(req, arena_printf(req->arena, "confirm.button.%s", act)),
		    arena_printf(req->arena, "editions/%s/%s", before->key, back), &a.confirm);
	a.confirm.password = move && move->needs_password;
	if (!count_sheets(&a, err) ||
	    (to == PHASE_PUBLISHED && !publication_put(&a, call->sha256, err)))
		return false;
	val_put_text(a.values, "reason", call->reason);
	confirm_words(&a.confirm, arena_printf(req->arena, "confirm.will.%s", act), a.values);
	if (to == PHASE_APPROVED && !assembly_put(&a, err))
		return false;
	if (trial && trial->count)
		unfit_put(&a, trial);
	if (call->reason && *call->reason)
		confirm_words(&a.confirm, "confirm.reason", a.values);
	return confirm_ask(&a.confirm, err);
}
