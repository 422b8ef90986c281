/* The tally against a second one: slow, plain, written from the rules alone, one fraction at a
 * time. Both compute the same random editions; nothing may differ. */
#include "edition.h"

#define EDITIONS 600
#define MAX 64

/* ---- Random editions, always the same ones ---- */

static uint64_t seed = 88172645463325252;

static unsigned below(unsigned bound)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % bound;
}

static const char *one_of(const char *const *words, unsigned count)
{
	return words[below(count)];
}

static void ties_write(struct buf *text)
{
	static const char *const STEPS[] = { "aspect:a",     "aspect:b",     "criterion:c0",
					     "criterion:c1", "criterion:c2", "head_to_head",
					     "spread",	     "vote" };
	unsigned used = 0;

	buf_puts(text, "ties");
	for (unsigned i = below(6); i; i--) {
		unsigned step = below(COUNT(STEPS));

		if (!(used & 1u << step))
			buf_printf(text, " %s", STEPS[step]);
		used |= 1u << step;
	}
	buf_char(text, '\n');
}

static void rules_write(struct buf *text, unsigned category, bool big)
{
	static const char *const RANGES[] = { "0 100 20", "1 5 1", "-3 3 1", "0 7 1" };
	unsigned count = 1 + below(4), left = 10000, wide = big ? below(2) : 0;

	buf_printf(text, "category k%u %u\n", category, 1 + below(3));
	if (below(3) == 0)
		ties_write(text);
	if (below(4) == 0)
		buf_printf(text, "gate n at_least %u\n", below(3));
	for (unsigned i = 0; i < count; i++) {
		unsigned weight = i + 1 == count ? left : 1 + below(left / 2);
		const char *aspect = i < 2 ? "a" : "b";

		left -= weight;
		switch (below(5)) {
		case 0:
			buf_printf(text, "ratio %s.c%u %u.%02u n d 80\n", aspect, i, weight / 100,
				   weight % 100);
			break;
		case 1:
			buf_printf(text, "level %s.c%u %u.%02u ya=100 hampir=33.33 tidak=5\n",
				   aspect, i, weight / 100, weight % 100);
			break;
		default:
			buf_printf(text, "jury %s.c%u %u.%02u %s\n", aspect, i, weight / 100,
				   weight % 100,
				   wide ? (i % 2 ? "0 999999999999989 1" : "-5 999999999999947 1")
					: one_of(RANGES, COUNT(RANGES)));
		}
	}
}

static void nominee_write(struct buf *text, struct edition *rules, unsigned category, unsigned n,
			  bool sparse)
{
	const struct category *c = &rules->scheme.categories[category];

	buf_printf(text, "nominee n%u%c k%u\n", category, 'a' + (int)n, category);
	if (below(8))
		buf_printf(text, "evidence n%u%c n %u.%u\n", category, 'a' + (int)n, below(4),
			   below(2) * 5);
	if (below(8))
		buf_printf(text, "evidence n%u%c d %u %s\n", category, 'a' + (int)n, 1 + below(5),
			   below(8) ? "" : "no");
	for (unsigned i = 0; i < 4; i++)
		if (below(8))
			buf_printf(text, "evidence n%u%c c%u %s\n", category, 'a' + (int)n, i,
				   one_of((const char *const[]){ "ya", "hampir", "tidak" }, 3));
	for (unsigned j = 1; j <= 5; j++) {
		if (below(8) == 0 || (sparse && below(3)) || !c->jury_count)
			continue;
		buf_printf(text, "sheet n%u%c j%u", category, 'a' + (int)n, j);
		for (size_t k = 0; k < c->criterion_count; k++) {
			const struct criterion *x = &c->criteria[k];

			if (x->kind != CRITERION_JURY)
				continue;
			if (below(25) == 0)
				buf_puts(text, " -");
			else
				buf_printf(
					text, " %lld",
					(long long)(x->min_c / 100 + below(4) * (x->step_c / 100)));
		}
		buf_puts(text, below(15) ? "\n" : " recused\n");
	}
}

