/* The minutes of the pleno (berita acara): who was there, what was decided by which figures, how
 * ties were settled, what was opened and changed after the lock, and how sure it all is. Results
 * come from the bundle; names of people, who stand in no bundle, from the panel. */
#include <string.h>

#include "paperwork.h"
#include "paperwork_result.h"
#include "schedule.h"

/* ---- Where and when ---- */

static void opening_put(const struct paperwork *p, struct val *into)
{
	const struct occasion *minutes = &p->settings.minutes;
	struct civil day;
	bool dated = minutes->date && time_parse_date(minutes->date, &day);

	val_put_text(into, "minutes_number", minutes->number);
	val_put_text(into, "day_words", dated ? show_day_words(p->arena, &day, p->lang) : NULL);
	val_put_text(into, "place", minutes->place);
	val_put_text(into, "date", paperwork_day(p, minutes->date));
	val_put_bool(into, "draft", !p->release.number);
}

/* ---- Who ---- */

static void signer_put(struct val *list, const char *name, const char *office)
{
	struct val *item = val_push_map(list);

	val_put_text(item, "name", name);
	val_put_text(item, "office", office);
}

static const char *office_of(const struct paperwork *p, const struct assembly_member *member)
{
	return assembly_is_juror(member)
		       ? paperwork_word(p, arena_printf(p->arena, "papers.%s", member->office))
		       : paperwork_word(p, arena_printf(p->arena, "role.%s", member->office));
}

/* Whoever was absent has no line to sign; whoever came instead signs for himself. */
static void member_put(const struct paperwork *p, const struct assembly_member *member,
		       struct val *list)
{
	struct val *item = val_push_map(list);
	bool absent = text_equal(member->state, "absent");

	val_put_text(item, "name", *member->name ? member->name : NULL);
	val_put_text(item, "office", office_of(p, member));
	val_put_text(item, "element", *member->element ? member->element : NULL);
	val_put_text(item, "attendance", paperwork_attendance(p, member));
	val_put_text(item, "sign", absent ? "–" : NULL);
}

static void absence_put(const struct paperwork *p, const struct assembly_member *member,
			struct val *list)
{
	struct val *values = val_map(p->arena);

	if (!*member->note)
		return;
	val_put_text(values, "name", *member->name ? member->name : office_of(p, member));
	val_put_text(values, "note", member->note);
	paperwork_point(p, list,
			text_equal(member->state, "represented") ? "papers.assembly_represented"
								 : "papers.assembly_absent",
			values);
}

/* The keeper and the secretariat have a line each, also where nobody is named. */
static void others_fill(const struct paperwork *p, bool keeper, bool secretariat, struct val *list)
{
	static const struct assembly_member NOBODY[] = { { "keeper", "", "", "", "", "" },
							 { "secretariat", "", "", "", "", "" } };

	if (!keeper)
		member_put(p, &NOBODY[0], list);
	if (!secretariat)
		member_put(p, &NOBODY[1], list);
}

static const char *clock_of(const struct paperwork *p, int64_t minute)
{
	return assembly_clock(p->templates, p->lang, minute, p->arena);
}

/* "Hadir 7, diwakili 1, tidak hadir 1": nobody is left out, and nothing is said of nobody. */
static const char *counts_of(const struct paperwork *p, struct assembly_count count)
{
	const struct {
		const char *word;
		size_t n;
	} parts[] = { { "papers.counted.present", count.present },
		      { "papers.counted.represented", count.represented },
		      { "papers.counted.absent", count.absent } };
	struct buf text;

	buf_init(&text, p->arena);
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct val *values = val_map(p->arena);

		if (i && !parts[i].n)
			continue;
		val_put_text(values, "n", show_count(p->arena, (int64_t)parts[i].n, p->lang));
		buf_printf(&text, "%s%s", i ? ", " : "", paperwork_fill(p, parts[i].word, values));
	}
	return text.data;
}

static void meeting_put(const struct paperwork *p, struct val *into)
{
	const struct assembly *assembly = p->assembly;
	struct assembly_count count = assembly_count(assembly);
	struct val *values = val_map(p->arena);

	val_put_bool(into, "noted", assembly_is_noted(assembly));
	val_put_text(into, "began", clock_of(p, assembly->began));
	val_put_text(into, "ended", clock_of(p, assembly->ended));
	val_put_text(into, "zone", zone_text(p->settings.zone_hours));
	val_put_text(values, "counts", counts_of(p, count));
	val_put_text(values, "all", show_count(p->arena, (int64_t)count.all, p->lang));
	val_put_text(values, "at", assembly->at ? paperwork_time(p, assembly->at) : "");
	val_put_text(values, "role",
		     assembly_is_noted(assembly)
			     ? paperwork_word(p, arena_printf(p->arena, "papers.noted_by.%s",
							      assembly->by_role))
			     : "");
	val_put_text(into, "summary",
		     paperwork_fill(p,
				    p->release.number ? "papers.assembly_frozen"
						      : "papers.assembly_noted",
				    values));
}

