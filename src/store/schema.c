/* The schema as numbered steps. A step that has landed is never changed: a new one is added. */
#include "store.h"

#include <inttypes.h>

#include "store/schema_steps.h"

#define KEY_CHECK "CHECK (length(key) BETWEEN 1 AND 32 AND key NOT GLOB '*[^a-z0-9-]*')"

/* clang-format off */
static const char STEP_1[] =
	"CREATE TABLE edition (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  key TEXT NOT NULL UNIQUE " KEY_CHECK ",\n"
	"  phase TEXT NOT NULL CHECK (phase IN ('setup', 'verification', 'scoring', 'deliberation', 'approved', 'published')),\n"
	"  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),\n"
	"  mended INTEGER NOT NULL DEFAULT 0 CHECK (mended IN (0, 1)),\n"
	"  locked_seq INTEGER NOT NULL DEFAULT 0,\n" /* last score event at the lock */
	"  created_at INTEGER NOT NULL\n"
	") STRICT;\n"

	/* The bytes of scheme.yaml; the highest number is in force. */
	"CREATE TABLE rule_version (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),\n"
	"  file BLOB NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (edition_id, number)\n"
	") STRICT;\n"
	"CREATE TRIGGER rule_version_keeps_rows BEFORE UPDATE ON rule_version\n"
	"  BEGIN SELECT RAISE (ABORT, 'rule_version is insert-only'); END;\n"
	"CREATE TRIGGER rule_version_loses_none BEFORE DELETE ON rule_version\n"
	"  BEGIN SELECT RAISE (ABORT, 'rule_version is insert-only'); END;\n"

	"CREATE TABLE setting (\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  name TEXT NOT NULL,\n"
	"  value TEXT NOT NULL,\n"
	"  PRIMARY KEY (edition_id, name)\n"
	") STRICT, WITHOUT ROWID;\n"

	"CREATE TABLE juror (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  key TEXT NOT NULL " KEY_CHECK ",\n"
	"  name TEXT NOT NULL CHECK (name <> ''),\n"
	"  element TEXT NOT NULL,\n"
	"  institution TEXT NOT NULL,\n"
	"  chair INTEGER NOT NULL CHECK (chair IN (0, 1)),\n"
	"  categories TEXT NOT NULL,\n"                 /* separated by spaces; '' = all */
	"  pseudonym INTEGER CHECK (pseudonym >= 1),\n" /* a secret random permutation */
	"  added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1)),\n"     /* after the freeze */
	"  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),\n" /* after the freeze */
	"  UNIQUE (edition_id, key),\n"
	"  UNIQUE (edition_id, pseudonym)\n"
	") STRICT;\n"

	/* One person, one account, one role per edition. */
	"CREATE TABLE account (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  username TEXT NOT NULL UNIQUE CHECK (length(username) BETWEEN 1 AND 64),\n"
	"  role TEXT NOT NULL CHECK (role IN ('juror', 'chair', 'keeper', 'secretariat')),\n"
	"  juror_id INTEGER REFERENCES juror (id),\n"
	"  name TEXT NOT NULL,\n"
	"  password_hash TEXT NOT NULL,\n"
	"  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),\n"
	"  created_at INTEGER NOT NULL,\n"
	"  CHECK ((role IN ('juror', 'chair')) = (juror_id IS NOT NULL))\n"
	") STRICT;\n"
	"CREATE UNIQUE INDEX account_one_chair ON account (edition_id) WHERE role = 'chair' AND active = 1;\n"
	"CREATE UNIQUE INDEX account_one_keeper ON account (edition_id) WHERE role = 'keeper' AND active = 1;\n"
	"CREATE UNIQUE INDEX account_one_juror ON account (juror_id) WHERE active = 1;\n"

	"CREATE TABLE session (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  token_sha256 BLOB NOT NULL UNIQUE CHECK (length(token_sha256) = 32),\n"
	"  account_id INTEGER NOT NULL REFERENCES account (id),\n"
	"  created_at INTEGER NOT NULL,\n"
	"  seen_at INTEGER NOT NULL,\n"
	"  password_at INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX session_by_account ON session (account_id);\n"

	"CREATE TABLE nominee (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  key TEXT NOT NULL " KEY_CHECK ",\n"
	"  name TEXT NOT NULL CHECK (name <> ''),\n"
	"  category TEXT NOT NULL CHECK (category <> ''),\n"
	"  region TEXT NOT NULL,\n"
	"  profile TEXT NOT NULL,\n" /* JSON map of the further columns */
	"  UNIQUE (edition_id, key)\n"
	") STRICT;\n"

	"CREATE TABLE evidence (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id) ON DELETE CASCADE,\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9_-]*'),\n"
	"  value TEXT NOT NULL CHECK (value <> ''),\n"
	"  status TEXT NOT NULL CHECK (status IN ('entered', 'verified', 'rejected')),\n"
	"  source TEXT NOT NULL,\n"
	"  cutoff TEXT NOT NULL,\n"
	"  salt BLOB NOT NULL CHECK (length(salt) = 16),\n" /* seals a confidential value */
	"  reopened INTEGER NOT NULL DEFAULT 0 CHECK (reopened IN (0, 1)),\n"
	"  reason TEXT NOT NULL DEFAULT '',\n"
	"  entered_by TEXT NOT NULL,\n"
	"  entered_at INTEGER NOT NULL,\n"
	"  decided_by TEXT NOT NULL DEFAULT '',\n"
	"  decided_at INTEGER NOT NULL DEFAULT 0,\n"
	"  changed_at INTEGER NOT NULL,\n"
	"  UNIQUE (nominee_id, name)\n"
	") STRICT;\n"
	"CREATE INDEX evidence_by_edition ON evidence (edition_id);\n"

	/* Scores are events. `body` is canonical JSON of the whole sheet after the event and repeats
	 * every plain column, so that leaf = SHA-256(salt || body) covers them all;
	 * link = SHA-256(previous link of the edition || leaf), 32 zero bytes before the first. */
	"CREATE TABLE score_event (\n"
	"  seq INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id),\n"
	"  version INTEGER NOT NULL CHECK (version >= 1),\n"
	"  kind TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('empty', 'draft', 'submitted', 'recused', 'absent')),\n"
	"  body TEXT NOT NULL,\n"
	"  salt BLOB NOT NULL CHECK (length(salt) = 16),\n"
	"  leaf BLOB NOT NULL CHECK (length(leaf) = 32),\n"
	"  link BLOB NOT NULL CHECK (length(link) = 32),\n"
	"  UNIQUE (juror_id, nominee_id, version)\n"
	") STRICT;\n"
	"CREATE INDEX score_event_by_edition ON score_event (edition_id, juror_id, nominee_id, seq);\n"
	"CREATE TRIGGER score_event_keeps_rows BEFORE UPDATE ON score_event\n"
	"  BEGIN SELECT RAISE (ABORT, 'score_event is insert-only'); END;\n"
	"CREATE TRIGGER score_event_loses_none BEFORE DELETE ON score_event\n"
	"  BEGIN SELECT RAISE (ABORT, 'score_event is insert-only'); END;\n"

	/* The end of each edition's chain, so that a row missing at the end is noticed. */
	"CREATE TABLE chain (\n"
	"  edition_id INTEGER PRIMARY KEY REFERENCES edition (id),\n"
	"  seq INTEGER NOT NULL,\n"
	"  events INTEGER NOT NULL,\n"
	"  link BLOB NOT NULL CHECK (length(link) = 32)\n"
	") STRICT;\n"

	/* Who did what. `body` repeats every plain column;
	 * link = SHA-256(previous link || SHA-256(body)), over the whole table. */
	"CREATE TABLE act (\n"
	"  seq INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  at INTEGER NOT NULL,\n"
	"  actor TEXT NOT NULL,\n"
	"  role TEXT NOT NULL,\n"
	"  deed TEXT NOT NULL,\n"
	"  body TEXT NOT NULL,\n"
	"  link BLOB NOT NULL CHECK (length(link) = 32)\n"
	") STRICT;\n"
	"CREATE INDEX act_by_edition ON act (edition_id, seq);\n"
	"CREATE TRIGGER act_keeps_rows BEFORE UPDATE ON act\n"
	"  BEGIN SELECT RAISE (ABORT, 'act is insert-only'); END;\n"
	"CREATE TRIGGER act_loses_none BEFORE DELETE ON act\n"
	"  BEGIN SELECT RAISE (ABORT, 'act is insert-only'); END;\n"

	/* Answers given, so that a repeated request gets the same one. */
	"CREATE TABLE request_key (\n"
	"  account_id INTEGER NOT NULL REFERENCES account (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id),\n"
	"  key TEXT NOT NULL,\n"
	"  body_sha256 BLOB NOT NULL CHECK (length(body_sha256) = 32),\n"
	"  response TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  PRIMARY KEY (account_id, nominee_id, key)\n"
	") STRICT, WITHOUT ROWID;\n"

	/* Sheets that came after the lock: never dropped, never counted by themselves. */
	"CREATE TABLE quarantine (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  account_id INTEGER NOT NULL REFERENCES account (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id),\n"
	"  key TEXT NOT NULL,\n"
	"  body TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'admitted', 'refused')),\n"
	"  UNIQUE (account_id, nominee_id, key)\n"
	") STRICT;\n"

	/* What takes effect when another person has confirmed it. */
	"CREATE TABLE proposal (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  kind TEXT NOT NULL,\n"
	"  about TEXT NOT NULL,\n"
	"  reason TEXT NOT NULL CHECK (reason <> ''),\n"
	"  by TEXT NOT NULL,\n"
	"  by_role TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'refused', 'withdrawn')),\n"
	"  decided_by TEXT NOT NULL DEFAULT '',\n"
	"  decided_at INTEGER NOT NULL DEFAULT 0\n"
	") STRICT;\n"
	"CREATE INDEX proposal_by_edition ON proposal (edition_id, state);\n"

	"CREATE TABLE ballot (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  list TEXT NOT NULL,\n"
	"  placing TEXT NOT NULL,\n" /* JSON: list of lists of nominee keys */
	"  votes_for INTEGER NOT NULL CHECK (votes_for >= 0),\n"
	"  votes_against INTEGER NOT NULL CHECK (votes_against >= 0),\n"
	"  abstained INTEGER NOT NULL CHECK (abstained >= 0),\n"
	"  reason TEXT NOT NULL,\n"
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  withdrawn_at INTEGER NOT NULL DEFAULT 0,\n"
	"  withdrawn_reason TEXT NOT NULL DEFAULT ''\n"
	") STRICT;\n"
	"CREATE INDEX ballot_by_edition ON ballot (edition_id);\n"

	/* A release is its bytes; nothing public reads anything else. */
	"CREATE TABLE release (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  bundle BLOB NOT NULL,\n"
	"  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),\n"
	"  state TEXT NOT NULL CHECK (state IN ('approved', 'refused', 'published', 'superseded')),\n"
	"  approved_by INTEGER NOT NULL REFERENCES account (id),\n"
	"  approved_at INTEGER NOT NULL,\n"
	"  decided_by INTEGER REFERENCES account (id),\n"
	"  decided_at INTEGER NOT NULL DEFAULT 0,\n"
	"  reason TEXT NOT NULL DEFAULT '',\n"
	"  UNIQUE (edition_id, number)\n"
	") STRICT;\n"
	"CREATE TRIGGER release_keeps_bytes BEFORE UPDATE OF id, edition_id, number, bundle, sha256, approved_by, approved_at ON release\n"
	"  BEGIN SELECT RAISE (ABORT, 'a release is never changed'); END;\n"
	"CREATE TRIGGER release_loses_none BEFORE DELETE ON release\n"
	"  BEGIN SELECT RAISE (ABORT, 'a release is never changed'); END;\n"

	"CREATE TABLE certificate (\n"
	"  serial TEXT PRIMARY KEY CHECK (length(serial) >= 20),\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  release_id INTEGER NOT NULL REFERENCES release (id),\n"
	"  nominee TEXT NOT NULL,\n"
	"  list TEXT NOT NULL,\n"
	"  rank INTEGER NOT NULL CHECK (rank >= 1),\n"
	"  facts TEXT NOT NULL,\n"
	"  issued_at INTEGER NOT NULL,\n"
	"  revoked_by INTEGER NOT NULL DEFAULT 0,\n" /* number of the release that did */
	"  revoked_reason TEXT NOT NULL DEFAULT ''\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX certificate_by_edition ON certificate (edition_id, nominee);\n"
	"CREATE TRIGGER certificate_keeps_facts BEFORE UPDATE OF serial, edition_id, release_id, nominee, list, rank, facts, issued_at ON certificate\n"
	"  BEGIN SELECT RAISE (ABORT, 'a certificate is never changed'); END;\n"
	"CREATE TRIGGER certificate_loses_none BEFORE DELETE ON certificate\n"
	"  BEGIN SELECT RAISE (ABORT, 'a certificate is never changed'); END;\n";
