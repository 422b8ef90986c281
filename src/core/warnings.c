/* What a secretariat should look at again: never a deletion, never a reproach. Every threshold is a
 * line of the table below; where each comes from stands in docs/methods.md, "Warnings". Several
 * compare a juror with his colleagues, so that a coarse scale or a strong field warns of nobody. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/report_internal.h"

static const double MAD_TO_SD = 1.4826;	   /* of normal deviations, as are the next two */
static const double MEAN_TO_SD = 1.2533;   /* from the mean absolute deviation */
static const double IQR_TO_SD = 0.7413;	   /* from the range of the middle half */
static const double OUTLIER_SD = 3.5;	   /* Iglewicz and Hoaglin 1993 */
static const double OUTLIER_POINTS = 10;   /* at least, of a total */
static const double MARK_SD = 4.5;	   /* of a single mark: there are more of them */
static const double MARK_POINTS = 20;	   /* at least, of a criterion's 100 */
static const double STEPS = 2;		   /* at least, of the scale: a coarse one is no fault */
static const double DISAGREEMENT_SD = 2.5; /* spread of one nominee against that of all */
static const double DISAGREEMENT_POINTS = 8;
static const double REVERSED_RHO = -0.5;
static const double REVERSED_Z = -2.23; /* rho·√(n − 1): about 1 in 100 by chance alone */
static const double CHANCE = 0.001;	/* that a colleague would do the same by accident */
static const double EXTREMES_SHARE = 0.5;
static const double EXTREMES_TIMES = 3; /* the colleagues' share */
static const int64_t HASTY_SECONDS = 2; /* per criterion: keystroke-level model, Card et al. 1980 */

enum {
	RESIDUALS_LEAST = 10, /* in a category, to know what is usual */
	SHEETS_LEAST = 3,     /* of a juror, to know his habit */
	PANEL_LEAST = 4,      /* on a nominee, for its median to mean anything */
	DISAGREEMENT_PANEL = 5,
	REVERSED_SHEETS = 6,
	EXTREMES_MARKS = 10,
};

const char *warning_code(enum warning_kind kind)
{
	switch (kind) {
	case WARNING_OUTLIER: return "outlier";
	case WARNING_REVERSED: return "reversed_scale";
	case WARNING_STRAIGHT: return "straight_lining";
	case WARNING_HASTY: return "hasty";
	case WARNING_EXTREMES: return "extremes";
	case WARNING_DISAGREEMENT: return "disagreement";
	case WARNING_COUNT: break;
	}
	return "";
}

static const struct words ADVICE[WARNING_COUNT] = {
	[WARNING_OUTLIER] = { { "Tanyakan alasannya dalam pleno; nilai tetap dihitung.",
				"Ask for the reason in the pleno; the mark counts all the same." } },
	[WARNING_REVERSED] = { { "Tanyakan apakah skala terbaca terbalik; bila ya, lembar dapat dibuka "
				 "kembali.",
				 "Ask whether the scale was read upside down; if so, sheets can be "
				 "reopened." } },
	[WARNING_STRAIGHT] = { { "Tanyakan apakah penilaian sudah selesai; lembar dapat dibuka "
				 "kembali.",
				 "Ask whether the scoring was finished; sheets can be reopened." } },
	[WARNING_HASTY] = { { "Tanyakan apakah nilai disalin dari catatan atau tersimpan di perangkat "
			      "sampai ada jaringan; bila tidak, lembar dapat dibuka kembali.",
			      "Ask whether the marks were copied from notes or kept on the device until "
			      "there was a network; if not, the sheet can be reopened." } },
	[WARNING_EXTREMES] = { { "Bandingkan dengan rubrik bersama seluruh juri.",
				 "Compare with the rubric, together with all jurors." } },
	[WARNING_DISAGREEMENT] = { { "Bahas nominee ini dalam pleno sebelum menetapkan.",
				     "Discuss this nominee in the pleno before the decision." } },
};

struct finder {
	const struct lab *lab;
	struct arena *arena; /* of the report */
	struct arena own;
	struct category_report *report;
	size_t cap;
};

static struct warning *add(struct finder *f, enum warning_kind kind, size_t juror, size_t nominee)
{
	struct category_report *report = f->report;
	struct warning *ret;

	GROW(f->arena, report->warnings, report->warning_count, &f->cap);
	ret = &report->warnings[report->warning_count++];
	*ret = (struct warning){
		.kind = kind,
		.juror = juror == WARNING_OF_NONE ? WARNING_OF_NONE : f->lab->jurors[juror],
		.nominee = nominee == WARNING_OF_NONE ? WARNING_OF_NONE : f->lab->members[nominee],
		.criterion = WARNING_OF_NONE,
		.advice = ADVICE[kind],
	};
	return ret;
}

