/* What a schedule may look like: no room, no juror twice at once, nothing past midnight, nobody
 * before his own nominee. In memory; nothing is read or kept here. */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

/* ---- Times of day ---- */

bool clock_parse(const char *text, int64_t *ret)
{
	size_t hours = strspn(text, "0123456789"), minutes;
	int64_t hour = 0, minute = 0;

	if (!hours || hours > 2 || !text[hours] || !strchr(".:", text[hours]))
		return false;
	minutes = strspn(text + hours + 1, "0123456789");
	if (minutes != 2 || text[hours + 3])
		return false;
	for (size_t i = 0; i < hours; i++)
		hour = hour * 10 + (text[i] - '0');
	for (size_t i = 0; i < 2; i++)
		minute = minute * 10 + (text[hours + 1 + i] - '0');
	*ret = hour * 60 + minute;
	return minute < 60 && *ret <= DAY_MINUTES;
}

const char *clock_show(struct arena *arena, int64_t minute, enum lang lang)
{
	return arena_printf(arena, "%02d%c%02d", (int)(minute / 60), lang == LANG_EN ? ':' : '.',
			    (int)(minute % 60));
}

/* ---- Who sits ---- */

void schedule_seat(const struct schedule *s, struct meeting *m)
{
	const struct seats *from = m->sitting ? &s->seats[m->sitting - s->sittings] : NULL;

	m->panel = (struct seats){ 0 };
	for (size_t j = 0; from && m->category && j < s->juror_count && j < SEATS_MAX; j++)
		if (seats_has(from, j) && juror_judges(&s->jurors[j], m->category->key) &&
		    !seats_has(&m->barred, j))
			m->panel.bits[j / 64] |= UINT64_C(1) << (j % 64);
}

void schedule_place(struct schedule *s, struct meeting *m, size_t sitting, int64_t starts,
		    int64_t minutes, const char *link)
{
	if (!m->changed) {
		m->before = m->at;
		m->was = m->sitting;
	}
	m->changed = true;
	m->sitting = sitting == NAME_NONE ? NULL : &s->sittings[sitting];
	m->at.sitting = m->sitting ? m->sitting->id : 0;
	if (m->sitting) {
		m->at.day = m->sitting->day;
		m->at.starts = starts;
		m->at.minutes = minutes;
		m->at.link = link;
	}
	schedule_seat(s, m);
}

/* ---- What stands in the way ---- */

static size_t seated_in_both(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < COUNT(a->panel.bits); i++) {
		uint64_t both = a->panel.bits[i] & b->panel.bits[i];

		if (both)
			return i * 64 + (size_t)__builtin_ctzll(both);
	}
	return NAME_NONE;
}

struct clash schedule_clash(const struct schedule *s, const struct meeting *m)
{
	int64_t to = m->at.starts + m->at.minutes;

	if (to > DAY_MINUTES)
		return (struct clash){ .kind = CLASH_MIDNIGHT };
	for (size_t i = 0; i < s->count; i++) {
		const struct meeting *other = &s->items[i];
		size_t juror;

		if (other == m || !other->sitting || !text_equal(other->at.day, m->at.day) ||
		    other->at.starts >= to || m->at.starts >= other->at.starts + other->at.minutes)
			continue;
		if (text_equal(other->sitting->room_key, m->sitting->room_key))
			return (struct clash){ .kind = CLASH_ROOM, .with = other };
		juror = seated_in_both(m, other);
		if (juror != NAME_NONE)
			return (struct clash){ CLASH_JUROR, other, juror };
	}
	return (struct clash){ .kind = CLASH_NONE };
}

/* ---- Filling ---- */

struct queued {
	size_t item;
	const char *by;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct queued *)a)->by, ((const struct queued *)b)->by);
}

/* Shuffled: by the SHA-256 of "seed:key", so that anybody can draw the lots again. */
static const char *order_by(const struct schedule *s, const struct fill_plan *plan,
			    const struct meeting *m)
{
	const char *drawn;
	char *hex;

	if (text_equal(plan->order, "name"))
		return m->nominee->name;
	if (text_equal(plan->order, "import"))
		return arena_printf(s->arena, "%020lld", (long long)m->nominee->id);
	drawn = arena_printf(s->arena, "%s:%s", plan->seed, m->nominee->key);
	hex = NEW(s->arena, char, SHA256_HEX_SIZE);
	sha256_hex(drawn, strlen(drawn), hex);
	return hex;
}

/* The first moment from `at` on at which it fits, or -1. */
static int64_t fit(struct schedule *s, const struct fill_plan *plan, struct meeting *m, int64_t at)
{
	while (at + plan->minutes <= plan->until) {
		struct clash clash;

		if (at < plan->break_to && at + plan->minutes > plan->break_from) {
			at = plan->break_to;
			continue;
		}
		schedule_place(s, m, plan->sitting, at, plan->minutes, plan->link);
		clash = schedule_clash(s, m);
		if (clash.kind == CLASH_NONE)
			return at;
		if (clash.kind == CLASH_MIDNIGHT)
			return -1;
		at = clash.with->at.starts + clash.with->at.minutes + plan->pause;
	}
	return -1;
}

size_t schedule_fill(struct schedule *s, const struct fill_plan *plan, size_t *ret_left)
{
	struct queued *queue = NEW(s->arena, struct queued, s->count + 1);
	size_t count = 0, placed = 0;
	int64_t at = plan->first;

	for (size_t i = 0; i < s->count; i++)
		if (!s->items[i].sitting && s->items[i].category == plan->category)
			queue[count++] = (struct queued){ i, order_by(s, plan, &s->items[i]) };
	if (count)
		qsort(queue, count, sizeof(*queue), by_text);
	for (size_t i = 0; i < count; i++) {
		struct meeting *m = &s->items[queue[i].item], kept = *m;
		int64_t found = fit(s, plan, m, at);

		if (found < 0) {
			*m = kept;
			break;
		}
		placed++;
		at = found + plan->minutes + plan->pause;
	}
	*ret_left = count - placed;
	return placed;
}