/* What a juror says of his conflicts of interest: for each category one whole statement; a later
 * one replaces it, all are kept. `conflict` lists its exceptions; a statement without any says that
 * there are none. Nominees are named by key: one that is taken away takes nothing of what was said. */
static const char STEP_2[] =
	"CREATE TABLE declaration (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id),\n"
	"  category TEXT NOT NULL CHECK (category <> ''),\n"
	"  version INTEGER NOT NULL CHECK (version >= 1),\n"
	"  lifted INTEGER NOT NULL CHECK (lifted IN (0, 1)),\n" /* chair and keeper took a conflict out */
	"  covers TEXT NOT NULL,\n" /* nominees that there were, separated by spaces */
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (juror_id, category, version)\n"
	") STRICT;\n"
	"CREATE INDEX declaration_by_edition ON declaration (edition_id, id);\n"
	"CREATE TRIGGER declaration_keeps_rows BEFORE UPDATE ON declaration\n"
	"  BEGIN SELECT RAISE (ABORT, 'declaration is insert-only'); END;\n"
	"CREATE TRIGGER declaration_loses_none BEFORE DELETE ON declaration\n"
	"  BEGIN SELECT RAISE (ABORT, 'declaration is insert-only'); END;\n"

	"CREATE TABLE conflict (\n"
	"  declaration_id INTEGER NOT NULL REFERENCES declaration (id),\n"
	"  nominee TEXT NOT NULL CHECK (nominee <> ''),\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('family', 'employment', 'financial', 'institutional', 'other')),\n"
	"  words TEXT NOT NULL CHECK (kind <> 'other' OR words <> ''),\n"
	"  PRIMARY KEY (declaration_id, nominee)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TRIGGER conflict_keeps_rows BEFORE UPDATE ON conflict\n"
	"  BEGIN SELECT RAISE (ABORT, 'conflict is insert-only'); END;\n"
	"CREATE TRIGGER conflict_loses_none BEFORE DELETE ON conflict\n"
	"  BEGIN SELECT RAISE (ABORT, 'conflict is insert-only'); END;\n";