/* One decimal, with the point of the language. */
static const char *number(struct finder *f, double x, enum lang lang)
{
	char *ret = arena_printf(f->arena, "%.1f", x);
	char *point = strchr(ret, '.');

	if (point && lang == LANG_ID)
		*point = ',';
	return ret;
}

/* ---- Deviations from what the panel and the juror's own habit let one expect ---- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *x, size_t n) /* n >= 1; puts them in order */
{
	qsort(x, n, sizeof(*x), by_size);
	return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

struct deviations {
	size_t n, m;
	double *e;    /* [nominee * m + juror] */
	bool *known;  /* where there is one */
	double sigma; /* what is usual: the larger of median and mean absolute deviation, as a
		       * standard deviation (half of the deviations may be 0); 0 = too few */
};

/* `values` [nominee * m + juror] of the valid sheets. */
static void deviations_find(struct finder *f, const double *values, struct deviations *ret)
{
	const struct lab *lab = f->lab;
	size_t n = lab->count, m = lab->juror_count, count = 0;
	double *some = NEW(&f->own, double, n + m + (n * m));
	double sum = 0;

	*ret = (struct deviations){
		.n = n, .m = m, .e = NEW(&f->own, double, n *m), .known = NEW(&f->own, bool, n *m)
	};
	for (size_t i = 0; i < n; i++) {
		double middle;
		size_t k = 0;

		for (size_t j = 0; j < m; j++)
			if (lab->valid[i * m + j])
				some[k++] = values[i * m + j];
		if (k < PANEL_LEAST)
			continue;
		middle = median(some, k);
		for (size_t j = 0; j < m; j++) {
			ret->known[i * m + j] = lab->valid[i * m + j];
			ret->e[i * m + j] = values[i * m + j] - middle;
		}
	}
	for (size_t j = 0; j < m; j++) {
		double habit = 0;
		size_t k = 0;

		for (size_t i = 0; i < n; i++)
			if (ret->known[i * m + j])
				some[k++] = ret->e[i * m + j];
		if (k >= SHEETS_LEAST)
			habit = median(some, k);
		for (size_t i = 0; i < n; i++) {
			ret->known[i * m + j] = ret->known[i * m + j] && k >= SHEETS_LEAST;
			ret->e[i * m + j] -= habit;
		}
	}
	for (size_t at = 0; at < n * m; at++)
		if (ret->known[at]) {
			some[count] = fabs(ret->e[at]);
			sum += some[count++];
		}
	if (count >= RESIDUALS_LEAST)
		ret->sigma =
			fmax(MAD_TO_SD * median(some, count), MEAN_TO_SD * sum / (double)count);
	else
		memset(ret->known, 0, n * m * sizeof(bool));
}

static void say_outlier(struct finder *f, struct warning *w, const char *what_id,
			const char *what_en, double e, double limit)
{
	w->seen = (struct words){ {
		arena_printf(f->arena,
			     "%s %s poin %s yang diharapkan dari panel dan kebiasaan juri ini "
			     "(batas %s)",
			     what_id, number(f, fabs(e), LANG_ID), e > 0 ? "di atas" : "di bawah",
			     number(f, limit, LANG_ID)),
		arena_printf(f->arena,
			     "%s %s points %s what the panel and this juror's habit let expect "
			     "(limit %s)",
			     what_en, number(f, fabs(e), LANG_EN), e > 0 ? "above" : "below",
			     number(f, limit, LANG_EN)),
	} };
}

static void disagreements(struct finder *f, const struct deviations *d, double coarse)
{
	double limit = fmax(fmax(DISAGREEMENT_SD * d->sigma, DISAGREEMENT_POINTS), coarse);
	double *some = NEW(&f->own, double, d->m);

	for (size_t i = 0; i < d->n; i++) {
		struct warning *w;
		size_t k = 0;
		double spread;

		for (size_t j = 0; j < d->m; j++)
			if (d->known[i * d->m + j])
				some[k++] = d->e[i * d->m + j];
		if (k < DISAGREEMENT_PANEL)
			continue;
		qsort(some, k, sizeof(*some), by_size);
		spread = IQR_TO_SD * (some[k - 1 - k / 4] - some[k / 4]);
		if (spread <= limit)
			continue;
		w = add(f, WARNING_DISAGREEMENT, WARNING_OF_NONE, i);
		w->seen = (struct words){ {
			arena_printf(f->arena,
				     "para juri jauh berbeda: simpangan khas %s poin, di "
				     "kategori ini biasanya %s",
				     number(f, spread, LANG_ID), number(f, d->sigma, LANG_ID)),
			arena_printf(f->arena,
				     "the jurors differ widely: a typical deviation of %s points, "
				     "usual in this category %s",
				     number(f, spread, LANG_EN), number(f, d->sigma, LANG_EN)),
		} };
	}
}

/* One step of a scale in points; and of a total, when each mark may be off by one. */
static double step_of(const struct criterion *c)
{
	return 100 * (double)c->step_c / (double)(c->max_c - c->min_c);
}

static double step_of_totals(const struct lab *lab)
{
	double squares = 0;

	for (size_t k = 0; k < lab->gauge.jury_count; k++) {
		const struct criterion *c = lab->gauge.jury[k];
		double own = step_of(c) * (double)c->weight_c / (double)lab->gauge.jury_weight_c;

		squares += own * own;
	}
	return sqrt(squares);
}

static void outliers_of_totals(struct finder *f, const struct ratings *totals, bool *warned)
{
	double *values = NEW(&f->own, double, totals->n * totals->m), limit;
	double coarse = STEPS * step_of_totals(f->lab);
	struct deviations d;

	for (size_t at = 0; at < totals->n * totals->m; at++)
		values[at] = ratio_double(totals->values[at]);
	deviations_find(f, values, &d);
	limit = fmax(fmax(OUTLIER_SD * d.sigma, OUTLIER_POINTS), coarse);
	for (size_t at = 0; at < d.n * d.m; at++) {
		if (!d.known[at] || fabs(d.e[at]) <= limit)
			continue;
		warned[at] = true;
		say_outlier(f, add(f, WARNING_OUTLIER, at % d.m, at / d.m), "jumlah nilainya",
			    "the total is", d.e[at], limit);
	}
	disagreements(f, &d, coarse);
}

static void outliers_of_marks(struct finder *f, bool *warned)
{
	const struct lab *lab = f->lab;
	double *values = NEW(&f->own, double, lab->count * lab->juror_count);

	for (size_t k = 0; k < lab->gauge.jury_count && lab->gauge.jury_count > 1; k++) {
		const struct criterion *c = lab->gauge.jury[k];
		struct deviations d;
		double limit;

		for (size_t at = 0; at < lab->count * lab->juror_count; at++)
			if (lab->valid[at])
				values[at] = lab_value(lab, at / lab->juror_count,
						       at % lab->juror_count, k);
		deviations_find(f, values, &d);
		limit = fmax(fmax(MARK_SD * d.sigma, MARK_POINTS), STEPS * step_of(c));
		for (size_t at = 0; at < d.n * d.m; at++) {
			struct warning *w;

			if (!d.known[at] || warned[at] || fabs(d.e[at]) <= limit)
				continue;
			w = add(f, WARNING_OUTLIER, at % d.m, at / d.m);
			w->criterion = (size_t)(c - lab->gauge.category->criteria);
			say_outlier(f, w, arena_printf(f->arena, "nilai pada kriteria %s", c->key),
				    arena_printf(f->arena, "the mark on criterion %s is", c->key),
				    d.e[at], limit);
		}
	}
}

/* ---- Habits of a juror ---- */

static void reversed(struct finder *f, size_t j)
{
	const struct juror_figures *figures = &f->report->jurors[j];
	double rho = figures->spearman.value;
	struct warning *w;

	if (!figures->spearman.known || figures->compared < REVERSED_SHEETS || rho > REVERSED_RHO ||
	    rho * sqrt((double)(figures->compared - 1)) > REVERSED_Z)
		return;
	w = add(f, WARNING_REVERSED, j, WARNING_OF_NONE);
	w->seen = (struct words){ {
		arena_printf(f->arena,
			     "urutannya terbalik dari juri lain (korelasi peringkat %s pada %zu "
			     "lembar)",
			     number(f, rho, LANG_ID), figures->compared),
		arena_printf(f->arena,
			     "the order is the reverse of the others' (rank correlation %s over "
			     "%zu sheets)",
			     number(f, rho, LANG_EN), figures->compared),
	} };
}

static const int64_t *marks_of(const struct lab *lab, size_t i, size_t j)
{
	return lab->valid[i * lab->juror_count + j] ? lab->nominees[i].sheets[j]->marks_c : NULL;
}

/* The same value on every criterion. */
static bool is_flat(const struct lab *lab, const int64_t *marks)
{
	const struct criterion *first = lab->gauge.jury[0];

	for (size_t k = 1; k < lab->gauge.jury_count; k++) {
		const struct criterion *c = lab->gauge.jury[k];

		if ((wide)(marks[k] - c->min_c) * (first->max_c - first->min_c) !=
		    (wide)(marks[0] - first->min_c) * (c->max_c - c->min_c))
			return false;
	}
	return true;
}

struct sameness { /* of one juror, or of several */
	size_t sheets, flat;
	size_t pairs, same; /* of sheets in a row */
};

static void sameness_add(const struct lab *lab, size_t j, struct sameness *ret)
{
	const int64_t *before = NULL;

	for (size_t i = 0; i < lab->count; i++) {
		const int64_t *marks = marks_of(lab, i, j);

		if (!marks)
			continue;
		ret->sheets++;
		ret->flat += is_flat(lab, marks);
		ret->pairs += before != NULL;
		ret->same +=
			before && !memcmp(before, marks, lab->gauge.jury_count * sizeof(*marks));
		before = marks;
	}
}

/* The chance that a colleague's `n` would all be so. */
static double by_accident(size_t so, size_t of, size_t n)
{
	return pow(((double)so + 1) / ((double)of + 2), (double)n);
}

static void straight(struct finder *f, size_t j)
{
	struct sameness own = { 0 }, others = { 0 };
	bool same, flat;

	sameness_add(f->lab, j, &own);
	for (size_t k = 0; k < f->lab->juror_count; k++)
		if (k != j)
			sameness_add(f->lab, k, &others);
	if (own.sheets < SHEETS_LEAST)
		return;
	same = own.same == own.pairs && by_accident(others.same, others.pairs, own.pairs) <= CHANCE;
	flat = f->lab->gauge.jury_count > 1 && own.flat == own.sheets &&
	       by_accident(others.flat, others.sheets, own.sheets) <= CHANCE;
	if (!same && !flat)
		return;
	add(f, WARNING_STRAIGHT, j, WARNING_OF_NONE)->seen =
		same ? (struct words){ { "semua lembarnya sama", "all sheets are the same" } }
		     : (struct words){ { "pada setiap lembar semua kriteria bernilai sama",
					 "on every sheet all criteria have the same mark" } };
}

static void extremes(struct finder *f, size_t j)
{
	const struct juror_figures *own = &f->report->jurors[j];
	size_t marks = 0, at_end = 0;
	double share = (double)own->extremes / (double)(own->marks ? own->marks : 1), others;

	for (size_t k = 0; k < f->report->juror_count; k++)
		if (k != j) {
			marks += f->report->jurors[k].marks;
			at_end += f->report->jurors[k].extremes;
		}
	others = ((double)at_end + 1) / ((double)marks + 2);
	if (own->marks < EXTREMES_MARKS || share < EXTREMES_SHARE ||
	    share < EXTREMES_TIMES * others)
		return;
	add(f, WARNING_EXTREMES, j, WARNING_OF_NONE)->seen = (struct words){ {
		arena_printf(f->arena, "%zu dari %zu nilai berada di ujung skala", own->extremes,
			     own->marks),
		arena_printf(f->arena, "%zu of %zu marks lie at an end of the scale", own->extremes,
			     own->marks),
	} };
}

static void hasty(struct finder *f, const int64_t *seconds)
{
	const struct lab *lab = f->lab;
	int64_t least = HASTY_SECONDS * (int64_t)lab->gauge.jury_count;

	for (size_t at = 0; seconds && at < lab->count * lab->juror_count; at++) {
		size_t i = at / lab->juror_count, j = at % lab->juror_count;
		int64_t took = seconds[lab->members[i] * lab->whole->juror_count + lab->jurors[j]];

		if (!lab->valid[at] || took < 0 || took >= least)
			continue;
		add(f, WARNING_HASTY, j, i)->seen = (struct words){ {
			arena_printf(f->arena,
				     "lembar dimulai dan dikirim dalam %lld detik sesudah lembar "
				     "sebelumnya",
				     (long long)took),
			arena_printf(f->arena,
				     "the sheet was begun and submitted within %lld seconds of the "
				     "one before",
				     (long long)took),
		} };
	}
}

void warnings_find(const struct lab *lab, const struct ratings *totals,
		   const struct report_options *options, struct arena *arena,
		   struct category_report *ret)
{
	struct finder f = { .lab = lab, .arena = arena, .report = ret };
	bool *warned = NEW(&f.own, bool, lab->count * lab->juror_count);

	outliers_of_totals(&f, totals, warned);
	outliers_of_marks(&f, warned);
	for (size_t j = 0; j < lab->juror_count; j++) {
		reversed(&f, j);
		straight(&f, j);
		extremes(&f, j);
	}
	hasty(&f, options->seconds);
	arena_release(&f.own);
}
