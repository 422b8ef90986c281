/* Which column of somebody's spreadsheet is which of ours. Private to app. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "app/app.h"

#define COLUMNS_SAMPLES 3

struct columns {
	const char **names; /* of the header row */
	size_t count;
	const char **samples[COLUMNS_SAMPLES]; /* the first rows, for the eye; NULL = no such row */
};

/* False when the file has no header row that can be read: reading it whole says why. */
bool columns_look(const struct source *source, struct arena *arena, struct columns *ret) MUST_CHECK;
/* Can the file be read without asking: the mandatory columns are there, and (unless `open`) no
 * unknown ones? */
bool columns_known(const struct columns *columns, const char *const *ours, size_t must, bool open);
/* The column that most likely is `ours`, or NULL. */
const char *columns_guess(const struct columns *columns, const char *ours);
/* "Kabupaten Contoh Ilir" -> "kabupaten-contoh-ilir": never empty, at most 32. */
const char *columns_key(struct arena *arena, const char *name);
/* The same words, whatever their case and what stands between them. */
bool columns_same(const char *a, const char *b);

#endif
