/* What a decision on one piece of evidence does to its nominee's data score, before it is taken:
 * the tally of the nominee alone, once for each way to decide. */
#include "secretariat.h"

struct decision {
	const char *word;
	enum proof decided;
	bool with_others; /* and all that waits besides it is verified: one half of a ratio alone
			   * changes nothing */
};

static size_t evidence_of(const struct evidence_item *item, const struct proof_item *proofs,
			  size_t count, const struct decision *decision, struct evidence *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		enum proof status =
			proofs[i].id == item->proof.id ? decision->decided : proofs[i].status;

		if (decision->with_others && status == PROOF_ENTERED)
			status = PROOF_VERIFIED;

		if (proofs[i].nominee == item->nominee.id)
			ret[n++] = (struct evidence){ .name = proofs[i].name,
						      .value = proofs[i].value,
						      .verified = status == PROOF_VERIFIED,
						      .rejected = status == PROOF_REJECTED };
	}
	return n;
}

static const char *score_text(const struct req *req, const struct scheme *scheme,
			      const struct row *row)
{
	const char *number =
		row->has_data ? ratio_decimal(req->arena, row->data, scheme->decimals, '.') : NULL;
	struct buf text;

	buf_init(&text, req->arena);
	buf_puts(&text, number ? show_decimal(req->arena, number, req->lang) : "–");
	for (size_t g = 0; row->status == STANDING_INELIGIBLE && g < row->failed_count; g++)
		buf_printf(&text, "%s%s", g ? "; " : word(req, "sec.effect_ineligible"),
			   words_in(&row->failed[g]->reason, req->lang));
	return text.data;
}

/* The data score after that decision; NULL when the rules cannot read it. */
static const char *score_if(struct req *req, const struct evidence_item *item,
			    const struct proof_item *proofs, size_t count,
			    const struct decision *decision)
{
	struct scheme scheme = *item->scheme;
	struct evidence *evidence = NEW(req->arena, struct evidence, count + 1);
	struct nominee nominee = { .key = item->nominee.key,
				   .name = item->nominee.name,
				   .category = (size_t)(item->category - item->scheme->categories),
				   .evidence = evidence };
	struct tally_input input = { .scheme = &scheme, .nominees = &nominee, .nominee_count = 1 };
	const struct ranking *ranking;
	struct complaints complaints;
	struct tally tally;

	scheme.method = METHOD_MEAN; /* no juror is asked */
	nominee.evidence_count = evidence_of(item, proofs, count, decision, evidence);
	complaints_init(&complaints, req->arena);
	if (!tally_run(&input, req->arena, &tally, &complaints))
		return NULL;
	ranking = &tally.categories[nominee.category];
	return ranking->count ? score_text(req, item->scheme, &ranking->rows[0]) : NULL;
}

void evidence_effect_put(struct req *req, const struct evidence_item *item,
			 const struct proof_item *proofs, size_t count, struct val *into)
{
	static const struct decision WAYS[] = {
		{ "sec.effect_verified", PROOF_VERIFIED, false },
		{ "sec.effect_all", PROOF_VERIFIED, true },
		{ "sec.effect_rejected", PROOF_REJECTED, false },
	};
	const struct decision as_it_is = { NULL, item->proof.status, false };
	const char *verified = NULL;
	struct val *ways = val_put_list(into, "effect");

	for (size_t i = 0; i < COUNT(WAYS); i++) {
		const char *score;
		struct val *way;

		if (!item->proof.id || !item->category ||
		    !category_reads(item->category, item->name) ||
		    item->proof.status == WAYS[i].decided)
			continue;
		score = score_if(req, item, proofs, count, &WAYS[i]);
		if (WAYS[i].with_others && text_equal(score, verified))
			continue;
		if (WAYS[i].decided == PROOF_VERIFIED)
			verified = score;
		way = val_push_map(ways);
		val_put_text(way, "if", word(req, WAYS[i].word));
		val_put_text(way, "score", score ? score : word(req, "sec.effect_unreadable"));
	}
	val_put_text(into, "effect_now", NULL);
	if (val_count(ways)) {
		const char *now = score_if(req, item, proofs, count, &as_it_is);

		val_put_text(into, "effect_now", now ? now : word(req, "sec.effect_unreadable"));
	}
}
