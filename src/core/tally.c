/* The tally: the ten rules of docs/methods.md from marks and evidence to ranked lists. */
#include "core/tally_internal.h"

const char *standing_text(enum standing standing)
{
	switch (standing) {
	case STANDING_RANKED: return "ranked";
	case STANDING_BELOW_QUORUM: return "below_quorum";
	case STANDING_INELIGIBLE: return "ineligible";
	}
	return "";
}

void run_init(struct run *run, const struct tally_input *input, const bool *mask,
	      struct arena *arena, struct arena *scratch)
{
	size_t count = input->scheme->category_count;

	*run = (struct run){ .input = input,
			     .mask = mask,
			     .arena = arena,
			     .scratch = scratch,
			     .gauges = NEW(arena, struct gauge, count),
			     .members = NEW(arena, size_t *, count),
			     .member_counts = NEW(arena, size_t, count),
			     .panels = NEW(arena, struct panel, count),
			     .additives = NEW(arena, struct additive, count) };
	for (size_t i = 0; i < input->nominee_count; i++)
		run->member_counts[input->nominees[i].category]++;
	for (size_t c = 0; c < count; c++) {
		gauge_init(&run->gauges[c], &input->scheme->categories[c], input->juror_count,
			   arena);
		panel_init(&run->panels[c], &run->gauges[c], input->juror_count, arena);
		run->members[c] = NEW(arena, size_t, run->member_counts[c]);
		run->member_counts[c] = 0;
	}
	for (size_t i = 0; i < input->nominee_count; i++) {
		size_t c = input->nominees[i].category;

		run->members[c][run->member_counts[c]++] = i;
	}
}

/* ---- One row ---- */

/* D = Σ w·v / Wd (rule 7). */
static struct ratio data_score(const struct run *run, const struct nominee *nominee,
			       struct complaints *complaints)
{
	const struct gauge *gauge = &run->gauges[nominee->category];
	const struct category *category = gauge->category;
	wide sum = 0;

	for (size_t i = 0; i < category->criterion_count; i++)
		if (category->criteria[i].kind != CRITERION_JURY)
			sum += (wide)category->criteria[i].weight_c *
			       evidence_read(nominee, category, i, complaints).value_e4;
	if (!gauge->data_weight_c)
		return ratio_int(0);
	return ratio_of_wide(run->arena, sum, (wide)gauge->data_weight_c * 10000);
}

static void gates_read(const struct run *run, const struct nominee *nominee, struct row *row,
		       struct complaints *complaints)
{
	const struct category *category = run->gauges[nominee->category].category;

	for (size_t i = 0; i < category->gate_count; i++) {
		if (gate_passes(nominee, category, i, complaints))
			continue;
		if (!row->failed)
			row->failed = NEW(run->arena, const struct gate *, category->gate_count);
		row->failed[row->failed_count++] = &category->gates[i];
	}
}

/* A mark that the scheme cannot have allowed is never taken for a mark, nor passed over. */
static void marks_check(const struct run *run, const struct nominee *nominee,
			struct complaints *complaints)
{
	const struct gauge *gauge = &run->gauges[nominee->category];

	for (size_t j = 0; j < nominee->sheet_count && j < run->input->juror_count; j++) {
		const struct sheet *sheet = nominee->sheets[j];

		for (size_t k = 0; sheet && k < gauge->jury_count; k++) {
			const struct criterion *criterion = gauge->jury[k];
			int64_t mark = sheet->marks_c[k];

			if (mark != MARK_NONE &&
			    (mark < criterion->min_c || mark > criterion->max_c))
				complain(complaints, nominee->place,
					 "%s, %s, %s: nilai di luar batas kriteria",
					 "%s, %s, %s: the mark is outside the criterion's range",
					 nominee->key, run->input->jurors[j], criterion->key);
		}
	}
}

/* F = (Wj·J + Wd·D) / (Wj + Wd) (rule 7). */
static struct ratio final_score(const struct gauge *gauge, struct arena *arena, struct ratio jury,
				struct ratio data)
{
	struct ratio sum;

	if (!gauge->data_weight_c)
		return jury;
	if (!gauge->jury_weight_c)
		return data;
	sum = ratio_add(arena, ratio_mul(arena, jury, ratio_int(gauge->jury_weight_c)),
			ratio_mul(arena, data, ratio_int(gauge->data_weight_c)));
	return ratio_div(arena, sum, ratio_int(gauge->jury_weight_c + gauge->data_weight_c));
}

static void row_score(const struct run *run, struct row *row, const struct panel *panel)
{
	const struct gauge *gauge = &run->gauges[row->category];
	struct arena *scratch = run->scratch;
	struct ratio jury = ratio_int(0), final;

	row->has_jury = gauge->jury_weight_c > 0;
	if (row->has_jury)
		jury = jury_score(run, row->category, panel, scratch);
	final = final_score(gauge, scratch, jury, row->data);
	row->jury = ratio_keep(run->arena, jury);
	row->final = ratio_keep(run->arena, final);
	row->published =
		ratio_keep(run->arena, ratio_round(scratch, final, run->input->scheme->decimals));
}

