/* The interviews of the sample edition: the three days before its minutes, in a hotel that does not
 * exist. The first two are held, the third is still to come. */
#include <string.h>

#include "demo.h"
#include "schedule.h"

#define HOTEL ", Hotel Contoh"
#define LINK "https://rapat.contoh.example/ukm"

static const struct {
	int before; /* days before the minutes */
	const char *room, *name, *category, *first, *order, *link;
	bool own_panel; /* all but the last juror */
} SESSIONS[] = {
	{ 3, "Ruang Contoh Cendana" HOTEL, "Sesi pagi", "kabkota", "08:00", "import", "", false },
	{ 3, "Ruang Contoh Cendana" HOTEL, "Sesi siang", "kabkota", "13:00", "import", "", false },
	{ 2, "Ruang Contoh Cendana" HOTEL, "Sesi pagi", "desa", "08:00", "import", "", false },
	{ 2, "Ruang Contoh Sasando" HOTEL, "Sesi siang", "ubm-keuangan", "10:45", "import", "",
	  false },
	{ 2, "Ruang Contoh Sasando" HOTEL, "Sesi sore", "ubm-jasa", "13:30", "shuffle", "", false },
	{ 2, "Ruang Daring Contoh", "Sesi daring", "ukm", "16:00", "import", LINK, true },
	{ 1, "Ruang Contoh Cendana" HOTEL, "Sesi pagi", "ubm-pendidikan", "08:00", "import", "",
	  false },
	{ 1, "Ruang Contoh Cendana" HOTEL, "Sesi siang", "ubm-manufaktur", "10:15", "import", "",
	  false },
	{ 1, "Ruang Contoh Sasando" HOTEL, "Sesi sore", "ubm-pertanian", "13:00", "import", "",
	  false },
};

/* Who was not there to the end; everybody else was, in the sessions that were held. */
static const struct {
	size_t session;
	const char *juror, *state, *left;
} MISSING[] = {
	{ 1, "j9", "absent", NULL },
	{ 1, "j8", "left", "15:20" },
	{ 2, "j9", "left", "09:00" },
	{ 3, "j9", "absent", NULL },
};

/* What the sample's evidence of attendance says, as the list of attendance said it. */
static const struct {
	const char *category, *value, *office;
} OFFICES[] = {
	{ "kabkota", "kepala", "Kepala daerah (CONTOH)" },
	{ "kabkota", "wakil", "Wakil kepala daerah (CONTOH)" },
	{ "desa", "kepala", "Kepala desa atau lurah (CONTOH)" },
	{ "desa", "sekretaris", "Sekretaris desa (CONTOH)" },
	{ NULL, "puncak", "Pimpinan puncak (CONTOH)" },
	{ NULL, "direktur", "Direktur (CONTOH)" },
	{ NULL, "manajer", "Manajer (CONTOH)" },
	{ "ukm", NULL, "Pemilik usaha (CONTOH)" },
};

#define HELD 6 /* sessions */

struct making {
	struct planner p;
	const struct edition *edition;
	const struct scheme *scheme;
	int64_t numbers[COUNT(SESSIONS)];
	struct proof_item *proofs;
	size_t proof_count;
};

static bool reload(struct making *m, struct err *err)
{
	return schedule_load(NULL, m->p.db, m->edition, m->scheme, m->p.arena, &m->p.s, err);
}

static bool refused(const struct planner *p, struct err *err)
{
	if (p->refusal.status)
		*err = p->refusal.why;
	return p->refusal.status != 0;
}

