/* Drafts of layouts. A browser shows a PDF by its address only, so what is being typed has to lie
 * somewhere until it is asked for: in memory, under a random key, for the one who typed it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "studio.h"

/* Of all people together, each at most LAYOUT_TEXT_MAX characters; the oldest goes first. */
#define DRAFTS_MAX 24
#define DRAFTS_OF_ONE 4

struct kept {
	struct arena arena;
	char key[TOKEN_SIZE];
	int64_t account, edition;
	uint64_t turn;
	struct draft draft;
};

struct drafts {
	pthread_mutex_t lock;
	struct kept kept[DRAFTS_MAX];
	uint64_t turn;
};

struct drafts *drafts_new(void)
{
	struct drafts *drafts = calloc(1, sizeof(*drafts));

	if (!drafts)
		abort();
	(void)pthread_mutex_init(&drafts->lock, NULL);
	return drafts;
}

void drafts_free(struct drafts *drafts)
{
	for (size_t i = 0; i < DRAFTS_MAX; i++)
		arena_release(&drafts->kept[i].arena);
	(void)pthread_mutex_destroy(&drafts->lock);
	free(drafts);
}

/* His own oldest when he has his share, else the oldest of all. */
static struct kept *place_for(struct drafts *drafts, int64_t account)
{
	struct kept *oldest = &drafts->kept[0], *own = NULL;
	size_t count = 0;

	for (size_t i = 0; i < DRAFTS_MAX; i++) {
		struct kept *kept = &drafts->kept[i];

		if (kept->turn < oldest->turn)
			oldest = kept;
		if (!kept->turn || kept->account != account)
			continue;
		count++;
		if (!own || kept->turn < own->turn)
			own = kept;
	}
	return count >= DRAFTS_OF_ONE ? own : oldest;
}

const char *draft_put(struct drafts *drafts, int64_t account, int64_t edition,
		      const struct draft *draft, struct arena *arena)
{
	struct kept *kept;
	const char *key;

	(void)pthread_mutex_lock(&drafts->lock);
	kept = place_for(drafts, account);
	arena_release(&kept->arena);
	random_token(kept->key);
	kept->account = account;
	kept->edition = edition;
	kept->turn = ++drafts->turn;
	kept->draft = (struct draft){ arena_text(&kept->arena, draft->layout),
				      arena_text(&kept->arena, draft->text),
				      arena_text(&kept->arena, draft->name) };
	key = arena_text(arena, kept->key);
	(void)pthread_mutex_unlock(&drafts->lock);
	return key;
}

bool draft_get(struct drafts *drafts, int64_t account, int64_t edition, const char *key,
	       struct arena *arena, struct draft *ret)
{
	bool found = false;

	(void)pthread_mutex_lock(&drafts->lock);
	for (size_t i = 0; i < DRAFTS_MAX && !found; i++) {
		const struct kept *kept = &drafts->kept[i];

		if (!kept->turn || kept->account != account || kept->edition != edition ||
		    !text_equal(kept->key, key))
			continue;
		*ret = (struct draft){ arena_text(arena, kept->draft.layout),
				       arena_text(arena, kept->draft.text),
				       arena_text(arena, kept->draft.name) };
		found = true;
	}
	(void)pthread_mutex_unlock(&drafts->lock);
	return found;
}
