/* The pleno board: which categories there are, one of them with everything the jury may ask about
 * it, the same for the hall, and what a juror learns of himself. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

/* ---- All categories ---- */

static void categories_put(const struct board *b)
{
	struct val *list = val_put_list(b->page, "categories");

	for (size_t c = 0; c < b->tally.category_count; c++) {
		const struct ranking *ranking = &b->tally.categories[c];
		struct val *row = val_push_map(list), *facts = val_map(b->req->arena);

		val_put_text(row, "key", ranking->key);
		val_put_text(row, "name", words_in(&ranking->name, b->req->lang));
		val_put_text(facts, "count", arena_printf(b->req->arena, "%zu", ranking->count));
		val_put_text(facts, "ranked",
			     arena_printf(b->req->arena, "%zu", ranking->ranked_count));
		val_put_text(facts, "winners", arena_printf(b->req->arena, "%u", ranking->winners));
		val_put_text(row, "what",
			     words_fill(service_templates(service_of(b->req)), b->req->lang,
					"board.counts", facts, b->req->arena));
		val_put_text(row, "error",
			     ranking->error.text[LANG_ID] ? words_in(&ranking->error, b->req->lang)
							  : NULL);
	}
}

static bool blockers_put(const struct board *b, struct err *err)
{
	struct edition_state state;
	struct blockers blockers;
	struct move_facts facts;
	struct tally tally;

	part_blockers(b->page);
	val_put_bool(b->page, "deliberating", b->edition.phase == PHASE_DELIBERATION);
	if (b->edition.phase != PHASE_DELIBERATION)
		return true;
	if (!phase_facts(b->req, &b->edition, PHASE_APPROVED, &state, &tally, &facts, err))
		return false;
	blockers_find(PHASE_APPROVED, &facts, b->req->arena, &blockers);
	for (size_t i = 0; i < blockers.count; i++)
		part_blocker(
			b->page, blockers.items[i].code,
			as_sentence(b->req->arena, words_in(&blockers.items[i].text, b->req->lang)),
			NULL, NULL);
	return true;
}

bool page_board(struct req *req, struct err *err)
{
	struct board b;

	if (!board_open(req, "board", "board.title", &b, err))
		return false;
	val_put_text(b.page, "lead", word(req, "board.lead"));
	categories_put(&b);
	return blockers_put(&b, err) && page_show(req, 200, "pleno/boards", b.page, err);
}

/* ---- One category ---- */

/* The categories before and after this one. */
static void near_put(const struct board *b, size_t category)
{
	const struct category *all = b->scheme->categories;

	val_put_text(b->page, "key", all[category].key);
	val_put_text(b->page, "previous", category ? all[category - 1].key : NULL);
	val_put_text(b->page, "previous_name",
		     category ? words_in(&all[category - 1].name, b->req->lang) : NULL);
	val_put_text(b->page, "next",
		     category + 1 < b->scheme->category_count ? all[category + 1].key : NULL);
	val_put_text(b->page, "next_name",
		     category + 1 < b->scheme->category_count
			     ? words_in(&all[category + 1].name, b->req->lang)
			     : NULL);
}

#define EXACT_PLACES 8 /* beside the fraction */

static void exacts_put(const struct board *b, const struct ranking *ranking)
{
	struct val *list = val_put_list(b->page, "exacts");

	for (size_t i = 0; i < ranking->ranked_count; i++) {
		const struct row *row = &ranking->rows[i];
		struct ratio near = ratio_round(b->req->arena, row->final, EXACT_PLACES);
		bool ends = ratio_cmp(near, row->final) == 0;
		const char *digits = ratio_decimal(b->req->arena, near, EXACT_PLACES, '.');
		struct val *item;

		if (board_closed(b, row->nominee))
			continue;
		item = val_push_map(list);
		val_put_text(item, "name", board_nominee(b, row->nominee));
		val_put_text(item, "exact", ratio_fraction(b->req->arena, row->final));
		val_put_text(item, "is", ends ? "=" : "≈");
		val_put_text(item, "long", show_decimal(b->req->arena, digits, b->req->lang));
	}
	val_put_bool(b->page, "has_exacts", val_count(list) > 0);
}

