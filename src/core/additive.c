/* The additive method (rule 6): T_ij = m + a_i + b_j by least squares over all valid sheets.
 *
 * With J_i = m + a_i the normal equations are
 *	J_i = mean over the jurors j of i of (T_ij − b_j)			for each nominee i,
 *	Σ over the nominees i of j of (T_ij − J_i − b_j) = 0			for each juror j.
 * Putting the first into the second leaves one equation per juror, whatever the number of nominees:
 *	Σ_k A_jk·b_k = r_j,	A_jj = Σ_i (1 − 1/n_i),	A_jk = −Σ_i 1/n_i,	r_j = Σ_i (T_ij −
 *T̄_i) where i runs over the nominees that j, or both j and k, have judged, and n_i counts the
 *sheets of i. A is the Laplacian of a graph of jurors: connected, it loses one rank, which Σ b = 0
 *restores. So the last b is set to 0, the others are eliminated without search for a pivot (what
 *remains is positive definite), and their mean is taken off at the end. All in exact fractions. */
#include "core/tally_internal.h"

#include <assert.h>
#include <string.h>

#define PART_NOMINEES 20 /* of a part that are named before "…" */

/* ---- Is everything comparable with everything? ---- */

static size_t root(size_t *parents, size_t j)
{
	while (parents[j] != j) {
		parents[j] = parents[parents[j]];
		j = parents[j];
	}
	return j;
}

/* Reads nominee `at` of the category into the run's panel. */
static const struct panel *panel_at(struct run *run, size_t category, size_t at)
{
	struct panel *panel = &run->panels[category];

	panel_read(panel, &run->gauges[category], &run->input->nominees[run->members[category][at]],
		   run->input->juror_count, run->mask);
	return panel;
}

static void part_name(struct run *run, size_t category, size_t *parents, size_t part,
		      struct buf *ret)
{
	size_t named = 0;

	for (size_t i = 0; i < run->member_counts[category]; i++) {
		const struct panel *panel = panel_at(run, category, i);
		const struct nominee *nominee = &run->input->nominees[run->members[category][i]];

		if (!panel->count || root(parents, panel->jurors[0]) != part)
			continue;
		if (named++ < PART_NOMINEES)
			buf_printf(ret, "%s%s", named > 1 ? ", " : "", nominee->key);
	}
	if (named > PART_NOMINEES)
		buf_printf(ret, ", … (%zu)", named);
	buf_puts(ret, " –");
	for (size_t j = 0, n = 0; j < run->input->juror_count; j++)
		if (run->additives[category].present[j] && root(parents, j) == part)
			buf_printf(ret, "%s %s", n++ ? "," : "", run->input->jurors[j]);
}

static bool connected(struct run *run, size_t category, struct complaints *complaints)
{
	const struct category *rules = &run->input->scheme->categories[category];
	const bool *present = run->additives[category].present;
	size_t jurors = run->input->juror_count, parts = 0;
	size_t *parents = NEW(run->scratch, size_t, jurors);
	struct buf text;

	for (size_t j = 0; j < jurors; j++)
		parents[j] = j;
	for (size_t i = 0; i < run->member_counts[category]; i++) {
		const struct panel *panel = panel_at(run, category, i);

		for (size_t n = 1; n < panel->count; n++)
			parents[root(parents, panel->jurors[n])] = root(parents, panel->jurors[0]);
	}
	for (size_t j = 0; j < jurors; j++)
		parts += present[j] && root(parents, j) == j;
	if (parts <= 1)
		return true;
	buf_init(&text, run->scratch);
	for (size_t j = 0; j < jurors; j++) {
		if (!present[j] || root(parents, j) != j)
			continue;
		buf_puts(&text, text.len ? "; [" : "[");
		part_name(run, category, parents, j, &text);
		buf_char(&text, ']');
	}
	complain(
		complaints, (struct place){ 0 },
		"kategori %s: metode additive tidak dapat membandingkan semua nominee, karena tidak "
		"ada juri yang menghubungkan bagian-bagian ini: %s",
		"category %s: the additive method cannot compare all nominees, because no juror "
		"connects these parts: %s",
		rules->key, text.data);
	return false;
}

/* ---- The equations ---- */

struct equations {
	size_t size;	   /* jurors with a valid sheet */
	size_t *jurors;	   /* which they are */
	size_t *place_of;  /* by juror: its equation */
	struct ratio *a;   /* size × size */
	struct ratio *rhs; /* size */
};

