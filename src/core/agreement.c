/* How far jurors agree: Kendall's W, intraclass correlation, Krippendorff's alpha. Worked out in
 * exact fractions, so that "no variance" is a fact and not a matter of rounding; only the last step
 * is a double. Formulas and sources: docs/methods.md, "Statistics". */
#include <math.h>
#include <stdlib.h>

#include "core/report_internal.h"

struct figure figure_of(double value)
{
	return (struct figure){ .known = true, .value = value };
}

struct figure figure_none(const char *id, const char *en)
{
	return (struct figure){ .why = { { id, en } } };
}

static struct figure few_jurors(void)
{
	return figure_none("perlu sedikitnya dua juri", "needs at least two jurors");
}

static struct figure few_nominees(void)
{
	return figure_none("perlu sedikitnya dua nominee yang dinilai semua juri",
			   "needs at least two nominees that all jurors judged");
}

static struct figure no_variance(void)
{
	return figure_none("semua nilai sama, tidak ada perbedaan yang dapat dibandingkan",
			   "all marks are equal: there is no difference to compare");
}

void ratings_init(struct ratings *ratings, size_t n, size_t m, struct arena *arena)
{
	*ratings = (struct ratings){ .n = n,
				     .m = m,
				     .values = NEW(arena, struct ratio, n * m),
				     .given = NEW(arena, bool, n *m) };
}

/* ---- Ranks ---- */

struct placed {
	struct ratio value;
	size_t at;
};

static int by_value(const void *a, const void *b)
{
	return ratio_cmp(((const struct placed *)a)->value, ((const struct placed *)b)->value);
}

void mid_ranks(const struct ratio *values, size_t n, struct arena *arena, int64_t *ret)
{
	struct placed *sorted = NEW(arena, struct placed, n);

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct placed){ values[i], i };
	qsort(sorted, n, sizeof(*sorted), by_value);
	for (size_t i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n; next++)
			if (ratio_cmp(sorted[i].value, sorted[next].value) != 0)
				break;
		for (size_t k = i; k < next; k++) /* places i + 1 … next share their mean */
			ret[sorted[k].at] = (int64_t)(i + 1 + next);
	}
}

struct figure spearman_rho(const struct ratio *x, const struct ratio *y, size_t n)
{
	struct arena scratch = { 0 };
	int64_t *a = NEW(&scratch, int64_t, n), *b = NEW(&scratch, int64_t, n);
	wide both = 0, left = 0, right = 0;
	int64_t mean = (int64_t)n + 1; /* of doubled ranks */

	mid_ranks(x, n, &scratch, a);
	mid_ranks(y, n, &scratch, b);
	for (size_t i = 0; i < n; i++) {
		both += (wide)(a[i] - mean) * (b[i] - mean);
		left += (wide)(a[i] - mean) * (a[i] - mean);
		right += (wide)(b[i] - mean) * (b[i] - mean);
	}
	arena_release(&scratch);
	if (n < 2)
		return figure_none("perlu sedikitnya dua nominee", "needs at least two nominees");
	if (left == 0 || right == 0)
		return no_variance();
	return figure_of((double)both / (sqrt((double)left) * sqrt((double)right)));
}

/* ---- Kendall's W ---- */

/* Only the rows without a hole. */
static size_t complete_rows(const struct ratings *all, struct arena *arena, struct ratings *ret)
{
	size_t n = 0;

	ratings_init(ret, all->n, all->m, arena);
	for (size_t i = 0; i < all->n; i++) {
		bool whole = true;

		for (size_t j = 0; j < all->m; j++)
			whole = whole && all->given[i * all->m + j];
		for (size_t j = 0; whole && j < all->m; j++)
			ret->values[n * all->m + j] = all->values[i * all->m + j];
		n += whole;
	}
	ret->n = n;
	return n;
}

/* Σ (t³ − t) over groups of equal ranks. */
static wide ties_of(const int64_t *ranks, size_t n, struct arena *arena)
{
	size_t *counts = NEW(arena, size_t, 2 * n + 1);
	wide ret = 0;

	for (size_t i = 0; i < n; i++)
		counts[ranks[i]]++;
	for (size_t i = 0; i <= 2 * n; i++)
		ret += (wide)counts[i] * (wide)counts[i] * (wide)counts[i] - (wide)counts[i];
	return ret;
}

