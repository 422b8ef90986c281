/* Scheme, settings, nominees and panel; evidence is in import_evidence.c. */
#include "import.h"
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

static bool check_phase(enum deed deed, const struct edition *edition, struct err *err)
{
	struct circumstances at = { .mended = edition->mended };

	if (may(deed, ROLE_SECRETARIAT, edition->phase, at))
		return true;
	return FAIL_CODE(err, ERR_CONFLICT, "wrong_phase",
			 "edisi %s: tidak dapat diubah lagi dalam tahap ini",
			 "edition %s: can no longer be changed in this phase", edition->key);
}

static bool note(const struct importer *by, const struct edition *edition, const char *deed,
		 const struct val *about, struct err *err)
{
	struct buf text;

	buf_init(&text, by->arena);
	json_write(&text, about);
	return act_add(by->db, edition->id, by->actor, deed, text.data, by->at, err);
}

/* ---- Scheme ---- */

static bool edition_find(const struct importer *by, const char *key, bool *ret_found,
			 struct edition *ret, struct err *err)
{
	*ret_found = edition_get(by->db, key, by->arena, ret, err);
	return *ret_found || err->kind == ERR_NOT_FOUND;
}

bool import_scheme(const struct importer *by, const struct scheme *scheme, const char *text,
		   size_t len, struct edition *ret, struct err *err)
{
	struct val *about = val_map(by->arena);
	struct ledger_look look;
	int64_t number;
	bool found;

	if (!edition_find(by, scheme->edition, &found, ret, err))
		return false;
	if (found && text_equal(ret->rule_sha256, scheme->sha256))
		return true;
	if (found && !check_phase(DEED_EDIT_SCHEME, ret, err))
		return false;
	if (!ledger_look(by->db, found ? ret->id : 0, VOUCHED_EDITION | VOUCHED_RULES, NULL,
			 by->arena, &look, err))
		return false;
	if (!found && !edition_add(by->db, scheme->edition, scheme->sample, by->at, &ret->id, err))
		return false;
	look.edition = ret->id;
	if (!rule_add(by->db, ret->id, text, len, scheme->sample, by->at, &number, err))
		return false;
	val_put_int(about, "version", number);
	val_put_text(about, "sha256", scheme->sha256);
	return edition_get(by->db, scheme->edition, by->arena, ret, err) &&
	       ledger_tell(&look, about, err) && note(by, ret, "scheme_imported", about, err);
}

bool import_categories(struct db *db, const struct edition *edition, const struct scheme *scheme,
		       const char *file, struct arena *arena, struct complaints *complaints,
		       struct err *err)
{
	struct candidate *list;
	size_t count;

	if (!nominee_list(db, edition->id, arena, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!scheme_category(scheme, list[i].category))
			complain(complaints, (struct place){ .file = file },
				 "kategori %s tidak ada lagi, tetapi nominee %s berada di dalamnya",
				 "category %s is gone, but nominee %s is in it", list[i].category,
				 list[i].key);
	return true;
}

/* ---- Settings ---- */

bool import_settings(const struct importer *by, const struct edition *edition,
		     const struct settings *settings, struct err *err)
{
	struct val *about = val_map(by->arena);
	struct db_tx tx DB_TX = { 0 }; /* whether anything changes is known when it is kept */
	struct ledger_look look;

	if (!db_begin(by->db, &tx, err) ||
	    !ledger_look(by->db, edition->id, VOUCHED_SETTING, NULL, by->arena, &look, err) ||
	    !settings_keep(by->db, edition->id, settings, err) || !ledger_tell(&look, about, err))
		return false;
	if (val_count(about) && (!check_phase(DEED_EDIT_SETTINGS, edition, err) ||
				 !note(by, edition, "settings_changed", about, err)))
		return false;
	return db_commit(&tx, err);
}

/* ---- Nominees ---- */

static int by_candidate_key(const void *a, const void *b)
{
	return strcmp(((const struct candidate *)a)->key, ((const struct candidate *)b)->key);
}

static struct candidate *candidate_in(struct candidate *list, size_t count, const char *key)
{
	struct candidate wanted = { .key = key };

	return count ? bsearch(&wanted, list, count, sizeof(*list), by_candidate_key) : NULL;
}

/* The further columns as a map; empty cells are left out. */
static const char *profile_text(const struct nominee_list *list, size_t i, struct arena *arena)
{
	struct val *map = val_map(arena);
	struct buf text;

	for (size_t k = 0; k < list->column_count; k++) {
		const char *cell = list->profile[i * list->column_count + k];

		if (*cell)
			val_put_text(map, list->columns[k], cell);
	}
	buf_init(&text, arena);
	json_write(&text, map);
	return text.data;
}

static bool same_candidate(const struct candidate *a, const struct candidate *b)
{
	return text_equal(a->name, b->name) && text_equal(a->category, b->category) &&
	       text_equal(a->region, b->region) && text_equal(a->profile, b->profile);
}

/* Sheets were made under the criteria of the old category. */
static bool check_category(const struct edition *edition, const struct candidate *old,
			   const struct candidate *new, struct err *err)
{
	if (!old || !edition->has_marks || text_equal(old->category, new->category))
		return true;
	return FAIL_CODE(err, ERR_CONFLICT, "has_marks",
			 "nominee %s: sudah ada penilaian, kategorinya tidak dapat diubah",
			 "nominee %s: scoring has begun, its category cannot be changed", new->key);
}

bool import_nominees(const struct importer *by, const struct edition *edition,
		     const struct scheme *scheme, const struct nominee_list *list,
		     struct import_count *ret, struct err *err)
{
	struct val *about = val_map(by->arena), *changed = val_put_list(about, "changed");
	struct ledger_look look;
	struct candidate *old;
	size_t old_count;
	int64_t id;

