/* Planning: sittings, panels, times of interviews. Nothing is written before everything fits. */
#include "schedule.h"

/* ---- What all acts share ---- */

bool refused_phase(struct planner *p, enum deed deed)
{
	enum phase phase = p->s.edition.phase;
	enum role role;

	if (role_parse(p->actor->role, &role) &&
	    may(deed, role, phase, (struct circumstances){ 0 }))
		return false;
	if (deed == DEED_RECORD_ATTENDANCE)
		return REFUSE(&p->refusal, 409, "wrong_phase",
			      "Kehadiran tidak dapat dicatat dalam tahap ini.",
			      "Attendance cannot be recorded in this phase.");
	return REFUSE(&p->refusal, 409, "wrong_phase",
		      "Jadwal wawancara tidak dapat diubah lagi dalam tahap ini.",
		      "The schedule of interviews can no longer be changed in this phase.");
}

void planned_where(struct val *about, const struct sitting *sitting)
{
	val_put_text(about, "session", sitting->name);
	val_put_text(about, "room", sitting->room);
	val_put_text(about, "day", sitting->day);
}

bool planned_look(struct planner *p, unsigned tables, struct err *err)
{
	return ledger_look(p->db, p->s.edition.id, tables, NULL, p->arena, &p->look, err);
}

bool planned_tell(struct planner *p, const char *deed, struct val *about, struct err *err)
{
	struct buf text;

	if (!ledger_tell(&p->look, about, err))
		return false;
	buf_init(&text, p->arena);
	json_write(&text, about);
	return act_add(p->db, p->s.edition.id, p->actor, deed, text.data, p->now, err);
}

bool planned_put(struct planner *p, struct err *err)
{
	for (size_t i = 0; i < p->s.count; i++)
		if (p->s.items[i].changed &&
		    !interview_put(p->db, p->s.edition.id, &p->s.items[i].at, err))
			return false;
	return true;
}

/* Writes what was changed in memory. */
static bool keep(struct planner *p, const char *deed, struct val *about, struct err *err)
{
	return planned_look(p, VOUCHED_INTERVIEW, err) && planned_put(p, err) &&
	       planned_tell(p, deed, about, err);
}

static const char *span_in(struct arena *arena, const struct meeting *m, enum lang lang)
{
	return arena_printf(arena, "%s–%s", clock_show(arena, m->at.starts, lang),
			    clock_show(arena, m->at.starts + m->at.minutes, lang));
}

bool refuse_clash(struct planner *p, const struct meeting *m, struct clash clash)
{
	const struct meeting *with = clash.with;
	const char *span_id, *span_en;

	p->field = "at";
	if (clash.kind == CLASH_MIDNIGHT)
		return REFUSE(
			&p->refusal, 422, "past_midnight",
			"Wawancara %s akan melewati tengah malam. Pilih waktu yang lebih awal, "
			"atau pindahkan ke hari lain.",
			"The interview of %s would go past midnight. Choose an earlier time, or "
			"another day.",
			m->nominee->name);
	span_id = span_in(p->arena, with, LANG_ID);
	span_en = span_in(p->arena, with, LANG_EN);
	if (clash.kind == CLASH_ROOM)
		return REFUSE(&p->refusal, 409, "room_taken",
			      "Bentrok: %s pukul %s%.0s sudah dipakai untuk %s. Pilih waktu lain, "
			      "atau tukar keduanya.",
			      "Overlap: %s at %.0s%s is taken for %s. Choose another time, or swap "
			      "the two.",
			      with->sitting->room, span_id, span_en, with->nominee->name);
	return REFUSE(
		&p->refusal, 409, "juror_taken",
		"Bentrok: %s pukul %s%.0s sudah bertugas di %s untuk %s. Pilih waktu lain, atau "
		"susun panel sesi yang berbeda.",
		"Overlap: %s sits at %.0s%s in %s for %s. Choose another time, or give the "
		"session another panel.",
		p->s.jurors[clash.juror].name, span_id, span_en, with->sitting->room,
		with->nominee->name);
}

/* Recusals are not counted here: they may come later, and are shown where they lower a panel. */
static size_t seated(const struct schedule *s, size_t sitting, const struct category *category)
{
	size_t ret = 0;

	for (size_t j = 0; j < s->juror_count; j++)
		ret += seats_has(&s->seats[sitting], j) &&
		       juror_judges(&s->jurors[j], category->key);
	return ret;
}

