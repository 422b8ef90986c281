#include "paperwork.h"

#include <inttypes.h>
#include <string.h>

#include "pleno.h"

/* clang-format off */
const struct paperwork_kind PAPERWORK[] = {
	/* name, file, all, own, records, results, released, items, fill */
	{ "schedule",     "urutan-acara",          DEED_PRINT_SCHEDULE,     DEED_NONE,                  false, false, false, NULL,             running_fill },
	{ "attendance",   "daftar-hadir",          DEED_PRINT_ATTENDANCE,   DEED_NONE,                  false, false, true,  sessions_items,   attendance_fill },
	{ "declarations", "pernyataan-kepentingan", DEED_PRINT_DECLARATIONS, DEED_PRINT_OWN_DECLARATION, true,  false, true,  panel_items,    declarations_fill },
	{ "blank",        "lembar-kertas",         DEED_PRINT_BLANK_SHEETS, DEED_NONE,                  false, false, false, panel_items,      blank_fill },
	{ "sheets",       "lembar-nilai",          DEED_PRINT_SHEETS,       DEED_PRINT_OWN_SHEETS,      true,  false, true,  jurors_items,     sheets_fill },
	{ "recap",        "rekapitulasi",          DEED_PRINT_RECAP,        DEED_NONE,                  false, true,  true,  categories_items, recap_fill },
	{ "minutes",      "berita-acara",          DEED_PRINT_MINUTES,      DEED_NONE,                  false, true,  true,  NULL,             minutes_fill },
	{ "decree",       "lampiran-keputusan",    DEED_PRINT_DECREE,       DEED_NONE,                  false, true,  true,  NULL,             decree_fill },
	{ "national",     "surat-pengantar",       DEED_PRINT_NATIONAL,     DEED_NONE,                  false, true,  true,  NULL,             national_fill },
	{ "nomination",   "piagam-nominasi",       DEED_PRINT_NOMINATION,   DEED_NONE,                  false, false, true,  categories_items, nomination_fill },
	{ "thanks",       "piagam-juri",           DEED_PRINT_THANKS,       DEED_NONE,                  false, false, true,  panel_items,      thanks_fill },
	/* Codes exist only at the moment when they are made: page_cards.c prints them. */
	{ "cards",        "kartu-akses",           DEED_NONE,               DEED_NONE,                  true,  false, false, NULL,             NULL },
};
/* clang-format on */
const size_t PAPERWORK_COUNT = COUNT(PAPERWORK);

const struct paperwork_kind *paperwork_find(const char *name)
{
	for (size_t i = 0; i < PAPERWORK_COUNT; i++)
		if (text_equal(PAPERWORK[i].name, name))
			return &PAPERWORK[i];
	return NULL;
}

/* ---- Who and when ---- */

static bool somebody_may(enum deed deed, enum role role, enum phase phase)
{
	const struct circumstances own = { .own = true };

	if (role)
		return may(deed, role, phase, own);
	return may(deed, ROLE_JUROR, phase, own) || may(deed, ROLE_CHAIR, phase, own) ||
	       may(deed, ROLE_KEEPER, phase, own) || may(deed, ROLE_SECRETARIAT, phase, own);
}

enum paperwork_when paperwork_may(const struct paperwork *p, const struct paperwork_kind *kind,
				  enum phase *ret_from, bool *ret_own)
{
	enum phase now = p->edition.phase;
	bool before = false;

	*ret_own = false;
	*ret_from = now;
	if (somebody_may(kind->all, p->role, now))
		return PAPERWORK_NOW;
	*ret_own = true;
	if (kind->own && p->juror && somebody_may(kind->own, p->role, now))
		return PAPERWORK_NOW;
	for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
		bool can = somebody_may(kind->all, p->role, (enum phase)phase) ||
			   (kind->own && p->juror &&
			    somebody_may(kind->own, p->role, (enum phase)phase));

