/* The web service: what all handlers share. Private to app. */
#ifndef SERVICE_H
#define SERVICE_H

#include "app.h"
#include "core/core.h"
#include "db/db.h"
#include "paper/paper.h"
#include "store/store.h"
#include "view/view.h"
#include "web/web.h"

struct service;
struct who_cache;
struct sheet_grounds;

struct service_options {
	const char *db_path;
	bool health_open; /* /healthz, /readyz and /metrics answer anybody */
	struct web_options web;
	bool quiet;	    /* no line of log per request */
	unsigned batch_max; /* requests in one commit; 0 = as the writer has it */
};

/* Opens everything and listens; from here on requests are answered. Lives until service_stop. */
bool service_start(const struct service_options *options, struct service **ret,
		   struct err *err) MUST_CHECK;
struct web *service_web(struct service *service);
struct db_writer *service_writer(struct service *service);
const char *service_db_path(const struct service *service);
const char *service_address(const struct service *service); /* "http://127.0.0.1:8080" */
void service_wait(struct service *service); /* until SIGINT or SIGTERM; then stops and frees */
void service_stop(struct service *service); /* finishes what is under way */
/* Does the database hold a sample edition? Then pages of no edition say CONTOH too. `db` may be
 * NULL: as last seen. */
bool service_sample(struct service *service, struct db *db);

/* ---- Handlers, in the order of routes.c ---- */

handler page_guide; /* page_guide.c */
handler page_editions, page_edition, page_results, page_result, page_how, page_receipt;
handler api_editions, api_edition, api_results, api_bundle;
handler api_sign_in_prepare, api_sign_in, api_sign_out, api_device_key, page_offline;
handler page_sign_in, do_sign_in_prepare, do_sign_in, do_sign_out;
handler page_card, do_card, do_card_password_prepare, do_card_password;
handler page_notices, do_notices;
handler page_letter, do_letter_open, do_letter_close, do_objection;
handler page_account, do_password_prepare, do_password, do_session_end, do_sessions_end;
handler api_sheet_get, api_sheet_prepare, api_sheet_put;
/* editions: phases, ranking, votes */
handler api_prepare_object, api_phase_post, api_ranking_get, api_votes_put, api_progress_get;
/* pleno: the pages of phases and releases */
handler page_pleno, page_release, page_release_bundle, phase_prepare, do_phase;
handler page_assembly, do_assembly;
handler page_ranking, page_ranking_nominee, do_vote;
handler page_board, page_board_category, page_board_hall, page_board_events, page_own_figures;
handler page_proposals, do_propose, do_settle, do_chair_act;
handler page_watch, page_log, page_log_csv; /* the keeper */
/* proposals, and the chair's acts on single sheets */
handler api_proposals_get, api_proposals_post, api_proposal_post, api_chair_act_post;
handler api_nominees_get;
handler page_sheets, page_sheet, page_sheet_review, page_sheet_receipt, do_sheet;
extern const struct field SHEET_FIELDS[]; /* of do_sheet */
/* conflicts of interest */
handler page_conflicts, do_conflicts, page_declarations, page_declarations_csv;
/* the secretariat */
handler page_desk, page_scheme, page_scheme_file, do_scheme;
handler page_progress, page_import, page_import_template, do_import;
handler page_settings, do_settings, page_panel, page_juror_add, page_juror;
handler do_juror_add, do_juror, do_juror_remove;
handler page_accounts, do_account_prepare, do_account, do_account_reset, do_account_shut;
handler page_cards, do_cards, page_reminders;
handler page_letters, do_letters, do_letter;
handler page_objections, do_objection_answer;
handler page_nominees, page_dossier, do_nominee_remove;
handler page_evidence, page_queue, do_evidence, do_evidence_verify, do_evidence_reject;
/* interviews */
handler page_schedule, page_schedule_csv, page_schedule_mine, page_schedule_room;
handler do_sitting_add, page_delay, do_delay, do_delay_undo;
handler page_session, do_session_panel, do_session_fill, do_session_clear, do_session_remove;
handler do_session_attendance, do_session_absent;
handler page_interview, do_interview, do_interview_swap, do_interview_clear;
handler do_interview_attendance;
/* documents */
handler page_document, file_document_pdf, file_document_jpg, file_document_png;
handler do_document_prepare, do_document, do_document_withdraw;
handler page_dossiers, page_dossier_read;
/* certificates */
handler page_certificate, page_certificate_ask, pdf_certificate, api_certificate;
handler page_paper, page_paper_one, do_paper, do_paper_settle; /* sheets from paper */
handler page_papers, pdf_papers;			       /* every document of an edition */
handler page_check, zip_check, file_certificate_keys;	       /* page_check.c */
handler page_certificates, pdf_certificates, zip_certificates;
/* layouts */
handler page_layouts, do_design, page_layout, do_layout_prepare, do_layout;
handler do_layout_restore_prepare, do_layout_restore;
handler do_picture_prepare, do_picture, do_picture_remove, file_picture_png, file_picture_jpg;
handler do_layout_preview, pdf_layout_preview, pdf_layout_sample, pdf_sample, zip_sample;
/* many documents as one file */
handler do_job, page_job, api_job, file_job_zip, file_job_pdf, do_job_cancel;
/* the service itself */
handler api_healthz, api_readyz, api_readyz_prepare, api_metrics;

