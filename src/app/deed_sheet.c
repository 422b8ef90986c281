#include "app/deed_sheet.h"
#include "app/ledger.h"

#include "app/screen.h"

#include <stdio.h>
#include <string.h>

bool sheet_action_parse(const char *text, enum sheet_action *ret)
{
	static const char *const ACTIONS[] = { "save", "submit", "recuse", "reopen" };

	for (size_t i = 0; text && i < COUNT(ACTIONS); i++)
		if (strcmp(ACTIONS[i], text) == 0) {
			*ret = (enum sheet_action)i;
			return true;
		}
	return false;
}

void sheet_call_complain(struct sheet_call *call, struct arena *arena, const char *field,
			 const char *id, const char *en, ...)
{
	char text[LANG_COUNT][256];
	va_list args, again;

	va_start(args, en);
	va_copy(again, args);
	(void)vsnprintf(text[LANG_ID], sizeof(text[LANG_ID]), id, args);
	(void)vsnprintf(text[LANG_EN], sizeof(text[LANG_EN]), en, again);
	va_end(again);
	va_end(args);
	GROW(arena, call->errors, call->error_count, &call->error_cap);
	call->errors[call->error_count++] = (struct sheet_error){
		.field = arena_text(arena, field),
		.text = { { arena_text(arena, text[LANG_ID]), arena_text(arena, text[LANG_EN]) } },
	};
}

bool sheet_text(struct arena *arena, const char *text, const char **ret, struct err *err)
{
	char *normal;

	if (!text_nfc(arena, text, strlen(text), true, &normal, err))
		return false;
	if (text_length(normal) > SHEET_TEXT_MAX)
		return FAIL(err, ERR_INPUT, "paling panjang %d karakter", "at most %d characters",
			    SHEET_TEXT_MAX);
	*ret = normal;
	return true;
}

/* ---- Refusals, in the order of the contract ---- */

static bool denied(const struct sheet_ground *ground, struct sheet_result *ret)
{
	if (ground->sheet.state != SHEET_RECUSED)
		return false;
	ret->what = SHEET_DENIED;
	(void)FAIL_CODE(&ret->why, ERR_DENIED, "recused", "Anda berhalangan menilai nominee ini",
			"you have recused yourself from this nominee");
	return true;
}

/* The request that recused him may be repeated like any other: its answer was lost on the way. */
static bool is_own_recusal(const struct sheet_ground *ground, const struct sheet_call *call)
{
	return ground->sheet.state == SHEET_RECUSED && call->action == SHEET_ACT_RECUSE;
}

static bool known_key(struct req *req, const struct sheet_ground *ground,
		      const struct sheet_call *call, bool *ret_known, struct sheet_result *ret,
		      struct err *err)
{
	struct remembered remembered;

	if (!request_key_find(db_of(req), who_of(req)->account.id, ground->nominee.id, call->key,
			      req->arena, &remembered, err))
		return false;
	*ret_known = remembered.found;
	if (!remembered.found)
		return true;
	if (memcmp(remembered.body_sha256, call->sha256, SHA256_SIZE) == 0) {
		ret->what = SHEET_REPEATED;
		ret->response = remembered.response;
		return true;
	}
	ret->what = SHEET_INVALID;
	(void)FAIL_CODE(&ret->why, ERR_INPUT, "key_reused",
			"kunci permintaan ini sudah dipakai untuk isi yang lain",
			"this request key was used for another body");
	return true;
}

bool sheet_is_open(const struct sheet_ground *ground, enum sheet_action action, enum role role)
{
	static const enum deed DEEDS[] = {
		[SHEET_ACT_SAVE] = DEED_SCORE,
		[SHEET_ACT_SUBMIT] = DEED_SCORE,
		[SHEET_ACT_RECUSE] = DEED_RECUSE,
		[SHEET_ACT_REOPEN] = DEED_REOPEN_OWN,
	};
	/* Every sheet was closed at the lock (or is kept by a mend), so one that is not was opened
	 * again or is owed by an added juror. */
	struct circumstances at = {
		.own = true,
		.reopened =
			ground->sheet.state == SHEET_EMPTY || ground->sheet.state == SHEET_DRAFT,
		.mended = ground->edition.mended,
	};

	/* That a frozen sheet is submitted is said as such (409), not as a closed scoring. */
	if (at.mended && ground->edition.phase == PHASE_SCORING &&
	    ground->sheet.state == SHEET_SUBMITTED && DEEDS[action] == DEED_SCORE)
		return true;
	return may(DEEDS[action], role, ground->edition.phase, at);
}

