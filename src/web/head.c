/* libmicrohttpd 0.9.75 hides from the application: a NUL within a header line (the rest of the
 * line vanishes), folded lines (the continuation is glued to the header's *name*), lines ended by
 * a bare LF, more than one space in the request line. But it takes a head apart where it lies: each
 * separator becomes a NUL, nothing is moved. So the parts must tile the head without a gap:
 *
 *	method NUL target NUL version NUL NUL (name NUL [blanks] value NUL NUL)* NUL NUL
 *
 * and their sum must be the size that the library reports. Whatever does not tile is torn. This
 * leans on how one version works; head_probe asks the installed one with a clean request, and
 * when it does not tile, the check stays off and the rest of the guard remains. */
#include "web/head.h"

#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct gather {
	struct arena *arena;
	struct header *headers;
	size_t count, cap;
	bool too_many;
};

static enum MHD_Result gather(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
			      const char *value, size_t value_len)
{
	struct gather *list = arg;

	(void)kind;
	if (list->count == HEADERS_MAX) {
		list->too_many = true;
		return MHD_NO;
	}
	GROW(list->arena, list->headers, list->count, &list->cap);
	list->headers[list->count++] = (struct header){
		.name = name,
		.value = value ? value : "",
		.name_len = name_len,
		.value_len = value ? value_len : 0,
	};
	return MHD_YES;
}

static bool is_blank(const char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != ' ' && *from != '\t')
			return false;
	return true;
}

static bool tiles(struct MHD_Connection *mhd, const struct head *head, struct target_place target)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	const char *end = info ? head->method + info->header_size : NULL;
	const char *at = head->version + strlen(head->version);

	if (!end || head->method + strlen(head->method) + 1 != target.start ||
	    target.start + target.len + 1 != head->version)
		return false;
	for (size_t i = 0; i < head->header_count; i++) {
		const struct header *header = &head->headers[i];

		if (header->name != at + 2 || at[0] || at[1])
			return false;
		at = header->name + header->name_len + 1;
		if (header->value < at || header->value >= end || !is_blank(at, header->value))
			return false;
		at = header->value + header->value_len;
	}
	return at + 4 == end && !at[0] && !at[1] && !at[2] && !at[3];
}

static void trim(struct header *header)
{
	while (header->value_len && strchr(" \t", header->value[header->value_len - 1]))
		header->value_len--;
}

void head_read(struct MHD_Connection *mhd, const char *method, const char *version,
	       struct target_place target, bool see_lines, struct arena *arena, struct head *ret)
{
	struct gather list = { .arena = arena };

	(void)MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, gather, &list);
	*ret = (struct head){
		.method = method,
		.version = version,
		.headers = list.headers,
		.header_count = list.count,
		.too_many = list.too_many,
	};
	ret->torn = see_lines && !list.too_many && !tiles(mhd, ret, target);
	for (size_t i = 0; i < list.count; i++)
		trim(&list.headers[i]);
}

/* ---- The probe: a daemon of its own, one clean request through a pair of sockets ---- */

struct probe {
	struct arena arena;
	struct target_place target;
	bool whole;
};

static void *probe_line(void *arg, const char *target, struct MHD_Connection *mhd)
{
	struct probe *probe = arg;

	(void)mhd;
	probe->target = (struct target_place){ target, target ? strlen(target) : 0 };
	return probe;
}

static enum MHD_Result probe_request(void *arg, struct MHD_Connection *mhd, const char *url,
				     const char *method, const char *version, const char *data,
				     size_t *data_len, void **context)
{
	struct probe *probe = arg;
	struct head head;

	(void)url;
	(void)data;
	(void)data_len;
	(void)context;
	head_read(mhd, method, version, probe->target, true, &probe->arena, &head);
	probe->whole = !head.torn && head.header_count == 3;
	return MHD_NO; /* no answer wanted */
}

static size_t keep_escapes(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	return strlen(text);
}

static bool feed(struct MHD_Daemon *daemon)
{
	static const char REQUEST[] = "POST /a%20b?c=%20d&e HTTP/1.1\r\nHost:a\r\nContent-Length: 1"
				      "\r\nX:\t b c\r\n\r\nz";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int pair[2];
	bool sent;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	sent = write(pair[1], REQUEST, sizeof(REQUEST) - 1) == (ssize_t)sizeof(REQUEST) - 1;
	/* The daemon owns its end from here on, whether it likes it or not. */
	sent = MHD_add_connection(daemon, pair[0], (const struct sockaddr *)&address,
				  sizeof(address)) == MHD_YES &&
	       sent;
	for (int i = 0; sent && i < 4; i++)
		(void)MHD_run(daemon);
	(void)close(pair[1]);
	return sent;
}

bool head_probe(void)
{
	struct probe probe = { 0 };
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, probe_request, &probe,
		MHD_OPTION_URI_LOG_CALLBACK, probe_line, &probe, MHD_OPTION_UNESCAPE_CALLBACK,
		keep_escapes, NULL, MHD_OPTION_END);

	if (!daemon)
		return false;
	if (!feed(daemon))
		probe.whole = false;
	MHD_stop_daemon(daemon);
	arena_release(&probe.arena);
	return probe.whole;
}
