/* Documents of a nominee: attaching, withdrawing, reading and showing them. Private to app. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include "app/pleno.h"
#include "app/screen.h"

#define DOCUMENT_SIZE_MAX (10u << 20)
#define DOCUMENT_TITLE_MAX 120
#define DOCUMENTS_MAX 20		       /* that stand, of a nominee … */
#define DOCUMENTS_SIZE_MAX ((int64_t)60 << 20) /* … and their bytes */
#define EDITION_FILES_MAX ((int64_t)1 << 30)   /* all of an edition, withdrawn ones too */

/* ---- Whose documents (deed_document.c) ---- */

struct documents {
	struct edition edition;
	const struct scheme *scheme;
	const struct category *category; /* NULL: the scheme no longer has it */
	struct candidate nominee;
	struct attachment *items; /* of this nominee, withdrawn ones too */
	size_t count;
};

/* 404 unless edition and nominee exist; 403 for whoever may not read this nominee's dossier: of
 * jurors only those of its category who are not recused from it (ret_screened tells, and is no
 * error, when it is not NULL: then only key and name are filled). */
bool documents_get(struct req *req, const char *nominee, struct documents *ret, bool *ret_screened,
		   struct err *err) MUST_CHECK;
/* The document of that id among them: ERR_NOT_FOUND. */
bool document_find(const struct documents *documents, const char *id, const struct attachment **ret,
		   struct err *err) MUST_CHECK;
bool document_stands(const struct attachment *document);
/* Withdrawn ones are opened by those who keep the books. */
bool document_opens(const struct req *req, const struct attachment *document);

/* ---- The deeds ---- */

struct document_call {
	const char *title, *evidence;
	const struct upload *file;
};

struct document_result {
	struct refusal refusal;
	const char *field; /* of a 422: beside which field */
	int64_t id;
};

/* On a worker: looks whether the file may come, what it is, and puts it into the vault. What is
 * found is left for document_add. */
bool document_take(struct req *req, const struct documents *documents,
		   const struct document_call *call, struct attachment *ret_file,
		   struct document_result *ret, struct err *err) MUST_CHECK;
/* On the writer: the row. */
bool document_add(struct req *req, const struct documents *documents,
		  const struct document_call *call, const struct attachment *file, int64_t now,
		  struct document_result *ret, struct err *err) MUST_CHECK;
bool document_withdraw(struct req *req, const struct documents *documents,
		       const struct attachment *document, const char *reason, int64_t now,
		       struct document_result *ret, struct err *err) MUST_CHECK;
/* Is there anything that the secretariat may attach or withdraw now? `evidence` "" = nothing in
 * particular. */
bool documents_may(struct req *req, const struct documents *documents, const char *evidence,
		   bool *ret, struct err *err) MUST_CHECK;

/* ---- Showing them (document_show.c) ---- */

/* "245 KB", "1,2 MB" */
const char *document_size(const struct req *req, int64_t size);
/* Puts a list "documents" and "has_documents": those of the evidence `name`, or all (NULL). */
void documents_put(const struct req *req, struct val *into, const struct attachment *items,
		   size_t count, const char *name);
/* A title as it comes from a file's name: its last part, without its ending. */
const char *document_title(struct arena *arena, const char *file_name);
/* Content-Disposition of a download (RFC 6266). */
const char *document_disposition(struct arena *arena, const struct attachment *document,
				 bool download);

#endif
