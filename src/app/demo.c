#include "demo.h"

#include <string.h>

#include "admin.h"
#include "deed_account.h"
#include "pleno.h"

#define FILE_SIZE_MAX ((size_t)4 << 20)
#define EDITION "ntt-2024"
#define BEGAN (6 * 3600) /* seconds ago */
#define PACE 240	 /* seconds that the panel takes for a nominee */

/* Indexes after the files that a tally reads. */
enum { FILE_SETTINGS = SOURCE_COUNT, FILE_JURORS, FILE_COUNT };

struct making {
	struct db *db;
	struct arena *arena;
	struct complaints *complaints;
	struct source files[FILE_COUNT];
	struct edition edition;
	struct scheme scheme;
	struct juror *jurors;
	size_t juror_count;
	int64_t now;
	const char *db_path, *criteria;
	struct val *reasons; /* of recusals: "nominee juror" -> why */
	struct demo *demo;
};

/* ---- Files ---- */

static bool files_load(struct making *m, const char *criteria, struct err *err)
{
	static const char *const NAMES[FILE_COUNT] = {
		[SOURCE_SCHEME] = "scheme.yaml",    [SOURCE_NOMINEES] = "nominees.csv",
		[SOURCE_SCORES] = "scores.csv",	    [SOURCE_EVIDENCE] = "evidence.csv",
		[SOURCE_RECUSALS] = "recusals.csv", [FILE_SETTINGS] = "settings.yaml",
		[FILE_JURORS] = "jurors.csv",
	};

	for (size_t i = 0; i < FILE_COUNT; i++) {
		struct source *file = &m->files[i];
		char *text;

		if (!NAMES[i])
			continue;
		file->file = arena_printf(m->arena, "%s/" EDITION "/%s", criteria, NAMES[i]);
		if (!file_read(file->file, FILE_SIZE_MAX, m->arena, &text, &file->len, err))
			return false;
		file->text = text;
	}
	return true;
}

/* nominee, juror, reason: the tally's reader has found them to be there. */
static bool take_header(void *arg, const struct csv_header *header)
{
	(void)arg;
	return header->count >= 3;
}

static bool take_reason(void *arg, const struct csv_row *row)
{
	struct making *m = arg;

	val_put_text(m->reasons,
		     arena_printf(m->arena, "%s %s", row->fields[0].text, row->fields[1].text),
		     row->fields[2].text);
	return true;
}

/* The tally does not ask why somebody is recused; the chair does. */
static bool reasons_load(struct making *m)
{
	const struct source *file = &m->files[SOURCE_RECUSALS];

	m->reasons = val_map(m->arena);
	return csv_read(file->file, file->text, file->len, m->arena, take_header, take_reason, m,
			m->complaints);
}

/* As the command `init` would do it. */
static bool edition_make(struct making *m, struct err *err)
{
	static const struct {
		const char *part;
		size_t file;
	} PARTS[] = {
		{ "scheme", SOURCE_SCHEME },	 { "settings", FILE_SETTINGS },
		{ "nominees", SOURCE_NOMINEES }, { "jurors", FILE_JURORS },
		{ "evidence", SOURCE_EVIDENCE },
	};
	struct admin_call call = { 0 };
	struct admin admin = { .db = m->db, .call = &call, .arena = m->arena };
	bool done;

	admin_put_text(&call, "verb", "init");
	for (size_t i = 0; i < COUNT(PARTS); i++) {
		const struct source *file = &m->files[PARTS[i].file];

		admin_put(&call, PARTS[i].part, file->text, file->len);
		admin_put_text(&call, arena_printf(m->arena, "%s_file", PARTS[i].part), file->file);
	}
	done = admin_run(&admin, err);
	*m->complaints = admin.complaints;
	return done && edition_get(m->db, EDITION, m->arena, &m->edition, err) &&
	       juror_list(m->db, m->edition.id, m->arena, &m->jurors, &m->juror_count, err);
}

/* ---- Accounts ---- */

static struct demo_account *account_next(struct making *m, const char *username, enum role role,
					 const char *juror)
{
	struct demo_account *account = &m->demo->accounts[m->demo->count++];
	char password[32];

	password_make(password);
	*account = (struct demo_account){ username, arena_text(m->arena, password), juror, role };
	return account;
}

static bool account_new(struct making *m, const char *username, enum role role, const char *juror,
			struct err *err)
{
	struct demo_account *account = account_next(m, username, role, juror);
	char hash[PASSWORD_HASH_SIZE];
	struct account_order order = { EDITION, username, role, juror, hash };

	return password_hash(account->password, hash, err) &&
	       account_make(m->db, &COMMAND_LINE, &order, m->now, m->arena, err);
}