/* Adds the nominees with exactly `n` sheets; whole numbers until the division by n at the end. */
static void equations_add(struct run *run, size_t category, size_t n, struct equations *eq)
{
	const struct gauge *gauge = &run->gauges[category];
	int64_t *both = NEW(run->scratch, int64_t, eq->size * eq->size);
	wide *sums = NEW(run->scratch, wide, eq->size * gauge->jury_count);

	for (size_t i = 0; i < run->member_counts[category]; i++) {
		const struct panel *panel = panel_at(run, category, i);

		if (panel->count != n)
			continue;
		for (size_t x = 0; x < n; x++) {
			size_t j = eq->place_of[panel->jurors[x]];
			wide *own = &sums[j * gauge->jury_count];

			for (size_t y = 0; y < n; y++)
				both[j * eq->size + eq->place_of[panel->jurors[y]]]++;
			for (size_t k = 0; k < gauge->jury_count; k++)
				own[k] += (wide)n * gauge_offset(gauge, panel->sheets[x], k) -
					  panel->sums[k];
		}
	}
	for (size_t j = 0; j < eq->size; j++) {
		struct ratio *row = &eq->a[j * eq->size];
		struct ratio r = gauge_score(gauge, run->scratch, &sums[j * gauge->jury_count], n);

		eq->rhs[j] = ratio_add(run->scratch, eq->rhs[j], r);
		row[j] = ratio_add(run->scratch, row[j], ratio_int(both[j * eq->size + j]));
		for (size_t k = 0; k < eq->size; k++)
			row[k] = ratio_sub(
				run->scratch, row[k],
				ratio_of(run->scratch, both[j * eq->size + k], (int64_t)n));
	}
}

/* b of the first size − 1 equations, the last being 0; left in rhs. */
static void equations_solve(struct equations *eq, struct arena *arena)
{
	size_t n = eq->size - 1;

	for (size_t p = 0; p < n; p++)
		for (size_t j = p + 1; j < n; j++) {
			struct ratio *from = &eq->a[p * eq->size], *to = &eq->a[j * eq->size];
			struct ratio factor = ratio_div(arena, to[p], from[p]);

			for (size_t k = p + 1; k < n; k++)
				to[k] = ratio_sub(arena, to[k], ratio_mul(arena, factor, from[k]));
			eq->rhs[j] =
				ratio_sub(arena, eq->rhs[j], ratio_mul(arena, factor, eq->rhs[p]));
		}
	for (size_t p = n; p-- > 0;) {
		const struct ratio *row = &eq->a[p * eq->size];

		for (size_t k = p + 1; k < n; k++)
			eq->rhs[p] =
				ratio_sub(arena, eq->rhs[p], ratio_mul(arena, row[k], eq->rhs[k]));
		eq->rhs[p] = ratio_div(arena, eq->rhs[p], row[p]);
	}
	eq->rhs[n] = ratio_int(0);
}

static void equations_init(struct run *run, const bool *present, struct equations *eq)
{
	size_t jurors = run->input->juror_count;

	*eq = (struct equations){ .jurors = NEW(run->scratch, size_t, jurors),
				  .place_of = NEW(run->scratch, size_t, jurors) };
	for (size_t j = 0; j < jurors; j++)
		if (present[j]) {
			eq->place_of[j] = eq->size;
			eq->jurors[eq->size++] = j;
		}
	eq->a = NEW(run->scratch, struct ratio, eq->size * eq->size);
	eq->rhs = NEW(run->scratch, struct ratio, eq->size);
	for (size_t i = 0; i < eq->size * eq->size; i++)
		eq->a[i] = ratio_int(0);
	for (size_t i = 0; i < eq->size; i++)
		eq->rhs[i] = ratio_int(0);
}

bool additive_fit(struct run *run, size_t category, struct complaints *complaints)
{
	struct additive *fit = &run->additives[category];
	size_t jurors = run->input->juror_count;
	bool *sizes = NEW(run->scratch, bool, jurors + 1); /* numbers of sheets that occur */
	struct ratio mean = ratio_int(0);
	struct equations eq;

	fit->present = NEW(run->arena, bool, jurors);
	fit->effect = NEW(run->arena, struct ratio, jurors);
	for (size_t i = 0; i < run->member_counts[category]; i++) {
		const struct panel *panel = panel_at(run, category, i);

		sizes[panel->count] = true;
		for (size_t n = 0; n < panel->count; n++)
			fit->present[panel->jurors[n]] = true;
	}
	if (!connected(run, category, complaints))
		return false;
	equations_init(run, fit->present, &eq);
	if (!eq.size)
		return true;
	for (size_t n = 1; n <= jurors; n++)
		if (sizes[n])
			equations_add(run, category, n, &eq);
	equations_solve(&eq, run->scratch);
	for (size_t j = 0; j < eq.size; j++)
		mean = ratio_add(run->scratch, mean, eq.rhs[j]);
	mean = ratio_div(run->scratch, mean, ratio_int((int64_t)eq.size));
	for (size_t j = 0; j < eq.size; j++)
		fit->effect[eq.jurors[j]] =
			ratio_keep(run->arena, ratio_sub(run->scratch, eq.rhs[j], mean));
	return true;
}
