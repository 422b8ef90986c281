/* The valid sheets of one nominee (rule 4). Not scored is never zero. */
#include "core/tally_internal.h"

#include <string.h>

void panel_init(struct panel *panel, const struct gauge *gauge, size_t juror_count,
		struct arena *arena)
{
	panel->count = 0;
	panel->sheets = NEW(arena, const struct sheet *, juror_count);
	panel->jurors = NEW(arena, size_t, juror_count);
	panel->sums = NEW(arena, wide, gauge->jury_count);
}

void panel_read(struct panel *panel, const struct gauge *gauge, const struct nominee *nominee,
		size_t juror_count, const bool *mask)
{
	size_t count = nominee->sheet_count < juror_count ? nominee->sheet_count : juror_count;

	panel->count = 0;
	memset(panel->sums, 0, gauge->jury_count * sizeof(*panel->sums));
	if (!gauge->jury_weight_c)
		return;
	for (size_t i = 0; i < count; i++) {
		const struct sheet *sheet = nominee->sheets[i];

		if (!sheet || sheet->recused || sheet->absent || (mask && !mask[i]))
			continue;
		if (!gauge_complete(gauge, sheet))
			continue;
		panel->sheets[panel->count] = sheet;
		panel->jurors[panel->count++] = i;
		for (size_t k = 0; k < gauge->jury_count; k++)
			panel->sums[k] += gauge_offset(gauge, sheet, k);
	}
}
