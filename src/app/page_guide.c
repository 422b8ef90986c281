/* Guides of one page, one for each role: the words of id.guide.yaml. */
#include "service.h"

#include <string.h>

#define SECTIONS 5

static const char *const ROLES[] = { "juror", "secretariat", "chair", "keeper" };

static const char *guide_word(const struct req *req, const char *role, const char *what)
{
	return word(req, arena_printf(req->arena, "guide.%s.%s", role, what));
}

/* A text of lines: the heading, then the points. */
static void section_put(struct req *req, const char *text, struct val *sections)
{
	struct val *section = val_push_map(sections), *points = val_put_list(section, "points");
	const char *end = strchr(text, '\n');

	val_put_text(section, "heading",
		     end ? arena_copy(req->arena, text, (size_t)(end - text)) : text);
	while (end) {
		const char *start = end + 1;

		end = strchr(start, '\n');
		val_put_text(val_push_map(points), "text",
			     end ? arena_copy(req->arena, start, (size_t)(end - start)) : start);
	}
}

/* The frame of the reader's edition, so that he finds back. */
static bool frame(struct req *req, const char *title, struct val **ret, struct err *err)
{
	const struct who *who = who_of(req);
	const struct scheme *scheme;
	struct edition edition;

	*ret = NULL;
	if (!who)
		*ret = page_new(req, title);
	else if (!edition_get(db_of(req), who->account.edition_key, req->arena, &edition, err) ||
		 !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err))
		return false;
	else
		*ret = page_of_edition(req, &edition, scheme, "guide", title);
	return true;
}

bool page_guide(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	const char *asked = req->params[0];
	struct val *page, *sections, *others;
	const char *role = NULL;

	if (!asked)
		asked = who ? role_text(who->account.role) : "juror";
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (text_equal(ROLES[i], asked))
			role = ROLES[i];
	if (!role)
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada panduan ini.",
			    "There is no such guide.");
	if (!frame(req, guide_word(req, role, "title"), &page, err))
		return false;
	val_put_text(page, "lead", guide_word(req, role, "lead"));
	sections = val_put_list(page, "sections");
	for (int s = 1; s <= SECTIONS; s++)
		section_put(req, guide_word(req, role, arena_printf(req->arena, "s%d", s)),
			    sections);
	others = val_put_list(page, "others");
	for (size_t i = 0; i < COUNT(ROLES); i++) {
		struct val *other;

		if (ROLES[i] == role)
			continue;
		other = val_push_map(others);
		val_put_text(other, "path", arena_printf(req->arena, "guide/%s", ROLES[i]));
		val_put_text(other, "label", guide_word(req, ROLES[i], "title"));
	}
	return page_show(req, 200, "guide", page, err);
}
