#include "base.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DECIMAL_MAX INT64_C(1000000000000000000) /* 10^18 */

bool decimal_parse(const char *text, size_t len, unsigned places, char point, int64_t *ret)
{
	bool negative = len && text[0] == '-';
	size_t i = negative ? 1 : 0;
	unsigned decimals = 0;
	int64_t value = 0;

	if (i == len || text[i] < '0' || text[i] > '9')
		return false;
	for (bool fraction = false; i < len; i++) {
		if (text[i] == point && !fraction && i + 1 < len) {
			fraction = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return false;
		if (fraction && decimals == places) {
			if (text[i] != '0') /* 85.500 is 85.5 */
				return false;
			continue;
		}
		decimals += fraction;
		if (value >= DECIMAL_MAX / 10)
			return false;
		value = value * 10 + (text[i] - '0');
	}
	for (; decimals < places; decimals++) {
		if (value >= DECIMAL_MAX / 10)
			return false;
		value *= 10;
	}
	*ret = negative ? -value : value;
	return true;
}

void decimal_format(int64_t value, unsigned places, char point, char *ret)
{
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t unit = 1;
	char digits[24];
	int len;

	for (unsigned i = 0; i < places; i++)
		unit *= 10;
	len = snprintf(ret, 24, "%s%" PRIu64, value < 0 ? "-" : "", magnitude / unit);
	if (magnitude % unit == 0 || len < 0)
		return;
	(void)snprintf(digits, sizeof(digits), "%0*" PRIu64, (int)places, magnitude % unit);
	for (size_t n = strlen(digits); n && digits[n - 1] == '0'; n--)
		digits[n - 1] = '\0';
	ret[len] = point;
	memcpy(ret + len + 1, digits, strlen(digits) + 1);
}