static const char STEP_3[] =
	/* Secret: acts hold pseudonyms and the like as SHA-256 of it and the value. An edition that
	 * has none is from before its log told every row (see database_migrate). */
	"CREATE TABLE act_salt (\n"
	"  edition_id INTEGER PRIMARY KEY REFERENCES edition (id),\n"
	"  salt BLOB NOT NULL CHECK (length(salt) = 32)\n"
	") STRICT;\n"
	"CREATE TRIGGER act_salt_keeps_rows BEFORE UPDATE ON act_salt\n"
	"  BEGIN SELECT RAISE (ABORT, 'act_salt is insert-only'); END;\n"
	"CREATE TRIGGER act_salt_loses_none BEFORE DELETE ON act_salt\n"
	"  BEGIN SELECT RAISE (ABORT, 'act_salt is insert-only'); END;\n";

/* Documents of a nominee: added once, taken back by a row of their own; only with the nominee do
 * they go. The bytes lie beside the database, named by their SHA-256 (app/vault.h). */
static const char STEP_4[] =
	"CREATE TABLE attachment (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id) ON DELETE CASCADE,\n"
	"  evidence TEXT NOT NULL CHECK (length(evidence) <= 64 AND evidence NOT GLOB '*[^a-z0-9_-]*'),\n" /* '' = none in particular */
	"  title TEXT NOT NULL CHECK (title <> ''),\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('pdf', 'jpg', 'png')),\n"
	"  sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^a-f0-9]*'),\n"
	"  size INTEGER NOT NULL CHECK (size > 0),\n"
	"  width INTEGER NOT NULL CHECK (width >= 0),\n" /* of a picture, else 0 */
	"  height INTEGER NOT NULL CHECK (height >= 0),\n"
	"  sent_sha256 TEXT NOT NULL CHECK (length(sent_sha256) = 64),\n" /* of the bytes that came */
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX attachment_by_edition ON attachment (edition_id, nominee_id);\n"
	"CREATE INDEX attachment_by_nominee ON attachment (nominee_id);\n"
	"CREATE INDEX attachment_by_file ON attachment (sha256);\n"
	"CREATE TRIGGER attachment_keeps_rows BEFORE UPDATE ON attachment\n"
	"  BEGIN SELECT RAISE (ABORT, 'attachment is insert-only'); END;\n"
	"CREATE TRIGGER attachment_loses_none BEFORE DELETE ON attachment\n"
	"  WHEN EXISTS (SELECT 1 FROM nominee WHERE id = OLD.nominee_id)\n"
	"  BEGIN SELECT RAISE (ABORT, 'attachment is insert-only'); END;\n"

	"CREATE TABLE attachment_withdrawal (\n"
	"  attachment_id INTEGER PRIMARY KEY REFERENCES attachment (id) ON DELETE CASCADE,\n"
	"  reason TEXT NOT NULL CHECK (reason <> ''),\n"
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE TRIGGER attachment_withdrawal_keeps_rows BEFORE UPDATE ON attachment_withdrawal\n"
	"  BEGIN SELECT RAISE (ABORT, 'attachment_withdrawal is insert-only'); END;\n"
	"CREATE TRIGGER attachment_withdrawal_loses_none BEFORE DELETE ON attachment_withdrawal\n"
	"  WHEN EXISTS (SELECT 1 FROM attachment WHERE id = OLD.attachment_id)\n"
	"  BEGIN SELECT RAISE (ABORT, 'attachment_withdrawal is insert-only'); END;\n";

