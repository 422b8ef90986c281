/* What certificates are printed with, and how one alone is revoked. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_PAPERS[] =
	/* Layouts that an edition has instead of those that come with the program: each row is one that
	 * was saved, the highest version of a name is in force; '' = the program's own again. */
	"CREATE TABLE layout (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9-]*'),\n"
	"  version INTEGER NOT NULL CHECK (version >= 1),\n"
	"  text TEXT NOT NULL CHECK (length(text) <= 65536),\n"
	"  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),\n" /* of text */
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (edition_id, name, version)\n"
	") STRICT;\n"
	"CREATE TRIGGER layout_keeps_rows BEFORE UPDATE ON layout\n"
	"  BEGIN SELECT RAISE (ABORT, 'layout is insert-only'); END;\n"
	"CREATE TRIGGER layout_loses_none BEFORE DELETE ON layout\n"
	"  BEGIN SELECT RAISE (ABORT, 'layout is insert-only'); END;\n"

	/* Which of the designs the certificates of an edition have; the highest number is in force. */
	"CREATE TABLE design (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9-]*'),\n"
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (edition_id, number)\n"
	") STRICT;\n"
	"CREATE TRIGGER design_keeps_rows BEFORE UPDATE ON design\n"
	"  BEGIN SELECT RAISE (ABORT, 'design is insert-only'); END;\n"
	"CREATE TRIGGER design_loses_none BEFORE DELETE ON design\n"
	"  BEGIN SELECT RAISE (ABORT, 'design is insert-only'); END;\n"

	/* What issued certificates are printed with, besides what they say: so that each stays the same
	 * paper whatever layouts and settings become. */
	"CREATE TABLE print_form (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  name TEXT NOT NULL,\n"
	"  layout TEXT NOT NULL,\n"
	"  layout_sha256 TEXT NOT NULL CHECK (length(layout_sha256) = 64),\n"
	"  settings TEXT NOT NULL,\n" /* canonical JSON */
	"  settings_sha256 TEXT NOT NULL CHECK (length(settings_sha256) = 64),\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (edition_id, number)\n"
	") STRICT;\n"
	"CREATE TRIGGER print_form_keeps_rows BEFORE UPDATE ON print_form\n"
	"  BEGIN SELECT RAISE (ABORT, 'print_form is insert-only'); END;\n"
	"CREATE TRIGGER print_form_loses_none BEFORE DELETE ON print_form\n"
	"  BEGIN SELECT RAISE (ABORT, 'print_form is insert-only'); END;\n"

	"ALTER TABLE certificate ADD COLUMN form INTEGER NOT NULL DEFAULT 0;\n" /* number; 0 = from before */
	/* By chair and keeper, not by a release: when, and the number of their proposal. */
	"ALTER TABLE certificate ADD COLUMN revoked_at INTEGER NOT NULL DEFAULT 0;\n"
	"ALTER TABLE certificate ADD COLUMN proposal INTEGER NOT NULL DEFAULT 0;\n"
	"CREATE TRIGGER certificate_keeps_form BEFORE UPDATE OF form ON certificate\n"
	"  BEGIN SELECT RAISE (ABORT, 'a certificate is never changed'); END;\n"
	"CREATE TRIGGER certificate_stays_revoked BEFORE UPDATE ON certificate\n"
	"  WHEN OLD.revoked_by <> 0 OR OLD.revoked_at <> 0\n"
	"  BEGIN SELECT RAISE (ABORT, 'a certificate is revoked once'); END;\n"
	"CREATE TRIGGER certificate_says_why BEFORE UPDATE ON certificate\n"
	"  WHEN NEW.revoked_at <> 0 AND (NEW.revoked_reason = '' OR NEW.proposal = 0 OR NEW.revoked_by <> 0)\n"
	"  BEGIN SELECT RAISE (ABORT, 'a certificate is revoked for a reason'); END;\n";
/* clang-format on */