/* Only that it came stands in the log; its marks are sealed. A repeated key is not new; of one
 * sheet only so many are kept, so that a device gone wild does not fill the disk. */
static bool quarantine(struct req *req, const struct sheet_ground *ground,
		       const struct sheet_call *call, int64_t now, bool *ret_kept, struct err *err)
{
	struct val *about = val_map(req->arena);
	struct ledger_look look;
	struct buf text;
	int64_t kept;

	if (!quarantine_count(db_of(req), who_of(req)->account.id, ground->nominee.id, call->key,
			      &kept, ret_kept, err))
		return false;
	if (*ret_kept || kept >= QUARANTINE_MAX)
		return true;
	*ret_kept = true;
	if (!ledger_look(db_of(req), ground->edition.id, VOUCHED_QUARANTINE, NULL, req->arena,
			 &look, err) ||
	    !quarantine_add(db_of(req), ground->edition.id, who_of(req)->account.id,
			    ground->juror.id, ground->nominee.id, call->key, call->body, now,
			    err) ||
	    !ledger_tell(&look, about, err))
		return false;
	val_put_text(about, "juror", ground->juror.key);
	val_put_text(about, "nominee", ground->nominee.key);
	buf_init(&text, req->arena);
	json_write(&text, about);
	return act_add(db_of(req), ground->edition.id, &who_of(req)->actor, "sheet_quarantined",
		       text.data, now, err);
}

static bool closed(struct req *req, const struct sheet_ground *ground,
		   const struct sheet_call *call, int64_t now, struct sheet_result *ret,
		   struct err *err)
{
	ret->what = SHEET_CLOSED;
	(void)FAIL_CODE(&ret->why, ERR_CONFLICT, "closed", "penilaian sedang ditutup (tahap: %s)",
			"scoring is closed (phase: %s)", phase_text(ground->edition.phase));
	if (ground->edition.phase != PHASE_DELIBERATION || call->unreadable_marks ||
	    (call->action != SHEET_ACT_SAVE && call->action != SHEET_ACT_SUBMIT))
		return true;
	return quarantine(req, ground, call, now, &ret->quarantined, err);
}

/* ---- What is wrong with the marks ---- */

static const char *hundredths(struct arena *arena, int64_t value_c, char point)
{
	char number[32];

	decimal_format(value_c, 2, point, number);
	return arena_text(arena, number);
}

static void mark_check(const struct sheet_ground *ground, struct sheet_call *call,
		       const struct sheet_mark *mark, struct arena *arena)
{
	const struct criterion *criterion = category_criterion(ground->category, mark->criterion);
	const char *field;

	if (criterion && criterion->kind == CRITERION_JURY && mark_fits(criterion, mark->mark_c))
		return;
	field = arena_printf(arena, "marks.%s", mark->criterion);
	if (!criterion || criterion->kind != CRITERION_JURY) {
		sheet_call_complain(call, arena, field, "bukan kriteria yang dinilai juri: %s",
				    "not a criterion that jurors mark: %s",
				    text_shown(arena, mark->criterion));
		return;
	}
	sheet_call_complain(call, arena, field, "%s%.0s", "%.0s%s",
			    arena_printf(arena, "nilai harus dari %s sampai %s dengan langkah %s",
					 hundredths(arena, criterion->min_c, ','),
					 hundredths(arena, criterion->max_c, ','),
					 hundredths(arena, criterion->step_c, ',')),
			    arena_printf(arena, "the mark must be from %s to %s in steps of %s",
					 hundredths(arena, criterion->min_c, '.'),
					 hundredths(arena, criterion->max_c, '.'),
					 hundredths(arena, criterion->step_c, '.')));
}

