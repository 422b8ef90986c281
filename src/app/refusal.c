/* What the deeds of the pleno share: refusals, texts of a body, the log. */
#include "pleno.h"

#include <stdio.h>
#include <string.h>

bool refuse_blocked(struct refusal *refusal, const struct blockers *blockers)
{
	refusal->blockers = *blockers;
	if (blockers->count == 1) {
		const struct blocker *only = &blockers->items[0];

		(void)REFUSE(refusal, 409, only->code, "%s", "%s", only->text.text[LANG_ID]);
		(void)snprintf(refusal->why.msg[LANG_EN], sizeof(refusal->why.msg[LANG_EN]), "%s",
			       words_in(&only->text, LANG_EN));
		return true;
	}
	return REFUSE(refusal, 409, "blocked", "%zu hal menghalangi langkah ini",
		      "%zu things stand in the way of this move", blockers->count);
}

bool refuse_reason(struct refusal *refusal)
{
	return REFUSE(refusal, 422, "invalid",
		      "alasan wajib diisi: teks, paling panjang %d karakter",
		      "a reason is needed: a text of at most %d characters", REASON_MAX);
}

bool answer_refusal(struct req *req, const struct refusal *refusal)
{
	struct val *extra = val_map(req->arena);

	if (refusal->blockers.count) {
		struct val *list = val_put_list(extra, "blockers");

		for (size_t i = 0; i < refusal->blockers.count; i++) {
			struct val *item = val_push_map(list);

			val_put_text(item, "code", refusal->blockers.items[i].code);
			val_put_text(item, "message",
				     words_in(&refusal->blockers.items[i].text, req->lang));
		}
	}
	return answer_problem(req, refusal->status, refusal->why.code, extra, "%s", "%s",
			      refusal->why.msg[req->lang]);
}

bool api_prepare_object(struct req *req, struct err *err)
{
	struct val *body;

	if (!json_parse(req->arena, req->body, req->body_len, &body, err)) {
		err->code = "bad_request";
		return false;
	}
	if (val_type(body) != VAL_MAP)
		return FAIL_CODE(err, ERR_INPUT, "bad_request", "isi harus berupa objek JSON",
				 "the body must be a JSON object");
	req->work = body;
	return true;
}

static const char *trimmed(struct arena *arena, const char *text)
{
	size_t len;

	while (*text == ' ' || *text == '\n')
		text++;
	len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		len--;
	return arena_copy(arena, text, len);
}

bool body_text(struct req *req, const struct val *body, const char *name, const char **ret)
{
	const struct val *val = val_get(body, name);
	struct err ignored;
	char *text;

	*ret = "";
	if (val_type(val) == VAL_NULL)
		return true;
	if (val_type(val) != VAL_TEXT ||
	    !text_nfc(req->arena, val_chars(val), strlen(val_chars(val)), true, &text, &ignored) ||
	    text_length(text) > REASON_MAX)
		return false;
	*ret = trimmed(req->arena, text);
	return true;
}

bool act_log(struct req *req, const struct edition *edition, const char *deed,
	     const struct val *about, int64_t now, struct err *err)
{
	struct buf text;

	buf_init(&text, req->arena);
	json_write(&text, about);
	return act_add(db_of(req), edition->id, &who_of(req)->actor, deed, text.data, now, err);
}

bool act_look(struct req *req, const struct edition *edition, unsigned tables,
	      struct ledger_look *ret, struct err *err)
{
	return ledger_look(db_of(req), edition->id, tables, NULL, req->arena, ret, err);
}

bool act_tell(struct req *req, const struct edition *edition, const struct ledger_look *look,
	      const char *deed, struct val *about, int64_t now, struct err *err)
{
	return ledger_tell(look, about, err) && act_log(req, edition, deed, about, now, err);
}

void sheet_next(struct req *req, const struct edition_state *state, size_t nominee, size_t juror,
		enum sheet_kind kind, int64_t now, struct sheet_event *ret)
{
	const struct sheet_event *last = edition_state_sheet(state, nominee, juror);

	*ret = last ? *last : (struct sheet_event){ 0 };
	ret->edition = state->edition.id;
	ret->edition_key = state->edition.key;
	ret->juror = state->jurors[juror].id;
	ret->juror_key = state->jurors[juror].key;
	ret->nominee = state->candidates[nominee].id;
	ret->nominee_key = state->candidates[nominee].key;
	ret->version++;
	ret->kind = kind;
	ret->rule_sha256 = state->edition.rule_sha256;
	ret->reason = NULL;
	ret->actor = who_of(req)->account.username;
	ret->at = now;
}