static void report_put(const struct board *b, const struct report_options *options,
		       const struct category_report *r)
{
	char seed[2 * REPORT_SEED_SIZE + 1];

	hex_encode(options->seed, REPORT_SEED_SIZE, seed);
	val_put_text(b->page, "seed", seed);
	val_put_text(b->page, "sentence",
		     r->sentence.text[LANG_ID] ? words_in(&r->sentence, b->req->lang) : NULL);
	board_spans_put(b, r, b->page);
	board_agreement_put(b, r, b->page);
	board_heat_put(b, r, b->page);
	board_sides_put(b, r, b->page);
	board_changes_put(b, r, b->page);
	board_flips_put(b, r, b->page);
	board_warnings_put(b, r, WARNING_OF_NONE, b->page);
}

bool page_board_category(struct req *req, struct err *err)
{
	struct report_options options;
	struct category_report report;
	const struct ranking *ranking;
	size_t category;
	struct board b;

	if (!board_open(req, "board", "board.title", &b, err) ||
	    !board_category(&b, req->params[1], &category, err) ||
	    !board_report(&b, category, &options, &report, err))
		return false;
	ranking = &b.tally.categories[category];
	val_put_text(b.page, "title", words_in(&ranking->name, req->lang));
	val_put_text(b.page, "lead", word(req, "board.category_lead"));
	part_crumb(b.page, arena_printf(req->arena, "editions/%s/board", b.edition.key),
		   word(req, "board.title"));
	near_put(&b, category);
	report_put(&b, &options, &report);
	(void)ranking_screen(req, &b.screen, &b.state, &b.tally);
	val_put_bool(b.page, "named", b.named);
	val_put_bool(b.page, "may_name", who_of(req)->account.role & (ROLE_CHAIR | ROLE_KEEPER));
	ranking_put(req, &b.state.input, ranking,
		    arena_printf(req->arena, "editions/%s/ranking", b.edition.key), b.page);
	exacts_put(&b, ranking);
	return page_show(req, 200, "pleno/board", b.page, err);
}

/* ---- The hall: from the last winning rank up to the first, then all ---- */

/* How many different ranks win. */
static size_t winning_ranks(const struct ranking *ranking)
{
	size_t ret = 0;

	for (size_t i = 0; i < ranking->ranked_count; i++)
		ret += ranking->rows[i].winner &&
		       (!i || ranking->rows[i].rank != ranking->rows[i - 1].rank);
	return ret;
}

/* Of the rows only those are put that the hall has reached: what is hidden is not in the page. */
static void revealed_put(const struct board *b, struct ranking *ranking, size_t step, size_t steps)
{
	size_t from = 0, to = ranking->count;

	if (step <= steps) {
		size_t hidden = steps - step;

		for (to = 0; to < ranking->ranked_count && ranking->rows[to].winner;)
			to++;
		while (hidden && from < to) {
			unsigned rank = ranking->rows[from].rank;

			while (from < to && ranking->rows[from].rank == rank)
				from++;
			hidden--;
		}
	}
	ranking->rows += from;
	ranking->count = to - from;
	ranking->ranked_count = ranking->ranked_count > from ? ranking->ranked_count - from : 0;
	if (ranking->ranked_count > ranking->count)
		ranking->ranked_count = ranking->count;
	ranking_put(b->req, &b->state.input, ranking, NULL, b->page);
}

static const char *step_path(const struct board *b, const char *category, size_t step)
{
	return arena_printf(b->req->arena, "editions/%s/board/%s/hall?step=%zu", b->edition.key,
			    category, step);
}

static void steps_put(const struct board *b, size_t category, size_t step, size_t steps)
{
	const struct category *all = b->scheme->categories;
	const char *board = arena_printf(b->req->arena, "editions/%s/board", b->edition.key);
	bool last = category + 1 == b->scheme->category_count;

	val_put_text(b->page, "back", step ? step_path(b, all[category].key, step - 1) : board);
	val_put_text(b->page, "on",
		     step <= steps ? step_path(b, all[category].key, step + 1)
		     : last	   ? board
				   : step_path(b, all[category + 1].key, 0));
	val_put_text(b->page, "board", board);
	val_put_text(b->page, "on_word",
		     word(b->req, step < steps	  ? "board.reveal"
				  : step == steps ? "board.reveal_all"
				  : last	  ? "board.done"
						  : "board.next_category"));
}

