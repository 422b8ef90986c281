/* Tokens of certificates. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_TOKENS[] =
	/* Each edition signs with a key of its own; one at a time. The seed goes when the key ends:
	 * nothing more is to be signed with it. */
	"CREATE TABLE certificate_key (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  public BLOB NOT NULL UNIQUE CHECK (length(public) = 32),\n"
	"  seed BLOB NOT NULL CHECK (length(seed) IN (0, 32)),\n"
	"  made_at INTEGER NOT NULL,\n"
	"  state TEXT NOT NULL DEFAULT 'used' CHECK (state IN ('used', 'retired', 'withdrawn')),\n"
	"  ended_at INTEGER NOT NULL DEFAULT 0 CHECK (ended_at = 0 OR ended_at >= made_at),\n"
	"  reason TEXT NOT NULL DEFAULT '',\n"
	"  CHECK ((state = 'used') = (ended_at = 0)),\n"
	"  CHECK ((state = 'used') = (reason = '')),\n"
	"  CHECK ((state = 'used') = (length(seed) = 32))\n"
	") STRICT;\n"
	"CREATE UNIQUE INDEX certificate_key_in_use ON certificate_key (edition_id) WHERE state = 'used';\n"
	"CREATE INDEX certificate_key_by_edition ON certificate_key (edition_id);\n"
	"CREATE TRIGGER certificate_key_keeps_facts BEFORE UPDATE OF id, edition_id, public, made_at ON certificate_key\n"
	"  BEGIN SELECT RAISE (ABORT, 'a key is never changed'); END;\n"
	"CREATE TRIGGER certificate_key_stays_ended BEFORE UPDATE ON certificate_key WHEN OLD.state = 'withdrawn' OR NEW.state = 'used'\n"
	"  BEGIN SELECT RAISE (ABORT, 'a key is never used again'); END;\n"
	"CREATE TRIGGER certificate_key_loses_none BEFORE DELETE ON certificate_key\n"
	"  BEGIN SELECT RAISE (ABORT, 'a key is never taken away'); END;\n"

	/* What the code on the paper holds; the newest key's is printed. */
	"CREATE TABLE certificate_token (\n"
	"  serial TEXT NOT NULL REFERENCES certificate (serial),\n"
	"  key_id INTEGER NOT NULL REFERENCES certificate_key (id),\n"
	"  text TEXT NOT NULL CHECK (length(text) > 28),\n"
	"  PRIMARY KEY (serial, key_id)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX certificate_token_by_key ON certificate_token (key_id);\n"
	"CREATE TRIGGER certificate_token_keeps_rows BEFORE UPDATE ON certificate_token\n"
	"  BEGIN SELECT RAISE (ABORT, 'certificate_token is insert-only'); END;\n"
	"CREATE TRIGGER certificate_token_loses_none BEFORE DELETE ON certificate_token\n"
	"  BEGIN SELECT RAISE (ABORT, 'certificate_token is insert-only'); END;\n";
/* clang-format on */
