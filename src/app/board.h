/* The pleno board: one category as the jury discusses it, and as the hall sees it. Private to app.
 */
#ifndef BOARD_H
#define BOARD_H

#include "app/ranking_view.h"
#include "app/screen.h"
#include "pleno.h"

struct board {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct val *page;
	struct edition_state state;
	struct screen screen;
	struct tally tally;
	bool named; /* jurors by name, not by pseudonym: the reader has asked, and may */
	bool again; /* a vote was refused: what was typed is shown once more */
	const char *wrong, *why; /* the field of the refusal, and its words */
};

/* The edition with its tally; 403 before the lock (board.c). `path` as in NAV. What the reader may
 * not see is taken away by ranking_screen, once no report needs it any more. */
bool board_open(struct req *req, const char *path, const char *title, struct board *ret,
		struct err *err) MUST_CHECK;
/* The category of a route's parameter; 404. */
bool board_category(const struct board *b, const char *key, size_t *ret,
		    struct err *err) MUST_CHECK;
/* Agreement, re-runs, flips and warnings of one category, by the tally with its votes. The seed is
 * made of the rules and the last score event: the same state gives the same figures. */
bool board_report(struct board *b, size_t category, struct report_options *ret_options,
		  struct category_report *ret, struct err *err) MUST_CHECK;

/* How a juror is called here: "J3", or his name. */
const char *board_juror(const struct board *b, size_t juror);
const char *board_nominee(const struct board *b, size_t nominee);
/* Is what stands behind this nominee's score closed to the reader? */
bool board_closed(const struct board *b, size_t nominee);
/* A figure with `places` decimals, or a dash. */
const char *board_number(const struct board *b, double value, unsigned places);
/* How strong an agreement W is, in words. */
const char *board_strength(const struct board *b, const struct figure *w);
/* What one category report says, put on a page (board_parts.c). */
void board_agreement_put(const struct board *b, const struct category_report *r, struct val *into);
void board_sides_put(const struct board *b, const struct category_report *r, struct val *into);
void board_changes_put(const struct board *b, const struct category_report *r, struct val *into);
void board_flips_put(const struct board *b, const struct category_report *r, struct val *into);
void board_warnings_put(const struct board *b, const struct category_report *r, size_t juror,
			struct val *into); /* `juror`: only his; WARNING_OF_NONE = all */

/* Charts (board_chart.c): the interval of each rank as lines of an SVG, the heat map as a table
 * whose cells carry their value and one of nine shades. */
void board_spans_put(const struct board *b, const struct category_report *r, struct val *into);
void board_heat_put(const struct board *b, const struct category_report *r, struct val *into);

/* ---- The ranking with its votes (page_ranking.c, page_vote.c) ---- */

bool ranking_show(struct req *req, const struct vote_result *refused, struct err *err) MUST_CHECK;
void board_groups_put(const struct board *b, const struct ranking *list, struct val *into);
void board_votes_put(const struct board *b, const char *list, struct val *into);

#endif
