/* Declaring conflicts of interest: what it needs, and what it does in each phase. */
#include "app/declare.h"
#include "app/deed_sheet.h"
#include "app/ledger.h"

#include <inttypes.h>
#include <string.h>

/* ---- How a juror stands ---- */

bool declaring_load(struct req *req, const struct edition *edition, struct declaring *ret,
		    struct err *err)
{
	const struct who *who = who_of(req);
	struct db *db = db_of(req);

	*ret = (struct declaring){ .req = req, .edition = *edition };
	return service_scheme(service_of(req), db, edition->rule_id, &ret->scheme, err) &&
	       juror_get(db, who->account.juror, req->arena, &ret->juror, err) &&
	       own_sheets_load(req, edition, ret->scheme, &ret->juror, &ret->own, err) &&
	       declaration_list(db, edition->id, ret->juror.id, true, req->arena, &ret->said,
				&ret->said_count, err) &&
	       sheet_states(db, edition->id, ret->juror.id, req->arena, &ret->states,
			    &ret->state_count, err);
}

bool declaration_covers(const struct declaration *said, const char *nominee)
{
	size_t len = strlen(nominee);

	for (const char *at = said->covers; (at = strstr(at, nominee)); at += len)
		if ((at == said->covers || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

static struct stance stance_of(const struct declaring *d, const struct category *category)
{
	struct stance ret = { .category = category };

	for (size_t i = 0; i < d->said_count; i++)
		if (text_equal(d->said[i].category, category->key))
			ret.said = &d->said[i];
	for (size_t i = 0; i < d->own.count; i++) {
		const char *nominee = d->own.items[i].nominee.key;

		if (d->own.items[i].category != category)
			continue;
		ret.nominees++;
		ret.uncovered += ret.said && !declaration_covers(ret.said, nominee);
		ret.conflicts += conflict_find(ret.said, nominee) != NULL;
	}
	return ret;
}

struct stance *stances(const struct declaring *d, size_t *ret_count)
{
	struct stance *ret = NEW(d->req->arena, struct stance, d->scheme->category_count + 1);

	*ret_count = 0;
	for (size_t c = 0; c < d->scheme->category_count; c++) {
		ret[*ret_count] = stance_of(d, &d->scheme->categories[c]);
		*ret_count += ret[*ret_count].nominees > 0;
	}
	return ret;
}

bool stance_given(const struct stance *stance)
{
	return stance->said && !stance->uncovered;
}

const struct conflict *conflict_find(const struct declaration *said, const char *nominee)
{
	for (size_t i = 0; said && i < said->conflict_count; i++)
		if (text_equal(said->conflicts[i].nominee, nominee))
			return &said->conflicts[i];
	return NULL;
}

bool declared_recused(const struct declaring *d, int64_t nominee)
{
	for (size_t i = 0; i < d->state_count; i++)
		if (d->states[i].nominee == nominee)
			return d->states[i].state == SHEET_RECUSED;
	return false;
}

bool declaration_owed(struct req *req, const struct edition *edition)
{
	const struct who *who = who_of(req);
	struct declaring d;
	struct err ignored;
	struct stance *list;
	size_t count;

	if (!who || !who->account.juror || who->account.edition != edition->id ||
	    edition->phase > PHASE_DELIBERATION || !declaring_load(req, edition, &d, &ignored))
		return false;
	list = stances(&d, &count);
	for (size_t i = 0; i < count; i++)
		if (!stance_given(&list[i]))
			return true;
	return false;
}

/* ---- Writing a declaration ---- */

const char *conflict_words(struct req *req, const struct conflict *conflict)
{
	const char *kind = words_get(
		service_templates(service_of(req)), LANG_ID,
		arena_printf(req->arena, "conflicts.kind.%s", conflict_kind_text(conflict->kind)));

	return *conflict->words ? arena_printf(req->arena, "%s: %s", kind, conflict->words) : kind;
}

bool declaration_store(struct db *db, int64_t edition, const struct actor *actor,
		       const struct declaration *said, struct arena *arena, struct err *err)
{
	const char *row = arena_printf(arena, "%s/%s/%" PRId64, said->juror_key, said->category,
				       said->version);
	struct val *about = val_map(arena), *list;
	struct ledger_look look;
	struct buf text;

	val_put_text(about, "juror", said->juror_key);
	val_put_text(about, "category", said->category);
	val_put_int(about, "declaration", said->version);
	list = val_put_list(about, "conflicts");
	for (size_t i = 0; i < said->conflict_count; i++) {
		struct val *item = val_push_map(list);

		val_put_text(item, "nominee", said->conflicts[i].nominee);
		val_put_text(item, "tie", conflict_kind_text(said->conflicts[i].kind));
		val_put_text(item, "words", said->conflicts[i].words);
	}
	if (!ledger_look(db, edition, VOUCHED_DECLARATION | VOUCHED_CONFLICT, row, arena, &look,
			 err) ||
	    !declaration_add(db, edition, said, err) || !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, arena);
	json_write(&text, about);
	return act_add(db, edition, actor, said->lifted ? "conflict_lifted" : "conflicts_declared",
		       text.data, said->at, err);
}

/* The conflicts of `said` (may be NULL) without `nominee`, with room for one more. */
static void conflicts_copy(struct arena *arena, const struct declaration *said, const char *without,
			   struct declaration *ret)
{
	size_t count = said ? said->conflict_count : 0;

	ret->conflicts = NEW(arena, struct conflict, count + 1);
	ret->conflict_count = 0;
	for (size_t i = 0; i < count; i++)
		if (!text_equal(said->conflicts[i].nominee, without))
			ret->conflicts[ret->conflict_count++] = said->conflicts[i];
}

bool declaration_lift(struct req *req, const struct edition *edition, const struct juror *juror,
		      const struct candidate *nominee, int64_t now, struct err *err)
{
	struct declaration *said, next;
	size_t count;

	if (!declaration_list(db_of(req), edition->id, juror->id, true, req->arena, &said, &count,
			      err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!conflict_find(&said[i], nominee->key))
			continue;
		next = said[i];
		conflicts_copy(req->arena, &said[i], nominee->key, &next);
		next.version++;
		next.lifted = true;
		next.by = who_of(req)->account.username;
		next.at = now;
		if (!declaration_store(db_of(req), edition->id, &who_of(req)->actor, &next,
				       req->arena, err))
			return false;
	}
	return true;
}

/* ---- The deed ---- */

struct saying {
	struct declaring d;
	const struct declare_call *call;
	struct stance stance;
	const struct own_sheet *sheet; /* of the nominee that is named */
	struct conflict conflict;
	struct declaration next;
	int64_t now;
	struct declare_result *ret;
};

static bool wrong_field(struct saying *s, const char *field, const char *id, const char *en)
{
	s->ret->field = field;
	return REFUSE(&s->ret->refusal, 422, "invalid", "%s%.0s", "%.0s%s", id, en);
}

static bool nominee_get(struct saying *s)
{
	size_t at = own_sheets_find(&s->d.own, s->call->nominee);

	if (at == NAME_NONE || s->d.own.items[at].category != s->stance.category)
		return !wrong_field(s, "nominee", "pilih nominee dari kategori ini",
				    "choose a nominee of this category");
	s->sheet = &s->d.own.items[at];
	return true;
}

/* The recusal itself: by the deed of the sheet, with its rules and its event. */
static bool recuse(struct saying *s, struct err *err)
{
	struct req *req = s->d.req;
	struct sheet_call call = { .action = SHEET_ACT_RECUSE };
	struct sheet_ground ground;
	struct sheet_result result;

	call.reason = conflict_words(req, &s->conflict);
	call.key = arena_printf(req->arena, "declaration %s %" PRId64, s->stance.category->key,
				s->next.version);
	sha256(call.key, strlen(call.key), call.sha256);
	if (!sheet_ground(req, s->d.edition.key, s->sheet->nominee.key, &ground, err))
		return false;
	call.version = ground.sheet.version;
	if (!sheet_do(req, &ground, &call, s->now, &result, err))
		return false;
	if (result.what == SHEET_DONE || result.what == SHEET_REPEATED)
		return true;
	return REFUSE(&s->ret->refusal, 409, result.why.code ? result.why.code : "conflict",
		      "%s%.0s", "%.0s%s", result.why.msg[LANG_ID], result.why.msg[LANG_EN]);
}

static bool conflict_say(struct saying *s, struct err *err)
{
	const struct declare_call *call = s->call;

	if (!nominee_get(s))
		return true;
	if (!conflict_kind_parse(call->kind, &s->conflict.kind))
		return wrong_field(s, "kind", "pilih jenis hubungan", "choose the kind of tie");
	if (s->conflict.kind == CONFLICT_OTHER && !*call->words)
		return wrong_field(s, "words", "jelaskan hubungan lain itu",
				   "say what other tie it is");
	if (conflict_find(s->stance.said, call->nominee))
		return REFUSE(&s->ret->refusal, 409, "declared", "konflik ini sudah Anda nyatakan",
			      "you have declared this conflict already");
	s->conflict.nominee = call->nominee;
	s->conflict.words = call->words;
	s->next.conflicts[s->next.conflict_count++] = s->conflict;
	return s->d.edition.phase != PHASE_SCORING ||
	       declared_recused(&s->d, s->sheet->nominee.id) || recuse(s, err);
}

static bool withdraw_say(struct saying *s)
{
	if (!nominee_get(s))
		return true;
	if (!conflict_find(s->stance.said, s->call->nominee))
		return REFUSE(&s->ret->refusal, 409, "not_declared",
			      "konflik ini tidak Anda nyatakan",
			      "you have not declared this conflict");
	if (declared_recused(&s->d, s->sheet->nominee.id))
		return REFUSE(
			&s->ret->refusal, 409, "recused",
			"Anda sudah tercatat berhalangan; hanya ketua bersama pengawas yang "
			"dapat mencabutnya",
			"you are recorded as recused; only the chair with the keeper can lift "
			"it");
	conflicts_copy(s->d.req->arena, s->stance.said, s->call->nominee, &s->next);
	return true;
}

static const char *covers_of(const struct saying *s)
{
	struct buf text;

	buf_init(&text, s->d.req->arena);
	for (size_t i = 0; i < s->d.own.count; i++)
		if (s->d.own.items[i].category == s->stance.category)
			buf_printf(&text, "%s%s", text.len ? " " : "",
				   s->d.own.items[i].nominee.key);
	return text.data;
}

/* Said twice is said once. */
static bool changes_nothing(const struct saying *s)
{
	const struct declaration *said = s->stance.said;

	return said && text_equal(s->call->act, "none") && text_equal(said->covers, s->next.covers);
}

static bool category_get(struct saying *s, struct err *err)
{
	const struct category *category = scheme_category(s->d.scheme, s->call->category);

	if (category)
		s->stance = stance_of(&s->d, category);
	if (!category || !s->stance.nominees)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_category",
				 "Anda tidak menilai kategori %s", "you do not judge category %s",
				 s->call->category);
	return true;
}

static bool say(struct saying *s, struct err *err)
{
	const char *act = s->call->act;

	if (text_equal(act, "conflict"))
		return conflict_say(s, err);
	if (text_equal(act, "withdraw"))
		return withdraw_say(s);
	return text_equal(act, "none") ||
	       wrong_field(s, "act", "tindakan ini tidak dikenal", "there is no such act");
}

bool declare(struct req *req, const struct edition *edition, const struct declare_call *call,
	     int64_t now, struct declare_result *ret, struct err *err)
{
	struct saying s = { .call = call, .now = now, .ret = ret };
	const struct circumstances own = { .own = true, .mended = edition->mended };
	int64_t stands;

	*ret = (struct declare_result){ 0 };
	if (!declaring_load(req, edition, &s.d, err) || !category_get(&s, err))
		return false;
	if (!may(DEED_DECLARE, who_of(req)->account.role, edition->phase, own))
		return REFUSE(&ret->refusal, 403, "denied", "hanya juri yang dapat menyatakan ini",
			      "only jurors can declare this");
	stands = s.stance.said ? s.stance.said->version : 0;
	if (call->version != stands || !text_equal(call->phase, phase_text(edition->phase)))
		return REFUSE(&ret->refusal, 409, "stale",
			      "pernyataan Anda sudah berubah; periksa lagi",
			      "your declaration has changed meanwhile; look at it again");
	s.next = (struct declaration){ .juror = s.d.juror.id,
				       .juror_key = s.d.juror.key,
				       .category = s.stance.category->key,
				       .version = stands + 1,
				       .covers = covers_of(&s),
				       .by = who_of(req)->account.username,
				       .at = now };
	conflicts_copy(req->arena, s.stance.said, NULL, &s.next);
	if (!say(&s, err))
		return false;
	if (ret->refusal.status || changes_nothing(&s))
		return true;
	return declaration_store(db_of(req), edition->id, &who_of(req)->actor, &s.next, req->arena,
				 err);
}

/* ---- Scoring begins ---- */

size_t declarations_waiting(const struct edition_state *state, const struct declaration *said,
			    size_t count)
{
	size_t ret = 0;

	for (size_t s = 0; s < count; s++)
		for (size_t c = 0; c < said[s].conflict_count; c++) {
			size_t i = edition_state_nominee(state, said[s].conflicts[c].nominee);
			size_t j = edition_state_juror(state, said[s].juror_key);
			enum sheet_state is;

			ret += i != NAME_NONE && j != NAME_NONE &&
			       edition_state_pair(state, i, j, &is) && is != SHEET_RECUSED;
		}
	return ret;
}

static bool conflict_enter(struct req *req, struct edition_state *state,
			   const struct declaration *said, const struct conflict *conflict,
			   int64_t now, struct err *err)
{
	size_t i = edition_state_nominee(state, conflict->nominee);
	size_t j = edition_state_juror(state, said->juror_key);
	struct sheet_event *event = NEW(req->arena, struct sheet_event, 1);
	enum sheet_state is;
	struct val *about;

	if (i == NAME_NONE || j == NAME_NONE || !edition_state_owes(state, i, j) ||
	    (edition_state_pair(state, i, j, &is) && is == SHEET_RECUSED))
		return true;
	sheet_next(req, state, i, j, SHEET_RECUSE, now, event);
	event->state = SHEET_RECUSED;
	event->reason = conflict_words(req, conflict);
	event->actor = said->by;
	about = val_map(req->arena);
	val_put_text(about, "juror", event->juror_key);
	val_put_text(about, "nominee", event->nominee_key);
	val_put_text(about, "reason", event->reason);
	val_put_text(about, "declared_by", said->by);
	val_put_int(about, "declaration", said->version);
	state->sheets[i * state->juror_count + j] = event;
	return sheet_append(db_of(req), event, err) &&
	       act_log(req, &state->edition, "recused", about, now, err);
}

bool declarations_enter(struct req *req, const struct edition *edition, int64_t now,
			struct err *err)
{
	struct declaration *said;
	struct edition_state state;
	size_t count;

	if (!declaration_list(db_of(req), edition->id, 0, true, req->arena, &said, &count, err))
		return false;
	if (!count)
		return true;
	if (!edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena, &state,
				err))
		return false;
	for (size_t s = 0; s < count; s++)
		for (size_t c = 0; c < said[s].conflict_count; c++)
			if (!conflict_enter(req, &state, &said[s], &said[s].conflicts[c], now, err))
				return false;
	return true;
}
