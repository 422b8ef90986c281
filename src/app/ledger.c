/* The tables that decide a result, against the log of acts: whoever changes a row behind the
 * program's back would have to rewrite the chain of acts as well. */
#include "ledger.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "view/view.h"

struct item { /* of evidence, as the log leaves it */
	const char *nominee, *name;
	const char *value, *status; /* NULL = gone */
	bool found;
};

struct said_vote {
	const struct val *about; /* of the act */
	bool withdrawn;
};

struct ledger {
	struct db *db;
	struct arena arena; /* of one edition */
	struct complaints *complaints;
	const struct edition *edition;
	const char *phase;
	const struct act **rules; /* the acts themselves, oldest first */
	size_t rule_count, rule_cap;
	struct names item_keys; /* "nominee/evidence" */
	struct item *items;	/* by item_keys */
	size_t item_cap;
	struct said_vote *votes;
	size_t vote_count, vote_cap;
	struct approval {
		const struct act *act;
		const char *sha256, *state;
	} * approvals;
	size_t approval_count, approval_cap;
	struct names serials; /* of certificates */
	struct paper_trail {
		const char *facts_sha256;
		bool revoked, found;
	} * papers; /* by serials */
	size_t paper_cap;
	struct names users; /* accounts added, or made by a deputy's decree */
	const char **roles; /* by users */
	size_t role_cap;
};

#define WRONG(ledger, id, ...) complain((ledger)->complaints, (struct place){ 0 }, id, __VA_ARGS__)

static const char *text_of(const struct val *map, const char *name)
{
	const char *text = val_get_text(map, name);

	return text ? text : "";
}

/* ---- Reading the log ---- */

static void take_item(struct ledger *l, const struct val *about)
{
	const char *nominee = text_of(about, "nominee"), *name = text_of(about, "evidence");
	const char *key = arena_printf(&l->arena, "%s/%s", nominee, name);
	size_t known = l->item_keys.count, i = names_put(&l->item_keys, key, strlen(key));

	if (i == known)
		GROW(&l->arena, l->items, known, &l->item_cap);
	l->items[i] = (struct item){ .nominee = nominee,
				     .name = name,
				     .value = val_get_text(about, "new"),
				     .status = val_get_text(about, "new_status") };
}

static void take_imported(struct ledger *l, const struct val *about)
{
	const struct val *list = val_get(about, "changed");

	for (size_t i = 0; i < val_count(list); i++)
		take_item(l, val_at(list, i));
}

/* With a nominee its evidence goes. */
static void take_removed(struct ledger *l, const struct val *about)
{
	for (size_t i = 0; i < l->item_keys.count; i++)
		if (text_equal(l->items[i].nominee, text_of(about, "nominee")))
			l->items[i].value = NULL;
}

static void take_vote(struct ledger *l, const struct val *about)
{
	GROW(&l->arena, l->votes, l->vote_count, &l->vote_cap);
	l->votes[l->vote_count++] = (struct said_vote){ .about = about };
}

static size_t keys_count(const struct val *places)
{
	size_t ret = 0;

	for (size_t p = 0; p < val_count(places); p++)
		ret += val_count(val_at(places, p));
	return ret;
}

static bool holds_key(const struct val *places, const char *key)
{
	for (size_t p = 0; p < val_count(places); p++)
		for (size_t k = 0; k < val_count(val_at(places, p)); k++)
			if (text_equal(val_chars(val_at(val_at(places, p), k)), key))
				return true;
	return false;
}

static bool same_group(const struct val *a, const struct val *b)
{
	bool same = keys_count(a) == keys_count(b);

	for (size_t p = 0; same && p < val_count(a); p++)
		for (size_t k = 0; same && k < val_count(val_at(a, p)); k++)
			same = holds_key(b, val_chars(val_at(val_at(a, p), k)));
	return same;
}

static void take_withdrawn(struct ledger *l, const struct val *about)
{
	for (size_t v = 0; v < l->vote_count; v++)
		if (text_equal(text_of(l->votes[v].about, "list"), text_of(about, "list")) &&
		    same_group(val_get(l->votes[v].about, "order"), val_get(about, "group")))
			l->votes[v].withdrawn = true;
}

