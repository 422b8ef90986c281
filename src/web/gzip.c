#include <string.h>
#include <zlib.h>

#include "web/gzip.h"

#define PAD_MAX 256

/* `name` stands in the head of the packed bytes, where every reader skips it; NULL = none. */
static bool pack(struct arena *arena, const void *data, size_t len, int level, char *name,
		 const void **ret, size_t *ret_len)
{
	gz_header head = { .name = (Bytef *)name, .os = 255 /* not said */ };
	z_stream stream = { 0 };
	size_t room = len - len / 8; /* less gain is not worth it */
	Bytef *out;
	bool done;

	if (len < 1024 || len > UINT32_MAX)
		return false;
	if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	out = arena_alloc(arena, room, 1);
	stream.next_in = (Bytef *)(uintptr_t)data; /* only read */
	stream.avail_in = (uInt)len;
	stream.next_out = out;
	stream.avail_out = (uInt)room;
	done = (!name || deflateSetHeader(&stream, &head) == Z_OK) &&
	       deflate(&stream, Z_FINISH) == Z_STREAM_END;
	*ret = out;
	*ret_len = stream.total_out;
	(void)deflateEnd(&stream);
	return done;
}

bool gzip_pack(struct arena *arena, const void *data, size_t len, const void **ret, size_t *ret_len)
{
	return pack(arena, data, len, 9, NULL, ret, ret_len);
}

bool gzip_pack_once(struct arena *arena, const void *data, size_t len, const void **ret,
		    size_t *ret_len)
{
	char name[PAD_MAX];
	size_t pad = random_below(PAD_MAX);

	memset(name, 'p', pad);
	name[pad] = '\0';
	return pack(arena, data, len, 5, name, ret, ret_len);
}
