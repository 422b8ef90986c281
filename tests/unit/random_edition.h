/* Random editions with one category, for tests of statistics: always the same ones for a seed. Few
 * values, so that equal scores and rounding boundaries are frequent. */
#ifndef RANDOM_EDITION_H
#define RANDOM_EDITION_H

#include "edition.h"

struct dice {
	uint64_t state;
};

static inline unsigned dice_below(struct dice *dice, unsigned bound)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return (unsigned)(dice->state >> 33) % bound;
}

struct random_rules {
	unsigned nominees, jurors, holes; /* holes: one sheet in so many is missing; 0 = none */
	bool data;
};

static inline void random_sheets(struct dice *dice, const struct random_rules *rules,
				 const char *const *scales, unsigned criteria, struct buf *text)
{
	for (unsigned n = 0; n < rules->nominees; n++) {
		buf_printf(text, "nominee n%u k\nevidence n%u v %u\nevidence n%u w %u\n", n, n,
			   dice_below(dice, 5), n, 1 + dice_below(dice, 4));
		buf_printf(text, "evidence n%u l %s\n", n, dice_below(dice, 2) ? "ya" : "tidak");
		for (unsigned j = 0; j < rules->jurors; j++) {
			if (rules->holes && dice_below(dice, rules->holes) == 0)
				continue;
			buf_printf(text, "sheet n%u j%u", n, j);
			for (unsigned c = 0; c < criteria; c++) {
				long low = strtol(scales[c], NULL, 10);

				buf_printf(text, " %ld", low + (long)dice_below(dice, 5));
			}
			buf_char(text, '\n');
		}
	}
}

static inline void random_edition(struct edition *e, struct dice *dice,
				  const struct random_rules *rules)
{
	static const char *const METHODS[] = {
		"method mean;over sheet",
		"method mean;over criterion;round criterion",
		"method trimmed_mean 1 3;over sheet",
		"method trimmed_mean 1 4;over criterion",
		"method median;over sheet",
		"method median;over criterion;round criterion",
		"method additive;over sheet",
		"method additive;over sheet",
	};
	static const char *const SCALES[] = { "0 10 1", "0 4 1", "1 5 1", "-3 3 1", "0 7 1" };
	static const char *const TIES[] = { "", "ties criterion:c0 head_to_head spread\n",
					    "ties head_to_head aspect:a\n",
					    "ties spread criterion:c1 aspect:d\n",
					    "ties aspect:a criterion:r\n" };
	unsigned criteria = 1 + dice_below(dice, 4), left = rules->data ? 8000 : 10000;
	const char *scales[4];
	struct arena arena = { 0 };
	struct buf text;

	buf_init(&text, &arena);
	buf_printf(&text, "decimals %u\nquorum 1\n%s\n%sjurors", dice_below(dice, 3),
		   METHODS[dice_below(dice, COUNT(METHODS))], TIES[dice_below(dice, COUNT(TIES))]);
	for (unsigned j = 0; j < rules->jurors; j++)
		buf_printf(&text, " j%u", j);
	buf_printf(&text, "\ncategory k %u\n", 1 + dice_below(dice, 3));
	for (unsigned c = 0; c < criteria; c++) {
		unsigned weight = c + 1 == criteria ? left : 1 + dice_below(dice, left / 2);

		left -= weight;
		scales[c] = SCALES[dice_below(dice, COUNT(SCALES))];
		buf_printf(&text, "jury %s.c%u %u.%02u %s\n", c < 2 ? "a" : "b", c, weight / 100,
			   weight % 100, scales[c]);
	}
	if (rules->data)
		buf_puts(&text, "ratio d.r 15 v w 80\nlevel d.l 5 ya=100 tidak=5\n");
	random_sheets(dice, rules, scales, criteria, &text);
	edition_init(e, text.data);
	arena_release(&arena);
}

#endif
