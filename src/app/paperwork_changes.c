/* What minutes tell of everything that changed: sheets and evidence opened after the lock, late
 * recusals, mended rules, other people, and the release that is corrected. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "paperwork.h"
#include "paperwork_result.h"

/* ---- What changed after the lock ---- */

/* A fraction of the bundle as a decimal; what is too long for that as it stands. */
static const char *total_of(const struct paperwork *p, const char *fraction)
{
	const char *slash = fraction ? strchr(fraction, '/') : NULL;

	if (!fraction)
		return "–";
	if (strlen(fraction) > 36 || (slash && slash - fraction > 17) ||
	    (slash && strlen(slash) > 17))
		return fraction;
	return paperwork_decimal(p,
				 ratio_of(p->arena, strtoll(fraction, NULL, 10),
					  slash ? strtoll(slash + 1, NULL, 10) : 1),
				 4);
}

static void reopenings_put(const struct paperwork *p, struct val *into)
{
	struct val *list = val_put_list(into, "reopened");

	for (size_t i = 0; i < p->bundle->reopening_count; i++) {
		const struct bundle_reopening *r = &p->bundle->reopenings[i];
		bool closed = paperwork_closed(p, p->bundle->input.nominees[r->nominee].key);
		struct val *item = val_push_map(list);

		val_put_text(item, "juror", arena_printf(p->arena, "J%zu", r->juror + 1));
		val_put_text(item, "nominee", result_name(p, r->nominee));
		val_put_text(item, "before",
			     closed ? paperwork_word(p, "state.recused")
				    : total_of(p, r->old_total));
		val_put_text(item, "after",
			     closed ? paperwork_word(p, "state.recused")
				    : total_of(p, r->new_total));
		val_put_text(item, "note",
			     r->withdrawn ? paperwork_word(p, "papers.reopening_withdrawn") : NULL);
	}
}

static const char *evidence_words(const struct paperwork *p, const struct evidence *evidence)
{
	if (evidence->seal)
		return paperwork_word(p, "score.confidential");
	if (!evidence->value || !*evidence->value)
		return paperwork_word(p, "state.missing");
	return arena_printf(
		p->arena, "%s (%s)", evidence->value,
		paperwork_word(p, evidence->verified ? "state.verified" : "score.unverified"));
}

static void changes_put(const struct paperwork *p, struct val *into)
{
	struct val *list = val_put_list(into, "changes");

	for (size_t i = 0; i < p->bundle->change_count; i++) {
		const struct bundle_change *change = &p->bundle->changes[i];
		bool closed = paperwork_closed(p, p->bundle->input.nominees[change->nominee].key);
		struct val *item = val_push_map(list);
		const char *hidden = paperwork_word(p, "state.recused");

		val_put_text(item, "nominee", result_name(p, change->nominee));
		val_put_text(item, "evidence", closed ? hidden : change->before.name);
		val_put_text(item, "before", closed ? hidden : evidence_words(p, &change->before));
		val_put_text(item, "after", closed ? hidden : evidence_words(p, &change->after));
	}
}

static const char *names_of(const struct paperwork *p, const size_t *nominees, size_t count)
{
	struct buf text;

	buf_init(&text, p->arena);
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", result_name(p, nominees[i]));
	return text.len ? text.data : "–";
}

static void lates_put(const struct paperwork *p, struct val *into)
{
	struct val *list = val_put_list(into, "lates");

	for (size_t i = 0; i < p->bundle->late_count; i++) {
		const struct bundle_late *late = &p->bundle->lates[i];
		struct val *item = val_push_map(list);

		val_put_text(item, "juror", arena_printf(p->arena, "J%zu", late->juror + 1));
		val_put_text(item, "nominee", result_name(p, late->nominee));
		val_put_text(item, "list", result_list_name(p, late->list));
		val_put_text(item, "before", names_of(p, late->before, late->before_count));
		val_put_text(item, "after", names_of(p, late->after, late->after_count));
	}
}

static void mends_put(const struct paperwork *p, struct val *into)
{
	struct val *list = val_put_list(into, "mends");

	for (size_t i = 1; i < p->bundle->version_count; i++) {
		const struct bundle_version *version = &p->bundle->versions[i];
		struct val *item = val_push_map(list);

		val_put_text(item, "version", show_count(p->arena, (int64_t)i + 1, p->lang));
		val_put_text(item, "at", paperwork_time(p, version->at));
		val_put_text(item, "sha256", version->sha256);
		val_put_text(item, "reason", version->reason);
	}
}

/* ---- Deputies, and changes of the panel ---- */

static const char *juror_name(const struct paperwork *p, const char *key)
{
	struct juror *jurors;
	struct err ignored;
	size_t count;

	if (key && paperwork_jurors(p, &jurors, &count, &ignored))
		for (size_t j = 0; j < count; j++)
			if (text_equal(jurors[j].key, key))
				return jurors[j].name;
	return key ? key : "";
}

static void change_put(const struct paperwork *p, const struct proposal *proposal,
		       const struct val *about, struct val *list)
{
	const struct val *add = val_get(about, "add");
	const char *leaves = val_get_text(about, "remove"), *juror = val_get_text(about, "juror");
	const char *name = val_get_text(about, "name");
	struct val *values = val_map(p->arena);

	val_put_text(values, "reason", proposal->reason);
	val_put_text(values, "at", paperwork_time(p, proposal->decided_at));
	val_put_text(values, "decree", val_get_text(about, "decree"));
	val_put_text(values, "leaves", leaves ? juror_name(p, leaves) : "");
	if (text_equal(proposal->kind, "deputy")) {
		bool chair = text_equal(val_get_text(about, "role"), "chair");

		val_put_text(values, "name",
			     chair	     ? juror_name(p, juror)
			     : name && *name ? name
					     : val_get_text(about, "username"));
		paperwork_point(p, list, chair ? "papers.deputy_chair" : "papers.deputy_keeper",
				values);
		return;
	}
	val_put_text(values, "name", val_get_text(add, "name") ? val_get_text(add, "name") : "");
	paperwork_point(p, list,
			leaves && val_type(add) == VAL_MAP ? "papers.juror_replaced"
			: leaves			   ? "papers.juror_left"
							   : "papers.juror_came",
			values);
}

static bool changes_of_people_put(const struct paperwork *p, struct val *into, struct err *err)
{
	struct val *list = val_put_list(into, "people");
	struct proposal *proposals;
	size_t count;

	if (!proposal_list(p->db, p->edition.id, "confirmed", p->arena, &proposals, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct val *about;

		if ((!text_equal(proposals[i].kind, "deputy") &&
		     !text_equal(proposals[i].kind, "change_panel")) ||
		    (p->release.number && proposals[i].decided_at > p->release.approved_at))
			continue;
		if (!json_parse(p->arena, proposals[i].about, strlen(proposals[i].about), &about,
				err))
			return false;
		change_put(p, &proposals[i], about, list);
	}
	return true;
}

static void correction_put(const struct paperwork *p, struct val *into)
{
	struct val *values = val_map(p->arena);

	if (!p->bundle->corrects) {
		val_put_text(into, "correction", NULL);
		return;
	}
	val_put_int(values, "number", p->bundle->corrects);
	val_put_text(values, "reason", p->bundle->correction);
	val_put_text(into, "correction", paperwork_fill(p, "papers.correction", values));
}

bool minutes_changes_put(const struct paperwork *p, struct val *into, struct err *err)
{
	reopenings_put(p, into);
	changes_put(p, into);
	lates_put(p, into);
	mends_put(p, into);
	correction_put(p, into);
	return changes_of_people_put(p, into, err);
}