static void row_fill(struct run *run, size_t nominee, bool computable, struct row *row,
		     struct complaints *complaints)
{
	const struct nominee *who = &run->input->nominees[nominee];
	const struct gauge *gauge = &run->gauges[who->category];
	struct panel *panel = &run->panels[who->category];

	row->nominee = nominee;
	row->category = who->category;
	panel_read(panel, gauge, who, run->input->juror_count, run->mask);
	row->sheets = panel->count;
	if (panel->count < who->sheet_count)
		marks_check(run, who, complaints);
	row->has_data = gauge->data_weight_c > 0;
	row->data = data_score(run, who, complaints);
	gates_read(run, who, row, complaints);
	if (row->failed_count)
		row->status = STANDING_INELIGIBLE;
	else if (gauge->jury_weight_c && row->sheets < run->input->scheme->quorum)
		row->status = STANDING_BELOW_QUORUM;
	else
		row->status = STANDING_RANKED;
	if (row->status == STANDING_RANKED && computable)
		row_score(run, row, panel);
}

/* ---- Lists ---- */

/* The words of the first complaint about the list. */
static struct words error_of(const struct run *run, const struct complaints *complaints,
			     size_t first)
{
	const struct words *text;

	if (first >= complaints->count) /* it was counted, not kept */
		return (struct words){ { "daftar ini tidak dapat dihitung",
					 "this list cannot be computed" } };
	text = &complaints->items[first].text;
	return (struct words){ { arena_text(run->arena, text->text[LANG_ID]),
				 arena_text(run->arena, text->text[LANG_EN]) } };
}

bool run_category(struct run *run, size_t index, struct ranking *ret, struct complaints *complaints)
{
	const struct category *category = &run->input->scheme->categories[index];
	bool additive = run->input->scheme->method == METHOD_ADDITIVE &&
			run->gauges[index].jury_weight_c > 0;
	size_t count = run->member_counts[index], before = complaints->total;
	bool computable = !additive || additive_fit(run, index, complaints);
	struct row *rows = NEW(run->arena, struct row, count);

	*ret = (struct ranking){ .key = category->key,
				 .name = category->name,
				 .winners = category->winners };
	for (size_t i = 0; i < count; i++) {
		row_fill(run, run->members[index][i], computable, &rows[i], complaints);
		arena_reset(run->scratch);
	}
	if (complaints->total > before) {
		ret->error = error_of(run, complaints, before);
		return false;
	}
	ret->rows = rows;
	ret->count = count;
	ranking_settle(run, ret, &category->ties, false);
	for (size_t i = 0; i < ret->ranked_count; i++)
		if (rows[i].rank <= category->title_count)
			rows[i].title = &category->titles[rows[i].rank - 1];
	return true;
}

void run_overall(struct run *run, const struct overall *overall, const struct ranking *categories,
		 struct ranking *ret)
{
	size_t cap = 0;

	*ret = (struct ranking){ .key = overall->key,
				 .name = overall->name,
				 .winners = overall->winners };
	for (size_t i = 0; i < overall->from_count; i++) {
		const struct ranking *from = &categories[overall->from[i]];

		if (from->error.text[LANG_ID]) {
			ret->error = from->error;
			ret->rows = NULL;
			ret->count = 0;
			return;
		}
		for (size_t r = 0; r < from->ranked_count; r++) {
			struct row row = from->rows[r];

			if (row.rank > overall->take)
				break;
			row.tied = false;
			row.title = NULL;
			GROW(run->arena, ret->rows, ret->count, &cap);
			ret->rows[ret->count++] = row;
		}
	}
	ranking_settle(run, ret, &run->input->scheme->ties, true);
}

bool tally_run(const struct tally_input *input, struct arena *arena, struct tally *ret,
	       struct complaints *complaints)
{
	const struct scheme *scheme = input->scheme;
	struct arena scratch = { 0 };
	struct run run;
	bool good = true;

	run_init(&run, input, NULL, arena, &scratch);
	*ret = (struct tally){ .categories = NEW(arena, struct ranking, scheme->category_count),
			       .category_count = scheme->category_count,
			       .overalls = NEW(arena, struct ranking, scheme->overall_count),
			       .overall_count = scheme->overall_count };
	for (size_t i = 0; i < scheme->category_count; i++)
		good = run_category(&run, i, &ret->categories[i], complaints) && good;
	for (size_t i = 0; i < scheme->overall_count; i++)
		run_overall(&run, &scheme->overalls[i], ret->categories, &ret->overalls[i]);
	arena_release(&scratch);
	return good;
}