bool refused_panel(struct planner *p, size_t sitting, const struct category *category)
{
	size_t n = category ? seated(&p->s, sitting, category) : 0;

	p->field = "panel";
	if (!category)
		return REFUSE(&p->refusal, 409, "no_category",
			      "Kategori nominee ini tidak ada lagi dalam aturan.",
			      "The category of this nominee is no longer in the rules.");
	if (!n)
		return REFUSE(
			&p->refusal, 409, "session_without_panel",
			"Sesi ini tidak mempunyai panel untuk kategori %s%.0s: tidak ada juri "
			"kategori itu yang bertugas. Susun panel sesi lebih dahulu.",
			"This session has no panel for the category %.0s%s: no juror of it "
			"sits. Put the panel of the session together first.",
			words_in(&category->name, LANG_ID), words_in(&category->name, LANG_EN));
	if (category->jury_count && n < p->s.scheme->quorum)
		return REFUSE(
			&p->refusal, 409, "panel_below_quorum",
			"Panel di bawah kuorum: %zu juri kategori %s%.0s, padahal aturan meminta "
			"sekurang-kurangnya %u. Tambahkan juri pada panel sesi.",
			"Panel below quorum: %zu jurors of the category %.0s%s, and the rules ask "
			"for at least %u. Add jurors to the panel of the session.",
			n, words_in(&category->name, LANG_ID), words_in(&category->name, LANG_EN),
			p->s.scheme->quorum);
	p->field = NULL;
	return false;
}

/* Once somebody was noted as having come, the interview is history. */
static bool refused_held(struct planner *p, const struct meeting *m)
{
	return *m->at.attended &&
	       REFUSE(&p->refusal, 409, "attended",
		      "Kehadiran %s sudah dicatat. Hapus catatan itu dahulu bila keliru.",
		      "Who came for %s is recorded already. Remove that record first if it is wrong.",
		      m->nominee->name);
}

/* ---- Filling and emptying ---- */

static bool refused_plan(struct planner *p, const struct fill_plan *plan)
{
	p->field = "seed";
	if (text_equal(plan->order, "shuffle") && !*plan->seed)
		return REFUSE(&p->refusal, 422, "invalid", "Tuliskan benih undian.",
			      "Enter the seed of the draw.");
	p->field = "minutes";
	if (plan->minutes < 5 || plan->minutes > 480)
		return REFUSE(&p->refusal, 422, "invalid", "Antara 5 dan 480 menit.",
			      "Between 5 and 480 minutes.");
	p->field = "break_to";
	if (plan->break_to < plan->break_from)
		return REFUSE(&p->refusal, 422, "invalid", "Istirahat berakhir sebelum dimulai.",
			      "The break ends before it begins.");
	p->field = "until";
	if (plan->until < plan->first + plan->minutes)
		return REFUSE(&p->refusal, 422, "invalid",
			      "Tidak ada waktu untuk satu wawancara pun sebelum jam ini.",
			      "There is no time for even one interview before this hour.");
	p->field = NULL;
	return refused_panel(p, plan->sitting, plan->category);
}

bool plan_fill(struct planner *p, const struct fill_plan *plan, size_t *ret_placed,
	       size_t *ret_left, struct err *err)
{
	struct filling filling = { .category = plan->category->key,
				   .ordering = plan->order,
				   .seed = text_equal(plan->order, "shuffle") ? plan->seed : "",
				   .at = p->now };
	struct val *about = val_map(p->arena);

	*ret_placed = *ret_left = 0;
	if (refused_phase(p, DEED_EDIT_SCHEDULE) || refused_plan(p, plan))
		return true;
	*ret_placed = schedule_fill(&p->s, plan, ret_left);
	if (!*ret_placed)
		return REFUSE(&p->refusal, 409, *ret_left ? "no_room" : "nobody_left",
			      *ret_left ? "Tidak ada tempat kosong sebelum jam akhir sesi ini."
					: "Semua nominee kategori ini sudah dijadwalkan.",
			      *ret_left ? "There is no free place before the end of this session."
					: "All nominees of this category have their interview.");
	filling.placed = (int64_t)*ret_placed;
	val_put_text(about, "category", filling.category);
	val_put_text(about, "ordering", filling.ordering);
	if (*filling.seed)
		val_put_text(about, "seed", filling.seed);
	planned_where(about, &p->s.sittings[plan->sitting]);
	val_put_int(about, "placed", filling.placed);
	return planned_look(p, VOUCHED_INTERVIEW | VOUCHED_FILLING, err) &&
	       filling_add(p->db, p->s.edition.id, &filling, err) && planned_put(p, err) &&
	       planned_tell(p, "interviews_filled", about, err);
}