static void put_role(struct ledger *l, const char *username, const char *role)
{
	size_t known = l->users.count, i = names_put(&l->users, username, strlen(username));

	if (i == known)
		GROW(&l->arena, l->roles, known, &l->role_cap);
	l->roles[i] = role;
}

static void take_account(struct ledger *l, const struct val *about)
{
	put_role(l, text_of(about, "username"), text_of(about, "role"));
}

/* A deputy keeper gets an account; a deputy chair is a juror already, see roles_check. */
static void take_deputy(struct ledger *l, const struct val *about)
{
	const struct val *of = val_get(about, "of");

	if (text_equal(text_of(of, "role"), "keeper"))
		put_role(l, text_of(of, "username"), "keeper");
}

static void take_certificates(struct ledger *l, const struct val *about)
{
	const struct val *issued = val_get(about, "issued"), *revoked = val_get(about, "revoked");

	for (size_t c = 0; c < val_count(issued); c++) {
		const char *serial = text_of(val_at(issued, c), "serial");
		size_t known = l->serials.count;
		size_t i = names_put(&l->serials, serial, strlen(serial));

		if (i == known)
			GROW(&l->arena, l->papers, known, &l->paper_cap);
		l->papers[i] = (struct paper_trail){ .facts_sha256 = text_of(val_at(issued, c),
									     "facts_sha256") };
	}
	for (size_t c = 0; c < val_count(revoked); c++) {
		const char *serial = val_chars(val_at(revoked, c));
		size_t i = serial ? names_find(&l->serials, serial, strlen(serial)) : NAME_NONE;

		if (i != NAME_NONE)
			l->papers[i].revoked = true;
	}
}

/* The release that was `from` becomes `to`. */
static void approvals_put(struct ledger *l, const char *from, const char *to)
{
	for (size_t a = 0; a < l->approval_count; a++)
		if (text_equal(l->approvals[a].state, from))
			l->approvals[a].state = to;
}

static void take_phase(struct ledger *l, const struct act *act, const struct val *about)
{
	l->phase = act->deed + strlen("phase_");
	if (text_equal(l->phase, "deliberation"))
		approvals_put(l, "approved", "refused");
	if (text_equal(l->phase, "published")) {
		approvals_put(l, "published", "superseded");
		approvals_put(l, "approved", "published");
	}
	if (!text_equal(l->phase, "approved"))
		return;
	GROW(&l->arena, l->approvals, l->approval_count, &l->approval_cap);
	l->approvals[l->approval_count++] =
		(struct approval){ act, text_of(about, "bundle_sha256"), "approved" };
}

static const struct {
	const char *deed;
	void (*take)(struct ledger *l, const struct val *about);
} DEEDS[] = {
	{ "evidence_imported", take_imported },
	{ "evidence_entered", take_item },
	{ "evidence_changed", take_item },
	{ "evidence_verified", take_item },
	{ "evidence_rejected", take_item },
	{ "nominee_removed", take_removed },
	{ "vote", take_vote },
	{ "vote_withdrawn", take_withdrawn },
	{ "account_added", take_account },
	{ "deputy", take_deputy },
	{ "certificates", take_certificates },
};

static void take_act(struct ledger *l, const struct act *act)
{
	bool phase = strncmp(act->deed, "phase_", strlen("phase_")) == 0, known = false;
	bool rules = text_equal(act->deed, "scheme_imported");
	struct err ignored;
	struct val *about;

	for (size_t d = 0; d < COUNT(DEEDS); d++)
		known = known || text_equal(act->deed, DEEDS[d].deed);
	if (!phase && !known && !rules)
		return;
	if (!json_parse(&l->arena, act->about, strlen(act->about), &about, &ignored)) {
		WRONG(l, "act baris %" PRId64 ": isi tidak dapat dibaca",
		      "act row %" PRId64 ": the body cannot be read", act->seq);
		return;
	}
	if (phase)
		take_phase(l, act, about);
	if (rules) {
		GROW(&l->arena, l->rules, l->rule_count, &l->rule_cap);
		l->rules[l->rule_count++] = act;
	}
	for (size_t d = 0; d < COUNT(DEEDS); d++)
		if (text_equal(act->deed, DEEDS[d].deed))
			DEEDS[d].take(l, about);
}

