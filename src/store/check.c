/* Checking a database: schema, chain of scores, log of acts, folds, releases. What was changed
 * behind the program's back is named with its table and row. */
#include <inttypes.h>
#include <string.h>

#include "store/sheet_body.h"

struct check {
	struct db *db;
	struct arena arena; /* of one row; reset after it */
	struct complaints *complaints;
	int64_t events, acts, releases;
	struct buf *heads; /* the last link of each chain; NULL = not asked for */
};

#define WRONG(check, id, ...) complain((check)->complaints, (struct place){ 0 }, id, __VA_ARGS__)

/* ---- The schema ---- */

struct object {
	const char *type, *name, *sql;
};

static bool objects_list(struct db *db, struct arena *arena, struct object **ret, size_t *ret_count,
			 struct err *err)
{
	static const char SQL[] = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"
				  " ORDER BY type, name";
	struct object *list = NULL;
	size_t count = 0, cap = 0;
	struct db_rows rows;

	if (!db_query(db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		GROW(arena, list, count, &cap);
		list[count++] = (struct object){ db_text(&rows, 0, arena), db_text(&rows, 1, arena),
						 db_text(&rows, 2, arena) };
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}

static const struct object *object_find(const struct object *list, size_t count,
					const struct object *like)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i].type, like->type) && text_equal(list[i].name, like->name))
			return &list[i];
	return NULL;
}

static void objects_compare(struct check *check, const struct object *here, size_t here_count,
			    const struct object *expected, size_t expected_count)
{
	for (size_t i = 0; i < expected_count; i++) {
		const struct object *found = object_find(here, here_count, &expected[i]);

		if (!found)
			WRONG(check, "skema: %s %s hilang", "schema: %s %s is missing",
			      expected[i].type, expected[i].name);
		else if (!text_equal(found->sql, expected[i].sql))
			WRONG(check, "skema: %s %s diubah", "schema: %s %s was changed",
			      expected[i].type, expected[i].name);
	}
	for (size_t i = 0; i < here_count; i++)
		if (!object_find(expected, expected_count, &here[i]))
			WRONG(check, "skema: %s %s ditambahkan dari luar",
			      "schema: %s %s was added from outside", here[i].type, here[i].name);
}

/* The step that the file says it is at decides what the next start adds to it. */
static bool version_check(struct check *check, struct err *err)
{
	int64_t version = 0;
	struct db_rows rows;

	if (!db_query(check->db, "PRAGMA user_version", NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows))
		version = db_int(&rows, 0);
	if (version != SCHEMA_VERSION)
		WRONG(check, "skema: berkas menyebut langkah %" PRId64 ", program ini %d",
		      "schema: the file says step %" PRId64 ", this program is at %d", version,
		      SCHEMA_VERSION);
	return db_done(&rows, err);
}

static bool schema_check(struct check *check, struct err *err)
{
	struct object *here, *expected;
	size_t here_count, expected_count;
	struct arena arena = { 0 };
	struct db *fresh;
	bool done;

	if (!db_open(":memory:", DB_WRITE, &fresh, err))
		return false;
	done = store_migrate(fresh, NULL, err) &&
	       objects_list(fresh, &arena, &expected, &expected_count, err) &&
	       objects_list(check->db, &arena, &here, &here_count, err);
	if (done)
		objects_compare(check, here, here_count, expected, expected_count);
	db_close(fresh);
	arena_release(&arena);
	return done;
}

/* ---- Score events ---- */

struct event_row {
	int64_t seq, edition, version;
	const char *edition_key, *juror_key, *nominee_key, *kind, *state, *body;
	const uint8_t *salt, *leaf, *link;
	size_t salt_len, leaf_len, link_len;
	int64_t previous_version; /* of the sheet */
};

static struct event_row event_row_of(struct db_rows *rows, struct arena *arena)
{
	struct event_row row = {
		.seq = db_int(rows, 0),
		.edition = db_int(rows, 1),
		.version = db_int(rows, 2),
		.kind = db_text(rows, 3, arena),
		.state = db_text(rows, 4, arena),
		.body = db_text(rows, 5, arena),
		.edition_key = db_text(rows, 9, arena),
		.juror_key = db_text(rows, 10, arena),
		.nominee_key = db_text(rows, 11, arena),
		.previous_version = db_int(rows, 12),
	};