static void edition_make(struct edition *e, bool big)
{
	static const char *const METHODS[] = { "mean", "trimmed_mean 1 3", "median", "additive" };
	const char *method = one_of(METHODS, COUNT(METHODS));
	unsigned categories = 1 + below(3);
	bool sparse = below(5) == 0;
	struct arena arena = { 0 };
	struct buf text;

	buf_init(&text, &arena);
	buf_printf(&text, "jurors j1 j2 j3 j4 j5\nmethod %s\ndecimals %u\nquorum %u\n", method,
		   below(2) ? 0 : below(5), 1 + below(3));
	if (!text_equal(method, "additive") && below(2))
		buf_puts(&text,
			 below(2) ? "over criterion\n" : "over criterion\nround criterion\n");
	ties_write(&text);
	for (unsigned c = 0; c < categories; c++)
		rules_write(&text, c, big);
	buf_printf(&text, "overall all %u %u", 1 + below(3), 1 + below(2));
	for (unsigned c = 0; c < categories; c++)
		buf_printf(&text, " k%u", c);
	buf_char(&text, '\n');
	edition_init(e, text.data);
	text.len = 0;
	for (unsigned c = 0; c < categories; c++)
		for (unsigned n = 1 + below(7); n; n--)
			nominee_write(&text, e, c, n, sparse);
	edition_read(e, text.data);
	text.len = 0;
	buf_char(&text, ' ');
	for (size_t i = 0; i < e->input.nominee_count; i++) {
		const struct nominee *nominee = &e->input.nominees[i];

		if (below(6))
			buf_printf(&text, "vote k%zu %s %u\n", nominee->category, nominee->key,
				   1 + below(5));
		if (below(6))
			buf_printf(&text, "vote all %s %u\n", nominee->key, 1 + below(5));
	}
	edition_read(e, text.data);
	arena_release(&arena);
}

/* ---- The second tally ---- */

struct slow {
	struct edition *e;
	struct arena *arena;
	struct ratio score[MAX], jury[MAX], data[MAX], shown[MAX]; /* by nominee */
	enum standing standing[MAX];
	size_t sheets[MAX];
	bool failed[4]; /* by category: its parts cannot be compared */
};

static const struct category *rules_of(const struct slow *s, size_t n)
{
	return &s->e->scheme.categories[s->e->input.nominees[n].category];
}

static struct ratio plus(const struct slow *s, struct ratio a, struct ratio b)
{
	return ratio_add(s->arena, a, b);
}

static struct ratio times(const struct slow *s, struct ratio a, struct ratio b)
{
	return ratio_mul(s->arena, a, b);
}

static struct ratio over(const struct slow *s, struct ratio a, struct ratio b)
{
	return ratio_div(s->arena, a, b);
}

static bool valid(const struct slow *s, size_t n, size_t juror)
{
	const struct nominee *nominee = &s->e->input.nominees[n];
	const struct sheet *sheet = nominee->sheets ? nominee->sheets[juror] : NULL;

	if (!sheet || sheet->recused || rules_of(s, n)->jury_count == 0)
		return false;
	for (size_t k = 0; k < rules_of(s, n)->jury_count; k++)
		if (sheet->marks_c[k] == MARK_NONE)
			return false;
	return true;
}

/* v of one mark. */
static struct ratio value(const struct slow *s, size_t n, size_t juror, const struct criterion *c)
{
	int64_t mark = s->e->input.nominees[n].sheets[juror]->marks_c[c->jury_index];

	return over(s, times(s, ratio_int(100), ratio_int(mark - c->min_c)),
		    ratio_int(c->max_c - c->min_c));
}

static struct ratio jury_weight(const struct slow *s, size_t n)
{
	return ratio_of(s->arena, rules_of(s, n)->jury_weight_c, 100);
}

static struct ratio total(const struct slow *s, size_t n, size_t juror)
{
	struct ratio sum = ratio_int(0);

	for (size_t i = 0; i < rules_of(s, n)->criterion_count; i++) {
		const struct criterion *c = &rules_of(s, n)->criteria[i];

		if (c->kind == CRITERION_JURY)
			sum = plus(s, sum,
				   times(s, ratio_of(s->arena, c->weight_c, 100),
					 value(s, n, juror, c)));
	}
	return over(s, sum, jury_weight(s, n));
}

