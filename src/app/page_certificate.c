/* Checking a certificate: what the code on the paper leads to, for people and for machines. */
#include <inttypes.h>

#include "app/awarded.h"
#include "app/code.h"
#include "app/token.h"

/* ---- The token that came with the address ---- */

enum scanned { SCANNED_NONE, SCANNED_FITS, SCANNED_DIFFERS };

/* `ret_said`: what it says, when it says anything that can be read; else its serial is NULL. */
static bool scanned_judge(struct req *req, const struct edition *edition,
			  const struct awarded *awarded, enum scanned *ret,
			  struct certificate_token *ret_said, struct err *err)
{
	const char *rest = req_query(req, "t"), *text;
	struct certificate_key *keys;
	struct err ignored;
	size_t count;

	*ret = SCANNED_NONE;
	*ret_said = (struct certificate_token){ 0 };
	if (!rest)
		return true;
	if (!certificate_key_list(db_of(req), edition->key, req->arena, &keys, &count, err))
		return false;
	text = arena_printf(req->arena, "%s%s", awarded->issued.serial, rest);
	*ret = token_fits(&awarded->issued, edition, text, keys, count, req->arena)
		       ? SCANNED_FITS
		       : SCANNED_DIFFERS;
	if (!certificate_token_parse(text, req->arena, ret_said, &ignored))
		ret_said->serial = NULL;
	return true;
}

/* ---- For machines ---- */

static const char *iso_of(struct arena *arena, int64_t at)
{
	char text[TIME_ISO_SIZE];

	time_iso(at, text);
	return arena_text(arena, text);
}

bool api_certificate(struct req *req, struct err *err)
{
	struct val *body = val_map(req->arena);
	struct certificate_token said;
	const struct award_source from = awards_said(req);
	struct awarded awarded;
	struct edition edition;
	enum scanned scanned;

	if (!awarded_get(&from, req->params[0], &edition, &awarded, err) ||
	    !scanned_judge(req, &edition, &awarded, &scanned, &said, err))
		return false;
	val_put_text(body, "serial", awarded.issued.serial);
	val_put_text(body, "state", awarded.issued.revoked ? "revoked" : "valid");
	val_put_text(body, "edition", edition.key);
	val_put_bool(body, "sample", edition.sample);
	val_put_int(body, "release", awarded.release.number);
	val_put_text(body, "bundle_sha256", awarded.release.sha256);
	val_put_text(body, "category", awarded.list->key);
	val_put_text(body, "nominee", awarded.nominee->key);
	val_put_text(body, "name", awarded.nominee->name);
	val_put_int(body, "rank", awarded.issued.rank);
	val_put_text(body, "title", awarded.row->title ? awarded.row->title->text[LANG_ID] : NULL);
	if (scanned)
		val_put_text(body, "token", scanned == SCANNED_FITS ? "fits" : "differs");
	if (awarded.issued.revoked_by)
		val_put_int(body, "revoked_by", awarded.issued.revoked_by);
	else
		(void)val_put(body, "revoked_by", val_null(req->arena));
	if (awarded.issued.revoked)
		val_put_text(body, "revoked_reason", awarded.issued.revoked_reason);
	if (awarded.issued.revoked_at)
		val_put_text(body, "revoked_at", iso_of(req->arena, awarded.issued.revoked_at));
	return answer_json(req, 200, body);
}

/* ---- For people ---- */

static void facts_put(struct req *req, const struct awarded *awarded,
		      const struct settings *settings, struct val *page)
{
	const struct scheme *scheme = awarded->bundle->input.scheme;
	const char *region = awarded->nominee->region;

	val_put_text(page, "within", awarded->nominee->name);
	part_fact(page, word(req, "certificate.nominee"), awarded->nominee->name);
	if (region && *region)
		part_fact(page, word(req, "certificate.region"), region);
	part_fact(page, word(req, "certificate.category"),
		  words_in(&awarded->list->name, req->lang));
	part_fact(page, word(req, "certificate.rank"),
		  arena_printf(req->arena, "%" PRId64, awarded->issued.rank));
	if (awarded->row->title)
		part_fact(page, word(req, "certificate.award_title"),
			  words_in(awarded->row->title, req->lang));
	part_fact(page, word(req, "certificate.award"), words_in(&scheme->title, req->lang));
	part_fact(page, word(req, "certificate.published_at"),
		  show_time(req->arena, awarded->release.decided_at, settings->zone_hours,
			    req->lang));
	part_fact(page, word(req, "certificate.release"),
		  arena_printf(req->arena, "%" PRId64, awarded->release.number));
	val_put_text(page, "serial", awarded->issued.serial);
	val_put_text(page, "sha256", awarded->release.sha256);
	val_put_int(page, "number", awarded->release.number);
}

