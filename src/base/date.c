/* Days as people write them: "21 Juli 2025", "21/7/2025", "2025-07-21". */
#include "base.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const MONTHS[LANG_COUNT][12] = {
	[LANG_ID] = { "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
		      "September", "Oktober", "November", "Desember" },
	[LANG_EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
		      "September", "October", "November", "December" },
};

const char *month_name(int month, enum lang lang)
{
	return MONTHS[lang][(month - 1) % 12];
}

/* A number of at most `digits` digits at *at, which is moved behind it; 0 when there is none. */
static int number_take(const char **at, size_t digits)
{
	size_t len = strspn(*at, "0123456789");
	int value = 0;

	if (len > digits)
		return 0;
	for (size_t i = 0; i < len; i++)
		value = value * 10 + (*(*at)++ - '0');
	return value;
}

/* The name of a month in either language, whole or its first three letters. */
static int month_take(const char **at)
{
	size_t len = strcspn(*at, " ");

	for (int lang = 0; lang < LANG_COUNT; lang++)
		for (int m = 0; m < 12; m++) {
			const char *name = MONTHS[lang][m];

			if (len != 3 && len != strlen(name))
				continue;
			if (strncasecmp(*at, name, len) == 0) {
				*at += len;
				return m + 1;
			}
		}
	return 0;
}

bool date_read(const char *text, struct civil *ret)
{
	char iso[sizeof("2025-07-21") + 32];
	int day, month, year;
	char between;

	if (time_parse_date(text, ret))
		return true;
	day = number_take(&text, 2);
	between = *text;
	if (!day || !between || !strchr(" /", between))
		return false;
	text++;
	month = between == ' ' ? month_take(&text) : number_take(&text, 2);
	if (!month || *text != between)
		return false;
	text++;
	year = strspn(text, "0123456789") == 4 ? number_take(&text, 4) : 0;
	if (!year || *text)
		return false;
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, month, day);
	return time_parse_date(iso, ret);
}