static const char STEP_6[] =
	/* Who is shown follows the setting that was in force at the first key, not a later one. */
	"ALTER TABLE release ADD COLUMN winners_only INTEGER NOT NULL DEFAULT 0 CHECK (winners_only IN (0, 1));\n"
	"UPDATE release SET winners_only = 1 WHERE EXISTS (SELECT 1 FROM setting s\n"
	"  WHERE s.edition_id = release.edition_id AND s.name = 'publish' AND s.value = 'winners');\n"
	"CREATE TRIGGER release_keeps_scope BEFORE UPDATE OF winners_only ON release\n"
	"  BEGIN SELECT RAISE (ABORT, 'a release is never changed'); END;\n"

	/* Evidence that was never entered and was reopened in deliberation: it may be entered now. */
	"CREATE TABLE gap (\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id) ON DELETE CASCADE,\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),\n"
	"  PRIMARY KEY (nominee_id, name)\n"
	") STRICT, WITHOUT ROWID;\n";

/* The sheets of an edition are found by its jurors. Each save has one page less to write. */
static const char STEP_8[] = "DROP INDEX score_event_by_edition;\n";

/* A pleno may end after midnight: what goes beyond 24.00. */
static const char STEP_14[] =
	"ALTER TABLE assembly ADD COLUMN past_midnight INTEGER NOT NULL DEFAULT 0\n"
	"  CHECK (past_midnight BETWEEN 0 AND 1439 AND (past_midnight = 0 OR ended = 1440));\n";

