#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, struct arena *arena)
{
	*buf = (struct buf){ .arena = arena, .data = arena_alloc(arena, 64, 1), .cap = 64 };
}

void buf_init_in(struct buf *buf, struct arena *arena, char *room, size_t size)
{
	room[0] = '\0';
	*buf = (struct buf){ .arena = arena, .data = room, .cap = size };
}

void buf_reserve(struct buf *buf, size_t more)
{
	size_t cap = buf->cap;
	char *data;

	if (buf->cap - buf->len > more)
		return;
	while (cap - buf->len <= more) {
		if (cap > SIZE_MAX / 2)
			abort();
		cap *= 2;
	}
	data = arena_alloc(buf->arena, cap, 1);
	memcpy(data, buf->data, buf->len);
	buf->data = data;
	buf->cap = cap;
}

void buf_add(struct buf *buf, const void *data, size_t len)
{
	if (!len)
		return;
	buf_reserve(buf, len);
	memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args, again;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(buf->data + buf->len, buf->cap - buf->len, fmt, args);
	va_end(args);
	if (len < 0)
		abort();
	if ((size_t)len >= buf->cap - buf->len) { /* it did not fit: make room and do it again */
		buf_reserve(buf, (size_t)len + 1);
		(void)vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	buf->len += (size_t)len;
}
