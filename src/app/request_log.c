#include "app/request_log.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/service.h"

/* A pipe that is ready takes this much without making us wait, and takes it in one piece. */
#define PIECE_MAX PIPE_BUF

static bool is_ready(void)
{
	struct pollfd fd = { .fd = STDERR_FILENO, .events = POLLOUT };

	return poll(&fd, 1, 0) == 1 && (fd.revents & POLLOUT);
}

/* False: it would block, or nobody reads it. Neither is a reason to stop serving. */
static bool write_piece(const char *data, size_t len)
{
	while (len) {
		ssize_t n = is_ready() ? write(STDERR_FILENO, data, len) : -1;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Whole lines, as many as fit into a piece. */
static size_t piece_len(const char *data, size_t len)
{
	size_t piece = 0;

	for (size_t i = 0; i < len && i < PIECE_MAX; i++)
		if (data[i] == '\n')
			piece = i + 1;
	return piece;
}

static void drop(struct request_log *log, const char *data, size_t len)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n';
	log->untold += lines;
	atomic_fetch_add(&log->dropped, lines);
}

static bool dropped_tell(struct request_log *log)
{
	char at[TIME_ISO_SIZE], line[128];
	int len;

	if (!log->untold)
		return true;
	time_iso(time_now(), at);
	len = snprintf(line, sizeof(line), "{\"at\":\"%s\",\"dropped\":%" PRIu64 "}\n", at,
		       log->untold);
	if (!write_piece(line, (size_t)len))
		return false;
	log->untold = 0;
	return true;
}

void request_log_flush(struct request_log *log)
{
	const char *data = log->data;
	size_t len = log->len, piece;
	bool good = dropped_tell(log);

	while (good && len) {
		piece = piece_len(data, len);
		good = write_piece(data, piece);
		data += good ? piece : 0;
		len -= good ? piece : 0;
	}
	drop(log, data, len);
	log->len = 0;
}

static const char *method_name(enum web_method method)
{
	switch (method) {
	case WEB_GET: return "GET";
	case WEB_POST: return "POST";
	case WEB_PUT: return "PUT";
	case WEB_DELETE: return "DELETE";
	}
	return "-";
}

#define PATH_SHOWN 512 /* bytes; escaped they still fit into a piece */

static const char *path_shown(const struct req *req)
{
	size_t len = req->path ? strlen(req->path) : 0;

	if (len <= PATH_SHOWN)
		return len ? req->path : "-";
	for (len = PATH_SHOWN; len && (req->path[len] & 0xC0) == 0x80;)
		len--; /* not amid a character */
	return arena_printf(req->arena, "%.*s…", (int)len, req->path);
}

void request_log_add(struct request_log *log, const struct req *req, unsigned status,
		     int64_t microseconds)
{
	const struct who *who = who_of(req);
	char at[TIME_ISO_SIZE], room[1024];
	struct buf line;

	time_iso(time_now(), at);
	buf_init_in(&line, req->arena, room, sizeof(room));
	buf_printf(&line, "{\"at\":\"%s\",\"method\":\"%s\",\"path\":", at,
		   method_name(req->method));
	json_write_text(&line, path_shown(req));
	buf_printf(&line, ",\"status\":%u,\"us\":%lld", status, (long long)microseconds);
	if (who) {
		buf_puts(&line, ",\"who\":");
		json_write_text(&line, who->account.username);
	}
	buf_puts(&line, "}\n");
	if (line.len > sizeof(log->data) - log->len)
		request_log_flush(log);
	memcpy(log->data + log->len, line.data, line.len);
	log->len += line.len;
}
