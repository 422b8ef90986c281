/* store: what is kept, and the SQL that keeps it. Rows in, structs out; no rule of the award is
 * decided here beyond what a constraint says. One function, one statement where it can be.
 * Every writing function runs inside the writer's transaction and takes the time as a parameter. */
#ifndef STORE_H
#define STORE_H

#include "base/base.h"
#include "core/core.h"
#include "db/db.h"

/* ---- The file (schema.c) ---- */

/* Brings an open database up to this program's schema; a new file gets all of it. Before a step is
 * applied to a file that holds data, a copy <path>.before-<version> is kept (path NULL: no copy).
 * ERR_CONFLICT when the file is newer than the program, or no database of ours. */
bool store_migrate(struct db *db, const char *path, struct err *err) MUST_CHECK;
/* Opens a database of ours for reading: what is none, or empty, is ERR_CONFLICT, and so is one of a
 * newer program. `older`: also as an older program left it, whose tables may not be those of today.
 */
bool store_open(const char *path, bool older, struct db **ret, struct err *err) MUST_CHECK;
/* The schema as it stands in the file, hashed; equal for every file of this version. */
bool store_schema_digest(struct db *db, char ret[SHA256_HEX_SIZE], struct err *err) MUST_CHECK;
/* What the digest must be (made from the steps in an empty database). */
bool store_schema_expected(char ret[SHA256_HEX_SIZE], struct err *err) MUST_CHECK;
extern const int SCHEMA_VERSION;

/* ---- Editions (edition.c) ---- */

struct edition {
	int64_t id;
	const char *key;
	enum phase phase;
	bool sample;
	bool mended;	    /* back through setup after marks: only what that opened is open */
	int64_t locked_seq; /* last score event at the (last) lock; 0 = never locked */
	int64_t rule_id;    /* current rule version */
	int64_t rule_number;
	const char *rule_sha256;
	bool has_marks; /* the scheme is frozen */
};

bool edition_get(struct db *db, const char *key, struct arena *arena, struct edition *ret,
		 struct err *err) MUST_CHECK;
bool edition_list(struct db *db, struct arena *arena, struct edition **ret, size_t *ret_count,
		  struct err *err) MUST_CHECK;
bool edition_any_sample(struct db *db, bool *ret, struct err *err) MUST_CHECK;
bool edition_add(struct db *db, const char *key, bool sample, int64_t at, int64_t *ret_id,
		 struct err *err) MUST_CHECK;
bool edition_put_phase(struct db *db, int64_t id, enum phase phase, struct err *err) MUST_CHECK;
bool edition_put_lock(struct db *db, int64_t id, int64_t locked_seq, struct err *err) MUST_CHECK;
bool edition_put_mended(struct db *db, int64_t id, bool mended, struct err *err) MUST_CHECK;

/* Rule versions: the bytes of scheme.yaml. The newest is the current one. */
struct rule_version {
	int64_t id, number, at;
	const char *sha256;
};
bool rule_add(struct db *db, int64_t edition, const char *file, size_t len, bool sample, int64_t at,
	      int64_t *ret_number, struct err *err) MUST_CHECK;
bool rule_get(struct db *db, int64_t rule_id, struct arena *arena, char **ret, size_t *ret_len,
	      struct err *err) MUST_CHECK;
bool rule_list(struct db *db, int64_t edition, struct arena *arena, struct rule_version **ret,
	       size_t *ret_count, struct err *err) MUST_CHECK;