static bool people_put(struct paperwork *p, struct val *into, struct err *err)
{
	struct val *members = val_put_list(into, "members"), *others, *absences, *signers;
	bool keeper = false, secretariat = false;
	const char *chair, *keys;

	if (!paperwork_assembly(p, err) || !paperwork_person(p, ROLE_CHAIR, &chair, err) ||
	    !paperwork_person(p, ROLE_KEEPER, &keys, err))
		return false;
	others = val_put_list(into, "others");
	absences = val_put_list(into, "absences");
	for (size_t i = 0; i < p->assembly->member_count; i++) {
		const struct assembly_member *member = &p->assembly->members[i];

		member_put(p, member, assembly_is_juror(member) ? members : others);
		absence_put(p, member, absences);
		keeper = keeper || text_equal(member->office, "keeper");
		secretariat = secretariat || text_equal(member->office, "secretariat");
	}
	others_fill(p, keeper, secretariat, others);
	meeting_put(p, into);
	signers = val_put_list(into, "signers");
	signer_put(signers, chair, paperwork_word(p, "papers.chair_of_panel"));
	signer_put(signers, keys, paperwork_word(p, "role.keeper"));
	return true;
}

/* ---- What stands above all decisions ---- */

struct sheet_counts {
	size_t valid, recused, absent;
};

static struct sheet_counts sheets_count(const struct tally_input *input)
{
	struct sheet_counts ret = { 0 };

	for (size_t i = 0; i < input->nominee_count; i++)
		for (size_t j = 0; j < input->nominees[i].sheet_count; j++) {
			const struct sheet *sheet = input->nominees[i].sheets[j];

			if (!sheet)
				continue;
			ret.recused += sheet->recused;
			ret.absent += sheet->absent && !sheet->recused;
			ret.valid += !sheet->absent && !sheet->recused;
		}
	return ret;
}

/* The last time that the chair locked the scoring; 0 = it is not in the log. */
static bool locked_at(const struct paperwork *p, int64_t *ret, struct err *err)
{
	struct act *acts;
	size_t count;

	*ret = 0;
	if (!act_list(p->db, p->edition.id, "phase_deliberation", 0, 1000, p->arena, &acts, &count,
		      err))
		return false;
	for (size_t i = 0; i < count && !*ret; i++) {
		struct val *about;

		if (!json_parse(p->arena, acts[i].about, strlen(acts[i].about), &about, err))
			return false;
		if (text_equal(val_get_text(about, "from"), "scoring"))
			*ret = acts[i].at;
	}
	return true;
}

static bool points_put(const struct paperwork *p, struct val *into, struct err *err)
{
	struct val *list = val_put_list(into, "points"), *values = val_map(p->arena);
	const struct tally_input *input = &p->bundle->input;
	struct sheet_counts sheets = sheets_count(input);
	size_t categories = 0;
	int64_t locked;

	for (size_t c = 0; c < p->bundle->tally.category_count; c++)
		categories += p->bundle->tally.categories[c].count > 0;
	if (!locked_at(p, &locked, err))
		return false;
	val_put_text(values, "nominees",
		     show_count(p->arena, (int64_t)input->nominee_count, p->lang));
	val_put_text(values, "categories", show_count(p->arena, (int64_t)categories, p->lang));
	val_put_text(values, "version",
		     show_count(p->arena, (int64_t)p->bundle->version_count, p->lang));
	val_put_text(values, "sha256", input->scheme->sha256);
	val_put_text(values, "at", locked ? paperwork_time(p, locked) : NULL);
	val_put_text(values, "valid", show_count(p->arena, (int64_t)sheets.valid, p->lang));
	val_put_text(values, "recused", show_count(p->arena, (int64_t)sheets.recused, p->lang));
	val_put_text(values, "absent", show_count(p->arena, (int64_t)sheets.absent, p->lang));
	paperwork_point(p, list, "papers.point_rules", values);
	paperwork_point(p, list, "papers.point_evidence", values);
	if (locked)
		paperwork_point(p, list, "papers.point_lock", values);
	paperwork_point(p, list, "papers.point_sheets", values);
	val_put_text(into, "rules_sha256", input->scheme->sha256);
	return true;
}

