/* The acts on a sheet: one set of rules for the API and the pages. Private to app. */
#ifndef DEED_SHEET_H
#define DEED_SHEET_H

#include "app/service.h"

enum sheet_action { SHEET_ACT_SAVE, SHEET_ACT_SUBMIT, SHEET_ACT_RECUSE, SHEET_ACT_REOPEN };
bool sheet_action_parse(const char *text, enum sheet_action *ret) MUST_CHECK;

/* What a juror sends: always the whole sheet. */
struct sheet_call {
	enum sheet_action action;
	int64_t version;	  /* of the sheet it was made from */
	struct sheet_mark *marks; /* any order; checked against the category by the deed */
	size_t mark_count;
	struct sheet_note *notes;
	size_t note_count;
	const char *feedback, *reason; /* NULL = none */
	const char *key;	       /* idempotency key: 1–128 printable ASCII characters */
	uint8_t sha256[SHA256_SIZE];   /* of the body: the same key with another one is refused */
	const char *body;	       /* as sent: what quarantine keeps */
	/* Complaints about the shape, found while reading: "marks.d2" and words. */
	struct sheet_error *errors;
	size_t error_count, error_cap;
	bool unreadable_marks; /* not well-formed: not worth a quarantine */
};

struct sheet_error {
	const char *field;
	struct words text;
};

void sheet_call_complain(struct sheet_call *call, struct arena *arena, const char *field,
			 const char *id, const char *en, ...) PRINTF(4, 6) PRINTF(5, 6);

/* A note, a feedback or a reason as it is kept: NFC, lines allowed, no control characters. */
bool sheet_text(struct arena *arena, const char *text, const char **ret,
		struct err *err) MUST_CHECK;
#define SHEET_TEXT_MAX 4000 /* characters */
#define QUARANTINE_MAX 20   /* late forms kept of one sheet */

enum sheet_refusal {
	SHEET_DONE,	  /* `event` is what was stored */
	SHEET_REPEATED,	  /* a known key: `response` is the answer given then */
	SHEET_DENIED,	  /* 403: code and text in `why` */
	SHEET_CLOSED,	  /* 423; `quarantined` */
	SHEET_INVALID,	  /* 422: errors of the call, or key_reused in `why` */
	SHEET_CONFLICTING /* 409: code in `why`; `event` is the sheet as it stands */
};

struct sheet_result {
	enum sheet_refusal what;
	struct sheet_event event;
	const char *response;
	bool quarantined;
	struct err why;
};

/* Who may touch a sheet on this nominee, before its state is looked at: 404 and 403 as errors. */
struct sheet_ground {
	struct edition edition;
	const struct scheme *scheme;
	const struct category *category;
	struct candidate nominee;
	struct juror juror;
	struct sheet_event sheet; /* as it stands */
};
bool sheet_ground(struct req *req, const char *edition, const char *nominee,
		  struct sheet_ground *ret, struct err *err) MUST_CHECK;

/* Is this act open to him now, by phase and by how the sheet came to be open? (423 when not.) */
bool sheet_is_open(const struct sheet_ground *ground, enum sheet_action action, enum role role);

/* Runs on the writer. False only when the database fails; refusals are results. */
bool sheet_do(struct req *req, const struct sheet_ground *ground, struct sheet_call *call,
	      int64_t now, struct sheet_result *ret, struct err *err) MUST_CHECK;

#endif
