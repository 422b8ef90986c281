/* What paper carries to people without a password, and what nominees say. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_CODES[] =
	/* One-time codes that let somebody choose the password of an account; only hashes are kept.
	 * The newest one of an account opens, while the account is what it was then. */
	"CREATE TABLE card (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  account_id INTEGER NOT NULL REFERENCES account (id),\n"
	"  role TEXT NOT NULL,\n" /* a juror's card is none of the chair that he has become */
	"  password_sha256 BLOB NOT NULL CHECK (length(password_sha256) = 32),\n" /* of the stored hash */
	"  code_sha256 BLOB NOT NULL UNIQUE CHECK (length(code_sha256) = 32),\n"
	"  made_by TEXT NOT NULL,\n"
	"  made_at INTEGER NOT NULL,\n"
	"  expires_at INTEGER NOT NULL CHECK (expires_at > made_at AND expires_at <= made_at + 259200),\n"
	"  used_at INTEGER NOT NULL DEFAULT 0 CHECK (used_at = 0 OR used_at BETWEEN made_at AND expires_at)\n"
	") STRICT;\n"
	"CREATE INDEX card_by_account ON card (account_id, id);\n"
	"CREATE TRIGGER card_keeps_facts BEFORE UPDATE OF id, account_id, role, password_sha256, code_sha256, made_by, made_at, expires_at ON card\n"
	"  BEGIN SELECT RAISE (ABORT, 'a card is never changed'); END;\n"
	"CREATE TRIGGER card_stays_used BEFORE UPDATE ON card WHEN OLD.used_at <> 0\n"
	"  BEGIN SELECT RAISE (ABORT, 'a card is used once'); END;\n"
	"CREATE TRIGGER card_loses_none BEFORE DELETE ON card\n"
	"  BEGIN SELECT RAISE (ABORT, 'a card is never changed'); END;\n"

	/* What others did to an account, for its owner to read when he signs in. */
	"CREATE TABLE account_notice (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  account_id INTEGER NOT NULL REFERENCES account (id),\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('reset', 'card_made', 'card_used')),\n"
	"  at INTEGER NOT NULL,\n"
	"  by TEXT NOT NULL,\n"
	"  read_at INTEGER NOT NULL DEFAULT 0\n"
	") STRICT;\n"
	"CREATE INDEX account_notice_by_account ON account_notice (account_id, id);\n"
	"CREATE TRIGGER account_notice_loses_none BEFORE DELETE ON account_notice\n"
	"  BEGIN SELECT RAISE (ABORT, 'a notice is never taken back'); END;\n"

	/* The code in the letter of a nominee; the newest one opens. */
	"CREATE TABLE result_code (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  nominee TEXT NOT NULL CHECK (nominee <> ''),\n" /* its key, as releases name it */
	"  code_sha256 BLOB NOT NULL UNIQUE CHECK (length(code_sha256) = 32),\n"
	"  made_by TEXT NOT NULL,\n"
	"  made_at INTEGER NOT NULL,\n"
	"  reason TEXT NOT NULL\n" /* '' = the first one */
	") STRICT;\n"
	"CREATE INDEX result_code_by_nominee ON result_code (edition_id, nominee, id);\n"
	"CREATE TRIGGER result_code_keeps_rows BEFORE UPDATE ON result_code\n"
	"  BEGIN SELECT RAISE (ABORT, 'result_code is insert-only'); END;\n"
	"CREATE TRIGGER result_code_loses_none BEFORE DELETE ON result_code\n"
	"  BEGIN SELECT RAISE (ABORT, 'result_code is insert-only'); END;\n"

	/* Keberatan: what a nominee says against its result, and what the chair answered. */
	"CREATE TABLE objection (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  nominee TEXT NOT NULL CHECK (nominee <> ''),\n" /* its key, as releases name it */
	"  release_number INTEGER NOT NULL CHECK (release_number >= 1),\n" /* that was looked at */
	"  at INTEGER NOT NULL,\n"
	"  criterion TEXT NOT NULL,\n" /* '' = the result as a whole */
	"  contact TEXT NOT NULL CHECK (contact <> ''),\n"
	"  text TEXT NOT NULL CHECK (text <> ''),\n"
	"  answer TEXT NOT NULL DEFAULT '',\n"
	"  correction INTEGER NOT NULL DEFAULT 0 CHECK (correction = 0 OR correction > release_number),\n"
	"  answered_by TEXT NOT NULL DEFAULT '',\n"
	"  answered_at INTEGER NOT NULL DEFAULT 0,\n"
	"  CHECK ((answered_at = 0) = (answer = '')),\n"
	"  CHECK ((answered_at = 0) = (answered_by = '')),\n"
	"  CHECK (correction = 0 OR answered_at > 0)\n"
	") STRICT;\n"
	"CREATE UNIQUE INDEX objection_one_open ON objection (edition_id, nominee) WHERE answered_at = 0;\n"
	"CREATE TRIGGER objection_keeps_text BEFORE UPDATE OF id, edition_id, nominee, release_number, at, criterion, contact, text ON objection\n"
	"  BEGIN SELECT RAISE (ABORT, 'an objection is never changed'); END;\n"
	"CREATE TRIGGER objection_keeps_answer BEFORE UPDATE ON objection WHEN OLD.answered_at <> 0\n"
	"  BEGIN SELECT RAISE (ABORT, 'an objection is never changed'); END;\n"
	"CREATE TRIGGER objection_loses_none BEFORE DELETE ON objection\n"
	"  BEGIN SELECT RAISE (ABORT, 'an objection is never changed'); END;\n";
/* clang-format on */
