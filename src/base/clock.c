#include "base.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t time_now(void)
{
	return (int64_t)time(NULL);
}

int64_t time_mono_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void time_civil(int64_t at, int zone_hours, struct civil *ret)
{
	time_t shifted = (time_t)(at + (int64_t)zone_hours * 3600);
	struct tm tm = { 0 };

	(void)gmtime_r(&shifted, &tm);
	*ret = (struct civil){
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
		.weekday = tm.tm_wday,
	};
}

void time_iso(int64_t at, char ret[TIME_ISO_SIZE])
{
	struct civil c;
	char text[96];

	time_civil(at, 0, &c);
	(void)snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
		       c.hour, c.minute, c.second);
	memcpy(ret, text, TIME_ISO_SIZE - 1);
	ret[TIME_ISO_SIZE - 1] = '\0';
}

bool time_parse_date(const char *text, struct civil *ret)
{
	static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int field[3] = { 0 };
	struct tm tm = { 0 };
	bool leap;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	for (int i = 0; i < 10; i++) {
		if (i == 4 || i == 7)
			continue;
		if (text[i] < '0' || text[i] > '9')
			return false;
		field[i < 4   ? 0
		      : i < 7 ? 1
			      : 2] = field[i < 4   ? 0
					   : i < 7 ? 1
						   : 2] *
					     10 +
				     (text[i] - '0');
	}
	leap = (field[0] % 4 == 0 && field[0] % 100 != 0) || field[0] % 400 == 0;
	if (field[0] < 1900 || field[1] < 1 || field[1] > 12 || field[2] < 1 ||
	    field[2] > DAYS[field[1] - 1] + (leap && field[1] == 2))
		return false;
	tm.tm_year = field[0] - 1900;
	tm.tm_mon = field[1] - 1;
	tm.tm_mday = field[2];
	tm.tm_hour = 12;
	time_civil((int64_t)timegm(&tm), 0, ret);
	ret->hour = 0;
	return true;
}

/* Two digits at `text`, or -1. */
static int two_digits(const char *text, int max)
{
	int value;

	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	value = (text[0] - '0') * 10 + (text[1] - '0');
	return value <= max ? value : -1;
}

bool time_parse_iso(const char *text, int64_t *ret)
{
	char date[11];
	struct civil day;
	struct tm tm = { 0 };

	if (strlen(text) != TIME_ISO_SIZE - 1 || text[10] != 'T' || text[13] != ':' ||
	    text[16] != ':' || text[19] != 'Z')
		return false;
	memcpy(date, text, 10);
	date[10] = '\0';
	tm.tm_hour = two_digits(text + 11, 23);
	tm.tm_min = two_digits(text + 14, 59);
	tm.tm_sec = two_digits(text + 17, 59);
	if (tm.tm_hour < 0 || tm.tm_min < 0 || tm.tm_sec < 0 || !time_parse_date(date, &day))
		return false;
	tm.tm_year = day.year - 1900;
	tm.tm_mon = day.month - 1;
	tm.tm_mday = day.day;
	*ret = (int64_t)timegm(&tm);
	return true;
}
