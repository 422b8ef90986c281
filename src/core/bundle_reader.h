/* Between bundle_read.c, which goes from line to line, and those who take a line each. */
#ifndef CORE_BUNDLE_READER_H
#define CORE_BUNDLE_READER_H

#include "core/bundle.h"

#define FIELDS_MAX 16

struct reader {
	const char *file, *at, *end; /* `end`: where the closing line begins */
	unsigned line;
	struct arena *arena;
	struct complaints *complaints;
	struct scheme_parser parser;
	struct buf room; /* the line whose fields are read */
	struct buf scheme_text;
	unsigned scheme_lines;
	struct scheme *scheme; /* NULL until the first line behind its text */
	struct names nominees;
	struct nominee *nominee; /* the current one */
	int64_t *given_e4, *gates_given;
	struct sheet *sheet; /* the current one: marks are missing from `next_mark` on */
	size_t sheet_juror, next_mark;
	size_t cells; /* of tables that may still be made, in proportion to the file */
	size_t nominee_cap, version_cap, evidence_cap, vote_cap, reopening_cap, change_cap,
		late_cap, leaf_cap;
	char *fields[FIELDS_MAX];
	size_t lens[FIELDS_MAX];
	size_t field_count;
	struct bundle *ret;
};

#define REFUSE(r, ...) (complain((r)->complaints, reader_here(r), __VA_ARGS__), false)

struct place reader_here(const struct reader *r);
const struct category *reader_category(const struct reader *r); /* of the current nominee */
bool reader_nominee(struct reader *r, const char *key, size_t len, size_t *ret);
bool reader_scheme(struct reader *r);	  /* once its lines are all there */
bool reader_sheet_done(struct reader *r); /* no mark of the current sheet is missing */

/* Fields (bundle_fields.c). Each says what is wrong and returns false. */
bool field_whole(struct reader *r, size_t field, uint64_t max, uint64_t *ret);
bool field_unsigned(struct reader *r, size_t field, unsigned *ret);
bool field_number(struct reader *r, size_t count);
bool field_time(struct reader *r, size_t field, int64_t *ret);
bool field_word(struct reader *r, size_t field, const char *const *words, size_t count,
		size_t *ret);
bool field_hash(struct reader *r, size_t field, uint8_t ret[SHA256_SIZE]);
bool field_juror(struct reader *r, size_t field, size_t *ret);
bool field_nominee(struct reader *r, size_t field, size_t *ret);
bool field_is_current(struct reader *r, size_t field);
char *field_optional(struct reader *r, size_t field);
bool field_list(struct reader *r, size_t field, const char **ret);

/* Lines (bundle_take.c, bundle_take_events.c) whose fields are split and counted. */
bool take_format(struct reader *r);
bool take_release(struct reader *r);
bool take_corrects(struct reader *r);
bool take_approved(struct reader *r);
bool take_version(struct reader *r);
bool take_scheme(struct reader *r);
bool take_juror(struct reader *r);
bool take_nominee(struct reader *r);
bool take_evidence(struct reader *r);
bool take_sealed(struct reader *r);
bool take_value(struct reader *r);
bool take_gate(struct reader *r);
bool take_mark(struct reader *r);
bool take_recused(struct reader *r);
bool take_absent(struct reader *r);
bool take_open(struct reader *r);
bool take_vote(struct reader *r);
bool take_reopened(struct reader *r);
bool take_changed(struct reader *r);
bool take_late(struct reader *r);
bool take_leaf(struct reader *r);

#endif
