/* One nominee after the other, by key: evidence, what the rules make of it, sheets. */
#include "core/bundle.h"

#include <stdlib.h>
#include <string.h>

struct keyed {
	const char *key;
	size_t index;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* ---- Evidence ---- */

bool evidence_is_sealed(const struct category *category, const char *evidence)
{
	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];

		if (!c->confidential)
			continue;
		if (c->kind == CRITERION_LEVEL && text_equal(c->evidence, evidence))
			return true;
		if (c->kind == CRITERION_RATIO &&
		    (text_equal(c->numerator, evidence) || text_equal(c->denominator, evidence)))
			return true;
	}
	return false;
}

static bool criterion_is_sealed(const struct category *category, const struct criterion *c)
{
	if (c->kind == CRITERION_LEVEL)
		return evidence_is_sealed(category, c->evidence);
	return evidence_is_sealed(category, c->numerator) ||
	       evidence_is_sealed(category, c->denominator);
}

static void evidence_line(struct buf *to, const char *nominee, const struct evidence *e)
{
	LINE(to, "evidence", nominee, e->name, e->value, e->verified ? "verified" : "unverified",
	     e->source, e->cutoff);
}

void bundle_seal(const uint8_t *salt, size_t salt_len, const char *nominee,
		 const struct evidence *evidence, struct arena *arena, uint8_t ret[SHA256_SIZE])
{
	struct buf line;

	buf_init(&line, arena);
	evidence_line(&line, nominee, evidence);
	sha256_two(salt, salt_len, line.data, line.len, ret);
}

static void put_one_evidence(struct bundle_out *out, const struct nominee *n,
			     const struct evidence *e, struct complaints *complaints)
{
	const struct category *category = &out->scheme->categories[n->category];
	char hex[SHA256_HEX_SIZE];

	if (!category_reads(category, e->name))
		return;
	if (evidence_is_sealed(category, e->name)) {
		if (e->seal) {
			hex_encode(e->seal, SHA256_SIZE, hex);
			LINE(out->to, "sealed", n->key, e->name, hex);
		} else if (e->value && *e->value) {
			complain(complaints, e->place, "%s: bukti rahasia %s tanpa segel",
				 "%s: confidential evidence %s without a seal", n->key, e->name);
		}
		return;
	}
	if (e->value && *e->value)
		evidence_line(out->to, n->key, e);
}

static void put_evidence(struct bundle_out *out, const struct nominee *n,
			 struct complaints *complaints)
{
	struct keyed *order = NEW(out->arena, struct keyed, n->evidence_count + 1);

	for (size_t i = 0; i < n->evidence_count; i++)
		order[i] = (struct keyed){ n->evidence[i].name, i };
	qsort(order, n->evidence_count, sizeof(*order), by_key);
	for (size_t i = 0; i < n->evidence_count; i++)
		put_one_evidence(out, n, &n->evidence[order[i].index], complaints);
}

/* What the data criteria and the gates make of the evidence. */
static void put_values(struct bundle_out *out, const struct nominee *n, const struct detail *detail)
{
	const struct category *category = &out->scheme->categories[n->category];

	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];

		if (c->kind != CRITERION_JURY)
			LINE(out->to, "value", n->key, c->key,
			     ratio_decimal(out->arena, detail->criteria[i].value, 4, '.'),
			     criterion_is_sealed(category, c) ? "given" : "computed");
	}
}

static void put_gates(struct bundle_out *out, const struct nominee *n, const struct row *row)
{
	const struct category *category = &out->scheme->categories[n->category];

	for (size_t i = 0; i < category->gate_count; i++) {
		const struct gate *gate = &category->gates[i];
		bool failed = false;

		for (size_t f = 0; f < row->failed_count; f++)
			failed = failed || row->failed[f] == gate;
		LINE(out->to, "gate-result", n->key, bundle_count(out->arena, i + 1),
		     failed ? "failed" : "passed",
		     evidence_is_sealed(category, gate->evidence) ? "given" : "computed");
	}
}

/* ---- Sheets ---- */

static void put_marks(struct bundle_out *out, const struct nominee *n, const char *juror,
		      const struct sheet *sheet, struct ratio total)
{
	const struct category *category = &out->scheme->categories[n->category];

	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *c = &category->criteria[i];

		if (c->kind == CRITERION_JURY)
			LINE(out->to, "mark", juror, n->key, c->key,
			     bundle_decimal(out->arena, sheet->marks_c[c->jury_index], 2));
	}
	LINE(out->to, "total", juror, n->key, ratio_fraction(out->arena, total));
}

static void put_sheets(struct bundle_out *out, const struct nominee *n, const struct detail *detail,
		       struct complaints *complaints)
{
	if (!out->scheme->categories[n->category].jury_count)
		return;
	for (size_t j = 0; j < out->input->juror_count; j++) {
		const struct sheet *sheet = j < n->sheet_count ? n->sheets[j] : NULL;
		const struct bundle_juror *juror = &out->bundle->panel[j];
		const char *name = out->input->jurors[j];
		bool judges = juror->owes && juror->owes[n->category];

		if (detail->valid[j]) {
			put_marks(out, n, name, sheet, detail->totals[j]);
		} else if (!judges) {
			continue; /* his categories were others when he withdrew: it says nothing */
		} else if (sheet && sheet->recused) {
			LINE(out->to, "recused", name, n->key);
		} else if (sheet && sheet->absent) {
			LINE(out->to, "absent", name, n->key);
		} else if (juror->standing != PANEL_REMOVED) {
			LINE(out->to, "open", name, n->key);
			if (out->bundle->release)
				complain(complaints, n->place, "lembar %s untuk %s masih terbuka",
					 "the sheet of %s on %s is still open", name, n->key);
		}
	}
}

static void put_nominee(struct bundle_out *out, size_t index, struct complaints *complaints)
{
	const struct nominee *n = &out->input->nominees[index];
	struct detail detail;

	LINE(out->to, "nominee", n->key, out->scheme->categories[n->category].key, n->name,
	     n->region);
	if (!tally_detail(out->input, index, out->arena, &detail, complaints))
		return;
	put_evidence(out, n, complaints);
	put_values(out, n, &detail);
	put_gates(out, n, out->rows[index]);
	put_sheets(out, n, &detail, complaints);
}

void bundle_put_nominees(struct bundle_out *out, struct complaints *complaints)
{
	size_t count = out->input->nominee_count;
	struct keyed *order = NEW(out->to->arena, struct keyed, count + 1);

	for (size_t i = 0; i < count; i++)
		order[i] = (struct keyed){ out->input->nominees[i].key, i };
	qsort(order, count, sizeof(*order), by_key);
	for (size_t i = 0; i < count; i++) {
		put_nominee(out, order[i].index, complaints);
		arena_reset(out->arena);
	}
}
