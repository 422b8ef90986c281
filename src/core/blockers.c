/* What stands in the way of a move: one function a code, one line of the table a move. */
#include "core/core.h"

#include <stdlib.h>
#include <string.h>

#define NAMED_MAX 3 /* so many are named, the others counted */

struct search {
	const struct move_facts *facts;
	struct arena *arena;
	struct blockers *ret;
	struct complaints words; /* items[i] is what ret->items[i] says */
};

#define BLOCK(search, the_code, ...) /* id, en, arguments */             \
	((search)->ret->items[(search)->ret->count++].code = (the_code), \
	 complain(&(search)->words, (struct place){ 0 }, __VA_ARGS__))

/* ---- Who is meant ---- */

static const char *names_text(struct arena *arena, const char **names, size_t count)
{
	struct buf text;

	buf_init(&text, arena);
	for (size_t i = 0; i < count && i < NAMED_MAX; i++)
		buf_printf(&text, "%s%s", i ? "; " : "", names[i]);
	if (count > NAMED_MAX)
		buf_printf(&text, "; … (+%zu)", count - NAMED_MAX);
	return text.data;
}

static const char *pairs_text(struct arena *arena, const struct named_pair *pairs, size_t count)
{
	const char **names = NEW(arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		names[i] = arena_printf(arena, "%s – %s", pairs[i].first, pairs[i].second);
	return names_text(arena, names, count);
}

/* Names of the nominees of a group. */
static const char *group_text(struct search *search, const struct ranking *list,
			      const struct vote_group *group, enum lang lang)
{
	const char **names = NEW(search->arena, const char *, group->count + 1);

	for (size_t i = 0; i < group->count; i++)
		names[i] = search->facts->input->nominees[list->rows[group->rows[i]].nominee].name;
	return arena_printf(search->arena, "%s: %s", words_in(&list->name, lang),
			    names_text(search->arena, names, group->count));
}

/* ---- Nominees and panel ---- */

static void no_nominees(struct search *search)
{
	if (!search->facts->nominee_count)
		BLOCK(search, "no_nominees", "belum ada nominee", "there is no nominee yet");
}

/* Names of the judged categories with nominees that have fewer than `least` jurors. */
static size_t short_panels(struct search *search, size_t least, const char **ret_text)
{
	const struct move_facts *facts = search->facts;
	const char **names = NEW(search->arena, const char *, facts->category_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < facts->category_count; i++) {
		const struct category_fact *category = &facts->categories[i];

		if (category->judged && category->nominees && category->jurors < least)
			names[count++] = arena_printf(search->arena, "%s (%zu)", category->name,
						      category->jurors);
	}
	*ret_text = names_text(search->arena, names, count);
	return count;
}

static void panel_below_quorum(struct search *search)
{
	const char *text;
	size_t count = short_panels(search, search->facts->quorum, &text);

	if (count)
		BLOCK(search, "panel_below_quorum",
		      "%zu kategori memiliki juri kurang dari kuorum %u: %s",
		      "categories with fewer jurors than their quorum: %zu (quorum %u: %s)", count,
		      search->facts->quorum, text);
}

static void category_without_panel(struct search *search)
{
	const char *text;
	size_t count = short_panels(search, 1, &text);

	if (count)
		BLOCK(search, "category_without_panel", "%zu kategori tidak memiliki juri: %s",
		      "categories without a juror: %zu (%s)", count, text);
}

static void no_chair(struct search *search)
{
	if (!search->facts->has_chair)
		BLOCK(search, "no_chair", "belum ada akun ketua yang aktif",
		      "there is no active account of a chair");
}

static void no_keeper(struct search *search)
{
	if (!search->facts->has_keeper)
		BLOCK(search, "no_keeper", "belum ada akun pengawas yang aktif",
		      "there is no active account of a keeper");
}

/* ---- Sheets and evidence ---- */

static void sheet_open(struct search *search)
{
	const struct move_facts *facts = search->facts;

	if (facts->sheet_count)
		BLOCK(search, "sheet_open", "%zu lembar masih terbuka: %s",
		      "sheets still open: %zu (%s)", facts->sheet_count,
		      pairs_text(search->arena, facts->sheets, facts->sheet_count));
}

static void evidence_open(struct search *search)
{
	const struct move_facts *facts = search->facts;

	if (facts->evidence_count)
		BLOCK(search, "evidence_open", "%zu bukti belum diverifikasi atau ditolak: %s",
		      "evidence neither verified nor rejected: %zu (%s)", facts->evidence_count,
		      pairs_text(search->arena, facts->evidence, facts->evidence_count));
}

/* ---- Ties ---- */

static bool in_group(const struct ranking *list, const struct vote_group *group, size_t nominee)
{
	for (size_t i = 0; i < group->count; i++)
		if (list->rows[group->rows[i]].nominee == nominee)
			return true;
	return false;
}

/* Was there a decision on some of them, on a group that is no longer this one? */
static bool has_stale_vote(const struct move_facts *facts, const struct ranking *list,
			   const struct vote_group *group)
{
	for (size_t v = 0; v < facts->vote_count; v++) {
		const struct vote_record *vote = &facts->votes[v];

		if (vote->counts || vote->withdrawn || strcmp(vote->list, list->key) != 0)
			continue;
		for (size_t k = 0; k < vote->count; k++)
			if (in_group(list, group, vote->nominees[k]))
				return true;
	}
	return false;
}

struct ties {
	bool stale;
	enum lang lang; /* of the names of lists */
	const char **names;
	size_t count, cap;
};

static void ties_of_list(struct search *search, const struct ranking *list, struct ties *ret)
{
	for (size_t g = 0; g < list->vote_group_count; g++) {
		const struct vote_group *group = &list->vote_groups[g];

		if (!group->spans_last_winner || group->voted ||
		    has_stale_vote(search->facts, list, group) != ret->stale)
			continue;
		GROW(search->arena, ret->names, ret->count, &ret->cap);
		ret->names[ret->count++] = group_text(search, list, group, ret->lang);
	}
}

static const char *ties_text(struct search *search, bool stale, enum lang lang, size_t *ret_count)
{
	const struct tally *tally = search->facts->tally;
	struct ties ties = { .stale = stale, .lang = lang };

	for (size_t i = 0; search->facts->tallied && i < tally->category_count; i++)
		ties_of_list(search, &tally->categories[i], &ties);
	for (size_t i = 0; search->facts->tallied && i < tally->overall_count; i++)
		ties_of_list(search, &tally->overalls[i], &ties);
	*ret_count = ties.count;
	return names_text(search->arena, ties.names, ties.count);
}

static void tie_on_winning_rank(struct search *search)
{
	size_t count;
	const char *id = ties_text(search, false, LANG_ID, &count);
	const char *en = ties_text(search, false, LANG_EN, &count);

	if (count)
		BLOCK(search, "tie_on_winning_rank",
		      "%zu nilai sama pada peringkat pemenang terakhir belum diputuskan pleno: %s%.0s",
		      "ties on the last winning rank that the pleno has not decided: %zu (%.0s%s)",
		      count, id, en);
}

static void vote_stale(struct search *search)
{
	size_t count;
	const char *id = ties_text(search, true, LANG_ID, &count);
	const char *en = ties_text(search, true, LANG_EN, &count);

	if (count)
		BLOCK(search, "vote_stale",
		      "%zu nilai sama berubah sejak diputuskan pleno dan perlu diputuskan lagi: %s%.0s",
		      "ties that changed since the pleno decided and need a new vote: %zu (%.0s%s)",
		      count, id, en);
}

static void tally_error(struct search *search)
{
	const struct complaints *errors = search->facts->errors;

	struct words *said;

	if (!errors || !errors->total)
		return;
	BLOCK(search, "tally_error", "hasil tidak dapat dihitung (%zu galat)",
	      "the result cannot be computed; errors: %zu", errors->total);
	said = &search->words.items[search->words.count - 1].text;
	for (unsigned lang = 0; lang < LANG_COUNT; lang++)
		said->text[lang] = arena_printf(search->arena, "%s: %s", said->text[lang],
						words_in(&errors->items[0].text, (enum lang)lang));
}

/* ---- The second key ---- */

static void same_person(struct search *search)
{
	if (search->facts->same_person)
		BLOCK(search, "same_person",
		      "kunci pertama diputar oleh orang yang sama; perlu pengawas lain",
		      "the same person turned the first key; another keeper is needed");
}

static void bundle_changed(struct search *search)
{
	if (search->facts->bundle_changed)
		BLOCK(search, "bundle_changed",
		      "SHA-256 yang disebut bukan SHA-256 berkas hasil yang ditetapkan",
		      "the SHA-256 named is not that of the result file that was approved");
}

static void chain_broken(struct search *search)
{
	if (search->facts->chain_broken)
		BLOCK(search, "chain_broken",
		      "rantai catatan nilai tidak utuh atau bukan rantai di berkas hasil",
		      "the chain of the score log is broken or not that of the result file");
}

/* ---- The table ---- */

typedef void check_fn(struct search *search);

static check_fn *const CHECKS[PHASE_COUNT][BLOCKERS_MAX] = {
	[PHASE_VERIFICATION] = { no_nominees, panel_below_quorum, no_chair, no_keeper },
	[PHASE_SCORING] = { category_without_panel },
	[PHASE_DELIBERATION] = { sheet_open, evidence_open },
	[PHASE_APPROVED] = { sheet_open, evidence_open, tie_on_winning_rank, vote_stale,
			     tally_error },
	[PHASE_PUBLISHED] = { same_person, bundle_changed, chain_broken },
};

void blockers_find(enum phase to, const struct move_facts *facts, struct arena *arena,
		   struct blockers *ret)
{
	struct search search = { .facts = facts, .arena = arena, .ret = ret };

	*ret = (struct blockers){ 0 };
	complaints_init(&search.words, arena);
	for (size_t i = 0; i < BLOCKERS_MAX && CHECKS[to][i]; i++)
		CHECKS[to][i](&search);
	for (size_t i = 0; i < ret->count; i++)
		ret->items[i].text = search.words.items[i].text;
}