	row.salt = db_blob(rows, 6, arena, &row.salt_len);
	row.leaf = db_blob(rows, 7, arena, &row.leaf_len);
	row.link = db_blob(rows, 8, arena, &row.link_len);
	return row;
}

/* Every plain column stands in the body as well, so that the leaf covers it. */
static const char *column_wrong(const struct event_row *row, const struct sheet_event *body)
{
	if (body->seq != row->seq)
		return "seq";
	if (!text_equal(body->edition_key, row->edition_key))
		return "edition_id";
	if (!text_equal(body->juror_key, row->juror_key))
		return "juror_id";
	if (!text_equal(body->nominee_key, row->nominee_key))
		return "nominee_id";
	if (body->version != row->version)
		return "version";
	if (!text_equal(sheet_kind_text(body->kind), row->kind))
		return "kind";
	if (!text_equal(sheet_state_text(body->state), row->state))
		return "state";
	return NULL;
}

static void event_check(struct check *check, const struct event_row *row, uint8_t link[SHA256_SIZE])
{
	uint8_t leaf[SHA256_SIZE];
	struct sheet_event body;
	const char *column;
	struct buf again;
	struct err err;

	sha256_two(row->salt, row->salt_len, row->body, strlen(row->body), leaf);
	if (row->leaf_len != SHA256_SIZE || memcmp(leaf, row->leaf, SHA256_SIZE) != 0)
		WRONG(check, "score_event baris %" PRId64 ": isi, salt, atau leaf diubah",
		      "score_event row %" PRId64 ": body, salt or leaf was changed", row->seq);
	sha256_two(link, SHA256_SIZE, leaf, SHA256_SIZE, link);
	if (row->link_len != SHA256_SIZE || memcmp(link, row->link, SHA256_SIZE) != 0) {
		WRONG(check, "score_event baris %" PRId64 ": rantai terputus",
		      "score_event row %" PRId64 ": the chain is broken", row->seq);
		if (row->link_len == SHA256_SIZE) /* name each break once */
			memcpy(link, row->link, SHA256_SIZE);
	}
	if (!sheet_body_read(row->body, &check->arena, &body, &err)) {
		WRONG(check, "score_event baris %" PRId64 ": isi tidak dapat dibaca",
		      "score_event row %" PRId64 ": the body cannot be read", row->seq);
		return;
	}
	column = column_wrong(row, &body);
	if (column)
		WRONG(check, "score_event baris %" PRId64 ": kolom %s tidak sama dengan isi",
		      "score_event row %" PRId64 ": column %s differs from the body", row->seq,
		      column);
	buf_init(&again, &check->arena);
	sheet_body_write(&body, &again);
	if (strcmp(again.data, row->body) != 0)
		WRONG(check, "score_event baris %" PRId64 ": bentuk isi tidak baku",
		      "score_event row %" PRId64 ": the body is not canonical", row->seq);
	if (row->version != row->previous_version + 1)
		WRONG(check, "score_event baris %" PRId64 ": versi lembar melompat",
		      "score_event row %" PRId64 ": a version of the sheet is missing", row->seq);
}

static void end_check(struct check *check, const char *edition, int64_t seq, int64_t events,
		      const uint8_t link[SHA256_SIZE], struct db_rows *rows)
{
	size_t len = 0;
	const void *kept = db_blob(rows, 3, &check->arena, &len);

	if (db_int(rows, 1) != seq || db_int(rows, 2) != events || len != SHA256_SIZE ||
	    memcmp(kept, link, SHA256_SIZE) != 0)
		WRONG(check, "rantai edisi %s: akhir rantai tidak cocok (%" PRId64 " peristiwa)",
		      "chain of edition %s: its end does not fit (%" PRId64 " events)", edition,
		      events);
}

