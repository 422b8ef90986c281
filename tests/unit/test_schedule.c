/* The rules of the interview schedule, in memory. */
#include "app/schedule.h"
#include "unit.h"

#define JURORS 3
#define NOMINEES 6

struct world {
	struct arena arena;
	struct schedule s;
	struct category category;
	struct scheme scheme;
};

/* Three jurors of everything, six nominees of one category, three sittings: two rooms on one day,
 * the first room on the next. */
static void world_make(struct world *w)
{
	static const struct sitting SITTINGS[] = {
		{ .id = 1, .number = 1, .day = "2031-03-04", .room_key = "a", .room = "A" },
		{ .id = 2, .number = 2, .day = "2031-03-04", .room_key = "b", .room = "B" },
		{ .id = 3, .number = 3, .day = "2031-03-05", .room_key = "a", .room = "A" },
	};
	/* Import order and names go against each other. */
	static const char *const NAMES[NOMINEES] = { "F", "E", "D", "C", "B", "A" };

	*w = (struct world){ 0 };
	w->category = (struct category){ .key = "desa", .jury_count = 1 };
	w->scheme = (struct scheme){ .categories = &w->category, .category_count = 1 };
	w->s = (struct schedule){ .arena = &w->arena, .scheme = &w->scheme, .zone_hours = 8 };
	w->s.jurors = NEW(&w->arena, struct juror, JURORS);
	w->s.juror_count = JURORS;
	for (size_t j = 0; j < JURORS; j++)
		w->s.jurors[j] = (struct juror){ .id = (int64_t)j + 1, .categories = "" };
	w->s.sittings = NEW(&w->arena, struct sitting, COUNT(SITTINGS));
	memcpy(w->s.sittings, SITTINGS, sizeof(SITTINGS));
	w->s.sitting_count = COUNT(SITTINGS);
	w->s.seats = NEW(&w->arena, struct seats, COUNT(SITTINGS));
	for (size_t i = 0; i < COUNT(SITTINGS); i++)
		w->s.seats[i].bits[0] = 7;
	w->s.candidates = NEW(&w->arena, struct candidate, NOMINEES);
	w->s.items = NEW(&w->arena, struct meeting, NOMINEES);
	w->s.count = NOMINEES;
	for (size_t i = 0; i < NOMINEES; i++) {
		w->s.candidates[i] =
			(struct candidate){ .id = (int64_t)i + 1,
					    .key = arena_printf(&w->arena, "n%zu", i + 1),
					    .name = NAMES[i],
					    .category = "desa" };
		w->s.items[i] = (struct meeting){ .nominee = &w->s.candidates[i],
						  .category = &w->category,
						  .at = { .day = "", .link = "" } };
	}
}

static void times_of_day_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int64_t minute; /* -1: refused */
	} CASES[] = {
		{ "08.30", 510 },  { "8.30", 510 },   { "08:30", 510 }, { "00.00", 0 },
		{ "23.59", 1439 }, { "24.00", 1440 }, { "24.01", -1 },	{ "25.00", -1 },
		{ "8", -1 },	   { "8.3", -1 },     { "8.300", -1 },	{ "8.60", -1 },
		{ "", -1 },	   { ".30", -1 },     { "8,30", -1 },	{ "8.30 ", -1 },
		{ "108.30", -1 },  { "-8.30", -1 },   { "8.+1", -1 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t minute = -1;

		assert_int_equal(clock_parse(CASES[i].text, &minute), CASES[i].minute >= 0);
		if (CASES[i].minute >= 0)
			assert_int_equal(minute, CASES[i].minute);
	}
	assert_string_equal(clock_show(&arena, 510, LANG_ID), "08.30");
	assert_string_equal(clock_show(&arena, 1440, LANG_EN), "24:00");
	arena_release(&arena);
}

/* "n1@480 n2@500": who was placed when, in the order of the queue. */
static const char *placed(struct world *w)
{
	struct buf text;

	buf_init(&text, &w->arena);
	for (int64_t minute = 0; minute < DAY_MINUTES; minute++)
		for (size_t i = 0; i < w->s.count; i++)
			if (w->s.items[i].sitting && w->s.items[i].at.starts == minute)
				buf_printf(&text, "%s%s@%d", text.len ? " " : "",
					   w->s.items[i].nominee->key, (int)minute);
	return text.data;
}

static void a_filling_keeps_its_order_its_break_and_its_end(void **state)
{
	struct fill_plan plan = { .sitting = 0,
				  .first = 480,
				  .minutes = 20,
				  .pause = 10,
				  .break_from = 520,
				  .break_to = 600,
				  .until = 690,
				  .order = "import",
				  .seed = "",
				  .link = "" };
	struct world w;
	size_t left;

	(void)state;
	world_make(&w);
	plan.category = &w.category;
	assert_int_equal(schedule_fill(&w.s, &plan, &left), 4);
	assert_int_equal(left, 2);
	/* the second would run into the break, which begins at 520 */
	assert_string_equal(placed(&w), "n1@480 n2@600 n3@630 n4@660");
	plan.order = "name";
	plan.sitting = 2;
	assert_int_equal(schedule_fill(&w.s, &plan, &left), 2);
	assert_int_equal(left, 0);
	assert_string_equal(w.s.items[5].at.day, "2031-03-05");
	assert_int_equal(w.s.items[5].at.starts, 480); /* "A" before "B" */
	arena_release(&w.arena);
}

