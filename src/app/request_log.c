#include "app/request_log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app/service.h"

static void write_all(const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(STDERR_FILENO, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* nobody reads it: not a reason to stop serving */
		data += n;
		len -= (size_t)n;
	}
}

void request_log_flush(struct request_log *log)
{
	write_all(log->data, log->len);
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
	json_write_text(&line, req->path ? req->path : "-");
	buf_printf(&line, ",\"status\":%u,\"us\":%lld", status, (long long)microseconds);
	if (who) {
		buf_puts(&line, ",\"who\":");
		json_write_text(&line, who->account.username);
	}
	buf_puts(&line, "}\n");
	if (line.len > sizeof(log->data) - log->len)
		request_log_flush(log);
	if (line.len > sizeof(log->data)) {
		write_all(line.data, line.len);
		return;
	}
	memcpy(log->data + log->len, line.data, line.len);
	log->len += line.len;
}
