/* Sheets from paper: when the network is gone for good, a juror fills in a numbered sheet by hand
 * (paperwork_blank.c) and the chair marks him absent with the reason "kertas". After the lock the
 * chair proposes to reopen that sheet, one member of the secretariat types it, another one compares
 * it with the paper, and with the keeper's confirmation it becomes the sheet. Whether the keeper
 * confirms before or after it was typed makes no difference. Private to app. */
#ifndef PAPER_ENTRY_H
#define PAPER_ENTRY_H

#include "pleno.h"

/* "kertas", "Kertas: jaringan putus" */
bool paper_reason(const char *reason);

struct paper_due { /* a sheet that may be typed */
	size_t nominee, juror;
	bool open;		   /* the keeper has confirmed its reopening */
	struct paper_entry *entry; /* that stands, or NULL */
};

struct paper_desk {
	struct req *req;
	struct edition edition;
	struct edition_state state;
	struct paper_entry *entries;
	size_t entry_count;
	struct paper_due *dues; /* by juror and nominee */
	size_t due_count;
};

bool paper_desk_load(struct req *req, const struct edition *edition, struct paper_desk *ret,
		     struct err *err) MUST_CHECK;
struct paper_due *paper_due_find(const struct paper_desk *desk, const char *juror,
				 const char *nominee); /* or NULL */
const struct category *paper_category(const struct paper_desk *desk, const struct paper_due *due);

/* The fields of the form are the arguments: "number", "mark.<criterion>". Complaints stand beside
 * them. Both run on the writer; false only when something breaks. */
bool paper_type(struct paper_desk *desk, struct paper_due *due, int64_t now, struct refusal *ret,
		struct err *err) MUST_CHECK;
/* `decision`: confirm (the number once more), refuse. */
bool paper_settle(struct paper_desk *desk, struct paper_due *due, const char *decision, int64_t now,
		  struct refusal *ret, struct err *err) MUST_CHECK;

/* The keeper has just reopened the sheet, `opened` is its event: what was typed and compared
 * becomes the sheet, if there is something, under the rules in force. */
bool paper_reopened(struct proposing *p, const struct sheet_event *opened,
		    struct err *err) MUST_CHECK;

#endif