static struct ratio method(const struct slow *s, struct ratio *x, size_t n)
{
	const struct scheme *scheme = &s->e->scheme;
	struct ratio sum = ratio_int(0);
	size_t from = 0, to = n;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j + 1 < n; j++)
			if (ratio_cmp(x[j], x[j + 1]) > 0) {
				struct ratio swap = x[j];

				x[j] = x[j + 1];
				x[j + 1] = swap;
			}
	if (scheme->method == METHOD_MEDIAN && n % 2)
		return x[n / 2];
	if (scheme->method == METHOD_MEDIAN)
		return over(s, plus(s, x[n / 2 - 1], x[n / 2]), ratio_int(2));
	if (scheme->method == METHOD_TRIMMED_MEAN && n >= scheme->trim_from) {
		from = scheme->trim;
		to = n - scheme->trim;
	}
	for (size_t i = from; i < to; i++)
		sum = plus(s, sum, x[i]);
	return over(s, sum, ratio_int((int64_t)(to - from)));
}

/* The method on the totals, or on each criterion. */
static struct ratio jury(const struct slow *s, size_t n)
{
	struct ratio x[MAX], sum = ratio_int(0);
	size_t count = 0;

	if (s->e->scheme.over == OVER_SHEET) {
		for (size_t j = 0; j < s->e->input.juror_count; j++)
			if (valid(s, n, j))
				x[count++] = total(s, n, j);
		return method(s, x, count);
	}
	for (size_t i = 0; i < rules_of(s, n)->criterion_count; i++) {
		const struct criterion *c = &rules_of(s, n)->criteria[i];
		struct ratio one;

		if (c->kind != CRITERION_JURY)
			continue;
		count = 0;
		for (size_t j = 0; j < s->e->input.juror_count; j++)
			if (valid(s, n, j))
				x[count++] = value(s, n, j, c);
		one = method(s, x, count);
		if (s->e->scheme.round == ROUND_CRITERION)
			one = ratio_round(s->arena, one, s->e->scheme.decimals);
		sum = plus(s, sum, times(s, ratio_of(s->arena, c->weight_c, 100), one));
	}
	return over(s, sum, jury_weight(s, n));
}

/* All normal equations at once: unknowns J_i, then b_j; the last equation is Σ b = 0. */
static bool least_squares(struct slow *s, size_t category)
{
	size_t n = s->e->input.nominee_count, m = s->e->input.juror_count, rows = n + m + 1;
	struct ratio(*a)[MAX] = arena_alloc(s->arena, rows, sizeof(*a)); /* last column: rhs */
	size_t rank = 0, unknowns = 0;

	assert_true(n + m < MAX);
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c <= n + m; c++)
			a[r][c] = ratio_int(0);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			struct ratio t;

			if (s->e->input.nominees[i].category != category || !valid(s, i, j))
				continue;
			t = total(s, i, j);
			a[i][i] = plus(s, a[i][i], ratio_int(1));
			a[n + j][n + j] = plus(s, a[n + j][n + j], ratio_int(1));
			a[i][n + j] = a[n + j][i] = ratio_int(1);
			a[i][n + m] = plus(s, a[i][n + m], t);
			a[n + j][n + m] = plus(s, a[n + j][n + m], t);
			a[n + m][n + j] = ratio_int(1);
		}
	for (size_t c = 0; c < n + m; c++) {
		size_t pivot = rank;
		bool used = false;

		for (size_t r = 0; r < rows; r++)
			used = used || a[r][c].num || a[r][c].big;
		unknowns += used;
		while (pivot < rows && !a[pivot][c].num && !a[pivot][c].big)
			pivot++;
		if (pivot == rows)
			continue;
		for (size_t k = 0; k <= n + m; k++) {
			struct ratio swap = a[pivot][k];

			a[pivot][k] = a[rank][k];
			a[rank][k] = swap;
		}
		for (size_t r = 0; r < rows; r++) {
			struct ratio f = over(s, a[r][c], a[rank][c]);

			for (size_t k = 0; r != rank && k <= n + m; k++)
				a[r][k] = ratio_sub(s->arena, a[r][k], times(s, f, a[rank][k]));
		}
		if (c < n)
			s->jury[c] = ratio_int((int64_t)rank); /* for now: its row */
		rank++;
	}
	if (rank < unknowns)
		return false;
	for (size_t i = 0; i < n; i++)
		if (s->e->input.nominees[i].category == category && s->sheets[i])
			s->jury[i] = over(s, a[s->jury[i].num][n + m], a[s->jury[i].num][i]);
	return true;
}

