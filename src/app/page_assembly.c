/* Who is at the pleno: noted while it lasts, read ever after. */
#include <stdlib.h>
#include <string.h>

#include "assembly.h"
#include "schedule_show.h"

struct view {
	struct desk d;
	struct assembly assembly;
	struct release release; /* that it was frozen with; number 0 = none */
	bool open;		/* the reader may note it now */
	bool all;		/* whoever is not noted is shown as present, to be saved by hand */
};

static bool release_find(struct view *v, struct err *err)
{
	struct release *list;
	size_t count;

	if (v->d.edition.phase < PHASE_APPROVED)
		return true;
	if (!release_list(db_of(v->d.req), v->d.edition.id, v->d.req->arena, &list, &count, err))
		return false;
	if (count)
		v->release = list[0];
	return true;
}

static bool view_open(struct req *req, struct view *ret, struct err *err)
{
	struct db *db = db_of(req);

	*ret = (struct view){ 0 };
	if (!desk_open(req, "pleno/attendance", "assembly.title", &ret->d, err) ||
	    !release_find(ret, err))
		return false;
	ret->open = may(DEED_NOTE_ASSEMBLY, who_of(req)->account.role, ret->d.edition.phase,
			(struct circumstances){ 0 });
	return ret->release.id ? assembly_of(db, &ret->d.edition, &ret->release, req->arena,
					     &ret->assembly, err)
			       : assembly_now(db, &ret->d.edition, req->arena, &ret->assembly, err);
}

/* ---- Who ---- */

static const char *name_of(const struct assembly_member *member)
{
	return *member->name ? member->name : member->key;
}

static bool is_alone_in_office(const struct view *v, const struct assembly_member *member)
{
	size_t n = 0;

	for (size_t i = 0; i < v->assembly.member_count; i++)
		n += text_equal(v->assembly.members[i].office, member->office);
	return n == 1;
}

/* "Juri Satu, Ketua"; "Pengawas" where the account does not say who it is. */
static const char *label_of(const struct view *v, const struct assembly_member *member)
{
	const char *office = word_of(v->d.req, "assembly.office.", member->office);

	if (!*member->name && is_alone_in_office(v, member))
		return office;
	return arena_printf(v->d.req->arena, "%s, %s", name_of(member), office);
}

static const char *said(const struct view *v, const char *key, struct val *values)
{
	return words_fill(service_templates(service_of(v->d.req)), v->d.req->lang, key, values,
			  v->d.req->arena);
}

/* Keys of jurors and usernames may be alike: juror.j1 and account.j1. */
static const char *field_name(const struct view *v, const char *what,
			      const struct assembly_member *member)
{
	return arena_printf(v->d.req->arena, "%s.%s.%s", what,
			    assembly_is_juror(member) ? "juror" : "account", member->key);
}

static struct val *row_field(struct view *v, struct val *row, const char *what, const char *label,
			     const struct assembly_member *member, const char *kept)
{
	struct req *req = v->d.req;
	const char *name = field_name(v, what, member);
	struct val *field = part_field(req->arena, val_put_list(row, what), name, label,
				       typed_or(req, name, kept));

	field_error(req, v->d.page, field, name);
	return field;
}

static void choice_put(struct view *v, const struct assembly_member *member, struct val *row)
{
	static const char *const STATES[] = { "present", "represented", "absent" };
	struct req *req = v->d.req;
	bool filled = v->all && !*member->state;
	struct val *field = row_field(v, row, "state", label_of(v, member), member,
				      filled ? "present" : member->state);

	val_put_bool(field, "required", true);
	part_option(req->arena, field, "", word(req, "assembly.state.unknown"));
	for (size_t i = 0; i < COUNT(STATES); i++)
		part_option(req->arena, field, STATES[i],
			    word_of(req, "assembly.state.", STATES[i]));
	field = row_field(v, row, "note", word(req, "assembly.note"), member, member->note);
	val_put_int(field, "max", ASSEMBLY_NOTE_MAX);
	val_put_text(field, "of", label_of(v, member));
}

static void row_put(struct view *v, const struct assembly_member *member, struct val *rows)
{
	struct req *req = v->d.req;
	struct val *row = val_push_map(rows);
	const char *state = *member->state ? member->state : "unknown";

	val_put_text(row, "name", name_of(member));
	val_put_text(row, "office", word_of(req, "assembly.office.", member->office));
	val_put_text(row, "remark", *member->note ? member->note : NULL);
	(void)part_state(row, "is",
			 text_equal(state, "present")	    ? "verified"
			 : text_equal(state, "represented") ? "draft"
			 : text_equal(state, "absent")	    ? "absent"
							    : "empty",
			 word_of(req, "assembly.state.", state));
	choice_put(v, member, row);
}

/* ---- The meeting ---- */

static void fact(struct view *v, const char *name, const char *text)
{
	part_fact(v->d.page, word_of(v->d.req, "assembly.", name),
		  text && *text ? text : word(v->d.req, "assembly.not_said"));
}

