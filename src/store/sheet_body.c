/* The canonical body of a score event: one fact per line, in this order, nothing else.
 *   paritrana-event 1 / seq / edition / juror / nominee / version / kind / state / rule / actor /
 *   at / mark <criterion> <decimal> … / note <criterion> <text> … / feedback / reason
 * Texts escape backslash, newline and carriage return; empty feedback and reason are left out. */
#include "sheet_body.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const STATES[] = { "empty", "draft", "submitted", "recused", "absent" };
static const char *const KINDS[] = {
	[SHEET_SAVE] = "save",
	[SHEET_SUBMIT] = "submit",
	[SHEET_REOPEN] = "reopen",
	[SHEET_RECUSE] = "recuse",
	[SHEET_MARK_ABSENT] = "mark_absent",
	[SHEET_MARK_PRESENT] = "mark_present",
	[SHEET_LATE_RECUSE] = "late_recuse",
	[SHEET_LIFT] = "lift",
	[SHEET_REOPEN_LOCKED] = "reopen_locked",
	[SHEET_WITHDRAW] = "withdraw",
	[SHEET_MEND] = "mend",
};

const char *sheet_state_text(enum sheet_state state)
{
	return STATES[state];
}

const char *sheet_kind_text(enum sheet_kind kind)
{
	return KINDS[kind];
}

static bool word_find(const char *const *words, size_t count, const char *text, size_t *ret)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], text) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

static void escaped(struct buf *buf, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\')
			buf_puts(buf, "\\\\");
		else if (*text == '\n')
			buf_puts(buf, "\\n");
		else if (*text == '\r')
			buf_puts(buf, "\\r");
		else
			buf_char(buf, *text);
	}
}

static bool unescaped(struct arena *arena, const char *text, char **ret)
{
	char *to = arena_text(arena, text);

	*ret = to;
	for (; *text; text++) {
		if (*text != '\\') {
			*to++ = *text;
			continue;
		}
		text++;
		if (*text != '\\' && *text != 'n' && *text != 'r')
			return false;
		*to++ = *text == 'n' ? '\n' : *text == 'r' ? '\r' : '\\';
	}
	*to = '\0';
	return true;
}

void sheet_body_write(const struct sheet_event *event, struct buf *ret)
{
	char number[32];

	buf_printf(ret, "paritrana-event 1\nseq %" PRId64 "\nedition %s\njuror %s\nnominee %s\n",
		   event->seq, event->edition_key, event->juror_key, event->nominee_key);
	buf_printf(ret,
		   "version %" PRId64 "\nkind %s\nstate %s\nrule %s\nactor %s\nat %" PRId64 "\n",
		   event->version, KINDS[event->kind], STATES[event->state], event->rule_sha256,
		   event->actor, event->at);
	for (size_t i = 0; i < event->mark_count; i++) {
		decimal_format(event->marks[i].mark_c, 2, '.', number);
		buf_puts(ret, "mark ");
		buf_puts(ret, event->marks[i].criterion);
		buf_char(ret, ' ');
		buf_puts(ret, number);
		buf_char(ret, '\n');
	}
	for (size_t i = 0; i < event->note_count; i++) {
		buf_printf(ret, "note %s ", event->notes[i].criterion);
		escaped(ret, event->notes[i].text);
		buf_char(ret, '\n');
	}
	if (event->feedback && *event->feedback) {
		buf_puts(ret, "feedback ");
		escaped(ret, event->feedback);
		buf_char(ret, '\n');
	}
	if (event->reason && *event->reason) {
		buf_puts(ret, "reason ");
		escaped(ret, event->reason);
		buf_char(ret, '\n');
	}
}

/* ---- Reading ---- */

struct reader {
	struct arena *arena;
	char *at;
	size_t mark_cap, note_cap;
};

/* The rest of the next line when it begins with `word` and a space; else NULL, and nothing moves.
 */
static char *line_take(struct reader *reader, const char *word)
{
	size_t len = strlen(word);
	char *rest = reader->at + len + 1;
	char *end;

	if (strncmp(reader->at, word, len) != 0 || reader->at[len] != ' ')
		return NULL;
	end = strchr(rest, '\n');
	if (!end)
		return NULL;
	*end = '\0';
	reader->at = end + 1;
	return rest;
}

static bool number_take(struct reader *reader, const char *word, int64_t *ret)
{
	const char *text = line_take(reader, word);

	return text && decimal_parse(text, strlen(text), 0, '.', ret);
}

static bool word_take(struct reader *reader, const char *word, const char *const *words,
		      size_t count, size_t *ret)
{
	const char *text = line_take(reader, word);

	return text && word_find(words, count, text, ret);
}

static bool mark_take(struct reader *reader, char *text, struct sheet_event *event)
{
	char *space = strchr(text, ' ');
	int64_t mark_c;

	if (!space || !decimal_parse(space + 1, strlen(space + 1), 2, '.', &mark_c))
		return false;
	*space = '\0';
	GROW(reader->arena, event->marks, event->mark_count, &reader->mark_cap);
	event->marks[event->mark_count++] = (struct sheet_mark){ text, mark_c };
	return true;
}

static bool note_take(struct reader *reader, char *text, struct sheet_event *event)
{
	char *space = strchr(text, ' ');
	char *note;

	if (!space || !unescaped(reader->arena, space + 1, &note))
		return false;
	*space = '\0';
	GROW(reader->arena, event->notes, event->note_count, &reader->note_cap);
	event->notes[event->note_count++] = (struct sheet_note){ text, note };
	return true;
}

static bool text_take(struct reader *reader, const char *word, const char **ret)
{
	const char *text = line_take(reader, word);
	char *plain;

	*ret = NULL;
	if (!text)
		return true;
	if (!unescaped(reader->arena, text, &plain))
		return false;
	*ret = plain;
	return true;
}

static bool body_read(struct reader *reader, struct sheet_event *ret)
{
	const char *format = line_take(reader, "paritrana-event");
	size_t kind, state;
	char *text;

	if (!format || strcmp(format, "1") != 0 || !number_take(reader, "seq", &ret->seq) ||
	    !(ret->edition_key = line_take(reader, "edition")) ||
	    !(ret->juror_key = line_take(reader, "juror")) ||
	    !(ret->nominee_key = line_take(reader, "nominee")) ||
	    !number_take(reader, "version", &ret->version) ||
	    !word_take(reader, "kind", KINDS, COUNT(KINDS), &kind) ||
	    !word_take(reader, "state", STATES, COUNT(STATES), &state) ||
	    !(ret->rule_sha256 = line_take(reader, "rule")) ||
	    !(ret->actor = line_take(reader, "actor")) || !number_take(reader, "at", &ret->at))
		return false;
	ret->kind = (enum sheet_kind)kind;
	ret->state = (enum sheet_state)state;
	while ((text = line_take(reader, "mark")))
		if (!mark_take(reader, text, ret))
			return false;
	while ((text = line_take(reader, "note")))
		if (!note_take(reader, text, ret))
			return false;
	return text_take(reader, "feedback", &ret->feedback) &&
	       text_take(reader, "reason", &ret->reason) && *reader->at == '\0';
}

bool sheet_body_read(const char *body, struct arena *arena, struct sheet_event *ret,
		     struct err *err)
{
	struct reader reader = { .arena = arena, .at = arena_text(arena, body) };
	struct sheet_event event = { 0 };

	if (!body_read(&reader, &event))
		return FAIL(err, ERR_IO, "isi lembar nilai tidak dapat dibaca",
			    "the body of a score event cannot be read");
	*ret = event;
	return true;
}