bool plan_clear(struct planner *p, size_t sitting, size_t *ret_count, struct err *err)
{
	const struct sitting *is = &p->s.sittings[sitting];
	struct val *about = val_map(p->arena);

	*ret_count = 0;
	if (refused_phase(p, DEED_EDIT_SCHEDULE))
		return true;
	for (size_t i = 0; i < p->s.count; i++) {
		if (p->s.items[i].sitting != is || *p->s.items[i].at.attended)
			continue;
		schedule_place(&p->s, &p->s.items[i], NAME_NONE, 0, 0, "");
		++*ret_count;
	}
	if (!*ret_count)
		return REFUSE(&p->refusal, 409, "nothing_to_clear",
			      "Tidak ada wawancara yang dapat dikeluarkan dari sesi ini.",
			      "There is no interview that can be taken out of this session.");
	planned_where(about, is);
	return keep(p, "interviews_cleared", about, err);
}

/* ---- One interview ---- */

bool plan_move(struct planner *p, struct meeting *m, size_t sitting, int64_t starts,
	       int64_t minutes, const char *link, struct err *err)
{
	struct val *about = val_map(p->arena);
	struct clash clash;

	if (refused_phase(p, DEED_EDIT_SCHEDULE) || refused_held(p, m) ||
	    refused_panel(p, sitting, m->category))
		return true;
	if (minutes < 5 || minutes > 480) {
		p->field = "minutes";
		return REFUSE(&p->refusal, 422, "invalid", "Antara 5 dan 480 menit.",
			      "Between 5 and 480 minutes.");
	}
	schedule_place(&p->s, m, sitting, starts, minutes, link);
	clash = schedule_clash(&p->s, m);
	if (clash.kind != CLASH_NONE)
		return refuse_clash(p, m, clash);
	if (m->was == m->sitting && m->before.starts == m->at.starts &&
	    m->before.minutes == m->at.minutes && text_equal(m->before.link, m->at.link))
		return true;
	val_put_text(about, "nominee", m->nominee->key);
	planned_where(about, m->sitting);
	return keep(p, "interview_moved", about, err);
}

bool plan_swap(struct planner *p, struct meeting *m, struct meeting *other, struct err *err)
{
	const struct meeting a = *m, b = *other;
	struct val *about = val_map(p->arena);
	struct clash clash;

	if (refused_phase(p, DEED_EDIT_SCHEDULE) || refused_held(p, m) || refused_held(p, other))
		return true;
	p->field = "other";
	if (m == other || !a.sitting || !b.sitting)
		return REFUSE(&p->refusal, 422, "invalid", "Pilih wawancara lain yang terjadwal.",
			      "Choose another interview that has a place.");
	if (refused_panel(p, (size_t)(b.sitting - p->s.sittings), m->category) ||
	    refused_panel(p, (size_t)(a.sitting - p->s.sittings), other->category))
		return true;
	/* Each takes the other's place and keeps its own length and link. */
	schedule_place(&p->s, m, (size_t)(b.sitting - p->s.sittings), b.at.starts, a.at.minutes,
		       a.at.link);
	schedule_place(&p->s, other, (size_t)(a.sitting - p->s.sittings), a.at.starts, b.at.minutes,
		       b.at.link);
	clash = schedule_clash(&p->s, m);
	if (clash.kind != CLASH_NONE)
		return refuse_clash(p, m, clash);
	clash = schedule_clash(&p->s, other);
	if (clash.kind != CLASH_NONE)
		return refuse_clash(p, other, clash);
	p->field = NULL;
	val_put_text(about, "nominee", m->nominee->key);
	val_put_text(about, "with", other->nominee->key);
	return keep(p, "interviews_swapped", about, err);
}

bool plan_take_out(struct planner *p, struct meeting *m, struct err *err)
{
	struct val *about = val_map(p->arena);

	if (refused_phase(p, DEED_EDIT_SCHEDULE) || refused_held(p, m) || !m->sitting)
		return true;
	schedule_place(&p->s, m, NAME_NONE, 0, 0, "");
	val_put_text(about, "nominee", m->nominee->key);
	return keep(p, "interviews_cleared", about, err);
}