/* ---- What was decided ---- */

static void lists_put(const struct paperwork *p, struct val *into)
{
	struct val *lists = val_put_list(into, "lists");
	const struct tally *tally = &p->bundle->tally;

	for (size_t c = 0; c < tally->category_count; c++)
		if (tally->categories[c].count)
			result_list_put(p, &tally->categories[c], false, val_push_map(lists));
	for (size_t o = 0; o < tally->overall_count; o++)
		result_list_put(p, &tally->overalls[o], true, val_push_map(lists));
}

/* "1. Desa Melati; 2. Desa Kenanga, Desa Cempaka" */
static const char *order_of(const struct paperwork *p, const struct vote_record *vote)
{
	struct buf text;
	unsigned last = 0;

	for (size_t i = 0; i < vote->count; i++)
		last = vote->places[i] > last ? vote->places[i] : last;
	buf_init(&text, p->arena);
	for (unsigned place = 1; place <= last; place++) {
		bool any = false;

		for (size_t i = 0; i < vote->count; i++) {
			if (vote->places[i] != place)
				continue;
			if (any)
				buf_puts(&text, ", ");
			else
				buf_printf(&text, "%s%u. ", text.len ? "; " : "", place);
			buf_puts(&text, result_name(p, vote->nominees[i]));
			any = true;
		}
	}
	return text.data;
}

static void votes_put(const struct paperwork *p, struct val *into)
{
	struct vote_record *votes = NEW(p->arena, struct vote_record, p->bundle->vote_count + 1);
	struct val *list = val_put_list(into, "votes");
	struct complaints ignored;
	struct tally again;

	/* Whether a record counts is no part of the bundle: the tally says so. */
	for (size_t v = 0; v < p->bundle->vote_count; v++)
		votes[v] = p->bundle->votes[v];
	complaints_init(&ignored, p->arena);
	(void)!tally_with_votes(&p->bundle->input, votes, p->bundle->vote_count, p->arena, &again,
				&ignored);
	for (size_t v = 0; v < p->bundle->vote_count; v++) {
		const struct vote_record *vote = &votes[v];
		struct val *item = val_push_map(list);

		val_put_text(item, "list", result_list_name(p, vote->list));
		val_put_text(item, "order", order_of(p, vote));
		val_put_text(item, "in_favour",
			     vote->has_ballots ? show_count(p->arena, vote->in_favour, p->lang)
					       : NULL);
		val_put_text(item, "against",
			     vote->has_ballots ? show_count(p->arena, vote->against, p->lang)
					       : NULL);
		val_put_text(item, "abstained",
			     vote->has_ballots ? show_count(p->arena, vote->abstained, p->lang)
					       : NULL);
		val_put_text(item, "reason", vote->reason);
		val_put_text(item, "standing",
			     paperwork_word(p, vote->withdrawn ? "papers.vote_withdrawn"
					       : vote->counts  ? "papers.vote_counts"
							       : "papers.vote_stale"));
	}
}

/* ---- How sure ---- */

static void agreement_put(const struct paperwork *p, struct val *into)
{
	struct val *list = val_put_list(into, "agreement");
	struct report_options options = { .skip = REPORT_RANDOM | REPORT_FLIPS,
					  .tally = &p->bundle->tally };
	struct complaints ignored;
	struct report report;

	complaints_init(&ignored, p->arena);
	(void)!report_run(&p->bundle->input, &options, p->arena, &report, &ignored);
	for (size_t c = 0; c < report.category_count; c++) {
		const struct category_report *r = &report.categories[c];
		const struct figure *w = &r->agreement.kendall_w;
		struct val *item;

		if (!r->member_count || !r->sentence.text[LANG_ID])
			continue;
		item = val_push_map(list);
		val_put_text(item, "list", words_in(&r->official->name, p->lang));
		val_put_text(item, "text", words_in(&r->sentence, p->lang));
		val_put_text(item, "w",
			     w->known ? show_decimal(p->arena,
						     arena_printf(p->arena, "%.2f", w->value),
						     p->lang)
				      : "–");
	}
}

/* ---- The whole ---- */

bool minutes_fill(struct paperwork *p, const char *item, struct val *into, struct err *err)
{
	(void)item;
	if (!paperwork_bundle(p, err))
		return false;
	opening_put(p, into);
	if (!people_put(p, into, err) || !points_put(p, into, err) ||
	    !minutes_changes_put(p, into, err) || !paperwork_key_put(p, into, err))
		return false;
	lists_put(p, into);
	votes_put(p, into);
	agreement_put(p, into);
	return true;
}
