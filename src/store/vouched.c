/* The rows that the log of acts vouches for, as text: one line of the table per kind of row. */
#include "store.h"

#include <string.h>

#define SALT_SIZE 32

/* Each statement names its row first, then its columns in their order; $1 is the edition, $2 the
 * row's name or NULL for all. */
/* clang-format off */
static const struct vouched_table TABLES[] = {
	{ VOUCHED_EDITION, "edition", { "phase", "sample", "mended", "locked_seq" }, 0,
	  "SELECT key, phase, CAST(sample AS TEXT), CAST(mended AS TEXT), CAST(locked_seq AS TEXT)"
	  " FROM edition WHERE id = $1 AND ($2 IS NULL OR key = $2)" },
	{ VOUCHED_RULES, "rule_version", { "sha256" }, 0,
	  "SELECT CAST(number AS TEXT), sha256 FROM rule_version"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(number AS TEXT) = $2) ORDER BY number" },
	{ VOUCHED_SETTING, "setting", { "value" }, 0,
	  "SELECT name, value FROM setting"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR name = $2) ORDER BY name" },
	{ VOUCHED_JUROR, "juror",
	  { "name", "element", "institution", "chair", "categories", "added", "removed", "pseudonym" },
	  1U << 7,
	  "SELECT key, name, element, institution, CAST(chair AS TEXT), categories,"
	  " CAST(added AS TEXT), CAST(removed AS TEXT), CAST(pseudonym AS TEXT) FROM juror"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR key = $2) ORDER BY key" },
	{ VOUCHED_ACCOUNT, "account", { "role", "juror", "name", "active", "password" }, 1U << 4,
	  "SELECT a.username, a.role, j.key, a.name, CAST(a.active AS TEXT), a.password_hash"
	  " FROM account a LEFT JOIN juror j ON j.id = a.juror_id"
	  " WHERE a.edition_id = $1 AND ($2 IS NULL OR a.username = $2) ORDER BY a.username" },
	{ VOUCHED_NOMINEE, "nominee", { "name", "category", "region", "profile" }, 0,
	  "SELECT key, name, category, region, profile FROM nominee"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR key = $2) ORDER BY key" },
	{ VOUCHED_EVIDENCE, "evidence",
	  { "value", "status", "source", "cutoff", "reopened", "reason", "entered_by", "decided_by" }, 0,
	  "SELECT n.key || '/' || e.name, e.value, e.status, e.source, e.cutoff,"
	  " CAST(e.reopened AS TEXT), e.reason, e.entered_by, e.decided_by"
	  " FROM evidence e JOIN nominee n ON n.id = e.nominee_id"
	  " WHERE e.edition_id = $1 AND ($2 IS NULL OR n.key || '/' || e.name = $2)"
	  " ORDER BY n.key, e.name" },
	{ VOUCHED_GAP, "gap", { "open" }, 0,
	  "SELECT n.key || '/' || g.name, '1' FROM gap g JOIN nominee n ON n.id = g.nominee_id"
	  " WHERE n.edition_id = $1 AND ($2 IS NULL OR n.key || '/' || g.name = $2)"
	  " ORDER BY n.key, g.name" },
	{ VOUCHED_PROPOSAL, "proposal", { "kind", "about", "reason", "by", "by_role", "state", "decided_by" }, 0,
	  "SELECT CAST(id AS TEXT), kind, about, reason, by, by_role, state, decided_by FROM proposal"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_QUARANTINE, "quarantine", { "account", "juror", "nominee", "body", "state" }, 1U << 3,
	  "SELECT CAST(q.id AS TEXT), a.username, j.key, n.key, q.body, q.state FROM quarantine q"
	  " JOIN account a ON a.id = q.account_id JOIN juror j ON j.id = q.juror_id"
	  " JOIN nominee n ON n.id = q.nominee_id"
	  " WHERE q.edition_id = $1 AND ($2 IS NULL OR CAST(q.id AS TEXT) = $2) ORDER BY q.id" },
	{ VOUCHED_PAPER_ENTRY, "paper_entry",
	  { "juror", "nominee", "number", "marks", "typed_by", "state", "decided_by" }, 1U << 3,
	  "SELECT CAST(e.id AS TEXT), j.key, n.key, e.number, e.marks, e.typed_by, e.state, e.decided_by"
	  " FROM paper_entry e JOIN juror j ON j.id = e.juror_id JOIN nominee n ON n.id = e.nominee_id"
	  " WHERE e.edition_id = $1 AND ($2 IS NULL OR CAST(e.id AS TEXT) = $2) ORDER BY e.id" },
	{ VOUCHED_BALLOT, "ballot",
	  { "list", "placing", "for", "against", "abstained", "reason", "by", "withdrawn_at",
	    "withdrawn_reason" }, 0,
	  "SELECT CAST(id AS TEXT), list, placing, CAST(votes_for AS TEXT),"
	  " CAST(votes_against AS TEXT), CAST(abstained AS TEXT), reason, by,"
	  " CAST(withdrawn_at AS TEXT), withdrawn_reason FROM ballot"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_RELEASE, "release",
	  { "sha256", "state", "approved_by", "approved_at", "decided_by", "decided_at", "reason",
	    "winners_only" }, 0,
	  "SELECT CAST(r.number AS TEXT), r.sha256, r.state, a.username, CAST(r.approved_at AS TEXT),"
	  " d.username, CAST(r.decided_at AS TEXT), r.reason, CAST(r.winners_only AS TEXT) FROM release r"
	  " LEFT JOIN account a ON a.id = r.approved_by LEFT JOIN account d ON d.id = r.decided_by"
	  " WHERE r.edition_id = $1 AND ($2 IS NULL OR CAST(r.number AS TEXT) = $2) ORDER BY r.number" },
	{ VOUCHED_CERTIFICATE, "certificate",
	  { "release", "nominee", "list", "rank", "facts", "issued_at", "revoked_by", "revoked_reason",
	    "form", "revoked_at", "proposal" },
	  1U << 4,
	  "SELECT c.serial, CAST(r.number AS TEXT), c.nominee, c.list, CAST(c.rank AS TEXT), c.facts,"
	  " CAST(c.issued_at AS TEXT), CAST(c.revoked_by AS TEXT), c.revoked_reason,"
	  " CAST(c.form AS TEXT), CAST(c.revoked_at AS TEXT), CAST(c.proposal AS TEXT)"
	  " FROM certificate c LEFT JOIN release r ON r.id = c.release_id"
	  " WHERE c.edition_id = $1 AND ($2 IS NULL OR c.serial = $2) ORDER BY c.serial" },
	{ VOUCHED_CERTIFICATE_KEY, "certificate_key",
	  { "public", "made_at", "state", "ended_at", "reason" }, 0,
	  "SELECT CAST(id AS TEXT), hex(public), CAST(made_at AS TEXT), state, CAST(ended_at AS TEXT),"
	  " reason FROM certificate_key WHERE edition_id = $1"
	  " AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_CERTIFICATE_TOKEN, "certificate_token", { "text" }, 1U << 0,
	  "SELECT t.serial || '/' || t.key_id, t.text FROM certificate_token t"
	  " JOIN certificate c ON c.serial = t.serial"
	  " WHERE c.edition_id = $1 AND ($2 IS NULL OR t.serial || '/' || t.key_id = $2)"
	  " ORDER BY t.serial, t.key_id" },
	{ VOUCHED_ATTACHMENT, "attachment",
	  { "nominee", "evidence", "title", "kind", "sha256", "size", "sent_sha256", "by",
	    "withdrawn_reason", "withdrawn_by" }, 0,
	  "SELECT CAST(a.id AS TEXT), n.key, a.evidence, a.title, a.kind, a.sha256,"
	  " CAST(a.size AS TEXT), a.sent_sha256, a.by, w.reason, w.by FROM attachment a"
	  " JOIN nominee n ON n.id = a.nominee_id"
	  " LEFT JOIN attachment_withdrawal w ON w.attachment_id = a.id"
	  " WHERE a.edition_id = $1 AND ($2 IS NULL OR CAST(a.id AS TEXT) = $2) ORDER BY a.id" },
	{ VOUCHED_CARD, "card",
	  { "account", "role", "code", "password", "made_by", "made_at", "expires_at", "used_at" },
	  1U << 2 | 1U << 3,
	  "SELECT CAST(c.id AS TEXT), a.username, c.role, hex(c.code_sha256), hex(c.password_sha256),"
	  " c.made_by, CAST(c.made_at AS TEXT), CAST(c.expires_at AS TEXT), CAST(c.used_at AS TEXT)"
	  " FROM card c JOIN account a ON a.id = c.account_id"
	  " WHERE a.edition_id = $1 AND ($2 IS NULL OR CAST(c.id AS TEXT) = $2) ORDER BY c.id" },
	{ VOUCHED_RESULT_CODE, "result_code", { "nominee", "code", "made_by", "made_at", "reason" },
	  1U << 1,
	  "SELECT CAST(id AS TEXT), nominee, hex(code_sha256), made_by, CAST(made_at AS TEXT), reason"
	  " FROM result_code WHERE edition_id = $1 AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_OBJECTION, "objection",
	  { "nominee", "release", "at", "criterion", "contact", "text", "answer", "correction",
	    "answered_by", "answered_at" },
	  1U << 4 | 1U << 5,
	  "SELECT CAST(id AS TEXT), nominee, CAST(release_number AS TEXT), CAST(at AS TEXT), criterion,"
	  " contact, text, answer, CAST(correction AS TEXT), answered_by, CAST(answered_at AS TEXT)"
	  " FROM objection WHERE edition_id = $1 AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_SITTING, "sitting", { "day", "room_key", "room", "name", "own_panel" }, 0,
	  "SELECT CAST(number AS TEXT), day, room_key, room, name, CAST(own_panel AS TEXT) FROM sitting"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(number AS TEXT) = $2) ORDER BY number" },
	{ VOUCHED_SEAT, "sitting_juror", { "sits" }, 0,
	  "SELECT s.number || '/' || j.key, 'yes' FROM sitting_juror t"
	  " JOIN sitting s ON s.id = t.sitting_id JOIN juror j ON j.id = t.juror_id"
	  " WHERE s.edition_id = $1 AND ($2 IS NULL OR s.number || '/' || j.key = $2)"
	  " ORDER BY s.number, j.key" },
	{ VOUCHED_INTERVIEW, "interview",
	  { "sitting", "day", "starts", "minutes", "link", "attended", "attended_name",
	    "attended_office" }, 0,
	  "SELECT n.key, CAST(s.number AS TEXT), i.day, CAST(i.starts AS TEXT),"
	  " CAST(i.minutes AS TEXT), i.link, i.attended, i.attended_name, i.attended_office"
	  " FROM interview i JOIN nominee n ON n.id = i.nominee_id"
	  " LEFT JOIN sitting s ON s.id = i.sitting_id"
	  " WHERE i.edition_id = $1 AND ($2 IS NULL OR n.key = $2) ORDER BY n.key" },
	{ VOUCHED_ATTENDANCE, "juror_attendance", { "state", "left_at" }, 0,
	  "SELECT s.number || '/' || j.key, a.state, CAST(a.left_at AS TEXT) FROM juror_attendance a"
	  " JOIN sitting s ON s.id = a.sitting_id JOIN juror j ON j.id = a.juror_id"
	  " WHERE s.edition_id = $1 AND ($2 IS NULL OR s.number || '/' || j.key = $2)"
	  " ORDER BY s.number, j.key" },
	{ VOUCHED_FILLING, "filling", { "category", "ordering", "seed", "placed" }, 0,
	  "SELECT CAST(id AS TEXT), category, ordering, seed, CAST(placed AS TEXT) FROM filling"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(id AS TEXT) = $2) ORDER BY id" },
	{ VOUCHED_DECLARATION, "declaration", { "lifted", "covers", "by" }, 0,
	  "SELECT j.key || '/' || d.category || '/' || CAST(d.version AS TEXT), CAST(d.lifted AS TEXT),"
	  " d.covers, d.by FROM declaration d JOIN juror j ON j.id = d.juror_id WHERE d.edition_id = $1"
	  " AND ($2 IS NULL OR j.key || '/' || d.category || '/' || CAST(d.version AS TEXT) = $2)"
	  " ORDER BY d.id" },
	/* $2 names its declaration. */
	{ VOUCHED_CONFLICT, "conflict", { "kind", "words" }, 0,
	  "SELECT j.key || '/' || d.category || '/' || CAST(d.version AS TEXT) || '/' || c.nominee,"
	  " c.kind, c.words FROM conflict c JOIN declaration d ON d.id = c.declaration_id"
	  " JOIN juror j ON j.id = d.juror_id WHERE d.edition_id = $1"
	  " AND ($2 IS NULL OR j.key || '/' || d.category || '/' || CAST(d.version AS TEXT) = $2)"
	  " ORDER BY d.id, c.nominee" },
	/* store_check compares the digests with the texts. */
	{ VOUCHED_LAYOUT, "layout", { "sha256", "by", "at" }, 0,
	  "SELECT name || '/' || CAST(version AS TEXT), sha256, by, CAST(at AS TEXT) FROM layout"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR name || '/' || CAST(version AS TEXT) = $2)"
	  " ORDER BY name, version" },
	{ VOUCHED_DESIGN, "design", { "name", "by", "at" }, 0,
	  "SELECT CAST(number AS TEXT), name, by, CAST(at AS TEXT) FROM design"
	  " WHERE edition_id = $1 AND ($2 IS NULL OR CAST(number AS TEXT) = $2) ORDER BY number" },
	{ VOUCHED_PRINT_FORM, "print_form", { "name", "layout", "settings", "at" }, 0,
	  "SELECT CAST(number AS TEXT), name, layout_sha256, settings_sha256, CAST(at AS TEXT)"
	  " FROM print_form WHERE edition_id = $1 AND ($2 IS NULL OR CAST(number AS TEXT) = $2)"
	  " ORDER BY number" },
	{ VOUCHED_LAYOUT, "picture",
	  { "name", "kind", "sha256", "size", "sent_sha256", "by", "at", "removed_by", "removed_at" }, 0,
	  "SELECT CAST(p.id AS TEXT), p.name, p.kind, p.sha256, CAST(p.size AS TEXT), p.sent_sha256,"
	  " p.by, CAST(p.at AS TEXT), r.by, CAST(r.at AS TEXT) FROM picture p"
	  " LEFT JOIN picture_removal r ON r.picture_id = p.id"
	  " WHERE p.edition_id = $1 AND ($2 IS NULL OR CAST(p.id AS TEXT) = $2) ORDER BY p.id" },
	{ VOUCHED_RELEASE, "release_print", { "sha256" }, 0,
	  "SELECT r.number || '/' || f.name, coalesce(f.layout, p.sha256) FROM release_print f"
	  " JOIN release r ON r.id = f.release_id LEFT JOIN picture p ON p.id = f.picture_id"
	  " WHERE r.edition_id = $1 AND ($2 IS NULL OR r.number || '/' || f.name = $2)"
	  " ORDER BY r.number, f.name" },
	/* Each row with what is said of the whole; one without members would be somebody else's. */
	{ VOUCHED_ASSEMBLY, "assembly_member",
	  { "release", "began", "ended", "by", "by_role", "office", "key", "name", "element", "state",
	    "note" }, 0,
	  "SELECT a.number || '/' || coalesce(m.seat, 0), coalesce(CAST(r.number AS TEXT), ''), CAST(a.began AS TEXT),"
	  " CAST(a.ended + a.past_midnight AS TEXT), a.by, a.by_role, m.office, m.key, m.name, m.element, m.state, m.note"
	  " FROM assembly a LEFT JOIN assembly_member m ON m.assembly_id = a.id"
	  " LEFT JOIN release r ON r.id = a.release_id"
	  " WHERE a.edition_id = $1 AND ($2 IS NULL OR a.number || '/' || coalesce(m.seat, 0) = $2)"
	  " ORDER BY a.number, m.seat" },
};
/* clang-format on */
_Static_assert(COUNT(TABLES) <= VOUCHED_TABLES_MAX, "room for each table");

