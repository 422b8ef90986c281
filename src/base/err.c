#include "base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *words_in(const struct words *words, enum lang lang)
{
	if (words->text[lang])
		return words->text[lang];
	return words->text[LANG_ID] ? words->text[LANG_ID] : "";
}

bool err_set(struct err *err, enum err_kind kind, const char *code, const char *file, int line,
	     const char *id, const char *en, ...)
{
	va_list args, again;

	err->kind = kind;
	err->code = code;
	err->file = file;
	err->line = line;
	err->detail[0] = '\0';
	va_start(args, en);
	va_copy(again, args);
	(void)vsnprintf(err->msg[LANG_ID], sizeof(err->msg[LANG_ID]), id, args);
	(void)vsnprintf(err->msg[LANG_EN], sizeof(err->msg[LANG_EN]), en, again);
	va_end(again);
	va_end(args);
	return false;
}

bool errno_is_full(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

void err_detail(struct err *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(err->detail, sizeof(err->detail), fmt, args);
	va_end(args);
}

void err_prefix(struct err *err, const char *fmt, ...)
{
	char place[256];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(place, sizeof(place), fmt, args);
	va_end(args);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		char *msg = err->msg[lang];
		size_t size = sizeof(err->msg[lang]);
		size_t room = strlen(place) + 2;
		size_t keep = strlen(msg);

		if (room >= size)
			continue;
		if (keep > size - 1 - room)
			keep = size - 1 - room;
		memmove(msg + room, msg, keep);
		msg[room + keep] = '\0';
		memcpy(msg, place, room - 2);
		memcpy(msg + room - 2, ": ", 2);
	}
}