/* The day on which chair and keeper revoked it. */
static const char *revoked_at(struct req *req, const struct awarded *awarded,
			      const struct settings *settings)
{
	struct civil day;

	time_civil(awarded->issued.revoked_at, settings->zone_hours, &day);
	return show_date(req->arena, &day, req->lang);
}

static void verdict_put(struct req *req, const struct edition *edition,
			const struct awarded *awarded, const struct settings *settings,
			struct val *page)
{
	bool revoked = awarded->issued.revoked;
	struct val *names = val_map(req->arena);
	const char *reason = awarded->issued.revoked_reason;
	const char *text = word(req, "certificate.valid_means");

	val_put_int(names, "number", awarded->issued.revoked_by);
	val_put_text(names, "at", revoked_at(req, awarded, settings));
	val_put_bool(page, "revoked", revoked);
	val_put_text(page, "tone", revoked ? "bad" : "good");
	if (revoked)
		text = words_fill(service_templates(service_of(req)), req->lang,
				  awarded->issued.revoked_by ? "certificate.revoked_means"
							     : "certificate.revoked_alone",
				  names, req->arena);
	else if (edition->phase != PHASE_PUBLISHED)
		text = word(req, "certificate.in_correction");
	val_put_text(page, "verdict",
		     word(req, revoked ? "certificate.revoked" : "certificate.valid"));
	val_put_text(page, "verdict_text", text);
	val_put_text(page, "reason", revoked && reason && *reason ? reason : NULL);
}

/* What was scanned against what is stored. A code of another certificate, or of none, is the
 * verdict: whatever its number says. */
static void scanned_put(struct req *req, enum scanned scanned, const struct certificate_token *said,
			struct val *page)
{
	struct val *facts = NULL;

	val_put_bool(page, "fits", scanned == SCANNED_FITS);
	if (scanned != SCANNED_DIFFERS) {
		val_put_text(page, "said", NULL);
		return;
	}
	val_put_text(page, "tone", "bad");
	val_put_text(page, "verdict", word(req, "check.mismatch"));
	val_put_text(page, "verdict_text", word(req, "check.mismatch_means"));
	if (!said->serial) {
		val_put_text(page, "said", NULL);
		return;
	}
	facts = val_put_map(page, "said");
	part_fact(facts, word(req, "certificate.nominee"), said->name);
	if (*said->title)
		part_fact(facts, word(req, "certificate.award_title"), said->title);
	part_fact(facts, word(req, "certificate.category"), said->list);
	part_fact(facts, word(req, "check.edition"), said->edition);
}

static bool keys_put(struct req *req, const struct edition *edition, const struct awarded *awarded,
		     struct val *page, struct err *err)
{
	const char *token = awarded->issued.token;
	struct certificate_key *keys;
	size_t count;

	if (!certificate_key_list(db_of(req), edition->key, req->arena, &keys, &count, err))
		return false;
	val_put_text(page, "token", token && *token ? token : NULL);
	val_put_text(page, "key_print",
		     count ? certificate_key_print(keys[count - 1].public, req->arena) : NULL);
	return true;
}

/* A new paper names the one that it replaces; the old one says that there is another, and not its
 * number: whoever knows a number can print its paper (docs/decisions/0031). */
static bool beside_put(struct req *req, const struct awarded *awarded, struct val *page,
		       struct err *err)
{
	const char *replaces, *replaced_by;