/* The list of states as alternatives: SQLite makes a table of its own out of a list, anew for each
 * row, which was a sixth of the work of a save. */
static const char STEP_15[] =
	"CREATE TABLE score_event_next (\n"
	"  seq INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id),\n"
	"  version INTEGER NOT NULL CHECK (version >= 1),\n"
	"  kind TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state = 'empty' OR state = 'draft' OR state = 'submitted' OR state = 'recused' OR state = 'absent'),\n"
	"  body TEXT NOT NULL,\n"
	"  salt BLOB NOT NULL CHECK (length(salt) = 16),\n"
	"  leaf BLOB NOT NULL CHECK (length(leaf) = 32),\n"
	"  link BLOB NOT NULL CHECK (length(link) = 32),\n"
	"  UNIQUE (juror_id, nominee_id, version)\n"
	") STRICT;\n"
	"INSERT INTO score_event_next (seq, edition_id, juror_id, nominee_id, version, kind, state, body, salt, leaf, link)\n"
	"  SELECT seq, edition_id, juror_id, nominee_id, version, kind, state, body, salt, leaf, link FROM score_event;\n"
	"DROP TABLE score_event;\n"
	"ALTER TABLE score_event_next RENAME TO score_event;\n"
	"CREATE TRIGGER score_event_keeps_rows BEFORE UPDATE ON score_event\n"
	"  BEGIN SELECT RAISE (ABORT, 'score_event is insert-only'); END;\n"
	"CREATE TRIGGER score_event_loses_none BEFORE DELETE ON score_event\n"
	"  BEGIN SELECT RAISE (ABORT, 'score_event is insert-only'); END;\n";