static void kendall(const struct ratings *rows, struct arena *arena, struct agreement *ret)
{
	wide n = (wide)rows->n, m = (wide)rows->m, s = 0, ties = 0, den;
	int64_t *sums = NEW(arena, int64_t, rows->n), *ranks = NEW(arena, int64_t, rows->n);
	struct ratio *column = NEW(arena, struct ratio, rows->n);
	struct ratio w;

	for (size_t j = 0; j < rows->m; j++) {
		for (size_t i = 0; i < rows->n; i++)
			column[i] = rows->values[i * rows->m + j];
		mid_ranks(column, rows->n, arena, ranks);
		ties += ties_of(ranks, rows->n, arena);
		for (size_t i = 0; i < rows->n; i++)
			sums[i] += ranks[i];
	}
	for (size_t i = 0; i < rows->n; i++) {
		wide off = sums[i] - m * (n + 1);

		s += off * off; /* 4·S, for the ranks are doubled */
	}
	den = m * m * (n * n * n - n) - m * ties;
	if (den == 0) {
		ret->kendall_w = ret->chi_square = no_variance();
		return;
	}
	w = ratio_of_wide(arena, 3 * s, den);
	ret->kendall_w = figure_of(ratio_double(w));
	ret->chi_square =
		figure_of(ratio_double(ratio_mul(arena, w, ratio_of_wide(arena, m * (n - 1), 1))));
}

/* ---- Intraclass correlation ---- */

struct squares { /* mean squares of a two-way layout */
	struct ratio bms, wms, jms, ems;
};

static struct ratio square(struct arena *arena, struct ratio x)
{
	return ratio_mul(arena, x, x);
}

static struct ratio over(struct arena *arena, struct ratio x, size_t n)
{
	return ratio_div(arena, x, ratio_int((int64_t)n));
}

static struct squares mean_squares(const struct ratings *rows, struct arena *arena)
{
	struct ratio all = ratio_int(0), total = all, between = all, jurors = all, mean, error;
	struct ratio *columns = NEW(arena, struct ratio, rows->m);

	for (size_t j = 0; j < rows->m; j++)
		columns[j] = ratio_int(0);
	for (size_t i = 0; i < rows->n; i++) {
		struct ratio sum = ratio_int(0);

		for (size_t j = 0; j < rows->m; j++) {
			struct ratio x = rows->values[i * rows->m + j];

			sum = ratio_add(arena, sum, x);
			columns[j] = ratio_add(arena, columns[j], x);
			total = ratio_add(arena, total, square(arena, x));
		}
		all = ratio_add(arena, all, sum);
		between = ratio_add(arena, between, square(arena, sum));
	}
	for (size_t j = 0; j < rows->m; j++)
		jurors = ratio_add(arena, jurors, square(arena, columns[j]));
	mean = over(arena, square(arena, all), rows->n * rows->m);
	total = ratio_sub(arena, total, mean);
	between = ratio_sub(arena, over(arena, between, rows->m), mean);
	jurors = ratio_sub(arena, over(arena, jurors, rows->n), mean);
	error = ratio_sub(arena, ratio_sub(arena, total, between), jurors);
	return (struct squares){ .bms = over(arena, between, rows->n - 1),
				 .wms = over(arena, ratio_sub(arena, total, between),
					     rows->n * (rows->m - 1)),
				 .jms = over(arena, jurors, rows->m - 1),
				 .ems = over(arena, error, (rows->n - 1) * (rows->m - 1)) };
}

static struct figure quotient(struct arena *arena, struct ratio num, struct ratio den)
{
	if (ratio_cmp(den, ratio_int(0)) <= 0)
		return figure_none("ragam antarnominee terlalu kecil untuk dihitung",
				   "the nominees differ too little for this figure to be computed");
	return figure_of(ratio_double(ratio_div(arena, num, den)));
}

static void intraclass(const struct ratings *rows, struct arena *arena, struct agreement *ret)
{
	struct squares s = mean_squares(rows, arena);
	struct ratio k = ratio_int((int64_t)rows->m), less = ratio_int((int64_t)rows->m - 1);
	struct ratio num = ratio_sub(arena, s.bms, s.ems);
	struct ratio within = ratio_sub(arena, s.bms, s.wms);
	struct ratio jurors = over(arena, ratio_sub(arena, s.jms, s.ems), rows->n);
	struct ratio single = ratio_add(arena, s.bms, ratio_mul(arena, less, s.ems));

	ret->icc_1_1 =
		quotient(arena, within, ratio_add(arena, s.bms, ratio_mul(arena, less, s.wms)));
	ret->icc_1_k = quotient(arena, within, s.bms);
	ret->icc_3_1 = quotient(arena, num, single);
	ret->icc_2_1 = quotient(arena, num, ratio_add(arena, single, ratio_mul(arena, k, jurors)));
	ret->icc_2_k = quotient(arena, num, ratio_add(arena, s.bms, jurors));
	ret->icc_3_k = quotient(arena, num, s.bms);
}

