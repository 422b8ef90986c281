#include "awarded.h"

#include <inttypes.h>
#include <string.h>

#include "code.h"
#include "core/core.h"
#include "paper_form.h"

/* ---- Where ---- */

struct award_source awards_said(struct req *req)
{
	return (struct award_source){ .db = db_of(req),
				      .cache = service_releases(service_of(req)),
				      .arena = req->arena };
}

struct award_source awards_of(struct req *req)
{
	struct award_source ret = awards_said(req);

	ret.paper = service_paper(service_of(req));
	ret.templates = service_templates(service_of(req));
	ret.vault = service_vault(service_of(req));
	return ret;
}

/* ---- Finding ---- */

static const struct ranking *list_find(const struct tally *tally, const char *key)
{
	for (size_t i = 0; i < tally->category_count; i++)
		if (text_equal(tally->categories[i].key, key))
			return &tally->categories[i];
	for (size_t i = 0; i < tally->overall_count; i++)
		if (text_equal(tally->overalls[i].key, key))
			return &tally->overalls[i];
	return NULL;
}

/* The row of the bundle that the certificate speaks of. Certificates come in the order of the rows:
 * `from` is where the one before was. */
static bool row_find(const struct issued *issued, const struct release *release,
		     const struct bundle *bundle, size_t *from, struct awarded *ret,
		     struct err *err)
{
	const struct ranking *list = list_find(&bundle->tally, issued->list);

	for (size_t i = 0; list && i < list->count; i++) {
		size_t at = (*from + i) % list->count;
		const struct row *row = &list->rows[at];
		const struct nominee *nominee = &bundle->input.nominees[row->nominee];

		if (!text_equal(nominee->key, issued->nominee))
			continue;
		*ret = (struct awarded){ *issued, *release, bundle, list, row, nominee, NULL };
		*from = at;
		return true;
	}
	return FAIL(err, ERR_IO, "piagam %s tidak cocok dengan berkas rilisnya",
		    "certificate %s does not fit the release that issued it", issued->serial);
}

struct releases { /* of an edition */
	struct release *items;
	size_t count, row; /* where the row of the last certificate was */
};

static bool one_open(const struct award_source *from, struct releases *releases,
		     const struct issued *issued, struct awarded *ret, struct err *err)
{
	struct released released;

	for (size_t i = 0; i < releases->count; i++)
		if (releases->items[i].id == issued->release)
			return release_cache_parse(from->cache, from->db, &releases->items[i],
						   &released, err) &&
			       row_find(issued, &releases->items[i], released.bundle,
					&releases->row, ret, err);
	return FAIL(err, ERR_NOT_FOUND, "rilis tidak ada", "no such release");
}

/* Those of one release were issued together: one form after another is the same. */
static bool form_open(const struct award_source *from, int64_t edition, const struct awarded *last,
		      struct awarded *ret, struct err *err)
{
	ret->form = NULL;
	if (!ret->issued.form || !from->paper)
		return true;
	if (last && last->issued.form == ret->issued.form) {
		ret->form = last->form;
		return true;
	}
	return paper_form_open(from, edition, ret->issued.form, &ret->form, err);
}

bool awarded_get(const struct award_source *from, const char *serial, struct edition *ret_edition,
		 struct awarded *ret, struct err *err)
{
	const char *canonical = code_parse(from->arena, serial);
	struct releases releases = { 0 };
	struct issued issued = { 0 };

	if (canonical && !certificate_find(from->db, canonical, from->arena, &issued, err))
		return false;
	if (!issued.serial)
		return FAIL_CODE(err, ERR_NOT_FOUND, "unknown_certificate",
				 "tidak ada piagam dengan nomor ini",
				 "there is no certificate of this number");
	return edition_get(from->db, issued.edition_key, from->arena, ret_edition, err) &&
	       release_list(from->db, ret_edition->id, from->arena, &releases.items,
			    &releases.count, err) &&
	       one_open(from, &releases, &issued, ret, err) &&
	       form_open(from, ret_edition->id, NULL, ret, err);
}

