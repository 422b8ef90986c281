/* ratio_internal: what the files of this room share about exact numbers. Not a door. */
#ifndef RATIO_INTERNAL_H
#define RATIO_INTERNAL_H

#include "core/core.h"

/* 128 bits: the product of two int64 always fits. */
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* den != 0; any signs, need not be reduced. */
struct ratio ratio_of_wide(struct arena *arena, wide num, wide den);
/* The same number with its limbs in another arena. */
struct ratio ratio_keep(struct arena *arena, struct ratio x);

/* ---- ratio_big.c: the same four operations in GMP, whatever the sizes. ---- */

enum ratio_op { RATIO_ADD, RATIO_SUB, RATIO_MUL, RATIO_DIV };

struct ratio big_of_wide(struct arena *arena, wide num, wide den); /* reduced, den > 0 */
struct ratio big_op(struct arena *arena, enum ratio_op op, struct ratio a, struct ratio b);
int big_cmp(struct ratio a, struct ratio b);
struct ratio big_round(struct arena *arena, struct ratio x, unsigned places);
/* floor(x·10^places + ½) and num, den in decimal digits, with a sign when negative. */
char *big_scaled(struct arena *arena, struct ratio x, unsigned places);
char *big_num(struct arena *arena, struct ratio x);
char *big_den(struct arena *arena, struct ratio x);
double big_double(struct ratio x);

#endif
