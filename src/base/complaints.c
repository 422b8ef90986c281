#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void complaints_init(struct complaints *list, struct arena *arena)
{
	*list = (struct complaints){ .arena = arena, .max = COMPLAINTS_MAX };
}

static char *format(struct arena *arena, const char *fmt, va_list args)
{
	va_list again;
	char *ret;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		abort();
	ret = arena_alloc(arena, (size_t)len + 1, 1);
	(void)vsnprintf(ret, (size_t)len + 1, fmt, args);
	return ret;
}

void complain(struct complaints *list, struct place place, const char *id, const char *en, ...)
{
	struct complaint *item;
	va_list args, again;

	list->total++;
	if (list->count == list->max)
		return;
	GROW(list->arena, list->items, list->count, &list->cap);
	item = &list->items[list->count++];
	item->place = place;
	item->place.file = arena_text(list->arena, place.file);
	va_start(args, en);
	va_copy(again, args);
	item->text.text[LANG_ID] = format(list->arena, id, args);
	item->text.text[LANG_EN] = format(list->arena, en, again);
	va_end(again);
	va_end(args);
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = &(*(const struct complaint *const *)a)->place;
	const struct place *y = &(*(const struct complaint *const *)b)->place;
	int order = strcmp(x->file ? x->file : "", y->file ? y->file : "");

	if (order)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

void complaints_print(const struct complaints *list, enum lang lang, struct buf *ret)
{
	const struct complaint **sorted =
		NEW(list->arena, const struct complaint *, list->count + 1);

	for (size_t i = 0; i < list->count; i++)
		sorted[i] = &list->items[i];
	qsort(sorted, list->count, sizeof(*sorted), by_place);
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &sorted[i]->place;

		if (place->file)
			buf_printf(ret, "%s:", place->file);
		if (place->line)
			buf_printf(ret, "%u:", place->line);
		if (place->column)
			buf_printf(ret, "%u:", place->column);
		if (place->file || place->line)
			buf_char(ret, ' ');
		buf_puts(ret, words_in(&sorted[i]->text, lang));
		buf_char(ret, '\n');
	}
	if (list->total > list->count)
		buf_printf(ret, lang == LANG_EN ? "… and %zu more\n" : "… dan %zu lagi\n",
			   list->total - list->count);
}