bool awarded_list(const struct award_source *from, int64_t edition, struct awarded **ret,
		  size_t *ret_count, struct err *err)
{
	struct releases releases = { 0 };
	struct issued *issued;

	if (!certificate_list(from->db, edition, from->arena, &issued, ret_count, err) ||
	    !release_list(from->db, edition, from->arena, &releases.items, &releases.count, err))
		return false;
	*ret = NEW(from->arena, struct awarded, *ret_count + 1);
	for (size_t i = 0; i < *ret_count; i++)
		if (!one_open(from, &releases, &issued[i], &(*ret)[i], err) ||
		    !form_open(from, edition, i ? &(*ret)[i - 1] : NULL, &(*ret)[i], err))
			return false;
	return true;
}

/* ---- One at a time ---- */

bool award_walk_open(const struct award_source *from, int64_t edition, struct award_walk *ret,
		     struct err *err)
{
	*ret = (struct award_walk){ .from = from, .edition = edition };
	return certificate_serials(from->db, edition, from->arena, &ret->serials, &ret->count,
				   err) &&
	       release_list(from->db, edition, from->arena, &ret->releases, &ret->release_count,
			    err);
}

bool award_walk_at(struct award_walk *walk, size_t i, struct arena *arena, struct awarded *ret,
		   struct err *err)
{
	struct releases releases = { walk->releases, walk->release_count, walk->row };
	const struct award_source *from = walk->from;
	struct issued issued;

	if (!certificate_print_get(from->db, walk->serials[i], arena, &issued, err) ||
	    !one_open(from, &releases, &issued, ret, err))
		return false;
	walk->row = releases.row;
	if (issued.form && issued.form != walk->form_number &&
	    !paper_form_open(from, walk->edition, issued.form, &walk->form, err))
		return false;
	if (issued.form)
		walk->form_number = issued.form;
	ret->form = issued.form ? walk->form : NULL;
	return true;
}

/* ---- Printing ---- */

static const char *day_of(const char *date, enum lang lang, struct arena *arena)
{
	struct civil day;

	return date && time_parse_date(date, &day) ? show_date(arena, &day, lang) : NULL;
}

const char *awarded_address(const struct awarded *awarded, const struct settings *settings,
			    struct arena *arena)
{
	return arena_printf(arena, "%s/certificates/%s", settings->public_address,
			    awarded->issued.serial);
}

const char *awarded_code(const struct awarded *awarded, const struct settings *settings,
			 struct arena *arena)
{
	const char *token = awarded->issued.token;

	if (!token || !*token)
		return NULL;
	return arena_printf(arena, "%s?t=%s", awarded_address(awarded, settings, arena),
			    certificate_token_rest(token));
}

const char *awarded_file(const struct awarded *awarded, struct arena *arena)
{
	return arena_printf(arena, "%s-%" PRId64 "-%s.pdf", awarded->issued.list,
			    awarded->issued.rank, awarded->issued.nominee);
}

void awarded_print(const struct awarded *awarded, const struct settings *settings, enum lang lang,
		   struct arena *arena, struct certificate *ret)
{
	const struct scheme *scheme = awarded->bundle->input.scheme;
	const struct occasion *ceremony, *decree;
	const char *region = awarded->nominee->region;

	if (awarded->form)
		settings = &awarded->form->settings;
	ceremony = &settings->ceremony;
	decree = &settings->decree;
	*ret = (struct certificate){
		.layout = awarded->form ? awarded->form->layout : NULL,
		.lang = lang,
		.sample = scheme->sample,
		.serial = awarded->issued.serial,
		.nominee = awarded->nominee->name,
		.region = region && *region ? region : NULL,
		.title = awarded->row->title ? words_in(awarded->row->title, lang) : NULL,
		.category = words_in(&awarded->list->name, lang),
		.award = words_in(&scheme->title, lang),
		.level = scheme->level,
		.edition_region = scheme->region,
		.assessment_year = scheme->assessment_year,
		.event_year = scheme->event_year,
		.legal_basis = settings->legal_basis,
		.place = ceremony->place ? ceremony->place : decree->place,
		.date = day_of(ceremony->date ? ceremony->date : decree->date, lang, arena),
		.signatory_count = settings->signatory_count,
		.check_url = awarded_address(awarded, settings, arena),
		.check_code = awarded_code(awarded, settings, arena),
		.bundle_sha256 = awarded->release.sha256,
		.released_at = awarded->release.decided_at,
	};
	memcpy(ret->signatories, settings->signatories, sizeof(ret->signatories));
}