extern const struct web_route ROUTES[]; /* routes.c: the one table */
extern const size_t ROUTE_COUNT;

/* ---- Who asks (who.c) ---- */

struct who {
	int64_t session;
	struct account account;
	bool fresh; /* the password was given less than 10 minutes ago */
	char form_token[SHA256_HEX_SIZE];
	const char *device_owner; /* "": nothing is kept on his device, or not known yet */
	struct actor actor;	  /* for act_add */
	enum { PASSWORD_NOT_SAID, PASSWORD_RIGHT, PASSWORD_WRONG, PASSWORD_LATER } said;
	unsigned wait;	     /* PASSWORD_LATER: seconds */
	struct val *confirm; /* the page of an act that waits to be confirmed */
};

const struct who *who_of(const struct req *req); /* NULL: nobody signed in */
/* Fills who and roles. who_recall needs no database; when it answers false, who_identify reads it
 * there. `prepare` of a route that writes and is not slow may find no database at all. */
bool who_recall(struct req *req);
bool who_identify(struct req *req, struct err *err) MUST_CHECK;
/* On the writer, before a change: is he still whom the worker let in? A session that was ended, an
 * account that was shut or a role that was handed over since then counts for nothing. */
bool who_stands(struct req *req, struct err *err) MUST_CHECK;
bool who_token_ok(struct req *req, const char *token);
/* A call that says by whose device it is made must be that person's: of two jurors on one laptop
 * the first one's marks are never taken for the second one's. 403 `other_account`. (device.c) */
bool device_own(struct req *req, struct err *err) MUST_CHECK;
/* From here on the request is this person's (at sign-in). */
void who_enter(struct req *req, const struct account *account, const struct session *session,
	       const char *token);
int64_t who_life(enum role role); /* seconds from sign-in to the end of a session */
int64_t who_life_max(void);
#define SESSION_COOKIE "session"
#define LANG_COOKIE "lang"

/* ---- What a handler needs ---- */

struct service *service_of(const struct req *req);
const struct paper *service_paper(struct service *service);
struct layouts;
const struct layouts *service_layouts(struct service *service);
const char *service_vault(const struct service *service); /* the folder of documents (vault.h) */
const struct templates *service_templates(struct service *service);
/* A file that is served beside the pages, as templates name it: "check_js"; or NULL. */
const struct asset *service_asset(const struct service *service, const char *name);
const struct share *service_share(const struct service *service);
struct db *db_of(const struct req *req); /* reading: a snapshot; writing: the batch's transaction */

/* ---- Acts that need the password anew (fresh.c) ----
 * Route of a page: `.fields` holds FRESH_FIELD, `.prepare = fresh_prepare, .slow = true` (a route
 * with a prepare of its own calls it there). Route of the API: neither. `run` of both asks, at the
 * place that the order of refusals gives it:
 *	if (!fresh_check(req, &LOCK_WORDS, err)) return false;
 * A password of the last 10 minutes will do, or the one that came with the form. Otherwise the
 * answer is 401 `reauthenticate`: for the API as a problem; as a page the same form again with a
 * field for the password, everything that was posted hidden in it. `act` says in a few words what
 * is about to be done; NULL: nothing in particular. */
#define FRESH_FIELD                                \
	{                                          \
		"password", WEB_SECRET, false, 128 \
	}
handler fresh_prepare;
bool fresh_check(struct req *req, const struct words *act, struct err *err) MUST_CHECK;

/* ---- Acts that cannot be undone (confirm.c) ----
 * Pages say what will happen before it happens. The route's fields hold CONFIRM_FIELD, the form of
 * the act is as ever, and `run` asks when the deed is done and before it answers, so that every
 * refusal comes first:
 *	if (confirm_due(req)) {
 *		confirm_new(req, page, button, back, &confirm);	   (page: the frame, its title)
 *		confirm_words(&confirm, "remove.will", values);	   (a line is a point)
 *		return confirm_ask(&confirm, err);
 *	}
 * The failure rolls the deed back; the answer is 200 and the page, with everything that was posted
 * hidden in it and, where `password` is set and it is due, a field for the password. A route with
 * CONFIRM_FIELD that forgets to ask does nothing. The API never asks. */
#define CONFIRM_NAME "sure"
#define CONFIRM_CODE "confirm"
#define CONFIRM_FIELD                             \
	{                                         \
		CONFIRM_NAME, WEB_CHECK, false, 0 \
	}
struct confirm {
	struct req *req;
	struct val *page, *points;
	bool password; /* the act needs it anew */
};