/* ---- Against the tables ---- */

static void phase_check(struct ledger *l)
{
	if (!text_equal(l->phase, phase_text(l->edition->phase)))
		WRONG(l, "edisi %s: tahap %s, padahal menurut catatan tindakan %s",
		      "edition %s: phase %s, but the log of acts says %s", l->edition->key,
		      phase_text(l->edition->phase), l->phase);
}

static bool rules_check(struct ledger *l, struct err *err)
{
	struct rule_version *rows;
	size_t count;

	if (!rule_list(l->db, l->edition->id, &l->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count || i < l->rule_count; i++)
		if (i >= count || i >= l->rule_count || !strstr(l->rules[i]->about, rows[i].sha256))
			WRONG(l, "edisi %s: aturan versi %zu tidak sesuai catatan tindakan",
			      "edition %s: rule version %zu is not that of the log of acts",
			      l->edition->key, i + 1);
	return true;
}

static void item_wrong(struct ledger *l, const char *nominee, const char *name)
{
	WRONG(l, "edisi %s: bukti %s/%s tidak sesuai catatan tindakan",
	      "edition %s: evidence %s/%s is not what the log of acts says", l->edition->key,
	      nominee, name);
}

static bool evidence_rows_check(struct ledger *l, struct err *err)
{
	struct proof_item *rows;
	size_t count;

	if (!proof_list(l->db, l->edition->id, 0, &l->arena, &rows, &count, err))
		return false;
	for (size_t p = 0; p < count; p++) {
		const char *key =
			arena_printf(&l->arena, "%s/%s", rows[p].nominee_key, rows[p].name);
		size_t i = names_find(&l->item_keys, key, strlen(key));

		if (i == NAME_NONE || !text_equal(l->items[i].value, rows[p].value) ||
		    !text_equal(l->items[i].status, proof_text(rows[p].status)))
			item_wrong(l, rows[p].nominee_key, rows[p].name);
		if (i != NAME_NONE)
			l->items[i].found = true;
	}
	for (size_t i = 0; i < l->item_keys.count; i++)
		if (l->items[i].value && !l->items[i].found)
			item_wrong(l, l->items[i].nominee, l->items[i].name);
	return true;
}

static bool same_vote(const struct said_vote *vote, const struct ballot *row, struct arena *arena)
{
	const struct val *ballots = val_get(vote->about, "ballots");
	int64_t in_favour = -1, against = -1, abstained = -1;
	struct buf order;

	buf_init(&order, arena);
	json_write(&order, val_get(vote->about, "order"));
	return val_get_int(ballots, "for", &in_favour) &&
	       val_get_int(ballots, "against", &against) &&
	       val_get_int(ballots, "abstained", &abstained) && in_favour == row->votes_for &&
	       against == row->votes_against && abstained == row->abstained &&
	       text_equal(order.data, row->order) &&
	       text_equal(text_of(vote->about, "list"), row->list) &&
	       vote->withdrawn == (row->withdrawn_at != 0);
}

static bool votes_check(struct ledger *l, struct err *err)
{
	struct ballot *rows;
	size_t count;

	if (!ballot_list(l->db, l->edition->id, &l->arena, &rows, &count, err))
		return false;
	for (size_t v = 0; v < count || v < l->vote_count; v++)
		if (v >= count || v >= l->vote_count ||
		    !same_vote(&l->votes[v], &rows[v], &l->arena))
			WRONG(l, "edisi %s: keputusan pleno ke-%zu tidak sesuai catatan tindakan",
			      "edition %s: vote %zu is not what the log of acts says",
			      l->edition->key, v + 1);
	return true;
}

static bool releases_check(struct ledger *l, struct err *err)
{
	struct release *rows; /* newest first */
	struct account by;
	size_t count;

	if (!release_list(l->db, l->edition->id, &l->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count || i < l->approval_count; i++) {
		const struct approval *said = i < l->approval_count ? &l->approvals[i] : NULL;
		const struct release *row = i < count ? &rows[count - 1 - i] : NULL;

		if (row && !account_get(l->db, row->approved_by, &l->arena, &by, err))
			return false;
		if (!row || !said || !text_equal(said->sha256, row->sha256) ||
		    !text_equal(said->state, row->state) ||
		    !text_equal(said->act->actor, by.username))
			WRONG(l, "edisi %s: rilis %zu tidak sesuai catatan tindakan",
			      "edition %s: release %zu is not what the log of acts says",
			      l->edition->key, i + 1);
	}
	return true;
}

/* Juror and chair may have changed places by decree; nobody else changes a role. */
static bool roles_check(struct ledger *l, struct err *err)
{
	struct account *rows;
	size_t count;

	if (!account_list(l->db, l->edition->id, &l->arena, &rows, &count, err))
		return false;
	for (size_t a = 0; a < count; a++) {
		size_t i = names_find(&l->users, rows[a].username, strlen(rows[a].username));
		enum role role;

		if (i == NAME_NONE || !role_parse(l->roles[i], &role) ||
		    (role != rows[a].role &&
		     (!rows[a].juror || !(role & (ROLE_JUROR | ROLE_CHAIR)))))
			WRONG(l, "edisi %s: akun %s tidak sesuai catatan tindakan",
			      "edition %s: account %s is not what the log of acts says",
			      l->edition->key, rows[a].username);
	}
	return true;
}

static void certificate_wrong(struct ledger *l, const char *serial)
{
	WRONG(l, "edisi %s: piagam %s tidak sesuai catatan tindakan",
	      "edition %s: certificate %s is not what the log of acts says", l->edition->key,
	      serial);
}

static bool certificates_check(struct ledger *l, struct err *err)
{
	char sha256[SHA256_HEX_SIZE];
	struct issued *rows;
	size_t count;

	if (!certificate_list(l->db, l->edition->id, &l->arena, &rows, &count, err))
		return false;
	for (size_t c = 0; c < count; c++) {
		size_t i = names_find(&l->serials, rows[c].serial, strlen(rows[c].serial));

		sha256_hex(rows[c].facts, strlen(rows[c].facts), sha256);
		if (i == NAME_NONE || !text_equal(l->papers[i].facts_sha256, sha256) ||
		    l->papers[i].revoked != (rows[c].revoked_by != 0))
			certificate_wrong(l, rows[c].serial);
		if (i != NAME_NONE)
			l->papers[i].found = true;
	}
	for (size_t i = 0; i < l->serials.count; i++)
		if (!l->papers[i].found)
			certificate_wrong(l, l->serials.texts[i]);
	return true;
}

static bool edition_check(struct ledger *l, struct err *err)
{
	struct act *acts;
	size_t count;

	names_init(&l->item_keys, &l->arena);
	names_init(&l->users, &l->arena);
	names_init(&l->serials, &l->arena);
	l->phase = phase_text(PHASE_SETUP);
	if (!act_list(l->db, l->edition->id, NULL, 0, INT32_MAX, &l->arena, &acts, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		take_act(l, &acts[i]);
	phase_check(l);
	return rules_check(l, err) && evidence_rows_check(l, err) && votes_check(l, err) &&
	       releases_check(l, err) && roles_check(l, err) && certificates_check(l, err);
}

bool ledger_check(struct db *db, struct complaints *complaints, struct err *err)
{
	struct arena arena = { 0 };
	struct edition *editions;
	size_t count;
	bool done = edition_list(db, &arena, &editions, &count, err);

	for (size_t i = 0; done && i < count; i++) {
		struct ledger ledger = { .db = db,
					 .complaints = complaints,
					 .edition = &editions[i] };

		done = edition_check(&ledger, err);
		arena_release(&ledger.arena);
	}
	arena_release(&arena);
	return done;
}

bool database_check(struct db *db, struct complaints *complaints, struct buf *summary,
		    struct err *err)
{
	return store_check(db, complaints, summary, err) && ledger_check(db, complaints, err);
}
