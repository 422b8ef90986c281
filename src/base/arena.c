#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define BLOCK_SIZE ((size_t)16 * 1024)
#define BLOCK_MAX ((size_t)4 * 1024 * 1024)
#define PAGE ((size_t)4096)
#define ALIGN ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(16) unsigned char data[];
};

/* Zeroed: what is large comes fresh from the system and is zero already. */
static struct arena_block *block_new(size_t size)
{
	struct arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block) {
		(void)fputs("paritrana: out of memory\n", stderr);
		abort();
	}
	block->size = size;
	if (size >= BLOCK_MAX) {
		/* Large pages cost a five-hundredth of the page faults; without them it works. */
		uintptr_t from = ((uintptr_t)block + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
		uintptr_t to = ((uintptr_t)block + size) & ~(uintptr_t)(PAGE - 1);

		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
	}
	return block;
}

/* Blocks grow with the arena: a page's stays small, a large tally's needs few. */
static size_t block_size(const struct arena *arena)
{
	size_t size = BLOCK_SIZE;

	while (size < arena->taken / 4 && size < BLOCK_MAX)
		size *= 2;
	return size;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	struct arena_block *block = arena->head;
	size_t bytes;
	void *ret;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - ALIGN) {
		(void)fputs("paritrana: allocation too large\n", stderr);
		abort();
	}
	bytes = (bytes + ALIGN - 1) & ~(ALIGN - 1);
	if (!block || block->size - block->used < bytes) {
		if (bytes > BLOCK_SIZE / 4 && block) {
			/* A large piece gets a block of its own, behind the one in use. */
			struct arena_block *own = block_new(bytes);

			own->next = block->next;
			block->next = own;
			block = own;
		} else {
			size_t least = block_size(arena);

			block = block_new(bytes > least ? bytes : least);
			block->next = arena->head;
			arena->head = block;
		}
	}
	ret = block->data + block->used;
	block->used += bytes;
	arena->taken += bytes;
	return ret;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size)
{
	size_t more;
	void *ret;

	if (count < *cap)
		return items;
	more = *cap ? *cap * 2 : 8;
	ret = arena_alloc(arena, more, size);
	if (count)
		memcpy(ret, items, count * size);
	*cap = more;
	return ret;
}

char *arena_copy(struct arena *arena, const char *text, size_t len)
{
	char *ret = arena_alloc(arena, len + 1, 1);

	if (len)
		memcpy(ret, text, len);
	return ret;
}

char *arena_text(struct arena *arena, const char *text)
{
	return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args, again;
	char *ret;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		abort();
	ret = arena_alloc(arena, (size_t)len + 1, 1);
	(void)vsnprintf(ret, (size_t)len + 1, fmt, again);
	va_end(again);
	return ret;
}

static void blocks_free(struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void arena_release(struct arena *arena)
{
	blocks_free(arena->head);
	*arena = (struct arena){ 0 };
}

void arena_reset(struct arena *arena)
{
	struct arena_block *keep = arena->head;

	if (!keep)
		return;
	if (keep->size != BLOCK_SIZE) {
		arena_release(arena);
		return;
	}
	blocks_free(keep->next);
	keep->next = NULL;
	memset(keep->data, 0, keep->used);
	keep->used = 0;
	arena->taken = 0;
}
