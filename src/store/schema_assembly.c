/* Who was at the pleno. Append only: each time it is noted, and once more by the first key. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_ASSEMBLY[] =
	/* The highest number is in force. One that names a release was frozen with it. */
	"CREATE TABLE assembly (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  release_id INTEGER UNIQUE REFERENCES release (id),\n"
	"  began INTEGER NOT NULL CHECK (began BETWEEN -1 AND 1440),\n" /* minute of the day; -1 = not said */
	"  ended INTEGER NOT NULL CHECK (ended BETWEEN -1 AND 1440 AND (ended = -1 OR ended > began)),\n"
	"  by TEXT NOT NULL,\n" /* who noted it; '' = nobody has */
	"  by_role TEXT NOT NULL CHECK ((by_role = '') = (by = '')),\n"
	"  at INTEGER NOT NULL,\n"
	"  UNIQUE (edition_id, number)\n"
	") STRICT;\n"
	"CREATE TRIGGER assembly_keeps_rows BEFORE UPDATE ON assembly\n"
	"  BEGIN SELECT RAISE (ABORT, 'assembly is insert-only'); END;\n"
	"CREATE TRIGGER assembly_loses_none BEFORE DELETE ON assembly\n"
	"  BEGIN SELECT RAISE (ABORT, 'assembly is insert-only'); END;\n"

	/* Names as they were: accounts change hands after a release, minutes do not. */
	"CREATE TABLE assembly_member (\n"
	"  assembly_id INTEGER NOT NULL REFERENCES assembly (id),\n"
	"  seat INTEGER NOT NULL CHECK (seat >= 1),\n" /* the order on paper */
	"  office TEXT NOT NULL CHECK (office IN ('chair', 'acting_chair', 'member', 'keeper', 'secretariat')),\n"
	"  key TEXT NOT NULL CHECK (key <> ''),\n" /* of the juror, or the username */
	"  name TEXT NOT NULL,\n" /* '' = the account does not say who it is */
	"  element TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('', 'present', 'represented', 'absent')),\n" /* '' = not noted */
	"  note TEXT NOT NULL CHECK ((state <> 'represented' OR note <> '') AND (note = '' OR state IN ('represented', 'absent'))),\n"
	"  PRIMARY KEY (assembly_id, seat)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TRIGGER assembly_member_keeps_rows BEFORE UPDATE ON assembly_member\n"
	"  BEGIN SELECT RAISE (ABORT, 'assembly_member is insert-only'); END;\n"
	"CREATE TRIGGER assembly_member_loses_none BEFORE DELETE ON assembly_member\n"
	"  BEGIN SELECT RAISE (ABORT, 'assembly_member is insert-only'); END;\n";
/* clang-format on */
