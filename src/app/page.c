/* Pages: the frame that all share, and the navigation of each role. */
#include "declare.h"
#include "device.h"

#include <string.h>

/* Only what its reader may open stands here. A new page of a role is a line, in the group where
 * its reader would look for it; groups stand in the order of their first lines. */
static const struct nav {
	unsigned roles;		  /* WEB_ANYONE: also who has not signed in */
	const char *group;	  /* key of the dictionary */
	const char *path, *label; /* below /editions/<key>/ ; key of the dictionary */
	enum phase from;	  /* not before */
} NAV[] = {
	/* clang-format off */
	{ ROLE_SECRETARIAT,                            "nav.desk",     "desk",         "desk.title",             PHASE_SETUP },
	{ ROLE_KEEPER,                                 "nav.keeper",   "watch",        "nav.watch",              PHASE_SETUP },
	{ ROLE_KEEPER,                                 "nav.keeper",   "log",          "nav_proposals.log",      PHASE_SETUP },

	{ ROLE_SECRETARIAT,                            "nav.setup",    "scheme",       "scheme.title",           PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.setup",    "panel",        "nav_sec.panel",          PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.setup",    "accounts",     "nav_sec.accounts",       PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.setup",    "settings",     "nav_sec.settings",       PHASE_SETUP },

	{ ROLE_SECRETARIAT,                            "nav.nominees", "nominees",     "nav_sec.nominees",       PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.nominees", "evidence",     "nav_sec.evidence",       PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.nominees", "import",       "nav_sec.import",         PHASE_SETUP },

	{ ROLE_JUROR | ROLE_CHAIR,                     "nav.scoring",  "sheets",       "sheet.nav",              PHASE_SETUP },
	{ ROLE_ALL,                                    "nav.scoring",  "schedule",     "schedule.nav",           PHASE_SETUP },
	{ ROLE_JUROR | ROLE_CHAIR,                     "nav.scoring",  "conflicts",    "conflicts.nav",          PHASE_SETUP },
	{ ROLE_CHAIR | ROLE_KEEPER,                    "nav.scoring",  "dossiers",     "documents.dossiers",     PHASE_SETUP },
	{ ROLE_SECRETARIAT | ROLE_CHAIR | ROLE_KEEPER, "nav.scoring",  "progress",     "progress.title",         PHASE_SETUP },
	{ ROLE_SECRETARIAT | ROLE_CHAIR,               "nav.scoring",  "reminders",    "reminders.title",        PHASE_SCORING },
	{ ROLE_SECRETARIAT | ROLE_CHAIR | ROLE_KEEPER, "nav.scoring",  "declarations", "declarations.title",     PHASE_SETUP },

	{ ROLE_CHAIR | ROLE_SECRETARIAT | ROLE_KEEPER, "nav.pleno",    "pleno",        "nav_moves.phase",        PHASE_SETUP },
	{ ROLE_CHAIR | ROLE_SECRETARIAT | ROLE_KEEPER, "nav.pleno",    "pleno/attendance", "assembly.title",     PHASE_DELIBERATION },
	{ ROLE_SECRETARIAT,                            "nav.pleno",    "paper",        "paper.title",            PHASE_DELIBERATION },
	{ ROLE_CHAIR | ROLE_SECRETARIAT | ROLE_KEEPER, "nav.pleno",    "proposals",    "nav_proposals.title",    PHASE_SETUP },
	{ ROLE_ALL,                                    "nav.pleno",    "ranking",      "nav_ranking.title",      PHASE_DELIBERATION },
	{ ROLE_CHAIR | ROLE_SECRETARIAT | ROLE_KEEPER, "nav.pleno",    "board",        "board.title",            PHASE_DELIBERATION },
	{ ROLE_JUROR | ROLE_CHAIR,                     "nav.pleno",    "own",          "board.own",              PHASE_DELIBERATION },
	{ ROLE_CHAIR | ROLE_KEEPER,                    "nav.pleno",    "release",      "nav_moves.release",      PHASE_SETUP },
	{ ROLE_CHAIR | ROLE_SECRETARIAT,               "nav.pleno",    "certificates", "nav_certificates.title", PHASE_DELIBERATION },

	{ ROLE_ALL,                                    "nav.pleno",    "documents",    "papers.title",           PHASE_SETUP },
	{ ROLE_SECRETARIAT,                            "nav.pleno",    "letters",      "letters.title",          PHASE_PUBLISHED },
	{ ROLE_SECRETARIAT | ROLE_CHAIR | ROLE_KEEPER, "nav.pleno",    "objections",   "objections.title",       PHASE_DELIBERATION },

	{ ROLE_SECRETARIAT,                            "nav.pleno",    "layouts",      "studio.title",           PHASE_SETUP },

	{ ROLE_CHAIR | ROLE_KEEPER,                    "nav.rules",    "scheme",       "scheme.title",           PHASE_SETUP },
	/* clang-format on */
};

const char *word(const struct req *req, const char *key)
{
	return words_get(service_templates(service_of(req)), req->lang, key);
}

const char *as_sentence(struct arena *arena, const char *text)
{
	size_t len = strlen(text);
	char *ret = arena_printf(arena, "%s%s", text, len && text[len - 1] == '.' ? "" : ".");

	if (*ret >= 'a' && *ret <= 'z')
		*ret = (char)(*ret - 'a' + 'A');
	return ret;
}

/* The page's own query with the other language; what else stood there is kept. */
static const char *lang_query(const struct req *req)
{
	const char *other = req->lang == LANG_EN ? "lang=id" : "lang=en";
	const char *query = text_after(req->target ? req->target : "", '?');
	const char *rest;

	if (!query || !*query)
		return other;
	if (strncmp(query, "lang=", 5) != 0)
		return arena_printf(req->arena, "%s&%s", other, query);
	rest = text_after(query, '&');
	return rest ? arena_printf(req->arena, "%s&%s", other, rest) : other;
}

static void person_put(struct req *req, struct val *page)
{
	const struct who *who = who_of(req);
	struct val *person;

	req->res.extra[0][0] = DEVICE_OWNER;
	req->res.extra[0][1] = who && *who->device_owner ? who->device_owner : DEVICE_NOBODY;
	if (!who) {
		val_put_text(page, "sign_in_path", "sign-in");
		return;
	}
	person = val_put_map(page, "person");
	val_put_text(person, "name", who->account.name);
	val_put_text(person, "role",
		     word(req, arena_printf(req->arena, "role.%s", role_text(who->account.role))));
	if (*who->device_owner) {
		struct val *keeps = val_put_map(page, "keeps");

		val_put_text(keeps, "owner", who->device_owner);
		val_put_text(
			keeps, "list",
			arena_printf(req->arena, "editions/%s/sheets", who->account.edition_key));
	}
	val_put_text(page, "form_token", who->form_token);
	val_put_text(page, "sign_out_path", "sign-out");
}

struct val *page_new(struct req *req, const char *title)
{
	struct val *page = part_page(req->arena, title);

	val_put_bool(page, "sample", service_sample(service_of(req), db_of(req)));
	val_put_text(page, "lang_query", lang_query(req));
	person_put(req, page);
	part_foot(page, "guide", word(req, "guide.nav"));
	part_foot(page, "nominee", word(req, "letter.title"));
	part_foot(page, "certificates", word(req, "certificate.ask_title"));
	part_foot(page, "receipt", word(req, "receipt.title"));
	return page;
}

struct val *page_of_edition(struct req *req, const struct edition *edition,
			    const struct scheme *scheme, const char *path, const char *title)
{
	struct val *page = page_new(req, title);
	const struct who *who = who_of(req);
	unsigned roles = WEB_ANYONE;

	if (who && who->account.edition == edition->id)
		roles |= who->account.role;
	val_put_bool(page, "sample", edition->sample);
	val_put_int(page, "phase_now", edition->phase);
	val_put_text(page, "home", arena_printf(req->arena, "editions/%s", edition->key));
	val_put_text(page, "edition_key", edition->key);
	val_put_text(val_put_map(page, "edition"), "title", words_in(&scheme->title, req->lang));
	for (size_t i = 0; i < COUNT(NAV); i++)
		if ((NAV[i].roles & roles) && edition->phase >= NAV[i].from)
			part_nav(page, word(req, NAV[i].group),
				 arena_printf(req->arena, "editions/%s/%s", edition->key,
					      NAV[i].path),
				 word(req, NAV[i].label), text_equal(NAV[i].path, path));
	if (!text_equal(path, "conflicts") && declaration_owed(req, edition))
		part_flash_link(page, "info", word(req, "conflicts.owed"),
				arena_printf(req->arena, "editions/%s/conflicts", edition->key),
				word(req, "conflicts.owed_link"));
	return page;
}

void page_phases(struct req *req, struct val *page, enum phase now)
{
	for (unsigned i = 0; i < PHASE_COUNT; i++) {
		const char *name = phase_text((enum phase)i);

		part_phase(page, word(req, arena_printf(req->arena, "phase.%s", name)), i < now,
			   i == now);
	}
}

/* When the line of what comes next is true; a page of no edition is in no phase. */
static const struct after {
	const char *name; /* of the template, with _ for the slash */
	enum phase from, to;
	unsigned roles; /* 0: everybody's */
} AFTER[] = {
	/* clang-format off */
	{ "account",               PHASE_SETUP,        PHASE_PUBLISHED, 0 },
	{ "certificates",          PHASE_PUBLISHED,    PHASE_PUBLISHED, 0 },
	{ "juror_list",            PHASE_SCORING,      PHASE_SCORING, 0 },
	{ "juror_receipt",         PHASE_SCORING,      PHASE_SCORING, 0 },
	{ "juror_review",          PHASE_SCORING,      PHASE_SCORING, 0 },
	{ "pleno_log",             PHASE_SETUP,        PHASE_PUBLISHED, 0 },
	{ "pleno_phase",           PHASE_SETUP,        PHASE_DELIBERATION, 0 },
	{ "pleno_proposals",       PHASE_SETUP,        PHASE_APPROVED, 0 },
	{ "pleno_ranking",         PHASE_DELIBERATION, PHASE_DELIBERATION, ROLE_CHAIR },
	{ "pleno_release",         PHASE_APPROVED,     PHASE_APPROVED, 0 },
	{ "pleno_watch",           PHASE_SETUP,        PHASE_PUBLISHED, 0 },
	{ "secretariat_accounts",  PHASE_SETUP,        PHASE_PUBLISHED, 0 },
	{ "secretariat_desk",      PHASE_SETUP,        PHASE_VERIFICATION, 0 },
	{ "secretariat_dossier",   PHASE_VERIFICATION, PHASE_SCORING, 0 },
	{ "secretariat_evidence",  PHASE_VERIFICATION, PHASE_SCORING, 0 },
	{ "secretariat_import",    PHASE_SETUP,        PHASE_VERIFICATION, 0 },
	{ "secretariat_juror",     PHASE_SETUP,        PHASE_VERIFICATION, 0 },
	{ "secretariat_nominees",  PHASE_SETUP,        PHASE_SCORING, 0 },
	{ "secretariat_panel",     PHASE_SETUP,        PHASE_VERIFICATION, 0 },
	{ "secretariat_progress",  PHASE_SCORING,      PHASE_SCORING, 0 },
	{ "secretariat_queue",     PHASE_VERIFICATION, PHASE_SCORING, 0 },
	{ "secretariat_scheme",    PHASE_SETUP,        PHASE_SETUP, 0 },
	{ "secretariat_settings",  PHASE_SETUP,        PHASE_DELIBERATION, 0 },
	{ "sign_in",               PHASE_SETUP,        PHASE_PUBLISHED, 0 },
	/* clang-format on */
};

static bool after_holds(const struct req *req, const char *name, const struct val *page)
{
	int64_t phase;
	bool known = val_get_int(page, "phase_now", &phase);

	for (size_t i = 0; i < COUNT(AFTER); i++)
		if (text_equal(AFTER[i].name, name) &&
		    (!AFTER[i].roles ||
		     (who_of(req) && (AFTER[i].roles & who_of(req)->account.role))))
			return known ? phase >= AFTER[i].from && phase <= AFTER[i].to
				     : AFTER[i].from == PHASE_SETUP &&
					       AFTER[i].to == PHASE_PUBLISHED;
	return false;
}

/* What the page is for, where it has not said so itself, and what comes next. */
static void purpose_put(struct req *req, const char *name, struct val *page)
{
	struct arena *arena = req->arena;
	char *key = arena_text(arena, name);
	const char *lead;

	for (char *c = key; *c; c++)
		if (*c == '/')
			*c = '_';
	lead = arena_printf(arena, "purpose.lead.%s", key);
	if (!val_get_text(page, "lead") && !text_equal(word(req, lead), lead))
		val_put_text(page, "lead", word(req, lead));
	if (after_holds(req, key, page))
		val_put_text(page, "after",
			     word(req, arena_printf(arena, "purpose.after.%s", key)));
}

bool page_show(struct req *req, unsigned status, const char *name, struct val *page,
	       struct err *err)
{
	req->res.status = status;
	req->res.type = "text/html; charset=utf-8";
	buf_init(&req->res.body, req->arena);
	purpose_put(req, name, page);
	return template_render(service_templates(service_of(req)), "layout", name, req->lang, page,
			       &req->res.body, err);
}