/* The end of the chain as it is kept against the one that was walked to. */
static bool chain_end_check(struct check *check, const struct edition *edition, int64_t seq,
			    int64_t events, const uint8_t link[SHA256_SIZE], struct err *err)
{
	static const char SQL[] =
		"SELECT edition_id, seq, events, link FROM chain WHERE edition_id = $1";
	struct db_rows rows;
	bool found = false;

	if (!db_query(check->db, SQL, ARGS(ARG_INT(edition->id)), &rows, err))
		return false;
	while (db_next(&rows)) {
		found = true;
		end_check(check, edition->key, seq, events, link, &rows);
	}
	if (!db_done(&rows, err))
		return false;
	if (!found && events)
		WRONG(check, "rantai edisi %s: akhir rantai hilang",
		      "chain of edition %s: its end is missing", edition->key);
	return true;
}

/* What a keeper notes on paper: whoever rewrites a chain cannot make it end in this again. */
static void head_note(struct check *check, const char *chain, int64_t rows,
		      const uint8_t link[SHA256_SIZE])
{
	char hex[SHA256_HEX_SIZE];

	if (!check->heads || !rows)
		return;
	hex_encode(link, SHA256_SIZE, hex);
	buf_printf(check->heads, "%s %" PRId64 " %s\n", chain, rows, hex);
}

static bool events_check(struct check *check, const struct edition *edition, struct err *err)
{
	/* NOT INDEXED: the rows themselves are read, not what an index says of them. */
	static const char SQL[] =
		"SELECT s.seq, s.edition_id, s.version, s.kind, s.state, s.body, s.salt, s.leaf, s.link,"
		" e.key, j.key, n.key, coalesce((SELECT max(p.version) FROM score_event p"
		"  WHERE p.juror_id = s.juror_id AND p.nominee_id = s.nominee_id AND p.seq < s.seq), 0)"
		" FROM score_event s NOT INDEXED LEFT JOIN edition e ON e.id = s.edition_id"
		" LEFT JOIN juror j ON j.id = s.juror_id LEFT JOIN nominee n ON n.id = s.nominee_id"
		" WHERE s.edition_id = $1 ORDER BY s.seq";
	uint8_t link[SHA256_SIZE] = { 0 };
	int64_t seq = 0, events = 0;
	struct db_rows rows;

	if (!db_query(check->db, SQL, ARGS(ARG_INT(edition->id)), &rows, err))
		return false;
	while (db_next(&rows)) {
		struct event_row row = event_row_of(&rows, &check->arena);

		event_check(check, &row, link);
		seq = row.seq;
		events++;
		arena_reset(&check->arena);
	}
	check->events += events;
	head_note(check, edition->key, events, link);
	return db_done(&rows, err) && chain_end_check(check, edition, seq, events, link, err);
}

/* ---- The log of acts ---- */

static void act_check(struct check *check, struct db_rows *rows, int64_t expected_seq,
		      uint8_t link[SHA256_SIZE])
{
	const char *body = db_text(rows, 6, &check->arena);
	int64_t seq = db_int(rows, 0);
	uint8_t digest[SHA256_SIZE];
	size_t len = 0;
	const uint8_t *kept = db_blob(rows, 7, &check->arena, &len);
	const char *head =
		arena_printf(&check->arena,
			     "paritrana-act 1\nseq %" PRId64 "\nedition %" PRId64 "\nat %" PRId64
			     "\nactor %s\nrole %s\ndeed %s\nabout ",
			     seq, db_int(rows, 1), db_int(rows, 2), db_text(rows, 3, &check->arena),
			     db_text(rows, 4, &check->arena), db_text(rows, 5, &check->arena));

	sha256(body, strlen(body), digest);
	sha256_two(link, SHA256_SIZE, digest, SHA256_SIZE, link);
	if (len != SHA256_SIZE || memcmp(link, kept, SHA256_SIZE) != 0) {
		WRONG(check, "act baris %" PRId64 ": isi diubah atau rantai terputus",
		      "act row %" PRId64 ": the body was changed or the chain is broken", seq);
		if (len == SHA256_SIZE)
			memcpy(link, kept, SHA256_SIZE);
	}
	if (strncmp(body, head, strlen(head)) != 0)
		WRONG(check, "act baris %" PRId64 ": sebuah kolom tidak sama dengan isi",
		      "act row %" PRId64 ": a column differs from the body", seq);
	if (seq != expected_seq)
		WRONG(check, "act baris %" PRId64 ": sebelumnya ada baris yang hilang",
		      "act row %" PRId64 ": a row before it is missing", seq);
}

