/* Exact rationals. The common case is two int64 with 128-bit intermediates, reduced the way of
 * Knuth (The Art of Computer Programming 2, 4.5.1) so that every gcd is one of 64 bits. What does
 * not fit goes to ratio_big.c and comes back as soon as it fits again. */
#include "core/ratio_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define PLACES_SMALL 18 /* 2·2^63·10^18 fits into 128 bits */

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/* Stein's binary gcd; gcd(0, b) = b. */
static uint64_t gcd(uint64_t a, uint64_t b)
{
	int shift;

	if (!a || !b)
		return a | b;
	shift = __builtin_ctzll(a | b);
	a >>= __builtin_ctzll(a);
	while (b) {
		uint64_t least;

		b >>= __builtin_ctzll(b);
		least = a < b ? a : b;
		b = a < b ? b - a : a - b;
		a = least;
	}
	return a << shift;
}

static uwide gcd_wide(uwide a, uwide b)
{
	while (b) {
		uwide rest;

		if ((a >> 64) == 0 && (b >> 64) == 0)
			return gcd((uint64_t)a, (uint64_t)b);
		rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* From a reduced fraction with den > 0. */
static struct ratio of_reduced(struct arena *arena, wide num, wide den)
{
	if (num >= INT64_MIN && num <= INT64_MAX && den <= INT64_MAX)
		return (struct ratio){ .num = (int64_t)num, .den = (int64_t)den };
	return big_of_wide(arena, num, den);
}

struct ratio ratio_of_wide(struct arena *arena, wide num, wide den)
{
	wide g;

	assert(den != 0);
	if (den < 0) {
		num = -num;
		den = -den;
	}
	g = (wide)gcd_wide(num < 0 ? 0 - (uwide)num : (uwide)num, (uwide)den);
	return of_reduced(arena, num / g, den / g);
}

struct ratio ratio_int(int64_t value)
{
	return (struct ratio){ .num = value, .den = 1 };
}

struct ratio ratio_of(struct arena *arena, int64_t num, int64_t den)
{
	return ratio_of_wide(arena, num, den);
}

/* a.num/a.den + b_num/b.den, where b_num is b.num or its negative. */
static struct ratio add(struct arena *arena, struct ratio a, wide b_num, int64_t b_den)
{
	int64_t g, h;
	wide num;

	if (a.den == 1 && b_den == 1)
		return of_reduced(arena, a.num + b_num, 1);
	g = (int64_t)gcd((uint64_t)a.den, (uint64_t)b_den);
	if (g == 1)
		return of_reduced(arena, (wide)a.num * b_den + b_num * a.den, (wide)a.den * b_den);
	num = (wide)a.num * (b_den / g) + b_num * (a.den / g);
	h = (int64_t)gcd(magnitude((int64_t)(num % g)), (uint64_t)g);
	return of_reduced(arena, num / h, (wide)(a.den / g) * (b_den / h));
}

struct ratio ratio_add(struct arena *arena, struct ratio a, struct ratio b)
{
	if (a.big || b.big)
		return big_op(arena, RATIO_ADD, a, b);
	return add(arena, a, b.num, b.den);
}

struct ratio ratio_sub(struct arena *arena, struct ratio a, struct ratio b)
{
	if (a.big || b.big)
		return big_op(arena, RATIO_SUB, a, b);
	return add(arena, a, -(wide)b.num, b.den);
}

static struct ratio mul(struct arena *arena, struct ratio a, struct ratio b)
{
	wide g = (wide)gcd(magnitude(a.num), (uint64_t)b.den);
	wide h = (wide)gcd(magnitude(b.num), (uint64_t)a.den);

	return of_reduced(arena, (a.num / g) * (b.num / h), (a.den / h) * (b.den / g));
}

struct ratio ratio_mul(struct arena *arena, struct ratio a, struct ratio b)
{
	if (a.big || b.big)
		return big_op(arena, RATIO_MUL, a, b);
	return mul(arena, a, b);
}

struct ratio ratio_div(struct arena *arena, struct ratio a, struct ratio b)
{
	assert(b.big || b.num != 0);
	if (a.big || b.big || b.num == INT64_MIN)
		return big_op(arena, RATIO_DIV, a, b);
	return mul(arena, a,
		   b.num < 0 ? (struct ratio){ .num = -b.den, .den = -b.num }
			     : (struct ratio){ .num = b.den, .den = b.num });
}

int ratio_cmp(struct ratio a, struct ratio b)
{
	wide x, y;

	if (a.big || b.big)
		return big_cmp(a, b);
	if (a.den == b.den)
		return (a.num > b.num) - (a.num < b.num);
	x = (wide)a.num * b.den;
	y = (wide)b.num * a.den;
	return (x > y) - (x < y);
}

static int64_t power_of_ten(unsigned places)
{
	int64_t ret = 1;

	while (places--)
		ret *= 10;
	return ret;
}

/* floor(x·10^places + ½) of a small number, places <= PLACES_SMALL. */
static wide scaled(struct ratio x, unsigned places)
{
	wide num = 2 * (wide)x.num * power_of_ten(places) + x.den;
	wide den = 2 * (wide)x.den;
	wide ret = num / den;

	return ret - (num % den < 0); /* the division cuts towards zero */
}

struct ratio ratio_round(struct arena *arena, struct ratio x, unsigned places)
{
	if (x.big || places > PLACES_SMALL)
		return big_round(arena, x, places);
	return ratio_of_wide(arena, scaled(x, places), power_of_ten(places));
}

static char *wide_digits(struct arena *arena, wide x)
{
	uwide left = x < 0 ? 0 - (uwide)x : (uwide)x;
	char digits[41];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + (int)(left % 10));
		left /= 10;
	} while (left);
	if (x < 0)
		digits[--at] = '-';
	return arena_copy(arena, digits + at, sizeof(digits) - at);
}

char *ratio_decimal(struct arena *arena, struct ratio x, unsigned places, char point)
{
	const char *digits = x.big || places > PLACES_SMALL ? big_scaled(arena, x, places)
							    : wide_digits(arena, scaled(x, places));
	const char *sign = digits[0] == '-' ? "-" : "";
	size_t len, whole;
	struct buf text;

	if (places == 0)
		return arena_text(arena, digits);
	digits += strlen(sign);
	len = strlen(digits);
	whole = len > places ? len - places : 0;
	buf_init(&text, arena);
	buf_puts(&text, sign);
	buf_add(&text, digits, whole);
	if (!whole)
		buf_char(&text, '0');
	buf_char(&text, point);
	for (size_t i = len; i < places; i++)
		buf_char(&text, '0');
	buf_puts(&text, digits + whole);
	return text.data;
}

char *ratio_fraction(struct arena *arena, struct ratio x)
{
	const char *den;

	if (!x.big)
		return x.den == 1 ? arena_printf(arena, "%" PRId64, x.num)
				  : arena_printf(arena, "%" PRId64 "/%" PRId64, x.num, x.den);
	den = big_den(arena, x);
	if (text_equal(den, "1"))
		return big_num(arena, x);
	return arena_printf(arena, "%s/%s", big_num(arena, x), den);
}

double ratio_double(struct ratio x)
{
	return x.big ? big_double(x) : (double)x.num / (double)x.den;
}
