#include "paper_entry.h"

#include <string.h>
#include <strings.h>

#define PAPER_WORD "kertas"

bool paper_reason(const char *reason)
{
	return reason && strncasecmp(reason, PAPER_WORD, strlen(PAPER_WORD)) == 0;
}

/* ---- Which sheets may be typed ---- */

static bool proposed(const struct paper_desk *desk, size_t nominee, size_t juror,
		     const struct val *abouts)
{
	for (size_t i = 0; i < val_count(abouts); i++)
		if (text_equal(val_get_text(val_at(abouts, i), "nominee"),
			       desk->state.candidates[nominee].key) &&
		    text_equal(val_get_text(val_at(abouts, i), "juror"),
			       desk->state.jurors[juror].key))
			return true;
	return false;
}

/* Reopened, and absent with that reason before. */
static bool reopened(const struct paper_desk *desk, size_t nominee, size_t juror, bool *ret,
		     struct err *err)
{
	struct sheet_event *history;
	size_t count;

	if (!sheet_history(db_of(desk->req), desk->state.jurors[juror].id,
			   desk->state.candidates[nominee].id, desk->req->arena, &history, &count,
			   err))
		return false;
	*ret = count >= 2 && history[count - 1].kind == SHEET_REOPEN_LOCKED &&
	       history[count - 2].state == SHEET_ABSENT && paper_reason(history[count - 2].reason);
	return true;
}

static struct paper_entry *entry_of(const struct paper_desk *desk, size_t nominee, size_t juror)
{
	for (size_t e = 0; e < desk->entry_count; e++)
		if (desk->entries[e].nominee == desk->state.candidates[nominee].id &&
		    desk->entries[e].juror == desk->state.jurors[juror].id &&
		    (text_equal(desk->entries[e].state, "typed") ||
		     text_equal(desk->entries[e].state, "confirmed")))
			return &desk->entries[e];
	return NULL;
}

static bool pair_look(struct paper_desk *desk, size_t nominee, size_t juror,
		      const struct val *abouts, size_t *cap, struct err *err)
{
	const struct sheet_event *sheet = edition_state_sheet(&desk->state, nominee, juror);
	bool open = false, due;

	if (!sheet || !edition_state_owes(&desk->state, nominee, juror))
		return true;
	due = sheet->state == SHEET_ABSENT && paper_reason(sheet->reason) &&
	      proposed(desk, nominee, juror, abouts);
	if (sheet->kind == SHEET_REOPEN_LOCKED && !reopened(desk, nominee, juror, &open, err))
		return false;
	if (!due && !open)
		return true;
	GROW(desk->req->arena, desk->dues, desk->due_count, cap);
	desk->dues[desk->due_count++] = (struct paper_due){
		.nominee = nominee,
		.juror = juror,
		.open = open,
		.entry = entry_of(desk, nominee, juror),
	};
	return true;
}

static bool abouts_load(const struct paper_desk *desk, struct val *abouts, struct err *err)
{
	struct proposal *list;
	struct val *about;
	size_t count;

	if (!proposal_list(db_of(desk->req), desk->edition.id, "open", desk->req->arena, &list,
			   &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(list[i].kind, "reopen_sheet"))
			continue;
		if (!json_parse(desk->req->arena, list[i].about, strlen(list[i].about), &about,
				err))
			return false;
		(void)val_push(abouts, about);
	}
	return true;
}

bool paper_desk_load(struct req *req, const struct edition *edition, struct paper_desk *ret,
		     struct err *err)
{
	struct val *abouts = val_list(req->arena);
	const size_t *by_key;
	size_t cap = 0;

	*ret = (struct paper_desk){ .req = req, .edition = *edition };
	if (!edition_state_load(service_of(req), db_of(req), edition, NULL, req->arena, &ret->state,
				err) ||
	    !paper_entry_list(db_of(req), edition->id, req->arena, &ret->entries, &ret->entry_count,
			      err) ||
	    !abouts_load(ret, abouts, err))
		return false;
	if (edition->phase != PHASE_DELIBERATION)
		return true;
	by_key = edition_state_by_key(&ret->state, req->arena);
	for (size_t j = 0; j < ret->state.juror_count; j++)
		for (size_t i = 0; i < ret->state.candidate_count; i++)
			if (!pair_look(ret, i, by_key[j], abouts, &cap, err))
				return false;
	return true;
}

struct paper_due *paper_due_find(const struct paper_desk *desk, const char *juror,
				 const char *nominee)
{
	for (size_t i = 0; i < desk->due_count; i++)
		if (text_equal(desk->state.jurors[desk->dues[i].juror].key, juror) &&
		    text_equal(desk->state.candidates[desk->dues[i].nominee].key, nominee))
			return &desk->dues[i];
	return NULL;
}

