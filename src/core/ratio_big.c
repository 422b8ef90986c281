/* Rationals beyond 64 bits, in GMP. The limbs live in the arena; GMP's own memory is used for
 * intermediate results only and given back before a function returns. */
#include "core/ratio_internal.h"

#include <gmp.h>
#include <string.h>

struct ratio_big {
	mp_size_t num_size; /* limbs; negative for a negative number, as in GMP */
	mp_size_t den_size;
	mp_limb_t limbs[]; /* numerator, then denominator */
};

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0,
	       "a limb must hold an int64");

/* A ratio as GMP sees it, without a copy; lives as long as this struct and the ratio. */
struct lens {
	mp_limb_t num, den;
	mpq_t q;
};

static void lens_on(struct lens *lens, struct ratio x)
{
	const mp_limb_t *num = &lens->num, *den = &lens->den;
	mp_size_t num_size = x.num < 0 ? -1 : 1, den_size = 1;

	if (x.big) {
		num = x.big->limbs;
		num_size = x.big->num_size;
		den_size = x.big->den_size;
		den = num + (num_size < 0 ? -num_size : num_size);
	} else {
		lens->num = x.num < 0 ? 0 - (mp_limb_t)x.num : (mp_limb_t)x.num;
		lens->den = (mp_limb_t)x.den;
	}
	(void)mpz_roinit_n(mpq_numref(lens->q), num, num_size);
	(void)mpz_roinit_n(mpq_denref(lens->q), den, den_size);
}

/* Two int64 when they suffice, else the limbs. `q` must be canonical. */
static struct ratio settle(struct arena *arena, mpq_srcptr q)
{
	mpz_srcptr num = mpq_numref(q), den = mpq_denref(q);
	size_t num_limbs = mpz_size(num), den_limbs = mpz_size(den);
	struct ratio_big *big;

	if (mpz_fits_slong_p(num) && mpz_fits_slong_p(den))
		return (struct ratio){ .num = mpz_get_si(num), .den = mpz_get_si(den) };
	big = arena_alloc(arena, 1, sizeof(*big) + (num_limbs + den_limbs) * sizeof(mp_limb_t));
	big->num_size = mpz_sgn(num) < 0 ? -(mp_size_t)num_limbs : (mp_size_t)num_limbs;
	big->den_size = (mp_size_t)den_limbs;
	memcpy(big->limbs, mpz_limbs_read(num), num_limbs * sizeof(mp_limb_t));
	memcpy(big->limbs + num_limbs, mpz_limbs_read(den), den_limbs * sizeof(mp_limb_t));
	return (struct ratio){ .big = big };
}

struct ratio ratio_keep(struct arena *arena, struct ratio x)
{
	struct lens lens;

	if (!x.big)
		return x;
	lens_on(&lens, x);
	return settle(arena, lens.q);
}

static void wide_on(mpz_ptr z, mp_limb_t limbs[2], wide x)
{
	uwide magnitude = x < 0 ? 0 - (uwide)x : (uwide)x;

	limbs[0] = (mp_limb_t)magnitude;
	limbs[1] = (mp_limb_t)(magnitude >> 64);
	(void)mpz_roinit_n(z, limbs, x < 0 ? -2 : 2);
}

struct ratio big_of_wide(struct arena *arena, wide num, wide den)
{
	mp_limb_t num_limbs[2], den_limbs[2];
	mpq_t q;

	wide_on(mpq_numref(q), num_limbs, num);
	wide_on(mpq_denref(q), den_limbs, den);
	return settle(arena, q);
}

struct ratio big_op(struct arena *arena, enum ratio_op op, struct ratio a, struct ratio b)
{
	struct lens x, y;
	struct ratio ret;
	mpq_t q;

	lens_on(&x, a);
	lens_on(&y, b);
	mpq_init(q);
	switch (op) {
	case RATIO_ADD: mpq_add(q, x.q, y.q); break;
	case RATIO_SUB: mpq_sub(q, x.q, y.q); break;
	case RATIO_MUL: mpq_mul(q, x.q, y.q); break;
	case RATIO_DIV: mpq_div(q, x.q, y.q); break;
	}
	ret = settle(arena, q);
	mpq_clear(q);
	return ret;
}

int big_cmp(struct ratio a, struct ratio b)
{
	int order;
	struct lens x, y;

	lens_on(&x, a);
	lens_on(&y, b);
	order = mpq_cmp(x.q, y.q); /* GMP may say 2 */
	return (order > 0) - (order < 0);
}

/* floor(x·10^places + ½) = floor((2·num·10^places + den) / (2·den)); `z` is initialised. */
static void scale(mpz_ptr z, struct ratio x, unsigned places)
{
	struct lens lens;
	mpz_t twice;

	lens_on(&lens, x);
	mpz_ui_pow_ui(z, 10, places);
	mpz_mul(z, z, mpq_numref(lens.q));
	mpz_mul_2exp(z, z, 1);
	mpz_add(z, z, mpq_denref(lens.q));
	mpz_init(twice);
	mpz_mul_2exp(twice, mpq_denref(lens.q), 1);
	mpz_fdiv_q(z, z, twice);
	mpz_clear(twice);
}

struct ratio big_round(struct arena *arena, struct ratio x, unsigned places)
{
	struct ratio ret;
	mpq_t q;

	mpq_init(q);
	scale(mpq_numref(q), x, places);
	mpz_ui_pow_ui(mpq_denref(q), 10, places);
	mpq_canonicalize(q);
	ret = settle(arena, q);
	mpq_clear(q);
	return ret;
}

static char *digits(struct arena *arena, mpz_srcptr z)
{
	char *ret = arena_alloc(arena, mpz_sizeinbase(z, 10) + 2, 1); /* sign, NUL */

	return mpz_get_str(ret, 10, z);
}

char *big_scaled(struct arena *arena, struct ratio x, unsigned places)
{
	char *ret;
	mpz_t z;

	mpz_init(z);
	scale(z, x, places);
	ret = digits(arena, z);
	mpz_clear(z);
	return ret;
}

char *big_num(struct arena *arena, struct ratio x)
{
	struct lens lens;

	lens_on(&lens, x);
	return digits(arena, mpq_numref(lens.q));
}

char *big_den(struct arena *arena, struct ratio x)
{
	struct lens lens;

	lens_on(&lens, x);
	return digits(arena, mpq_denref(lens.q));
}

double big_double(struct ratio x)
{
	struct lens lens;

	lens_on(&lens, x);
	return mpq_get_d(lens.q);
}
