/* Deeds that put what files hold into an edition: used by `init` and by the secretariat's pages.
 * They run inside the writer's transaction, ask themselves whether the phase allows it
 * (ERR_CONFLICT `wrong_phase`), and write one act to the log each, none when nothing changed.
 * Private to app. */
#ifndef IMPORT_H
#define IMPORT_H

#include "service.h"

struct importer {
	struct db *db;
	const struct actor
		*actor; /* account 0: the command line, which may bring evidence in setup */
	int64_t at;
	struct arena *arena;
};

struct import_count {
	size_t added, changed, removed, same;
};

/* The parsed scheme and its bytes. A new edition is made, in phase setup; bytes that are already in
 * force change nothing; other bytes are a new rule version. */
bool import_scheme(const struct importer *by, const struct scheme *scheme, const char *text,
		   size_t len, struct edition *ret, struct err *err) MUST_CHECK;
/* No nominee may be left without its category: one complaint for each that would be. */
bool import_categories(struct db *db, const struct edition *edition, const struct scheme *scheme,
		       const char *file, struct arena *arena, struct complaints *complaints,
		       struct err *err) MUST_CHECK;
/* All of the settings: what is NULL is emptied. */
bool import_settings(const struct importer *by, const struct edition *edition,
		     const struct settings *settings, struct err *err) MUST_CHECK;
/* By key: adds or changes, never removes. */
bool import_nominees(const struct importer *by, const struct edition *edition,
		     const struct scheme *scheme, const struct nominee_list *list,
		     struct import_count *ret, struct err *err) MUST_CHECK;
/* By key, likewise. When the list names a chair, nobody else of the panel stays one. */
bool import_jurors(const struct importer *by, const struct edition *edition,
		   const struct juror_row *rows, size_t count, struct import_count *ret,
		   struct err *err) MUST_CHECK;
/* The evidence of the nominees in `list`, by name: a new value has the status of the file; with the
 * value unchanged a file that verifies or rejects does so, and one that does neither takes nothing
 * back. An empty value removes what is there. Verified evidence that a rule cannot read is a
 * complaint with its place, then false with the code `bad_rows`. */
bool import_evidence(const struct importer *by, const struct edition *edition,
		     const struct scheme *scheme, const struct nominee_list *list,
		     struct import_count *ret, struct complaints *complaints,
		     struct err *err) MUST_CHECK;
/* The edition's nominees as evidence_file_read wants them: keys and categories. */
bool import_nominee_list(struct db *db, const struct edition *edition, const struct scheme *scheme,
			 struct arena *arena, struct nominee_list *ret, struct err *err) MUST_CHECK;

#endif
