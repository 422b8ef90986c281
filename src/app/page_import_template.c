/* The files to begin with: a header row, and for evidence a line for each value that is missing. */
#include "page_import.h"

static void header_line(struct buf *text, enum import_kind kind)
{
	const char *const *columns = IMPORT_FORMS[kind].columns;

	for (size_t i = 0; columns[i]; i++)
		buf_printf(text, "%s%s", i ? "," : "", columns[i]);
	buf_char(text, '\n');
}

static bool answer_template(struct req *req, enum import_kind kind, struct err *err)
{
	struct edition edition;
	struct buf text;

	if (!req_edition(req, true, &edition, err))
		return false;
	buf_init(&text, req->arena);
	header_line(&text, kind);
	return answer_bytes(req, "text/csv; charset=utf-8",
			    arena_printf(req->arena, "%s.csv", IMPORT_FORMS[kind].name), text.data,
			    text.len);
}

/* What the rules read and what is missing: one line for each, the value to be filled in. */
static void evidence_lines(struct buf *text, const struct candidate *nominee,
			   const struct category *category, const struct proof_item *proofs,
			   size_t count, struct arena *arena)
{
	struct names names;

	evidence_names(category, arena, &names);
	for (size_t n = 0; n < names.count; n++) {
		bool there = false;

		for (size_t p = 0; p < count; p++)
			there = there || (proofs[p].nominee == nominee->id &&
					  text_equal(proofs[p].name, names.texts[n]));
		if (!there)
			buf_printf(text, "%s,%s,,,,\n", nominee->key, names.texts[n]);
	}
}

static bool evidence_csv(struct req *req, struct err *err)
{
	const struct scheme *scheme;
	struct candidate *list;
	struct proof_item *proofs;
	struct edition edition;
	size_t count, proof_count;
	struct buf text;

	if (!req_edition(req, true, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err) ||
	    !nominee_list(db_of(req), edition.id, req->arena, &list, &count, err) ||
	    !proof_list(db_of(req), edition.id, 0, req->arena, &proofs, &proof_count, err))
		return false;
	buf_init(&text, req->arena);
	header_line(&text, IMPORT_EVIDENCE);
	for (size_t i = 0; i < count; i++) {
		const struct category *category = scheme_category(scheme, list[i].category);

		if (category)
			evidence_lines(&text, &list[i], category, proofs, proof_count, req->arena);
	}
	return answer_bytes(req, "text/csv; charset=utf-8", "evidence.csv", text.data, text.len);
}

bool page_import_template(struct req *req, struct err *err)
{
	enum import_kind kind;

	if (!import_kind_parse(req->params[1], &kind))
		return FAIL(err, ERR_NOT_FOUND, "Tidak ada berkas ini.", "No such file.");
	switch (kind) {
	case IMPORT_EVIDENCE: return evidence_csv(req, err);
	case IMPORT_NOMINEES:
	case IMPORT_JURORS:
	case IMPORT_KINDS: break;
	}
	return answer_template(req, kind, err);
}
