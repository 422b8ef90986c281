/* Who was at the pleno. */
#include "assembly.h"
#include "schedule.h"

#include <string.h>

bool assembly_is_juror(const struct assembly_member *member)
{
	return !text_equal(member->office, "keeper") && !text_equal(member->office, "secretariat");
}

struct assembly_count assembly_count(const struct assembly *assembly)
{
	struct assembly_count ret = { 0 };

	for (size_t i = 0; i < assembly->member_count; i++) {
		const struct assembly_member *member = &assembly->members[i];

		if (!assembly_is_juror(member))
			continue;
		ret.all++;
		ret.present += text_equal(member->state, "present");
		ret.represented += text_equal(member->state, "represented");
		ret.absent += text_equal(member->state, "absent");
	}
	return ret;
}

const char *assembly_clock(const struct templates *templates, enum lang lang, int64_t minute,
			   struct arena *arena)
{
	struct val *values = val_map(arena);

	if (minute < 0)
		return NULL;
	if (minute <= DAY_MINUTES)
		return clock_show(arena, minute, lang);
	val_put_text(values, "time", clock_show(arena, minute - DAY_MINUTES, lang));
	return words_fill(templates, lang, "assembly.next_day", values, arena);
}

/* ---- Who sits there ---- */

static const char *element_of(const struct juror *juror, struct arena *arena)
{
	if (*juror->element && *juror->institution &&
	    !text_equal(juror->element, juror->institution))
		return arena_printf(arena, "%s, %s", juror->element, juror->institution);
	return *juror->element ? juror->element : juror->institution;
}

/* The chair of the decree, and who holds the chair's key in his place. */
static const char *office_of(const struct juror *juror, const struct account *accounts,
			     size_t account_count)
{
	if (juror->chair)
		return "chair";
	for (size_t a = 0; a < account_count; a++)
		if (accounts[a].active && accounts[a].role == ROLE_CHAIR &&
		    accounts[a].juror == juror->id)
			return "acting_chair";
	return "member";
}

static void jurors_add(const struct juror *jurors, size_t count, const struct account *accounts,
		       size_t account_count, struct arena *arena, struct assembly *ret)
{
	/* The chair first, then the members as the decree lists them. */
	for (int member = 0; member < 2; member++)
		for (size_t j = 0; j < count; j++)
			if (!jurors[j].removed && jurors[j].chair == !member)
				ret->members[ret->member_count++] = (struct assembly_member){
					.office = office_of(&jurors[j], accounts, account_count),
					.key = jurors[j].key,
					.name = jurors[j].name,
					.element = element_of(&jurors[j], arena),
				};
}

static void accounts_add(const struct account *accounts, size_t count, enum role role,
			 struct assembly *ret)
{
	for (size_t a = 0; a < count; a++)
		/* An account that is called like its username does not say who it is. */
		if (accounts[a].active && accounts[a].role == role)
			ret->members[ret->member_count++] = (struct assembly_member){
				.office = role_text(role),
				.key = accounts[a].username,
				.name = text_equal(accounts[a].name, accounts[a].username)
						? ""
						: accounts[a].name,
				.element = "",
			};
}

static bool people_load(struct db *db, const struct edition *edition, struct arena *arena,
			struct assembly *ret, struct err *err)
{
	struct account *accounts;
	struct juror *jurors;
	size_t juror_count, account_count;

	if (!juror_list(db, edition->id, arena, &jurors, &juror_count, err) ||
	    !account_list(db, edition->id, arena, &accounts, &account_count, err))
		return false;
	*ret = (struct assembly){ .began = -1, .ended = -1, .by = "", .by_role = "" };
	ret->members = NEW(arena, struct assembly_member, juror_count + account_count + 1);
	jurors_add(jurors, juror_count, accounts, account_count, arena, ret);
	accounts_add(accounts, account_count, ROLE_KEEPER, ret);
	accounts_add(accounts, account_count, ROLE_SECRETARIAT, ret);
	for (size_t i = 0; i < ret->member_count; i++)
		ret->members[i].state = ret->members[i].note = "";
	return true;
}

/* ---- What is noted of them ---- */

static bool same_person(const struct assembly_member *a, const struct assembly_member *b)
{
	return assembly_is_juror(a) == assembly_is_juror(b) && text_equal(a->key, b->key);
}

static void notes_take(const struct assembly *noted, struct assembly *ret)
{
	ret->number = noted->number;
	ret->release = noted->release;
	ret->began = noted->began;
	ret->ended = noted->ended;
	ret->by = noted->by;
	ret->by_role = noted->by_role;
	ret->at = noted->at;
	for (size_t i = 0; i < ret->member_count; i++)
		for (size_t k = 0; k < noted->member_count; k++)
			if (same_person(&ret->members[i], &noted->members[k])) {
				ret->members[i].state = noted->members[k].state;
				ret->members[i].note = noted->members[k].note;
			}
}

/* Was this meeting over with a publication? */
static bool is_over(struct db *db, const struct edition *edition, int64_t release,
		    struct arena *arena, bool *ret, struct err *err)
{
	struct release *list;
	size_t count;

