/* The secretariat's rooms: evidence, nominees, panel, settings. Private to app. */
#ifndef SECRETARIAT_H
#define SECRETARIAT_H

#include "documents.h"
#include "dossier.h"
#include "pleno.h"

/* ---- Evidence (deed_evidence.c) ---- */

/* One place for evidence: what a rule of the nominee's category reads, or what is kept unread. */
struct evidence_item {
	struct edition edition;
	const struct scheme *scheme;
	const struct category *category; /* NULL: the scheme no longer has it */
	struct candidate nominee;
	const char *name;
	struct proof_item proof; /* id 0 = missing */
	bool gap;		 /* missing, and reopened in deliberation */
	struct proof_item *all;	 /* of this nominee */
	size_t all_count;
};

struct evidence_call {
	const char *value, *source, *cutoff; /* of entering */
	const char *seen;		     /* of deciding: the value that was looked at */
	const char *seen_status;	     /* and its state; NULL or "" = not said */
	const char *reason;		     /* of a rejection */
};

struct evidence_result {
	struct refusal refusal;
	const char *field; /* of a 422: beside which field */
};

/* 404 unless the edition, the nominee and a place of that name exist. */
bool evidence_item_get(struct req *req, const char *nominee, const char *name,
		       struct evidence_item *ret, struct err *err) MUST_CHECK;
bool evidence_may(const struct evidence_item *item);
/* As people write numbers: "412,5" is kept as "412.5". False: "1.030" could be either. */
bool evidence_value(struct arena *arena, const char *text, const char **ret) MUST_CHECK;
/* Both run on the writer; false only when something breaks. A new value waits to be verified. */
bool evidence_enter(struct req *req, const struct evidence_item *item,
		    const struct evidence_call *call, int64_t now, struct evidence_result *ret,
		    struct err *err) MUST_CHECK;
bool evidence_decide(struct req *req, const struct evidence_item *item, enum proof status,
		     const struct evidence_call *call, int64_t now, struct evidence_result *ret,
		     struct err *err) MUST_CHECK;

/* Puts "effect": the nominee's data score now, and as each decision would leave it; empty when no
 * rule reads the item (evidence_effect.c). `proofs` may be those of all nominees. */
void evidence_effect_put(struct req *req, const struct evidence_item *item,
			 const struct proof_item *proofs, size_t count, struct val *into);

/* What the rules of a category read, each name once, in the order of the rules. */
void evidence_names(const struct category *category, struct arena *arena, struct names *ret);

/* ---- Nominees (deed_nominee.c) ---- */

/* Takes a nominee without sheets away again. */
bool nominee_remove(struct req *req, const struct edition *edition, const struct candidate *nominee,
		    int64_t now, struct refusal *ret, struct err *err) MUST_CHECK;

/* ---- What pages share (secretariat.c) ---- */

struct desk {
	struct req *req;
	struct edition edition;
	const struct scheme *scheme;
	struct settings settings;
	struct val *page;
};

/* The frame of a page of an edition for its own people; `path` as in NAV, `title` of the
 * dictionary. */
bool desk_open(struct req *req, const char *path, const char *title, struct desk *ret,
	       struct err *err) MUST_CHECK;
/* Puts "steps": the way to the first juror who scores (desk_steps.c). */
bool desk_steps_put(struct desk *d, const struct edition_state *state,
		    const struct move_facts *facts, struct err *err) MUST_CHECK;
/* The nominee's page with its forms (page_nominees.c): after an upload was refused, or with
 * `status` 422 when its fields are wrong. */
bool nominee_show(struct req *req, const struct document_result *result, unsigned status,
		  struct err *err) MUST_CHECK;
/* Its documents, and the form for another one (page_document.c). */
bool documents_section(struct desk *d, const struct candidate *nominee,
		       const struct proof_item *proofs, size_t count,
		       const struct document_result *result, struct err *err) MUST_CHECK;

/* A word by its key in two pieces: "sec.", "title". */
const char *word_of(const struct req *req, const char *prefix, const char *name);
/* A word whose {n} is filled. */
const char *word_n(const struct req *req, const char *key, const char *n);
const char *show_n(const struct req *req, size_t n);
/* The state of evidence: NULL = missing. */
void proof_state(const struct req *req, struct val *parent, const char *key,
		 const struct proof_item *proof);
/* Complaints about a file as a list of texts "baris 3: …", and how many there were. */
void mistakes_put(struct req *req, struct val *page, const struct complaints *complaints);
/* A refusal said at the head of the page. */
void refusal_flash(struct req *req, struct val *page, const struct refusal *refusal);
/* Complaints of the form's fields beside them. */
void field_errors(struct req *req, struct val *page, struct val *fields);
/* The complaint of the form's field of that name, if there is one, beside `field`. */
void field_error(const struct req *req, struct val *page, struct val *field, const char *name);
/* After all fields were put: what is wrong with one that no form shows is said at the head. */
void complaint_flash(const struct req *req, struct val *page);
/* "sekretariat, 20 November 2026 16.51 WITA" */
const char *who_and_when(const struct desk *d, const char *who, int64_t at);

/* What the rules do with one name of evidence: "a2 Anggaran: pembilang". */
const char *evidence_use(const struct req *req, const struct category *category, const char *name);

#endif