const struct vouched_table *vouched_at(size_t i)
{
	return i < COUNT(TABLES) ? &TABLES[i] : NULL;
}

/* ---- What may not be read from the log ---- */

bool vouched_begin(struct db *db, int64_t edition, struct err *err)
{
	static const char SQL[] = "INSERT INTO act_salt (edition_id, salt) VALUES ($1, $2)";
	uint8_t salt[SALT_SIZE];

	random_bytes(salt, sizeof(salt));
	return db_exec(db, SQL, ARGS(ARG_INT(edition), ARG_BLOB(salt, sizeof(salt))), NULL, err);
}

static bool salt_get(struct db *db, int64_t edition, struct arena *arena, const void **ret,
		     size_t *ret_len, struct err *err)
{
	static const char SQL[] = "SELECT salt FROM act_salt WHERE edition_id = $1";
	struct db_rows rows;

	*ret = NULL;
	*ret_len = 0;
	if (!db_query(db, SQL, ARGS(ARG_INT(edition)), &rows, err))
		return false;
	while (db_next(&rows))
		*ret = db_blob(&rows, 0, arena, ret_len);
	return db_done(&rows, err);
}

bool vouched_begun(struct db *db, int64_t edition, bool *ret, struct err *err)
{
	struct arena arena = { 0 };
	const void *salt;
	size_t len;
	bool done = salt_get(db, edition, &arena, &salt, &len, err);

	*ret = salt != NULL;
	arena_release(&arena);
	return done;
}

