/* Between the page_import*.c: a file on its way into an edition. Private to app. */
#ifndef PAGE_IMPORT_H
#define PAGE_IMPORT_H

#include "app/columns.h"
#include "import.h"
#include "secretariat.h"

enum import_kind { IMPORT_NOMINEES, IMPORT_JURORS, IMPORT_EVIDENCE, IMPORT_KINDS };

struct import_form { /* of one kind of file */
	const char *name;
	const char *const *columns; /* ended by NULL */
	size_t must;
	bool open; /* other columns are welcome */
	enum deed deed;
	const char *act; /* as the log calls it */
};
extern const struct import_form IMPORT_FORMS[IMPORT_KINDS];
bool import_kind_parse(const char *name, enum import_kind *ret) MUST_CHECK;

struct import_run {
	struct desk *d;
	struct importer by;
	enum import_kind kind;
	struct source source;
	struct columns columns; /* of the file */
	struct column_map map;	/* as chosen in the form */
	bool mapped;
	struct complaints complaints;
	struct import_count count;
	struct err why;	   /* refused: the phase, a category that may not change */
	struct val *taken; /* the first rows as they were read: lists of texts */
};

/* ---- Which column is which (page_import_columns.c) ---- */

/* Takes `map.*` of the form; false when it chooses a column that the file lacks. */
bool import_map_take(struct import_run *r) MUST_CHECK;
/* Puts "columns" on the page: a choice for each of ours, guessed or as it was chosen. */
void import_map_put(struct import_run *r);
/* What was chosen, as hidden fields of the form that confirms. */
void import_map_carry(struct import_run *r, struct val *preview);

/* ---- What would happen (page_import_preview.c) ---- */

void import_taken_put(struct import_run *r, const char *const *texts, size_t count);
/* The file as a form can bring it back, or NULL: it is chosen once more. */
const char *import_carried(const struct import_run *r);
bool import_preview_put(struct import_run *r, const char *digest, struct err *err) MUST_CHECK;

#endif