static const char *seen(const struct slow *s, size_t n, const char *name)
{
	const struct nominee *nominee = &s->e->input.nominees[n];

	for (size_t i = 0; i < nominee->evidence_count; i++)
		if (text_equal(nominee->evidence[i].name, name) && nominee->evidence[i].verified)
			return nominee->evidence[i].value;
	return NULL;
}

static struct ratio number(const struct slow *s, const char *text)
{
	int64_t e4 = 0;

	assert_true(decimal_parse(text, strlen(text), 4, '.', &e4));
	return ratio_of(s->arena, e4, 10000);
}

static struct ratio data_value(const struct slow *s, size_t n, const struct criterion *c)
{
	struct ratio v;

	if (c->kind == CRITERION_LEVEL) {
		const char *word = seen(s, n, c->key);

		for (size_t i = 0; word && i < c->level_count; i++)
			if (text_equal(c->levels[i].word, word))
				return ratio_of(s->arena, c->levels[i].points_c, 100);
		return ratio_int(0);
	}
	if (!seen(s, n, c->numerator) || !seen(s, n, c->denominator))
		return ratio_int(0);
	v = over(s, number(s, seen(s, n, c->numerator)), number(s, seen(s, n, c->denominator)));
	v = over(s, times(s, v, ratio_int(10000)), ratio_of(s->arena, c->target_c, 100));
	if (ratio_cmp(v, ratio_int(100)) > 0)
		v = ratio_int(100);
	return ratio_round(s->arena, v, 4);
}

static bool eligible(const struct slow *s, size_t n)
{
	for (size_t i = 0; i < rules_of(s, n)->gate_count; i++) {
		const struct gate *gate = &rules_of(s, n)->gates[i];
		const char *text = seen(s, n, gate->evidence);

		if (!text || ratio_cmp(number(s, text), number(s, gate->text)) < 0)
			return false;
	}
	return true;
}

static void scores(struct slow *s)
{
	const struct scheme *scheme = &s->e->scheme;

	for (size_t n = 0; n < s->e->input.nominee_count; n++)
		for (size_t j = 0; j < s->e->input.juror_count; j++)
			s->sheets[n] += valid(s, n, j);
	for (size_t c = 0; c < scheme->category_count; c++)
		if (scheme->method == METHOD_ADDITIVE)
			s->failed[c] = !least_squares(s, c);
	for (size_t n = 0; n < s->e->input.nominee_count; n++) {
		const struct category *rules = rules_of(s, n);
		struct ratio sum = ratio_int(0), wd = ratio_of(s->arena, rules->data_weight_c, 100);

		for (size_t i = 0; i < rules->criterion_count; i++)
			if (rules->criteria[i].kind != CRITERION_JURY)
				sum = plus(s, sum,
					   times(s, data_value(s, n, &rules->criteria[i]),
						 ratio_of(s->arena, rules->criteria[i].weight_c,
							  100)));
		if (rules->data_weight_c)
			s->data[n] = over(s, sum, wd);
		s->standing[n] = !eligible(s, n) ? STANDING_INELIGIBLE
				 : rules->jury_count && s->sheets[n] < scheme->quorum
					 ? STANDING_BELOW_QUORUM
					 : STANDING_RANKED;
		if (s->standing[n] != STANDING_RANKED)
			continue;
		if (rules->jury_count && scheme->method != METHOD_ADDITIVE)
			s->jury[n] = jury(s, n);
		if (rules->jury_count)
			sum = plus(s, sum, times(s, jury_weight(s, n), s->jury[n]));
		s->score[n] = over(s, sum, ratio_int(100));
		s->shown[n] = ratio_round(s->arena, s->score[n], scheme->decimals);
	}
}

/* ---- Ties: every step refines the whole list; a place is the number of those above. ---- */

struct list {
	const char *key;
	size_t nominees[MAX], count;
	size_t place[MAX]; /* of each, from 0 */
	const char *decided_by[MAX];
};

