#include <zlib.h>

#include "web/gzip.h"

bool gzip_pack(struct arena *arena, const void *data, size_t len, const void **ret, size_t *ret_len)
{
	z_stream stream = { 0 };
	size_t room = len - len / 8; /* less gain is not worth it */
	Bytef *out;
	bool done;

	if (len < 1024 || len > UINT32_MAX)
		return false;
	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	out = arena_alloc(arena, room, 1);
	stream.next_in = (Bytef *)(uintptr_t)data; /* only read */
	stream.avail_in = (uInt)len;
	stream.next_out = out;
	stream.avail_out = (uInt)room;
	done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
	*ret = out;
	*ret_len = stream.total_out;
	(void)deflateEnd(&stream);
	return done;
}
