#include "board.h"

#include <inttypes.h>
#include <string.h>

bool board_open(struct req *req, const char *path, const char *title, struct board *ret,
		struct err *err)
{
	const struct who *who = who_of(req);
	struct complaints ignored;

	*ret = (struct board){ .req = req };
	if (!pleno_open(req, path, title, &ret->edition, &ret->scheme, &ret->page, err))
		return false;
	if (!may(DEED_SEE_RANKING, who->account.role, ret->edition.phase,
		 (struct circumstances){ 0 }))
		return FAIL_CODE(err, ERR_DENIED, "before_lock",
				 "peringkat baru terlihat setelah penilaian dikunci",
				 "the ranking is shown after scoring is locked");
	if (!edition_state_load(service_of(req), db_of(req), &ret->edition, NULL, req->arena,
				&ret->state, err) ||
	    !screen_load(req, &ret->edition, &ret->screen, err))
		return false;
	complaints_init(&ignored, req->arena);
	(void)edition_state_tally(&ret->state, req->arena, &ret->tally, &ignored);
	ret->named = (who->account.role & (ROLE_CHAIR | ROLE_KEEPER)) &&
		     text_equal(req_query(req, "names"), "1");
	val_put_text(ret->page, "names_query", ret->named ? "?names=1" : "");
	return true;
}

bool board_category(const struct board *b, const char *key, size_t *ret, struct err *err)
{
	for (size_t c = 0; c < b->scheme->category_count; c++)
		if (text_equal(b->scheme->categories[c].key, key)) {
			*ret = c;
			return true;
		}
	return FAIL_CODE(err, ERR_NOT_FOUND, "no_category", "tidak ada kategori %s",
			 "no category %s", key);
}

/* ---- The report ---- */

static int64_t last_seq(const struct board *b)
{
	int64_t ret = 0;

	for (size_t i = 0; i < b->state.candidate_count * b->state.juror_count; i++)
		if (b->state.sheets[i] && b->state.sheets[i]->seq > ret)
			ret = b->state.sheets[i]->seq;
	return ret;
}

static size_t index_of(const struct board *b, const struct sheet_event *event)
{
	size_t i = 0, j = 0;

	while (i < b->state.candidate_count && b->state.candidates[i].id != event->nominee)
		i++;
	while (j < b->state.juror_count && b->state.jurors[j].id != event->juror)
		j++;
	return i < b->state.candidate_count && j < b->state.juror_count
		       ? i * b->state.juror_count + j
		       : NAME_NONE;
}

/* How long a sheet can have taken at most: since the last one that the same juror had submitted
 * when he began it. Drafts that are submitted one after another at the end are no haste. */
static bool seconds_load(const struct board *b, const int64_t **ret, struct err *err)
{
	size_t jurors = b->state.juror_count, cells = b->state.candidate_count * jurors;
	int64_t *seconds = NEW(b->req->arena, int64_t, cells + 1);
	int64_t *since = NEW(b->req->arena, int64_t, cells + 1);
	int64_t *before = NEW(b->req->arena, int64_t, jurors + 1);
	struct sheet_event *begun, *sent;
	size_t begun_count, sent_count, next = 0;

	if (!sheet_list_first(db_of(b->req), b->edition.id, b->req->arena, &begun, &begun_count,
			      err) ||
	    !sheet_list_kind(db_of(b->req), b->edition.id, SHEET_SUBMIT, b->req->arena, &sent,
			     &sent_count, err))
		return false;
	for (size_t at = 0; at < cells; at++)
		seconds[at] = -1;
	for (size_t e = 0; e < sent_count; e++) {
		size_t at = index_of(b, &sent[e]);

		for (; next < begun_count && begun[next].seq <= sent[e].seq; next++) {
			size_t first = index_of(b, &begun[next]);

			if (first != NAME_NONE)
				since[first] = before[first % jurors];
		}
		if (at == NAME_NONE)
			continue;
		seconds[at] = since[at] ? sent[e].at - since[at] : -1;
		before[at % jurors] = sent[e].at;
	}
	*ret = seconds;
	return true;
}

bool board_report(struct board *b, size_t category, struct report_options *ret_options,
		  struct category_report *ret, struct err *err)
{
	const char *state = arena_printf(b->req->arena, "%s %s %" PRId64, b->edition.key,
					 b->edition.rule_sha256, last_seq(b));
	struct complaints ignored;
	struct report report;

	*ret_options = (struct report_options){ .only = b->scheme->categories[category].key,
						.draws = REPORT_DRAWS,
						.tally = &b->tally };
	sha256(state, strlen(state), ret_options->seed);
	if (!seconds_load(b, &ret_options->seconds, err))
		return false;
	complaints_init(&ignored, b->req->arena);
	if (!report_run(&b->state.input, ret_options, b->req->arena, &report, &ignored))
		ret_options->draws = 0; /* said by the ranking itself */
	*ret = report.categories[0];
	return true;
}

/* ---- Names and figures ---- */

const char *board_juror(const struct board *b, size_t juror)
{
	return b->named ? b->state.jurors[juror].name
			: arena_printf(b->req->arena, "J%zu", juror + 1);
}

const char *board_nominee(const struct board *b, size_t nominee)
{
	return b->state.input.nominees[nominee].name;
}

bool board_closed(const struct board *b, size_t nominee)
{
	return screened(&b->screen, b->state.candidates[nominee].id);
}

const char *board_number(const struct board *b, double value, unsigned places)
{
	return show_decimal(b->req->arena, arena_printf(b->req->arena, "%.*f", (int)places, value),
			    b->req->lang);
}

const char *board_strength(const struct board *b, const struct figure *w)
{
	/* Schmidt 1997; docs/methods.md. */
	static const struct {
		double least;
		const char *word;
	} STEPS[] = { { 0.9, "board.w_very_strong" },
		      { 0.7, "board.w_strong" },
		      { 0.5, "board.w_moderate" },
		      { 0.3, "board.w_weak" },
		      { 0, "board.w_very_weak" } };

	if (!w->known)
		return words_in(&w->why, b->req->lang);
	for (size_t i = 0; i < COUNT(STEPS); i++)
		if (w->value >= STEPS[i].least)
			return word(b->req, STEPS[i].word);
	return "";
}