/* clang-format on */

static const char *const STEPS[] = { STEP_1,	      STEP_2,	     STEP_3,	      STEP_4,
				     SCHEMA_CODES,    STEP_6,	     SCHEMA_SCHEDULE, STEP_8,
				     SCHEMA_TOKENS,   SCHEMA_PAPERS, SCHEMA_ENTRIES,  SCHEMA_PRINTS,
				     SCHEMA_ASSEMBLY, STEP_14,	     STEP_15 };
const int SCHEMA_VERSION = (int)COUNT(STEPS);

/* "PARI": tells our files from other people's. */
#define APPLICATION_ID INT64_C(0x50415249)

static bool number_get(struct db *db, const char *sql, int64_t *ret, struct err *err)
{
	struct db_rows rows;

	*ret = 0;
	if (!db_query(db, sql, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_int(&rows, 0);
	return db_done(&rows, err);
}

static bool step_apply(struct db *db, int step, struct err *err)
{
	struct arena arena = { 0 };
	struct db_tx tx DB_TX = { 0 };
	bool done;

	if (!db_begin(db, &tx, err))
		return false;
	done = db_script(db, STEPS[step], err) &&
	       db_script(db,
			 arena_printf(&arena,
				      "PRAGMA user_version = %d; PRAGMA application_id = %" PRId64
				      ";",
				      step + 1, APPLICATION_ID),
			 err);
	arena_release(&arena);
	return done && db_commit(&tx, err);
}

static bool version_get(struct db *db, int64_t *ret, struct err *err)
{
	int64_t application, tables;

	if (!number_get(db, "PRAGMA user_version", ret, err) ||
	    !number_get(db, "PRAGMA application_id", &application, err) ||
	    !number_get(db, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	if (tables && application != APPLICATION_ID)
		return FAIL(err, ERR_CONFLICT, "berkas ini bukan basis data Paritrana",
			    "this file is not a Paritrana database");
	if (*ret > SCHEMA_VERSION)
		return FAIL(err, ERR_CONFLICT,
			    "basis data dibuat oleh versi program yang lebih baru (skema %" PRId64
			    ", program ini %d)",
			    "the database was made by a newer program (schema %" PRId64
			    ", this program %d)",
			    *ret, SCHEMA_VERSION);
	return true;
}

static bool copy_keep(const char *path, int64_t version, struct err *err)
{
	struct arena arena = { 0 };
	bool kept =
		db_backup(path, arena_printf(&arena, "%s.before-%d", path, (int)version + 1), err);

	arena_release(&arena);
	/* There already: a copy made by the same upgrade, which was cut off; it is the one to keep.
	 */
	return kept || err->kind == ERR_CONFLICT;
}

bool store_migrate(struct db *db, const char *path, struct err *err)
{
	int64_t version;

	if (!version_get(db, &version, err))
		return false;
	if (version != 0 && version != SCHEMA_VERSION && path && !copy_keep(path, version, err))
		return false;
	for (; version < SCHEMA_VERSION; version++)
		if (!step_apply(db, (int)version, err))
			return false;
	return true;
}

static bool ours_check(struct db *db, const char *path, bool older, struct err *err)
{
	int64_t version;

	if (!version_get(db, &version, err)) {
		err_prefix(err, "%s", path);
		return false;
	}
	if (version == 0) /* an empty file is a database, of nobody */
		return FAIL(err, ERR_CONFLICT, "%s: berkas ini bukan basis data Paritrana",
			    "%s: this file is not a Paritrana database", path);
	if (version < SCHEMA_VERSION && !older)
		return FAIL(err, ERR_CONFLICT,
			    "%s: basis data dari versi program yang lebih lama (skema %" PRId64
			    "); jalankan layanan atau paritrana init sekali untuk memperbaruinya",
			    "%s: the database is that of an older program (schema %" PRId64
			    "); run the service or paritrana init once to bring it up to date",
			    path, version);
	return true;
}

bool store_open(const char *path, bool older, struct db **ret, struct err *err)
{
	if (!db_open(path, DB_READ, ret, err))
		return false;
	if (ours_check(*ret, path, older, err))
		return true;
	db_close(*ret);
	return false;
}

bool store_schema_digest(struct db *db, char ret[SHA256_HEX_SIZE], struct err *err)
{
	static const char SQL[] = "SELECT type, name, tbl_name, coalesce(sql, '')"
				  " FROM sqlite_schema ORDER BY type, name";
	struct arena arena = { 0 };
	struct db_rows rows;
	struct buf text;

	buf_init(&text, &arena);
	if (!db_query(db, SQL, NO_ARGS, &rows, err)) {
		arena_release(&arena);
		return false;
	}
	while (db_next(&rows))
		for (int column = 0; column < 4; column++) {
			buf_puts(&text, db_text(&rows, column, &arena));
			buf_char(&text, '\n');
		}
	sha256_hex(text.data, text.len, ret);
	arena_release(&arena);
	return db_done(&rows, err);
}

bool store_schema_expected(char ret[SHA256_HEX_SIZE], struct err *err)
{
	struct db *db;
	bool done;

	if (!db_open(":memory:", DB_WRITE, &db, err))
		return false;
	done = store_migrate(db, NULL, err) && store_schema_digest(db, ret, err);
	db_close(db);
	return done;
}