	*ret = false;
	if (!release)
		return true;
	if (!release_list(db, edition->id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (list[i].id == release)
			*ret = text_equal(list[i].state, "published") ||
			       text_equal(list[i].state, "superseded");
	return true;
}

bool assembly_now(struct db *db, const struct edition *edition, struct arena *arena,
		  struct assembly *ret, struct err *err)
{
	struct assembly last;
	bool over;

	if (!people_load(db, edition, arena, ret, err) ||
	    !assembly_find(db, edition->id, 0, arena, &last, err) ||
	    !is_over(db, edition, last.release, arena, &over, err))
		return false;
	ret->number = last.number;
	if (!last.id || over)
		return true;
	if (!assembly_members(db, last.id, arena, &last.members, &last.member_count, err))
		return false;
	notes_take(&last, ret);
	return true;
}

bool assembly_of(struct db *db, const struct edition *edition, const struct release *release,
		 struct arena *arena, struct assembly *ret, struct err *err)
{
	if (!assembly_find(db, edition->id, release->id, arena, ret, err))
		return false;
	return ret->id ? assembly_members(db, ret->id, arena, &ret->members, &ret->member_count,
					  err)
		       : people_load(db, edition, arena, ret, err);
}

/* ---- Writing ---- */

static bool keep(struct db *db, const struct edition *edition, const struct assembly *assembly,
		 struct err *err)
{
	int64_t id;

	if (!assembly_add(db, edition->id, assembly, &id, err))
		return false;
	for (size_t i = 0; i < assembly->member_count; i++)
		if (!assembly_add_member(db, id, (int64_t)i + 1, &assembly->members[i], err))
			return false;
	return true;
}

bool assembly_freeze(struct db *db, const struct edition *edition, int64_t release,
		     struct arena *arena, struct err *err)
{
	struct assembly assembly;

	if (!assembly_now(db, edition, arena, &assembly, err))
		return false;
	assembly.release = release;
	return keep(db, edition, &assembly, err);
}

static bool is_news(const struct assembly *was, const struct assembly *is)
{
	if (!assembly_is_noted(was) || was->began != is->began || was->ended != is->ended)
		return true;
	for (size_t i = 0; i < is->member_count; i++)
		if (!text_equal(was->members[i].state, is->members[i].state) ||
		    !text_equal(was->members[i].note, is->members[i].note))
			return true;
	return false;
}

static bool refused(const struct assembly *was, const struct assembly *noted, int64_t seen,
		    enum role role, enum phase phase, struct refusal *ret)
{
	static const struct circumstances NONE = { 0 };

	if (!may(DEED_NOTE_ASSEMBLY, role, PHASE_DELIBERATION, NONE))
		return REFUSE(ret, 403, "denied",
			      "kehadiran pleno hanya dicatat oleh sekretariat atau ketua",
			      "only the secretariat or the chair notes who is at the pleno");
	if (!may(DEED_NOTE_ASSEMBLY, role, phase, NONE))
		return REFUSE(ret, 409, "wrong_phase",
			      "kehadiran pleno hanya dicatat pada tahap pleno",
			      "who is at the pleno is noted in deliberation only");
	if (was->number != seen || was->member_count != noted->member_count)
		return REFUSE(ret, 409, "changed",
			      "catatan ini telah diubah orang lain; periksa lagi lalu simpan",
			      "somebody else has changed this record; look again, then save");
	return false;
}

/* "Juri Satu (CONTOH), Juri Dua (CONTOH): sakit" */
static void told(const struct assembly *assembly, const char *state, struct arena *arena,
		 struct val *about)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t i = 0; i < assembly->member_count; i++) {
		const struct assembly_member *member = &assembly->members[i];

		if (!text_equal(member->state, state))
			continue;
		buf_printf(&text, "%s%s%s%s", text.len ? "; " : "",
			   *member->name ? member->name : member->key, *member->note ? ": " : "",
			   member->note);
	}
	if (text.len)
		val_put_text(about, state, text.data);
}

bool assembly_note(struct req *req, const struct edition *edition, const struct assembly *noted,
		   int64_t seen, int64_t now, struct refusal *ret, struct err *err)
{
	const struct who *who = who_of(req);
	struct val *about = val_map(req->arena);
	struct assembly was, is = *noted;
	struct ledger_look look;

	*ret = (struct refusal){ 0 };
	if (!assembly_now(db_of(req), edition, req->arena, &was, err))
		return false;
	if (refused(&was, noted, seen, who->account.role, edition->phase, ret) ||
	    !is_news(&was, noted))
		return true;
	is.release = 0;
	is.by = who->account.username;
	is.by_role = role_text(who->account.role);
	is.at = now;
	if (is.began >= 0)
		val_put_text(about, "began", clock_show(req->arena, is.began, LANG_EN));
	if (is.ended > DAY_MINUTES)
		val_put_text(about, "ended_next_day",
			     clock_show(req->arena, is.ended - DAY_MINUTES, LANG_EN));
	else if (is.ended >= 0)
		val_put_text(about, "ended", clock_show(req->arena, is.ended, LANG_EN));
	told(&is, "present", req->arena, about);
	told(&is, "represented", req->arena, about);
	told(&is, "absent", req->arena, about);
	return act_look(req, edition, VOUCHED_ASSEMBLY, &look, err) &&
	       keep(db_of(req), edition, &is, err) &&
	       act_tell(req, edition, &look, "assembly_noted", about, now, err);
}