/* "juri-2" acts as juror j2. */
static bool accounts_make(struct making *m, struct err *err)
{
	m->demo->accounts = NEW(m->arena, struct demo_account, m->juror_count + 2);
	for (size_t j = 0; j < m->juror_count; j++) {
		const char *key = m->jurors[j].key;
		bool chair = m->jurors[j].chair;

		if (!account_new(m, chair ? "ketua" : arena_printf(m->arena, "juri-%s", key + 1),
				 chair ? ROLE_CHAIR : ROLE_JUROR, key, err))
			return false;
	}
	return account_new(m, "pengawas", ROLE_KEEPER, NULL, err) &&
	       account_new(m, "sekretariat", ROLE_SECRETARIAT, NULL, err);
}

static bool accounts_renew(struct making *m, struct err *err)
{
	struct account *accounts;
	size_t count;

	if (!account_list(m->db, m->edition.id, m->arena, &accounts, &count, err))
		return false;
	m->demo->accounts = NEW(m->arena, struct demo_account, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct account_order order = { EDITION, accounts[i].username, 0, NULL, NULL };
		char hash[PASSWORD_HASH_SIZE];
		struct demo_account *account;

		if (!accounts[i].active)
			continue;
		account = account_next(m, accounts[i].username, accounts[i].role,
				       accounts[i].juror_key);
		order.password_hash = hash;
		if (!password_hash(account->password, hash, err) ||
		    !account_reset(m->db, &COMMAND_LINE, &order, m->now, m->arena, err))
			return false;
	}
	return true;
}

/* ---- Scoring under way ---- */

static bool phase_reach(struct making *m, enum phase phase, struct err *err)
{
	struct val *about = val_map(m->arena);
	struct ledger_look look;
	struct account secretary;
	struct actor actor;
	struct buf text;

	if (!account_find(m->db, "sekretariat", m->arena, &secretary, err))
		return false;
	actor = (struct actor){ secretary.id, secretary.username, role_text(secretary.role) };
	if (!ledger_look(m->db, m->edition.id, VOUCHED_EDITION | VOUCHED_JUROR, NULL, m->arena,
			 &look, err) ||
	    !edition_put_phase(m->db, m->edition.id, phase, err) ||
	    (phase == PHASE_SCORING && !pseudonyms_give(m->db, m->edition.id, m->arena, err)) ||
	    !ledger_tell(&look, about, err))
		return false;
	buf_init(&text, m->arena);
	json_write(&text, about);
	return act_add(m->db, m->edition.id, &actor,
		       arena_printf(m->arena, "phase_%s", phase_text(phase)), text.data, m->now,
		       err);
}

static const char *account_of(const struct making *m, const char *juror)
{
	for (size_t i = 0; i < m->demo->count; i++)
		if (text_equal(m->demo->accounts[i].juror, juror))
			return m->demo->accounts[i].username;
	return "";
}

static void marks_take(struct making *m, const struct category *category, const struct sheet *sheet,
		       struct sheet_event *event)
{
	event->marks = NEW(m->arena, struct sheet_mark, category->jury_count + 1);
	for (size_t i = 0; i < category->criterion_count; i++) {
		const struct criterion *criterion = &category->criteria[i];

		if (criterion->kind == CRITERION_JURY &&
		    sheet->marks_c[criterion->jury_index] != MARK_NONE)
			event->marks[event->mark_count++] =
				(struct sheet_mark){ criterion->key,
						     sheet->marks_c[criterion->jury_index] };
	}
	sheet_sort(event);
}

static bool sheet_note(struct making *m, const struct sheet_event *event, const char *deed,
		       enum role role, struct err *err)
{
	struct val *about = val_map(m->arena);
	struct actor actor = { 1, event->actor, role_text(role) };
	struct buf text;

	val_put_text(about, "juror", event->juror_key);
	val_put_text(about, "nominee", event->nominee_key);
	if (event->reason)
		val_put_text(about, "reason", event->reason);
	buf_init(&text, m->arena);
	json_write(&text, about);
	return act_add(m->db, m->edition.id, &actor, deed, text.data, m->now, err);
}

