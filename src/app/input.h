/* Between the input_*.c: one CSV file being read, its columns found by name. */
#ifndef APP_INPUT_H
#define APP_INPUT_H

#include "app/app.h"
#include "view/view.h"

struct input {
	const struct source *source;
	const struct scheme *scheme;
	struct arena *arena;
	struct complaints *complaints;
	const char *const *columns; /* that are known; NULL ends them */
	size_t must;		    /* so many of the first ones are mandatory */
	bool open;		    /* other columns are welcome; else they are a mistake */
	void (*row)(struct input *in, const struct csv_row *row);
	void *own; /* of the reader of this kind of file */
	/* Set by input_read: */
	const struct csv_header *header;
	size_t at[COLUMNS_MAX]; /* where each known column stands, or NAME_NONE */
};

#define BAD_ROW(in, row, ...) /* id, en, arguments */                                    \
	complain((in)->complaints, (struct place){ (in)->source->file, (row)->line, 0 }, \
		 __VA_ARGS__)

/* False when there was any complaint. */
bool input_read(struct input *in) MUST_CHECK;

/* The cell of a known column; an optional column that is missing has an empty cell. */
const struct csv_field *input_cell(const struct input *in, const struct csv_row *row,
				   size_t column);
/* A key in a mandatory column: NULL after a complaint. Not copied: it lives as long as the row. */
const char *input_key(struct input *in, const struct csv_row *row, size_t column);
/* Is column `i` of the file one of ours? */
bool input_takes(const struct input *in, size_t i);
/* In a file with a map: is the cell this name, whatever its case? */
bool input_called(const struct input *in, const struct csv_field *cell, const char *name);
/* Text in NFC without spaces around it. `lines`: line breaks stay; else each becomes a space.
 * NULL after a complaint. */
const char *input_text(struct input *in, const struct csv_row *row, size_t column, bool lines);
/* The nominee that a row names, or NULL after a complaint. */
struct nominee *input_nominee(struct input *in, const struct csv_row *row, size_t column,
			      struct nominee_list *nominees, size_t *guess);
/* Says why a cell is no number: a thousands separator, an ambiguous point, or what was expected. */
void input_bad_number(struct input *in, const struct csv_row *row, size_t column,
		      const char *expected_id, const char *expected_en);

/* Fill in what tally_run wants (input_scores.c); `jurors` gathers the keys. */
bool score_file_read(const struct source *source, const struct scheme *scheme,
		     struct nominee_list *nominees, struct names *jurors, struct arena *arena,
		     struct complaints *complaints) MUST_CHECK;
bool recusal_file_read(const struct source *source, const struct scheme *scheme,
		       struct nominee_list *nominees, struct names *jurors, struct arena *arena,
		       struct complaints *complaints) MUST_CHECK;
bool vote_file_read(const struct source *source, const struct scheme *scheme,
		    struct nominee_list *nominees, struct arena *arena, struct vote **ret,
		    size_t *ret_count, struct complaints *complaints) MUST_CHECK;

#endif