static const char *day_of(struct making *m, const char *minutes, int before)
{
	struct civil day;
	int64_t at;

	if (!time_parse_iso(arena_printf(m->p.arena, "%sT12:00:00Z", minutes), &at))
		return minutes;
	time_civil(at - before * INT64_C(86400), 0, &day);
	return arena_printf(m->p.arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static bool session_make(struct making *m, size_t i, const char *minutes, struct err *err)
{
	struct fill_plan plan = {
		.category = scheme_category(m->scheme, SESSIONS[i].category),
		.minutes = 15,
		.pause = 5,
		.until = i == 0 ? 12 * 60 : DAY_MINUTES,
		.order = SESSIONS[i].order,
		.seed = "contoh-20250623",
		.link = SESSIONS[i].link,
	};
	struct seats seats = { 0 };
	size_t placed, left;

	if (!plan_sitting_add(&m->p, day_of(m, minutes, SESSIONS[i].before), SESSIONS[i].room,
			      SESSIONS[i].name, &m->numbers[i], err) ||
	    refused(&m->p, err) || !reload(m, err))
		return false;
	plan.sitting = schedule_sitting(&m->p.s, m->numbers[i]);
	for (size_t j = 0; j + 1 < m->p.s.juror_count; j++)
		seats.bits[j / 64] |= UINT64_C(1) << (j % 64);
	if (SESSIONS[i].own_panel && (!plan_panel(&m->p, plan.sitting, true, &seats, err) ||
				      refused(&m->p, err) || !reload(m, err)))
		return false;
	return clock_parse(SESSIONS[i].first, &plan.first) &&
	       plan_fill(&m->p, &plan, &placed, &left, err) && !refused(&m->p, err) &&
	       reload(m, err);
}

static bool jurors_note(struct making *m, size_t i, struct err *err)
{
	size_t sitting = schedule_sitting(&m->p.s, m->numbers[i]);

	for (size_t j = 0; j < m->p.s.juror_count; j++) {
		const char *state = "present";
		int64_t left = 0;

		if (!seats_has(&m->p.s.seats[sitting], j))
			continue;
		for (size_t k = 0; k < COUNT(MISSING); k++) {
			if (MISSING[k].session != i ||
			    !text_equal(MISSING[k].juror, m->p.s.jurors[j].key))
				continue;
			state = MISSING[k].state;
			if (MISSING[k].left && !clock_parse(MISSING[k].left, &left))
				return FAIL(err, ERR_BUG, "jam contoh rusak",
					    "a broken sample time");
		}
		if (!plan_juror_attendance(&m->p, sitting, j, state, left, err) ||
		    refused(&m->p, err))
			return false;
	}
	return true;
}

static const char *office_of(const struct making *m, const struct meeting *meeting)
{
	const char *value = NULL;

	for (size_t i = 0; i < m->proof_count; i++)
		if (m->proofs[i].nominee == meeting->nominee->id &&
		    text_equal(m->proofs[i].name, "kehadiran"))
			value = m->proofs[i].value;
	for (size_t i = 0; i < COUNT(OFFICES); i++)
		if ((!OFFICES[i].category ||
		     text_equal(OFFICES[i].category, meeting->nominee->category)) &&
		    text_equal(OFFICES[i].value, value))
			return OFFICES[i].office;
	return "";
}

static bool nominees_note(struct making *m, size_t i, struct err *err)
{
	size_t sitting = schedule_sitting(&m->p.s, m->numbers[i]);

	for (size_t k = 0; k < m->p.s.placed; k++) {
		struct meeting *meeting = &m->p.s.items[k];

		if (meeting->sitting == &m->p.s.sittings[sitting] &&
		    (!plan_attended(&m->p, meeting, "present", "Nama yang hadir (CONTOH)",
				    office_of(m, meeting), err) ||
		     refused(&m->p, err)))
			return false;
	}
	return true;
}

bool demo_schedule_make(struct db *db, const struct edition *edition, const struct scheme *scheme,
			const struct actor *actor, int64_t now, struct arena *arena,
			struct err *err)
{
	struct making m = { .p = { .db = db, .actor = actor, .arena = arena, .now = now },
			    .edition = edition,
			    .scheme = scheme };
	struct settings settings;

	if (!settings_load(db, edition->id, arena, &settings, err) || !reload(&m, err) ||
	    !proof_list(db, edition->id, 0, arena, &m.proofs, &m.proof_count, err))
		return false;
	if (!settings.minutes.date)
		return true;
	for (size_t i = 0; i < COUNT(SESSIONS); i++)
		if (!session_make(&m, i, settings.minutes.date, err))
			return false;
	for (size_t i = 0; i < HELD; i++)
		if (!jurors_note(&m, i, err) || !nominees_note(&m, i, err))
			return false;
	return true;
}