static const char *clock_of(const struct view *v, int64_t minute)
{
	return assembly_clock(service_templates(service_of(v->d.req)), v->d.req->lang, minute,
			      v->d.req->arena);
}

static const char *times_of(const struct view *v)
{
	const struct assembly *a = &v->assembly;
	struct val *values = val_map(v->d.req->arena);
	const char *began = clock_of(v, a->began), *ended = clock_of(v, a->ended);

	if (!began && !ended)
		return NULL;
	val_put_text(values, "began", began ? began : "…");
	val_put_text(values, "ended", ended ? ended : "…");
	val_put_text(values, "zone", zone_text(v->d.settings.zone_hours));
	return said(v, "assembly.span", values);
}

static const char *counts_of(const struct view *v)
{
	struct assembly_count count = assembly_count(&v->assembly);
	struct val *values = val_map(v->d.req->arena);

	val_put_text(values, "present", show_n(v->d.req, count.present));
	val_put_text(values, "all", show_n(v->d.req, count.all));
	val_put_text(values, "represented", show_n(v->d.req, count.represented));
	val_put_text(values, "absent", show_n(v->d.req, count.absent));
	val_put_text(
		values, "unknown",
		show_n(v->d.req, count.all - count.present - count.represented - count.absent));
	return said(v, "assembly.counts", values);
}

static void meeting_facts(struct view *v)
{
	const struct occasion *minutes = &v->d.settings.minutes;
	const struct assembly *a = &v->assembly;
	struct civil day;

	fact(v, "number", minutes->number);
	fact(v, "day",
	     minutes->date && time_parse_date(minutes->date, &day)
		     ? arena_printf(v->d.req->arena, "%s, %s", show_weekday(&day, v->d.req->lang),
				    show_date(v->d.req->arena, &day, v->d.req->lang))
		     : NULL);
	fact(v, "place", minutes->place);
	fact(v, "times", times_of(v));
	fact(v, "panel", counts_of(v));
	fact(v, "noted_by", assembly_is_noted(a) ? who_and_when(&v->d, a->by, a->at) : NULL);
}

static void clock_put(struct view *v, struct val *fields, const char *name, const char *hint,
		      int64_t kept)
{
	struct req *req = v->d.req;
	int64_t minute = kept > DAY_MINUTES ? kept - DAY_MINUTES : kept;
	struct val *field = part_field(
		req->arena, fields, name, word_of(req, "assembly.", name),
		typed_or(req, name, kept < 0 ? "" : clock_show(req->arena, minute, req->lang)));

	val_put_int(field, "max", 5);
	val_put_text(field, "hint", word(req, hint));
}

/* Minutes that more have voted in than were there are asked about. */
static bool ballots_put(struct view *v, struct err *err)
{
	struct assembly_count count = assembly_count(&v->assembly);
	struct ballot *ballots;
	int64_t most = 0;
	size_t n;

	if (!ballot_list(db_of(v->d.req), v->d.edition.id, v->d.req->arena, &ballots, &n, err))
		return false;
	for (size_t b = 0; b < n; b++) {
		int64_t all =
			ballots[b].votes_for + ballots[b].votes_against + ballots[b].abstained;

		if (!ballots[b].withdrawn_at && all > most)
			most = all;
	}
	if (count.present && most > (int64_t)(count.present + count.represented))
		part_flash(v->d.page, "warn", word(v->d.req, "assembly.more_votes"));
	return true;
}

static void standing_put(struct view *v, const struct refusal *refusal)
{
	struct val *values = val_map(v->d.req->arena);

	val_put_int(values, "number", v->release.number);
	val_put_text(v->d.page, "standing",
		     v->release.number ? said(v, "assembly.frozen", values)
		     : v->d.edition.phase == PHASE_DELIBERATION
			     ? word(v->d.req, "assembly.confirmed_by_key")
			     : word(v->d.req, "assembly.in_deliberation"));
	if (refusal && refusal->status)
		refusal_flash(v->d.req, v->d.page, refusal);
	else if (v->d.req->method == WEB_GET && req_query(v->d.req, "done"))
		part_flash(v->d.page, "good", word(v->d.req, "sec.saved"));
}

static bool is_gap_left(const struct view *v)
{
	for (size_t i = 0; i < v->assembly.member_count; i++)
		if (!*v->assembly.members[i].state)
			return true;
	return false;
}

static void group_put(struct view *v, const char *heading, bool jurors, struct val *groups)
{
	struct val *group = val_push_map(groups), *rows = val_put_list(group, "rows");

	val_put_text(group, "heading", heading);
	for (size_t i = 0; i < v->assembly.member_count; i++)
		if (assembly_is_juror(&v->assembly.members[i]) == jurors)
			row_put(v, &v->assembly.members[i], rows);
}