bool page_board_hall(struct req *req, struct err *err)
{
	const char *asked = req_query(req, "step");
	struct ranking *ranking;
	size_t category, step, steps;
	struct board b;

	if (!board_open(req, "board", "board.title", &b, err) ||
	    !board_category(&b, req->params[1], &category, err))
		return false;
	(void)ranking_screen(req, &b.screen, &b.state, &b.tally);
	ranking = &b.tally.categories[category];
	steps = winning_ranks(ranking);
	step = asked && strlen(asked) <= 3 && strspn(asked, "0123456789") == strlen(asked)
		       ? (size_t)strtoul(asked, NULL, 10)
		       : 0;
	step = step > steps + 1 ? steps + 1 : step;
	val_put_bool(b.page, "hall", true);
	val_put_text(b.page, "title", words_in(&ranking->name, req->lang));
	val_put_bool(b.page, "waiting", step == 0);
	val_put_text(b.page, "provisional",
		     b.edition.phase < PHASE_APPROVED ? word(req, "board.provisional") : NULL);
	val_put_int(b.page, "winner_count", (int64_t)ranking->winners);
	val_put_int(b.page, "nominee_count", (int64_t)ranking->count);
	steps_put(&b, category, step, steps);
	revealed_put(&b, ranking, step, steps);
	return page_show(req, 200, "pleno/hall", b.page, err);
}

/* ---- Live ---- */

/* What the board shows has changed when this has: nothing else is told. The connection ends with
 * each answer and the browser asks again: no worker is held, and a proxy cannot swallow it. */
bool page_board_events(struct req *req, struct err *err)
{
	struct edition edition;
	struct act *acts;
	char digest[SHA256_HEX_SIZE];
	const char *state;
	size_t count;

	if (!req_edition(req, true, &edition, err))
		return false;
	if (!may(DEED_SEE_RANKING, who_of(req)->account.role, edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL_CODE(err, ERR_DENIED, "before_lock",
				 "papan pleno baru terlihat setelah penilaian dikunci",
				 "the board is shown after scoring is locked");
	if (!act_list(db_of(req), edition.id, NULL, 0, 1, req->arena, &acts, &count, err))
		return false;
	state = arena_printf(req->arena, "%s %" PRId64 " %s", edition.key, count ? acts[0].seq : 0,
			     edition.rule_sha256);
	sha256_hex(state, strlen(state), digest);
	return answer_text(
		req, 200, "text/event-stream",
		arena_printf(req->arena, "retry: 2000\nevent: state\ndata: %.16s\n\n", digest));
}

/* ---- What a juror learns of himself ---- */

static bool own_category(struct board *b, size_t category, size_t juror, struct val *list,
			 struct err *err)
{
	struct report_options options;
	struct category_report report;

	if (!board_report(b, category, &options, &report, err))
		return false;
	for (size_t i = 0; i < report.juror_count; i++) {
		const struct juror_figures *own = &report.jurors[i];
		struct val *row;

		if (own->juror != juror)
			continue;
		row = val_push_map(list);
		val_put_text(row, "name",
			     words_in(&b->scheme->categories[category].name, b->req->lang));
		(void)val_put_list(row, "figures");
		part_figure(row, word(b->req, "board.own_sheets"),
			    arena_printf(b->req->arena, "%zu", own->sheets), NULL);
		part_figure(row, word(b->req, "board.own_mean"),
			    own->mean.known ? board_number(b, own->mean.value, 2) : "–",
			    own->mean.known ? NULL : words_in(&own->mean.why, b->req->lang));
		part_figure(row, word(b->req, "board.own_spread"),
			    own->sd.known ? board_number(b, own->sd.value, 2) : "–",
			    own->sd.known ? NULL : words_in(&own->sd.why, b->req->lang));
		part_figure(row, word(b->req, "board.own_panel"),
			    own->spearman.known ? board_number(b, own->spearman.value, 2) : "–",
			    own->spearman.known ? word(b->req, "board.own_panel_what")
						: words_in(&own->spearman.why, b->req->lang));
		board_warnings_put(b, &report, juror, row);
	}
	return true;
}

bool page_own_figures(struct req *req, struct err *err)
{
	size_t juror = 0;
	struct val *list;
	struct board b;

	if (!board_open(req, "own", "board.own", &b, err))
		return false;
	while (juror < b.state.juror_count &&
	       b.state.jurors[juror].id != who_of(req)->account.juror)
		juror++;
	val_put_text(b.page, "lead", word(req, "board.own_lead"));
	list = val_put_list(b.page, "lists");
	for (size_t c = 0; c < b.scheme->category_count; c++)
		if (b.scheme->categories[c].jury_count && !own_category(&b, c, juror, list, err))
			return false;
	val_put_bool(b.page, "has_lists", val_count(list) > 0);
	return page_show(req, 200, "pleno/own", b.page, err);
}
