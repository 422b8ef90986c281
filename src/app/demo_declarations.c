/* What the jurors of the sample have declared: two of them not everything yet. */
#include "declare.h"
#include "demo.h"

#include <string.h>

#define SILENT "j6"  /* has declared nothing */
#define HALFWAY "j9" /* only his first categories */
#define HALFWAY_COUNT 3

struct saying {
	struct db *db;
	const struct edition *edition;
	const struct scheme *scheme;
	const struct val *reasons; /* of recusals: "nominee juror" -> why */
	struct candidate *nominees;
	size_t nominee_count;
	int64_t now;
	struct arena *arena;
};

static enum conflict_kind kind_of(const char *juror)
{
	return text_equal(juror, "j1")	 ? CONFLICT_FINANCIAL
	       : text_equal(juror, "j7") ? CONFLICT_EMPLOYMENT
					 : CONFLICT_INSTITUTIONAL;
}

static bool declaration_make(const struct saying *s, const struct account *account,
			     const char *category, struct err *err)
{
	struct actor actor = { account->id, account->username, role_text(account->role) };
	struct declaration said = { .juror = account->juror,
				    .juror_key = account->juror_key,
				    .category = category,
				    .version = 1,
				    .by = account->username,
				    .at = s->now };
	struct buf covers;
	size_t cap = 0;

	buf_init(&covers, s->arena);
	for (size_t i = 0; i < s->nominee_count; i++) {
		const char *key = s->nominees[i].key;
		const char *why = val_get_text(
			s->reasons, arena_printf(s->arena, "%s %s", key, account->juror_key));

		if (!text_equal(s->nominees[i].category, category))
			continue;
		buf_printf(&covers, "%s%s", covers.len ? " " : "", key);
		if (!why)
			continue;
		GROW(s->arena, said.conflicts, said.conflict_count, &cap);
		said.conflicts[said.conflict_count++] =
			(struct conflict){ key, kind_of(account->juror_key), why };
	}
	said.covers = covers.data;
	return !covers.len ||
	       declaration_store(s->db, s->edition->id, &actor, &said, s->arena, err);
}

static bool juror_declares(const struct saying *s, const struct account *account, struct err *err)
{
	size_t left = text_equal(account->juror_key, HALFWAY) ? HALFWAY_COUNT : SIZE_MAX;
	struct juror juror;

	if (!juror_get(s->db, account->juror, s->arena, &juror, err))
		return false;
	for (size_t c = 0; left && c < s->scheme->category_count; c++) {
		const struct category *category = &s->scheme->categories[c];

		if (!category->jury_count || !juror_judges(&juror, category->key))
			continue;
		if (!declaration_make(s, account, category->key, err))
			return false;
		left--;
	}
	return true;
}

bool demo_declarations_make(struct db *db, const struct edition *edition,
			    const struct scheme *scheme, const struct val *reasons, int64_t now,
			    struct arena *arena, struct err *err)
{
	struct saying s = { .db = db,
			    .edition = edition,
			    .scheme = scheme,
			    .reasons = reasons,
			    .now = now,
			    .arena = arena };
	struct account *accounts;
	size_t count;

	if (!nominee_list(db, edition->id, arena, &s.nominees, &s.nominee_count, err) ||
	    !account_list(db, edition->id, arena, &accounts, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (accounts[i].juror && !text_equal(accounts[i].juror_key, SILENT) &&
		    !juror_declares(&s, &accounts[i], err))
			return false;
	return true;
}
