/* Between report_book.c and report_book_jurors.c: one category going into a workbook. */
#ifndef APP_REPORT_BOOK_H
#define APP_REPORT_BOOK_H

#include "app/app.h"
#include "view/view.h"

enum {
	MARKS_COLUMN = 4,   /* of the first mark, on the sheet of marks */
	RESULTS_COLUMN = 4, /* of the first data criterion, on the sheet of results */
	JURORS_ROW = 14,    /* of the first juror, on the sheet of jurors */
	JURORS_EFFECT = 4,  /* column of b */
};

struct member {
	size_t nominee;
	struct detail detail;
	size_t first, valid; /* rows of its valid sheets on the sheet of marks */
	size_t place;	     /* by published score alone */
};

struct leaf {
	struct book *book;
	struct arena *arena;
	const struct tally_input *input;
	const struct category *category;
	const struct category_report *report;
	const char *const *jurors;
	enum lang lang;
	bool additive;
	struct member *members; /* in the order of the ranking */
	size_t member_count, ranked;
	const char *marks_name, *results_name, *jurors_name;
};

const char *leaf_say(const struct leaf *p, const char *id, const char *en);
void leaf_begin(struct leaf *p, const char *name, const char *note);
/* Agreement, juror statistics, how sure the ranks are. */
void report_book_jurors(struct leaf *p);

#endif
