/* "Nominee saya": the sheets that a juror owes, and what is left. */
#include "app/page_sheet.h"
#include "app/schedule.h"

static const char *filled(struct req *req, const char *key, const struct own_counts *counts)
{
	struct val *facts = val_map(req->arena);

	val_put_text(facts, "done", show_count(req->arena, (int64_t)counts->submitted, req->lang));
	val_put_text(facts, "owed", show_count(req->arena, (int64_t)counts->owed, req->lang));
	return words_fill(service_templates(service_of(req)), req->lang, key, facts, req->arena);
}

static const char *percent(struct arena *arena, const struct own_counts *counts)
{
	return counts->owed ? ratio_decimal(arena,
					    ratio_of(arena, (int64_t)counts->submitted * 100,
						     (int64_t)counts->owed),
					    1, '.')
			    : "0";
}

static void row_put(struct req *req, const struct own_sheet *sheet, struct val *rows)
{
	static const char *const VERBS[] = {
		[SHEET_EMPTY] = "sheet.fill",	  [SHEET_DRAFT] = "sheet.go_on",
		[SHEET_SUBMITTED] = "sheet.look", [SHEET_RECUSED] = "sheet.look",
		[SHEET_ABSENT] = "sheet.look",
	};
	const char *state = sheet_state_text(sheet->state);
	struct val *row = val_push_map(rows);
	bool hidden = sheet->state == SHEET_RECUSED;

	val_put_text(row, "key", sheet->nominee.key);
	val_put_text(row, "name", sheet->nominee.name);
	val_put_text(row, "region",
		     !hidden && *sheet->nominee.region ? sheet->nominee.region : NULL);
	val_put_text(row, "verb", hidden ? NULL : word(req, VERBS[sheet->state]));
	val_put_text(row, "when",
		     sheet->day && !hidden
			     ? arena_printf(req->arena, "%s · %s", day_show(req, sheet->day),
					    clock_show(req->arena, sheet->starts, req->lang))
			     : NULL);
	(void)part_state(row, "state", state,
			 word(req, arena_printf(req->arena, "state.%s", state)));
}

static struct val *group_new(struct req *req, const struct own_sheets *own,
			     const struct category *category, struct val *groups)
{
	struct own_counts counts = own_sheets_count(own, category);
	struct val *group = val_push_map(groups);

	val_put_text(group, "key", category->key);
	val_put_text(group, "name", words_in(&category->name, req->lang));
	val_put_text(group, "progress", filled(req, "sheet.progress", &counts));
	val_put_text(group, "short", filled(req, "sheet.short", &counts));
	part_bar(group, percent(req->arena, &counts), filled(req, "sheet.progress", &counts));
	return val_put_list(group, "rows");
}

static void groups_put(struct req *req, const struct own_sheets *own, struct val *page)
{
	struct val *groups = val_put_list(page, "groups"), *rows = NULL;

	for (size_t i = 0; i < own->count; i++) {
		const struct category *category = own->items[i].category;

		if (!i || own->items[i - 1].category != category)
			rows = group_new(req, own, category, groups);
		row_put(req, &own->items[i], rows);
	}
	val_put_bool(page, "has_groups", val_count(groups) > 0);
	val_put_bool(page, "several", val_count(groups) > 1);
}

static void figures_put(struct req *req, const struct own_sheets *own, struct val *page)
{
	struct own_counts counts = own_sheets_count(own, NULL);
	size_t next = own_sheets_next(own, NAME_NONE);
	struct val *open;

	part_figure(page, word(req, "state.submitted"),
		    show_count(req->arena, (int64_t)counts.submitted, req->lang),
		    filled(req, "sheet.of", &counts));
	part_figure(page, word(req, "state.draft"),
		    show_count(req->arena, (int64_t)counts.draft, req->lang),
		    word(req, "sheet.draft_note"));
	part_figure(page, word(req, "state.empty"),
		    show_count(req->arena, (int64_t)counts.empty, req->lang), NULL);
	val_put_text(page, "open", NULL);
	val_put_bool(page, "all_done", counts.owed > 0 && next == NAME_NONE);
	if (next == NAME_NONE)
		return;
	open = val_put_map(page, "open");
	val_put_text(open, "key", own->items[next].nominee.key);
	val_put_text(open, "name", own->items[next].nominee.name);
}

bool page_sheets(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	const struct scheme *scheme;
	struct own_sheets own;
	struct edition edition;
	struct juror juror;
	struct val *page;

	if (!req_edition(req, true, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !juror_get(db_of(req), who->account.juror, req->arena, &juror, err) ||
	    !own_sheets_load(req, &edition, scheme, &juror, &own, err))
		return false;
	page = page_of_edition(req, &edition, scheme, "sheets", word(req, "sheet.nav"));
	val_put_text(page, "closed",
		     edition.phase == PHASE_SCORING	   ? NULL
		     : edition.phase == PHASE_DELIBERATION ? word(req, "sheet.closed_most")
							   : sheet_closed_text(req, edition.phase));
	/* After the lock only what was reopened, or is owed by a new juror, is still open. */
	val_put_bool(page, "filling",
		     edition.phase == PHASE_SCORING || edition.phase == PHASE_DELIBERATION);
	figures_put(req, &own, page);
	groups_put(req, &own, page);
	return schedule_now_put(req, &edition, scheme, page, err) &&
	       page_show(req, 200, "juror/list", page, err);
}