static bool show(struct view *v, const struct refusal *refusal, struct err *err)
{
	struct req *req = v->d.req;
	struct val *page = v->d.page, *fields = val_put_map(page, "field"), *groups;

	val_put_text(page, "lead", word(req, "assembly.lead"));
	standing_put(v, refusal);
	meeting_facts(v);
	clock_put(v, fields, "began", "assembly.began_hint", v->assembly.began);
	clock_put(v, fields, "ended", "assembly.ended_hint", v->assembly.ended);
	field_errors(req, page, fields);
	groups = val_put_list(page, "groups");
	group_put(v, word(req, "assembly.jurors"), true, groups);
	group_put(v, word(req, "assembly.others"), false, groups);
	val_put_int(page, "seen", v->assembly.number);
	val_put_bool(page, "may_fill", v->open && !v->all && is_gap_left(v));
	val_put_bool(page, "open", v->open);
	val_put_bool(page, "may_settings",
		     v->open && who_of(req)->account.role == ROLE_SECRETARIAT);
	part_crumb(page, arena_printf(req->arena, "editions/%s/pleno", v->d.edition.key),
		   word(req, "moves.title"));
	return ballots_put(v, err) && page_show(req,
						refusal && refusal->status ? refusal->status
						: req->fields_ok	   ? 200
									   : 422,
						"pleno/attendance", page, err);
}

bool page_assembly(struct req *req, struct err *err)
{
	struct view v;

	req->fields_ok = true;
	if (!view_open(req, &v, err))
		return false;
	v.all = v.open && req_query(req, "all") && is_gap_left(&v);
	if (v.all)
		part_flash(v.d.page, "info", word(req, "assembly.filled"));
	return show(&v, NULL, err);
}

/* ---- Noting ---- */

static void member_take(struct view *v, struct assembly_member *member)
{
	struct req *req = v->d.req;
	const char *state = field_name(v, "state", member), *beside = field_name(v, "note", member);
	const char *note = req_field(req, beside);
	bool represented, absent;

	if (!typed_or(req, beside, NULL))
		beside = state;
	member->state = req_field(req, state);
	represented = text_equal(member->state, "represented");
	absent = text_equal(member->state, "absent");
	member->note = represented || absent ? note : "";
	if (*member->state && !represented && !absent && !text_equal(member->state, "present"))
		req_complain(req, state, "Pilihan ini tidak dikenal.", "This choice is not known.");
	if (represented && !*note)
		req_complain(req, beside, "Tuliskan nama yang mewakili.",
			     "Enter who came instead.");
	if (*note && !*member->note)
		req_complain(req, typed_or(req, state, NULL) ? state : beside,
			     "Pilih diwakili atau tidak hadir, atau kosongkan keterangannya.",
			     "Choose represented or absent, or empty the remark.");
}

/* Fields of somebody who is not there (any more). */
static bool is_somebodys(const struct view *v, const char *field)
{
	if (strncmp(field, "state.", 6) != 0 && strncmp(field, "note.", 5) != 0)
		return true;
	for (size_t i = 0; i < v->assembly.member_count; i++)
		if (text_equal(field, field_name(v, "state", &v->assembly.members[i])) ||
		    text_equal(field, field_name(v, "note", &v->assembly.members[i])))
			return true;
	return false;
}

static void times_take(struct view *v, struct assembly *ret)
{
	struct req *req = v->d.req;

	ret->began = *req_field(req, "began") ? clock_field(req, "began", -1) : -1;
	ret->ended = *req_field(req, "ended") ? clock_field(req, "ended", -1) : -1;
	if (req->fields_ok && ret->ended >= 0 && ret->ended == ret->began)
		req_complain(req, "ended", "Rapat berakhir sesudah dimulai.",
			     "The meeting ends after it began.");
	/* Past midnight. */
	if (ret->ended >= 0 && ret->ended < ret->began)
		ret->ended += DAY_MINUTES;
}

bool do_assembly(struct req *req, struct err *err)
{
	struct refusal refusal = { 0 };
	struct assembly noted;
	struct view v;

	if (!view_open(req, &v, err))
		return false;
	noted = v.assembly;
	noted.members = NEW(req->arena, struct assembly_member, noted.member_count + 1);
	times_take(&v, &noted);
	for (size_t i = 0; i < noted.member_count; i++) {
		noted.members[i] = v.assembly.members[i];
		member_take(&v, &noted.members[i]);
	}
	for (size_t f = 0; f < req->field_count; f++)
		if (!is_somebodys(&v, req->fields[f].name))
			(void)REFUSE(
				&refusal, 409, "changed",
				"susunan tim atau akun telah berubah; periksa lagi lalu simpan",
				"the panel or the accounts have changed; look again, then "
				"save");
	if (!refusal.status && req->fields_ok &&
	    !assembly_note(req, &v.d.edition, &noted, strtoll(req_field(req, "seen"), NULL, 10),
			   time_now(), &refusal, err))
		return false;
	if (refusal.status || !req->fields_ok)
		return show(&v, &refusal, err);
	return res_redirect(req, "/editions/%s/pleno/attendance?done=1", v.d.edition.key);
}
