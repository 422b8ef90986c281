/* Sheets from paper. Append only: what was typed stays. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_ENTRIES[] =
	/* A sheet that was filled in by hand, as one member of the secretariat typed it; another one
	 * compares it with the paper. used: it became the sheet. */
	"CREATE TABLE paper_entry (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id),\n"
	"  number TEXT NOT NULL,\n" /* on the paper */
	"  marks TEXT NOT NULL,\n" /* JSON */
	"  typed_by TEXT NOT NULL,\n"
	"  typed_at INTEGER NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('typed', 'confirmed', 'refused', 'used')),\n"
	"  decided_by TEXT CHECK (decided_by IS NULL OR decided_by <> typed_by OR state = 'refused'),\n"
	"  decided_at INTEGER,\n"
	"  CHECK (state = 'typed' OR decided_by IS NOT NULL)\n"
	") STRICT;\n"
	"CREATE UNIQUE INDEX paper_entry_standing ON paper_entry (juror_id, nominee_id)\n"
	"  WHERE state IN ('typed', 'confirmed');\n"
	"CREATE TRIGGER paper_entry_stays BEFORE UPDATE OF number, marks, typed_by, juror_id, nominee_id\n"
	"  ON paper_entry BEGIN SELECT RAISE (ABORT, 'what was typed from paper stays'); END;\n"
	"CREATE TRIGGER paper_entry_loses_none BEFORE DELETE ON paper_entry\n"
	"  BEGIN SELECT RAISE (ABORT, 'what was typed from paper stays'); END;\n";
/* clang-format on */
