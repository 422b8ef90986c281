#include <inttypes.h>
#include <string.h>

#include "view/view.h"

static const char *const WEEKDAYS[LANG_COUNT][7] = {
	[LANG_ID] = { "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu" },
	[LANG_EN] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
		      "Saturday" },
};

static const struct {
	char group, point, clock;
} SIGNS[LANG_COUNT] = {
	[LANG_ID] = { '.', ',', '.' },
	[LANG_EN] = { ',', '.', ':' },
};

char *show_decimal(struct arena *arena, const char *number, enum lang lang)
{
	const char *whole = number ? number : "", *rest;
	struct buf buf;
	size_t len;

	if (!*whole)
		return arena_text(arena, "–");
	buf_init(&buf, arena);
	if (*whole == '-')
		buf_char(&buf, *whole++);
	len = strspn(whole, "0123456789");
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_char(&buf, SIGNS[lang].group);
		buf_char(&buf, whole[i]);
	}
	rest = whole + len;
	if (*rest == '.') {
		buf_char(&buf, SIGNS[lang].point);
		rest++;
	}
	buf_puts(&buf, rest);
	return buf.data;
}

char *show_plain(struct arena *arena, const char *number, enum lang lang)
{
	char *text = arena_text(arena, number), *point = strchr(text, '.');

	if (point)
		*point = SIGNS[lang].point;
	return text;
}

char *show_count(struct arena *arena, int64_t n, enum lang lang)
{
	return show_decimal(arena, arena_printf(arena, "%" PRId64, n), lang);
}

char *show_date(struct arena *arena, const struct civil *day, enum lang lang)
{
	return arena_printf(arena, "%d %s %04d", day->day, month_name(day->month, lang), day->year);
}

const char *show_weekday(const struct civil *day, enum lang lang)
{
	return WEEKDAYS[lang][day->weekday % 7];
}

static const char *zone_text(int zone_hours)
{
	switch (zone_hours) {
	case 7: return "WIB";
	case 8: return "WITA";
	case 9: return "WIT";
	default: return "UTC";
	}
}

char *show_time(struct arena *arena, int64_t at, int zone_hours, enum lang lang)
{
	const char *zone = zone_text(zone_hours);
	struct civil day;

	time_civil(at, strcmp(zone, "UTC") == 0 ? 0 : zone_hours, &day);
	return arena_printf(arena, "%s %02d%c%02d %s", show_date(arena, &day, lang), day.hour,
			    SIGNS[lang].clock, day.minute, zone);
}