static bool meant(const struct criterion *c, const struct category *rules,
		  const struct tie_step *step)
{
	return text_equal(step->kind == TIE_CRITERION ? c->key : rules->aspects[c->aspect].key,
			  step->key);
}

static struct ratio step_points(const struct slow *s, size_t n, const struct tie_step *step)
{
	struct ratio sum = ratio_int(0);

	for (size_t i = 0; i < rules_of(s, n)->criterion_count; i++) {
		const struct criterion *c = &rules_of(s, n)->criteria[i];
		struct ratio mean = ratio_int(0);

		if (!meant(c, rules_of(s, n), step))
			continue;
		if (c->kind == CRITERION_JURY) {
			for (size_t j = 0; j < s->e->input.juror_count; j++)
				if (valid(s, n, j))
					mean = plus(s, mean, value(s, n, j, c));
			mean = over(s, mean, ratio_int((int64_t)s->sheets[n]));
		} else {
			mean = data_value(s, n, c);
		}
		sum = plus(s, sum, times(s, ratio_int(c->weight_c), mean));
	}
	return sum;
}

static bool beats(const struct slow *s, size_t x, size_t y)
{
	int more = 0;

	for (size_t j = 0; j < s->e->input.juror_count; j++)
		if (valid(s, x, j) && valid(s, y, j)) {
			int order = ratio_cmp(total(s, x, j), total(s, y, j));

			more += (order > 0) - (order < 0);
		}
	return more > 0;
}

static struct ratio minus_variance(const struct slow *s, size_t n)
{
	struct ratio sum = ratio_int(0), squares = ratio_int(0);
	struct ratio count = ratio_int((int64_t)s->sheets[n]);

	for (size_t j = 0; j < s->e->input.juror_count; j++)
		if (valid(s, n, j)) {
			struct ratio t = total(s, n, j);

			sum = plus(s, sum, t);
			squares = plus(s, squares, times(s, t, t));
		}
	sum = over(s, sum, count);
	return ratio_sub(s->arena, times(s, sum, sum), over(s, squares, count));
}

static unsigned vote_of(const struct slow *s, const char *list, size_t n)
{
	for (size_t i = 0; i < s->e->input.vote_count; i++)
		if (text_equal(s->e->input.votes[i].list, list) &&
		    s->e->input.votes[i].nominee == n)
			return s->e->input.votes[i].order;
	return 0;
}

/* The value of one of those who share a place. */
static struct ratio step_value(const struct slow *s, const struct list *list,
			       const struct tie_step *step, size_t at)
{
	size_t n = list->nominees[at];
	bool all_voted = true, all_judged = true;
	int64_t beaten = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (list->place[i] != list->place[at])
			continue;
		all_voted = all_voted && vote_of(s, list->key, list->nominees[i]);
		all_judged = all_judged && s->sheets[list->nominees[i]];
		beaten += i != at && beats(s, n, list->nominees[i]);
	}
	switch (step->kind) {
	case TIE_ASPECT:
	case TIE_CRITERION: return step_points(s, n, step);
	case TIE_HEAD_TO_HEAD: return ratio_int(all_judged ? beaten : 0);
	case TIE_SPREAD: return all_judged ? minus_variance(s, n) : ratio_int(0);
	case TIE_VOTE: return ratio_int(all_voted ? -(int64_t)vote_of(s, list->key, n) : 0);
	}
	return ratio_int(0);
}

static void refine(const struct slow *s, struct list *list, const struct ratio *values,
		   const char *name)
{
	struct list old = *list;

	(void)s;
	for (size_t i = 0; i < list->count; i++) {
		size_t better = 0, equal = 0, together = 0;

		for (size_t k = 0; k < list->count; k++) {
			int order = ratio_cmp(values[k], values[i]);

			if (old.place[k] != old.place[i])
				continue;
			together++;
			better += order > 0;
			equal += order == 0;
		}
		list->place[i] += better;
		if (equal == 1 && (together > 1 || text_equal(name, "score")) &&
		    !list->decided_by[i])
			list->decided_by[i] = name;
	}
}

static void settle(const struct slow *s, struct list *list, const struct tie_chain *chain)
{
	struct ratio values[MAX];

	for (size_t i = 0; i < list->count; i++)
		values[i] = s->shown[list->nominees[i]];
	refine(s, list, values, "score");
	for (size_t step = 0; step < chain->count; step++) {
		for (size_t i = 0; i < list->count; i++)
			values[i] = step_value(s, list, &chain->steps[step], i);
		refine(s, list, values, chain->steps[step].text);
	}
}

