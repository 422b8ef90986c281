/* Who came: jurors to their sessions, somebody for the nominee. */
#include "schedule.h"

bool plan_juror_attendance(struct planner *p, size_t sitting, size_t juror, const char *state,
			   int64_t left_at, struct err *err)
{
	const struct sitting *is = &p->s.sittings[sitting];
	struct seat seat = { is->id, p->s.jurors[juror].id, state, left_at };
	struct val *about = val_map(p->arena);
	int64_t was_left;
	const char *was = schedule_attendance(&p->s, is->id, juror, &was_left);

	if (text_equal(was, state) && was_left == left_at)
		return true;
	if (refused_phase(p, DEED_RECORD_ATTENDANCE))
		return true;
	if (!seats_has(&p->s.seats[sitting], juror) && state)
		return REFUSE(&p->refusal, 422, "invalid", "%s tidak duduk dalam panel sesi ini.",
			      "%s does not sit on the panel of this session.",
			      p->s.jurors[juror].name);
	planned_where(about, is);
	val_put_text(about, "juror", p->s.jurors[juror].key);
	val_put_text(about, "attendance", state);
	if (state && left_at)
		val_put_text(about, "left_at", clock_show(p->arena, left_at, LANG_EN));
	return planned_look(p, VOUCHED_ATTENDANCE, err) && attendance_put(p->db, &seat, err) &&
	       planned_tell(p, "juror_attendance", about, err);
}

bool plan_attended(struct planner *p, struct meeting *m, const char *attended, const char *name,
		   const char *office, struct err *err)
{
	struct val *about = val_map(p->arena);
	bool came = text_equal(attended, "present");

	if (refused_phase(p, DEED_RECORD_ATTENDANCE))
		return true;
	p->field = "name";
	if (came && !*name)
		return REFUSE(&p->refusal, 422, "invalid", "Tuliskan nama yang hadir.",
			      "Enter the name of who came.");
	p->field = NULL;
	if (!m->sitting)
		return REFUSE(&p->refusal, 409, "not_placed", "Wawancara ini belum dijadwalkan.",
			      "This interview has no place in the schedule.");
	if (!came)
		name = office = "";
	if (text_equal(m->at.attended, attended) && text_equal(m->at.attended_name, name) &&
	    text_equal(m->at.attended_office, office))
		return true;
	val_put_text(about, "nominee", m->nominee->key);
	planned_where(about, m->sitting);
	val_put_text(about, "attended", attended);
	if (came) {
		val_put_text(about, "name", name);
		val_put_text(about, "office", office);
	}
	return planned_look(p, VOUCHED_INTERVIEW, err) &&
	       interview_put_attended(p->db, m->nominee->id, attended, name, office, err) &&
	       planned_tell(p, "interview_attended", about, err);
}