/* Complete: submitted. Else a draft. */
static bool sheet_make(struct making *m, const struct nominee *nominee, const struct juror *juror,
		       const struct sheet *sheet, struct err *err)
{
	const struct category *category = &m->scheme.categories[nominee->category];
	enum role role = juror->chair ? ROLE_CHAIR : ROLE_JUROR;
	struct candidate candidate;
	struct sheet_event event = {
		.edition = m->edition.id,
		.edition_key = EDITION,
		.juror = juror->id,
		.juror_key = juror->key,
		.nominee_key = nominee->key,
		.version = 1,
		.kind = SHEET_SAVE,
		.state = SHEET_DRAFT,
		.rule_sha256 = m->edition.rule_sha256,
		.actor = account_of(m, juror->key),
		.at = m->now,
	};

	if (!nominee_find(m->db, m->edition.id, nominee->key, m->arena, &candidate, err))
		return false;
	event.nominee = candidate.id;
	if (sheet->recused) {
		event.kind = SHEET_RECUSE;
		event.state = SHEET_RECUSED;
		event.reason = val_get_text(
			m->reasons, arena_printf(m->arena, "%s %s", nominee->key, juror->key));
		return sheet_append(m->db, &event, err) &&
		       sheet_note(m, &event, "recused", role, err);
	}
	marks_take(m, category, sheet, &event);
	if (!event.mark_count || event.mark_count < category->jury_count)
		return !event.mark_count || sheet_append(m->db, &event, err);
	event.kind = SHEET_SUBMIT;
	event.state = SHEET_SUBMITTED;
	if (juror->chair)
		event.feedback = "Contoh masukan: pertahankan, dan perluas bagi pekerja rentan.";
	return sheet_append(m->db, &event, err) &&
	       sheet_note(m, &event, "sheet_submitted", role, err);
}

static bool sheets_make(struct making *m, struct err *err)
{
	struct tally_input input;

	if (!tally_input_read(m->files, m->arena, &m->scheme, &input, m->complaints) ||
	    !reasons_load(m))
		return FAIL(err, ERR_INPUT, "edisi contoh rusak", "the sample edition is broken");
	if (!demo_declarations_make(m->db, &m->edition, &m->scheme, m->reasons, m->now, m->arena,
				    err))
		return false;
	for (size_t i = 0; i < input.nominee_count; i++, m->now += PACE)
		for (size_t s = 0; s < input.nominees[i].sheet_count; s++) {
			const struct sheet *sheet = input.nominees[i].sheets[s];

			for (size_t j = 0; sheet && j < m->juror_count; j++)
				if (text_equal(m->jurors[j].key, input.jurors[s]) &&
				    !sheet_make(m, &input.nominees[i], &m->jurors[j], sheet, err))
					return false;
		}
	return true;
}

/* As the secretariat; planned and held while it scores. */
static bool interviews_make(struct making *m, struct err *err)
{
	struct edition edition;
	struct account secretary;
	struct actor actor;

	if (!edition_get(m->db, EDITION, m->arena, &edition, err) ||
	    !account_find(m->db, "sekretariat", m->arena, &secretary, err))
		return false;
	actor = (struct actor){ secretary.id, secretary.username, role_text(secretary.role) };
	return demo_schedule_make(m->db, &edition, &m->scheme, &actor, m->now, m->arena, err);
}

/* ---- All of it ---- */

static bool make(struct making *m, struct err *err)
{
	struct edition *editions;
	size_t count;

	if (!edition_list(m->db, m->arena, &editions, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!editions[i].sample)
			return FAIL(err, ERR_CONFLICT,
				    "basis data ini memuat edisi yang bukan contoh: %s",
				    "this database holds an edition that is no sample: %s",
				    editions[i].key);
		if (text_equal(editions[i].key, EDITION)) {
			m->edition = editions[i];
			return accounts_renew(m, err);
		}
	}
	return edition_make(m, err) && accounts_make(m, err) &&
	       phase_reach(m, PHASE_VERIFICATION, err) && phase_reach(m, PHASE_SCORING, err) &&
	       sheets_make(m, err) && interviews_make(m, err) &&
	       demo_documents_make(m->db, &m->edition, m->db_path, m->criteria, m->now, m->arena,
				   err);
}

bool demo_make(const char *db_path, const char *criteria, struct arena *arena, struct demo *ret,
	       struct complaints *complaints, struct err *err)
{
	struct making m = {
		.arena = arena,
		.complaints = complaints,
		.now = time_now() - BEGAN,
		.db_path = db_path,
		.criteria = criteria,
		.demo = ret,
	};
	struct db_tx tx DB_TX = { 0 };
	bool done;

	*ret = (struct demo){ .edition = EDITION };
	complaints_init(complaints, arena);
	if (!files_load(&m, criteria, err) || !db_open(db_path, DB_WRITE, &m.db, err))
		return false;
	done = database_migrate(m.db, db_path, err) && db_begin(m.db, &tx, err) && make(&m, err) &&
	       db_commit(&tx, err);
	db_rollback(&tx);
	tx.db = NULL;
	db_close(m.db);
	return done;
}