/* Settings outside the rule hash: names of docs/criteria-format.md, flat ("signatory.1.name"). */
struct setting {
	const char *name, *value;
};
bool setting_list(struct db *db, int64_t edition, struct arena *arena, struct setting **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK;
bool setting_put(struct db *db, int64_t edition, const char *name, const char *value,
		 struct err *err) MUST_CHECK; /* NULL or "" removes it */

/* ---- The log of acts (act.c): insert-only, chained. ---- */

struct actor {
	int64_t account;      /* 0: the command line */
	const char *username; /* or "cli" */
	const char *role;     /* role_text, or "cli" */
};

/* `about` is canonical JSON of what was done, made by the caller (no mark before the lock). */
bool act_add(struct db *db, int64_t edition, const struct actor *actor, const char *deed,
	     const char *about, int64_t at, struct err *err) MUST_CHECK;

struct act {
	int64_t seq, at;
	const char *actor, *role, *deed, *about;
};
/* Newest first; `before` 0 = from the end; deed NULL = all. */
bool act_list(struct db *db, int64_t edition, const char *deed, int64_t before, size_t limit,
	      struct arena *arena, struct act **ret, size_t *ret_count, struct err *err) MUST_CHECK;

struct act_filter {
	const char *actor;	  /* NULL = whoever */
	int64_t from, to, before; /* `at` from … and before …, `seq` before …; 0 = no matter */
};
bool act_search(struct db *db, int64_t edition, const struct act_filter *filter, size_t limit,
		struct arena *arena, struct act **ret, size_t *ret_count,
		struct err *err) MUST_CHECK;
/* Whoever stands in the log, by name. */
bool act_actors(struct db *db, int64_t edition, struct arena *arena, const char ***ret,
		size_t *ret_count, struct err *err) MUST_CHECK;

/* The acts on evidence and documents since `at`, oldest first, and in between the submissions of
 * this actor. */
bool act_list_evidence(struct db *db, int64_t edition, int64_t at, const char *actor,
		       struct arena *arena, struct act **ret, size_t *ret_count,
		       struct err *err) MUST_CHECK;

/* ---- Rows that the log of acts vouches for (vouched.c) ----
 * An act tells which of these rows it changed, and how (app/ledger.h); whatever the log does not
 * tell was done behind the program's back. A new table that matters is a bit here and a line there.
 */

enum vouched {
	VOUCHED_EDITION = 1 << 0,
	VOUCHED_RULES = 1 << 1,
	VOUCHED_SETTING = 1 << 2,
	VOUCHED_JUROR = 1 << 3,
	VOUCHED_ACCOUNT = 1 << 4,
	VOUCHED_NOMINEE = 1 << 5,
	VOUCHED_EVIDENCE = 1 << 6,
	VOUCHED_PROPOSAL = 1 << 7,
	VOUCHED_QUARANTINE = 1 << 8,
	VOUCHED_BALLOT = 1 << 9,
	VOUCHED_RELEASE = 1 << 10, /* and what it is printed with */
	VOUCHED_CERTIFICATE = 1 << 11,
	VOUCHED_ATTACHMENT = 1 << 12,
	VOUCHED_GAP = 1 << 13,
	VOUCHED_CARD = 1 << 16,
	VOUCHED_RESULT_CODE = 1 << 17,
	VOUCHED_OBJECTION = 1 << 18,
	VOUCHED_PAPER_ENTRY = 1 << 19,
	VOUCHED_SITTING = 1 << 20,
	VOUCHED_SEAT = 1 << 21,
	VOUCHED_INTERVIEW = 1 << 22,
	VOUCHED_ATTENDANCE = 1 << 23,
	VOUCHED_FILLING = 1 << 24,
	VOUCHED_DECLARATION = 1 << 14,
	VOUCHED_CONFLICT = 1 << 15,
	VOUCHED_CERTIFICATE_KEY = 1 << 25,
	VOUCHED_CERTIFICATE_TOKEN = 1 << 26,
	VOUCHED_LAYOUT = 1 << 27, /* and pictures of layouts */
	VOUCHED_DESIGN = 1 << 28,
	VOUCHED_PRINT_FORM = 1 << 29,
	VOUCHED_ASSEMBLY = 1 << 30,
};
/* Tables that one deed changes together may share a bit. */
#define VOUCHED_TABLES_MAX 40
#define VOUCHED_COLUMNS_MAX 12

struct vouched_table {
	enum vouched bit;
	const char *name;
	const char *columns[VOUCHED_COLUMNS_MAX]; /* up to the first NULL */
	unsigned sealed; /* bits of columns that the log holds as a salted SHA-256 only */
	const char *sql; /* private */
};
struct vouched_row {
	const char *key;			 /* names the row within its edition */
	const char *values[VOUCHED_COLUMNS_MAX]; /* as text, sealed where they must be; or NULL */
};
const struct vouched_table *vouched_at(size_t i); /* NULL behind the last */
/* `key` NULL: all rows of the edition. */
bool vouched_list(struct db *db, const struct vouched_table *table, int64_t edition,
		  const char *key, struct arena *arena, struct vouched_row **ret, size_t *ret_count,
		  struct err *err) MUST_CHECK;
/* From here on the log tells every row of the edition: its secret salt is made. Once. */
bool vouched_begin(struct db *db, int64_t edition, struct err *err) MUST_CHECK;
bool vouched_begun(struct db *db, int64_t edition, bool *ret, struct err *err) MUST_CHECK;
/* A secret of its own for one purpose, made of that salt: the same for ever, and nothing is told
 * about the salt or about the secret of another purpose. */
bool edition_secret(struct db *db, int64_t edition, const char *purpose, uint8_t ret[SHA256_SIZE],
		    struct err *err) MUST_CHECK;

/* ---- People (juror.c, account.c, session.c) ---- */

struct juror {
	int64_t id;
	const char *key, *name, *element, *institution;
	bool chair;		/* its place in the panel; the account says who acts as chair */
	const char *categories; /* keys separated by spaces; "" = all */
	int pseudonym;		/* 1 … n, random; 0 until scoring begins */
	bool added;		/* after the freeze */
	bool removed;		/* sheets submitted before stay and count */
};

bool juror_list(struct db *db, int64_t edition, struct arena *arena, struct juror **ret,
		size_t *ret_count, struct err *err) MUST_CHECK; /* by key */
bool juror_get(struct db *db, int64_t id, struct arena *arena, struct juror *ret,
	       struct err *err) MUST_CHECK;
bool juror_put(struct db *db, int64_t edition, const struct juror *juror, int64_t *ret_id,
	       struct err *err) MUST_CHECK; /* by key: adds or changes */
bool juror_put_added(struct db *db, int64_t juror, struct err *err) MUST_CHECK;
bool juror_remove(struct db *db, int64_t juror, struct err *err) MUST_CHECK; /* marks it removed */
bool juror_delete(struct db *db, int64_t juror, struct err *err) MUST_CHECK; /* before the freeze */
bool juror_put_pseudonym(struct db *db, int64_t juror, int pseudonym, struct err *err) MUST_CHECK;
bool juror_judges(const struct juror *juror, const char *category);

struct account {
	int64_t id, edition;
	const char *edition_key;
	const char *username;
	enum role role;
	int64_t juror; /* 0 = none; jurors and chair have one */
	const char *juror_key;
	const char *name;
	const char *password_hash;
	bool active;
};

/* ERR_CONFLICT: the name is taken, or a second active chair, keeper or account of a juror. */
bool account_add(struct db *db, int64_t edition, const char *username, enum role role,
		 int64_t juror, const char *name, const char *password_hash, int64_t at,
		 int64_t *ret_id, struct err *err) MUST_CHECK;
bool account_get(struct db *db, int64_t id, struct arena *arena, struct account *ret,
		 struct err *err) MUST_CHECK;
/* ret->id is 0 when there is none. */
bool account_find(struct db *db, const char *username, struct arena *arena, struct account *ret,
		  struct err *err) MUST_CHECK;
bool account_list(struct db *db, int64_t edition, struct arena *arena, struct account **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK; /* by username; edition 0 = all */
bool account_put_password(struct db *db, int64_t id, const char *hash, struct err *err) MUST_CHECK;
bool account_put_active(struct db *db, int64_t id, bool active, struct err *err) MUST_CHECK;
/* A deputy takes over a key. `juror` 0 clears it. */
bool account_put_role(struct db *db, int64_t id, enum role role, int64_t juror,
		      struct err *err) MUST_CHECK;

/* Sessions: the token is the client's, its SHA-256 is ours. */
struct session {
	int64_t id, account;
	int64_t created_at, seen_at, password_at;
};
bool session_add(struct db *db, const char *token, int64_t account, int64_t at,
		 struct err *err) MUST_CHECK;
bool session_find(struct db *db, const char *token, struct session *ret,
		  struct err *err) MUST_CHECK; /* ret->id 0 = none */
/* Is it still there, is its account active, and does it still have this role? */
bool session_stands(struct db *db, int64_t id, int64_t account, enum role role, bool *ret,
		    struct err *err) MUST_CHECK;
bool session_put_seen(struct db *db, int64_t id, int64_t at, struct err *err) MUST_CHECK;
bool session_put_password(struct db *db, int64_t id, int64_t at, struct err *err) MUST_CHECK;
bool session_remove(struct db *db, int64_t id, struct err *err) MUST_CHECK;
bool session_remove_of(struct db *db, int64_t account, struct err *err) MUST_CHECK;
/* Keeps `except`. */
bool session_remove_others(struct db *db, int64_t account, int64_t except,
			   struct err *err) MUST_CHECK;
bool session_list(struct db *db, int64_t account, struct arena *arena, struct session **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK; /* last used first */
bool session_sweep(struct db *db, int64_t created_before, struct err *err) MUST_CHECK;

/* ---- Nominees and evidence (nominee.c, proof.c) ---- */

struct candidate { /* a nominee as it is kept */
	int64_t id;
	const char *key, *name, *category, *region;
	const char *profile; /* JSON map of the further columns */
};
bool nominee_list(struct db *db, int64_t edition, struct arena *arena, struct candidate **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK; /* by key */
bool nominee_find(struct db *db, int64_t edition, const char *key, struct arena *arena,
		  struct candidate *ret, struct err *err) MUST_CHECK; /* ret->id 0 = none */
bool nominee_put(struct db *db, int64_t edition, const struct candidate *candidate, int64_t *ret_id,
		 struct err *err) MUST_CHECK; /* by key: adds or changes */
bool nominee_delete(struct db *db, int64_t nominee, struct err *err) MUST_CHECK;

enum proof { PROOF_ENTERED, PROOF_VERIFIED, PROOF_REJECTED };
const char *proof_text(enum proof proof);

struct proof_item { /* one piece of evidence as it is kept */
	int64_t id, nominee;
	const char *nominee_key, *name, *value, *source, *cutoff;
	enum proof status;
	bool reopened;	    /* in deliberation: this item may be changed */
	const char *reason; /* of a rejection */
	const char *entered_by, *decided_by;
	int64_t entered_at, decided_at;
	int64_t changed_at; /* value or status last changed */
	uint8_t salt[16];   /* secret; new with every value */
};
bool proof_list(struct db *db, int64_t edition, int64_t nominee, struct arena *arena,
		struct proof_item **ret, size_t *ret_count,
		struct err *err) MUST_CHECK; /* 0 = all */
bool proof_put(struct db *db, int64_t edition, const struct proof_item *item, int64_t *ret_id,
	       struct err *err) MUST_CHECK; /* by nominee and name: adds or changes */
bool proof_decide(struct db *db, int64_t id, enum proof status, const char *reason, const char *by,
		  int64_t at, struct err *err) MUST_CHECK;
bool proof_reopen(struct db *db, int64_t id, bool reopened, struct err *err) MUST_CHECK;
bool proof_delete(struct db *db, int64_t id, struct err *err) MUST_CHECK;
/* Missing evidence that was reopened in deliberation (gap.c): entering it closes the gap. */
bool gap_open(struct db *db, int64_t nominee, const char *name, struct err *err) MUST_CHECK;
bool gap_find(struct db *db, int64_t nominee, const char *name, bool *ret,
	      struct err *err) MUST_CHECK;
bool gap_close(struct db *db, int64_t nominee, const char *name, struct err *err) MUST_CHECK;
bool gap_close_all(struct db *db, int64_t edition, struct err *err) MUST_CHECK;

/* ---- Documents of a nominee (attachment.c) ---- The bytes are a file elsewhere, named by its
 * SHA-256. Only added; taken back by a row of its own. */

struct attachment {
	int64_t id, nominee;
	const char *nominee_key;
	const char *evidence; /* what it proves; "" = nothing in particular */
	const char *title;
	const char *kind;   /* pdf, jpg, png */
	const char *sha256; /* of what is kept */
	int64_t size, width, height;
	const char *sent_sha256; /* of what was sent: a picture is written anew */
	const char *by;
	int64_t at;
	const char *withdrawn_reason, *withdrawn_by; /* NULL: it stands */
	int64_t withdrawn_at;
};
bool attachment_add(struct db *db, int64_t edition, const struct attachment *attachment,
		    int64_t *ret_id, struct err *err) MUST_CHECK;
bool attachment_withdraw(struct db *db, int64_t id, const char *reason, const char *by, int64_t at,
			 struct err *err) MUST_CHECK;
/* Oldest first, withdrawn too; `nominee` 0 = all. */
bool attachment_list(struct db *db, int64_t edition, int64_t nominee, struct arena *arena,
		     struct attachment **ret, size_t *ret_count, struct err *err) MUST_CHECK;

/* The files that rows of any edition name, each once: documents, and pictures of layouts. */
struct attached_file {
	const char *sha256;
	int64_t size;
	/* Of the first row that names it; a picture has no nominee (""), and its name as title. */
	const char *edition, *nominee, *title;
};
bool attachment_files(struct db *db, struct arena *arena, struct attached_file **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK; /* by sha256 */

/* ---- Sheets (sheet.c): the last event of a sheet *is* the sheet. ---- */

enum sheet_state { SHEET_EMPTY, SHEET_DRAFT, SHEET_SUBMITTED, SHEET_RECUSED, SHEET_ABSENT };
const char *sheet_state_text(enum sheet_state state);

/* What an event did; its name stands in the body. */
enum sheet_kind {
	SHEET_SAVE,
	SHEET_SUBMIT,
	SHEET_REOPEN,
	SHEET_RECUSE, /* its juror */
	SHEET_MARK_ABSENT,
	SHEET_MARK_PRESENT, /* the chair */
	SHEET_LATE_RECUSE,
	SHEET_LIFT, /* the chair; with the keeper */
	SHEET_REOPEN_LOCKED,
	SHEET_WITHDRAW, /* chair with keeper; the chair takes it back */
	SHEET_MEND	/* the scheme was mended: a draft again */
};

struct sheet_mark {
	const char *criterion;
	int64_t mark_c;
};
struct sheet_note {
	const char *criterion; /* or "overall" */
	const char *text;
};

struct sheet_event {
	int64_t seq;
	int64_t edition, juror, nominee;
	const char *edition_key, *juror_key, *nominee_key;
	int64_t version;
	enum sheet_kind kind;
	enum sheet_state state; /* after it */
	const char *rule_sha256;
	struct sheet_mark *marks; /* the whole sheet, sorted by criterion */
	size_t mark_count;
	struct sheet_note *notes; /* sorted by criterion */
	size_t note_count;
	const char *feedback, *reason, *actor;
	int64_t at;
	uint8_t leaf[SHA256_SIZE];
};

/* Puts marks and notes in the order that an event has. */
void sheet_sort(struct sheet_event *event);
/* Appends: gives `event` its seq and leaf. The version must be the next one (UNIQUE says so). */
bool sheet_append(struct db *db, struct sheet_event *event, struct err *err) MUST_CHECK;
/* ret->seq 0 = nothing yet: version 0, empty. */
bool sheet_find(struct db *db, int64_t juror, int64_t nominee, struct arena *arena,
		struct sheet_event *ret, struct err *err) MUST_CHECK;
/* As it was after event `seq` of the edition. */
bool sheet_find_at(struct db *db, int64_t juror, int64_t nominee, int64_t seq, struct arena *arena,
		   struct sheet_event *ret, struct err *err) MUST_CHECK;
/* The last event up to `seq` (INT64_MAX: now) of every sheet of the edition that has one. */
bool sheet_list(struct db *db, int64_t edition, int64_t seq, struct arena *arena,
		struct sheet_event **ret, size_t *ret_count, struct err *err) MUST_CHECK;
bool sheet_history(struct db *db, int64_t juror, int64_t nominee, struct arena *arena,
		   struct sheet_event **ret, size_t *ret_count, struct err *err) MUST_CHECK;

/* The first event of every sheet of the edition that has one, in their order. */
bool sheet_list_first(struct db *db, int64_t edition, struct arena *arena, struct sheet_event **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK;
/* All events of one kind, in their order. */
bool sheet_list_kind(struct db *db, int64_t edition, enum sheet_kind kind, struct arena *arena,
		     struct sheet_event **ret, size_t *ret_count, struct err *err) MUST_CHECK;

struct state_row { /* progress: states only, never a mark */
	int64_t juror, nominee;
	enum sheet_state state;
	int64_t version;
	int64_t reopened; /* how often its juror reopened it */
};
bool sheet_states(struct db *db, int64_t edition, int64_t juror, struct arena *arena,
		  struct state_row **ret, size_t *ret_count,
		  struct err *err) MUST_CHECK; /* 0 = all */

struct chain_leaf {
	int64_t seq;
	uint8_t leaf[SHA256_SIZE];
};
bool chain_leaves(struct db *db, int64_t edition, struct arena *arena, struct chain_leaf **ret,
		  size_t *ret_count, uint8_t ret_head[SHA256_SIZE], struct err *err) MUST_CHECK;

/* Remembered answers: only 200s, per account and sheet. */
struct remembered {
	bool found;
	uint8_t body_sha256[SHA256_SIZE];
	const char *response;
};
bool request_key_find(struct db *db, int64_t account, int64_t nominee, const char *key,
		      struct arena *arena, struct remembered *ret, struct err *err) MUST_CHECK;
bool request_key_add(struct db *db, int64_t account, int64_t nominee, const char *key,
		     const uint8_t body_sha256[SHA256_SIZE], const char *response, int64_t at,
		     struct err *err) MUST_CHECK;

/* What came after the lock. */
struct quarantined {
	int64_t id, account, juror, nominee, at;
	const char *juror_key, *nominee_key, *body;
	const char *state; /* open, admitted, refused */
};
bool quarantine_add(struct db *db, int64_t edition, int64_t account, int64_t juror, int64_t nominee,
		    const char *key, const char *body, int64_t at,
		    struct err *err) MUST_CHECK; /* once per key */
/* How many are kept of this sheet, and whether one has this key. */
bool quarantine_count(struct db *db, int64_t account, int64_t nominee, const char *key,
		      int64_t *ret, bool *ret_known, struct err *err) MUST_CHECK;
bool quarantine_list(struct db *db, int64_t edition, struct arena *arena, struct quarantined **ret,
		     size_t *ret_count, struct err *err) MUST_CHECK;
bool quarantine_put_state(struct db *db, int64_t id, const char *state, struct err *err) MUST_CHECK;

/* ---- Sheets from paper (paper_entry.c) ---- */

struct paper_entry { /* typed by one person, compared by another */
	int64_t id, juror, nominee, typed_at, decided_at;
	const char *number;   /* on the paper: sheet_id_format */
	const char *marks;    /* JSON, criterion to number */
	const char *typed_by; /* usernames */
	const char *decided_by;
	const char *state; /* typed, confirmed, refused, used */
};
/* ERR_CONFLICT when one of this sheet stands. */
bool paper_entry_add(struct db *db, int64_t edition, const struct paper_entry *entry,
		     int64_t *ret_id, struct err *err) MUST_CHECK;
bool paper_entry_put_state(struct db *db, int64_t id, const char *state, const char *by, int64_t at,
			   struct err *err) MUST_CHECK; /* NULL: who decided stays */
bool paper_entry_list(struct db *db, int64_t edition, struct arena *arena, struct paper_entry **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK;

/* ---- Conflicts of interest (declaration.c): insert-only; the last version of a category counts.
 * ----
 */

enum conflict_kind {
	CONFLICT_FAMILY,
	CONFLICT_EMPLOYMENT,
	CONFLICT_FINANCIAL,
	CONFLICT_INSTITUTIONAL,
	CONFLICT_OTHER,
	CONFLICT_KINDS
};
const char *conflict_kind_text(enum conflict_kind kind); /* "family" … */
bool conflict_kind_parse(const char *text, enum conflict_kind *ret) MUST_CHECK;

struct conflict {
	const char *nominee; /* key */
	enum conflict_kind kind;
	const char *words; /* "" unless more was said; of OTHER never */
};

struct declaration { /* of one juror about one category: no conflicts but these */
	int64_t id, juror, version, at;
	const char *juror_key, *category;
	bool lifted;		    /* by chair and keeper, with a recusal that they lifted */
	const char *covers;	    /* keys of the nominees that there were, separated by spaces */
	const char *by;		    /* username */
	struct conflict *conflicts; /* by nominee */
	size_t conflict_count;
};

/* The version must be the next one (UNIQUE says so). */
bool declaration_add(struct db *db, int64_t edition, const struct declaration *declaration,
		     struct err *err) MUST_CHECK;
/* In the order in which they were made; juror 0 = all. `standing`: only those that no later one has
 * replaced. */
bool declaration_list(struct db *db, int64_t edition, int64_t juror, bool standing,
		      struct arena *arena, struct declaration **ret, size_t *ret_count,
		      struct err *err) MUST_CHECK;

/* The one question of what is closed to a juror: ids of the nominees from whom he is recused, or
 * with whom he has declared a conflict that still stands. For one nominee the first half is the
 * state of his sheet, the second conflict_stands. */
bool barred_list(struct db *db, int64_t edition, int64_t juror, struct arena *arena, int64_t **ret,
		 size_t *ret_count, struct err *err) MUST_CHECK;
/* sheet_states of all with those conflicts as recused, also before they are: who sits where. */
bool barred_states(struct db *db, int64_t edition, struct arena *arena, struct state_row **ret,
		   size_t *ret_count, struct err *err) MUST_CHECK;
bool conflict_stands(struct db *db, int64_t nominee, int64_t juror, bool *ret,
		     struct err *err) MUST_CHECK;

/* ---- The pleno (proposal.c, ballot.c, release.c, certificate.c) ---- */

struct proposal {
	int64_t id, at, decided_at;
	const char *kind;  /* reopen_sheet, reopen_evidence, lift_recusal, mend_scheme,
			      change_panel, deputy, admit_quarantine */
	const char *about; /* JSON */
	const char *reason, *by, *by_role, *decided_by;
	const char *state; /* open, confirmed, refused, withdrawn */
};
bool proposal_add(struct db *db, int64_t edition, const struct proposal *proposal, int64_t *ret_id,
		  struct err *err) MUST_CHECK;
bool proposal_get(struct db *db, int64_t edition, int64_t id, struct arena *arena,
		  struct proposal *ret, struct err *err) MUST_CHECK;
bool proposal_list(struct db *db, int64_t edition, const char *state, struct arena *arena,
		   struct proposal **ret, size_t *ret_count,
		   struct err *err) MUST_CHECK; /* NULL all */
bool proposal_decide(struct db *db, int64_t id, const char *state, const char *by, int64_t at,
		     struct err *err) MUST_CHECK; /* ERR_CONFLICT when no longer open */

struct ballot { /* one recorded vote of the pleno */
	int64_t id, at, withdrawn_at;
	const char *list;  /* category or overall key */
	const char *order; /* JSON: list of lists of nominee keys */
	int64_t votes_for, votes_against, abstained;
	const char *reason, *by, *withdrawn_reason;
};
bool ballot_add(struct db *db, int64_t edition, const struct ballot *ballot,
		struct err *err) MUST_CHECK;
bool ballot_withdraw(struct db *db, int64_t id, const char *reason, int64_t at,
		     struct err *err) MUST_CHECK;
bool ballot_list(struct db *db, int64_t edition, struct arena *arena, struct ballot **ret,
		 size_t *ret_count, struct err *err) MUST_CHECK; /* oldest first, withdrawn too */

/* The meeting of the pleno: who was there, from when to when (assembly.c). */
struct assembly_member {
	const char *office;  /* chair, acting_chair, member, keeper, secretariat */
	const char *key;     /* of the juror; else the username */
	const char *name;    /* "" = the account does not say who it is */
	const char *element; /* whom a juror stands for */
	const char *state;   /* present, represented, absent; "" = not noted */
	const char *note;    /* who came instead, or why nobody did */
};
struct assembly {
	int64_t id, number;	  /* 0 = there is none */
	int64_t release;	  /* id; 0 = not frozen with one */
	int64_t began, ended;	  /* minutes since its first midnight; -1 = not said */
	const char *by, *by_role; /* who noted it; "" = nobody has */
	int64_t at;
	struct assembly_member *members; /* assembly_members; in the order of the minutes */
	size_t member_count;
};
bool assembly_add(struct db *db, int64_t edition, const struct assembly *assembly, int64_t *ret_id,
		  struct err *err) MUST_CHECK; /* without its members */
bool assembly_add_member(struct db *db, int64_t assembly, int64_t seat,
			 const struct assembly_member *member, struct err *err) MUST_CHECK;
/* The one that was frozen with `release`; 0: the last one. Without its members. */
bool assembly_find(struct db *db, int64_t edition, int64_t release, struct arena *arena,
		   struct assembly *ret, struct err *err) MUST_CHECK;
bool assembly_members(struct db *db, int64_t assembly, struct arena *arena,
		      struct assembly_member **ret, size_t *ret_count, struct err *err) MUST_CHECK;

struct release {
	int64_t id, number;
	const char *sha256;
	const char *state; /* approved, refused, published, superseded */
	int64_t approved_at, decided_at;
	int64_t approved_by, decided_by; /* accounts */
	const char *approved_name, *decided_name;
	const char *reason; /* of a refusal */
	bool winners_only;  /* the setting `publish` at the first key */
};
bool release_add(struct db *db, int64_t edition, const char *bundle, size_t len, const char *sha256,
		 int64_t approved_by, int64_t at, int64_t *ret_id, struct err *err) MUST_CHECK;
bool release_list(struct db *db, int64_t edition, struct arena *arena, struct release **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK; /* newest first */
bool release_bundle(struct db *db, int64_t release, struct arena *arena, char **ret,
		    size_t *ret_len, struct err *err) MUST_CHECK;
bool release_put_state(struct db *db, int64_t release, const char *state, int64_t by, int64_t at,
		       const char *reason, struct err *err) MUST_CHECK;

struct issued { /* a certificate */
	const char *serial;
	int64_t release, release_number;
	const char *edition_key, *nominee, *list;
	int64_t rank;
	const char *facts; /* canonical text of what it says */
	int64_t issued_at;
	int64_t form;	    /* number of its print_form; 0 = from before there were any */
	bool revoked;	    /* in one of two ways: */
	int64_t revoked_by; /* number of the release that did, or 0 */
	int64_t revoked_at; /* when chair and keeper did, or 0 */
	int64_t proposal;   /* by which they did */
	const char *revoked_reason;
	const char *token; /* by the newest key; NULL = none. Not written by certificate_add */
	const char *bundle_sha256; /* of the release; likewise */
};
bool certificate_add(struct db *db, int64_t edition, const struct issued *issued,
		     struct err *err) MUST_CHECK;
bool certificate_find(struct db *db, const char *serial, struct arena *arena, struct issued *ret,
		      struct err *err) MUST_CHECK; /* ret->serial NULL = none */
/* Of two papers that say the same, the second issued once the first was revoked by chair and
 * keeper: "" where there is none. */
bool certificate_beside(struct db *db, const char *serial, struct arena *arena,
			const char **ret_replaces, const char **ret_replaced_by,
			struct err *err) MUST_CHECK;
bool certificate_list(struct db *db, int64_t edition, struct arena *arena, struct issued **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK;
/* Of those that hold, in the same order. */
bool certificate_serials(struct db *db, int64_t edition, struct arena *arena, const char ***ret,
			 size_t *ret_count, struct err *err) MUST_CHECK;
/* What is needed to print one that holds, the rest is NULL or 0: what its release says lies behind
 * megabytes of a bundle, and would be looked for each time. */
bool certificate_print_get(struct db *db, const char *serial, struct arena *arena,
			   struct issued *ret, struct err *err) MUST_CHECK;
/* Once; one that is revoked stays as it is. */
bool certificate_revoke(struct db *db, const char *serial, int64_t release_number,
			const char *reason, struct err *err) MUST_CHECK;
bool certificate_revoke_alone(struct db *db, const char *serial, int64_t proposal,
			      const char *reason, int64_t at, struct err *err) MUST_CHECK;

/* ---- What is printed with (layout.c) ---- Rows are only added. */

struct layout_version {
	int64_t version, at;
	const char *name;
	const char *text; /* "" = the program's own again */
	const char *sha256, *by;
};
#define LAYOUT_TEXT_MAX 65536 /* characters */
bool layout_add(struct db *db, int64_t edition, const struct layout_version *layout,
		int64_t *ret_version, struct err *err) MUST_CHECK;
/* Newest first; `name` NULL = all. */
bool layout_list(struct db *db, int64_t edition, const char *name, struct arena *arena,
		 struct layout_version **ret, size_t *ret_count, struct err *err) MUST_CHECK;
/* The one in force; ret->version 0 = the program's own, and always was. */
bool layout_get(struct db *db, int64_t edition, const char *name, struct arena *arena,
		struct layout_version *ret, struct err *err) MUST_CHECK;

bool design_put(struct db *db, int64_t edition, const char *name, const char *by, int64_t at,
		struct err *err) MUST_CHECK;
/* NULL = none was chosen. */
bool design_get(struct db *db, int64_t edition, struct arena *arena, const char **ret,
		struct err *err) MUST_CHECK;

struct print_form {
	int64_t number, at;
	const char *name;     /* of the layout */
	const char *layout;   /* its text */
	const char *settings; /* JSON: what of the settings is printed */
};
/* The number of an equal one, or of a new one. */
bool print_form_put(struct db *db, int64_t edition, const struct print_form *form,
		    int64_t *ret_number, struct err *err) MUST_CHECK;
bool print_form_get(struct db *db, int64_t edition, int64_t number, struct arena *arena,
		    struct print_form *ret, struct err *err) MUST_CHECK;

/* ---- What the documents of a release are printed with (release_print.c) ---- Frozen at the first
 * key, only added to. */

struct frozen { /* a layout, or a picture that one names */
	const char *name;
	const char *text;      /* of a layout; NULL: a picture, of which: */
	const char *sha256;    /* of the text, or of the picture */
	int64_t picture, size; /* its row, its bytes */
};
/* The text of a layout is kept once, under its SHA-256. */
bool release_print_add(struct db *db, int64_t release, const struct frozen *frozen,
		       struct err *err) MUST_CHECK;
/* By name; none for a release from before they were frozen. */
bool release_print_list(struct db *db, int64_t release, struct arena *arena, struct frozen **ret,
			size_t *ret_count, struct err *err) MUST_CHECK;

/* ---- Pictures of layouts (picture.c) ---- Only added; taken away by a row of its own. */

struct layout_picture {
	int64_t id;
	const char *name; /* as layouts name it, "logo.png" */
	const char *kind; /* jpg, png */
	const char *sha256;
	int64_t size, width, height;
	const char *sent_sha256, *by;
	int64_t at;
	const char *removed_by; /* NULL: it stands */
};
bool layout_picture_add(struct db *db, int64_t edition, const struct layout_picture *picture,
			int64_t *ret_id, struct err *err) MUST_CHECK; /* ERR_CONFLICT: one stands */
bool layout_picture_remove(struct db *db, int64_t id, const char *by, int64_t at,
			   struct err *err) MUST_CHECK;
/* By name and age, removed ones too. */
bool layout_picture_list(struct db *db, int64_t edition, struct arena *arena,
			 struct layout_picture **ret, size_t *ret_count,
			 struct err *err) MUST_CHECK;

/* Keys (certificate_key.c): each edition has at most one that signs; its seed is secret. */
bool certificate_key_add(struct db *db, int64_t edition, const uint8_t seed[SIGN_SEED_SIZE],
			 int64_t at, int64_t *ret_id, struct err *err) MUST_CHECK;
/* The one that signs; *ret_id 0 = none yet. */
bool certificate_key_find(struct db *db, int64_t edition, int64_t *ret_id,
			  uint8_t ret_seed[SIGN_SEED_SIZE], struct err *err) MUST_CHECK;
/* The public halves, of one edition (key) or of all (NULL). */
bool certificate_key_list(struct db *db, const char *edition, struct arena *arena,
			  struct certificate_key **ret, size_t *ret_count,
			  struct err *err) MUST_CHECK;
/* It signs no more: "retired", or "withdrawn" with all that were retired before. Seeds are erased.
 */
bool certificate_key_end(struct db *db, int64_t edition, const char *state, const char *reason,
			 int64_t at, struct err *err) MUST_CHECK;
bool certificate_token_add(struct db *db, const char *serial, int64_t key, const char *text,
			   struct err *err) MUST_CHECK;

/* ---- Codes on paper (card.c, letter.c) ---- Only the SHA-256 of a code is kept. */

#define CARD_SECONDS (INT64_C(72) * 3600)

struct card { /* lets its holder choose the password of an account, once */
	int64_t id, account;
	const char *role; /* of the account when it was made */
	const char *made_by;
	int64_t made_at, expires_at, used_at; /* 0 = not used */
	uint8_t password_sha256[SHA256_SIZE]; /* of account.password_hash then */
	bool newest;			      /* of its account */
};
bool card_add(struct db *db, const struct account *account, const char *code, const char *by,
	      int64_t at, int64_t *ret_id, struct err *err) MUST_CHECK;
bool card_find(struct db *db, const char *code, struct arena *arena, struct card *ret,
	       struct err *err) MUST_CHECK; /* ret->id 0 = none */
bool card_put_used(struct db *db, int64_t id, int64_t at, struct err *err) MUST_CHECK;
bool card_list(struct db *db, int64_t edition, struct arena *arena, struct card **ret,
	       size_t *ret_count, struct err *err) MUST_CHECK; /* oldest first */

struct notice {		       /* what others did to an account */
	const char *kind, *by; /* reset, card_made, card_used */
	int64_t at, read_at;
};
bool notice_add(struct db *db, int64_t account, const char *kind, const char *by, int64_t at,
		struct err *err) MUST_CHECK;
bool notice_list(struct db *db, int64_t account, size_t limit, struct arena *arena,
		 struct notice **ret, size_t *ret_count,
		 struct err *err) MUST_CHECK; /* newest first */
bool notice_put_read(struct db *db, int64_t account, int64_t at, struct err *err) MUST_CHECK;
/* ---- Interviews (schedule.c) ---- Times are minutes since midnight of the edition's clock. */

struct sitting {	    /* one panel in one room on one day */
	int64_t id, number; /* the number is the edition's own, from 1 */
	const char *day, *room_key, *room, *name;
	bool own_panel; /* else every juror sits */
};
bool sitting_list(struct db *db, int64_t edition, struct arena *arena, struct sitting **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK; /* by day, room, number */
bool sitting_add(struct db *db, int64_t edition, const struct sitting *sitting, int64_t *ret_number,
		 struct err *err) MUST_CHECK; /* ERR_CONFLICT: this room, day and name are there */
bool sitting_delete(struct db *db, int64_t id, struct err *err) MUST_CHECK;
bool sitting_put_own_panel(struct db *db, int64_t id, bool own, struct err *err) MUST_CHECK;

struct seat {
	int64_t sitting, juror;
	const char *state; /* attendance: present, left, absent */
	int64_t left_at;
};
bool seat_list(struct db *db, int64_t edition, struct arena *arena, struct seat **ret,
	       size_t *ret_count, struct err *err) MUST_CHECK; /* of own panels; no state */
bool seat_add(struct db *db, int64_t sitting, int64_t juror, struct err *err) MUST_CHECK;
bool seat_clear(struct db *db, int64_t sitting, struct err *err) MUST_CHECK;
bool attendance_list(struct db *db, int64_t edition, struct arena *arena, struct seat **ret,
		     size_t *ret_count, struct err *err) MUST_CHECK;
bool attendance_put(struct db *db, const struct seat *seat,
		    struct err *err) MUST_CHECK; /* state NULL: not recorded */

struct interview {
	int64_t id, nominee;
	int64_t sitting; /* 0: taken out; day and time are the last it had */
	const char *day;
	int64_t starts, minutes;
	const char *link;     /* "" = in person */
	int64_t sequence;     /* grows with every change */
	const char *attended; /* "", present, nobody */
	const char *attended_name, *attended_office;
};
bool interview_list(struct db *db, int64_t edition, struct arena *arena, struct interview **ret,
		    size_t *ret_count, struct err *err) MUST_CHECK;
/* By nominee: adds or changes where and when; the sequence grows. */
bool interview_put(struct db *db, int64_t edition, const struct interview *interview,
		   struct err *err) MUST_CHECK;
bool interview_put_attended(struct db *db, int64_t nominee, const char *attended, const char *name,
			    const char *office, struct err *err) MUST_CHECK;
/* Its panel has changed: so has the calendar of those who sit. */
bool interview_touch(struct db *db, int64_t sitting, struct err *err) MUST_CHECK;

struct delay { /* the rest of a room's day, moved by so many minutes */
	int64_t id, minutes, at, undone_at;
	const char *room_key, *day, *by;
};
struct delay_item {
	int64_t nominee, was, became;
};
bool delay_list(struct db *db, int64_t edition, struct arena *arena, struct delay **ret,
		size_t *ret_count, struct err *err) MUST_CHECK; /* newest first */
bool delay_add(struct db *db, int64_t edition, const struct delay *delay, int64_t *ret_id,
	       struct err *err) MUST_CHECK;
bool delay_item_add(struct db *db, int64_t delay, const struct delay_item *item,
		    struct err *err) MUST_CHECK;
bool delay_items(struct db *db, int64_t delay, struct arena *arena, struct delay_item **ret,
		 size_t *ret_count, struct err *err) MUST_CHECK;
bool delay_undo(struct db *db, int64_t delay, int64_t at, struct err *err) MUST_CHECK;

struct filling {				/* in which order a category was filled in */
	const char *category, *ordering, *seed; /* import, name, shuffle; "" unless shuffled */
	int64_t placed, at;
};
bool filling_list(struct db *db, int64_t edition, struct arena *arena, struct filling **ret,
		  size_t *ret_count, struct err *err) MUST_CHECK;
bool filling_add(struct db *db, int64_t edition, const struct filling *filling,
		 struct err *err) MUST_CHECK;

struct result_code { /* opens the own page of a nominee; in its letter */
	int64_t id, edition;
	const char *edition_key, *nominee; /* keys */
	const char *made_by, *reason;	   /* '' = the first one */
	int64_t made_at;
	bool newest; /* of its nominee: the older ones open nothing */
};
bool result_code_add(struct db *db, int64_t edition, const char *nominee, const char *code,
		     const char *by, const char *reason, int64_t at, struct err *err) MUST_CHECK;
bool result_code_find(struct db *db, const char *code, struct arena *arena, struct result_code *ret,
		      struct err *err) MUST_CHECK; /* ret->id 0 = none */
bool result_code_list(struct db *db, int64_t edition, struct arena *arena, struct result_code **ret,
		      size_t *ret_count, struct err *err) MUST_CHECK; /* oldest first */

/* ---- Objections (objection.c) ---- */

struct objection {
	int64_t id, at;
	const char *nominee;   /* key */
	int64_t release;       /* number of the one that was looked at */
	const char *criterion; /* key; '' = the result as a whole */
	const char *contact, *text;
	const char *answer, *answered_by;
	int64_t answered_at; /* 0 = open */
	int64_t correction;  /* number of the release that answers it, or 0 */
};
/* ERR_CONFLICT when one of this nominee is open. */
bool objection_add(struct db *db, int64_t edition, const struct objection *objection,
		   int64_t *ret_id, struct err *err) MUST_CHECK;
bool objection_put_answer(struct db *db, const struct objection *objection,
			  struct err *err) MUST_CHECK;
/* Newest first; `nominee` NULL = all. */
bool objection_list(struct db *db, int64_t edition, const char *nominee, struct arena *arena,
		    struct objection **ret, size_t *ret_count, struct err *err) MUST_CHECK;
bool objection_count_open(struct db *db, int64_t edition, int64_t *ret, struct err *err) MUST_CHECK;

/* ---- Checking (check.c): chain, folds, constraints, schema digest; a changed row is named. ----
 * `summary` (may be NULL) gets a line of counts, then one for the end of each chain that has rows:
 * "<edition or act> <rows> <last link>", for whoever notes it on paper. */
bool store_check(struct db *db, struct complaints *complaints, struct buf *summary,
		 struct err *err) MUST_CHECK;

#endif