static bool acts_check(struct check *check, struct err *err)
{
	static const char SQL[] = "SELECT seq, edition_id, at, actor, role, deed, body, link"
				  " FROM act NOT INDEXED ORDER BY seq";
	uint8_t link[SHA256_SIZE] = { 0 };
	int64_t last = 0;
	struct db_rows rows;

	if (!db_query(check->db, SQL, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		act_check(check, &rows, last + 1, link);
		last = db_int(&rows, 0);
		check->acts++;
		arena_reset(&check->arena);
	}
	head_note(check, "act", check->acts, link);
	return db_done(&rows, err);
}

/* ---- Bytes and their hashes ---- */

static bool bytes_check(struct check *check, const char *sql, const char *table, int64_t *ret_rows,
			struct err *err)
{
	char sha[SHA256_HEX_SIZE];
	struct db_rows rows;

	if (!db_query(check->db, sql, NO_ARGS, &rows, err))
		return false;
	while (db_next(&rows)) {
		size_t len = 0;
		const void *bytes = db_blob(&rows, 1, &check->arena, &len);

		sha256_hex(bytes, len, sha);
		if (!text_equal(sha, db_text(&rows, 2, &check->arena)))
			WRONG(check, "%s baris %" PRId64 ": isi tidak cocok dengan SHA-256-nya",
			      "%s row %" PRId64 ": the bytes do not match their SHA-256", table,
			      db_int(&rows, 0));
		(*ret_rows)++;
		arena_reset(&check->arena);
	}
	return db_done(&rows, err);
}

static bool tables_check(struct check *check, struct err *err)
{
	static const char RULES[] = "SELECT id, file, sha256 FROM rule_version ORDER BY id";
	static const char RELEASES[] = "SELECT id, bundle, sha256 FROM release ORDER BY id";
	struct arena arena = { 0 };
	struct edition *editions;
	size_t count;
	static const char LAYOUTS[] =
		"SELECT id, CAST(text AS BLOB), sha256 FROM layout ORDER BY id";
	static const char FORMS[] =
		"SELECT id, CAST(layout AS BLOB), layout_sha256 FROM print_form ORDER BY id";
	static const char PRINTED[] =
		"SELECT id, CAST(settings AS BLOB), settings_sha256 FROM print_form ORDER BY id";
	static const char TEXTS[] =
		"SELECT id, CAST(text AS BLOB), sha256 FROM layout_text ORDER BY id";
	int64_t rules = 0, ignored = 0;
	bool done = edition_list(check->db, &arena, &editions, &count, err);

	for (size_t i = 0; done && i < count; i++)
		done = events_check(check, &editions[i], err);
	arena_release(&arena);
	return done && acts_check(check, err) &&
	       bytes_check(check, RULES, "rule_version", &rules, err) &&
	       bytes_check(check, LAYOUTS, "layout", &ignored, err) &&
	       bytes_check(check, TEXTS, "layout_text", &ignored, err) &&
	       bytes_check(check, FORMS, "print_form", &ignored, err) &&
	       bytes_check(check, PRINTED, "print_form", &ignored, err) &&
	       bytes_check(check, RELEASES, "release", &check->releases, err);
}

bool store_check(struct db *db, struct complaints *complaints, struct buf *summary, struct err *err)
{
	struct check check = { .db = db, .complaints = complaints };
	struct buf heads;
	bool done;

	if (summary) {
		buf_init(&heads, summary->arena);
		check.heads = &heads;
	}
	done = db_integrity(db, complaints, err) && version_check(&check, err) &&
	       schema_check(&check, err) && tables_check(&check, err);

	arena_release(&check.arena);
	if (done && summary)
		buf_printf(summary,
			   "score_event %" PRId64 ", act %" PRId64 ", release %" PRId64 "\n%s",
			   check.events, check.acts, check.releases, heads.data);
	return done;
}