static const struct sheet_mark *mark_of(const struct sheet_call *call, const char *criterion)
{
	for (size_t i = 0; i < call->mark_count; i++)
		if (strcmp(call->marks[i].criterion, criterion) == 0)
			return &call->marks[i];
	return NULL;
}

static void complete_check(const struct sheet_ground *ground, struct sheet_call *call,
			   struct arena *arena)
{
	for (size_t c = 0; c < ground->category->criterion_count; c++) {
		const struct criterion *criterion = &ground->category->criteria[c];

		if (criterion->kind == CRITERION_JURY && !mark_of(call, criterion->key))
			sheet_call_complain(call, arena,
					    arena_printf(arena, "marks.%s", criterion->key),
					    "belum dinilai", "not marked yet");
	}
}

static void call_check(const struct sheet_ground *ground, struct sheet_call *call,
		       struct arena *arena)
{
	if (call->action == SHEET_ACT_RECUSE || call->action == SHEET_ACT_REOPEN) {
		if (!call->reason || !call->reason[strspn(call->reason, " \t\n")])
			sheet_call_complain(call, arena, "reason", "alasan wajib diisi",
					    "a reason is needed");
		return;
	}
	for (size_t i = 0; i < call->mark_count; i++)
		mark_check(ground, call, &call->marks[i], arena);
	for (size_t i = 0; i < call->note_count; i++)
		if (strcmp(call->notes[i].criterion, "overall") != 0 &&
		    !category_criterion(ground->category, call->notes[i].criterion))
			sheet_call_complain(
				call, arena,
				arena_printf(arena, "notes.%s", call->notes[i].criterion),
				"kriteria ini tidak ada", "there is no such criterion");
	if (call->action == SHEET_ACT_SUBMIT && !call->error_count)
		complete_check(ground, call, arena);
}

/* ---- Conflicts with the sheet as it stands ---- */

static bool conflicting(const struct sheet_ground *ground, const struct sheet_call *call,
			struct sheet_result *ret)
{
	bool submitted = ground->sheet.state == SHEET_SUBMITTED;

	ret->event = ground->sheet;
	if (submitted && (call->action == SHEET_ACT_SAVE || call->action == SHEET_ACT_SUBMIT)) {
		ret->what = SHEET_CONFLICTING;
		(void)FAIL_CODE(&ret->why, ERR_CONFLICT, "submitted",
				"lembar ini sudah dikirim; buka kembali dahulu untuk mengubahnya",
				"this sheet is submitted; reopen it first to change it");
		return true;
	}
	if (call->version != ground->sheet.version) {
		ret->what = SHEET_CONFLICTING;
		(void)FAIL_CODE(&ret->why, ERR_CONFLICT, "stale",
				"lembar ini sudah berubah di perangkat lain",
				"this sheet was changed elsewhere in the meantime");
		return true;
	}
	if (!submitted && call->action == SHEET_ACT_REOPEN) {
		ret->what = SHEET_CONFLICTING;
		(void)FAIL_CODE(&ret->why, ERR_CONFLICT, "not_submitted",
				"lembar ini belum dikirim", "this sheet is not submitted");
		return true;
	}
	return false;
}

/* ---- The act ---- */

