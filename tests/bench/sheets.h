/* Editions of any size as the files that `tally` reads: nine jurors, marks that differ. */
#ifndef SHEETS_H
#define SHEETS_H

#include "app/app.h"
#include "bench.h"

/* `nominees` × nine jurors × `criteria`, as files in memory. Weights are 100 / criteria. */
void sheets_make(struct arena *arena, size_t nominees, size_t criteria,
		 struct source ret[SOURCE_COUNT]);

#endif
