/* What the forms of the schedule share. */
#include <stdlib.h>

#include "schedule_show.h"

bool planner_open(struct req *req, struct planner *ret, struct err *err)
{
	struct edition edition;

	*ret = (struct planner){ .db = db_of(req),
				 .actor = &who_of(req)->actor,
				 .arena = req->arena,
				 .now = time_now() };
	return req_edition(req, true, &edition, err) &&
	       schedule_load(service_of(req), ret->db, &edition, NULL, req->arena, &ret->s, err);
}

const char *typed_or(const struct req *req, const char *name, const char *kept)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (text_equal(req->fields[i].name, name))
			return req->fields[i].text;
	return kept;
}

int64_t clock_field(struct req *req, const char *name, int64_t otherwise)
{
	const char *text = req_field(req, name);
	int64_t ret;

	if (!*text && otherwise >= 0)
		return otherwise;
	if (clock_parse(text, &ret))
		return ret;
	req_complain(req, name, "Tuliskan jam, misalnya 08.30.",
		     "Enter a time of day, for example 08:30.");
	return 0;
}

const char *link_field(struct req *req, const char *name)
{
	const char *text = req_field(req, name);

	if (!link_parse(text))
		req_complain(
			req, name,
			"Tuliskan tautan yang diawali https://, tanpa spasi; kosong berarti "
			"luring.",
			"Enter a link that begins with https://, without spaces; empty means in "
			"person.");
	return text;
}

int64_t whole_field(const struct req *req, const char *name)
{
	const char *text = req_field(req, name);

	return *text ? strtoll(text, NULL, 10) : 0;
}

void planned_flash(struct desk *d, const struct planner *p, struct val *fields)
{
	struct val *field = p && p->field ? val_find(fields, p->field) : NULL;

	field_errors(d->req, d->page, fields);
	if (field)
		part_error(d->page, field,
			   as_sentence(d->req->arena, p->refusal.why.msg[d->req->lang]));
	else if (p && p->refusal.status)
		refusal_flash(d->req, d->page, &p->refusal);
	else if (d->req->method == WEB_GET && req_query(d->req, "done"))
		part_flash(d->page, "good", word(d->req, "sec.saved"));
	if (!p || !p->refusal.status)
		complaint_flash(d->req, d->page);
}

unsigned planned_status(const struct req *req, const struct planner *p)
{
	if (p && p->refusal.status)
		return p->refusal.status;
	return req->fields_ok ? 200 : 422;
}