	*ret = (struct import_count){ 0 };
	if (!ledger_look(by->db, edition->id, VOUCHED_NOMINEE, NULL, by->arena, &look, err) ||
	    !nominee_list(by->db, edition->id, by->arena, &old, &old_count, err))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		const struct nominee *nominee = &list->items[i];
		const struct candidate *known = candidate_in(old, old_count, nominee->key);
		struct candidate candidate = {
			.key = nominee->key,
			.name = nominee->name,
			.category = scheme->categories[nominee->category].key,
			.region = nominee->region,
			.profile = profile_text(list, i, by->arena),
		};

		if (known && same_candidate(known, &candidate)) {
			ret->same++;
			continue;
		}
		if (!check_phase(DEED_EDIT_NOMINEES, edition, err) ||
		    !check_category(edition, known, &candidate, err) ||
		    !nominee_put(by->db, edition->id, &candidate, &id, err))
			return false;
		if (known)
			(void)val_push(changed, val_text(by->arena, nominee->key));
		ret->added += !known;
		ret->changed += known != NULL;
	}
	val_put_int(about, "added", (int64_t)ret->added);
	return !(ret->added + ret->changed) || (ledger_tell(&look, about, err) &&
						note(by, edition, "nominees_imported", about, err));
}

bool import_nominee_list(struct db *db, const struct edition *edition, const struct scheme *scheme,
			 struct arena *arena, struct nominee_list *ret, struct err *err)
{
	struct candidate *candidates;
	size_t count;

	*ret = (struct nominee_list){ 0 };
	if (!nominee_list(db, edition->id, arena, &candidates, &count, err))
		return false;
	ret->items = NEW(arena, struct nominee, count + 1);
	ret->count = count;
	names_init(&ret->keys, arena);
	for (size_t i = 0; i < count; i++) {
		const struct category *category = scheme_category(scheme, candidates[i].category);

		(void)names_put(&ret->keys, candidates[i].key, strlen(candidates[i].key));
		ret->items[i] = (struct nominee){
			.key = candidates[i].key,
			.name = candidates[i].name,
			.region = candidates[i].region,
			.category = category ? (size_t)(category - scheme->categories) : NAME_NONE,
		};
	}
	return true;
}

/* ---- Panel ---- */

static struct juror *juror_in(struct juror *list, size_t count, const char *key)
{
	for (size_t j = 0; j < count; j++)
		if (text_equal(list[j].key, key))
			return &list[j];
	return NULL;
}

static bool same_juror(const struct juror *a, const struct juror *b)
{
	return !a->removed && text_equal(a->name, b->name) && text_equal(a->element, b->element) &&
	       text_equal(a->institution, b->institution) &&
	       text_equal(a->categories, b->categories) && a->chair == b->chair;
}

/* One place of the chair: who had it and is not in the list gives it up. */
static bool chair_yield(const struct importer *by, const struct edition *edition, struct juror *old,
			size_t old_count, const char *chair, struct err *err)
{
	int64_t id;

	for (size_t j = 0; j < old_count; j++) {
		struct juror juror = old[j];

		if (!juror.chair || juror.removed || text_equal(juror.key, chair))
			continue;
		juror.chair = false;
		if (!check_phase(DEED_EDIT_PANEL, edition, err) ||
		    !juror_put(by->db, edition->id, &juror, &id, err))
			return false;
	}
	return true;
}

bool import_jurors(const struct importer *by, const struct edition *edition,
		   const struct juror_row *rows, size_t count, struct import_count *ret,
		   struct err *err)
{
	struct val *about = val_map(by->arena), *changed = val_put_list(about, "changed");
	const char *chair = NULL;
	struct ledger_look look;
	struct juror *old;
	size_t old_count;
	int64_t id;

	*ret = (struct import_count){ 0 };
	for (size_t i = 0; i < count; i++)
		chair = rows[i].chair ? rows[i].key : chair;
	if (!ledger_look(by->db, edition->id, VOUCHED_JUROR, NULL, by->arena, &look, err) ||
	    !juror_list(by->db, edition->id, by->arena, &old, &old_count, err) ||
	    (chair && !chair_yield(by, edition, old, old_count, chair, err)))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct juror *known = juror_in(old, old_count, rows[i].key);
		struct juror juror = {
			.key = rows[i].key,
			.name = rows[i].name,
			.element = rows[i].element,
			.institution = rows[i].institution,
			.chair = rows[i].chair,
			.categories = rows[i].categories,
		};

		if (known && same_juror(known, &juror)) {
			ret->same++;
			continue;
		}
		if (!check_phase(DEED_EDIT_PANEL, edition, err) ||
		    !juror_put(by->db, edition->id, &juror, &id, err))
			return false;
		if (known)
			(void)val_push(changed, val_text(by->arena, juror.key));
		ret->added += !known;
		ret->changed += known != NULL;
	}
	val_put_int(about, "added", (int64_t)ret->added);
	return !(ret->added + ret->changed) ||
	       (ledger_tell(&look, about, err) && note(by, edition, "jurors_imported", about, err));
}
