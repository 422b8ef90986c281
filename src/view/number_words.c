/* Numbers as people say them: a mark is confirmed in figures and in words. */
#include <string.h>

#include "view/view.h"

#define GROUPS 5 /* of three digits: below 10^15 */

static const char *const ID_ONES[] = {
	"nol",	"satu",	 "dua",	    "tiga",	"empat",   "lima",
	"enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
};
static const char *const EN_ONES[] = {
	"zero",	    "one",     "two",	  "three",     "four",	   "five",     "six",
	"seven",    "eight",   "nine",	  "ten",       "eleven",   "twelve",   "thirteen",
	"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
};
static const char *const EN_TENS[] = { "",	"",	 "twenty",  "thirty", "forty",
				       "fifty", "sixty", "seventy", "eighty", "ninety" };
static const char *const *const ONES[LANG_COUNT] = { ID_ONES, EN_ONES };
static const char *const SCALE[LANG_COUNT][GROUPS] = {
	[LANG_ID] = { "", "ribu", "juta", "miliar", "triliun" },
	[LANG_EN] = { "", "thousand", "million", "billion", "trillion" },
};

static void say(struct buf *buf, const char *word)
{
	if (buf->len)
		buf_char(buf, ' ');
	buf_puts(buf, word);
}

static void id_below_thousand(struct buf *buf, unsigned n)
{
	if (n >= 200)
		say(buf, ID_ONES[n / 100]);
	if (n >= 100)
		say(buf, n < 200 ? "seratus" : "ratus");
	n %= 100;
	if (n >= 20) {
		say(buf, ID_ONES[n / 10]);
		say(buf, "puluh");
		n %= 10;
	} else if (n >= 12) {
		say(buf, ID_ONES[n - 10]);
		say(buf, "belas");
		return;
	}
	if (n)
		say(buf, ID_ONES[n]);
}

static void en_below_thousand(struct buf *buf, unsigned n)
{
	if (n >= 100) {
		say(buf, EN_ONES[n / 100]);
		say(buf, "hundred");
	}
	n %= 100;
	if (n >= 20) {
		say(buf, EN_TENS[n / 10]);
		if (n % 10)
			buf_printf(buf, "-%s", EN_ONES[n % 10]);
		return;
	}
	if (n)
		say(buf, EN_ONES[n]);
}

static void whole_say(struct buf *buf, const char *digits, size_t len, enum lang lang)
{
	bool any = false;

	for (size_t group = (len + 2) / 3; group-- > 0;) {
		unsigned n = 0;

		for (size_t i = len - (len < 3 * group + 3 ? len : 3 * group + 3);
		     i < len - 3 * group; i++)
			n = n * 10 + (unsigned)(digits[i] - '0');
		if (!n)
			continue;
		any = true;
		if (lang == LANG_ID && group == 1 && n == 1) {
			say(buf, "seribu");
			continue;
		}
		(lang == LANG_EN ? en_below_thousand : id_below_thousand)(buf, n);
		if (group)
			say(buf, SCALE[lang][group]);
	}
	if (!any)
		say(buf, ONES[lang][0]);
}

char *show_words(struct arena *arena, const char *number, enum lang lang)
{
	bool minus = number[0] == '-';
	const char *digits = number + minus;
	size_t len = strspn(digits, "0123456789");
	struct buf buf;

	if (!len || len > 3 * GROUPS)
		return show_decimal(arena, number, lang);
	buf_init(&buf, arena);
	if (minus)
		say(&buf, "minus");
	whole_say(&buf, digits, len, lang);
	if (digits[len] == '.')
		say(&buf, lang == LANG_EN ? "point" : "koma");
	for (const char *c = digits + len; *c; c++)
		if (*c >= '0' && *c <= '9')
			say(&buf, ONES[lang][*c - '0']);
	return buf.data;
}

/* "first" … "thirty-first": a day of a month, as English says it. */
static void en_ordinal(struct buf *buf, unsigned n)
{
	static const char *const ODD[] = {
		[1] = "first",	[2] = "second", [3] = "third",	  [5] = "fifth",
		[8] = "eighth", [9] = "ninth",	[12] = "twelfth",
	};
	const char *word;

	if (n > 20 && n % 10) {
		buf_printf(buf, "%s-", EN_TENS[n / 10]);
		n %= 10;
	}
	if (n == 20 || n == 30) {
		buf_puts(buf, n == 20 ? "twentieth" : "thirtieth");
		return;
	}
	word = n < COUNT(ODD) ? ODD[n] : NULL;
	buf_printf(buf, word ? "%s" : "%sth", word ? word : EN_ONES[n]);
}

char *show_day_words(struct arena *arena, const struct civil *day, enum lang lang)
{
	const char *year = show_words(arena, arena_printf(arena, "%d", day->year), lang);
	struct buf buf;

	if (lang == LANG_ID)
		return arena_printf(arena, "%s, tanggal %s bulan %s tahun %s",
				    show_weekday(day, lang),
				    show_words(arena, arena_printf(arena, "%d", day->day), lang),
				    month_name(day->month, lang), year);
	buf_init(&buf, arena);
	en_ordinal(&buf, (unsigned)day->day);
	return arena_printf(arena, "%s, the %s day of %s of the year %s", show_weekday(day, lang),
			    buf.data, month_name(day->month, lang), year);
}