/* ---- Krippendorff's alpha ---- */

/* Σ of the squared differences over the unordered pairs. */
static struct ratio disagreement(const struct ratio *x, size_t n, enum scale scale,
				 struct arena *arena)
{
	struct ratio ret = ratio_int(0), sum = ratio_int(0);

	if (scale == SCALE_INTERVAL || scale == SCALE_ORDINAL) { /* n·Σx² − (Σx)² */
		for (size_t i = 0; i < n; i++) {
			sum = ratio_add(arena, sum, x[i]);
			ret = ratio_add(arena, ret, square(arena, x[i]));
		}
		ret = ratio_mul(arena, ret, ratio_int((int64_t)n));
		return ratio_sub(arena, ret, square(arena, sum));
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			struct ratio off = ratio_sub(arena, x[i], x[k]);

			if (ratio_cmp(off, ratio_int(0)) == 0)
				continue;
			off = scale == SCALE_NOMINAL
				      ? ratio_int(1)
				      : ratio_div(arena, off, ratio_add(arena, x[i], x[k]));
			ret = ratio_add(arena, ret, square(arena, off));
		}
	return ret;
}

/* Values that have a partner on the same nominee: all of them in a row, nominee by nominee. */
static size_t pairable(const struct ratings *ratings, struct ratio *values, size_t *counts)
{
	size_t ret = 0;

	for (size_t i = 0; i < ratings->n; i++) {
		size_t start = ret;

		for (size_t j = 0; j < ratings->m; j++)
			if (ratings->given[i * ratings->m + j])
				values[ret++] = ratings->values[i * ratings->m + j];
		counts[i] = ret - start;
		if (counts[i] < 2) {
			ret = start;
			counts[i] = 0;
		}
	}
	return ret;
}

struct figure krippendorff_alpha(const struct ratings *ratings, enum scale scale)
{
	struct arena arena = { 0 };
	struct ratio *values = NEW(&arena, struct ratio, ratings->n * ratings->m);
	size_t *counts = NEW(&arena, size_t, ratings->n);
	size_t n = pairable(ratings, values, counts), units = 0;
	struct ratio observed = ratio_int(0), expected;
	struct figure ret;

	if (scale == SCALE_ORDINAL) { /* its metric is that of the pooled mid-ranks */
		int64_t *ranks = NEW(&arena, int64_t, n);

		mid_ranks(values, n, &arena, ranks);
		for (size_t i = 0; i < n; i++)
			values[i] = ratio_int(ranks[i]);
	}
	for (size_t i = 0, at = 0; i < ratings->n; at += counts[i++])
		if (counts[i]) {
			units++;
			observed = ratio_add(
				&arena, observed,
				over(&arena, disagreement(&values[at], counts[i], scale, &arena),
				     counts[i] - 1));
		}
	expected = disagreement(values, n, scale, &arena);
	if (n < 2)
		ret = figure_none("tidak ada nominee yang dinilai oleh dua juri",
				  "no nominee was judged by two jurors");
	else if (units < 2) /* 0 whatever the marks are: it has nothing to compare with */
		ret = figure_none("perlu sedikitnya dua nominee yang dinilai dua juri",
				  "needs at least two nominees that two jurors judged");
	else if (ratio_cmp(expected, ratio_int(0)) == 0)
		ret = no_variance();
	else /* 1 − (n − 1)·observed / expected */
		ret = figure_of(ratio_double(ratio_sub(
			&arena, ratio_int(1),
			ratio_div(&arena, ratio_mul(&arena, ratio_int((int64_t)n - 1), observed),
				  expected))));
	arena_release(&arena);
	return ret;
}

void agreement_of(const struct ratings *ratings, struct agreement *ret)
{
	struct arena arena = { 0 };
	struct ratings rows;

	*ret = (struct agreement){ .jurors = ratings->m };
	ret->complete = complete_rows(ratings, &arena, &rows);
	if (!ratings->m)
		ret->complete = 0;
	if (ratings->m < 2 || ret->complete < 2) {
		struct figure none = ratings->m < 2 ? few_jurors() : few_nominees();

		ret->kendall_w = ret->chi_square = none;
		ret->icc_1_1 = ret->icc_2_1 = ret->icc_3_1 = none;
		ret->icc_1_k = ret->icc_2_k = ret->icc_3_k = none;
	} else {
		kendall(&rows, &arena, ret);
		intraclass(&rows, &arena, ret);
	}
	ret->alpha_interval = krippendorff_alpha(ratings, SCALE_INTERVAL);
	ret->alpha_ordinal = krippendorff_alpha(ratings, SCALE_ORDINAL);
	arena_release(&arena);
}