/* ---- Both ---- */

static void same_number(struct slow *s, struct ratio a, struct ratio b)
{
	assert_string_equal(ratio_fraction(s->arena, a), ratio_fraction(s->arena, b));
}

static void compare(struct slow *s, const struct ranking *ranking, const struct list *list)
{
	assert_int_equal(ranking->ranked_count, list->count);
	for (size_t r = 0; r < ranking->ranked_count; r++) {
		const struct row *row = &ranking->rows[r];
		size_t at = 0, sharing = 0;

		while (at < list->count && list->nominees[at] != row->nominee)
			at++;
		assert_true(at < list->count);
		for (size_t i = 0; i < list->count; i++)
			sharing += list->place[i] == list->place[at];
		same_number(s, row->final, s->score[row->nominee]);
		same_number(s, row->published, s->shown[row->nominee]);
		if (row->has_jury)
			same_number(s, row->jury, s->jury[row->nominee]);
		assert_int_equal(row->rank, list->place[at] + 1);
		assert_int_equal(row->tied, sharing > 1);
		assert_int_equal(row->winner, row->rank <= ranking->winners);
		assert_string_equal(row->decided_by,
				    list->decided_by[at] ? list->decided_by[at] : "none");
		if (r && ranking->rows[r - 1].rank == row->rank)
			assert_true(strcmp(s->e->input.nominees[row[-1].nominee].key,
					   s->e->input.nominees[row->nominee].key) < 0);
		else if (r)
			assert_true(row[-1].rank < row->rank);
	}
}

static void categories_agree(struct slow *s)
{
	for (size_t c = 0; c < s->e->scheme.category_count; c++) {
		const struct ranking *ranking = &s->e->tally.categories[c];
		struct list list = { .key = ranking->key };
		size_t members = 0;

		assert_int_equal(s->failed[c], ranking->error.text[LANG_ID] != NULL);
		if (s->failed[c])
			continue;
		for (size_t n = 0; n < s->e->input.nominee_count; n++) {
			if (s->e->input.nominees[n].category != c)
				continue;
			members++;
			if (s->standing[n] == STANDING_RANKED)
				list.nominees[list.count++] = n;
		}
		assert_int_equal(ranking->count, members);
		for (size_t r = 0; r < ranking->count; r++) {
			size_t n = ranking->rows[r].nominee;

			assert_int_equal(ranking->rows[r].status, s->standing[n]);
			assert_int_equal(ranking->rows[r].sheets, s->sheets[n]);
			if (ranking->rows[r].has_data)
				same_number(s, ranking->rows[r].data, s->data[n]);
		}
		settle(s, &list, &s->e->scheme.categories[c].ties);
		compare(s, ranking, &list);
	}
}

static void overall_agrees(struct slow *s)
{
	const struct overall *overall = &s->e->scheme.overalls[0];
	struct list list = { .key = overall->key };

	for (size_t c = 0; c < s->e->scheme.category_count; c++) {
		const struct ranking *from = &s->e->tally.categories[c];

		if (s->failed[c]) {
			assert_non_null(s->e->tally.overalls[0].error.text[LANG_ID]);
			return;
		}
		for (size_t r = 0; r < from->ranked_count; r++)
			if (from->rows[r].rank <= overall->take)
				list.nominees[list.count++] = from->rows[r].nominee;
	}
	settle(s, &list, &s->e->scheme.ties);
	compare(s, &s->e->tally.overalls[0], &list);
}

static void two_tallies_agree_on_random_editions(void **state)
{
	(void)state;
	for (unsigned i = 0; i < EDITIONS; i++) {
		struct edition e;
		struct slow *slow;

		edition_make(&e, i % 4 == 0);
		slow = NEW(&e.arena, struct slow, 1);
		slow->e = &e;
		slow->arena = &e.arena;
		edition_run(&e);
		scores(slow);
		categories_agree(slow);
		overall_agrees(slow);
		arena_release(&e.arena);
	}
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(two_tallies_agree_on_random_editions),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