bool edition_secret(struct db *db, int64_t edition, const char *purpose, uint8_t ret[SHA256_SIZE],
		    struct err *err)
{
	struct arena arena = { 0 };
	const void *salt;
	size_t len;
	bool done = salt_get(db, edition, &arena, &salt, &len, err);

	if (done && salt)
		hmac_sha256(salt, len, purpose, strlen(purpose), ret);
	arena_release(&arena);
	return done && (salt || FAIL(err, ERR_BUG, "edisi ini tidak memiliki garam catatan",
				     "this edition has no salt of its log"));
}

/* Few values are possible for some of them: without the salt each could be tried. */
static const char *sealed(const void *salt, size_t salt_len, const struct vouched_table *table,
			  const char *column, const char *key, const char *value,
			  struct arena *arena)
{
	const char *text = arena_printf(arena, "%s\n%s\n%s\n%s", table->name, column, key, value);
	char *hex = arena_alloc(arena, SHA256_HEX_SIZE, 1);
	uint8_t digest[SHA256_SIZE];

	sha256_two(salt, salt_len, text, strlen(text), digest);
	hex_encode(digest, SHA256_SIZE, hex);
	return hex;
}

/* ---- Rows ---- */

bool vouched_list(struct db *db, const struct vouched_table *table, int64_t edition,
		  const char *key, struct arena *arena, struct vouched_row **ret, size_t *ret_count,
		  struct err *err)
{
	struct vouched_row *list = NULL;
	size_t count = 0, cap = 0, salt_len = 0;
	const void *salt = NULL;
	struct db_rows rows;

	if (table->sealed && !salt_get(db, edition, arena, &salt, &salt_len, err))
		return false;
	if (!db_query(db, table->sql, ARGS(ARG_INT(edition), ARG_TEXT(key)), &rows, err))
		return false;
	while (db_next(&rows)) {
		struct vouched_row *row;

		GROW(arena, list, count, &cap);
		row = &list[count++];
		*row = (struct vouched_row){ .key = db_text(&rows, 0, arena) };
		for (int c = 0; c < VOUCHED_COLUMNS_MAX && table->columns[c]; c++) {
			row->values[c] = db_text(&rows, c + 1, arena);
			if (row->values[c] && (table->sealed >> c & 1))
				row->values[c] = sealed(salt, salt_len, table, table->columns[c],
							row->key, row->values[c], arena);
		}
	}
	*ret = list;
	*ret_count = count;
	return db_done(&rows, err);
}