bool confirm_due(const struct req *req);
void confirm_new(struct req *req, struct val *page, const char *button, const char *back,
		 struct confirm *ret);
void confirm_point(const struct confirm *confirm, const char *text); /* NULL, "": none */
void confirm_words(const struct confirm *confirm, const char *key, const struct val *values);
bool confirm_ask(const struct confirm *confirm, struct err *err) MUST_CHECK; /* false */
bool page_confirm(struct req *req, struct err *err) MUST_CHECK;
bool confirm_kept(const struct req *req, struct err *err) MUST_CHECK;

/* The edition named by the route's first parameter; 404 when there is none. With `own`, the one
 * that asks must belong to it: 403. */
bool req_edition(struct req *req, bool own, struct edition *ret, struct err *err) MUST_CHECK;
/* The number that a part of the route is; 0 when it is none, or not written as we write it ("07",
 * "7x"): an address has one form. */
int64_t req_number(const struct req *req, size_t param);
/* The parsed scheme of a rule version; parsed once, lives as long as the service. */
bool service_scheme(struct service *service, struct db *db, int64_t rule_id,
		    const struct scheme **ret, struct err *err) MUST_CHECK;
/* The settings of an edition as they are kept (settings_keep.c). */
bool settings_load(struct db *db, int64_t edition, struct arena *arena, struct settings *ret,
		   struct err *err) MUST_CHECK;
bool settings_keep(struct db *db, int64_t edition, const struct settings *settings,
		   struct err *err) MUST_CHECK;
/* Parsed releases (release_read.c). */
struct release_cache;
struct release_cache *release_cache_new(struct arena *arena);
void release_cache_free(struct release_cache *cache);
struct release_cache *service_releases(struct service *service);
struct publisher;
struct publisher *service_publisher(struct service *service); /* publish.h */
uint64_t service_log_dropped(const struct service *service);  /* lines that nobody took */
bool service_health_open(const struct service *service);
struct who_cache *service_people(struct service *service);
struct sheet_grounds *service_grounds(struct service *service); /* on the writer only */
struct budgets *service_budgets(struct service *service);
/* Argon2, two at a time; waits its turn. */
bool service_password_hash(struct service *service, const char *password,
			   char ret[PASSWORD_HASH_SIZE], struct err *err) MUST_CHECK;
bool service_password_matches(struct service *service, const char *hash, const char *password);

/* ---- Answers (answer.c) ---- All return true, so that a handler can return them. */

bool answer_json(struct req *req, unsigned status, const struct val *body);
bool answer_text(struct req *req, unsigned status, const char *type, const char *text);
bool answer_empty(struct req *req, unsigned status); /* 204 */
/* RFC 9457. `extra` (a map or NULL) is what else it says: blockers, errors, sheet, quarantined. */
bool answer_problem(struct req *req, unsigned status, const char *code, struct val *extra,
		    const char *id, const char *en, ...) PRINTF(5, 7) PRINTF(6, 7);
bool answer_bytes(struct req *req, const char *type, const char *file_name, const char *data,
		  size_t len);

struct vault_part;
/* A file that was made for this answer alone (vault_take). May fail, unlike the others. */
bool answer_part(struct req *req, const char *type, const char *file_name, struct vault_part *part,
		 struct err *err) MUST_CHECK;

/* ---- Pages (page.c) ---- */

/* The frame with everything that layout.html reads: who asks, form token, language switch. */
struct val *page_new(struct req *req, const char *title);
/* The same inside an edition: its title, CONTOH, the navigation of the role. `path` is the page's
 * own (of NAV in page.c), so that it is marked as the current one; NULL = none of them. */
struct val *page_of_edition(struct req *req, const struct edition *edition,
			    const struct scheme *scheme, const char *path, const char *title);
/* The phases of an edition for part/_stepper. */
void page_phases(struct req *req, struct val *page, enum phase now);
/* templates/<name>.html inside the layout. */
bool page_show(struct req *req, unsigned status, const char *name, struct val *page,
	       struct err *err) MUST_CHECK;
/* A word of the dictionary in the language of the request. */
const char *word(const struct req *req, const char *key);
/* What an error says, as a sentence of a page: a capital and a full stop. */
const char *as_sentence(struct arena *arena, const char *text);

/* What was posted, as hidden fields of another form (part/_carried), secrets and files left out;
 * `prefix` goes before each name. */
void carried_put(struct req *req, struct val *page, const char *prefix);
/* A form came from nobody: the sign-in form, which keeps what was typed (page_sign_in.c). */
bool page_sign_in_first(struct req *req, const struct err *why, struct err *err) MUST_CHECK;
/* An act waits for the password (fresh.c). */
bool page_fresh(struct req *req, const struct err *why, struct err *err) MUST_CHECK;

/* For the hook of web: an error as a problem or a page. */
void answer_error(struct req *req, const struct err *err, unsigned status);

#endif
