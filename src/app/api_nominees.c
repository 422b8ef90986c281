/* GET /api/v1/editions/{e}/nominees: to each role what it may know. */
#include "app/own_sheets.h"
#include "app/screen.h"
#include "app/secretariat.h"

#include <string.h>

static struct val *nominee_val(struct val *list, const struct candidate *nominee)
{
	struct val *item = val_push_map(list);

	val_put_text(item, "nominee", nominee->key);
	val_put_text(item, "name", nominee->name);
	return item;
}

static void facts_put(struct val *item, const struct candidate *nominee)
{
	val_put_text(item, "category", nominee->category);
	val_put_text(item, "region", nominee->region);
}

/* Of a nominee from whom he has recused himself a juror gets key, name and the word. */
static void own_put(struct val *item, const struct own_sheet *sheet)
{
	if (sheet->state != SHEET_RECUSED)
		val_put_int(item, "version", sheet->version);
	val_put_text(item, "state", sheet_state_text(sheet->state));
}

/* ---- How far the evidence of a nominee is ---- */

struct proofs {
	const struct proof_item *items; /* of the edition, by nominee */
	size_t count;
};

static size_t missing_of(const struct category *category, const struct proof_item *proofs,
			 size_t count, struct arena *arena)
{
	struct names wanted;
	size_t missing;

	if (!category)
		return 0;
	evidence_names(category, arena, &wanted);
	missing = wanted.count;
	for (size_t i = 0; i < count; i++)
		if (names_find(&wanted, proofs[i].name, strlen(proofs[i].name)) != NAME_NONE)
			missing--;
	return missing;
}

static void counts_put(struct val *item, const struct scheme *scheme,
		       const struct candidate *nominee, const struct proofs *proofs,
		       struct arena *arena)
{
	const struct category *category = scheme_category(scheme, nominee->category);
	struct val *counts = val_put_map(item, "evidence");
	int64_t by_status[PROOF_REJECTED + 1] = { 0 };
	size_t first = 0, count = 0;

	while (first < proofs->count && proofs->items[first].nominee != nominee->id)
		first++;
	while (first + count < proofs->count && proofs->items[first + count].nominee == nominee->id)
		by_status[proofs->items[first + count++].status]++;
	for (enum proof status = PROOF_ENTERED; status <= PROOF_REJECTED; status++)
		val_put_int(counts, proof_text(status), by_status[status]);
	val_put_int(counts, "missing",
		    (int64_t)missing_of(category, proofs->items + first, count, arena));
}

/* ---- The two lists ---- */

static bool wanted(const struct req *req, const struct candidate *nominee)
{
	const char *category = req_query(req, "category");

	return !category || text_equal(category, nominee->category);
}

static void own_list(struct req *req, const struct own_sheets *own, struct val *list)
{
	for (size_t i = 0; i < own->count; i++) {
		const struct own_sheet *sheet = &own->items[i];
		struct val *item;

		if (!wanted(req, &sheet->nominee))
			continue;
		item = nominee_val(list, &sheet->nominee);
		if (sheet->state != SHEET_RECUSED)
			facts_put(item, &sheet->nominee);
		own_put(item, sheet);
	}
}

static bool full_list(struct req *req, const struct edition *edition, const struct scheme *scheme,
		      const struct own_sheets *own, struct val *list, struct err *err)
{
	struct proofs proofs;
	struct proof_item *items;
	struct candidate *nominees;
	struct screen screen;
	size_t count;

	if (!nominee_list(db_of(req), edition->id, req->arena, &nominees, &count, err) ||
	    !proof_list(db_of(req), edition->id, 0, req->arena, &items, &proofs.count, err) ||
	    !screen_load(req, edition, &screen, err))
		return false;
	proofs.items = items;
	for (size_t i = 0; i < count; i++) {
		size_t at = own_sheets_find(own, nominees[i].key);
		bool recused = screened(&screen, nominees[i].id);
		struct val *item;

		if (!wanted(req, &nominees[i]))
			continue;
		item = nominee_val(list, &nominees[i]);
		if (!recused) {
			facts_put(item, &nominees[i]);
			counts_put(item, scheme, &nominees[i], &proofs, req->arena);
		}
		if (at != NAME_NONE)
			own_put(item, &own->items[at]);
		else if (recused)
			val_put_text(item, "state", sheet_state_text(SHEET_RECUSED));
	}
	return true;
}

bool api_nominees_get(struct req *req, struct err *err)
{
	const struct who *who = who_of(req);
	const struct scheme *scheme;
	struct own_sheets own = { 0 };
	struct edition edition;
	struct juror juror;
	struct val *list = val_list(req->arena);

	if (!req_edition(req, true, &edition, err) ||
	    !service_scheme(service_of(req), db_of(req), edition.rule_id, &scheme, err))
		return false;
	if (who->account.juror &&
	    (!juror_get(db_of(req), who->account.juror, req->arena, &juror, err) ||
	     !own_sheets_load(req, &edition, scheme, &juror, &own, err)))
		return false;
	if (who->account.role == ROLE_JUROR)
		own_list(req, &own, list);
	else if (!full_list(req, &edition, scheme, &own, list, err))
		return false;
	return answer_json(req, 200, list);
}
