/* What exactly becomes public with a release, before the first key and before the second. */
#include "pleno.h"

#include <string.h>

struct preview {
	struct req *req;
	const struct edition *edition;
	const struct tally_input *input;
	bool winners_only;
	struct val *into;
};

static const char *said(const struct preview *p, const char *key, size_t n, size_t m)
{
	struct val *values = val_map(p->req->arena);

	val_put_text(values, "n", show_count(p->req->arena, (int64_t)n, p->req->lang));
	val_put_text(values, "m", show_count(p->req->arena, (int64_t)m, p->req->lang));
	return words_fill(service_templates(service_of(p->req)), p->req->lang, key, values,
			  p->req->arena);
}

static void fact(const struct preview *p, const char *label, const char *text)
{
	part_fact(p->into, word(p->req, arena_printf(p->req->arena, "preview.label.%s", label)),
		  text);
}

/* ---- The lists, row by row as they will stand on the public page ---- */

static void list_put(const struct preview *p, const struct ranking *ranking, struct val *lists)
{
	struct ranking shown = *ranking;
	struct val *list = val_push_map(lists);

	if (p->winners_only) {
		shown.count = 0;
		while (shown.count < ranking->ranked_count && ranking->rows[shown.count].winner)
			shown.count++;
		shown.ranked_count = shown.count;
	}
	ranking_put(p->req, p->input, &shown, NULL, list);
	val_put_text(list, "hidden",
		     shown.count < ranking->count
			     ? said(p, "preview.hidden", ranking->count - shown.count, 0)
			     : NULL);
}

static void lists_put(const struct preview *p, const struct tally *tally)
{
	struct val *lists = val_put_list(p->into, "lists");

	for (size_t i = 0; i < tally->category_count; i++)
		list_put(p, &tally->categories[i], lists);
	for (size_t i = 0; i < tally->overall_count; i++)
		list_put(p, &tally->overalls[i], lists);
}

/* ---- What the bundle holds ---- */

static void marks_put(const struct preview *p)
{
	size_t sheets = 0, recused = 0, absent = 0;

	for (size_t i = 0; i < p->input->nominee_count; i++) {
		const struct nominee *nominee = &p->input->nominees[i];

		for (size_t j = 0; j < nominee->sheet_count; j++) {
			const struct sheet *sheet = nominee->sheets[j];

			recused += sheet && sheet->recused;
			absent += sheet && sheet->absent;
			sheets += sheet && !sheet->recused && !sheet->absent;
		}
	}
	fact(p, "marks", said(p, "preview.marks", sheets, p->input->juror_count));
	fact(p, "closed", said(p, "preview.closed", recused, absent));
}

static void evidence_put(const struct preview *p)
{
	size_t open = 0, sealed = 0;

	for (size_t i = 0; i < p->input->nominee_count; i++) {
		const struct nominee *nominee = &p->input->nominees[i];
		const struct category *category = &p->input->scheme->categories[nominee->category];

		for (size_t k = 0; k < nominee->evidence_count; k++) {
			if (!category_reads(category, nominee->evidence[k].name))
				continue;
			if (evidence_is_sealed(category, nominee->evidence[k].name))
				sealed++;
			else
				open++;
		}
	}
	fact(p, "evidence", said(p, "preview.evidence", open, 0));
	fact(p, "sealed", said(p, sealed ? "preview.sealed" : "preview.nothing_sealed", sealed, 0));
}

static bool papers_put(const struct preview *p, const struct tally *tally, struct err *err)
{
	struct paper_count count;

	if (!release_papers(p->req, p->edition, p->input, tally, &count, err))
		return false;
	fact(p, "papers", said(p, "preview.papers", count.added, 0));
	if (count.kept + count.revoked)
		fact(p, "old_papers", said(p, "preview.old_papers", count.kept, count.revoked));
	return true;
}

bool release_preview_put(struct req *req, const struct edition *edition,
			 const struct tally_input *input, const struct tally *tally,
			 bool winners_only, struct val *into, struct err *err)
{
	const struct preview p = { req, edition, input, winners_only, into };
	size_t votes = 0;

	for (size_t i = 0; i < tally->category_count; i++)
		for (size_t g = 0; g < tally->categories[i].vote_group_count; g++)
			votes += tally->categories[i].vote_groups[g].voted;
	lists_put(&p, tally);
	if (!papers_put(&p, tally, err))
		return false;
	fact(&p, "names", said(&p, "preview.names", input->nominee_count, 0));
	marks_put(&p);
	evidence_put(&p);
	fact(&p, "votes", said(&p, votes ? "preview.votes" : "preview.no_votes", votes, 0));
	fact(&p, "never", word(req, "preview.never"));
	val_put_text(into, "what",
		     word(req, winners_only ? "preview.winners_only" : "preview.all"));
	return true;
}
