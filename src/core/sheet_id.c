/* The number on a blank sheet of paper: whose marks on whom, under which version of the rules. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/core.h"

/* Damm's quasigroup of order 10: the digit that it leaves finds every single wrong digit and every
 * swap of two neighbours. H. Michael Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004. */
static const unsigned char DAMM[10][10] = {
	{ 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
	{ 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 }, { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
	{ 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
	{ 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
	{ 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 }, { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

/* The check of all digits of the text; what is no digit is stepped over. */
static unsigned check_of(const char *text)
{
	unsigned check = 0;

	for (; *text; text++)
		if (*text >= '0' && *text <= '9')
			check = DAMM[check][*text - '0'];
	return check;
}

char *sheet_id_format(struct arena *arena, const struct sheet_id *id)
{
	char *text = arena_printf(arena, "%03" PRId64 "-%04" PRId64 "-%02" PRId64, id->juror,
				  id->nominee, id->rules);

	return arena_printf(arena, "%s-%u", text, check_of(text));
}

static bool number_take(const char **at, size_t least, int64_t *ret)
{
	size_t len = strspn(*at, "0123456789");

	if (len < least || len > 9)
		return false;
	*ret = 0;
	for (size_t i = 0; i < len; i++)
		*ret = *ret * 10 + (*(*at)++ - '0');
	while (**at == ' ' || **at == '-')
		(*at)++;
	return true;
}

bool sheet_id_parse(const char *text, struct sheet_id *ret)
{
	const char *at = text;
	int64_t check;

	while (*at == ' ')
		at++;
	return number_take(&at, 3, &ret->juror) && number_take(&at, 4, &ret->nominee) &&
	       number_take(&at, 2, &ret->rules) && number_take(&at, 1, &check) && !*at &&
	       check < 10 && check_of(text) == 0;
}