static void a_draw_is_the_same_for_the_same_seed_and_another_for_another(void **state)
{
	struct fill_plan plan = {
		.first = 480, .minutes = 10, .until = DAY_MINUTES, .order = "shuffle", .link = ""
	};
	const char *order[3];
	struct world w[3];
	size_t left;

	(void)state;
	for (size_t i = 0; i < COUNT(w); i++) {
		world_make(&w[i]);
		plan.category = &w[i].category;
		plan.seed = i == 2 ? "lain" : "benih";
		assert_int_equal(schedule_fill(&w[i].s, &plan, &left), NOMINEES);
		order[i] = placed(&w[i]);
	}
	assert_string_equal(order[0], order[1]);
	assert_string_not_equal(order[0], order[2]);
	for (size_t i = 0; i < COUNT(w); i++)
		arena_release(&w[i].arena);
}

static void what_overlaps_is_found(void **state)
{
	static const struct {
		size_t sitting;
		int64_t starts, minutes;
		int kind;
	} CASES[] = {
		/* n1 is in room A from 480 to 500 */
		{ 0, 480, 20, CLASH_ROOM },  { 0, 499, 20, CLASH_ROOM },
		{ 0, 460, 21, CLASH_ROOM },  { 0, 470, 60, CLASH_ROOM },
		{ 0, 500, 20, CLASH_NONE },  { 0, 460, 20, CLASH_NONE },
		{ 1, 480, 20, CLASH_JUROR }, { 1, 500, 20, CLASH_NONE },
		{ 2, 480, 20, CLASH_NONE },  { 0, 1430, 20, CLASH_MIDNIGHT },
		{ 0, 1420, 20, CLASH_NONE },
	};
	struct world w;

	(void)state;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		world_make(&w);
		schedule_place(&w.s, &w.s.items[0], 0, 480, 20, "");
		schedule_place(&w.s, &w.s.items[1], CASES[i].sitting, CASES[i].starts,
			       CASES[i].minutes, "");
		assert_int_equal(schedule_clash(&w.s, &w.s.items[1]).kind, CASES[i].kind);
		arena_release(&w.arena);
	}
	/* two panels without a juror in common may sit at once */
	world_make(&w);
	w.s.seats[0].bits[0] = 1;
	w.s.seats[1].bits[0] = 6;
	schedule_place(&w.s, &w.s.items[0], 0, 480, 20, "");
	schedule_place(&w.s, &w.s.items[1], 1, 480, 20, "");
	assert_int_equal(schedule_clash(&w.s, &w.s.items[1]).kind, CLASH_NONE);
	arena_release(&w.arena);
}

static void whoever_is_barred_never_sits(void **state)
{
	struct world w;

	(void)state;
	world_make(&w);
	w.s.items[0].barred.bits[0] = 2;
	w.s.jurors[2].categories = "usaha";
	schedule_place(&w.s, &w.s.items[0], 0, 480, 20, "");
	assert_true(seats_has(&w.s.items[0].panel, 0));
	assert_false(seats_has(&w.s.items[0].panel, 1));
	assert_false(seats_has(&w.s.items[0].panel, 2)); /* judges another category */
	assert_int_equal(schedule_sees(&w.s, 1, &w.s.items[0]), SIGHT_RECUSED);
	assert_int_equal(schedule_sees(&w.s, 2, &w.s.items[0]), SIGHT_NONE);
	assert_int_equal(schedule_sees(&w.s, 0, &w.s.items[0]), SIGHT_WHOLE);
	assert_int_equal(schedule_sees(&w.s, NAME_NONE, &w.s.items[0]), SIGHT_WHOLE);
	arena_release(&w.arena);
}

static void what_was_changed_remembers_where_it_stood(void **state)
{
	struct meeting *m;
	struct world w;

	(void)state;
	world_make(&w);
	m = &w.s.items[0];
	schedule_place(&w.s, m, 0, 480, 20, "");
	m->changed = false; /* kept */
	schedule_place(&w.s, m, 1, 600, 30, "https://rapat.contoh.example/");
	schedule_place(&w.s, m, 1, 630, 30, "");
	assert_true(m->changed);
	assert_ptr_equal(m->was, &w.s.sittings[0]);
	assert_int_equal(m->before.starts, 480);
	schedule_place(&w.s, m, NAME_NONE, 0, 0, "");
	assert_null(m->sitting);
	assert_int_equal(seats_count(&m->panel), 0);
	assert_string_equal(m->at.day, "2031-03-04"); /* the last it had */
	arena_release(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_of_day_are_read_as_people_write_them),
		cmocka_unit_test(a_filling_keeps_its_order_its_break_and_its_end),
		cmocka_unit_test(a_draw_is_the_same_for_the_same_seed_and_another_for_another),
		cmocka_unit_test(what_overlaps_is_found),
		cmocka_unit_test(whoever_is_barred_never_sits),
		cmocka_unit_test(what_was_changed_remembers_where_it_stood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
