/* How one score is made: the value of each criterion and the total of each juror. */
#include "core/tally_internal.h"

#include <string.h>

static struct criterion_value jury_value(const struct gauge *gauge, const struct panel *panel,
					 size_t index, struct arena *arena)
{
	const struct criterion *criterion = &gauge->category->criteria[index];
	struct ratio points = ratio_int(0), value = ratio_int(0);

	if (!panel->count)
		return (struct criterion_value){ .value = value, .points = points };
	points = gauge_weigh(gauge, arena, panel->sums, panel->count, index, index + 1,
			     gauge->jury_weight_c + gauge->data_weight_c);
	value = gauge_weigh(gauge, arena, panel->sums, panel->count, index, index + 1,
			    criterion->weight_c);
	return (struct criterion_value){ .known = true, .value = value, .points = points };
}

static struct criterion_value data_value(const struct gauge *gauge, const struct nominee *nominee,
					 size_t index, struct arena *arena,
					 struct complaints *complaints)
{
	struct reading reading = evidence_read(nominee, gauge->category, index, complaints);
	struct ratio value = ratio_of(arena, reading.value_e4, 10000);
	struct ratio weight = ratio_of(arena, gauge->category->criteria[index].weight_c,
				       gauge->jury_weight_c + gauge->data_weight_c);

	return (struct criterion_value){ .known = true,
					 .value = value,
					 .points = ratio_mul(arena, value, weight),
					 .numerator = reading.numerator,
					 .denominator = reading.denominator,
					 .word = reading.word };
}

bool tally_detail(const struct tally_input *input, size_t nominee, struct arena *arena,
		  struct detail *ret, struct complaints *complaints)
{
	const struct nominee *who = &input->nominees[nominee];
	const struct category *category = &input->scheme->categories[who->category];
	size_t before = complaints->total;
	struct gauge gauge;
	struct panel panel;

	gauge_init(&gauge, category, input->juror_count, arena);
	panel_init(&panel, &gauge, input->juror_count, arena);
	panel_read(&panel, &gauge, who, input->juror_count, NULL);
	*ret = (struct detail){
		.criteria = NEW(arena, struct criterion_value, category->criterion_count),
		.totals = NEW(arena, struct ratio, input->juror_count),
		.valid = NEW(arena, bool, input->juror_count),
	};
	for (size_t i = 0; i < category->criterion_count; i++)
		ret->criteria[i] = category->criteria[i].kind == CRITERION_JURY
					   ? jury_value(&gauge, &panel, i, arena)
					   : data_value(&gauge, who, i, arena, complaints);
	for (size_t i = 0; i < panel.count; i++) {
		ret->valid[panel.jurors[i]] = true;
		ret->totals[panel.jurors[i]] = gauge_total(&gauge, arena, panel.sheets[i]);
	}
	return complaints->total == before;
}