		if (can && phase > now) {
			*ret_from = (enum phase)phase;
			return PAPERWORK_LATER;
		}
		before |= can;
	}
	return before ? PAPERWORK_OVER : PAPERWORK_NEVER;
}

/* ---- Opening ---- */

static bool release_load(struct paperwork *p, struct err *err)
{
	const char *wanted = p->edition.phase == PHASE_APPROVED	   ? "approved"
			     : p->edition.phase == PHASE_PUBLISHED ? "published"
								   : NULL;
	struct release *list;
	size_t count;

	if (!wanted)
		return true;
	if (!release_list(p->db, p->edition.id, p->arena, &list, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		if (text_equal(list[i].state, wanted))
			p->release = list[i];
	return !p->release.number || release_print_list(p->db, p->release.id, p->arena, &p->frozen,
							&p->frozen_count, err);
}

/* What is public is closed to nobody. */
static bool closed_load(struct paperwork *p, struct err *err)
{
	struct candidate *candidates;
	struct screen screen;
	size_t count;

	if (!p->req || p->edition.phase == PHASE_PUBLISHED)
		return true;
	if (!screen_load(p->req, &p->edition, &screen, err) ||
	    !nominee_list(p->db, p->edition.id, p->arena, &candidates, &count, err))
		return false;
	p->closed = NEW(p->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (screened(&screen, candidates[i].id))
			p->closed[p->closed_count++] = candidates[i].key;
	return true;
}

bool paperwork_open(struct req *req, struct paperwork *ret, struct err *err)
{
	struct service *service = service_of(req);

	*ret = (struct paperwork){
		.db = db_of(req),
		.arena = req->arena,
		.req = req,
		.releases = service_releases(service),
		.templates = service_templates(service),
		/* The language of record, unless the address asks for the other. */
		.lang = text_equal(req_query(req, "lang"), "en") ? LANG_EN : LANG_ID,
		.now = time_now(),
		.shipped = text_equal(req_query(req, "layout"), "shipped"),
	};
	if (!req_edition(req, true, &ret->edition, err) ||
	    !service_scheme(service, ret->db, ret->edition.rule_id, &ret->scheme, err))
		return false;
	ret->shelf = shelf_of(req, ret->edition.id);
	ret->role = who_of(req)->account.role;
	ret->juror = who_of(req)->account.juror;
	return settings_load(ret->db, ret->edition.id, ret->arena, &ret->settings, err) &&
	       release_load(ret, err) && closed_load(ret, err);
}

bool paperwork_open_command(const struct shelf *shelf, const char *edition,
			    struct release_cache *releases, enum lang lang, struct paperwork *ret,
			    struct err *err)
{
	struct arena *arena = shelf->arena;
	struct scheme *scheme = NEW(arena, struct scheme, 1);
	struct db *db = shelf->db;
	struct complaints complaints;
	char *text;
	size_t len;

	*ret = (struct paperwork){
		.db = db,
		.arena = arena,
		.releases = releases,
		.templates = shelf->templates,
		.shelf = *shelf,
		.lang = lang,
		.now = time_now(),
	};
	complaints_init(&complaints, arena);
	if (!edition_get(db, edition, arena, &ret->edition, err) ||
	    !rule_get(db, ret->edition.rule_id, arena, &text, &len, err))
		return false;
	if (!scheme_read("scheme.yaml", text, len, arena, scheme, &complaints))
		return FAIL(err, ERR_IO, "skema yang tersimpan tidak dapat dibaca",
			    "the stored scheme cannot be read");
	ret->scheme = scheme;
	ret->shelf.edition = ret->edition.id;
	return settings_load(db, ret->edition.id, arena, &ret->settings, err) &&
	       release_load(ret, err);
}

/* ---- The facts behind it ---- */

bool paperwork_state(struct paperwork *p, struct err *err)
{
	struct edition_state *state;

	if (p->state)
		return true;
	state = NEW(p->arena, struct edition_state, 1);
	if (!edition_state_load(NULL, p->db, &p->edition, p->scheme, p->arena, state, err))
		return false;
	p->state = state;
	return true;
}

/* The bundle that the first key would approve, were it turned now. */
static bool draft_make(struct paperwork *p, struct err *err)
{
	struct release_head head = { .at = p->now };
	struct complaints complaints;
	struct edition_state state;
	struct release *list;
	struct bundle *bundle = NEW(p->arena, struct bundle, 1);
	struct buf text;
	size_t count;

	if (!release_list(p->db, p->edition.id, p->arena, &list, &count, err) ||
	    !edition_state_load(NULL, p->db, &p->edition, p->scheme, p->arena, &state, err) ||
	    !move_reason(p->req, &p->edition, PHASE_PUBLISHED, PHASE_DELIBERATION, &head.correction,
			 err))
		return false;
	head.number = (unsigned)count + 1;
	for (size_t i = 0; i < count && !head.corrects; i++)
		if (text_equal(list[i].state, "published"))
			head.corrects = (unsigned)list[i].number;
	if (!head.corrects)
		head.correction = NULL;
	complaints_init(&complaints, p->arena);
	buf_init(&text, p->arena);
	if (!release_build(p->req, &state, &head, &text, &complaints, err))
		return false;
	if (complaints.total ||
	    !bundle_load("bundle.txt", text.data, text.len, p->arena, bundle, &complaints))
		return FAIL_CODE(err, ERR_CONFLICT, "tally_error",
				 "peringkat belum dapat dihitung; lihat halaman pleno",
				 "the ranking cannot be computed yet; see the pleno page");
	p->bundle = bundle;
	return true;
}

bool paperwork_bundle(struct paperwork *p, struct err *err)
{
	struct released released;

	if (p->bundle)
		return true;
	if (p->release.number) {
		if (!release_cache_parse(p->releases, p->db, &p->release, &released, err))
			return false;
		p->bundle = released.bundle;
		return true;
	}
	if (!p->req)
		return FAIL_CODE(err, ERR_NOT_FOUND, "not_approved",
				 "sebelum ditetapkan, dokumen hasil hanya dicetak dari halamannya",
				 "before the approval documents of results are printed from their "
				 "page only");
	return draft_make(p, err);
}

bool paperwork_assembly(struct paperwork *p, struct err *err)
{
	struct assembly *assembly;

	if (p->assembly)
		return true;
	assembly = NEW(p->arena, struct assembly, 1);
	if (p->release.number
		    ? !assembly_of(p->db, &p->edition, &p->release, p->arena, assembly, err)
		    : !assembly_now(p->db, &p->edition, p->arena, assembly, err))
		return false;
	p->assembly = assembly;
	return true;
}

bool paperwork_closed(const struct paperwork *p, const char *nominee)
{
	for (size_t i = 0; i < p->closed_count; i++)
		if (text_equal(p->closed[i], nominee))
			return true;
	return false;
}

/* ---- Items ---- */

static bool own_key(const struct paperwork *p, const char **ret, struct err *err)
{
	struct juror juror;

	if (!juror_get(p->db, p->juror, p->arena, &juror, err))
		return false;
	*ret = juror.key;
	return true;
}

bool paperwork_items(struct paperwork *p, const struct paperwork_kind *kind,
		     struct paperwork_item **ret, size_t *ret_count, struct err *err)
{
	struct paperwork_item *all;
	enum phase from;
	const char *key;
	size_t count;
	bool own;

	*ret_count = 0;
	if (!kind->items || paperwork_may(p, kind, &from, &own) != PAPERWORK_NOW)
		return true;
	if (!own)
		return kind->items(p, ret, ret_count, err);
	if (!own_key(p, &key, err) || !kind->items(p, &all, &count, err))
		return false;
	for (size_t i = 0; i < count && !*ret_count; i++)
		if (text_equal(all[i].key, key)) {
			*ret = &all[i];
			*ret_count = 1;
		}
	return true;
}

/* ---- One document ---- */

/* What every document may name. */
static void head_put(const struct paperwork *p, struct val *into)
{
	struct val *edition = val_put_map(into, "edition"), *values = val_map(p->arena);
	bool out = p->release.number && p->edition.phase == PHASE_PUBLISHED;

	val_put_bool(into, "sample", p->scheme->sample);
	val_put_text(edition, "key", p->edition.key);
	val_put_text(edition, "title", words_in(&p->scheme->title, p->lang));
	val_put_text(edition, "region", p->scheme->region);
	val_put_text(edition, "level",
		     paperwork_word(p, arena_printf(p->arena, "papers.level.%s",
						    p->scheme->level ? p->scheme->level : "desa")));
	val_put_text(edition, "assessment_year",
		     arena_printf(p->arena, "%d", p->scheme->assessment_year));
	val_put_text(edition, "event_year", arena_printf(p->arena, "%d", p->scheme->event_year));
	val_put_int(values, "number", p->release.number);
	val_put_text(values, "at", paperwork_time(p, out ? p->release.decided_at : p->now));
	val_put_text(into, "standing",
		     paperwork_fill(p,
				    out			? "papers.released"
				    : p->release.number ? "papers.approved"
							: "papers.printed",
				    values));
	val_put_text(into, "sha256", p->release.number ? p->release.sha256 : NULL);
	val_put_text(into, "basis", p->settings.legal_basis);
}

static bool item_known(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		       struct err *err)
{
	struct paperwork_item *items;
	size_t count;

	if (!paperwork_items(p, kind, &items, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(items[i].key, item))
			return true;
	return FAIL_CODE(err, ERR_NOT_FOUND, "no_document", "dokumen ini tidak ada",
			 "there is no such document");
}

static bool refused(const struct paperwork *p, enum paperwork_when when, enum phase from,
		    struct err *err)
{
	switch (when) {
	case PAPERWORK_NOW: return false;
	case PAPERWORK_NEVER:
		return !FAIL_CODE(err, ERR_DENIED, "denied", "dokumen ini bukan untuk Anda",
				  "this document is not for you");
	case PAPERWORK_LATER: {
		const char *key = arena_printf(p->arena, "phase.%s", phase_text(from));

		return !FAIL_CODE(err, ERR_NOT_FOUND, "not_yet",
				  "dokumen ini dapat dicetak mulai tahap %s",
				  "this document can be printed from phase %s on",
				  p->req ? paperwork_word(p, key) : phase_text(from));
	}
	case PAPERWORK_OVER: break;
	}
	return !FAIL_CODE(err, ERR_NOT_FOUND, "over", "dokumen ini tidak dicetak lagi",
			  "this document is no longer printed");
}

bool paperwork_data(struct paperwork *p, const struct paperwork_kind *kind, const char *item,
		    const struct val **ret, struct err *err)
{
	struct val *into = val_map(p->arena);
	enum phase from;
	bool own;
	enum paperwork_when when = paperwork_may(p, kind, &from, &own);

	if (refused(p, when, from, err))
		return false;
	if (item && (!kind->items || !item_known(p, kind, item, err)))
		return kind->items
			       ? false
			       : FAIL_CODE(err, ERR_NOT_FOUND, "no_document",
					   "dokumen ini tidak ada", "there is no such document");
	if (!item && own && !own_key(p, &item, err))
		return false;
	head_put(p, into);
	if (!kind->fill(p, item, into, err))
		return false;
	*ret = into;
	return true;
}

const char *paperwork_file(const struct paperwork *p, const struct paperwork_kind *kind,
			   const char *item)
{
	return arena_printf(p->arena, "%s-%s%s%s.pdf", kind->file, p->edition.key, item ? "-" : "",
			    item ? item : "");
}
