/* The step of the schema that holds the interviews. */
#include "store/schema_steps.h"

/* clang-format off */
/* Interviews. Times are those of the clock on the wall (minutes since midnight, in the edition's time
 * zone): whoever plans 08.30 means 08.30, also when the zone is mended later. */
const char SCHEMA_SCHEDULE[] =
	/* One panel in one room on one day. */
	"CREATE TABLE sitting (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  number INTEGER NOT NULL CHECK (number >= 1),\n"
	"  day TEXT NOT NULL CHECK (length(day) = 10),\n"
	"  room_key TEXT NOT NULL CHECK (length(room_key) BETWEEN 1 AND 32),\n" /* of its address */
	"  room TEXT NOT NULL CHECK (room <> ''),\n"
	"  name TEXT NOT NULL,\n"
	"  own_panel INTEGER NOT NULL DEFAULT 0 CHECK (own_panel IN (0, 1)),\n" /* 0: all jurors */
	"  UNIQUE (edition_id, number),\n"
	"  UNIQUE (edition_id, day, room_key, name),\n"
	"  UNIQUE (id, day)\n"
	") STRICT;\n"
	"CREATE TABLE sitting_juror (\n"
	"  sitting_id INTEGER NOT NULL REFERENCES sitting (id) ON DELETE CASCADE,\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id) ON DELETE CASCADE,\n"
	"  PRIMARY KEY (sitting_id, juror_id)\n"
	") STRICT, WITHOUT ROWID;\n"

	/* One per nominee. Taken out of the schedule: no sitting, and the day and time it last had. */
	"CREATE TABLE interview (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  nominee_id INTEGER NOT NULL UNIQUE REFERENCES nominee (id) ON DELETE CASCADE,\n"
	"  sitting_id INTEGER,\n"
	"  day TEXT NOT NULL CHECK (length(day) = 10),\n"
	"  starts INTEGER NOT NULL CHECK (starts >= 0),\n"
	"  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 480),\n"
	"  link TEXT NOT NULL,\n"                         /* '' = in person */
	"  sequence INTEGER NOT NULL DEFAULT 0,\n"        /* grows with every change: for calendars */
	"  attended TEXT NOT NULL DEFAULT '' CHECK (attended IN ('', 'present', 'nobody')),\n"
	"  attended_name TEXT NOT NULL DEFAULT '',\n"
	"  attended_office TEXT NOT NULL DEFAULT '',\n"
	"  CHECK (starts + minutes <= 1440),\n"           /* never past midnight */
	"  CHECK ((attended = 'present') = (attended_name <> '')),\n"
	"  FOREIGN KEY (sitting_id, day) REFERENCES sitting (id, day)\n"
	") STRICT;\n"
	"CREATE INDEX interview_by_edition ON interview (edition_id);\n"
	"CREATE INDEX interview_by_sitting ON interview (sitting_id);\n"

	"CREATE TABLE juror_attendance (\n"
	"  sitting_id INTEGER NOT NULL REFERENCES sitting (id),\n"
	"  juror_id INTEGER NOT NULL REFERENCES juror (id) ON DELETE CASCADE,\n"
	"  state TEXT NOT NULL CHECK (state IN ('present', 'left', 'absent')),\n"
	"  left_at INTEGER NOT NULL DEFAULT 0,\n" /* minutes since midnight */
	"  PRIMARY KEY (sitting_id, juror_id)\n"
	") STRICT, WITHOUT ROWID;\n"

	/* What a delay moved, so that it can be taken back. */
	"CREATE TABLE delay (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  room_key TEXT NOT NULL,\n"
	"  day TEXT NOT NULL,\n"
	"  minutes INTEGER NOT NULL CHECK (minutes >= 1),\n"
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL,\n"
	"  undone_at INTEGER NOT NULL DEFAULT 0\n"
	") STRICT;\n"
	"CREATE TABLE delay_item (\n"
	"  delay_id INTEGER NOT NULL REFERENCES delay (id),\n"
	"  nominee_id INTEGER NOT NULL REFERENCES nominee (id) ON DELETE CASCADE,\n"
	"  was INTEGER NOT NULL,\n"
	"  became INTEGER NOT NULL,\n"
	"  PRIMARY KEY (delay_id, nominee_id)\n"
	") STRICT, WITHOUT ROWID;\n"

	/* In which order a category was filled in: a shuffle prints its seed. */
	"CREATE TABLE filling (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  category TEXT NOT NULL,\n"
	"  ordering TEXT NOT NULL CHECK (ordering IN ('import', 'name', 'shuffle')),\n"
	"  seed TEXT NOT NULL,\n"
	"  placed INTEGER NOT NULL CHECK (placed >= 1),\n"
	"  at INTEGER NOT NULL,\n"
	"  CHECK ((ordering = 'shuffle') = (seed <> ''))\n"
	") STRICT;\n"
	"CREATE TRIGGER filling_keeps_rows BEFORE UPDATE ON filling\n"
	"  BEGIN SELECT RAISE (ABORT, 'filling is insert-only'); END;\n"
	"CREATE TRIGGER filling_loses_none BEFORE DELETE ON filling\n"
	"  BEGIN SELECT RAISE (ABORT, 'filling is insert-only'); END;\n";
/* clang-format on */