const struct category *paper_category(const struct paper_desk *desk, const struct paper_due *due)
{
	return &desk->state.scheme->categories[desk->state.input.nominees[due->nominee].category];
}

/* ---- What stands on the paper ---- */

static bool refused_right(struct paper_desk *desk, struct refusal *refusal)
{
	return !may(DEED_TYPE_PAPER, who_of(desk->req)->account.role, desk->edition.phase,
		    (struct circumstances){ 0 }) &&
	       REFUSE(refusal, 403, "denied",
		      "lembar kertas diketik oleh sekretariat pada tahap pleno",
		      "paper sheets are typed by the secretariat, in the pleno");
}

/* The number is that of this sheet, under the rules in force. */
static bool number_fits(struct paper_desk *desk, const struct paper_due *due)
{
	struct req *req = desk->req;
	struct sheet_id id;

	if (!sheet_id_parse(req_field(req, "number"), &id)) {
		req_complain(
			req, "number",
			"nomor ini keliru: angka periksanya tidak cocok; ketik seperti tercetak",
			"this number is wrong: its check digit does not fit; type it as printed");
		return false;
	}
	if (id.juror != desk->state.jurors[due->juror].id ||
	    id.nominee != desk->state.candidates[due->nominee].id) {
		req_complain(req, "number", "nomor ini milik lembar lain",
			     "this is the number of another sheet");
		return false;
	}
	if (id.rules == desk->edition.rule_number)
		return true;
	req_complain(req, "number", "lembar ini dicetak untuk versi aturan yang lain",
		     "this sheet was printed for another version of the rules");
	return false;
}

static bool mark_read(const char *text, int64_t *ret)
{
	return decimal_parse(text, strlen(text), 2, strchr(text, ',') ? ',' : '.', ret);
}

/* Every jury criterion has a mark that its scale knows. */
static struct val *marks_read(struct paper_desk *desk, const struct category *category)
{
	struct val *marks = val_map(desk->req->arena);

	for (size_t c = 0; c < category->criterion_count; c++) {
		const struct criterion *criterion = &category->criteria[c];
		const char *field = arena_printf(desk->req->arena, "mark.%s", criterion->key);
		char shown[32];
		int64_t mark_c;

		if (criterion->kind != CRITERION_JURY)
			continue;
		if (!mark_read(req_field(desk->req, field), &mark_c) ||
		    !mark_fits(criterion, mark_c)) {
			req_complain(desk->req, field, "nilai ini tidak ada pada skalanya",
				     "this mark is not on its scale");
			continue;
		}
		decimal_format(mark_c, 2, '.', shown);
		(void)val_put(marks, criterion->key, val_number(desk->req->arena, shown));
	}
	return marks;
}

static struct val *about_of(const struct paper_desk *desk, const struct paper_due *due,
			    const char *number)
{
	struct val *about = val_map(desk->req->arena);

	val_put_text(about, "juror", desk->state.jurors[due->juror].key);
	val_put_text(about, "nominee", desk->state.candidates[due->nominee].key);
	val_put_text(about, "number", number);
	return about;
}

bool paper_type(struct paper_desk *desk, struct paper_due *due, int64_t now, struct refusal *ret,
		struct err *err)
{
	struct req *req = desk->req;
	const struct sheet_id id = { desk->state.jurors[due->juror].id,
				     desk->state.candidates[due->nominee].id,
				     desk->edition.rule_number };
	struct paper_entry entry = { .juror = id.juror,
				     .nominee = id.nominee,
				     .number = sheet_id_format(req->arena, &id),
				     .typed_by = who_of(req)->account.username,
				     .typed_at = now };
	struct ledger_look look;
	struct val *marks;
	struct buf text;

	*ret = (struct refusal){ 0 };
	if (refused_right(desk, ret))
		return true;
	if (due->entry)
		return REFUSE(ret, 409, "already_typed", "lembar ini sudah diketik",
			      "this sheet has been typed already");
	marks = marks_read(desk, paper_category(desk, due));
	if (!number_fits(desk, due) || !req->fields_ok)
		return REFUSE(ret, 422, "invalid", "lembar ini belum lengkap atau keliru",
			      "this sheet is not complete, or wrong");
	buf_init(&text, req->arena);
	json_write(&text, marks);
	entry.marks = text.data;
	return act_look(req, &desk->edition, VOUCHED_PAPER_ENTRY, &look, err) &&
	       paper_entry_add(db_of(req), desk->edition.id, &entry, &entry.id, err) &&
	       act_tell(req, &desk->edition, &look, "paper_typed",
			about_of(desk, due, entry.number), now, err);
}

