/* Doubles from a seed: the same on every machine, as far as log, sqrt and pow are. Uniform numbers
 * from libsodium's deterministic stream; normal ones by Marsaglia's polar method; gamma variates by
 * Marsaglia and Tsang (2000), "A simple method for generating gamma variables". */
#include <math.h>
#include <string.h>

#include "core/report_internal.h"

#define CHUNK 32768

void chance_init(struct chance *chance, const uint8_t seed[REPORT_SEED_SIZE], const char *what,
		 struct arena *arena)
{
	*chance = (struct chance){ .bytes = NEW(arena, uint8_t, CHUNK) };
	sha256_two(seed, REPORT_SEED_SIZE, what, strlen(what), chance->seed);
}

/* Chunk number n is the stream of the seed SHA-256(own seed ‖ n as 8 bytes, the lowest first). */
static void refill(struct chance *chance)
{
	uint8_t number[8], seed[SHA256_SIZE];

	for (size_t i = 0; i < sizeof(number); i++)
		number[i] = (uint8_t)(chance->chunk >> (8 * i));
	sha256_two(chance->seed, sizeof(chance->seed), number, sizeof(number), seed);
	random_seeded(seed, chance->bytes, CHUNK);
	chance->chunk++;
	chance->at = 0;
	chance->len = CHUNK;
}

double chance_uniform(struct chance *chance)
{
	uint64_t bits = 0;

	if (chance->at == chance->len)
		refill(chance);
	for (size_t i = 0; i < 8; i++)
		bits |= (uint64_t)chance->bytes[chance->at++] << (8 * i);
	return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

double chance_normal(struct chance *chance)
{
	double u, v, s, factor;

	if (chance->has_normal) {
		chance->has_normal = false;
		return chance->normal;
	}
	do {
		u = 2 * chance_uniform(chance) - 1;
		v = 2 * chance_uniform(chance) - 1;
		s = u * u + v * v;
	} while (s >= 1 || s <= 0);
	factor = sqrt(-2 * log(s) / s);
	chance->normal = v * factor;
	chance->has_normal = true;
	return u * factor;
}

double chance_gamma(struct chance *chance, double shape)
{
	double boost = 1, d, c;

	if (shape < 1) {
		boost = pow(chance_uniform(chance), 1 / shape);
		shape += 1;
	}
	d = shape - 1.0 / 3;
	c = 1 / sqrt(9 * d);
	for (;;) {
		double x = chance_normal(chance), v = 1 + c * x, u;

		if (v <= 0)
			continue;
		v = v * v * v;
		u = chance_uniform(chance);
		if (u < 1 - 0.0331 * (x * x) * (x * x) ||
		    log(u) < 0.5 * x * x + d * (1 - v + log(v)))
			return boost * d * v;
	}
}
