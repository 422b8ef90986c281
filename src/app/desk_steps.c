/* The way from the rule card to the first juror who scores: each step, whether it is done, and
 * where it is taken. What is open besides never holds back a later step. */
#include "app/edition_state.h"
#include <string.h>

#include "secretariat.h"

struct steps {
	struct desk *d;
	struct val *list;
	bool next; /* the first open step was met */
};

static void step_put(struct steps *s, const char *name, const char *path, bool done, bool optional,
		     const char *note)
{
	struct req *req = s->d->req;
	struct val *step = val_push_map(s->list);

	val_put_text(step, "label", word_of(req, "step.", name));
	val_put_text(step, "path",
		     arena_printf(req->arena, "editions/%s/%s", s->d->edition.key, path));
	val_put_text(step, "note", note);
	val_put_bool(step, "done", done);
	val_put_bool(step, "current", !done && !optional && !s->next);
	val_put_text(step, "state",
		     word(req, done	  ? "step.done"
			       : optional ? "step.optional"
			       : !s->next ? "step.next"
					  : "step.later"));
	s->next = s->next || (!done && !optional);
}

/* Categories without anybody in them, by name; NULL = none. */
static const char *empty_categories(const struct desk *d, const struct edition_state *state)
{
	struct buf names;

	buf_init(&names, d->req->arena);
	for (size_t c = 0; c < d->scheme->category_count; c++) {
		bool any = false;

		for (size_t i = 0; i < state->candidate_count; i++)
			any = any || state->input.nominees[i].category == c;
		if (!any)
			buf_printf(&names, "%s%s", names.len ? ", " : "",
				   words_in(&d->scheme->categories[c].name, d->req->lang));
	}
	return names.len ? names.data : NULL;
}

static void nominees_step(struct steps *s, const struct edition_state *state)
{
	const char *empty = empty_categories(s->d, state);
	const char *count =
		word_n(s->d->req, "step.nominees_n", show_n(s->d->req, state->candidate_count));

	if (state->candidate_count && empty)
		count = arena_printf(s->d->req->arena, "%s %s", count,
				     word_n(s->d->req, "step.categories_empty", empty));
	step_put(s, "nominees", "import", state->candidate_count > 0, false, count);
}

static void accounts_steps(struct steps *s, const struct edition_state *state,
			   const struct account *accounts, size_t count)
{
	struct req *req = s->d->req;
	size_t jurors = 0, with = 0;
	bool chair = false, keeper = false;

	for (size_t a = 0; a < count; a++) {
		chair = chair || (accounts[a].active && accounts[a].role == ROLE_CHAIR);
		keeper = keeper || (accounts[a].active && accounts[a].role == ROLE_KEEPER);
		with += accounts[a].active && accounts[a].juror;
	}
	for (size_t j = 0; j < state->juror_count; j++)
		jurors += !state->jurors[j].removed;
	step_put(s, "keys", "accounts", chair && keeper, false,
		 word(req, chair ? (keeper ? "step.keys_both" : "step.keys_no_keeper")
				 : (keeper ? "step.keys_no_chair" : "step.keys_none")));
	step_put(s, "accounts", "accounts", jurors && with >= jurors, false,
		 arena_printf(req->arena, "%s / %s", show_n(req, with), show_n(req, jurors)));
}

static void evidence_step(struct steps *s, const struct edition_state *state)
{
	struct req *req = s->d->req;
	size_t open = 0, missing = 0;

	for (size_t p = 0; p < state->proof_count; p++)
		open += state->proofs[p].status == PROOF_ENTERED;
	for (size_t i = 0; i < state->candidate_count; i++) {
		const struct nominee *nominee = &state->input.nominees[i];
		struct names names;

		if (nominee->category == NAME_NONE)
			continue;
		evidence_names(&s->d->scheme->categories[nominee->category], req->arena, &names);
		missing += names.count;
		for (size_t k = 0; k < nominee->evidence_count; k++)
			missing -= names_find(&names, nominee->evidence[k].name,
					      strlen(nominee->evidence[k].name)) != NAME_NONE;
	}
	step_put(s, "evidence", missing ? "import" : "evidence", !open && !missing, false,
		 arena_printf(req->arena, "%s %s",
			      word_n(req, "step.evidence_missing", show_n(req, missing)),
			      word_n(req, "step.evidence_open", show_n(req, open))));
}

bool desk_steps_put(struct desk *d, const struct edition_state *state,
		    const struct move_facts *facts, struct err *err)
{
	struct steps s = { .d = d };
	enum phase now = d->edition.phase;
	struct account *accounts;
	bool panel = state->juror_count > 0;
	size_t count;

	if (now >= PHASE_SCORING)
		return true;
	val_put_bool(d->page, "has_steps", true);
	s.list = val_put_list(d->page, "steps");
	if (!account_list(db_of(d->req), d->edition.id, d->req->arena, &accounts, &count, err))
		return false;
	for (size_t c = 0; c < facts->category_count; c++)
		panel = panel && !(facts->categories[c].nominees && facts->categories[c].judged &&
				   facts->categories[c].jurors < facts->quorum);
	step_put(&s, "scheme", "scheme", true, false,
		 word_n(d->req, "step.categories_n", show_n(d->req, d->scheme->category_count)));
	step_put(&s, "settings", "settings",
		 d->settings.public_address_given && d->settings.signatory_count > 0, true,
		 word(d->req, "step.settings_what"));
	nominees_step(&s, state);
	step_put(&s, "panel", "panel", panel, false,
		 word_n(d->req, "step.jurors_n", show_n(d->req, state->juror_count)));
	accounts_steps(&s, state, accounts, count);
	step_put(&s, "verification", "pleno", now > PHASE_SETUP, false, NULL);
	if (now > PHASE_SETUP)
		evidence_step(&s, state);
	step_put(&s, "scoring", "pleno", now > PHASE_VERIFICATION, false, NULL);
	return true;
}