static void event_fill(const struct sheet_ground *ground, const struct sheet_call *call,
		       const struct who *who, int64_t now, struct sheet_event *event)
{
	static const struct {
		enum sheet_kind kind;
		enum sheet_state state;
	} EFFECT[] = {
		[SHEET_ACT_SAVE] = { SHEET_SAVE, SHEET_DRAFT },
		[SHEET_ACT_SUBMIT] = { SHEET_SUBMIT, SHEET_SUBMITTED },
		[SHEET_ACT_RECUSE] = { SHEET_RECUSE, SHEET_RECUSED },
		[SHEET_ACT_REOPEN] = { SHEET_REOPEN, SHEET_DRAFT },
	};
	bool whole = call->action == SHEET_ACT_SAVE || call->action == SHEET_ACT_SUBMIT;

	*event = ground->sheet; /* recuse and reopen keep the marks that are stored */
	event->edition = ground->edition.id;
	event->edition_key = ground->edition.key;
	event->juror = ground->juror.id;
	event->juror_key = ground->juror.key;
	event->nominee = ground->nominee.id;
	event->nominee_key = ground->nominee.key;
	event->version = ground->sheet.version + 1;
	event->kind = EFFECT[call->action].kind;
	event->state = EFFECT[call->action].state;
	event->rule_sha256 = ground->edition.rule_sha256;
	event->reason = call->reason;
	event->actor = who->account.username;
	event->at = now;
	if (!whole)
		return;
	event->marks = call->marks;
	event->mark_count = call->mark_count;
	event->notes = call->notes;
	event->note_count = call->note_count;
	event->feedback = call->feedback;
	event->reason = NULL;
	sheet_sort(event);
}

static bool log_add(struct req *req, const struct sheet_event *event, struct err *err)
{
	static const char *const DEEDS[] = {
		[SHEET_SUBMIT] = "sheet_submitted",
		[SHEET_REOPEN] = "sheet_reopened",
		[SHEET_RECUSE] = "recused",
	};
	struct val *about;
	struct buf text;

	if (event->kind == SHEET_SAVE)
		return true;
	about = val_map(req->arena);
	val_put_text(about, "juror", event->juror_key);
	val_put_text(about, "nominee", event->nominee_key);
	if (event->reason)
		val_put_text(about, "reason", event->reason);
	buf_init(&text, req->arena);
	json_write(&text, about);
	return act_add(db_of(req), event->edition, &who_of(req)->actor, DEEDS[event->kind],
		       text.data, event->at, err);
}

static const char *response_of(struct req *req, const struct sheet_event *event)
{
	struct val *body = val_map(req->arena);
	char receipt[SHA256_HEX_SIZE];
	struct buf text;

	hex_encode(event->leaf, SHA256_SIZE, receipt);
	val_put_int(body, "version", event->version);
	val_put_text(body, "state", sheet_state_text(event->state));
	val_put_text(body, "receipt", receipt);
	buf_init(&text, req->arena);
	json_write(&text, body);
	return text.data;
}

static bool store(struct req *req, const struct sheet_ground *ground, struct sheet_call *call,
		  int64_t now, struct sheet_result *ret, struct err *err)
{
	const struct who *who = who_of(req);

	ret->what = SHEET_DONE;
	event_fill(ground, call, who, now, &ret->event);
	if (!sheet_append(db_of(req), &ret->event, err) || !log_add(req, &ret->event, err))
		return false;
	ret->response = response_of(req, &ret->event);
	return request_key_add(db_of(req), who->account.id, ground->nominee.id, call->key,
			       call->sha256, ret->response, now, err);
}

bool sheet_do(struct req *req, const struct sheet_ground *ground, struct sheet_call *call,
	      int64_t now, struct sheet_result *ret, struct err *err)
{
	bool known = false;

	*ret = (struct sheet_result){ .event = ground->sheet };
	if (is_own_recusal(ground, call)) {
		if (!known_key(req, ground, call, &known, ret, err) || ret->what == SHEET_REPEATED)
			return ret->what == SHEET_REPEATED;
		*ret = (struct sheet_result){ .event = ground->sheet };
	}
	if (denied(ground, ret))
		return true;
	if (!known_key(req, ground, call, &known, ret, err))
		return false;
	if (known)
		return true;
	if (!sheet_is_open(ground, call->action, who_of(req)->account.role))
		return closed(req, ground, call, now, ret, err);
	call_check(ground, call, req->arena);
	if (call->error_count) {
		ret->what = SHEET_INVALID;
		return true;
	}
	if (conflicting(ground, call, ret))
		return true;
	return store(req, ground, call, now, ret, err);
}
