/* What documents of a release are printed with, and the pictures of layouts. Append only. */
#include "store/schema_steps.h"

/* clang-format off */
const char SCHEMA_PRINTS[] =
	/* Pictures that layouts name ("image: logo.png"). The bytes are a file elsewhere, named by its
	 * SHA-256. Of one name one stands at a time; another may follow when it was taken away. */
	"CREATE TABLE picture (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  edition_id INTEGER NOT NULL REFERENCES edition (id),\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 5 AND 64 AND name NOT GLOB '*[^a-z0-9.-]*'),\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('jpg', 'png') AND substr(name, -4) = '.' || kind),\n"
	"  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),\n"
	"  size INTEGER NOT NULL CHECK (size > 0),\n"
	"  width INTEGER NOT NULL CHECK (width > 0),\n"
	"  height INTEGER NOT NULL CHECK (height > 0),\n"
	"  sent_sha256 TEXT NOT NULL CHECK (length(sent_sha256) = 64),\n" /* a picture is written anew */
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX picture_by_edition ON picture (edition_id, name);\n"
	"CREATE TRIGGER picture_keeps_rows BEFORE UPDATE ON picture\n"
	"  BEGIN SELECT RAISE (ABORT, 'picture is insert-only'); END;\n"
	"CREATE TRIGGER picture_loses_none BEFORE DELETE ON picture\n"
	"  BEGIN SELECT RAISE (ABORT, 'picture is insert-only'); END;\n"
	"CREATE TABLE picture_removal (\n"
	"  picture_id INTEGER PRIMARY KEY REFERENCES picture (id),\n"
	"  by TEXT NOT NULL,\n"
	"  at INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE TRIGGER picture_removal_keeps_rows BEFORE UPDATE ON picture_removal\n"
	"  BEGIN SELECT RAISE (ABORT, 'picture_removal is insert-only'); END;\n"
	"CREATE TRIGGER picture_removal_loses_none BEFORE DELETE ON picture_removal\n"
	"  BEGIN SELECT RAISE (ABORT, 'picture_removal is insert-only'); END;\n"
	"CREATE TRIGGER picture_stands_alone BEFORE INSERT ON picture\n"
	"  WHEN EXISTS (SELECT 1 FROM picture p WHERE p.edition_id = NEW.edition_id AND p.name = NEW.name\n"
	"    AND NOT EXISTS (SELECT 1 FROM picture_removal r WHERE r.picture_id = p.id))\n"
	"  BEGIN SELECT RAISE (ABORT, 'a picture of this name stands'); END;\n"

	/* Texts of layouts, each once, under the SHA-256 of the text. */
	"CREATE TABLE layout_text (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),\n"
	"  text TEXT NOT NULL CHECK (text <> '')\n"
	") STRICT;\n"
	"CREATE TRIGGER layout_text_keeps_rows BEFORE UPDATE ON layout_text\n"
	"  BEGIN SELECT RAISE (ABORT, 'layout_text is insert-only'); END;\n"
	"CREATE TRIGGER layout_text_loses_none BEFORE DELETE ON layout_text\n"
	"  BEGIN SELECT RAISE (ABORT, 'layout_text is insert-only'); END;\n"

	/* What the documents of a release are printed with, as it was at the first key: a layout by its
	 * name, a picture by the name that layouts give it. */
	"CREATE TABLE release_print (\n"
	"  release_id INTEGER NOT NULL REFERENCES release (id),\n"
	"  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9.-]*'),\n"
	"  layout TEXT REFERENCES layout_text (sha256),\n"
	"  picture_id INTEGER REFERENCES picture (id),\n"
	"  PRIMARY KEY (release_id, name),\n"
	"  CHECK ((layout IS NULL) <> (picture_id IS NULL))\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TRIGGER release_print_keeps_rows BEFORE UPDATE ON release_print\n"
	"  BEGIN SELECT RAISE (ABORT, 'release_print is insert-only'); END;\n"
	"CREATE TRIGGER release_print_loses_none BEFORE DELETE ON release_print\n"
	"  BEGIN SELECT RAISE (ABORT, 'release_print is insert-only'); END;\n";
/* clang-format on */
