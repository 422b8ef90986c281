/* Many documents as one file: a ZIP of PDFs, made one after another. Private to app. */
#ifndef BATCH_H
#define BATCH_H

#include "awarded.h"

/* The valid certificates of an edition, or those of one list (NULL: all); `ret->count` may be 0.
 * All of it lives in the arena of `from`. */
struct batch {
	const struct paper *paper;
	struct arena *arena;
	struct certificate *papers;
	const char **names; /* "desa/01-terbaik-i-kenanga.pdf" */
	size_t count;
	int64_t at; /* the newest release of them */
};
bool batch_certificates(const struct award_source *from, const struct paper *paper, int64_t edition,
			const struct settings *settings, const char *list, struct batch *ret,
			struct err *err) MUST_CHECK;
/* Before each document; true: stop. */
struct batch_stop {
	bool (*stop)(void *arg, size_t done);
	void *arg;
};
/* Writes the file `path`; `stop` may be NULL. ERR_FULL; "cancelled". */
bool batch_zip(const struct batch *batch, const char *path, const struct batch_stop *stop,
	       struct err *err) MUST_CHECK;

#endif
