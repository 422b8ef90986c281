/* A bundle of what `tally` has worked out from files: release 0, nothing locked or approved. */
#include "app/app.h"

#define SALT_SIZE 16

/* ---- Jurors get their pseudonyms in an order that nobody knows, not even that of the files. ----
 */

static size_t *shuffled(size_t count, struct arena *arena)
{
	size_t *ret = NEW(arena, size_t, count + 1);

	for (size_t i = 0; i < count; i++) {
		size_t j = random_below((uint32_t)i + 1);

		ret[i] = ret[j];
		ret[j] = i;
	}
	return ret;
}

static void shuffle_sheets(struct nominee *nominee, const size_t *order, size_t jurors,
			   struct arena *arena)
{
	struct sheet **sheets = NEW(arena, struct sheet *, jurors + 1);

	for (size_t j = 0; j < jurors; j++)
		if (order[j] < nominee->sheet_count)
			sheets[j] = nominee->sheets[order[j]];
	nominee->sheets = sheets;
	nominee->sheet_count = jurors;
}

/* ---- What a release would know from the database ---- */

/* A juror owes the categories in which he has a sheet. */
static struct bundle_juror *panel_of(const struct tally_input *input, struct arena *arena)
{
	struct bundle_juror *ret = NEW(arena, struct bundle_juror, input->juror_count + 1);

	for (size_t j = 0; j < input->juror_count; j++)
		ret[j].owes = NEW(arena, bool, input->scheme->category_count + 1);
	for (size_t i = 0; i < input->nominee_count; i++)
		for (size_t j = 0; j < input->juror_count; j++)
			if (input->nominees[i].sheets[j])
				ret[j].owes[input->nominees[i].category] = true;
	return ret;
}

/* Nobody keeps these salts: the seals only stand where those of a release would stand. */
static void seal_evidence(struct nominee *nominee, const struct category *category,
			  struct arena *arena)
{
	struct evidence *evidence = NEW(arena, struct evidence, nominee->evidence_count + 1);

	for (size_t i = 0; i < nominee->evidence_count; i++) {
		uint8_t salt[SALT_SIZE];
		uint8_t *seal;

		evidence[i] = nominee->evidence[i];
		if (!evidence[i].value || !*evidence[i].value ||
		    !evidence_is_sealed(category, evidence[i].name))
			continue;
		seal = NEW(arena, uint8_t, SHA256_SIZE);
		random_bytes(salt, sizeof(salt));
		bundle_seal(salt, sizeof(salt), nominee->key, &evidence[i], arena, seal);
		evidence[i].seal = seal;
	}
	nominee->evidence = evidence;
}

/* ---- Votes of a file are single places; those that decided a group become its record. ---- */

static unsigned place_of(const struct tally_input *input, const char *list, size_t nominee)
{
	for (size_t i = 0; i < input->vote_count; i++)
		if (input->votes[i].nominee == nominee && text_equal(input->votes[i].list, list))
			return input->votes[i].order;
	return 0;
}

static void add_votes(const struct tally_input *input, const struct ranking *list,
		      struct bundle *ret, size_t *cap, struct arena *arena)
{
	for (size_t g = 0; g < list->vote_group_count; g++) {
		const struct vote_group *group = &list->vote_groups[g];
		struct vote_record *vote;

		if (!group->voted)
			continue;
		GROW(arena, ret->votes, ret->vote_count, cap);
		vote = &ret->votes[ret->vote_count++];
		*vote = (struct vote_record){ .list = list->key,
					      .nominees = NEW(arena, size_t, group->count),
					      .places = NEW(arena, unsigned, group->count),
					      .count = group->count };
		for (size_t i = 0; i < group->count; i++) {
			vote->nominees[i] = list->rows[group->rows[i]].nominee;
			vote->places[i] = place_of(input, list->key, vote->nominees[i]);
		}
	}
}

bool bundle_of_files(const struct source *scheme, const struct tally_input *input,
		     const struct tally *tally, struct buf *ret, struct complaints *complaints)
{
	struct arena *arena = ret->arena;
	struct bundle bundle = { .scheme_text = scheme->text,
				 .scheme_len = scheme->len,
				 .input = *input };
	size_t *order = shuffled(input->juror_count, arena);
	size_t cap = 0;

	bundle.input.nominees = NEW(arena, struct nominee, input->nominee_count + 1);
	for (size_t i = 0; i < input->nominee_count; i++) {
		struct nominee *nominee = &bundle.input.nominees[i];

		*nominee = input->nominees[i];
		shuffle_sheets(nominee, order, input->juror_count, arena);
		seal_evidence(nominee, &input->scheme->categories[nominee->category], arena);
	}
	bundle.panel = panel_of(&bundle.input, arena);
	for (size_t i = 0; i < tally->category_count; i++)
		add_votes(input, &tally->categories[i], &bundle, &cap, arena);
	for (size_t i = 0; i < tally->overall_count; i++)
		add_votes(input, &tally->overalls[i], &bundle, &cap, arena);
	return bundle_write(&bundle, ret, complaints);
}
