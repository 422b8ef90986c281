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
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char reversed[32];
	size_t len = 0;

	for (unsigned i = 0; i < places; i++, rest /= 10)
		if (len || rest % 10) /* no zeros at the end */
			reversed[len++] = (char)('0' + rest % 10);
	if (len)
		reversed[len++] = point;
	do
		reversed[len++] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		reversed[len++] = '-';
	while (len)
		*ret++ = reversed[--len];
	*ret = '\0';
}
