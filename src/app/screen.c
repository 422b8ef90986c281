#include "screen.h"

#include <inttypes.h>

bool screen_load(struct req *req, const struct edition *edition, struct screen *ret,
		 struct err *err)
{
	const struct who *who = who_of(req);
	int64_t *nominees;

	*ret = (struct screen){ 0 };
	if (!who || !who->account.juror || who->account.edition != edition->id)
		return true;
	if (!barred_list(db_of(req), edition->id, who->account.juror, req->arena, &nominees,
			 &ret->count, err))
		return false;
	ret->nominees = nominees;
	return true;
}

bool screened(const struct screen *screen, int64_t nominee)
{
	for (size_t i = 0; i < screen->count; i++)
		if (screen->nominees[i] == nominee)
			return true;
	return false;
}

bool screened_key(const struct screen *screen, const struct edition_state *state, const char *key)
{
	size_t i = key ? edition_state_nominee(state, key) : NAME_NONE;

	return i != NAME_NONE && screened(screen, state->candidates[i].id);
}

const char *screen_text(const struct screen *screen, struct arena *arena)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t i = 0; i < screen->count; i++)
		buf_printf(&text, "%" PRId64 " ", screen->nominees[i]);
	return text.data;
}

void screen_candidate(struct candidate *nominee)
{
	nominee->region = "";
	nominee->profile = "{}";
}

void screen_sheet(struct sheet_event *sheet)
{
	*sheet = (struct sheet_event){ .seq = sheet->seq,
				       .version = sheet->version,
				       .kind = SHEET_RECUSE,
				       .state = SHEET_RECUSED };
}

static const struct words HIDDEN = { { "rinciannya memuat nominee yang bagi Anda berhalangan; "
				       "sekretariat dan pengawas dapat membacanya",
				       "the details hold a nominee from whom you are recused; "
				       "secretariat and keeper can read them" } };

static void list_screen(const struct screen *screen, const struct edition_state *state,
			struct ranking *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (screened(screen, state->candidates[list->rows[i].nominee].id))
			list->rows[i].failed_count = 0;
	if (list->error.text[LANG_ID])
		list->error = HIDDEN;
}

void screen_tally(const struct screen *screen, struct edition_state *state, struct tally *tally)
{
	if (!screen->count)
		return;
	for (size_t i = 0; i < state->candidate_count; i++)
		if (screened(screen, state->candidates[i].id))
			state->input.nominees[i].region = NULL;
	for (size_t c = 0; c < tally->category_count; c++)
		list_screen(screen, state, &tally->categories[c]);
	for (size_t o = 0; o < tally->overall_count; o++)
		list_screen(screen, state, &tally->overalls[o]);
}

void screen_complaints(const struct screen *screen, struct complaints *complaints)
{
	for (size_t i = 0; screen->count && complaints && i < complaints->count; i++)
		complaints->items[i].text = HIDDEN;
}