/* ---- What was typed becomes the sheet ---- */

/* `event` is the one before it: an open sheet. */
static bool submit(struct db *db, struct arena *arena, const struct paper_entry *entry,
		   const char *confirmed_by, struct sheet_event *event, struct err *err)
{
	struct val *marks;

	if (!json_parse(arena, entry->marks, strlen(entry->marks), &marks, err))
		return false;
	event->marks = NEW(arena, struct sheet_mark, val_count(marks) + 1);
	event->mark_count = 0;
	for (size_t i = 0; i < val_count(marks); i++) {
		int64_t mark_c;

		if (mark_read(val_chars(val_at(marks, i)), &mark_c))
			event->marks[event->mark_count++] =
				(struct sheet_mark){ val_key_at(marks, i), mark_c };
	}
	sheet_sort(event);
	event->kind = SHEET_SUBMIT;
	event->state = SHEET_SUBMITTED;
	event->actor = entry->typed_by;
	event->reason = arena_printf(arena, "kertas %s: %s, %s", entry->number, entry->typed_by,
				     confirmed_by);
	return sheet_append(db, event, err);
}

bool paper_settle(struct paper_desk *desk, struct paper_due *due, const char *decision, int64_t now,
		  struct refusal *ret, struct err *err)
{
	const char *me = who_of(desk->req)->account.username;
	bool confirm = text_equal(decision, "confirm");
	struct db *db = db_of(desk->req);
	const char *state = !confirm ? "refused" : due->open ? "used" : "confirmed";
	struct sheet_event event;
	struct ledger_look look;

	*ret = (struct refusal){ 0 };
	if (refused_right(desk, ret))
		return true;
	if (!confirm && !text_equal(decision, "refuse"))
		return REFUSE(ret, 422, "invalid", "keputusan ini tidak dikenal",
			      "there is no such decision");
	if (!due->entry || text_equal(due->entry->state, "confirmed"))
		return REFUSE(ret, 409, "not_typed", "tidak ada ketikan yang menunggu dicocokkan",
			      "nothing typed waits to be compared");
	if (confirm && text_equal(due->entry->typed_by, me))
		return REFUSE(ret, 409, "same_person",
			      "yang mengetik tidak boleh mencocokkannya sendiri",
			      "whoever typed it may not compare it himself");
	if (confirm && !number_fits(desk, due))
		return REFUSE(ret, 422, "invalid", "nomor lembar tidak cocok",
			      "the number of the sheet does not fit");
	if (!act_look(desk->req, &desk->edition, VOUCHED_PAPER_ENTRY, &look, err) ||
	    !paper_entry_put_state(db, due->entry->id, state, me, now, err))
		return false;
	if (confirm && due->open) {
		sheet_next(desk->req, &desk->state, due->nominee, due->juror, SHEET_SUBMIT, now,
			   &event);
		if (!submit(db, desk->req->arena, due->entry, me, &event, err))
			return false;
	}
	return act_tell(desk->req, &desk->edition, &look,
			confirm ? "paper_confirmed" : "paper_refused",
			about_of(desk, due, due->entry->number), now, err);
}

bool paper_reopened(struct proposing *p, const struct sheet_event *opened, struct err *err)
{
	const struct paper_entry *entry = NULL;
	struct val *about = val_map(p->req->arena);
	struct sheet_event event = *opened;
	struct paper_entry *entries;
	struct ledger_look look;
	struct sheet_id id;
	size_t count;

	if (!paper_entry_list(p->db, p->state.edition.id, p->req->arena, &entries, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (entries[i].juror == opened->juror && entries[i].nominee == opened->nominee &&
		    text_equal(entries[i].state, "confirmed") &&
		    sheet_id_parse(entries[i].number, &id) &&
		    id.rules == p->state.edition.rule_number)
			entry = &entries[i];
	if (!entry)
		return true;
	event.version++;
	val_put_text(about, "juror", p->state.jurors[p->juror].key);
	val_put_text(about, "nominee", p->state.candidates[p->nominee].key);
	val_put_text(about, "number", entry->number);
	return act_look(p->req, &p->state.edition, VOUCHED_PAPER_ENTRY, &look, err) &&
	       paper_entry_put_state(p->db, entry->id, "used", NULL, p->now, err) &&
	       submit(p->db, p->req->arena, entry, entry->decided_by, &event, err) &&
	       act_tell(p->req, &p->state.edition, &look, "paper_used", about, p->now, err);
}
