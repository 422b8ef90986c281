/* What the board draws. Every mark of a chart is said in words or figures beside it, so that it
 * reads in grey, on paper and by ear. */
#include "board.h"

/* ---- Intervals of ranks ---- */

static const struct span *span_of(const struct category_report *r, size_t nominee)
{
	for (size_t i = 0; i < r->member_count; i++)
		if (r->members[i] == nominee)
			return &r->spans[i];
	return NULL;
}

/* Where a rank stands on an axis of `count` places, in percent with two decimals. */
static const char *place(const struct board *b, double rank, size_t count)
{
	return arena_printf(b->req->arena, "%.2f", (rank - 0.5) * 100 / (double)count);
}

static void span_put(const struct board *b, const struct category_report *r, const struct row *row,
		     struct val *rows)
{
	const struct span *span = span_of(r, row->nominee);
	struct val *item = val_push_map(rows), *line;
	struct arena *arena = b->req->arena;

	val_put_text(item, "name", board_nominee(b, row->nominee));
	val_put_text(item, "rank", arena_printf(arena, "%u", row->rank));
	val_put_text(item, "line", NULL);
	if (!span || !span->ranked)
		return;
	line = val_put_map(item, "line");
	val_put_text(line, "from", place(b, span->rank_min, r->member_count));
	val_put_text(line, "to", place(b, span->rank_max, r->member_count));
	val_put_text(line, "median", place(b, span->rank_median, r->member_count));
	val_put_text(line, "official", place(b, row->rank, r->member_count));
	val_put_text(line, "range",
		     span->rank_min == span->rank_max
			     ? arena_printf(arena, "%u", span->rank_min)
			     : arena_printf(arena, "%u–%u", span->rank_min, span->rank_max));
	val_put_text(line, "middle", board_number(b, span->rank_median, 1));
	val_put_text(line, "share", board_number(b, 100 * span->share_winner, 1));
}

void board_spans_put(const struct board *b, const struct category_report *r, struct val *into)
{
	struct val *rows = val_put_list(into, "spans");

	for (size_t i = 0; i < r->official->ranked_count; i++)
		span_put(b, r, &r->official->rows[i], rows);
	val_put_bool(into, "has_spans", val_count(rows) > 0);
}

/* ---- Heat map: juror totals, shaded by how far they lie from the nominee's mean ---- */

#define SHADES 4

static int shade_of(double off)
{
	static const double FROM[SHADES] = { 1, 3, 6, 10 }; /* points */
	int ret = 0;

	for (size_t i = 0; i < SHADES; i++)
		ret += (off < 0 ? -off : off) >= FROM[i];
	return off < 0 ? -ret : ret;
}

static void total_put(const struct board *b, double total, double mean, struct val *cell)
{
	double off = total < mean ? mean - total : total - mean;
	int shade = shade_of(total - mean);

	val_put_text(cell, "total", board_number(b, total, 1));
	val_put_text(cell, "off",
		     arena_printf(b->req->arena, "%s%s",
				  off < 0.05	 ? ""
				  : total < mean ? "−"
						 : "+",
				  board_number(b, off, 1)));
	val_put_text(cell, "shade",
		     arena_printf(b->req->arena, "%s%d",
				  shade < 0   ? "below-"
				  : shade > 0 ? "above-"
					      : "at-",
				  shade < 0 ? -shade : shade));
}

static double mean_of(const struct board *b, const struct detail *detail)
{
	double sum = 0;
	size_t count = 0;

	for (size_t j = 0; j < b->state.juror_count; j++)
		if (detail->valid[j]) {
			sum += ratio_double(detail->totals[j]);
			count++;
		}
	return count ? sum / (double)count : 0;
}

static void cells_put(const struct board *b, size_t nominee, const struct detail *detail,
		      const size_t *order, size_t count, struct val *row)
{
	struct val *cells = val_put_list(row, "cells");
	double mean = mean_of(b, detail);

	for (size_t n = 0; n < count; n++) {
		struct val *cell = val_push_map(cells);
		const char *state;
		enum sheet_state is;

		val_put_text(cell, "juror", board_juror(b, order[n]));
		val_put_text(cell, "state", NULL);
		val_put_text(cell, "total", NULL);
		if (detail->valid[order[n]]) {
			total_put(b, ratio_double(detail->totals[order[n]]), mean, cell);
			continue;
		}
		if (!edition_state_pair(&b->state, nominee, order[n], &is))
			continue;
		state = sheet_state_text(is);
		(void)part_state(cell, "state", state,
				 word(b->req, arena_printf(b->req->arena, "state.%s", state)));
	}
}

/* The jurors of the category: by pseudonym, or with their names in the order of their keys. */
static size_t columns_of(const struct board *b, size_t category, size_t **ret)
{
	const size_t *by_key = edition_state_by_key(&b->state, b->req->arena);
	size_t count = 0;

	*ret = NEW(b->req->arena, size_t, b->state.juror_count + 1);
	for (size_t n = 0; n < b->state.juror_count; n++) {
		size_t j = b->named ? by_key[n] : n;
		bool any = false;

		for (size_t i = 0; i < b->state.candidate_count && !any; i++) {
			enum sheet_state ignored;

			any = b->state.input.nominees[i].category == category &&
			      edition_state_pair(&b->state, i, j, &ignored);
		}
		if (any)
			(*ret)[count++] = j;
	}
	return count;
}

void board_heat_put(const struct board *b, const struct category_report *r, struct val *into)
{
	struct val *heads = val_put_list(into, "heat_heads"), *rows = val_put_list(into, "heat");
	struct complaints ignored;
	size_t *order, count = columns_of(b, r->category, &order);

	complaints_init(&ignored, b->req->arena);
	for (size_t n = 0; n < count; n++)
		val_put_text(val_push_map(heads), "name", board_juror(b, order[n]));
	for (size_t i = 0; i < r->official->count && r->jury_count; i++) {
		size_t nominee = r->official->rows[i].nominee;
		struct detail detail;
		struct val *row = val_push_map(rows);

		val_put_text(row, "name", board_nominee(b, nominee));
		val_put_bool(row, "closed", board_closed(b, nominee));
		(void)val_put_list(row, "cells");
		if (board_closed(b, nominee))
			continue;
		/* The totals are there also when its evidence is wrong, which the ranking says. */
		if (!tally_detail(&b->state.input, nominee, b->req->arena, &detail, &ignored))
			complaints_init(&ignored, b->req->arena);
		cells_put(b, nominee, &detail, order, count, row);
	}
	val_put_int(into, "heat_width", (int64_t)count);
	val_put_bool(into, "has_heat", val_count(rows) > 0 && count > 0);
}
