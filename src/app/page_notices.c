/* What others did to one's account: told at the next sign-in, until it is read; kept on one's own
 * page. */
#include <string.h>

#include "app/notices.h"
#include "app/sign_in.h"

#define NOTICES_MAX 20

static const char *notice_words(struct req *req, const struct notice *notice)
{
	struct val *names = val_map(req->arena);

	val_put_text(names, "by",
		     text_equal(notice->by, "cli") ? word(req, "notices.by_command") : notice->by);
	return words_fill(service_templates(service_of(req)), req->lang,
			  arena_printf(req->arena, "notices.%s", notice->kind), names, req->arena);
}

bool notices_put(struct req *req, bool unread, int zone_hours, struct val *page, struct err *err)
{
	struct val *rows = val_put_list(page, "notices");
	struct notice *list;
	size_t count;

	if (!notice_list(db_of(req), who_of(req)->account.id, NOTICES_MAX, req->arena, &list,
			 &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct val *row;

		if (unread && list[i].read_at)
			continue;
		row = val_push_map(rows);
		val_put_text(row, "at", show_time(req->arena, list[i].at, zone_hours, req->lang));
		val_put_text(row, "text", notice_words(req, &list[i]));
	}
	val_put_bool(page, "has_notices", val_count(rows) > 0);
	return true;
}

bool notices_wait(struct req *req, int64_t account, bool *ret, struct err *err)
{
	struct notice *list;
	size_t count;

	*ret = false;
	if (!notice_list(db_of(req), account, NOTICES_MAX, req->arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || !list[i].read_at;
	return true;
}

/* Where the reader was on his way to. */
static const char *next_of(struct req *req, const char *said)
{
	return said && local_path(said)
		       ? said
		       : arena_printf(req->arena, "/%s", home_path(req, &who_of(req)->account));
}

bool page_notices(struct req *req, struct err *err)
{
	struct val *page = page_new(req, word(req, "notices.title"));
	struct settings settings;

	if (!settings_load(db_of(req), who_of(req)->account.edition, req->arena, &settings, err) ||
	    !notices_put(req, true, settings.zone_hours, page, err))
		return false;
	if (!val_count(val_get(page, "notices")))
		return res_redirect(req, "%s", next_of(req, req_query(req, "next")));
	val_put_text(page, "lead", word(req, "notices.lead"));
	val_put_text(page, "next", next_of(req, req_query(req, "next")));
	return page_show(req, 200, "notices", page, err);
}

bool do_notices(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	int64_t now = time_now();
	bool waits;

	if (!notices_wait(req, who->account.id, &waits, err))
		return false;
	if (waits && (!notice_put_read(db_of(req), who->account.id, now, err) ||
		      !act_add(db_of(req), who->account.edition, &who->actor, "notices_read", "{}",
			       now, err)))
		return false;
	return res_redirect(req, "%s", next_of(req, req_field(req, "next")));
}
