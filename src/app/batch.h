/* Many documents as one file: a ZIP of PDFs, made one after another, or one PDF. Private to app. */
#ifndef BATCH_H
#define BATCH_H

#include "awarded.h"

/* One of them: a certificate, or a layout with its facts. */
struct batch_item {
	const char *name; /* in the ZIP: "desa/01-terbaik-i-kenanga.pdf" */
	const struct certificate *certificate;
	const struct layout *layout, *instead; /* as in filled (paper.h) */
	const struct val *data;
	const char *title;
	const char *part; /* of one PDF of all, by the list of contents */
	bool sample;
};

struct batch {
	const struct paper *paper;
	struct arena *arena; /* of everything in it */
	const char *author;
	struct batch_item *items;
	size_t count, cap;
	int64_t at; /* seconds UTC: the same facts give the same bytes */
};

void batch_add(struct batch *batch, const struct batch_item *item);
/* The valid certificates of an edition, or those of one list (NULL: all); there may be none. */
bool batch_certificates(const struct award_source *from, int64_t edition,
			const struct settings *settings, const char *list, struct batch *ret,
			struct err *err) MUST_CHECK;

/* Before each document, `done` with so many bytes; true: stop. */
struct batch_stop {
	bool (*stop)(void *arg, size_t done, size_t bytes);
	void *arg;
};
/* Writes the file `path`; `stop` may be NULL. ERR_FULL; "cancelled". */
bool batch_zip(const struct batch *batch, const char *path, const struct batch_stop *stop,
	       struct err *err) MUST_CHECK;
/* One PDF of all, written as it is made: the memory of one document and a line for each. */
bool batch_pdf_write(const struct batch *batch, int fd, const struct batch_stop *stop,
		     struct err *err) MUST_CHECK;
/* Certificates alone, and with their title. */
bool batch_pdf(const struct batch *batch, struct buf *ret, struct err *err) MUST_CHECK;

#endif