	if (!certificate_beside(db_of(req), awarded->issued.serial, req->arena, &replaces,
				&replaced_by, err))
		return false;
	if (*replaces)
		part_fact(page, word(req, "certificate.replaces"), replaces);
	val_put_bool(page, "replaced", *replaced_by != '\0');
	return true;
}

static bool certificate_show(struct req *req, unsigned status, const struct edition *edition,
			     const struct awarded *awarded, struct err *err)
{
	struct certificate_token said;
	struct settings settings;
	enum scanned scanned;
	struct val *page;

	if (!settings_load(db_of(req), edition->id, req->arena, &settings, err) ||
	    !scanned_judge(req, edition, awarded, &scanned, &said, err))
		return false;
	page = page_of_edition(req, edition, awarded->bundle->input.scheme, NULL,
			       word(req, "certificate.title"));
	verdict_put(req, edition, awarded, &settings, page);
	facts_put(req, awarded, &settings, page);
	scanned_put(req, scanned, &said, page);
	return beside_put(req, awarded, page, err) && keys_put(req, edition, awarded, page, err) &&
	       page_show(req, status, "public/certificate", page, err);
}

/* The form; `typed` was no number of ours. */
static bool ask_show(struct req *req, const char *typed, struct err *err)
{
	struct val *page = page_new(req, word(req, "certificate.ask_title"));
	struct val *field = part_field(req->arena, val_put_map(page, "field"), "serial",
				       word(req, "certificate.serial"), typed ? typed : "");

	val_put_text(page, "lead", word(req, "certificate.ask_lead"));
	val_put_text(field, "hint", word(req, "certificate.ask_hint"));
	val_put_text(field, "autocomplete", "off");
	val_put_bool(field, "required", true);
	val_put_bool(page, "unknown", typed != NULL);
	return page_show(req, typed ? 404 : 200, "public/certificate_ask", page, err);
}

bool page_certificate(struct req *req, struct err *err)
{
	const struct award_source from = awards_said(req);
	struct awarded awarded;
	struct edition edition;

	if (awarded_get(&from, req->params[0], &edition, &awarded, err))
		return certificate_show(req, 200, &edition, &awarded, err);
	return text_equal(err->code, "unknown_certificate") && ask_show(req, req->params[0], err);
}

bool page_certificate_ask(struct req *req, struct err *err)
{
	const char *typed = req_query(req, "serial");
	const char *serial = typed ? code_parse(req->arena, typed) : NULL;

	if (serial)
		return res_redirect(req, "/certificates/%s", serial);
	return ask_show(req, typed && *typed ? typed : NULL, err);
}

/* ---- The paper ---- */

/* The language of record, unless the address asks for the other: who reads these pages in English
 * does not mean to print another paper. */
static enum lang paper_lang(const struct req *req)
{
	return text_equal(req_query(req, "lang"), "en") ? LANG_EN : LANG_ID;
}

bool pdf_certificate(struct req *req, struct err *err)
{
	struct certificate certificate;
	struct settings settings;
	const struct award_source from = awards_of(req);
	struct awarded awarded;
	struct edition edition;
	struct buf pdf;

	if (!awarded_get(&from, req->params[0], &edition, &awarded, err))
		return false;
	if (awarded.issued.revoked && !req->api)
		return certificate_show(req, 410, &edition, &awarded, err);
	if (awarded.issued.revoked && !awarded.issued.revoked_by)
		return answer_problem(req, 410, "revoked", NULL, "piagam ini dicabut",
				      "this certificate is revoked");
	if (awarded.issued.revoked)
		return answer_problem(req, 410, "revoked", NULL,
				      "piagam ini dicabut, lihat ralat %" PRId64,
				      "this certificate is revoked, see correction %" PRId64,
				      awarded.issued.revoked_by);
	if (!settings_load(db_of(req), edition.id, req->arena, &settings, err))
		return false;
	buf_init(&pdf, req->arena);
	awarded_print(&awarded, &settings, paper_lang(req), req->arena, &certificate);
	return paper_certificate(service_paper(service_of(req)), &certificate, &pdf, err) &&
	       answer_bytes(req, "application/pdf", awarded_file(&awarded, req->arena), pdf.data,
			    pdf.len);
}
