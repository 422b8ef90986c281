#include "app/sheet_ground.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen.h"

#define SLOTS 512	       /* 2^9; a ground whose slot is taken by another is read anew */
#define BYTES_MAX (512 * 1024) /* then it begins empty again */

/* All of it but the sheet, which every save changes. */
struct facts {
	int64_t account;
	struct sheet_ground ground;
	bool conflict; /* declared, and it stands */
};

struct sheet_grounds {
	uint64_t changes; /* db_changes when it was begun */
	struct arena arena;
	struct facts *slots[SLOTS];
};

struct sheet_grounds *sheet_grounds_new(void)
{
	struct sheet_grounds *grounds = calloc(1, sizeof(*grounds));

	if (!grounds)
		abort();
	return grounds;
}

void sheet_grounds_free(struct sheet_grounds *grounds)
{
	arena_release(&grounds->arena);
	free(grounds);
}

/* ---- Remembering ---- */

static struct facts **slot_of(struct sheet_grounds *grounds, int64_t account, const char *nominee)
{
	uint64_t hash = (uint64_t)account;

	for (; *nominee; nominee++)
		hash = hash * 31 + (uint8_t)*nominee;
	return &grounds->slots[hash * UINT64_C(0x9E3779B97F4A7C15) >> 55];
}

static void facts_copy(const struct facts *from, struct arena *arena, struct facts *ret)
{
	struct sheet_ground *ground = &ret->ground;

	*ret = *from;
	ground->edition.key = arena_text(arena, ground->edition.key);
	ground->edition.rule_sha256 = arena_text(arena, ground->edition.rule_sha256);
	ground->nominee.key = arena_text(arena, ground->nominee.key);
	ground->nominee.name = arena_text(arena, ground->nominee.name);
	ground->nominee.category = arena_text(arena, ground->nominee.category);
	ground->nominee.region = arena_text(arena, ground->nominee.region);
	ground->nominee.profile = arena_text(arena, ground->nominee.profile);
	ground->juror.key = arena_text(arena, ground->juror.key);
	ground->juror.name = arena_text(arena, ground->juror.name);
	ground->juror.element = arena_text(arena, ground->juror.element);
	ground->juror.institution = arena_text(arena, ground->juror.institution);
	ground->juror.categories = arena_text(arena, ground->juror.categories);
}

static bool facts_recall(struct req *req, struct sheet_grounds *grounds, const char *edition,
			 const char *nominee, struct facts *ret)
{
	int64_t account = who_of(req)->account.id;
	const struct facts *facts;

	if (grounds->changes != db_changes(db_of(req)))
		return false;
	facts = *slot_of(grounds, account, nominee);
	if (!facts || facts->account != account ||
	    !text_equal(facts->ground.nominee.key, nominee) ||
	    !text_equal(facts->ground.edition.key, edition))
		return false;
	facts_copy(facts, req->arena, ret);
	return true;
}

/* The first mark freezes the scheme, and is no change of a watched table: only from then on. */
static void facts_keep(struct req *req, struct sheet_grounds *grounds, const struct facts *facts)
{
	uint64_t changes = db_changes(db_of(req));
	struct facts **slot;

	if (!facts->ground.edition.has_marks)
		return;
	if (grounds->changes != changes || grounds->arena.taken > BYTES_MAX) {
		arena_release(&grounds->arena);
		memset(grounds->slots, 0, sizeof(grounds->slots));
		grounds->changes = changes;
	}
	slot = slot_of(grounds, facts->account, facts->ground.nominee.key);
	*slot = NEW(&grounds->arena, struct facts, 1);
	facts_copy(facts, &grounds->arena, *slot);
}

/* ---- Reading ---- */

static bool facts_load(struct req *req, const char *edition, const char *nominee, struct facts *ret,
		       struct err *err)
{
	const struct account *account = &who_of(req)->account;
	struct sheet_ground *ground = &ret->ground;
	struct db *db = db_of(req);

	ret->account = account->id;
	if (!edition_get(db, edition, req->arena, &ground->edition, err) ||
	    !nominee_find(db, ground->edition.id, nominee, req->arena, &ground->nominee, err))
		return false;
	if (!ground->nominee.id)
		return FAIL_CODE(err, ERR_NOT_FOUND, "no_nominee", "tidak ada nominee %s",
				 "no nominee %s", nominee);
	if (account->edition != ground->edition.id)
		return FAIL_CODE(err, ERR_DENIED, "other_edition", "akun Anda bukan akun edisi %s",
				 "your account is not of edition %s", edition);
	if (!account->juror)
		return FAIL_CODE(err, ERR_DENIED, "no_juror",
				 "hanya juri yang memiliki lembar nilai",
				 "only jurors have sheets");
	if (!service_scheme(service_of(req), db, ground->edition.rule_id, &ground->scheme, err) ||
	    !juror_get(db, account->juror, req->arena, &ground->juror, err))
		return false;
	ground->category = scheme_category(ground->scheme, ground->nominee.category);
	if (!ground->category || !ground->category->jury_count || ground->juror.removed ||
	    !juror_judges(&ground->juror, ground->nominee.category))
		return FAIL_CODE(err, ERR_DENIED, "not_category",
				 "Anda tidak menilai kategori nominee ini",
				 "you do not judge the category of this nominee");
	return conflict_stands(db, ground->nominee.id, ground->juror.id, &ret->conflict, err);
}

bool sheet_ground(struct req *req, const char *edition, const char *nominee,
		  struct sheet_ground *ret, struct err *err)
{
	struct db *db = db_of(req);
	struct sheet_grounds *grounds = db_changes(db) ? service_grounds(service_of(req)) : NULL;
	struct facts facts = { 0 };

	if (!grounds || !facts_recall(req, grounds, edition, nominee, &facts)) {
		if (!facts_load(req, edition, nominee, &facts, err))
			return false;
		if (grounds)
			facts_keep(req, grounds, &facts);
	}
	*ret = facts.ground;
	if (!sheet_find(db, ret->juror.id, ret->nominee.id, req->arena, &ret->sheet, err))
		return false;
	if (ret->sheet.state == SHEET_RECUSED || facts.conflict) {
		screen_candidate(&ret->nominee);
		screen_sheet(&ret->sheet);
	}
	return true;
}
